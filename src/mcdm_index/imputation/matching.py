"""Donors: observed rows whose prediction is near the one that is to be filled."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["match", "reach"]

Stack = NDArray[np.float64]
Places = NDArray[np.intp]

# Predictions are compared on this grid, of standardized columns. Those of equal rows
# may differ in their last digits and are equal here.
_GRID: Final = 2.0**36


def match(predicted: Stack, wanted: Stack, donors: int, uniform: Stack) -> Places:
    """Draw, for each wanted prediction, one of the nearest rows, all chains at once.

    Parameters
    ----------
    predicted : ndarray of shape (m, s)
        Predictions of the rows that can give.
    wanted : ndarray of shape (m, g)
    donors : int
        One of so many nearest rows is drawn, each with the same chance.
    uniform : ndarray of shape (m, g)
        Numbers in [0, 1) to draw by.

    Returns
    -------
    ndarray of int of shape (m, g)
        Rows within the s.

    Notes
    -----
    Of rows that are equally near, where not all of them are among the nearest, those
    that are are a random choice, anew for each wanted prediction. One number decides
    everything: which of the k nearest it is, by its first digits, and which of those
    equally near, by the others.
    """
    m, s = predicted.shape
    k = min(donors, s)
    predicted, wanted = np.rint(predicted * _GRID), np.rint(wanted * _GRID)
    order = np.argsort(predicted, axis=1, kind="stable")
    ascending = np.take_along_axis(predicted, order, axis=1)
    first, last = _ties(ascending)
    nth, rest = np.divmod(uniform * k, 1)  # both uniform, and independent
    begin, end = _groups(ascending, wanted, first, last, k)
    chain = np.arange(m)[:, None, None]
    size = end - begin
    apart = np.abs(ascending[chain, np.minimum(begin, s - 1)] - wanted[:, :, None])
    apart[size == 0] = np.inf

    # The distance of the nth nearest row, and all groups of rows at that distance
    by_distance = np.argsort(apart, axis=2, kind="stable")
    reached = np.cumsum(np.take_along_axis(size, by_distance, axis=2), axis=2)
    group = (reached <= nth[:, :, None]).sum(axis=2, keepdims=True)
    distance = np.take_along_axis(
        apart, np.take_along_axis(by_distance, group, axis=2), axis=2
    )
    size = np.where(apart == distance, size, 0)

    # One of these rows, counted through the groups
    place = np.floor(rest * size.sum(axis=2)).astype(np.intp)
    reached = np.cumsum(size, axis=2)
    group = (reached <= place[:, :, None]).sum(axis=2, keepdims=True)
    before = np.take_along_axis(reached - size, group, axis=2)[:, :, 0]
    row = np.take_along_axis(begin, group, axis=2)[:, :, 0] + place - before
    return np.asarray(np.take_along_axis(order, row, axis=1))


def _ties(ascending: Stack) -> tuple[Places, Places]:
    """Tell for each place where the values equal to that there begin and end."""
    s = ascending.shape[1]
    rises = ascending[:, 1:] > ascending[:, :-1]
    place = np.arange(s)
    begins = np.c_[np.ones(len(ascending), bool), rises]
    ends = np.c_[rises, np.ones(len(ascending), bool)]
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    last = np.where(ends, place + 1, s)[:, ::-1]
    return first, np.minimum.accumulate(last, axis=1)[:, ::-1]


def _groups(
    ascending: Stack, wanted: Stack, first: Places, last: Places, k: int
) -> tuple[Places, Places]:
    """Find the k groups of equal predictions on each side of what is wanted.

    Returns
    -------
    begin, end : ndarrays of shape (m, g, 2 k)
        Places in the ascending row; beyond its ends both are the same.
    """
    s = ascending.shape[1]
    start = np.stack(
        [np.searchsorted(a, w) for a, w in zip(ascending, wanted, strict=True)]
    )
    begin, end = [], []
    up = down = start
    for _ in range(k):
        above = np.take_along_axis(last, np.minimum(up, s - 1), axis=1)
        begin.append(up)
        up = np.where(up < s, above, s)
        end.append(up)
        below = np.take_along_axis(first, np.maximum(down - 1, 0), axis=1)
        end.append(down)
        down = np.where(down > 0, below, 0)
        begin.append(down)
    return np.stack(begin, axis=2), np.stack(end, axis=2)


def reach(predicted: Stack, wanted: Stack, donors: int) -> Stack:
    """Tell how far the last of the nearest rows is from each wanted prediction.

    Parameters
    ----------
    predicted, wanted, donors
        As in `match`.

    Returns
    -------
    ndarray of shape (m, g)
    """
    k = min(donors, predicted.shape[1])
    far = np.empty(wanted.shape)
    for chain, values in enumerate(wanted):
        apart = np.abs(predicted[chain] - values[:, None])
        far[chain] = np.partition(apart, k - 1, axis=1)[:, k - 1]
    return far
