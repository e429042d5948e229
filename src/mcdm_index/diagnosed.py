"""Diagnosed: what an index is for, once the scores are there; methods of its result."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index import convergence, diagnosis
from mcdm_index.clustering import (
    TierChoice,
    TierStability,
    choose_tiers,
    tier_stability,
)
from mcdm_index.convergence import (
    BetaConvergence,
    Density,
    SigmaConvergence,
    Transitions,
)
from mcdm_index.diagnosis import (
    Champions,
    Concentration,
    Gaps,
    NextTier,
    Obstacles,
    Profiles,
)
from mcdm_index.errors import DomainError, listing
from mcdm_index.estimators import Grader, TierClusterer
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.inspection import nodes_at
from mcdm_index.methods import inequality
from mcdm_index.methods.grading import grade_probabilities
from mcdm_index.methods.sampling import weight_noise
from mcdm_index.methods.scoring import fit

__all__ = ["Diagnosed"]


if TYPE_CHECKING:

    class _Scored:
        """What a result has."""

        @property
        def hierarchy(self) -> Hierarchy: ...

        @property
        def index(self) -> pd.Index: ...

        @property
        def period(self) -> str | None: ...

        @property
        def scores(self) -> pd.DataFrame: ...

        @property
        def weights(self) -> pd.DataFrame: ...

        @property
        def imputed(self) -> pd.DataFrame: ...

        @property
        def score_draws(self) -> NDArray[np.float64]: ...

        @property
        def weight_draws(self) -> NDArray[np.float64]: ...

        @property
        def inputs(self) -> Mapping[str, tuple[str, ...]]: ...

        @property
        def scorers(self) -> Mapping[str, Any]: ...

        @property
        def grader(self) -> Grader | None: ...

        @property
        def clusterer(self) -> TierClusterer | None: ...

        @property
        def grades(self) -> pd.Series: ...

        @property
        def tiers(self) -> pd.Series: ...

else:
    _Scored = object


class Diagnosed(_Scored):
    """What a result says of its units beyond their places; see `IndexResult`.

    In a panel a method that compares units takes one period at a time, by `period`;
    without it all rows are compared, each as a unit of its own.
    """

    def grade_probabilities(
        self,
        *,
        concentration: float | None = None,
        n: int = 1000,
        anew: bool = False,
        rng: Any = None,
    ) -> pd.DataFrame:
        """Give the probability of each grade over imputation draws and weight noise.

        Parameters
        ----------
        concentration : float, optional
            Of Dirichlet noise around the weights of what the whole index is scored
            from; see `weight_noise`. Without it weights are those of the draws.
        n : int, default 1000
            Draws of weights in all, shared out among the imputation draws.
        anew : bool, default False
            Whether cuts are learned anew in each draw, or those of the index hold.
        rng : None, int or Generator, optional

        Returns
        -------
        DataFrame of shape (n_units, n_grades)
            Best grade first; rows sum to 1. Units without a score are left out.

        Raises
        ------
        DomainError
            The index has no grades.
        """
        grader = self._grader()
        draws = self.score_draws[:, :, self.hierarchy.codes.index(self.hierarchy.root)]
        if concentration is not None:
            draws = self._under_noise(concentration, n, np.random.default_rng(rng))
        known = np.flatnonzero(~np.isnan(draws).any(axis=0))
        told: dict[str, Any] = {"cuts": grader.cuts_[0]}
        if anew:
            told = {"method": grader.method, "options": grader.options}
        chances = grade_probabilities(draws[:, known], grader.k, **told)
        names = list(self.grades.cat.categories[::-1])
        return pd.DataFrame(chances[:, ::-1], index=self.index[known], columns=names)

    def _under_noise(
        self, concentration: float, n: int, rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """Score the whole index under noisy weights, in every imputation draw."""
        root, codes = self.hierarchy.root, self.hierarchy.codes
        places = [codes.index(code) for code in self.inputs[root]]
        flat = self.inputs[root] != self.hierarchy.children(root)
        each = -(-n // len(self.score_draws))
        scorer, found = self.scorers[root], []
        for scores, weights in zip(self.score_draws, self.weight_draws, strict=True):
            Z = scores[:, places]
            known = ~np.isnan(Z).any(axis=1)
            W = weight_noise(
                weights[places, int(flat)], each, concentration=concentration, rng=rng
            )
            drawn = np.full((each, len(Z)), np.nan)
            learned = fit(scorer.method, Z[known], W, options=scorer.options)
            drawn[:, known] = learned(Z[known])
            found.append(drawn)
        return np.concatenate(found)

    def grade_by(self, rules: Mapping[str, Any]) -> pd.DataFrame:
        """Grade the units by other rules, side by side.

        Parameters
        ----------
        rules : mapping
            From names to a `Grader`, or to ``(method, k)`` or ``(method, k, options)``.

        Returns
        -------
        DataFrame of shape (n_units, n_rules)
            Grades from 1 (worst); 0 for a unit without a score.
        """
        top = self.scores[self.hierarchy.root]
        known = top.notna().to_numpy()
        table = {}
        for name, rule in rules.items():
            grader = diagnosis.grader_of(rule)
            codes = np.zeros(len(top), dtype=np.int64)
            codes[known] = grader.fit_transform(top[known].to_frame())[:, 0]
            table[name] = codes
        return pd.DataFrame(table, index=self.index)

    def champions(
        self, level: str | int = "leaf", *, period: Any = None, **options: Any
    ) -> Champions:
        """Name the champion of each criterion, or of each node of a level.

        Parameters
        ----------
        level : {"leaf", "dimension"} or int, default "leaf"
        period : optional
            One period of a panel.
        **options
            Of `mcdm_index.diagnosis.champions`: k, exclude_top, exclude, max_imputed,
            min_margin, tail, level of significance as ``alpha``.

        Returns
        -------
        Champions
            A champion on imputed values is refused, with the reason.
        """
        rows, _ = self._rows(period)
        codes = list(nodes_at(self.hierarchy, level))
        significance = {"level": options.pop("alpha")} if "alpha" in options else {}
        places = [self.hierarchy.codes.index(code) for code in codes]
        whole = self.scores[self.hierarchy.root]
        return diagnosis.champions(
            self.scores.loc[rows, codes],
            overall=whole[rows],
            imputed=self.imputed,
            leaves={code: self.hierarchy.leaves_below(code) for code in codes},
            weights=self.weights["effective"],
            draws=self._draws(rows, places),
            **options,
            **significance,
        )

    def profiles(
        self,
        types: Mapping[Hashable, str] | None = None,
        *,
        period: Any = None,
        **options: Any,
    ) -> Profiles:
        """Tell in which of its dimensions each unit stands out.

        Parameters
        ----------
        types : mapping, optional
            From codes of dimensions to what a unit led by them is called.
        period : optional
            One period of a panel.
        **options
            Of `mcdm_index.diagnosis.profiles`: threshold, scale, balanced.
        """
        rows, _ = self._rows(period)
        dimensions = list(self.hierarchy.dimensions)
        places = [self.hierarchy.codes.index(code) for code in dimensions]
        return diagnosis.profiles(
            self.scores.loc[rows, dimensions],
            types,
            draws=self._draws(rows, places),
            **options,
        )

    def peers(
        self, unit: Any, k: int = 5, *, within_tier: bool = True, by: Any = "level"
    ) -> pd.DataFrame:
        """Find the units that are most like one in their dimensions.

        In a panel these are units of the same period.

        Parameters
        ----------
        unit : label
        k : int, default 5
        within_tier : bool, default True
            Whether only units of its tier count.
        by : {"level", "shape"}, default "level"
            Nearest in the scores of the dimensions, or in their shape alone.
        """
        dimensions = list(self.hierarchy.dimensions)
        rows = self._beside(unit)
        within = self.tiers[rows] if within_tier else None
        scores = self.scores.loc[rows, dimensions]
        return diagnosis.peers(scores, unit, k, within, by=by)

    def next_tier(
        self, unit: Any, level: str | int = "dimension", *, target: Any = "mean"
    ) -> NextTier:
        """Tell what separates a unit from the next better tier of its period.

        Parameters
        ----------
        unit : label
        level : {"leaf", "dimension"} or int, default "dimension"
            In which nodes.
        target : {"mean", "median", "weakest"}, default "mean"
            Of that tier.
        """
        codes = list(nodes_at(self.hierarchy, level))
        weights = self.weights["effective"][codes]
        rows = self._beside(unit)
        return diagnosis.next_tier(
            self.scores.loc[rows, codes],
            self.tiers[rows],
            unit,
            weights=weights,
            target=target,
        )

    def gaps(
        self, code: str | None = None, *, period: Any = None, **options: Any
    ) -> Gaps:
        """Find breaks in the ranking on one node that are larger than noise.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.
        period : optional
            One period of a panel.
        **options
            Of `mcdm_index.diagnosis.gaps`: level, window, n_draws, rng.
        """
        code = self._code(code)
        rows, _ = self._rows(period)
        rows &= self.scores[code].notna().to_numpy()
        draws = self._draws(rows, [self.hierarchy.codes.index(code)])
        told = None if draws is None else draws[:, :, 0]
        return diagnosis.gaps(self.scores.loc[rows, code], draws=told, **options)

    def concentration(
        self,
        membership: Any,
        *,
        at_least: Any,
        period: Any = None,
        unmatched: Any = "report",
    ) -> Concentration:
        """Tell what part of the best units lies inside given groups.

        Parameters
        ----------
        membership : mapping or DataFrame
            See `mcdm_index.diagnosis.concentration`.
        at_least : int or label
            The lowest grade that counts as best.
        period : optional
            One period of a panel.
        unmatched : {"report", "raise"}, default "report"
        """
        self._grader()
        rows, names = self._rows(period)
        grades = self.grades[rows].set_axis(names)
        return diagnosis.concentration(
            grades, membership, at_least=at_least, unmatched=unmatched
        )

    def concentration_by_rule(
        self,
        membership: Any,
        *,
        rules: Mapping[str, Any],
        at_least: int,
        period: Any = None,
    ) -> pd.DataFrame:
        """Tell what part of the best lies inside given groups, under several rules.

        Parameters
        ----------
        membership : mapping or DataFrame
        rules : mapping
            As in `grade_by`.
        at_least : int
        period : optional
            One period of a panel.
        """
        rows, names = self._rows(period)
        scores = self.scores.loc[rows, self.hierarchy.root].set_axis(names).dropna()
        return diagnosis.concentration_by_rule(
            scores, membership, rules=rules, at_least=at_least
        )

    def inequality(self, groups: Any = None, code: str | None = None) -> pd.DataFrame:
        """Measure how unequal the scores on one node are, in each period.

        Parameters
        ----------
        groups : mapping, Series or str, optional
            The group of every unit, or a level of the row index: Theil's index is then
            split into within and between, and the Gini coefficient into Dagum's three
            parts.
        code : str, optional
            A node; the root by default.

        Returns
        -------
        DataFrame
            One row per period, or one alone: units, gini, theil, cv; with groups
            theil_within, theil_between, gini_within, gini_between and
            gini_transvariation.

        Raises
        ------
        DomainError
            A score is negative, or a unit has no group.
        """
        scores = self.scores[self._code(code)].dropna()
        labels = None if groups is None else self._groups(groups, scores.index)
        if self.period is None:
            return pd.DataFrame([_inequality(scores, labels)])
        periods = scores.index.get_level_values(self.period)
        rows = {
            when: _inequality(
                scores[periods == when],
                None if labels is None else labels[periods == when],
            )
            for when in periods.unique()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis(self.period)

    def sigma_convergence(self, code: str | None = None) -> SigmaConvergence:
        """Measure the dispersion of the scores over the periods of a panel.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.
        """
        return convergence.sigma_convergence(*self._panel(code))

    def beta_convergence(
        self, code: str | None = None, *, controls: Any = None, robust: bool = False
    ) -> BetaConvergence:
        """Tell whether units that began lower grew faster.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.
        controls : DataFrame, optional
            By unit.
        robust : bool, default False
            Whether standard errors are robust to unequal variances.
        """
        return convergence.beta_convergence(
            *self._panel(code), controls=controls, robust=robust
        )

    def density(self, code: str | None = None, **options: Any) -> Density:
        """Estimate the density of the scores in every period of a panel.

        Parameters
        ----------
        code : str, optional
            A node; the root by default.
        **options
            Of `mcdm_index.convergence.density`: bandwidth, bounds and the like.
        """
        return convergence.density(*self._panel(code), **options)

    def transitions(self) -> Transitions:
        """Estimate the Markov chain of the grades of a panel."""
        self._grader()
        _, unit, period = self._panel(None)
        return convergence.transitions(self.grades, unit, period)

    def coupling(
        self, form: Any = "classic", *, weights: Any = None, **options: Any
    ) -> pd.DataFrame:
        """Give the degrees of coupling and coordination of the dimensions.

        Parameters
        ----------
        form : {"classic", "corrected"}, default "classic"
        weights : sequence or mapping, optional
            Of the dimensions; their effective weights by default.
        **options
            Of `mcdm_index.diagnosis.coupling`: cuts, labels, lang.
        """
        dimensions = list(self.hierarchy.dimensions)
        w = self.weights["effective"][dimensions] if weights is None else weights
        return diagnosis.coupling(self.scores[dimensions].dropna(), w, form, **options)

    def obstacles(self, *, ideal: Any = "one") -> Obstacles:
        """Tell which criteria hold each unit back, and by what share.

        Parameters
        ----------
        ideal : {"one", "best"}, default "one"
            What a unit lacks: to 1, for normalized values within [0, 1], or to the best
            of the units.
        """
        leaves = list(self.hierarchy.leaves)
        weights = self.weights["effective"][leaves]
        scores = self.scores[leaves].dropna()
        return diagnosis.obstacles(scores, weights, ideal=ideal)

    def choose_tiers(
        self, level: str | int = "dimension", **options: Any
    ) -> TierChoice:
        """Tell how many tiers there are, by several criteria, or that there are none.

        Parameters
        ----------
        level : {"leaf", "dimension"} or int, default "dimension"
            The nodes whose scores are clustered.
        **options
            Of `mcdm_index.clustering.choose_tiers`.
        """
        codes = list(nodes_at(self.hierarchy, level))
        return choose_tiers(self.scores[codes].dropna(), **options)

    def tier_stability(
        self, k: int | None = None, *, method: str | None = None, **options: Any
    ) -> TierStability:
        """Tell whether tiers stay under resampling, other seeds and imputation draws.

        Parameters
        ----------
        k : int, optional
            Number of tiers; that of the index by default.
        method : str, optional
            That of the index by default.
        **options
            Of `mcdm_index.clustering.tier_stability`: n_boot, rng and the like.
        """
        names = self.tiers.cat.categories  # refuses an index without tiers
        assert self.clusterer is not None
        dimensions = list(self.hierarchy.dimensions)
        places = [self.hierarchy.codes.index(code) for code in dimensions]
        known = self.scores[dimensions].notna().all(axis=1).to_numpy()
        return tier_stability(
            self.scores.loc[known, dimensions],
            k or len(names),
            method=method or self.clusterer.method,
            draws=self._draws(known, places),
            **options,
        )

    def _grader(self) -> Grader:
        if self.grader is None:
            msg = "this index has no grades; build it with grade='quantile' or the like"
            raise DomainError(msg)
        return self.grader

    def _code(self, code: str | None) -> str:
        return self.hierarchy[self.hierarchy.root if code is None else code].code

    def _rows(self, period: Any) -> tuple[NDArray[np.bool_], pd.Index]:
        """Mark the rows of one period, and name their units."""
        if period is None:
            return np.ones(len(self.index), dtype=bool), self.index
        if self.period is None:
            msg = "this index has no periods; leave out period="
            raise DomainError(msg)
        labels = self.index.get_level_values(self.period)
        rows = np.asarray(labels == period)
        if not rows.any():
            known = listing(map(repr, labels.unique()), most=20)
            msg = f"there is no period {period!r}; there are {known}"
            raise DomainError(msg)
        return rows, _without(self.index[rows], self.period)

    def _beside(self, unit: Any) -> NDArray[np.bool_]:
        """Mark the rows of the period of a unit; all that are scored otherwise."""
        scored = self.scores[list(self.hierarchy.dimensions)].notna().all(axis=1)
        rows = scored.to_numpy()
        if self.period is None or not isinstance(unit, tuple):
            return rows
        when = unit[self.index.names.index(self.period)]
        return np.asarray(rows & self._rows(when)[0])

    def _draws(self, rows: Any, places: list[int]) -> NDArray[np.float64] | None:
        """Take the draws of some rows and nodes; None if there is but one."""
        if len(self.score_draws) < 2:
            return None
        return self.score_draws[:, rows][:, :, places]

    def _panel(self, code: str | None) -> tuple[pd.Series, Any, Any]:
        """Give scores and the levels of unit and period."""
        if self.period is None:
            msg = "this needs a panel: an index with a period"
            raise DomainError(msg)
        units = [name for name in self.index.names if name != self.period]
        scores = self.scores[self._code(code)]
        if len(units) == 1:
            return scores, units[0], self.period
        msg = f"one level must name the unit, there are {listing(map(repr, units))}"
        raise DomainError(msg)

    def _groups(self, groups: Any, index: pd.Index) -> pd.Series:
        """Give the group of every row, by its unit."""
        if isinstance(groups, str):
            return pd.Series(index.get_level_values(groups), index=index)
        units = index if self.period is None else _without(index, self.period)
        found = pd.Series([dict(groups).get(unit) for unit in units], index=index)
        bare = units[found.isna().to_numpy()].unique()
        if len(bare):
            msg = f"units without a group: {listing(map(repr, bare))}"
            raise DomainError(msg)
        return found


def _without(index: pd.Index, level: str) -> pd.Index:
    """Take a level off the labels."""
    assert isinstance(index, pd.MultiIndex)
    return index.droplevel(level)


def _inequality(scores: pd.Series, groups: pd.Series | None) -> dict[str, float]:
    """Measure one period."""
    found = {
        "units": len(scores),
        "gini": inequality.gini(scores),
        "theil": inequality.theil(scores),
        "cv": inequality.coefficient_of_variation(scores),
    }
    if groups is None:
        return found
    theil = inequality.theil_parts(scores, groups)
    dagum = inequality.dagum(scores, groups)
    return found | {
        "theil_within": theil.within,
        "theil_between": theil.between,
        "gini_within": dagum.within,
        "gini_between": dagum.between,
        "gini_transvariation": dagum.transvariation,
    }
