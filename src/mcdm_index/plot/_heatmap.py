"""Heat map: from a result to units by criteria, with imputed cells marked."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.engine import plain
from mcdm_index.errors import UnknownMethodError, suggestion
from mcdm_index.inspection import nodes_at
from mcdm_index.plot._axes import (
    SMALL,
    columns,
    finish,
    font_size,
    given,
    new_axes,
    shades,
)
from mcdm_index.plot._units import (
    check_result,
    choose,
    dimension_of,
    node_names,
    title_of,
)
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heatmap"]

_MANY: Final = 40
_CELL: Final = (0.36, 0.2)
_SHOWN: Final = {"score": ("heatmap", "score"), "rank": ("rank_map", "rank")}


def heatmap(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    values: Literal["score", "rank"] = "score",
    level: str | int = "leaf",
    period: Any = None,
    top: int | None = None,
    units: Sequence[Any] | None = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw units by criteria, best unit first: each cell its score, or its rank.

    Parameters
    ----------
    result : IndexResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    values : {"score", "rank"}, default "score"
        Of the units in each criterion. Scores of criteria are their normalized values.
    level : {"leaf", "dimension"} or int, default "leaf"
        Of the columns.
    period : label, optional
        Of a panel; the last by default.
    top : int, optional
        How many units, the best first; 40 by default.
    units : sequence of labels, optional
        Which units instead.
    lang : {"en", "zh"}, default "en"
        Of words and names.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        Dark is low and light is good. Gaps stand between columns of different
        dimensions; a dot is on every cell that was imputed; a cell without a score is
        white.

    Raises
    ------
    DomainError
        There is no such level, or `top` is out of its range.
    UnknownMethodError
        `values` is none of the above.
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
    >>> ax = heatmap(result, top=12)
    >>> ax.images[0].get_array().shape
    (12, 24)
    """
    if values not in _SHOWN:
        hint = suggestion(str(values), _SHOWN)
        msg = f"values must be one of {', '.join(_SHOWN)}, got {values!r}.{hint}"
        raise UnknownMethodError(msg)
    words, result = Words.of(lang), check_result(result)
    codes = list(nodes_at(result.hierarchy, level))
    shown = choose(result, words, None, period=period, top=top, units=units, many=_MANY)
    table = result.scores if values == "score" else result.ranks
    cells = table[codes].to_numpy(float, na_value=np.nan)[shown.rows]
    labels = node_names(result, codes, words)
    width = 2.0 + columns(shown.names) + _CELL[0] * len(codes)
    height = 1.4 + columns(labels) + _CELL[1] * len(shown.rows)
    ax = new_axes(ax, max(width, 4.6), height)
    image = ax.imshow(
        np.ma.masked_invalid(cells),
        cmap="cividis" if values == "score" else "cividis_r",
        aspect="auto",
        interpolation="nearest",
    )
    size = font_size(ax, len(shown.rows))
    ax.set_yticks(range(len(shown.rows)), shown.names, fontsize=size)
    ax.set_xticks(range(len(codes)), labels, rotation=90, fontsize=SMALL)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    _grid(ax, result, codes, len(shown.rows))
    imputed = _imputed(result, codes, shown.rows)
    _dots(ax, cells, imputed, size)
    what, axis = (words(word) for word in _SHOWN[values])
    shades(ax, image, axis)
    made = title_of(what, result, words, period=shown.period)
    dots = words("dots") if imputed.any() else ""
    remarks = [*shown.remarks, words("criteria", p=len(codes)), dots, note]
    finish(ax, words, given(title, made), remarks)
    return ax


def _grid(ax: "Axes", result: IndexResult, codes: list[str], n: int) -> None:
    """Draw fine lines between all cells, and gaps between the dimensions."""
    for y in range(1, n):
        ax.axhline(y - 0.5, color="white", linewidth=0.4)
    above = [dimension_of(result, code) for code in codes]
    for i, (a, b) in enumerate(pairwise(above)):
        ax.axvline(i + 0.5, color="white", linewidth=0.4 if a == b else 4)


def _imputed(result: IndexResult, codes: list[str], rows: Any) -> NDArray[np.bool_]:
    """Mark cells that were imputed."""
    cells = zip(result.imputed["unit"], result.imputed["criterion"], strict=True)
    known = {(plain(unit), criterion) for unit, criterion in cells}
    labels = [plain(result.index[i]) for i in rows]
    return np.array([[(unit, c) in known for c in codes] for unit in labels])


def _dots(ax: "Axes", cells: Matrix, imputed: NDArray[np.bool_], size: float) -> None:
    y, x = np.nonzero(imputed & ~np.isnan(cells))
    ax.scatter(x, y, s=size, color="white", edgecolor="black", linewidth=0.5, zorder=3)
