"""Headers: rows of cells go in; columns, by name and unit, and the body come out."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal

from mcdm_index.errors import EmptyDataError, ReadError, listing
from mcdm_index.tables.reading._cells import (
    MISSING_TOKENS,
    NotANumberError,
    Rules,
    number_of,
)
from mcdm_index.tables.reading._decode import Grid, Line
from mcdm_index.tables.reading._log import Log, is_blank, text_of
from mcdm_index.tables.reading._units import (
    is_no_unit,
    is_unit,
    split_unit,
    tidy,
    unit_note,
)
from mcdm_index.tables.reading._years import year_of

__all__ = ["Column", "Head", "columns_of", "read_head", "renamed"]

Header = Literal["auto"] | int | Sequence[int]

_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_VARIABLE: Final = re.compile(r"(?:指标|indicator)\s*[:：]\s*(.+)", re.IGNORECASE)
_LOOK: Final = 200  # rows that tell how wide a table is
_USUAL: Final = Rules(MISSING_TOKENS)


@dataclass(frozen=True)
class Column:
    """A column, or a variable of a long table, under all names that it has.

    Parameters
    ----------
    name : str
        What it is called in the result.
    whole : str
        The name with its unit.
    label : str
        A second name, in tables that have a row of codes and one of labels.
    unit : str or None
    """

    name: str
    whole: str
    label: str = ""
    unit: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name, the first that fits being the one to use."""
        return tuple(dict.fromkeys(n for n in (self.name, self.whole, self.label) if n))


@dataclass(frozen=True)
class Head:
    """What stands above the data.

    Parameters
    ----------
    columns : list of Column
    rows : tuple of int
        The rows of the file that are the header.
    notes : tuple of str
        Titles.
    variable : Column or None
        What all values are of, if a title says so.
    """

    columns: list[Column]
    rows: tuple[int, ...]
    notes: tuple[str, ...] = ()
    variable: Column | None = None


def columns_of(texts: Sequence[str]) -> list[Column]:
    """Split the names of columns; a unit that alone tells two apart stays in both."""
    columns = []
    for text in texts:
        whole = tidy(text)[0]
        name, unit = split_unit(whole)
        columns.append(Column(name, whole, unit=unit))
    names = [column.name for column in columns]
    return [
        replace(column, name=column.whole) if names.count(column.name) > 1 else column
        for column in columns
    ]


def renamed(column: Column, text: str) -> str:
    """Tell what was done to the name of a column; nothing if it stands as it was."""
    done = [tidy(text)[1]]
    if column.name != column.whole:
        done.append(f"unit {column.unit} taken from the name")
    return ", ".join(filter(None, done))


def read_head(grid: Grid, header: Header, log: Log) -> tuple[Head, list[Line]]:
    """Find the header and check that every row below fits it."""
    if not grid.rows:
        msg = "the file is empty"
        raise EmptyDataError(msg)
    titles, block, body = _parts(grid, header)
    width = max(_width(cells) for _, cells in block)
    block = [(row, _fitted(cells, width)) for row, cells in block]
    columns = _columns(block, log)
    notes, unit, variable = _titles(titles, log)
    if unit is not None:
        columns = [c if c.unit else replace(c, unit=unit) for c in columns]
    last = block[-1][0]
    for row, cells in body:
        if any(not is_blank(cell) for cell in cells[width:]):
            msg = f"row {row} has more than the {width} cells of the header, row {last}"
            raise ReadError(msg)
    body = [(row, _fitted(cells, width)) for row, cells in body]
    body = _without_repeats(body, block[0][1], log)
    if not body:
        msg = f"there is no unit: nothing stands below the header (row {last})"
        raise EmptyDataError(msg)
    rows = tuple(row for row, _ in block)
    return Head(columns, rows, notes, variable), body


def _width(cells: Sequence[Any]) -> int:
    return max((j + 1 for j, cell in enumerate(cells) if not is_blank(cell)), default=0)


def _fitted(cells: Sequence[Any], width: int) -> list[Any]:
    if len(cells) == width:
        return list(cells)
    return [*cells[:width], *[None] * (width - len(cells))]


def _parts(grid: Grid, header: Header) -> tuple[list[Line], list[Line], list[Line]]:
    """Cut the rows into titles, header and body."""
    rows = grid.rows
    if header == "auto":
        start = 0 if grid.named else _first(rows)
        size = 1 if grid.named else _depth(rows[start:])
        return rows[:start], rows[start : start + size], rows[start + size :]
    wanted = (header,) if isinstance(header, int) else tuple(header)
    _check_rows(wanted, header)
    numbers = [row for row, _ in rows]
    lacking = [row for row in wanted if row not in numbers]
    if lacking:
        msg = f"header row {listing(lacking)} is blank or beyond the end of the file"
        raise ReadError(msg)
    block = [line for line in rows if line[0] in wanted]
    return (
        [line for line in rows if line[0] < wanted[0]],
        block,
        [line for line in rows if line[0] > wanted[-1]],
    )


def _check_rows(wanted: tuple[Any, ...], header: object) -> None:
    whole = all(isinstance(w, int) and not isinstance(w, bool) for w in wanted)
    rows = list(range(wanted[0], wanted[0] + len(wanted))) if wanted and whole else []
    if not rows or rows[0] < 1 or list(wanted) != rows:
        msg = (
            "header must be 'auto', the number of a row counted from 1, or the numbers "
            f"of rows that follow each other, got {header!r}"
        )
        raise ReadError(msg)


def _first(rows: Sequence[Line]) -> int:
    """Find the header: the first row that is no title."""
    wide = max(_filled(cells) for _, cells in rows[:_LOOK]) > 1
    for i, (row, cells) in enumerate(rows):
        said = [c for c in cells[1:] if not is_blank(c) and not unit_note(text_of(c))]
        if wide and not said:
            continue
        data = [c for c in cells if _is_number(c) and year_of(c) is None]
        if data:
            msg = (
                f"row {row} should be the header, but holds numbers: "
                f"{listing(map(repr, data))}. If these are names of columns, say "
                f"header={row}; if there is no header, put one on top"
            )
            raise ReadError(msg)
        return i
    return 0


def _filled(cells: Sequence[Any]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _is_number(cell: Any) -> bool:
    try:
        return not math.isnan(number_of(cell, _USUAL).value)
    except NotANumberError:
        return False


def _depth(rows: Sequence[Line]) -> int:
    """Tell of how many rows the header is: names; units; or codes, labels and units."""
    cells = [line[1] for line in rows[:3]]
    if len(cells) > 1 and _are_units(cells[1]):
        return 2
    labelled = len(cells) > 2 and _are_labels(cells[1]) and _are_units(cells[2])
    return 3 if labelled else 1


def _are_units(cells: Sequence[Any]) -> bool:
    texts = [text_of(cell).strip() for cell in cells]
    filled = [text for text in texts if text]
    units = [text for text in texts[1:] if _unit_in(text)]
    known = [text for text in filled if _unit_in(text) or is_no_unit(text)]
    return bool(units) and 2 * len(known) >= len(filled) and _no_numbers(cells)


def _unit_in(text: str) -> str | None:
    """Give the unit in a cell such as 亿元 or (亿元)."""
    bare = text.strip("()（）[]【】 ")
    return bare if is_unit(bare) else None


def _are_labels(cells: Sequence[Any]) -> bool:
    return all(not is_blank(cell) for cell in cells) and _no_numbers(cells)


def _no_numbers(cells: Sequence[Any]) -> bool:
    return not any(_is_number(cell) for cell in cells)


def _columns(block: Sequence[Line], log: Log) -> list[Column]:
    """Make columns of the rows of the header, and note what names were changed."""
    *names, last = block
    units: list[str | None] = [None] * len(last[1])
    if names and _are_units(last[1]):
        units = [_unit_in(text_of(cell).strip()) for cell in last[1]]
        log.row(*last, "row of units")
    else:
        names = list(block)
    labels = [""] * len(units)
    if len(names) == 2 and _are_codes(names[0][1]) and not _are_codes(names[1][1]):
        labels = [tidy(text_of(cell))[0] for cell in names[1][1]]
        log.row(*names[1], "row of labels")
        names = names[:1]
    row, texts = names[0][0], _joined([cells for _, cells in names])
    columns = columns_of(texts)
    for column, text in zip(columns, texts, strict=True):
        if done := renamed(column, text):
            log.cell(row, column.name, text, column.name, done)
    return [
        replace(column, label=label, unit=unit or column.unit)
        for column, label, unit in zip(columns, labels, units, strict=True)
    ]


def _are_codes(cells: Sequence[Any]) -> bool:
    return all(_CODE.fullmatch(text_of(cell).strip()) for cell in cells)


def _joined(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Join the cells of a column.

    A cell that has something below it spans the blank cells to its right.
    """
    texts = [[text_of(cell) for cell in cells] for cells in rows]
    for upper, lower in pairwise(texts):
        for j in range(1, len(upper)):
            if not upper[j].strip() and lower[j - 1].strip():
                upper[j] = upper[j - 1]
    if len(texts) == 1:
        return texts[0]
    stacks = [
        dict.fromkeys(filter(str.strip, stack)) for stack in zip(*texts, strict=True)
    ]
    return [" / ".join(stack) for stack in stacks]


def _titles(
    titles: Sequence[Line], log: Log
) -> tuple[tuple[str, ...], str | None, Column | None]:
    """Read the rows above the header: a unit and a variable for the whole table."""
    notes, unit, variable = [], None, None
    for row, cells in titles:
        log.row(row, cells, "title")
        for text in (text_of(cell).strip() for cell in cells if not is_blank(cell)):
            notes.append(text)
            said = unit_note(text)
            unit = said if said and is_unit(said) else unit
            if found := _VARIABLE.fullmatch(text):
                (variable,) = columns_of([found[1]])
    return tuple(notes), unit, variable


def _without_repeats(
    body: Sequence[Line], header: Sequence[Any], log: Log
) -> list[Line]:
    """Leave out rows that say the header once more, as every page of a print does."""
    said = [text_of(cell).strip() for cell in header]
    kept = []
    for row, cells in body:
        same = (text_of(c).strip() == s for c, s in zip(cells, said, strict=True))
        if all(same):
            log.row(row, cells, "header repeated")
        else:
            kept.append((row, cells))
    return kept
