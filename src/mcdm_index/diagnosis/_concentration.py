"""Concentration: what part of the best units lies inside given groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._graded import read_grades
from mcdm_index.diagnosis._membership import Membership, Unmatched, read_membership
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MCDMError,
    listing,
    located,
)
from mcdm_index.estimators import Grader
from mcdm_index.methods.inequality import hhi, location_quotient

__all__ = ["Concentration", "concentration", "concentration_by_rule", "grader_of"]

_COLUMNS = ("units", "top", "share_of_units", "share_of_top", "location_quotient")


@dataclass(frozen=True, eq=False)
class Concentration:
    """What `concentration` found; "top" are the units of the grade asked for or better.

    Attributes
    ----------
    at_least : int
        The grade.
    n_units, n_top : int
        Units that have a grade, and those of them at the top.
    table : DataFrame
        One row per group: its units, how many of them are top, its share of all units
        and of all top units, and its location quotient, the second share over the
        first; NA for a group that has no units. Where groups overlap, a unit counts in
        each, and the shares may sum to more than 1.
    union : Series
        The same of all groups together, each unit counted once.
    outside : Series
        The same of the units that are in no group.
    p_value : float
        The chance that of as many units as the union has, drawn at random, as many or
        more are top (hypergeometric).
    hhi, hhi_normalized : float
        Herfindahl-Hirschman index of how the top units are distributed over the groups,
        and those in no group as one more, from 1/k or 0 to 1. A unit that is in several
        groups is split equally among them.
    unmatched : DataFrame
        Members that are no graded units: group, unit, and a unit that is called
        similarly, NA if there is none. They count for nothing.
    """

    at_least: int
    n_units: int
    n_top: int
    table: pd.DataFrame
    union: pd.Series
    outside: pd.Series
    p_value: float
    hhi: float
    hhi_normalized: float
    unmatched: pd.DataFrame


def concentration(
    grades: pd.Series,
    membership: Any,
    *,
    at_least: Any,
    unmatched: Unmatched = "report",
) -> Concentration:
    r"""Tell what part of the best units lies inside given groups.

    Of n units K are at the top, and of the m units in any of the groups x are. Then the
    groups have the share :math:`x / K` of the top, the location quotient :math:`(x / K)
    / (m / n)`, and the p-value

    .. math::

        \sum_{i \ge x} \binom{m}{i} \binom{n - m}{K - i} \Big/ \binom{n}{K} .

    Parameters
    ----------
    grades : Series
        By unit: whole numbers from 1 (worst), or ordered categories, worst first, as an
        index gives them; units without a grade, missing or 0, are left out.
    membership : mapping or DataFrame
        From groups to their units, such as ``{"delta": ["Ada", "Bel"]}``; or a table
        with the columns "unit" and "group"; or one of truth values, with units as rows
        and groups as columns. A unit may be in several groups, or in none.
    at_least : int or label
        The lowest grade that counts as top.
    unmatched : {"report", "raise"}, default "report"
        What to do about members that are no graded units: tell them in the result,
        since the index may have screened them out, or refuse.

    Returns
    -------
    Concentration

    Raises
    ------
    DomainError
        No unit is at the top, or an argument is not of its kind.
    DuplicateLabelError
        A unit has two grades, as in a panel, or stands twice in a group.
    UnknownColumnError
        No member is a unit; or some are not, and that is to be refused.
    UnknownMethodError
        There is no grade of that name.
    EmptyDataError, MissingDataError

    References
    ----------
    .. [1] Isserman, A. M. (1977). The location quotient approach to estimating regional
       economic impacts. Journal of the American Institute of Planners 43(1), 33-41.
       doi:10.1080/01944367708977758
    .. [2] Rivals, I., Personnaz, L., Taing, L. and Potier, M.-C. (2007). Enrichment or
       depletion of a GO category within a class of genes: which test? Bioinformatics
       23(4), 401-407. doi:10.1093/bioinformatics/btl633

    Examples
    --------
    >>> grades = pd.Series([4, 4, 3, 4, 2, 1, 1, 2], index=list("ABCDEFGH"))
    >>> groups = {"delta": ["A", "B", "C"], "coast": ["B", "E"]}
    >>> found = concentration(grades, groups, at_least=3)
    >>> found.table[["units", "top", "share_of_top", "location_quotient"]]
           units  top  share_of_top  location_quotient
    group
    delta      3    3          0.75                2.0
    coast      2    1          0.25                1.0
    >>> found.union["share_of_top"], round(found.p_value, 3)
    (0.75, 0.243)
    """
    read = read_grades(grades)
    numbers = _one_each(read.numbers)
    lowest = read.number(at_least, "at_least")
    members = read_membership(membership, numbers.index, unmatched)
    top = numbers.to_numpy() >= lowest
    if not top.any():
        best = int(numbers.max())
        msg = f"no unit has grade {lowest} or better; the best is {best}"
        raise DomainError(msg)
    return _measure(top, members, lowest)


def _one_each(numbers: pd.Series) -> pd.Series:
    """Leave out units without a grade, and refuse those that have several."""
    if not numbers.index.is_unique:
        twice = numbers.index[numbers.index.duplicated()]
        msg = f"units must have one grade each; more have: {listing(map(repr, twice))}"
        raise DuplicateLabelError(msg)
    if isinstance(numbers.index, pd.MultiIndex):
        levels = listing(map(repr, numbers.index.names))
        msg = (
            f"grades must be by unit, but the row index has the levels {levels}; take "
            "one period, as in grades.xs(2020, level='year')"
        )
        raise DuplicateLabelError(msg)
    kept = numbers.dropna()
    if not len(kept):
        msg = "no unit has a grade"
        raise EmptyDataError(msg)
    return kept


def _measure(
    top: NDArray[np.bool_], members: Membership, at_least: int
) -> Concentration:
    from scipy.stats import hypergeom

    inside, n, n_top = members.inside, len(top), int(top.sum())
    anywhere = inside.any(axis=1)
    # The groups, all of them, and what is in none, side by side.
    columns = np.column_stack([inside, anywhere, ~anywhere])
    units, hits = columns.sum(axis=0), columns[top].sum(axis=0)
    table = pd.DataFrame(
        {
            "units": units,
            "top": hits,
            "share_of_units": units / n,
            "share_of_top": hits / n_top,
        }
    )
    some = units > 0
    quotient = np.full(len(units), np.nan)
    quotient[some] = location_quotient(hits[some], units[some], totals=(n_top, n))
    table["location_quotient"] = pd.Series(quotient).astype("Float64")
    union, outside = (table.astype(object).iloc[i] for i in (-2, -1))
    spread = _split(inside[top], bool((~anywhere).any()))
    return Concentration(
        at_least=at_least,
        n_units=n,
        n_top=n_top,
        table=table.iloc[:-2].set_axis(members.groups),
        union=union.rename("union"),
        outside=outside.rename("outside"),
        p_value=float(hypergeom.sf(hits[-2] - 1, n, n_top, units[-2])),
        hhi=hhi(spread),
        hhi_normalized=hhi(spread, normalized=True),
        unmatched=members.unmatched,
    )


def _split(inside: NDArray[np.bool_], some_outside: bool) -> NDArray[np.float64]:
    """Count the top units of each group, and of no group if there are such units."""
    nowhere = ~inside.any(axis=1, keepdims=True)
    shared = np.column_stack([inside, nowhere]).astype(float)
    shared /= shared.sum(axis=1, keepdims=True)
    # Sorted, so that the sums do not depend on the order of the units.
    amounts = np.sort(shared, axis=0).sum(axis=0)
    return np.asarray(amounts if some_outside else amounts[:-1])


def concentration_by_rule(
    scores: Any,
    membership: Any,
    *,
    rules: Any,
    at_least: int,
    unmatched: Unmatched = "report",
) -> pd.DataFrame:
    """Tell what part of the best units lies inside given groups, under several rules.

    The share depends on the rule by which scores become grades; with this it is told
    under each.

    Parameters
    ----------
    scores : Series
        By unit; finite, larger is better.
    membership, unmatched
        As in `concentration`.
    rules : mapping
        From names to rules: a `Grader`, of which a copy is fitted to the scores, or
        what to make one of, ``(method, k)`` or ``(method, k, options)``.
    at_least : int
        The lowest grade that counts as top, under every rule.

    Returns
    -------
    DataFrame
        One row per rule: the number of top units; of all groups together, each unit
        counted once, how many of them they have, their shares of all units and of top
        units, the location quotient and the p-value; and the Herfindahl-Hirschman
        index. See `Concentration`. NA where a rule puts no unit at the top.

    Raises
    ------
    DomainError
        A rule has no such grade, or is none.
    DuplicateLabelError, EmptyDataError, MissingDataError, NonFiniteError, \
NotNumericError, UnknownColumnError, UnknownMethodError

    Examples
    --------
    >>> scores = pd.Series([9, 8, 4, 3, 2, 1], index=list("ABCDEF"), dtype=float)
    >>> found = concentration_by_rule(
    ...     scores,
    ...     {"delta": ["A", "B"]},
    ...     rules={"thirds": ("quantile", 3), "equal": ("equal_interval", 3)},
    ...     at_least=2,
    ... )
    >>> found[["n_top", "top", "share_of_top"]]
            n_top  top  share_of_top
    rule
    thirds      4    2           0.5
    equal       3    2      0.666667
    """
    if not isinstance(scores, pd.Series):
        msg = f"scores must be a Series by unit, got {type(scores).__name__}"
        raise DomainError(msg)
    if not isinstance(rules, Mapping) or not rules:
        msg = f"rules must be a mapping from names to rules, got {rules!r}"
        raise DomainError(msg)
    rows = {}
    for name, rule in rules.items():
        try:
            rows[name] = _under(scores, membership, rule, at_least, unmatched)
        except MCDMError as error:
            raise located(error, f"rule {name!r}") from None
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("rule")
    whole = dict.fromkeys(("n_top", "top"), "Int64")
    return found.astype(dict.fromkeys(found.columns, "Float64") | whole)


def _under(
    scores: pd.Series, membership: Any, rule: Any, at_least: int, unmatched: Unmatched
) -> dict[str, Any]:
    """Measure the concentration under one rule."""
    grader = grader_of(rule)
    if isinstance(at_least, bool) or at_least not in range(1, grader.k + 1):
        msg = f"it has the grades 1 to {grader.k}, and at_least is {at_least!r}"
        raise DomainError(msg)
    codes = grader.fit_transform(scores.to_frame("score"))
    grades = pd.Series(np.asarray(codes)[:, 0], scores.index)
    if not (grades >= at_least).any():
        return {"n_top": 0}
    found = concentration(grades, membership, at_least=at_least, unmatched=unmatched)
    whole = {str(name): value for name, value in found.union.drop("units").items()}
    return {"n_top": found.n_top, **whole, "p_value": found.p_value, "hhi": found.hhi}


def grader_of(rule: Any) -> Grader:
    """Make a grader, not fitted yet, of what a rule is written as.

    Parameters
    ----------
    rule : Grader or tuple
        ``(method, k)`` or ``(method, k, options)``.

    Raises
    ------
    DomainError
    """
    match rule:
        case Grader():
            return Grader(**rule.get_params())
        case (str(method), int(k)):
            return Grader(method, k=k)
        case (str(method), int(k), Mapping() as options):
            return Grader(method, k=k, options=options)
    msg = f"a rule is a Grader, (method, k) or (method, k, options), got {rule!r}"
    raise DomainError(msg)
