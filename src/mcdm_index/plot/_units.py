"""Units: from a result and what is asked of it to the rows and nodes that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import check_whole
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError, UnknownColumnError, suggestion
from mcdm_index.plot._fonts import readable
from mcdm_index.plot._words import Words
from mcdm_index.result import IndexResult

__all__ = [
    "Shown",
    "check_result",
    "choose",
    "class_names",
    "count",
    "dimension_of",
    "find",
    "node_names",
    "pick",
    "title_of",
    "unit_names",
]


@dataclass(frozen=True, eq=False)
class Shown:
    """The rows of a result that a figure shows, best first.

    Attributes
    ----------
    rows : ndarray of int
        Their positions.
    index : pandas.Index
        Their labels, without that of the period.
    names : list of str
        What they are called.
    period : label or None
    remarks : list of str
        Of how many they are, and what is missing or simulated.
    """

    rows: NDArray[np.intp]
    index: pd.Index
    names: list[str]
    period: Any
    remarks: list[str]


def check_result(result: Any) -> IndexResult:
    """Refuse what is no result of an index.

    Raises
    ------
    DomainError
    """
    if isinstance(result, IndexResult):
        return result
    hint = " Fit it first, and take its result_." if hasattr(result, "fit") else ""
    msg = f"an IndexResult is needed, got {type(result).__name__}.{hint}"
    raise DomainError(msg)


def choose(
    result: IndexResult,
    words: Words,
    code: str | None,
    *,
    period: Any,
    top: int | None,
    units: Sequence[Any] | None,
    many: int,
) -> Shown:
    """Choose the units of a figure.

    Parameters
    ----------
    result : IndexResult
    words : Words
    code : str or None
        By the score of which node units are put in order; the root by default.
    period : label or None
        Of a panel; the last by default.
    top : int or None
        How many, the best first; `many` by default.
    units : sequence of labels or None
        Which, instead of the first.
    many : int
    """
    code = result.hierarchy[result.hierarchy.root if code is None else code].code
    if period is None and result.period is not None:
        period = max(result.index.get_level_values(result.period))
    mask, index = result._rows(period)
    here = np.flatnonzero(mask)
    names = unit_names(index, words)
    scores = result.scores[code].to_numpy()[here]
    order = np.argsort(-scores, kind="stable")
    order = order[~np.isnan(scores[order])]
    kept = pick(index, order, top, units, many)
    remarks = [
        words("simulated") if result.provenance["data"]["simulated"] else "",
        count(words, len(kept), len(order), units),
        words("unscored", k=len(here) - len(order)) if len(order) < len(here) else "",
    ]
    called = [names[i] for i in kept]
    return Shown(here[kept], index[kept], called, plain(period), remarks)


def count(words: Words, k: int, n: int, units: Any) -> str:
    """Say how many of how many units are shown."""
    if k == n:
        return words("units", n=n)
    return words("first" if units is None else "chosen", k=k, n=n)


def pick(
    index: pd.Index, order: NDArray[np.intp], top: Any, units: Any, many: int
) -> NDArray[np.intp]:
    """Take the first of some positions in order, or those of the units that are named.

    Raises
    ------
    DomainError
        No unit is left, or both the first and some by name are asked for.
    UnknownColumnError
        There is no such unit, or it has no score.
    """
    if top is not None and units is not None:
        msg = "give either top= or units="
        raise DomainError(msg)
    if units is None:
        kept = order[: many if top is None else check_whole(top, "top")]
    else:
        wished = np.array(find(index[order], units), dtype=np.intp)
        kept = order[np.sort(wished)]
    if not len(kept):
        msg = "there is no unit to draw"
        raise DomainError(msg)
    return np.asarray(kept)


def find(index: pd.Index, units: Any) -> list[int]:
    """Find the places of units.

    Raises
    ------
    UnknownColumnError
        There is no such unit.
    """
    if isinstance(units, str | tuple):
        units = [units]
    places = {plain(label): i for i, label in enumerate(index)}
    found = []
    for unit in units:
        if plain(unit) not in places:
            hint = suggestion(str(unit), map(str, places))
            msg = f"there is no unit {unit!r} with a score.{hint}"
            raise UnknownColumnError(msg)
        found.append(places[plain(unit)])
    return found


def unit_names(index: pd.Index, words: Words, names: Any = None) -> list[str]:
    """Call units by their labels, or by numbers where no font has these.

    Levels that are the same for all units are left out. A mapping may give other names.
    """
    if isinstance(index, pd.MultiIndex):
        same = [i for i, level in enumerate(index.codes) if len(set(level)) == 1]
        index = index.droplevel(same[: index.nlevels - 1])
    called = dict(names or {})
    whole = [called.get(plain(label), plain(label)) for label in index]
    labels = [
        " / ".join(map(str, label)) if isinstance(label, tuple) else str(label)
        for label in whole
    ]
    numbers = [words("unit_number", i=i + 1) for i in range(len(labels))]
    return readable(labels, numbers)


def node_names(result: IndexResult, codes: Sequence[str], words: Words) -> list[str]:
    """Call nodes by their names, or by other names, codes or numbers."""
    nodes = [result.hierarchy[code] for code in codes]
    return readable(
        [node.name(words.lang) for node in nodes],
        [node.name("en") for node in nodes],
        list(codes),
        [words("criterion_number", i=i + 1) for i in range(len(nodes))],
    )


def class_names(names: Sequence[Any], english: Sequence[Any]) -> list[str]:
    """Call grades or tiers, best first, by names that can be drawn, or by numbers."""
    numbers = [str(i + 1) for i in range(len(names))]
    return readable(list(map(str, names)), list(map(str, english)), numbers)


def title_of(
    what: str,
    result: IndexResult,
    words: Words,
    *,
    code: str | None = None,
    period: Any = None,
) -> str:
    """Make a title: what is shown, of which node, when."""
    (name,) = node_names(result, [code or result.hierarchy.root], words)
    when = "" if period is None else f" {period}"
    return f"{name}{when}: {what}" if words.place == 0 else f"{name}{when}：{what}"


def dimension_of(result: IndexResult, code: str) -> str:
    """Find the dimension that a node lies in, or is."""
    tree = result.hierarchy
    while tree.depth(code) > 1:
        code = str(tree[code].parent)
    return code
