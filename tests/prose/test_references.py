"""The sources: every method has one, and it is that of the docstring."""

import inspect
import re
import unicodedata

import pytest

import mcdm_index as mi
from mcdm_index.imputation import MICEImputer, pool
from mcdm_index.prose import bibtex, cited, reference
from mcdm_index.prose._references import CUSTOM, _references

METHODS = [m for m in mi.list_methods() if m.cite != CUSTOM]
KEYS = sorted(_references())


def plain(text):
    """Take accents, case and blanks off a text."""
    marks = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    bare = "".join(c for c in marks if not unicodedata.combining(c))
    return re.sub(r"\W+", "", bare).casefold()


def docstrings(key):
    """Gather the docstrings that should name a source."""
    functions = [m.func for m in METHODS if m.cite == key]
    beside = {
        "VanBuuren2011": MICEImputer,
        "Morris2014": MICEImputer,
        "Rubin1987": pool,
        "Deng2000": mi.scoring.topsis,
    }
    functions += [beside[key]] if key in beside else []
    return [inspect.getdoc(f) or "" for f in functions]


@pytest.mark.parametrize("method", METHODS, ids=lambda m: f"{m.kind}-{m.name}")
def test_every_registered_method_has_a_source(method):
    assert reference(method.cite) is not None


def test_only_what_is_customary_has_no_source():
    custom = [m.name for m in mi.list_methods() if m.cite == CUSTOM]
    assert custom == ["distance_function"]


@pytest.mark.parametrize("key", KEYS)
def test_every_source_is_that_of_a_docstring(key):
    found, texts = reference(key), docstrings(key)
    said = plain(" ".join(texts))
    fields = dict(found.fields)
    assert texts
    assert str(found.year) in said
    for author in found.authors:
        assert author == "others" or plain(author.partition(",")[0]) in said
    for field in ("title", "journal", "volume", "pages", "doi"):
        if field in fields:
            assert plain(fields[field]) in said, field


@pytest.mark.parametrize("key", KEYS)
def test_a_docstring_that_knows_a_doi_gives_it_to_its_source(key):
    found = reference(key)
    if found.doi is not None:
        assert found.doi.startswith("10.")
        return
    for text in docstrings(key):
        lines = re.split(r"\.\. \[\d+\] ", text)
        own = [one for one in lines[1:] if f"({found.year})" in one]
        family = plain(found.authors[0].partition(",")[0])
        same = [one for one in own if plain(one).startswith(family)]
        assert not any("doi:" in one.partition("Examples")[0] for one in same)


@pytest.mark.parametrize("key", KEYS)
def test_every_entry_is_bibtex_with_balanced_braces(key):
    entry = reference(key).bibtex()
    assert entry.startswith("@")
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert re.search(r"^  title = \{\{.+\}\},$", entry, re.MULTILINE)
    assert re.search(r"^  year = \{\d{4}\},$", entry, re.MULTILINE)


@pytest.mark.parametrize(
    ("key", "en", "zh"),
    [
        ("Shannon1948", "Shannon 1948", "Shannon 1948"),
        ("HwangYoon1981", "Hwang and Yoon 1981", "Hwang 和 Yoon 1981"),
        ("Diakoulaki1995", "Diakoulaki et al. 1995", "Diakoulaki 等 1995"),
        ("Slocum2009", "Slocum et al. 2009", "Slocum 等 2009"),
    ],
)
def test_authors_are_cited_by_their_number(key, en, zh):
    assert (reference(key).short(), reference(key).short("zh")) == (en, zh)


def test_no_source_is_no_brackets():
    assert cited([]) == ""


def test_an_ampersand_is_escaped():
    assert r"Systems \& Control Letters" in bibtex(["Deng1982"])


def test_entries_stand_once_and_in_order():
    text = bibtex(["Ward1963", "Deng1982", "Ward1963"])
    assert re.findall(r"@\w+\{(\w+)", text) == ["Deng1982", "Ward1963"]
