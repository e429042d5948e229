"""One unit: what an index says of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index.engine import plain
from mcdm_index.errors import UnknownColumnError, suggestion

__all__ = ["UnitReport", "unit_report"]


@dataclass(frozen=True, eq=False)
class UnitReport:
    """What an index says of one unit.

    Attributes
    ----------
    unit : label
    nodes : DataFrame
        One row per node: name, depth, score, rank, and of how many units.
    strengths, weaknesses : DataFrame
        The criteria in which it has the best and the worst ranks, those that weigh more
        first where ranks are equal: name, score, rank, effective weight.
    imputed : DataFrame
        Its cells that were imputed: criterion, mean, sd, min, max.
    """

    unit: Any
    nodes: pd.DataFrame
    strengths: pd.DataFrame
    weaknesses: pd.DataFrame
    imputed: pd.DataFrame


def unit_report(result: Any, unit: Any, k: int = 5) -> UnitReport:
    """Gather what an index says of one unit.

    Parameters
    ----------
    result : IndexResult
    unit : label
    k : int, default 5
        How many strengths and weaknesses.

    Raises
    ------
    UnknownColumnError
        There is no such unit; look-alikes are suggested.
    """
    index = result.index
    try:
        known = unit in index
    except TypeError:
        known = False
    if not known:
        words = [str(plain(label)) for label in index]
        msg = f"there is no unit {unit!r}.{suggestion(str(unit), words)}"
        raise UnknownColumnError(msg)
    i = index.get_loc(unit)
    if not isinstance(i, int | np.integer):
        msg = f"{unit!r} names several rows; give all levels of the index"
        raise UnknownColumnError(msg)
    among = len(index)
    if result.period is not None:
        periods = index.get_level_values(result.period)
        among = int((periods == periods[i]).sum())
    nodes = result.weights[["name", "depth"]].assign(
        score=result.scores.iloc[i], rank=result.ranks.iloc[i], units=among
    )
    leaves = nodes.loc[list(result.hierarchy.leaves), ["name", "score", "rank"]]
    leaves = leaves.assign(weight=result.weights["effective"])
    leaves = leaves.sort_values("weight", ascending=False, kind="stable")
    best = leaves.sort_values("rank", kind="stable")
    worst = leaves.sort_values("rank", ascending=False, kind="stable")
    unit = plain(index[i])
    cells = [plain(label) == unit for label in result.imputed["unit"]]
    imputed = result.imputed[np.array(cells, dtype=bool)].drop(columns="unit")
    return UnitReport(unit, nodes, best.head(k), worst.head(k), imputed)
