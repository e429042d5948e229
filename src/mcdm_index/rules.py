"""Rules: how each group is scored, from what an index, its levels and its nodes say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Final, Literal, TypeAlias

from mcdm_index._registry import Kind, get
from mcdm_index.errors import MCDMError, SpecError, bullets, located, suggestion
from mcdm_index.estimators import Scorer, Weighter
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods._settings import merge

__all__ = [
    "Levels",
    "Rule",
    "Weights",
    "check_levels",
    "level_problems",
    "merge_own",
    "rules_of",
    "share_problems",
]

Weights: TypeAlias = Weighter | Literal["given"]
Levels: TypeAlias = Mapping[int, Mapping[str, Any]]

# Scores that grow with the number of units.
_COUNTED: Final = ("borda", "copeland")
_KEYS: Final = ("weights", "aggregate", "min_present")


@dataclass(frozen=True)
class Rule:
    """How one group is scored from what is below it.

    Attributes
    ----------
    aggregate : Scorer
    weights : Weighter or "given"
        How the weights of its children are found.
    min_present : float or None
        The share of what is below that a unit must have; None refuses gaps.
    """

    aggregate: Scorer
    weights: Weights
    min_present: float | None


def rules_of(tree: Hierarchy, general: Rule, levels: Levels) -> dict[str, Rule]:
    """Settle for every group what holds: its node before its level before the index.

    Parameters
    ----------
    tree : Hierarchy
    general : Rule
        What the index says for all.
    levels : mapping of int to mapping
        From a depth (0 for the root) to any of weights, aggregate and min_present.

    Returns
    -------
    dict of code to Rule
        From the bottom up.

    Raises
    ------
    SpecError
        Naming the group whose settings are wrong.
    """
    rules = {}
    for code in tree.upward():
        level = levels.get(tree.depth(code), {})
        try:
            rules[code] = _rule(tree, code, general, level)
        except MCDMError as error:
            msg = f"criterion {code!r}, {error}"
            raise SpecError(msg) from None
    return rules


def _rule(tree: Hierarchy, code: str, general: Rule, level: Mapping[str, Any]) -> Rule:
    node = tree[code]
    least = node.min_present
    if least is None:
        least = level.get("min_present", general.min_present)
    said = level.get("aggregate"), node.settings("aggregate")
    aggregate = general.aggregate
    if any(said):
        usual = {"method": aggregate.method} | dict(aggregate.options or {})
        aggregate = _scorer(merge_own("scoring", usual, *said))
    if least is not None and aggregate.method in _COUNTED:
        msg = (
            f"aggregate: {aggregate.method!r} counts other units, of which there are "
            "fewer where some have gaps, so that it goes with no min_present"
        )
        raise SpecError(msg)
    weights = general.weights
    said = level.get("weights"), node.settings("weights")
    if any(said):
        weights = _weighter(weights, said)
        for own in said:
            _check_named(own, tree.children(code))
    return Rule(aggregate, weights, least)


def _check_named(said: Any, children: tuple[str, ...]) -> None:
    """Refuse limits by name of nodes that are not among the children."""
    for key in ("cap", "floor"):
        limit = said.get(key) if isinstance(said, Mapping) else None
        for name in limit if isinstance(limit, Mapping) else ():
            if str(name) not in children:
                hint = suggestion(str(name), children)
                msg = f"weights: {key} for {name!r}, which is no child.{hint}"
                raise SpecError(msg)


def _scorer(merged: dict[str, Any]) -> Scorer:
    method, options = merged["method"], _rest(merged)
    if isinstance(method, str):
        try:
            get("scoring", method).check_options(options, apart=("normalization",))
        except MCDMError as error:
            raise located(error, "aggregate") from None
    return Scorer(method, options=options or None)


def _weighter(general: Weights, said: tuple[Any, ...]) -> Weights:
    """Merge what is said of weights; limits on them go on unless others are given."""
    usual: dict[str, Any] = {"method": "given"}
    limits: dict[str, Any] = {"cap": None, "floor": None}
    if isinstance(general, Weighter):
        limits = {"cap": general.cap, "floor": general.floor}
        usual = {"method": general.method} | dict(general.options or {})
    merged = merge_own("weighting", usual, *said)
    method = merged["method"]
    limits |= {key: merged.pop(key) for key in limits if key in merged}
    options = _rest(merged)
    held = [key for key, limit in limits.items() if limit is not None]
    if held and not _registered(merged):
        msg = (
            f"weights: {held[0]} goes with a method by its name; weights of one's own, "
            "or given ones, can be held with weighting.limit"
        )
        raise SpecError(msg)
    if isinstance(method, str) and method == "given":
        if options:
            msg = f"weights: 'given' takes no options, got {', '.join(options)}"
            raise SpecError(msg)
        return "given"
    if isinstance(method, str):
        try:
            get("weighting", method).check_options(options)
        except MCDMError as error:
            raise located(error, "weights") from None
    else:
        limits = {}
    return Weighter(method, options=options or None, **limits)


def _rest(merged: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in merged.items() if key != "method"}


def merge_own(kind: Kind, *levels: Any) -> dict[str, Any]:
    """Merge settings as `merge` does, where a method may be a function or "given".

    Such a method goes before all that earlier levels say, options included.

    Parameters
    ----------
    kind : str
    *levels : mapping, str, callable or None

    Examples
    --------
    >>> merge_own("weighting", {"method": "critic"}, "given")
    {'method': 'given'}
    >>> merge_own("scoring", "topsis", {"p": 1})
    {'method': 'topsis', 'p': 1}
    """
    said = [_as_mapping(level) for level in levels if level]
    own = [i for i, level in enumerate(said) if not _registered(level)]
    if not own:
        return merge(kind, *said)
    last, *later = said[own[-1] :]
    named = [i for i, level in enumerate(later) if "method" in level]
    if named:
        return merge(kind, *later[named[0] :])
    return {key: value for level in (last, *later) for key, value in level.items()}


def _as_mapping(level: Any) -> dict[str, Any]:
    return dict(level) if isinstance(level, Mapping) else {"method": level}


def _registered(level: Mapping[str, Any]) -> bool:
    method = level.get("method", "")
    return isinstance(method, str) and method != "given"


def check_levels(levels: Any, tree: Hierarchy) -> dict[int, dict[str, Any]]:
    """Check what is said of levels: depths that have groups, and known keys.

    Raises
    ------
    SpecError
    """
    given: object = levels
    if not isinstance(given, Mapping):
        msg = f"levels go from a depth to what holds there, got {levels!r}"
        raise SpecError(msg)
    depths = sorted({tree.depth(code) for code in tree.upward()})
    for depth, said in levels.items():
        whole = isinstance(depth, Integral) and not isinstance(depth, bool)
        if not whole or depth not in depths:
            known = ", ".join(map(str, depths))
            msg = f"level {depth!r} has no groups; those with groups are {known}"
            raise SpecError(msg)
        problems = [f"level {depth}: {text}" for text in level_problems(said)]
        if problems:
            raise SpecError(bullets(problems, "problems"))
    return {int(depth): dict(said) for depth, said in levels.items()}


def level_problems(said: Any) -> Iterator[str]:
    """Find what is wrong in what one level says, its methods aside.

    Parameters
    ----------
    said : mapping
    """
    if not isinstance(said, Mapping):
        yield f"it has any of {', '.join(_KEYS)}, got {said!r}"
        return
    for key, value in said.items():
        if key not in _KEYS:
            hint = suggestion(str(key), _KEYS)
            yield f"unknown key {key!r}.{hint} It has: {', '.join(_KEYS)}."
        elif key == "min_present":
            yield from share_problems(value)
        elif not isinstance(value, str | Mapping | Callable):
            yield f"{key} is the name of a method, or options by name; got {value!r}"


def share_problems(value: Any) -> Iterator[str]:
    """Find what keeps a value from being a share that must be present.

    Parameters
    ----------
    value : float or None
    """
    number = isinstance(value, Real) and not isinstance(value, bool)
    if value is not None and not (number and 0 <= value <= 1):
        yield f"min_present is a share from 0 to 1, got {value!r}"
