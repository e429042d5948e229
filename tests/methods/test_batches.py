"""Many weight vectors at once: equal to one after the other, and laid out for ranks."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

X = 1 + np.random.default_rng(0).lognormal(size=(150, 6))
# More than one block of them, and some that leave out criteria.
W = np.random.default_rng(1).dirichlet(np.ones(6), size=2500)
W[::7, 2] = 0
POLARITY = ["+", "-", "+", "+", "-", "+"]
SOME = range(0, 2500, 97)


@pytest.mark.parametrize("p", [1.0, 1.5, 2.0, 3.0, np.inf])
@pytest.mark.parametrize("position", ["inside", "outside"])
def test_topsis_of_a_batch_is_that_of_each_vector(p, position):
    options = {"p": p, "weight_position": position}
    batch = mi.scoring.topsis(X, W, POLARITY, **options)
    single = [mi.scoring.topsis(X, W[i], POLARITY, **options) for i in SOME]
    assert_allclose(batch[SOME], single, rtol=1e-12)


@pytest.mark.parametrize(
    "method", ["vikor", "weighted_sum", "weighted_product", "waspas", "mabac", "edas"]
)
def test_a_score_of_a_batch_is_that_of_each_vector(method):
    batch = mi.score(X, method, weights=W, polarity=POLARITY)
    single = [mi.score(X, method, weights=W[i], polarity=POLARITY) for i in SOME]
    assert_allclose(batch[SOME], single, rtol=1e-12)


@pytest.mark.parametrize("method", ["topsis", "weighted_sum", "vikor"])
def test_the_scores_under_one_vector_are_contiguous(method):
    assert mi.score(X, method, weights=W[:20]).flags.c_contiguous


def test_the_ideal_has_one_and_the_anti_ideal_zero_in_a_batch():
    scores = mi.scoring.topsis([[1.0, 1.0], [2.0, 3.0]], [[1, 1], [1, 3]])
    assert scores.tolist() == [[0.0, 1.0]] * 2


def test_where_no_weight_tells_units_apart_they_have_a_half_in_a_batch():
    """The first criterion is the same for both."""
    scores = mi.scoring.topsis([[1.0, 1.0], [1.0, 3.0]], [[1, 0], [1, 1]])
    assert scores.tolist() == [[0.5, 0.5], [0.0, 1.0]]


def test_huge_ratios_of_weights_do_not_leave_the_floats():
    w = np.array([[1.0, 1e-90], [1e-90, 1.0]])
    X = [[1.0, 2.0], [2.0, 1.0], [1.5, 1.5]]
    single = [mi.scoring.topsis(X, v) for v in w]
    assert_allclose(mi.scoring.topsis(X, w), single, rtol=1e-12, atol=1e-80)


def test_the_table_is_not_what_comes_out():
    values = np.array([[0.2], [0.9]])
    scores = mi.score(
        values, "weighted_sum", weights=[[1.0]], options={"normalization": None}
    )
    scores[:] = 0
    assert values.tolist() == [[0.2], [0.9]]
