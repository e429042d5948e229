"""Tiers: from a result to a map of its tiers, on two dimensions or on all of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.errors import DomainError
from mcdm_index.plot._axes import (
    SMALL,
    bare,
    columns,
    finish,
    given,
    key_below,
    new_axes,
    slant,
    spread,
    text_rows,
)
from mcdm_index.plot._colors import DARK, Mark, marks
from mcdm_index.plot._place import name_points
from mcdm_index.plot._units import (
    Shown,
    check_result,
    choose,
    class_names,
    find,
    node_names,
    title_of,
)
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Tiered", "everyone", "parallel", "tiered", "tiers"]

_MOST_NAMES: Final = 60
_CORNERS: Final = 3  # of a hull
_MOST_UPRIGHT: Final = 4
_LINE: Final = 1.5


class Tiered(NamedTuple):
    """The tiers of some rows: 0 for the best, their names and marks."""

    of: NDArray[np.int64]
    names: list[str]
    marks: list[Mark]

    def label(self, t: int) -> str:
        """Call a tier by its name and size."""
        return f"{self.names[t]} (n = {int((self.of == t).sum())})"


def tiered(result: IndexResult, rows: Any, words: Words) -> Tiered:
    """Read the tiers of some rows.

    Raises
    ------
    DomainError
        The index was built without tiers.
    """
    named = result.named_tiers(words.lang).cat.categories[::-1]
    english = result.named_tiers("en").cat.categories[::-1]
    codes = np.asarray(result.tier_codes)[rows] - 1
    return Tiered(codes, class_names(list(named), list(english)), marks(len(named)))


def tiers(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    x: str | None = None,
    y: str | None = None,
    period: Any = None,
    top: int | None = None,
    units: Sequence[Any] | None = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw a map of the tiers: units as points on two dimensions.

    Parameters
    ----------
    result : IndexResult
        With tiers.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default. Names are placed for its size.
    x, y : str, optional
        Codes of the nodes along the axes; by default the two dimensions that weigh
        most, or the root and the only one.
    period : label, optional
        Of a panel; the last by default.
    top : int, optional
        How many units are given their names, the best first; 60 by default. All units
        are drawn.
    units : sequence of labels, optional
        Which are given their names instead.
    lang : {"en", "zh"}, default "en"
        Of words, names and tiers.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        A color and a shape for each tier, and a shade over the convex hull of its
        units. Tiers are found on all dimensions, so that hulls may overlap on two. A
        name that has no place without covering another is left out; the remarks say how
        many are there.

    Raises
    ------
    DomainError
        The index was built without tiers, or an option is out of its range.
    UnknownColumnError
        There is no such unit or node.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> index = npindex.index(impute=mi.MICEImputer(5), random_state=0)
    >>> result = index.fit(npindex.simulate_cities(50, rng=0)).result_
    >>> ax = tiers(result, x="A", y="B", top=5)
    >>> ax.get_xlabel()
    'Science & technology innovation: score'
    """
    words, result = Words.of(lang), check_result(result)
    all_, x, y = everyone(result, words, period), *_two(result, x, y)
    named = choose(
        result, words, None, period=period, top=top, units=units, many=_MOST_NAMES
    )
    tier = tiered(result, all_.rows, words)
    ax = new_axes(ax, 8.0, 6.8)
    points = result.scores[[x, y]].to_numpy()[all_.rows]
    _points(ax, points, tier)
    labels = node_names(result, [x, y], words)
    ax.set_xlabel(words("score_of", name=labels[0]), fontsize=SMALL + 1)
    ax.set_ylabel(words("score_of", name=labels[1]), fontsize=SMALL + 1)
    bare(ax, "bottom", "left")
    ax.margins(0.08)
    legend = ax.legend(
        title=words("tier"),
        loc="lower right",
        fontsize=SMALL,
        title_fontsize=SMALL,
        frameon=False,
    )
    made = title_of(words("tiers"), result, words, period=all_.period)
    # Twice, since the number of names is known when they have their places.
    first = np.isin(all_.rows, named.rows)
    order = np.concatenate([np.flatnonzero(first), np.flatnonzero(~first)])
    told = words("labelled", k=len(first))
    draft = finish(ax, words, given(title, made), [*all_.remarks, told, note])
    placed = name_points(ax, points[order], named.names, [legend])
    draft.remove()
    told = words("labelled", k=placed) if placed < len(all_.rows) else ""
    finish(ax, words, given(title, made), [*all_.remarks, told, note])
    return ax


def everyone(result: IndexResult, words: Words, period: Any) -> Shown:
    """Choose all units of a period that have a tier.

    Raises
    ------
    DomainError
        The index was built without tiers.
    """
    result.named_tiers()
    many = len(result.index)
    all_ = choose(result, words, None, period=period, top=None, units=None, many=many)
    has = np.asarray(result.tier_codes)[all_.rows] > 0
    names = [name for name, there in zip(all_.names, has, strict=True) if there]
    return replace(all_, rows=all_.rows[has], index=all_.index[has], names=names)


def _two(result: IndexResult, x: str | None, y: str | None) -> tuple[str, str]:
    """Choose the nodes along the axes."""
    weight = result.weights["effective"]
    best = sorted(result.hierarchy.dimensions, key=lambda code: -weight[code])
    spare = iter([*best, result.hierarchy.root])
    found = [None if c is None else result.hierarchy[c].code for c in (x, y)]
    for i in (0, 1):
        if found[i] is None:
            found[i] = next(code for code in spare if code not in found)
    return str(found[0]), str(found[1])


def _points(ax: "Axes", points: Matrix, tier: Tiered) -> None:
    from scipy.spatial import ConvexHull, QhullError

    for t, mark in enumerate(tier.marks):
        here = points[tier.of == t]
        ax.scatter(
            here[:, 0],
            here[:, 1],
            s=26,
            color=mark.color,
            marker=mark.shape,
            edgecolor="white",
            linewidth=0.5,
            label=tier.label(t),
            zorder=3,
        )
        if len(np.unique(here, axis=0)) >= _CORNERS:
            try:
                corners = here[ConvexHull(here).vertices]
            except QhullError:  # all on one line
                continue
            ax.fill(*corners.T, color=mark.color, alpha=0.1, linewidth=0, zorder=1)


def parallel(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    level: str | int = "dimension",
    period: Any = None,
    units: Sequence[Any] | None = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw the tiers along parallel coordinates: one line a unit over all dimensions.

    Parameters
    ----------
    result : IndexResult
        With tiers.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    level : {"leaf", "dimension"} or int, default "dimension"
        Of the nodes beside each other; two or more.
    period : label, optional
        Of a panel; the last by default.
    units : sequence of labels, optional
        Which are given their names, at the right; the best of each tier by default.
    lang : {"en", "zh"}, default "en"
        Of words, names and tiers.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        A thin line for each unit, a thick one for the mean of each tier.

    Raises
    ------
    DomainError
        The index was built without tiers, or there are less than two nodes.
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
    >>> ax = parallel(result)
    >>> len(ax.lines)  # 49 units, 4 tiers
    53
    """
    from mcdm_index.inspection import nodes_at

    words, result = Words.of(lang), check_result(result)
    codes = list(nodes_at(result.hierarchy, level))
    if len(codes) < 2:
        msg = f"parallel coordinates need two nodes or more, got {codes}"
        raise DomainError(msg)
    shown = everyone(result, words, period)
    tier = tiered(result, shown.rows, words)
    labels = node_names(result, codes, words)
    steep = len(codes) > _MOST_UPRIGHT
    width = max(4.6, (1.0 if steep else 1.6) * len(codes)) + columns(shown.names) + 1
    ax = new_axes(ax, width, 5.2 + (0.9 * columns(labels) if steep else 0.0))
    bare(ax, "left")
    scores = result.scores[codes].to_numpy()[shown.rows]
    _strands(ax, scores, tier)
    ax.set_xticks(range(len(codes)), labels, fontsize=SMALL + 1)
    if steep:
        slant(ax)
    ax.set_xlim(-0.04, len(codes) - 0.96)
    _at_the_right(ax, scores[:, -1], tier, shown.names, _named(shown, tier, units))
    ax.set_ylabel(words("score"), fontsize=SMALL + 1)
    key_below(ax, ncols=2, title=words("tier"))
    made = title_of(words("tiers"), result, words, period=shown.period)
    finish(ax, words, given(title, made), [*shown.remarks, words("mean_lines"), note])
    return ax


def _strands(ax: "Axes", scores: Matrix, tier: Tiered) -> None:
    from matplotlib.patheffects import withStroke

    x = np.arange(scores.shape[1])
    ax.vlines(
        x, 0, 1, transform=ax.get_xaxis_transform(), color="#CCCCCC", linewidth=0.8
    )
    faint = float(np.clip(20 / len(scores), 0.15, 0.5))
    for row, t in zip(scores, tier.of, strict=True):
        ax.plot(x, row, color=tier.marks[t].color, linewidth=0.7, alpha=faint)
    for t, mark in enumerate(tier.marks):
        if (tier.of == t).any():
            mean = scores[tier.of == t].mean(axis=0)
            ax.plot(
                x,
                mean,
                color=mark.color,
                marker=mark.shape,
                linestyle=mark.dash,
                linewidth=2.6,
                markersize=6,
                markeredgecolor="white",
                label=tier.label(t),
                path_effects=[withStroke(linewidth=4.4, foreground="white")],
                zorder=4,
            )


def _named(shown: Shown, tier: Tiered, units: Any) -> list[int]:
    """Choose the units that are named: those asked for, or the best of each tier."""
    if units is None:
        best = [np.flatnonzero(tier.of == t)[:1] for t in range(len(tier.names))]
        return [int(i) for i in np.concatenate(best)]
    return find(shown.index, units)


def _at_the_right(
    ax: "Axes", ends: Any, tier: Tiered, names: list[str], chosen: list[int]
) -> None:
    """Write names beside the ends of their lines, apart from each other."""
    low, high = ax.get_ylim()
    # Names are a line apart, the axes being a little lower than they are now.
    gap = (high - low) * _LINE / text_rows(ax)
    places = spread(ends[chosen], gap, low, high)
    for i, place in zip(chosen, places, strict=True):
        ax.annotate(
            names[i],
            (ax.get_xlim()[1], float(ends[i])),
            xytext=(1.03, float(place)),
            textcoords=ax.get_yaxis_transform(),
            fontsize=SMALL,
            color=DARK,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": tier.marks[tier.of[i]].color,
                "linewidth": 0.8,
            },
            gid="unit",
        )
