"""Rank flow: from ranks side by side to one line a unit, over methods or over time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.errors import DomainError, listing
from mcdm_index.plot._axes import (
    SMALL,
    bare,
    columns,
    finish,
    font_size,
    given,
    new_axes,
    slant,
    spread,
)
from mcdm_index.plot._colors import DARK, LIGHT, Mark, marks
from mcdm_index.plot._fonts import readable
from mcdm_index.plot._units import count, pick, title_of, unit_names
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bump"]

_MANY: Final = 10
_ROW: Final = 0.23


def bump(
    found: Any,
    ax: "Axes | None" = None,
    *,
    code: str | None = None,
    top: int | None = None,
    units: Sequence[Any] | None = None,
    names: Any = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw how ranks flow between methods or periods: one line a unit.

    Parameters
    ----------
    found : IndexResult, Comparison or DataFrame of shape (n_units, n_columns)
        An index over a panel, whose periods stand beside each other; what `compare` or
        `IndexResult.score_by` gives, whose methods do; or ranks, 1 for the best, NaN
        where a unit is absent.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    code : str, optional
        A node of the index; the root by default.
    top : int, optional
        How many units are in color and have their names, the best of the last column
        first; 10 by default. The others are gray.
    units : sequence of labels, optional
        Which units instead.
    names : mapping, optional
        From labels of units to what they are to be called.
    lang : {"en", "zh"}, default "en"
        Of words.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        As deep as the lowest rank of the units in color.

    Raises
    ------
    DomainError
        There is no period, less than two columns, or a rank below 1.
    UnknownColumnError
        There is no such unit.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> ranks = pd.DataFrame({"TOPSIS": [1, 2, 3], "mean": [2, 1, 3]}, list("ABC"))
    >>> ax = bump(ranks, top=2)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['TOPSIS', 'mean']
    """
    words = Words.of(lang)
    table = _read(found, code)
    ranked = table.to_numpy(float)
    order = np.argsort(ranked[:, -1], kind="stable")
    order = order[~np.isnan(ranked[order, -1])]
    kept = pick(table.index, order, top, units, _MANY)
    labels = unit_names(table.index[kept], words, names)
    deep = int(np.nanmax(ranked[kept]))
    n = table.shape[1]
    width = 1.6 + 2 * columns(labels) + max(0.75 * n, 3.0)
    ax = new_axes(ax, width, 1.5 + _ROW * deep)
    bare(ax)
    size = font_size(ax, deep, 0.7)
    for row in np.delete(ranked, kept, axis=0):
        ax.plot(range(n), row, color=LIGHT, linewidth=0.8, zorder=1)
    for i, mark in zip(kept, marks(len(kept)), strict=True):
        _line(ax, ranked[i], mark)
    ax.set_xlim(-0.1, n - 0.9)
    ax.set_ylim(deep + 0.6, 0.4)
    _ends(ax, ranked[kept], labels, size, deep)
    heads = readable(list(map(str, table.columns)), [str(j + 1) for j in range(n)])
    ax.set_xticks(range(n), heads, fontsize=SMALL)
    if n > 1 and columns(heads) > 0.7 * width / n:
        slant(ax)
    ax.set_yticks([])
    ax.tick_params(length=0)
    rest = words("rest") if len(kept) < len(table) else ""
    simulated = _simulated(found)
    remarks = [
        words("simulated") if simulated else "",
        count(words, len(kept), len(table), units),
        rest,
        note,
    ]
    made = words("bump")
    if isinstance(found, IndexResult):
        made = title_of(made, found, words, code=found._code(code))
    finish(ax, words, given(title, made), remarks)
    return ax


def _simulated(found: Any) -> bool:
    return bool(
        isinstance(found, IndexResult) and found.provenance["data"]["simulated"]
    )


def _read(found: Any, code: str | None) -> pd.DataFrame:
    """Give ranks, one row a unit and one column a method or period."""
    if isinstance(found, IndexResult):
        _, unit, period = found._panel(code)
        table = found.ranks[found._code(code)].unstack(period)  # noqa: PD010
        table = table.astype("Float64").astype(float)
        return table.reindex(pd.unique(found.index.get_level_values(unit)))
    table = getattr(found, "ranks", found)
    if not isinstance(table, pd.DataFrame):
        msg = (
            "a result over a panel, a comparison or a frame of ranks is needed, got "
            f"{type(found).__name__}"
        )
        raise DomainError(msg)
    if table.shape[1] < 2:
        msg = f"ranks need two columns or more, got {listing(table.columns) or 'none'}"
        raise DomainError(msg)
    table = table.astype(float)
    if not (table.isna() | (table >= 1)).to_numpy().all():
        msg = f"ranks must be 1 or more, got {float(table.min().min()):g}"
        raise DomainError(msg)
    return table


def _line(ax: "Axes", row: Vector, mark: Mark) -> None:
    ax.plot(
        range(len(row)),
        row,
        color=mark.color,
        linestyle=mark.dash,
        marker=mark.shape,
        linewidth=1.9,
        markersize=4.5,
        markeredgecolor="white",
        markeredgewidth=0.5,
        zorder=3,
    )


def _ends(ax: "Axes", ranked: Any, labels: list[str], size: float, deep: int) -> None:
    """Write rank and name at both ends of a line, those of ties below each other."""
    last = ranked.shape[1] - 1
    for column, side in ((0, "right"), (last, "left")):
        there = np.flatnonzero(~np.isnan(ranked[:, column]))
        wish = ranked[there, column]
        places = spread(wish, 1.0, 0.5, deep + 0.5)
        for i, rank, y in zip(there, wish, places, strict=True):
            pair = (f"{rank:g}", labels[i])
            ax.annotate(
                "  ".join(pair if side == "left" else pair[::-1]),
                (column, y),
                xytext=(8 if side == "left" else -8, 0),
                textcoords="offset points",
                annotation_clip=False,
                ha=side,
                va="center",
                fontsize=size,
                color=DARK,
                gid="unit",
            )
