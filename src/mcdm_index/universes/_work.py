"""The work of a universe: filled tables first, then what can be known, then scores."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.aggregation import learn_columns
from mcdm_index.engine import map_rows
from mcdm_index.errors import MCDMError
from mcdm_index.estimators import Scorer
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.index import CompositeIndex
from mcdm_index.learning import fill_gaps, labels_beside, learn
from mcdm_index.methods import scoring
from mcdm_index.methods.weighting import weigh
from mcdm_index.preparation import Prepared
from mcdm_index.rules import Weights
from mcdm_index.settings import stage_for
from mcdm_index.stages import Stages
from mcdm_index.universes._choices import Universe

__all__ = ["Checks", "Filled", "fill", "score"]

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Filled:
    """A table after screening, and what imputation made of it.

    Attributes
    ----------
    ready : Prepared
    tables : list of DataFrame
        One per draw.
    """

    ready: Prepared
    tables: list[pd.DataFrame]


def fill(
    index: CompositeIndex, X: Any, frame: pd.DataFrame, ready: Prepared, seed: int
) -> Filled:
    """Impute as the index does."""
    stages = Stages.of(index)
    beside = labels_beside(frame, X, stages.impute)
    draws = fill_gaps(ready, index.hierarchy, stages=stages, beside=beside, seed=seed)[
        1
    ]
    return Filled(ready, list(draws))


def score(index: CompositeIndex, filled: Filled) -> Vector:
    """Score the top of the tree: the mean over the draws, as in a fit of the index."""
    stages, ready = Stages.of(index), filled.ready
    tree = ready.hierarchy
    weights = stages.weights_for(index.hierarchy, tree)
    trees = learn(stages, index.hierarchy, ready, weights, filled.tables)
    top = tree.codes.index(tree.root)
    pairs = zip(trees, filled.tables, strict=True)
    draws = [one(table)[:, top] for one, table in pairs]
    return np.asarray(np.mean(draws, axis=0))


@dataclass(frozen=True, eq=False)
class Checks:
    """What is known of combinations before they run.

    Each stage is tried with the one before it, on the first completed table, and what
    it finds is kept for all universes that share it.

    Attributes
    ----------
    filling : callable
        From an index to its filled table.
    known : dict
        What was found, or why it cannot be.
    """

    filling: Callable[[CompositeIndex], Filled]
    known: dict[Hashable, Any] = field(default_factory=dict)

    def reason(self, universe: Universe) -> str | None:
        """Say why a universe cannot run; None if nothing speaks against it."""
        said = universe.labels
        at = "choices"
        try:
            stages = Stages.of(universe.index)
            at = f"impute {said['impute']!r}"
            self.filled(said["impute"], universe.index)
            at = f"treat {said['treat']!r}, normalize {said['normalize']!r}"
            self._normalized(universe, stages)
            at = f"weights {said['weights']!r} after {said['normalize']!r}"
            self._try_weights(universe, stages)
            at = f"aggregate {said['aggregate']!r} after {said['normalize']!r}"
            self._try_score(universe, stages)
        except (MCDMError, _Senseless) as error:
            return f"{at}: {error}"
        except Exception as error:  # raised by a function of the user's own
            return f"{at}: {type(error).__name__}: {error}"
        return None

    def _normalized(self, universe: Universe, stages: Stages) -> pd.DataFrame:
        index = universe.index
        filled = self.filled(universe.labels["impute"], index)
        return self._once(
            _key(universe), lambda: _normalized(index.hierarchy, stages, filled)
        )

    def _try_weights(self, universe: Universe, stages: Stages) -> None:
        said, index = universe.labels, universe.index
        Z = self._normalized(universe, stages)
        tree = self.filled(said["impute"], index).ready.hierarchy
        self._once(
            (*_key(universe), "weights", said["weights"], said["scheme"]),
            lambda: _try_weights(stages.weights_for(index.hierarchy, tree), tree, Z),
        )

    def _try_score(self, universe: Universe, stages: Stages) -> None:
        Z = self._normalized(universe, stages)
        self._once(
            (*_key(universe), "aggregate", universe.labels["aggregate"]),
            lambda: _try_score(stages.aggregate, Z),
        )

    def filled(self, name: str, index: CompositeIndex) -> Filled:
        """Give the table as a choice of imputation fills it, which is done once.

        Parameters
        ----------
        name : str
            What the choice is called.
        index : CompositeIndex
            One that has it.
        """
        return self._once(("filled", name), lambda: self.filling(index))

    def _once(self, key: Hashable, find: Callable[[], T]) -> T:
        """Find something once; what failed fails again, with the same words."""
        if key not in self.known:
            try:
                self.known[key] = find()
            except Exception as error:
                self.known[key] = error
        found: T = self.known[key]
        if isinstance(found, Exception):
            raise found
        return found


class _Senseless(Exception):  # noqa: N818 a finding, which is never seen outside
    """What would run, but give nothing that could be read as a ranking."""


def _key(universe: Universe) -> tuple[str, ...]:
    """Tell which normalized values a universe works with."""
    said = universe.labels
    return said["impute"], said["treat"], said["normalize"]


def _normalized(whole: Hierarchy, stages: Stages, filled: Filled) -> pd.DataFrame:
    """Treat and normalize the first completed table; rows with gaps are left out."""
    tree = filled.ready.hierarchy
    treat = stages.treat and stage_for(stages.treat, "treatment", whole, tree)
    normalize = stage_for(stages.normalize, "normalization", whole, tree)
    table = filled.tables[0]
    for kernel in learn_columns(table, tree, treat, normalize, missing="omit"):
        if kernel is not None:
            table = map_rows(table, kernel, missing="omit", by_column=True)
    return table.dropna()


def _try_weights(weights: Weights, tree: Hierarchy, Z: pd.DataFrame) -> None:
    if isinstance(weights, str):
        tree.given_weights()
    elif len(Z):
        weigh(Z, weights.method, None, weights.options)


def _try_score(scorer: Scorer, Z: pd.DataFrame) -> None:
    if not len(Z):
        return
    m = Z.shape[1]
    fitted = scoring.fit(scorer.method, Z, np.ones(m), options=scorer.options)
    fitted(Z)
    zero = (Z == 0).any(axis=1)
    if m > 1 and zero.any() and _annihilates(fitted, Z):
        msg = (
            f"a value of 0 makes the score 0 whatever the other criteria are, and "
            f"{int(zero.sum())} of {len(Z)} units have one after this normalization; "
            "take a normalization without zeros, such as goalposts below all values"
        )
        raise _Senseless(msg)


def _annihilates(fitted: scoring.Scoring, Z: pd.DataFrame) -> bool:
    """Tell whether a unit that is best but for one zero scores 0, wherever that is."""
    best = Z.max().to_numpy()
    one_zero = np.where(np.eye(len(best), dtype=bool), 0.0, best)
    probes = pd.DataFrame(np.vstack([best, one_zero]), columns=Z.columns)
    scores = np.asarray(fitted(probes))
    return bool(best.all() and scores[0] != 0 and not scores[1:].any())
