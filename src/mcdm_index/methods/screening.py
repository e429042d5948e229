"""Screening: from the share of missing cells to what stays, what goes, and why."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Vector
from mcdm_index.engine import Rows, open_rows
from mcdm_index.errors import DomainError

__all__ = ["Dropped", "Screening", "check_share", "screen"]


class Dropped(NamedTuple):
    """One unit or criterion that was screened out.

    Attributes
    ----------
    kind : {"unit", "criterion"}
    label : object
        Its label, or its position in an array.
    missing : float
        The share of its cells that is missing.
    limit : float
        The largest share that was allowed.
    """

    kind: Literal["unit", "criterion"]
    label: object
    missing: float
    limit: float

    @property
    def reason(self) -> str:
        """Say why it went, in words."""
        return f"{self.missing:.1%} missing, more than the limit of {self.limit:.1%}"


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


def screen(
    X: Container,
    *,
    max_missing_units: float | None = None,
    max_missing_criteria: float | None = None,
) -> Screening:
    """Mark units and criteria of which too large a share is missing.

    Criteria are judged on the units that pass on all criteria, so that a few units that
    hardly report do not cost a criterion; units are then judged on the criteria that
    stay, which is also how rows that come later are judged.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Missing cells are NaN.
    max_missing_units, max_missing_criteria : float in [0, 1], optional
        The largest share of missing cells with which a unit or a criterion stays; None
        keeps all.

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
    table = open_rows(X)
    gaps = np.isnan(np.asarray(table.values, dtype=float))
    passing = _within(gaps.mean(axis=1), max_missing_units, "max_missing_units")
    judges = gaps[passing] if passing.any() else gaps
    criterion_missing = judges.mean(axis=0) if len(judges) else np.zeros(table.shape[1])
    criteria = _within(criterion_missing, max_missing_criteria, "max_missing_criteria")
    unit_missing = (
        gaps[:, criteria].mean(axis=1) if criteria.any() else gaps.mean(axis=1)
    )
    units = _within(unit_missing, max_missing_units, "max_missing_units")
    dropped = [
        Dropped(
            "unit",
            _label(table, int(i)),
            float(unit_missing[i]),
            max_missing_units or 0.0,
        )
        for i in np.flatnonzero(~units)
    ] + [
        Dropped(
            "criterion",
            table.columns[j] if table.columns else int(j),
            float(criterion_missing[j]),
            max_missing_criteria or 0.0,
        )
        for j in np.flatnonzero(~criteria)
    ]
    return Screening(units, criteria, unit_missing, criterion_missing, tuple(dropped))


def _label(table: Rows, i: int) -> object:
    return int(i) if table.index is None else table.index[i]


def _within(shares: Vector, limit: float | None, name: str) -> NDArray[np.bool_]:
    if limit is None:
        return np.ones(shares.shape, dtype=bool)
    return shares <= check_share(limit, name)


def check_share(value: object, name: str) -> float:
    """Check a share of cells: a number from 0 to 1."""
    share = float(value) if isinstance(value, float | int | np.number) else np.nan
    if isinstance(value, bool) or not 0 <= share <= 1:
        msg = f"{name} is a share between 0 and 1, got {value!r}"
        raise DomainError(msg)
    return share
