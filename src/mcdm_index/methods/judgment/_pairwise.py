"""Weights from comparisons of pairs: the analytic hierarchy process."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index._registry import register
from mcdm_index.errors import DomainError, UnknownMethodError, listing
from mcdm_index.methods.judgment._read import Names, at_least, grid, label, labels
from mcdm_index.methods.judgment._result import Contradiction, Judgment

__all__ = ["PairwiseJudgment", "ahp"]

# Mean consistency index of random matrices, from n = 1 on.
_RANDOM_INDEX: Final = {
    "saaty": (
        "Saaty (1980)",
        "0 0 0.58 0.90 1.12 1.24 1.32 1.41 1.45 1.49 1.51 1.48 1.56 1.57 1.59",
    ),
    "alonso_lamata": (
        "Alonso and Lamata (2006)",
        (
            "0 0 0.5245 0.8815 1.1086 1.2479 1.3417 1.4056 1.4499 1.4854 "
            "1.5141 1.5365 1.5551 1.5713 1.5838"
        ),
    ),
}
# Ratios beyond are no judgments, and leave the range of floats in a chain.
_MOST: Final = 1e50
# A contradiction below this is the rounding of what was typed.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, eq=False)
class PairwiseJudgment(Judgment):
    """Weights from comparisons of pairs.

    Attributes
    ----------
    lambda_max : float
        Principal eigenvalue of the comparisons; their number n if they are consistent.
    consistency_index : float
        (lambda_max - n) / (n - 1).
    random_index : float
        The consistency index to be expected of random comparisons.
    random_index_source : str
        "none" if nothing is judged twice.
    geometric_index : float
        Mean squared logarithm of the factors by which the comparisons depart from the
        geometric weights, per redundant comparison [1]_.
    n_missing : int
        Pairs that were not compared.

    References
    ----------
    .. [1] Aguarón, J. and Moreno-Jiménez, J. M. (2003). The geometric consistency
       index: approximated thresholds. European Journal of Operational Research 147(1),
       137-145. doi:10.1016/S0377-2217(02)00255-2
    """

    lambda_max: float
    consistency_index: float
    random_index: float
    random_index_source: str
    geometric_index: float
    n_missing: int


@register("judgment", cite="Saaty1980")
def ahp(
    comparisons: object,
    *,
    method: str = "eigenvector",
    random_index: str = "saaty",
    tolerance: float = 1e-6,
    names: Sequence[str] | None = None,
) -> PairwiseJudgment:
    r"""Weigh criteria by comparisons of pairs (analytic hierarchy process).

    With :math:`a_{ij}` the importance of i in proportion to that of j,

    .. math::

        A w = \lambda_{\max} w, \qquad
        \mathrm{CI} = \frac{\lambda_{\max} - n}{n - 1}, \qquad
        \mathrm{CR} = \frac{\mathrm{CI}}{\mathrm{RI}_n}

    or, by the geometric mean, the w that minimizes
    :math:`\sum (\ln a_{ij} - \ln w_i + \ln w_j)^2` over the pairs compared.

    Parameters
    ----------
    comparisons : array_like or DataFrame of shape (n_criteria, n_criteria), or mapping
        Positive and reciprocal; numbers, or fractions such as ``"1/3"``. Of a pair one
        cell is enough; where both are NaN, None or empty the pair is not compared. A
        mapping has pairs as keys: ``{("price", "comfort"): 3}``.
    method : {"eigenvector", "geometric"}, default "eigenvector"
        With pairs missing, the eigenvector of Harker's matrix, which has 0 for what is
        missing and 1 plus the number missing in the row on the diagonal; or the
        logarithmic least squares over what there is.
    random_index : {"saaty", "alonso_lamata"}, default "saaty"
        Tables for 1 to 15 criteria. For more, both go on by the regression of Alonso
        and Lamata, (1.7699 n - 4.3513) / (n - 1); the result says so.
    tolerance : float, default 1e-6
        How far a product :math:`a_{ij} a_{ji}` may be from 1; 0.05 lets decimals such
        as 0.33 pass, and the pair is then given :math:`\sqrt{a_{ij} / a_{ji}}`.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    PairwiseJudgment
        Its ``consistency_ratio`` is CR, usually wanted below 0.1; ``worst`` is the
        triad with the largest contradiction or, if no triad is all compared and
        contradictory, the pair furthest from the weights. One or two criteria are
        always consistent.

    Raises
    ------
    DomainError
        A comparison is not positive, a pair not reciprocal, or the pairs do not connect
        all criteria; naming them.
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, UnknownMethodError

    Notes
    -----
    With m of the pairs missing the random index is multiplied by
    :math:`1 - 2m / ((n - 1)(n - 2))`, the part of the redundant comparisons that is
    left. Reference [5]_ divides by it the index of the completion with the least
    eigenvalue [3]_; that of Harker's matrix is larger (by 1 % in the median of random
    matrices, at most by a fifth), so that the ratio errs on the strict side.

    Of `geometric_index` values below 0.31 for three criteria, 0.35 for four and 0.37
    for more go with a ratio below 0.1 [6]_.

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill, New York.
    .. [2] Harker, P. T. (1987). Incomplete pairwise comparisons in the analytic
       hierarchy process. Mathematical Modelling 9(11), 837-848.
       doi:10.1016/0270-0255(87)90503-3
    .. [3] Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of
       incomplete pairwise comparison matrices. Mathematical and Computer Modelling
       52(1-2), 318-333. doi:10.1016/j.mcm.2010.02.047
    .. [4] Alonso, J. A. and Lamata, M. T. (2006). Consistency in the analytic hierarchy
       process: a new approach. International Journal of Uncertainty, Fuzziness and
       Knowledge-Based Systems 14(4), 445-459. doi:10.1142/S0218488506004114
    .. [5] Ágoston, K. C. and Csató, L. (2022). Inconsistency thresholds for incomplete
       pairwise comparison matrices. Omega 108, 102576. doi:10.1016/j.omega.2021.102576
    .. [6] Aguarón, J. and Moreno-Jiménez, J. M. (2003). The geometric consistency
       index: approximated thresholds. European Journal of Operational Research 147(1),
       137-145. doi:10.1016/S0377-2217(02)00255-2

    Examples
    --------
    >>> found = ahp([[1, 3, 5], ["1/3", 1, 3], ["1/5", "1/3", 1]])
    >>> found.weights.round(3), round(found.consistency_ratio, 3)
    (array([0.637, 0.258, 0.105]), 0.033)
    >>> print(found.worst)
    0 to 2 is judged 5, and 9 by way of 1: a factor of 1.8
    """
    check_options(method, random_index, tolerance)
    A, called = grid(comparisons, names)
    L = _logarithms(A, called, tolerance)
    known = ~np.isnan(L)
    u = _least_squares(L, known)
    v, lambda_max = _principal(L, known, u)
    w = share(np.exp(u - u.max()) * (v if method == "eigenvector" else 1.0))

    n = len(w)
    missing = int((~known).sum()) // 2
    redundancy = (n - 1) * (n - 2) // 2 - missing
    CI = (lambda_max - n) / (n - 1) if redundancy else 0.0
    RI, source = _expected(n, missing, random_index) if redundancy else (0.0, "none")
    residual = np.where(known, L - u[:, None] + u, 0.0)
    return PairwiseJudgment(
        weights=w,
        names=called,
        consistency_ratio=CI / RI if redundancy else 0.0,
        redundancy=redundancy,
        worst=_worst_triad(L, called) or _worst_pair(L, w, called),
        lambda_max=lambda_max,
        consistency_index=CI,
        random_index=RI,
        random_index_source=source,
        geometric_index=float((residual**2).sum() / 2 / max(redundancy, 1)),
        n_missing=missing,
    )


def check_options(method: Any, random_index: Any, tolerance: Any) -> None:
    """Refuse options of `ahp` that it does not know.

    Raises
    ------
    UnknownMethodError, DomainError
    """
    for what, value, known in (
        ("method", method, ("eigenvector", "geometric")),
        ("random_index", random_index, tuple(_RANDOM_INDEX)),
    ):
        if not isinstance(value, str) or value not in known:
            msg = f"{what} must be one of {listing(known)}, got {value!r}"
            raise UnknownMethodError(msg)
    at_least(tolerance, "tolerance")


def _logarithms(A: Matrix, names: Names, tolerance: float) -> Matrix:
    """Check the comparisons; give their logarithms, NaN where there are none."""
    for i, j in np.argwhere(~np.isnan(A) & ~((A >= 1 / _MOST) & (A <= _MOST)))[:1]:
        msg = (
            f"comparison of {label(names, i)} with {label(names, j)} must be positive, "
            f"and from {1 / _MOST:g} to {_MOST:g}, got {A[i, j]:g}; leave out what was "
            "not compared"
        )
        raise DomainError(msg)
    for i in np.flatnonzero(~np.isnan(A.diagonal()) & (A.diagonal() != 1))[:1]:
        msg = f"{label(names, i)} compared with itself must be 1, got {A[i, i]:g}"
        raise DomainError(msg)
    L = np.log(A)
    np.fill_diagonal(L, 0.0)
    off = np.abs(np.expm1(np.nan_to_num(L + L.T))) > tolerance
    for i, j in np.argwhere(off)[:1]:
        msg = (
            f"comparisons must be reciprocal: {label(names, i)} to {label(names, j)} "
            f"is {A[i, j]:g}, and back {A[j, i]:g}, product {A[i, j] * A[j, i]:g}; "
            "leave one of them empty, write fractions as '1/3', or set tolerance"
        )
        raise DomainError(msg)
    L = np.where(np.isnan(L), -L.T, L)
    L = (L - L.T) / 2
    _check_connected(~np.isnan(L), names)
    return L


def _check_connected(known: NDArray[np.bool_], names: Names) -> None:
    from scipy.sparse.csgraph import connected_components

    count, member = connected_components(known, directed=False)
    if count > 1:
        parts = [
            f"({labels(names, np.flatnonzero(member == k))})" for k in range(count)
        ]
        msg = (
            f"no comparison leads between these {count} groups of criteria: "
            f"{listing(parts)}; compare one of each with one of another"
        )
        raise DomainError(msg)


def _least_squares(L: Matrix, known: NDArray[np.bool_]) -> Vector:
    """Solve the logarithmic least squares for the logarithms of the weights, sum 0."""
    laplacian = np.diag(known.sum(axis=1)) - known.astype(float)
    total = np.where(known, L, 0.0).sum(axis=1)
    return np.asarray(np.linalg.solve(laplacian + 1.0, total))


def _principal(L: Matrix, known: NDArray[np.bool_], u: Vector) -> tuple[Vector, float]:
    """Find the principal eigenvector, in proportion to the weights exp(u).

    The comparisons divided by those weights' ratios are nearly all 1, and have the same
    eigenvalues: so the solution does not suffer from ratios of many magnitudes.
    """
    B = np.where(known, np.exp(np.where(known, L, 0.0) - u[:, None] + u), 0.0)
    np.fill_diagonal(B, 1.0 + (~known).sum(axis=1))
    values, vectors = np.linalg.eig(B)
    top = int(np.argmax(values.real))
    return np.abs(vectors[:, top].real), max(float(values[top].real), float(len(u)))


def _expected(n: int, missing: int, table: str) -> tuple[float, str]:
    """Give the random index, and where it is from."""
    source, column = _RANDOM_INDEX[table]
    values = column.split()
    if n <= len(values):
        RI = float(values[n - 1])
    else:
        RI = (1.7699 * n - 4.3513) / (n - 1)
        source = "regression of Alonso and Lamata (2006)"
    if missing:
        RI *= 1 - 2 * missing / ((n - 1) * (n - 2))
        source += f", for {missing} missing by Ágoston and Csató (2022)"
    return RI, source


def _worst_triad(L: Matrix, names: Names) -> Contradiction | None:
    way = L[:, :, None] + L[None, :, :]
    i, j, k = np.ogrid[tuple(slice(n) for n in way.shape)]
    gap = np.abs(np.nan_to_num(way - L[:, None, :])) * ((i < j) & (j < k))
    at = np.unravel_index(np.argmax(gap), gap.shape)
    if gap[at] <= _ROUNDING:
        return None
    first, between, last = map(int, at)
    return Contradiction(
        tuple(label(names, c) for c in at),
        float(np.exp(L[first, last])),
        float(np.exp(way[first, between, last])),
    )


def _worst_pair(L: Matrix, w: Vector, names: Names) -> Contradiction | None:
    ratio = np.log(w)[:, None] - np.log(w)
    gap = np.abs(np.triu(np.nan_to_num(L - ratio)))
    i, k = map(int, np.unravel_index(np.argmax(gap), gap.shape))
    if gap[i, k] <= _ROUNDING:
        return None
    stated, implied = float(np.exp(L[i, k])), float(np.exp(ratio[i, k]))
    return Contradiction((label(names, i), label(names, k)), stated, implied)
