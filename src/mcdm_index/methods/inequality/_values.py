"""Values ready for inequality: non-negative, in ascending order, with weights."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import in_order_of, labelled
from mcdm_index._numeric import Vector, peak_exponent, real_numbers
from mcdm_index.engine import Rows, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    WeightsError,
    listing,
)

__all__ = ["Sample", "mean_of", "open_sample", "read_groups", "read_nonnegative"]


class Sample(NamedTuple):
    """Values over a power of two, ascending; a unit of weight 0 is left out."""

    x: Vector
    w: Vector  # positive, of sum 1
    rows: Rows  # as they came
    place: NDArray[np.intp]  # where each value came from

    @property
    def mean(self) -> float:
        return mean_of(self.x, self.w)

    @property
    def gaps(self) -> Vector:
        """How far each value lies from the one before it."""
        return np.diff(self.x)


def mean_of(x: Vector, w: Vector) -> float:
    """Give the weighted mean; of equal values it is that value, to the last bit."""
    return float(np.clip((w * x).sum() / w.sum(), x.min(), x.max()))


def open_sample(x: Any, weights: Any = None, *, positive: bool = False) -> Sample:
    """Read values that are not negative, and not all zero, and sort them.

    Equal values stand by their weights, so that no sum depends on the order in which
    the units came.
    """
    rows = read_nonnegative(x, "values")
    values = rows.values[:, 0]
    n = len(values)
    w = np.full(n, 1 / n) if weights is None else _weights(weights, rows)
    kept = np.flatnonzero(w > 0)
    place = kept[np.lexsort((w[kept], values[kept]))]
    x = np.ldexp(values[place], -peak_exponent(values[place]))
    if not x.any():
        msg = f"all {n} values are 0, so that there is nothing to be shared"
        raise DomainError(msg)
    if positive and not x.all():
        i = int(place[0])
        msg = (
            f"{rows.row(i)} is {values[i]:g}, and has no logarithm beside the others; "
            "use index='T', or leave out what is 0"
        )
        raise DomainError(msg)
    return Sample(x, w[place], rows, place)


def read_nonnegative(x: Any, what: str) -> Rows:
    """Read one number per unit, finite and not negative."""
    rows = _column(x, what)
    values = rows.values[:, 0]
    for bad, error, why in (
        (np.isnan(values), MissingDataError, "not be missing; impute first"),
        (np.isinf(values), NonFiniteError, "be finite"),
        (values < 0, DomainError, "not be negative; a share of a total needs a true 0"),
    ):
        if bad.any():
            found = listing(f"{rows.row(i)} is {values[i]:g}" for i in _where(bad))
            msg = f"{found}, but {what} must {why}"
            raise error(msg)
    return rows


def _where(bad: NDArray[np.bool_]) -> list[int]:
    return [int(i) for i in np.flatnonzero(bad)]


def _column(x: Any, what: str) -> Rows:
    """Open a Series or an array of one dimension as a table of one column."""
    if hasattr(x, "to_frame"):
        rows = open_rows(x.to_frame())
        shape = rows.shape[:1] if rows.shape[1] == 1 else rows.shape
    else:
        try:
            array = x if isinstance(x, np.ndarray) else np.asarray(x)
        except ValueError:
            msg = f"{what} must be one number per unit, got {x!r}"
            raise ShapeError(msg) from None
        shape = array.shape
        rows = open_rows(np.reshape(array, (-1, 1)))
    if len(shape) != 1:
        msg = f"{what} must have one dimension, one number per unit, got shape {shape}"
        raise ShapeError(msg)
    if not shape[0]:
        msg = f"there is no unit: {what} are empty"
        raise EmptyDataError(msg)
    return Rows(np.asarray(rows.values, dtype=float), rows.columns, rows.index)


def _weights(weights: Any, rows: Rows) -> Vector:
    """Read one weight per unit, and scale them to sum 1."""
    if rows.index is not None and labelled(weights):
        weights = in_order_of(weights, rows.index, "weights")
    w, n = real_numbers(weights), rows.shape[0]
    if w is None or w.shape != (n,):
        came = repr(weights) if w is None else f"shape {w.shape}"
        msg = f"weights must be {n} numbers, one per unit, got {came}"
        raise WeightsError(msg)
    bad = _where(~(np.isfinite(w) & (w >= 0)))
    if bad:
        found = listing(f"{rows.row(i)} has {w[i]:g}" for i in bad)
        msg = f"weights must be finite and not negative, but {found}"
        raise WeightsError(msg)
    if not w.any():
        msg = "weights are all zero; at least one unit must count"
        raise WeightsError(msg)
    # Sorted, so that the sum does not depend on the order of the units.
    w = w / w.max()
    return np.asarray(w / np.sort(w).sum())


def read_groups(groups: Any, sample: Sample) -> tuple[tuple[Any, ...], NDArray[Any]]:
    """Give the groups in order of appearance, and the number of that of each value."""
    rows = sample.rows
    if rows.index is not None and labelled(groups):
        groups = in_order_of(groups, rows.index, "groups")
    try:
        labels = np.asarray(groups, dtype=object)
    except ValueError:
        labels = np.empty((0, 0))
    if labels.shape != (rows.shape[0],):
        msg = (
            f"groups must be {rows.shape[0]} labels, one per unit, got shape "
            f"{labels.shape}"
        )
        raise ShapeError(msg)
    gaps = [i for i, label in enumerate(labels) if _missing(label)]
    if gaps:
        found = listing(rows.row(i) for i in gaps)
        msg = f"every unit needs a group, but there is none for {found}"
        raise MissingDataError(msg)
    number: dict[Any, int] = {}
    for i in np.sort(sample.place):
        number.setdefault(plain(labels[i]), len(number))
    codes = [number[plain(labels[i])] for i in sample.place]
    return tuple(number), np.array(codes)


def _missing(label: Any) -> bool:
    return (
        label is None
        or type(label).__name__ in ("NAType", "NaTType")
        or (isinstance(label, float) and np.isnan(label))
    )
