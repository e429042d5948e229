"""Denominators: from totals to values per head or per GDP, counting what gets lost."""

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mcdm_index._labels import in_order_of
from mcdm_index._numeric import Vector
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    NonFiniteError,
    UnknownColumnError,
    listing,
    suggestion,
)

__all__ = ["Denominated", "denominate"]


class Denominated(NamedTuple):
    """A table in which some columns were divided.

    Attributes
    ----------
    table : DataFrame
    account : DataFrame
        One row per divided column: criterion, denominator, factor, the number of cells
        that were missing, and of those that the denominator's own gaps made missing.
    """

    table: pd.DataFrame
    account: pd.DataFrame


def denominate(
    X: Any,
    by: Mapping[Any, Any],
    factors: Mapping[Any, float] | None = None,
    *,
    denominators: pd.DataFrame | None = None,
) -> Denominated:
    r"""Divide columns by others: :math:`y_{ij} = f_j\, x_{ij} / d_i`.

    Parameters
    ----------
    X : DataFrame of shape (n_units, n_criteria)
    by : mapping
        From a column to the one that it is divided by.
    factors : mapping, optional
        From a column to its factor f, such as 10000 for "per 10,000 persons"; 1 where
        absent.
    denominators : DataFrame, optional
        Where the denominators stand, for the same units, in any order; `X` itself by
        default.

    Returns
    -------
    Denominated
        The table, whose other columns are as they were, and the account of gaps. A
        missing denominator makes a gap.

    Raises
    ------
    UnknownColumnError
        A column, or a unit among the denominators, is not there.
    DuplicateLabelError
        A column stands twice.
    DomainError
        A denominator is zero or negative; naming the unit. A factor is not positive.
    NotNumericError, NonFiniteError, ShapeError

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame(
    ...     {"patents": [30.0, 80.0], "people": [10.0, None]}, index=["a", "b"]
    ... )
    >>> found = denominate(X, {"patents": "people"})
    >>> found.table["patents"].to_dict(), found.account["lost"].item()
    ({'a': 3.0, 'b': nan}, 1)
    """
    if not isinstance(X, pd.DataFrame):
        msg = f"columns are found by name: pass a DataFrame, got {type(X).__name__}"
        raise UnknownColumnError(msg)
    given: object = denominators
    if given is not None and not isinstance(given, pd.DataFrame):
        msg = f"denominators must be a DataFrame, got {type(given).__name__}"
        raise UnknownColumnError(msg)
    given_mappings: tuple[tuple[str, object], ...] = (
        ("by", by),
        ("factors", {} if factors is None else factors),
    )
    for name, mapping in given_mappings:
        if not isinstance(mapping, Mapping):
            msg = f"{name} must be a mapping from a column, got {mapping!r}"
            raise UnknownColumnError(msg)
    source = X
    if denominators is not None:
        source = in_order_of(denominators, X.index, "denominators")
    scale = _factors(factors or {}, by)
    table = X.copy()
    rows = []
    for column, denominator in by.items():
        _known(column, X, "column")
        _known(denominator, source, "denominator")
        factor = scale.get(column, 1.0)
        x = _column(X, column)
        d = _column(source, denominator, positive=True)
        table[column] = _divide(x, d, factor, column)
        gaps = np.isnan(x)
        lost = int((np.isnan(d) & ~gaps).sum())
        rows.append((column, denominator, factor, int(gaps.sum()), lost))
    names = ["criterion", "denominator", "factor", "missing", "lost"]
    return Denominated(table, pd.DataFrame(rows, columns=names))


def _known(column: Any, table: pd.DataFrame, what: str) -> None:
    if column not in table.columns:
        hint = suggestion(str(column), map(str, table.columns))
        msg = f"{what} {column!r} is not in the table.{hint}"
        raise UnknownColumnError(msg)
    if list(table.columns).count(column) > 1:
        msg = f"{what} {column!r} stands more than once in the table"
        raise DuplicateLabelError(msg)


def _factors(factors: Mapping[Any, Any], by: Mapping[Any, Any]) -> dict[Any, float]:
    """Check the factors: positive, and each for a column that is divided."""
    for column, factor in factors.items():
        if column not in by:
            hint = suggestion(str(column), map(str, by))
            msg = f"a factor is given for {column!r}, which is not divided.{hint}"
            raise UnknownColumnError(msg)
        number = isinstance(factor, Real) and not isinstance(factor, bool)
        if not (number and math.isfinite(factor) and factor > 0):
            msg = (
                f"the factor of {column!r} must be positive and finite, got {factor!r}"
            )
            raise DomainError(msg)
    return {column: float(factor) for column, factor in factors.items()}


def _divide(x: Vector, d: Vector, factor: float, column: Any) -> Vector:
    try:
        with np.errstate(over="raise"):
            return np.asarray(x / d * factor)
    except FloatingPointError:
        msg = f"column {column!r} leaves the range of floats when it is divided"
        raise NonFiniteError(msg) from None


def _column(table: pd.DataFrame, column: Any, *, positive: bool = False) -> Vector:
    """Take a column of numbers."""
    rows = open_rows(table[[column]])
    check_finite(rows, allow_missing=True)
    values = np.asarray(rows.values, dtype=float)[:, 0]
    bad = np.flatnonzero(values <= 0)
    if positive and len(bad):
        units = listing(f"{rows.row(int(i))}: {values[i]:g}" for i in bad)
        msg = (
            f"denominator {column!r} must be positive; got {units}. Correct the cell "
            "or mark it as missing (NaN)"
        )
        raise DomainError(msg)
    return values
