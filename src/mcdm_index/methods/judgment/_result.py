"""What judgments come to: weights, and how far the judgments contradict each other."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from mcdm_index._numeric import Vector

__all__ = ["Contradiction", "Judgment", "Label", "judged_once"]

# A criterion by its name or, where there are no names, by its position.
Label: TypeAlias = str | int


@dataclass(frozen=True)
class Contradiction:
    """Two ratios for one pair: as it was judged, and as other judgments imply it.

    Attributes
    ----------
    criteria : tuple of str or int
        (i, j, k): the way from i to k by way of j contradicts i to k; or a pair (i, k)
        whose ratio the weights do not keep.
    stated, implied : float
        How much i is to k.

    Examples
    --------
    >>> print(Contradiction(("price", "style", "comfort"), stated=2.0, implied=6.0))
    price to comfort is judged 2, and 6 by way of style: a factor of 3
    """

    criteria: tuple[Label, ...]
    stated: float
    implied: float

    @property
    def factor(self) -> float:
        """How many times the larger of the two ratios is the smaller; 1 is none."""
        low, high = sorted((self.stated, self.implied))
        return high / low if low > 0 else float("inf")

    def __str__(self) -> str:
        first, *between, last = self.criteria
        way = f" by way of {between[0]}" if between else " by the weights"
        return (
            f"{first} to {last} is judged {self.stated:.4g}, and {self.implied:.4g}"
            f"{way}: a factor of {self.factor:.4g}"
        )


@dataclass(frozen=True, eq=False)
class Judgment:
    """Weights from judgments; what every method of this kind gives.

    Wherever weights are taken, a judgment can stand for them: by the names of its
    criteria or, without names, in their order.

    Attributes
    ----------
    weights : ndarray of shape (n_criteria,)
        Non-negative, sums to 1; read-only.
    names : tuple of str or None
        What the criteria are called.
    consistency_ratio : float
        How far the judgments contradict each other, by the measure of the method; 0 is
        not at all.
    redundancy : int
        How many judgments there are beyond those that the weights need. With 0 nothing
        is judged twice, and nothing can contradict.
    worst : Contradiction or None
        The largest contradiction; None if there is none beyond rounding.
    """

    weights: Vector
    names: tuple[str, ...] | None
    consistency_ratio: float
    redundancy: int
    worst: Contradiction | None

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if name == "weights" or isinstance(value, np.ndarray):
                own = np.array(value, dtype=float)
                own.flags.writeable = False
                object.__setattr__(self, name, own)

    def __len__(self) -> int:
        return len(self.weights)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Vector:
        """Give the weights to whatever asks for an array."""
        return np.array(self.weights, dtype=dtype, copy=copy)

    @property
    def by_name(self) -> dict[str, float]:
        """The weights by criterion, as every method that takes weights reads them.

        Unnamed criteria are called by their position.
        """
        names = self.names or tuple(map(str, range(len(self.weights))))
        return dict(zip(names, self.weights.tolist(), strict=True))


def judged_once(weights: Vector, names: tuple[str, ...] | None) -> Judgment:
    """Give a judgment in which nothing is judged twice, so that nothing contradicts."""
    return Judgment(weights, names, 0.0, 0, None)
