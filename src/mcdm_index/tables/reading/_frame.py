"""Frames: rows of units and a plan go in; a table of numbers with labels comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index.errors import DuplicateLabelError, ReadError, listing
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.tables.reading._cells import Rules
from mcdm_index.tables.reading._decode import Line
from mcdm_index.tables.reading._header import Column, Head, columns_of, renamed
from mcdm_index.tables.reading._log import Log, is_blank, text_of
from mcdm_index.tables.reading._numbers import Numbers
from mcdm_index.tables.reading._plan import Plan, select
from mcdm_index.tables.reading._rows import read_labels
from mcdm_index.tables.reading._units import is_no_unit, tidy
from mcdm_index.tables.reading._years import periods_of, year_of

__all__ = ["Built", "Request", "build"]

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Request:
    """What is to be read: of which criteria or columns, and by which rules."""

    hierarchy: Hierarchy | None
    columns: Sequence[str] | None
    rules: Rules


@dataclass(frozen=True)
class Built:
    """A frame, the columns it was made of, and the names of those left aside."""

    frame: pd.DataFrame
    columns: list[Column]
    unread: tuple[str, ...]


@dataclass
class Pile:
    """The cells of one variable, wherever in the file they stand."""

    keys: list[Key] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    cells: list[Any] = field(default_factory=list)

    def add(self, key: Key, row: int, where: str, cell: Any) -> None:
        self.keys.append(key)
        self.rows.append(row)
        self.where.append(where)
        self.cells.append(cell)

    def place(self, i: int) -> tuple[int, str]:
        return self.rows[i], self.where[i]


def build(
    head: Head, body: Sequence[Line], plan: Plan, request: Request, log: Log
) -> Built:
    """Read the numbers, whatever the layout.

    Raises
    ------
    NotNumericError, NonFiniteError, DuplicateLabelError, UnknownColumnError, ReadError
        Naming row and column.
    """
    numbers = Numbers(request.rules, log)
    if plan.layout == "wide":
        return _wide(head, body, plan, request, numbers)
    keys = _keys(head, body, plan, log)
    if plan.layout == "long":
        columns, piles = _long_piles(head, body, plan, keys, log)
    else:
        columns, piles = _years_piles(head, body, plan, keys, log)
    built = _pivoted(columns, piles, plan, request, numbers)
    used = {*plan.labels, *plan.years, plan.variable, plan.value, plan.measure}
    rest = [c.name for j, c in enumerate(head.columns) if j not in used and c.name]
    return replace(built, unread=(*rest, *built.unread))


def _keys(head: Head, body: Sequence[Line], plan: Plan, log: Log) -> list[Key]:
    """Read the labels of all rows, the periods among them as whole numbers."""
    labels = read_labels(body, head.columns, plan.labels, log)
    if plan.period not in plan.names[: len(plan.labels)]:
        return list(labels)
    at = plan.names.index(plan.period)
    name = head.columns[plan.labels[at]].name
    texts = [key[at] for key in labels]
    periods = periods_of(texts)
    for (row, _), text, period in zip(body, texts, periods, strict=True):
        if str(period) != text:
            log.cell(row, name, text, period, "year")
    return [
        (*key[:at], period, *key[at + 1 :])
        for key, period in zip(labels, periods, strict=True)
    ]


def _wide(
    head: Head,
    body: Sequence[Line],
    plan: Plan,
    request: Request,
    numbers: Numbers,
) -> Built:
    keys = _keys(head, body, plan, numbers.log)
    empty = _nameless(head, body)
    chosen = select(
        head.columns, request.hierarchy, request.columns, {*plan.labels, *empty}
    )
    rows = [row for row, _ in body]
    data, columns = np.empty((len(rows), len(chosen))), []
    for k, (j, column) in enumerate(chosen.items()):
        pile = Pile(rows=rows, where=[head.columns[j].name] * len(rows))
        cells = [cells[j] for _, cells in body]
        data[:, k], read = numbers.of(column, cells, pile.place)
        columns.append(read)
    numbers.finish(rows[0])
    found: dict[Key, list[int]] = {}
    for key, row in zip(keys, rows, strict=True):
        found.setdefault(key, []).append(row)
    _refuse_twice({_joined(key): rows for key, rows in found.items()})
    frame = pd.DataFrame(data, _index(keys, plan.names), [c.name for c in columns])
    aside = {*range(len(head.columns))} - {*chosen, *plan.labels, *empty}
    return Built(frame, columns, tuple(head.columns[j].name for j in sorted(aside)))


def _nameless(head: Head, body: Sequence[Line]) -> list[int]:
    """Find columns in which nothing stands, the name included."""
    return [
        j
        for j, column in enumerate(head.columns)
        if not column.names and all(is_blank(cells[j]) for _, cells in body)
    ]


def _long_piles(
    head: Head, body: Sequence[Line], plan: Plan, keys: list[Key], log: Log
) -> tuple[list[Column], list[Pile]]:
    """Gather the cells of each variable of a long table."""
    assert plan.variable is not None
    assert plan.value is not None
    piles: dict[str, Pile] = {}
    units: dict[str, dict[str, int]] = {}
    first: dict[str, int] = {}
    name = head.columns[plan.variable].name
    value = head.columns[plan.value].name
    for (row, cells), key in zip(body, keys, strict=True):
        text = text_of(cells[plan.variable])
        if is_blank(text):
            msg = f"row {row}, column {name!r}: the name of the variable is blank"
            raise ReadError(msg)
        first.setdefault(text, row)
        piles.setdefault(text, Pile()).add(key, row, value, cells[plan.value])
        if plan.measure is not None:
            said = tidy(text_of(cells[plan.measure]))[0]
            units.setdefault(text, {}).setdefault(said, row)
    columns = _variables(first, name, log)
    columns = [
        _measured(column, units.get(text, {}))
        for column, text in zip(columns, first, strict=True)
    ]
    return _merged(columns, list(piles.values()))


def _years_piles(
    head: Head, body: Sequence[Line], plan: Plan, keys: list[Key], log: Log
) -> tuple[list[Column], list[Pile]]:
    """Gather the cells of each variable of a table with years as columns."""
    years = {j: int(year_of(head.columns[j].whole) or 0) for j in plan.years}
    for j, year in years.items():
        if head.columns[j].whole != str(year):
            text = head.columns[j].whole
            log.cell(head.rows[-1], text, text, year, "year")
    piles: dict[str, Pile] = {}
    first: dict[str, int] = {}
    for (row, cells), key in zip(body, keys, strict=True):
        text = "" if plan.variable is None else text_of(cells[plan.variable])
        first.setdefault(text, row)
        pile = piles.setdefault(text, Pile())
        for j, year in years.items():
            pile.add((*key, year), row, head.columns[j].whole, cells[j])
    if plan.variable is None:
        title = columns_of([plan.title])[0] if plan.title else head.variable
        unit = head.columns[plan.years[0]].unit
        column = title or Column("value", "value")
        return [replace(column, unit=column.unit or unit)], list(piles.values())
    columns = _variables(first, head.columns[plan.variable].name, log)
    return _merged(columns, list(piles.values()))


def _variables(first: dict[str, int], where: str, log: Log) -> list[Column]:
    """Split names of variables; what was done is noted where each stands first."""
    columns = columns_of(list(first))
    for column, (text, row) in zip(columns, first.items(), strict=True):
        if done := renamed(column, text):
            log.cell(row, where, text, column.name, f"{done}, here and below")
    return columns


def _merged(
    columns: Sequence[Column], piles: Sequence[Pile]
) -> tuple[list[Column], list[Pile]]:
    """Unite variables whose names differ by spaces or marks alone."""
    united: dict[str, tuple[Column, Pile]] = {}
    for column, pile in zip(columns, piles, strict=True):
        if column.name not in united:
            united[column.name] = (column, pile)
            continue
        for key, row, where, cell in zip(
            pile.keys, pile.rows, pile.where, pile.cells, strict=True
        ):
            united[column.name][1].add(key, row, where, cell)
    return [c for c, _ in united.values()], [p for _, p in united.values()]


def _measured(column: Column, units: dict[str, int]) -> Column:
    """Take the unit of a variable from a column of units; it must be one."""
    said = {unit: row for unit, row in units.items() if unit and not is_no_unit(unit)}
    if len(said) > 1:
        rows = [f"{unit!r} (row {row})" for unit, row in said.items()]
        msg = (
            f"variable {column.name!r} has several units: {listing(rows)}. Bring it to "
            "one unit, or name the units in the name of the variable"
        )
        raise ReadError(msg)
    return replace(column, unit=next(iter(said), column.unit))


def _pivoted(
    columns: list[Column],
    piles: list[Pile],
    plan: Plan,
    request: Request,
    numbers: Numbers,
) -> Built:
    """Put the cells of each variable into a column of its own."""
    chosen = select(columns, request.hierarchy, request.columns)
    rows: dict[Key, int] = {}
    for j in chosen:
        for key in piles[j].keys:
            rows.setdefault(key, len(rows))
    data, read = np.full((len(rows), len(chosen)), np.nan), []
    twice: dict[str, list[int]] = {}
    for k, (j, column) in enumerate(chosen.items()):
        pile = piles[j]
        values, told = numbers.of(column, pile.cells, pile.place)
        at: dict[Key, list[int]] = {}
        for key, row in zip(pile.keys, pile.rows, strict=True):
            at.setdefault(key, []).append(row)
        twice |= {_joined((*key, column.name)): found for key, found in at.items()}
        data[[rows[key] for key in pile.keys], k] = values
        read.append(told)
    numbers.finish(min(pile.rows[0] for pile in piles))
    _refuse_twice(twice)
    keys = sorted(rows, key=rows.__getitem__)
    frame = pd.DataFrame(data, _index(keys, plan.names), [c.name for c in read])
    aside = [c.name for j, c in enumerate(columns) if j not in chosen]
    return Built(frame, read, tuple(aside))


def _refuse_twice(found: dict[str, list[int]]) -> None:
    twice = [
        f"{label!r} in rows {listing(rows)}"
        for label, rows in found.items()
        if len(rows) > 1
    ]
    if twice:
        msg = (
            f"a unit stands more than once: {listing(twice)}. If a column names the "
            "period, or a second one the unit, say so (period, unit)"
        )
        raise DuplicateLabelError(msg)


def _joined(key: Key) -> str:
    return " / ".join(map(str, key))


def _index(keys: Sequence[Key], names: Sequence[str]) -> pd.Index:
    columns = [list(column) for column in zip(*keys, strict=True)]
    index = pd.MultiIndex.from_arrays(columns, names=list(names))
    return index if len(names) > 1 else index.get_level_values(0)
