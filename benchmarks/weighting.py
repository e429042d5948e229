"""Time every weighting of the catalogue beside the peers' functions.

python benchmarks/weighting.py [--list | rows ...]
"""

import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np
from compare import CRITERIA, interleaved

import mcdm_index as mi
from mcdm_index import weighting

# Of the same name there, but for "_weights" or "_weighting" behind.
PYMCDM = {
    "angle": "angle",
    "cilos": "cilos",
    "critic": "critic",
    "entropy": "entropy",
    "equal": "equal",
    "gini": "gini",
    "idocriw": "idocriw",
    "lopcow": "lopcow",
    "merec": "merec",
    "std": "standard_deviation",
    "variance": "variance",
}
PYREPO = {
    "angle": "angle",
    "cilos": "cilos",
    "critic": "critic",
    "cv": "coeff_var",
    "entropy": "entropy",
    "equal": "equal",
    "gini": "gini",
    "idocriw": "idocriw",
    "merec": "merec",
    "std": "std",
    "variance": "stat_var",
}
PEERS = (
    ("pymcdm", "pymcdm.weights", PYMCDM, "weights"),
    ("pyrepo", "pyrepo_mcda.weighting_methods", PYREPO, "weighting"),
)
# One linear program for each unit, or a matrix of units by units.
ONLY_SMALL = {"benefit_of_the_doubt", "d_critic"}
# The peers' Gini coefficient compares every unit with every other.
PEERS_ONLY_SMALL = {"gini"}


def contenders(name: str, X: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give our function and the peers' for one method, all on benefits."""
    calls: dict[str, Callable[[], Any]] = {
        "ours": partial(weighting.weigh, X, name, "max")
    }
    for peer, module, names, behind in PEERS:
        if name in names and not (name in PEERS_ONLY_SMALL and len(X) > 1000):
            try:
                theirs = getattr(import_module(module), f"{names[name]}_{behind}")
            except ImportError:
                continue
            takes = len(signature(theirs).parameters) > 1
            types = (np.ones(X.shape[1], dtype=int),) if takes else ()
            calls[peer] = partial(theirs, X, *types)
    return calls


def works(call: Callable[[], Any]) -> bool:
    """Tell whether a peer can do it at all."""
    try:
        return bool(np.isfinite(call()).all())
    except Exception:
        return False


def main(sizes: list[int]) -> None:
    """Print one row per method and size."""
    print("| rows | weighting | ours, ms | passes | of the best peer | peers, ms |")
    print("|---|---|---|---|---|---|")
    for n in sizes:
        X = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for method in mi.list_methods("weighting"):
            if n > 1000 and method.name in ONLY_SMALL:
                continue
            calls = contenders(method.name, X)
            peers = {k: c for k, c in calls.items() if k == "ours" or works(c)}
            took = interleaved({"pass": X.ravel().max} | peers)
            one_pass, ours = took.pop("pass"), took.pop("ours")
            told = ", ".join(f"{name} {1e3 * t:.3g}" for name, t in took.items())
            told += "".join(f", {name} fails" for name in calls.keys() - peers.keys())
            ratio = f"{ours / min(took.values()):.2f}" if took else "-"
            print(
                f"| {n} | {method.name} | {1e3 * ours:.3g} "
                f"| {ours / one_pass:.1f} | {ratio} | {told or '-'} |",
                flush=True,
            )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    if sys.argv[1:] == ["--list"]:
        print(*(method.name for method in mi.list_methods("weighting")), sep="\n")
    else:
        main([int(n) for n in sys.argv[1:]] or [287, 100_000])
