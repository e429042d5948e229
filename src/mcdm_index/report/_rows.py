"""Rows: from the labels of a result to units and periods, by name and by number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index.engine import plain
from mcdm_index.errors import UnknownColumnError, listing, suggestion

__all__ = ["Rows", "joined"]


@dataclass(frozen=True)
class Rows:
    """The rows of a result: who, and when.

    Attributes
    ----------
    labels : list
        Of the units, without the period.
    units : list of str
        Their names, no two alike.
    unit : ndarray of int
        The unit of every row.
    periods : list of str
        In order; empty without periods.
    period : ndarray of int
        The period of every row; 0 without periods.
    shown : int
        The last period in which a unit has a score.
    """

    labels: list[Any]
    units: list[str]
    unit: NDArray[np.int64]
    periods: list[str]
    period: NDArray[np.int64]
    shown: int

    @classmethod
    def of(cls, result: Any) -> "Rows":
        """Read the labels of a result."""
        index, periods = result.index, []
        period = np.zeros(len(index), dtype=np.int64)
        if result.period is not None:
            when = pd.Categorical(index.get_level_values(result.period))
            periods = [_clean(label) for label in when.categories]
            period = np.asarray(when.codes, dtype=np.int64)
            index = index.droplevel(result.period)
        unit, labels = pd.factorize(index)
        scored = result.scores[result.hierarchy.root].notna().to_numpy()
        shown = int(period[scored].max(initial=0))
        labels = list(map(plain, labels))
        names = _apart([joined(label) for label in labels])
        return cls(labels, names, unit.astype(np.int64), periods, period, shown)

    def __len__(self) -> int:
        return len(self.unit)

    def name(self, row: int) -> str:
        """Give the name of the unit of a row."""
        return self.units[int(self.unit[row])]

    def parts(self, among: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
        """Give the rows of every period, of those that are marked."""
        for code in range(max(len(self.periods), 1)):
            here = np.flatnonzero(among & (self.period == code))
            if len(here):
                yield here

    def chosen(self, units: Iterable[Any] | None) -> NDArray[np.bool_]:
        """Mark units by label; all of them if none are given.

        Raises
        ------
        UnknownColumnError
            There is no such unit.
        """
        if units is None:
            return np.ones(len(self.units), dtype=bool)
        wanted = [units] if isinstance(units, str) else list(map(plain, units))
        strange = [label for label in wanted if label not in self.labels]
        if strange:
            hint = suggestion(str(strange[0]), map(str, self.labels))
            named = listing(map(repr, strange))
            msg = f"units that are not in the index: {named}.{hint}"
            raise UnknownColumnError(msg)
        return np.array([label in wanted for label in self.labels], dtype=bool)


def joined(label: Any) -> str:
    """Write a label of several parts as one text."""
    parts = label if isinstance(label, tuple) else (label,)
    return " / ".join(map(_clean, parts))


def _clean(label: Any) -> str:
    """Write a label as text that any file can hold."""
    return str(plain(label)).encode("utf-8", "replace").decode("utf-8")


def _apart(names: list[str]) -> list[str]:
    """Put numbers behind names that are alike."""
    seen: set[str] = set()
    found = []
    for name in names:
        other, count = name, 1
        while other in seen:
            count += 1
            other = f"{name} ({count})"
        seen.add(other)
        found.append(other)
    return found
