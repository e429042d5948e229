"""ELECTRE TRI: units are put into ordered classes by the profiles between them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine import check_finite, map_rows, open_rows
from mcdm_index.errors import DomainError, EmptyDataError, ShapeError
from mcdm_index.methods.scoring._credibility import Thresholds, credibility
from mcdm_index.methods.scoring._pairs import (
    ROUNDING,
    Problem,
    check_level,
    open_problem,
)

__all__ = ["ElectreTri", "electre_tri"]


@dataclass(frozen=True)
class ElectreTri:
    """The classes of units, and what they were found by.

    Attributes
    ----------
    pessimistic, optimistic : ndarray of int of shape (n_units,)
        Classes, 1 (worst) to k (best).
    over_profiles, under_profiles : ndarray of shape (n_units, k - 1)
        Credibility that the unit is at least as good as the profile, and the profile as
        the unit.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    pessimistic: NDArray[np.int64]
    optimistic: NDArray[np.int64]
    over_profiles: Matrix
    under_profiles: Matrix
    units: tuple[Any, ...] | None = None


def electre_tri(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    profiles: Container,
    normalization: str | None = None,
    q: ArrayLike = 0.0,
    p: ArrayLike = 0.0,
    v: ArrayLike | None = None,
    cut: float = 0.75,
) -> ElectreTri:
    r"""Put units into ordered classes by how they compare with profiles between them.

    A unit outranks a profile, or is outranked by it, if the credibility
    :math:`\sigma` of that, as in `electre_iii`, is at least the cut. The pessimistic
    rule looks for the highest profile that the unit outranks, and gives the class above
    it. The optimistic one looks for the lowest profile that is preferred to the unit,
    which outranks it and is not outranked by it, and gives the class below. The
    optimistic class is never the lower one. A criterion of weight 0 can still forbid by
    its veto wherever the others do not agree fully.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    profiles : array_like or DataFrame of shape (k - 1, n_criteria)
        Raw values that separate the classes, the lowest profile first. Each is nowhere
        worse than the one before, and somewhere better.
    normalization : str or None, default None
        A registered normalization; None compares values in their own units. It is
        learned from X. Thresholds speak of what is compared: with a normalization of
        normalized values, and of grades for targets and intervals, which are graded
        from 0 to 1.
    q, p : float, or one per criterion, default 0
        Up to q nothing is lacking, from p on all of it, ``0 <= q <= p``.
    v : float, or one per criterion, optional
        From there on a criterion alone forbids the claim, ``p <= v``; infinite for no
        veto, which is the default.
    cut : float in [0.5, 1], default 0.75
        The least credibility that counts; one that the rounding of sums lacks does.

    Returns
    -------
    ElectreTri
        Without a normalization, and targets, the class of a unit does not depend on the
        other units.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        Profiles or thresholds are out of order, or the cut is out of range.

    References
    ----------
    .. [1] Mousseau, V., Slowinski, R. and Zielniewicz, P. (2000). A user-oriented
       implementation of the ELECTRE-TRI method integrating preference elicitation
       support. Computers & Operations Research 27(7-8), 757-777.
       doi:10.1016/S0305-0548(99)00117-3

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> profiles = [[1.5, 8.5], [2.5, 5.0]]
    >>> found = electre_tri(X, [0.5, 0.5], ["max", "min"], profiles=profiles)
    >>> found.pessimistic, found.optimistic
    (array([1, 2, 2]), array([1, 3, 3]))
    """
    check_level(cut, "the cut", 0.5)
    problem = open_problem(X, weights, polarity, normalization)
    Z, w = problem.Z, problem.weights
    B = _profiles(profiles, problem)
    thresholds = Thresholds.read(problem.criteria, Z.shape[1], q, p, v)
    over = credibility(Z, B, w, thresholds)[1]
    under = credibility(B, Z, w, thresholds)[1].T
    least = cut - ROUNDING
    reached, held = over >= least, under >= least
    preferred = held & ~reached
    k = len(B) + 1
    pessimistic = k - np.argmax(np.c_[reached[:, ::-1], np.ones(len(Z), bool)], axis=1)
    optimistic = 1 + np.argmax(np.c_[preferred, np.ones(len(Z), bool)], axis=1)
    return ElectreTri(pessimistic, optimistic, over, under, problem.units)


def _profiles(profiles: Container, problem: Problem) -> Matrix:
    """Orient the profiles as the units are, and check that they ascend."""
    rows = open_rows(profiles)
    check_finite(rows)
    values = rows.values
    if rows.columns is not None:
        values = np.asarray(by_label(profiles, problem.criteria, "profiles"))
    m = problem.Z.shape[1]
    if len(values) == 0:
        msg = "there is no profile; k - 1 of them separate k classes"
        raise EmptyDataError(msg)
    if values.shape[1] != m:
        msg = f"profiles need shape (k - 1, {m}), got {values.shape}"
        raise ShapeError(msg)
    B = np.asarray(map_rows(values, problem.normalize), dtype=float)
    steps = np.diff(B, axis=0)
    bad = np.flatnonzero((steps < 0).any(axis=1) | ~(steps > 0).any(axis=1))
    if len(bad):
        msg = (
            "profiles must ascend, each nowhere worse than the one before and "
            f"somewhere better; see profile {int(bad[0]) + 1}, counted from 0"
        )
        raise DomainError(msg)
    return B
