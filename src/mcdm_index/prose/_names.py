"""Names: from a method and its options to the phrase that stands for it in a text."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from mcdm_index._registry import Kind, get
from mcdm_index.prose._references import CUSTOM

__all__ = ["Named", "load", "named", "number"]


class Named(NamedTuple):
    """What a method is called, and the sources that go with it.

    Attributes
    ----------
    phrase : str
    cites : tuple of str
    """

    phrase: str
    cites: tuple[str, ...] = ()


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read one of the tables of words that lie beside this module."""
    path = files("mcdm_index.prose") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def named(
    kind: Kind, method: Any, options: Mapping[str, Any] | None, lang: str
) -> Named:
    """Give the phrase for a method with its options, and its sources.

    Parameters
    ----------
    kind : str
    method : str or callable
    options : mapping or None
    lang : {"en", "zh"}

    Examples
    --------
    >>> named("scoring", "topsis", {"p": 1.0}, "en").phrase
    'TOPSIS (weights inside the distance, p = 1)'
    >>> named("weighting", len, None, "en").phrase
    "a function of the authors' own, `len`"
    """
    said = load("sentences")["names"]
    if not isinstance(method, str):
        what = getattr(method, "__qualname__", type(method).__qualname__)
        told = _told({}, dict(options or {}), {}, lang)
        return Named(_with(said["function"][lang].format(name=what), told, lang))
    entry = get(kind, method)
    words = load("names").get(kind, {}).get(entry.name, {})
    ours = entry.func.__module__.startswith("mcdm_index.")
    plain = said["method" if ours else "own"][lang].format(name=entry.name)
    given = entry.defaults | dict(options or {})
    known = words.get("options", {})
    kept = words.get("always", ())
    usual = {key: each for key, each in entry.defaults.items() if key not in kept}
    told = _told(known, given, usual, lang)
    cites = [entry.cite] if entry.cite not in ("", CUSTOM) else []
    for option, values in known.items():
        more = values.get(str(given[option]), {}).get("cite")
        cites += [more] if more else []
    return Named(_with(words.get(lang, plain), told, lang), tuple(cites))


def _told(
    known: Mapping[str, Any],
    given: Mapping[str, Any],
    usual: Mapping[str, Any],
    lang: str,
) -> list[str]:
    """Say in words what must be known, and by name what is not as usual."""
    told = [
        words[str(given[option])][lang]
        for option, words in known.items()
        if str(given.get(option)) in words
    ]
    for option, value in given.items():
        if option in known or (option in usual and _same(value, usual[option])):
            continue
        told.append(f"{option} = {_value(value)}")
    return told


def _same(value: Any, usual: Any) -> bool:
    if value is None or usual is None:
        return value is usual
    return bool(np.array_equal(value, usual))


def _value(value: Any) -> str:
    """Write the value of an option; of many, the first and the last."""
    if isinstance(value, Mapping):
        parts = [f"{key}: {_value(each)}" for key, each in value.items()]
        return "{" + ", ".join(_few(parts)) + "}"
    if callable(value):
        return f"`{getattr(value, '__qualname__', type(value).__qualname__)}`"
    if isinstance(value, str) or not np.iterable(value):
        return number(value)
    return "[" + ", ".join(_few([_value(each) for each in value])) + "]"


def _few(parts: list[str]) -> list[str]:
    return parts if len(parts) <= 8 else [*parts[:3], "...", parts[-1]]


def number(value: Any) -> str:
    """Write a number without what it does not need; anything else as it is.

    >>> number(2.0), number(0.05), number("auto")
    ('2', '0.05', 'auto')
    """
    if isinstance(value, float | np.floating):
        return f"{value:g}"
    return str(value)


def _with(phrase: str, told: list[str], lang: str) -> str:
    if not told:
        return phrase
    if lang == "zh":
        return f"{phrase}（{'，'.join(told)}）"
    return f"{phrase} ({', '.join(told)})"
