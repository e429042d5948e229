"""One kernel on one block: what it refuses is named, what overflows is an error."""

from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix, within_floats
from mcdm_index.engine._rows import Kernel, Rows
from mcdm_index.errors import CellError, DomainError

__all__ = ["apply_kernel"]


def apply_kernel(kernel: Kernel, block: Matrix, table: Rows, at: Any) -> Matrix:
    """Apply a kernel; what leaves the range of floating-point numbers is an error.

    `at` is the row of the first of the block, or the rows of all of it.
    """
    try:
        with within_floats():
            return kernel(block)
    except CellError as error:
        row = at + error.row if np.ndim(at) == 0 else at[error.row]
        msg = f"{table.cell(int(row), error.column)} {error}"
        raise DomainError(msg) from None
