"""Gather and map rows that are not in memory: what is done to each of their chunks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix, within_floats
from mcdm_index.engine._checks import INFINITE, MISSING, is_finite
from mcdm_index.engine._lazy import LazyRows, Step, run_steps
from mcdm_index.engine._rows import Kernel, Missing, MissingToo, block_length
from mcdm_index.errors import (
    CellError,
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    listing,
)
from mcdm_index.statistics import ColumnStats

__all__ = ["Gathered", "gather", "lacking", "map_lazily"]

Counts = NDArray[np.int64]
# What a pass gathers in any case: it costs less than to read the rows once more.
_ALONG = ("squares",)


@dataclass(frozen=True)
class Gathered:
    """What one pass over some rows tells; two of them add up, in the order of the rows.

    Attributes
    ----------
    n : int
        How many rows there were.
    stats : ColumnStats or None
        Of all columns over the same rows; None if there was none, or if `apart`.
    apart : tuple of ColumnStats or None
        Of each column over rows of its own.
    gaps, infinite : ndarray of int of shape (m,)
        Cells that should not have been there.
    first : tuple of int or None
        Row and column of the first such cell.
    refused : tuple or None
        Row and column of the first cell that a kernel refused, and why.
    """

    n: int
    stats: ColumnStats | None
    apart: tuple[ColumnStats | None, ...] | None
    gaps: Counts
    infinite: Counts
    first: tuple[int, int] | None = None
    refused: tuple[int, int, str] | None = None

    def __add__(self, other: "Gathered") -> "Gathered":
        stats, apart = self.stats, self.apart
        if self.apart is None and other.apart is None:
            stats = _sum(self.stats, other.stats)
        else:
            pairs = zip(self._apart(), other._apart(), strict=True)
            stats, apart = None, tuple(_sum(a, b) for a, b in pairs)
        first, refused = self.first, self.refused
        if first is None and other.first is not None:
            first = self.n + other.first[0], other.first[1]
        if refused is None and other.refused is not None:
            refused = self.n + other.refused[0], *other.refused[1:]
        return Gathered(
            self.n + other.n,
            stats,
            apart,
            self.gaps + other.gaps,
            self.infinite + other.infinite,
            first,
            refused,
        )

    def take(self, columns: tuple[int, ...]) -> "Gathered":
        """Take some of the columns."""
        chosen = list(columns)
        return replace(
            self,
            stats=None if self.stats is None else self.stats.take(np.array(chosen)),
            apart=self.apart and tuple(self.apart[j] for j in chosen),
            gaps=self.gaps[chosen],
            infinite=self.infinite[chosen],
        )

    def _apart(self) -> tuple[ColumnStats | None, ...]:
        if self.apart is not None:
            return self.apart
        columns = np.arange(len(self.gaps))
        if self.stats is None:
            return (None,) * len(columns)
        return tuple(self.stats.take(columns[j : j + 1]) for j in columns)


def _sum(a: ColumnStats | None, b: ColumnStats | None) -> ColumnStats | None:
    if a is None or b is None:
        return b if a is None else a
    return a + b


def _pieces(chunk: Any) -> Iterator[tuple[int, Matrix]]:
    """Cut a chunk into float64 blocks, column by column, with their first rows."""
    step = block_length(chunk.shape[1])
    by_column = chunk.dtype == float and chunk.strides[0] == chunk.itemsize
    for start in range(0, len(chunk), step):
        piece = chunk[start : start + step]
        if not by_column:
            piece = np.asarray(piece, dtype=float, order="F")
        yield start, piece


@dataclass(frozen=True)
class _Pass:
    """From a chunk of rows to what it tells."""

    width: int
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    kernel: Kernel | None
    missing: Missing
    by_column: bool

    def __call__(self, chunk: Any) -> Gathered:
        """Go through a chunk, block by block."""
        total = Gathered(0, None, None, *np.zeros((2, self.width), dtype=np.int64))
        for _, block in _pieces(chunk):
            total = total + self._block(block)
        return total

    def _block(self, raw: Matrix) -> Gathered:
        none = np.zeros(self.width, dtype=np.int64)
        rows = np.arange(len(raw))
        try:
            with within_floats():
                block, left = run_steps(self.steps, raw)
            rows = rows if left is None else rows[left]
            if self.kernel is None and len(block):
                stats = ColumnStats.of(block, self.needs)
                if np.isfinite(stats.low).all() and np.isfinite(stats.high).all():
                    return Gathered(len(raw), stats, None, none, none)
            elif is_finite(block):
                return Gathered(len(raw), self._stats(block), None, none, none)
            return self._with_gaps(block, rows, len(raw))
        except CellError as error:
            refused = int(rows[error.row]), error.column, str(error)
            return Gathered(len(raw), None, None, none, none, refused=refused)

    def _with_gaps(self, block: Matrix, rows: Counts, n: int) -> Gathered:
        gaps, infinite = np.isnan(block), np.isinf(block)
        omit = self.missing == "omit"
        bad = infinite if omit else infinite | gaps
        lacking, endless = gaps.sum(axis=0), infinite.sum(axis=0)
        if omit:
            lacking = np.zeros_like(lacking)
        if bad.any():
            i, j = (int(k) for k in np.argwhere(bad)[0])
            return Gathered(n, None, None, lacking, endless, (int(rows[i]), j))
        if not self.by_column:
            stats = self._stats(block[~gaps.any(axis=1)])
            return Gathered(n, stats, None, lacking, endless)
        seen = self._seen(block)
        apart = tuple(
            ColumnStats.of(seen[~gaps[:, j], j : j + 1], self.needs)
            if not gaps[:, j].all()
            else None
            for j in range(block.shape[1])
        )
        return Gathered(n, None, apart, lacking, endless)

    def _stats(self, block: Matrix) -> ColumnStats | None:
        if not len(block):
            return None
        return ColumnStats.of(self._seen(block), self.needs)

    def _seen(self, block: Matrix) -> Matrix:
        if self.kernel is None:
            return block
        with within_floats():
            return self.kernel(block)


def gather(
    table: LazyRows,
    needs: Collection[str],
    kernel: Kernel | None,
    *,
    missing: Missing,
    by_column: bool,
) -> ColumnStats:
    """Gather statistics in a pass, unless an earlier one has told them.

    Raises
    ------
    EmptyDataError, MissingDataError, NonFiniteError, DomainError
        Naming columns, the first row, and the way out.
    AllRowsError
    """
    if "order" in needs:
        table.refuse("what reads ordered values")
    by_column = by_column and missing == "omit"  # without gaps it is the same
    found = _known(table, needs, kernel, missing=missing, by_column=by_column)
    _check(found, table)
    if found.apart is not None:
        parts = [part for part in found.apart if part is not None]
        if len(parts) == len(found.apart):
            return ColumnStats.beside(parts)
        empty = [table.column(j) for j, one in enumerate(found.apart) if one is None]
        msg = f"{listing(empty)}: every value is missing; leave the column out"
        raise MissingDataError(msg)
    if found.stats is None:
        what = "every row has a missing value" if found.n else "there is no unit"
        shape = found.n, table.shape[1]
        msg = f"{what}: Found array with 0 sample(s) (shape={shape})"
        raise EmptyDataError(msg)
    return found.stats


def lacking(table: LazyRows) -> NDArray[np.bool_]:
    """Tell which columns have a gap; no pass is needed after one that met it."""
    found = _known(table, (), None, missing="raise", by_column=False)
    return np.asarray(found.gaps > 0)


def _known(
    table: LazyRows,
    needs: Collection[str],
    kernel: Kernel | None,
    *,
    missing: Missing,
    by_column: bool,
) -> Gathered:
    """Look up what an earlier pass told, of this table or of the one it is part of."""
    key = id(kernel), missing, by_column
    done = table.seen.get(key)
    if done is not None and set(needs) <= set(done[1]):
        found: Gathered = done[2]
        return found
    needs = {*needs, *(() if done is None else done[1])}
    if table.whole is not None and kernel is None and (by_column or missing == "raise"):
        whole, columns = table.whole
        above = _known(whole, needs, None, missing=missing, by_column=by_column)
        if above.first is None and above.refused is None:
            return above.take(columns)
    needs = tuple(sorted({*needs, *(_ALONG if kernel is None else ())}))
    work = _Pass(table.shape[1], needs, table.steps, kernel, missing, by_column)
    found = table.source.fold(work)
    table.seen[key] = kernel, needs, found  # the kernel too, so that its id stays taken
    return found


def _check(found: Gathered, table: LazyRows) -> None:
    """Refuse what should not have been there, as the counts tell."""
    if found.refused is not None:
        i, j, why = found.refused
        msg = f"{table.cell(i, j)} {why}"
        raise DomainError(msg)
    for counts, kind, text in (
        (found.infinite, NonFiniteError, INFINITE),
        (found.gaps, MissingDataError, MISSING),
    ):
        columns = np.flatnonzero(counts)
        if len(columns):
            where = listing(
                f"{table.column(int(j))} ({counts[j]:,} cells)" for j in columns
            )
            assert found.first is not None
            raise kind(
                text.format(f"{where}, the first bad one in row {found.first[0]}")
            )


@dataclass(frozen=True)
class _Mapped:
    """From a chunk of rows to one entry, or several, per row."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]
    kernel: Kernel
    missing: MissingToo
    by_column: bool
    width: int | None

    def __call__(self, chunk: Any) -> Matrix:
        """Map a chunk, block by block."""
        tail = () if self.width is None else (self.width,)
        out = np.full((len(chunk), *tail), np.nan)
        for start, raw in _pieces(chunk):
            with within_floats():
                block, left = run_steps(self.steps, raw)
            rows = np.arange(start, start + len(raw))
            self._fill(out, block, rows if left is None else rows[left])
        return out

    def _fill(self, out: Matrix, block: Matrix, rows: Counts) -> None:
        if is_finite(block):
            out[rows] = self._apply(block, rows)
            return
        gaps = np.isnan(block)
        self._check(np.isinf(block), NonFiniteError, INFINITE)
        if self.missing == "raise":
            self._check(gaps, MissingDataError, MISSING)
        if self.missing == "keep":
            out[rows] = self._apply(block, rows)
            return
        if self.by_column:
            out[rows] = np.where(gaps, np.nan, self._apply(block, rows))
            return
        whole = ~gaps.any(axis=1)
        out[rows[whole]] = self._apply(block[whole], rows[whole])

    def _apply(self, block: Matrix, rows: Counts) -> Matrix:
        try:
            with within_floats():
                return self.kernel(block)
        except CellError as error:
            where = f"row {rows[error.row]} of a chunk, {self.names[error.column]}"
            msg = f"{where} {error}"
            raise DomainError(msg) from None

    def _check(self, bad: NDArray[np.bool_], kind: Any, text: str) -> None:
        columns = np.flatnonzero(bad.any(axis=0))
        if len(columns):
            raise kind(text.format(listing(self.names[j] for j in columns)))


def map_lazily(
    table: LazyRows,
    kernel: Kernel,
    *,
    missing: MissingToo,
    by_column: bool,
    names: Sequence[str] | None = None,
) -> Container:
    """Apply a row kernel to rows that are not in memory; nothing is computed."""
    shape = np.shape(kernel(np.empty((0, table.shape[1]))))
    width = shape[1] if len(shape) == 2 else None
    columns = tuple(table.column(j) for j in range(table.shape[1]))
    work = _Mapped(columns, table.steps, kernel, missing, by_column, width)
    if width is not None and names is None:
        own = table.columns if width == table.shape[1] else None
        names = own or [str(j) for j in range(width)]
    return table.source.map(work, None if width is None else names)
