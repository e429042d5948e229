r"""What one pass over the rows tells about the columns; two of them add up.

The second-order statistics are gathered around the mean, so that adding two blocks
loses nothing to cancellation. For the co-moments this is the update of Chan, Golub and
LeVeque (1983, doi:10.1080/00031305.1983.10483115). For entropy it is the same identity
with the Kullback-Leibler divergence in place of the squared distance: with
:math:`h(u) = (1 + u)\ln(1 + u) - u \ge 0`,

.. math::

    \sum_i \mu\, h\!\left(\frac{x_i - \mu}{\mu}\right)
    = \sum_k \left[ T_k + n_k\, \mu\, h\!\left(\frac{\mu_k - \mu}{\mu}\right) \right],
    \qquad T_k = \sum_{i \in k} \mu_k\, h\!\left(\frac{x_i - \mu_k}{\mu_k}\right),

every term is non-negative, and the left side is :math:`\sum x \ln(x/\mu)`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide, varies

__all__ = ["NEEDS", "ColumnStats"]

NEEDS: Final = ("comoment", "theil")
# Columns beyond 2**+-400 are scaled by a power of two, so that squares stay in range.
_SAFE_EXPONENT: Final = 400
_EXPONENT_OF_ZERO: Final = -1100
_NEAR: Final = 0.05


@dataclass(frozen=True)
class ColumnStats:
    """Statistics of the columns of a table, mergeable by ``+``.

    Attributes
    ----------
    n : int
        Rows used.
    low, high : ndarray of shape (m,)
        Least and largest value; NaN or infinite if the column holds such a value, and
        then the rest is NaN.
    exponent : ndarray of int of shape (m,)
        The statistics below are those of ``x / 2**exponent``.
    mean : ndarray of shape (m,)
    comoment : ndarray of shape (m, m) or None
        Sums of products of deviations from the mean, if asked for.
    theil : ndarray of shape (m,) or None
        ``sum of x ln(x / mean)``, if asked for; NaN where a value is negative.
    """

    n: int
    low: Vector
    high: Vector
    exponent: NDArray[np.int64]
    mean: Vector
    comoment: Matrix | None = None
    theil: Vector | None = None

    @classmethod
    def of(cls, X: Matrix, needs: Collection[str] = ()) -> "ColumnStats":
        """Gather the statistics of one block.

        Parameters
        ----------
        X : ndarray of shape (n, m), n >= 1
        needs : collection of {"comoment", "theil"}
            What to gather besides count, least, largest and mean.
        """
        n, m = X.shape
        low, high = X.min(axis=0), X.max(axis=0)
        finite = np.isfinite(low) & np.isfinite(high)
        if not finite.all():
            nothing = np.full(m, np.nan)
            return cls(
                n,
                low,
                high,
                np.zeros(m, dtype=np.int64),
                nothing,
                np.full((m, m), np.nan) if "comoment" in needs else None,
                nothing if "theil" in needs else None,
            )
        exponent = _exponents(np.maximum(-low, high))
        scaled = _scale(X, exponent)
        mean = scaled.sum(axis=0) / n
        # Rounding may carry the mean of equal values past them; of a constant it is
        # the constant.
        mean = np.clip(mean, np.ldexp(low, -exponent), np.ldexp(high, -exponent))
        comoment = theil = None
        if "comoment" in needs:
            d = scaled - mean
            comoment = d.T @ d
        if "theil" in needs:
            theil = _theil(scaled, mean, low >= 0)
        return cls(n, low, high, exponent, mean, comoment, theil)

    def __add__(self, other: "ColumnStats") -> "ColumnStats":
        exponent = np.maximum(self.exponent, other.exponent)
        a, b = self._rescaled(exponent), other._rescaled(exponent)
        n = a.n + b.n
        delta = b.mean - a.mean
        mean = a.mean + delta * (b.n / n)
        comoment = theil = None
        if a.comoment is not None and b.comoment is not None:
            comoment = (
                a.comoment + b.comoment + np.outer(delta, delta) * (a.n * b.n / n)
            )
        if a.theil is not None and b.theil is not None:
            moved = a.n * _excess(divide(a.mean - mean, mean)) + b.n * _excess(
                divide(b.mean - mean, mean)
            )
            theil = a.theil + b.theil + mean * moved
        low, high = np.minimum(a.low, b.low), np.maximum(a.high, b.high)
        return ColumnStats(n, low, high, exponent, mean, comoment, theil)

    def _rescaled(self, exponent: NDArray[np.int64]) -> "ColumnStats":
        e = self.exponent - exponent
        if not e.any():
            return self
        return replace(
            self,
            exponent=exponent,
            mean=np.ldexp(self.mean, e),
            comoment=None
            if self.comoment is None
            else np.ldexp(self.comoment, np.add.outer(e, e)),
            theil=None if self.theil is None else np.ldexp(self.theil, e),
        )

    @property
    def varies(self) -> NDArray[np.bool_]:
        """Which columns hold more than one value."""
        return varies(self.low, self.high)

    @property
    def scale(self) -> NDArray[np.int64]:
        """The exponent by which rows are to be scaled; 0 for a column of zeros."""
        return np.where(self.exponent == _EXPONENT_OF_ZERO, 0, self.exponent)

    @property
    def norm(self) -> Vector:
        """Euclidean length of each column, in units of ``2**exponent``."""
        return np.sqrt(np.diag(self._comoment()) + self.n * self.mean**2)

    def _comoment(self) -> Matrix:
        if self.comoment is None:
            msg = "these statistics were gathered without 'comoment'"
            raise ValueError(msg)
        return self.comoment

    def divergence(self) -> Vector:
        r"""Give :math:`1 - e`, one minus the entropy of the shares of each column.

        Within [0, 1]; constants have 0, and so has everything in a single row.
        """
        if self.theil is None:
            msg = "these statistics were gathered without 'theil'"
            raise ValueError(msg)
        if self.n == 1:
            return np.zeros_like(self.mean)
        d = divide(self.theil, self.n * self.mean * np.log(self.n))
        return np.where(self.varies, np.clip(d, 0.0, 1.0), 0.0)

    def deviation(self, ddof: int = 1) -> Vector:
        """Give the standard deviations, in units of ``2**exponent``; constants have 0.

        One row has no deviation: 0.
        """
        comoment = self._comoment()
        if self.n <= ddof:
            return np.zeros_like(self.mean)
        s = np.sqrt(np.diag(comoment) / (self.n - ddof))
        return np.where(self.varies, s, 0.0)

    def correlation(self) -> Matrix:
        """Give Pearson correlations in [-1, 1]; with a constant column they are 0."""
        comoment = self._comoment()
        s = np.where(self.varies, np.sqrt(np.diag(comoment)), 0.0)
        r = divide(divide(comoment, s[:, None]), s)
        r = np.clip(r, -1.0, 1.0)
        np.fill_diagonal(r, np.where(s > 0, 1.0, 0.0))
        return r


def _exponents(peak: Vector) -> NDArray[np.int64]:
    """Give the power of two by which each column is to be divided: mostly none."""
    e = np.frexp(peak)[1].astype(np.int64)
    e = np.where(np.abs(e) > _SAFE_EXPONENT, e, 0)
    return np.where(peak > 0, e, _EXPONENT_OF_ZERO)


def _scale(X: Matrix, exponent: NDArray[np.int64]) -> Matrix:
    if ((exponent == 0) | (exponent == _EXPONENT_OF_ZERO)).all():
        return X
    return np.ldexp(X, -exponent)


def _theil(X: Matrix, mean: Vector, nonnegative: NDArray[np.bool_]) -> Vector:
    r"""Sum :math:`\mu\,h((x - \mu)/\mu)` down each column; NaN if one is negative."""
    total = np.where(nonnegative, 0.0, np.nan)
    use = nonnegative & (mean > 0)
    if not use.any():
        return total
    mu = mean[use]
    ratio = (X if use.all() else X[:, use]) / mu
    near = (np.abs(ratio - 1) < _NEAR).all(axis=0)
    sums = np.empty(mu.shape)
    if near.any():
        sums[near] = _series((X[:, use][:, near] - mu[near]) / mu[near]).sum(axis=0)
    if not near.all():
        r = ratio[:, ~near]
        logs = np.log(np.maximum(r, np.finfo(float).tiny))  # 0 ln 0 = 0
        sums[~near] = (r * logs - (r - 1)).sum(axis=0)
    total[use] = mu * sums
    return total


def _excess(u: Vector) -> Vector:
    """Compute h(u) = (1 + u) ln(1 + u) - u for u >= -1, without cancellation."""
    direct = (1 + u) * np.log(np.maximum(1 + u, np.finfo(float).tiny)) - u
    return np.where(np.abs(u) < _NEAR, _series(np.clip(u, -_NEAR, _NEAR)), direct)


def _series(u: Matrix) -> Matrix:
    r"""Sum :math:`\sum_{k=2}^{13} (-u)^k / (k(k-1))`, which is h(u) for small u."""
    total = np.zeros_like(u)
    for k in range(13, 1, -1):
        total = 1 / (k * (k - 1)) - u * total
    return u * u * total
