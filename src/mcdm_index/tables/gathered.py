"""Gathered: every table of a result, by name, as labelled DataFrames."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from mcdm_index.tables._parts import score_parts, weight_parts
from mcdm_index.tables._sheet import Sheet, sheet_of

__all__ = ["LISTS", "flattened", "sheets", "tables"]

# Tables whose rows are findings, without labels of their own.
LISTS: Final = ("denominated", "screened", "imputed", "treated", "partial")
# Shown also if there is nothing in them, since that is worth knowing.
_ALWAYS: Final = ("screened", "imputed")


def tables(result: Any, lang: str = "en") -> dict[str, pd.DataFrame]:
    """Give every table of a result, under the names that columns have in Python.

    Parameters
    ----------
    result : IndexResult
    lang : str, default "en"
        Language of the names of grades and tiers.

    Returns
    -------
    dict of str to DataFrame
        result, scores, ranks, intervals, weights and parts, with what lies behind both
        weights and scores where the methods keep it; denominated, screened, imputed,
        treated and partial; treatment, grades and tiers if the index has them.
    """
    found = {
        "result": result.table(lang),
        "scores": result.scores,
        "ranks": result.ranks,
        "intervals": result.intervals,
        "weights": weights(result),
        "parts": parts(result),
    } | {name: getattr(result, name) for name in LISTS}
    if not result.treatment.empty:
        found["treatment"] = result.treatment
    if result.grade_codes is not None:
        found["grades"] = result.named_grades(lang).to_frame()
    if result.tier_codes is not None:
        found["tiers"] = result.named_tiers(lang).to_frame()
    if not len(found["parts"].columns):
        del found["parts"]
    return found


def weights(result: Any) -> pd.DataFrame:
    """Put what lies behind the weights beside them.

    Parameters
    ----------
    result : IndexResult

    Returns
    -------
    DataFrame
        One row per node: name, parent, depth; the columns of `weight_parts`; local,
        effective, sd, low and high.
    """
    w: pd.DataFrame = result.weights
    behind, first = weight_parts(result), ["name", "parent", "depth"]
    return w[first].join(behind).join(w.drop(columns=first))


def parts(result: Any) -> pd.DataFrame:
    """Give what lies behind the scores of every group, from the top down.

    Parameters
    ----------
    result : IndexResult

    Returns
    -------
    DataFrame
        One row per unit. The columns of the whole index are called as in `score_parts`,
        those of the groups below it by their code as well: ``"A: to_ideal"``.
    """
    tree, found = result.hierarchy, []
    for code in tree.codes:
        if code in result.inputs:
            behind = score_parts(result, code)
            if code != tree.root:
                behind = behind.add_prefix(f"{code}: ")
            found.append(behind)
    return pd.concat(found, axis=1)


def flattened(record: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Write nested values under one key each.

    Parameters
    ----------
    record : mapping
    before : str
        What stands in front of every key.

    Examples
    --------
    >>> flattened({"a": {"b": 1}, "c": [{"d": 2}, 3], "e": []})
    {'a.b': 1, 'c.1.d': 2, 'c.2': 3, 'e': ''}
    """
    found: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, list | tuple):
            value = {str(i): each for i, each in enumerate(value, start=1)}  # noqa: PLW2901
        if isinstance(value, Mapping) and value:
            found |= flattened(value, f"{name}.")
        else:
            found[name] = "" if isinstance(value, Mapping) else value
    return found


def sheets(result: Any, lang: str = "en") -> list[Sheet]:
    """Give every table of a result in the words of a language.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}, default "en"

    Returns
    -------
    list of Sheet
        Those that hold nothing are left out, but for what was screened and imputed.
    """
    found = []
    for name, table in tables(result, lang).items():
        if name in ("grades", "tiers"):  # they stand beside the ranks
            continue
        if name in LISTS and table.empty and name not in _ALWAYS:
            continue
        told = table
        if lang != "en":
            told = table.drop(columns="reason", errors="ignore")
        if name == "weights":
            told = named_weights(told, result, lang)
        sheet = sheet_of(name, told, result.hierarchy, lang, index=name not in LISTS)
        found.append(sheet)
    record = pd.DataFrame(
        list(flattened(result.provenance).items()), columns=["key", "value"]
    )
    found.append(sheet_of("provenance", record, result.hierarchy, lang, index=False))
    return found


def named_weights(table: pd.DataFrame, result: Any, lang: str) -> pd.DataFrame:
    """Name the nodes of the table of weights in a language.

    Parameters
    ----------
    table : DataFrame
    result : IndexResult
    lang : {"en", "zh"}
    """
    tree = result.hierarchy
    return table.assign(name=[tree[code].name(lang) for code in table.index])
