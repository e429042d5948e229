"""Cells: what a number may look like, what is missing, and what is refused."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index.tables import MISSING_TOKENS
from mcdm_index.tables.reading._cells import (
    NotANumberError,
    Rules,
    number_of,
    numbers_of,
)
from mcdm_index.tables.reading._units import is_unit, split_unit, tidy

USUAL = Rules(MISSING_TOKENS)
COMMA = Rules(MISSING_TOKENS, decimal=",")
SEMICOLONS = Rules(MISSING_TOKENS, semicolons=True)


@pytest.mark.parametrize(
    ("text", "value", "what"),
    [
        ("12", 12, ""),
        (" 12 ", 12, ""),
        ("-.5e3", -500, ""),
        ("1,234", 1234, "thousands separators"),
        ("12,345,678.9", 12345678.9, "thousands separators"),
        ("1 234 567", 1234567, "thousands separators"),
        ("1'234", 1234, "thousands separators"),
        ("1\u202f234", 1234, "spaces, thousands separators"),
        ("１２３．５", 123.5, "full-width characters"),
        ("－１２", -12, "full-width characters"),
        ("\u22125", -5, "sign written otherwise"),
        ("12.5%", 12.5, "% sign"),
        ("12.5 %", 12.5, "% sign"),
        ("3‰", 3, "‰ sign"),
        ("123①", 123, "footnote mark"),
        ("123*", 123, "footnote mark"),
        ("1,234[2]", 1234, "footnote mark, thousands separators"),
        ("12³", 12, "footnote mark"),
    ],
)
def test_a_number_is_read_and_what_was_done_is_told(text, value, what):
    assert number_of(text, USUAL)[:2] == (value, what)


@pytest.mark.parametrize("token", [t for t in MISSING_TOKENS if t])
def test_a_missing_token_is_missing_with_its_meaning(token):
    for form in (token, token.upper(), f" {token} "):
        found = number_of(form, USUAL)
        assert math.isnan(found.value)
        assert found.what == f"missing: {MISSING_TOKENS[token]}"


@pytest.mark.parametrize("token", ["－", "．．", "Ｎ／Ａ", "\xa0", "\u3000"])
def test_a_full_width_token_is_the_ordinary_one(token):
    assert math.isnan(number_of(token, USUAL).value)


@pytest.mark.parametrize("cell", [None, "", "  ", "\n"])
def test_a_blank_cell_is_missing_and_nothing_was_done(cell):
    found = number_of(cell, USUAL)
    assert math.isnan(found.value)
    assert found.what == ""


@pytest.mark.parametrize("text", ["…", "……", " … "])
def test_below_the_smallest_unit_is_not_missing(text):
    assert number_of(text, USUAL).value == 0
    assert number_of(text, Rules(MISSING_TOKENS, below=0.05)).value == 0.05
    assert math.isnan(number_of(text, Rules(MISSING_TOKENS, below=math.nan)).value)


@pytest.mark.parametrize(
    "text",
    [
        *("3 m", "1_0", "(5)", "5-6", "1e", "e5", "+", "12,34", "1,2345", "1,234,56"),
        *("1 2345", "12 34", "1,234'567", "0,123", "1.234,5", "1.234.567", "12亿元"),
        *("x①", "①", "%", "1%2", "...", "#DIV/0!", "#REF!", "٣", "五", "1 %%", "≈5"),
        *("2020-01-01", "0x1A", "1,,234", ",5", "~5", "<5", "123a"),
    ],
)
def test_what_is_no_number_or_two_is_refused(text):
    with pytest.raises(NotANumberError):
        number_of(text, USUAL)


@pytest.mark.parametrize("cell", [True, False, [1], b"1", object()])
def test_what_is_neither_text_nor_number_is_refused(cell):
    with pytest.raises(NotANumberError):
        number_of(cell, USUAL)


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999", "9" * 400])
def test_an_infinite_number_is_told_as_such(text):
    assert math.isinf(number_of(text, USUAL).value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3,5", 3.5), ("1.234,5", 1234.5), ("1.234", 1234), ("1 234,5", 1234.5)],
)
def test_a_decimal_comma_is_read_where_it_was_said(text, value):
    assert number_of(text, COMMA).value == value


@pytest.mark.parametrize("text", ["1.5", "1,234.5", "1,2,3"])
def test_where_the_decimal_sign_is_a_comma_a_point_is_none(text):
    with pytest.raises(NotANumberError):
        number_of(text, COMMA)


def test_a_comma_is_in_doubt_where_semicolons_separate_the_cells():
    with pytest.raises(NotANumberError, match="if the comma is the decimal sign"):
        number_of("1,234", SEMICOLONS)
    said = Rules(MISSING_TOKENS, decimal=".", semicolons=True)
    assert number_of("1,234", said).value == 1234


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(x):
    assert number_of(repr(x), USUAL)[:2] == (x, "")


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", " ", "\xa0", "'"]))
def test_thousands_are_read_back(n, separator):
    text = f"{n:,}".replace(",", separator)
    assert number_of(text, USUAL).value == n


@given(st.integers(-(10**9), 10**9))
def test_full_width_is_the_same_number(n):
    wide = str(n).translate({ord(c): ord(c) + 0xFEE0 for c in "-0123456789"})
    assert number_of(wide, USUAL).value == n


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["", "NA", "1,234", "x", "1_0", "nan", "inf", "-", "…", "1e5+3"]),
)


def read_alone(cell, rules):
    try:
        return number_of(cell, rules)
    except NotANumberError as error:
        return error


@given(st.lists(CELLS, max_size=6), st.sampled_from([USUAL, COMMA, SEMICOLONS]))
def test_many_cells_are_read_as_each_alone(cells, rules):
    values, odd = numbers_of(cells, rules)
    for i, cell in enumerate(cells):
        alone = read_alone(cell, rules)
        if isinstance(alone, NotANumberError):
            assert math.isnan(values[i])
            assert str(odd[i]) == str(alone)
        else:
            assert str(values[i]) == str(alone.value)
            assert (i in odd) == bool(alone.what)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("上　　海", "上海"),
        ("内蒙 古", "内蒙古"),
        ("上\xa0海", "上海"),
        (" New  York ", "New York"),
        ("Ｇ２０", "G20"),
        ("北京①", "北京"),
        ("天津*", "天津"),
        ("Karamay(city) ", "Karamay(city)"),
        ("R&D人员\n（人年）", "R&D人员（人年）"),
        ("浙\u200b江", "浙江"),
        ("*", "*"),
    ],
)
def test_a_label_is_tidied(text, label):
    assert tidy(text)[0] == label


@pytest.mark.parametrize(
    "text", ["上海", "New York", "吉林市", "CO₂", "x/y", "（亿元）"]
)
def test_a_plain_label_stays_and_nothing_was_done(text):
    assert tidy(text) == (text, "")


@given(st.text(max_size=12))
def test_a_tidy_label_is_tidy(text):
    once, _ = tidy(text)
    if not re.search("[①-⑳*†‡]", once):
        assert tidy(once) == (once, "")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("R&D经费（亿元）", ("R&D经费", "亿元")),
        ("强度(%)", ("强度", "%")),
        ("GDP [million US$]", ("GDP", "million US$")),
        ("密度（人／平方公里）", ("密度", "人／平方公里")),
        ("能耗(吨标准煤/万元)", ("能耗", "吨标准煤/万元")),
        ("发明专利授权数/件", ("发明专利授权数", "件")),
        ("CO2 (kg per capita)", ("CO2", "kg per capita")),
        ("area (km2)", ("area", "km2")),
    ],
)
def test_a_unit_is_split_from_the_name(name, split):
    assert split_unit(name) == split


@pytest.mark.parametrize(
    "name",
    [
        *(
            "人口（年末）",
            "GDP (2020)",
            "GDP (1)",
            "Population (m)",
            "专利/万人",
            "R&D/GDP",
        ),
        *("能耗/万元", "（亿元）", "GDP（2010年价）", "income (median)", "a (b"),
    ],
)
def test_what_is_no_unit_stays_in_the_name(name):
    assert split_unit(name) == (name, None)


@pytest.mark.parametrize("text", ["", " ", "x", "1000", "/", "每", "人口"])
def test_these_are_no_units(text):
    assert not is_unit(text)
