"""The composite index: scores of every node, frozen fit, replay, panels, bad input."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, Hierarchy, MICEImputer, Screener
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ReplayError,
    ShapeError,
    SpecError,
    UnknownColumnError,
    WeightsError,
)

TREE = Hierarchy.of(
    [
        Criterion("A", weight=2),
        Criterion("a1", "A", polarity="+", weight=3),
        Criterion("a2", "A", polarity="-", weight=1),
        Criterion("B", weight=1),
        Criterion("b1", "B", polarity="+"),
        Criterion("b2", "B", polarity="+"),
    ]
)


def table(n=20, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.lognormal(size=(n, 4)), columns=list(TREE.leaves))
    return frame.rename(index="u{}".format)


def with_gaps(seed=0):
    frame = table(seed=seed)
    gaps = np.random.default_rng(1).random(frame.shape) < 0.15
    gaps[:, 0] = False
    return frame.mask(gaps)


def fit(frame, **options):
    return CompositeIndex(TREE, random_state=0, **options).fit(frame)


@pytest.fixture(scope="module")
def imputed():
    return fit(with_gaps(), impute=MICEImputer(5))


def test_the_index_is_its_stages_written_out():
    frame = table()
    Z = mi.normalization.minmax(frame.to_numpy(), ["+", "-", "+", "+"])
    w = mi.weighting.entropy(Z)
    result = fit(frame).result_
    top = mi.scoring.topsis(Z, w, normalization=None)
    below = mi.scoring.topsis(Z[:, 2:], w[2:], normalization=None)
    np.testing.assert_allclose(result.scores["index"], top, rtol=1e-13)
    np.testing.assert_allclose(result.scores["B"], below, rtol=1e-13)
    np.testing.assert_allclose(result.weights["effective"][["b1", "b2"]], w[2:])


def test_nested_scores_a_node_from_the_scores_of_its_children():
    frame = table()
    Z = mi.normalization.minmax(frame.to_numpy(), ["+", "-", "+", "+"])
    parts = [
        mi.scoring.topsis(part, mi.weighting.entropy(part), normalization=None)
        for part in (Z[:, :2], Z[:, 2:])
    ]
    children = np.column_stack(parts)
    top = mi.scoring.topsis(
        children, mi.weighting.entropy(children), normalization=None
    )
    result = fit(frame, scheme="nested").result_
    np.testing.assert_allclose(result.scores["index"], top, rtol=1e-13)


def test_flat_and_nested_agree_for_a_weighted_sum_with_given_weights():
    options = {"weights": "given", "aggregate": "weighted_sum"}
    flat = fit(table(), **options).result_
    nested = fit(table(), scheme="nested", **options).result_
    np.testing.assert_allclose(flat.scores, nested.scores, rtol=1e-13)


@pytest.mark.parametrize("scheme", ["flat", "nested"])
@pytest.mark.parametrize("weights", ["entropy", "critic", "std", "equal", "given"])
def test_weights_add_up_within_every_parent_and_at_every_level(scheme, weights):
    w = fit(table(), scheme=scheme, weights=weights).result_.weights
    for _, local in w[w["parent"] != ""].groupby("parent")["local"]:
        assert local.sum() == pytest.approx(1)
    for _, effective in w.groupby("depth")["effective"]:
        assert effective.sum() == pytest.approx(1)


def test_given_weights_are_those_of_the_hierarchy():
    w = fit(table(), weights="given").result_.weights["effective"]
    assert w["a1"] == pytest.approx(2 / 3 * 3 / 4)


def test_weights_may_be_an_array_or_a_function():
    array = fit(table(), weights=[1, 2, 3, 4]).result_
    function = fit(table(), weights=lambda X: np.arange(1.0, X.shape[1] + 1)).result_
    pd.testing.assert_frame_equal(array.scores, function.scores)


def test_a_batch_of_weights_is_refused():
    with pytest.raises(WeightsError, match="one weight vector is needed here"):
        fit(table(), weights=np.ones((3, 4)))


def test_columns_may_come_in_any_order_beside_others():
    frame = table()
    other = frame[["b2", "a1", "b1", "a2"]].assign(region="east")
    pd.testing.assert_frame_equal(fit(other).result_.scores, fit(frame).result_.scores)


def test_the_order_of_units_does_not_change_their_scores():
    frame = table()
    shuffled = frame.iloc[np.random.default_rng(2).permutation(len(frame))]
    scores = fit(shuffled).result_.scores.loc[frame.index]
    np.testing.assert_allclose(scores, fit(frame).result_.scores, rtol=1e-12)


def test_an_array_takes_its_columns_in_the_order_of_the_leaves():
    frame = table()
    scores = fit(frame.to_numpy()).result_.scores
    np.testing.assert_array_equal(scores, fit(frame).result_.scores)


def test_an_array_with_another_number_of_columns_is_refused():
    with pytest.raises(ShapeError, match="needs 4 columns, one per leaf, got 3"):
        fit(np.ones((5, 3)))


def test_ranks_follow_the_scores_with_one_for_the_best():
    result = fit(table()).result_
    for code in TREE.codes:
        best = result.scores[code].idxmax()
        assert result.ranks[code][best] == 1
    assert sorted(result.ranks["index"]) == list(range(1, 21))


def test_scores_are_means_over_the_draws(imputed):
    result = imputed.result_
    assert result.m == 5
    mean = result.score_draws.mean(axis=0)
    np.testing.assert_array_equal(result.scores, mean)


def test_every_draw_goes_through_every_stage(imputed):
    draw, tree = imputed.imputer_.imputations_.table(3), imputed.trees_[3]
    alone = fit(draw, impute=None)
    np.testing.assert_allclose(
        imputed.result_.score_draws[3], alone.result_.scores, rtol=1e-13
    )
    assert tree.effective["a1"] == pytest.approx(
        alone.result_.weights["effective"]["a1"]
    )


def test_intervals_hold_the_draws(imputed):
    result = imputed.result_
    interval = result.intervals
    assert (interval["rank_low"] <= interval["rank_mean"]).all()
    assert (interval["rank_mean"] <= interval["rank_high"]).all()
    assert (interval["rank_high"] > interval["rank_low"]).any()


def test_score_intervals_are_those_of_rubins_rules_for_a_census(imputed):
    result = imputed.result_
    draws = result.score_draws[:, :, 0]
    reach = stats.t.ppf(0.975, result.m - 1) * draws.std(axis=0, ddof=1)
    reach *= np.sqrt(1 + 1 / result.m)
    interval = result.intervals
    np.testing.assert_allclose(interval["score_low"], draws.mean(axis=0) - reach)
    np.testing.assert_allclose(interval["score_high"], draws.mean(axis=0) + reach)


def test_the_error_of_a_mean_rank_is_that_of_a_mean(imputed):
    result = imputed.result_
    places = np.array([mi.rank(draw) for draw in result.score_draws[:, :, 0]])
    expected = places.std(axis=0, ddof=1) / np.sqrt(result.m)
    found = result.intervals["rank_mc_error"]
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_the_chance_of_the_first_places_is_a_share_of_the_draws(imputed):
    result = imputed.result_
    places = np.array([mi.rank(draw) for draw in result.score_draws[:, :, 0]])
    np.testing.assert_allclose(result.top(3), (places <= 3).mean(axis=0))
    assert (result.top(len(result.index)) == 1).all()
    with pytest.raises(DomainError, match="k must be"):
        result.top(0)


def test_one_unit_precedes_another_in_a_share_of_the_draws(imputed):
    result = imputed.result_
    first, second = result.score_draws[:, 4, 0], result.score_draws[:, 7, 0]
    share = ((first > second) + 0.5 * (first == second)).mean()
    found = result.precedence().to_numpy()
    assert found[4, 7] == pytest.approx(share)
    np.testing.assert_allclose(found + found.T, 1)


def test_bounds_of_a_criterion_keep_imputed_values_inside():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(40)
    frame = pd.DataFrame(
        {"a": 100 / (1 + np.exp(-3 * x)), "b": x + rng.normal(size=40)}
    )
    frame.loc[:9, "a"] = np.nan
    for bounds, outside in (((0, 100), False), (None, True)):
        kinds = (
            Criterion("a", polarity="+", bounds=bounds),
            Criterion("b", polarity="+"),
        )
        tree = Hierarchy.of(kinds)
        index = CompositeIndex(tree, impute=MICEImputer(20), random_state=0).fit(frame)
        draws = index.imputer_.imputations_.cells
        assert ((draws < 0) | (draws > 100)).any() == outside


def test_predictors_within_parent_are_the_criteria_beside():
    impute = MICEImputer(2, predictors="within parent")
    index = fit(with_gaps(), impute=impute)
    used = index.imputer_.plan_.set_index("criterion")["predictors"]
    tree = index.result_.hierarchy
    for leaf in tree.leaves:
        beside = [c for c in tree.leaves if tree[c].parent == tree[leaf].parent]
        assert used[leaf] == len(beside) - 1


def test_what_is_said_of_a_screened_criterion_falls_away():
    frame = with_gaps()
    frame.loc[frame.index[5:], "a1"] = np.nan
    index = fit(
        frame,
        screen=Screener(max_missing_criteria=0.5),
        impute=MICEImputer(2, method={"a1": "pmm"}),
    )
    assert "a1" not in index.result_.hierarchy.leaves


def test_a_narrow_interval_lies_inside_a_wide_one(imputed):
    narrow = imputed.result_.interval("A", level=0.3)
    wide = imputed.result_.interval("A", level=0.95)
    assert (wide["score_low"] <= narrow["score_low"]).all()
    assert (narrow["score_high"] <= wide["score_high"]).all()


def test_an_interval_needs_a_level_between_zero_and_one(imputed):
    with pytest.raises(DomainError, match="level must lie between 0 and 1"):
        imputed.result_.interval(level=95)


def test_a_complete_table_has_one_draw_and_closed_intervals():
    result = fit(table(), impute=MICEImputer(5)).result_
    assert result.m == 1
    assert (result.intervals["rank_low"] == result.intervals["rank_high"]).all()
    assert result.imputed.empty


def test_every_imputed_cell_is_listed_once(imputed):
    frame = with_gaps()
    log = imputed.result_.imputed
    cells = set(zip(log["unit"], log["criterion"], strict=True))
    expected = {(u, c) for u in frame.index for c in frame if np.isnan(frame[c][u])}
    assert cells == expected
    assert len(log) == len(expected)


def test_fitted_rows_score_as_they_did_in_the_fit():
    frame = table()
    index = fit(frame)
    np.testing.assert_array_equal(
        index.score_samples(frame), index.result_.scores["index"]
    )


def test_new_units_change_no_bit_of_the_old_scores(imputed):
    frame = with_gaps()
    more = pd.concat([frame, table(seed=7).rename(index="new-{}".format) * 10])
    old = imputed.score_samples(frame)
    pd.testing.assert_series_equal(imputed.score_samples(more)[: len(frame)], old)


def test_scoring_new_rows_refits_nothing():
    index = fit(table())
    before = index.to_spec(), index.result_.scores.copy()
    extreme = table(seed=3) * 1000
    index.score_samples(extreme)
    assert index.to_spec() == before[0]
    pd.testing.assert_frame_equal(index.result_.scores, before[1])
    weights = index.trees_[0].effective
    assert weights == fit(table()).trees_[0].effective


def test_new_rows_with_gaps_are_filled_by_the_fitted_chains(imputed):
    row = table(1, seed=9)
    row.iloc[0, 2] = np.nan
    assert 0 < imputed.score_samples(row).iloc[0] < 1


def test_new_rows_of_which_nothing_is_known_score_nan(imputed):
    row = table(2, seed=9)
    row.iloc[0] = np.nan
    scores = imputed.score_samples(row)
    assert np.isnan(scores.iloc[0])
    assert np.isfinite(scores.iloc[1])


def test_new_rows_beyond_the_screening_limit_score_nan():
    index = fit(
        with_gaps(), impute=MICEImputer(2), screen=Screener(max_missing_units=0.3)
    )
    row = table(1, seed=9)
    row.iloc[0, :2] = np.nan
    assert np.isnan(index.score_samples(row).iloc[0])


def test_screened_units_and_criteria_are_listed_and_not_scored():
    frame = table()
    frame.loc["u3", ["a1", "a2", "b1"]] = np.nan
    frame.loc["u5":, "b2"] = np.nan
    screen = Screener(max_missing_units=0.5, max_missing_criteria=0.5)
    result = fit(frame, screen=screen, impute=MICEImputer(2)).result_
    assert result.screened["label"].tolist() == ["u3", "b2"]
    assert "u3" not in result.scores.index
    assert "b2" not in result.hierarchy.codes
    assert "100.0% missing" in result.screened["reason"][0]  # of those that stay


def test_new_rows_need_only_the_criteria_that_stayed():
    frame = table()
    frame.loc["u5":, "b2"] = np.nan
    index = fit(frame, screen=Screener(max_missing_criteria=0.5), impute=MICEImputer(2))
    scores = index.score_samples(frame.drop(columns="b2"))
    np.testing.assert_array_equal(scores, index.result_.scores["index"])


@pytest.mark.parametrize("frame", [table(), with_gaps()], ids=["complete", "gaps"])
def test_a_run_is_replayed_bit_for_bit_from_its_provenance_as_json(frame):
    index = CompositeIndex(
        TREE,
        impute=MICEImputer(3),
        weights="critic",
        grade=mi.Grader(k=3, labels={"en": ["x", "y", "z"]}),
    ).fit(frame)
    record = json.loads(json.dumps(index.result_.provenance))
    again = CompositeIndex.replay(record, frame).result_
    assert (again.score_draws == index.result_.score_draws).all()
    assert again.grades.equals(index.result_.grades)
    assert again.tiers.equals(index.result_.tiers)
    assert again.provenance == index.result_.provenance


def test_a_replay_on_other_data_is_refused():
    record = fit(table()).result_.provenance
    with pytest.raises(ReplayError, match="not those of the recorded run"):
        CompositeIndex.replay(record, table(seed=1))


def test_a_run_with_a_function_of_ones_own_says_that_it_cannot_be_replayed():
    record = fit(table(), weights=lambda X: X.max(axis=0)).result_.provenance
    with pytest.raises(SpecError, match="pass it as weights="):
        CompositeIndex.replay(record, table())


def test_a_copy_with_changes_leaves_the_original_alone():
    index = fit(table())
    other = index.with_(weights="critic")
    assert (index.weights, other.weights) == ("entropy", "critic")
    assert not hasattr(other, "result_")


def panel(years=(2020, 2021, 2022)):
    parts = {year: table(seed=year) * (year - 2018) for year in years}
    return pd.concat(parts, names=["year", "unit"]).swaplevel()


def test_in_a_panel_units_are_ranked_within_their_period():
    ranks = fit(panel(), period="year").result_.ranks["index"]
    for _, one in ranks.groupby("year"):
        assert sorted(one) == list(range(1, 21))


def test_in_a_panel_entropy_counts_all_rows():
    frame = panel()
    Z = mi.normalization.minmax(frame.to_numpy(), ["+", "-", "+", "+"])
    weights = fit(frame, period="year").result_.weights["effective"][list(TREE.leaves)]
    np.testing.assert_allclose(weights, mi.weighting.entropy(Z), rtol=1e-12)


def test_the_main_table_of_a_panel_lists_each_period_best_first():
    main = fit(panel(), period="year").result_.table()
    assert main.index.get_level_values("year").is_monotonic_increasing
    assert all(one["rank"].is_monotonic_increasing for _, one in main.groupby("year"))


def test_a_period_that_is_no_level_of_the_index_is_refused():
    with pytest.raises(UnknownColumnError, match="period 'year' is not a level"):
        fit(table(), period="year")


def test_one_unit_has_a_defined_answer():
    result = fit(table(1), impute=MICEImputer(2)).result_
    assert result.scores["index"].tolist() == [0.5]
    assert result.ranks["index"].tolist() == [1]
    assert result.weights["effective"][list(TREE.leaves)].tolist() == [0.25] * 4
    assert result.tiers.tolist() == [1]


def test_one_criterion_has_a_defined_answer():
    tree = Hierarchy.of([Criterion("x", polarity="-")])
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0]}, index=list("abc"))
    result = CompositeIndex(tree, random_state=0).fit(frame).result_
    assert result.scores["index"].tolist() == [1.0, 0.5, 0.0]
    assert result.weights["effective"]["x"] == 1


def test_no_unit_is_refused():
    with pytest.raises(EmptyDataError, match="0 rows"):
        fit(table().iloc[:0])


def test_an_unknown_column_is_refused_with_its_look_alike():
    frame = table().rename(columns={"a1": "a_1"})
    with pytest.raises(UnknownColumnError, match=r"'a1' has no column.*'a_1'"):
        fit(frame)


def test_a_unit_that_stands_twice_is_refused_with_its_rows():
    frame = table().rename(index={"u7": "u2"})
    with pytest.raises(DuplicateLabelError, match="'u2' in rows 2, 7"):
        fit(frame)


def test_a_text_in_a_number_column_is_refused_by_cell():
    frame = table().astype(object)
    frame.loc["u4", "b1"] = "many"
    with pytest.raises(NotNumericError, match=r"unit 'u4', criterion 'b1'.*'many'"):
        fit(frame)


def test_an_infinite_value_is_refused_by_cell():
    frame = table()
    frame.loc["u4", "b1"] = np.inf
    with pytest.raises(NonFiniteError, match="unit 'u4', criterion 'b1'"):
        fit(frame, impute=MICEImputer(2))


def test_a_criterion_without_any_value_is_refused_by_name():
    with pytest.raises(MissingDataError, match="'a2': every value is missing"):
        fit(table().assign(a2=np.nan), impute=MICEImputer(2))


def test_a_unit_without_any_value_is_refused_by_name():
    frame = table()
    frame.loc["u4"] = np.nan
    with pytest.raises(MissingDataError, match="unit 'u4': no criterion has a value"):
        fit(frame, impute=MICEImputer(2))


def test_gaps_without_imputation_are_refused_by_cell_with_the_way_out():
    frame = table()
    frame.loc["u4", "b1"] = np.nan
    with pytest.raises(MissingDataError, match=r"'u4', criterion 'b1'.*MICEImputer"):
        fit(frame)


def test_screening_out_every_unit_is_refused():
    frame = table(4).where(np.eye(4) == 1)
    with pytest.raises(EmptyDataError, match="no unit is left after screening"):
        fit(frame, screen=Screener(max_missing_units=0.5))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"scheme": "flatt"}, "Did you mean 'flat'"),
        (
            {"aggregate": mi.Scorer(weights=[1, 2, 3, 4])},
            r"Scorer\(weights=\.\.\.\) has no place in an index",
        ),
        ({"normalize": mi.Normalizer(polarity="-")}, "the hierarchy says it"),
        ({"normalize": 3}, "a stage is the name of a method or a Normalizer"),
        ({"random_state": "x"}, "random_state must be a whole number"),
        ({"weights": "entropi"}, "Did you mean 'entropy'"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        CompositeIndex(TREE, **options).fit(table())


def test_grades_and_tiers_can_be_left_out():
    result = fit(table(), grade=None, tiers=None).result_
    with pytest.raises(DomainError, match="no grades"):
        _ = result.grades
    with pytest.raises(DomainError, match="no tiers"):
        _ = result.tiers
    assert "grade" not in result.table()


def test_named_classes_come_in_the_language_that_was_asked_for():
    labels = {"en": ["good", "poor"], "zh": ["优", "差"]}
    grader = mi.Grader(k=2, labels=labels)
    result = fit(table(), grade=grader, tiers=None).result_
    best = result.ranks["index"].idxmin()
    assert result.grades[best] == "good"
    assert result.named_grades("zh")[best] == "优"
    assert result.grades.max() == "good"
