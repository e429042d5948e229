"""Weights within bounds and orders: uniform on what the constraints leave."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix, Vector, check_whole
from mcdm_index.errors import ShapeError, listing
from mcdm_index.methods.judgment._read import Names, label
from mcdm_index.methods.sampling._dirichlet import uniform_weights
from mcdm_index.methods.sampling._polytope import Polytope
from mcdm_index.methods.sampling._read import Before, read_order
from mcdm_index.methods.sampling._reject import Proposal, accepted
from mcdm_index.methods.sampling._walk import walk
from mcdm_index.methods.weighting._limit import read_limits

__all__ = ["constrained_weights"]


def constrained_weights(
    k: int,
    m: int | None = None,
    *,
    low: Any = None,
    high: Any = None,
    order: Any = None,
    names: Sequence[str] | None = None,
    burn_in: int | None = None,
    thin: int | None = None,
    rng: Any = None,
) -> Matrix:
    r"""Draw weights uniformly from all that keep to bounds and orders.

    The weights are uniform on

    .. math::

        \{ w : \textstyle\sum_j w_j = 1,\; l_j \le w_j \le u_j,\;
        w_a \ge w_b \text{ for each order of a before b} \} .

    If that can be done, independent draws from a simplex around this set are kept where
    they lie inside. With floors alone, or with a full order alone, all do. If fewer
    than 1 in 100 lie inside, or if some weights are fixed, the draws are made by
    hit-and-run: 512 chains start at mixtures of corners. In every step, each takes a
    random direction and goes to an even point of the chord through the set in that
    direction. After `burn_in` steps each chain gives a draw, and after every further
    `thin` steps another.

    Parameters
    ----------
    k : int
        Number of draws.
    m : int, optional
        Number of criteria; not needed beside `names`.
    low, high : float in [0, 1], sequence of them, or mapping by criterion, optional
        The least and the most that a criterion may have; one for all or one each. A
        mapping needs `names`, and leaves out criteria without a bound.
    order : sequence, optional
        Criteria from the most important on, by name or position: all of them or some,
        the others being free. Or statements such as ``("a", ">", "b")`` and
        ``("c", "<", "a")``.
    names : sequence of str, optional
        What the criteria are called.
    burn_in : int, optional
        By default :math:`4 d^2`, and 100 or more, in d dimensions, where d is m - 1
        unless some weights are fixed.
    thin : int, optional
        By default :math:`d^2 / 4`, and 10 or more.
    rng : None, int or Generator, optional
        Seed of the draws.

    Returns
    -------
    ndarray of shape (k, m)
        Each row sums to 1 and keeps to all constraints, up to rounding. If only one
        weight vector keeps to them, all rows are that one. Where there is no
        constraint, the draws are those of `uniform_weights`.

    Raises
    ------
    WeightsError
        No weights keep to all constraints. The message names some that contradict each
        other, and each of them is needed for that.
    DomainError, ShapeError, UnknownColumnError

    Notes
    -----
    For a while the chains show where they started. The burn-in by default was tested on
    sets whose mean is known, such as all weights in a given order. Draws of one chain
    that follow each other are not independent, and a larger `thin` makes them more so;
    the first 512 are those of different chains. See [2]_ on both. A set no wider than
    1e-9 in some direction counts as flat there.

    References
    ----------
    .. [1] Smith, R. L. (1984). Efficient Monte Carlo procedures for generating points
       uniformly distributed over bounded regions. Operations Research 32(6), 1296-1308.
       doi:10.1287/opre.32.6.1296
    .. [2] Tervonen, T., van Valkenhoef, G., Basturk, N. and Postmus, D. (2013).
       Hit-And-Run enables efficient weight generation for simulation-based multiple
       criteria decision analysis. European Journal of Operational Research 224(3),
       552-559. doi:10.1016/j.ejor.2012.08.026

    Examples
    --------
    >>> w = constrained_weights(1000, names="abc", order=["a", "b", "c"], rng=0)
    >>> bool((np.diff(w) <= 1e-12).all())
    True
    >>> w.mean(axis=0).round(2)
    array([0.61, 0.27, 0.11])
    """
    k = check_whole(k, "k, the number of draws,")
    m, called = _criteria(m, names)
    generator = np.random.default_rng(rng)
    if low is None and high is None and order is None:
        return uniform_weights(k, m, rng=generator)
    floors, pairs = (
        read_limits(low, 0.0, m, called, "low"),
        read_order(order, m, called),
    )
    caps = read_limits(high, 1.0, m, called, "high")
    polytope = _polytope(floors, caps, pairs, called)
    inside = polytope.inside()
    d = len(inside.directions)
    long = max(100, 4 * d**2) if burn_in is None else check_whole(burn_in, "burn_in")
    step = max(10, d**2 // 4) if thin is None else check_whole(thin, "thin")
    if d == m - 1:
        proposal = Proposal(floors, pairs)
        drawn = accepted(polytope, proposal, k, generator)
        if drawn is not None:
            return drawn
    return walk(inside, k, burn_in=long, thin=step, rng=generator)


def _criteria(m: int | None, names: Sequence[str] | None) -> tuple[int, Names]:
    """Say how many criteria there are, and what they are called."""
    if names is None:
        return check_whole(m, "m, or else names: the number of criteria"), None
    called = tuple(map(str, names))
    if m not in (None, len(called)):
        msg = f"there are {m} criteria, got {len(called)} names: {listing(called)}"
        raise ShapeError(msg)
    return check_whole(len(called), "the number of names"), called


def _polytope(
    floors: Vector, caps: Vector, pairs: Sequence[Before], names: Names
) -> Polytope:
    """Write the constraints as inequalities."""
    m = len(floors)
    unit, capped = np.eye(m), caps < 1
    called = [str(label(names, j)) for j in range(m)]
    return Polytope(
        rows=np.vstack(
            [-unit, unit[capped], *(unit[b.less] - unit[b.more] for b in pairs)]
        ),
        bounds=np.concatenate([-floors, caps[capped], np.zeros(len(pairs))]),
        words=[
            *(f"{called[j]} at least {floors[j]:g}" for j in range(m)),
            *(f"{called[j]} at most {caps[j]:g}" for j in np.flatnonzero(capped)),
            *(f"{called[b.more]} above {called[b.less]}" for b in pairs),
        ],
    )
