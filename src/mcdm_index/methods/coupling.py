"""Coupling: from the scores of several systems to how evenly they are developed."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Matrix, Vector, divide

__all__ = ["Form", "coupling_degree"]

Form: TypeAlias = Literal["classic", "corrected"]


def coupling_degree(U: ArrayLike, form: Form = "classic") -> Vector:
    r"""Compute the coupling degree C of p systems, in its classic or corrected form.

    *classic*, the geometric over the arithmetic mean:

    .. math::

        C = \frac{p \, (\prod_i U_i)^{1/p}}{\sum_i U_i}

    *corrected* [1]_, of which the first factor is one less the mean difference of the
    pairs:

    .. math::

        C = \sqrt{\left[1 - \frac{\sum_{i > j} |U_i - U_j|}{\sum_{m=1}^{p-1} m}\right]
        \left(\prod_i \frac{U_i}{\max_k U_k}\right)^{1/(p-1)}}

    Parameters
    ----------
    U : array_like of shape (n, p)
        Within [0, 1]; p is 2 or more.
    form : {"classic", "corrected"}, default "classic"

    Returns
    -------
    ndarray of shape (n,)
        Within [0, 1]: 1 if all systems are equal and above 0, and 0 if one of them is
        0, also if all are.

    References
    ----------
    .. [1] Wang, S., Kong, W., Ren, L., Zhi, D. and Dai, B. (2021). Research on misuses
       and modification of coupling coordination degree model in China. Journal of
       Natural Resources 36(3), 793-810 (in Chinese). doi:10.31497/zrzyxb.20210319

    Examples
    --------
    >>> coupling_degree([[0.2, 0.8], [0.5, 0.5]])
    array([0.8, 1. ])
    >>> coupling_degree([[0.2, 0.8], [0.5, 0.5]], "corrected").round(4)
    array([0.3162, 1.    ])
    """
    u = np.asarray(U, dtype=float)
    p = u.shape[1]
    V = divide(u, u.max(axis=1, keepdims=True))
    alive = (u > 0).all(axis=1)
    logs = np.log(V, out=np.zeros(V.shape), where=V > 0).sum(axis=1)
    if form == "classic":
        return divide(alive * np.exp(logs / p), V.mean(axis=1))
    even = 1 - _mean_difference(u)
    return np.asarray(alive * np.sqrt(even * np.exp(logs / (p - 1))))


def _mean_difference(U: Matrix) -> Vector:
    """Give the mean absolute difference of all pairs in each row."""
    p = U.shape[1]
    times = 2 * np.arange(p) - (p - 1)  # how often each adds and takes away, in order
    return np.asarray(np.sort(U, axis=1) @ times / (p * (p - 1) / 2))
