"""What is checked of what a user gives to a clustering."""

from collections.abc import Sequence
from numbers import Integral
from typing import Any

from mcdm_index.engine import Rows, check_finite, open_rows
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    UnknownMethodError,
    suggestion,
)

__all__ = ["check_number", "check_word", "open_scores"]


def open_scores(X: Any) -> Rows:
    """Open a table that has a unit and no gap."""
    rows = open_rows(X)
    check_finite(rows)
    if rows.shape[0] == 0:
        msg = f"there is no unit (shape={rows.shape})"
        raise EmptyDataError(msg)
    return rows


def check_number(value: Any, name: str, least: int = 1) -> None:
    """Refuse what is no whole number, or too small a one."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < least:
        msg = f"{name} must be a whole number of {least} or more, got {value!r}"
        raise DomainError(msg)


def check_word(word: Any, known: Sequence[str], name: str) -> None:
    """Refuse a word that is none of those known."""
    if word not in known:
        hint = suggestion(str(word), known)
        msg = f"unknown {name} {word!r}.{hint} Use one of {', '.join(known)}."
        raise UnknownMethodError(msg)
