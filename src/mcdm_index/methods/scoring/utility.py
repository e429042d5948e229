"""Scores that add up what each criterion is worth."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from mcdm_index._numeric import Container, Matrix, Vector, weighted_total
from mcdm_index._registry import register
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.statistics import ColumnStats

__all__ = ["weighted_sum"]


@dataclass(frozen=True)
class WeightedSum:
    """The kernel of `weighted_sum`."""

    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return weighted_total(Z, self.weights)


def _learn_weighted_sum(stats: ColumnStats, weights: Vector) -> WeightedSum:
    return WeightedSum(weights)


@register(
    "scoring",
    learn=_learn_weighted_sum,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Fishburn1967",
)
def weighted_sum(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
) -> Container:
    r"""Score units by the weighted arithmetic mean of their normalized values.

    .. math:: S_i = \sum_j w_j z_{ij}, \qquad \textstyle\sum_j w_j = 1 .

    Also called simple additive weighting (SAW). Fully compensatory: a lack in one
    criterion can be made good in another.

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
        after min-max normalization. One unit scores the value of a constant column,
        0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Fishburn, P. C. (1967). Additive utilities with incomplete product sets:
       application to priorities and assignments. Operations Research 15(3), 537-542.
       doi:10.1287/opre.15.3.537

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> weighted_sum(X, [3, 1], ["max", "min"])
    array([0.   , 0.625, 0.8  ])
    """
    scoring = fit("weighted_sum", X, weights, polarity, normalization=normalization)
    return scoring(X)
