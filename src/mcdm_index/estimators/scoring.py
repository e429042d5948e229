"""Scorer: one score per unit, by frozen ideals and weights."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import one_vector
from mcdm_index._registry import get
from mcdm_index.engine import Missing
from mcdm_index.estimators._base import open_apply, open_fit, output
from mcdm_index.methods import scoring
from mcdm_index.methods.weighting import weigh

__all__ = ["Scorer"]


class Scorer(TransformerMixin, BaseEstimator):
    """Score units by a method that was learned in `fit`.

    Parameters
    ----------
    method : str or callable, default "topsis"
        A registered scoring method; or a function of normalized rows and weights that
        scores each row by what stands in it.
    weights : str, callable or array_like, default "equal"
        See `mcdm_index.weighting.weigh`.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default, as after a `Normalizer`.
    normalization : str, optional
        A registered normalization; None if the columns come normalized.
    options : mapping, optional
        Keyword options of the scoring method.
    missing : {"raise", "omit"}, default "raise"
        Refuse missing values, or learn from the complete rows and score NaN for the
        others.

    Attributes
    ----------
    scoring_ : Scoring
        The frozen method.
    weights_ : ndarray of shape (n_criteria,)
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> scorer = Scorer("weighted_sum", weights=[3, 1]).fit([[0.0, 1.0], [1.0, 0.0]])
    >>> scorer.score_samples([[0.5, 0.5], [1.0, 1.0]])
    array([0.5, 1. ])
    """

    def __init__(
        self,
        method: str | Callable[..., Any] = "topsis",
        *,
        weights: object = "equal",
        polarity: object = None,
        normalization: str | None = None,
        options: Mapping[str, Any] | None = None,
        missing: Missing = "raise",
    ) -> None:
        self.method = method
        self.weights = weights
        self.polarity = polarity
        self.normalization = normalization
        self.options = options
        self.missing = missing

    def fit(self, X: Any, y: Any = None) -> "Scorer":
        """Learn weights, ideals and whatever else the method needs of the columns.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored
        """
        rows = open_fit(self, X)
        if self.missing == "omit":
            rows = rows.complete()
        self.weights_ = one_vector(weigh(rows, self.weights, self.polarity))
        self.scoring_ = scoring.fit(
            self.method,
            rows,
            self.weights_,
            self.polarity,
            normalization=self.normalization,
            options=self.options,
        )
        return self

    def score_samples(self, X: Any) -> Any:
        """Score rows by the frozen method; larger is better.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units,)
            Layers of xarray, and what is lazy, come back in the kind that came in.
        """
        rows = open_apply(self, X)
        return output(self, self.scoring_(rows, missing=self.missing), rows)

    def transform(self, X: Any) -> Any:
        """Score rows, as one column.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, 1)
        """
        scores = self.score_samples(X)
        return scores[:, None] if isinstance(scores, np.ndarray) else scores

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Name the one column that `transform` gives.

        Parameters
        ----------
        input_features : ignored

        Returns
        -------
        ndarray of str
        """
        return np.array(["score"], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.missing == "omit"
        if isinstance(self.weights, str):
            domain = get("weighting", self.weights).domain
            tags.input_tags.positive_only = domain != "real"
        return tags
