"""Tables as people really get them: every file of the messy set, against its truth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mcdm_index import Criterion, Hierarchy, read_table
from mcdm_index.errors import NotNumericError

DATA = Path(__file__).parents[3] / "shared/data"
MESSY = DATA / "messy"
if not MESSY.is_dir():
    pytest.skip("the shared data are not there", allow_module_level=True)

YEARBOOKS = {
    "yearbook_gb18030.csv": ("gb18030", (3,), 3),
    "yearbook_utf8bom.csv": ("utf-8-sig", (1,), 1),
    "yearbook_tab_utf16.txt": ("utf-16", (1,), 1),
}
UNITS = ["亿元", "%", "人年", "件", "万元"]


@pytest.fixture(scope="module")
def truth():
    told = json.loads((MESSY / "yearbook_truth.json").read_text(encoding="utf-8"))
    table = pd.DataFrame.from_dict(told["truth"], orient="index")[told["truth_columns"]]
    for token in told["planted_tokens"]:
        missing = token["meaning"] == "missing"
        table.loc[token["row"], token["col"]] = np.nan if missing else 0
    return told, table


@pytest.fixture(scope="module")
def panel():
    table = pd.read_csv(DATA / "provinces/cn_province_scitech_2010_2024.csv")
    return table.set_index(["province", "year"])


@pytest.fixture(params=YEARBOOKS)
def yearbook(request):
    return read_table(MESSY / request.param), YEARBOOKS[request.param]


def test_a_yearbook_page_is_read_to_its_truth(yearbook, truth):
    frame = yearbook[0].frame.set_axis(truth[1].columns, axis=1)
    expected = truth[1].loc[frame.index]
    expected["tech_market_out_wan"] = expected["tech_market_out_wan"].round()
    assert len(frame) == len(truth[1]) == 31
    np.testing.assert_array_equal(frame.to_numpy(), expected.to_numpy())


def test_its_encoding_and_header_are_reported(yearbook):
    table, (encoding, header, _) = yearbook
    assert (table.encoding, table.header, table.layout) == (encoding, header, "wide")


def test_its_units_are_taken_from_the_names(yearbook):
    assert list(yearbook[0].units.values()) == UNITS
    assert list(yearbook[0].frame) == [
        *("R&D经费", "R&D经费投入强度", "R&D人员全时当量"),
        *("发明专利授权数", "技术市场成交额"),
    ]


def test_its_log_has_every_missing_token_at_its_place(yearbook, truth):
    table, (_, _, first) = yearbook
    tokens = [t for t in truth[0]["planted_tokens"] if t["meaning"] == "missing"]
    names = dict(zip(truth[1].columns, table.frame.columns, strict=True))
    found = table.log[table.log["what"].str.startswith("missing: ")]
    order = [*range(first + 3, first + 34)]  # below the header: a sum and a heading
    expected = {
        (order[list(table.frame.index).index(t["row"])], names[t["col"]], t["token"])
        for t in tokens
    }
    # JSON has the blank that does not break as an ordinary one.
    seen = {
        (entry.row, entry.column, entry.text.replace("\xa0", " "))
        for entry in found.itertuples()
    }
    assert seen == {(r, c, t.replace("\xa0", " ")) for r, c, t in expected}


def test_below_the_smallest_unit_is_zero_and_said_so(yearbook):
    log = yearbook[0].log.query("text == '…'")
    assert log["value"].tolist() == [0.0]
    assert log["what"].tolist() == ["below the smallest unit, read as 0"]


def test_the_subtotal_the_heading_and_the_source_are_set_apart(yearbook):
    rows = yearbook[0].log.query("column == ''")
    what = rows.loc[rows["what"] != "title", "what"]
    assert what.tolist() == ["subtotal", "heading of a group", "footnote"]


def test_the_page_is_read_for_a_tree_that_knows_only_part_of_it():
    tree = Hierarchy.of(
        [
            Criterion("rd", names={"zh": "R&D经费（亿元）"}, polarity="+"),
            Criterion("patents", names={"zh": "发明专利授权数"}, polarity="+"),
        ]
    )
    table = read_table(MESSY / "yearbook_gb18030.csv", tree)
    assert tree.match(table.frame.columns) == {
        "rd": "R&D经费（亿元）",
        "patents": "发明专利授权数",
    }
    assert len(table.unread) == 3


def test_below_the_smallest_unit_can_be_refused():
    with pytest.raises(NotNumericError, match=r"row 27, column '技术市场成交额': '…'"):
        read_table(MESSY / "yearbook_gb18030.csv", below=None)


def test_a_long_table_becomes_a_panel(panel):
    table = read_table(MESSY / "cnrds_long_gbk.csv")
    assert table.layout == "long"
    assert table.encoding == "gb18030"
    assert table.frame.index.names == ["省份", "年份"]
    expected = panel.loc[table.frame.index, list(table.frame)]
    np.testing.assert_array_equal(table.frame.to_numpy(), expected.to_numpy())
    assert table.frame.shape == (62, 3)


def test_years_as_columns_become_a_panel_of_what_the_title_says(panel):
    table = read_table(MESSY / "nbs_wide_years_gbk.csv")
    assert (table.layout, table.header) == ("years", (3,))
    assert table.units == {"R&D经费投入强度": "%"}
    assert table.frame.shape == (31 * 15, 1)
    expected = panel.loc[table.frame.index, "rd_intensity_pct"]
    np.testing.assert_array_equal(table.frame.iloc[:, 0], expected)


@pytest.mark.parametrize("file", ["csmar_3headers_utf8.csv", "csmar_3headers.xlsx"])
def test_three_rows_of_header_give_code_label_and_unit(file, panel):
    table = read_table(
        MESSY / file, unit="Prvcnm", period="Sgnyea", columns=["Rdexp", "Rdint"]
    )
    assert table.header == (1, 2, 3)
    assert table.labels == {"Rdexp": "R&D经费", "Rdint": "R&D经费投入强度"}
    assert table.units == {"Rdexp": "亿元", "Rdint": "%"}
    expected = panel.loc[table.frame.index, ["rd_exp_yi", "rd_intensity_pct"]]
    np.testing.assert_allclose(table.frame.to_numpy(), expected.to_numpy(), rtol=1e-9)


def test_labels_of_a_second_row_find_columns_as_well():
    by_label = read_table(
        MESSY / "csmar_3headers.xlsx",
        unit="省份名称",
        period="统计年度",
        columns=["R&D经费"],
    )
    assert by_label.frame.index.names == ["省份名称", "统计年度"]
    assert by_label.frame.columns.tolist() == ["R&D经费"]
