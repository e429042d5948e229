"""pandas: from a DataFrame to rows in memory, and back to a Series or DataFrame."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix
from mcdm_index.engine._rows import Rows

__all__ = ["frame", "frame_values", "names_of", "open_table", "wrap"]


def names_of(X: Any) -> list[Any] | None:
    """Give the labels of the columns, if they have any."""
    return list(X.columns) if isinstance(X, pd.DataFrame) else None


def open_table(X: Any, columns: Sequence[Any] | None = None) -> Rows | None:
    """Open a DataFrame, or some of its columns; what else is left alone."""
    if not isinstance(X, pd.DataFrame):
        return None
    if columns is not None:
        X = X[list(columns)]
    columns = tuple(str(name) for name in X.columns)
    return Rows(frame_values(X), columns, X.index, X, wrapper=wrap)


def frame_values(X: pd.DataFrame) -> np.ndarray[Any, np.dtype[Any]]:
    """Take the values of a frame, nullable and Arrow columns included."""
    values = X.to_numpy()
    if values.dtype.kind in "fiub":
        return np.asarray(values)
    kinds = [getattr(kind, "kind", "O") for kind in X.dtypes]
    if X.shape[1] and all(kind in "fiub" for kind in kinds):
        columns = (X.iloc[:, j] for j in range(X.shape[1]))
        return np.column_stack(
            [c.to_numpy(dtype=float, na_value=np.nan) for c in columns]
        )
    # What is left arrives as objects; its missing mark becomes None.
    return np.asarray(X.astype(object).where(X.notna(), None).to_numpy(dtype=object))


def frame(values: Matrix, index: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Make a DataFrame."""
    return pd.DataFrame(values, index=index, columns=list(columns))


def wrap(values: Matrix, table: Rows) -> pd.Series | pd.DataFrame:
    if values.ndim == 1:
        return pd.Series(values, index=table.index)
    named = table.columns is not None and values.shape[1] == len(table.columns)
    columns = table.frame.columns if named else None
    return pd.DataFrame(values, index=table.index, columns=columns)
