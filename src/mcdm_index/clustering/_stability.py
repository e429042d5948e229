"""Stability of tiers: from scores to how much of them another sample would keep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from numbers import Integral
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._labels import in_order_of
from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.clustering._checks import check_number, open_scores
from mcdm_index.clustering._mixture import DegenerateError
from mcdm_index.clustering._quality import best_first
from mcdm_index.clustering._tiers import Procedure, Tiers
from mcdm_index.engine import Rows, check_finite, open_rows
from mcdm_index.errors import ShapeError

__all__ = ["TierStability", "tier_stability"]

Labels = NDArray[np.int64]

# How Hennig reads a mean Jaccard coefficient: from which one on, and as what.
_READINGS: Final = {
    0.0: "doubtful",
    0.6: "pattern",
    0.75: "stable",
    0.85: "highly stable",
}
_DISSOLVED, _RECOVERED = 0.5, 0.75


@dataclass(frozen=True, eq=False)
class TierStability:
    """How stable tiers are.

    Attributes
    ----------
    labels : Series of int
        The tier of each unit, 1 for the best.
    tiers : DataFrame
        One row per tier: size; jaccard, the mean over the resamples; dissolved and
        recovered, the shares of them with a coefficient of at most 0.5, and of at least
        0.75; and a reading of the mean: doubtful (below 0.6), pattern (there is
        something, but who belongs to it is doubtful), stable (0.75 or more), highly
        stable (0.85 or more).
    membership : DataFrame of shape (n_units, n_tiers)
        Share of the resamples in which a unit is in each tier; rows sum to 1.
    agreement : DataFrame
        Adjusted Rand index between all pairs of refits with other seeds ("seeds") and
        of imputation draws ("draws", if given): the number of refits, mean and least
        index. It is 1 for equal tiers, and 0 on average for tiers by chance.
    failed : int
        Resamples for which the clustering has no answer; they are left out.
    """

    labels: pd.Series
    tiers: pd.DataFrame
    membership: pd.DataFrame
    agreement: pd.DataFrame
    failed: int


def tier_stability(
    X: Any,
    k: int = 4,
    *,
    method: str = "kmeans",
    draws: Iterable[Any] | None = None,
    standardize: bool = True,
    n_boot: int = 200,
    n_seeds: int = 20,
    options: Mapping[str, Any] | None = None,
    rng: Any = None,
) -> TierStability:
    r"""Tell how much of the tiers stays if units, seeds or imputations are others.

    Units are drawn with replacement, as many as there are, and cut into k tiers like
    the whole. A tier C is compared with the tiers :math:`D_1, \dots, D_k` found among
    the units that were drawn [1]_:

    .. math::

        \gamma(C) = \max_r \frac{|C \cap D_r|}{|C \cup D_r|},

    C being taken without the units that were not drawn, and each unit counting once.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_scores)
        Scores; larger is better.
    k : int, default 4
        Number of tiers.
    method : str, default "kmeans"
        A registered clustering.
    draws : array_like of shape (m, n_units, n_scores) or list of DataFrame, optional
        The same scores over m >= 2 imputations. Resamples are then taken from one draw
        after another, so that they tell of both.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first; done
        anew in each resample.
    n_boot : int, default 200
        Number of resamples.
    n_seeds : int, default 20
        Number of refits with other seeds; 2 or more.
    options : mapping, optional
        Keyword options of the clustering.
    rng : None, int or numpy.random.Generator, optional
        Decides the resamples and the seeds.

    Returns
    -------
    TierStability

    Raises
    ------
    DomainError
        A number is out of its range, or the clustering has no answer.
    ShapeError
        The draws have another shape than X.
    UnknownMethodError
        There is no such clustering or option.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Notes
    -----
    For `membership` the tiers of a resample are numbered as tiers are, by their mean
    score, and not by which of the old tiers they overlap most. What is asked is how
    surely a unit is in the second tier, and a unit is there if one tier is better; if a
    resample splits the first tier in two, it is no longer. The Jaccard coefficients do
    not look at the numbers, and tell whether the same units stay together. A unit that
    was not drawn is given to the tier with the nearest mean.

    Tiers may be stable without being groups: cutting one long group in two halves gives
    the same halves every time. Whether there are groups is what `choose_tiers` tells.

    References
    ----------
    .. [1] Hennig, C. (2007). Cluster-wise assessment of cluster stability.
       Computational Statistics & Data Analysis 52(1), 258-271.
       doi:10.1016/j.csda.2006.11.025
    .. [2] Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of
       Classification 2(1), 193-218. doi:10.1007/BF01908075

    Examples
    --------
    >>> S = np.array([[0.1], [0.12], [0.15], [0.8], [0.82], [0.9]])
    >>> found = tier_stability(S, 2, n_boot=50, rng=0)
    >>> found.tiers["size"].tolist()
    [3, 3]
    >>> bool((found.membership.sum(axis=1).round(9) == 1).all())
    True
    """
    procedure = Procedure.of(method, options, standardize)
    check_number(k, "k")
    check_number(n_boot, "n_boot")
    check_number(n_seeds, "n_seeds", least=2)
    rows = open_scores(X)
    S = np.asarray(rows.values, dtype=float)
    tables = [] if draws is None else _read_draws(draws, rows)
    # Sorted, so that the order in which units come decides nothing
    order, back = best_first(S), np.argsort(best_first(S))
    S, tables = S[order], [table[order] for table in tables]
    generator = np.random.default_rng(rng)
    seed, *seeds = map(int, generator.integers(2**31, size=1 + n_seeds))
    whole = procedure.cut(S, k, rng if isinstance(rng, Integral) else seed)
    found, counts = _resample(tables or [S], whole, procedure, (k, n_boot), generator)
    refits = {"seeds": [procedure.cut(S, k, other).labels for other in seeds]}
    if tables:
        refits["draws"] = [procedure.cut(table, k, seed).labels for table in tables]
    index = pd.RangeIndex(len(S)) if rows.index is None else rows.index
    names = pd.RangeIndex(1, len(whole.centers) + 1, name="tier")
    return TierStability(
        pd.Series(whole.labels[back], index, name="tier"),
        _by_tier(whole, found, names),
        pd.DataFrame(counts[back] / len(found), index, names),
        _agreement(refits),
        n_boot - len(found),
    )


def _read_draws(draws: Iterable[Any], rows: Rows) -> list[Matrix]:
    """Open the tables of the draws, with their units in the order of those of X."""
    tables = []
    for number, draw in enumerate(draws):
        named = rows.index is not None and hasattr(draw, "index")
        what = f"the rows of draw {number}"
        table = open_rows(in_order_of(draw, rows.index, what) if named else draw)
        check_finite(table)
        if table.shape != rows.shape:
            msg = f"draw {number} has shape {table.shape}, and the scores {rows.shape}"
            raise ShapeError(msg)
        tables.append(np.asarray(table.values, dtype=float))
    if len(tables) < 2:
        msg = f"draws must be two tables or more, got {len(tables)}"
        raise ShapeError(msg)
    return tables


def _resample(
    tables: Sequence[Matrix],
    whole: Tiers,
    procedure: Procedure,
    sizes: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Matrix, Matrix]:
    """Give the Jaccard coefficients by resample and tier, and count who is where."""
    (k, n_boot), n = sizes, len(whole.labels)
    counts = np.zeros((n, len(whole.centers)))
    found: list[Vector] = []
    for b in range(n_boot):
        table, drawn = tables[b % len(tables)], rng.integers(n, size=n)
        try:
            tiers = procedure.cut(table[drawn], k, rng)
        except DegenerateError:
            continue
        labels = tiers.nearest(table)
        labels[drawn] = tiers.labels
        counts[np.arange(n), labels - 1] += 1
        once = np.unique(drawn)
        found.append(_jaccard(whole.labels[once], labels[once], len(whole.centers)))
    if not found:
        msg = f"{procedure.method.name} has no answer for any of {n_boot} resamples"
        raise DegenerateError(msg)
    return np.array(found), counts


def _jaccard(old: Labels, new: Labels, k: int) -> Vector:
    """Compare each old tier with the most similar new one; NaN if it is empty."""
    a, b = (np.eye(k)[labels - 1] for labels in (old, new))
    both = a.T @ b
    either = a.sum(axis=0)[:, None] + b.sum(axis=0) - both
    best = divide(both, either).max(axis=1)
    return np.where(a.any(axis=0), best, np.nan)


def _by_tier(whole: Tiers, jaccard: Matrix, names: pd.Index) -> pd.DataFrame:
    there = ~np.isnan(jaccard)
    n = there.sum(axis=0)
    mean = divide(np.where(there, jaccard, 0.0).sum(axis=0), n, np.nan)
    words = np.array(list(_READINGS.values()), dtype=object)
    place = np.searchsorted(list(_READINGS), np.nan_to_num(mean), side="right") - 1
    return pd.DataFrame(
        {
            "size": np.bincount(whole.labels)[1:],
            "jaccard": mean,
            "dissolved": divide((jaccard <= _DISSOLVED).sum(axis=0), n, np.nan),
            "recovered": divide((jaccard >= _RECOVERED).sum(axis=0), n, np.nan),
            "reading": np.where(n > 0, words[place], "never drawn"),
        },
        index=names,
    )


def _agreement(refits: Mapping[str, Sequence[Labels]]) -> pd.DataFrame:
    """Compare all pairs of refits of one kind."""
    rows = {}
    for kind, several in refits.items():
        found = list(_rand_indices(several))
        rows[kind] = (len(several), float(np.mean(found)), min(found))
    columns = ["refits", "mean", "least"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("over")


def _rand_indices(several: Sequence[Labels]) -> Iterator[float]:
    from sklearn.metrics import adjusted_rand_score

    for first, second in combinations(several, 2):
        yield float(adjusted_rand_score(first, second))
