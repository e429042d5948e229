"""What draws say of the ranks: probabilities, intervals, central weights, an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector, check_whole, real_numbers
from mcdm_index.acceptability._order import RobustOrder, robust_order
from mcdm_index.acceptability._tally import RankTally
from mcdm_index.errors import DomainError, ShapeError, UnknownMethodError, suggestion

__all__ = ["RankDistribution", "Smaa", "check_memory", "summary_names", "summed_up"]


@dataclass(frozen=True, eq=False)
class RankDistribution:
    r"""How units rank in many draws of whatever is uncertain.

    All probabilities are shares of the draws.

    Attributes
    ----------
    n_draws : int
        Number of draws; a probability of p has the standard error :math:`\sqrt{p (1 -
        p) / n}` if they are independent.
    acceptability : DataFrame of shape (n_units, n_units)
        Rank acceptability indices: the probability that a unit has rank 1, 2 and so on.
        Units that tie share the best rank, so that a column can sum to more or less
        than 1, and a row cannot.
    beats : DataFrame of shape (n_units, n_units) or None
        Pairwise winning indices: the probability that the row is ahead of the column, a
        tie being half a win. None if pairs were not asked for.
    scores : DataFrame
        Mean, standard deviation and quantiles of the scores.
    grades : DataFrame of shape (n_units, k) or None
        Probability of each grade, from 1 (worst), if cuts were given.
    """

    n_draws: int
    acceptability: pd.DataFrame
    beats: pd.DataFrame | None
    scores: pd.DataFrame
    grades: pd.DataFrame | None

    @property
    def mean_rank(self) -> pd.Series:
        """Mean of the ranks of each unit."""
        places = self.acceptability.columns.to_numpy(float)
        return self._weighted(places, "mean_rank")

    @property
    def median_rank(self) -> pd.Series:
        """The best rank that a unit keeps, or betters, in half of the draws or more."""
        return self.rank_quantile(0.5).rename("median_rank")

    def top(self, k: int) -> pd.Series:
        """Give the probability that a unit is among the first k.

        Parameters
        ----------
        k : int
            1 or more.

        Returns
        -------
        Series

        Raises
        ------
        DomainError
        """
        places = self.acceptability.iloc[:, : check_whole(k, "k")]
        return places.sum(axis=1).rename(f"top {k}")

    def rank_quantile(self, q: float) -> pd.Series:
        """Give the best rank that a unit keeps, or betters, with probability q or more.

        Parameters
        ----------
        q : float in (0, 1]

        Returns
        -------
        Series of int

        Raises
        ------
        DomainError
        """
        p = _probability(q, "q")
        counts = np.rint(self.acceptability.to_numpy() * self.n_draws).cumsum(axis=1)
        place = 1 + (counts < p * self.n_draws * (1 - 1e-12)).sum(axis=1)
        return pd.Series(place, index=self.acceptability.index, name=f"{q:g}")

    def rank_intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Give the ranks between which a unit lies with a probability.

        Parameters
        ----------
        level : float in (0, 1], default 0.95

        Returns
        -------
        DataFrame
            `best` and `worst`, the quantiles (1 - level) / 2 and (1 + level) / 2; at 1
            the best and the worst rank of all draws.

        Raises
        ------
        DomainError
        """
        tail = (1 - _probability(level, "level")) / 2
        low = max(tail, 0.5 / self.n_draws)
        best, worst = self.rank_quantile(low), self.rank_quantile(1 - tail)
        return pd.DataFrame({"best": best, "worst": worst})

    def holistic(self, metaweights: Any = "centroid") -> pd.Series:
        r"""Sum up the acceptability of all ranks, the better ones counting for more.

        .. math:: a_i = \sum_r \alpha_r b_i^r

        Parameters
        ----------
        metaweights : {"centroid", "linear", "inverse"} or array_like of (n_units,)
            :math:`\alpha_r`: the centroid of all that descend, :math:`\sum_{i \ge r}
            \frac{1}{i} / \sum_i \frac{1}{i}`; :math:`(n - r) / (n - 1)`; or 1/r. The
            first is 1 in all three. Or numbers that do not ascend.

        Returns
        -------
        Series
            Holistic acceptability; 1 for a unit that is always first.

        Raises
        ------
        UnknownMethodError, ShapeError, DomainError

        References
        ----------
        .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria
           acceptability analysis for group decision making. Operations Research 49(3),
           444-454. doi:10.1287/opre.49.3.444.11220
        """
        alpha = _metaweights(metaweights, self.acceptability.shape[1])
        return self._weighted(alpha, "holistic")

    def _weighted(self, by_rank: Vector, name: str) -> pd.Series:
        total = self.acceptability.to_numpy() @ by_rank
        return pd.Series(total, self.acceptability.index, name=name)

    def robust_order(self, level: float = 0.95) -> RobustOrder:
        r"""Give the ranking that is robust at a level: a partial order.

        Unit i stands above unit j if it beats it with a probability of `level` or more,
        or if others stand between them.

        Parameters
        ----------
        level : float in (0.5, 1], default 0.95

        Returns
        -------
        RobustOrder

        Raises
        ------
        DomainError
            The level is out of range, or pairs were not asked for.

        Notes
        -----
        In every draw, of c comparisons around a cycle at most c - 1 hold. So their
        probabilities sum to c - 1 at most, and one of them is :math:`1 - 1/c` or less:
        above that level there is no cycle of c units, and above :math:`1 - 1/n` none at
        all. At lower levels there may be, as in Condorcet's paradox. The units of a
        cycle are then taken as one. That the relation is made transitive adds pairs
        whose own probability is below the level; of i over j over k it is :math:`2p -
        1` or more if both steps have p.
        """
        if self.beats is None:
            msg = "pairs of units were not counted; ask for them with pairs=True"
            raise DomainError(msg)
        return robust_order(self.beats, level)


@dataclass(frozen=True, eq=False)
class Smaa(RankDistribution):
    """How units rank when the weights are uncertain; the result of `smaa`.

    Attributes
    ----------
    n_draws, acceptability, beats, scores, grades
        As in `RankDistribution`.
    central_weights : DataFrame of shape (n_units, n_criteria)
        Mean of the weights under which a unit is first: whoever weighs like that has
        this unit first, on average. NA for a unit that never is.
    confidence : Series
        Confidence factors: the probability that a unit is first under its central
        weights, over the tables. With one table it is 1 or 0; it can be 0 only where a
        score is not linear in the weights, and their mean need not favor the unit. NA
        for a unit that is never first.
    """

    central_weights: pd.DataFrame
    confidence: pd.Series


def summed_up(
    tally: RankTally, units: pd.Index, scores: pd.DataFrame
) -> dict[str, Any]:
    """Put names to what was counted: the fields of a `RankDistribution`.

    Parameters
    ----------
    tally : RankTally
    units : Index
    scores : DataFrame
        Summary of the scores, with one row per unit.
    """
    n, k = tally.n_draws, tally.grades.shape[1]
    places = pd.RangeIndex(1, len(units) + 1, name="rank")
    grades = pd.DataFrame(tally.grades / n, units, pd.RangeIndex(1, k + 1))
    return {
        "n_draws": n,
        "acceptability": pd.DataFrame(tally.places / n, units, places),
        "beats": pd.DataFrame(tally.beats(), units, units) if tally.pairs else None,
        "scores": scores,
        "grades": grades if len(tally.cuts) else None,
    }


def summary_names(p: Sequence[float] | Vector) -> list[str]:
    """Name the columns of a summary of scores with these quantiles."""
    return ["mean", "sd", *(f"{100 * q:g}%" for q in p)]


def check_memory(n_units: int, memory: Any, *, pairs: bool) -> int:
    """Give the memory that is left besides the counts of ranks and pairs.

    Parameters
    ----------
    n_units : int
    memory : int
        Bytes.
    pairs : bool

    Raises
    ------
    DomainError
        The counts alone do not fit.
    """
    whole = check_whole(memory, "memory")
    needed = 8 * n_units**2 * (5 if pairs else 2)
    if needed > whole:
        more = ", or do without pairs (pairs=False)" if pairs else ""
        msg = (
            f"the counts for {n_units} units take {needed:,} bytes, more than memory="
            f"{whole:,}. Allow for more{more}"
        )
        raise DomainError(msg)
    return whole - needed


def _probability(value: Any, what: str) -> float:
    p = real_numbers(value)
    if p is None or p.ndim or not 0 < p <= 1:
        msg = f"{what} must be a probability above 0 and up to 1, got {value!r}"
        raise DomainError(msg)
    return float(p)


def _metaweights(given: Any, n: int) -> Vector:
    """Give one weight per rank, none larger than the one before."""
    r = np.arange(1.0, n + 1)
    tails = np.cumsum(1 / r[::-1])[::-1]
    linear = (n - r) / (n - 1) if n > 1 else np.ones(1)
    known = {"centroid": tails / tails[0], "linear": linear, "inverse": 1 / r}
    if isinstance(given, str):
        if given not in known:
            hint = suggestion(given, known)
            msg = f"unknown metaweights {given!r}.{hint} Use one of {', '.join(known)}."
            raise UnknownMethodError(msg)
        return np.asarray(known[given])
    alpha = real_numbers(given)
    if alpha is None or alpha.shape != (n,):
        msg = f"metaweights must be a name or {n} numbers, one per rank, got {given!r}"
        raise ShapeError(msg)
    if not np.isfinite(alpha).all() or (alpha < 0).any() or (np.diff(alpha) > 0).any():
        msg = f"metaweights must be 0 or more and must not ascend, got {given!r}"
        raise DomainError(msg)
    return np.asarray(alpha)
