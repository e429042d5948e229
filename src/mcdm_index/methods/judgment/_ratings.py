"""Weights from numbers that people give the criteria directly."""

from collections.abc import Sequence

import numpy as np

from mcdm_index._numeric import Vector, share
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.judgment._read import Names, amounts, at_least, check, label
from mcdm_index.methods.judgment._result import Judgment, judged_once

__all__ = ["direct_rating", "point_allocation", "smart"]


@register("judgment", cite="Doyle1997")
def direct_rating(ratings: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria in proportion to ratings of their importance.

    So are swing weights found, in which the criterion whose step from its worst to its
    best value matters most is rated 100, and the others in proportion.

    .. math::

        w_j = r_j / \textstyle\sum_k r_k

    Parameters
    ----------
    ratings : sequence or mapping by criterion
        Importance on any scale from 0, as 0 to 100; not all zero.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError
        A rating is negative, or all are zero.
    NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Doyle, J. R., Green, R. H. and Bottomley, P. A. (1997). Judging relative
       importance: direct rating and point allocation are not equivalent.
       Organizational Behavior and Human Decision Processes 70(1), 65-72.
       doi:10.1006/obhd.1997.2694

    Examples
    --------
    >>> direct_rating({"price": 90, "comfort": 30}).by_name
    {'price': 0.75, 'comfort': 0.25}
    """
    r, called = amounts(ratings, names, "ratings")
    return _in_proportion(r, called, "ratings")


@register("judgment", cite="Edwards1977")
def smart(
    ratings: object,
    *,
    least: float = 10.0,
    names: Sequence[str] | None = None,
) -> Judgment:
    r"""Weigh criteria by ratings upwards from the least important, which has 10.

    .. math::

        w_j = r_j / \textstyle\sum_k r_k, \qquad \min_k r_k = 10

    Parameters
    ----------
    ratings : sequence or mapping by criterion
        The least important criterion has `least`, the others as much more as they are
        more important.
    least : float, default 10
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError
        The smallest rating is not `least`.
    NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Edwards, W. (1977). How to use multiattribute utility measurement for social
       decisionmaking. IEEE Transactions on Systems, Man, and Cybernetics 7(5),
       326-340. doi:10.1109/TSMC.1977.4309720

    Examples
    --------
    >>> smart({"price": 50, "comfort": 40, "style": 10}).by_name
    {'price': 0.5, 'comfort': 0.4, 'style': 0.1}
    """
    r, called = amounts(ratings, names, "ratings")
    least = at_least(least, "least", np.finfo(float).tiny)
    rounding = 1e-9 * least
    check(r, called, "ratings", f"{least:g} or more", r < least - rounding)
    if r.min() > least + rounding:
        j = int(r.argmin())
        msg = (
            f"the least important criterion is the yardstick and has {least:g}; the "
            f"smallest rating is {r[j]:g}, of {label(called, j)}: rate the others from "
            "there, or set least"
        )
        raise DomainError(msg)
    return _in_proportion(r, called, "ratings")


@register("judgment", cite="Doyle1997")
def point_allocation(
    points: object,
    *,
    total: float = 100.0,
    names: Sequence[str] | None = None,
) -> Judgment:
    r"""Weigh criteria by how a fixed number of points is shared among them.

    .. math::

        w_j = p_j / \textstyle\sum_k p_k, \qquad \textstyle\sum_k p_k = 100

    Parameters
    ----------
    points : sequence or mapping by criterion
        Non-negative.
    total : float, default 100
        What the points must sum to; that they are made to is what tells the method
        from direct rating.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Nothing is judged twice: ``consistency_ratio`` and ``redundancy`` are 0.

    Raises
    ------
    DomainError
        Points are negative, or do not sum to `total`.
    NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError

    References
    ----------
    .. [1] Doyle, J. R., Green, R. H. and Bottomley, P. A. (1997). Judging relative
       importance: direct rating and point allocation are not equivalent.
       Organizational Behavior and Human Decision Processes 70(1), 65-72.
       doi:10.1006/obhd.1997.2694

    Examples
    --------
    >>> point_allocation({"price": 70, "comfort": 30}).by_name
    {'price': 0.7, 'comfort': 0.3}
    """
    total = at_least(total, "total", np.finfo(float).tiny)
    p, called = amounts(points, names, "points")
    check(p, called, "points", "non-negative", p < 0)
    with np.errstate(over="ignore"):
        spent = float(p.sum())
    if not abs(spent - total) <= 1e-9 * total:
        gap = f"{abs(spent - total):g} too {'many' if spent > total else 'few'}"
        msg = f"points must sum to {total:g}, and sum to {spent:g}: {gap}"
        raise DomainError(msg)
    return _in_proportion(p, called, "points")


def _in_proportion(numbers: Vector, names: Names, what: str) -> Judgment:
    check(numbers, names, what, "non-negative", numbers < 0)
    if not numbers.any():
        msg = f"{what} are all zero; at least one criterion must count"
        raise DomainError(msg)
    return judged_once(share(numbers), names)
