"""Multiple imputation by chained equations: from one table with gaps to m completed."""

from collections.abc import Mapping
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import Matrix, check_whole
from mcdm_index._seeds import take_seed
from mcdm_index.engine import check_finite
from mcdm_index.errors import ColumnError, DomainError
from mcdm_index.estimators._base import open_apply, open_fit
from mcdm_index.imputation.draws import Imputations
from mcdm_index.imputation.engines import (
    Engine,
    Order,
    Outcome,
    check_engine,
    go,
    names_of_others,
)
from mcdm_index.imputation.missingness import check_observed
from mcdm_index.imputation.panel import Labels, read_labels
from mcdm_index.imputation.plan import Plan
from mcdm_index.imputation.wishes import Wishes

__all__ = ["MICEImputer", "impute"]

_UNMIXED = 1.2
_UNSUPPORTED = 0.05


def impute(
    X: Any,
    m: int = 50,
    *,
    rng: int | np.random.Generator | None = None,
    **options: Any,
) -> Imputations:
    """Fill gaps by chained equations, m times.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Missing cells are NaN.
    m : int, default 50
        Number of completed tables.
    rng : int or numpy.random.Generator, optional
        Seed, or what a seed is drawn from.
    **options
        Further parameters of `MICEImputer`.

    Returns
    -------
    Imputations

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 2.5], [2.0, np.nan], [3.0, 6.0], [4.0, 7.0]])
    >>> draws = impute(X, m=3, rng=0)
    >>> draws.m, bool(np.isnan(draws.tables).any())
    (3, False)
    """
    if isinstance(rng, np.random.Generator):
        rng = int(rng.integers(2**63))
    return MICEImputer(m, random_state=rng, **options).fit(X).imputations_


class MICEImputer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Fill gaps by chained equations, several times over.

    Each column with gaps is drawn from its regression on the others, in turn and round
    after round; coefficients and variance are drawn from their posterior first. All
    chains run side by side.

    Parameters
    ----------
    m : int, default 50
        Number of completed tables. 100 or more where intervals of ranks are published.
    method : str or mapping, default "auto"
        How a column is drawn, for all or, by name or position, for some:

        - "bridge": Bayesian ridge regression, also for few rows or more columns than
          rows;
        - "norm": Bayesian linear regression;
        - "pmm": predictive mean matching, an observed value of one of the rows whose
          prediction is nearest;
        - "lrd": local residual draw, the prediction and the residual of such a row;
        - "logreg": logistic regression, for a column of two values;
        - "auto": "logreg" for two values; "pmm" for a column that is no continuum (over
          a fifth of its values occur more than once, and there are fewer than 15
          different ones or one has over a tenth of the rows), or of which fewer than
          four values are observed; else "bridge".
    max_iter : int, default 10
        Rounds over the columns.
    donors : int, default 5
        From how many nearest rows "pmm" and "lrd" draw.
    scale : str, pair of floats or mapping, default "auto"
        The scale on which a column is drawn, for all or for some: "linear", "log", two
        bounds for the logit between them, or "logit" for those between 0 and 1. With
        "auto", a positive column is drawn on the log scale if its observed values are
        less skewed there. Draws stay above 0, and inside the bounds.
    predictors : str or array_like of shape (n_criteria, n_criteria), default "all"
        What predicts which column: "all"; "quickpred", those that correlate by .1 or
        more with its values or its gaps; or a matrix of 0 and 1 whose row j says what
        predicts column j, a DataFrame or a mapping of mappings by name. In an index
        also "within parent": the criteria beside it in the tree.
    panel : (unit, time), optional
        For units over time: the names of two levels of the index, or one label per row
        for each, which is for this table only. Periods are numbers or dates, which
        count in years. A column is then also drawn from its own values at the periods
        before and after and its mean over the other periods of the unit, each moved
        along the common trend to the period in question, from the others at the periods
        before and after, and from the time; with 30 units or more each period in which
        something is observed may deviate from a straight line, and one in which nothing
        is observed deviates in each table by as much as others do. Chains start on
        lines between the periods of a unit.
    passive : mapping, optional
        Columns that are computed from others in every draw, so that an identity holds:
        from a column to an expression such as ``"income / population"``, where a name
        that is more than letters, digits and _ stands in `...`, or to a pair of a
        function and the columns that it takes. Such a column predicts none of those
        that it is computed from. See the notes.
    engine : {"chained", "sklearn", "miceforest"}, default "chained"
        What runs the chains: this library, all side by side; scikit-learn's
        IterativeImputer, once per table, with a regressor that draws its coefficients;
        or the forests of the package miceforest (``pip install mcdm-index[forest]``),
        whose draws are too narrow. The others take neither `predictors` nor `panel` nor
        `passive`, keep no traces, and fill a later row by noise that depends on the
        rows beside it.
    regressor : regressor of scikit-learn, optional
        For the engine "sklearn": what columns are predicted by that are not matched;
        `regressors.BayesianRegressor` by default, for method "bridge" or "norm". One
        that draws nothing itself is made to by `regressors.BootstrapRegressor`.
    n_jobs : int, default 1
        Processes among which the chains are divided; -1 for all cores.
    random_state : int, optional
        Seed. Table i depends on it and on i, but not on m nor on `n_jobs`. Without one,
        a fresh seed is drawn, and `seed_` says which.

    Attributes
    ----------
    imputations_ : Imputations
        The completed tables of the data that were fitted.
    plan_ : DataFrame
        One row per criterion: its gaps, how it is filled, on which scale, and by how
        many predictors.
    traces_ : Traces
        Mean and standard deviation of what was filled in, by chain, round and column,
        on the standardized scale of imputation.
    convergence_ : DataFrame
        One row per criterion with gaps: the split R-hat of means and deviations, which
        is near 1 once the chains have mixed; the share of gaps whose last donor is far,
        by over a quarter of the residual standard deviation; and what is `flagged`, an
        R-hat above 1.2 (take more rounds) or over 5 % of far donors (take "bridge").
    seed_ : int
        What the run can be repeated with.
    n_iter_ : int
        Rounds that were run.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Raises
    ------
    MissingDataError
        A criterion has no observed value.
    DomainError, ShapeError, UnknownColumnError, UnknownMethodError
        A parameter is not what it should be, or does not fit the table.

    Notes
    -----
    A column that is another one on another scale is filled from it, and is no predictor
    beside it. A predictor that correlates by more than .999 with a column and is mostly
    missing where it is, is left out. Constant columns are filled with their constant. A
    row of which nothing is observed stays missing. `plan_` tells.

    The order of rows and columns does not matter, except among equal ones. On "linear"
    scale, "bridge", "norm" and "lrd" may draw values that no unit can have.

    Passive columns are computed in turn, after their sources; around a circle the
    earlier goes before: with ``ratio = a / b`` and then
    ``a = ratio * b``, a is computed where the ratio is known, and the ratio where it is
    not. What is computed from observed cells alone is the same in every draw.

    In a panel, a row of which nothing is observed is filled like others if something is
    known of its unit; an index wants such rows screened out. Rows that come later stand
    beside the periods of their unit in the fitted table; a period that was not there is
    one in which nothing was observed.

    Rows that come later are filled by the equations of the fitted chains; nothing is
    refitted. The noise of a row is keyed by its own content, so that what is filled in
    does not depend, beyond rounding, on the rows beside it. It is other noise than in
    the fit: ``draws(X)`` of the fitted table is another set of draws than
    ``imputations_``, and ``fit_transform(X)`` gives the latter.

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
    >>> X = np.array([[1.0, 2.5], [2.0, np.nan], [3.0, 6.0], [4.0, 7.0]])
    >>> imputer = MICEImputer(random_state=0).fit(X)
    >>> imputer.imputations_.m
    50
    >>> imputer.plan_[["criterion", "gaps", "filled by"]]
       criterion  gaps filled by
    0          0     0    bridge
    1          1     1       pmm
    """

    def __init__(
        self,
        m: int = 50,
        *,
        method: Any = "auto",
        max_iter: int = 10,
        donors: int = 5,
        scale: Any = "auto",
        predictors: str | ArrayLike = "all",
        panel: tuple[Any, Any] | None = None,
        passive: Mapping[Any, Any] | None = None,
        engine: Engine = "chained",
        regressor: Any = None,
        n_jobs: int = 1,
        random_state: int | None = None,
    ) -> None:
        self.m = m
        self.method = method
        self.max_iter = max_iter
        self.donors = donors
        self.scale = scale
        self.predictors = predictors
        self.panel = panel
        self.passive = passive
        self.engine = engine
        self.regressor = regressor
        self.n_jobs = n_jobs
        self.random_state = random_state

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
        del y
        import pandas as pd

        rows = open_fit(self, X)
        self.check_parameters()
        check_finite(rows, allow_missing=True)
        data = np.array(rows.values, dtype=float)
        check_observed(rows, data)
        wishes = Wishes(
            self.method,
            self.scale,
            self.predictors,
            self.donors,
            {} if self.passive is None else self.passive,
        )
        labels = None if self.panel is None else read_labels(rows, self.panel)
        self._plan, start = Plan.of(rows, data, wishes, labels)
        self.plan_ = pd.DataFrame(self._plan.notes).replace(
            {"filled by": names_of_others(self.engine, self.regressor)}
        )
        self.n_iter_ = self.max_iter
        seeds = np.random.SeedSequence(self.random_state)
        entropy: Any = seeds.entropy
        self.seed_ = int(entropy)
        try:
            done = go(self._order(seeds, labels), self._plan, start, data.shape[1])
        except ColumnError as error:
            j = int(self._plan.columns[error.column])
            raise error.named(rows.column(j)) from None
        self._later = done.later
        self.traces_ = done.traces
        self.convergence_ = _convergence(done, self._plan)
        tables = np.repeat(data[None], self.m, axis=0)
        tables[:, start.rows] = self._plan.complete(
            data[start.rows], done.tables, rows.at(start.rows)
        )
        self.imputations_ = Imputations.of(data, tables, rows.columns, rows.index)
        return self

    def _order(self, seeds: np.random.SeedSequence, labels: Labels | None) -> Order:
        return Order(
            self.engine,
            self.m,
            self.max_iter,
            seeds,
            self.n_jobs,
            self.donors,
            self.regressor,
            labels,
        )

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
        tables = np.repeat(data[None], self.m, axis=0)
        labels = None
        if self.panel is not None:
            self._check_levels()
            labels = read_labels(rows, self.panel)
        for part, filled in self._later(rows, data, labels):
            tables[:, part] = filled
        return Imputations.of(data, tables, rows.columns, rows.index)

    def _check_levels(self) -> None:
        """Refuse labels by row for other rows than those they were given for."""
        if not all(isinstance(label, str) for label in self.panel or ()):
            msg = (
                "labels that were given row by row say nothing of later rows; put unit "
                "and period into the row index, and name its levels in panel="
            )
            raise DomainError(msg)

    def transform(self, X: Any) -> Matrix:
        """Fill new rows by the first of the fitted chains: one draw, not a mean.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        return np.asarray(self.draws(X).table(0))

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
        return np.asarray(self.fit(X, y).imputations_.table(0))

    def check_parameters(self) -> None:
        """Refuse parameters that are not what they should be.

        Raises
        ------
        DomainError
        SpecError
            The seed is none.
        """
        for name in ("m", "max_iter", "donors"):
            check_whole(getattr(self, name), name)
        all_of_them = isinstance(self.predictors, str) and self.predictors == "all"
        own: dict[str, Any] = {"panel": self.panel, "passive": self.passive}
        own["predictors"] = None if all_of_them else self.predictors
        if self.engine == "miceforest":
            usual = isinstance(self.method, str) and self.method == "auto"
            own["method"] = None if usual else self.method
        check_engine(self.engine, self.regressor, own)
        _check_jobs(self.n_jobs)
        if self.random_state is not None:
            take_seed(self.random_state)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


def _check_jobs(jobs: Any) -> None:
    whole = isinstance(jobs, Integral) and not isinstance(jobs, bool)
    if not whole or jobs == 0:
        msg = f"n_jobs must be a whole number other than 0, got {jobs!r}"
        raise DomainError(msg)


def _convergence(done: Outcome, plan: Plan) -> Any:
    """Tell which columns have not mixed, or lack donors."""
    import pandas as pd

    p = done.traces.mean.shape[2]
    far = np.full(p, np.nan)
    far[plan.columns] = done.far_donors
    table = pd.DataFrame(plan.notes)[["criterion"]]
    table = table.assign(rhat=done.traces.rhat, far_donors=far)
    flags = zip(
        table["rhat"] > _UNMIXED, table["far_donors"] > _UNSUPPORTED, strict=True
    )
    words = [
        ", ".join(
            word for word, bad in zip(("rhat", "far_donors"), pair, strict=True) if bad
        )
        for pair in flags
    ]
    drawn = ~np.isnan(done.traces.mean[0, -1])
    return table.assign(flagged=words)[drawn].set_index("criterion")
