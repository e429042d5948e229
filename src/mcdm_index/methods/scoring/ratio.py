"""MOORA: scores from ratios, from a reference point, from a product."""

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import ColumnError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.statistics import ColumnStats

__all__ = ["moora_full", "moora_ratio", "moora_reference"]

# What differs by less, relative to what it is made of, differs by rounding.
SAME: Final = 1e-12


def signs_of(costs: NDArray[np.bool_]) -> Vector:
    return np.where(costs, -1.0, 1.0)


def check_nonnegative(stats: ColumnStats, what: str) -> None:
    """Refuse normalized values below 0."""
    negative = np.flatnonzero(stats.low < 0)
    if len(negative):
        j = int(negative[0])
        msg = (
            f"{what} is defined for normalized values of 0 or more, but it has "
            f"{stats.low[j]:g}. Choose another normalization, for example minmax"
        )
        raise ColumnError(j, msg)


@dataclass(frozen=True)
class Ratio:
    """The kernel of `moora_ratio`: weights with the sign of their criterion."""

    signed: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return weighted_total(Z, self.signed)


@dataclass(frozen=True)
class Reference:
    """The kernel of `moora_reference`, with its frozen reference point."""

    point: Vector
    signs: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return 1 - self.distance(Z)

    def distance(self, Z: Matrix) -> Matrix:
        """Give the largest weighted gap; beyond the reference point there is none."""
        gap = np.maximum(self.signs * (self.point - Z), 0.0)
        if self.weights.ndim == 1:
            return np.asarray((self.weights * gap).max(axis=1))
        w = self.weights
        terms = (np.multiply.outer(gap[:, j], w[:, j]) for j in range(gap.shape[1]))
        return np.asarray(reduce(np.maximum, terms))


@dataclass(frozen=True)
class Product:
    """The kernel of `moora_full`; what is below 0 in a new row counts as 0."""

    signs: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return np.exp(self.logarithm(Z))

    def logarithm(self, Z: Matrix) -> Matrix:
        """Give ln U: minus infinity for a benefit of 0, infinity for a cost of 0."""
        known = Z > 0
        logs = np.log(np.where(known, Z, 1.0))
        total = weighted_total(logs, self.weights * self.signs)
        if known.all():
            return total
        # 0 / 0 is what it tends to if all zeros are replaced by one small number.
        zero = (~known).astype(float)
        above = weighted_total(zero, np.where(self.signs > 0, self.weights, 0.0))
        below = weighted_total(zero, np.where(self.signs < 0, self.weights, 0.0))
        rounding = SAME * np.maximum(above, below)
        total = np.where(above - below > rounding, -np.inf, total)
        return np.where(below - above > rounding, np.inf, total)


def _learn_ratio(_: ColumnStats, weights: Vector, *, costs: NDArray[np.bool_]) -> Ratio:
    return Ratio(weights * signs_of(costs))


def _learn_reference(stats: ColumnStats, weights: Vector) -> Reference:
    return Reference(stats.high, np.ones_like(stats.high), weights)


def _learn_full(stats: ColumnStats, weights: Vector) -> Product:
    check_nonnegative(stats, "the full multiplicative form")
    return Product(np.ones_like(stats.low), weights)


@register(
    "scoring",
    learn=_learn_ratio,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="BrauersZavadskas2006",
    aliases=("moora",),
)
def moora_ratio(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
) -> Container:
    r"""Score units by weighted ratios, benefits less costs (ratio system of MOORA).

    .. math:: y_i = \sum_{j \in B} w_j z_{ij} - \sum_{j \in C} w_j z_{ij}, \qquad
        z_{ij} = \frac{x_{ij}}{\lVert x_j \rVert} .

    Costs are normalized as benefits are, and then subtracted. The source has no
    weights; with equal ones the scores are its own divided by the number of criteria.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "vector"
        A registered normalization; None if X is normalized already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; within [-1, 1] for values of 0 or more, from 0 without costs
        and up to 0 without benefits. A column of zeros adds nothing.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2006). The MOORA method and its
       application to privatization in a transition economy. Control and Cybernetics
       35(2), 445-469.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> moora_ratio(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([-0.221,  0.11 ,  0.086])
    """
    return fit("moora_ratio", X, weights, polarity, normalization=normalization)(X)


@register(
    "scoring",
    learn=_learn_reference,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="BrauersZavadskas2006",
)
def moora_reference(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
) -> Container:
    r"""Score units by the largest gap to a reference point (MOORA, Chebyshev).

    .. math:: y_i = 1 - \max_j w_j \, | r_j - z_{ij} | ,

    where :math:`r_j` is the best normalized value of the column. In a new row a value
    beyond the reference point has no gap.

    Parameters
    ----------
    X, weights, polarity, normalization
        See `moora_ratio`.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better: 1 less the distance of the source, where smaller is better.
        Within [0, 1] for values of 0 or more; 1 for a unit that is best in all
        criteria, as a single unit is.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2006). The MOORA method and its
       application to privatization in a transition economy. Control and Cybernetics
       35(2), 445-469.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> moora_reference(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.733, 0.866, 0.842])
    """
    return fit("moora_reference", X, weights, polarity, normalization=normalization)(X)


@register(
    "scoring",
    learn=_learn_full,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="BrauersZavadskas2010",
)
def moora_full(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
) -> Container:
    r"""Score units by the full multiplicative form, benefits over costs.

    .. math:: U_i = \frac{\prod_{j \in B} x_{ij}^{w_j}}{\prod_{j \in C} x_{ij}^{w_j}}
        \; \Bigl/ \;
        \frac{\prod_{j \in B} (\max_i x_{ij})^{w_j}}
             {\prod_{j \in C} (\min_i x_{ij})^{w_j}} .

    The source has the first fraction, whose size depends on units of measurement. The
    second one is the same for all units, so that ranks and relations are those of the
    source; it brings U to (0, 1] and is what linear normalization does. Weights are
    exponents, since as factors they would change nothing.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values: benefits 0 or more, costs positive.
    weights, polarity
        See `moora_ratio`.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already. The result must be
        oriented and 0 or more.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; 1 for a unit that is best in all criteria, as a single unit
        is. A unit with a value of 0 in a criterion with weight scores 0, which after
        min-max normalization is every unit that is the worst in one.

    Raises
    ------
    DomainError
        A value is negative, or a cost is not positive; naming the cell.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2010). Project management by
       MULTIMOORA as an instrument for transition economies. Technological and Economic
       Development of Economy 16(1), 5-24. doi:10.3846/tede.2010.01

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> moora_full(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.385, 0.816, 0.707])
    """
    return fit("moora_full", X, weights, polarity, normalization=normalization)(X)
