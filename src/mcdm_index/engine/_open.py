"""Open: from a container of any kind to rows, in memory or not."""

from collections.abc import Collection, Sequence
from importlib import import_module
from typing import Any, Final

import numpy as np

from mcdm_index.engine._numbers import numbers, two_dimensions
from mcdm_index.engine._rows import Rows, Wrapper
from mcdm_index.errors import EmptyDataError, NotNumericError, ShapeError

__all__ = ["column_names", "is_streamed", "open_columns", "open_rows", "wrapper_of"]

# The libraries whose containers are known, and the module that knows them.
_KNOWN: Final = {
    library: f"mcdm_index.engine._{library}"
    for library in ("pandas", "polars", "pyarrow", "dask", "xarray")
}


def open_rows(X: Any, columns: Collection[str] | None = None) -> Rows:
    """Open a table: an array, anything numpy can turn into one, or a container.

    Parameters
    ----------
    X : array_like or container of shape (n_units, n_criteria)
        Numbers; integers and booleans count as numbers, None, masked cells and nulls
        as missing. Containers are DataFrames of pandas; of polars, eager and lazy;
        Tables and Datasets of pyarrow; arrays and DataFrames of dask; DataArrays, with
        the criteria along a dimension called "criterion", or the last of two, and
        Datasets of xarray, with a criterion in each variable; and DataFrames of Spark.
        Rows that were opened before pass.
    columns : collection of str, optional
        Names of the criteria that are meant: of a Dataset of xarray, whose variables
        have no order, these are taken, in this one. Other tables are opened whole.

    Returns
    -------
    Rows
        `LazyRows` of what is not in memory: nothing is computed to open it.

    Raises
    ------
    ShapeError
        It does not have two dimensions.
    EmptyDataError
        There is no criterion.
    NotNumericError
        A cell is not a number; the message names its row and column.
    """
    if isinstance(X, Rows):
        return X
    if columns is not None and hasattr(X, "data_vars"):
        X = import_module(_KNOWN["xarray"]).choose(X, columns)
    module = _module_of(X)
    rows = None if module is None else module.open_table(X)
    return _checked(_array(X) if rows is None else rows)


def open_columns(X: Any, columns: Sequence[Any]) -> Rows:
    """Open some columns of a table by their labels; others are not looked at.

    Parameters
    ----------
    X : container that `column_names` gives labels for
    columns : sequence of labels
        In the order that is wanted.
    """
    return _checked(_module_of(X).open_table(X, columns))


def column_names(X: Any) -> list[Any] | None:
    """Give the labels of the columns of a table; None if they have none."""
    module = _module_of(X)
    if module is None:
        return list(X.columns) if hasattr(X, "columns") else None
    found: list[Any] | None = module.names_of(X)
    return found


def wrapper_of(X: Any) -> Wrapper | None:
    """Give what makes a container of the kind of a table in memory."""
    return getattr(_module_of(X), "wrap", None)


def is_streamed(X: Any) -> bool:
    """Tell whether a table is one whose rows come in chunks, or have coordinates.

    Nothing is made of all of its rows at once: it is lazy, or a stack of layers.
    """
    library = _library_of(X)
    if library == "polars":
        return hasattr(X, "collect")
    if library == "pyarrow":
        return not hasattr(X, "num_rows")
    return library in ("dask", "xarray")


def _library_of(X: Any) -> str | None:
    """Find the library that a container, or what it is derived from, belongs to."""
    if isinstance(X, np.ndarray | list | tuple):
        return None
    roots = (kind.__module__.partition(".")[0] for kind in type(X).__mro__)
    return next((root for root in roots if root in _KNOWN), None)


def _module_of(X: Any) -> Any:
    library = _library_of(X)
    return None if library is None else import_module(_KNOWN[library])


def _array(X: Any) -> Rows:
    """Open what numpy can turn into an array."""
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        msg = "sparse matrices are not supported; convert with X.toarray()"
        raise NotNumericError(msg)
    if np.ma.isMaskedArray(X):
        X = np.ma.filled(X.astype(float), np.nan)
    found = getattr(X, "columns", None)
    names = None if found is None else tuple(str(name) for name in found)
    try:
        return Rows(np.asarray(X), names)
    except ValueError:
        msg = "the rows of a decision matrix must have equal lengths"
        raise ShapeError(msg) from None


def _checked(rows: Rows) -> Rows:
    """Check that there are two dimensions and a criterion, and that it is numbers."""
    shape = rows.shape if rows.lazy else rows.values.shape
    two_dimensions(shape)
    if shape[1] == 0:
        msg = (
            f"there is no criterion: 0 feature(s) (shape={shape}) while a minimum "
            "of 1 is required."
        )
        raise EmptyDataError(msg)
    return rows if rows.lazy or rows.values.dtype.kind in "fiub" else numbers(rows)
