r"""Spacings: from values in order to how large each step is for where it stands.

In a sample from a smooth density the steps between neighbors in order are, near each
other, independent exponentials [1]_. Their size follows the density: in the tails it
grows. With the N steps numbered from the largest value down, this growth is modeled as

.. math::

    E(D_i) = \exp(a + b \ln i + c \ln (N + 1 - i) + d \, i / N),

which holds exactly for uniform values (b = c = d = 0), for exponential ones (b = -1)
and for those whose logarithms are uniform (b = c = 0), and nearly for other tails: b is
-4/3 for a Pareto tail of exponent 3.

References
----------
.. [1] Pyke, R. (1965). Spacings (with discussion). Journal of the Royal Statistical
   Society B 27(3), 395-449. doi:10.1111/j.2517-6161.1965.tb00602.x
"""

from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import EPS, Matrix, Vector

__all__ = [
    "Tail",
    "chance_of_ratios",
    "find_breaks",
    "lead_p_value",
    "spacing_ratios",
    "steps_down",
]

Tail: TypeAlias = Literal["adapted", "exponential"]

# Draws are handled in blocks of about this many numbers.
_BLOCK: Final = 4_000_000
# More rounds of the search for a trend than any table has needed; then it stands still.
_ROUNDS: Final = 200
# The search ends where a step promises less of a fall; a fall may round by the other.
_STANDS: Final = 1e-18
_ROUNDING: Final = 1e-10
_LITTLE: Final = 1e-3


def steps_down(values: Vector) -> tuple[Vector, NDArray[np.intp]]:
    """Give the steps from the largest value down to the smallest.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Finite, in any order. Values that differ by a rounding residue are equal.

    Returns
    -------
    steps : ndarray of shape (N,)
        Positive, between values that differ; on a scale of their own, on which the
        largest absolute value lies between 0.5 and 1.
    above : ndarray of int of shape (N,)
        How many values stand above each step.

    Examples
    --------
    >>> steps_down(np.array([1.0, 4.0, 2.0, 4.0]))
    (array([0.25 , 0.125]), array([2, 3]))
    """
    exponent = int(np.frexp(np.abs(values).max(initial=0.0))[1])
    ordered = np.sort(np.ldexp(values, -exponent))[::-1]
    D = ordered[:-1] - ordered[1:]
    real = np.flatnonzero(D > 4 * EPS)
    return D[real], real + 1


def spacing_ratios(
    D: Matrix, window: int, without: NDArray[np.bool_] | None = None
) -> Matrix:
    r"""Compare each step with those around it, all freed of the trend of their size.

    .. math::

        R_i = \frac{r_i}{\mathrm{mean}_j \, r_j}, \qquad r_i = D_i / E(D_i),

    over the 2 w nearest steps j, w on each side or more on one at the ends, without
    step i itself and without the largest of them: a second break nearby is to hide
    nothing.

    Parameters
    ----------
    D : ndarray of shape (..., N)
        Positive, on a common scale; N is 2 w + 1 or more.
    window : int
        w, 3 or more.
    without : ndarray of bool of shape (N,), optional
        Steps that are known to be breaks: the trend is fitted without them, and they
        are nobody's neighbors.

    Returns
    -------
    ndarray of shape (..., N)
        About 1 for a step like its neighbors, and 0 for one that is left out. Of
        exponential steps with a trend of the form above their distribution does not
        depend on that trend.

    Examples
    --------
    >>> spacing_ratios(np.array([1.0] * 6 + [9.0] + [1.0] * 6), 3)[5:8].round(1)
    array([0.9, 8.4, 0.9])
    """
    N = D.shape[-1]
    kept = np.arange(N) if without is None else np.flatnonzero(~without)
    X = _trend_columns(N)[kept]
    rows = D.reshape(-1, N)[:, kept]
    r = rows * np.exp(-_fit_trend(rows, X) @ X.T)
    n = len(kept)
    first = np.clip(np.arange(n) - window, 0, n - 2 * window - 1)
    near = first[:, None] + np.arange(2 * window)
    near += near >= np.arange(n)[:, None]  # not itself
    around = np.sort(r[:, near], axis=2)[:, :, :-1].mean(axis=2)
    ratios = np.zeros((len(rows), N))
    ratios[:, kept] = r / around
    return ratios.reshape(D.shape)


def chance_of_ratios(
    ratios: Vector,
    window: int,
    without: NDArray[np.bool_] | None = None,
    *,
    n_draws: int = 999,
    rng: Any = None,
) -> Vector:
    r"""Tell how often a smooth series of that length has a ratio as large, anywhere.

    .. math::

        p_i = \frac{1 + \#\{b : \max_j R^{(b)}_j \ge R_i\}}{1 + B}

    Parameters
    ----------
    ratios : ndarray of shape (N,)
        As `spacing_ratios` gives them.
    window, without
        With which they were computed.
    n_draws : int, default 999
        B, how many series of N exponential steps are drawn, and treated alike.
    rng : None, int or numpy.random.Generator, optional

    Returns
    -------
    ndarray of shape (N,)
        From 1 / (1 + B) to 1. Under the level all steps together are wrongly found in
        that share of smooth series.

    Examples
    --------
    >>> ratios = spacing_ratios(np.array([1.0] * 8 + [60.0] + [1.0] * 8), 3)
    >>> bool(chance_of_ratios(ratios, 3, rng=0)[8] <= 0.05)
    True
    """
    rng = np.random.default_rng(rng)
    N = len(ratios)
    step = max(1, _BLOCK // (N * 2 * window))
    most = np.concatenate(
        [
            spacing_ratios(
                rng.standard_exponential((min(step, n_draws - done), N)),
                window,
                without,
            ).max(axis=1)
            for done in range(0, n_draws, step)
        ]
    )
    reached = n_draws - np.searchsorted(np.sort(most), ratios, side="left")
    return np.asarray((1 + reached) / (1 + n_draws))


def find_breaks(
    D: Vector, window: int, *, level: float = 0.05, n_draws: int = 999, rng: Any = None
) -> tuple[Vector, Vector, NDArray[np.bool_]]:
    """Find steps that are too large for a smooth series, one after another.

    The step with the largest ratio is a break if its chance is not above the level. The
    others are then looked at anew without it, as it bends the trend, and so on until
    no step is large enough.

    Parameters
    ----------
    D : ndarray of shape (N,)
        As `steps_down` gives them.
    window, n_draws, rng
        As in `spacing_ratios` and `chance_of_ratios`.
    level : float, default 0.05

    Returns
    -------
    ratios, p_values : ndarray of shape (N,)
        When a step was found, and for the others in the end.
    found : ndarray of bool of shape (N,)

    Examples
    --------
    >>> D = np.array([1.0] * 8 + [60.0] + [1.0] * 8)
    >>> find_breaks(D, 3, rng=0)[2].nonzero()[0]
    array([8])
    """
    rng = np.random.default_rng(rng)
    N = len(D)
    ratios, p, found = np.zeros(N), np.ones(N), np.zeros(N, dtype=bool)
    while N - found.sum() > 2 * window:
        R = spacing_ratios(D, window, found)
        chance = chance_of_ratios(R, window, found, n_draws=n_draws, rng=rng)
        ratios, p = np.where(found, ratios, R), np.where(found, p, chance)
        largest = int(R.argmax())
        if chance[largest] > level:
            break
        found[largest] = True
    return ratios, p, found


def lead_p_value(
    values: Vector, neighbors: int = 10, *, tail: Tail = "adapted"
) -> float:
    r"""Tell how likely it is by chance that the largest value leads by as much.

    In an exponential tail the steps :math:`i D_i` are independent and alike. With the k
    steps that follow the first,

    .. math::

        R = \frac{D_1}{\frac{1}{k} \sum_{i=2}^{k+1} i D_i}, \qquad
        p = \left(1 + \frac{R}{k}\right)^{-k},

    which is the tail of F(2, 2k). *Adapted*, values x that are skewed to the right are
    first replaced by :math:`\ln(x + c)`, with c such that the quartiles of all but the
    largest value lie symmetric about their median,

    .. math::

        c = \frac{q_2^2 - q_1 q_3}{q_1 + q_3 - 2 q_2},

    and steps are looked at from the median up.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Finite.
    neighbors : int, default 10
        k at most.
    tail : {"adapted", "exponential"}, default "adapted"

    Returns
    -------
    float
        Too large, which errs on the safe side, where the tail is lighter than
        exponential. 1 if nothing follows the first step.

    Examples
    --------
    >>> x = np.array([9.0, 3.0, 2.5, 2.1, 1.9, 1.7, 1.6])
    >>> round(lead_p_value(x), 3), round(lead_p_value(x, tail="exponential"), 3)
    (0.318, 0.015)
    """
    if tail == "adapted":
        values = _unskewed(values)
    D = steps_down(values)[0][: neighbors + 1]
    k = len(D) - 1
    if k < 1:
        return 1.0
    R = D[0] / (np.arange(2, k + 2) * D[1:]).mean()
    return float((1 + R / k) ** -k)


def _unskewed(values: Vector) -> Vector:
    """Take logarithms of the upper half, from where its quartile mirrors the lower.

    They are those of ``(x + c) / (median + c)``, so that no digits are lost where c is
    far away, as it is if the values are hardly skewed.
    """
    exponent = int(np.frexp(np.abs(values).max(initial=0.0))[1])
    x = np.sort(np.ldexp(values, -exponent))
    if len(x) < 2:
        return x
    low, middle, high = np.quantile(x[:-1], [0.25, 0.5, 0.75])
    down, up = middle - low, high - middle
    if up - down <= 4 * EPS:
        return x
    over = x[x >= middle] - middle
    if down <= 4 * EPS:
        return np.asarray(np.log(over[over > 0]))
    return np.asarray(np.log1p(over * ((up - down) / up / down)))


def _trend_columns(N: int) -> Matrix:
    """Give the four terms of the trend; the last is centered."""
    i = np.arange(1, N + 1)
    middle = (2 * i - N - 1) / N
    return np.column_stack([np.ones(N), np.log(i), np.log(N + 1 - i), middle])


def _fit_trend(D: Matrix, X: Matrix) -> Matrix:
    """Fit exponential regressions with a logarithmic link, one per row of D.

    The negative log-likelihood, sum of ``eta + D exp(-eta)``, is convex. Its second
    derivatives may vanish in rounding where the trend is far off; a little of what is
    expected of them keeps the step defined.
    """
    beta = np.zeros((len(D), X.shape[1]))
    beta[:, 0] = np.log(D.mean(axis=1))
    squares = X[:, :, None] * X[:, None, :]
    expected = squares.sum(axis=0)
    loss = _loss(beta, D, X)
    for _ in range(_ROUNDS):
        r = D * np.exp(-beta @ X.T)
        slope = (1 - r) @ X
        observed = np.tensordot(r, squares, axes=1)
        information = observed + _LITTLE * expected
        move = -np.linalg.solve(information, slope[..., None])[..., 0]
        fall = -(slope * move).sum(axis=1)
        if fall.max() <= _STANDS:
            break
        beta, loss = _descend(beta, move, fall, loss, D, X)
    return beta


def _descend(
    beta: Matrix, move: Matrix, fall: Vector, loss: Vector, D: Matrix, X: Matrix
) -> tuple[Matrix, Vector]:
    """Go as far as the loss falls by a share of what its slope promises."""
    # No trend changes by more than exp(2) at once, so that none leaves the floats.
    length = np.minimum(1.0, 2 / np.maximum(np.abs(move @ X.T).max(axis=1), 1.0))
    while True:
        there = beta + length[:, None] * move
        found = _loss(there, D, X)
        slow = found > loss - 0.1 * length * fall + _ROUNDING
        if not slow.any():
            return there, found
        length = np.where(slow, length / 2, length)


def _loss(beta: Matrix, D: Matrix, X: Matrix) -> Vector:
    eta = beta @ X.T
    return np.asarray((eta + D * np.exp(-eta)).sum(axis=1))
