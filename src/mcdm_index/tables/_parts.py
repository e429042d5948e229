"""Parts: from a result to what lies behind its weights and scores, learned once more.

The index keeps weights and scores. What papers print beside them (entropies, distances)
is computed here by the same functions from the same values, draw by draw.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, one_vector, share
from mcdm_index._registry import get
from mcdm_index.errors import UnknownMethodError
from mcdm_index.estimators import Weighter
from mcdm_index.methods import scoring, weighting
from mcdm_index.periods import EACH, rows_of_base

__all__ = ["score_parts", "weight_parts"]

Rows = NDArray[np.bool_]


def weight_parts(result: Any) -> pd.DataFrame:
    """Give what lies behind the weights, where the method keeps it.

    Parameters
    ----------
    result : IndexResult

    Returns
    -------
    DataFrame
        One row per node that was weighed, under its code. Entropy weights have
        ``entropy`` and ``divergence``; CRITIC has ``deviation``, ``conflict`` and
        ``information``; weights by a measure of spread have ``spread``. All are means
        over the draws, and over the periods where each is learned by itself. Without
        such a method it has no columns.
    """
    found = [
        _weight_parts(result, code, weighter)
        for code, weighter in result.weighters.items()
        if _keeps_details(weighter) and len(result.inputs[code]) > 1
    ]
    if not found:
        return pd.DataFrame(index=pd.Index([], name="code"))
    parts = pd.concat(found).rename_axis("code")
    order = [code for code in result.hierarchy.codes if code in parts.index]
    return parts.loc[order]


def _keeps_details(weighter: Any) -> bool:
    method = getattr(weighter, "method", None)
    return (
        isinstance(method, str) and get("weighting", method).name in weighting.DETAILED
    )


def _weight_parts(result: Any, code: str, weighter: Weighter) -> pd.DataFrame:
    codes = list(result.inputs[code])
    drawn = []
    for draw in range(result.m):
        for taught, _ in _learnings(result):
            Z = _complete(_values(result, draw, codes)[taught])
            frame, method = pd.DataFrame(Z, columns=codes), str(weighter.method)
            details = weighting.details(frame, method, options=weighter.options)
            drawn.append([*details[:-1]])  # the weights stand in the result
    return pd.DataFrame(
        np.mean(drawn, axis=0).T, index=codes, columns=list(details._fields[:-1])
    )


def score_parts(result: Any, code: str | None = None) -> pd.DataFrame:
    """Give what lies behind the scores on one node, where the method keeps it.

    Parameters
    ----------
    result : IndexResult
    code : str, optional
        A group; the root by default.

    Returns
    -------
    DataFrame
        One row per unit; for TOPSIS ``to_ideal`` (D+), ``to_anti_ideal`` (D-) and
        ``closeness``, for VIKOR ``S``, ``R`` and ``Q``, and so on for other methods
        that have parts, under the names of their details; without columns for the rest.
        All are means over the draws, so that the closeness is the score of the index,
        and not the quotient of the mean distances. A unit that lacks something of what
        it is scored from has NaN.
    """
    code = result.hierarchy.root if code is None else code
    found: dict[str, Matrix] = {}
    for draw in range(result.m):
        try:
            parts = _score_parts(result, code, draw)
        except UnknownMethodError:  # the method keeps none
            return pd.DataFrame(index=result.index)
        for name, values in parts.items():
            found[name] = found.get(name, np.zeros(len(values))) + values
    means = {name: values / result.m for name, values in found.items()}
    return pd.DataFrame(means, index=result.index)


def _score_parts(result: Any, code: str, draw: int) -> dict[str, Vector]:
    """Learn the score of a group once more in one draw, and ask it for its parts."""
    scorer = result.scorers[code]
    values = _values(result, draw, list(result.inputs[code]))
    there = ~np.isnan(values).any(axis=1)
    found: dict[str, Vector] = {}
    for taught, scored in _learnings(result):
        if not (there & taught).any():
            continue
        w = _weights(result, code, draw, taught)
        learned = scoring.fit(
            scorer.method, values[there & taught], w, options=scorer.options
        )
        details = learned.details(values[there & scored])
        for name, part in details._asdict().items():
            if np.shape(part) == (int((there & scored).sum()),):
                whole = found.setdefault(name, np.full(len(values), np.nan))
                whole[there & scored] = part
    return found


def _learnings(result: Any) -> Iterator[tuple[Rows, Rows]]:
    """Give the rows that were learned from, and those scored by what was learned."""
    every = np.ones(len(result.index), dtype=bool)
    if isinstance(result.base, str) and result.base == EACH:
        for period in range(int(result.period_codes.max()) + 1):
            rows = result.period_codes == period
            yield rows, rows
        return
    base = rows_of_base(result.index, result.period, result.base)
    yield (every if base is None else base), every


def _values(result: Any, draw: int, codes: list[str]) -> Matrix:
    places = [result.hierarchy.codes.index(code) for code in codes]
    return np.asarray(result.score_draws[draw][:, places])


def _complete(rows: Matrix) -> Matrix:
    return rows[~np.isnan(rows).any(axis=1)]


def _weights(result: Any, code: str, draw: int, taught: Rows) -> Vector:
    """Give the weights of what a group is scored from, within the group."""
    tree, inputs = result.hierarchy, result.inputs[code]
    each = isinstance(result.base, str) and result.base == EACH
    top = code if code in result.weighters else tree.root
    weighter = result.weighters[top]
    if each and isinstance(weighter, Weighter):
        codes = list(result.inputs[top])
        Z = _complete(_values(result, draw, codes)[taught])
        w = np.ones(1)
        if len(codes) > 1:
            frame = pd.DataFrame(Z, columns=codes)
            limits = {"cap": weighter.cap, "floor": weighter.floor}
            told = weighter.method, None, weighter.options
            w = one_vector(weighting.weigh(frame, *told, **limits))
        held = dict(zip(codes, w, strict=True))
        return share([held[each] for each in inputs])
    local = dict(zip(tree.codes, result.weight_draws[draw][:, 0], strict=True))
    return share([_within(tree, local, code, each) for each in inputs])


def _within(tree: Any, local: dict[str, float], code: str, below: str) -> float:
    """Multiply the local weights on the way from a group down to a node."""
    held, at = 1.0, below
    while at != code:
        held *= local[at]
        at = tree[at].parent
    return held
