"""Obstacles: which indicators hold each unit back, and by what share."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from mcdm_index._numeric import check_whole, divide, within_floats
from mcdm_index.diagnosis._table import check_word, open_table
from mcdm_index.errors import UnknownColumnError, listing

__all__ = ["Obstacles", "obstacles"]

Ideal: TypeAlias = Literal["one", "best"]


@dataclass(frozen=True, eq=False)
class Obstacles:
    """How much each indicator holds each unit back.

    Attributes
    ----------
    degrees : DataFrame of shape (n_units, n_indicators)
        Obstacle degrees, 0 or more. They sum to 1 for every unit that lacks something.
    perfect : Series of bool
        Units that lack nothing in what has a weight: all their degrees are 0.
    """

    degrees: pd.DataFrame
    perfect: pd.Series

    def top(self, k: int = 3) -> pd.DataFrame:
        """List the k largest obstacles of each unit.

        Parameters
        ----------
        k : int, default 3

        Returns
        -------
        DataFrame
            One row per unit and place, which stand in the row index, with indicator and
            degree. Indicators that hold a unit back alike stand in the order of the
            columns; those that do not are left out, so that a unit may have fewer than
            k rows, and a perfect one has none.

        Raises
        ------
        DomainError
            k is no whole number of 1 or more.
        """
        k = min(check_whole(k, "k"), self.degrees.shape[1])
        degrees = self.degrees.to_numpy()
        n = len(degrees)
        order = np.argsort(-degrees, axis=1, kind="stable")[:, :k]
        table = pd.DataFrame(
            {
                "indicator": self.degrees.columns[order.ravel()],
                "degree": np.take_along_axis(degrees, order, axis=1).ravel(),
            },
            index=_with_place(self.degrees.index, np.tile(np.arange(1, k + 1), n), k),
        )
        return table[table["degree"] > 0]

    def grouped(self, parents: Mapping[Hashable, Hashable]) -> pd.DataFrame:
        """Add up the degrees of the indicators of each group.

        Parameters
        ----------
        parents : mapping
            From every indicator to its group. A Series does as well.

        Returns
        -------
        DataFrame of shape (n_units, n_groups)
            Groups in the order in which they first appear.

        Raises
        ------
        UnknownColumnError
            An indicator has no group.
        """
        lacking = [name for name in self.degrees.columns if name not in parents]
        if lacking:
            msg = f"indicators without a group: {listing(map(repr, lacking))}"
            raise UnknownColumnError(msg)
        groups = [parents[name] for name in self.degrees.columns]
        return self.degrees.T.groupby(groups, sort=False).sum().T


def obstacles(scores: Any, weights: Any = None, *, ideal: Ideal = "one") -> Obstacles:
    r"""Tell what holds each unit back: the obstacle degree of every indicator.

    With the weight :math:`w_j` and the normalized score :math:`z_{ij}`,

    .. math::

        O_{ij} = \frac{w_j (z^*_j - z_{ij})}{\sum_k w_k (z^*_k - z_{ik})},

    where the ideal :math:`z^*_j` is 1, or the best score of the column.

    Parameters
    ----------
    scores : array_like or DataFrame of shape (n_units, n_indicators)
        Normalized, larger is better; for ``ideal="one"`` within [0, 1].
    weights : array_like, mapping or Series of shape (n_indicators,), optional
        At the top of the index (effective weights), not within a group; equal by
        default. They may be 0 and are scaled to sum 1.
    ideal : {"one", "best"}, default "one"
        What is lacking is measured from 1, or from the best unit in each indicator. Of
        min-max scores both are the same. Scores on another scale, such as standard
        scores, have no 1 to reach and need "best"; indicators must share one scale.

    Returns
    -------
    Obstacles
        A unit that lacks nothing has no obstacles: its degrees are all 0, and it is
        marked as perfect.

    Raises
    ------
    DomainError
        A score lies outside [0, 1], for ``ideal="one"``.
    UnknownMethodError
        `ideal` is none of the above.
    DuplicateLabelError, EmptyDataError, MissingDataError, NonFiniteError
    NotNumericError, UnknownColumnError, WeightsError

    Notes
    -----
    The obstacle degree shares out what a unit lacks of a weighted sum. Of an index that
    is aggregated otherwise it is the same only roughly.

    Examples
    --------
    >>> Z = pd.DataFrame({"rd": [0.5, 1.0], "patents": [0.9, 1.0]}, ["Ada", "Bel"])
    >>> found = obstacles(Z, {"rd": 0.6, "patents": 0.4})
    >>> found.degrees.round(3)
            rd  patents
    Ada  0.882    0.118
    Bel  0.000    0.000
    >>> found.perfect.tolist()
    [False, True]
    >>> found.top(1).round(3).reset_index("place")
         place indicator  degree
    Ada      1        rd   0.882
    """
    check_word(ideal, get_args(Ideal), "ideal")
    table = open_table(scores)
    w = table.weights(weights)
    Z = table.within_unit() if ideal == "one" else table.scores
    with within_floats():
        lacks = (1.0 if ideal == "one" else Z.max(axis=0)) - Z
    # On a scale of its own in each row, so that little is not lost beside nothing.
    lacks = np.where(w > 0, lacks, 0.0)
    lacks = w * divide(lacks, lacks.max(axis=1, keepdims=True))
    total = lacks.sum(axis=1, keepdims=True)
    degrees = table.frame(divide(lacks, total))
    perfect = pd.Series(total[:, 0] == 0, index=table.index, name="perfect")
    return Obstacles(degrees, perfect)


def _with_place(index: pd.Index, places: Any, k: int) -> pd.MultiIndex:
    """Repeat the labels of the units k times, with a level for the place."""
    levels = [index.get_level_values(i).repeat(k) for i in range(index.nlevels)]
    names = [*index.names, "place"]
    return pd.MultiIndex.from_arrays([*levels, places], names=names)
