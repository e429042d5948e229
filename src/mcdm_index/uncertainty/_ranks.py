"""Replications: from scores of the same units, many times, to what they agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, ranks
from mcdm_index.acceptability import RankDistribution, RankTally
from mcdm_index.acceptability._distribution import (
    check_memory,
    summary_names,
    summed_up,
)
from mcdm_index.errors import ShapeError
from mcdm_index.methods.grading import grade_probabilities

__all__ = ["Replications"]

_LEVELS: Final = (0.025, 0.5, 0.975)
# Replications that are counted at once.
_AT_ONCE: Final = 1024


@dataclass(frozen=True, eq=False)
class Replications(RankDistribution):
    """Scores and ranks of the same units in many replications.

    Attributes
    ----------
    n_draws, acceptability, beats, scores, grades
        As in `RankDistribution`; a draw is a replication. There are no grades; ask for
        them with `grade_chances`.
    replicates : ndarray of shape (n_draws, n_units)
        The scores; larger is better, and none is missing.
    base : Series
        The scores that all are compared with: those without anything varied.
    """

    replicates: Matrix
    base: pd.Series

    @classmethod
    def of(
        cls, replicates: Matrix, base: pd.Series, *, memory: int = 1 << 29
    ) -> "Replications":
        """Count the ranks of all replications.

        Parameters
        ----------
        replicates : ndarray of shape (n_draws, n_units)
        base : Series
            Its index are the units.
        memory : int, default 2**29
            Bytes that the counts may take.

        Raises
        ------
        ShapeError
        DomainError
            The counts do not fit into the memory.
        """
        n = len(base)
        if replicates.ndim != 2 or replicates.shape[1] != n or not len(replicates):
            msg = (
                f"scores need shape (replications, {n}), with one column for each of "
                f"{n} units, got {replicates.shape}"
            )
            raise ShapeError(msg)
        check_memory(n, memory, pairs=True)
        tally = RankTally(n, 0)
        for start in range(0, len(replicates), _AT_ONCE):
            block = replicates[start : start + _AT_ONCE]
            tally.add(block, np.empty((len(block), 0)))
        spread = replicates.mean(axis=0), replicates.std(axis=0)
        told = np.vstack([*spread, np.quantile(replicates, _LEVELS, axis=0)]).T
        summary = pd.DataFrame(told, base.index, summary_names(_LEVELS))
        fields = summed_up(tally, base.index, summary)
        return cls(**fields, replicates=replicates, base=base)

    @cached_property
    def ranks(self) -> Matrix:
        """Ranks of the units, of shape (n_draws, n_units); 1 is best."""
        return ranks(self.replicates)

    @cached_property
    def base_ranks(self) -> pd.Series:
        """Ranks without anything varied."""
        places = ranks(self.base.to_numpy()).astype(np.int64)
        return pd.Series(places, self.base.index, name="rank")

    @cached_property
    def shift(self) -> Vector:
        """Mean absolute change of rank against the base, in every replication."""
        moved = np.abs(self.ranks - self.base_ranks.to_numpy())
        return np.asarray(moved.mean(axis=1))

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Give the distribution of score and rank of every unit, best base rank first.

        Parameters
        ----------
        level : float in (0, 1], default 0.95
            Of the intervals; those of ranks have order statistics for ends.

        Returns
        -------
        DataFrame
            score, score_mean, score_low, score_high; rank, rank_median, rank_mean,
            rank_low, rank_high; first, the share of replications in which the unit is
            first; and kept, that in which its rank is that of the base.

        Raises
        ------
        DomainError
        """
        ends = self.rank_intervals(level)
        tails = ((1 - level) / 2, (1 + level) / 2)
        low, high = np.quantile(self.replicates, tails, axis=0)
        own = self.base_ranks
        table = pd.DataFrame(
            {
                "score": self.base,
                "score_mean": self.scores["mean"],
                "score_low": low,
                "score_high": high,
                "rank": own,
                "rank_median": self.median_rank,
                "rank_mean": self.mean_rank,
                "rank_low": ends["best"],
                "rank_high": ends["worst"],
                "first": self.acceptability[1],
                "kept": (self.ranks == own.to_numpy()).mean(axis=0),
            },
            index=self.base.index,
        )
        return table.sort_values("rank", kind="stable")

    def grade_chances(
        self, cuts: Sequence[float], names: Sequence[Any] = ()
    ) -> pd.DataFrame:
        """Give the probability of each grade under cuts that stay as they are.

        Parameters
        ----------
        cuts : sequence of float
            Ascending.
        names : sequence, optional
            Best first; numbers by default.

        Returns
        -------
        DataFrame of shape (n_units, n_grades)
            Best grade first; rows sum to 1.
        """
        k = len(cuts) + 1
        chances = grade_probabilities(self.replicates, k, cuts=cuts)[:, ::-1]
        columns = list(names) or list(range(k, 0, -1))
        return pd.DataFrame(chances, self.base.index, columns)
