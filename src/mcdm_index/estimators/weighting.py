"""Weighter: one weight per criterion, learned from the table."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import one_vector
from mcdm_index._registry import get
from mcdm_index.engine import check_finite, map_rows
from mcdm_index.estimators._base import open_apply, open_fit, output
from mcdm_index.methods.weighting import weigh

__all__ = ["Weighter"]


class Weighter(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Learn weights, and multiply columns by them.

    Parameters
    ----------
    method : str, callable or array_like, default "entropy"
        A registered weighting, a function of one's own, or the weights themselves; see
        `mcdm_index.weighting.weigh`.
    polarity : polarity or sequence of them, optional
        For methods that take one.
    options : mapping, optional
        Keyword options of the method.
    cap, floor : float in [0, 1], one per criterion, or mapping by name, optional
        The most and the least that a criterion may have; see
        `mcdm_index.weighting.limit`.

    Attributes
    ----------
    weights_ : ndarray of shape (n_criteria,)
        Non-negative, summing to 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> Weighter("equal").fit([[1, 3], [2, 5]]).weights_
    array([0.5, 0.5])
    """

    def __init__(
        self,
        method: object = "entropy",
        *,
        polarity: object = None,
        options: Mapping[str, Any] | None = None,
        cap: Any = None,
        floor: Any = None,
    ) -> None:
        self.method = method
        self.polarity = polarity
        self.options = options
        self.cap = cap
        self.floor = floor

    def fit(self, X: Any, y: Any = None) -> "Weighter":
        """Learn the weights.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored
        """
        rows = open_fit(self, X)
        check_finite(rows)
        w = weigh(
            rows,
            self.method,
            self.polarity,
            self.options,
            cap=self.cap,
            floor=self.floor,
        )
        self.weights_ = one_vector(w)
        return self

    def transform(self, X: Any) -> Any:
        """Multiply each column by its weight.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
        """
        rows = open_apply(self, X)
        return output(self, map_rows(rows, partial(np.multiply, self.weights_)), rows)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        if isinstance(self.method, str):
            domain = get("weighting", self.method).domain
            tags.input_tags.positive_only = domain != "real"
        return tags
