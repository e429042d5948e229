"""Ranking: bars are scores, best first, with intervals, grades and ranks."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from mcdm_index import plot
from mcdm_index.errors import DomainError, UnknownColumnError
from mcdm_index.plot._colors import ordered
from tests.plot.seen import boxes, overlaps, remarks, rows, texts


def widths(ax):
    return np.array([bar.get_width() for bar in ax.patches])


def test_bars_are_the_scores_best_first(cities):
    ax = plot.ranking(cities, top=12)
    best = cities.scores[cities.hierarchy.root]
    np.testing.assert_array_equal(widths(ax), best.nlargest(12).to_numpy())


def test_labels_are_the_units_best_first(cities):
    order = cities.table().index
    assert rows(plot.ranking(cities, top=12)) == list(order[:12])


def test_the_best_unit_stands_at_the_top(cities):
    ax = plot.ranking(cities, top=3)
    low, high = ax.get_ylim()
    assert low > high  # the vertical axis runs down


def test_lines_are_the_intervals_of_the_scores(cities):
    ax = plot.ranking(cities, top=5)
    lines = ax.collections[-1].get_segments()
    ends = cities.intervals.loc[rows(ax), ["score_low", "score_high"]]
    np.testing.assert_allclose([line[:, 0] for line in lines], ends)


def test_the_rank_and_its_interval_stand_beside_each_bar(cities):
    ax = plot.ranking(cities, top=5)
    first = cities.intervals.loc[rows(ax)[0]]
    told = f"{first['rank']:.0f} ({first['rank_low']:.0f}–{first['rank_high']:.0f})"
    assert ax.texts[0].get_text() == told


def test_bars_have_the_colors_of_their_grades(cities):
    ax = plot.ranking(cities, top=20)
    k = cities.grader.k
    codes = cities.grade_codes[[cities.index.get_loc(unit) for unit in rows(ax)]]
    colors = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [ordered(k)[k - code] for code in codes]


def test_the_legend_counts_all_units_of_a_grade(cities):
    ax = plot.ranking(cities, top=5)
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    counts = [
        int(np.sum(cities.grade_codes == g)) for g in range(cities.grader.k, 0, -1)
    ]
    assert [line.rsplit("n = ", 1)[1] for line in said] == [f"{n})" for n in counts]


def test_without_imputation_there_are_no_intervals(panel):
    ax = plot.ranking(panel)
    assert len(ax.collections) == 0
    assert "no imputation, so no intervals" in remarks(ax)
    assert ax.texts[0].get_text() == "1"


def test_of_a_panel_the_last_period_is_drawn(panel):
    ax = plot.ranking(panel)
    assert "Index 2022: Ranking" in texts(ax)
    assert len(ax.patches) == 9


def test_of_a_panel_any_period_can_be_drawn(panel):
    ax = plot.ranking(panel, period=2020)
    scores = panel.scores["I"].xs(2020, level="year")
    np.testing.assert_allclose(widths(ax), scores.sort_values(ascending=False))


def test_a_period_that_there_is_not_is_refused(panel):
    with pytest.raises(DomainError, match="there is no period 1999"):
        plot.ranking(panel, period=1999)


def test_the_figure_says_if_it_shows_the_first_units_only(cities):
    assert "the first 40 of n = 59 units" in remarks(plot.ranking(cities))


def test_units_can_be_chosen(cities):
    chosen = list(cities.index[[3, 1]])
    ax = plot.ranking(cities, units=chosen)
    assert sorted(rows(ax)) == sorted(chosen)
    assert "2 chosen of n = 59 units" in remarks(ax)


def test_a_unit_that_there_is_not_is_refused_with_its_look_alike(cities):
    with pytest.raises(UnknownColumnError, match="Did you mean 'Simulated city 001'"):
        plot.ranking(cities, units=["Simulated cty 001"])


def test_both_ways_of_choosing_at_once_are_refused(cities):
    with pytest.raises(DomainError, match="either top= or units="):
        plot.ranking(cities, top=3, units=[cities.index[0]])


def test_no_unit_at_all_is_refused(cities):
    with pytest.raises(DomainError, match="there is no unit to draw"):
        plot.ranking(cities, units=[])


def test_another_node_is_drawn_without_grades(cities):
    ax = plot.ranking(cities, code="A", top=4)
    np.testing.assert_array_equal(widths(ax), cities.scores["A"].nlargest(4))
    assert ax.get_legend() is None


def test_a_unit_without_a_score_is_left_out_and_counted(panel):
    draws = panel.score_draws.copy()
    draws[:, panel.index.get_loc(("Ada", 2022))] = np.nan
    ax = plot.ranking(replace(panel, score_draws=draws))
    assert "Ada" not in rows(ax)
    assert "n = 8 units" in remarks(ax)
    assert "1 without a score" in remarks(ax)


def test_forty_labels_do_not_cover_each_other(cities):
    ax = plot.ranking(cities)
    assert overlaps(boxes(ax, [*ax.get_yticklabels(), *ax.texts])) == 0
