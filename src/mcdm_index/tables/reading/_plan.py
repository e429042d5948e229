"""Plans: the columns of a file and what was asked for go in; what each is comes out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mcdm_index.criterion import fold
from mcdm_index.errors import (
    DuplicateLabelError,
    EmptyDataError,
    ReadError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    suggestion,
)
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.tables.reading._header import Column
from mcdm_index.tables.reading._units import scale_of
from mcdm_index.tables.reading._years import year_of

__all__ = ["Layout", "Plan", "plan_of", "select"]

Layout = Literal["auto", "wide", "long", "years"]

_LAYOUTS: Final = ("auto", "wide", "long", "years")
_VARIABLES: Final = frozenset(
    {
        *("指标", "指标名称", "变量", "variable", "criterion", "series", "series name"),
        *("indicator", "indicator_name", "indicator name"),
    }
)
_VALUES: Final = frozenset({"数值", "值", "指标值", "value", "obs_value"})
_PERIODS: Final = frozenset({"年份", "年度", "年", "时间", "year", "period", "time"})
_UNITS: Final = frozenset({"单位", "计量单位", "unit of measure", "uom"})


@dataclass(frozen=True)
class Plan:
    """Which column is what.

    Parameters
    ----------
    layout : {"wide", "long", "years"}
    labels : list of int
        Columns that name a row, the period among them if there is one.
    names : list of str
        What the user calls them.
    period : str or None
        What the period is called.
    variable, value, measure : int or None
        Of a long table: the columns of names, of numbers, and of units.
    years : tuple of int
        The columns that are years.
    title : str or None
        What the values below the years are of, if it was said.
    """

    layout: str
    labels: list[int]
    names: list[str]
    period: str | None
    variable: int | None = None
    value: int | None = None
    measure: int | None = None
    years: tuple[int, ...] = ()
    title: str | None = None


def plan_of(
    columns: Sequence[Column],
    unit: Sequence[str],
    period: str | None,
    *,
    layout: str,
    variable: str | None,
    value: str | None,
) -> Plan:
    """Decide which column is what, from what was said and from the names."""
    if layout not in _LAYOUTS:
        hint = suggestion(str(layout), _LAYOUTS)
        msg = f"unknown layout {layout!r}; use one of {', '.join(_LAYOUTS)}.{hint}"
        raise UnknownMethodError(msg)
    years = tuple(j for j, c in enumerate(columns) if year_of(c.whole) is not None)
    if layout == "auto":
        layout = _layout(columns, variable, value, years)
    if layout == "years":
        return _years_plan(columns, unit, period, variable, years)
    if layout == "long":
        at_variable = _named_or_known(columns, variable, _VARIABLES)
        at_value = _named_or_known(columns, value, _VALUES)
        return _long_plan(columns, unit, period, at_variable, at_value)
    if variable is not None or value is not None:
        msg = "variable and value are columns of a long table; this one is read as wide"
        raise ReadError(msg)
    asked = [*unit, *([period] if period is not None and period not in unit else [])]
    labels = [_position(columns, name) for name in asked]
    if not unit:
        labels.insert(0, _free(columns, labels))
        asked.insert(0, columns[labels[0]].name)
    return Plan("wide", labels, asked, period)


def _layout(
    columns: Sequence[Column],
    variable: str | None,
    value: str | None,
    years: Sequence[int],
) -> str:
    """Tell the layout by what was said, then by the names of the columns."""
    known = [
        said is not None or _named_or_known(columns, None, words) is not None
        for said, words in ((variable, _VARIABLES), (value, _VALUES))
    ]
    if all(known):
        return "long"
    most = known[0] or 2 * len(years) >= len(columns)
    return "years" if len(years) > 1 and most else "wide"


def _years_plan(
    columns: Sequence[Column],
    unit: Sequence[str],
    period: str | None,
    variable: str | None,
    years: tuple[int, ...],
) -> Plan:
    if not years:
        msg = (
            "no column is a year. The file has: "
            f"{listing([c.name for c in columns], most=20)}"
        )
        raise ReadError(msg)
    there = variable is None or any(variable in column.names for column in columns)
    at = _named_or_known(columns, variable if there else None, _VARIABLES)
    labels = [_position(columns, name) for name in unit]
    names = list(unit)
    if not unit:
        taken = [*years, *([] if at is None else [at])]
        labels = [_free(columns, taken)]
        names = [columns[labels[0]].name]
    period = period or "year"
    title = None if there else variable
    return Plan("years", labels, [*names, period], period, at, years=years, title=title)


def _long_plan(
    columns: Sequence[Column],
    unit: Sequence[str],
    period: str | None,
    variable: int | None,
    value: int | None,
) -> Plan:
    for what, at in (("variable", variable), ("value", value)):
        if at is None:
            msg = (
                f"which column of the long table is the {what}? Say {what}=. The file "
                f"has: {listing([c.name for c in columns], most=20)}"
            )
            raise UnknownColumnError(msg)
    assert variable is not None
    assert value is not None
    measure = _named_or_known(columns, None, _UNITS)
    at_period = _named_or_known(columns, period, _PERIODS)
    taken = [j for j in (variable, value, measure, at_period) if j is not None]
    labels = [_position(columns, name) for name in unit]
    names = list(unit)
    if not unit:
        labels = [_free(columns, taken)]
        names = [columns[labels[0]].name]
    if at_period is not None and at_period not in labels:
        period = period or columns[at_period].name
        labels, names = [*labels, at_period], [*names, period]
    return Plan("long", labels, names, period, variable, value, measure)


def _free(columns: Sequence[Column], taken: Sequence[int]) -> int:
    return next((j for j in range(len(columns)) if j not in taken), 0)


def _position(columns: Sequence[Column], name: str) -> int:
    """Find a column by any of its names; the first, if it stands twice."""
    for j, column in enumerate(columns):
        if name in column.names or (not name and not column.names):
            return j
    known = [column.name for column in columns]
    msg = (
        f"there is no column {name!r}.{suggestion(name, known)} The file has: "
        f"{listing(known, most=20)}"
    )
    raise UnknownColumnError(msg)


def _named_or_known(
    columns: Sequence[Column], name: str | None, known: Collection[str]
) -> int | None:
    if name is not None:
        return _position(columns, name)
    found = [
        j
        for j, column in enumerate(columns)
        if any(text.casefold() in known for text in column.names)
    ]
    return found[0] if len(found) == 1 else None


def select(
    columns: Sequence[Column],
    hierarchy: Hierarchy | None,
    wanted: Sequence[str] | None,
    skip: Collection[int] = (),
) -> dict[int, Column]:
    """Choose the columns of values, each under the name by which it is asked for."""
    if hierarchy is not None:
        found = _of_tree(columns, hierarchy)
        for leaf, (j, column) in found.items():
            if j in skip:
                msg = (
                    f"column {column.name!r} is criterion {leaf!r}, but it is taken "
                    "for the name of the units; say which columns name them (unit)"
                )
                raise UnknownColumnError(msg)
        return dict(found.values())
    if wanted is not None:
        places = [_position(columns, name) for name in wanted]
        chosen = {
            j: replace(columns[j], name=name)
            for j, name in zip(places, wanted, strict=True)
        }
    else:
        chosen = {j: c for j, c in enumerate(columns) if j not in skip}
        nameless = [j + 1 for j, column in chosen.items() if not column.names]
        if nameless:
            msg = (
                f"column {listing(nameless)} (counted from 1) has numbers and no name; "
                "write one in the header"
            )
            raise ReadError(msg)
    if not chosen:
        msg = "there is no criterion: no column is left, or none was asked for"
        raise EmptyDataError(msg)
    names = [column.name for column in chosen.values()]
    _refuse_twice(names if wanted is None else [columns[j].name for j in chosen])
    return chosen


def _refuse_twice(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"column {listing(map(repr, twice))} stands more than once"
        raise DuplicateLabelError(msg)


def _check_scale(column: Column, leaf: str, unit: str) -> None:
    """Refuse 万元 where 亿元 are asked for; other spellings are not compared."""
    has, wants = scale_of(column.unit or ""), scale_of(unit)
    if has and wants and has[1] == wants[1] and has[0] != wants[0]:
        msg = (
            f"column {column.name!r} is in {column.unit}, but criterion {leaf!r} is in "
            f"{unit}; bring one to the unit of the other"
        )
        raise ReadError(msg)


def _of_tree(
    columns: Sequence[Column], hierarchy: Hierarchy
) -> dict[str, tuple[int, Column]]:
    """Find the column of each leaf by the first of its names that the tree knows."""
    known = {
        fold(word) for leaf in hierarchy.leaves for word in hierarchy[leaf].columns
    }
    called = [
        next((name for name in c.names if fold(name) in known), c.name) for c in columns
    ]
    matched = hierarchy.match(called)
    for leaf, name in matched.items():
        _check_scale(columns[called.index(name)], leaf, hierarchy[leaf].unit)
    return {
        leaf: (j, replace(columns[j], name=name))
        for leaf, name in matched.items()
        for j in [called.index(name)]
    }
