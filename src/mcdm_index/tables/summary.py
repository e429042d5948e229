"""The short summary of a result, as text for a screen."""

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index.engine import plain

__all__ = ["as_record", "summarize"]

# With fewer draws, a 95 % interval reaches from the least to the largest of them.
_ENDS_MEET: Final = 40


def summarize(result: Any, *, lang: str = "en", top: int = 10) -> str:
    """Write what came out: sizes, weights of the dimensions, and the first places.

    Parameters
    ----------
    result : IndexResult
    lang : str, default "en"
        Language of names, grades and tiers.
    top : int, default 10
        How many places to show, of the last period if there are periods.

    Returns
    -------
    str
    """
    parts = [_head(result, lang), _weights(result, lang), _places(result, lang, top)]
    if result.grade_codes is not None:
        parts.append("Grades: " + _sizes(result.named_grades(lang)))
        parts += result.grade_notices(lang)
    if result.tier_codes is not None:
        parts.append("Tiers: " + _sizes(result.named_tiers(lang)))
    return "\n\n".join(parts)


def as_record(result: Any, *, lang: str = "en") -> dict[str, Any]:
    """Write what came out as plain values, for programs that read it.

    Parameters
    ----------
    result : IndexResult
    lang : str, default "en"
        Language of grades, tiers and notices.

    Returns
    -------
    dict
        What JSON can hold; a missing number is None. ``units`` has one entry per row,
        best first (within each period): unit, its label or list of labels; rank,
        rank_low, rank_high, score, score_low, score_high, and grade and tier if there
        are any. ``weights`` has one per node: code, name, parent, local, effective.
        ``imputation`` tells cells and draws, ``screened`` what was left out,
        ``notices`` what a reader should know; ``seed``, ``simulated`` and ``versions``
        stand beside.
    """
    table, record = result.table(lang), result.provenance
    columns = ["rank", "rank_low", "rank_high", "score", "score_low", "score_high"]
    columns += [name for name in ("grade", "tier") if name in table]
    w = result.weights[["name", "parent", "local", "effective"]].reset_index()
    grades = result.grade_codes is not None
    return {
        "units": [
            {"unit": _label(label)} | _values(row)
            for label, row in table[columns].astype(object).iterrows()
        ],
        "weights": [_values(row) for _, row in w.astype(object).iterrows()],
        "imputation": {"cells": len(result.imputed), "draws": result.m},
        "screened": [
            {"kind": kind, "label": _label(label), "reason": reason}
            for kind, label, reason in result.screened[
                ["kind", "label", "reason"]
            ].itertuples(index=False)
        ],
        "notices": list(result.grade_notices(lang)) if grades else [],
        "seed": record["spec"]["seed"],
        "simulated": record["data"]["simulated"],
        "versions": record["versions"],
    }


def _label(label: Any) -> Any:
    parts = [plain(part) for part in (label if isinstance(label, tuple) else [label])]
    told = [p if isinstance(p, int | float | str) else str(p) for p in parts]
    return told if isinstance(label, tuple) else told[0]


def _values(row: pd.Series) -> dict[str, Any]:
    return {
        str(key): None if pd.isna(value) else plain(value) for key, value in row.items()
    }


def _head(result: Any, lang: str) -> str:
    tree = result.hierarchy
    data = result.provenance["data"]
    units = int((result.screened["kind"] == "unit").sum())
    criteria = len(result.screened) - units
    imputed = f"{len(result.imputed)} cells, {result.m} draws"
    if result.imputed.empty:
        imputed = "nothing was missing"
    title = tree[tree.root].name(lang)
    lines = [
        f"{title}: {len(result.index)} units, {len(tree.leaves)} criteria",
        f"  screened out: {units} units, {criteria} criteria",
        f"  imputed: {imputed}",
        f"  seed: {result.provenance['spec']['seed']}",
    ]
    if data["simulated"]:
        lines.insert(0, "SIMULATED DATA: no unit is real\n")
    return "\n".join(lines)


def _weights(result: Any, lang: str) -> str:
    tree, weights = result.hierarchy, result.weights
    rows = [
        (tree[code].name(lang), f"{weights['effective'][code]:.3f}")
        for code in tree.dimensions
    ]
    return "Weights of the dimensions\n" + _aligned(rows)


def _places(result: Any, lang: str, top: int) -> str:
    table, title = result.table(lang), f"Top {min(top, len(result.index))}"
    if result.period is not None:
        periods = table.index.get_level_values(result.period)
        table = table[periods == periods[-1]]
        title = f"Top {min(top, len(table))} in {result.period} {periods[-1]}"
    if result.m > 1:
        what = "range" if result.m < _ENDS_MEET else "95 % interval"
        title += f" (in brackets, the {what} of the rank over {result.m} draws)"
    rows = [
        (
            f"{row['rank']}",
            f"[{row['rank_low']}-{row['rank_high']}]" if result.m > 1 else "",
            f"{row['score']:.4f}",
            _joined(label),
            *(str(row[name]) for name in ("grade", "tier") if name in table),
        )
        for label, row in table.head(top).astype(object).iterrows()
    ]
    text = f"{title}\n{_aligned(rows)}"
    if result.m > 1:
        error = result.intervals["rank_mc_error"].max()
        text += f"\n  Other draws would move a mean rank by about {error:.2f} at most."
    beside = (table["rank"] < table["rank_low"]) | (table["rank"] > table["rank_high"])
    if beside.head(top).any():
        text += (
            "\n  The rank is that of the mean score; it may lie beside the brackets."
        )
    return text


def _joined(label: object) -> str:
    parts = label if isinstance(label, tuple) else (label,)
    return " / ".join(str(part) for part in parts)


def _sizes(classes: pd.Series) -> str:
    counts = classes.value_counts(sort=False)[::-1]
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Line up columns; a Chinese character is two cells wide."""
    widths = np.max([[_width(cell) for cell in row] for row in rows], axis=0)
    return "\n".join(
        "  "
        + "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
