"""Spread: how unequal non-negative values are, as one number without a unit."""

from typing import Any

import numpy as np

from mcdm_index._numeric import Container, Vector
from mcdm_index.errors import DomainError
from mcdm_index.methods.inequality._values import open_sample

__all__ = ["coefficient_of_variation", "gini", "shares_below_and_above"]


def gini(
    x: Container, weights: Container | None = None, *, corrected: bool = False
) -> float:
    r"""Give the Gini coefficient: half the mean difference of two units, over the mean.

    .. math::

        G = \frac{\sum_i \sum_j |x_i - x_j|}{2 n^2 \bar x}

    With weights :math:`w` of sum 1 it is :math:`\sum_i \sum_j w_i w_j |x_i - x_j| /
    (2 \bar x)`. It takes the time of a sort.

    Parameters
    ----------
    x : array_like or Series of shape (n_units,)
        Not negative, not all 0.
    weights : array_like or Series of shape (n_units,), optional
        How much each unit counts, such as its population, on any scale. A Series goes
        by its labels. Equal by default; a unit of weight 0 counts for nothing.
    corrected : bool, default False
        Multiply by :math:`n / (n - 1)`, so that few units do not look more equal than
        many. Not for weighted units.

    Returns
    -------
    float
        From 0, where all have the same, to :math:`1 - 1/n`, or 1 if corrected, where
        one has everything. 0 for one unit.

    Raises
    ------
    DomainError
        A value is negative, all are 0, or weighted units are to be corrected.
    WeightsError
        A weight is negative or not finite, all are zero, or their number is wrong.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    References
    ----------
    .. [1] Dagum, C. (1997). A new approach to the decomposition of the Gini income
       inequality ratio. Empirical Economics 22(4), 515-531. doi:10.1007/BF01205777
    .. [2] Deltas, G. (2003). The small-sample bias of the Gini coefficient: results and
       implications for empirical research. Review of Economics and Statistics 85(1),
       226-234. doi:10.1162/rest.2003.85.1.226

    Examples
    --------
    >>> gini([1, 3]), gini([0, 0, 0, 8]), gini([0, 0, 0, 8], corrected=True)
    (0.25, 0.75, 1.0)
    >>> gini([1, 3], weights=[3, 1])
    0.25
    """
    if corrected and weights is not None:
        msg = "weighted units have no number n to correct by; leave out one of the two"
        raise DomainError(msg)
    sample = open_sample(x, weights)
    n = len(sample.x)
    below, above = shares_below_and_above(sample.w)
    g = float((sample.gaps * below * above).sum()) / sample.mean
    return g * n / (n - 1) if corrected and n > 1 else g


def shares_below_and_above(w: Any) -> tuple[Vector, Vector]:
    """Give, between neighbors on the last axis, what stands below and what above."""
    below = np.cumsum(w, axis=-1)[..., :-1]
    above = np.cumsum(w[..., ::-1], axis=-1)[..., -2::-1]
    return below, above


def coefficient_of_variation(
    x: Container, weights: Container | None = None, *, ddof: int = 0
) -> float:
    r"""Give the standard deviation over the mean.

    .. math::

        CV = \frac{1}{\bar x}
        \sqrt{\frac{1}{n - \mathrm{ddof}} \sum_i (x_i - \bar x)^2}

    Weighted by population, this is Williamson's index of regional inequality.

    Parameters
    ----------
    x, weights
        As in `gini`.
    ddof : int, default 0
        1 if the units are a sample; not for weighted units.

    Returns
    -------
    float
        0 or more; at most :math:`\sqrt{n - 1}` with ``ddof=0``. 0 for one unit.

    Raises
    ------
    DomainError
        A value is negative, all are 0, or `ddof` is neither 0 nor 1, or not 0 although
        there are weights.
    WeightsError
        As in `gini`.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    References
    ----------
    .. [1] Williamson, J. G. (1965). Regional inequality and the process of national
       development: a description of the patterns. Economic Development and Cultural
       Change 13(4, part 2), 1-84. doi:10.1086/450136

    Examples
    --------
    >>> coefficient_of_variation([1, 3]), coefficient_of_variation([4, 4, 4])
    (0.5, 0.0)
    """
    if ddof not in (0, 1) or (ddof and weights is not None):
        msg = f"ddof must be 0 or 1, and 0 with weights, got {ddof!r}"
        raise DomainError(msg)
    sample = open_sample(x, weights)
    n, mean = len(sample.x), sample.mean
    variance = float((sample.w * (sample.x - mean) ** 2).sum())
    if ddof and n > 1:
        variance *= n / (n - 1)
    return float(np.sqrt(variance)) / mean
