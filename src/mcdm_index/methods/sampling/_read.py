"""What is asked of a sampler: which criterion before which."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.methods.judgment._read import Names, label, position, sequence

__all__ = ["Before", "read_order"]


class Before(NamedTuple):
    """One statement: criterion `more` has no less weight than criterion `less`."""

    more: int
    less: int


def read_order(order: Any, m: int, names: Names) -> list[Before]:
    """Read statements, or criteria from the most important on.

    Raises
    ------
    DomainError, ShapeError, UnknownColumnError
    """
    entries = [] if order is None else sequence(order, "order")
    if any(isinstance(entry, tuple | list) for entry in entries):
        return [_statement(entry, m, names) for entry in entries]
    found = [position(names, m, entry, "order of") for entry in entries]
    for at, j in enumerate(found):
        if j in found[:at]:
            msg = f"the order names criterion {label(names, j)!r} twice"
            raise DomainError(msg)
    return [Before(more, less) for more, less in pairwise(found)]


def _statement(entry: Any, m: int, names: Names) -> Before:
    """Read one statement such as ``("a", ">", "b")``."""
    if not isinstance(entry, Sequence) or len(entry) != 3 or entry[1] not in (">", "<"):
        msg = (
            "an order is a list of criteria, the most important first, or of "
            f"statements such as ('a', '>', 'b') and ('b', '<', 'a'); got {entry!r}"
        )
        raise ShapeError(msg)
    left, sign, right = entry
    i, j = (position(names, m, side, "order of") for side in (left, right))
    if i == j:
        msg = f"a criterion cannot weigh more than itself, got {entry!r}"
        raise DomainError(msg)
    return Before(i, j) if sign == ">" else Before(j, i)
