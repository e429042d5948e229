"""Scores that measure how far a unit is from the best and the worst there is."""

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._columns import by_row
from mcdm_index._numeric import Container, Matrix, Vector, divide, weighted_total
from mcdm_index._registry import register
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.methods.scoring._fit import fit
from mcdm_index.methods.scoring._parts import by_weights
from mcdm_index.statistics import ColumnStats

__all__ = ["TopsisDetails", "topsis"]

WeightPosition = Literal["inside", "outside"]


class TopsisDetails(NamedTuple):
    """What lies behind TOPSIS scores.

    Attributes
    ----------
    to_ideal, to_anti_ideal : ndarray of shape (n_units,) or (k, n_units)
        Distances D+ and D-.
    closeness : ndarray of the same shape
        D- / (D+ + D-), the score.
    """

    to_ideal: Vector
    to_anti_ideal: Vector
    closeness: Vector


@dataclass(frozen=True)
class Topsis:
    """The kernel of `topsis`, with its frozen ideal and anti-ideal."""

    ideal: Vector
    anti_ideal: Vector
    weights: Vector
    p: float
    weight_position: WeightPosition

    def __call__(self, Z: Matrix) -> Matrix:
        """Score normalized rows."""
        if self.weights.ndim == 2 and self.p <= 2 and self._moderate:
            return self._closeness(Z)
        near, away = self._distances(Z)
        return divide(away, near + away, otherwise=0.5)

    def details(self, Z: Matrix) -> TopsisDetails:
        """Give both distances beside the closeness."""
        near, away = self._distances(Z)
        return TopsisDetails(near.T, away.T, divide(away, near + away, otherwise=0.5).T)

    def _distances(self, Z: Matrix) -> tuple[Matrix, Matrix]:
        """Measure how much is lacking to the ideal, and gained on the anti-ideal.

        Rows of the fitted table lie between the two. A new row beyond the ideal lacks
        nothing there: it must not be punished for being better than the best.
        """
        lacking = by_row(np.subtract, Z, self.ideal)
        np.negative(np.minimum(lacking, 0.0, out=lacking), out=lacking)
        gained = by_row(np.subtract, Z, self.anti_ideal)
        np.maximum(gained, 0.0, out=gained)
        return self._norm(lacking), self._norm(gained)

    def _closeness(self, Z: Matrix) -> Matrix:
        """Give C = 1 / (1 + D+ / D-) for many weight vectors, with one root for both.

        The powers of D+ and D- are products of the powers of the gaps, which do not
        depend on the weights, and of the weights.
        """
        p = self.p
        lacking = np.maximum(self.ideal - Z, 0.0).T ** p
        gained = np.maximum(Z - self.anti_ideal, 0.0).T ** p

        def fill(w: Matrix, out: Matrix) -> None:
            w = w**p if self.weight_position == "inside" else w
            away = np.matmul(w, gained)
            np.matmul(w, lacking, out=out)
            with np.errstate(all="ignore"):
                out /= away
                out **= 1 / p
                out += 1
                np.divide(1.0, out, out=out)
            if away.min(initial=1.0) == 0:
                out[np.isnan(out)] = 0.5  # neither D+ nor D-

        return by_weights(fill, self.weights, len(Z))

    @cached_property
    def _moderate(self) -> bool:
        """Whether squares of weights and gaps stay within the range of floats."""
        spans = self.ideal - self.anti_ideal
        return all(
            sizes.min(initial=1.0, where=sizes > 0) > 1e-100 and sizes.max() < 1e100
            for sizes in (self.weights, spans)
        )

    def _norm(self, gap: Matrix) -> Matrix:
        p, inside = self.p, self.weight_position == "inside"
        if p <= 2 and self._moderate:
            w = self.weights**p if inside else self.weights
            powers = np.multiply(gap, gap, out=gap) if p == 2 else gap**p
            sums = weighted_total(powers, w)
            return np.asarray(np.sqrt(sums) if p == 2 else sums ** (1 / p))
        # High powers of small terms vanish, so they are taken of ratios to the largest.
        root = np.where(self.weights > 0, self.weights ** (1 / p), 0.0)
        w = self.weights if inside else root
        terms = [np.multiply.outer(gap[:, j], w[..., j]) for j in range(gap.shape[1])]
        largest = np.asarray(reduce(np.maximum, terms))
        if np.isinf(p):
            return largest
        total = sum(divide(term, largest) ** p for term in terms)
        return np.asarray(largest * total ** (1 / p))


def _learn_topsis(
    stats: ColumnStats,
    weights: Vector,
    *,
    p: float = 2.0,
    weight_position: WeightPosition = "inside",
) -> Topsis:
    if not p >= 1:
        msg = f"p must be 1 or more, up to infinity, for a distance, got {p!r}"
        raise DomainError(msg)
    if weight_position not in ("inside", "outside"):
        msg = f"weight_position must be 'inside' or 'outside', got {weight_position!r}"
        raise UnknownMethodError(msg)
    return Topsis(stats.high, stats.low, weights, float(p), weight_position)


@register(
    "scoring",
    learn=_learn_topsis,
    promises=(
        "dominance",
        "monotone",
        "zero_weight_is_irrelevant",
        "best_is_one",
        "scale",
    ),
    cite="HwangYoon1981",
)
def topsis(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = "vector",
    p: float = 2.0,
    weight_position: WeightPosition = "inside",
) -> Container:
    r"""Score units by closeness to the ideal and distance from the anti-ideal.

    The ideal :math:`z^+` holds the best, the anti-ideal :math:`z^-` the worst value of
    every normalized column. With the weights inside the distance, as in the source,

    .. math::

        D_i^{\pm} = \Bigl( \sum_j \bigl( w_j |z_{ij} - z_j^{\pm}| \bigr)^p
        \Bigr)^{1/p}, \qquad C_i = \frac{D_i^-}{D_i^+ + D_i^-} ;

    outside it, as in the modified TOPSIS of Deng, Yeh and Willis [2]_ and as taught in
    Chinese modelling courses,
    :math:`D^{\pm} = ( \sum_j w_j |z_j - z_j^{\pm}|^p )^{1/p}`.

    When ideals that were learned before are applied to new rows, a value beyond the
    ideal adds nothing to :math:`D^+`, and one beyond the anti-ideal nothing to
    :math:`D^-`, so that improving a value never lowers the score. If everything is
    learned anew, it may: with vector normalization the length of the column grows, and
    with it all other values of the column shrink.

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
    p : float, default 2
        Order of the distance, from 1 to infinity.
    weight_position : {"inside", "outside"}, default "inside"
        Where the weights stand; the rankings differ.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Closeness C in [0, 1]: 1 is the ideal, 0 the anti-ideal. A unit that is both at
        once, as a single unit is, gets 0.5.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        ``p < 1``.

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, section
       3.5. Springer. doi:10.1007/978-3-642-48318-9
    .. [2] Deng, H., Yeh, C.-H. and Willis, R. J. (2000). Inter-company comparison using
       modified TOPSIS with objective weights. Computers & Operations Research 27(10),
       963-973. doi:10.1016/S0305-0548(99)00069-6

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> topsis(X, [0.5, 0.5], ["max", "min"]).round(3)
    array([0.   , 0.64 , 0.632])
    """
    scoring = fit(
        "topsis",
        X,
        weights,
        polarity,
        normalization=normalization,
        options={"p": p, "weight_position": weight_position},
    )
    return scoring(X)
