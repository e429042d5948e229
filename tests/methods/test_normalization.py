"""Normalization: small cases by hand, degenerate ones, options, labels."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
)

every_method = pytest.mark.parametrize(
    "method", mi.list_methods("normalization"), ids=lambda m: m.name
)
X = np.array([[1.0, 30.0, 6.0], [2.0, 10.0, 9.0], [5.0, 20.0, 8.0]])
POLARITY = ["max", "min", "target(7)"]


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_minmax_runs_from_the_worst_to_the_best():
    found = mi.normalization.minmax(X, POLARITY)
    assert_allclose(found, [[0, 0, 0.5], [0.25, 1, 0], [1, 0.5, 0.5]], rtol=1e-15)


def test_vector_divides_by_the_length_and_takes_costs_from_one():
    found = mi.normalization.vector(column(3, 4), "min")
    assert_allclose(found[:, 0], [0.4, 0.2], rtol=1e-15)


def test_vector_keeps_the_distances_of_a_cost():
    as_cost = mi.normalization.vector(X, "min")
    as_benefit = mi.normalization.vector(X, "max")
    found, expected = np.diff(as_cost, axis=0), -np.diff(as_benefit, axis=0)
    assert_allclose(found, expected, rtol=0, atol=1e-15)


def test_vector_takes_negative_values_as_they_are():
    assert mi.normalization.vector(column(-3, 4)).tolist() == [[-0.6], [0.8]]


def test_orient_takes_costs_from_the_largest_and_leaves_benefits():
    found = mi.normalization.orient(X, POLARITY)
    assert found.tolist() == [[1, 0, 0.5], [2, 20, 0], [5, 10, 0.5]]


def test_a_target_is_worth_one_and_the_farthest_value_nothing():
    found = mi.normalization.minmax(column(3, 7, 9), "target(7)")
    assert found[:, 0].tolist() == [0.0, 1.0, 0.5]


def test_every_value_inside_an_interval_is_worth_one():
    found = mi.normalization.minmax(column(10, 15, 20, 30), "interval(10, 20)")
    assert found[:, 0].tolist() == [1, 1, 1, 0]


def test_both_sides_of_an_interval_fall_by_the_larger_distance():
    found = mi.normalization.minmax(column(8, 15, 24), "interval(10, 20)")
    assert found[:, 0].tolist() == [0.5, 1, 0]


def test_a_tolerance_says_where_nothing_is_left():
    values = column(1, 2, 3.5, 5, 6, 9, 12, 13)
    found = mi.normalization.minmax(values, "interval(5, 6; 2, 12)")
    assert found[:, 0].tolist() == [0, 0, 0.5, 1, 1, 0.5, 0, 0]


def test_a_target_that_every_value_meets_is_worth_one_throughout():
    assert mi.normalization.minmax(column(7, 7), "target(7)").tolist() == [[1], [1]]


def test_a_new_value_off_a_target_that_all_met_is_worth_nothing():
    kernel = mi.normalization.fit("minmax", column(7, 7), "target(7)")
    assert kernel(column(7, 7.5)).tolist() == [[1], [0]]


def test_a_constant_off_the_target_is_worth_nothing():
    assert mi.normalization.minmax(column(5, 5), "target(7)").tolist() == [[0], [0]]


def test_a_new_value_beyond_the_farthest_is_worth_nothing():
    kernel = mi.normalization.fit("minmax", column(3, 7), "target(7)")
    assert kernel(column(-100, 100)).tolist() == [[0], [0]]


def test_a_graded_column_is_not_stretched_to_the_whole_range():
    found = mi.normalization.minmax(column(6, 8), "target(7)")
    assert found.tolist() == [[0], [0]]


@pytest.mark.parametrize("polarity", ["max", "min"])
@pytest.mark.parametrize("value", [0.0, 0.1, -3.0, 1e300, 1e-300])
def test_minmax_of_a_constant_is_the_middle(polarity, value):
    found = mi.normalization.minmax(np.full((3, 1), value), polarity)
    assert found.tolist() == [[0.5]] * 3


def test_minmax_of_a_constant_is_the_middle_of_the_range_asked_for():
    found = mi.normalization.minmax(column(2, 2), out_range=(1, 100))
    assert found.tolist() == [[50.5], [50.5]]


@pytest.mark.parametrize("polarity", ["max", "min"])
def test_vector_of_zeros_stays_zero(polarity):
    assert mi.normalization.vector(column(0, 0), polarity).tolist() == [[0], [0]]


def test_orient_turns_a_constant_cost_to_zero():
    assert mi.normalization.orient(column(0.1, 0.1), "min").tolist() == [[0], [0]]


@pytest.mark.parametrize("name", ["minmax", "vector", "orient"])
def test_no_zero_is_negative(name):
    found = getattr(mi.normalization, name)(X - X, ["min", "max", "min"])
    assert not np.signbit(found).any()


def test_new_values_are_measured_by_the_fitted_ones():
    kernel = mi.normalization.fit("minmax", column(10, 20))
    assert kernel(column(5, 15, 40)).tolist() == [[-0.5], [0.5], [3]]


@pytest.mark.parametrize(("polarity", "ends"), [("max", [0, 1]), ("min", [1, 0])])
def test_new_values_stop_at_the_ends_if_asked_to(polarity, ends):
    options = {"clip": True}
    kernel = mi.normalization.fit("minmax", column(10, 20), polarity, options)
    assert kernel(column(5, 40))[:, 0].tolist() == ends


def test_new_values_stop_at_the_ends_of_the_range_asked_for():
    options = {"clip": True, "out_range": (1, 100)}
    kernel = mi.normalization.fit("minmax", column(10, 20), "max", options)
    assert kernel(column(5, 40))[:, 0].tolist() == [1, 100]


def test_no_method_only_orients():
    kernel = mi.normalization.fit(None, X, POLARITY)
    assert_array_equal(kernel(X), mi.normalization.orient(X, POLARITY))


def test_incomplete_rows_are_left_out_of_the_fit_if_asked_to():
    gaps = np.array([[1.0, 0.0], [3.0, 1.0], [99.0, np.nan]])
    kernel = mi.normalization.fit("minmax", gaps, missing="omit")
    assert kernel(np.array([[2.0, 0.5]])).tolist() == [[0.5, 0.5]]


def test_incomplete_rows_are_left_out_of_the_fit_of_a_target_if_asked_to():
    gaps = np.array([[5.0, 0.0], [7.0, 1.0], [99.0, np.nan]])
    kernel = mi.normalization.fit("minmax", gaps, ["target(7)", "max"], missing="omit")
    assert kernel(np.array([[6.0, 0.5]])).tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize("unit", [5e-324, 1e-300, 1e300, 4e307])
@pytest.mark.parametrize("polarity", ["max", "min"])
def test_minmax_is_the_same_in_units_of_any_magnitude(unit, polarity):
    values = column(-1, 0, 3)
    found = mi.normalization.minmax(unit * values, polarity)
    assert_array_equal(found, mi.normalization.minmax(values, polarity))


@pytest.mark.parametrize("unit", [1e-300, 1e300])
@pytest.mark.parametrize("polarity", ["max", "min"])
def test_vector_is_the_same_in_units_of_any_magnitude(unit, polarity):
    values = column(-1, 0, 3)
    found = mi.normalization.vector(unit * values, polarity)
    assert_allclose(found, mi.normalization.vector(values, polarity), rtol=1e-14)


def test_the_whole_range_of_floats_is_normalized():
    most = np.finfo(float).max
    assert mi.normalization.minmax(column(-most, 0, most))[:, 0].tolist() == [0, 0.5, 1]


def test_columns_of_all_magnitudes_stand_side_by_side():
    values = np.array([1.0, 2.0, 5.0])[:, None] * [1e-300, 1.0, 1e300]
    found = mi.normalization.minmax(values)
    assert_allclose(found, np.tile(column(0, 0.25, 1), 3), rtol=1e-15)


@every_method
def test_a_frame_comes_back_with_its_labels(method):
    frame = pd.DataFrame(X, index=list("abc"), columns=["u", "v", "w"])
    expected = pd.DataFrame(method.func(X, POLARITY), frame.index, frame.columns)
    pd.testing.assert_frame_equal(method.func(frame, POLARITY), expected)


@every_method
def test_integers_are_normalized_like_floats(method):
    found = method.func(X.astype(int), POLARITY)
    assert_array_equal(found, method.func(X, POLARITY))


@every_method
def test_a_missing_value_is_refused(method):
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        method.func([[1.0, np.nan], [2.0, 3.0]])


@every_method
def test_one_polarity_is_needed_per_criterion(method):
    with pytest.raises(ShapeError, match="needs 3 values"):
        method.func(X, ["max", "min"])


@every_method
def test_an_unknown_option_is_refused(method):
    with pytest.raises(UnknownMethodError, match="has no option 'clop'"):
        mi.normalization.fit(method.name, X, options={"clop": True})


def test_a_mistyped_option_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'clip'"):
        mi.normalization.fit("minmax", X, options={"clop": True})


def test_a_mistyped_method_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'minmax'"):
        mi.normalization.fit("minimax", X)


@pytest.mark.parametrize(
    "ends", [(1, 1), (1, 0), (0, np.inf), (np.nan, 1), (1,), (1, 2, 3)], ids=repr
)
def test_the_ends_of_the_range_are_two_finite_numbers_in_order(ends):
    with pytest.raises(DomainError, match="out_range must be"):
        mi.normalization.minmax(X, out_range=ends)
