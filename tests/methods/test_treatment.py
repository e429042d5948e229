"""Treatment: small cases by hand, the rule and its fallbacks, settings, bad input."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from mcdm_index import Treater, treatment
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    InverseError,
    MCDMError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)
from tests.laws.catalogue import methods

every_method = pytest.mark.parametrize("method", methods("treatment"))
X = np.array([[1.0, 30.0, 6.0], [2.0, 10.0, 9.0], [3.0, 20.0, 8.0], [90.0, 25.0, 7.0]])
FRAME = pd.DataFrame(X, index=list("abcd"), columns=["u", "v", "w"])
# Needs more than one point moved, and passes as a logarithm.
GEOMETRIC = np.geomspace(0.5, 5000, 40)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def even_and(*far, n=30):
    """Give 1, 2, ..., n and what stands far from them."""
    return column(*range(1, n + 1), *far)


def lonely(share=3, n=60):
    """Give a column of zeros but for a few ones: no order-keeping curve helps it."""
    return column(*[0] * (n - share), *[1] * share)


def done(X, **options):
    return treatment.fit("skew_kurtosis", X, options).applied


def test_winsorize_moves_what_lies_beyond_a_quantile_to_it():
    found = treatment.winsorize(column(0, 1, 2, 3, 40), lower=0.25, upper=0.75)
    assert found.ravel().tolist() == [1, 1, 2, 3, 3]


def test_winsorize_interpolates_between_two_values():
    found = treatment.winsorize(column(0, 10), lower=0.25, upper=0.75)
    assert found.ravel().tolist() == [2.5, 7.5]


def test_winsorize_with_shares_of_0_and_1_moves_nothing():
    assert_array_equal(treatment.winsorize(X, lower=0, upper=1), X)


def test_iqr_moves_what_lies_beyond_a_fence_to_it():
    found = treatment.iqr(column(-50, 1, 2, 3, 40))
    assert found.ravel().tolist() == [-2, 1, 2, 3, 6]


def test_iqr_makes_a_column_constant_of_which_most_values_are_equal():
    assert treatment.iqr(column(0, 0, 0, 0, 9)).ravel().tolist() == [0] * 5


def test_shrink_leaves_a_share_of_the_excess():
    found = treatment.shrink(column(0, 1, 2, 3, 43), lower=0.25, upper=0.75, factor=0.1)
    assert found.ravel().tolist() == pytest.approx([0.9, 1, 2, 3, 7])


def test_shrink_lets_no_two_values_become_equal():
    found = treatment.shrink(column(*range(100), 1000, 1001))
    assert (np.diff(found, axis=0) > 0).all()


def test_none_leaves_values_as_they_are():
    assert_array_equal(treatment.none(X), X)


def test_log_ct_keeps_the_order_of_a_mirrored_column():
    found = treatment.log_ct(column(-90, 1, 2, 3), mirror=True)
    assert (np.diff(found, axis=0) > 0).all()


def test_log_ct_mirrors_only_what_is_skewed_to_the_left():
    right = column(1, 2, 3, 90)
    found = treatment.log_ct(right, mirror=True)
    assert_array_equal(found, treatment.log_ct(right))


def test_log_ct_of_a_mirrored_column_is_the_mirror_image():
    left = column(-90, 1, 2, 3)
    found = treatment.log_ct(left, mirror=True)
    assert_array_equal(found, -treatment.log_ct(-left))


def test_the_rule_moves_the_extreme_value_to_the_next():
    found = treatment.skew_kurtosis(even_and(500))
    assert found[-2:].ravel().tolist() == [30, 30]


def test_the_rule_moves_values_at_the_low_end_up():
    found = treatment.skew_kurtosis(even_and(-500))
    assert found[-1].tolist() == [1]


def test_the_rule_stops_as_soon_as_a_column_passes():
    (found,) = treatment.fit("skew_kurtosis", even_and(500, 501, 33)).columns(
        even_and(500, 501, 33)
    )
    assert found.moved == 2


def test_equal_extreme_values_move_together():
    points = treatment.fit("skew_kurtosis", even_and(500, 500)).points(
        even_and(500, 500)
    )
    assert [(p.row, p.treated) for p in points] == [(30, 30), (31, 30)]


def test_ties_at_the_extreme_that_are_more_than_the_limit_are_not_moved():
    # R's COINr counts rounds, and moves all three in one
    x = column(*range(1, 61), 500, 500, 500)
    kernel = treatment.fit("skew_kurtosis", x, {"max_points": 2, "fallback": "none"})
    assert kernel.points(x) == ()


def test_ties_at_the_extreme_that_are_within_the_limit_are_moved():
    x = column(*range(1, 61), 500, 500, 500)
    kernel = treatment.fit("skew_kurtosis", x, {"max_points": 3})
    assert [p.treated for p in kernel.points(x)] == [60, 60, 60]


@pytest.mark.parametrize(("far", "moved"), [(5, 5), (6, 0)])
def test_five_points_may_be_moved_unless_told_otherwise(far, moved):
    x = even_and(*range(9000, 9000 + far), n=200)
    (found,) = treatment.fit("skew_kurtosis", x, {"fallback": "none"}).columns(x)
    assert found.moved == moved


def test_a_column_that_passes_is_left_alone():
    assert done(even_and()) == ("none",)


def test_a_column_that_is_skewed_without_long_tails_is_left_alone():
    assert done(lonely(7, n=50)) == ("none",)


@pytest.mark.parametrize("unit", [0.1, 0.3, 1.0, 1.1, 3.7, 1e5])
@pytest.mark.parametrize("origin", [0.0, 0.7, 100.0])
def test_a_column_that_meets_the_limit_exactly_fails_in_any_unit(unit, origin):
    x = origin + unit * column(0, 0, 0, 1)  # a skewness of 2, a kurtosis of 4
    (found,) = treatment.fit("skew_kurtosis", x).columns(x)
    assert not found.passed


def test_no_column_is_moved_until_it_is_constant():
    assert done(lonely(1, n=20)) == ("none",)


def test_an_end_that_is_left_alone_is_left_alone_for_new_rows():
    fitted = treatment.fit("winsorize", column(0, 1, 2, 3, 40), {"lower": 0})
    assert fitted(column(-9.0)).ravel().tolist() == [-9]


def test_other_limits_of_skewness_and_kurtosis_are_met():
    assert done(even_and(60), skewness=0.1, kurtosis=-1) != done(even_and(60))


def test_a_column_that_takes_too_many_points_becomes_a_logarithm():
    assert done(GEOMETRIC[:, None], max_points=1) == ("log_ct",)


def test_a_transformed_column_is_what_the_transformation_gives():
    found = treatment.skew_kurtosis(GEOMETRIC[:, None], max_points=1)
    assert_array_equal(found, treatment.log_ct(GEOMETRIC[:, None]))


def test_a_transformed_column_has_no_points():
    x = GEOMETRIC[:, None]
    assert treatment.fit("skew_kurtosis", x, {"max_points": 1}).points(x) == ()


@pytest.mark.parametrize(
    "fallback", ["log", "log_ct", "log_ct_plus", "box_cox", "yeo_johnson"]
)
def test_a_column_is_transformed_by_the_fallback_that_is_asked_for(fallback):
    x = GEOMETRIC[:, None]
    assert done(x, max_points=1, fallback=fallback) == (fallback,)


def test_no_fallback_leaves_a_failing_column_as_it_is():
    x = GEOMETRIC[:, None]
    found = treatment.skew_kurtosis(x, max_points=1, fallback="none")
    assert_array_equal(found, x)


FALLBACKS = ["log_ct", "log_ct_plus", "yeo_johnson", "none"]
every_fallback = pytest.mark.parametrize("fallback", FALLBACKS)


@every_fallback
def test_a_column_that_nothing_helps_stays_as_it_is(fallback):
    found = treatment.skew_kurtosis(lonely(), max_points=2, fallback=fallback)
    assert_array_equal(found, lonely())


@every_fallback
def test_a_column_that_nothing_helps_is_reported(fallback):
    options = {"max_points": 2, "fallback": fallback}
    (found,) = treatment.fit("skew_kurtosis", lonely(), options).columns(lonely())
    assert (found.treatment, found.moved, found.passed) == ("none", 0, False)


def test_a_column_that_nothing_helps_may_stand_beside_one_that_is_helped():
    two = np.column_stack([lonely(n=40), GEOMETRIC, np.arange(40.0)])
    assert done(two, max_points=1) == ("none", "log_ct", "none")


def test_a_column_whose_moves_are_not_enough_is_not_moved_at_all():
    x = GEOMETRIC[:, None]
    found = treatment.fit("skew_kurtosis", x, {"max_points": 1, "fallback": "none"})
    assert found.points(x) == ()


def test_a_logarithm_that_is_not_defined_names_the_criterion():
    frame = pd.DataFrame({"u": np.arange(60.0), "v": lonely()[:, 0]})
    with pytest.raises(DomainError, match=r"criterion 'v'.*positive"):
        treatment.skew_kurtosis(frame, max_points=1, fallback="log")


def test_a_logarithm_is_not_asked_of_a_column_that_needs_none():
    frame = pd.DataFrame({"u": np.arange(40.0), "v": GEOMETRIC})
    assert done(frame, max_points=1, fallback="log") == ("none", "log")


@pytest.mark.parametrize("fallback", ["box_cox", "log"])
def test_a_fallback_that_is_not_defined_names_the_column_of_an_array(fallback):
    table = np.column_stack([np.arange(60.0), lonely()])
    with pytest.raises(DomainError, match="column 1"):
        treatment.skew_kurtosis(table, max_points=1, fallback=fallback)


def test_a_mistyped_fallback_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'log_ct'"):
        treatment.skew_kurtosis(X, fallback="log_tc")


@pytest.mark.parametrize("fallback", [None, 3, ["log"]], ids=repr)
def test_a_fallback_that_is_no_name_is_refused(fallback):
    with pytest.raises(MCDMError, match="fallback"):
        treatment.skew_kurtosis(X, fallback=fallback)


@pytest.mark.parametrize("most", [-1, 1.5, np.nan, np.inf, "5", None], ids=repr)
def test_points_are_a_whole_number(most):
    with pytest.raises(DomainError, match="max_points must be"):
        treatment.skew_kurtosis(X, max_points=most)


def test_a_limit_of_no_skewness_lets_the_kurtosis_decide():
    x = column(-9, *range(-2, 3), *range(-2, 3), 9)
    (found,) = treatment.fit("none", x).columns(x, skewness=0, kurtosis=1)
    assert (found.skewness, found.passed) == (0, False)


def test_the_rule_takes_a_limit_of_no_skewness():
    assert done(even_and(), skewness=0) == ("none",)


def test_the_limit_of_kurtosis_is_finite_below():
    with pytest.raises(DomainError, match="kurtosis"):
        treatment.skew_kurtosis(X, kurtosis=-np.inf)


@pytest.mark.parametrize("limit", ["skewness", "kurtosis"])
@pytest.mark.parametrize("value", [np.nan, "2", None], ids=repr)
def test_the_limits_of_the_rule_are_numbers(limit, value):
    with pytest.raises(DomainError, match=limit):
        treatment.skew_kurtosis(X, **{limit: value})


@pytest.mark.parametrize("name", ["winsorize", "shrink"])
@pytest.mark.parametrize(
    "shares",
    [(-0.1, 0.9), (0.1, 1.1), (0.9, 0.1), (0.5, 0.5), (np.nan, 0.9), ("0", "1")],
    ids=repr,
)
def test_quantiles_are_two_shares_in_order(name, shares):
    options = dict(zip(("lower", "upper"), shares, strict=True))
    with pytest.raises(DomainError, match="lower"):
        treatment.treat(X, name, options=options)


@pytest.mark.parametrize("factor", [0, -1, 1.5, np.nan, np.inf, "1", None], ids=repr)
def test_what_is_left_of_an_excess_is_a_share(factor):
    with pytest.raises(DomainError, match="factor"):
        treatment.shrink(X, factor=factor)


@pytest.mark.parametrize("factor", [-1, np.nan, np.inf, "1", None], ids=repr)
def test_fences_stand_off_by_a_finite_factor_of_0_or_more(factor):
    with pytest.raises(DomainError, match="factor"):
        treatment.iqr(X, factor=factor)


@pytest.mark.parametrize("name", ["log", "box_cox"])
@pytest.mark.parametrize("least", [0, -1])
def test_a_value_outside_the_domain_is_named(name, least):
    frame = FRAME.assign(v=[3, least, 5, 6])
    with pytest.raises(DomainError, match="unit 'b', criterion 'v' is"):
        treatment.treat(frame, name)


@pytest.mark.parametrize("name", ["log", "box_cox", "log_ct"])
def test_a_new_value_without_a_logarithm_is_named(name):
    kernel = treatment.fit(name, FRAME)
    with pytest.raises(DomainError, match="unit 'b', criterion 'v' is -99"):
        kernel(FRAME.assign(v=[30, -99, 20, 25]))


def test_new_rows_meet_the_limits_that_were_learned():
    kernel = treatment.fit("skew_kurtosis", even_and(500))
    assert kernel(column(-7, 15, 31, 1e9)).ravel().tolist() == [-7, 15, 30, 30]


def test_new_rows_are_shrunk_by_what_was_learned():
    kernel = treatment.fit("shrink", column(0, 1, 2, 3, 4), {"upper": 0.75, "lower": 0})
    assert kernel(column(3, 13)).ravel().tolist() == [3, 8]


def test_what_is_left_alone_is_undone_by_leaving_it_alone():
    fitted = treatment.fit("none", even_and(500))
    assert_array_equal(fitted.inverse(even_and(500)), even_and(500))


@pytest.mark.parametrize("name", ["winsorize", "iqr", "skew_kurtosis"])
def test_what_is_winsorized_cannot_be_moved_back(name):
    with pytest.raises(InverseError, match="gone"):
        treatment.fit(name, even_and(500)).inverse(even_and(500))


def test_one_criterion_has_a_treatment_of_its_own():
    found = treatment.treat(FRAME, "log", per_criterion={"v": "iqr"})
    assert_array_equal(found[["v"]], treatment.iqr(FRAME[["v"]]))


def test_the_other_criteria_keep_the_treatment_of_all():
    found = treatment.treat(FRAME, "log", per_criterion={"v": "iqr"})
    assert_array_equal(found[["u", "w"]], treatment.log(FRAME[["u", "w"]]))


def test_a_criterion_is_spared():
    found = treatment.treat(X, "log", per_criterion={1: "none"})
    assert_array_equal(found[:, 1], X[:, 1])


def test_an_option_for_one_goes_before_the_option_for_all():
    found = treatment.treat(
        X, "iqr", options={"factor": 1.0}, per_criterion={0: {"factor": 1e3}}
    )
    assert_array_equal(found[:, 0], X[:, 0])


def test_what_is_done_to_each_is_told_in_the_order_of_the_columns():
    settings = {"u": "log_ct", "w": "yeo_johnson"}
    kernel = treatment.fit("none", FRAME, per_criterion=settings)
    assert kernel.applied == ("log_ct", "none", "yeo_johnson")


def test_points_keep_their_columns_beside_other_treatments():
    settings = {0: "log", 2: "none"}
    table = np.tile(even_and(500), 3)
    kernel = treatment.fit("skew_kurtosis", table, per_criterion=settings)
    assert [(p.row, p.column) for p in kernel.points(table)] == [(30, 1)]


def test_treatments_per_criterion_are_undone_together():
    kernel = treatment.fit("log", X, per_criterion={0: "shrink", 1: "yeo_johnson"})
    np.testing.assert_allclose(kernel.inverse(kernel(X)), X, rtol=1e-12)


@pytest.mark.parametrize(
    ("said", "error", "match"),
    [
        ("winsorise", UnknownMethodError, "Did you mean 'winsorize'"),
        ({"faktor": 1}, UnknownMethodError, "Did you mean 'factor'"),
        ({"factor": -1}, DomainError, "factor must be"),
        ({"method": "winsorize", "lower": 2}, DomainError, "lower"),
        ({"method": "skew_kurtosis", "fallback": "lg"}, UnknownMethodError, "lg"),
        ({"method": "skew_kurtosis", "max_points": -1}, DomainError, "max_points"),
    ],
    ids=repr,
)
def test_what_is_wrong_for_one_criterion_is_said_of_that_criterion(said, error, match):
    with pytest.raises(error, match=match) as caught:
        treatment.treat(FRAME, "iqr", per_criterion={"v": said})
    assert "criterion 'v'" in str(caught.value)


def test_a_failing_fallback_of_one_criterion_is_said_of_that_criterion():
    frame = pd.DataFrame({"u": np.arange(60.0), "v": lonely()[:, 0]})
    said = {"method": "skew_kurtosis", "max_points": 1, "fallback": "log"}
    with pytest.raises(DomainError, match="criterion 'v'"):
        treatment.treat(frame, "none", per_criterion={"v": said})


def test_settings_for_a_column_that_is_not_there_are_refused():
    with pytest.raises(UnknownColumnError, match="Did you mean 'v'"):
        treatment.treat(FRAME, per_criterion={"vv": "none"})


def test_a_mistyped_method_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'winsorize'"):
        treatment.treat(X, "winsorise")


@every_method
def test_an_unknown_option_is_refused(method):
    with pytest.raises(UnknownMethodError, match="has no option 'clop'"):
        treatment.fit(method.name, X, {"clop": True})


@every_method
def test_a_frame_comes_back_with_its_labels(method):
    expected = pd.DataFrame(method.func(X), FRAME.index, FRAME.columns)
    pd.testing.assert_frame_equal(method.func(FRAME), expected)


@every_method
def test_integers_count_as_numbers(method):
    assert_array_equal(method.func(X.astype(int)), method.func(X))


@every_method
def test_a_missing_value_is_refused(method):
    with pytest.raises(MissingDataError, match="unit 'b', criterion 'v'"):
        method.func(FRAME.mask(FRAME == 10))


@every_method
def test_an_infinite_value_is_refused(method):
    with pytest.raises(NonFiniteError, match="unit 'b', criterion 'v'"):
        treatment.treat(FRAME.replace(10, np.inf), method.name, missing="omit")


@every_method
def test_what_is_no_number_is_refused(method):
    with pytest.raises(NotNumericError, match=r"row 0, column 0 holds .*'x'"):
        method.func([["x", 2, 3]])


@every_method
def test_a_table_without_units_is_refused(method):
    with pytest.raises(EmptyDataError, match="there is no unit"):
        method.func(np.empty((0, 3)))


@every_method
def test_a_column_of_gaps_is_refused(method):
    with pytest.raises(MissingDataError, match="'v': every value is missing"):
        treatment.treat(FRAME.assign(v=np.nan), method.name, missing="omit")


@every_method
def test_a_vector_is_no_table(method):
    with pytest.raises(ShapeError, match="two dimensions"):
        method.func(X[0])


@every_method
@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("use", ["__call__", "inverse", "points", "columns"])
def test_another_number_of_columns_is_refused(method, width, use):
    kernel = treatment.fit(method.name, X)
    with pytest.raises(ShapeError, match="3 columns were learned"):
        getattr(kernel, use)(np.ones((5, width)))


def test_what_to_do_with_gaps_is_one_of_two_words():
    with pytest.raises(UnknownMethodError, match="missing must be 'raise' or 'omit'"):
        treatment.treat(X, missing="drop")


def test_the_treater_lists_its_points_by_their_labels():
    found = Treater("iqr").fit(FRAME).points_
    assert found[["unit", "criterion", "end"]].to_numpy().tolist() == [
        ["d", "u", "high"]
    ]


def test_the_treater_describes_every_criterion():
    found = Treater("iqr").fit(FRAME).columns_
    assert found["treatment"].to_dict() == {"u": "winsorized", "v": "none", "w": "none"}


def test_the_treater_does_what_the_function_does():
    found = Treater("shrink").fit_transform(FRAME)
    assert_array_equal(found, treatment.shrink(FRAME))


def test_the_treater_leaves_gaps_if_asked_to():
    gaps = FRAME.mask(FRAME == 10)
    found = Treater(missing="omit").fit_transform(gaps)
    assert_array_equal(np.isnan(found), gaps.isna())


def labelled(*labels):
    return FRAME.set_axis(list(labels))


def test_points_of_units_with_one_name_are_listed_by_position():
    points = treatment.fit("iqr", labelled("a", "b", "b", "b")).points(FRAME)
    assert [(p.row, p.column) for p in points] == [(3, 0)]


def test_the_treater_lists_units_of_a_panel_with_their_period():
    panel = FRAME.set_axis(pd.MultiIndex.from_product([["a", "b"], [2020, 2021]]))
    assert Treater("iqr").fit(panel).points_["unit"].tolist() == [("b", 2021)]


def test_the_treater_lists_the_rows_of_an_array_by_position():
    found = Treater("iqr").fit(X).points_
    assert found[["unit", "criterion"]].to_numpy().tolist() == [[3, 0]]


@every_method
def test_nullable_columns_are_treated_as_others(method):
    found = treatment.treat(FRAME.astype("Int64"), method.name)
    assert_array_equal(found, treatment.treat(FRAME, method.name))


@every_method
def test_gaps_of_nullable_columns_are_gaps(method):
    gaps = FRAME.mask(FRAME == 10)
    found = treatment.treat(gaps.astype("Int64"), method.name, missing="omit")
    assert_array_equal(found, treatment.treat(gaps, method.name, missing="omit"))


@every_method
def test_a_gap_in_a_new_row_is_refused_unless_told_otherwise(method):
    with pytest.raises(MissingDataError, match="unit 'b', criterion 'v'"):
        Treater(method.name).fit(FRAME).transform(FRAME.mask(FRAME == 10))


@every_method
def test_a_treater_meets_an_unknown_option_with_those_it_has(method):
    with pytest.raises(UnknownMethodError, match="has no option 'clop'"):
        Treater(method.name, options={"clop": 1}).fit(FRAME)


def test_settings_for_a_name_that_several_columns_have_are_refused():
    twice = FRAME.set_axis(["u", "u", "w"], axis=1)
    with pytest.raises(DuplicateLabelError, match="'u'"):
        treatment.treat(twice, "iqr", per_criterion={"u": "none"})


def test_columns_of_one_name_are_treated_apart():
    twice = FRAME.set_axis(["u", "u", "w"], axis=1)
    assert_array_equal(treatment.iqr(twice), treatment.iqr(X))


@pytest.mark.parametrize("name", ["iqr", "winsorize", "shrink", "skew_kurtosis"])
def test_a_column_whose_gaps_outnumber_its_values_keeps_them(name):
    sparse = np.vstack([X, np.full((9, 3), np.nan)])
    found = treatment.treat(sparse, name, missing="omit")
    assert_array_equal(found[:4], treatment.treat(X, name))


def test_columns_in_another_order_than_learned_are_refused_by_name():
    frame = pd.DataFrame({"u": [1.0, 2.0, 90.0], "v": [5.0, 6.0, 7.0]})
    fitted = treatment.fit("iqr", frame)
    for apply in (fitted, fitted.points, fitted.inverse):
        with pytest.raises(UnknownColumnError, match="u, v were learned"):
            apply(frame[["v", "u"]])


def test_a_wide_positive_column_is_bent_within_the_floats():
    found = treatment.box_cox(column(1e-200, 1e-5, 1.0, 3.0, 1e200))
    assert np.isfinite(found).all()
    assert (np.diff(found[:, 0]) > 0).all()


def test_what_no_value_can_have_given_is_not_undone_to_nothing():
    fitted = treatment.fit("yeo_johnson", column(1, 2, 3, 4, 90))
    with pytest.raises(InverseError, match="none that can have been given"):
        fitted.inverse(column(1e5))
