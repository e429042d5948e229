"""dask: arrays and DataFrames, folded in a tree of tasks and mapped chunk by chunk.

Where the tasks run is settled by dask: in threads, or on the cluster of the current
`distributed.Client`. The tree is the same for the same chunks, whoever is done first.
"""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import add
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Source
from mcdm_index.engine._numbers import refuse_kind, two_dimensions
from mcdm_index.engine._open import open_rows
from mcdm_index.engine._rows import Rows

__all__ = ["DaskArray", "DaskFrame", "add_up", "names_of", "open_table"]

# So many partial sums are added by one task.
_TOGETHER: Final = 8


def names_of(X: Any) -> list[Any] | None:
    """Give the labels of the columns, if they have any."""
    return list(X.columns) if hasattr(X, "columns") else None


def open_table(X: Any, columns: Sequence[Any] | None = None) -> Rows | None:
    """Open an array or a DataFrame, or some columns of that; leave alone what else."""
    if hasattr(X, "chunks"):
        two_dimensions(X.shape)
        if X.dtype.kind not in "fiub":
            refuse_kind(None, X.dtype)
        return LazyRows(DaskArray(X), None)
    if hasattr(X, "map_partitions") and hasattr(X, "columns") and X.ndim == 2:
        X = X if columns is None else X[list(columns)]
        for name, kind in zip(X.columns, X.dtypes, strict=True):
            if getattr(kind, "kind", "O") not in "fiub" and kind != np.dtype(object):
                refuse_kind(name, kind)
        return LazyRows(DaskFrame(X), tuple(map(str, X.columns)))
    return None


def add_up(parts: Sequence[Any]) -> Any:
    """Add up the results of tasks, a few at a time, neighbours first.

    Parameters
    ----------
    parts : sequence of dask.delayed.Delayed
        At least one, in the order of the rows.
    """
    from dask.delayed import delayed

    summed = list(parts)
    while len(summed) > 1:
        starts = range(0, len(summed), _TOGETHER)
        summed = [delayed(_sum)(summed[i : i + _TOGETHER]) for i in starts]
    return summed[0].compute()


def _sum(parts: Sequence[Any]) -> Any:
    return reduce(add, parts)


def _with_numbers(
    work: Callable[[Any, NDArray[np.int64]], Any], start: int, chunk: Any
) -> Any:
    return work(chunk, np.arange(start, start + len(chunk)))


def _lengths(chunks: Sequence[Any]) -> Sequence[int]:
    """Count the rows of chunks, in a pass of its own."""
    from dask.delayed import delayed

    counted: Sequence[int] = delayed(list)([delayed(len)(c) for c in chunks]).compute()
    return counted


def _starts(lengths: Sequence[int]) -> list[int]:
    return [int(start) for start in np.cumsum([0, *lengths])[:-1]]


class DaskArray(Source):
    """The rows of a dask array; `Source` says what its methods do."""

    kind = "a dask array"
    columns = None

    def __init__(self, X: Any) -> None:
        self.X = X
        self.width = int(X.shape[1])
        self.n = None if np.isnan(X.shape[0]) else int(X.shape[0])

    def pick(self, columns: Sequence[int]) -> "DaskArray":
        """Take some of the columns."""
        return DaskArray(self.X[:, list(columns)])

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Add up over the chunks."""
        from dask.delayed import delayed

        return add_up([delayed(work)(chunk) for chunk in self._chunks()])

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Add up over the chunks, whose lengths are asked for if they are not known."""
        from dask.delayed import delayed

        chunks, lengths = self._chunks(), self.X.chunks[0]
        if self.n is None:
            lengths = _lengths(chunks)
        pairs = zip(_starts(lengths), chunks, strict=True)
        return add_up(
            [delayed(partial(_with_numbers, work, i))(chunk) for i, chunk in pairs]
        )

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map chunk by chunk."""
        X = self.X.rechunk({1: -1})
        to = partial(_mapped, work)  # a function has a plain name, which dask wants
        if names is None:
            return X.map_blocks(to, drop_axis=1, dtype=float, meta=np.empty(0))
        chunks = (X.chunks[0], (len(names),))
        return X.map_blocks(to, chunks=chunks, dtype=float, meta=np.empty((0, 0)))

    def _chunks(self) -> list[Any]:
        """Give the chunks of rows, each with all columns."""
        return list(self.X.rechunk({1: -1}).to_delayed().ravel())


def _mapped(work: Callable[[Any], Matrix], chunk: Any) -> Matrix:
    return work(chunk)


class DaskFrame(Source):
    """The rows of a dask DataFrame; `Source` says what its methods do."""

    kind = "a dask DataFrame"
    n = None

    def __init__(self, X: Any) -> None:
        self.X = X
        self.columns = tuple(map(str, X.columns))
        self.width = len(self.columns)

    def pick(self, columns: Sequence[int]) -> "DaskFrame":
        """Take some of the columns."""
        return DaskFrame(self.X.iloc[:, list(columns)])

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Add up over the partitions."""
        from dask.delayed import delayed

        to = partial(_of_values, work)
        return add_up([delayed(to)(part) for part in self.X.to_delayed()])

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Add up over the partitions, whose lengths are asked for first."""
        from dask.delayed import delayed

        parts = self.X.to_delayed()
        lengths = _lengths(parts)
        tasks = [
            delayed(partial(_of_values, partial(_with_numbers, work, start)))(part)
            for start, part in zip(_starts(lengths), parts, strict=True)
        ]
        return add_up(tasks)

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map partition by partition; the index and its divisions stay."""
        import pandas as pd

        nothing: Any = pd.Series(dtype=float)
        if names is not None:
            names = self.X.columns if tuple(names) == self.columns else list(names)
            nothing = pd.DataFrame({name: pd.Series(dtype=float) for name in names})
        meta = nothing.set_axis(self.X._meta.index[:0])
        return self.X.map_partitions(partial(_labelled, work, names), meta=meta)


def _of_values(work: Callable[[Any], Any], part: Any) -> Any:
    return work(open_rows(part).values)


def _labelled(work: Callable[[Any], Matrix], names: Any, part: Any) -> Any:
    """Map a partition to a Series or a DataFrame with its index."""
    import pandas as pd

    out = work(open_rows(part).values)
    if out.ndim == 1:
        return pd.Series(out, index=part.index)
    return pd.DataFrame(out, index=part.index, columns=names)
