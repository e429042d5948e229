"""Weights that favour each unit: the benefit of the doubt, one linear program each."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix, Vector, divide, real_numbers, share
from mcdm_index._registry import get, register
from mcdm_index.engine import Rows, column_stats, open_rows
from mcdm_index.errors import DomainError
from mcdm_index.methods._all_rows import check_rows
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
    least_share: Any = None,
    most_share: Any = None,
    least_weight: Any = None,
    most_weight: Any = None,
) -> Vector:
    r"""Weigh criteria by what the weights most favourable to each unit make of them.

    Each unit has weights of its own, see `own_weights`; of their pie shares the mean
    over the units is taken.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized and oriented values of 0 or more.
    least_share, most_share, least_weight, most_weight : float, sequence or mapping
        Bounds, optional; see `own_weights`.

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
    least_share: Any = None,
    most_share: Any = None,
    least_weight: Any = None,
    most_weight: Any = None,
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
    least_share, most_share : float in [0, 1], one per criterion or by name, optional
        Bounds on pie shares. They do not depend on units of measurement. A unit with a
        value of 0 gets no share of it, so that a least share needs positive values.
    least_weight, most_weight : float in [0, 1], one per criterion or by name, optional
        Bounds on weights in proportion to their sum. They have a meaning on one scale
        only.

    Returns
    -------
    OwnWeights
        A unit of zeros has score 0 and weights 0. One linear program is solved for each
        different unit: 300 units and 24 criteria take a second or two, 1000 units a
        quarter of a minute.

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
    table = open_rows(X)
    check_rows(table, get("weighting", "benefit_of_the_doubt"))
    column_stats(table, domain="nonnegative")
    values = np.asarray(table.values, dtype=float)
    given = least_share, most_share, least_weight, most_weight
    bounds = _Bounds.read(values.shape[1], table.columns, *given)
    highest = values.max(axis=0)
    peak = np.where(highest > 0, highest, 1.0)
    _check_scale(peak, table)
    rows, first, of = np.unique(
        values / peak, axis=0, return_index=True, return_inverse=True
    )
    rivals = _undominated(rows)
    u = np.zeros_like(rows)
    for i in map(int, np.flatnonzero(rows.any(axis=1))):
        found = _favour(rows[i], rivals, bounds, peak)
        if found is None:
            raise DomainError(_no_weights(table, int(first[i]), rows[i], bounds))
        u[i] = found
    parts = u * rows
    scores = parts.sum(axis=1)
    shares = divide(parts, scores[:, None])
    scores = np.where(scores > 1 - _ROUNDING, 1.0, scores)
    return OwnWeights(scores[of], (u / peak)[of], shares[of])


def _check_scale(peak: Vector, table: Rows) -> None:
    """Refuse criteria so small that no weight makes them count."""
    for j in np.flatnonzero(peak < np.finfo(float).tiny)[:1]:
        msg = f"{table.column(int(j))} has values up to {peak[j]:g}: take another unit"
        raise DomainError(msg)


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
    def read(cls, m: int, columns: tuple[str, ...] | None, *given: Any) -> "_Bounds":
        bounds = cls(
            *(
                _bound(m, columns, name, bound)
                for name, bound in zip(cls._fields, given, strict=True)
            )
        )
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

    def shares(self, z: Vector) -> tuple[Vector, Vector]:
        """Give the bounds on the shares of a unit; of a 0 there is no share."""
        return np.where(z > 0, self.least_share, 0.0), self.most_share

    def some_shares(self, z: Vector) -> Vector | None:
        """Give shares within the bounds, of the largest values first; None if none."""
        low, high = self.shares(z)
        high = np.where(z > 0, high, 0.0)
        if (self.least_share[z == 0] > 0).any() or high.sum() < 1 - _SLACK:
            return None
        order = np.argsort(-z)
        room = np.cumsum((high - low)[order])
        taken = np.empty_like(z)
        taken[order] = np.diff(np.minimum(room, 1 - low.sum()), prepend=0.0)
        return np.asarray(low + taken)

    def weight_rows(self, per_share: Vector) -> Matrix:
        """Write the bounds on weights as G y >= 0 for shares y."""
        v = per_share / per_share.max()
        unit = np.diag(v)
        low = (unit - np.outer(self.least_weight, v))[self.least_weight > 0]
        high = (np.outer(self.most_weight, v) - unit)[self.most_weight < 1]
        G = np.vstack([low, high])
        return np.asarray(G / np.abs(G).max(axis=1, keepdims=True, initial=0.0))


def _bound(m: int, columns: tuple[str, ...] | None, name: str, given: Any) -> Vector:
    if given is None:
        given = 0.0 if name.startswith("least") else 1.0
    numbers = real_numbers(by_label(given, columns, name))
    shares = numbers is not None and ((numbers >= 0) & (numbers <= 1)).all()
    if numbers is None or numbers.shape not in ((), (m,)) or not shares:
        msg = f"{name} must be a share from 0 to 1, or {m} of them, got {given!r}"
        raise DomainError(msg)
    return np.broadcast_to(numbers, (m,))


def _undominated(rows: Matrix) -> Matrix:
    """Keep the rows that no other one reaches in every column; only these can bind."""
    kept = np.empty((0, rows.shape[1]))
    for z in rows[np.argsort(-rows.sum(axis=1), kind="stable")]:
        if not (kept >= z).all(axis=1).any():
            kept = np.vstack([kept, z])
    return kept


def _favour(z: Vector, rivals: Matrix, bounds: _Bounds, peak: Vector) -> Vector | None:
    """Find the weights under which the best rival is least ahead, in units of peak.

    None if no weights keep the bounds.
    """
    z = z / z.max()
    d = np.where(z > 0, z, 1.0)  # what has no share is counted by its weight
    R = rivals / d
    G = bounds.weight_rows(peak.min() / peak / d)
    best = _least_lead(z, R, G, bounds)
    if best is None:
        return None
    y = _differ_least(best, z, R, G, bounds)
    # Values of many magnitudes may leave the second search short of the first.
    if (R @ y).max() > (R @ best).max() * (1 + _SLACK):
        y = best
    u = y / d
    return np.asarray(u / (rivals @ u).max())


def _least_lead(z: Vector, R: Matrix, G: Matrix, bounds: _Bounds) -> Vector | None:
    """Find shares that sum to 1 where the weighted sum of the best rival is least."""
    from scipy.optimize import linprog

    some = bounds.some_shares(z)
    if some is None:
        return None
    # Rows and columns are scaled to sizes of about 1, which the solver relies on.
    lead = (R @ some).max()
    scale = np.maximum(R.max(axis=0) / lead, 1.0)
    low, high = bounds.shares(z)
    high = np.where(z > 0, high, np.inf if len(G) else 0.0)
    found = linprog(
        c=np.append(np.zeros_like(z), 1.0),
        A_ub=np.vstack(
            [
                np.column_stack([R / (lead * scale), np.full(len(R), -1.0)]),
                np.column_stack([-G / scale, np.zeros(len(G))]),
            ]
        ),
        b_ub=np.zeros(len(R) + len(G)),
        A_eq=np.append((z > 0) / scale, 0.0)[None, :],
        b_eq=[1.0],
        bounds=[*zip(low * scale, high * scale, strict=True), (0, None)],
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    if found.x is None:
        return None
    return np.asarray(np.maximum(found.x[:-1] / scale, 0.0))


def _differ_least(
    best: Vector, z: Vector, R: Matrix, G: Matrix, bounds: _Bounds
) -> Vector:
    """Find, of the shares that are as good, those nearest to each other."""
    low, high = bounds.shares(z)
    unit = np.eye(len(z))
    rows = np.vstack([z > 0, -R, unit, -unit[z > 0], G])
    limits = np.concatenate(
        [[1.0], np.full(len(R), -(R @ best).max()), low, -high[z > 0], np.zeros(len(G))]
    )
    size = np.maximum(np.abs(rows).max(axis=1), np.finfo(float).tiny)
    rows, limits = rows / size[:, None], limits / size
    slack = _SLACK * np.maximum(np.abs(rows) @ best, np.abs(limits))
    return np.maximum(least_norm(rows, limits, slack=slack), 0.0)
