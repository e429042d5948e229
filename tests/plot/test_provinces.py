"""Figures of a real panel with Chinese labels: names have room, and none is a box."""

import warnings
from pathlib import Path

import pytest

import mcdm_index as mi
from mcdm_index import plot
from mcdm_index.plot import _fonts
from tests.plot.seen import boxes, overlaps, rows, texts

ROOT = Path(__file__).parents[2]
TABLE = ROOT.parent / "shared/data/provinces/cn_province_scitech_2010_2024.csv"

pytestmark = [
    pytest.mark.skipif(
        not TABLE.exists(),
        reason="the provinces table lies beside the project, not in it",
    ),
    pytest.mark.skipif(
        bool(_fonts._undrawable("广西壮族自治区名次得分")),
        reason="no Chinese font installed",
    ),
]


@pytest.fixture(scope="module")
def result():
    index = mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")
    panel = mi.read_table(
        TABLE, index.hierarchy, unit=["province"], period="year"
    ).frame
    return index.fit(panel).result_


@pytest.mark.parametrize(
    "name", ["bump", "heatmap", "rank_distribution", "ranking", "tiers", "weights"]
)
def test_labels_do_not_cover_each_other_and_none_is_a_box(result, name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = getattr(plot, name)(result, lang="zh")
        ends = [text for text in ax.texts if text.get_gid() == "unit"]
        labels = [*ax.get_yticklabels(), *ends]
        assert overlaps(boxes(ax, labels)) == 0


def test_all_31_provinces_are_ranked(result):
    assert len(rows(plot.ranking(result, lang="zh"))) == 31


def test_all_31_provinces_have_their_names_on_the_map(result):
    ax = plot.tiers(result, lang="zh")
    assert sum(text.get_gid() == "unit" for text in ax.texts) == 31


def test_criteria_have_their_chinese_names(result):
    assert "研发投入强度" in rows(plot.weights(result, lang="zh"))


def test_a_title_is_chinese(result):
    assert "科技发展 2023：排名" in texts(plot.ranking(result, lang="zh"))
