"""Writing results: all files or none, and what is read back is what was written."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from mcdm_index import CompositeIndex, Criterion, Hierarchy, MICEImputer
from mcdm_index.errors import WriteError
from mcdm_index.tables import write_result
from mcdm_index.tables.summary import summarize

from .results import fitted, units

TREE = Hierarchy.of(
    [
        Criterion("gdp", polarity="+", names={"en": "Income", "zh": "收入"}),
        Criterion("co2", polarity="-"),
    ]
)
NAMES = {
    "grades.csv",
    "imputed.csv",
    "intervals.csv",
    "methods.txt",
    "parts.csv",
    "references.bib",
    "provenance.json",
    "denominated.csv",
    "partial.csv",
    "ranks.csv",
    "result.csv",
    "scores.csv",
    "screened.csv",
    "tiers.csv",
    "treated.csv",
    "weights.csv",
}


@pytest.fixture(scope="module")
def result():
    frame = pd.DataFrame(
        {"gdp": [1.0, 2.0, 4.0, 8.0], "co2": [1.0, np.nan, 2.0, 5.0]},
        index=pd.Index(["北京", "Paris", "Rome, IT", '"q"'], name="city"),
    )
    index = CompositeIndex(TREE, impute=MICEImputer(3), random_state=0)
    return index.fit(frame).result_


def test_every_table_has_its_file(result, tmp_path):
    files = write_result(result, tmp_path / "out")
    assert {path.name for path in files} == NAMES
    assert {path.name for path in (tmp_path / "out").iterdir()} == NAMES


@pytest.mark.parametrize("name", ["scores", "ranks", "intervals"])
def test_what_is_read_back_is_what_was_written(result, tmp_path, name):
    write_result(result, tmp_path / "out")
    path = tmp_path / "out" / f"{name}.csv"
    back = pd.read_csv(path, index_col=0, dtype=str).map(float)
    expected = getattr(result, name).astype(float)
    pd.testing.assert_frame_equal(back, expected, check_exact=True)


def test_provenance_is_read_back_as_it_was(result, tmp_path):
    write_result(result, tmp_path / "out")
    text = (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8")
    assert json.loads(text) == result.provenance


def test_an_error_leaves_nothing_behind(result, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError

    monkeypatch.setattr(json, "dumps", fail)
    with pytest.raises(WriteError, match="out: cannot be written"):
        write_result(result, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_older_files_are_replaced_and_strangers_stay(result, tmp_path):
    (tmp_path / "scores.csv").write_text("old", encoding="utf-8")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    write_result(result, tmp_path)
    assert (tmp_path / "scores.csv").read_text(encoding="utf-8") != "old"
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_in_place_of_the_folder_is_refused(result, tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(WriteError, match="is a file, not a folder"):
        write_result(result, tmp_path / "out")


def test_the_summary_names_dimensions_in_the_language_asked_for(result):
    assert "收入" in summarize(result, lang="zh")
    assert "Income" in summarize(result)


def test_the_summary_lines_up_chinese_and_latin_names(result):
    lines = [line for line in summarize(result).splitlines() if " 北京 " in line]
    (other,) = (line for line in summarize(result).splitlines() if "Paris" in line)
    assert lines[0].index("北京") == other.index("Paris")


def test_the_summary_does_not_call_real_data_simulated(result):
    assert "SIMULATED" not in summarize(result)


def test_ranks_and_numbered_grades_are_whole_numbers_in_the_summary():
    numbered = fitted(units([f"c{i}" for i in range(12)]), grade="quantile")
    places = summarize(numbered).split("Top 10")[1].split("\n\n")[0]
    assert re.search(r"^ +1 +\[\d+-\d+\] +0\.\d{4} +c\d+ +\d", places, re.MULTILINE)
