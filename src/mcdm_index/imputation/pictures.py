"""Pictures of an imputation: what is filled in beside what was observed, and the way.

They need matplotlib: ``pip install mcdm-index[plot]``.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.engine import Rows
from mcdm_index.errors import DomainError, UnknownColumnError, suggestion
from mcdm_index.imputation.draws import Imputations
from mcdm_index.imputation.scales import Scale
from mcdm_index.imputation.wishes import kinds_of

__all__ = ["plot_densities", "plot_traces"]

# Told apart by eyes of every kind (Okabe and Ito).
_OBSERVED: Final = "#0072B2"
_IMPUTED: Final = "#D55E00"
_MOST_DRAWS: Final = 20
# Fewer values have no density; they are drawn one by one.
_FEW: Final = 5


def plot_densities(
    draws: Imputations, criteria: Sequence[Any] | None = None, *, scale: Any = "auto"
) -> Any:
    """Draw the densities of observed and imputed values side by side.

    A difference between them is no fault: units with gaps are other units. What would
    be one is shown by `diagnose`.

    Parameters
    ----------
    draws : Imputations
    criteria : sequence of labels, optional
        Which; all that have gaps and vary by default.
    scale : str, pair of floats or mapping, default "auto"
        The scale of the horizontal axis, as in `MICEImputer`.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per criterion: a thick line for what was observed, a thin one for each
        of up to 20 draws; fewer than five values are marks on the axis.

    Raises
    ------
    DomainError
        No criterion has gaps.
    UnknownColumnError
        A criterion is none, or has no gaps.
    """
    seen = draws.observed
    rows = Rows(seen, draws.columns, draws.index)
    filled = np.isnan(seen) & ~np.isnan(draws.table_values(0))
    varies = np.nanmin(seen, axis=0) < np.nanmax(seen, axis=0)
    chosen = _chosen(rows.names, filled.any(axis=0) & varies, criteria)
    kinds = kinds_of(rows, seen, scale)
    figure, axes = _panels(len(chosen))
    for ax, j in zip(axes, chosen, strict=True):
        one = Scale.learn(seen[:, [j]], [kinds[j]])
        gaps = filled[:, j]
        observed = one.apply(seen[:, [j]])[:, 0]
        observed = observed[~np.isnan(observed)]
        for i in range(min(draws.m, _MOST_DRAWS)):
            imputed = one.apply(draws.table_values(i)[gaps][:, [j]])[:, 0]
            _density(ax, imputed, _IMPUTED, 0.8, "imputed" if i == 0 else None)
        _density(ax, observed, _OBSERVED, 2.5, "observed")
        ax.set_title(f"{rows.names[j]}: {int(gaps.sum())} of {len(seen)}", fontsize=9)
        ax.set_xlabel(f"standardized, {_word(kinds[j])} scale", fontsize=8)
        ax.set_yticks([])
    axes[0].legend(fontsize=8, frameon=False)
    figure.suptitle(f"observed and imputed values, {draws.m} draws", fontsize=10)
    return figure


def plot_traces(imputer: Any, criteria: Sequence[Any] | None = None) -> Any:
    """Draw the mean of what was filled in, round by round: one line per chain.

    Chains that have mixed cross each other all the time and show no trend.

    Parameters
    ----------
    imputer : MICEImputer
        Fitted, with the engine "chained".
    criteria : sequence of labels, optional
        Which; all that were drawn by default.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    DomainError
        There are no traces.
    UnknownColumnError
        A criterion is none, or was not drawn.
    """
    names = imputer.imputations_.names
    mean = imputer.traces_.mean
    drawn = ~np.isnan(mean[0, -1])
    chosen = _chosen(names, drawn, criteria)
    figure, axes = _panels(len(chosen))
    rounds = np.arange(1, mean.shape[1] + 1)
    for ax, j in zip(axes, chosen, strict=True):
        lines = mean[:_MOST_DRAWS, :, j].T
        ax.plot(rounds, lines, color=_IMPUTED, linewidth=0.8, alpha=0.7)
        ax.set_title(f"{names[j]}: R-hat {imputer.traces_.rhat[j]:.2f}", fontsize=9)
        ax.set_xlabel("round", fontsize=8)
    figure.suptitle(f"mean of imputed values, {len(mean)} chains", fontsize=10)
    return figure


def _chosen(names: list[Any], able: Any, wish: Iterable[Any] | None) -> list[int]:
    if wish is None:
        found = np.flatnonzero(able).tolist()
        if not found:
            msg = "there is nothing to draw: no criterion has imputed values"
            raise DomainError(msg)
        return list(map(int, found))
    places = []
    for name in wish:
        if name not in names or not able[names.index(name)]:
            known = [str(n) for n, yes in zip(names, able, strict=True) if yes]
            msg = f"{name!r} is no criterion with imputed values."
            raise UnknownColumnError(msg + suggestion(str(name), known))
        places.append(names.index(name))
    return places


def _panels(count: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    columns = min(count, 3)
    rows = -(-count // columns)
    figure = Figure(figsize=(3.2 * columns, 2.4 * rows), layout="constrained")
    axes = np.ravel(figure.subplots(rows, columns, squeeze=False))
    for ax in axes[count:]:
        ax.set_visible(False)
    return figure, list(axes[:count])


def _density(ax: Any, x: Vector, color: str, width: float, label: str | None) -> None:
    from scipy.stats import gaussian_kde

    if len(x) < _FEW or x.min() == x.max():
        ax.plot(x, np.zeros(len(x)), "|", color=color, markersize=12, label=label)
        return
    margin = 0.3 * (x.max() - x.min())
    grid = np.linspace(x.min() - margin, x.max() + margin, 200)
    ax.plot(grid, gaussian_kde(x)(grid), color=color, linewidth=width, label=label)


def _word(kind: Any) -> str:
    return kind if isinstance(kind, str) else "logit"
