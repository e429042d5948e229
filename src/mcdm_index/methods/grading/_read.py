"""What a rule is given: scores and numbers of classes, checked and made ready."""

from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Vector, real_numbers
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
)

__all__ = [
    "check_k",
    "check_scores",
    "fill_up",
    "number_list",
    "numbers",
    "read_scores",
]


def numbers(values: Any, what: str) -> Vector:
    """Read numbers of any shape.

    Raises
    ------
    NotNumericError
    """
    read = real_numbers(values)
    if read is None:
        msg = f"{what} must be numbers, got {values!r:.60}"
        raise NotNumericError(msg)
    return read


def number_list(values: Any) -> Vector:
    """Read an option; what is no list of numbers becomes NaN, which callers refuse."""
    read = real_numbers(values)
    return np.array([np.nan]) if read is None else np.atleast_1d(read)


def check_k(k: object) -> int:
    """Check a number of classes.

    Raises
    ------
    DomainError
    """
    plain = isinstance(k, Real) and not isinstance(k, bool)
    if not plain or not float(k).is_integer() or k < 1:  # type: ignore[arg-type, operator]
        msg = f"the number of grades must be a whole number of 1 or more, got {k}"
        raise DomainError(msg)
    return int(k)  # type: ignore[call-overload, no-any-return]


def check_scores(scores: ArrayLike) -> Vector:
    """Read scores of one dimension, of which none is missing or infinite.

    Raises
    ------
    NotNumericError, ShapeError, EmptyDataError, MissingDataError, NonFiniteError
    """
    s = numbers(scores, "scores to be graded")
    if s.ndim != 1:
        msg = f"scores to be graded have one dimension, got shape {s.shape}"
        raise ShapeError(msg)
    if s.size == 0:
        msg = "there is no score to grade"
        raise EmptyDataError(msg)
    if np.isnan(s).any():
        msg = f"scores to be graded lack a value at position {np.argmax(np.isnan(s))}"
        raise MissingDataError(msg)
    if np.isinf(s).any():
        msg = (
            f"scores to be graded must be finite, see position {np.argmax(np.isinf(s))}"
        )
        raise NonFiniteError(msg)
    return s


def read_scores(scores: ArrayLike, k: object) -> tuple[Vector, int]:
    """Check scores and the number of classes, and put the scores in ascending order.

    In order, no rule can depend on how the units stand.
    """
    return np.sort(check_scores(scores)), check_k(k)


def fill_up(cuts: Vector, k: int, least: float) -> Vector:
    """Repeat the least score in front of cuts that are fewer than k - 1.

    No score lies below it, so that the lowest classes stay empty.
    """
    return np.concatenate([np.full(k - 1 - len(cuts), least), cuts])
