"""Panels of scores, opened: rows of units in the order of their periods."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import (
    Matrix,
    Vector,
)
from mcdm_index.engine import Rows, check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    suggestion,
)

__all__ = ["Panel", "Places", "Runs", "Span", "check_word", "place_of", "read_panel"]

Span: TypeAlias = Literal["consecutive", "whole"]

Places: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Runs:
    """Some rows of a panel, unit by unit, each in the order of time."""

    kept: Places  # which rows
    owner: Places  # unit of each
    place: Places  # period of each
    time: Vector
    start: Places  # where each unit begins; only those that have a row
    n: Places  # how many rows it has

    @property
    def units(self) -> Places:
        return self.owner[self.start]

    @property
    def last(self) -> Places:
        return self.start + self.n - 1

    @property
    def many(self) -> NDArray[np.bool_]:
        return self.n > 1

    def steps(self, span: Span) -> tuple[Places, Places]:
        """Give the pairs of rows that follow each other, or the first and last."""
        if span == "whole":
            return self.start[self.many], self.last[self.many]
        after = np.flatnonzero(self.owner[1:] == self.owner[:-1]) + 1
        return after - 1, after

    def each(self, x: Any) -> Any:
        """Give what belongs to a unit to each of its rows."""
        return np.repeat(x, self.n)

    def total(self, x: Vector) -> Vector:
        return np.asarray(np.add.reduceat(x, self.start) if len(x) else x)


@dataclass(frozen=True)
class Panel:
    """Scores by unit and period, sorted by both."""

    rows: Rows
    units: pd.Index  # in the order in which they appear
    periods: pd.Index  # ascending
    times: Vector  # of the periods
    unit: Places  # of each row
    place: Places  # of the period of each row

    @property
    def scores(self) -> Matrix:
        return np.asarray(self.rows.values)

    def runs(self, there: NDArray[np.bool_]) -> Runs:
        """Choose rows."""
        kept = np.flatnonzero(there)
        owner, place = self.unit[kept], self.place[kept]
        start = np.flatnonzero(np.diff(owner, prepend=-1))
        n = np.diff(start, append=len(kept))
        return Runs(kept, owner, place, self.times[place], start, n)


def read_panel(
    scores: Any, unit: Hashable, period: Hashable, frame: bool = False
) -> Panel:
    """Sort scores by unit and period, and refuse what is no panel."""
    if not isinstance(scores, pd.DataFrame if frame else pd.Series | pd.DataFrame):
        kind = "a DataFrame" if frame else "a Series or DataFrame"
        msg = (
            f"scores must be {kind} whose row index names a unit and a period, got "
            f"{type(scores).__name__}"
        )
        raise DomainError(msg)
    table = scores.to_frame("score") if isinstance(scores, pd.Series) else scores
    if not len(table):
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    if not table.columns.is_unique:
        twice = listing(map(repr, table.columns[table.columns.duplicated()]))
        msg = f"columns must have names of their own; these stand twice: {twice}"
        raise DuplicateLabelError(msg)
    who, units = pd.factorize(_level(table, unit))
    when, periods = pd.factorize(_level(table, period))
    times = _times(periods)
    by_time = np.argsort(times, kind="stable")
    place = np.argsort(by_time)[when]
    order = np.lexsort((place, who))
    rows = open_rows(table)
    check_finite(rows, allow_missing=True)
    values = np.asarray(rows.values, dtype=float)[order]
    rows = Rows(values, rows.columns, table.index[order])
    who, place, periods = who[order], place[order], periods[by_time]
    panel = Panel(rows, units.rename(unit), periods, times[by_time], who, place)
    _check_single(panel, order)
    return panel


def _level(table: pd.DataFrame, name: Hashable) -> pd.Index:
    """Give the labels of one level of the row index."""
    names = list(table.index.names)
    if names.count(name) != 1:
        hint = suggestion(str(name), map(str, names))
        msg = (
            f"{name!r} is no level of the row index, or not one alone; it has "
            f"{listing(map(repr, names))}.{hint}"
        )
        raise UnknownColumnError(msg)
    labels = table.index.get_level_values(names.index(name))
    if isinstance(labels, pd.CategoricalIndex):
        labels = labels.astype(labels.categories.dtype)
    gaps = np.flatnonzero(labels.isna())
    if len(gaps):
        msg = f"{name!r} is missing in row {listing(gaps)} (rows count from 0)"
        raise MissingDataError(msg)
    return labels


def _times(periods: pd.Index) -> Vector:
    """Read periods as numbers that differ."""
    times = _as_numbers(periods)
    bad = np.flatnonzero(~np.isfinite(times))
    if len(bad):
        came = listing(repr(plain(label)) for label in periods[bad])
        msg = f"periods must be numbers or dates, got {came}"
        raise DomainError(msg)
    order = np.argsort(times, kind="stable")
    same = np.flatnonzero(np.diff(times[order]) == 0)
    if len(same):
        pair = [repr(plain(label)) for label in periods[order[same[0] :][:2]]]
        msg = f"periods cannot be told apart: {' and '.join(pair)}"
        raise DomainError(msg)
    return times


def _as_numbers(periods: pd.Index) -> Vector:
    """Give times, NaN for what is none; dates in years, periods in steps."""
    if periods.dtype == object and all(isinstance(label, date) for label in periods):
        try:
            periods = pd.DatetimeIndex(pd.to_datetime(periods))
        except ValueError:  # some with a time zone, some without
            return np.full(len(periods), np.nan)
    if isinstance(periods, pd.PeriodIndex):
        return np.asarray([label.ordinal for label in periods], dtype=float)
    if isinstance(periods, pd.DatetimeIndex):
        days = (periods - periods.normalize()) / pd.Timedelta(days=1)
        days = (periods.day - 1 + days) / periods.days_in_month
        # The same day of two years is whole years away from itself.
        years = periods.year - periods.year.min()
        return np.asarray(years + (periods.month - 1 + days) / 12, dtype=float)
    if periods.dtype == bool:
        return np.full(len(periods), np.nan)
    numbers = pd.to_numeric(pd.Series(periods), errors="coerce")
    return numbers.to_numpy(dtype=float, na_value=np.nan)


def _check_single(panel: Panel, order: Places) -> None:
    """Refuse a unit that has a period twice."""
    same = (np.diff(panel.unit) == 0) & (np.diff(panel.place) == 0)
    if same.any():
        twice = [
            f"{plain(panel.units[panel.unit[i]])!r} in "
            f"{plain(panel.periods[panel.place[i]])!r} (rows {order[i]} and "
            f"{order[i + 1]})"
            for i in np.flatnonzero(same)
        ]
        msg = f"a unit has a period twice (rows count from 0): {listing(twice)}"
        raise DuplicateLabelError(msg)


def place_of(base: Any, periods: pd.Index) -> int:
    found = np.flatnonzero(periods == base)
    if len(found) != 1:
        ends = f"{plain(periods[0])!r} to {plain(periods[-1])!r}"
        msg = f"base {base!r} is no period of the scores; they go from {ends}"
        raise DomainError(msg)
    return int(found[0])


def check_word(given: object, names: tuple[str, ...], what: str) -> None:
    if given not in names:
        hint = suggestion(str(given), names)
        msg = f"unknown {what} {given!r}; use one of {', '.join(names)}.{hint}"
        raise UnknownMethodError(msg)
