"""ELECTRE I: which units need to be kept, since no kept one outranks them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide
from mcdm_index.methods.scoring._pairs import ROUNDING, check_level, open_problem

__all__ = ["ElectreI", "electre_i"]


@dataclass(frozen=True)
class ElectreI:
    """Who outranks whom, and the kernel.

    Attributes
    ----------
    concordance, discordance : ndarray of shape (n_units, n_units)
        What speaks for the claim that row is as good as column, and what against.
    outranks : ndarray of bool of the same shape
        Whether row outranks column; no unit outranks itself.
    kernel : ndarray of bool of shape (n_units,)
        The units to keep.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    concordance: Matrix
    discordance: Matrix
    outranks: NDArray[np.bool_]
    kernel: NDArray[np.bool_]
    units: tuple[Any, ...] | None = None


def electre_i(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    concordance: float = 0.65,
    discordance: float = 0.35,
) -> ElectreI:
    r"""Choose the units that no other chosen one outranks.

    .. math::

        C(a, b) = \sum_j w_j\, [z_{aj} \ge z_{bj}], \qquad
        D(a, b) = \frac{\max_j \max(0, z_{bj} - z_{aj})}
        {\max_j (\max_i z_{ij} - \min_i z_{ij})} .

    A unit a outranks b where C is at least the one level and D at most the other. The
    kernel holds units of which none outranks another, and which together outrank all
    the rest. Units that outrank each other around a circle are taken as one, so that
    there is exactly one kernel; it then holds all of them. A criterion of weight 0 adds
    nothing to the concordance, and counts in the discordance like any other.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization, which brings the criteria to one scale; None if they
        have one already.
    concordance : float in [0, 1], default 0.65
        The least concordance with which a unit outranks another. It is reached also
        where the rounding of sums lacks.
    discordance : float in [0, 1], default 0.35
        The largest discordance.

    Returns
    -------
    ElectreI
        Matrices of shape (n_units, n_units), so that this is for some thousands of
        units at most. Where all criteria are constant, there is no discordance.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A level is not within [0, 1].

    Notes
    -----
    Some programs call the units that nothing outranks the kernel. The kernel holds
    these, and also those that only units outside of it outrank.

    References
    ----------
    .. [1] Roy, B. (1968). Classement et choix en presence de points de vue multiples
       (la methode ELECTRE). Revue francaise d'informatique et de recherche
       operationnelle 2(8), 57-75. doi:10.1051/ro/196802V100571

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> found = electre_i(X, [0.5, 0.5], ["max", "min"], discordance=1)
    >>> found.concordance
    array([[1. , 0. , 0. ],
           [1. , 1. , 0.5],
           [1. , 0.5, 1. ]])
    >>> found.kernel
    array([False,  True,  True])
    """
    check_level(concordance, "concordance")
    check_level(discordance, "discordance")
    problem = open_problem(X, weights, polarity, normalization)
    C, D = _indices(problem.Z, problem.weights)
    outranks = (concordance - ROUNDING <= C) & (discordance + ROUNDING >= D)
    np.fill_diagonal(outranks, val=False)
    return ElectreI(C, D, outranks, _kernel(outranks), problem.units)


def _indices(Z: Matrix, w: Vector) -> tuple[Matrix, Matrix]:
    """Compute concordance and discordance, criterion by criterion."""
    n = len(Z)
    Z = np.ldexp(Z, -np.frexp(np.abs(Z).max())[1])  # so that no difference overflows
    C, lacking = np.zeros((n, n)), np.zeros((n, n))
    for z, weight in zip(Z.T, w, strict=True):
        C += weight * (z[:, None] >= z)
        np.maximum(lacking, z - z[:, None], out=lacking)
    return C, divide(lacking, lacking.max())


def _kernel(outranks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the kernel, with units on a circle taken as one.

    Round by round, the circles that no undecided one outranks are kept, and what they
    outrank is not.
    """
    from scipy.sparse.csgraph import connected_components

    count, circle = connected_components(outranks, connection="strong")
    rows, columns = np.nonzero(outranks)
    between = np.zeros((count, count), dtype=bool)
    between[circle[rows], circle[columns]] = True
    np.fill_diagonal(between, val=False)
    kept, undecided = np.zeros(count, dtype=bool), np.ones(count, dtype=bool)
    while undecided.any():
        free = undecided & ~between[undecided].any(axis=0)
        kept |= free
        undecided &= ~free & ~between[free].any(axis=0)
    return np.asarray(kept[circle])
