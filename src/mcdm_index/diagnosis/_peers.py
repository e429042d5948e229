"""Peers: who is like a unit, and what parts it from the next better tier."""

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector, check_whole, divide, real_numbers, within_floats
from mcdm_index.diagnosis._table import Table, check_word, open_table
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, MissingDataError

__all__ = ["NextTier", "next_tier", "peers"]

Space: TypeAlias = Literal["level", "shape"]
Target: TypeAlias = Literal["mean", "median", "weakest"]


def peers(
    scores: Any,
    unit: Any,
    k: int = 5,
    within: Any = None,
    *,
    by: Space = "level",
    standardize: bool = True,
) -> pd.DataFrame:
    r"""Find the units whose profiles are nearest to that of a unit.

    .. math::

        d_i = \sqrt{\textstyle\sum_j (x_{ij} - x_{uj})^2}

    Parameters
    ----------
    scores : array_like or DataFrame of shape (n_units, n_dimensions)
    unit : label
        As in the row index; a position if there is none.
    k : int, default 5
        How many peers.
    within : array_like or Series of shape (n_units,), optional
        Tiers, or any other groups: only units of the same one are looked at.
    by : {"level", "shape"}, default "level"
        x is the scores themselves, or the scores less the unit's own mean, so that a
        weak unit may be the peer of a strong one that is strong in the same.
    standardize : bool, default True
        Whether x is made of standard scores (ddof 0), over all units; if not,
        dimensions that vary more count for more.

    Returns
    -------
    DataFrame
        One row per peer, the nearest first and of equally near ones the first of the
        table: distance, and by how much its x is above that of the unit in each
        dimension (under "difference"; columns have two levels). There are fewer than k
        rows where the group has fewer others.

    Raises
    ------
    UnknownColumnError
        There is no such unit.
    MissingDataError
        The unit has no group.
    DomainError
        k is no whole number of 1 or more.
    ShapeError, UnknownMethodError, DuplicateLabelError, EmptyDataError
    NonFiniteError, NotNumericError

    Examples
    --------
    >>> S = pd.DataFrame(
    ...     {"science": [0.9, 0.8, 0.2, 0.4], "industry": [0.5, 0.4, 0.1, 0.8]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> peers(S, "Ada", 2)["distance"].round(2).to_dict()
    {'Bel': 0.53, 'Eri': 2.12}
    >>> peers(S, "Ada", 2, by="shape")["distance"].round(2).to_dict()
    {'Bel': 0.04, 'Dun': 0.6}
    """
    check_word(by, get_args(Space), "space")
    table = open_table(scores)
    u, k = table.place(unit), check_whole(k, "k")
    x = table.standardized() if standardize else table.scores
    with within_floats():
        if by == "shape":
            x = x - x.mean(axis=1, keepdims=True)
        apart = x - x[u]
    others = np.ones(len(x), dtype=bool)
    if within is not None:
        others = _same_group(table.by_unit(within, "within"), u, unit)
    others[u] = False
    candidates = np.flatnonzero(others)
    peak = np.abs(apart).max(initial=0.0)
    scaled = divide(apart, peak)
    distance = peak * np.sqrt((scaled * scaled).sum(axis=1))
    nearest = candidates[np.argsort(distance[candidates], kind="stable")[:k]]
    found = {("distance", ""): distance[nearest]}
    for j, name in enumerate(table.columns):
        found["difference", name] = apart[nearest, j]
    return pd.DataFrame(found, index=table.index[nearest])


def _same_group(groups: Any, u: int, unit: Any) -> Any:
    """Mark the units of the same group as one of them."""
    codes = pd.factorize(np.asarray(groups, dtype=object))[0]
    if codes[u] < 0:
        msg = f"unit {unit!r} has no group in within"
        raise MissingDataError(msg)
    return codes == codes[u]


@dataclass(frozen=True, eq=False)
class NextTier:
    """What parts a unit from the next better tier.

    Attributes
    ----------
    unit : label
    tier, target_tier : label
        Of the unit, and the next better one that has a member; None if there is none.
    members : tuple
        The units of that tier.
    weakest : label
        The member with the lowest weighted sum; None if there is none.
    table : DataFrame
        One row per dimension, those that part most first: own score; target; gap,
        target less own; weight; weighted, gap times weight; and share, the part of what
        the unit lacks, which sums to 1. Where the unit is ahead the gap is negative and
        the share 0. Empty if there is no better tier.
    reason : str or None
        Why the table is empty.
    """

    unit: Any
    tier: Any
    target_tier: Any
    members: tuple[Any, ...]
    weakest: Any
    table: pd.DataFrame
    reason: str | None


def next_tier(
    scores: Any,
    tiers: Any,
    unit: Any,
    *,
    weights: Any = None,
    target: Target = "mean",
) -> NextTier:
    r"""Tell what separates a unit from the next better tier.

    With the scores :math:`t_j` of that tier and weights :math:`w_j`,

    .. math::

        \mathrm{gap}_j = t_j - s_{uj}, \qquad
        \mathrm{share}_j = \frac{w_j \max(\mathrm{gap}_j, 0)}
        {\sum_k w_k \max(\mathrm{gap}_k, 0)} .

    Parameters
    ----------
    scores : array_like or DataFrame of shape (n_units, n_dimensions)
        Dimensions or indicators on one scale.
    tiers : array_like or Series of shape (n_units,)
        Ordered categories with the best last, as ``IndexResult.tiers`` has them, or
        numbers from 1, the best.
    unit : label
        As in the row index; a position if there is none.
    weights : array_like, mapping or Series of shape (n_dimensions,), optional
        At the top of the index; equal by default. They are scaled to sum 1.
    target : {"mean", "median", "weakest"}, default "mean"
        Of the tier: its mean or its median in each dimension, or the scores of its
        weakest member, the one with the lowest weighted sum.

    Returns
    -------
    NextTier
        For a unit of the best tier its table is empty, and `reason` says why. Who lacks
        nothing in any dimension has shares of 0.

    Raises
    ------
    DomainError
        Tiers have no order.
    UnknownColumnError
        There is no such unit.
    MissingDataError
        A unit has no tier.
    ShapeError, UnknownMethodError, DuplicateLabelError, EmptyDataError
    NonFiniteError, NotNumericError, WeightsError

    Examples
    --------
    >>> S = pd.DataFrame(
    ...     {"science": [0.9, 0.7, 0.5], "industry": [0.7, 0.5, 0.5]},
    ...     index=["Ada", "Bel", "Dun"],
    ... )
    >>> found = next_tier(S, [1, 1, 2], "Dun")
    >>> found.target_tier, found.weakest
    (1, 'Bel')
    >>> found.table[["gap", "share"]].round(2)
              gap  share
    science   0.3   0.75
    industry  0.1   0.25
    >>> next_tier(S, [1, 1, 2], "Ada").reason
    "'Ada' is in the best tier"
    """
    check_word(target, get_args(Target), "target")
    table = open_table(scores)
    u, w = table.place(unit), table.weights(weights)
    labels, place = _places(table.by_unit(tiers, "tiers"), table)
    unit, tier = plain(table.index[u]), labels[u]
    better = place[place < place[u]]
    if not len(better):
        empty = pd.DataFrame(columns=_COLUMNS, index=table.columns[:0], dtype=float)
        reason = f"{unit!r} is in the best tier"
        return NextTier(unit, tier, None, (), None, empty, reason)
    rows = np.flatnonzero(place == better.max())
    T = table.scores[rows]
    lowest = int(np.argmin(T @ w))
    with within_floats():
        goal = {"mean": T.mean(axis=0), "median": np.median(T, axis=0)}
        found = _parting(table, u, goal.get(target, T[lowest]), w)
    members = tuple(plain(label) for label in table.index[rows])
    weakest, above = members[lowest], labels[rows[0]]
    return NextTier(unit, tier, above, members, weakest, found, None)


_COLUMNS: Final = ["own", "target", "gap", "weight", "weighted", "share"]


def _parting(table: Table, u: int, goal: Vector, w: Vector) -> pd.DataFrame:
    own = table.scores[u]
    gap = goal - own
    lacks = w * np.maximum(gap, 0.0)
    scaled = divide(lacks, lacks.max())
    parts = [own, goal, gap, w, w * gap, divide(scaled, scaled.sum())]
    found = pd.DataFrame(dict(zip(_COLUMNS, parts, strict=True)), table.columns)
    return found.iloc[np.argsort(-found["weighted"].to_numpy(), kind="stable")]


def _places(tiers: Any, table: Table) -> tuple[list[Any], Vector]:
    """Give the label of the tier of each unit, and its place, the best lowest."""
    values = pd.Series(tiers) if not isinstance(tiers, pd.Series) else tiers
    gaps = np.flatnonzero(values.isna())
    if len(gaps):
        msg = f"{table.rows.row(int(gaps[0]))} has no tier"
        raise MissingDataError(msg)
    labels = list(map(plain, values))
    if isinstance(values.dtype, pd.CategoricalDtype) and values.dtype.ordered:
        return labels, -np.asarray(values.cat.codes, dtype=float)
    numbers = real_numbers(labels)
    if numbers is None or isinstance(values.dtype, pd.CategoricalDtype):
        msg = (
            "tiers must be ordered categories with the best last, or numbers from 1, "
            f"the best; got {labels[0]!r}"
        )
        raise DomainError(msg)
    return labels, numbers
