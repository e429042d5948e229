"""Weights by conflict: a criterion counts by what it says that the others do not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats, in_memory, map_rows, open_rows
from mcdm_index.errors import UnknownMethodError
from mcdm_index.methods import normalization
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.statistics import ColumnStats

__all__ = ["critic", "d_critic", "independence"]


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero"),
    cite="Diakoulaki1995",
)
def critic(
    X: Container,
    polarity: object = None,
    *,
    correlation: str = "pearson",
    orient: bool = True,
) -> Vector:
    r"""Weigh criteria by contrast and by conflict with the others.

    On min-max normalized columns with standard deviations s and correlations r,

    .. math::

        C_j = s_j \sum_k (1 - r_{jk}), \qquad w_j = C_j / \textstyle\sum_k C_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    correlation : {"pearson", "spearman", "kendall"}, default "pearson"
        Spearman's ranks ties by their mean, Kendall's is tau-b; both need all rows at
        once.
    orient : bool, default True
        Whether costs are turned around before they are correlated, as in the paper;
        several programs do not.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0 and does not count as
        conflict for the others. If no two criteria conflict, those that vary share
        alike; if none varies, or there is one unit, all do.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, UnknownMethodError

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining
       objective weights in multiple criteria problems: the CRITIC method. Computers &
       Operations Research 22(7), 763-770. doi:10.1016/0305-0548(94)00059-H

    Examples
    --------
    >>> import numpy as np
    >>> critic(np.array([[0.0, 0.0, 1.0], [0.5, 1.0, 0.0], [1.0, 1.0, 0.5]])).round(3)
    array([0.224, 0.316, 0.461])
    """
    deviation, conflict, varies = critic_parts(
        X, polarity, correlation=correlation, orient=orient
    )
    return share(deviation * conflict, among=varies)


class Parts(NamedTuple):
    """Deviation and conflict of each criterion, and whether it varies."""

    deviation: Vector
    conflict: Vector
    varies: NDArray[np.bool_]


def critic_parts(
    X: Container,
    polarity: object = None,
    *,
    correlation: str = "pearson",
    orient: bool = True,
) -> Parts:
    """Give contrast and conflict of each criterion; see `critic`."""
    table = open_rows(X)
    if correlation != "pearson":
        in_memory(table, f"critic with correlation={correlation!r}")
    kernel = normalization.fit("minmax", table, polarity if orient else None)
    stats = column_stats(table, ("comoment",), rows=kernel)
    if correlation == "pearson":
        r = stats.correlation()
    elif correlation in ("spearman", "kendall"):
        Z = np.asarray(map_rows(table, kernel), dtype=float)
        r = _spearman(Z) if correlation == "spearman" else _kendall(Z)
    else:
        msg = (
            "correlation must be 'pearson', 'spearman' or 'kendall', got "
            f"{correlation!r}"
        )
        raise UnknownMethodError(msg)
    return _contrast_and_conflict(stats, r)


def _spearman(Z: Matrix) -> Matrix:
    from scipy.stats import rankdata

    return ColumnStats.of(rankdata(Z, axis=0), ("comoment",)).correlation()


def _kendall(Z: Matrix) -> Matrix:
    """Give Kendall's tau-b of every pair of columns; with a constant it is 0."""
    from scipy.stats import kendalltau

    varies = Z.max(axis=0) > Z.min(axis=0)
    tau = np.diag(varies.astype(float))
    for j, k in zip(*np.triu_indices(len(varies), 1), strict=True):
        if varies[j] and varies[k]:
            tau[j, k] = tau[k, j] = kendalltau(Z[:, j], Z[:, k]).statistic
    return tau


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero"),
    all_rows=True,
    cite="Krishnan2021",
)
def d_critic(X: Container, polarity: object = None) -> Vector:
    r"""Weigh criteria by contrast and by independence (D-CRITIC).

    As CRITIC, with distance correlations, which are 0 only for independent columns, in
    the place of Pearson's. On min-max normalized columns with deviations s,

    .. math::

        C_j = s_j \sum_k (1 - \mathrm{dCor}_{jk}), \qquad
        w_j = C_j / \textstyle\sum_k C_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite. All rows are needed at once, and n x n distances for one
        pair of criteria at a time.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. The direction of a criterion changes
        nothing.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0 and does not count as
        conflict for the others. If no two criteria conflict, those that vary share
        alike; if none varies, or there is one unit, all do.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Krishnan, A. R., Kasim, M. M., Hamid, R. and Ghazali, M. F. (2021). A
       modified CRITIC method to estimate the objective weights of decision criteria.
       Symmetry 13(6), 973. doi:10.3390/sym13060973
    .. [2] Székely, G. J., Rizzo, M. L. and Bakirov, N. K. (2007). Measuring and testing
       dependence by correlation of distances. Annals of Statistics 35, 2769-2794.
       doi:10.1214/009053607000000505

    Examples
    --------
    >>> d_critic([[0.0, 0.0, 1.0], [0.5, 1.0, 0.0], [1.0, 1.0, 0.5]]).round(3)
    array([0.341, 0.318, 0.341])
    """
    deviation, conflict, varies = d_critic_parts(X, polarity)
    return share(deviation * conflict, among=varies)


def d_critic_parts(X: Container, polarity: object = None) -> Parts:
    """Give contrast and independence of each criterion; see `d_critic`."""
    table = open_whole(X, "weighting", "d_critic")
    kernel = normalization.fit("minmax", table, polarity)
    stats = column_stats(table, ("squares",), rows=kernel)
    Z = np.asarray(map_rows(table, kernel), dtype=float)
    return _contrast_and_conflict(stats, _distance_correlations(Z))


def _distance_correlations(Z: Matrix) -> Matrix:
    """Give the distance correlation of every pair of columns; of constants it is 0."""
    centred = []
    for z in Z.T:
        a = np.abs(z[:, None] - z)
        means = a.mean(axis=0)
        centred.append((a - means - means[:, None] + means.mean()).ravel())
    A = np.array(centred)
    dcov2 = np.maximum(A @ A.T, 0.0)
    dvar = np.sqrt(np.diag(dcov2))
    scale = np.outer(dvar, dvar)
    ratio = np.divide(dcov2, scale, out=np.zeros_like(scale), where=scale > 0)
    return np.asarray(np.sqrt(np.minimum(ratio, 1.0)))


def _contrast_and_conflict(stats: ColumnStats, r: Matrix) -> Parts:
    """Give the deviation of each criterion and its conflict with the others."""
    disagreement = 1 - r
    # The correlation of collinear columns is 1 but for rounding; that is no conflict.
    disagreement[disagreement < 1e-12] = 0.0
    conflict = disagreement[:, stats.varies].sum(axis=1)
    return Parts(stats.deviation(), conflict, stats.varies)


@register(
    "weighting",
    promises=("scale", "constant_gets_zero"),
    cite="Guo2007",
    aliases=("multiple_correlation",),
)
def independence(X: Container) -> Vector:
    r"""Weigh criteria by the reciprocal of their multiple correlation with the others.

    .. math::

        R_j^2 = 1 - 1 / (\mathbf R^{-1})_{jj}, \qquad
        w_j = R_j^{-1} / \textstyle\sum_k R_k^{-1}

    where :math:`\mathbf R` holds the correlations. What the others already say counts
    less. In Chinese textbooks this is 独立性权系数法.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite. Scale, shift and direction of a criterion change nothing.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0. Where some do not
        correlate with any other at all, they share everything; criteria that are linear
        in the others have R = 1. If none varies, all weights are equal.

    Raises
    ------
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Guo, Y. (2007). Theory, Methods and Applications of Comprehensive Evaluation
       (in Chinese), chapter 4. Science Press.

    Examples
    --------
    >>> X = [[1.0, 2.0, 9.0], [2.0, 4.1, 1.0], [3.0, 5.9, 4.0], [4.0, 8.3, 6.0]]
    >>> independence(X).round(3)
    array([0.176, 0.176, 0.648])
    """
    stats = column_stats(X, ("comoment",))
    varies = stats.varies
    R2 = np.zeros(len(varies))
    if varies.any():
        R2[varies] = _explained(stats.correlation()[np.ix_(varies, varies)])
    R = np.sqrt(R2)
    if (varies & (R == 0)).any():
        return share(np.where(varies & (R == 0), 1.0, 0.0))
    return share(np.divide(1.0, R, out=np.zeros_like(R), where=varies), among=varies)


def _explained(R: Matrix) -> Vector:
    """Give the share of each column's variance that the others explain, linearly.

    What spans a direction in which nothing varies is explained in full.
    """
    values, vectors = np.linalg.eigh(R)
    flat = values <= len(R) * np.finfo(float).eps * values.max()
    within = (vectors[:, flat] ** 2).sum(axis=1) > np.sqrt(np.finfo(float).eps)
    inverse = (vectors[:, ~flat] ** 2 / values[~flat]).sum(axis=1)
    explained = np.where(within, 1.0, 1 - 1 / inverse)
    # Below the rounding of a correlation there is none.
    return np.where(explained < 1e-14, 0.0, np.clip(explained, 0.0, 1.0))
