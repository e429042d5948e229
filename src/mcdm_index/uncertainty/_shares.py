"""Shares: how much of what happens to ranks is due to each source."""

from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import ranks
from mcdm_index.errors import DomainError
from mcdm_index.sensitivity import SobolIndices, sobol, uniform
from mcdm_index.uncertainty._replicate import Replicator
from mcdm_index.uncertainty._run import refusal, score_one

__all__ = ["MEAN_SHIFT", "variance_shares"]

MEAN_SHIFT = "mean shift"


def variance_shares(
    index: Any,
    X: Any,
    vary: Any,
    n: int = 128,
    *,
    bootstrap: int = 200,
    rng: int | None = None,
    n_jobs: int | None = None,
) -> SobolIndices:
    """Tell how much of the variance of ranks is due to each source, and to which.

    Parameters
    ----------
    index : CompositeIndex
    X : DataFrame or array_like
    vary : mapping
        As in `robustness`; two sources or more, of which all choices can be combined.
    n : int, default 128
        A power of 2; the index is scored n (2 + the number of sources) times.
    bootstrap : int, default 200
        Resamples behind the intervals.
    rng, n_jobs
        As in `robustness`.

    Returns
    -------
    SobolIndices
        First-order and total indices of the mean absolute shift of ranks, under the
        name "mean shift", and of the rank of every unit. A random source counts as one
        factor, whose seed is varied.

    Raises
    ------
    SpecError
        Something cannot vary so.
    DomainError
        Combinations of choices cannot work.

    Notes
    -----
    See `mcdm_index.sensitivity.sobol`. Replications that fail are left out with all
    that belong to them, and counted.
    """
    replicator = Replicator(index, X, vary)
    if len(replicator.impossible):
        raise DomainError(refusal(replicator))
    names = [source.name for source in replicator.sources]
    base = ranks(replicator.base())
    labels = [str(unit) for unit in replicator.units]

    def outputs(values: dict[str, float]) -> Any:
        u = np.array([values[name] for name in names])
        scores = score_one(replicator, u)
        if isinstance(scores, str):
            return np.nan
        places = ranks(scores)
        shift = float(np.abs(places - base).mean())
        return pd.Series([shift, *places], index=[MEAN_SHIFT, *labels])

    factors = {name: uniform(0, 1) for name in names}
    return sobol(
        outputs,
        factors,
        n,
        bootstrap=bootstrap,
        rng=rng,
        vectorized=False,
        n_jobs=n_jobs,
    )
