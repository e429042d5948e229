"""Consistency: whether criteria add up to one score."""

from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import in_order_of, labelled
from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    divide,
    peak_exponent,
    ranks,
    real_numbers,
)
from mcdm_index.engine import Rows, check_finite
from mcdm_index.errors import (
    DomainError,
    NotNumericError,
    ShapeError,
    UnknownMethodError,
    suggestion,
)
from mcdm_index.methods.adequacy._table import (
    EXPONENT_OF_CONSTANT,
    Table,
    centre,
    open_table,
    refuse_constants,
    spectrum_of,
)

__all__ = [
    "Correlation",
    "ItemCorrelations",
    "alpha_if_deleted",
    "cronbach_alpha",
    "item_correlations",
]

Correlation: TypeAlias = Literal["pearson", "spearman"]


# A sum of criteria has cancelled if its variance is a smaller part of theirs.
_CANCELLED: Final = 64 * EPS


# Sums for ranks are told apart to so many binary places.
_TIED_BITS: Final = 40


class ItemCorrelations(NamedTuple):
    """What `item_correlations` found.

    Attributes
    ----------
    with_total : ndarray of shape (n_criteria,)
        Correlation of each criterion with the score.
    with_others : ndarray of shape (n_criteria,)
        Correlation of each criterion with the mean of the other ones.
    """

    with_total: Vector
    with_others: Vector


def cronbach_alpha(X: Container, standardized: bool = False) -> float:
    r"""Give Cronbach's alpha, the internal consistency of a sum of criteria.

    .. math::

        \alpha = \frac{k}{k-1} \left(1 -
        \frac{\sum_j \operatorname{var} x_j}{\operatorname{var} \sum_j x_j}\right)

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values, oriented so that larger is better; 2 criteria or more.
    standardized : bool, default False
        Bring all criteria to the same variance first. With the mean correlation
        :math:`\bar r` it is then :math:`k \bar r / (1 + (k - 1) \bar r)`.

    Returns
    -------
    float
        1 at most; 0 for uncorrelated criteria, and below 0, without limit, where they
        work against each other. From 0.7 on criteria are usually taken together. A
        constant criterion has variance 0 and counts among the k.

    Raises
    ------
    DomainError
        The sum is the same for every unit; or, of standardized ones, a criterion is.
    ShapeError
        There are less than 2 criteria.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Cronbach, L. J. (1951). Coefficient alpha and the internal structure of
       tests. Psychometrika 16(3), 297-334. doi:10.1007/BF02310555

    Examples
    --------
    >>> X = [[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5]]
    >>> round(cronbach_alpha(X), 3), round(cronbach_alpha(X, standardized=True), 3)
    (0.824, 0.825)
    """
    table = open_table(X, 2)
    k = table.rows.shape[1]
    alpha, known = _alpha(table, np.ones((1, k), dtype=bool), standardized)
    if not known[0]:
        msg = (
            "the criteria add up to the same for every unit, and have no alpha: turn "
            "those of which less is better, so that larger is better in all"
        )
        raise DomainError(msg)
    return float(alpha[0])


def alpha_if_deleted(X: Container, standardized: bool = False) -> Vector:
    r"""Give Cronbach's alpha of the other criteria, for each one that is left out.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values, oriented so that larger is better; 3 criteria or more, since
        one alone has no alpha.
    standardized : bool, default False
        As in `cronbach_alpha`.

    Returns
    -------
    ndarray of shape (n_criteria,)
        As in `cronbach_alpha`, which they are to be compared with: where alpha is
        larger without a criterion, it does not go with the others.

    Raises
    ------
    DomainError
        Without one of the criteria, the sum is the same for every unit; or, of
        standardized ones, a criterion is.
    ShapeError
        There are less than 3 criteria.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Cronbach, L. J. (1951). Coefficient alpha and the internal structure of
       tests. Psychometrika 16(3), 297-334. doi:10.1007/BF02310555

    Examples
    --------
    >>> alpha_if_deleted([[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5]]).round(3)
    array([0.471, 0.96 , 0.75 ])
    """
    table = open_table(X, 3)
    alpha, known = _alpha(table, _others(table), standardized)
    if not known.all():
        j = int(np.argmin(known))
        msg = (
            f"without {table.rows.column(j)} the criteria add up to the same for every "
            "unit, and have no alpha"
        )
        raise DomainError(msg)
    return alpha


def item_correlations(
    X: Container, total: Container, *, method: Correlation = "pearson"
) -> ItemCorrelations:
    r"""Correlate each criterion with a score, and with the mean of the other criteria.

    A score has the criterion among its parts and correlates with it for that reason
    alone; the mean of the others has not (corrected item-total correlation).

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Finite values, oriented so that larger is better and, for the mean of the
        others, on a common scale; 2 criteria or more.
    total : array_like or Series of shape (n_units,)
        A score; a Series goes by its labels.
    method : {"pearson", "spearman"}, default "pearson"
        Spearman's is that of ranks, ties having the mean of theirs. Means of the others
        are tied if they differ by less than :math:`2^{-40}`, about 1e-12, of the
        largest, where each criterion is counted from its least value.

    Returns
    -------
    ItemCorrelations
        Within [-1, 1]. 0 for a constant criterion, and where the others have a mean
        that is the same for every unit.

    Raises
    ------
    DomainError
        The score is the same for every unit.
    ShapeError
        There are less than 2 criteria, or not one score per unit.
    UnknownMethodError
        `method` is none of the above.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Henrysson, S. (1963). Correction of item-total correlations in item analysis.
       Psychometrika 28(2), 211-218. doi:10.1007/BF02289618

    Examples
    --------
    >>> X = [[1, 2, 2], [2, 1, 3], [3, 4, 3], [4, 3, 5]]
    >>> found = item_correlations(X, [0.1, 0.2, 0.6, 0.7])
    >>> found.with_total.round(3), found.with_others.round(3)
    (array([0.965, 0.789, 0.81 ]), array([0.939, 0.465, 0.688]))
    """
    if method not in get_args(Correlation):
        hint = suggestion(str(method), get_args(Correlation))
        msg = f"unknown correlation {method!r}; use pearson or spearman.{hint}"
        raise UnknownMethodError(msg)
    table = open_table(X, 2)
    score = _score(total, table.rows)
    if method == "spearman":
        x = centre(_ranked(np.asarray(table.rows.values, dtype=float))).values
        y = centre(_ranked(score)).values
        rest = centre(_ranked(_sums_of_others(table.rows))).values
        with_others = _cosines(x, rest)
    else:
        x, y = table.deviations.values, centre(score).values
        scale = _scales(table.deviations.exponent, _others(table))
        G = x.T @ x
        spread = _spread(G, scale)
        size = np.sqrt(np.where(_cancelled(spread, G, scale), 0.0, spread))
        with_others = divide((scale * G).sum(axis=1), np.sqrt(np.diag(G)) * size)
    return ItemCorrelations(
        _cosines(x, np.broadcast_to(y, x.shape)), np.clip(with_others, -1.0, 1.0)
    )


def _others(table: Table) -> NDArray[np.bool_]:
    """Give, for each criterion, the mask of the other ones."""
    return ~np.eye(table.rows.shape[1], dtype=bool)


def _scales(exponent: NDArray[np.int64], kept: NDArray[np.bool_]) -> Matrix:
    """Give the factors that bring criteria to a common unit, one row per choice."""
    own = np.where(kept, exponent, EXPONENT_OF_CONSTANT)
    power = own - own.max(axis=1, keepdims=True)
    return np.asarray(np.ldexp(kept.astype(float), power))


def _spread(G: Matrix, scale: Matrix) -> Vector:
    """Give the sum of squares of each scaled sum of criteria; G has those of pairs."""
    return np.asarray(((scale @ G) * scale).sum(axis=1))


def _cancelled(spread: Vector, G: Matrix, scale: Matrix) -> NDArray[np.bool_]:
    """Tell which sums are the same for every unit, but for rounding."""
    largest = scale @ np.sqrt(np.diag(G))
    return np.asarray(spread <= _CANCELLED * largest**2)


def _alpha(
    table: Table, kept: NDArray[np.bool_], standardized: bool
) -> tuple[Vector, NDArray[np.bool_]]:
    """Give alpha for each choice of criteria, and whether there is one."""
    d = table.deviations
    if standardized or not d.values.any():
        refuse_constants(table)
    if standardized:
        G, scale = spectrum_of(table).correlation(), kept.astype(float)
    else:
        G, scale = d.values.T @ d.values, _scales(d.exponent, kept)
    total = _spread(G, scale)
    known = ~_cancelled(total, G, scale)
    k = kept.sum(axis=1)
    apart = divide(scale**2 @ np.diag(G), np.where(known, total, 0.0))
    return np.minimum(k / (k - 1) * (1 - apart), 1.0), known


def _score(total: Container, rows: Rows) -> Matrix:
    """Read one score per unit, as a column."""
    if rows.index is not None and labelled(total):
        total = in_order_of(total, rows.index, "scores")
    score = real_numbers(total)
    if score is None:
        msg = f"scores must be numbers, one per unit, got {total!r}"
        raise NotNumericError(msg)
    n = rows.shape[0]
    if score.shape != (n,):
        msg = f"{n} scores are needed, one per unit, got shape {score.shape}"
        raise ShapeError(msg)
    column = score[:, None]
    check_finite(Rows(column, ("score",), rows.index))
    if score.max() == score.min():
        msg = "the score is the same for every unit, and has no correlation"
        raise DomainError(msg)
    return column


def _ranked(X: Matrix) -> Matrix:
    return np.asarray(ranks(-X.T, ties="average").T)


def _sums_of_others(rows: Rows) -> Matrix:
    """Sum the other criteria, for each criterion and unit; ties stay ties.

    Nothing is subtracted but the least value of each criterion: of numbers with few
    digits the sums are then exact, whatever the order of the criteria.
    """
    X = np.asarray(rows.values, dtype=float)
    first = peak_exponent(X)
    x = np.ldexp(X, -first)
    x -= x.min(axis=0)
    second = peak_exponent(x)
    x = np.ldexp(x, -second)
    e = np.where(x.any(axis=0), first.astype(int) + second, EXPONENT_OF_CONSTANT)
    scaled = np.ldexp(x, e - e.max())
    total = np.zeros_like(x)
    total[:, 1:] = np.cumsum(scaled[:, :-1], axis=1)
    total[:, :-1] += np.cumsum(scaled[:, :0:-1], axis=1)[:, ::-1]
    # Beside the largest the others may vanish, but not where it is left out.
    top = int(e.argmax())
    rest = np.delete(np.arange(len(e)), top)
    total[:, top] = np.ldexp(x[:, rest], e[rest] - e[rest].max()).sum(axis=1)
    return np.asarray(np.rint(np.ldexp(total, _TIED_BITS - peak_exponent(total))))


def _cosines(A: Matrix, B: Matrix) -> Vector:
    """Correlate columns that are centred; 0 where one is constant."""
    a, b = (np.sqrt(np.einsum("ij,ij->j", M, M)) for M in (A, B))
    r = divide(np.einsum("ij,ij->j", A, B), a * b)
    return np.asarray(np.clip(r, -1.0, 1.0))
