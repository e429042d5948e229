"""Time PROMETHEE II from a thousand units on, beside the peers as far as they get.

python benchmarks/outranking.py [rows ...]

The peers compare all pairs at once or one by one, in n x n memory; each is asked up to
the number of units that it can do within a minute or so and a few GB.
"""

import sys
import tracemalloc
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from compare import CRITERIA, interleaved

import mcdm_index as mi

# Ours, and the names there of the same preference function.
FUNCTIONS = {
    "usual": ("usual", "_usual_function"),
    "linear": ("vshape_2", "_linear_function"),
    "gaussian": (None, "_gaussian_function"),
}
MOST = {"ours": {"gaussian": 10_000}, "pymcdm": 2_000, "pyrepo-mcda": 300}
Q, P, S = 0.5, 2.0, 1.0


def ours(name: str, X: np.ndarray) -> Callable[[], Any]:
    """Give our function with the thresholds that the preference needs."""
    needs = {"usual": {}, "linear": {"q": Q, "p": P}, "gaussian": {"s": S}}[name]
    w = np.full(X.shape[1], 1 / X.shape[1])
    return partial(mi.scoring.promethee_ii, X, w, preference=name, **needs)


def theirs(name: str, X: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give the peers that have the function and can take so many units."""
    n, m = X.shape
    w, types = np.full(m, 1 / m), np.ones(m, dtype=int)
    in_pymcdm, in_pyrepo = FUNCTIONS[name]
    calls: dict[str, Callable[[], Any]] = {}
    if in_pymcdm and n <= MOST["pymcdm"]:
        from pymcdm.methods import PROMETHEE_II

        limits = {} if name == "usual" else {"p": [P] * m, "q": [Q] * m}
        # A second call of one object crashes when it has thresholds.
        calls["pymcdm"] = lambda: PROMETHEE_II(in_pymcdm, **limits)(X, w, types)
    if n <= MOST["pyrepo-mcda"]:
        from pyrepo_mcda.mcda_methods import promethee

        peer = promethee.PROMETHEE_II()
        functions = [getattr(peer, in_pyrepo)] * m
        p = np.full(m, S if name == "gaussian" else P)
        q = np.full(m, S if name == "gaussian" else Q)
        calls["pyrepo-mcda"] = partial(peer, X, w, types, functions, p, q)
    return calls


def peak(call: Callable[[], Any]) -> float:
    """Give the most memory that a call holds at once, in MB."""
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main(sizes: list[int]) -> None:
    print("| units | preference | ours, s | ours, peak MB | of the table | peers, s |")
    print("|---|---|---|---|---|---|")
    for n in sizes:
        X = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for name in FUNCTIONS:
            if n > MOST["ours"].get(name, n):
                continue  # compares all pairs in blocks
            mine = ours(name, X)
            took = interleaved({"ours": mine} | theirs(name, X))
            t = took.pop("ours")
            told = ", ".join(
                f"{peer} {s:.3g} ({s / t:.0f} x)" for peer, s in took.items()
            )
            memory = peak(mine)
            print(
                f"| {n} | {name} | {t:.3g} | {memory:.0f} "
                f"| {1e6 * memory / X.nbytes:.1f} | {told or '-'} |",
                flush=True,
            )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    main([int(n) for n in sys.argv[1:]] or [287, 1_000, 10_000, 100_000, 1_000_000])
