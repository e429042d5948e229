"""References: from the key of a source to how it is cited, and its entry in BibTeX."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["Reference", "bibtex", "cited", "reference"]

# What stands for custom, which has no source.
CUSTOM: Final = "custom"
_AND: Final = {"en": (" and ", " et al."), "zh": (" 和 ", " 等")}
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Reference:
    """One source.

    Attributes
    ----------
    key : str
    kind : str
        Type of the BibTeX entry, such as "article".
    authors : tuple of str
        Family name first, as in "Hwang, C.-L."; "others" stands for the rest.
    year : int
    fields : tuple of pairs of str
        The rest of the entry: title, journal, volume, doi and so on.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    year: int
    fields: tuple[tuple[str, str], ...]

    @property
    def doi(self) -> str | None:
        """Its digital object identifier, if it has one."""
        return dict(self.fields).get("doi")

    def short(self, lang: str = "en") -> str:
        """Give authors and year, as they are cited.

        Parameters
        ----------
        lang : {"en", "zh"}, default "en"
        """
        families = [author.partition(",")[0] for author in self.authors]
        both, rest = _AND[lang]
        if len(families) > 2 or "others" in families:
            who = families[0] + rest
        else:
            who = both.join(families)
        return f"{who} {self.year}"

    def bibtex(self) -> str:
        """Write the entry in BibTeX; titles keep their capitals."""
        people = [
            author if author == "others" or "," in author else f"{{{author}}}"
            for author in self.authors
        ]
        lines = [f"  author = {{{' and '.join(map(_plain, people))}}},"]
        for name, text in self.fields:
            told = text if name == "doi" else _escaped(text)
            told = re.sub(r"(?<=\d)-(?=\d)", "--", told) if name == "pages" else told
            lines.append(
                f"  {name} = {{{{{told}}}}},"
                if name == "title"
                else f"  {name} = {{{told}}},"
            )
        lines.append(f"  year = {{{self.year}}},")
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def _plain(person: str) -> str:
    return person if person.startswith("{") else _escaped(person)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


@cache
def _references() -> Mapping[str, Reference]:
    path = files("mcdm_index.prose") / "references.toml"
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: Reference(
            key,
            entry.pop("type"),
            tuple(entry.pop("author")),
            entry.pop("year"),
            tuple(entry.items()),
        )
        for key, entry in content.items()
    }


def reference(key: str) -> Reference | None:
    """Find a source by its key; None if nothing is known of it.

    Parameters
    ----------
    key : str
        What an entry of the catalogue has as `cite`.

    Examples
    --------
    >>> reference("HwangYoon1981").short()
    'Hwang and Yoon 1981'
    """
    return _references().get(key)


def cited(keys: Iterable[str], lang: str = "en") -> str:
    """Cite sources in brackets; say nothing if there is none.

    Parameters
    ----------
    keys : iterable of str
        A key of which nothing is known stands as it is.
    lang : {"en", "zh"}, default "en"

    Examples
    --------
    >>> cited(["HwangYoon1981", "Mine2025"])
    ' [Hwang and Yoon 1981; Mine2025]'
    """
    told = []
    for key in keys:
        found = reference(key)
        told.append(key if found is None else found.short(lang))
    space = " " if lang == "en" else ""
    return f"{space}[{'; '.join(told)}]" if told else ""


def bibtex(keys: Iterable[str]) -> str:
    """Write the entries of sources in BibTeX, in alphabetical order.

    Parameters
    ----------
    keys : iterable of str
        A key of which nothing is known becomes a comment.

    Examples
    --------
    >>> print(bibtex(["Mine2025"]))
    % Mine2025: cited by a method that was registered by its author; add its entry
    """
    entries = []
    for key in sorted(set(keys)):
        found = reference(key)
        unknown = "cited by a method that was registered by its author; add its entry"
        entries.append(f"% {key}: {unknown}" if found is None else found.bibtex())
    return "\n\n".join(entries)
