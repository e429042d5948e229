"""Fonts: from texts to the families that have their characters, or to other texts."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from mcdm_index.errors import FontWarning, listing

__all__ = ["dress", "families", "plain_text", "readable"]

# Looked for first, in this order; most have all of GB 2312 and more.
_PREFERRED: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "Noto Sans CJK TC",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "SimSun",
)
# Ships with matplotlib, and has the minus sign that many Chinese fonts lack.
_ALWAYS: Final = "DejaVu Sans"


def families(texts: Iterable[str]) -> list[str]:
    """Name the families to draw texts with, the user's own first.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    list of str
        What matplotlib is set to, and behind it what has the characters it lacks.
    """
    own = _own()
    lacking = _lacking(own, frozenset("".join(texts)))
    return [*own, *_search(lacking)[0], _ALWAYS]


def readable(labels: Sequence[str], *instead: Sequence[str]) -> list[str]:
    """Keep the labels that can be drawn, and give others for the rest.

    Parameters
    ----------
    labels : sequence of str
    *instead : sequence of str
        Further choices for each label, the better first; the last is taken if no font
        has any of them.

    Warns
    -----
    FontWarning
        Once in a session, if a label gives way.
    """
    chosen = []
    for choices in zip(labels, *instead, strict=True):
        lacking = _undrawable(choices[0])
        if lacking and instead:
            _warn_once("".join(sorted(lacking)))
        drawable = (choice for choice in choices if not _undrawable(choice))
        chosen.append(plain_text(next(drawable, choices[-1])))
    return chosen


def plain_text(label: str) -> str:
    r"""Write dollars as such, which would begin a formula.

    >>> print(plain_text("US$ per US$"))
    US\$ per US\$
    """
    return label.replace("$", r"\$")


def dress(ax: Any) -> None:
    """Give the texts of a figure fonts for the characters that the user's own lack.

    Parameters
    ----------
    ax : Axes
        Their numbers keep their minus signs, too. What can be drawn stays as it is.
    """
    from matplotlib.text import Text

    own = _own()
    for text in ax.figure.findobj(Text):
        if _lacking(own, frozenset(text.get_text())):
            text.set_fontfamily(families([text.get_text()]))
    if _lacking(own, frozenset("\N{MINUS SIGN}")):
        ax.tick_params(labelfontfamily=[*own, _ALWAYS])


def _undrawable(text: str) -> frozenset[str]:
    return _search(_lacking(_own(), frozenset(text)))[1]


def _own() -> tuple[str, ...]:
    """Give the families that matplotlib is set to."""
    from matplotlib import rcParams

    return tuple(rcParams["font.family"])


def _lacking(own: tuple[str, ...], characters: frozenset[str]) -> frozenset[str]:
    """Give the characters that some families lack; spaces need no font."""
    left = frozenset(c for c in characters if c.isprintable() and not c.isspace())
    for family in own:
        left -= _has(family, left)
    return left


@lru_cache(maxsize=256)
def _search(lacking: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Find families that have characters between them, and what none of them has."""
    found = []
    for family in _candidates() if lacking else ():
        has = _has(family, lacking)
        if has:
            found.append(family)
            lacking -= has
        if not lacking:
            break
    return tuple(found), lacking


def _candidates() -> Iterator[str]:
    """Give the families that are installed, once each, those preferred first."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    # The list that matplotlib keeps does not know what was installed since.
    known = {Path(entry.fname) for entry in fontManager.ttflist}
    for path in findSystemFonts():
        if Path(path) not in known:
            _add(path)
    names = list(dict.fromkeys(entry.name for entry in fontManager.ttflist))
    yield from (name for name in _PREFERRED if name in names)
    yield from (name for name in names if name not in _PREFERRED)


def _add(path: str) -> None:
    """Tell matplotlib of a font; one that it cannot read stays unknown."""
    from matplotlib.font_manager import fontManager

    try:
        fontManager.addfont(path)
    except (OSError, RuntimeError, ValueError):
        return


def _has(family: str, characters: frozenset[str]) -> frozenset[str]:
    """Give those of some characters that a family has."""
    from matplotlib.font_manager import FontProperties, findfont

    try:
        path = findfont(FontProperties(family=[family]), fallback_to_default=False)
    except ValueError:
        return frozenset()
    return _in_file(path, characters)


@lru_cache(maxsize=4096)
def _in_file(path: Any, characters: frozenset[str]) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    try:
        font = get_font(path)
    except (OSError, RuntimeError):
        return frozenset()
    return frozenset(c for c in characters if font.get_char_index(ord(c)))


@cache
def _warn_once(characters: str) -> None:
    if _warn_once.cache_info().currsize:
        return
    msg = (
        f"no font that is installed has the characters {listing(characters)}, so that "
        "other labels stand in their place. Install one, such as Noto Sans CJK (Debian "
        "and Ubuntu: apt install fonts-noto-cjk)"
    )
    warnings.warn(msg, FontWarning, stacklevel=4)
