"""One method under test: from a table to what reverses its order, and how often."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.errors import DomainError, suggestion
from mcdm_index.reversal._changes import (
    CHANGES,
    COLUMN_TESTS,
    TESTS,
    Change,
    Table,
    pairs,
    read_table,
)
from mcdm_index.reversal._judge import Freeze, Judge, judge
from mcdm_index.reversal._order import best_of, moves, signs, triples

__all__ = ["RankReversal", "rank_reversal", "read_tests"]


@dataclass(frozen=True, eq=False)
class RankReversal:
    """What the tests of one method found on one table.

    Attributes
    ----------
    summary : DataFrame
        One row per test: cases, those that failed, those with a reversal, and their
        share of the cases that ran (NA if none did); most_swapped, the largest number
        of swapped pairs in a case; winner_changed, the number of cases in which it
        did; ties opened and closed in all cases.
    cases : DataFrame
        One row per test and case: pairs compared, swapped, ties opened and closed, and
        winner_changed, whether none of the compared units that were best is best now;
        NA where the winner itself is left out, and for pairs. In the test of
        transitivity the single case compares triples: "swapped" counts those that go in
        a circle, and "opened" others that no ranking can hold, because of a tie.
    pairs : DataFrame
        One row per swapped pair: test, case, and the two units, by which of them stood
        above the other in the full table.
    failed : DataFrame
        Cases that could not be scored: test, case, reason.
    scores : Series
        Of the full table.
    weights : Series
        Of the full table.
    freeze : {"nothing", "weights", "all"}
        What was learned once, from the full table.
    """

    summary: pd.DataFrame
    cases: pd.DataFrame
    pairs: pd.DataFrame
    failed: pd.DataFrame
    scores: pd.Series
    weights: pd.Series
    freeze: Freeze


def rank_reversal(
    X: Any,
    method: str | Callable[..., Any] = "topsis",
    weights: Any = "equal",
    polarity: object = None,
    *,
    tests: str | Iterable[str] | None = None,
    options: Mapping[str, Any] | None = None,
    freeze: Freeze = "nothing",
    step: float = 0.05,
) -> RankReversal:
    r"""Test whether units keep their order when the table around them changes.

    A pair of units is *swapped* if one stood strictly above the other in the full
    table, and stands strictly below it in the changed one. The tests are

    - ``drop_unit``: each unit is left out;
    - ``add_copy``: each unit gets a copy;
    - ``add_dominated``: a unit is added that is a bit worse, in every criterion, than
      one of the units, each in its turn, or than the worst value of every criterion;
    - ``replace_worse``: each unit but the best becomes a bit worse in every criterion;
      the others are compared [1]_ (test criterion 1);
    - ``pairs``: each two units are scored by themselves, and must stand as in the full
      table (test criterion 3);
    - ``transitivity``: the orders of these pairs make up a ranking: of three units, if
      one stands above the second and that above the third, so does the first (test
      criterion 2);
    - ``split_criterion``: each criterion comes in twice. Weights that are given, or
      frozen, are halved between the two; others are learned anew from all columns, so
      that what counts twice may weigh more;
    - ``merge_criterion``: two criteria that are equal, or proportional, become one,
      with the sum of the two weights, or with weights learned anew.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values.
    method : str or callable, default "topsis"
        A registered scoring method; or a function of X, weights and polarity that gives
        a score to each row, larger for better.
    weights : str, callable, estimator or array_like, default "equal"
        See `weighting.weigh`.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    tests : str or sequence of str, optional
        Which of the tests above; all that are possible by default.
    options : mapping, optional
        Keyword options of the method, its normalization among them.
    freeze : {"nothing", "weights", "all"}, default "nothing"
        What is learned from the full table once, and then holds for every other one:
        nothing, so that each table is scored as if it were the only one; the weights;
        or all, weights, normalization, ideals and whatever the method learns. With all
        frozen a score depends on the row alone, so that no order can change; the
        tests of criteria are then not possible.
    step : float in (0, 1), default 0.05
        What a bit worse is, as a share of the range of each criterion. A value in a
        criterion without negative values loses at most this share of itself, so that
        what is positive stays so. A criterion that does not vary stays as it is.

    Returns
    -------
    RankReversal

    Raises
    ------
    DomainError
        There is no such test, or it is not possible; `freeze` or `step` is none of the
        above.
    ShapeError
        There are less than two units.
    MCDMError
        As raised by the method or the weighting on the full table.

    Notes
    -----
    Scores that differ by less than 1e-12 of the largest of them are a tie: that is what
    rounding makes of equal ones. A tie that opens, or an order that becomes a tie, is
    no reversal and is counted by itself.

    Each case is a table that is scored anew: four for each unit, one for each pair of
    units and one for each criterion, in all about 600 for 30 units. That is a second or
    two for most methods, and long for those that take long to score a table once.

    References
    ----------
    .. [1] Wang, X. and Triantaphyllou, E. (2008). Ranking irregularities when
       evaluating alternatives by using some ELECTRE methods. Omega 36(1), 45-63.
       doi:10.1016/j.omega.2005.12.003
    .. [2] Garcia-Cascales, M. S. and Lamata, M. T. (2012). On rank reversal and TOPSIS
       method. Mathematical and Computer Modelling 56(5-6), 123-132.
       doi:10.1016/j.mcm.2011.12.022

    Examples
    --------
    >>> X = pd.DataFrame(
    ...     {"gdp": [1.0, 4.0, 3.0, 5.0], "parks": [5.0, 2.0, 3.0, 1.0]},
    ...     index=["Ada", "Bel", "Dun", "Eri"],
    ... )
    >>> found = rank_reversal(X, "topsis", [1, 1], tests="drop_unit")
    >>> found.cases[["case", "compared", "swapped", "winner_changed"]]
      case  compared  swapped  winner_changed
    0  Ada         3        0            <NA>
    1  Bel         3        0           False
    2  Dun         3        0           False
    3  Eri         3        3            True
    >>> found.pairs
            test case above below
    0  drop_unit  Eri   Ada   Bel
    1  drop_unit  Eri   Ada   Dun
    2  drop_unit  Eri   Dun   Bel
    >>> frozen = rank_reversal(X, "topsis", [1, 1], tests="drop_unit", freeze="all")
    >>> int(frozen.summary.loc["drop_unit", "reversed"])
    0
    """
    asked = read_tests(tests, freeze)
    table = read_table(X, polarity)
    _check_step(step)
    of = judge(table, method, weights, dict(options or {}), freeze)
    full = of.full(table)
    outcomes = [
        _outcome(of, full, change) for change in _changes(table, asked, full, step)
    ]
    best = best_of(signs(full))
    rows = [_row(table, best, each) for each in outcomes if each.change.test in asked]
    if "transitivity" in asked:
        rows.append(_transitivity(table, outcomes))
    return _report(table, of, full, (asked, rows), freeze)


def _check_step(step: Any) -> None:
    number = isinstance(step, Real) and not isinstance(step, bool)
    if not number or not 0 < step < 1:
        msg = f"step must be a number between 0 and 1, got {step!r}"
        raise DomainError(msg)


class _Outcome(NamedTuple):
    """A change, and the scores before and after it, or why there are none."""

    change: Change
    before: Vector
    after: Vector | None
    reason: str


def read_tests(tests: str | Iterable[str] | None, freeze: str) -> tuple[str, ...]:
    """Read which tests are wanted, in their usual order.

    Raises
    ------
    DomainError
        There is no such test, or nothing to be tested if all is frozen.
    """
    if tests is None:
        return tuple(t for t in TESTS if freeze != "all" or t not in COLUMN_TESTS)
    asked = [tests] if isinstance(tests, str) else list(tests)
    for test in asked:
        if test not in TESTS:
            hint = suggestion(str(test), TESTS)
            msg = f"unknown test {test!r}.{hint} Use any of {', '.join(TESTS)}."
            raise DomainError(msg)
        if freeze == "all" and test in COLUMN_TESTS:
            msg = (
                f"test {test!r} changes the criteria, and what is frozen holds for "
                "those of the full table only; take freeze='weights'"
            )
            raise DomainError(msg)
    return tuple(test for test in TESTS if test in asked)


def _changes(
    table: Table, asked: tuple[str, ...], full: Vector, step: float
) -> Iterator[Change]:
    best = best_of(signs(full))
    for test in asked:
        if test in CHANGES:
            yield from CHANGES[test](table, best, float(step))
    if {"pairs", "transitivity"} & set(asked):
        yield from pairs(table)


def _outcome(of: Judge, full: Vector, change: Change) -> _Outcome:
    """Score a changed table; what goes wrong there is told, whoever raised it."""
    before = full[change.before]
    try:
        return _Outcome(change, before, of.other(change), "")
    except Exception as error:
        return _Outcome(change, before, None, f"{type(error).__name__}: {error}")


def _row(table: Table, best: set[int], outcome: _Outcome) -> dict[str, Any]:
    """Compare the order before and after, as a row of `cases` with its pairs."""
    change, before, after, reason = outcome
    row: dict[str, Any] = {"test": change.test, "case": change.case, "reason": reason}
    if after is None:
        return row
    found = moves(before, after)
    units = [table.units[i] for i in change.before]
    contested = change.test != "pairs" and bool(best & {*change.before.tolist()})
    return row | {
        "compared": found.compared,
        "swapped": len(found.swapped),
        "opened": found.opened,
        "closed": found.closed,
        "winner_changed": found.winner_changed if contested else None,
        "pairs": [(units[i], units[j]) for i, j in found.swapped],
    }


def _transitivity(table: Table, outcomes: Iterable[_Outcome]) -> dict[str, Any]:
    """Put the pairs together, and count the triples that no ranking can hold."""
    n = len(table.units)
    order = np.full((n, n), np.nan)
    for change, _, after, _ in outcomes:
        if change.test == "pairs" and after is not None:
            i, j = change.before
            order[i, j] = signs(after)[0, 1]
    found = triples(order)
    return {
        "test": "transitivity",
        "case": "all triples",
        "reason": "",
        "compared": found.compared,
        "swapped": found.circles,
        "opened": found.tied,
        "closed": 0,
        "winner_changed": None,
        "pairs": [],
    }


_COUNTS = ("compared", "swapped", "opened", "closed")


def _report(
    table: Table,
    of: Judge,
    full: Vector,
    found: tuple[tuple[str, ...], list[dict[str, Any]]],
    freeze: Freeze,
) -> RankReversal:
    """Label everything."""
    asked, rows = found
    rows = sorted(rows, key=lambda row: asked.index(row["test"]))
    ran = [row for row in rows if not row["reason"]]
    columns = ["test", "case", *_COUNTS, "winner_changed"]
    cases = pd.DataFrame([[row[c] for c in columns] for row in ran], columns=columns)
    cases = cases.astype(
        dict.fromkeys(_COUNTS, "int64") | {"winner_changed": "boolean"}
    )
    swaps = [(r["test"], r["case"], *pair) for r in ran for pair in r["pairs"]]
    lost = [(r["test"], r["case"], r["reason"]) for r in rows if r["reason"]]
    failed = pd.DataFrame(lost, columns=["test", "case", "reason"])
    criteria = [table.criterion(j) for j in range(len(of.weights))]
    index = pd.Index(table.units, tupleize_cols=False)
    return RankReversal(
        summary=_summary(asked, cases, failed),
        cases=cases,
        pairs=pd.DataFrame(swaps, columns=["test", "case", "above", "below"]),
        failed=failed,
        scores=pd.Series(full, index=index, name="score"),
        weights=pd.Series(of.weights, index=criteria, name="weight"),
        freeze=freeze,
    )


def _summary(
    asked: tuple[str, ...], cases: pd.DataFrame, failed: pd.DataFrame
) -> pd.DataFrame:
    """Sum up each test."""
    rows = []
    for test in asked:
        ran = cases[cases["test"] == test]
        lost = int((failed["test"] == test).sum())
        turned = int((ran["swapped"] > 0).sum())
        rows.append(
            {
                "cases": len(ran) + lost,
                "failed": lost,
                "reversed": turned,
                "share": turned / len(ran) if len(ran) else None,
                "most_swapped": ran["swapped"].max() if len(ran) else None,
                "winner_changed": int(ran["winner_changed"].sum()),
                "opened": int(ran["opened"].sum()),
                "closed": int(ran["closed"].sum()),
            }
        )
    summary = pd.DataFrame(rows, pd.Index(asked, name="test"))
    return summary.astype({"share": "Float64", "most_swapped": "Int64"})
