"""A Markov chain: from probabilities, some of them unknown, to where it leads."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import listing

__all__ = ["Chain"]


class Chain(NamedTuple):
    """Probabilities of one step, row by row; of a row that is not known, zeros."""

    P: Matrix
    known: NDArray[np.bool_]

    def reach(self, without: int | None = None) -> NDArray[np.bool_]:
        """Tell from where one can get to where, in any number of steps, or none.

        A state to go without is not gone through.
        """
        steps = self.P > 0
        if without is not None:
            steps[without] = False
        far = steps | np.eye(len(self.P), dtype=bool)
        for _ in range(len(self.P).bit_length()):
            far = far @ far
        return np.asarray(far)

    def steady_state(self, names: list[str]) -> tuple[Vector, str | None]:
        """Give the only distribution that a step leaves as it is, or why there is none.

        States that are never visited have nothing.
        """
        nothing = np.full(len(self.P), np.nan)
        far = self.reach()
        visited = self.known | (self.P > 0).any(axis=0)
        ends = visited & ~self.known
        if ends.any():
            found = listing(names[j] for j in np.flatnonzero(ends))
            return nothing, f"what follows is not known of grade {found}"
        closed = visited & (far <= far.T).all(axis=1)
        first = int(np.argmax(closed))
        trap = far[first]
        if (closed & ~trap).any():
            several = {tuple(np.flatnonzero(row)) for row in far[closed]}
            found = "; ".join(listing(names[j] for j in one) for one in sorted(several))
            return nothing, f"grades that are never left once entered: {found}"
        steady = np.zeros(len(self.P))
        steady[trap] = _balance(self.P[np.ix_(trap, trap)])
        return steady, None

    def first_passage(self) -> Matrix:
        """Give the mean number of steps to each state; NaN if it may never come."""
        n = len(self.P)
        found = np.full((n, n), np.nan)
        for j in range(n):
            far = self.reach(without=j)
            other = np.arange(n) != j
            # From where one may get to a state that does not lead here, or is unknown.
            lost = other & ~(self.known & far[:, j])
            sure = np.flatnonzero(other & ~(far & lost).any(axis=1))
            stay = self.P[np.ix_(sure, sure)]
            steps = np.linalg.solve(np.eye(len(sure)) - stay, np.ones(len(sure)))
            found[sure, j] = steps
            onward = np.flatnonzero(other & (self.P[j] > 0))
            if self.known[j] and np.isin(onward, sure).all():
                found[j, j] = 1 + self.P[j, sure] @ steps
        return found


def _balance(P: Matrix) -> Vector:
    """Give the shares that balance, state by state, without a subtraction.

    Grassmann, W. K., Taksar, M. I. and Heyman, D. P. (1985). Regenerative analysis and
    steady state distributions for Markov chains. Operations Research 33(5), 1107-1116.
    doi:10.1287/opre.33.5.1107
    """
    A = P.copy()
    n = len(A)
    for i in range(n - 1, 0, -1):
        A[:i, i] /= A[i, :i].sum()
        A[:i, :i] += np.outer(A[:i, i], A[i, :i])
    shares = np.ones(n)
    for i in range(1, n):
        shares[i] = shares[:i] @ A[:i, i]
    return np.asarray(shares / shares.sum())
