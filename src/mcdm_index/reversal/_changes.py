"""Changes: from a table to those that each test of rank reversal puts beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide, peak_exponent
from mcdm_index.engine import check_finite, open_rows, plain
from mcdm_index.errors import ShapeError
from mcdm_index.polarity import Direction, Polarity, parse_all

__all__ = ["CHANGES", "COLUMN_TESTS", "TESTS", "Change", "Table", "pairs", "read_table"]

Places: TypeAlias = NDArray[np.intp]

# Relative difference within which two columns are taken to be proportional.
_ROUNDING: Final = 1e-12
WORST: Final = "the worst of every criterion"


@dataclass(frozen=True, eq=False)
class Table:
    """A decision matrix with the names of its units and criteria.

    Attributes
    ----------
    data : ndarray of shape (n_units, n_criteria)
    units : tuple
    criteria : tuple of str or None
        None for an array, whose columns have no names.
    polarity : tuple of Polarity
    """

    data: Matrix
    units: tuple[Any, ...]
    criteria: tuple[str, ...] | None
    polarity: tuple[Polarity, ...]

    @property
    def container(self) -> Any:
        """The table as it came: a DataFrame, or an array."""
        if self.criteria is None:
            return self.data
        index = pd.Index(self.units, tupleize_cols=False)
        return pd.DataFrame(self.data, index, list(self.criteria))

    def rows(self, places: Places) -> "Table":
        """Take some of the units."""
        units = tuple(self.units[i] for i in places)
        return Table(self.data[places], units, self.criteria, self.polarity)

    def plus(self, row: Vector, name: str) -> "Table":
        """Add a unit at the end."""
        data = np.vstack([self.data, row])
        return Table(data, (*self.units, name), self.criteria, self.polarity)

    def replaced(self, i: int, row: Vector) -> "Table":
        """Put other values in the place of those of a unit."""
        data = self.data.copy()
        data[i] = row
        return Table(data, self.units, self.criteria, self.polarity)

    def columns(self, places: Sequence[int], again: str = "") -> "Table":
        """Take some of the criteria; `again` renames the last, which stands twice."""
        names = [self.criterion(j) for j in places]
        if again:
            names[-1] = again
        return Table(
            self.data[:, list(places)],
            self.units,
            None if self.criteria is None else tuple(names),
            tuple(self.polarity[j] for j in places),
        )

    def criterion(self, j: int) -> Any:
        """Name a criterion."""
        return j if self.criteria is None else self.criteria[j]


class Change(NamedTuple):
    """A table that differs from the full one, and who is in both.

    Attributes
    ----------
    test : str
    case : label or tuple of labels
        The unit or the criterion that is changed.
    table : Table
    before, after : ndarray of int
        Where the units to be compared stand in the full table and in this one.
    sharing : ndarray of shape (n_criteria_after, n_criteria) or None
        How given weights go over to the criteria of this table.
    """

    test: str
    case: Any
    table: Table
    before: Places
    after: Places
    sharing: Matrix | None = None


def read_table(X: Any, polarity: object) -> Table:
    """Read a decision matrix.

    Raises
    ------
    ShapeError
        There are less than two units.
    MissingDataError, NonFiniteError, NotNumericError, EmptyDataError, PolarityError
    """
    rows = open_rows(X)
    check_finite(rows)
    n, m = rows.shape
    if n < 2:
        msg = f"rank reversal needs two units or more, got {n}"
        raise ShapeError(msg)
    labels = range(n) if rows.index is None else map(plain, rows.index)
    return Table(
        np.array(rows.values, dtype=float),
        tuple(labels),
        rows.columns,
        parse_all(polarity, m, rows.columns),
    )


def worse(table: Table, row: Vector, step: float) -> Vector:
    """Make a unit worse in every criterion that varies, by a share of its range.

    In a criterion that has no negative value, none is lowered to 0: it loses at most
    that share of itself. A value of 0 that cannot be lowered stays.
    """
    X = table.data
    move = step * np.ptp(X, axis=0)
    lowered = np.where(
        X.min(axis=0) >= 0, np.maximum(row - move, row * (1 - step)), row - move
    )
    found = row.copy()
    for j, kind in enumerate(table.polarity):
        if isinstance(kind, Direction):
            found[j] = lowered[j] if kind.sign > 0 else row[j] + move[j]
        else:
            below = row[j] < kind.low
            found[j] = lowered[j] if below else max(row[j], kind.high) + move[j]
    return found


def worst(table: Table) -> Vector:
    """Take the worst value of every criterion."""
    row = np.empty(table.data.shape[1])
    columns = zip(table.polarity, table.data.T, strict=True)
    for j, (kind, column) in enumerate(columns):
        if isinstance(kind, Direction):
            row[j] = column.min() if kind.sign > 0 else column.max()
        else:
            far = np.maximum(kind.low - column, column - kind.high)
            row[j] = column[far.argmax()]
    return row


def _drop_unit(table: Table, best: set[int], step: float) -> Iterator[Change]:
    del best, step
    every = np.arange(len(table.units))
    for i, unit in enumerate(table.units):
        rest = np.delete(every, i)
        yield Change("drop_unit", unit, table.rows(rest), rest, every[:-1])


def _add_copy(table: Table, best: set[int], step: float) -> Iterator[Change]:
    del best, step
    every = np.arange(len(table.units))
    for i, unit in enumerate(table.units):
        more = table.plus(table.data[i], f"copy of {unit}")
        yield Change("add_copy", unit, more, every, every)


def _add_dominated(table: Table, best: set[int], step: float) -> Iterator[Change]:
    del best
    every = np.arange(len(table.units))
    rows = *zip(table.units, table.data, strict=True), (WORST, worst(table))
    for unit, row in rows:
        more = table.plus(worse(table, row, step), f"worse than {unit}")
        yield Change("add_dominated", unit, more, every, every)


def _replace_worse(table: Table, best: set[int], step: float) -> Iterator[Change]:
    every = np.arange(len(table.units))
    for i, unit in enumerate(table.units):
        if i not in best:
            rest = np.delete(every, i)
            other = table.replaced(i, worse(table, table.data[i], step))
            yield Change("replace_worse", unit, other, rest, rest)


def pairs(table: Table) -> Iterator[Change]:
    """Take each two units by themselves."""
    for i, j in combinations(range(len(table.units)), 2):
        both = np.array([i, j])
        case = table.units[i], table.units[j]
        yield Change("pairs", case, table.rows(both), both, np.arange(2))


def _split_criterion(table: Table, best: set[int], step: float) -> Iterator[Change]:
    del best, step
    every, m = np.arange(len(table.units)), table.data.shape[1]
    for j in range(m):
        name = table.criterion(j)
        wide = table.columns([*range(m), j], f"copy of {name}")
        sharing = np.vstack([np.eye(m), np.eye(m)[j] / 2])
        sharing[j, j] = 0.5
        yield Change("split_criterion", name, wide, every, every, sharing)


def _merge_criterion(table: Table, best: set[int], step: float) -> Iterator[Change]:
    del best, step
    every, m = np.arange(len(table.units)), table.data.shape[1]
    for j, k in combinations(range(m), 2):
        if _one_measure(table, j, k):
            rest = [c for c in range(m) if c != k]
            sharing = np.eye(m)[rest]
            sharing[rest.index(j), k] = 1.0
            case = table.criterion(j), table.criterion(k)
            narrow = table.columns(rest)
            yield Change("merge_criterion", case, narrow, every, every, sharing)


def _one_measure(table: Table, j: int, k: int) -> bool:
    """Tell whether two criteria are equal, or directions that are proportional."""
    x, y = table.data[:, j], table.data[:, k]
    if table.polarity[j] != table.polarity[k]:
        return False
    if (x == y).all() or not isinstance(table.polarity[j], Direction):
        return bool((x == y).all())
    both = np.column_stack([x, y])
    both = np.ldexp(both, -peak_exponent(both))
    ratio = float(divide(both[:, 0] @ both[:, 1], both[:, 1] @ both[:, 1]))
    apart = np.abs(both[:, 0] - ratio * both[:, 1]).max()
    return ratio > 0 and bool(apart <= _ROUNDING)


_Changer: TypeAlias = Callable[[Table, set[int], float], Iterator[Change]]
CHANGES: Final[dict[str, _Changer]] = {
    "drop_unit": _drop_unit,
    "add_copy": _add_copy,
    "add_dominated": _add_dominated,
    "replace_worse": _replace_worse,
    "split_criterion": _split_criterion,
    "merge_criterion": _merge_criterion,
}
COLUMN_TESTS: Final = ("split_criterion", "merge_criterion")
TESTS: Final = (
    "drop_unit",
    "add_copy",
    "add_dominated",
    "replace_worse",
    "pairs",
    "transitivity",
    *COLUMN_TESTS,
)
