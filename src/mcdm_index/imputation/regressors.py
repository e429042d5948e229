"""Regressors that draw: for scikit-learn's IterativeImputer, which would not.

It draws each cell by itself from the spread that a regressor states. Cells that were
filled from one uncertain line then vary as if each had a line of its own, and a mean or
a slope over them varies too little. The regressors here draw the line themselves, once
per fit, and state the drawn values with a spread of 0, which are taken as they are. Use
them with ``sample_posterior=True``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, MetaEstimatorMixin, RegressorMixin, clone
from sklearn.utils.validation import check_is_fitted, validate_data

from mcdm_index._numeric import Matrix, Vector, check_whole, divide, varies
from mcdm_index.errors import DomainError, UnknownMethodError, suggestion
from mcdm_index.imputation.matching import match
from mcdm_index.imputation.regressions import (
    Line,
    Moments,
    Noise,
    bayesian_ridge,
    least_squares,
    ridge_penalty,
)

__all__ = ["BayesianRegressor", "BootstrapRegressor", "LiveRandom", "MatchingRegressor"]

LineMethod = Literal["bridge", "norm"]

_FEWEST_LEFT_OUT: Final = 5


class LiveRandom(np.random.RandomState):
    """One stream of random numbers that copies go on with instead of repeating it.

    IterativeImputer clones its regressor for every column and round. A seed, and a
    generator too, would start each clone at the same place: the noise of all rounds is
    then the same, and the chain does not move. This stream is not copied, so that
    clones share it. It can be the `random_state` of any estimator of scikit-learn.

    Parameters
    ----------
    seed : int, SeedSequence or Generator, optional

    Attributes
    ----------
    generator : numpy.random.Generator
        The same stream for the newer interface of numpy.

    Examples
    --------
    >>> from sklearn.base import clone
    >>> regressor = BayesianRegressor(random_state=LiveRandom(0))
    >>> clone(regressor).random_state is regressor.random_state
    True
    """

    def __init__(self, seed: Any = None) -> None:
        self.generator = np.random.default_rng(seed)
        super().__init__(self.generator.bit_generator)

    def restart(self, seed: np.random.SeedSequence) -> None:
        """Go on, with all who share the stream, as if it were new from a seed."""
        self.set_state(dict(np.random.default_rng(seed).bit_generator.state))

    def __sklearn_clone__(self) -> "LiveRandom":
        return self

    def __copy__(self) -> "LiveRandom":
        return self

    def __deepcopy__(self, memo: Any) -> "LiveRandom":
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross the border between processes."""
        return type(self), (self.generator,), self.get_state(legacy=False)


def _generator(random_state: Any) -> np.random.Generator:
    """Make a generator of whatever may stand for one."""
    if isinstance(random_state, LiveRandom):
        return random_state.generator
    if isinstance(random_state, np.random.RandomState):
        return np.random.default_rng(random_state.randint(2**31, size=4))
    return np.random.default_rng(random_state)


def reseeded(estimator: Any, seed: Callable[[], Any]) -> Any:
    """Clone an estimator with another `random_state`, also of what is inside it.

    Parameters
    ----------
    estimator : estimator of scikit-learn
    seed : callable
        Called once for each `random_state`.
    """
    own = clone(estimator)
    names = sorted(
        name
        for name in own.get_params()
        if name == "random_state" or name.endswith("__random_state")
    )
    return own.set_params(**{name: seed() for name in names})


@dataclass(frozen=True)
class _Units:
    """Mean and deviation of columns, in units of their peak; a constant has none."""

    peak: Vector
    mean: Vector
    deviation: Vector

    @classmethod
    def of(cls, X: Matrix) -> "_Units":
        peak = np.abs(X).max(axis=0)
        x = divide(X, peak)
        vary = varies(X.min(axis=0), X.max(axis=0))
        return cls(peak, x.mean(axis=0), np.where(vary, x.std(axis=0), 0.0))

    def apply(self, X: Matrix) -> Matrix:
        """Standardize; a column that did not vary becomes 0."""
        return divide(divide(X, self.peak) - self.mean, self.deviation)

    def undo(self, z: Vector) -> Vector:
        """Bring standardized values back."""
        return np.asarray((self.mean + z * self.deviation) * self.peak)


class _Drawing(RegressorMixin, BaseEstimator):
    """Predicts what its `_mean` says, or what its `_draw` does."""

    _mean: Callable[[Matrix], Vector]
    _draw: Callable[[Matrix], Vector]

    def predict(
        self, X: Any, return_std: bool = False
    ) -> Vector | tuple[Vector, Vector]:
        """Predict, or draw.

        Parameters
        ----------
        X : array_like of shape (n_units, n_predictors)
        return_std : bool, default False
            Draw, with new noise in every call.

        Returns
        -------
        y : ndarray of shape (n_units,)
            The fitted mean, or the draw.
        spread : ndarray of shape (n_units,)
            0, so that the draw is taken as it is; only with `return_std`.
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        if not return_std:
            return self._mean(X)
        return self._draw(X), np.zeros(len(X))


class _LineRegressor(_Drawing):
    """Draws a line on standardized columns in `fit`, for `predict` to go along."""

    random_state: Any
    line_: Line

    def _fit_line(self, X: Any, y: Any, method: LineMethod) -> tuple[Matrix, Vector]:
        """Draw the line; give the standardized predictors, and y as it is."""
        X, y = validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, ensure_min_samples=2
        )
        y = np.asarray(y, dtype=float)
        self._rng = _generator(self.random_state)
        self._X_units, self._y_units = _Units.of(X), _Units.of(y)
        Z = self._X_units.apply(X)
        self.line_ = _draw_line(Z, self._y_units.apply(y), method, self._rng)
        return Z, y

    def _rows(self, X: Matrix) -> NDArray[np.float64]:
        """Standardize rows to predict, as the one chain of a stack."""
        return self._X_units.apply(X)[None]

    def _mean(self, X: Matrix) -> Vector:
        return self._y_units.undo(self.line_.fitted(self._rows(X))[0])


def _draw_line(Z: Matrix, y: Vector, method: LineMethod, rng: Any) -> Line:
    """Draw the line of standardized y on standardized columns, those that vary."""
    n, used = len(y), Z.any(axis=0)
    q = int(used.sum())
    freedom = n - 1 - (q if method == "norm" else 0)
    if freedom < 1:
        msg = (
            f"{n} samples are too few for method 'norm' with {q} predictors. Take "
            "'bridge', or fewer predictors"
        )
        raise DomainError(msg)
    noise = Noise(
        rng.standard_normal((1, q + 1)),
        rng.chisquare(freedom, 1),
        rng.standard_gamma((q + 1) / 2, 1),
        rng.standard_exponential(1),
    )
    place = rng.random()
    if not y.any():
        none, flat = np.zeros(1), np.zeros((1, Z.shape[1]))
        return Line(none, flat, none, flat, none)
    Y = np.column_stack([Z[:, used], y, np.ones(n)])
    moments = Moments.of((Y.T @ Y)[None], n)
    if method == "bridge":
        penalty = ridge_penalty(moments, np.array([place]))
        line, _ = bayesian_ridge(moments, penalty, noise)
    else:
        line = _least_squares(moments, noise)
    slopes, drawn = np.zeros((2, 1, Z.shape[1]))
    slopes[:, used], drawn[:, used] = line.slopes, line.drawn_slopes
    return Line(line.intercept, slopes, line.drawn_intercept, drawn, line.sigma)


def _least_squares(moments: Moments, noise: Noise) -> Line:
    try:
        return least_squares(moments, noise)
    except np.linalg.LinAlgError:
        msg = "the predictors are collinear, which 'norm' cannot take; use 'bridge'"
        raise DomainError(msg) from None


class BayesianRegressor(_LineRegressor):
    """Linear regression whose variance, slopes and intercept are drawn, once per fit.

    Parameters
    ----------
    method : {"bridge", "norm"}, default "bridge"
        Ridge regression, whose penalty is drawn as well and which takes few rows and
        more columns than rows; or regression without prior knowledge of the slopes.
    random_state : int, Generator or LiveRandom, optional
        For IterativeImputer, a `LiveRandom`: clones repeat the noise of anything else.

    Attributes
    ----------
    line_ : Line
        Fitted and drawn coefficients and the drawn residual deviation, all on
        standardized columns, so that nothing depends on units.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Raises
    ------
    DomainError
        The predictors are collinear or too many for "norm".
    UnknownMethodError

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03

    Examples
    --------
    >>> import numpy as np
    >>> X, y = np.arange(8.0)[:, None], 2 * np.arange(8.0) + 1
    >>> regressor = BayesianRegressor(random_state=0).fit(X, y)
    >>> regressor.predict([[8.0]]).round(2)
    array([17.])
    >>> draw, spread = regressor.predict([[8.0]], return_std=True)
    >>> draw.round(2), spread
    (array([17.]), array([0.]))
    """

    def __init__(self, method: LineMethod = "bridge", *, random_state: Any = None):
        self.method = method
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> "BayesianRegressor":
        """Draw the line.

        Parameters
        ----------
        X : array_like of shape (n_units, n_predictors)
        y : array_like of shape (n_units,)
        """
        if self.method not in ("bridge", "norm"):
            hint = suggestion(str(self.method), ["bridge", "norm"])
            msg = f"method must be 'bridge' or 'norm', got {self.method!r}.{hint}"
            raise UnknownMethodError(msg)
        self._fit_line(X, y, self.method)
        return self

    def _draw(self, X: Matrix) -> Vector:
        Z = self._rows(X)
        noise = self.line_.sigma * self._rng.standard_normal(len(X))
        return self._y_units.undo(self.line_.drawn(Z)[0] + noise)


class MatchingRegressor(_LineRegressor):
    """Predictive mean matching: draws observed values of rows that are predicted alike.

    The line is that of `BayesianRegressor` with "bridge". Rows that give are predicted
    by the fitted line, rows that take by the drawn one (type 1 matching).

    Parameters
    ----------
    donors : int, default 5
        One of so many nearest rows gives.
    random_state : int, Generator or LiveRandom, optional
        For IterativeImputer, a `LiveRandom`: clones repeat the noise of anything else.

    Attributes
    ----------
    line_ : Line
        Fitted and drawn coefficients, on standardized columns.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Raises
    ------
    DomainError
        `donors` is no whole number of 1 or more.

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03
    .. [2] Morris, T. P., White, I. R. and Royston, P. (2014). Tuning multiple
       imputation by predictive mean matching and local residual draws. BMC Medical
       Research Methodology 14, 75. doi:10.1186/1471-2288-14-75

    Examples
    --------
    >>> import numpy as np
    >>> X, y = np.arange(8.0)[:, None], np.arange(8.0) ** 2
    >>> regressor = MatchingRegressor(donors=2, random_state=0).fit(X, y)
    >>> draw, spread = regressor.predict(X, return_std=True)
    >>> bool(np.isin(draw, y).all()), bool(spread.any())
    (True, False)
    """

    def __init__(self, donors: int = 5, *, random_state: Any = None):
        self.donors = donors
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> "MatchingRegressor":
        """Draw the line, and keep what the rows can give.

        Parameters
        ----------
        X : array_like of shape (n_units, n_predictors)
        y : array_like of shape (n_units,)
        """
        check_whole(self.donors, "donors")
        Z, self._values = self._fit_line(X, y, "bridge")
        self._matched = self.line_.fitted(Z[None])
        return self

    def _draw(self, X: Matrix) -> Vector:
        uniform = self._rng.random((1, len(X)))
        wanted = self.line_.drawn(self._rows(X))
        rows = match(self._matched, wanted, self.donors, uniform)
        return np.asarray(self._values[rows[0]])


class BootstrapRegressor(MetaEstimatorMixin, _Drawing):
    """Any regressor made to draw: fitted on a bootstrap sample, with residuals added.

    The sample stands for the uncertainty of what was fitted, the residuals for the
    noise about it. That is approximately proper, if the residuals are much the same
    everywhere. A regressor that fits what it has seen too closely is not rewarded: the
    residuals are those of the rows that the sample left out, or, if fewer than five
    were, of the rows in it.

    Parameters
    ----------
    estimator : regressor of scikit-learn
        Its own `random_state` is set anew in every fit.
    random_state : int, Generator or LiveRandom, optional
        For IterativeImputer, a `LiveRandom`: clones repeat the noise of anything else.

    Attributes
    ----------
    estimator_ : regressor
        The one that was fitted.
    residuals_ : ndarray
        What is drawn from.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.neighbors import KNeighborsRegressor
    >>> X, y = np.arange(20.0)[:, None], np.arange(20.0)
    >>> regressor = BootstrapRegressor(KNeighborsRegressor(3), random_state=0)
    >>> draw, spread = regressor.fit(X, y).predict(X, return_std=True)
    >>> draw.shape, bool(spread.any())
    ((20,), False)
    """

    def __init__(self, estimator: Any, *, random_state: Any = None):
        self.estimator = estimator
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> "BootstrapRegressor":
        """Fit the regressor on rows drawn with replacement.

        Parameters
        ----------
        X : array_like of shape (n_units, n_predictors)
        y : array_like of shape (n_units,)
        """
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        self._rng = rng = _generator(self.random_state)
        rows = rng.integers(len(y), size=len(y))
        own = reseeded(self.estimator, lambda: int(rng.integers(2**31)))
        self.estimator_ = own.fit(X[rows], y[rows])
        left_out = np.setdiff1d(np.arange(len(y)), rows)
        told = left_out if len(left_out) >= _FEWEST_LEFT_OUT else rows
        self.residuals_ = y[told] - self._mean(X[told])
        return self

    def _draw(self, X: Matrix) -> Vector:
        return self._mean(X) + self._rng.choice(self.residuals_, size=len(X))

    def _mean(self, X: Matrix) -> Vector:
        return np.asarray(self.estimator_.predict(X), dtype=float).reshape(len(X))
