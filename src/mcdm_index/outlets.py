"""Outlets: from a result to what others read, as methods of the result."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mcdm_index._doors import through

__all__ = ["Outlets"]


class Outlets:
    """How a result can be given away; see `IndexResult`, which is one."""

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
        write = through("report", "to_html")
        written: Path = write(self, path, lang=lang, title=title, units=units)
        return written
