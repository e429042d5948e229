"""Rank distributions: from many rankings of the same units to what they agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, ranks
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.estimators._base import check_whole
from mcdm_index.methods.grading import grade_probabilities

__all__ = ["RankDistribution"]

# Replications whose pairs are compared at once.
_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class RankDistribution:
    """Many rankings of the same units.

    Attributes
    ----------
    scores : ndarray of shape (n_replications, n_units)
        Larger is better; no score is missing.
    units : pandas.Index
    base : ndarray of shape (n_units,)
        The scores that all are compared with.
    """

    scores: Matrix
    units: pd.Index
    base: Vector

    def __post_init__(self) -> None:
        n = len(self.units)
        if self.scores.ndim != 2 or self.scores.shape[1] != n or len(self.base) != n:
            msg = f"scores need one column for each of {n} units"
            raise ShapeError(msg)

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.scores)

    @cached_property
    def ranks(self) -> Matrix:
        """Ranks of the units, of shape (n_replications, n_units); 1 is best."""
        return ranks(self.scores)

    @cached_property
    def base_ranks(self) -> pd.Series:
        """Ranks without anything varied."""
        return pd.Series(ranks(self.base).astype(np.int64), self.units, name="rank")

    @cached_property
    def acceptability(self) -> pd.DataFrame:
        """Share of the replications in which a unit (row) has a rank (column).

        Units with equal scores share the best of their places, so that the columns
        need not sum to 1.
        """
        n = len(self.units)
        cells = (self.ranks.astype(np.int64) - 1) + n * np.arange(n)
        counts = np.bincount(cells.ravel(), minlength=n * n).reshape(n, n)
        places = pd.RangeIndex(1, n + 1, name="rank")
        return pd.DataFrame(counts / self.n, self.units, places)

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Give the distribution of score and rank of every unit, best base rank first.

        Parameters
        ----------
        level : float, default 0.95
            Of the intervals, whose ends are order statistics.

        Returns
        -------
        DataFrame
            score, score_mean, score_low, score_high; rank, rank_median, rank_mean,
            rank_low, rank_high; first, the share of replications in which the unit is
            first; and kept, that in which its rank is that of the base.
        """
        if not 0 < level < 1:
            msg = f"level must lie between 0 and 1, got {level!r}"
            raise DomainError(msg)
        tails = ((1 - level) / 2, (1 + level) / 2)
        low, high = np.quantile(self.scores, tails, axis=0)
        best, middle, worst = np.quantile(
            self.ranks, (tails[0], 0.5, tails[1]), axis=0, method="inverted_cdf"
        )
        own = self.base_ranks.to_numpy()
        table = pd.DataFrame(
            {
                "score": self.base,
                "score_mean": self.scores.mean(axis=0),
                "score_low": low,
                "score_high": high,
                "rank": own,
                "rank_median": middle.astype(np.int64),
                "rank_mean": self.ranks.mean(axis=0),
                "rank_low": best.astype(np.int64),
                "rank_high": worst.astype(np.int64),
                "first": (self.ranks == 1).mean(axis=0),
                "kept": (self.ranks == own).mean(axis=0),
            },
            index=self.units,
        )
        return table.sort_values("rank", kind="stable")

    def top(self, k: int) -> pd.Series:
        """Give the share of the replications in which a unit is among the first k.

        Parameters
        ----------
        k : int
        """
        share = (self.ranks <= check_whole(k, "k")).mean(axis=0)
        return pd.Series(share, self.units, name=f"top {k}")

    @cached_property
    def beats(self) -> pd.DataFrame:
        """Share of the replications in which the row scores above the column.

        A tie counts half, so that a pair sums to 1.
        """
        n = len(self.units)
        above = np.zeros((n, n))
        for start in range(0, self.n, _AT_ONCE):
            s = self.scores[start : start + _AT_ONCE]
            won = (s[:, :, None] > s[:, None, :]).sum(axis=0)
            above += won + 0.5 * (len(s) - won - won.T)
        return pd.DataFrame(above / self.n, self.units, self.units)

    def robust_order(self, level: float = 0.95) -> pd.DataFrame:
        """Tell which units stand above which in nearly all replications.

        Parameters
        ----------
        level : float, default 0.95
            The share of replications; above 0.5.

        Returns
        -------
        DataFrame
            One row per unit, best first: layer, 1 for units above which none stands, 2
            for those above which only units of layer 1 stand, and so on; above and
            below, how many units stand so; open, with how many the order is open.
            Where "stands above" runs in a circle, which levels of less than 1 do not
            exclude, the units of the circle share a layer.
        """
        if not 0.5 < level <= 1:
            msg = f"level must be above 0.5 and up to 1, got {level!r}"
            raise DomainError(msg)
        wins = self.beats.to_numpy() >= level
        n = len(wins)
        table = pd.DataFrame(
            {
                "layer": _layers(wins),
                "above": wins.sum(axis=0),
                "below": wins.sum(axis=1),
            },
            index=self.units,
        )
        table["open"] = n - 1 - table["above"] - table["below"]
        order = np.lexsort((self.base_ranks.to_numpy(), table["layer"].to_numpy()))
        return table.iloc[order]

    def grades(self, cuts: Sequence[float], names: Sequence[Any] = ()) -> pd.DataFrame:
        """Give the probability of each grade under cuts that stay as they are.

        Parameters
        ----------
        cuts : sequence of float
            Ascending.
        names : sequence, optional
            Best first; numbers by default.
        """
        k = len(cuts) + 1
        chances = grade_probabilities(self.scores, k, cuts=cuts)[:, ::-1]
        columns = list(names) or list(range(k, 0, -1))
        return pd.DataFrame(chances, self.units, columns)

    @cached_property
    def shift(self) -> Vector:
        """Mean absolute change of rank against the base, in every replication."""
        moved = np.abs(self.ranks - self.base_ranks.to_numpy())
        return np.asarray(moved.mean(axis=1))


def _layers(wins: Any) -> Any:
    """Peel off, again and again, the units above which none of the rest stands."""
    layer = np.zeros(len(wins), dtype=np.int64)
    depth = 0
    while (rest := np.flatnonzero(layer == 0)).size:
        depth += 1
        beaten = wins[np.ix_(rest, rest)].any(axis=0)
        if beaten.all():  # a circle: those that are beaten least often
            often = wins[np.ix_(rest, rest)].sum(axis=0)
            beaten = often > often.min()
        layer[rest[~beaten]] = depth
    return layer
