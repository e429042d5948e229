"""Voting: criteria are voters who rank the units, with their weights for votes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector
from mcdm_index._registry import register
from mcdm_index.methods._standing import Standing
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._pairs import (
    average,
    open_problem,
    outweighs,
    support,
    whole,
)
from mcdm_index.statistics import ColumnStats

__all__ = ["CondorcetMatrix", "borda", "condorcet_matrix", "copeland"]

# Cells of pairs at once: about 1.5 MiB of float64.
_BLOCK_CELLS = 196_608


@dataclass(frozen=True)
class Borda:
    """The kernel of `borda`, with the values that it was learned from."""

    standing: Standing
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows."""
        return average(self.standing(Z) - 1, self.weights)


def _learn_borda(stats: ColumnStats, weights: Vector) -> Borda:
    return Borda(Standing.learn(stats, "average"), whole(weights))


@register(
    "scoring",
    learn=_learn_borda,
    needs=("order",),
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Emerson2013",
    aliases=("borda_count",),
    beforehand={None: {"cost": "negate"}},
)
def borda(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> Container:
    r"""Score units by how many others each criterion ranks behind them.

    .. math:: B_i = \sum_j w_j \Bigl( \#\{b : x_{bj} \prec x_{ij}\}
        + \tfrac12 \#\{b \ne i : x_{bj} = x_{ij}\} \Bigr)

    Only the order of values counts. Equal values share their points, so that each
    criterion gives away the same number of them. A new unit is ranked among those that
    were learned; where it equals none, it stands half-way between its neighbours.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; one that keeps the order changes nothing.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Points from 0 to n - 1, (n - 1) / 2 on average. A constant criterion gives each
        unit (n - 1) / 2, and a single unit has 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Emerson, P. (2013). The original Borda count and partial voting. Social
       Choice and Welfare 40, 353-358. doi:10.1007/s00355-011-0603-9

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> borda(X, [3, 1], ["max", "min"])
    array([0.  , 1.25, 1.75])
    """
    return fit("borda", X, weights, polarity, normalization=normalization)(X)


@dataclass(frozen=True)
class Copeland:
    """The kernel of `copeland`, with the units that it was learned from."""

    units: Matrix
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Count for each row whom it beats, less those that beat it."""
        W = np.atleast_2d(self.weights)
        n, m = self.units.shape
        score = np.empty((len(Z), len(W)))
        step = max(1, _BLOCK_CELLS // (n * (m + len(W))))
        for start in range(0, len(Z), step):
            rows = slice(start, start + step)
            favor, against = support(Z[rows], self.units, W)
            won = np.count_nonzero(outweighs(favor, against, m), axis=1)
            lost = np.count_nonzero(outweighs(against, favor, m), axis=1)
            score[rows] = won - lost
        return score[:, 0] if self.weights.ndim == 1 else score


def _learn_copeland(stats: ColumnStats, weights: Vector) -> Copeland:
    return Copeland(np.concatenate(stats.blocks), weights)


@register(
    "scoring",
    learn=_learn_copeland,
    needs=("order",),
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="SaariMerlin1996",
    beforehand={None: {"cost": "negate"}},
)
def copeland(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> Container:
    r"""Score units by how many others they beat, less how many beat them.

    A unit beats another if the criteria in which it is better weigh more than those in
    which it is worse:

    .. math:: C_i = \sum_b \operatorname{sgn} \Bigl(
        \sum_j w_j \operatorname{sgn}(x_{ij} - x_{bj}) \Bigr) ,

    the inner sign turned for costs. Weights that differ by no more than the rounding of
    their sums are a tie. A new unit is compared with those that were learned.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; one that keeps the order changes nothing.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Whole numbers from -(n - 1) to n - 1 with sum 0; n - 1 is a Condorcet winner. A
        new unit, compared with n others, lies within -n and n. A single unit has 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    See Also
    --------
    condorcet_matrix : the weights behind each comparison.

    Notes
    -----
    Each pair of units is compared, which takes a time of order n^2 m, in blocks of
    bounded size.

    References
    ----------
    .. [1] Saari, D. G. and Merlin, V. R. (1996). The Copeland method I: relationships
       and the dictionary. Economic Theory 8, 51-76. doi:10.1007/BF01212012

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> copeland(X, [3, 1], ["max", "min"])
    array([-2.,  0.,  2.])
    """
    return fit("copeland", X, weights, polarity, normalization=normalization)(X)


@dataclass(frozen=True)
class CondorcetMatrix:
    """Who is preferred to whom, and with what weight.

    Attributes
    ----------
    support : ndarray of shape (n_units, n_units)
        Weight of the criteria in which row is better than column.
    beats : ndarray of bool of the same shape
        Whether row is better than column by the greater weight.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    support: Matrix
    beats: NDArray[np.bool_]
    units: tuple[Any, ...] | None = None

    @property
    def winner(self) -> int | None:
        """Position of the unit that beats all others; None if there is none."""
        return self._of_all(self.beats.sum(axis=1))

    @property
    def loser(self) -> int | None:
        """Position of the unit that all others beat; None if there is none."""
        return self._of_all(self.beats.sum(axis=0))

    def _of_all(self, counts: NDArray[np.int64]) -> int | None:
        found = np.flatnonzero(counts == len(counts) - 1)
        return int(found[0]) if len(found) == 1 else None


def condorcet_matrix(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> CondorcetMatrix:
    r"""Compare units pair by pair, each criterion voting with its weight.

    .. math:: s_{ab} = \sum_j w_j\, [x_{aj} \succ x_{bj}]

    A criterion in which both are equal votes for neither.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; one that keeps the order changes nothing.

    Returns
    -------
    CondorcetMatrix
        Two matrices of shape (n_units, n_units). Weights that differ by no more than
        the rounding of their sums are a tie. A single unit beats no one, and is winner
        and loser at once.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Young, H. P. (1988). Condorcet's theory of voting. American Political Science
       Review 82(4), 1231-1244. doi:10.2307/1961757

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> found = condorcet_matrix(X, [3, 1], ["max", "min"])
    >>> found.support
    array([[0.  , 0.  , 0.  ],
           [1.  , 0.  , 0.25],
           [1.  , 0.75, 0.  ]])
    >>> found.winner
    2
    """
    problem = open_problem(X, weights, polarity, normalization)
    Z, W = problem.Z, problem.weights[None]
    n, m = Z.shape
    favor, against = np.empty((n, n)), np.empty((n, n))
    step = max(1, _BLOCK_CELLS // (n * m))
    for start in range(0, n, step):
        rows = slice(start, start + step)
        won, lost = support(Z[rows], Z, W)
        favor[rows], against[rows] = won[:, :, 0], lost[:, :, 0]
    return CondorcetMatrix(favor, outweighs(favor, against, m), problem.units)
