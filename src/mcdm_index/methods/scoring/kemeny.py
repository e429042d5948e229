"""Kemeny: the order of units that contradicts the criteria least."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector
from mcdm_index.methods.scoring._pairs import ROUNDING
from mcdm_index.methods.scoring.voting import condorcet_matrix

__all__ = ["KemenyOrder", "kemeny"]

# Beyond, 2^n subsets of the units are too many.
_EXACT = 12
_SWEEPS = 100


@dataclass(frozen=True)
class KemenyOrder:
    """The order of units that contradicts the criteria least.

    Attributes
    ----------
    order : ndarray of int of shape (n_units,)
        Positions of the units, the best first.
    ranks : ndarray of shape (n_units,)
        1 is best; no two are equal.
    distance : float
        Weight that speaks against the order, summed over all pairs of units.
    lower_bound : float
        No order has a smaller distance.
    exact : bool
        Whether it is known that none does better: all orders were compared, or the
        distance is the lower bound.
    unique : bool or None
        Whether it is the only one that good; None if that is not known.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    order: NDArray[np.int64]
    ranks: Vector
    distance: float
    lower_bound: float
    exact: bool
    unique: bool | None
    units: tuple[Any, ...] | None = None


def kemeny(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> KemenyOrder:
    r"""Order units so that as little weight as possible speaks against the order.

    .. math:: \min_{\pi} \sum_{a \text{ before } b \text{ in } \pi} s_{ba} , \qquad
        s_{ba} = \sum_j w_j\, [x_{bj} \succ x_{aj}]

    Up to 12 units all orders are compared, by dynamic programming over the subsets that
    may stand in front. Beyond, the order of net support, which is that of Borda, is
    improved by moving one unit at a time as long as that helps; the result says whether
    its distance is known to be the least. Of several orders with the same distance, one
    is given that depends on how the rows are arranged.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; one that keeps the order changes nothing.

    Returns
    -------
    KemenyOrder
        Units that differ nowhere get different ranks all the same, in the order of the
        rows; `unique` is then False.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Young, H. P. (1988). Condorcet's theory of voting. American Political Science
       Review 82(4), 1231-1244. doi:10.2307/1961757

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> found = kemeny(X, [3, 1], ["max", "min"])
    >>> found.order, found.ranks, found.exact
    (array([2, 1, 0]), array([3., 2., 1.]), True)
    """
    found = condorcet_matrix(X, weights, polarity, normalization=normalization)
    s = found.support
    n = len(s)
    bound = float(np.minimum(s, s.T).sum() / 2)
    unique: bool | None
    if n <= _EXACT:
        order, unique = _compare_all(s)
    else:
        order, unique = _improve(s), None
    distance = float(np.tril(s[np.ix_(order, order)], -1).sum())
    exact = n <= _EXACT or distance <= bound + n * n * ROUNDING
    ranks = np.empty(n)
    ranks[order] = np.arange(1, n + 1)
    return KemenyOrder(order, ranks, distance, bound, exact, unique, found.units)


def _compare_all(s: Matrix) -> tuple[NDArray[np.int64], bool]:
    """Find the least cost of each subset in front, from those with one unit less.

    The subset that holds the units whose bits are set costs what its best order does;
    the last of it, b, adds the support that b has against those before.
    """
    n = len(s)
    subsets = np.arange(1 << n)
    cost, ways = np.full(1 << n, np.inf), np.zeros(1 << n)
    last = np.zeros(1 << n, dtype=np.int64)
    cost[0], ways[0] = 0.0, 1.0
    added = np.zeros((n, 1))  # support of b against the units of each subset
    size = np.zeros(1, dtype=np.int64)
    for a in range(n):
        added = np.concatenate([added, added + s[:, [a]]], axis=1)
        size = np.concatenate([size, size + 1])
    units = np.arange(n)
    for k in range(1, n + 1):
        of_size = subsets[size == k]
        holds = (of_size >> units[:, None] & 1).astype(bool)
        before = np.where(holds, of_size ^ (1 << units[:, None]), 0)
        total = np.where(holds, cost[before] + added[units[:, None], before], np.inf)
        least = total.min(axis=0)
        as_good = total <= least + n * n * ROUNDING
        cost[of_size] = least
        ways[of_size] = np.where(as_good, ways[before], 0.0).sum(axis=0)
        last[of_size] = n - 1 - np.argmax(as_good[::-1], axis=0)
    order, subset = [], (1 << n) - 1
    while subset:
        order.append(int(last[subset]))
        subset ^= 1 << order[-1]
    return np.array(order[::-1]), bool(ways[-1] == 1)


def _improve(s: Matrix) -> NDArray[np.int64]:
    """Start from net support, and move units as long as that lessens the distance."""
    margin = s - s.T
    order = np.argsort(-margin.sum(axis=1), kind="stable")
    for _ in range(_SWEEPS):
        moved = False
        for unit in order.copy():
            others = order[order != unit]
            # Cost of each place: margins that the unit has against those before it.
            cost = np.append(0.0, np.cumsum(margin[unit, others]))
            here = int(np.flatnonzero(order == unit)[0])
            best = int(np.argmin(cost))
            if cost[best] < cost[here] - len(s) * ROUNDING:
                order, moved = np.insert(others, best, unit), True
        if not moved:
            break
    return order
