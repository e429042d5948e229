"""What all estimators share: open a table once, remember its columns."""

from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted, validate_data

from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import EmptyDataError


def open_fit(estimator: Any, X: Any) -> Rows:
    """Open the table to learn from, and remember number and names of its columns."""
    rows = open_rows(X)
    if rows.shape[0] == 0:
        msg = f"there is no unit: Found array with 0 sample(s) (shape={rows.shape})"
        raise EmptyDataError(msg)
    validate_data(estimator, X, skip_check_array=True, reset=True)
    return rows


def open_apply(estimator: Any, X: Any) -> Rows:
    """Open a table of the same columns as the one that was learned from."""
    check_is_fitted(estimator)
    rows = open_rows(X)
    validate_data(estimator, X, skip_check_array=True, reset=False)
    return rows


def values(result: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Take the numbers out of a container; scikit-learn wraps them again."""
    return np.asarray(result, dtype=float)
