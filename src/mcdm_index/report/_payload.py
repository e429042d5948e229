"""Payload: from a result to the plain values that the page draws from, as JSON."""

import json
import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index.polarity import spell
from mcdm_index.report._rows import Rows
from mcdm_index.report._units import chances, imputed_cells, leads, obstacles, peers
from mcdm_index.report._words import Words

__all__ = ["decimals", "embedded", "payload"]

# What might end a script or a comment, or what an old parser takes for a line's end.
_ESCAPED: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def payload(
    result: Any, rows: Rows, words: Words, *, pages: NDArray[np.bool_]
) -> dict[str, Any]:
    """Gather what the page draws from.

    Parameters
    ----------
    result : IndexResult
    rows : Rows
    words : Words
    pages : ndarray of bool
        Which units get a page. Of the others it holds no raw values.

    Returns
    -------
    dict
        Texts, names, and one list per node with one value per row.
    """
    told = result.grade_codes is not None
    return {
        "lang": words.lang,
        "words": words.texts,
        "units": rows.units,
        "pages": [int(page) for page in pages],
        "periods": rows.periods,
        "shown": rows.shown,
        "comparable": int(result.base != "each period"),
        "draws": result.m,
        "decimals": decimals(result.scores[result.hierarchy.root].to_numpy()),
        "nodes": _nodes(result, words.lang),
        "grades": list(map(str, result.grade_names(words.lang))) if told else [],
        "tiers": _tiers(result, words.lang),
        "rows": _of_rows(result, rows),
        "raw": _raw(result, rows, pages),
        "imputed": {
            str(row): [(j, *_short(np.array(values), 7)) for j, *values in cells]
            for row, cells in imputed_cells(result).items()
            if pages[rows.unit[row]]
        },
    }


def embedded(values: Any) -> str:
    r"""Write plain values as JSON that may stand inside an HTML element.

    Parameters
    ----------
    values : dict, list, str or number

    Examples
    --------
    >>> print(embedded({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    text = json.dumps(
        values, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.translate(_ESCAPED)


def decimals(scores: NDArray[np.float64]) -> int:
    """Choose how many decimals show three digits of the range of scores.

    Parameters
    ----------
    scores : ndarray
        NaN where there is none.

    Examples
    --------
    >>> decimals(np.array([0.2, 0.9])), decimals(np.array([20.0, 90.0]))
    (3, 1)
    """
    known = scores[np.isfinite(scores)]
    spread = float(np.ptp(known / 2) * 2) if len(known) else 0.0
    if not 0 < spread < math.inf:
        return 3
    return int(np.clip(2 - math.floor(math.log10(spread)), 0, 9))


def _nodes(result: Any, lang: str) -> list[dict[str, Any]]:
    """Describe the nodes, in the order of the tree."""
    tree, weights = result.hierarchy, result.weights
    found = []
    for code in tree.codes:
        node = tree[code]
        leaf = not tree.children(code)
        found.append(
            {
                "code": code,
                "name": node.name(lang),
                "parent": None
                if node.parent is None
                else tree.codes.index(node.parent),
                "depth": tree.depth(code),
                "leaf": int(leaf),
                "weight": _short(weights.loc[code, ["effective"]].to_numpy(), 5)[0],
                "unit": node.unit,
                "polarity": spell(node.polarity) if leaf else "",
            }
        )
    return found


def _tiers(result: Any, lang: str) -> list[str]:
    """Name the tiers, best first."""
    if result.tier_codes is None:
        return []
    return list(map(str, result.named_tiers(lang).cat.categories[::-1]))


def _of_rows(result: Any, rows: Rows) -> dict[str, Any]:
    """Give what every row has, one list for each thing."""
    interval, odds = result.intervals, chances(result)
    found = {
        "unit": rows.unit.tolist(),
        "period": rows.period.tolist(),
        "scores": [_short(values, 6) for values in result.scores.to_numpy().T],
        "ranks": [_whole(values) for values in _floats(result.ranks).T],
        "low": _short(_floats(interval["score_low"]), 6),
        "high": _short(_floats(interval["score_high"]), 6),
        "best": _whole(_floats(interval["rank_low"])),
        "worst": _whole(_floats(interval["rank_high"])),
        "peers": peers(result, rows),
        "leads": [
            None if lead is None else (lead[0], round(lead[1], 3))
            for lead in leads(result, rows)
        ],
        "obstacles": [
            [(j, round(degree, 4)) for j, degree in listed]
            for listed in obstacles(result)
        ],
    }
    if result.grade_codes is not None:
        k = len(result.grade_names())
        found["grade"] = [
            k - int(code) if code else None for code in result.grade_codes
        ]
    if result.tier_codes is not None:
        found["tier"] = [int(code) - 1 if code else None for code in result.tier_codes]
    if odds is not None:
        found["chances"] = [_short(row, 3) for row in odds]
    return found


def _raw(result: Any, rows: Rows, pages: NDArray[np.bool_]) -> list[list[Any]]:
    """Give the values of every leaf before normalization, of rows that have a page."""
    stages = result.stages
    table = stages.get("imputed", stages["divided"])
    values = table[list(result.hierarchy.leaves)].to_numpy(dtype=float).copy()
    values[~pages[rows.unit]] = np.nan
    return [_short(column, 7) for column in values.T]


def _floats(values: Any) -> NDArray[np.float64]:
    found: NDArray[np.float64] = values.to_numpy(dtype=float, na_value=np.nan)
    return found


def _short(values: NDArray[np.float64], digits: int) -> list[float | int | None]:
    """Round to some digits; what is not there becomes None, as JSON has it."""
    found: list[float | int | None] = []
    for value in values.tolist():
        if not math.isfinite(value):
            found.append(None)
            continue
        near = float(f"{value:.{digits}g}")
        found.append(int(near) if near.is_integer() and abs(near) < 1e15 else near)
    return found


def _whole(values: NDArray[np.float64]) -> list[int | None]:
    """Give places as whole numbers, None where there is none."""
    return [None if math.isnan(value) else int(value) for value in values.tolist()]
