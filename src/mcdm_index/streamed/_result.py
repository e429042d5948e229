"""The result of an index of rows that come in chunks: lazy scores, and an account."""

from dataclasses import dataclass, fields
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from mcdm_index._numeric import Container
from mcdm_index.engine import Kernel, LazyRows, map_rows
from mcdm_index.errors import AllRowsError, DomainError
from mcdm_index.estimators import Grader, TierClusterer
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.result import IndexResult
from mcdm_index.streamed._score import Blocks, Classed, RowScores

__all__ = ["StreamedResult", "take_leaves"]


def take_leaves(rows: LazyRows, hierarchy: Hierarchy) -> LazyRows:
    """Take the leaves of a tree out of those of a larger one."""
    known = rows.columns or ()
    return rows.take([known.index(leaf) for leaf in hierarchy.leaves])


class _NotKeptError(AllRowsError, AttributeError):
    """A part of a result that is not kept of rows that come in chunks."""


@dataclass(frozen=True, eq=False, repr=False)
class StreamedResult:
    """The result of a `CompositeIndex` that was fitted on rows that come in chunks.

    Nothing is kept of single rows. What there is of them is as lazy as the container
    that came, and computed, block by block, when that is computed or written.

    Attributes
    ----------
    rows : LazyRows
        Raw leaves, divided.
    row_scores : RowScores
        Everything that was learned.
    grader : Grader or None
    clusterer : TierClusterer or None
    provenance : dict
        Versions, specification, seed, numbers of rows, and what was learned from a
        sample.

    Notes
    -----
    The other attributes of `IndexResult` are not available; each says so, and what to
    do instead.
    """

    rows: LazyRows
    row_scores: RowScores
    grader: Grader | None
    clusterer: TierClusterer | None
    provenance: dict[str, Any]

    def __repr__(self) -> str:
        units, leaves = self.provenance["data"]["units"], len(self.hierarchy.leaves)
        return f"<StreamedResult: {units} units, {leaves} criteria>"

    @property
    def hierarchy(self) -> Hierarchy:
        """The tree that was scored."""
        return self.row_scores.hierarchy

    @property
    def m(self) -> int:
        """Number of imputation draws behind what was learned."""
        return len(self.row_scores.trees)

    @property
    def weights(self) -> pd.DataFrame:
        """Weight of every node within its parent and at the top, mean over draws."""
        codes, trees = self.hierarchy.codes, self.row_scores.trees
        told = [[(t.local[c], t.effective[c]) for c in codes] for t in trees]
        mean = np.mean(told, axis=0)
        return pd.DataFrame(
            {
                "name": [self.hierarchy[code].name() for code in codes],
                "parent": [self.hierarchy[code].parent or "" for code in codes],
                "local": mean[:, 0],
                "effective": mean[:, 1],
            },
            index=pd.Index(codes, name="code"),
        )

    @property
    def scores(self) -> Container:
        """Score of every node, one column each; lazy."""
        return self._map(Blocks(self.row_scores), list(self.hierarchy.codes))

    @property
    def score(self) -> Container:
        """Score at the top; lazy."""
        return self._map(Blocks(self.row_scores, self._place(self.hierarchy.root)))

    @property
    def grades(self) -> Container:
        """Grade from 1 (worst) to k (best); NaN without a score. Lazy."""
        if self.grader is None:
            msg = "this index has no grades; build it with grade='quantile', say"
            raise DomainError(msg)
        nodes = (self._place(self.hierarchy.root),)
        return self._map(Classed(self.row_scores, nodes, self.grader))

    @property
    def tiers(self) -> Container:
        """Tier from 1 (best) to k; NaN without a score. Lazy."""
        if self.clusterer is None:
            msg = "this index has no tiers; build it with tiers='kmeans' or 'ward'"
            raise DomainError(msg)
        nodes = tuple(self._place(code) for code in self.hierarchy.dimensions)
        return self._map(Classed(self.row_scores, nodes, self.clusterer))

    def _place(self, code: str) -> int:
        return self.hierarchy.codes.index(code)

    def _map(self, kernel: Kernel, names: list[str] | None = None) -> Container:
        table = take_leaves(self.rows, self.hierarchy)
        return map_rows(table, kernel, missing="keep", names=names)

    def __getattr__(self, name: str) -> NoReturn:
        known = {each.name for each in fields(IndexResult)} | set(dir(IndexResult))
        if name in known and not name.startswith("_"):
            msg = (
                f"{name} would need all rows in memory, which are in "
                f"{self.rows.source.kind}. Write the scores out and go on from there; "
                "or fit the index on mcdm_index.sample_rows(X), whose result has it, "
                "and score all rows by score_samples(X)"
            )
            raise _NotKeptError(msg)
        msg = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(msg)
