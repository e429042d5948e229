"""LaTeX and Markdown: every letter of a name stands for itself, and nothing else."""

import html
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index.errors import DomainError, UnknownColumnError
from mcdm_index.tables.markup import escape_latex, escape_markdown

from .results import NASTY, fitted, panel, tree, units

# How LaTeX reads what was escaped, written from its manual and not from the table.
READ = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textquotedbl{}": '"',
    r"\textasciigrave{}": "`",
    r"\{": "{",
    r"\}": "}",
    r"\&": "&",
    r"\%": "%",
    r"\#": "#",
    r"\_": "_",
    r"\$": "$",
}
LINES = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]) | st.just(" ")
)


def typeset(text):
    """Read escaped LaTeX as it would be printed."""
    printed, at = "", 0
    while at < len(text):
        for command, letter in READ.items():
            if text.startswith(command, at):
                printed, at = printed + letter, at + len(command)
                break
        else:
            assert text[at] not in "\\&%#_$~^", text
            printed += "" if text[at] in "{}" else text[at]
            at += 1
    return printed


@pytest.fixture(scope="module")
def result():
    return fitted(units(pd.Index(NASTY, name="city")))


@given(text=LINES)
def test_latex_prints_what_stood_there(text):
    assert typeset(escape_latex(text)) == text


@given(text=st.text())
def test_braces_of_latex_are_balanced(text):
    bare = re.sub(r"\\[{}]", "", escape_latex(text))
    depth = 0
    for letter in bare:
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0
    assert depth == 0


@given(text=LINES)
def test_markdown_shows_what_stood_there(text):
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape_markdown(text))
    assert html.unescape(shown) == html.unescape(text) or shown == html.escape(
        text, quote=False
    )


@given(text=st.text())
def test_markdown_holds_no_tag_no_open_pipe_and_no_new_line(text):
    told = escape_markdown(text)
    assert not set(told) & set("<>\n\r")
    assert not re.search(r"(?<!\\)(\\\\)*\|", told)


@pytest.mark.parametrize("table", ["ranking", "indicators", "weighing", "scores"])
def test_every_row_of_latex_has_as_many_cells_as_columns(result, table):
    text = result.to_latex(table)
    columns = len(re.search(r"\\begin\{tabular\}\{([lr]+)\}", text)[1])
    rows = [line for line in text.splitlines() if line.endswith("\\\\")]
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {columns - 1}


@pytest.mark.parametrize("table", ["ranking", "indicators", "weighing", "imputed"])
def test_every_row_of_markdown_has_as_many_cells_as_the_header(result, table):
    lines = result.to_markdown(table).splitlines()
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


def test_latex_uses_booktabs_and_letters_that_are_customary(result):
    text = result.to_latex()
    assert all(f"\\{rule}" in text for rule in ("toprule", "midrule", "bottomrule"))
    assert "$D^{+}$ & $D^{-}$ & $C$" in text


def test_chinese_stays_as_it_is(result):
    text = result.to_latex("weighing", "zh")
    assert "\\caption{指标权重}" in text
    assert "甲" in text


def test_a_script_in_a_name_is_only_its_letters(result):
    assert "&lt;script&gt;" in result.to_markdown()
    assert "<script>" not in result.to_markdown()


def test_digits_are_those_asked_for(result):
    score = result.scores["top"].max()
    assert f" {score:.2f} " in result.to_markdown("scores", digits=2)


@pytest.mark.parametrize("digits", [0, 18, 2.5])
def test_digits_that_no_number_has_are_refused(result, digits):
    with pytest.raises(DomainError, match="digits must be"):
        result.to_latex(digits=digits)


def test_a_table_that_is_not_there_is_refused_with_those_that_are(result):
    with pytest.raises(UnknownColumnError, match="Did you mean 'ranking'"):
        result.to_latex("rankin")


def test_all_tables_can_be_written_in_both_languages():
    result = fitted(panel(), tree(), period="year")
    for table in ("result", "scores", "ranks", "weights", "parts", "imputed", "tiers"):
        for lang in ("en", "zh"):
            assert result.to_markdown(table, lang).startswith("| ")
