"""The examples in the docstrings, run against the package that is installed."""

import doctest
import importlib
import pkgutil

import pytest

import mcdm_index

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(mcdm_index.__path__, "mcdm_index.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["mcdm_index", *MODULES])
def test_the_examples_of_a_module_give_what_they_say(name):
    module = importlib.import_module(name)
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0
