"""Units: from a result to what its rows have beside their scores, row by row."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from mcdm_index import diagnosis
from mcdm_index.diagnosis._table import standard_scores
from mcdm_index.engine import plain
from mcdm_index.report._rows import Rows

__all__ = ["chances", "imputed_cells", "leads", "obstacles", "peers"]

# How many peers and obstacles a page lists.
_LISTED: Final = 5


def imputed_cells(result: Any) -> dict[int, list[tuple[int, float, float, float]]]:
    """List the cells of every row that were imputed.

    Parameters
    ----------
    result : IndexResult

    Returns
    -------
    dict of row to list
        Place of the criterion among the leaves; mean, and least and largest draw.
    """
    at = {plain(label): i for i, label in enumerate(result.index)}
    leaves = {code: j for j, code in enumerate(result.hierarchy.leaves)}
    found: dict[int, list[tuple[int, float, float, float]]] = {}
    table = result.imputed
    if table.empty:
        return found
    columns = (table[name] for name in ("unit", "criterion", "mean", "min", "max"))
    for unit, criterion, *values in zip(*columns, strict=True):
        row, leaf = at.get(plain(unit)), leaves.get(criterion)
        if row is not None and leaf is not None:
            mean, least, largest = values
            found.setdefault(row, []).append((leaf, mean, least, largest))
    return found


def peers(result: Any, rows: Rows) -> list[list[int]]:
    """Find the rows that are most like each one, as `IndexResult.peers` does.

    They are of the same period and, where there are tiers, of the same tier. One that
    lacks the score of a dimension has none and is none.

    Parameters
    ----------
    result : IndexResult
    rows : Rows
    """
    S = result.scores[list(result.hierarchy.dimensions)].to_numpy()
    tiers = np.zeros(len(S)) if result.tier_codes is None else result.tier_codes
    found: list[list[int]] = [[] for _ in range(len(S))]
    for here in rows.parts(~np.isnan(S).any(axis=1)):
        z = standard_scores(S[here])
        distance = cdist(z, z)
        alike = tiers[here][:, None] == tiers[here]
        np.fill_diagonal(alike, val=False)
        distance[~alike] = np.inf
        order = np.argsort(distance, axis=1, kind="stable")[:, :_LISTED]
        for i, near in enumerate(order):
            found[here[i]] = [int(here[j]) for j in near if alike[i, j]]
    return found


def leads(result: Any, rows: Rows) -> list[tuple[int, float] | None]:
    """Tell in which dimension each row stands out, and in what share of the draws.

    Parameters
    ----------
    result : IndexResult
    rows : Rows

    Returns
    -------
    list
        Of each row the place of the dimension, -1 for a balanced one, and the share,
        1 if there is one draw; None where it cannot be told.
    """
    found: list[tuple[int, float] | None] = [None] * len(rows)
    dimensions = list(result.hierarchy.dimensions)
    if len(dimensions) < 2:
        return found
    S = result.scores[dimensions]
    places = [result.hierarchy.codes.index(code) for code in dimensions]
    for here in rows.parts(S.notna().all(axis=1).to_numpy()):
        if len(here) < 2:
            continue
        draws = result.score_draws[:, here][:, :, places] if result.m > 1 else None
        told = diagnosis.profiles(S.iloc[here], draws=draws)
        kinds = told.table["type"].cat.codes.to_numpy()
        share = np.ones((len(here), len(dimensions) + 1))
        if told.probability is not None:
            share = told.probability.to_numpy()
        for i, kind in enumerate(kinds):
            place = -1 if kind == len(dimensions) else int(kind)
            found[here[i]] = place, float(share[i, kind])
    return found


def obstacles(result: Any) -> list[list[tuple[int, float]]]:
    """List the largest obstacles of each row: place of the leaf, and degree.

    Parameters
    ----------
    result : IndexResult
        What lacks to 1 counts where normalized values lie within [0, 1], and what lacks
        to the best unit otherwise.
    """
    Z = result.scores[list(result.hierarchy.leaves)].to_numpy()
    known = np.flatnonzero(~np.isnan(Z).any(axis=1))
    found: list[list[tuple[int, float]]] = [[] for _ in range(len(Z))]
    if not len(known):
        return found
    within = Z[known].min() >= 0 and Z[known].max() <= 1
    told = result.obstacles(ideal="one" if within else "best")
    degrees = told.degrees.to_numpy()
    order = np.argsort(-degrees, axis=1, kind="stable")[:, :_LISTED]
    for i, row in enumerate(known):
        found[row] = [(int(j), degrees[i, j]) for j in order[i] if degrees[i, j] > 0]
    return found


def chances(result: Any) -> NDArray[np.float64] | None:
    """Give the chance of each grade in each row, best grade first.

    Parameters
    ----------
    result : IndexResult

    Returns
    -------
    ndarray of shape (n_rows, n_grades) or None
        NaN for a row without a score; None where nothing varies, or without grades.
    """
    if result.grade_codes is None or result.m < 2:
        return None
    told: pd.DataFrame = result.grade_probabilities().reindex(result.index)
    return told.to_numpy()
