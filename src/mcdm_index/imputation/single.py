"""Single imputation: what is common practice, to compare multiple imputation with."""

from collections.abc import Callable
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.engine import Rows, check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
    suggestion,
)
from mcdm_index.estimators._base import check_whole
from mcdm_index.imputation.missingness import check_observed
from mcdm_index.imputation.panel import read_times

__all__ = ["fill"]

Single = Literal[
    "mean", "median", "group", "knn", "hot_deck", "linear", "spline", "last"
]


def fill(
    X: Any,
    method: Single = "mean",
    *,
    groups: ArrayLike | None = None,
    units: ArrayLike | None = None,
    times: ArrayLike | None = None,
    k: int = 5,
    rng: int | np.random.Generator | None = None,
) -> Any:
    """Fill gaps once, as is common practice; for comparison with `impute`.

    One filled table says nothing of what it does not know: every interval and test from
    it is too sure of itself, and a mean or a neighbour makes units more alike than they
    are.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Gaps are NaN.
    method : str, default "mean"
        - "mean", "median" : that of the criterion;
        - "group" : the mean of the criterion in the group of the unit;
        - "knn" : the mean of the k nearest units, by the criteria that both have, on
          standardized columns;
        - "hot_deck" : an observed value of the criterion, at random;
        - "linear" : between the times before and after of the same unit, by a straight
          line over time; before the first and after the last, the nearest;
        - "spline" : between the times before and after of the same unit, by a natural
          cubic spline over time, which may overshoot; before the first and after the
          last, the nearest; with two known values, a straight line;
        - "last" : the last time of the same unit; before the first, the first.
    groups : array_like of shape (n_units,), optional
        The group of each row, for "group".
    units, times : array_like of shape (n_units,), optional
        For "linear", "spline" and "last". A DataFrame with a MultiIndex has them there,
        the times on the last level.
    k : int, default 5
        Neighbours of "knn".
    rng : int or numpy.random.Generator, optional
        For "hot_deck".

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Observed cells are as they were.

    Raises
    ------
    MissingDataError
        There is nothing to fill from: in a criterion, in a group of it, or in a unit.
    DomainError, ShapeError, UnknownMethodError
        A parameter is lacking or wrong.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [np.nan, 4.0], [5.0, np.nan]])
    >>> fill(X, "mean")
    array([[1., 2.],
           [3., 4.],
           [5., 3.]])
    >>> fill(X, "linear", units=["a", "a", "a"], times=[2010, 2011, 2014])[1, 0]
    np.float64(2.0)
    """
    if method not in get_args(Single):
        msg = (
            f"unknown method {method!r}.{suggestion(str(method), get_args(Single))} "
            f"Use one of {', '.join(get_args(Single))}"
        )
        raise UnknownMethodError(msg)
    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    if rows.shape[0] == 0:
        msg = f"there is no unit: the table has the shape {rows.shape}"
        raise EmptyDataError(msg)
    data = np.array(rows.values, dtype=float)
    check_observed(rows, data)
    if method == "group":
        full = _by_group(rows, data, _labels(groups, len(data), "groups"))
    elif method == "knn":
        full = _by_neighbours(data, k)
    elif method == "hot_deck":
        full = _at_random(data, np.random.default_rng(rng))
    elif method in _ALONG:
        full = _along_time(rows, data, units, times, _ALONG[method])
    else:
        centre = np.nanmean if method == "mean" else np.nanmedian
        full = np.where(np.isnan(data), centre(data, axis=0), data)
    if rows.frame is None:
        return full
    return pd.DataFrame(full, index=rows.index, columns=rows.frame.columns)


def _labels(given: Any, n: int, what: str) -> Any:
    if given is None:
        msg = f"this method needs {what}, one for each of {n} rows"
        raise DomainError(msg)
    labels = np.asarray(given)
    if labels.shape != (n,):
        msg = f"{what} need one label for each of {n} rows, got shape {labels.shape}"
        raise ShapeError(msg)
    return labels


def _by_group(rows: Rows, data: Matrix, groups: Any) -> Matrix:
    full = data.copy()
    for group in pd.unique(groups):
        members = np.flatnonzero(groups == group)
        part = data[members]
        seen = ~np.isnan(part)
        if (~seen.any(axis=0)).any():
            j = int(np.argmin(seen.any(axis=0)))
            msg = (
                f"group {plain(group)!r} has nothing observed of {rows.column(j)}; "
                "join it with another group"
            )
            raise MissingDataError(msg)
        full[members] = np.where(seen, part, np.nanmean(part, axis=0))
    return full


def _by_neighbours(data: Matrix, k: int) -> Matrix:
    from sklearn.impute import KNNImputer

    check_whole(k, "k")
    peak = np.nanmax(np.abs(data), axis=0)
    unit = divide(data, peak)
    mean, spread = np.nanmean(unit, axis=0), np.nanstd(unit, axis=0)
    z = np.where(np.isnan(data), np.nan, divide(unit - mean, spread))
    found = KNNImputer(n_neighbors=k).fit_transform(z)
    return np.where(np.isnan(data), (mean + found * spread) * peak, data)


def _at_random(data: Matrix, generator: np.random.Generator) -> Matrix:
    full = data.copy()
    for column in full.T:
        gaps = np.isnan(column)
        column[gaps] = generator.choice(column[~gaps], int(gaps.sum()))
    return full


def _along_time(
    rows: Rows,
    data: Matrix,
    units: Any,
    times: Any,
    along: Callable[[Vector, Vector, Vector], Vector],
) -> Matrix:
    """Fill each unit from its own times."""
    who, when = _panel(rows, units, times)
    full = data.copy()
    for unit in pd.unique(who):
        members = np.flatnonzero(who == unit)
        t = when[members]
        if len(np.unique(t)) < len(t):
            msg = f"unit {plain(unit)!r} has one time twice"
            raise DomainError(msg)
        for j in range(data.shape[1]):
            x = data[members, j]
            seen = ~np.isnan(x)
            if not seen.any():
                msg = (
                    f"unit {plain(unit)!r} has nothing observed of {rows.column(j)} at "
                    "any time; screen it out, or fill by another method"
                )
                raise MissingDataError(msg)
            order = np.argsort(t[seen])
            known, values = t[seen][order], x[seen][order]
            full[members, j] = np.where(seen, x, along(t, known, values))
    return full


def _panel(rows: Rows, units: Any, times: Any) -> tuple[Any, Vector]:
    index = rows.index
    if units is None and times is None and getattr(index, "nlevels", 1) > 1:
        units = index.droplevel(-1).to_flat_index().to_numpy()
        times = index.get_level_values(-1).to_numpy()
    n = rows.shape[0]
    who, when = _labels(units, n, "units"), _labels(times, n, "times")
    return who, read_times(when)


def _held(t: Vector, known: Vector, values: Vector) -> Vector:
    """Carry the last known value forward, and the first one back."""
    place = np.searchsorted(known, t, side="right") - 1
    return np.asarray(values[np.maximum(place, 0)])


def _smooth(t: Vector, known: Vector, values: Vector) -> Vector:
    """Put a natural cubic spline through the known values; flat beyond them."""
    from scipy.interpolate import CubicSpline

    if len(known) < 3:
        return np.interp(t, known, values)
    inside = np.clip(t, known[0], known[-1])
    return np.asarray(CubicSpline(known, values, bc_type="natural")(inside))


_ALONG: Final[dict[str, Callable[[Vector, Vector, Vector], Vector]]] = {
    "linear": np.interp,
    "spline": _smooth,
    "last": _held,
}
