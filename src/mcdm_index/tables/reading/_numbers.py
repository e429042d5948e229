"""Numbers: the cells of a column go in; numbers, and the unit of signs, come out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.errors import NonFiniteError, NotNumericError, listing
from mcdm_index.tables.reading._cells import Number, Rules, numbers_of
from mcdm_index.tables.reading._header import Column
from mcdm_index.tables.reading._log import Log

__all__ = ["Numbers", "Place"]

Place = Callable[[int], tuple[int, str]]


@dataclass
class Numbers:
    """Turns cells into numbers and gathers all that cannot be read."""

    rules: Rules
    log: Log
    _texts: list[str] = field(default_factory=list)
    _infinite: list[str] = field(default_factory=list)

    def of(
        self, column: Column, cells: Sequence[Any], place: Place
    ) -> tuple[Vector, Column]:
        """Read the cells of one column; `place` tells row and column of each."""
        values, odd = numbers_of(cells, self.rules)
        for i, found in odd.items():
            row, name = place(i)
            if isinstance(found, Number):
                read = None if np.isnan(found.value) else found.value
                self.log.cell(row, name, cells[i], read, found.what)
            else:
                why = f" ({found})" if str(found) else ""
                self._texts.append(_at(place(i), cells[i]) + why)
        for i in np.flatnonzero(np.isinf(values)).tolist():
            self._infinite.append(_at(place(i), cells[i]))
        signs = {i: f.sign for i, f in odd.items() if isinstance(f, Number) and f.sign}
        return values, _signed(column, signs, values, cells, place)

    def finish(self, first: int) -> None:
        """Refuse everything that could not be read, at once."""
        if self._texts:
            msg = (
                f"not a number in {listing(self._texts)}. Correct these cells, or say "
                "what the words mean (missing), which columns are numbers (columns). "
                f"If row {first} belongs to the header, say so (header)"
            )
            raise NotNumericError(msg)
        if self._infinite:
            msg = (
                f"infinite value in {listing(self._infinite)}; correct it or leave it "
                "blank"
            )
            raise NonFiniteError(msg)


def _at(place: tuple[int, str], cell: Any) -> str:
    return f"row {place[0]}, column {place[1]!r}: {cell!r}"


def _signed(
    column: Column,
    signs: dict[int, str],
    values: Vector,
    cells: Sequence[Any],
    place: Place,
) -> Column:
    """Take a percent sign that all cells have as the unit; refuse it in some."""
    if not signs:
        return column
    sign, *others = sorted(set(signs.values()))
    bare = [i for i in np.flatnonzero(values).tolist() if i not in signs]
    bare = [i for i in bare if not np.isnan(values[i])]  # a zero is zero in any unit
    unit = column.unit if column.unit is not None else None if bare else sign
    if others or unit != sign:
        shown = [next(iter(signs)), *bare[:1], *(list(signs)[-1:] if others else [])]
        cells_shown = "; ".join(_at(place(i), cells[i]) for i in shown)
        msg = (
            f"column {column.name!r} mixes units: {cells_shown}; and the header says "
            f"{column.unit or 'nothing'}. If all are in {sign}, write ({sign}) behind "
            "the name of the column; otherwise bring them to one unit"
        )
        raise NotNumericError(msg)
    return replace(column, unit=sign)
