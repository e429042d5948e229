"""Weights by factors: from the correlations of the criteria to what they share."""

from typing import Final

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, real_numbers, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats
from mcdm_index.errors import DomainError
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.methods.weighting._order import in_one_order
from mcdm_index.methods.weighting._rotation import varimax
from mcdm_index.statistics import ColumnStats

__all__ = ["nicoletti", "pca", "vertical_horizontal"]

# Eigenvalues nearer than this, relative to the largest, count as one: their vectors
# are not determined, and only the space that they span is.
_SAME: Final = 1e-8


def _top(H: Matrix) -> Matrix:
    """Give an orthonormal basis of the eigenspace of the largest eigenvalue."""
    values, vectors = np.linalg.eigh(H)
    return np.asarray(vectors[:, values >= values[-1] * (1 - _SAME)])


def _correlations(X: Container) -> tuple[ColumnStats, Matrix]:
    """Give the correlations of the columns that vary."""
    stats = column_stats(X, ("comoment",))
    return stats, stats.correlation()[np.ix_(stats.varies, stats.varies)]


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero"),
    cite="OECD2008",
)
def pca(X: Container) -> Vector:
    r"""Weigh criteria by their squared loadings on the first principal component.

    .. math:: \mathbf R\,\mathbf a = \lambda_1 \mathbf a,\ \lVert a \rVert = 1,
        \qquad w_j = a_j^2

    where :math:`\mathbf R` holds the correlations. Squares know no sign, so that the
    arbitrary sign of a component does not matter, nor the direction of a criterion.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite. Scale, shift and direction of a criterion change nothing.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if none varies, all are
        equal. Where several components explain the same, as with criteria that do not
        correlate, the mean of their squares counts.

    Raises
    ------
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       6.1. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> X = [[1.0, 2.0, 9.0], [2.0, 4.1, 1.0], [3.0, 5.9, 4.0], [4.0, 8.3, 6.0]]
    >>> pca(X).round(3)
    array([0.461, 0.46 , 0.079])
    """
    stats, R = _correlations(X)
    loadings = np.zeros(len(stats.varies))
    if stats.varies.any():
        loadings[stats.varies] = (_top(R) ** 2).sum(axis=1)
    return share(loadings, among=stats.varies)


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero"),
    all_rows=True,
    cite="Nicoletti2000",
    aliases=("factor_analysis",),
)
def nicoletti(
    X: Container,
    *,
    min_eigenvalue: float = 1.0,
    min_share: float = 0.1,
    kaiser: bool = True,
) -> Vector:
    r"""Weigh criteria by their squared loadings on rotated factors.

    Principal components of the correlations are kept if their eigenvalue is at least
    `min_eigenvalue` and explains at least `min_share` of the variance, the first in any
    case, and rotated by varimax. With the rotated loadings l, each criterion belongs to
    the factor on which it loads most; within a factor its share is
    :math:`l_{jf}^2 / \sum_k l_{kf}^2`, and factors count by the variance that they
    explain, :math:`\sum_k l_{kf}^2`, so that

    .. math:: w_j \propto \max_f l_{jf}^2 .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite. Scale, shift and direction of a criterion change nothing.
    min_eigenvalue : float, default 1
        The Kaiser criterion.
    min_share : float in [0, 1], default 0.1
    kaiser : bool, default True
        Whether criteria count alike in the rotation (normal varimax), or by what the
        factors explain of them (raw varimax).

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if none varies, all are
        equal. Factors with equal eigenvalues are kept or left together. Where the
        rotation is not determined, as for criteria that all correlate alike, a
        criterion counts by all that the factors explain of it,
        :math:`\sum_f l_{jf}^2`.

    Raises
    ------
    DomainError
        A limit is negative, or no number.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Nicoletti, G., Scarpetta, S. and Boylaud, O. (2000). Summary indicators of
       product market regulation with an extension to employment protection legislation.
       OECD Economics Department Working Papers 226. doi:10.1787/215182844604
    .. [2] Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor
       analysis. Psychometrika 23, 187-200. doi:10.1007/BF02289233

    Examples
    --------
    >>> X = [[1, 2, 9, 7], [2, 4, 1, 2], [3, 6, 4, 5], [4, 8, 6, 6], [5, 9, 8, 9]]
    >>> nicoletti(X).round(3)
    array([0.254, 0.257, 0.259, 0.229])
    >>> pca(X).round(3)
    array([0.283, 0.262, 0.161, 0.294])
    """
    limits = real_numbers([min_eigenvalue, min_share])
    if limits is None or not ((limits >= 0).all() and min_share <= 1):
        msg = (
            "min_eigenvalue must be 0 or more and min_share a share, got "
            f"{min_eigenvalue!r}, {min_share!r}"
        )
        raise DomainError(msg)
    stats, R = _correlations(in_one_order(open_whole(X, "weighting", "nicoletti")))
    weights = np.zeros(len(stats.varies))
    if stats.varies.any():
        values, vectors = np.linalg.eigh(R)
        least = max(min_eigenvalue, min_share * len(R))
        # Rounding must not decide about a factor that stands just at the limit.
        kept = values >= min(least * (1 - _SAME), values[-1] * (1 - _SAME))
        loadings = vectors[:, kept] * np.sqrt(values[kept])
        rotated = varimax(loadings, kaiser=kaiser)
        squares = (loadings if rotated is None else rotated) ** 2
        weights[stats.varies] = (
            squares.sum(axis=1) if rotated is None else squares.max(axis=1)
        )
    return share(weights, among=stats.varies)


@register(
    "weighting",
    domain="nonnegative",
    cite="Guo2002",
    aliases=("scatter_degree",),
)
def vertical_horizontal(X: Container) -> Vector:
    r"""Weigh criteria so that the weighted sums of all units and periods differ most.

    Over the periods t of a panel, the first eigenvector of

    .. math:: \mathbf H = \sum_t \mathbf X_t^\top \mathbf X_t

    maximizes :math:`\sum_t \sum_i y_{it}^2` for :math:`y = \mathbf X \mathbf w`. The
    sum over periods is that over all rows, so that a panel is handed over with its rows
    under one another. In Chinese textbooks this is 纵横向拉开档次法, and for one period
    拉开档次法.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized values of 0 or more, on one scale, larger is better; of all periods.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A criterion of zeros gets 0; if all are zero, all are
        equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Guo, Y. (2002). A new dynamic comprehensive evaluation method (in Chinese).
       Journal of Management Sciences in China 5(2), 49-54.

    Examples
    --------
    >>> vertical_horizontal([[0.0, 0.1], [0.5, 0.2], [1.0, 0.3]]).round(3)
    array([0.756, 0.244])
    """
    stats = column_stats(X, ("comoment",), domain="nonnegative")
    assert stats.comoment is not None
    H = stats.comoment + stats.n * np.outer(stats.mean, stats.mean)
    e = np.where(stats.high > 0, stats.exponent, stats.exponent.max())
    H = np.ldexp(H, np.add.outer(e, e) - 2 * e.max())
    if not H.any():
        return share(np.ones(len(H)))
    basis = _top(H)
    # Of several first eigenvectors, the nearest to equal weights.
    return share(np.maximum(basis @ basis.sum(axis=0), 0.0))
