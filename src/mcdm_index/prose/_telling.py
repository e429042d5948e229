"""Telling: sentences by their keys, with counts, lists and sources in a language."""

from collections.abc import Iterable, Sequence
from typing import Any

from mcdm_index._words import check_lang
from mcdm_index.prose._names import load
from mcdm_index.prose._references import cited

__all__ = ["Count", "Telling"]


class Count(int):
    """A number that is written with its noun: ``{n:unit|units}``.

    >>> "{:unit|units}, {:unit|units}, {}".format(Count(1), Count(1200), Count(3))
    '1 unit, 1,200 units, 3'
    """

    def __format__(self, words: str) -> str:
        number = f"{int(self):,}"
        one, _, many = words.partition("|")
        return f"{number} {one if self == 1 else many}" if many else number


class Telling:
    """A text that grows by sentences, and the sources that it cites.

    Parameters
    ----------
    lang : {"en", "zh"}
    """

    def __init__(self, lang: str) -> None:
        self.lang = check_lang(lang)
        self.sentences: list[str] = []
        self.sources: list[str] = []

    def phrase(self, key: str, **facts: Any) -> str:
        """Fill in a piece of text; see ``sentences.toml``."""
        section, _, name = key.partition(".")
        template: str = load("sentences")[section][name][self.lang]
        return template.format(**facts)

    def say(self, key: str, **facts: Any) -> None:
        """Add a sentence."""
        self.sentences.append(self.phrase(key, **facts))

    def cite(self, keys: Iterable[str]) -> str:
        """Cite sources, and remember them."""
        keys = tuple(keys)
        self.sources += keys
        return cited(keys, self.lang)

    def listed(self, parts: Sequence[str]) -> str:
        """Join phrases into one."""
        if self.lang == "zh":
            return "、".join(parts)
        *some, last = parts
        return f"{', '.join(some)} and {last}" if some else last

    def share(self, value: float) -> str:
        """Write a share as a percentage."""
        return f"{100 * value:.3g}{' ' if self.lang == 'en' else ''}%"

    @property
    def text(self) -> str:
        """All sentences in one paragraph."""
        return (" " if self.lang == "en" else "").join(self.sentences)
