"""Stages of an index before weights: denominators, bounds, treatment, settings."""

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Hierarchy, Normalizer, Treater
from mcdm_index.errors import (
    BoundsWarning,
    DomainError,
    MissingDataError,
    SpecError,
    UnknownColumnError,
)

UNITS = [f"u{i}" for i in range(12)]


def table(seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "rd": rng.lognormal(3, 1, 12),
            "gdp": rng.lognormal(8, 0.3, 12),
            "smog": rng.normal(50, 5, 12),
        },
        index=pd.Index(UNITS, name="city"),
    )


def tree(**of_rd):
    return Hierarchy.of(
        [Criterion("rd", polarity="+", **of_rd), Criterion("smog", polarity="-")]
    )


def fit(hierarchy, frame, **options):
    options = {"weights": "equal", "tiers": None, "random_state": 0} | options
    return CompositeIndex(hierarchy, **options).fit(frame)


# Denominators


def test_a_criterion_is_divided_by_its_denominator_before_all_else():
    frame = table()
    divided = frame.assign(rd=frame["rd"] / frame["gdp"] * 100)
    found = fit(tree(denominator="gdp", factor=100), frame).result_
    pd.testing.assert_frame_equal(found.scores, fit(tree(), divided).result_.scores)


def test_the_denominator_is_found_whatever_its_case_and_width():
    frame = table().rename(columns={"gdp": " ＧＤＰ "})
    assert fit(tree(denominator="gdp"), frame).result_.denominated["lost"].item() == 0


def test_a_missing_denominator_makes_a_gap_that_is_counted():
    frame = table()
    frame.loc["u3", "gdp"] = np.nan
    result = fit(tree(denominator="gdp"), frame, impute=mi.MICEImputer(2)).result_
    assert result.denominated[["missing", "lost"]].to_numpy().tolist() == [[0, 1]]
    assert result.imputed["unit"].tolist() == ["u3"]


def test_a_missing_denominator_without_imputation_is_refused_by_name():
    frame = table()
    frame.loc["u3", "gdp"] = np.nan
    with pytest.raises(MissingDataError, match="'u3', criterion 'rd'"):
        fit(tree(denominator="gdp"), frame)


def test_a_denominator_of_zero_is_refused_by_name():
    frame = table()
    frame.loc["u3", "gdp"] = 0
    with pytest.raises(DomainError, match=r"denominator 'gdp' .* unit 'u3': 0"):
        fit(tree(denominator="gdp"), frame)


def test_a_denominator_that_is_not_there_is_named_with_its_look_alike():
    with pytest.raises(
        UnknownColumnError, match=r"'rd' has no column 'gpd'.*Did you mean 'gdp'"
    ):
        fit(tree(denominator="gpd"), table())


def test_an_array_cannot_be_divided():
    with pytest.raises(UnknownColumnError, match="pass a DataFrame"):
        fit(tree(denominator="gdp"), table()[["rd", "smog"]].to_numpy())


def test_one_column_serves_as_a_total_and_divided():
    hierarchy = Hierarchy.of(
        [
            Criterion("rd", polarity="+"),
            Criterion("per_gdp", polarity="+", aliases="rd", denominator="gdp"),
        ]
    )
    frame = table()
    index = fit(hierarchy, frame)
    expected = mi.normalize((frame["rd"] / frame["gdp"]).to_frame("x"))["x"]
    found = index.result_.scores["per_gdp"]
    pd.testing.assert_series_equal(found, expected, check_names=False)
    assert index.examine(frame).counted_twice["intensity"].tolist() == ["per_gdp"]


def test_two_criteria_on_one_column_and_denominator_are_refused():
    same = {"polarity": "+", "aliases": "rd", "denominator": "gdp"}
    with pytest.raises(SpecError, match="share a name: 'rd'"):
        Hierarchy.of([Criterion("a", **same), Criterion("b", **same)])


def test_new_rows_are_divided_as_well():
    frame = table()
    index = fit(tree(denominator="gdp"), frame)
    scores = index.score_samples(frame.iloc[:3])
    assert scores.tolist() == index.result_.scores["index"].tolist()[:3]


# Bounds


def test_a_value_outside_its_bounds_is_warned_of_by_name():
    frame = table()
    frame.loc["u7", "rd"] = 101
    with pytest.warns(BoundsWarning, match="'rd' .* 0 and 100 .* 'u7': 101"):
        fit(tree(bounds=(0, 100)), frame)


def test_new_rows_are_held_to_the_bounds():
    frame = table().clip(upper=100)
    index = fit(tree(bounds=(0, 100)), frame)
    with pytest.warns(BoundsWarning, match="'u0': -1"):
        index.score_samples(frame.assign(rd=-1.0).iloc[:1])


@pytest.mark.filterwarnings("error")
def test_values_on_their_bounds_are_within_them():
    frame = table()
    frame["rd"] = np.linspace(0, 100, 12)
    fit(tree(bounds=(0, 100)), frame)


@pytest.mark.parametrize("bounds", [(100, 0), (1,), "few", (0, None), 5])
def test_bounds_are_two_numbers_in_order(bounds):
    with pytest.raises(SpecError, match="bounds must be two numbers"):
        Criterion("x", polarity="+", bounds=bounds)


# Treatment


def outlying():
    frame = table()
    frame.loc["u5", "rd"] = 1e6
    return frame


def test_treatment_comes_before_normalization():
    result = fit(tree(), outlying(), treat="skew_kurtosis").result_
    treated = mi.treat(outlying()[["rd", "smog"]], "skew_kurtosis")
    expected = mi.normalize(treated, "minmax", ["+", "-"])
    pd.testing.assert_frame_equal(result.scores[["rd", "smog"]], expected)


def test_what_was_moved_is_listed_cell_by_cell():
    result = fit(tree(), outlying(), treat="skew_kurtosis").result_
    highest = table()["rd"].drop("u5").max()
    expected = [["u5", "rd", "high", 1e6, highest, 1.0]]
    assert result.treated.to_numpy().tolist() == expected
    assert result.treatment["treatment"].to_dict() == {
        "rd": "winsorized",
        "smog": "none",
    }


def test_every_draw_has_limits_of_its_own_and_the_list_says_how_many_moved_a_cell():
    frame = outlying()
    frame.loc["u2", "rd"] = np.nan
    imputer = mi.MICEImputer(5)
    result = fit(tree(), frame, treat="skew_kurtosis", impute=imputer).result_
    cells = result.treated.set_index("unit")
    assert cells.loc["u5", "draws"] == 1.0
    assert (result.treated["draws"] <= 1).all()


def test_without_treatment_there_is_nothing_to_list():
    result = fit(tree(), outlying()).result_
    assert result.treated.empty
    assert result.treatment.empty


def test_one_criterion_can_be_treated_alone():
    result = fit(tree(treat="iqr"), outlying()).result_
    assert result.treatment["treatment"].to_dict() == {
        "rd": "winsorized",
        "smog": "none",
    }


def test_a_criterion_can_be_spared():
    result = fit(tree(treat="none"), outlying(), treat="skew_kurtosis").result_
    assert result.treated.empty


def test_new_rows_meet_the_limits_that_were_learned():
    frame = outlying()
    index = fit(tree(), frame, treat="skew_kurtosis")
    new = frame.assign(rd=1e9).iloc[:1]
    assert index.score_nodes(new)["rd"].item() == 1.0


# Settings of single criteria


RANGE = {"method": "goalposts", "low": 0, "high": 100}


def test_a_criterion_is_normalized_as_the_tree_says():
    frame = table()
    result = fit(tree(normalize=RANGE), frame).result_
    expected = (frame["rd"] / 100).clip(upper=1)
    pd.testing.assert_series_equal(result.scores["rd"], expected, check_names=False)


def test_the_call_goes_before_the_tree_key_by_key():
    frame = table()
    called = Normalizer("minmax", per_criterion={"rd": {"high": 200}})
    result = fit(tree(normalize=RANGE), frame, normalize=called).result_
    expected = (frame["rd"] / 200).clip(upper=1)
    pd.testing.assert_series_equal(result.scores["rd"], expected, check_names=False)


def test_what_is_said_for_all_holds_where_the_method_of_one_has_such_an_option():
    called = Normalizer("minmax", options={"out_range": (1, 100)})
    result = fit(tree(normalize=RANGE), table(), normalize=called).result_
    assert result.scores[["rd", "smog"]].min().min() >= 1
    assert result.scores["smog"].max() == 100


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("minimax", "'rd', normalize: unknown normalization .* Did you mean 'minmax'"),
        ({"clp": True}, "'rd', normalize: .* no option 'clp'.*Did you mean 'clip'"),
        ("goalposts", "'rd', normalize: .* needs the option 'low'"),
        ({"clip": "yes"}, "'rd', normalize: .* clip must be true or false"),
    ],
    ids=["method", "option", "required", "kind"],
)
def test_wrong_settings_of_a_criterion_are_refused_by_its_name(said, message):
    with pytest.raises(SpecError, match=message):
        fit(tree(normalize=said), table())


def test_settings_for_a_criterion_that_is_not_there_are_refused():
    called = Treater("iqr", per_criterion={"smgo": "none"})
    with pytest.raises(SpecError, match=r"'smgo', which is no criterion.*'smog'"):
        fit(tree(), table(), treat=called)


def test_settings_that_are_no_settings_are_refused():
    with pytest.raises(SpecError, match=r"treat, normalize, .* are the name"):
        Criterion("x", polarity="+", treat=3)


@pytest.mark.parametrize("key", ["bounds", "denominator", "treat", "normalize"])
def test_a_group_has_no_values_and_so_nothing_done_to_them(key):
    value = {"bounds": (0, 1), "denominator": "gdp"}.get(key, "none")
    nodes = [Criterion("A", **{key: value}), Criterion("x", "A", polarity="+")]
    with pytest.raises(SpecError, match=f"'A' has children.* no {key} of its own"):
        Hierarchy.of(nodes)


@pytest.mark.parametrize("factor", [0.0, -1.0, np.inf, np.nan])
def test_a_factor_is_positive_and_finite(factor):
    with pytest.raises(SpecError, match="factor must be finite and positive"):
        tree(factor=factor)


def test_settings_of_a_criterion_that_is_screened_out_do_no_harm():
    frame = table()
    frame.loc[UNITS[:9], "smog"] = np.nan
    called = Normalizer("minmax", per_criterion={"smog": "zscore"})
    screener = mi.Screener(max_missing_criteria=0.5)
    index = fit(tree(), frame, normalize=called, screen=screener)
    assert index.result_.hierarchy.leaves == ("rd",)


# Specification and replay

SPEC = {
    "seed": 1,
    "screen": {"max_zero_units": 0.9, "min_unique_criteria": 0.1},
    "treat": {"method": "skew_kurtosis", "max_points": 3},
    "normalize": {"method": "minmax", "out_range": [1, 100]},
    "tiers": {"method": "none"},
    "criteria": [
        {"code": "rd", "polarity": "+", "treat": {"method": "winsorize"}},
        {
            "code": "per_gdp",
            "polarity": "+",
            "aliases": ["rd"],
            "denominator": "gdp",
            "factor": 100,
            "bounds": [0, 100],
            "treat": "none",
            "normalize": {"method": "goalposts", "low": 0, "high": 10},
        },
        {"code": "smog", "polarity": "-"},
    ],
}


def test_all_of_it_can_be_specified_and_is_written_back():
    index = CompositeIndex.from_spec(SPEC)
    again = CompositeIndex.from_spec(index.to_spec())
    assert again.to_spec() == index.to_spec()
    assert index.to_spec()["treat"] == SPEC["treat"]
    assert index.to_spec()["criteria"][2]["normalize"]["high"] == 10


def test_a_run_with_all_of_it_is_replayed_to_the_bit():
    frame = table()
    called = Normalizer("minmax", per_criterion={"per_gdp": {"high": 5}})
    index = CompositeIndex.from_spec(SPEC).with_(normalize=called)
    result = index.fit(frame).result_
    again = CompositeIndex.replay(result.provenance, frame).result_
    pd.testing.assert_frame_equal(again.scores, result.scores, check_exact=True)


def test_other_denominators_are_other_data():
    frame = table()
    index = fit(tree(denominator="gdp"), frame)
    with pytest.raises(mi.errors.ReplayError, match="not those of the recorded run"):
        CompositeIndex.replay(index.result_.provenance, frame.assign(gdp=1.0))


def test_wrong_settings_in_a_specification_are_reported_together():
    criteria = [
        {"code": "rd", "polarity": "+", "normalize": "minimax"},
        {"code": "smog", "polarity": "-", "treat": "iqq"},
    ]
    with pytest.raises(SpecError) as error:
        CompositeIndex.from_spec({"criteria": criteria})
    assert "'rd', normalize: unknown" in str(error.value)
    assert "'smog', treat: unknown" in str(error.value)


def test_goalposts_for_all_may_leave_the_bounds_to_the_criteria():
    criteria = [
        {"code": "rd", "polarity": "+", "normalize": {"low": 0, "high": 100}},
        {"code": "smog", "polarity": "-", "normalize": {"low": 30, "high": 70}},
    ]
    spec = {"criteria": criteria, "normalize": {"method": "goalposts"}}
    index = CompositeIndex.from_spec(spec | {"tiers": {"method": "none"}})
    frame = table()
    found = index.fit(frame).result_.scores["smog"]
    expected = ((70 - frame["smog"]) / 40).clip(0, 1)
    pd.testing.assert_series_equal(found, expected, check_names=False)


def test_a_table_of_criteria_may_hold_all_of_it():
    rows = pd.DataFrame(
        {
            "code": ["rd", "smog"],
            "polarity": ["+", "-"],
            "denominator": ["gdp", None],
            "factor": [100.0, None],
            "bounds": [None, "0, 100"],
            "treat": ["log", None],
        }
    )
    hierarchy = Hierarchy.from_table(rows)
    assert hierarchy["rd"].denominator == "gdp"
    assert hierarchy["rd"].factor == 100
    assert hierarchy["rd"].settings("treat") == {"method": "log"}
    assert hierarchy["smog"].bounds == (0, 100)


# Examination


def test_an_index_examines_what_it_would_use():
    found = fit(tree(denominator="gdp"), table()).examine(table())
    assert found.criteria.index.tolist() == ["rd", "smog"]
    expected = (table()["rd"] / table()["gdp"]).max()
    assert found.criteria.loc["rd", "max"] == expected
    assert found.denominators["denominator"].unique().tolist() == ["gdp"]


# Gaps: donors, goalposts, and what they cost


def with_gaps(seed=0, n=60):
    rng = np.random.default_rng(seed)
    size = rng.standard_normal((n, 1))
    values = np.exp(size + 0.6 * rng.standard_normal((n, 4)))
    gaps = rng.random(values.shape) < 0.15
    gaps[:6, :3] = True
    gaps[:6, 3] = False
    index = pd.Index([f"u{i}" for i in range(n)], name="city")
    return pd.DataFrame(values, index=index, columns=list("abcd")).mask(gaps)


FOUR = Hierarchy.of([Criterion(name, polarity="+") for name in "abcd"])


def index_of_four(**options):
    usual = {"impute": mi.MICEImputer(8), "tiers": None, "random_state": 0}
    return CompositeIndex(FOUR, **(usual | options))


def test_screened_units_give_to_the_imputation_if_asked():
    frame = with_gaps()
    screen = mi.Screener(max_missing_units=0.5)
    without = index_of_four(screen=screen).fit(frame)
    donated = index_of_four(screen=screen, keep_donors=True).fit(frame)
    assert len(without.imputer_.imputations_.observed) == 54
    assert len(donated.imputer_.imputations_.observed) == 60
    assert donated.result_.index.equals(without.result_.index)
    assert donated.result_.screened.equals(without.result_.screened)
    assert not donated.result_.scores.equals(without.result_.scores)
    assert set(donated.result_.imputed["unit"]) == set(without.result_.imputed["unit"])


def test_goalposts_from_observed_cells_are_the_same_in_every_draw():
    frame = with_gaps()
    clip = Normalizer("minmax", options={"clip": True})
    index = index_of_four(
        goalposts="observed",
        normalize=clip,
        weights="equal",
        impute=mi.MICEImputer(40),
    )
    result = index.fit(frame).result_
    whole = frame.notna().all(axis=1).to_numpy()
    leaves = [result.hierarchy.codes.index(code) for code in "abcd"]
    assert not np.ptp(result.score_draws[:, whole][:, :, leaves], axis=0).any()
    moving = index.with_(goalposts="per draw").fit(frame).result_
    assert np.ptp(moving.score_draws[:, whole][:, :, leaves], axis=0).any()


def test_goalposts_from_observed_cells_need_no_complete_rows():
    frame = with_gaps()
    frame["a"] = frame["a"].where(np.arange(60) % 2 == 0)
    frame["b"] = frame["b"].where(np.arange(60) % 2 == 1)
    clip = Normalizer("minmax", options={"clip": True})
    index = index_of_four(
        goalposts="observed", normalize=clip, treat="winsorize", weights="equal"
    )
    assert np.isfinite(index.fit(frame).result_.score_draws).all()


def test_both_are_written_into_the_record_and_replayed():
    frame = with_gaps()
    index = index_of_four(
        screen=mi.Screener(max_missing_units=0.5),
        keep_donors=True,
        goalposts="observed",
        normalize=Normalizer("minmax", options={"clip": True}),
        impute=mi.MICEImputer(4, passive={"d": "a + b"}),
    )
    first = index.fit(frame).result_
    again = CompositeIndex.replay(first.provenance, frame).result_
    np.testing.assert_array_equal(again.score_draws, first.score_draws)


def test_a_panel_is_written_into_the_record_and_replayed():
    frame = with_gaps()
    frame.index = pd.MultiIndex.from_product(
        [range(12), range(2010, 2015)], names=["city", "year"]
    )
    index = index_of_four(
        impute=mi.MICEImputer(4, panel=("city", "year")), period="year"
    )
    first = index.fit(frame).result_
    again = CompositeIndex.replay(first.provenance, frame).result_
    np.testing.assert_array_equal(again.score_draws, first.score_draws)


def test_what_is_computed_from_a_criterion_that_was_screened_out_is_drawn():
    frame = with_gaps()
    frame["b"] = frame["b"].where(np.arange(60) < 10)
    index = index_of_four(
        screen=mi.Screener(max_missing_criteria=0.5),
        impute=mi.MICEImputer(4, passive={"d": "a + `b`", "c": "a * 2"}),
    )
    filled = index.fit(frame).imputer_.plan_.set_index("criterion")["filled by"]
    assert filled.to_dict() == {"a": "bridge", "c": "a * 2, else bridge", "d": "bridge"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"keep_donors": True}, "needs a stage that screens"),
        ({"keep_donors": "yes"}, "true or false"),
        ({"goalposts": "observd"}, "Did you mean 'observed'"),
        ({"goalposts": "observed", "impute": None}, "a stage that imputes"),
    ],
)
def test_wishes_about_gaps_that_have_no_place_are_refused(options, words):
    with pytest.raises(SpecError, match=words):
        index_of_four(**options).fit(with_gaps())


def test_a_function_of_columns_cannot_be_replayed_from_a_record():
    frame = with_gaps()
    passive = {"d": (np.add, ["a", "b"])}
    index = index_of_four(impute=mi.MICEImputer(2, passive=passive))
    record = index.fit(frame).result_.provenance
    with pytest.raises(SpecError, match="passive column 'd' came from a function"):
        CompositeIndex.replay(record, frame)


def test_the_share_of_imputation_is_nothing_for_a_complete_table():
    complete = index_of_four().fit(with_gaps().dropna()).result_
    assert (complete.imputation_share == 0).all()
    few = with_gaps()
    share = index_of_four().fit(few).result_.imputation_share
    assert ((share > 0) & (share < 1)).all()
    more = few.mask(np.random.default_rng(1).random(few.shape) < 0.2)
    more.loc[few.notna().sum(axis=1) < 2] = few
    assert (index_of_four().fit(more).result_.imputation_share > share)["index"]


def test_the_share_of_imputation_is_that_of_the_variance_of_a_score():
    result = index_of_four().fit(with_gaps()).result_
    draws = result.score_draws[:, :, result.hierarchy.codes.index("index")]
    unknown = (1 + 1 / 8) * draws.var(axis=0, ddof=1).mean()
    differ = draws.mean(axis=0).var(ddof=1)
    expected = unknown / (unknown + differ)
    assert result.imputation_share["index"] == pytest.approx(expected)


def test_weights_have_the_interval_of_rubins_rules():
    result = index_of_four().fit(with_gaps()).result_
    weights = result.weights
    pooled = mi.imputation.pool(result.weight_draws[:, :, 1])
    low, high = pooled.interval()
    np.testing.assert_array_equal(weights["low"], low)
    np.testing.assert_array_equal(weights["high"], high)


def test_labels_by_row_have_no_place_in_an_index():
    labels = (np.repeat(np.arange(12), 5), np.tile(np.arange(5), 12))
    with pytest.raises(SpecError, match="names two levels of the row index"):
        index_of_four(impute=mi.MICEImputer(2, panel=labels)).fit(with_gaps())
