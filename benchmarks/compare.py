"""Time the methods beside the peers, interleaved, as ratios within one run.

python benchmarks/compare.py [rows ...]
"""

import sys
import warnings
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

import mcdm_index as mi

CRITERIA = 24
BUDGET = 2.0  # seconds for each contender


def contenders(X: np.ndarray) -> dict[str, dict[str, Callable[[], Any]]]:
    """Give, for each task, our function and what the peers call the same."""
    w = np.full(X.shape[1], 1 / X.shape[1])
    types = np.ones(X.shape[1], dtype=int)
    tasks: dict[str, dict[str, Callable[[], Any]]] = {
        "entropy": {"ours": lambda: mi.weighting.entropy(X)},
        "critic": {"ours": lambda: mi.weighting.critic(X)},
        "topsis": {"ours": lambda: mi.scoring.topsis(X, w)},
    }
    for name, add in (("pymcdm", _add_pymcdm), ("scikit-criteria", _add_skcriteria)):
        try:
            add(tasks, X, w, types)
        except ImportError:
            print(f"{name} is not installed and left out")
    return tasks


def _add_pymcdm(tasks: Any, X: np.ndarray, w: np.ndarray, types: np.ndarray) -> None:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization
    from pymcdm.weights import critic_weights, entropy_weights

    topsis = TOPSIS(vector_normalization)
    tasks["entropy"]["pymcdm"] = lambda: entropy_weights(X)
    tasks["critic"]["pymcdm"] = lambda: critic_weights(X)
    tasks["topsis"]["pymcdm"] = lambda: topsis(X, w, types, validation=False)


def _add_skcriteria(
    tasks: Any, X: np.ndarray, w: np.ndarray, types: np.ndarray
) -> None:
    from skcriteria import mkdm
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler
    from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter

    dm = mkdm(X, [max] * len(types), weights=w)
    scaler, topsis = VectorScaler(target="matrix"), TOPSIS()
    tasks["entropy"]["scikit-criteria"] = lambda: EntropyWeighter().transform(dm)
    tasks["critic"]["scikit-criteria"] = lambda: CRITIC().transform(dm)
    tasks["topsis"]["scikit-criteria"] = lambda: topsis.evaluate(scaler.transform(dm))


def interleaved(calls: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Take turns until each has had its share of time, and give the medians."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    while any(sum(t) < BUDGET and len(t) < 200 for t in times.values()):
        for name, call in calls.items():
            if sum(times[name]) < BUDGET:
                start = perf_counter()
                call()
                times[name].append(perf_counter() - start)
    return {name: median(t) for name, t in times.items()}


def main(sizes: list[int]) -> None:
    print("| rows | task | ours, ms | passes | of the fastest peer | peers, ms |")
    print("|---|---|---|---|---|---|")
    for n in sizes:
        X = np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for task, calls in contenders(X).items():
            took = interleaved({"pass": X.ravel().max} | calls)
            one_pass, ours = took.pop("pass"), took.pop("ours")
            peers = ", ".join(f"{name} {1e3 * t:.3g}" for name, t in took.items())
            ratio = f"{ours / min(took.values()):.2f}" if took else "-"
            print(
                f"| {n} | {task} | {1e3 * ours:.3g} | {ours / one_pass:.1f} "
                f"| {ratio} | {peers} |"
            )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    main([int(n) for n in sys.argv[1:]] or [287, 100_000])
