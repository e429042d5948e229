"""Other engines of multiple imputation: from a standardized table to m completed ones.

They run beside the chains of `sampler`: scikit-learn's IterativeImputer with any
regressor, and the forests of miceforest. Draw i depends on its own seed alone, neither
on how many draws there are nor on the number of processes.
"""

import importlib
import inspect
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin, clone

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import ColumnError, DomainError, MissingPackageError
from mcdm_index.imputation.regressors import (
    BayesianRegressor,
    BootstrapRegressor,
    LiveRandom,
    MatchingRegressor,
    reseeded,
)

__all__ = [
    "Filled",
    "ForestRuns",
    "SklearnRuns",
    "run_forest",
    "run_sklearn",
]

Stack = NDArray[np.float64]
Seeds = Sequence[np.random.SeedSequence]

# Of each seed one stream for the fit, and one for rows that come later.
_FIT: Final = 0
_FILL: Final = 1
# Of fewer rows miceforest's bags are sometimes too small to predict anything.
_FEWEST_OBSERVED: Final = 20


class Filled(Protocol):
    """What a run of an engine gives."""

    @property
    def tables(self) -> Stack:
        """The completed tables, of shape (m, n, p)."""
        ...

    def fill(self, z: Matrix) -> Stack:
        """Fill other rows by the fitted models, once per draw.

        Parameters
        ----------
        z : ndarray of shape (r, p)
            Gaps are NaN, also in columns that had none.

        Returns
        -------
        ndarray of shape (m, r, p)
            The same in every call. The noise of a row depends on the rows beside it.
        """
        ...


def _stream(seed: np.random.SeedSequence, use: int) -> np.random.SeedSequence:
    """Derive a seed, which is the same in every call, as `spawn` would not be."""
    return np.random.SeedSequence(
        seed.entropy, spawn_key=(*seed.spawn_key, use), pool_size=seed.pool_size
    )


@dataclass(frozen=True)
class SklearnRuns:
    """Tables that scikit-learn completed.

    Attributes
    ----------
    tables : ndarray of shape (m, n, p)
    imputers : sequence of IterativeImputer
        The fitted one of each draw. It keeps the models of all rounds.
    seeds : sequence of SeedSequence
    """

    tables: Stack
    imputers: Sequence[Any]
    seeds: Seeds

    def fill(self, z: Matrix) -> Stack:
        """Fill other rows by the models of each draw, round after round."""
        filled = []
        for imputer, seed in zip(self.imputers, self.seeds, strict=True):
            imputer.random_state.restart(_stream(seed, _FILL))
            filled.append(_unpadded(imputer.transform(_padded(z)), z))
        return np.stack(filled)


def run_sklearn(
    z: Matrix,
    seeds: Seeds,
    sweeps: int,
    *,
    regressor: Any = None,
    donors: int = 5,
    matched: Collection[int] = (),
    n_jobs: int = 1,
) -> SklearnRuns:
    """Complete a table by scikit-learn's IterativeImputer, once per seed.

    Each column is regressed on all others in turn, for as many rounds as are asked for:
    with ``sample_posterior=True`` nothing stops earlier. Columns without gaps are
    regressed too, for later rows that have some. Gaps start at the mean of their
    column.

    Parameters
    ----------
    z : ndarray of shape (n, p)
        Standardized columns, each with something observed that varies; gaps are NaN.
    seeds : sequence of SeedSequence
        One per draw.
    sweeps : int
    regressor : regressor of scikit-learn, optional
        `BayesianRegressor` by default. One without `return_std` in its `predict` is
        made to draw by `BootstrapRegressor`. One with it, such as BayesianRidge, is
        taken as it is: unless it is one of `regressors`, each cell is drawn by itself,
        and sums over cells vary too little. Its `random_state` is set anew.
    donors : int, default 5
        From how many nearest rows matched columns are drawn.
    matched : collection of int
        Columns that are filled with observed values, by `MatchingRegressor`.
    n_jobs : int, default 1
        Processes among which the draws are divided.

    Returns
    -------
    SklearnRuns

    Raises
    ------
    DomainError
        `regressor` is no regressor.

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03

    Examples
    --------
    >>> import numpy as np
    >>> z = np.array([[-1.3, -1.2], [-0.4, np.nan], [0.4, 0.0], [1.3, 1.2]])
    >>> runs = run_sklearn(z, np.random.SeedSequence(0).spawn(3), 2)
    >>> runs.tables.shape, bool(np.isnan(runs.tables).any())
    ((3, 4, 2), False)
    """
    model = BayesianRegressor() if regressor is None else regressor
    _check_regressor(model)
    if "return_std" not in inspect.signature(model.predict).parameters:
        model = BootstrapRegressor(model)
    if matched:
        values = frozenset(z[~np.isnan(z[:, j]), j].tobytes() for j in matched)
        model = _ByColumn(model, MatchingRegressor(donors), values)
    runs = Parallel(n_jobs=n_jobs)(
        delayed(_run_imputer)(z, seed, sweeps, model) for seed in seeds
    )
    imputers, tables = zip(*runs, strict=True)
    return SklearnRuns(np.stack(tables), imputers, tuple(seeds))


def _check_regressor(model: Any) -> None:
    able = all(hasattr(model, name) for name in ("fit", "predict", "get_params"))
    if isinstance(model, type) or not able:
        what = f"the class {model.__name__}" if isinstance(model, type) else repr(model)
        msg = (
            "regressor must be a regressor as those of scikit-learn, such as "
            f"RandomForestRegressor(), got {what}"
        )
        raise DomainError(msg)


def _run_imputer(
    z: Matrix, seed: np.random.SeedSequence, sweeps: int, model: Any
) -> tuple[Any, Matrix]:
    live = LiveRandom(_stream(seed, _FIT))
    imputer = _iterative_imputer()(
        reseeded(model, lambda: live),
        sample_posterior=True,
        max_iter=sweeps,
        random_state=live,
    )
    return imputer, _unpadded(imputer.fit_transform(_padded(z)), z)


def _iterative_imputer() -> Any:
    """Import it from where it is, experimental or not any more."""
    try:
        from sklearn.impute import IterativeImputer
    except ImportError:
        importlib.import_module("sklearn.experimental.enable_iterative_imputer")
        from sklearn.impute import IterativeImputer
    return IterativeImputer


def _padded(z: Matrix) -> Matrix:
    """Put columns of zeros beside a single one, which would be filled with its mean."""
    return np.pad(z, ((0, 0), (0, max(0, 2 - z.shape[1]))))


def _unpadded(table: Any, z: Matrix) -> Matrix:
    return np.asarray(table, dtype=float)[:, : z.shape[1]]


class _ByColumn(RegressorMixin, BaseEstimator):
    """Matches in some columns, and draws by another regressor in the others.

    A regressor is not told which column it is for. Its observed values tell, as they
    are the same in every round.
    """

    def __init__(self, regressor: Any, matching: Any, matched: frozenset[bytes]):
        self.regressor = regressor
        self.matching = matching
        self.matched = matched

    def fit(self, X: Matrix, y: Vector) -> "_ByColumn":
        of = self.matching if y.tobytes() in self.matched else self.regressor
        self.regressor_ = clone(of).fit(X, y)
        return self

    def predict(self, X: Matrix, return_std: bool = False) -> Any:
        return self.regressor_.predict(X, return_std=return_std)


@dataclass(frozen=True)
class ForestRuns:
    """Tables that miceforest completed.

    Attributes
    ----------
    tables : ndarray of shape (m, n, p)
    kernels : sequence of ImputationKernel
        The fitted one of each draw. It keeps the models of all rounds.
    seeds : sequence of SeedSequence
    """

    tables: Stack
    kernels: Sequence[Any]
    seeds: Seeds

    def fill(self, z: Matrix) -> Stack:
        """Fill other rows by the forests of each draw, round after round."""
        filled = []
        for kernel, seed in zip(self.kernels, self.seeds, strict=True):
            done = kernel.impute_new_data(
                _frame(z), datasets=[0], random_state=_whole(_stream(seed, _FILL))
            )
            filled.append(_completed(done, z))
        return np.stack(filled)


def run_forest(
    z: Matrix, seeds: Seeds, sweeps: int, *, donors: int = 5, n_jobs: int = 1
) -> ForestRuns:
    """Complete a table by miceforest, once per seed.

    Each column is predicted from the others by a random forest of LightGBM, and filled
    with observed values of the rows that are predicted alike.

    Parameters
    ----------
    z : ndarray of shape (n, p)
        Standardized columns, each with something observed that varies; gaps are NaN.
    seeds : sequence of SeedSequence
        One per draw; each has a kernel of its own.
    sweeps : int
    donors : int, default 5
        From how many nearest rows is drawn.
    n_jobs : int, default 1
        Threads among which the draws are divided. LightGBM itself gets one, so that its
        sums do not depend on the machine.

    Returns
    -------
    ForestRuns

    Raises
    ------
    MissingPackageError
        miceforest is not installed, or does not work with the LightGBM that is.
    ColumnError
        Fewer than 20 values of a column are observed, or fewer than `donors`.

    Notes
    -----
    The draws are too narrow. Only the bagging of the forest stands for the uncertainty
    of the model: on 287 rows with 30 % missing at random, the variance between draws of
    a mean and two slopes was .20 to .30 of that of R mice, the slopes were 22 and 31 %
    off, and 95 % intervals covered them in 83 and 90 % of runs. Take it for relations
    that no line has, and not for intervals.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> z = rng.standard_normal((30, 2))
    >>> z[:5, 0] = np.nan
    >>> seeds = np.random.SeedSequence(0).spawn(3)
    >>> run_forest(z, seeds, 2).tables.shape  # doctest: +SKIP
    (3, 30, 2)
    """
    _check_observed(z, max(_FEWEST_OBSERVED, donors))
    kernel = _kernel_class()
    runs = Parallel(n_jobs=n_jobs, prefer="threads")(
        delayed(_run_kernel)(kernel, z, seed, sweeps, donors) for seed in seeds
    )
    kernels, tables = zip(*runs, strict=True)
    return ForestRuns(np.stack(tables), kernels, tuple(seeds))


def _check_observed(z: Matrix, fewest: int) -> None:
    """Refuse columns of which a bag of rows may be too small for any prediction."""
    seen = (~np.isnan(z)).sum(axis=0)
    few = np.flatnonzero(seen < fewest)
    if len(few):
        msg = (
            f"{seen[few[0]]} observed values are too few for a forest, which needs "
            f"{fewest}. Take another engine"
        )
        raise ColumnError(few[0], msg)


def _kernel_class() -> Any:
    try:
        return importlib.import_module("miceforest").ImputationKernel
    except ModuleNotFoundError:
        msg = "forests need miceforest; pip install mcdm-index[forest]"
        raise MissingPackageError(msg) from None


def _run_kernel(
    of: Any, z: Matrix, seed: np.random.SeedSequence, sweeps: int, donors: int
) -> tuple[Any, Matrix]:
    frame = _frame(z)
    names = list(frame.columns)
    kernel = of(
        frame,
        num_datasets=1,
        # Also of what is complete here: later rows may have gaps there.
        variable_schema={
            name: [other for other in names if other != name]
            for name in names[: z.shape[1]]
        },
        mean_match_candidates=donors,
        random_state=_whole(_stream(seed, _FIT)),
    )
    try:
        kernel.mice(sweeps, num_threads=1)
    except TypeError as error:
        if "inner_predict" not in str(error):
            raise
        msg = (
            "miceforest does not work with the installed LightGBM "
            f'({error}); pip install "lightgbm<4.7"'
        )
        raise MissingPackageError(msg) from None
    return kernel, _completed(kernel, z)


def _frame(z: Matrix) -> Any:
    """Make the frame that miceforest wants, with names that are words."""
    import pandas as pd

    padded = _padded(z)
    return pd.DataFrame(padded, columns=[str(j) for j in range(padded.shape[1])])


def _completed(done: Any, z: Matrix) -> Matrix:
    return _unpadded(done.complete_data(0), z)


def _whole(seed: np.random.SeedSequence) -> int:
    return int(seed.generate_state(1)[0])
