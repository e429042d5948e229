"""Aggregation: from one completed table, up the tree, to a score for every node.

Two schemes. *flat*: weights are learned over all leaves at once, and a node is scored
from the leaves below it. *nested*: a node is scored from the scores of its children,
with weights learned from those. For a weighted sum with given weights they agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, one_vector, share
from mcdm_index.engine import Kernel
from mcdm_index.estimators import Normalizer, Scorer, Weighter
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods import normalization, scoring
from mcdm_index.methods.weighting import weigh

__all__ = ["SCHEMES", "FittedTree", "Scheme", "fit_tree"]

Scheme = Literal["flat", "nested"]
SCHEMES: Final[tuple[Scheme, ...]] = ("flat", "nested")


@dataclass(frozen=True)
class FittedTree:
    """Everything learned from one completed table, frozen.

    Attributes
    ----------
    hierarchy : Hierarchy
    normalize : callable
        Row kernel from raw leaves to normalized ones.
    scorings : dict of code to Scoring
        One for each group, in the order in which they are computed.
    inputs : dict of code to tuple of str
        The nodes that a group is scored from.
    local, effective : dict of code to float
        Weight of every node within its parent, and at the top.
    """

    hierarchy: Hierarchy
    normalize: Kernel
    scorings: Mapping[str, scoring.Scoring]
    inputs: Mapping[str, tuple[str, ...]]
    local: Mapping[str, float]
    effective: Mapping[str, float]

    def __call__(self, X: Matrix) -> Matrix:
        """Score rows of raw leaves: one column per node, in the order of the tree."""
        columns = dict(zip(self.hierarchy.leaves, self.normalize(X).T, strict=True))
        for code, fitted in self.scorings.items():
            columns[code] = fitted(_stack(columns, self.inputs[code]))
        return _stack(columns, self.hierarchy.codes)


def _stack(columns: Mapping[str, Vector], codes: tuple[str, ...]) -> Matrix:
    return np.column_stack([columns[code] for code in codes])


def fit_tree(
    X: Matrix,
    hierarchy: Hierarchy,
    *,
    normalize: Normalizer,
    weights: Weighter | Literal["given"],
    aggregate: Scorer,
    scheme: Scheme = "flat",
) -> FittedTree:
    """Learn normalization, weights and the score of every node from a complete table.

    Parameters
    ----------
    X : ndarray of shape (n_units, n_leaves)
        Raw values, in the order of the leaves.
    hierarchy : Hierarchy
    normalize, aggregate : Normalizer, Scorer
        Their method and options are read.
    weights : Weighter or "given"
        Learned from the normalized values; or the weights in the hierarchy.
    scheme : {"flat", "nested"}
        See the head of this module.

    Returns
    -------
    FittedTree
    """
    kernel = normalization.fit(
        normalize.method, X, hierarchy.polarity, normalize.options
    )
    columns = dict(zip(hierarchy.leaves, kernel(np.asarray(X)).T, strict=True))
    leaf_weights = (
        _leaf_weights(columns, hierarchy, weights) if scheme == "flat" else {}
    )
    scorings, inputs, local = {}, {}, {hierarchy.root: 1.0}
    for code in hierarchy.upward():
        children = hierarchy.children(code)
        if scheme == "flat":
            inputs[code] = hierarchy.leaves_below(code)
            w = share([leaf_weights[leaf] for leaf in inputs[code]])
            held = dict(zip(inputs[code], w, strict=True))
            shares: Any = [
                sum(held[leaf] for leaf in hierarchy.leaves_below(child))
                for child in children
            ]
        else:
            inputs[code] = children
            w = shares = _child_weights(columns, hierarchy, code, weights)
        local |= dict(zip(children, map(float, shares), strict=True))
        Z = _stack(columns, inputs[code])
        scorings[code] = scoring.fit(aggregate.method, Z, w, options=aggregate.options)
        columns[code] = scorings[code](Z)
    effective = _effective(hierarchy, local)
    return FittedTree(hierarchy, kernel, scorings, inputs, local, effective)


def _leaf_weights(
    columns: Mapping[str, Vector], hierarchy: Hierarchy, weights: Weighter | str
) -> dict[str, float]:
    if isinstance(weights, str):
        return hierarchy.given_weights()
    w = _weigh(columns, hierarchy.leaves, weights)
    return dict(zip(hierarchy.leaves, map(float, w), strict=True))


def _child_weights(
    columns: Mapping[str, Vector],
    hierarchy: Hierarchy,
    code: str,
    weights: Weighter | str,
) -> Vector:
    if isinstance(weights, str):
        return np.array(hierarchy.local_weights(code))
    return _weigh(columns, hierarchy.children(code), weights)


def _weigh(
    columns: Mapping[str, Vector], codes: tuple[str, ...], weights: Weighter
) -> Vector:
    """Learn one vector, from a frame so that messages name the criteria."""
    Z = pd.DataFrame(_stack(columns, codes), columns=list(codes))
    return one_vector(weigh(Z, weights.method, None, weights.options))


def _effective(hierarchy: Hierarchy, local: Mapping[str, float]) -> dict[str, float]:
    """Multiply local weights down the tree."""
    found = {hierarchy.root: 1.0}
    for code in reversed(hierarchy.upward()):
        found |= {
            child: found[code] * local[child] for child in hierarchy.children(code)
        }
    return found
