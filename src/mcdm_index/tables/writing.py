"""Writing: from a result to files, all of them or none."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from mcdm_index import prose
from mcdm_index._words import LANGS
from mcdm_index.errors import WriteError, listing
from mcdm_index.tables.gathered import LISTS, tables

__all__ = ["write_result"]

_BY_LABEL: Final = "result scores ranks intervals weights parts grades tiers treatment"
_TABLES: Final = (*_BY_LABEL.split(), *LISTS)
_OWN: Final = (
    *(f"{name}.csv" for name in _TABLES),
    *("provenance.json", "methods.txt", "references.bib"),
    *("reading.csv", "results.xlsx", "report.html"),
)
# What writes one more file: called with its path.
Extra = Callable[[Path], object]


def write_result(
    result: Any,
    folder: str | Path,
    *,
    lang: str = "en",
    extra: Mapping[str, Extra] | None = None,
) -> list[Path]:
    """Write a result as CSV files, with provenance, methods and sources beside them.

    Everything is written into a draft first and moved into place at the end, so that an
    error leaves nothing half-written; files of an earlier run are removed. CSV is in
    UTF-8 with a byte order mark, which spreadsheets need for Chinese names.

    Parameters
    ----------
    result : IndexResult
    folder : str or Path
        Made if it does not exist; other files in it stay.
    lang : str, default "en"
        Language of grades and tiers, and of the text on methods if it is "en" or "zh".
    extra : mapping of str to callable, optional
        Further files, which are written with the others or not at all: from a name,
        "reading.csv", "results.xlsx" or "report.html", to what is called with the path
        to write to.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    WriteError
        The folder is a file, or cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder}: is a file, not a folder"
        raise WriteError(msg)
    try:
        return _write(result, folder, lang, extra or {})
    except WriteError:
        raise
    except OSError as error:
        msg = f"{folder}: cannot be written: {error.strerror or error}"
        raise WriteError(msg) from None


def _write(
    result: Any, folder: Path, lang: str, extra: Mapping[str, Extra]
) -> list[Path]:
    """Write into a draft inside the folder, then move everything into place."""
    blocked = [name for name in _OWN if (folder / name).is_dir()]
    if blocked:
        msg = f"{folder}: a folder stands in the place of {listing(blocked)}"
        raise WriteError(msg)
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".mcdm-index-", dir=folder))
    try:
        _fill(result, draft, lang)
        for name, write in extra.items():
            write(draft / name)
        names = sorted(path.name for path in draft.iterdir())
        for name in _OWN:
            (folder / name).unlink(missing_ok=True)  # of an earlier run
        for name in names:
            (draft / name).replace(folder / name)
        made = False
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if made:
            folder.rmdir()
    return [folder / name for name in names]


def _fill(result: Any, draft: Path, lang: str) -> None:
    """Write the files that every result has."""
    for name, table in tables(result, lang).items():
        unnamed = table.index.name is None and table.index.nlevels == 1
        _joined_labels(table).to_csv(
            draft / f"{name}.csv",
            index=name not in LISTS,
            index_label="unit" if unnamed else None,
            encoding="utf-8-sig",
        )
    record = json.dumps(result.provenance, ensure_ascii=False, indent=2)
    methods = prose.describe(result, lang if lang in LANGS else "en")
    for name, text in {
        "provenance.json": record + "\n",
        "methods.txt": methods.text + "\n",
        "references.bib": methods.bibtex,
    }.items():
        (draft / name).write_text(text, encoding="utf-8")


def _joined_labels(table: pd.DataFrame) -> pd.DataFrame:
    """Write labels of several parts, such as unit and period, as one text."""
    columns = [name for name in ("unit", "label") if name in table]
    return table.assign(
        **{
            name: [
                " / ".join(map(str, c)) if isinstance(c, tuple) else c
                for c in table[name]
            ]
            for name in columns
        }
    )
