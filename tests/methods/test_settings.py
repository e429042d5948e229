"""Settings for each criterion: who goes first, in which forms, what is refused."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.methods._settings import merge
from mcdm_index.methods.normalization import (
    fit,
    inverse,
    minmax,
    normalize,
    rank,
    zscore,
)

X = np.array([[1.0, 30.0, 6.0], [2.0, 10.0, 9.0], [5.0, 20.0, 8.0]])
FRAME = pd.DataFrame(X, index=list("abc"), columns=["u", "v", "w"])
GENERAL = {"method": "minmax", "out_range": (1, 100)}
MANY = 1.0 + np.arange(20_000)[:, None] + np.zeros(24)  # three blocks of rows


def test_a_later_level_goes_before_an_earlier_one():
    merged = merge(
        "normalization", GENERAL, {"out_range": (0, 5)}, {"out_range": (2, 3)}
    )
    assert merged == {"method": "minmax", "out_range": (2, 3)}


def test_levels_are_merged_key_by_key():
    merged = merge("normalization", GENERAL, {"clip": True})
    assert merged == {"method": "minmax", "out_range": (1, 100), "clip": True}


def test_another_method_drops_the_options_that_it_does_not_have():
    assert merge("normalization", GENERAL, "zscore") == {"method": "zscore"}


def test_the_same_method_by_another_name_keeps_the_options():
    merged = merge("normalization", GENERAL, {"method": "dist2max", "clip": True})
    assert merged == GENERAL | {"clip": True}


def test_a_level_of_none_says_nothing():
    assert merge("normalization", GENERAL, None) == GENERAL


def test_merging_leaves_the_levels_as_they_are():
    general = dict(GENERAL)
    merge("normalization", general, {"clip": True}, "zscore")
    assert general == GENERAL


@pytest.mark.parametrize("method", ["minimax", None, 3, ["zscore"]], ids=repr)
def test_merging_refuses_what_is_no_method(method):
    with pytest.raises(UnknownMethodError, match="method"):
        merge("normalization", GENERAL, {"method": method})


def test_one_criterion_has_a_method_of_its_own():
    found = normalize(FRAME, per_criterion={"v": "zscore"})
    assert_array_equal(found[["u", "w"]], minmax(FRAME[["u", "w"]]))
    assert_array_equal(found[["v"]], zscore(FRAME[["v"]]))


def test_columns_of_an_array_are_named_by_their_positions():
    found = normalize(X, per_criterion={1: "zscore"})
    assert_array_equal(found, normalize(FRAME, per_criterion={"v": "zscore"}))


def test_columns_are_named_as_the_frame_names_them():
    frame = pd.DataFrame(X, columns=[7, 8, 9])
    found = normalize(frame, per_criterion={8: "rank"})
    assert_array_equal(found[[8]], rank(X[:, [1]]))


def test_an_option_for_one_goes_before_the_option_for_all():
    options = {"out_range": (1, 100)}
    found = normalize(
        FRAME, options=options, per_criterion={"v": {"out_range": (0, 5)}}
    )
    assert found.max().tolist() == [100, 5, 100]


def test_an_option_for_all_goes_before_the_default():
    found = normalize(FRAME, options={"out_range": (1, 100)}, per_criterion={"v": {}})
    assert found.min().tolist() == [1, 1, 1]


def test_options_for_one_and_for_all_are_merged():
    options = {"out_range": (1, 100)}
    kernel = fit("minmax", FRAME, None, options, per_criterion={"v": {"clip": True}})
    assert kernel(2 * X)[0].tolist() == [25.75, 100, 199]


def test_another_method_for_one_is_not_given_the_options_for_all():
    options = {"out_range": (1, 100)}
    found = normalize(FRAME, options=options, per_criterion={"v": "zscore"})
    assert_array_equal(found[["v"]], zscore(FRAME[["v"]]))


def test_each_criterion_keeps_its_polarity():
    polarity = ["max", "min", "target(8)"]
    found = normalize(FRAME, polarity=polarity, per_criterion={"v": "rank"})
    assert_array_equal(found["v"], [1, 3, 2])
    assert_array_equal(found["w"], [0, 0.5, 1])


def test_a_required_option_may_be_given_for_each_criterion():
    highs = {"u": {"high": 10}, "v": {"high": 40}, "w": {"high": 10}}
    found = normalize(FRAME, "goalposts", options={"low": 0}, per_criterion=highs)
    assert_array_equal(found, X / [10, 40, 10])


@pytest.mark.parametrize(
    "low",
    [
        {"v": 10.0, "u": 0.0, "w": 5.0},
        pd.Series({"w": 5.0, "u": 0.0, "v": 10.0}),
        [0.0, 10.0, 5.0],
        (0, 10, 5),
        np.array([0.0, 10.0, 5.0]),
    ],
    ids=["mapping", "Series", "list", "tuple", "array"],
)
def test_what_speaks_of_criteria_is_given_by_label_or_in_order(low):
    found = normalize(FRAME, "goalposts", options={"low": low, "high": 40})
    assert_array_equal(found, (X - [0, 10, 5]) / [40, 30, 35])


def test_one_number_is_that_of_every_criterion():
    found = normalize(FRAME, "goalposts", options={"low": 0, "high": 40})
    assert_array_equal(found, X / 40)


def test_options_by_label_serve_beside_other_methods():
    options = {"low": {"u": 0, "v": 10, "w": 5}, "high": 40}
    found = normalize(FRAME, "goalposts", options=options, per_criterion={"u": "rank"})
    assert_array_equal(found[["v", "w"]], (X[:, 1:] - [10, 5]) / [30, 35])


def test_one_criterion_may_have_its_reference_by_a_unit():
    settings = {"v": {"method": "mazziotta_pareto", "unit": "b"}}
    found = normalize(FRAME, per_criterion=settings)
    assert found.loc["b", "v"] == 100


def test_settings_per_criterion_are_frozen_with_the_rest():
    kernel = fit("minmax", FRAME, per_criterion={"v": "zscore"})
    assert_array_equal(kernel(X[1:]), kernel(X)[1:])


def test_settings_per_criterion_are_undone_with_the_rest():
    kernel = fit("minmax", FRAME, ["max", "min", "max"], per_criterion={"v": "sum"})
    np.testing.assert_allclose(inverse(kernel, kernel(X)), X, rtol=1e-14)


def test_gaps_of_one_criterion_leave_the_others_as_they_are():
    gaps = FRAME.mask(FRAME == 30)
    found = normalize(gaps, per_criterion={"v": "rank"}, missing="omit")
    assert_array_equal(found["v"], [np.nan, 1, 2])
    assert_array_equal(found[["u", "w"]], minmax(FRAME[["u", "w"]]))


@pytest.mark.parametrize(
    ("table", "column", "match"),
    [
        (FRAME, "vv", "'vv', which is no column.*Did you mean 'v'"),
        (FRAME, 1, "1, which is no column"),
        (X, 3, "3, which is no column"),
        (X, -1, "-1, which is no column"),
        (X, "v", "'v', which is no column"),
    ],
)
def test_settings_for_a_column_that_is_not_there_are_refused(table, column, match):
    with pytest.raises(UnknownColumnError, match=match):
        normalize(table, per_criterion={column: "zscore"})


@pytest.mark.parametrize(
    ("said", "error", "match"),
    [
        ("zscor", UnknownMethodError, "Did you mean 'zscore'"),
        ({"clop": True}, UnknownMethodError, "no option 'clop'. Did you mean 'clip'"),
        ({"method": "zscore", "clip": True}, UnknownMethodError, "no option 'clip'"),
        ({"method": "goalposts", "low": 0}, DomainError, "needs the option 'high'"),
        ({"clip": "yes"}, DomainError, "clip must be true or false"),
        ({"out_range": (2, 1)}, DomainError, "out_range must be"),
        ({"method": "rank", "ties": "dense"}, DomainError, "ties must be one of"),
        ({"method": "vector", "cost": "x"}, DomainError, "cost must be one of"),
        ({"method": "zscore", "sd": 0}, DomainError, "sd positive"),
        ({"method": "robust", "between": (1, 0)}, DomainError, "between must be"),
        ("distance_to_reference", DomainError, "give either the unit"),
        (
            {"method": "goalposts", "low": 40, "high": 20},
            DomainError,
            "low 40, high 20",
        ),
        (
            {"method": "goalposts", "low": [1, 2, 3], "high": 9},
            ShapeError,
            "low needs one number",
        ),
        (
            {"method": "distance_to_target", "target": 10},
            DomainError,
            "better than the worst value",
        ),
        (3, MCDMError, "3"),
        (["zscore"], MCDMError, "zscore"),
        ({"method": None}, UnknownMethodError, "None"),
    ],
    ids=repr,
)
def test_what_is_wrong_for_one_criterion_is_said_of_that_criterion(said, error, match):
    with pytest.raises(error, match=match) as caught:
        normalize(FRAME, per_criterion={"v": said})
    assert "criterion 'v'" in str(caught.value)


def test_a_target_that_a_method_has_no_use_for_is_named():
    with pytest.raises(MCDMError, match="criterion 'v'"):
        normalize(FRAME, polarity=["max", "target(9)", "max"], method="logarithmic")


@pytest.mark.parametrize("settings", [["zscore"] * 3, "zscore", 3], ids=repr)
def test_settings_per_criterion_are_a_mapping(settings):
    with pytest.raises(MCDMError, match="per_criterion"):
        normalize(FRAME, per_criterion=settings)


def test_settings_for_a_name_that_two_columns_have_are_refused():
    frame = pd.DataFrame(X, columns=["u", "v", "v"])
    with pytest.raises(MCDMError, match="'v'"):
        normalize(frame, per_criterion={"v": "zscore"})


@pytest.mark.parametrize(
    ("low", "match"),
    [
        ({"u": 0, "v": 0}, "Columns without: w"),
        ({"u": 0, "v": 0, "ww": 0}, "Labels that are no column: ww"),
    ],
)
def test_labels_that_do_not_fit_the_columns_are_refused(low, match):
    with pytest.raises(UnknownColumnError, match=match):
        normalize(FRAME, "goalposts", options={"low": low, "high": 40})


def test_labels_say_nothing_of_an_array():
    with pytest.raises(UnknownColumnError, match="need columns with names"):
        normalize(X, "goalposts", options={"low": {"u": 0}, "high": 40})


def test_too_few_values_are_refused():
    with pytest.raises(ShapeError, match="low needs one number, or 3"):
        normalize(FRAME, "goalposts", options={"low": [0, 1], "high": 40})


TARGETED = [
    ("sum", {}, "0 or more"),
    ("minmax", {17: "sum", 3: "sum"}, "0 or more"),
    ("minmax", {17: "zavadskas_turskis", 3: "sum"}, "positive"),
    ("zscore", {17: "logarithmic", 20: "logarithmic"}, "above 1"),
    ("sum", {2: "zscore", 3: "rank"}, "0 or more"),
]
outside = pytest.mark.parametrize(("method", "settings", "need"), TARGETED)


@outside
def test_a_new_row_outside_the_domain_is_named_by_its_numbers(method, settings, need):
    kernel = fit(method, 1 + MANY, per_criterion=settings)
    new = 1 + MANY
    new[19_997, 17] = -4
    with pytest.raises(DomainError, match=f"row 19997, column 17 is -4, .* {need}"):
        mi.engine.map_rows(new, kernel)


@outside
def test_a_learned_row_outside_the_domain_is_named_by_its_numbers(
    method, settings, need
):
    table = 1 + MANY
    table[19_997, 17] = -4
    with pytest.raises(DomainError, match=f"row 19997, column 17 is -4, .* {need}"):
        fit(method, table, per_criterion=settings)


@outside
def test_a_new_row_outside_the_domain_is_named_by_its_labels(method, settings, need):
    names = [f"c{j}" for j in range(24)]
    units = [f"u{i}" for i in range(len(MANY))]
    table = pd.DataFrame(1 + MANY, index=units, columns=names)
    by_name = {names[j]: said for j, said in settings.items()}
    kernel = fit(method, table, per_criterion=by_name)
    table.loc["u19997", "c17"] = -4
    match = f"unit 'u19997', criterion 'c17' is -4, .* {need}"
    with pytest.raises(DomainError, match=match):
        mi.engine.map_rows(table, kernel)


@pytest.mark.parametrize("settings", [{}, {17: "sum", 3: "sum"}], ids=repr)
def test_gaps_above_do_not_move_the_name_of_a_row(settings):
    table = 1 + MANY
    table[[5, 9000], 17] = np.nan
    table[19_997, 17] = -4
    with pytest.raises(DomainError, match="row 19997, column 17 is -4"):
        normalize(table, "sum", per_criterion=settings, missing="omit")


def test_a_gap_in_a_group_of_columns_is_named_by_its_numbers():
    table = 1 + MANY
    table[19_997, 17] = np.nan
    with pytest.raises(MissingDataError, match="row 19997, column 17"):
        fit("minmax", table, per_criterion={17: "sum", 3: "sum"})


def test_a_column_of_gaps_in_a_group_is_named_by_its_number():
    table = 1 + X
    table[:, 1] = np.nan
    with pytest.raises(MissingDataError, match="column 1: every value is missing"):
        normalize(table, per_criterion={1: "rank"}, missing="omit")
