"""Limits on weights: from weights and limits to those that keep them, in proportion."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import by_label, labelled, labels_of
from mcdm_index._numeric import Matrix, Vector, check_weights, real_numbers
from mcdm_index.errors import (
    ShapeError,
    UnknownColumnError,
    WeightsError,
    listing,
    suggestion,
)

__all__ = ["limit", "read_limits"]


def limit(
    w: Any,
    *,
    cap: Any = None,
    floor: Any = None,
    names: tuple[str, ...] | None = None,
) -> Vector:
    r"""Hold weights between limits, and keep those at neither in proportion.

    .. math::

        v_j = \min(\max(\lambda w_j, l_j), u_j), \qquad \textstyle\sum_j v_j = 1

    There is one such vector. It is found in rounds, at most one per criterion: what is
    free shares the rest in proportion; where the caps cut off more than the floors add,
    weights beyond a cap are set to it for good, otherwise those below a floor. A nearly
    empty or binary criterion may take an absurd share of entropy weights; a cap says so
    in the open.

    Parameters
    ----------
    w : array_like of shape (n_criteria,) or (k, n_criteria), mapping or Series
        Finite, non-negative, not all zero.
    cap, floor : float in [0, 1], sequence of them, or mapping by criterion, optional
        The most and the least that a criterion may have; one for all or one each. A
        mapping needs names, and leaves criteria that it does not name without a limit.
        A floor lifts weights of 0 as well; a cap cannot.
    names : tuple of str, optional
        Names of the criteria, for limits by name and for messages; those of `w` by
        default.

    Returns
    -------
    ndarray of shape (n_criteria,) or (k, n_criteria)
        Each vector sums to 1 and is within the limits exactly. Vectors that are within
        them already stay as they are.

    Raises
    ------
    WeightsError
        A limit is no share, a cap is below a floor, or no weights within the limits sum
        to 1; the message has the numbers.
    UnknownColumnError
        A limit is given by the name of no criterion.
    ShapeError
        There is another number of names than of weights.

    References
    ----------
    .. [1] Bitran, G. R. and Hax, A. C. (1981). Disaggregation and resource allocation
       using convex knapsack problems with bounded variables. Management Science 27(4),
       431-441. doi:10.1287/mnsc.27.4.431

    Examples
    --------
    >>> limit([0.7, 0.2, 0.1], cap=0.4).round(3)
    array([0.4, 0.4, 0.2])
    >>> limit({"a": 0.7, "b": 0.2, "c": 0.1}, cap={"a": 0.4}).round(3)
    array([0.4, 0.4, 0.2])
    >>> limit([0.8, 0.2, 0.0], floor=0.1).round(3)
    array([0.72, 0.18, 0.1 ])
    """
    names = labels_of(w) if names is None else tuple(map(str, names))
    W = check_weights(by_label(w, names, "weights"), None, names)
    m = W.shape[-1]
    if names is not None and len(names) != m:
        msg = f"there are {m} weights, got {len(names)} names: {listing(names)}"
        raise ShapeError(msg)
    low = read_limits(floor, 0.0, m, names, "floor")
    high = read_limits(cap, 1.0, m, names, "cap")
    _check_order(low, high, names)
    rows = np.atleast_2d(W)
    beyond = ((rows < low) | (rows > high)).any(axis=1)
    if not beyond.any():
        return W
    held = rows.copy()
    held[beyond] = _held(rows[beyond], low, high)
    return np.asarray(held.reshape(W.shape))


def read_limits(
    given: Any, otherwise: float, m: int, names: tuple[str, ...] | None, what: str
) -> Vector:
    """Give one limit per criterion."""
    if given is None:
        return np.full(m, otherwise)
    if labelled(given):
        if names is None:
            msg = f"{what} by name needs names: pass weights by name, or names="
            raise UnknownColumnError(msg)
        said = {str(label): limit for label, limit in dict(given).items()}
        for label in said:
            if label not in names:
                hint = suggestion(label, names)
                msg = f"{what} for {label!r}, which is no criterion.{hint}"
                raise UnknownColumnError(msg)
        given = [said.get(name, otherwise) for name in names]
    limits = real_numbers(given)
    shares = limits is not None and ((limits >= 0) & (limits <= 1)).all()
    if limits is None or limits.shape not in ((), (m,)) or not shares:
        msg = f"{what} must be a share from 0 to 1, or {m} of them, got {given!r}"
        raise WeightsError(msg)
    return np.broadcast_to(limits, (m,)).copy()


def _check_order(low: Vector, high: Vector, names: tuple[str, ...] | None) -> None:
    crossed = np.flatnonzero(low > high)
    if len(crossed):
        where = listing(names[j] if names else int(j) for j in crossed)
        j = crossed[0]
        msg = (
            f"the cap must not be below the floor; see criterion {where}: cap "
            f"{high[j]:g}, floor {low[j]:g}"
        )
        raise WeightsError(msg)


def _check_room(W: Matrix, low: Vector, high: Vector) -> None:
    """Refuse limits that no weights keep: too little room, or too much to fill."""
    m = len(low)
    rounding = 4 * m * np.finfo(float).eps
    least, most = low.sum(), np.where(W > 0, high, low).sum(axis=1)
    k = int(np.argmin(most))
    if least <= 1 + rounding and most[k] >= 1 - rounding:
        return
    empty = int((W[k] == 0).sum())
    but = f" ({empty} of them weigh nothing, and a cap cannot lift them)" * (empty > 0)
    msg = (
        f"no weights between {_range(low)} and {_range(high)} sum to 1: {m} criteria "
        f"have at least {least:.12g} and at most {most[k]:.12g}{but}. Lower the floor, "
        "or raise the cap"
    )
    raise WeightsError(msg)


def _range(limits: Vector) -> str:
    ends = f"{limits.min():.12g}", f"{limits.max():.12g}"
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"


def _held(W: Matrix, low: Vector, high: Vector) -> Matrix:
    """Set weights to their limits round by round, in all rows at once."""
    _check_room(W, low, high)
    free = np.ones(W.shape, dtype=bool)
    held = W.copy()
    for _ in range(W.shape[1]):
        held = np.where(free, _shared(W, free, held), held)
        over = _beyond(held - high, free)
        under = _beyond(low - held, free)
        if not (over.any() or under.any()):
            break
        excess = over.sum(axis=1) - under.sum(axis=1)
        at_cap = (over > 0) & (excess >= 0)[:, None]
        at_floor = (under > 0) & (excess <= 0)[:, None]
        held = np.where(at_cap, high, np.where(at_floor, low, held))
        free &= ~(at_cap | at_floor)
    return np.clip(held, low, high)


def _beyond(distance: Matrix, free: NDArray[np.bool_]) -> Matrix:
    return np.asarray(np.where(free, np.maximum(distance, 0.0), 0.0))


def _shared(W: Matrix, free: NDArray[np.bool_], held: Matrix) -> Matrix:
    """Share what is left of 1 among the free weights in proportion."""
    rest = np.maximum(1 - np.where(free, 0.0, held).sum(axis=1, keepdims=True), 0.0)
    v = np.where(free, W, 0.0)
    largest = v.max(axis=1, keepdims=True)
    v = np.divide(v, largest, out=np.zeros_like(v), where=largest > 0)
    total = v.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(rest * v, total, out=np.zeros_like(v), where=total > 0))
