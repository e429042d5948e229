"""Parts: how much each dimension contributes to a change."""

from collections.abc import Callable, Hashable
from math import comb, log
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    Matrix,
    Vector,
    check_weights,
    divide,
    one_vector,
    real_numbers,
    within_floats,
)
from mcdm_index.engine import Rows
from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    ShapeError,
)
from mcdm_index.trends._panel import Span, check_word, read_panel

__all__ = ["contributions", "log_ratio"]

Aggregate: TypeAlias = Callable[[Matrix, Vector], ArrayLike]


Decomposition: TypeAlias = Literal["arithmetic", "geometric", "shapley"]


# With more, 2**k scores of everything take too long.
_MOST_DIMENSIONS: Final = 12


def contributions(
    node_scores: pd.DataFrame,
    weights: Any,
    unit: Hashable,
    period: Hashable,
    *,
    method: Decomposition = "arithmetic",
    aggregate: Aggregate | None = None,
    span: Span = "consecutive",
) -> pd.DataFrame:
    r"""Tell how much each dimension contributes to the change of a composite score.

    *arithmetic*, of the composite :math:`C = \sum_j w_j s_j`:
    :math:`w_j (s_{j,1} - s_{j,0})`.

    *geometric*, of :math:`C = \prod_j s_j^{w_j}`, with the logarithmic mean L (additive
    LMDI):

    .. math::

        L(C_1, C_0)\, w_j \ln \frac{s_{j,1}}{s_{j,0}}, \qquad
        L(a, b) = \frac{a - b}{\ln a - \ln b}, \quad L(a, a) = a .

    Where a score of 0 makes one of the two composites 0, it has the limits of these:
    the dimensions that are 0 share the change by their weights.

    *shapley*, of any composite: the mean of what changes if the dimension goes from its
    first score to its second, over all orders in which the dimensions may do so.

    Parameters
    ----------
    node_scores : DataFrame
        One column per dimension; the row index as in `trends`. In a period for which it
        lacks a score in one of them, a unit is absent.
    weights : array_like, mapping or Series of shape (n_dimensions,)
        Non-negative; they are scaled to sum 1. By label or in the order of the columns.
    unit, period : str
        Names of the levels of the row index.
    method : {"arithmetic", "geometric", "shapley"}, default "arithmetic"
    aggregate : callable, optional
        For "shapley": from scores (n, n_dimensions) and weights (n_dimensions,) to
        composites (n,), each row by itself. It is called for each of the
        :math:`2^{n\_dimensions}` mixtures of first and second scores.
    span : {"consecutive", "whole"}, default "consecutive"
        From each period in which a unit is present to the next one in which it is, or
        from its first to its last.

    Returns
    -------
    DataFrame
        One column per dimension, one row per unit and pair of periods; the levels of
        its row index are the unit, "from" and "to". The sum of a row is the change of
        the composite. A unit that is present once has no row.

    Raises
    ------
    DomainError
        As in `trends`; a score is negative, for "geometric"; or, for "shapley", there
        are more than 12 dimensions or no function, or there is one for another method.
    DuplicateLabelError, UnknownColumnError
        As in `trends`.
    UnknownMethodError
        `method` or `span` is none of the above.
    ShapeError, NonFiniteError
        `aggregate` does not give one finite number per row.
    EmptyDataError, MissingDataError, NotNumericError, WeightsError

    References
    ----------
    .. [1] Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical
       guide. Energy Policy 33(7), 867-871. doi:10.1016/j.enpol.2003.10.010
    .. [2] Wood, R. and Lenzen, M. (2006). Zero-value problems of the logarithmic mean
       Divisia index decomposition method. Energy Policy 34(12), 1326-1331.
       doi:10.1016/j.enpol.2004.11.010
    .. [3] Shorrocks, A. F. (2013). Decomposition procedures for distributional
       analysis: a unified framework based on the Shapley value. Journal of Economic
       Inequality 11(1), 99-126. doi:10.1007/s10888-011-9214-z

    Examples
    --------
    >>> labels = [("Ada", 2020), ("Ada", 2021)]
    >>> index = pd.MultiIndex.from_tuples(labels, names=["city", "year"])
    >>> S = pd.DataFrame({"people": [20.0, 80.0], "ideas": [80.0, 45.0]}, index)
    >>> contributions(S, [0.5, 0.5], "city", "year")
                    people  ideas
    city from to
    Ada  2020 2021    30.0  -17.5
    >>> contributions(S, [0.5, 0.5], "city", "year", method="geometric").round(2)
                    people  ideas
    city from to
    Ada  2020 2021   34.19 -14.19
    """
    check_word(method, get_args(Decomposition), "method")
    check_word(span, get_args(Span), "span")
    if (method == "shapley") != callable(aggregate):
        msg = (
            "method='shapley' needs aggregate, a function of scores and weights, and "
            f"no other method takes one; got {method!r} and {aggregate!r}"
        )
        raise DomainError(msg)
    panel = read_panel(node_scores, unit, period, frame=True)
    names = tuple(map(str, node_scores.columns))
    w = one_vector(check_weights(by_label(weights, names, "weights"), len(names)))
    runs = panel.runs(np.asarray(~np.isnan(panel.scores).any(axis=1)))
    before, after = runs.steps(span)
    if method == "geometric":
        _refuse_negative(panel.rows.at(runs.kept))
    S = panel.scores[runs.kept]
    parts = _PARTS[method](S[before], S[after], w, aggregate) + 0.0  # no -0.0
    times = (panel.periods[runs.place[rows]] for rows in (before, after))
    index = pd.MultiIndex.from_arrays(
        [panel.units[runs.owner[before]], *times], names=[unit, "from", "to"]
    )
    return pd.DataFrame(parts, index=index, columns=node_scores.columns)


def log_ratio(a: Vector, b: Vector, where: NDArray[np.bool_]) -> Vector:
    """Compute ln(a / b) of positive numbers, close ones included; 0 elsewhere."""
    near = where & (a / 2 <= b) & (b / 2 <= a)
    out = np.log1p(divide(np.where(near, a - b, 0.0), np.where(near, b, 0.0)))
    far = where & ~near
    (m, e), (p, f) = (np.frexp(np.where(far, x, 1.0)) for x in (a, b))
    return np.where(far, np.log(m / p) + (e - f) * log(2), out)


@within_floats()
def _arithmetic(s0: Matrix, s1: Matrix, w: Vector, _: object) -> Matrix:
    return np.asarray(w * (s1 - s0))


@within_floats()
def _geometric(s0: Matrix, s1: Matrix, w: Vector, _: object) -> Matrix:
    counts = w > 0
    zero0, zero1 = (s0 == 0) & counts, (s1 == 0) & counts
    logs = w * log_ratio(s1, s0, counts & (s0 > 0) & (s1 > 0))
    # L(C1, C0) = sqrt(C0 C1) sinh(x) / x, with 2x = ln C1 - ln C0
    x = logs.sum(axis=1) / 2
    L = np.exp((_log_mean(s0, w) + _log_mean(s1, w)) / 2) * divide(np.sinh(x), x, 1.0)
    parts = logs * L[:, None]
    # Where composites are 0: the limits of these
    for zero, other, s, sign in ((zero0, zero1, s1, 1.0), (zero1, zero0, s0, -1.0)):
        alone = zero.any(axis=1) & ~other.any(axis=1)
        change = sign * np.exp(_log_mean(s, w))[:, None]
        shares = divide(zero * w, (zero * w).sum(axis=1, keepdims=True))
        parts[alone] = (change * shares)[alone]
    parts[zero0.any(axis=1) & zero1.any(axis=1)] = 0.0
    return np.asarray(parts)


def _log_mean(S: Matrix, w: Vector) -> Vector:
    """Give the logarithm of the weighted geometric mean of what is positive."""
    return np.asarray(np.log(S, out=np.zeros(S.shape), where=S > 0) @ w)


def _refuse_negative(rows: Rows) -> None:
    S = np.asarray(rows.values)
    bad = np.argwhere(S < 0)
    if len(bad):
        i, j = map(int, bad[0])
        msg = (
            f"{rows.cell(i, j)} is {S[i, j]:g}: a geometric mean has no negative "
            "scores. Normalize them to a range from 0 on, or use method='shapley'"
        )
        raise DomainError(msg)


def _shapley(s0: Matrix, s1: Matrix, w: Vector, f: Any) -> Matrix:
    n, k = s0.shape
    if k > _MOST_DIMENSIONS:
        msg = (
            f"the Shapley value of {k} dimensions needs 2**{k} composites; it is "
            f"offered for up to {_MOST_DIMENSIONS}. Group the dimensions first"
        )
        raise DomainError(msg)
    parts = np.zeros((n, k))
    if n == 0:
        return parts
    origin = _composites(f, s0.copy(), w)
    # |S|! (k - |S| - 1)! / k! by the size of S; of all dimensions none is outside.
    chance = np.array([1 / (k * comb(k - 1, size)) for size in range(k)] + [0.0])
    for subset in range(1, 2**k):
        moved = (subset >> np.arange(k)) & 1 == 1
        size = int(moved.sum())
        found = _composites(f, np.where(moved, s1, s0), w)
        with within_floats():
            share = np.where(moved, chance[size - 1], -chance[size])
            parts += np.outer(found - origin, share)
    return parts


def _composites(f: Aggregate, S: Matrix, w: Vector) -> Vector:
    """Call a function of the user, and check what it gives."""
    found = real_numbers(f(S, w.copy()))
    if found is None or found.shape != (len(S),):
        came = "something else" if found is None else f"shape {found.shape}"
        msg = f"aggregate must give {len(S)} numbers, one per row, got {came}"
        raise ShapeError(msg)
    bad = np.flatnonzero(~np.isfinite(found))
    if len(bad):
        msg = f"aggregate gives {found[bad[0]]} for the scores {S[bad[0]].tolist()}"
        raise NonFiniteError(msg)
    return found


_PARTS: Final[dict[str, Callable[[Matrix, Matrix, Vector, Any], Matrix]]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "shapley": _shapley,
}
