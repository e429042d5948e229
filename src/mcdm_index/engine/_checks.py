"""Checks of cells: infinite and missing ones, and those outside of a domain."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.engine._rows import Rows
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    UnknownMethodError,
    listing,
)
from mcdm_index.statistics import ColumnStats

__all__ = [
    "INFINITE",
    "MISSING",
    "check_domain",
    "check_finite",
    "check_finite_fast",
    "check_missing",
    "is_finite",
]

INFINITE = (
    "infinite value (inf) in {}: a criterion needs finite numbers. "
    "Correct the cell or mark it as missing (NaN)"
)
MISSING = (
    "missing value (NaN) in {}. Impute first (MICEImputer), drop the "
    "rows, or leave them out of the fit with missing='omit'"
)
# So many cells are named, the others counted.
_NAMED = 5


def check_missing(missing: str) -> None:
    """Check what is to be done with missing values."""
    if missing not in ("raise", "omit"):
        msg = f"missing must be 'raise' or 'omit', got {missing!r}"
        raise UnknownMethodError(msg)


def is_finite(block: Matrix) -> bool:
    """Look for NaN and infinity through one sum, and only on a hit at every cell."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(block.sum())) or bool(np.isfinite(block).all())


def check_finite_fast(block: Matrix, table: Rows) -> None:
    """Look for NaN and infinity in a block; only on a hit, look where."""
    if not is_finite(block):
        check_finite(table)


def check_finite(table: Rows, *, allow_missing: bool = False) -> None:
    """Refuse infinite and, unless allowed, missing values, naming the cells.

    Rows that are not in memory are not gone through: what is gathered of them later is
    checked then.

    Raises
    ------
    MissingDataError, NonFiniteError
    """
    if table.lazy:
        return
    infinite = _where(table, np.isinf)
    if len(infinite):
        raise NonFiniteError(INFINITE.format(_cells(table, infinite)))
    if allow_missing:
        return
    gaps = _where(table, np.isnan)
    if len(gaps):
        raise MissingDataError(MISSING.format(_cells(table, gaps)))


def _where(
    table: Rows, test: Callable[[Matrix], NDArray[np.bool_]]
) -> NDArray[np.int64]:
    """Find cells, block by block: a table may be mapped from a disk."""
    found, start = [np.empty((0, 2), dtype=np.int64)], 0
    for block in table.blocks():
        found.append(np.argwhere(test(block)) + np.array([start, 0]))
        start += len(block)
    return np.concatenate(found)


def _cells(table: Rows, found: NDArray[np.int64]) -> str:
    """List cells: the first few by name, of the rest the number."""
    rest = len(found) - _NAMED
    words = listing((table.cell(i, j) for i, j in found[:_NAMED]), most=_NAMED)
    return words + (f" and {rest} more" if rest > 0 else "")


def check_domain(stats: ColumnStats, table: Rows, domain: str, *, raw: bool) -> None:
    """Refuse values outside of a domain, as the least of each column tells.

    Parameters
    ----------
    stats : ColumnStats
    table : Rows
        What they were gathered of.
    domain : {"real", "nonnegative", "positive", "above_one"}
    raw : bool
        Whether they are those of the values themselves, so that the cell can be found.

    Raises
    ------
    DomainError
    """
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
    least = stats.low[j]
    where = table.column(j)
    if raw and not table.lazy:
        where = table.cell(_first(table, j, least), j)
    found = "Negative values in data" if least < 0 else f"{least:g} in data"
    msg = (
        f"{found}: {where} is {least:g}, but the method is defined for "
        f"{domain} values only. Choose another method, or bring the criterion into "
        "its domain first, for example by minmax"
    )
    raise DomainError(msg)


def _first(table: Rows, j: int, value: float) -> int:
    """Find the first row with a value in a column; a complete one, if there is."""
    start, other = 0, 0
    for block in table.blocks():
        hit = block[:, j] == value
        whole = hit & ~np.isnan(block).any(axis=1)
        if whole.any():
            return start + int(np.argmax(whole))
        other = other or (start + int(np.argmax(hit)) if hit.any() else 0)
        start += len(block)
    return other
