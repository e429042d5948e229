"""Simulate how well multiple imputation covers the truth, and time it beside the peers.

python benchmarks/imputation.py --runs 500 --methods bridge norm pmm lrd
python benchmarks/imputation.py --runs 25 --methods "engine sklearn" IterativeImputer

Rows are drawn from a normal distribution with correlations of one half (or its
exponential), the last two columns are complete, and 30 % of the others are missing at
random given these two. Two things are estimated in every completed table and pooled by
Rubin's rules: the mean of the first column, and its slopes on the second and the last.

Coverage is a blunt test: an imputation that draws no coefficients misses it by a few
points only. The sharp one is the variance between the tables beside that of a full
Bayesian draw, here data augmentation of the joint normal model (Schafer 1997), on the
same tables.
"""

import argparse
import warnings
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from scipy.stats import wishart

from mcdm_index.imputation import impute, pool

M = 20
Filler = Callable[[np.ndarray, int], np.ndarray]


def simulate(
    n: int, p: int, rng: np.random.Generator, lognormal: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a table, and the same with gaps."""
    X = np.sqrt(0.5) * (rng.standard_normal((n, 1)) + rng.standard_normal((n, p)))
    drive = (X[:, -1] + X[:, -2]) / np.sqrt(3)
    signs = np.where(np.arange(p - 2) % 2, 1, -1)
    chance = 1 / (1 + np.exp(0.95 - drive[:, None] * signs))
    gaps = np.column_stack([rng.random((n, p - 2)) < chance, np.zeros((n, 2), bool)])
    X = np.exp(X) if lognormal else X
    return X, np.where(gaps, np.nan, X)


def estimate(X: np.ndarray, lognormal: bool) -> tuple[np.ndarray, np.ndarray]:
    """Give mean and slopes (on logarithms for a lognormal table), and variances."""
    y, logs = X[:, 0], np.log(X) if lognormal else X
    A = np.column_stack([np.ones(len(X)), logs[:, 1], logs[:, -1]])
    inverse = np.linalg.inv(A.T @ A)
    slopes = inverse @ A.T @ logs[:, 0]
    left = logs[:, 0] - A @ slopes
    spread = left @ left / (len(X) - 3)
    estimates = np.array([y.mean(), slopes[1], slopes[2]])
    errors = np.array([y.var(ddof=1) / len(y), *(spread * np.diag(inverse)[1:])])
    return estimates, errors


def ours(method: str, **options: Any) -> Filler:
    return lambda X, seed: impute(X, M, rng=seed, method=method, **options).tables


def scikit_learn(X: np.ndarray, seed: int) -> np.ndarray:
    """Run IterativeImputer with its posterior, once per table."""
    try:
        from sklearn.impute import IterativeImputer
    except ImportError:
        from sklearn.experimental import enable_iterative_imputer  # noqa: F401
        from sklearn.impute import IterativeImputer
    return np.stack(
        [
            IterativeImputer(
                sample_posterior=True, max_iter=10, random_state=1000 * seed + i
            ).fit_transform(X)
            for i in range(M)
        ]
    )


def data_augmentation(X: np.ndarray, seed: int, steps: int = 60) -> np.ndarray:
    """Draw from the joint normal model under its reference prior, a chain a table."""
    rng = np.random.default_rng(seed)
    n, p = X.shape
    gaps = np.isnan(X)
    kinds, which = np.unique(gaps, axis=0, return_inverse=True)
    which = which.reshape(-1)
    tables = np.repeat(np.where(gaps, np.nanmean(X, axis=0), X)[None], M, axis=0)
    for _ in range(steps):
        mean = tables.mean(axis=1)
        apart = tables - mean[:, None]
        scatter = np.matmul(apart.transpose(0, 2, 1), apart)
        scatter += 1e-3 * np.eye(p)  # starts from means have no spread
        precision = np.stack(
            [
                np.reshape(wishart.rvs(n - 1, V, random_state=rng), (p, p))
                for V in np.linalg.inv(scatter)
            ]
        )
        S = np.linalg.inv(precision)
        root = np.linalg.cholesky(S)
        noise = rng.standard_normal((M, p, 1))
        mu = mean + np.matmul(root, noise)[:, :, 0] / np.sqrt(n)
        for k, lost in enumerate(kinds):
            if lost.any():
                rows = np.flatnonzero(which == k)
                _redraw(tables, rows, lost, mu, S, rng)
    return tables


def _redraw(tables: Any, rows: Any, lost: Any, mu: Any, S: Any, rng: Any) -> None:
    """Draw what one pattern lacks, given what it has."""
    seen = ~lost
    across = S[:, seen][:, :, lost]
    slopes = np.linalg.solve(S[:, seen][:, :, seen], across)
    left = S[:, lost][:, :, lost] - np.matmul(across.transpose(0, 2, 1), slopes)
    root = np.linalg.cholesky((left + left.transpose(0, 2, 1)) / 2)
    block = tables[:, rows]
    about = block[:, :, seen] - mu[:, None, seen]
    noise = rng.standard_normal((*about.shape[:2], int(lost.sum())))
    drawn = np.matmul(about, slopes) + np.matmul(noise, root.transpose(0, 2, 1))
    block[:, :, lost] = mu[:, None, lost] + drawn
    tables[:, rows] = block


FILLERS: dict[str, Filler] = {
    "bridge": ours("bridge"),
    "norm": ours("norm"),
    "pmm": ours("pmm"),
    "lrd": ours("lrd"),
    "engine sklearn": ours("auto", engine="sklearn"),
    "engine miceforest": ours("auto", engine="miceforest", max_iter=5),
    "IterativeImputer": scikit_learn,
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Coverage of multiple imputation.")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--full", type=int, default=100, help="runs of full Bayes")
    parser.add_argument("--methods", nargs="+", default=list(FILLERS), choices=FILLERS)
    parser.add_argument("--cases", nargs="+", default=["287x8", "287x24", "60x24"])
    parser.add_argument("--data", nargs="+", default=["normal", "lognormal"])
    given = parser.parse_args(arguments)
    warnings.simplefilter("ignore")  # the peers' own
    print("| n x p | data | method | runs | coverage, % | between | bias | s |")
    print("|---|---|---|---|---|---|---|---|")
    fillers = {name: (FILLERS[name], given.runs) for name in given.methods}
    for case in given.cases:
        n, p = map(int, case.split("x"))
        for data in given.data:
            report(n, p, data == "lognormal", fillers, given.full)


def report(
    n: int, p: int, lognormal: bool, fillers: dict[str, tuple[Filler, int]], runs: int
) -> None:
    """Print one row per method; `between` is relative to the full Bayesian draw."""
    log: Filler = lambda X, seed: np.exp(data_augmentation(np.log(X), seed))  # noqa: E731
    full = log if lognormal else data_augmentation
    everything = {"full Bayes": (full, runs)} | fillers
    truth = np.array([np.exp(0.5) if lognormal else 0.0, 1 / 3, 1 / 3])
    reference = np.empty((0, 3))
    for name, (fill, count) in everything.items():
        covered, between, bias, took = [], [], [], 0.0
        for seed in range(count):
            _, X = simulate(n, p, np.random.default_rng(seed), lognormal)
            start = perf_counter()
            tables = fill(X, seed)
            took += perf_counter() - start
            with np.errstate(invalid="ignore", divide="ignore"):
                found = [estimate(table, lognormal) for table in tables]
            Q, U = (np.array(part) for part in zip(*found, strict=True))
            if not (np.isfinite(Q).all() and np.isfinite(U).all()):
                continue  # negative values have no logarithm
            pooled = pool(Q, U, df_complete=n - 3)
            low, high = pooled.interval()
            covered.append((low <= truth) & (truth <= high))
            between.append(pooled.between)
            bias.append(pooled.estimate - truth)
        if not covered:
            print(f"| {n} x {p} | | {name} | 0 | negative values |", flush=True)
            continue
        if name == "full Bayes":
            reference = np.array(between)
        common = min(len(between), len(reference))
        ratio = np.mean(between[:common], axis=0) / reference[:common].mean(axis=0)
        print(
            f"| {n} x {p} | {'lognormal' if lognormal else 'normal'} | {name} "
            f"| {len(covered)} | {_told(100 * np.mean(covered, axis=0), 1)} "
            f"| {_told(ratio, 2)} | {_told(np.mean(bias, axis=0), 3)} "
            f"| {took / count:.3g} |",
            flush=True,
        )


def _told(numbers: np.ndarray, digits: int) -> str:
    return " / ".join(f"{number:.{digits}f}" for number in numbers)


if __name__ == "__main__":
    main()
