"""Exports: a result as a workbook, a table in LaTeX or Markdown, or its methods."""

from pathlib import Path
from typing import Any, Final

import pandas as pd

from mcdm_index import prose
from mcdm_index._words import check_lang
from mcdm_index.errors import UnknownColumnError, listing, suggestion
from mcdm_index.tables import gathered, paper
from mcdm_index.tables._sheet import Sheet, sheet_of
from mcdm_index.tables.excel import write_workbook
from mcdm_index.tables.markup import latex, markdown

__all__ = ["to_excel", "to_latex", "to_markdown"]

_PAPER: Final = ("indicators", "weighing", "ranking")


def to_excel(result: Any, path: str | Path, lang: str = "en") -> Path:
    """Write all tables of a result to one workbook; see `IndexResult.to_excel`.

    Parameters
    ----------
    result : IndexResult
    path : str or Path
    lang : {"en", "zh"}, default "en"
    """
    check_lang(lang)
    found = gathered.sheets(result, lang)
    methods = prose.describe(result, lang)
    texts = [methods.text, *methods.bibtex.strip().split("\n\n")]
    frame = pd.DataFrame({"text": texts})
    found.append(sheet_of("methods", frame, result.hierarchy, lang, index=False))
    return write_workbook(found, path)


def to_latex(
    result: Any, table: str = "ranking", lang: str = "en", *, digits: int = 4
) -> str:
    """Write one table of a result in LaTeX; see `IndexResult.to_latex`.

    Parameters
    ----------
    result : IndexResult
    table : str, default "ranking"
    lang : {"en", "zh"}, default "en"
    digits : int, default 4
    """
    return latex(_sheet(result, table, lang), digits=digits) + "\n"


def to_markdown(
    result: Any, table: str = "ranking", lang: str = "en", *, digits: int = 4
) -> str:
    """Write one table of a result in Markdown; see `IndexResult.to_markdown`.

    Parameters
    ----------
    result : IndexResult
    table : str, default "ranking"
    lang : {"en", "zh"}, default "en"
    digits : int, default 4
    """
    return markdown(_sheet(result, table, lang), digits=digits) + "\n"


def _sheet(result: Any, table: str, lang: str) -> Sheet:
    """Find a table by its name.

    Raises
    ------
    UnknownColumnError
    """
    check_lang(lang)
    if table in _PAPER:
        three = paper.paper_tables(result, lang).sheets
        return next(sheet for sheet in three if sheet.name == table)
    found = gathered.tables(result, lang)
    if table not in found:
        known = [*_PAPER, *found]
        hint = suggestion(str(table), known)
        msg = (
            f"this result has no table {table!r}.{hint} It has: "
            f"{listing(known, most=len(known))}."
        )
        raise UnknownColumnError(msg)
    frame = found[table]
    if table == "weights":
        frame = gathered.named_weights(frame, result, lang)
    index = table not in gathered.LISTS
    return sheet_of(table, frame, result.hierarchy, lang, index=index)
