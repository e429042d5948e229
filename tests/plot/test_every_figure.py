"""What holds for every figure: where it is drawn, what it leaves, what it says."""

import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index import plot, sensitivity
from mcdm_index.errors import DomainError, MissingPackageError
from tests.plot.seen import boxes, remarks, shown, texts

RANKS = pd.DataFrame({"one": [1, 2, 3], "two": [2, 1, 3]}, list("ABC"))


@pytest.fixture(scope="module")
def indices():
    return sensitivity.sobol(lambda x: x[:, 0] + 2 * x[:, 1], 2, 64, rng=0)


@pytest.fixture
def figures(cities, panel, robust, indices):
    """Every function of one Axes, called on something that it draws."""
    unit = cities.index[5]
    return {
        "bump": lambda **kw: plot.bump(panel, **kw),
        "heatmap": lambda **kw: plot.heatmap(cities, **kw),
        "parallel": lambda **kw: plot.parallel(cities, **kw),
        "profile": lambda **kw: plot.profile(cities, unit, **kw),
        "radar": lambda **kw: plot.radar(cities, unit, **kw),
        "rank_distribution": lambda **kw: plot.rank_distribution(robust, **kw),
        "ranking": lambda **kw: plot.ranking(cities, **kw),
        "ridge": lambda **kw: plot.ridge(panel, **kw),
        "sobol": lambda **kw: plot.sobol(indices, **kw),
        "sunburst": lambda **kw: plot.sunburst(cities, **kw),
        "tiers": lambda **kw: plot.tiers(cities, **kw),
        "weights": lambda **kw: plot.weights(cities, **kw),
    }


NAMES = sorted(set(plot.__all__) - {"densities", "traces"})
SIMULATED = sorted(set(NAMES) - {"bump", "rank_distribution", "ridge", "sobol"})


def test_every_function_is_tried(figures):
    assert sorted(figures) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_draws_on_the_axes_that_it_is_given(figures, name):
    polar = {"projection": "polar"} if name == "radar" else {}
    ax = plt.subplots(subplot_kw=polar)[1]
    open_before = plt.get_fignums()
    assert figures[name](ax=ax) is ax
    assert plt.get_fignums() == open_before
    ax.figure.draw_without_rendering()


@pytest.mark.parametrize("name", NAMES)
def test_it_leaves_the_settings_of_matplotlib_alone(figures, name):
    before = dict(mpl.rcParams)
    figures[name]()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_nothing_by_itself(figures, name, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    monkeypatch.setattr(plt, "show", refuse)
    figures[name]()


@pytest.mark.parametrize("name", NAMES)
def test_it_says_of_how_many_it_speaks(figures, name):
    said = remarks(figures[name]())
    assert ("64 base points" if name == "sobol" else "n = ") in said


@pytest.mark.parametrize("name", NAMES)
def test_a_remark_of_the_users_own_stands_beside_the_others(figures, name):
    assert "as of yesterday" in remarks(figures[name](note="as of yesterday"))


@pytest.mark.parametrize("name", NAMES)
def test_a_title_of_the_users_own_replaces_the_one_that_is_made(figures, name):
    assert figures[name](title="Mine").get_title(loc="left") == "Mine"


@pytest.mark.parametrize("name", SIMULATED)
def test_simulated_data_are_called_so_in_the_figure(figures, name):
    assert "SIMULATED DATA" in remarks(figures[name]())


@pytest.mark.parametrize("name", NAMES)
def test_no_text_reaches_out_of_the_figure(figures, name):
    ax = figures[name]()
    whole = ax.figure.bbox
    all_ = shown(ax)
    out = [
        text.get_text()
        for text, box in zip(all_, boxes(ax, all_), strict=True)
        if not (whole.x0 - 2 <= box[0] <= box[2] <= whole.x1 + 2)
        or not (whole.y0 - 2 <= box[1] <= box[3] <= whole.y1 + 2)
    ]
    assert out == []


@pytest.mark.parametrize("name", NAMES)
def test_a_language_that_figures_do_not_speak_is_refused(figures, name):
    with pytest.raises(DomainError, match="lang must be one of en, zh, got 'cn'"):
        figures[name](lang="cn")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_axes_is_refused(figures, name):
    with pytest.raises(DomainError, match="ax must be the Axes"):
        figures[name](ax=np.arange(3))


@pytest.mark.parametrize("name", ["heatmap", "ranking", "sunburst", "tiers", "weights"])
def test_what_is_no_result_is_refused(name):
    index = mi.CompositeIndex(mi.Hierarchy.of([mi.Criterion("a", polarity="+")]))
    with pytest.raises(DomainError, match="Fit it first, and take its result_"):
        getattr(plot, name)(index)


def test_without_matplotlib_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingPackageError, match=r"pip install mcdm-index\[plot\]"):
        plot.bump(RANKS)


def test_a_dollar_sign_begins_no_formula():
    names = {"A": "US$ per US$", "B": "a", "C": "b"}
    ax = plot.bump(RANKS, names=names)
    ax.figure.draw_without_rendering()
    assert r"1  US\$ per US\$" not in texts(ax)  # A is second at the end
    assert r"2  US\$ per US\$" in texts(ax)


def test_a_figure_in_a_corner_of_a_larger_one_has_small_labels(cities):
    _, axes = plt.subplots(3, 3, figsize=(9, 9))
    ax = plot.ranking(cities, ax=axes[0, 0], top=20)
    assert ax.get_yticklabels()[0].get_fontsize() < 8
