"""Criteria ready for statistics: centred without cancellation, and their spectrum."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    divide,
    peak_exponent,
)
from mcdm_index.engine import Rows, check_finite, open_rows
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    ShapeError,
    listing,
)

__all__ = [
    "EXPONENT_OF_CONSTANT",
    "ROUNDING",
    "Table",
    "centre",
    "open_table",
    "refuse_constants",
    "regular_spectrum",
    "spectrum_of",
]

# By less than this two eigenvalues or sums of loadings do not differ.
ROUNDING: Final = 1e-9


# Below those of all floats.
EXPONENT_OF_CONSTANT: Final = -(2**20)


class _Centred(NamedTuple):
    """Deviations from the mean: values times ``2**exponent``, the largest about 1.

    A constant column has zeros. `rounding` is how far off, in units of the values,
    the representation of the data as floats may have put them.
    """

    values: Matrix
    exponent: NDArray[np.int64]
    rounding: Vector


class Table(NamedTuple):
    rows: Rows
    deviations: _Centred


class _Spectrum(NamedTuple):
    """Singular values of the standardized criteria, padded to one per criterion."""

    table: Table
    Z: Matrix  # criteria as columns of length 1
    sizes: Vector  # descending
    axes: Matrix  # one per column
    limit: float  # what rounding may leave of a zero
    null: NDArray[np.bool_]  # which sizes are 0 but for rounding
    collinear: NDArray[np.bool_]  # which criteria the others determine

    def correlation(self) -> Matrix:
        R = np.clip(self.Z.T @ self.Z, -1.0, 1.0)
        np.fill_diagonal(R, 1.0)
        return np.asarray(R)

    def inverse(self) -> Matrix:
        """Invert the correlation matrix, on the axes that are not null."""
        scaled = divide(self.axes, np.where(self.null, 0.0, self.sizes))
        return np.asarray(scaled @ scaled.T)


def open_table(X: Container, least: int) -> Table:
    """Open a table of finite values with so many criteria at least."""
    rows = open_rows(X)
    n, k = rows.shape
    if n == 0:
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    if k < least:
        msg = f"{least} criteria or more are needed, got {k}: {rows.column(0)}"
        raise ShapeError(msg)
    check_finite(rows)
    return Table(rows, centre(np.asarray(rows.values, dtype=float)))


def centre(X: Matrix) -> _Centred:
    # Powers of two are exact, and keep sums and squares in range.
    first = peak_exponent(X)
    x = np.ldexp(X, -first)
    constant = x.max(axis=0) == x.min(axis=0)
    d = x - x.mean(axis=0)
    d -= d.mean(axis=0)  # what rounding left of the mean
    d = np.where(constant, 0.0, d)
    second = peak_exponent(d)
    exponent = np.where(constant, EXPONENT_OF_CONSTANT, first.astype(int) + second)
    rounding = np.where(constant, 0.0, np.ldexp(EPS, -second))
    return _Centred(np.ldexp(d, -second), exponent, rounding)


def refuse_constants(table: Table) -> None:
    constant = ~table.deviations.values.any(axis=0)
    if constant.any():
        n = table.rows.shape[0]
        where = listing(table.rows.column(int(j)) for j in np.flatnonzero(constant))
        why = "there is one unit only" if n == 1 else "leave out what does not vary"
        msg = f"constant, and without a correlation: {where}; {why}"
        raise DomainError(msg)


def spectrum_of(table: Table) -> _Spectrum:
    refuse_constants(table)
    n, k = table.rows.shape
    d = table.deviations.values
    length = np.sqrt(np.einsum("ij,ij->j", d, d))
    Z = d / length
    # Those of the triangular factor are those of Z, for less work.
    _, s, axes = np.linalg.svd(np.linalg.qr(Z, mode="r"), full_matrices=False)
    sizes, padded = np.zeros(k), np.zeros((k, k))
    sizes[: len(s)], padded[:, : len(s)] = s, axes.T
    # Both the arithmetic and the values themselves are rounded.
    rounding = float((table.deviations.rounding * np.sqrt(n) / length).max())
    limit = max(n, k) * EPS + k * rounding
    null = (sizes <= limit) | (np.arange(k) >= n - 1)
    regular = (padded[:, ~null] ** 2).sum(axis=1)
    collinear = 1 - regular > max(limit, EPS * k * k)
    return _Spectrum(table, Z, sizes, padded, limit, null, collinear)


def regular_spectrum(table: Table) -> _Spectrum:
    """Give the spectrum of criteria of which none is determined by the others."""
    spectrum = spectrum_of(table)
    n, k = table.rows.shape
    if spectrum.null.any():
        found = np.flatnonzero(spectrum.collinear)
        where = listing(table.rows.column(int(j)) for j in found)
        way = (
            "leave one of them out"
            if n > k
            else f"{k} criteria need more than {k} units, and there are {n}"
        )
        msg = f"the correlations are singular: {where} determine each other; {way}"
        raise DomainError(msg)
    return spectrum
