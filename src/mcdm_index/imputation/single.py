"""Single imputation: what is common practice, to compare multiple imputation with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Matrix, Vector, check_whole, divide
from mcdm_index.engine import Rows, check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
    suggestion,
)
from mcdm_index.imputation.missingness import check_observed
from mcdm_index.imputation.panel import read_times

__all__ = ["Known", "Single", "check_single", "fill", "fill_from", "read_known"]

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
    check_single(method)
    known = read_known(X, method, groups=groups, units=units, times=times)
    full = fill_from(method, known, known, k, np.random.default_rng(rng))
    rows = known.rows
    if rows.frame is None:
        return full
    return pd.DataFrame(full, index=rows.index, columns=rows.frame.columns)


@dataclass(frozen=True)
class Known:
    """A table with what is known of its rows beside the values.

    Attributes
    ----------
    rows : Rows
    data : ndarray of shape (n_units, n_criteria)
        Gaps are NaN.
    groups, units, times : ndarray of shape (n_units,) or None
        What the method asks for.
    """

    rows: Rows
    data: Matrix
    groups: Any = None
    units: Any = None
    times: Any = None


def check_single(method: object) -> None:
    """Refuse a method that is none, suggesting a look-alike.

    Raises
    ------
    UnknownMethodError
    """
    if method not in (known := get_args(Single)):
        hint = suggestion(str(method), known)
        msg = f"unknown method {method!r}.{hint} Use one of {', '.join(known)}"
        raise UnknownMethodError(msg)


def read_known(
    X: Any,
    method: Single,
    *,
    groups: Any = None,
    units: Any = None,
    times: Any = None,
    bare: bool = False,
) -> Known:
    """Open a table and read of its rows what a method asks for.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
    method : str
    groups, units, times : array_like of shape (n_units,), optional
    bare : bool, default False
        Whether a criterion may be without any value, as in new rows.

    Raises
    ------
    EmptyDataError, MissingDataError, DomainError, ShapeError
    """
    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    if rows.shape[0] == 0:
        msg = f"there is no unit: the table has the shape {rows.shape}"
        raise EmptyDataError(msg)
    data = np.array(rows.values, dtype=float)
    if not bare:
        check_observed(rows, data)
    if method == "group":
        return Known(rows, data, groups=_labels(groups, len(data), "groups"))
    if method in _ALONG:
        return Known(rows, data, None, *_panel(rows, units, times))
    return Known(rows, data)


def fill_from(
    method: Single, base: Known, new: Known, k: int, rng: np.random.Generator
) -> Matrix:
    """Fill the gaps of a table from what is known of another, or of itself.

    Parameters
    ----------
    method : str
    base, new : Known
        What is learned from, and what is filled.
    k : int
        Neighbours of "knn".
    rng : Generator
        For "hot_deck".
    """
    if method == "group":
        return _by_group(base, new)
    if method == "knn":
        return _by_neighbours(base.data, new.data, k)
    if method == "hot_deck":
        return _at_random(base.data, new.data, rng)
    if method in _ALONG:
        return _along_time(base, new, _ALONG[method])
    centre = np.nanmean if method == "mean" else np.nanmedian
    return np.where(np.isnan(new.data), centre(base.data, axis=0), new.data)


def _labels(given: Any, n: int, what: str) -> Any:
    if given is None:
        msg = f"this method needs {what}, one for each of {n} rows"
        raise DomainError(msg)
    labels = np.asarray(given)
    if labels.shape != (n,):
        msg = f"{what} need one label for each of {n} rows, got shape {labels.shape}"
        raise ShapeError(msg)
    return labels


def _by_group(base: Known, new: Known) -> Matrix:
    full = new.data.copy()
    for group in pd.unique(new.groups):
        members = np.flatnonzero(new.groups == group)
        part, known = new.data[members], base.data[base.groups == group]
        bare = np.isnan(known).all(axis=0)
        gaps = np.isnan(part)
        if (bare & gaps.any(axis=0)).any() or (new is base and bare.any()):
            j = int(np.argmax(bare))
            msg = (
                f"group {plain(group)!r} has nothing observed of {new.rows.column(j)}; "
                "join it with another group"
            )
            raise MissingDataError(msg)
        full[members] = np.where(gaps, _means(known, ~bare), part)
    return full


def _means(known: Matrix, columns: Any) -> Vector:
    """Average what is observed of some columns; the others stay NaN."""
    means = np.full(known.shape[1], np.nan)
    means[columns] = np.nanmean(known[:, columns], axis=0)
    return means


def _by_neighbours(base: Matrix, new: Matrix, k: int) -> Matrix:
    from sklearn.impute import KNNImputer

    check_whole(k, "k")
    peak = np.nanmax(np.abs(base), axis=0)
    unit = divide(base, peak)
    mean, spread = np.nanmean(unit, axis=0), np.nanstd(unit, axis=0)
    imputer = KNNImputer(n_neighbors=k).fit(_standard(base, peak, mean, spread))
    found = imputer.transform(_standard(new, peak, mean, spread))
    return np.where(np.isnan(new), (mean + found * spread) * peak, new)


def _standard(X: Matrix, peak: Vector, mean: Vector, spread: Vector) -> Matrix:
    z = divide(divide(X, peak) - mean, spread)
    return np.where(np.isnan(X), np.nan, z)


def _at_random(base: Matrix, new: Matrix, generator: np.random.Generator) -> Matrix:
    full = new.copy()
    for known, column in zip(base.T, full.T, strict=True):
        gaps = np.isnan(column)
        column[gaps] = generator.choice(known[~np.isnan(known)], int(gaps.sum()))
    return full


def _along_time(
    base: Known, new: Known, along: Callable[[Vector, Vector, Vector], Vector]
) -> Matrix:
    """Fill each unit from its own times; of one that stands in both, the new counts."""
    full = new.data.copy()
    none = np.empty(0, dtype=np.intp)
    earlier = {} if new is base else _members(base.units)
    for unit, members in _members(new.units).items():
        t = new.times[members]
        if len(np.unique(t)) < len(t):
            msg = f"unit {plain(unit)!r} has one time twice"
            raise DomainError(msg)
        if not np.isnan(new.data[members]).any():
            continue
        before = earlier.get(unit, none)
        before = before[~np.isin(base.times[before], t)]
        all_times = np.concatenate([t, base.times[before]])
        values = np.concatenate([new.data[members], base.data[before]])
        for j in range(new.data.shape[1]):
            x, known = new.data[members, j], ~np.isnan(values[:, j])
            if not known.any():
                msg = (
                    f"unit {plain(unit)!r} has nothing observed of "
                    f"{new.rows.column(j)} at any time; screen it out, or fill by "
                    "another method"
                )
                raise MissingDataError(msg)
            order = np.argsort(all_times[known])
            then, seen = all_times[known][order], values[known, j][order]
            full[members, j] = np.where(np.isnan(x), along(t, then, seen), x)
    return full


def _members(units: Any) -> dict[Any, NDArray[np.intp]]:
    """Give the rows of each unit."""
    codes, names = pd.factorize(units)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(names)))
    return dict(zip(names, np.split(order, ends[:-1]), strict=True))


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
