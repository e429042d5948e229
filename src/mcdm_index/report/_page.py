"""The page: from a result to one HTML file that needs nothing else."""

import base64
import hashlib
import json
from collections.abc import Iterable
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from mcdm_index.errors import MissingPackageError, ReadError
from mcdm_index.report import _facts as facts
from mcdm_index.report import _methods as methods
from mcdm_index.report._payload import embedded, payload
from mcdm_index.report._rows import Rows
from mcdm_index.report._words import LANGUAGES, Words

__all__ = ["to_html"]

# Put together in this order, into one script.
_SCRIPT: Final = tuple(
    f"script/{name}.js" for name in ("data", "figures", "ranking", "unit", "main")
)


def to_html(
    result: Any,
    path: str | Path,
    lang: str = "en",
    title: str | None = None,
    units: Iterable[Any] | None = None,
) -> Path:
    r"""Write a report on a result as one HTML file.

    The file holds its styles, its script and its data, and asks the network for
    nothing. It shows what came out, the ranking with search and sort, a page for each
    unit (position and interval, dimensions, strongest and weakest indicators, what
    parts it from the next tier, its peers, obstacles, chances of grades, its course
    over time, and its values, with those marked that were imputed), tiers, weights,
    methods and provenance. It reads on a phone and prints on paper. Names are text and
    never markup, whatever stands in them.

    Parameters
    ----------
    result : IndexResult
    path : str or Path
        An existing file is replaced.
    lang : {"en", "zh"}, default "en"
        Names of criteria, grades and tiers that there are in that language are taken
        from the index.
    title : str, optional
        The name of the whole index by default.
    units : iterable of labels, optional
        The units that get a page of their own, as in the row index without the period;
        all by default. The others stand in the ranking, and none of their values before
        normalization is in the file.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    MissingPackageError
        jinja2 is not installed.
    DomainError
        There are no words in that language.
    UnknownColumnError
        `units` names one that is not there.
    ReadError
        The file cannot be written.

    Notes
    -----
    The peers of a unit are those of `IndexResult.peers`, what parts it from the next
    tier is `IndexResult.next_tier` over the criteria, and chances of grades are
    `IndexResult.grade_probabilities`. Intervals are those of `IndexResult.intervals`.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import mcdm_index as mi
    >>> tree = mi.Hierarchy.of([mi.Criterion("gdp", polarity="+")])
    >>> table = pd.DataFrame({"gdp": [3.0, 9.0, 6.0]}, index=["Ada", "Bel", "Cor"])
    >>> index = mi.CompositeIndex(tree, grade=None, tiers=None, random_state=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = to_html(index.fit(table).result_, Path(folder) / "report.html")
    ...     file.read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    words = Words(lang)
    rows = Rows.of(result)
    text = _render(result, rows, words, title=title, units=units)
    return _write(text, Path(path))


def _render(
    result: Any,
    rows: Rows,
    words: Words,
    *,
    title: str | None,
    units: Iterable[Any] | None,
) -> str:
    """Fill the template."""
    style = _part("page.css")
    script = "\n".join(map(_part, _SCRIPT))
    root = result.hierarchy[result.hierarchy.root]
    named = root.named or root.code != "index"
    record = result.provenance
    text: str = _template().render(
        t=words,
        lang=LANGUAGES[words.lang],
        title=title or (root.name(words.lang) if named else words("index")),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=embedded(payload(result, rows, words, pages=rows.chosen(units))),
        simulated=record["data"]["simulated"],
        period=rows.periods[rows.shown] if rows.periods else "",
        figures=facts.figures(result, rows, words),
        findings=facts.findings(result, rows, words),
        notes=facts.notes(result, rows, words),
        places=facts.places(result, rows, words),
        nodes=facts.tree(result, rows, words),
        left_out=facts.left_out(result, words),
        draws=result.m,
        graded=result.grade_codes is not None,
        tiered=result.tier_codes is not None,
        prose=methods.prose(result, words.lang),
        stages=methods.stages(result, words),
        provenance=record,
        spec=json.dumps(record["spec"], ensure_ascii=False, indent=2, default=str),
    )
    return text


def _template() -> Any:
    """Load the template, with everything that is put into it escaped."""
    try:
        jinja2 = import_module("jinja2")
    except ModuleNotFoundError:
        msg = "reports need jinja2; pip install mcdm-index[report]"
        raise MissingPackageError(msg) from None
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(_part("page.html"))


def _part(name: str) -> str:
    """Read a file that stands beside this module."""
    return (files(__package__) / name).read_text("utf-8")


def _hash(text: str) -> str:
    """Give the name by which a content security policy lets a text through."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _write(text: str, path: Path) -> Path:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror or error}"
        raise ReadError(msg) from None
    return path
