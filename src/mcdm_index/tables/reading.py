"""Reading: from a CSV or XLSX file to a labelled table of numbers.

Every complaint names file, row and column. Rows are counted as a spreadsheet counts
them: the header is row 1.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from mcdm_index.errors import (
    DuplicateLabelError,
    EmptyDataError,
    MCDMError,
    NonFiniteError,
    NotNumericError,
    ReadError,
    UnknownColumnError,
    listing,
    located,
    suggestion,
)
from mcdm_index.hierarchy import Hierarchy

__all__ = ["MISSING", "read_table"]

MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "#n/a"})

Line = tuple[int, list[Any]]


def read_table(
    path: str | Path,
    hierarchy: Hierarchy | None = None,
    *,
    unit: str | Sequence[str] = (),
    period: str | None = None,
    sheet: str | None = None,
) -> pd.DataFrame:
    """Read a table of units and criteria from a file.

    Parameters
    ----------
    path : str or Path
        ``.csv``, ``.tsv`` or ``.txt`` in UTF-8 (with or without a byte order mark;
        separated by comma, semicolon or tab), or ``.xlsx``. The first row that is not
        blank is the header.
    hierarchy : Hierarchy, optional
        Reads only the columns of its leaves; without one, all but the labels are read.
    unit : str or sequence of str, optional
        Column or columns that name a unit; the first column by default.
    period : str, optional
        Column that names the period; it becomes a level of the row index.
    sheet : str, optional
        Sheet of a workbook; the first by default.

    Returns
    -------
    DataFrame
        Floats, NaN where a cell is blank or says NA, indexed by the labels.

    Raises
    ------
    ReadError
        The file cannot be read as a table.
    UnknownColumnError, NotNumericError, NonFiniteError, DuplicateLabelError,
    EmptyDataError
        Naming file, row and column.
    """
    path = Path(path)
    unit = (unit,) if isinstance(unit, str) else unit
    try:
        header, lines = _header(_lines(path, sheet))
        labels = _label_columns(header, unit, period)
        columns = _value_columns(header, labels, hierarchy)
        frame = _numbers(header, lines, columns)
        frame.index = _index(header, lines, labels, period)
    except MCDMError as error:
        raise located(error, path) from None
    return frame


def _lines(path: Path, sheet: str | None) -> Iterator[Line]:
    """Give row numbers and cells, leaving out blank rows."""
    if not path.is_file():
        msg = "no such file"
        raise ReadError(msg)
    kind = path.suffix.lower()
    if kind == ".xlsx":
        lines = _workbook(path, sheet)
    elif kind in (".csv", ".tsv", ".txt"):
        if sheet is not None:
            msg = f"a {kind} file has no sheets, so none called {sheet!r}"
            raise ReadError(msg)
        lines = _text(path)
    else:
        what = kind or "a file without extension"
        msg = f"cannot read {what}; use .csv, .tsv, .txt or .xlsx"
        raise ReadError(msg)
    return (line for line in lines if any(not _blank(cell) for cell in line[1]))


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(path: Path) -> Iterator[Line]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = (
            f"not in UTF-8 (byte {error.start}); save it as 'CSV UTF-8', or as "
            "an .xlsx workbook"
        )
        raise ReadError(msg) from None
    first = content.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    lines = io.StringIO(content, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    row = 0
    try:
        for cells in reader:
            row += 1
            yield row, list(cells)
    except csv.Error as error:
        msg = (
            f"row {row + 1} is not readable as CSV: {error}. Look for a quotation mark "
            "that is opened there and not closed"
        )
        raise ReadError(msg) from None


def _workbook(path: Path, sheet: str | None) -> Iterator[Line]:
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ModuleNotFoundError:
        msg = "reading workbooks needs openpyxl; install mcdm-index[excel]"
        raise ReadError(msg) from None
    broken = (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError)
    try:
        values = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    except broken as error:
        msg = f"not a readable .xlsx workbook: {error}"
        raise ReadError(msg) from None
    names = [page.title for page in values.worksheets]
    if not names or (sheet is not None and sheet not in names):
        hint = suggestion(sheet or "", names)
        msg = f"no sheet {sheet!r}.{hint} It has: {listing(names) or 'none'}"
        raise ReadError(msg)
    name = sheet or names[0]
    _check_stored(values[name], formulas[name])
    for row, cells in enumerate(values[name].iter_rows(values_only=True), start=1):
        yield row, list(cells)


def _check_stored(values: Any, formulas: Any) -> None:
    """Refuse what reads as blank: merged cells, formulas without a stored value."""
    if formulas.merged_cells.ranges:
        where = listing(str(area) for area in formulas.merged_cells.ranges)
        msg = f"merged cells {where}: undo the merging and fill in every cell"
        raise ReadError(msg)
    unstored = [
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and values[cell.coordinate].value is None
    ]
    if unstored:
        msg = (
            f"formula without a stored value in {listing(unstored)}: open the workbook "
            "in a spreadsheet program and save it, or replace formulas by values"
        )
        raise ReadError(msg)


def _header(lines: Iterator[Line]) -> tuple[list[str], list[Line]]:
    """Split off the header and check that every row fits it."""
    number, cells = next(lines, (0, []))
    while cells and _blank(cells[-1]):
        cells.pop()
    if not cells:
        msg = "the file is empty"
        raise EmptyDataError(msg)
    header = ["" if cell is None else str(cell).strip() for cell in cells]
    width = len(header)
    body = []
    for row, values in lines:
        if any(not _blank(cell) for cell in values[width:]):
            msg = (
                f"row {row} has more than the {width} cells of the header, row {number}"
            )
            raise ReadError(msg)
        body.append((row, [*values[:width], *[None] * (width - len(values))]))
    if not body:
        msg = f"there is no unit: nothing stands below the header (row {number})"
        raise EmptyDataError(msg)
    return header, body


def _label_columns(
    header: list[str], unit: Sequence[str], period: str | None
) -> list[int]:
    names = [*unit, *([period] if period is not None and period not in unit else [])]
    positions = [_position(header, name) for name in names]
    if not unit:
        free = (j for j in range(len(header)) if j not in positions)
        positions.insert(0, next(free, 0))
    return positions


def _position(header: list[str], name: str) -> int:
    if name not in header:
        msg = (
            f"there is no column {name!r}.{suggestion(name, header)} The file has: "
            f"{listing(header, most=20)}"
        )
        raise UnknownColumnError(msg)
    return header.index(name)


def _value_columns(
    header: list[str], labels: list[int], hierarchy: Hierarchy | None
) -> list[int]:
    if hierarchy is None:
        found = [j for j in range(len(header)) if j not in labels]
    else:
        matched = hierarchy.match(header)
        for leaf, name in matched.items():
            if header.index(name) in labels:
                msg = (
                    f"column {name!r} is criterion {leaf!r}, but it is taken for the "
                    "name of the units; say which columns name them (unit)"
                )
                raise UnknownColumnError(msg)
        found = [header.index(matched[leaf]) for leaf in hierarchy.leaves]
    twice = {header[j] for j in found if header.count(header[j]) > 1}
    if twice:
        msg = f"column {listing(map(repr, sorted(twice)))} stands more than once"
        raise DuplicateLabelError(msg)
    return found


def _numbers(header: list[str], lines: list[Line], columns: list[int]) -> pd.DataFrame:
    """Turn cells into floats; gather every cell that is not a number."""
    data = np.empty((len(lines), len(columns)))
    texts, infinite = [], []
    for i, (row, cells) in enumerate(lines):
        for k, j in enumerate(columns):
            where = f"row {row}, column {header[j]!r}"
            try:
                data[i, k] = _number(cells[j])
            except ValueError:
                texts.append(f"{where}: {cells[j]!r}")
                continue
            if np.isinf(data[i, k]):
                infinite.append(f"{where}: {cells[j]!r}")
    if texts:
        msg = (
            f"not a number in {listing(texts)}. Write numbers without units, percent "
            "signs and thousands separators; leave a missing cell blank or write NA"
        )
        raise NotNumericError(msg)
    if infinite:
        msg = f"infinite value in {listing(infinite)}; correct it or leave it blank"
        raise NonFiniteError(msg)
    return pd.DataFrame(data, columns=[header[j] for j in columns])


def _number(cell: Any) -> float:
    if cell is None:
        return np.nan
    if isinstance(cell, bool):
        raise ValueError
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip()
    if "_" in text:
        raise ValueError
    return np.nan if text.casefold() in MISSING else float(text)


def _index(
    header: list[str], lines: list[Line], labels: list[int], period: str | None
) -> pd.Index:
    """Build the row labels, refusing blanks and labels that stand twice."""
    keys = [tuple(_label(cells[j]) for j in labels) for _, cells in lines]
    rows: dict[tuple[str, ...], list[int]] = {}
    for key, (row, _) in zip(keys, lines, strict=True):
        if "" in key:
            name = header[labels[key.index("")]]
            msg = f"row {row}, column {name!r}: the name of the unit is blank"
            raise ReadError(msg)
        rows.setdefault(key, []).append(row)
    twice = [
        f"{_joined(key)!r} in rows {listing(found)}"
        for key, found in rows.items()
        if len(found) > 1
    ]
    if twice:
        msg = f"a unit stands more than once: {listing(twice)}"
        raise DuplicateLabelError(msg)
    names = [header[j] for j in labels]
    columns = [
        _whole(column) if name == period else list(column)
        for name, column in zip(names, zip(*keys, strict=True), strict=True)
    ]
    index = pd.MultiIndex.from_arrays(columns, names=names)
    return index if len(columns) > 1 else index.get_level_values(0)


def _label(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # spreadsheets store the year 2013 as 2013.0
    return "" if cell is None else str(cell).strip()


def _joined(key: Iterable[str]) -> str:
    return " / ".join(key)


def _whole(texts: Sequence[str]) -> list[Any]:
    """Read periods as whole numbers, if all of them are."""
    return [int(t) for t in texts] if all(t.isdecimal() for t in texts) else list(texts)
