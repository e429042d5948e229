"""Normalizer: raw columns become comparable; polarity ends here."""

from collections.abc import Mapping
from typing import Any

from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import Matrix
from mcdm_index.engine import Missing, map_rows
from mcdm_index.estimators._base import open_apply, open_fit, values
from mcdm_index.methods import normalization

__all__ = ["Normalizer"]


class Normalizer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Normalize columns by what was learned of them in `fit`.

    Parameters
    ----------
    method : str, default "minmax"
        A registered normalization.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        Keyword options of the method.
    missing : {"raise", "omit"}, default "raise"
        Refuse missing values, or learn from the complete rows and leave gaps as they
        are.

    Attributes
    ----------
    kernel_ : callable
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
        missing: Missing = "raise",
    ) -> None:
        self.method = method
        self.polarity = polarity
        self.options = options
        self.missing = missing

    def fit(self, X: Any, y: Any = None) -> "Normalizer":
        """Learn goalposts or lengths.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored
        """
        open_fit(self, X)
        self.kernel_ = normalization.fit(
            self.method, X, self.polarity, self.options, missing=self.missing
        )
        return self

    def transform(self, X: Any) -> Matrix:
        """Normalize rows by the frozen parameters.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        rows = open_apply(self, X)
        return values(
            map_rows(rows, self.kernel_, missing=self.missing, by_column=True)
        )

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.missing == "omit"
        return tags
