"""Orientation alone: columns are turned to larger-is-better and not yet normalized."""

from typing import Literal

import numpy as np

from mcdm_index._numeric import Container
from mcdm_index._registry import register
from mcdm_index.methods._kernels import Rescale
from mcdm_index.methods.normalization._fit import Polarities, apply, costs, flip_costs
from mcdm_index.statistics import ColumnStats

__all__ = ["orient"]


def _learn_orient(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    cost: Literal["reflect", "negate", "reciprocal"] = "reflect",
) -> Rescale:
    turned = costs(polarity) & (cost != "reciprocal")
    origin = np.where(turned & (cost == "reflect"), stats.high, 0.0)
    unscaled = np.zeros_like(stats.scale)
    return Rescale(origin, np.where(turned, -1.0, 1.0), unscaled)


@register(
    "normalization",
    learn=_learn_orient,
    promises=("in_order", "invertible"),
    cite="Si2015",
    first=flip_costs("reflect", "negate"),
)
def orient(
    X: Container,
    polarity: object = None,
    *,
    cost: Literal["reflect", "negate", "reciprocal"] = "reflect",
) -> Container:
    r"""Turn all columns to larger-is-better and leave benefits as they are.

    A cost becomes :math:`\max - x`, in its own unit; targets and intervals are graded
    from 0 to 1 as in `minmax`. In Chinese textbooks this step is called 正向化.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    cost : {"reflect", "negate", "reciprocal"}, default "reflect"
        A cost x becomes max - x, -x or 1/x; the last needs positive values.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Larger is better. A constant cost becomes 0 if it is reflected.

    Raises
    ------
    DomainError
        A cost is not positive where its reciprocal is taken; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Si, S. and Sun, X. (2015). Mathematical Modelling: Algorithms and
       Applications (in Chinese), 2nd ed., chapter 14. National Defense Industry Press.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 30.0, 6.0], [2.0, 10.0, 9.0]])
    >>> orient(X, ["max", "min", "target(7)"])
    array([[ 1. ,  0. ,  0.5],
           [ 2. , 20. ,  0. ]])
    """
    return apply("orient", X, polarity, cost=cost)
