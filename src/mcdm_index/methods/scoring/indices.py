"""Scores that take little from weights, or take it in a root: ROV, PSI, RAM."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    share,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.errors import UnknownMethodError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import in_row_blocks, refuse_negative
from mcdm_index.methods.scoring.utility import WeightedSum
from mcdm_index.statistics import ColumnStats

__all__ = ["psi", "ram", "rov"]

Importance = Literal["order", "value"]
Variation = Literal["sum", "mean"]
# What a sum of squares that is 1 may miss it by, for each of its terms.
_ROUNDING: Final = 4 * EPS


@dataclass(frozen=True)
class Rov:
    """The kernel of `rov`: criteria in order of importance."""

    weights: Vector
    importance: Importance

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        if self.importance == "value":
            return weighted_total(Z, self.weights) / 2
        scores = in_row_blocks(self._middle, Z, self.weights.size)
        return scores if self.weights.ndim == 2 else scores[:, 0]

    def _middle(self, Z: Matrix) -> Matrix:
        """Average the least and the largest mean of the most important criteria."""
        w = np.atleast_2d(self.weights)
        order = np.argsort(-w, axis=1, kind="stable")
        ordered = np.take_along_axis(w, order, axis=1)
        positive = ordered > 0
        # Criteria of equal importance come in together; those without weight, never.
        whole = np.diff(ordered, axis=1, append=-1.0) < 0
        v = np.cumsum(Z[:, order], axis=2) / np.arange(1, w.shape[1] + 1)
        use = whole & positive
        least = np.where(use, v, np.inf).min(axis=2)
        most = np.where(use, v, -np.inf).max(axis=2)
        return np.asarray((least + most) / 2)


def _learn_rov(
    _: ColumnStats, weights: Vector, *, importance: Importance = "order"
) -> Rov:
    if importance not in ("order", "value"):
        msg = f"importance must be 'order' or 'value', got {importance!r}"
        raise UnknownMethodError(msg)
    return Rov(weights, importance)


@register(
    "scoring",
    learn=_learn_rov,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Yakowitz1993",
    aliases=("range_of_value",),
)
def rov(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    importance: Importance = "order",
) -> Container:
    r"""Score units by the middle of the range of their values (ROV).

    Only the order of importance is taken as known, :math:`w_1 \ge w_2 \ge \dots`. The
    value of a unit, :math:`\sum_j w_j z_{ij}`, is then least, and largest, where the
    first k criteria have equal weights and the others none:

    .. math::

        S_{ik} = \frac1k \sum_{j \le k} z_{ij}, \qquad
        u_i = \tfrac12 \bigl( \min_k S_{ik} + \max_k S_{ik} \bigr) .

    Criteria of exactly equal weights stay equal, and those without weight stay out.

    Later texts take weights at their value, and the sums over benefits and over costs,
    of costs that are turned around by the normalization, as the ends of the range:
    :math:`u_i = \tfrac12 (u_i^+ + u_i^-) = \tfrac12 \sum_j w_j z_{ij}`, half of the
    weighted sum.

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
    importance : {"order", "value"}, default "order"
        Which part of the weights counts.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; rows of the table that was learned from lie within [0, 1]
        after min-max normalization, by value within [0, 1/2].

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    UnknownMethodError
        `importance` is none of the above.

    References
    ----------
    .. [1] Yakowitz, D. S., Lane, L. J. and Szidarovszky, F. (1993). Multi-attribute
       decision making: dominance with respect to an importance order of the attributes.
       Applied Mathematics and Computation 54(2-3), 167-181.
       doi:10.1016/0096-3003(93)90057-L

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> rov(X, [3, 1], ["max", "min"])
    array([0.   , 0.625, 0.8  ])
    """
    scoring = fit(
        "rov",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"importance": importance},
    )
    return scoring(X)


def _learn_psi(
    stats: ColumnStats, weights: Vector, *, variation: Variation = "sum"
) -> WeightedSum:
    if variation not in ("sum", "mean"):
        msg = f"variation must be 'sum' or 'mean', got {variation!r}"
        raise UnknownMethodError(msg)
    assert stats.squares is not None
    with np.errstate(over="ignore"):  # what varies beyond the floats counts for nothing
        PV = np.ldexp(stats.squares, 2 * stats.scale)
    PV = PV if variation == "sum" else PV / stats.n
    Phi = 1 - PV
    Psi = share(np.where(Phi > _ROUNDING * stats.n, Phi, 0.0))
    return WeightedSum(np.broadcast_to(Psi, weights.shape).copy())


@register(
    "scoring",
    learn=_learn_psi,
    needs=("squares",),
    promises=("dominance", "monotone", "scale"),
    cite="ManiyaBhatt2010",
    aliases=("preference_selection_index",),
)
def psi(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
    variation: Variation = "sum",
) -> Container:
    r"""Score units by the preference selection index (PSI), with weights of its own.

    The method is meant for the case that no weights are known: those given are checked
    and not used, so that a criterion of weight 0 counts as well. Criteria count the
    more, the less they vary:

    .. math::

        PV_j = \sum_i (z_{ij} - \bar z_j)^2, \qquad \Phi_j = 1 - PV_j, \qquad
        \Psi_j = \frac{\Phi_j}{\sum_j \Phi_j}, \qquad I_i = \sum_j \Psi_j z_{ij} .

    PV grows with the number of units and, from five units on, may pass 1. The source
    says nothing of that case, in which its formula gives negative weights, or favours
    what varies most. Here such a criterion counts for nothing, and if all are such,
    they count alike, as is to be expected of a hundred units or more. For many units
    take `variation="mean"`, where PV is the mean of the squares, at most 1/4 after the
    default normalization. A constant criterion has the largest weight.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; with the default normalization 0 or more, costs positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Not used; k vectors give the same scores k times.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already.
    variation : {"sum", "mean"}, default "sum"
        Add up the squared deviations, as the source does, or take their mean.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; between the least and the largest normalized value of the
        unit.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A value is outside the domain of the normalization.
    UnknownMethodError
        `variation` is none of the above.

    References
    ----------
    .. [1] Maniya, K. and Bhatt, M. G. (2010). A selection of material using a novel
       type decision-making method: preference selection index method. Materials &
       Design 31(4), 1785-1789. doi:10.1016/j.matdes.2009.11.020

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 8.0], [2.0, 4.0], [4.0, 8.0]])
    >>> psi(X, [1, 1], ["max", "min"]).round(3)
    array([0.385, 0.77 , 0.73 ])
    """
    scoring = fit(
        "psi",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"variation": variation},
    )
    return scoring(X)


@dataclass(frozen=True)
class Ram:
    """The kernel of `ram`."""

    benefits: Vector
    costs: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows; a value below zero counts as zero."""
        y = np.maximum(Z, 0.0)
        root = 2 + weighted_total(y, self.costs)
        return np.asarray((2 + weighted_total(y, self.benefits)) ** (1 / root))


def _learn_ram(stats: ColumnStats, weights: Vector, *, costs: NDArray[np.bool_]) -> Ram:
    refuse_negative(stats, "RAM")
    return Ram(np.where(costs, 0.0, weights), np.where(costs, weights, 0.0))


@register(
    "scoring",
    learn=_learn_ram,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="SotoudehAnvari2023",
)
def ram(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "sum",
) -> Container:
    r"""Score units by the root assessment method (RAM).

    With columns divided by their sums, costs as they are, and :math:`S_i^+` and
    :math:`S_i^-` the weighted sums over benefits and over costs,

    .. math:: RI_i = \sqrt[2 + S_i^-]{2 + S_i^+} .

    Without costs the square root is taken. A new unit's normalized value below zero
    counts as zero.

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
        Larger is better; after the default normalization within
        :math:`[\sqrt[3]{2}, \sqrt{3}]`, so about 1.26 to 1.73, and all the closer to
        :math:`\sqrt{2}` the more units there are.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value of the table that is learned from is negative.

    References
    ----------
    .. [1] Sotoudeh-Anvari, A. (2023). Root assessment method (RAM): a novel
       multi-criteria decision making method and its applications in sustainability
       challenges. Journal of Cleaner Production 423, 138695.
       doi:10.1016/j.jclepro.2023.138695

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 8.0], [2.0, 4.0], [4.0, 8.0]])
    >>> ram(X, [1, 1], ["max", "min"]).round(3)
    array([1.392, 1.438, 1.456])
    """
    return fit("ram", X, weights, polarity, normalization=normalization)(X)
