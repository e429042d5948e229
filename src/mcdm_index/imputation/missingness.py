"""What is missing, and whether it is missing completely at random."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import Rows, check_finite, open_rows
from mcdm_index.errors import DomainError, EmptyDataError, MissingDataError, listing

__all__ = ["LittleTest", "check_observed", "little_test", "patterns"]

_STEPS: Final = 1000
_PRECISION: Final = 1e-10


def patterns(X: Any) -> pd.DataFrame:
    """List which criteria are observed together, and in how many units.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Gaps are NaN.

    Returns
    -------
    DataFrame
        One row per pattern, the most frequent first: one column of truth values per
        criterion, true where it is observed, then `units` and `gaps`, the numbers of
        units of the pattern and of criteria that it lacks.

    Examples
    --------
    >>> X = np.array([[1, 2.0], [3, np.nan], [4, 5.0]])
    >>> patterns(X)
          0      1  units  gaps
    0  True   True      2     0
    1  True  False      1     1
    """
    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    seen = ~np.isnan(np.asarray(rows.values, dtype=float))
    kinds, counts = np.unique(seen, axis=0, return_counts=True)
    gaps = (~kinds).sum(axis=1)
    order = np.lexsort([gaps, -counts])
    table = pd.DataFrame(kinds[order], columns=rows.names)
    return table.assign(units=counts[order], gaps=gaps[order])


def check_observed(rows: Rows, data: Matrix) -> None:
    """Refuse a criterion of which nothing is observed.

    Raises
    ------
    MissingDataError
    """
    empty = np.flatnonzero(np.isnan(data).all(axis=0))
    if len(empty):
        where = listing(rows.column(int(j)) for j in empty)
        msg = (
            f"{where}: every value is missing, so there is nothing to impute from. "
            "Take the criterion out or find its data"
        )
        raise MissingDataError(msg)


@dataclass(frozen=True)
class LittleTest:
    """Little's test of whether values are missing completely at random.

    Attributes
    ----------
    statistic : float
        Asymptotically chi-squared if they are.
    df : int
        Degrees of freedom.
    p_value : float
    patterns : int
        Number of patterns of gaps, the complete one included.
    """

    statistic: float
    df: int
    p_value: float
    patterns: int


def little_test(X: Any) -> LittleTest:
    r"""Test whether values are missing completely at random.

    The means of the observed criteria of each pattern of gaps are compared with the
    means that maximum likelihood finds for all units together:

    .. math::

        d^2 = \sum_s n_s (\bar y_s - \hat\mu_s)' \hat\Sigma_s^{-1}
        (\bar y_s - \hat\mu_s), \qquad df = \sum_s p_s - p .

    A small p-value speaks against MCAR, and so for an imputation that uses the other
    criteria. It says nothing of MAR against MNAR, for which data hold no evidence.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Gaps are NaN. Normal distributions are assumed; take logarithms of skewed
        criteria first. Units of which nothing is observed are left out.

    Returns
    -------
    LittleTest
        Without gaps, or with the same gaps in all units, the statistic and the degrees
        of freedom are 0, and the p-value is 1.

    Raises
    ------
    DomainError
        A criterion does not vary, or criteria are collinear, so that the covariance
        matrix has no inverse.
    EmptyDataError
        Nothing is observed.

    References
    ----------
    .. [1] Little, R. J. A. (1988). A test of missing completely at random for
       multivariate data with missing values. Journal of the American Statistical
       Association 83(404), 1198-1202. doi:10.1080/01621459.1988.10478722

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((300, 3))
    >>> X[rng.random(X.shape) < 0.1] = np.nan
    >>> test = little_test(X)
    >>> test.df, test.p_value > 0.05
    (9, True)
    """
    from scipy.stats import chi2

    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    data = np.array(rows.values, dtype=float)
    data = data[~np.isnan(data).all(axis=1)]
    z = _standardized(rows, data)
    groups = _groups(z)
    mean, covariance = _maximum_likelihood(z, groups)
    _check_regular(covariance)
    statistic, freedom = 0.0, -z.shape[1]
    for seen, members in groups:
        apart = members[:, seen].mean(axis=0) - mean[seen]
        within = covariance[np.ix_(seen, seen)]
        statistic += len(members) * float(apart @ np.linalg.solve(within, apart))
        freedom += len(seen)
    if freedom == 0:
        return LittleTest(0.0, 0, 1.0, len(groups))
    p_value = float(chi2.sf(statistic, freedom))
    return LittleTest(statistic, freedom, p_value, len(groups))


Groups = list[tuple[NDArray[np.intp], Matrix]]


def _standardized(rows: Rows, data: Matrix) -> Matrix:
    """Bring criteria to one scale, which the test does not depend on."""
    if data.size == 0 or np.isnan(data).all(axis=0).any():
        msg = "a criterion, or the whole table, has nothing observed"
        raise EmptyDataError(msg)
    flat = np.nanmin(data, axis=0) == np.nanmax(data, axis=0)
    if flat.any():
        msg = f"{rows.column(int(np.argmax(flat)))} does not vary; leave it out"
        raise DomainError(msg)
    x = divide(data, np.nanmax(np.abs(data), axis=0))
    z = (x - np.nanmean(x, axis=0)) / np.nanstd(x, axis=0)
    return np.asarray(z)


def _groups(z: Matrix) -> Groups:
    """Gather the units with the same gaps: what they have, and their rows."""
    seen = ~np.isnan(z)
    kinds, which = np.unique(seen, axis=0, return_inverse=True)
    which = which.reshape(-1)
    return [(np.flatnonzero(kind), z[which == s]) for s, kind in enumerate(kinds)]


def _maximum_likelihood(z: Matrix, groups: Groups) -> tuple[Vector, Matrix]:
    """Estimate means and covariances of incomplete normal data by EM."""
    n, p = z.shape
    mean, covariance = np.zeros(p), np.eye(p)
    for _ in range(_STEPS):
        first, second = np.zeros(p), np.zeros((p, p))
        for seen, members in groups:
            filled, left = _expected(members, seen, mean, covariance)
            first += filled.sum(axis=0)
            second += filled.T @ filled + len(members) * left
        new_mean = first / n
        new_covariance = second / n - np.outer(new_mean, new_mean)
        moved = max(
            np.abs(new_mean - mean).max(), np.abs(new_covariance - covariance).max()
        )
        mean, covariance = new_mean, new_covariance
        if moved < _PRECISION:
            break
    return mean, covariance


def _expected(
    members: Matrix, seen: NDArray[np.intp], mean: Vector, covariance: Matrix
) -> tuple[Matrix, Matrix]:
    """Fill gaps with conditional means, and give the covariance left about them."""
    lost = np.setdiff1d(np.arange(len(mean)), seen)
    left = np.zeros_like(covariance)
    filled = members.copy()
    if len(lost):
        across = covariance[np.ix_(seen, lost)]
        slopes = np.linalg.lstsq(covariance[np.ix_(seen, seen)], across, rcond=None)[0]
        filled[:, lost] = mean[lost] + (members[:, seen] - mean[seen]) @ slopes
        left[np.ix_(lost, lost)] = covariance[np.ix_(lost, lost)] - across.T @ slopes
    return filled, left


def _check_regular(covariance: Matrix) -> None:
    spread = np.linalg.eigvalsh(covariance)
    if spread[0] <= 1e-8 * spread[-1]:
        msg = (
            "criteria are collinear, or there are too few units for so many of them: "
            "their covariances cannot be estimated. Leave some criteria out"
        )
        raise DomainError(msg)
