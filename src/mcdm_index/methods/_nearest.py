"""Least squares without negative values: of the nearest, those that differ least."""

from typing import Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector, share

__all__ = ["least_norm", "nearest_shares", "non_negative"]

# A direction that changes the distance by less, relative to the largest, changes none.
_FLAT: Final = 1e-7
# A share below zero by less is rounding.
_ROUNDING: Final = 1e-12


def nearest_shares(A: Matrix) -> Vector:
    r"""Find the shares for which :math:`\lVert A \theta \rVert` is least.

    Shares are non-negative and sum to 1. Of several that are equally near, those
    differ least: they have the least :math:`\lVert \theta \rVert`, and are unique.

    Parameters
    ----------
    A : ndarray of shape (p, k)
        Finite.

    Returns
    -------
    ndarray of shape (k,)

    Notes
    -----
    Non-negative least squares of :math:`A \theta = 0, \sum \theta = 1` find the
    direction, and `share` the sum: for a given direction its residual grows with
    :math:`\lVert A \theta \rVert`.

    Examples
    --------
    >>> nearest_shares(np.array([[2.0, 0.0, 0.0], [0.0, 1.0, 1.0]])).round(3)
    array([0.2, 0.4, 0.4])
    """
    system = np.vstack([A / (np.abs(A).max(initial=0.0) or 1.0), np.ones(A.shape[1])])
    return share(non_negative(system, np.eye(len(system))[-1]))


def non_negative(A: Matrix, b: Vector) -> Vector:
    r"""Find :math:`\theta \ge 0` with the least :math:`\lVert A \theta - b \rVert`.

    Of several the one with the least :math:`\lVert \theta \rVert`. Once it is known
    which are positive, they are solved for without squaring the condition of A.

    Parameters
    ----------
    A : ndarray of shape (p, k)
    b : ndarray of shape (p,)

    Returns
    -------
    ndarray of shape (k,)

    Examples
    --------
    >>> non_negative(np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([1.0, 3.0]))
    array([2., 0.])
    """
    from scipy.optimize import nnls

    theta = _clear(nnls(A, b)[0])
    positive = theta > 0
    exact = np.zeros_like(theta)
    exact[positive] = np.linalg.lstsq(A[:, positive], b)[0]
    theta = exact if (exact >= 0).all() else theta
    free = _null_space(A)
    if not free.shape[1]:
        return theta
    least = theta - free @ (free.T @ theta)
    if (least < -_ROUNDING).any():  # its nearest neighbour without negative ones
        least = least + free @ least_norm(free, -least, slack=_ROUNDING)
    return _clear(np.maximum(least, 0.0))


def _clear(theta: Vector) -> Vector:
    """Set what is rounding to zero."""
    return np.where(theta > _ROUNDING * theta.max(initial=0.0), theta, 0.0)


def least_norm(G: Matrix, h: Vector, *, slack: float | Vector = 0.0) -> Vector:
    r"""Find the least :math:`\lVert x \rVert` with :math:`G x \ge h`.

    Parameters
    ----------
    G : ndarray of shape (p, k)
    h : ndarray of shape (p,)
        There must be such an x.
    slack : float or ndarray of shape (p,), default 0
        By how much rounding may have put h too high for any x. It is granted while
        the rows that bind are searched, and not in the answer.

    Returns
    -------
    ndarray of shape (k,)

    References
    ----------
    .. [1] Lawson, C. L. and Hanson, R. J. (1995). Solving Least Squares Problems,
       chapter 23: least distance programming. SIAM. doi:10.1137/1.9781611971217

    Examples
    --------
    >>> least_norm(np.array([[1.0, 1.0]]), np.array([2.0])).round(12)
    array([1., 1.])
    """
    from scipy.optimize import nnls

    E = np.vstack([G.T, h - slack])
    binding = nnls(E, np.eye(len(E))[-1])[0] > 0
    return np.asarray(np.linalg.lstsq(G[binding], h[binding])[0])


def _null_space(A: Matrix) -> Matrix:
    """Give an orthonormal basis of what A maps to zero."""
    _, s, vh = np.linalg.svd(A)
    rank = int((s > _FLAT * s.max()).sum())
    return np.asarray(vh[rank:].T)
