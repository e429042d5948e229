"""Profiles: a unit beside its tier and the next one."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mcdm_index import plot
from mcdm_index.errors import DomainError, UnknownColumnError
from tests.plot.seen import rows, texts


def marks_of(ax, label):
    (points,) = [c for c in ax.collections if c.get_label() == label]
    return np.asarray(points.get_offsets())[:, 0]


@pytest.fixture
def last(panel):
    """The last unit of the last period, with the scores and tiers beside it."""
    now = panel.index.get_level_values("year") == 2022
    scores = panel.scores.loc[now, ["A", "B"]].droplevel("year")
    tiers = panel.tier_codes[now]
    place = int(np.argmin(panel.scores.loc[now, "I"].to_numpy()))
    assert tiers[place] == 2
    return (
        scores.index[place],
        scores.iloc[place],
        scores[tiers == 2],
        scores[tiers == 1],
    )


def test_marks_are_the_scores_of_the_unit(panel, last):
    unit, own, *_ = last
    ax = plot.profile(panel, unit)
    np.testing.assert_allclose(marks_of(ax, f"{unit} 2022"), own)


def test_bands_reach_from_the_least_to_the_largest_of_the_tier(panel, last):
    unit, _, tier, _ = last
    ax = plot.profile(panel, unit)
    bands = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    np.testing.assert_allclose(bands, np.array([tier.min(), tier.max()]).T)


def test_the_means_of_its_tier_and_of_the_next_are_marked(panel, last):
    unit, _, tier, above = last
    ax = plot.profile(panel, unit)
    own = marks_of(ax, f"mean of tier 2 (n = {len(tier)})")
    better = marks_of(ax, f"mean of the next tier, 1 (n = {len(above)})")
    np.testing.assert_allclose(own, tier.mean())
    np.testing.assert_allclose(better, above.mean())


def test_a_unit_of_the_first_tier_has_no_next_one(panel):
    ax = plot.profile(panel, "Ada")
    assert not any("next tier" in text for text in texts(ax))


def test_the_rank_of_the_unit_stands_at_the_right(panel, last):
    unit = last[0]
    ax = plot.profile(panel, unit)
    ranks = panel.ranks.loc[(unit, 2022), ["A", "B"]]
    assert [text.get_text() for text in ax.texts[:2]] == [str(rank) for rank in ranks]
    assert "rank of 9" in texts(ax)


def test_nodes_are_the_rows(panel):
    assert rows(plot.profile(panel, "Ada")) == ["Input", "Output"]
    assert len(rows(plot.profile(panel, "Ada", level="leaf"))) == 6


def test_a_unit_that_there_is_not_is_refused(panel):
    with pytest.raises(UnknownColumnError, match="Did you mean 'Ada'"):
        plot.profile(panel, "Adda")


def test_spokes_are_the_scores_of_the_unit_and_closed(panel):
    ax = plot.radar(panel, "Bel", level="leaf")
    scores = panel.scores.loc[("Bel", 2022), list(panel.hierarchy.leaves)]
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [*scores, scores.iloc[0]])


def test_a_radar_of_two_nodes_is_refused(panel):
    with pytest.raises(DomainError, match=r"three nodes or more.*use profile"):
        plot.radar(panel, "Ada")


def test_a_radar_on_axes_that_are_not_polar_is_refused(panel):
    with pytest.raises(DomainError, match="ax must be polar"):
        plot.radar(panel, "Ada", plt.subplots()[1], level="leaf")
