"""Match: from a container and a tree to rows of the leaves, divided, in passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix
from mcdm_index.criterion import fold
from mcdm_index.engine import (
    LazyRows,
    as_streamed,
    column_names,
    open_columns,
    open_rows,
)
from mcdm_index.errors import CellError, ShapeError, UnknownColumnError, suggestion
from mcdm_index.hierarchy import Hierarchy

__all__ = ["Divide", "match_rows"]


@dataclass(frozen=True)
class Divide:
    """The kernel that takes columns, and divides some of them by others.

    Attributes
    ----------
    columns : tuple of int
        Where each leaf stands.
    by : tuple of int
        Where its denominator stands; -1 without one.
    factors : tuple of float
    """

    columns: tuple[int, ...]
    by: tuple[int, ...]
    factors: tuple[float, ...]

    def __call__(self, X: Matrix) -> Matrix:
        """Divide rows."""
        out = X[:, list(self.columns)]
        for j, (k, factor) in enumerate(zip(self.by, self.factors, strict=True)):
            if k < 0:
                continue
            d = X[:, k]
            if (d <= 0).any():
                i = int(np.argmax(d <= 0))
                what = f"is divided by {d[i]:g}; a denominator must be positive"
                raise CellError(i, j, what)
            out[:, j] = out[:, j] / d * factor
        return out


def match_rows(X: Any, hierarchy: Hierarchy) -> LazyRows:
    """Open the columns of the leaves, in order, and divide those with denominators.

    Nothing is computed, and other columns are not looked at.

    Parameters
    ----------
    X : container
    hierarchy : Hierarchy

    Raises
    ------
    UnknownColumnError
        A criterion has no column, or more than one, or its denominator has none.
    ShapeError
        An array does not have one column per leaf.
    """
    leaves = hierarchy.leaves
    divisors = [hierarchy[leaf].denominator for leaf in leaves]
    names = column_names(X)
    if names is None:
        return _by_position(X, leaves, divisors)
    found = hierarchy.match(names)
    came = [found[leaf] for leaf in leaves]
    apart = [
        None if name is None else _divisor(name, leaf, names)
        for name, leaf in zip(divisors, leaves, strict=True)
    ]
    wanted = list(dict.fromkeys([*came, *(name for name in apart if name is not None)]))
    rows = as_streamed(open_columns(X, wanted))
    if wanted == came:
        return rows.renamed(leaves)
    kernel = Divide(
        tuple(wanted.index(column) for column in came),
        tuple(-1 if name is None else wanted.index(name) for name in apart),
        tuple(float(hierarchy[leaf].factor) for leaf in leaves),
    )
    return rows.through(kernel, leaves)


def _by_position(
    X: Any, leaves: Sequence[str], divisors: Sequence[str | None]
) -> LazyRows:
    for leaf, name in zip(leaves, divisors, strict=True):
        if name is not None:
            msg = (
                f"criterion {leaf!r} is divided by {name!r}, which a table without "
                "column names does not have"
            )
            raise UnknownColumnError(msg)
    rows = as_streamed(open_rows(X))
    if rows.shape[1] != len(leaves):
        msg = f"an array needs {len(leaves)} columns, one per leaf, got {rows.shape[1]}"
        raise ShapeError(msg)
    return rows.renamed(leaves)


def _divisor(name: str, leaf: str, names: Sequence[Any]) -> Any:
    hits = [column for column in names if fold(column) == fold(name)]
    if len(hits) == 1:
        return hits[0]
    many = f"{len(hits)} columns" if hits else "no column"
    hint = "" if hits else suggestion(fold(name), [fold(column) for column in names])
    msg = f"criterion {leaf!r} has {many} {name!r} to be divided by.{hint}"
    raise UnknownColumnError(msg)
