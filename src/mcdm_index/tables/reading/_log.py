"""The log: what was changed or left out while reading, entry by entry."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

__all__ = ["Log", "is_blank", "text_of"]

_COLUMNS: Final = ("file", "row", "column", "text", "value", "what")


class Log:
    """Gathers entries for one file.

    Parameters
    ----------
    file : str
        How the file is called in the entries.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._entries: list[tuple[Any, ...]] = []

    def cell(self, row: int, column: str, text: Any, value: Any, what: str) -> None:
        """Note that a cell was read as something other than what stands there."""
        self._entries.append((self.file, row, column, str(text), value, what))

    def row(self, row: int, cells: Sequence[Any], what: str) -> None:
        """Note that a row was left out."""
        filled = " | ".join(text_of(cell) for cell in cells if not is_blank(cell))
        self._entries.append((self.file, row, "", filled, None, what))

    def frame(self) -> pd.DataFrame:
        """Give all entries in the order of the rows of the file."""
        entries = sorted(self._entries, key=lambda entry: entry[1])
        table = pd.DataFrame(entries, columns=list(_COLUMNS), dtype=object)
        return table.astype({"row": int})


def is_blank(cell: Any) -> bool:
    """Tell whether nothing stands in a cell but spaces of whatever kind."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Any) -> str:
    """Write a cell as a label: the year 2013.0 of a spreadsheet is 2013."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)
