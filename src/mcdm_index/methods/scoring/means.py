"""Scores that are means of what each criterion is worth, from the worst to the best."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import (
    Container,
    Matrix,
    Vector,
    divide,
    real_numbers,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import by_support, geometric, refuse_negative
from mcdm_index.statistics import ColumnStats

__all__ = ["harmonic_mean", "power_mean", "weighted_product"]

# Below this order, powers are so near to 1 that their distance from it is summed; below
# that one, the mean is the geometric one in all digits.
_NEAR_GEOMETRIC: Final = 0.1
_GEOMETRIC: Final = 1e-100


@dataclass(frozen=True)
class WeightedProduct:
    """The kernel of `weighted_product`."""

    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return geometric(Z, self.weights)


def _learn_weighted_product(stats: ColumnStats, weights: Vector) -> WeightedProduct:
    refuse_negative(stats, "the weighted product")
    return WeightedProduct(weights)


@register(
    "scoring",
    learn=_learn_weighted_product,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "scale",
        "best_is_one",
    ),
    cite="MillerStarr1969",
    aliases=("wpm", "geometric_mean"),
)
def weighted_product(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
) -> Container:
    r"""Score units by the weighted geometric mean of their normalized values.

    .. math:: P_i = \prod_j z_{ij}^{w_j}, \qquad \textstyle\sum_j w_j = 1 .

    Also called multiplicative exponential weighting. Partly compensatory: ratios count,
    so that a unit gains most where it has least.

    A value of zero in a criterion that has a weight makes the score zero, whatever the
    other criteria are. So after `minmax`, in an index as well, every unit that is worst
    in some criterion scores 0; if that is not meant, choose a normalization without
    zeros, such as goalposts below all values. A new unit whose normalized value is
    below zero scores 0 as well.

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

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; within [0, 1] after the default normalization, by which a
        single unit, or units that differ nowhere, score 1 (0 if a weighted column is
        zero).

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value of the table that is learned from is negative.

    References
    ----------
    .. [1] Miller, D. W. and Starr, M. K. (1969). Executive Decisions and Operations
       Research, 2nd ed. Prentice-Hall.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [4.0, 8.0]])
    >>> weighted_product(X, [1, 1], ["max", "min"]).round(3)
    array([0.333, 0.707, 0.707])
    """
    scoring = fit("weighted_product", X, weights, polarity, normalization=normalization)
    return scoring(X)


@dataclass(frozen=True)
class PowerMean:
    """The kernel of `power_mean`."""

    weights: Vector
    p: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows; a value below zero counts as zero."""
        if abs(self.p) < _GEOMETRIC:
            return geometric(Z, self.weights)
        return by_support(self._mean, np.maximum(Z, 0.0), self.weights)

    def _mean(self, Z: Matrix, w: Vector) -> Matrix:
        """Take the mean of ratios to the value that counts most, all within [0, 1]."""
        p, s = self.p, abs(self.p)
        most = (Z.max if p > 0 else Z.min)(axis=1, keepdims=True)
        if np.isinf(p):
            extreme = np.broadcast_to(most, (len(Z), len(w))).copy()
            return extreme if w.ndim == 2 else most[:, 0]
        peak = most if w.ndim == 2 else most[:, 0]
        if s < _NEAR_GEOMETRIC:
            half = np.exp(self._log_mean(_ratio(np.sqrt(Z), np.sqrt(most), p), w) / 2)
            return np.asarray(half * peak * half)
        return np.asarray(weighted_total(_ratio(Z, most, p) ** s, w) ** (1 / p) * peak)

    def _log_mean(self, root: Matrix, w: Vector) -> Matrix:
        """Take the logarithm of the mean of ratios, given by their square roots.

        A root stays within the range of floats where the ratio itself does not.
        """
        s = abs(self.p)
        logs = 2 * np.log(np.where(root > 0, root, 1.0))
        less = weighted_total(np.where(root > 0, np.expm1(s * logs), -1.0), w)
        total = weighted_total(np.where(root > 0, np.exp(s * logs), 0.0), w)
        near = np.log1p(np.maximum(less, -0.5))
        return np.where(less > -0.5, near, np.log(total)) / self.p


def _ratio(Z: Matrix, most: Matrix, p: float) -> Matrix:
    """Divide, so that the value that counts most has 1; in a row of zeros, all have."""
    return np.where(most > 0, divide(Z, most) if p > 0 else divide(most, Z), 1.0)


def _learn_power_mean(
    stats: ColumnStats, weights: Vector, *, p: float = 0.5
) -> PowerMean:
    order = real_numbers(p)
    if order is None or np.isnan(order):
        msg = f"p must be a real number or infinite, got {p!r}"
        raise DomainError(msg)
    refuse_negative(stats, "the power mean")
    return PowerMean(weights, float(order))


@register(
    "scoring",
    learn=_learn_power_mean,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="HardyLittlewoodPolya1934",
    aliases=("generalized_mean", "ces"),
)
def power_mean(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
    p: float = 0.5,
) -> Container:
    r"""Score units by the weighted power mean of their normalized values.

    .. math::

        M_p(i) = \Bigl( \sum_j w_j z_{ij}^p \Bigr)^{1/p}, \qquad
        M_0(i) = \prod_j z_{ij}^{w_j}, \quad
        M_{-\infty}(i) = \min_j z_{ij}, \quad M_{\infty}(i) = \max_j z_{ij},

    the last two over criteria with a weight. The order p says how far a lack in one
    criterion can be made good in another: entirely for p = 1 (the arithmetic mean),
    partly for p = 0 (geometric) and p = -1 (harmonic), not at all for minus infinity.
    Above 1 the best criteria count more than the others. The default stands half-way
    between the geometric and the arithmetic mean, and has no older claim than that.

    For p of 0 or less, a value of zero in a criterion that has a weight makes the score
    zero: after `minmax`, that of every unit that is worst somewhere. A new unit's
    normalized value below zero counts as zero.

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
    p : float, default 0.5
        Order of the mean, any real number, or infinite.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; between the least and the largest normalized value of the
        unit, so within [0, 1] after the default normalization.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        p is not a number, or a normalized value of the table that is learned from is
        negative.

    References
    ----------
    .. [1] Hardy, G. H., Littlewood, J. E. and Polya, G. (1934). Inequalities, chapter
       2. Cambridge University Press.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 4.0], [9.0, 1.0], [4.0, 3.0]])
    >>> power_mean(X, [1, 1], p=1, normalization=None)
    array([2.5, 5. , 3.5])
    >>> power_mean(X, [1, 1], p=-np.inf, normalization=None)
    array([1., 1., 3.])
    """
    scoring = fit(
        "power_mean",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"p": p},
    )
    return scoring(X)


def _learn_harmonic_mean(stats: ColumnStats, weights: Vector) -> PowerMean:
    refuse_negative(stats, "the harmonic mean")
    return PowerMean(weights, -1.0)


@register(
    "scoring",
    learn=_learn_harmonic_mean,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="HardyLittlewoodPolya1934",
)
def harmonic_mean(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
) -> Container:
    r"""Score units by the weighted harmonic mean of their normalized values.

    .. math:: H_i = \Bigl( \sum_j w_j / z_{ij} \Bigr)^{-1} ,

    the `power_mean` of order -1, where zeros, ranges and references are told.

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

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; 0 where a criterion with a weight is 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value of the table that is learned from is negative.

    References
    ----------
    .. [1] Hardy, G. H., Littlewood, J. E. and Polya, G. (1934). Inequalities, chapter
       2. Cambridge University Press.

    Examples
    --------
    >>> harmonic_mean([[1.0, 3.0], [2.0, 2.0]], [1, 1], normalization=None)
    array([1.5, 2. ])
    """
    scoring = fit("harmonic_mean", X, weights, polarity, normalization=normalization)
    return scoring(X)
