"""Tiers: units clustered on several scores, the clusters ordered by their mean."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from mcdm_index._numeric import Matrix, divide
from mcdm_index._registry import get
from mcdm_index.engine import check_finite, column_stats
from mcdm_index.estimators._base import (
    check_labels,
    check_whole,
    open_apply,
    open_fit,
    values,
)

__all__ = ["TierClusterer", "tiers"]

Labels = NDArray[np.int64]


def tiers(
    X: Any,
    k: int = 4,
    *,
    method: str = "kmeans",
    standardize: bool = True,
    rng: int | None = None,
) -> Labels:
    """Cluster units into k tiers, tier 1 being the one with the highest mean.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_scores)
        Scores, such as those of the dimensions of an index; larger is better.
    k : int, default 4
        Number of tiers.
    method : str, default "kmeans"
        A registered clustering.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first.
    rng : int, optional
        Seed.

    Returns
    -------
    ndarray of int of shape (n_units,)
        1 (best) to k. See `TierClusterer` for the degenerate cases.

    Examples
    --------
    >>> tiers([[0.1], [0.9], [0.2], [0.8]], 2, rng=0)
    array([2, 1, 2, 1])
    """
    clusterer = TierClusterer(
        method, n_tiers=k, standardize=standardize, random_state=rng
    )
    return np.asarray(clusterer.fit(X).labels_)


class TierClusterer(ClusterMixin, BaseEstimator):
    """Cluster units into tiers, ordered by their mean score.

    Parameters
    ----------
    method : str, default "kmeans"
        A registered clustering.
    n_tiers : int, default 4
        Number of tiers.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first.
    labels : sequence of n_tiers str, or mapping of language to such, optional
        Names of the tiers, best first; used where results are labelled.
    random_state : int, optional
        Seed.

    Attributes
    ----------
    labels_ : ndarray of int of shape (n_units,)
        1 (best) to n_tiers. Fewer distinct units than tiers leave the last tiers
        empty: each distinct unit is a tier of its own.
    centers_ : ndarray of shape (n_found, n_scores)
        Mean of each tier, best first, in the units of the scores.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Notes
    -----
    scikit-learn takes ``random_state`` where functions of this library take ``rng``.

    Examples
    --------
    >>> TierClusterer("ward", n_tiers=2).fit_predict([[0.1], [0.9], [0.2], [0.8]])
    array([2, 1, 2, 1])
    """

    def __init__(
        self,
        method: str = "kmeans",
        *,
        n_tiers: int = 4,
        standardize: bool = True,
        labels: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        random_state: int | None = None,
    ) -> None:
        self.method = method
        self.n_tiers = n_tiers
        self.standardize = standardize
        self.labels = labels
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> "TierClusterer":
        """Find the tiers.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_scores)
        y : ignored

        Raises
        ------
        DomainError
            ``n_tiers < 1``.
        MissingDataError, NonFiniteError
        """
        rows = open_fit(self, X)
        check_finite(rows)
        check_labels(self.labels, check_whole(self.n_tiers, "n_tiers"))
        cluster = get("clustering", self.method).func
        S = values(rows.values)
        self._scale = self._learn_scale(S)
        Z = self._standardized(S)
        distinct, inverse = np.unique(Z, axis=0, return_inverse=True)
        if len(distinct) <= self.n_tiers:
            found = np.asarray(inverse, dtype=np.int64).ravel()
        else:
            found = cluster(Z, self.n_tiers, rng=self.random_state)
        self.labels_, self.centers_ = _ordered(S, found)
        return self

    def predict(self, X: Any) -> Labels:
        """Put units into the tier whose centre is nearest.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_scores)

        Returns
        -------
        ndarray of int of shape (n_units,)
        """
        rows = open_apply(self, X)
        check_finite(rows)
        Z, centers = (
            self._standardized(v) for v in (values(rows.values), self.centers_)
        )
        distance = ((Z[:, None, :] - centers) ** 2).sum(axis=2)
        return np.asarray(1 + distance.argmin(axis=1), dtype=np.int64)

    def _learn_scale(self, S: Matrix) -> tuple[Any, Any]:
        stats = column_stats(S, ("squares",))
        if not self.standardize:
            return np.zeros(S.shape[1]), np.ones(S.shape[1])
        scale = stats.scale
        return np.ldexp(stats.mean, scale), np.ldexp(stats.deviation(), scale)

    def _standardized(self, S: Matrix) -> Matrix:
        mean, deviation = self._scale
        return divide(S - mean, deviation)


def _ordered(S: Matrix, found: Labels) -> tuple[Labels, Matrix]:
    """Give clusters their place by mean score, 1 for the best."""
    names, position = np.unique(found, return_inverse=True)
    centers = np.array([S[found == name].mean(axis=0) for name in names])
    best_first = np.argsort(-centers.mean(axis=1), kind="stable")
    place = np.empty(len(names), dtype=np.int64)
    place[best_first] = 1 + np.arange(len(names))
    return place[position.ravel()], centers[best_first]
