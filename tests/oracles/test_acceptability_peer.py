"""SMAA-2 beside pysensmcda 2.0.0, on the same weights.

Its numbers were computed in an environment of its own, since its pins conflict with
other peers: ``smaa2(method, X, types, weights=W)`` with pymcdm 1.4.0, TOPSIS of vector
normalized and WSM of min-max normalized values, metaweights "centroid", "linear" and
"inverse"; and ``pairwise_winning_indices`` of its rankings. W is the grid below. There
are no ties, for which a pair counts half a win here and nothing there.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi

X = [
    [8.1, 61.0, 3.2],
    [5.2, 35.0, 4.8],
    [6.6, 72.0, 2.5],
    [3.9, 20.0, 1.1],
    [7.0, 50.0, 2.9],
]
# All weights in twelfths, none of them 0.
W = np.array([(a, b, 12 - a - b) for a in range(1, 12) for b in range(1, 12 - a)]) / 12
NAN = [np.nan] * 3

PUBLISHED = {
    "topsis": {
        "ranks": [
            [12, 22, 1, 20, 0],
            [35, 11, 3, 6, 0],
            [0, 0, 6, 21, 28],
            [8, 11, 1, 8, 27],
            [0, 11, 44, 0, 0],
        ],
        "wins": [
            [0, 12, 55, 35, 34],
            [43, 0, 49, 47, 46],
            [0, 6, 0, 27, 0],
            [20, 8, 28, 0, 19],
            [21, 9, 55, 36, 0],
        ],
        "central": [
            [0.63888889, 0.17361111, 0.1875],
            [0.2547619, 0.31190476, 0.43333333],
            NAN,
            [0.21875, 0.66666667, 0.11458333],
            NAN,
        ],
        "centroid": [0.52090246, 0.78898474, 0.15726609, 0.33576642, 0.38686131],
        "linear": [0.61818182, 0.84090909, 0.15, 0.34090909, 0.55],
        "inverse": [0.51515152, 0.78181818, 0.23363636, 0.38606061, 0.36666667],
    },
    "weighted_sum": {
        "ranks": [
            [21, 17, 4, 13, 0],
            [30, 12, 8, 5, 0],
            [0, 0, 5, 26, 24],
            [4, 8, 1, 11, 31],
            [0, 18, 37, 0, 0],
        ],
        "wins": [
            [0, 21, 55, 42, 38],
            [34, 0, 50, 51, 42],
            [0, 5, 0, 31, 0],
            [13, 4, 24, 0, 12],
            [17, 13, 55, 43, 0],
        ],
        "central": [
            [0.55555556, 0.22222222, 0.22222222],
            [0.20277778, 0.35555556, 0.44166667],
            NAN,
            [0.14583333, 0.75, 0.10416667],
            NAN,
        ],
        "centroid": [0.62707366, 0.73589914, 0.16257465, 0.24950232, 0.41473125],
        "linear": [0.70909091, 0.80454545, 0.16363636, 0.24090909, 0.58181818],
        "inverse": [0.61969697, 0.72575758, 0.23575758, 0.31424242, 0.38787879],
    },
}


@pytest.fixture(params=list(PUBLISHED))
def both(request):
    found = mi.smaa(X, request.param, W, ["max", "min", "max"])
    return found, PUBLISHED[request.param]


def test_ranks_are_counted_alike(both):
    found, theirs = both
    assert_array_equal(np.rint(found.acceptability * len(W)), theirs["ranks"])


def test_wins_are_counted_alike(both):
    found, theirs = both
    wins = np.rint((found.beats - 0.5 * np.eye(5)) * len(W))
    assert_array_equal(wins, theirs["wins"])


def test_central_weights_are_alike(both):
    found, theirs = both
    ours = found.central_weights.to_numpy(float, na_value=np.nan)
    assert_allclose(ours, theirs["central"], atol=6e-9)


def test_confidence_is_one_for_one_table(both):
    found, _ = both
    assert (found.confidence.dropna() == 1).all()


@pytest.mark.parametrize("name", ["centroid", "linear", "inverse"])
def test_holistic_acceptability_is_alike(both, name):
    found, theirs = both
    assert_allclose(found.holistic(name), theirs[name], atol=6e-9)
