"""Pairs of columns with gaps: their correlations, copies, and who predicts whom."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import DomainError

__all__ = ["COPY", "Copy", "Pairs", "copies", "quickpred"]

# A column is a copy if its deviation from the line through another is that small, and
# that cannot be by chance: the values could have met in so many other ways.
COPY: Final = 1e-6
_WAYS: Final = 1e6


class Copy(NamedTuple):
    """A column that is another one on another scale: ``intercept + slope * other``."""

    column: int
    of: int
    intercept: float
    slope: float


@dataclass(frozen=True)
class Pairs:
    """Sums over the rows in which two columns are both observed.

    Attributes
    ----------
    n : ndarray of shape (p, p)
        Numbers of such rows.
    mean : ndarray of shape (p, p)
        Mean of the row's column over the rows that the other has as well.
    variance : ndarray of shape (p, p)
        Its variance there.
    covariance : ndarray of shape (p, p)
    """

    n: Matrix
    mean: Matrix
    variance: Matrix
    covariance: Matrix

    @classmethod
    def of(cls, z: Matrix) -> "Pairs":
        """Gather them from standardized columns; gaps are NaN."""
        seen = (~np.isnan(z)).astype(float)
        x = np.where(seen > 0, z, 0.0)
        n = seen.T @ seen
        mean = divide(x.T @ seen, n)
        variance = np.maximum(divide((x**2).T @ seen, n) - mean**2, 0.0)
        return cls(n, mean, variance, divide(x.T @ x, n) - mean * mean.T)

    @property
    def correlation(self) -> Matrix:
        """Correlations; 0 where a column does not vary, or fewer than 3 rows speak."""
        r = divide(self.covariance, np.sqrt(self.variance * self.variance.T))
        return np.where(self.n >= 3, np.clip(r, -1, 1), 0.0)


def copies(z: Matrix, pairs: Pairs) -> tuple[Copy, ...]:
    """Find the columns that are another, earlier one on another scale.

    Where both are observed, all points lie on a line, and the values can be put in a
    million orders or more, so that it is no chance: ten different ones can, or twelve
    of one kind and twelve of another.

    Parameters
    ----------
    z : ndarray of shape (n, p)
        Standardized columns; gaps are NaN.
    pairs : Pairs
        Of them.
    """
    alike = np.triu(np.abs(pairs.correlation) > 1 - COPY**2, 1)
    found: list[Copy] = []
    taken: set[int] = set()
    for j, k in np.argwhere(alike):
        if j in taken or k in taken:
            continue
        slope = pairs.covariance[j, k] / pairs.variance[j, k]
        intercept = pairs.mean[k, j] - slope * pairs.mean[j, k]
        apart = np.abs(z[:, k] - intercept - slope * z[:, j])
        if np.nanmax(apart) < COPY and _beyond_chance(z[~np.isnan(apart), j]):
            found.append(Copy(int(k), int(j), float(intercept), float(slope)))
            taken.add(int(k))
    return tuple(found)


def _beyond_chance(values: Vector) -> bool:
    """Tell whether values can be put in so many orders that none is met by chance."""
    counts = np.unique(values, return_counts=True)[1]
    ways = gammaln(len(values) + 1) - gammaln(counts + 1).sum()
    return bool(ways >= np.log(_WAYS))


def quickpred(
    X: ArrayLike,
    min_correlation: float = 0.1,
    *,
    min_share: float = 0.0,
    most: int | None = None,
) -> NDArray[np.bool_]:
    """Choose predictors by their correlations with a column and with its gaps.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Gaps are NaN.
    min_correlation : float, default 0.1
        A column predicts another if it correlates at least so much, in absolute value,
        with its observed values, or with whether they are missing.
    min_share : float, default 0
        A predictor is observed in at least so large a share of the gaps.
    most : int, optional
        Keep no more than so many predictors, those of the largest correlation.

    Returns
    -------
    ndarray of bool of shape (n_criteria, n_criteria)
        Row j says what predicts column j; nothing predicts itself.

    Raises
    ------
    DomainError
        A number is out of range.

    References
    ----------
    .. [1] van Buuren, S., Boshuizen, H. C. and Knook, D. L. (1999). Multiple imputation
       of missing blood pressure covariates in survival analysis. Statistics in Medicine
       18(6), 681-694.

    Examples
    --------
    >>> X = np.array([[1.0, 2, 5], [2, np.nan, 4], [3, 6, 5], [4, 8, 4], [5, 9, 5]])
    >>> quickpred(X, 0.5)
    array([[False,  True, False],
           [ True, False,  True],
           [False, False, False]])
    """
    if not (0 <= min_correlation <= 1 and 0 <= min_share <= 1):
        msg = (
            "min_correlation and min_share must lie within [0, 1], got "
            f"{min_correlation!r} and {min_share!r}"
        )
        raise DomainError(msg)
    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    data = np.array(rows.values, dtype=float)
    gaps = np.isnan(data)
    unit = divide(data, np.nanmax(np.abs(data), axis=0, initial=0.0))
    unit -= divide(np.nansum(unit, axis=0), (~gaps).sum(axis=0))  # nothing cancels
    unit = np.where(gaps, np.nan, unit)
    strength = np.abs(Pairs.of(unit).correlation)
    # Whether a column is missing against the values of the others.
    both = np.hstack([unit, gaps.astype(float)])
    p = data.shape[1]
    response = np.abs(Pairs.of(both).correlation[p:, :p])
    strength = np.maximum(strength, response)
    usable = divide((gaps.T.astype(float) @ ~gaps), gaps.sum(axis=0)[:, None], 1.0)
    chosen = (strength >= min_correlation) & (usable >= min_share)
    np.fill_diagonal(chosen, val=False)
    if most is not None:
        np.fill_diagonal(strength, -1.0)
        place = np.argsort(np.argsort(-strength, axis=1, kind="stable"), axis=1)
        chosen &= place < most
    return chosen
