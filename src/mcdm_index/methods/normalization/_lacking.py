"""Normalization by what is lacking to the best, and by logarithms."""

import numpy as np

from mcdm_index._numeric import Container
from mcdm_index._registry import register
from mcdm_index.engine import Kernel
from mcdm_index.errors import ColumnError, PolarityError
from mcdm_index.methods._kernels import Logarithm, Rescale
from mcdm_index.methods.normalization._fit import Polarities, apply, costs
from mcdm_index.polarity import Direction
from mcdm_index.statistics import ColumnStats

__all__ = ["enhanced_accuracy", "logarithmic", "zavadskas_turskis"]


def _take_logs(polarity: Polarities, **_: object) -> tuple[Polarities, Kernel | None]:
    for j, kind in enumerate(polarity):
        if not isinstance(kind, Direction):
            what = "logarithms are for benefits and costs, not for targets"
            raise ColumnError(j, what, PolarityError)
    return polarity, Logarithm.plain(np.arange(len(polarity)))


def _learn_logarithmic(stats: ColumnStats, polarity: Polarities) -> Rescale:
    whole = stats.n * stats.mean
    cost = costs(polarity)
    others = np.maximum(stats.n - 1, 1)
    return Rescale(
        np.where(cost, whole, 0.0), np.where(cost, -whole * others, whole), stats.scale
    )


@register(
    "normalization",
    learn=_learn_logarithmic,
    domain="above_one",
    promises=("in_order", "invertible"),
    cite="ZavadskasTurskis2008",
    first=_take_logs,
)
def logarithmic(X: Container, polarity: object = None) -> Container:
    r"""Normalize to shares of the sum of logarithms.

    .. math::

        z = \frac{\ln x}{\ln \prod_i x_i} \text{ (benefit)},\qquad
        z = \frac{1}{n - 1} \left(1 - \frac{\ln x}{\ln \prod_i x_i}\right)
        \text{ (cost)}

    Below 1 a logarithm is negative, and where the product of a column is less than 1
    the order would be turned around: values must be above 1, in whatever unit does it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values above 1.
    polarity : {benefit, cost} or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], unitless; a column sums to 1. A constant column is 1/n; a single
        unit is 1 in a benefit and 0 in a cost.

    Raises
    ------
    DomainError
        A value is 1 or less; naming the cell.
    PolarityError
        A criterion has a target or an interval.
    MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Zavadskas, E. K. and Turskis, Z. (2008). A new logarithmic normalization
       method in games theory. Informatica 19, 303-314.
       doi:10.15388/Informatica.2008.215

    Examples
    --------
    >>> import numpy as np
    >>> logarithmic(np.array([[10.0, 10.0], [1000.0, 1000.0]]), ["max", "min"])
    array([[0.25, 0.75],
           [0.75, 0.25]])
    """
    return apply("logarithmic", X, polarity)


def _learn_enhanced_accuracy(stats: ColumnStats, polarity: Polarities) -> Rescale:
    cost = costs(polarity)
    best = np.ldexp(np.where(cost, stats.low, stats.high), -stats.scale)
    worst = np.ldexp(np.where(cost, stats.high, stats.low), -stats.scale)
    total = stats.n * np.abs(best - stats.mean)
    total = np.maximum(total, np.abs(best - worst))  # its largest part at least
    lacking = np.where(cost, -total, total)
    tied = np.broadcast_to(-1.0 / np.asarray(stats.n, dtype=float), best.shape)
    return Rescale(best, lacking, stats.scale, tied, out_range=(1.0, 2.0))


@register(
    "normalization",
    learn=_learn_enhanced_accuracy,
    promises=("scale", "shift", "in_order", "invertible"),
    cite="Zeng2013",
)
def enhanced_accuracy(X: Container, polarity: object = None) -> Container:
    r"""Normalize by the share in all that is lacking to the best value.

    .. math::

        z = 1 - \frac{\max - x}{\sum_i (\max - x_i)} \text{ (benefit)},\qquad
        z = 1 - \frac{x - \min}{\sum_i (x_i - \min)} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], unitless, 1 for the best; the mean of a column is 1 - 1/n. A
        constant column is 1 - 1/n throughout.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Zeng, Q.-L., Li, D.-D. and Yang, Y.-B. (2013). VIKOR method with enhanced
       accuracy for multiple criteria decision making in healthcare management. Journal
       of Medical Systems 37, 9908. doi:10.1007/s10916-012-9908-1

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    >>> enhanced_accuracy(X, ["max", "min"])
    array([[0.4 , 1.  ],
           [0.6 , 0.75],
           [1.  , 0.25]])
    """
    return apply("enhanced_accuracy", X, polarity)


def _learn_zavadskas_turskis(stats: ColumnStats, polarity: Polarities) -> Rescale:
    cost = costs(polarity)
    low, high = (np.ldexp(end, -stats.scale) for end in (stats.low, stats.high))
    return Rescale(
        np.where(cost, 2 * low, 0.0), np.where(cost, -low, high), stats.scale
    )


@register(
    "normalization",
    learn=_learn_zavadskas_turskis,
    domain="positive",
    promises=("scale", "in_order", "invertible"),
    cite="ZavadskasTurskis2008",
)
def zavadskas_turskis(X: Container, polarity: object = None) -> Container:
    r"""Normalize by the distance to the best value, in units of the best value.

    .. math::

        z = 1 - \frac{\max - x}{\max} \text{ (benefit)},\qquad
        z = 1 - \frac{x - \min}{\min} \text{ (cost)}

    The paper writes absolute values, which say the same of the units that are learned;
    without them a new unit beyond the best is not punished for it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        At most 1, unitless, 1 for the best; a cost beyond twice the least is negative.
        A constant column is 1; a target that no unit comes near is 0.

    Raises
    ------
    DomainError
        A value is not positive; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Zavadskas, E. K. and Turskis, Z. (2008). A new logarithmic normalization
       method in games theory. Informatica 19, 303-314.
       doi:10.15388/Informatica.2008.215
    .. [2] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the
       influence of normalization techniques in ranking. Materials & Design 65,
       335-342. doi:10.1016/j.matdes.2014.09.022

    Examples
    --------
    >>> import numpy as np
    >>> zavadskas_turskis(np.array([[1.0, 1.0], [4.0, 4.0]]), ["max", "min"])
    array([[ 0.25,  1.  ],
           [ 1.  , -2.  ]])
    """
    return apply("zavadskas_turskis", X, polarity)
