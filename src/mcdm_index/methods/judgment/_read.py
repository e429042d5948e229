"""Judgments as people write them, read into arrays with the names of the criteria."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

import numpy as np

from mcdm_index._labels import by_label, labelled, labels_of
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

__all__ = [
    "Names",
    "amounts",
    "at_least",
    "check",
    "grid",
    "label",
    "labels",
    "parse",
    "position",
    "sequence",
    "table",
]

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
    whole = isinstance(given, int | np.integer) and not isinstance(given, bool)
    if whole and 0 <= int(given) < n:
        return int(given)
    known = names or tuple(map(str, range(n)))
    hint = "" if whole else suggestion(str(given), known)
    msg = f"{what} {given!r}: there is no such criterion.{hint} There are: "
    raise UnknownColumnError(msg + f"{listing(known)}.")


def amounts(
    values: Any, names: Sequence[str] | None, what: str
) -> tuple[Vector, Names]:
    """Read one number per criterion, in order or by name.

    Raises
    ------
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, DuplicateLabelError
    """
    called = _names(names)
    values = _one_column(values, what)
    if labelled(values):
        called = _names(labels_of(values)) if called is None else called
        values = by_label(values, called, what)
    cells = sequence(values, what)
    if any(np.ndim(cell) for cell in cells):
        msg = f"{what} must be one number per criterion, got {values!r}"
        raise ShapeError(msg)
    _check_count(called, len(cells), what)
    numbers = [
        _number(cell, f"{what} of {label(called, j)}") for j, cell in enumerate(cells)
    ]
    return np.array(numbers), called


def _one_column(values: Any, what: str) -> Any:
    """Take the one column, or the one row, of a frame."""
    if not hasattr(values, "columns"):
        return values
    numbers = values.to_numpy()
    if 1 not in numbers.shape:
        msg = f"{what} must be one number per criterion, got a frame {numbers.shape}"
        raise ShapeError(msg)
    keys = values.index if numbers.shape[1] == 1 else values.columns
    cells = list(numbers.ravel())
    running = type(keys).__name__ == "RangeIndex"
    return cells if running else dict(zip(map(str, keys), cells, strict=True))


def at_least(value: Any, what: str, least: float = 0.0) -> float:
    """Check an option that is a finite number.

    Raises
    ------
    DomainError
    """
    real = isinstance(value, Real) and not isinstance(value, bool)
    if not real or not np.isfinite(value) or value < least:
        msg = f"{what} must be a number, {least:g} or more, got {value!r}"
        raise DomainError(msg)
    return float(value)


def table(given: Any) -> bool:
    """Tell whether judgments compare pairs: a square table, or values by pair."""
    if isinstance(given, Mapping):
        return any(isinstance(key, tuple) for key in given)
    if hasattr(given, "columns"):
        return True
    return not isinstance(given, str) and any(
        np.ndim(row) for row in sequence(given, "comparisons")
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
    rows = [
        sequence(row, "a row of comparisons") for row in sequence(given, "comparisons")
    ]
    n = len(rows) if any(rows) else 0
    for i, row in enumerate(rows[:n]):
        if any(np.ndim(cell) for cell in row):
            msg = f"comparisons must be a square table, got more in row {i}: {row!r}"
            raise ShapeError(msg)
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
        i, j = (position(known, 0, str(name), "compared with") for name in key)
        if not np.isnan(A[i, j]):
            msg = f"the {_pair(known, i, j)} is given twice"
            raise DuplicateLabelError(msg)
        A[i, j] = _number(value, _pair(known, i, j))
    return A, known


def _frame(frame: Any, called: Names) -> tuple[Any, Names]:
    """Put rows and columns in the order of the names, as far as they are labelled."""
    if not labelled(frame):
        return frame.to_numpy(), called
    called = _names(labels_of(frame)) if called is None else called
    values = by_label(frame, called, "comparisons")
    if type(frame.index).__name__ == "RangeIndex":
        return values, called
    rows = by_label(dict(zip(frame.index, values, strict=True)), called, "rows")
    return rows, called


def check(
    numbers: Vector, names: Names, what: str, expected: str, wrong: Any = False
) -> None:
    """Refuse numbers that are wrong or not finite, naming the first criterion.

    Raises
    ------
    DomainError
    """
    for j in np.flatnonzero(wrong | ~np.isfinite(numbers))[:1]:
        msg = f"{what} of {label(names, j)} must be {expected}, got {numbers[j]:.12g}"
        raise DomainError(msg)


def _names(names: Any) -> Names:
    if names is None:
        return None
    called = tuple(
        map(str, names if isinstance(names, str) else sequence(names, "names"))
    )
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
        msg = f"{what} are given for {n}, and there are {len(names)} names"
        raise ShapeError(msg)


def sequence(values: Any, what: str) -> list[Any]:
    """List what stands in an order.

    Raises
    ------
    ShapeError
        It is one value, a text, or a set.
    """
    ordered = isinstance(values, Iterable) and not isinstance(
        values, str | bytes | set | frozenset | Mapping | type
    )
    if not ordered or (isinstance(values, np.ndarray) and values.ndim == 0):
        msg = f"{what} must be a sequence or a mapping by criterion, got {values!r}"
        raise ShapeError(msg)
    return list(values)


def parse(value: Any) -> float | None:
    """Read a number or a fraction, NaN where nothing is said; None if it is neither."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return np.nan
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return np.nan
        value = "/".join(part.strip() for part in text.split("/"))
    elif isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        return float(Fraction(value) if isinstance(value, str) else value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _number(value: Any, what: str) -> float:
    number = parse(value)
    if number is None:
        msg = f"{what} must be a number, or a fraction such as '1/3', got {value!r}"
        raise NotNumericError(msg)
    return number
