"""Trees and panels: from sizes to the hierarchies and panel tables to draw."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from mcdm_index._registry import Domain
from mcdm_index.criterion import Criterion
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.polarity import BENEFIT, COST
from mcdm_index.testing._strategies import (
    Between,
    decision_matrices,
    intervals,
    targets,
)
from mcdm_index.testing._strategies import gaps as gaps_of
from mcdm_index.testing._values import grid

__all__ = ["hierarchies", "panels"]


@st.composite
def hierarchies(
    draw: Any,
    *,
    depth: Between = (1, 3),
    children: Between = (1, 3),
    graded: bool = True,
    weighted: bool | None = None,
) -> Hierarchy:
    """Draw trees of criteria.

    Parameters
    ----------
    depth : (int, int)
        How many levels may stand below the root, fewest and most; branches of one
        tree may differ.
    children : (int, int)
        How many a group has, fewest and most.
    graded : bool, default True
        Targets and intervals among the polarities of the leaves.
    weighted : bool, optional
        Whether nodes have weights; drawn for each tree by default.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws `Hierarchy` objects. Codes tell the way: ``index.2.1`` is the first
        child of the second child of the root.

    Examples
    --------
    >>> from hypothesis import find
    >>> len(find(hierarchies(), lambda tree: len(tree.leaves) == 2).leaves)
    2
    """
    kinds: st.SearchStrategy[Any] = st.sampled_from((BENEFIT, COST))
    polarity = kinds | targets() | intervals() if graded else kinds
    has_weights = draw(st.booleans()) if weighted is None else weighted
    nodes: list[Criterion] = []

    def grow(code: str, parent: str | None, level: int) -> None:
        may = level < depth[1]
        group = may and (level < depth[0] or draw(st.booleans()))
        own = has_weights and parent is not None
        weight = draw(st.sampled_from((1.0, 0.25, 2.0, 7.0))) if own else None
        kind = None if group else draw(polarity)
        nodes.append(Criterion(code, parent, polarity=kind, weight=weight))
        for i in range(draw(st.integers(*children)) if group else 0):
            grow(f"{code}.{i + 1}", code, level + 1)

    grow("index", None, 0)
    return Hierarchy(tuple(nodes))


@st.composite
def panels(
    draw: Any,
    domain: Domain = "real",
    *,
    units: Between = (1, 5),
    periods: Between = (1, 4),
    criteria: Between = (1, 3),
    gaps: bool = True,
    balanced: bool = False,
) -> pd.DataFrame:
    """Draw tables of units over time.

    Parameters
    ----------
    domain : {"real", "nonnegative", "positive", "above_one"}
        Within which all values lie.
    units, periods, criteria : (int, int)
        The fewest and the most.
    gaps : bool, default True
        Missing cells; one value stays in each row and in each column.
    balanced : bool, default False
        Every unit in every period. Otherwise some rows are absent, and one of each
        unit stays.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws frames with the index levels ``unit`` and ``period`` and columns c1,
        c2 and so on. Periods are years, which need not follow each other; rows stand in
        any order.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(panels(), lambda table: len(table) == 2)
                  c1
    unit period
    u1   2000    0.0
    u2   2000    0.0
    """
    n, t = draw(st.integers(*units)), draw(st.integers(*periods))
    steps = draw(st.lists(st.integers(1, 3), min_size=t, max_size=t))
    years = [int(year) for year in 1999 + np.cumsum(steps)]
    labels = [(f"u{i + 1}", year) for i in range(n) for year in years]
    if not balanced:
        absent = draw(st.lists(st.booleans(), min_size=n * t, max_size=n * t))
        labels = [
            label for at, label in enumerate(labels) if at % t == 0 or not absent[at]
        ]
    shape = len(labels), draw(st.integers(*criteria))
    size: dict[str, Any] = {"rows": (shape[0],) * 2, "columns": (shape[1],) * 2}
    values = draw(decision_matrices(domain, elements=grid(domain), **size))
    if gaps and draw(st.booleans()):
        values[draw(gaps_of(shape, ("cells", "monotone", "block")))] = np.nan
    names = pd.MultiIndex.from_tuples(labels, names=["unit", "period"])
    columns = [f"c{j + 1}" for j in range(shape[1])]
    table = pd.DataFrame(values, index=names, columns=columns)
    order: list[int] = draw(st.permutations(range(len(table))))
    return table.iloc[order]
