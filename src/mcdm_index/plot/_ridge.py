"""Ridges: from the densities of scores in each period to curves behind each other."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mcdm_index.convergence import Density
from mcdm_index.errors import DomainError
from mcdm_index.plot._axes import SMALL, bare, finish, font_size, given, new_axes
from mcdm_index.plot._colors import DARK, ordered
from mcdm_index.plot._units import title_of
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ridge"]

# By how many rows the highest curve rises.
_RISE: Final = 2.2
_ROW: Final = 0.36


def ridge(
    found: Any,
    ax: "Axes | None" = None,
    *,
    code: str | None = None,
    lang: str = "en",
    title: str | None = None,
    note: str = "",
) -> "Axes":
    """Draw the density of scores in each period, the periods below each other.

    Parameters
    ----------
    found : Density or IndexResult
        What `convergence.density` gives, or an index over a panel.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    code : str, optional
        A node of the index; the root by default.
    lang : {"en", "zh"}, default "en"
        Of words.
    title : str, optional
        Instead of the one that is made.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    matplotlib.axes.Axes
        All curves on one scale, each of area 1 above its own line, with a tick at the
        median of the density.

    Raises
    ------
    DomainError
        `found` is neither, the index has no periods, or a period has no density.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> from mcdm_index.convergence import density
    >>> names = [(u, t) for t in (2010, 2020) for u in "abcd"]
    >>> index = pd.MultiIndex.from_tuples(names, names=["city", "year"])
    >>> y = [0.1, 0.2, 0.3, 0.4, 0.2, 0.4, 0.6, 0.8]
    >>> ax = ridge(density(pd.Series(y, index), "city", "year"))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['2010', '2020']
    """
    words = Words.of(lang)
    curves = found.density(code) if isinstance(found, IndexResult) else found
    if not isinstance(curves, Density):
        msg = (
            "a density over time or a result over a panel is needed, got "
            f"{type(found).__name__}"
        )
        raise DomainError(msg)
    x, f = curves.table.index.to_numpy(), curves.table.to_numpy()
    n = f.shape[1]
    ax = new_axes(ax, 6.4, 1.9 + _ROW * (n + _RISE))
    bare(ax, "bottom")
    scale = _RISE / f.max()
    for i, (curve, color) in enumerate(zip(f.T, ordered(n), strict=True)):
        _curve(ax, x, curve, scale, i, color)
    labels = [str(period) for period in curves.table.columns]
    ax.set_yticks(range(n), labels, fontsize=font_size(ax, n + _RISE, 0.6))
    ax.set_ylim(n - 0.7, -_RISE - 0.2)
    ax.set_xlim(x[0], x[-1])
    ax.set_xlabel(words("score"), fontsize=SMALL + 1)
    ax.tick_params(axis="y", length=0)
    few, many = int(curves.n_units.min()), int(curves.n_units.max())
    units = words("units_each", n=few if few == many else f"{few}–{many}")
    made, simulated = words("ridge"), ""
    if isinstance(found, IndexResult):
        made = title_of(made, found, words, code=found._code(code))
        flag = found.provenance["data"]["simulated"]
        simulated = words("simulated") if flag else ""
    finish(ax, words, given(title, made), [simulated, units, words("each_area"), note])
    return ax


def _curve(ax: "Axes", x: Any, f: Any, scale: float, row: int, color: str) -> None:
    """Draw one curve over its line, before those above it, with its median."""
    height = row - scale * f
    ax.fill_between(x, row, height, color=color, alpha=0.9, linewidth=0, zorder=2 * row)
    ax.plot(x, height, color="white", linewidth=1.0, zorder=2 * row + 1)
    ax.axhline(row, color="#DDDDDD", linewidth=0.5, zorder=0)
    mass = np.concatenate([[0.0], np.cumsum(np.diff(x) * (f[1:] + f[:-1]) / 2)])
    middle = float(np.interp(mass[-1] / 2, mass, x))
    top = float(np.interp(middle, x, height))
    ax.plot([middle] * 2, [row, top], color=DARK, linewidth=1.1, zorder=2 * row + 1)
