"""Ranking: from a result to bars, best first, with intervals, grades and ranks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from mcdm_index.plot._axes import (
    SMALL,
    bare,
    columns,
    finish,
    font_size,
    given,
    new_axes,
    spans,
)
from mcdm_index.plot._colors import DARK, LIGHT, marks, ordered
from mcdm_index.plot._units import (
    Shown,
    check_result,
    choose,
    class_names,
    title_of,
)
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ranking"]

_MANY: Final = 40
_ROW: Final = 0.19


def ranking(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    code: str | None = None,
    period: Any = None,
    top: int | None = None,
    units: Sequence[Any] | None = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw scores as bars, best first, with 95 % intervals, grades and ranks.

    Parameters
    ----------
    result : IndexResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    code : str, optional
        A node; the root by default.
    period : label, optional
        Of a panel; the last by default.
    top : int, optional
        How many units, the best first; 40 by default.
    units : sequence of labels, optional
        Which units instead.
    lang : {"en", "zh"}, default "en"
        Of words, names and grades.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in the colors of the grades, if there are any and the node is the root;
        lines from ``score_low`` to ``score_high`` of `IndexResult.interval`; at the
        right the rank, and the interval of the rank over the draws in brackets. Without
        imputation there are no intervals.

    Raises
    ------
    DomainError
        `result` is none, both `top` and `units` are given, or an option is out of its
        range.
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
    >>> ax = ranking(result, top=10)
    >>> len(ax.patches), ax.get_yticklabels()[0].get_text()
    (10, 'Simulated city 048')
    """
    words, result = Words.of(lang), check_result(result)
    root = result.hierarchy.root
    code = result.hierarchy[root if code is None else code].code
    shown = choose(result, words, code, period=period, top=top, units=units, many=_MANY)
    n = len(shown.rows)
    width = 6.2 + columns(shown.names)
    ax = new_axes(ax, width, 1.3 + _ROW * n)
    bare(ax, "bottom", "left")
    table = result.interval(code).iloc[shown.rows]
    y = np.arange(n)
    colors = _graded(ax, result, shown, words) if code == root else marks(1)[0].color
    ax.barh(y, table["score"], height=0.72, color=colors, zorder=2)
    if result.m > 1:
        spans(ax, y, table["score_low"], table["score_high"])
    size = font_size(ax, n)
    ax.set_yticks(y, shown.names, fontsize=size)
    ax.set_ylim(n - 0.4, -0.6)
    _places(ax, table, result.m, words, size)
    _frame(ax, table)
    ax.set_xlabel(words("score"), fontsize=SMALL + 1)
    spread = words("bars", m=result.m) if result.m > 1 else words("one_draw")
    made = title_of(words("ranking"), result, words, code=code, period=shown.period)
    finish(ax, words, given(title, made), [*shown.remarks, spread, note], top=size + 2)
    return ax


def _graded(ax: "Axes", result: IndexResult, shown: Shown, words: Words) -> Any:
    """Color units by their grades, and explain the colors."""
    from matplotlib.patches import Patch

    if result.grade_codes is None or result.grader is None:
        return marks(1)[0].color
    k = result.grader.k
    names = class_names(result.grade_names(words.lang), result.grade_names())
    colors = [LIGHT, *ordered(k)[::-1]]
    codes = result.grade_codes[shown.rows]
    all_ = result.grade_codes[result._rows(shown.period)[0]]
    handles = [
        Patch(color=colors[k - i], label=f"{name} (n = {int((all_ == k - i).sum())})")
        for i, name in enumerate(names)
    ]
    legend = ax.legend(
        handles=handles,
        title=words("grade"),
        loc="lower right",
        fontsize=SMALL,
        title_fontsize=SMALL,
        framealpha=0.9,
        edgecolor="none",
    )
    legend.set_zorder(5)
    return [colors[code] for code in codes]


def _places(ax: "Axes", table: pd.DataFrame, m: int, words: Words, size: float) -> None:
    """Write rank, and its interval, at the right of each bar."""
    across = ax.get_yaxis_transform()
    rows = table[["rank", "rank_low", "rank_high"]].itertuples(index=False)
    for i, (rank, low, high) in enumerate(rows):
        text = f"{rank} ({low}–{high})" if m > 1 else str(rank)
        ax.text(1.02, i, text, transform=across, fontsize=size, va="center", color=DARK)
    head = words("rank_interval" if m > 1 else "rank")
    ax.annotate(
        head,
        (1.02, 1),
        xycoords="axes fraction",
        xytext=(0, 2),
        textcoords="offset points",
        fontsize=size,
        color=DARK,
        va="bottom",
    )


def _frame(ax: "Axes", table: pd.DataFrame) -> None:
    low = min(0.0, float(table[["score", "score_low"]].min().min()))
    high = max(0.0, float(table[["score", "score_high"]].max().max()))
    room = 0.03 * ((high - low) or 1.0)
    ax.set_xlim(low - (room if low < 0 else 0), high + room)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#E5E5E5", linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
