"""Fonts: Chinese texts never become boxes."""

import warnings

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

from mcdm_index import plot
from mcdm_index.errors import FontWarning
from mcdm_index.plot import _fonts
from tests.plot.seen import remarks, rows, texts

needs_font = pytest.mark.skipif(
    bool(_fonts._undrawable("甲乙丙丁指数得分名次")), reason="no Chinese font installed"
)
RANKS = pd.DataFrame({"a": [1, 2], "b": [2, 1]}, ["甲市", "Ada"])


@pytest.fixture
def no_fonts(monkeypatch):
    """Leave matplotlib's own font alone, as if nothing else were installed."""
    monkeypatch.setattr(_fonts, "_candidates", lambda: iter(["DejaVu Sans"]))
    _forget()
    yield
    _forget()


def _forget():
    _fonts._search.cache_clear()
    _fonts._warn_once.cache_clear()


@needs_font
def test_a_family_that_has_the_characters_is_found():
    family = _fonts.families(["甲市"])[-2]
    font = get_font(findfont(FontProperties(family=[family])))
    assert all(font.get_char_index(ord(c)) for c in "甲市")


def test_the_users_own_family_comes_first():
    with mpl.rc_context({"font.family": ["DejaVu Serif"]}):
        assert _fonts.families(["Ada"])[0] == "DejaVu Serif"


def test_texts_that_can_be_drawn_keep_their_family():
    ax = plot.bump(pd.DataFrame({"a": [1, 2], "b": [2, 1]}, ["Ada", "Bel"]))
    own = mpl.rcParams["font.family"]
    assert all(text.get_fontfamily() == own for text in ax.texts)


@needs_font
@pytest.mark.parametrize(
    "name", ["bump", "heatmap", "parallel", "ranking", "ridge", "sunburst", "tiers"]
)
def test_no_character_of_a_chinese_figure_is_a_box(chinese, name, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that is missing
        ax = getattr(plot, name)(chinese, lang="zh")
        ax.figure.savefig(tmp_path / "a.png")


@needs_font
def test_units_words_names_and_grades_are_chinese(chinese):
    ax = plot.ranking(chinese, lang="zh")
    assert rows(ax)[0] == "甲市"
    assert "指数 2022：排名" in texts(ax)
    assert "n = 9 个单元" in remarks(ax)
    assert {"等级", "甲 (n = 3)", "丙 (n = 3)"} <= set(texts(ax))


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_units_have_numbers_and_words_are_english(chinese):
    with pytest.warns(FontWarning, match="no font that is installed has"):
        ax = plot.ranking(chinese, lang="zh")
    assert rows(ax)[0] == "unit 1"
    assert "Index 2022: Ranking" in texts(ax)
    assert "A (n = 3)" in texts(ax)
    assert ax.get_xlabel() == "score (larger is better)"


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_no_character_is_left_that_none_has(chinese):
    with pytest.warns(FontWarning):
        ax = plot.heatmap(chinese, lang="zh")
    assert not _fonts._undrawable("".join(texts(ax)))


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_labels_that_can_be_drawn_stay():
    with pytest.warns(FontWarning):
        ax = plot.bump(RANKS)
    assert {"1  Ada", "2  unit 2"} <= set(texts(ax))


@pytest.mark.usefixtures("no_fonts")
def test_the_warning_comes_once(chinese):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plot.ranking(chinese, lang="zh")
        plot.tiers(chinese, lang="zh")
        plot.bump(RANKS)
    assert [w.category for w in caught] == [FontWarning]


@pytest.mark.usefixtures("no_fonts")
def test_the_warning_says_what_to_install():
    with pytest.warns(FontWarning, match="apt install fonts-noto-cjk"):
        _fonts.readable(["甲"], ["A"])


def test_a_font_installed_since_matplotlib_made_its_list_is_found(monkeypatch):
    from matplotlib import font_manager

    added = []
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: ["/new/font.ttf"])
    monkeypatch.setattr(font_manager.fontManager, "addfont", added.append)
    list(_fonts._candidates())
    assert added == ["/new/font.ttf"]


def test_a_file_that_is_no_font_is_passed_over(tmp_path, monkeypatch):
    from matplotlib import font_manager

    bad = tmp_path / "bad.ttf"
    bad.write_bytes(b"no font")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(bad)])
    assert "DejaVu Sans" in list(_fonts._candidates())


def test_numbers_keep_a_minus_that_the_users_font_lacks(panel, monkeypatch):
    has = _fonts._has

    def without_minus(family, characters):
        lacks = frozenset("−") if family != "DejaVu Sans" else frozenset()
        return has(family, characters) - lacks

    monkeypatch.setattr(_fonts, "_has", without_minus)
    ax = plot.ridge(panel)
    ax.set_xlim(-5, 5)
    ax.figure.draw_without_rendering()
    numbers = [t for t in ax.get_xticklabels() if "−" in t.get_text()]
    assert numbers
    assert all(text.get_fontfamily()[-1] == "DejaVu Sans" for text in numbers)
