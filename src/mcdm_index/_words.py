"""Words: from a column, a table or a cell to what it is called in a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from mcdm_index.errors import DomainError, suggestion

__all__ = ["LANGS", "Kind", "cell", "check_lang", "kind_of", "title", "word"]

LANGS: Final = ("en", "zh")
Kind = Literal["whole", "score", "value", "mean", "percent"]


@cache
def _words() -> Mapping[str, Any]:
    text = (files("mcdm_index") / "_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def check_lang(lang: str) -> str:
    """Refuse a language for which there are no words.

    Raises
    ------
    DomainError
    """
    if lang not in LANGS:
        hint = suggestion(str(lang), LANGS)
        msg = f"lang must be {' or '.join(map(repr, LANGS))}, got {lang!r}.{hint}"
        raise DomainError(msg)
    return lang


def _column(key: str, table: str | None) -> Mapping[str, str]:
    own = _words()["tables"].get(table, {})
    found: Mapping[str, str] = own.get(key) or _words()["columns"].get(key, {})
    return found


def word(
    key: str, lang: str = "en", *, table: str | None = None, tex: bool = False
) -> str:
    """Give the header of a column; a key that has none is its own.

    Parameters
    ----------
    key : str
        What the column is called in a DataFrame.
    lang : {"en", "zh"}, default "en"
    table : str, optional
        The table that it stands in, where it may mean something of its own.
    tex : bool, default False
        Whether a letter that is customary is given, in LaTeX, if there is one.

    Examples
    --------
    >>> word("to_ideal", "zh"), word("to_ideal", tex=True), word("gdp")
    ('正理想解距离 D+', '$D^{+}$', 'gdp')
    """
    found = _column(key, table)
    return (tex and found.get("tex")) or found.get(check_lang(lang), key)


def kind_of(key: str, *, table: str | None = None) -> Kind | None:
    """Say how the numbers of a column are written; None if nothing is known of it.

    Parameters
    ----------
    key : str
    table : str, optional

    Examples
    --------
    >>> kind_of("sd"), kind_of("sd", table="weights"), kind_of("gdp")
    ('value', 'score', None)
    """
    found: Any = _column(key, table).get("kind")
    return found  # type: ignore[no-any-return]


def title(table: str, lang: str = "en") -> str:
    """Give the title of a table.

    Parameters
    ----------
    table : str
    lang : {"en", "zh"}, default "en"

    Examples
    --------
    >>> title("imputed"), title("imputed", "zh")
    ('Imputation log', '插补记录')
    """
    found: Mapping[str, str] = _words()["titles"].get(table, {})
    return found.get(check_lang(lang), table)


def cell(key: str, lang: str = "en") -> str:
    """Give a word that stands in a cell, such as "missing"; others stay as they are.

    Parameters
    ----------
    key : str
    lang : {"en", "zh"}, default "en"

    Examples
    --------
    >>> cell("missing", "zh"), cell("something else", "zh")
    ('缺失', 'something else')
    """
    found: Mapping[str, str] = _words()["cells"].get(key, {})
    return found.get(check_lang(lang), key)
