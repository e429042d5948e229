"""Clustering around medoids: from rows to labels in no order."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index._registry import register
from mcdm_index.errors import DomainError

__all__ = ["k_medoids"]

Labels = NDArray[np.int64]
Places = NDArray[np.intp]

# Their distances take 800 MB, and the search for a swap as much again.
_MOST_UNITS: Final = 10_000


@register("clustering", cite="Schubert2021")
def k_medoids(Z: Matrix, k: int, *, rng: Any = None) -> Labels:
    r"""Cluster rows around k of them so that the distances to these are least.

    The k rows are the medoids M. With the Euclidean distance d,

    .. math::

        \min_{M} \mathrm{TD}(M), \qquad
        \mathrm{TD}(M) = \sum_o \min_{m \in M} d(o, m) .

    Distances are not squared, so that a unit far off draws less than in `kmeans`, and
    each cluster has a unit that stands for it.

    Parameters
    ----------
    Z : ndarray of shape (n, p)
        At least k distinct rows, and at most 10,000.
    k : int
        Number of clusters.
    rng : ignored

    Returns
    -------
    ndarray of int of shape (n,)
        Labels 0 to k - 1, in no order.

    Raises
    ------
    DomainError
        There are more rows than an n x n table of distances is kept for, or fewer than
        k distinct ones.

    Notes
    -----
    BUILD takes one medoid after another, each time the one that lessens TD most. SWAP
    then exchanges a medoid for another row, each time by the best of all k (n - k)
    swaps, until none lessens TD. What the swaps do is found for all of them in one
    O(n^2) pass [1]_: with :math:`d_n` and :math:`d_s` the distances of a row to its
    nearest and second nearest medoid, putting c in place of m changes TD by

    .. math::

        \sum_o \min(0,\, d(o, c) - d_n(o)) +
        \sum_{o:\, n(o) = m} \left[
        \min(\max(d(o, c), d_n(o)), d_s(o)) - d_n(o) \right] .

    The first sum does not depend on m. FasterPAM takes any swap that helps as soon as
    it is seen; the best swap is taken here, so that the order of the rows decides
    between equal swaps only. No chance is involved.

    References
    ----------
    .. [1] Schubert, E. and Rousseeuw, P. J. (2021). Fast and eager k-medoids
       clustering: O(k) runtime improvement of the PAM, CLARA, and CLARANS algorithms.
       Information Systems 101, 101804. doi:10.1016/j.is.2021.101804
    .. [2] Kaufman, L. and Rousseeuw, P. J. (1990). Finding Groups in Data, ch. 2.
       Wiley. doi:10.1002/9780470316801

    Examples
    --------
    >>> import numpy as np
    >>> labels = k_medoids(np.array([[0.0], [0.1], [5.0]]), 2)
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    n = len(Z)
    if n > _MOST_UNITS:
        msg = (
            f"k_medoids keeps the distances of all pairs, {n} x {n} numbers; it takes "
            f"{_MOST_UNITS} units at most. Use method='kmeans', which keeps none"
        )
        raise DomainError(msg)
    from scipy.spatial.distance import cdist

    D = cdist(Z, Z)
    medoids = _swap(D, _build(D, k))
    return np.asarray(D[medoids].argmin(axis=0), dtype=np.int64)


def _build(D: Matrix, k: int) -> Places:
    """Take k medoids, each time the row that lessens the distances most."""
    medoids = [int(D.sum(axis=0).argmin())]
    near = D[medoids[0]]
    while len(medoids) < k:
        gain = np.maximum(near[:, None] - D, 0.0).sum(axis=0)
        best = int(gain.argmax())
        if gain[best] == 0:
            msg = f"{k} clusters need {k} distinct units, there are {len(medoids)}"
            raise DomainError(msg)
        medoids.append(best)
        near = np.minimum(near, D[best])
    return np.array(medoids)


def _swap(D: Matrix, medoids: Places) -> Places:
    """Exchange medoids for other rows until that helps no more."""
    total = D[medoids].min(axis=0).sum()
    while True:
        change = _changes(D, medoids)
        out, into = np.unravel_index(change.argmin(), change.shape)
        tried = medoids.copy()
        tried[out] = into
        found = D[tried].min(axis=0).sum()
        if found >= total:  # a change below 0 may be rounding alone
            return medoids
        medoids, total = tried, found


def _changes(D: Matrix, medoids: Places) -> Matrix:
    """Tell by how much each swap changes the total: one row per medoid."""
    owner, near, second = _nearest_two(D[medoids])
    # What any medoid gains: everybody may move to the newcomer
    shared = np.minimum(D - near[:, None], 0.0).sum(axis=0)
    # What its leaving costs: its rows go to the newcomer, or to their second nearest
    left = np.clip(D, near[:, None], second[:, None]) - near[:, None]
    members = np.arange(len(medoids))[:, None] == owner
    return np.asarray(members.astype(float) @ left + shared)


def _nearest_two(distance: Matrix) -> tuple[Places, Vector, Vector]:
    """Give the nearest medoid of each row, its distance, and that of the second."""
    owner = distance.argmin(axis=0)
    rows = np.arange(distance.shape[1])
    near = distance[owner, rows]
    others = distance.copy()
    others[owner, rows] = np.inf
    # Of one medoid alone: it cannot leave without the newcomer taking all its rows
    return owner, near, others.min(axis=0)
