"""Pairs: from scores to the pairs of units whose order is to be kept."""

from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Vector
from mcdm_index.errors import (
    DomainError,
    UnknownColumnError,
    UnknownMethodError,
    suggestion,
)
from mcdm_index.sensitivity._limits import Pairs

__all__ = ["Group", "Which", "asked", "chain", "one_of", "winners"]

Which: TypeAlias = Literal["neighbors", "winner", "all"]


class Group(NamedTuple):
    """Pairs of units whose order is kept together.

    Attributes
    ----------
    pairs : ndarray of shape (n_pairs, 2)
        The first of each is not behind the second; level ones stand in both orders.
    owner : ndarray of shape (n_pairs,)
        To which row of the table each belongs.
    rows : list of pairs of labels
        What the rows are called.
    """

    pairs: Pairs
    owner: NDArray[np.intp]
    rows: list[tuple[Any, Any]]

    @property
    def n(self) -> int:
        """How many pairs there are."""
        return len(self.pairs)


def one_of(given: object, known: tuple[str, ...], what: str) -> None:
    if given not in known:
        hint = suggestion(str(given), known)
        msg = f"unknown {what} {given!r}; use one of {', '.join(known)}.{hint}"
        raise UnknownMethodError(msg)


def winners(scores: Vector) -> Group:
    """Pair each unit on the first rank with all others."""
    best = np.flatnonzero(scores == scores.max())
    first, second = (side.ravel() for side in np.indices((len(best), len(scores))))
    pairs = np.column_stack([best[first], second])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return Group(pairs, np.zeros(len(pairs), dtype=np.intp), [(pd.NA, pd.NA)])


def chain(scores: Vector, order: Pairs) -> Group:
    """Pair neighbors: if no two of them change places, nobody does."""
    pairs, _ = _both_ways(np.column_stack([order[:-1], order[1:]]), scores)
    return Group(pairs, np.zeros(len(pairs), dtype=np.intp), [(pd.NA, pd.NA)])


def _both_ways(pairs: Pairs, scores: Vector) -> tuple[Pairs, Pairs]:
    """Add the other order of units that are level; say from which pair each is."""
    level = np.flatnonzero(scores[pairs[:, 0]] == scores[pairs[:, 1]])
    owner = np.append(np.arange(len(pairs)), level)
    return np.vstack([pairs, pairs[level, ::-1]]), owner


def asked(pairs: Any, scores: Vector, order: Pairs, labels: list[Any]) -> Group:
    """Pair the units that are asked for, the better one first."""
    if isinstance(pairs, str):
        one_of(pairs, get_args(Which), "pairs")
        n = len(order)
        ends = {
            "neighbors": (np.arange(n - 1), np.arange(1, n)),
            "winner": (np.zeros(n - 1, dtype=np.intp), np.arange(1, n)),
            "all": np.triu_indices(n, 1),
        }[pairs]
        chosen = np.column_stack([order[ends[0]], order[ends[1]]])
    else:
        chosen = _named(pairs, labels)
        behind = scores[chosen[:, 0]] < scores[chosen[:, 1]]
        chosen[behind] = chosen[behind, ::-1]
    directed, owner = _both_ways(chosen, scores)
    return Group(directed, owner, [(labels[i], labels[k]) for i, k in chosen])


def _named(pairs: Any, labels: list[Any]) -> Pairs:
    """Find pairs of units by their labels."""
    places = []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2 or pair[0] == pair[1]:
            msg = f"a pair is two different units, got {pair!r}"
            raise DomainError(msg)
        for label in pair:
            if labels.count(label) != 1:
                hint = suggestion(str(label), map(str, labels))
                msg = f"{label!r} is no unit of the table, or several.{hint}"
                raise UnknownColumnError(msg)
        places.append([labels.index(label) for label in pair])
    return np.array(places, dtype=np.intp).reshape(-1, 2)
