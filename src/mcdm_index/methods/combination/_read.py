"""Several weight vectors, in any container, are read into one matrix with names."""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._labels import by_label, labelled, labels_of
from mcdm_index._numeric import (
    Matrix,
    Vector,
    check_weights,
    one_vector,
    real_numbers,
)
from mcdm_index.errors import (
    DuplicateLabelError,
    ShapeError,
    WeightsError,
    listing,
    located,
)

__all__ = ["Names", "Several", "per_method", "read"]

Names = tuple[str, ...] | None

# Printed weights sum to 1 within this.
_NEAR: Final = 0.01


class Several(NamedTuple):
    """Weights of several methods or experts.

    Attributes
    ----------
    weights : ndarray of shape (k, n_criteria)
        Each row sums to 1.
    methods, criteria : tuple of str or None
    """

    weights: Matrix
    methods: Names
    criteria: Names


def read(W: Any) -> Several:
    """Read weight vectors and scale each to sum 1.

    Parameters
    ----------
    W : array_like of shape (k, n_criteria), DataFrame, mapping or sequence
        A row for each method or expert; of a mapping, a value. Vectors may be mappings
        or Series by criterion.

    Raises
    ------
    WeightsError
        There is none, lengths differ, one of them is no set of weights, or they stand
        in the columns of a frame.
    UnknownColumnError
        Vectors by criterion speak of different criteria.
    """
    if hasattr(W, "columns"):
        _check_lie(W)
        rows = W.to_numpy()
        methods, criteria = _called(W.index), _called(W.columns)
    else:
        methods = tuple(map(str, W)) if isinstance(W, Mapping) else None
        rows, criteria = _aligned(W.values() if isinstance(W, Mapping) else W, methods)
    for names, what in ((methods, "methods"), (criteria, "criteria")):
        if names is not None and len(set(names)) < len(names):
            msg = f"two {what} have one name: {listing(names)}"
            raise DuplicateLabelError(msg)
    return Several(_checked(rows, methods, criteria), methods, criteria)


def _called(labels: Any) -> Names:
    """Take labels as names, save the running numbers that pandas gives of itself."""
    if type(labels).__name__ == "RangeIndex":
        return None
    return tuple(map(str, labels))


def _aligned(vectors: Any, methods: Names) -> tuple[Any, Names]:
    """Put vectors by criterion in the order of the first of them."""
    if isinstance(vectors, np.ndarray) and not np.ma.is_masked(vectors):
        vectors = list(np.atleast_1d(np.asarray(vectors)))  # rows of a matrix as well
    rows = list(vectors) if isinstance(vectors, Iterable) else []
    if not rows or isinstance(vectors, str) or any(map(_is_number, rows)):
        msg = (
            "several weight vectors are needed, a row for each method or expert, got "
            f"{vectors!r}"
        )
        raise WeightsError(msg)
    criteria = next(filter(None, map(labels_of, rows)), None)
    if criteria is None:
        return rows, None
    called = methods or [f"row {i}" for i in range(len(rows))]
    return [
        by_label(row, criteria, f"weights of {name}")
        for row, name in zip(rows, called, strict=True)
    ], criteria


def _is_number(value: Any) -> bool:
    return isinstance(value, Real)


def _checked(rows: Any, methods: Names, criteria: Names) -> Matrix:
    checked = []
    for i, row in enumerate(rows):
        try:
            checked.append(one_vector(check_weights(row, None, criteria)))
        except WeightsError as error:
            raise located(error, methods[i] if methods else f"row {i}") from None
    lengths = [len(row) for row in checked]
    if len(set(lengths)) != 1:
        msg = f"weight vectors must have the same length, got {listing(lengths)}"
        raise WeightsError(msg)
    return np.array(checked)


def _check_lie(frame: Any) -> None:
    """Refuse a frame whose columns, and not its rows, are weight vectors."""
    values = real_numbers(frame.to_numpy())
    if values is None or not np.isfinite(values).all():
        return
    rows, columns = (np.abs(values.sum(axis=axis) - 1) < _NEAR for axis in (1, 0))
    if columns.all() and not rows.all():
        msg = (
            "the columns of this table sum to 1, and its rows do not: each row has to "
            "be a weight vector, and each column a criterion; pass its transpose, W.T"
        )
        raise WeightsError(msg)


def per_method(values: Any, methods: Names, k: int, what: str) -> Vector:
    """Check one finite number of 0 or more for each method, not all zero.

    Parameters
    ----------
    values : sequence, mapping by method, or None
        None gives ones.
    methods : tuple of str or None
    k : int
    what : str
        What the values are, for messages.

    Raises
    ------
    WeightsError, ShapeError, UnknownColumnError
    """
    if values is None:
        return np.ones(k)
    if labelled(values) and methods is None:
        msg = f"{what} by name need weights by name: pass them as a mapping"
        raise ShapeError(msg)
    ordered: Sequence[Any] = by_label(values, methods, what)
    numbers = real_numbers(ordered)
    if numbers is None or numbers.shape != (k,) or not np.isfinite(numbers).all():
        msg = f"{what} must be {k} finite numbers, one per method, got {values!r}"
        raise WeightsError(msg)
    if (numbers < 0).any() or not numbers.any():
        msg = f"{what} must be non-negative and not all zero, got {values!r}"
        raise WeightsError(msg)
    return numbers
