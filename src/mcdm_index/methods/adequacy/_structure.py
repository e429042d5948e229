"""Structure: what criteria share, from their correlations."""

from typing import NamedTuple

import numpy as np

from mcdm_index._numeric import (
    Container,
    Matrix,
    Vector,
    divide,
)
from mcdm_index.methods.adequacy._table import (
    ROUNDING,
    open_table,
    regular_spectrum,
    spectrum_of,
)

__all__ = [
    "KMO",
    "PrincipalComponents",
    "Sphericity",
    "bartlett_sphericity",
    "kmo",
    "principal_components",
    "vif",
]


class KMO(NamedTuple):
    """What `kmo` found.

    Attributes
    ----------
    overall : float
    by_criterion : ndarray of shape (n_criteria,)
    """

    overall: float
    by_criterion: Vector


class Sphericity(NamedTuple):
    """What `bartlett_sphericity` found.

    Attributes
    ----------
    statistic : float
        0 or more.
    df : int
        Degrees of freedom.
    p_value : float
        Within [0, 1].
    """

    statistic: float
    df: int
    p_value: float


class PrincipalComponents(NamedTuple):
    """What `principal_components` found.

    Attributes
    ----------
    eigenvalues : ndarray of shape (n_criteria,)
        Descending, 0 or more; their sum is the number of criteria.
    share : ndarray of shape (n_criteria,)
        Of the variance; sums to 1.
    cumulative : ndarray of shape (n_criteria,)
        Up to and with each component.
    loadings : ndarray of shape (n_criteria, n_criteria)
        Correlation of each criterion (row) with each component (column).
    n_above_one : int
        Number of eigenvalues above 1 (Kaiser's rule).
    """

    eigenvalues: Vector
    share: Vector
    cumulative: Vector
    loadings: Matrix
    n_above_one: int


def kmo(X: Container) -> KMO:
    r"""Give the Kaiser-Meyer-Olkin measure of sampling adequacy.

    With correlations r and partial correlations q, given all other criteria,

    .. math::

        KMO = \frac{\sum_{i \ne j} r_{ij}^2}
        {\sum_{i \ne j} r_{ij}^2 + \sum_{i \ne j} q_{ij}^2}, \qquad
        q_{ij} = \frac{-p_{ij}}{\sqrt{p_{ii} p_{jj}}}, \quad P = R^{-1},

    overall, and over i alone for each criterion j.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values; 2 criteria or more, and more units than criteria.

    Returns
    -------
    KMO
        Within [0, 1]; the more criteria share, the larger. Below 0.5 they are
        unacceptable for a factor analysis, from 0.6 mediocre, from 0.8 meritorious. For
        two criteria it is always 0.5, and so it is, by its limit, for uncorrelated
        ones.

    Raises
    ------
    DomainError
        A criterion is constant, or criteria determine each other; they are named.
    ShapeError
        There are less than 2 criteria.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Kaiser, H. F. (1974). An index of factorial simplicity. Psychometrika 39(1),
       31-36. doi:10.1007/BF02291575
    .. [2] Kaiser, H. F. and Rice, J. (1974). Little Jiffy, Mark IV. Educational and
       Psychological Measurement 34(1), 111-117. doi:10.1177/001316447403400115

    Examples
    --------
    >>> X = [[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5], [6, 5, 4]]
    >>> found = kmo(X)
    >>> round(found.overall, 3), found.by_criterion.round(3)
    (0.463, array([0.479, 0.456, 0.446]))
    """
    spectrum = regular_spectrum(open_table(X, 2))
    R = spectrum.correlation()
    P = spectrum.inverse()
    d = np.sqrt(np.diag(P))
    Q = P / d[:, None] / d
    apart = ~np.eye(len(R), dtype=bool) & (np.abs(R) > spectrum.limit)
    r2 = (R**2).sum(axis=0, where=apart)
    # What correlates with nothing does so, given the others, by rounding alone.
    q2 = (Q**2).sum(axis=0) - np.diag(Q) ** 2
    q2 = np.where(r2 > 0, np.maximum(q2, 0.0), 0.0)
    overall = divide(r2.sum(), r2.sum() + q2.sum(), otherwise=0.5)
    return KMO(float(overall), divide(r2, r2 + q2, otherwise=0.5))


def bartlett_sphericity(X: Container) -> Sphericity:
    r"""Test whether criteria are uncorrelated (Bartlett's test of sphericity).

    .. math::

        \chi^2 = -\left(n - 1 - \frac{2k + 5}{6}\right) \ln \det R, \qquad
        df = \frac{k (k - 1)}{2}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values; 2 criteria or more, and more units than criteria.

    Returns
    -------
    Sphericity
        A small p-value speaks for criteria that are correlated; it presupposes units
        that were drawn at random, and normal distributions.

    Raises
    ------
    DomainError
        A criterion is constant, or criteria determine each other; they are named.
    ShapeError
        There are less than 2 criteria.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Bartlett, M. S. (1951). The effect of standardization on a chi-square
       approximation in factor analysis. Biometrika 38(3-4), 337-344.
       doi:10.1093/biomet/38.3-4.337
    .. [2] Bartlett, M. S. (1954). A note on the multiplying factors for various
       chi-square approximations. Journal of the Royal Statistical Society B 16(2),
       296-298. doi:10.1111/j.2517-6161.1954.tb00174.x

    Examples
    --------
    >>> found = bartlett_sphericity([[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5]])
    >>> round(found.statistic, 3), found.df, round(found.p_value, 3)
    (3.956, 3, 0.266)
    """
    from scipy.special import chdtrc

    spectrum = regular_spectrum(open_table(X, 2))
    n, k = spectrum.table.rows.shape
    log_det = 2 * float(np.log(spectrum.sizes).sum())
    statistic = max(-(n - 1 - (2 * k + 5) / 6) * log_det, 0.0)
    df = k * (k - 1) // 2
    return Sphericity(statistic, df, float(chdtrc(df, statistic)))


def vif(X: Container) -> Vector:
    r"""Give the variance inflation factor of each criterion.

    :math:`1 / (1 - R_j^2)`, with :math:`R_j^2` from the regression of a criterion on
    all others; these are the diagonal elements of :math:`R^{-1}`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values.

    Returns
    -------
    ndarray of shape (n_criteria,)
        1 for a criterion that no other tells anything about, as for one alone;
        infinite for one that the others determine, but for rounding of the values. From
        5 or 10 on criteria are usually said to be redundant. Where there are no more
        units than criteria, the others mostly determine each.

    Raises
    ------
    DomainError
        A criterion is constant; it is named.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Marquardt, D. W. (1970). Generalized inverses, ridge regression, biased
       linear estimation, and nonlinear estimation. Technometrics 12(3), 591-612.
       doi:10.1080/00401706.1970.10488699

    Examples
    --------
    >>> vif([[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5], [6, 5, 4]]).round(3)
    array([8.286, 4.349, 3.25 ])
    >>> vif([[1, 2, 0], [2, 4, 1], [3, 6, 0]])
    array([inf, inf,  1.])
    """
    spectrum = spectrum_of(open_table(X, 1))
    factors = np.maximum(np.diag(spectrum.inverse()), 1.0)
    factors[spectrum.collinear] = np.inf
    return factors


def principal_components(X: Container) -> PrincipalComponents:
    r"""Give the principal components of the correlation matrix.

    With :math:`R = V \Lambda V'` the loadings are :math:`V \Lambda^{1/2}`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values.

    Returns
    -------
    PrincipalComponents
        The loadings of a component have a positive sum; if they sum to 0, the first
        that is not 0 is positive. Where eigenvalues are equal, the axes among their
        components are arbitrary. Where criteria determine each other, as they do if
        there are no more units than criteria, the last eigenvalues and their loadings
        are 0. One criterion alone is its component.

    Raises
    ------
    DomainError
        A criterion is constant; it is named.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Hotelling, H. (1933). Analysis of a complex of statistical variables into
       principal components. Journal of Educational Psychology 24(6), 417-441.
       doi:10.1037/h0071325
    .. [2] Kaiser, H. F. (1960). The application of electronic computers to factor
       analysis. Educational and Psychological Measurement 20(1), 141-151.
       doi:10.1177/001316446002000116

    Examples
    --------
    >>> found = principal_components([[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5]])
    >>> found.eigenvalues.round(3), found.n_above_one
    (array([2.257, 0.723, 0.021]), 1)
    >>> found.loadings[:, 0].round(3)
    array([0.988, 0.691, 0.896])
    """
    spectrum = spectrum_of(open_table(X, 1))
    s = np.where(spectrum.null, 0.0, spectrum.sizes)
    loadings = spectrum.axes * s
    sums = loadings.sum(axis=0)
    first = np.argmax(np.abs(loadings) > ROUNDING, axis=0)
    leading = loadings[first, np.arange(len(s))]
    sign = np.where(np.abs(sums) > ROUNDING, sums, leading)
    eigenvalues = s**2
    share = eigenvalues / eigenvalues.sum()
    return PrincipalComponents(
        eigenvalues,
        share,
        np.minimum(share.cumsum(), 1.0),
        np.where(sign < 0, -loadings, loadings) + 0.0,
        int((eigenvalues > 1 + ROUNDING).sum()),
    )
