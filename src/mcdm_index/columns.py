"""Columns: what is known of each node while a tree is learned, in memory or in passes.

A tree is learned from the bottom up: leaves are normalized, and each group is scored
from what is below it. Where the rows are decides how: columns of numbers are kept, or
the rows are gone through again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._labels import labelled
from mcdm_index._numeric import Matrix, Vector, one_vector
from mcdm_index.available import Available, Learn
from mcdm_index.engine import LazyRows
from mcdm_index.errors import AllRowsError, MissingDataError, listing
from mcdm_index.estimators import Weighter
from mcdm_index.methods import scoring
from mcdm_index.methods.weighting import weigh
from mcdm_index.rules import Rule

__all__ = ["Columns", "StreamedColumns", "UpTo", "score_rule", "stack"]

Score = Callable[[Matrix], Any]


def stack(columns: Mapping[str, Vector], codes: tuple[str, ...]) -> Matrix:
    """Put columns side by side."""
    return np.column_stack([columns[code] for code in codes])


def score_rule(Z: Matrix, w: Vector, rule: Rule) -> Score:
    """Learn the score of one group, with or without gaps."""
    learn = Learn(rule.aggregate.method, rule.aggregate.options)
    if rule.min_present is None:
        return learn(Z, w)
    return Available(learn, Z, w, rule.min_present)


@dataclass(frozen=True)
class Columns:
    """Nodes of rows in memory.

    Attributes
    ----------
    known : dict of code to ndarray
        Scores of the nodes; of leaves, normalized values.
    """

    known: dict[str, Vector]

    def weigh(self, codes: tuple[str, ...], weights: Weighter) -> Vector:
        """Learn one vector, from a frame so that messages name the criteria.

        Rows with gaps are left out. A child alone has all the weight, whatever the
        limits.
        """
        if len(codes) == 1:
            return np.ones(1)
        Z = pd.DataFrame(stack(self.known, codes), columns=list(codes)).dropna()
        if Z.empty:
            msg = (
                f"no unit has all of {listing(map(repr, codes))}, so that no weights "
                "can be learned from them; impute, or take weights='equal' or 'given'"
            )
            raise MissingDataError(msg)
        return _weigh(Z, codes, weights)

    def score(self, code: str, codes: tuple[str, ...], w: Vector, rule: Rule) -> Score:
        """Learn the score of a group from what is below it, and score it."""
        Z = stack(self.known, codes)
        fitted = score_rule(Z, w, rule)
        self.known[code] = np.asarray(fitted(Z))
        return fitted


@dataclass(frozen=True)
class UpTo:
    """The kernel from normalized leaves to some nodes.

    Attributes
    ----------
    leaves : tuple of str
    scorings : dict of code to callable
        In the order in which they are computed.
    inputs : dict of code to tuple of str
    codes : tuple of str
        The nodes that are wanted.
    """

    leaves: tuple[str, ...]
    scorings: Mapping[str, Score]
    inputs: Mapping[str, tuple[str, ...]]
    codes: tuple[str, ...]

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows."""
        known = dict(zip(self.leaves, Z.T, strict=True))
        for code, fitted in self.scorings.items():
            known[code] = np.asarray(fitted(stack(known, self.inputs[code])))
        return stack(known, self.codes)


@dataclass(frozen=True)
class StreamedColumns:
    """Nodes of rows that are gone through in passes.

    Attributes
    ----------
    rows : LazyRows
        Normalized leaves.
    scorings, inputs : dict
        As for `UpTo`: the groups that were learned.
    """

    rows: LazyRows
    scorings: dict[str, Score] = field(default_factory=dict)
    inputs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def weigh(self, codes: tuple[str, ...], weights: Weighter) -> Vector:
        """Learn one vector; a child alone has all the weight, whatever the limits."""
        if len(codes) == 1:
            return np.ones(1)
        return _weigh(self._view(codes), codes, weights)

    def score(self, code: str, codes: tuple[str, ...], w: Vector, rule: Rule) -> Score:
        """Learn the score of a group from what is below it.

        Raises
        ------
        AllRowsError
            The group takes gaps.
        """
        if rule.min_present is not None:
            msg = (
                f"criterion {code!r} has a min_present: rows with the same gaps are "
                "scored by all rows that have these columns, and the rows of "
                f"{self.rows.source.kind} are not in memory. Fit on a sample "
                "(mcdm_index.sample_rows), or impute"
            )
            raise AllRowsError(msg)
        aggregate = rule.aggregate
        fitted = scoring.fit(
            aggregate.method, self._view(codes), w, options=aggregate.options
        )
        self.scorings[code], self.inputs[code] = fitted, codes
        return fitted

    def _view(self, codes: tuple[str, ...]) -> LazyRows:
        leaves = self.rows.columns or ()
        if set(codes) <= set(leaves):
            return self.rows.take([leaves.index(code) for code in codes])
        kernel = UpTo(leaves, dict(self.scorings), dict(self.inputs), codes)
        return self.rows.through(kernel, codes)


def _weigh(Z: Any, codes: tuple[str, ...], weights: Weighter) -> Vector:
    cap, floor = (_among(codes, limit) for limit in (weights.cap, weights.floor))
    w = weigh(Z, weights.method, None, weights.options, cap=cap, floor=floor)
    return one_vector(w)


def _among(codes: tuple[str, ...], limit: Any) -> Any:
    """Give of the limits by name those of some nodes."""
    if not labelled(limit):
        return limit
    return {code: share for code, share in dict(limit).items() if code in codes}
