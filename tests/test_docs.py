"""The documentation is executed: README, pages and the specifications shown in them."""

import doctest
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import mcdm_index as mi
from mcdm_index.spec import parse

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, *sorted((ROOT / "docs").glob("*/*.md"))]
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


@pytest.fixture
def added(monkeypatch):
    """Give the module that CONTRIBUTING shows, and take its method out afterwards."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"(?ms)^```python\n(.*?)^```$", page)
    module = ModuleType("added")
    monkeypatch.setitem(sys.modules, "added", module)
    exec(compile(block, "CONTRIBUTING.md", "exec"), vars(module))
    yield module
    mi._registry._CATALOGUE.pop(("weighting", "mean_deviation"))


def test_the_example_in_the_method_of_the_contributing_page_runs(added):
    tried = doctest.testmod(added)
    assert (tried.failed, tried.attempted) == (0, 1)


def test_the_method_of_the_contributing_page_keeps_its_laws(added):
    report = mi.testing.check_weighting(added.mean_deviation, max_examples=20)
    assert report.ok


def test_both_readmes_have_the_same_code():
    texts = [readme.read_text(encoding="utf-8") for readme in READMES]
    blocks = [re.findall(r"(?ms)^```\w*\n.*?^```$", text) for text in texts]
    assert blocks[0] == blocks[1] != []


def test_both_readmes_count_the_same_methods():
    texts = [readme.read_text(encoding="utf-8") for readme in READMES]
    english = re.findall(r"\b(\d+) (?:methods|from|ways)", texts[0])
    chinese = re.findall(r"(\d+) 种", texts[1])
    assert english == chinese != []


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
