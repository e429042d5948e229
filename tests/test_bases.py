"""Panels in depth: what an index learns from, and single imputation as a stage."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index import CompositeIndex, Criterion, FillImputer, Hierarchy
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    ReplayError,
    SpecError,
    UnknownColumnError,
    UnknownMethodError,
)

UNITS, YEARS = [f"u{i}" for i in range(8)], [2019, 2020, 2021]
INDEX = pd.MultiIndex.from_product([UNITS, YEARS], names=["unit", "year"])
YEAR = INDEX.get_level_values("year")
TREE = Hierarchy.of(
    [
        Criterion("x", "A", polarity="+"),
        Criterion("y", "A", polarity="-"),
        Criterion("A"),
        Criterion("z", polarity="+"),
    ]
)


def panel(seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.lognormal(1, 0.6, (len(INDEX), 3)), INDEX, list("xyz"))


def fit(frame, **options):
    usual = {"tiers": None, "random_state": 0, "period": "year", "treat": "winsorize"}
    return CompositeIndex(TREE, **(usual | options)).fit(frame)


# What is learned from


def test_with_each_period_a_year_scores_as_if_it_were_alone():
    frame = panel()
    whole = fit(frame, base="each period").result_
    for year in YEARS:
        alone = fit(frame[year == YEAR]).result_
        assert_array_equal(whole.scores[year == YEAR], alone.scores)


def test_weights_of_each_period_are_averaged_in_the_result():
    frame = panel()
    whole = fit(frame, base="each period").result_
    alone = [fit(frame[year == YEAR]).result_.weights for year in YEARS]
    for column in ("local", "effective"):
        mean = np.mean([weights[column] for weights in alone], axis=0)
        assert_allclose(whole.weights[column], mean, rtol=1e-13)


def test_cells_treated_in_each_period_are_listed_by_unit():
    frame = panel()
    whole = fit(frame, base="each period").result_.treated
    alone = pd.concat([fit(frame[year == YEAR]).result_.treated for year in YEARS])
    keys = ["unit", "criterion"]
    one, other = (t.sort_values(keys, ignore_index=True) for t in (whole, alone))
    pd.testing.assert_frame_equal(one, other)


def test_from_a_base_year_all_rows_are_scored_by_what_it_taught():
    frame = panel()
    result = fit(frame, base=2020).result_
    taught = fit(frame[YEAR == 2020])
    assert_array_equal(result.scores, taught.score_nodes(frame))
    assert_array_equal(result.weights["local"], taught.result_.weights["local"])
    assert_array_equal(result.grader.cuts_, taught.result_.grader.cuts_)


def test_a_base_may_be_several_years():
    frame = panel()
    result = fit(frame, base=[2019, 2020]).result_
    taught = fit(frame[YEAR < 2021])
    assert_array_equal(result.scores, taught.score_nodes(frame))


def test_all_years_as_a_base_are_the_pooled_panel():
    frame = panel()
    assert_array_equal(fit(frame, base=YEARS).result_.scores, fit(frame).result_.scores)


def test_rows_of_a_period_are_scored_by_what_it_taught():
    frame = panel()
    index = fit(frame, base="each period")
    assert_array_equal(index.score_nodes(frame.iloc[::-1]), index.result_.scores[::-1])


def test_nothing_is_known_of_a_period_that_was_not_there():
    index = fit(panel(), base="each period")
    later = panel().rename(index={2021: 2022}, level="year")
    with pytest.raises(DomainError, match="nothing was learned of year 2022"):
        index.score_samples(later)


def test_each_draw_has_its_own_base():
    frame = panel()
    frame.iloc[::5, 0] = np.nan
    index = fit(frame, base=2020, impute=mi.MICEImputer(3))
    drawn = index.imputer_.imputations_.table(2)
    alone = fit(drawn, base=2020).result_
    assert_allclose(index.result_.score_draws[2], alone.scores, rtol=1e-13)


@pytest.mark.parametrize("goalposts", ["per draw", "observed"])
@pytest.mark.parametrize("base", ["each period", 2020])
def test_gaps_are_filled_before_anything_is_learned(base, goalposts):
    frame = panel()
    frame.iloc[::5, 0] = np.nan
    options = {"base": base, "goalposts": goalposts, "impute": mi.MICEImputer(2)}
    result = fit(frame, **options).result_
    assert np.isfinite(result.score_draws).all()
    again = CompositeIndex.replay(result.provenance, frame).result_
    assert_array_equal(again.score_draws, result.score_draws)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"base": 2018}, DomainError, "2018 has no row in 'year'.* There are 2019"),
        ({"base": "2020"}, DomainError, "Did you mean '2020'"),
        ({"base": []}, SpecError, "must name a period"),
        ({"base": 2020, "period": None}, SpecError, "needs a period"),
    ],
)
def test_a_base_that_is_not_there_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        fit(panel(), **options)


def test_three_hundred_thousand_rows_work():
    rng = np.random.default_rng(0)
    index = pd.MultiIndex.from_product(
        [range(30_000), range(2010, 2020)], names=["unit", "year"]
    )
    frame = pd.DataFrame(rng.lognormal(size=(len(index), 3)), index, list("xyz"))
    frame.iloc[::9, 0] = np.nan
    result = fit(frame, base="each period", impute="linear", treat=None).result_
    assert result.ranks["index"].groupby(level="year").min().eq(1).all()
    assert len(result.scores) == 300_000


# Single imputation as a stage


def with_gaps():
    frame = panel()
    frame.iloc[::5, 0] = np.nan
    frame.iloc[2::7, 1] = np.nan
    return frame


@pytest.mark.parametrize(
    "method", ["mean", "median", "knn", "hot_deck", "linear", "spline", "last"]
)
def test_an_index_fills_gaps_as_fill_does(method):
    frame = with_gaps()
    result = fit(frame, impute=FillImputer(method, random_state=None)).result_
    if method == "hot_deck":
        assert set(result.imputed["mean"]) <= set(frame.to_numpy().ravel())
    else:
        filled = mi.imputation.fill(frame, method)
        assert_array_equal(result.stages["imputed"], filled)
    assert result.m == 1


def test_groups_are_read_from_a_column_beside_the_criteria():
    frame = with_gaps()
    region = np.where(np.arange(len(frame)) % 2, "east", "west")
    index = fit(frame.assign(region=region), impute=FillImputer("group", by="region"))
    filled = mi.imputation.fill(frame, "group", groups=region)
    assert_array_equal(index.result_.stages["imputed"], filled)
    new = frame.assign(region=region).head(6)
    assert_array_equal(index.score_nodes(new), index.result_.scores.head(6))


def test_groups_are_read_from_a_level_of_the_index():
    frame = with_gaps()
    result = fit(frame, impute=FillImputer("group", by="year")).result_
    filled = mi.imputation.fill(frame, "group", groups=YEAR)
    assert_array_equal(result.stages["imputed"], filled)


def test_a_unit_is_filled_along_its_own_time():
    frame = with_gaps().swaplevel()
    filler = FillImputer("linear", panel=("unit", "year"))
    result = fit(frame, impute=filler).result_
    filled = mi.imputation.fill(with_gaps(), "linear")
    assert_array_equal(result.stages["imputed"], filled)


def test_a_new_year_is_filled_from_the_years_before():
    frame = panel()
    filler = FillImputer("last").fit(frame)
    new = frame.xs(2021, level="year", drop_level=False)
    new = new.rename(index={2021: 2022}, level="year") * np.nan
    latest = frame.xs(2021, level="year")
    assert_array_equal(filler.transform(new), latest)


def test_what_was_learned_fills_new_rows():
    base, new = panel(1), with_gaps()
    filler = FillImputer("median").fit(base)
    expected = new.fillna(base.median())
    assert_array_equal(filler.transform(new), expected)


def test_a_fill_is_written_into_a_specification_and_replayed():
    frame = with_gaps().assign(region=["n", "s"] * 12)
    index = fit(frame, impute=FillImputer("group", by="region"))
    assert index.to_spec()["impute"] == {"method": "group", "by": "region", "k": 5}
    again = CompositeIndex.replay(index.result_.provenance, frame).result_
    assert_array_equal(again.scores, index.result_.scores)


@pytest.mark.parametrize(
    ("filler", "error", "message"),
    [
        (FillImputer("group", by="regoin"), UnknownColumnError, "mean 'region'"),
        (FillImputer("group"), SpecError, "by= goes with method 'group'"),
        (FillImputer("mean", by="region"), SpecError, "by= goes with method 'group'"),
        (FillImputer("mean", panel=("unit", "year")), SpecError, "panel= goes with"),
        (FillImputer("meen"), UnknownMethodError, "Did you mean 'mean'"),
        ("meen", SpecError, "Did you mean 'mean'"),
        (FillImputer("group", by=[1] * 24), SpecError, "names a column beside"),
    ],
)
def test_a_fill_that_cannot_work_is_refused(filler, error, message):
    with pytest.raises(error, match=message):
        fit(with_gaps().assign(region="all"), impute=filler)


def test_a_group_that_the_fit_does_not_know_is_refused():
    frame = with_gaps().assign(region="known")
    index = fit(frame, impute=FillImputer("group", by="region"))
    with pytest.raises(MissingDataError, match="group 'new' has nothing observed"):
        index.score_samples(frame.assign(region="new"))


# What went wrong once


@pytest.mark.parametrize("method", ["linear", "spline", "last"])
def test_time_is_the_period_wherever_it_stands_in_the_row_index(method):
    frame = with_gaps()
    one = fit(frame, impute=method).result_.stages["imputed"]
    other = fit(frame.swaplevel(), impute=method).result_.stages["imputed"]
    assert_array_equal(one, other)


def test_several_scores_of_a_node_are_learned_from_the_base():
    result = fit(panel(), base=2020, aggregate="topsis").result_
    found = result.score_by(["topsis"])
    assert_allclose(found.scores["topsis"], result.scores["index"], rtol=1e-12)


def test_each_period_has_no_weights_to_score_all_by():
    result = fit(panel(), base="each period").result_
    with pytest.raises(DomainError, match="each period was learned by itself"):
        result.score_by(["topsis"])


def test_a_replay_needs_the_groups_of_the_run():
    frame = with_gaps().assign(region=["n", "s"] * 12)
    index = fit(frame, impute=FillImputer("group", by="region"))
    other = frame.assign(region=["n", "n", "s"] * 8)
    with pytest.raises(ReplayError, match="not those of the recorded run"):
        CompositeIndex.replay(index.result_.provenance, other)


def test_drift_speaks_of_the_base_that_was_learned_from():
    frame = panel()
    index = fit(frame, base=2020)
    known = frame[YEAR == 2020]
    found = index.drift(frame)
    assert found["low"].tolist() == known.min().tolist()
    assert found["high"].tolist() == known.max().tolist()


def test_provenance_says_from_what_goalposts_were_learned():
    options = {"impute": mi.MICEImputer(2), "goalposts": "observed"}
    record = fit(with_gaps(), **options).result_.provenance
    assert record["goalposts"] == "learned once from the observed cells"
