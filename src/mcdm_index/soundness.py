"""Soundness: from nodes to everything that keeps them from being a tree of criteria."""

import math
from collections.abc import Iterable
from numbers import Real

from mcdm_index.criterion import Criterion, fold
from mcdm_index.errors import Problem, listing, suggestion

__all__ = ["tree_problems"]


def tree_problems(nodes: tuple[Criterion, ...]) -> Iterable[Problem]:
    """Find everything that keeps nodes from being a tree of criteria.

    The path of a problem is the code of a node, and the field of it that is wrong.
    """
    codes = [node.code for node in nodes]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            text = f"code {code!r} is used {codes.count(code)} times"
            yield Problem(text, (code, "code"))
    tops = [node.code for node in nodes if node.parent is None]
    if len(tops) != 1:
        text = f"a hierarchy has one root, got {len(tops)}: {listing(tops)}"
        yield Problem(text, (tops[-1] if tops else "",))
    if len(nodes) == 1:
        text = f"{codes[0]!r} stands alone: it needs a root above, or children"
        yield Problem(text, (codes[0],))
    parents = {node.code: node.parent for node in nodes}
    groups = set(parents.values())
    for node in nodes:
        for key, text in _node_problems(node, parents, is_group=node.code in groups):
            yield Problem(f"criterion {node.code!r}{text}", (node.code, key))
    for group in dict.fromkeys(node.parent for node in nodes if node.parent):
        if all(node.weight == 0 for node in nodes if node.parent == group):
            text = f"criterion {group!r}: the weights of its children are all zero"
            yield Problem(text, (group,))
    yield from _shared_columns(nodes, groups)


def _node_problems(
    node: Criterion, parents: dict[str, str | None], *, is_group: bool
) -> Iterable[tuple[str, str]]:
    """Give the fields that are wrong, each with the rest of a sentence."""
    if node.parent is not None and node.parent not in parents:
        hint = suggestion(node.parent, parents)
        yield "parent", f": no node {node.parent!r} above it.{hint}"
    elif _circular(node.code, parents):
        yield "parent", ": its parents lead back to itself"
    if is_group and node.polarity is not None:
        yield "polarity", " has children, so it can have no polarity of its own"
    if not is_group and node.polarity is None:
        yield "polarity", " needs a polarity (+ or -), or children"
    weight, factor = node.weight, node.factor
    least: object = node.min_present
    if weight is not None and not (math.isfinite(weight) and weight >= 0):
        yield "weight", f": weight must be finite and 0 or more, got {weight!r}"
    if not (math.isfinite(factor) and factor > 0):
        yield "factor", f": factor must be finite and positive, got {factor!r}"
    if least is not None and not _is_share(least):
        yield "min_present", f": min_present is a share from 0 to 1, got {least!r}"
    for key in _OF_LEAVES if is_group else _OF_GROUPS:
        if getattr(node, key) not in ((), None):
            has = "children" if is_group else "no children"
            yield key, f" has {has}, so it can have no {key} of its own"


def _is_share(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return 0 <= float(value) <= 1


_OF_LEAVES = ("bounds", "denominator", "treat", "normalize")
_OF_GROUPS = ("weights", "aggregate", "min_present")


def _circular(code: str, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    above: str | None = code
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _shared_columns(
    nodes: tuple[Criterion, ...], groups: set[str | None]
) -> Iterable[Problem]:
    # One column may serve as it is and, divided by another, once more.
    claimed: dict[tuple[str, str | None], str] = {}
    for node in nodes:
        if node.code in groups:
            continue
        for word in dict.fromkeys(fold(column) for column in node.columns):
            other = claimed.setdefault((word, node.denominator), node.code)
            if other != node.code:
                text = f"criteria {other!r} and {node.code!r} share a name: {word!r}"
                yield Problem(text, (node.code, "name"))
