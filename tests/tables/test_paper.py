"""The three tables that a paper needs."""

import numpy as np
import openpyxl
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from mcdm_index.errors import DomainError

from .results import fitted, panel, tree, units

CITIES = units([f"c{i}" for i in range(12)])


@pytest.fixture(scope="module")
def result():
    return fitted(CITIES)


def test_indicators_are_described_by_what_was_observed(result):
    found = result.paper_tables().indicators
    seen = CITIES["co2"].dropna()
    assert found.loc["co2", "observed"] == len(seen) == 11
    assert found.loc["co2", "imputed_share"] == 1 - 11 / 12
    assert found.loc["co2", "direction"] == "-"
    expected = [
        seen.mean(),
        np.std(seen, ddof=1),
        seen.min(),
        seen.median(),
        seen.max(),
    ]
    told = found.loc["co2", ["mean", "sd", "min", "median", "max"]]
    assert_allclose(told.astype(float), expected, rtol=1e-12)
    assert found.loc["gdp", "measured_in"] == "%"


def test_gaps_that_stay_are_called_missing():
    found = fitted(CITIES, impute=None, min_present=0.3).paper_tables().indicators
    assert found.loc["co2", "missing_share"] == 1 - 11 / 12


def test_a_single_unit_has_no_deviation():
    found = fitted(CITIES.iloc[:1], impute=None).paper_tables()
    assert found.indicators["sd"].isna().all()
    assert len(found.ranking) == 1


def test_weights_stand_beside_entropy_and_divergence(result):
    found = result.paper_tables().weighing
    names = ["name", "parent", "entropy", "divergence", "local", "effective"]
    assert list(found) == names
    assert_allclose(found["effective"].sum(), 1, rtol=1e-12)


def test_the_ranking_holds_distances_closeness_rank_interval_grade_and_tier(result):
    found = result.paper_tables().ranking
    assert list(found) == [
        *("to_ideal", "to_anti_ideal", "closeness", "rank"),
        *("rank_low", "rank_high", "grade", "tier"),
    ]
    assert found["rank"].is_monotonic_increasing
    score = result.scores["top"][found.index]
    assert_allclose(found["closeness"], score, rtol=1e-12)


def test_without_draws_there_is_no_interval():
    found = fitted(CITIES.fillna(1.0)).paper_tables().ranking
    assert "rank_low" not in found


def test_a_score_without_parts_is_a_score():
    found = fitted(CITIES, aggregate="weighted_sum").paper_tables().ranking
    assert list(found)[:2] == ["score", "rank"]


def test_top_takes_the_first_places_of_every_period():
    found = fitted(panel(), period="year").paper_tables(top=2).ranking
    assert (found.groupby("year").size() == 2).all()


def test_the_tables_go_to_a_workbook_of_three_sheets(result, tmp_path):
    path = result.paper_tables("zh").to_excel(tmp_path / "paper.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["指标描述性统计", "指标权重", "评价结果与排名"]
    headers = [cell.value for cell in book["评价结果与排名"][1]]
    assert headers[1:5] == [
        "正理想解距离 D+",
        "负理想解距离 D-",
        "相对接近度 C",
        "排名",
    ]


def test_all_three_are_in_latex_and_in_markdown(result):
    tables = result.paper_tables()
    assert tables.to_latex().count("\\begin{table}") == 3
    assert tables.to_markdown().count("**") == 6


def test_nodes_that_share_a_name_are_told_apart():
    text = fitted(CITIES, tree()).to_markdown("scores")
    assert "Same (b)" in text
    assert "Same (co2)" in text


def test_an_unknown_language_is_refused(result):
    with pytest.raises(DomainError, match="lang must be 'en' or 'zh'"):
        result.paper_tables("de")


def test_labels_of_any_kind_can_be_ranked():
    index = pd.Index([1, 2.5, "x", ("a", 1)], tupleize_cols=False)
    frame = pd.DataFrame(units(list("abcd")).to_numpy(), index=index)
    frame.columns = ["gdp", "co2", "jobs"]
    assert "a / 1" in fitted(frame).to_markdown()
