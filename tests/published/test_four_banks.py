"""Four banks: entropy, standard deviation and CRITIC weights side by side.

Wang Kun and Song Haizhou (2003). A comparison of three objective weightings (in
Chinese). Journal of Technical Economics & Management 6, 48-49, tables 1 to 5. The paper
took the 0 of the third indicator for a blank; the figures here are those with the 0.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.engine import column_stats
from mcdm_index.statistics import ColumnStats

X = np.array(
    [
        [0.483, 13.2682, 0.0, 4.3646, 5.107],
        [0.4035, 13.4909, 39.0131, 3.6151, 5.5005],
        [0.8979, 25.7776, 9.0513, 4.892, 7.5342],
        [0.5927, 16.0245, 13.2935, 4.4529, 6.5913],
    ]
)
POLARITY = ["max", "max", "min", "max", "max"]
NORMALIZED = [
    [0.1608009709, 0.0, 1.0, 0.5869684392, 0.0],
    [0.0, 0.0178026124, 0.0, 0.0, 0.1621209624],
    [1.0, 1.0, 0.7679933151, 1.0, 1.0],
    [0.3826860841, 0.2203383056, 0.6592554809, 0.6561202913, 0.6115276862],
]
ENTROPIES = [0.6222310668, 0.3900417603, 0.7815398174, 0.7722299271, 0.6556374188]
DEVIATIONS = [0.4384508787, 0.471033498, 0.4287762982, 0.415196348, 0.4523243435]
WEIGHTS = {
    "entropy": [0.2124302326, 0.3429968939, 0.1228463839, 0.1280816004, 0.1936448892],
    "std": [0.1987734983, 0.213544962, 0.1943874877, 0.1882309617, 0.2050630903],
    "critic": [0.1242804958, 0.1812206438, 0.3619753456, 0.1250011897, 0.2075223253],
}
SCORES = {
    "entropy": [0.2321852286, 0.0375001366, 0.9714988177, 0.4403127482],
    "std": [0.336836093, 0.0370466838, 0.9549008034, 0.500174914],
    "critic": [0.4553315231, 0.03686992, 0.9160193, 0.5350459607],
}
# As printed, to two decimals; of the third column the paper has .02, .09 and .19.
PRINTED_CONTRAST = [0.44, 0.47, 0.42, 0.45]
DIGITS = {"rtol": 0, "atol": 6e-11}


@pytest.fixture(name="Z")
def normalized():
    return mi.normalization.minmax(X, POLARITY)


def test_minmax_values(Z):
    assert_allclose(Z, NORMALIZED, **DIGITS)


def test_entropies(Z):
    found = 1 - ColumnStats.of(Z, ("theil",)).divergence()
    assert_allclose(found, ENTROPIES, **DIGITS)


def test_deviations(Z):
    found = ColumnStats.of(Z, ("comoment",)).deviation()
    assert_allclose(found, DEVIATIONS, **DIGITS)


def test_deviations_without_the_misread_column_are_the_printed_ones(Z):
    found = ColumnStats.of(Z, ("comoment",)).deviation()
    assert_allclose(np.delete(found, 2), PRINTED_CONTRAST, rtol=0, atol=5e-3)


@pytest.mark.parametrize("method", ["entropy", "std", "critic"])
def test_weights(Z, method):
    assert_allclose(mi.weighting.weigh(Z, method), WEIGHTS[method], **DIGITS)


def test_critic_weights_normalize_by_themselves():
    found = mi.weighting.critic(X, POLARITY)
    assert_allclose(found, WEIGHTS["critic"], **DIGITS)


@pytest.mark.parametrize("method", ["entropy", "std", "critic"])
def test_weighted_sums(Z, method):
    w = mi.weighting.weigh(Z, method)
    found = mi.scoring.weighted_sum(X, w, POLARITY)
    assert_allclose(found, SCORES[method], **DIGITS)


def test_a_zero_is_not_a_missing_value():
    assert column_stats(X, missing="omit").n == len(X)
