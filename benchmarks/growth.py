"""Time every method of the catalogue as units and criteria grow, and fit the exponents.

python benchmarks/growth.py [seconds]

Each method is timed on tables of more and more units (24 criteria), and of more and
more criteria (1,000 units), until a call takes longer than the seconds given. The
exponent is the slope between the two largest tables on logarithmic scales: 1 doubles
the time when the size doubles. Small tables cost what a call costs, so that slopes
begin below.
"""

import sys
import warnings
from collections.abc import Callable, Iterator
from math import log
from time import perf_counter
from typing import Any

import numpy as np

import mcdm_index as mi

UNITS = (100, 1_000, 10_000, 100_000, 1_000_000)
CRITERIA = (4, 8, 16, 32, 64, 128)
KINDS = ("normalization", "weighting", "scoring")


def table(n: int, m: int) -> np.ndarray:
    """Give a table above 1, which is in the domain of every method."""
    return 1 + np.random.default_rng(0).lognormal(size=(n, m))


def call(method: Any, X: np.ndarray) -> Callable[[], Any] | None:
    """Give a call of a method with its defaults; None if it needs more."""
    m = X.shape[1]
    needs = {
        "goalposts": {"low": np.zeros(m), "high": X.max(axis=0)},
        "distance_to_target": {"target": X.max(axis=0)},
        "distance_to_reference": {"reference": X[0]},
    }
    options = needs.get(method.name, {})
    match method.kind:
        case "normalization":
            return lambda: mi.normalize(X, method.name, options=options)
        case "weighting":
            return lambda: method.func(X)
        case "scoring" if method.learn is not None:
            return lambda: mi.score(X, method.name)
    return None


def times(method: Any, sizes: Iterator[tuple[int, int]], limit: float) -> list[Any]:
    """Time one size after the other, until one takes too long or is refused."""
    found = []
    for n, m in sizes:
        run = call(method, table(n, m))
        if run is None:
            break
        took = []
        try:
            while sum(took) < limit / 4 and len(took) < 20:
                start = perf_counter()
                run()
                took.append(perf_counter() - start)
        except (mi.errors.MCDMError, MemoryError):
            break
        found.append(((n, m), min(took)))
        if took[0] > limit:
            break
    return found


def exponent(found: list[Any], of: int) -> str:
    """Fit the slope between the two largest sizes."""
    if len(found) < 2:
        return "-"
    (small, before), (large, after) = found[-2:]
    return f"{log(after / before) / log(large[of] / small[of]):.2f}"


def main(limit: float) -> None:
    print("| kind | method | 1,000 x 24, ms | most units timed | n^ | m^ |")
    print("|---|---|---|---|---|---|")
    for method in mi.list_methods():
        if method.kind not in KINDS:
            continue
        by_units = times(method, ((n, 24) for n in UNITS), limit)
        by_criteria = times(method, ((1000, m) for m in CRITERIA), limit)
        if not by_units:
            continue
        usual = dict(by_units).get((1000, 24))
        told = "-" if usual is None else f"{1e3 * usual:.2f}"
        most = by_units[-1][0][0]
        print(
            f"| {method.kind} | {method.name} | {told} | {most:,} "
            f"| {exponent(by_units, 0)} | {exponent(by_criteria, 1)} |",
            flush=True,
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
