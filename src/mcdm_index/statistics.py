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

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._columns import by_row, extremes, totals
from mcdm_index._numeric import Matrix, Vector, divide, varies

__all__ = ["NEEDS", "ColumnStats", "excess"]

NEEDS: Final = ("squares", "comoment", "theil", "order")
# Columns beyond 2**+-400 are scaled by a power of two, so that squares stay in range.
_SAFE_EXPONENT: Final = 400
_EXPONENT_OF_ZERO: Final = -1100
_NEAR: Final = 0.05
_TINY: Final = float(np.finfo(float).tiny)


@dataclass(frozen=True)
class ColumnStats:
    """Statistics of the columns of a table, mergeable by ``+``.

    Attributes
    ----------
    n : int, or ndarray of int of shape (m,)
        Rows used; one number per column if gaps were left out column by column.
    low, high : ndarray of shape (m,)
        Least and largest value; NaN or infinite if the column holds such a value, and
        then the rest is NaN.
    exponent : ndarray of int of shape (m,)
        The statistics below are those of ``x / 2**exponent``.
    mean : ndarray of shape (m,)
    squares : ndarray of shape (m,) or None
        Sums of squared deviations from the mean, if asked for.
    comoment : ndarray of shape (m, m) or None
        Sums of products of deviations from the mean, if asked for.
    theil : ndarray of shape (m,) or None
        ``sum of x ln(x / mean)``, if asked for; NaN where a value is negative.
    blocks : tuple of ndarray
        The values themselves, if asked for; `ordered` sorts them.
    """

    n: int | NDArray[np.int64]
    low: Vector
    high: Vector
    exponent: NDArray[np.int64]
    mean: Vector
    squares: Vector | None = None
    comoment: Matrix | None = None
    theil: Vector | None = None
    blocks: tuple[Matrix, ...] = ()

    @classmethod
    def of(cls, X: Matrix, needs: Collection[str] = ()) -> "ColumnStats":
        """Gather the statistics of one block.

        Parameters
        ----------
        X : ndarray of shape (n, m), n >= 1
        needs : collection of {"squares", "comoment", "theil", "order"}
            What to gather besides count, least, largest and mean.
        """
        n, m = X.shape
        blocks = (X,) if "order" in needs else ()
        low, high = extremes(X)
        finite = np.isfinite(low) & np.isfinite(high)
        if not finite.all():
            nothing = np.full(m, np.nan)
            return cls(
                n,
                low,
                high,
                np.zeros(m, dtype=np.int64),
                nothing,
                nothing if "squares" in needs else None,
                np.full((m, m), np.nan) if "comoment" in needs else None,
                nothing if "theil" in needs else None,
                blocks,
            )
        exponent = _exponents(np.maximum(-low, high))
        scaled = _scale(X, exponent)
        mean = totals(scaled) / n
        # Rounding may carry the mean of equal values past them; of a constant it is
        # the constant.
        ends = (low, high) if scaled is X else np.ldexp((low, high), -exponent)
        mean = np.minimum(np.maximum(mean, ends[0]), ends[1])
        squares = comoment = theil = None
        if "squares" in needs or "comoment" in needs:
            d = by_row(np.subtract, scaled, mean)
            rest = totals(d)  # what the rounding of the mean leaves
            if "comoment" in needs:
                comoment = d.T @ d - np.outer(rest, rest) / n
            if "squares" in needs:
                squares = totals(np.multiply(d, d, out=d)) - rest**2 / n
                squares = np.maximum(squares, 0.0)
        if "theil" in needs:
            theil = _theil(scaled, mean, *ends)
        return cls(n, low, high, exponent, mean, squares, comoment, theil, blocks)

    @classmethod
    def known(
        cls, n: int | NDArray[np.int64], low: Vector, mean: Vector, high: Vector
    ) -> "ColumnStats":
        """Take what is known of the columns already: count, ends and mean.

        Parameters
        ----------
        n : int or ndarray of int of shape (m,)
        low, mean, high : ndarray of shape (m,)
        """
        exponent = _exponents(np.maximum(-low, high))
        scaled = np.ldexp(np.minimum(np.maximum(mean, low), high), -exponent)
        return cls(n, low, high, exponent, scaled)

    @classmethod
    def beside(cls, parts: Sequence["ColumnStats"]) -> "ColumnStats":
        """Put the statistics of columns side by side, each over rows of its own.

        Parameters
        ----------
        parts : sequence of ColumnStats
            Each of one column, gathered without "comoment", which needs whole rows.
        """
        rows = max(sum(len(block) for block in part.blocks) for part in parts)
        ordered = np.full((rows, len(parts)), np.nan)
        for j, part in enumerate(parts):
            column = np.concatenate([*part.blocks, np.empty((0, 1))])
            ordered[: len(column), j] = column[:, 0]

        def together(name: str) -> Vector | None:
            values = [getattr(part, name) for part in parts]
            return None if values[0] is None else np.concatenate(values)

        return cls(
            np.array([part.n for part in parts], dtype=np.int64),
            np.concatenate([part.low for part in parts]),
            np.concatenate([part.high for part in parts]),
            np.concatenate([part.exponent for part in parts]),
            np.concatenate([part.mean for part in parts]),
            squares=together("squares"),
            theil=together("theil"),
            blocks=(ordered,) if rows else (),
        )

    def take(self, columns: NDArray[Any]) -> "ColumnStats":
        """Take the statistics of some columns, chosen by a mask or by position."""

        def some(values: Any) -> Any:
            return values[columns] if isinstance(values, np.ndarray) else values

        taken = {
            name: some(getattr(self, name))
            for name in ("n", "low", "high", "exponent", "mean", "squares", "theil")
        }
        comoment = self.comoment
        if comoment is not None:
            comoment = comoment[columns][:, columns]
        blocks = tuple(block[:, columns] for block in self.blocks)
        return ColumnStats(**taken, comoment=comoment, blocks=blocks)

    def __add__(self, other: "ColumnStats") -> "ColumnStats":
        exponent = np.maximum(self.exponent, other.exponent)
        a, b = self._rescaled(exponent), other._rescaled(exponent)
        n = a.n + b.n
        delta = b.mean - a.mean
        mean = a.mean + delta * (b.n / n)
        squares = comoment = theil = None
        if a.squares is not None and b.squares is not None:
            squares = a.squares + b.squares + delta**2 * (a.n * b.n / n)
        if a.comoment is not None and b.comoment is not None:
            comoment = (
                a.comoment + b.comoment + np.outer(delta, delta) * (a.n * b.n / n)
            )
        if a.theil is not None and b.theil is not None:
            moved = a.n * excess(divide(a.mean - mean, mean)) + b.n * excess(
                divide(b.mean - mean, mean)
            )
            theil = a.theil + b.theil + mean * moved
        low, high = np.minimum(a.low, b.low), np.maximum(a.high, b.high)
        blocks = self.blocks + other.blocks
        return ColumnStats(
            n, low, high, exponent, mean, squares, comoment, theil, blocks
        )

    def _rescaled(self, exponent: NDArray[np.int64]) -> "ColumnStats":
        e = self.exponent - exponent
        if not e.any():
            return self
        return replace(
            self,
            exponent=exponent,
            mean=np.ldexp(self.mean, e),
            squares=None if self.squares is None else np.ldexp(self.squares, 2 * e),
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
        return np.sqrt(self._squares() + self.n * self.mean**2)

    @cached_property
    def ordered(self) -> Matrix:
        """The values in ascending order, column by column; gaps stand at the end."""
        if not self.blocks:
            msg = "these statistics were gathered without 'order'"
            raise ValueError(msg)
        return np.sort(np.concatenate(self.blocks), axis=0)

    def quantile(self, q: float) -> Vector:
        """Interpolate linearly between the ordered values (Hyndman and Fan's type 7).

        In units of ``2**exponent``. doi:10.1080/00031305.1996.10473566

        Parameters
        ----------
        q : float in [0, 1]
        """
        place = np.broadcast_to((self.n - 1) * q, self.low.shape)
        below = np.floor(place).astype(np.int64)
        columns = np.arange(len(self.low))
        x = np.ldexp(self.ordered[below, columns], -self.scale)
        above = self.ordered[np.minimum(below + 1, self.n - 1), columns]
        y = np.ldexp(above, -self.scale)
        # In this form a larger q never gives less, and equal neighbours themselves.
        return np.asarray(np.minimum(x + (y - x) * (place - below), y))

    def _squares(self) -> Vector:
        if self.squares is not None:
            return self.squares
        if self.comoment is not None:
            return np.diag(self.comoment)
        msg = "these statistics were gathered without 'squares'"
        raise ValueError(msg)

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
        return np.where(self.varies, np.minimum(np.maximum(d, 0.0), 1.0), 0.0)

    def deviation(self, ddof: int = 1) -> Vector:
        """Give the standard deviations, in units of ``2**exponent``; constants have 0.

        One row has no deviation: 0.
        """
        s = np.sqrt(divide(self._squares(), np.maximum(self.n - ddof, 0)))
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
    if peak.min() > 2.0**-_SAFE_EXPONENT and peak.max() < 2.0 ** (_SAFE_EXPONENT - 1):
        return np.zeros(peak.shape, dtype=np.int64)
    e = np.frexp(peak)[1].astype(np.int64)
    e = np.where(np.abs(e) > _SAFE_EXPONENT, e, 0)
    return np.where(peak > 0, e, _EXPONENT_OF_ZERO)


def _scale(X: Matrix, exponent: NDArray[np.int64]) -> Matrix:
    if not exponent.any() or ((exponent == 0) | (exponent == _EXPONENT_OF_ZERO)).all():
        return X
    return np.ldexp(X, -exponent)


def _theil(X: Matrix, mean: Vector, low: Vector, high: Vector) -> Vector:
    r"""Sum :math:`\mu\,h((x - \mu)/\mu)` down each column; NaN if one is negative."""
    total = np.where(low >= 0, 0.0, np.nan)
    use = (low >= 0) & (mean > 0)
    near = use & (np.maximum(high - mean, mean - low) < _NEAR * mean)
    if not near.any() and use.all():
        return mean * _divergences(X, mean)
    for columns, f in ((near, _divergences_near), (use & ~near, _divergences)):
        if columns.any():
            x = X.take(np.flatnonzero(columns), axis=1)
            total[columns] = mean[columns] * f(x, mean[columns])
    return total


def _divergences_near(X: Matrix, mean: Vector) -> Vector:
    """Sum h(x / mean - 1) where all values are near the mean."""
    u = by_row(np.subtract, X, mean)
    return totals(_series(by_row(np.divide, u, mean, out=u)))


def _divergences(X: Matrix, mean: Vector) -> Vector:
    """Sum h(x / mean - 1); here 0 ln 0 = 0."""
    r = by_row(np.multiply, X, 1 / mean)
    logs = np.maximum(r, _TINY)
    np.log(logs, out=logs)
    logs *= r
    r -= 1
    return np.asarray(totals(logs) - totals(r))


def excess(u: Vector) -> Vector:
    """Compute h(u) = (1 + u) ln(1 + u) - u for u >= -1, without cancellation."""
    direct = (1 + u) * np.log(np.maximum(1 + u, _TINY)) - u
    return np.where(np.abs(u) < _NEAR, _series(np.clip(u, -_NEAR, _NEAR)), direct)


def _series(u: Matrix) -> Matrix:
    r"""Sum :math:`\sum_{k=2}^{13} (-u)^k / (k(k-1))`, which is h(u) for small u."""
    total = np.zeros_like(u)
    for k in range(13, 1, -1):
        total = 1 / (k * (k - 1)) - u * total
    return u * u * total
