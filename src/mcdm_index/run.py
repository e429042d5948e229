"""A run: from what one fit made of a table to the result that it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.accounts import (
    partial_nodes,
    stage_tables,
    treated_cells,
    treated_columns,
)
from mcdm_index.estimators import Scorer
from mcdm_index.learning import Classes, Tree
from mcdm_index.preparation import Prepared
from mcdm_index.result import IndexResult
from mcdm_index.rules import Weights

__all__ = ["Run", "gather"]


@dataclass(frozen=True, eq=False)
class Run:
    """What one fit made of a table.

    Attributes
    ----------
    ready : Prepared
        After screening.
    trees : tuple of FittedTree or PeriodTrees
    tables : list of DataFrame
        What each tree scores.
    imputed, denominated : DataFrame
        As in `IndexResult`.
    """

    ready: Prepared
    trees: tuple[Tree, ...]
    tables: list[pd.DataFrame]
    imputed: pd.DataFrame
    denominated: pd.DataFrame

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """Scores of every node in every draw, of shape (m, n_units, n_nodes)."""
        pairs = zip(self.trees, self.tables, strict=True)
        return np.array([tree(table) for tree, table in pairs])

    @cached_property
    def mean(self) -> Matrix:
        """Means of the scores over the draws."""
        return np.asarray(self.scores.mean(axis=0))

    @property
    def weights(self) -> NDArray[np.float64]:
        """Local and effective weights of every node, of shape (m, n_nodes, 2)."""
        codes = self.ready.hierarchy.codes
        return np.array(
            [[(tree.local[c], tree.effective[c]) for c in codes] for tree in self.trees]
        )


def gather(
    run: Run,
    classes: Classes,
    *,
    scorers: Mapping[str, Scorer],
    weighters: Mapping[str, Weights],
    period: str | None,
    base: Any,
    provenance: dict[str, Any],
    rerun: Callable[..., IndexResult],
) -> IndexResult:
    """Label everything and put it together.

    Parameters
    ----------
    run : Run
    classes : Classes
    scorers, weighters, period, base, provenance, rerun
        As in `IndexResult`.
    """
    trees, tables, tree = run.trees, run.tables, run.ready.hierarchy
    return IndexResult(
        hierarchy=tree,
        index=run.ready.table.index,
        score_draws=run.scores,
        weight_draws=run.weights,
        grade_codes=classes.grade_codes,
        tier_codes=classes.tier_codes,
        grader=classes.grader,
        clusterer=classes.tiers,
        denominated=run.denominated,
        screened=run.ready.screened,
        imputed=run.imputed,
        treated=treated_cells(trees, tables),
        treatment=treated_columns(trees, tables),
        partial=partial_nodes(trees[0], tables[0], run.scores[0]),
        stages=stage_tables(run.ready.table, trees, tables),
        inputs=dict(next(trees[0].parts(tables[0]))[0].inputs),
        scorers=scorers,
        weighters=weighters,
        period=period,
        base=base,
        provenance=provenance,
        rerun=rerun,
    )
