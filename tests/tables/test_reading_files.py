"""Files: encodings, separators, workbooks old and new, Parquet, and what is broken."""

import numpy as np
import openpyxl
import pandas as pd
import pytest

from mcdm_index import read_table
from mcdm_index.errors import (
    DuplicateLabelError,
    MissingPackageError,
    NotNumericError,
    ReadError,
)
from mcdm_index.tables.reading import _workbook
from tests.tables.xls import DIV0, xls

TEXT = "城市,人均GDP,排放\n北京,1.5,2\n上海,3,0.4\n"
ROWS = [["城市", "人均GDP", "排放"], ["北京", 1.5, 2.0], ["上海", 3.0, 0.4]]


@pytest.fixture
def put(tmp_path):
    def write(content, name):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def book(tmp_path):
    def write(rows, change=None, name="d.xlsx"):
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        if change is not None:
            change(made.active)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_the_encoding_is_found_and_told(put, written, told):
    table = read_table(put(TEXT.encode(written), "d.csv"))
    assert table.encoding == told
    assert table.frame.loc["上海"].tolist() == [3, 0.4]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250"])
def test_a_western_encoding_is_asked_for_and_not_guessed(put, encoding):
    path = put("Stadt,x\nKöln,1\nMünchen,2\n".encode(encoding), "d.csv")
    with pytest.raises(ReadError, match="name the encoding, such as"):
        read_table(path)
    assert read_table(path, encoding=encoding).frame.index[0] == "Köln"


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "euc_kr", "cp1251"])
def test_no_other_encoding_is_taken_for_gb18030(put, encoding):
    words = {
        "big5": ["臺北", "高雄", "桃園"],
        "shift_jis": ["東京", "大阪", "横浜"],
        "euc_kr": ["서울", "부산", "대구"],
        "cp1251": ["Москва", "Казань", "Самара"],
    }[encoding]
    text = "x,y\n" + "".join(f"{word},1\n" for word in words)
    with pytest.raises(ReadError, match="not in UTF-8"):
        read_table(put(text.encode(encoding), "d.csv"))


def test_an_encoding_that_was_said_is_held_to(put):
    path = put(TEXT.encode("gb18030"), "d.csv")
    with pytest.raises(ReadError, match="not in utf-8"):
        read_table(path, encoding="utf-8")
    with pytest.raises(ReadError, match="unknown encoding 'utf-9'"):
        read_table(path, encoding="utf-9")


@pytest.mark.parametrize("name", ["d.xlsx", "d.xls", "d.parquet"])
def test_what_is_no_text_has_no_encoding_to_name(put, name):
    with pytest.raises(ReadError, match="is no text"):
        read_table(put(b"", name), encoding="utf-8")


def test_bytes_that_are_no_text_are_refused(put):
    with pytest.raises(ReadError, match="neither text nor UTF-16"):
        read_table(put(bytes(range(256)).replace(b"\1", b"\0\0") * 2, "d.csv"))


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")]
)
def test_the_separator_is_that_which_cuts_all_rows_alike(put, separator, name):
    rows = [["a, b; c", "x", "y"], ["p, q", "1", "2"], ["r; s; t", "3", "4"]]
    text = "\n".join(separator.join(f'"{c}"' for c in row) for row in rows)
    table = read_table(put(text.encode(), "d.txt"))
    assert table.separator == separator
    assert table.frame.loc["p, q"].tolist() == [1, 2]
    assert name in table.account


def test_thousands_commas_do_not_cut_a_table_of_tabs(put):
    text = "city\tx\ty\nA\t1,234\t5,678,901\nB\t2,345\t6\n"
    assert read_table(put(text.encode(), "d.txt")).frame.loc["A"].sum() == 5680135


@pytest.mark.parametrize("careful", [False, True])
def test_both_readers_of_workbooks_see_the_same(book, careful):
    def formula(page):
        if careful:
            page["E9"] = "#N/A"
            page["E9"].data_type = "e"

    rows = [["u", "x", "y", "z", "e"], ["a", 1, 2.5, "1,234"], ["b", None, " ", "－"]]
    table = read_table(book(rows, formula), columns=["x", "y", "z"], subtotals=[""])
    expected = [[1, 2.5, 1234], [np.nan] * 3]
    np.testing.assert_array_equal(table.frame.iloc[:2], expected)


def test_an_error_in_a_cell_is_not_read_as_missing(book):
    def error(page):
        page["B2"] = "#DIV/0!"
        page["B2"].data_type = "e"

    with pytest.raises(NotNumericError, match="row 2, column '人均GDP': '#DIV/0!'"):
        read_table(book(ROWS, error))


def test_a_date_is_no_number(book):
    rows = [["u", "x"], ["a", pd.Timestamp("2020-01-02").to_pydatetime()]]
    with pytest.raises(NotNumericError, match="row 2, column 'x': datetime"):
        read_table(book(rows))


def test_a_merged_title_does_not_matter(book):
    rows = [["各城市情况", None, None], *ROWS]
    table = read_table(book(rows, lambda page: page.merge_cells("A1:C1")))
    assert table.header == (2,)
    assert table.notes == ("各城市情况",)


def test_a_label_that_spans_rows_is_filled_in_and_noted(book):
    rows = [["省", "年", "x"], ["甲", 2020, 1], [None, 2021, 2], ["乙", 2020, 3]]
    path = book(rows, lambda page: page.merge_cells("A2:A3"))
    table = read_table(path, period="年")
    assert table.frame.index.tolist() == [("甲", 2020), ("甲", 2021), ("乙", 2020)]
    assert table.log.loc[0, ["row", "column", "value"]].tolist() == [3, "省", "甲"]


def test_numbers_that_span_rows_are_refused(book):
    rows = [["u", "x"], ["a", 1], ["b", None]]
    path = book(rows, lambda page: page.merge_cells("B2:B3"))
    with pytest.raises(ReadError, match="merged cells B2:B3"):
        read_table(path)


def test_columns_beyond_z_are_called_as_a_spreadsheet_does():
    area = _workbook.Area(1, 26, 2, 701)
    assert area.address == "AA1:ZZ2"


def test_an_old_workbook_is_read_as_the_same_table(put):
    table = read_table(put(xls(ROWS), "d.xls"))
    assert table.frame.loc["上海"].tolist() == [3, 0.4]
    assert table.sheet == "data"


def test_an_old_workbook_tells_errors_and_truth_values(put):
    with pytest.raises(NotNumericError, match=r"column 'x': '#DIV/0!', .*'y': True"):
        read_table(put(xls([["u", "x", "y"], ["a", DIV0, True]]), "d.xls"))


def test_an_old_workbook_tells_merged_cells(put):
    content = xls([["u", "x"], ["a", 1.0], ["b", None]], merged=[(1, 2, 1, 1)])
    with pytest.raises(ReadError, match="merged cells B2:B3"):
        read_table(put(content, "d.xls"))


def test_a_sheet_of_an_old_workbook_is_chosen_by_name(put):
    path = put(xls(ROWS, sheet="数据"), "d.xls")
    assert len(read_table(path, sheet="数据").frame) == 2
    with pytest.raises(ReadError, match="no sheet 'data'"):
        read_table(path, sheet="data")


def test_a_new_workbook_under_an_old_name_is_read(book):
    path = book(ROWS, name="d.xlsx")
    old = path.with_suffix(".xls")
    old.write_bytes(path.read_bytes())
    assert len(read_table(old).frame) == 2


def test_a_locked_workbook_is_told_as_such(put):
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    with pytest.raises(ReadError, match="locked by a password"):
        read_table(put(ole, "d.xlsx"))


@pytest.mark.parametrize("name", ["d.xlsx", "d.xls", "d.parquet"])
@pytest.mark.parametrize("content", [b"", b"PK", b"PAR1", b"<html></html>"])
def test_a_broken_file_is_refused(put, name, content):
    with pytest.raises(ReadError, match="not a readable"):
        read_table(put(content, name))


def test_parquet_is_read_with_its_index(tmp_path):
    frame = pd.DataFrame({"x": [1.0, None], "y": ["1,234", "NA"]}, ["a", "b"])
    frame.rename_axis("city").to_parquet(tmp_path / "d.parquet")
    table = read_table(tmp_path / "d.parquet")
    assert table.frame.index.name == "city"
    np.testing.assert_array_equal(table.frame, [[1, 1234], [np.nan, np.nan]])
    assert table.log["row"].tolist() == [2, 3]


def test_parquet_without_an_index_names_units_by_its_first_column(tmp_path):
    pd.DataFrame({"u": ["a", "b"], "x": [1, 2]}).to_parquet(tmp_path / "d.parquet")
    assert read_table(tmp_path / "d.parquet").frame["x"].to_dict() == {"a": 1, "b": 2}


def test_years_in_parquet_are_a_layout_as_elsewhere(tmp_path):
    frame = pd.DataFrame({"u": ["a"], "2020": [1.0], "2021": [2.0]})
    frame.to_parquet(tmp_path / "d.parquet")
    table = read_table(tmp_path / "d.parquet", variable="gdp")
    assert table.frame["gdp"].to_dict() == {("a", 2020): 1, ("a", 2021): 2}


@pytest.mark.parametrize(
    ("package", "name", "content"),
    [
        ("charset_normalizer", "d.csv", "x,y\nKöln,1\n".encode("cp1252")),
        ("pyarrow", "d.parquet", b""),
        ("xlrd", "d.xls", b""),
    ],
)
def test_a_package_that_is_not_installed_is_named(
    put, monkeypatch, package, name, content
):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(MissingPackageError, match=r"install mcdm-index\["):
        read_table(put(content, name))


@pytest.mark.parametrize("package", ["python_calamine", "openpyxl"])
def test_a_reader_of_workbooks_that_is_not_installed_is_named(
    book, monkeypatch, package
):
    def formula(page):
        page["C2"] = "=1"

    path = book(ROWS, formula if package == "openpyxl" else None)
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(MissingPackageError, match=r"install mcdm-index\[excel\]"):
        read_table(path)


def test_the_same_column_twice_in_parquet_is_refused(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table([["a"], [1.0], [2.0]], names=["u", "x", "x"])
    pq.write_table(table, tmp_path / "d.parquet")
    with pytest.raises((DuplicateLabelError, ReadError)):
        read_table(tmp_path / "d.parquet")
