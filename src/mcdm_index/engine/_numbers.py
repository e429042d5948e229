"""Numbers: from an array of any kind to one of numbers, or the cell that is none."""

from typing import NoReturn

import numpy as np

from mcdm_index.engine._rows import Rows
from mcdm_index.errors import NonFiniteError, NotNumericError, ShapeError

__all__ = ["numbers", "refuse_kind", "two_dimensions"]


def numbers(rows: Rows) -> Rows:
    """Turn objects and strings into floats, or say which cell is not a number.

    Raises
    ------
    NotNumericError, NonFiniteError
    """
    if rows.values.dtype.kind == "c":
        msg = "Complex data not supported: a decision matrix holds real numbers"
        raise NotNumericError(msg)
    out = np.empty(rows.shape)
    for (i, j), cell in np.ndenumerate(rows.values):
        try:
            if isinstance(cell, str | bytes):
                raise TypeError
            missing = cell is None or type(cell).__name__ == "NAType"  # pandas.NA
            out[i, j] = np.nan if missing else float(cell)
        except OverflowError:
            msg = f"{rows.cell(i, j)} holds a number beyond the floats"
            raise NonFiniteError(msg) from None
        except (TypeError, ValueError):
            msg = (
                f"{rows.cell(i, j)} holds {cell!r}: an argument must be no string or "
                "other object, but a number"
            )
            raise NotNumericError(msg) from None
    return Rows(out, rows.columns, rows.index, rows.frame, wrapper=rows.wrapper)


def refuse_kind(name: object, kind: object) -> NoReturn:
    """Refuse a column that holds no numbers, by what its type says.

    Raises
    ------
    NotNumericError
    """
    where = "the array" if name is None else f"criterion {str(name)!r}"
    msg = (
        f"{where} is of type {kind}: a criterion holds numbers. Leave the column out, "
        "or turn it into numbers"
    )
    raise NotNumericError(msg)


def two_dimensions(shape: tuple[object, ...]) -> None:
    """Refuse an array that has another number of dimensions than two.

    Raises
    ------
    ShapeError
    """
    if len(shape) != 2:
        msg = (
            f"a decision matrix has two dimensions, units x criteria, got shape {shape}"
            ". Reshape your data with X.reshape(-1, 1) for one criterion or "
            "X.reshape(1, -1) for one unit"
        )
        raise ShapeError(msg)
