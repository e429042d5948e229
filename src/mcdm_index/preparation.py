"""Preparation: a table is matched with the tree, divided, checked, and screened."""

import warnings
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone

from mcdm_index.criterion import fold
from mcdm_index.denominators import Denominated, denominate
from mcdm_index.engine import (
    as_streamed,
    check_finite,
    column_names,
    in_memory,
    is_streamed,
    open_columns,
    open_rows,
    plain,
)
from mcdm_index.errors import (
    BoundsWarning,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    listing,
    suggestion,
)
from mcdm_index.estimators import Screener
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import MICEImputer
from mcdm_index.imputation.passive import columns_of
from mcdm_index.methods.screening import Dropped

__all__ = [
    "Prepared",
    "Started",
    "check_bounds",
    "check_labels",
    "find_denominators",
    "imputer_for",
    "match_table",
    "prepare",
    "screen_table",
]


class Prepared(NamedTuple):
    """A table that is ready for imputation.

    Attributes
    ----------
    hierarchy : Hierarchy
        The tree without the criteria that were screened out.
    table : DataFrame
        Units and criteria that stay; columns are codes of leaves.
    screened : DataFrame
        What was left out: kind, label, measure, share, limit, reason.
    aside : DataFrame
        Units that were left out and have something observed, on the criteria that stay.
    """

    hierarchy: Hierarchy
    table: pd.DataFrame
    screened: pd.DataFrame
    aside: pd.DataFrame


def match_table(X: Any, hierarchy: Hierarchy) -> Denominated:
    """Take the columns of the leaves, in order, and divide those with denominators.

    Returns
    -------
    Denominated
        Columns keep the names they came with; one that is divided, or serves twice, has
        the code of its leaf.

    Raises
    ------
    UnknownColumnError
        A criterion has no column, or more than one, or its denominator has none.
    ShapeError
        An array does not have one column per leaf.
    DomainError
        A denominator is not positive.
    """
    leaves = list(hierarchy.leaves)
    by = {leaf: hierarchy[leaf].denominator for leaf in leaves}
    by = {leaf: name for leaf, name in by.items() if name is not None}
    if is_streamed(X):
        in_memory(as_streamed(open_rows(X)), "this")
    labels = column_names(X)
    if labels is not None:
        columns = hierarchy.match(labels)
        came = [columns[leaf] for leaf in leaves]
        names = [
            leaf if leaf in by or came.count(column) > 1 else column
            for leaf, column in zip(leaves, came, strict=True)
        ]
        factors = {leaf: hierarchy[leaf].factor for leaf in by}
        table = _take(X, came).set_axis(names, axis=1)
        beside = find_denominators(X, hierarchy)
        return denominate(table, by, factors, denominators=beside)
    if by:
        leaf, name = next(iter(by.items()))
        msg = (
            f"criterion {leaf!r} is divided by {name!r}, which an array without column "
            "names does not have; pass a DataFrame"
        )
        raise UnknownColumnError(msg)
    rows = open_rows(X)
    if rows.shape[1] != len(hierarchy.leaves):
        msg = (
            f"an array needs {len(hierarchy.leaves)} columns, one per leaf, got "
            f"{rows.shape[1]}"
        )
        raise ShapeError(msg)
    return denominate(pd.DataFrame(rows.values, columns=leaves), {})


def find_denominators(X: Any, hierarchy: Hierarchy) -> pd.DataFrame:
    """Take the columns that criteria are divided by, under the names in the tree.

    Spaces at the ends, letter case and full-width forms do not matter.

    Raises
    ------
    UnknownColumnError
        One is not there.
    """
    names = [hierarchy[leaf].denominator for leaf in hierarchy.leaves]
    wanted = list(dict.fromkeys(name for name in names if name is not None))
    available: dict[str, list[Any]] = {}
    for column in column_names(X) or ():
        available.setdefault(fold(column), []).append(column)
    for name in wanted:
        hits = available.get(fold(name), [])
        if len(hits) != 1:
            leaf = hierarchy.leaves[names.index(name)]
            many = f"{len(hits)} columns" if hits else "no column"
            hint = "" if hits else suggestion(fold(name), available)
            msg = f"criterion {leaf!r} has {many} {name!r} to be divided by.{hint}"
            raise UnknownColumnError(msg)
    found = _take(X, [available[fold(name)][0] for name in wanted])
    return found.set_axis(wanted, axis=1)


def _take(X: Any, columns: list[Any]) -> pd.DataFrame:
    """Take columns of a frame, of pandas or of another library."""
    if isinstance(X, pd.DataFrame):
        return X[columns]
    if not columns:
        return pd.DataFrame(index=range(len(X)))
    once = list(dict.fromkeys(columns))
    return pd.DataFrame(np.asarray(open_columns(X, once).values), columns=once)[columns]


def check_bounds(frame: pd.DataFrame, hierarchy: Hierarchy) -> None:
    """Warn of values outside the bounds that their criteria declare, naming them.

    Warns
    -----
    BoundsWarning
    """
    rows = open_rows(frame)
    columns = zip(hierarchy.leaves, rows.values.T, strict=True)  # noqa: PD011 an array
    for leaf, column in columns:
        bounds = hierarchy[leaf].bounds
        if bounds is None:
            continue
        x = np.asarray(column, dtype=float)
        outside = np.flatnonzero((x < bounds[0]) | (x > bounds[1]))
        if len(outside):
            units = listing(f"{rows.row(int(i))}: {x[i]:g}" for i in outside)
            msg = (
                f"criterion {leaf!r} lies between {bounds[0]:g} and {bounds[1]:g} by "
                f"its declaration, but not in {units}"
            )
            warnings.warn(msg, BoundsWarning, stacklevel=4)


def check_labels(frame: pd.DataFrame, period: str | None) -> None:
    """Refuse an empty table, labels that stand twice, and a period that is not there.

    Raises
    ------
    EmptyDataError, MissingDataError, DuplicateLabelError, UnknownColumnError
    """
    if len(frame) == 0:
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    bare = np.flatnonzero(frame.index.to_frame().isna().any(axis=1))
    if len(bare):
        msg = f"a label is missing in row {listing(bare)} (rows count from 0)"
        raise MissingDataError(msg)
    if period is not None and frame.index.nlevels == 1 and period in frame.index.names:
        msg = f"beside the period {period!r} the row index needs a level for the unit"
        raise UnknownColumnError(msg)
    if period is not None and period not in frame.index.names:
        levels = listing(repr(name) for name in frame.index.names)
        msg = f"period {period!r} is not a level of the row index, which has {levels}"
        raise UnknownColumnError(msg)
    twice = frame.index[frame.index.duplicated()].unique()
    if len(twice):
        where = [
            f"{plain(label)!r} in rows {listing(np.flatnonzero(frame.index == label))}"
            for label in twice
        ]
        msg = f"a unit stands more than once (rows count from 0): {listing(where)}"
        raise DuplicateLabelError(msg)


class Started(NamedTuple):
    """A table from what was given to what is ready for imputation.

    Attributes
    ----------
    frame : DataFrame
        Its leaves, divided by their denominators, before screening.
    denominated : DataFrame
        Which were divided, and by what.
    ready : Prepared
    """

    frame: pd.DataFrame
    denominated: pd.DataFrame
    ready: Prepared


def prepare(
    X: Any,
    hierarchy: Hierarchy,
    *,
    period: str | None,
    screen: Screener | None,
    without: Collection[str] = (),
) -> Started:
    """Match, check and screen a table: what comes before any choice of method.

    Parameters
    ----------
    X : DataFrame or array_like
    hierarchy : Hierarchy
    period : str or None
        Level of the row index.
    screen : Screener or None
    without : collection of str
        Leaves that are taken out as if they were screened.

    Raises
    ------
    UnknownColumnError, DuplicateLabelError, EmptyDataError, MissingDataError
    """
    frame, denominated = match_table(X, hierarchy)
    check_labels(frame, period)
    check_bounds(frame, hierarchy)
    ready = screen_table(frame, hierarchy, screen, without)
    return Started(frame, denominated, ready)


def screen_table(
    frame: pd.DataFrame,
    hierarchy: Hierarchy,
    screener: Screener | None,
    without: Collection[str] = (),
) -> Prepared:
    """Leave out units and criteria with too many gaps, and leaves that are named.

    Raises
    ------
    EmptyDataError
        Nothing is left.
    MissingDataError
        A criterion has no value at all, or a unit that was not screened out has none.
    NonFiniteError
        A value is infinite.
    """
    rows = open_rows(frame)
    check_finite(rows, allow_missing=True)
    data = np.array(rows.values, dtype=float)
    empty = frame.columns[np.isnan(data).all(axis=0)]
    if len(empty):
        msg = (
            f"criterion {listing(map(repr, empty))}: every value is missing. Find its "
            "data or take it out of the hierarchy"
        )
        raise MissingDataError(msg)
    table = pd.DataFrame(data, index=frame.index, columns=list(hierarchy.leaves))
    if screener is None:
        prepared = Prepared(hierarchy, table, _report(()), table.iloc[:0])
    else:
        screening = clone(screener).fit(table).screening_
        kept = table.loc[screening.units, screening.criteria]
        if kept.empty:
            reasons = listing(
                f"{plain(d.label)!r}: {d.reason}"
                for d in screening.dropped
                if d.kind == "unit"
            )
            msg = f"no unit is left after screening. {reasons}"
            raise EmptyDataError(msg)
        tree = hierarchy.select(kept.columns)
        aside = table.loc[~screening.units, screening.criteria].dropna(how="all")
        prepared = Prepared(tree, kept, _report(screening.dropped), aside)
    if without:
        rest = [leaf for leaf in prepared.table.columns if leaf not in without]
        prepared = Prepared(
            prepared.hierarchy.select(rest),
            prepared.table[rest],
            prepared.screened,
            prepared.aside[rest],
        )
    _check_bare_units(prepared.table)
    return prepared


def _report(dropped: tuple[Dropped, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [(d.kind, plain(d.label), *d[2:], d.reason) for d in dropped],
        columns=["kind", "label", "measure", "share", "limit", "reason"],
    )


def _check_bare_units(table: pd.DataFrame) -> None:
    bare = table.index[table.isna().all(axis=1)]
    if len(bare):
        msg = (
            f"unit {listing(repr(plain(label)) for label in bare)}: no criterion has a "
            "value. Remove the row or screen it out: Screener(max_missing_units=...)"
        )
        raise MissingDataError(msg)


def imputer_for(
    imputer: MICEImputer, whole: Hierarchy, tree: Hierarchy, table: pd.DataFrame
) -> MICEImputer:
    """Tell an imputer what the tree knows of the criteria.

    A criterion with bounds, all of whose values lie inside them, is imputed on their
    logit unless the imputer names a scale for it. Predictors "within parent" become a
    matrix. What the imputer says of criteria that were screened out falls away.

    Parameters
    ----------
    imputer : MICEImputer
    whole, tree : Hierarchy
        Before and after screening.
    table : DataFrame
        What is to be imputed; columns are codes of the leaves of the tree.
    """
    gone = set(whole.leaves) - set(tree.leaves)
    method, scale = (
        {code: how for code, how in wish.items() if code not in gone}
        if isinstance(wish, Mapping)
        else wish
        for wish in (imputer.method, imputer.scale)
    )
    passive = imputer.passive
    if isinstance(passive, Mapping):
        passive = {
            code: how
            for code, how in passive.items()
            if not gone & {str(code), *columns_of(how)}
        }
    if isinstance(scale, Mapping) or scale == "auto":
        scale = _bounded(tree, table) | ({} if scale == "auto" else dict(scale))
    predictors = imputer.predictors
    if isinstance(predictors, str) and predictors == "within parent":
        parents = np.array([tree[code].parent for code in tree.leaves])
        beside = parents[:, None] == parents
        leaves = list(tree.leaves)
        predictors = pd.DataFrame(beside, index=leaves, columns=leaves)
    told: MICEImputer = clone(imputer).set_params(
        method=method, scale=scale, predictors=predictors, passive=passive
    )
    return told


def _bounded(tree: Hierarchy, table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Find the criteria whose bounds hold all values strictly inside."""
    found = {}
    for code in tree.leaves:
        bounds = tree[code].bounds
        if bounds is not None and np.isfinite(bounds).all():
            x = table[code].dropna()
            if ((bounds[0] < x) & (x < bounds[1])).all():
                found[code] = bounds
    return found
