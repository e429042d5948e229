"""A directive that documents every registered method of one kind."""

from typing import ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import nested_parse_with_titles

import mcdm_index
import mcdm_index.estimators
from mcdm_index._registry import PROMISES, Method


def _public_path(method: Method) -> str:
    """Give the path under which users import a method."""
    namespace = getattr(mcdm_index, method.kind, None)
    if getattr(namespace, method.name, None) is method.func:
        return f"mcdm_index.{method.kind}.{method.name}"
    return f"{method.func.__module__}.{method.func.__qualname__}"


def _reads(method: Method) -> str:
    """Say what a method must have of the rows."""
    match method.kind:
        case "judgment" | "combination":
            return "Reads no table of units."
        case "weighting" if method.all_rows:
            return "Reads all rows at once."
        case "weighting":
            return "Reads statistics of the columns, which add up over blocks of rows."
    learns = "yes" if method.learn else "no"
    return f"Frozen and applied to new rows: {learns}."


class Catalogue(SphinxDirective):
    """``.. catalogue:: weighting`` gives one entry per weighting, in order."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        text = []
        for method in mcdm_index.list_methods(self.arguments[0]):
            path = _public_path(method)
            promises = ", ".join(sorted(method.promises)) or "none"
            domain = method.domain
            if method.cost_domain is not None:
                domain += f", costs {method.cost_domain}"
            facts = f"Domain: {domain}. Promises: {promises}. "
            facts += _reads(method)
            if method.aliases:
                words = ", ".join(f"``{alias}``" for alias in method.aliases)
                facts += f" Also found as {words}."
            text += [
                f".. rubric:: {method.name}",
                "",
                facts,
                "",
                f".. autofunction:: {path}",
                "",
            ]
        parent = nodes.section()
        parent.document = self.state.document
        source = f"<catalogue {self.arguments[0]}>"
        nested_parse_with_titles(self.state, StringList(text, source), parent)
        return parent.children


class Promises(SphinxDirective):
    """``.. promises::`` lists what the entries of the catalogue may promise."""

    def run(self) -> list[nodes.Node]:
        items = (f"``{name}``\n    {law}." for name, law in PROMISES.items())
        text = "\n".join(items).split("\n")
        parent = nodes.section()
        parent.document = self.state.document
        nested_parse_with_titles(self.state, StringList(text, "<promises>"), parent)
        return parent.children


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("catalogue", Catalogue)
    app.add_directive("promises", Promises)
    return {"parallel_read_safe": True}
