"""Names: labels as they are met and names that are known go in; suggestions come out.

Nothing is replaced: who a unit is, is for a person to say.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from mcdm_index.errors import DomainError, EmptyDataError

__all__ = ["suggest_names"]

_COLUMNS: Final = ("name", "count", "suggestion", "why", "candidates")
# What is added to the proper name of a place, the longest first.
_KIND: Final = re.compile(
    "(?:(?:[壮回维吾尔藏苗彝侗土家布依朝鲜蒙古哈萨克傣景颇傈僳羌]+族)*自治[区州县旗]|"
    "特别行政区|省|市|地区|盟|州|县|区)$"
)
_EDGES: Final = re.compile(r"[\s*†‡①-⑳]+")
_ALIKE: Final = 0.8  # of the letters of a word


def suggest_names(names: Any, known: Iterable[str]) -> pd.DataFrame:
    """Suggest for each name that is not known the known one that is probably meant.

    Three things are tried in turn, up to the first that leads to a known name: the same
    without spaces, marks, upper case and full-width letters; the same without what kind
    of place it is (北京 and 北京市); and what differs by one letter, or in longer words
    by few. If several known names are as near, none is suggested and all are given as
    candidates: 山两 may be 山西 or 山东. Names that sound alike are not taken for each
    other.

    Parameters
    ----------
    names : DataFrame, Series, or iterable of str
        Names as they are met; of a frame, the labels of its rows (their first level);
        of a Series, its values.
    known : iterable of str
        Names as they should be. Leave out those that cannot be meant, such as those
        that stand in the same table already, and there are fewer candidates.

    Returns
    -------
    DataFrame
        One row per name that is not known, in the order in which they appear: the name;
        how often it stands there (count); the suggestion, None if there is not exactly
        one; why; and the candidates.

    Raises
    ------
    DomainError
        `names` or `known` is a single text, or holds something that is no text.
    EmptyDataError
        No name is known.

    Examples
    --------
    >>> known = ["北京", "山东", "山西", "内蒙古"]
    >>> found = suggest_names(["北　京", "北京市", "内蒙占", "山两", "山东"], known)
    >>> found[["name", "suggestion", "why"]]
      name suggestion                    why
    0  北　京         北京  spaces, width or marks
    1  北京市         北京          kind of place
    2  内蒙占        内蒙古    one letter differs
    3   山两       None    one letter differs
    >>> found["candidates"][3]
    ('山东', '山西')
    """
    met = Counter(_texts(names, "names"))
    right = dict.fromkeys(_texts(known, "known"))
    if not right:
        msg = "there is no known name to suggest"
        raise EmptyDataError(msg)
    rows = []
    for name, count in met.items():
        if name in right:
            continue
        why, candidates = _candidates(name, list(right))
        single = candidates[0] if len(candidates) == 1 else None
        rows.append((name, count, single, why, candidates))
    table = pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object)
    return table.astype({"count": int})


def _texts(names: Any, what: str) -> list[str]:
    if isinstance(names, pd.DataFrame):
        names = names.index.get_level_values(0)
    texts = [] if isinstance(names, str) else list(names)
    wrong = [t for t in texts if not isinstance(t, str)]
    if wrong or isinstance(names, str):
        came = wrong[0] if wrong else names
        msg = f"{what} must be texts, several of them, got {came!r}"
        raise DomainError(msg)
    return texts


def _candidates(name: str, known: list[str]) -> tuple[str, tuple[str, ...]]:
    """Give the names that are nearest, and in what way they are near."""
    for why, reduce in (
        ("spaces, width or marks", _bare),
        ("kind of place", lambda text: _KIND.sub("", _bare(text)) or _bare(text)),
    ):
        met = reduce(name)
        same = tuple(other for other in known if reduce(other) == met)
        if met and same:
            return why, same
    met = _KIND.sub("", _bare(name))
    bare = {other: _KIND.sub("", _bare(other)) for other in known}
    off = tuple(other for other, text in bare.items() if _one_off(met, text))
    if off:
        return "one letter differs", off
    close = difflib.get_close_matches(met, set(bare.values()), n=3, cutoff=_ALIKE)
    near = tuple(other for other, text in bare.items() if text in close[:1])
    return ("alike", near) if near else ("nothing alike", ())


def _bare(text: str) -> str:
    """Take away spaces and marks, width and case."""
    return _EDGES.sub(
        "", unicodedata.normalize("NFKC", _EDGES.sub("", text))
    ).casefold()


def _one_off(one: str, other: str) -> bool:
    """Tell whether one letter was replaced, put in or left out, and one is the same."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 2:
        return False
    short, long = sorted((one, other), key=len)
    ahead = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    if len(short) == len(long):
        return short[ahead + 1 :] == long[ahead + 1 :]
    return short[ahead:] == long[ahead + 1 :]
