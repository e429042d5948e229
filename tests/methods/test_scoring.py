"""Scoring: small cases by hand, degenerate ones as documented, options, labels."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    MissingDataError,
    NonFiniteError,
    PolarityError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

every_method = pytest.mark.parametrize(
    "method", mi.list_methods("scoring"), ids=lambda m: m.name
)
every_freezable = pytest.mark.parametrize(
    "method",
    [method for method in mi.list_methods("scoring") if method.learn is not None],
    ids=lambda m: m.name,
)
every_position = pytest.mark.parametrize("position", ["inside", "outside"])
X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
POLARITY = ["max", "min"]
# Normalized already: both ends of each column are there.
Z = np.array([[0.0, 1.0], [0.75, 0.0], [1.0, 0.25]])


def test_the_weighted_sum_adds_up_what_each_criterion_is_worth():
    found = mi.scoring.weighted_sum(Z, [3, 1], normalization=None)
    assert found.tolist() == [0.25, 0.5625, 0.8125]


def test_the_weighted_sum_normalizes_by_minmax():
    found = mi.scoring.weighted_sum(X, [3, 1], POLARITY)
    assert_allclose(found, [0, 0.625, 0.8], rtol=1e-15)


def test_one_unit_is_worth_the_middle():
    assert mi.scoring.weighted_sum([[3.0, 8.0]], [1, 1], POLARITY).tolist() == [0.5]


def test_topsis_compares_the_distances_to_worst_and_best():
    # With p = 1 and equal weights: gaps from the worst over all gaps.
    found = mi.scoring.topsis(Z, [1, 1], normalization=None, p=1)
    assert_allclose(found, [0.5, 0.375, 0.625], rtol=1e-15)


def test_topsis_weighs_inside_the_distance():
    found = mi.scoring.topsis(Z, [3, 1], normalization=None)
    away, near = np.hypot(3 * 0.75, 0), np.hypot(3 * 0.25, 1)
    assert found[1] == pytest.approx(away / (away + near), rel=1e-15)


def test_topsis_weighs_outside_the_square_if_asked_to():
    found = mi.scoring.topsis(Z, [3, 1], normalization=None, weight_position="outside")
    away, near = np.sqrt(3 * 0.75**2), np.sqrt(3 * 0.25**2 + 1)
    assert found[1] == pytest.approx(away / (away + near), rel=1e-15)


@pytest.mark.parametrize("p", [1, 2, 3, np.inf])
def test_equal_weights_score_alike_inside_and_outside(p):
    how = {"normalization": None, "p": p}
    inside = mi.scoring.topsis(Z, [1, 1], **how)
    outside = mi.scoring.topsis(Z, [1, 1], weight_position="outside", **how)
    assert_allclose(inside, outside, rtol=1e-14)


def test_the_largest_gap_alone_counts_where_p_is_infinite():
    found = mi.scoring.topsis(Z, [3, 1], normalization=None, p=np.inf)
    assert_allclose(found, [1 / 4, 2.25 / 3.25, 3 / 3.75], rtol=1e-15)


@every_position
def test_a_criterion_without_weight_has_no_gap_where_p_is_infinite(position):
    how = {"normalization": None, "p": np.inf, "weight_position": position}
    assert mi.scoring.topsis(Z, [0, 1], **how).tolist() == [1, 0, 0.25]


@every_position
@pytest.mark.parametrize("p", [100, 400, 2000, 1e6])
def test_a_large_p_comes_near_to_infinity(p, position):
    how = {"normalization": None, "weight_position": position}
    found = mi.scoring.topsis(Z, [3, 1], p=p, **how)
    expected = mi.scoring.topsis(Z, [3, 1], p=np.inf, **how)
    # By norms: 1 <= |x|_p / |x|_inf <= m ** (1 / p); outside, weights add w ** (1 / p).
    assert_allclose(found, expected, rtol=2 * np.log(4) / p)


def test_topsis_divides_by_the_length_of_the_columns():
    found = mi.scoring.topsis(X, [1, 1], POLARITY)
    expected = mi.scoring.topsis(
        mi.normalization.vector(X, POLARITY), [1, 1], normalization=None
    )
    assert_array_equal(found, expected)


def test_a_unit_that_is_best_and_worst_at_once_is_in_the_middle():
    assert mi.scoring.topsis([[3.0, 8.0]], [1, 1], POLARITY).tolist() == [0.5]


def test_units_that_differ_nowhere_are_in_the_middle():
    assert mi.scoring.topsis([[3.0, 8.0]] * 3, [1, 1]).tolist() == [0.5] * 3


def test_ideal_and_anti_ideal_score_one_and_zero():
    found = mi.scoring.topsis([[1, 9], [5, 2], [3, 4]], [2, 1], POLARITY)
    assert found[:2].tolist() == [0, 1]


@pytest.mark.parametrize("p", [0.5, 0, -1, np.nan, -np.inf])
def test_p_is_one_or_more(p):
    with pytest.raises(DomainError, match="p must be 1 or more"):
        mi.scoring.topsis(X, [1, 1], p=p)


def test_weights_stand_inside_or_outside():
    with pytest.raises(UnknownMethodError, match="'inside' or 'outside', got 'middle'"):
        mi.scoring.topsis(X, [1, 1], weight_position="middle")


def test_details_hold_what_the_closeness_is_made_of():
    details = mi.scoring.fit("topsis", Z, [1, 1], options={"p": 1}).details(Z)
    assert details.to_ideal.tolist() == [0.5, 0.625, 0.375]
    assert details.to_anti_ideal.tolist() == [0.5, 0.375, 0.625]


def test_details_of_many_weight_vectors_have_one_row_each():
    scoring = mi.scoring.fit("topsis", X, np.eye(2), POLARITY, normalization="vector")
    assert_allclose(scoring.details(X).closeness, scoring(X), rtol=1e-15)
    assert scoring.details(X).to_ideal.shape == (2, 3)


def test_a_method_without_details_says_so():
    with pytest.raises(UnknownMethodError, match="keeps no details"):
        mi.scoring.fit("weighted_sum", X, [1, 1]).details(X)


@every_freezable
def test_a_fitted_method_scores_as_the_method_itself(method):
    fitted = mi.scoring.fit(method.name, X, [3, 1], POLARITY, normalization="minmax")
    expected = method.func(X, [3, 1], POLARITY, normalization="minmax")
    assert_array_equal(fitted(X), expected)


@every_freezable
def test_new_units_do_not_move_the_old_ones(method):
    fitted = mi.scoring.fit(method.name, X, [3, 1], POLARITY, normalization="vector")
    both = fitted(np.r_[X, [[99.0, 0.5]]])
    assert_array_equal(both[:3], fitted(X))


@pytest.mark.parametrize("normalization", [None, "minmax"])
@every_freezable
def test_a_fitted_method_refuses_another_number_of_columns(method, normalization):
    fitted = mi.scoring.fit(method.name, Z, [3, 1], normalization=normalization)
    for rows in (Z[:, :1], np.c_[Z, Z]):
        with pytest.raises(ShapeError, match="2 columns were learned, got a table"):
            fitted(rows)


@pytest.mark.parametrize("k", [1, 2, 3])
@every_freezable
def test_a_unit_with_a_gap_has_no_score_under_k_weight_vectors(method, k):
    # Two criteria: k = 2 vectors give as many scores a row as there are columns.
    gaps = np.array([[1.0, 9.0], [2.0, np.nan], [3.0, 8.0]])
    W = np.linspace([1, 3], [3, 1], k)
    how = {"normalization": "minmax", "missing": "omit"}
    scores = mi.scoring.fit(method.name, gaps, W, POLARITY, **how)(gaps, missing="omit")
    assert np.isnan(scores[:, 1]).all()


@every_freezable
def test_fitting_refuses_a_gap_unless_told_otherwise(method):
    with pytest.raises(MissingDataError, match="row 1, column 1"):
        mi.scoring.fit(method.name, [[1.0, 9.0], [2.0, np.nan]], [1, 1])


def test_beyond_the_ideal_topsis_lacks_nothing():
    fitted = mi.scoring.fit("topsis", Z, [1, 1], options={"p": 1})
    found = fitted(np.array([[5.0, 1.0], [5.0, 0.5]]))
    # Gained: 5 and 1, 5 and 0.5. Lacking: nothing, and 0.5 of the second.
    assert_allclose(found, [1, 5.5 / 6], rtol=1e-15)


def test_below_the_anti_ideal_topsis_gains_nothing():
    fitted = mi.scoring.fit("topsis", Z, [1, 1], options={"p": 1})
    found = fitted(np.array([[-5.0, 0.0], [-5.0, 0.5]]))
    assert_allclose(found, [0, 0.5 / 7], rtol=1e-15)


@every_method
def test_a_method_is_used_by_name(method):
    found = mi.score(X, method.name, weights=[3, 1], polarity=POLARITY)
    assert_array_equal(found, method.func(X, [3, 1], POLARITY))


@pytest.mark.parametrize("weighting", ["equal", "entropy", "std", "critic"])
def test_weights_are_found_by_name(weighting):
    found = mi.score(X, "topsis", weights=weighting, polarity=POLARITY)
    w = mi.weighting.weigh(X, weighting, POLARITY)
    assert_array_equal(found, mi.scoring.topsis(X, w, POLARITY))


def test_weights_are_found_by_a_function():
    found = mi.score(X, "topsis", weights=lambda X: X[0])
    assert_array_equal(found, mi.scoring.topsis(X, [1, 9]))


def test_equal_weights_and_topsis_are_what_is_used_unless_told_otherwise():
    assert_array_equal(mi.score(X), mi.scoring.topsis(X, [1, 1]))


def test_options_reach_the_method():
    found = mi.score(X, "topsis", options={"p": 1, "normalization": "minmax"})
    expected = mi.scoring.topsis(X, [1, 1], p=1, normalization="minmax")
    assert_array_equal(found, expected)


def test_a_mistyped_method_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'topsis'"):
        mi.score(X, "topsys")


def test_a_mistyped_option_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'weight_position'"):
        mi.score(X, options={"weights_position": "outside"})


@every_method
def test_fitting_refuses_an_unknown_option(method):
    with pytest.raises(UnknownMethodError, match="has no option 'none_such'"):
        mi.scoring.fit(method.name, X, [1, 1], options={"none_such": 1})


@every_method
def test_fitting_takes_the_normalization_by_its_own_name_only(method):
    with pytest.raises(MCDMError, match="normalization"):
        mi.scoring.fit(method.name, X, [1, 1], options={"normalization": "minmax"})


def test_an_unknown_normalization_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'vector'"):
        mi.scoring.topsis(X, [1, 1], normalization="vectr")


@every_method
@pytest.mark.parametrize("normalization", ["vector", "minmax"])
@pytest.mark.parametrize("units", [(1e-300, 1e300), (1e300, 1e300), (1e-300, 1.0)])
def test_scores_are_the_same_in_units_of_any_magnitude(method, normalization, units):
    found = method.func(X * units, [3, 1], POLARITY, normalization=normalization)
    expected = method.func(X, [3, 1], POLARITY, normalization=normalization)
    assert_allclose(found, expected, rtol=1e-14, atol=1e-15)


# A criterion in which all are best makes all the best by the benefit of the doubt.
@pytest.mark.parametrize(
    "method",
    [m for m in mi.list_methods("scoring") if m.name != "benefit_of_the_doubt"],
    ids=lambda m: m.name,
)
@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_constants_of_any_magnitude_leave_the_order(method, unit):
    found = method.func(np.c_[X, np.full(3, unit)], [3, 1, 1], [*POLARITY, "max"])
    expected = method.func(X, [3, 1], POLARITY)
    assert_array_equal(mi.rank(found), mi.rank(expected))


@every_method
@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_weights_of_any_magnitude_score_alike(method, unit):
    found = method.func(X, [3 * unit, unit], POLARITY)
    assert_allclose(found, method.func(X, [3, 1], POLARITY), rtol=1e-14)


@every_method
def test_a_frame_comes_back_as_a_series_with_its_index(method):
    frame = pd.DataFrame(X, index=list("abc"), columns=["gdp", "air"])
    expected = pd.Series(method.func(X, [3, 1], POLARITY), index=frame.index)
    pd.testing.assert_series_equal(method.func(frame, [3, 1], POLARITY), expected)


@every_method
def test_many_weight_vectors_give_one_row_of_scores_each(method):
    assert method.func(X, np.ones((5, 2)), POLARITY).shape == (5, 3)


@every_method
def test_the_number_of_weights_is_that_of_criteria(method):
    with pytest.raises(WeightsError, match=r"got \(3,\)"):
        method.func(X, [1, 1, 1])


@every_method
def test_a_negative_weight_is_named_by_its_column(method):
    frame = pd.DataFrame(X, columns=["gdp", "air"])
    with pytest.raises(WeightsError, match="see criterion air: -1"):
        method.func(frame, [1, -1])


@every_method
def test_an_unknown_polarity_is_refused_with_the_name_of_its_criterion(method):
    frame = pd.DataFrame(X, columns=["gdp", "air"])
    with pytest.raises(PolarityError, match="criterion 'air': unknown polarity"):
        method.func(frame, [1, 1], ["max", "maximum!"])


@every_method
def test_one_polarity_is_needed_per_criterion(method):
    with pytest.raises(ShapeError, match="needs 2 values"):
        method.func(X, [1, 1], ["max"])


@every_method
def test_a_missing_value_is_refused(method):
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        method.func([[1.0, np.nan], [2.0, 3.0]], [1, 1])


def test_polarity_by_label_belongs_to_the_columns_it_names():
    frame = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 5.0]})
    named = mi.scoring.topsis(frame, [1, 1], {"b": "min", "a": "max"})
    assert named.equals(mi.scoring.topsis(frame, [1, 1], ["max", "min"]))


def test_a_tiny_weight_decides_where_nothing_else_does():
    found = mi.scoring.topsis([[5.0, 1.0], [5.0, 2.0]], [1, 1e-200])
    assert found.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("size", [1e-200, 1e200, 1e300])
def test_values_of_any_size_are_scored_without_normalization(size):
    X = size * np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    found = mi.scoring.topsis(X, [1, 1], normalization=None)
    assert_allclose(found, [0.5, 0.5, 1.0], rtol=1e-15)


def test_a_result_beyond_the_floats_is_refused_and_not_warned_of():
    with pytest.raises(NonFiniteError, match="too large to be computed with"):
        mi.normalization.orient([[1.7e308], [-1.7e308]], "min")


def test_details_are_refused_for_missing_values():
    fitted = mi.scoring.fit("topsis", [[1.0, 2.0], [2.0, 1.0]], [1, 1])
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        fitted.details([[1.0, np.nan]])


def labelled_scoring():
    table = pd.DataFrame(X, columns=["gain", "price"])
    return mi.scoring.fit("weighted_sum", table, [3, 1], POLARITY), table


@pytest.mark.parametrize("columns", [["price", "gain"], ["gain", "cost"]])
def test_columns_other_than_those_that_were_learned_are_refused(columns):
    scoring, _ = labelled_scoring()
    with pytest.raises(UnknownColumnError, match="gain, price were learned"):
        scoring(pd.DataFrame(X, columns=columns))


def test_columns_in_another_order_have_no_details():
    _, table = labelled_scoring()
    scoring = mi.scoring.fit("waspas", table, [3, 1])
    with pytest.raises(UnknownColumnError, match="in this order"):
        scoring.details(table[["price", "gain"]])


def test_a_plain_array_is_taken_in_the_order_that_was_learned():
    scoring, table = labelled_scoring()
    assert_array_equal(scoring(X), scoring(table))


@pytest.mark.parametrize("use", ["__call__", "details"])
@pytest.mark.parametrize("normalization", [None, "linear"])
def test_more_columns_than_were_learned_are_refused(use, normalization):
    scoring = mi.scoring.fit("waspas", [[1.0], [3.0]], [1], normalization=normalization)
    with pytest.raises(ShapeError, match="1 columns were learned"):
        getattr(scoring, use)(X)


def test_details_that_leave_the_floats_are_refused():
    scoring = mi.scoring.fit("cocoso", Z, [1, 1])
    with pytest.raises(NonFiniteError, match="too large"):
        scoring.details([[1e308, 1e308]])


def test_details_that_do_not_exist_name_the_cell():
    table = pd.DataFrame(X, columns=["gain", "price"], index=list("abc"))
    scoring = mi.scoring.fit("mpi", table, [1, 1])
    with pytest.raises(DomainError, match=r"unit 'b', criterion 'price' is so low"):
        scoring.details(table.assign(price=[1.0, -9.0, 1.0]))


def test_what_cannot_be_learned_within_the_floats_is_refused():
    largest = np.full((2, 3), np.finfo(float).max)
    with pytest.raises(NonFiniteError, match="too large"):
        mi.scoring.cocoso(largest, [1, 1, 1], normalization=None)
