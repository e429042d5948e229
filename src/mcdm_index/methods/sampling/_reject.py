"""Rejection: from draws that keep to some constraints to those that keep to all."""

from collections.abc import Sequence

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.methods.sampling._dirichlet import uniform_weights
from mcdm_index.methods.sampling._polytope import Polytope
from mcdm_index.methods.sampling._read import Before

__all__ = ["Proposal", "accepted"]

# So many draws are proposed at once; fewer than one in _RARE kept are too few.
_PROPOSED = 4096
_RARE = 100


class Proposal:
    """Draws uniform on a simplex that holds all weights within the constraints.

    What is left of 1 above the floors is uniform on the simplex. Criteria that stand in
    a row, one before the next and so on, may be exchanged for each other there; sorting
    the weights of each row puts them in its order, evenly.

    Parameters
    ----------
    floors : ndarray of shape (m,)
    order : sequence of Before
    """

    def __init__(self, floors: Vector, order: Sequence[Before]) -> None:
        self.rows = _in_rows(order)
        self.floors = floors.copy()
        for row in self.rows:
            self.floors[row] = floors[row].min()

    def draw(self, k: int, rng: np.random.Generator) -> Matrix:
        """Draw k weight vectors."""
        m = len(self.floors)
        w = self.floors + (1 - self.floors.sum()) * uniform_weights(k, m, rng=rng)
        for row in self.rows:
            w[:, row] = -np.sort(-w[:, row], axis=1)
        return np.asarray(w)


def _in_rows(order: Sequence[Before]) -> list[list[int]]:
    """Find rows of criteria that stand one before the next, none in two of them."""
    follows: dict[int, int] = {}
    for more, less in order:
        if more not in follows and less not in follows.values():
            follows[more] = less
    rows = []
    for first in follows.keys() - set(follows.values()):
        row = [first]
        while row[-1] in follows:
            row.append(follows[row[-1]])
        rows.append(row)
    return sorted(rows)


def accepted(
    polytope: Polytope, proposal: Proposal, k: int, rng: np.random.Generator
) -> Matrix | None:
    """Keep the draws that keep to all constraints; None if these are very few."""
    kept: list[Matrix] = []
    found = tried = 0
    while found < k:
        w = proposal.draw(_PROPOSED, rng)
        w = w[(w @ polytope.rows.T <= polytope.bounds).all(axis=1)]
        kept.append(w)
        found, tried = found + len(w), tried + _PROPOSED
        if found * _RARE < tried:
            return None
    return np.concatenate(kept)[:k]
