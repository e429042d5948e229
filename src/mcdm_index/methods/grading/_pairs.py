"""Pairs: from floats to sums and products that keep what rounding takes off them."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Vector

__all__ = ["Pair", "Places", "cumulate", "product", "total"]

Places = NDArray[np.intp]

# Splits a float of 53 bits into two of half the length.
_SPLIT: Final = 2.0**27 + 1


class Pair(NamedTuple):
    """Numbers, each the exact sum of a float and of what rounding took off it.

    References
    ----------
    .. [1] Dekker, T. J. (1971). A floating-point technique for extending the available
       precision. Numerische Mathematik 18(3), 224-242. doi:10.1007/BF01397083
    """

    high: Vector
    low: Vector

    def times(self, factor: Vector) -> "Pair":
        """Multiply by floats."""
        high, low = product(self.high, factor)
        return Pair(high, low + factor * self.low)

    def squared(self) -> "Pair":
        """Multiply by itself."""
        high, low = product(self.high, self.high)
        return Pair(high, low + 2 * self.high * self.low)

    def between(self, begin: Places, end: Places) -> "Pair":
        """Subtract the numbers at some places from those at others."""
        high, low = total(self.high[end], -self.high[begin])
        return Pair(high, low + (self.low[end] - self.low[begin]))


def total(a: Vector, b: Vector) -> Pair:
    """Add without loss."""
    s = a + b
    of_b = s - a
    return Pair(s, (a - (s - of_b)) + (b - of_b))


def product(a: Vector, b: Vector) -> Pair:
    """Multiply without loss, within the range of floats."""
    p = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    return Pair(p, a2 * b2 - (((p - a1 * b1) - a2 * b1) - a1 * b2))


def _halves(a: Vector) -> tuple[Vector, Vector]:
    c = _SPLIT * a
    high = c - (c - a)
    return high, a - high


def cumulate(amounts: Pair) -> Pair:
    """Add up, from the first number to each."""
    sums = np.cumsum(amounts.high)
    before = np.concatenate([[0.0], sums[:-1]])
    lost = total(before, amounts.high).low + amounts.low
    return total(sums, np.cumsum(lost))
