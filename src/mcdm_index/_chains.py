"""The chained equations behind `MICEImputer`: scale, chain, replay.

The equations are those of scikit-learn's `IterativeImputer`, one seeded chain per draw,
on columns that are standardized first (its Bayesian ridge depends on their scale) and,
where they are positive and less skewed so, on their logarithms.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.errors import NonFiniteError
from mcdm_index.statistics import ColumnStats

__all__ = ["Chain", "Scale"]


@dataclass(frozen=True)
class Scale:
    """Standardization, on the log scale where a positive column is less skewed so."""

    log: NDArray[np.bool_]
    least: Vector
    peak: Vector
    mean: Vector
    deviation: Vector

    @classmethod
    def learn(cls, data: Matrix, *, log: bool) -> "Scale":
        m = data.shape[1]
        least = np.nanmin(data, axis=0)
        logged = np.zeros(m, dtype=bool)
        if log:
            positive = least > 0
            on_logs = _skewness(_log(data, positive, least))
            logged = positive & (np.abs(on_logs) < np.abs(_skewness(data)))
        x = _log(data, logged, least)
        peak = np.nanmax(np.abs(x), axis=0)
        unit = divide(x, peak)
        per_column = [
            ColumnStats.of(unit[~np.isnan(unit[:, j]), j : j + 1], ("squares",))
            for j in range(m)
        ]
        mean = np.concatenate([np.ldexp(s.mean, s.scale) for s in per_column])
        deviation = np.concatenate(
            [np.ldexp(s.deviation(), s.scale) for s in per_column]
        )
        return cls(logged, least, peak, mean, deviation)

    def apply(self, data: Matrix) -> Matrix:
        x = divide(_log(data, self.log, self.least), self.peak)
        z = divide(x - self.mean, self.deviation)
        return np.where(np.isnan(data), np.nan, z)

    def undo(self, z: Matrix) -> Matrix:
        try:
            with np.errstate(over="raise", invalid="raise"):
                x = (self.mean + z * self.deviation) * self.peak
                x[:, self.log] = np.exp(x[:, self.log])
        except FloatingPointError:
            msg = "an imputed value is too large for a number; check the units of data"
            raise NonFiniteError(msg) from None
        return np.asarray(x)


def _log(data: Matrix, logged: NDArray[np.bool_], least: Vector) -> Matrix:
    """Take logs where marked; later values at or below zero count as the least one."""
    out = data.copy()
    out[:, logged] = np.log(
        np.where(data[:, logged] > 0, data[:, logged], least[logged])
    )
    return np.where(np.isnan(data), np.nan, out)


def _skewness(data: Matrix) -> Vector:
    """Compute the third standardized moment of what is observed; constants have 0."""
    peak = np.nanmax(np.abs(data), axis=0)
    x = divide(data, peak)
    d = x - np.nanmean(x, axis=0)
    return divide(np.nanmean(d**3, axis=0), np.nanmean(d**2, axis=0) ** 1.5)


class Chain:
    """One seeded chain of conditional equations on standardized columns."""

    def __init__(self, seed: int, max_iter: int) -> None:
        self.seed = seed
        self.max_iter = max_iter

    def fit(self, z: Matrix) -> Matrix:
        """Run the chain; columns that do not vary take no part and stay at zero."""
        self.active = np.flatnonzero(np.nanmax(z, axis=0) > np.nanmin(z, axis=0))
        out = np.zeros_like(z)
        if len(self.active) == 0:
            self.steps: list[Any] = []
            return out
        imputer = _iterative_imputer(self.seed, self.max_iter)
        completed = imputer.fit_transform(self._design(z))
        self.steps = list(imputer.imputation_sequence_)
        out[:, self.active] = completed[:, : len(self.active)]
        return out

    def apply(self, z: Matrix) -> Matrix:
        """Replay the fitted equations on other rows, each with noise of its own."""
        out = np.zeros_like(z)
        if len(self.active) == 0 or len(z) == 0:
            return out
        x = self._design(z)
        gaps = np.isnan(x)
        filled = np.where(gaps, 0.0, x)
        incomplete = np.flatnonzero(gaps.any(axis=1))
        noise = np.zeros((len(x), len(self.steps)))
        for i in incomplete:
            noise[i] = self._noise(x[i])
        for k, (target, predictors, estimator) in enumerate(self.steps):
            rows = np.flatnonzero(gaps[:, target])
            if len(rows):
                mean, deviation = estimator.predict(
                    filled[np.ix_(rows, predictors)], return_std=True
                )
                filled[rows, target] = mean + deviation * noise[rows, k]
        out[:, self.active] = filled[:, : len(self.active)]
        return out

    def _design(self, z: Matrix) -> Matrix:
        """Take the columns that vary; one alone gets a null column for company."""
        x = z[:, self.active]
        return np.column_stack([x, np.zeros(len(x))]) if x.shape[1] == 1 else x

    def _noise(self, row: Vector) -> Vector:
        content = np.where(np.isnan(row), np.nan, row + 0.0).tobytes()
        key = hashlib.blake2b(content, digest_size=8, key=self.seed.to_bytes(8, "big"))
        generator = np.random.default_rng(int.from_bytes(key.digest(), "big"))
        return generator.standard_normal(len(self.steps))


def _iterative_imputer(seed: int, max_iter: int) -> Any:
    """Make one chain of scikit-learn's, wherever this release keeps it."""
    from sklearn.linear_model import BayesianRidge

    try:
        from sklearn.impute import IterativeImputer
    except ImportError:  # still experimental in this release
        from sklearn.experimental import enable_iterative_imputer  # noqa: F401
        from sklearn.impute import IterativeImputer

    return IterativeImputer(
        BayesianRidge(), sample_posterior=True, max_iter=max_iter, random_state=seed
    )
