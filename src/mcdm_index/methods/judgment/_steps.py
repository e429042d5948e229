"""Weights from steps down a ranking: how much less the next criterion counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.methods.judgment._ranks import read_ranks
from mcdm_index.methods.judgment._read import Names, amounts, check, label, sequence
from mcdm_index.methods.judgment._result import Contradiction, Judgment, Label

__all__ = ["StepJudgment", "fucom", "swara"]

# Deviations below this, in proportion to the ratios, are rounding.
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, eq=False)
class StepJudgment(Judgment):
    r"""Weights from steps down a ranking.

    Attributes
    ----------
    ranking : tuple of str or int
        The criteria, the most important first.
    deviation : float
        :math:`\chi`: how far, at most, a ratio of weights is from the one judged.
    """

    ranking: tuple[Label, ...]
    deviation: float


@register("judgment", cite="Pamucar2018")
def fucom(
    significance: object,
    *,
    over_next: Sequence[float] | None = None,
    names: Sequence[str] | None = None,
) -> StepJudgment:
    r"""Weigh criteria by priorities along their ranking (full consistency method).

    In the order of the ranking, with significance :math:`\varpi_k` and priorities
    :math:`\varphi_k = \varpi_{k+1} / \varpi_k`,

    .. math::

        \min \chi: \quad
        \left| \frac{w_k}{w_{k+1}} - \varphi_k \right| \le \chi, \quad
        \left| \frac{w_k}{w_{k+2}} - \psi_k \right| \le \chi, \quad
        \textstyle\sum w = 1,

    where :math:`\psi_k = \varphi_k \varphi_{k+1}` unless it was judged on its own.
    Where it was not, :math:`\chi = 0` and :math:`w_k \propto 1 / \varpi_k`. The ranking
    is kept: no ratio is below 1.

    Parameters
    ----------
    significance : sequence or mapping by criterion
        How many times the most important criterion, which has 1, is as important as
        each; 1 or more. It gives the ranking; equals stand in the order given. From
        priorities of neighbors it is their cumulative product.
    over_next : sequence of float, optional
        :math:`\psi_k`: how many times the k-th criterion of the ranking is as important
        as the one after the next, n - 2 of them, if that was judged as well; 1 or more.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    StepJudgment
        Its ``consistency_ratio`` is :math:`\chi`, the deviation from full consistency.
        If several weights reach it, those are given that lie, in proportion to the
        first of the ranking and on a logarithmic scale, in the middle of their ranges.

    Raises
    ------
    DomainError
        A judgment is below 1, or no criterion has significance 1.
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError

    References
    ----------
    .. [1] Pamučar, D., Stević, Ž. and Sremac, S. (2018). A new model for determining
       weight coefficients of criteria in MCDM models: full consistency method (FUCOM).
       Symmetry 10(9), 393. doi:10.3390/sym10090393

    Examples
    --------
    >>> fucom({"price": 1, "comfort": 2, "style": 4}).weights.round(3)
    array([0.571, 0.286, 0.143])
    >>> found = fucom([1, 2, 4], over_next=[6])
    >>> found.weights.round(3), round(found.deviation, 3)
    (array([0.625, 0.264, 0.111]), 0.372)
    """
    varpi, called = amounts(significance, names, "significance")
    check(varpi, called, "significance", "1 or more", varpi < 1)
    if varpi.min() > 1 + 1e-9:
        j = int(varpi.argmin())
        msg = (
            "the most important criterion has significance 1; the least here is "
            f"{varpi[j]:.12g}, of {label(called, j)}: divide all by it"
        )
        raise DomainError(msg)
    order = np.argsort(varpi, kind="stable")
    phi = varpi[order][1:] / varpi[order][:-1]
    psi = phi[1:] * phi[:-1] if over_next is None else _judged(over_next, len(phi) - 1)

    chi, u = _least_deviation(phi, psi)
    w = np.empty(len(varpi))
    w[order] = np.exp(u)
    return StepJudgment(
        weights=share(w),
        names=called,
        consistency_ratio=chi,
        redundancy=0 if over_next is None else len(psi),
        worst=_worst_step(phi, psi, order, called),
        ranking=tuple(label(called, j) for j in order),
        deviation=chi,
    )


def _judged(over_next: Sequence[float], count: int) -> Vector:
    given = sequence(over_next, "over_next")
    psi = amounts(given, None, "over_next")[0] if given else np.zeros(0)
    if len(psi) != max(count, 0):
        msg = (
            "over_next has one number per criterion of the ranking but the last two: "
            f"{max(count, 0)}, got {len(psi)}"
        )
        raise ShapeError(msg)
    check(psi, None, "over_next", "1 or more", psi < 1)
    return psi


def _least_deviation(phi: Vector, psi: Vector) -> tuple[float, Vector]:
    """Find the least chi by halving its range; give the logarithms of the weights."""
    gap = np.abs(phi[1:] * phi[:-1] - psi)
    if not (gap > _ROUNDING * psi).any():
        return 0.0, np.append(0.0, -np.cumsum(np.log(phi)))
    low, high = 0.0, float(gap.max())  # which is what keeping every phi leaves
    while low < (middle := (low + high) / 2) < high:
        if (_ranges(phi, psi, middle).diagonal() < 0).any():
            low = middle
        else:
            high = middle
    most = _ranges(phi, psi, high)
    return high, (most[:, 0] - most[0]) / 2


def _ranges(phi: Vector, psi: Vector, chi: float) -> Matrix:
    """Give the most that each ln w_i - ln w_j can be; below 0 with itself if no w is.

    Bounds on differences are lengths of edges; the tightest that they imply are the
    shortest paths, and a circle of negative length is a contradiction.
    """
    n = len(phi) + 1
    D = np.full((n, n), np.inf)
    for ratios, step in ((phi, 1), (psi, 2)):
        k = np.arange(n - step)
        D[k, k + step] = np.log(ratios + chi)
        D[k + step, k] = -np.log(np.maximum(ratios - chi, 1.0))
    np.fill_diagonal(D, 0.0)
    for via in range(n):  # Floyd and Warshall
        D = np.minimum(D, D[:, via, None] + D[via])
    return D


def _worst_step(
    phi: Vector, psi: Vector, order: NDArray[np.intp], names: Names
) -> Contradiction | None:
    implied = phi[1:] * phi[:-1]
    gap = np.abs(np.log(implied / psi))
    if not (gap > 1e-9).any():
        return None
    k = int(np.argmax(gap))
    three = tuple(label(names, j) for j in order[k : k + 3])
    return Contradiction(three, float(psi[k]), float(implied[k]))


@register("judgment", cite="Kersuliene2010")
def swara(
    steps: object,
    *,
    ranking: object = None,
    names: Sequence[str] | None = None,
) -> StepJudgment:
    r"""Weigh criteria by steps down their ranking (SWARA).

    In the order of the ranking, with the comparative importance :math:`s_j` of j - 1
    over j,

    .. math::

        k_1 = 1, \quad k_j = s_j + 1, \quad
        q_1 = 1, \quad q_j = q_{j-1} / k_j, \quad w_j = q_j / \textstyle\sum q .

    Parameters
    ----------
    steps : sequence or mapping by criterion
        By how much the criterion before each is more important, as a part of it: 0.3
        for 30 %, 0 for equally important. The first of the ranking has 0, or none.
    ranking : sequence or mapping by criterion, optional
        Rank of each criterion, 1 for the most important, without ties, or the names in
        their order; by default they stand in that order.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    StepJudgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError
        A step is negative, the first is not 0, or ranks are tied.
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError

    References
    ----------
    .. [1] Keršulienė, V., Zavadskas, E. K. and Turskis, Z. (2010). Selection of
       rational dispute resolution method by applying new step-wise weight assessment
       ratio analysis (SWARA). Journal of Business Economics and Management 11(2),
       243-258. doi:10.3846/jbem.2010.12

    Examples
    --------
    >>> swara({"price": 0, "comfort": 0.5, "style": 1.0}).weights.round(3)
    array([0.5  , 0.333, 0.167])
    """
    s, called = amounts(steps, names, "steps")
    if ranking is None:
        order = np.arange(len(s))
    else:
        order, called = _order(ranking, called, len(s))
    s[order[0]] = np.nan_to_num(s[order[0]])  # of which nothing can be said
    check(s, called, "steps", "0 or more", s < 0)
    if s[order[0]] != 0:
        msg = (
            f"{label(called, order[0])} is the first of the ranking, so that its step "
            f"must be 0, got {s[order[0]]:g}"
        )
        raise DomainError(msg)
    u = -np.cumsum(np.log1p(s[order]))
    w = np.empty(len(s))
    w[order] = np.exp(u)
    return StepJudgment(
        weights=share(w),
        names=called,
        consistency_ratio=0.0,
        redundancy=0,
        worst=None,
        ranking=tuple(label(called, j) for j in order),
        deviation=0.0,
    )


def _order(ranking: object, names: Names, n: int) -> tuple[NDArray[np.intp], Names]:
    ranks, called = read_ranks(ranking, names)
    if len(ranks) != n:
        msg = f"ranking needs {n} ranks, one per criterion, got {len(ranks)}"
        raise ShapeError(msg)
    order = np.argsort(ranks)
    for k in np.flatnonzero(np.diff(ranks[order]) == 0)[:1]:
        first, second = label(called, order[k]), label(called, order[k + 1])
        msg = (
            f"{first} and {second} have the same rank; rank one before the other, with "
            "a step of 0 if they are equally important"
        )
        raise DomainError(msg)
    return order, called
