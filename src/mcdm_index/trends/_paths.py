"""Paths: how the score and the rank of each unit developed."""

from collections.abc import Hashable
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import (
    Vector,
    divide,
    within_floats,
)
from mcdm_index.engine import plain
from mcdm_index.trends._panel import Panel, Places, Runs, place_of, read_panel
from mcdm_index.trends._parts import log_ratio

__all__ = ["rank_moves", "trends"]


def trends(
    scores: pd.Series | pd.DataFrame,
    unit: Hashable,
    period: Hashable,
    base: Any = None,
) -> pd.DataFrame:
    r"""Tell how the score of each unit developed from its first period to its last.

    With the score s at the times :math:`t_0 < \dots < t_T` of a unit,

    .. math::

        \mathrm{relative} = \frac{s_T - s_0}{|s_0|}, \qquad
        \mathrm{cagr} = \left(\frac{s_T}{s_0}\right)^{1/(t_T - t_0)} - 1, \qquad
        \mathrm{slope} = \frac{\sum_i (t_i - \bar t)(s_i - \bar s)}
        {\sum_i (t_i - \bar t)^2} .

    Parameters
    ----------
    scores : Series or DataFrame
        Larger is better. The row index has a level for the unit and one for the period;
        other levels are not read. Periods are numbers, dates or pandas periods, in any
        order; dates count in years, and pandas periods in steps of their frequency. A
        period that a unit has no row for, or a score of NaN, is one in which it is
        absent.
    unit, period : str
        Names of the levels.
    base : period, optional
        From which period on to look, and what to measure changes from; by default the
        first period of each unit.

    Returns
    -------
    DataFrame
        One row per unit, in the order in which they first appear; of a frame of scores,
        two levels of columns, the first of which is that of the scores. What is not
        defined is NA.

        - n_periods: in which the unit is present.
        - first_period, last_period, first, last: between which it is compared, and its
          scores then. Without a score in `base` it has no first.
        - change, relative_change: the latter is NA if the first score is 0.
        - cagr: compound annual growth rate, per unit of time; -1 if the last score is
          0. NA if the first score is not positive or the last is negative.
        - no_cagr: why there is none; NA if there is one.
        - slope: of the least-squares line, per unit of time, over all periods.
        - rank_first, rank_last, rank_move: 1 is the best of those present in that
          period, ties share the best place; a move is positive if the unit went up.
        - volatility: standard deviation (ddof 1) of the changes between periods that
          follow each other in the panel; NA with less than two of them.

        With one period only there is no change, growth, slope or move: NA.

    Raises
    ------
    DomainError
        A period is no time, `base` is none of the periods, or the scores are no Series
        or DataFrame.
    DuplicateLabelError
        A unit has a period twice.
    UnknownColumnError
        A level is not there.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Examples
    --------
    >>> labels = [("Ada", 2020), ("Ada", 2022), ("Bel", 2020), ("Bel", 2022)]
    >>> index = pd.MultiIndex.from_tuples(labels, names=["city", "year"])
    >>> found = trends(pd.Series([40.0, 48.4, 44.0, 44.0], index), "city", "year")
    >>> found[["first", "last", "cagr", "slope", "rank_move"]].round(3)
          first  last  cagr  slope  rank_move
    city
    Ada    40.0  48.4   0.1    4.2          1
    Bel    44.0  44.0   0.0    0.0         -1
    """
    panel = read_panel(scores, unit, period)
    start = 0 if base is None else place_of(base, panel.periods)
    with within_floats():
        tables = [_trend(panel, y, start, base is not None) for y in panel.scores.T]
    return _side_by_side(tables, scores)


def rank_moves(
    scores: pd.Series | pd.DataFrame, unit: Hashable, period: Hashable
) -> pd.DataFrame:
    """Tell by how many places each unit went up from each period to the next.

    Parameters
    ----------
    scores : Series or DataFrame
        As in `trends`.
    unit, period : str
        Names of the levels of the row index.

    Returns
    -------
    DataFrame of shape (n_units, n_periods - 1)
        Positive is up. The columns have two levels, the periods from which and to
        which; of a frame of scores a third, its own, stands before them. NA where the
        unit is absent from one of the two. Ranks are those among the units present in a
        period, ties sharing the best place; where units come and go, a unit moves by
        that alone.

    Raises
    ------
    DomainError, DuplicateLabelError, UnknownColumnError
        As in `trends`.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Examples
    --------
    >>> labels = [("Ada", 2020), ("Ada", 2021), ("Bel", 2020), ("Bel", 2021)]
    >>> index = pd.MultiIndex.from_tuples(labels, names=["city", "year"])
    >>> rank_moves(pd.Series([0.4, 0.6, 0.5, 0.5], index), "city", "year")
    from 2020
    to   2021
    city
    Ada     1
    Bel    -1
    """
    panel = read_panel(scores, unit, period)
    pairs = [panel.periods[:-1], panel.periods[1:]]
    columns = pd.MultiIndex.from_arrays(pairs, names=["from", "to"])
    tables = []
    for y in panel.scores.T:
        ranked = np.full((len(panel.units), len(panel.periods)), np.nan)
        ranked[panel.unit, panel.place] = _ranks(y, panel.place)
        moves = pd.DataFrame(ranked[:, :-1] - ranked[:, 1:], panel.units, columns)
        tables.append(moves.astype("Int64"))
    return _side_by_side(tables, scores)


def _side_by_side(tables: list[pd.DataFrame], scores: Any) -> pd.DataFrame:
    """Give the table of a Series, and those of a frame under its columns."""
    if isinstance(scores, pd.Series):
        return tables[0]
    return pd.concat(dict(zip(scores.columns, tables, strict=True)), axis=1)


def _ranks(y: Vector, place: Places) -> Vector:
    """Rank within each period, 1 for the best; NaN has no rank."""
    grouped = pd.Series(y).groupby(place)
    return np.asarray(grouped.rank(method="min", ascending=False), float)


def _trend(panel: Panel, y: Vector, start: int, based: bool) -> pd.DataFrame:
    """Make the table of one score."""
    runs = panel.runs(~np.isnan(y) & (panel.place >= start))
    value, places = y[runs.kept], _ranks(y, panel.place)[runs.kept]
    first, last = value[runs.start], value[runs.last]
    from_, to = places[runs.start], places[runs.last]
    always = np.ones(len(first), dtype=bool)
    there = (runs.place[runs.start] == start) if based else always
    both = there & runs.many
    growth, grows = _growth(runs, first, last)
    spread, varies = _volatility(runs, value)
    relative = divide(last - first, np.abs(first))
    columns = {
        "n_periods": np.bincount(runs.owner, minlength=len(panel.units)),
        "first_period": _periods(panel, runs, runs.place[runs.start], there),
        "last_period": _periods(panel, runs, runs.place[runs.last], always),
        "first": _numbers(panel, runs, first, there),
        "last": _numbers(panel, runs, last, always),
        "change": _numbers(panel, runs, last - first, both),
        "relative_change": _numbers(panel, runs, relative, both & (first != 0)),
        "cagr": _numbers(panel, runs, growth, both & grows),
        "no_cagr": _why_not(panel, runs, first, last, there, start),
        "slope": _numbers(panel, runs, _slope(runs, value), runs.many),
        "rank_first": _numbers(panel, runs, from_, there, "Int64"),
        "rank_last": _numbers(panel, runs, to, always, "Int64"),
        "rank_move": _numbers(panel, runs, from_ - to, both, "Int64"),
        "volatility": _numbers(panel, runs, spread, varies),
    }
    return pd.DataFrame(columns, index=panel.units)


def _scaled(runs: Runs, y: Vector) -> tuple[Vector, Any]:
    """Divide the values of each unit by a power of two just above the largest."""
    size = np.abs(y)
    peak = np.maximum.reduceat(size, runs.start) if len(y) else size
    exponent = np.frexp(peak)[1]
    return np.asarray(np.ldexp(y, -runs.each(exponent))), exponent


def _growth(
    runs: Runs, first: Vector, last: Vector
) -> tuple[Vector, NDArray[np.bool_]]:
    """Give the compound growth per unit of time, and whether there is one."""
    years = runs.time[runs.last] - runs.time[runs.start]
    defined = runs.many & (first > 0) & (last >= 0)
    alive = defined & (last > 0)
    rate = np.expm1(divide(log_ratio(last, first, alive), years))
    return np.where(alive, rate, -1.0), defined


def _slope(runs: Runs, y: Vector) -> Vector:
    y, exponent = _scaled(runs, y)
    # From the first value on, so that what does not change has a slope of 0.
    y = y - runs.each(y[runs.start])
    t = runs.time - runs.each(runs.total(runs.time) / runs.n)
    slope = divide(runs.total(t * y), runs.total(t * t))
    return np.asarray(np.ldexp(slope, exponent))


def _volatility(runs: Runs, y: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Give the standard deviation of changes, and whether there are two or more."""
    y, exponent = _scaled(runs, y)
    before, after = runs.steps("consecutive")
    near = runs.place[after] == runs.place[before] + 1
    before, after = before[near], after[near]
    m = len(runs.n)
    d, own = y[after] - y[before], runs.each(np.arange(m))[after]
    count = np.bincount(own, minlength=m)
    # From the first change on, so that changes that are alike differ by nothing.
    d = d - d[np.searchsorted(own, own)]
    d = d - divide(np.bincount(own, d, m), count)[own]
    sd = np.sqrt(divide(np.bincount(own, d * d, m), np.maximum(count - 1, 0)))
    return np.asarray(np.ldexp(sd, exponent)), count > 1


def _numbers(
    panel: Panel,
    runs: Runs,
    values: Vector,
    known: NDArray[np.bool_],
    dtype: Literal["Float64", "Int64"] = "Float64",
) -> Any:
    """Give one number per unit of the panel, NA where it is not known."""
    full = np.full(len(panel.units), np.nan)
    full[runs.units] = np.where(known, values, np.nan)
    return pd.Series(full).astype(dtype).array


def _periods(panel: Panel, runs: Runs, places: Places, known: NDArray[np.bool_]) -> Any:
    """Give one period per unit of the panel, missing where it is not known."""
    full = np.full(len(panel.units), -1)
    full[runs.units] = np.where(known, places, -1)
    labels = pd.Series(panel.periods)
    if labels.dtype.kind in "iu":
        labels = labels.astype("Int64")
    return labels.reindex(full).array


def _why_not(
    panel: Panel,
    runs: Runs,
    first: Vector,
    last: Vector,
    there: NDArray[np.bool_],
    start: int,
) -> Any:
    """Say of each unit why it has no growth rate."""
    reasons = {
        f"no score in {plain(panel.periods[start])}": ~there,
        "one period only": ~runs.many,
        "the first score is not positive": first <= 0,
        "the last score is negative": last < 0,
    }
    why = np.full(len(panel.units), "no score", dtype=object)
    why[runs.units] = np.select(list(reasons.values()), list(reasons), default="")
    why[why == ""] = None
    return pd.Series(why).astype("string").array
