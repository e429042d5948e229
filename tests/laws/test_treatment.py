"""What holds for every treatment in the catalogue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import treatment
from tests import strategies
from tests.laws.catalogue import methods

ALL = methods("treatment")
every_treatment = pytest.mark.parametrize("method", ALL)
LIMITING = ("winsorize", "iqr", "shrink", "skew_kurtosis")
every_limit = pytest.mark.parametrize("name", LIMITING)
LOCAL = ("winsorized", "shrunk")

# What a constant x becomes, by the docstrings; the others leave it as it is.
OF_A_CONSTANT = {
    "log": np.log,
    "log_ct": np.zeros_like,
    "box_cox": np.zeros_like,
    "yeo_johnson": np.zeros_like,
}


def promising(promise):
    return pytest.mark.parametrize("method", methods("treatment", promise))


@st.composite
def tables(draw, domain="real", *, rows=(1, 12), columns=(1, 4)):
    """Draw columns of many shapes, now and then with a value that stands far out."""
    elements = draw(st.sampled_from((strategies.grid, strategies.wide)))(domain)
    X = draw(strategies.matrices(domain, rows=rows, columns=columns, elements=elements))
    for j in range(X.shape[1]):
        if draw(st.booleans()):
            X[draw(st.integers(0, len(X) - 1)), j] += 1000 * np.abs(X[:, j]).max()
    return X


@st.composite
def gaps(draw, X):
    """Draw where a table has gaps; at least one cell of each column is there."""
    known = st.lists(st.booleans(), min_size=len(X), max_size=len(X)).filter(any)
    return ~np.column_stack([draw(known) for _ in X.T])


def assert_in_order(x, y):
    assert (np.diff(y[np.argsort(x, kind="stable")]) >= 0).all()


def test_every_treatment_is_held_to_the_laws():
    assert {p.id for p in ALL} == {m.name for m in mi.list_methods("treatment")}


def test_every_treatment_promises_to_keep_the_order():
    assert {p.id for p in methods("treatment", "in_order")} == {p.id for p in ALL}


@promising("in_order")
@given(data=st.data())
def test_a_larger_value_is_never_treated_to_less(method, data):
    X = data.draw(tables(method.domain, columns=(1, 1)))
    assert_in_order(X[:, 0], treatment.treat(X, method.name)[:, 0])


@promising("in_order")
@given(data=st.data())
def test_of_two_neighbouring_floats_the_larger_is_not_treated_to_less(method, data):
    X = data.draw(tables(method.domain, columns=(1, 1)))
    new = data.draw(strategies.neighbours(X.min(), X.max()))
    new = np.clip(new, X.min(), X.max())
    assert_in_order(new, treatment.fit(method.name, X)(new[:, None])[:, 0])


@promising("invertible")
@given(data=st.data())
def test_undoing_a_treatment_gives_the_raw_values(method, data):
    X = data.draw(tables(method.domain))
    kernel = treatment.fit(method.name, X)
    missed = np.abs(kernel.inverse(kernel(X)) - X).max(axis=0)
    assert (missed <= 1e-9 * np.abs(X).max(axis=0)).all()


@promising("invertible")
@pytest.mark.parametrize("unit", [1e-200, 1e-20, 1e-6, 1e6, 1e20, 1e200])
def test_a_treatment_can_be_undone_in_any_unit(method, unit):
    X = unit * np.array([[1.0], [2.0], [4.0], [9.0], [30.0], [2.0], [3.0], [5.0]])
    kernel = treatment.fit(method.name, X)
    assert_allclose(kernel.inverse(kernel(X)), X, rtol=0, atol=30e-9 * unit)


@every_treatment
@given(data=st.data())
def test_permuting_the_rows_permutes_the_values(method, data):
    X = data.draw(tables(method.domain))
    order = data.draw(st.permutations(range(len(X))))
    found = treatment.treat(X[order], method.name)
    assert_array_equal(found, treatment.treat(X, method.name)[order])


@every_treatment
@given(data=st.data())
def test_a_criterion_is_treated_by_itself(method, data):
    X = data.draw(tables(method.domain))
    j = data.draw(st.integers(0, X.shape[1] - 1))
    found = treatment.treat(X[:, [j]], method.name)
    expected = treatment.treat(X, method.name)[:, [j]]
    assert_allclose(found, expected, rtol=1e-12, atol=0)


@every_treatment
@given(data=st.data())
def test_the_table_is_not_changed(method, data):
    X = data.draw(tables(method.domain))
    before = X.copy()
    treatment.treat(X, method.name)
    assert_array_equal(X, before)


@every_treatment
@pytest.mark.parametrize("x", [0.1, 0.3, 7.0, 1e17, 1e-200, 1e200])
@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_constant_column_is_what_is_stated(method, x, n):
    X = np.full((n, 1), x)
    expected = OF_A_CONSTANT.get(method.name, np.copy)(X)
    assert_array_equal(treatment.treat(X, method.name), expected)


@every_treatment
@given(data=st.data())
def test_what_was_learned_treats_any_of_the_rows_alike(method, data):
    X = data.draw(tables(method.domain))
    some = data.draw(st.lists(st.integers(0, len(X) - 1)))
    kernel = treatment.fit(method.name, X)
    assert_array_equal(kernel(X[some]), kernel(X)[some])


@every_treatment
@given(data=st.data())
def test_a_column_with_gaps_is_treated_as_without_them(method, data):
    X = data.draw(tables(method.domain, columns=(1, 1)))
    gap = data.draw(gaps(X))
    found = treatment.treat(np.where(gap, np.nan, X), method.name, missing="omit")
    alone = treatment.treat(X[~gap[:, 0]], method.name)
    assert_allclose(found[~gap[:, 0]], alone, rtol=1e-12, atol=0)


@every_treatment
@given(data=st.data())
def test_gaps_stay_gaps(method, data):
    X = data.draw(tables(method.domain))
    gap = data.draw(gaps(X))
    found = treatment.treat(np.where(gap, np.nan, X), method.name, missing="omit")
    assert_array_equal(np.isnan(found), gap)


@every_treatment
@pytest.mark.parametrize("unit", [1e-200, 1e-20, 1e20, 1e200])
@given(data=st.data())
def test_values_are_finite_whatever_the_magnitude(method, unit, data):
    X = unit * data.draw(tables(method.domain))
    assert np.isfinite(treatment.treat(X, method.name)).all()


@every_limit
@pytest.mark.parametrize("unit", [2.0**-600, 2.0**-20, 2.0**20, 2.0**600])
@given(data=st.data())
def test_limits_are_the_same_in_any_unit(name, unit, data):
    X = data.draw(strategies.matrices(rows=(5, 12), elements=strategies.grid()))
    options = {"fallback": "none"} if name == "skew_kurtosis" else {}
    found = treatment.treat(unit * X, name, options=options)
    assert_array_equal(found, unit * treatment.treat(X, name, options=options))


@given(X=tables(rows=(5, 20)))
def test_a_mirrored_table_is_treated_to_the_mirror_image(X):
    options = {"fallback": "none"}
    found = treatment.skew_kurtosis(-X, **options)
    assert_array_equal(found, -treatment.skew_kurtosis(X, **options))


@every_limit
@given(data=st.data())
def test_the_points_are_the_cells_that_differ(name, data):
    X = data.draw(tables(rows=(1, 20)))
    kernel = treatment.fit(name, X)
    local = np.isin(kernel.applied, LOCAL)
    expected = np.argwhere((kernel(X) != X) & local).tolist()
    assert [[p.row, p.column] for p in kernel.points(X)] == expected


@every_limit
@given(data=st.data())
def test_a_column_that_is_left_alone_does_not_differ(name, data):
    X = data.draw(tables(rows=(1, 20)))
    kernel = treatment.fit(name, X)
    alone = np.array(kernel.applied) == "none"
    assert_array_equal(kernel(X)[:, alone], X[:, alone])


@every_limit
@given(data=st.data())
def test_a_column_that_is_said_to_be_limited_has_a_point(name, data):
    X = data.draw(tables(rows=(1, 20)))
    kernel = treatment.fit(name, X)
    limited = np.flatnonzero(np.isin(kernel.applied, LOCAL)).tolist()
    assert sorted({p.column for p in kernel.points(X)}) == limited


@every_limit
@given(data=st.data())
def test_a_point_tells_what_the_cell_was_and_became(name, data):
    X = data.draw(tables(rows=(1, 20)))
    kernel = treatment.fit(name, X)
    Y = kernel(X)
    for p in kernel.points(X):
        assert (p.raw, p.treated) == (X[p.row, p.column], Y[p.row, p.column])


@every_limit
@given(data=st.data())
def test_the_columns_count_the_points(name, data):
    X = data.draw(tables(rows=(1, 20)))
    kernel = treatment.fit(name, X)
    counted = np.bincount([p.column for p in kernel.points(X)], minlength=X.shape[1])
    assert [column.moved for column in kernel.columns(X)] == counted.tolist()


@given(X=tables(rows=(1, 20)), most=st.integers(0, 8))
def test_no_more_points_are_moved_than_allowed(X, most):
    kernel = treatment.fit("skew_kurtosis", X, {"max_points": most})
    assert all(column.moved <= most for column in kernel.columns(X))


@given(X=tables(rows=(1, 20)))
def test_a_column_that_was_treated_passes(X):
    columns = treatment.fit("skew_kurtosis", X).columns(X)
    assert all(column.passed for column in columns if column.treatment != "none")


@given(X=tables(rows=(1, 20)))
def test_a_column_that_passes_is_not_treated(X):
    passing = treatment.passes(treatment.skewness(X), treatment.kurtosis(X))
    applied = np.array(treatment.fit("skew_kurtosis", X).applied)
    assert (applied[passing] == "none").all()


@pytest.mark.parametrize("name", ["winsorize", "iqr"])
@given(data=st.data())
def test_new_rows_beyond_the_limits_meet_them(name, data):
    X = data.draw(tables(rows=(2, 20)))
    kernel = treatment.fit(name, X)
    Y = kernel(X)
    beyond = np.vstack([X.min(axis=0) - 1, X.max(axis=0) + 1])
    moved = np.vstack([Y.min(axis=0), Y.max(axis=0)])
    met = (np.vstack([X.min(axis=0), X.max(axis=0)]) != moved) & np.isin(
        kernel.applied, LOCAL
    )
    assert_array_equal(kernel(beyond)[met], moved[met])


@every_treatment
@given(data=st.data())
def test_no_rows_are_treated_to_no_rows(method, data):
    X = data.draw(tables(method.domain))
    kernel = treatment.fit(method.name, X)
    assert kernel(X[:0]).shape == (0, X.shape[1])


@promising("in_order")
@pytest.mark.parametrize("origin", [1e6, 1e9, 1e12])
def test_values_far_from_zero_are_still_told_apart(method, origin):
    X = origin + np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [9.0]])
    inner = treatment.treat(X, method.name)[2:6]
    assert (np.diff(inner, axis=0) > 0).all()


@pytest.mark.parametrize("origin", [2.0**20, 2.0**30, 2.0**40, 2.0**52])
@pytest.mark.parametrize("mirror", [False, True])
def test_the_logarithm_of_a_distance_does_not_depend_on_the_origin(origin, mirror):
    x = np.array([[0.0], [6.0], [8.0], [9.0], [10.0]])
    found = treatment.log_ct(origin + x, mirror=mirror)
    assert_allclose(found, treatment.log_ct(x, mirror=mirror), rtol=1e-12)
