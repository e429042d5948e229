"""Agreement of two rankings of the same units, from 1 for equal ones downwards."""

from collections.abc import Callable
from typing import Any, Final, cast

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._labels import in_order_of, labelled
from mcdm_index._numeric import Vector, ranks, real_numbers
from mcdm_index.errors import DomainError, ShapeError

__all__ = ["MEASURES", "kendall", "rbo", "spearman", "weighted_spearman", "ws"]


def spearman(x: ArrayLike, y: ArrayLike) -> float:
    r"""Correlate two rankings (Spearman's rho); ties have the mean of their ranks.

    Parameters
    ----------
    x, y : array_like of shape (n_units,)
        Ranks, 1 for the best.

    Returns
    -------
    float
        From -1 to 1. If one of the rankings ties all units, 1 if both do, else 0.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Spearman, C. (1904). The proof and measurement of association between two
       things. American Journal of Psychology 15(1), 72-101. doi:10.2307/1412159

    Examples
    --------
    >>> round(spearman([1, 2, 3, 4], [1, 2, 4, 3]), 3)
    0.8
    """
    a, b = (_centred(r) for r in _pair(x, y))
    size = float(np.sqrt((a @ a) * (b @ b)))
    if size == 0:
        return float(not a.any() and not b.any())
    return float(np.clip(a @ b / size, -1.0, 1.0))


def _centred(r: Vector) -> Vector:
    middle = ranks(-r, ties="average")
    return middle - (len(r) + 1) / 2


def kendall(x: ArrayLike, y: ArrayLike) -> float:
    r"""Compare the order of all pairs in two rankings (Kendall's tau-b).

    Parameters
    ----------
    x, y : array_like of shape (n_units,)
        Ranks, 1 for the best.

    Returns
    -------
    float
        From -1 to 1. If one of the rankings ties all units, 1 if both do, else 0.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika
       33(3), 239-251. doi:10.1093/biomet/33.3.239

    Examples
    --------
    >>> round(kendall([1, 2, 3, 4], [1, 2, 4, 3]), 3)
    0.667
    """
    from scipy.stats import kendalltau

    a, b = _pair(x, y)
    tied = [bool((r == r[0]).all()) for r in (a, b)]
    if any(tied):
        return float(all(tied))
    return float(kendalltau(a, b).statistic)


def weighted_spearman(x: ArrayLike, y: ArrayLike) -> float:
    r"""Correlate two rankings, the upper places counting for more.

    .. math::

        r_w = 1 - \frac{6 \sum_i (x_i - y_i)^2 (2n + 2 - x_i - y_i)}
        {n^4 + n^3 - n^2 - n}

    Parameters
    ----------
    x, y : array_like of shape (n_units,)
        Ranks from 1, the best, to at most n.

    Returns
    -------
    float
        From -1 to 1 for rankings without ties; 1 for one unit.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Pinto da Costa, J. and Soares, C. (2005). A weighted rank measure of
       correlation. Australian & New Zealand Journal of Statistics 47(4), 515-529.
       doi:10.1111/j.1467-842X.2005.00413.x

    Examples
    --------
    >>> round(weighted_spearman([1, 2, 3, 4], [1, 2, 4, 3]), 3)
    0.88
    >>> round(weighted_spearman([1, 2, 3, 4], [2, 1, 3, 4]), 3)
    0.72
    """
    a, b = _pair(x, y)
    n = len(a)
    if n == 1:
        return 1.0
    gap = ((a - b) ** 2 * (2 * n + 2 - a - b)).sum()
    return float(1 - 6 * gap / (float(n) ** 4 + n**3 - n**2 - n))


def ws(x: ArrayLike, y: ArrayLike) -> float:
    r"""Compare a ranking with a reference, whose first places count for most (WS).

    .. math::

        WS = 1 - \sum_i 2^{-x_i}
        \frac{|x_i - y_i|}{\max(|1 - x_i|, |n - x_i|)}

    Parameters
    ----------
    x : array_like of shape (n_units,)
        Ranks of the reference, from 1, the best, to at most n.
    y : array_like of shape (n_units,)
        Ranks of the other; exchanging the two gives another number.

    Returns
    -------
    float
        From about 0 to 1 for rankings without ties, and never above 1; 1 for one unit.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Sałabun, W. and Urbaniak, K. (2020). A new coefficient of rankings similarity
       in decision-making problems. Computational Science - ICCS 2020, LNCS 12138,
       632-645. doi:10.1007/978-3-030-50417-5_47

    Examples
    --------
    >>> round(ws([1, 2, 3, 4], [2, 1, 3, 4]), 3)
    0.708
    >>> round(ws([1, 2, 3, 4], [1, 2, 4, 3]), 3)
    0.917
    """
    a, b = _pair(x, y)
    n = len(a)
    if n == 1:
        return 1.0
    furthest = np.maximum(np.abs(1 - a), np.abs(n - a))
    return float(1 - (2.0**-a * np.abs(a - b) / furthest).sum())


def rbo(x: ArrayLike, y: ArrayLike, *, p: float = 0.9) -> float:
    r"""Overlap of the first places of two rankings, at all depths (rank-biased).

    With the units S and T that stand at place d or above,

    .. math::

        RBO = (1 - p) \sum_{d=1}^{\infty} p^{d-1} A_d, \qquad
        A_d = \frac{2\,|S_d \cap T_d|}{|S_d| + |T_d|} .

    Both rank the same n units, so that :math:`A_d = 1` from n on. Units that are tied
    all stand at the first of their places, whichever of them they are given.

    Parameters
    ----------
    x, y : array_like of shape (n_units,)
        Ranks from 1, the best, to at most n.
    p : float in (0, 1), default 0.9
        How likely a reader goes on to the next place: the first 10 places have 86 % of
        the weight with 0.9, and more than 99 % with 0.6.

    Returns
    -------
    float
        From above 0 to 1; 1 if, and only if, the rankings are the same.

    Raises
    ------
    DomainError, ShapeError

    References
    ----------
    .. [1] Webber, W., Moffat, A. and Zobel, J. (2010). A similarity measure for
       indefinite rankings. ACM Transactions on Information Systems 28(4), 20.
       doi:10.1145/1852102.1852106

    Examples
    --------
    >>> round(rbo([1, 2, 3, 4], [2, 1, 3, 4]), 3)
    0.9
    >>> round(rbo([1, 2, 3, 4], [1, 2, 4, 3]), 3)
    0.973
    """
    known = real_numbers(p)
    if known is None or known.ndim or not 0 < known < 1:
        msg = f"p must lie between 0 and 1, got {p!r}"
        raise DomainError(msg)
    a, b = (ranks(-r) for r in _pair(x, y))
    n = len(a)
    places = np.arange(1, n + 1)

    def reached(r: Vector) -> Vector:
        return np.searchsorted(np.sort(r), places, side="right").astype(float)

    overlap = 2 * reached(np.maximum(a, b)) / (reached(a) + reached(b))
    return float((1 - p) * (p ** (places - 1) @ overlap) + p**n)


def _pair(x: ArrayLike, y: ArrayLike) -> tuple[Vector, Vector]:
    if labelled(x) and labelled(y):
        y = in_order_of(y, cast(Any, x).index, "ranks")
    a, b = real_numbers(x), real_numbers(y)
    if a is None or b is None:
        msg = f"ranks must be numbers, got {x!r} and {y!r}"
        raise DomainError(msg)
    if a.ndim != 1 or a.shape != b.shape or not len(a):
        msg = f"two rankings of the same units are needed, got {a.shape}, {b.shape}"
        raise ShapeError(msg)
    for r in (a, b):
        if not ((r >= 1) & (r <= len(r))).all():
            msg = f"ranks lie between 1 and the number of units, {len(r)}"
            raise DomainError(msg)
    return a, b


MEASURES: Final[dict[str, Callable[[ArrayLike, ArrayLike], float]]] = {
    "spearman": spearman,
    "kendall": kendall,
    "weighted_spearman": weighted_spearman,
    "ws": ws,
    "rbo": rbo,
}
