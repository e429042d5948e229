"""Factors: from numbers between 0 and 1 to values of what may vary."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Matrix, Vector, check_weights, check_whole, real_numbers
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    listing,
)

__all__ = [
    "Choice",
    "Cube",
    "Factor",
    "Factors",
    "Normal",
    "Uniform",
    "choice",
    "normal",
    "read_factors",
    "uniform",
]

Values: TypeAlias = NDArray[Any]


class Factor(ABC):
    """Something that may vary: a map from numbers between 0 and 1 to values.

    Numbers that are spread evenly over 0 to 1 must give values of the distribution
    that is meant. Write a class of this kind for one that is not here.
    """

    @abstractmethod
    def __call__(self, u: Vector) -> Values:
        """Give the values that belong to numbers from 0 to 1.

        Parameters
        ----------
        u : ndarray of shape (k,)

        Returns
        -------
        ndarray of shape (k,)
        """

    def steps(self, k: int) -> Vector:
        """Give k numbers that stand for the whole: the middles of k equal slices."""
        return (np.arange(k) + 0.5) / k


@dataclass(frozen=True, eq=False)
class Choice(Factor):
    """One of several values, see `choice`.

    Attributes
    ----------
    values : tuple
    weights : ndarray
        Probabilities; they sum to 1.
    """

    values: tuple[Any, ...]
    weights: Vector

    def __call__(self, u: Vector) -> Values:
        """Cut 0 to 1 into slices, one per value."""
        live = np.flatnonzero(self.weights)
        ends = np.cumsum(self.weights[live])[:-1]
        at = live[np.searchsorted(ends, u, side="right")]
        if all(isinstance(v, Real) and not isinstance(v, bool) for v in self.values):
            return np.asarray(self.values)[at]
        objects = np.empty(len(self.values), dtype=object)
        for i, value in enumerate(self.values):
            objects[i] = value  # one by one, so that tables stay whole
        return np.asarray(objects[at])

    def steps(self, k: int) -> Vector:  # noqa: ARG002 a choice has as many as it has
        """Give one number per value that can come."""
        ends = np.cumsum(self.weights)
        return np.asarray((ends - self.weights / 2)[self.weights > 0])


@dataclass(frozen=True)
class Uniform(Factor):
    """Any number between two, see `uniform`."""

    low: float
    high: float

    def __call__(self, u: Vector) -> Values:
        """Go from the lower end to the upper one."""
        return np.asarray(self.low * (1 - u) + self.high * u)


@dataclass(frozen=True)
class Normal(Factor):
    """A number from a normal distribution, see `normal`."""

    mean: float
    sd: float
    tails: float = 0.0

    def __call__(self, u: Vector) -> Values:
        """Give quantiles."""
        from scipy.special import ndtri

        p = self.tails + (1 - 2 * self.tails) * np.asarray(u, dtype=float)
        if ((p <= 0) | (p >= 1)).any():
            msg = (
                "a normal distribution has no least and no largest value, and 0 or 1 "
                "asks for them; cut it off, as by normal(mean, sd, tails=0.005)"
            )
            raise DomainError(msg)
        return np.asarray(self.mean + self.sd * ndtri(p))


def choice(values: Sequence[Any], weights: ArrayLike | None = None) -> Choice:
    """Let a factor be one of several values.

    Parameters
    ----------
    values : sequence
        Of any kind: names of methods, numbers, whole tables.
    weights : array_like of shape (n_values,), optional
        How probable each is, on any scale; all alike by default.

    Returns
    -------
    Choice

    Raises
    ------
    EmptyDataError
        There is no value.
    DomainError
        `values` is a text, or nothing that can be counted.
    WeightsError

    Examples
    --------
    >>> import numpy as np
    >>> rule = choice(["minmax", "zscore", "rank"])
    >>> rule(np.array([0.0, 0.3, 0.34, 0.99])).tolist()
    ['minmax', 'minmax', 'zscore', 'rank']
    """
    if isinstance(values, str | bytes) or not hasattr(values, "__len__"):
        msg = f"a choice needs a list of values, got {values!r}"
        raise DomainError(msg)
    options = tuple(values)
    if not options:
        msg = "a choice needs one value or more, got none"
        raise EmptyDataError(msg)
    k = len(options)
    return Choice(options, check_weights(np.ones(k) if weights is None else weights, k))


def uniform(low: float, high: float) -> Uniform:
    """Let a factor be any number between two, all equally probable.

    Parameters
    ----------
    low, high : float
        Finite; `low` is less than `high`.

    Returns
    -------
    Uniform

    Raises
    ------
    DomainError

    Examples
    --------
    >>> import numpy as np
    >>> uniform(2, 4)(np.array([0.0, 0.5]))
    array([2., 3.])
    """
    ends = real_numbers([low, high])
    if ends is None or not np.isfinite(ends).all() or not ends[0] < ends[1]:
        msg = (
            f"uniform needs two finite numbers, the lower first, got {low!r}, {high!r}"
        )
        raise DomainError(msg)
    return Uniform(float(ends[0]), float(ends[1]))


def normal(mean: float, sd: float, *, tails: float = 0.0) -> Normal:
    """Let a factor be a number from a normal distribution.

    Parameters
    ----------
    mean, sd : float
        Finite; `sd` is positive.
    tails : float, default 0.0
        Probability that is cut off at each end, less than 0.5. `morris` looks at the
        ends, and needs a positive one.

    Returns
    -------
    Normal

    Raises
    ------
    DomainError

    Examples
    --------
    >>> import numpy as np
    >>> normal(10, 2)(np.array([0.5, 0.975])).round(2)
    array([10.  , 13.92])
    """
    given = real_numbers([mean, sd, tails])
    if (
        given is None
        or not np.isfinite(given).all()
        or not (given[1] > 0 and 0 <= given[2] < 0.5)
    ):
        msg = (
            "normal needs a finite mean, a positive sd, and tails from 0 to less than "
            f"0.5, got {mean!r}, {sd!r}, {tails!r}"
        )
        raise DomainError(msg)
    return Normal(*map(float, given))


@dataclass(frozen=True)
class Cube:
    """What varies, opened: names, and what the function is given for them.

    Attributes
    ----------
    names : tuple
    factors : tuple of Factor or None
        None if the function takes points of the unit cube as they are.
    """

    names: tuple[Hashable, ...]
    factors: tuple[Factor, ...] | None

    @property
    def d(self) -> int:
        """How many things vary."""
        return len(self.names)

    def columns(self, u: Matrix) -> list[Values]:
        """Give the values of each factor at the points u."""
        if self.factors is None:
            return list(u.T)
        return [factor(u[:, j]) for j, factor in enumerate(self.factors)]


# How many numbers between 0 and 1 vary, their names, or a factor for each name.
Factors: TypeAlias = int | Sequence[Hashable] | Mapping[Any, Factor | Sequence[Any]]


def read_factors(given: Factors) -> Cube:
    """Open what varies; a list of values in a mapping is a choice.

    Raises
    ------
    DomainError, DuplicateLabelError, EmptyDataError
    """
    if isinstance(given, Mapping):
        names = tuple(given)
        factors = tuple(
            value if isinstance(value, Factor) else choice(value)
            for value in given.values()
        )
        cube = Cube(names, factors)
    elif isinstance(given, Integral):
        cube = Cube(tuple(range(check_whole(given, "the number of factors"))), None)
    elif isinstance(given, str) or not isinstance(given, Sequence):
        msg = (
            "factors are a number of them, a list of names, or a mapping from names to "
            f"values, got {given!r}"
        )
        raise DomainError(msg)
    else:
        cube = Cube(tuple(given), None)
    if not cube.names:
        msg = "there is no factor: nothing varies"
        raise EmptyDataError(msg)
    twice = {name for name in cube.names if cube.names.count(name) > 1}
    if twice:
        msg = f"factors share a name: {listing(map(repr, twice))}"
        raise DuplicateLabelError(msg)
    return cube
