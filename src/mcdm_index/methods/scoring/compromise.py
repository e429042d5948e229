"""Scores that weigh the good of the group against the largest regret: VIKOR."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._columns import by_row
from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    divide,
    one_vector,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.engine import open_rows, plain
from mcdm_index.errors import DomainError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import by_weights
from mcdm_index.statistics import ColumnStats

__all__ = ["Compromise", "VikorDetails", "compromise_set", "vikor"]


class VikorDetails(NamedTuple):
    """What lies behind VIKOR scores; smaller is better in all three.

    Attributes
    ----------
    S, R : ndarray of shape (n_units,) or (k, n_units)
        Sum and largest of the weighted regrets of a unit.
    Q : ndarray of the same shape
        The compromise of both; the score is 1 - Q.
    """

    S: Vector
    R: Vector
    Q: Vector


@dataclass(frozen=True)
class Regret:
    """The kernel that gives S and R of each row, k columns of either.

    A value beyond the best is no negative regret. Where the best is the worst, there is
    none.
    """

    best: Vector
    span: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Sum the weighted regrets of each row, and find the largest."""
        regret = by_row(np.subtract, Z, self.best)
        np.negative(np.minimum(regret, 0.0, out=regret), out=regret)
        if self.weights.ndim == 1:
            return self._one(regret)
        regret = divide(regret, self.span)
        S = weighted_total(regret, self.weights)
        columns = np.ascontiguousarray(regret.T)

        def fill(w: Matrix, largest: Matrix) -> None:
            term = np.empty_like(largest)
            largest[...] = 0.0
            for j, column in enumerate(columns):
                np.multiply(w[:, j : j + 1], column, out=term)
                np.maximum(largest, term, out=largest)

        R = by_weights(fill, self.weights, len(Z))
        return np.concatenate([S.T, R.T]).T

    def _one(self, regret: Matrix) -> Matrix:
        """Give S and R under one weight vector; the regrets are overwritten."""
        terms = by_row(np.multiply, regret, divide(self.weights, self.span), out=regret)
        both = np.empty((2, len(terms)))
        both[0] = np.einsum("ij->i", terms)
        both[1] = terms[:, 0]
        for column in terms.T[1:]:
            np.maximum(both[1], column, out=both[1])
        return both.T


@dataclass(frozen=True)
class Vikor:
    """The kernel of `vikor`, with the frozen least and largest S and R."""

    regret: Regret
    low: Vector
    span: Vector
    v: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return 1 - self._compromise(self.regret(Z))

    def details(self, Z: Matrix) -> VikorDetails:
        """Give S, R and Q."""
        both = self.regret(Z)
        S, R = np.split(both, 2, axis=1)
        one = self.regret.weights.ndim == 1
        S, R = (S[:, 0], R[:, 0]) if one else (S.T, R.T)
        return VikorDetails(S, R, self._compromise(both).T)

    def _compromise(self, both: Matrix) -> Matrix:
        S, R = np.split(divide(both - self.low, self.span), 2, axis=1)
        Q = self.v * S + (1 - self.v) * R
        return Q[:, 0] if self.regret.weights.ndim == 1 else Q


def _learn_vikor(
    stats: ColumnStats,
    weights: Vector,
    *,
    v: float = 0.5,
    through: Callable[..., ColumnStats],
) -> Vikor:
    if not 0 <= v <= 1:
        msg = f"v, the weight of the group, must be from 0 to 1, got {v!r}"
        raise DomainError(msg)
    regret = Regret(stats.high, stats.high - stats.low, weights)
    both = through(regret)
    span = both.high - both.low
    # Equal sums of different terms differ by rounding, which Q would blow up to 0 or 1.
    rounding = 4 * weights.shape[-1] * EPS * both.high
    return Vikor(regret, both.low, np.where(span > rounding, span, 0.0), float(v))


@register(
    "scoring",
    learn=_learn_vikor,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
        "shift",
    ),
    cite="OpricovicTzeng2004",
)
def vikor(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    v: float = 0.5,
) -> Container:
    r"""Score units by a compromise of the regret of all and the largest single regret.

    With the best :math:`f_j^*` and the worst :math:`f_j^-` of every column,

    .. math::

        S_i = \sum_j w_j \frac{f_j^* - f_{ij}}{f_j^* - f_j^-}, \qquad
        R_i = \max_j w_j \frac{f_j^* - f_{ij}}{f_j^* - f_j^-}, \qquad
        Q_i = v \frac{S_i - S^*}{S^- - S^*} + (1 - v) \frac{R_i - R^*}{R^- - R^*} ,

    where :math:`S^*, R^*` are the least and :math:`S^-, R^-` the largest of all units.
    The score is :math:`1 - Q`, so that larger is better. The division by the range is
    part of the formula: any normalization that only shifts and scales gives the same.

    When what was learned is applied to new rows, a value beyond the best is no negative
    regret.

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
    v : float in [0, 1], default 0.5
        Weight of the regret of all; 1 - v is that of the largest single one.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        1 - Q: within [0, 1] for the rows that were learned from, 1 for a unit that is
        best in every criterion. New rows may lie beyond. Where all S are equal, up to
        rounding, their term is 0, and so for R: units that differ nowhere, and a single
        unit, score 1. A constant criterion is no regret to anyone.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        `v` is not within [0, 1].

    See Also
    --------
    compromise_set : The units that VIKOR proposes together.

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods: A
       comparative analysis of VIKOR and TOPSIS. European Journal of Operational
       Research 156(2), 445-455. doi:10.1016/S0377-2217(03)00020-1

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 3000.0], [2.0, 3750.0], [5.0, 4500.0]])
    >>> vikor(X, [0.5, 0.5], ["min", "max"])
    array([0., 1., 0.])
    """
    scoring = fit(
        "vikor",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"v": v},
    )
    return scoring(X)


class Compromise(NamedTuple):
    """The units that VIKOR proposes together, and why.

    Attributes
    ----------
    units : tuple
        Labels of a DataFrame, positions otherwise; the best by Q first.
    advantage, stability : bool
        Whether conditions C1 and C2 hold.
    reason : str
        One sentence.
    details : VikorDetails
        S, R and Q of all units.
    """

    units: tuple[Any, ...]
    advantage: bool
    stability: bool
    reason: str
    details: VikorDetails


def compromise_set(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    v: float = 0.5,
) -> Compromise:
    r"""Find the compromise solution of VIKOR: one unit, or several that are close.

    With J units in ascending order of Q, the first stands alone if both conditions
    hold:

    - C1, acceptable advantage: :math:`Q(a^{(2)}) - Q(a^{(1)}) \ge 1 / (J - 1)`;
    - C2, acceptable stability: :math:`a^{(1)}` is also best by S or by R.

    If C2 alone fails, the first two are proposed; if C1 fails, all whose Q is less than
    1 / (J - 1) above the least. What is equal up to rounding counts as equal, and units
    that tie with the last one proposed are proposed as well.

    Parameters
    ----------
    X, polarity, normalization, v
        See `vikor`.
    weights : array_like of shape (n_criteria,)
        One vector.

    Returns
    -------
    Compromise
        A single unit is its own compromise.

    Raises
    ------
    WeightsError
        A batch of weights.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, DomainError
        As in `vikor`.

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods: A
       comparative analysis of VIKOR and TOPSIS. European Journal of Operational
       Research 156(2), 445-455. doi:10.1016/S0377-2217(03)00020-1

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 3000.0], [2.0, 3750.0], [5.0, 4500.0]])
    >>> found = compromise_set(X, [0.5, 0.5], ["min", "max"])
    >>> found.units, found.reason
    ((1,), 'C1 and C2 hold: unit 1 stands alone')
    """
    scoring = fit(
        "vikor",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"v": v},
    )
    one_vector(scoring.weights)
    details = scoring.details(X)
    kept, advantage, stability = _compromise(details)
    index = open_rows(X).index
    units = tuple(plain(i if index is None else index[i]) for i in kept)
    reason = _reason(units, advantage=advantage, stability=stability)
    return Compromise(units, advantage, stability, reason, details)


def _compromise(details: VikorDetails) -> tuple[NDArray[np.int64], bool, bool]:
    """Give the positions proposed, and whether C1 and C2 hold."""
    S, R, Q = details
    # Among those that tie for the least Q, the one that is best by S goes first.
    order = np.lexsort((np.arange(len(Q)), S, Q))
    if len(Q) == 1:
        return order, True, True
    above = Q[order] - Q[order[0]]
    close = 16 * EPS
    DQ = 1 / (len(Q) - 1)
    best = [
        bool(T[order[0]] <= T.min() * (1 + close) + close * T.max()) for T in (S, R)
    ]
    advantage, stability = bool(above[1] >= DQ - close), any(best)
    if not advantage:
        within = above < DQ - close
    elif not stability:
        within = above <= above[1] + close
    else:
        within = np.arange(len(Q)) == 0
    return order[within], advantage, stability


def _reason(units: tuple[Any, ...], *, advantage: bool, stability: bool) -> str:
    first = f"unit {units[0]!r}"
    if advantage and stability:
        return f"C1 and C2 hold: {first} stands alone"
    if advantage:
        return f"C2 fails: {first} is best by neither S nor R, so that the next joins"
    what = "C1 fails" if stability else "C1 and C2 fail"
    return f"{what}: the advantage of {first} over the next is less than 1 / (J - 1)"
