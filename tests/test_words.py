"""Words: both languages have them all."""

import pytest

from mcdm_index._words import LANGS, _words, cell, check_lang, kind_of, title, word
from mcdm_index.errors import DomainError


def entries():
    """List every entry with where it stands."""
    found = _words()
    for section in ("columns", "titles", "cells"):
        yield from ((f"{section}.{key}", e) for key, e in found[section].items())
    for table, columns in found["tables"].items():
        yield from ((f"{table}.{key}", e) for key, e in columns.items())


@pytest.mark.parametrize(("where", "entry"), entries())
def test_every_word_stands_in_both_languages(where, entry):
    assert all(entry[lang] for lang in LANGS), where
    assert set(entry) <= {"en", "zh", "kind", "tex"}
    assert entry.get("kind") in (None, "whole", "score", "value", "mean", "percent")


@pytest.mark.parametrize("lang", LANGS)
def test_titles_of_tables_are_different(lang):
    titles = [title(key, lang) for key in _words()["titles"]]
    assert len(set(titles)) == len(titles)


def test_a_table_may_mean_something_of_its_own():
    assert word("sd", "zh", table="weights") == "权重标准差"
    assert kind_of("sd", table="weights") == "score"


def test_what_has_no_word_is_its_own():
    assert (word("gdp"), cell("gdp"), title("gdp")) == ("gdp", "gdp", "gdp")


def test_an_unknown_language_is_refused_with_a_hint():
    with pytest.raises(DomainError, match=r"got 'eng'\. Did you mean 'en'\?"):
        check_lang("eng")
