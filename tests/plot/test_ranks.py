"""Rank distributions and rank flow: cells are shares, lines are ranks."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import mcdm_index as mi
from mcdm_index import plot
from mcdm_index.errors import DomainError, UnknownColumnError
from tests.plot.conftest import LATIN, table_of
from tests.plot.seen import boxes, overlaps, remarks, rows, texts

DRAWS = pd.DataFrame([[1, 2, 3], [1, 3, 2], [2, 1, 3], [1, 2, 3]], columns=list("ABC"))
SHARES = pd.DataFrame(
    [[0.75, 0.25, 0.0], [0.25, 0.5, 0.25], [0.0, 0.25, 0.75]], list("ABC"), [1, 2, 3]
)


def cells(ax):
    return np.asarray(ax.images[0].get_array().filled(0)) / 100


def test_cells_are_the_shares_of_the_rankings():
    np.testing.assert_allclose(cells(plot.rank_distribution(DRAWS)), SHARES)


def test_shares_themselves_give_the_same_figure():
    np.testing.assert_allclose(cells(plot.rank_distribution(SHARES)), SHARES)


def test_an_array_of_rankings_numbers_its_units():
    ax = plot.rank_distribution(DRAWS.to_numpy())
    assert rows(ax) == ["1", "2", "3"]
    np.testing.assert_allclose(cells(ax), SHARES)


def test_whatever_has_acceptabilities_is_drawn():
    ax = plot.rank_distribution(SimpleNamespace(acceptability=SHARES, n=4))
    np.testing.assert_allclose(cells(ax), SHARES)
    assert "4 rankings" in remarks(ax)


def test_a_run_of_robustness_is_drawn_in_the_order_of_its_base(robust):
    ax = plot.rank_distribution(robust)
    order = robust.distribution.base_ranks.sort_values(kind="stable").index
    assert rows(ax) == list(order)
    table = robust.distribution.acceptability.loc[order]
    np.testing.assert_allclose(cells(ax).sum(axis=1), table.sum(axis=1))


def test_frames_stand_at_the_ranks_without_variation(robust):
    ax = plot.rank_distribution(robust)
    base = robust.distribution.base_ranks[rows(ax)]
    assert [round(frame.get_x() + 0.46) for frame in ax.patches] == list(base)


def test_smaa_is_drawn():
    X = pd.DataFrame([[3.0, 1.0], [1.0, 3.0], [1.0, 1.0]], list("ABC"), list("xy"))
    found = mi.smaa(X, "topsis", n=200, rng=0)
    ax = plot.rank_distribution(found)
    np.testing.assert_allclose(cells(ax), found.acceptability.loc[rows(ax)])


def test_an_index_is_drawn_over_its_imputations(cities):
    ax = plot.rank_distribution(cities, top=10)
    np.testing.assert_allclose(cells(ax)[0, 0], cities.top(1)[rows(ax)[0]])
    assert "8 rankings" in remarks(ax)


def test_around_a_rank_stand_those_who_may_have_it():
    ax = plot.rank_distribution(DRAWS, around=3)
    assert rows(ax) == ["B", "C"]


def test_a_rank_that_there_is_not_is_refused():
    with pytest.raises(DomainError, match="a rank from 1 to 3, got 4"):
        plot.rank_distribution(DRAWS, around=4)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([[1, 2], [2, 3]], "1 to its 2 columns"),
        ([[0.5, -0.5]], "numbers from -0.5 to 0.5"),
        ([[1.0, np.nan]], "without gaps"),
        ("ABC", "rankings are needed"),
    ],
)
def test_what_holds_no_rankings_is_refused(bad, message):
    with pytest.raises(DomainError, match=message):
        plot.rank_distribution(bad)


def test_units_can_be_given_names():
    assert rows(plot.rank_distribution(DRAWS, names={"A": "Ada"}))[0] == "Ada"


def test_a_line_runs_through_the_ranks_of_its_unit(panel):
    ax = plot.bump(panel)
    ranks = panel.ranks["I"]
    now = ranks.xs(2022, level="year").sort_values().index
    best = [ranks.xs(unit, level="city").to_numpy() for unit in now]
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], best)


def test_the_units_that_are_not_named_are_gray(panel):
    ax = plot.bump(panel, top=3)
    assert "gray: the other units" in remarks(ax)
    assert [line.get_color() for line in ax.lines[:6]] == ["#BBBBBB"] * 6
    assert sum(text.get_gid() == "unit" for text in ax.texts) == 6


def test_the_methods_of_a_comparison_stand_side_by_side():
    last = table_of(LATIN).xs(2022, level="year")
    found = mi.compare(last, ["topsis", "weighted_sum"])
    ax = plot.bump(found)
    assert [label.get_text() for label in ax.get_xticklabels()] == list(found.ranks)


def test_ties_have_their_names_below_each_other():
    ranks = pd.DataFrame({"x": [1, 1, 3], "y": [1, 2, 3]}, ["Ada", "Bel", "Cor"])
    ax = plot.bump(ranks)
    names = [text for text in ax.texts if text.get_gid() == "unit"]
    assert {"Ada  1", "Bel  1"} <= set(texts(ax))
    assert overlaps(boxes(ax, names)) == 0


def test_a_unit_that_is_absent_at_first_has_a_name_at_the_end_only():
    ranks = pd.DataFrame({"x": [1, np.nan], "y": [2, 1]}, ["Ada", "Bel"])
    names = [t.get_text() for t in plot.bump(ranks).texts if t.get_gid() == "unit"]
    assert names == ["Ada  1", "1  Bel", "2  Ada"]


def test_an_index_without_periods_has_no_flow(cities):
    with pytest.raises(DomainError, match="this needs a panel"):
        plot.bump(cities)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (pd.DataFrame({"a": [1, 2]}), "two columns or more, got a"),
        (
            pd.DataFrame({"a": [0.1, 2], "b": [1, 2]}),
            "ranks must be 1 or more, got 0.1",
        ),
        ([1, 2], "a frame of ranks is needed, got list"),
    ],
)
def test_what_holds_no_ranks_is_refused(bad, message):
    with pytest.raises(DomainError, match=message):
        plot.bump(bad)


def test_a_unit_of_the_flow_that_there_is_not_is_refused(panel):
    with pytest.raises(UnknownColumnError, match="Did you mean 'Ada'"):
        plot.bump(panel, units=["Aada"])


def test_ranks_that_are_all_rare_are_drawn_all_the_same():
    n = 120
    shares = pd.DataFrame(np.full((n, n), 1 / n), [f"u{i}" for i in range(n)])
    ax = plot.rank_distribution(shares)
    assert ax.images[0].get_array().shape == (40, n)
    assert "the first 40 of n = 120 units" in remarks(ax)
