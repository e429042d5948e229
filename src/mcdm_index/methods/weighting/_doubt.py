"""Weights that favour each unit: the benefit of the doubt, one linear program each."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, divide, real_numbers, share
from mcdm_index._registry import register
from mcdm_index.engine import Rows, column_stats, open_rows
from mcdm_index.errors import DomainError
from mcdm_index.methods._nearest import least_norm

__all__ = ["OwnWeights", "benefit_of_the_doubt", "own_weights"]

# How far, relative to its score, a unit may fall short where its weights are chosen.
_SLACK: Final = 1e-9
# A score this near to 1 is 1 but for rounding.
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, eq=False)
class OwnWeights:
    r"""The weights most favourable to each unit, and what they make of it.

    Attributes
    ----------
    scores : ndarray of shape (n_units,)
        From 0 to 1: the weighted sum of the unit, in parts of the best that any unit
        reaches with the same weights.
    weights : ndarray of shape (n_units, n_criteria)
        Non-negative; with those of a unit no unit has a weighted sum beyond 1.
    shares : ndarray of shape (n_units, n_criteria)
        Pie shares, the part of its score that each criterion gives a unit: they sum to
        1 and do not depend on units of measurement. Zero for a unit of score 0.
    """

    scores: Vector
    weights: Matrix
    shares: Matrix


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale",),
    all_rows=True,
    cite="Cherchye2007",
    aliases=("bod",),
)
def benefit_of_the_doubt(
    X: Container,
    *,
    least_share: Any = 0.0,
    most_share: Any = 1.0,
    least_weight: Any = 0.0,
    most_weight: Any = 1.0,
) -> Vector:
    r"""Weigh criteria by what the weights most favourable to each unit make of them.

    Each unit has weights of its own, see `own_weights`; of their pie shares the mean
    over the units is taken.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized and oriented values of 0 or more.
    least_share, most_share, least_weight, most_weight : float or sequence, optional
        Bounds, see `own_weights`.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Units of score 0 do not count; if there are no others,
        all are equal.

    Raises
    ------
    DomainError
        A value is negative, a bound is no share, or a unit has no weights within the
        bounds.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An
       introduction to 'benefit of the doubt' composite indicators. Social Indicators
       Research 82, 111-145. doi:10.1007/s11205-006-9029-7

    Examples
    --------
    >>> X = [[1.0, 0.4], [0.5, 1.0], [0.4, 0.2]]
    >>> benefit_of_the_doubt(X).round(3)
    array([0.61, 0.39])
    >>> benefit_of_the_doubt(X, least_share=0.4).round(3)
    array([0.533, 0.467])
    """
    found = own_weights(
        X,
        least_share=least_share,
        most_share=most_share,
        least_weight=least_weight,
        most_weight=most_weight,
    )
    order = np.lexsort(
        found.shares.T
    )  # so that the order of the units adds no rounding
    return share(found.shares[order].sum(axis=0))


def own_weights(
    X: Container,
    *,
    least_share: Any = 0.0,
    most_share: Any = 1.0,
    least_weight: Any = 0.0,
    most_weight: Any = 1.0,
) -> OwnWeights:
    r"""Give each unit the weights most favourable to it (benefit of the doubt).

    For unit c,

    .. math::

        \max_{w \ge 0} \sum_j w_j x_{cj} \quad \text{such that} \quad
        \sum_j w_j x_{ij} \le 1 \ \text{for every unit } i,

    within bounds on the pie shares :math:`s_j = w_j x_{cj} / \sum_k w_k x_{ck}`, or on
    the weights in proportion to their sum, :math:`w_j / \sum_k w_k`. Several weights
    may do equally well: those are given whose pie shares differ least.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized and oriented values of 0 or more.
    least_share, most_share : float in [0, 1] or one per criterion, optional
        Bounds on pie shares. They do not depend on units of measurement. A unit with a
        value of 0 gets no share of it, so that a least share needs positive values.
    least_weight, most_weight : float in [0, 1] or one per criterion, optional
        Bounds on weights in proportion to their sum. They have a meaning on one scale
        only.

    Returns
    -------
    OwnWeights
        A unit of zeros has score 0 and weights 0.

    Raises
    ------
    DomainError
        A value is negative, a bound is no share, or a unit has no weights within the
        bounds; naming it.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An
       introduction to 'benefit of the doubt' composite indicators. Social Indicators
       Research 82, 111-145. doi:10.1007/s11205-006-9029-7

    Examples
    --------
    >>> found = own_weights([[1.0, 0.4], [0.5, 1.0], [0.4, 0.2]])
    >>> found.scores.round(3)
    array([1.   , 1.   , 0.425])
    >>> found.shares.round(3)[2]
    array([0.706, 0.294])
    """
    column_stats(X, domain="nonnegative")
    table = open_rows(X)
    values = np.asarray(table.values, dtype=float)
    bounds = _Bounds.read(
        values.shape[1], least_share, most_share, least_weight, most_weight
    )
    highest = values.max(axis=0)
    peak = np.where(highest > 0, highest, 1.0)
    Z = values / peak
    rivals = _undominated(Z)
    u = np.zeros_like(Z)
    for i in map(int, np.flatnonzero(Z.any(axis=1))):
        found = _favour(Z[i], rivals, bounds, peak)
        if found is None:
            raise DomainError(_no_weights(table, i, Z[i], bounds))
        u[i] = found
    parts = u * Z
    scores = parts.sum(axis=1)
    shares = divide(parts, scores[:, None])
    return OwnWeights(np.where(scores > 1 - _ROUNDING, 1.0, scores), u / peak, shares)


def _no_weights(table: Rows, i: int, z: Vector, bounds: "_Bounds") -> str:
    unit = i if table.index is None else table.index[i]
    msg = f"unit {unit}: no weights keep the bounds"
    lacking = np.flatnonzero((z == 0) & (bounds.least_share > 0))
    if len(lacking):
        j = lacking[0]
        column = j if table.columns is None else table.columns[j]
        msg += (
            f"; it has 0 in column {column}, which can give it no share: let the "
            "normalized values start above 0, or drop least_share"
        )
    return msg


class _Bounds(NamedTuple):
    """Bounds on pie shares and on weights in proportion to their sum."""

    least_share: Vector
    most_share: Vector
    least_weight: Vector
    most_weight: Vector

    @classmethod
    def read(cls, m: int, *given: Any) -> "_Bounds":
        bounds = cls(*(_bound(m, *one) for one in zip(cls._fields, given, strict=True)))
        for what, low, high in (
            ("share", bounds.least_share, bounds.most_share),
            ("weight", bounds.least_weight, bounds.most_weight),
        ):
            if low.sum() > 1 + _SLACK or high.sum() < 1 - _SLACK or (low > high).any():
                msg = (
                    f"no {what}s lie between least_{what} and most_{what} and sum to "
                    f"1: the least sum to {low.sum():g}, the most to {high.sum():g}"
                )
                raise DomainError(msg)
        return bounds

    def rows(self, z: Vector, peak: Vector) -> tuple[Matrix, Vector]:
        """Write the bounds as G u >= h for a unit whose weighted sum is 1."""
        unit = np.eye(len(z))
        # Weights in proportion to the others; the smallest scale is that of 1.
        v = unit * (peak.min() / peak)
        total = v.sum(axis=0)
        G = [
            unit * z,
            -unit * z,
            v - self.least_weight[:, None] * total,
            self.most_weight[:, None] * total - v,
        ]
        none = np.zeros_like(z)
        h = [self.least_share, -self.most_share, none, none]
        matters = [
            self.least_share > 0,
            self.most_share < 1,
            self.least_weight > 0,
            self.most_weight < 1,
        ]
        kept = np.concatenate(matters)
        return np.vstack(G)[kept], np.concatenate(h)[kept]


def _bound(m: int, name: str, given: Any) -> Vector:
    numbers = real_numbers(given)
    shares = numbers is not None and ((numbers >= 0) & (numbers <= 1)).all()
    if numbers is None or numbers.shape not in ((), (m,)) or not shares:
        msg = f"{name} must be a share from 0 to 1, or {m} of them, got {given!r}"
        raise DomainError(msg)
    return np.broadcast_to(numbers, (m,))


def _undominated(Z: Matrix) -> Matrix:
    """Keep the rows that no other one reaches in every column; only these can bind."""
    kept = np.empty((0, Z.shape[1]))
    rows = np.unique(Z, axis=0)
    for z in rows[np.argsort(-rows.sum(axis=1), kind="stable")]:
        if not (kept >= z).all(axis=1).any():
            kept = np.vstack([kept, z])
    return kept


def _favour(z: Vector, rivals: Matrix, bounds: _Bounds, peak: Vector) -> Vector | None:
    """Find the weights under which the best rival is least ahead, in units of peak.

    None if no weights keep the bounds.
    """
    z = z / z.max()
    G, h = bounds.rows(z, peak)
    ahead = _least_lead(z, rivals, G, h)
    if ahead is None:
        return None
    # Of those weights, the ones whose shares differ least; what has no share, weighs
    # as little as it may.
    d = np.where(z > 0, z, 1.0)
    rows = np.vstack([z, -rivals, G, np.eye(len(z))]) / d
    limits = [np.ones(1), np.full(len(rivals), -ahead), h, np.zeros_like(z)]
    size = np.abs(rows).max(axis=1)
    y = least_norm(rows / size[:, None], np.concatenate(limits) / size, slack=_SLACK)
    u = np.maximum(y, 0.0) / d
    return np.asarray(u / (rivals @ u).max())


def _least_lead(z: Vector, rivals: Matrix, G: Matrix, h: Vector) -> float | None:
    """Minimize the weighted sum of the best rival where that of the unit is 1."""
    from scipy.optimize import linprog

    m = len(z)
    found = linprog(
        c=np.append(np.zeros(m), 1.0),
        A_ub=np.vstack(
            [
                np.hstack([rivals, np.full((len(rivals), 1), -1.0)]),
                np.hstack([-G, np.zeros((len(G), 1))]),
            ]
        ),
        b_ub=np.concatenate([np.zeros(len(rivals)), -h]),
        A_eq=np.append(z, 0.0)[None, :],
        b_eq=[1.0],
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return None if found.x is None else float(found.x[-1])
