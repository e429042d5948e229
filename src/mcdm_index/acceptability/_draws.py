"""Draws: from a table, a score and weights, to blocks of scores under each draw."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import Matrix, Vector, check_weights, check_whole, real_numbers
from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.methods.sampling import uniform_weights
from mcdm_index.methods.scoring import score

__all__ = ["Draws", "Evaluation", "open_draws", "open_evaluation"]

# So many weight vectors are asked of a sampler at once, whatever the memory.
_DRAWS = 8192
# About 8 MiB of float64 for the scores of one block, which is of 64 draws or more.
_CELLS = 1 << 20


@dataclass(frozen=True)
class Draws:
    """Weight vectors that can be gone through again: the same ones each time."""

    sampler: Callable[..., Any]
    n: int
    n_criteria: int
    seed: int
    names: tuple[str, ...] | None

    def __iter__(self) -> Iterator[Matrix]:
        """Give one block after the other, all from one stream."""
        rng = np.random.default_rng(self.seed)
        for start in range(0, self.n, _DRAWS):
            k = min(_DRAWS, self.n - start)
            drawn = by_label(self.sampler(k, rng=rng), self.names, "weights")
            w = check_weights(drawn, self.n_criteria, self.names)
            if w.shape != (k, self.n_criteria):
                msg = (
                    f"asked for {k} draws, the sampler gave weights of shape {w.shape} "
                    f"instead of ({k}, {self.n_criteria})"
                )
                raise ShapeError(msg)
            yield w


@dataclass(frozen=True)
class Given:
    """A sampler that hands out vectors which are there already, in their order."""

    weights: Matrix

    def __iter__(self) -> Iterator[Matrix]:
        """Give one block after the other."""
        for start in range(0, len(self.weights), _DRAWS):
            yield self.weights[start : start + _DRAWS]

    @property
    def n(self) -> int:
        """Number of draws."""
        return len(self.weights)


def open_draws(weights: Any, n: int | None, table: Rows, rng: Any) -> Draws | Given:
    """Read what the weights are to be: without knowledge, of a sampler, or given."""
    m = table.shape[1]
    seed = int(np.random.default_rng(rng).integers(2**63))
    if isinstance(weights, str):
        if weights != "uniform":
            msg = f"weights are 'uniform', a sampler or draws of them, got {weights!r}"
            raise UnknownMethodError(msg)
        weights = _Uniform(m)
    if callable(weights):
        n = check_whole(10_000 if n is None else n, "n")
        return Draws(weights, n, m, seed, table.columns)
    w = check_weights(by_label(weights, table.columns, "weights"), m, table.columns)
    if w.ndim == 1:
        msg = (
            "one weight vector has no uncertainty; draw from around it, for example by "
            "weights=lambda k, rng: mi.sampling.weights_around(w, k, spread=0.1, "
            "rng=rng)"
        )
        raise WeightsError(msg)
    if n not in (None, len(w)):
        msg = f"{len(w)} weight vectors are given, so that n cannot be {n!r}"
        raise ShapeError(msg)
    return Given(w)


@dataclass(frozen=True)
class _Uniform:
    m: int

    def __call__(self, k: int, rng: np.random.Generator) -> Matrix:
        return uniform_weights(k, self.m, rng=rng)


@dataclass(frozen=True)
class Evaluation:
    """A score of one or more tables of the same units, under many weights."""

    tables: tuple[Any, ...]
    rows: Rows
    method: Any
    polarity: object
    options: Mapping[str, Any]

    def scores(self, t: int, w: Matrix) -> Matrix:
        """Score one of the tables, (k, n_units)."""
        X, n = self.tables[t], self.rows.shape[0]
        if callable(self.method):
            found = np.array([self._score(X, v) for v in w], dtype=float)
        else:
            found = np.asarray(self._score(X, w), dtype=float)
        if found.shape != (len(w), n):
            msg = f"scores need shape ({len(w)}, {n}), got {found.shape}"
            raise ShapeError(msg)
        if np.isnan(found.max(initial=0.0)):
            i = int(np.isnan(found).any(axis=0).argmax())
            msg = f"the score of {self.rows.row(i)} is missing (NaN), and has no rank"
            raise MissingDataError(msg)
        return found

    def _score(self, X: Any, w: Vector) -> Any:
        return score(
            X, self.method, weights=w, polarity=self.polarity, options=self.options
        )

    def over(self, draws: Draws | Given) -> Iterator[tuple[Matrix, Matrix]]:
        """Give blocks of weights with the scores under them; the tables take turns."""
        n_tables, at = len(self.tables), 0
        step = max(64, _CELLS // self.rows.shape[0])
        for block in draws:
            for start in range(0, len(block), step):
                w = block[start : start + step]
                if n_tables == 1:
                    yield w, self.scores(0, w)
                else:
                    turn = (at + np.arange(len(w), dtype=np.int64)) % n_tables
                    yield w, self._in_turn(w, turn)
                at += len(w)

    def _in_turn(self, w: Matrix, turn: NDArray[np.int64]) -> Matrix:
        found = np.empty((len(w), self.rows.shape[0]))
        for t in np.unique(turn):
            found[turn == t] = self.scores(int(t), w[turn == t])
        return found


def open_evaluation(X: Any, method: Any, polarity: object, options: Any) -> Evaluation:
    """Open one table, or several of the same units and criteria."""
    several = np.ndim(X) == 3 if isinstance(X, np.ndarray) else _holds_tables(X)
    tables = tuple(X) if several else (X,)
    if not tables:
        msg = "there is no table"
        raise EmptyDataError(msg)
    opened = [open_rows(table) for table in tables]
    rows = opened[0]
    for t, other in enumerate(opened):
        same = other.shape == rows.shape and other.columns == rows.columns
        if not same or not _same_units(other, rows):
            msg = f"table {t} has other units or criteria than the first"
            raise ShapeError(msg)
    if not rows.shape[0]:
        msg = "there is no unit"
        raise EmptyDataError(msg)
    if options is not None and not isinstance(options, Mapping):
        msg = f"options are a mapping of name to value, got {options!r}"
        raise DomainError(msg)
    return Evaluation(tables, rows, method, polarity, dict(options or {}))


def _holds_tables(X: Any) -> bool:
    """Tell whether these are tables in a list, rather than the rows of one."""
    if not isinstance(X, list | tuple):
        return False
    return not X or hasattr(X[0], "columns") or np.ndim(X[0]) == 2


def _same_units(a: Rows, b: Rows) -> bool:
    if a.index is None or b.index is None:
        return a.index is b.index
    return bool(a.index.equals(b.index))


def read_levels(levels: Any) -> Vector:
    """Check probabilities of quantiles.

    Raises
    ------
    DomainError
    """
    p = real_numbers(levels)
    if p is None or p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        msg = f"levels must be probabilities from 0 to 1 in a list, got {levels!r}"
        raise DomainError(msg)
    return p
