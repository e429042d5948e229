"""Judgments as people write them, read into arrays with the names of the criteria."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Real
from typing import Any

import numpy as np

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    listing,
    suggestion,
)
from mcdm_index.methods.judgment._result import Label

__all__ = ["Names", "amounts", "check", "grid", "label", "labels", "position", "table"]

Names = tuple[str, ...] | None


def label(names: Names, j: Any) -> Label:
    """Call a criterion by its name or, without one, by its position."""
    return int(j) if names is None else names[int(j)]


def labels(names: Names, among: Any) -> str:
    """Write several criteria in one line."""
    return listing(label(names, j) for j in among)


def position(names: Names, n: int, given: Label, what: str) -> int:
    """Find a criterion by its name or position.

    Raises
    ------
    UnknownColumnError
    """
    if names is not None and str(given) in names:
        return names.index(str(given))
    if isinstance(given, int | np.integer) and 0 <= given < n:
        return int(given)
    known = names or tuple(map(str, range(n)))
    hint = suggestion(str(given), known)
    msg = f"{what}={given!r} is no criterion.{hint} There are: {listing(known)}."
    raise UnknownColumnError(msg)


def amounts(
    values: Any, names: Sequence[str] | None, what: str
) -> tuple[Vector, Names]:
    """Read one number per criterion, in order or by name.

    Raises
    ------
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, DuplicateLabelError
    """
    called = _names(names)
    if labelled(values):
        keys = values if isinstance(values, Mapping) else values.index
        called = _names(keys) if called is None else called
        values = by_label(values, called, what)
    cells = _sequence(values, what)
    if any(np.ndim(cell) for cell in cells):
        msg = f"{what} must be one number per criterion, got {values!r}"
        raise ShapeError(msg)
    _check_count(called, len(cells), what)
    numbers = [
        _number(cell, f"{what} of {label(called, j)}") for j, cell in enumerate(cells)
    ]
    return np.array(numbers), called


def table(given: Any) -> bool:
    """Tell whether judgments compare pairs: a square table, or values by pair."""
    if isinstance(given, Mapping):
        return any(isinstance(key, tuple) for key in given)
    if hasattr(given, "columns"):
        return True
    return not isinstance(given, str) and any(
        np.ndim(row) for row in _sequence(given, "comparisons")
    )


def grid(given: Any, names: Sequence[str] | None) -> tuple[Matrix, Names]:
    """Read comparisons of pairs into a square matrix, NaN where there is none.

    Parameters
    ----------
    given : square array_like, DataFrame or mapping of pairs to numbers
    names : sequence of str, optional

    Raises
    ------
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, DuplicateLabelError
    """
    called = _names(names)
    if isinstance(given, Mapping):
        return _pairs(given, called)
    if hasattr(given, "columns"):
        given, called = _frame(given, called)
    rows = [_sequence(row, "a row of comparisons") for row in given]
    n = len(rows)
    for i, row in enumerate(rows):
        if len(row) != n:
            msg = (
                f"comparisons must be square, one row and one column per criterion: "
                f"row {i} has {len(row)} cells, and there are {n} rows"
            )
            raise ShapeError(msg)
    _check_count(called, n, "comparisons")
    cells = [
        [_number(cell, _pair(called, i, j)) for j, cell in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    return np.array(cells), called


def _pair(names: Names, i: Any, j: Any) -> str:
    return f"comparison of {label(names, i)} with {label(names, j)}"


def _pairs(given: Mapping[Any, Any], called: Names) -> tuple[Matrix, Names]:
    if not all(isinstance(key, tuple) and len(key) == 2 for key in given):
        msg = f"comparisons by name need pairs as keys, got {listing(map(repr, given))}"
        raise ShapeError(msg)
    known = called or tuple(dict.fromkeys(str(name) for key in given for name in key))
    _check_count(known, len(known), "comparisons")
    A = np.full((len(known), len(known)), np.nan)
    for key, value in given.items():
        i, j = (position(known, 0, str(name), "comparison of ") for name in key)
        if not np.isnan(A[i, j]):
            msg = f"the {_pair(known, i, j)} is given twice"
            raise DuplicateLabelError(msg)
        A[i, j] = _number(value, _pair(known, i, j))
    return A, known


def _frame(frame: Any, called: Names) -> tuple[Any, Names]:
    called = _names(frame.columns) if called is None else called
    values = by_label(frame, called, "comparisons")
    if type(frame.index).__name__ == "RangeIndex":
        return values, called
    rows = by_label(dict(zip(frame.index, values, strict=True)), called, "rows")
    return rows, called


def check(numbers: Vector, names: Names, wrong: Any, what: str, expected: str) -> None:
    """Refuse numbers that are not what they must be, naming the first criterion.

    Raises
    ------
    DomainError
    """
    for j in np.flatnonzero(wrong | ~np.isfinite(numbers))[:1]:
        msg = f"{what} of {label(names, j)} must be {expected}, got {numbers[j]:g}"
        raise DomainError(msg)


def _names(names: Any) -> Names:
    if names is None:
        return None
    called = tuple(map(str, names))
    twice = [name for name in dict.fromkeys(called) if called.count(name) > 1]
    if twice:
        msg = f"several criteria are called {listing(map(repr, twice))}; rename them"
        raise DuplicateLabelError(msg)
    return called


def _check_count(names: Names, n: int, what: str) -> None:
    if n == 0:
        msg = f"{what}: there is no criterion"
        raise EmptyDataError(msg)
    if names is not None and len(names) != n:
        msg = f"{what} are given for {n} criteria, and there are {len(names)} names"
        raise ShapeError(msg)


def _sequence(values: Any, what: str) -> list[Any]:
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        msg = f"{what} must be a sequence or a mapping by criterion, got {values!r}"
        raise ShapeError(msg)
    return list(values)


def _number(value: Any, what: str) -> float:
    """Read a number or a fraction; nothing is NaN."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return np.nan
    if not isinstance(value, bool) and isinstance(value, Real):
        return float(value)
    if isinstance(value, str):
        try:
            return float(Fraction(value.replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            pass
    msg = f"{what} must be a number, or a fraction such as '1/3', got {value!r}"
    raise NotNumericError(msg)
