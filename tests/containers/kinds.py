"""Containers of one table: how each is made, and what comes back is read and known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import xarray as xr

NAMES = ("gdp", "air", "school", "roads")
SHAPE = (6, 7)  # of the rasters
N = 42


def table(seed=0, *, gaps=False, dtype=float):
    """A table of positive values, of which no two rows are alike."""
    X = np.random.default_rng(seed).lognormal(0.5, 0.6, (N, 4)).round(3) + 1
    X = (X * [1, 10, 100, 1]).astype(dtype)
    if gaps:
        X[[3, 10, 10, 41], [0, 1, 2, 3]] = np.nan
    return X


LABELS = [f"unit {i}" for i in range(N)]


def frame(X):
    return pd.DataFrame(X, index=LABELS, columns=list(NAMES))


def memmap(X, folder):
    path = folder / "table.dat"
    made = np.memmap(path, dtype=X.dtype, mode="w+", shape=X.shape)
    made[:] = X
    made.flush()
    return np.memmap(path, dtype=X.dtype, mode="r", shape=X.shape)


def parquet(X, folder):
    for i, part in enumerate(np.array_split(X, 3)):
        columns = {name: part[:, j] for j, name in enumerate(NAMES)}
        pa.parquet.write_table(pa.table(columns), folder / f"part{i}.parquet")
    return ds.dataset(folder, format="parquet")


def nulls(X):
    """Arrow columns with nulls where there is NaN."""
    columns = [pa.array(x, from_pandas=True) for x in X.T]
    return pa.table(columns, names=list(NAMES))


def unknown(X):
    """A dask array whose numbers of rows are not known."""
    return dd.from_pandas(frame(X), npartitions=4, sort=False).to_dask_array()


def with_empty(X):
    """A dask DataFrame with partitions that have no row."""
    parts = dd.from_pandas(frame(X), npartitions=3, sort=False)
    none = dd.from_pandas(frame(X), npartitions=2, sort=False)
    none = none[none["gdp"] < -1e9]
    return dd.concat([none, parts, none], interleave_partitions=False)


def raster(X):
    coords = {"y": np.arange(6) * 10.0, "x": np.arange(7) - 3, "criterion": list(NAMES)}
    cube = X.reshape(*SHAPE, 4)
    return xr.DataArray(cube, coords, ("y", "x", "criterion"))


def layers(X):
    return raster(X).transpose("criterion", "y", "x").to_dataset("criterion")


@dataclass(frozen=True)
class Kind:
    """One kind of container.

    `make` takes an array and a folder, `read` gives the array back from what came out.
    """

    make: Callable[..., Any]
    read: Callable[[Any], np.ndarray]
    one: Any  # the kind of one value per row
    many: Any  # and of one per cell
    named: bool = True
    lazy: bool = False


def flat(found):
    """Values of layers, with the criteria last."""
    if isinstance(found, xr.Dataset):
        return np.stack([v.to_numpy().ravel() for v in found.values()], axis=1)
    if "criterion" in found.dims:
        found = found.transpose("y", "x", "criterion")
        return found.to_numpy().reshape(-1, found.sizes["criterion"])
    return found.transpose("y", "x").to_numpy().ravel()


def of_frame(found):
    values = found.collect().to_numpy()
    return values[:, 0] if found.collect_schema().names() == ["score"] else values


def of_reader(found):
    values = found.read_all().to_pandas().to_numpy()
    return values[:, 0] if found.schema.names == ["score"] else values


def of_arrow(found):
    return (
        found.to_numpy()
        if isinstance(found, pa.ChunkedArray)
        else found.to_pandas().to_numpy()
    )


computed = lambda found: np.asarray(found.compute())  # noqa: E731

PANDAS = {"read": np.asarray, "one": pd.Series, "many": pd.DataFrame}
ARRAY = {"read": np.asarray, "one": np.ndarray, "many": np.ndarray, "named": False}
POLARS = {"read": lambda f: f.to_numpy(), "one": pl.Series, "many": pl.DataFrame}
DASK = {"read": computed, "one": da.Array, "many": da.Array, "named": False}
FRAMES = {"read": computed, "one": dd.Series, "many": dd.DataFrame, "lazy": True}
XARRAY = {"read": flat, "one": xr.DataArray}

KINDS = {
    "numpy": Kind(lambda X, _: X, **ARRAY),
    "numpy in Fortran order": Kind(lambda X, _: np.asfortranarray(X), **ARRAY),
    "memmap": Kind(memmap, **ARRAY),
    "pandas": Kind(lambda X, _: frame(X), **PANDAS),
    "pandas nullable": Kind(lambda X, _: frame(X).convert_dtypes(), **PANDAS),
    "pandas Arrow": Kind(
        lambda X, _: frame(X).convert_dtypes(dtype_backend="pyarrow"), **PANDAS
    ),
    "polars": Kind(lambda X, _: pl.DataFrame(X, NAMES), **POLARS),
    "polars with nulls": Kind(
        lambda X, _: (
            pl.DataFrame(X, NAMES).fill_nan(None)
            if X.dtype.kind == "f"
            else pl.DataFrame(X, NAMES)
        ),
        **POLARS,
    ),
    "polars lazy": Kind(
        lambda X, _: pl.LazyFrame(X, NAMES),
        of_frame,
        pl.LazyFrame,
        pl.LazyFrame,
        lazy=True,
    ),
    "Arrow Table": Kind(lambda X, _: nulls(X), of_arrow, pa.ChunkedArray, pa.Table),
    "Arrow RecordBatch": Kind(
        lambda X, _: nulls(X).combine_chunks().to_batches()[0],
        of_arrow,
        pa.ChunkedArray,
        pa.Table,
    ),
    "parquet directory": Kind(
        parquet, of_reader, pa.RecordBatchReader, pa.RecordBatchReader, lazy=True
    ),
    "dask array": Kind(lambda X, _: da.from_array(X, (13, -1)), lazy=True, **DASK),
    "dask array of single rows": Kind(
        lambda X, _: da.from_array(X, (1, -1)), lazy=True, **DASK
    ),
    "dask array cut along the criteria": Kind(
        lambda X, _: da.from_array(X, (20, 3)), lazy=True, **DASK
    ),
    "dask array of unknown length": Kind(lambda X, _: unknown(X), lazy=True, **DASK),
    "dask DataFrame": Kind(
        lambda X, _: dd.from_pandas(frame(X), npartitions=5, sort=False), **FRAMES
    ),
    "dask DataFrame, nullable": Kind(
        lambda X, _: dd.from_pandas(
            frame(X).convert_dtypes(), npartitions=5, sort=False
        ),
        **FRAMES,
    ),
    "dask DataFrame with empty partitions": Kind(lambda X, _: with_empty(X), **FRAMES),
    "DataArray": Kind(lambda X, _: raster(X), many=xr.DataArray, **XARRAY),
    "DataArray, criteria first": Kind(
        lambda X, _: raster(X).transpose("criterion", "y", "x"),
        many=xr.DataArray,
        **XARRAY,
    ),
    "DataArray of dask": Kind(
        lambda X, _: raster(X).chunk(y=4, x=3, criterion=2),
        many=xr.DataArray,
        lazy=True,
        **XARRAY,
    ),
    "Dataset": Kind(lambda X, _: layers(X), many=xr.Dataset, **XARRAY),
    "Dataset of dask": Kind(
        lambda X, _: layers(X).chunk(y=4, x=3), many=xr.Dataset, lazy=True, **XARRAY
    ),
    "Dataset of unlike chunks": Kind(
        lambda X, _: layers(X).assign(gdp=layers(X)["gdp"].chunk(y=2, x=7)),
        many=xr.Dataset,
        lazy=True,
        **XARRAY,
    ),
}
LAZY = [name for name, kind in KINDS.items() if kind.lazy]
