"""Scores that measure how far units are from the best values, or from the worst."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import EPS, Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import binary_unit
from mcdm_index.statistics import ColumnStats

__all__ = ["CodasDetails", "codas", "gra"]


@dataclass(frozen=True)
class Gra:
    """The kernel of `gra`: the reference, and rho times the largest difference.

    The latter is one number per weight vector.
    """

    reference: Vector
    reach: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        delta = np.maximum(self.reference - Z, 0.0)
        if self.weights.ndim == 1:
            return 1 - weighted_total(divide(delta, delta + self.reach), self.weights)
        grades = np.empty((len(Z), len(self.weights)))
        for reach in np.unique(self.reach):  # one, if all weights are positive
            alike = self.reach == reach
            lost = divide(delta, delta + reach)
            grades[:, alike] = 1 - weighted_total(lost, self.weights[alike])
        return grades


def _learn_gra(stats: ColumnStats, weights: Vector, *, rho: float = 0.5) -> Gra:
    if not 0 < rho <= 1:
        msg = f"rho, the distinguishing coefficient, must be in (0, 1], got {rho!r}"
        raise DomainError(msg)
    largest = np.where(weights > 0, stats.high - stats.low, 0.0).max(axis=-1)
    return Gra(stats.high, rho * largest, weights)


@register(
    "scoring",
    learn=_learn_gra,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
        "shift",
    ),
    cite="Deng1982",
    aliases=("grey_relational_analysis",),
)
def gra(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    rho: float = 0.5,
) -> Container:
    r"""Score units by their grey relational grade to the best of every criterion.

    With the reference :math:`z_j^0` holding the best normalized value of each column,
    :math:`\Delta_{ij} = |z_j^0 - z_{ij}|` and its least and largest value over all
    units and all criteria that have weight,

    .. math::

        \gamma_{ij} = \frac{\Delta_{\min} + \rho \Delta_{\max}}
        {\Delta_{ij} + \rho \Delta_{\max}}, \qquad
        \Gamma_i = \sum_j w_j \gamma_{ij} .

    The best value of a column is one of its values, so that
    :math:`\Delta_{\min} = 0`.

    When what was learned is applied to new rows, a value beyond the reference is as
    good as the reference.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization; None if X is normalized already.
    rho : float in (0, 1], default 0.5
        The distinguishing coefficient: the smaller, the wider the grades are spread.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [rho / (1 + rho), 1] for the rows that were learned from; 1 is a unit
        that is best in every criterion, as all are if they differ nowhere.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        `rho` is not within (0, 1].

    References
    ----------
    .. [1] Deng, J.-L. (1982). Control problems of grey systems. Systems & Control
       Letters 1(5), 288-294. doi:10.1016/S0167-6911(82)80025-X

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> gra(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.333, 0.75 , 0.692])
    """
    scoring = fit(
        "gra",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"rho": rho},
    )
    return scoring(X)


class CodasDetails(NamedTuple):
    """What lies behind CODAS scores.

    Attributes
    ----------
    E, T : ndarray of shape (n_units,) or (k, n_units)
        Euclidean and taxicab distance from the anti-ideal.
    H : ndarray of the same shape
        The assessment score.
    """

    E: Vector
    T: Vector
    H: Vector


@dataclass(frozen=True)
class FromWorst:
    """The kernel that gives E and T of each row, k columns of either."""

    anti_ideal: Vector
    weights: Vector
    unit: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Measure the distances from the anti-ideal."""
        gained = np.maximum(Z - self.anti_ideal, 0.0)
        squares = weighted_total((gained / self.unit) ** 2, self.weights**2)
        E, T = self.unit * np.sqrt(squares), weighted_total(gained, self.weights)
        if self.weights.ndim == 1:
            return np.stack([E, T], axis=1)
        return np.concatenate([E, T], axis=1)


@dataclass(frozen=True)
class Codas:
    """The kernel of `codas`, with the distances of the fitted units, ordered by E.

    Attributes
    ----------
    ordered : ndarray of shape (k, n)
        E in ascending order, for each weight vector.
    totals : ndarray of shape (k, n + 1)
        Sums of T over the first units in that order.
    """

    distances: FromWorst
    ordered: Matrix
    totals: Matrix
    tau: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        H = np.stack([h for _, _, h in self._each(self.distances(Z))], axis=1)
        return H[:, 0] if self.distances.weights.ndim == 1 else H

    def details(self, Z: Matrix) -> CodasDetails:
        """Give E, T and H."""
        found = zip(*self._each(self.distances(Z)), strict=True)
        E, T, H = (np.array(part) for part in found)
        if self.distances.weights.ndim == 1:
            return CodasDetails(E[0], T[0], H[0])
        return CodasDetails(E, T, H)

    def _each(self, both: Matrix) -> Iterator[tuple[Vector, Vector, Vector]]:
        k = len(self.ordered)
        for E, T, ordered, totals in zip(
            both[:, :k].T, both[:, k:].T, self.ordered, self.totals, strict=True
        ):
            yield E, T, self._assess(E, T, ordered, totals)

    def _assess(self, E: Vector, T: Vector, ordered: Vector, totals: Vector) -> Vector:
        """Sum over all fitted units, of which those at a distance stand at both ends.

        A difference that is short of tau by its rounding reaches it.
        """
        n, m = len(ordered), len(self.distances.anti_ideal)
        reach = self.tau - (m + 8) * EPS * ordered[-1]
        below = np.searchsorted(ordered, E - reach, side="right")
        above = np.searchsorted(ordered, E + reach, side="left")
        above = np.maximum(above, below)  # with a tau of 0 all are at a distance
        apart = totals[below] + (totals[n] - totals[above])
        taxicab = (below + n - above) * T - apart
        return np.asarray(n * E - ordered.sum() + taxicab)


def _learn_codas(
    stats: ColumnStats,
    weights: Vector,
    *,
    tau: float = 0.02,
    through: Callable[..., ColumnStats],
) -> Codas:
    if not 0 <= tau < np.inf:
        msg = f"tau, the threshold, must be 0 or more and finite, got {tau!r}"
        raise DomainError(msg)
    distances = FromWorst(stats.low, weights, binary_unit(stats))
    both = np.concatenate(through(distances, ("order",)).blocks)
    E, T = np.split(both.T, 2)
    order = np.argsort(E, axis=1, kind="stable")
    totals = np.cumsum(np.take_along_axis(T, order, axis=1), axis=1)
    totals = np.pad(totals, ((0, 0), (1, 0)))
    ordered = np.take_along_axis(E, order, axis=1)
    return Codas(distances, ordered, totals, float(tau))


@register(
    "scoring",
    learn=_learn_codas,
    all_rows=True,
    promises=("zero_weight_is_irrelevant", "scale"),
    cite="KeshavarzGhorabaee2016",
)
def codas(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "linear",
    tau: float = 0.02,
) -> Container:
    r"""Score units by two distances from the anti-ideal, compared with all other units.

    With :math:`r_{ij} = w_j z_{ij}` and the worst value :math:`r_j^-` of each column,

    .. math::

        E_i = \sqrt{\sum_j (r_{ij} - r_j^-)^2}, \quad T_i = \sum_j |r_{ij} - r_j^-|,
        \quad H_i = \sum_k \bigl[ (E_i - E_k) + \psi(E_i - E_k)\,(T_i - T_k) \bigr] ,

    where :math:`\psi(d)` is 1 if :math:`|d| \ge \tau` and else 0. The sum is exact; in
    the order of E the units at a distance stand at both ends, so that it takes a sort
    and no table of pairs. A difference within rounding of the threshold reaches it.

    The threshold makes scores jump: a unit that is nowhere worse than another may score
    below it, and an improvement may lower a score.

    New rows are compared with the units that were learned from; what is below the
    anti-ideal is no distance from it.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more; costs positive. With another normalization, any.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "linear"
        A registered normalization; None if X is normalized already.
    tau : float, default 0.02
        Threshold of the Euclidean distance; the source suggests 0.01 to 0.05.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Sums to 0 over the units that were learned from. Units that differ nowhere, and
        a single unit, score 0.

    Raises
    ------
    DomainError
        `tau` is negative; or, with the default normalization, a value is negative or a
        cost zero.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Keshavarz Ghorabaee, M., Zavadskas, E. K., Turskis, Z. and Antucheviciene, J.
       (2016). A new combinative distance-based assessment (CODAS) method for
       multi-criteria decision-making. Economic Computation and Economic Cybernetics
       Studies and Research 50(3), 25-44.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> codas(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([-1.464,  0.758,  0.706])
    """
    scoring = fit(
        "codas",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"tau": tau},
    )
    return scoring(X)
