"""ELECTRE III: how credible it is that units outrank each other, made into ranks."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, real_numbers
from mcdm_index.errors import DomainError
from mcdm_index.methods.scoring._credibility import Thresholds, credibility
from mcdm_index.methods.scoring._pairs import ROUNDING, PartialOrder, open_problem

__all__ = ["ElectreIII", "electre_iii"]


@dataclass(frozen=True)
class ElectreIII(PartialOrder):
    """Credibilities and the order that two distillations agree on.

    Its relations `preferred`, `indifferent` and `incomparable` are boolean matrices of
    shape (n_units, n_units), of the row towards the column.

    Attributes
    ----------
    concordance, credibility : ndarray of shape (n_units, n_units)
        Of the claim that row is at least as good as column.
    descending, ascending : ndarray of shape (n_units,)
        Ranks, 1 is best and ties are dense: from picking the best first, and from
        picking the worst first.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    concordance: Matrix
    credibility: Matrix
    descending: Vector
    ascending: Vector
    units: tuple[Any, ...] | None = None

    @property
    def net_credibility(self) -> Vector:
        """Credibility over all others less that of all others, larger is better."""
        return np.asarray(self.credibility.sum(axis=1) - self.credibility.sum(axis=0))

    @property
    def _no_worse(self) -> NDArray[np.bool_]:
        from_above = np.less_equal.outer(self.descending, self.descending)
        from_below = np.less_equal.outer(self.ascending, self.ascending)
        return np.asarray(from_above & from_below)


def electre_iii(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    q: ArrayLike = 0.0,
    p: ArrayLike = 0.0,
    v: ArrayLike | None = None,
    distillation: tuple[float, float] = (0.3, -0.15),
) -> ElectreIII:
    r"""Order units by how credible it is that they outrank each other.

    With :math:`g = x_{bj} - x_{aj}` of a benefit, and its negative of a cost, which a
    lacks,

    .. math::

        c_j = \min\Bigl(1, \max\Bigl(0, \frac{p_j - g}{p_j - q_j}\Bigr)\Bigr), \quad
        d_j = \min\Bigl(1, \max\Bigl(0, \frac{g - p_j}{v_j - p_j}\Bigr)\Bigr), \quad
        C = \sum_j w_j c_j, \quad
        S(a, b) = C \prod_{d_j > C} \frac{1 - d_j}{1 - C} .

    A difference that is a threshold but for its rounding is taken for it, as that of
    0.8 and 0.6 is for 0.2.

    A criterion of weight 0 says nothing in C, and can still forbid by its veto wherever
    the others do not agree fully.

    Distillation starts from the largest credibility as level :math:`\lambda` and goes
    to the largest below :math:`\lambda - s(\lambda)`,
    :math:`s(\lambda) = \alpha + \beta \lambda`. There, a beats b if :math:`S(a, b)` is
    above the level and exceeds :math:`S(b, a)` by more than :math:`s(S(a, b))`. Those
    that beat most, less those that beat them, are picked; among several, the level
    falls further. What is picked last from the remaining units is the class after it.
    The ascending distillation picks those that beat least.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; None compares values in their own units. Thresholds
        speak of what is compared: with a normalization of normalized values, and of
        grades for targets and intervals, which are graded from 0 to 1.
    q, p : float, or one per criterion, default 0
        Up to q nothing is lacking, from p on all of it, ``0 <= q <= p``. Where both are
        the same, all is lacking right beyond.
    v : float, or one per criterion, optional
        From there on a criterion alone forbids the claim, ``p <= v``; infinite for no
        veto, which is the default.
    distillation : (float, float), default (0.3, -0.15)
        Alpha and beta; s is not negative between 0 and 1.

    Returns
    -------
    ElectreIII
        Matrices of shape (n_units, n_units), so that this is for some thousands of
        units at most. Units that differ nowhere are indifferent.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        Thresholds are out of order, or alpha and beta are.

    References
    ----------
    .. [1] Roy, B. (1978). ELECTRE III: un algorithme de classements fonde sur une
       representation floue des preferences en presence de criteres multiples. Cahiers
       du Centre d'Etudes de Recherche Operationnelle 20(1), 3-24.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> found = electre_iii(X, [0.6, 0.4], ["max", "min"], q=0.5, p=2, v=6)
    >>> found.credibility.round(3)
    array([[1.   , 0.167, 0.267],
           [1.   , 1.   , 0.8  ],
           [1.   , 0.6  , 1.   ]])
    >>> found.descending, found.ascending
    (array([3., 1., 2.]), array([3., 1., 2.]))
    """
    alpha, beta = _coefficients(distillation)
    problem = open_problem(X, weights, polarity, normalization)
    Z = problem.Z
    thresholds = Thresholds.read(problem.criteria, Z.shape[1], q, p, v)
    C, S = credibility(Z, Z, problem.weights, thresholds)
    down = _distill(S, alpha, beta, sign=1)
    up = _distill(S, alpha, beta, sign=-1)
    return ElectreIII(C, S, down, up.max() + 1 - up, problem.units)


def _coefficients(distillation: Any) -> tuple[float, float]:
    """Read alpha and beta."""
    numbers = real_numbers(distillation)
    if numbers is None or numbers.shape != (2,) or not np.isfinite(numbers).all():
        msg = f"distillation needs two numbers, alpha and beta, got {distillation!r}"
        raise DomainError(msg)
    alpha, beta = map(float, numbers)
    if alpha < 0 or alpha + beta < 0:
        msg = (
            f"distillation needs alpha + beta x >= 0 within [0, 1], got {distillation}"
        )
        raise DomainError(msg)
    return alpha, beta


def _distill(S: Matrix, alpha: float, beta: float, sign: int) -> Vector:
    """Pick class by class, and give each unit the number of its class, from 1."""
    number = np.zeros(len(S))
    left, count = np.arange(len(S)), 0
    while len(left):
        count += 1
        number[_pick(S, left, alpha, beta, sign)] = count
        left = left[number[left] == 0]
    return number


def _pick(
    S: Matrix, group: NDArray[np.int64], alpha: float, beta: float, sign: int
) -> NDArray[np.int64]:
    """Pick the best, or by the sign the worst, at levels that fall while several are.

    Credibilities that differ by no more than the rounding of their sums are equal.
    """
    level = _largest(S[np.ix_(group, group)], np.inf)
    while True:
        s = S[np.ix_(group, group)]
        level = _largest(s, level - (alpha + beta * level) - ROUNDING)
        beats = (s > level + ROUNDING) & (s - s.T > alpha + beta * s + ROUNDING)
        qualification = sign * (beats.sum(axis=1) - beats.sum(axis=0))
        group = group[qualification == qualification.max()]
        if len(group) == 1 or level == 0:
            return group


def _largest(s: Matrix, below: float) -> float:
    """Find the largest credibility between two units that is less than a level."""
    pairs = ~np.eye(len(s), dtype=bool) & (s < below)
    return float(s.max(initial=0.0, where=pairs))
