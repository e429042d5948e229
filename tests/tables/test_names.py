"""Names: what is suggested for one not known, and what is left to a person."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index.errors import DomainError, EmptyDataError
from mcdm_index.tables import suggest_names

WILD = Path(__file__).parents[3] / "shared/data/messy/messy_province_names_techme.csv"
KNOWN = ["北京", "上海", "内蒙古", "山东", "山西", "广西", "New York", "Paris"]


def suggested(name, known=KNOWN):
    (row,) = suggest_names([name], known).itertuples()
    return row.suggestion, row.why


@pytest.mark.parametrize(
    ("name", "meant", "why"),
    [
        ("北　京", "北京", "spaces, width or marks"),
        ("内蒙 古", "内蒙古", "spaces, width or marks"),
        ("上海①", "上海", "spaces, width or marks"),
        ("ＰＡＲＩＳ", "Paris", "spaces, width or marks"),
        ("北京市", "北京", "kind of place"),
        ("广西壮族自治区", "广西", "kind of place"),
        ("内蒙古自治区", "内蒙古", "kind of place"),
        ("内蒙占", "内蒙古", "one letter differs"),
        ("内蒙占自治区", "内蒙古", "one letter differs"),
        ("New Yorck", "New York", "one letter differs"),
        ("Parsi", "Paris", "alike"),
        ("尔部地区", None, "nothing alike"),
        ("Rome", None, "nothing alike"),
    ],
)
def test_a_name_gets_the_suggestion_that_is_nearest(name, meant, why):
    assert suggested(name) == (meant, why)


def test_a_short_name_suggests_the_long_one_that_is_known():
    assert suggested("北京", ["北京市", "上海市"]) == ("北京市", "kind of place")


def test_where_two_are_as_near_none_is_suggested_and_both_are_candidates():
    found = suggest_names(["山两"], KNOWN)
    assert found["suggestion"].tolist() == [None]
    assert found["candidates"].tolist() == [("山东", "山西")]


def test_leaving_out_what_cannot_be_meant_decides():
    assert suggested("山两", [name for name in KNOWN if name != "山东"])[0] == "山西"


def test_names_that_are_known_are_not_listed_and_others_are_counted():
    found = suggest_names(["北京", "北京市", "北京市", "上海"], KNOWN)
    assert found[["name", "count"]].to_numpy().tolist() == [["北京市", 2]]


def test_of_a_frame_the_labels_of_its_rows_are_meant_and_stay_as_they_are():
    frame = pd.DataFrame({"x": [1, 2]}, ["北京市", "上海"])
    assert suggest_names(frame, KNOWN)["name"].tolist() == ["北京市"]
    assert frame.index.tolist() == ["北京市", "上海"]


def test_of_a_panel_the_first_level_is_meant():
    rows = pd.MultiIndex.from_product([["北京市"], [2020, 2021]])
    assert suggest_names(pd.DataFrame({"x": [1, 2]}, rows), KNOWN)["count"].item() == 2


def test_nothing_unknown_gives_an_empty_table():
    assert suggest_names(KNOWN, KNOWN).empty


@pytest.mark.parametrize("names", ["北京", [1], [None]])
def test_what_is_no_list_of_names_is_refused(names):
    with pytest.raises(DomainError, match="must be texts"):
        suggest_names(names, KNOWN)


def test_nothing_known_is_refused():
    with pytest.raises(EmptyDataError, match="no known name"):
        suggest_names(["a"], [])


@given(st.text(max_size=6))
def test_a_suggestion_is_a_known_name_or_none(name):
    for row in suggest_names([name], KNOWN).itertuples():
        assert set(row.candidates) <= set(KNOWN)
        assert row.suggestion is None or row.candidates == (row.suggestion,)


@pytest.fixture(scope="module")
def wild():
    if not WILD.exists():
        pytest.skip("the shared data are not there")
    return pd.read_csv(WILD)


def test_of_the_names_met_in_the_wild_none_gets_a_wrong_suggestion(wild):
    known = set(wild["clean_name"]) - {"(unmatched)"}
    found = suggest_names(wild["raw_name"], sorted(known)).set_index("name")
    joined = wild.join(found, on="raw_name")
    right = joined["suggestion"] == joined["clean_name"]
    # 67 of 71 are right; three could be two provinces each, the right one among them;
    # one is no province.
    assert int(right.sum()) == 67
    rest = joined[~right].set_index("raw_name")
    assert rest["suggestion"].isna().all()
    assert rest["candidates"].to_dict() == {
        "山两": ("山东", "山西"),
        "四藏": ("四川", "西藏"),
        "江四": ("江苏", "江西"),
        "尔部地区": (),
    }
