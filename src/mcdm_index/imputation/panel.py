"""Panels: what the other periods of a unit say of a cell."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import Rows, plain
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    listing,
)

__all__ = ["Labels", "Panel", "read_labels", "read_times"]

Stack: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

# From so many units on, each period has an effect of its own beside the trend.
_MANY: Final = 30
# Own mean, own values at the periods before and after, and time itself.
_OWN: Final = 4


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

    def panel(self) -> "Panel":
        """Make a panel whose periods and units are those of the labels themselves."""
        return Panel.of(self, np.unique(self.times), len(set(self.units)))

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
    DomainError, MissingDataError, ShapeError, UnknownColumnError
        There are no such levels, a label is missing, or a unit has one period twice.
    """
    pair = isinstance(panel, list | tuple) and len(panel) == 2
    if not pair:
        msg = f"panel is a pair, (unit, time), got {panel!r}"
        raise DomainError(msg)
    units, times = (_labels(rows, label) for label in panel)
    _check_known(pd.isna(units), "unit")
    when = read_times(times)
    _check_known(~np.isfinite(when), "period")
    labels = Labels(tuple(map(_plain_unit, units)), when)
    seen = set()
    for key in labels.keys:
        if key in seen:
            msg = f"unit {key[0]!r} has the period {key[1]:g} twice"
            raise DomainError(msg)
        seen.add(key)
    return labels


def _plain_unit(label: Any) -> Any:
    """Give equal labels one form: the unit 1.0 is the unit 1."""
    label = plain(label)
    whole = isinstance(label, float) and label.is_integer()
    return int(label) if whole else label


def _check_known(unknown: NDArray[np.bool_], what: str) -> None:
    if unknown.any():
        where = listing(f"row {i}" for i in np.flatnonzero(unknown))
        msg = f"a {what} of the panel is missing in {where} (rows count from 0)"
        raise MissingDataError(msg)


def read_times(times: Any) -> Vector:
    """Read periods as numbers; dates count in years, and what is missing is NaN."""
    values = np.asarray(times)
    if values.dtype.kind == "O":
        known = next((value for value in values if not pd.isna(value)), None)
        if hasattr(known, "to_timestamp"):
            values = pd.PeriodIndex(values).to_timestamp().to_numpy()
        elif isinstance(known, date):
            stamps = pd.to_datetime(values, utc=True)
            values = stamps.tz_localize(None).to_numpy()
    if values.dtype.kind == "M":
        days = (values - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")
        return np.asarray(days / 365.2425)
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
    count : ndarray of shape (n_units,)
        Numbers of rows.
    periods : ndarray of shape (t,)
        The periods that may have effects, ascending.
    period : ndarray of int of shape (n,)
        Which of them the row has; -1 for none.
    many : bool
        Whether there are so many units that periods have effects beside the trend.
    """

    unit: Places
    time: Vector
    before: Places
    after: Places
    odd: NDArray[np.bool_]
    count: Vector
    periods: Vector
    period: Places
    many: bool

    @classmethod
    def of(cls, labels: Labels, periods: Vector, n_units: int) -> "Panel":
        """Make the panel of labelled rows.

        Parameters
        ----------
        labels : Labels
        periods : ndarray
            Ascending, those where effects are learned.
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
        period = np.minimum(np.searchsorted(periods, labels.times), len(periods) - 1)
        period[periods[period] != labels.times] = -1
        count = np.bincount(unit).astype(float)
        many = n_units >= _MANY
        return cls(unit, labels.times, before, after, odd, count, periods, period, many)

    def contrasts(self, seen: Places) -> Matrix:
        """Make the effects of periods that rows tell of: deviations from a line.

        Parameters
        ----------
        seen : ndarray of int
            Rows.

        Returns
        -------
        ndarray of shape (t + 1, e)
            One row for each period, orthogonal to a constant and to the time; a period
            that no row has, and the last row, which stands for any other, are 0.
        """
        known = np.unique(self.period[seen])
        effects = np.zeros((len(self.periods) + 1, max(len(known) - 2, 0)))
        if not self.many or not effects.shape[1]:
            return effects[:, :0]
        line = np.column_stack([np.ones(len(known)), self.centred(self.periods[known])])
        effects[known] = np.linalg.qr(line, mode="complete")[0][:, 2:]
        return effects

    def centred(self, time: Vector) -> Vector:
        """Count time from the middle of the periods, in units of their deviation."""
        return divide(time - self.periods.mean(), self.periods.std())

    def width(self, predictors: int) -> int:
        """Tell how many predictors it adds to so many, the effects of periods apart."""
        return predictors + _OWN

    def sums(self, values: Stack) -> Stack:
        """Sum (m, n) values by unit, to (m, n_units)."""
        order = np.argsort(self.unit, kind="stable")
        starts = np.flatnonzero(np.diff(self.unit[order], prepend=-1))
        return np.asarray(np.add.reduceat(values[:, order], starts, axis=1))

    def trend(self, values: Stack, sums: Stack) -> Vector:
        """Fit one slope over time within all units: (m, n) values to (m,) slopes."""
        about = self.time - (np.bincount(self.unit, self.time) / self.count)[self.unit]
        apart = values - (sums / self.count)[:, self.unit]
        return divide((apart * about).sum(axis=1), (about * about).sum())

    def own(self, values: Stack, sums: Stack, slope: Vector, rows: Places) -> Stack:
        """Say what the column itself says of rows, from its other periods.

        Each value is moved along the common trend to the period of the row.

        Parameters
        ----------
        values : ndarray of shape (m, n)
        sums : ndarray of shape (m, n_units)
        slope : ndarray of shape (m,)
            The common trend.
        rows : ndarray of int of shape (r,)

        Returns
        -------
        ndarray of shape (m, r, 3)
            The mean over the other periods, and the values of the periods before and
            after; where one is lacking the other, and without both that mean.
        """
        unit, time = self.unit[rows], self.time[rows]
        slope = slope[:, None]
        left = self.count[unit] - 1
        mean = divide(sums[:, unit] - values[:, rows], left)
        mean_time = divide(np.bincount(self.unit, self.time)[unit] - time, left)
        mean += slope * np.where(left > 0, time - mean_time, 0.0)
        before, after = (
            values[:, beside[rows]] + slope * (time - self.time[beside[rows]])
            for beside in (self.before, self.after)
        )
        first, last = self.before[rows] < 0, self.after[rows] < 0
        alone = np.where(first & last, mean, before)
        return np.stack(
            [mean, np.where(first & ~last, after, alone), np.where(last, alone, after)],
            axis=2,
        )

    def beside(self, values: Stack, rows: Places) -> Stack:
        """Average (m, n, k) values over the periods before and after; 0 without both.

        Parameters
        ----------
        values : ndarray of shape (m, n, k)
        rows : ndarray of int of shape (r,)
        """
        sides = self.before[rows], self.after[rows]
        there = [(side >= 0).astype(float)[:, None] for side in sides]
        each = [values.take(s, axis=1) * t for s, t in zip(sides, there, strict=True)]
        return divide(each[0] + each[1], there[0] + there[1])

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
