"""Decoding: a file goes in, rows of cells come out, and how they were decoded."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from mcdm_index.errors import MissingPackageError, ReadError, listing
from mcdm_index.tables.reading._log import is_blank
from mcdm_index.tables.reading._workbook import Area, read_xls, read_xlsx

__all__ = ["Grid", "Line", "decode"]

Line = tuple[int, list[Any]]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No text in another encoding contains one of these by chance.
_CHINESE: Final = re.compile(
    "地区|省份|省市|城市|年份|年度|指标|单位|名称|代码|数值|全国|亿元|万元|合计|来源"
)
_SAMPLE: Final = 65_536
_SEPARATORS: Final = "\t;,"


@dataclass(frozen=True)
class Grid:
    """The cells of a table as the file has them.

    Rows are counted as a spreadsheet counts them; blank rows are left out.
    """

    rows: list[Line]
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    merged: tuple[Area, ...] = ()
    named: bool = False  # the first row is the header for certain


def decode(path: Path, sheet: str | None, encoding: str | None) -> Grid:
    """Read a file by its extension.

    Raises
    ------
    ReadError
        There is no such file, or it cannot be decoded.
    MissingPackageError
        What reads such files is not installed.
    """
    if not path.is_file():
        msg = "no such file"
        raise ReadError(msg)
    kind = path.suffix.lower()
    if kind not in _READERS:
        what = kind or "a file without extension"
        msg = f"cannot read {what}; use {listing(_READERS, most=9)}"
        raise ReadError(msg)
    if sheet is not None and kind not in _BOOKS:
        msg = f"a {kind} file has no sheets, so none called {sheet!r}"
        raise ReadError(msg)
    if encoding is not None and kind not in _TEXTS:
        msg = f"a {kind} file is no text, so encoding={encoding!r} says nothing of it"
        raise ReadError(msg)
    grid = _READERS[kind](path.read_bytes(), sheet, encoding)
    rows = [line for line in grid.rows if not all(map(is_blank, line[1]))]
    return replace(grid, rows=rows)


def _text(content: bytes, _: str | None, encoding: str | None) -> Grid:
    encoding = encoding or _encoding(content)
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        msg = f"unknown encoding {encoding!r}; name one that Python knows"
        raise ReadError(msg) from None
    except ValueError as error:
        place = getattr(error, "start", None)
        where = "" if place is None else f" (byte {place})"
        msg = f"not in {encoding}{where}: {_OTHERWISE}"
        raise ReadError(msg) from None
    separator = _separator(text)
    return Grid(_split(text, separator), encoding, separator)


_OTHERWISE: Final = (
    "save it as 'CSV UTF-8' or as an .xlsx workbook, or name the encoding, such as "
    "encoding='cp1252'"
)


def _encoding(content: bytes) -> str:
    """Find the encoding: a mark, UTF-8, words of Chinese tables, then a detector."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if b"\0" in content:
        return _wide(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start
    else:
        return "utf-8"
    if _CHINESE.search(content.decode("gb18030", "replace")):
        return "gb18030"
    guess = _detected(content)
    if guess in ("gb18030", "gbk", "gb2312"):
        return "gb18030"
    what = f"; it may be {guess}, but that is a guess" if guess else ""
    msg = f"not in UTF-8 (byte {place}), UTF-16 or GB18030{what}: {_OTHERWISE}"
    raise ReadError(msg)


def _wide(content: bytes) -> str:
    """Tell the two forms of UTF-16 apart by which half of a comma or digit is zero."""
    first, second = content[::2].count(0), content[1::2].count(0)
    if min(first, second) > 0.1 * max(first, second):
        msg = f"neither text nor UTF-16 (byte {content.index(0)} is zero)"
        raise ReadError(msg)
    return "utf-16-be" if first > second else "utf-16-le"


def _detected(content: bytes) -> str | None:
    """Ask charset-normalizer, on the lines that are not plain ASCII."""
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        msg = (
            "finding the encoding of a file that is not in UTF-8 needs "
            "charset-normalizer; install mcdm-index[cli], or name the encoding"
        )
        raise MissingPackageError(msg) from None
    lines = [line for line in content.splitlines() if not line.isascii()]
    best = from_bytes(b"\n".join(lines)[:_SAMPLE]).best()
    name = None if best is None else str(best.encoding)
    return None if name and name.startswith("utf") else name


def _separator(text: str) -> str:
    """Take what cuts most rows into one number of cells, then into most cells."""
    head = "\n".join(text[:_SAMPLE].splitlines()[:200])

    def evenness(separator: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((n, width) for width, n in widths.items()), default=(0, 0))

    return max(_SEPARATORS, key=evenness)


def _split(text: str, separator: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    try:
        lines.extend(enumerate(map(list, reader), start=1))
    except csv.Error as error:
        msg = (
            f"row {len(lines) + 1} is not readable as CSV: {error}. Look for a "
            "quotation mark that is opened there and not closed"
        )
        raise ReadError(msg) from None
    return lines


def _parquet(content: bytes, _: str | None, __: str | None) -> Grid:
    try:
        from pyarrow import ArrowException
    except ModuleNotFoundError:
        msg = "reading Parquet needs pyarrow; install mcdm-index[scale]"
        raise MissingPackageError(msg) from None
    try:
        table = pd.read_parquet(io.BytesIO(content), engine="pyarrow")
    except (ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        msg = f"not a readable .parquet file: {error}"
        raise ReadError(msg) from None
    names: list[Any] = list(table.columns)
    columns: list[Any] = [table.iloc[:, j] for j in range(table.shape[1])]
    if not isinstance(table.index, pd.RangeIndex):
        names = [*table.index.names, *names]
        levels = range(table.index.nlevels)
        columns = [*(table.index.get_level_values(j) for j in levels), *columns]
    cells = [column.astype(object).where(column.notna(), None) for column in columns]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Grid(list(enumerate([names, *rows], start=1)), named=True)


def _xlsx(content: bytes, sheet: str | None, _: str | None) -> Grid:
    book = read_xlsx(content, sheet)
    return Grid(book.rows, sheet=book.sheet, merged=book.merged)


def _xls(content: bytes, sheet: str | None, _: str | None) -> Grid:
    renamed = content.startswith(b"PK")  # an .xlsx by another name
    book = (read_xlsx if renamed else read_xls)(content, sheet)
    return Grid(book.rows, sheet=book.sheet, merged=book.merged)


_TEXTS: Final = (".csv", ".tsv", ".txt")
_BOOKS: Final = (".xlsx", ".xlsm", ".xls")
_READERS: Final[dict[str, Callable[[bytes, str | None, str | None], Grid]]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_BOOKS, _xlsx),
    ".xls": _xls,
    ".parquet": _parquet,
}
