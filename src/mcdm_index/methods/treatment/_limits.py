"""Treatment by limits: what lies beyond them is moved, the rest stays as it is."""

from numbers import Integral
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix, Vector
from mcdm_index._registry import register
from mcdm_index.engine import Kernel
from mcdm_index.errors import ColumnError, DomainError, UnknownMethodError, suggestion
from mcdm_index.methods._kernels import Clip, Parallel
from mcdm_index.methods.moments import moments
from mcdm_index.methods.treatment._fit import KURTOSIS, SKEWNESS, apply, passes
from mcdm_index.methods.treatment._transform import TRANSFORMS
from mcdm_index.statistics import ColumnStats

__all__ = ["iqr", "none", "shrink", "skew_kurtosis", "winsorize"]

Learned = tuple[Kernel, list[str]]


def _limits(
    stats: ColumnStats, low: Vector, high: Vector, remains: float = 0.0
) -> Learned:
    """Make the kernel, and tell which columns have something beyond the limits."""
    beyond = (stats.low < low) | (stats.high > high)
    word = "shrunk" if remains else "winsorized"
    return Clip(low, high, remains), np.where(beyond, word, "none").tolist()


def _learn_none(stats: ColumnStats) -> Learned:
    m = len(stats.low)
    return Clip(np.full(m, -np.inf), np.full(m, np.inf)), ["none"] * m


@register("treatment", learn=_learn_none, promises=("in_order",), cite="OECD2008")
def none(X: Container) -> Container:
    """Leave values as they are; for criteria that are to be spared.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        The same values.

    Raises
    ------
    MissingDataError, NonFiniteError, ShapeError

    Examples
    --------
    >>> none([[1, 2], [3, 400]]).tolist()
    [[1.0, 2.0], [3.0, 400.0]]
    """
    return apply("none", X)


def _quantiles(stats: ColumnStats, lower: float, upper: float) -> tuple[Vector, Vector]:
    if not 0 <= lower < upper <= 1:
        msg = f"lower and upper must be shares, lower < upper; got {lower}, {upper}"
        raise DomainError(msg)
    low, high = stats.quantile(lower), stats.quantile(upper)
    # An end that is left alone is left alone for new rows as well.
    low = low if lower > 0 else np.full_like(low, -np.inf)
    high = high if upper < 1 else np.full_like(high, np.inf)
    return np.ldexp(low, stats.scale), np.ldexp(high, stats.scale)


def _learn_winsorize(
    stats: ColumnStats, *, lower: float = 0.05, upper: float = 0.95
) -> Learned:
    return _limits(stats, *_quantiles(stats, lower, upper))


@register(
    "treatment",
    learn=_learn_winsorize,
    needs=("order",),
    promises=("in_order",),
    cite="Tukey1962",
)
def winsorize(X: Container, *, lower: float = 0.05, upper: float = 0.95) -> Container:
    r"""Winsorize by quantiles: values beyond them become the quantile.

    .. math:: y = \min(\max(x, Q_l), Q_u)

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    lower, upper : float in [0, 1], default 0.05 and 0.95
        The quantiles, interpolated linearly; 0 and 1 leave that end alone.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        In the unit of the criterion. New rows meet the limits that were learned. A
        constant column stays as it is.

    Raises
    ------
    DomainError
        The two are no shares in order.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Tukey, J. W. (1962). The future of data analysis. Annals of Mathematical
       Statistics 33, 1-67. doi:10.1214/aoms/1177704711
    .. [2] Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages.
       The American Statistician 50, 361-365. doi:10.1080/00031305.1996.10473566

    Examples
    --------
    >>> winsorize([[1], [2], [3], [4], [100]], lower=0, upper=0.75).ravel().tolist()
    [1.0, 2.0, 3.0, 4.0, 4.0]
    """
    return apply("winsorize", X, lower=lower, upper=upper)


def _learn_iqr(stats: ColumnStats, *, factor: float = 1.5) -> Learned:
    if not (np.isfinite(factor) and factor >= 0):
        msg = f"factor must be 0 or more, got {factor!r}"
        raise DomainError(msg)
    lower, upper = stats.quantile(0.25), stats.quantile(0.75)
    with np.errstate(over="ignore"):  # a fence beyond the floats stands nowhere
        reach = factor * (upper - lower)
        low = np.ldexp(lower - reach, stats.scale)
        high = np.ldexp(upper + reach, stats.scale)
    return _limits(stats, low, high)


@register(
    "treatment",
    learn=_learn_iqr,
    needs=("order",),
    promises=("in_order",),
    cite="Tukey1977",
    aliases=("fences",),
)
def iqr(X: Container, *, factor: float = 1.5) -> Container:
    r"""Winsorize by Tukey's fences: values beyond a fence become the fence.

    .. math::

        y = \min(\max(x, Q_1 - k\,\mathrm{IQR}), Q_3 + k\,\mathrm{IQR}),\qquad
        \mathrm{IQR} = Q_3 - Q_1

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    factor : float, default 1.5
        How many interquartile ranges k the fences stand off; 3 for far outliers only.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        In the unit of the criterion. New rows meet the fences that were learned. Where
        more than half of the values are equal, the range is 0 and all become equal:
        spare such a criterion with `none`.

    Raises
    ------
    DomainError
        `factor` is negative.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Tukey, J. W. (1977). Exploratory Data Analysis, chapter 2. Addison-Wesley.

    Examples
    --------
    >>> iqr([[1], [2], [3], [4], [100]]).ravel().tolist()
    [1.0, 2.0, 3.0, 4.0, 7.0]
    """
    return apply("iqr", X, factor=factor)


def _learn_shrink(
    stats: ColumnStats, *, lower: float = 0.05, upper: float = 0.95, factor: float = 0.5
) -> Learned:
    if not 0 < factor <= 1:
        msg = f"factor must be above 0, which is winsorize, and at most 1; got {factor}"
        raise DomainError(msg)
    return _limits(stats, *_quantiles(stats, lower, upper), factor)


@register(
    "treatment",
    learn=_learn_shrink,
    needs=("order",),
    promises=("in_order", "invertible"),
    cite="Boudt2019",
    aliases=("quantile_shrinkage",),
)
def shrink(
    X: Container, *, lower: float = 0.05, upper: float = 0.95, factor: float = 0.5
) -> Container:
    r"""Shrink what lies beyond quantiles towards them, which keeps every order.

    .. math::

        y = \begin{cases}
            Q_u + f\,(x - Q_u) & x > Q_u \\
            x & Q_l \le x \le Q_u \\
            Q_l - f\,(Q_l - x) & x < Q_l
        \end{cases}

    Unlike winsorization it lets no two units become equal, and it can be undone. That a
    treatment should keep the order within a criterion is argued in [1]_; the form is
    this library's own: linear, so that its one parameter says all.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    lower, upper : float in [0, 1], default 0.05 and 0.95
        The quantiles, interpolated linearly; 0 and 1 leave that end alone.
    factor : float in (0, 1], default 0.5
        What is left of the excess f.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        In the unit of the criterion. New rows meet the limits that were learned. A
        constant column stays as it is.

    Raises
    ------
    DomainError
        The quantiles are no shares in order, or the factor is not in (0, 1].
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Boudt, K., Todorov, V. and Wang, W. (2019). Robust distribution-based
       winsorization in composite indicators construction. doi:10.2139/ssrn.3309521

    Examples
    --------
    >>> shrink([[1], [2], [3], [4], [100]], lower=0, upper=0.75).ravel().tolist()
    [1.0, 2.0, 3.0, 4.0, 52.0]
    """
    return apply("shrink", X, lower=lower, upper=upper, factor=factor)


_FALLBACKS: Final = ("none", *TRANSFORMS)


def _learn_skew_kurtosis(
    stats: ColumnStats,
    *,
    max_points: int = 5,
    skewness: float = SKEWNESS,
    kurtosis: float = KURTOSIS,
    fallback: str = "log_ct",
) -> Learned:
    if fallback not in _FALLBACKS:
        msg = (
            f"unknown fallback {fallback!r}.{suggestion(fallback, _FALLBACKS)} Use one "
            f"of {', '.join(_FALLBACKS)}."
        )
        raise UnknownMethodError(msg)
    whole: object = max_points
    if not isinstance(whole, Integral) or max_points < 0:
        msg = f"max_points must be a whole number of 0 or more, got {max_points!r}"
        raise DomainError(msg)
    if not (skewness >= 0 and kurtosis > -np.inf):
        msg = (
            "the limits of skewness and kurtosis must be numbers, the first 0 or more; "
            f"got {skewness!r}, {kurtosis!r}"
        )
        raise DomainError(msg)
    x = stats.ordered
    low, high = _move_in(x, int(max_points), skewness, kurtosis)
    failed = ~passes(*moments(np.clip(x, low, high)), skewness, kurtosis)
    low, high = np.where(failed, -np.inf, low), np.where(failed, np.inf, high)
    limits, applied = _limits(stats, low, high)
    if fallback == "none" or not failed.any():
        return limits, applied
    chosen, transform = _fall_back(stats, np.flatnonzero(failed), fallback)
    helped = passes(*moments(transform(x[:, chosen])), skewness, kurtosis)
    if not helped.all():
        chosen, transform = _fall_back(stats, chosen[helped], fallback)
    for j in chosen:
        applied[j] = fallback
    others = np.setdiff1d(np.arange(len(low)), chosen)
    limits = Clip(low[others], high[others])
    return Parallel(((others, limits), (chosen, transform))), applied


def _fall_back(
    stats: ColumnStats, columns: NDArray[np.int64], fallback: str
) -> tuple[NDArray[np.int64], Kernel]:
    """Learn a transformation of some of the columns."""
    try:
        return columns, TRANSFORMS[fallback](stats.take(columns))
    except ColumnError as error:
        raise ColumnError(columns[error.column], str(error)) from None


def _move_in(
    x: Matrix, max_points: int, skewness: float, kurtosis: float
) -> tuple[Vector, Vector]:
    """Move the extreme value of each column to the next one, until it passes.

    Values that are equal move together; where that would be more than `max_points`
    cells of a column, its limits stay where they are.
    """
    low, high = np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
    active = np.arange(x.shape[1])
    for _ in range(max_points):
        y = np.clip(x[:, active], low[active], high[active])
        skew, kurt = moments(y)
        failing = ~passes(skew, kurt, skewness, kurtosis)
        active, y, skew = active[failing], y[:, failing], skew[failing]
        if not len(active):
            break
        least, most = np.nanmin(y, axis=0), np.nanmax(y, axis=0)
        lower = np.where(y < most, y, -np.inf).max(axis=0)
        upper = np.where(y > least, y, np.inf).min(axis=0)
        up = skew >= 0
        new_high = np.where(up, lower, high[active])
        new_low = np.where(up, low[active], upper)
        moved = ((x[:, active] > new_high) | (x[:, active] < new_low)).sum(axis=0)
        # At most so many cells, and never so far that the column would be constant.
        within = (moved <= max_points) & (np.where(up, lower > least, upper < most))
        active = active[within]
        high[active], low[active] = new_high[within], new_low[within]
    return low, high


@register(
    "treatment",
    learn=_learn_skew_kurtosis,
    needs=("order",),
    promises=("in_order",),
    cite="Becker2022",
    aliases=("coinr",),
)
def skew_kurtosis(
    X: Container,
    *,
    max_points: int = 5,
    skewness: float = SKEWNESS,
    kurtosis: float = KURTOSIS,
    fallback: str = "log_ct",
) -> Container:
    """Treat outliers by the rule of composite-indicator practice.

    A column fails if ``|skewness| >= 2`` and ``kurtosis >= 3.5``. Then its extreme
    value, at the end to which it is skewed, is moved to the next one, again and again
    until the column passes. If that takes more than `max_points` cells, the column is
    transformed instead; and if that does not make it pass either, it is left as it was,
    which `Treatment.columns` reports. No column is moved until it is constant.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    max_points : int, default 5
        The most cells of a column that may be moved. Equal values move together.
    skewness, kurtosis : float, default 2 and 3.5
        The limits, for the sample skewness and excess kurtosis of
        :func:`~mcdm_index.methods.moments.skewness`.
    fallback : str, default "log_ct"
        The transformation of columns that still fail: "log", "log_ct", "log_ct_plus",
        "box_cox", "yeo_johnson", or "none".

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        In the unit of the criterion, or transformed. New rows meet the limits and the
        transformation that were learned. A constant column stays as it is.

    Raises
    ------
    UnknownMethodError
        The fallback is unknown.
    DomainError
        The fallback is not defined for a column that needs it, such as "log" for one
        with a zero.
    MissingDataError, NonFiniteError, ShapeError

    Notes
    -----
    R's COINr counts rounds, not cells, so that ties at the extreme may move more cells
    than its limit says; here the limit is one of cells.

    References
    ----------
    .. [1] Becker, W., Caperna, G., Del Sorbo, M. et al. (2022). COINr: An R package for
       developing composite indicators. Journal of Open Source Software 7, 4567.
       doi:10.21105/joss.04567

    Examples
    --------
    >>> X = [[1], [2], [3], [4], [5], [6], [7], [8], [9], [10], [100]]
    >>> skew_kurtosis(X).ravel()[-3:].tolist()
    [9.0, 10.0, 10.0]
    """
    return apply(
        "skew_kurtosis",
        X,
        max_points=max_points,
        skewness=skewness,
        kurtosis=kurtosis,
        fallback=fallback,
    )
