"""Kernels: frozen maps from rows to rows, each column by itself, most with an inverse.

A kernel is what normalization and treatment learn. Gaps may come as NaN and leave as
anything; the engine puts them back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index._columns import by_row
from mcdm_index._numeric import Matrix, Vector
from mcdm_index._registry import Domain
from mcdm_index.engine import Kernel
from mcdm_index.errors import CellError, ColumnError, InverseError
from mcdm_index.polarity import Direction, Polarity
from mcdm_index.statistics import ColumnStats

__all__ = [
    "Band",
    "Bend",
    "Chain",
    "Clip",
    "Guard",
    "Logarithm",
    "Membership",
    "Parallel",
    "Power",
    "Reciprocal",
    "Rescale",
    "Sigmoid",
    "inverse",
    "invertible",
]

Indices: TypeAlias = NDArray[np.int64]


def inverse(kernel: Kernel, Z: Matrix) -> Matrix:
    """Undo a kernel.

    Parameters
    ----------
    kernel : callable
    Z : ndarray of shape (n, m)
        What the kernel gave.

    Raises
    ------
    InverseError
        The kernel has no inverse, or a value is none that it can have given.
    """
    undo: Callable[[Matrix], Matrix] | None = getattr(kernel, "inverse", None)
    if undo is None:
        msg = f"{type(kernel).__name__} has no inverse: different values share a result"
        raise InverseError(msg)
    X = undo(Z)
    if (~np.isfinite(X) & np.isfinite(Z)).any():
        msg = "a value is none that can have been given, or is too far out to be undone"
        raise InverseError(msg)
    return X


def invertible(kernel: Kernel) -> bool:
    """Tell whether a kernel can be undone."""
    match kernel:
        case Chain(first, second):
            return invertible(first) and invertible(second)
        case Parallel(parts):
            return all(invertible(part) for _, part in parts)
        case Clip(low, high, remains):
            limited = (np.isfinite(low) | np.isfinite(high)).any()
            return bool(remains > 0 or not limited)
        case Membership():
            return False
    return hasattr(kernel, "inverse")


def _refuse(bad: NDArray[np.bool_], X: Matrix, columns: Indices, why: str) -> None:
    """Refuse the first bad cell, saying which it is and what it holds."""
    if bad.any():
        i, j = np.argwhere(bad)[0]
        column = int(columns[j])
        raise CellError(int(i), column, f"is {X[i, column]:g}, but {why}")


@dataclass(frozen=True)
class Guard:
    """The kernel that lets the columns listed pass if they are within a domain."""

    columns: Indices
    domain: Domain

    def __call__(self, X: Matrix) -> Matrix:
        """Check rows and hand them on."""
        x = X[:, self.columns]
        bad = {"nonnegative": x < 0, "positive": x <= 0, "above_one": x <= 1}
        words = {"nonnegative": "0 or more", "above_one": "above 1"}
        need = words.get(self.domain, self.domain)
        why = f"the method is defined for values that are {need}"
        _refuse(bad[self.domain], X, self.columns, why)
        return X

    def inverse(self, Z: Matrix) -> Matrix:
        """Hand on."""
        return Z


@dataclass(frozen=True)
class Rescale:
    r"""The kernel :math:`z = (x / 2^s - o) / r`, with `origin` o, `span` r, `scale` s.

    Where the span is zero, z is `constant`. `out_range` stretches [0, 1] to [a, b], in
    order and exactly at both ends; `clip` stops z at them.
    """

    origin: Vector
    span: Vector
    scale: Indices
    constant: float | Vector = 0.0
    out_range: tuple[float, float] = (0.0, 1.0)
    clip: bool = False

    def __call__(self, X: Matrix) -> Matrix:
        """Rescale rows."""
        x = np.ldexp(X, -self.scale) if self.scale.any() else X
        known = self.span != 0
        span = np.where(known, self.span, 1.0)
        if self.origin.any():
            z = by_row(np.subtract, x, self.origin)
            by_row(np.divide, z, span, out=z)
        else:
            z = by_row(np.divide, x, span)
        if not known.all():
            z[:, ~known] = np.broadcast_to(self.constant, known.shape)[~known]
        z += 0.0  # no negative zeros
        if self.clip:
            np.clip(z, 0.0, 1.0, out=z)
        if self.out_range != (0.0, 1.0):
            a, b = self.out_range
            y = a + (b - a) * z
            z = np.where(z < 1, np.minimum(y, b), np.where(z > 1, np.maximum(y, b), b))
        return z

    def inverse(self, Z: Matrix) -> Matrix:
        """Give back the raw values; a clipped one comes back as the end it stopped at.

        A column whose span is zero held one value, which comes back.
        """
        a, b = self.out_range
        z = (Z - a) / (b - a)
        z = np.where(self.span == 0, 0.0, z)
        return np.asarray(np.ldexp(z * self.span + self.origin, self.scale))


@dataclass(frozen=True)
class Membership:
    r"""The kernel that turns target and interval columns into grades from 0 to 1.

    Inside [a, b] the grade is 1; it falls to 0 over the distance `left` below a and
    `right` above b. Columns that are not listed pass unchanged. Below and above grade
    alike, so that there is no inverse.
    """

    columns: Indices
    low: Vector
    high: Vector
    left: Vector
    right: Vector

    @classmethod
    def learn(cls, stats: ColumnStats, polarity: tuple[Polarity, ...]) -> "Membership":
        """Learn how far the farthest value lies from the best ones."""
        columns, ends = [], []
        for j, best in enumerate(polarity):
            if isinstance(best, Direction):
                continue
            if best.tolerance is None:
                left = right = max(
                    best.low - stats.low[j], stats.high[j] - best.high, 0.0
                )
            else:
                left = best.low - best.tolerance[0]
                right = best.tolerance[1] - best.high
            columns.append(j)
            ends.append((best.low, best.high, left, right))
        return cls(np.array(columns, dtype=np.int64), *np.array(ends, dtype=float).T)

    def __call__(self, X: Matrix) -> Matrix:
        """Grade rows."""
        x = X[:, self.columns]
        u = (
            1
            - self._part(self.low - x, self.left)
            - self._part(x - self.high, self.right)
        )
        out = X.copy()
        out[:, self.columns] = np.maximum(u, 0.0)
        return out

    def inverse(self, _: Matrix) -> Matrix:
        """Refuse: a value below the best ones and one above share a grade."""
        what = "a target cannot be undone: values on both sides share a result"
        raise ColumnError(self.columns[0], what, InverseError)

    @staticmethod
    def _part(distance: Matrix, reach: Vector) -> Matrix:
        """Give the share of the reach that is used up; all of it if the reach is 0."""
        used = np.where(distance > 0, 1.0, 0.0)
        return np.divide(distance, reach, out=used, where=(distance > 0) & (reach > 0))


@dataclass(frozen=True)
class Reciprocal:
    """The kernel 1 / x on the columns listed, whose values must be positive."""

    columns: Indices

    def __call__(self, X: Matrix) -> Matrix:
        """Invert rows."""
        x = X[:, self.columns]
        _refuse(x <= 0, X, self.columns, "a cost that is divided by must be positive")
        out = X.copy()
        out[:, self.columns] = 1 / x
        return out

    def inverse(self, Z: Matrix) -> Matrix:
        """Invert again."""
        return self(Z)


@dataclass(frozen=True)
class Logarithm:
    r"""The kernel :math:`d \ln(d\,(x - o) + c)` on the columns listed, d = 1 or -1.

    Origin o and offset c are kept apart, so that nothing is lost far from zero.
    """

    columns: Indices
    direction: Vector
    origin: Vector
    offset: Vector

    @classmethod
    def plain(cls, columns: Indices) -> "Logarithm":
        """Take the logarithm as it is."""
        nothing = np.zeros(len(columns))
        return cls(columns, np.ones(len(columns)), nothing, nothing)

    def __call__(self, X: Matrix) -> Matrix:
        """Take logarithms; those of mirrored columns with their sign turned back."""
        x = (X[:, self.columns] - self.origin) * self.direction + self.offset
        why = "the logarithm that was learned is not defined there"
        _refuse(x <= 0, X, self.columns, why)
        out = X.copy()
        out[:, self.columns] = self.direction * np.log(x)
        return out

    def inverse(self, Z: Matrix) -> Matrix:
        """Take exponentials."""
        out = Z.copy()
        z = Z[:, self.columns] * self.direction
        away = (np.exp(z) - self.offset) * self.direction
        out[:, self.columns] = away + self.origin
        return out


@dataclass(frozen=True)
class Power:
    """The kernel x ** p, with one exponent per column, of values from 0."""

    exponent: Vector

    def __call__(self, X: Matrix) -> Matrix:
        """Raise to the power."""
        return np.asarray(X**self.exponent)

    def inverse(self, Z: Matrix) -> Matrix:
        """Take the root."""
        if (Z < 0).any():
            msg = "a power of a value from 0 on is not negative, and cannot be undone"
            raise InverseError(msg)
        return np.asarray(Z ** (1 / self.exponent))


@dataclass(frozen=True)
class Sigmoid:
    """The kernel 1 / (1 + exp(-k x)), with `steepness` k."""

    steepness: float = 1.0

    def __call__(self, X: Matrix) -> Matrix:
        """Squeeze the line into (0, 1)."""
        from scipy.special import expit

        return np.asarray(expit(self.steepness * X))

    def inverse(self, Z: Matrix) -> Matrix:
        """Take the logit."""
        from scipy.special import logit

        if not ((Z > 0) & (Z < 1) | np.isnan(Z)).all():
            msg = "a logistic value lies between 0 and 1, both exclusive, to be undone"
            raise InverseError(msg)
        return np.asarray(logit(Z) / self.steepness)


@dataclass(frozen=True)
class Band:
    """The kernel that tells below (-1), within (0) and above (1) a band.

    What is beyond an edge by no more than its rounding is within.
    """

    low: Vector
    high: Vector
    scale: Indices

    def __call__(self, X: Matrix) -> Matrix:
        """Compare rows with the band."""
        x = np.ldexp(X, -self.scale) if self.scale.any() else X
        margin = 8 * np.finfo(float).eps
        above = x > self.high * (1 + margin)
        return np.subtract(above, x < self.low * (1 - margin), dtype=float)


@dataclass(frozen=True)
class Clip:
    """The kernel that moves values beyond `low` and `high` towards them.

    What is left of the excess is its `remains`-fold: nothing (0) for winsorization.
    """

    low: Vector
    high: Vector
    remains: float = 0.0

    def __call__(self, X: Matrix) -> Matrix:
        """Move what lies beyond the limits."""
        y = np.clip(X, self.low, self.high)
        return y + self.remains * (X - y) if self.remains else y

    def inverse(self, Z: Matrix) -> Matrix:
        """Move back, if anything of the excess remained."""
        if not (np.isfinite(self.low) | np.isfinite(self.high)).any():
            return Z
        if not self.remains:
            msg = "winsorized values cannot be moved back: what was beyond is gone"
            raise InverseError(msg)
        return replace(self, remains=1 / self.remains)(Z)


@dataclass(frozen=True)
class Bend:
    """The kernel of Box and Cox, or Yeo and Johnson, with one exponent per column."""

    exponent: Vector
    family: Literal["box_cox", "yeo_johnson"]

    def __call__(self, X: Matrix) -> Matrix:
        """Bend rows."""
        from scipy.special import boxcox, boxcox1p

        if self.family == "box_cox":
            return np.asarray(boxcox(X, self.exponent))
        up = boxcox1p(np.maximum(X, 0.0), self.exponent)
        down = boxcox1p(np.maximum(-X, 0.0), 2 - self.exponent)
        return np.asarray(up - down)

    def inverse(self, Z: Matrix) -> Matrix:
        """Bend back."""
        from scipy.special import inv_boxcox, inv_boxcox1p

        if self.family == "box_cox":
            return np.asarray(inv_boxcox(Z, self.exponent))
        up = inv_boxcox1p(np.maximum(Z, 0.0), self.exponent)
        down = inv_boxcox1p(np.maximum(-Z, 0.0), 2 - self.exponent)
        return np.asarray(up - down)


@dataclass(frozen=True)
class Chain:
    """Two kernels, one after the other."""

    first: Kernel
    second: Kernel

    def __call__(self, X: Matrix) -> Matrix:
        """Apply both."""
        return self.second(self.first(X))

    def inverse(self, Z: Matrix) -> Matrix:
        """Undo both, the last one first."""
        return inverse(self.first, inverse(self.second, Z))


@dataclass(frozen=True)
class Parallel:
    """Kernels side by side, each for columns of its own."""

    parts: tuple[tuple[Indices, Kernel], ...]

    def __call__(self, X: Matrix) -> Matrix:
        """Apply each to its columns."""
        return self._each(X, undo=False)

    def inverse(self, Z: Matrix) -> Matrix:
        """Undo each on its columns."""
        return self._each(Z, undo=True)

    def _each(self, X: Matrix, *, undo: bool) -> Matrix:
        out = np.empty(X.shape)
        for columns, kernel in self.parts:
            x = np.ascontiguousarray(X[:, columns])
            try:
                out[:, columns] = inverse(kernel, x) if undo else kernel(x)
            except CellError as error:
                column = int(columns[error.column])
                raise CellError(error.row, column, str(error)) from None
            except ColumnError as error:
                column = int(columns[error.column])
                raise ColumnError(column, str(error), error.kind) from None
        return out
