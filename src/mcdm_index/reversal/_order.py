"""Order: from the scores of the same units before and after to what changed places."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Vector

__all__ = ["Moves", "Triples", "best_of", "moves", "signs", "triples"]

# Scores that differ by less, as a share of the largest, are equal but for rounding.
ROUNDING: Final = 1e-12


class Moves(NamedTuple):
    """What became of the order of some units.

    Attributes
    ----------
    compared : int
        Pairs.
    swapped : ndarray of int of shape (k, 2)
        Pairs whose strict order is reversed; the first was above the second.
    opened, closed : int
        Ties that became an order, and the other way round.
    winner_changed : bool
        Whether none of those that were best is best now.
    """

    compared: int
    swapped: NDArray[np.intp]
    opened: int
    closed: int
    winner_changed: bool


def signs(scores: Vector) -> NDArray[np.int8]:
    """Compare each unit with each: 1 if the row is better, 0 if they tie.

    >>> signs(np.array([3.0, 1.0, 3.0])).tolist()
    [[0, 1, 0], [-1, 0, -1], [0, 1, 0]]
    """
    most = np.abs(scores).max(initial=0.0)
    s = scores / most if most > 0 else scores
    apart = s[:, None] - s[None, :]
    return np.where(np.abs(apart) <= ROUNDING, 0, np.sign(apart)).astype(np.int8)


def best_of(order: NDArray[np.int8]) -> set[int]:
    """Find the units that none is better than."""
    return set(map(int, np.flatnonzero((order >= 0).all(axis=1))))


def moves(before: Vector, after: Vector) -> Moves:
    """Compare the order of units by two sets of scores."""
    a, b = signs(before), signs(after)
    n = len(before)
    upper = np.triu(np.ones((n, n), dtype=bool), 1)
    first, second = np.nonzero((a > 0) & (b < 0))
    return Moves(
        compared=n * (n - 1) // 2,
        swapped=np.column_stack([first, second]),
        opened=int(((a == 0) & (b != 0) & upper).sum()),
        closed=int(((a != 0) & (b == 0) & upper).sum()),
        winner_changed=not best_of(a) & best_of(b),
    )


class Triples(NamedTuple):
    """What becomes of three units, when each two of them were scored by themselves.

    Attributes
    ----------
    compared : int
        Triples of which all three pairs are known.
    circles : int
        Those in which each unit stands strictly above the next.
    tied : int
        Others that no ranking can hold: a tie stands in the way, as where the first two
        tie, the last two tie, and the first and the last do not.
    """

    compared: int
    circles: int
    tied: int


def triples(order: NDArray[np.float64]) -> Triples:
    """Count the triples of units that no ranking can hold.

    Parameters
    ----------
    order : ndarray of shape (n, n)
        As from `signs`, but of pairs that were scored each by itself; NaN for one of
        which nothing is known, whose triples do not count.
    """
    n = len(order)
    compared = circles = tied = 0
    for i in range(n - 2):
        # i against j, j against k, i against k, for all i < j < k
        x, y, z = order[i, i + 1 :, None], order[i + 1 :, i + 1 :], order[i, i + 1 :]
        known = ~np.isnan(x + y + z) & np.triu(np.ones(y.shape, dtype=bool), 1)
        # If i is above j and j below k, or the other way round, i and k may stand
        # in any order.
        wrong = known & (x * y != -1) & (z != np.sign(x + y))
        circle = wrong & (x * y == 1) & (z != 0)
        compared += int(known.sum())
        circles += int(circle.sum())
        tied += int((wrong & ~circle).sum())
    return Triples(compared, circles, tied)
