"""Findings: what a reader of an index asks of it, as methods of its result."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from mcdm_index._numeric import check_whole
from mcdm_index.comparison import Comparison
from mcdm_index.inspection import (
    Adequacy,
    Shift,
    UnitReport,
    adequacy,
    drop_each,
    relate,
    score_by,
    shift,
    unit_report,
)

__all__ = ["Findings"]


class Findings:
    """What can be asked of a result; see `IndexResult`, which is one."""

    rerun: Callable[..., Any]

    def unit(self, label: Any, k: int = 5) -> UnitReport:
        """Gather what the index says of one unit.

        Parameters
        ----------
        label : label
            As in the row index; a tuple where that has several levels.
        k : int, default 5
            How many strengths and weaknesses.

        Raises
        ------
        UnknownColumnError
            There is no such unit.
        """
        return unit_report(self, label, check_whole(k, "k"))

    def score_by(self, methods: Any, code: str | None = None) -> Comparison:
        """Score one node by several methods at once.

        Parameters
        ----------
        methods : sequence or mapping
            Names of registered scoring methods, functions of rows and weights, or pairs
            of one of these and its options. A mapping goes from what a method is to be
            called.
        code : str, optional
            A group; the root by default. It is scored from what it is scored from in
            the index, with the same weights.

        Returns
        -------
        Comparison
            scores, ranks, agreement, consensus and movers.

        Raises
        ------
        SpecError, DomainError, UnknownMethodError
        """
        return score_by(self, methods, code)

    def with_(self, **changes: Any) -> Any:
        """Run the index once more on the same table, with some parameters changed.

        Parameters
        ----------
        **changes
            Parameters of `CompositeIndex`.
        """
        return self.rerun(**changes)

    def compare(self, other: Any) -> Shift:
        """Tell how another result of the same units differs from this one.

        Parameters
        ----------
        other : IndexResult
            Such as ``result.with_(weights="critic")``.
        """
        return shift(self, other)

    def drop_each(self, level: str | int = "leaf") -> pd.DataFrame:
        """Leave out one node after another, and tell how far units move.

        Parameters
        ----------
        level : {"leaf", "dimension"} or int, default "leaf"
            The criteria, the nodes below the root, or the nodes of a depth. The index
            is fitted once for each.

        Returns
        -------
        DataFrame
            One row per node: name, mean_move, most_move, unit, rank_before, rank_after
            and spearman; those that matter most come first.

        Raises
        ------
        DomainError
            There is no such level, or nothing would be left.
        """
        return drop_each(self, self.rerun, level)

    def adequacy(self) -> Adequacy:
        """Tell whether the children of every group go together, by its statistics."""
        return adequacy(self)

    def relate(self, external: pd.Series) -> pd.DataFrame:
        """Correlate every node with something from outside, by unit.

        Parameters
        ----------
        external : Series

        Returns
        -------
        DataFrame
            One row per node: units, pearson, spearman, kendall.

        Raises
        ------
        DomainError, ShapeError
            It is no Series, or has fewer than three units in common with the index.
        """
        return relate(self, external)
