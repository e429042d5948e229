"""Screening: from shares of gaps, zeros and equal values to what stays, and why."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix, Vector, divide
from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import DomainError

__all__ = [
    "Dropped",
    "Screening",
    "check_share",
    "missing_share",
    "screen",
    "unique_share",
    "zero_share",
]

_WORDS: Final = {
    "missing": "missing, more than the limit of",
    "zeros": "zeros among what is there, more than the limit of",
    "unique": "different values among what is there, less than the limit of",
}


class Dropped(NamedTuple):
    """One unit or criterion that was screened out.

    Attributes
    ----------
    kind : {"unit", "criterion"}
    label : object
        Its label, or its position in an array.
    measure : {"missing", "zeros", "unique"}
        What it was screened out for; the first that applies.
    share : float
        The share that was found.
    limit : float
        The share that was allowed, or, of different values, asked for.
    """

    kind: Literal["unit", "criterion"]
    label: object
    measure: str
    share: float
    limit: float

    @property
    def reason(self) -> str:
        """Say why it went, in words."""
        return f"{self.share:.1%} {_WORDS[self.measure]} {self.limit:.1%}"


@dataclass(frozen=True)
class Screening:
    """What `screen` decided.

    Attributes
    ----------
    units, criteria : ndarray of bool
        Which rows and columns stay.
    unit_missing, criterion_missing : ndarray of float
        Shares of missing cells: of units, among the criteria that stay; of criteria,
        among the units that pass on all criteria.
    dropped : tuple of Dropped
        What goes, and why.
    """

    units: NDArray[np.bool_]
    criteria: NDArray[np.bool_]
    unit_missing: Vector
    criterion_missing: Vector
    dropped: tuple[Dropped, ...]


def missing_share(X: Matrix, axis: int) -> Vector:
    """Give the share of cells that are missing."""
    return np.asarray(np.isnan(X).mean(axis=axis))


def zero_share(X: Matrix, axis: int) -> Vector:
    """Give the share of zeros among the cells that are there; 0 if none is."""
    return divide((X == 0).sum(axis=axis), (~np.isnan(X)).sum(axis=axis))


def unique_share(X: Matrix, axis: int) -> Vector:
    """Give the share of different values among the cells that are there."""
    ordered = np.sort(X, axis=axis)  # gaps stand at the end
    fresh = np.diff(ordered, axis=axis) > 0
    known = (~np.isnan(X)).sum(axis=axis)
    return divide(fresh.sum(axis=axis) + (known > 0), known)


def screen(
    X: Container,
    *,
    max_missing_units: float | None = None,
    max_missing_criteria: float | None = None,
    max_zero_units: float | None = None,
    max_zero_criteria: float | None = None,
    min_unique_criteria: float | None = None,
) -> Screening:
    """Mark units and criteria with too many gaps, zeros, or equal values.

    Criteria are judged on the units that pass on all criteria, so that a few units that
    hardly report do not cost a criterion; units are then judged on the criteria that
    stay, which is also how rows that come later are judged. Nothing is judged for which
    no limit is given.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Missing cells are NaN.
    max_missing_units, max_missing_criteria : float in [0, 1], optional
        The largest share of missing cells with which a unit or a criterion stays.
    max_zero_units, max_zero_criteria : float in [0, 1], optional
        The largest share of zeros among the cells that are there.
    min_unique_criteria : float in [0, 1], optional
        The least share of different values among the cells that are there.

    Returns
    -------
    Screening

    Raises
    ------
    DomainError
        A limit is not a share.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 2.0], [np.nan, np.nan], [3.0, 4.0]])
    >>> screen(X, max_missing_units=0.3).dropped[0].reason
    '100.0% missing, more than the limit of 30.0%'
    """
    of_units = _limits(
        max_missing_units=max_missing_units, max_zero_units=max_zero_units
    )
    of_criteria = _limits(
        max_missing_criteria=max_missing_criteria,
        max_zero_criteria=max_zero_criteria,
        min_unique_criteria=min_unique_criteria,
    )
    table = open_rows(X)
    values = np.asarray(table.values, dtype=float)
    passing = _passing(_judge(values, 1, of_units), len(values))
    judges = values[passing] if passing.any() else values
    m = table.shape[1]
    columns = _judge(judges, 0, of_criteria) if len(judges) else []
    criteria = _passing(columns, m)
    rows = _judge(values[:, criteria] if criteria.any() else values, 1, of_units)
    units = _passing(rows, len(values))
    return Screening(
        units,
        criteria,
        missing_share(values[:, criteria] if criteria.any() else values, 1),
        missing_share(judges, 0) if len(judges) else np.zeros(m),
        (*_dropped("unit", rows, table), *_dropped("criterion", columns, table)),
    )


class _Verdict(NamedTuple):
    """What one measure found: shares, the limit, and who is beyond it."""

    measure: str
    shares: Vector
    limit: float
    beyond: NDArray[np.bool_]


_MEASURES: Final = {
    "missing": missing_share,
    "zeros": zero_share,
    "unique": unique_share,
}


def _limits(**given: float | None) -> dict[str, float]:
    """Check the limits that are given, and file them under what they limit."""
    measures = {"max_missing": "missing", "max_zero": "zeros", "min_unique": "unique"}
    return {
        measures[name.rpartition("_")[0]]: check_share(limit, name)
        for name, limit in given.items()
        if limit is not None
    }


def _judge(values: Matrix, axis: int, limits: dict[str, float]) -> list[_Verdict]:
    verdicts = []
    for measure, limit in limits.items():
        shares = _MEASURES[measure](values, axis)
        beyond = shares < limit if measure == "unique" else shares > limit
        verdicts.append(_Verdict(measure, shares, limit, beyond))
    return verdicts


def _passing(verdicts: list[_Verdict], count: int) -> NDArray[np.bool_]:
    passing = np.ones(count, dtype=bool)
    for verdict in verdicts:
        passing &= ~verdict.beyond
    return passing


def _dropped(
    kind: Literal["unit", "criterion"], verdicts: list[_Verdict], table: Rows
) -> list[Dropped]:
    """List what goes, in order, each for the first measure that it fails."""
    first: dict[int, Dropped] = {}
    for measure, shares, limit, beyond in verdicts:
        for i in map(int, np.flatnonzero(beyond)):
            label = _label(table, kind, i)
            first.setdefault(i, Dropped(kind, label, measure, float(shares[i]), limit))
    return [first[i] for i in sorted(first)]


def _label(table: Rows, kind: str, i: int) -> object:
    names = table.index if kind == "unit" else table.columns
    return i if names is None else names[i]


def check_share(value: object, name: str) -> float:
    """Check a share of cells: a number from 0 to 1."""
    share = float(value) if isinstance(value, float | int | np.number) else np.nan
    if isinstance(value, bool) or not 0 <= share <= 1:
        msg = f"{name} is a share between 0 and 1, got {value!r}"
        raise DomainError(msg)
    return share
