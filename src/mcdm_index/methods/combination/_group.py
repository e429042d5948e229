"""Groups of experts: one matrix from their judgments, agreement from their orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix, Vector, ranks, share
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    ShapeError,
    WeightsError,
    listing,
    located,
)
from mcdm_index.methods.combination._read import per_method, read
from mcdm_index.methods.judgment._read import grid, sequence

__all__ = ["Concordance", "aggregate_judgments", "concordance"]


def aggregate_judgments(A: Any, *, shares: Any = None) -> Matrix:
    r"""Merge the pairwise comparisons of several experts into one matrix.

    .. math:: a_{ij} = \prod_k a_{kij}^{s_k}, \qquad \textstyle\sum_k s_k = 1

    This is the aggregation of individual judgments (AIJ), for experts who act as one;
    the geometric mean is the one that keeps what comes out reciprocal. Of experts who
    stand for themselves the weights are combined instead (AIP): by `linear` or
    `geometric`, with the same shares.

    Parameters
    ----------
    A : array_like of shape (k, m, m), sequence or mapping of matrices
        Positive comparisons, one matrix for each expert, as `judgment.ahp` reads them
        and all compared.
    shares : sequence of k numbers or mapping by name, optional
        How much each expert counts, on any scale; alike by default.

    Returns
    -------
    ndarray of shape (m, m)
        Positive; reciprocal if all matrices are. Frames and pairs by name stand in the
        order of the first of them.

    Raises
    ------
    ShapeError
        The matrices are not square and of one size.
    DomainError
        A comparison is not a positive number.
    WeightsError
        The shares are none.

    References
    ----------
    .. [1] Forman, E. and Peniwati, K. (1998). Aggregating individual judgments and
       priorities with the analytic hierarchy process. European Journal of Operational
       Research 108(1), 165-169. doi:10.1016/S0377-2217(97)00244-0
    .. [2] Aczél, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio
       judgements. Journal of Mathematical Psychology 27(1), 93-102.
       doi:10.1016/0022-2496(83)90028-7

    Examples
    --------
    >>> aggregate_judgments([[[1, 2], [1 / 2, 1]], [[1, 8], [1 / 8, 1]]])
    array([[1.  , 4.  ],
           [0.25, 1.  ]])
    """
    named = isinstance(A, Mapping)
    experts = tuple(map(str, A)) if named else None
    matrices, labels = [], None
    for k, matrix in enumerate(A.values() if named else sequence(A, "judgments")):
        who = f"expert {experts[k] if experts else k}"
        try:
            read, labels = grid(matrix, labels)
        except MCDMError as error:
            raise located(error, who) from None
        _check_comparisons(read, who)
        matrices.append(read)
    sizes = {len(matrix) for matrix in matrices}
    if len(sizes) != 1:
        msg = f"matrices of one size are needed, got {listing(sizes) or 'none'}"
        raise ShapeError(msg)
    s = share(per_method(shares, experts, len(matrices), "shares"))
    return np.asarray(np.exp(np.einsum("k,kij->ij", s, np.log(matrices))))


def _check_comparisons(A: Matrix, who: str) -> None:
    for i, j in np.argwhere(~((A > 0) & np.isfinite(A)))[:1]:
        msg = (
            f"{who}: comparisons must be positive numbers, got {A[i, j]:g} in row {i}, "
            f"column {j}"
        )
        raise DomainError(msg)


@dataclass(frozen=True, eq=False)
class Concordance:
    """How far the orders of several experts agree.

    Attributes
    ----------
    W : float
        Kendall's coefficient, from 0 (none) to 1 (one order); NaN if there is one
        criterion, or nobody tells any two apart.
    statistic : float
        :math:`k (m - 1) W`, by chance nearly chi-square distributed.
    df : int
        Its degrees of freedom, m - 1.
    pvalue : float
        Probability of such an agreement by chance.
    mean_ranks : ndarray of shape (n_criteria,)
        Mean over the experts; 1 is the most important.
    """

    W: float
    statistic: float
    df: int
    pvalue: float
    mean_ranks: Vector


def concordance(W: Any) -> Concordance:
    r"""Measure by Kendall's W whether experts put the criteria in the same order.

    With the rank sums :math:`R_j` of m criteria over k experts, ties at their mean
    rank, and t the sizes of the groups of ties,

    .. math::

        W = \frac{12 \sum_j (R_j - \bar R)^2}
        {k^2 (m^3 - m) - k \sum (t^3 - t)}, \qquad
        \chi^2 = k (m - 1) W .

    The approximation by chi-square is coarse for seven criteria or fewer.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame or mapping
        A weight vector for each expert; a mapping goes from names to them.

    Returns
    -------
    Concordance

    Raises
    ------
    WeightsError
        There is one expert only, or a vector is no set of weights.
    UnknownColumnError, DuplicateLabelError

    References
    ----------
    .. [1] Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings.
       Annals of Mathematical Statistics 10(3), 275-287. doi:10.1214/aoms/1177732186

    Examples
    --------
    >>> found = concordance([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.3, 0.5, 0.2]])
    >>> round(found.W, 3), round(found.statistic, 3), found.df
    (0.778, 4.667, 2)
    """
    from scipy.special import chdtrc

    given = read(W).weights
    k, m = given.shape
    if k < 2:
        msg = "agreement takes two experts or more, got the weights of one"
        raise WeightsError(msg)
    # Weights that differ by the rounding of what they were computed from are tied.
    R = ranks(np.round(given / given.max(axis=1, keepdims=True), 12), ties="average")
    # k (m - 1) W: the spread of the rank sums over the mean spread of the ranks.
    centre = (m + 1) / 2
    within = ((R - centre) ** 2).sum()
    between = ((R.sum(axis=0) - k * centre) ** 2).sum()
    coefficient = between / (k * within) if within > 0 else np.nan
    statistic = k * (m - 1) * coefficient
    pvalue = float(chdtrc(m - 1, statistic)) if within > 0 else np.nan
    return Concordance(
        float(coefficient), float(statistic), m - 1, pvalue, R.mean(axis=0)
    )
