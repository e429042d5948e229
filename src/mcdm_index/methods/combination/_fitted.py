"""Combination with shares that are found: by a game, by deviation, by distance."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix, Vector, share
from mcdm_index._registry import get, register
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import (
    ShapeError,
    UnknownMethodError,
    WeightsError,
    listing,
)
from mcdm_index.methods._nearest import nearest_shares, non_negative
from mcdm_index.methods.combination._read import Several, read

__all__ = [
    "coefficients",
    "distance_function",
    "game",
    "ideal_point",
    "maximum_deviation",
]


@register("combination", cite="Lai2015", aliases=("game_theory", "nash"))
def game(W: Any) -> Vector:
    r"""Combine weights as the players of a game, close to each at once.

    The least of :math:`\|\sum_l \alpha_l w_l - w_k\|` for each k is where

    .. math::

        \sum_l \alpha_l \, w_k \cdot w_l = w_k \cdot w_k, \qquad
        w = \sum_k \frac{\alpha_k}{\sum_l \alpha_l} w_k .

    In Chinese practice this is 博弈论组合赋权. `coefficients` gives the shares.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method; a mapping goes from names to them.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Of vectors that depend on each other linearly, the
        coefficients are those with the least norm, so that equal vectors share alike
        and are given back. Equal weights have no share beside one other vector: the
        equations then hold with its coefficient 1.

    Raises
    ------
    WeightsError, UnknownColumnError, DuplicateLabelError

    Notes
    -----
    With vectors much alike the equations may want negative coefficients, which no share
    is; with three random vectors of eight weights half of them do. Coefficients are
    then those of 0 or more that come nearest to the equations. To take absolute values
    instead, as is seen, would give a vector weight because the equations wanted it
    subtracted.

    References
    ----------
    .. [1] Chen, J. (2003). Research on combined weights based on game theory (in
       Chinese). Fujian Computer (9), 15-16.
    .. [2] Lai, C., Chen, X., Chen, X., Wang, Z., Wu, X. and Zhao, S. (2015). A fuzzy
       comprehensive evaluation model for flood risk based on the combination weight of
       game theory. Natural Hazards 77, 1243-1259. doi:10.1007/s11069-015-1645-6

    Examples
    --------
    >>> game([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]).round(3)
    array([0.35, 0.3 , 0.35])
    >>> game([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]]).round(3)
    array([0.631, 0.217, 0.151])
    """
    given = read(W)
    return share(_game(given) @ given.weights)


def _game(given: Several) -> Vector:
    W = given.weights
    products = W @ W.T
    return share(non_negative(products, np.diag(products)))


@register("combination", cite="Wang1998", aliases=("deviation_maximization",))
def maximum_deviation(W: Any, Z: Container) -> Vector:
    r"""Combine weights so that the scores of the units lie as far apart as can be.

    With shares :math:`\theta_k \ge 0` and :math:`\sum_k \theta_k^2 = 1`, the total

    .. math::

        \sum_j \sum_i \sum_h |z_{ij} - z_{hj}| \sum_k \theta_k w_{kj}
        = \sum_k \theta_k \sum_j D_j w_{kj}, \qquad
        D_j = \sum_i \sum_h |z_{ij} - z_{hj}|

    is largest for :math:`\theta_k \propto \sum_j D_j w_{kj}`, and these are scaled to
    sum 1. It is the method of maximizing deviations with combined weights in the place
    of free ones; in Chinese practice 离差最大化组合赋权.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method; a mapping goes from names to them.
    Z : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized values, all on one scale; a shift changes nothing.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Equal vectors are given back. If no unit differs from
        another where there is weight, the vectors share alike.

    Raises
    ------
    WeightsError, UnknownColumnError, DuplicateLabelError
    ShapeError
        The table has another number of criteria.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Wang, Y. (1998). Using the method of maximizing deviations to make decision
       for multi-indices (in Chinese). Systems Engineering and Electronics 20(7), 24-26.

    Examples
    --------
    >>> Z = [[0.0, 0.4], [1.0, 0.6]]
    >>> maximum_deviation([[0.9, 0.1], [0.3, 0.7]], Z).round(3)
    array([0.706, 0.294])
    """
    given = read(W)
    return share(_maximum_deviation(given, Z) @ given.weights)


def _maximum_deviation(given: Several, Z: Container) -> Vector:
    values = np.sort(_values(given, Z), axis=0)
    n = len(values)
    # The pairs of sorted values: each counts as often as others lie below it or above.
    D = (2.0 * np.arange(1, n + 1) - n - 1) @ (values - values[0])
    return share(given.weights @ np.maximum(D, 0.0))


@register("combination", cite="Ma1999", aliases=("minimum_distance_to_ideal",))
def ideal_point(W: Any, Z: Container) -> Vector:
    r"""Combine weights so that the units lie as near to the ideal as can be.

    With shares :math:`\theta_k \ge 0` that sum to 1, the least of

    .. math::

        \sum_i \sum_j \left( (z_j^* - z_{ij}) \sum_k \theta_k w_{kj} \right)^2,
        \qquad z_j^* = \max_i z_{ij} .

    Every unit is seen at its best; criteria in which most fall short count for less. In
    Chinese practice this is 理想点法. The objective is that of the source, restricted
    to combinations of the weights given.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method; a mapping goes from names to them.
    Z : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized and oriented values, larger is better, all on one scale.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Equal vectors are given back. One vector may take all.
        Of shares that are equally near, those that differ least.

    Raises
    ------
    WeightsError, UnknownColumnError, DuplicateLabelError
    ShapeError
        The table has another number of criteria.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Ma, J., Fan, Z.-P. and Huang, L.-H. (1999). A subjective and objective
       integrated approach to determine attribute weights. European Journal of
       Operational Research 112(2), 397-404. doi:10.1016/S0377-2217(98)00141-6

    Examples
    --------
    >>> Z = [[1.0, 0.0], [0.5, 1.0], [0.0, 0.5]]
    >>> ideal_point([[0.9, 0.1], [0.3, 0.7]], Z)
    array([0.5, 0.5])
    """
    given = read(W)
    return share(_ideal_point(given, Z) @ given.weights)


def _ideal_point(given: Several, Z: Container) -> Vector:
    """Sum squares over the units once: they are the same for every combination."""
    values = _values(given, Z)
    short = np.sqrt(((values.max(axis=0) - values) ** 2).sum(axis=0))
    return nearest_shares(short[:, None] * given.weights.T)


@register("combination", cite="custom", aliases=("distance",))
def distance_function(W: Any) -> Vector:
    r"""Combine two weight vectors so that their shares differ by their distance.

    .. math::

        w = a w_1 + b w_2, \qquad a + b = 1, \qquad
        (a - b)^2 = \tfrac12 \sum_j (w_{1j} - w_{2j})^2

    so that a and b are :math:`(1 \pm d) / 2`, where the distance d is at most 1. The
    equations do not say which is the larger; here it is the share of the first vector,
    by custom the subjective one. In Chinese practice, from which it is taken, this is
    距离函数法.

    Parameters
    ----------
    W : array_like of shape (2, n_criteria), DataFrame or mapping
        Two weight vectors, the leading one first.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Equal vectors are given back.

    Raises
    ------
    WeightsError
        There are not two vectors, or one is no set of weights.
    UnknownColumnError, DuplicateLabelError

    Examples
    --------
    >>> distance_function([[0.7, 0.3], [0.5, 0.5]])
    array([0.62, 0.38])
    """
    given = read(W)
    return share(_distance_function(given) @ given.weights)


def _distance_function(given: Several) -> Vector:
    W = given.weights
    if len(W) != 2:
        msg = (
            f"the distance function combines two weight vectors, got {len(W)}; for "
            "more take game, linear or geometric"
        )
        raise WeightsError(msg)
    d = min(np.sqrt(((W[0] - W[1]) ** 2).sum() / 2), 1.0)
    return np.array([(1 + d) / 2, (1 - d) / 2])


# How the shares of a combination are found: from the weights, or from values as well.
_ALONE: Final[dict[str, Callable[[Several], Vector]]] = {
    "game": _game,
    "distance_function": _distance_function,
}
_WITH_VALUES: Final[dict[str, Callable[[Several, Container], Vector]]] = {
    "maximum_deviation": _maximum_deviation,
    "ideal_point": _ideal_point,
}


def coefficients(W: Any, method: str = "game", *, Z: Container = None) -> Vector:
    r"""Give the share that each weight vector has in a combination.

    .. math:: w = \sum_k \theta_k w_k, \qquad \theta_k \ge 0, \qquad
              \textstyle\sum_k \theta_k = 1

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each method; a mapping goes from names to them.
    method : {"game", "distance_function", "maximum_deviation", "ideal_point"}
        Which combination; the last two need `Z`.
    Z : array_like or DataFrame of shape (n_units, n_criteria), optional
        Normalized values.

    Returns
    -------
    ndarray of shape (k,)
        Non-negative, sums to 1.

    Raises
    ------
    UnknownMethodError
        The method is none of these.
    ShapeError
        The method needs values or reads none, or the table has another number of
        criteria.
    WeightsError, UnknownColumnError, DuplicateLabelError, MissingDataError,
    NonFiniteError

    Examples
    --------
    >>> coefficients([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]]).round(3)
    array([0.828, 0.172])
    """
    name = get("combination", method).name
    if name not in _ALONE | _WITH_VALUES:
        known = listing([*_ALONE, *_WITH_VALUES])
        msg = f"{name} finds no shares; the combinations that do are {known}"
        raise UnknownMethodError(msg)
    if (Z is None) != (name in _ALONE):
        what = "reads no values: leave out" if Z is not None else "needs the values:"
        msg = f"{name} {what} Z"
        raise ShapeError(msg)
    return _ALONE[name](read(W)) if Z is None else _WITH_VALUES[name](read(W), Z)


def _values(given: Several, Z: Container) -> Matrix:
    """Read the values in the order of the weights, scaled to a size of about 1."""
    table = open_rows(Z)
    check_finite(table)
    m = given.weights.shape[1]
    if table.shape[1] != m or not table.shape[0]:
        msg = f"Z must have units and {m} criteria, as the weights, got {table.shape}"
        raise ShapeError(msg)
    values = np.asarray(table.values, dtype=float)
    if given.criteria is not None and table.columns is not None:
        places = dict(zip(table.columns, range(m), strict=True))
        values = values[:, by_label(places, given.criteria, "Z")]
    values = np.ascontiguousarray(values)  # so that containers do not differ by bits
    exponent = int(np.frexp(np.abs(values).max())[1])
    return np.asarray(np.ldexp(values, -exponent))
