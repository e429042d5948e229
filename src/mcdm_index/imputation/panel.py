"""Panels: what the other periods of a unit say of a cell."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import Rows, plain
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError

__all__ = ["Labels", "Panel", "read_labels", "read_times"]

Stack: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

# From so many units on, each period has an effect of its own beside the trend.
_MANY: Final = 30
# Own mean, and the periods before and after.
_OWN: Final = 3


@dataclass(frozen=True)
class Labels:
    """To which unit and period each row belongs.

    Attributes
    ----------
    units : tuple of hashable, one per row
    times : ndarray of shape (n,)
    """

    units: tuple[Hashable, ...]
    times: Vector

    @property
    def keys(self) -> list[tuple[Hashable, float]]:
        """Unit and period of each row."""
        return list(zip(self.units, self.times.tolist(), strict=True))

    def take(self, rows: Places) -> "Labels":
        """Take some of the rows, in an order."""
        return Labels(tuple(self.units[i] for i in rows), self.times[rows])

    def __add__(self, other: "Labels") -> "Labels":
        times = np.concatenate([self.times, other.times])
        return Labels(self.units + other.units, times)


def read_labels(rows: Rows, panel: Any) -> Labels:
    """Find the unit and the period of each row.

    Parameters
    ----------
    rows : Rows
    panel : pair
        The names of the two levels of the index, or one label per row for each.

    Raises
    ------
    DomainError, ShapeError, UnknownColumnError
        There are no such levels, or a unit has one period twice.
    """
    pair = isinstance(panel, list | tuple) and len(panel) == 2
    if not pair:
        msg = f"panel is a pair, (unit, time), got {panel!r}"
        raise DomainError(msg)
    units, times = (_labels(rows, label) for label in panel)
    labels = Labels(tuple(map(plain, units)), read_times(times))
    seen = set()
    for key in labels.keys:
        if key in seen:
            msg = f"unit {key[0]!r} has the period {key[1]:g} twice"
            raise DomainError(msg)
        seen.add(key)
    return labels


def read_times(times: Any) -> Vector:
    """Read periods as numbers; dates count in years."""
    values = np.asarray(times)
    if values.dtype.kind == "O" and len(values) and hasattr(values[0], "to_timestamp"):
        values = pd.PeriodIndex(values).to_timestamp().to_numpy()
    if np.issubdtype(values.dtype, np.datetime64):
        return np.asarray(values.astype("datetime64[D]").astype(float) / 365.2425)
    try:
        return np.asarray(values.astype(float))
    except (TypeError, ValueError):
        came = plain(values[0]) if len(values) else times
        msg = f"times must be numbers or dates, got {came!r}"
        raise DomainError(msg) from None


def _labels(rows: Rows, label: Any) -> Any:
    n = rows.shape[0]
    if isinstance(label, str):
        names = [] if rows.index is None else list(rows.index.names)
        if label not in names:
            msg = (
                f"panel names {label!r}, which is no level of the index; it has "
                f"{', '.join(map(repr, names)) or 'none, since the table is an array'}"
            )
            raise UnknownColumnError(msg)
        return rows.index.get_level_values(label).to_numpy()
    labels = np.asarray(label)
    if labels.shape != (n,):
        msg = f"panel needs one label for each of {n} rows, got shape {labels.shape}"
        raise ShapeError(msg)
    return labels


@dataclass(frozen=True)
class Panel:
    """The rows of a table as units over time.

    Attributes
    ----------
    unit : ndarray of int of shape (n,)
        Numbers of the units, from 0.
    time : ndarray of shape (n,)
    before, after : ndarray of int of shape (n,)
        Rows of the same unit at the periods before and after; -1 for none.
    odd : ndarray of bool of shape (n,)
        Whether the row is the second, fourth, ... of its unit.
    effects : ndarray of shape (n, e)
        The trend, and the effects of periods; for few units, whether there is no period
        before, and none after.
    count : ndarray of shape (n_units,)
        Numbers of rows.
    """

    unit: Places
    time: Vector
    before: Places
    after: Places
    odd: NDArray[np.bool_]
    effects: Matrix
    count: Vector

    @classmethod
    def of(cls, labels: Labels, periods: Vector, n_units: int) -> "Panel":
        """Make the panel of labelled rows.

        Parameters
        ----------
        labels : Labels
        periods : ndarray
            The periods that have effects, ascending; a row of another one has those of
            the nearest.
        n_units : int
            How many units there were where the effects are learned.
        """
        unit = np.asarray(pd.factorize(np.array(_numbered(labels.units)))[0], np.intp)
        order = np.lexsort([labels.times, unit])
        same = unit[order][1:] == unit[order][:-1]
        before, after = np.full((2, len(unit)), -1, dtype=np.intp)
        before[order[1:][same]] = order[:-1][same]
        after[order[:-1][same]] = order[1:][same]
        starts = np.flatnonzero(np.append(True, ~same))
        place = np.arange(len(unit)) - np.repeat(starts, np.diff([*starts, len(unit)]))
        odd = np.zeros(len(unit), dtype=bool)
        odd[order] = place % 2 == 1
        edges = np.column_stack([before, after]) < 0
        effects = _effects(labels.times, periods, edges if n_units < _MANY else None)
        count = np.bincount(unit).astype(float)
        return cls(unit, labels.times, before, after, odd, effects, count)

    def width(self, predictors: int) -> int:
        """Tell how many predictors it adds to so many."""
        return predictors + _OWN + int(self.effects.shape[1])

    def sums(self, values: Stack) -> Stack:
        """Sum (m, n) values by unit, to (m, n_units)."""
        order = np.argsort(self.unit, kind="stable")
        starts = np.flatnonzero(np.diff(self.unit[order], prepend=-1))
        return np.asarray(np.add.reduceat(values[:, order], starts, axis=1))

    def own(self, values: Stack, sums: Stack, rows: Places) -> Stack:
        """Say what the column itself says of rows, from its other periods.

        Parameters
        ----------
        values : ndarray of shape (m, n)
        sums : ndarray of shape (m, n_units)
        rows : ndarray of int of shape (r,)

        Returns
        -------
        ndarray of shape (m, r, 3)
            The mean over the other periods, and the values of the periods before and
            after, or that mean where there is none.
        """
        unit = self.unit[rows]
        others = divide(sums[:, unit] - values[:, rows], self.count[unit] - 1)
        found = [others]
        for beside in (self.before[rows], self.after[rows]):
            found.append(np.where(beside < 0, others, values[:, beside]))
        return np.stack(found, axis=2)

    def interpolated(self, column: Vector) -> Vector:
        """Fill gaps along a line between the periods of the unit; NaN without any."""
        filled = column.copy()
        order = np.lexsort([self.time, self.unit])
        for rows in np.split(order, np.cumsum(self.count[:-1]).astype(int)):
            known = rows[~np.isnan(column[rows])]
            if 0 < len(known) < len(rows):
                lacking = rows[np.isnan(column[rows])]
                filled[lacking] = np.interp(
                    self.time[lacking], self.time[known], column[known]
                )
        return filled


def _numbered(labels: Sequence[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


def _effects(times: Vector, periods: Vector, edges: Any) -> Matrix:
    """Make the trend, and an effect of each period but two, or of the edges."""
    if len(periods) < 2:
        return np.empty((len(times), 0))
    trend = (times - periods.mean()) / periods.std()
    if edges is not None:
        return np.column_stack([trend, edges.astype(float)])
    nearest = np.abs(times[:, None] - periods).argmin(axis=1)
    own = nearest[:, None] == np.arange(2, len(periods))
    return np.column_stack([trend, own.astype(float)])
