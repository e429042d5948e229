"""Weights by spread: a criterion counts by how far its values lie apart."""

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, divide, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats, open_rows
from mcdm_index.errors import DomainError
from mcdm_index.methods import normalization
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.polarity import parse_all
from mcdm_index.statistics import ColumnStats

__all__ = [
    "angle",
    "cv",
    "entropy",
    "equal",
    "gini",
    "lopcow",
    "std",
    "variance",
]


@register("weighting", promises=("scale", "shift"), cite="Dawes1979")
def equal(X: Container) -> Vector:
    r"""Weigh all criteria alike.

    .. math:: w_j = 1/m

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Only its number of columns is read.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Sums to 1.

    References
    ----------
    .. [1] Dawes, R. M. (1979). The robust beauty of improper linear models in decision
       making. American Psychologist 34(7), 571-582. doi:10.1037/0003-066X.34.7.571

    Examples
    --------
    >>> import numpy as np
    >>> equal(np.array([[1.0, 2.0, 3.0, 4.0]]))
    array([0.25, 0.25, 0.25, 0.25])
    """
    return share(np.ones(open_rows(X).shape[1]))


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    cite="Shannon1948",
)
def entropy(
    X: Container,
    polarity: object = None,
    *,
    orient: bool = False,
    shift: float = 0.0,
) -> Vector:
    r"""Weigh criteria by how unevenly their total is spread over the units.

    With :math:`p_{ij} = x_{ij} / \sum_i x_{ij}`, :math:`0 \ln 0 = 0` and n the number
    of rows,

    .. math::

        e_j = -\frac{1}{\ln n} \sum_i p_{ij} \ln p_{ij}, \qquad
        d_j = 1 - e_j, \qquad w_j = d_j / \textstyle\sum_k d_k .

    The divergence d is computed as the Theil index over ln n, which does not cancel for
    nearly constant columns. In a panel the rows are units times periods, and n counts
    all of them.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Non-negative values. Shares are taken of them as they are, so a shift changes
        the weights and a scale does not.
    polarity : polarity or sequence of them, optional
        Read only if `orient` is true.
    orient : bool, default False
        Whether costs and targets are turned around first (see
        `normalization.orient`).
    shift : float, default 0
        Added to every value, to reproduce published tables that did so.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication. Bell System
       Technical Journal 27, 379-423. doi:10.1002/j.1538-7305.1948.tb01338.x
    .. [2] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, section
       2.3. Springer. doi:10.1007/978-3-642-48318-9
    .. [3] Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> import numpy as np
    >>> entropy(np.array([[1.0, 5.0, 3.0], [2.0, 5.0, 1.0], [3.0, 5.0, 9.0]])).round(3)
    array([0.22, 0.  , 0.78])
    """
    stats = entropy_stats(X, polarity, orient=orient, shift=shift)
    return share(stats.divergence())


def entropy_stats(
    X: Container, polarity: object, *, orient: bool = False, shift: float = 0.0
) -> ColumnStats:
    """Gather the statistics from which entropy weights are found; see `entropy`."""
    if not np.isfinite(shift):
        msg = f"shift must be finite, got {shift!r}"
        raise DomainError(msg)
    table = open_rows(X)
    parsed = parse_all(polarity, table.shape[1], table.columns)
    oriented = normalization.fit("orient", X, parsed) if orient else None

    def rows(block: Matrix) -> Matrix:
        return (block if oriented is None else oriented(block)) + shift

    kernel = rows if orient or shift else None
    return column_stats(X, ("theil",), rows=kernel, domain="nonnegative")


@register(
    "weighting",
    promises=("shift", "constant_gets_zero", "duplicates_share"),
    cite="Diakoulaki1995",
)
def std(X: Container, *, ddof: int = 1) -> Vector:
    r"""Weigh criteria by their standard deviation.

    .. math:: w_j = s_j / \textstyle\sum_k s_k

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values on one scale: normalize first, since the deviation of a raw column
        depends on its unit.
    ddof : int, default 1
        The divisor of the variance is n - ddof; it cancels in the weights, save that
        with ``n <= ddof`` nothing is known.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining
       objective weights in multiple criteria problems: the CRITIC method. Computers &
       Operations Research 22(7), 763-770. doi:10.1016/0305-0548(94)00059-H

    Examples
    --------
    >>> import numpy as np
    >>> std(np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]])).round(3)
    array([0.464, 0.536])
    """
    stats = column_stats(X, ("squares",))
    exponent = np.where(stats.varies, stats.exponent, 0)
    return share(np.ldexp(stats.deviation(ddof), exponent - exponent.max()))


@register(
    "weighting",
    promises=("shift", "constant_gets_zero", "duplicates_share"),
    cite="Rao2010",
)
def variance(X: Container) -> Vector:
    r"""Weigh criteria by their variance.

    .. math:: w_j = s_j^2 / \textstyle\sum_k s_k^2

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values on one scale: normalize first, since the variance of a raw column depends
        on its unit.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Rao, R. V. and Patel, B. K. (2010). A subjective and objective integrated
       multiple attribute decision making method for material selection. Materials &
       Design 31(10), 4738-4747. doi:10.1016/j.matdes.2010.05.014

    Examples
    --------
    >>> variance([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]]).round(3)
    array([0.429, 0.571])
    """
    return share(std(X) ** 2, among=column_stats(X).varies)


def deviations(X: Container, *, ddof: int = 1) -> Vector:
    """Give the standard deviations of the columns."""
    stats = column_stats(X, ("squares",))
    return np.ldexp(stats.deviation(ddof), np.where(stats.varies, stats.exponent, 0))


def relative_spread(X: Container) -> Vector:
    """Give the population deviation over the mean; 0 for constants."""
    stats = column_stats(X, ("squares",), domain="nonnegative")
    return divide(stats.deviation(ddof=0), stats.mean)


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    cite="Pearson1896",
    aliases=("coefficient_of_variation",),
)
def cv(X: Container) -> Vector:
    r"""Weigh criteria by their coefficient of variation.

    .. math:: v_j = s_j / \bar x_j, \qquad w_j = v_j / \textstyle\sum_k v_k

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values of 0 or more. A scale changes nothing, a shift does. The divisor of the
        variance cancels.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Pearson, K. (1896). Mathematical contributions to the theory of evolution.
       III. Regression, heredity, and panmixia. Philosophical Transactions of the Royal
       Society A 187, 253-318. doi:10.1098/rsta.1896.0007

    Examples
    --------
    >>> cv([[1.0, 10.0], [2.0, 11.0], [3.0, 12.0]]).round(3)
    array([0.846, 0.154])
    """
    return share(relative_spread(X))


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    cite="Shuai2012",
)
def angle(X: Container) -> Vector:
    r"""Weigh criteria by the angle between their column and a constant one.

    .. math::

        u_j = \arccos \frac{\sum_i x_{ij}}{\sqrt{n \sum_i x_{ij}^2}}
        = \arctan \frac{s_j}{\bar x_j}, \qquad w_j = u_j / \textstyle\sum_k u_k

    with the deviation s of the population. The second form, which is computed, does not
    cancel for nearly constant columns.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values of 0 or more. A scale changes nothing, a shift does.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Shuai, D., Zongzhun, Z., Yongji, W. and Lei, L. (2012). A new angular method
       to determine the objective weights. 24th Chinese Control and Decision Conference,
       3889-3892. doi:10.1109/CCDC.2012.6244621

    Examples
    --------
    >>> angle([[1.0, 10.0], [2.0, 11.0], [3.0, 12.0]]).round(3)
    array([0.84, 0.16])
    """
    return share(np.arctan(relative_spread(X)))


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    all_rows=True,
    cite="LiChi2009",
)
def gini(X: Container) -> Vector:
    r"""Weigh criteria by their Gini coefficient.

    .. math::

        G_j = \frac{\sum_i \sum_k |x_{ij} - x_{kj}|}{2 n^2 \bar x_j}
        = \frac{\sum_i (2i - n - 1)\, x_{(i)j}}{n^2 \bar x_j},
        \qquad w_j = G_j / \textstyle\sum_k G_k

    with the values in ascending order in the second form, which takes n log n steps.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values of 0 or more. A scale changes nothing, a shift does.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Li, G. and Chi, G. (2009). A new determining objective weights method: Gini
       coefficient weight. 1st International Conference on Information Science and
       Engineering, 3726-3729. doi:10.1109/ICISE.2009.84

    Examples
    --------
    >>> gini([[1.0, 10.0], [2.0, 11.0], [3.0, 12.0]]).round(3)
    array([0.846, 0.154])
    """
    return share(gini_coefficients(X))


def gini_coefficients(X: Container) -> Vector:
    """Give the Gini coefficient of each column; 0 for constants."""
    table = open_whole(X, "weighting", "gini")
    stats = column_stats(table, ("order",), domain="nonnegative")
    n = int(stats.n)
    # Around the mean, so that nothing cancels: the factors sum to zero.
    d = np.ldexp(stats.ordered, -stats.scale) - stats.mean
    factors = 2.0 * np.arange(1, n + 1) - n - 1
    apart = np.where(stats.varies, np.maximum(factors @ d, 0.0), 0.0)
    return divide(apart, n**2 * stats.mean)


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero", "duplicates_share"),
    cite="Ecer2022",
)
def lopcow(X: Container, polarity: object = None, *, ddof: int = 1) -> Vector:
    r"""Weigh criteria by the logarithm of their percentage change (LOPCOW).

    On min-max normalized columns z with standard deviations s,

    .. math::

        PV_j = \left| 100 \ln \frac{\sqrt{\frac1n \sum_i z_{ij}^2}}{s_j} \right|,
        \qquad w_j = PV_j / \textstyle\sum_k PV_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    ddof : int, default 1
        The divisor of the variance is n - ddof.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if none varies, or there
        is one unit, all weights are equal.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Ecer, F. and Pamucar, D. (2022). A novel LOPCOW-DOBI multi-criteria
       sustainability performance assessment methodology: an application in developing
       country banking sector. Omega 112, 102690. doi:10.1016/j.omega.2022.102690

    Examples
    --------
    >>> lopcow([[1.0, 10.0], [2.0, 30.0], [5.0, 12.0]], ["max", "min"]).round(3)
    array([0.281, 0.719])
    """
    kernel = normalization.fit("minmax", X, polarity)
    stats = column_stats(X, ("squares",), rows=kernel)
    root = stats.norm / np.sqrt(stats.n)
    ratio = divide(root, stats.deviation(ddof), otherwise=1.0)
    change = np.where(stats.varies, np.abs(np.log(ratio)), 0.0)
    return share(change, among=stats.varies)
