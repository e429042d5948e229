"""Sample: from a table of any size to some of its rows, in memory."""

from dataclasses import dataclass
from importlib import import_module
from numbers import Integral
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._lazy import LazyRows, Step, run_steps
from mcdm_index.engine._open import open_rows
from mcdm_index.engine._rows import Rows
from mcdm_index.errors import DomainError

__all__ = ["Drawn", "draw_rows", "sample_rows"]

_ODD: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


@dataclass(frozen=True)
class Drawn:
    """The rows with the least lots; two samples add up to that of all rows.

    Attributes
    ----------
    size : int
        How many are drawn at most.
    n : int
        Of how many.
    numbers : ndarray of int
        Which rows.
    lots : ndarray of uint64
        Their lots.
    values : ndarray of shape (k, m)
    """

    size: int
    n: int
    numbers: NDArray[np.int64]
    lots: NDArray[np.uint64]
    values: Matrix

    def __add__(self, other: "Drawn") -> "Drawn":
        numbers = np.concatenate([self.numbers, other.numbers])
        lots = np.concatenate([self.lots, other.lots])
        values = np.concatenate([self.values, other.values])
        kept = _least(lots, self.size)
        n = self.n + other.n
        return Drawn(self.size, n, numbers[kept], lots[kept], values[kept])


def _least(lots: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Find the least lots, in the order they come."""
    if len(lots) <= size:
        return np.arange(len(lots))
    return np.sort(np.argpartition(lots, size - 1)[:size])


def _lots(numbers: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """Draw a lot for each row number: the generator splitmix64, at that place.

    Two row numbers never have the same lot, so that there are no ties.
    """
    with np.errstate(over="ignore"):
        z = np.random.SeedSequence(seed).generate_state(1, np.uint64)
        z = z + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(_ODD[0])
        z = (z ^ (z >> np.uint64(30))) * np.uint64(_ODD[1])
        z = (z ^ (z >> np.uint64(27))) * np.uint64(_ODD[2])
        return np.asarray(z ^ (z >> np.uint64(31)))


@dataclass(frozen=True)
class _Draw:
    """From a chunk of rows and their numbers to a sample."""

    size: int
    seed: int
    steps: tuple[Step, ...] = ()

    def __call__(self, chunk: Any, numbers: NDArray[np.int64]) -> Drawn:
        """Draw among the rows that are left after the steps."""
        values = np.asarray(chunk, dtype=float)
        values, left = run_steps(self.steps, values)
        numbers = numbers if left is None else numbers[left]
        lots = _lots(numbers, self.seed)
        kept = _least(lots, self.size)
        return Drawn(self.size, len(lots), numbers[kept], lots[kept], values[kept])


def draw_rows(table: Rows, size: int, seed: int) -> Drawn:
    """Draw rows of an opened table, in their order.

    Parameters
    ----------
    table : Rows
    size : int
    seed : int
    """
    if isinstance(table, LazyRows):
        drawn = table.source.fold_numbered(_Draw(size, seed, table.steps))
    else:
        drawn = _Draw(size, seed)(table.values, np.arange(table.shape[0]))
    order = np.argsort(drawn.numbers)
    numbers, lots = drawn.numbers[order], drawn.lots[order]
    return Drawn(size, drawn.n, numbers, lots, drawn.values[order])


def sample_rows(X: Container, size: int = 100_000, *, seed: int = 0) -> Container:
    """Draw rows of a table, without replacement, into memory.

    Parameters
    ----------
    X : array_like, DataFrame or any other table of shape (n_units, n_criteria)
        What need not fit in memory is streamed once; of a dask table whose lengths are
        not known they are counted first.
    size : int, default 100000
        How many rows; all, if there are fewer.
    seed : int, default 0
        Which rows: those that this seed draws by their numbers. They do not depend on
        how the table is cut into chunks.

    Returns
    -------
    ndarray or DataFrame of shape (size, n_criteria)
        In the order of the table. A DataFrame, whose index holds the numbers of the
        rows, if the columns have names; cells without a value are NaN.

    Raises
    ------
    DomainError
        The size is no whole number of 1 or more.

    Notes
    -----
    Every row number has a lot, the output of splitmix64 [1]_ at that number, and the
    rows with the least lots are taken: every set of rows of that size is equally
    likely.

    References
    ----------
    .. [1] Steele, G. L., Lea, D. and Flood, C. H. (2014). Fast splittable pseudorandom
       number generators. ACM SIGPLAN Notices 49(10), 453-472.
       doi:10.1145/2714064.2660195

    Examples
    --------
    >>> import numpy as np
    >>> sample_rows(np.arange(20.0).reshape(10, 2), 3, seed=1).tolist()
    [[0.0, 1.0], [12.0, 13.0], [18.0, 19.0]]
    """
    asked: Any = size
    if isinstance(asked, bool) or not isinstance(asked, Integral) or asked < 1:
        msg = f"size must be a whole number of 1 or more, got {size!r}"
        raise DomainError(msg)
    table = open_rows(X)
    drawn = draw_rows(table, int(size), seed)
    if table.columns is None:
        return drawn.values
    frames = import_module("mcdm_index.engine._pandas")
    return frames.frame(drawn.values, drawn.numbers, table.columns)
