"""Fit: from rows that come in chunks to what scores them, learned in passes.

Without gaps everything that scores depend on is learned from all rows. What needs rows
in memory (imputation, screening, and then all that follows; the cuts of grades; tiers)
is learned from a sample, and applied to all rows.
"""

import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone

from mcdm_index._numeric import Matrix
from mcdm_index.aggregation import FittedTree, fit_tree
from mcdm_index.engine import LazyRows, column_stats, draw_rows, lacking
from mcdm_index.errors import (
    AllRowsError,
    BoundsWarning,
    EmptyDataError,
    MissingDataError,
)
from mcdm_index.estimators import Screener
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.learning import Classes, Imputer, Tree, classify, fill_gaps, learn
from mcdm_index.preparation import check_bounds, screen_table
from mcdm_index.settings import stage_for
from mcdm_index.stages import Stages
from mcdm_index.statistics import ColumnStats
from mcdm_index.streamed._score import RowScores, partial_rows

__all__ = ["Learned", "learn_streamed"]


class Learned(NamedTuple):
    """What an index learned of rows that come in chunks.

    Attributes
    ----------
    scores : RowScores
    classes : Classes
        Grader and tiers; their codes are those of the sample.
    account : dict
        Of how many rows, and what was learned from which, for provenance.
    """

    scores: RowScores
    classes: Classes
    account: dict[str, Any]

    @property
    def trees(self) -> tuple[Tree, ...]:
        """What was learned from each draw."""
        return self.scores.trees

    @property
    def imputer(self) -> Imputer | None:
        """The fitted imputer."""
        return self.scores.imputer


def learn_streamed(
    rows: LazyRows, whole: Hierarchy, stages: Stages, *, seed: int, size: int
) -> Learned:
    """Learn an index in passes, and from a sample what needs rows in memory.

    Parameters
    ----------
    rows : LazyRows
        Raw leaves of the tree, divided. Rows without any value take no part.
    whole : Hierarchy
    stages : Stages
    seed : int
        Of the sample, the imputation and the tiers.
    size : int
        Of the sample.

    Raises
    ------
    AllRowsError
        The methodology needs all rows in memory; naming what does.
    MissingDataError
        Rows have gaps, and there is no imputation.
    """
    if stages.period is not None:
        msg = (
            f"period {stages.period!r} is a level of a row index, which "
            f"{rows.source.kind} does not have"
        )
        raise AllRowsError(msg)
    rows = rows.observed()
    sampled = stages.impute is not None or stages.screen is not None
    if sampled:
        return _from_sample(rows, whole, stages, seed=seed, size=size)
    try:
        stats = column_stats(rows)
    except MissingDataError:
        raise MissingDataError(partial_rows(whole.leaves, lacking(rows))) from None
    _check_bounds(stats, whole)
    tree = _learn_tree(rows, whole, stages)
    scores = RowScores((tree,), None, None, stages.rules(whole))
    classes = Classes(None, None, None, None)
    account: dict[str, Any] = {
        "units": int(np.max(stats.n)),
        "learned": {"scores": "all rows, in passes"},
    }
    if stages.grade is not None or stages.tiers is not None:
        table, sample = _sample(rows, whole, seed=seed, size=size)
        some: Matrix = scores(table)
        classes = classify(stages, whole, some, table.index, seed)
        account["learned"] |= {"grades and tiers": "a sample"}
        account["sample"] = sample
    return Learned(scores, classes, account)


def _learn_tree(rows: LazyRows, whole: Hierarchy, stages: Stages) -> FittedTree:
    return fit_tree(
        rows,
        whole,
        treat=stages.treat and stage_for(stages.treat, "treatment", whole, whole),
        normalize=stage_for(stages.normalize, "normalization", whole, whole),
        weights=stages.weights_for(whole, whole),
        rules=stages.rules(whole),
        scheme=stages.scheme,
    )


def _sample(
    rows: LazyRows, whole: Hierarchy, *, seed: int, size: int
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Draw rows, and say how."""
    drawn = draw_rows(rows, size, seed)
    if not len(drawn.numbers):
        msg = "there is no unit of which a criterion has a value"
        raise EmptyDataError(msg)
    table = pd.DataFrame(drawn.values, index=drawn.numbers, columns=list(whole.leaves))
    account = {
        "rows": len(table),
        "of": drawn.n,
        "seed": seed,
        "drawn": "least lots of splitmix64 by row number",
    }
    return table, account


def _from_sample(
    rows: LazyRows, whole: Hierarchy, stages: Stages, *, seed: int, size: int
) -> Learned:
    """Learn everything from a sample, as from a table in memory."""
    table, sample = _sample(rows, whole, seed=seed, size=size)
    check_bounds(table, whole)
    ready = screen_table(table, whole, stages.screen)
    screener: Screener | None = None if stages.screen is None else clone(stages.screen)
    imputer, draws = fill_gaps(ready, whole, stages=stages, beside=None, seed=seed)
    weights = stages.weights_for(whole, ready.hierarchy)
    tables = list(draws)
    trees = learn(stages, whole, ready, weights, tables)
    rules = stages.rules(ready.hierarchy)
    scores = RowScores(trees, imputer, screener, rules)
    mean = np.mean([t(x) for t, x in zip(trees, tables, strict=True)], axis=0)
    classes = classify(stages, ready.hierarchy, mean, ready.table.index, seed)
    account = {
        "units": sample["of"],
        "learned": {"everything": "a sample"},
        "sample": sample,
    }
    return Learned(scores, classes, account)


def _check_bounds(stats: ColumnStats, whole: Hierarchy) -> None:
    """Warn of values outside the bounds that their criteria declare."""
    for leaf, low, high in zip(whole.leaves, stats.low, stats.high, strict=True):
        bounds = whole[leaf].bounds
        if bounds is not None and not bounds[0] <= low <= high <= bounds[1]:
            msg = (
                f"criterion {leaf!r} lies between {bounds[0]:g} and {bounds[1]:g} by "
                f"its declaration, but its values go from {low:g} to {high:g}"
            )
            warnings.warn(msg, BoundsWarning, stacklevel=5)
