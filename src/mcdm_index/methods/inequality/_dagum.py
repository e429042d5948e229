"""Dagum's decomposition of the Gini coefficient: within, between, and overlap."""

from math import fsum
from typing import Any, NamedTuple

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, divide
from mcdm_index.methods.inequality._spread import shares_below_and_above
from mcdm_index.methods.inequality._values import (
    Sample,
    mean_of,
    open_sample,
    read_groups,
)

__all__ = ["Dagum", "dagum"]


class Dagum(NamedTuple):
    """What `dagum` found.

    Attributes
    ----------
    total : float
        The Gini coefficient; the next three add up to it.
    within : float
        :math:`G_w`, due to differences between units of the same group.
    between : float
        :math:`G_{nb}`, net: due to one group having more than another on average.
    transvariation : float
        :math:`G_t`: due to units of the poorer group that have more than units of the
        richer one.
    groups : tuple of labels
        In the order in which they appear; those of the arrays.
    gini : ndarray of shape (n_groups, n_groups)
        Gini coefficients :math:`G_{jh}` between groups, and within them on the
        diagonal; symmetric.
    affluence : ndarray of shape (n_groups, n_groups)
        Relative economic affluence :math:`D_{jh}`, from 0 to 1; symmetric. 1 if no unit
        of the poorer group has more than one of the richer, 0 if their means are equal,
        and on the diagonal.
    share_of_units : ndarray of shape (n_groups,)
        Which part of the units, or of their weights, each group has.
    share_of_total : ndarray of shape (n_groups,)
        Which part of the total of the values each group has.
    """

    total: float
    within: float
    between: float
    transvariation: float
    groups: tuple[Any, ...]
    gini: Matrix
    affluence: Matrix
    share_of_units: Vector
    share_of_total: Vector


def dagum(x: Container, groups: Any, weights: Container | None = None) -> Dagum:
    r"""Split the Gini coefficient into three parts, of which one is the overlap.

    Groups j and h have the shares :math:`p` in the units and :math:`s` in the total of
    the values. Of two units drawn one from each, let :math:`d_{jh}` be the expected
    difference where the one from the richer group has more, and :math:`p_{jh}` where it
    has less; both count 0 elsewhere. Then

    .. math::

        G_{jh} = \frac{d_{jh} + p_{jh}}{\bar x_j + \bar x_h}, \qquad
        D_{jh} = \frac{d_{jh} - p_{jh}}{d_{jh} + p_{jh}},

    .. math::

        G_w = \sum_j G_{jj}\, p_j s_j, \qquad
        G_{nb} = \sum_{j < h} G_{jh} (p_j s_h + p_h s_j) D_{jh}, \qquad
        G_t = \sum_{j < h} G_{jh} (p_j s_h + p_h s_j) (1 - D_{jh}),

    and :math:`G = G_w + G_{nb} + G_t`.

    Parameters
    ----------
    x : array_like or Series of shape (n_units,)
        Not negative, not all 0.
    groups : array_like or Series of shape (n_units,)
        The group of each unit, of any kind of label; a Series goes by its labels.
    weights : array_like or Series of shape (n_units,), optional
        As in `gini`.

    Returns
    -------
    Dagum
        No part is negative. One group has everything within; units that are a group
        each have everything between. Groups with equal means have no difference
        between them, so that all of it is transvariation. Units with equal values
        differ by nothing, and stand on neither side. Two groups in which all units
        have the same value have :math:`G_{jh} = D_{jh} = 0`.

    Raises
    ------
    DomainError
        A value is negative, or all are 0.
    MissingDataError
        A value is missing, or a unit has no group.
    ShapeError
        There is not one group per unit.
    WeightsError
        As in `gini`.
    EmptyDataError, NonFiniteError, NotNumericError, UnknownColumnError

    Notes
    -----
    Between two neighbors in the order of all values, the difference of a pair grows by
    their distance if the one stands below and the other above. Summed over these
    distances, with the shares of each group below and above, all pairs are counted
    without forming any: for n units it takes a sort, and n terms per pair of groups.

    References
    ----------
    .. [1] Dagum, C. (1997). A new approach to the decomposition of the Gini income
       inequality ratio. Empirical Economics 22(4), 515-531. doi:10.1007/BF01205777

    Examples
    --------
    >>> found = dagum([1, 5, 4, 8], ["west", "west", "east", "east"])
    >>> [round(part, 4) for part in found[:4]]
    [0.3056, 0.1111, 0.1667, 0.0278]
    >>> found.groups, found.gini.round(4).tolist()
    (('west', 'east'), [[0.3333, 0.3889], [0.3889, 0.1667]])
    >>> found.affluence.tolist()
    [[0.0, 0.8571428571428571], [0.8571428571428571, 0.0]]
    """
    sample = open_sample(x, weights)
    names, codes = read_groups(groups, sample)
    own = codes == np.arange(len(names))[:, None]
    w, mean = sample.w, sample.mean
    p = np.array([w[mine].sum() for mine in own])
    means = np.array([mean_of(sample.x[mine], w[mine]) for mine in own])
    ahead = _ahead(sample, np.where(own, w, 0.0) / p[:, None])
    # d + p, and p, of each pair; D is the difference of the two over their sum.
    apart, lesser = ahead + ahead.T, np.minimum(ahead, ahead.T)
    pair = np.triu(np.outer(p, p) / mean, 1)
    below, above = shares_below_and_above(w)
    return Dagum(
        float((sample.gaps * below * above).sum()) / mean,
        fsum(np.diag(ahead) * p * p) / mean,
        fsum((pair * (apart - 2 * lesser)).ravel()),
        fsum((pair * 2 * lesser).ravel()),
        names,
        np.minimum(divide(apart, means[:, None] + means), 1.0),
        divide(apart - 2 * lesser, apart),
        p,
        p * means / mean,
    )


def _ahead(sample: Sample, within: Matrix) -> Matrix:
    """Give the mean of what a unit of one group has more than one of another.

    In row j and column h, over all pairs; of a pair in which it has less, 0 is taken.
    Each pair of groups is summed by itself, so that their order does not show.
    """
    below, above = shares_below_and_above(within)
    return np.asarray(np.einsum("ji,hi->jh", above * sample.gaps, below))
