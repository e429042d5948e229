"""The robust ranking: from how often one unit beats another to a partial order."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import real_numbers
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError

__all__ = ["RobustOrder", "robust_order"]

Relation = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RobustOrder:
    """The pairs of units whose order is the same in nearly all draws.

    Attributes
    ----------
    level : float
        From this probability on, an order counts.
    above : DataFrame of shape (n_units, n_units)
        Whether the row stands above the column: by the pair itself, or through others
        between them. It is transitive, and no two units are above each other.
    steps : DataFrame
        The pairs from which all others follow (Hasse diagram): `better`, `worse`, and
        the probability of that pair, which may be below the level for members of a
        cycle.
    layers : Series
        1 for units that have none above them; else one more than the lowest layer among
        those above.
    cycles : tuple of tuple
        Units each of which beats the next, and the last the first. They share a layer,
        none stands above another, and what is above one is above all.
    incomparable : float
        Share of the pairs of which none is above the other.
    """

    level: float
    above: pd.DataFrame
    steps: pd.DataFrame
    layers: pd.Series
    cycles: tuple[tuple[Any, ...], ...]
    incomparable: float

    @property
    def table(self) -> pd.DataFrame:
        """One row per unit, the first layer first: layer, above, below and open.

        `above` and `below` are how many units stand above and below it, and `open` with
        how many its order is not sure.
        """
        sure = self.above.to_numpy()
        table = pd.DataFrame(
            {
                "layer": self.layers,
                "above": sure.sum(axis=0),
                "below": sure.sum(axis=1),
            },
            index=self.layers.index,
        )
        table["open"] = len(table) - 1 - table["above"] - table["below"]
        order = ["layer", "above", "below"]
        return table.sort_values(order, ascending=[True, True, False], kind="stable")


def robust_order(beats: pd.DataFrame, level: float) -> RobustOrder:
    """Find the partial order of all pairs that are sure enough.

    Parameters
    ----------
    beats : DataFrame of shape (n_units, n_units)
    level : float in (0.5, 1]
    """
    p = real_numbers(level)
    if p is None or p.ndim or not 0.5 < p <= 1:
        msg = f"level must be a probability above 0.5 and up to 1, got {level!r}"
        raise DomainError(msg)
    chance, units = beats.to_numpy(), beats.index
    group, above = _condensed(chance >= p)
    direct = above & ~(_product(above, above))
    rows, columns = np.nonzero(direct[np.ix_(group, group)])
    whole = above[np.ix_(group, group)]
    n = len(units)
    pairs = n * (n - 1) / 2
    return RobustOrder(
        level=float(p),
        above=pd.DataFrame(whole, index=units, columns=units),
        steps=pd.DataFrame(
            {
                "better": units[rows],
                "worse": units[columns],
                "probability": chance[rows, columns],
            }
        ),
        layers=pd.Series(_layers(above)[group], index=units, name="layer"),
        cycles=_cycles(group, units),
        incomparable=float(1 - whole.sum() / pairs) if pairs else 0.0,
    )


def _condensed(beats: Relation) -> tuple[NDArray[np.intp], Relation]:
    """Take units that beat each other in a cycle as one, and close what is left."""
    from scipy.sparse.csgraph import connected_components

    n_groups, group = connected_components(beats, connection="strong")
    above = np.zeros((n_groups, n_groups), dtype=bool)
    rows, columns = np.nonzero(beats)
    above[group[rows], group[columns]] = True
    np.fill_diagonal(above, val=False)
    while (more := above | _product(above, above)).sum() > above.sum():
        above = more
    return group.astype(np.intp), np.asarray(above)


def _product(a: Relation, b: Relation) -> Relation:
    """Relate what is related through something between."""
    return np.asarray(a.astype(np.float32) @ b.astype(np.float32) > 0)


def _layers(above: Relation) -> NDArray[np.int64]:
    """Put each group below the lowest layer of those above it."""
    layer = np.ones(len(above), dtype=np.int64)
    # Whoever has few above it comes after all of these.
    for i in np.argsort(above.sum(axis=0), kind="stable"):
        layer[i] = 1 + layer[above[:, i]].max(initial=0)
    return layer


def _cycles(group: NDArray[np.intp], units: pd.Index) -> tuple[tuple[Any, ...], ...]:
    """Name the units that went into one group, in the order of the table."""
    members = [np.flatnonzero(group == group[i]) for i in range(len(group))]
    return tuple(
        tuple(plain(unit) for unit in units[own])
        for i, own in enumerate(members)
        if len(own) > 1 and own[0] == i
    )
