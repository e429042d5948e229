"""Normalization between two points: the ends of the data, goalposts, a target."""

from collections.abc import Sequence

import numpy as np

from mcdm_index._numeric import Container, Vector
from mcdm_index._registry import register
from mcdm_index.engine import Kernel
from mcdm_index.errors import ColumnError, DomainError, PolarityError
from mcdm_index.methods._kernels import Logarithm, Rescale
from mcdm_index.methods._settings import by_criterion
from mcdm_index.methods.normalization._fit import Polarities, apply, costs
from mcdm_index.polarity import Direction, Interval, Polarity
from mcdm_index.statistics import ColumnStats

__all__ = ["distance", "goalposts", "minmax", "worst_and_best"]


def _ends(out_range: Sequence[float]) -> tuple[float, float]:
    ends = [float(end) for end in np.ravel(out_range)]
    if len(ends) != 2 or not np.isfinite(ends).all() or ends[0] >= ends[1]:
        msg = f"out_range must be (low, high) with low < high, got {out_range!r}"
        raise DomainError(msg)
    return ends[0], ends[1]


def worst_and_best(
    stats: ColumnStats, polarity: Polarities
) -> tuple[Vector, Vector, Vector]:
    """Give the worst and the best learned value, and whether a column is graded.

    A graded column is on a scale of its own, from 0 to 1.
    """
    graded = np.array([not isinstance(kind, Direction) for kind in polarity])
    low = np.where(graded, 0.0, np.ldexp(stats.low, -stats.scale))
    high = np.where(graded, 1.0, np.ldexp(stats.high, -stats.scale))
    cost = costs(polarity)
    return np.where(cost, high, low), np.where(cost, low, high), graded


def distance(worst: Vector, best: Vector) -> Vector:
    """Subtract what a user gave, and refuse what leaves the range of floats."""
    with np.errstate(over="ignore"):
        span = best - worst
    for j in np.flatnonzero(~np.isfinite(span)):
        what = f"{best[j]:g} and {worst[j]:g} are too far apart; take another unit"
        raise ColumnError(j, what)
    return span


def _learn_minmax(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    out_range: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Rescale:
    worst, best, _ = worst_and_best(stats, polarity)
    return Rescale(worst, best - worst, stats.scale, 0.5, _ends(out_range), clip)


@register(
    "normalization",
    learn=_learn_minmax,
    promises=("scale", "shift", "in_order", "invertible"),
    cite="OECD2008",
    aliases=("distance_to_maximum", "dist2max", "cenit_distance"),
)
def minmax(
    X: Container,
    polarity: object = None,
    *,
    out_range: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Container:
    r"""Normalize to a range: the worst value to its low end, the best to its high.

    .. math::

        z = \frac{x - \min}{\max - \min} \text{ (benefit)},\qquad
        z = \frac{\max - x}{\max - \min} \text{ (cost)}

    A target t has :math:`z = 1 - |x - t| / M` and an interval the same with the
    distance from its nearer end, where M is the largest distance in the data. The
    distance to the maximum, :math:`1 - (\max - x)/(\max - \min)`, is the same.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    out_range : (float, float), default (0, 1)
        The ends of the result.
    clip : bool, default False
        Whether values beyond the learned minimum and maximum stop at the ends; this
        concerns only new rows.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within `out_range`, unitless. A constant benefit or cost is the middle of the
        range: neither best nor worst.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> minmax(np.array([[1.0, 30.0], [2.0, 10.0], [5.0, 20.0]]), ["max", "min"])
    array([[0.  , 0.  ],
           [0.25, 1.  ],
           [1.  , 0.5 ]])
    """
    return apply("minmax", X, polarity, out_range=out_range, clip=clip)


def _prepare_goalposts(
    polarity: Polarities,
    *,
    low: Vector,
    high: Vector,
    scale: str = "linear",
    **_: object,
) -> tuple[Polarities, Kernel | None]:
    """Let the goalposts be where a target grades to 0; take logarithms."""
    if scale not in ("linear", "log"):
        msg = f"scale must be 'linear' or 'log', got {scale!r}"
        raise DomainError(msg)
    for j in np.flatnonzero((low >= high) | ((scale == "log") & (low <= 0))):
        need = "low < high" + (", and low > 0 on a log scale" if scale == "log" else "")
        msg = f"goalposts need {need}; got low {low[j]:g}, high {high[j]:g}"
        raise ColumnError(j, msg)
    directed = [isinstance(kind, Direction) for kind in polarity]
    if scale == "log" and not all(directed):
        msg = (
            "goalposts on a log scale are for benefits and costs; grade a target apart"
        )
        raise PolarityError(msg)
    graded = tuple(_within(kind, low[j], high[j], j) for j, kind in enumerate(polarity))
    every = np.arange(len(polarity))
    return graded, Logarithm.plain(every) if scale == "log" else None


def _within(kind: Polarity, low: float, high: float, j: int) -> Polarity:
    """Let a target without a tolerance of its own grade to 0 at the goalposts."""
    if isinstance(kind, Direction) or kind.tolerance is not None:
        return kind
    if not low < kind.low <= kind.high < high:
        what = (
            f"goalposts {low:g} and {high:g} must be on both sides of the best values, "
            f"{kind.low:g} to {kind.high:g}"
        )
        raise ColumnError(j, what)
    return Interval(kind.low, kind.high, tolerance=(float(low), float(high)))


def _learn_goalposts(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    low: Vector,
    high: Vector,
    scale: str = "linear",
    clip: bool = True,
    out_range: tuple[float, float] = (0.0, 1.0),
) -> Rescale:
    graded = np.array([not isinstance(kind, Direction) for kind in polarity])
    ends = (np.log(low), np.log(high)) if scale == "log" else (low, high)
    least, most = np.where(graded, 0.0, ends[0]), np.where(graded, 1.0, ends[1])
    cost = costs(polarity)
    worst, best = np.where(cost, most, least), np.where(cost, least, most)
    unscaled = np.zeros_like(stats.scale)
    span = distance(worst, best)
    return Rescale(worst, span, unscaled, 0.5, _ends(out_range), clip)


@register(
    "normalization",
    learn=_learn_goalposts,
    promises=("in_order",),
    cite="UNDP2024",
    aliases=("scaled",),
    first=_prepare_goalposts,
    bind={"low": by_criterion, "high": by_criterion},
)
def goalposts(
    X: Container,
    polarity: object = None,
    *,
    low: object,
    high: object,
    scale: str = "linear",
    clip: bool = True,
    out_range: tuple[float, float] = (0.0, 1.0),
) -> Container:
    r"""Normalize between fixed bounds, which no data move.

    .. math::

        z = \frac{f(x) - f(l)}{f(h) - f(l)} \text{ (benefit)},\qquad
        z = \frac{f(h) - f(x)}{f(h) - f(l)} \text{ (cost)},\qquad
        f(x) = x \text{ or } \ln x

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values; positive on a log scale.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. A target or interval without a tolerance
        of its own grades to 0 at the goalposts.
    low, high : float, sequence of them, or mapping by column
        The bounds, in the unit of the criterion, low < high; one for all or one each.
    scale : {"linear", "log"}, default "linear"
    clip : bool, default True
        Whether values beyond the bounds stop at the ends of the range (caps).
    out_range : (float, float), default (0, 1)
        The ends of the result.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within `out_range` if clipped, unitless. A constant column is what its value is.

    Raises
    ------
    DomainError
        Bounds are not in order, or a value has no logarithm; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] UNDP (2024). Human Development Report 2023/2024, technical note 1. New York.

    Examples
    --------
    >>> import numpy as np
    >>> goalposts(np.array([[72.8], [20.0], [90.0]]), low=20, high=85).round(3)
    array([[0.812],
           [0.   ],
           [1.   ]])
    >>> goalposts(np.array([[6664.0]]), low=100, high=75000, scale="log").round(3)
    array([[0.634]])
    """
    options = {"low": low, "high": high, "scale": scale}
    return apply("goalposts", X, polarity, **options, clip=clip, out_range=out_range)
