"""Drivers: from ranks in many universes to the share that each choice has in them."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide

__all__ = ["drivers"]


def drivers(
    ranks: pd.DataFrame, labels: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Share out the variance of ranks among the choices.

    Parameters
    ----------
    ranks : DataFrame of shape (n_units, n_universes)
        NaN where a unit has none.
    labels : DataFrame of shape (n_universes, n_factors)

    Returns
    -------
    units : DataFrame
        One row per unit; columns ("first", factor) and ("total", factor). NA for a unit
        whose rank never changes.
    overall : DataFrame
        One row per factor: first and total, shares of the sum of squares of all units.
    """
    factors = [name for name in labels if len(labels[name].unique()) > 1]
    Y = ranks.to_numpy().T
    parts = np.array([_parts(Y[:, u], labels[factors]) for u in range(Y.shape[1])])
    parts = parts.reshape(len(ranks), 2 * len(factors) + 1)
    shares = divide(parts[:, :-1], parts[:, -1:], otherwise=np.nan)
    columns = pd.MultiIndex.from_product([["first", "total"], factors])
    units = pd.DataFrame(shares, ranks.index, columns).astype("Float64")
    sums = parts.sum(axis=0)
    overall = divide(sums[:-1], sums[-1], otherwise=np.nan).reshape(2, len(factors))
    index = pd.Index(factors, name="choice")
    table = pd.DataFrame(overall.T, index, ["first", "total"]).astype("Float64")
    return units, table


def _parts(y: Vector, labels: pd.DataFrame) -> Vector:
    """Give sums of squares: first of each factor, then their totals, then of all."""
    known = ~np.isnan(y)
    y, labels = y[known], labels[known]
    if not len(y):
        return np.zeros(2 * labels.shape[1] + 1)
    first, total = [], []
    for name in labels:
        others = [other for other in labels if other != name]
        cells = _codes(labels, others)
        rest = _within(y[:, None], cells)[:, 0]
        total.append(rest @ rest)
        levels = pd.get_dummies(labels[name]).to_numpy(dtype=float)
        explained = _project(rest, _within(levels, cells))
        first.append(explained @ explained)
    spread = y - y.mean()
    return np.array([*first, *total, spread @ spread])


def _codes(labels: pd.DataFrame, names: Sequence[Hashable]) -> NDArray[np.intp]:
    """Give each combination of some factors a number."""
    if not names:
        return np.zeros(len(labels), dtype=np.intp)
    numbers = labels.groupby(list(names), sort=False).ngroup()
    return np.asarray(numbers, dtype=np.intp)


def _within(A: Matrix, cells: NDArray[np.intp]) -> Matrix:
    """Take off the mean of the cell from each row."""
    sums = np.zeros((cells.max() + 1, A.shape[1]))
    np.add.at(sums, cells, A)
    return np.asarray(A - (sums / np.bincount(cells)[:, None])[cells])


def _project(y: Vector, A: Matrix) -> Vector:
    """Project onto the space of some columns, which may depend on each other."""
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    basis = U[:, s > 1e-9 * max(1.0, float(s.max(initial=0.0)))]
    return np.asarray(basis @ (basis.T @ y))
