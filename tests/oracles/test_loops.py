"""The library against the loops: the same numbers, down to rounding.

The absolute tolerance stands for a zero that one side meets and the other misses by
the rounding of one operation.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.polarity import Direction, Interval, Target
from mcdm_index.statistics import ColumnStats
from tests import strategies
from tests.oracles import loops

CLOSE = {"rtol": 1e-12, "atol": 1e-15}
POSITIONS = st.sampled_from(("inside", "outside"))
ORDERS = (1, 2, 3, math.inf)


def spelled(polarity):
    """Turn the library's polarities into those of the loops."""
    plain = []
    for kind in polarity:
        match kind:
            case Direction(sign):
                plain.append("max" if sign > 0 else "min")
            case Target(value):
                plain.append(("target", value))
            case Interval(low, high, tolerance):
                plain.append(("interval", low, high, *(tolerance or ())))
    return plain


@pytest.mark.parametrize("name", ["minmax", "vector", "orient"])
@given(problem=strategies.problems())
def test_normalization_is_what_the_loop_computes(name, problem):
    X, polarity, _ = problem
    found = getattr(mi.normalization, name)(X, polarity)
    expected = getattr(loops, name)(X.tolist(), spelled(polarity))
    assert_allclose(found, expected, **CLOSE)


@given(X=strategies.matrices("nonnegative"))
def test_entropy_weights_are_what_the_loop_computes(X):
    assert_allclose(mi.weighting.entropy(X), loops.entropy(X.tolist()), **CLOSE)


@given(problem=strategies.problems())
def test_oriented_entropy_weights_are_what_the_loops_compute(problem):
    X, polarity, _ = problem
    X = np.abs(X)
    found = mi.weighting.entropy(X, polarity, orient=True)
    expected = loops.entropy(loops.orient(X.tolist(), spelled(polarity)))
    assert_allclose(found, expected, **CLOSE)


@given(X=strategies.matrices("nonnegative"), shift=st.sampled_from((0.25, 4.0)))
def test_shifted_entropy_weights_are_what_the_loop_computes(X, shift):
    found = mi.weighting.entropy(X, shift=shift)
    assert_allclose(found, loops.entropy((X + shift).tolist()), **CLOSE)


@given(X=strategies.matrices())
def test_std_weights_are_what_the_loop_computes(X):
    assert_allclose(mi.weighting.std(X), loops.std(X.tolist()), **CLOSE)


@pytest.mark.parametrize("oriented", [True, False])
@pytest.mark.parametrize("correlation", ["pearson", "spearman"])
@given(problem=strategies.problems())
def test_critic_weights_are_what_the_loop_computes(correlation, oriented, problem):
    X, polarity, _ = problem
    found = mi.weighting.critic(X, polarity, correlation=correlation, orient=oriented)
    kinds = spelled(polarity) if oriented else ["max"] * X.shape[1]
    expected = loops.critic(X.tolist(), kinds, getattr(loops, correlation))
    # 1 - r cancels where all columns are nearly collinear, in the loop as well
    assert_allclose(found, expected, rtol=0, atol=1e-10)


@given(problem=strategies.problems())
def test_the_weighted_sum_is_what_the_loop_computes(problem):
    X, polarity, w = problem
    Z = loops.minmax(X.tolist(), spelled(polarity))
    found = mi.scoring.weighted_sum(X, w, polarity)
    assert_allclose(found, loops.weighted_sum(Z, w), **CLOSE)


@pytest.mark.parametrize("normalization", ["vector", "minmax"])
@pytest.mark.parametrize("p", ORDERS)
@given(problem=strategies.problems(), position=POSITIONS)
def test_topsis_is_what_the_loop_computes(p, normalization, problem, position):
    X, polarity, w = problem
    found = mi.scoring.topsis(
        X, w, polarity, normalization=normalization, p=p, weight_position=position
    )
    Z = getattr(loops, normalization)(X.tolist(), spelled(polarity))
    assert_allclose(found, loops.topsis(Z, w, p, position), **CLOSE)


@given(scores=strategies.scores(), k=st.integers(1, 6))
def test_quantile_cuts_are_what_the_loop_computes(scores, k):
    found = mi.grading.quantile(scores, k)
    assert_allclose(found, loops.quantile_cuts(scores.tolist(), [1] * k), **CLOSE)


@given(
    scores=strategies.scores(),
    shares=st.lists(st.integers(1, 9), min_size=1, max_size=6),
)
def test_quantile_cuts_by_shares_are_what_the_loop_computes(scores, shares):
    found = mi.grading.quantile(scores, len(shares), shares=shares)
    assert_allclose(found, loops.quantile_cuts(scores.tolist(), shares), **CLOSE)


@given(scores=strategies.scores())
def test_competition_ranks_are_what_the_loop_counts(scores):
    assert_array_equal(mi.rank(scores), loops.competition_ranks(scores.tolist()))


@given(scores=strategies.scores())
def test_dense_ranks_are_what_the_loop_counts(scores):
    expected = loops.dense_ranks(scores.tolist())
    assert_array_equal(mi.rank(scores, ties="dense"), expected)


@given(scores=strategies.scores())
def test_average_ranks_are_what_the_loop_counts(scores):
    expected = loops.mean_ranks((-scores).tolist())
    assert_array_equal(mi.rank(scores, ties="average"), expected)


@given(X=strategies.matrices("positive"))
def test_the_theil_sum_is_what_the_loop_computes(X):
    found = ColumnStats.of(X, ("theil",)).theil
    expected = [loops.theil_sum(column) for column in X.T.tolist()]
    assert_allclose(found, expected, **CLOSE)


@given(X=strategies.matrices())
def test_the_deviation_is_what_the_loop_computes(X):
    found = ColumnStats.of(X, ("comoment",)).deviation()
    expected = [loops.deviation(column) for column in X.T.tolist()]
    assert_allclose(found, expected, **CLOSE)
