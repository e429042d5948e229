"""Sums and extremes of columns, and steps by row, near the speed of memory.

numpy goes through rows of 24 numbers slower than through rows of thousands. So those of
a C-ordered block are read several at a time, as one long row, which changes no result.
"""

from typing import Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector

__all__ = ["by_row", "extremes", "totals"]

# How many numbers a long row has: when columns are reduced, and when rows are combined.
_REDUCED: Final = 1536
_COMBINED: Final = 6144
# Shorter blocks than so many long rows are not worth it.
_LONG_ROWS: Final = 8
_ONES: Final = np.ones(8192)


def _fold(X: Matrix, width: int) -> int:
    """Tell how many rows to take as one."""
    n, m = X.shape
    if not X.flags.c_contiguous or not m:
        return 1
    return int(max(1, min(width // m, n // _LONG_ROWS)))


def extremes(X: Matrix) -> tuple[Vector, Vector]:
    """Give the least and the largest value of every column; NaN if there is one.

    Parameters
    ----------
    X : ndarray of shape (n, m), n >= 1
    """
    k = _fold(X, _REDUCED)
    if k == 1:
        return X.min(axis=0), X.max(axis=0)
    n, m = X.shape
    whole = n // k * k
    long = X[:whole].reshape(-1, k * m)
    low = long.min(axis=0).reshape(k, m).min(axis=0)
    high = long.max(axis=0).reshape(k, m).max(axis=0)
    if whole == n:
        return low, high
    rest = X[whole:]
    return np.minimum(low, rest.min(axis=0)), np.maximum(high, rest.max(axis=0))


def totals(X: Matrix) -> Vector:
    """Sum every column of finite values.

    Parameters
    ----------
    X : ndarray of shape (n, m)
    """
    n = len(X)
    return np.asarray((_ONES[:n] if n <= len(_ONES) else np.ones(n)) @ X)


def by_row(f: np.ufunc, X: Matrix, row: Vector, out: Matrix | None = None) -> Matrix:
    """Apply a ufunc to every row and one that stays: ``f(X, row)``.

    Parameters
    ----------
    f : ufunc of two arguments
    X : ndarray of shape (n, m)
    row : ndarray of shape (m,)
    out : ndarray of shape (n, m), optional
        Where the result goes; may be X.
    """
    k = _fold(X, _COMBINED)
    if k == 1 or (out is not None and not out.flags.c_contiguous):
        return np.asarray(f(X, row, out=out))
    n, m = X.shape
    whole = n // k * k
    result = np.empty(X.shape) if out is None else out
    long = result[:whole].reshape(-1, k * m)
    f(X[:whole].reshape(-1, k * m), np.tile(row, k), out=long)
    f(X[whole:], row, out=result[whole:])
    return result
