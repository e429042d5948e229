"""Credibility: how far the criteria support that one unit is as good as another."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._labels import by_label
from mcdm_index._numeric import EPS, Matrix, Vector, divide, real_numbers
from mcdm_index.engine import Rows
from mcdm_index.errors import DomainError, NonFiniteError
from mcdm_index.methods._settings import by_criterion

__all__ = ["Thresholds", "credibility"]


@dataclass(frozen=True)
class Thresholds:
    """What separates indifference, preference and veto, criterion by criterion.

    Attributes
    ----------
    q, p, v : ndarray of shape (n_criteria,)
        ``0 <= q <= p <= v``; v is infinite where there is no veto.
    """

    q: Vector
    p: Vector
    v: Vector

    @classmethod
    def read(
        cls,
        criteria: tuple[str, ...] | None,
        m: int,
        q: ArrayLike,
        p: ArrayLike,
        v: ArrayLike | None,
    ) -> "Thresholds":
        """Read one number for all criteria, or one each in order or by label."""
        table = Rows(np.empty((0, m)), criteria)
        low, high = by_criterion(table, q, "q"), by_criterion(table, p, "p")
        veto = _veto(table, v)
        bad = np.flatnonzero(~((low >= 0) & (low <= high) & (high <= veto)))
        if len(bad):
            j = int(bad[0])
            msg = (
                "thresholds need 0 <= q <= p <= v; for "
                f"{table.column(j)} there came q = {low[j]:g}, p = {high[j]:g} and "
                f"v = {veto[j]:g}"
            )
            raise DomainError(msg)
        return cls(low, high, veto)


def _veto(table: Rows, v: Any) -> Vector:
    """Read the veto thresholds, some or all of which may be infinite."""
    if v is None:
        return np.full(table.shape[1], np.inf)
    given = by_label(v, table.columns, "v")
    numbers = real_numbers(given)
    if numbers is None:
        return by_criterion(table, given, "v")  # which says what is wrong
    without = np.isposinf(numbers)
    finite = by_criterion(table, np.where(without, 0.0, numbers), "v")
    return np.where(without, np.inf, finite)


def credibility(
    A: Matrix, B: Matrix, w: Vector, thresholds: Thresholds
) -> tuple[Matrix, Matrix]:
    r"""Tell how credible it is that rows of A are at least as good as those of B.

    With :math:`g = b_j - a_j`, what is lacking,

    .. math::

        c_j = \min\Bigl(1, \max\Bigl(0, \frac{p_j - g}{p_j - q_j}\Bigr)\Bigr), \quad
        d_j = \min\Bigl(1, \max\Bigl(0, \frac{g - p_j}{v_j - p_j}\Bigr)\Bigr), \quad
        C = \sum_j w_j c_j, \quad
        \sigma = C \prod_{d_j > C} \frac{1 - d_j}{1 - C} .

    Parameters
    ----------
    A : ndarray of shape (a, m)
    B : ndarray of shape (b, m)
    w : ndarray of shape (m,)
        Of sum 1.
    thresholds : Thresholds

    Returns
    -------
    C, sigma : ndarrays of shape (a, b)

    Notes
    -----
    A criterion without weight says nothing in C and can still forbid by its veto,
    unless all others agree fully.
    """
    total, lost = 0.0, np.zeros((len(A), len(B)))
    for j, weight in enumerate(w):
        lacking = _lacking(A, B, j, thresholds)
        lost += weight * _between(lacking, thresholds.q[j], thresholds.p[j])
        total += weight
    C = (total - lost) / total  # exactly 1 where no weight is lost, 0 where all is
    sigma = C.copy()
    for j in np.flatnonzero(np.isfinite(thresholds.v)).tolist():
        d = _between(_lacking(A, B, j, thresholds), thresholds.p[j], thresholds.v[j])
        sigma *= np.where(d > C, divide(1 - d, 1 - C), 1.0)
    return C, sigma


def _lacking(A: Matrix, B: Matrix, j: int, thresholds: Thresholds) -> Matrix:
    """Subtract a column from the other; what is a threshold but for rounding is one.

    Of 0.8 against 0.5, and a threshold of 0.3, the difference is the greater one.
    """
    with np.errstate(over="ignore"):
        lacking = B[:, j] - A[:, [j]]
    if not np.isfinite(lacking).all():
        msg = "values are too large to be compared; bring the criteria to other units"
        raise NonFiniteError(msg)
    size = 4 * EPS * np.maximum(np.abs(B[:, j]), np.abs(A[:, [j]]))
    for level in (thresholds.q[j], thresholds.p[j], thresholds.v[j]):
        if 0 < level < np.inf:
            lacking[np.abs(lacking - level) <= size] = level
    return lacking


def _between(x: Matrix, low: float, high: float) -> Matrix:
    """Rise from 0 at `low` to 1 at `high`; where both are the same, right beyond."""
    if low == high:
        return (x > low).astype(float)
    return np.asarray((np.clip(x, low, high) - low) / (high - low))
