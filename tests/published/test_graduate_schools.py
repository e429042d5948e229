"""Five graduate schools: an interval criterion with a tolerance, then TOPSIS.

Si Shoukui and Sun Xijing (2015). Mathematical Modelling: Algorithms and Applications
(in Chinese), 2nd ed., example 14.1: students per teacher are best from 5 to 6, and
below 2 or above 12 worth nothing. The figures are those of the textbook's formulas.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.polarity import BENEFIT, COST, Interval

X = np.array(
    [
        [0.1, 5.0, 5000.0, 4.7],
        [0.2, 6.0, 6000.0, 5.6],
        [0.4, 7.0, 7000.0, 6.7],
        [0.9, 10.0, 10000.0, 2.3],
        [1.2, 2.0, 400.0, 1.8],
    ]
)
POLARITY = [BENEFIT, Interval(5, 6, tolerance=(2, 12)), BENEFIT, COST]
WEIGHTS = [0.2, 0.3, 0.4, 0.1]
GRADED = [1.0, 1.0, 0.8333333333, 0.3333333333, 0.0]
# The book leaves the cost as it is and takes its least value for the ideal.
NORMALIZED = np.array(
    [
        [0.0637576713, 0.5970223141, 0.3449014137, 0.4546424184],
        [0.1275153426, 0.5970223141, 0.4138816964, 0.5417016049],
        [0.2550306852, 0.4975185951, 0.4828619791, 0.6481072773],
        [0.5738190418, 0.199007438, 0.6898028273, 0.2224845877],
        [0.7650920557, 0.0, 0.0275921131, 0.174118373],
    ]
)
TO_IDEAL = [0.198733117, 0.1726051338, 0.1428151614, 0.1254760267, 0.3197544257]
TO_ANTI_IDEAL = [0.2203704272, 0.2371290239, 0.238545481, 0.2931656393, 0.1480589462]
CLOSENESS = [0.5258138002, 0.5787387247, 0.6255115354, 0.7002782166, 0.3164914796]
DIGITS = {"rtol": 0, "atol": 6e-11}


@pytest.fixture
def details():
    fitted = mi.scoring.fit("topsis", X, WEIGHTS, POLARITY, normalization="vector")
    return fitted.details(X)


def test_values_outside_the_best_range_fall_to_zero_at_the_tolerance():
    found = mi.normalization.orient(X, POLARITY)[:, 1]
    assert_allclose(found, GRADED, **DIGITS)


def test_columns_have_length_one_and_the_cost_is_turned_around():
    found = mi.normalization.vector(X, POLARITY)
    expected = NORMALIZED.copy()
    expected[:, 3] = 1 - expected[:, 3]
    assert_allclose(found, expected, **DIGITS)


def test_distances_to_the_ideal(details):
    assert_allclose(details.to_ideal, TO_IDEAL, **DIGITS)


def test_distances_to_the_anti_ideal(details):
    assert_allclose(details.to_anti_ideal, TO_ANTI_IDEAL, **DIGITS)


def test_closeness(details):
    assert_allclose(details.closeness, CLOSENESS, **DIGITS)


def test_the_ranks_are_those_of_the_book():
    scores = mi.scoring.topsis(X, WEIGHTS, POLARITY)
    assert mi.rank(scores).tolist() == [4, 3, 2, 1, 5]
