"""Rank distributions: from many rankings to how often each unit has each rank."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, ranks, real_numbers
from mcdm_index.errors import DomainError
from mcdm_index.plot._axes import (
    SMALL,
    columns,
    finish,
    font_size,
    given,
    new_axes,
    shades,
)
from mcdm_index.plot._colors import DARK
from mcdm_index.plot._units import count, pick, unit_names
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["rank_distribution"]

_MANY: Final = 40
_CELL: Final = (0.26, 0.22)
# Shares below this, in percent, are no number in a cell; and no column of their own.
_LEAST: Final = 1.0
_MOST_WITH_NUMBERS: Final = 45
# The share, in percent, from which a cell is so dark that its number is white.
_DEEP: Final = 45


class _Shares(NamedTuple):
    """How often each unit has each rank, and the rank without variation if known."""

    table: pd.DataFrame
    draws: int | None
    base: Vector | None
    simulated: bool


def rank_distribution(
    found: Any,
    ax: "Axes | None" = None,
    *,
    period: Any = None,
    top: int | None = None,
    units: Sequence[Any] | None = None,
    around: int | None = None,
    names: Any = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw how often each unit has each rank: a row a unit, a column a rank.

    Parameters
    ----------
    found : Robustness, RankDistribution, Smaa, IndexResult, DataFrame or array_like
        Rankings. Of an index those of its imputation draws. A table of whole numbers
        from 1 has one ranking per row and one unit per column; one of numbers from 0 to
        1 has the share of each rank (column) for each unit (row).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    period : label, optional
        Of an index over a panel; the last by default.
    top : int, optional
        How many units, the best first; 40 by default.
    units : sequence of labels, optional
        Which units instead.
    around : int, optional
        Only units that have this rank in 1 % of the rankings or more; the rank is
        framed.
    names : mapping, optional
        From labels of units to what they are to be called.
    lang : {"en", "zh"}, default "en"
        Of words.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, such as what was varied.

    Returns
    -------
    matplotlib.axes.Axes
        Cells in percent of the rankings, from white (never) to dark. Units are in the
        order of their ranks without variation, which are framed, or of their mean ranks
        where those are not known. Ranks that no unit shown has in 1 % of the rankings
        are left out at both ends.

    Raises
    ------
    DomainError
        `found` holds no rankings, or an option is out of its range.
    UnknownColumnError
        There is no such unit.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    Three rankings of three units:

    >>> rankings = pd.DataFrame([[1, 2, 3], [1, 3, 2], [2, 1, 3]], columns=list("ABC"))
    >>> ax = rank_distribution(rankings)
    >>> [text.get_text() for text in ax.texts[:2]]  # A is first, and second, in percent
    ['67', '33']
    """
    words = Words.of(lang)
    shares = _read(found, period)
    kept = _kept(shares, top, units, around)
    whole = 100 * shares.table.to_numpy()[kept]
    some = np.flatnonzero((whole >= min(_LEAST, whole.max())).any(axis=0))
    first, last = int(some[0]), int(some[-1])
    cells = whole[:, first : last + 1]
    labels = unit_names(shares.table.index[kept], words, names)
    n, many = cells.shape
    ax = new_axes(ax, 2.2 + columns(labels) + _CELL[0] * many, 1.6 + _CELL[1] * n)
    image = ax.imshow(
        np.ma.masked_equal(cells, 0),
        cmap="Blues",
        vmin=0,
        vmax=100,
        aspect="auto",
        extent=(first + 0.5, last + 1.5, n - 0.5, -0.5),
        interpolation="nearest",
    )
    size = font_size(ax, n, 0.65)
    ax.set_yticks(range(n), labels, fontsize=size)
    _frames(ax, shares.base, kept, around)
    if many <= _MOST_WITH_NUMBERS:
        ax.set_xticks(range(first + 1, last + 2))
        _numbers(ax, cells, first, min(size, SMALL) - 1)
    ax.tick_params(axis="x", labelsize=SMALL - 1)
    ax.tick_params(length=0)
    ax.set_xlabel(words("rank"), fontsize=SMALL + 1)
    ax.spines[:].set_color("#BBBBBB")
    shades(ax, image, words("share"))
    remarks = [
        words("simulated") if shares.simulated else "",
        _told(words, n, len(shares.table), units, around),
        "" if shares.draws is None else words("draws", n=shares.draws),
        "" if shares.base is None else words("base"),
        note,
    ]
    finish(ax, words, given(title, words("rank_distribution")), remarks)
    return ax


def _told(words: Words, k: int, n: int, units: Any, around: int | None) -> str:
    if around is None:
        return count(words, k, n, units)
    return words("around", k=k, n=n, rank=around)


def _read(found: Any, period: Any) -> _Shares:
    """Read rankings, whatever holds them."""
    if isinstance(found, IndexResult):
        return _of_result(found, period)
    found = getattr(found, "distribution", found)
    if hasattr(found, "acceptability"):
        base = getattr(found, "base_ranks", None)
        own = None if base is None else np.asarray(base, dtype=float)
        return _Shares(found.acceptability, getattr(found, "n", None), own, False)
    return _of_table(found)


def _of_result(result: IndexResult, period: Any) -> _Shares:
    if period is None and result.period is not None:
        period = max(result.index.get_level_values(result.period))
    rows, index = result._rows(period)
    root = result.hierarchy.codes.index(result.hierarchy.root)
    scored = np.flatnonzero(~np.isnan(result.score_draws[:, rows, root]).any(axis=0))
    draws = result.score_draws[:, rows, root][:, scored]
    table = _shares_of(ranks(draws), index[scored])
    base = ranks(draws.mean(axis=0))
    simulated = bool(result.provenance["data"]["simulated"])
    return _Shares(table, result.m, base, simulated)


def _of_table(found: Any) -> _Shares:
    table = found if isinstance(found, pd.DataFrame) else None
    cells = real_numbers(found if table is None else table.to_numpy())
    if cells is None or cells.ndim != 2 or not cells.size or np.isnan(cells).any():
        msg = (
            "rankings are needed: what robustness or smaa gives, a result, or a table "
            f"without gaps of ranks or of their shares, got {type(found).__name__}"
        )
        raise DomainError(msg)
    whole = (cells == np.floor(cells)).all()
    if whole and cells.min() >= 1 and cells.max() <= cells.shape[1]:
        units = pd.RangeIndex(1, cells.shape[1] + 1) if table is None else table.columns
        return _Shares(_shares_of(cells, units), len(cells), None, False)
    if cells.min() >= 0 and cells.max() <= 1:
        units = pd.RangeIndex(1, len(cells) + 1) if table is None else table.index
        return _Shares(pd.DataFrame(cells, units), None, None, False)
    msg = (
        f"a table must hold ranks, 1 to its {cells.shape[1]} columns, or shares of "
        f"ranks, 0 to 1; got numbers from {cells.min():g} to {cells.max():g}"
    )
    raise DomainError(msg)


def _shares_of(placed: Matrix, units: pd.Index) -> pd.DataFrame:
    places = np.arange(1, len(units) + 1)
    shares = [(placed == place).mean(axis=0) for place in places]
    return pd.DataFrame(np.array(shares).T, units, places)


def _kept(
    shares: _Shares, top: Any, units: Any, around: int | None
) -> NDArray[np.intp]:
    cells = shares.table.to_numpy()
    mean = cells @ np.arange(1, cells.shape[1] + 1)
    base = mean if shares.base is None else shares.base
    order = np.lexsort((mean, base))
    if around is None:
        return pick(shares.table.index, order, top, units, _MANY)
    if not 1 <= around <= cells.shape[1]:
        msg = f"around must be a rank from 1 to {cells.shape[1]}, got {around!r}"
        raise DomainError(msg)
    near = order[cells[order, around - 1] >= _LEAST / 100]
    return pick(shares.table.index, near, top, units, _MANY)


def _frames(ax: "Axes", base: Vector | None, kept: Any, around: int | None) -> None:
    """Frame the rank without variation in every row, and the rank that is asked of."""
    from matplotlib.patches import Rectangle

    if base is not None:
        for i, rank in enumerate(base[kept]):
            corner = (rank - 0.46, i - 0.45)
            frame = Rectangle(
                corner, 0.92, 0.9, fill=False, edgecolor="#D55E00", lw=1.4, zorder=4
            )
            ax.add_patch(frame)
    if around is not None:
        ax.axvspan(around - 0.5, around + 0.5, facecolor="none", edgecolor=DARK, lw=1.2)


def _numbers(ax: "Axes", cells: Matrix, first: int, size: float) -> None:
    for (i, j), share in np.ndenumerate(cells):
        if share >= _LEAST:
            ax.text(
                first + 1 + j,
                i,
                f"{share:.0f}",
                fontsize=size,
                ha="center",
                va="center",
                color="white" if share > _DEEP else DARK,
            )
