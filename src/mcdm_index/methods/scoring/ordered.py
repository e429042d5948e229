"""Scores by means that look at the order, or the balance, of what a unit is worth."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    check_weights,
    one_vector,
    real_numbers,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.errors import ColumnError, DomainError, WeightsError, located
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import in_row_blocks
from mcdm_index.statistics import ColumnStats

__all__ = ["choquet", "owa"]

# What interactions that were computed or printed may miss the bounds by.
_TOLERANCE: Final = 1e-12


@dataclass(frozen=True)
class Owa:
    """The kernel of `owa`: importance weights and a quantifier."""

    weights: Vector
    exponent: float
    order_weights: Vector | None

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        scores = in_row_blocks(self._score, Z, self.weights.size)
        return scores if self.weights.ndim == 2 else scores[:, 0]

    def _score(self, Z: Matrix) -> Matrix:
        order = np.argsort(-Z, axis=1, kind="stable")
        b = np.take_along_axis(Z, order, axis=1)
        # Importance of the best criteria up to each one: (k, rows, m).
        u = np.atleast_2d(self.weights)[:, order]
        S = np.cumsum(u, axis=2)
        r = S / S[:, :, -1:]
        # A part of the criteria is not all of them, however little weight is left.
        left = np.cumsum(u[:, :, :0:-1], axis=2)[:, :, ::-1] > 0
        r[:, :, :-1] = np.where(left, np.minimum(r[:, :, :-1], 1 - EPS / 2), 1.0)
        v = np.diff(self._quantifier(r), axis=2, prepend=0.0)
        return np.asarray((v * b).sum(axis=2).T)

    def _quantifier(self, r: Matrix) -> Matrix:
        if self.order_weights is None:
            return np.where(r > 0, r**self.exponent, 0.0)
        m = len(self.order_weights)
        total = np.append(0.0, np.cumsum(self.order_weights))
        return np.asarray(np.interp(r, np.arange(m + 1) / m, total / total[-1]))


def _learn_owa(
    _: ColumnStats,
    weights: Vector,
    *,
    exponent: float | None = None,
    order_weights: ArrayLike | None = None,
) -> Owa:
    if order_weights is None:
        alpha = real_numbers(2.0 if exponent is None else exponent)
        if alpha is None or alpha.ndim or not alpha >= 0:
            msg = f"the exponent of the quantifier must be 0 or more, got {exponent!r}"
            raise DomainError(msg)
        return Owa(weights, float(alpha), None)
    if exponent is not None:
        msg = "give the exponent of a quantifier or order weights, not both"
        raise DomainError(msg)
    try:
        v = one_vector(check_weights(order_weights, weights.shape[-1]))
    except WeightsError as error:
        raise located(error, "order_weights") from None
    return Owa(weights, 1.0, v)


@register(
    "scoring",
    learn=_learn_owa,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Yager1996",
    aliases=("wowa",),
)
def owa(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    exponent: float | None = None,
    order_weights: ArrayLike | None = None,
) -> Container:
    r"""Score units by an ordered weighted average, guided by a quantifier.

    With the normalized values of a unit in descending order,
    :math:`b_1 \ge b_2 \ge \dots`, and the importance weights :math:`u_1, u_2, \dots` in
    the order of these,

    .. math::

        F_i = \sum_j v_j b_j, \qquad
        v_j = Q\Bigl( \sum_{l \le j} u_l \Bigr) - Q\Bigl( \sum_{l < j} u_l \Bigr),
        \qquad Q(r) = r^\alpha .

    Q says which part of the criteria is to be satisfied: "most" with the default
    :math:`\alpha = 2`, all of them as it grows (the least value counts), any of them as
    it goes to 0 (the best counts); 1 is the weighted sum. With many criteria the orness
    is near to :math:`1 / (1 + \alpha)`.

    Order weights :math:`v_1, \dots, v_m` say the same position by position, from the
    best value to the least. Q is then the piecewise linear function through their
    running sums (Torra's WOWA), which gives back :math:`\sum_j v_j b_j` where all
    criteria are equally important.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Importance of the criteria, non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization that makes values comparable; None if X is normalized
        already.
    exponent : float, optional
        :math:`\alpha`, from 0 (the best value) to infinity (the least); 2 by default.
    order_weights : array_like of shape (n_criteria,), optional
        Instead of the exponent; non-negative, scaled to sum 1.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; between the least and the largest normalized value of the
        unit. Equal values share their weights, in whichever order they stand.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        The exponent is negative or no number, or both it and order weights are given.

    References
    ----------
    .. [1] Yager, R. R. (1988). On ordered weighted averaging aggregation operators in
       multicriteria decisionmaking. IEEE Transactions on Systems, Man, and Cybernetics
       18(1), 183-190. doi:10.1109/21.87068
    .. [2] Yager, R. R. (1996). Quantifier guided aggregation using OWA operators.
       International Journal of Intelligent Systems 11(1), 49-73.
    .. [3] Torra, V. (1997). The weighted OWA operator. International Journal of
       Intelligent Systems 12(2), 153-166.

    Examples
    --------
    >>> Z = [[1.0, 0.0], [0.5, 0.5]]
    >>> owa(Z, [1, 1], normalization=None)
    array([0.25, 0.5 ])
    >>> owa(Z, [1, 1], normalization=None, order_weights=[0.8, 0.2])
    array([0.8, 0.5])
    """
    scoring = fit(
        "owa",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"exponent": exponent, "order_weights": order_weights},
    )
    return scoring(X)


@dataclass(frozen=True)
class Choquet:
    """The kernel of `choquet`: pairs of criteria that interact, and how strongly."""

    weights: Vector
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    interaction: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        mean = weighted_total(Z, self.weights)
        if not len(self.interaction):
            return mean
        lost = in_row_blocks(self._imbalance, Z, len(self.interaction)) / 2
        return mean - (lost if mean.ndim == 1 else lost[:, None])

    def _imbalance(self, Z: Matrix) -> Matrix:
        gap = np.abs(np.take(Z, self.one, axis=1) - np.take(Z, self.other, axis=1))
        return weighted_total(gap, self.interaction)


def _check_interaction(interaction: object, weights: Vector) -> Matrix:
    """Check that interactions belong to a monotone 2-additive capacity."""
    m = weights.shape[-1]
    values = None if hasattr(interaction, "columns") else real_numbers(interaction)
    if (
        values is None
        or values.shape != (m, m)
        or not (np.abs(values) <= 1 + _TOLERANCE).all()
    ):
        msg = (
            f"interaction must be an array of numbers from -1 to 1 of shape ({m}, "
            f"{m}), in the order of the columns and without labels"
        )
        raise DomainError(msg)
    if np.abs(values - values.T).max() > _TOLERANCE or np.diag(values).any():
        msg = "interaction must be symmetric with zeros in the diagonal"
        raise DomainError(msg)
    reach = np.abs(values).sum(axis=1) / 2
    short = np.atleast_2d(weights).min(axis=0) < reach - _TOLERANCE
    if short.any():
        j = int(np.argmax(short))
        msg = (
            "an improvement could lower a score: half of the sum of its absolute "
            f"interactions, {reach[j]:g}, is above its weight, "
            f"{np.atleast_2d(weights)[:, j].min():g}"
        )
        raise ColumnError(j, msg)
    return values


def _learn_choquet(
    _: ColumnStats, weights: Vector, *, interaction: ArrayLike | None = None
) -> Choquet:
    m = weights.shape[-1]
    values = (
        np.zeros((m, m))
        if interaction is None
        else _check_interaction(interaction, weights)
    )
    one, other = np.nonzero(np.triu(values, 1))
    return Choquet(weights, one, other, values[one, other])


@register(
    "scoring",
    learn=_learn_choquet,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Grabisch1997",
)
def choquet(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    interaction: ArrayLike | None = None,
) -> Container:
    r"""Score units by the Choquet integral with interactions between pairs of criteria.

    With the weights as Shapley values :math:`\varphi_j` and interactions
    :math:`I_{jk} \in [-1, 1]`,

    .. math::

        C_i = \sum_{I_{jk} > 0} I_{jk} \min(z_{ij}, z_{ik})
            + \sum_{I_{jk} < 0} |I_{jk}| \max(z_{ij}, z_{ik})
            + \sum_j z_{ij} \Bigl( \varphi_j - \tfrac12 \sum_{k \ne j} |I_{jk}| \Bigr)
            = \sum_j \varphi_j z_{ij}
            - \tfrac12 \sum_{j < k} I_{jk} \, |z_{ij} - z_{ik}| ,

    the first two sums over pairs. Positive interaction asks for both criteria of a pair
    (an imbalance costs), negative for either (they are substitutes). Without
    interactions, the default, this is the weighted sum.

    The capacity behind it is 2-additive, and monotone if and only if
    :math:`\tfrac12 \sum_{k \ne j} |I_{jk}| \le \varphi_j` for every criterion; what is
    not is refused. So a criterion without weight cannot interact.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Shapley values, non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization that makes values comparable; None if X is normalized
        already.
    interaction : array_like of shape (n_criteria, n_criteria), optional
        Symmetric, zero in the diagonal, on the scale on which weights sum to 1.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; between the least and the largest normalized value of the
        unit.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        The interactions are no such matrix, carry labels, or are not monotone with one
        of the weight vectors.

    References
    ----------
    .. [1] Grabisch, M. (1997). k-order additive discrete fuzzy measures and their
       representation. Fuzzy Sets and Systems 92(2), 167-189.
       doi:10.1016/S0165-0114(97)00168-1

    Examples
    --------
    >>> Z = [[1.0, 0.0], [0.5, 0.5]]
    >>> choquet(Z, [1, 1], normalization=None, interaction=[[0, 0.4], [0.4, 0]])
    array([0.3, 0.5])
    """
    scoring = fit(
        "choquet",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"interaction": interaction},
    )
    return scoring(X)
