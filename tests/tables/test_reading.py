"""Reading tables: what is understood, and complaints that name file, row and column."""

import numpy as np
import openpyxl
import pandas as pd
import pytest

from mcdm_index import Criterion, Hierarchy, read_table
from mcdm_index.errors import (
    DuplicateLabelError,
    EmptyDataError,
    NonFiniteError,
    NotNumericError,
    ReadError,
    UnknownColumnError,
)

TREE = Hierarchy.of(
    [
        Criterion("gdp", polarity="+", names={"zh": "人均GDP"}),
        Criterion("co2", polarity="-"),
    ]
)
PLAIN = "city,gdp,co2\nBeijing,1.5,2\nParis,3,4e-1\n"


def frame_of(*args, **options):
    return read_table(*args, **options).frame


@pytest.fixture
def file(tmp_path):
    def write(content, name="data.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(rows, sheets=("data",)):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name in sheets:
            page = book.create_sheet(name)
            for row in rows:
                page.append(row)
        path = tmp_path / "data.xlsx"
        book.save(path)
        return path

    return write


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_is_read_whatever_its_separator_and_mark(file, separator, encoding):
    frame = frame_of(file(PLAIN.replace(",", separator), encoding=encoding), TREE)
    assert frame.loc["Paris"].tolist() == [3.0, 0.4]
    assert frame.index.name == "city"


def test_a_workbook_is_read_as_the_same_table(file, workbook):
    rows = [["city", "gdp", "co2"], ["Beijing", 1.5, 2], ["Paris", 3, 0.4]]
    pd.testing.assert_frame_equal(
        frame_of(workbook(rows), TREE), frame_of(file(PLAIN), TREE)
    )


def test_a_sheet_is_chosen_by_name(workbook):
    path = workbook([["city", "gdp", "co2"], ["Paris", 3, 4]], sheets=("a", "b"))
    assert frame_of(path, TREE, sheet="b").shape == (1, 2)
    with pytest.raises(ReadError, match=r"data\.xlsx: no sheet 'c'.*a, b"):
        frame_of(path, TREE, sheet="c")


def test_columns_are_found_by_name_and_others_are_not_read(file):
    frame = frame_of(file("city,note,co2,人均GDP\nParis,fine,4,3\n"), TREE)
    assert frame.columns.tolist() == ["人均GDP", "co2"]


def test_without_a_hierarchy_all_columns_but_the_labels_are_read(file):
    assert frame_of(file(PLAIN)).columns.tolist() == ["gdp", "co2"]


@pytest.mark.parametrize("token", ["", " ", "NA", "n/a", "NaN", "null", "None", "#N/A"])
def test_a_missing_cell_is_missing(file, token):
    frame = frame_of(file(f"city,gdp,co2\nParis,{token},4\n"), TREE)
    assert np.isnan(frame.loc["Paris", "gdp"])


def test_a_zero_is_not_missing(file):
    assert frame_of(file("city,gdp,co2\nParis,0,4\n"), TREE).loc["Paris", "gdp"] == 0


def test_blank_rows_are_left_out_and_still_counted(file):
    with pytest.raises(NotNumericError, match="row 5, column 'co2': 'x'"):
        frame_of(file("city,gdp,co2\n\nParis,3,4\n\nRome,1,x\n"), TREE)


def test_short_rows_lack_their_last_cells(file):
    assert np.isnan(frame_of(file("city,gdp,co2\nParis,3\n"), TREE).loc["Paris", "co2"])


def test_unit_and_period_become_two_levels_with_whole_years(file):
    path = file("city,year,gdp,co2\nParis,2020,3,4\nParis,2021,5,6\n")
    frame = frame_of(path, TREE, period="year")
    assert frame.index.tolist() == [("Paris", 2020), ("Paris", 2021)]


def test_a_year_stored_as_a_fraction_is_a_whole_year(workbook):
    path = workbook([["city", "year", "gdp", "co2"], ["Paris", 2020.0, 3, 4]])
    frame = frame_of(path, TREE, period="year")
    assert frame.index.tolist() == [("Paris", 2020)]


def test_several_columns_can_name_a_unit(file):
    path = file("country,city,gdp,co2\nFR,Paris,3,4\nUS,Paris,5,6\n")
    frame = frame_of(path, TREE, unit=["country", "city"])
    assert frame.index.names == ["country", "city"]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (PLAIN.replace("co2", "c02"), UnknownColumnError, "'co2' has no column"),
        (PLAIN + "Paris,1,1\n", DuplicateLabelError, "'Paris' in rows 3, 4"),
        (PLAIN.replace("3,", "3 m,"), NotNumericError, "row 3, column 'gdp': '3 m'"),
        (PLAIN.replace("3,", "1_0,"), NotNumericError, "row 3, column 'gdp': '1_0'"),
        (PLAIN.replace("3,", "inf,"), NonFiniteError, "row 3, column 'gdp': 'inf'"),
        (PLAIN + ",1,1\n", ReadError, "row 4, column 'city': the name of the unit is"),
        (PLAIN + "Rome,1,1,1\n", ReadError, "row 4 has more than the 3 cells"),
        ("city,gdp,co2\n", EmptyDataError, "nothing stands below the header"),
        ("", EmptyDataError, "the file is empty"),
        ("city,gdp,gdp,co2\nParis,1,2,3\n", UnknownColumnError, "several columns"),
        ("gdp,co2\n1,2\n", UnknownColumnError, "say which columns name them"),
    ],
)
def test_a_fault_is_named_with_file_row_and_column(file, content, error, message):
    with pytest.raises(error, match=rf"data\.csv: .*{message}"):
        frame_of(file(content), TREE)


def test_all_cells_that_are_no_numbers_are_gathered(file):
    with pytest.raises(NotNumericError) as caught:
        frame_of(file("city,gdp,co2\nParis,x,y\nRome,1,z\n"), TREE)
    assert all(f"'{cell}'" in str(caught.value) for cell in "xyz")


def test_an_unknown_label_column_is_named_with_what_there_is(file):
    with pytest.raises(UnknownColumnError, match=r"no column 'town'.*city, gdp, co2"):
        frame_of(file(PLAIN), TREE, unit=["town"])


def test_another_encoding_is_refused_with_the_way_out(file):
    with pytest.raises(ReadError, match=r"not in UTF-8.*name the encoding"):
        frame_of(file("Stadt,gdp,co2\nÖrebro,1,2\n", encoding="cp1252"), TREE)


@pytest.mark.parametrize("name", ["data.pdf", "data"])
def test_another_kind_of_file_is_refused(file, name):
    with pytest.raises(ReadError, match=r"cannot read .*use \.csv"):
        frame_of(file(PLAIN, name), TREE)


def test_a_file_that_is_no_workbook_is_refused(file):
    with pytest.raises(ReadError, match=r"data\.xlsx: not a readable \.xlsx workbook"):
        frame_of(file(PLAIN, "data.xlsx"), TREE)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReadError, match=r"nowhere\.csv: no such file"):
        frame_of(tmp_path / "nowhere.csv", TREE)


def test_a_truth_value_in_a_workbook_is_no_number(workbook):
    with pytest.raises(NotNumericError, match="row 2, column 'gdp': True"):
        frame_of(workbook([["city", "gdp", "co2"], ["Paris", True, 4]]), TREE)
