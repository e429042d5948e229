"""Tiers: scores cut into clusters, which are put in the order of their means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide, peak_exponent
from mcdm_index._registry import Method, get
from mcdm_index.clustering._mixture import fit_mixture
from mcdm_index.clustering._quality import best_first
from mcdm_index.engine import column_stats
from mcdm_index.errors import DomainError

__all__ = ["Procedure", "Scale", "Tiers"]

Labels = NDArray[np.int64]

# Columns beyond 2**+-500 cannot be squared.
_MOST_EXPONENT: Final = 500


@dataclass(frozen=True, eq=False)
class Scale:
    """What brings each column to mean 0 and standard deviation 1, or leaves it."""

    mean: Vector
    deviation: Vector

    @classmethod
    def learn(cls, S: Matrix, standardize: bool) -> "Scale":
        """Learn from the rows of a table."""
        if not standardize:
            exponent = peak_exponent(S)
            if (np.abs(exponent) > _MOST_EXPONENT).any():
                msg = (
                    "scores this large or small cannot be squared: the largest are "
                    f"{np.abs(S).max(axis=0)}. Use standardize=True"
                )
                raise DomainError(msg)
            return cls(np.zeros(S.shape[1]), np.ones(S.shape[1]))
        stats = column_stats(S, ("squares",))
        parts = (stats.mean, stats.deviation())
        return cls(*(np.ldexp(part, stats.scale) for part in parts))

    def __call__(self, S: Matrix) -> Matrix:
        return divide(S - self.mean, self.deviation)


@dataclass(frozen=True, eq=False)
class Tiers:
    """Units in tiers.

    Attributes
    ----------
    labels : ndarray of int of shape (n,)
        1 (best) to the number of tiers that were found.
    centers : ndarray of shape (n_found, p)
        Mean scores, best first.
    membership : ndarray of shape (n, n_found) or None
        Probabilities, where the clustering has such.
    scale : Scale
    """

    labels: Labels
    centers: Matrix
    membership: Matrix | None
    scale: Scale

    def nearest(self, S: Matrix) -> Labels:
        """Give the tier whose centre is nearest."""
        from scipy.spatial.distance import cdist

        distance = cdist(self.scale(S), self.scale(self.centers), "sqeuclidean")
        return np.asarray(1 + distance.argmin(axis=1), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Procedure:
    """How scores are cut into tiers: by which clustering, on which scale."""

    method: Method
    options: Mapping[str, Any]
    standardize: bool

    @classmethod
    def of(cls, method: Any, options: Any, standardize: Any) -> "Procedure":
        """Check what a user asks for."""
        entry = get("clustering", method)
        chosen = {} if options is None else options
        entry.check_options(chosen, apart=("rng",))
        if not isinstance(standardize, bool | np.bool_):
            msg = f"standardize must be true or false, got {standardize!r}"
            raise DomainError(msg)
        return cls(entry, chosen, bool(standardize))

    def cluster(self, Z: Matrix, k: int, rng: Any) -> tuple[Labels, Matrix | None]:
        """Give labels in no order, and probabilities where there are such."""
        if self.method.name in _WITH_MEMBERSHIP:
            found = _WITH_MEMBERSHIP[self.method.name](Z, k, rng=rng, **self.options)
            return found.labels, found.membership
        labels = self.method.func(Z, k, rng=rng, **self.options)
        return np.asarray(labels, dtype=np.int64), None

    def cut(self, S: Matrix, k: int, rng: Any = None) -> Tiers:
        """Cut scores into k tiers.

        Rows are sorted first, so that the order in which they come decides nothing.
        Where there are no more than k distinct rows, each is a tier; one tier holds
        all.
        """
        order = best_first(S)
        sorted_ = S[order]
        scale = Scale.learn(sorted_, self.standardize)
        Z = scale(sorted_)
        inverse = np.unique(Z, axis=0, return_inverse=True)[1].ravel()
        if k == 1 or inverse.max() < k:
            found = np.asarray(inverse if k > 1 else np.zeros_like(inverse), np.int64)
            sure = self.method.name in _WITH_MEMBERSHIP
            membership = np.eye(found.max() + 1)[found] if sure else None
        else:
            found, membership = self.cluster(Z, k, rng)
        labels, centers, place = _ordered(sorted_, found)
        back = np.argsort(order)
        if membership is not None:
            membership = membership[np.ix_(back, place)]
        return Tiers(labels[back], centers, membership, scale)


# Clusterings that give each row a probability of each cluster.
_WITH_MEMBERSHIP: Final = {"gaussian_mixture": fit_mixture}


def _ordered(S: Matrix, found: Labels) -> tuple[Labels, Matrix, NDArray[np.intp]]:
    """Put clusters in the order of their mean score, and say which is where.

    Of equal means, that with the larger first score comes first.
    """
    names, position = np.unique(found, return_inverse=True)
    centers = np.array([S[found == name].mean(axis=0) for name in names])
    order = best_first(np.column_stack([centers.mean(axis=1), centers]))
    place = np.empty(len(names), dtype=np.int64)
    place[order] = 1 + np.arange(len(names))
    return place[position.ravel()], centers[order], order
