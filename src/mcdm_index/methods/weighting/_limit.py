"""Limits on weights: none above a cap, none below a floor, the rest in proportion."""

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Vector, check_weights
from mcdm_index.errors import WeightsError

__all__ = ["limit"]


def limit(
    weights: ArrayLike, *, cap: float | None = None, floor: float | None = None
) -> Vector:
    r"""Hold weights between a floor and a cap, and keep the others in proportion.

    .. math:: v_j = \min(\max(\lambda w_j, l), u), \qquad \textstyle\sum_j v_j = 1

    There is one such factor :math:`\lambda` for what is neither at the floor l nor at
    the cap u. A nearly empty or binary criterion may take an absurd share of entropy
    weights; a cap says so in the open.

    Parameters
    ----------
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Finite, non-negative, not all zero.
    cap, floor : float in [0, 1], optional
        The most and the least that a criterion may have. A floor lifts weights of 0 as
        well; a cap cannot.

    Returns
    -------
    ndarray of the same shape
        Each vector sums to 1. Weights that are within the limits already stay as they
        are.

    Raises
    ------
    WeightsError
        The limits are no shares in order, or no weights within them sum to 1.

    References
    ----------
    .. [1] Becker, W., Saisana, M., Paruolo, P. and Vandecasteele, I. (2017). Weights
       and importance in composite indicators: closing the gap. Ecological Indicators
       80, 12-22, on why a weight is not an importance.
       doi:10.1016/j.ecolind.2017.03.056

    Examples
    --------
    >>> limit([0.7, 0.2, 0.1], cap=0.4).round(3)
    array([0.4, 0.4, 0.2])
    >>> limit([0.8, 0.2, 0.0], floor=0.1).round(3)
    array([0.72, 0.18, 0.1 ])
    """
    w = np.asarray(weights)
    w = check_weights(weights, w.shape[-1] if w.ndim else 1)
    low, high = 0.0 if floor is None else floor, 1.0 if cap is None else cap
    if not 0 <= low <= high <= 1:
        msg = (
            f"cap and floor are shares, floor <= cap; got cap {cap!r}, floor {floor!r}"
        )
        raise WeightsError(msg)
    return np.array([_held(v, low, high) for v in np.atleast_2d(w)]).reshape(w.shape)


def _held(w: Vector, low: float, high: float) -> Vector:
    """Find the factor among the points where a weight meets a limit, and next to it."""
    if ((w >= low) & (w <= high)).all():
        return w
    positive = w > 0
    most = high * positive.sum() + low * (~positive).sum()
    rounding = len(w) * np.finfo(float).eps
    if low * len(w) > 1 + rounding or most < 1 - rounding:
        msg = (
            f"no weights between {low:g} and {high:g} sum to 1: {len(w)} criteria have "
            f"at least {low * len(w):g} and, as far as they weigh anything, at most "
            f"{most:g}"
        )
        raise WeightsError(msg)
    with np.errstate(over="ignore"):  # what weighs next to nothing never rises
        meets = np.concatenate([low / w[positive], high / w[positive]])
    points = np.unique(meets[np.isfinite(meets)])
    totals = np.clip(np.outer(points, w), low, high).sum(axis=1)
    # Between two points the total is linear in the factor: the free weights rise.
    at = int(np.searchsorted(totals, 1.0))
    if at == 0 or at == len(points):
        factor = points[min(at, len(points) - 1)]
    else:
        (x0, x1), (y0, y1) = points[at - 1 : at + 1], totals[at - 1 : at + 1]
        factor = x0 + (x1 - x0) * (1 - y0) / (y1 - y0)
    held = np.clip(factor * w, low, high)
    free = (held > low) & (held < high)
    if free.any():  # what rounding left over goes to the free ones
        held[free] *= (1 - held[~free].sum()) / held[free].sum()
    return np.asarray(held)
