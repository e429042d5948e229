"""CoCoSo: a compromise of compromises between a weighted sum and a power sum."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring.ratio import check_nonnegative
from mcdm_index.statistics import ColumnStats

__all__ = ["CocosoDetails", "cocoso"]


class CocosoDetails(NamedTuple):
    """What lies behind CoCoSo scores.

    Attributes
    ----------
    weighted_sum, power_sum : ndarray of shape (n_units,) or (k, n_units)
        S and P.
    share, relative, balanced : ndarray of the same shape
        The appraisal scores k_a, k_b and k_c; k_b is 0 if it has no value.
    score : ndarray of the same shape
    """

    weighted_sum: Vector
    power_sum: Vector
    share: Vector
    relative: Vector
    balanced: Vector
    score: Vector


@dataclass(frozen=True)
class Sums:
    """The kernel that gives S and P; what is below 0 in a new row counts as 0."""

    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Add up rows: (b, 2), or (b, 2, k) for k weight vectors."""
        r, w = np.maximum(Z, 0.0), self.weights
        counts = (w > 0).astype(float)
        S = weighted_total(r, w)
        if w.ndim == 1:
            P = weighted_total(r**w, counts)
        else:
            P = np.zeros_like(S)
            for j in range(r.shape[1]):  # a block of (rows, k) at a time
                P += counts[:, j] * np.power.outer(r[:, j], w[:, j])
        return np.stack([S, P], axis=1)


@dataclass(frozen=True)
class Cocoso:
    """The kernel of `cocoso`, with the frozen sums of the learned units."""

    sums: Sums
    total: Vector
    low: Vector
    high: Vector
    lambda_: float

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self._appraise(self.sums(Z))[-1]

    def details(self, Z: Matrix) -> CocosoDetails:
        """Give both sums and the three appraisal scores beside the score."""
        sums = self.sums(Z)
        S, P = np.moveaxis(sums, 1, 0)
        parts = (S, P, *self._appraise(sums))
        return CocosoDetails(*(part.T for part in parts))

    def _appraise(self, sums: Matrix) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        S, P = np.moveaxis(sums, 1, 0)
        k_a = divide(S + P, self.total)
        k_b = divide(S, self.low[0]) + divide(P, self.low[1])
        t = self.lambda_
        k_c = divide(t * S + (1 - t) * P, t * self.high[0] + (1 - t) * self.high[1])
        some = (self.low > 0).all(axis=0)
        three = np.cbrt(k_a * k_b * k_c) + (k_a + k_b + k_c) / 3
        two = np.sqrt(k_a * k_c) + (k_a + k_c) / 2  # k_b has no value
        return k_a, k_b, k_c, np.where(some, three, two)


def _learn_cocoso(
    stats: ColumnStats,
    weights: Vector,
    *,
    through: Callable[..., ColumnStats],
    lambda_: float = 0.5,
) -> Cocoso:
    if not 0 <= lambda_ <= 1:
        msg = f"lambda_ must be a number from 0 to 1, got {lambda_!r}"
        raise DomainError(msg)
    check_nonnegative(stats, "cocoso")
    sums = Sums(weights)
    learned = through(sums)
    shape = (2, *weights.shape[:-1])
    mean = np.ldexp(learned.mean, learned.scale).reshape(shape)
    low, high = learned.low.reshape(shape), learned.high.reshape(shape)
    return Cocoso(sums, learned.n * mean.sum(axis=0), low, high, float(lambda_))


@register(
    "scoring",
    learn=_learn_cocoso,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale", "shift"),
    cite="Yazdani2019",
)
def cocoso(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "minmax",
    lambda_: float = 0.5,
) -> Container:
    r"""Score units by a combined compromise solution (CoCoSo).

    From a weighted sum and a sum of powers of normalized values,

    .. math::

        S_i = \sum_j w_j r_{ij}, \qquad P_i = \sum_{j : w_j > 0} r_{ij}^{w_j},

    come three appraisal scores and what is made of them,

    .. math::

        k_a &= \frac{S_i + P_i}{\sum_l (S_l + P_l)}, \qquad
        k_b = \frac{S_i}{\min_l S_l} + \frac{P_i}{\min_l P_l}, \qquad
        k_c = \frac{\lambda S_i + (1 - \lambda) P_i}
        {\lambda \max_l S_l + (1 - \lambda) \max_l P_l}, \\
        k_i &= (k_a k_b k_c)^{1/3} + \tfrac13 (k_a + k_b + k_c) .

    Least, largest and total sums are those of the learned units. Where a unit is the
    worst in every criterion, min S and min P are 0 and :math:`k_b` has no value; the
    other two are then combined alike, :math:`(k_a k_c)^{1/2} + (k_a + k_c)/2`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1. A criterion without weight is left
        out, rather than adding :math:`r^0 = 1`.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default "minmax"
        A registered normalization; None if X is normalized already. The result must be
        0 or more; what falls below in a new row counts as 0.
    lambda_ : float, default 0.5
        Part of S in the balanced score k_c, from 0 to 1.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better, 0 or more; without an upper limit, since k_b is in parts of
        the worst unit. If all normalized values are 0, all scores are.

    Raises
    ------
    DomainError
        A normalized value is negative, or `lambda_` is not within 0 and 1.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Yazdani, M., Zarate, P., Zavadskas, E. K. and Turskis, Z. (2019). A combined
       compromise solution (CoCoSo) method for multi-criteria decision-making problems.
       Management Decision 57(9), 2501-2519. doi:10.1108/MD-05-2017-0458

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 8.0], [2.0, 4.0], [3.0, 9.0]])
    >>> cocoso(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([1.16 , 6.122, 3.864])
    """
    scoring = fit(
        "cocoso",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"lambda_": lambda_},
    )
    return scoring(X)
