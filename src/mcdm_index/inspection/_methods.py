"""Methods side by side: one node of an index, scored in several ways."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, share
from mcdm_index.available import Available
from mcdm_index.comparison import Comparison, named_runs, side_by_side
from mcdm_index.errors import DomainError, MCDMError, located
from mcdm_index.methods import scoring

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
        It is a criterion.
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
    scores = {}
    for name, method, options in named_runs(methods, "method"):
        draws = result.score_draws[:, :, places]
        try:
            drawn = [
                _scores(method, *pair, options) for pair in zip(draws, W, strict=True)
            ]
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


def _scores(method: Any, Z: Matrix, w: Vector, options: Mapping[str, Any]) -> Vector:
    def learn(rows: Matrix, weights: Vector) -> scoring.Scoring:
        return scoring.fit(method, rows, weights, options=options)

    if np.isnan(Z).any():
        return Available(learn, Z, w, 0.0)(Z)
    return np.asarray(learn(Z, w)(Z))
