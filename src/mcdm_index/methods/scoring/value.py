"""Scores by the place of a unit between bounds, and the value that it has there."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    Container,
    Matrix,
    Vector,
    real_numbers,
    weighted_total,
)
from mcdm_index._registry import register
from mcdm_index.engine import Rows
from mcdm_index.errors import ColumnError, DomainError, UnknownMethodError
from mcdm_index.methods._kernels import Rescale
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.statistics import ColumnStats

__all__ = ["bounds_by_label", "check_bounds", "maut", "spotis"]

Marginal = Literal["exponential", "linear", "squared_exponential"]
# Beyond this, exponential utilities are steps; below that one, straight lines.
_LARGEST_AVERSION: Final = 100.0
_LEAST_AVERSION: Final = 1e-100


@dataclass(frozen=True)
class Spotis:
    """The kernel of `spotis`: places between an ideal, 0, and the far bound, 1."""

    place: Rescale
    weights: Vector
    two_sided: bool

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows; unless an ideal was given, nothing is lacking beyond it."""
        d = self.place(Z)
        d = np.abs(d) if self.two_sided else np.maximum(d, 0.0)
        return np.asarray(1 - weighted_total(d, self.weights))


def bounds_by_label(table: Rows, bounds: Any, name: str) -> Any:
    """Put bounds that name their criteria, one row each, in the order of columns."""
    if hasattr(bounds, "transpose") and hasattr(bounds, "columns"):
        return by_label(bounds.transpose(), table.columns, name).T
    return by_label(bounds, table.columns, name)


def check_bounds(bounds: Any, stats: ColumnStats) -> tuple[Vector, Vector]:
    """Check that bounds hold the table that is learned from."""
    m = len(stats.low)
    ends = real_numbers(bounds)
    if ends is None or ends.shape != (m, 2) or not np.isfinite(ends).all():
        msg = f"bounds are finite numbers of shape ({m}, 2), low and high, got {bounds}"
        raise DomainError(msg)
    low, high = ends.T
    bad = ~((low < high) & (low <= stats.low) & (stats.high <= high))
    if bad.any():
        j = int(np.argmax(bad))
        msg = (
            f"bounds must hold all values: these go from {stats.low[j]:g} to "
            f"{stats.high[j]:g}, the bounds are {low[j]:g} and {high[j]:g}"
        )
        raise ColumnError(j, msg)
    return low, high


def _check_ideal(ideal: Any, low: Vector, high: Vector) -> Vector:
    point = real_numbers(ideal)
    if (
        point is None
        or point.shape != low.shape
        or not ((low <= point) & (point <= high)).all()
    ):
        msg = f"ideal is one number per criterion, within its bounds, got {ideal}"
        raise DomainError(msg)
    return point


def _learn_spotis(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    bounds: ArrayLike | None = None,
    ideal: ArrayLike | None = None,
) -> Spotis:
    if bounds is not None:
        stats = ColumnStats.of(np.stack(check_bounds(bounds, stats)))
    low, high, scale = stats.low, stats.high, stats.scale
    best, worst = np.where(costs, low, high), np.where(costs, high, low)
    origin = best if ideal is None else _check_ideal(ideal, low, high)
    origin, best, worst = (np.ldexp(x, -scale) for x in (origin, best, worst))
    place = Rescale(origin, worst - best, scale)
    return Spotis(place, weights, ideal is not None)


@register(
    "scoring",
    learn=_learn_spotis,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
        "shift",
    ),
    cite="Dezert2020",
    bind={
        "bounds": bounds_by_label,
        "ideal": lambda table, ideal, name: by_label(ideal, table.columns, name),
    },
)
def spotis(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    bounds: ArrayLike | None = None,
    ideal: ArrayLike | None = None,
) -> Container:
    r"""Score units by their distance from an ideal between bounds (SPOTIS).

    With :math:`S_j^*` the better of the bounds of a criterion,

    .. math::

        d_{ij} = \frac{|x_{ij} - S_j^*|}{|S_j^{\max} - S_j^{\min}|}, \qquad
        P_i = \sum_j w_j d_{ij} ;

    the score is :math:`1 - P_i`. If the bounds are given, units do not change each
    other's scores. Without, they are the ranges of the table that is learned from,
    which then stay as they are.

    A new unit that is beyond the ideal lacks nothing there, and one beyond the other
    bound lacks more than 1. An `ideal` between the bounds is met from both sides: then
    a higher benefit may be too much.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Targets and intervals are first graded
        from 0 to 1, and bounds and ideal are those of the grades.
    normalization : str or None, default None
        A registered normalization, which is applied to costs as if they were benefits;
        bounds and ideal are those of normalized values. None takes values as they are.
    bounds : array_like of shape (n_criteria, 2), mapping or DataFrame, optional
        The least and the largest value that a criterion may have, in its own unit: in
        the order of the columns, or by their names, in a frame those of its rows.
    ideal : array_like of shape (n_criteria,), mapping or Series, optional
        The point that is best, within the bounds ("expected solution point").

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; rows of the table that was learned from lie within [0, 1], and
        1 is the ideal. Without bounds a constant criterion is ideal everywhere, so that
        a single unit scores 1, and so do units that differ nowhere.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    UnknownColumnError
        Bounds or an ideal are given by names that are not those of the columns.
    DomainError
        Bounds are not one pair per criterion, or do not hold the table that is learned
        from; the ideal is not within them.

    References
    ----------
    .. [1] Dezert, J., Tchamova, A., Han, D. and Tacnet, J.-M. (2020). The SPOTIS rank
       reversal free method for multi-criteria decision-making support. 23rd
       International Conference on Information Fusion. IEEE.
       doi:10.23919/FUSION45008.2020.9190347

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> spotis(X, [1, 1], ["max", "min"], bounds=[[0, 4], [0, 10]])
    array([0.175, 0.55 , 0.475])
    """
    scoring = fit(
        "spotis",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"bounds": bounds, "ideal": ideal},
    )
    return scoring(X)


@dataclass(frozen=True)
class Maut:
    """The kernel of `maut`."""

    weights: Vector
    marginal: Marginal
    risk_aversion: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return weighted_total(self._utility(Z), self.weights)

    def _utility(self, Z: Matrix) -> Matrix:
        c = self.risk_aversion
        if self.marginal == "squared_exponential":
            return np.asarray(np.expm1(np.maximum(Z, 0.0) ** 2) / np.expm1(1.0))
        if self.marginal == "linear" or abs(c) < _LEAST_AVERSION:
            return Z
        return np.asarray(np.expm1(-c * Z) / np.expm1(-c))


def _learn_maut(
    _: ColumnStats,
    weights: Vector,
    *,
    marginal: Marginal = "exponential",
    risk_aversion: float = 1.0,
) -> Maut:
    if marginal not in ("exponential", "linear", "squared_exponential"):
        msg = (
            "marginal must be 'exponential', 'linear' or 'squared_exponential', got "
            f"{marginal!r}"
        )
        raise UnknownMethodError(msg)
    if not abs(risk_aversion) <= _LARGEST_AVERSION:
        msg = (
            f"risk_aversion must be within [-{_LARGEST_AVERSION:g}, "
            f"{_LARGEST_AVERSION:g}], got {risk_aversion!r}"
        )
        raise DomainError(msg)
    return Maut(weights, marginal, float(risk_aversion))


@register(
    "scoring",
    learn=_learn_maut,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="KeeneyRaiffa1976",
)
def maut(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    marginal: Marginal = "exponential",
    risk_aversion: float = 1.0,
) -> Container:
    r"""Score units by additive multi-attribute utility (MAUT).

    .. math::

        U_i = \sum_j w_j u(z_{ij}), \qquad
        u(z) = \frac{1 - e^{-cz}}{1 - e^{-c}} ,

    with utilities from u(0) = 0 to u(1) = 1, of constant aversion c against risk: above
    0 a first gain counts more than a later one, below 0 less, and at 0, as with
    `marginal="linear"`, all alike, which is the weighted sum. The squared exponential
    :math:`u(z) = (e^{z^2} - 1) / (e - 1)`, which some texts teach with 1.71 for
    e - 1, makes later gains count more.

    The utility of a value outside [0, 1], such as a new unit may have, follows the same
    formula; of the squared exponential, below 0 it is 0.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization, made for values from 0 to 1; None if X is normalized
        already.
    marginal : {"exponential", "linear", "squared_exponential"}, default "exponential"
        The utility function of each criterion.
    risk_aversion : float, default 1
        c, from -100 to 100; read by the exponential utility alone.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; rows of the table that was learned from lie within [0, 1]
        after min-max normalization. A single unit scores the utility of 0.5, the value
        of a constant column.

    Raises
    ------
    MissingDataError, PolarityError, ShapeError, WeightsError
    NonFiniteError
        A value is infinite, or its utility beyond the floats.
    DomainError
        `risk_aversion` is too large, or no number.
    UnknownMethodError
        `marginal` is none of the above.

    References
    ----------
    .. [1] Keeney, R. L. and Raiffa, H. (1976). Decisions with Multiple Objectives:
       Preferences and Value Tradeoffs. Wiley.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> maut(X, [3, 1], ["max", "min"]).round(3)
    array([0.   , 0.717, 0.822])
    """
    scoring = fit(
        "maut",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"marginal": marginal, "risk_aversion": risk_aversion},
    )
    return scoring(X)
