"""Sobol bars: from sensitivity indices to what the variance of an output is due to."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from mcdm_index.errors import DomainError, UnknownColumnError, listing, suggestion
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
from mcdm_index.plot._colors import marks
from mcdm_index.plot._fonts import readable
from mcdm_index.plot._words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["sobol"]

_ROW: Final = 0.42
_HALF: Final = 0.19
_COLUMNS: Final = (
    "first",
    "first_low",
    "first_high",
    "total",
    "total_low",
    "total_high",
)


def sobol(
    found: Any,
    ax: "Axes | None" = None,
    *,
    output: Any = None,
    names: Any = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw Sobol indices as bars with intervals, the largest total index first.

    Parameters
    ----------
    found : SobolIndices
        What `sensitivity.sobol` or `uncertainty.variance_shares` gives.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    output : label, optional
        Of which output; the first by default.
    names : mapping, optional
        From factors to what they are to be called.
    lang : {"en", "zh"}, default "en"
        Of words.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        For each factor its first-order index above its total index, as they were
        estimated: a bar may be below 0.

    Raises
    ------
    DomainError
        There are no indices.
    UnknownColumnError
        There is no such output.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> from mcdm_index import sensitivity
    >>> indices = sensitivity.sobol(lambda x: x[:, 0] + 2 * x[:, 1], 2, 64, rng=0)
    >>> ax = sobol(indices)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['1', '0']
    """
    words = Words.of(lang)
    table, output = _read(found, output)
    table = table.sort_values("total", ascending=False, kind="stable")
    called = dict(names or {})
    factors = [str(called.get(factor, factor)) for factor in table.index]
    labels = readable(factors, list(map(str, table.index)))
    n = len(table)
    ax = new_axes(ax, 5.4 + columns(labels), 1.9 + _ROW * n)
    bare(ax, "bottom")
    y = np.arange(n)
    looks = (
        ("first", -_HALF, marks(2)[0], "", "alone"),
        ("total", _HALF, marks(2)[1], "///", "in_all"),
    )
    for kind, shift, mark, hatch, word in looks:
        ax.barh(
            y + shift,
            table[kind],
            height=2 * _HALF,
            color=mark.color,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.6,
            label=words(word),
            zorder=2,
        )
        ends = table[[f"{kind}_low", f"{kind}_high"]].to_numpy()
        spans(ax, y + shift, *ends.T)
    ax.set_yticks(y, labels, fontsize=font_size(ax, n, 0.4))
    ax.set_ylim(n - 0.4, -0.6)
    ax.axvline(0, color="#888888", linewidth=0.8, zorder=5)
    (name,) = readable([words.maybe(str(output))], [str(output)])
    ax.set_xlabel(words("variance_of", name=name), fontsize=SMALL + 1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#E5E5E5", linewidth=0.6, zorder=0)
    ax.set_axisbelow(True)
    key_below(ax)
    points = words("points", n=found.n_used)
    finish(ax, words, given(title, words("sobol")), [points, words("whiskers"), note])
    return ax


def _read(found: Any, output: Any) -> tuple[pd.DataFrame, Any]:
    """Take the indices of one output."""
    table = getattr(found, "table", None)
    if not isinstance(table, pd.DataFrame) or not set(_COLUMNS) <= set(table):
        msg = f"Sobol indices are needed, got {type(found).__name__}"
        raise DomainError(msg)
    outputs = list(found.outputs.index)
    output = outputs[0] if output is None else output
    if output not in outputs:
        hint = suggestion(str(output), map(str, outputs))
        msg = f"there is no output {output!r}; there are {listing(outputs)}.{hint}"
        raise UnknownColumnError(msg)
    return table[table.index.get_level_values(0) == output].droplevel(0), output
