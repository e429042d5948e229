"""Theil's two indices: inequality as entropy, and its parts within and between."""

from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Vector, divide
from mcdm_index.errors import UnknownMethodError, suggestion
from mcdm_index.methods.inequality._values import (
    Sample,
    mean_of,
    open_sample,
    read_groups,
)
from mcdm_index.statistics import excess

__all__ = ["TheilParts", "theil", "theil_parts"]

Index: TypeAlias = Literal["T", "L"]

# Closer to the mean than this, logarithms are computed by a series.
_NEAR: Final = 0.05


def theil(
    x: Container, weights: Container | None = None, *, index: Index = "T"
) -> float:
    r"""Give Theil's index T of inequality, or his L, the mean logarithmic deviation.

    .. math::

        T = \frac1n \sum_i \frac{x_i}{\bar x} \ln \frac{x_i}{\bar x}, \qquad
        L = \frac1n \sum_i \ln \frac{\bar x}{x_i}

    Parameters
    ----------
    x : array_like or Series of shape (n_units,)
        Not negative, not all 0; for L positive.
    weights : array_like or Series of shape (n_units,), optional
        In the place of :math:`1/n`, on any scale; as in `gini`.
    index : {"T", "L"}, default "T"
        T looks at the top, and counts 0 ln 0 as 0; L looks at the bottom.

    Returns
    -------
    float
        From 0, where all have the same; T to :math:`\ln n`, where one has everything,
        and L without limit. 0 for one unit.

    Raises
    ------
    DomainError
        A value is negative, all are 0, or one is 0 and has no L.
    UnknownMethodError
        `index` is none of the above.
    WeightsError
        As in `gini`.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    Notes
    -----
    Both are summed as terms that are never negative, :math:`(1 + u) \ln (1 + u) - u`
    for T and :math:`u - \ln (1 + u)` for L, where :math:`u = x_i / \bar x - 1`. So they
    are never below 0, and lose nothing where the values are close to each other.

    References
    ----------
    .. [1] Theil, H. (1967). Economics and Information Theory. North-Holland.
    .. [2] Shorrocks, A. F. (1980). The class of additively decomposable inequality
       measures. Econometrica 48(3), 613-625. doi:10.2307/1913126

    Examples
    --------
    >>> round(theil([1, 3]), 4), round(theil([1, 3], index="L"), 4)
    (0.1308, 0.1438)
    >>> round(theil([0, 0, 0, 8]), 4), round(float(np.log(4)), 4)
    (1.3863, 1.3863)
    """
    sample = _open(x, weights, index)
    return _entropy(sample.x, sample.w, sample.mean, index)


class TheilParts(NamedTuple):
    """What `theil_parts` found.

    Attributes
    ----------
    total : float
        Inequality of all units; `within` and `between` add up to it.
    within : float
        Due to differences between units of the same group.
    between : float
        What would be left if every unit had the mean of its group.
    groups : tuple of labels
        In the order in which they appear; those of the arrays.
    inside : ndarray of shape (n_groups,)
        Inequality of each group by itself.
    share_of_units : ndarray of shape (n_groups,)
        Which part of the units, or of their weights, each group has.
    share_of_total : ndarray of shape (n_groups,)
        Which part of the total of the values each group has.
    contribution : ndarray of shape (n_groups,)
        What each group adds to `within`: its inequality times its share, of the total
        of the values for T, of the units for L.
    """

    total: float
    within: float
    between: float
    groups: tuple[Any, ...]
    inside: Vector
    share_of_units: Vector
    share_of_total: Vector
    contribution: Vector


def theil_parts(
    x: Container,
    groups: Any,
    weights: Container | None = None,
    *,
    index: Index = "T",
) -> TheilParts:
    r"""Split Theil's index into parts within and between groups.

    With the share :math:`p_j` of group j in the units, its share :math:`s_j` in the
    total of the values, and its mean :math:`\bar x_j`,

    .. math::

        T = \sum_j s_j T_j + \sum_j s_j \ln \frac{\bar x_j}{\bar x}, \qquad
        L = \sum_j p_j L_j + \sum_j p_j \ln \frac{\bar x}{\bar x_j} .

    Parameters
    ----------
    x : array_like or Series of shape (n_units,)
    groups : array_like or Series of shape (n_units,)
        The group of each unit, of any kind of label; a Series goes by its labels.
    weights, index
        As in `theil`.

    Returns
    -------
    TheilParts
        No part is negative. One group has everything within; units that are a group
        each have everything between.

    Raises
    ------
    DomainError, UnknownMethodError, WeightsError
        As in `theil`.
    MissingDataError
        A value is missing, or a unit has no group.
    ShapeError
        There is not one group per unit.
    EmptyDataError, NonFiniteError, NotNumericError, UnknownColumnError

    References
    ----------
    .. [1] Shorrocks, A. F. (1980). The class of additively decomposable inequality
       measures. Econometrica 48(3), 613-625. doi:10.2307/1913126

    Examples
    --------
    >>> found = theil_parts([1, 3, 4, 8], ["west", "west", "east", "east"])
    >>> round(found.total, 4), round(found.within, 4), round(found.between, 4)
    (0.206, 0.0752, 0.1308)
    >>> found.groups, found.contribution.round(4)
    (('west', 'east'), array([0.0327, 0.0425]))
    """
    sample = _open(x, weights, index)
    names, codes = read_groups(groups, sample)
    parts = [_group(sample, codes == j, index) for j in range(len(names))]
    p, mean, inside = (np.array(column) for column in zip(*parts, strict=True))
    total = sample.mean
    s = p * mean / total
    contribution = inside * (s if index == "T" else p)
    # The order of the groups must not show in the sums.
    order = np.lexsort((inside, p, mean))
    return TheilParts(
        _entropy(sample.x, sample.w, total, index),
        float(contribution[order].sum()),
        _entropy(mean[order], p[order], total, index),
        names,
        inside,
        p,
        s,
        contribution,
    )


def _group(
    sample: Sample, own: NDArray[np.bool_], index: Index
) -> tuple[float, float, float]:
    """Give the weight of a group, its mean and its inequality."""
    x, w = sample.x[own], sample.w[own]
    share, mean = float(w.sum()), mean_of(x, w)
    return share, mean, _entropy(x, w / share, mean, index)


def _open(x: Any, weights: Any, index: str) -> Sample:
    if index not in get_args(Index):
        hint = suggestion(str(index), get_args(Index))
        msg = f"unknown index {index!r}; use 'T' or 'L'.{hint}"
        raise UnknownMethodError(msg)
    return open_sample(x, weights, positive=index == "L")


def _entropy(x: Vector, w: Vector, mean: float, index: str) -> float:
    """Sum the terms of T or L around a mean; 0 if that is 0."""
    u = divide(x - mean, mean)
    terms = excess(u) if index == "T" else _shortfall(u, x, mean)
    return float((w * terms).sum())


def _shortfall(u: Vector, x: Vector, mean: float) -> Vector:
    """Compute u - ln(1 + u), where 1 + u = x / mean, without cancellation."""
    near = np.clip(u, -_NEAR, _NEAR)
    close = (1 + near) * excess(-near / (1 + near))
    return np.where(np.abs(u) < _NEAR, close, u - (np.log(x) - np.log(mean)))
