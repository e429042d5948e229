"""Weights from which of two criteria is more important, without saying by how much."""

from collections.abc import Iterator, Sequence

import numpy as np

from mcdm_index._numeric import Matrix, share
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.judgment._ranks import read_ranks
from mcdm_index.methods.judgment._read import Names, grid, label, table
from mcdm_index.methods.judgment._result import Contradiction, Judgment

__all__ = ["rancom"]


@register("judgment", cite="Wieckowski2023")
def rancom(comparisons: object, *, names: Sequence[str] | None = None) -> Judgment:
    r"""Weigh criteria by how many others each is more important than (RANCOM).

    With :math:`a_{ij} = 1` if i is more important than j, 1/2 if they are equally
    important, and 0 if it is less,

    .. math::

        w_i = \sum_j a_{ij} \Big/ \sum_i \sum_j a_{ij} .

    Parameters
    ----------
    comparisons : sequence or mapping by criterion, or square array_like
        Rank of each criterion, the smallest for the most important, with ties; the
        names of the criteria in their order; or the comparisons themselves, as a square
        table or a mapping with pairs as keys. Of a pair one cell is enough.
    names : sequence of str, optional
        What the criteria are called.

    Returns
    -------
    Judgment
        Its ``consistency_ratio`` is the part of all triads that are not transitive, 0
        for a ranking; this is ours, not the paper's. ``worst`` is the triad that
        contradicts itself most: "judged 0, and 1 by way of" says that i is judged less
        important than k, and more important by way of j.

    Raises
    ------
    DomainError
        A comparison is not 0, 1/2 or 1, those of a pair do not sum to 1, or a pair is
        not compared; naming it.
    NotNumericError, ShapeError, EmptyDataError, UnknownColumnError, DuplicateLabelError

    References
    ----------
    .. [1] Więckowski, J., Kizielewicz, B., Shekhovtsov, A. and Sałabun, W. (2023).
       RANCOM: a novel approach to identifying criteria relevance based on inaccuracy
       expert judgments. Engineering Applications of Artificial Intelligence 122,
       106114. doi:10.1016/j.engappai.2023.106114

    Examples
    --------
    >>> rancom([1, 2, 2, 4]).weights.round(4)
    array([0.4375, 0.25  , 0.25  , 0.0625])
    >>> print(rancom([["1/2", 1, 0], [0, "1/2", 1], [1, 0, "1/2"]]).worst)
    0 to 2 is judged 0, and 1 by way of 1: a factor of inf
    """
    if isinstance(comparisons, Iterator):
        comparisons = list(comparisons)
    if table(comparisons):
        A, called = grid(comparisons, names)
        A = _complete(A, called)
        redundancy = (len(A) - 1) * (len(A) - 2) // 2
    else:
        ranks, called = read_ranks(comparisons, names)
        A = (1 + np.sign(ranks - ranks[:, None])) / 2
        redundancy = 0  # a ranking repeats nothing
    broken, worst = _intransitive(A, called)
    return Judgment(
        weights=share(A.sum(axis=1)),
        names=called,
        consistency_ratio=broken,
        redundancy=redundancy,
        worst=worst,
    )


def _complete(A: Matrix, names: Names) -> Matrix:
    """Check the comparisons, and fill the other half of each pair."""
    A = np.where(np.isnan(A), 1 - A.T, A)
    A[np.diag_indices_from(A)] = np.nan_to_num(A.diagonal(), nan=0.5)
    bad = ~np.isin(A, (0.0, 0.5, 1.0)) | (A + A.T != 1)
    for i, j in np.argwhere(bad)[:1]:
        pair = f"{label(names, i)} with {label(names, j)}"
        got = f"got {A[i, j]:g}, and back {A[j, i]:g}"
        if np.isnan(A[i, j]):
            got = "it was not compared"
        msg = (
            f"comparison of {pair} must be 1, 1/2 or 0, and that back 1 minus it (with "
            f"itself it is 1/2): {got}"
        )
        raise DomainError(msg)
    return A


def _intransitive(A: Matrix, names: Names) -> tuple[float, Contradiction | None]:
    """Give the part of triads that contradict themselves, and the worst of them.

    Where i is at least as important as j, and j as k, then i to k is to be the larger
    of the two comparisons.
    """
    n = len(A)
    way = np.maximum(A[:, :, None], A[None, :, :])
    follows = (A[:, :, None] >= 0.5) & (A[None, :, :] >= 0.5)
    i, j, k = np.ogrid[:n, :n, :n]
    gap = np.abs(way - A[:, None, :]) * (follows & (i != j) & (j != k) & (i != k))
    if not gap.any():
        return 0.0, None
    at = np.unravel_index(np.argmax(gap), gap.shape)
    three = np.sort(np.argwhere(gap > 0), axis=1)
    broken = len(np.unique(three, axis=0)) / (n * (n - 1) * (n - 2) / 6)
    first, between, last = map(int, at)
    called = tuple(label(names, c) for c in (first, between, last))
    stated, implied = float(A[first, last]), float(way[at])
    return broken, Contradiction(called, stated, implied)
