"""Rules: from scores and a number of classes to cuts, each by one formula."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Vector, peak_exponent, within_floats
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.grading._read import (
    check_k,
    check_scores,
    fill_up,
    number_list,
    read_scores,
)

__all__ = ["equal_interval", "fixed", "geometric", "head_tail", "mean_sd", "quantile"]


@register("grading", promises=("scale", "shift", "best_on_top"), cite="Hyndman1996")
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
    DomainError, EmptyDataError, MissingDataError, NonFiniteError, NotNumericError,
    ShapeError

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
    s, k = read_scores(scores, k)
    parts = np.ones(k) if shares is None else number_list(shares)
    if parts.shape != (k,) or not (parts > 0).all() or not np.isfinite(parts).all():
        msg = f"shares must be {k} positive numbers, best class first, got {shares!r}"
        raise DomainError(msg)
    below = np.cumsum(parts[::-1])
    return np.asarray(np.quantile(s, below[:-1] / below[-1]))


@register("grading", promises=("scale", "shift", "best_on_top"), cite="Slocum2009")
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
    DomainError, EmptyDataError, MissingDataError, NonFiniteError, NotNumericError,
    ShapeError

    References
    ----------
    .. [1] Slocum, T. A. et al. (2009). Thematic Cartography and Geovisualization, 3rd
       ed., section 4.4. Pearson.

    Examples
    --------
    >>> equal_interval([0.0, 0.3, 1.0], 4)
    array([0.25, 0.5 , 0.75])
    """
    s, k = read_scores(scores, k)
    return np.asarray(np.linspace(s[0], s[-1], k + 1)[1:-1])


@register(
    "grading", domain="positive", promises=("scale", "best_on_top"), cite="Evans1977"
)
def geometric(scores: ArrayLike, k: int) -> Vector:
    r"""Cut so that the ends of the classes grow by one factor.

    .. math::

        c_i = s_{\min} \left( \frac{s_{\max}}{s_{\min}} \right)^{i/k},
        \qquad i = 1, \dots, k - 1

    These are equal intervals of the logarithms. They suit scores that are skewed, with
    many low ones and few high ones.

    Parameters
    ----------
    scores : array_like of shape (n,)
        Positive.
    k : int
        Number of classes.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts; some classes may stay empty. Where all scores are equal, all
        are in the best class.

    Raises
    ------
    DomainError
        A score is zero or negative; the message names its position.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    References
    ----------
    .. [1] Evans, I. S. (1977). The selection of class intervals. Transactions of the
       Institute of British Geographers 2(1), 98-124. doi:10.2307/622195

    Examples
    --------
    >>> geometric([1, 5, 20, 1000], 3)
    array([ 10., 100.])
    """
    s, k = check_scores(scores), check_k(k)
    if not (s > 0).all():
        i = int(np.argmin(s > 0))
        msg = f"geometric cuts need positive scores, got {s[i]} at position {i}"
        raise DomainError(msg)
    low, high = s.min(), s.max()
    return np.clip(np.geomspace(low, high, k + 1)[1:-1], low, high)


@register("grading", promises=("scale", "shift"), cite="Slocum2009")
def mean_sd(
    scores: ArrayLike, k: int, *, multiples: Sequence[float] | None = None
) -> Vector:
    r"""Cut at the mean plus multiples of the standard deviation.

    .. math::

        c_i = \bar{s} + z_i \, \mathrm{sd}(s), \qquad
        \mathrm{sd}(s)^2 = \frac{1}{n - 1} \sum_u (s_u - \bar{s})^2

    Parameters
    ----------
    scores : array_like of shape (n,)
    k : int
        Number of classes.
    multiples : sequence of k - 1 floats, optional
        The :math:`z_i`, strictly ascending. By default they are one apart, and as many
        below the mean as above it: -2, -1, 0, 1, 2 for six classes, -1.5, -0.5, 0.5,
        1.5 for five.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts. Outer classes stay empty where no score is so far from the
        mean, the best one among them. Where all scores are equal, all are in the best
        class.

    Raises
    ------
    DomainError
        `multiples` are not k - 1 strictly ascending numbers.
    NonFiniteError
        A cut lies beyond the floats.
    EmptyDataError, MissingDataError, NotNumericError, ShapeError

    References
    ----------
    .. [1] Slocum, T. A. et al. (2009). Thematic Cartography and Geovisualization, 3rd
       ed., section 4.4. Pearson.

    Examples
    --------
    >>> mean_sd([1, 2, 3, 4, 5], 4).round(2)
    array([1.42, 3.  , 4.58])
    >>> mean_sd([1, 2, 3, 4, 5], 3, multiples=(-0.5, 0.5)).round(2)
    array([2.21, 3.79])
    """
    s, k = read_scores(scores, k)
    z = np.arange(k - 1) - (k - 2) / 2 if multiples is None else number_list(multiples)
    if z.shape != (k - 1,) or not np.isfinite(z).all() or (np.diff(z) <= 0).any():
        msg = (
            f"{k} grades need {k - 1} strictly ascending multiples of the standard "
            f"deviation, got {multiples!r}"
        )
        raise DomainError(msg)
    if s[0] == s[-1]:
        return np.full(k - 1, s[0])
    exponent = peak_exponent(s)  # so that squares stay in range
    x = np.ldexp(s, -exponent)
    with within_floats():
        cuts = x.mean() + z * x.std(ddof=1)
        return np.asarray(np.ldexp(cuts, exponent))


@register("grading", promises=("scale", "shift", "best_on_top"), cite="Jiang2013")
def head_tail(scores: ArrayLike, k: int, *, max_head: float = 0.4) -> Vector:
    r"""Cut at the mean, then at the mean of the scores above it, and so on.

    .. math::

        H_0 = \{s_1, \dots, s_n\}, \qquad c_i = \overline{H_{i-1}}, \qquad
        H_i = \{s \in H_{i-1} : s \geq c_i\}

    For scores with a heavy tail, of which few are large and most are small. The rule
    finds its own number of classes; k is the most that there can be.

    Parameters
    ----------
    scores : array_like of shape (n,)
    k : int
        Number of classes.
    max_head : float, default 0.4
        A head :math:`H_i` is cut again only if it holds at most this share of
        :math:`H_{i-1}`. With 1 it is always cut.

    Returns
    -------
    ndarray of shape (k - 1,)
        Ascending cuts: the first k - 1 means. If the rule finds fewer, the least score
        stands in front of them as often as needed, so that the classes that were found
        are the best ones, and the lowest stay empty; `grade_sizes` says which. Where
        all scores are equal, all are in the best class.

    Raises
    ------
    DomainError
        `max_head` does not lie between 0 and 1.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    Notes
    -----
    Heads of equal scores are not cut. The source leaves open where a score belongs that
    equals the mean; here it belongs to the head, as it does to the class above in
    `grade`.

    References
    ----------
    .. [1] Jiang, B. (2013). Head/tail breaks: a new classification scheme for data with
       a heavy-tailed distribution. The Professional Geographer 65(3), 482-494.
       doi:10.1080/00330124.2012.700499
    .. [2] Jiang, B. and Yin, J. (2014). Ht-index for quantifying the fractal or scaling
       structure of geographic features. Annals of the Association of American
       Geographers 104(3), 530-540. doi:10.1080/00045608.2013.834239

    Examples
    --------
    >>> scores = [1, 1, 1, 1, 2, 2, 3, 5, 20]
    >>> head_tail(scores, 3)
    array([ 4. , 12.5])
    >>> head_tail(scores, 5)
    array([ 1. ,  1. ,  4. , 12.5])
    """
    s, k = read_scores(scores, k)
    most = number_list(max_head)
    if most.shape != (1,) or not 0 <= most[0] <= 1:
        msg = f"max_head is a share, from 0 to 1, got {max_head!r}"
        raise DomainError(msg)
    exponent = peak_exponent(s)  # so that sums stay in range
    head = np.ldexp(s, -exponent)
    cuts: list[float] = []
    share = 0.0
    while len(cuts) < k - 1 and share <= most[0] and head[0] < head[-1]:
        cuts.append(float(np.clip(head.mean(), head[0], head[-1])))
        above = head[np.searchsorted(head, cuts[-1]) :]
        share = len(above) / len(head)
        head = above
    return fill_up(np.ldexp(np.array(cuts), exponent), k, s[0])


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
    check_scores(scores)
    k, c = check_k(k), number_list(cuts)
    if c.shape != (k - 1,) or not np.isfinite(c).all() or (np.diff(c) <= 0).any():
        msg = f"{k} grades need {k - 1} strictly ascending cuts, got {cuts!r}"
        raise DomainError(msg)
    return c
