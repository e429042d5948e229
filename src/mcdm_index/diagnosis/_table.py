"""Tables of scores, opened: values with the labels of their units and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._labels import by_label, in_order_of, labelled
from mcdm_index._numeric import (
    EPS,
    Matrix,
    Vector,
    check_weights,
    one_vector,
    peak_exponent,
    real_numbers,
    varies,
)
from mcdm_index.engine import Rows, check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    suggestion,
)

__all__ = ["Table", "check_level", "check_word", "open_table"]

# What sums and means of numbers up to 1 can be beyond it by rounding.
_ROUNDING: Final = 16 * EPS


@dataclass(frozen=True)
class Table:
    """Scores with what their rows and columns are called."""

    rows: Rows
    scores: Matrix
    index: pd.Index
    columns: pd.Index

    def frame(self, values: Any, dtype: Any = None) -> pd.DataFrame:
        """Put values of the same shape under the same labels."""
        return pd.DataFrame(values, self.index, self.columns, dtype=dtype)

    def weights(self, weights: Any) -> Vector:
        """Read one weight per column, by label or in order; None is equal weights."""
        m = len(self.columns)
        if weights is None:
            return np.full(m, 1 / m)
        named = by_label(weights, self.rows.columns, "weights")
        return one_vector(check_weights(named, m, self.rows.columns))

    def within_unit(self) -> Matrix:
        """Give the scores if they lie between 0 and 1; a rounding residue is cut off.

        Raises
        ------
        DomainError
        """
        S = self.scores
        bad = np.argwhere((S < -_ROUNDING) | (S > 1 + _ROUNDING))
        if len(bad):
            i, j = map(int, bad[0])
            msg = (
                f"{self.rows.cell(i, j)} is {S[i, j]:g}: scores must lie between 0 and "
                "1. Bring them there first, by normalize='minmax', or by dividing by "
                "100 what goes up to 100"
            )
            raise DomainError(msg)
        return np.clip(S, 0.0, 1.0)

    def draws(self, draws: Any) -> NDArray[np.float64]:
        """Read draws of the same scores.

        Raises
        ------
        ShapeError, MissingDataError, NonFiniteError
        """
        found = real_numbers(draws)
        shape = self.scores.shape
        if found is None or found.shape[1:] != shape or len(found) == 0:
            came = "something else" if found is None else f"shape {found.shape}"
            msg = f"draws need shape (m, {shape[0]}, {shape[1]}), got {came}"
            raise ShapeError(msg)
        check_draws(found)
        return found

    def by_unit(self, values: Any, what: str) -> Any:
        """Put one value per unit in the order of the units, by label if it has some."""
        if labelled(values) and hasattr(values, "index"):
            values = in_order_of(values, self.index, what)
        if np.ndim(values) != 1 or len(values) != len(self.index):
            msg = (
                f"{what} need {len(self.index)} values, one per unit, got shape "
                f"{np.shape(values)}"
            )
            raise ShapeError(msg)
        return values

    def place(self, unit: Any) -> int:
        """Find the row of a unit.

        Raises
        ------
        UnknownColumnError
        """
        return self.places([unit])[0]

    def places(self, units: Any) -> list[int]:
        """Find the rows of some units.

        Raises
        ------
        UnknownColumnError
        """
        if isinstance(units, str) or not hasattr(units, "__iter__"):
            msg = f"units must be a sequence of labels, got {units!r}"
            raise DomainError(msg)
        at = {plain(label): i for i, label in enumerate(self.index)}
        return [_looked_up(plain(unit), at) for unit in units]

    def standardized(self) -> Matrix:
        """Give standard scores (ddof 0) of each column; 0 where it does not vary."""
        return standard_scores(self.scores)


def open_table(scores: Any, *, columns: int = 1, what: str = "scores") -> Table:
    """Open scores and refuse gaps, labels that stand twice, and too small a table."""
    if isinstance(scores, pd.Series):
        scores = scores.to_frame()
    rows = open_rows(scores)
    n, m = rows.shape
    if n == 0:
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    if m < columns:
        msg = f"{what} need {columns} columns or more, got {m}"
        raise ShapeError(msg)
    index = pd.RangeIndex(n) if rows.index is None else rows.index
    frame = isinstance(scores, pd.DataFrame)
    names = pd.Index(scores.columns if frame else rows.names)
    for labels, kind in ((index, "units"), (names, "columns")):
        if not labels.is_unique:
            twice = listing(repr(plain(x)) for x in labels[labels.duplicated()])
            msg = f"{kind} must have labels of their own; these stand twice: {twice}"
            raise DuplicateLabelError(msg)
    check_finite(rows)
    return Table(rows, np.asarray(rows.values, dtype=float), index, names)


def standard_scores(S: Matrix) -> Matrix:
    """Standardize the columns of (..., n, m), exactly 0 where one does not vary."""
    flat = S.reshape(-1, S.shape[-1])
    S = np.ldexp(S, -peak_exponent(flat))
    low, high = S.min(axis=-2, keepdims=True), S.max(axis=-2, keepdims=True)
    moves = varies(low, high)
    # From the least value on, so that what lies far from 0 keeps its digits.
    S = np.where(moves, S - low, 0.0)
    S = S - S.mean(axis=-2, keepdims=True)
    S = S / np.where(moves, np.abs(S).max(axis=-2, keepdims=True), 1.0)
    sd = np.sqrt((S * S).mean(axis=-2, keepdims=True))
    return np.asarray(S / np.where(moves, sd, 1.0))


def check_draws(draws: NDArray[np.float64]) -> None:
    """Refuse gaps and infinite values in draws."""
    bad = np.argwhere(~np.isfinite(draws))
    if len(bad):
        place = tuple(map(int, bad[0]))
        kind = MissingDataError if np.isnan(draws[place]) else NonFiniteError
        msg = f"draws hold {draws[place]} at {place}; finite numbers are needed"
        raise kind(msg)


def check_word(given: Any, names: Sequence[str], what: str) -> None:
    """Refuse a word that is none of those an option takes.

    Raises
    ------
    UnknownMethodError
    """
    if given not in names:
        hint = suggestion(str(given), names)
        msg = f"unknown {what} {given!r}; use one of {', '.join(names)}.{hint}"
        raise UnknownMethodError(msg)


def check_level(level: Any) -> float:
    """Check the level of a test, between 0 and 1.

    Raises
    ------
    DomainError
    """
    return check_number(level, "level", 0.0, 1.0)


def check_number(value: Any, name: str, low: float, high: float = np.inf) -> float:
    """Check a number between two others, or not below one if there is no other."""
    number = real_numbers(value)
    bounded = np.isfinite(high)
    x = np.nan if number is None or number.ndim else float(number)
    if not (low < x < high if bounded else low <= x < np.inf):
        bounds = f"between {low:g} and {high:g}" if bounded else f"of {low:g} or more"
        msg = f"{name} must be a number {bounds}, got {value!r}"
        raise DomainError(msg)
    return x


def _looked_up(unit: Any, at: dict[Any, int]) -> int:
    try:
        return at[unit]
    except (KeyError, TypeError):
        hint = suggestion(str(unit), map(str, at))
        msg = f"there is no unit {unit!r}.{hint}"
        raise UnknownColumnError(msg) from None
