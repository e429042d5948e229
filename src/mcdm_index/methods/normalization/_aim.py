"""Normalization towards a point: a target, a reference unit, a reference value."""

import numpy as np

from mcdm_index._numeric import Container, Vector
from mcdm_index._registry import register
from mcdm_index.errors import ColumnError, DomainError, PolarityError
from mcdm_index.methods._kernels import Rescale
from mcdm_index.methods._settings import by_criterion, by_unit
from mcdm_index.methods.normalization._fit import Polarities, apply, costs
from mcdm_index.methods.normalization._range import distance, worst_and_best
from mcdm_index.polarity import Direction
from mcdm_index.statistics import ColumnStats

__all__ = ["distance_to_reference", "distance_to_target", "mazziotta_pareto"]


def _towards(
    stats: ColumnStats, polarity: Polarities, goal: Vector, what: str, *, clip: bool
) -> Rescale:
    """Scale from the worst learned value (0) to a goal (1)."""
    cost = costs(polarity)
    graded = np.array([not isinstance(kind, Direction) for kind in polarity])
    worst = np.where(graded, 0.0, np.where(cost, stats.high, stats.low))
    goal = np.where(graded, 1.0, goal)
    for j in np.flatnonzero(np.where(cost, goal >= worst, goal <= worst)):
        msg = (
            f"the {what} must be better than the worst value, {worst[j]:g}; it is "
            f"{goal[j]:g}"
        )
        raise ColumnError(j, msg)
    unscaled = np.zeros_like(stats.scale)
    return Rescale(worst, distance(worst, goal), unscaled, clip=clip)


def _learn_target(
    stats: ColumnStats, polarity: Polarities, *, target: Vector, clip: bool = False
) -> Rescale:
    return _towards(stats, polarity, target, "target", clip=clip)


@register(
    "normalization",
    learn=_learn_target,
    promises=("in_order", "invertible"),
    cite="OECD2008",
    aliases=("dist2targ",),
    bind={"target": by_criterion},
)
def distance_to_target(
    X: Container, polarity: object = None, *, target: object, clip: bool = False
) -> Container:
    r"""Normalize by how much of the way from the worst value to a target is done.

    .. math::

        z = \frac{x - \min}{t - \min} \text{ (benefit)},\qquad
        z = \frac{\max - x}{\max - t} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. A criterion whose polarity is a target
        or an interval is graded from 0 to 1 and has its aim at 1.
    target : float, sequence of them, or mapping by column
        The aim, in the unit of the criterion; one for all or one each.
    clip : bool, default False
        Whether a unit that is beyond its target stops at 1.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        0 for the worst unit, 1 at the target, unitless. A constant column is 0.

    Raises
    ------
    DomainError
        A target is not better than the worst value.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> distance_to_target(np.array([[2.0], [6.0], [12.0]]), target=10).tolist()
    [[0.0], [0.5], [1.25]]
    """
    return apply("distance_to_target", X, polarity, target=target, clip=clip)


def _reference(unit: Vector | None, reference: Vector | None) -> Vector:
    given = [values for values in (unit, reference) if values is not None]
    if len(given) != 1:
        msg = "give either the unit that is the reference, or its values as reference="
        raise DomainError(msg)
    return given[0]


def _learn_reference(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    unit: Vector | None = None,
    reference: Vector | None = None,
    clip: bool = False,
) -> Rescale:
    for j, kind in enumerate(polarity):
        if not isinstance(kind, Direction):
            what = "a reference is for benefits and costs, not for targets"
            raise ColumnError(j, what, PolarityError)
    goal = _reference(unit, reference)
    return _towards(stats, polarity, goal, "reference", clip=clip)


@register(
    "normalization",
    learn=_learn_reference,
    promises=("in_order", "invertible"),
    cite="OECD2008",
    aliases=("dist2ref",),
    bind={"unit": by_unit, "reference": by_criterion},
)
def distance_to_reference(
    X: Container,
    polarity: object = None,
    *,
    unit: object = None,
    reference: object = None,
    clip: bool = False,
) -> Container:
    r"""Normalize by the distance to a reference unit.

    .. math::

        z = 1 - \frac{r - x}{r - \min} \text{ (benefit)},\qquad
        z = 1 - \frac{x - r}{\max - r} \text{ (cost)}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : {benefit, cost} or sequence of them, optional
        One per criterion; benefits by default.
    unit : label or int, optional
        The reference r is this unit: its label in a frame, its position in an array.
    reference : float, sequence of them, or mapping by column, optional
        Or these values, such as a mean, in the unit of the criterion.
    clip : bool, default False
        Whether a unit that is beyond the reference stops at 1.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        0 for the worst unit, 1 for the reference, unitless.

    Raises
    ------
    DomainError
        The reference is not better than the worst value of a criterion, as in a
        constant column; or both or none of `unit` and `reference` are given.
    UnknownColumnError
        There is no such unit.
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame({"gdp": [3.0, 9.0, 5.0]}, index=["Mali", "Italy", "Peru"])
    >>> distance_to_reference(X, unit="Peru")["gdp"].to_dict()
    {'Mali': 0.0, 'Italy': 3.0, 'Peru': 1.0}
    """
    options = {"unit": unit, "reference": reference, "clip": clip}
    return apply("distance_to_reference", X, polarity, **options)


def _learn_mazziotta_pareto(
    stats: ColumnStats,
    polarity: Polarities,
    *,
    unit: Vector | None = None,
    reference: Vector | None = None,
) -> Rescale:
    worst, best, graded = worst_and_best(stats, polarity)
    span = best - worst
    start = worst
    if unit is not None or reference is not None:
        goal = _reference(unit, reference)
        unscaled = np.zeros_like(stats.scale)
        span = np.ldexp(span, stats.scale)
        start = np.where(graded, 0.0, goal - span / 2)
        return Rescale(start, span, unscaled, 0.5, (70.0, 130.0))
    return Rescale(start, span, stats.scale, 0.5, (70.0, 130.0))


@register(
    "normalization",
    learn=_learn_mazziotta_pareto,
    promises=("scale", "shift", "in_order", "invertible"),
    cite="MazziottaPareto2016",
    aliases=("ampi",),
    bind={"unit": by_unit, "reference": by_criterion},
)
def mazziotta_pareto(
    X: Container,
    polarity: object = None,
    *,
    unit: object = None,
    reference: object = None,
) -> Container:
    r"""Normalize as the adjusted Mazziotta-Pareto index does: 100 at the reference.

    .. math::

        z = 60\,\frac{x - (r - \Delta)}{2 \Delta} + 70 \text{ (benefit)},\qquad
        z = 60\,\frac{(r + \Delta) - x}{2 \Delta} + 70 \text{ (cost)},\qquad
        \Delta = \frac{\max - \min}{2}

    The index without "adjusted" takes :func:`zscore` with mean 100, sd 10 and ddof 0.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. A target or interval is graded from 0 to
        1 and has 100 in the middle.
    unit : label or int, optional
        The reference r is this unit: its label in a frame, its position in an array.
    reference : float, sequence of them, or mapping by column, optional
        Or these values, such as the mean of a base year. With neither, r is the middle
        between the least and the largest value, and the range is 70 to 130.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        100 at the reference, 60 from the worst to the best, unitless. A constant column
        is 100.

    Raises
    ------
    DomainError
        Both `unit` and `reference` are given.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, UnknownColumnError

    References
    ----------
    .. [1] Mazziotta, M. and Pareto, A. (2016). On a generalized non-compensatory
       composite index for measuring socio-economic phenomena. Social Indicators
       Research 127, 983-1003. doi:10.1007/s11205-015-0998-2

    Examples
    --------
    >>> import numpy as np
    >>> mazziotta_pareto(np.array([[1.0], [2.0], [5.0]])).tolist()
    [[70.0], [85.0], [130.0]]
    >>> mazziotta_pareto(np.array([[1.0], [2.0], [5.0]]), unit=1).tolist()
    [[85.0], [100.0], [145.0]]
    """
    return apply("mazziotta_pareto", X, polarity, unit=unit, reference=reference)
