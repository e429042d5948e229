"""Writing: from a result to files, all of them or none."""

import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from mcdm_index.errors import ReadError
from mcdm_index.result import IndexResult

__all__ = ["write_result"]


def write_result(
    result: IndexResult, folder: str | Path, *, lang: str = "en"
) -> list[Path]:
    """Write a result as CSV files and its provenance as JSON.

    Everything is written beside the folder first and moved into place at the end, so
    that an error leaves nothing half-written. CSV files are in UTF-8 with a byte order
    mark, which spreadsheets need for Chinese names.

    Parameters
    ----------
    result : IndexResult
    folder : str or Path
        Made if it does not exist; files of the same names are replaced.
    lang : str, default "en"
        Language of grades and tiers.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ReadError
        The folder is a file.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder}: is a file, not a folder"
        raise ReadError(msg)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, table in _tables(result, lang).items():
            keep = not isinstance(table.index, pd.RangeIndex)
            _joined_labels(table).to_csv(
                draft / f"{name}.csv", index=keep, encoding="utf-8-sig"
            )
        record = json.dumps(result.provenance, ensure_ascii=False, indent=2)
        (draft / "provenance.json").write_text(record + "\n", encoding="utf-8")
        folder.mkdir(exist_ok=True)
        names = sorted(path.name for path in draft.iterdir())
        for name in names:
            (draft / name).replace(folder / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
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
        "imputed": result.imputed,
        "screened": result.screened,
    }
    if result.grade_codes is not None:
        tables["grades"] = result.named_grades(lang).to_frame()
    if result.tier_codes is not None:
        tables["tiers"] = result.named_tiers(lang).to_frame()
    return tables
