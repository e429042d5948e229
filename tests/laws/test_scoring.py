"""What holds for every scoring method in the catalogue."""

import inspect

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.polarity import Direction
from tests import strategies
from tests.laws.catalogue import methods, widest

every_scoring = pytest.mark.parametrize("method", methods("scoring"))
every_freezable = pytest.mark.parametrize(
    "method", [p for p in methods("scoring") if p.values[0].learn is not None]
)
NORMALIZATIONS = ("minmax", "vector")
# Rounding of a sum in another order; scores are of order 1.
ROUNDING = {"rtol": 0, "atol": 1e-12}
# Rounding of the last operations on a score of order 1.
ULP = 4 * np.finfo(float).eps


def promising(promise):
    return pytest.mark.parametrize("method", methods("scoring", promise))


def batches(m):
    return st.lists(strategies.weights(m), min_size=1, max_size=4).map(np.array)


def best(polarity, values):
    """Find the best of the rows in each column."""
    signs = np.array([kind.sign for kind in polarity])
    return signs * (signs * values).max(axis=0)


@every_scoring
@given(problem=strategies.problems("positive"))
def test_scores_are_finite(method, problem):
    X, polarity, w = problem
    assert np.isfinite(method.func(X, w, polarity)).all()


@every_scoring
@given(problem=strategies.problems("positive"))
def test_the_table_is_not_changed(method, problem):
    X, polarity, w = problem
    before = X.copy()
    method.func(X, w, polarity)
    assert_array_equal(X, before)


@every_scoring
@given(problem=strategies.problems("positive"))
def test_a_second_call_gives_the_same_bits(method, problem):
    X, polarity, w = problem
    first = method.func(X, w, polarity)
    assert_array_equal(method.func(X, w, polarity), first)


@every_scoring
@given(problem=strategies.problems("positive"), data=st.data())
def test_permuting_the_units_permutes_the_scores(method, problem, data):
    X, polarity, w = problem
    order = data.draw(st.permutations(range(len(X))))
    found = method.func(X[order], w, polarity)
    assert_allclose(found, method.func(X, w, polarity)[order], **ROUNDING)


@every_scoring
@given(problem=strategies.problems("positive"), data=st.data())
def test_permuting_the_criteria_leaves_the_scores(method, problem, data):
    X, polarity, w = problem
    order = data.draw(st.permutations(range(len(w))))
    found = method.func(
        X[:, order], [w[j] for j in order], [polarity[j] for j in order]
    )
    assert_allclose(found, method.func(X, w, polarity), **ROUNDING)


@every_scoring
@given(problem=strategies.problems("positive"))
def test_the_scale_of_the_weights_does_not_matter(method, problem):
    X, polarity, w = problem
    found = method.func(X, 12 * np.array(w), polarity)
    assert_allclose(found, method.func(X, w, polarity), **ROUNDING)


@promising("dominance")
@given(problem=strategies.problems("positive", graded=False, rows=(2, 6)))
def test_a_unit_that_is_nowhere_worse_never_scores_below(method, problem):
    X, polarity, w = problem
    X = np.r_[X, [best(polarity, X[:2])]]  # dominates the first two
    scores = method.func(X, w, polarity)
    assert scores[-1] >= scores[:2].max() - ULP


@promising("dominance")
@given(problem=strategies.problems("positive", graded=False))
def test_the_ideal_unit_scores_best(method, problem):
    X, polarity, w = problem
    scores = method.func(np.r_[X, [best(polarity, X)]], w, polarity)
    assert scores[-1] >= scores.max() - ULP


@promising("best_is_one")
@given(problem=strategies.problems("positive", graded=False))
def test_the_ideal_unit_scores_one(method, problem):
    X, polarity, w = problem
    assume(any(len(set(x)) > 1 for x, weight in zip(X.T, w, strict=True) if weight))
    scores = method.func(np.r_[X, [best(polarity, X)]], w, polarity)
    assert scores[-1] == 1


@promising("monotone")
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@given(problem=strategies.problems("positive", rows=(2, 6)), data=st.data())
def test_an_improved_cell_never_lowers_the_score(method, normalization, problem, data):
    X, polarity, w = problem
    scoring = mi.scoring.fit(method.name, X, w, polarity, normalization=normalization)
    i = data.draw(st.integers(0, len(X) - 1))
    j = data.draw(st.integers(0, len(w) - 1))
    improved = X.copy()
    if isinstance(polarity[j], Direction):
        improved[i, j] = polarity[j].sign * data.draw(
            st.sampled_from(sorted(x for x in polarity[j].sign * X[:, j]))
        )
        assume(polarity[j].sign * improved[i, j] >= polarity[j].sign * X[i, j])
    else:
        nearest = getattr(polarity[j], "value", getattr(polarity[j], "low", None))
        improved[i, j] = X[:, j][np.argmin(np.abs(X[:, j] - nearest))]
        oriented = mi.normalization.orient(np.r_[X, improved], polarity)
        assume(oriented[len(X) + i, j] >= oriented[i, j])
    assert scoring(improved)[i] >= scoring(X)[i] - ULP


@promising("monotone")
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@given(
    problem=strategies.problems("positive", graded=False, rows=(2, 6)),
    data=st.data(),
)
def test_a_new_unit_better_than_any_fitted_one_gains_by_it(
    method, normalization, problem, data
):
    X, polarity, w = problem
    scoring = mi.scoring.fit(method.name, X, w, polarity, normalization=normalization)
    before = data.draw(strategies.matrices(rows=(1, 3), columns=(len(w), len(w))))
    step = np.array([data.draw(strategies.grid("nonnegative")) for _ in w])
    after = before + step * [kind.sign for kind in polarity]
    assert (scoring(after) >= scoring(before) - ULP * (1 + abs(scoring(after)))).all()


@promising("scale")
@given(problem=strategies.problems("positive", graded=False), data=st.data())
def test_the_unit_of_measurement_leaves_the_scores(method, problem, data):
    X, polarity, w = problem
    factors = [data.draw(st.sampled_from((0.001, 0.1, 0.5, 3, 1e6))) for _ in w]
    found = method.func(X * factors, w, polarity)
    assert_allclose(found, method.func(X, w, polarity), **ROUNDING)


@promising("shift")
@given(problem=strategies.problems("positive", graded=False), data=st.data())
def test_the_origin_of_measurement_leaves_the_scores(method, problem, data):
    X, polarity, w = problem
    shift = [data.draw(st.integers(0, 1000)) for _ in w]  # exact on the grid
    found = method.func(X + shift, w, polarity)
    assert_allclose(found, method.func(X, w, polarity), **ROUNDING)


@promising("zero_weight_is_irrelevant")
@given(problem=strategies.problems("positive"), extra=st.data())
def test_a_criterion_without_weight_might_as_well_be_absent(method, problem, extra):
    X, polarity, w = problem
    column = [extra.draw(strategies.grid("positive")) for _ in X]
    found = method.func(np.c_[X, column], [*w, 0], [*polarity, "min"])
    assert_allclose(found, method.func(X, w, polarity), **ROUNDING)


@every_scoring
@given(problem=strategies.problems("positive"), data=st.data())
def test_many_weight_vectors_at_once_score_as_one_by_one(method, problem, data):
    X, polarity, w = problem
    W = data.draw(batches(len(w)))
    one_by_one = [method.func(X, w, polarity) for w in W]
    found = method.func(X, W, polarity)
    # In a batch the sums are matrix products; a root magnifies what is nearly 0.
    assert_allclose(found, one_by_one, **ROUNDING)


@every_freezable
@pytest.mark.parametrize("normalization", [None, *NORMALIZATIONS])
@given(data=st.data())
def test_a_unit_scores_alike_whichever_units_stand_beside_it(
    method, normalization, data
):
    columns = (1, widest(method, 40))
    X, polarity, w = data.draw(
        strategies.problems("positive", columns=columns, rows=(1, 12))
    )
    scoring = mi.scoring.fit(method.name, X, w, polarity, normalization=normalization)
    rows = data.draw(st.lists(st.integers(0, len(X) - 1), min_size=1, max_size=8))
    assert_array_equal(scoring(X[rows]), scoring(X)[rows])


@every_freezable
@given(problem=strategies.problems("positive"))
def test_what_is_fitted_scores_as_the_function_does(method, problem):
    X, polarity, w = problem
    parameters = inspect.signature(method.func).parameters
    normalization = parameters["normalization"].default
    fitted = mi.scoring.fit(method.name, X, w, polarity, normalization=normalization)
    assert_array_equal(fitted(X), method.func(X, w, polarity))


@every_freezable
@given(problem=strategies.problems("positive", rows=(2, 6)), data=st.data())
def test_a_unit_with_a_gap_has_no_score_under_any_weights(method, problem, data):
    X, polarity, w = problem
    W = data.draw(strategies.weights(len(w)).map(np.array) | batches(len(w)))
    gap = data.draw(st.integers(0, len(w) - 1))
    X[0, gap] = np.nan
    scoring = mi.scoring.fit(
        method.name, X, W, polarity, normalization="minmax", missing="omit"
    )
    scores = scoring(X, missing="omit")
    assert np.isnan(scores[..., 0]).all()


@every_freezable
@given(problem=strategies.problems("positive", rows=(2, 6)), data=st.data())
def test_a_unit_with_a_gap_leaves_the_scores_of_the_others(method, problem, data):
    X, polarity, w = problem
    W = data.draw(strategies.weights(len(w)).map(np.array) | batches(len(w)))
    X[0, 0] = np.nan
    how = {"normalization": "minmax", "missing": "omit"}
    with_gap = mi.scoring.fit(method.name, X, W, polarity, **how)
    without = mi.scoring.fit(method.name, X[1:], W, polarity, **how)
    found = with_gap(X, missing="omit")[..., 1:]
    assert_allclose(found, without(X[1:]), **ROUNDING)
