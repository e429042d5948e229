"""Profiles: in which dimension a unit stands out, or whether it is balanced."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from mcdm_index._numeric import check_whole, ranks
from mcdm_index.diagnosis._table import (
    Table,
    check_number,
    check_word,
    open_table,
    standard_scores,
)
from mcdm_index.errors import DomainError, UnknownColumnError, listing, suggestion

__all__ = ["Profiles", "profiles"]

Scale: TypeAlias = Literal["zscore", "rank"]


@dataclass(frozen=True, eq=False)
class Profiles:
    """The profile of each unit.

    Attributes
    ----------
    shape : DataFrame of shape (n_units, n_dimensions)
        Standing in each dimension, less the mean of the unit's own standings.
    table : DataFrame
        One row per unit: leading, its best dimension; lead, by how much that stands
        over the mean of the others; type; lopsidedness, the standard deviation (ddof 0)
        of its shape; and balance_rank, 1 for the most balanced.
    probability : DataFrame of shape (n_units, n_types) or None
        Share of the draws in which a unit is of each type.
    rule : str
        By which the types were given.
    """

    shape: pd.DataFrame
    table: pd.DataFrame
    probability: pd.DataFrame | None
    rule: str

    def most_balanced(self, n: int = 5) -> pd.DataFrame:
        """Give the rows of the n most balanced units, the most balanced first.

        Parameters
        ----------
        n : int, default 5
        """
        order = np.argsort(self.table["lopsidedness"].to_numpy(), kind="stable")
        return self.table.iloc[order[: check_whole(n, "n")]]

    def most_lopsided(self, n: int = 5) -> pd.DataFrame:
        """Give the rows of the n most lopsided units, the most lopsided first.

        Parameters
        ----------
        n : int, default 5
        """
        order = np.argsort(-self.table["lopsidedness"].to_numpy(), kind="stable")
        return self.table.iloc[order[: check_whole(n, "n")]]


def profiles(
    scores: Any,
    types: Mapping[Hashable, str] | None = None,
    *,
    threshold: float = 0.75,
    scale: Scale = "zscore",
    balanced: str = "balanced",
    draws: Any = None,
) -> Profiles:
    r"""Tell in which of its dimensions each unit stands out, whatever its level.

    Standings bring the dimensions to one scale: :math:`z_{ij}` is the standard score
    (ddof 0) over the units. The shape of a unit is its standings less their own mean,
    and its lead that of its best dimension over the mean of the other p - 1:

    .. math::

        x_{ij} = z_{ij} - \frac{1}{p} \sum_k z_{ik}, \qquad
        \mathrm{lead}_i = \max_j z_{ij} - \frac{1}{p - 1} \sum_{k \ne j} z_{ik}
        = \frac{p}{p - 1} \max_j x_{ij} .

    A unit is led by its best dimension if its lead is `threshold` or more, and balanced
    otherwise. Of dimensions that are equally good the first is the best.

    Parameters
    ----------
    scores : array_like or DataFrame of shape (n_units, n_dimensions)
        Larger is better; two dimensions or more. They may have scales of their own.
    types : mapping, optional
        From dimensions to what a unit led by them is called, such as ``{"A":
        "science-led"}``; ``"A-led"`` by default.
    threshold : float, default 0.75
        In standard deviations over the units.
    scale : {"zscore", "rank"}, default "zscore"
        Standings: standard scores, or normal scores of the ranks,
        :math:`\Phi^{-1}((n + 1 - r_{ij}) / (n + 1))` with ties at their mean rank. Of
        long-tailed scores standard scores say most of the units at the top, and normal
        scores of all alike.
    balanced : str, default "balanced"
        What the others are called.
    draws : array_like of shape (m, n_units, n_dimensions), optional
        The same scores in draws of what was missing; each is standardized by itself.

    Returns
    -------
    Profiles
        A dimension in which all units are equal has standings of 0. One unit alone is
        balanced.

    Raises
    ------
    DomainError
        `threshold` is no number of 0 or more, or two types have one name.
    ShapeError
        There is only one dimension, or draws are those of another table.
    UnknownColumnError
        `types` names a dimension that is not there.
    UnknownMethodError
        `scale` is none of the above.
    DuplicateLabelError, EmptyDataError, MissingDataError, NonFiniteError
    NotNumericError

    Notes
    -----
    How many units chance alone makes stand out depends on how closely the dimensions go
    together. Of three normal dimensions that correlate at 0.9, as those of an index
    often do, 8 % of the units have a lead of 0.75, 29 % one of 0.5 and 1 % one of 1; at
    0.7 it is 39 %, 65 % and 20 %. A type is a description, not a finding: with draws,
    see how often it holds.

    Examples
    --------
    >>> S = pd.DataFrame(
    ...     {"science": [0.9, 0.3, 0.5, 0.1], "industry": [0.6, 0.9, 0.5, 0.1]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> found = profiles(S, {"science": "science-led", "industry": "industry-led"})
    >>> found.table[["lead", "type", "balance_rank"]].round(2)
         lead          type  balance_rank
    Ada  1.26   science-led             3
    Bel  1.82  industry-led             4
    Dun  0.26      balanced             1
    Eri  0.30      balanced             2
    """
    check_word(scale, get_args(Scale), "scale")
    limit = check_number(threshold, "threshold", 0.0)
    table = open_table(scores, columns=2, what="profiles")
    names = _type_names(table, types, balanced)
    z = _STANDINGS[scale](table.scores)
    shape = z - z.mean(axis=-1, keepdims=True)
    kind = _kinds(shape, limit)
    leading = shape.argmax(axis=1)
    spread = np.sqrt((shape * shape).mean(axis=1))
    found = pd.DataFrame(
        {
            "leading": table.columns[leading],
            "lead": _lead(shape),
            "type": pd.Categorical.from_codes(kind, names),
            "lopsidedness": spread,
            "balance_rank": ranks(-spread).astype(np.int64),
        },
        index=table.index,
    )
    chance = None
    if draws is not None:
        chance = _probability(table, table.draws(draws), names, scale, limit)
    rule = (
        f"led by the best dimension if it stands {limit:g} or more over the mean of "
        f"the others ({_SAID[scale]}), else {balanced}"
    )
    return Profiles(table.frame(shape), found, chance, rule)


def _lead(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the lead of the best dimension over the mean of the others."""
    p = shape.shape[-1]
    return np.asarray(shape.max(axis=-1) * p / (p - 1))


def _kinds(shape: NDArray[np.float64], limit: float) -> NDArray[np.intp]:
    """Give the best dimension, or the number of dimensions if it does not stand out."""
    return np.asarray(
        np.where(_lead(shape) >= limit, shape.argmax(axis=-1), shape.shape[-1])
    )


def _probability(
    table: Table,
    draws: NDArray[np.float64],
    names: pd.Index,
    scale: Scale,
    limit: float,
) -> pd.DataFrame:
    """Count how often each unit is of each type."""
    z = _STANDINGS[scale](draws)
    kind = _kinds(z - z.mean(axis=-1, keepdims=True), limit)
    share = [(kind == code).mean(axis=0) for code in range(len(names))]
    return pd.DataFrame(np.transpose(share), table.index, names)


def _type_names(
    table: Table, types: Mapping[Hashable, str] | None, balanced: str
) -> pd.Index:
    """Name the types, one per dimension and the balanced one."""
    given = {} if types is None else dict(types)
    strange = [name for name in given if name not in table.columns]
    if strange:
        hint = suggestion(str(strange[0]), map(str, table.columns))
        msg = f"types of what is no dimension: {listing(map(repr, strange))}.{hint}"
        raise UnknownColumnError(msg)
    names = [given.get(name, f"{name}-led") for name in table.columns] + [balanced]
    if len(set(names)) != len(names):
        msg = f"types must have different names, got {listing(map(repr, names), 9)}"
        raise DomainError(msg)
    return pd.Index(names, name="type")


def _normal_scores(S: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give normal scores of the ranks of the units in (..., n, p)."""
    n = S.shape[-2]
    places = np.swapaxes(ranks(np.swapaxes(S, -1, -2), ties="average"), -1, -2)
    return np.asarray(ndtri((n + 1 - places) / (n + 1)))


_STANDINGS: Final = {"zscore": standard_scores, "rank": _normal_scores}
_SAID: Final = {
    "zscore": "in standard deviations over the units",
    "rank": "in normal scores of the ranks",
}
