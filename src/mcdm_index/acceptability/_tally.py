"""Counts over draws: from scores, block by block, to how often each rank occurred."""

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, ranks
from mcdm_index.errors import DomainError, MissingDataError, ShapeError
from mcdm_index.methods.grading import grade

__all__ = ["RankTally"]

Counts = NDArray[np.int64]
# A number of draws that can be counted in one byte.
_BYTE = 255


class RankTally:
    """Counts that grow with every block of draws, and do not depend on the blocks.

    Parameters
    ----------
    n_units, n_criteria : int
    cuts : ndarray of shape (k - 1,), optional
        Ascending; with them, grades are counted as well.
    pairs : bool, default True
        Whether to count for each pair of units how often one is ahead of the other.

    Attributes
    ----------
    n_draws : int
    places : ndarray of shape (n_units, n_units)
        How often unit i had rank k + 1; units that tie share the best rank.
    firsts : ndarray of shape (n_units, n_criteria)
        Sum of the weights under which a unit was first.
    grades : ndarray of shape (n_units, k)
        How often a unit had each grade, from 1 (worst).

    Examples
    --------
    >>> tally = RankTally(3, 2)
    >>> tally.add(np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 2.0]]), np.eye(2))
    >>> tally.places
    array([[1, 0, 1],
           [1, 1, 0],
           [1, 0, 1]])
    >>> tally.beats()
    array([[0.5 , 0.5 , 0.5 ],
           [0.5 , 0.5 , 0.75],
           [0.5 , 0.25, 0.5 ]])
    """

    def __init__(
        self,
        n_units: int,
        n_criteria: int,
        *,
        cuts: Vector | None = None,
        pairs: bool = True,
    ) -> None:
        self.n_draws = 0
        self.places: Counts = np.zeros((n_units, n_units), dtype=np.int64)
        self.firsts = np.zeros((n_units, n_criteria))
        self.cuts = np.empty(0) if cuts is None else cuts
        self.grades: Counts = np.zeros((n_units, len(self.cuts) + 1), dtype=np.int64)
        # Twice the draws in which i is ahead of a later j, and once those of a tie.
        self._ahead: Counts | None = None
        if pairs:
            self._ahead = np.zeros((n_units, n_units), dtype=np.int64)

    @property
    def pairs(self) -> bool:
        """Whether pairs are counted."""
        return self._ahead is not None

    def add(self, scores: Matrix, weights: Matrix) -> None:
        """Count a block of draws.

        Parameters
        ----------
        scores : ndarray of shape (b, n_units)
            Larger is better.
        weights : ndarray of shape (b, n_criteria)
            The weights behind them.

        Raises
        ------
        ShapeError, MissingDataError
        """
        n = len(self.places)
        if scores.shape != (len(weights), n):
            msg = f"scores need shape ({len(weights)}, {n}), got {scores.shape}"
            raise ShapeError(msg)
        places = ranks(scores)
        if np.isnan(places.max(initial=0.0)):
            i = int(np.isnan(places).any(axis=0).argmax())
            msg = f"the score of unit {i} is missing (NaN) in a draw, and has no rank"
            raise MissingDataError(msg)
        place = places.astype(np.int64) - 1
        self.places += _tabulate(place, n)
        draws, units = np.nonzero(place == 0)
        np.add.at(self.firsts, units, weights[draws])
        if len(self.cuts):
            self.grades += _tabulate(grade(scores, self.cuts) - 1, len(self.cuts) + 1)
        if self._ahead is not None:
            for i in range(0, len(place), _BYTE):
                _add_pairs(place[i : i + _BYTE], self._ahead)
        self.n_draws += len(scores)

    def beats(self) -> Matrix:
        """Give how often each row is ahead of each column, a tie being half a time.

        Returns
        -------
        ndarray of shape (n_units, n_units)
            From 0 to 1; ``beats[i, j] + beats[j, i] == 1``, and 0.5 on the diagonal.

        Raises
        ------
        DomainError
            Pairs were not counted, or there is no draw.
        """
        if self._ahead is None or not self.n_draws:
            what = "pairs were not counted" if self.n_draws else "there is no draw"
            msg = f"{what}, so that nothing is known of who is ahead of whom"
            raise DomainError(msg)
        both = 2 * self.n_draws
        upper = np.triu(self._ahead, 1) / both
        lower = np.tril((both - self._ahead.T) / both, -1)
        return np.asarray(upper + lower + 0.5 * np.eye(len(upper)))


def _tabulate(classes: Counts, k: int) -> Counts:
    """Count how often each column holds each of the classes from 0 to k - 1."""
    n = classes.shape[1]
    cells = classes + k * np.arange(n)
    return np.bincount(cells.ravel(), minlength=n * k).reshape(n, k)


def _add_pairs(place: Counts, ahead: Counts) -> None:
    """Compare each unit with all later ones, in no more draws than a byte can count."""
    n = place.shape[1]
    small = np.ascontiguousarray(place, dtype=np.min_scalar_type(n))
    tied = (np.sort(small, axis=1) != np.arange(n)).any()
    for i in range(n - 1):
        mine, later = small[:, i, None], small[:, i + 1 :]
        before = _count(mine < later)
        ahead[i, i + 1 :] += before
        ahead[i, i + 1 :] += _count(mine <= later) if tied else before


def _count(true: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.asarray(true.view(np.uint8).sum(axis=0, dtype=np.uint8))
