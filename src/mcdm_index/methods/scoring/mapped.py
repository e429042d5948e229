"""Scores of values mapped to one scale: to an interval, or by shares of logarithms."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods._kernels import Rescale
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import refuse_negative
from mcdm_index.methods.scoring.value import bounds_by_label, check_bounds
from mcdm_index.statistics import ColumnStats

__all__ = ["lmaw", "rafsi"]


@dataclass(frozen=True)
class Rafsi:
    """The kernel of `rafsi`: what lies between bounds is mapped to [1, ratio]."""

    mapping: Rescale
    costs: NDArray[np.bool_]
    weights: Vector
    ratio: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows; what lies beyond a bound counts as on it."""
        s = self.mapping(Z)
        s = np.where(self.costs, self.ratio / s, s) / (1 + self.ratio)
        return weighted_total(s, self.weights)


def _learn_rafsi(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    bounds: ArrayLike | None = None,
    ratio: float = 6.0,
) -> Rafsi:
    if not 1 < ratio < np.inf:
        msg = f"ratio, of the ideal to the anti-ideal, must exceed 1, got {ratio!r}"
        raise DomainError(msg)
    if bounds is not None:
        stats = ColumnStats.of(np.stack(check_bounds(bounds, stats)))
    low, high = (np.ldexp(x, -stats.scale) for x in (stats.low, stats.high))
    mapping = Rescale(low, high - low, stats.scale, 0.5, (1.0, float(ratio)), clip=True)
    return Rafsi(mapping, costs, weights, float(ratio))


@register(
    "scoring",
    learn=_learn_rafsi,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Zizovic2020",
    bind={"bounds": bounds_by_label},
)
def rafsi(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    bounds: ArrayLike | None = None,
    ratio: float = 6.0,
) -> Container:
    r"""Score units by values mapped to one interval (RAFSI).

    A criterion runs from :math:`a_j` to :math:`b_j`, one end of which is its ideal and
    the other its anti-ideal. Its values are mapped to the interval from 1 to
    :math:`\rho`, by how much the ideal is better than the anti-ideal, and this is
    divided by twice the arithmetic mean A of its ends, or for a cost divides the
    harmonic mean H:

    .. math::

        s_{ij} = 1 + (\rho - 1) \frac{x_{ij} - a_j}{b_j - a_j}, \qquad
        V_i = \sum_{\text{benefits}} w_j \frac{s_{ij}}{2 A}
        + \sum_{\text{costs}} w_j \frac{H}{2 s_{ij}} .

    If the bounds are given, units do not change each other's scores. Without, they are
    the ranges of the table that is learned from, which then stay as they are.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1, and bounds are those of the grades.
    normalization : str or None, default None
        A registered normalization, which is applied to costs as if they were benefits;
        bounds are those of normalized values. None takes values as they are.
    bounds : array_like or mapping of shape (n_criteria, 2), optional
        The two ends, low and high, in the unit of a criterion and in the order of the
        columns, or a mapping or DataFrame by name.
    ratio : float, default 6
        How many times better the ideal is than the anti-ideal, :math:`\rho`. The source
        writes the interval as :math:`[n_1, n_{2k}]`; only the ratio of its ends counts.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        From 1 / (1 + ratio) of the anti-ideal to ratio / (1 + ratio) of the ideal. A
        new value beyond a bound counts as on it. Without bounds, a constant criterion
        is half-way along its interval for all, and so is a single unit.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        Bounds are not one pair per criterion, or do not hold the table that is learned
        from; the ratio does not exceed 1.

    References
    ----------
    .. [1] Žižović, M., Pamučar, D., Albijanić, M., Chatterjee, P. and Pribićević, I.
       (2020). Eliminating rank reversal problem using a new multi-attribute model: the
       RAFSI method. Mathematics 8(6), 1015. doi:10.3390/math8061015

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> rafsi(X, [1, 1], ["max", "min"], bounds=[[0, 4], [0, 10]]).round(3)
    array([0.239, 0.393, 0.425])
    """
    scoring = fit(
        "rafsi",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"bounds": bounds, "ratio": ratio},
    )
    return scoring(X)


@dataclass(frozen=True)
class Standard:
    """The kernel that gives the logarithms of standardized values of `lmaw`.

    Attributes
    ----------
    best : ndarray of shape (m,)
        The largest benefits and least costs, in units of ``2**scale``.
    """

    best: Vector
    costs: NDArray[np.bool_]
    scale: NDArray[np.int64]

    def __call__(self, Z: Matrix) -> Matrix:
        """Compare with the best: a ratio to it, or of it for costs, and one more."""
        x = np.maximum(np.ldexp(Z, -self.scale), 0.0)
        part = np.where(self.costs, self.best, x)
        whole = np.where(self.costs, x, self.best)
        ratio = divide(part, whole, otherwise=np.inf)
        return np.log1p(np.where(part == whole, 1.0, ratio))


@dataclass(frozen=True)
class Lmaw:
    """The kernel of `lmaw`, with the frozen sums of logarithms."""

    standard: Standard
    total: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows; a share of 2 or more counts as 2."""
        phi = np.minimum(self.standard(Z) / self.total, 2.0)
        odds = divide(2 - phi, phi, otherwise=np.inf)
        if self.weights.ndim == 1:
            return weighted_total(2 / (1 + odds**self.weights), np.ones(odds.shape[1]))
        columns = zip(odds.T, self.weights.T, strict=True)
        return np.asarray(sum(2 / (1 + np.power.outer(o, w)) for o, w in columns))


def _learn_lmaw(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    through: Callable[..., ColumnStats],
) -> Lmaw:
    refuse_negative(stats, "LMAW")
    best = np.ldexp(np.where(costs, stats.low, stats.high), -stats.scale)
    standard = Standard(best, costs, stats.scale)
    logs = through(standard)
    total = np.asarray(logs.n * np.ldexp(logs.mean, logs.scale))
    return Lmaw(standard, total, weights)


@register(
    "scoring",
    learn=_learn_lmaw,
    promises=("dominance", "monotone", "scale"),
    cite="Pamucar2021",
)
def lmaw(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> Container:
    r"""Score units by shares of logarithms, with weights as exponents (LMAW).

    .. math::

        \theta_{ij} = \begin{cases} (x_{ij} + \max_i x_{ij}) / \max_i x_{ij} &
        \text{benefit} \\ (x_{ij} + \min_i x_{ij}) / x_{ij} & \text{cost,} \end{cases}
        \qquad
        \varphi_{ij} = \frac{\ln \theta_{ij}}{\ln \prod_i \theta_{ij}}, \qquad
        Q_i = \sum_j \frac{2 \varphi_{ij}^{w_j}}
        {(2 - \varphi_{ij})^{w_j} + \varphi_{ij}^{w_j}} .

    As a power, a weight bends a value rather than multiplying it: a criterion without
    weight adds 1 to every unit, and a benefit of 0 adds 0 however small its weight. If
    the least cost is 0, the units that have it share all of the logarithms.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, 0 or more. A new value below 0 counts as 0.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are graded from 0
        to 1 first.
    normalization : str or None, default None
        A registered normalization, which is applied to costs as if they were benefits;
        None takes the values as they are.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [0, 2 m]; larger is better. A single unit scores m, the number of
        criteria.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A value is negative in the table that is learned from.

    References
    ----------
    .. [1] Pamučar, D., Žižović, M., Biswas, S. and Božanić, D. (2021). A new logarithm
       methodology of additive weights (LMAW) for multi-criteria decision-making:
       application in logistics. Facta Universitatis, Series: Mechanical Engineering
       19(3), 361-380. doi:10.22190/FUME210214031P

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> lmaw(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([1.042, 1.34 , 1.282])
    """
    return fit("lmaw", X, weights, polarity, normalization=normalization)(X)
