"""Aggregation: from one completed table, up the tree, to a score for every node.

Two schemes. *flat*: weights are learned over all leaves at once, and a node is scored
from the leaves below it. *nested*: a node is scored from the scores of its children,
with weights learned from those. For a weighted sum with given weights they agree.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index.columns import Columns, StreamedColumns, score_rule, stack
from mcdm_index.engine import Kernel, LazyRows, Missing, map_rows
from mcdm_index.estimators import Normalizer, Treater
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods import normalization, treatment
from mcdm_index.methods._kernels import Chain
from mcdm_index.methods._settings import PerCriterion
from mcdm_index.methods.treatment import Treatment
from mcdm_index.rules import Rule, Weights

__all__ = [
    "SCHEMES",
    "FittedTree",
    "Scheme",
    "fit_tree",
    "learn_columns",
    "reweigh",
]

Scheme = Literal["flat", "nested"]
SCHEMES: Final[tuple[Scheme, ...]] = ("flat", "nested")
Learned: TypeAlias = tuple[Treatment | None, Kernel]


@dataclass(frozen=True)
class FittedTree:
    """Everything learned from one completed table, frozen.

    Attributes
    ----------
    hierarchy : Hierarchy
    treat : Treatment or None
        Row kernel from raw leaves to treated ones.
    normalize : callable
        Row kernel from raw, or treated, leaves to normalized ones.
    scorings : dict of code to callable
        One for each group, in the order in which they are computed.
    inputs : dict of code to tuple of str
        The nodes that a group is scored from.
    local, effective : dict of code to float
        Weight of every node within its parent, and at the top.
    """

    hierarchy: Hierarchy
    treat: Treatment | None
    normalize: Kernel
    scorings: Mapping[str, Callable[[Matrix], Any]]
    inputs: Mapping[str, tuple[str, ...]]
    local: Mapping[str, float]
    effective: Mapping[str, float]

    def __call__(self, X: pd.DataFrame) -> Matrix:
        """Score rows of raw leaves: one column per node, in the order of the tree."""
        columns = _columns(X, self.treat, self.normalize)
        for code, fitted in self.scorings.items():
            columns[code] = fitted(stack(columns, self.inputs[code]))
        return stack(columns, self.hierarchy.codes)

    @property
    def is_flat(self) -> bool:
        """Whether groups are scored from their leaves, rather than their children."""
        children = self.hierarchy.children
        return any(self.inputs[code] != children(code) for code in self.inputs)

    def parts(self, X: pd.DataFrame) -> Iterator[tuple["FittedTree", pd.DataFrame]]:
        """Give the rows with the tree that scores them: here, all."""
        yield self, X


def _columns(
    X: pd.DataFrame, treat: Kernel | None, normalize: Kernel
) -> dict[str, Vector]:
    """Treat and normalize the leaves, and file them under their codes."""
    Z = X
    for kernel in (treat, normalize):
        if kernel is not None:
            Z = map_rows(Z, kernel, missing="omit", by_column=True)
    return dict(zip(X.columns, Z.to_numpy().T, strict=True))


def fit_tree(
    X: pd.DataFrame | LazyRows,
    hierarchy: Hierarchy,
    *,
    treat: Treater | None = None,
    normalize: Normalizer,
    weights: Weights,
    rules: Mapping[str, Rule],
    scheme: Scheme = "flat",
    learned: Learned | None = None,
) -> FittedTree:
    """Learn normalization, weights and the score of every node from a table.

    Parameters
    ----------
    X : DataFrame or LazyRows of shape (n_units, n_leaves)
        Raw values; the columns are the leaves, in order. Gaps need rules that take
        them. Rows that are not in memory are gone through in passes.
    hierarchy : Hierarchy
        What its criteria say of treatment and normalization goes before what the two
        stages say for all, and behind what they say for one.
    treat, normalize : Treater or None, Normalizer
        Their methods, options and settings per criterion are read.
    weights : Weighter or "given"
        Of the flat scheme: learned from the normalized leaves, or those in the tree.
    rules : mapping of code to Rule
        How each group is scored; of the nested scheme the weights of its children too.
    scheme : {"flat", "nested"}
        See the head of this module.
    learned : pair of treatment and normalization, optional
        What was learned of the columns before; learned from X by default.

    Returns
    -------
    FittedTree
    """
    if learned is None:
        learned = learn_columns(X, hierarchy, treat, normalize, missing="omit")
    treated, kernel = learned
    known = _known(X, treated, kernel)
    leaf_weights = _leaf_weights(known, hierarchy, weights) if scheme == "flat" else {}
    scorings, inputs, local = {}, {}, {hierarchy.root: 1.0}
    for code in hierarchy.upward():
        children = hierarchy.children(code)
        if scheme == "flat":
            inputs[code] = hierarchy.leaves_below(code)
            below = leaf_weights
            if isinstance(weights, str):  # a group of weight 0 has weights inside
                below = hierarchy.given_weights(code)
            w = share([below[leaf] for leaf in inputs[code]])
            held = dict(zip(inputs[code], w, strict=True))
            shares: Any = [
                sum(held[leaf] for leaf in hierarchy.leaves_below(child))
                for child in children
            ]
        else:
            inputs[code] = children
            w = shares = _child_weights(known, hierarchy, code, rules[code].weights)
        local |= dict(zip(children, map(float, shares), strict=True))
        scorings[code] = known.score(code, inputs[code], w, rules[code])
    effective = _effective(hierarchy, local)
    return FittedTree(hierarchy, treated, kernel, scorings, inputs, local, effective)


def _known(
    X: pd.DataFrame | LazyRows, treat: Kernel | None, normalize: Kernel
) -> Columns | StreamedColumns:
    """Treat and normalize the leaves, or have it done in every pass."""
    if not isinstance(X, LazyRows):
        return Columns(_columns(X, treat, normalize))
    kernel = normalize if treat is None else Chain(treat, normalize)
    return StreamedColumns(X.through(kernel, X.columns or ()))


def learn_columns(
    X: pd.DataFrame | LazyRows,
    hierarchy: Hierarchy,
    treat: Treater | None,
    normalize: Normalizer,
    *,
    missing: Missing = "raise",
) -> Learned:
    """Learn treatment and normalization of the leaves.

    Parameters
    ----------
    X, hierarchy, treat, normalize
        As in `fit_tree`.
    missing : {"raise", "omit"}
        Refuse gaps, or learn each column from the cells that it has.
    """
    treated = None
    if treat is not None:
        levels = _levels(hierarchy, "treat", treat.per_criterion)
        treated = treatment.fit(
            treat.method, X, treat.options, per_criterion=levels, missing=missing
        )
        if isinstance(X, LazyRows):
            X = X.through(treated, X.columns or ())
        else:
            X = map_rows(X, treated, missing=missing, by_column=True)
    kernel = normalization.fit(
        normalize.method,
        X,
        hierarchy.polarity,
        normalize.options,
        per_criterion=_levels(hierarchy, "normalize", normalize.per_criterion),
        missing=missing,
    )
    return treated, kernel


def _levels(
    hierarchy: Hierarchy, stage: str, called: PerCriterion | None
) -> list[PerCriterion]:
    """Give what the tree says per criterion, and then what the call says."""
    leaves = hierarchy.leaves
    said = {leaf: hierarchy[leaf].settings(stage) for leaf in leaves}
    given = {code: own for code, own in (called or {}).items() if code in leaves}
    return [level for level in ({c: s for c, s in said.items() if s}, given) if level]


def _leaf_weights(
    known: Columns | StreamedColumns, hierarchy: Hierarchy, weights: Weights
) -> dict[str, float]:
    if isinstance(weights, str):
        return hierarchy.given_weights()
    w = known.weigh(hierarchy.leaves, weights)
    return dict(zip(hierarchy.leaves, map(float, w), strict=True))


def _child_weights(
    known: Columns | StreamedColumns, hierarchy: Hierarchy, code: str, weights: Weights
) -> Vector:
    if isinstance(weights, str):
        return np.array(hierarchy.local_weights(code))
    return known.weigh(hierarchy.children(code), weights)


def _effective(hierarchy: Hierarchy, local: Mapping[str, float]) -> dict[str, float]:
    """Multiply local weights down the tree."""
    found = {hierarchy.root: 1.0}
    for code in reversed(hierarchy.upward()):
        found |= {
            child: found[code] * local[child] for child in hierarchy.children(code)
        }
    return found


def reweigh(
    tree: FittedTree,
    X: pd.DataFrame,
    rules: Mapping[str, Rule],
    draw: Callable[[Vector, tuple[str, ...]], Vector],
) -> FittedTree:
    """Draw other weights, and learn the score of every node anew.

    Parameters
    ----------
    tree : FittedTree
        Its treatment and normalization stay as they are.
    X : DataFrame of shape (n_units, n_leaves)
        What scores are learned from.
    rules : mapping of code to Rule
        How each group is scored.
    draw : callable
        From weights that sum to 1, and the nodes that have them, to other such
        weights. In the flat scheme it is asked for those of the leaves, once; in the
        nested one for those of the children of every group.
    """
    hierarchy, inputs = tree.hierarchy, tree.inputs
    columns = _columns(X, tree.treat, tree.normalize)
    flat, leaves = tree.is_flat, hierarchy.leaves
    drawn: dict[str, float] = {}
    if flat:
        w = draw(np.array([tree.effective[leaf] for leaf in leaves]), leaves)
        drawn = dict(zip(leaves, map(float, w), strict=True))
    scorings, local = {}, {hierarchy.root: 1.0}
    for code in inputs:
        children = hierarchy.children(code)
        if flat:
            w = share([drawn[leaf] for leaf in inputs[code]])
            below = [hierarchy.leaves_below(child) for child in children]
            shares = share([sum(drawn[leaf] for leaf in part) for part in below])
        else:
            shares = w = draw(np.array([tree.local[c] for c in children]), children)
        local |= dict(zip(children, map(float, shares), strict=True))
        Z = stack(columns, inputs[code])
        scorings[code] = score_rule(Z, w, rules[code])
        columns[code] = np.asarray(scorings[code](Z))
    return replace(
        tree, scorings=scorings, local=local, effective=_effective(hierarchy, local)
    )
