"""Classes: from scores and cuts to grades, and from grades to how many each holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._numeric import Vector
from mcdm_index.errors import DomainError, EmptyDataError, ShapeError
from mcdm_index.methods.grading._read import check_k, numbers

__all__ = ["GradeSizes", "grade", "grade_sizes"]


def grade(scores: ArrayLike, cuts: ArrayLike) -> NDArray[np.int64]:
    """Put scores into classes by their cuts.

    Parameters
    ----------
    scores : array_like
        Scores of any shape; NaN has no class.
    cuts : array_like of shape (k - 1,)
        Ascending. A score equal to a cut belongs to the class above it.

    Returns
    -------
    ndarray of int
        1 (worst) to k (best); 0 for NaN.

    Raises
    ------
    DomainError
        The cuts do not ascend.
    NotNumericError, ShapeError

    Examples
    --------
    >>> grade([0.1, 0.5, 0.9], [0.5, 0.8])
    array([1, 2, 3])
    """
    s, c = numbers(scores, "scores to be graded"), numbers(cuts, "cuts")
    if c.ndim != 1:
        msg = f"cuts have one dimension, got shape {c.shape}"
        raise ShapeError(msg)
    if np.isnan(c).any() or (np.diff(c) < 0).any():
        msg = f"cuts must ascend, got {cuts!r}"
        raise DomainError(msg)
    classes = 1 + np.searchsorted(c, s, side="right")
    return np.where(np.isnan(s), 0, classes)


@dataclass(frozen=True, eq=False)
class GradeSizes:
    """How many units each grade holds.

    Printed, it is a sentence or two.

    Attributes
    ----------
    counts : ndarray of int of shape (k,)
        Units in grade 1 (worst) to k (best).
    ungraded : int
        Units without a grade; they are in no share.
    shares : ndarray of shape (k,)
        Of the graded units; sums to 1.
    largest : int
        The grade that holds most units; the best of them if several do.
    dominant : int or None
        The grade that holds more than half of the units; None if none does, or if
        there is but one grade.
    empty : tuple of int
        Grades that hold no unit.
    """

    counts: NDArray[np.int64]
    ungraded: int = 0

    @property
    def shares(self) -> Vector:
        """Shares of the graded units in grade 1 to k."""
        return np.asarray(self.counts / self.counts.sum())

    @property
    def largest(self) -> int:
        """The grade that holds most units."""
        return int(len(self.counts) - np.argmax(self.counts[::-1]))

    @property
    def dominant(self) -> int | None:
        """The grade that holds more than half of the units, if one does."""
        half = 2 * self.counts.max() > self.counts.sum()
        return self.largest if half and len(self.counts) > 1 else None

    @property
    def empty(self) -> tuple[int, ...]:
        """Grades that hold no unit."""
        return tuple(int(g) + 1 for g in np.flatnonzero(self.counts == 0))

    def notices(self, names: Sequence[str] | None = None) -> tuple[str, ...]:
        """Say what a reader of the grades should know.

        Parameters
        ----------
        names : sequence of k str, optional
            Names of the grades, best first.

        Returns
        -------
        tuple of str
            One sentence if a grade holds more than half of the units, one if grades
            are empty, one if units have no grade.
        """
        said = []
        if self.dominant is not None:
            held, units = self.counts.max(), self.counts.sum()
            said.append(
                f"More than half of the units, {held} of {units} "
                f"({100 * held / units:.1f} %), are in one grade: "
                f"{self._name(self.dominant, names)}."
            )
        if self.empty:
            empty = ", ".join(self._name(g, names) for g in reversed(self.empty))
            said.append(f"No unit is in: {empty}.")
        if self.ungraded:
            said.append(f"Units without a grade: {self.ungraded}.")
        return tuple(said)

    def _name(self, grade: int, names: Sequence[str] | None) -> str:
        return f"grade {grade}" if names is None else names[len(self.counts) - grade]

    def __str__(self) -> str:
        sizes = ", ".join(map(str, self.counts[::-1]))
        head = f"Units in grade {len(self.counts)} (best) to 1: {sizes}."
        return " ".join([head, *self.notices()])


def grade_sizes(grades: ArrayLike, k: int) -> GradeSizes:
    """Count the units in each grade, and tell if one holds more than half of them.

    Parameters
    ----------
    grades : array_like of int
        As `grade` gives them: 1 (worst) to k (best), 0 for none.
    k : int
        Number of grades.

    Returns
    -------
    GradeSizes

    Raises
    ------
    DomainError
        A grade is not a whole number from 0 to k.
    EmptyDataError
        No unit has a grade.
    NotNumericError

    Examples
    --------
    >>> sizes = grade_sizes([1, 1, 1, 1, 3], 3)
    >>> sizes.counts, sizes.dominant
    (array([4, 0, 1]), 1)
    >>> for sentence in sizes.notices(["three stars", "two stars", "one star"]):
    ...     print(sentence)
    More than half of the units, 4 of 5 (80.0 %), are in one grade: one star.
    No unit is in: two stars.
    >>> print(grade_sizes([1, 2, 2, 3], 3))
    Units in grade 3 (best) to 1: 1, 2, 1.
    """
    k, g = check_k(k), numbers(grades, "grades").ravel()
    bad = ~np.isin(g, np.arange(k + 1))
    if bad.any():
        i = int(np.argmax(bad))
        msg = f"grades are whole numbers from 0 to {k}, got {g[i]:g} at position {i}"
        raise DomainError(msg)
    counts = np.bincount(g.astype(np.int64), minlength=k + 1)
    if not counts[1:].any():
        msg = "there is no grade to count"
        raise EmptyDataError(msg)
    return GradeSizes(counts[1:], int(counts[0]))
