"""Time every scoring method of the catalogue beside the peers, and weights in batches.

python benchmarks/scoring.py [--list | rows ...]
"""

import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from compare import CRITERIA, interleaved

import mcdm_index as mi

VECTORS = 10_000
# What has a grid of objects takes few criteria.
WIDEST = {"comet": 6}
# Ours, and the class there; each with the normalization that it has by default.
PYMCDM = {
    "aras": "ARAS",
    "cocoso": "COCOSO",
    "codas": "CODAS",
    "copras": "COPRAS",
    "edas": "EDAS",
    "lmaw": "LMAW",
    "mabac": "MABAC",
    "mairca": "MAIRCA",
    "marcos": "MARCOS",
    "moora_ratio": "MOORA",
    "ocra": "OCRA",
    "probid": "PROBID",
    "ram": "RAM",
    "sprobid": "sPROBID",
    "topsis": "TOPSIS",
    "vikor": "VIKOR",
    "waspas": "WASPAS",
    "weighted_product": "WPM",
    "weighted_sum": "WSM",
}


def contenders(name: str, X: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give our function and the peer's for one method, all on benefits."""
    X = X[:, : WIDEST.get(name)]
    w = np.full(X.shape[1], 1 / X.shape[1])
    types = np.ones(X.shape[1], dtype=int)
    ours = partial(mi.score, X, name, weights=w)
    calls: dict[str, Callable[[], Any]] = {"ours": ours}
    try:
        theirs = getattr(import_module("pymcdm.methods"), PYMCDM.get(name, ""), None)
    except ImportError:
        theirs = None
    if theirs is not None:
        calls["pymcdm"] = partial(theirs(), X, w, types, validation=False)
    return calls


def works(call: Callable[[], Any]) -> bool:
    """Tell whether a peer can do it at all."""
    try:
        return bool(np.isfinite(call()).all())
    except Exception:
        return False


def one_by_one(sizes: list[int]) -> None:
    """Print one row per method and size."""
    print("| rows | method | ours, ms | passes | of the peer | peer, ms |")
    print("|---|---|---|---|---|---|")
    for n in sizes:
        X = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for method in mi.list_methods("scoring"):
            calls = contenders(method.name, X)
            able = {k: c for k, c in calls.items() if k == "ours" or works(c)}
            took = interleaved({"pass": X.ravel().max} | able)
            one_pass, ours = took.pop("pass"), took.pop("ours")
            told = ", ".join(f"{name} {1e3 * t:.3g}" for name, t in took.items())
            ratio = f"{ours / min(took.values()):.2f}" if took else "-"
            print(
                f"| {n} | {method.name} | {1e3 * ours:.3g} "
                f"| {ours / one_pass:.1f} | {ratio} | {told or '-'} |",
                flush=True,
            )


def batch_and_loop(
    name: str, X: np.ndarray, W: np.ndarray
) -> dict[str, Callable[[], Any]]:
    """Give the scores under all weights at once, and under some one by one."""
    X, W = X[:, : WIDEST.get(name)], W[:, : WIDEST.get(name)]
    return {
        "batch": partial(mi.score, X, name, weights=W),
        "loop": lambda: [mi.score(X, name, weights=w) for w in W[:200]],
    }


def in_batches(n: int = 287) -> None:
    """Print how long many weight vectors take at once, and one after the other."""
    X = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
    W = np.random.default_rng(1).dirichlet(np.ones(CRITERIA), size=VECTORS)
    print(f"\n{VECTORS} weight vectors, {n} x {CRITERIA}\n")
    print("| method | at once, s | one by one, s (of 200, scaled) |\n|---|---|---|")
    for method in mi.list_methods("scoring"):
        took = interleaved(batch_and_loop(method.name, X, W))
        loop = took["loop"] * VECTORS / 200
        print(f"| {method.name} | {took['batch']:.3g} | {loop:.3g} |", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    if sys.argv[1:] == ["--list"]:
        print(*(method.name for method in mi.list_methods("scoring")), sep="\n")
    else:
        one_by_one([int(n) for n in sys.argv[1:]] or [287])
        in_batches()
