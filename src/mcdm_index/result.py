"""What an index gives back: labelled scores, ranks, weights, grades and tiers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, check_whole, divide, ranks
from mcdm_index.diagnosed import Diagnosed
from mcdm_index.errors import DomainError
from mcdm_index.estimators import Grader, Scorer, TierClusterer
from mcdm_index.findings import Findings
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import pool
from mcdm_index.methods.grading import GradeSizes, grade_sizes
from mcdm_index.outgoing import Outgoing
from mcdm_index.rules import Weights

__all__ = ["IndexResult"]

Labels = Sequence[str] | Mapping[str, Sequence[str]] | None


@dataclass(frozen=True, eq=False, repr=False)
class IndexResult(Findings, Diagnosed, Outgoing):
    """The result of a `CompositeIndex`.

    Attributes
    ----------
    hierarchy : Hierarchy
        The tree that was scored: without the criteria that were screened out.
    index : pandas.Index
        Labels of the units that were scored.
    score_draws : ndarray of shape (m, n_units, n_nodes)
        Scores of every node in every imputation draw; one draw if nothing was missing.
    weight_draws : ndarray of shape (m, n_nodes, 2)
        Local and effective weights of every node in every draw.
    grade_codes, tier_codes : ndarray of int or None
        Grades 1 (worst) to k (best); tiers 1 (best) to k; 0 for a unit without a score.
    grader : Grader or None
    clusterer : TierClusterer or None
        Fitted: what gave grades and tiers.
    denominated : DataFrame
        One row per criterion that was divided: criterion, denominator, factor, missing,
        and the cells that a missing denominator lost.
    screened : DataFrame
        One row per unit or criterion that was left out: kind, label, measure, share,
        limit, reason.
    imputed : DataFrame
        One row per imputed cell: unit, criterion, mean, sd, min, max over the draws.
    treated : DataFrame
        One row per cell that was moved: unit, criterion, end, raw, treated, and the
        share of draws that moved it.
    treatment : DataFrame
        One row per criterion: what was done to it, and its shape before and after;
        empty without treatment.
    partial : DataFrame
        One row per unit and group that lacks something of what it is scored from, where
        gaps are taken: unit, node; present, the share that is there of what has a
        weight; weight, the share of the weights that this holds, which was scaled up to
        1; and whether it got a score.
    period : str or None
        The index level within which units are ranked.
    base : None, "each period" or list
        The periods that everything was learned from; None for all rows.
    provenance : dict
        Versions, specification, seed and data fingerprint; see `CompositeIndex.replay`.
    stages : dict of str to DataFrame
        The table after each stage, units by criteria: "divided", with its gaps;
        "imputed" and "treated", means over the draws. Normalized values are the scores
        of the leaves.
    inputs : dict of code to tuple of str
        The nodes that each group is scored from.
    scorers : dict of code to Scorer
        How it is scored.
    weighters : dict of code to Weighter or "given"
        How the weights of what a group is scored from are found: in the flat scheme of
        the root alone, for all leaves.
    rerun : callable
        Fits the index once more on the same table, with some parameters changed; see
        `with_`.
    """

    hierarchy: Hierarchy
    index: pd.Index
    score_draws: NDArray[np.float64]
    weight_draws: NDArray[np.float64]
    grade_codes: NDArray[np.int64] | None
    tier_codes: NDArray[np.int64] | None
    grader: Grader | None
    clusterer: TierClusterer | None
    denominated: pd.DataFrame
    screened: pd.DataFrame
    imputed: pd.DataFrame
    treated: pd.DataFrame
    treatment: pd.DataFrame
    partial: pd.DataFrame
    period: str | None
    base: Any
    provenance: dict[str, Any]
    stages: Mapping[str, pd.DataFrame]
    inputs: Mapping[str, tuple[str, ...]]
    scorers: Mapping[str, Scorer]
    weighters: Mapping[str, Weights]
    rerun: Callable[..., "IndexResult"]

    def __repr__(self) -> str:
        units, leaves = len(self.index), len(self.hierarchy.leaves)
        return f"<IndexResult: {units} units, {leaves} criteria, {self.m} draws>"

    @property
    def m(self) -> int:
        """Number of imputation draws behind the result."""
        return len(self.score_draws)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Score of every node for every unit: the mean over the draws."""
        mean = self.score_draws.mean(axis=0)
        return pd.DataFrame(mean, index=self.index, columns=list(self.hierarchy.codes))

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Rank of every unit on every node: 1 is best, ties share the best place.

        They are ranks of the mean scores, within each period if there are periods. A
        unit without a score has none and takes no place.
        """
        places = self.place(self.scores.to_numpy().T).T
        ranked = pd.DataFrame(places, index=self.index, columns=self.scores.columns)
        return ranked.apply(_whole)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weight of every node within its parent (local) and at the top (effective).

        ``sd`` is the standard deviation of the effective weight over the draws (ddof
        1; NaN for one draw), and ``low`` and ``high`` are the ends of its 95 % interval
        by Rubin's rules, which may pass 0 or 1.
        """
        mean = self.weight_draws.mean(axis=0)
        effective = self.weight_draws[:, :, 1]
        codes = self.hierarchy.codes
        spread = effective.std(axis=0, ddof=1) if self.m > 1 else np.nan
        low, high = pool(effective).interval() if self.m > 1 else (mean[:, 1],) * 2
        return pd.DataFrame(
            {
                "name": [self.hierarchy[code].name() for code in codes],
                "parent": [self.hierarchy[code].parent or "" for code in codes],
                "depth": [self.hierarchy.depth(code) for code in codes],
                "local": mean[:, 0],
                "effective": mean[:, 1],
                "sd": spread,
                "low": low,
                "high": high,
            },
            index=pd.Index(codes, name="code"),
        )

    @cached_property
    def imputation_share(self) -> pd.Series:
        r"""How much of the differences between units is not known for want of data.

        For each node :math:`T / (T + V)`, with T the mean over the units of Rubin's
        total variance :math:`(1 + 1/m) B` of a score, and V the variance of the mean
        scores between the units: 0 where nothing was missing, 1 where the units differ
        by nothing else. One less it is the reliability of the scores. Where scores do
        not differ at all it is 0.
        """
        unknown = np.zeros(self.scores.shape[1])
        if self.m > 1:
            unknown = pool(self.score_draws).total.mean(axis=0)
        differ = self.scores.to_numpy().var(axis=0, ddof=min(1, len(self.index) - 1))
        share = divide(unknown, unknown + differ)
        return pd.Series(share, index=self.scores.columns, name="imputation_share")

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """Score and rank of every unit on the whole index, with 95 % intervals."""
        return self.interval()

    def interval(self, code: str | None = None, level: float = 0.95) -> pd.DataFrame:
        r"""Give score and rank on one node, with intervals over the draws.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.
        level : float, default 0.95
            Of the intervals.

        Returns
        -------
        DataFrame
            score, score_low, score_high, rank, rank_mean, rank_mc_error, rank_low,
            rank_high. The interval of a score is that of Rubin's rules for a census,
            :math:`\bar Q \pm t_{m-1} \sqrt{(1 + 1/m) B}`, with B the variance of
            the score over the draws; it may pass the ends of the scale. Ranks have no
            such rule: the ends of theirs are order statistics of the draws, with few
            draws the least and the largest, and ``rank_mc_error`` says by how much
            ``rank_mean`` would differ over repetitions with other draws.

            All show what imputation leaves open and nothing else; if nothing was
            missing they coincide. ``rank`` is that of the mean score: where a unit with
            wide draws stands between others, it may be a place that none of them takes,
            and then lies beside the interval.
        """
        if not 0 < level < 1:
            msg = f"level must lie between 0 and 1, got {level!r}"
            raise DomainError(msg)
        code = code or self.hierarchy.root
        draws = self.score_draws[:, :, self._column(code)]
        places = self.place(draws)
        tails = ((1 - level) / 2, (1 + level) / 2)
        ends = np.quantile(places, tails, axis=0, method="inverted_cdf")
        best, worst = (_whole(pd.Series(end, self.index)) for end in ends)
        score = self.scores[code].to_numpy()
        low, high = pool(draws).interval(level) if self.m > 1 else (score, score)
        return pd.DataFrame(
            {
                "score": score,
                "score_low": low,
                "score_high": high,
                "rank": self.ranks[code],
                "rank_mean": places.mean(axis=0),
                "rank_mc_error": places.std(axis=0) / np.sqrt(max(self.m - 1, 1)),
                "rank_low": best,
                "rank_high": worst,
            },
            index=self.index,
        )

    def top(self, k: int, code: str | None = None) -> pd.Series:
        """Give the share of the draws in which a unit is among the first k.

        Parameters
        ----------
        k : int
            1 or more. Ties share the best place, so that more than k units may be among
            the first k of one draw.
        code : str, optional
            A node; the root by default.

        Returns
        -------
        Series
            Within [0, 1], one per unit; within each period if there are periods.
        """
        check_whole(k, "k")
        draws = self.score_draws[:, :, self._column(code or self.hierarchy.root)]
        share = (self.place(draws) <= k).mean(axis=0)
        return pd.Series(share, index=self.index, name=f"top {k}")

    def precedence(self, code: str | None = None) -> pd.DataFrame:
        """Give the share of the draws in which one unit scores above another.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.

        Returns
        -------
        DataFrame of shape (n_units, n_units)
            Of the row over the column; a tie counts half, so that a pair sums to 1, and
            a unit against itself is 0.5. Units of all periods are compared.
        """
        draws = self.score_draws[:, :, self._column(code or self.hierarchy.root)]
        above = np.zeros((len(self.index), len(self.index)))
        for scores in draws:
            above += 0.5 * (1 + np.sign(scores[:, None] - scores))
        return pd.DataFrame(above / self.m, index=self.index, columns=self.index)

    @property
    def grades(self) -> pd.Series:
        """Grade of every unit, ordered from worst to best, by name if it has one."""
        return self.named_grades()

    @property
    def tiers(self) -> pd.Series:
        """Tier of every unit, ordered from last to first, by name if it has one."""
        return self.named_tiers()

    def named_grades(self, lang: str = "en") -> pd.Series:
        """Give the grades under the names of one language.

        Parameters
        ----------
        lang : str, default "en"

        Raises
        ------
        DomainError
            The index was built without grades.
        """
        names, codes = self.grade_names(lang), np.asarray(self.grade_codes)
        return self._categories(len(names) - codes, names, "grade")

    def named_tiers(self, lang: str = "en") -> pd.Series:
        """Give the tiers under the names of one language.

        Parameters
        ----------
        lang : str, default "en"

        Raises
        ------
        DomainError
            The index was built without tiers.
        """
        if self.tier_codes is None or self.clusterer is None:
            msg = "this index has no tiers; build it with tiers='kmeans' or 'ward'"
            raise DomainError(msg)
        n = self.clusterer.n_tiers_
        names = _named(self.clusterer.labels, lang, range(1, n + 1))
        place = np.where(self.tier_codes == 0, n, self.tier_codes - 1)
        return self._categories(place, names, "tier")

    def grade_names(self, lang: str = "en") -> list[Any]:
        """Give the names of the grades, best first; numbers if they have none.

        Parameters
        ----------
        lang : str, default "en"

        Raises
        ------
        DomainError
            The index was built without grades.
        """
        grader = self._grader()
        return _named(grader.labels, lang, range(grader.k, 0, -1))

    def grade_notices(self, lang: str = "en") -> tuple[str, ...]:
        """Say if a grade holds more than half of the units, or none.

        Parameters
        ----------
        lang : str, default "en"
            Language of the names of the grades.
        """
        named = self._grader().labels is not None
        return self.grade_sizes.notices(self.grade_names(lang) if named else None)

    @property
    def grade_sizes(self) -> GradeSizes:
        """How many units each grade holds, and whether one holds more than half."""
        k = self._grader().k
        return grade_sizes(np.asarray(self.grade_codes), k)

    def table(self, lang: str = "en") -> pd.DataFrame:
        """Give the main table: one row per unit, best first (within each period).

        Parameters
        ----------
        lang : str, default "en"
            Language of grades and tiers.

        Returns
        -------
        DataFrame
            rank, rank_low, rank_high, score, score_low, score_high, grade, tier, and
            the scores of the dimensions under their codes (with " (dimension)" behind a
            code that is one of these words).
        """
        interval = self.intervals
        columns = ["rank", "rank_low", "rank_high", "score", "score_low", "score_high"]
        table = interval[columns].copy()
        if self.grade_codes is not None:
            table["grade"] = self.named_grades(lang)
        if self.tier_codes is not None:
            table["tier"] = self.named_tiers(lang)
        dimensions = self.scores[list(self.hierarchy.dimensions)]
        taken = {code: f"{code} (dimension)" for code in dimensions if code in table}
        table = table.join(dimensions.rename(columns=taken))
        places = table["rank"].astype(float).to_numpy()
        order = np.argsort(places, kind="stable")  # those without a score last
        if self.period is not None:
            periods = pd.Categorical(self.index.get_level_values(self.period))
            order = order[np.argsort(periods.codes[order], kind="stable")]
        return table.iloc[order]

    def _column(self, code: str) -> int:
        return self.hierarchy.codes.index(self.hierarchy[code].code)

    @cached_property
    def period_codes(self) -> NDArray[np.intp] | None:
        """Number of the period of every unit; None without periods."""
        if self.period is None:
            return None
        return pd.factorize(self.index.get_level_values(self.period))[0]

    def place(self, scores: Matrix) -> Matrix:
        """Rank scores along the units, within each period if there are periods.

        Parameters
        ----------
        scores : ndarray of shape (..., n_units)
            Larger is better; NaN has no rank.
        """
        groups = self.period_codes
        if groups is None:
            return ranks(scores)
        places = np.full_like(scores, np.nan)
        for group in np.unique(groups):
            here = groups == group
            places[..., here] = ranks(scores[..., here])
        return places

    def _categories(
        self, place: NDArray[np.int64], names: list[Any], what: str
    ) -> pd.Series:
        """Turn places, 0 for the best, into ordered categories with the best last."""
        codes = len(names) - 1 - place
        values = pd.Categorical.from_codes(
            codes, categories=pd.Index(names[::-1]), ordered=True
        )
        return pd.Series(values, index=self.index, name=what)


def _whole(places: pd.Series) -> pd.Series:
    """Turn places into whole numbers; where one is absent, into such that may be."""
    return places.astype("Int64" if places.isna().any() else np.int64)


def _named(labels: Labels, lang: str, default: range) -> list[Any]:
    """Choose names, best first: of the language, of any, or numbers."""
    if isinstance(labels, Mapping):
        labels = labels.get(lang) or next(iter(labels.values()), None)
    return list(default) if labels is None else list(labels)
