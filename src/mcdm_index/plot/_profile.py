"""Profiles: from a result and a unit to what the unit is like beside its tier."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import DomainError
from mcdm_index.inspection import nodes_at
from mcdm_index.plot._axes import (
    SMALL,
    bare,
    columns,
    finish,
    font_size,
    given,
    key_below,
    new_axes,
)
from mcdm_index.plot._colors import DARK, LIGHT, marks
from mcdm_index.plot._tiers import everyone, tiered
from mcdm_index.plot._units import check_result, find, node_names
from mcdm_index.plot._words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["profile", "radar"]

_UNIT: Final = marks(2)[0].color
_TIER: Final = marks(2)[1].color
_NEXT: Final = marks(3)[2].color
_ROW: Final = 0.3
_FEWEST_SPOKES: Final = 3
# Spoke names this near the vertical, as a cosine, are centered.
_UPRIGHT: Final = 0.1


@dataclass(frozen=True, eq=False)
class _Beside:
    """One unit beside its tier and the next better one.

    Attributes
    ----------
    unit, own, low, high : ndarray of shape (n_nodes,)
        Scores of the unit; mean, least and largest of its tier.
    better : ndarray or None
        Means of the next better tier; None for a unit of the first.
    """

    name: str
    labels: list[str]
    unit: Vector
    own: Vector
    low: Vector
    high: Vector
    better: Vector | None
    ranks: pd.Series
    n: int
    words_own: str
    words_better: str
    remarks: list[str]


def _beside(result: Any, unit: Any, level: Any, period: Any, words: Words) -> _Beside:
    result = check_result(result)
    codes = list(nodes_at(result.hierarchy, level))
    shown = everyone(result, words, period)
    (i,) = find(shown.index, [unit])
    tier = tiered(result, shown.rows, words)
    S = result.scores[codes].to_numpy()[shown.rows]
    t = int(tier.of[i])
    inside, above = S[tier.of == t], S[tier.of == t - 1]
    when = "" if shown.period is None else f" {shown.period}"
    return _Beside(
        name=shown.names[i] + when,
        labels=node_names(result, codes, words),
        unit=S[i],
        own=inside.mean(axis=0),
        low=inside.min(axis=0),
        high=inside.max(axis=0),
        better=above.mean(axis=0) if len(above) else None,
        ranks=result.ranks[codes].iloc[shown.rows[i]],
        n=len(S),
        words_own=words("tier_mean", tier=tier.names[t], n=len(inside)),
        words_better=words("next_mean", tier=tier.names[t - 1], n=len(above)),
        remarks=shown.remarks,
    )


def profile(
    result: Any,
    unit: Any,
    ax: "Axes | None" = None,
    *,
    level: str | int = "dimension",
    period: Any = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw the scores of one unit beside those of its tier, one row a node.

    Parameters
    ----------
    result : IndexResult
        With tiers.
    unit : label
        Without its period.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    level : {"leaf", "dimension"} or int, default "dimension"
        Of the nodes.
    period : label, optional
        Of a panel; the last by default.
    lang : {"en", "zh"}, default "en"
        Of words, names and tiers.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        In each row the unit, a band from the least to the largest score of its tier,
        the mean of the tier and that of the next better one; at the right the rank of
        the unit among all.

    Raises
    ------
    DomainError
        The index was built without tiers, or there is no such level.
    UnknownColumnError
        There is no such unit.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> index = npindex.index(impute=mi.MICEImputer(5), random_state=0)
    >>> result = index.fit(npindex.simulate_cities(50, rng=0)).result_
    >>> ax = profile(result, "Simulated city 003")
    >>> [label.get_text() for label in ax.get_yticklabels()][0]
    'Science & technology innovation'
    """
    words = Words.of(lang)
    found = _beside(result, unit, level, period, words)
    n = len(found.labels)
    ax = new_axes(ax, 5.6 + columns(found.labels), 2.2 + _ROW * n)
    bare(ax, "bottom")
    y = np.arange(n)
    size = font_size(ax, n, 0.5)
    _marks(ax, y, found, words)
    ax.set_yticks(y, found.labels, fontsize=size)
    ax.set_ylim(n - 0.5, -0.5)
    for i, rank in enumerate(found.ranks):
        _beside_row(ax, i, f"{rank}", size)
    _beside_row(ax, -0.5, words("rank_of", n=found.n), size, va="bottom")
    _range(ax, found)
    ax.set_xlabel(words("score"), fontsize=SMALL + 1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#E5E5E5", linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    key_below(ax, ncols=2)
    made = words("profile", unit=found.name)
    finish(ax, words, given(title, made), [*found.remarks, note], top=size + 2)
    return ax


def _marks(ax: "Axes", y: Any, found: _Beside, words: Words) -> None:
    """Draw the span and the mean of the tier, the mean of the next, and the unit."""
    ax.barh(
        y,
        found.high - found.low,
        left=found.low,
        height=0.55,
        color="#E6E6E6",
        label=words("tier_span"),
        zorder=1,
    )
    ax.scatter(
        found.own,
        y,
        marker="|",
        s=150,
        linewidth=2.4,
        color=_TIER,
        label=found.words_own,
    )
    if found.better is not None:
        ax.scatter(
            found.better, y, marker="^", s=30, color=_NEXT, label=found.words_better
        )
    ax.scatter(found.unit, y, marker="o", s=48, color=_UNIT, label=found.name, zorder=4)


def _range(ax: "Axes", found: _Beside) -> None:
    """Show the zero, all scores, and some room for the marks."""
    rest = found.own if found.better is None else found.better
    low = min(0.0, *(float(x.min()) for x in (found.unit, found.low, rest)))
    high = max(0.0, *(float(x.max()) for x in (found.unit, found.high, rest)))
    room = 0.03 * ((high - low) or 1.0)
    ax.set_xlim(low - room, high + room)


def _beside_row(
    ax: "Axes", y: float, text: str, size: float, va: Any = "center"
) -> None:
    across = ax.get_yaxis_transform()
    ax.text(1.02, y, text, transform=across, fontsize=size, va=va, color=DARK)


def radar(
    result: Any,
    unit: Any,
    ax: "Axes | None" = None,
    *,
    level: str | int = "dimension",
    period: Any = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw the scores of one unit on spokes, with the mean of its tier.

    Parameters
    ----------
    result : IndexResult
        With tiers.
    unit : label
        Without its period.
    ax : matplotlib.axes.Axes, optional
        Polar axes; a new figure by default.
    level : {"leaf", "dimension"} or int, default "dimension"
        Of the nodes; three or more.
    period : label, optional
        Of a panel; the last by default.
    lang : {"en", "zh"}, default "en"
        Of words, names and tiers.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        Polar, from 0 (or the lowest score, if that is below) outward. `profile` shows
        more: the eye reads areas here, which depend on the order of the spokes.

    Raises
    ------
    DomainError
        The index was built without tiers, there are less than three nodes, or `ax` is
        not polar.
    UnknownColumnError
        There is no such unit.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> index = npindex.index(impute=mi.MICEImputer(5), random_state=0)
    >>> result = index.fit(npindex.simulate_cities(50, rng=0)).result_
    >>> ax = radar(result, "Simulated city 003", level=2)
    >>> len(ax.get_xticklabels())
    10
    """
    words = Words.of(lang)
    found = _beside(result, unit, level, period, words)
    n = len(found.labels)
    if n < _FEWEST_SPOKES:
        msg = f"a radar needs three nodes or more, got {found.labels}; use profile"
        raise DomainError(msg)
    ax = new_axes(ax, 5.0 + 2 * columns(found.labels), 5.6, polar=True)
    angles = 2 * np.pi * np.arange(n) / n
    _polygon(ax, angles, found.own, _TIER, "--", found.words_own)
    _polygon(ax, angles, found.unit, _UNIT, "-", found.name)
    ax.fill(angles, found.unit, color=_UNIT, alpha=0.12)
    _spokes(ax, angles, found)
    ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.12),
        fontsize=SMALL,
        frameon=False,
        ncols=2,
    )
    made = words("profile", unit=found.name)
    finish(
        ax, words, given(title, made), [*found.remarks, words("score"), note], top=26
    )
    return ax


def _polygon(
    ax: "Axes", angles: Vector, scores: Vector, color: str, dash: str, label: str
) -> None:
    ax.plot(
        np.append(angles, angles[0]),
        np.append(scores, scores[0]),
        dash,
        color=color,
        linewidth=1.8,
        marker="o",
        markersize=4,
        label=label,
    )


def _spokes(ax: Any, angles: Vector, found: _Beside) -> None:
    """Turn the first spoke up, and write names beside their ends."""
    ax.set_theta_offset(np.pi / 2)
    ax.set_theta_direction(-1)
    ax.set_xticks(angles, found.labels, fontsize=SMALL)
    for label, angle in zip(ax.get_xticklabels(), angles, strict=True):
        right = np.sin(angle)
        side = "left" if right > 0 else "right"
        label.set_horizontalalignment("center" if abs(right) < _UPRIGHT else side)
    both: Matrix = np.array([found.unit, found.own])
    ax.set_ylim(min(0.0, both.min()), 1.05 * both.max())
    ax.set_rlabel_position(180 / len(angles))
    ax.tick_params(axis="y", labelsize=SMALL - 1, labelcolor="#777777")
    ax.spines["polar"].set_color(LIGHT)
    ax.grid(color="#DDDDDD", linewidth=0.6)
