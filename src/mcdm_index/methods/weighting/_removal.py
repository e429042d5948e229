"""Weights by loss: a criterion counts by what changes without it or beside its best."""

import numpy as np

from mcdm_index._numeric import Container, Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.engine import column_stats, map_rows, open_rows
from mcdm_index.methods import normalization
from mcdm_index.methods._all_rows import open_whole
from mcdm_index.methods.weighting._spread import entropy

__all__ = ["cilos", "idocriw", "merec"]


@register(
    "weighting",
    domain="positive",
    promises=("scale", "constant_gets_zero"),
    cite="Keshavarz2021",
)
def merec(X: Container, polarity: object = None) -> Vector:
    r"""Weigh criteria by the effect of their removal (MEREC).

    With :math:`n_{ij} = \min_k x_{kj} / x_{ij}` for benefits and
    :math:`x_{ij} / \max_k x_{kj}` for costs,

    .. math::

        S_i = \ln\Bigl(1 + \tfrac1m \sum_j |\ln n_{ij}|\Bigr), \qquad
        S'_{ij} = \ln\Bigl(1 + \tfrac1m \sum_{k \ne j} |\ln n_{ik}|\Bigr), \qquad
        E_j = \sum_i |S'_{ij} - S_i|,

    and :math:`w_j = E_j / \sum_k E_k`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is not positive; the message names its row and column.
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Keshavarz-Ghorabaee, M., Amiri, M., Zavadskas, E. K., Turskis, Z. and
       Antucheviciene, J. (2021). Determination of objective weights using a new method
       based on the removal effects of criteria (MEREC). Symmetry 13(4), 525.
       doi:10.3390/sym13040525

    Examples
    --------
    >>> merec([[450.0, 54.0], [10.0, 2.0], [100.0, 31.0]], ["max", "min"]).round(3)
    array([0.609, 0.391])
    """
    table = open_rows(X)
    column_stats(table, domain="positive")
    kernel = normalization.fit("linear", table, polarity)
    low = column_stats(table, rows=kernel, domain="positive").low  # a grade may be 0

    def effects(block: Matrix) -> Matrix:
        # The fraction of the best, from 0 to 1; in the paper that of the worst, whose
        # logarithm differs by the span of the column and the sign.
        a = np.log(kernel(block)) - np.log(low)
        m = a.shape[1]
        total = a.sum(axis=1, keepdims=True) / m
        removed = np.log1p(total) - np.log1p(np.maximum(total - a / m, 0.0))
        return np.asarray(np.abs(removed))

    E = column_stats(table, rows=effects)
    return share(np.ldexp(E.mean, E.exponent))


def _best_rows(Z: Matrix) -> Matrix:
    """For each criterion, the unit that is best in it; the mean of those that tie."""
    best = (Z.max(axis=0) == Z).astype(float)
    return np.asarray((best / best.sum(axis=0)).T @ Z)


@register(
    "weighting",
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale",),
    all_rows=True,
    cite="ZavadskasPodvezko2016",
)
def cilos(X: Container, polarity: object = None) -> Vector:
    r"""Weigh criteria by the impact of losing their best value (CILOS).

    Costs become :math:`\min_i x_{ij} / x_{ij}`, and columns are scaled to sum 1. Row j
    of the square matrix A is the unit that is best in criterion j, and

    .. math::

        p_{ij} = \frac{a_{jj} - a_{ij}}{a_{jj}}, \qquad
        f_{jj} = -\sum_i p_{ij},\; f_{ij} = p_{ij}\ (i \ne j), \qquad
        \mathbf F \mathbf q = 0, \qquad w_j = q_j / \textstyle\sum_k q_k .

    Where several units are best in a criterion, A holds their mean, so that the order
    of the rows decides nothing.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. The smaller the loss in a criterion, the larger its
        weight: those whose loss is nothing, as constants, share all.

    Raises
    ------
    DomainError
        A value is negative or a cost zero; the message names its row and column.
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Zavadskas, E. K. and Podvezko, V. (2016). Integrated determination of
       objective criteria weights in MCDM. International Journal of Information
       Technology & Decision Making 15(2), 267-283. doi:10.1142/S0219622016500036

    Examples
    --------
    >>> X = [[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]]
    >>> cilos(X, ["min", "max", "min", "max"]).round(4)
    array([0.3343, 0.2199, 0.1957, 0.2501])
    """
    table = open_whole(X, "weighting", "cilos")
    kernel = normalization.fit("linear", table, polarity)
    A = _best_rows(np.asarray(map_rows(table, kernel), dtype=float))
    best = np.diag(A)
    P = np.divide(best - A, best, out=np.zeros_like(A), where=best > 0)
    loss = P.sum(axis=0)
    unharmed = loss <= len(loss) * np.finfo(float).eps
    if unharmed.any():
        return share(unharmed.astype(float))
    # F q = 0 says that q, times the losses, is what P carries over: a flow in balance.
    _, _, vectors = np.linalg.svd(P - np.diag(loss))
    return share(np.abs(vectors[-1]))


@register(
    "weighting",
    domain="nonnegative",
    cost_domain="positive",
    promises=("scale",),
    all_rows=True,
    cite="ZavadskasPodvezko2016",
)
def idocriw(X: Container, polarity: object = None) -> Vector:
    r"""Weigh criteria by entropy and by the impact of loss together (IDOCRIW).

    .. math:: w_j = q_j W_j / \textstyle\sum_k q_k W_k

    with the weights q of :func:`cilos` and W of :func:`entropy`, the latter of the
    values as they are.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. Where no criterion has both, those of `cilos`.

    Raises
    ------
    DomainError
        A value is negative or a cost zero; the message names its row and column.
    MissingDataError, NonFiniteError, PolarityError

    References
    ----------
    .. [1] Zavadskas, E. K. and Podvezko, V. (2016). Integrated determination of
       objective criteria weights in MCDM. International Journal of Information
       Technology & Decision Making 15(2), 267-283. doi:10.1142/S0219622016500036

    Examples
    --------
    >>> X = [[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]]
    >>> idocriw(X, ["min", "max", "min", "max"]).round(4)
    array([0.1658, 0.1885, 0.3545, 0.2911])
    """
    table = open_whole(X, "weighting", "idocriw")
    q = cilos(table, polarity)
    both = q * entropy(table)
    return share(both) if both.any() else q
