"""Scores that appraise units against the best and the worst of every criterion."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring.ratio import check_nonnegative
from mcdm_index.statistics import ColumnStats

__all__ = [
    "MaircaDetails",
    "MarcosDetails",
    "OcraDetails",
    "mairca",
    "marcos",
    "ocra",
]

# What passes the learned rows through a kernel and gives statistics of the outcome.
Through = Callable[..., ColumnStats]


class MarcosDetails(NamedTuple):
    """What lies behind MARCOS scores.

    Attributes
    ----------
    total : ndarray of shape (n_units,) or (k, n_units)
        Weighted sums S.
    to_anti_ideal : ndarray of the same shape
        Utility degree K- = S / S of the anti-ideal; infinite if that is 0.
    to_ideal : ndarray of the same shape
        Utility degree K+ = S / S of the ideal.
    score : ndarray of the same shape
        Utility function f(K).
    """

    total: Vector
    to_anti_ideal: Vector
    to_ideal: Vector
    score: Vector


@dataclass(frozen=True)
class Marcos:
    """The kernel of `marcos`, with the frozen totals of ideal and anti-ideal."""

    weights: Vector
    ideal: Vector
    anti_ideal: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self._utility(weighted_total(Z, self.weights))

    def _utility(self, S: Matrix) -> Matrix:
        # f(K) with K = S / S_ai and S / S_aai is this; it has a limit at S_aai = 0.
        ratio = divide(self.anti_ideal, self.ideal)
        return divide(S, self.ideal) * (1 + ratio) / (1 + ratio + ratio**2)

    def details(self, Z: Matrix) -> MarcosDetails:
        """Give the utility degrees beside the score."""
        S = weighted_total(Z, self.weights)
        away = divide(S, self.anti_ideal, otherwise=np.inf)
        return MarcosDetails(S.T, away.T, divide(S, self.ideal).T, self._utility(S).T)


class MaircaDetails(NamedTuple):
    """What lies behind MAIRCA scores.

    Attributes
    ----------
    theoretical : float
        Preference for a unit, P = 1 / n.
    gap : ndarray of shape (n_units,) or (k, n_units)
        Total gap Q of the source; smaller is better.
    score : ndarray of the same shape
        Share of the theoretical rating that is reached, 1 - Q / P.
    """

    theoretical: float
    gap: Vector
    score: Vector


@dataclass(frozen=True)
class Mairca:
    """The kernel of `mairca`, with the number of units it was learned from."""

    weights: Vector
    n: int

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return weighted_total(Z, self.weights)

    def details(self, Z: Matrix) -> MaircaDetails:
        """Give the gap of the source beside the score."""
        gap = weighted_total(1 - Z, self.weights) / self.n
        return MaircaDetails(1 / self.n, gap.T, self(Z).T)


class OcraDetails(NamedTuple):
    """What lies behind OCRA scores.

    Attributes
    ----------
    costs : ndarray of shape (n_units,) or (k, n_units)
        Linear preference rating of the costs (inputs), 0 for the worst learned unit.
    benefits : ndarray of the same shape
        Linear preference rating of the benefits (outputs), the same.
    score : ndarray of the same shape
        Overall preference rating.
    """

    costs: Vector
    benefits: Vector
    score: Vector


@dataclass(frozen=True)
class Ratings:
    """The kernel that rates costs and benefits apart, less what is frozen as least."""

    start: Vector
    step: Vector
    costs: NDArray[np.bool_]
    weights: Vector
    least: Any = 0.0

    def __call__(self, Z: Matrix) -> Matrix:
        """Rate rows: (b, 2), or (b, 2, k) for k weight vectors."""
        ratio = divide(Z - self.start, self.step)
        cost = weighted_total(ratio, np.where(self.costs, self.weights, 0.0))
        benefit = weighted_total(ratio, np.where(self.costs, 0.0, self.weights))
        return np.asarray(np.stack([cost, benefit], axis=1) - self.least)


@dataclass(frozen=True)
class Ocra:
    """The kernel of `ocra`, with the least ratings of the learned units."""

    ratings: Ratings
    least: Any = 0.0

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows."""
        return np.asarray(self.ratings(Z).sum(axis=1) - self.least)

    def details(self, Z: Matrix) -> OcraDetails:
        """Give the ratings of costs and benefits beside the score."""
        cost, benefit = np.moveaxis(self.ratings(Z), 1, 0)
        return OcraDetails(cost.T, benefit.T, self(Z).T)


def _learn_marcos(stats: ColumnStats, weights: Vector) -> Marcos:
    check_nonnegative(stats, "marcos")
    return Marcos(weights, weights @ stats.high, weights @ stats.low)


def _learn_mairca(stats: ColumnStats, weights: Vector) -> Mairca:
    return Mairca(weights, int(stats.n))


def _learn_ocra(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    through: Through,
) -> Ocra:
    # Columns without weight have no step, so that their ratios are 0, however wide.
    counts = np.atleast_2d(weights > 0).any(axis=0)
    low, high = (np.where(counts, ends, 0.0) for ends in (stats.low, stats.high))
    worst = np.where(costs, high, low)
    size = np.where(low > 0, low, high - low)
    step = np.where(costs, -size, size)
    k = weights.shape[:-1]
    raw = Ratings(worst, step, costs, weights)
    least = through(raw).low.reshape(2, *k)
    ratings = Ratings(worst, step, costs, weights, least)
    return Ocra(ratings, through(Ocra(ratings)).low.reshape(k))


@register(
    "scoring",
    learn=_learn_marcos,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="Stevic2020",
)
def marcos(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
) -> Container:
    r"""Score units by their utility between the anti-ideal and the ideal (MARCOS).

    With :math:`S = \sum_j w_j z_j` of a unit, of the ideal (ai) and the anti-ideal
    (aai), which hold the best and the worst normalized values,

    .. math::

        K_i^- = \frac{S_i}{S_{aai}}, \quad K_i^+ = \frac{S_i}{S_{ai}}, \quad
        f(K_i) = \frac{K_i^+ + K_i^-}
        {1 + \frac{1 - f(K_i^+)}{f(K_i^+)} + \frac{1 - f(K_i^-)}{f(K_i^-)}},

    :math:`f(K^+) = K^- / (K^+ + K^-)` and :math:`f(K^-) = K^+ / (K^+ + K^-)`. All
    units have the same :math:`f(K^\pm)`, so that the score is

    .. math:: f(K_i) = \frac{S_i}{S_{ai}} \cdot \frac{1 + q}{1 + q + q^2}, \qquad
        q = S_{aai} / S_{ai},

    and ranks are those of the weighted sum. In this form, which is computed, it has a
    value where :math:`S_{aai} = 0`, as after min-max normalization: K+.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values: benefits 0 or more, costs positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already. The result must be
        0 or more.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better, within [0, 1]; the ideal has 2/3 to 1. Units that differ
        nowhere, as a single unit, score 2/3; 0 if everything is 0.

    Raises
    ------
    DomainError
        A value is negative, or a cost is not positive; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Stević, Ž., Pamučar, D., Puška, A. and Chatterjee, P. (2020). Sustainable
       supplier selection in healthcare industries using a new MCDM method: Measurement
       of alternatives and ranking according to COmpromise solution (MARCOS). Computers
       & Industrial Engineering 140, 106231. doi:10.1016/j.cie.2019.106231

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> marcos(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.351, 0.752, 0.676])
    """
    return fit("marcos", X, weights, polarity, normalization=normalization)(X)


@register(
    "scoring",
    learn=_learn_mairca,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Gigovic2016",
)
def mairca(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
) -> Container:
    r"""Score units by the gap between theoretical and real ratings (MAIRCA).

    Each of n units may expect the same, :math:`P = 1/n`, of which criterion j gives
    :math:`P w_j` in theory and :math:`P w_j z_{ij}` in fact. The gaps add up to

    .. math:: Q_i = \sum_j P w_j (1 - z_{ij}), \qquad \text{score}_i = 1 - Q_i / P .

    The score is the share of its theoretical rating that a unit reaches, which does not
    depend on n; ranks are those of Q, and of the weighted sum. Q stands in
    ``fit(...).details(X)``.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization; None if X is normalized already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; rows of the table that was learned from lie within [0, 1]
        after min-max normalization. A constant column counts as half reached, so that
        one unit scores 0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Gigović, L., Pamučar, D., Bajić, Z. and Milićević, M. (2016). The combination
       of expert judgment and GIS-MAIRCA analysis for the selection of sites for
       ammunition depots. Sustainability 8(4), 372. doi:10.3390/su8040372
    .. [2] Pamučar, D., Vasin, L. and Lukovac, V. (2014). Selection of railway level
       crossings for investing in security equipment using hybrid DEMATEL-MARICA model.
       XVI International Scientific-Expert Conference on Railway, RAILCON, Niš.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> mairca(X, [3, 1], ["max", "min"])
    array([0.   , 0.625, 0.8  ])
    """
    return fit("mairca", X, weights, polarity, normalization=normalization)(X)


@register(
    "scoring",
    learn=_learn_ocra,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="Parkan1994",
)
def ocra(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> Container:
    r"""Score units by operational competitiveness (OCRA).

    Costs (inputs) and benefits (outputs) are rated in parts of the least value,

    .. math::

        I_i = \sum_{j \in C} w_j \frac{\max_l x_{lj} - x_{ij}}{\min_l x_{lj}}, \qquad
        O_i = \sum_{j \in B} w_j \frac{x_{ij} - \min_l x_{lj}}{\min_l x_{lj}},

    each is counted from its worst unit, :math:`\bar I_i = I_i - \min_l I_l` and
    :math:`\bar O_i = O_i - \min_l O_l`, and the score is
    :math:`P_i = \bar I_i + \bar O_i - \min_l (\bar I_l + \bar O_l)`.

    Where the least value of a column is not positive, the source has no answer, and the
    range takes its place: the column is rated from 0 to 1. This is so for all columns
    after min-max normalization, and for targets, which are graded from 0 to 1.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, optional
        A registered normalization; costs go through it as benefits do. None, as in the
        source, takes the values as they are.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; 0 for the worst of the learned units, and without an upper
        limit. Extremes and least ratings are those of the learned units, so that a new
        unit may score below 0. A constant column adds nothing to them; one unit
        scores 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Parkan, C. (1994). Operational competitiveness ratings of production units.
       Managerial and Decision Economics 15(3), 201-221. doi:10.1002/mde.4090150303

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> ocra(X, [0.5, 0.5], ["max", "min"])
    array([0.   , 1.125, 1.125])
    """
    return fit("ocra", X, weights, polarity, normalization=normalization)(X)
