"""What a user sees of the package, and what importing it costs."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import mcdm_index as mi

LISTED = """
import mcdm_index as mi
before = mi.list_methods()
import mcdm_index.index, mcdm_index.cli
print(before == mi.list_methods())
"""
HEAVY = ("pandas", "sklearn", "scipy.stats", "matplotlib")


def test_the_public_names_are_those_that_dir_offers():
    assert dir(mi) == sorted(mi.__all__)


def test_no_public_name_is_listed_twice():
    assert len(set(mi.__all__)) == len(mi.__all__)


@pytest.mark.parametrize("name", mi.__all__)
def test_every_public_name_leads_somewhere(name):
    assert getattr(mi, name) is not None


def test_an_unknown_name_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="has no attribute 'topsys'"):
        mi.topsys  # noqa: B018 the access is the test


def test_the_version_is_that_of_the_installed_package():
    assert mi.__version__ == version("mcdm-index")


def test_names_can_be_imported_with_a_star():
    space = {}
    exec("from mcdm_index import *", space)
    assert set(mi.__all__) <= set(space)


@pytest.mark.parametrize(
    "name",
    ["combination", "grading", "judgment", "normalization", "scoring", "weighting"],
)
def test_every_public_name_of_a_namespace_leads_somewhere(name):
    namespace = getattr(mi, name)
    assert [n for n in namespace.__all__ if not hasattr(namespace, n)] == []


@pytest.fixture(scope="module")
def loaded():
    """List the modules that stand loaded after a fresh import of the package."""
    code = "import sys, mcdm_index; print(*sys.modules)"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("library", HEAVY)
def test_importing_the_package_does_not_load(loaded, library):
    assert library not in loaded


def test_the_catalogue_does_not_depend_on_what_was_imported():
    command = [sys.executable, "-c", LISTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
