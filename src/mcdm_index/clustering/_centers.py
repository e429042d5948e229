"""Clusterings by squared distances: from rows to labels in no order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix
from mcdm_index._registry import register

__all__ = ["kmeans", "ward"]

Labels = NDArray[np.int64]


@register("clustering", cite="Lloyd1982")
def kmeans(Z: Matrix, k: int, *, rng: Any = None) -> Labels:
    r"""Cluster rows around k centres so that the squared distances to them are least.

    .. math::

        \min_{C_1, \dots, C_k} \sum_r \sum_{i \in C_r} \lVert z_i - \bar z_r \rVert^2 .

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

    Notes
    -----
    Each start ends in a least sum that no single move makes less, and not always in
    the least of all. Where the groups lie apart all seeds find the same.

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
def ward(Z: Matrix, k: int, *, rng: Any = None) -> Labels:
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
