"""Weights without constraints: uniform on the simplex, or spread around given ones."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._labels import labels_of
from mcdm_index._numeric import (
    Matrix,
    Vector,
    check_weights,
    check_whole,
    one_vector,
    real_numbers,
)
from mcdm_index.errors import DomainError, ShapeError

__all__ = ["dirichlet_weights", "uniform_weights", "weights_around"]


def uniform_weights(k: int, m: int, *, rng: Any = None) -> Matrix:
    r"""Draw weights of which nothing is known: uniform on the simplex.

    With independent exponential variables :math:`e_j`,

    .. math::

        w_j = \frac{e_j}{\sum_l e_l} ,

    which is the Dirichlet distribution with all parameters 1: each weight has the mean
    1/m and the standard deviation :math:`\sqrt{(m - 1) / (m + 1)} / m`.

    Parameters
    ----------
    k : int
        Number of draws.
    m : int
        Number of criteria.
    rng : None, int or Generator, optional
        Seed of the draws.

    Returns
    -------
    ndarray of shape (k, m)
        Each row is non-negative and sums to 1. The first rows are the same whatever
        `k`.

    Raises
    ------
    DomainError
        `k` or `m` is no whole number of 1 or more.

    References
    ----------
    .. [1] Devroye, L. (1986). Non-Uniform Random Variate Generation, section V.2.
       Springer. doi:10.1007/978-1-4613-8643-8

    Examples
    --------
    >>> uniform_weights(2, 3, rng=0).round(3)
    array([[0.395, 0.593, 0.012],
           [0.001, 0.252, 0.747]])
    """
    shape = check_whole(k, "k, the number of draws,"), check_whole(m, "m")
    w = np.random.default_rng(rng).standard_exponential(shape)
    w /= w.sum(axis=1, keepdims=True)
    return np.asarray(w)


def dirichlet_weights(alpha: Any, k: int, *, rng: Any = None) -> Matrix:
    r"""Draw weights from a Dirichlet distribution.

    With :math:`\alpha_0 = \sum_j \alpha_j`, the mean of weight j is :math:`\mu_j =
    \alpha_j / \alpha_0` and its variance :math:`\mu_j (1 - \mu_j) / (\alpha_0 + 1)`.

    Parameters
    ----------
    alpha : array_like of shape (n_criteria,), mapping or Series
        Parameters, 0 or more and not all 0, in the order of the criteria; a criterion
        whose parameter is 0 never has a weight.
    k : int
        Number of draws.
    rng : None, int or Generator, optional
        Seed of the draws.

    Returns
    -------
    ndarray of shape (k, n_criteria)
        Each row is non-negative and sums to 1.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Devroye, L. (1986). Non-Uniform Random Variate Generation, section XI.4.
       Springer. doi:10.1007/978-1-4613-8643-8

    Examples
    --------
    >>> dirichlet_weights([8, 2, 0], 2, rng=0).round(3)
    array([[0.753, 0.247, 0.   ],
           [0.612, 0.388, 0.   ]])
    """
    k = check_whole(k, "k, the number of draws,")
    a = real_numbers(_plain(alpha))
    if a is None or a.ndim != 1 or not a.size:
        msg = f"alpha must be one number per criterion, got {alpha!r}"
        raise ShapeError(msg)
    if not (np.isfinite(a) & (a >= 0)).all() or not a.any():
        msg = f"alpha must be finite, 0 or more and not all 0, got {alpha!r}"
        raise DomainError(msg)
    return _draw(a, k, rng)


def weights_around(weights: Any, k: int, *, spread: float, rng: Any = None) -> Matrix:
    r"""Draw weights whose mean is the weights given.

    They have the Dirichlet distribution with the parameters :math:`c\, w_j`, where
    :math:`c = 1 / s^2 - 1` for a spread of s. Then the standard deviation of weight j
    is

    .. math::

        \sigma_j = s \sqrt{w_j (1 - w_j)} .

    Parameters
    ----------
    weights : array_like of shape (n_criteria,), mapping or Series
        Non-negative; scaled to sum 1. A weight of 0 stays 0.
    k : int
        Number of draws.
    spread : float in [0, 1)
        The standard deviation of each weight as a part of the largest that a share with
        this mean can have. At 0 all draws are the weights themselves; near 1 each draw
        gives nearly all to one criterion. Around equal weights of m criteria,
        :math:`1 / \sqrt{m + 1}` makes all weights equally likely, as `uniform_weights`
        does: 0.41 for five criteria, 0.2 for 24.
    rng : None, int or Generator, optional
        Seed of the draws.

    Returns
    -------
    ndarray of shape (k, n_criteria)
        Each row is non-negative and sums to 1.

    Raises
    ------
    DomainError
        `spread` is not within [0, 1), or `k` is no number of draws.
    WeightsError

    References
    ----------
    .. [1] Devroye, L. (1986). Non-Uniform Random Variate Generation, section XI.4.
       Springer. doi:10.1007/978-1-4613-8643-8

    Examples
    --------
    >>> weights_around([0.5, 0.3, 0.2], 2, spread=0.1, rng=0).round(3)
    array([[0.499, 0.329, 0.172],
           [0.58 , 0.253, 0.166]])
    """
    k = check_whole(k, "k, the number of draws,")
    w = one_vector(check_weights(_plain(weights), None, labels_of(weights)))
    s = real_numbers(spread)
    if s is None or s.ndim or not 0 <= s < 1:
        msg = f"spread must be a number from 0 to below 1, got {spread!r}"
        raise DomainError(msg)
    if s == 0 or w.max() == 1:
        return np.tile(w, (k, 1))
    return _draw(w * (1 / s**2 - 1), k, rng)


def _plain(values: Any) -> ArrayLike:
    """Take the values of a mapping in their order; others as they are."""
    if hasattr(values, "by_name"):
        return np.asarray(values.weights)
    return list(values.values()) if isinstance(values, dict) else values


def _draw(alpha: Vector, k: int, rng: Any) -> Matrix:
    """Draw from a Dirichlet distribution on the criteria that have a parameter."""
    some = alpha > 0
    w = np.zeros((k, len(alpha)))
    w[:, some] = np.random.default_rng(rng).dirichlet(alpha[some], size=k)
    return w
