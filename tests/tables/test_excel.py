"""Workbooks: what is read back is what was written, and no text is ever a formula."""

import datetime as dt
import re
import zipfile
from xml.etree import ElementTree as ET

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mcdm_index as mi
from mcdm_index._words import title, word
from mcdm_index.errors import DomainError, WriteError
from mcdm_index.tables import excel
from mcdm_index.tables._sheet import sheet_of
from mcdm_index.tables.gathered import tables

from .results import NASTY, fitted, panel, tree, units

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@pytest.fixture(scope="module")
def result():
    return fitted(units(pd.Index(NASTY, name="city")))


@pytest.fixture(scope="module", params=["en", "zh"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def path(result, lang, tmp_path_factory):
    return result.to_excel(tmp_path_factory.mktemp("out") / "all.xlsx", lang)


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def written(frame, tmp_path, *, index=True):
    """Write one table and open it again."""
    sheet = sheet_of("scores", frame, tree(), "en", index=index)
    path = excel.write_workbook([sheet], tmp_path / "one.xlsx")
    return openpyxl.load_workbook(path).active


@pytest.mark.parametrize("name", ["scores", "ranks", "intervals", "parts", "weights"])
def test_numbers_are_read_back_equal_to_the_last_bit(result, book, lang, name):
    table = tables(result, lang)[name]
    numbers = table.select_dtypes("number")
    places = [table.columns.get_loc(c) + 2 for c in numbers]
    page = book[title(name, lang)]
    back = [[page.cell(r, c).value for c in places] for r in range(2, len(table) + 2)]
    expected = numbers.astype(float).to_numpy()
    assert np.array_equal(np.array(back, dtype=float), expected, equal_nan=True)


def test_units_are_read_back_as_they_are_called(result, book, lang):
    page = book[title("scores", lang)]
    assert [page.cell(r, 1).value for r in range(2, len(result.index) + 2)] == NASTY


def test_no_cell_is_a_formula(path):
    with zipfile.ZipFile(path) as parts:
        pages = [n for n in parts.namelist() if n.startswith("xl/worksheets/")]
        for name in pages:
            root = ET.fromstring(parts.read(name))
            assert [e for e in root.iter() if e.tag.endswith("}f")] == []
    assert len(pages) >= 9


def test_text_that_begins_like_a_formula_is_marked_as_text(book, lang):
    page = book[title("scores", lang)]
    cells = [page.cell(r, 1) for r in range(2, len(NASTY) + 2)]
    marked = [c.value for c in cells if c.quotePrefix]
    assert marked == ["=cmd()", "+1", "-1", "@SUM(A1)", "\tx"]
    assert {c.data_type for c in cells} == {"s"}


def test_a_criterion_may_be_called_like_a_formula(book):
    page = book["Scores"] if "Scores" in book.sheetnames else book["得分"]
    headers = [cell.value for cell in page[1]]
    assert ("=A1+B1" in headers) or ("甲" in headers)


def test_sheets_have_the_names_of_their_language(book, lang):
    names = ("result", "scores", "ranks", "weights", "parts", "imputed", "screened")
    wanted = {title(name, lang) for name in (*names, "provenance", "methods")}
    assert wanted <= set(book.sheetnames)


def test_weights_stand_with_entropy_and_divergence(book, lang):
    headers = [cell.value for cell in book[title("weights", lang)][1]]
    for key in ("entropy", "divergence", "effective"):
        assert word(key, lang) in headers


def test_headers_and_labels_stay_in_view(book, lang):
    assert book[title("scores", lang)].freeze_panes == "B2"
    assert book[title("screened", lang)].freeze_panes == "A2"


def test_ranks_are_shown_whole_and_scores_with_four_places(book, lang):
    assert book[title("ranks", lang)].cell(2, 2).number_format == "0"
    assert book[title("scores", lang)].cell(2, 2).number_format == "0.0000"


def test_a_chinese_column_is_wide_enough_for_its_words(tmp_path):
    page = written(pd.DataFrame({"x": [1.0]}, index=["新疆维吾尔自治区生产"]), tmp_path)
    assert page.column_dimensions["A"].width >= 20


def test_the_log_of_imputation_has_one_row_per_cell(result, book, lang):
    page = book[title("imputed", lang)]
    assert page.max_row == 1 + len(result.imputed) == 2


def test_provenance_is_there_key_by_key(result, book, lang):
    page = book[title("provenance", lang)]
    told = {row[0].value: row[1].value for row in page.iter_rows(min_row=2)}
    assert told["data.sha256"] == result.provenance["data"]["sha256"]
    assert told["spec.seed"] == 0


def test_methods_and_sources_have_a_sheet(result, book, lang):
    page = book[title("methods", lang)]
    cells = [row[0].value for row in page.iter_rows(min_row=2)]
    assert cells[0] == result.methods_text(lang)
    assert any(cell.startswith("@book{HwangYoon1981") for cell in cells)


def test_a_panel_has_a_column_for_every_level(tmp_path):
    result = fitted(panel(), period="year")
    page = openpyxl.load_workbook(result.to_excel(tmp_path / "p.xlsx"))["Scores"]
    assert [page.cell(1, c).value for c in (1, 2)] == ["city", "year"]
    assert [page.cell(5, c).value for c in (1, 2)] == ["=B", 2020]
    assert page.freeze_panes == "C2"


def test_an_array_without_labels_is_written_by_position(tmp_path):
    result = fitted(units(list("abcd")).to_numpy())
    page = openpyxl.load_workbook(result.to_excel(tmp_path / "a.xlsx"))["Scores"]
    assert [page.cell(r, 1).value for r in (2, 3, 4, 5)] == [0, 1, 2, 3]


def test_labels_of_any_kind_are_kept_or_told(tmp_path):
    day = dt.datetime(2020, 1, 31)
    labels = [1, 2.5, "x", ("a", 1), None, True, day, 2**60, pd.Period("2020Q1")]
    frame = pd.DataFrame(
        {"s": np.arange(9.0)}, index=pd.Index(labels, tupleize_cols=False)
    )
    page = written(frame, tmp_path)
    back = [page.cell(r, 1).value for r in range(2, 11)]
    told = [1, 2.5, "x", "a / 1", "None", True, day, str(2**60), "2020Q1"]
    assert back == told


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_what_is_no_number_is_no_number_in_a_cell(value, tmp_path):
    page = written(pd.DataFrame({"s": [value, 1.0]}), tmp_path)
    assert page.cell(2, 2).value == (None if np.isnan(value) else str(value))


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_survives(value, tmp_path_factory):
    page = written(pd.DataFrame({"s": [value]}), tmp_path_factory.mktemp("x"))
    assert float(page.cell(2, 2).value) == value


@given(text=st.text(min_size=1))
def test_every_text_can_be_written_and_is_text(text, tmp_path_factory):
    frame = pd.DataFrame({"s": [1.0]}, index=[text])
    cell = written(frame, tmp_path_factory.mktemp("x")).cell(2, 1)
    assert (cell.data_type, cell.value) == ("s", excel.text_cell(text))


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF)))
def test_what_can_be_shown_is_not_touched(text):
    assert excel.text_cell(text) == re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


@given(text=st.text())
def test_nothing_that_xml_forbids_is_left(text):
    assert not FORBIDDEN.search(excel.text_cell(text))


def test_a_text_that_is_too_long_says_how_much_was_cut():
    told = excel.text_cell("x" * 40_000)
    assert len(told) == 32_767
    assert told.endswith("... (cut: 40,000 letters)")


@given(titles=st.lists(st.text(max_size=40), max_size=6))
def test_names_of_sheets_are_short_and_different(titles):
    found = excel.sheet_titles(titles)
    assert all(0 < len(name) <= 31 for name in found)
    assert len({name.casefold() for name in found}) == len(titles)
    assert not any(set(name) & set("[]:*?/\\") for name in found)


def test_an_error_leaves_nothing_behind_and_the_old_file_as_it_was(
    result, tmp_path, monkeypatch
):
    (tmp_path / "r.xlsx").write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(openpyxl.Workbook, "save", fail)
    with pytest.raises(WriteError, match=r"r\.xlsx: cannot be written: No space"):
        result.to_excel(tmp_path / "r.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["r.xlsx"]
    assert (tmp_path / "r.xlsx").read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named(result, tmp_path):
    with pytest.raises(WriteError, match=r"there is no folder .*nowhere"):
        result.to_excel(tmp_path / "nowhere" / "r.xlsx")


def test_a_folder_in_place_of_the_file_is_refused(result, tmp_path):
    with pytest.raises(WriteError, match="is a folder, not a file"):
        result.to_excel(tmp_path)


def test_an_unknown_language_is_refused(result, tmp_path):
    with pytest.raises(DomainError, match="lang must be 'en' or 'zh', got 'zn'"):
        result.to_excel(tmp_path / "r.xlsx", "zn")


def test_a_table_larger_than_a_sheet_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "_ROWS", 3)
    with pytest.raises(WriteError, match="more than a sheet can hold"):
        written(pd.DataFrame({"s": [1.0, 2.0, 3.0]}), tmp_path)


def test_an_index_of_one_level_is_written_too(tmp_path):
    flat = mi.Hierarchy.of(
        [mi.Criterion("x", polarity="+"), mi.Criterion("y", polarity="-")]
    )
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [2.0, 1.0]}, index=["a", "b"])
    result = fitted(frame, flat, impute=None, grade=None, tiers=None)
    book = openpyxl.load_workbook(result.to_excel(tmp_path / "f.xlsx"))
    assert book["Scores"].max_row == 3
