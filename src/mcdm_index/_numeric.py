"""Degenerate cases decided once: what varies, how to share, divide and rank."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from numbers import Integral, Real
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    ShapeError,
    UnknownMethodError,
    WeightsError,
    listing,
)

__all__ = [
    "EPS",
    "TIES",
    "Container",
    "Matrix",
    "Vector",
    "check_weights",
    "check_whole",
    "divide",
    "one_vector",
    "peak_exponent",
    "ranks",
    "real_numbers",
    "share",
    "varies",
    "weighted_total",
    "within_floats",
]

Vector: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = NDArray[np.float64]
EPS: Final = float(np.finfo(float).eps)
# What came in comes back: an ndarray for an array, a pandas object for a DataFrame.
Container: TypeAlias = Any

Ties = Literal["min", "max", "average", "dense", "ordinal"]
TIES: Final[tuple[Ties, ...]] = ("min", "max", "average", "dense", "ordinal")

# About 1 MiB of float64 is ranked at once.
_RANK_CELLS: Final = 1 << 17
# Of so many scores a row may have, scores are rarely too close to be told apart.
_PACKED: Final = 1 << 13


def varies(low: Vector, high: Vector) -> NDArray[np.bool_]:
    """Tell which columns hold more than one value, exactly.

    A standard deviation cannot decide this: of a constant column it is often a
    rounding residue, which weights would then scale up to the whole.
    """
    return np.asarray(high > low)


def divide(a: ArrayLike, b: ArrayLike, otherwise: float = 0.0) -> Vector:
    """Divide where the divisor is not zero, and give `otherwise` where it is.

    >>> divide([1.0, 1.0], [4.0, 0.0])
    array([0.25, 0.  ])
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    if b.all():
        return np.asarray(a / b)
    a, b = np.broadcast_arrays(a, b)
    quotient = np.full_like(a, otherwise, subok=False)
    return np.asarray(np.divide(a, b, out=quotient, where=b != 0))


@contextmanager
def within_floats() -> Iterator[None]:
    """Make an error of what leaves the range of floating-point numbers.

    Raises
    ------
    NonFiniteError
    """
    try:
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            yield
    except FloatingPointError as error:
        msg = (
            f"{error}: values are too large to be computed with; bring the criteria to "
            "other units"
        )
        raise NonFiniteError(msg) from None


def peak_exponent(X: Matrix) -> NDArray[np.int32]:
    """Give the power of two just above the largest absolute value of each column.

    Divided by it, which is exact, sums of squares stay in range. Gaps do not count.
    """
    peak = np.abs(X).max(axis=0, initial=0.0, where=~np.isnan(X))
    return np.asarray(np.frexp(peak)[1])


def share(amounts: ArrayLike, among: NDArray[np.bool_] | None = None) -> Vector:
    """Scale non-negative amounts to sum 1.

    If all amounts are zero, those marked by `among` share alike; if none is marked,
    all do.

    >>> share([1.0, 3.0]), share([0.0, 0.0])
    (array([0.25, 0.75]), array([0.5, 0.5]))
    """
    v = np.asarray(amounts, float)
    largest = v.max()
    if largest == 0:
        v = (
            np.ones(v.shape)
            if among is None or not among.any()
            else among.astype(float)
        )
        return np.asarray(v / v.sum())
    v = v / largest  # so that neither huge nor tiny amounts leave the range of floats
    return np.asarray(v / v.sum())


def real_numbers(values: Any) -> Vector | None:
    """Read numbers, or None if some are none: texts, complex or masked ones.

    A column of truth values is one of 0 and 1; one alone is no number.

    >>> real_numbers([1, 2.5]), real_numbers(["1", 2])
    (array([1. , 2.5]), None)
    """
    if np.ma.is_masked(values):
        return None
    try:
        array = np.asarray(values)
        if array.dtype.kind == "O" and not all(
            isinstance(cell, Real) and not isinstance(cell, bool) for cell in array.flat
        ):
            return None
        known = "fiuOb" if array.ndim else "fiuO"
        return array.astype(float) if array.dtype.kind in known else None
    except (TypeError, ValueError, OverflowError):
        return None


def check_weights(
    weights: ArrayLike, n_criteria: int | None, names: tuple[str, ...] | None = None
) -> Vector:
    """Check one weight vector, or a batch of them, and scale each to sum 1.

    Parameters
    ----------
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Finite, non-negative, not all zero; on any scale.
    n_criteria : int or None
        How many columns there are; None if any number will do.
    names : tuple of str, optional
        Column names, used in messages.

    Returns
    -------
    ndarray of the same shape
        Every vector sums to 1.

    Raises
    ------
    WeightsError
        A weight is negative or not finite, all are zero, or their number is wrong.
    """
    w = real_numbers(weights)
    if w is None:
        msg = f"weights must be numbers, one per criterion, got {weights!r}"
        raise WeightsError(msg)
    m = w.shape[-1] if w.ndim and n_criteria is None else n_criteria
    if w.ndim not in (1, 2) or w.shape[-1] != m or w.size == 0:
        m = "m" if m is None else m
        msg = (
            f"weights need shape ({m},) or (k, {m}), one weight per criterion, got "
            f"{w.shape}"
        )
        raise WeightsError(msg)
    bad = ~(np.isfinite(w) & (w >= 0))
    if bad.any():
        columns = np.flatnonzero(np.atleast_2d(bad).any(axis=0))
        where = listing(names[c] if names else c for c in columns)
        msg = (
            f"weights must be finite and non-negative; see criterion {where}: "
            f"{listing(w[bad])}"
        )
        raise WeightsError(msg)
    largest = w.max(axis=-1, keepdims=True)
    if not largest.all():
        msg = "weights are all zero; at least one criterion must count"
        raise WeightsError(msg)
    rounding = 4 * w.shape[-1] * np.finfo(float).eps
    if largest.max() <= 1 and (np.abs(w.sum(axis=-1) - 1) <= rounding).all():
        return w
    w = w / largest
    return np.asarray(w / w.sum(axis=-1, keepdims=True))


def check_whole(value: Any, name: str) -> int:
    """Check a number of things: whole, and 1 or more.

    Raises
    ------
    DomainError
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        msg = f"{name} must be a whole number of 1 or more, got {value!r}"
        raise DomainError(msg)
    return int(value)


def one_vector(w: Vector) -> Vector:
    """Refuse a batch of weights where one vector is meant.

    Raises
    ------
    WeightsError
    """
    if w.ndim != 1:
        msg = f"one weight vector is needed here, got a batch of shape {w.shape}"
        raise WeightsError(msg)
    return w


def weighted_total(Z: Matrix, w: Vector) -> Matrix:
    r"""Sum :math:`\sum_j w_j z_{ij}` for each row, for one or many weight vectors.

    Parameters
    ----------
    Z : ndarray of shape (n, m)
    w : ndarray of shape (m,) or (k, m)

    Returns
    -------
    ndarray of shape (n,) or (n, k)

    Notes
    -----
    For one weight vector each row is summed by itself, so that its total does not
    depend, to the last bit, on which rows stand beside it; a BLAS product does not
    keep that promise. Many vectors at once go through one matrix product, in which the
    totals under one vector are contiguous.
    """
    if w.ndim == 1:
        return np.asarray(np.einsum("ij,j->i", np.ascontiguousarray(Z), w))
    return np.asarray((w @ Z.T).T)


def ranks(scores: ArrayLike, *, ties: Ties = "min") -> Vector:
    """Rank scores on the last axis: 1 is best, the larger score is better.

    Parameters
    ----------
    scores : array_like of shape (..., n)
        A score of NaN has no rank and takes no place.
    ties : {"min", "max", "average", "dense", "ordinal"}, default "min"
        Equal scores share the best of their places ("competition"), the worst, the
        mean, the next integer, or are ranked in order of appearance.

    Returns
    -------
    ndarray of shape (..., n)
        Ranks from 1; NaN where the score is NaN.

    Raises
    ------
    UnknownMethodError
        `ties` is none of the above.
    ShapeError
        A single number has no rank.

    Examples
    --------
    >>> ranks([0.2, 0.9, 0.9])
    array([3., 1., 1.])
    """
    if ties not in TIES:
        msg = f"unknown rule for ties {ties!r}; use one of {', '.join(TIES)}"
        raise UnknownMethodError(msg)
    s = np.asarray(scores, dtype=float)
    if s.ndim == 0:
        msg = f"scores to be ranked have one dimension or more, got {scores!r}"
        raise ShapeError(msg)
    if s.size == 0:
        return s.copy()
    n = s.shape[-1]
    rows, out = s.reshape(-1, n), np.empty((s.size // n, n))
    step = max(1, _RANK_CELLS // n)
    for i in range(0, len(rows), step):
        _rank_rows(rows[i : i + step], ties, out[i : i + step])
    return out.reshape(s.shape)


def _rank_rows(rows: Matrix, ties: Ties, out: Matrix) -> None:
    """Fill in the ranks of each row: the fast way if no scores tie, or else by runs."""
    hard = np.ones(len(rows), dtype=bool)
    if rows.shape[1] <= _PACKED and not np.isnan(rows.min()):
        hard = _rank_apart(rows, out)
    if hard.any():
        out[hard] = _rank_runs(0.0 - rows[hard], ties)


def _rank_apart(rows: Matrix, out: Matrix) -> NDArray[np.bool_]:
    """Rank rows by one sort of whole numbers; tell where scores were too close for it.

    The bits of floats, read as whole numbers, have the order of the floats; those of
    negative ones are to be turned around. The last bits make room for the position, so
    that sorting the numbers carries it along. Scores that differ in those bits alone
    cannot be told apart any more.
    """
    n = rows.shape[1]
    last = int(n - 1).bit_length()
    keys = (0.0 - rows).view(np.int64)  # there is no negative zero
    keys ^= (keys >> 63) & np.iinfo(np.int64).max
    keys >>= last
    keys <<= last
    keys |= np.arange(n)
    keys.sort(axis=-1)
    start = n * np.arange(len(out))[:, None]
    order = (keys & ((1 << last) - 1)) + start
    out.reshape(-1)[order.ravel()] = np.tile(np.arange(1.0, n + 1), len(out))
    keys >>= last
    return np.asarray((keys[:, 1:] == keys[:, :-1]).any(axis=1))


def _rank_runs(falling: Matrix, ties: Ties) -> Matrix:
    """Rank rows of which some scores tie, or are missing, by runs of equal ones."""
    order = np.argsort(falling, axis=-1, kind="stable" if ties == "ordinal" else None)
    ascending = np.take_along_axis(falling, order, axis=-1)
    place = np.broadcast_to(np.arange(1.0, falling.shape[1] + 1), falling.shape)
    begins = np.ones(falling.shape, dtype=bool)
    begins[:, 1:] = ascending[:, 1:] != ascending[:, :-1]

    def first() -> Matrix:
        return np.maximum.accumulate(np.where(begins, place, 0.0), axis=-1)

    def last() -> Matrix:
        ends = np.roll(begins, -1, axis=-1)  # the first always begins a run
        back = np.where(ends, place, np.inf)[:, ::-1]
        return np.minimum.accumulate(back, axis=-1)[:, ::-1]

    by_rule: dict[Ties, Callable[[], Matrix]] = {
        "min": first,
        "max": last,
        "average": lambda: (first() + last()) / 2,
        "dense": lambda: np.cumsum(begins, axis=-1, dtype=float),
        "ordinal": lambda: place,
    }
    places = np.where(np.isnan(ascending), np.nan, by_rule[ties]())
    out = np.empty(falling.shape)
    np.put_along_axis(out, order, places, axis=-1)
    return out
