"""Densities: how scores are distributed in each period, on one grid."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mcdm_index._numeric import Vector, peak_exponent, real_numbers
from mcdm_index.convergence._regression import ROUNDING
from mcdm_index.convergence._scores import read_score, refuse
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, UnknownMethodError, listing, suggestion
from mcdm_index.trends._panel import Panel

__all__ = ["Density", "density"]

Rule: TypeAlias = Literal["silverman", "scott"]
Bounds: TypeAlias = tuple[float | None, float | None]

# Standard deviations over n to the power -1/5, for data from a normal distribution.
_RULES: Final[dict[str, float]] = {"silverman": (4 / 3) ** 0.2, "scott": 1.0}

# Beyond so many bandwidths a kernel is nothing beside others, or nothing at all.
_REACH: Final = 9.0
_UNDERFLOW: Final = 39.0


@dataclass(frozen=True, eq=False)
class Density:
    """What `density` found.

    Attributes
    ----------
    table : DataFrame
        Densities: one row per point of the grid, one column per period. Along a grid
        that reaches far enough, each column integrates to 1.
    bandwidth : Series
        Standard deviation of the kernel, by period, in the unit of the scores.
    modes : Series of int
        Number of peaks along the grid, by period; an end of the grid from which the
        density falls counts as one.
    n_units : Series of int
        Number of scores, by period.
    """

    table: pd.DataFrame
    bandwidth: pd.Series
    modes: pd.Series
    n_units: pd.Series


def density(
    scores: pd.Series | pd.DataFrame,
    unit: Hashable,
    period: Hashable,
    *,
    grid: int | ArrayLike = 256,
    bandwidth: Rule | float = "silverman",
    bounds: Bounds = (None, None),
) -> Density:
    r"""Estimate the density of the scores in each period, by Gaussian kernels.

    .. math::

        f(x) = \frac{1}{n h} \sum_i \varphi\!\left(\frac{x - x_i}{h}\right), \qquad
        h = c\, s\, n^{-1/5},

    with the standard normal density :math:`\varphi`, the standard deviation s (ddof 1),
    and :math:`c = (4/3)^{1/5} \approx 1.06` (Silverman) or 1 (Scott).

    Parameters
    ----------
    scores : Series, or DataFrame of one column
        The row index as in `sigma_convergence`.
    unit, period : str
        Names of the levels.
    grid : int or array_like, default 256
        How many points, from three bandwidths below the lowest score of all periods to
        three above the highest, but within the bounds; or the points, ascending.
    bandwidth : {"silverman", "scott"} or float, default "silverman"
        The rule, or the bandwidth itself, in the unit of the scores. Rules smooth too
        much where there are several peaks.
    bounds : tuple of two float or None, default (None, None)
        Between which all scores must lie, such as ``(0, 1)``: what kernels have beyond
        is reflected, so that nothing is lost, and beyond the density is 0.

    Returns
    -------
    Density

    Raises
    ------
    DomainError
        In a period there is no score, or all are the same, so that there is no
        bandwidth; a score lies out of bounds; or an option is out of its range.
    UnknownMethodError
        `bandwidth` is none of the above.
    ShapeError
        There are several scores.
    DuplicateLabelError, UnknownColumnError
        As in `sigma_convergence`.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis,
       sections 2.10 and 3.4. Chapman and Hall. doi:10.1201/9781315140919
    .. [2] Quah, D. (1993). Empirical cross-section dynamics in economic growth.
       European Economic Review 37(2-3), 426-434. doi:10.1016/0014-2921(93)90031-5

    Examples
    --------
    >>> names = [(u, t) for t in (2010, 2020) for u in "abcdef"]
    >>> index = pd.MultiIndex.from_tuples(names, names=["city", "year"])
    >>> y = [0.4, 0.5, 0.5, 0.5, 0.6, 0.5, 0.1, 0.2, 0.1, 0.9, 0.8, 0.9]
    >>> found = density(pd.Series(y, index), "city", "year", bandwidth=0.1)
    >>> found.modes.to_dict()
    {2010: 1, 2020: 2}
    >>> found.table.loc[found.table[2010].idxmax()].round(2).to_dict()
    {2010: 3.47, 2020: 0.02}
    """
    ends = _read_bounds(bounds)
    panel, y = read_score(scores, unit, period)
    refuse(panel, (y < ends[0]) | (y > ends[1]), f"beyond the bounds {bounds}")
    # Powers of two are exact, and keep squares in range.
    power = int(peak_exponent(y[:, None])[0])
    low, high = np.ldexp(ends, -power)
    columns = _columns(panel, np.ldexp(y, -power))
    widths = _bandwidths(columns, bandwidth, high - low, power)
    points = _points(grid, columns, 3 * widths.max(), (low, high), power)
    f = np.column_stack(
        [
            _kernels(points, x, h, low, high)
            for x, h in zip(columns.values(), widths, strict=True)
        ]
    )
    periods = panel.periods.rename(period)
    count = [len(x) for x in columns.values()]
    return Density(
        pd.DataFrame(
            np.ldexp(f, -power),
            pd.Index(np.ldexp(points, power), name="score"),
            periods,
        ),
        pd.Series(np.ldexp(widths, power), periods, name="bandwidth"),
        pd.Series([_peaks(column) for column in f.T], periods, name="modes"),
        pd.Series(count, periods, name="n_units"),
    )


def _read_bounds(bounds: Any) -> Vector:
    try:
        low, high = bounds
    except (TypeError, ValueError):
        low = high = "?"
    ends = real_numbers(
        [-np.inf if low is None else low, np.inf if high is None else high]
    )
    if ends is None or not ends[0] < ends[1]:
        msg = f"bounds must be two numbers, the lower first, or None, got {bounds!r}"
        raise DomainError(msg)
    return ends


def _columns(panel: Panel, y: Vector) -> dict[Any, Vector]:
    """Give the scores of each period, ascending."""
    there = ~np.isnan(y)
    columns = {
        plain(label): np.sort(y[there & (panel.place == t)])
        for t, label in enumerate(panel.periods)
    }
    empty = [label for label, x in columns.items() if not len(x)]
    if empty:
        msg = f"there is no score in {listing(empty)}; leave such a period out"
        raise DomainError(msg)
    return columns


def _bandwidths(
    columns: dict[Any, Vector], bandwidth: Any, room: float, power: int
) -> Vector:
    """Give one bandwidth per period."""
    number = real_numbers(bandwidth)
    if number is not None and number.ndim == 0:
        h = float(np.ldexp(number, -power))
        if not 0 < h < room:
            msg = (
                "a bandwidth must be positive, finite, and less than the bounds are "
                f"apart, got {bandwidth!r}"
            )
            raise DomainError(msg)
        return np.full(len(columns), h)
    if bandwidth not in _RULES:
        hint = suggestion(str(bandwidth), _RULES)
        msg = f"unknown bandwidth {bandwidth!r}; use silverman, scott, a number.{hint}"
        raise UnknownMethodError(msg)
    alike = [
        f"{label} ({len(x)} of {np.ldexp(x[0], power):g})"
        for label, x in columns.items()
        if x[0] == x[-1]
    ]
    if alike:
        msg = (
            f"all scores are the same in {listing(alike)}, so that no rule gives a "
            "bandwidth; give one in the unit of the scores, or leave the period out"
        )
        raise DomainError(msg)
    spread = np.array([np.std(x, ddof=1) for x in columns.values()])
    count = np.array([len(x) for x in columns.values()])
    return np.asarray(_RULES[bandwidth] * spread * count**-0.2)


def _points(
    grid: Any,
    columns: dict[Any, Vector],
    margin: float,
    bounds: tuple[float, float],
    power: int,
) -> Vector:
    """Give the points of the grid, in the unit of the columns."""
    if isinstance(grid, int) and not isinstance(grid, bool) and grid > 1:
        low = max(min(x[0] for x in columns.values()) - margin, bounds[0])
        high = min(max(x[-1] for x in columns.values()) + margin, bounds[1])
        return np.linspace(low, high, grid)
    points = real_numbers(grid)
    if (
        points is None
        or points.ndim != 1
        or len(points) < 2
        or not (np.isfinite(points).all() and (np.diff(points) > 0).all())
    ):
        msg = f"grid must be a number of 2 or more, or ascending points, got {grid!r}"
        raise DomainError(msg)
    return np.asarray(np.ldexp(points, -power))


def _kernels(points: Vector, x: Vector, h: float, low: float, high: float) -> Vector:
    """Sum the kernels of all scores, and of their images beyond the bounds."""
    z = np.minimum(np.abs(points[:, None] - _images(x, h, low, high)) / h, _UNDERFLOW)
    f = np.exp(-0.5 * z * z).sum(axis=1) / (len(x) * h * np.sqrt(2 * np.pi))
    return np.where((points >= low) & (points <= high), f, 0.0)


def _images(x: Vector, h: float, low: float, high: float) -> Vector:
    """Give the scores with their mirror images, as far as kernels reach."""
    if np.isinf(low) and np.isinf(high):
        return x
    if np.isinf(low) or np.isinf(high):
        mirror = high if np.isinf(low) else low
        return np.concatenate([x, 2 * mirror - x])
    # Between two mirrors each score is seen again and again.
    reach = int(np.ceil(_REACH * h / (high - low)))
    shifts = 2 * (high - low) * np.arange(-reach, reach + 1)[:, None]
    return np.concatenate([(x + shifts).ravel(), (2 * low - x + shifts).ravel()])


def _peaks(f: Vector) -> int:
    """Count where the density stops rising, flat tops once."""
    slope = np.diff(f)
    slope = np.where(np.abs(slope) <= ROUNDING * f.max(), 0.0, np.sign(slope))
    slope = np.concatenate([[1.0], slope[slope != 0], [-1.0]])
    return int(((slope[:-1] > 0) & (slope[1:] < 0)).sum())
