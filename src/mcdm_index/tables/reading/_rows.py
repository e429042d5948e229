"""Rows: those of the body go in; units come out, without subtotals and footnotes."""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from mcdm_index.errors import EmptyDataError, ReadError
from mcdm_index.tables.reading._decode import Line
from mcdm_index.tables.reading._header import Column
from mcdm_index.tables.reading._log import Log, is_blank, text_of
from mcdm_index.tables.reading._units import tidy
from mcdm_index.tables.reading._workbook import Area

__all__ = ["SUBTOTALS", "Labels", "filled_merged", "read_labels", "units_only"]

SUBTOTALS: Final = frozenset(
    {
        *("全国", "全国合计", "全国总计", "合计", "总计", "小计", "总数"),
        *("东部", "中部", "西部", "东北", "沿海地区", "内陆地区"),
        *("东部地区", "中部地区", "西部地区", "东北地区"),
        *("total", "subtotal", "sub-total", "grand total", "national total"),
    }
)
"""Names of rows that are sums of other rows or head a group of them."""

_FOOTNOTE: Final = re.compile(
    r"[*①-⑳\s]*(?:(?:注释?|附注|备注|说明|(?:数据|资料)?来源|notes?|remarks?|"
    r"(?:data )?sources?)\s*\d*\s*[:：.．]|摘编自|本表)",
    re.IGNORECASE,
)

Labels = list[tuple[str, ...]]


def units_only(
    body: Sequence[Line],
    positions: Sequence[int],
    subtotals: Collection[str],
    log: Log,
) -> tuple[list[Line], list[str]]:
    """Leave out footnotes and subtotals; give the rows that stay and the notes.

    Raises
    ------
    EmptyDataError
        Nothing stays.
    """
    names = {tidy(name)[0].casefold() for name in subtotals}
    kept: list[Line] = []
    notes: list[str] = []
    for row, cells in body:
        text = text_of(cells[0]).strip()
        said = {tidy(text_of(cells[j]))[0].casefold() for j in positions}
        if _FOOTNOTE.match(text) or (notes and text and _alone(cells)):
            log.row(row, cells, "footnote")
            notes.append(" ".join(text_of(c).strip() for c in cells).strip())
        elif said & names:
            log.row(row, cells, "heading of a group" if _alone(cells) else "subtotal")
        else:
            kept.append((row, cells))
    if not kept:
        msg = (
            "there is no unit: every row is a subtotal or a footnote. If subtotals are "
            "what you want, keep them (subtotals=())"
        )
        raise EmptyDataError(msg)
    return kept, notes


def _alone(cells: Sequence[Any]) -> bool:
    return sum(not is_blank(cell) for cell in cells) == 1


def filled_merged(
    body: Sequence[Line],
    merged: Sequence[Area],
    columns: Sequence[Column],
    labels: Sequence[int],
    log: Log,
) -> list[Line]:
    """Write a label that spans several rows into each of them.

    Raises
    ------
    ReadError
        Other cells of the body are merged.
    """
    cells_of = dict(body)
    for area in merged:
        rows = [row for row in range(area.top, area.bottom + 1) if row in cells_of]
        if not rows:
            continue
        if area.left != area.right or area.left not in labels or area.top != rows[0]:
            msg = (
                f"merged cells {area.address}: undo the merging and fill in every cell"
            )
            raise ReadError(msg)
        value = cells_of[area.top][area.left]
        for row in rows[1:]:
            cells = cells_of[row] = list(cells_of[row])
            cells[area.left] = value
            name = columns[area.left].name
            log.cell(row, name, "", value, "filled from the merged cell above")
    return list(cells_of.items())


def read_labels(
    body: Sequence[Line], columns: Sequence[Column], positions: Sequence[int], log: Log
) -> Labels:
    """Read what names each row; refuse blanks.

    Raises
    ------
    ReadError
        A label is blank.
    """
    keys: Labels = []
    for row, cells in body:
        key = []
        for j in positions:
            raw = text_of(cells[j])
            label, done = tidy(raw)
            if not label:
                msg = (
                    f"row {row}, column {columns[j].name!r}: the name of the unit is "
                    "blank. If the row belongs to the header, say so (header); if it "
                    "is no unit, take it out"
                )
                raise ReadError(msg)
            if done:
                log.cell(row, columns[j].name, raw, label, done)
            key.append(label)
        keys.append(tuple(key))
    return keys
