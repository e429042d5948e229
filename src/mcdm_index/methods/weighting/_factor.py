"""Weights by factors: from the correlations of the criteria to what they share."""

from typing import Final

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats
from mcdm_index.statistics import ColumnStats

__all__ = ["pca", "vertical_horizontal"]

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
