"""Membership: which unit belongs to which groups, read from three kinds of tables."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index.engine import plain
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
)

__all__ = ["Membership", "Unmatched", "read_membership"]

Unmatched: TypeAlias = Literal["report", "raise"]

# 南京市 is no look-alike of 北京市, but 北京 is one.
_ALIKE = 0.75


@dataclass(frozen=True)
class Membership:
    """Which of some units belong to which groups, and who was not found."""

    groups: pd.Index
    inside: NDArray[np.bool_]  # (n_units, n_groups)
    unmatched: pd.DataFrame  # group, unit, look_alike


def read_membership(
    membership: Any, units: pd.Index, unmatched: Unmatched = "report"
) -> Membership:
    """Find the members of groups among the units.

    Parameters
    ----------
    membership : mapping or DataFrame
        From groups to their units; or a table with the columns "unit" and "group"; or
        one of truth values, with units as rows and groups as columns.
    units : Index
        Labels of the units, each once.
    unmatched : {"report", "raise"}
        What to do about members that are no units.
    """
    if unmatched not in ("report", "raise"):
        msg = f"unmatched must be 'report' or 'raise', got {unmatched!r}"
        raise UnknownMethodError(msg)
    members = _members(membership)
    if not members:
        msg = "there is no group in the membership"
        raise EmptyDataError(msg)
    known = set(units)
    rows = [
        (group, unit, _look_alike(unit, units))
        for group, own in members.items()
        for unit in own
        if unit not in known
    ]
    strangers = pd.DataFrame(
        rows, columns=["group", "unit", "look_alike"], dtype=object
    )
    strangers["look_alike"] = strangers["look_alike"].astype("string")
    inside = np.column_stack([units.isin(list(own)) for own in members.values()])
    if unmatched == "raise" and rows:
        msg = f"members that are no units: {_told(rows)}"
        raise UnknownColumnError(msg)
    if not inside.any():
        msg = (
            "no member of any group is among the units, which are called "
            f"{listing([repr(plain(u)) for u in units], most=3)}; the members are "
            f"called {_told(rows, most=3)}. Call both alike"
        )
        raise UnknownColumnError(msg)
    names = pd.Index(list(members), name="group", tupleize_cols=False)
    return Membership(names, inside, strangers)


def _told(rows: list[tuple[Any, Any, str | None]], most: int = 5) -> str:
    """List members that are no units, with those that they may be."""
    words = [f"{u!r}" + (f" (is it {like!r}?)" if like else "") for _, u, like in rows]
    return listing(words, most)


def _look_alike(unit: Any, units: pd.Index) -> str | None:
    known = [str(plain(label)) for label in units]
    close = difflib.get_close_matches(str(unit), known, n=1, cutoff=_ALIKE)
    return close[0] if close else None


def _members(membership: Any) -> dict[Any, tuple[Any, ...]]:
    """Give the units of each group, in the order in which groups appear."""
    if isinstance(membership, Mapping):
        pairs = [
            (group, unit)
            for group, own in membership.items()
            for unit in _each(own, group)
        ]
        groups: Iterable[Any] = membership
    elif isinstance(membership, pd.DataFrame):
        groups, pairs = _of_table(membership)
    else:
        msg = (
            "membership must be a mapping from groups to units, or a DataFrame, got "
            f"{type(membership).__name__}"
        )
        raise DomainError(msg)
    members: dict[Any, dict[Any, None]] = {group: {} for group in groups}
    twice = []
    for group, unit in pairs:
        if unit in members[group]:
            twice.append(f"{unit!r} in {group!r}")
        members[group][unit] = None
    if twice:
        msg = (
            f"a unit stands twice in a group: {listing(twice)}. Are there several "
            "versions of the groups in one table?"
        )
        raise DuplicateLabelError(msg)
    return {group: tuple(own) for group, own in members.items()}


def _each(own: Any, group: Any) -> Iterable[Any]:
    if isinstance(own, str) or not isinstance(own, Iterable):
        msg = f"the members of {group!r} must be a list of units, got {own!r}"
        raise DomainError(msg)
    return (plain(unit) for unit in own)


def _of_table(table: pd.DataFrame) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Give the groups, and all pairs of a group and a unit, of either kind of table."""
    if table.shape[1] and all(
        pd.api.types.is_bool_dtype(kind) for kind in table.dtypes
    ):
        if not (table.columns.is_unique and table.index.is_unique):
            msg = "units and groups of a table of truth values must stand once each"
            raise DuplicateLabelError(msg)
        flags = table.to_numpy(dtype=object)
        if pd.isna(flags).any():
            msg = "a table of truth values must say of every unit if it is in or out"
            raise MissingDataError(msg)
        units, groups = list(table.index), list(table.columns)
        i, j = np.nonzero(flags.astype(bool))
        return groups, [(groups[b], plain(units[a])) for a, b in zip(i, j, strict=True)]
    if not {"unit", "group"} <= set(table.columns):
        found = listing(map(repr, table.columns))
        msg = (
            "a table of members needs the columns 'unit' and 'group', or truth values "
            f"with one column per group; it has {found}"
        )
        raise UnknownColumnError(msg)
    pairs = table[["group", "unit"]]
    if pairs.isna().any(axis=None):
        row = int(pairs.isna().any(axis=1).to_numpy().argmax())
        msg = f"row {row} of the members lacks a unit or a group (rows count from 0)"
        raise MissingDataError(msg)
    listed = [(plain(g), plain(u)) for g, u in pairs.itertuples(index=False)]
    return list(dict.fromkeys(group for group, _ in listed)), listed
