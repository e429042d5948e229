"""Transitions: from the grades of a panel to the chances of moving between them."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index._graded import Grades, read_grades
from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.convergence._chain import Chain
from mcdm_index.engine import plain
from mcdm_index.errors import DomainError
from mcdm_index.trends._panel import Panel, read_panel

__all__ = ["Transitions", "transitions"]

_MOST_GRADES: Final = 100


@dataclass(frozen=True, eq=False)
class Transitions:
    """What `transitions` found; all is by grade, worst first.

    Attributes
    ----------
    counts : DataFrame of int
        How often a unit went from the grade of the row to that of the column, from one
        period to the next; on the diagonal it stayed.
    probabilities : DataFrame
        The same over the total of the row, so that rows sum to 1. The row of a grade
        that no unit ever started from is NA.
    sojourn : Series
        For how many periods on average a unit stays in a grade that it has entered. NA
        if it never left it, or never started from it.
    steady_state : Series
        The shares of the grades that reproduce themselves, towards which those of the
        units go if the probabilities stay as they are. NA if there are none, or
        several.
    no_steady_state : str or None
        Why not; None if there is a steady state.
    first_passage : DataFrame
        After how many periods on average a unit in the grade of the row is in that of
        the column for the first time; on the diagonal, for the first time again. NA if
        it is not certain ever to get there.
    n_transitions : int
        Pairs of grades of a unit in two periods that follow each other.
    mobility : float or None
        Shorrocks' index, from 0, where no unit moves, to k / (k - 1): the chance to
        leave a grade, averaged over the grades, times k / (k - 1). None if there is one
        grade only, or a row of the probabilities is NA.
    """

    counts: pd.DataFrame
    probabilities: pd.DataFrame
    sojourn: pd.Series
    steady_state: pd.Series
    no_steady_state: str | None
    first_passage: pd.DataFrame
    n_transitions: int
    mobility: float | None


def transitions(
    grades: pd.Series, unit: Hashable, period: Hashable, k: int | None = None
) -> Transitions:
    r"""Estimate the Markov chain of the grades of units.

    Of the :math:`n_{ab}` units that went from grade a to grade b within one period,

    .. math::

        p_{ab} = \frac{n_{ab}}{\sum_c n_{ac}} .

    Parameters
    ----------
    grades : Series
        Whole numbers from 1 (worst), or ordered categories, worst first; missing, or 0,
        where a unit has no grade. The row index as in `sigma_convergence`. Cuts must be
        the same in all periods, as those of an index over a panel are: of quantiles
        that are cut anew in each period, each grade keeps its share.
    unit, period : str
        Names of the levels.
    k : int, optional
        Number of grades; by default the number of the categories, or the best grade
        that occurs.

    Returns
    -------
    Transitions
        Only a unit that has a grade in two periods that follow each other in the panel
        made a transition; one that was away in between did not.

    Raises
    ------
    DomainError
        A value is no grade, or beyond `k`; there is no transition; or the periods are
        not equally far from each other, so that transitions have different lengths.
    DuplicateLabelError, UnknownColumnError
        As in `sigma_convergence`.
    EmptyDataError, MissingDataError

    References
    ----------
    .. [1] Quah, D. (1993). Empirical cross-section dynamics in economic growth.
       European Economic Review 37(2-3), 426-434. doi:10.1016/0014-2921(93)90031-5
    .. [2] Kemeny, J. G. and Snell, J. L. (1976). Finite Markov Chains, chapters III and
       IV. Springer.
    .. [3] Shorrocks, A. F. (1978). The measurement of mobility. Econometrica 46(5),
       1013-1024.

    Examples
    --------
    >>> names = [(u, t) for u in "abc" for t in (2018, 2019, 2020)]
    >>> index = pd.MultiIndex.from_tuples(names, names=["city", "year"])
    >>> grades = pd.Series([1, 1, 2, 1, 2, 2, 2, 1, 1], index)
    >>> found = transitions(grades, "city", "year")
    >>> found.counts
    to    1  2
    from
    1     2  2
    2     1  1
    >>> found.steady_state.to_dict(), found.sojourn.to_dict()
    ({1: 0.5, 2: 0.5}, {1: 2.0, 2: 2.0})
    """
    read = read_grades(grades)
    panel = read_panel(read.numbers, unit, period)
    _check_steps(panel)
    names = _names(read, k)
    y = panel.scores[:, 0]
    runs = panel.runs(~np.isnan(y))
    before, after = runs.steps("consecutive")
    near = runs.place[after] == runs.place[before] + 1
    states = y[runs.kept].astype(int) - 1
    counts = np.zeros((len(names), len(names)), dtype=int)
    np.add.at(counts, (states[before[near]], states[after[near]]), 1)
    if not counts.any():
        msg = "no unit has a grade in two periods that follow each other"
        raise DomainError(msg)
    return _describe(counts, names)


def _names(read: Grades, k: Any) -> pd.Index:
    """Name the grades: by category, or by number up to k."""
    if k is None:
        k = read.k
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or k < read.k:
        msg = f"k must be a whole number, {read.k} or more as grades go, got {k!r}"
        raise DomainError(msg)
    if k > _MOST_GRADES:
        msg = f"{k} grades are more than {_MOST_GRADES}; are these scores?"
        raise DomainError(msg)
    if read.names is not None and k != read.k:
        msg = f"there are {read.k} categories; leave out k, which is {k}"
        raise DomainError(msg)
    return pd.Index(range(1, k + 1) if read.names is None else list(read.names))


def _check_steps(panel: Panel) -> None:
    """Refuse periods of which one is missing for everyone."""
    steps = np.diff(panel.times)
    if len(steps) and steps.max() > 1.5 * steps.min():
        i = int(steps.argmax())
        ends = " and ".join(repr(plain(label)) for label in panel.periods[i : i + 2])
        msg = (
            f"periods must be equally far from each other, but between {ends} it is "
            f"{steps.max() / steps.min():.3g} times as long as elsewhere; a transition "
            "would mean two things"
        )
        raise DomainError(msg)


def _describe(counts: Matrix, names: pd.Index) -> Transitions:
    total = counts.sum(axis=1)
    chain = Chain(divide(counts, total[:, None]), total > 0)
    rows, columns = names.rename("from"), names.rename("to")
    left = divide(total, total - np.diag(counts), np.nan)
    steady, why = chain.steady_state([str(name) for name in names])
    k = len(names)
    trace = float(np.trace(chain.P))
    return Transitions(
        pd.DataFrame(counts, rows, columns),
        _frame(np.where(total[:, None] > 0, chain.P, np.nan), rows, columns),
        _series(left, names, "sojourn"),
        _series(steady, names, "steady_state"),
        why,
        _frame(chain.first_passage(), rows, columns),
        int(counts.sum()),
        (k - trace) / (k - 1) if k > 1 and (total > 0).all() else None,
    )


def _frame(values: Matrix, rows: pd.Index, columns: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(values, rows, columns).astype("Float64")


def _series(values: Vector, names: pd.Index, what: str) -> pd.Series:
    return pd.Series(values, names.rename("grade"), name=what).astype("Float64")
