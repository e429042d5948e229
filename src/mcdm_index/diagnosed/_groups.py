"""All units of a result: where the best lie, how unequal they are, where they go."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mcdm_index import convergence, diagnosis
from mcdm_index.convergence import (
    BetaConvergence,
    Density,
    SigmaConvergence,
    Transitions,
)
from mcdm_index.diagnosed._asked import Asked
from mcdm_index.diagnosis import Concentration
from mcdm_index.methods import inequality

__all__ = ["OfGroups"]


class OfGroups(Asked):
    """What a result says of all units together, and of groups of them."""

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
