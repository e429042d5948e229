"""Outgoing: an index as files, tables and text, by methods of its result."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mcdm_index import prose, report
from mcdm_index.tables import exports, writing
from mcdm_index.tables.paper import PaperTables, paper_tables

__all__ = ["Outgoing"]


class Outgoing:
    """How a result is handed on; see `IndexResult`, which is one."""

    def to_csv(self, folder: str | Path, *, lang: str = "en") -> list[Path]:
        """Write every table as CSV, with provenance, methods and sources beside them.

        Parameters
        ----------
        folder : str or Path
            Made if it does not exist; other files in it stay.
        lang : str, default "en"
            Language of grades, tiers and the text on methods; columns keep the names
            that they have in Python.

        Returns
        -------
        list of Path
            The files; see `write_result`.

        Raises
        ------
        WriteError
            The folder is a file, or cannot be written; then nothing is.
        """
        return writing.write_result(self, folder, lang=lang)

    def to_excel(self, path: str | Path, lang: str = "en") -> Path:
        """Write every table to one workbook, a sheet for each.

        Sheets are the result, scores and ranks of every node, intervals, weights with
        what lies behind them (e and d for entropy), distances (D+, D- and closeness for
        TOPSIS, and the like for other methods), the log of imputation, what was treated
        and what was screened out, provenance, and methods with sources. Numbers keep
        every digit; text is text, also if it begins like a formula.

        Parameters
        ----------
        path : str or Path
            Ends in ``.xlsx``; an existing file is replaced.
        lang : {"en", "zh"}, default "en"
            Of sheets, headers, names of nodes, grades and tiers.

        Returns
        -------
        Path

        Raises
        ------
        MissingPackageError
            The package openpyxl is not installed.
        WriteError
            The file cannot be written, or a table is larger than a sheet; then nothing
            is.
        """
        return exports.to_excel(self, path, lang)

    def to_latex(
        self, table: str = "ranking", lang: str = "en", *, digits: int = 4
    ) -> str:
        r"""Write one table in LaTeX, for the package booktabs.

        Parameters
        ----------
        table : str, default "ranking"
            "indicators", "weighing" or "ranking", as in `paper_tables`; or "result",
            "scores", "ranks", "intervals", "weights", "parts", "imputed" and the other
            tables that `to_csv` writes, by the names of their files.
        lang : {"en", "zh"}, default "en"
            Chinese needs XeLaTeX and the package ctex.
        digits : int, default 4
            Of scores and weights.

        Returns
        -------
        str
            A ``table`` environment, in which every letter of a name stands for itself.

        Raises
        ------
        UnknownColumnError
            There is no such table.
        """
        return exports.to_latex(self, table, lang, digits=digits)

    def to_markdown(
        self, table: str = "ranking", lang: str = "en", *, digits: int = 4
    ) -> str:
        """Write one table in Markdown.

        Parameters
        ----------
        table : str, default "ranking"
            As in `to_latex`.
        lang : {"en", "zh"}, default "en"
        digits : int, default 4
            Of scores and weights.

        Returns
        -------
        str

        Raises
        ------
        UnknownColumnError
            There is no such table.
        """
        return exports.to_markdown(self, table, lang, digits=digits)

    def paper_tables(
        self, lang: str = "en", *, digits: int = 4, top: int | None = None
    ) -> PaperTables:
        """Make the three tables that a paper on an index needs.

        Parameters
        ----------
        lang : {"en", "zh"}, default "en"
        digits : int, default 4
            Of scores and weights in LaTeX and Markdown.
        top : int, optional
            How many places the ranking has, in each period; all by default.

        Returns
        -------
        PaperTables
            What the indicators are like, their weights, and the ranking, as DataFrames,
            with ``to_latex``, ``to_markdown`` and ``to_excel``.
        """
        return paper_tables(self, lang, digits=digits, top=top)

    def methods_text(self, lang: str = "en") -> str:
        """Describe in one paragraph what was done, by the options that were used.

        Parameters
        ----------
        lang : {"en", "zh"}, default "en"

        Returns
        -------
        str
            Sources stand in brackets; `bibtex` has their entries.
        """
        return prose.describe(self, lang).text

    def bibtex(self) -> str:
        """Give the sources of all methods that were used, and the software, in BibTeX.

        Returns
        -------
        str
            Entries in alphabetical order. The source of a method that its author
            registered under a key of their own is a comment.
        """
        return prose.describe(self).bibtex

    def to_html(
        self,
        path: str | Path,
        *,
        lang: str = "en",
        title: str | None = None,
        units: Iterable[Any] | None = None,
    ) -> Path:
        """Write a report as one HTML file that needs no network.

        Parameters
        ----------
        path : str or Path
            An existing file is replaced.
        lang : {"en", "zh"}, default "en"
        title : str, optional
            The name of the whole index by default.
        units : iterable of labels, optional
            The units that get a page of their own; all by default. See
            `mcdm_index.report.to_html`.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        MissingPackageError, DomainError, UnknownColumnError, ReadError
            See `mcdm_index.report.to_html`.
        """
        return report.to_html(self, path, lang=lang, title=title, units=units)
