"""Treatment by transformation: every value of a column is bent, in the same order."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

import numpy as np

from mcdm_index._numeric import Container, Vector
from mcdm_index._registry import register
from mcdm_index.engine import Kernel
from mcdm_index.errors import ColumnError
from mcdm_index.methods._kernels import Bend, Chain, Guard, Logarithm, Rescale
from mcdm_index.methods.moments import moments
from mcdm_index.methods.treatment._fit import apply
from mcdm_index.statistics import ColumnStats

__all__ = ["TRANSFORMS", "box_cox", "log", "log_ct", "yeo_johnson"]

Learned = tuple[Kernel, list[str]]
Family = Literal["box_cox", "yeo_johnson"]


def _named(kernel: Kernel, name: str, stats: ColumnStats) -> Learned:
    return kernel, [name] * len(stats.low)


def _log(stats: ColumnStats) -> Logarithm:
    _positive(stats, "a logarithm")
    return Logarithm.plain(np.arange(len(stats.low)))


def _positive(stats: ColumnStats, what: str) -> None:
    for j in np.flatnonzero(stats.low <= 0):
        msg = (
            f"{what} needs positive values, and the least is {stats.low[j]:g}; log_ct "
            "and yeo_johnson take any"
        )
        raise ColumnError(j, msg)


def _learn_log(stats: ColumnStats) -> Learned:
    return _named(_log(stats), "log", stats)


@register(
    "treatment",
    learn=_learn_log,
    domain="positive",
    promises=("in_order", "invertible"),
    cite="OECD2008",
)
def log(X: Container) -> Container:
    r"""Take the natural logarithm.

    .. math:: y = \ln x

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, positive.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Logarithms of any sign. A constant column stays constant.

    Raises
    ------
    DomainError
        A value is not positive; naming the cell.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.1. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> log([[1.0], [10.0], [100.0]]).round(3).ravel().tolist()
    [0.0, 2.303, 4.605]
    """
    return apply("log", X)


def _log_ct(stats: ColumnStats, *, mirror: bool = False) -> Logarithm:
    with np.errstate(over="ignore"):
        span = stats.high - stats.low
    for j in np.flatnonzero(~np.isfinite(span)):
        raise ColumnError(j, "its range leaves that of floats; take another unit")
    turned = np.zeros(len(span), dtype=bool)
    if mirror:
        turned = moments(stats.ordered)[0] < 0
    origin = np.where(turned, stats.high, stats.low)
    offset = np.where(stats.varies, _OFFSET * span, 1.0)  # a constant becomes ln 1
    columns = np.arange(len(span))
    return Logarithm(columns, np.where(turned, -1.0, 1.0), origin, offset)


_OFFSET: Final = 0.01  # of the range, so that the least value has a logarithm


def _learn_log_ct(stats: ColumnStats, *, mirror: bool = False) -> Learned:
    name = "log_ct_plus" if mirror else "log_ct"
    return _named(_log_ct(stats, mirror=mirror), name, stats)


@register(
    "treatment",
    learn=_learn_log_ct,
    needs=("order",),
    promises=("in_order", "invertible"),
    cite="Becker2022",
)
def log_ct(X: Container, *, mirror: bool = False) -> Container:
    r"""Take the logarithm of the distance from the least value, for any sign.

    .. math:: y = \ln\bigl(x - \min + 0.01\,(\max - \min)\bigr)

    A column that is skewed to the left may be mirrored first,
    :math:`y = -\ln(\max - x + 0.01\,(\max - \min))`, which keeps its order as well.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    mirror : bool, default False
        Whether columns of negative skewness are mirrored.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Logarithms of any sign. A constant column is 0.

    Raises
    ------
    DomainError
        A new value lies so far beyond the learned ones that it has no logarithm; naming
        the cell.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Becker, W., Caperna, G., Del Sorbo, M. et al. (2022). COINr: An R package for
       developing composite indicators. Journal of Open Source Software 7, 4567.
       doi:10.21105/joss.04567

    Examples
    --------
    >>> log_ct([[-5.0], [0.0], [95.0]]).round(3).ravel().tolist()
    [0.0, 1.792, 4.615]
    """
    return apply("log_ct", X, mirror=mirror)


_REACH: Final = 5.0  # beyond it, values that differ become equal
_RANGE: Final = 300.0  # the logarithm of what may be squared


def _bent(
    stats: ColumnStats, family: Family, unit: Callable[[Vector], tuple[float, float]]
) -> Chain:
    """Bend each column, in its own unit, by the exponent of largest likelihood.

    `unit` gives origin and span. Columns are taken one by one, in ascending order, so
    that neither the order of the rows nor other columns decide the last digits.
    """
    found = []
    # A power of two would carry the least of a wide positive column to zero.
    scales = stats.scale if family == "yeo_johnson" else np.zeros_like(stats.scale)
    for column, scale, varies in zip(
        np.ascontiguousarray(stats.ordered.T), scales, stats.varies, strict=True
    ):
        x = np.ldexp(column[~np.isnan(column)], -scale)
        if varies:
            origin, span = unit(x)
            found.append((origin, span, _likeliest((x - origin) / span, family)))
        else:
            found.append((0.0, x[0], 1.0) if family == "box_cox" else (x[0], 1.0, 1.0))
    origins, spans, exponents = np.array(found).reshape(-1, 3).T
    bend = Bend(exponents, family)
    return Chain(Rescale(origins, spans, scales), bend)


def _likeliest(u: Vector, family: Family) -> float:
    """Find the exponent under which the bent values are most likely normal."""
    from scipy.optimize import minimize_scalar

    logs = np.log(u) if family == "box_cox" else np.sign(u) * np.log1p(np.abs(u))
    log_slope = logs.sum()
    reach = min(_REACH, _RANGE / np.abs(logs).max())

    def unlikelihood(exponent: float) -> float:
        with np.errstate(all="ignore"):
            y = Bend(np.array([exponent]), family)(u[:, None])
            likely = len(u) / 2 * np.log(y.var()) - (exponent - 1) * log_slope
        return float(likely) if np.isfinite(likely) else np.inf  # out of reach

    found = minimize_scalar(
        unlikelihood,
        bounds=(-reach, reach),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(found.x)


def _box_cox(stats: ColumnStats) -> Chain:
    _positive(stats, "Box-Cox")
    bent = _bent(stats, "box_cox", lambda x: (0.0, np.exp(np.log(x).mean())))
    return Chain(Guard(np.arange(len(stats.low)), "positive"), bent)


def _learn_box_cox(stats: ColumnStats) -> Learned:
    return _named(_box_cox(stats), "box_cox", stats)


@register(
    "treatment",
    learn=_learn_box_cox,
    needs=("order",),
    domain="positive",
    promises=("in_order", "invertible"),
    cite="BoxCox1964",
)
def box_cox(X: Container) -> Container:
    r"""Bend each column towards a normal distribution by a power.

    .. math::

        y = \frac{u^\lambda - 1}{\lambda},\qquad y = \ln u \text{ for } \lambda = 0,
        \qquad u = x / g

    with the geometric mean g as unit, which keeps large powers within reach, and for
    each column the exponent of largest likelihood between -5 and 5.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, positive.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless, of any sign. A constant column is 0.

    Raises
    ------
    DomainError
        A value is not positive; naming the cell.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Box, G. E. P. and Cox, D. R. (1964). An analysis of transformations. Journal
       of the Royal Statistical Society B 26, 211-252.
       doi:10.1111/j.2517-6161.1964.tb00553.x

    Examples
    --------
    >>> y = box_cox([[1.0], [2.0], [4.0], [8.0], [16.0]])  # even on the log scale
    >>> (y.round(2) + 0.0).ravel().tolist()
    [-1.39, -0.69, 0.0, 0.69, 1.39]
    """
    return apply("box_cox", X)


def _yeo_johnson(stats: ColumnStats) -> Chain:
    return _bent(stats, "yeo_johnson", lambda x: (x.mean(), x.std()))


def _learn_yeo_johnson(stats: ColumnStats) -> Learned:
    return _named(_yeo_johnson(stats), "yeo_johnson", stats)


@register(
    "treatment",
    learn=_learn_yeo_johnson,
    needs=("order",),
    promises=("in_order", "invertible"),
    cite="YeoJohnson2000",
)
def yeo_johnson(X: Container) -> Container:
    r"""Bend each column towards a normal distribution by a power, for any sign.

    .. math::

        y = \begin{cases}
            \bigl((u + 1)^\lambda - 1\bigr) / \lambda & u \ge 0 \\
            -\bigl((1 - u)^{2 - \lambda} - 1\bigr) / (2 - \lambda) & u < 0
        \end{cases}
        \qquad u = \frac{x - \bar x}{s}

    with logarithms in the limits, the standardized value u, so that neither unit nor
    origin matter, and for each column the exponent of largest likelihood between -5 and
    5.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless, of any sign. A constant column is 0.

    Raises
    ------
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Yeo, I.-K. and Johnson, R. A. (2000). A new family of power transformations
       to improve normality or symmetry. Biometrika 87, 954-959.
       doi:10.1093/biomet/87.4.954

    Examples
    --------
    >>> yeo_johnson([[-1.0], [0.0], [1.0], [90.0]]).round(2).ravel().tolist()
    [-1.24, -1.15, -1.07, 0.5]
    """
    return apply("yeo_johnson", X)


# What `skew_kurtosis` may fall back on: from statistics to a kernel.
TRANSFORMS: Final[Mapping[str, Callable[[ColumnStats], Kernel]]] = {
    "log": _log,
    "log_ct": _log_ct,
    "log_ct_plus": lambda stats: _log_ct(stats, mirror=True),
    "box_cox": _box_cox,
    "yeo_johnson": _yeo_johnson,
}
