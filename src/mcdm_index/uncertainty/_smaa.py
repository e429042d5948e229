"""SMAA: from a table and what is known of weights to who may be first, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, check_weights, ranks
from mcdm_index._seeds import take_seed
from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import DomainError
from mcdm_index.estimators._base import check_whole
from mcdm_index.methods import scoring
from mcdm_index.methods.sampling import (
    constrained_weights,
    uniform_weights,
    weight_noise,
)

__all__ = ["Smaa", "smaa"]

# Draws of weights that are scored, ranked and counted in one go.
_BLOCK: Final = 1024


@dataclass(frozen=True, eq=False)
class Smaa:
    """What `smaa` found.

    Attributes
    ----------
    n : int
        Draws of weights.
    acceptability : DataFrame of shape (n_units, n_units)
        Share of the draws in which a unit (row) has a rank (column). Units with equal
        scores share the best of their places.
    central_weights : DataFrame of shape (n_units, n_criteria)
        Mean of the weights under which a unit is first; NA if it never is.
    confident : Series of bool
        Whether a unit is first under its central weights; False if it has none.
    beats : DataFrame of shape (n_units, n_units) or None
        Share of the draws in which the row scores above the column; a tie counts half.
    table : DataFrame
        One row per unit: score_mean, score_sd, rank_mean, first (share of the draws).
    """

    n: int
    acceptability: pd.DataFrame
    central_weights: pd.DataFrame
    confident: pd.Series
    beats: pd.DataFrame | None
    table: pd.DataFrame

    def rank_intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Give the ranks between which a unit has its rank in most of the draws.

        Parameters
        ----------
        level : float, default 0.95

        Returns
        -------
        DataFrame
            rank_low, rank_median and rank_high: order statistics of the draws.
        """
        if not 0 < level < 1:
            msg = f"level must lie between 0 and 1, got {level!r}"
            raise DomainError(msg)
        reached = np.round(self.acceptability.to_numpy().cumsum(axis=1) * self.n)
        ends = {
            "rank_low": (1 - level) / 2,
            "rank_median": 0.5,
            "rank_high": (1 + level) / 2,
        }
        found = {
            name: 1 + (reached < np.ceil(share * self.n - 1e-9)).sum(axis=1)
            for name, share in ends.items()
        }
        return pd.DataFrame(found, index=self.acceptability.index)


def smaa(
    X: Any,
    method: str = "topsis",
    weights: Any = "uniform",
    polarity: object = None,
    n: int = 10_000,
    *,
    normalization: str | None = "vector",
    options: Mapping[str, Any] | None = None,
    pairs: bool = True,
    rng: int | None = None,
) -> Smaa:
    """Rank units under many weights, and tell under which each is first.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values.
    method : str, default "topsis"
        A registered scoring method.
    weights : "uniform", mapping or array_like of shape (n, n_criteria)
        "uniform" : any weights. ``{"around": weights, "concentration": c}`` : Dirichlet
        weights around some, see `weight_noise`. ``{"low": ..., "high": ..., "order":
        ...}`` : any within limits and in an order, see `constrained_weights`. Or the
        draws themselves.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    n : int, default 10000
        Number of draws; not read if they are given.
    normalization : str, default "vector"
        A registered normalization; None takes columns as they are, and turns costs.
    options : mapping, optional
        Keyword options of the method.
    pairs : bool, default True
        Whether units are compared pair by pair, which for many units takes most of the
        time.
    rng : int, optional
        Seed.

    Returns
    -------
    Smaa

    Raises
    ------
    DomainError
        Nothing is known of weights in that form, or limits leave no room.
    MissingDataError, UnknownMethodError, WeightsError

    Notes
    -----
    Draws are scored, ranked and counted in blocks, each from a stream of its own, so
    that memory does not grow with their number and the first draws stay as they are
    when there are more.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria
       acceptability analysis for group decision making. Operations Research 49(3),
       444-454. doi:10.1287/opre.49.3.444.11220

    Examples
    --------
    >>> X = pd.DataFrame({"a": [9, 5, 1], "b": [1, 6, 8]}, ["Ada", "Bel", "Dun"])
    >>> found = smaa(X, "weighted_sum", normalization="minmax", n=5000, rng=0)
    >>> found.table["first"].round(1).to_dict()
    {'Ada': 0.4, 'Bel': 0.2, 'Dun': 0.4}
    >>> found.central_weights.astype(float).round(1).loc["Ada"].to_dict()
    {'a': 0.8, 'b': 0.2}
    """
    table = open_rows(X)
    names = table.columns or tuple(map(str, range(table.shape[1])))
    blocks = _blocks(weights, names, check_whole(n, "n"), take_seed(rng))
    score = partial(
        scoring.fit,
        method,
        X,
        polarity=polarity,
        normalization=normalization,
        options=options,
    )
    tally = _Tally(*table.shape, pairs=pairs)
    for W in blocks:
        tally.add(np.asarray(score(W)(X)), W)
    return _result(tally, table, names, score, X)


class _Tally:
    """Counts over blocks of draws."""

    def __init__(self, units: int, criteria: int, *, pairs: bool) -> None:
        self.n, self.pairs = 0, pairs
        self.places = np.zeros((units, units), dtype=np.int64)
        self.wins = np.zeros((units, units))
        self.best = np.zeros((units, criteria))
        self.total = np.zeros(units)
        self.squares = np.zeros(units)
        self.pivot: NDArray[np.float64] | None = None

    def add(self, scores: Matrix, W: Matrix) -> None:
        """Count one block.

        Parameters
        ----------
        scores : ndarray of shape (k, n_units)
        W : ndarray of shape (k, n_criteria)
        """
        units = scores.shape[1]
        place = ranks(scores).astype(np.int64)
        cells = place - 1 + units * np.arange(units)
        counts = np.bincount(cells.ravel(), minlength=units * units)
        self.places += counts.reshape(units, units)
        self.best += (place == 1).T.astype(float) @ W
        if self.pairs:
            self.wins += _wins(scores)
        if self.pivot is None:
            self.pivot = scores[0].copy()
        off = scores - self.pivot
        self.total += off.sum(axis=0)
        self.squares += (off * off).sum(axis=0)
        self.n += len(scores)


def _wins(scores: Matrix) -> Matrix:
    """Count how often each unit scores above each other; a tie counts half."""
    by_unit = np.ascontiguousarray(scores.T)
    wins = np.empty((len(by_unit), len(by_unit)))
    for i, own in enumerate(by_unit):
        above = np.count_nonzero(own > by_unit, axis=1)
        level = np.count_nonzero(own == by_unit, axis=1)
        wins[i] = above + 0.5 * level
    return wins


def _blocks(
    weights: Any, names: tuple[str, ...], n: int, seed: int
) -> Iterator[Matrix]:
    """Give the draws of weights, block by block."""
    if isinstance(weights, str | Mapping):
        draw = _sampler(weights, names)
        for number, start in enumerate(range(0, n, _BLOCK)):
            rng = np.random.default_rng([seed, number])
            yield draw(rng=rng)[: n - start]
        return
    W = np.atleast_2d(check_weights(weights, len(names), names))
    for start in range(0, len(W), _BLOCK):
        yield W[start : start + _BLOCK]


def _sampler(weights: Any, names: tuple[str, ...]) -> Any:
    if weights == "uniform":
        return partial(uniform_weights, len(names), _BLOCK)
    keys = set(weights) if isinstance(weights, Mapping) else {weights}
    if keys == {"around", "concentration"}:
        around = weights["around"]
        if isinstance(around, Mapping):
            around = [around[name] for name in names]
        size = weights["concentration"]
        return partial(weight_noise, around, _BLOCK, concentration=size)
    if keys and keys <= {"low", "high", "order"}:
        return partial(constrained_weights, names, _BLOCK, **weights)
    msg = (
        "weights are 'uniform', {'around': ..., 'concentration': ...}, limits under "
        f"'low', 'high' and 'order', or the draws themselves; got {weights!r}"
    )
    raise DomainError(msg)


def _result(
    tally: _Tally, table: Rows, names: tuple[str, ...], score: Any, X: Any
) -> Smaa:
    units = pd.RangeIndex(table.shape[0]) if table.index is None else table.index
    first = tally.places[:, 0]
    ever = first > 0
    central = np.full(tally.best.shape, np.nan)
    central[ever] = tally.best[ever] / first[ever, None]
    confident = np.zeros(len(units), dtype=bool)
    if ever.any():
        own = ranks(np.asarray(score(central[ever])(X)))
        confident[ever] = own[np.arange(len(own)), np.flatnonzero(ever)] == 1
    mean = tally.total / tally.n
    spread = np.sqrt(np.maximum(tally.squares / tally.n - mean**2, 0.0))
    places = pd.RangeIndex(1, len(units) + 1, name="rank")
    shares = tally.places / tally.n
    told = pd.DataFrame(
        {
            "score_mean": mean + (0.0 if tally.pivot is None else tally.pivot),
            "score_sd": spread,
            "rank_mean": shares @ np.arange(1, len(units) + 1),
            "first": shares[:, 0],
        },
        index=units,
    )
    return Smaa(
        tally.n,
        pd.DataFrame(shares, units, places),
        pd.DataFrame(central, units, list(names)).astype("Float64"),
        pd.Series(confident, units, name="confident"),
        pd.DataFrame(tally.wins / tally.n, units, units) if tally.pairs else None,
        told,
    )
