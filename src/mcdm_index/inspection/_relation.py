"""Relation: how the nodes of an index go with something from outside."""

from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector, ranks
from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.methods.agreement import kendall

__all__ = ["relate"]


def relate(result: Any, external: Any) -> pd.DataFrame:
    """Correlate every node with something from outside, such as an income or a survey.

    Parameters
    ----------
    result : IndexResult
    external : Series
        By the labels of the units; units without a value, or that are not in the index,
        are left out.

    Returns
    -------
    DataFrame
        One row per node: units, the number of those compared; pearson, spearman and
        kendall, from -1 to 1. Where a node or the outside does not vary, 0; of a node
        that fewer than three of the units have a score on, NaN.

    Raises
    ------
    DomainError, ShapeError
        There are no labels, or fewer than three units in common.
    """
    if not isinstance(external, pd.Series):
        msg = f"what is outside must be a Series by unit, got {type(external).__name__}"
        raise DomainError(msg)
    if not external.index.is_unique:
        msg = "what is outside must have one value per unit, and some labels are twice"
        raise DomainError(msg)
    given = pd.to_numeric(external, errors="coerce")
    given = given[np.isfinite(given.to_numpy(dtype=float))]
    shared = result.index.intersection(given.index)
    if len(shared) < 3:
        msg = f"only {len(shared)} units have a value outside; three are needed"
        raise ShapeError(msg)
    y = given.loc[shared].to_numpy(dtype=float)
    rows = {}
    for code, column in result.scores.loc[shared].items():
        x = column.to_numpy()
        scored = ~np.isnan(x)
        rows[code] = _correlations(x[scored], y[scored])
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")


def _correlations(x: Vector, y: Vector) -> dict[str, float]:
    if len(x) < 3:
        return {
            "units": len(x),
            **dict.fromkeys(("pearson", "spearman", "kendall"), np.nan),
        }
    places = [ranks(v, ties="average") for v in (x, y)]
    return {
        "units": len(x),
        "pearson": _pearson(x, y),
        "spearman": _pearson(*places),
        "kendall": 0.0 if _constant(*places) else kendall(*places),
    }


def _constant(*columns: Vector) -> bool:
    return any(bool((column == column[0]).all()) for column in columns)


def _pearson(x: Vector, y: Vector) -> float:
    if _constant(x, y):
        return 0.0
    unit = [v / np.abs(v).max() for v in (x, y)]
    a, b = (v - v.mean() for v in unit)
    return float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1, 1))
