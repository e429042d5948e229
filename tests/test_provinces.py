"""A real panel, where it is at hand: what its page in the documentation says."""

from pathlib import Path

import numpy as np
import pytest

import mcdm_index as mi

ROOT = Path(__file__).parents[1]
TABLE = ROOT.parent / "shared/data/provinces/cn_province_scitech_2010_2024.csv"

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the provinces table lies beside the project, not in it"
)


@pytest.fixture(scope="module")
def index():
    return mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")


@pytest.fixture(scope="module")
def panel(index):
    return mi.read_table(TABLE, index.hierarchy, unit=["province"], period="year").frame


@pytest.fixture(scope="module")
def whole(index, panel):
    return index.with_().fit(panel).result_


@pytest.fixture(scope="module")
def alone(index, panel):
    year = panel.index.get_level_values("year")
    return index.with_().fit(panel[year == 2020]).result_


def places(result, year):
    return result.ranks["scitech"].xs(year, level="year")


def test_the_first_ten_of_2020_alone(alone):
    first = places(alone, 2020).sort_values().index[:10]
    assert list(first) == [
        "广东省",
        "北京市",
        "江苏省",
        "浙江省",
        "上海市",
        "山东省",
        "湖北省",
        "安徽省",
        "四川省",
        "陕西省",
    ]


def test_2020_is_complete_and_keeps_all_criteria(alone):
    assert alone.m == 1
    assert len(alone.hierarchy.leaves) == 13


def test_2024_and_a_criterion_that_starts_in_2018_are_screened_out(whole):
    screened = whole.screened
    units = screened.loc[screened["kind"] == "unit", "label"]
    assert {year for _, year in units} == {2024}
    assert len(units) == 31
    criteria = screened.loc[screened["kind"] == "criterion", "label"]
    assert list(criteria) == ["hitech_firms_recognised"]


def test_223_cells_are_imputed_and_none_is_negative(whole):
    assert len(whole.imputed) == 223
    assert (whole.imputed["min"] > 0).all()


def test_the_panel_ranks_2020_within_one_place_of_2020_alone(whole, alone):
    assert (places(whole, 2020) - places(alone, 2020)).abs().max() <= 1


def test_intervals_are_wide_where_criteria_are_missing_for_everyone(whole):
    width = whole.intervals["rank_high"] - whole.intervals["rank_low"]
    widest = width.groupby("year").max()
    assert widest[[2010, 2017]].min() > widest[[2013, 2014, 2015, 2018, 2020]].max()


def test_rows_with_a_gap_are_counted_once(panel):
    assert panel.shape == (465, 13)


@pytest.fixture(scope="module")
def frozen(index, panel):
    year = panel.index.get_level_values("year")
    return index.with_().fit(panel[year <= 2020])


def test_the_best_of_a_later_year_is_not_punished_for_passing_the_frozen_ideal(
    frozen, panel
):
    year = panel.index.get_level_values("year")
    later = frozen.score_samples(panel[year == 2023])
    assert later.idxmax() == ("广东省", 2023)


def test_old_scores_stay_to_the_bit_when_new_years_come(frozen, panel):
    year = panel.index.get_level_values("year")
    leaves = list(frozen.result_.hierarchy.leaves)
    complete = panel[leaves].notna().all(axis=1) & (year <= 2020)
    alone, later = frozen.score_samples(panel[complete]), frozen.score_samples(panel)
    assert (later[complete] == alone).all()


def test_a_year_of_which_nearly_nothing_is_known_is_left_without_a_score(frozen, panel):
    missing = frozen.score_samples(panel).isna()
    assert missing.groupby("year").all().to_dict() == {
        year: year == 2024 for year in range(2010, 2025)
    }


def test_each_year_by_itself_ranks_nearly_as_the_pooled_panel(index, panel, whole):
    alone = index.with_(base="each period").fit(panel).result_
    moved = (alone.ranks["scitech"] - whole.ranks["scitech"]).abs()
    assert moved.max() <= 3
    assert whole.scores["scitech"].groupby("year").max().is_monotonic_increasing
    assert alone.scores["scitech"].groupby("year").max().min() > 0.6


def test_a_base_year_scores_the_panel_as_frozen_rows_are_scored(index, panel):
    year = panel.index.get_level_values("year")
    known = panel[(year >= 2018) & (year <= 2022)]
    based = index.with_(base=2020, screen=None).fit(known).result_
    year = known.index.get_level_values("year")
    taught = index.with_(screen=None).fit(known[year == 2020])
    np.testing.assert_allclose(based.scores, taught.score_nodes(known), rtol=1e-12)
