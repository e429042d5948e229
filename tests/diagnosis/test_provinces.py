"""A real panel, where it is at hand: 31 provinces in 2020, diagnosed."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index import diagnosis

ROOT = Path(__file__).parents[2]
TABLE = ROOT.parent / "shared/data/provinces/cn_province_scitech_2010_2024.csv"

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the provinces table lies beside the project, not in it"
)

DIMENSIONS = ["input", "knowledge", "industry"]
BEIJING, GUANGDONG, JIANGSU = ((name, 2020) for name in ("北京市", "广东省", "江苏省"))
ZHEJIANG, SHANGHAI = ("浙江省", 2020), ("上海市", 2020)


@pytest.fixture(scope="module")
def result():
    index = mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")
    panel = mi.read_table(
        TABLE, index.hierarchy, unit=["province"], period="year"
    ).frame
    year = panel.index.get_level_values("year")
    return index.fit(panel[year == 2020]).result_


def leads(result, **options):
    tree = result.hierarchy
    return diagnosis.champions(
        result.scores,
        overall=tree.root,
        imputed=result.imputed,
        leaves={code: tree.leaves_below(code) for code in tree.codes},
        weights=result.weights["effective"],
        draws=result.score_draws,
        **options,
    )


def test_beijing_and_guangdong_share_all_champions(result):
    table = leads(result).table
    assert set(table["champion"]) == {BEIJING, GUANGDONG}
    beijing = table.index[table["champion"] == BEIJING]
    assert list(beijing) == [
        "rd_intensity_pct",
        "basic_research_wan",
        "knowledge",
        "sci_papers",
        "tech_market_out_wan",
    ]


def test_no_lead_passes_what_long_tails_of_31_values_make(result):
    table = leads(result, tail="exponential").table
    assert not table["is_clear"].any()
    assert table["p_value"].min() == pytest.approx(0.057, abs=5e-4)
    assert leads(result).table["p_value"].min() > 0.05


def test_behind_the_first_three_it_is_zhejiang_shanghai_and_shandong(result):
    found = leads(result, exclude_top=3)
    assert set(found.excluded) == {BEIJING, GUANGDONG, JIANGSU}
    champions = found.table["champion"]
    assert {name for name, _ in champions} == {"浙江省", "上海市", "山东省"}
    assert champions["knowledge"] == ZHEJIANG


def test_the_ranked_provinces_have_no_break(result):
    found = diagnosis.gaps(result.scores["scitech"], draws=None, rng=0)
    assert not found.found
    largest = found.steps.nsmallest(1, "p_value").iloc[0]
    assert largest["place"] == 18
    assert largest["p_value"] > 0.1


def test_two_provinces_are_led_by_a_dimension(result):
    found = diagnosis.profiles(result.scores[DIMENSIONS])
    led = found.table.loc[found.table["type"] != "balanced", "type"]
    assert led.to_dict() == {BEIJING: "knowledge-led", GUANGDONG: "industry-led"}
    assert set(found.most_lopsided(2).index) == {BEIJING, GUANGDONG}


def test_the_peer_of_zhejiang_is_shanghai(result):
    found = diagnosis.peers(result.scores[DIMENSIONS], ZHEJIANG, 2, within=result.tiers)
    assert found.index[0] == SHANGHAI


def test_zhejiang_lacks_basic_research_most_of_all(result):
    leaves = list(result.hierarchy.leaves)
    found = diagnosis.next_tier(
        result.scores[leaves],
        result.tiers,
        ZHEJIANG,
        weights=result.weights.loc[leaves, "effective"],
    )
    assert (found.tier, found.target_tier) == ("middle", "leading")
    assert set(found.members) == {BEIJING, GUANGDONG, JIANGSU}
    assert found.table.index[0] == "basic_research_wan"
    assert found.table["share"].sum() == pytest.approx(1)


def test_the_corrected_coupling_parts_what_the_classic_does_not(result):
    S = result.scores[DIMENSIONS]
    classic, corrected = (
        diagnosis.coupling(S, form=f) for f in ("classic", "corrected")
    )
    some = classic["C"] > 0
    assert classic.loc[some, "C"].quantile(0.25) > 0.9
    assert corrected.loc[some, "C"].std() > 1.5 * classic.loc[some, "C"].std()
    assert corrected["D"].idxmax() == classic["D"].idxmax() == GUANGDONG


def test_obstacles_sum_to_1_in_every_province(result):
    leaves = list(result.hierarchy.leaves)
    weights = result.weights.loc[leaves, "effective"]
    found = diagnosis.obstacles(result.scores[leaves], weights)
    assert_allclose(found.degrees.sum(axis=1), 1, rtol=1e-14)
    assert found.degrees.mean().idxmax() == "hitech_revenue_yi"
    parents = result.weights.loc[leaves, "parent"]
    grouped = found.grouped(parents)
    assert list(grouped) == DIMENSIONS
    assert_allclose(grouped.sum(axis=1), np.ones(31))
