"""Weights down a tree: what the nodes say of their children, multiplied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mcdm_index._numeric import share
from mcdm_index._registry import register
from mcdm_index.errors import (
    DuplicateLabelError,
    EmptyDataError,
    MCDMError,
    ShapeError,
    SpecError,
    listing,
    located,
)
from mcdm_index.methods.judgment._pairwise import ahp, check_options
from mcdm_index.methods.judgment._ratings import direct_rating
from mcdm_index.methods.judgment._read import table
from mcdm_index.methods.judgment._result import Judgment

__all__ = ["TreeJudgment", "ahp_tree"]


@dataclass(frozen=True, eq=False)
class TreeJudgment(Judgment):
    """Weights of the leaves of a tree.

    Attributes
    ----------
    root : str
    nodes : mapping of str to Judgment
        What was judged at each node: the weights of its children, and how consistent
        the judgments are.
    shares : mapping of str to float
        The part of the whole of every node and leaf; 1 for the root.
    worst_node : str or None
        The node with the largest contradiction, by its factor, which all methods
        share; None if nothing contradicts.
    """

    root: str
    nodes: Mapping[str, Judgment]
    shares: Mapping[str, float]
    worst_node: str | None


@register("judgment", cite="Saaty1980", aliases=("tree",))
def ahp_tree(
    nodes: object,
    *,
    method: str = "eigenvector",
    random_index: str = "saaty",
    tolerance: float = 1e-6,
) -> TreeJudgment:
    r"""Weigh the leaves of a tree by the judgments at its nodes.

    .. math::

        w_{\text{leaf}} = \prod_{\text{nodes on the way from the root}} w_{\text{child}}

    Parameters
    ----------
    nodes : mapping of str to judgments
        For each node what is said of its children, who are called by their names:
        comparisons of pairs, as `ahp` reads them, in a DataFrame or a mapping with
        pairs as keys; given weights, as a mapping; or the result of any judgment with
        names. A name that has no entry is a leaf.
    method, random_index, tolerance
        Of `ahp`, for the comparisons.

    Returns
    -------
    TreeJudgment
        Its weights are those of the leaves, from the first to the last as the tree is
        read; ``consistency_ratio`` and ``worst`` are those of the worst node.

    Raises
    ------
    SpecError
        A child has two parents, there is no root or several, nodes go round in a
        circle, or children have no names.
    DomainError, NotNumericError, ShapeError, EmptyDataError, DuplicateLabelError
        As raised at a node, with its name in front.

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill, New York.

    Examples
    --------
    >>> found = ahp_tree({
    ...     "car": {("cost", "quality"): 3},
    ...     "cost": {"price": 60, "upkeep": 40},
    ... })
    >>> {name: round(weight, 3) for name, weight in found.by_name.items()}
    {'price': 0.45, 'upkeep': 0.3, 'quality': 0.25}
    """
    if not isinstance(nodes, Mapping):
        msg = f"nodes must map each node to judgments of its children, got {nodes!r}"
        raise ShapeError(msg)
    if not nodes:
        msg = "nodes: there is none"
        raise EmptyDataError(msg)
    options = {
        "method": method,
        "random_index": random_index,
        "tolerance": tolerance,
    }
    check_options(**options)
    judged: dict[str, Judgment] = {}
    for name, said in nodes.items():
        if str(name) in judged:
            msg = f"two nodes are called {str(name)!r}"
            raise DuplicateLabelError(msg)
        try:
            judged[str(name)] = _judge(said, options)
        except MCDMError as error:
            raise located(error, f"node {name!r}") from None
    root = _root(judged)
    shares = _shares(judged, root)
    leaves = tuple(name for name in shares if name not in judged)
    contradictions = {
        name: one.worst.factor for name, one in judged.items() if one.worst is not None
    }
    worst_node = max(contradictions, key=contradictions.__getitem__, default=None)
    worst = judged[worst_node or root]
    return TreeJudgment(
        weights=share([shares[leaf] for leaf in leaves]),
        names=leaves,
        consistency_ratio=worst.consistency_ratio,
        redundancy=sum(one.redundancy for one in judged.values()),
        worst=worst.worst,
        root=root,
        nodes=judged,
        shares=shares,
        worst_node=worst_node,
    )


def _judge(said: Any, options: Mapping[str, Any]) -> Judgment:
    if isinstance(said, Iterator):
        said = list(said)
    if isinstance(said, Judgment):
        found = said
    elif isinstance(said, Iterable) and table(said):
        found = ahp(said, **options)
    else:
        found = direct_rating(said)
    if found.names is None:
        msg = (
            "children need names: pass a DataFrame, a mapping, or the result of a "
            "judgment with names="
        )
        raise SpecError(msg)
    return found


def _root(judged: Mapping[str, Judgment]) -> str:
    """Find the node that is nobody's child, and refuse what is no tree."""
    children = [child for one in judged.values() for child in one.names or ()]
    twice = [name for name in dict.fromkeys(children) if children.count(name) > 1]
    if twice:
        msg = f"{listing(map(repr, twice))}: a child has one parent, and stands once"
        raise SpecError(msg)
    roots = [name for name in judged if name not in children]
    if len(roots) != 1:
        found = listing(map(repr, roots)) or "none, the nodes go round in a circle"
        msg = f"one node must be the root, nobody's child; found: {found}"
        raise SpecError(msg)
    return roots[0]


def _shares(judged: Mapping[str, Judgment], root: str) -> dict[str, float]:
    """Multiply the weights down the tree, reading it from the first child on."""
    shares: dict[str, float] = {}
    waiting = [(root, 1.0)]
    while waiting:
        name, part = waiting.pop()
        shares[name] = part
        if name in judged:
            parts = [(c, part * w) for c, w in judged[name].by_name.items()]
            waiting += reversed(parts)
    lost = [name for name in judged if name not in shares]
    if lost:
        msg = f"nodes go round in a circle, apart from the root: {listing(lost)}"
        raise SpecError(msg)
    return shares
