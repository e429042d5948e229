"""Where rows live: the only module that knows a container from an array.

Two verbs carry everything: `column_stats` folds the blocks of a table into statistics,
`map_rows` applies a row kernel and gives back the kind of container that came in.
pandas is recognized, never imported.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from mcdm_index._numeric import Container, Matrix, within_floats
from mcdm_index.errors import (
    CellError,
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownMethodError,
    listing,
)
from mcdm_index.statistics import ColumnStats

__all__ = [
    "Kernel",
    "Missing",
    "Rows",
    "check_finite",
    "column_stats",
    "map_rows",
    "open_rows",
    "plain",
    "wrap",
]

# From a block of rows (b, m) to one value (b,) or several (b, k) per row.
Kernel: TypeAlias = Callable[[Matrix], Matrix]
Missing: TypeAlias = Literal["raise", "omit"]

# About 1.5 MiB of float64: small enough for cache, large enough to forget the loop.
_BLOCK_CELLS: Final = 196_608


@dataclass(frozen=True)
class Rows:
    """A table opened for reading: an array, and how its rows and columns are called."""

    values: np.ndarray[Any, np.dtype[Any]]
    columns: tuple[str, ...] | None = None
    index: Any = None
    frame: Any = None
    # Where the columns stood in the table that they were taken from.
    places: tuple[int, ...] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of units and of criteria."""
        n, m = self.values.shape
        return n, m

    def blocks(self) -> Iterator[Matrix]:
        """Cut the rows into float64 blocks in C order."""
        n, m = self.shape
        step = max(1024, _BLOCK_CELLS // max(m, 1))
        for start in range(0, n, step):
            yield np.ascontiguousarray(self.values[start : start + step], dtype=float)

    def take(self, columns: Sequence[int]) -> "Rows":
        """Take some of the columns, which keep their names and places."""
        names = (
            None if self.columns is None else tuple(self.columns[j] for j in columns)
        )
        places = self.places or range(self.shape[1])
        kept = tuple(places[j] for j in columns)
        return Rows(self.values[:, list(columns)], names, self.index, places=kept)

    @property
    def names(self) -> list[Any]:
        """What the columns are called: their labels, or running numbers."""
        return list(range(self.shape[1])) if self.columns is None else [*self.columns]

    def at(self, rows: Any) -> "Rows":
        """Take some of the rows, which keep their labels."""
        index = None if self.index is None else self.index[rows]
        return Rows(self.values[rows], self.columns, index, places=self.places)

    def column(self, j: int) -> str:
        """Say which column that is."""
        if self.columns is not None:
            return f"criterion {self.columns[j]!r}"
        return f"column {j if self.places is None else self.places[j]}"

    def row(self, i: int) -> str:
        """Say which row that is."""
        return f"row {i}" if self.index is None else f"unit {plain(self.index[i])!r}"

    def cell(self, i: int, j: int) -> str:
        """Say which cell that is."""
        return f"{self.row(i)}, {self.column(j)}"


def plain(label: Any) -> Any:
    """Turn numpy scalars inside a label into Python ones, for messages."""
    if isinstance(label, tuple):
        return tuple(plain(part) for part in label)
    return label.item() if isinstance(label, np.generic) else label


def open_rows(X: Any) -> Rows:
    """Open a table: an array, anything numpy can turn into one, or a DataFrame.

    Parameters
    ----------
    X : array_like or pandas.DataFrame of shape (n_units, n_criteria)
        Numbers; integers and booleans count as numbers, None and masked cells as
        missing.

    Raises
    ------
    ShapeError
        It does not have two dimensions.
    EmptyDataError
        There is no criterion.
    NotNumericError
        A cell is not a number; the message names its row and column.
    """
    pandas, sparse = sys.modules.get("pandas"), sys.modules.get("scipy.sparse")
    if sparse is not None and sparse.issparse(X):
        msg = "sparse matrices are not supported; convert with X.toarray()"
        raise NotNumericError(msg)
    if pandas is not None and isinstance(X, pandas.DataFrame):
        columns = tuple(str(name) for name in X.columns)
        values = _frame_values(X)
        rows = Rows(values, columns, X.index, X)
    else:
        if np.ma.isMaskedArray(X):
            X = np.ma.filled(X.astype(float), np.nan)
        found = getattr(X, "columns", None)  # of polars, for one
        names = None if found is None else tuple(str(name) for name in found)
        try:
            rows = Rows(np.asarray(X), names)
        except ValueError:
            msg = "the rows of a decision matrix must have equal lengths"
            raise ShapeError(msg) from None
    if rows.values.ndim != 2:
        msg = (
            "a decision matrix has two dimensions, units x criteria, got shape "
            f"{rows.values.shape}. Reshape your data with X.reshape(-1, 1) for one "
            "criterion or X.reshape(1, -1) for one unit"
        )
        raise ShapeError(msg)
    if rows.shape[1] == 0:
        msg = (
            f"there is no criterion: 0 feature(s) (shape={rows.shape}) while a minimum "
            "of 1 is required."
        )
        raise EmptyDataError(msg)
    return rows if rows.values.dtype.kind in "fiub" else _numbers(rows)


def _frame_values(X: Any) -> np.ndarray[Any, np.dtype[Any]]:
    """Take the values of a frame, nullable and Arrow columns included."""
    values = X.to_numpy()
    if values.dtype.kind in "fiub":
        return np.asarray(values)
    kinds = [getattr(kind, "kind", "O") for kind in X.dtypes]
    if X.shape[1] and all(kind in "fiub" for kind in kinds):
        columns = (X.iloc[:, j] for j in range(X.shape[1]))
        return np.column_stack(
            [c.to_numpy(dtype=float, na_value=np.nan) for c in columns]
        )
    # What is left arrives as objects; its missing mark becomes None.
    return np.asarray(X.astype(object).where(X.notna(), None).to_numpy(dtype=object))


def _numbers(rows: Rows) -> Rows:
    """Turn objects and strings into floats, or say which cell is not a number."""
    if rows.values.dtype.kind == "c":
        msg = "Complex data not supported: a decision matrix holds real numbers"
        raise NotNumericError(msg)
    out = np.empty(rows.shape)
    for (i, j), cell in np.ndenumerate(rows.values):
        try:
            if isinstance(cell, str | bytes):
                raise TypeError
            missing = cell is None or type(cell).__name__ == "NAType"  # pandas.NA
            out[i, j] = np.nan if missing else float(cell)
        except OverflowError:
            msg = f"{rows.cell(i, j)} holds a number beyond the floats"
            raise NonFiniteError(msg) from None
        except (TypeError, ValueError):
            msg = (
                f"{rows.cell(i, j)} holds {cell!r}: an argument must be no string or "
                "other object, but a number"
            )
            raise NotNumericError(msg) from None
    return Rows(out, rows.columns, rows.index, rows.frame)


def _check_missing(missing: str) -> None:
    if missing not in ("raise", "omit"):
        msg = f"missing must be 'raise' or 'omit', got {missing!r}"
        raise UnknownMethodError(msg)


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
    X : array_like or DataFrame of shape (n_units, n_criteria)
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
    """
    _check_missing(missing)
    table = X if isinstance(X, Rows) else open_rows(X)
    if by_column and missing == "omit" and _has_gaps(table):
        total = ColumnStats.beside(_each_column(table, needs, rows))
    else:
        total = _fold(table, needs, rows, missing)
    _check_domain(total, table, domain, raw=rows is None)
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
            _check_finite_fast(used, table)
            seen = used if rows is None else _apply(rows, used, table, at)
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
        _check_finite_fast(np.where(known, block, 0.0), table)
        seen = block if rows is None else _apply(rows, block, table, start)
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


def map_rows(
    X: Container,
    kernel: Kernel,
    *,
    missing: Missing = "raise",
    by_column: bool = False,
) -> Container:
    """Apply a row kernel to every row.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
    kernel : callable
        From a block of rows (b, m) to (b,) or (b, k).
    missing : {"raise", "omit"}
        Refuse missing values, or give NaN for a row that lacks one.
    by_column : bool, default False
        Whether the kernel treats each column by itself, so that a gap concerns its
        cell alone. It is then given the gaps, as NaN.

    Returns
    -------
    ndarray, Series or DataFrame
        One entry per row. A frame keeps its index, and its column names where the
        kernel keeps the number of columns.
    """
    _check_missing(missing)
    table, values = X if isinstance(X, Rows) else open_rows(X), None
    for start, block in _numbered(table):
        out = _map_block(kernel, block, table, start, missing, by_column=by_column)
        if len(block) == table.shape[0] and _is_new(out, table):
            return wrap(out, table)
        if values is None:
            values = np.empty((table.shape[0], *out.shape[1:]))
        values[start : start + len(block)] = out
    return wrap(kernel(np.empty(table.shape)) if values is None else values, table)


def _is_new(out: Matrix, table: Rows) -> bool:
    """Tell whether these are floats of their own, that nobody else can change."""
    return out.dtype == np.float64 and not np.may_share_memory(out, table.values)


def _map_block(
    kernel: Kernel,
    block: Matrix,
    table: Rows,
    start: int,
    missing: Missing,
    *,
    by_column: bool,
) -> Matrix:
    if missing == "raise":
        _check_finite_fast(block, table)
        return _apply(kernel, block, table, start)
    gaps = np.isnan(block)
    _check_finite_fast(np.where(gaps, 0.0, block), table)
    if by_column:
        return np.where(gaps, np.nan, _apply(kernel, block, table, start))
    whole = ~gaps.any(axis=1)
    scored = _apply(kernel, block[whole], table, start + np.flatnonzero(whole))
    out = np.full((len(block), *scored.shape[1:]), np.nan)
    out[whole] = scored
    return out


def _apply(kernel: Kernel, block: Matrix, table: Rows, at: Any) -> Matrix:
    """Apply a kernel; what leaves the range of floating-point numbers is an error.

    `at` is the row of the first of the block, or the rows of all of it.
    """
    try:
        with within_floats():
            return kernel(block)
    except CellError as error:
        row = at + error.row if np.ndim(at) == 0 else at[error.row]
        msg = f"{table.cell(int(row), error.column)} {error}"
        raise DomainError(msg) from None


def wrap(values: Matrix, table: Rows) -> Container:
    """Give back what has one entry per row in the kind of container that came in."""
    if table.frame is None:
        return values
    pandas = sys.modules["pandas"]
    if values.ndim == 1:
        return pandas.Series(values, index=table.index)
    columns = table.frame.columns if values.shape[1] == table.shape[1] else None
    return pandas.DataFrame(values, index=table.index, columns=columns)


def _check_finite_fast(block: Matrix, table: Rows) -> None:
    """Look for NaN and infinity through one sum; only on a hit, look where."""
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(block.sum()):
            return
    if not np.isfinite(block).all():
        check_finite(table)


def check_finite(table: Rows, *, allow_missing: bool = False) -> None:
    """Refuse infinite and, unless allowed, missing values, naming the cells.

    Raises
    ------
    MissingDataError, NonFiniteError
    """
    values = table.values.astype(float, copy=False)
    infinite = np.argwhere(np.isinf(values))
    if len(infinite):
        cells = listing(table.cell(i, j) for i, j in infinite)
        msg = (
            f"infinite value (inf) in {cells}: a criterion needs finite numbers. "
            "Correct the cell or mark it as missing (NaN)"
        )
        raise NonFiniteError(msg)
    gaps = np.argwhere(np.isnan(values))
    if len(gaps) and not allow_missing:
        cells = listing(table.cell(i, j) for i, j in gaps)
        msg = (
            f"missing value (NaN) in {cells}. Impute first (MICEImputer), drop the "
            "rows, or leave them out of the fit with missing='omit'"
        )
        raise MissingDataError(msg)


def _check_domain(stats: ColumnStats, table: Rows, domain: str, *, raw: bool) -> None:
    if domain == "real":
        return
    bad = {
        "nonnegative": stats.low < 0,
        "positive": stats.low <= 0,
        "above_one": stats.low <= 1,
    }[domain]
    if not bad.any():
        return
    j = int(np.flatnonzero(bad)[0])
    where = table.column(j)
    if raw:
        values = np.asarray(table.values, dtype=float)
        used = ~np.isnan(values).any(axis=1)
        where = table.cell(int(np.argmax(used & (values[:, j] == stats.low[j]))), j)
    least = stats.low[j]
    found = "Negative values in data" if least < 0 else f"{least:g} in data"
    msg = (
        f"{found}: {where} is {least:g}, but the method is defined for "
        f"{domain} values only. Choose another method, or bring the criterion into "
        "its domain first, for example by minmax"
    )
    raise DomainError(msg)
