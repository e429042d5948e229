"""Imputed cells: from a list of them to the share of each score that rests on them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, check_weights, one_vector
from mcdm_index.diagnosis._table import Table
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, UnknownColumnError, listing

__all__ = ["imputed_shares"]


def imputed_shares(
    table: Table,
    imputed: pd.DataFrame | None,
    leaves: Mapping[Hashable, Iterable[Hashable]],
    weights: Any,
) -> Matrix:
    """Give the share of the weight of every cell that rests on imputed values."""
    share = np.zeros(table.scores.shape)
    if imputed is None or not len(imputed):
        return share
    cells = _imputed_cells(imputed, table)
    each = [list(leaves.get(name, [name])) for name in table.columns]
    known = {leaf for below in each for leaf in below}
    if known.isdisjoint(imputed["criterion"]):
        named = listing(map(repr, dict.fromkeys(imputed["criterion"])))
        msg = (
            f"no imputed criterion is a column or below one: {named}. Say with leaves "
            "which criteria make up a column; if none of them was imputed, leave "
            "imputed out"
        )
        raise UnknownColumnError(msg)
    for j, below in enumerate(each):
        w = _weights_of(below, weights)
        for leaf, own in zip(below, w, strict=True):
            for i in cells.get(leaf, ()):
                share[i, j] += own
    return np.minimum(share, 1.0)


def _imputed_cells(imputed: pd.DataFrame, table: Table) -> dict[Hashable, list[int]]:
    """List the rows of the table that were imputed, by criterion."""
    lacking = [c for c in ("unit", "criterion") if c not in imputed]
    if lacking:
        msg = f"imputed needs the columns 'unit' and 'criterion'; no {lacking[0]!r}"
        raise UnknownColumnError(msg)
    deep = table.index.nlevels > 1
    units = list(map(plain, imputed["unit"]))
    strange = [u for u in units if isinstance(u, tuple) != deep]
    if strange:
        label = plain(table.index[0])
        msg = (
            f"imputed names units as {strange[0]!r}, scores as {label!r}; keep all "
            "levels of the row index, as with xs(..., drop_level=False)"
        )
        raise DomainError(msg)
    at = {plain(label): i for i, label in enumerate(table.index)}
    cells: dict[Hashable, set[int]] = {}
    for unit, criterion in zip(units, imputed["criterion"], strict=True):
        if unit in at:
            cells.setdefault(criterion, set()).add(at[unit])
    return {criterion: sorted(rows) for criterion, rows in cells.items()}


def _weights_of(below: Sequence[Hashable], weights: Any) -> Vector:
    """Give the weights of some criteria, scaled to sum 1."""
    if len(below) == 1:
        return np.ones(1)
    if weights is None:
        return np.full(len(below), 1 / len(below))
    lacking = [leaf for leaf in below if leaf not in weights]
    if lacking:
        msg = f"weights lack criteria: {listing(map(repr, lacking))}"
        raise UnknownColumnError(msg)
    names = tuple(map(str, below))
    return one_vector(check_weights([weights[leaf] for leaf in below], None, names))
