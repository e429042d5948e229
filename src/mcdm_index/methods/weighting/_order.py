"""Rows in an order of their own, so that the order they came in leaves no trace."""

import numpy as np

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine import check_finite, open_rows

__all__ = ["in_one_order"]


def in_one_order(X: Container) -> Matrix:
    """Sort the rows by their values.

    The rounding of a sum depends on the order of its terms; what is solved from nearly
    collinear columns, or searched, magnifies it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)

    Raises
    ------
    MissingDataError, NonFiniteError
    """
    table = open_rows(X)
    check_finite(table)
    values = np.asarray(table.values, dtype=float)
    order = np.argsort(values[:, 0]) if values.size else np.arange(len(values))
    if (np.diff(values[order, :1], axis=0) == 0).any():  # the first does not decide
        order = np.lexsort(values.T)
    return values[order]
