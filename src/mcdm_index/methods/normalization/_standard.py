"""Normalization around a centre: mean and deviation, median and quartiles."""

import numpy as np

from mcdm_index._numeric import Container
from mcdm_index._registry import register
from mcdm_index.errors import ColumnError, DomainError
from mcdm_index.methods._kernels import Band, Chain, Rescale, Sigmoid
from mcdm_index.methods.normalization._fit import Polarities, apply, costs
from mcdm_index.statistics import ColumnStats

__all__ = ["above_below_mean", "logistic", "robust", "zscore"]


def _signs(polarity: Polarities) -> np.ndarray:
    return np.where(costs(polarity), -1.0, 1.0)


def _learn_zscore(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    mean: float = 0.0,
    sd: float = 1.0,
    ddof: int = 1,
) -> Rescale:
    if not (np.isfinite([mean, sd]).all() and sd > 0):
        msg = f"mean and sd must be finite numbers and sd positive, got {mean}, {sd}"
        raise DomainError(msg)
    if isinstance(ddof, bool) or ddof not in (0, 1, 2):
        msg = f"ddof must be 0, 1 or 2, got {ddof!r}"
        raise DomainError(msg)
    few = np.broadcast_to(stats.n <= ddof, stats.low.shape)
    for j in np.flatnonzero(few & stats.varies):
        msg = f"a standard deviation with ddof {ddof} needs more than {ddof} values"
        raise ColumnError(j, msg)
    span = _signs(polarity) * stats.deviation(ddof)
    return Rescale(stats.mean, span, stats.scale, out_range=(mean, mean + sd))


@register(
    "normalization",
    learn=_learn_zscore,
    needs=("squares",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="OECD2008",
    aliases=("standardize", "standard"),
)
def zscore(
    X: Container,
    polarity: object = None,
    *,
    mean: float = 0.0,
    sd: float = 1.0,
    ddof: int = 1,
) -> Container:
    r"""Standardize to a given mean and standard deviation.

    .. math::

        z = a \pm b\,\frac{x - \bar x}{s},\qquad
        s^2 = \frac{\sum_i (x_i - \bar x)^2}{n - \mathrm{ddof}}

    with + for benefits and - for costs. Mean 100 and sd 10 give the usual scale of the
    Mazziotta-Pareto index; mean 3 to 5 makes values positive for entropy weights.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    mean, sd : float, default 0 and 1
        Mean a and standard deviation b of the result, b > 0.
    ddof : int, default 1
        Taken off n under the root: 1 for a sample, 0 for a population; at most 2.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless and unbounded. A constant column is `mean`.

    Raises
    ------
    DomainError
        `sd` is not positive, or a column that varies has no more than `ddof` values.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    >>> zscore(X, ["max", "min"], mean=100, sd=10)
    array([[ 90., 110.],
           [100., 100.],
           [110.,  90.]])
    """
    return apply("zscore", X, polarity, mean=mean, sd=sd, ddof=ddof)


def _learn_robust(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    between: tuple[float, float] = (0.25, 0.75),
) -> Rescale:
    lower, upper = between[0], between[-1]
    if np.size(between) != 2 or not 0 <= lower < upper <= 1:
        msg = (
            f"between must be two shares in order, such as (0.25, 0.75), got {between}"
        )
        raise DomainError(msg)
    median = stats.quantile(0.5)
    spread = stats.quantile(upper) - stats.quantile(lower)
    for j in np.flatnonzero(stats.varies & (spread == 0)):
        where = np.ldexp(median[j], stats.scale[j])
        msg = (
            f"the quantiles {lower:g} and {upper:g} are both {where:g}, since most "
            "values are equal: use zscore or minmax, or other quantiles with between="
        )
        raise ColumnError(j, msg)
    return Rescale(median, _signs(polarity) * spread, stats.scale)


@register(
    "normalization",
    learn=_learn_robust,
    needs=("order",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="RousseeuwCroux1993",
    aliases=("median_iqr",),
)
def robust(
    X: Container,
    polarity: object = None,
    *,
    between: tuple[float, float] = (0.25, 0.75),
) -> Container:
    r"""Standardize by median and interquartile range, which outliers do not move.

    .. math::

        z = \pm\,\frac{x - \mathrm{median}}{Q_3 - Q_1}

    with + for benefits and - for costs, and quartiles interpolated linearly.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    between : (float, float), default (0.25, 0.75)
        The two quantiles whose distance is the unit.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless and unbounded; the median is 0. A constant column is 0.

    Raises
    ------
    DomainError
        The two quantiles of a column that varies are equal.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Rousseeuw, P. J. and Croux, C. (1993). Alternatives to the median absolute
       deviation. Journal of the American Statistical Association 88, 1273-1283.
       doi:10.1080/01621459.1993.10476408
    .. [2] Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages.
       The American Statistician 50, 361-365. doi:10.1080/00031305.1996.10473566

    Examples
    --------
    >>> import numpy as np
    >>> robust(np.array([[1.0], [2.0], [3.0], [4.0], [500.0]])).ravel().tolist()
    [-1.0, -0.5, 0.0, 0.5, 248.5]
    """
    return apply("robust", X, polarity, between=between)


def _learn_logistic(
    stats: ColumnStats, polarity: Polarities, *, steepness: float = 1.0
) -> Chain:
    if not (np.isfinite(steepness) and steepness > 0):
        msg = f"steepness must be a positive number, got {steepness!r}"
        raise DomainError(msg)
    return Chain(_learn_zscore(stats, polarity), Sigmoid(steepness))


@register(
    "normalization",
    learn=_learn_logistic,
    needs=("squares",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="PriddyKeller2005",
    aliases=("sigmoid", "softmax_scaling"),
)
def logistic(
    X: Container, polarity: object = None, *, steepness: float = 1.0
) -> Container:
    r"""Squeeze standardized values into (0, 1) by the logistic function.

    .. math::

        z = \frac{1}{1 + \exp(\mp k\,(x - \bar x)/s)}

    Nearly linear around the mean, it flattens outliers instead of cutting them off.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    steepness : float, default 1
        The factor k > 0: the larger, the sooner values are flattened.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], 0.5 at the mean, unitless. A constant column is 0.5. Far from the
        mean, beyond some 30 standard deviations, values round to 0 or 1 and cannot be
        undone.

    Raises
    ------
    DomainError
        `steepness` is not positive.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Priddy, K. L. and Keller, P. E. (2005). Artificial Neural Networks: An
       Introduction, chapter 3. SPIE Press. doi:10.1117/3.633187

    Examples
    --------
    >>> import numpy as np
    >>> logistic(np.array([[1.0], [2.0], [3.0]])).round(3).ravel().tolist()
    [0.269, 0.5, 0.731]
    """
    return apply("logistic", X, polarity, steepness=steepness)


def _learn_above_below(
    stats: ColumnStats, polarity: Polarities, *, threshold: float = 0.2
) -> Chain:
    if not 0 <= threshold < 1:
        msg = f"threshold must be a share from 0 to below 1, got {threshold!r}"
        raise DomainError(msg)
    m = len(polarity)
    p = np.full(m, float(threshold))
    band = Band(stats.mean * (1 - p), stats.mean * (1 + p), stats.scale)
    turn = Rescale(np.zeros(m), _signs(polarity), np.zeros(m, dtype=np.int64))
    return Chain(band, turn)


@register(
    "normalization",
    learn=_learn_above_below,
    domain="nonnegative",
    promises=("scale", "in_order"),
    cite="OECD2008",
    aliases=("mean_band",),
)
def above_below_mean(
    X: Container, polarity: object = None, *, threshold: float = 0.2
) -> Container:
    r"""Tell whether a value is above, about or below the mean.

    .. math::

        z = \begin{cases}
            \phantom{-}1 & x / \bar x > 1 + p \\
            \phantom{-}0 & 1 - p \le x / \bar x \le 1 + p \\
            -1 & x / \bar x < 1 - p
        \end{cases}

    for benefits; costs have the opposite sign. It asks nothing of the distribution, and
    throws away by how much a unit is above. What is beyond an edge by no more than
    rounding is within the band.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    threshold : float in [0, 1), default 0.2
        The half-width p of the band around the mean, as a share of it.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        -1, 0 or 1. A constant column is 0.

    Raises
    ------
    DomainError
        A value is negative, naming the cell; or the threshold is no such share.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> above_below_mean(np.array([[2.0], [9.0], [10.0], [19.0]])).ravel().tolist()
    [-1.0, 0.0, 0.0, 1.0]
    """
    return apply("above_below_mean", X, polarity, threshold=threshold)
