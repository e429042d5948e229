"""Where a value stands among those that were learned: a kernel for ranks."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import DomainError, InverseError
from mcdm_index.statistics import ColumnStats

__all__ = ["Standing", "Ties"]

Ties = Literal["min", "average", "max"]
# Places are multiples of a half, so that a quarter tells them apart.
_HALF_WAY: Final = 0.25
_TIES: Final = {"min": 0.0, "average": 0.5, "max": 1.0}


@dataclass(frozen=True)
class Standing:
    """The kernel that tells where a value stands among those that were learned.

    A value with L learned ones below it and E equal to it stands at :math:`L + 1`,
    :math:`L + (E + 1)/2` or :math:`L + E`, as `ties` says; one that was not learned
    half-way between its neighbours, at :math:`L + 1/2`.

    Attributes
    ----------
    values : tuple of ndarray
        The distinct learned values of each column, ascending.
    places : tuple of ndarray
        Where they stand.
    below : tuple of ndarray
        How many learned values are less than each, and, last, how many there are.
    """

    values: tuple[Vector, ...]
    places: tuple[Vector, ...]
    below: tuple[Vector, ...]

    @classmethod
    def learn(cls, stats: ColumnStats, ties: Ties = "min") -> "Standing":
        """Learn the distinct values of each column and where they stand."""
        if ties not in _TIES:
            msg = f"ties must be one of {', '.join(_TIES)}, got {ties!r}"
            raise DomainError(msg)
        values, places, below = [], [], []
        for column in np.ascontiguousarray(stats.ordered.T):
            known = column[~np.isnan(column)]
            first = np.flatnonzero(np.diff(known, prepend=-np.inf) > 0)
            less = np.append(first, len(known)).astype(float)
            values.append(known[first])
            places.append(less[:-1] + 1 + _TIES[ties] * (np.diff(less) - 1))
            below.append(less)
        return cls(tuple(values), tuple(places), tuple(below))

    def __call__(self, X: Matrix) -> Matrix:
        """Find the places of rows, from 1 for the least to n for the largest."""
        out = np.empty(X.shape)
        columns = zip(X.T, self.values, self.places, self.below, strict=True)
        for j, (x, values, places, below) in enumerate(columns):
            order = np.argsort(x)  # a search in order stays within the cache
            sought = x[order]
            at = np.searchsorted(values, sought)
            near = np.minimum(at, len(values) - 1)
            found = values[near] == sought
            out[order, j] = np.where(found, places[near], below[at] + 0.5)
        return out

    def inverse(self, Z: Matrix) -> Matrix:
        """Give back the learned value that stands at each place."""
        out = np.empty(Z.shape)
        columns = zip(Z.T, self.values, self.places, strict=True)
        for j, (z, values, places) in enumerate(columns):
            at = np.minimum(np.searchsorted(places, z - _HALF_WAY), len(values) - 1)
            if (np.abs(places[at] - z) > _HALF_WAY).any():
                msg = "only the places of learned values can be undone"
                raise InverseError(msg)
            out[:, j] = values[at]
        return out
