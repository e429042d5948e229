"""Scores of composite indices: unbalance penalized, and the benefit of the doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    Container,
    Matrix,
    Vector,
    check_weights,
    divide,
    real_numbers,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.engine import check_finite, open_rows, wrap
from mcdm_index.errors import CellError, DomainError, UnknownMethodError
from mcdm_index.methods import normalization as normalizations
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import by_support
from mcdm_index.methods.weighting import own_weights
from mcdm_index.statistics import ColumnStats

__all__ = ["MazziottaParetoDetails", "ampi", "benefit_of_the_doubt", "mpi"]

Penalty = Literal["minus", "plus"]


class MazziottaParetoDetails(NamedTuple):
    """What lies behind a Mazziotta-Pareto index.

    Attributes
    ----------
    mean, deviation : ndarray of shape (n_units,) or (k, n_units)
        M and S, weighted mean and standard deviation of the normalized values.
    penalty, score : ndarray of the same shape
        S squared over M, and the mean less the penalty, or plus it.
    """

    mean: Vector
    deviation: Vector
    penalty: Vector
    score: Vector


@dataclass(frozen=True)
class MazziottaPareto:
    """The kernel of `mpi` and `ampi`."""

    weights: Vector
    sign: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self.details(Z).score.T

    def details(self, Z: Matrix) -> MazziottaParetoDetails:
        """Give means, deviations and penalties beside the score."""
        M, variance = self._moments(Z)
        penalty = divide(variance, M)
        score = M + self.sign * penalty
        return MazziottaParetoDetails(M.T, np.sqrt(variance).T, penalty.T, score.T)

    def _moments(self, Z: Matrix) -> tuple[Matrix, Matrix]:
        M = by_support(_mean, Z, self.weights)
        variance = by_support(_variance, Z, self.weights)
        undefined = (M <= 0) & (variance > 0)
        if undefined.any():
            i, *which = np.argwhere(undefined)[0]
            counts = self.weights[tuple(which)] > 0
            j = int(np.where(counts, Z[i], np.inf).argmin())
            raise CellError(int(i), j, _NO_MEAN.format(M[i, *which]))
        return M, variance


def _mean(Z: Matrix, w: Vector) -> Matrix:
    """Give the weighted mean of each row; that of equal values is their value."""
    least = Z.min(axis=1)
    return np.asarray((least + weighted_total(Z - least[:, None], w).T).T)


def _variance(Z: Matrix, w: Vector) -> Matrix:
    """Give the weighted variance of each row; that of equal values is exactly 0."""
    above = Z - Z.min(axis=1)[:, None]
    mean = weighted_total(above, w)
    terms = (w[..., j] * (z - mean.T).T ** 2 for j, z in enumerate(above.T))
    return np.asarray(reduce(np.add, terms))


_NO_MEAN = (
    "is so low that the mean of the unit is {:g}, and a Mazziotta-Pareto index is "
    "defined for means above 0. Standardize to mean 100 and sd 10, or take "
    "mazziotta_pareto or minmax"
)


def _learn_mpi(
    _: ColumnStats, weights: Vector, *, penalty: Penalty = "minus"
) -> MazziottaPareto:
    if penalty not in ("minus", "plus"):
        msg = f"penalty must be 'minus' or 'plus', got {penalty!r}"
        raise UnknownMethodError(msg)
    return MazziottaPareto(weights, -1.0 if penalty == "minus" else 1.0)


def _learn_ampi(
    stats: ColumnStats,
    weights: Vector,
    *,
    penalty: Penalty = "minus",
    unit: object = None,
    reference: object = None,
    goalposts: object = None,
) -> MazziottaPareto:
    if not (unit is None and reference is None and goalposts is None):
        msg = (
            "unit, reference and goalposts are for ampi(...) itself; a fit takes them "
            "as normalization_options of mazziotta_pareto or goalposts"
        )
        raise DomainError(msg)
    return _learn_mpi(stats, weights, penalty=penalty)


@register(
    "scoring",
    learn=_learn_mpi,
    promises=("zero_weight_is_irrelevant", "scale", "shift"),
    cite="DeMuro2011",
    beforehand={"zscore": {"mean": 100.0, "sd": 10.0, "ddof": 0}},
)
def mpi(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "zscore",
    penalty: Penalty = "minus",
) -> Container:
    r"""Score units by the mean less a penalty for unbalance (Mazziotta-Pareto).

    .. math::

        \text{MPI}_i^{\pm} = M_i \pm S_i \, cv_i = M_i \pm \frac{S_i^2}{M_i}, \qquad
        z_{ij} = 100 \pm 10 \, \frac{x_{ij} - \mu_j}{\sigma_j},

    where M and S are mean and standard deviation of the normalized values of the unit,
    and those of the criterion have ddof 0. Weights go into M and S; the source weighs
    all criteria alike.

    An improvement may lower the index, where a value is already far above the others:
    beyond :math:`M (3 + cv^2) / 2` of its unit, which standardized values hardly reach
    and those from 0 to 1 often do. So neither dominance nor monotony is promised.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "zscore"
        A registered normalization, "zscore" with mean 100, sd 10 and ddof 0; None if X
        is normalized already.
    penalty : {"minus", "plus"}, default "minus"
        Minus where more is better, such as well-being. Plus for an index of something
        bad, such as poverty: give polarities by what raises it, and the larger score is
        the worse one.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        100 for a unit that is average in everything. A unit whose values are all alike
        has no penalty; a constant column is 100, and so is the score of a single unit.

    Raises
    ------
    DomainError
        The mean of a unit is not positive while its values differ; naming the unit.
    UnknownMethodError
        `penalty` is none of the above.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] De Muro, P., Mazziotta, M. and Pareto, A. (2011). Composite indices of
       development and poverty: an application to MDGs. Social Indicators Research
       104(1), 1-18. doi:10.1007/s11205-010-9727-z

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> mpi(X, [0.5, 0.5], ["max", "min"]).round(2)
    array([ 89.22, 106.49, 103.12])
    """
    options = {"penalty": penalty}
    scoring = fit(
        "mpi", X, weights, polarity, normalization=normalization, options=options
    )
    return scoring(X)


@register(
    "scoring",
    learn=_learn_ampi,
    promises=("zero_weight_is_irrelevant", "scale", "shift"),
    cite="MazziottaPareto2016",
)
def ampi(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "mazziotta_pareto",
    penalty: Penalty = "minus",
    unit: object = None,
    reference: object = None,
    goalposts: Sequence[Any] | None = None,
) -> Container:
    r"""Score units by the adjusted Mazziotta-Pareto index, comparable over time.

    .. math::

        \text{AMPI}_i^{\pm} = M_i \pm S_i \, cv_i, \qquad
        z_{ij} = 60 \, \frac{x_{ij} - \text{Min}_j}{\text{Max}_j - \text{Min}_j} + 70
        \text{ (benefit)},

    and 200 less that for a cost. M, S and cv are those of the normalized values of the
    unit. Goalposts are Min and Max; around a reference value r with 100 they are
    :math:`r \pm (\max - \min) / 2`.

    Give all years at once, or goalposts, so that years compare.

    Parameters
    ----------
    X, weights, polarity, penalty
        See `mpi`.
    normalization : str or None, default "mazziotta_pareto"
        A registered normalization; None if X is normalized already.
    unit, reference : optional
        What has 100, a unit or a value per criterion; see
        `normalization.mazziotta_pareto`. In the middle of the data by default.
    goalposts : (low, high), optional
        Fixed Min and Max: each a number, one per criterion, or a mapping by column.
        Beyond them z is too.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        From 70 to 130 for values within the goalposts, but for the penalty. A constant
        column is 100, so that one unit scores 100.

    Raises
    ------
    DomainError
        Goalposts are given with a unit or a reference, or are no pair; or as in `mpi`.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Mazziotta, M. and Pareto, A. (2016). On a generalized non-compensatory
       composite index for measuring socio-economic phenomena. Social Indicators
       Research 127, 983-1003. doi:10.1007/s11205-015-0998-2

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> ampi(X, [0.5, 0.5], ["max", "min"]).round(2)
    array([ 70.  , 113.04, 100.57])
    """
    given = {"unit": unit, "reference": reference}
    chosen = {name: value for name, value in given.items() if value is not None}
    if goalposts is not None:
        normalization, chosen = _between(goalposts, normalization, chosen)
    scoring = fit(
        "ampi",
        X,
        weights,
        polarity,
        normalization=normalization,
        normalization_options=chosen,
        options={"penalty": penalty},
    )
    return scoring(X)


def _between(
    goalposts: Sequence[Any], normalization: str | None, others: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Normalize from 70 to 130 between goalposts."""
    if normalization != "mazziotta_pareto" or others:
        msg = "goalposts exclude unit, reference and any other normalization"
        raise DomainError(msg)
    several = not isinstance(goalposts, str) and np.iterable(goalposts)
    pair = tuple(goalposts) if several else ()
    if len(pair) != 2:
        msg = f"goalposts must be a pair (low, high), got {goalposts!r}"
        raise DomainError(msg)
    low, high = pair
    ends = {"out_range": (70.0, 130.0), "clip": False}
    return "goalposts", {"low": low, "high": high, **ends}


@register(
    "scoring",
    promises=("dominance", "zero_weight_is_irrelevant", "best_is_one", "scale"),
    cite="Cherchye2007",
    aliases=("bod",),
)
def benefit_of_the_doubt(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
    least_share: Any = 0.0,
    most_share: Any = 1.0,
    least_weight: Any = 0.0,
    most_weight: Any = 1.0,
) -> Container:
    r"""Score each unit with the weights most favourable to it.

    .. math::

        \max_{w \ge 0} \sum_j w_j z_{cj} \quad \text{such that} \quad
        \sum_j w_j z_{ij} \le 1 \ \text{for every unit } i .

    The weights given are not read, except that criteria with weight 0 are left out. All
    units are needed at once, so that nothing can be frozen for new ones. The weights
    found, and their pie shares, are those of `weighting.own_weights`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values: benefits 0 or more, costs positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; only whether they are 0 matters.
    polarity
        See `mpi`.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already. The result must be
        0 or more. Scores do not depend on the scale of a column.
    least_share, most_share, least_weight, most_weight : float or sequence, optional
        Bounds, see `weighting.own_weights`; those of criteria that are left out do not
        count. With bounds on shares a unit that is nowhere worse may score below.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better, from 0 to 1: 1 for all units that some weights make the best,
        among them any that is best in one criterion, and a single unit; so a constant
        criterion makes it 1 for all. 0 for a unit of zeros.

    Raises
    ------
    DomainError
        A value is negative, a bound is no share, or a unit has no weights within the
        bounds; naming it.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An
       introduction to 'benefit of the doubt' composite indicators. Social Indicators
       Research 82, 111-145. doi:10.1007/s11205-006-9029-7

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0], [2.0, 8.0]])
    >>> benefit_of_the_doubt(X, [1, 1], ["max", "min"]).round(3)
    array([0.472, 1.   , 1.   , 0.75 ])
    """
    table = open_whole(X, "scoring", "benefit_of_the_doubt")
    check_finite(table)
    weights = by_label(weights, table.columns, "weights")
    w = check_weights(weights, table.shape[1], table.columns)
    Z: Container = table
    if normalization is not None or polarity is not None:
        Z = normalizations.fit(normalization, table, polarity)(table)
    bounds = {"least_share": least_share, "most_share": most_share}
    bounds |= {"least_weight": least_weight, "most_weight": most_weight}
    supports, which = np.unique(np.atleast_2d(w > 0), axis=0, return_inverse=True)
    found = np.array([_favoured(Z, support, bounds) for support in supports])
    scores = found[which.ravel()]
    return wrap(scores[0], table) if w.ndim == 1 else scores


def _favoured(
    Z: Container, support: NDArray[np.bool_], bounds: Mapping[str, Any]
) -> Vector:
    """Score each unit with its own weights on some of the criteria."""
    kept = dict(bounds)
    for name, bound in bounds.items():
        numbers = real_numbers(bound)
        if numbers is not None and numbers.shape == support.shape:
            kept[name] = numbers[support]
    some = open_rows(Z).take(np.flatnonzero(support).tolist())
    return own_weights(some, **kept).scores
