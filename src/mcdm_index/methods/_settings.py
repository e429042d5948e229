"""Settings for each criterion: from options for all and for some to one set per column.

Three levels, the later ones before the earlier: the defaults of a method, what is said
for all criteria, what is said for one. They are merged key by key; where a level names
another method, what does not mean the same to it falls away.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import Vector, real_numbers
from mcdm_index._registry import Kind, Method, get
from mcdm_index.engine import Rows, in_memory
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    MCDMError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    listing,
    located,
    suggestion,
)

__all__ = ["Group", "PerCriterion", "by_criterion", "by_unit", "merge", "resolve"]

# From a column to the name of a method, or to {"method": name, option: value, ...}.
PerCriterion = Mapping[Any, str | Mapping[str, Any]]


class Group(NamedTuple):
    """Columns that are treated alike.

    Attributes
    ----------
    columns : ndarray of int
    method : Method
    options : dict
        Those that speak of criteria hold one value per column of the group.
    """

    columns: NDArray[np.int64]
    method: Method
    options: dict[str, Any]


def merge(kind: Kind, *levels: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """Merge settings key by key, the later levels before the earlier.

    Parameters
    ----------
    kind : str
        The kind of the methods.
    *levels : mapping, str or None
        The first has a key "method", the others may; a str is that alone. Where a level
        names another method, what earlier levels say is kept if the method has such an
        option with the same default: it then means the same.

    Raises
    ------
    UnknownMethodError, DomainError

    Examples
    --------
    >>> general = {"method": "minmax", "out_range": (1, 100)}
    >>> merge("normalization", general, {"clip": True})
    {'method': 'minmax', 'out_range': (1, 100), 'clip': True}
    >>> merge("normalization", general, {"method": "goalposts", "low": 0, "high": 9})
    {'method': 'goalposts', 'out_range': (1, 100), 'low': 0, 'high': 9}
    >>> merge("normalization", general, "zscore")
    {'method': 'zscore'}
    """
    merged: dict[str, Any] = {}
    method: Method | None = None
    for level in levels:
        said = _level(level)
        if "method" in said:
            named = get(kind, said.pop("method"))
            if method is not None:
                same = method.shares_with(named)
                merged = {key: merged[key] for key in merged if key in same}
            method = named
        merged |= said
    return merged if method is None else {"method": method.name} | merged


def _level(level: Any) -> dict[str, Any]:
    if level is None or isinstance(level, str):
        return {} if level is None else {"method": level}
    if isinstance(level, Mapping):
        return dict(level)
    msg = (
        "settings for one criterion are the name of a method or a mapping of options, "
        f"got {level!r}"
    )
    raise DomainError(msg)


def by_criterion(table: Rows, value: Any, name: str = "the option") -> Vector:
    """Give one number per column: one for all, one each in order, or by label.

    Raises
    ------
    ShapeError, UnknownColumnError, DomainError
    """
    values = by_label(value, table.columns, name)
    numbers = real_numbers(values)
    if numbers is None or not np.isfinite(numbers).all():
        msg = f"{name} must be a finite number, or one per criterion, got {value!r}"
        raise DomainError(msg)
    if numbers.shape not in ((), (table.shape[1],)):
        msg = (
            f"{name} needs one number, or {table.shape[1]}, one per criterion; got "
            f"shape {numbers.shape}"
        )
        raise ShapeError(msg)
    return np.broadcast_to(numbers, table.shape[1:]).copy()


def by_unit(table: Rows, value: Any, name: str = "the option") -> Vector:
    """Give one number per column: the row of a unit.

    A frame finds the unit by its label, an array by its position.
    """
    in_memory(table, f"{name}, a unit by its label {value!r},")
    known: Sequence[Any] = range(table.shape[0])
    if table.index is not None:
        known = list(table.index)
    plain = np.isscalar(value) or isinstance(value, tuple)
    where = [i for i, label in enumerate(known) if plain and _same(label, value)]
    if not where:
        hint = suggestion(str(value), [str(label) for label in known])
        msg = f"{name} {value!r} is no unit of the table.{hint}"
        raise UnknownColumnError(msg)
    if len(where) > 1:
        msg = f"{name} {value!r} stands in rows {listing(where)}; one is needed"
        raise DuplicateLabelError(msg)
    row = table.values[where[0]].astype(float)
    gaps = np.flatnonzero(np.isnan(row))
    if len(gaps):
        cells = listing(table.cell(where[0], int(j)) for j in gaps)
        msg = f"{name} {value!r} is the yardstick and has a missing value: {cells}"
        raise MissingDataError(msg)
    return by_criterion(table, row, name)


def _same(label: Any, value: Any) -> bool:
    """Compare labels; True is not the label 1."""
    return isinstance(label, bool) == isinstance(value, bool) and bool(label == value)


def resolve(
    kind: Kind,
    table: Rows,
    method: str,
    options: Mapping[str, Any],
    per_criterion: PerCriterion | Sequence[PerCriterion] | None,
) -> list[Group]:
    """Settle method and options of every column, and group the columns that agree.

    Raises
    ------
    UnknownMethodError, UnknownColumnError, DomainError
        Naming the criterion if it is the settings of one that are wrong.
    """
    general = get(kind, method)
    everyone = np.arange(table.shape[1])
    levels = _mappings(per_criterion)
    if not levels:
        general.check_options(options)
        return [Group(everyone, general, _bound(general, table, options))]
    general.check_options(options, partly=True)
    own = [
        {_position(table, label): said for label, said in level.items()}
        for level in levels
    ]
    shared = _bound(general, table, options)
    groups: dict[str, list[tuple[int, Method, dict[str, Any]]]] = {}
    for j in map(int, everyone):
        one = table.take([j])
        default = {
            key: value[[j]] if key in general.bind else value
            for key, value in shared.items()
        }
        try:
            particular = [level.get(j) for level in own]
            said = merge(kind, {"method": general.name} | default, *particular)
            entry = get(kind, said.pop("method"))
            entry.check_options(said)
            settled = _bound(entry, one, said, default)
        except MCDMError as error:
            raise located(error, table.column(j)) from None
        alike = {k: v for k, v in settled.items() if k not in entry.bind}
        key = repr((entry.name, sorted(settled), sorted(alike.items())))
        groups.setdefault(key, []).append((j, entry, settled))
    return [_group(members) for members in groups.values()]


def _group(members: list[tuple[int, Method, dict[str, Any]]]) -> Group:
    columns = np.array([j for j, _, _ in members], dtype=np.int64)
    _, entry, first = members[0]
    options = {
        key: np.concatenate([own[key] for _, _, own in members])
        if key in entry.bind
        else value
        for key, value in first.items()
    }
    return Group(columns, entry, options)


def _mappings(per_criterion: Any) -> list[PerCriterion]:
    """Take one mapping per level."""
    if isinstance(per_criterion, Mapping | None):
        return [per_criterion] if per_criterion else []
    several = isinstance(per_criterion, list | tuple)
    if not several or not all(isinstance(level, Mapping) for level in per_criterion):
        msg = (
            "per_criterion is a mapping from a column to its settings, got "
            f"{per_criterion!r}"
        )
        raise DomainError(msg)
    return [level for level in per_criterion if level]


def _bound(
    entry: Method,
    table: Rows,
    options: Mapping[str, Any],
    done: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Turn options that speak of criteria or units into one number per column.

    What is taken over from `done` is that already; None stands for absence.
    """
    bound = {}
    for key, value in options.items():
        if key not in entry.bind or (done or {}).get(key) is value is not None:
            bound[key] = value
        elif value is not None:
            bound[key] = entry.bind[key](table, value, key)
    return bound


def _position(table: Rows, label: Any) -> int:
    names = table.columns
    if names is None and label in range(table.shape[1]) and label is not True:
        return int(label)
    if names is not None and str(label) in names:
        if names.count(str(label)) > 1:
            msg = f"settings for {label!r}, which is the name of several columns"
            raise DuplicateLabelError(msg)
        return names.index(str(label))
    hint = "" if names is None else suggestion(str(label), names)
    msg = f"settings for {label!r}, which is no column of the table.{hint}"
    raise UnknownColumnError(msg)
