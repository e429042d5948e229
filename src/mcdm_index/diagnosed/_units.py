"""Single units of a result: where they lead, what they are like, what they lack."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from mcdm_index import diagnosis
from mcdm_index.diagnosed._asked import Asked
from mcdm_index.diagnosis import Champions, Gaps, NextTier, Obstacles, Profiles
from mcdm_index.inspection import nodes_at

__all__ = ["OfUnits"]


class OfUnits(Asked):
    """What a result says of single units."""

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
