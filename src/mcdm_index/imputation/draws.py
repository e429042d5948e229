"""The completed tables: observed cells once, imputed cells once per draw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.imputation.pooling import Pooled, pool

__all__ = ["Imputations"]


@dataclass(frozen=True)
class Imputations:
    """Several completed tables that share their observed cells.

    Attributes
    ----------
    observed : ndarray of shape (n_units, n_criteria)
        The table that was imputed; gaps are NaN.
    cells : ndarray of shape (m, n_gaps)
        What fills the gaps, row by row. The gaps of a unit of which nothing is observed
        stay NaN.
    columns : tuple of str or None
    index : pandas.Index or None
        Labels, if the table had them.

    Examples
    --------
    >>> observed = np.array([[1.0, np.nan], [3.0, 4.0]])
    >>> draws = Imputations(observed, np.array([[2.0], [2.5]]))
    >>> draws.table(1)
    array([[1. , 2.5],
           [3. , 4. ]])
    >>> draws.pool(lambda table: table.mean(axis=0)).estimate
    array([2.   , 3.125])
    """

    observed: Matrix
    cells: NDArray[np.float64]
    columns: tuple[str, ...] | None = None
    index: Any = None

    def __post_init__(self) -> None:
        gaps = int(self.mask.sum())
        if self.cells.ndim != 2 or self.cells.shape[1] != gaps or not len(self.cells):
            msg = (
                f"cells must have one row per draw and one column for each of {gaps} "
                f"gaps, got shape {self.cells.shape}"
            )
            raise ShapeError(msg)

    @property
    def m(self) -> int:
        """Number of draws."""
        return len(self.cells)

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Which cells were imputed, of shape (n_units, n_criteria)."""
        return np.isnan(self.observed)

    @property
    def tables(self) -> NDArray[np.float64]:
        """All completed tables, of shape (m, n_units, n_criteria), made when asked."""
        tables = np.repeat(self.observed[None], self.m, axis=0)
        tables[:, self.mask] = self.cells
        return tables

    def __len__(self) -> int:
        return self.m

    def __iter__(self) -> Iterator[Any]:
        return (self.table(i) for i in range(self.m))

    def table(self, i: int) -> Any:
        """Give one completed table: an ndarray, or a DataFrame if labels are known."""
        return self._labelled(self.table_values(i))

    def table_values(self, i: int) -> Matrix:
        """Give one completed table as an ndarray.

        Parameters
        ----------
        i : int
        """
        values = self.observed.copy()
        values[self.mask] = self.cells[i]
        return values

    def head(self, n: int) -> "Imputations":
        """Keep the first n units.

        Parameters
        ----------
        n : int
        """
        if n == len(self.observed):
            return self
        first = np.flatnonzero(self.mask.ravel()) < n * self.observed.shape[1]
        index = None if self.index is None else self.index[:n]
        return Imputations(self.observed[:n], self.cells[:, first], self.columns, index)

    def apply(self, function: Callable[[Any], Any]) -> list[Any]:
        """Give what a function makes of each completed table.

        Parameters
        ----------
        function : callable
            Of a table as `table` gives it.
        """
        return [function(table) for table in self]

    def pool(
        self,
        estimate: Callable[[Any], ArrayLike],
        variance: Callable[[Any], ArrayLike] | None = None,
        df_complete: float = np.inf,
    ) -> Pooled:
        """Pool an estimate over the completed tables by Rubin's rules.

        Parameters
        ----------
        estimate : callable
            From a table to a number, or an array of them.
        variance : callable, optional
            From a table to the squared standard error of the estimate; None for a
            census, which has none beside what is missing.
        df_complete : float, default infinity
            Degrees of freedom that the estimate would have in complete data.

        Returns
        -------
        Pooled

        See Also
        --------
        mcdm_index.imputation.pool : The rules, for estimates that are there already.
        """
        Q = np.stack([np.asarray(each) for each in self.apply(estimate)])
        U: ArrayLike = 0.0
        if variance is not None:
            U = np.stack([np.asarray(each) for each in self.apply(variance)])
        return pool(Q, U, df_complete)

    def long(self) -> Any:
        """Stack the completed tables.

        Returns
        -------
        DataFrame
            One row per draw and unit, in a MultiIndex of draw (from 0) and unit; one
            column per criterion.
        """
        import pandas as pd

        units = pd.RangeIndex(len(self.observed)) if self.index is None else self.index
        frames = [
            pd.DataFrame(table, index=units, columns=self.names)
            for table in self.tables
        ]
        return pd.concat(frames, keys=range(self.m), names=["draw"])

    def log(self) -> Any:
        """List the imputed cells.

        Returns
        -------
        DataFrame
            One row per cell: unit, criterion, and mean, standard deviation (ddof 1;
            NaN for one draw), least and largest value over the draws.
        """
        import pandas as pd

        filled = ~np.isnan(self.cells[0])
        i, j = (places[filled] for places in np.nonzero(self.mask))
        cells = self.cells[:, filled]
        return pd.DataFrame(
            {
                "unit": i if self.index is None else [self.index[k] for k in i],
                "criterion": [self.names[k] for k in j],
                "mean": cells.mean(axis=0),
                "sd": _spread(cells),
                "min": cells.min(axis=0),
                "max": cells.max(axis=0),
            }
        )

    @classmethod
    def of(
        cls,
        observed: Matrix,
        tables: ArrayLike,
        columns: tuple[str, ...] | None = None,
        index: Any = None,
    ) -> "Imputations":
        """Take the cells from completed tables.

        Parameters
        ----------
        observed : ndarray of shape (n_units, n_criteria)
            Gaps are NaN.
        tables : array_like of shape (m, n_units, n_criteria)
        columns, index : optional
            Labels.

        Raises
        ------
        DomainError
            A table differs from what was observed.
        """
        tables = np.asarray(tables, dtype=float)
        gaps = np.isnan(observed)
        if (
            tables.shape[1:] != observed.shape
            or not (tables[:, ~gaps] == observed[~gaps]).all()
        ):
            msg = "completed tables must have the observed cells as they are"
            raise DomainError(msg)
        return cls(observed, tables[:, gaps], columns, index)

    @property
    def names(self) -> list[Any]:
        """What the columns are called: their labels, or running numbers."""
        p = self.observed.shape[1]
        return list(range(p)) if self.columns is None else list(self.columns)

    def _labelled(self, values: Matrix) -> Any:
        if self.index is None:
            return values
        import pandas as pd

        return pd.DataFrame(values, index=self.index, columns=self.names)


def _spread(cells: Matrix) -> Vector:
    """Give the standard deviation over the draws; one draw has none."""
    if len(cells) == 1:
        return np.full(cells.shape[1], np.nan)
    peak = np.abs(cells).max(axis=0)  # beside which squares stay in range
    return np.asarray(peak * divide(cells, peak).std(axis=0, ddof=1))
