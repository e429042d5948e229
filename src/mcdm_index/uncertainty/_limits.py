"""Limits of weights: from what a user says of nodes to bounds and statements."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from mcdm_index._labels import labelled
from mcdm_index._numeric import real_numbers
from mcdm_index.errors import DomainError, SpecError, suggestion
from mcdm_index.hierarchy import Hierarchy

__all__ = ["Limits", "read_limits"]

_WORDS: Final = ("low", "high", "order")
_WHERE: Final = "vary['weight_noise']"
Bounds = Mapping[str, float]
# Such as ("a", ">", "b").
Statement = tuple[str, str, str]


class Limits(NamedTuple):
    """What weights keep to, and the nodes that are named by it."""

    low: Bounds
    high: Bounds
    order: tuple[Statement, ...]
    named: tuple[str, ...]


def read_limits(given: Mapping[Any, Any], tree: Hierarchy) -> Limits:
    """Read limits of weights; every node that they name must be there.

    Parameters
    ----------
    given : mapping
        From low, high and order; see `robustness`.
    tree : Hierarchy

    Raises
    ------
    SpecError, DomainError
    """
    for word in given:
        if word not in _WORDS:
            hint = suggestion(str(word), _WORDS)
            msg = f"{_WHERE}: {word!r} is none of {', '.join(_WORDS)}.{hint}"
            raise SpecError(msg)
    below = [code for code in tree.codes if code != tree.root]
    order = _statements(given.get("order", ()))
    sides = [given.get(word) for word in ("low", "high")]
    named = [code for above, _, under in order for code in (above, under)]
    named += [code for side in sides if labelled(side) for code in dict(side or {})]
    for code in named:
        if code not in below:
            hint = suggestion(str(code), below)
            msg = f"{_WHERE}: {code!r} is no node below the root.{hint}"
            raise SpecError(msg)
    low, high = (
        _bounds(side, word, below)
        for side, word in zip(sides, ("low", "high"), strict=True)
    )
    return Limits(low, high, order, tuple(named))


def _bounds(side: Any, word: str, codes: list[str]) -> dict[str, float]:
    """Read one share for all nodes, or one for each that is named."""
    each = dict(side) if labelled(side) else dict.fromkeys(codes, side)
    found = {}
    for code, value in each.items():
        number = None if value is None else real_numbers(value)
        if value is not None and (number is None or number.ndim):
            msg = (
                f"{_WHERE}: {word} is one share for all nodes, or a mapping from nodes "
                f"to shares; got {value!r}"
            )
            raise DomainError(msg)
        if number is not None:
            found[code] = float(number)
    return found


def _statements(order: Any) -> tuple[Statement, ...]:
    """Read an order as statements such as ``("a", ">", "b")``."""
    entries = list(order) if isinstance(order, list | tuple) else [order]
    if len(entries) > 1 and all(isinstance(entry, str) for entry in entries):
        return tuple((above, ">", under) for above, under in pairwise(entries))
    for entry in entries:
        if not isinstance(entry, tuple | list) or len(entry) != 3:
            msg = (
                f"{_WHERE}: order is a list of nodes, the most important first, or of "
                f"statements such as ('a', '>', 'b'); got {entry!r}"
            )
            raise SpecError(msg)
    return tuple((above, sign, under) for above, sign, under in entries)
