"""Scores that measure units against the average or a border."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import ColumnError
from mcdm_index.methods._kernels import Chain, Rescale
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.statistics import ColumnStats

__all__ = ["EdasDetails", "edas", "mabac", "positive_mean"]


class EdasDetails(NamedTuple):
    """What lies behind EDAS scores.

    Attributes
    ----------
    SP, SN : ndarray of shape (n_units,) or (k, n_units)
        Weighted sums of how far a unit is above the average, and below it.
    AS : ndarray of the same shape
        The appraisal score.
    """

    SP: Vector
    SN: Vector
    AS: Vector


@dataclass(frozen=True)
class FromAverage:
    """The kernel that gives SP and SN of each row, k columns of either."""

    relative: Chain
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Sum what is above the average and what is below."""
        d = self.relative(Z)
        SP = weighted_total(np.maximum(d, 0.0), self.weights)
        SN = weighted_total(np.maximum(-d, 0.0), self.weights)
        if self.weights.ndim == 1:
            return np.stack([SP, SN], axis=1)
        return np.concatenate([SP, SN], axis=1)


@dataclass(frozen=True)
class Edas:
    """The kernel of `edas`, with the frozen average and the largest SP and SN."""

    sums: FromAverage
    most: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self._appraise(self.sums(Z))

    def details(self, Z: Matrix) -> EdasDetails:
        """Give SP, SN and AS."""
        both = self.sums(Z)
        SP, SN = np.split(both, 2, axis=1)
        one = self.sums.weights.ndim == 1
        SP, SN = (SP[:, 0], SN[:, 0]) if one else (SP.T, SN.T)
        return EdasDetails(SP, SN, self._appraise(both).T)

    def _appraise(self, both: Matrix) -> Matrix:
        NSP, share = np.split(divide(both, self.most), 2, axis=1)
        AS = (NSP + (1 - share)) / 2
        return AS[:, 0] if self.sums.weights.ndim == 1 else AS


def positive_mean(stats: ColumnStats, method: str) -> Vector:
    """Give the means, in units of ``2**exponent``; that of a constant is its size.

    Raises
    ------
    DomainError
        A column varies around a mean that is not positive.
    """
    bad = np.flatnonzero(stats.varies & (stats.mean <= 0))
    if len(bad):
        j = int(bad[0])
        msg = (
            f"{method} divides by the mean of each criterion, which must be positive; "
            f"it is {np.ldexp(stats.mean[j], stats.scale[j]):g}. Bring the values to "
            "above 0 first, for example by minmax"
        )
        raise ColumnError(j, msg)
    return np.abs(stats.mean)


def _learn_edas(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    through: Callable[..., ColumnStats],
) -> Edas:
    mean = positive_mean(stats, "EDAS")
    # The mean of what values are above the least does not round to one of them.
    least = np.ldexp(stats.low, -stats.scale)
    from_least = Rescale(least, np.ones_like(least), stats.scale)
    above = through(from_least)
    span = np.ldexp(np.where(costs, -mean, mean), -above.scale)
    from_mean = Rescale(above.mean, span, above.scale)
    sums = FromAverage(Chain(from_least, from_mean), weights)
    return Edas(sums, through(sums).high)


@register(
    "scoring",
    learn=_learn_edas,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="KeshavarzGhorabaee2015",
)
def edas(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
) -> Container:
    r"""Score units by how far they are above and below the average unit.

    With :math:`\bar x_j` the mean of column j, the distances of a benefit are

    .. math::

        PDA_{ij} = \frac{\max(0, x_{ij} - \bar x_j)}{\bar x_j}, \qquad
        NDA_{ij} = \frac{\max(0, \bar x_j - x_{ij})}{\bar x_j} ,

    those of a cost are exchanged, and

    .. math::

        SP_i = \sum_j w_j PDA_{ij}, \quad SN_i = \sum_j w_j NDA_{ij}, \quad
        AS_i = \frac 1 2 \Bigl( \frac{SP_i}{\max SP} + 1 - \frac{SN_i}{\max SN} \Bigr) .

    Costs enter as they are: if the method is given another normalization, it is applied
    to them as to benefits. Targets and intervals are graded from 0 to 1 before.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite; the mean of each criterion that varies is positive.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; None takes the values as they are.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; within [0, 1] for the rows that were learned from. 1 is a unit
        that is best in every criterion. Units that differ nowhere, and a single unit,
        are average: 0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A criterion varies around a mean that is not positive.

    References
    ----------
    .. [1] Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L. and Turskis, Z. (2015).
       Multi-criteria inventory classification using a new method of evaluation based on
       distance from average solution (EDAS). Informatica 26(3), 435-451.
       doi:10.15388/Informatica.2015.57

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> edas(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.   , 0.929, 0.909])
    """
    return fit("edas", X, weights, polarity, normalization=normalization)(X)


@dataclass(frozen=True)
class Mabac:
    """The kernel of `mabac`, with the frozen border in units of the weights."""

    border: Vector
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return weighted_total(1 + Z - self.border, self.weights)


def _learn_mabac(
    stats: ColumnStats, weights: Vector, *, through: Callable[..., ColumnStats]
) -> Mabac:
    if not (stats.low > -1).all():
        j = int(np.argmin(stats.low))
        msg = (
            "MABAC takes the geometric mean of 1 + z, which must be positive; z is "
            f"{stats.low[j]:g}. Normalize by minmax"
        )
        raise ColumnError(j, msg)
    logs = through(np.log1p)
    mean = np.ldexp(logs.mean, logs.scale)
    return Mabac(np.where(stats.varies, np.exp(mean), 1 + stats.low), weights)


@register(
    "scoring",
    learn=_learn_mabac,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="PamucarCirovic2015",
)
def mabac(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
) -> Container:
    r"""Score units by their distance from the border approximation area.

    With :math:`v_{ij} = w_j (z_{ij} + 1)` for normalized values z, the border of each
    criterion is the geometric mean over the n units, and the score the sum of what
    a unit is above it:

    .. math:: g_j = \Bigl( \prod_i v_{ij} \Bigr)^{1/n}, \qquad
        S_i = \sum_j (v_{ij} - g_j) .

    A unit that is best everywhere has the highest score, but not always the same one,
    since the border depends on the others.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization that gives more than -1; None if X is normalized
        already.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Above 0 in the upper area, below it in the lower; within (-1, 1) for min-max
        normalized rows that were learned from. Units that differ nowhere, and a single
        unit, stand on the border: 0. A constant criterion adds 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A normalized value is -1 or less.

    References
    ----------
    .. [1] Pamučar, D. and Ćirović, G. (2015). The selection of transport and handling
       resources in logistics centers using Multi-Attributive Border Approximation area
       Comparison (MABAC). Expert Systems with Applications 42(6), 3016-3028.
       doi:10.1016/j.eswa.2014.11.057

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> mabac(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([-0.391,  0.359,  0.209])
    """
    return fit("mabac", X, weights, polarity, normalization=normalization)(X)
