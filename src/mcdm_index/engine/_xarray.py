"""xarray: from layers with coordinates to rows, and back to layers.

The criteria of a DataArray lie along a dimension, those of a Dataset are its variables.
A cell of the other dimensions is a row. Layers of numpy are rows in memory, those of
dask are not.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Source
from mcdm_index.engine._numbers import refuse_kind
from mcdm_index.engine._rows import Rows
from mcdm_index.errors import EmptyDataError, ShapeError, listing

__all__ = ["Layers", "choose", "names_of", "open_table"]

# What the dimension of the criteria may be called.
_ALONG: Final = ("criterion", "criteria", "variable", "band")


def names_of(X: Any) -> list[Any] | None:
    """Give the labels of variables, or those along the dimension of criteria."""
    if isinstance(X, xr.Dataset):
        return list[Any](X.data_vars.keys())
    along = _dimension(X)
    return X[along].to_numpy().tolist() if along in X.coords else None


def open_table(X: Any, columns: Sequence[Any] | None = None) -> Rows | None:
    """Open a DataArray or a Dataset, or some criteria; leave alone what else."""
    if isinstance(X, xr.Dataset):
        X = X if columns is None else X[list(columns)]
        return _open(Layers.of_variables(X))
    if isinstance(X, xr.DataArray):
        if columns is not None:
            X = X.sel({_dimension(X): list(columns)})
        return _open(Layers.along_dimension(X))
    return None


def _dimension(X: xr.DataArray) -> Any:
    """Find the dimension of the criteria.

    Raises
    ------
    ShapeError
    """
    found: list[Any] = [dim for dim in X.dims if dim in _ALONG]
    if not found and X.ndim == 2:
        found = [X.dims[1]]
    if len(found) != 1 or X.ndim < 2:
        msg = (
            "a DataArray needs one dimension of criteria, called "
            f"{listing(map(repr, _ALONG))}, and one or more of units; got {X.dims}. "
            "Rename it: X.rename(layer='criterion')"
        )
        raise ShapeError(msg)
    return found[0]


def choose(X: xr.Dataset, columns: Collection[str]) -> xr.Dataset:
    """Take the variables with these names, if all are there."""
    found = {str(name): name for name in X.data_vars}
    return X[[found[name] for name in columns]] if found.keys() >= set(columns) else X


def _open(layers: "Layers") -> Rows:
    if layers.lazy:
        return LazyRows(layers, layers.columns)
    parts = (np.asarray(part) for part in layers.parts)
    values = _as_rows(layers.along is None, *parts)
    return Rows(values, layers.columns, frame=layers.like, wrapper=layers.wrap)


class Layers(Source):
    """The rows of layers; `Source` says what its methods do.

    Parameters
    ----------
    parts : sequence of array
        One of shape (..., m), or m of shape (...).
    like : DataArray or Dataset
        What they were taken from.
    dims : tuple of hashable
        The dimensions of a row.
    columns : tuple of str or None
    along : hashable, optional
        The dimension of the criteria.
    """

    def __init__(
        self,
        parts: Sequence[Any],
        like: Any,
        dims: tuple[Any, ...],
        columns: tuple[str, ...] | None,
        along: Any = None,
    ) -> None:
        self.parts, self.like, self.dims = tuple(parts), like, dims
        self.columns, self.along = columns, along
        self.cells = tuple(parts[0].shape[: len(dims)])
        self.n = int(np.prod(self.cells))
        self.width = len(parts) if along is None else int(parts[0].shape[-1])
        self.lazy = any(hasattr(part, "dask") for part in parts)
        self.kind = f"an xarray {type(like).__name__} of dask"

    @classmethod
    def of_variables(cls, X: xr.Dataset) -> "Layers":
        """Take the variables of a Dataset, which must have the same dimensions.

        Raises
        ------
        EmptyDataError, ShapeError, NotNumericError
        """
        names = list(X.data_vars)
        if not names:
            msg = "there is no criterion: the Dataset has no variable"
            raise EmptyDataError(msg)
        dims = X[names[0]].dims
        for name in names:
            if set(X[name].dims) != set(dims) or not dims:
                msg = (
                    f"variable {name!r} has the dimensions {X[name].dims}, and "
                    f"{names[0]!r} has {dims}; criteria have the same. Take those that "
                    f"are meant: ds[[{names[0]!r}, ...]]"
                )
                raise ShapeError(msg)
            _check_numbers(X[name], name)
        if any(X[name].chunks for name in names):
            X = X.chunk().unify_chunks()
        parts = [X[name].transpose(*dims).data for name in names]
        return cls(parts, X, dims, tuple(map(str, names)))

    @classmethod
    def along_dimension(cls, X: xr.DataArray) -> "Layers":
        """Take the criteria along a dimension of a DataArray.

        Raises
        ------
        ShapeError, NotNumericError
        """
        along = _dimension(X)
        _check_numbers(X, None)
        dims = tuple(dim for dim in X.dims if dim != along)
        columns = None
        if along in X.coords:
            columns = tuple(map(str, X[along].to_numpy().tolist()))
        data = X.transpose(*dims, along).data
        if hasattr(data, "dask"):
            data = data.rechunk({data.ndim - 1: -1})
        return cls([data], X, dims, columns, along)

    def pick(self, columns: Sequence[int]) -> "Layers":
        """Take some of the columns; others are not read."""
        names = None if self.columns is None else [self.columns[j] for j in columns]
        if self.along is None:
            like = self.like[[list(self.like.data_vars)[j] for j in columns]]
            parts = [self.parts[j] for j in columns]
        else:
            like = self.like.isel({self.along: list(columns)})
            parts = [self.parts[0][..., list(columns)]]
        told = None if names is None else tuple(names)
        return Layers(parts, like, self.dims, told, self.along)

    def fold(self, work: Callable[[Any], Any]) -> Any:
        """Add up over the chunks."""
        from dask.delayed import delayed

        from mcdm_index.engine._dask import add_up

        to = partial(_of_rows, work, self.along is None)
        return add_up([delayed(to)(*chunks) for chunks in self._chunks()])

    def fold_numbered(self, work: Callable[[Any, NDArray[np.int64]], Any]) -> Any:
        """Add up over the chunks; a row is numbered by its place in the layers."""
        from dask.delayed import delayed

        from mcdm_index.engine._dask import add_up

        ends = [np.cumsum((0, *sizes)) for sizes in self._sizes()]
        tasks = []
        for place, chunks in zip(
            np.ndindex(*(len(end) - 1 for end in ends)), self._chunks(), strict=True
        ):
            spans = tuple(
                (int(end[k]), int(end[k + 1]))
                for end, k in zip(ends, place, strict=True)
            )
            to = partial(_with_numbers, work, spans, self.cells, self.along is None)
            tasks.append(delayed(to)(*chunks))
        return add_up(tasks)

    def map(
        self, work: Callable[[Any], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Map chunk by chunk."""
        from dask.array import map_blocks

        to = partial(_on_cells, work, self.along is None)
        rank = len(self.dims)
        chunks = self._sizes() + (() if names is None else ((len(names),),))
        told: dict[str, Any] = {"chunks": chunks, "dtype": float}
        if self.along is None:
            told["new_axis"] = None if names is None else rank
        else:
            told["drop_axis"] = rank if names is None else None
        told["meta"] = np.empty((0,) * len(chunks))
        mapped: Any = map_blocks
        return self._labelled(mapped(to, *self.parts, **told), names)

    def wrap(self, values: Matrix, table: Rows) -> Container:
        """Give layers in memory."""
        names: Sequence[str] | None = table.columns
        if values.ndim == 2 and len(names or ()) != values.shape[1]:
            names = [str(j) for j in range(values.shape[1])]
        return self._labelled(values.reshape(*self.cells, *values.shape[1:]), names)

    def _chunks(self) -> list[tuple[Any, ...]]:
        return list(zip(*(p.to_delayed().ravel() for p in self.parts), strict=True))

    def _sizes(self) -> tuple[tuple[int, ...], ...]:
        """Give the lengths of the chunks along each dimension of a row."""
        return tuple(self.parts[0].chunks[: len(self.dims)])

    def _labelled(self, data: Any, called: Sequence[str] | None = None) -> Container:
        """Put coordinates to cells, or to cells and columns."""
        coords = {
            name: coord
            for name, coord in self.like.coords.items()
            if set(coord.dims) <= set(self.dims)
        }
        if data.ndim == len(self.dims):
            return xr.DataArray(data, coords, self.dims, name="score")
        same = called is None or self.columns is None or self.columns == tuple(called)
        same &= data.shape[-1] == self.width
        if self.along is None:
            names = list(self.like.data_vars) if same else list(called or ())
            layers = {name: (self.dims, data[..., j]) for j, name in enumerate(names)}
            return xr.Dataset(layers, coords)
        if not same:
            coords["column"] = list(called or ())
            return xr.DataArray(data, coords, (*self.dims, "column"))
        coords |= {
            name: coord
            for name, coord in self.like.coords.items()
            if self.along in coord.dims
        }
        whole = xr.DataArray(data, coords, (*self.dims, self.along))
        return whole.transpose(*self.like.dims)


def _check_numbers(X: xr.DataArray, name: object) -> None:
    if X.dtype.kind not in "fiub" and (X.chunks or X.dtype.kind != "O"):
        refuse_kind(name, X.dtype)


def _as_rows(apart: bool, *parts: Any) -> Matrix:
    """Make rows of m parts (...), or of one part (..., m)."""
    if apart:
        return np.stack([part.ravel() for part in parts], axis=1)
    return np.asarray(parts[0].reshape(-1, parts[0].shape[-1]))


def _of_rows(work: Callable[[Any], Any], apart: bool, *parts: Any) -> Any:
    return work(_as_rows(apart, *parts))


def _on_cells(work: Callable[[Any], Matrix], apart: bool, *parts: Any) -> Matrix:
    """Map rows, and put them where their cells were."""
    cells = parts[0].shape if apart else parts[0].shape[:-1]
    out = work(_as_rows(apart, *parts))
    return out.reshape(*cells, *out.shape[1:])


def _with_numbers(
    work: Callable[[Any, NDArray[np.int64]], Any],
    spans: tuple[tuple[int, int], ...],
    cells: tuple[int, ...],
    apart: bool,
    *parts: Any,
) -> Any:
    """Give each row of a chunk the number of its place in the whole layers."""
    places = np.meshgrid(*(np.arange(*span) for span in spans), indexing="ij")
    numbers = np.ravel_multi_index([place.ravel() for place in places], cells)
    return work(_as_rows(apart, *parts), numbers)
