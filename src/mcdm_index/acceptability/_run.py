"""SMAA: from a table and uncertain weights to how often each unit has each rank."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mcdm_index._numeric import Matrix, Vector, ranks, real_numbers
from mcdm_index.acceptability._distribution import (
    Smaa,
    check_memory,
    summary_names,
    summed_up,
)
from mcdm_index.acceptability._draws import (
    Draws,
    Evaluation,
    Given,
    open_draws,
    open_evaluation,
    read_levels,
)
from mcdm_index.acceptability._tally import RankTally
from mcdm_index.errors import DomainError

__all__ = ["smaa"]


def smaa(
    X: Any,
    method: Any = "topsis",
    weights: Any = "uniform",
    polarity: object = None,
    *,
    n: int | None = None,
    options: Mapping[str, Any] | None = None,
    levels: Sequence[float] = (0.025, 0.5, 0.975),
    cuts: ArrayLike | None = None,
    pairs: bool = True,
    memory: int = 1 << 29,
    rng: Any = None,
) -> Smaa:
    r"""Rank units under many weights, and tell how often each has each rank (SMAA-2).

    With the rank of unit i under the weights w, and P the distribution of the weights,

    .. math::

        b_i^r = P(\mathrm{rank}_i(w) = r), \qquad
        w_i^c = E(w \mid \mathrm{rank}_i(w) = 1), \qquad
        c_{ij} = P(s_i > s_j) + \tfrac{1}{2} P(s_i = s_j)

    are the rank acceptability indices, the central weights and the pairwise winning
    indices.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria), or several of them
        Raw values. Of several tables, such as imputed ones, in a list or an array of
        three dimensions, the draws take one after the other, in turn.
    method : str or callable, default "topsis"
        A registered scoring method; or a function of X, weights and polarity, which is
        called once per draw.
    weights : "uniform", callable or array_like, default "uniform"
        All weights equally likely; or a sampler, called as ``sampler(k, rng=rng)`` for
        k draws of shape (k, n_criteria), such as ``partial(mi.sampling.weights_around,
        w, spread=0.1)``; or the draws themselves, (n_draws, n_criteria).
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    n : int, optional
        Number of draws; 10,000 by default.
    options : mapping, optional
        Keyword options of the scoring method.
    levels : sequence of float, default (0.025, 0.5, 0.975)
        Probabilities of the quantiles of the scores.
    cuts : array_like of shape (k - 1,), optional
        Ascending scores that separate k grades; a score equal to a cut has the grade
        above it.
    pairs : bool, default True
        Whether to compare all pairs of units, which takes longer than all the rest.
    memory : int, default 2**29
        How many bytes counts and scores may take at the same time. If the scores of all
        draws do not fit, their quantiles are found for some units after others, for
        which the draws are made and scored again. Besides, one block of draws takes
        about 100 MB at the most, for up to 10,000 units.
    rng : None, int or Generator, optional
        Seed of the draws.

    Returns
    -------
    Smaa
        The same for the same seed, whatever the memory.

    Raises
    ------
    DomainError
        The counts alone do not fit into the memory, or an argument is out of range.
    WeightsError
        One weight vector is given rather than draws, or a draw is no set of weights.
    ShapeError, UnknownMethodError, EmptyDataError, MissingDataError, NonFiniteError

    See Also
    --------
    sampling : Samplers of weights: around given ones, within bounds, in an order.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria
       acceptability analysis for group decision making. Operations Research 49(3),
       444-454. doi:10.1287/opre.49.3.444.11220
    .. [2] Leskinen, P., Viitanen, J., Kangas, A. and Kangas, J. (2006). Alternatives to
       incorporate uncertainty and risk attitude in multicriteria evaluation of forest
       plans. Forest Science 52(3), 304-312. doi:10.1093/forestscience/52.3.304

    Examples
    --------
    >>> X = pd.DataFrame(
    ...     {"gdp": [8.1, 5.2, 6.6, 3.9], "smog": [61, 35, 72, 20]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> found = smaa(X, "weighted_sum", polarity=["+", "-"], rng=0)
    >>> found.acceptability.round(2)
    rank     1     2     3     4
    Ada   0.56  0.02  0.42  0.00
    Bel   0.00  0.62  0.38  0.00
    Dun   0.00  0.32  0.07  0.61
    Eri   0.44  0.04  0.13  0.39
    """
    evaluation = open_evaluation(X, method, polarity, options)
    draws = open_draws(weights, n, evaluation.rows, rng)
    n_units, m = evaluation.rows.shape
    limits, p = _cuts(cuts), read_levels(levels)
    room = check_memory(n_units, memory, pairs=pairs)
    tally = RankTally(n_units, m, cuts=limits, pairs=pairs)
    spread, quantiles = _scores(evaluation, draws, tally, p, room)
    return _labelled(evaluation, tally, np.column_stack([spread, quantiles]), p)


def _cuts(cuts: Any) -> Vector | None:
    if cuts is None:
        return None
    limits = real_numbers(cuts)
    if limits is None or limits.ndim != 1 or not limits.size:
        msg = f"cuts must be a list of scores, got {cuts!r}"
        raise DomainError(msg)
    if not np.isfinite(limits).all() or (np.diff(limits) < 0).any():
        msg = f"cuts must be finite and ascend, got {cuts!r}"
        raise DomainError(msg)
    return limits


def _scores(
    evaluation: Evaluation,
    draws: Draws | Given,
    tally: RankTally,
    p: Vector,
    room: int,
) -> tuple[Matrix, Matrix]:
    """Count ranks in one pass; keep the scores of as many units as there is room for.

    Gives their means and standard deviations, and their quantiles, exactly.
    """
    n_units = evaluation.rows.shape[0]
    step = min(n_units, max(1, room // (8 * draws.n)))
    spread, quantiles = np.empty((n_units, 2)), np.empty((n_units, len(p)))
    room_for = np.empty((step, draws.n))
    for first in range(0, n_units, step):
        those = slice(first, first + step)
        kept = room_for[: n_units - first]
        at = 0
        for w, s in evaluation.over(draws):
            if not first:
                tally.add(s, w)
            kept[:, at : at + len(s)] = s[:, those].T
            at += len(s)
        for i, row in enumerate(kept, first):  # so that no copy is made of them all
            spread[i] = row.mean(), row.std()
            quantiles[i] = np.quantile(row, p, overwrite_input=True)
    return spread, quantiles


def _confidence(evaluation: Evaluation, tally: RankTally, central: Matrix) -> Vector:
    """Score every table under the central weights of each unit that is ever first."""
    some = np.flatnonzero(tally.places[:, 0])
    first = np.zeros(len(some))
    for t in range(len(evaluation.tables)):
        placed = ranks(evaluation.scores(t, central[some]))
        first += placed[np.arange(len(some)), some] == 1
    found = np.full(len(central), np.nan)
    found[some] = first / len(evaluation.tables)
    return found


def _labelled(
    evaluation: Evaluation, tally: RankTally, scores: Matrix, p: Vector
) -> Smaa:
    """Put names to what was counted."""
    rows = evaluation.rows
    units = pd.RangeIndex(rows.shape[0]) if rows.index is None else rows.index
    central = np.full(tally.firsts.shape, np.nan)
    some = tally.places[:, 0] > 0
    central[some] = tally.firsts[some] / tally.places[some, :1]
    confidence = _confidence(evaluation, tally, central)
    summary = pd.DataFrame(scores, units, summary_names(p))
    return Smaa(
        **summed_up(tally, units, summary),
        central_weights=pd.DataFrame(central, units, rows.names).astype("Float64"),
        confidence=pd.Series(confidence, units, name="confidence").astype("Float64"),
    )
