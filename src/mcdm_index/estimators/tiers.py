"""Tiers: units clustered on several scores, the clusters ordered by their mean."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin

from mcdm_index._numeric import Matrix, divide
from mcdm_index._registry import get, register
from mcdm_index.engine import check_finite, column_stats
from mcdm_index.errors import DomainError
from mcdm_index.estimators._base import open_apply, open_fit, values

__all__ = ["TierClusterer", "kmeans", "tiers", "ward"]

Labels = NDArray[np.int64]


@register("clustering", cite="Lloyd1982")
def kmeans(Z: Matrix, k: int, *, rng: Any = None) -> Labels:
    """Cluster rows around k centres so that the squared distances to them are least.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        At least k distinct rows.
    k : int
        Number of clusters.
    rng : None, int or numpy.random.Generator, optional
        Decides the 20 starts, of which the best is kept.

    Returns
    -------
    ndarray of int of shape (n,)
        Labels 0 to k - 1, in no order.

    References
    ----------
    .. [1] Lloyd, S. P. (1982). Least squares quantization in PCM. IEEE Transactions on
       Information Theory 28(2), 129-137. doi:10.1109/TIT.1982.1056489

    Examples
    --------
    >>> import numpy as np
    >>> labels = kmeans(np.array([[0.0], [0.1], [5.0]]), 2, rng=0)
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    from sklearn.cluster import KMeans

    seed = int(np.random.default_rng(rng).integers(2**31))
    return np.asarray(KMeans(k, n_init=20, random_state=seed).fit_predict(Z), np.int64)


@register("clustering", cite="Ward1963")
def ward(Z: Matrix, k: int, *, rng: Any = None) -> Labels:  # noqa: ARG001 nothing is random here
    """Merge rows pairwise, each time where the squared distances grow least.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        At least k distinct rows.
    k : int
        Number of clusters.
    rng : ignored

    Returns
    -------
    ndarray of int of shape (n,)
        Labels 0 to k - 1, in no order.

    References
    ----------
    .. [1] Ward, J. H. (1963). Hierarchical grouping to optimize an objective function.
       Journal of the American Statistical Association 58, 236-244.
       doi:10.1080/01621459.1963.10500845

    Examples
    --------
    >>> import numpy as np
    >>> labels = ward(np.array([[0.0], [0.1], [5.0]]), 2)
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    from sklearn.cluster import AgglomerativeClustering

    labels = AgglomerativeClustering(k, linkage="ward").fit_predict(Z)
    return np.asarray(labels, np.int64)


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

    def fit(self, X: Any, y: Any = None) -> "TierClusterer":  # noqa: ARG002
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
        if self.n_tiers < 1:
            msg = f"n_tiers must be 1 or more, got {self.n_tiers}"
            raise DomainError(msg)
        S = values(rows.values)
        self._scale = self._learn_scale(S)
        Z = self._standardized(S)
        distinct, inverse = np.unique(Z, axis=0, return_inverse=True)
        if len(distinct) <= self.n_tiers:
            found = np.asarray(inverse, dtype=np.int64).ravel()
        else:
            cluster = get("clustering", self.method).func
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
        stats = column_stats(S, ("comoment",))
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
