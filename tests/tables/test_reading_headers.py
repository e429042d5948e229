"""Headers, layouts and rows that are no units: what is found, what is asked for."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index import Criterion, Hierarchy, read_table
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MCDMError,
    NotNumericError,
    ReadError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.tables import MISSING_TOKENS, SUBTOTALS

LONG = (
    "地区,年份,指标,数值\n甲,2020年,GDP（亿元）,1\n甲,2021年,GDP（亿元）,2\n"
    "乙,2020年,人口,3\n"
)
YEARS = "city,2019,2020年\nA,1,2\nB,3,NA\n"


@pytest.fixture
def read(tmp_path):
    def of(text, *args, **options):
        path = tmp_path / "d.csv"
        path.write_text(text, encoding="utf-8")
        return read_table(path, *args, **options)

    return of


def test_a_clean_table_has_an_empty_log(read):
    frame, log = read("city,gdp\nA,1\nB,\n")
    assert len(frame) == 2
    assert log.empty
    assert list(log) == ["file", "row", "column", "text", "value", "what"]


def test_reading_is_told_in_one_line(read):
    table = read('单位：万元,\ncity,gdp\nA,"1,234"\n')
    said = "(utf-8, commas): 1 rows, 1 columns; set apart: 1 rows; changed: 1 cells"
    assert table.account.endswith(said)
    assert repr(table) == f"<ReadTable {table.account}>"


def test_titles_are_notes_and_a_unit_in_them_is_for_all_without(read):
    table = read("表1 情况,,\n（单位：亿元）,,\n城市,GDP,增速（%）\n甲,1,2\n")
    assert table.notes == ("表1 情况", "（单位：亿元）")
    assert table.units == {"GDP": "亿元", "增速": "%"}
    assert table.header == (3,)


def test_a_row_of_units_is_found(read):
    table = read("city,gdp,co2,rate\n,亿元,(t),没有单位\nA,1,2,3\n")
    assert table.header == (1, 2)
    assert table.units == {"gdp": "亿元", "co2": "t"}
    assert table.log["what"].tolist() == ["row of units"]


@pytest.mark.parametrize("row", ["m,NA,NA", "t,,", "件,-,-"])
def test_a_row_of_data_is_not_taken_for_units(read, row):
    table = read(f"city,x,y\n{row}\nB,1,2\n")
    assert table.header == (1,)
    assert len(table.frame) == 2


def test_a_unit_beside_numbers_is_no_row_of_units(read):
    with pytest.raises(NotNumericError, match="row 2, column 'y': '亿元'"):
        read("city,x,y\nA,1,亿元\nB,1,2\n")


def test_two_names_that_the_unit_tells_apart_keep_it(read):
    table = read("city,GDP（亿元）,GDP（%）\nA,1,2\n")
    assert table.units == {"GDP（亿元）": "亿元", "GDP（%）": "%"}


def test_rows_of_a_header_can_be_joined(read):
    text = "地区,经济,,人口\n,GDP,税收,\n甲,1,2,3\n"
    table = read(text, header=[1, 2])
    assert list(table.frame) == ["经济 / GDP", "经济 / 税收", "人口"]
    with pytest.raises(ReadError, match=r"row 2, .*say so"):
        read(text)


def test_a_header_can_be_pointed_at(read):
    table = read("1,2,3\ncity,gdp,co2\nA,1,2\n", header=2)
    assert table.notes == ("1", "2", "3")
    assert list(table.frame) == ["gdp", "co2"]


def test_numbers_can_be_names_if_that_is_said(read):
    with pytest.raises(ReadError, match=r"row 1 should be the header.*header=1"):
        read("city,1,2\nA,3,4\n")
    assert list(read("city,1,2\nA,3,4\n", header=1).frame) == ["1", "2"]


@pytest.mark.parametrize("header", [0, -1, (1, 3), (2, 1), (), "first", True, (1.0,)])
def test_a_header_that_cannot_be_is_refused(read, header):
    with pytest.raises(ReadError, match="header must be 'auto'"):
        read("city,gdp\nA,1\n", header=header)


def test_a_header_beyond_the_end_is_refused(read):
    with pytest.raises(ReadError, match="header row 9 is blank or beyond"):
        read("city,gdp\nA,1\n", header=9)


def test_a_header_that_is_repeated_is_set_apart(read):
    table = read("city,gdp\nA,1\n\ncity,gdp\nB,2\n")
    assert table.frame["gdp"].tolist() == [1, 2]
    assert table.log[["row", "what"]].to_numpy().tolist() == [[4, "header repeated"]]


def test_a_column_without_a_name_is_refused_unless_nothing_stands_in_it(read):
    assert list(read("city,,gdp\nA,,1\n").frame) == ["gdp"]
    with pytest.raises(ReadError, match=r"column 2 \(counted from 1\)"):
        read("city,,gdp\nA,5,1\n")


def test_a_table_of_labels_alone_is_refused(read):
    with pytest.raises(EmptyDataError, match="no criterion"):
        read("city\nA\n")


@pytest.mark.parametrize("text", ["city,gdp\nA,1\n", LONG, YEARS])
def test_asking_for_no_column_is_refused(read, text):
    with pytest.raises(EmptyDataError, match="none was asked for"):
        read(text, columns=())


def test_columns_can_be_chosen(read):
    table = read("city,gdp,note\nA,1,fine\n", columns=["gdp"])
    assert table.unread == ("note",)
    with pytest.raises(UnknownColumnError, match=r"no column 'gpd'\. Did you mean"):
        read("city,gdp,note\nA,1,fine\n", columns=["gpd"])


def test_columns_and_a_tree_are_one_too_many(read):
    tree = Hierarchy.of([Criterion("gdp", polarity="+")])
    with pytest.raises(DomainError, match="not both"):
        read("city,gdp\nA,1\n", tree, columns=["gdp"])
    with pytest.raises(DomainError, match="a list of names"):
        read("city,gdp\nA,1\n", columns="gdp")


@pytest.mark.parametrize("name", ["GDP", "GDP（亿元）", "gdp"])
def test_a_tree_finds_a_column_with_and_without_its_unit(read, name):
    tree = Hierarchy.of([Criterion("g", names=name, polarity="+")])
    table = read("city,GDP（亿元）\nA,1\n", tree)
    assert tree.match(table.frame.columns)
    assert list(table.units.values()) == ["亿元"]


@pytest.mark.parametrize("unit", ["万元", "元", "万亿元"])
def test_a_column_on_another_scale_than_the_criterion_is_refused(read, unit):
    tree = Hierarchy.of([Criterion("gdp", unit=unit, polarity="+")])
    with pytest.raises(
        ReadError, match=f"is in 亿元, but criterion 'gdp' is in {unit}"
    ):
        read("city,gdp（亿元）\nA,1\n", tree)


@pytest.mark.parametrize("unit", ["亿元", "%", "", "100 million CNY"])
def test_units_that_cannot_be_compared_are_not(read, unit):
    tree = Hierarchy.of([Criterion("gdp", unit=unit, polarity="+")])
    assert read("city,gdp（亿元）\nA,1\n", tree).units == {"gdp": "亿元"}


def test_a_long_table_becomes_columns(read):
    table = read(LONG)
    assert (table.layout, table.period) == ("long", "年份")
    assert list(table.frame) == ["GDP", "人口"]
    assert table.units == {"GDP": "亿元"}
    np.testing.assert_array_equal(
        table.frame.to_numpy(), [[1, np.nan], [2, np.nan], [np.nan, 3]]
    )


def test_the_columns_of_a_long_table_can_be_named(read):
    text = "who,when,what,much\nA,2020,x,1\nA,2020,y,2\n"
    table = read(text, period="when", variable="what", value="much")
    assert table.frame.loc[("A", 2020)].to_dict() == {"x": 1, "y": 2}
    with pytest.raises(UnknownColumnError, match="Say value="):
        read(text, layout="long", variable="what")


def test_a_long_table_is_read_for_a_tree(read):
    tree = Hierarchy.of([Criterion("pop", names={"zh": "人口"}, polarity="+")])
    table = read(LONG, tree)
    assert table.frame.index.tolist() == [("乙", 2020)]
    assert table.unread == ("GDP",)


def test_a_value_that_stands_twice_in_a_long_table_is_refused(read):
    with pytest.raises(DuplicateLabelError, match=r"甲 / 2020 / GDP' in rows 2, 5"):
        read(LONG + "甲,2020,GDP（亿元）,9\n")


def test_variables_that_differ_by_spaces_alone_are_one(read):
    table = read(LONG + "乙,2021年,人 口,4\n")
    assert table.frame["人口"].sum() == 7


def test_a_unit_that_changes_within_a_variable_is_refused(read):
    text = "地区,年份,指标,单位,数值\n甲,2020,GDP,{},1\n甲,2021,GDP,{},2\n"
    assert read(text.format("亿元", "亿元")).units == {"GDP": "亿元"}
    with pytest.raises(ReadError, match=r"several units: '亿元' \(row 2\), '万元'"):
        read(text.format("亿元", "万元"))


def test_a_variable_without_a_name_is_refused(read):
    with pytest.raises(
        ReadError, match="row 5, column '指标': the name of the variable"
    ):
        read(LONG + "乙,2021年,,4\n")


def test_years_as_columns_become_periods(read):
    table = read(YEARS, variable="gdp", period="t")
    assert table.frame.index.names == ["city", "t"]
    assert table.frame.loc[("B", 2019), "gdp"] == 3
    assert table.log["row"].tolist() == [1, 3]


def test_years_as_columns_can_have_a_column_of_variables(read):
    text = "city,code,indicator,2019,2020\nA,7,x,1,2\nA,7,y,3,4\n"
    table = read(text)
    assert table.frame.loc[("A", 2020)].to_dict() == {"x": 2, "y": 4}
    assert table.unread == ("code",)


def test_a_layout_that_was_said_is_held_to(read):
    assert list(read(YEARS, layout="wide").frame) == ["2019", "2020年"]
    with pytest.raises(ReadError, match="no column is a year"):
        read("city,gdp\nA,1\n", layout="years")
    with pytest.raises(UnknownMethodError, match="Did you mean 'wide'"):
        read(YEARS, layout="wyde")
    with pytest.raises(ReadError, match="read as wide"):
        read(YEARS, layout="wide", variable="city")


@pytest.mark.parametrize(
    "name", ["全国", "全　国", "合计", "Total", "TOTAL ", "东部地区"]
)
def test_a_subtotal_is_set_apart_and_noted(read, name):
    table = read(f"city,gdp\n{name},9\nA,1\n")
    assert table.frame.index.tolist() == ["A"]
    assert table.log.loc[0, ["row", "what"]].tolist() == [2, "subtotal"]


def test_subtotals_can_be_kept_and_others_named(read):
    text = "city,gdp\n全国,9\n华北,5\nA,1\n"
    assert len(read(text, subtotals=()).frame) == 3
    assert len(read(text, subtotals=SUBTOTALS | {"华北"}).frame) == 1


def test_a_table_of_regions_is_no_table_of_subtotals_alone(read):
    with pytest.raises(EmptyDataError, match=r"keep them \(subtotals=\(\)\)"):
        read("region,gdp\n东部,9\n西部,5\n")


def test_a_unit_that_reports_nothing_stays(read):
    assert read("city,gdp,co2\nA,1,2\nE,,\n").frame.loc["E"].isna().all()


@pytest.mark.parametrize(
    "note",
    [
        "注：摘自年鉴",
        "数据来源：统计局",
        "Source: OECD",
        "Notes: x",
        "*注: y",
        "摘编自某处",
    ],
)
def test_a_footnote_is_set_apart_with_what_follows_it(read, note):
    table = read(f"city,gdp\nA,1\n{note},\n2. more of it,\n")
    assert len(table.frame) == 1
    assert table.notes == (note, "2. more of it")


@pytest.mark.parametrize("name", ["Notting Hill", "注册地", "Sourceville", "来源县"])
def test_a_unit_whose_name_begins_like_a_note_stays(read, name):
    assert len(read(f"city,gdp\n{name},1\n").frame) == 1


def test_two_spellings_of_a_name_are_one_unit_twice(read):
    with pytest.raises(DuplicateLabelError, match="'上海' in rows 2, 3"):
        read("city,gdp\n上海,1\n上　海,2\n")


def test_percent_signs_become_the_unit(read):
    table = read("city,share\nA,12.5%\nB,NA\nC,0\n")
    assert table.frame["share"].tolist()[::2] == [12.5, 0]
    assert table.units == {"share": "%"}


@pytest.mark.parametrize(
    "text",
    [
        "city,share\nA,12.5%\nB,0.3\n",
        "city,share\nA,12.5%\nB,3‰\n",
        "city,share（亿元）\nA,12.5%\n",
    ],
)
def test_a_column_in_two_units_is_refused(read, text):
    with pytest.raises(NotNumericError, match="mixes units: row 2, column"):
        read(text)


def test_percent_signs_in_some_cells_of_a_column_in_percent_are_no_harm(read):
    table = read("city,share（%）\nA,12.5%\nB,0.3\n")
    assert table.frame["share"].tolist() == [12.5, 0.3]


def test_words_for_missing_values_can_be_added_and_taken_away(read):
    text = "city,gdp\nA,x\nB,.\nC,1\n"
    table = read(text, missing=MISSING_TOKENS | {"X": "secret"})
    assert table.log["what"].tolist() == ["missing: secret", "missing: not available"]
    assert read(text, missing=["x", "."]).frame["gdp"].isna().sum() == 2
    with pytest.raises(NotNumericError, match=r"row 3, column 'gdp': '\.'"):
        read(text, missing={"x": "secret"})


def test_a_decimal_comma_is_asked_for(read):
    text = "city;gdp\nA;1.234,5\nB;1,234\n"
    with pytest.raises(NotNumericError, match="say decimal=','"):
        read(text)
    assert read(text, decimal=",").frame["gdp"].tolist() == [1234.5, 1.234]
    with pytest.raises(UnknownMethodError, match=r"'\.' or ','"):
        read(text, decimal=";")


def test_a_text_in_a_cell_is_an_error_with_file_row_column_and_text(read):
    with pytest.raises(NotNumericError) as caught:
        read("title,\ncity,gdp\nA,1\nB,about 5\n")
    assert "d.csv: not a number in row 4, column 'gdp': 'about 5'" in str(caught.value)


def test_periods_that_are_no_years_stay_as_they_are(read):
    table = read("city,t,gdp\nA,2020Q1,1\nA,2020Q2,2\n", period="t")
    assert table.frame.index.tolist() == [("A", "2020Q1"), ("A", "2020Q2")]


def test_the_log_alone_leads_from_the_file_to_the_frame(read):
    text = 'city,a,b\nA,"1,234",１２\nB,5%,NA\nC,7%,3*\n'
    with pytest.raises(MCDMError):
        read(text)
    frame, log = read(text.replace("%", ""))
    raw = pd.DataFrame(
        {"a": ["1,234", "5", "7"], "b": ["１２", "NA", "3*"]}, list("ABC"), dtype=object
    )
    for entry in log.itertuples():
        raw.iloc[entry.row - 2, raw.columns.get_loc(entry.column)] = entry.value
    pd.testing.assert_frame_equal(
        raw.astype(float), frame, check_names=False, check_index_type=False
    )
