"""Imputation: what is filled in beside what was observed, and the way of the chains."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.engine import Rows
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError, suggestion
from mcdm_index.imputation import Imputations
from mcdm_index.imputation.scales import Scale
from mcdm_index.imputation.wishes import kinds_of
from mcdm_index.plot._axes import SMALL, bare, new_axes
from mcdm_index.plot._colors import DARK
from mcdm_index.plot._fonts import dress, readable
from mcdm_index.plot._words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["densities", "traces"]

_OBSERVED: Final = "#0072B2"
_IMPUTED: Final = "#D55E00"
_MOST_DRAWS: Final = 20
# Fewer values have no density; they are drawn one by one.
_FEW: Final = 5
_PANEL: Final = (2.9, 2.2)


def densities(
    draws: Any,
    criteria: Sequence[Any] | None = None,
    ax: Any = None,
    *,
    scale: Any = "auto",
    names: Any = None,
    lang: str = "en",
    note: str = "",
) -> "tuple[Axes, ...]":
    """Draw the densities of observed and imputed values, one panel a criterion.

    A difference between them is no fault: units with gaps are other units. What would
    be one is shown by `imputation.diagnose`.

    Parameters
    ----------
    draws : Imputations or fitted MICEImputer
    criteria : sequence of labels, optional
        Which; all that have gaps and vary by default.
    ax : Axes or sequence of Axes, optional
        One for each criterion; a new figure by default.
    scale : str, pair of floats or mapping, default "auto"
        The scale of the horizontal axis, as in `MICEImputer`.
    names : mapping, optional
        From criteria to what they are to be called.
    lang : {"en", "zh"}, default "en"
        Of words.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        Panels, in the order of the criteria: a thick line for what was observed, a thin
        one for each of up to 20 draws; fewer than five values are marks on the axis.

    Raises
    ------
    DomainError
        No criterion has gaps, or `draws` is none.
    UnknownColumnError
        A criterion is none, or has no gaps.
    ShapeError
        There are not as many axes as criteria.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> cities = npindex.simulate_cities(60, rng=0).iloc[:, :3]
    >>> draws = mi.impute(cities.dropna(how="all"), 5, rng=0)
    >>> panels = densities(draws, ["A1.1"], note="simulated cities")
    >>> len(panels), len(panels[0].lines)
    (1, 6)
    """
    words = Words.of(lang)
    draws = getattr(draws, "imputations_", draws)
    if not isinstance(draws, Imputations):
        msg = f"imputations, or a fitted MICEImputer, are needed, got {draws!r}"
        raise DomainError(msg)
    seen = draws.observed
    rows = Rows(seen, draws.columns, draws.index)
    filled = np.isnan(seen) & ~np.isnan(draws.table_values(0))
    varies = np.nanmin(seen, axis=0) < np.nanmax(seen, axis=0)
    chosen = _chosen(rows.names, filled.any(axis=0) & varies, criteria)
    kinds = kinds_of(rows, seen, scale)
    panels = _panels(ax, len(chosen))
    called = _called(rows.names, names, words)
    for panel, j in zip(panels, chosen, strict=True):
        one = Scale.learn(seen[:, [j]], [kinds[j]])
        gaps = filled[:, j]
        observed = one.apply(seen[:, [j]])[:, 0]
        for i in range(min(draws.m, _MOST_DRAWS)):
            imputed = one.apply(draws.table_values(i)[gaps][:, [j]])[:, 0]
            label = words("imputed") if i == 0 else None
            _density(panel, imputed, _IMPUTED, 0.8, label)
        kept = observed[~np.isnan(observed)]
        _density(panel, kept, _OBSERVED, 2.2, words("observed"))
        many = {"gaps": int(gaps.sum()), "n": len(seen)}
        panel.set_title(words("gaps_of", name=called[j], **many), fontsize=SMALL + 1)
        kind = words.maybe(str(kinds[j]) if isinstance(kinds[j], str) else "logit")
        panel.set_xlabel(words("standard", scale=kind), fontsize=SMALL)
        panel.set_ylabel(words("density"), fontsize=SMALL)
        panel.set_yticks([])
        bare(panel, "bottom")
    drawn = words("lines", k=_MOST_DRAWS) if draws.m > _MOST_DRAWS else ""
    told = [words("m_draws", m=draws.m), drawn, note]
    _key(ax, panels)
    _head(ax, panels, words, "densities", told)
    return panels


def traces(
    imputer: Any,
    criteria: Sequence[Any] | None = None,
    ax: Any = None,
    *,
    names: Any = None,
    lang: str = "en",
    note: str = "",
) -> "tuple[Axes, ...]":
    """Draw the mean of what was filled in, round by round: one line a chain.

    Chains that have mixed cross each other all the time and show no trend.

    Parameters
    ----------
    imputer : MICEImputer
        Fitted, with the engine "chained".
    criteria : sequence of labels, optional
        Which; all that were drawn by default.
    ax : Axes or sequence of Axes, optional
        One for each criterion; a new figure by default.
    names : mapping, optional
        From criteria to what they are to be called.
    lang : {"en", "zh"}, default "en"
        Of words.
    note : str, optional
        A remark of your own, beside the others.

    Returns
    -------
    tuple of matplotlib.axes.Axes
        Panels, in the order of the criteria, with up to 20 chains each.

    Raises
    ------
    DomainError
        There are no traces.
    UnknownColumnError
        A criterion is none, or was not drawn.
    ShapeError
        There are not as many axes as criteria.
    MissingPackageError
        matplotlib is not installed.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from mcdm_index.presets import npindex
    >>> cities = npindex.simulate_cities(60, rng=0).iloc[:, :3]
    >>> imputer = mi.MICEImputer(5, random_state=0).fit(cities.dropna(how="all"))
    >>> panels = traces(imputer, note="simulated cities")
    >>> [len(panel.lines) for panel in panels]
    [5, 5, 5]
    """
    words = Words.of(lang)
    known = getattr(imputer, "traces_", None)
    if known is None:
        msg = f"a fitted MICEImputer with traces_ is needed, got {imputer!r}"
        raise DomainError(msg)
    labels, mean = imputer.imputations_.names, known.mean
    chosen = _chosen(labels, ~np.isnan(mean[0, -1]), criteria)
    panels = _panels(ax, len(chosen))
    called = _called(labels, names, words)
    rounds = np.arange(1, mean.shape[1] + 1)
    for panel, j in zip(panels, chosen, strict=True):
        lines = mean[:_MOST_DRAWS, :, j].T
        panel.plot(rounds, lines, color=_IMPUTED, linewidth=0.8, alpha=0.7)
        title = words("rhat", name=called[j], rhat=known.rhat[j])
        panel.set_title(title, fontsize=SMALL + 1)
        panel.set_xlabel(words("round"), fontsize=SMALL)
        panel.set_ylabel(words("standardized"), fontsize=SMALL)
        bare(panel, "bottom", "left")
    m = len(mean)
    drawn = words("lines", k=_MOST_DRAWS) if m > _MOST_DRAWS else ""
    _head(ax, panels, words, "traces", [words("chains", m=m), drawn, note])
    return panels


def _chosen(names: list[Any], able: Any, wish: Iterable[Any] | None) -> list[int]:
    if wish is None:
        found = np.flatnonzero(able).tolist()
        if not found:
            msg = "there is nothing to draw: no criterion has imputed values"
            raise DomainError(msg)
        return list(map(int, found))
    places = []
    for name in [wish] if isinstance(wish, str) else wish:
        if name not in names or not able[names.index(name)]:
            known = [str(n) for n, yes in zip(names, able, strict=True) if yes]
            msg = f"{name!r} is no criterion with imputed values."
            raise UnknownColumnError(msg + suggestion(str(name), known))
        places.append(names.index(name))
    return places


def _called(names: list[Any], wish: Any, words: Words) -> list[str]:
    called = dict(wish or {})
    return readable(
        [str(called.get(name, name)) for name in names],
        list(map(str, names)),
        [words("criterion_number", i=j + 1) for j in range(len(names))],
    )


def _panels(ax: Any, count: int) -> "tuple[Axes, ...]":
    """Give the axes that were handed over, or those of a new figure."""
    if ax is not None:
        given = list(np.ravel(np.array(ax, dtype=object)))
        if len(given) != count:
            msg = f"one Axes for each of {count} criteria is needed, got {len(given)}"
            raise ShapeError(msg)
        return tuple(new_axes(one, *_PANEL) for one in given)
    columns = min(count, 3)
    rows = -(-count // columns)
    first = new_axes(None, max(_PANEL[0] * columns, 4.2), _PANEL[1] * rows + 0.5)
    figure: Any = first.figure
    first.remove()
    axes = np.ravel(figure.subplots(rows, columns, squeeze=False))
    for spare in axes[count:]:
        spare.remove()
    return tuple(axes[:count])


def _head(
    ax: Any, panels: "tuple[Axes, ...]", words: Words, title: str, told: list[str]
) -> None:
    """Write title and remarks above a new figure, and see to the fonts of all."""
    figure: Any = panels[0].figure
    if ax is None:
        text = f"{words(title)}\n{words.join(told)}"
        figure.suptitle(text, fontsize=SMALL + 1, color=DARK, x=0.01, ha="left")
    for panel in panels:
        dress(panel)


def _key(ax: Any, panels: "tuple[Axes, ...]") -> None:
    """Explain the colors once for a new figure, or in the first panel."""
    handles, labels = panels[0].get_legend_handles_labels()
    place: Any = panels[0] if ax is not None else panels[0].figure
    where = "best" if ax is not None else "outside lower center"
    place.legend(handles, labels, loc=where, ncols=2, fontsize=SMALL, frameon=False)


def _density(
    ax: "Axes", x: Vector, color: str, width: float, label: str | None
) -> None:
    from scipy.stats import gaussian_kde

    if len(x) < _FEW or x.min() == x.max():
        ax.plot(x, np.zeros(len(x)), "|", color=color, markersize=12, label=label)
        return
    margin = 0.3 * (x.max() - x.min())
    grid = np.linspace(x.min() - margin, x.max() + margin, 200)
    ax.plot(grid, gaussian_kde(x)(grid), color=color, linewidth=width, label=label)
