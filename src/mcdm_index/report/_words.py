"""Words: a language goes in, every text of the report in it comes out."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from mcdm_index.errors import DomainError, listing, suggestion

__all__ = ["LANGUAGES", "Words"]

# What a browser is told, for its fonts and its voice.
LANGUAGES: Final = {"en": "en", "zh": "zh-Hans"}


class Words:
    """The texts of one language, by key.

    Parameters
    ----------
    lang : {"en", "zh"}

    Raises
    ------
    DomainError
        There are no words in that language.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            hint = suggestion(str(lang), LANGUAGES)
            msg = f"a report comes in {listing(LANGUAGES)}, got lang={lang!r}.{hint}"
            raise DomainError(msg)
        self.lang = lang
        self.texts = {key: said[lang] for key, said in _table().items()}

    def __call__(self, key: str, **parts: Any) -> str:
        """Give one text, with its gaps filled."""
        return self.texts[key].format(**parts)

    def known(self, key: str, otherwise: str) -> str:
        """Give one text, or something else if there is none of that key."""
        return self.texts.get(key, otherwise)

    def listed(self, items: list[str]) -> str:
        """Write items in one line, with the last joined as the language does."""
        if len(items) < 2:
            return "".join(items)
        start = self.texts["comma"].join(items[:-1])
        return start + self.texts["last_comma"] + items[-1]


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "words.toml").read_text("utf-8")
    return tomllib.loads(text)
