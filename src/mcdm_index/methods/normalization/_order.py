"""Normalization by order: only which value is larger counts, not by how much."""

import numpy as np

from mcdm_index._numeric import Container
from mcdm_index._registry import register
from mcdm_index.engine import Kernel
from mcdm_index.methods._kernels import Chain, Rescale
from mcdm_index.methods._standing import Standing, Ties
from mcdm_index.methods.normalization._fit import Polarities, apply, costs
from mcdm_index.statistics import ColumnStats

__all__ = ["borda", "percentile", "rank"]


def _turn(polarity: Polarities, **_: object) -> tuple[Polarities, Kernel | None]:
    """Turn costs around by their sign, before anything is learned."""
    cost = costs(polarity)
    if not cost.any():
        return polarity, None
    still = np.zeros(len(cost), dtype=np.int64)
    return polarity, Rescale(np.zeros(len(cost)), np.where(cost, -1.0, 1.0), still)


def _beaten(
    stats: ColumnStats, ties: Ties, *, of: object = 1, clip: bool = False
) -> Chain:
    """Count how many units are beaten, as a share `of` some number."""
    m = len(stats.low)
    others = np.broadcast_to(np.asarray(of, dtype=float), (m,))
    count = Rescale(np.ones(m), others, np.zeros(m, dtype=np.int64), clip=clip)
    return Chain(Standing.learn(stats, ties), count)


def _learn_rank(stats: ColumnStats, _: Polarities, *, ties: Ties = "min") -> Standing:
    return Standing.learn(stats, ties)


@register(
    "normalization",
    learn=_learn_rank,
    needs=("order",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="OECD2008",
    first=_turn,
)
def rank(X: Container, polarity: object = None, *, ties: Ties = "min") -> Container:
    r"""Normalize to ranks that count upwards: 1 for the worst, n for the best.

    A value with L others worse than it and E, itself included, equal to it gets
    :math:`L + 1`, :math:`L + (E + 1)/2` or :math:`L + E`. (The ranks of results, by
    contrast, have 1 for the best.) A new value that equals none that was learned lies
    half-way between its neighbours, at :math:`L + 1/2`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    ties : {"min", "average", "max"}, default "min"
        What equal values get.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        From 1 to n for the learned rows. A constant column is 1, (n + 1)/2 or n, as
        `ties` says.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> rank(np.array([[30.0], [10.0], [30.0], [20.0]])).ravel().tolist()
    [3.0, 1.0, 3.0, 2.0]
    """
    return apply("rank", X, polarity, ties=ties)


def _learn_borda(stats: ColumnStats, _: Polarities, *, ties: Ties = "min") -> Chain:
    return _beaten(stats, ties)


@register(
    "normalization",
    learn=_learn_borda,
    needs=("order",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="Emerson2013",
    first=_turn,
)
def borda(X: Container, polarity: object = None, *, ties: Ties = "min") -> Container:
    r"""Normalize to Borda points: how many units a unit beats.

    .. math:: z = \mathrm{rank} - 1

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    ties : {"min", "average", "max"}, default "min"
        A unit that equals others beats none of them, half of them, or all.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        From 0 to n - 1 for the learned rows. A constant column is 0, (n - 1)/2 or
        n - 1, as `ties` says. New values lie half-way between their neighbours.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Emerson, P. (2013). The original Borda count and partial voting. Social
       Choice and Welfare 40, 353-358. doi:10.1007/s00355-011-0603-9

    Examples
    --------
    >>> import numpy as np
    >>> borda(np.array([[30.0], [10.0], [20.0]]), "min").ravel().tolist()
    [0.0, 2.0, 1.0]
    """
    return apply("borda", X, polarity, ties=ties)


def _learn_percentile(
    stats: ColumnStats, _: Polarities, *, ties: Ties = "min"
) -> Chain:
    return _beaten(stats, ties, of=stats.n - 1, clip=True)


@register(
    "normalization",
    learn=_learn_percentile,
    needs=("order",),
    promises=("scale", "shift", "in_order", "invertible"),
    cite="OECD2008",
    aliases=("percentile_rank", "prank"),
    first=_turn,
)
def percentile(
    X: Container, polarity: object = None, *, ties: Ties = "min"
) -> Container:
    r"""Normalize to percentile ranks: the share of the other units a unit beats.

    .. math:: z = \frac{\mathrm{rank} - 1}{n - 1}

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1 as in `minmax`.
    ties : {"min", "average", "max"}, default "min"
        A unit that equals others beats none of them, half of them, or all.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within [0, 1], also for new values. A constant column is 0, 0.5 or 1, as `ties`
        says, and a single unit 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> percentile(np.array([[30.0], [10.0], [20.0], [90.0], [40.0]])).ravel().tolist()
    [0.5, 0.0, 0.25, 1.0, 0.75]
    """
    return apply("percentile", X, polarity, ties=ties)
