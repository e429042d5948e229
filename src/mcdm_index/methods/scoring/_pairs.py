"""Pairs of units: what methods share that compare each unit with each other."""

from abc import ABC, abstractmethod
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    EPS,
    Container,
    Matrix,
    Vector,
    check_weights,
    one_vector,
    weighted_total,
)
from mcdm_index.engine import Kernel, in_memory, map_rows, open_rows, plain
from mcdm_index.errors import DomainError
from mcdm_index.methods import normalization as normalizations

__all__ = [
    "ROUNDING",
    "PartialOrder",
    "Problem",
    "average",
    "check_level",
    "open_problem",
    "outweighs",
    "support",
    "whole",
]

# Sums of shares of weights of sum 1 that are meant to be equal differ by less.
ROUNDING = 1e-12


class Problem(NamedTuple):
    """A table turned to larger-is-better, with one weight vector.

    Attributes
    ----------
    Z : ndarray of shape (n_units, n_criteria)
    weights : ndarray of shape (n_criteria,)
        Of sum 1.
    units, criteria : tuple or None
        What the rows and columns are called.
    normalize : callable
        Row kernel that turned raw values to Z.
    """

    Z: Matrix
    weights: Vector
    units: tuple[Any, ...] | None
    criteria: tuple[str, ...] | None
    normalize: Kernel


def check_level(value: object, name: str, least: float = 0.0) -> None:
    """Refuse a level that is no number from `least` to 1."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or not least <= float(value) <= 1:  # type: ignore[arg-type]
        msg = f"{name} must lie within {least:g} and 1, got {value!r}"
        raise DomainError(msg)


def open_problem(
    X: Container, weights: ArrayLike, polarity: object, normalization: str | None
) -> Problem:
    """Check and orient a table and the weights that go with it.

    Without a normalization costs are negated, so that what was equal, and the distance
    of what was not, stays so.
    """
    table = open_rows(X)
    in_memory(table, "comparing units pair by pair")
    w = by_label(weights, table.columns, "weights")
    w = one_vector(check_weights(w, table.shape[1], table.columns))
    options = {"cost": "negate"} if normalization is None else None
    normalize = normalizations.fit(normalization, X, polarity, options)
    Z = np.asarray(map_rows(X, normalize), dtype=float)
    units = None if table.index is None else tuple(map(plain, table.index))
    return Problem(Z, w, units, table.columns, normalize)


def support(A: Matrix, B: Matrix, W: Matrix) -> tuple[Matrix, Matrix]:
    """Add up the weights that speak for rows of A against rows of B, and the reverse.

    Parameters
    ----------
    A : ndarray of shape (a, m)
    B : ndarray of shape (b, m)
    W : ndarray of shape (k, m)

    Returns
    -------
    tuple of two ndarrays of shape (a, b, k)
    """
    shape = len(A), len(B), len(W)
    above, below = A[:, None, :] > B, A[:, None, :] < B
    favor, against = (
        (pairs.reshape(-1, A.shape[1]).astype(float) @ W.T).reshape(shape)
        for pairs in (above, below)
    )
    return favor, against


def outweighs(favor: Matrix, against: Matrix, m: int) -> NDArray[np.bool_]:
    """Tell where the weight in favor is the greater one.

    Sums of m weights that differ by no more than their rounding are the same: of the
    weights 0.1, 0.2 and 0.3, the first two together weigh as much as the third.
    """
    rounding = 4 * m * np.finfo(float).eps
    return np.asarray(favor * (1 - rounding) > against)


def whole(w: Vector) -> Vector:
    """Give weights as whole numbers, where they are so in proportion.

    Sums of places are then exact, and those that are meant to be equal are: a third of
    the places 1, 2 and 6 differs, as rounded, from a third of 2, 3 and 4. Whole numbers
    up to 64 and shares with up to six decimals are recognized.

    >>> whole(np.array([0.25, 0.75])), whole(np.array([1 / 3, 1 / 3, 1 / 3]))
    (array([1., 3.]), array([1., 1., 1.]))
    """
    W = np.atleast_2d(w)
    found, sought = W.copy(), np.ones(len(W), dtype=bool)
    largest = W.max(axis=1, keepdims=True)
    for parts in (*range(1, 65), 1e6 * largest):
        scaled = W / largest * parts
        nearest = np.rint(scaled)
        near = np.abs(scaled - nearest) <= 8 * EPS * scaled
        fits = sought & near.all(axis=1)
        found[fits] = nearest[fits]
        sought &= ~fits
    return found.reshape(w.shape)


def average(Z: Matrix, w: Vector, by: int = 1) -> Matrix:
    """Average rows by weights of any sum, and divide by a number."""
    return np.asarray(weighted_total(Z, w) / (w.sum(axis=-1) * by))


class PartialOrder(ABC):
    """An order that may leave units incomparable; its relations are made on demand.

    Each is a matrix of shape (n_units, n_units), of the row towards the column.
    """

    @property
    @abstractmethod
    def _no_worse(self) -> NDArray[np.bool_]:
        """Whether row is at least as good as column."""

    @property
    def preferred(self) -> NDArray[np.bool_]:
        """Whether row is preferred: nothing speaks against it, and something for it."""
        return self._no_worse & ~self._no_worse.T

    @property
    def indifferent(self) -> NDArray[np.bool_]:
        """Whether nothing speaks for either."""
        return self._no_worse & self._no_worse.T

    @property
    def incomparable(self) -> NDArray[np.bool_]:
        """Whether something speaks for the row and something for the column."""
        return ~(self._no_worse | self._no_worse.T)
