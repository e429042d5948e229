"""Multiple imputation: from one table with gaps to m completed ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._chains import Chain, Scale
from mcdm_index._numeric import Matrix
from mcdm_index._progress import track
from mcdm_index.engine import Rows, check_finite
from mcdm_index.errors import DomainError, MissingDataError, listing
from mcdm_index.estimators._base import check_whole, open_apply, open_fit

__all__ = ["Imputations", "MICEImputer", "impute"]

ScaleName = Literal["auto", "linear"]


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
    scale: ScaleName = "auto",
    rng: int | np.random.Generator | None = None,
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
    rng : int or numpy.random.Generator, optional
        Seed, or what a seed is drawn from.

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
    if isinstance(rng, np.random.Generator):
        rng = int(rng.integers(2**63))
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
    does not depend, beyond rounding, on the rows beside it. It is other noise than in
    the fit: ``draws(X)`` of the fitted table is another set of draws than
    ``imputations_``, and ``fit_transform(X)`` gives the latter. The draws of the fit
    depend on the order of the rows. A row of which nothing is observed stays missing,
    and constant columns are filled with their constant. A column that is bounded above,
    such as a percentage, may be filled with values beyond its bound.

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
        scale: ScaleName = "auto",
        random_state: int | None = None,
        verbose: bool = False,
    ) -> None:
        self.m = m
        self.max_iter = max_iter
        self.scale = scale
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X: Any, y: Any = None) -> "MICEImputer":
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
        self.check_parameters()
        data = np.array(rows.values, dtype=float)
        check_finite(rows, allow_missing=True)
        gaps = np.isnan(data)
        _check_observed(rows, gaps)
        self._scale = Scale.learn(data, log=self.scale == "auto")
        self.n_iter_ = self.max_iter
        seeds = np.random.SeedSequence(self.random_state)
        entropy: Any = seeds.entropy
        self.seed_ = int(entropy)
        fitted = self._scale.apply(data)
        self._chains, tables = [], []
        for seed in track(seeds.spawn(self.m), "imputing", show=self.verbose):
            chain = Chain(int(seed.generate_state(1)[0]), self.max_iter)
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

    def fit_transform(self, X: Any, y: Any = None) -> Matrix:
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

    def check_parameters(self) -> None:
        """Refuse parameters that are not what they should be.

        Raises
        ------
        DomainError
        """
        check_whole(self.m, "m")
        check_whole(self.max_iter, "max_iter")
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
