"""Writing: from a result to files, all of them or none."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pandas as pd

from mcdm_index.errors import ReadError, listing
from mcdm_index.result import IndexResult

__all__ = ["write_result"]

_LISTS: Final = ("denominated", "screened", "imputed", "treated", "partial")
_READING: Final = "reading"
_BY_LABEL: Final = "result scores ranks intervals weights grades tiers treatment"
_TABLES: Final = (*_BY_LABEL.split(), *_LISTS)
_OWN: Final = (*(f"{name}.csv" for name in (*_TABLES, _READING)), "provenance.json")


def write_result(
    result: IndexResult,
    folder: str | Path,
    *,
    lang: str = "en",
    reading: pd.DataFrame | None = None,
) -> list[Path]:
    """Write a result as CSV files and its provenance as JSON.

    Everything is written into a draft first and moved into place at the end, so that an
    error leaves nothing half-written; files of an earlier run are removed. CSV is in
    UTF-8 with a byte order mark, which spreadsheets need for Chinese names.

    Parameters
    ----------
    result : IndexResult
    folder : str or Path
        Made if it does not exist; other files in it stay.
    lang : str, default "en"
        Language of grades and tiers.
    reading : DataFrame, optional
        The log of `read_table`, to be written beside the result.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ReadError
        The folder is a file, or cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder}: is a file, not a folder"
        raise ReadError(msg)
    try:
        return _write(result, folder, lang, reading)
    except OSError as error:
        msg = f"{folder}: cannot be written: {error.strerror or error}"
        raise ReadError(msg) from None


def _write(
    result: IndexResult, folder: Path, lang: str, reading: pd.DataFrame | None
) -> list[Path]:
    """Write into a draft inside the folder, then move everything into place."""
    blocked = [name for name in _OWN if (folder / name).is_dir()]
    if blocked:
        msg = f"{folder}: a folder stands in the place of {listing(blocked)}"
        raise ReadError(msg)
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".mcdm-index-", dir=folder))
    try:
        for name, table in _tables(result, lang).items():
            unnamed = table.index.name is None and table.index.nlevels == 1
            _joined_labels(table).to_csv(
                draft / f"{name}.csv",
                index=name not in _LISTS,
                index_label="unit" if unnamed else None,
                encoding="utf-8-sig",
            )
        if reading is not None:
            reading.to_csv(draft / f"{_READING}.csv", index=False, encoding="utf-8-sig")
        record = json.dumps(result.provenance, ensure_ascii=False, indent=2)
        (draft / "provenance.json").write_text(record + "\n", encoding="utf-8")
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


def _tables(result: IndexResult, lang: str) -> dict[str, pd.DataFrame]:
    tables = {
        "result": result.table(lang),
        "scores": result.scores,
        "ranks": result.ranks,
        "intervals": result.intervals,
        "weights": result.weights,
    } | {name: getattr(result, name) for name in _LISTS}
    if not result.treatment.empty:
        tables["treatment"] = result.treatment
    if result.grade_codes is not None:
        tables["grades"] = result.named_grades(lang).to_frame()
    if result.tier_codes is not None:
        tables["tiers"] = result.named_tiers(lang).to_frame()
    return tables
