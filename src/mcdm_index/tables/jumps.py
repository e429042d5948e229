"""Jumps: a panel goes in; the periods at which columns change their unit come out.

A column is in 万元 for some years and in 亿元 for others: all its values fall by the
factor 10,000 in the same year.
"""

from collections.abc import Hashable
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.trends._panel import Panel, Places, read_panel

__all__ = ["unit_jumps"]

_COLUMNS: Final = (
    *("column", "period", "before", "factor", "ratio", "usual", "share", "n_units"),
)
# Half a decade is as far from one power of ten as from the next; twice is less.
_NEAR: Final = float(np.log10(2))
_HALF: Final = 0.5
# From tonnes to micrograms; beyond that it is no change of unit.
_MOST: Final = 12
# Medians this many standard errors away are no chance.
_SURE: Final = 5.0
_SIGMA: Final = 1.4826  # of a normal distribution, in median absolute deviations


class _Steps(NamedTuple):
    """Changes from one period of a unit to its next, in decades."""

    change: Vector
    place: Places  # of the later period
    before: Places
    length: Vector  # in periods


def unit_jumps(frame: Any, *, unit: Hashable, period: Hashable) -> pd.DataFrame:
    r"""Find the periods at which a column changes by a power of ten.

    For a unit i with values in period t and, before that, in s, let
    :math:`d_i = \log_{10} (x_{it} / x_{is})`, and let g be the usual change per period:
    the median, over the other periods, of the medians of :math:`d_i / (t - s)`. The
    column jumps in t if, for a whole number k,

    .. math::

        \Bigl\lvert \operatorname{median}_i \, [d_i - g (t - s)] - k \Bigr\rvert
        \le \log_{10} 2 , \quad 0 < \lvert k \rvert \le 12 ,

    at least half of the units jump by that power (nearer to it than to another one),
    and the median is five times as large as its standard error, from the deviations of
    the units and of the other periods. Values of zero, and pairs with different signs,
    say nothing about it and are left out, as are units with a gap that most have not.

    Parameters
    ----------
    frame : DataFrame
        Numbers, with NaN for gaps; the row index has a level for units and one for
        periods.
    unit, period : hashable
        Names of these levels.

    Returns
    -------
    DataFrame
        One row per jump: the column; the period from which on it is in another unit,
        and the one before; the factor, such as 10000 or 0.1; the median ratio of the
        two periods, and the usual one, over as many periods; the share of units that
        jump by that factor; and the number of units with both periods. Empty if there
        is none. A column that is in another unit for a single year has two.

    Raises
    ------
    DomainError, EmptyDataError, NotNumericError, UnknownColumnError, MissingDataError,
    DuplicateLabelError
        `frame` is no panel.

    Notes
    -----
    It is a suspicion and changes nothing: see what the source says, and divide. With
    one or two units there is little to tell a unit of measurement from a change of the
    figure itself. On a real panel of 31 provinces, 15 years and 14 columns there is no
    false alarm, and every factor that was planted, from 1/10,000 to 10^8, in any column
    and year, with or without three cells in ten missing, is found (``tests/tables``).

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product(
    ...     [["Ada", "Bel", "Cor"], [2019, 2020, 2021, 2022]], names=["city", "year"]
    ... )
    >>> gdp = [10, 11, 12.1e4, 13e4, 50, 52, 55e4, 58e4, 7, 7.4, 8e4, 8.3e4]
    >>> found = unit_jumps(pd.DataFrame({"gdp": gdp}, rows), unit="city", period="year")
    >>> found[["column", "period", "before", "factor", "share"]]
      column  period  before   factor  share
    0    gdp    2021    2020  10000.0    1.0
    """
    panel = read_panel(frame, unit, period, frame=True)
    found = []
    for j, name in enumerate(panel.rows.columns or ()):
        steps = _steps(panel, panel.scores[:, j])
        found += [(name, *jump) for jump in _jumps(panel, steps)]
    return pd.DataFrame(found, columns=list(_COLUMNS))


def _steps(panel: Panel, x: Vector) -> _Steps:
    """Compare each value with the one before it of the same unit."""
    runs = panel.runs(np.isfinite(x) & (x != 0))
    x = x[runs.kept]
    first, second = runs.steps("consecutive")
    same = np.sign(x[first]) == np.sign(x[second])
    first, second = first[same], second[same]
    change = np.log10(np.abs(x[second])) - np.log10(np.abs(x[first]))
    before, place = runs.place[first], runs.place[second]
    return _Steps(change, place, before, np.asarray(place - before, dtype=float))


def _jumps(panel: Panel, steps: _Steps) -> list[tuple[Any, ...]]:
    """Test every period of one column."""
    there = np.unique(steps.place)
    speed = steps.change / steps.length
    middle = np.asarray([np.median(speed[steps.place == t]) for t in there])
    found = []
    for i, t in enumerate(there):
        here = steps.place == t
        before = _before(steps.before[here])
        here &= steps.before == before
        others = np.delete(middle, i)
        usual = float(np.median(others)) if len(others) > 1 else 0.0
        excess = steps.change[here] - usual * steps.length[here]
        shift = float(np.median(excess))
        power = round(shift)
        near = abs(excess - power) < _HALF
        if (
            not 0 < abs(power) <= _MOST
            or abs(shift - power) > _NEAR
            or near.mean() < _HALF
            or abs(shift) < _SURE * _error(excess[near], others)
        ):
            continue
        found.append(
            (
                panel.periods[t],
                panel.periods[before],
                float(f"1e{power}"),
                _decades(np.median(steps.change[here])),
                _decades(usual * (t - before)),
                float(near.mean()),
                int(here.sum()),
            )
        )
    return found


def _before(places: Places) -> int:
    """Choose the period to compare with: the latest that many units have.

    Others may stride over another jump.
    """
    counts = np.bincount(places)
    return int(np.flatnonzero(2 * counts >= counts.max())[-1])


def _decades(x: float) -> float:
    """Give the power of ten, the largest that there is if it is beyond."""
    return float(10.0 ** min(x, 308.0))


def _error(excess: Vector, others: Vector) -> float:
    """Give the standard error of the median of the units, among the other periods."""
    among = _spread(excess) / np.sqrt(len(excess))
    return float(np.hypot(np.sqrt(np.pi / 2) * among, _spread(others)))


def _spread(x: Vector) -> float:
    """Give the median absolute deviation, on the scale of a standard deviation."""
    return float(_SIGMA * np.median(np.abs(x - np.median(x)))) if len(x) > 1 else 0.0
