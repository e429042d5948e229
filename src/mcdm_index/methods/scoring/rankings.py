"""MULTIMOORA: one score from the three rankings of MOORA."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Container, Matrix, Vector
from mcdm_index._registry import register
from mcdm_index.errors import UnknownMethodError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring.ratio import (
    SAME,
    Product,
    Ratio,
    Reference,
    check_nonnegative,
    signs_of,
)
from mcdm_index.statistics import ColumnStats

__all__ = ["MultimooraDetails", "multimoora"]

Aggregation = Literal["dominance", "rank_sum"]

# Comparisons that are held in memory at once.
_COMPARED: Final = 1 << 20


class MultimooraDetails(NamedTuple):
    """The three parts of MULTIMOORA.

    Attributes
    ----------
    ratio : ndarray of shape (n_units,) or (k, n_units)
        Score of the ratio system; larger is better.
    distance : ndarray of the same shape
        Distance from the reference point; smaller is better.
    full : ndarray of the same shape
        Full multiplicative form; larger is better. Infinite if a cost is 0.
    score : ndarray of the same shape
        What is made of the three rankings.
    """

    ratio: Vector
    distance: Vector
    full: Vector
    score: Vector


@dataclass(frozen=True)
class Parts:
    """The kernel that gives the three scores of MULTIMOORA, one after the other."""

    ratio: Ratio
    reference: Reference
    product: Product

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows: (b, 3), or (b, 3, k) for k weight vectors."""
        parts = self.ratio(Z), -self.reference.distance(Z), self.product.logarithm(Z)
        return np.stack(parts, axis=1)


@dataclass(frozen=True)
class Multimoora:
    """The kernel of `multimoora`, with the three scores of the learned units."""

    parts: Parts
    learned: Matrix
    rounding: Matrix
    aggregation: Aggregation

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        return self._standing(self.parts(Z))

    def details(self, Z: Matrix) -> MultimooraDetails:
        """Give the three parts beside the score."""
        scores = self.parts(Z)
        ratio, away, logs = np.moveaxis(scores, 1, 0)
        full = np.exp(logs)
        return MultimooraDetails(ratio.T, -away.T, full.T, self._standing(scores).T)

    def _standing(self, scores: Matrix) -> Matrix:
        """Compare with the learned units, a few of them at a time."""
        total = np.zeros(np.delete(scores.shape, 1))
        step = max(1, _COMPARED // max(scores.size, 1))
        own = scores[:, None]
        for start in range(0, len(self.learned), step):
            other = self.learned[None, start : start + step]
            ahead = (own > other + self.rounding).sum(axis=2, dtype=np.int8)
            ahead -= (other > own + self.rounding).sum(axis=2, dtype=np.int8)
            won = np.sign(ahead) if self.aggregation == "dominance" else ahead
            total += won.sum(axis=1, dtype=np.int64)
        best = len(self.learned) * (1 if self.aggregation == "dominance" else 3)
        return 0.5 + 0.5 * total / best


def _learn_multimoora(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    through: Callable[..., ColumnStats],
    aggregation: Aggregation = "dominance",
) -> Multimoora:
    if aggregation not in ("dominance", "rank_sum"):
        msg = f"aggregation must be 'dominance' or 'rank_sum', got {aggregation!r}"
        raise UnknownMethodError(msg)
    check_nonnegative(stats, "the full multiplicative form")
    signs = signs_of(costs)
    point = np.where(costs, stats.low, stats.high)
    parts = Parts(
        Ratio(weights * signs),
        Reference(point, signs, weights),
        Product(signs, weights),
    )
    scores = np.concatenate(through(parts, ("order",)).blocks)
    learned = scores.reshape(len(scores), 3, *weights.shape[:-1])
    # Sums round by their largest term, logarithms by 1 or by their own size.
    sums = np.max(weights * stats.high, axis=-1)
    logs = learned[:, 2]
    size = np.abs(logs, where=np.isfinite(logs), out=np.zeros_like(logs)).max(axis=0)
    rounding = SAME * np.stack([sums, sums, 1 + size])
    return Multimoora(parts, learned, rounding, aggregation)


@register(
    "scoring",
    learn=_learn_multimoora,
    all_rows=True,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="BrauersZavadskas2010",
)
def multimoora(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
    aggregation: Aggregation = "dominance",
) -> Container:
    r"""Score units by three rankings: ratios, reference point, multiplicative form.

    Unit i dominates unit l if it stands before it in more of the three rankings than
    behind it. The source ranks by this rule, by hand, where it is transitive; counted
    over all pairs it gives a score to every unit, in a circle of dominance as well:

    .. math:: D_i = \frac{\#\{l : i \text{ dominates } l\}
        + \tfrac12 \#\{l : \text{neither dominates}\}}{n} ,

    where l runs over the n learned units, itself among them. With "rank_sum" the same
    is counted in each ranking, and the mean of the three taken. The parts stand in
    ``fit(...).details(X)``. Scores that differ by rounding alone are equal.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, 0 or more.
    weights, polarity, normalization
        See `moora_ratio`. In the multiplicative form weights are exponents.
    aggregation : {"dominance", "rank_sum"}, default "dominance"
        What is made of the three rankings.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Larger is better; from 1 / 2n to 1 - 1 / 2n for learned units, within [0, 1] for
        new ones, which are compared with those that were learned. Units that differ
        nowhere, as a single unit, score 0.5. In the multiplicative form a benefit of 0
        is worst, a cost of 0 best, and both at once is decided by their weights. Time
        grows with the square of the number of units.

    Raises
    ------
    DomainError
        A normalized value is negative.
    UnknownMethodError
        `aggregation` is none of the above.
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2010). Project management by
       MULTIMOORA as an instrument for transition economies. Technological and Economic
       Development of Economy 16(1), 5-24. doi:10.3846/tede.2010.01
    .. [2] Brauers, W. K. M. and Zavadskas, E. K. (2012). Robustness of MULTIMOORA: a
       method for multi-objective optimization. Informatica 23(1), 1-25.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> multimoora(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.167, 0.833, 0.5  ])
    """
    scoring = fit(
        "multimoora",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"aggregation": aggregation},
    )
    return scoring(X)
