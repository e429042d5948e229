"""Scores that measure units against ideals: one for all criteria, or one for each."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import EPS, Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods._settings import by_criterion
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring.area import positive_mean
from mcdm_index.methods.scoring.distance import Topsis, TopsisDetails
from mcdm_index.statistics import ColumnStats

__all__ = ["cradis", "ervd", "rim"]


@dataclass(frozen=True)
class Departures:
    """The kernel that gives how far each row departs from one best and one worst value.

    Both are single numbers over all criteria that have weight; k of either for k weight
    vectors, which fill k columns of either departure.
    """

    ideal: Vector
    anti_ideal: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> tuple[Matrix, Matrix]:
        """Sum the departures of each row."""
        counts = self.weights > 0
        if self.weights.ndim == 1:
            v, ones = Z * self.weights, np.ones(Z.shape[1])
            to_ideal = np.where(counts, self.ideal - v, 0.0)
            to_anti = np.where(counts, v - self.anti_ideal, 0.0)
            return weighted_total(to_ideal, ones), weighted_total(to_anti, ones)
        # Term by term: a unit that lacks nothing gets 0, without rounding.
        near, away = [], []
        for z, w, c in zip(Z.T, self.weights.T, counts.T, strict=True):
            v = np.multiply.outer(z, w)
            near.append(np.where(c, self.ideal - v, 0.0))
            away.append(np.where(c, v - self.anti_ideal, 0.0))
        return reduce(np.add, near), reduce(np.add, away)


@dataclass(frozen=True)
class Cradis:
    """The kernel of `cradis`, with the frozen departures of the optimal unit."""

    departures: Departures
    optimal: tuple[Matrix, Matrix]

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        near, away = self.departures(Z)
        near_0, away_0 = self.optimal
        K_plus = divide(near_0, np.maximum(near, near_0), otherwise=1.0)
        K_minus = divide(away, away_0, otherwise=1.0)
        return np.asarray((K_plus + K_minus) / 2)


def _learn_cradis(stats: ColumnStats, weights: Vector) -> Cradis:
    counts = weights > 0
    ideal = np.where(counts, weights * stats.high, -np.inf).max(axis=-1)
    anti_ideal = np.where(counts, weights * stats.low, np.inf).min(axis=-1)
    departures = Departures(ideal, anti_ideal, weights)
    return Cradis(departures, departures(stats.high[None, :]))


@register(
    "scoring",
    learn=_learn_cradis,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="PuskaStevicPamucar2022",
)
def cradis(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
) -> Container:
    r"""Score units by a compromise of their departures from one ideal and anti-ideal.

    With :math:`v_{ij} = w_j z_{ij}`, the largest :math:`t^+` and the least :math:`t^-`
    of all v, over units and criteria alike,

    .. math::

        s_i^+ = \sum_j (t^+ - v_{ij}), \qquad s_i^- = \sum_j (v_{ij} - t^-), \qquad
        Q_i = \frac 1 2 \Bigl( \frac{s_0^+}{s_i^+} + \frac{s_i^-}{s_0^-} \Bigr) ,

    where :math:`s_0` are the departures of the optimal unit, which has the best value
    in every column. A criterion of weight 0 is left out; in the letter of the source
    its zeros would be the anti-ideal of all others, as a tiny weight makes it nearly.

    If all criteria have one weight, the optimal unit departs nowhere from the ideal and
    the first term is 0, but 1 for a unit that is optimal itself. It is never above 1,
    also for new rows.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive. With another normalization, any.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [0, 1] for the rows that were learned from; 1 is a unit that is best in
        every criterion, as every unit is if they differ nowhere.

    Raises
    ------
    DomainError
        A value is negative or a cost zero, with the default normalization.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Puška, A., Stević, Ž. and Pamučar, D. (2022). Evaluation and selection of
       healthcare waste incinerators using extended sustainability criteria and
       multi-criteria analysis methods. Environment, Development and Sustainability 24,
       11195-11225. doi:10.1007/s10668-021-01902-2

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> cradis(X, [0.6, 0.4], ["max", "min"]).round(3)
    array([0.139, 0.595, 0.595])
    """
    return fit("cradis", X, weights, polarity, normalization=normalization)(X)


@dataclass(frozen=True)
class RelativeValue:
    """The kernel that values gains and losses from the reference, in shares of the sum.

    `total` is negative for costs.
    """

    reference: Vector
    total: Vector
    scale: NDArray[np.int64]
    alpha: float
    loss_aversion: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Value rows."""
        x = np.ldexp(Z, -self.scale) if self.scale.any() else Z
        d = x - self.reference
        # A root blows up the rounding of what is equal to a reference that is computed.
        near = np.abs(d) <= 16 * EPS * np.abs(self.reference)
        d = divide(np.where(near, 0.0, d), self.total)
        v = np.abs(d) ** self.alpha
        return np.where(d < 0, -self.loss_aversion * v, v)


@dataclass(frozen=True)
class Ervd:
    """The kernel of `ervd`."""

    value: RelativeValue
    closeness: Topsis

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self.closeness(self.value(Z))

    def details(self, Z: Matrix) -> TopsisDetails:
        """Give S+, S- and the score."""
        return self.closeness.details(self.value(Z))


def _learn_ervd(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    reference: Vector | None = None,
    alpha: float = 0.88,
    loss_aversion: float = 2.25,
) -> Ervd:
    for name, number in (("alpha", alpha), ("loss_aversion", loss_aversion)):
        if not 0 < number < np.inf:
            msg = f"{name} must be positive and finite, got {number!r}"
            raise DomainError(msg)
    total = stats.n * positive_mean(stats, "ERVD")
    mu = stats.mean if reference is None else np.ldexp(reference, -stats.scale)
    total = np.where(costs, -total, total)
    value = RelativeValue(mu, total, stats.scale, float(alpha), float(loss_aversion))
    ends = value(np.stack([stats.low, stats.high]))
    closeness = Topsis(ends.max(axis=0), ends.min(axis=0), weights, 1.0, "inside")
    return Ervd(value, closeness)


@register(
    "scoring",
    learn=_learn_ervd,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "best_is_one"),
    cite="Shyur2015",
    bind={"reference": by_criterion},
)
def ervd(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    reference: ArrayLike | None = None,
    alpha: float = 0.88,
    loss_aversion: float = 2.25,
) -> Container:
    r"""Score units by the value of gains and losses from a reference point.

    In shares of the sum of each column, :math:`r_{ij} = x_{ij} / \sum_i x_{ij}`, with
    the reference :math:`\mu_j` divided by the same, a benefit is worth

    .. math::

        v_{ij} = \begin{cases} (r_{ij} - \mu_j)^\alpha & r_{ij} > \mu_j \\
        -\lambda (\mu_j - r_{ij})^\alpha & \text{else,} \end{cases}

    a cost the same with the sides exchanged, and the score is the closeness to the
    best value :math:`v_j^+` rather than the worst :math:`v_j^-` of every criterion,

    .. math::

        S_i^{\pm} = \sum_j w_j |v_{ij} - v_j^{\pm}|, \qquad
        \phi_i = \frac{S_i^-}{S_i^+ + S_i^-} .

    A normalization is applied to costs as to benefits, and the reference is in units of
    what it gives; targets are graded from 0 to 1 before. As in `topsis`, what lies
    beyond a frozen ideal adds nothing to the distance from it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; the mean of each criterion that varies is positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; None takes the values as they are.
    reference : float, array_like or mapping, optional
        The reference points, in the unit of the criteria: one for all, one each, or by
        name. The source leaves them to the decision maker; by default, the means.
    alpha : float, default 0.88
        Exponent of gains and losses; below 1, each further unit counts less.
    loss_aversion : float, default 2.25
        The factor :math:`\lambda` by which losses count more than gains.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [0, 1]: 1 is a unit that is best in every criterion, 0 one that is worst.
        Units that differ nowhere, and a single unit, get 0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        An option is out of range, or a mean is not positive where values vary.

    References
    ----------
    .. [1] Shyur, H.-J., Yin, L., Shih, H.-S. and Cheng, C.-B. (2015). A multiple
       criteria decision making method based on relative value distances. Foundations of
       Computing and Decision Sciences 40(4), 299-315. doi:10.1515/fcds-2015-0017

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> ervd(X, [0.5, 0.5], ["max", "min"], reference=[2, 5]).round(3)
    array([0.   , 0.836, 0.624])
    """
    options = {"reference": reference, "alpha": alpha, "loss_aversion": loss_aversion}
    scoring = fit(
        "ervd", X, weights, polarity, normalization=normalization, options=options
    )
    return scoring(X)


@dataclass(frozen=True)
class Rim:
    """The kernel of `rim`: closeness to 1 rather than 0 in every criterion."""

    closeness: Topsis

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self.closeness(np.clip(Z, 0.0, 1.0))

    def details(self, Z: Matrix) -> TopsisDetails:
        """Give I+, I- and the score."""
        return self.closeness.details(np.clip(Z, 0.0, 1.0))


def _learn_rim(stats: ColumnStats, weights: Vector) -> Rim:
    one = np.ones_like(stats.low)
    return Rim(Topsis(one, 0 * one, weights, 2.0, "inside"))


@register(
    "scoring",
    learn=_learn_rim,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="CablesLamataVerdegay2016",
    aliases=("reference_ideal",),
)
def rim(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
) -> Container:
    r"""Score units by closeness to reference ideals, which may lie anywhere.

    A criterion has a range [A, B] and in it the reference ideal [C, D]. A value is
    normalized to 1 inside the ideal, falling to 0 at the ends of the range,

    .. math::

        f(x) = 1 - \frac{C - x}{C - A} \ (x < C), \qquad
        f(x) = 1 - \frac{x - D}{B - D} \ (x > D) ,

    which is how this library grades targets and intervals:
    ``Interval(C, D, tolerance=(A, B))``. The range of a benefit or a cost is that of
    the data, and its ideal the better end. With :math:`y_{ij} = f_j(x_{ij})`,

    .. math::

        I_i^+ = \sqrt{\sum_j w_j^2 (1 - y_{ij})^2}, \quad
        I_i^- = \sqrt{\sum_j w_j^2 y_{ij}^2}, \quad
        R_i = \frac{I_i^-}{I_i^+ + I_i^-} .

    Unlike in `topsis` the ideal is 1 and the anti-ideal 0, whether or not a unit gets
    there: with declared ranges no unit changes the score of another, and the best of
    all need not score 1.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion, best an `Interval` with its tolerance or a `Target`; benefits
        by default. Where the ideal ends with the range, as in [C, B], any tolerance
        beyond B will do.
    normalization : str or None, default "minmax"
        A registered normalization to [0, 1]; None if X is normalized already. Values
        beyond count as 0 or 1.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [0, 1]: 1 is a unit inside all reference ideals. A constant benefit or
        cost is in the middle of its range, 0.5, and so is a single unit.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Cables, E., Lamata, M. T. and Verdegay, J. L. (2016). RIM-reference ideal
       method in multicriteria decision making. Information Sciences 337-338, 1-10.
       doi:10.1016/j.ins.2015.12.011

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[30.0, 2.0], [40.0, 1.0], [27.0, 5.0]])
    >>> rim(X, [0.5, 0.5], ["interval(30, 35; 23, 60)", "min"]).round(3)
    array([0.833, 0.865, 0.344])
    """
    return fit("rim", X, weights, polarity, normalization=normalization)(X)
