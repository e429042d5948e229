"""Methods side by side: one node of an index, scored in several ways."""

from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index.available import Available, Learn
from mcdm_index.comparison import Comparison, named_runs, side_by_side
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    MCDMError,
    located,
)
from mcdm_index.periods import EACH, rows_of_base

__all__ = ["score_by"]


def score_by(result: Any, methods: Any, code: str | None = None) -> Comparison:
    """Score one node by several methods, from what it is scored from in the index.

    Parameters
    ----------
    result : IndexResult
    methods : sequence or mapping
        Names of registered scoring methods, functions of rows and weights, or pairs of
        one of these and its options. A mapping goes from what a method is to be called.
    code : str, optional
        A group; the root by default. What it is scored from and the weights of that are
        those of the index, in every draw; so are the units without a score.

    Returns
    -------
    Comparison
        Scores are means over the draws; ranks are within each period if there are
        periods, and agreement is the mean over them.

    Raises
    ------
    SpecError
        There is no such node.
    DomainError
        It is a criterion, or each period was learned by itself.
    DuplicateLabelError
        Two methods have one name.
    """
    tree = result.hierarchy
    code = tree[tree.root if code is None else code].code
    if code not in result.inputs:
        msg = f"{code!r} is measured: there is nothing that it could be scored from"
        raise DomainError(msg)
    places = [tree.codes.index(each) for each in result.inputs[code]]
    flat = result.inputs[code] != tree.children(code)
    weights = result.weight_draws[:, places, int(flat)]
    W = np.array([share(w) for w in weights])
    base = base_of(result)
    scores: dict[str, Vector] = {}
    for name, method, options in named_runs(methods, "method"):
        if name in scores:
            msg = f"two methods are called {name!r}: name them in a mapping"
            raise DuplicateLabelError(msg)
        draws = result.score_draws[:, :, places]
        try:
            learn = Learn(method, options)
            pairs = zip(draws, W, strict=True)
            drawn = [_scores(learn, Z, w, base) for Z, w in pairs]
        except MCDMError as error:
            raise located(error, name) from None
        scores[name] = np.mean(drawn, axis=0)
    found = pd.DataFrame(scores, index=result.index)
    found[result.scores[code].isna()] = np.nan
    inputs = list(result.inputs[code])
    return side_by_side(
        found,
        pd.DataFrame({code: W.mean(axis=0)}, index=inputs),
        result.place,
        result.period_codes,
    )


def base_of(result: Any) -> Any:
    """Mark the rows that a result was learned from; None for all.

    Parameters
    ----------
    result : IndexResult

    Raises
    ------
    DomainError
        Every period was learned by itself.
    """
    if result.base == EACH:
        msg = "each period was learned by itself: there are no weights for all rows"
        raise DomainError(msg)
    return rows_of_base(result.index, result.period, result.base)


def _scores(learn: Learn, Z: Matrix, w: Vector, base: Any) -> Vector:
    """Learn from the rows of the base, and score all."""
    known = Z if base is None else Z[base]
    if np.isnan(Z).any():
        return Available(learn, known, w, 0.0)(Z)
    return np.asarray(learn(known, w)(Z))
