"""Normalization: small cases by hand, degenerate ones, options, labels."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    InverseError,
    MCDMError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownMethodError,
)
from tests.laws.catalogue import example_options, grades_targets, methods

every_method = pytest.mark.parametrize("method", methods("normalization"))
every_grading_method = pytest.mark.parametrize(
    "method",
    [m for m in mi.list_methods("normalization") if grades_targets(m)],
    ids=lambda method: method.name,
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


def test_each_column_is_learned_from_the_cells_that_are_there_if_asked_to():
    gaps = np.array([[1.0, 0.0], [3.0, 1.0], [5.0, np.nan]])
    kernel = mi.normalization.fit("minmax", gaps, missing="omit")
    assert kernel(np.array([[2.0, 0.5]])).tolist() == [[0.25, 0.5]]


def test_a_target_is_graded_by_the_cells_that_are_there_if_asked_to():
    gaps = np.array([[5.0, 0.0], [7.0, 1.0], [11.0, np.nan], [np.nan, 3.0]])
    kernel = mi.normalization.fit("minmax", gaps, ["target(7)", "max"], missing="omit")
    assert kernel(np.array([[6.0, 1.5]])).tolist() == [[0.75, 0.5]]


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


def call(method, table, polarity=None):
    """Call a method with the options that it needs."""
    kinds = mi.polarity.parse_all(polarity, 3)
    return method.func(table, polarity, **example_options(method, X, kinds))


@every_method
def test_a_frame_comes_back_with_its_labels(method):
    table = 1 + X
    frame = pd.DataFrame(table, index=list("abc"), columns=["u", "v", "w"])
    expected = pd.DataFrame(call(method, table, "max"), frame.index, frame.columns)
    pd.testing.assert_frame_equal(call(method, frame, "max"), expected)


@every_method
@pytest.mark.parametrize(
    "same",
    [
        lambda table: table.astype(int),
        lambda table: table.astype(np.float32),
        lambda table: table.astype(object),
        np.asfortranarray,
        lambda table: np.repeat(table, 2, axis=0)[::2],
        lambda table: table.tolist(),
        lambda table: pd.DataFrame(table).astype("Int64").to_numpy(),
    ],
    ids=["integers", "float32", "objects", "Fortran", "strided", "lists", "nullable"],
)
def test_values_count_however_they_are_stored(method, same):
    table = 1 + X
    found = call(method, same(table), "max")
    assert_array_equal(found, call(method, table, "max"))


def test_booleans_are_zeros_and_ones():
    flags = np.array([[True], [False], [True]])
    assert mi.normalization.sum(flags).ravel().tolist() == [0.5, 0, 0.5]


@every_method
def test_a_missing_value_is_refused(method):
    table = 1 + X
    table[0, 1] = np.nan
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        call(method, table, "max")


@every_method
def test_an_infinite_value_is_refused(method):
    table = 1 + X
    table[0, 1] = np.inf
    with pytest.raises(NonFiniteError, match="row 0, column 1"):
        mi.normalize(table, method.name, options=example(method), missing="omit")


@every_method
def test_a_table_without_units_is_refused(method):
    with pytest.raises(EmptyDataError, match="there is no unit"):
        mi.normalize(np.empty((0, 3)), method.name, options=example(method))


@every_method
def test_a_column_of_gaps_is_refused(method):
    frame = pd.DataFrame(1 + X, columns=["u", "v", "w"]).assign(v=np.nan)
    with pytest.raises(MissingDataError, match="'v': every value is missing"):
        mi.normalize(frame, method.name, options=example(method), missing="omit")


@every_method
def test_what_is_no_number_is_refused(method):
    with pytest.raises(NotNumericError, match=r"row 0, column 0 holds .*'x'"):
        mi.normalize([["x", 2, 3]], method.name, options=example(method))


@every_method
def test_a_nullable_gap_stays_a_gap(method):
    frame = pd.DataFrame(1 + X, columns=["u", "v", "w"]).astype("Int64")
    frame.loc[2, "v"] = pd.NA
    found = mi.normalize(frame, method.name, options=example(method), missing="omit")
    assert_array_equal(np.isnan(found), frame.isna())


@every_method
def test_fitted_parameters_take_no_rows_as_well(method):
    kernel = mi.normalization.fit(method.name, 1 + X, options=example(method))
    assert kernel(np.empty((0, 3))).shape == (0, 3)


def example(method):
    return example_options(method, 1 + X, mi.polarity.parse_all("max", 3))


@every_grading_method
def test_one_polarity_is_needed_per_criterion(method):
    with pytest.raises(ShapeError, match="needs 3 values"):
        mi.normalize(X, method.name, ["max", "min"], options=example(method))


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


def test_a_new_value_stands_half_way_between_its_neighbours():
    kernel = mi.normalization.fit("rank", column(10, 20, 30))
    assert kernel(column(5, 15, 20, 99)).ravel().tolist() == [0.5, 1.5, 2, 3.5]


def test_a_new_percentile_stays_between_0_and_1():
    kernel = mi.normalization.fit("percentile", column(10, 20, 30))
    assert kernel(column(5, 15, 99)).ravel().tolist() == [0, 0.25, 1]


@pytest.mark.parametrize(("ties", "place"), [("min", 1), ("average", 2), ("max", 3)])
@pytest.mark.parametrize("polarity", ["max", "min"])
def test_equal_values_share_a_place(ties, place, polarity):
    found = mi.normalization.rank(column(7, 7, 7), polarity, ties=ties)
    assert found.ravel().tolist() == [place] * 3


def test_a_reference_is_a_unit_by_its_label():
    frame = pd.DataFrame(X, index=[10, 20, 30], columns=["u", "v", "w"])
    found = mi.normalization.mazziotta_pareto(frame, unit=20)
    assert found.loc[20].tolist() == [100, 100, 100]


def test_a_reference_is_a_unit_by_its_position_in_an_array():
    assert mi.normalization.mazziotta_pareto(X, unit=1)[1].tolist() == [100] * 3


@pytest.mark.parametrize("unit", [3, -1, "b", None, [1], 0.5], ids=repr)
def test_a_reference_that_is_no_unit_is_refused(unit):
    with pytest.raises(MCDMError, match=r"unit"):
        mi.normalization.distance_to_reference(X, unit=unit)


def test_a_label_that_stands_twice_is_no_reference():
    frame = pd.DataFrame(X, index=["a", "a", "b"])
    with pytest.raises(MCDMError, match="'a'"):
        mi.normalization.mazziotta_pareto(frame, unit="a")


def test_a_gap_in_the_reference_is_called_one():
    frame = pd.DataFrame(X.copy(), index=list("abc"), columns=["u", "v", "w"])
    frame.loc["b", "v"] = np.nan
    with pytest.raises(MissingDataError, match=r"'b'.*'v'"):
        mi.normalization.mazziotta_pareto(frame, unit="b")


def test_values_of_a_reference_unit_are_checked_like_those_of_a_reference():
    with pytest.raises(MCDMError, match="unit"):
        mi.normalization.mazziotta_pareto(X, unit=np.array([1.0, 2.0]))


def test_a_reference_is_given_in_one_way():
    with pytest.raises(DomainError, match="either the unit"):
        mi.normalization.mazziotta_pareto(X, unit=0, reference=3)


def test_a_target_must_be_better_than_the_worst_value():
    frame = pd.DataFrame(X, columns=["u", "v", "w"])
    with pytest.raises(DomainError, match=r"criterion 'v'.* 30; it is 30"):
        mi.normalization.distance_to_target(frame, POLARITY, target=[9, 30, 9])


def test_goalposts_must_be_in_order():
    frame = pd.DataFrame(X, columns=["u", "v", "w"])
    with pytest.raises(DomainError, match=r"criterion 'v'.*low 40, high 20"):
        mi.normalization.goalposts(frame, low=[0, 40, 0], high=20)


@pytest.mark.parametrize("low", [0, -1])
def test_goalposts_on_a_log_scale_must_be_positive(low):
    with pytest.raises(DomainError, match="low > 0 on a log scale"):
        mi.normalization.goalposts(X, low=low, high=20, scale="log")


def test_a_value_without_a_logarithm_is_named():
    with pytest.raises(DomainError, match="row 1, column 0 is 0"):
        mi.normalization.goalposts(column(1, 0, 2), low=1, high=20, scale="log")


def test_goalposts_are_needed():
    with pytest.raises(DomainError, match="'goalposts' needs the option 'high'"):
        mi.normalize(X, "goalposts", options={"low": 0})


def test_goalposts_that_are_none_are_refused():
    with pytest.raises(DomainError, match="low"):
        mi.normalization.goalposts(X, low=None, high=20)


def test_a_target_beyond_the_goalposts_is_refused_and_named():
    frame = pd.DataFrame(X, columns=["u", "v", "w"])
    with pytest.raises(DomainError, match="'w': goalposts 8 and 40 must be on both"):
        mi.normalization.goalposts(frame, POLARITY, low=8, high=40)


def test_quartiles_that_coincide_are_refused_with_a_way_out():
    frame = pd.DataFrame({"u": [1, 2, 3, 4, 5], "v": [1, 1, 1, 1, 9]})
    with pytest.raises(DomainError, match=r"criterion 'v'.*use zscore or minmax"):
        mi.normalization.robust(frame)


def test_quantiles_that_coincide_are_refused_wherever_they_lie():
    # Interpolated between equal values, a quantile must be that value to the last bit.
    values = [0.4904027398045387] * 24 + [50.0]
    with pytest.raises(DomainError, match="are both"):
        mi.normalization.robust(column(*values), between=(0.1, 0.9))


def test_robust_keeps_the_order_of_two_neighbouring_floats():
    found = mi.normalization.robust(column(-3.7, np.nextafter(-3.7, -4)))
    assert found[0, 0] >= found[1, 0]


@pytest.mark.parametrize("ends", [(0.1, 0.7), (1, 100), (70, 130)], ids=repr)
def test_a_stretched_range_keeps_the_order_of_neighbouring_floats(ends):
    kernel = mi.normalization.fit("minmax", column(0, 1), "max", {"out_range": ends})
    starts = np.random.default_rng(0).uniform(size=2000)
    new = starts + np.spacing(starts) * np.arange(2)[:, None]
    assert (kernel(new[1][:, None]) >= kernel(new[0][:, None])).all()


def test_a_given_mean_and_deviation_keep_the_order_of_neighbouring_floats():
    options = {"mean": 100, "sd": 10}
    kernel = mi.normalization.fit("zscore", column(0, 1), "max", options)
    starts = np.random.default_rng(0).uniform(size=2000)
    new = starts + np.spacing(starts) * np.arange(2)[:, None]
    assert (kernel(new[1][:, None]) >= kernel(new[0][:, None])).all()


def test_a_value_on_the_edge_of_the_band_is_about_the_mean():
    # 31 is 1.2 times the mean, 155 / 6.
    found = mi.normalization.above_below_mean(column(38, 31, 23, 14, 16, 33))
    assert found.ravel().tolist() == [1, 0, 0, -1, -1, 1]


@pytest.mark.parametrize("ddof", [3, 5])
def test_a_deviation_needs_more_values_than_are_taken_off(ddof):
    with pytest.raises(DomainError, match="ddof"):
        mi.normalization.zscore(X, ddof=ddof)


@pytest.mark.parametrize(
    ("name", "options", "match"),
    [
        ("zscore", {"sd": 0}, "sd"),
        ("zscore", {"sd": np.nan}, "sd"),
        ("zscore", {"sd": "1"}, "sd must be a number"),
        ("zscore", {"mean": np.inf}, "mean"),
        ("zscore", {"ddof": np.nan}, "ddof"),
        ("zscore", {"ddof": -1}, "ddof"),
        ("robust", {"between": (0.75, 0.25)}, "between must be two shares"),
        ("robust", {"between": (0.1, 0.2, 0.3)}, "between must be two shares"),
        ("robust", {"between": 0.3}, "between"),
        ("logistic", {"steepness": 0}, "steepness must be"),
        ("above_below_mean", {"threshold": 1}, "threshold must be"),
        ("rank", {"ties": "dense"}, "ties must be one of min, average, max"),
        ("vector", {"cost": "inverse"}, "cost must be one of complement, reciprocal"),
        ("goalposts", {"low": 0, "high": 1, "scale": "Log"}, "'linear' or 'log'"),
        ("goalposts", {"low": np.nan, "high": 1}, "low must be a finite number"),
        ("goalposts", {"low": 0, "high": 1, "clip": "yes"}, "clip must be true or"),
        ("minmax", {"out_range": "ab"}, "out_range must be"),
        ("minmax", {"out_range": None}, "out_range must be"),
    ],
)
def test_a_value_that_an_option_cannot_have_is_refused(name, options, match):
    with pytest.raises(DomainError, match=match):
        mi.normalize(X, name, options=options)


@pytest.mark.parametrize("method", [None, 3, ["minmax"], len], ids=repr)
def test_what_is_no_name_of_a_method_is_refused(method):
    with pytest.raises(UnknownMethodError, match="method"):
        mi.normalize(X, method)


@pytest.mark.parametrize("options", [["clip"], "clip", 3], ids=repr)
def test_options_that_are_no_mapping_are_refused(options):
    with pytest.raises(MCDMError, match="options"):
        mi.normalize(X, "minmax", options=options)


@pytest.mark.parametrize("low", [-1.7e308, 0.0])
def test_goalposts_as_far_apart_as_floats_are_give_numbers_or_one_error(low):
    try:
        found = mi.normalization.goalposts(X, low=low, high=1.7e308)
    except MCDMError:
        return
    assert np.isfinite(found).all()


@pytest.mark.parametrize("unit", [5e-324, 1e-300])
def test_a_target_of_another_magnitude_than_the_values_is_so_far_off(unit):
    found = mi.normalization.distance_to_target(unit * column(1, 2, 3), target=1e15)
    assert_allclose(found, column(0, 0, 0), rtol=0, atol=1e-300)


def test_an_integer_beyond_the_floats_is_refused():
    with pytest.raises(MCDMError, match="row 0, column 0"):
        mi.normalization.minmax([[10**400], [1]])


def test_what_was_clipped_comes_back_as_the_limit():
    options = {"low": 2, "high": 6}
    kernel = mi.normalization.fit("goalposts", column(1, 4, 9), "max", options)
    found = mi.normalization.inverse(kernel, kernel(column(1, 4, 9)))
    assert found.ravel().tolist() == [2, 4, 6]


def test_what_is_ranked_comes_back_as_the_value_at_that_place():
    kernel = mi.normalization.fit("rank", column(30, 10, 20), "min")
    found = mi.normalization.inverse(kernel, column(3, 1))
    assert found.ravel().tolist() == [10, 30]


def test_a_place_that_no_value_has_is_not_undone():
    kernel = mi.normalization.fit("rank", column(30, 10, 20))
    with pytest.raises(InverseError, match="places of learned values"):
        mi.normalization.inverse(kernel, column(1.5))


def test_what_cannot_be_undone_is_named():
    frame = pd.DataFrame(X, columns=["u", "v", "w"])
    kernel = mi.normalization.fit("minmax", frame, POLARITY)
    with pytest.raises(InverseError, match="'w'"):
        mi.normalization.inverse(kernel, kernel(X))


@pytest.mark.parametrize("apply", [mi.normalization.inverse, mi.engine.map_rows])
def test_another_number_of_columns_is_refused(apply):
    kernel = mi.normalization.fit("minmax", X)
    arguments = (
        (kernel, X[:, :2]) if apply is mi.normalization.inverse else (X[:, :2], kernel)
    )
    with pytest.raises(ShapeError, match="3"):
        apply(*arguments)


def test_a_method_without_a_fit_is_refused_where_gaps_are_to_stay():
    @mi.register("normalization")
    def doubled(X, polarity=None):
        del polarity
        return 2 * np.asarray(X)

    try:
        with pytest.raises(MCDMError, match="doubled"):
            mi.normalize([[1.0], [np.nan]], "doubled", missing="omit")
    finally:
        mi._registry.unregister("normalization", "doubled")
