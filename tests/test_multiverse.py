"""The multiverse: one index under every combination of choices."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    UnknownColumnError,
)
from mcdm_index.universes._choices import read_choices
from mcdm_index.universes._drivers import drivers

RNG = np.random.default_rng(0)
TREE = mi.Hierarchy.of(
    [
        mi.Criterion("A"),
        mi.Criterion("a1", "A", polarity="+"),
        mi.Criterion("a2", "A", polarity="-"),
        mi.Criterion("B"),
        mi.Criterion("b1", "B", polarity="+"),
        mi.Criterion("b2", "B", polarity="+"),
    ]
)
PRODUCTS = {"weighted_product", "harmonic_mean", "moora_full"}
UNITS = [f"u{i}" for i in range(12)]
TABLE = pd.DataFrame(RNG.lognormal(size=(12, 4)), UNITS, ["a1", "a2", "b1", "b2"])
GAPS = TABLE.mask(RNG.random(TABLE.shape) < 0.1)


@pytest.fixture(scope="module")
def found():
    return mi.multiverse(TABLE, TREE, scheme=["flat", "nested"])


# ---- every combination is accounted for


def test_every_combination_ran_or_is_named(found):
    numbers = [*found.runs.index, *found.excluded.index, *found.failed.index]
    assert sorted(numbers) == list(range(1, 4 * 4 * 4 * 2 + 1))


def test_a_universe_has_the_scores_that_its_index_has(found):
    for number in found.runs.index[::9]:
        result = found.indices[number].fit(TABLE).result_
        expected = result.scores["index"].to_numpy()
        assert (found.scores[number].to_numpy() == expected).all()


def test_ranks_are_those_of_the_scores(found):
    number = found.runs.index[3]
    assert (found.ranks[number] == mi.rank(found.scores[number])).all()


def test_entropy_after_zscores_is_found_before_the_run(found):
    lost = found.excluded.query("normalize == 'zscore' and weights == 'entropy'")
    assert len(lost) == 8
    assert lost["reason"].str.contains("weights 'entropy' after 'zscore'").all()


def test_a_geometric_mean_after_zscores_is_found_before_the_run(found):
    lost = found.excluded.query(
        "normalize == 'zscore' and aggregate == 'weighted_product' "
        "and weights == 'equal'"
    )
    assert lost["reason"].str.contains("0 or more").all()
    assert len(lost) == 2


@pytest.mark.parametrize(
    "mean",
    ["weighted_product", "harmonic_mean", mi.Scorer("power_mean", options={"p": -2.0})],
)
def test_a_mean_that_a_zero_takes_whole_is_excluded_after_minmax(mean):
    choices = {"mean": mean, "sum": "weighted_sum"}
    result = mi.multiverse(TABLE, TREE, normalize="minmax", aggregate=choices)
    assert set(result.excluded["aggregate"]) == {"mean"}
    assert result.excluded["reason"].str.contains("a value of 0 makes").all()


@pytest.mark.parametrize(
    "method", [m.name for m in mi.list_methods("scoring") if m.learn is not None]
)
def test_only_the_means_that_a_zero_takes_whole_are_excluded_for_it(method):
    result = mi.multiverse(
        TABLE,
        TREE,
        normalize="minmax",
        weights="equal",
        aggregate={"one": method, "sum": "weighted_sum"},
    )
    reasons = result.excluded["reason"].str.contains("a value of 0 makes")
    assert reasons.any() == (method in PRODUCTS)


def test_a_geometric_mean_stays_where_goalposts_leave_no_zeros():
    posts = mi.Normalizer("minmax", options={"out_range": (0.1, 1.0)})
    result = mi.multiverse(
        TABLE, TREE, normalize={"posts": posts}, aggregate="weighted_product"
    )
    assert len(result.excluded) == 0


def test_names_that_do_not_exist_are_found_before_the_run():
    result = mi.multiverse(
        TABLE,
        TREE,
        normalize=["minmax", "minmaxx"],
        weights=["equal", "entorpy"],
        aggregate=["weighted_sum", "topsys"],
    )
    assert len(result.runs) == 1
    said = " ".join(result.excluded["reason"])
    for word in ("'minmax'", "'entropy'", "'topsis'"):
        assert f"Did you mean {word}" in said


def test_an_option_that_does_not_exist_is_found_before_the_run():
    wrong = mi.Normalizer("minmax", options={"clipp": True})
    result = mi.multiverse(TABLE, TREE, normalize={"wrong": wrong, "right": "rank"})
    assert set(result.excluded["normalize"]) == {"wrong"}
    assert result.excluded["reason"].str.contains("clip").all()


def test_a_function_that_always_fails_is_found_before_the_run():
    def broken(Z):
        msg = f"no weights for {Z.shape[1]} columns"
        raise RuntimeError(msg)

    result = mi.multiverse(TABLE, TREE, weights=["equal", broken])
    reasons = result.excluded.query("weights == 'broken' and normalize == 'rank'")
    assert (
        reasons["reason"].str.endswith("RuntimeError: no weights for 4 columns").all()
    )
    assert len(reasons) == 4


def test_a_run_that_fails_all_the_same_is_told_with_its_message():
    calls = []

    def moody(Z):
        calls.append(1)
        if len(calls) > 1:
            msg = "not again"
            raise RuntimeError(msg)
        return np.ones(Z.shape[1])

    result = mi.multiverse(
        TABLE,
        TREE,
        normalize="minmax",
        weights=["equal", moody],
        aggregate=["weighted_sum", "topsis"],
    )
    assert result.failed["reason"].tolist() == ["RuntimeError: not again"] * 2
    assert len(result.runs) == 2


def test_if_nothing_can_work_all_reasons_are_told_once():
    with pytest.raises(DomainError, match="no combination can work") as caught:
        mi.multiverse(TABLE, TREE, normalize="zscore", weights="entropy")
    assert str(caught.value).count("weights 'entropy' after 'zscore'") == 1


# ---- choices


def test_where_leaves_combinations_out():
    result = mi.multiverse(
        TABLE, TREE, where=lambda u: u["aggregate"] == "topsis" and u["treat"] == "none"
    )
    assert set(result.runs["aggregate"]) == {"topsis"}
    assert len(result.runs) + len(result.excluded) == 16


def test_choices_can_be_estimators_functions_and_weights():
    result = mi.multiverse(
        TABLE,
        TREE,
        normalize="minmax",
        weights={"ours": [4, 3, 2, 1], "by name": {"a1": 1, "a2": 1, "b1": 1, "b2": 2}},
        aggregate=[mi.Scorer("vikor", options={"v": 0.3})],
        treat=[None, "winsorize"],
    )
    assert set(result.runs["weights"]) == {"ours", "by name"}
    assert set(result.runs["treat"]) == {"none", "winsorize"}
    assert result.runs["aggregate"].iloc[0].startswith("Scorer(")


@pytest.mark.parametrize("alone", [None, "minmax", [1.0, 2.0], {"a": 1, "b": 2}, len])
def test_one_choice_needs_no_list(alone):
    assert list(read_choices("weights", alone).values()) == [alone]


def test_a_stage_without_a_choice_is_refused():
    with pytest.raises(EmptyDataError, match="normalize: no choice"):
        mi.multiverse(TABLE, TREE, normalize=[])


def test_two_choices_of_one_name_are_refused():
    with pytest.raises(DuplicateLabelError, match="called 'minmax'"):
        mi.multiverse(TABLE, TREE, normalize=["minmax", "minmax"])


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"where": "topsis"}, DomainError, "where must be a function"),
        ({"where": lambda labels: not labels}, EmptyDataError, "no combination"),
        ({"index": "topsis"}, DomainError, "index must be a CompositeIndex"),
        ({"top": 0}, DomainError, "top must be a whole number"),
        ({"top": True}, DomainError, "top must be a whole number"),
    ],
)
def test_what_cannot_be_is_refused(changes, kind, words):
    with pytest.raises(kind, match=words):
        mi.multiverse(TABLE, TREE, **changes)


def test_a_wrong_table_is_no_fault_of_a_choice():
    with pytest.raises(UnknownColumnError, match="b2"):
        mi.multiverse(TABLE.drop(columns="b2"), TREE)


# ---- reference


def test_without_an_index_the_reference_is_the_median_rank(found):
    expected = found.ranks.median(axis=1).rank(method="min")
    assert (found.reference == expected).all()


def test_an_index_is_the_reference():
    index = mi.CompositeIndex(TREE, weights="critic", aggregate="vikor")
    result = mi.multiverse(TABLE, TREE, index=index)
    own = index.fit(TABLE).result_.ranks["index"]
    assert (result.reference == own).all()
    same = result.runs.query(
        "normalize == 'minmax' and weights == 'critic' and aggregate == 'vikor'"
    )
    assert same[["spearman", "kendall"]].to_numpy() == pytest.approx(1.0)


def test_periods_of_the_index_hold_in_every_universe():
    panel = pd.concat({2020: TABLE, 2021: TABLE * 1.1}, names=["year", "unit"])
    index = mi.CompositeIndex(TREE, period="year")
    result = mi.multiverse(panel, TREE, index=index, weights="equal")
    number = result.runs.index[0]
    own = result.indices[number].fit(panel).result_.ranks["index"]
    assert (result.ranks[number] == own).all()
    assert result.ranks.to_numpy().max() == 12


# ---- imputation


def test_gaps_without_imputation_are_a_reason():
    result = mi.multiverse(GAPS, TREE, impute=[None, "median"], weights="equal")
    assert set(result.excluded["impute"]) == {"none", "median"}
    alone = result.excluded[result.excluded["impute"] == "none"]
    assert alone["reason"].str.contains("missing value").all()
    assert set(result.runs["impute"]) == {"median"}


def test_gaps_are_filled_once_for_each_imputation(monkeypatch):
    filled = []
    fit = mi.MICEImputer.fit

    def counting(self, *args, **kwargs):
        filled.append(1)
        return fit(self, *args, **kwargs)

    monkeypatch.setattr(mi.MICEImputer, "fit", counting)
    mice = mi.MICEImputer(m=2, max_iter=2)
    mi.multiverse(GAPS, TREE, impute={"mice": mice, "median": "median"}, rng=1)
    assert len(filled) == 1


def test_the_reference_shares_its_imputation_with_the_universes(monkeypatch):
    filled = []
    fit = mi.MICEImputer.fit

    def counting(self, *args, **kwargs):
        filled.append(1)
        return fit(self, *args, **kwargs)

    monkeypatch.setattr(mi.MICEImputer, "fit", counting)
    index = mi.CompositeIndex(TREE, impute=mi.MICEImputer(m=2, max_iter=2))
    mi.multiverse(GAPS, TREE, index=index, rng=1)
    assert len(filled) == 1


def test_a_universe_is_the_mean_over_the_draws_as_in_its_index():
    mice = mi.MICEImputer(m=2, max_iter=2)
    result = mi.multiverse(GAPS, TREE, impute=mice, weights="entropy", rng=3)
    number = result.runs.index[-1]
    index = result.indices[number]
    assert index.random_state == result.seed
    expected = index.fit(GAPS).result_.scores["index"].to_numpy()
    assert (result.scores[number].to_numpy() == expected).all()


def test_units_without_a_score_have_no_rank():
    table = TABLE.copy()
    table.loc["u3", ["a1", "a2", "b1"]] = np.nan
    index = mi.CompositeIndex(TREE, min_present=0.5)
    result = mi.multiverse(
        table, TREE, index=index, normalize="minmax", aggregate="weighted_sum"
    )
    assert result.ranks.loc["u3"].isna().all()
    assert np.isnan(result.units.loc["u3", "share_top"])
    assert result.drivers.loc["u3"].isna().all()
    assert result.runs["spearman"].notna().all()


def test_gaps_that_no_choice_fills_are_told():
    with pytest.raises(DomainError, match="missing value"):
        mi.multiverse(GAPS, TREE)


def test_the_reference_must_be_able_to_run():
    with pytest.raises(MissingDataError, match="missing value"):
        mi.multiverse(GAPS, TREE, impute="median", index=mi.CompositeIndex(TREE))


def test_the_numbers_do_not_depend_on_the_number_of_processes():
    mice = mi.MICEImputer(m=2, max_iter=2)
    runs = [
        mi.multiverse(GAPS, TREE, impute=mice, rng=5, n_jobs=jobs) for jobs in (1, 2)
    ]
    pd.testing.assert_frame_equal(runs[0].scores, runs[1].scores, check_exact=True)


def test_the_seed_is_that_of_the_index():
    index = mi.CompositeIndex(TREE, random_state=11)
    assert mi.multiverse(TABLE, TREE, index=index, weights="equal").seed == 11


# ---- what is read off


def test_units_are_summed_up_over_the_universes(found):
    ranks = found.ranks.loc["u5"]
    row = found.units.loc["u5"]
    assert row["best"] == ranks.min()
    assert row["worst"] == ranks.max()
    assert row["range"] == ranks.max() - ranks.min()
    assert row["median"] == np.median(ranks)
    assert row["iqr"] == np.subtract(*np.percentile(ranks, [75, 25]))
    assert row["share_top"] == np.mean(ranks <= 10)


def test_agreement_is_with_the_reference(found):
    from scipy.stats import kendalltau, spearmanr

    number = found.runs.index[-1]
    pair = found.ranks[number], found.reference
    assert_allclose(found.runs.loc[number, "spearman"], spearmanr(*pair).statistic)
    assert_allclose(found.runs.loc[number, "kendall"], kendalltau(*pair).statistic)


# ---- drivers


def design(*sizes):
    grid = np.indices(sizes).reshape(len(sizes), -1).T
    return pd.DataFrame(grid, columns=list("ABC")[: len(sizes)]).astype(str)


def sobol(y, labels, name):
    """Compute both indices from conditional means, level by level and cell by cell."""
    others = [other for other in labels if other != name]
    frame = labels.assign(y=y)
    first = frame.groupby(name)["y"].mean().var(ddof=0)
    within = frame.groupby(others)["y"].var(ddof=0).mean()
    return first / y.var(), within / y.var()


@given(st.integers(0, 10_000))
def test_on_a_full_grid_the_shares_are_the_indices_of_sobol(seed):
    labels = design(2, 3, 4)
    y = np.random.default_rng(seed).normal(size=24)
    units, overall = drivers(pd.DataFrame([y]), labels)
    for name in labels:
        first, total = sobol(y, labels, name)
        assert_allclose(units.loc[0, ("first", name)], first, rtol=1e-9, atol=1e-12)
        assert_allclose(units.loc[0, ("total", name)], total, rtol=1e-9, atol=1e-12)
        assert_allclose(overall.loc[name, "total"], total, rtol=1e-9)


def test_on_a_full_grid_the_first_shares_are_those_of_an_analysis_of_variance():
    smf = pytest.importorskip("statsmodels.formula.api")
    from statsmodels.stats.anova import anova_lm

    labels = design(2, 3, 4)
    y = np.random.default_rng(4).normal(size=24)
    table = anova_lm(smf.ols("y ~ A + B + C", labels.assign(y=y)).fit(), typ=2)
    units, _ = drivers(pd.DataFrame([y]), labels)
    shares = table["sum_sq"] / ((y - y.mean()) ** 2).sum()
    for name in labels:
        assert_allclose(units.loc[0, ("first", name)], shares[name], rtol=1e-10)


def test_where_combinations_lack_the_first_share_is_that_beside_all_other_choices():
    smf = pytest.importorskip("statsmodels.formula.api")
    labels = design(3, 3, 2).drop(index=[0, 1, 7, 16])
    y = np.random.default_rng(2).normal(size=len(labels))
    units, _ = drivers(pd.DataFrame([y]), labels)
    frame = labels.assign(y=y)
    rest = smf.ols("y ~ B:C", frame).fit().ssr
    both = smf.ols("y ~ B:C + A", frame).fit().ssr
    total = ((y - y.mean()) ** 2).sum()
    assert_allclose(units.loc[0, ("first", "A")], (rest - both) / total, rtol=1e-9)
    assert_allclose(units.loc[0, ("total", "A")], rest / total, rtol=1e-9)


def test_a_choice_that_does_nothing_has_no_share_and_one_that_does_all_has_all():
    labels = design(2, 3)
    y = labels["B"].astype(float).to_numpy()
    units, overall = drivers(pd.DataFrame([y, y]), labels)
    assert_allclose(units.loc[0].to_numpy(dtype=float), [0, 1, 0, 1], atol=1e-15)
    assert_allclose(overall.loc["B"].to_numpy(dtype=float), [1, 1])


def test_a_choice_that_only_turns_another_around_has_a_total_but_no_first_share():
    labels = design(2, 2)
    y = np.array([1.0, 2.0, 2.0, 1.0])
    units, _ = drivers(pd.DataFrame([y]), labels)
    assert_allclose(units.loc[0].to_numpy(dtype=float), [0, 0, 1, 1], atol=1e-15)


@given(st.integers(0, 10_000))
def test_a_first_share_is_never_more_than_the_total(seed):
    rng = np.random.default_rng(seed)
    labels = design(3, 3, 2)
    labels = labels[rng.random(len(labels)) < 0.7]
    if len(labels) < 3:
        return
    y = rng.integers(1, 6, len(labels)).astype(float)
    units, _ = drivers(pd.DataFrame([y]), labels)
    shares = units.to_numpy(dtype=float, na_value=0.0).reshape(2, -1)
    assert (shares[0] <= shares[1] + 1e-12).all()
    assert (shares >= 0).all()
    assert (shares <= 1 + 1e-12).all()


def test_a_unit_that_never_moves_has_no_drivers():
    units, _ = drivers(pd.DataFrame([[1.0, 1, 1, 1], [2.0, 3, 2, 3]]), design(2, 2))
    assert units.loc[0].isna().all()


def test_a_choice_that_does_not_vary_is_no_driver(found):
    assert list(found.overall.index) == ["normalize", "weights", "aggregate", "scheme"]


def test_a_single_universe_has_no_drivers():
    one = mi.multiverse(
        TABLE, TREE, normalize="minmax", weights="equal", aggregate="topsis"
    )
    assert one.drivers.shape == (12, 0)
    assert len(one.overall) == 0
    assert (one.units["range"] == 0).all()
