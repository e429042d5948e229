"""Map: from a table and a row kernel to a container of the kind that came in."""

from collections.abc import Sequence

import numpy as np

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine._checks import check_finite_fast, check_missing
from mcdm_index.engine._gather import map_lazily
from mcdm_index.engine._kernel import apply_kernel
from mcdm_index.engine._lazy import LazyRows
from mcdm_index.engine._open import column_names, open_rows, wrapper_of
from mcdm_index.engine._rows import Kernel, MissingToo, Rows

__all__ = ["like", "map_rows", "wrap"]


def map_rows(
    X: Container,
    kernel: Kernel,
    *,
    missing: MissingToo = "raise",
    by_column: bool = False,
    names: Sequence[str] | None = None,
) -> Container:
    """Apply a row kernel to every row.

    Parameters
    ----------
    X : array_like, DataFrame or any other table of shape (n_units, n_criteria)
        See `open_rows`.
    kernel : callable
        From a block of rows (b, m) to (b,) or (b, k).
    missing : {"raise", "omit", "keep"}
        Refuse missing values, give NaN for a row that lacks one, or leave it to the
        kernel, which is then given the gaps, as NaN.
    by_column : bool, default False
        Whether the kernel treats each column by itself, so that a gap concerns its
        cell alone. It is then given the gaps, as NaN.
    names : sequence of str, optional
        What the columns are called that come back, of rows that are not in memory.

    Returns
    -------
    ndarray, Series, DataFrame or other container
        One entry per row, in the kind of container that came in. Its rows keep their
        labels and coordinates, and its columns their names where the kernel keeps the
        number of columns. Of rows that are not in memory nothing is computed: what
        comes back is as lazy as they are.
    """
    if missing != "keep":
        check_missing(missing)
    table, values = X if isinstance(X, Rows) else open_rows(X), None
    if isinstance(table, LazyRows):
        return map_lazily(
            table, kernel, missing=missing, by_column=by_column, names=names
        )
    start = 0
    for block in table.blocks():
        out = _map_block(kernel, block, table, start, missing, by_column=by_column)
        if len(block) == table.shape[0] and not np.may_share_memory(out, block):
            return wrap(out, table)
        if values is None:
            values = np.empty((table.shape[0], *out.shape[1:]))
        values[start : start + len(block)] = out
        start += len(block)
    return wrap(kernel(np.empty(table.shape)) if values is None else values, table)


def _map_block(
    kernel: Kernel,
    block: Matrix,
    table: Rows,
    start: int,
    missing: MissingToo,
    *,
    by_column: bool,
) -> Matrix:
    if missing == "raise":
        check_finite_fast(block, table)
        return apply_kernel(kernel, block, table, start)
    gaps = np.isnan(block)
    check_finite_fast(np.where(gaps, 0.0, block), table)
    if missing == "keep":
        return apply_kernel(kernel, block, table, start)
    if by_column:
        return np.where(gaps, np.nan, apply_kernel(kernel, block, table, start))
    whole = ~gaps.any(axis=1)
    rows = start + np.flatnonzero(whole)
    scored = apply_kernel(kernel, block[whole], table, rows)
    out = np.full((len(block), *scored.shape[1:]), np.nan)
    out[whole] = scored
    return out


def like(scores: Container, X: Container) -> Container:
    """Give a column of pandas in the kind of a table in memory that has none of it.

    Parameters
    ----------
    scores : Series
        One value for each row of `X`.
    X : array_like or container
    """
    names = None if hasattr(X, "iloc") else column_names(X)
    if not names:
        return scores
    wrapper = wrapper_of(X)
    return (
        scores
        if wrapper is None
        else wrapper(scores.to_numpy(), Rows(np.empty((0, 0))))
    )


def wrap(values: Matrix, table: Rows) -> Container:
    """Give back what has one entry per row in the kind of container that came in."""
    return values if table.wrapper is None else table.wrapper(values, table)
