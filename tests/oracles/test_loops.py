"""The library against the loops: the same numbers, down to rounding.

The absolute tolerance stands for a zero that one side meets and the other misses by
the rounding of one operation.
"""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.polarity import Direction, Interval, Target
from mcdm_index.statistics import ColumnStats
from tests import strategies
from tests.laws.catalogue import example_options, grades_targets, methods
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


TIES = ({"ties": "min"}, {"ties": "average"}, {"ties": "max"})
RECIPROCAL = {"cost": "reciprocal"}
# The options under which each method is compared; the first are its defaults.
OPTIONS = {
    "above_below_mean": ({}, {"threshold": 0.5}, {"threshold": 0.0}),
    "borda": ({}, *TIES),
    "distance_to_reference": ({}, {"clip": True}),
    "distance_to_target": ({}, {"clip": True}),
    "goalposts": ({}, {"clip": False}, {"out_range": (1, 100)}),
    "logistic": ({}, {"steepness": 3.0}),
    "max": ({}, RECIPROCAL),
    "mazziotta_pareto": ({}, {"reference": [2.0, 5.25, -1.0, 0.0, 40.0]}),
    "minmax": ({}, {"out_range": (-3, 7), "clip": True}),
    "orient": ({}, {"cost": "negate"}, RECIPROCAL),
    "percentile": ({}, *TIES),
    "rank": ({}, *TIES),
    "robust": ({}, {"between": (0.125, 1.0)}),
    "sum": ({}, {"cost": "complement"}),
    "vector": ({}, RECIPROCAL),
    "zscore": ({}, {"ddof": 0}, {"mean": 100.0, "sd": 10.0}),
}
compared = pytest.mark.parametrize(
    ("method", "options"),
    [
        pytest.param(*p.values, options, id=f"{p.id}-{options}")
        for p in methods("normalization")
        for options in OPTIONS.get(p.id, ({},))
    ],
)


def kernel_and_loop(data, method, options, **shape):
    """Learn a table and give the kernel, the loop that stands for it, and the table."""
    cost_domain = "positive" if options == RECIPROCAL else method.cost_domain
    drawn = strategies.tables(
        method.domain, cost_domain, graded=grades_targets(method), **shape
    )
    X, polarity = data.draw(drawn)
    options = example_options(method, X, polarity) | options
    options = {
        k: v[: len(polarity)] if k in loops.EACH else v for k, v in options.items()
    }
    if method.name == "robust":
        graded = loops.columns(loops.orient(X.tolist(), spelled(polarity)))
        between = options.get("between", (0.25, 0.75))
        ends = [[loops.quantile(column, q) for q in between] for column in graded]
        assume(
            all(
                low < high or loops.is_constant(column)
                for (low, high), column in zip(ends, graded, strict=True)
            )
        )
    kernel = mi.normalization.fit(method.name, X, polarity, options)
    loop = partial(
        loops.normalize, method.name, X.tolist(), spelled(polarity), **options
    )
    return kernel, loop, X


@compared
@given(data=st.data())
def test_normalization_is_what_the_loop_computes(method, options, data):
    kernel, loop, X = kernel_and_loop(data, method, options)
    assert_allclose(kernel(X), loop(), **CLOSE)


@compared
@given(data=st.data())
def test_new_rows_are_normalized_as_the_loop_computes(method, options, data):
    kernel, loop, _ = kernel_and_loop(data, method, options, columns=(1, 1))
    values = st.lists(strategies.grid("above_one"), min_size=1, max_size=5)
    new = np.array(data.draw(values))[:, None]
    assert_allclose(kernel(new), loop(new.tolist()), **CLOSE)


@given(data=st.data())
def test_goalposts_on_a_log_scale_are_what_the_loop_computes(data):
    X, polarity = data.draw(strategies.tables("positive", graded=False))
    options = {"low": [0.5] * X.shape[1], "high": [30.0] * X.shape[1], "scale": "log"}
    expected = loops.normalize("goalposts", X.tolist(), spelled(polarity), **options)
    found = mi.normalization.goalposts(X, polarity, **options)
    # both logarithms are of order 1, and so is what rounding their difference loses
    assert_allclose(found, expected, rtol=0, atol=1e-14)


@given(data=st.data())
def test_mazziotta_pareto_by_a_unit_is_by_the_values_of_that_unit(data):
    X, polarity = data.draw(strategies.tables(graded=False))
    unit = data.draw(st.integers(0, len(X) - 1))
    expected = loops.normalize(
        "mazziotta_pareto", X.tolist(), spelled(polarity), reference=X[unit].tolist()
    )
    found = mi.normalization.mazziotta_pareto(X, polarity, unit=unit)
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
