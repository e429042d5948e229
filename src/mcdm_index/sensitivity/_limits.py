"""Limits: from scores and pairs of units to how far a weight may move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, divide, weighted_total

__all__ = [
    "Limits",
    "Others",
    "Pairs",
    "Path",
    "linear_limits",
    "path_of",
    "searched_limits",
]

Others: TypeAlias = Literal["proportional", "equal shift", "unchanged"]
Pairs: TypeAlias = NDArray[np.intp]
# From weights (k, m) to scores (k, n).
Score: TypeAlias = Callable[[Matrix], Matrix]

# Halvings of a bracket: more than a float has bits.
_HALVINGS: Final = 60
# Scores that are computed in one go.
_CELLS: Final = 2**22


@dataclass(frozen=True)
class Path:
    """How all weights move with one of them, along a line.

    Attributes
    ----------
    at : float
        Where that weight is.
    low, high : float
        Between which it can move; infinity if the others stay what they are.
    base, at_low, at_high : ndarray of shape (n_criteria,)
        All weights there, without a rounding residue where one is 0. At infinity it is
        what they gain per unit of the one.
    """

    at: float
    low: float
    high: float
    base: Vector
    at_low: Vector
    at_high: Vector

    def weights(self, t: Vector) -> Matrix:
        """Give the weights (k, m) where the one is t, between finite bounds."""
        t = np.asarray(t)[:, None]
        end = np.where(t < self.at, self.at_low, self.at_high)
        bound = np.where(t < self.at, self.low, self.high)
        part = divide(t - self.at, bound - self.at)
        return np.asarray((1 - part) * self.base + part * end)


@dataclass(frozen=True)
class Limits:
    """How far each pair keeps its order, as one weight moves.

    Attributes
    ----------
    low, high : ndarray of shape (n_pairs,)
        -inf and inf where nothing changes on that side.
    """

    low: Vector
    high: Vector


def path_of(w: Vector, j: int, others: Others) -> Path:
    """Say how the other weights follow weight j."""
    return _PATHS[others](w, j)


def _proportional(w: Vector, j: int) -> Path:
    rest = np.delete(w, j)
    # Where weight j is all there is, the others have no proportions: they share alike.
    own = rest / rest.sum() if rest.any() else np.full(len(rest), 1 / len(rest))
    return Path(float(w[j]), 0.0, 1.0, w, np.insert(own, j, 0.0), np.eye(len(w))[j])


def _equal_shift(w: Vector, j: int) -> Path:
    rest = np.delete(w, j)
    k, least = len(rest), rest.min()
    high = float(w[j] + k * least)
    low = np.insert(rest + w[j] / k, j, 0.0)
    return Path(float(w[j]), 0.0, high, w, low, np.insert(rest - least, j, high))


def _unchanged(w: Vector, j: int) -> Path:
    low = np.where(np.arange(len(w)) == j, 0.0, w)
    # Beside others that are 0 it is all there is, on whatever scale.
    gain = np.eye(len(w))[j] * low.any()
    return Path(float(w[j]), 0.0, np.inf, w, low, gain)


_PATHS: Final[dict[Others, Callable[[Vector, int], Path]]] = {
    "proportional": _proportional,
    "equal shift": _equal_shift,
    "unchanged": _unchanged,
}


def linear_limits(Z: Matrix, scores: Vector, path: Path, pairs: Pairs) -> Limits:
    """Give the limits of scores that are linear in the weights, exactly.

    The lead of the first unit of a pair goes in a line from what it is at the base, not
    below 0, to what it is at a bound. Who leads there is seen there.
    """

    def lead(S: Vector) -> Vector:
        return np.asarray(S[pairs[:, 0]] - S[pairs[:, 1]])

    here = lead(scores)
    low, high = (lead(weighted_total(Z, end)) for end in (path.at_low, path.at_high))
    with np.errstate(over="ignore"):  # a way beyond the floats has no end
        down = path.at - (path.at - path.low) * divide(here, here - low)
        endless = np.isinf(path.high)
        room, span = (1.0, -high) if endless else (path.high - path.at, here - high)
        up = path.at + room * divide(here, span)
    return Limits(np.where(low < 0, down, -np.inf), np.where(high < 0, up, np.inf))


def searched_limits(score: Score, path: Path, pairs: Pairs, steps: int) -> Limits:
    """Search the limits of any scores: on a grid, then by halving brackets."""
    if np.isfinite(path.high):
        low, high = (_search(score, path, pairs, steps, sign) for sign in (-1, 1))
        return Limits(low, high)
    if not path.at_high.any():
        nowhere = np.full(len(pairs), np.inf)
        return Limits(-nowhere, nowhere)
    # A weight without bounds is looked for by its share, to which the order belongs.
    shares = _proportional(path.base, int(np.argmax(path.at_high)))
    found = searched_limits(score, shares, pairs, steps)
    return Limits(_amount(found.low, path.at), _amount(found.high, path.at))


def _amount(share: Vector, at: float) -> Vector:
    """Give the weight that has a share beside others that sum to 1 - at."""
    inside = np.isfinite(share)
    s = np.where(inside, share, 0.0)
    return np.where(inside, (1 - at) * s / (1 - s), share)


def _search(score: Score, path: Path, pairs: Pairs, steps: int, sign: int) -> Vector:
    """Find where each pair first changes its order on one side; infinity if nowhere."""
    t = np.linspace(path.at, path.low if sign < 0 else path.high, steps + 1)
    S = score(path.weights(t))
    lost = S[:, pairs[:, 0]] < S[:, pairs[:, 1]]
    lost[0] = False  # that is the base
    changes = np.flatnonzero(lost.any(axis=0))
    at = np.argmax(lost[:, changes], axis=0)
    found = np.full(len(pairs), sign * np.inf)
    step = max(1, _CELLS // (S.shape[1] * len(path.base)))
    for start in range(0, len(changes), step):
        part = slice(start, start + step)
        own, outer = changes[part], at[part]
        found[own] = _halve(score, path, pairs[own], (t[outer - 1], t[outer]))
    return found


def _halve(
    score: Score, path: Path, pairs: Pairs, bracket: tuple[Vector, Vector]
) -> Vector:
    """Halve brackets; the order holds at their inner ends and not at the outer."""
    inner, outer = bracket
    rows = np.arange(len(pairs))
    for _ in range(_HALVINGS):
        middle = inner + (outer - inner) / 2
        S = score(path.weights(middle))
        lost = S[rows, pairs[:, 0]] < S[rows, pairs[:, 1]]
        inner, outer = np.where(lost, inner, middle), np.where(lost, middle, outer)
    return inner
