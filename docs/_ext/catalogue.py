"""One reference page per registered method, written from the catalogue at a build."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import nested_parse_with_titles

import mcdm_index
import mcdm_index.estimators
from mcdm_index._registry import KINDS, PROMISES, Method

# What the peers are called in prose, in the order of the tables.
PEERS = {
    "pymcdm": "pymcdm",
    "skcriteria": "scikit-criteria",
    "pyrepo_mcda": "pyrepo-mcda",
    "pyDecision": "pyDecision",
    "COINr": "COINr",
}
LEADS = {
    "treatment": "What is done to outliers and skewed criteria before normalization.",
    "normalization": "From raw columns to comparable ones, in which larger is better.",
    "weighting": "From a table to the weight of each criterion.",
    "judgment": "From what people say of criteria to their weights.",
    "combination": "From several weight vectors to one.",
    "scoring": "From a table and weights to a score per unit; larger is better.",
    "grading": "From scores to ordered grades.",
    "clustering": "From scores in several dimensions to tiers.",
}


def public_path(method: Method) -> str:
    """Give the path under which users import a method."""
    namespace = getattr(mcdm_index, method.kind, None)
    if getattr(namespace, method.name, None) is method.func:
        return f"mcdm_index.{method.kind}.{method.name}"
    return f"{method.func.__module__}.{method.func.__qualname__}"


def names_elsewhere(docs: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Read what the methods are called elsewhere, by kind and name."""
    return tomllib.loads((docs / "_data" / "peers.toml").read_text(encoding="utf-8"))


def reads(method: Method) -> str:
    """Say what a method must have of the rows."""
    match method.kind:
        case "judgment" | "combination":
            return "no table of units"
        case "weighting" if method.all_rows:
            return "all rows at once"
        case "weighting":
            return "statistics of the columns, which add up over blocks of rows"
    if method.learn is None:
        return "all rows at once; it cannot be frozen and applied to new rows"
    return "statistics of the columns; frozen, it is applied to new rows one by one"


def facts(method: Method, elsewhere: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give what the catalogue says of a method, in words."""
    yield "In specifications and on the command line", f"``{method.name}``"
    if method.aliases:
        yield "Also found as", ", ".join(f"``{alias}``" for alias in method.aliases)
    domain = method.domain
    if method.cost_domain is not None:
        domain += f"; costs {method.cost_domain}"
    yield "Domain", domain.replace("above_one", "above 1")
    yield "Reads", reads(method)
    laws = [f"``{name}``: {PROMISES[name]}" for name in sorted(method.promises)]
    yield "Promises", "; ".join(laws) or "none beyond what all methods of its kind keep"
    told = [f"{PEERS[p]} ``{n}``" for p, n in elsewhere.items()]
    yield "Elsewhere", ", ".join(told) or "not known to be in another package compared"


def page(method: Method, elsewhere: dict[str, str]) -> str:
    """Write the page of a method."""
    lines = [method.name, "=" * len(method.name), ""]
    lines += [".. list-table::", "   :widths: 30 70", ""]
    for what, said in facts(method, elsewhere):
        lines += [f"   * - {what}", f"     - {said}"]
    return "\n".join([*lines, "", f".. autofunction:: {public_path(method)}", ""])


def overview(kind: str, methods: list[Method]) -> str:
    """Write the page of a kind: a table of its methods, and their pages below it."""
    title = kind.capitalize()
    lines = [title, "=" * len(title), "", LEADS[kind], "", ".. list-table::"]
    lines += ["   :header-rows: 1", "   :widths: 22 58 20", ""]
    lines += ["   * - Method", "     - What it does", "     - Domain"]
    for method in methods:
        lines += [
            f"   * - :doc:`{method.name} <{kind}/{method.name}>`",
            f"     - {method.summary}",
            f"     - {method.domain.replace('above_one', 'above 1')}",
        ]
    lines += ["", ".. toctree::", "   :hidden:", ""]
    lines += [f"   {kind}/{method.name}" for method in methods]
    return "\n".join([*lines, ""])


def write_pages(app: Sphinx) -> None:
    """Write all pages anew; those that are as before keep their date."""
    docs = Path(app.srcdir)
    folder, elsewhere = docs / "reference" / "methods", names_elsewhere(docs)
    wanted: dict[Path, str] = {}
    for kind in KINDS:
        methods = mcdm_index.list_methods(kind)
        wanted[folder / f"{kind}.rst"] = overview(kind, methods)
        for method in methods:
            known = elsewhere.get(kind, {}).get(method.name, {})
            wanted[folder / kind / f"{method.name}.rst"] = page(method, known)
    for old in set(folder.rglob("*.rst")) - set(wanted):
        old.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


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
    app.connect("builder-inited", write_pages)
    app.add_directive("promises", Promises)
    return {"parallel_read_safe": True}
