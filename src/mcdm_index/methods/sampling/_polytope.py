"""The weights that keep to constraints: from inequalities to a point well inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import WeightsError

__all__ = ["Inside", "Polytope"]

# What has no more room than this has none.
_ROOM = 1e-9


@dataclass(frozen=True)
class Inside:
    """A point inside, what may be moved from it, and what holds it.

    Attributes
    ----------
    point : ndarray of shape (m,)
    directions : ndarray of shape (d, m)
        An orthonormal basis of the directions that can be moved in.
    rows, bounds : ndarray of shape (c, m), (c,)
        The inequalities ``rows @ w <= bounds`` that leave room at the point.
    """

    point: Vector
    directions: Matrix
    rows: Matrix
    bounds: Vector

    def corners(self, rng: np.random.Generator) -> Matrix:
        """Find corners: the farthest along each axis, and in random directions."""
        d = len(self.directions)
        aims = np.vstack([np.eye(d), -np.eye(d), rng.standard_normal((2 * d, d))])
        reach = self.rows @ self.directions.T
        room = self.bounds - self.rows @ self.point
        free = [(None, None)] * d
        steps = [linear(aim, reach, room, free).x for aim in aims]
        return np.asarray(self.point + np.array(steps) @ self.directions)


@dataclass(frozen=True)
class Polytope:
    """The weights w of sum 1 with ``rows @ w <= bounds``; each row is told in words."""

    rows: Matrix
    bounds: Vector
    words: Sequence[str]

    def inside(self) -> Inside:
        """Find a point with room around it in all directions that are left.

        It is the middle of the largest ball inside. If there is none, some inequalities
        hold as equations all over, as a floor that is the cap does. They are those
        that leave no room anywhere, and the mean of the points that leave most to each
        of the others is inside.

        Raises
        ------
        WeightsError
            No weights keep to all constraints; the message names some that contradict
            each other.
        """
        m = self.rows.shape[1]
        # In the plane of sum 1, a row reaches as far as its part within it.
        reach = np.linalg.norm(
            self.rows - self.rows.mean(axis=1, keepdims=True), axis=1
        )
        every = np.ones(len(self.rows), dtype=bool)
        ball = self._solve(every, reach)
        if ball is None:
            msg = (
                "no weights of sum 1 keep to all of these: "
                f"{', '.join(self._contradiction())}. Give up one of them"
            )
            raise WeightsError(msg)
        loose, point = every, ball[:m]
        if ball[m] <= _ROOM:
            loose, point = self._loose()
        held = np.vstack([np.ones(m), self.rows[~loose]])
        return Inside(point, _null(held), self.rows[loose], self.bounds[loose])

    def _loose(self) -> tuple[NDArray[np.bool_], Vector]:
        """Tell which inequalities leave room, and give a point where all those do."""
        every = np.ones(len(self.rows), dtype=bool)
        farthest = [self._solve(every, unit)[:-1] for unit in np.eye(len(self.rows))]
        room = self.bounds - np.einsum("ij,ij->i", self.rows, farthest)
        loose = room > _ROOM
        found = [w for w, some in zip(farthest, loose, strict=True) if some]
        return loose, np.mean(found or farthest, axis=0)

    def _solve(self, among: NDArray[np.bool_], reach: Vector) -> Any:
        """Give w and the largest t with ``rows @ w + t * reach <= bounds``, or None."""
        m = self.rows.shape[1]
        found = linear(
            np.append(np.zeros(m), -1.0),
            np.column_stack([self.rows, reach])[among],
            self.bounds[among],
            [(0, 1)] * (m + 1),
            A_eq=np.append(np.ones(m), 0.0)[None],
            b_eq=[1.0],
        )
        return found.x if found.status == 0 else None

    def _contradiction(self) -> list[str]:
        """Name constraints that contradict each other, and none without need."""
        among = np.ones(len(self.rows), dtype=bool)
        for i in range(len(self.rows)):
            among[i] = False
            among[i] = self._solve(among, np.zeros(len(self.rows))) is not None
        return [word for word, kept in zip(self.words, among, strict=True) if kept]


def linear(
    cost: Vector, rows: Matrix, bounds: Vector, free: Sequence[Any], **equal: Any
) -> Any:
    """Solve a linear program to a finer tolerance than is usual."""
    from scipy import optimize

    solve: Any = optimize.linprog
    tight = {"primal_feasibility_tolerance": 1e-10}
    return solve(cost, rows, bounds, bounds=free, options=tight, **equal)


def _null(rows: Matrix) -> Matrix:
    """Give an orthonormal basis of what all rows are orthogonal to."""
    from scipy.linalg import null_space

    return np.asarray(null_space(rows, rcond=1e-10).T)
