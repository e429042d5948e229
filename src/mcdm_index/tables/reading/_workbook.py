"""Workbooks: the bytes of an .xlsx or .xls file go in, cells of a sheet come out."""

import io
import re
import struct
import zlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from mcdm_index.errors import MissingPackageError, ReadError, listing, suggestion

__all__ = ["Area", "Book", "read_xls", "read_xlsx"]

# What broken bytes lead to in the readers of archives and of XML.
_BROKEN: Final = (
    *(BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError),
    *(ParseError, RuntimeError, OSError, EOFError, struct.error, zlib.error),
)
# In the XML of a sheet: a formula, or a cell that holds an error.
_CAREFUL: Final = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=[\"']e[\"']")


_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED: Final = (
    "the workbook is locked by a password (some programs set one unasked), or of "
    "another kind than its name says; open it in a spreadsheet program and save it as "
    "an .xlsx workbook without a password"
)


class Area(NamedTuple):
    """A range of merged cells; rows count from 1, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """Write it as a spreadsheet does, such as B2:B3."""
        ends = ((self.left, self.top), (self.right, self.bottom))
        return ":".join(f"{_letters(column)}{row}" for column, row in ends)


def _letters(column: int) -> str:
    """Call a column as a spreadsheet does.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    rest, last = divmod(column, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + last)


class Book(NamedTuple):
    """The cells of one sheet, all rows of it, and its merged ranges."""

    rows: list[tuple[int, list[Any]]]
    sheet: str
    merged: tuple[Area, ...]


def read_xlsx(content: bytes, sheet: str | None) -> Book:
    """Read a sheet; with formulas or errors in it by the reader that tells of them."""
    if content.startswith(_OLE):
        raise ReadError(_LOCKED)
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            pages = [name for name in parts.namelist() if "worksheets/" in name]
            careful = any(_CAREFUL.search(parts.read(name)) for name in pages)
    except _BROKEN as error:
        raise _unreadable(error, ".xlsx") from None
    return (_by_openpyxl if careful else _by_calamine)(content, sheet)


def _by_calamine(content: bytes, sheet: str | None) -> Book:
    """Read cells only: fast, but an error in a cell would come out as blank."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ModuleNotFoundError:
        raise _missing(package="python-calamine") from None
    try:
        book = load_workbook(io.BytesIO(content))
        name = _sheet(book.sheet_names, sheet)
        page = book.get_sheet_by_name(name)
        rows = page.to_python(skip_empty_area=False)
        merged = page.merged_cell_ranges or []
    except ReadError:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(error, ".xlsx") from None
    areas = tuple(
        Area(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in merged
    )
    lines = [[None if c == "" else c for c in row] for row in rows]
    return Book(list(enumerate(lines, start=1)), name, areas)


def _by_openpyxl(content: bytes, sheet: str | None) -> Book:
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise _missing(package="openpyxl") from None
    try:
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content))
    except _BROKEN as error:
        raise _unreadable(error, ".xlsx") from None
    name = _sheet([page.title for page in values.worksheets], sheet)
    page: Any = values[name]
    _check_stored(page, formulas[name])
    rows = [list(cells) for cells in page.iter_rows(values_only=True)]
    areas = tuple(
        Area(area.min_row, area.min_col - 1, area.max_row, area.max_col - 1)
        for area in page.merged_cells.ranges
    )
    return Book(list(enumerate(rows, start=1)), name, areas)


def _check_stored(values: Any, formulas: Any) -> None:
    """Refuse formulas without a stored value, which would read as blank."""
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


def read_xls(content: bytes, sheet: str | None) -> Book:
    """Read a sheet of the older format."""
    try:
        import xlrd
        from xlrd.biffh import error_text_from_code as errors
    except ModuleNotFoundError:
        raise _missing(package="xlrd") from None
    try:
        said = io.StringIO()  # what xlrd would print
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=said
        )
        name = _sheet(book.sheet_names(), sheet)
        page = book.sheet_by_name(name)
    except ReadError:
        raise
    except Exception as error:  # xlrd lets through whatever broken bytes lead to
        if "encrypted" in str(error):
            raise ReadError(_LOCKED) from None
        raise _unreadable(error, ".xls") from None

    def value(cell: Any) -> Any:
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return errors.get(cell.value, "#ERROR")
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_DATE:
            return f"a date (day {cell.value:g})"
        blank = cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
        return None if blank else cell.value

    rows = [[value(cell) for cell in page.row(i)] for i in range(page.nrows)]
    areas = tuple(
        Area(top + 1, left, bottom, right - 1)
        for top, bottom, left, right in page.merged_cells
    )
    return Book(list(enumerate(rows, start=1)), name, areas)


def _sheet(names: Sequence[str], wanted: str | None) -> str:
    if not names or (wanted is not None and wanted not in names):
        hint = suggestion(wanted or "", names)
        msg = f"no sheet {wanted!r}.{hint} It has: {listing(names) or 'none'}"
        raise ReadError(msg)
    return wanted or names[0]


def _unreadable(error: Exception, kind: str) -> ReadError:
    return ReadError(f"not a readable {kind} workbook: {error}")


def _missing(package: str) -> MissingPackageError:
    msg = f"reading this workbook needs {package}; install mcdm-index[excel]"
    return MissingPackageError(msg)
