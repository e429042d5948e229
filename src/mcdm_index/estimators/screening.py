"""Screener: units and criteria that say too little leave the table."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils import Tags

from mcdm_index._numeric import Matrix
from mcdm_index.errors import EmptyDataError, listing
from mcdm_index.estimators._base import open_apply, open_fit
from mcdm_index.methods.screening import screen

__all__ = ["Screener"]


class Screener(SelectorMixin, BaseEstimator):
    """Drop criteria, and blank units, with too many gaps, zeros, or equal values.

    A transformer may not drop rows: a unit that does not pass becomes a row of NaN,
    which later stages leave out. Nothing is judged for which no limit is given.
    `screening_` lists what went and why.

    Parameters
    ----------
    max_missing_units, max_missing_criteria : float in [0, 1], optional
        The largest share of missing cells with which a unit or a criterion stays.
    max_zero_units, max_zero_criteria : float in [0, 1], optional
        The largest share of zeros among the cells that are there.
    min_unique_criteria : float in [0, 1], optional
        The least share of different values among the cells that are there.

    Attributes
    ----------
    screening_ : Screening
        The decisions on the table that was fitted.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    See Also
    --------
    mcdm_index.methods.screening.screen : The function behind it.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, np.nan], [2.0, np.nan], [3.0, 5.0]])
    >>> Screener(max_missing_criteria=0.5).fit_transform(X).shape
    (3, 1)
    """

    def __init__(
        self,
        *,
        max_missing_units: float | None = None,
        max_missing_criteria: float | None = None,
        max_zero_units: float | None = None,
        max_zero_criteria: float | None = None,
        min_unique_criteria: float | None = None,
    ) -> None:
        self.max_missing_units = max_missing_units
        self.max_missing_criteria = max_missing_criteria
        self.max_zero_units = max_zero_units
        self.max_zero_criteria = max_zero_criteria
        self.min_unique_criteria = min_unique_criteria

    def fit(self, X: Any, y: Any = None) -> "Screener":
        """Decide which criteria stay.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored

        Raises
        ------
        EmptyDataError
            No criterion stays.
        """
        open_fit(self, X)
        self.screening_ = screen(X, **self.get_params())
        if not self.screening_.criteria.any():
            reasons = listing(
                f"{dropped.label!r}: {dropped.reason}"
                for dropped in self.screening_.dropped
                if dropped.kind == "criterion"
            )
            msg = f"no criterion is left. {reasons}"
            raise EmptyDataError(msg)
        return self

    def passing(self, X: Matrix) -> NDArray[np.bool_]:
        """Tell which units pass on the criteria that stayed.

        Parameters
        ----------
        X : ndarray of shape (n_units, n_kept)
        """
        return screen(
            X,
            max_missing_units=self.max_missing_units,
            max_zero_units=self.max_zero_units,
        ).units

    def _get_support_mask(self) -> NDArray[np.bool_]:
        return self.screening_.criteria

    def transform(self, X: Any) -> Matrix:
        """Take the criteria that stay, and blank the units that do not.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_kept)
        """
        rows = open_apply(self, X)
        kept = np.array(rows.values[:, self.screening_.criteria], dtype=float)
        kept[~self.passing(kept)] = np.nan
        return kept

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
