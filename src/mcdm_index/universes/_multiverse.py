"""The multiverse: from a table and lists of choices to the ranks under each of them."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import numpy as np
from joblib import Parallel, delayed

from mcdm_index._numeric import Vector, check_whole
from mcdm_index._progress import track
from mcdm_index._seeds import take_seed
from mcdm_index.errors import DomainError
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.index import CompositeIndex
from mcdm_index.preparation import prepare
from mcdm_index.universes._choices import (
    Where,
    read_choices,
    universes,
)
from mcdm_index.universes._report import Multiverse, gather, none_left
from mcdm_index.universes._work import Checks, Filled, fill, score

__all__ = ["Multiverse", "multiverse"]

NORMALIZE: Final = ("minmax", "zscore", "rank", "vector")
WEIGHTS: Final = ("equal", "entropy", "critic", "std")
AGGREGATE: Final = ("weighted_sum", "weighted_product", "topsis", "vikor")


def multiverse(
    X: Any,
    hierarchy: Hierarchy,
    *,
    normalize: Any = NORMALIZE,
    weights: Any = WEIGHTS,
    aggregate: Any = AGGREGATE,
    treat: Any = None,
    impute: Any = None,
    scheme: Any = None,
    where: Where | None = None,
    index: CompositeIndex | None = None,
    top: int = 10,
    n_jobs: int | None = None,
    rng: Any = None,
    verbose: bool = False,
) -> Multiverse:
    r"""Run an index under every combination of choices, and compare the rankings.

    Nobody can prove that one normalization, one set of weights and one aggregation are
    the right ones. This runs all that could be defended [1]_, and tells how far the
    rank of each unit depends on which of them is taken, and on which choice most.

    Parameters
    ----------
    X : DataFrame or array_like
        As for `CompositeIndex.fit`.
    hierarchy : Hierarchy
    normalize, weights, aggregate : choices
        Of each whatever `CompositeIndex` takes: names, estimators, functions, for the
        weights also the weights themselves. One, a sequence of them, or a mapping from
        what each is to be called. By default those that are most in use for an index:
        ranges, standard deviations, ranks or lengths; weights that are equal or come
        from entropy, from CRITIC or from standard deviations; the arithmetic and the
        geometric mean, TOPSIS and VIKOR.
    treat, impute, scheme : choices, optional
        As above; None among several is a choice as well, which does nothing. By default
        that of `index` alone.
    where : callable, optional
        Tells of a combination, given as a dict from ``"normalize"`` and so on to what
        the choice is called, whether it is wanted. Others are not part of the
        multiverse.
    index : CompositeIndex, optional
        What holds in all universes besides: screening, periods, levels and so on; with
        the choices that it has, it is the reference. Without it the reference is the
        ranking by the median rank of each unit.
    top : int, default 10
        How many places count as the first ones.
    n_jobs : int, optional
        Processes; the numbers are the same whatever it is.
    rng : None, int or Generator, optional
        Seed of the imputation. None takes the ``random_state`` of `index`, if it has
        one. Gaps are filled once for each choice of imputation, and its draws are
        shared by all universes that have it.
    verbose : bool, default False
        Whether a progress bar is shown on work over a second.

    Returns
    -------
    Multiverse
        A universe has, to the last bit, the scores that its index would have: the means
        over the draws, each of which goes through all stages.

    Raises
    ------
    DomainError
        No combination can work, or none ran; or `index`, `where` or `top` is none.
    EmptyDataError, DuplicateLabelError
        A stage has no choice, or two of one name.
    MCDMError
        As raised by `CompositeIndex.fit` for the table, and for the reference.

    Notes
    -----
    Before the run each stage is tried on what the stage before it makes of the first
    completed table. So names and options that do not exist are found, and so are
    weights or aggregations that are not defined for the values that a normalization
    gives, as the geometric mean is not for z-scores. An aggregation that scores 0
    whatever has a 0 in some criterion is excluded after a normalization that gives
    zeros: all units that are worst in something would share the last place. In the
    nested scheme groups of groups are not tried; what goes wrong there is in `failed`.

    Let :math:`y_u` be the rank of a unit in universe u. Universes that differ in one
    choice only form a cell. Of the sum of squares of y about its mean, the *total*
    share of the choice is the part within its cells, and the *first* share what the
    same step in every cell explains of that:

    .. math::

        T = \frac{\sum_u (y_u - \bar y_{c(u)})^2}{\sum_u (y_u - \bar y)^2}, \qquad
        F = \frac{\sum_u (b_{l(u)} - \bar b_{c(u)})^2}{\sum_u (y_u - \bar y)^2},

    where c is the cell of a universe, l its level of the choice, and the effects b of
    the levels fit :math:`y_u - \bar y_{c(u)}` best, by least squares, with
    :math:`b_{l(u)} - \bar b_{c(u)}`. If no combination is left out, these
    are the indices of Sobol', the first one that of a main effect in an analysis of
    variance [2]_, [3]_. Where some are, universes that have none to be compared with
    add nothing, and neither choice is credited with what both only do together.

    Two universes may be the same in all but name: after z-scores all standard
    deviations are equal, and so are weights taken from them.

    References
    ----------
    .. [1] Steegen, S., Tuerlinckx, F., Gelman, A. and Vanpaemel, W. (2016). Increasing
       transparency through a multiverse analysis. Perspectives on Psychological Science
       11(5), 702-712. doi:10.1177/1745691616658637
    .. [2] Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and
       sensitivity analysis techniques as tools for the quality assessment of composite
       indicators. Journal of the Royal Statistical Society A 168(2), 307-323.
       doi:10.1111/j.1467-985X.2005.00350.x
    .. [3] Sobol', I. M. (2001). Global sensitivity indices for nonlinear mathematical
       models and their Monte Carlo estimates. Mathematics and Computers in Simulation
       55(1-3), 271-280. doi:10.1016/S0378-4754(00)00270-6

    Examples
    --------
    >>> import mcdm_index as mi
    >>> import pandas as pd
    >>> tree = mi.Hierarchy.of(
    ...     [mi.Criterion("gdp", polarity="+"), mi.Criterion("smog", polarity="-")]
    ... )
    >>> table = pd.DataFrame(
    ...     {"gdp": [8.1, 5.2, 6.6, 3.9], "smog": [61, 35, 72, 20]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> found = multiverse(
    ...     table,
    ...     tree,
    ...     normalize=["minmax", "zscore"],
    ...     weights=["equal", "entropy"],
    ...     aggregate=["weighted_sum", "topsis"],
    ... )
    >>> found.runs[["normalize", "weights", "aggregate"]]
             normalize  weights     aggregate
    universe
    1           minmax    equal  weighted_sum
    2           minmax    equal        topsis
    3           minmax  entropy  weighted_sum
    4           minmax  entropy        topsis
    5           zscore    equal  weighted_sum
    6           zscore    equal        topsis
    >>> found.excluded["weights"].tolist()
    ['entropy', 'entropy']
    >>> found.units[["median", "best", "worst", "range"]].astype(int)
         median  best  worst  range
    Ada       1     1      1      0
    Bel       2     2      3      1
    Dun       4     4      4      0
    Eri       3     2      3      1
    """
    base, seed = _base(hierarchy, index, rng)
    check_whole(top, "top")
    choices = {
        "impute": read_choices("impute", base.impute if impute is None else impute),
        "treat": read_choices("treat", base.treat if treat is None else treat),
        "normalize": read_choices("normalize", normalize),
        "weights": read_choices("weights", weights),
        "aggregate": read_choices("aggregate", aggregate),
        "scheme": read_choices("scheme", base.scheme if scheme is None else scheme),
    }
    combined = universes(base, choices, where)
    frame, _, ready = prepare(X, base.hierarchy, period=base.period, screen=base.screen)
    checks = Checks(partial(fill, X=X, frame=frame, ready=ready, seed=seed))
    reference = None if index is None else _reference(base, choices["impute"], checks)
    reasons = {u.number: checks.reason(u) for u in combined}
    ready_to_run = [u for u in combined if reasons[u.number] is None]
    if not ready_to_run:
        raise none_left(combined, reasons, "no combination can work")
    work = [(u.index, checks.filled(u.labels["impute"], u.index)) for u in ready_to_run]
    outcomes = _run(work, n_jobs, verbose)
    return gather(
        combined,
        {u.number: o for u, o in zip(ready_to_run, outcomes, strict=True)},
        reasons,
        (ready.table.index, base.period, reference),
        top,
        seed,
    )


def _base(hierarchy: Hierarchy, index: Any, rng: Any) -> tuple[CompositeIndex, int]:
    """Settle what holds in all universes; grades and tiers play no part."""
    if index is not None and not isinstance(index, CompositeIndex):
        msg = f"index must be a CompositeIndex, got {index!r}"
        raise DomainError(msg)
    base = CompositeIndex(hierarchy) if index is None else index
    if rng is None and base.random_state is not None:
        seed = take_seed(base.random_state)
    else:
        seed = int(np.random.default_rng(rng).integers(2**31))
    return (
        base.with_(hierarchy=hierarchy, grade=None, tiers=None, random_state=seed),
        seed,
    )


def _reference(
    base: CompositeIndex, imputations: Mapping[str, Any], checks: Checks
) -> Vector:
    """Score by the choices of the index, sharing its imputation if a choice is that."""
    name = next((k for k, each in imputations.items() if each is base.impute), "")
    return score(base, checks.filled(name, base))


def _run(
    work: list[tuple[CompositeIndex, Filled]], n_jobs: int | None, show: bool
) -> list[Vector | str]:
    """Run every universe, here or in processes."""
    tracked = track(work, "universes", show=show)
    return list(Parallel(n_jobs=n_jobs)(delayed(_outcome)(*each) for each in tracked))


def _outcome(index: CompositeIndex, filled: Filled) -> Vector | str:
    """Score a universe; what goes wrong there is told, whoever raised it."""
    try:
        return score(index, filled)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
