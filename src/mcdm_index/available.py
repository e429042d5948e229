"""What is there: from a score of complete rows to one of rows with gaps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index.errors import MissingDataError
from mcdm_index.methods import scoring

__all__ = ["Available", "Learn"]


@dataclass(frozen=True)
class Learn:
    """A scoring method that is yet to learn rows and weights.

    Attributes
    ----------
    method : str or callable
    options : mapping or None
    """

    method: Any
    options: Mapping[str, Any] | None = None

    def __call__(self, rows: Matrix, weights: Vector) -> scoring.Scoring:
        """Learn from complete, normalized rows."""
        return scoring.fit(self.method, rows, weights, options=self.options)


@dataclass(frozen=True)
class Available:
    """A score that takes each row by the columns that it has.

    Rows with the same gaps are scored by what was learned, for the columns that they
    have, from all rows that have these; weights are shared out among these columns
    anew. A row that has less than a share of the columns, or none with a weight, scores
    NaN. A complete row scores as it does without gaps elsewhere only if the method
    learns nothing from other rows, as a mean does.

    Attributes
    ----------
    learn : callable
        From complete rows and weights to a score.
    rows : ndarray of shape (n_units, n_columns)
        What it learns from; gaps are NaN.
    weights : ndarray of shape (n_columns,)
    least : float
        The share of the columns with a weight that must be there.
    """

    learn: Callable[[Matrix, Vector], Callable[[Matrix], Any]]
    rows: Matrix
    weights: Vector
    least: float

    def __call__(self, Z: Matrix) -> Vector:
        """Score rows; those that have too little score NaN."""
        seen = ~np.isnan(Z)
        scores = np.full(len(Z), np.nan)
        patterns, which = np.unique(seen, axis=0, return_inverse=True)
        for i, there in enumerate(patterns):
            if self.present(there) >= self.least and self.weights @ there > 0:
                rows = which.ravel() == i
                scores[rows] = self._score(Z[np.ix_(rows, there)], there)
        return scores

    def present(self, there: Vector) -> Vector:
        """Give the share of the columns with a weight that are there.

        Parameters
        ----------
        there : ndarray of bool of shape (..., n_columns)
        """
        return np.asarray(there[..., self.weights > 0].mean(axis=-1))

    def _score(self, Z: Matrix, there: Vector) -> Vector:
        known = self.rows[:, there]
        known = known[~np.isnan(known).any(axis=1)]
        if not len(known):
            msg = (
                f"a row has {int(there.sum())} of {len(there)} columns, which no row "
                "of the fit has together; nothing was learned that could score it"
            )
            raise MissingDataError(msg)
        w = self.weights if there.all() else share(self.weights[there])
        return np.asarray(self.learn(known, w)(Z))
