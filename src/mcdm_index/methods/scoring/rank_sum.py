"""Rank-sum ratio: the mean rank of a unit, and grades from how it is distributed."""

from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, one_vector
from mcdm_index._registry import register
from mcdm_index.engine import Kernel, open_rows, plain
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.methods._kernels import Chain, Rescale
from mcdm_index.methods._standing import Standing
from mcdm_index.methods.grading import grade
from mcdm_index.methods.scoring._fit import Scoring, fit
from mcdm_index.methods.scoring._pairs import ROUNDING, average, whole
from mcdm_index.statistics import ColumnStats

__all__ = ["RsrGrading", "rsr", "rsr_grading"]

Ranking = Literal["ordinal", "interpolated"]


@dataclass(frozen=True)
class RankSumRatio:
    """The kernel of `rsr`, with the values that it was learned from."""

    places: Kernel
    n: int
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows."""
        return average(self.places(Z), self.weights, self.n)


def _learn_rsr(
    stats: ColumnStats, weights: Vector, *, ranking: Ranking = "ordinal"
) -> RankSumRatio:
    if ranking not in ("ordinal", "interpolated"):
        msg = f"ranking must be 'ordinal' or 'interpolated', got {ranking!r}"
        raise UnknownMethodError(msg)
    n = len(stats.ordered)
    weights = whole(weights)
    if ranking == "ordinal":
        return RankSumRatio(Standing.learn(stats, "average"), n, weights)
    low, high = np.ldexp(stats.low, -stats.scale), np.ldexp(stats.high, -stats.scale)
    share = Rescale(low, high - low, stats.scale, constant=0.5)
    nowhere = np.zeros(len(low), dtype=np.int64)
    if n == 1:  # the only rank there is
        rank = Rescale(low, np.zeros(len(low)), nowhere, constant=1.0)
        return RankSumRatio(rank, n, weights)
    step = np.full(len(low), 1 / (n - 1))
    rank = Rescale(-step, step, nowhere)  # 1 + (n - 1) u
    return RankSumRatio(Chain(share, rank), n, weights)


def _fitted(
    X: Container,
    weights: ArrayLike,
    polarity: object,
    normalization: str | None,
    ranking: Ranking,
) -> Scoring:
    return fit(
        "rsr",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"ranking": ranking},
    )


@register(
    "scoring",
    learn=_learn_rsr,
    needs=("order",),
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Tian1993",
    aliases=("rank_sum_ratio", "wrsr"),
    beforehand={None: {"cost": "negate"}},
)
def rsr(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    ranking: Ranking = "ordinal",
) -> Container:
    r"""Score units by the rank-sum ratio (秩和比), the weighted mean of their ranks.

    .. math:: \mathrm{RSR}_i = \frac{1}{n} \sum_j w_j R_{ij}

    With equal weights this is RSR, :math:`\sum_j R_{ij} / (m n)`, and otherwise WRSR.
    The rank R counts upwards, from 1 for the worst to n for the best; equal values have
    the mean of their ranks. Interpolated (非整秩次法), it is

    .. math:: R_{ij} = 1 + (n - 1)\, \frac{x_{ij} - \min_j}{\max_j - \min_j} ,

    reversed for costs. A new unit is ranked among those that were learned: half-way
    between its neighbours, or along the line, which then may lead beyond 1 and n.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; one that keeps the order changes no ordinal rank.
    ranking : {"ordinal", "interpolated"}, default "ordinal"
        Whether only the order of values counts, or their distances as well.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        From 1 / n to 1 for the learned units. A constant criterion gives each unit the
        rank (n + 1) / 2, and a single unit has 1. The best unit has 1 if no other
        equals it in any criterion.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    UnknownMethodError
        There is no such ranking.

    See Also
    --------
    rsr_grading : grades by the probits of the ratios.

    References
    ----------
    .. [1] Tian, F. (1993). Rank-Sum Ratio and Its Application (in Chinese: 田凤调,
       秩和比法及其应用). China Statistics Press.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[99.5, 60.3], [96.5, 59.7], [99.4, 43.9], [92.8, 59.0]])
    >>> rsr(X, [1, 1], ["max", "min"])
    array([0.625, 0.5  , 0.875, 0.5  ])
    """
    return _fitted(X, weights, polarity, normalization, ranking)(X)


@dataclass(frozen=True)
class RsrGrading:
    r"""Grades of units by the probits of their rank-sum ratios.

    Attributes
    ----------
    rsr : ndarray of shape (n_units,)
        The ratios.
    shares : ndarray of shape (n_units,)
        Mean rank of the units with that ratio, divided by n; 1 - 1/(4n) for the best.
    probits : ndarray of shape (n_units,)
        5 plus the standard normal quantile of the share.
    intercept, slope, r_squared : float
        The least-squares line of ratios on probits, one point for each distinct ratio.
    expected : ndarray of shape (n_units,)
        The ratios that the line gives.
    cuts : ndarray of shape (k - 1,)
        Ascending: expected ratios that separate the grades.
    grades : ndarray of int of shape (n_units,)
        1 (worst) to k (best).
    units : tuple or None
        What the units are called, if the table had labels.
    """

    rsr: Vector
    shares: Vector
    probits: Vector
    intercept: float
    slope: float
    r_squared: float
    expected: Vector
    cuts: Vector
    grades: NDArray[np.int64]
    units: tuple[Any, ...] | None = None


def rsr_grading(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    ranking: Ranking = "ordinal",
    k: int = 3,
) -> RsrGrading:
    r"""Grade units by the probits of their rank-sum ratios.

    Ratios are sorted; the units that share one have the share
    :math:`p = \bar R / n`, with :math:`\bar R` the mean of their ranks, the best
    :math:`1 - 1/(4n)`, and the probit :math:`5 + \Phi^{-1}(p)`. The line
    :math:`\widehat{\mathrm{RSR}} = a + b \cdot \mathrm{probit}` is fitted to the
    distinct ratios. The probits from 2 to 8, three standard deviations to both sides,
    are cut into k equal parts: at 4 and 6 for three grades, at 3.5, 5 and 6.5 for four.

    Parameters
    ----------
    X, polarity, normalization, ranking
        As in `rsr`.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    k : int, default 3
        Number of grades, 2 or more.

    Returns
    -------
    RsrGrading

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        The number of grades is not a whole number of 2 or more, or all units have one
        ratio, so that there is no line.

    References
    ----------
    .. [1] Tian, F. (1993). Rank-Sum Ratio and Its Application (in Chinese: 田凤调,
       秩和比法及其应用). China Statistics Press.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[99.5, 60.3], [96.5, 59.7], [99.4, 43.9], [92.8, 59.0]])
    >>> found = rsr_grading(X, [1, 1], ["max", "min"])
    >>> found.shares
    array([0.75  , 0.375 , 0.9375, 0.375 ])
    >>> found.grades
    array([2, 2, 3, 2])
    """
    number: object = k
    if not isinstance(number, Real) or not np.isfinite(k) or k < 2 or int(k) != k:
        msg = f"the number of grades must be a whole number of 2 or more, got {k!r}"
        raise DomainError(msg)
    scoring = _fitted(X, weights, polarity, normalization, ranking)
    one_vector(scoring.weights)
    scores = np.asarray(scoring(X), dtype=float)
    index = open_rows(X).index
    units = None if index is None else tuple(map(plain, index))
    return _grade(scores, int(k), units)


def _grade(scores: Vector, k: int, units: tuple[Any, ...] | None) -> RsrGrading:
    from scipy.special import ndtri

    n = len(scores)
    order = np.argsort(scores, kind="stable")
    ascending = scores[order]
    group = np.cumsum(np.diff(ascending, prepend=ascending[0]) > ROUNDING)
    if group[-1] == 0:
        msg = "all units have the same rank-sum ratio: there is nothing to grade by"
        raise DomainError(msg)
    size = np.bincount(group)
    distinct = np.bincount(group, ascending) / size

    # Shares of the distinct ratios, and their probits
    p = (np.cumsum(size) - (size - 1) / 2) / n
    p[-1] = 1 - 1 / (4 * n)
    probit = 5 + ndtri(p)

    # The line of ratios on probits
    d, e = probit - probit.mean(), distinct - distinct.mean()
    slope = float((d @ e) / (d @ d))
    intercept = float(distinct.mean() - slope * probit.mean())
    r_squared = float(min((d @ e) ** 2 / ((d @ d) * (e @ e)), 1.0))

    ends = 2 + 6 * np.arange(1, k) / k
    unit = np.empty(n, dtype=np.int64)
    unit[order] = group
    probits = probit[unit]
    return RsrGrading(
        scores,
        p[unit],
        probits,
        intercept,
        slope,
        r_squared,
        intercept + slope * probits,
        intercept + slope * ends,
        grade(probits, ends),
        units,
    )
