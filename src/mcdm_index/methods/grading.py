"""Grading: from scores to the cuts that separate ordered classes.

A rule gives ``k - 1`` ascending cuts, which are frozen; `grade` then puts any score
into class 1 (worst) to k (best).
"""

from collections.abc import Sequence
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Vector
from mcdm_index._registry import register
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
)

__all__ = ["equal_interval", "fixed", "grade", "quantile"]


def grade(scores: ArrayLike, cuts: ArrayLike) -> NDArray[np.int64]:
    """Put scores into classes by their cuts.

    Parameters
    ----------
    scores : array_like
        Scores of any shape; NaN has no class.
    cuts : array_like of shape (k - 1,)
        Ascending. A score equal to a cut belongs to the class above it.

    Returns
    -------
    ndarray of int
        1 (worst) to k (best); 0 for NaN.

    Raises
    ------
    DomainError
        The cuts do not ascend.

    Examples
    --------
    >>> grade([0.1, 0.5, 0.9], [0.5, 0.8])
    array([1, 2, 3])
    """
    s, c = np.asarray(scores, dtype=float), np.asarray(cuts, dtype=float)
    if (np.diff(c) < 0).any():
        msg = f"cuts must ascend, got {cuts!r}"
        raise DomainError(msg)
    classes = 1 + np.searchsorted(c, s, side="right")
    return np.where(np.isnan(s), 0, classes)


def _clean(scores: ArrayLike, k: int) -> Vector:
    s = np.asarray(scores, dtype=float)
    if s.ndim != 1:
        msg = f"scores to be graded have one dimension, got shape {s.shape}"
        raise ShapeError(msg)
    if s.size == 0:
        msg = "there is no score to grade"
        raise EmptyDataError(msg)
    if np.isnan(s).any():
        msg = f"scores to be graded lack a value at position {np.argmax(np.isnan(s))}"
        raise MissingDataError(msg)
    if np.isinf(s).any():
        msg = (
            f"scores to be graded must be finite, see position {np.argmax(np.isinf(s))}"
        )
        raise NonFiniteError(msg)
    number: object = k
    if not isinstance(number, Real) or k < 1 or int(k) != k:
        msg = f"the number of grades must be a whole number of 1 or more, got {k}"
        raise DomainError(msg)
    return s


def _numbers(values: object) -> Vector:
    """Read numbers; what is none becomes NaN, which the callers refuse by name."""
    try:
        return np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        return np.array([np.nan])


@register("grading", cite="Hyndman1996")
def quantile(
    scores: ArrayLike, k: int, *, shares: Sequence[float] | None = None
) -> Vector:
    """Cut so that the classes hold given shares of the units.

    Parameters
    ----------
    scores : array_like of shape (n,)
    k : int
        Number of classes.
    shares : sequence of k floats, optional
        Shares of the units from the best class to the worst, on any scale; equal by
        default.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts, by linear interpolation between order statistics. Units with
        equal scores stay together, so classes may differ from their shares; where all
        scores are equal, all are in the best class.

    Raises
    ------
    DomainError, EmptyDataError, MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages.
       The American Statistician 50(4), 361-365 (type 7).
       doi:10.1080/00031305.1996.10473566

    Examples
    --------
    >>> quantile([0.1, 0.2, 0.3, 0.4, 0.5], 2, shares=(0.25, 0.75))
    array([0.4])
    """
    s, k = _clean(scores, k), int(k)
    parts = np.ones(k) if shares is None else _numbers(shares)
    if parts.shape != (k,) or not (parts > 0).all() or not np.isfinite(parts).all():
        msg = f"shares must be {k} positive numbers, best class first, got {shares!r}"
        raise DomainError(msg)
    below = np.cumsum(parts[::-1])
    return np.asarray(np.quantile(s, below[:-1] / below[-1]))


@register("grading", cite="Slocum2009")
def equal_interval(scores: ArrayLike, k: int) -> Vector:
    """Cut the range from the lowest to the highest score into k equal parts.

    Parameters
    ----------
    scores : array_like of shape (n,)
    k : int
        Number of classes.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts; some classes may stay empty. Where all scores are equal, all
        are in the best class.

    Raises
    ------
    DomainError, EmptyDataError, MissingDataError, NonFiniteError, ShapeError

    References
    ----------
    .. [1] Slocum, T. A. et al. (2009). Thematic Cartography and Geovisualization, 3rd
       ed., section 4.4. Pearson.

    Examples
    --------
    >>> equal_interval([0.0, 0.3, 1.0], 4)
    array([0.25, 0.5 , 0.75])
    """
    s, k = _clean(scores, k), int(k)
    return np.asarray(np.linspace(np.min(s), np.max(s), k + 1)[1:-1])


@register("grading", cite="OECD2008")
def fixed(scores: ArrayLike, k: int, *, cuts: Sequence[float]) -> Vector:
    """Take the cuts as given, so that classes mean the same in every table.

    Parameters
    ----------
    scores : array_like of shape (n,)
        Not read.
    k : int
        Number of classes.
    cuts : sequence of k - 1 floats
        Strictly ascending.

    Returns
    -------
    ndarray of shape (k - 1,)

    Raises
    ------
    DomainError
        The cuts are not ascending, or not k - 1.

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.6. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> fixed([0.1, 0.9], 3, cuts=(0.55, 0.7))
    array([0.55, 0.7 ])
    """
    _clean(scores, k)
    c = _numbers(cuts)
    if c.shape != (k - 1,) or not np.isfinite(c).all() or (np.diff(c) <= 0).any():
        msg = f"{k} grades need {k - 1} strictly ascending cuts, got {cuts!r}"
        raise DomainError(msg)
    return c
