"""Time scores and ranks under 10,000 weight vectors beside the peers' loops.

python benchmarks/smaa.py [draws]
"""

import resource
import sys
import warnings
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np
from compare import CRITERIA, interleaved

import mcdm_index as mi

UNITS, VECTORS = 287, 10_000
# A peer's loop goes through so many of the vectors, and is scaled up.
LOOPED = 500


def table() -> tuple[np.ndarray, np.ndarray]:
    """Give a table of benefits, and weights without any knowledge."""
    X = 1 + np.random.default_rng(0).lognormal(size=(UNITS, CRITERIA))
    return X, mi.sampling.uniform_weights(VECTORS, CRITERIA, rng=1)


def pymcdm_loop(X: np.ndarray, W: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give the fastest loop that there was: pymcdm without its checks."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    topsis, types = TOPSIS(vector_normalization), np.ones(CRITERIA, dtype=int)

    def scores() -> list[Any]:
        return [topsis(X, w, types, validation=False) for w in W]

    def with_ranks() -> list[Any]:
        return [topsis.rank(s) for s in scores()]

    return {"pymcdm": scores, "pymcdm, ranks": with_ranks}


def skcriteria_loop(X: np.ndarray, W: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give the loop of scikit-criteria, whose result has the ranks."""
    from skcriteria import mkdm
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler

    dm = VectorScaler(target="matrix").transform(mkdm(X, [max] * CRITERIA))
    topsis = TOPSIS()

    def with_ranks() -> list[Any]:
        return [topsis.evaluate(dm.replace(weights=w)) for w in W]

    return {"scikit-criteria, ranks": with_ranks}


def ours(X: np.ndarray, W: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give the product that bounds it, and what is measured against it."""
    N = X / np.linalg.norm(X, axis=0)
    score = partial(mi.scoring.topsis, X, W)
    return {
        "W @ N.T": lambda: W @ N.T,
        "topsis": score,
        "topsis, ranks": lambda: mi.rank(score()),
        "smaa, no pairs": partial(mi.smaa, X, "topsis", W, pairs=False),
        "smaa": partial(mi.smaa, X, "topsis", W),
    }


def race() -> None:
    """Print medians of interleaved runs, and their ratios."""
    X, W = table()
    calls = ours(X, W)
    for add in (pymcdm_loop, skcriteria_loop):
        try:
            calls |= add(X, W[:LOOPED])
        except ImportError as error:
            print(f"{error.name} is not installed and left out")
    took = interleaved(calls)
    for name in took:
        if name.startswith(("pymcdm", "scikit")):
            took[name] *= VECTORS / LOOPED
    product, alone, ranked = took["W @ N.T"], took["topsis"], took["topsis, ranks"]
    print(f"{VECTORS} weight vectors, {UNITS} x {CRITERIA}\n")
    print("| | ms | of W @ N.T | of our scores | of our scores and ranks |")
    print("|---|---|---|---|---|")
    for name, t in took.items():
        ratios = f"{t / product:.3g} | {t / alone:.3g} | {t / ranked:.3g}"
        print(f"| {name} | {1e3 * t:.3g} | {ratios} |")
    same = np.abs(mi.scoring.topsis(X, W[:LOOPED]) - calls["pymcdm"]()).max()
    print(f"\nlargest difference to the loop of pymcdm: {same:.1e}")


def other_methods() -> None:
    """Print what other scores take, against the one product."""
    X, W = table()
    N = X / np.linalg.norm(X, axis=0)
    names = ("weighted_sum", "weighted_product", "waspas", "mabac", "aras", "vikor")
    calls = {name: partial(mi.score, X, name, weights=W) for name in names}
    took = interleaved({"product": lambda: W @ N.T} | calls)
    print("\n| method | of W @ N.T |\n|---|---|")
    for name in names:
        print(f"| {name} | {took[name] / took['product']:.3g} |")


def many(draws: int) -> None:
    """Print time and memory of many draws."""
    X, _ = table()
    mi.smaa(X, n=1000, rng=0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for memory in (1 << 27, 1 << 29):
        start = perf_counter()
        mi.smaa(X, n=draws, memory=memory, rng=0)
        took = perf_counter() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        told = f"{took:.1f} s, peak {more:.0f} MiB above the start"
        print(f"\n{draws:,} draws, memory={memory >> 20} MiB: {told}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    race()
    other_methods()
    many(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
