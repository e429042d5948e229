"""Sampling: from what is known of weights to draws of weights."""

from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import (
    Matrix,
    Vector,
    check_weights,
    one_vector,
    real_numbers,
)
from mcdm_index.errors import DomainError, ShapeError, UnknownColumnError, suggestion

__all__ = ["constrained_weights", "uniform_weights", "weight_noise"]

# Of chains side by side; each gives a draw after so many steps for each criterion.
_CHAINS: Final = 500
_THIN: Final = 2
# Steps until the first draw, for each square of the number of criteria.
_BURN_IN: Final = 10
# What is narrower than this has no inside.
_FLAT: Final = 1e-9


def uniform_weights(m: int, n_draws: int, *, rng: Any = None) -> Matrix:
    """Draw weights from all that sum to 1, none more likely than another.

    Parameters
    ----------
    m : int
        Number of criteria.
    n_draws : int
        Number of draws.
    rng : None, int or Generator, optional

    Returns
    -------
    ndarray of shape (n_draws, m)
        Each row is non-negative and sums to 1; the mean of each weight is 1 / m.

    Raises
    ------
    DomainError
        A number is not a whole one of 1 or more.

    References
    ----------
    .. [1] Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9(1),
       130-134. doi:10.1214/aos/1176345338

    Examples
    --------
    >>> uniform_weights(3, 1000, rng=0).mean(axis=0).round(1)
    array([0.3, 0.3, 0.3])
    """
    size = _whole(n_draws, "n_draws"), _whole(m, "m")
    steps = np.random.default_rng(rng).standard_exponential(size)
    return np.asarray(steps / steps.sum(axis=1, keepdims=True))


def _whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        msg = f"{name} must be a whole number of 1 or more, got {value!r}"
        raise DomainError(msg)
    return int(value)


def weight_noise(
    weights: ArrayLike, n_draws: int, *, concentration: float, rng: Any = None
) -> Matrix:
    r"""Draw weights from a Dirichlet distribution whose mean is the weights given.

    .. math::

        (W_1, \dots, W_m) \sim \mathrm{Dirichlet}(c\,w_1, \dots, c\,w_m), \qquad
        \mathrm{E}\, W_j = w_j, \quad
        \mathrm{sd}(W_j)^2 = \frac{w_j (1 - w_j)}{c + 1}

    Parameters
    ----------
    weights : array_like of shape (m,)
        Non-negative; they are scaled to sum 1.
    n_draws : int
        Number of draws.
    concentration : float
        The positive :math:`c`; the larger it is, the closer draws are to the weights.
        For a relative standard deviation r of a weight w take
        :math:`c = (1 - w) / (w r^2) - 1`: for 20 % of a weight of 0.1, 224.
    rng : None, int or Generator, optional

    Returns
    -------
    ndarray of shape (n_draws, m)
        Each row is non-negative and sums to 1. A weight of zero stays zero.

    Raises
    ------
    DomainError
        `concentration` is not a positive number, or `n_draws` not a whole number of 1
        or more.
    WeightsError

    See Also
    --------
    mcdm_index.grading.grade_probabilities : takes scores under such weights.

    Notes
    -----
    There is no default for the concentration: how sure the weights are is for those to
    say who chose them. Below a concentration of about the number of criteria, draws are
    often near 0 or 1.

    References
    ----------
    .. [1] Kotz, S., Balakrishnan, N. and Johnson, N. L. (2000). Continuous Multivariate
       Distributions, vol. 1, 2nd ed., chapter 49. Wiley. doi:10.1002/0471722065

    Examples
    --------
    >>> W = weight_noise([0.5, 0.3, 0.2, 0.0], 1000, concentration=50, rng=0)
    >>> W.shape, W.mean(axis=0).round(2)
    ((1000, 4), array([0.5, 0.3, 0.2, 0. ]))
    """
    w = one_vector(check_weights(weights, None))
    counts = w > 0
    c = real_numbers(concentration)
    # So small a concentration that a parameter of the distribution is 0 has no draws.
    if c is None or c.ndim or not np.isfinite(c) or not (c * w[counts] > 0).all():
        msg = f"concentration must be a positive number, got {concentration!r}"
        raise DomainError(msg)
    n: object = n_draws
    if isinstance(n, bool) or not isinstance(n, Integral) or n_draws < 1:
        msg = f"n_draws must be a whole number of 1 or more, got {n_draws!r}"
        raise DomainError(msg)
    W = np.zeros((n_draws, len(w)))
    W[:, counts] = np.random.default_rng(rng).dirichlet(c * w[counts], size=len(W))
    return W


class Constraint(NamedTuple):
    """One limit on weights: the row times the weights is at most the limit."""

    row: Vector
    limit: float
    text: str


def constrained_weights(
    names: int | Sequence[str],
    n_draws: int,
    *,
    low: Any = None,
    high: Any = None,
    order: Sequence[tuple[Any, Any]] = (),
    rng: Any = None,
) -> Matrix:
    r"""Draw weights within limits and in an order, none more likely than another.

    Uniform on :math:`\{w : \sum_j w_j = 1,\ l_j \le w_j \le h_j,\ w_a \ge w_b\}`, by
    hit-and-run [1]_: from a point inside, a direction is drawn, and then a point on the
    line through it, as far as the limits go; and so on.

    Parameters
    ----------
    names : int or sequence of str
        The criteria, or how many there are.
    n_draws : int
        Number of draws.
    low, high : float, one per criterion, or mapping by name, optional
        Limits within [0, 1]; those that a mapping leaves out are 0 and 1.
    order : sequence of pairs, optional
        Criteria of which the first weighs at least as much as the second, by name or
        position.
    rng : None, int or Generator, optional

    Returns
    -------
    ndarray of shape (n_draws, m)
        Each row sums to 1 and keeps all limits.

    Raises
    ------
    DomainError
        The limits contradict each other, or leave no room to draw from; those that do
        are named.
    ShapeError, UnknownColumnError

    Notes
    -----
    Draws are uniform in the limit. There are up to 500 chains, each of which makes
    :math:`10 m^2` steps before its first draw and 2 m between two; draws of one chain
    that follow each other are somewhat alike [2]_.

    References
    ----------
    .. [1] Smith, R. L. (1984). Efficient Monte Carlo procedures for generating points
       uniformly distributed over bounded regions. Operations Research 32(6), 1296-1308.
       doi:10.1287/opre.32.6.1296
    .. [2] Tervonen, T., van Valkenhoef, G., Basturk, N. and Postmus, D. (2013).
       Hit-and-run enables efficient weight generation for simulation-based multiple
       criteria decision analysis. European Journal of Operational Research 224(3),
       552-559. doi:10.1016/j.ejor.2012.08.026

    Examples
    --------
    >>> W = constrained_weights(
    ...     ["a", "b", "c"], 2000, high=0.6, order=[("a", "b")], rng=0
    ... )
    >>> bool((W[:, 0] >= W[:, 1]).all()), bool((W <= 0.6).all())
    (True, True)
    """
    n = _whole(n_draws, "n_draws")
    count = isinstance(names, int | np.integer)
    given: Any = range(_whole(names, "names")) if count else names
    known = tuple(map(str, given))
    m = len(known)
    limits = [*_bounds(low, known, -1.0), *_bounds(high, known, 1.0)]
    limits += [_ordered(pair, known) for pair in order]
    if m == 1:
        _inside(limits, 1)
        return np.ones((n, 1))
    return _walk(_inside(limits, m), limits, n, np.random.default_rng(rng))


def _bounds(given: Any, names: tuple[str, ...], side: float) -> list[Constraint]:
    """Read the lower (-1) or the upper (1) limits."""
    word, usual = ("low", 0.0) if side < 0 else ("high", 1.0)
    value = usual if given is None else given
    if isinstance(value, Mapping):
        for name in value:
            if str(name) not in names:
                hint = suggestion(str(name), names)
                msg = f"{word} for {name!r}, which is no criterion.{hint}"
                raise UnknownColumnError(msg)
        value = [value.get(name, usual) for name in names]
    elif labelled(value):
        value = by_label(value, names, word)
    numbers = real_numbers(np.atleast_1d(value))
    if numbers is None or numbers.shape not in ((1,), (len(names),)):
        msg = f"{word} is one share, or one for each of {len(names)} criteria"
        raise ShapeError(msg)
    each = np.broadcast_to(numbers, len(names))
    if not ((each >= 0) & (each <= 1)).all():
        msg = f"{word} must lie between 0 and 1, got {given!r}"
        raise DomainError(msg)
    rows = side * np.eye(len(names))
    return [
        Constraint(row, side * limit, f"{word} {limit:g} of {name!r}")
        for row, limit, name in zip(rows, each, names, strict=True)
    ]


def _ordered(pair: Any, names: tuple[str, ...]) -> Constraint:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        msg = f"order is a list of pairs of criteria, got {pair!r}"
        raise DomainError(msg)
    above, below = (_place(word, names) for word in pair)
    row = np.zeros(len(names))
    row[above] -= 1.0
    row[below] += 1.0
    return Constraint(row, 0.0, f"{names[above]!r} before {names[below]!r}")


def _place(word: Any, names: tuple[str, ...]) -> int:
    if str(word) in names:
        return names.index(str(word))
    msg = f"order speaks of {word!r}, which is no criterion."
    raise UnknownColumnError(msg + suggestion(str(word), names))


def _inside(limits: Sequence[Constraint], m: int) -> Vector:
    """Give the point that is farthest inside, or name the limits that leave no room."""
    point, room = _middle(limits, m)
    if room > _FLAT or (m == 1 and room >= 0):
        return point
    needed = list(limits)
    for limit in limits:
        rest = [other for other in needed if other is not limit]
        if _middle(rest, m)[1] <= _FLAT:
            needed = rest
    told = ", ".join(limit.text for limit in needed) or "the sum of 1"
    what = "contradict each other" if room < 0 else "leave no room to draw from"
    msg = f"these limits on weights {what}: {told}"
    raise DomainError(msg)


def _middle(limits: Sequence[Constraint], m: int) -> tuple[Vector, float]:
    """Find the centre of the largest ball inside, and its radius; -1 if there is none.

    The radius is that within the plane of weights that sum to 1.
    """
    from scipy.optimize import linprog

    A = np.array([limit.row for limit in limits]).reshape(-1, m)
    b = np.array([limit.limit for limit in limits])
    length = np.linalg.norm(A - A.mean(axis=1, keepdims=True), axis=1)
    found = linprog(
        np.r_[np.zeros(m), -1.0],
        A_ub=np.column_stack([A, length]) if len(limits) else None,
        b_ub=b if len(limits) else None,
        A_eq=np.r_[np.ones(m), 0.0][None],
        b_eq=[1.0],
        bounds=[(None, None)] * m + [(0, 1)],
    )
    if not found.success:
        return np.zeros(m), -1.0
    solution = np.asarray(found.x)
    return solution[:m], float(solution[m])


def _walk(
    start: Vector, limits: Sequence[Constraint], n: int, rng: np.random.Generator
) -> Matrix:
    """Walk from the point inside, many chains side by side."""
    m = len(start)
    A = np.array([limit.row for limit in limits])
    b = np.array([limit.limit for limit in limits])
    chains = min(n, _CHAINS)
    w = np.tile(start, (chains, 1))
    draws = []
    steps = _BURN_IN * m * m
    for _ in range(-(-n // chains)):
        for _ in range(steps):
            w = _step(w, A, b, rng)
        draws.append(w)
        steps = _THIN * m
    return np.concatenate(draws)[:n]


def _step(w: Matrix, A: Matrix, b: Vector, rng: np.random.Generator) -> Matrix:
    """Draw a direction for each chain, and a point on the line, within the limits."""
    d = rng.standard_normal(w.shape)
    d -= d.mean(axis=1, keepdims=True)
    room = np.maximum(b - w @ A.T, 0.0)
    speed = d @ A.T
    far = np.full_like(room, np.inf)
    np.divide(room, speed, out=far, where=speed != 0)
    ahead = np.where(speed > 0, far, np.inf).min(axis=1)
    behind = np.where(speed < 0, far, -np.inf).max(axis=1)
    t = behind + (ahead - behind) * rng.random(len(w))
    w = w + t[:, None] * d
    return np.asarray(w / w.sum(axis=1, keepdims=True))
