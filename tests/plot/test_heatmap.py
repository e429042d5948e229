"""Heat map: cells are scores or ranks, and imputed ones have dots."""

import numpy as np
import pytest

from mcdm_index import plot
from mcdm_index.errors import UnknownMethodError
from tests.plot.seen import remarks, rows


def test_cells_are_the_scores_of_the_criteria(cities):
    ax = plot.heatmap(cities, top=10)
    leaves = list(cities.hierarchy.leaves)
    cells = cities.scores.loc[rows(ax), leaves]
    np.testing.assert_array_equal(ax.images[0].get_array(), cells)


def test_cells_can_be_ranks(panel):
    ax = plot.heatmap(panel, values="rank", level="dimension")
    ranks = panel.ranks[["A", "B"]].xs(2022, level="year").loc[rows(ax)]
    np.testing.assert_array_equal(ax.images[0].get_array(), ranks)


def test_a_dot_stands_on_every_imputed_cell_that_is_shown(cities):
    ax = plot.heatmap(cities)
    shown = cities.imputed["unit"].isin(rows(ax))
    assert len(ax.collections[0].get_offsets()) == shown.sum() > 0
    assert "dots: imputed" in remarks(ax)


def test_a_dot_stands_where_its_cell_does(cities):
    ax = plot.heatmap(cities)
    leaves, units = list(cities.hierarchy.leaves), rows(ax)
    table = cities.imputed[cities.imputed["unit"].isin(units)]
    cells = zip(table["criterion"], table["unit"], strict=True)
    expected = {(leaves.index(c), units.index(u)) for c, u in cells}
    found = {tuple(map(int, spot)) for spot in ax.collections[0].get_offsets()}
    assert found == expected


def test_without_imputation_there_is_no_word_of_dots(panel):
    assert "dots" not in remarks(plot.heatmap(panel))


def test_values_that_it_does_not_show_are_refused(panel):
    with pytest.raises(UnknownMethodError, match="Did you mean 'score'"):
        plot.heatmap(panel, values="scores")
