"""The reference pages: one per method, with the names that other packages give it."""

import importlib
import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

import mcdm_index as mi

DOCS = Path(__file__).parents[1] / "docs"

pytest.importorskip("sphinx", reason="the pages are written by a part of Sphinx")


@pytest.fixture(scope="module")
def catalogue():
    spec = importlib.util.spec_from_file_location(
        "catalogue", DOCS / "_ext" / "catalogue.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def elsewhere(catalogue):
    return catalogue.names_elsewhere(DOCS)


@pytest.fixture(scope="module")
def written(catalogue, tmp_path_factory):
    docs = tmp_path_factory.mktemp("docs")
    (docs / "_data").mkdir()
    names = (DOCS / "_data" / "peers.toml").read_text(encoding="utf-8")
    (docs / "_data" / "peers.toml").write_text(names, encoding="utf-8")
    catalogue.write_pages(SimpleNamespace(srcdir=str(docs)))
    return docs / "reference" / "methods"


def test_every_method_has_a_page_that_its_kind_links_to(written):
    for method in mi.list_methods():
        assert (written / method.kind / f"{method.name}.rst").is_file()
        overview = (written / f"{method.kind}.rst").read_text(encoding="utf-8")
        assert f"<{method.kind}/{method.name}>`" in overview


def test_a_page_says_what_the_catalogue_says(written):
    page = (written / "scoring" / "topsis.rst").read_text(encoding="utf-8")
    assert ".. autofunction:: mcdm_index.scoring.topsis" in page
    assert "scikit-criteria ``agg.topsis.TOPSIS``" in page
    assert "``dominance``: a unit that is nowhere worse" in page


def test_a_page_of_a_method_that_is_gone_goes_too(catalogue, written):
    old = written / "scoring" / "gone.rst"
    old.write_text("gone", encoding="utf-8")
    catalogue.write_pages(SimpleNamespace(srcdir=str(written.parents[1])))
    assert not old.exists()


def test_names_elsewhere_are_given_to_methods_that_there_are(elsewhere):
    known = {(method.kind, method.name) for method in mi.list_methods()}
    assert {
        (kind, name) for kind, names in elsewhere.items() for name in names
    } <= known


PACKAGES = ("pymcdm", "skcriteria", "pyrepo_mcda")


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.filterwarnings("ignore")  # their own, at import
def test_names_elsewhere_can_be_imported_there(package, elsewhere):
    pytest.importorskip(package)
    for names in elsewhere.values():
        for told in names.values():
            if package in told:
                module, _, name = told[package].rpartition(".")
                assert hasattr(importlib.import_module(f"{package}.{module}"), name)
