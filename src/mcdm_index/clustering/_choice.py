"""How many tiers: from scores to a number of them, which may be one."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from numbers import Integral
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.clustering._checks import check_number, check_word, open_scores
from mcdm_index.clustering._mixture import DegenerateError, fit_mixture
from mcdm_index.clustering._quality import (
    best_first,
    calinski_harabasz,
    davies_bouldin,
    inertia,
    mean_silhouettes,
)
from mcdm_index.clustering._reference import boxes, one_group
from mcdm_index.clustering._tiers import Procedure, Scale
from mcdm_index.errors import DomainError

__all__ = ["Criterion", "TierChoice", "check_criterion", "choose_tiers"]

Criterion: TypeAlias = Literal[
    "silhouette", "calinski_harabasz", "davies_bouldin", "gap", "bic"
]

_USUAL_KS: Final = range(2, 9)
# What is not defined for one tier, and is compared with that of tables without groups;
# less is better with a sign of -1.
_SIGNS: Final[dict[str, int]] = {
    "silhouette": 1,
    "calinski_harabasz": 1,
    "davies_bouldin": -1,
}
_MEASURES: Final = (*_SIGNS, "smallest", "inertia")


@dataclass(frozen=True, eq=False)
class TierChoice:
    """How many tiers there are, and by what that was told.

    Attributes
    ----------
    table : DataFrame
        One row per number of tiers k, from 1. silhouette (the mean over the units),
        calinski_harabasz, davies_bouldin (less is better), gap with its gap_se, bic of
        a Gaussian mixture (less is better), smallest (units in the smallest tier) and
        inertia (squared distances to the means of the tiers). NaN is what is not
        defined: the first three for one tier, and the bic where every fit is
        degenerate.
    best : DataFrame
        One row per criterion: best_k, where it is best; p_uniform and p_skewed, how
        often it is as good for some k in tables without groups of either kind (NaN for
        gap and bic, which compare with one tier by themselves); and k, what it says in
        the end: 1 if one of the two is above the level.
    criterion : str
        The one that was asked for.
    level : float
    """

    table: pd.DataFrame
    best: pd.DataFrame
    criterion: str
    level: float

    @property
    def k(self) -> int:
        """How many tiers to make; 1 says that none were found."""
        return int(self._row["k"])

    @property
    def structured(self) -> bool:
        """Whether there are tiers at all."""
        return self.k > 1

    @property
    def finding(self) -> str:
        """Say in a sentence what was found."""
        if len(self.table) == 1:
            return "no tiers found: fewer than three units differ"
        row, word = self._row, self.criterion.replace("_", " ")
        found = f"{self.k} tiers" if self.structured else "no tiers found"
        p = max(row["p_uniform"], row["p_skewed"])
        if np.isnan(p):
            return f"{found}, by the {word}"
        value = self.table[self.criterion].to_dict()[row["best_k"]]
        better = "better" if self.structured else "no better"
        return (
            f"{found}: the best {word}, {value:.3g} with {row['best_k']:g} tiers, is "
            f"{better} than what noise gives (p = {p:.2g}, level {self.level:g})"
        )

    @property
    def _row(self) -> Mapping[Hashable, Any]:
        return self.best.to_dict(orient="index")[self.criterion]


def choose_tiers(
    X: Any,
    ks: Iterable[int] | None = None,
    *,
    method: str = "kmeans",
    criterion: Criterion = "silhouette",
    standardize: bool = True,
    n_references: int = 59,
    level: float = 0.05,
    options: Mapping[str, Any] | None = None,
    rng: Any = None,
) -> TierChoice:
    r"""Choose the number of tiers, or find that there are none.

    A clustering gives k tiers whether there are groups or not. What is found is
    therefore compared with what the same clustering finds in tables that have none.

    With :math:`W_k` the sum of squared distances to the means of k tiers, and
    :math:`W^*_{kb}` the same of the b-th of B tables that are uniform in the box around
    the scores along their principal axes, the gap statistic is [1]_

    .. math::

        \mathrm{Gap}(k) = \frac{1}{B} \sum_b \ln W^*_{kb} - \ln W_k, \qquad
        s_k = \mathrm{sd}_b(\ln W^*_{kb}) \sqrt{1 + 1/B},

    and the number of tiers is the least k with
    :math:`\mathrm{Gap}(k) \ge \mathrm{Gap}(k') - s_{k'}`, k' being the next one.

    Silhouettes and the criteria of Calinski-Harabasz and Davies-Bouldin are not defined
    for one tier. With q such a criterion, turned around if less of it is better,

    .. math::

        p = \frac{1 + \#\{b:\; \max_k q^*_{kb} \ge \max_k q_k\}}{1 + B}

    is the chance that the best of all k is as good in a table without groups. There are
    two kinds of these, after [2]_: the uniform ones above, and ones that are a single
    group with the skewness and the rank correlations of the scores (lognormal; normal
    without skewness). If either :math:`p` is above `level`, there is one tier;
    otherwise the number is the k of the best.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_scores)
        Scores, such as those of the dimensions of an index; larger is better.
    ks : iterable of int, optional
        Numbers of tiers to try, fewer than there are distinct units; 2 to 8 by default,
        as far as there are units. One tier is always tried.
    method : str, default "kmeans"
        A registered clustering.
    criterion : str, default "silhouette"
        By which of "silhouette", "calinski_harabasz", "davies_bouldin", "gap" and "bic"
        to choose. What the others say stands beside it.
    standardize : bool, default True
        Whether each column is brought to mean 0 and standard deviation 1 first.
    n_references : int, default 59
        Number B of tables without groups of each kind; at least ``1 / level - 1``.
    level : float, default 0.05
        The chance that is taken of finding tiers where there are none, from 0 to 1.
    options : mapping, optional
        Keyword options of the clustering.
    rng : None, int or numpy.random.Generator, optional
        Decides the clusterings and the tables without groups.

    Returns
    -------
    TierChoice
        Its `k` is what to ask `mcdm_index.tiers` for, with the same seed; its `finding`
        says it in words.

    Raises
    ------
    DomainError
        A number of tiers cannot be tried, or a setting is out of its range.
    UnknownMethodError
        There is no such clustering, option or criterion.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError

    Notes
    -----
    Simulated on three scores with k-means, the silhouette and the criterion of
    Calinski-Harabasz keep the `level` for uniform and normal scores; that of
    Davies-Bouldin does not for many units that fill a cube (0.19 of 200 tables of 287
    units). In a long tail that is not lognormal, tiers may be seen that are none, as in
    0.2 to 0.45 of exponential tables: look at the sizes in the table, and at the scores
    in logarithms.

    The rule of the gap looks from each k to the next one only. Three groups in a row,
    which two tiers do not describe much better than one, may be missed by it, and not
    by the largest gap, which is `best_k`.

    All this takes the clustering 2 B times for each k, and the distances of all pairs
    of units 2 B times: about 15 s for 287 units in three scores, and 11 s for 100.

    The bic is -2 log likelihood + (number of parameters) ln n [3]_, whatever the
    clustering, of a Gaussian mixture with the covariance in `options`, full by default.
    It is a criterion of densities: whatever is not normal it takes for several normal
    distributions, so that many uniform or skewed units without groups get several
    tiers by it.

    References
    ----------
    .. [1] Tibshirani, R., Walther, G. and Hastie, T. (2001). Estimating the number of
       clusters in a data set via the gap statistic. Journal of the Royal Statistical
       Society B 63(2), 411-423. doi:10.1111/1467-9868.00293
    .. [2] Hennig, C. and Lin, C.-J. (2015). Flexible parametric bootstrap for testing
       homogeneity against clustering and assessing the number of clusters. Statistics
       and Computing 25(4), 821-833. doi:10.1007/s11222-015-9566-5
    .. [3] Schwarz, G. (1978). Estimating the dimension of a model. The Annals of
       Statistics 6(2), 461-464. doi:10.1214/aos/1176344136
    .. [4] Calinski, T. and Harabasz, J. (1974). A dendrite method for cluster analysis.
       Communications in Statistics 3(1), 1-27. doi:10.1080/03610927408827101
    .. [5] Davies, D. L. and Bouldin, D. W. (1979). A cluster separation measure. IEEE
       Transactions on Pattern Analysis and Machine Intelligence 1(2), 224-227.
       doi:10.1109/TPAMI.1979.4766909

    Examples
    --------
    >>> groups = np.repeat([0.1, 0.5, 0.9], 8) + np.linspace(0, 0.05, 24)
    >>> found = choose_tiers(groups[:, None], range(2, 6), rng=0)
    >>> found.k, found.structured
    (3, True)
    >>> noise = np.random.default_rng(0).random((24, 2))
    >>> choose_tiers(noise, range(2, 6), rng=0).k
    1
    """
    check_criterion(criterion)
    _check_level(level, n_references)
    procedure = Procedure.of(method, options, standardize)
    S = np.asarray(open_scores(X).values, dtype=float)
    S = S[best_first(S)]
    Z = Scale.learn(S, procedure.standardize)(S)
    tried = _read_ks(ks, len(np.unique(Z, axis=0)))
    seed = rng
    if not isinstance(rng, Integral):
        seed = int(np.random.default_rng(rng).integers(2**31))
    found = _measure(Z, tried, procedure, seed)
    if tried and np.isnan(found[1:]).all():
        procedure.cluster(Z, tried[0], seed)  # it says why
    uniform, skewed = _without_groups(Z, tried, procedure, n_references, seed)
    table = pd.DataFrame(found, pd.Index([1, *tried], name="k"), list(_MEASURES))
    table[["gap", "gap_se"]] = _gap(table["inertia"], uniform[:, :, -1])
    table["bic"] = _bics(Z, table.index, procedure.options, seed)
    best = _best(table, (uniform, skewed), level)
    table["smallest"] = table["smallest"].astype("Int64")
    order = [*get_args(Criterion)[:4], "gap_se", "bic", "smallest", "inertia"]
    return TierChoice(table[order], best, criterion, float(level))


def check_criterion(criterion: Any) -> None:
    """Refuse what is no criterion for a number of tiers.

    Parameters
    ----------
    criterion : str

    Raises
    ------
    UnknownMethodError
    """
    check_word(criterion, get_args(Criterion), "criterion")


def _check_level(level: Any, n_references: Any) -> None:
    if not isinstance(level, float) or not 0 < level < 1:
        msg = f"level must be a number between 0 and 1, got {level!r}"
        raise DomainError(msg)
    check_number(n_references, "n_references")
    if (1 + n_references) * level < 1:
        msg = (
            f"n_references must be {ceil(1 / level) - 1} or more, or no tiers could be "
            f"found at a level of {level:g}; got {n_references}"
        )
        raise DomainError(msg)


def _read_ks(ks: Any, distinct: int) -> list[int]:
    """Read the numbers of tiers to try besides 1, in ascending order."""
    if ks is None:
        return [k for k in _USUAL_KS if k < distinct]
    given = list(ks) if isinstance(ks, Iterable) else [ks]
    for k in given:
        whole = isinstance(k, Integral) and not isinstance(k, bool)
        if not whole or not 1 <= k < distinct:
            msg = (
                "ks must be whole numbers from 1 on, and fewer than the "
                f"{distinct} distinct units; got {k!r}"
            )
            raise DomainError(msg)
    return sorted({int(k) for k in given} - {1})


def _measure(Z: Matrix, ks: Sequence[int], procedure: Procedure, rng: Any) -> Matrix:
    """Measure the clusterings into 1 and k clusters: one row each, NaN if it fails."""
    out = np.full((1 + len(ks), len(_MEASURES)), np.nan)
    whole = np.zeros(len(Z), dtype=np.intp)
    out[0, -2:] = len(Z), inertia(Z, whole)
    several = {}
    for row, k in enumerate(ks, start=1):
        try:
            labels = procedure.cluster(Z, k, rng)[0]
        except DegenerateError:
            continue
        several[row] = np.unique(labels, return_inverse=True)[1]
    if several:
        out[list(several), 0] = mean_silhouettes(Z, list(several.values()))
    for row, codes in several.items():
        out[row, 1:] = (
            calinski_harabasz(Z, codes),
            davies_bouldin(Z, codes),
            np.bincount(codes).min(),
            inertia(Z, codes),
        )
    return out


def _without_groups(
    Z: Matrix, ks: Sequence[int], procedure: Procedure, n: int, seed: Any
) -> tuple[Any, Any]:
    """Measure clusterings of n tables without groups of either kind."""
    rng = np.random.default_rng(seed)
    kinds = (boxes(Z, n, rng), one_group(Z, n if ks else 0, rng))
    uniform, skewed = (
        np.array([_measure(table, ks, procedure, rng) for table in kind])
        for kind in kinds
    )
    return uniform, skewed


def _gap(found: pd.Series, drawn: Matrix) -> pd.DataFrame:
    """Compute the gap statistic and its standard error for each k."""
    logs = _log(drawn)
    n = (~np.isnan(logs)).sum(axis=0)
    mean = divide(np.nansum(logs, axis=0), n, np.nan)
    spread = np.sqrt(divide(np.nansum((logs - mean) ** 2, axis=0), n, np.nan))
    gap = mean - _log(found.to_numpy())
    se = spread * np.sqrt(1 + divide(1.0, n))
    return pd.DataFrame({"gap": gap, "gap_se": se}, found.index)


def _log(x: Any) -> Matrix:
    """Take logarithms; of 0, which equal units have, and of NaN there is none: NaN."""
    return np.asarray(np.log(x, out=np.full(x.shape, np.nan), where=x > 0))


def _bics(Z: Matrix, ks: Iterable[int], options: Mapping[str, Any], rng: Any) -> Vector:
    """Give the bic of Gaussian mixtures; NaN if all fits are degenerate."""
    chosen = {key: options[key] for key in ("covariance", "n_starts") if key in options}
    found = []
    for k in ks:
        try:
            found.append(fit_mixture(Z, k, rng=rng, **chosen).bic)
        except DegenerateError:
            found.append(np.nan)
    return np.array(found)


def _best(table: pd.DataFrame, draws: tuple[Any, Any], level: float) -> pd.DataFrame:
    """Say for each criterion where it is best, and what it chooses."""
    ks = table.index.to_numpy()
    none = (np.nan, np.nan)
    rows: dict[str, tuple[float, ...]] = {}
    for j, (name, sign) in enumerate(_SIGNS.items()):
        values = sign * table[name].to_numpy()
        k = _largest(ks, values)
        if k == 1:
            rows[name] = (1, *none, 1)
            continue
        p = [_reached(sign * kind[:, 1:, j], values[ks == k]) for kind in draws]
        rows[name] = (k, *p, k if max(p) <= level else 1)
    gap, se = table["gap"].to_numpy(), table["gap_se"].to_numpy()
    rows["gap"] = (_largest(ks, gap), *none, _first_enough(ks, gap, se))
    least = _largest(ks, -table["bic"].to_numpy())
    rows["bic"] = (least, *none, least)
    columns = ["best_k", "p_uniform", "p_skewed", "k"]
    best = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return best.astype({"best_k": int, "k": int}).rename_axis("criterion")


def _largest(ks: Any, values: Vector) -> int:
    """Give the k with the largest value; 1 if no value is known."""
    known = np.where(np.isnan(values), -np.inf, values)
    return int(ks[known.argmax()])


def _first_enough(ks: Any, gap: Vector, se: Vector) -> int:
    """Give the least k whose gap the next one does not pass by a standard error."""
    known = ~np.isnan(gap)
    if not known.any():
        return 1
    ks, gap, se = ks[known], gap[known], se[known]
    enough = np.append(gap[:-1] >= gap[1:] - se[1:], True)
    return int(ks[enough.argmax()])


def _reached(drawn: Matrix, best: Any) -> float:
    """Give the chance that the best over all k is as good in a drawn table."""
    top = np.fmax.reduce(drawn, axis=1)
    # One that could not be clustered, NaN, counts against the tiers
    return float((1 + (~(top < best)).sum()) / (1 + len(drawn)))
