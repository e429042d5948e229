"""Facts: from a result to the sentences and the fixed tables of the page."""

from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index.report._payload import decimals
from mcdm_index.report._rows import Rows, joined
from mcdm_index.report._words import Words

__all__ = ["figures", "findings", "left_out", "notes", "places", "tree"]

# With fewer draws, a 95 % interval reaches from the least to the largest of them.
_ENDS_MEET: Final = 40

# With fewer different scores, `IndexResult.gaps` cannot tell a break.
_STEPS: Final = 12


def figures(result: Any, rows: Rows, words: Words) -> list[tuple[str, str]]:
    """Give the sizes of the index, each with what it counts."""
    leaves = len(result.hierarchy.leaves)
    imputed = len(result.imputed)
    found = [
        (f"{n:,}", words(f"{what}_one" if n == 1 else what))
        for what, n in (("units", len(rows.units)), ("indicators", leaves))
    ]
    if rows.periods:
        seen = sorted(set(rows.period.tolist()))
        first, last = rows.periods[seen[0]], rows.periods[seen[-1]]
        found.append((f"{first}–{last}", words("periods", n=len(seen))))
    if imputed:
        share = imputed / (len(rows) * leaves)
        found.append((f"{share:.1%}", words("cells_imputed", n=f"{imputed:,}")))
    if result.m > 1:
        found.append((f"{result.m}", words("draws")))
    return found


def findings(result: Any, rows: Rows, words: Words) -> list[str]:
    """Say in a few sentences what came out, in the last period."""
    root = result.hierarchy.root
    scores = result.scores[root].to_numpy()
    here = np.flatnonzero((rows.period == rows.shown) & ~np.isnan(scores))
    order = here[np.argsort(-scores[here], kind="stable")]
    ranks = result.ranks[root].to_numpy(dtype=float, na_value=np.nan)
    first = [rows.name(i) for i in order if ranks[i] == 1]
    said = [_leaders(first, [rows.name(i) for i in order], words)]
    if rows.periods:
        said[0] = words("in_period", period=rows.periods[rows.shown]) + said[0]
    if result.m > 1:
        said.append(_doubt(result, here, words))
    if len(np.unique(scores[here])) >= _STEPS:
        said += _break(result, rows, words)
    if result.grade_codes is not None:
        said += _crowded(result, words)
    return said


def _leaders(first: list[str], order: list[str], words: Words) -> str:
    if len(first) > 1:
        shown = words.listed(first[:5])
        return words("tied_first", n=len(first), units=shown)
    if len(order) == 1:
        return words("alone", unit=order[0])
    return words("leader", unit=order[0], others=words.listed(order[1:4]))


def _doubt(result: Any, here: Any, words: Words) -> str:
    """Say how many places the interval of a rank spans."""
    interval = result.intervals.iloc[here]
    spans = (interval["rank_high"] - interval["rank_low"] + 1).astype(float)
    middle = f"{np.median(spans):.0f}"
    return words("doubt", middle=middle, most=f"{spans.max():.0f}")


def _break(result: Any, rows: Rows, words: Words) -> list[str]:
    """Name the first break in the ranking that is more than noise."""
    when = None
    if rows.periods:
        labels = result.index.get_level_values(result.period)
        when = labels[np.flatnonzero(rows.period == rows.shown)[0]]
    found = result.gaps(period=when, rng=0).breaks
    if not len(found):
        return []
    step = found.iloc[0]
    names = dict(zip(result.index, map(rows.name, range(len(rows))), strict=True))
    return [
        words(
            "break",
            place=int(step["place"]),
            above=names[step["above"]],
            below=names[step["below"]],
            p=f"{step['p_value']:.3f}",
        )
    ]


def _crowded(result: Any, words: Words) -> list[str]:
    sizes = result.named_grades(words.lang).value_counts()
    most = sizes.idxmax()
    if sizes[most] * 2 <= sizes.sum() or len(sizes) < 2:
        return []
    return [words("crowded", grade=str(most), n=int(sizes[most]), of=int(sizes.sum()))]


def notes(result: Any, rows: Rows, words: Words) -> list[str]:
    """Say what the numbers mean, and what they do not."""
    said = [words("note_scores")]
    if result.m > 1:
        level = "note_interval" if result.m >= _ENDS_MEET else "note_range"
        share = f"{result.imputation_share[result.hierarchy.root]:.2%}"
        said += [words(level, m=result.m), words("note_rank")]
        said.append(words("note_share", share=share))
    elif not result.imputed.empty:
        said.append(words("note_filled_once"))
    else:
        said.append(words("note_complete"))
    if rows.periods:
        alone = result.base == "each period"
        said.append(words("note_each_period" if alone else "note_panel"))
    if not result.partial.empty:
        said.append(words("note_partial", n=len(result.partial)))
    if result.tier_codes is not None:
        said.append(words("note_tiers"))
    if result.grade_codes is not None:
        said.append(words("note_grades"))
        said += [words("note_cuts")] * bool(rows.periods)
    return [*said, words("note_obstacles")]


def tree(result: Any, rows: Rows, words: Words) -> list[dict[str, Any]]:
    """Give the nodes below the root with their weights and leaders."""
    order = _below(result.hierarchy, result.hierarchy.root)
    weights = result.weights.loc[order]
    ends = weights.loc[list(result.hierarchy.leaves), ["effective", "high"]]
    most = float(weights["effective"].max())
    if result.m > 1:
        most = max(most, float(ends.to_numpy().max()))
    counts = result.imputed["criterion"].value_counts() if len(result.imputed) else {}
    found = []
    for code, row in weights.iterrows():
        node = result.hierarchy[code]
        leaf = not result.hierarchy.children(code)
        entry = {
            "name": node.name(words.lang),
            "unit": node.unit,
            "depth": int(row["depth"]) - 1,
            "leaf": leaf,
            "polarity": _direction(node.polarity, words) if leaf else "",
            "local": f"{row['local']:.1%}",
            "effective": f"{row['effective']:.1%}",
            "bar": _percent(row["effective"], most),
            "leader": _leader(result, code, rows, words),
            "imputed": int(counts.get(code, 0)) if leaf else None,
            "ends": None,
            "between": "",
        }
        if result.m > 1:
            entry["ends"] = tuple(_percent(row[end], most) for end in ("low", "high"))
            entry["between"] = f"{row['low']:.1%} – {row['high']:.1%}"
        found.append(entry)
    return found


def _below(tree: Any, code: str) -> list[str]:
    """Give what stands below a node, each group before its own."""
    return [
        one for child in tree.children(code) for one in (child, *_below(tree, child))
    ]


def _percent(value: float, most: float) -> float:
    return round(float(np.clip(value / most if most else 0.0, 0, 1)) * 100, 2)


def _direction(polarity: Any, words: Words) -> str:
    sign = getattr(polarity, "sign", 0)
    return words({1: "more_is_better", -1: "less_is_better"}.get(sign, "best_within"))


def _leader(result: Any, code: str, rows: Rows, words: Words) -> str:
    """Name who is first on a node in the last period, if it is one unit."""
    ranks = result.ranks[code].to_numpy(dtype=float, na_value=np.nan)
    first = np.flatnonzero((ranks == 1) & (rows.period == rows.shown))
    if len(first) == 1:
        return rows.name(first[0])
    return words("shared", n=len(first)) if len(first) else ""


def left_out(result: Any, words: Words) -> list[tuple[str, str]]:
    """List who and what was screened out, and why."""
    return [
        (
            _called(result, row["kind"], row["label"], words.lang),
            words(
                f"out_{row['measure']}" if row["measure"] in _MEASURES else "out_other",
                share=f"{row['share']:.0%}",
                limit=f"{row['limit']:.0%}",
            ),
        )
        for _, row in result.screened.iterrows()
    ]


_MEASURES: Final = ("missing", "zeros", "unique")


def _called(result: Any, kind: str, label: Any, lang: str) -> str:
    """Name a unit, or a criterion that is no longer in the tree."""
    if kind == "unit":
        return joined(label)
    for entry in result.provenance["spec"].get("criteria", ()):
        if entry["code"] == label:
            names = entry.get("name", {})
            return str(names.get(lang) or next(iter(names.values()), label))
    return joined(label)


def places(result: Any, rows: Rows, words: Words) -> list[list[str]]:
    """Give the ranking of the last period as text, for a page without scripts."""
    root = result.hierarchy.root
    table = result.intervals.assign(name=[rows.name(i) for i in range(len(rows))])
    told = []
    if result.grade_codes is not None:
        table["grade"] = result.named_grades(words.lang).astype(object)
        told.append("grade")
    if result.tier_codes is not None:
        table["tier"] = result.named_tiers(words.lang).astype(object)
        told.append("tier")
    digits = decimals(result.scores[root].to_numpy())
    table = table[(rows.period == rows.shown) & table["rank"].notna().to_numpy()]
    table = table.iloc[np.argsort(table["rank"].astype(float), kind="stable")]
    return [
        [
            str(row["rank"]),
            f"{row['rank_low']}–{row['rank_high']}" if result.m > 1 else "",
            row["name"],
            f"{row['score']:.{digits}f}",
            *("" if pd.isna(row[what]) else str(row[what]) for what in told),
        ]
        for _, row in table.iterrows()
    ]
