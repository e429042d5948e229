"""What can be wrong in COINr's tables: each function finds problems of one kind."""

import math
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from mcdm_index.coinr._tables import (
    LABELS,
    PARAMETERS,
    TYPES,
    Row,
    asked_by,
    codes_of,
    is_number,
    label,
)
from mcdm_index.criterion import fold
from mcdm_index.errors import listing, suggestion

__all__ = ["data_problems", "header_problems", "meta_problems"]


def header_problems(
    cells: pd.DataFrame, name: str, needed: tuple[str, ...]
) -> Iterator[str]:
    found = list(cells.columns)
    for column in needed:
        if column not in found:
            hint = suggestion(column, found)
            yield f"{name} has no column {column!r}.{hint} It needs {', '.join(needed)}"
    if "" in found:
        yield f"{name} has a column without a name (row 1); name it or take it out"
    for column, times in Counter(filter(None, found)).items():
        if times > 1:
            yield f"{name} has {times} columns {column!r}; keep or rename one"
    if cells.empty:
        yield f"{name} has no row below its header"


def meta_problems(rows: list[Row], method: str) -> Iterator[str]:
    first: dict[str, Row] = {}
    for row in rows:
        twin = first.setdefault(row["iCode"], row)
        if not row["iCode"]:
            yield f"iMeta row {row.line}: iCode is blank; give one or take the row out"
        elif twin is not row:
            yield f"{row.where}: iCode stands in row {twin.line} already; rename one"
    for row in rows:
        kind = row["Type"]
        if kind not in TYPES:
            known = ", ".join(TYPES)
            yield row.not_as("Type", f"one of {known}") + f".{suggestion(kind, TYPES)}"
        elif kind in ("Indicator", "Aggregate"):
            yield from _node_problems(row)
            yield from _parent_problems(row, first)
        if kind == "Indicator":
            yield from _denominator_problems(row, codes_of(rows, "Denominator"))
            yield from _parameter_problems(row, method)
    yield from _tree_problems(rows)


def _node_problems(row: Row) -> Iterator[str]:
    leaf, level = row["Type"] == "Indicator", row.number("Level")
    if leaf and level != 1:
        yield row.not_as("Level", "1 for an Indicator")
    if not leaf and not (level.is_integer() and level >= 2):
        yield row.not_as("Level", "a whole number of 2 or more for an Aggregate")
    if (leaf or row["Direction"]) and row.number("Direction") not in (1, -1):
        yield row.not_as("Direction", "1 or -1")
    if not row.number("Weight") >= 0:
        yield row.not_as("Weight", "a number of 0 or more")


def _parent_problems(row: Row, first: dict[str, Row]) -> Iterator[str]:
    name, above = row["Parent"], first.get(row["Parent"])
    groups = codes_of([*first.values()], "Aggregate")
    leaf = row["Type"] == "Indicator"
    level = 2 if leaf else row.number("Level") + 1
    need = "the iCode of an Aggregate"
    need += "" if math.isnan(level) else f" of Level {level:g}"
    if not name:
        if leaf:
            yield row.not_as("Parent", need)
    elif above is None:
        hint = suggestion(name, groups)
        yield f"{row.where}: Parent {name!r} is no iCode.{hint} Correct it or add a row"
    elif name not in groups and above["Type"] in TYPES:
        yield row.not_as("Parent", need) + f" of Type {above['Type']}"
    elif abs(above.number("Level") - level) > 0:
        yield row.not_as("Parent", need) + f" of Level {above['Level']}"


def _denominator_problems(row: Row, known: list[str]) -> Iterator[str]:
    name = row["Denominator"]
    if name and name not in known:
        need = "an iCode of Type Denominator"
        yield row.not_as("Denominator", need) + f".{suggestion(name, known)}"
    if name and not row.number("ScaleFactor", 1) > 0:
        yield row.not_as("ScaleFactor", "a positive number")


def _parameter_problems(row: Row, method: str) -> Iterator[str]:
    asked = asked_by(row, method)
    if asked is None:
        return
    needed, positive, flag = PARAMETERS[asked]
    low, high = row.number(needed[0]), row.number(needed[-1])
    for key in needed:
        if math.isnan(row.number(key)):
            yield row.not_as(key, f"a number, for {asked}")
    if row[positive] and not row.number(positive) > 0:
        yield row.not_as(positive, "a positive number")
    if row.flag(flag, usual=False) is None:
        yield row.not_as(flag, "TRUE or FALSE")
    if asked in ("goalposts", "minmax", "scaled") and low >= high:
        yield row.not_as(needed[0], f"below {needed[1]}, which is {row[needed[1]]!r}")


def _tree_problems(rows: list[Row]) -> Iterator[str]:
    groups = [row for row in rows if row["Type"] == "Aggregate"]
    tops = [f"row {row.line}, {row['iCode']!r}" for row in groups if not row["Parent"]]
    if len(tops) != 1:
        found = listing(tops) or "none"
        yield f"iMeta: one Aggregate, the root, must have no Parent; got {found}"
    nodes = [row for row in rows if row["Type"] in ("Indicator", "Aggregate")]
    for row in groups:
        below = [node for node in nodes if node["Parent"] == row["iCode"]]
        if not below:
            yield f"{row.where}: no row has this Aggregate for its Parent; take it out"
        elif all(node.number("Weight") == 0 for node in below):
            yield f"{row.where}: the Weights of all that is below are 0; raise one"


def data_problems(data: pd.DataFrame, rows: list[Row]) -> Iterator[str]:
    found: dict[str, list[int]] = {}
    keys = data[[name for name in ("uCode", "Time") if name in data]]
    for line, *labels in keys.itertuples(name=None):
        found.setdefault(" / ".join(labels) if labels[0] else "", []).append(line)
    for key, lines in found.items():
        if not key:
            yield f"iData row {listing(lines)}: uCode is blank; name the unit"
        elif len(lines) > 1:
            yield f"iData rows {listing(lines)} are all {key!r}; keep one of them"
    for code in (*codes_of(rows, "Indicator", "Denominator"), "Time"):
        cells = data[code].items() if code in data else ()
        bad = [f"row {line} ({text!r})" for line, text in cells if not is_number(text)]
        if bad:
            yield (
                f"iData column {code!r}: no number in {listing(bad)}. Write numbers "
                "without units and thousands separators, and a gap as NA or blank"
            )
    blank = [line for line, text in data.get("Time", {}).items() if not label(text)]
    if blank:
        yield f"iData row {listing(blank)}: Time is blank; say when"
    if rows:
        yield from _column_problems(data, rows)


def _column_problems(data: pd.DataFrame, rows: list[Row]) -> Iterator[str]:
    for row in rows:
        code, kind = row["iCode"], row["Type"]
        if code and kind in TYPES and kind != "Aggregate" and code not in data:
            hint = suggestion(code, data.columns)
            yield f"{row.where}: iData has no such column.{hint} Add it or drop the row"
    codes = [row["iCode"] for row in rows]
    for column in data.columns:
        if column not in (*codes, *LABELS):
            hint = suggestion(column, codes)
            yield (
                f"iData column {column!r} (row 1) is no iCode of iMeta.{hint} Give it "
                "a row there, of Type Other if it only comes along, or take it out"
            )
    seen: dict[str, str] = {}
    for code in codes_of(rows, "Indicator", "Denominator"):
        if (twin := seen.setdefault(fold(code), code)) != code:
            yield f"iMeta: iCodes {twin!r} and {code!r} differ only in case; rename one"
