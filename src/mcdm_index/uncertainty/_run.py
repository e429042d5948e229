"""The run: from what may vary to the rankings that it makes, and how many failed."""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix, Vector, check_whole
from mcdm_index._progress import track
from mcdm_index._seeds import take_seed
from mcdm_index.errors import DomainError, MCDMError, bullets
from mcdm_index.uncertainty._ranks import Replications
from mcdm_index.uncertainty._replicate import Replicator

__all__ = ["Robustness", "refusal", "robustness", "score_one"]

_MOST_TRIES = 1000


@dataclass(frozen=True, eq=False)
class Robustness:
    """What became of a ranking when data and choices were varied.

    Attributes
    ----------
    distribution : Replications
        Scores and ranks in all replications that could be scored.
    varied : DataFrame
        One row per such replication: the choice, or the seed, of every source.
    failed : DataFrame
        One row per replication that could not be scored: its number, what was chosen,
        and the reason.
    impossible : DataFrame
        Combinations of choices that cannot work, found before the run, with the reason.
    alone : DataFrame or None
        One row per source: how far it moves ranks when all else stays as it is.
    """

    distribution: Replications
    varied: pd.DataFrame
    failed: pd.DataFrame
    impossible: pd.DataFrame
    alone: pd.DataFrame | None

    def __repr__(self) -> str:
        n, units = self.distribution.replicates.shape
        return (
            f"<Robustness: {units} units, {n} replications, {len(self.failed)} failed>"
        )

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """Give the distribution of score and rank of every unit.

        Parameters
        ----------
        level : float, default 0.95
            Of the intervals.
        """
        return self.distribution.table(level)


def robustness(
    index: Any,
    X: Any,
    vary: Any,
    n: int = 1000,
    *,
    alone: bool = False,
    impossible: Literal["raise", "skip"] = "raise",
    rng: int | None = None,
    n_jobs: int | None = None,
    memory: int = 1 << 29,
    show: bool = False,
) -> Robustness:
    """Score an index many times, each time with other data and other choices.

    Parameters
    ----------
    index : CompositeIndex
    X : DataFrame or array_like
        As for its `fit`. Screening is not varied.
    vary : mapping
        What varies, and how:

        - "draws": True : the imputation draw; otherwise imputed cells are held at their
          means;
        - "noise": float or mapping : a normal error in every cell, with this share of
          its value for a standard deviation; for all criteria or by criterion;
        - "units": "bootstrap" : everything is learned from units drawn with
          replacement, and all are scored;
        - "weight_noise": "uniform", float or mapping : any weights; or Dirichlet
          weights around those of the index with this spread, see
          `sampling.weights_around`; or any that keep to the low, high and order of the
          mapping, which speak of nodes by their codes, see
          `sampling.constrained_weights`. In a nested index all this holds in every
          group by itself;
        - "drop": "leaf", "dimension", a depth or a list of nodes : one of these, or
          none, is left out;
        - impute, treat, normalize, weights, aggregate, scheme, levels, min_present,
          goalposts, base : a list of alternatives for this parameter of
          `CompositeIndex`, or a mapping from what they are to be called.
    n : int, default 1000
        Number of replications.
    alone : bool, default False
        Whether each source is varied by itself as well, n times.
    impossible : {"raise", "skip"}, default "raise"
        Refuse if some combinations of choices cannot work, or draw among the others.
    rng : int, optional
        Seed. Every replication has a stream of its own, so that numbers do not depend
        on `n_jobs`.
    n_jobs : int, optional
        As for joblib, whose backend may be a cluster.
    memory : int, default 2**29
        How many bytes the counts of ranks and pairs of units may take; there are 40 for
        each pair of units.
    show : bool, default False
        Whether a progress bar is shown on work over a second.

    Returns
    -------
    Robustness

    Raises
    ------
    SpecError
        Something cannot vary so.
    DomainError
        Combinations of choices cannot work, all of them named; or every replication
        failed.

    Notes
    -----
    Whatever all replications share is done once: the table, screening, and imputation
    for each way of it. A replication learns treatment, normalization, weights and
    scores anew.

    References
    ----------
    .. [1] Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and
       sensitivity analysis techniques as tools for the quality assessment of composite
       indicators. Journal of the Royal Statistical Society A 168(2), 307-323.
       doi:10.1111/j.1467-985X.2005.00350.x

    Examples
    --------
    >>> import mcdm_index as mi
    >>> tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in "xyz"])
    >>> table = pd.DataFrame(
    ...     {"x": [9, 5, 1, 4], "y": [8, 6, 2, 5], "z": [7, 9, 1, 4]}, list("ABCD")
    ... )
    >>> index = mi.CompositeIndex(tree, tiers=None)
    >>> vary = {"weight_noise": "uniform", "aggregate": ["topsis", "weighted_sum"]}
    >>> found = robustness(index, table, vary, n=200, rng=0)
    >>> found.table()[["rank", "rank_low", "rank_high"]].to_dict("index")["D"]
    {'rank': 3, 'rank_low': 3, 'rank_high': 3}
    """
    check_whole(n, "n")
    seed = take_seed(rng)
    replicator = Replicator(index, X, vary)
    if len(replicator.impossible) and impossible == "raise":
        raise DomainError(refusal(replicator))
    U = np.array([_numbers(replicator, seed, i) for i in range(n)])
    scores, failed = _run(replicator, U, n_jobs, show=show)
    kept = np.setdiff1d(np.arange(n), [i for i, _ in failed])
    if not len(kept):
        msg = f"every replication failed; the first: {failed[0][1]}"
        raise DomainError(msg)
    base = pd.Series(replicator.base(), replicator.units, name="score")
    labels = pd.DataFrame([replicator.labels(u) for u in U])
    reasons = pd.Series(dict(failed), name="reason", dtype=object)
    return Robustness(
        distribution=Replications.of(scores[kept], base, memory=memory),
        varied=labels.iloc[kept].reset_index(drop=True),
        failed=labels.join(reasons, how="inner").rename_axis("replication"),
        impossible=replicator.impossible,
        alone=_each_alone(index, X, vary, n, seed) if alone else None,
    )


def refusal(replicator: Replicator) -> str:
    """Name the combinations of choices that cannot work.

    Parameters
    ----------
    replicator : Replicator
    """
    table = replicator.impossible
    lines = [
        ", ".join(f"{k}={v}" for k, v in row.items() if k != "reason")
        + f": {row['reason']}"
        for row in table.to_dict("records")
    ]
    told = bullets(lines, "combinations of choices cannot work")
    return f"{told}\nLeave them out, or pass impossible='skip'"


def _numbers(replicator: Replicator, seed: int, i: int) -> Vector:
    """Draw the numbers of one replication, until its choices can be combined."""
    rng = np.random.default_rng([seed, i])
    for _ in range(_MOST_TRIES):
        u = rng.random(len(replicator.sources))
        if replicator.possible(u):
            return np.asarray(u)
    msg = f"of {_MOST_TRIES} combinations of choices that were drawn, none can work"
    raise DomainError(msg)


def _run(
    replicator: Replicator, U: Matrix, n_jobs: int | None, *, show: bool
) -> tuple[Matrix, list[tuple[int, str]]]:
    """Score all replications; one that fails is told with its reason."""
    from joblib import Parallel, delayed

    edges = [*range(0, len(U), 32), len(U)]
    blocks = [U[a:b] for a, b in pairwise(edges)]
    call = delayed(partial(_block, replicator))
    parts = Parallel(n_jobs=n_jobs, return_as="generator")(map(call, blocks))
    shown = track(parts, "replications", show=show, total=len(blocks))
    done = [one for part in shown for one in part]
    scores = np.full((len(U), len(replicator.units)), np.nan)
    failed = []
    for i, outcome in enumerate(done):
        if isinstance(outcome, str):
            failed.append((i, outcome))
        else:
            scores[i] = outcome
    return scores, failed


def _block(replicator: Replicator, U: Matrix) -> list[Vector | str]:
    return [score_one(replicator, u) for u in U]


def score_one(replicator: Replicator, u: Vector) -> Vector | str:
    """Score one replication, or give the reason why not.

    Parameters
    ----------
    replicator : Replicator
    u : ndarray of shape (n_sources,)
    """
    try:
        scores = replicator.scores(u)
    except MCDMError as error:
        return str(error)
    if np.isnan(scores).any():
        return "a unit has no score"
    return scores


def _each_alone(index: Any, X: Any, vary: Any, n: int, seed: int) -> pd.DataFrame:
    """Vary one source at a time."""
    rows = {}
    for name, setting in vary.items():
        found = robustness(index, X, {name: setting}, n, impossible="skip", rng=seed)
        shift = found.distribution.shift
        moved = np.abs(
            found.distribution.ranks - found.distribution.base_ranks.to_numpy()
        )
        rows[name] = {
            "mean_shift": shift.mean(),
            "largest_shift": shift.max(),
            "most_moved": moved.max(),
            "failed": len(found.failed),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("source")
