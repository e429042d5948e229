"""What is to be filled: one target per column, and cells that follow from others."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index.imputation.panel import Panel

__all__ = ["Indices", "Kept", "Method", "Stack", "Target"]

Method = Literal["bridge", "norm", "pmm", "lrd", "logreg"]
Stack: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Target:
    """One column: what it is drawn from, how, and where.

    Attributes
    ----------
    column : int
    method : {"bridge", "norm", "pmm", "lrd", "logreg"}
    predictors, gaps, seen : ndarray of int
        Columns; rows to fill; rows to learn from.
    donors : int
        From how many nearest rows a donor is drawn, by "pmm" and "lrd".
    panel : Panel or None
        What adds predictors from other periods.
    """

    column: int
    method: Method
    predictors: Indices
    gaps: Indices
    seen: Indices
    donors: int = 5
    panel: Panel | None = None

    @property
    def width(self) -> int:
        """Number of predictors."""
        own = len(self.predictors)
        if self.panel is None:
            return own
        return own + self.panel.width(own) + int(self.effects.shape[1])

    @cached_property
    def effects(self) -> NDArray[np.float64]:
        """The effects of periods in which something is observed; see `Panel`."""
        if self.panel is None:
            return np.empty((0, 0))
        return self.panel.contrasts(self.seen)

    @property
    def spent(self) -> int:
        """Degrees of freedom that the slopes take."""
        return self.width if self.method == "norm" else 0

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residual variance."""
        return len(self.seen) - 1 - self.spent


@dataclass(frozen=True)
class Kept:
    """Cells of a column that are computed from others whenever these change.

    Attributes
    ----------
    column : int
    rows : ndarray of int
    reads : frozenset of int
        Columns from which they are computed.
    compute : callable
        From rows (m, r, p) to cells (m, r).
    """

    column: int
    rows: Indices
    reads: frozenset[int]
    compute: Callable[[Stack], Stack]
