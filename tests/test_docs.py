"""The documentation is executed: README, pages and the specifications shown in them."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest

import mcdm_index as mi
from mcdm_index.spec import parse

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*/*.md"))]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))


def unfenced(page):
    """Blank the fences, which a doctest would take for expected output."""
    return re.sub(r"(?m)^```.*$", "", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_comes_out(page):
    shown = doctest.DocTestParser().get_doctest(unfenced(page), {}, page.stem, page, 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    said = []
    runner = doctest.DocTestRunner(optionflags=flags)
    runner.run(shown, out=said.append)
    mi._registry._CATALOGUE.pop(("weighting", "reach"), None)  # of own-weights.md
    assert runner.failures == 0, "".join(said)


def test_the_pages_do_show_examples():
    examples = [doctest.DocTestParser().get_examples(unfenced(page)) for page in PAGES]
    assert sum(map(len, examples)) > 40


def test_the_specification_shown_in_the_reference_is_valid():
    page = (ROOT / "docs/reference/specification.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?ms)^```toml\n(.*?)^```$", page)
    assert parse(tomllib.loads(block)).hierarchy.leaves == (
        "income",
        "water",
        "smog",
        "graduates",
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_specification_is_valid(path):
    assert len(mi.CompositeIndex.from_toml(path).hierarchy.leaves) > 1


def test_every_public_name_stands_in_the_reference():
    page = (ROOT / "docs/reference/api.rst").read_text(encoding="utf-8")
    modules = {
        "agreement",
        "clustering",
        "combination",
        "grading",
        "imputation",
        "judgment",
        "normalization",
        "scoring",
        "weighting",
        "__version__",
    }
    constants = {"BENEFIT", "COST"}
    named = set(re.findall(r"mcdm_index\.(\w+)", page))
    assert set(mi.__all__) - modules - constants <= named


def test_the_readme_counts_the_methods_that_there_are():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for kind, words in (
        ("weighting", "{} methods from the data"),
        ("judgment", "{} from judgments"),
        ("combination", "{} ways to combine"),
        ("normalization", "{} methods, from min-max"),
        ("scoring", "{} methods, among them TOPSIS"),
    ):
        assert words.format(len(mi.list_methods(kind))) in text
