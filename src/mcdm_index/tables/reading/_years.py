"""Years: what stands in a header or in a column of periods, as whole numbers."""

import re
from collections.abc import Sequence
from typing import Any, Final

from mcdm_index.tables.reading._log import text_of

__all__ = ["periods_of", "year_of"]

_YEAR: Final = re.compile(r"((?:1[89]|20|21)\d\d)\s*(?:年度?)?", re.ASCII)


def year_of(cell: Any) -> int | None:
    """Read 2020, 2020.0 or 2020年 as a year; None if a cell is none.

    >>> year_of("2020年"), year_of("2020Q1")
    (2020, None)
    """
    found = _YEAR.fullmatch(text_of(cell).strip())
    return int(found[1]) if found else None


def periods_of(texts: Sequence[str]) -> list[Any]:
    """Read periods as whole numbers, if all of them are; otherwise leave all.

    >>> periods_of(["2020年", "2021年"]), periods_of(["2020Q1", "2021"])
    ([2020, 2021], ['2020Q1', '2021'])
    """
    years = [year_of(text) for text in texts]
    if all(year is not None for year in years):
        return list(years)
    if all(text.isdecimal() for text in texts):
        return [int(text) for text in texts]
    return list(texts)
