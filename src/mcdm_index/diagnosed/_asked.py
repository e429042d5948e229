"""What the methods of a result share: rows, nodes, draws and groups."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index.errors import DomainError, listing
from mcdm_index.estimators import Grader, TierClusterer
from mcdm_index.hierarchy import Hierarchy

__all__ = ["Asked"]


if TYPE_CHECKING:

    class _Scored:
        """What a result has."""

        @property
        def hierarchy(self) -> Hierarchy: ...

        @property
        def index(self) -> pd.Index: ...

        @property
        def period(self) -> str | None: ...

        @property
        def scores(self) -> pd.DataFrame: ...

        @property
        def weights(self) -> pd.DataFrame: ...

        @property
        def imputed(self) -> pd.DataFrame: ...

        @property
        def score_draws(self) -> NDArray[np.float64]: ...

        @property
        def weight_draws(self) -> NDArray[np.float64]: ...

        @property
        def inputs(self) -> Mapping[str, tuple[str, ...]]: ...

        @property
        def scorers(self) -> Mapping[str, Any]: ...

        @property
        def grader(self) -> Grader | None: ...

        @property
        def clusterer(self) -> TierClusterer | None: ...

        @property
        def grades(self) -> pd.Series: ...

        @property
        def tiers(self) -> pd.Series: ...

else:
    _Scored = object


class Asked(_Scored):
    """A result that is asked of one period, one node, or some rows."""

    def _grader(self) -> Grader:
        if self.grader is None:
            msg = "this index has no grades; build it with grade='quantile' or the like"
            raise DomainError(msg)
        return self.grader

    def _code(self, code: str | None) -> str:
        return self.hierarchy[self.hierarchy.root if code is None else code].code

    def _rows(self, period: Any) -> tuple[NDArray[np.bool_], pd.Index]:
        """Mark the rows of one period, and name their units."""
        if period is None:
            return np.ones(len(self.index), dtype=bool), self.index
        if self.period is None:
            msg = "this index has no periods; leave out period="
            raise DomainError(msg)
        labels = self.index.get_level_values(self.period)
        rows = np.asarray(labels == period)
        if not rows.any():
            known = listing(map(repr, labels.unique()), most=20)
            msg = f"there is no period {period!r}; there are {known}"
            raise DomainError(msg)
        return rows, _without(self.index[rows], self.period)

    def _beside(self, unit: Any) -> NDArray[np.bool_]:
        """Mark the rows of the period of a unit; all that are scored otherwise."""
        scored = self.scores[list(self.hierarchy.dimensions)].notna().all(axis=1)
        rows = scored.to_numpy()
        if self.period is None or not isinstance(unit, tuple):
            return rows
        when = unit[self.index.names.index(self.period)]
        return np.asarray(rows & self._rows(when)[0])

    def _draws(self, rows: Any, places: list[int]) -> NDArray[np.float64] | None:
        """Take the draws of some rows and nodes; None if there is but one."""
        if len(self.score_draws) < 2:
            return None
        return self.score_draws[:, rows][:, :, places]

    def _panel(self, code: str | None) -> tuple[pd.Series, Any, Any]:
        """Give scores and the levels of unit and period."""
        if self.period is None:
            msg = "this needs a panel: an index with a period"
            raise DomainError(msg)
        units = [name for name in self.index.names if name != self.period]
        scores = self.scores[self._code(code)]
        if len(units) == 1:
            return scores, units[0], self.period
        msg = f"one level must name the unit, there are {listing(map(repr, units))}"
        raise DomainError(msg)

    def _groups(self, groups: Any, index: pd.Index) -> pd.Series:
        """Give the group of every row, by its unit."""
        if isinstance(groups, str):
            return pd.Series(index.get_level_values(groups), index=index)
        units = index if self.period is None else _without(index, self.period)
        found = pd.Series([dict(groups).get(unit) for unit in units], index=index)
        bare = units[found.isna().to_numpy()].unique()
        if len(bare):
            msg = f"units without a group: {listing(map(repr, bare))}"
            raise DomainError(msg)
        return found


def _without(index: pd.Index, level: str) -> pd.Index:
    """Take a level off the labels."""
    assert isinstance(index, pd.MultiIndex)
    return index.droplevel(level)
