"""Donors: observed rows whose prediction is near the one that is to be filled."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["match", "reach"]

Stack = NDArray[np.float64]


def match(
    predicted: Stack, wanted: Stack, donors: int, uniform: Stack
) -> NDArray[np.intp]:
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
    Rows with equal predictions stand in an order that is turned by a random number, so
    that none is preferred for its place in the table.
    """
    m, s = predicted.shape
    k = min(donors, s)
    nth, rest = np.divmod(uniform * k, 1)  # both uniform, and independent
    turned = (np.arange(s) + (rest[:, :1] * s).astype(np.intp)) % s
    order = np.argsort(
        np.take_along_axis(predicted, turned, axis=1), axis=1, kind="stable"
    )
    rows = np.take_along_axis(turned, order, axis=1)
    ascending = np.take_along_axis(predicted, rows, axis=1)
    place = np.stack(
        [np.searchsorted(a, w) for a, w in zip(ascending, wanted, strict=True)]
    )
    near = place[:, :, None] + np.arange(-k, k)
    inside = (near >= 0) & (near < s)
    near = np.clip(near, 0, s - 1)
    chain = np.arange(m)[:, None, None]
    apart = np.abs(ascending[chain, near] - wanted[:, :, None])
    nearest = np.argsort(np.where(inside, apart, np.inf), axis=2, kind="stable")
    place = np.take_along_axis(nearest, nth.astype(np.intp)[:, :, None], axis=2)
    chosen = np.take_along_axis(near, place, axis=2)[:, :, 0]
    return np.asarray(np.take_along_axis(rows, chosen, axis=1))


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
