"""Tiers: points on two dimensions, lines over all, and names that cover nothing."""

import numpy as np
import pytest

from mcdm_index import plot
from mcdm_index.errors import DomainError, UnknownColumnError
from tests.plot.conftest import LATIN, index_of, table_of
from tests.plot.seen import boxes, overlaps, remarks


def named(ax):
    return [text for text in ax.texts if text.get_gid() == "unit"]


@pytest.fixture(scope="module")
def flat():
    table = table_of(LATIN).xs(2022, level="year")
    return index_of(period=None, tiers=None).fit(table).result_


def test_points_are_the_scores_of_two_dimensions(panel):
    ax = plot.tiers(panel, x="A", y="B")
    points = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
    scores = panel.scores[["A", "B"]].xs(2022, level="year").to_numpy()
    np.testing.assert_allclose(np.sort(points, axis=0), np.sort(scores, axis=0))


def test_every_tier_has_its_points_and_its_size_in_the_legend(cities):
    ax = plot.tiers(cities)
    counts = np.bincount(cities.tier_codes)[1:]
    assert [len(c.get_offsets()) for c in ax.collections] == list(counts)
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert [s.rsplit("n = ", 1)[1] for s in said] == [f"{n})" for n in counts]


def test_the_dimensions_that_weigh_most_are_the_axes(cities):
    ax = plot.tiers(cities)
    dimensions = list(cities.hierarchy.dimensions)
    first = cities.weights["effective"][dimensions].idxmax()
    assert cities.hierarchy[first].name() in ax.get_xlabel()


def test_names_cover_no_other_names(cities):
    ax = plot.tiers(cities)
    assert overlaps(boxes(ax, named(ax))) == 0


def test_names_cover_no_points(cities):
    ax = plot.tiers(cities)
    frames = boxes(ax, named(ax))
    for points in ax.collections:
        spots = ax.transData.transform(np.asarray(points.get_offsets()))
        within = (spots[:, None] > frames[:, :2]) & (spots[:, None] < frames[:, 2:])
        assert not within.all(axis=2).any()


def test_it_says_how_many_have_their_names(cities):
    ax = plot.tiers(cities, top=7)
    assert len(named(ax)) == 7
    assert "7 of them with their names" in remarks(ax)


def test_only_the_units_asked_for_are_named(cities):
    unit = cities.index[4]
    ax = plot.tiers(cities, units=[unit])
    assert [text.get_text() for text in named(ax)] == [unit]


def test_units_on_one_line_have_no_hull_and_no_error(panel):
    ax = plot.tiers(panel, x="A", y="A")
    assert len(ax.patches) == 0


def test_an_index_without_tiers_says_how_to_get_them(flat):
    with pytest.raises(DomainError, match="build it with tiers='kmeans'"):
        plot.tiers(flat)
    with pytest.raises(DomainError, match="build it with tiers='kmeans'"):
        plot.parallel(flat)


def test_a_line_of_a_unit_runs_through_its_scores(panel):
    ax = plot.parallel(panel)
    scores = panel.scores[["A", "B"]].xs(2022, level="year").to_numpy()
    lines = {tuple(line.get_ydata()) for line in ax.lines[:9]}
    assert lines == set(map(tuple, scores))


def test_a_thick_line_is_the_mean_of_a_tier(panel):
    ax = plot.parallel(panel)
    now = panel.index.get_level_values("year") == 2022
    scores = panel.scores.loc[now, ["A", "B"]].to_numpy()
    first = scores[panel.tier_codes[now] == 1].mean(axis=0)
    np.testing.assert_allclose(ax.lines[9].get_ydata(), first)


def test_names_at_the_right_are_apart(cities):
    units = list(cities.table().index[:12])
    ax = plot.parallel(cities, units=units)
    assert len(named(ax)) == 12
    assert overlaps(boxes(ax, named(ax))) == 0


def test_a_unit_to_be_named_that_there_is_not_is_refused(panel):
    with pytest.raises(UnknownColumnError, match=r"no unit 'Adda'.*'Ada'"):
        plot.parallel(panel, units=["Adda"])


def test_a_level_that_there_is_not_is_refused(panel):
    with pytest.raises(DomainError, match="level must be"):
        plot.parallel(panel, level=7)
