"""Workbooks: from sheets to an XLSX file in which no text is ever a formula."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from mcdm_index.errors import MissingPackageError, WriteError
from mcdm_index.tables._files import write_whole
from mcdm_index.tables._sheet import Sheet

__all__ = ["sheet_titles", "text_cell", "write_workbook"]

_FORMATS: Final = {
    "whole": "0",
    "score": "0.0000",
    "mean": "0.00",
    "percent": "0.0%",
    "value": "General",
    None: "General",
}
_ROWS, _COLUMNS, _LETTERS, _TITLE = 1_048_576, 16_384, 32_767, 31
# What a spreadsheet may take for a formula or a command.
_TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST, _NARROWEST, _LOOKED_AT = 60, 8, 500
_EXACT: Final = 2**53


def write_workbook(sheets: Sequence[Sheet], path: str | Path) -> Path:
    """Write sheets to an XLSX file, all of them or nothing.

    Numbers keep every digit and are shown with a format of their kind; headers and
    labels stay in view; text is text whatever it begins with.

    Parameters
    ----------
    sheets : sequence of Sheet
    path : str or Path
        An existing file is replaced.

    Returns
    -------
    Path

    Raises
    ------
    MissingPackageError
        The package openpyxl is not installed.
    WriteError
        The file cannot be written, or a table is larger than a sheet can be.
    """
    if find_spec("openpyxl") is None:
        msg = "XLSX files need the package openpyxl: pip install mcdm-index[excel]"
        raise MissingPackageError(msg)
    for sheet in sheets:
        if len(sheet) >= _ROWS or len(sheet.headers) > _COLUMNS:
            msg = (
                f"{path}: {sheet.title} has {len(sheet)} rows and "
                f"{len(sheet.headers)} columns, more than a sheet can hold; use CSV"
            )
            raise WriteError(msg)
    return write_whole(path, partial(_save, sheets))


def _save(sheets: Sequence[Sheet], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    titles = sheet_titles([sheet.title for sheet in sheets])
    try:
        for sheet, name in zip(sheets, titles, strict=True):
            _fill(book.create_sheet(name), sheet)
        book.save(path)
    except BaseException:
        for page in book.worksheets:  # which hold files open
            if not page.closed:
                page.close()
        raise


def sheet_titles(titles: Sequence[str]) -> list[str]:
    """Make names of sheets that spreadsheets take: short, and no two alike.

    Parameters
    ----------
    titles : sequence of str

    Examples
    --------
    >>> sheet_titles(["a/b", "A/B", ""])
    ['a b', 'A B (2)', 'Sheet']
    """
    found: list[str] = []
    for given in titles:
        base = _NOT_IN_TITLES.sub(" ", _visible(given)).strip().strip("'") or "Sheet"
        name, n = base[:_TITLE], 1
        while name.casefold() in (other.casefold() for other in found):
            n += 1
            end = f" ({n})"
            name = base[: _TITLE - len(end)] + end
        found.append(name)
    return found


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    page.freeze_panes = f"{get_column_letter(sheet.labels + 1)}2"
    for i, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(i)].width = width
    page.append([_header(page, header) for header in sheet.headers])
    for row in sheet.rows():
        cells = zip(row, sheet.kinds, strict=True)
        page.append([_cell(page, value, kind) for value, kind in cells])


def _header(page: Any, text: str) -> Any:
    from openpyxl.styles import Alignment, Font

    made = _cell(page, text, None)
    made.font = Font(bold=True)
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _cell(page: Any, value: Any, kind: str | None) -> Any:
    """Make one cell, whose type is said and never guessed."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment
    from openpyxl.styles.numbers import FORMAT_DATE_YYYYMMDD2

    made = WriteOnlyCell(page)
    if value is None:
        return made
    if isinstance(value, bool):
        made.value = value
    elif _is_number(value):
        # By its digits, since openpyxl would round to sixteen of them.
        made.value, made.data_type = repr(value), "n"
        made.number_format = _FORMATS[kind]
    elif isinstance(value, dt.date) and getattr(value, "tzinfo", None) is None:
        made.value = value
        if value == dt.datetime(value.year, value.month, value.day):
            made.number_format = FORMAT_DATE_YYYYMMDD2
    else:
        text = text_cell(str(value))
        made.value, made.data_type = text, "s"
        made.quotePrefix = text.startswith(_TRIGGERS)
        if len(text) > _WIDEST or "\n" in text:
            made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= _EXACT
    return isinstance(value, float) and math.isfinite(value)


def text_cell(text: str) -> str:
    r"""Make of a text one that an XLSX file can hold, and that shows what it holds.

    Control characters, which XML forbids, become their pictures; what a spreadsheet
    would read as the code of a character is told apart from it; a text that is longer
    than a cell says how much of it was cut off.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> text_cell("a\x00b"), text_cell("_x0041_")
    ('a␀b', '_x005F_x0041_')
    """
    text = _ESCAPE.sub("_x005F_", _visible(text))
    if len(text) <= _LETTERS:
        return text
    end = f"... (cut: {len(text):,} letters)"
    return text[: _LETTERS - len(end)] + end


def _visible(text: str) -> str:
    """Put pictures for what XML cannot hold."""
    return "".join(map(_letter, text.replace("\r\n", "\n")))


def _letter(letter: str) -> str:
    code = ord(letter)
    if code < 0x20 and letter not in "\t\n":
        return chr(0x2400 + code)
    forbidden = 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)
    return "\N{REPLACEMENT CHARACTER}" if forbidden else letter


def _widths(sheet: Sheet) -> Iterator[float]:
    """Make columns as wide as what stands in them, within reason."""
    for header, kind, cells in zip(
        sheet.headers, sheet.kinds, sheet.columns, strict=True
    ):
        shown = [_shown(cell, kind) for cell in cells[:_LOOKED_AT]]
        width = max([*map(_width, shown), min(_width(header), 24)])
        yield float(min(max(width + 2, _NARROWEST), _WIDEST))


def _shown(value: Any, kind: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.4f}" if kind != "value" else f"{value:.10g}"
    return str(value).partition("\n")[0]


def _width(text: str) -> int:
    """Count cells of a screen; a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
