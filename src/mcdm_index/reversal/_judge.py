"""The judge: from a method, weights and what is frozen to the scores of any table."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from mcdm_index._numeric import Vector, one_vector
from mcdm_index._registry import get
from mcdm_index.comparison import read_scores
from mcdm_index.engine import open_rows
from mcdm_index.errors import DomainError, suggestion
from mcdm_index.methods import scoring
from mcdm_index.methods.weighting import weigh
from mcdm_index.reversal._changes import Change, Table

__all__ = ["FREEZE", "Freeze", "Judge", "judge"]

Freeze = Literal["nothing", "weights", "all"]
FREEZE: Final[tuple[Freeze, ...]] = ("nothing", "weights", "all")


@dataclass(frozen=True, eq=False)
class Judge:
    """What scores the full table, and every other one.

    Attributes
    ----------
    method : str or callable
    options : mapping
    weights : ndarray of shape (n_criteria,)
        Those of the full table.
    how : str, callable, estimator or None
        How weights are learned anew; None if they are not.
    frozen : Scoring or None
        What was learned of the full table, if that scores all others.
    """

    method: str | Callable[..., Any]
    options: Mapping[str, Any]
    weights: Vector
    how: Any
    frozen: Any

    @property
    def name(self) -> str:
        """What the method is called in messages."""
        return self.method if isinstance(self.method, str) else "the function"

    def full(self, table: Table) -> Vector:
        """Score the full table."""
        return self._score(table, self.weights)

    def other(self, change: Change) -> Vector:
        """Score the table of a change: those of its units that are compared."""
        w = self.weights
        if self.how is not None:
            w = _weights(change.table, self.how)
        elif change.sharing is not None:
            w = change.sharing @ w
        return np.asarray(self._score(change.table, w)[change.after])

    def _score(self, table: Table, w: Vector) -> Vector:
        container = table.container
        if self.frozen is not None:
            scores = self.frozen(container)
        else:
            scores = scoring.score(
                container,
                self.method,
                weights=w,
                polarity=table.polarity,
                options=self.options,
            )
        return read_scores(scores, open_rows(container), self.name)


def judge(
    table: Table,
    method: str | Callable[..., Any],
    weights: Any,
    options: Mapping[str, Any],
    freeze: Freeze,
) -> Judge:
    """Learn the weights of the full table, and the method if it is to be frozen.

    Raises
    ------
    DomainError
        `freeze` is unknown, or a function of one's own is to be frozen.
    UnknownMethodError
        There is no such method, or it needs all rows at once and is to be frozen.
    MCDMError
        As raised by the weighting.
    """
    if freeze not in FREEZE:
        hint = suggestion(str(freeze), FREEZE)
        msg = f"freeze is one of {', '.join(FREEZE)}, got {freeze!r}.{hint}"
        raise DomainError(msg)
    w = _weights(table, weights)
    learned = isinstance(weights, str) or callable(weights) or hasattr(weights, "fit")
    how = weights if learned and freeze == "nothing" else None
    frozen = _frozen(table, method, w, options) if freeze == "all" else None
    return Judge(method, options, w, how, frozen)


def _weights(table: Table, weights: Any) -> Vector:
    return one_vector(weigh(table.container, weights, table.polarity))


def _frozen(
    table: Table,
    method: str | Callable[..., Any],
    w: Vector,
    options: Mapping[str, Any],
) -> Any:
    if not isinstance(method, str):
        msg = (
            "a function scores whole tables and keeps nothing that could be frozen; "
            "take a registered method, or freeze='weights'"
        )
        raise DomainError(msg)
    entry = get("scoring", method)
    entry.check_options(options)
    usual = inspect.signature(entry.func).parameters["normalization"].default
    rest = {key: value for key, value in options.items() if key != "normalization"}
    return scoring.fit(
        method,
        table.container,
        w,
        table.polarity,
        normalization=options.get("normalization", usual),
        options=rest,
    )
