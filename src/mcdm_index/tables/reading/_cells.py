"""Cells: what stands in a cell goes in; a number comes out, and how it was got."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._numeric import Vector

__all__ = [
    "BELOW",
    "MISSING",
    "MISSING_TOKENS",
    "NotANumberError",
    "Number",
    "Rules",
    "number_of",
    "numbers_of",
    "width_folded",
]

MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "#n/a"})
"""What programs write for a missing value."""

MISSING_TOKENS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "unknown, or there is none",
        "-": "no such figure",
        "--": "no such figure",
        "–": "no such figure",
        "—": "no such figure",
        "——": "no such figure",
        ".": "not available",
        "..": "not available",
        ":": "not available",
        "na": "not available",
        "n/a": "not available",
        "n.a.": "not available",
        "#n/a": "not available",
        "nan": "not a number",
        "null": "nothing recorded",
        "none": "nothing recorded",
        "缺失": "missing",
    }
)
"""What is read as missing, and what it means; upper or lower case do not matter.

A full-width form, such as －, is the same as its ordinary one. "…" is not among them:
in yearbooks it stands for a figure that is there, but below the smallest unit shown.
"""

BELOW: Final = ("…", "……")

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED: Final = re.compile(r"([+-]?[1-9]\d{0,2}(?:([,.' ])\d{3})(?:\2\d{3})*)(.*)")
_COMMA: Final = re.compile(r"[+-]?\d+(?:[. ']\d{3})*,\d+", re.ASCII)
_MARKS: Final = re.compile(r"(?<=[\d%‰])\s*(?:[①-⑳*†‡⁰¹²³⁴-⁹]+|\[\d{1,2}\])+$")
_WIDTHS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES: Final = {
    **dict.fromkeys((0x3000, 0xA0, 0x2007, 0x2009, 0x202F), " "),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None),
}
_ALIKE: Final = {0x2212: "-", 0x2019: "'"}


@dataclass(frozen=True)
class Rules:
    """What is read how.

    Parameters
    ----------
    missing : mapping of str to str
        Words for a missing value, folded, with their meaning.
    below : float or None
        What "…" is read as; None refuses it.
    decimal : {".", ","} or None
        The decimal sign; None is a point, as long as no comma could be meant for one.
    semicolons : bool
        The cells were separated by semicolons, so that a comma may be a decimal sign.
    """

    missing: Mapping[str, str]
    below: float | None = 0.0
    decimal: str | None = None
    semicolons: bool = False


class NotANumberError(ValueError):
    """A cell is no number."""


class Number(NamedTuple):
    """A cell that was read.

    Attributes
    ----------
    value : float
        NaN if it is missing.
    what : str
        What was done to get it; "" if nothing was.
    sign : str
        "%" or "‰" if one stood there.
    """

    value: float
    what: str = ""
    sign: str = ""


def width_folded(text: str) -> str:
    """Write full-width letters, digits and signs as ordinary ones.

    >>> width_folded("１２．５％")
    '12.5%'
    """
    return text.translate(_WIDTHS)


def number_of(cell: Any, rules: Rules) -> Number:
    """Read one cell.

    Raises
    ------
    NotANumberError
        The text says why, or is empty if there is no more to say.

    Examples
    --------
    >>> number_of("１,２３４.5①", Rules(MISSING_TOKENS)).value
    1234.5
    >>> number_of("n.a.", Rules(MISSING_TOKENS)).what
    'missing: not available'
    """
    if cell is None:
        return _NOTHING
    if isinstance(cell, bool | np.bool_):
        raise NotANumberError
    if isinstance(cell, int | float | np.number):
        return Number(_float(cell))
    if not isinstance(cell, str):
        raise NotANumberError
    if rules.decimal != "," and _PLAIN.fullmatch(cell):
        return Number(float(cell))
    text = cell.strip(" \t\r\n")
    return _read(text, rules) if text else _NOTHING


def numbers_of(
    cells: Sequence[Any], rules: Rules
) -> tuple[Vector, dict[int, Number | NotANumberError]]:
    """Read many cells; give the values, and by place those that were not plain.

    A cell that cannot be read is NaN among the values, and its error stands at its
    place.
    """
    plain = _plain(cells, rules)
    if plain is not None:
        return plain, {}
    values = np.full(len(cells), np.nan)
    odd: dict[int, Number | NotANumberError] = {}
    for i, cell in enumerate(cells):
        try:
            found = number_of(cell, rules)
        except NotANumberError as error:
            odd[i] = error
            continue
        values[i] = found.value
        if found.what:
            odd[i] = found
    return values, odd


def _plain(cells: Sequence[Any], rules: Rules) -> Vector | None:
    """Read a column in which every cell is a plain number or blank, all at once."""
    kinds = set(map(type, cells))
    if kinds <= {float, type(None)}:
        return np.asarray(cells, dtype=float)
    if kinds != {str} or rules.decimal == ",":
        return None
    if not _LETTERS.issuperset("".join(cells)):
        return None
    try:
        return np.asarray([cell or "nan" for cell in cells], dtype=float)
    except ValueError:
        return None


_LETTERS: Final = frozenset("0123456789.eE+-")
_NOTHING: Final = Number(np.nan)


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return np.inf


def _read(text: str, rules: Rules) -> Number:
    """Take off what is not the number, step by step, and note each."""
    done: list[str] = []

    def step(after: str, what: str) -> str:
        if after != text:
            done.append(what)
        return after

    folded = width_folded(text).translate(_SPACES).strip()
    if folded in BELOW:
        return _below(rules)
    if (word := folded.casefold()) in rules.missing:
        return Number(np.nan, f"missing: {rules.missing[word]}")
    text = step(width_folded(text), "full-width characters")
    text = step(text.translate(_SPACES).strip(), "spaces")
    text = step(_MARKS.sub("", text), "footnote mark")
    text = step(text.translate(_ALIKE), "sign written otherwise")
    sign = text[-1:] if text[-1:] in ("%", "‰") else ""
    text = step(text.removesuffix(sign).rstrip(), f"{sign} sign")
    text = step(_without_groups(text, rules), "thousands separators")
    if rules.decimal == ",":
        if "." in text:
            msg = "a point, where the decimal sign is a comma"
            raise NotANumberError(msg)
        text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text):
        if text.lower().lstrip("+-") in ("inf", "infinity"):
            return Number(np.inf)
        raise NotANumberError(_hint(text, rules))
    return Number(float(text), ", ".join(done), sign)


def _below(rules: Rules) -> Number:
    if rules.below is None:
        msg = "below the smallest unit; say what that is to be read as (below)"
        raise NotANumberError(msg)
    what = f"below the smallest unit, read as {rules.below:g}"
    return Number(float(rules.below), what)


def _without_groups(text: str, rules: Rules) -> str:
    """Take separators out of 1,234,567 and 1 234 567; leave what is in doubt."""
    found = _GROUPED.fullmatch(text)
    if not found or not re.fullmatch(r"(?:[.,]\d*)?", found[3], re.ASCII):
        return text
    mark, rest = found[2], found[3]
    point = rules.decimal or "."
    doubtful = mark == "," and rules.semicolons and rules.decimal is None
    if mark == point or doubtful or (rest and rest[0] != point):
        return text
    return found[1].replace(mark, "") + rest


def _hint(text: str, rules: Rules) -> str:
    if text == "...":
        return "three points have several meanings; say which (missing)"
    if rules.decimal is None and _COMMA.fullmatch(text):
        return "if the comma is the decimal sign, say decimal=','"
    return ""
