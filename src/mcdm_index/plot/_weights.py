"""Weights: from a result to bars with intervals, one for each node of a level."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mcdm_index._numeric import Vector
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
    spans,
)
from mcdm_index.plot._colors import DARK, marks
from mcdm_index.plot._units import check_result, dimension_of, node_names, title_of
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dimension_key", "weight_remarks", "weights"]

_ROW: Final = 0.24


def weights(
    result: IndexResult,
    ax: "Axes | None" = None,
    *,
    level: str | int = "leaf",
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw effective weights as bars, with 95 % intervals, within their dimensions.

    Parameters
    ----------
    result : IndexResult
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    level : {"leaf", "dimension"} or int, default "leaf"
        Of the nodes.
    lang : {"en", "zh"}, default "en"
        Of words and names.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in percent of the index, in the order of the dimensions and by weight
        within each; lines from ``low`` to ``high`` of `IndexResult.weights`.

    Raises
    ------
    DomainError
        There is no such level.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> index = npindex.index(impute=mi.MICEImputer(5), random_state=0)
    >>> result = index.fit(npindex.simulate_cities(50, rng=0)).result_
    >>> ax = weights(result)
    >>> f"{sum(bar.get_width() for bar in ax.patches):.6f}"
    '100.000000'
    """
    words, result = Words.of(lang), check_result(result)
    tree, table = result.hierarchy, result.weights
    codes = list(nodes_at(tree, level))
    of = {code: dimension_of(result, code) for code in codes}
    order = list(tree.dimensions)
    codes.sort(key=lambda c: (order.index(of[c]), -table["effective"][c]))
    labels = node_names(result, codes, words)
    n = len(codes)
    ax = new_axes(ax, 5.4 + columns(labels), 1.6 + _ROW * n)
    bare(ax, "bottom", "left")
    y, rows = np.arange(n), 100 * table.loc[codes, ["effective", "low", "high"]]
    colors = {d: mark.color for d, mark in zip(order, marks(len(order)), strict=True)}
    ax.barh(y, rows["effective"], height=0.7, color=[colors[of[c]] for c in codes])
    if result.m > 1:
        spans(ax, y, rows["low"], rows["high"])
    size = font_size(ax, n, 0.65)
    ax.set_yticks(y, labels, fontsize=size)
    ax.set_ylim(n - 0.4, -0.6)
    ends = rows.max(axis=1).to_numpy()
    _values(ax, rows["effective"].to_numpy(), ends, size)
    ax.set_xlim(min(0.0, float(rows["low"].min())), 1.1 * float(ends.max()))
    ax.set_xlabel(words("weight_axis"), fontsize=SMALL + 1)
    ax.tick_params(axis="y", length=0)
    if len(order) > 1 and any(of[c] != c for c in codes):
        key_below(ax, dimension_key(result, words, colors))
    spread_ = words("bars", m=result.m) if result.m > 1 else words("one_draw")
    made = title_of(words("weights"), result, words)
    finish(
        ax,
        words,
        given(title, made),
        [*weight_remarks(result, words, n), spread_, note],
    )
    return ax


def _values(ax: "Axes", values: Vector, ends: Vector, size: float) -> None:
    """Write the weights beside their bars."""
    for i, (value, end) in enumerate(zip(values, ends, strict=True)):
        ax.annotate(
            f"{value:.1f}",
            (end, i),
            xytext=(4, 0),
            textcoords="offset points",
            fontsize=size,
            va="center",
            color=DARK,
        )


def weight_remarks(result: IndexResult, words: Words, n: int) -> list[str]:
    """Say of how many criteria and units weights are, and whether these are real."""
    simulated = result.provenance["data"]["simulated"]
    return [
        words("simulated") if simulated else "",
        words("criteria", p=n),
        words("units", n=len(result.index)),
    ]


def dimension_key(result: IndexResult, words: Words, colors: dict[str, str]) -> Any:
    """Explain the colors of the dimensions, with their weights."""
    from matplotlib.patches import Patch

    names = node_names(result, list(colors), words)
    whole = result.weights["effective"]
    return [
        Patch(color=color, label=f"{name} ({100 * whole[code]:.0f} %)")
        for (code, color), name in zip(colors.items(), names, strict=True)
    ]
