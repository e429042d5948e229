"""Fold: from a table to the statistics of its columns, in one pass."""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._checks import check_domain, check_finite_fast, check_missing
from mcdm_index.engine._gather import gather
from mcdm_index.engine._kernel import apply_kernel
from mcdm_index.engine._lazy import LazyRows
from mcdm_index.engine._open import open_rows
from mcdm_index.engine._rows import Kernel, Missing, Rows
from mcdm_index.errors import EmptyDataError, MissingDataError, listing
from mcdm_index.statistics import ColumnStats

__all__ = ["column_stats"]


def column_stats(
    X: Container,
    needs: Collection[str] = (),
    *,
    rows: Kernel | None = None,
    missing: Missing = "raise",
    by_column: bool = False,
    domain: str = "real",
) -> ColumnStats:
    """Gather the statistics of a table in one pass, and read its validation off them.

    Parameters
    ----------
    X : array_like, DataFrame or any other table of shape (n_units, n_criteria)
        See `open_rows`.
    needs : collection of str
        What to gather, see `ColumnStats.of`.
    rows : callable, optional
        A row kernel; the statistics are those of its output.
    missing : {"raise", "omit"}
        Refuse missing values, or leave out the rows that have one.
    by_column : bool, default False
        Leave out missing cells instead of rows: each column has statistics over its own
        rows. `rows` must then treat each column by itself.
    domain : {"real", "nonnegative", "positive"}
        Values outside are refused.

    Raises
    ------
    EmptyDataError
        There is no row, or none is complete.
    MissingDataError, NonFiniteError, DomainError
        Naming rows, columns and the way out.
    AllRowsError
        Ordered values are needed of rows that are not in memory.
    """
    check_missing(missing)
    table = X if isinstance(X, Rows) else open_rows(X)
    if isinstance(table, LazyRows):
        total = gather(table, needs, rows, missing=missing, by_column=by_column)
    elif by_column and missing == "omit" and _has_gaps(table):
        total = ColumnStats.beside(_each_column(table, needs, rows))
    else:
        total = _fold(table, needs, rows, missing)
    check_domain(total, table, domain, raw=rows is None)
    return total


def _numbered(table: Rows) -> Iterator[tuple[int, Matrix]]:
    """Give each block with the number of its first row."""
    start = 0
    for block in table.blocks():
        yield start, block
        start += len(block)


def _fold(
    table: Rows, needs: Collection[str], rows: Kernel | None, missing: Missing
) -> ColumnStats:
    total: ColumnStats | None = None
    for start, block in _numbered(table):
        used: Matrix = block
        at: Any = start
        if missing == "omit":
            whole = ~np.isnan(block).any(axis=1)
            used, at = block[whole], start + np.flatnonzero(whole)
        if len(used):
            check_finite_fast(used, table)
            seen = used if rows is None else apply_kernel(rows, used, table, at)
            part = ColumnStats.of(seen, needs)
            total = part if total is None else total + part
    if total is None:
        n = table.shape[0]
        what = "every row has a missing value" if n else "there is no unit"
        msg = f"{what}: Found array with 0 sample(s) (shape={table.shape})"
        raise EmptyDataError(msg)
    return total


def _each_column(
    table: Rows, needs: Collection[str], rows: Kernel | None
) -> list[ColumnStats]:
    """Gather the statistics of each column over the cells that are not missing."""
    totals: list[ColumnStats | None] = [None] * table.shape[1]
    for start, block in _numbered(table):
        known = ~np.isnan(block)
        check_finite_fast(np.where(known, block, 0.0), table)
        seen = block if rows is None else apply_kernel(rows, block, table, start)
        for j, total in enumerate(totals):
            column = seen[known[:, j], j : j + 1]
            if len(column):
                part = ColumnStats.of(column, needs)
                totals[j] = part if total is None else total + part
    empty = [table.column(j) for j, total in enumerate(totals) if total is None]
    if empty:
        msg = f"{listing(empty)}: every value is missing; leave the column out"
        raise MissingDataError(msg)
    return [total for total in totals if total is not None]


def _has_gaps(table: Rows) -> bool:
    with np.errstate(invalid="ignore", over="ignore"):
        return any(np.isnan(block.sum()) for block in table.blocks())
