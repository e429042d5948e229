"""What normalization and treatment share: settle, learn, freeze, apply, undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from mcdm_index._numeric import Container
from mcdm_index.engine import Kernel, Rows, map_rows, open_rows
from mcdm_index.errors import (
    ColumnError,
    DomainError,
    PolarityError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    located,
)
from mcdm_index.methods._kernels import Parallel, inverse, invertible
from mcdm_index.methods._settings import Group

__all__ = ["Frozen", "check_columns", "learn_groups"]


@dataclass(frozen=True)
class Frozen:
    """What a method learned of the columns of a table.

    Attributes
    ----------
    kernel : callable
        Row kernel, each column by itself.
    width : int
        Number of columns.
    names : tuple of str or None
        What they are called.
    """

    kernel: Kernel
    width: int
    names: tuple[str, ...] | None

    def __call__(self, X: Container) -> Container:
        """Apply what was learned to rows; a frame comes back as a frame.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        """
        if not isinstance(X, np.ndarray):
            rows = open_rows(X, self.names)
            check_columns(rows, self.width, self.names)
            return map_rows(rows, self)
        _check_width(X, self.width)
        return self.kernel(X)

    @property
    def invertible(self) -> bool:
        """Whether it can be undone."""
        return invertible(self.kernel)

    def inverse(self, Z: Container) -> Container:
        """Undo it.

        Parameters
        ----------
        Z : array_like or DataFrame of shape (n_units, n_criteria)
            What came out; gaps stay gaps.

        Returns
        -------
        ndarray or DataFrame of shape (n_units, n_criteria)
            Raw values. What was clipped comes back as the limit that it stopped at, and
            what is ranked as the learned value at that place.

        Raises
        ------
        InverseError
            Different values share a result, as under a target, above and below a mean,
            or after winsorization.
        ShapeError
        """
        rows = open_rows(Z, self.names)
        check_columns(rows, self.width, self.names)
        try:
            undo = partial(inverse, self.kernel)
            return map_rows(rows, undo, missing="omit", by_column=True)
        except ColumnError as error:
            name = self.names and f"criterion {self.names[error.column]!r}"
            raise error.named(name or rows.column(error.column)) from None


def check_columns(rows: Rows, width: int, names: tuple[str, ...] | None) -> None:
    """Refuse other columns than those that were learned, or another order.

    Raises
    ------
    ShapeError, UnknownColumnError
    """
    _check_width(rows, width)
    if rows.columns is None or names is None or rows.columns == names:
        return
    msg = (
        f"columns {listing(names)} were learned, in this order; got "
        f"{listing(rows.columns)}"
    )
    raise UnknownColumnError(msg)


def _check_width(X: Any, width: int) -> None:
    if len(X.shape) != 2 or X.shape[1] != width:
        msg = f"{width} columns were learned, got a table of shape {X.shape}"
        raise ShapeError(msg)


def learn_groups(
    table: Rows, groups: Sequence[Group], learn: Callable[[Group, Rows], Kernel]
) -> Kernel:
    """Learn each group of columns from its part of the table, and name what is wrong.

    Parameters
    ----------
    table : Rows
    groups : sequence of Group
    learn : callable
        From a group and its part of the table to a kernel.
    """
    parts = []
    for group in groups:
        if group.method.learn is None:
            msg = (
                f"{group.method.kind} {group.method.name!r} cannot be frozen and "
                "applied to new rows: it was registered without learn="
            )
            raise UnknownMethodError(msg)
        alone = len(groups) == 1
        part = table if alone else table.take(group.columns.tolist())
        try:
            parts.append((group.columns, learn(group, part)))
        except ColumnError as error:
            raise error.named(part.column(error.column)) from None
        except (DomainError, PolarityError, UnknownMethodError) as error:
            if alone:
                raise
            where = listing(table.column(int(j)) for j in group.columns)
            raise located(error, where) from None
    return parts[0][1] if len(parts) == 1 else Parallel(tuple(parts))
