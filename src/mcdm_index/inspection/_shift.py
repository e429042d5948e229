"""Shift: how a result differs from one with other choices, or with a node left out."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, ShapeError, listing
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods.agreement import MEASURES

__all__ = ["Shift", "drop_each", "nodes_at", "shift"]


@dataclass(frozen=True, eq=False)
class Shift:
    """How one result differs from another.

    Attributes
    ----------
    units : DataFrame
        One row per unit that both have: score before and after, rank among these units
        before and after, within each period if there are periods, and the places gained
        (positive for up); those that move most come first.
    agreement : Series
        Of the two rankings: spearman, kendall, weighted_spearman, ws and rbo; means
        over the periods if there are some.
    lost, new : tuple
        Units that only the first, and only the second has a score of.
    """

    units: pd.DataFrame
    agreement: pd.Series
    lost: tuple[Any, ...]
    new: tuple[Any, ...]


def shift(before: Any, after: Any) -> Shift:
    """Compare two results on the whole index, over the units that both have.

    Parameters
    ----------
    before, after : IndexResult

    Raises
    ------
    ShapeError
        They have no unit in common.
    """
    first, second = (r.scores[r.hierarchy.root].dropna() for r in (before, after))
    shared = first.index.intersection(second.index, sort=False)
    if not len(shared):
        msg = "the two results have no unit in common"
        raise ShapeError(msg)
    score = [first.loc[shared], second.loc[shared]]
    groups = np.zeros(len(shared), dtype=np.intp)
    if before.period is not None:
        groups = pd.factorize(shared.get_level_values(before.period))[0]
    place = [s.groupby(groups).rank(ascending=False, method="min") for s in score]
    units = pd.DataFrame(
        {
            "score_before": score[0],
            "score_after": score[1],
            "rank_before": place[0].astype(np.int64),
            "rank_after": place[1].astype(np.int64),
            "gained": (place[0] - place[1]).astype(np.int64),
        }
    )
    order = (-units["gained"].abs()).argsort(kind="stable")
    parts = [[p.to_numpy()[groups == g] for p in place] for g in np.unique(groups)]
    agreement = {
        name: float(np.mean([measure(*pair) for pair in parts]))
        for name, measure in MEASURES.items()
    }
    lost = first.index.difference(second.index, sort=False)
    new = second.index.difference(first.index, sort=False)
    return Shift(
        units.iloc[order],
        pd.Series(agreement, name="agreement"),
        tuple(map(plain, lost)),
        tuple(map(plain, new)),
    )


def drop_each(
    result: Any, rerun: Callable[..., Any], level: str | int = "leaf"
) -> pd.DataFrame:
    """Leave out one node after another, with all that is below it, and score anew.

    Parameters
    ----------
    result : IndexResult
    rerun : callable
        Gives the result of the index without some leaves.
    level : {"leaf", "dimension"} or int, default "leaf"
        Which nodes: the criteria, the nodes below the root, or those of a depth.

    Returns
    -------
    DataFrame
        One row per node: by how many places units move on average and at most, which
        unit moves most and from where to where, and Spearman's correlation of the
        rankings; those that matter most come first.

    Raises
    ------
    DomainError
        There is no such level, or nothing would be left.
    """
    tree: Hierarchy = result.hierarchy
    rows = {}
    for code in nodes_at(tree, level):
        gone = set(tree.leaves_below(code))
        rest = [leaf for leaf in tree.leaves if leaf not in gone]
        if not rest:
            msg = f"without {code!r} no criterion is left"
            raise DomainError(msg)
        moved = shift(result, rerun(without=gone))
        most = moved.units.iloc[0]
        rows[code] = {
            "name": tree[code].name(),
            "mean_move": moved.units["gained"].abs().mean(),
            "most_move": int(abs(most["gained"])),
            "unit": plain(moved.units.index[0]),
            "rank_before": int(most["rank_before"]),
            "rank_after": int(most["rank_after"]),
            "spearman": moved.agreement["spearman"],
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("without")
    return table.sort_values("mean_move", ascending=False, kind="stable")


def nodes_at(tree: Hierarchy, level: Any) -> tuple[str, ...]:
    """Give the nodes of a level.

    Parameters
    ----------
    tree : Hierarchy
    level : {"leaf", "dimension"} or int
        The criteria, the nodes below the root, or those of a depth.

    Raises
    ------
    DomainError
        There is no such level, or it is the root.
    """
    if level == "leaf":
        return tree.leaves
    if level == "dimension":
        return tree.dimensions
    depths = {code: tree.depth(code) for code in tree.codes}
    whole = isinstance(level, Integral) and not isinstance(level, bool)
    found = tuple(code for code in tree.codes if whole and depths[code] == level)
    if not found or level == 0:
        known = listing(sorted(set(depths.values()) - {0}))
        msg = (
            "level must be 'leaf', 'dimension' or a depth of the tree (one of "
            f"{known}), got {level!r}"
        )
        raise DomainError(msg)
    return found
