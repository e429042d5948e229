"""One score of a panel, opened and held to its range."""

from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Vector
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, ShapeError, listing
from mcdm_index.trends._panel import Panel, Places, read_panel

__all__ = ["first_and_last", "read_score", "refuse"]


def read_score(scores: Any, unit: Hashable, period: Hashable) -> tuple[Panel, Vector]:
    """Open a panel of one score, and give its values; NaN where a unit is absent."""
    panel = read_panel(scores, unit, period)
    if panel.scores.shape[1] != 1:
        found = listing(map(repr, panel.rows.names))
        msg = f"one score is needed, not several; choose one of {found}"
        raise ShapeError(msg)
    return panel, panel.scores[:, 0]


def refuse(panel: Panel, bad: NDArray[np.bool_], why: str) -> None:
    """Refuse scores that a statistic is not defined for, naming units and periods."""
    if bad.any():
        values = panel.scores[:, 0]
        found = listing(
            f"{plain(panel.units[panel.unit[i]])!r} in "
            f"{plain(panel.periods[panel.place[i]])!r} has {values[i]:g}"
            for i in np.flatnonzero(bad)
        )
        msg = f"{found}: {why}"
        raise DomainError(msg)


def first_and_last(panel: Panel, y: Vector) -> tuple[Places, Vector, Vector]:
    """Give the units that have a score in the first and in the last period, and both.

    They stand in the order of their scores, so that no sum depends on that of the rows.
    """
    wide = np.full((len(panel.units), len(panel.periods)), np.nan)
    wide[panel.unit, panel.place] = y
    first, last = wide[:, 0], wide[:, -1]
    kept = np.flatnonzero(~np.isnan(first) & ~np.isnan(last))
    kept = kept[np.lexsort((last[kept], first[kept]))]
    return kept, first[kept], last[kept]
