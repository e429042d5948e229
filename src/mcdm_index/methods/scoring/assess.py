"""Scores that assess sums of shares: of benefits, of costs, of an ideal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods._kernels import Rescale
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import geometric, refuse_negative
from mcdm_index.statistics import ColumnStats

__all__ = ["CoprasDetails", "WaspasDetails", "aras", "copras", "waspas"]


class WaspasDetails(NamedTuple):
    """What lies behind WASPAS scores.

    Attributes
    ----------
    weighted_sum, weighted_product : ndarray of shape (n_units,) or (k, n_units)
        Q1 and Q2.
    score : ndarray of the same shape
    """

    weighted_sum: Vector
    weighted_product: Vector
    score: Vector


@dataclass(frozen=True)
class Waspas:
    """The kernel of `waspas`."""

    weights: Vector
    lambda_: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        total, product = weighted_total(Z, self.weights), geometric(Z, self.weights)
        return self.lambda_ * total + (1 - self.lambda_) * product

    def details(self, Z: Matrix) -> WaspasDetails:
        """Give sum and product beside the score."""
        total, product = weighted_total(Z, self.weights), geometric(Z, self.weights)
        return WaspasDetails(total.T, product.T, self(Z).T)


def _learn_waspas(
    stats: ColumnStats, weights: Vector, *, lambda_: float = 0.5
) -> Waspas:
    if not 0 <= lambda_ <= 1:
        msg = f"lambda_ must be within [0, 1], got {lambda_!r}"
        raise DomainError(msg)
    refuse_negative(stats, "WASPAS")
    return Waspas(weights, float(lambda_))


@register(
    "scoring",
    learn=_learn_waspas,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="Zavadskas2012",
)
def waspas(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
    lambda_: float = 0.5,
) -> Container:
    r"""Score units by the weighted aggregated sum and product (WASPAS).

    .. math::

        Q_i = \lambda \sum_j w_j z_{ij} + (1 - \lambda) \prod_j z_{ij}^{w_j} .

    A value of zero in a criterion that has a weight makes the product zero and leaves
    the sum; so it is, after `minmax`, for every unit that is worst in some criterion. A
    new unit's normalized value below zero makes the product zero as well.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; with the default normalization 0 or more, costs positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "linear"
        A registered normalization that gives 0 or more; None if X is normalized
        already.
    lambda_ : float, default 0.5
        Share of the sum, from 0 (the weighted product) to 1 (the weighted sum).

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; within [0, 1] after the default normalization, by which a
        single unit, or units that differ nowhere, score 1, if no column is zero.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        `lambda_` is outside [0, 1], or a normalized value of the table that is learned
        from is negative.

    References
    ----------
    .. [1] Zavadskas, E. K., Turskis, Z., Antucheviciene, J. and Zakarevicius, A.
       (2012). Optimization of weighted aggregated sum product assessment. Elektronika
       ir Elektrotechnika 122(6), 3-6. doi:10.5755/j01.eee.122.6.1810

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [4.0, 8.0]])
    >>> waspas(X, [1, 1], ["max", "min"]).round(3)
    array([0.34 , 0.729, 0.729])
    """
    scoring = fit(
        "waspas",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"lambda_": lambda_},
    )
    return scoring(X)


@dataclass(frozen=True)
class Aras:
    """The kernel of `aras`: shares of sums that hold the ideal unit, and its total."""

    share: Rescale
    weights: Vector
    ideal: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return divide(weighted_total(self.share(Z), self.weights), self.ideal, 1.0)


def _learn_aras(stats: ColumnStats, weights: Vector) -> Aras:
    refuse_negative(stats, "ARAS")
    best = np.ldexp(stats.high, -stats.scale)
    whole = stats.n * stats.mean + best
    share = Rescale(np.zeros(whole.shape), whole, stats.scale)
    ideal = weighted_total(share(stats.high[None]), weights)[0]
    return Aras(share, weights, np.asarray(ideal))


@register(
    "scoring",
    learn=_learn_aras,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="ZavadskasTurskis2010",
)
def aras(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "sum",
) -> Container:
    r"""Score units by additive ratio assessment (ARAS): as a part of the ideal unit.

    The ideal unit, i = 0, holds the best value of every column and stands in the sums
    by which the columns are divided; costs enter as reciprocals:

    .. math::

        \bar x_{ij} = \frac{x_{ij}}{\sum_{i=0}^n x_{ij}}, \qquad
        S_i = \sum_j w_j \bar x_{ij}, \qquad K_i = \frac{S_i}{S_0} .

    Values that are normalized in another way are divided by the sum that holds their
    largest one in the same manner.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; with the default normalization 0 or more, costs positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "sum"
        A registered normalization that gives 0 or more; None if X is normalized
        already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Utility degree K, larger is better; rows of the table that was learned from lie
        within [0, 1], and 1 is the ideal. A new unit that is better than the ideal has
        more. Where all columns with a weight are zero, every unit is the ideal.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value of the table that is learned from is negative.

    References
    ----------
    .. [1] Zavadskas, E. K. and Turskis, Z. (2010). A new additive ratio assessment
       (ARAS) method in multicriteria decision-making. Technological and Economic
       Development of Economy 16(2), 159-172. doi:10.3846/tede.2010.10

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 8.0], [2.0, 4.0], [4.0, 8.0]])
    >>> aras(X, [1, 1], ["max", "min"]).round(3)
    array([0.37 , 0.739, 0.761])
    """
    return fit("aras", X, weights, polarity, normalization=normalization)(X)


class CoprasDetails(NamedTuple):
    """What lies behind COPRAS scores.

    Attributes
    ----------
    benefits, costs : ndarray of shape (n_units,) or (k, n_units)
        Sums S+ and S- of weighted shares.
    significance : ndarray of the same shape
        Q.
    degree : ndarray of the same shape
        N = Q / max Q, the score.
    """

    benefits: Vector
    costs: Vector
    significance: Vector
    degree: Vector


@dataclass(frozen=True)
class Copras:
    """The kernel of `copras`, as far as it is learned."""

    benefits: Vector
    costs: Vector
    least: Vector
    whole: Vector
    peak: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return divide(self.significance(Z), self.peak, 1.0)

    def burden(self, Z: Matrix) -> Matrix:
        """Sum weighted costs."""
        return weighted_total(Z, self.costs)

    def relief(self, Z: Matrix) -> Matrix:
        """Compare with the least sum of costs there was: 1 for it, less for more."""
        return divide(self.least, np.maximum(self.burden(Z), self.least), 1.0)

    def significance(self, Z: Matrix) -> Matrix:
        """Add to the benefits a share of all costs, the larger for the lesser cost."""
        return weighted_total(Z, self.benefits) + self.whole * self.relief(Z)

    def details(self, Z: Matrix) -> CoprasDetails:
        """Give sums and significance beside the utility degree."""
        steps: tuple[Callable[[Matrix], Matrix], ...] = (
            lambda Z: weighted_total(Z, self.benefits),
            self.burden,
            self.significance,
            self,
        )
        return CoprasDetails(*(step(Z).T for step in steps))


def _learn_copras(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    through: Callable[[Callable[[Matrix], Matrix]], ColumnStats],
) -> Copras:
    refuse_negative(stats, "COPRAS")
    benefit, cost = np.where(costs, 0.0, weights), np.where(costs, weights, 0.0)
    nothing = np.zeros(1)
    kernel = Copras(benefit, cost, nothing, nothing, nothing)
    if costs.any():
        burden = through(kernel.burden)
        kernel = replace(kernel, least=burden.low)
        relief = through(kernel.relief)
        mean = np.ldexp(burden.mean, burden.scale), np.ldexp(relief.mean, relief.scale)
        kernel = replace(kernel, whole=mean[0] / mean[1])
    return replace(kernel, peak=through(kernel.significance).high)


@register(
    "scoring",
    learn=_learn_copras,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="Zavadskas1994",
)
def copras(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "sum",
) -> Container:
    r"""Score units by complex proportional assessment (COPRAS).

    With columns divided by their sums, costs as they are, and :math:`S_i^+` and
    :math:`S_i^-` the weighted sums over benefits and over costs,

    .. math::

        Q_i = S_i^+ + \frac{S_{\min}^- \sum_i S_i^-}
        {S_i^- \sum_i (S_{\min}^- / S_i^-)}, \qquad N_i = \frac{Q_i}{\max_i Q_i} .

    Without costs, or if none has a weight, :math:`Q_i = S_i^+`. If the costs of some
    unit are all zero, the fraction is what it tends to as they do: it goes to such
    units in equal parts. A new unit with lesser costs than any that was learned from
    counts as having the least of those, so that nothing is divided by zero.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; with the default normalization 0 or more.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "sum"
        A registered normalization that gives 0 or more, which is applied to costs as if
        they were benefits; None if X is normalized already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Utility degree N (not in percent), larger is better; rows of the table that was
        learned from lie within [0, 1], and the best of them has 1. A single unit, and
        units that differ nowhere, have 1.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value of the table that is learned from is negative.

    References
    ----------
    .. [1] Zavadskas, E. K., Kaklauskas, A. and Sarka, V. (1994). The new method of
       multicriteria complex proportional assessment of projects. Technological and
       Economic Development of Economy 1(3), 131-139.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 8.0], [2.0, 4.0], [4.0, 8.0]])
    >>> copras(X, [1, 1], ["max", "min"]).round(3)
    array([0.478, 0.957, 1.   ])
    """
    return fit("copras", X, weights, polarity, normalization=normalization)(X)
