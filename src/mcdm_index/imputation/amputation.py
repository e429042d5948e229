"""Making gaps on purpose, by a known mechanism, to test and to teach imputation."""

from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit

from mcdm_index._numeric import Vector, divide, real_numbers
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    ShapeError,
    UnknownMethodError,
    suggestion,
)

__all__ = ["ampute"]

Mechanism = Literal["MCAR", "MAR", "MNAR"]
Where = Literal["right", "left", "tail", "mid"]

# Where the curves of "tail" and "mid" cross their middle, in standard deviations.
_SHOULDER: Final = 0.75


def ampute(
    X: Any,
    mechanism: Mechanism = "MAR",
    share: float = 0.5,
    *,
    patterns: ArrayLike | None = None,
    frequencies: ArrayLike | None = None,
    where: Where = "right",
    strength: float = 1.0,
    rng: int | np.random.Generator | None = None,
) -> Any:
    r"""Take values out of a complete table, by a mechanism of missingness.

    Every unit is a candidate for one pattern of gaps, by chance. Whether it gets the
    pattern depends on nothing (MCAR), or on its standardized sum score s: of the values
    that the pattern leaves (MAR), or of those that it takes (MNAR). The probability is

    .. math:: P = \frac{1}{1 + \exp(-(a + b\, g(s)))}, \qquad
        g(s) = s,\; -s,\; |s| - 0.75,\; 0.75 - |s|

    for `where` = "right", "left", "tail" and "mid", with the strength b, and a such
    that the expected share is met in each pattern.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Complete and finite.
    mechanism : {"MAR", "MCAR", "MNAR"}, default "MAR"
        Missing at random, completely at random, or not at random.
    share : float, default 0.5
        Share of the units that get gaps, on average.
    patterns : array_like of bool of shape (k, n_criteria), optional
        True where a pattern takes a value. By default there is one pattern per
        criterion, which takes that one.
    frequencies : array_like of shape (k,), optional
        How often each pattern is tried, relative to the others; equally by default.
    where : {"right", "left", "tail", "mid"}, default "right"
        Which units lose more: those with high, low, extreme or middling scores.
    strength : float, default 1
        Log odds per standard deviation of the score; 0 is MCAR.
    rng : int or numpy.random.Generator, optional

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        A copy with NaN in the gaps.

    Raises
    ------
    MissingDataError, NonFiniteError
        The table is not complete and finite.
    DomainError, ShapeError, UnknownMethodError
        A parameter is out of range, or a pattern takes nothing, or takes all that MAR
        could depend on.

    References
    ----------
    .. [1] Schouten, R. M., Lugtig, P. and Vink, G. (2018). Generating missing values
       for simulation purposes: a multivariate amputation procedure. Journal of
       Statistical Computation and Simulation 88(15), 2909-2930.
       doi:10.1080/00949655.2018.1491577

    Examples
    --------
    >>> X = np.random.default_rng(0).standard_normal((1000, 3))
    >>> gaps = np.isnan(ampute(X, "MAR", 0.3, rng=0))
    >>> gaps.any(axis=1).mean().round(2), gaps.mean(axis=0).round(2)
    (np.float64(0.33), array([0.09, 0.12, 0.12]))
    """
    rows = open_rows(X)
    check_finite(rows)
    if rows.shape[0] == 0:
        msg = f"there is no unit: the table has the shape {rows.shape}"
        raise EmptyDataError(msg)
    data = np.array(rows.values, dtype=float)
    taken = _patterns(patterns, data.shape[1], mechanism)
    chances = _frequencies(frequencies, len(taken))
    _check(mechanism, share, where, strength)
    generator = np.random.default_rng(rng)
    tried = generator.choice(len(taken), size=len(data), p=chances)
    unit = divide(data, np.abs(data).max(axis=0))
    z = divide(unit - unit.mean(axis=0), unit.std(axis=0))
    for k, pattern in enumerate(taken):
        candidates = np.flatnonzero(tried == k)
        counts = pattern if mechanism == "MNAR" else ~pattern
        score = z[np.ix_(candidates, np.flatnonzero(counts))].sum(axis=1)
        slope = 0.0 if mechanism == "MCAR" else strength
        chance = _chance(score, share, where, slope)
        lost = candidates[generator.random(len(candidates)) < chance]
        data[np.ix_(lost, np.flatnonzero(pattern))] = np.nan
    if rows.frame is None:
        return data
    import pandas as pd

    return pd.DataFrame(data, index=rows.index, columns=rows.frame.columns)


def _chance(score: Vector, share: float, where: Where, strength: float) -> Vector:
    """Give the probabilities of a gap, whose mean is the share."""
    s = divide(score - score.mean(), score.std()) if len(score) else score
    bent = {
        "right": s,
        "left": -s,
        "tail": np.abs(s) - _SHOULDER,
        "mid": _SHOULDER - np.abs(s),
    }[where]
    g = strength * bent
    if share in (0, 1) or not len(g):
        return np.full(len(g), float(share))
    far = np.abs(g).max() + 50  # where all probabilities are 0 or 1
    a = brentq(lambda a: expit(a + g).mean() - share, -far, far)
    return np.asarray(expit(a + g))


def _patterns(patterns: Any, p: int, mechanism: str) -> NDArray[np.bool_]:
    if patterns is None:
        taken = np.eye(p, dtype=bool)
    else:
        taken = np.asarray(patterns)
        if taken.ndim != 2 or taken.shape[1] != p or not np.isin(taken, (0, 1)).all():
            msg = (
                f"patterns need one row each, of {p} times true (taken) or false, got "
                f"shape {taken.shape}"
            )
            raise ShapeError(msg)
        taken = taken.astype(bool)
    nothing, everything = ~taken.any(axis=1), taken.all(axis=1)
    if nothing.any():
        msg = f"pattern {int(np.argmax(nothing))} takes nothing"
        raise DomainError(msg)
    if mechanism == "MAR" and everything.any():
        msg = (
            f"pattern {int(np.argmax(everything))} takes every value of a unit, so "
            "that nothing is left for MAR to depend on; use MCAR or MNAR"
        )
        raise DomainError(msg)
    return taken


def _frequencies(frequencies: Any, k: int) -> Vector:
    given = np.ones(k) if frequencies is None else real_numbers(frequencies)
    if (
        given is None
        or given.shape != (k,)
        or not (given >= 0).all()
        or not given.any()
    ):
        msg = f"frequencies need {k} numbers of 0 or more, one per pattern"
        raise DomainError(msg)
    return np.asarray(given / given.sum())


def _check(mechanism: str, share: float, where: str, strength: float) -> None:
    for what, name, known in (
        ("mechanism", mechanism, get_args(Mechanism)),
        ("where", where, get_args(Where)),
    ):
        if name not in known:
            msg = (
                f"unknown {what} {name!r}.{suggestion(str(name), known)} Use one of "
                f"{', '.join(known)}"
            )
            raise UnknownMethodError(msg)
    if not 0 <= share <= 1:
        msg = f"share must lie within [0, 1], got {share!r}"
        raise DomainError(msg)
    if not 0 <= strength < np.inf:
        msg = f"strength must be 0 or more and finite, got {strength!r}"
        raise DomainError(msg)
