"""Least squares: from columns and a response to coefficients and their errors."""

from typing import Final, NamedTuple

import numpy as np

from mcdm_index._numeric import EPS, Matrix, Vector, divide, peak_exponent
from mcdm_index.errors import DomainError, listing

__all__ = ["ROUNDING", "Fit", "least_squares", "t_and_p"]

# Relative to its size, by how much rounding may put a computed number off.
ROUNDING: Final = 64 * EPS


class Fit(NamedTuple):
    """Of the constant and of each column: estimate, standard error, t and p."""

    estimate: Vector
    se: Vector
    t: Vector
    p: Vector
    r2: float


def least_squares(
    X: Matrix,
    y: Vector,
    names: list[str],
    *,
    robust: bool = False,
    rounding: float = 0.0,
) -> Fit:
    """Regress on a constant and the columns of X.

    Parameters
    ----------
    X : ndarray of shape (n, k)
    y : ndarray of shape (n,)
    names : list of k str
        Of the columns, for messages.
    robust : bool
        Standard errors for residuals of unequal spread (HC1) instead of equal ones.
    rounding : float
        By how much rounding may put y off: what varies by less is taken to be constant.
    """
    n, k = X.shape[0], X.shape[1] + 1
    if n <= k:
        msg = f"{k} coefficients need {k + 1} or more rows to have an error, got {n}"
        raise DomainError(msg)
    # Powers of two are exact, and keep squares in range.
    power = peak_exponent(X)
    X = np.ldexp(X, -power)
    middle, level = X.mean(axis=0), float(y.mean())
    # Around their means columns are at right angles to the constant.
    centred = X - middle
    centred[:, np.ptp(X, axis=0) == 0] = 0.0
    _refuse_collinear(centred, names)
    d = y - level if np.ptp(y) > rounding else np.zeros(n)
    Q, R = np.linalg.qr(np.column_stack([np.ones(n), centred]))
    inverse = np.linalg.inv(R)
    around = inverse @ (Q.T @ d)
    e = d - Q @ (R @ around)
    spread = _unequal(Q, e, n / (n - k)) if robust else np.eye(k) * (e @ e) / (n - k)
    # From the mean of the columns back to where they are 0.
    back = np.eye(k)
    back[0, 1:] = -middle
    half = back @ inverse
    estimate = back @ around
    estimate[0] += level
    se = np.sqrt(np.einsum("ij,jk,ik->i", half, spread, half).clip(0.0))
    t, p = t_and_p(estimate, se, n - k)
    estimate[1:], se[1:] = np.ldexp(estimate[1:], -power), np.ldexp(se[1:], -power)
    total = float(d @ d)
    r2 = float(np.clip(1 - (e @ e) / total, 0.0, 1.0)) if total else 0.0
    return Fit(estimate, se, t, p, r2)


def _unequal(Q: Matrix, e: Vector, correction: float) -> Matrix:
    """Give the spread of the coefficients of Q, each residual having its own."""
    weighted = Q * e[:, None]
    return np.asarray(correction * (weighted.T @ weighted))


def _refuse_collinear(centred: Matrix, names: list[str]) -> None:
    """Refuse columns that are constant or determine each other."""
    length = np.sqrt((centred**2).sum(axis=0))
    constant = [name for name, size in zip(names, length, strict=True) if size == 0]
    if constant:
        msg = (
            f"the same for every unit, so that it explains nothing: {listing(constant)}"
        )
        raise DomainError(msg)
    n, k = centred.shape
    _, size, axes = np.linalg.svd(centred / length, full_matrices=False)
    if size[-1] <= max(n, k) * EPS * size[0]:
        found = [names[j] for j in np.flatnonzero(np.abs(axes[-1]) > EPS**0.5)]
        msg = f"these determine each other: {listing(found)}; leave one of them out"
        raise DomainError(msg)


def t_and_p(estimate: Vector, se: Vector, df: int) -> tuple[Vector, Vector]:
    """Give t and its two-sided p; without an error t is infinite, of 0 it is 0."""
    from scipy.stats import t as student

    exact = np.where(estimate == 0, 0.0, np.copysign(np.inf, estimate))
    t = np.where(se > 0, divide(estimate, se), exact)
    return t, np.asarray(2 * student.sf(np.abs(t), df))
