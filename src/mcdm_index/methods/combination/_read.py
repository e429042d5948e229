"""Several weight vectors, in any container, are read into one matrix with names."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import Matrix, Vector, check_weights
from mcdm_index.errors import (
    DuplicateLabelError,
    ShapeError,
    WeightsError,
    listing,
    located,
)

__all__ = ["Names", "Several", "per_method", "read"]

Names = tuple[str, ...] | None


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
        There is one vector only, lengths differ, or one of them is no set of weights.
    UnknownColumnError
        Vectors by criterion speak of different criteria.
    """
    if hasattr(W, "columns"):
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
    if isinstance(vectors, np.ndarray) or not hasattr(vectors, "__iter__"):
        return vectors, None
    rows = list(vectors)
    first = next((row for row in rows if labelled(row)), None)
    if first is None:
        return rows, None
    labels = first if isinstance(first, Mapping) else first.index
    criteria = tuple(map(str, labels))
    called = methods or [f"row {i}" for i in range(len(rows))]
    return [
        by_label(row, criteria, f"weights of {name}")
        for row, name in zip(rows, called, strict=True)
    ], criteria


def _checked(rows: Any, methods: Names, criteria: Names) -> Matrix:
    try:
        shape = np.shape(rows)
    except ValueError:
        lengths = [np.size(row) for row in rows]
        msg = f"weight vectors must have the same length, got {listing(lengths)}"
        raise WeightsError(msg) from None
    if len(shape) != 2 or 0 in shape:
        msg = (
            "several weight vectors are needed, shape (k, n_criteria), a row for each "
            f"method or expert; got shape {shape}"
        )
        raise WeightsError(msg)
    checked = []
    for i, row in enumerate(rows):
        try:
            checked.append(check_weights(row, shape[1], criteria))
        except WeightsError as error:
            raise located(error, methods[i] if methods else f"row {i}") from None
    return np.array(checked)


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
    try:
        numbers = np.asarray(ordered, dtype=float)
    except (TypeError, ValueError):
        numbers = np.array(np.nan)
    if numbers.shape != (k,) or not np.isfinite(numbers).all():
        msg = f"{what} must be {k} finite numbers, one per method, got {values!r}"
        raise WeightsError(msg)
    if (numbers < 0).any() or not numbers.any():
        msg = f"{what} must be non-negative and not all zero, got {values!r}"
        raise WeightsError(msg)
    return numbers
