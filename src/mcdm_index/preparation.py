"""Preparation: a table is matched with the tree, checked, and screened."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone

from mcdm_index.engine import check_finite, open_rows, plain
from mcdm_index.errors import (
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    listing,
)
from mcdm_index.estimators import Screener
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods.screening import Dropped

__all__ = ["Prepared", "check_labels", "match_table", "screen_table"]


class Prepared(NamedTuple):
    """A table that is ready for imputation.

    Attributes
    ----------
    hierarchy : Hierarchy
        The tree without the criteria that were screened out.
    table : DataFrame
        Units and criteria that stay; columns are codes of leaves.
    screened : DataFrame
        What was left out: kind, label, missing, limit, reason.
    """

    hierarchy: Hierarchy
    table: pd.DataFrame
    screened: pd.DataFrame


def match_table(X: Any, hierarchy: Hierarchy) -> pd.DataFrame:
    """Take the columns of the leaves, in order, under the names they came with.

    Raises
    ------
    UnknownColumnError
        A criterion has no column, or more than one.
    ShapeError
        An array does not have one column per leaf.
    """
    if isinstance(X, pd.DataFrame):
        columns = hierarchy.match(X.columns)
        return X[[columns[leaf] for leaf in hierarchy.leaves]]
    if hasattr(X, "columns"):  # a frame of another library
        columns = hierarchy.match(X.columns)
        taken = {
            columns[leaf]: np.asarray(X[columns[leaf]]) for leaf in hierarchy.leaves
        }
        return pd.DataFrame(taken)
    rows = open_rows(X)
    if rows.shape[1] != len(hierarchy.leaves):
        msg = (
            f"an array needs {len(hierarchy.leaves)} columns, one per leaf, got "
            f"{rows.shape[1]}"
        )
        raise ShapeError(msg)
    return pd.DataFrame(rows.values, columns=list(hierarchy.leaves))


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


def screen_table(
    frame: pd.DataFrame, hierarchy: Hierarchy, screener: Screener | None
) -> Prepared:
    """Leave out units and criteria with too many gaps.

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
        prepared = Prepared(hierarchy, table, _report(()))
    else:
        screening = clone(screener).fit(table).screening_
        kept = table.loc[screening.units, screening.criteria]
        if kept.empty:
            msg = (
                f"no unit is left after screening: all {len(table)} lack more than "
                f"{screener.max_missing_units:.1%} of the criteria"
            )
            raise EmptyDataError(msg)
        tree = hierarchy.select(kept.columns)
        prepared = Prepared(tree, kept, _report(screening.dropped))
    _check_bare_units(prepared.table)
    return prepared


def _report(dropped: tuple[Dropped, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [(d.kind, plain(d.label), d.missing, d.limit, d.reason) for d in dropped],
        columns=["kind", "label", "missing", "limit", "reason"],
    )


def _check_bare_units(table: pd.DataFrame) -> None:
    bare = table.index[table.isna().all(axis=1)]
    if len(bare):
        msg = (
            f"unit {listing(repr(plain(label)) for label in bare)}: no criterion has a "
            "value. Remove the row or screen it out: Screener(max_missing_units=...)"
        )
        raise MissingDataError(msg)
