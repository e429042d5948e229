"""Units and names: a label goes in; its name, tidied, and its unit come out."""

import math
import re
from typing import Final

__all__ = ["is_no_unit", "is_unit", "scale_of", "split_unit", "tidy", "unit_note"]

_CJK: Final = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_GAP: Final = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_HIDDEN: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_MARKS: Final = re.compile(r"(?<=.)\s*[①-⑳*†‡]+$")
_WIDE: Final = {
    code: code - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}

_POWERS: Final = dict(
    zip("十百千万亿兆", (10, 100, 1000, 10**4, 10**8, 10**12), strict=True)
)
_SCALES: Final = "(?:十|百|千|万|亿|兆)*"
_CHINESE: Final = (
    "元|美元|欧元|日元|人民币|人次|人年|人·年|人|件|个|户|家|项|篇|部|册|种|所|床|张|"
    "次|台|套|辆|艘|架|座|处|条|株|头|只|只数|份|户次|标准箱|标准煤|吨标准煤|吨公里|"
    "人公里|吨|公斤|千克|克|毫克|微克|公里|千米|米|厘米|毫米|平方米|平方公里|"
    "平方千米|立方米|公顷|亩|升|度|千瓦时|千瓦|兆瓦|天|日|小时|分钟|分|年|月|周岁|岁|"
    "倍|点|级|分贝|摄氏度|百分点|条件单位"
)
_LATIN: Final = (
    r"%|‰|pct|per ?cent|percentage points?|us\$|us ?dollars?|dollars?|usd|cny|rmb|eur|"
    r"euros?|gbp|jpy|yuan|[$€£¥]|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"[kcmµμn]?m[23²³]?|square|cubic|sq|[kmµμ]?g|t|tonnes?|tons?|"
    r"[kmgt]?wh?|k?j|ha|hectares?|l|litres?|liters?|tce|persons?|people|inhabitants?|"
    r"capita|heads?|person-years?|fte|households?|cases?|patents?|items?|years?|yr|"
    r"months?|days?|hours?|h|min|s|°c|db|index|ratio|times"
)
_PART: Final = re.compile(
    rf"(?:{_SCALES}(?:{_CHINESE})|(?:百|千|万|十万|百万|千万|亿|万亿)|{_LATIN})"
)
_NUMBER: Final = re.compile(r"10\^?\d*|1?0+|[1-9]0*", re.ASCII)
_CUTS: Final = re.compile(r"\s*(?:[/／每]|\bper\b)\s*|\s+|(?<=[\w²³])[·*](?=\w)")
_NO_UNIT: Final = frozenset({"没有单位", "无单位", "无", "-", "—", "none", "no unit"})
_BRACKETS: Final = re.compile(r"(.*\S)\s*[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
_SLASH: Final = re.compile(r"(.*\S)\s*[/／]\s*([^/／]+)")
_NOTE: Final = re.compile(
    r"[(（\[]?\s*(?:计量单位|单\s*位|units?)\s*[:：]\s*(.+?)\s*[)）\]]?", re.IGNORECASE
)
# After a slash these are what is divided by: patents/万人 are patents per head.
_PER: Final = re.compile("人|户|元|公里|平方|立方|公顷|亩|年|capita|person|people|head")


def tidy(text: str) -> tuple[str, str]:
    """Write a label without spaces inside Chinese words, marks and wide letters.

    Returns
    -------
    str
        The label.
    str
        What was done; "" if nothing was.

    Examples
    --------
    >>> tidy("上　　海")
    ('上海', 'spaces')
    >>> tidy(" New  York*")
    ('New York', 'spaces, footnote mark')
    """
    if text.isascii() and text.isalnum():
        return text, ""
    spaced = " ".join(_HIDDEN.sub("", text).split())
    closed = _GAP.sub("", spaced)
    unmarked = _MARKS.sub("", closed)
    folded = unmarked.translate(_WIDE)
    done = {
        "spaces": closed != text,
        "footnote mark": unmarked != closed,
        "full-width characters": folded != unmarked,
    }
    return folded, ", ".join(what for what, changed in done.items() if changed)


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit of measurement.

    >>> [is_unit(text) for text in ("亿元", "吨/万人", "km2", "年末", "人口")]
    [True, True, True, False, False]
    """
    parts = [part for part in _CUTS.split(text.strip().lower()) if part]
    words = [part for part in parts if not _NUMBER.fullmatch(part)]
    if words == parts and parts[1:] == [] and re.fullmatch("[a-su-z]", "".join(parts)):
        return False  # (m) may be metres, millions or men
    return bool(words) and all(_PART.fullmatch(word) for word in words)


def is_no_unit(text: str) -> bool:
    """Tell whether a text says that there is no unit."""
    return text.strip().lower() in _NO_UNIT


def split_unit(name: str) -> tuple[str, str | None]:
    """Take the unit off the end of the name of a column.

    >>> split_unit("R&D经费（亿元）")
    ('R&D经费', '亿元')
    >>> split_unit("发明专利授权数/件")
    ('发明专利授权数', '件')
    >>> split_unit("人口（年末）")
    ('人口（年末）', None)
    """
    found = _BRACKETS.fullmatch(name)
    if found and is_unit(found[2]):
        return found[1], found[2].strip()
    found = _SLASH.fullmatch(name)
    if found and is_unit(found[2]) and not _PER.search(found[2].lower()):
        return found[1], found[2].strip()
    return name, None


def scale_of(unit: str) -> tuple[int, str] | None:
    """Split a Chinese unit into a number and what it counts.

    >>> scale_of("亿元"), scale_of("元"), scale_of("km2")
    ((100000000, '元'), (1, '元'), None)
    """
    found = re.fullmatch(f"({_SCALES})({_CHINESE})", unit.strip())
    if not found:
        return None
    return math.prod(_POWERS[letter] for letter in found[1]), found[2]


def unit_note(text: str) -> str | None:
    """Give what stands behind "单位：" or "Unit:"; None if that is not what it is.

    >>> unit_note("（单位：万元）")
    '万元'
    """
    found = _NOTE.fullmatch(text.strip())
    return found[1] if found else None
