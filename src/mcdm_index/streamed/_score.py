"""Score: from rows of leaves, in a frame or in a block, to the scores of all nodes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.errors import MissingDataError, listing
from mcdm_index.estimators import Grader, Screener, TierClusterer
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.learning import Imputer, Tree, check_gaps, with_level
from mcdm_index.rules import Rule

__all__ = ["Blocks", "Classed", "RowScores"]


@dataclass(frozen=True, eq=False)
class RowScores:
    """Everything that an index learned, ready for new rows.

    Attributes
    ----------
    trees : tuple of FittedTree or PeriodTrees
        One per draw.
    imputer : MICEImputer, FillImputer or None
    screener : Screener or None
    rules : dict of code to Rule
        How each group is scored.
    """

    trees: tuple[Tree, ...]
    imputer: Imputer | None
    screener: Screener | None
    rules: dict[str, Rule]

    @property
    def hierarchy(self) -> Hierarchy:
        """The tree of the criteria that stayed."""
        return self.trees[0].hierarchy

    def __call__(self, rows: pd.DataFrame, beside: pd.Series | None = None) -> Matrix:
        """Score rows on every node; those of which too little is observed score NaN.

        Parameters
        ----------
        rows : DataFrame of shape (n_units, n_leaves)
            Finite or NaN; columns are the leaves that stayed.
        beside : Series, optional
            Labels that the imputer reads.

        Raises
        ------
        MissingDataError
            A gap in a group that takes none, and no imputer.
        """
        data = rows.to_numpy()
        usable = ~np.isnan(data).all(axis=1)
        if self.screener is not None:
            usable &= self.screener.passing(data)
        scores = np.full((len(rows), len(self.hierarchy.codes)), np.nan)
        if usable.any():
            if self.imputer is None:
                check_gaps(rows[usable], self.hierarchy, self.rules)
            scores[usable] = self._mean(rows[usable], beside)
        return scores

    def _mean(self, kept: pd.DataFrame, beside: pd.Series | None) -> Matrix:
        """Average the scores over the draws."""
        tables = [kept] * len(self.trees)
        if self.imputer is not None:
            drawn = self.imputer.draws(with_level(kept, beside))
            tables = list(replace(drawn, index=kept.index))
        # A table without gaps left a single tree, through which every draw goes.
        trees = self.trees * (len(tables) // len(self.trees))
        draws = [tree(table) for tree, table in zip(trees, tables, strict=True)]
        return np.asarray(np.mean(draws, axis=0))


@dataclass(frozen=True, eq=False)
class Blocks:
    """The kernel from a block of leaves to the scores of one node, or of all.

    Attributes
    ----------
    score : RowScores
    node : int or None
        Position of the node; None for all.
    """

    score: RowScores
    node: int | None = None

    def __call__(self, block: Matrix) -> Matrix:
        """Score rows."""
        leaves = list(self.score.hierarchy.leaves)
        frame = pd.DataFrame(block, columns=leaves)
        try:
            with np.errstate(over="warn", invalid="warn", divide="warn"):
                scores = self.score(frame)
        except MissingDataError:
            gaps = np.isnan(block)
            partly = gaps[~gaps.all(axis=1)].any(axis=0)
            raise MissingDataError(partial_rows(leaves, np.asarray(partly))) from None
        return scores if self.node is None else scores[:, self.node]


def partial_rows(leaves: Sequence[str], partly: NDArray[np.bool_]) -> str:
    """Say which criteria some rows lack that have others, and what to do."""
    where = listing(
        repr(leaf) for leaf, lacks in zip(leaves, partly, strict=True) if lacks
    )
    return (
        f"criterion {where}: missing in rows that have other criteria, and no "
        "imputation. Give the index impute=MICEImputer(), which is fitted on a sample "
        "of the rows; or blank such rows wholly, which then score NaN"
    )


@dataclass(frozen=True, eq=False)
class Classed:
    """The kernel from a block of leaves to grades or tiers, NaN without a score.

    Attributes
    ----------
    score : RowScores
    nodes : tuple of int
        Positions of the nodes that decide.
    classify : Grader or TierClusterer
        Fitted.
    """

    score: RowScores
    nodes: tuple[int, ...]
    classify: Grader | TierClusterer

    def __call__(self, block: Matrix) -> Matrix:
        """Classify rows."""
        scores = Blocks(self.score)(block)[:, list(self.nodes)]
        known = ~np.isnan(scores).any(axis=1)
        out = np.full(len(block), np.nan)
        if known.any():
            judge: Callable[[Any], Any]
            if isinstance(self.classify, Grader):
                judge = self.classify.transform
            else:
                judge = self.classify.predict
            out[known] = np.asarray(judge(scores[known])).reshape(-1)
        return out
