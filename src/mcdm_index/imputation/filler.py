"""Filler: single imputation as a stage, learned on one table, applied to others."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from mcdm_index._numeric import Matrix, check_whole
from mcdm_index.errors import DomainError, SpecError
from mcdm_index.estimators._base import open_apply, open_fit
from mcdm_index.imputation.draws import Imputations
from mcdm_index.imputation.single import (
    Known,
    Single,
    check_single,
    fill_from,
    read_known,
)

__all__ = ["FillImputer"]


class FillImputer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Fill gaps once, from what was observed in `fit`.

    One filled table says nothing of what it does not know; see `MICEImputer` for one
    that does.

    Parameters
    ----------
    method : str, default "mean"
        "mean", "median", "group", "knn", "hot_deck", "linear", "spline" or "last"; see
        `fill`.
    by : str or array_like of shape (n_units,), optional
        For "group": a level of the row index, or, in an index, a column beside the
        criteria; or the group of each row of `fit`, which then has to do for all.
    panel : pair of str, optional
        For "linear", "spline" and "last": the levels of unit and period of the row
        index. By default the period of the index, or else the last level, and the
        others are the unit.
    k : int, default 5
        Neighbours of "knn".
    random_state : int, optional
        For "hot_deck", which draws anew for every table: what a row gets depends on the
        rows beside it.

    Attributes
    ----------
    imputations_ : Imputations
        The table of `fit` with its gaps filled: one draw.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Notes
    -----
    What is filled comes from the rows of `fit`: their mean, their neighbours, their
    groups. Along time it comes from the times of the same unit, in the rows of `fit`
    and in those that are filled.

    Examples
    --------
    >>> filler = FillImputer("median").fit([[1.0, 2.0], [3.0, 4.0], [np.nan, 9.0]])
    >>> filler.transform([[np.nan, 5.0]])
    array([[2., 5.]])
    """

    def __init__(
        self,
        method: Single = "mean",
        *,
        by: Any = None,
        panel: tuple[str, str] | None = None,
        k: int = 5,
        random_state: int | None = None,
    ) -> None:
        self.method = method
        self.by = by
        self.panel = panel
        self.k = k
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> "FillImputer":
        """Keep what is observed, and fill the gaps of it.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
            Gaps are NaN.
        y : ignored
        """
        del y
        rows = open_fit(self, X)
        self.check_parameters()
        self.known_ = self._known(X, bare=False)
        full = self._full(self.known_)
        gaps = np.isnan(self.known_.data)
        columns = None if rows.frame is None else tuple(map(str, rows.frame.columns))
        self.imputations_ = Imputations(
            self.known_.data, full[gaps][None], columns, rows.index
        )
        return self

    def transform(self, X: Any) -> Matrix:
        """Fill the gaps of rows.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        check_is_fitted(self)
        open_apply(self, X)
        return self._full(self._known(X, bare=True))

    def draws(self, X: Any) -> Imputations:
        """Fill the gaps of rows, as a single draw.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        """
        full = self.transform(X)
        data = np.array(X, dtype=float)
        columns, index = getattr(X, "columns", None), getattr(X, "index", None)
        names = None if columns is None else tuple(map(str, columns))
        return Imputations(data, full[np.isnan(data)][None], names, index)

    @property
    def along_time(self) -> bool:
        """Whether gaps are filled from other times of the same unit."""
        return self.method in ("linear", "spline", "last")

    def check_parameters(self) -> None:
        """Refuse parameters that do not go together.

        Raises
        ------
        UnknownMethodError, SpecError, DomainError
        """
        check_single(self.method)
        check_whole(self.k, "k")
        if (self.by is None) == (self.method == "group"):
            msg = "by= goes with method 'group', and that needs it"
            raise SpecError(msg)
        if self.panel is not None and not self.along_time:
            msg = "panel= goes with the methods 'linear', 'spline' and 'last'"
            raise SpecError(msg)

    def _full(self, new: Known) -> Matrix:
        rng = np.random.default_rng(self.random_state)
        return fill_from(self.method, self.known_, new, self.k, rng)

    def _known(self, X: Any, *, bare: bool) -> Known:
        told: dict[str, Any] = {}
        if self.method == "group":
            named = isinstance(self.by, str)
            told["groups"] = _level(X, self.by) if named else self.by
        elif self.panel is not None:
            told["units"], told["times"] = (_level(X, name) for name in self.panel)
        return read_known(X, self.method, bare=bare, **told)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = []
        return tags


def _level(X: Any, name: str) -> Any:
    """Take a level of the row index."""
    index = getattr(X, "index", None)
    if not isinstance(index, pd.Index) or name not in index.names:
        levels = [] if index is None else list(index.names)
        msg = f"{name!r} is no level of the row index, which has {levels}"
        raise DomainError(msg)
    return index.get_level_values(name).to_numpy()
