"""polars: DataFrames in memory, and LazyFrames, streamed batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Source
from mcdm_index.engine._numbers import refuse_kind
from mcdm_index.engine._rows import Rows
from mcdm_index.engine._stream import fold_stream, fold_stream_numbered

__all__ = ["PolarsFrame", "names_of", "open_table", "wrap"]


def names_of(X: Any) -> list[Any] | None:
    """Give the labels of the columns, if they have any."""
    if isinstance(X, pl.DataFrame | pl.LazyFrame):
        return X.collect_schema().names()
    return None


def open_table(X: Any, columns: Sequence[Any] | None = None) -> Rows | None:
    """Open a DataFrame or a LazyFrame, or some columns; leave alone what else."""
    if columns is not None:
        X = X.select(columns)
    if isinstance(X, pl.DataFrame):
        return Rows(X.to_numpy(), tuple(X.columns), frame=X, wrapper=wrap)
    if isinstance(X, pl.LazyFrame):
        schema = X.collect_schema()
        for name, kind in schema.items():
            if not (kind.is_numeric() or kind in (pl.Boolean, pl.Null)):
                refuse_kind(name, kind)
        return LazyRows(PolarsFrame(X, tuple(schema)), tuple(schema))
    return None


def wrap(values: Matrix, table: Rows) -> pl.Series | pl.DataFrame:
    if values.ndim == 1:
        return pl.Series("score", values)
    return pl.DataFrame(values, _names(values.shape[1], table.columns or ()))


def _names(width: int, columns: tuple[str, ...]) -> list[str]:
    """Name columns as those that came, if there are as many; or by numbers."""
    return list(columns if width == len(columns) else map(str, range(width)))


class PolarsFrame(Source):
    """The rows of a LazyFrame; `Source` says what its methods do."""

    kind = "a polars LazyFrame"
    n = None

    def __init__(self, X: pl.LazyFrame, columns: tuple[str, ...]) -> None:
        self.X, self.names = X, columns
        self.columns, self.width = columns, len(columns)

    def pick(self, columns: Sequence[int]) -> "PolarsFrame":
        """Take some of the columns; others are not read."""
        names = tuple(self.names[j] for j in columns)
        return PolarsFrame(self.X.select(names), names)

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Add up over the batches."""
        return fold_stream(self._chunks(), work, self.width)

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Add up over the batches."""
        return fold_stream_numbered(self._chunks(), work, self.width)

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map batch by batch, to a LazyFrame of a column "score" or several."""
        called = ["score"] if names is None else list(names)
        return self.X.map_batches(
            partial(_mapped, work, called),
            schema=dict.fromkeys(called, pl.Float64),
            streamable=True,
        )

    def _chunks(self) -> Iterator[Matrix]:
        for batch in self.X.collect_batches(maintain_order=True):
            yield batch.to_numpy()


def _mapped(
    work: Callable[[Any], Matrix], names: list[str], batch: pl.DataFrame
) -> pl.DataFrame:
    return pl.DataFrame(work(batch.to_numpy()).reshape(len(batch), -1), names)
