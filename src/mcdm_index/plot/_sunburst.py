"""Sunburst: from a result to its tree as rings, areas by effective weight."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.plot._axes import (
    SMALL,
    columns,
    ems_of,
    finish,
    given,
    key_below,
    new_axes,
    spread,
    wrapped,
)
from mcdm_index.plot._colors import DARK, marks
from mcdm_index.plot._units import check_result, dimension_of, node_names, title_of
from mcdm_index.plot._weights import dimension_key, weight_remarks
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["sunburst"]

_HOLE: Final = 0.5
# Size of names within the rings, and what part of a ring they may fill.
_WITHIN: Final = 6.5
_FILLED: Final = 0.92
_LEADING: Final = 1.35
# How far names stand from the rings, and how far lines go straight out.
_BESIDE: Final = 0.25
_KNEE: Final = 0.08
_SIZE: Final = 6.0
_POINTS: Final = 72.0
# From this lightness on, names are black.
_LIGHT: Final = 0.45


class _Slice(NamedTuple):
    """One node, its depth, and where it begins and ends, in turns from the top."""

    code: str
    depth: int
    start: float
    end: float
    leaf: bool

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def sunburst(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw the tree of criteria as rings, each node as wide as its effective weight.

    Parameters
    ----------
    result : IndexResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    lang : {"en", "zh"}, default "en"
        Of words and names.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        One ring for each depth, dimensions inside; clockwise from the top in the order
        of the tree. Criteria have their names and weights, in percent, outside; names
        that do not fit into the rings are left out.

    Raises
    ------
    DomainError
        `result` is none.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> index = npindex.index(impute=mi.MICEImputer(5), random_state=0)
    >>> result = index.fit(npindex.simulate_cities(50, rng=0)).result_
    >>> ax = sunburst(result)
    >>> len(ax.patches)  # 3 dimensions, 10 sub-dimensions, 24 criteria
    37
    """
    words, result = Words.of(lang), check_result(result)
    slices = _slices(result)
    depth = max(one.depth for one in slices)
    leaves = [one for one in slices if one.leaf]
    labels = dict(
        zip(
            (one.code for one in slices),
            node_names(result, [one.code for one in slices], words),
            strict=True,
        )
    )
    radius = _HOLE + depth
    side = columns([f"{labels[one.code]}  12.3 %  " for one in leaves])
    ax, unit = _ground(ax, radius, side)
    order = result.hierarchy.dimensions
    colors = {d: mark.color for d, mark in zip(order, marks(len(order)), strict=True)}
    for one in slices:
        ink = _wedge(ax, one, depth, colors[dimension_of(result, one.code)])
        if not one.leaf:
            _inside(ax, one, labels[one.code], unit, ink)
    _outside(ax, leaves, labels, radius, unit)
    key_below(ax, dimension_key(result, words, colors))
    made = title_of(words("weights"), result, words)
    remarks = weight_remarks(result, words, len(leaves))
    finish(ax, words, given(title, made), [*remarks, words("weight_sum"), note])
    return ax


def _ground(ax: "Axes | None", radius: float, side: float) -> "tuple[Axes, float]":
    """Make axes that hold the rings and names of some inches at both sides.

    Their unit in points is given back.
    """
    upward, across = radius + _BESIDE, radius + 2 * _BESIDE
    unit = _SIZE * _POINTS / (2 * upward)
    given = ax is not None
    ax = new_axes(ax, 2 * (across * unit / _POINTS + side), _SIZE + 1.2)
    if given:
        box, point = ax.get_window_extent(), ax.figure.dpi / _POINTS
        width, height = box.width / point, box.height / point
        names = 2 * side * _POINTS
        fits = min(height / (2 * upward), (width - names) / (2 * across))
        unit = max(fits, width / (6 * across))
    ax.set_xlim(-(across + side * _POINTS / unit), across + side * _POINTS / unit)
    ax.set_ylim(-upward - _KNEE, upward + 2 * _KNEE)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax, float(unit)


def _slices(result: IndexResult) -> list[_Slice]:
    """Lay out all nodes but the root; those without weight take no room."""
    tree, weight = result.hierarchy, result.weights["effective"]
    found: list[_Slice] = []

    def lay(code: str, start: float) -> None:
        for child in tree.children(code):
            end = start + float(weight[child])
            leaf = not tree.children(child)
            found.append(_Slice(child, tree.depth(child), start, end, leaf))
            lay(child, start)
            start = end

    lay(tree.root, 0.0)
    return found


def _wedge(ax: "Axes", one: _Slice, depth: int, color: str) -> str:
    """Draw one node, lighter the deeper it is, and say what color its name has.

    A criterion reaches to the outside.
    """
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Wedge

    inner = _HOLE + one.depth - 1
    outer = _HOLE + (depth if one.leaf else one.depth)
    fade = 0.25 * (one.depth - 1)
    pale = tuple((1 - fade) * np.array(to_rgb(color)) + fade)
    wedge = Wedge(
        (0, 0),
        outer,
        90 - 360 * one.end,
        90 - 360 * one.start,
        width=outer - inner,
        facecolor=pale,
        edgecolor="white",
        linewidth=1.0,
    )
    ax.add_patch(wedge)
    return "black" if np.dot(pale, (0.2126, 0.7152, 0.0722)) > _LIGHT else "white"


def _at(turn: float, radius: float) -> Vector:
    """Turn turns from the top, clockwise, into a point."""
    angle = np.pi / 2 - 2 * np.pi * turn
    return radius * np.array([np.cos(angle), np.sin(angle)])


def _inside(ax: "Axes", one: _Slice, label: str, unit: float, ink: str) -> None:
    """Write a name along the middle of its slice, if its lines find room there.

    A unit of the axes has so many points.
    """
    ems = _FILLED * unit / _WITHIN
    lines = wrapped(label, ems)
    arc = 2 * np.pi * (one.end - one.start) * (_HOLE + one.depth - 0.5) * unit
    widest = max(map(ems_of, lines))
    if widest > ems or len(lines) * _LEADING * _WITHIN > arc:
        return
    middle = one.middle
    turned = 90 - 360 * middle if middle <= 0.5 else 270 - 360 * middle
    x, y = _at(middle, _HOLE + one.depth - 0.5)
    ax.text(
        x,
        y,
        "\n".join(lines),
        ha="center",
        va="center",
        rotation=turned,
        rotation_mode="anchor",
        fontsize=_WITHIN,
        color=ink,
        linespacing=1.1,
    )


def _outside(
    ax: "Axes", leaves: list[_Slice], labels: dict[str, str], radius: float, unit: float
) -> None:
    """Write names in two columns beside the rings, with lines to their slices."""
    middles = np.array([one.middle for one in leaves])
    for sign in (1, -1):
        side = np.flatnonzero((middles < 0.5) == (sign > 0))
        if not len(side):
            continue
        heights = np.array([_at(middles[i], radius)[1] for i in side])
        reach = radius + _BESIDE
        places = spread(heights, _LEADING * SMALL / unit, -reach, reach)
        for i, y in zip(side, places, strict=True):
            one = leaves[i]
            share = f"{100 * (one.end - one.start):.1f} %"
            pair = (labels[one.code], share)
            text = "  ".join(pair if sign > 0 else pair[::-1])
            _name(ax, one, text, radius, (sign * (radius + 2 * _BESIDE), y))


def _name(
    ax: "Axes", one: _Slice, text: str, radius: float, place: tuple[float, float]
) -> None:
    """Write a name, and a line that leaves the rings before it turns to the name."""
    x, y = place
    knee = _at(one.middle, radius + _KNEE)
    path = np.array([_at(one.middle, radius), knee, (x, y)])
    ax.plot(*path.T, color="#999999", linewidth=0.6, clip_on=False, zorder=0)
    ax.annotate(
        text,
        place,
        xytext=(3 if x > 0 else -3, 0),
        textcoords="offset points",
        ha="left" if x > 0 else "right",
        va="center",
        fontsize=SMALL,
        color=DARK,
        annotation_clip=False,
        gid="criterion",
    )
