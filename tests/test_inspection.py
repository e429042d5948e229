"""What a reader asks of a result: one unit, adequacy, relations, choices, drift."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Hierarchy, Normalizer
from mcdm_index.errors import DomainError, ShapeError, SpecError, UnknownColumnError
from mcdm_index.methods import adequacy as statistics

TREE = Hierarchy.of(
    [
        Criterion("A", names="Science"),
        *(
            Criterion(code, "A", polarity="+", weight=w)
            for code, w in zip("abc", (3, 2, 1), strict=True)
        ),
        Criterion("B"),
        *(Criterion(code, "B", polarity="-") for code in "de"),
    ]
)


def table(seed=0, n=20):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((n, 1)) * [1, 1, 1, -1, -1]
    values = 10 + values + 0.8 * rng.standard_normal((n, 5))
    return pd.DataFrame(
        values, index=[f"u{i}" for i in range(n)], columns=list("abcde")
    )


def index(tree=TREE, **options):
    usual = {
        "weights": "given",
        "aggregate": "weighted_sum",
        "tiers": None,
        "random_state": 0,
    }
    return CompositeIndex(tree, **(usual | options))


@pytest.fixture(scope="module")
def result():
    return index().fit(table()).result_


# ---- one unit


def test_a_unit_has_its_scores_ranks_and_place_among_the_others(result):
    report = result.unit("u3")
    assert report.nodes["score"].to_dict() == result.scores.loc["u3"].to_dict()
    assert report.nodes["rank"].to_dict() == result.ranks.loc["u3"].to_dict()
    assert set(report.nodes["units"]) == {20}
    assert report.nodes.loc["A", "name"] == "Science"


def test_strengths_are_the_best_ranks_and_of_equal_ones_those_that_weigh_more(result):
    for unit in result.index:
        report = result.unit(unit, k=5)
        keys = list(
            zip(report.strengths["rank"], -report.strengths["weight"], strict=True)
        )
        assert keys == sorted(keys)
        worst = list(
            zip(-report.weaknesses["rank"], -report.weaknesses["weight"], strict=True)
        )
        assert worst == sorted(worst)
    assert len(result.unit("u3", k=2).strengths) == 2


def test_cells_of_a_unit_that_were_imputed_are_listed():
    frame = table()
    frame.loc["u3", ["a", "d"]] = np.nan
    result = index(impute=mi.MICEImputer(3)).fit(frame).result_
    assert result.unit("u3").imputed["criterion"].tolist() == ["a", "d"]
    assert result.unit("u4").imputed.empty


def test_a_unit_of_a_panel_is_one_among_those_of_its_period():
    frame = table()
    years = [2020] * 12 + [2021] * 8
    frame.index = pd.MultiIndex.from_arrays(
        [[*range(12), *range(8)], years], names=["city", "year"]
    )
    result = index(period="year").fit(frame).result_
    assert set(result.unit((3, 2021)).nodes["units"]) == {8}
    with pytest.raises(UnknownColumnError, match="names several rows"):
        result.unit(3)


def test_an_unknown_unit_is_met_with_the_likely_one(result):
    with pytest.raises(UnknownColumnError, match=r"no unit 'u33'\. Did you mean 'u3'"):
        result.unit("u33")


# ---- adequacy


def test_adequacy_holds_the_statistics_of_the_children_of_every_group(result):
    found = result.adequacy()
    X = result.scores[["a", "b", "c"]]
    assert found.groups.index.tolist() == ["A", "B", "index"]
    assert found.groups.loc["A", "alpha"] == statistics.cronbach_alpha(X)
    assert found.groups.loc["A", "kmo"] == statistics.kmo(X).overall
    children = found.children[found.children["parent"] == "A"]
    assert_array_equal(children["alpha_without"], statistics.alpha_if_deleted(X))
    assert_array_equal(children["vif"], statistics.vif(X))
    parent = [np.corrcoef(X[code], result.scores["A"])[0, 1] for code in "abc"]
    assert_allclose(children["with_parent"], parent)
    values = found.eigenvalues[found.eigenvalues["group"] == "A"]
    assert_allclose(values["eigenvalue"].sum(), 3)


def test_what_cannot_be_computed_is_noted_with_the_reason():
    frame = table()
    frame["b"] = 5.0
    found = index().fit(frame).result_.adequacy()
    assert "'b'" in found.groups.loc["A", "note"]
    assert np.isnan(found.groups.loc["A", "kmo"])
    assert np.isfinite(found.groups.loc["B", "kmo"])


def test_a_group_of_one_has_no_adequacy():
    tree = Hierarchy.of([Criterion("A"), Criterion("a", "A", polarity="+")])
    found = index(tree).fit(table()).result_.adequacy()
    assert found.groups.empty
    assert found.children.empty


# ---- relations


def test_relations_are_correlations_over_the_units_in_common(result):
    outside = pd.Series(np.arange(18.0) ** 2, index=[f"u{i}" for i in range(18)])
    outside = outside.sample(frac=1, random_state=0)
    outside["u2"] = np.nan
    outside["elsewhere"] = 3.0
    found = result.relate(outside)
    shared = [unit for unit in result.index if unit in outside and unit != "u2"]
    x, y = result.scores.loc[shared, "index"], outside.loc[shared]
    assert set(found["units"]) == {17}
    assert found.loc["index", "pearson"] == pytest.approx(x.corr(y))
    assert found.loc["index", "spearman"] == pytest.approx(x.corr(y, method="spearman"))
    assert found.loc["index", "kendall"] == pytest.approx(x.corr(y, method="kendall"))


def test_what_does_not_vary_outside_is_related_to_nothing(result):
    found = result.relate(pd.Series(7.0, index=result.index))
    assert (found[["pearson", "spearman", "kendall"]] == 0).all(axis=None)


def test_what_is_outside_goes_by_unit(result):
    with pytest.raises(DomainError, match="Series by unit"):
        result.relate(np.arange(20))
    with pytest.raises(ShapeError, match="only 2 units"):
        result.relate(pd.Series([1, 2], index=["u1", "u2"]))


# ---- other choices


def test_a_result_is_run_again_with_some_choices_changed(result):
    other = result.with_(weights="equal")
    expected = index(weights="equal").fit(table()).result_
    pd.testing.assert_frame_equal(other.scores, expected.scores)
    pd.testing.assert_frame_equal(result.with_().scores, result.scores)


def test_a_comparison_tells_who_moves_and_how_far(result):
    other = result.with_(weights="equal")
    found = result.compare(other)
    gained = result.ranks["index"] - other.ranks["index"]
    pd.testing.assert_series_equal(
        found.units["gained"].sort_index(), gained.sort_index(), check_names=False
    )
    assert found.units["gained"].abs().is_monotonic_decreasing
    assert found.agreement["spearman"] == pytest.approx(
        result.scores["index"].corr(other.scores["index"], method="spearman")
    )
    assert found.lost == found.new == ()


def test_a_comparison_names_units_that_only_one_has(result):
    other = index().fit(table().rename(index={"u0": "v0"})).result_
    found = result.compare(other)
    assert (found.lost, found.new) == (("u0",), ("v0",))
    with pytest.raises(ShapeError, match="no unit in common"):
        result.compare(index().fit(table().add_prefix("x", axis=0)).result_)


@pytest.mark.parametrize(
    ("level", "codes"), [("leaf", "abcde"), (1, "AB"), (2, "abcde")]
)
def test_each_node_of_a_level_is_left_out_once(result, level, codes):
    found = result.drop_each(level)
    assert set(found.index) == set(codes)
    assert found["mean_move"].is_monotonic_decreasing


def test_leaving_out_a_node_is_running_the_index_without_it(result):
    found = result.drop_each("dimension").loc["A"]
    without = index(TREE.select("de")).fit(table()).result_
    moved = (result.ranks["index"] - without.ranks["index"]).abs()
    assert found["mean_move"] == moved.mean()
    assert found["most_move"] == moved.max() == moved[found["unit"]]


@pytest.mark.parametrize("level", ["leaves", 0, 7, True, None])
def test_a_level_that_is_none_is_refused(result, level):
    with pytest.raises(DomainError, match="'leaf', 'dimension' or a depth"):
        result.drop_each(level)


def test_the_only_node_cannot_be_left_out():
    tree = Hierarchy.of([Criterion("A"), Criterion("a", "A", polarity="+")])
    with pytest.raises(DomainError, match="without 'a' no criterion is left"):
        index(tree).fit(table()).result_.drop_each()


# ---- tables of the stages, drift, files


def test_the_table_after_each_stage_is_kept():
    frame = table()
    frame.loc["u3", "a"] = np.nan
    frame.loc["u4", "b"] = 99.0
    run = index(impute=mi.MICEImputer(4), treat="winsorize").fit(frame)
    stages = run.result_.stages
    pd.testing.assert_frame_equal(stages["divided"], frame)
    filled = run.imputer_.imputations_.tables.mean(axis=0)
    assert_allclose(stages["imputed"].to_numpy(), filled)
    assert stages["treated"].loc["u4", "b"] < 99


def test_drift_counts_what_lies_beyond_what_was_seen():
    run = index().fit(table())
    low, high = table()["a"].min(), table()["a"].max()
    new = table().head(4).copy()
    new["a"] = [low - (high - low), low, high, high + 0.5 * (high - low)]
    new.iloc[0, 1] = np.nan
    found = run.drift(new)
    assert found.loc["a", ["low", "high"]].tolist() == [low, high]
    assert found.loc["a", ["below", "above"]].tolist() == [0.25, 0.25]
    assert found.loc["a", "furthest"] == pytest.approx(1)
    assert found.loc["b", ["values", "missing"]].tolist() == [3, 0.25]
    assert (found.loc[list("cde"), ["below", "above", "furthest"]] == 0).all(axis=None)


def test_drift_speaks_of_fixed_goalposts_where_there_are_some():
    posts = {"method": "goalposts", "low": 0, "high": 11}
    run = index(normalize=Normalizer(per_criterion={"a": posts})).fit(table())
    found = run.drift(table())
    assert found.loc["a", ["low", "high"]].tolist() == [0, 11]
    assert found.loc["a", "above"] == (table()["a"] > 11).mean()


def test_new_units_do_not_change_old_scores_by_a_bit():
    run = index(aggregate="topsis", weights="entropy").fit(table())
    old = run.score_samples(table())
    both = run.score_samples(pd.concat([table(), 5 * table(1).add_prefix("n", axis=0)]))
    assert_array_equal(both.iloc[:20], old)


def test_a_methodology_is_written_to_a_file_and_read_back(tmp_path):
    posts = {"method": "goalposts", "low": 0, "high": 20}
    run = index(
        screen=mi.Screener(max_missing_units=0.5),
        impute=mi.MICEImputer(3, passive={"c": "a + b"}),
        normalize=Normalizer(per_criterion={"a": posts}),
        treat="winsorize",
        scheme="nested",
    )
    frame = table()
    frame.loc["u3", "c"] = np.nan
    text = run.to_toml(tmp_path / "my.toml")
    assert (tmp_path / "my.toml").read_text(encoding="utf-8") == text
    again = CompositeIndex.from_toml(tmp_path / "my.toml")
    assert again.to_spec() == run.to_spec()
    found = again.fit(frame).result_.score_draws
    assert_array_equal(found, run.fit(frame).result_.score_draws)


def test_a_function_cannot_be_written_to_a_file():
    with pytest.raises(SpecError, match="which a specification cannot hold"):
        index(weights=lambda X: np.ones(X.shape[1])).to_toml()


def test_leaving_out_a_criterion_leaves_out_what_is_said_of_it():
    frame = table()
    frame.loc["u3", ["a", "d"]] = np.nan
    run = index(
        weights={"a": 1, "b": 2, "c": 3, "d": 4, "e": 5},
        impute=mi.MICEImputer(
            2,
            method={"a": "pmm"},
            scale={"b": "linear"},
            passive={"c": (np.add, ["a", "b"])},
        ),
    )
    assert set(run.fit(frame).result_.drop_each().index) == set("abcde")
    capped = index(weights=mi.Weighter("entropy", cap={"a": 0.5})).fit(table()).result_
    assert set(capped.drop_each(np.int64(2)).index) == set("abcde")


def test_a_unit_named_by_a_date_has_its_imputed_cells():
    frame = table().set_axis(pd.date_range("2020-01-01", periods=20))
    frame.iloc[2, 0] = np.nan
    result = index(impute=mi.MICEImputer(2)).fit(frame).result_
    assert result.unit("2020-01-03").imputed["criterion"].tolist() == ["a"]


def test_agreement_in_a_panel_is_that_within_the_periods():
    frame = table().head(6)
    frame.index = pd.MultiIndex.from_product(
        [["x", "y", "z"], [2020, 2021]], names=["city", "year"]
    )
    better = frame.copy()
    better.loc[(slice(None), 2021), ["a", "b", "c"]] += 50
    posts = {"method": "goalposts", "low": -100, "high": 100}
    fixed = Normalizer(per_criterion=dict.fromkeys("abcde", posts))
    run = index(period="year", normalize=fixed)
    found = run.fit(frame).result_.compare(run.fit(better).result_)
    assert (found.units["gained"] == 0).all()
    assert found.agreement["spearman"] == found.agreement["kendall"] == 1


def test_a_comparison_ranks_among_the_units_that_both_have(result):
    top = result.scores["index"].idxmax()
    posts = Normalizer("goalposts", options={"low": 0, "high": 20})
    run = index(normalize=posts)
    found = run.fit(table()).result_.compare(run.fit(table().drop(top)).result_)
    assert (found.units["gained"] == 0).all()
    assert found.lost == (top,)


@pytest.mark.parametrize("unit", [["u0", 2010], slice(None), None])
def test_what_is_no_label_is_no_unit(result, unit):
    with pytest.raises(UnknownColumnError, match="there is no unit"):
        result.unit(unit)


def test_what_is_outside_has_one_value_per_unit(result):
    twice = pd.Series([1.0, 2.0], index=["u1", "u1"])
    with pytest.raises(DomainError, match="one value per unit"):
        result.relate(twice)


@pytest.mark.parametrize("posts", [[0, -5, 0], {"x": 0, "y": -5, "z": 0}], ids=repr)
def test_goalposts_by_leaf_are_those_of_the_leaves_that_stay(posts):
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in "xyz"])
    frame = pd.DataFrame(np.random.default_rng(0).random((9, 3)), columns=list("xyz"))
    normalize = mi.Normalizer("goalposts", options={"low": posts, "high": 1})
    run = mi.CompositeIndex(tree, normalize=normalize, tiers=None, grade=None)
    result = run.fit(frame).result_
    assert list(result.drop_each().index.sort_values()) == ["x", "y", "z"]
    rest = result.rerun(without={"x"}).scores
    assert_array_equal(rest["y"], result.scores["y"])
