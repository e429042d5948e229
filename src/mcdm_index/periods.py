"""Periods: which rows of a panel are learned from, and trees that hold for one each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index.aggregation import FittedTree
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, SpecError, listing, suggestion
from mcdm_index.hierarchy import Hierarchy

__all__ = ["EACH", "PeriodTrees", "check_base", "rows_of_base"]

EACH: Final = "each period"


def check_base(base: Any, period: str | None) -> Any:
    """Read from which rows of a panel an index learns.

    Parameters
    ----------
    base : None, "each period", label or sequence of labels
    period : str or None
        The level of the row index that names the period.

    Returns
    -------
    None, "each period" or list
        None for all rows.

    Raises
    ------
    SpecError
    """
    if base is None:
        return None
    if period is None:
        msg = f"base={base!r} needs a period: name the level of the row index"
        raise SpecError(msg)
    if isinstance(base, str) and base == EACH:
        return EACH
    labels = list(base) if isinstance(base, list | tuple) else [base]
    if not labels:
        msg = "base must name a period at least, got none"
        raise SpecError(msg)
    return labels


def rows_of_base(
    index: pd.Index, period: str | None, base: Any
) -> NDArray[np.bool_] | None:
    """Mark the rows that are learned from; None for all.

    Raises
    ------
    DomainError
        A period of the base is not there.
    """
    if period is None or base is None or base == EACH:
        return None
    labels = index.get_level_values(period)
    for label in base:
        if not (labels == label).any():
            known = [plain(each) for each in labels.unique()]
            hint = suggestion(str(label), [str(each) for each in known])
            msg = (
                f"base period {label!r} has no row in {period!r}.{hint} There are "
                f"{listing(map(repr, known))}"
            )
            raise DomainError(msg)
    return np.asarray(np.logical_or.reduce([labels == label for label in base]))


@dataclass(frozen=True)
class PeriodTrees:
    """What was learned from one completed table, from each period by itself.

    Attributes
    ----------
    trees : mapping of period to FittedTree
    period : str
        The level of the row index that names the period.
    """

    trees: Mapping[Any, FittedTree]
    period: str

    @property
    def hierarchy(self) -> Hierarchy:
        """The tree that was scored."""
        return next(iter(self.trees.values())).hierarchy

    @property
    def local(self) -> dict[str, float]:
        """Weight of every node within its parent: the mean over the periods."""
        return self._mean([tree.local for tree in self.trees.values()])

    @property
    def effective(self) -> dict[str, float]:
        """Weight of every node at the top: the mean over the periods."""
        return self._mean([tree.effective for tree in self.trees.values()])

    def __call__(self, X: pd.DataFrame) -> Matrix:
        """Score rows of raw leaves, each by the tree of its period."""
        scores = np.full((len(X), len(self.hierarchy)), np.nan)
        for rows, tree in self._members(X):
            scores[rows] = tree(X[rows])
        return scores

    def parts(self, X: pd.DataFrame) -> Iterator[tuple[FittedTree, pd.DataFrame]]:
        """Give the rows of each period with the tree that scores them."""
        for rows, tree in self._members(X):
            yield tree, X[rows]

    def _members(
        self, X: pd.DataFrame
    ) -> Iterator[tuple[NDArray[np.bool_], FittedTree]]:
        if self.period not in X.index.names:
            msg = f"rows need the index level {self.period!r}, by which they are scored"
            raise DomainError(msg)
        labels = X.index.get_level_values(self.period)
        for label in labels.unique():
            if label not in self.trees:
                msg = (
                    f"nothing was learned of {self.period} {plain(label)!r}: each "
                    "period has goalposts and weights of its own; fit with its rows, "
                    "or with another base"
                )
                raise DomainError(msg)
            yield np.asarray(labels == label), self.trees[label]

    @staticmethod
    def _mean(weights: list[Mapping[str, float]]) -> dict[str, float]:
        return {
            code: float(np.mean([each[code] for each in weights]))
            for code in weights[0]
        }
