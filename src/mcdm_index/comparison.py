"""Comparison: one table ranked by several methods and weights, side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._labels import in_order_of, labelled
from mcdm_index._numeric import Ties, Vector, one_vector, ranks, real_numbers
from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MCDMError,
    MissingDataError,
    ShapeError,
    listing,
    located,
)
from mcdm_index.methods.agreement import MEASURES
from mcdm_index.methods.scoring import score
from mcdm_index.methods.weighting import weigh

__all__ = ["Comparison", "compare", "named_runs", "read_scores", "side_by_side"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What several methods and weights make of one table.

    Attributes
    ----------
    scores, ranks : DataFrame of shape (n_units, n_runs)
        One column per run; ranks have 1 for the best.
    weights : DataFrame of shape (n_criteria, n_weights)
        One column per set of weights.
    agreement : dict of str to DataFrame of shape (n_runs, n_runs)
        By measure: spearman, kendall, weighted_spearman, ws, rbo. In that of ws the
        row is the reference.
    consensus : Series
        Rank of the mean of the ranks (Borda).
    movers : DataFrame
        For each unit the best and the worst rank, their distance, and the mean and the
        standard deviation; those that move most come first.
    """

    scores: pd.DataFrame
    ranks: pd.DataFrame
    weights: pd.DataFrame
    agreement: dict[str, pd.DataFrame]
    consensus: pd.Series
    movers: pd.DataFrame


def compare(
    X: Any,
    methods: Any = ("topsis", "weighted_sum"),
    weights: Any = "equal",
    polarity: object = None,
    *,
    ties: Ties = "min",
) -> Comparison:
    """Rank units by every method under every set of weights, and compare the rankings.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values; every method normalizes them as it does when called alone.
    methods : sequence or mapping, default ("topsis", "weighted_sum")
        Names of registered scoring methods, functions of X, weights and polarity, or
        pairs of one of these and its options. A mapping goes from what a run is to be
        called.
    weights : str, or sequence or mapping of weights, default "equal"
        Of each everything that `weighting.weigh` takes. A mapping goes from what they
        are to be called.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    ties : {"min", "max", "average", "dense", "ordinal"}, default "min"
        See `rank`.

    Returns
    -------
    Comparison
        A run is called by its method, and by its weights as well if there are several.

    Raises
    ------
    DuplicateLabelError
        Two runs, or two sets of weights, have one name; give them names in a mapping.
    DomainError, ShapeError, MissingDataError
        There is something else than methods or weights, or a function does not give one
        score per unit. A Series goes by its labels.
    EmptyDataError
        There is no method or no weights.
    MCDMError
        As raised by a method or a weighting, with its name in front.

    Examples
    --------
    >>> X = pd.DataFrame(
    ...     {"gdp": [8.1, 5.2, 6.6, 3.9], "smog": [61, 35, 72, 20]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> methods = {"T": "topsis", "S": "weighted_sum"}
    >>> found = compare(X, methods, ["equal", "critic"], polarity=["+", "-"])
    >>> found.ranks.astype(int)
         T / equal  T / critic  S / equal  S / critic
    Ada          3           3          1           1
    Bel          2           2          2           2
    Dun          4           4          4           4
    Eri          1           1          3           3
    >>> found.agreement["spearman"].loc["T / equal"].round(2).to_dict()
    {'T / equal': 1.0, 'T / critic': 1.0, 'S / equal': 0.2, 'S / critic': 0.2}
    >>> found.movers["range"].astype(int).to_dict()
    {'Ada': 2, 'Eri': 2, 'Bel': 0, 'Dun': 0}
    """
    table = open_rows(X)
    index = table.index if table.index is not None else pd.RangeIndex(table.shape[0])
    columns = table.columns or range(table.shape[1])
    found = _weighed(X, weights, polarity)
    scores: dict[str, Any] = {}
    for method, call, options in named_runs(methods, "method"):
        for called, w in found.items():
            name = f"{method} / {called}" if len(found) > 1 else method
            if name in scores:
                msg = f"two runs are called {name!r}: name them in a mapping"
                raise DuplicateLabelError(msg)
            try:
                scored = score(X, call, weights=w, polarity=polarity, options=options)
            except MCDMError as error:
                raise located(error, name) from None
            scores[name] = read_scores(scored, table, name)
    return side_by_side(
        pd.DataFrame(scores, index=index),
        pd.DataFrame(found, index=list(columns)),
        lambda column: ranks(column, ties=ties),
    )


def side_by_side(
    scores: pd.DataFrame,
    weights: pd.DataFrame,
    place: Callable[[Vector], Vector],
    groups: Vector | None = None,
) -> Comparison:
    """Compare scores that several runs gave to the same units.

    Parameters
    ----------
    scores : DataFrame of shape (n_units, n_runs)
        NaN for a unit that a run gives none.
    weights : DataFrame of shape (n_criteria, n_weights)
    place : callable
        From scores to ranks.
    groups : ndarray of shape (n_units,), optional
        Units within which ranks are taken; agreement is the mean over them.
    """
    ranked = scores.apply(lambda column: place(column.to_numpy()))
    mean = ranked.mean(axis=1, skipna=False).to_numpy()
    parts = [ranked] if groups is None else [rows for _, rows in ranked.groupby(groups)]
    tables = [_agreement(rows.dropna()) for rows in parts]
    return Comparison(
        scores=scores,
        ranks=ranked,
        weights=weights,
        agreement={
            measure: pd.DataFrame(
                np.mean([table[measure] for table in tables], axis=0),
                index=ranked.columns,
                columns=ranked.columns,
            )
            for measure in MEASURES
        },
        consensus=pd.Series(place(-mean), index=scores.index, name="consensus"),
        movers=_movers(ranked),
    )


def read_scores(given: Any, table: Rows, name: str) -> Vector:
    """Read the scores that a method gave, in the order of the table.

    Parameters
    ----------
    given : array_like or Series of shape (n_units,)
        A Series goes by its labels.
    table : Rows
        What was scored.
    name : str
        What the method is called in messages.

    Raises
    ------
    ShapeError, MissingDataError, UnknownColumnError
    """
    if table.index is not None and labelled(given):
        given = in_order_of(given, table.index, f"{name}: scores")
    scores = real_numbers(given)
    if scores is None or scores.shape != table.shape[:1]:
        n = table.shape[0]
        msg = f"{name}: scores must be {n} numbers, one per unit, got {given!r}"
        raise ShapeError(msg)
    gaps = np.flatnonzero(np.isnan(scores))
    if len(gaps):
        rows = listing(map(table.row, map(int, gaps)))
        msg = f"{name}: a score is missing (NaN), and has no rank: {rows}"
        raise MissingDataError(msg)
    return scores


def _weighed(X: Any, weights: Any, polarity: object) -> dict[str, Vector]:
    """Find every set of weights once, under the name that it goes by."""
    found: dict[str, Vector] = {}
    for name, how, options in named_runs(weights, "weights"):
        if name in found:
            msg = f"two sets of weights are called {name!r}: name them in a mapping"
            raise DuplicateLabelError(msg)
        try:
            found[name] = one_vector(weigh(X, how, polarity, options))
        except MCDMError as error:
            raise located(error, name) from None
    return found


def named_runs(given: Any, what: str) -> list[tuple[str, Any, dict[str, Any]]]:
    """Give each entry with its name and its options.

    Parameters
    ----------
    given : str, callable, sequence or mapping
        Methods, or weights.
    what : str
        What they are called in messages.
    """
    if isinstance(given, str) or callable(given) or _one_vector(given):
        given = [given]
    if isinstance(given, pd.DataFrame) or not hasattr(given, "__iter__"):
        msg = (
            f"{what}: a sequence or mapping of what to compare is needed, got {given!r}"
        )
        raise DomainError(msg)
    named = isinstance(given, Mapping)
    entries = list(given.values()) if named else list(given)
    if not entries:
        msg = f"nothing to compare: no {what}"
        raise EmptyDataError(msg)
    names = list(map(str, given)) if named else []
    found = []
    for at, entry in enumerate(entries):
        pair = isinstance(entry, tuple) and len(entry) == 2
        how, options = entry if pair and isinstance(entry[1], Mapping) else (entry, {})
        own = how if isinstance(how, str) else getattr(how, "__name__", None)
        name = names[at] if named else own or f"{what} {at + 1}"
        found.append((name, how, dict(options)))
    return found


def _one_vector(given: Any) -> bool:
    """Tell whether these are the weights themselves: a number for each criterion."""
    values = list(given.values()) if isinstance(given, Mapping) else given
    numbers = real_numbers(values)
    return numbers is not None and numbers.ndim == 1 and len(numbers) > 0


def _agreement(ranked: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Measure how far each two columns agree, with the row as the reference."""
    columns = [ranked[name].to_numpy() for name in ranked]
    return {
        measure: pd.DataFrame(
            [[agree(a, b) for b in columns] for a in columns],
            index=ranked.columns,
            columns=ranked.columns,
        )
        for measure, agree in MEASURES.items()
    }


def _movers(ranked: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "best": ranked.min(axis=1),
            "worst": ranked.max(axis=1),
            "range": ranked.max(axis=1) - ranked.min(axis=1),
            "mean": ranked.mean(axis=1),
            "sd": ranked.std(axis=1, ddof=0),
        }
    )
    return table.sort_values(["range", "sd"], ascending=False, kind="stable")
