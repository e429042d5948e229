"""Arrow: Tables in memory, and Datasets, streamed batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Source
from mcdm_index.engine._numbers import refuse_kind
from mcdm_index.engine._rows import Rows
from mcdm_index.engine._stream import fold_stream, fold_stream_numbered, in_turn
from mcdm_index.errors import AllRowsError

__all__ = ["ArrowDataset", "names_of", "open_table", "wrap"]

# Rows in a batch, and how many batches and files are read ahead: memory, not speed.
_READ: Final = {"batch_size": 65_536, "batch_readahead": 4, "fragment_readahead": 1}


def names_of(X: Any) -> list[Any] | None:
    """Give the labels of the columns, if they have any."""
    return list(X.schema.names) if hasattr(X, "schema") else None


def open_table(X: Any, columns: Sequence[Any] | None = None) -> Rows | None:
    """Open a Table, a RecordBatch or a Dataset, or some columns; leave what else."""
    if isinstance(X, pa.RecordBatch):
        X = pa.Table.from_batches([X])
    if isinstance(X, pa.Table):
        X = X if columns is None else X.select(columns)
        return Rows(_matrix(X), tuple(X.column_names), frame=X, wrapper=wrap)
    if isinstance(X, pa.RecordBatchReader):
        msg = (
            "a RecordBatchReader can be read only once; open the files with "
            "pyarrow.dataset.dataset, or read them with reader.read_all()"
        )
        raise AllRowsError(msg)
    if hasattr(X, "to_batches") and hasattr(X, "scanner"):
        names = tuple(X.schema.names if columns is None else columns)
        for name in names:
            kind = X.schema.field(name).type
            if not _is_number(kind):
                refuse_kind(name, kind)
        return LazyRows(ArrowDataset(X, names), names)
    return None


def _is_number(kind: Any) -> bool:
    types = pa.types
    tests = types.is_integer, types.is_floating, types.is_boolean, types.is_null
    return any(test(kind) for test in (*tests, types.is_decimal))


def _matrix(X: pa.Table | pa.RecordBatch) -> np.ndarray[Any, np.dtype[Any]]:
    """Take the values; nulls become NaN. Texts come as objects."""
    out = np.empty(X.shape, order="F")
    for j, column in enumerate(X.columns):
        if not _is_number(column.type):
            columns = [each.to_pylist() for each in X.columns]
            objects = np.empty(X.shape, dtype=object)
            for k, values in enumerate(columns):
                objects[:, k] = values
            return objects
        plain = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        if column.null_count or not plain:
            column = column.cast(pa.float64(), safe=False)  # noqa: PLW2901
        options = {} if isinstance(X, pa.Table) else {"zero_copy_only": False}
        out[:, j] = column.to_numpy(**options)
    return out


def wrap(values: Matrix, table: Rows) -> pa.ChunkedArray | pa.Table:
    if values.ndim == 1:
        return pa.chunked_array([values])
    names = _names(values.shape[1], table.columns)
    return pa.table(dict(zip(names, values.T, strict=True)))


def _names(width: int, columns: tuple[str, ...] | None) -> list[str]:
    """Name columns as those that came, if there are as many; or by numbers."""
    if columns is not None and width == len(columns):
        return list(columns)
    return [str(j) for j in range(width)]


class ArrowDataset(Source):
    """The rows of a Dataset; `Source` says what its methods do."""

    kind = "an Arrow Dataset"
    n = None

    def __init__(self, X: Any, columns: tuple[str, ...]) -> None:
        self.X, self.names = X, columns
        self.columns, self.width = columns, len(columns)

    def pick(self, columns: Sequence[int]) -> "ArrowDataset":
        """Take some of the columns; others are not read."""
        return ArrowDataset(self.X, tuple(self.names[j] for j in columns))

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Add up over the batches."""
        return fold_stream(self._chunks(), work, self.width)

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Add up over the batches."""
        return fold_stream_numbered(self._chunks(), work, self.width)

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map batch by batch, to a reader of a column "score" or several."""
        called = ["score"] if names is None else list(names)
        schema = pa.schema([(name, pa.float64()) for name in called])

        def batches() -> Iterator[pa.RecordBatch]:
            for values in in_turn(work, self._chunks()):
                out = values.reshape(len(values), -1)
                columns = [pa.array(column) for column in out.T]
                yield pa.record_batch(columns, schema=schema)

        return pa.RecordBatchReader.from_batches(schema, batches())

    def _chunks(self) -> Iterator[Matrix]:
        for batch in self.X.to_batches(columns=list(self.names), **_READ):
            if batch.num_rows:
                yield _matrix(batch)
