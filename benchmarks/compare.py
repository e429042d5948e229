"""Time the methods beside the peers, interleaved, as ratios within one run.

python benchmarks/compare.py [rows ...]

One pass is `numpy.max` over the flat array. Tables are timed in C order and in Fortran
order, which `DataFrame.to_numpy()` gives. A peer whose first call takes more than the
budget is timed once.
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
MOST_CALLS = 200


def ours(X: np.ndarray, w: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give, for each task, our function."""
    return {
        "entropy": lambda: mi.weighting.entropy(X),
        "critic": lambda: mi.weighting.critic(X),
        "topsis": lambda: mi.scoring.topsis(X, w),
        "topsis, min-max": lambda: mi.scoring.topsis(X, w, normalization="minmax"),
        "entropy, then topsis": lambda: mi.scoring.topsis(X, mi.weighting.entropy(X)),
        "vikor": lambda: mi.scoring.vikor(X, w),
        "codas": lambda: mi.scoring.codas(X, w),
        "promethee_ii": lambda: mi.scoring.promethee_ii(X, w),
    }


def plain(X: np.ndarray, w: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give the formulas on whole arrays, without any check."""

    def entropy() -> np.ndarray:
        P = X / X.sum(axis=0)
        d = 1 + (P * np.log(P)).sum(axis=0) / np.log(len(X))
        return d / d.sum()

    def topsis(Z: np.ndarray, v: np.ndarray) -> np.ndarray:
        near = np.sqrt((((Z - Z.max(axis=0)) * v) ** 2).sum(axis=1))
        away = np.sqrt((((Z - Z.min(axis=0)) * v) ** 2).sum(axis=1))
        return away / (near + away)

    def vector() -> np.ndarray:
        return X / np.sqrt((X * X).sum(axis=0))

    def minmax() -> np.ndarray:
        low = X.min(axis=0)
        return (X - low) / (X.max(axis=0) - low)

    return {
        "entropy": entropy,
        "topsis": lambda: topsis(vector(), w),
        "topsis, min-max": lambda: topsis(minmax(), w),
        "entropy, then topsis": lambda: topsis(vector(), entropy()),
    }


def pymcdm(X: np.ndarray, w: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give what pymcdm has, without its validation where that can be left out."""
    from pymcdm import methods
    from pymcdm.normalizations import minmax_normalization, vector_normalization
    from pymcdm.weights import critic_weights, entropy_weights

    types = np.ones(X.shape[1], dtype=int)

    def scored(method: Any) -> Callable[[], Any]:
        return lambda: method(X, w, types, validation=False)

    topsis = methods.TOPSIS(vector_normalization)
    return {
        "entropy": lambda: entropy_weights(X),
        "critic": lambda: critic_weights(X),
        "topsis": scored(topsis),
        "topsis, min-max": scored(methods.TOPSIS(minmax_normalization)),
        "entropy, then topsis": lambda: topsis(
            X, entropy_weights(X), types, validation=False
        ),
        "vikor": scored(methods.VIKOR()),
        "codas": scored(methods.CODAS()),
        "promethee_ii": scored(methods.PROMETHEE_II("usual")),
    }


def skcriteria(X: np.ndarray, w: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give what scikit-criteria has."""
    from skcriteria import mkdm
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.agg.vikor import VIKOR
    from skcriteria.preprocessing.scalers import VectorScaler
    from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter

    dm = mkdm(X, [max] * X.shape[1], weights=w)
    scaler, topsis = VectorScaler(target="matrix"), TOPSIS()
    weigh = EntropyWeighter()
    return {
        "entropy": lambda: weigh.transform(dm),
        "critic": lambda: CRITIC().transform(dm),
        "topsis": lambda: topsis.evaluate(scaler.transform(dm)),
        "entropy, then topsis": lambda: topsis.evaluate(
            scaler.transform(weigh.transform(dm))
        ),
        "vikor": lambda: VIKOR().evaluate(dm),
    }


# What compares all pairs of units is not asked of large tables.
PAIRWISE = {"codas": 1000, "promethee_ii": 1000}


def contenders(X: np.ndarray) -> dict[str, dict[str, Callable[[], Any]]]:
    """Give, for each task, our function, the plain formula and the peers."""
    w = np.full(X.shape[1], 1 / X.shape[1])
    tasks: dict[str, dict[str, Callable[[], Any]]] = {
        task: {"ours": run} for task, run in ours(X, w).items()
    }
    others = {"numpy": plain, "pymcdm": pymcdm, "scikit-criteria": skcriteria}
    for name, give in others.items():
        try:
            calls = give(X, w)
        except ImportError:
            print(f"{name} is not installed and left out")
            continue
        for task, run in calls.items():
            if len(X) <= PAIRWISE.get(task, len(X)):
                tasks[task][name] = run
    return tasks


def interleaved(
    calls: dict[str, Callable[[], Any]], budget: float = BUDGET
) -> dict[str, float]:
    """Take turns until each has had its share of time, and give the medians."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    while any(sum(t) < budget and len(t) < MOST_CALLS for t in times.values()):
        for name, call in calls.items():
            if sum(times[name]) < budget:
                start = perf_counter()
                call()
                times[name].append(perf_counter() - start)
    return {name: median(t) for name, t in times.items()}


def main(sizes: list[int]) -> None:
    print("| rows | order | task | ours, ms | passes | of numpy | of the best peer |")
    print("|---|---|---|---|---|---|---|")
    for n in sizes:
        table = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for order, X in (("C", table), ("F", np.asfortranarray(table))):
            for task, calls in contenders(X).items():
                took = interleaved({"pass": table.ravel().max} | calls)
                print(row(n, order, task, took), flush=True)


def row(n: int, order: str, task: str, took: dict[str, float]) -> str:
    """Write one row of the table."""
    one_pass, own = took.pop("pass"), took.pop("ours")
    formula = took.pop("numpy", None)
    best = min(took, key=took.__getitem__) if took else None
    ratio = "-" if best is None else f"{own / took[best]:.3f} ({best})"
    plainly = "-" if formula is None else f"{own / formula:.2f}"
    cells = (f"{n:,}", order, task, f"{1e3 * own:.3g}", f"{own / one_pass:.1f}")
    return f"| {' | '.join((*cells, plainly, ratio))} |"


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    main([int(n) for n in sys.argv[1:]] or [287, 100_000, 1_000_000])
