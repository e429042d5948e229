"""Methods: from the specification of a result to what was done, stage by stage."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from mcdm_index.report._words import Words

__all__ = ["Stage", "prose", "stages"]

_STAGES: Final = (
    "screen",
    "impute",
    "treat",
    "normalize",
    "weights",
    "aggregate",
    "levels",
    "grade",
    "tiers",
)


class Stage(NamedTuple):
    """What was done in one stage.

    Attributes
    ----------
    key : str
        Of the specification.
    title : str
    method : str
    options : list of (str, str)
    """

    key: str
    title: str
    method: str
    options: list[tuple[str, str]]


def prose(result: Any, lang: str) -> list[str]:
    """Give the methods as paragraphs, if the result can write them."""
    write = getattr(result, "methods_text", None)
    return [] if write is None else write(lang).split("\n\n")


def stages(result: Any, words: Words) -> list[Stage]:
    """List what was done, from the specification.

    Parameters
    ----------
    result : IndexResult
    words : Words
    """
    spec = result.provenance["spec"]
    return [
        Stage(key, words(f"stage_{key}"), *_told(spec[key], words))
        for key in _STAGES
        if spec.get(key)
    ]


def _told(said: Any, words: Words) -> tuple[str, list[tuple[str, str]]]:
    """Part a section into its method and its options."""
    if not isinstance(said, Mapping):
        return "", [(words("by_level"), _text(said))]
    method = said.get("method", said.get("function", ""))
    if not method and "values" in said:
        method = words("given_values")
    if method == "none":
        return words("nothing_done"), []
    skipped = ("method", "function", "labels", "values")
    options = [(key, _text(said[key])) for key in said if key not in skipped]
    return str(method), options


def _text(value: Any) -> str:
    """Write the value of an option in one line."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
