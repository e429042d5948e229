"""Scores that measure units against a whole range of ideals, from best to worst."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import binary_unit
from mcdm_index.statistics import ColumnStats

__all__ = ["ProbidDetails", "probid", "sprobid"]

# Distances computed at a time: 2 MiB of them for one weight vector.
_TILE = 262_144
_IDEALS = 1024


class ProbidDetails(NamedTuple):
    """What lies behind the scores of `probid` and `sprobid`.

    Attributes
    ----------
    to_ideals, to_anti_ideals : ndarray of shape (n_units,) or (k, n_units)
        Overall distances from the better and from the worse ideals.
    to_average : ndarray of the same shape
        Distance from the average unit, which `sprobid` does not use.
    """

    to_ideals: Vector
    to_anti_ideals: Vector
    to_average: Vector


@dataclass(frozen=True)
class Probid:
    """The kernel of `probid` and `sprobid`, with the frozen ideals and the average.

    Attributes
    ----------
    best, worst : ndarray of shape (q, m)
        The better ideals from the best on, and the worse ones from the worst on.
    unit : float
        What distances are measured in, so that their squares stay in range.
    form : {"probid", "closeness", "ratio"}
    """

    best: Matrix
    worst: Matrix
    average: Vector
    weights: Vector
    unit: float
    form: str

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        near, away, average = self._distances(Z)
        if self.form == "probid":
            largest = np.maximum(near, away)
            a, b = divide(away, largest) ** 2, divide(near, largest) ** 2
            return divide(a, a + b, otherwise=0.5) + self.unit * average
        if self.form == "closeness":
            return divide(away, near + away, otherwise=0.5)
        if not near.all():
            msg = (
                "a unit is all of the better ideals at once, so that the ratio is "
                "infinite; use form='closeness', which ranks alike"
            )
            raise DomainError(msg)
        return np.asarray(away / near)

    def details(self, Z: Matrix) -> ProbidDetails:
        """Give the three distances."""
        return ProbidDetails(*(self.unit * part.T for part in self._distances(Z)))

    def _distances(self, Z: Matrix) -> tuple[Matrix, Matrix, Matrix]:
        """Measure in the unit, from the best of all ideals on."""
        points = Z, self.best, self.worst, self.average[None, :]
        z, best, worst, average = ((A - self.best[0]) / self.unit for A in points)
        return self._sum(z, best), self._sum(z, worst), self._sum(z, average)

    def _sum(self, Z: Matrix, ideals: Matrix) -> Matrix:
        """Sum the distances from all ideals, the first over 1, the next over 2, ...

        In tiles of rows and ideals; which ideals stand together does not depend on the
        rows, so that neither does the last bit.
        """
        shares = 1 / np.arange(1, len(ideals) + 1)
        k = 1 if self.weights.ndim == 1 else max(self.weights.shape)
        total = np.zeros((len(Z), *self.weights.shape[:-1]))
        rows = max(1, _TILE // (k * min(_IDEALS, len(ideals))))
        for i in range(0, len(Z), rows):
            z = Z[i : i + rows]
            for r in range(0, len(ideals), _IDEALS):
                part = slice(r, r + _IDEALS)
                total[i : i + rows] += self._tile(z, ideals[part], shares[part])
        return total

    def _tile(self, Z: Matrix, ideals: Matrix, shares: Vector) -> Matrix:
        """Sum the distances of some rows from some ideals."""
        from scipy.spatial.distance import cdist

        w = self.weights
        if w.ndim == 1:
            D = cdist(Z * w, ideals * w)
            if not np.isfinite(D).all():
                msg = "overflow encountered in distances"
                raise FloatingPointError(msg)  # which the engine explains
            return weighted_total(np.asarray(D), shares)
        squares = (Z[:, None, :] - ideals) ** 2
        D = np.sqrt(squares @ (w**2).T)
        return np.asarray(np.einsum("irk,r->ik", D, shares))


def _learn_probid(stats: ColumnStats, weights: Vector) -> Probid:
    ascending = stats.ordered
    half = (len(ascending) + 1) // 2  # the middle one counts on both sides
    best, worst = ascending[::-1][:half], ascending[:half]
    average = np.ldexp(stats.mean, stats.scale)
    return Probid(best, worst, average, weights, binary_unit(stats), "probid")


def _learn_sprobid(
    stats: ColumnStats,
    weights: Vector,
    *,
    form: Literal["closeness", "ratio"] = "closeness",
) -> Probid:
    if form not in ("closeness", "ratio"):
        msg = f"form must be 'closeness' or 'ratio', got {form!r}"
        raise UnknownMethodError(msg)
    ascending = stats.ordered
    quarter = max(1, len(ascending) // 4)
    best, worst = ascending[::-1][:quarter], ascending[:quarter]
    average = np.ldexp(stats.mean, stats.scale)
    return Probid(best, worst, average, weights, binary_unit(stats), form)


@register(
    "scoring",
    learn=_learn_probid,
    needs=("order",),
    promises=("zero_weight_is_irrelevant", "scale"),
    cite="WangRangaiahWang2021",
)
def probid(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
) -> Container:
    r"""Score units by their distances from a whole range of ideals and the average.

    Of n units, the r-th ideal :math:`A_{(r)}` holds the r-th best value of every
    normalized and weighted column. With the distances :math:`S_{i(r)}` of unit i from
    them, and :math:`\bar S_i` from the average unit,

    .. math::

        S_i^+ = \sum_{r=1}^{h} \frac{S_{i(r)}}{r}, \qquad
        S_i^- = \sum_{r=n-h+1}^{n} \frac{S_{i(r)}}{n - r + 1}, \qquad
        P_i = \frac{1}{1 + (S_i^+ / S_i^-)^2} + \bar S_i ,

    where h = n / 2, or (n + 1) / 2 if n is odd, so that the middle ideal counts twice.

    The distance from the average is a merit on either side of it: a unit that is
    nowhere worse than another may score below it, and an improvement may lower a score.

    It takes n distances per unit, computed in blocks.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "vector"
        A registered normalization; None if X is normalized already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        0 or more; larger is better. Units that differ nowhere, and a single unit, score
        0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Wang, Z., Rangaiah, G. P. and Wang, X. (2021). Preference ranking on the
       basis of ideal-average distance method for multi-criteria decision-making.
       Industrial & Engineering Chemistry Research 60(30), 11216-11230.
       doi:10.1021/acs.iecr.1c01413

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> probid(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.184, 0.808, 0.832])
    """
    return fit("probid", X, weights, polarity, normalization=normalization)(X)


@register(
    "scoring",
    learn=_learn_sprobid,
    needs=("order",),
    promises=("zero_weight_is_irrelevant", "scale"),
    cite="WangRangaiahWang2021",
)
def sprobid(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
    form: Literal["closeness", "ratio"] = "closeness",
) -> Container:
    r"""Score units by their distances from the best and the worst quarter of ideals.

    A simplification of `probid`, with its ideals :math:`A_{(r)}` and distances
    :math:`S_{i(r)}`. With q the whole part of n / 4, but at least 1,

    .. math::

        S_i^+ = \sum_{r=1}^{q} \frac{S_{i(r)}}{r}, \qquad
        S_i^- = \sum_{r=n-q+1}^{n} \frac{S_{i(r)}}{n - r + 1} .

    The score of the source is the ratio :math:`S_i^- / S_i^+`, which is infinite for a
    unit that is the ideal. The closeness :math:`S_i^- / (S_i^+ + S_i^-)` ranks alike
    and is always there.

    With 8 units or more a unit that is nowhere worse than another may score below it,
    since being better than a lower ideal is a distance from it too.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "vector"
        A registered normalization; None if X is normalized already.
    form : {"closeness", "ratio"}, default "closeness"
        What is made of the two distances.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Closeness within [0, 1], or a ratio of 0 or more. By closeness, units that
        differ nowhere, and a single unit, get 0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    UnknownMethodError
        `form` is neither.
    DomainError
        A ratio is infinite.

    References
    ----------
    .. [1] Wang, Z., Rangaiah, G. P. and Wang, X. (2021). Preference ranking on the
       basis of ideal-average distance method for multi-criteria decision-making.
       Industrial & Engineering Chemistry Research 60(30), 11216-11230.
       doi:10.1021/acs.iecr.1c01413

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> sprobid(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.   , 0.64 , 0.632])
    """
    scoring = fit(
        "sprobid",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"form": form},
    )
    return scoring(X)
