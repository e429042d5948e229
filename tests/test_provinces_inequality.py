"""Inequality on a real panel, where it is at hand: provinces in four regions."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

ROOT = Path(__file__).parents[1]
TABLE = ROOT.parent / "shared/data/provinces/cn_province_scitech_2010_2024.csv"
LEVELS = ("province", "year")

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the provinces table lies beside the project, not in it"
)


@pytest.fixture(scope="module")
def result():
    index = mi.CompositeIndex.from_toml(ROOT / "examples/provinces.toml")
    panel = mi.read_table(
        TABLE, index.hierarchy, unit=["province"], period="year"
    ).frame
    return index.fit(panel).result_


@pytest.fixture(scope="module")
def scores(result):
    return result.scores["scitech"]


@pytest.fixture(scope="module")
def region():
    """East, center, west, northeast, as the statistics bureau has them since 2011."""
    return pd.read_csv(TABLE).groupby("province")["region4"].first()


def test_there_are_four_regions(region):
    sizes = {"东部": 10, "中部": 6, "西部": 12, "东北": 3}
    assert region.value_counts().to_dict() == sizes


def test_parts_add_up_in_every_year(scores, region):
    for year in range(2010, 2024):
        x = scores.xs(year, level="year")
        found = mi.inequality.dagum(x, region)
        parts = found.within + found.between + found.transvariation
        assert parts == pytest.approx(found.total, abs=1e-12)
        theil = mi.inequality.theil_parts(x, region)
        assert theil.within + theil.between == pytest.approx(theil.total, abs=1e-12)


def test_pysal_finds_the_same(scores, region):
    pysal = pytest.importorskip("inequality")
    x = scores.xs(2020, level="year")
    y, own = x.to_numpy(), region.loc[x.index].to_numpy()
    assert mi.inequality.gini(x) == pytest.approx(pysal.gini.Gini(y).g, rel=1e-12)
    theirs, ours = pysal.theil.TheilD(y, own), mi.inequality.theil_parts(x, region)
    assert_allclose([ours.between, ours.within], [*theirs.bg, *theirs.wg], rtol=1e-12)


def test_differences_between_regions_shrink_and_regions_overlap_more(scores, region):
    first, last = (
        mi.inequality.dagum(scores.xs(year, level="year"), region)
        for year in (2010, 2023)
    )
    assert first.total > last.total > 0.5
    assert first.between / first.total > 0.7 > last.between / last.total
    assert first.transvariation < last.transvariation


def test_provinces_that_began_lower_grew_faster_and_came_closer(scores):
    beta = mi.convergence.beta_convergence(scores, *LEVELS)
    sigma = mi.convergence.sigma_convergence(scores, *LEVELS)
    assert 0.01 < beta.speed < 0.03
    assert beta.p < 0.01
    assert beta.n_units == 31
    assert sigma.ratio < 1
    assert sigma.p < 0.05


def test_science_piles_up_in_no_grade_but_the_best(result):
    chain = mi.convergence.transitions(result.grades, *LEVELS)
    markov = pytest.importorskip("giddy.markov")
    codes = pd.Series(result.grade_codes, result.index).sort_index()
    wide = codes.to_numpy().reshape(31, 14)
    theirs = markov.Markov(wide, summary=False)
    assert (chain.counts.to_numpy() == theirs.transitions).all()
    assert_allclose(chain.probabilities.to_numpy(float), theirs.p, rtol=1e-14)
    assert chain.steady_state.tolist() == [0, 0, 0, 1]  # everything has grown
    assert np.squeeze(theirs.steady_state).tolist() == [0, 0, 0, 1]


def test_the_best_lie_in_the_east(result, region):
    grades = result.grades.xs(2010, level="year")
    groups = {name: list(own) for name, own in region.groupby(region).groups.items()}
    found = mi.diagnosis.concentration(grades, groups, at_least="B")
    assert found.table.loc["东部", "share_of_top"] == 1
    assert found.table.loc["东部", "location_quotient"] == pytest.approx(3.1)
    alone = mi.diagnosis.concentration(grades, {"东部": groups["东部"]}, at_least="B")
    assert alone.p_value < 0.001
