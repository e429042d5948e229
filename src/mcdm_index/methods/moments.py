"""Skewness and kurtosis of columns: from values, gaps left out, to one number each."""

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, divide, peak_exponent
from mcdm_index.engine import check_finite, open_rows

__all__ = ["kurtosis", "moments", "skewness"]


def moments(X: Matrix) -> tuple[Vector, Vector]:
    """Give the sample skewness and excess kurtosis of each column; see `skewness`."""
    known = ~np.isnan(X)
    n = known.sum(axis=0)
    count = np.maximum(n, 1)
    low = np.where(known, X, np.inf).min(axis=0, initial=np.inf)
    high = np.where(known, X, -np.inf).max(axis=0, initial=-np.inf)
    varies = high > low
    # Powers of two are exact, and keep sums and fourth powers in range.
    x = np.where(known, X, 0.0)
    x = np.ldexp(x, -peak_exponent(x))
    d = np.where(known, x - x.sum(axis=0) / count, 0.0)
    d -= np.where(known, d.sum(axis=0) / count, 0.0)  # what rounding left of the mean
    d = np.ldexp(d, -peak_exponent(d))
    d2 = d * d
    m2 = d2.sum(axis=0) / count
    m3 = np.einsum("ij,ij->j", d2, d) / count
    m4 = np.einsum("ij,ij->j", d2, d2) / count
    g1, g2 = divide(m3, m2**1.5), divide(m4, m2**2) - 3
    G1 = divide(g1 * np.sqrt(n * np.maximum(n - 1.0, 0)), n - 2.0)
    G2 = divide((n - 1.0) * ((n + 1) * g2 + 6), (n - 2.0) * (n - 3.0))
    return (
        np.where(varies & (n > 2), G1, np.nan),
        np.where(varies & (n > 3), G2, np.nan),
    )


def skewness(X: Container) -> Vector:
    r"""Give the sample skewness of each column, over the cells that are not missing.

    .. math::

        G_1 = \frac{\sqrt{n(n-1)}}{n-2}\,\frac{m_3}{m_2^{3/2}},\qquad
        m_k = \frac1n \sum_i (x_i - \bar x)^k

    This is what spreadsheets call SKEW, and R's e1071 type 2.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values; gaps are NaN.

    Returns
    -------
    ndarray of shape (n_criteria,)
        NaN, undefined, for a constant column and for fewer than three values.

    References
    ----------
    .. [1] Joanes, D. N. and Gill, C. A. (1998). Comparing measures of sample skewness
       and kurtosis. The Statistician 47, 183-189. doi:10.1111/1467-9884.00122

    Examples
    --------
    >>> skewness([[1], [2], [3], [4], [100]]).round(3)
    array([2.232])
    """
    return moments(_values(X))[0]


def kurtosis(X: Container) -> Vector:
    r"""Give the sample excess kurtosis of each column, over the cells not missing.

    .. math::

        G_2 = \frac{n-1}{(n-2)(n-3)} \left[(n+1)
        \left(\frac{m_4}{m_2^2} - 3\right) + 6\right],\qquad
        m_k = \frac1n \sum_i (x_i - \bar x)^k

    This is what spreadsheets call KURT, and R's e1071 type 2; 0 for a normal
    distribution.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values; gaps are NaN.

    Returns
    -------
    ndarray of shape (n_criteria,)
        NaN, undefined, for a constant column and for fewer than four values.

    References
    ----------
    .. [1] Joanes, D. N. and Gill, C. A. (1998). Comparing measures of sample skewness
       and kurtosis. The Statistician 47, 183-189. doi:10.1111/1467-9884.00122

    Examples
    --------
    >>> kurtosis([[1], [2], [3], [4], [100]]).round(3)
    array([4.987])
    """
    return moments(_values(X))[1]


def _values(X: Container) -> Matrix:
    table = open_rows(X)
    check_finite(table, allow_missing=True)
    return np.asarray(table.values, dtype=float)
