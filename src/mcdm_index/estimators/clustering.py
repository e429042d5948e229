"""Tiers: units clustered on several scores, the clusters ordered by their mean."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from mcdm_index._numeric import Matrix, Vector, check_whole
from mcdm_index.clustering import prototypes, silhouettes
from mcdm_index.clustering._choice import Criterion, TierChoice, choose_tiers
from mcdm_index.clustering._tiers import Procedure
from mcdm_index.engine import check_finite
from mcdm_index.errors import DomainError
from mcdm_index.estimators._base import (
    check_labels,
    open_apply,
    open_fit,
    values,
)

__all__ = ["TierClusterer", "tiers"]

Labels = NDArray[np.int64]


def tiers(
    X: Any,
    k: int | Literal["auto"] = 4,
    *,
    method: str = "kmeans",
    criterion: Criterion = "silhouette",
    standardize: bool = True,
    options: Mapping[str, Any] | None = None,
    rng: int | None = None,
) -> Labels:
    """Cluster units into k tiers, tier 1 being the one with the highest mean.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_scores)
        Scores, such as those of the dimensions of an index; larger is better.
    k : int or "auto", default 4
        Number of tiers; "auto" chooses it, and may find that there is one only.
    method : str, default "kmeans"
        A registered clustering.
    criterion : str, default "silhouette"
        By what "auto" chooses; see `mcdm_index.clustering.choose_tiers`.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first.
    options : mapping, optional
        Keyword options of the clustering.
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
        method,
        n_tiers=k,
        criterion=criterion,
        standardize=standardize,
        options=options,
        random_state=rng,
    )
    return np.asarray(clusterer.fit(X).labels_)


class TierClusterer(ClusterMixin, BaseEstimator):
    """Cluster units into tiers, ordered by their mean score.

    Parameters
    ----------
    method : str, default "kmeans"
        A registered clustering.
    n_tiers : int or "auto", default 4
        Number of tiers; "auto" chooses it, and may find that there is one only.
    criterion : str, default "silhouette"
        By what "auto" chooses; see `mcdm_index.clustering.choose_tiers`.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first.
    labels : sequence of n_tiers str, or mapping of language to such, optional
        Names of the tiers, best first; used where results are labelled. Not with
        "auto", where their number is not known before.
    options : mapping, optional
        Keyword options of the clustering, such as ``{"covariance": "tied"}``.
    random_state : int, optional
        Seed.

    Attributes
    ----------
    labels_ : ndarray of int of shape (n_units,)
        1 (best) to n_tiers. Fewer distinct units than tiers leave the last tiers
        empty: each distinct unit is a tier of its own. The order of the units changes
        no label.
    n_tiers_ : int
        `n_tiers`, or what was chosen.
    selection_ : TierChoice or None
        How "auto" chose, with its table.
    centers_ : ndarray of shape (n_found, n_scores)
        Mean of each tier, best first, in the units of the scores.
    membership_ : ndarray of shape (n_units, n_found) or None
        Probability of each tier, where the clustering gives one, as "gaussian_mixture"
        does. Of others there is none: distances turned into shares would look like
        probabilities, and be none; see `mcdm_index.clustering.tier_stability`.
    silhouettes_ : ndarray of shape (n_units,)
        How much nearer a unit is to its own tier than to the next one, from -1 to 1; 0
        for a unit alone in its tier, and for all if there is one tier. Computed when
        asked for, as are the prototypes: they need the distances of all pairs.
    prototypes_ : ndarray of int of shape (n_found,)
        Position of the unit that is nearest to the others of its tier, best tier first.
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
        n_tiers: int | Literal["auto"] = 4,
        criterion: Criterion = "silhouette",
        standardize: bool = True,
        labels: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        options: Mapping[str, Any] | None = None,
        random_state: int | None = None,
    ) -> None:
        self.method = method
        self.n_tiers = n_tiers
        self.criterion = criterion
        self.standardize = standardize
        self.labels = labels
        self.options = options
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
            ``n_tiers < 1``, or the clustering has no answer.
        MissingDataError, NonFiniteError
        """
        rows = open_fit(self, X)
        check_finite(rows)
        S = values(rows.values)
        procedure = Procedure.of(self.method, self.options, self.standardize)
        self.selection_ = self._choose(S) if self.n_tiers == "auto" else None
        self.n_tiers_ = self._given() if self.selection_ is None else self.selection_.k
        self._tiers = procedure.cut(S, self.n_tiers_, self.random_state)
        self._standardized = self._tiers.scale(S)
        self.labels_, self.centers_ = self._tiers.labels, self._tiers.centers
        self.membership_ = self._tiers.membership
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
        return self._tiers.nearest(values(rows.values))

    @property
    def silhouettes_(self) -> Vector:
        """How much nearer each unit is to its own tier than to the next one."""
        check_is_fitted(self)
        return silhouettes(self._standardized, self.labels_)

    @property
    def prototypes_(self) -> NDArray[np.intp]:
        """Position of the unit that stands for each tier, best tier first."""
        check_is_fitted(self)
        return prototypes(self._standardized, self.labels_)

    def _given(self) -> int:
        """Check the number of tiers that is given, and their names."""
        if isinstance(self.n_tiers, str):
            msg = f"n_tiers must be a whole number or 'auto', got {self.n_tiers!r}"
            raise DomainError(msg)
        k = check_whole(self.n_tiers, "n_tiers")
        check_labels(self.labels, k)
        return k

    def _choose(self, S: Matrix) -> TierChoice:
        if self.labels is not None:
            msg = (
                "labels cannot be given with n_tiers='auto': how many there are is not "
                "known before. Leave them out, or give n_tiers as a number"
            )
            raise DomainError(msg)
        return choose_tiers(
            S,
            method=self.method,
            criterion=self.criterion,
            standardize=self.standardize,
            options=self.options,
            rng=self.random_state,
        )
