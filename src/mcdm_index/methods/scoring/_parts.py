"""What several scores share: products, rows in blocks, values that are refused."""

from collections.abc import Callable
from typing import Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector, weighted_total
from mcdm_index.errors import ColumnError
from mcdm_index.statistics import ColumnStats

__all__ = [
    "binary_unit",
    "by_support",
    "by_weights",
    "geometric",
    "in_row_blocks",
    "refuse_negative",
]

# About 8 MiB of float64 for what is computed of one block of rows.
_CELLS: Final = 1 << 20
# About 1 MiB of float64 for the scores under one block of weight vectors.
_BATCH_CELLS: Final = 1 << 17


def refuse_negative(stats: ColumnStats, method: str) -> None:
    """Refuse a normalized table that holds a value below zero.

    Raises
    ------
    DomainError
    """
    below = stats.low < 0
    if below.any():
        j = int(np.argmax(below))
        msg = (
            f"{method} is defined for normalized values of 0 or more, but these go "
            f"down to {stats.low[j]:g}. Choose another normalization, for example "
            "'minmax'"
        )
        raise ColumnError(j, msg)


def binary_unit(stats: ColumnStats) -> float:
    """Give a power of two near the widest range of all columns; 1 if none varies.

    Divided by it, which is exact, differences have squares within the range of floats.
    """
    halves = stats.high / 2 - stats.low / 2  # which do not overflow
    exponent = int(np.frexp(halves.max())[1])
    return float(np.ldexp(1.0, max(exponent, -1000))) if halves.any() else 1.0


def geometric(Z: Matrix, w: Vector) -> Matrix:
    r"""Multiply :math:`\prod_j z_{ij}^{w_j}`; a weighted value of 0 or less makes it 0.

    Parameters
    ----------
    Z : ndarray of shape (n, m)
    w : ndarray of shape (m,) or (k, m)

    Returns
    -------
    ndarray of shape (n,) or (n, k)
    """
    something = Z > 0
    product = np.exp(weighted_total(np.log(np.where(something, Z, 1.0)), w))
    if something.all():
        return product
    nothing = weighted_total((~something).astype(float), (w > 0).astype(float))
    return np.where(nothing > 0, 0.0, product)


def by_support(f: Callable[[Matrix, Vector], Matrix], Z: Matrix, w: Vector) -> Matrix:
    """Compute a score from the criteria that have a weight, and from no other.

    Weight vectors that leave out the same criteria go together.

    Parameters
    ----------
    f : callable
        From values and positive weights to scores.
    Z : ndarray of shape (n, m)
    w : ndarray of shape (m,) or (k, m)

    Returns
    -------
    ndarray of shape (n,) or (n, k)
    """
    used = w > 0
    if used.all():
        return f(Z, w)
    if w.ndim == 1:
        return f(Z.compress(used, axis=1), w[used])
    supports, which = np.unique(used, axis=0, return_inverse=True)
    scores = np.empty((len(Z), len(w)))
    for i, support in enumerate(supports):
        those = which.ravel() == i
        scores[:, those] = f(Z.compress(support, axis=1), w[those][:, support])
    return scores


def in_row_blocks(f: Callable[[Matrix], Matrix], Z: Matrix, cells: int) -> Matrix:
    """Apply a row kernel that computes so many cells for each row, block by block."""
    step = max(1, _CELLS // max(cells, 1))
    if len(Z) <= step:
        return f(Z)
    return np.concatenate([f(Z[i : i + step]) for i in range(0, len(Z), step)])


def by_weights(
    fill: Callable[[Matrix, Matrix], None], w: Matrix, n_rows: int
) -> Matrix:
    """Score rows under many weight vectors, in blocks of them that fit the cache.

    Parameters
    ----------
    fill : callable
        From weights (b, m), and what to fill with the scores under them, (b, n).
    w : ndarray of shape (k, m)
    n_rows : int

    Returns
    -------
    ndarray of shape (n, k)
        The scores under one vector are contiguous.
    """
    scores = np.empty((len(w), n_rows))
    step = max(16, _BATCH_CELLS // max(n_rows, 1))
    for i in range(0, len(w), step):
        fill(w[i : i + step], scores[i : i + step])
    return scores.T
