"""Grades of units, as numbers or as ordered names, read alike: 1 is the worst."""

from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, UnknownMethodError, listing, suggestion

__all__ = ["Grades", "read_grades"]


class Grades(NamedTuple):
    """Numbers from 1 (worst) to k (best) by unit, NaN where there is none."""

    numbers: pd.Series
    k: int  # those of the names, or the largest number
    names: tuple[Any, ...] | None  # worst first

    def number(self, grade: Any, what: str) -> int:
        """Read one grade, a number or a name."""
        if self.names is not None and grade in self.names:
            return self.names.index(grade) + 1
        if self.names is not None and isinstance(grade, str):
            hint = suggestion(grade, map(str, self.names))
            msg = f"{what} {grade!r} is none of {listing(self.names, most=9)}.{hint}"
            raise UnknownMethodError(msg)
        whole = isinstance(grade, int | np.integer) and not isinstance(grade, bool)
        if not whole or not grade >= 1:
            msg = f"{what} must be a grade, 1 (worst) or better, got {grade!r}"
            raise DomainError(msg)
        return int(grade)


def read_grades(grades: Any) -> Grades:
    """Read a Series of grades, as an index or a grading rule gives them.

    Parameters
    ----------
    grades : Series
        Whole numbers from 1 (worst), 0 or missing where there is no grade; or an
        ordered categorical, worst first.

    Raises
    ------
    DomainError
        It is no Series, its categories have no order, or a value is no grade.
    """
    if not isinstance(grades, pd.Series):
        msg = f"grades must be a Series by unit, got {type(grades).__name__}"
        raise DomainError(msg)
    if isinstance(grades.dtype, pd.CategoricalDtype):
        if not grades.cat.ordered:
            msg = "grades must have an order, worst first: pd.Categorical(ordered=True)"
            raise DomainError(msg)
        numbers = (grades.cat.codes + 1).astype(float)
        names = tuple(grades.cat.categories)
        return Grades(numbers.where(numbers > 0), len(names), names)
    cells = grades.astype(object).where(grades.notna(), 0)
    bad = [f"{x!r} of {plain(who)!r}" for who, x in cells.items() if not _whole(x)]
    if bad:
        msg = (
            "grades must be whole numbers from 1 (worst), or ordered categories, got "
            f"{listing(bad)}"
        )
        raise DomainError(msg)
    numbers = cells.astype(float)
    numbers = numbers.where(numbers > 0)
    return Grades(numbers, 0 if numbers.isna().all() else int(numbers.max()), None)


def _whole(cell: Any) -> bool:
    real = isinstance(cell, Real) and not isinstance(cell, bool)
    return real and cell >= 0 and cell % 1 == 0
