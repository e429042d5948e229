"""Examination: flags, correlations, and a scale that stands beside its intensity."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
)

NAN = np.nan
PROVINCES = (
    Path(__file__).parents[2]
    / "shared/data/provinces/cn_province_scitech_2010_2024.csv"
)


def flags(values, **limits):
    row = mi.examine(pd.DataFrame({"x": values}, dtype=float), **limits).criteria
    names = ["few_available", "few_nonzero", "few_unique", "outliers"]
    return [name for name in names if row.loc["x", name]]


def unlike(n=60, seed=0):
    """Independent columns, and independent sizes."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.lognormal(size=(n, 4)), columns=list("wxyz"))
    return X, pd.DataFrame(rng.lognormal(size=(n, 2)), columns=["people", "gdp"])


def planted(seed=0):
    """A total that is, but for a little noise, its intensity times GDP."""
    X, sizes = unlike(seed=seed)
    noise = np.random.default_rng(seed + 1).lognormal(0, 0.01, len(X))
    X["total"] = X["w"] * sizes["gdp"] * noise
    return X, sizes


# Flags of criteria


def test_ordinary_values_have_no_flag():
    assert flags([1, 2, 3, 4, 5, 6]) == []


def test_a_column_with_many_gaps_is_flagged():
    assert flags([1, 2, 3, NAN, NAN, NAN]) == ["few_available"]


def test_a_column_with_many_zeros_is_flagged():
    assert flags([0, 0, 0, 0, 1, 2, 3], unique=0) == ["few_nonzero"]


def test_a_column_with_many_equal_values_is_flagged():
    assert flags([1, 1, 1, 2, 2]) == ["few_unique"]


def test_a_column_with_an_outlier_is_flagged():
    assert flags([1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]) == ["outliers"]


def test_an_outlier_below_is_flagged():
    assert flags([1, 2, 3, 4, 5, 6, 7, 8, 9, -1000]) == ["outliers"]


@pytest.mark.parametrize(
    ("values", "limit"),
    [
        ([1, 2, 3, NAN], {"available": 0.75}),
        ([0, 1, 2, 3], {"nonzero": 0.75}),
        ([1, 1, 2, 3], {"unique": 0.75}),
    ],
)
def test_a_column_on_the_limit_is_not_flagged(values, limit):
    assert flags(values, **limit) == []


@pytest.mark.parametrize(
    ("values", "limit", "flag"),
    [
        ([1, 2, 3, NAN], {"available": 0.76}, "few_available"),
        ([0, 1, 2, 3], {"nonzero": 0.76}, "few_nonzero"),
        ([1, 1, 2, 3], {"unique": 0.76}, "few_unique"),
    ],
)
def test_a_column_beyond_the_limit_is_flagged(values, limit, flag):
    assert flags(values, **limit) == [flag]


def test_zeros_are_shares_of_what_is_there():
    found = mi.examine(pd.DataFrame({"x": [0, 1, NAN, NAN]})).criteria
    assert found.loc["x", "nonzero"] == 0.5


def test_different_values_are_shares_of_what_is_there():
    found = mi.examine(pd.DataFrame({"x": [1, 1, 2, 3, NAN]})).criteria
    assert found.loc["x", "unique"] == 0.75


def test_the_most_frequent_value_is_counted():
    found = mi.examine(pd.DataFrame({"x": [1, 2, 2, 2, NAN]})).criteria
    assert found.loc["x", ["n_same", "same"]].tolist() == [3, 0.75]


def test_only_criteria_with_a_flag_are_listed_as_flagged():
    X = pd.DataFrame({"x": [1, 1, 1, 2, 2], "y": [1, 2, 3, 4, 5]})
    assert mi.examine(X).flagged.index.tolist() == ["x"]


# Units


def test_a_unit_with_many_gaps_is_flagged():
    X = pd.DataFrame([[1, NAN, NAN], [1, 2, 3]], index=["a", "b"])
    assert mi.examine(X).units["few_available"].to_dict() == {"a": True, "b": False}


def test_a_unit_with_many_zeros_is_flagged():
    X = pd.DataFrame([[0, 0, 1], [1, 2, 3]], index=["a", "b"])
    assert mi.examine(X).units["few_nonzero"].to_dict() == {"a": True, "b": False}


@pytest.mark.parametrize(
    ("row", "limit"), [([1, NAN], {"available": 0.5}), ([1, 0], {"nonzero": 0.5})]
)
def test_a_unit_on_the_limit_is_not_flagged(row, limit):
    found = mi.examine(pd.DataFrame([row], dtype=float), **limit).units
    assert not found[["few_available", "few_nonzero"]].any(axis=None)


def test_zeros_of_a_unit_are_shares_of_what_is_there():
    X = pd.DataFrame([[0.0, NAN, 1.0, NAN]], index=["a"])
    assert mi.examine(X).units.loc["a", "nonzero"] == 0.5


# Collinear pairs


def test_a_pair_of_one_line_is_listed():
    X = pd.DataFrame({"x": [1, 2, 4], "y": [7, 5, 1]})
    pair = mi.examine(X).collinear[["criterion", "other", "r", "rho", "n"]]
    assert pair.round(12).to_numpy().tolist() == [["x", "y", -1, -1, 3]]


def test_the_correlation_is_over_the_rows_that_have_both():
    X = pd.DataFrame({"x": [1, 2, 4, 8, NAN], "y": [2, 4, 8, NAN, -99]})
    pair = mi.examine(X).collinear
    assert pair[["r", "n"]].round(12).to_numpy().tolist() == [[1, 3]]


def test_other_pairs_keep_the_rows_that_one_pair_lacks():
    X = pd.DataFrame({"x": [1, 2, 4, 8], "y": [2, 4, 8, 16], "z": [1, 2, 4, NAN]})
    assert sorted(mi.examine(X).collinear["n"]) == [3, 3, 4]


def test_the_correlation_of_ranks_stands_beside_that_of_values():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [1.0, 2, 3, 40]})
    pair = mi.examine(X, collinear=0.5).collinear
    assert pair["rho"].item() == pytest.approx(1, rel=1e-12)


def test_pairs_are_sorted_by_the_strength_of_the_correlation():
    rng = np.random.default_rng(0)
    x = rng.normal(size=40)
    X = pd.DataFrame({"x": x, "y": x + rng.normal(size=40), "z": -x})
    strength = mi.examine(X, collinear=0).collinear["r"].abs().tolist()
    assert strength == sorted(strength, reverse=True)


def test_pairs_are_not_sorted_by_the_correlation_of_ranks():
    X = pd.DataFrame(
        {"x": [1.0, 2, 3, 4, 5], "y": [1.0, 2, 3, 4, 90], "z": [1.0, 2, 4, 3, 5]}
    )
    found = mi.examine(X, collinear=0.7).collinear
    assert found["other"].tolist() == ["z", "y", "z"]
    assert found["rho"].round(9).tolist() == [0.9, 1.0, 0.9]


def test_a_pair_on_the_limit_is_listed():
    X = pd.DataFrame({"x": [-1.0, 0, 1], "y": [1.0, -2, 1]})  # r = 0
    assert len(mi.examine(X, collinear=0).collinear) == 1


def test_a_pair_stands_once():
    X = pd.DataFrame({"x": [1, 2, 4], "y": [2, 4, 8], "z": [3, 6, 12]})
    pairs = mi.examine(X).collinear[["criterion", "other"]].to_numpy().tolist()
    assert sorted(pairs) == [["x", "y"], ["x", "z"], ["y", "z"]]


def test_the_limit_says_which_pairs_are_listed():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [1.0, 3, 2, 4]})  # r = 0.8
    listed = [len(mi.examine(X, collinear=limit).collinear) for limit in (0.79, 0.81)]
    assert listed == [1, 0]


@pytest.mark.parametrize("value", [0, 0.1, 1e9])
def test_a_constant_column_is_in_no_pair(value):
    X = pd.DataFrame({"x": [value] * 7, "y": np.arange(7.0)})
    assert mi.examine(X, collinear=0).collinear.empty


def test_a_column_that_is_constant_where_the_other_is_known_is_in_no_pair():
    X = pd.DataFrame({"x": [0.1] * 6 + [5], "y": [*range(6), NAN]})
    assert mi.examine(X, collinear=0).collinear.empty


def test_independent_columns_are_in_no_pair():
    assert mi.examine(unlike()[0]).collinear.empty


# Denominators


def test_every_criterion_is_correlated_with_every_denominator():
    X, sizes = unlike()
    found = mi.examine(X, denominators=sizes).denominators
    pairs = [(c, d) for c in X for d in sizes]
    assert list(zip(found["criterion"], found["denominator"], strict=True)) == pairs


def test_the_correlation_with_a_denominator_is_pearsons():
    X, sizes = unlike()
    found = mi.examine(X, denominators=sizes).denominators
    expected = [np.corrcoef(X[c], sizes[d])[0, 1] for c in X for d in sizes]
    np.testing.assert_allclose(found["r"], expected, rtol=1e-12)


def test_rows_that_lack_either_do_not_count():
    X = pd.DataFrame({"x": [1, 2, 3, NAN, 5]})
    found = mi.examine(X, denominators={"d": [1, NAN, 3, 4, 5]}).denominators
    assert found["n"].tolist() == [3]


def test_a_criterion_that_grows_with_a_denominator_is_high():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4]})
    found = mi.examine(X, denominators={"d": [2.0, 4, 6, 9]}).denominators
    assert found["high"].tolist() == [True]


def test_a_criterion_that_falls_with_a_denominator_is_high():
    X = pd.DataFrame({"x": [4.0, 3, 2, 1]})
    found = mi.examine(X, denominators={"d": [2.0, 4, 6, 9]}).denominators
    assert found["high"].tolist() == [True]


def test_a_correlation_of_ranks_alone_is_enough_to_be_high():
    x = np.arange(30.0)
    found = mi.examine(pd.DataFrame({"x": x}), denominators={"d": np.exp(x)})
    row = found.denominators.iloc[0]
    assert (row["r"] < 0.6, row["high"]) == (True, True)


def test_independent_criteria_are_not_high():
    X, sizes = unlike()
    assert not mi.examine(X, denominators=sizes).denominators["high"].any()


def test_the_limit_says_what_is_high():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4]})
    sizes = {"d": [1.0, 3, 2, 4]}  # r = rho = 0.8
    found = [mi.examine(X, denominators=sizes, size=s) for s in (0.79, 0.81)]
    assert [f.denominators["high"].item() for f in found] == [True, False]


def test_a_correlation_on_the_limit_is_high():
    X = pd.DataFrame({"x": [-1.0, 0, 1]})
    found = mi.examine(X, denominators={"d": [1.0, -2, 1]}, size=0)  # r = rho = 0
    assert found.denominators["high"].tolist() == [True]


def test_a_constant_denominator_is_not_high():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4]})
    found = mi.examine(X, denominators={"d": [3.7] * 4}).denominators
    assert found["high"].tolist() == [False]


def test_without_denominators_there_is_nothing_to_tell():
    assert mi.examine(unlike()[0]).denominators.empty


def test_a_mapping_and_a_frame_of_denominators_say_the_same():
    X, sizes = planted()
    of_frame = mi.examine(X, denominators=sizes).denominators
    of_mapping = mi.examine(X, denominators=sizes.to_dict("list")).denominators
    pd.testing.assert_frame_equal(of_frame, of_mapping)


# Counted twice


def pairs(found):
    names = ["scale", "intensity", "denominator"]
    return found.counted_twice[names].to_numpy().tolist()


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_pair_is_found_and_nothing_else(seed):
    X, sizes = planted(seed)
    found = mi.examine(X, denominators=sizes)
    assert pairs(found) == [["total", "w", "gdp"]]


def test_a_pair_is_found_over_the_rows_that_have_all_three():
    X, sizes = planted()
    X.iloc[:5, 0], X.iloc[5:9, 4], sizes.iloc[9:12, 1] = NAN, NAN, NAN
    assert pairs(mi.examine(X, denominators=sizes)) == [["total", "w", "gdp"]]


def test_values_that_have_no_logarithm_are_left_out():
    X, sizes = planted()
    X.iloc[:2, 0] = [0, -1]
    assert pairs(mi.examine(X, denominators=sizes)) == [["total", "w", "gdp"]]


def test_the_unit_of_measurement_does_not_matter():
    X, sizes = planted()
    X["total"] *= 1e-6
    assert pairs(mi.examine(X, denominators=sizes)) == [["total", "w", "gdp"]]


def test_the_limit_says_how_proportional_a_pair_is():
    X, sizes = planted()
    assert pairs(mi.examine(X, denominators=sizes, proportional=0.999999)) == []


@pytest.mark.parametrize(("rows", "expected"), [(2, 0), (3, 1)])
def test_a_pair_needs_three_rows(rows, expected):
    X, sizes = planted()
    found = mi.examine(X[["w", "total"]].head(rows), denominators=sizes.head(rows))
    assert len(found.counted_twice) == expected


def test_without_denominators_no_pair_is_found():
    assert pairs(mi.examine(planted()[0])) == []


@pytest.mark.parametrize("seed", range(5))
def test_independent_columns_raise_no_alarm(seed):
    X, sizes = unlike(seed=seed)
    assert pairs(mi.examine(X, denominators=sizes)) == []


def test_a_scale_beside_another_scale_raises_no_alarm():
    X, sizes = unlike()
    X["total"], X["sum"] = X["w"] * sizes["gdp"], 2 * X["w"] * sizes["gdp"]
    found = pairs(mi.examine(X[["total", "sum"]], denominators=sizes))
    assert found == []


@pytest.mark.parametrize("seed", range(5))
def test_a_constant_denominator_raises_no_alarm(seed):
    X, _ = unlike(seed=seed)
    noise = np.random.default_rng(seed + 1).lognormal(0, 0.01, len(X))
    X["alike"] = X["w"] * noise
    assert pairs(mi.examine(X, denominators={"d": [3.7] * len(X)})) == []


@pytest.mark.skipif(
    not PROVINCES.exists(), reason="the provinces lie beside the project, not in it"
)
@pytest.mark.parametrize("years", [[2020], range(2011, 2024)], ids=["2020", "panel"])
def test_the_expenditure_of_provinces_on_science_stands_beside_its_intensity(years):
    panel = pd.read_csv(PROVINCES)
    panel = panel[panel["year"].isin(years)]
    X = panel[["rd_exp_yi", "rd_intensity_pct", "sci_papers"]]
    gdp = X["rd_exp_yi"] / X["rd_intensity_pct"] * 100
    found = mi.examine(X, denominators={"gdp": gdp})
    assert pairs(found) == [["rd_exp_yi", "rd_intensity_pct", "gdp"]]


# Tables at the edge


def test_a_column_without_any_value_is_flagged():
    X = pd.DataFrame({"x": [NAN] * 3, "y": [1.0, 2, 3]})
    assert mi.examine(X).flagged.index.tolist() == ["x"]


def test_statistics_of_a_column_without_any_value_are_undefined():
    X = pd.DataFrame({"x": [NAN] * 3, "y": [1.0, 2, 3]})
    names = ["min", "max", "mean", "median", "sd", "skewness", "kurtosis", "same"]
    assert mi.examine(X).criteria.loc["x", names].isna().all()


def test_a_column_without_any_value_has_no_most_frequent_one():
    X = pd.DataFrame({"x": [NAN] * 3, "y": [1.0, 2, 3]})
    assert mi.examine(X).criteria["n_same"].tolist() == [0, 1]


def test_shares_of_a_column_without_any_value_are_undefined():
    X = pd.DataFrame({"x": [NAN] * 3, "y": [1.0, 2, 3]})
    shares = mi.examine(X).criteria.loc["x", ["nonzero", "unique", "same"]]
    assert shares.isna().all()


def test_shares_of_a_column_with_one_value_are_whole():
    X = pd.DataFrame({"x": [NAN, 7.0, NAN]})
    shares = mi.examine(X).criteria.loc["x", ["nonzero", "unique", "same"]]
    assert shares.tolist() == [1, 1, 1]


def test_a_column_without_any_value_is_in_no_pair():
    X = pd.DataFrame({"x": [NAN] * 3, "y": [1.0, 2, 3]})
    found = mi.examine(X, denominators={"d": [1.0, 2, 4]}, collinear=0)
    assert found.collinear.empty


def test_spread_and_shape_of_a_single_row_are_undefined():
    found = mi.examine(pd.DataFrame({"x": [1.0], "y": [2.0]})).criteria
    assert found[["sd", "skewness", "kurtosis"]].isna().all(axis=None)


def test_a_single_row_has_no_flag():
    found = mi.examine(pd.DataFrame({"x": [1.0], "y": [2.0]}))
    assert found.flagged.empty


def test_a_single_row_has_no_pairs():
    found = mi.examine(pd.DataFrame({"x": [1.0], "y": [2.0]}), denominators={"d": [3]})
    assert (len(found.collinear), len(found.counted_twice)) == (0, 0)


def test_a_table_without_rows_is_refused():
    with pytest.raises(EmptyDataError):
        mi.examine(pd.DataFrame({"x": [], "y": []}, dtype=float))


def test_columns_of_an_array_are_named_by_position():
    found = mi.examine(np.arange(6.0).reshape(3, 2)).criteria
    assert found.index.tolist() == ["column 0", "column 1"]


def test_an_array_and_a_frame_have_the_same_statistics():
    X, _ = unlike()
    of_array = mi.examine(X.to_numpy()).criteria
    np.testing.assert_array_equal(of_array, mi.examine(X).criteria)


def test_columns_of_one_name_are_examined_apart():
    X = pd.DataFrame([[1.0, 2], [3, 5], [4, 1]], columns=["x", "x"])
    assert mi.examine(X).criteria["max"].tolist() == [4, 5]


def test_denominators_of_one_name_are_correlated_apart():
    X = pd.DataFrame({"x": [1.0, 2, 3]})
    sizes = pd.DataFrame([[1.0, 3], [2, 2], [3, 1]], columns=["d", "d"])
    found = mi.examine(X, denominators=sizes).denominators["r"]
    np.testing.assert_allclose(found, [1, -1], rtol=1e-12)


def test_nullable_columns_are_examined():
    X = pd.DataFrame({"x": [1, None, 3]}, dtype="Int64")
    assert mi.examine(X).criteria.loc["x", "n_available"] == 2


def test_the_input_is_not_changed():
    X, sizes = planted()
    before = X.copy()
    mi.examine(X, denominators=sizes)
    pd.testing.assert_frame_equal(X, before)


def test_large_values_have_a_spread():
    found = mi.examine(pd.DataFrame({"x": [1e200, 2e200, 3e200]})).criteria
    assert found.loc["x", "sd"] == pytest.approx(1e200, rel=1e-12)


@pytest.mark.parametrize(
    "sizes",
    [
        pd.DataFrame({"d": [1.0, 2.0]}),
        {"d": [1.0, 2.0]},
        {"d": [1.0, 2.0, 3.0], "e": [1.0, 2.0]},
    ],
    ids=["frame", "mapping", "uneven"],
)
def test_denominators_of_another_length_are_refused(sizes):
    with pytest.raises(ShapeError):
        mi.examine(pd.DataFrame({"x": [1.0, 2, 3]}), denominators=sizes)


def test_a_frame_of_denominators_in_another_order_is_read_by_its_labels():
    X = pd.DataFrame({"x": [1.0, 2, 4]}, index=list("abc"))
    sizes = pd.DataFrame({"d": [4.0, 2, 1]}, index=list("cba"))
    found = mi.examine(X, denominators=sizes).denominators["r"]
    np.testing.assert_allclose(found, [1], rtol=1e-12)


def test_no_denominators_in_a_mapping_are_no_denominators():
    X = pd.DataFrame({"x": [1.0, 2, 3]})
    assert mi.examine(X, denominators={}).denominators.empty


def test_an_infinite_value_is_refused_by_name():
    X = pd.DataFrame({"x": [1.0, np.inf]}, index=["a", "b"])
    with pytest.raises(NonFiniteError, match="unit 'b', criterion 'x'"):
        mi.examine(X)


def test_an_infinite_denominator_is_refused_by_name():
    X = pd.DataFrame({"x": [1.0, 2.0]})
    with pytest.raises(NonFiniteError, match="'d'"):
        mi.examine(X, denominators={"d": [1.0, np.inf]})


def test_a_text_is_refused_by_name():
    X = pd.DataFrame({"x": [1.0, "many"]}, index=["a", "b"])
    with pytest.raises(NotNumericError, match="unit 'b', criterion 'x' holds 'many'"):
        mi.examine(X)


def test_a_text_among_the_denominators_is_refused_by_name():
    X = pd.DataFrame({"x": [1.0, 2.0]})
    with pytest.raises(NotNumericError, match="'d' holds 'many'"):
        mi.examine(X, denominators={"d": [1.0, "many"]})


@pytest.mark.parametrize("value", [-0.1, 1.1, NAN, "0.5", None, True])
@pytest.mark.parametrize(
    "name", ["available", "nonzero", "unique", "collinear", "size", "proportional"]
)
def test_a_limit_is_a_share(name, value):
    with pytest.raises(DomainError, match=f"{name} is a share between 0 and 1"):
        mi.examine(pd.DataFrame({"x": [1.0, 2.0]}), **{name: value})


def test_denominators_of_other_units_are_refused_by_name():
    X = pd.DataFrame({"x": [1.0, 2.0]}, index=["a", "b"])
    sizes = pd.DataFrame({"d": [1.0, 2.0]}, index=["a", "z"])
    with pytest.raises(UnknownColumnError, match="they lack: 'b'"):
        mi.examine(X, denominators=sizes)


def test_units_that_stand_twice_are_examined_apart():
    X = pd.DataFrame({"x": [1.0, NAN, 3.0]}, index=["a", "a", "b"])
    assert mi.examine(X).units["n_available"].tolist() == [1, 0, 1]


def test_units_of_a_panel_keep_their_labels():
    rows = pd.MultiIndex.from_product([["a", "b"], [2020, 2021]])
    X = pd.DataFrame({"x": [1.0, 2, 3, 4]}, index=rows)
    pd.testing.assert_index_equal(mi.examine(X).units.index, rows)


@pytest.mark.parametrize("size", [0.0, -5.0])
def test_a_size_without_logarithm_is_left_out_of_the_search_for_pairs(size):
    X, sizes = planted()
    sizes.iloc[:3, 1] = size
    assert pairs(mi.examine(X, denominators=sizes)) == [["total", "w", "gdp"]]


def test_a_vector_is_no_table_to_be_examined():
    with pytest.raises(ShapeError, match="two dimensions"):
        mi.examine([1.0, 2.0])


def test_a_denominator_that_one_side_alone_has_makes_no_pair():
    rng = np.random.default_rng(0)
    people = rng.lognormal(0, 2, 60)
    X = pd.DataFrame(
        {
            "life": 70 * rng.lognormal(0, 0.1, 60),
            "land_per_head": rng.lognormal(0, 0.3, 60) / people,
        }
    )
    assert mi.examine(X, denominators={"people": people}).counted_twice.empty


def test_series_among_the_denominators_are_matched_by_their_labels():
    X = pd.DataFrame({"x": [1.0, 2.0, 4.0]}, index=list("abc"))
    d = pd.Series([1.0, 2.0, 4.0], index=list("abc"))
    found = mi.examine(X, denominators={"d": d.iloc[::-1]}).denominators
    assert found["r"].item() == pytest.approx(1, rel=1e-12)
