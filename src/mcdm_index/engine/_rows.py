"""Rows in memory: an array, how its rows and columns are called, and its blocks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from mcdm_index._numeric import Container, Matrix

__all__ = [
    "Kernel",
    "Missing",
    "MissingToo",
    "Rows",
    "Wrapper",
    "block_length",
    "plain",
]

# From a block of rows (b, m) to one value (b,) or several (b, k) per row.
Kernel: TypeAlias = Callable[[Matrix], Matrix]
Missing: TypeAlias = Literal["raise", "omit"]
# What a map may do besides: hand the gaps to the kernel.
MissingToo: TypeAlias = Literal["raise", "omit", "keep"]
# From one entry per row, and the table that it belongs to, to a container.
Wrapper: TypeAlias = Callable[[Matrix, "Rows"], Container]

# About 1.5 MiB of float64: small enough for cache, large enough to forget the loop.
_BLOCK_CELLS: Final = 196_608
# The GNU allocator asks the system anew for every block until it has seen a larger one
# come and go; pages that are handed out anew cost more than the arithmetic on them.
np.empty(4_000_000)


def block_length(m: int) -> int:
    """Give the number of rows of m columns in a block."""
    return max(1024, _BLOCK_CELLS // max(m, 1))


@dataclass(frozen=True)
class Rows:
    """A table opened for reading: an array, and how its rows and columns are called."""

    values: np.ndarray[Any, np.dtype[Any]]
    columns: tuple[str, ...] | None = None
    index: Any = None
    frame: Any = None
    # Where the columns stood in the table that they were taken from.
    places: tuple[int, ...] | None = None
    # What makes a container of the kind that came in; None for an array.
    wrapper: Wrapper | None = None

    lazy: ClassVar[bool] = False

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of units and of criteria."""
        n, m = self.values.shape
        return n, m

    def blocks(self) -> Iterator[Matrix]:
        """Cut the rows into float64 blocks in C order."""
        n, m = self.shape
        step = block_length(m)
        for start in range(0, n, step):
            yield np.ascontiguousarray(self.values[start : start + step], dtype=float)

    def take(self, columns: Sequence[int]) -> "Rows":
        """Take some of the columns, which keep their names and places."""
        names, places = self._of(columns)
        return Rows(self.values[:, list(columns)], names, self.index, places=places)

    def _of(
        self, columns: Sequence[int]
    ) -> tuple[tuple[str, ...] | None, tuple[int, ...]]:
        """Give names and places of some of the columns."""
        names = (
            None if self.columns is None else tuple(self.columns[j] for j in columns)
        )
        places = self.places or range(self.shape[1])
        return names, tuple(places[j] for j in columns)

    def complete(self) -> "Rows":
        """Leave out the rows that lack a value."""
        return self.at(~np.isnan(np.asarray(self.values, dtype=float)).any(axis=1))

    @property
    def names(self) -> list[Any]:
        """What the columns are called: their labels, or running numbers."""
        return list(range(self.shape[1])) if self.columns is None else [*self.columns]

    def at(self, rows: Any) -> "Rows":
        """Take some of the rows, which keep their labels."""
        index = None if self.index is None else self.index[rows]
        return Rows(self.values[rows], self.columns, index, places=self.places)

    def column(self, j: int) -> str:
        """Say which column that is."""
        if self.columns is not None:
            return f"criterion {self.columns[j]!r}"
        return f"column {j if self.places is None else self.places[j]}"

    def row(self, i: int) -> str:
        """Say which row that is."""
        return f"row {i}" if self.index is None else f"unit {plain(self.index[i])!r}"

    def cell(self, i: int, j: int) -> str:
        """Say which cell that is."""
        return f"{self.row(i)}, {self.column(j)}"


def plain(label: Any) -> Any:
    """Turn numpy scalars inside a label into Python ones, for messages."""
    if isinstance(label, tuple):
        return tuple(plain(part) for part in label)
    return label.item() if isinstance(label, np.generic) else label
