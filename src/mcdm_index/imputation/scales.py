"""The scale on which a column is imputed: as it is, its logarithm, or its logit."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.errors import NonFiniteError
from mcdm_index.methods.moments import moments
from mcdm_index.statistics import ColumnStats

__all__ = ["Kind", "Scale", "kind_of"]

Kind: TypeAlias = Literal["linear", "log"] | tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Standardized columns, on the scale of imputation of each.

    Attributes
    ----------
    low, high : ndarray of shape (p,)
        Between which a column is taken by its logit; by its logarithm if only the lower
        end, 0, is finite.
    least, most : ndarray of shape (p,)
        The ends of what was observed.
    peak, mean, deviation : ndarray of shape (p,)
        Of the scale of imputation, in units of the peak.
    """

    low: Vector
    high: Vector
    least: Vector
    most: Vector
    peak: Vector
    mean: Vector
    deviation: Vector

    @classmethod
    def learn(cls, data: Matrix, kinds: Sequence[Kind]) -> "Scale":
        """Learn the standardization of what is observed.

        Parameters
        ----------
        data : ndarray of shape (n, p)
            Gaps are NaN; each column has something observed, inside its bounds. What is
            learned does not depend, to the last bit, on the order of the rows.
        kinds : sequence of "linear", "log" or a pair of bounds
        """
        data = np.sort(data, axis=0)
        ends = [_ENDS.get(kind, kind) for kind in kinds]
        low, high = np.array(ends, dtype=float).reshape(-1, 2).T
        least, most = np.nanmin(data, axis=0), np.nanmax(data, axis=0)
        one = np.ones(len(low))
        plain = cls(low, high, least, most, one, 0 * one, one)
        x = plain._bend(data)
        peak = np.nanmax(np.abs(x), axis=0)
        unit = divide(x, peak)
        mean, deviation = np.zeros((2, unit.shape[1]))
        for j, column in enumerate(unit.T):
            s = ColumnStats.of(column[~np.isnan(column), None], ("squares",))
            mean[j : j + 1] = np.ldexp(s.mean, s.scale)
            deviation[j : j + 1] = np.ldexp(s.deviation(), s.scale)
        return cls(low, high, least, most, peak, mean, deviation)

    def apply(self, data: Matrix) -> Matrix:
        """Bring rows on the scale of imputation."""
        z = divide(divide(self._bend(data), self.peak) - self.mean, self.deviation)
        return np.where(np.isnan(data), np.nan, z)

    def undo(self, z: Matrix) -> Matrix:
        """Bring rows back; a logit stays inside its bounds, a logarithm above 0.

        What would be rounded to a bound is the nearest number inside.

        Raises
        ------
        NonFiniteError
            A value is too large for a number.
        """
        try:
            with np.errstate(over="raise", invalid="raise"):
                x = (self.mean + z * self.deviation) * self.peak
                logs, logits = self._bent
                x[..., logs] = np.exp(x[..., logs])
                low, high = self.low[logits], self.high[logits]
                x[..., logits] = low + (high - low) * expit(x[..., logits])
                bent = logs | logits
                low = np.nextafter(self.low[bent], np.inf)
                high = np.nextafter(self.high[bent], -np.inf)
                x[..., bent] = np.clip(x[..., bent], low, high)
        except FloatingPointError:
            msg = "an imputed value is too large for a number; check the units of data"
            raise NonFiniteError(msg) from None
        return np.asarray(x)

    def take(self, columns: NDArray[np.intp]) -> "Scale":
        """Take the scale of some of the columns, in an order."""
        return Scale(*(getattr(self, field.name)[columns] for field in fields(self)))

    @property
    def _bent(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell which columns are on a logarithm, and which on a logit."""
        bounded = np.isfinite(self.low)
        return bounded & np.isinf(self.high), bounded & np.isfinite(self.high)

    def _bend(self, data: Matrix) -> Matrix:
        """Take logarithms and logits.

        A later value that has none counts as the nearest that was observed.
        """
        x = np.array(data, dtype=float)
        inside = (x > self.low) & (x < self.high)
        x = np.where(inside | np.isnan(x), x, np.clip(x, self.least, self.most))
        logs, logits = self._bent
        low, high = self.low[logits], self.high[logits]
        x[..., logs] = np.log(x[..., logs])
        x[..., logits] = logit((x[..., logits] - low) / (high - low))
        return x


_ENDS: dict[Any, tuple[float, float]] = {
    "linear": (-np.inf, np.inf),
    "log": (0.0, np.inf),
}


def kind_of(column: Vector) -> Kind:
    """Choose the logarithm for a positive column that is less skewed by it.

    The choice does not depend on the unit of the column.

    Parameters
    ----------
    column : ndarray of shape (n,)
        Gaps are NaN.
    """
    seen = column[~np.isnan(column)]
    if (seen <= 0).any():
        return "linear"
    as_it_is, on_logs = np.abs(moments(np.column_stack([seen, np.log(seen)]))[0])
    return "log" if on_logs < as_it_is else "linear"
