"""Shares: how concentrated a total is on classes, and who has more than its due."""

import numpy as np

from mcdm_index._labels import in_order_of, labelled
from mcdm_index._numeric import Container, Vector, share
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.methods.inequality._values import read_nonnegative

__all__ = ["hhi", "location_quotient"]


def hhi(amounts: Container, *, normalized: bool = False) -> float:
    r"""Give the Herfindahl-Hirschman index of concentration.

    .. math::

        H = \sum_j s_j^2, \qquad H^* = \frac{H - 1/k}{1 - 1/k}

    Parameters
    ----------
    amounts : array_like or Series of shape (k,)
        What each class has, on any scale; not negative, not all 0. They are scaled to
        shares :math:`s` of sum 1.
    normalized : bool, default False
        Give :math:`H^*`, which does not depend on the number of classes.

    Returns
    -------
    float
        From :math:`1/k`, or 0 if normalized, where all have the same, to 1, where one
        has everything. One class has everything: 1.

    Raises
    ------
    DomainError
        An amount is negative, or all are 0.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, ShapeError

    References
    ----------
    .. [1] Rhoades, S. A. (1993). The Herfindahl-Hirschman index. Federal Reserve
       Bulletin 79, 188-189.

    Examples
    --------
    >>> hhi([3, 1]), hhi([3, 1], normalized=True)
    (0.625, 0.25)
    """
    v = np.sort(read_nonnegative(amounts, "amounts").values[:, 0])
    k = len(v)
    if not v.any():
        msg = f"all {k} amounts are 0, so that there is nothing to be shared"
        raise DomainError(msg)
    s = share(v)
    if not normalized:
        return float(s @ s)
    # The sum of squares around 1/k: equal shares have 0 exactly.
    return float(((s - s.sum() / k) ** 2).sum() / (1 - 1 / k)) if k > 1 else 1.0


def location_quotient(
    part: Container,
    whole: Container,
    *,
    totals: tuple[float, float] | None = None,
) -> Vector:
    r"""Compare the share of each class in a part with its share in the whole.

    .. math::

        LQ_j = \frac{a_j / \sum_h a_h}{b_j / \sum_h b_h}

    Parameters
    ----------
    part : array_like or Series of shape (k,)
        What of the part each class has; not negative, not all 0.
    whole : array_like or Series of shape (k,)
        What of the whole each class has; positive.
    totals : tuple of two float, optional
        Those of the part and of the whole, where classes overlap or leave something
        out. By default the sums over the classes.

    Returns
    -------
    ndarray of shape (k,)
        Above 1 where a class has more of the part than of the whole; 0 where it has
        none of it.

    Raises
    ------
    DomainError
        A value or a total is out of its range.
    ShapeError
        The two differ in length.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Isserman, A. M. (1977). The location quotient approach to estimating regional
       economic impacts. Journal of the American Institute of Planners 43(1), 33-41.
       doi:10.1080/01944367708977758

    Examples
    --------
    >>> location_quotient([6, 2], [10, 30])
    array([3.        , 0.33333333])
    >>> location_quotient([6, 2], [10, 30], totals=(8, 80))
    array([6.        , 0.66666667])
    """
    rows = read_nonnegative(whole, "whole")
    if rows.index is not None and labelled(part):
        part = in_order_of(part, rows.index, "part")
    a = read_nonnegative(part, "part").values[:, 0]
    b = rows.values[:, 0]
    if a.shape != b.shape:
        msg = f"part and whole must have the same classes, got {len(a)} and {len(b)}"
        raise ShapeError(msg)
    if not b.all():
        empty = rows.row(int(np.argmin(b)))
        msg = f"{empty} has nothing of the whole, and no quotient; leave it out"
        raise DomainError(msg)
    of_part, of_whole = (a.sum(), b.sum()) if totals is None else totals
    if not (0 < of_part < np.inf and 0 < of_whole < np.inf):
        msg = f"totals must be positive and finite, got {of_part:g} and {of_whole:g}"
        raise DomainError(msg)
    return np.asarray((a / of_part) / (b / of_whole))
