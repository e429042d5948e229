"""Inspection: from the result of an index to what a reader of it asks next."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector, ranks
from mcdm_index.engine import plain
from mcdm_index.errors import (
    DomainError,
    MCDMError,
    ShapeError,
    UnknownColumnError,
    listing,
    suggestion,
)
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods import adequacy as statistics
from mcdm_index.methods.agreement import MEASURES, kendall

__all__ = [
    "Adequacy",
    "Shift",
    "UnitReport",
    "adequacy",
    "drop_each",
    "relate",
    "shift",
    "unit_report",
]


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


@dataclass(frozen=True, eq=False)
class Adequacy:
    """Whether the children of each group go together.

    Attributes
    ----------
    groups : DataFrame
        One row per group: the number of children, Cronbach's alpha, raw and of
        standardized scores, the Kaiser-Meyer-Olkin measure, Bartlett's statistic with
        its p-value, the share of the first principal component, the number of
        eigenvalues above 1, and a note on what could not be computed, and why.
    children : DataFrame
        One row per child of a group: the parent, its correlation with the parent and
        with the mean of the other children, alpha without it, its KMO and its variance
        inflation factor.
    eigenvalues : DataFrame
        Group, component, eigenvalue, share, cumulative share.
    """

    groups: pd.DataFrame
    children: pd.DataFrame
    eigenvalues: pd.DataFrame


def adequacy(result: Any) -> Adequacy:
    """Compute for every group with two children or more whether they go together.

    Parameters
    ----------
    result : IndexResult
        Mean scores over the draws are taken; leaves are normalized, so that larger is
        better in all.
    """
    groups, children, spectra = {}, [], []
    for code in result.hierarchy.upward():
        below = list(result.hierarchy.children(code))
        if len(below) < 2:
            continue
        X = result.scores[below]
        total = result.scores[code].to_numpy()
        found, each, spectrum = _of_group(X, total)
        groups[code] = {"children": len(below)} | found
        children.append(each.assign(parent=code))
        spectra.append(spectrum.assign(group=code))
    by_group = pd.DataFrame.from_dict(groups, orient="index").rename_axis("group")
    table = pd.concat(children) if children else pd.DataFrame(columns=["parent"])
    first = ["parent", *(column for column in table if column != "parent")]
    values = pd.concat(spectra, ignore_index=True) if spectra else pd.DataFrame()
    return Adequacy(by_group, table[first].rename_axis("child"), values)


def _of_group(
    X: pd.DataFrame, total: Vector
) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """Compute what can be computed; where it cannot, the note says why."""
    notes: dict[str, None] = {}

    def attempt(statistic: Callable[[], Any]) -> Any:
        try:
            return statistic()
        except MCDMError as error:
            notes[str(error)] = None
            return None

    k = X.shape[1]
    sphericity = attempt(lambda: statistics.bartlett_sphericity(X))
    sampling = attempt(lambda: statistics.kmo(X))
    parts = attempt(lambda: statistics.principal_components(X))
    items = attempt(lambda: statistics.item_correlations(X, total))
    found: dict[str, Any] = {
        "alpha": attempt(lambda: statistics.cronbach_alpha(X)),
        "standardized_alpha": attempt(
            lambda: statistics.cronbach_alpha(X, standardized=True)
        ),
        "kmo": sampling and sampling.overall,
        "bartlett": sphericity and sphericity.statistic,
        "p_value": sphericity and sphericity.p_value,
        "first_share": None if parts is None else parts.share[0],
        "above_one": None if parts is None else parts.n_above_one,
    }
    gone = attempt(lambda: statistics.alpha_if_deleted(X)) if k > 2 else None
    inflation = attempt(lambda: statistics.vif(X))
    unknown = np.full(k, np.nan)
    each = pd.DataFrame(
        {
            "with_parent": unknown if items is None else items.with_total,
            "with_others": unknown if items is None else items.with_others,
            "alpha_without": unknown if gone is None else gone,
            "kmo": unknown if sampling is None else sampling.by_criterion,
            "vif": unknown if inflation is None else inflation,
        },
        index=list(X.columns),
    )
    spectrum = pd.DataFrame() if parts is None else _spectrum(parts)
    found = {key: np.nan if value is None else value for key, value in found.items()}
    return found | {"note": "; ".join(notes)}, each, spectrum


def _spectrum(parts: statistics.PrincipalComponents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "component": np.arange(1, len(parts.eigenvalues) + 1),
            "eigenvalue": parts.eigenvalues,
            "share": parts.share,
            "cumulative": parts.cumulative,
        }
    )


def relate(result: Any, external: Any) -> pd.DataFrame:
    """Correlate every node with something from outside, such as an income or a survey.

    Parameters
    ----------
    result : IndexResult
    external : Series
        By the labels of the units; units without a value, or that are not in the index,
        are left out.

    Returns
    -------
    DataFrame
        One row per node: units, the number of those compared; pearson, spearman and
        kendall, from -1 to 1. Where a node or the outside does not vary, 0.

    Raises
    ------
    DomainError, ShapeError
        There are no labels, or fewer than three units in common.
    """
    if not isinstance(external, pd.Series):
        msg = f"what is outside must be a Series by unit, got {type(external).__name__}"
        raise DomainError(msg)
    if not external.index.is_unique:
        msg = "what is outside must have one value per unit, and some labels are twice"
        raise DomainError(msg)
    given = pd.to_numeric(external, errors="coerce")
    given = given[np.isfinite(given.to_numpy(dtype=float))]
    shared = result.index.intersection(given.index)
    if len(shared) < 3:
        msg = f"only {len(shared)} units have a value outside; three are needed"
        raise ShapeError(msg)
    y = given.loc[shared].to_numpy(dtype=float)
    rows = {}
    for code, x in result.scores.loc[shared].items():
        places = [ranks(v, ties="average") for v in (x.to_numpy(), y)]
        rows[code] = {
            "units": len(shared),
            "pearson": _pearson(x.to_numpy(), y),
            "spearman": _pearson(*places),
            "kendall": 0.0 if _constant(*places) else kendall(*places),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")


def _constant(*columns: Vector) -> bool:
    return any(bool((column == column[0]).all()) for column in columns)


def _pearson(x: Vector, y: Vector) -> float:
    if _constant(x, y):
        return 0.0
    unit = [v / np.abs(v).max() for v in (x, y)]
    a, b = (v - v.mean() for v in unit)
    return float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1, 1))


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
        Units that only the first, and only the second has.
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
    shared = before.index.intersection(after.index, sort=False)
    if not len(shared):
        msg = "the two results have no unit in common"
        raise ShapeError(msg)
    score = [r.scores[r.hierarchy.root].loc[shared] for r in (before, after)]
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
    lost = before.index.difference(after.index, sort=False)
    new = after.index.difference(before.index, sort=False)
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
    for code in _at_level(tree, level):
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


def _at_level(tree: Hierarchy, level: Any) -> tuple[str, ...]:
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
