"""Champions: leaders and margins by hand, imputed cells, excluded units, noise."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import false_discovery_control

from mcdm_index.diagnosis import champions
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.methods.spacings import lead_p_value

CITIES = ["Ada", "Bel", "Dun", "Eri", "Fay"]
S = pd.DataFrame(
    {
        "all": [9.0, 8.0, 5.0, 4.0, 3.0],
        "rd": [9.0, 6.0, 7.0, 2.0, 1.0],
        "papers": [5.0, 7.0, 7.0, 6.0, 1.0],
        "flat": [2.0] * 5,
    },
    index=CITIES,
)


def cells(*pairs):
    return pd.DataFrame(pairs, columns=["unit", "criterion"])


def noise(seed, n=60, m=12):
    """Draw n units in m indicators that have nothing to do with each other."""
    X = np.random.default_rng(seed).normal(size=(n, m))
    return pd.DataFrame(X, [f"u{i}" for i in range(n)], [f"x{j}" for j in range(m)])


# ---- leaders and margins


def test_the_champion_has_the_best_score():
    row = champions(S).table.loc["rd"]
    assert row["champion"] == "Ada"
    assert row["leaders"] == ("Ada",)
    assert row["reason"] is pd.NA
    assert (row["value"], row["runner_up"], row["margin"]) == (9, 7, 2)


def test_a_margin_is_measured_in_deviations_of_the_others():
    others = np.array([6.0, 7, 2, 1])
    expected = 2 / others.std(ddof=1)
    assert champions(S).table.loc["rd", "margin_sd"] == pytest.approx(expected)


def test_a_margin_over_units_that_are_alike_has_no_deviation():
    row = champions(pd.DataFrame({"x": [5.0, 1, 1]})).table.loc["x"]
    assert row["champion"] == 0
    assert row["margin_sd"] is pd.NA
    assert not row["is_clear"]


def test_who_shares_the_first_place_is_named_and_no_champion():
    row = champions(S).table.loc["papers"]
    assert row["champion"] is pd.NA
    assert row["leaders"] == ("Bel", "Dun")
    assert row["reason"] == "'Bel', 'Dun' share the first place"
    assert (row["margin"], row["runner_up"]) == (0, 6)


def test_who_differs_by_a_rounding_residue_shares_the_place():
    X = pd.DataFrame({"x": [0.3, 0.1 + 0.2, 0.01, 0.005, 0.001]}, CITIES)
    row = champions(X).table.loc["x"]
    assert row["leaders"] == ("Ada", "Bel")
    assert row["champion"] is pd.NA
    assert (row["margin"], row["runner_up"]) == (0, 0.01)
    assert not row["is_clear"]


def test_where_all_are_equal_there_is_no_champion():
    row = champions(S).table.loc["flat"]
    assert row["champion"] is pd.NA
    assert row["reason"] == "all units are equal"
    assert row[["runner_up", "margin_sd"]].isna().all()


def test_the_best_k_are_listed_with_those_that_equal_the_last():
    leaders = champions(S[["rd", "papers"]], k=2).leaders
    papers = leaders[leaders["column"] == "papers"]
    assert papers["unit"].tolist() == ["Bel", "Dun"]
    assert papers["rank"].tolist() == [1, 1]
    rd = leaders[leaders["column"] == "rd"]
    assert rd[["rank", "unit", "value"]].to_numpy().tolist() == [
        [1, "Ada", 9.0],
        [2, "Dun", 7.0],
    ]


@given(st.permutations(CITIES), st.floats(0.01, 100))
def test_neither_order_nor_scale_count(order, scale):
    found = champions(S.loc[order] * scale).table
    expected = champions(S).table
    assert found["champion"].equals(expected["champion"])
    assert_allclose(found["p_value"], expected["p_value"], rtol=1e-10)
    assert found["is_clear"].equals(expected["is_clear"])


def test_an_array_has_running_numbers():
    table = champions(S.to_numpy()).table
    assert table.index.tolist() == [0, 1, 2, 3]
    assert table.loc[1, "champion"] == 0


def test_units_of_several_levels_are_named_in_full():
    panel = S.set_axis(pd.MultiIndex.from_product([CITIES, [2020]]))
    assert champions(panel).table.loc["rd", "champion"] == ("Ada", 2020)


def test_the_scores_are_left_alone():
    before = S.copy()
    champions(S, overall="all", exclude_top=1)
    assert S.equals(before)


# ---- overall leaders


def test_overall_leaders_are_left_out():
    found = champions(S, overall="all", exclude_top=1)
    assert found.excluded == ("Ada",)
    assert found.table.loc["rd", "champion"] == "Dun"
    assert "all" not in found.table.index


def test_overall_scores_may_stand_apart():
    apart = S["all"].sample(frac=1, random_state=0)
    found = champions(S[["rd"]], overall=apart, exclude_top=2)
    assert found.excluded == ("Ada", "Bel")


def test_who_shares_the_last_excluded_place_goes_too():
    overall = [9.0, 8.0, 8.0, 1.0, 0.0]
    found = champions(S[["rd"]], overall=overall, exclude_top=2)
    assert found.excluded == ("Ada", "Bel", "Dun")


def test_units_are_left_out_by_name():
    found = champions(S, exclude=["Ada", "Dun"])
    assert found.excluded == ("Ada", "Dun")
    assert found.table.loc["rd", "champion"] == "Bel"
    assert found.table.loc["papers", "champion"] == "Bel"


def test_a_column_may_be_called_by_a_number():
    table = pd.DataFrame({2020: [3.0, 2, 1], 2021: [1.0, 2, 3]}, list("abc"))
    found = champions(table, overall=2020, exclude_top=1)
    assert found.excluded == ("a",)
    assert found.table.index.tolist() == [2021]


# ---- imputed cells


def test_a_champion_on_an_imputed_cell_is_refused():
    row = champions(S, imputed=cells(("Ada", "rd"))).table.loc["rd"]
    assert row["champion"] is pd.NA
    assert row["leaders"] == ("Ada",)
    assert row["reason"] == "the value of 'Ada' is imputed"
    assert not row["is_clear"]


def test_an_imputed_cell_of_another_hurts_no_champion():
    imputed = cells(("Bel", "rd"), ("Ada", "papers"))
    assert champions(S, imputed=imputed).table.loc["rd", "champion"] == "Ada"


def test_a_group_rests_on_the_criteria_below_it():
    options = {
        "imputed": cells(("Ada", "rd")),
        "leaves": {"all": ["rd", "papers"]},
        "weights": pd.Series({"rd": 0.15, "papers": 0.45, "other": 0.4}),
    }
    row = champions(S, **options).table.loc["all"]
    assert row["champion"] is pd.NA
    assert row["reason"] == "25% of the weight below the value of 'Ada' is imputed"
    found = champions(S, **options, max_imputed=0.25)
    assert found.table.loc["all", "champion"] == "Ada"
    assert found.table.loc["rd", "champion"] is pd.NA


def test_criteria_below_a_group_count_alike_without_weights():
    found = champions(
        S, imputed=cells(("Ada", "rd")), leaves={"all": ("rd", "papers")}, k=1
    )
    assert found.leaders.set_index("column").loc["all", "imputed"] == 0.5


def test_a_group_all_of_which_is_imputed_is_told_as_such():
    imputed = cells(("Ada", "rd"), ("Ada", "papers"))
    leaves = {"all": ["rd", "papers"]}
    row = champions(S, imputed=imputed, leaves=leaves).table.loc["all"]
    assert row["reason"] == "the value of 'Ada' is imputed"


def test_no_imputed_cell_changes_nothing():
    assert champions(S, imputed=cells()).table.equals(champions(S).table)


def test_imputed_cells_of_units_that_are_not_there_are_passed_over():
    imputed = cells(("Ada", "rd"), ("Zed", "papers"))
    found = champions(S.drop(index="Ada"), imputed=imputed)
    assert found.table.loc["rd", "champion"] == "Dun"


def test_an_imputed_cell_named_twice_counts_once():
    imputed = cells(("Ada", "rd"), ("Ada", "rd"))
    leaders = champions(S, imputed=imputed, leaves={"all": ["rd", "papers"]}).leaders
    assert leaders.set_index("column").loc["all", "imputed"] == 0.5


# ---- draws


def test_draws_tell_how_often_the_leader_leads():
    draws = np.stack([S.to_numpy()] * 4)
    draws[0, 2, 1] = 10  # Dun passes Ada in "rd"
    held = champions(S, draws=draws).table["held"]
    assert held["rd"] == 0.75
    assert held["papers"] == 1  # a shared first place is one
    assert champions(S).table["held"].isna().all()


def test_draws_are_those_of_the_units_that_are_left():
    draws = np.stack([S.to_numpy()] * 2)
    found = champions(S, draws=draws, overall="all", exclude_top=1)
    assert found.table.loc["rd", "held"] == 1


# ---- clear leads


def test_p_values_are_adjusted_over_the_columns():
    X = noise(3)
    X.iloc[7, 2] = 12
    X.iloc[9, 5] = 5
    found = champions(X).table
    p = [lead_p_value(X[name].to_numpy()) for name in X]
    assert_allclose(found["p_value"], p, rtol=1e-14)
    adjusted = false_discovery_control(p)
    assert_allclose(found["p_adjusted"], adjusted, rtol=1e-14)
    assert found["is_clear"].tolist() == (adjusted <= 0.05).tolist()
    assert found["is_clear"].sum() == 1


def test_two_planted_champions_are_found_and_no_other():
    X = noise(1, n=100)
    X.loc["u10", "x3"] = X["x3"].max() + 8
    X.loc["u20", "x7"] = X["x7"].max() + 8
    table = champions(X).table
    assert table.loc[table["is_clear"], "champion"].to_dict() == {
        "x3": "u10",
        "x7": "u20",
    }


def test_pure_noise_seldom_has_a_clear_champion():
    announced = [champions(noise(seed)).table["is_clear"].any() for seed in range(200)]
    assert np.mean(announced) <= 0.05


def test_a_least_margin_is_asked_for():
    X = noise(1, n=100)
    X.loc["u10", "x3"] = X["x3"].max() + 9
    margin = champions(X).table.loc["x3", "margin_sd"]
    assert champions(X, min_margin=margin).table.loc["x3", "is_clear"]
    assert not champions(X, min_margin=margin + 0.1).table.loc["x3", "is_clear"]


def test_long_tails_have_no_clear_champion_by_themselves():
    X = np.exp(noise(1) * 1.5)
    assert not champions(X).table["is_clear"].any()
    assert champions(X, tail="exponential").table["is_clear"].any()


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_margins_have_no_limits_of_scale(scale):
    found = champions(S * scale / 10).table
    expected = champions(S).table
    assert_allclose(
        found["margin_sd"].astype(float), expected["margin_sd"].astype(float)
    )
    assert_allclose(found["p_value"], expected["p_value"])


# ---- what is refused


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"exclude_top": 1}, DomainError, "needs overall"),
        ({"overall": "al", "exclude_top": 1}, UnknownColumnError, "mean 'all'"),
        ({"overall": [1, 2], "exclude_top": 1}, ShapeError, "5 values, one per unit"),
        (
            {"overall": [1, 2, np.nan, 4, 5], "exclude_top": 1},
            MissingDataError,
            "missing",
        ),
        ({"overall": "all", "exclude_top": -1}, DomainError, "exclude_top must be"),
        ({"overall": "all", "exclude_top": True}, DomainError, "exclude_top must be"),
        ({"overall": "all", "exclude_top": 4}, ShapeError, "1 units and 3 columns"),
        ({"exclude": ["Adda"]}, UnknownColumnError, "Did you mean 'Ada'"),
        ({"exclude": "Ada"}, DomainError, "sequence of labels"),
        ({"k": 0}, DomainError, "k must be"),
        ({"level": 1}, DomainError, "between 0 and 1"),
        ({"min_margin": -1}, DomainError, "min_margin must be a number of 0 or more"),
        ({"max_imputed": np.nan}, DomainError, "max_imputed must be"),
        ({"tail": "fat"}, UnknownMethodError, "adapted, exponential"),
        ({"draws": np.ones((2, 5, 3))}, ShapeError, r"shape \(m, 5, 4\)"),
        ({"draws": np.full((2, 5, 4), np.inf)}, NonFiniteError, "draws hold inf"),
        ({"imputed": pd.DataFrame({"unit": ["Ada"]})}, UnknownColumnError, "criterion"),
        ({"imputed": cells((("Ada", 2020), "rd"))}, DomainError, "drop_level=False"),
        ({"imputed": cells(("Ada", "x1"))}, UnknownColumnError, "which criteria make"),
        (
            {
                "imputed": cells(("Ada", "rd")),
                "leaves": {"all": ["rd", "papers"]},
                "weights": {"rd": 1.0},
            },
            UnknownColumnError,
            "weights lack criteria: 'papers'",
        ),
        (
            {
                "imputed": cells(("Ada", "rd")),
                "leaves": {"all": ["rd", "papers"]},
                "weights": {"rd": 1.0, "papers": -1.0},
            },
            WeightsError,
            "papers",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        champions(S, **options)


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (S.iloc[:1], ShapeError, "lead another unit"),
        (S.assign(rd=np.nan), MissingDataError, "criterion 'rd'"),
        (S.set_axis(list("aabcd")), DuplicateLabelError, "units .* stand twice: 'a'"),
        (pd.DataFrame({"x": [1.7e308, -1.7e308]}), NonFiniteError, "too large"),
    ],
)
def test_tables_without_an_answer_are_refused(table, error, message):
    with pytest.raises(error, match=message):
        champions(table)
