"""Morris screening: from a function of factors to its elementary effects."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, check_whole, peak_exponent
from mcdm_index.errors import DomainError
from mcdm_index.sensitivity._evaluate import (
    Function,
    check_failed,
    check_most_failed,
    evaluate,
    points_frame,
)
from mcdm_index.sensitivity._factors import Factors, read_factors

__all__ = ["ElementaryEffects", "morris"]


@dataclass(frozen=True, eq=False)
class ElementaryEffects:
    """What `morris` found.

    Attributes
    ----------
    table : DataFrame
        One row per output and factor, both in the row index, with the columns `mu`,
        `mu_star`, `mu_star_se` and `sigma`.
    failed : DataFrame
        Points at which the function gave NaN.
    trajectories, n_used : int
        How many there were, and how many of them had no point that failed.
    evaluations : int
        How often the function was evaluated.
    """

    table: pd.DataFrame
    failed: pd.DataFrame
    trajectories: int
    n_used: int
    evaluations: int


def morris(
    function: Function,
    factors: Factors,
    trajectories: int = 20,
    levels: int = 4,
    *,
    rng: int | np.random.Generator | None = None,
    vectorized: bool = True,
    block: int | None = None,
    n_jobs: int | None = None,
    most_failed: float = 0.1,
) -> ElementaryEffects:
    r"""Screen factors by what a step in each of them changes, from many places.

    A trajectory starts somewhere on a grid in the unit cube and takes one step
    :math:`\pm\Delta` in each of the d factors, in random order [1]_. The step in factor
    i has the elementary effect

    .. math::

        e_i = \frac{y(u + \Delta_i) - y(u)}{\Delta}, \qquad
        \Delta = \frac{p}{2 (p - 1)},

    with p levels in each factor. Over r trajectories,

    .. math::

        \mu_i = \bar e_i, \qquad \mu^*_i = \overline{|e_i|}, \qquad
        \sigma_i = \operatorname{sd}(e_i).

    Parameters
    ----------
    function, factors, vectorized, block, n_jobs
        As in `sobol`.
    trajectories : int, default 20
        r, 2 or more. The function is evaluated ``trajectories * (d + 1)`` times.
    levels : int, default 4
        p, even. They are 0, 1/(p - 1), ..., 1: a normal distribution needs `tails`. A
        choice of k values shows all of them only if there are enough levels.
    rng : None, int or numpy.random.Generator, optional
    most_failed : float, default 0.1
        What share of the trajectories may have a point that failed. They are left out.

    Returns
    -------
    ElementaryEffects
        In units of the output, for a factor that goes from one end of its distribution
        to the other. `mu_star` [2]_ says how much a factor matters; 0 in a factor on
        which nothing depends. `mu` is that with its sign, so that effects in opposite
        directions cancel. A `sigma` that is large beside `mu_star` says that the effect
        depends on where one stands: it is curved, or there are interactions.
        `mu_star_se` is the standard error of `mu_star`, over the trajectories.

    Raises
    ------
    DomainError
        `levels` is odd, too many trajectories failed, or an option is out of range.
    ShapeError, NotNumericError, NonFiniteError, DuplicateLabelError, EmptyDataError
        As in `sobol`.

    Notes
    -----
    It is cheaper than `sobol`, and says less: which factors can be left alone. Effects
    are seen between two levels only; what happens in between is not.

    References
    ----------
    .. [1] Morris, M. D. (1991). Factorial sampling plans for preliminary computational
       experiments. Technometrics 33(2), 161-174. doi:10.1080/00401706.1991.10484804
    .. [2] Campolongo, F., Cariboni, J. and Saltelli, A. (2007). An effective screening
       design for sensitivity analysis of large models. Environmental Modelling &
       Software 22(10), 1509-1518. doi:10.1016/j.envsoft.2006.10.004

    Examples
    --------
    >>> found = morris(lambda x: 3 * x[:, 0] - x[:, 1], ["a", "b", "c"], rng=0)
    >>> found.table["mu"].round(6).tolist()
    [3.0, -1.0, 0.0]
    >>> found.table["mu_star"].round(6).tolist()
    [3.0, 1.0, 0.0]
    """
    cube = read_factors(factors)
    r, p = check_whole(trajectories, "trajectories"), check_whole(levels, "levels")
    check_most_failed(most_failed)
    if r < 2 or p % 2:
        msg = (
            "morris needs two trajectories or more, and an even number of levels, got "
            f"{trajectories} and {levels}"
        )
        raise DomainError(msg)
    u, order, up = _trajectories(cube.d, r, p, np.random.default_rng(rng))
    flat = u.reshape(-1, cube.d)
    came = evaluate(
        function, cube, flat, vectorized=vectorized, block=block, n_jobs=n_jobs
    )
    good = ~came.failed.reshape(r, -1).any(axis=1)
    first_bad = flat[int(np.argmax(came.failed))]
    check_failed(int((~good).sum()), r, most_failed, cube, first_bad)
    y = came.numbers.reshape(r, cube.d + 1, -1)[good]
    effects = _effects(y, order[good], up[good], p / (2 * (p - 1)))
    rows = [(name, factor) for name in came.names for factor in cube.names]
    index = pd.MultiIndex.from_tuples(rows, names=["output", "factor"])
    failed = points_frame(cube, flat[came.failed])
    table = pd.DataFrame(_summary(effects), index)
    return ElementaryEffects(table, failed, r, len(y), len(flat))


def _trajectories(
    d: int, r: int, p: int, rng: np.random.Generator
) -> tuple[Matrix, Matrix, Matrix]:
    """Give points (r, d + 1, d), which factor moves in each step, and whether up."""
    start = rng.integers(p, size=(r, d))
    order = rng.permuted(np.tile(np.arange(d), (r, 1)), axis=1)
    up = np.where(start < p // 2, 1, -1)
    # Factor i has moved from the step at which its turn came.
    moved = np.arange(d + 1)[:, None] > np.argsort(order, axis=1)[:, None, :]
    steps = start[:, None, :] + moved * (up * (p // 2))[:, None, :]
    return steps / (p - 1), order, np.take_along_axis(up, order, axis=1)


def _effects(y: Matrix, order: Matrix, up: Matrix, delta: float) -> Matrix:
    """Give elementary effects (r, d, q), by factor."""
    power = peak_exponent(y.reshape(-1, y.shape[2]))
    steps = np.diff(np.ldexp(y, -power), axis=1) * up[:, :, None] / delta
    by_factor = np.argsort(order, axis=1)[:, :, None]
    return np.ldexp(np.take_along_axis(steps, by_factor, axis=1), power)


def _summary(effects: Matrix) -> dict[str, Vector]:
    """Give the statistics of effects, output by output."""
    power = peak_exponent(effects.reshape(-1, effects.shape[2]))
    e = np.ldexp(effects, -power)
    size = np.abs(e)
    statistics = {
        "mu": e.mean(axis=0),
        "mu_star": size.mean(axis=0),
        "mu_star_se": size.std(axis=0, ddof=1) / np.sqrt(len(e)),
        "sigma": e.std(axis=0, ddof=1),
    }
    return {name: np.ldexp(x, power).T.ravel() for name, x in statistics.items()}
