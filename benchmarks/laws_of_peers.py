"""Hold the functions of two peers to the laws, and write the tables of a page.

python benchmarks/laws_of_peers.py [--examples N] [--out FILE] [--code]

It writes docs/explanation/peers-and-laws.txt, which the page of that name includes.
With --code it prints every counterexample as a program instead.
"""

import argparse
import inspect
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pymcdm
import pymcdm.methods
import pymcdm.weights
import skcriteria
from skcriteria.preprocessing import weighters

import mcdm_index as mi
from mcdm_index.testing import Outcome, Report, laws_of, promises_of

PAGE = Path(__file__).parents[1] / "docs/explanation/peers-and-laws.txt"
# Differences below this are taken for rounding.
ROUNDING = 1e-9
SIGNS = {"passed": "·", "failed": "**✗**", "skipped": "–"}
# They ask for a benefit and a cost, and say so in an error that is clear.
OF_BOTH_KINDS = ("COPRAS", "MOORA")
Call = Callable[..., Any]


class Held(NamedTuple):
    """One function of a peer, and what came of the laws."""

    peer: str
    name: str
    report: Report


def _weigh(method: Any, X: Any, polarity: Any) -> Any:
    """Call a weighter of scikit-criteria."""
    matrix = skcriteria.mkdm(X, [max if sign > 0 else min for sign in polarity])
    return method.transform(matrix).weights


def _score(method: Any, X: Any, weights: Any, polarity: Any) -> Any:
    """Call a method of pymcdm so that larger is better, as its own ranking has it."""
    found = method(X, weights, polarity)
    return found if method._reverse_ranking else -found


def _has_both(X: Any, polarity: Any) -> bool:
    """Tell whether a table has a benefit and a cost."""
    return {kind.sign for kind in polarity} == {1, -1} and X.shape[1] > 1


def weightings() -> Iterator[tuple[str, str, Any, Call | None]]:
    """List every objective weighting of the peers."""
    for name, function in inspect.getmembers(pymcdm.weights, inspect.isfunction):
        if name.endswith("_weights"):
            yield "pymcdm", name, function, None
    for name in ("CRITIC", "EntropyWeighter", "EqualWeighter", "GiniWeighter"):
        yield "scikit-criteria", name, getattr(weighters, name)(), _weigh
    for name in ("MEREC", "StdWeighter"):
        yield "scikit-criteria", name, getattr(weighters, name)(), _weigh


def scores() -> Iterator[tuple[str, str, Any, Call | None]]:
    """List the methods of pymcdm that need no more than X, weights and types."""
    for name, method in inspect.getmembers(pymcdm.methods, inspect.isclass):
        needed = [
            p.name
            for p in inspect.signature(method).parameters.values()
            if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
        ]
        if not needed and name != "LoPM":  # it takes limits, under another name
            yield "pymcdm", name, method(), _score


def held(kind: Any, methods: Any, examples: int, **options: Any) -> Iterator[Held]:
    """Hold methods to the laws."""
    check = getattr(mi.testing, f"check_{kind}")
    for peer, name, method, call in methods:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            report = check(
                method,
                call=call,
                max_examples=examples,
                rounding=ROUNDING,
                legal=_has_both if name in OF_BOTH_KINDS else None,
                broken="report",
                **options,
            )
        yield Held(peer, name, report)


def table(found: list[Held], keep: Callable[[Outcome], bool]) -> str:
    """Write one row for each function and one column for each law."""
    laws = [o.law for o in found[0].report.outcomes if keep(o)]
    heads = " | ".join(str(i + 1) for i in range(len(laws)))
    lines = [f"| function | {heads} |", "|---" * (len(laws) + 1) + "|"]
    for one in found:
        signs = " | ".join(SIGNS[one.report[law.name].status] for law in laws)
        lines.append(f"| {one.peer} `{one.name}` | {signs} |")
    legend = [f"{i + 1}. {law.sentence}" for i, law in enumerate(laws)]
    return "\n".join([*lines, "", *legend])


def examples_of(found: list[Held], keep: Callable[[Outcome], bool]) -> str:
    """Write the smallest counterexample of each law that a function breaks."""
    lines = ["| function | law | table | came |", "|---|---|---|---|"]
    for one in found:
        number = 0
        for outcome in one.report.outcomes:
            number += keep(outcome)
            if keep(outcome) and outcome.counterexample is not None:
                shown = _shown(outcome.counterexample.values)
                came = outcome.counterexample.came.replace("|", "/")[:110]
                lines.append(f"| `{one.name}` | {number} | {shown} | `{came}` |")
    return "\n".join(lines)


def _shown(values: Any) -> str:
    """Write what a law was tried on in one line."""
    parts = []
    for name, value in values.items():
        if name == "polarity":
            kinds = ["max" if kind.sign > 0 else "min" for kind in value]
            parts.append(f"`{', '.join(kinds)}`")
        else:
            plain = np.asarray(value).tolist()
            parts.append(f"{name} `{plain}`")
    return "<br>".join(parts)


def universal(outcome: Outcome) -> bool:
    return outcome.law.promise is None and outcome.law.needs in (
        None,
        "many_magnitudes",
    )


def promised(outcome: Outcome) -> bool:
    return outcome.law.promise is not None


def parts(weights: list[Held], ranked: list[Held]) -> Iterator[str]:
    """Give the sections that the page includes."""
    broken = sum(any(map(universal, one.report.failed)) for one in weights)
    today = datetime.now(tz=UTC).date().isoformat()
    peers = " and ".join(f"{p} {version(p)}" for p in ("pymcdm", "scikit-criteria"))
    yield (
        f"Run on {today} with {peers}, numpy {np.__version__}. Of {len(weights)} "
        f"weighting functions {broken} break a law of all weightings; of {len(ranked)} "
        f"scores {sum(any(map(universal, one.report.failed)) for one in ranked)} do."
    )
    yield "## Weights: laws of all methods\n\n" + table(weights, universal)
    yield "### The smallest counterexamples\n\n" + examples_of(weights, universal)
    yield (
        "## Weights: properties that some methods have\n\n"
        "These are no faults: no method has them all, and the peers promise none.\n\n"
        + table(weights, promised)
    )
    yield "## Scores of pymcdm: laws of all methods\n\n" + table(ranked, universal)
    yield "### The smallest counterexamples of scores\n\n" + examples_of(
        ranked, universal
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--code", action="store_true")
    asked = parser.parse_args()
    n = asked.examples
    promises = tuple(promises_of("weighting"))
    weights = list(held("weighting", weightings(), n, promises=promises))
    assert len(laws_of("weighting")) == len(weights[0].report.outcomes)
    ranked = list(held("scoring", scores(), n))
    if asked.code:
        print(*(one.report for one in [*weights, *ranked]), sep="\n\n")
        return
    text = "\n\n".join(parts(weights, ranked))
    asked.out.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {asked.out}")


if __name__ == "__main__":
    main()
