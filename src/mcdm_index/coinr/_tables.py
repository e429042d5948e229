"""Reading COINr's tables: each becomes texts, indexed by the rows of the file."""

import io
import math
from dataclasses import dataclass
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index.errors import MCDMError, ReadError, SpecError, located
from mcdm_index.tables.reading import MISSING

__all__ = [
    "LABELS",
    "PARAMETERS",
    "TYPES",
    "Row",
    "asked_by",
    "codes_of",
    "columns_of",
    "is_number",
    "label",
    "number_of",
    "open_cells",
    "read_rows",
    "settings_of",
]

TYPES: Final = ("Indicator", "Aggregate", "Denominator", "Group", "Other")
LABELS: Final = ("uCode", "uName", "Time")
_TRUE: Final = ("true", "t", "1")
_FALSE: Final = ("false", "f", "0")
# What a normalization needs of iMeta; what must be positive; what is true or false.
PARAMETERS: Final[dict[str, tuple[tuple[str, ...], str, str]]] = {
    "goalposts": (
        ("goalpost_lower", "goalpost_upper"),
        "goalpost_scale",
        "goalpost_trunc2posts",
    ),
    "dist2targ": (("Target",), "", "dist2targ_cap_max"),
    "minmax": (("minmax_lower", "minmax_upper"), "", ""),
    "scaled": (("scaled_lower", "scaled_upper"), "scale_factor", ""),
    "zscore": (("zscore_mean", "zscore_sd"), "zscore_sd", ""),
}


def open_cells(source: Any, name: str) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        cells = source.astype(object).map(text_of)
        cells = cells.set_axis([text_of(name) for name in source.columns], axis=1)
    elif isinstance(source, str | Path):
        try:
            cells = _csv(Path(source))
        except MCDMError as error:
            raise located(error, f"{name}, {source}") from None
    else:
        what = type(source).__name__
        msg = f"{name} must be the path of a CSV file or a pandas DataFrame, got {what}"
        raise SpecError(msg)
    if list(cells.columns[:1]) in ([""], ["Unnamed: 0"]):
        cells = cells.iloc[:, 1:]  # R writes row names in front, under no header
    cells = cells.set_axis(range(2, len(cells) + 2))
    filled = cells != ""
    named = np.array([bool(name) for name in cells.columns], dtype=bool)
    kept: pd.DataFrame
    kept = cells.loc[filled.any(axis=1), filled.any(axis=0).to_numpy() | named]
    return kept


def _csv(path: Path) -> pd.DataFrame:
    try:
        content = path.read_text(encoding="utf-8-sig")
        table = pd.read_csv(
            io.StringIO(content),
            sep=max(",;\t", key=content.partition("\n")[0].count),
            header=None,
            dtype=object,
            keep_default_na=False,
            skip_blank_lines=False,
        ).map(text_of)
    except FileNotFoundError:
        msg = "no such file"
        raise ReadError(msg) from None
    except (OSError, ValueError) as error:
        msg = f"not a CSV file in UTF-8; save it as 'CSV UTF-8'. {error}"
        raise ReadError(msg) from None
    return table.iloc[1:].set_axis(list(table.iloc[0]), axis=1)


def text_of(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if np.ndim(cell) == 0 and pd.isna(cell):
        return ""
    real = isinstance(cell, Real) and not isinstance(cell, Integral)
    return repr(float(cell)).removesuffix(".0") if real else str(cell)


def label(text: str) -> str | None:
    """Give a text, or None for what means that it is missing."""
    return None if text.casefold() in MISSING else text


def number_of(text: str) -> float:
    """Read a finite number, or NaN from what is missing."""
    if label(text) is None:
        return math.nan
    if "_" in text or not math.isfinite(value := float(text)):
        raise ValueError
    return value


def is_number(text: str) -> bool:
    try:
        number_of(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Row:
    """One row of iMeta; blank cells are left out."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def number(self, key: str, usual: float = math.nan) -> float:
        """Give a number; NaN for what is none, and the usual one for a blank."""
        text = self[key]
        return (number_of(text) if is_number(text) else math.nan) if text else usual

    def flag(self, key: str, *, usual: bool) -> bool | None:
        """Give true or false; None for what is neither."""
        word = self[key].casefold()
        return word in _TRUE if word in (*_TRUE, *_FALSE) else None if word else usual

    @property
    def where(self) -> str:
        return f"iMeta row {self.line}, {self['iCode']!r}"

    def not_as(self, key: str, need: str) -> str:
        """Say what was expected in a column and what came."""
        came = repr(self[key]) if self[key] else "nothing"
        return f"{self.where}: {key} must be {need}, got {came}"


def read_rows(meta: pd.DataFrame) -> list[Row]:
    names = list(meta.columns)
    return [
        Row(line, {k: v for k, v in zip(names, row, strict=True) if label(v)})
        for line, *row in meta.itertuples(name=None)
    ]


def codes_of(rows: list[Row], *kinds: str) -> list[str]:
    return list(dict.fromkeys(row["iCode"] for row in rows if row["Type"] in kinds))


def asked_by(row: Row, method: str) -> str | None:
    """Find the normalization whose parameters count for an indicator."""
    if method == "auto":
        posts = PARAMETERS["goalposts"][0]
        return "goalposts" if any(row[key] for key in posts) else None
    return method if method in PARAMETERS else None


def columns_of(asked: str) -> tuple[str, ...]:
    needed, positive, flag = PARAMETERS[asked]
    return (*needed, positive, flag)


def settings_of(row: Row, method: str) -> dict[str, Any]:
    """Give the settings of an indicator that its parameters make."""
    asked = asked_by(row, method)
    if asked is None:
        return {}
    needed, positive, _ = PARAMETERS[asked]
    low, high = row.number(needed[0]), row.number(needed[-1])
    if asked == "minmax":
        return {"method": "minmax", "out_range": (low, high)}
    if asked == "zscore":
        return {"method": "zscore", "mean": low, "sd": high}
    if asked == "dist2targ":
        clip = row.flag("dist2targ_cap_max", usual=False)
        return {"method": "distance_to_target", "target": low, "clip": clip}
    clip = asked == "goalposts" and row.flag("goalpost_trunc2posts", usual=True)
    if asked == "scaled" and row.number("Direction") < 0:
        low, high = -high, -low
    ends = 0.0, row.number(positive, 100.0)
    said = {"low": low, "high": high, "clip": clip, "out_range": ends}
    return {"method": "goalposts"} | said
