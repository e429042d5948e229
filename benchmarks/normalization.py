"""Time every normalization and treatment beside the peers' functions.

python benchmarks/normalization.py [rows ...]
"""

import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from compare import CRITERIA, interleaved

import mcdm_index as mi
from mcdm_index import normalization, treatment

# Of the same name there, with "_normalization" behind.
PYREPO = ("linear", "minmax", "max", "sum", "vector")
PYMCDM = (
    *PYREPO,
    "enhanced_accuracy",
    "logarithmic",
    "nonlinear",
    "zavadskas_turskis",
)
SCALERS = {"minmax": "MinMaxScaler", "zscore": "StandardScaler", "max": "MaxAbsScaler"}
SCALERS |= {"robust": "RobustScaler", "box_cox": "PowerTransformer"}
SCALERS |= {"yeo_johnson": "PowerTransformer"}
OPTIONS: dict[str, dict[str, Any]] = {
    "goalposts": {"low": 1, "high": 1000},
    "distance_to_target": {"target": 1e9},
    "distance_to_reference": {"unit": 0},
    "mazziotta_pareto": {"unit": 0},
}
# Fitting an exponent by likelihood takes many passes; large tables would take minutes.
ONLY_SMALL = {"box_cox", "yeo_johnson"}


def contenders(kind: str, name: str, X: np.ndarray) -> dict[str, Callable[[], Any]]:
    """Give our function and the peers' for one method, all on benefits."""
    namespace = normalization if kind == "normalization" else treatment
    options = OPTIONS.get(name, {})
    if name == "distance_to_reference":
        options = {"reference": X.max(axis=0)}
    calls = {"ours": partial(getattr(namespace, name), X, **options)}
    signs = np.ones(X.shape[1], dtype=int)
    try:
        if name in PYMCDM:
            from pymcdm import normalizations
            from pymcdm.helpers import normalize_matrix

            theirs = getattr(normalizations, f"{name}_normalization")
            calls["pymcdm"] = partial(normalize_matrix, X, theirs, signs)
    except ImportError:
        pass
    try:
        if name in PYREPO and kind == "normalization":
            from pyrepo_mcda import normalizations as pyrepo

            theirs = getattr(pyrepo, f"{name}_normalization")
            calls["pyrepo"] = partial(theirs, X, signs)
    except ImportError:
        pass
    if name in SCALERS:
        from sklearn import preprocessing

        kinds = {"box_cox": {"method": "box-cox", "standardize": False}}
        kinds["yeo_johnson"] = {"standardize": False}
        scaler = getattr(preprocessing, SCALERS[name])(**kinds.get(name, {}))
        calls["scikit-learn"] = partial(scaler.fit_transform, X)
    return calls


def main(sizes: list[int]) -> None:
    """Print one row per method and size."""
    print("| rows | kind | method | ours, ms | passes | of the best peer | peers, ms |")
    print("|---|---|---|---|---|---|---|")
    for n in sizes:
        X = 1 + np.random.default_rng(0).lognormal(size=(n, CRITERIA))
        for kind in ("normalization", "treatment"):
            for method in mi.list_methods(kind):
                if n > 10_000 and method.name in ONLY_SMALL:
                    continue
                calls = contenders(kind, method.name, X)
                took = interleaved({"pass": X.ravel().max} | calls)
                one_pass, ours = took.pop("pass"), took.pop("ours")
                peers = ", ".join(f"{name} {1e3 * t:.3g}" for name, t in took.items())
                ratio = f"{ours / min(took.values()):.2f}" if took else "-"
                print(
                    f"| {n} | {kind} | {method.name} | {1e3 * ours:.3g} "
                    f"| {ours / one_pass:.1f} | {ratio} | {peers or '-'} |",
                    flush=True,
                )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own
    main([int(n) for n in sys.argv[1:]] or [287, 1_000_000])
