"""Reading: from a file as people have it to a table of numbers, with an account."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from mcdm_index.errors import DomainError, MCDMError, UnknownMethodError, located
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.tables.reading._cells import MISSING_TOKENS, Rules, width_folded
from mcdm_index.tables.reading._decode import Grid, decode
from mcdm_index.tables.reading._frame import Built, Request, build
from mcdm_index.tables.reading._header import Head, Header, read_head
from mcdm_index.tables.reading._log import Log
from mcdm_index.tables.reading._plan import Layout, Plan, plan_of
from mcdm_index.tables.reading._rows import SUBTOTALS, filled_merged, units_only

__all__ = ["ReadTable", "read_table"]


@dataclass(frozen=True, eq=False, repr=False)
class ReadTable:
    """A table that was read, and what was done to read it.

    It unpacks into the frame and the log: ``frame, log = read_table(path)``.

    Attributes
    ----------
    frame : DataFrame
        Floats, NaN where a value is missing, indexed by the labels of the rows.
    log : DataFrame
        One row for every cell that was not taken as it stands and every row that was
        left out: file, row (as a spreadsheet counts), column ("" for a whole row), text
        (what stands there), value (what it was read as; None if it is missing or was
        left out) and what was done.
    file : str
        The path, as it was given.
    encoding : str or None
        Of a text file, as Python calls it.
    separator : str or None
        Of a text file.
    sheet : str or None
        Of a workbook.
    layout : {"wide", "long", "years"}
    period : str or None
        The level of the row index that is the period.
    header : tuple of int
        Rows of the file that are the header.
    units : dict of column to str
        Units of measurement, where the file tells them.
    labels : dict of column to str
        What each column is called in the file, in full.
    notes : tuple of str
        Titles and footnotes.
    unread : tuple of str
        Columns of the file that were not asked for.
    """

    frame: pd.DataFrame
    log: pd.DataFrame
    file: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    layout: str
    period: str | None
    header: tuple[int, ...]
    units: dict[str, str]
    labels: dict[str, str]
    notes: tuple[str, ...]
    unread: tuple[str, ...]

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Give the frame, then the log."""
        return iter((self.frame, self.log))

    def __repr__(self) -> str:
        return f"<ReadTable {self.account}>"

    @property
    def account(self) -> str:
        """What was read and what was done, in one line."""
        source = [
            s for s in (self.encoding, _SEPARATORS.get(self.separator or "")) if s
        ]
        if self.sheet is not None:
            source.append(f"sheet {self.sheet}")
        rows = int((self.log["column"] == "").sum())
        cells = len(self.log) - rows
        n, m = self.frame.shape
        return (
            f"{self.file} ({', '.join(source) or 'parquet'}): {n} rows, {m} columns; "
            f"set apart: {rows} rows; changed: {cells} cells"
        )


_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_table(
    path: str | Path,
    hierarchy: Hierarchy | None = None,
    *,
    unit: str | Sequence[str] = (),
    period: str | None = None,
    columns: Sequence[str] | None = None,
    layout: Layout = "auto",
    variable: str | None = None,
    value: str | None = None,
    header: Header = "auto",
    sheet: str | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    missing: Mapping[str, str] | Iterable[str] = MISSING_TOKENS,
    below: float | None = 0.0,
    subtotals: Collection[str] = SUBTOTALS,
) -> ReadTable:
    r"""Read a table of units and criteria from a file as people really have it.

    Encoding, separator, header and layout are found, and reported. Titles, rows of
    units, subtotals, repeated headers and footnotes are set apart. Numbers are read
    with thousands separators (1,234 and 1 234), full-width digits, percent signs (12 %
    is 12, and the unit of the column is %) and footnote marks; labels are read without
    the spaces that were set into Chinese words. Nothing of that is silent: it stands in
    the log, with row and column. What is not understood, or could be read in two ways,
    is an error.

    Parameters
    ----------
    path : str or Path
        ``.csv``, ``.tsv``, ``.txt``, ``.xlsx``, ``.xls`` or ``.parquet``.
    hierarchy : Hierarchy, optional
        Reads only the columns of its leaves, which are found by code, name or alias,
        with or without the unit behind the name. A column in 万元 for a criterion whose
        unit is 亿元 is refused.
    unit : str or sequence of str, optional
        Column or columns that name a unit; the first column by default.
    period : str, optional
        Column that names the period; it becomes a level of the row index, in whole
        years if 2020 or 2020年 stands there. In a long table it is found by its usual
        name. With years as columns it is what the level is called ("year" by default).
    columns : sequence of str, optional
        Reads only these columns, or variables of a long table.
    layout : {"auto", "wide", "long", "years"}
        One column per criterion; one row per unit, period and variable; or one column
        per year. Found from the names of the columns by default.
    variable, value : str, optional
        Columns of a long table that name the variable and hold its value; found by
        their usual names (指标, variable, indicator; 数值, value). With years as
        columns, `variable` is the column of names, or else what the values are of.
    header : "auto", int or sequence of int
        Rows of the header, as a spreadsheet counts them; what stands above is a title.
        Several may be names, codes with labels, or groups of columns (joined by " / "),
        the last of them units.
    sheet : str, optional
        Sheet of a workbook; the first by default.
    encoding : str, optional
        Found by default if it is UTF-8, UTF-16 or GB18030; others must be named.
    decimal : {".", ","}, optional
        The decimal sign. A point by default, where no cell could mean otherwise.
    missing : mapping of str to str, or iterable of str
        Words for a missing value and what they mean, instead of
        `mcdm_index.tables.MISSING_TOKENS`; add to it by ``MISSING_TOKENS | {...}``.
    below : float or None, default 0
        What "…" is read as, which in yearbooks stands for a figure below the smallest
        unit shown; NaN takes it as missing, None refuses it.
    subtotals : collection of str
        Names of rows that are no units, instead of `mcdm_index.tables.SUBTOTALS`; an
        empty one keeps all rows.

    Returns
    -------
    ReadTable
        The frame, the log, and how the file was read.

    Raises
    ------
    ReadError
        The file cannot be read as a table.
    UnknownColumnError, NotNumericError, NonFiniteError, DuplicateLabelError,
    EmptyDataError, UnknownMethodError, DomainError
        Naming file, row and column.
    MissingPackageError
        A package that reads such a file is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name) / "yearbook.csv"
    >>> _ = path.write_text(
    ...     '各地区经费（2021年）,\n地区,经费（亿元）\n全　国,9\n上　海,"1,819.8"\n',
    ...     encoding="gb18030",
    ... )
    >>> table = read_table(path)
    >>> table.frame
            经费
    地区
    上海  1819.8
    >>> table.encoding, table.units
    ('gb18030', {'经费': '亿元'})
    >>> table.log[["row", "column", "text", "what"]]
       row column          text                      what
    0    1         各地区经费（2021年）                     title
    1    2     经费      经费（亿元）  unit 亿元 taken from the name
    2    3         全　国 | 9                  subtotal
    3    4     地区           上　海                    spaces
    4    4     经费       1,819.8      thousands separators
    >>> folder.cleanup()
    """
    path = Path(path)
    unit = (unit,) if isinstance(unit, str) else tuple(unit)
    log = Log(str(path))
    try:
        _check(hierarchy, columns, decimal)
        grid = decode(path, sheet, encoding)
        rules = Rules(_folded(missing), below, decimal, grid.separator == ";")
        head, body = read_head(grid, header, log)
        plan = plan_of(
            head.columns,
            unit,
            period,
            layout=layout,
            variable=variable,
            value=value,
        )
        body, notes = units_only(body, _names_of(plan), subtotals, log)
        body = filled_merged(body, grid.merged, head.columns, plan.labels, log)
        built = build(head, body, plan, Request(hierarchy, columns, rules), log)
    except MCDMError as error:
        raise located(error, path) from None
    head = replace(head, notes=(*head.notes, *notes))
    return _told(built, log, grid, head, plan)


def _check(
    hierarchy: Hierarchy | None, columns: Sequence[str] | None, decimal: str | None
) -> None:
    if hierarchy is not None and columns is not None:
        msg = "give a hierarchy or columns, not both: each says what to read"
        raise DomainError(msg)
    if isinstance(columns, str):
        msg = f"columns must be a list of names, got the text {columns!r}"
        raise DomainError(msg)
    if decimal not in (None, ".", ","):
        msg = f"decimal must be '.' or ',', got {decimal!r}"
        raise UnknownMethodError(msg)


def _folded(missing: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """Fold words for missing values; without a meaning they mean just that."""
    if not isinstance(missing, Mapping):
        missing = dict.fromkeys(missing, "missing")
    return {width_folded(w).strip().casefold(): m for w, m in missing.items()}


def _names_of(plan: Plan) -> list[int]:
    """Give the columns that name a unit, without the period."""
    pairs = zip(plan.labels, plan.names, strict=False)
    return [j for j, name in pairs if name != plan.period]


def _told(
    built: Built,
    log: Log,
    grid: Grid,
    head: Head,
    plan: Plan,
) -> ReadTable:
    return ReadTable(
        frame=built.frame,
        log=log.frame(),
        file=log.file,
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet,
        layout=plan.layout,
        period=plan.period,
        header=head.rows,
        units={c.name: c.unit for c in built.columns if c.unit is not None},
        labels={c.name: c.label or c.whole for c in built.columns},
        notes=head.notes,
        unread=built.unread,
    )
