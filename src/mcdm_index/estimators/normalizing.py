"""Normalizer: raw columns become comparable; polarity ends here."""

from collections.abc import Mapping
from typing import Any

from mcdm_index.engine import Missing
from mcdm_index.estimators._base import ColumnTransformer, open_fit
from mcdm_index.methods import normalization
from mcdm_index.methods._settings import PerCriterion

__all__ = ["Normalizer"]


class Normalizer(ColumnTransformer):
    """Normalize columns by what was learned of them in `fit`.

    Parameters
    ----------
    method : str, default "minmax"
        A registered normalization.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        Keyword options of the method.
    per_criterion : mapping, optional
        From a column (its name, or its position in an array) to the name of another
        method or to ``{"method": name, option: value, ...}``, merged key by key with
        what is said for all.
    missing : {"raise", "omit"}, default "raise"
        Refuse missing values, or learn each column from the cells that are there and
        leave gaps as they are.

    Attributes
    ----------
    kernel_ : Normalization
        The frozen row kernel.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> Normalizer("minmax", polarity=["max", "min"]).fit_transform([[1, 3], [2, 5]])
    array([[0., 1.],
           [1., 0.]])
    """

    def __init__(
        self,
        method: str = "minmax",
        *,
        polarity: object = None,
        options: Mapping[str, Any] | None = None,
        per_criterion: PerCriterion | None = None,
        missing: Missing = "raise",
    ) -> None:
        self.method = method
        self.polarity = polarity
        self.options = options
        self.per_criterion = per_criterion
        self.missing = missing

    def fit(self, X: Any, y: Any = None) -> "Normalizer":
        """Learn goalposts or lengths.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored
        """
        rows = open_fit(self, X)
        self.kernel_ = normalization.fit(
            self.method,
            rows,
            self.polarity,
            self.options,
            per_criterion=self.per_criterion,
            missing=self.missing,
        )
        return self
