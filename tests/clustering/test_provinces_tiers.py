"""The tiers of a real panel, where it is at hand: what the how-to page says of them."""

from pathlib import Path

import numpy as np
import pytest

import mcdm_index as mi

ROOT = Path(__file__).parents[2]
TABLE = ROOT.parent / "shared/data/provinces/cn_province_scitech_2010_2024.csv"

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the provinces table lies beside the project, not in it"
)


@pytest.fixture(scope="module")
def scores():
    index = mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")
    panel = mi.read_table(
        TABLE, index.hierarchy, unit=["province"], period="year"
    ).frame
    year = panel.index.get_level_values("year")
    result = index.with_().fit(panel[year == 2020]).result_
    return result.scores[list(result.hierarchy.dimensions)].droplevel("year")


@pytest.fixture(scope="module")
def choice(scores):
    return mi.clustering.choose_tiers(scores, rng=0)


def test_the_provinces_have_a_long_tail_and_no_tiers(choice):
    silhouette = choice.best.loc["silhouette"]
    assert silhouette["p_uniform"] <= 0.05 < silhouette["p_skewed"]
    assert choice.k == 1
    assert choice.table.loc[2, "silhouette"] == pytest.approx(0.739, abs=0.001)
    assert choice.table.loc[2, "smallest"] == 4


def test_gap_and_bic_disagree_about_the_tail(choice):
    assert choice.best.loc[["gap", "bic"], "k"].tolist() == [1, 2]


def test_in_logarithms_nothing_is_left_of_two_tiers(scores):
    found = mi.clustering.choose_tiers(np.log(scores + 0.01), (2, 3), rng=0)
    assert found.best.loc["silhouette", "p_uniform"] > 0.5


def test_of_three_tiers_the_second_is_the_least_stable(scores):
    found = mi.clustering.tier_stability(scores, 3, rng=0)
    assert found.tiers["jaccard"].idxmin() == 2
    assert found.tiers["reading"].tolist() == ["highly stable", "pattern", "stable"]
    assert found.membership.loc["河南省", 2] == pytest.approx(0.48, abs=0.05)
