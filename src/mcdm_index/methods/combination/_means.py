"""Combination by a mean of the weights: arithmetic, geometric, or their product."""

from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.errors import WeightsError
from mcdm_index.methods.combination._read import per_method, read

__all__ = ["geometric", "linear", "multiplicative"]


@register(
    "combination",
    cite="FormanPeniwati1998",
    aliases=("additive", "arithmetic"),
)
def linear(W: Any, *, shares: Any = None) -> Vector:
    r"""Combine weights by their arithmetic mean.

    .. math:: w_j = \sum_k s_k w_{kj}, \qquad \textstyle\sum_k s_k = 1

    It has the least sum of squared distances :math:`\sum_k s_k \|w - w_k\|^2`. Of
    several experts it is the arithmetic aggregation of individual priorities (AIP). In
    Chinese practice this is 加法合成, or 线性加权组合, with equal shares as a rule.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method or expert; a mapping goes from names to them.
    shares : sequence of k numbers or mapping by name, optional
        How much each vector counts, on any scale; alike by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Equal vectors are given back.

    Raises
    ------
    WeightsError
        A vector is no set of weights, or the shares are none.
    ShapeError, UnknownColumnError, DuplicateLabelError

    References
    ----------
    .. [1] Forman, E. and Peniwati, K. (1998). Aggregating individual judgments and
       priorities with the analytic hierarchy process. European Journal of Operational
       Research 108(1), 165-169. doi:10.1016/S0377-2217(97)00244-0

    Examples
    --------
    >>> linear([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]]).round(3)
    array([0.3, 0.3, 0.4])
    >>> W = {"ahp": [0.5, 0.3, 0.2], "entropy": [0.1, 0.3, 0.6]}
    >>> linear(W, shares={"ahp": 3, "entropy": 1}).round(3)
    array([0.4, 0.3, 0.3])
    """
    given = read(W)
    s = per_method(shares, given.methods, len(given.weights), "shares")
    return share(share(s) @ given.weights)


@register("combination", cite="HwangYoon1981", aliases=("product",))
def multiplicative(W: Any, *, exponents: Any = None) -> Vector:
    r"""Combine weights by their product, scaled to sum 1.

    .. math::

        w_j = \prod_k w_{kj}^{p_k} \Big/ \sum_l \prod_k w_{kl}^{p_k}

    What all hold to be large becomes larger, and what all hold to be small becomes
    smaller: of two equal vectors it is not the same vector again but its square. Where
    that is not wanted, take `geometric`. In Chinese practice this is 乘法合成.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method or expert; a mapping goes from names to them.
    exponents : sequence of k numbers or mapping by name, optional
        Powers of 0 or more, all 1 by default. A vector with power 0 does not count.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A criterion to which one vector that counts gives 0
        gets 0.

    Raises
    ------
    WeightsError
        Every criterion has weight 0 in one of the vectors; or a vector is no set of
        weights.
    ShapeError, UnknownColumnError, DuplicateLabelError

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, section
       2.3: entropy weights times those the decision maker had before. Springer.
       doi:10.1007/978-3-642-48318-9

    Examples
    --------
    >>> multiplicative([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]).round(3)
    array([0.345, 0.31 , 0.345])
    """
    given = read(W)
    p = per_method(exponents, given.methods, len(given.weights), "exponents")
    return _product(given.weights, p)


def _product(W: Matrix, p: Vector) -> Vector:
    """Multiply powers by way of logarithms, so that none leaves the range of floats."""
    from scipy.special import xlogy

    size = p.max()
    logs = xlogy(p[:, None] / size, W).sum(axis=0)
    if np.isneginf(logs).all():
        msg = (
            "the product of the weights is 0 for every criterion: to each one vector "
            "or another gives weight 0. Combine them by their arithmetic mean (linear) "
            "or leave out the vector with most zeros"
        )
        raise WeightsError(msg)
    with np.errstate(over="ignore"):  # then one criterion takes all
        return share(np.exp((logs - logs.max()) * size))


@register(
    "combination",
    cite="FormanPeniwati1998",
    aliases=("relative_entropy", "minimum_relative_entropy"),
)
def geometric(W: Any, *, shares: Any = None) -> Vector:
    r"""Combine weights by their geometric mean, scaled to sum 1.

    .. math::

        w_j = \prod_k w_{kj}^{s_k} \Big/ \sum_l \prod_k w_{kl}^{s_k},
        \qquad \textstyle\sum_k s_k = 1

    It has the least relative entropy to the vectors given,
    :math:`\sum_k s_k \sum_j w_j \ln (w_j / w_{kj})`; the combination by minimum
    relative entropy (最小相对熵, 最小鉴别信息) is this one, for two vectors
    :math:`w_j \propto \sqrt{w_{1j} w_{2j}}`. Of several experts it is the geometric
    aggregation of individual priorities (AIP).

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method or expert; a mapping goes from names to them.
    shares : sequence of k numbers or mapping by name, optional
        How much each vector counts, on any scale; alike by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Equal vectors are given back. A criterion to which one
        vector that counts gives 0 gets 0.

    Raises
    ------
    WeightsError
        Every criterion has weight 0 in one of the vectors; or a vector is no set of
        weights.
    ShapeError, UnknownColumnError, DuplicateLabelError

    References
    ----------
    .. [1] Forman, E. and Peniwati, K. (1998). Aggregating individual judgments and
       priorities with the analytic hierarchy process. European Journal of Operational
       Research 108(1), 165-169. doi:10.1016/S0377-2217(97)00244-0
    .. [2] Kullback, S. and Leibler, R. A. (1951). On information and sufficiency.
       Annals of Mathematical Statistics 22(1), 79-86. doi:10.1214/aoms/1177729694

    Examples
    --------
    >>> geometric([[0.8, 0.2], [0.2, 0.8]])
    array([0.5, 0.5])
    >>> geometric([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]]).round(3)
    array([0.257, 0.345, 0.398])
    """
    given = read(W)
    s = per_method(shares, given.methods, len(given.weights), "shares")
    return _product(given.weights, share(s))
