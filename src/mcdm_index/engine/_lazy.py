"""Rows that are not in memory: where they come from, and what is done to them first."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._rows import Kernel, Rows
from mcdm_index.errors import AllRowsError

__all__ = [
    "WAY_OUT",
    "Apply",
    "Drop",
    "LazyRows",
    "Pick",
    "Source",
    "Step",
    "in_memory",
    "run_steps",
]

Chunk: TypeAlias = np.ndarray[Any, np.dtype[Any]]

WAY_OUT = (
    "Learn from a sample and apply to all rows: mcdm_index.sample_rows(X) draws one "
    "that fits in memory, and what was fitted on it takes X"
)


class Source(ABC):
    """A container whose rows are not in memory; one class for each kind.

    Attributes
    ----------
    kind : str
        What it is called in messages, such as "a dask DataFrame".
    columns : tuple of str or None
    width : int
        Number of columns.
    n : int or None
        Number of rows; None if only a pass can tell.
    """

    kind: str
    columns: tuple[str, ...] | None
    width: int
    n: int | None

    @abstractmethod
    def pick(self, columns: Sequence[int]) -> "Source":
        """Take some of the columns."""

    @abstractmethod
    def fold(self, work: Callable[[Chunk], Any]) -> Any:
        """Add up what a function makes of every chunk of rows, an array (b, m).

        The order of the sum depends on the layout of the chunks alone. Of no chunk at
        all it is what the function makes of an empty one.
        """

    @abstractmethod
    def fold_numbered(self, work: Callable[[Chunk, NDArray[np.int64]], Any]) -> Any:
        """Do so for a function that is also told the numbers of the rows.

        A row has the same number in whatever chunks it comes.
        """

    @abstractmethod
    def map(
        self, work: Callable[[Chunk], Matrix], names: Sequence[str] | None
    ) -> Container:
        """Apply a function from chunks (b, m) to (b,), or columns of names, lazily."""


@dataclass(frozen=True)
class Pick:
    """The step that takes some of the columns."""

    columns: tuple[int, ...]


@dataclass(frozen=True)
class Drop:
    """The step that leaves out rows that lack a value, or have none."""

    rows: Literal["gaps", "bare"]


@dataclass(frozen=True)
class Apply:
    """The step that maps rows by a kernel."""

    kernel: Kernel


Step: TypeAlias = Pick | Drop | Apply


def run_steps(
    steps: Sequence[Step], block: Matrix
) -> tuple[Matrix, NDArray[np.bool_] | None]:
    """Take a block through the steps; tell which rows are left, or None for all."""
    left: NDArray[np.bool_] | None = None
    for step in steps:
        match step:
            case Pick(columns):
                block = block[:, list(columns)]
            case Apply(kernel):
                block = kernel(block)
            case Drop(rows):
                gaps = np.isnan(block)
                lost = gaps.any(axis=1) if rows == "gaps" else gaps.all(axis=1)
                keep = np.asarray(~lost)
                if keep.all():
                    continue
                block = block[keep]
                if left is None:
                    left = keep
                else:
                    left[left] = keep
    return block, left


class LazyRows(Rows):
    """A table opened for reading whose rows are not in memory.

    It has everything of `Rows` but the values, and stands wherever a table does. What
    is gathered of it in a pass is kept, so that the next one who asks needs none.

    Parameters
    ----------
    source : Source
    columns : tuple of str or None
    steps : tuple of Step
        What rows go through first.
    places : tuple of int, optional
        As for `Rows`.
    whole : pair of LazyRows and tuple of int, optional
        The table that this is some columns of, and which.
    """

    lazy: ClassVar[bool] = True
    source: Source
    steps: tuple[Step, ...]
    whole: "tuple[LazyRows, tuple[int, ...]] | None"
    # Statistics that a pass has told, by what they are of.
    seen: dict[Any, Any]

    def __init__(
        self,
        source: Source,
        columns: tuple[str, ...] | None,
        steps: tuple[Step, ...] = (),
        *,
        width: int | None = None,
        places: tuple[int, ...] | None = None,
        whole: "tuple[LazyRows, tuple[int, ...]] | None" = None,
    ) -> None:
        told = {"source": source, "columns": columns, "steps": steps, "whole": whole}
        nothing = dict.fromkeys(("index", "frame", "wrapper"))
        width = source.width if width is None else width
        self.__dict__.update(told, **nothing, places=places, width=width, seen={})

    @property
    def values(self) -> Any:
        """Refuse: they are not there."""
        self.refuse("this")

    def refuse(self, what: str, instead: str = "") -> NoReturn:
        """Say that something needs all rows at once, and what to do instead.

        Raises
        ------
        AllRowsError
        """
        msg = (
            f"{what} needs all rows at once, and the rows of {self.source.kind} are "
            f"not in memory. {WAY_OUT}{instead}"
        )
        raise AllRowsError(msg)

    @property
    def shape(self) -> tuple[Any, int]:
        """Numbers of units, None if only a pass can tell, and of criteria."""
        return (None if self.steps else self.source.n), self.__dict__["width"]

    def blocks(self) -> NoReturn:
        """Refuse: chunks are folded or mapped where they are."""
        self.refuse("going through blocks one by one")

    def take(self, columns: Sequence[int]) -> "LazyRows":
        """Take some of the columns, which keep their names and places."""
        names, places = self._of(columns)
        picked = tuple(int(j) for j in columns)
        if picked == tuple(range(self.shape[1])):
            return self
        told: Any = {"width": len(picked), "places": places, "whole": (self, picked)}
        if self.steps:
            return LazyRows(self.source, names, (*self.steps, Pick(picked)), **told)
        return LazyRows(self.source.pick(picked), names, **told)

    def complete(self) -> "LazyRows":
        """Leave out the rows that lack a value."""
        return self._after(Drop("gaps"), self.columns)

    def observed(self) -> "LazyRows":
        """Leave out the rows that have no value at all."""
        return self._after(Drop("bare"), self.columns)

    def through(self, kernel: Kernel, names: Sequence[str]) -> "LazyRows":
        """Map the rows by a kernel first; its columns have these names."""
        return self._after(Apply(kernel), tuple(names))

    def renamed(self, names: Sequence[str]) -> "LazyRows":
        """Call the columns otherwise."""
        told: Any = {"width": self.shape[1], "places": self.places}
        return LazyRows(self.source, tuple(names), self.steps, **told)

    def _after(self, step: Step, columns: tuple[str, ...] | None) -> "LazyRows":
        width = self.shape[1] if columns is None else len(columns)
        steps = (*self.steps, step)
        return LazyRows(self.source, columns, steps, width=width, places=self.places)

    def at(self, rows: Any) -> NoReturn:
        """Refuse: single rows cannot be reached."""
        del rows
        self.refuse("taking single rows")

    def row(self, i: int) -> str:
        """Say which row that is."""
        return f"row {i}"


def in_memory(X: Container, what: str, instead: Collection[str] = ()) -> None:
    """Refuse rows that are not in memory, for what needs all of them at once.

    Parameters
    ----------
    X : container, or rows
    what : str
        What needs them, such as "weighting 'gini'".
    instead : collection of str
        Methods that do not.

    Raises
    ------
    AllRowsError
    """
    if isinstance(X, LazyRows):
        others = f". Or use another method: {', '.join(instead)}" if instead else ""
        X.refuse(what, others)
