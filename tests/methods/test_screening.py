"""Screening: who goes, why, and who judges whom."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index.errors import DomainError, EmptyDataError, NotNumericError
from mcdm_index.methods.screening import screen

NAN = np.nan
X = np.array([[1, 2, 3, 4], [NAN, NAN, NAN, 4], [1, 2, NAN, 4], [1, NAN, NAN, 4]])


def test_nothing_goes_without_a_limit():
    found = screen(X)
    assert found.units.all()
    assert found.criteria.all()


def test_the_missing_share_of_each_unit_is_counted():
    assert screen(X).unit_missing.tolist() == [0, 0.75, 0.25, 0.5]


def test_the_missing_share_of_each_criterion_is_counted():
    assert screen(X).criterion_missing.tolist() == [0.25, 0.5, 0.75, 0]


def test_a_unit_on_the_limit_stays():
    assert screen(X, max_missing_units=0.5).units.tolist() == [True, False, True, True]


def test_criteria_are_judged_on_the_units_that_stay():
    found = screen(X, max_missing_units=0.5, max_missing_criteria=0.4)
    assert found.criterion_missing.tolist() == [0, 1 / 3, 2 / 3, 0]
    assert found.criteria.tolist() == [True, True, False, True]


def test_units_are_judged_in_the_end_on_the_criteria_that_stay():
    found = screen(X, max_missing_units=0.4, max_missing_criteria=0.4)
    assert found.criteria.tolist() == [True, True, False, True]
    assert found.unit_missing.tolist() == [0, 2 / 3, 0, 1 / 3]
    assert found.units.tolist() == [True, False, True, True]


@pytest.mark.parametrize("limit", [0, 0.0])
def test_a_limit_of_zero_drops_whatever_lacks_a_cell(limit):
    assert screen(X, max_missing_units=limit).units.tolist() == [True] + [False] * 3


def test_what_goes_is_told_with_its_labels_and_the_reason():
    frame = pd.DataFrame(X, index=list("abcd"), columns=list("wxyz"))
    found = screen(frame, max_missing_units=0.5, max_missing_criteria=0.4).dropped
    assert [(d.kind, d.label) for d in found] == [("unit", "b"), ("criterion", "y")]
    assert found[1].reason == "66.7% missing, more than the limit of 40.0%"


def test_what_goes_from_an_array_is_told_by_position():
    assert screen(X, max_missing_units=0.5).dropped[0].label == 1


def test_all_units_may_go():
    found = screen(np.full((2, 2), NAN), max_missing_units=0, max_missing_criteria=0)
    assert found.units.tolist() == [False, False]
    assert found.criterion_missing.tolist() == [1, 1]


def test_integers_lack_nothing():
    assert screen(np.ones((2, 2), dtype=int), max_missing_units=0).units.all()


LIMITS = [
    "max_missing_units",
    "max_missing_criteria",
    "max_zero_units",
    "max_zero_criteria",
    "min_unique_criteria",
]


@pytest.mark.parametrize("limit", [-0.1, 1.1, 30, np.nan, np.inf, True, "0.3"])
@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_a_share(name, limit):
    with pytest.raises(DomainError, match=f"{name} is a share between 0 and 1"):
        screen(X, **{name: limit})


@pytest.mark.parametrize("limit", [1, np.float32(0.5), np.int64(1)])
@pytest.mark.parametrize("name", LIMITS)
def test_a_share_may_be_any_kind_of_number(name, limit):
    assert screen(np.eye(2), **{name: limit}).units.all()


# Zeros and different values

Z = np.array([[0, 0, 1, 2], [0, NAN, 3, 4], [5, 6, 7, 8], [0, 6, 0, NAN]])
U = np.array([[1, 1, NAN, 0], [1, 2, NAN, 0], [1, 2, 5, NAN], [1, 4, 5, 3]])


def test_a_unit_with_many_zeros_goes():
    found = screen(Z, max_zero_units=0.4)
    assert found.units.tolist() == [False, True, True, False]


def test_a_unit_on_the_limit_of_zeros_stays():
    found = screen(Z, max_zero_units=0.5)
    assert found.units.tolist() == [True, True, True, False]


def test_zeros_of_a_unit_are_a_share_of_what_is_there():
    found = screen(Z, max_zero_units=0).dropped
    assert [d.share for d in found] == [1 / 2, 1 / 3, 2 / 3]


def test_a_criterion_with_many_zeros_goes():
    found = screen(Z, max_zero_criteria=0.3)
    assert found.criteria.tolist() == [False, False, True, True]


def test_zeros_of_a_criterion_are_a_share_of_what_is_there():
    found = screen(Z, max_zero_criteria=0).dropped
    assert [d.share for d in found] == [3 / 4, 1 / 3, 1 / 4]


def test_a_criterion_with_few_different_values_goes():
    found = screen(U, min_unique_criteria=0.6)
    assert found.criteria.tolist() == [False, True, False, True]


def test_a_criterion_with_just_enough_different_values_stays():
    found = screen(U, min_unique_criteria=0.5)
    assert found.criteria.tolist() == [False, True, True, True]


def test_different_values_are_a_share_of_what_is_there():
    found = screen(U, min_unique_criteria=1).dropped
    assert [d.share for d in found] == [1 / 4, 3 / 4, 1 / 2, 2 / 3]


def test_negative_zero_is_zero():
    assert screen([[-0.0, 1.0]], max_zero_units=0.4).units.tolist() == [False]


def test_negative_zero_is_no_value_of_its_own():
    found = screen([[-0.0], [0.0]], min_unique_criteria=0.6)
    assert found.criteria.tolist() == [False]


def test_a_column_without_values_has_no_zeros():
    found = screen([[NAN, 1.0], [NAN, 2.0]], max_zero_criteria=0)
    assert found.criteria.tolist() == [True, True]


def test_a_column_without_values_has_no_different_ones():
    found = screen([[NAN, 1.0], [NAN, 2.0]], min_unique_criteria=0.1)
    assert found.criteria.tolist() == [False, True]


# One limit does not ask for another

BAD = np.array([[0, 1, NAN, 2], [0, 1, NAN, 3], [0, 1, NAN, 4], [0, 0, 0, 0]])


@pytest.mark.parametrize(
    ("limit", "gone"),
    [
        ({"max_missing_units": 0.2}, [("unit", 0), ("unit", 1), ("unit", 2)]),
        ({"max_missing_criteria": 0.5}, [("criterion", 2)]),
        ({"max_zero_units": 0.5}, [("unit", 3)]),
        ({"max_zero_criteria": 0.5}, [("criterion", 0), ("criterion", 2)]),
        (
            {"min_unique_criteria": 0.6},
            [("criterion", 0), ("criterion", 1)],
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_limit_alone_drops_only_what_it_is_about(limit, gone):
    assert [(d.kind, d.label) for d in screen(BAD, **limit).dropped] == gone


@pytest.mark.parametrize("name", LIMITS)
def test_the_most_generous_limit_drops_nothing(name):
    limit = 0 if name.startswith("min") else 1
    assert screen(BAD, **{name: limit}).dropped == ()


def test_all_limits_together_drop_what_any_of_them_drops():
    found = screen(
        BAD, max_zero_units=0.5, max_missing_criteria=0.5, min_unique_criteria=0.5
    )
    assert [(d.kind, d.label, d.measure) for d in found.dropped] == [
        ("unit", 3, "zeros"),
        ("criterion", 0, "unique"),
        ("criterion", 1, "unique"),
        ("criterion", 2, "missing"),
    ]


def test_what_fails_two_measures_is_told_once_for_the_first():
    found = screen([[0, NAN, NAN]], max_missing_units=0.5, max_zero_units=0.5)
    assert [d.measure for d in found.dropped] == ["missing"]


# Who judges whom


def test_zeros_of_a_unit_that_goes_do_not_cost_a_criterion():
    found = screen(BAD[:, [1, 3]], max_zero_units=0.5, max_zero_criteria=0)
    assert found.criteria.tolist() == [True, True]


def test_a_unit_that_goes_does_not_lend_its_different_values():
    x = [[1, 2], [1, 3], [7, NAN]]
    found = screen(x, max_missing_units=0, min_unique_criteria=0.6)
    assert found.criteria.tolist() == [False, True]


def test_zeros_in_a_criterion_that_goes_do_not_cost_a_unit():
    x = [[0, 1], [0, 2], [0, 3]]
    found = screen(x, max_zero_units=0.4, max_zero_criteria=0.9)
    assert found.units.tolist() == [True, True, True]


def test_a_unit_that_passed_may_go_when_criteria_have_gone():
    x = [[1, 0, 7], [1, 5, 8], [1, 6, 9]]
    found = screen(x, max_zero_units=0.4, min_unique_criteria=0.5)
    assert found.units.tolist() == [False, True, True]


def test_where_no_unit_passes_all_of_them_judge():
    x = [[0, 0, 1], [0, 0, 2]]
    found = screen(x, max_zero_units=0.5, max_zero_criteria=0.5)
    assert found.criteria.tolist() == [False, False, True]


# Kinds of tables


def frame_of(values, rows):
    return pd.DataFrame(values, index=rows, columns=list("wxyz"))


def test_units_of_one_name_go_one_by_one():
    found = screen(frame_of(X, list("aabb")), max_missing_units=0.5)
    assert found.units.tolist() == [True, False, True, True]


def test_a_unit_of_a_panel_is_told_with_its_period():
    rows = pd.MultiIndex.from_product([["a", "b"], [2020, 2021]])
    found = screen(frame_of(X, rows), max_missing_units=0.5)
    assert [d.label for d in found.dropped] == [("a", 2021)]


def test_gaps_of_nullable_columns_are_gaps():
    found = screen(frame_of(X, list("abcd")).astype("Int64"), max_missing_units=0.5)
    assert found.units.tolist() == [True, False, True, True]


def test_a_text_is_refused_by_name():
    frame = frame_of(X, list("abcd")).astype(object)
    frame.loc["b", "x"] = "many"
    with pytest.raises(NotNumericError, match="unit 'b', criterion 'x' holds 'many'"):
        screen(frame, max_zero_units=0.5)


@pytest.mark.parametrize("name", LIMITS)
def test_a_table_without_rows_loses_nothing(name):
    assert screen(np.empty((0, 2)), **{name: 0.5}).dropped == ()


def test_the_table_is_not_changed():
    before = X.copy()
    screen(X, max_missing_units=0, max_zero_units=0, min_unique_criteria=1)
    np.testing.assert_array_equal(X, before)


# Reasons
# Reasons


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        (
            {"max_missing_criteria": 0.5},
            "75.0% missing, more than the limit of 50.0%",
        ),
        (
            {"max_zero_units": 0.5},
            "100.0% zeros among what is there, more than the limit of 50.0%",
        ),
        (
            {"min_unique_criteria": 0.4},
            "25.0% different values among what is there, less than the limit of 40.0%",
        ),
    ],
)
def test_the_reason_is_told_in_words(limit, reason):
    assert screen(BAD, **limit).dropped[0].reason == reason


def test_share_and_limit_are_told_as_numbers():
    found = screen(BAD, max_zero_units=0.5).dropped[0]
    assert (found.measure, found.share, found.limit) == ("zeros", 1.0, 0.5)


# The estimator


@pytest.mark.parametrize("name", LIMITS)
def test_a_screener_decides_as_the_function_does(name):
    found = mi.Screener(**{name: 0.4}).fit(BAD[:, [1, 3]]).screening_
    assert found.dropped == screen(BAD[:, [1, 3]], **{name: 0.4}).dropped


def test_a_later_row_keeps_the_criteria_that_were_kept():
    screener = mi.Screener(max_zero_criteria=0.5).fit(BAD)
    assert screener.transform([[9.0, 0.0, 8.0, 0.0]]).tolist() == [[0, 0]]


def test_a_later_row_with_many_zeros_is_blanked():
    screener = mi.Screener(max_zero_units=0.4).fit([[1.0, 2.0], [3.0, 4.0]])
    found = screener.transform([[0.0, 5.0], [6.0, 7.0]])
    np.testing.assert_array_equal(found, [[NAN, NAN], [6, 7]])


def test_a_later_row_is_judged_on_the_criteria_that_were_kept():
    screener = mi.Screener(max_zero_units=0.5, max_zero_criteria=0.5)
    screener.fit([[0.0, 1.0, 2.0], [0.0, 3.0, 4.0]])
    assert screener.transform([[0.0, 0.0, 5.0]]).tolist() == [[0, 5]]


def test_later_rows_do_not_change_what_was_decided():
    screener = mi.Screener(min_unique_criteria=0.6).fit([[1.0, 1.0], [2.0, 1.0]])
    assert screener.transform([[5.0, 1.0], [5.0, 2.0]]).tolist() == [[5], [5]]


def test_no_criterion_left_is_an_error_that_says_why():
    with pytest.raises(EmptyDataError, match=r"no criterion is left.*100\.0% zeros"):
        mi.Screener(max_zero_criteria=0.5).fit([[0.0], [0.0]])


# In an index


def towns():
    return pd.DataFrame(
        {"x": [1.0, 2, 0, 4], "y": [5.0, 7, 0, 6], "z": [2.0, 9, 3, 0], "k": [1.0] * 4},
        index=list("abcd"),
    )


@pytest.fixture(scope="module")
def index():
    tree = mi.Hierarchy.of([mi.Criterion(code, polarity="+") for code in "xyzk"])
    screener = mi.Screener(max_zero_units=0.4, min_unique_criteria=0.5)
    options = {"weights": "equal", "grade": None, "tiers": None}
    return mi.CompositeIndex(tree, screen=screener, **options).fit(towns())


def test_an_index_leaves_out_units_with_many_zeros(index):
    assert index.result_.scores.index.tolist() == ["a", "b", "d"]


def test_an_index_lists_what_was_screened_out_and_why(index):
    zeros = "66.7% zeros among what is there, more than the limit of 40.0%"
    equal = "33.3% different values among what is there, less than the limit of 50.0%"
    assert index.result_.screened.to_dict("split")["data"] == [
        ["unit", "c", "zeros", 2 / 3, 0.4, zeros],
        ["criterion", "k", "unique", 1 / 3, 0.5, equal],
    ]


def test_the_list_says_measure_share_limit_and_reason(index):
    expected = ["kind", "label", "measure", "share", "limit", "reason"]
    assert index.result_.screened.columns.tolist() == expected


def test_an_index_does_not_score_later_rows_with_many_zeros(index):
    later = towns().assign(x=0.0, y=[0.0, 1, 1, 1])
    assert index.score_samples(later).isna().tolist() == [True, False, False, True]


def test_an_index_scores_the_rows_it_kept_as_in_the_fit(index):
    kept = index.score_samples(towns()).dropna()
    assert kept.to_dict() == index.result_.scores["index"].to_dict()
