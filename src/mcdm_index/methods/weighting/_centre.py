"""Weights by distance from a centre: the mean of a criterion or the middle of it."""

import numpy as np

from mcdm_index._numeric import Container, Vector, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats
from mcdm_index.methods import normalization

__all__ = ["mpsi", "spc"]


@register(
    "weighting",
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale", "constant_gets_zero"),
    cite="Gligoric2022",
)
def mpsi(X: Container, polarity: object = None) -> Vector:
    r"""Weigh criteria by their preference variation (modified PSI).

    With :math:`r_{ij} = x_{ij} / \max_k x_{kj}` for benefits and
    :math:`\min_k x_{kj} / x_{ij}` for costs,

    .. math::

        p_j = \sum_i (r_{ij} - \bar r_j)^2, \qquad w_j = p_j / \textstyle\sum_k p_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative or a cost zero; the message names its row and column.
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Gligorić, M., Gligorić, Z., Lutovac, S., Negovanović, M. and Langović, Z.
       (2022). Novel hybrid MPSI-MARA decision-making model for support system selection
       in an underground mine. Systems 10(6), 248. doi:10.3390/systems10060248

    Examples
    --------
    >>> mpsi([[1.0, 10.0], [2.0, 20.0], [4.0, 12.0]], ["max", "min"]).round(3)
    array([0.692, 0.308])
    """
    kernel = normalization.fit("linear", X, polarity)
    stats = column_stats(X, ("squares",), rows=kernel)
    spread = np.where(stats.varies, stats.deviation(ddof=0) ** 2, 0.0)
    return share(spread, among=stats.varies)


@register(
    "weighting",
    domain="positive",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    cite="Gligoric2023",
    aliases=("symmetry_point",),
)
def spc(X: Container) -> Vector:
    r"""Weigh criteria by their distances from the middle of their range (SPC).

    With the symmetry point :math:`\sigma_j` half-way from the least value to the
    largest,

    .. math::

        d_{ij} = |x_{ij} - \sigma_j|, \qquad
        r_{ij} = \frac{1}{n\,x_{ij}} \sum_k d_{kj}, \qquad
        q_j = \frac1n \sum_i r_{ij}, \qquad
        w_j = q_j / \textstyle\sum_k q_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, positive; costs as they are.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal. One value near zero takes nearly
        everything: it makes a mean of reciprocals large.

    Raises
    ------
    DomainError
        A value is not positive; the message names its row and column.
    MissingDataError, NonFiniteError

    Notes
    -----
    The formulas are those by which the method is quoted; the figures printed in the
    paper have not been compared.

    References
    ----------
    .. [1] Gligorić, Z., Gligorić, M., Miljanović, I., Lutovac, S. and Milutinović, A.
       (2023). Assessing criteria weights by the symmetry point of criterion (novel SPC
       method). Computer Modeling in Engineering & Sciences 136(1), 955-979.
       doi:10.32604/cmes.2023.025021

    Examples
    --------
    >>> spc([[1.0, 10.0], [2.0, 20.0], [4.0, 12.0]]).round(3)
    array([0.669, 0.331])
    """
    stats = column_stats(X, domain="positive")
    low, high = stats.low, stats.high
    middle = low / 2 + high / 2
    from_middle = column_stats(X, rows=lambda x: np.abs(x - middle) / high).mean
    reciprocal = column_stats(X, rows=lambda x: low / x).mean
    # q = distance in units of high, times reciprocals in units of 1 / low
    q = np.where(stats.varies, from_middle * reciprocal, 0.0)
    (highest, up), (lowest, down) = np.frexp(high), np.frexp(low)
    power = up - down  # of two; only its differences stay within the range of floats
    return share(np.ldexp(q * highest / lowest, power - power.max()), stats.varies)
