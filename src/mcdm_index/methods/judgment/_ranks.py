"""Weights from nothing but the ranking of the criteria."""

from collections.abc import Callable, Sequence

import numpy as np

from mcdm_index._labels import labelled
from mcdm_index._numeric import Vector, share
from mcdm_index._registry import register
from mcdm_index.methods.judgment._read import (
    Names,
    amounts,
    at_least,
    check,
    parse,
    sequence,
)
from mcdm_index.methods.judgment._result import Judgment, judged_once

__all__ = ["rank_exponent", "rank_reciprocal", "rank_sum", "read_ranks", "roc", "rod"]


def read_ranks(ranking: object, names: Sequence[str] | None) -> tuple[Vector, Names]:
    """Read ranks by criterion, or the names of the criteria in their order."""
    if not labelled(ranking) and not hasattr(ranking, "columns"):
        cells = sequence(ranking, "ranking")
        if any(isinstance(cell, str) and parse(cell) is None for cell in cells):
            places = range(1, len(cells) + 1)
            in_order, called = amounts(places, cells, "ranking")
            if names is None:
                return in_order, called
            assert called is not None
            ranking = dict(zip(called, in_order, strict=True))
    ranks, called = amounts(ranking, names, "ranking")
    check(ranks, called, "ranking", "a rank")
    return ranks, called


def _by_place(
    ranking: object, names: Sequence[str] | None, weigh: Callable[[int], Vector]
) -> Judgment:
    """Weigh the places from the first to the last, and let ties share theirs alike."""
    ranks, called = read_ranks(ranking, names)
    _, group, size = np.unique(ranks, return_inverse=True, return_counts=True)
    first = np.cumsum(size) - size
    v = weigh(len(ranks))
    w = (np.add.reduceat(v, first) / size)[group]
    return judged_once(share(w), called)


@register("judgment", cite="Barron1996", aliases=("rank_order_centroid",))
def roc(ranking: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria by the centroid of all weights in their order.

    For the k-th of n criteria,

    .. math::

        w_k = \frac{1}{n} \sum_{i=k}^{n} \frac{1}{i} .

    Parameters
    ----------
    ranking : sequence or mapping by criterion
        Rank of each criterion, the smallest for the most important; or the names of the
        criteria, the most important first. Ties share the weights of their places.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError, NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Barron, F. H. and Barrett, B. E. (1996). Decision quality using ranked
       attribute weights. Management Science 42(11), 1515-1523.
       doi:10.1287/mnsc.42.11.1515

    Examples
    --------
    >>> roc([1, 2, 3]).weights.round(4)
    array([0.6111, 0.2778, 0.1111])
    >>> roc({"price": 1, "comfort": 2, "style": 2}).weights.round(4)
    array([0.6111, 0.1944, 0.1944])
    """

    def weigh(n: int) -> Vector:
        return np.cumsum(1 / np.arange(n, 0.0, -1))[::-1] / n

    return _by_place(ranking, names, weigh)


@register("judgment", cite="Stillwell1981")
def rank_sum(ranking: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria in proportion to their ranks turned around.

    For the k-th of n criteria,

    .. math::

        w_k = \frac{2 (n + 1 - k)}{n (n + 1)} .

    Parameters
    ----------
    ranking : sequence or mapping by criterion
        Rank of each criterion, the smallest for the most important; or the names of the
        criteria, the most important first. Ties share the weights of their places.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError, NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of
       weight approximation techniques in multiattribute utility decision making.
       Organizational Behavior and Human Performance 28(1), 62-77.
       doi:10.1016/0030-5073(81)90015-5

    Examples
    --------
    >>> rank_sum([1, 2, 3]).weights.round(4)
    array([0.5   , 0.3333, 0.1667])
    """
    return _by_place(ranking, names, lambda n: np.arange(n, 0.0, -1))


@register("judgment", cite="Stillwell1981")
def rank_reciprocal(ranking: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria in proportion to the reciprocals of their ranks.

    For the k-th of n criteria,

    .. math::

        w_k = \frac{1 / k}{\sum_{i=1}^{n} 1 / i} .

    Parameters
    ----------
    ranking : sequence or mapping by criterion
        Rank of each criterion, the smallest for the most important; or the names of the
        criteria, the most important first. Ties share the weights of their places.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError, NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of
       weight approximation techniques in multiattribute utility decision making.
       Organizational Behavior and Human Performance 28(1), 62-77.
       doi:10.1016/0030-5073(81)90015-5

    Examples
    --------
    >>> rank_reciprocal([1, 2, 3]).weights.round(4)
    array([0.5455, 0.2727, 0.1818])
    """
    return _by_place(ranking, names, lambda n: 1 / np.arange(1.0, n + 1))


@register("judgment", cite="Stillwell1981")
def rank_exponent(
    ranking: object, *, exponent: float, names: Sequence[str] | None = None
) -> Judgment:
    r"""Weigh criteria in proportion to a power of their ranks turned around.

    For the k-th of n criteria,

    .. math::

        w_k = \frac{(n + 1 - k)^p}{\sum_{i=1}^{n} i^p} .

    Parameters
    ----------
    ranking : sequence or mapping by criterion
        Rank of each criterion, the smallest for the most important; or the names of the
        criteria, the most important first. Ties share the weights of their places.
    exponent : float
        p: 0 for equal weights, 1 for those of `rank_sum`, more for a steeper descent.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError
        The exponent is negative or not finite.
    NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of
       weight approximation techniques in multiattribute utility decision making.
       Organizational Behavior and Human Performance 28(1), 62-77.
       doi:10.1016/0030-5073(81)90015-5

    Examples
    --------
    >>> rank_exponent([1, 2, 3], exponent=2).weights.round(4)
    array([0.6429, 0.2857, 0.0714])
    """
    p = at_least(exponent, "exponent")
    return _by_place(ranking, names, lambda n: (np.arange(n, 0.0, -1) / n) ** p)


@register("judgment", cite="Roberts2002", aliases=("rank_order_distribution",))
def rod(ranking: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria by the mean of ratings in their order, scaled to sum 1.

    The first has rating 1, the others are n - 1 uniform numbers in descending order.
    For the k-th of n criteria that is

    .. math::

        w_k = \sum_{i=k}^{n} \int_0^\infty
        \frac{\mathrm{d}t}{(1 + i t) \prod_{l=1}^{n} (1 + l t)} .

    Parameters
    ----------
    ranking : sequence or mapping by criterion
        Rank of each criterion, the smallest for the most important; or the names of the
        criteria, the most important first. Ties share the weights of their places.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError, NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    Notes
    -----
    The steps from one rating to the next, and from the last to 0, are distributed like
    exponential variables over their sum. That sum cancels in the weights, and the mean
    of a quotient is the integral of a Laplace transform. The paper gives tables; the
    integral holds for any n.

    References
    ----------
    .. [1] Roberts, R. and Goodwin, P. (2002). Weight approximations in multi-attribute
       decision models. Journal of Multi-Criteria Decision Analysis 11(6), 291-303.
       doi:10.1002/mcda.320

    Examples
    --------
    >>> rod([1, 2, 3]).weights.round(4)
    array([0.5232, 0.324 , 0.1528])
    """
    return _by_place(ranking, names, _distribution)


def _distribution(n: int) -> Vector:
    """Integrate over t = x / (n**2 (1 - x)), the scale on which the integrand falls."""
    from scipy.integrate import quad_vec

    i = np.arange(1.0, n + 1)

    def integrand(x: float) -> Vector:
        t = x / (1 - x) / n**2
        fall = np.exp(-np.log1p(i * t).sum() - 2 * np.log1p(-x))
        return np.asarray(fall / (1 + i * t))

    steps, _ = quad_vec(integrand, 0.0, 1.0, epsabs=0.0, epsrel=1e-13)
    return np.asarray(np.cumsum(steps[::-1])[::-1])
