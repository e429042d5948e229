"""Replications: from values of what varies to the scores of an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from mcdm_index._numeric import Vector
from mcdm_index._seeds import take_seed
from mcdm_index.aggregation import FittedTree, reweigh
from mcdm_index.errors import MCDMError
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.learning import fill_gaps, labels_beside, learn
from mcdm_index.preparation import Prepared, prepare
from mcdm_index.stages import Stages
from mcdm_index.uncertainty._sources import Source, read_sources
from mcdm_index.uncertainty._weights import DrawWeights, check_drawn, drawn_weights

__all__ = ["Replicator"]


@dataclass(frozen=True, eq=False)
class Setup:
    """An index with one combination of choices, ready to be learned.

    Attributes
    ----------
    stages : Stages
    tables : list of DataFrame
        One per imputation draw.
    middle : DataFrame
        Their mean.
    """

    stages: Stages
    tables: list[pd.DataFrame]
    middle: pd.DataFrame

    @classmethod
    def of(cls, stages: Stages, tables: list[pd.DataFrame]) -> "Setup":
        """Take the mean of the tables as well.

        Parameters
        ----------
        stages : Stages
        tables : list of DataFrame
        """
        values = np.mean([table.to_numpy() for table in tables], axis=0)
        first = tables[0]
        return cls(stages, tables, pd.DataFrame(values, first.index, first.columns))


class Replicator:
    """Everything that replications share: the table, its imputations, the choices.

    Parameters
    ----------
    index : CompositeIndex
    X : DataFrame or array_like
    vary : mapping
        See `robustness`.

    Attributes
    ----------
    ready : Prepared
    sources : tuple of Source
    impossible : DataFrame
        The combinations of choices that cannot work, and why.
    """

    def __init__(self, index: Any, X: Any, vary: Any) -> None:
        self.whole: Hierarchy = index.hierarchy
        stages = Stages.of(index)
        self.seed = take_seed(index.random_state)
        frame, _, self.ready = prepare(
            X, self.whole, period=index.period, screen=index.screen
        )
        self._beside = labels_beside(frame, X, stages.impute)
        self._filled: dict[str, list[pd.DataFrame]] = {}
        self._base = Setup.of(stages, self._tables("", stages))
        self.sources = read_sources(vary, self.ready.hierarchy, self.m)
        self._choices = [source for source in self.sources if source.is_choice]
        self._setups: dict[tuple[str, ...], Setup] = {}
        self.impossible = self._set_up(index)

    @property
    def units(self) -> pd.Index:
        """The units that are scored."""
        return self.ready.table.index

    @property
    def m(self) -> int:
        """Number of imputation draws."""
        return len(self._base.tables)

    def _tables(self, label: str, stages: Stages) -> list[pd.DataFrame]:
        """Fill the gaps, once for each way to do it."""
        if label not in self._filled:
            _, draws = fill_gaps(
                self.ready,
                self.whole,
                stages=stages,
                beside=self._beside,
                seed=self.seed,
            )
            self._filled[label] = list(draws)
        return self._filled[label]

    def _set_up(self, index: Any) -> pd.DataFrame:
        """Try every combination of choices once, and keep those that work."""
        names = [source.name for source in self._choices]
        failures = []
        for labels in product(*(source.labels for source in self._choices)):
            pairs = zip(self._choices, labels, strict=True)
            changed = {source.name: source.named(label) for source, label in pairs}
            try:
                stages = Stages.of(clone(index).set_params(**changed))
                filled = dict(zip(names, labels, strict=True)).get("impute", "")
                setup = Setup.of(stages, self._tables(filled, stages))
                tree = self._fit(setup, self.ready, setup.middle)
                self._check_weights(tree)
                self._setups[labels] = setup
            except MCDMError as error:
                failures.append((*labels, str(error)))
        return pd.DataFrame(failures, columns=[*names, "reason"])

    def _fit(self, setup: Setup, ready: Prepared, table: pd.DataFrame) -> Any:
        weights = setup.stages.weights_for(self.whole, ready.hierarchy)
        (tree,) = learn(setup.stages, self.whole, ready, weights, [table])
        return tree

    def _check_weights(self, tree: Any) -> None:
        """Refuse to draw weights of a tree that has not those that are drawn."""
        for source in self.sources:
            if source.name == "weight_noise":
                check_drawn(source, tree)

    def labels(self, u: Vector) -> dict[str, Any]:
        """Say what the numbers of one replication stand for."""
        return {s.name: s.label(x) for s, x in zip(self.sources, u, strict=True)}

    def possible(self, u: Vector) -> bool:
        """Tell whether the choices that numbers stand for can be combined."""
        return self._key(u) in self._setups

    def _key(self, u: Vector) -> tuple[str, ...]:
        pairs = zip(self.sources, u, strict=True)
        return tuple(source.label(x) for source, x in pairs if source.is_choice)

    def base(self) -> Vector:
        """Score the units as the index does, without anything varied."""
        return self._scored(self._base, {})

    def scores(self, u: Vector) -> Vector:
        """Score the units under the values that numbers stand for.

        Parameters
        ----------
        u : ndarray of shape (n_sources,)
            From 0 up to 1.

        Returns
        -------
        ndarray of shape (n_units,)

        Raises
        ------
        MCDMError
            The replication cannot be scored.
        """
        pairs = zip(self.sources, u, strict=True)
        values = {source.name: (source, source.place(x)) for source, x in pairs}
        return self._scored(self._setups[self._key(u)], values)

    def _scored(self, setup: Setup, values: Mapping[str, tuple[Source, int]]) -> Vector:
        table = setup.middle
        if "draws" in values:
            table = setup.tables[values["draws"][1] % len(setup.tables)]
        if "noise" in values:
            table = _with_noise(table, *values["noise"])
        ready, table = self._without(table, values)
        rows = _resampled(len(table), values)
        learned_from = table if rows is None else table.iloc[rows]
        known = ready if rows is None else ready._replace(table=ready.table.iloc[rows])
        tree = self._fit(setup, known, learned_from)
        if "weight_noise" in values:
            draw = drawn_weights(*values["weight_noise"])
            tree = _reweighed(setup, tree, learned_from, draw)
        scores = tree(table)
        return np.asarray(scores[:, tree.hierarchy.codes.index(tree.hierarchy.root)])

    def _without(
        self, table: pd.DataFrame, values: Mapping[str, tuple[Source, int]]
    ) -> tuple[Prepared, pd.DataFrame]:
        """Leave out the leaves of a node."""
        if "drop" not in values:
            return self.ready, table
        source, place = values["drop"]
        gone = source.at(place)
        rest = [leaf for leaf in table.columns if leaf not in gone]
        ready = self.ready._replace(
            hierarchy=self.ready.hierarchy.select(rest), table=self.ready.table[rest]
        )
        return ready, table[rest]


def _reweighed(
    setup: Setup, tree: FittedTree, table: pd.DataFrame, draw: DrawWeights
) -> FittedTree:
    """Draw weights anew, and learn scores with them."""
    return reweigh(tree, table, setup.stages.rules(tree.hierarchy), draw)


def _with_noise(table: pd.DataFrame, source: Source, seed: int) -> pd.DataFrame:
    """Give every cell a normal error, in shares of its value."""
    rng = np.random.default_rng(seed)
    size = source.setting[list(table.columns)].to_numpy()
    error = 1 + size * rng.standard_normal(table.shape)
    return pd.DataFrame(table.to_numpy() * error, table.index, table.columns)


def _resampled(
    n: int, values: Mapping[str, tuple[Source, int]]
) -> NDArray[np.int64] | None:
    """Draw units with replacement; None if they all count once."""
    if "units" not in values:
        return None
    rng = np.random.default_rng(values["units"][1])
    return np.sort(rng.integers(n, size=n))
