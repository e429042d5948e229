"""Weights from comparisons with the best and with the worst criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Vector, divide, share
from mcdm_index._registry import register
from mcdm_index.errors import DomainError, ShapeError, UnknownMethodError
from mcdm_index.methods.judgment._read import (
    Names,
    amounts,
    check,
    label,
    labels,
    position,
)
from mcdm_index.methods.judgment._result import Contradiction, Judgment, Label

__all__ = ["BestWorstJudgment", "bwm"]

_MOST: Final = 1e6


@dataclass(frozen=True, eq=False)
class BestWorstJudgment(Judgment):
    r"""Weights from comparisons with the best and the worst criterion.

    Attributes
    ----------
    best, worst_criterion : str or int
        The criteria that the others were compared with.
    deviation : float
        :math:`\xi`: of ratios in the original model, of weights in the linear one.
    consistency_index : float
        That of Rezaei (2015): the deviation in the original model if one criterion
        compares with both ends as they with each other. If the best is twice the worst,
        several criteria can deviate by a little more.
    input_ratio : float
        The largest of `input_ratios`: inconsistency of the judgments themselves,
        whatever the model.
    input_ratios : ndarray of shape (n_criteria,)
        That of each criterion; 0 for the best and the worst.
    lower, upper : ndarray of shape (n_criteria,)
        The range of each weight over all optimal solutions.
    """

    best: Label
    worst_criterion: Label
    deviation: float
    consistency_index: float
    input_ratio: float
    input_ratios: Vector
    lower: Vector
    upper: Vector


@register("judgment", cite="Rezaei2015", aliases=("best_worst",))
def bwm(
    best_to_others: object,
    others_to_worst: object,
    *,
    model: str = "linear",
    best: Label | None = None,
    worst: Label | None = None,
    names: Sequence[str] | None = None,
) -> BestWorstJudgment:
    r"""Weigh criteria by how the best compares with them, and they with the worst.

    With B the best criterion, W the worst, and :math:`\sum w = 1`, the models are

    .. math::

        \min \xi: \quad |w_B - a_{Bj} w_j| \le \xi, \quad
        |w_j - a_{jW} w_W| \le \xi \quad \text{(linear)}

    .. math::

        \min \xi: \quad |w_B / w_j - a_{Bj}| \le \xi, \quad
        |w_j / w_W - a_{jW}| \le \xi \quad \text{(original)}

    Parameters
    ----------
    best_to_others : sequence or mapping by criterion
        How many times the best is as important as each criterion: 1 for itself, and 1
        or more, usually to 9, for the others.
    others_to_worst : sequence or mapping by criterion
        How many times each criterion is as important as the worst, which has 1.
    model : {"linear", "original"}, default "linear"
        The linear model has one solution. The original one may have many: the weights
        are then the one in the middle of the ranges of :math:`w_j / w_W`, and ``lower``
        and ``upper`` of the result give the range of each weight.
    best, worst : str or int, optional
        Which they are, by name or position; needed only if several have a 1.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    BestWorstJudgment
        Its ``consistency_ratio`` is :math:`\xi` over ``consistency_index`` in the
        original model [1]_, and :math:`\xi` itself in the linear one [2]_.
        ``input_ratio`` is that of [3]_, and 0 by definition if the best and the worst
        are equally important. ``worst`` is the triad best, j, worst with the largest
        contradiction.

    Raises
    ------
    DomainError
        A comparison is below 1 or above that of the best with the worst, none or
        several are 1, or the best and the worst are not compared with each other alike
        in both.
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, UnknownMethodError

    Notes
    -----
    Which ratio is still acceptable depends on the number of criteria and on the scale;
    [3]_ has tables for ``input_ratio``. For the linear model no limit is known, save
    that 0 is consistent.

    The original model is solved exactly. With :math:`w_W = 1`, the ratio
    :math:`w_B` has to lie within :math:`(a_{Bj} \mp \xi)(a_{jW} \mp \xi)` for every j
    and within :math:`a_{BW} \mp \xi`; the least :math:`\xi` at which two of those
    ranges still touch is a quotient or the root of a quadratic, and the largest of
    them is the solution.

    References
    ----------
    .. [1] Rezaei, J. (2015). Best-worst multi-criteria decision-making method. Omega
       53, 49-57. doi:10.1016/j.omega.2014.11.009
    .. [2] Rezaei, J. (2016). Best-worst multi-criteria decision-making method: some
       properties and a linear model. Omega 64, 126-130.
       doi:10.1016/j.omega.2015.12.001
    .. [3] Liang, F., Brunelli, M. and Rezaei, J. (2020). Consistency issues in the best
       worst method: measurements and thresholds. Omega 96, 102175.
       doi:10.1016/j.omega.2019.102175

    Examples
    --------
    >>> found = bwm([8, 2, 1], [1, 5, 8], names=["load", "access", "cost"])
    >>> found.weights.round(4), round(found.deviation, 4)
    (array([0.0714, 0.3214, 0.6071]), 0.0357)
    >>> print(found.worst)
    cost to load is judged 8, and 10 by way of access: a factor of 1.25
    """
    if model not in ("linear", "original"):
        msg = f"model must be 'linear' or 'original', got {model!r}"
        raise UnknownMethodError(msg)
    to_others, called = amounts(best_to_others, names, "best_to_others")
    to_worst, again = amounts(others_to_worst, called, "others_to_worst")
    called = called or again
    B, W = _ends(to_others, to_worst, called, best, worst)

    a = to_others[W]
    between = ~np.isin(np.arange(len(to_others)), (B, W))
    p = np.where(between, to_worst, np.where(np.arange(len(between)) == B, a, 1.0))
    q = np.where(between, to_others, np.where(np.arange(len(between)) == B, 1.0, a))
    solve = _linear if model == "linear" else _original
    w, xi, lower, upper = solve(p, q, between, B, W)
    CI = (1 + 2 * a - np.sqrt(8 * a + 1)) / 2
    ratios = divide(np.where(between, np.abs(p * q - a), 0.0), a * a - a)
    original = model == "original"
    return BestWorstJudgment(
        weights=w,
        names=called,
        consistency_ratio=float(divide(xi, CI)) if original else xi,
        redundancy=int(between.sum()),
        worst=_worst_way(p, q, a, (B, W), called),
        best=label(called, B),
        worst_criterion=label(called, W),
        deviation=xi,
        consistency_index=float(CI),
        input_ratio=float(ratios.max()),
        input_ratios=ratios,
        lower=lower,
        upper=upper,
    )


def _ends(
    to_others: Vector,
    to_worst: Vector,
    names: Names,
    best: Label | None,
    worst: Label | None,
) -> tuple[int, int]:
    """Check the comparisons, and find the best and the worst criterion."""
    n = len(to_others)
    if n < 2 or len(to_worst) != n:
        msg = (
            "best_to_others and others_to_worst need one number each per criterion, "
            f"for two criteria or more; got {n} and {len(to_worst)}"
        )
        raise ShapeError(msg)
    check(to_others, names, "best_to_others", "1 or more", to_others < 1)
    check(to_worst, names, "others_to_worst", "1 or more", to_worst < 1)
    B = _end(to_others, names, best, "best")
    W = _end(to_worst, names, worst, "worst")
    if B == W:
        msg = f"{label(names, B)} cannot be both the best and the worst criterion"
        raise DomainError(msg)
    if not np.isclose(to_others[W], to_worst[B], rtol=1e-9, atol=0):
        msg = (
            f"best_to_others says that {label(names, B)} to {label(names, W)} is "
            f"{to_others[W]:g}, others_to_worst says {to_worst[B]:g}; they must agree"
        )
        raise DomainError(msg)
    most = to_others[W]
    if most > _MOST:
        msg = (
            f"{label(names, B)} is said to be {most:g} times as important as "
            f"{label(names, W)}; nobody can judge ratios beyond {_MOST:g}"
        )
        raise DomainError(msg)
    beyond = f"at most {most:g}, as {label(names, B)} compares with {label(names, W)}"
    check(to_others, names, "best_to_others", beyond, to_others > most)
    check(to_worst, names, "others_to_worst", beyond, to_worst > to_worst[B])
    return B, W


def _end(numbers: Vector, names: Names, given: Label | None, which: str) -> int:
    ones = np.flatnonzero(numbers == 1)
    if given is not None:
        at = position(names, len(numbers), given, which)
        if at in ones:
            return at
        msg = f"{which}={given!r} must have 1 compared with itself, got {numbers[at]:g}"
        raise DomainError(msg)
    if len(ones) == 1:
        return int(ones[0])
    found = f"{labels(names, ones)} have it" if len(ones) else "none has it"
    msg = (
        f"the {which} criterion is the one with a 1, compared with itself: {found}; "
        f"say which it is by {which}="
    )
    raise DomainError(msg)


def _linear(
    p: Vector, q: Vector, between: NDArray[np.bool_], B: int, W: int
) -> tuple[Vector, float, Vector, Vector]:
    """Solve the linear model, whose variables are the weights and xi."""
    from scipy.optimize import linprog

    n = len(p)
    unit = np.eye(n)
    to_others = (unit[B] - q[:, None] * unit)[np.arange(n) != B]
    to_worst = (unit - p[:, None] * unit[W])[between]
    gaps = np.vstack([to_others, to_worst])
    minus_xi = np.full((2 * len(gaps), 1), -1.0)
    solution = linprog(
        c=np.append(np.zeros(n), 1.0),
        A_ub=np.hstack([np.vstack([gaps, -gaps]), minus_xi]),
        b_ub=np.zeros(2 * len(gaps)),
        A_eq=np.append(np.ones(n), 0.0)[None, :],
        b_eq=[1.0],
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    if solution.x is None:
        msg = f"the linear model was not solved: {solution.message}"
        raise DomainError(msg)
    w = share(np.maximum(solution.x[:n], 0.0))
    return w, float(np.abs(gaps @ w).max()), w, w


def _original(
    p: Vector, q: Vector, between: NDArray[np.bool_], B: int, W: int
) -> tuple[Vector, float, Vector, Vector]:
    """Solve the original model with w_W = 1; there w_B is unique, and a range each."""
    a = q[W]  # as p[B]
    P, S = (p * q)[between], (p + q)[between]
    d = np.abs(P - a)
    over = 4 * np.where(a > P, d, -d)
    touch = 2 * d / (S + 1 + np.sqrt((S + 1) ** 2 + over))
    meet = (P[:, None] - P) / (S[:, None] + S)
    xi = max(touch.max(initial=0.0), meet.max(initial=0.0))

    least = np.append(np.maximum(p - xi, 0) * np.maximum(q - xi, 0), a - xi)
    most = np.append((p + xi) * (q + xi), a + xi)
    counts = np.append(between, True)
    b = (least[counts].max() + most[counts].min()) / 2
    ratio = divide(b, np.maximum(q - xi, 0), np.inf)
    low = np.where(between, np.maximum(p - xi, b / (q + xi)), 1.0)
    high = np.where(between, np.maximum(low, np.minimum(p + xi, ratio)), 1.0)
    low[B] = high[B] = b
    lower = low / (low + (high.sum() - high))
    upper = high / (high + (low.sum() - low))
    return share((low + high) / 2), float(xi), lower, upper


def _worst_way(
    p: Vector, q: Vector, a: float, ends: tuple[int, int], names: Names
) -> Contradiction | None:
    gap = np.abs(np.log(p * q / a))
    j = int(np.argmax(gap))
    if gap[j] <= 1e-9:
        return None
    way = tuple(label(names, c) for c in (ends[0], j, ends[1]))
    return Contradiction(way, float(a), float(p[j] * q[j]))
