"""Rows in memory, in the place of such that are not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Source
from mcdm_index.engine._rows import Rows

__all__ = ["Held", "as_streamed"]


def as_streamed(rows: Rows) -> LazyRows:
    """Let rows go through passes, wherever they are."""
    if isinstance(rows, LazyRows):
        return rows
    return LazyRows(Held(rows), rows.columns)


class Held(Source):
    """Rows in memory as one chunk; `Source` says what its methods do."""

    kind = "a table"

    def __init__(self, rows: Rows, columns: Sequence[int] | None = None) -> None:
        self.rows = rows
        self.places = list(range(rows.shape[1]) if columns is None else columns)
        self.width = len(self.places)
        self.n = rows.shape[0]
        names = rows.columns
        self.columns = names and tuple(names[j] for j in self.places)

    def pick(self, columns: Sequence[int]) -> "Held":
        """Take some of the columns."""
        return Held(self.rows, [self.places[j] for j in columns])

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Hand over the one chunk."""
        return work(self._chunk())

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Hand over the one chunk."""
        return work(self._chunk(), np.arange(self.rows.shape[0]))

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map the one chunk."""
        values = work(self._chunk())
        if self.rows.wrapper is None:
            return values
        called = self.rows.columns if names is None else tuple(names)
        return self.rows.wrapper(values, replace(self.rows, columns=called))

    def _chunk(self) -> Any:
        return self.rows.values[:, self.places]
