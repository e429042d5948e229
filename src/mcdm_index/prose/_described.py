"""Described: what was done, in words, with the entries of its sources."""

from dataclasses import dataclass
from typing import Final

from mcdm_index.prose._references import bibtex

__all__ = ["Described"]

_SOFTWARE: Final = """\
@software{{mcdm_index,
  author = {{{{The mcdm_index developers}}}},
  title = {{{{mcdm_index: multi-criteria evaluation and composite indices}}}},
  version = {{{version}}},
  url = {{https://github.com/mcdm-index/mcdm-index}},
}}"""


@dataclass(frozen=True)
class Described:
    """What was done, in words, with its sources.

    Attributes
    ----------
    text : str
        One paragraph.
    sources : tuple of str
        Keys of what it cites, in the order in which it does.
    version : str
        Of the software.
    """

    text: str
    sources: tuple[str, ...]
    version: str

    @property
    def bibtex(self) -> str:
        """The entries of the sources, and of the software, in BibTeX."""
        software = _SOFTWARE.format(version=self.version)
        return "\n\n".join(filter(None, [bibtex(self.sources), software])) + "\n"
