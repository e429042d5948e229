"""Multiple imputation: from one table with gaps to m completed ones.

Here the chained equations are those of scikit-learn's `IterativeImputer`, one seeded
chain per draw, on columns that are standardized first (its Bayesian ridge depends on
their scale) and, where they are positive and less skewed so, on their logarithms.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index._progress import track
from mcdm_index.engine import Rows, check_finite
from mcdm_index.errors import DomainError, MissingDataError, listing
from mcdm_index.estimators._base import open_apply, open_fit
from mcdm_index.statistics import ColumnStats

__all__ = ["Imputations", "MICEImputer", "impute"]

Scale = Literal["auto", "linear"]


@dataclass(frozen=True)
class Imputations:
    """Several completed tables that share their observed cells.

    Attributes
    ----------
    tables : ndarray of shape (m, n_units, n_criteria)
        The draws. A unit of which nothing is observed stays NaN.
    mask : ndarray of bool of shape (n_units, n_criteria)
        Which cells were imputed.
    columns : tuple of str or None
    index : pandas.Index or None
        Labels, if the table had them.
    """

    tables: NDArray[np.float64]
    mask: NDArray[np.bool_]
    columns: tuple[str, ...] | None = None
    index: Any = None

    @property
    def m(self) -> int:
        """Number of draws."""
        return len(self.tables)

    def __len__(self) -> int:
        return self.m

    def __iter__(self) -> Iterator[Any]:
        return (self.table(i) for i in range(self.m))

    def table(self, i: int) -> Any:
        """Give one completed table: an ndarray, or a DataFrame if labels are known."""
        if self.index is None:
            return self.tables[i]
        import pandas as pd

        return pd.DataFrame(
            self.tables[i], index=self.index, columns=list(self.columns or ())
        )

    def log(self) -> Any:
        """List the imputed cells.

        Returns
        -------
        DataFrame
            One row per cell: unit, criterion, and mean, standard deviation (ddof 1;
            NaN for one draw), least and largest value over the draws.
        """
        import pandas as pd

        i, j = np.nonzero(self.mask & ~np.isnan(self.tables[0]))
        cells = self.tables[:, i, j]
        spread = cells.std(axis=0, ddof=1) if self.m > 1 else np.full(len(i), np.nan)
        units = i if self.index is None else [self.index[k] for k in i]
        criteria = j if self.columns is None else [self.columns[k] for k in j]
        return pd.DataFrame(
            {
                "unit": units,
                "criterion": criteria,
                "mean": cells.mean(axis=0),
                "sd": spread,
                "min": cells.min(axis=0),
                "max": cells.max(axis=0),
            }
        )


def impute(
    X: Any,
    m: int = 5,
    *,
    max_iter: int = 10,
    scale: Scale = "auto",
    rng: int | None = None,
) -> Imputations:
    """Fill gaps by chained equations, m times.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Missing cells are NaN.
    m : int, default 5
        Number of completed tables.
    max_iter : int, default 10
        Rounds over the columns, per table.
    scale : {"auto", "linear"}, default "auto"
        See `MICEImputer`.
    rng : int, optional
        Seed.

    Returns
    -------
    Imputations

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 6.0], [4.0, 8.0]])
    >>> draws = impute(X, m=3, rng=0)
    >>> draws.m, bool(np.isnan(draws.tables).any())
    (3, False)
    """
    imputer = MICEImputer(m, max_iter=max_iter, scale=scale, random_state=rng)
    return imputer.fit(X).imputations_


class MICEImputer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Fill gaps by chained equations, several times over.

    Parameters
    ----------
    m : int, default 5
        Number of completed tables.
    max_iter : int, default 10
        Rounds over the columns, per table.
    scale : {"auto", "linear"}, default "auto"
        The scale on which columns are imputed. With "auto", a positive column is
        imputed on the log scale if its observed values are less skewed there; its draws
        then stay positive.
    random_state : int, optional
        Seed. Table i depends on it and on i, but not on m. Without one, a fresh seed is
        drawn, and `seed_` says which.
    verbose : bool, default False
        Whether a progress bar is shown on work over a second.

    Attributes
    ----------
    imputations_ : Imputations
        The completed tables of the data that were fitted.
    seed_ : int
        What the run can be repeated with.
    n_iter_ : int
        Rounds that were run.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Notes
    -----
    Rows that come later are filled by the equations of the fitted chains; nothing is
    refitted. The noise of a row is keyed by its own content, so that what is filled in
    does not depend on the rows beside it. A row of which nothing is observed stays
    missing, and constant columns are filled with their constant.

    The draws come from scikit-learn's posterior of each single cell; the coefficients
    are not drawn jointly. Intervals from them are therefore too narrow for aggregates
    in small or very incomplete tables.

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 6.0], [4.0, 8.0]])
    >>> imputer = MICEImputer(random_state=0).fit(X)
    >>> imputer.imputations_.m
    5
    """

    def __init__(
        self,
        m: int = 5,
        *,
        max_iter: int = 10,
        scale: Scale = "auto",
        random_state: int | None = None,
        verbose: bool = False,
    ) -> None:
        self.m = m
        self.max_iter = max_iter
        self.scale = scale
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X: Any, y: Any = None) -> "MICEImputer":  # noqa: ARG002
        """Run the chains on a table and keep its completed versions.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
            Missing cells are NaN.
        y : ignored

        Raises
        ------
        MissingDataError
            A criterion has no observed value.
        NonFiniteError, DomainError
        """
        rows = open_fit(self, X)
        self._check_parameters()
        data = np.array(rows.values, dtype=float)
        check_finite(rows, allow_missing=True)
        gaps = np.isnan(data)
        _check_observed(rows, gaps)
        self._scale = _Scale.learn(data, log=self.scale == "auto")
        self.n_iter_ = self.max_iter
        seeds = np.random.SeedSequence(self.random_state)
        self.seed_ = int(seeds.entropy)  # type: ignore[arg-type]
        fitted = self._scale.apply(data)
        self._chains, tables = [], []
        for seed in track(seeds.spawn(self.m), "imputing", show=self.verbose):
            chain = _Chain(int(seed.generate_state(1)[0]), self.max_iter)
            tables.append(self._complete(data, chain.fit(fitted)))
            self._chains.append(chain)
        self.imputations_ = Imputations(
            np.array(tables), gaps, rows.columns, rows.index
        )
        return self

    def draws(self, X: Any) -> Imputations:
        """Fill new rows by the fitted chains, once per draw.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        Imputations
        """
        rows = open_apply(self, X)
        check_finite(rows, allow_missing=True)
        data = np.array(rows.values, dtype=float)
        z = self._scale.apply(data)
        tables = [self._complete(data, chain.apply(z)) for chain in self._chains]
        return Imputations(np.array(tables), np.isnan(data), rows.columns, rows.index)

    def transform(self, X: Any) -> Matrix:
        """Fill new rows by the first of the fitted chains: one draw, not a mean.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        return np.asarray(self.draws(X).tables[0])

    def fit_transform(self, X: Any, y: Any = None) -> Matrix:  # noqa: ARG002
        """Run the chains and give the first completed table: one draw, not a mean.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        return np.asarray(self.fit(X).imputations_.tables[0])

    def _complete(self, data: Matrix, z: Matrix) -> Matrix:
        """Put imputed values on the scale of the data, into the gaps alone."""
        gaps = np.isnan(data)
        out = np.where(gaps, self._scale.undo(z), data)
        out[gaps.all(axis=1)] = np.nan
        return out

    def _check_parameters(self) -> None:
        for name, value in (("m", self.m), ("max_iter", self.max_iter)):
            if int(value) != value or value < 1:
                msg = f"{name} must be a whole number of 1 or more, got {value!r}"
                raise DomainError(msg)
        if self.scale not in ("auto", "linear"):
            msg = f"scale must be 'auto' or 'linear', got {self.scale!r}"
            raise DomainError(msg)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _check_observed(rows: Rows, gaps: NDArray[np.bool_]) -> None:
    empty = np.flatnonzero(gaps.all(axis=0))
    if len(empty):
        where = listing(rows.column(int(j)) for j in empty)
        msg = (
            f"{where}: every value is missing, so there is nothing to impute from. "
            "Take the criterion out or find its data"
        )
        raise MissingDataError(msg)


@dataclass(frozen=True)
class _Scale:
    """Standardization, on the log scale where a positive column is less skewed so."""

    log: NDArray[np.bool_]
    least: Vector
    peak: Vector
    mean: Vector
    deviation: Vector

    @classmethod
    def learn(cls, data: Matrix, *, log: bool) -> "_Scale":
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
            ColumnStats.of(unit[~np.isnan(unit[:, j]), j : j + 1], ("comoment",))
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
        x = (self.mean + z * self.deviation) * self.peak
        x[:, self.log] = np.exp(x[:, self.log])
        return x


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


class _Chain:
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
