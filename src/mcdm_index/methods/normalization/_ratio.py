"""Normalization by division: by a length, a sum, a largest value."""

from typing import Literal

import numpy as np

from mcdm_index._numeric import Container, Vector
from mcdm_index._registry import register
from mcdm_index.methods._kernels import Chain, Power, Rescale
from mcdm_index.methods.normalization._fit import (
    Polarities,
    apply,
    costs,
    flip_costs,
)
from mcdm_index.statistics import ColumnStats

__all__ = [
    "linear",
    "max",
    "nonlinear",
    "sum",
    "vector",
]

CostForm = Literal["complement", "reciprocal"]


def _share_of(
    whole: Vector, stats: ColumnStats, polarity: Polarities, cost: str = "reciprocal"
) -> Rescale:
    """Divide by something; costs are its complement, or were inverted before."""
    turned = costs(polarity) & (cost == "complement")
    origin = np.where(turned, whole, 0.0)
    return Rescale(origin, np.where(turned, -whole, whole), stats.scale)


def _largest(stats: ColumnStats) -> Vector:
    peak = np.maximum(np.abs(stats.low), np.abs(stats.high))
    return np.asarray(np.ldexp(peak, -stats.scale))


def _learn_vector(
    stats: ColumnStats, polarity: Polarities, *, cost: CostForm = "complement"
) -> Rescale:
    # A column is as long as its longest part at least, whatever is rounded.
    length = np.maximum(stats.norm, _largest(stats))
    return _share_of(length, stats, polarity, cost)


@register(
    "normalization",
    learn=_learn_vector,
    needs=("squares",),
    promises=("scale", "in_order", "invertible"),
    cite="HwangYoon1981",
    first=flip_costs("complement"),
)
def vector(
    X: Container, polarity: object = None, *, cost: CostForm = "complement"
) -> Container:
    r"""Normalize each column to Euclidean length 1.

    .. math::

        z = \frac{x}{\lVert x \rVert} \text{ (benefit)},\qquad
        z = 1 - \frac{x}{\lVert x \rVert} \text{ (cost)},\qquad
        \lVert x \rVert = \sqrt{\textstyle\sum_i x_i^2}

    Turning costs around by 1 - z leaves all distances between units as they are, so
    that TOPSIS on the result is TOPSIS with the least cost as its ideal. Targets and
    intervals are first graded from 0 to 1 as in `minmax`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Without it the ratio system of MOORA
        and MULTIMOORA is had, which keeps costs as they are.
    cost : {"complement", "reciprocal"}, default "complement"
        Costs become 1 - z, or 1/x before they are divided.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless; for non-negative data within [0, 1]. A column of zeros stays zero.

    Raises
    ------
    DomainError
        A cost is not positive where its reciprocal is taken; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, chapter
       3. Springer. doi:10.1007/978-3-642-48318-9

    Examples
    --------
    >>> import numpy as np
    >>> vector(np.array([[3.0, 3.0], [4.0, 4.0]]), ["max", "min"])
    array([[0.6, 0.4],
           [0.8, 0.2]])
    """
    return apply("vector", X, polarity, cost=cost)


def _learn_sum(
    stats: ColumnStats, polarity: Polarities, *, cost: CostForm = "reciprocal"
) -> Rescale:
    whole = np.maximum(stats.n * stats.mean, _largest(stats))
    return _share_of(whole, stats, polarity, cost)


@register(
    "normalization",
    learn=_learn_sum,
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale", "in_order", "invertible"),
    cite="JahanEdwards2015",
    aliases=("share",),
    first=flip_costs("reciprocal", "complement"),
)
def sum(
    X: Container, polarity: object = None, *, cost: CostForm = "reciprocal"
) -> Container:
    r"""Normalize to shares of the column's sum.

    .. math::

        z = \frac{x}{\sum_i x_i} \text{ (benefit)},\qquad
        z = \frac{1/x}{\sum_i 1/x_i} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    cost : {"reciprocal", "complement"}, default "reciprocal"
        Costs become 1/x before they are divided, or 1 - z.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], unitless; a column sums to 1, but for costs by complement. A
        constant column is 1/n, a column of zeros stays zero.

    Raises
    ------
    DomainError
        A value is negative, or a cost is zero whose reciprocal is taken; naming the
        cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the
       influence of normalization techniques in ranking. Materials & Design 65,
       335-342. doi:10.1016/j.matdes.2014.09.022

    Examples
    --------
    >>> import numpy as np
    >>> sum(np.array([[1.0, 1.0], [3.0, 3.0]]), ["max", "min"])
    array([[0.25, 0.75],
           [0.75, 0.25]])
    """
    return apply("sum", X, polarity, cost=cost)


def _learn_max(
    stats: ColumnStats, polarity: Polarities, *, cost: CostForm = "complement"
) -> Rescale:
    return _share_of(_largest(stats), stats, polarity, cost)


@register(
    "normalization",
    learn=_learn_max,
    promises=("scale", "in_order", "invertible"),
    cite="JahanEdwards2015",
    aliases=("fraction_of_maximum", "fracmax", "maxabs"),
    first=flip_costs("complement"),
)
def max(
    X: Container, polarity: object = None, *, cost: CostForm = "complement"
) -> Container:
    r"""Normalize to fractions of the largest absolute value.

    .. math::

        z = \frac{x}{\max |x|} \text{ (benefit)},\qquad
        z = 1 - \frac{x}{\max |x|} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    cost : {"complement", "reciprocal"}, default "complement"
        Costs become 1 - z, or 1/x before they are divided, which is `linear`.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless; for non-negative data within [0, 1]. A constant benefit is 1 or -1 by
        its sign, a constant positive cost 0, a column of zeros 0.

    Raises
    ------
    DomainError
        A cost is not positive where its reciprocal is taken; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the
       influence of normalization techniques in ranking. Materials & Design 65,
       335-342. doi:10.1016/j.matdes.2014.09.022

    Examples
    --------
    >>> import numpy as np
    >>> max(np.array([[1.0, 1.0], [4.0, 4.0]]), ["max", "min"])
    array([[0.25, 0.75],
           [1.  , 0.  ]])
    """
    return apply("max", X, polarity, cost=cost)


def _learn_linear(stats: ColumnStats, polarity: Polarities) -> Rescale:
    return _share_of(_largest(stats), stats, polarity)


@register(
    "normalization",
    learn=_learn_linear,
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale", "in_order", "invertible"),
    cite="JahanEdwards2015",
    aliases=("benefit_cost",),
    first=flip_costs("reciprocal"),
)
def linear(X: Container, polarity: object = None) -> Container:
    r"""Normalize to fractions of the best value.

    .. math::

        z = \frac{x}{\max x} \text{ (benefit)},\qquad
        z = \frac{\min x}{x} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], unitless, 1 for the best. A constant column is 1, a column of
        zeros stays zero.

    Raises
    ------
    DomainError
        A value is negative or a cost zero; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the
       influence of normalization techniques in ranking. Materials & Design 65,
       335-342. doi:10.1016/j.matdes.2014.09.022

    Examples
    --------
    >>> import numpy as np
    >>> linear(np.array([[1.0, 1.0], [4.0, 4.0]]), ["max", "min"])
    array([[0.25, 1.  ],
           [1.  , 0.25]])
    """
    return apply("linear", X, polarity)


def _learn_nonlinear(stats: ColumnStats, polarity: Polarities) -> Chain:
    exponent = np.where(costs(polarity), 3.0, 2.0)
    return Chain(_learn_linear(stats, polarity), Power(exponent))


@register(
    "normalization",
    learn=_learn_nonlinear,
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale", "in_order", "invertible"),
    cite="Peldschus1983",
    first=flip_costs("reciprocal"),
)
def nonlinear(X: Container, polarity: object = None) -> Container:
    r"""Normalize to powers of the fraction of the best value.

    .. math::

        z = \left(\frac{x}{\max x}\right)^2 \text{ (benefit)},\qquad
        z = \left(\frac{\min x}{x}\right)^3 \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], unitless, 1 for the best. A constant column is 1, a column of
        zeros stays zero.

    Raises
    ------
    DomainError
        A value is negative or a cost zero; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Peldschus, F., Vaigauskas, E. and Zavadskas, E. K. (1983). Technologische
       Entscheidungen bei der Berücksichtigung mehrerer Ziele. Bauplanung-Bautechnik 37,
       173-175.
    .. [2] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the
       influence of normalization techniques in ranking. Materials & Design 65,
       335-342. doi:10.1016/j.matdes.2014.09.022

    Examples
    --------
    >>> import numpy as np
    >>> nonlinear(np.array([[1.0, 1.0], [2.0, 2.0]]), ["max", "min"])
    array([[0.25 , 1.   ],
           [1.   , 0.125]])
    """
    return apply("nonlinear", X, polarity)
