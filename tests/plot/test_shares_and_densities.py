"""Sobol bars and ridges: bars are indices, curves have area 1."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index import plot, sensitivity
from mcdm_index.convergence import density
from mcdm_index.errors import DomainError, UnknownColumnError
from tests.plot.seen import remarks, rows


@pytest.fixture(scope="module")
def found():
    def both(x):
        first = x[:, 0] + 2 * x[:, 1]
        return pd.DataFrame({"sum": first, "product": x[:, 0] * x[:, 1]})

    return sensitivity.sobol(both, ["a", "b"], 64, rng=0)


@pytest.fixture(scope="module")
def curves():
    names = [(u, t) for t in (2010, 2020) for u in "abcdef"]
    index = pd.MultiIndex.from_tuples(names, names=["city", "year"])
    y = [0.4, 0.5, 0.5, 0.5, 0.6, 0.5, 0.1, 0.2, 0.1, 0.9, 0.8, 0.9]
    return density(pd.Series(y, index), "city", "year", bandwidth=0.1)


def test_bars_are_the_indices_largest_total_first(found):
    ax = plot.sobol(found)
    assert rows(ax) == ["b", "a"]
    table = found.table.loc["sum"].loc[["b", "a"]]
    widths = [bar.get_width() for bar in ax.patches]
    np.testing.assert_allclose(widths, [*table["first"], *table["total"]])


def test_lines_are_the_intervals_of_the_indices(found):
    ax = plot.sobol(found)
    ends = found.table.loc["sum"].loc[["b", "a"], ["total_low", "total_high"]]
    lines = ax.collections[-1].get_segments()
    np.testing.assert_allclose([line[:, 0] for line in lines], ends)


def test_another_output_is_drawn_and_named(found):
    ax = plot.sobol(found, output="product")
    assert ax.get_xlabel() == "share of the variance of product"


def test_an_output_that_there_is_not_is_refused(found):
    with pytest.raises(UnknownColumnError, match="Did you mean 'product'"):
        plot.sobol(found, output="produkt")


def test_what_has_no_indices_is_refused():
    with pytest.raises(DomainError, match="Sobol indices are needed, got dict"):
        plot.sobol({})


def test_factors_can_be_given_names(found):
    assert rows(plot.sobol(found, names={"b": "weights"}))[0] == "weights"


def test_curves_stand_on_the_lines_of_their_periods(curves):
    ax = plot.ridge(curves)
    assert rows(ax) == ["2010", "2020"]
    heights = [row - ax.lines[3 * row].get_ydata() for row in (0, 1)]
    scale = max(map(np.max, heights)) / curves.table.to_numpy().max()
    np.testing.assert_allclose(np.array(heights).T, scale * curves.table, atol=1e-12)


def test_ticks_stand_at_the_medians(curves):
    ax = plot.ridge(curves)
    assert ax.lines[2].get_xdata()[0] == pytest.approx(0.5, abs=1e-6)


def test_units_are_counted_by_period(curves):
    assert "n = 6 units a period" in remarks(plot.ridge(curves))


def test_another_node_of_an_index_is_drawn(panel):
    ax = plot.ridge(panel, code="A")
    assert ax.get_title(loc="left") == "Input: Scores over time"


def test_an_index_without_periods_has_no_ridges(cities):
    with pytest.raises(DomainError, match="this needs a panel"):
        plot.ridge(cities)


def test_what_is_no_density_is_refused():
    with pytest.raises(DomainError, match="a density over time"):
        plot.ridge([1, 2])
