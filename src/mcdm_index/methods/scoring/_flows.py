"""Preference over many: how much a value is preferred to all that were learned.

A curve holds the learned values of one criterion in ascending order and sums a
preference function over them. Functions that are flat or straight between thresholds
need a search among the values and sums of them that are known beforehand, after an idea
of Calders and Van Assche (2018, arXiv:1603.00091), so that n values cost n log n.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import EPS, Vector

__all__ = ["Bell", "Curve", "Flow", "Ramp", "Steps"]

Counts: TypeAlias = NDArray[np.int64]
# Pairs of values at once: about 1.5 MiB of float64.
_BLOCK_CELLS = 196_608
# From there on 1 - exp(-t^2/2) is 1.
_FAR = 9.0


def _count(values: Vector, x: Vector, by: float, slack: float = 0.0) -> Counts:
    """Count the ascending values v with x - v > by, the difference as it is rounded.

    With a slack, relative to x and v, a difference that exceeds `by` by no more than
    that does not count. Where the search for x - by, which is rounded otherwise, ends
    beside the place, the place is found by halving.
    """
    at = np.asarray(np.searchsorted(values, x - by), dtype=np.int64)
    if by == 0:
        return at
    last = len(values) - 1

    def beyond(x: Vector, v: Vector) -> NDArray[np.bool_]:
        size = np.maximum(np.abs(x), np.abs(v))
        return np.asarray(x - v > by + slack * size)

    enough = (at > last) | ~beyond(x, values[np.minimum(at, last)])
    beside = np.flatnonzero(~(enough & ((at == 0) | beyond(x, values[at - 1]))))
    low, high = np.zeros(len(beside), dtype=np.int64), np.full(len(beside), last + 1)
    while (low < high).any():
        middle = (low + high) // 2
        more = (low < high) & beyond(x[beside], values[np.minimum(middle, last)])
        low, high = np.where(more, middle + 1, low), np.where(more, high, middle)
    at[beside] = low
    return at


@dataclass(frozen=True)
class Steps:
    """The curve of a preference that rises to 1 in equal steps beyond `thresholds`.

    A difference that exceeds one by its rounding alone, as that of 0.8 and 0.5 does
    0.3, is not beyond.
    """

    values: Vector
    thresholds: tuple[float, ...]

    def __call__(self, x: Vector) -> Vector:
        """Sum the preference of each x over the learned values."""
        counts = sum(_count(self.values, x, step, 4 * EPS) for step in self.thresholds)
        return np.asarray(counts / len(self.thresholds))


@dataclass(frozen=True)
class Ramp:
    """The curve of a preference that rises from 0 at q to 1 at p.

    Attributes
    ----------
    values : ndarray of shape (n,)
        Ascending.
    q, p : float
        Thresholds, q < p.
    cell : ndarray of shape (n,)
        In which cell of width p - q each value lies.
    first : ndarray
        Where each cell begins, and n.
    total : ndarray of shape (n + 1,)
        Running sums of the distance to the first value of the cell, in widths. They
        stay below n, however wide the values spread, and lose no digits to that.
    """

    values: Vector
    q: float
    p: float
    cell: Counts
    first: Counts
    total: Vector

    @classmethod
    def learn(cls, values: Vector, q: float, p: float) -> "Ramp":
        """Cut ascending values into cells and sum within them."""
        with np.errstate(over="ignore"):
            cell = np.floor((values - values[0]) / (p - q))
        apart = np.isinf(cell[1:]) & (values[1:] != values[:-1])
        begins = np.append(True, (cell[1:] != cell[:-1]) | apart)
        first = np.flatnonzero(begins)
        number = np.cumsum(begins) - 1
        beyond = (values - values[first[number]]) / (p - q)
        total = np.append(0.0, np.cumsum(beyond))
        return cls(values, q, p, number, np.append(first, len(values)), total)

    def __call__(self, x: Vector) -> Vector:
        """Sum the preference of each x over the learned values."""
        full = _count(self.values, x, self.p)
        some = np.maximum(_count(self.values, x, self.q), full)
        gained = full.astype(float)
        begin = self.cell[np.minimum(full, len(self.values) - 1)]
        end = np.where(some > full, self.cell[some - 1], begin - 1)
        for step in range(int((end - begin).max(initial=-1)) + 1):  # three at most
            cell = np.minimum(begin + step, len(self.first) - 2)
            start = np.maximum(full, self.first[cell])
            stop = np.minimum(some, self.first[cell + 1])
            used = (begin + step <= end) & (start < stop)
            d = np.where(used, x - self.values[self.first[cell]], self.q)
            share = (stop - start) * ((d - self.q) / (self.p - self.q))
            share -= self.total[stop] - self.total[start]
            gained += np.where(used, share, 0.0)
        return gained


@dataclass(frozen=True)
class Bell:
    """The curve of the preference 1 - exp(-d^2 / (2 s^2)), summed pair by pair."""

    values: Vector
    s: float

    def __call__(self, x: Vector) -> Vector:
        """Sum the preference of each x over the learned values."""
        gained = np.empty(len(x))
        step = max(1, _BLOCK_CELLS // len(self.values))
        for start in range(0, len(x), step):
            d = x[start : start + step, None] - self.values
            np.clip(d, 0.0, _FAR * self.s, out=d)
            d /= self.s
            gained[start : start + step] = -np.expm1(-0.5 * d * d).sum(axis=1)
        return gained


Curve: TypeAlias = Steps | Ramp | Bell


@dataclass(frozen=True)
class Flow:
    """What one criterion says for and against a value, in preference over n others.

    Attributes
    ----------
    wins : curve
        Of the learned values.
    losses : curve
        The same of the values with their sign turned: what is lost is won in reverse.
    """

    wins: Curve
    losses: Curve

    def __call__(self, x: Vector) -> tuple[Vector, Vector]:
        """Sum how much each x is preferred, and how much others are to it."""
        order = np.argsort(x)  # a search in order stays within the cache
        sought = x[order]
        won, lost = np.empty(len(x)), np.empty(len(x))
        won[order], lost[order] = self.wins(sought), self.losses(-sought)
        return won, lost
