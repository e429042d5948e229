"""How good a clustering is: from rows and labels to what says so."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.clustering._checks import open_scores
from mcdm_index.errors import ShapeError

__all__ = [
    "best_first",
    "calinski_harabasz",
    "davies_bouldin",
    "inertia",
    "mean_silhouettes",
    "prototypes",
    "silhouettes",
]

Labels = NDArray[Any]

# Distances kept at once: about 16 MB.
_BLOCK_CELLS: Final = 2_000_000


def silhouettes(Z: Any, labels: ArrayLike) -> Vector:
    r"""Tell how much nearer each unit is to its own cluster than to the next one.

    With a the mean distance to the other units of its own cluster and b the least of
    the mean distances to the units of each other cluster,

    .. math::

        s_i = \frac{b_i - a_i}{\max(a_i, b_i)} .

    Parameters
    ----------
    Z : array_like or DataFrame of shape (n_units, n_scores)
        Distances are Euclidean: standardize first what has different units.
    labels : array_like of shape (n_units,)
        Any values; equal ones are one cluster.

    Returns
    -------
    ndarray of shape (n_units,)
        From -1 (rather belongs to another cluster) to 1 (far from all others). 0 for a
        unit that is alone in its cluster, as in [1]_, for one that coincides with both
        clusters, and for all if there is one cluster only.

    Raises
    ------
    ShapeError
        There is not one label per unit.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation
       and validation of cluster analysis. Journal of Computational and Applied
       Mathematics 20, 53-65. doi:10.1016/0377-0427(87)90125-7

    Examples
    --------
    >>> silhouettes([[0.0], [1.0], [5.0], [5.0]], [2, 2, 1, 1])
    array([0.8 , 0.75, 1.  , 1.  ])
    """
    rows, codes = _read(Z, labels)
    return _silhouettes(rows, [codes])[0]


def mean_silhouettes(Z: Matrix, several: Sequence[Labels]) -> list[float]:
    """Give the mean silhouette of several clusterings, each with two clusters or more.

    Distances are computed once for all of them.
    """
    return [float(s.mean()) for s in _silhouettes(Z, several)]


def _silhouettes(Z: Matrix, several: Sequence[Labels]) -> list[Vector]:
    """Give the silhouettes under each of several labellings from 0 on."""
    tables = [np.eye(codes.max() + 1)[codes] for codes in several]
    ends = np.cumsum([0, *(table.shape[1] for table in tables)])
    beside = np.hstack(tables)
    found = [np.empty(len(Z)) for _ in several]
    for part, distance in _distances(Z):
        sums = distance @ beside
        for j, codes in enumerate(several):
            size = tables[j].sum(axis=0)
            total = sums[:, ends[j] : ends[j + 1]]
            found[j][part] = _silhouette(total, size, codes[part])
    return found


def _silhouette(total: Matrix, size: Vector, own: Labels) -> Vector:
    """Turn sums of distances to each cluster into silhouettes."""
    if len(size) == 1:
        return np.zeros(len(own))
    rows = np.arange(len(own))
    a = divide(total[rows, own], size[own] - 1)
    mean = total / size
    mean[rows, own] = np.inf
    b = mean.min(axis=1)
    s = divide(b - a, np.maximum(a, b))
    return np.where(size[own] == 1, 0.0, s)


def _distances(Z: Matrix) -> Iterator[tuple[slice, Matrix]]:
    """Give the distances of some rows to all, block by block."""
    from scipy.spatial.distance import cdist

    step = max(1, _BLOCK_CELLS // len(Z))
    for start in range(0, len(Z), step):
        part = slice(start, start + step)
        yield part, cdist(Z[part], Z)


def prototypes(Z: Any, labels: ArrayLike) -> NDArray[np.intp]:
    r"""Name the unit of each cluster that is nearest to the others of it: its medoid.

    .. math::

        \operatorname*{arg\,min}_{i \in C} \sum_{j \in C} \lVert z_i - z_j \rVert .

    Parameters
    ----------
    Z : array_like or DataFrame of shape (n_units, n_scores)
        Distances are Euclidean: standardize first what has different units.
    labels : array_like of shape (n_units,)
        Any values; equal ones are one cluster.

    Returns
    -------
    ndarray of int of shape (n_clusters,)
        Positions, in ascending order of the labels. Of units that are equally near, as
        two alone always are, the one with the larger first score is taken, then that
        with the larger second one, and so on.

    Raises
    ------
    ShapeError
        There is not one label per unit.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    References
    ----------
    .. [1] Kaufman, L. and Rousseeuw, P. J. (1990). Finding Groups in Data, ch. 2.
       Wiley. doi:10.1002/9780470316801

    Examples
    --------
    >>> prototypes([[0.0], [1.0], [3.0], [9.0]], [2, 2, 2, 1])
    array([3, 1])
    """
    rows, codes = _read(Z, labels)
    order = best_first(rows)
    found = []
    for code in range(codes.max() + 1):
        members = order[codes[order] == code]
        sums = [d.sum(axis=1) for _, d in _distances(rows[members])]
        found.append(members[np.concatenate(sums).argmin()])
    return np.array(found, dtype=np.intp)


def best_first(S: Matrix) -> NDArray[np.intp]:
    """Order rows by their first value, the largest first, then by the second, ..."""
    return np.lexsort(-S.T[::-1])


def _read(Z: Any, labels: ArrayLike) -> tuple[Matrix, Labels]:
    """Open a table, and number its clusters from 0 in the order of their labels."""
    rows = open_scores(Z)
    names = np.asarray(labels)
    if names.shape != (rows.shape[0],):
        msg = (
            f"labels must be {rows.shape[0]}, one per unit, got an array of shape "
            f"{names.shape}"
        )
        raise ShapeError(msg)
    codes = np.unique(names, return_inverse=True)[1]
    return np.asarray(rows.values, dtype=float), np.asarray(codes)


def inertia(Z: Matrix, codes: Labels) -> float:
    """Sum the squared distances to the means of the clusters."""
    return float(((Z - _means(Z, codes)[codes]) ** 2).sum())


def calinski_harabasz(Z: Matrix, codes: Labels) -> float:
    """Give the ratio of the variances between and within k >= 2 clusters."""
    n, k = len(Z), int(codes.max()) + 1
    within = inertia(Z, codes)
    between = inertia(Z, np.zeros(n, dtype=np.intp)) - within
    return between / (k - 1) / (within / (n - k))


def davies_bouldin(Z: Matrix, codes: Labels) -> float:
    """Give the mean, over k >= 2 clusters, of their largest overlap with another."""
    from scipy.spatial.distance import cdist

    means = _means(Z, codes)
    radius = np.linalg.norm(Z - means[codes], axis=1)
    spread = np.bincount(codes, radius) / np.bincount(codes)
    apart = cdist(means, means)
    overlap = divide(spread[:, None] + spread, apart, otherwise=np.inf)
    np.fill_diagonal(overlap, 0.0)
    return float(overlap.max(axis=1).mean())


def _means(Z: Matrix, codes: Labels) -> Matrix:
    members = np.eye(codes.max() + 1)[:, codes]
    return np.asarray(members @ Z / members.sum(axis=1, keepdims=True))
