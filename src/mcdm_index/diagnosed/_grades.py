"""Grades and tiers of a result: under other rules, under noise, and how stable."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index import diagnosis
from mcdm_index.clustering import (
    TierChoice,
    TierStability,
    choose_tiers,
    tier_stability,
)
from mcdm_index.diagnosed._asked import Asked
from mcdm_index.inspection import base_of, nodes_at
from mcdm_index.methods.grading import grade_probabilities
from mcdm_index.methods.sampling import weights_around
from mcdm_index.methods.scoring import fit

__all__ = ["Classed"]


class Classed(Asked):
    """What a result says of its grades and tiers."""

    def grade_probabilities(
        self,
        *,
        spread: float | None = None,
        n: int = 1000,
        anew: bool = False,
        rng: Any = None,
    ) -> pd.DataFrame:
        """Give the probability of each grade over imputation draws and weight noise.

        Parameters
        ----------
        spread : float in [0, 1), optional
            Of Dirichlet noise around the weights of what the whole index is scored
            from; see `sampling.weights_around`. Without it weights are those of the
            imputation draws.
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
        if spread is not None:
            draws = self._under_noise(spread, n, np.random.default_rng(rng))
        known = np.flatnonzero(~np.isnan(draws).any(axis=0))
        told: dict[str, Any] = {"cuts": grader.cuts_[0]}
        if anew:
            told = {"method": grader.method, "options": grader.options}
        chances = grade_probabilities(draws[:, known], grader.k, **told)
        names = list(self.grades.cat.categories[::-1])
        return pd.DataFrame(chances[:, ::-1], index=self.index[known], columns=names)

    def _under_noise(
        self, spread: float, n: int, rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """Score the whole index under noisy weights, in every imputation draw."""
        root, codes = self.hierarchy.root, self.hierarchy.codes
        places = [codes.index(code) for code in self.inputs[root]]
        flat = self.inputs[root] != self.hierarchy.children(root)
        each = -(-n // len(self.score_draws))
        scorer, found, base = self.scorers[root], [], base_of(self)
        for scores, weights in zip(self.score_draws, self.weight_draws, strict=True):
            Z = scores[:, places]
            known = ~np.isnan(Z).any(axis=1)
            W = weights_around(weights[places, int(flat)], each, spread=spread, rng=rng)
            drawn = np.full((each, len(Z)), np.nan)
            taught = known if base is None else known & base
            learned = fit(scorer.method, Z[taught], W, options=scorer.options)
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
