"""Grader: scores become ordered classes by frozen cuts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from mcdm_index._numeric import check_whole
from mcdm_index._registry import get
from mcdm_index.engine import Rows, check_finite
from mcdm_index.estimators._base import (
    check_labels,
    open_apply,
    open_fit,
    values,
)
from mcdm_index.methods.grading import grade, grade_sizes

__all__ = ["Grader"]


class Grader(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Put scores into classes 1 (worst) to k (best), each column by its own cuts.

    Parameters
    ----------
    method : str, default "quantile"
        A registered grading rule.
    k : int, default 6
        Number of classes; six for stars.
    labels : sequence of k str, or mapping of language to such, optional
        Names of the classes, best first; used where results are labelled.
    options : mapping, optional
        Keyword options of the rule, such as ``{"shares": (5, 10, 85)}``.

    Attributes
    ----------
    cuts_ : ndarray of shape (n_columns, k - 1)
        Ascending; a score equal to a cut belongs to the class above it.
    sizes_ : tuple of GradeSizes
        For each column, how many of the units learned from are in each class.
    notices_ : tuple of str
        What a reader should know of these sizes, in sentences: that one class holds
        more than half of the units, or that classes are empty.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> Grader("equal_interval", k=2).fit_transform([[0.1], [0.4], [0.9]]).ravel()
    array([1, 1, 2])
    >>> grader = Grader("natural_breaks", k=3).fit([[0.1], [0.1], [0.2], [0.7], [0.9]])
    >>> grader.notices_
    ('More than half of the units, 3 of 5 (60.0 %), are in one grade: grade 1.',)
    """

    def __init__(
        self,
        method: str = "quantile",
        *,
        k: int = 6,
        labels: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.method = method
        self.k = k
        self.labels = labels
        self.options = options

    def fit(self, X: Any, y: Any = None) -> "Grader":
        """Learn the cuts.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_columns)
            Scores.
        y : ignored
        """
        rows = open_fit(self, X)
        check_finite(rows)
        k = check_whole(self.k, "k")
        check_labels(self.labels, k)
        entry = get("grading", self.method)
        options = dict(self.options or {})
        entry.check_options(options)
        self.cuts_ = np.array(
            [entry.func(column, k, **options) for column in values(rows.values).T]
        )
        self.sizes_ = tuple(grade_sizes(column, k) for column in self._grade(rows).T)
        self.notices_ = tuple(self._notices(rows))
        return self

    def transform(self, X: Any) -> NDArray[np.int64]:
        """Grade scores by the frozen cuts.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_columns)

        Returns
        -------
        ndarray of int of shape (n_units, n_columns)
            1 (worst) to k (best).
        """
        rows = open_apply(self, X)
        check_finite(rows)
        return self._grade(rows)

    def _grade(self, rows: Rows) -> NDArray[np.int64]:
        columns = zip(values(rows.values).T, self.cuts_, strict=True)
        return np.column_stack([grade(column, cuts) for column, cuts in columns])

    def _notices(self, rows: Rows) -> Iterator[str]:
        """Name the column, if there are several, and the classes by their labels."""
        names = self.labels
        if isinstance(names, Mapping):
            names = names.get("en", next(iter(names.values())))
        for j, sizes in enumerate(self.sizes_):
            place = f"{rows.column(j)}: " if len(self.sizes_) > 1 else ""
            for sentence in sizes.notices(names):
                yield place + sentence

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = []
        return tags
