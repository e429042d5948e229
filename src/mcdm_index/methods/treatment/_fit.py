"""What all treatments share: learn, freeze, apply, and say what was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from mcdm_index._numeric import Container, Matrix
from mcdm_index.engine import (
    Kernel,
    Missing,
    Rows,
    check_finite,
    column_stats,
    map_rows,
    open_rows,
)
from mcdm_index.methods._all_rows import check_rows
from mcdm_index.methods._frozen import Frozen, check_columns, learn_groups
from mcdm_index.methods._kernels import Guard
from mcdm_index.methods._settings import Group, PerCriterion, resolve
from mcdm_index.methods.moments import moments

__all__ = [
    "KURTOSIS",
    "SKEWNESS",
    "MovedPoint",
    "TreatedColumn",
    "Treatment",
    "apply",
    "fit",
    "passes",
    "treat",
]

# The limits of composite-indicator practice.
SKEWNESS = 2.0
KURTOSIS = 3.5


class MovedPoint(NamedTuple):
    """One cell that a treatment moved.

    Attributes
    ----------
    row, column : int
    raw, treated : float
        What it was and what it became, in the unit of the criterion.
    end : {"high", "low"}
        The end of the distribution it stood at.
    """

    row: int
    column: int
    raw: float
    treated: float
    end: str


class TreatedColumn(NamedTuple):
    """What a treatment did to one column.

    Attributes
    ----------
    treatment : str
        Such as "none", "winsorized" or "log_ct".
    moved : int
        How many cells were moved; 0 where all were transformed.
    skewness, kurtosis, skewness_after, kurtosis_after : float
        NaN, undefined, for a constant column.
    passed : bool
        Whether skewness or kurtosis is within its limit afterwards.
    """

    treatment: str
    moved: int
    skewness: float
    kurtosis: float
    skewness_after: float
    kurtosis_after: float
    passed: bool


@dataclass(frozen=True)
class Treatment(Frozen):
    """A treatment that has learned a table: frozen, and ready for new rows.

    Attributes
    ----------
    applied : tuple of str
        What is done to each column: "none", "winsorized", "shrunk", or the name of a
        transformation.
    """

    applied: tuple[str, ...]

    def points(self, X: Container) -> tuple[MovedPoint, ...]:
        """List the cells that are moved; those of transformed columns are not.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        """
        raw, treated = self._before_and_after(X)
        local = np.isin(self.applied, ("winsorized", "shrunk"))
        moved = local & (raw != treated) & ~np.isnan(raw)
        return tuple(
            MovedPoint(
                int(i),
                int(j),
                float(raw[i, j]),
                float(treated[i, j]),
                "high" if raw[i, j] > treated[i, j] else "low",
            )
            for i, j in np.argwhere(moved)
        )

    def columns(
        self, X: Container, *, skewness: float = SKEWNESS, kurtosis: float = KURTOSIS
    ) -> tuple[TreatedColumn, ...]:
        """Describe what is done to each column, with its shape before and after.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        skewness, kurtosis : float, default 2 and 3.5
            The limits that `passed` speaks of.
        """
        raw, treated = self._before_and_after(X)
        before, after = moments(raw), moments(treated)
        moved = np.zeros(raw.shape[1], dtype=int)
        for point in self.points(X):
            moved[point.column] += 1
        return tuple(
            TreatedColumn(*row)
            for row in zip(
                self.applied,
                moved.tolist(),
                *(side.tolist() for side in (*before, *after)),
                passes(*after, skewness, kurtosis).tolist(),
                strict=True,
            )
        )

    def _before_and_after(self, X: Container) -> tuple[Matrix, Matrix]:
        table = open_rows(X)
        check_columns(table, self.width, self.names)
        check_finite(table, allow_missing=True)
        raw = np.asarray(table.values, dtype=float)
        treated = map_rows(raw, self.kernel, missing="omit", by_column=True)
        return raw, np.asarray(treated)


def passes(
    skew: Matrix, kurt: Matrix, skewness: float = SKEWNESS, kurtosis: float = KURTOSIS
) -> np.ndarray:
    """Tell which columns need no treatment: |skewness| or kurtosis below its limit.

    A column of which they are undefined, a constant one, needs none. What is below a
    limit by no more than rounding is not below it.
    """
    near = 1e-12
    skewed = np.abs(skew) >= skewness - near * abs(skewness)
    return ~(skewed & (kurt >= kurtosis - near * abs(kurtosis)))


def fit(
    method: str,
    X: Container,
    options: Mapping[str, Any] | None = None,
    *,
    per_criterion: PerCriterion | Sequence[PerCriterion] | None = None,
    missing: Missing = "raise",
) -> Treatment:
    """Learn a treatment and freeze it.

    Parameters
    ----------
    method : str
        A registered treatment.
    X : array_like or DataFrame of shape (n_units, n_criteria)
    options : mapping, optional
        The keyword options of the method.
    per_criterion : mapping, optional
        From a column (its name, or its position in an array) to the name of another
        method, such as "none", or to ``{"method": name, option: value, ...}``. What is
        said for one criterion goes before what is said for all, key by key. Of several
        such mappings the later go before the earlier.
    missing : {"raise", "omit"}
        Refuse missing values, or learn each column from the cells that are there.

    Returns
    -------
    Treatment
        A row kernel that also tells what it moves.

    Raises
    ------
    UnknownMethodError
        The method or an option is unknown, or it cannot be frozen.
    UnknownColumnError
        Settings are given for a column that is not there.
    """
    table = open_rows(X)
    groups = resolve("treatment", table, method, options or {}, per_criterion)
    applied = np.full(table.shape[1], "none", dtype=object)

    def learn(group: Group, part: Rows) -> Kernel:
        entry = group.method
        assert entry.learn is not None
        check_rows(part, entry)
        every = np.arange(len(group.columns))
        guard = None if entry.domain == "real" else Guard(every, entry.domain)
        stats = column_stats(
            part, entry.needs, rows=guard, missing=missing, by_column=True
        )
        kernel: Kernel
        kernel, applied[group.columns] = entry.learn(stats, **group.options)
        return kernel

    kernel = learn_groups(table, groups, learn)
    return Treatment(kernel, table.shape[1], table.columns, tuple(applied.tolist()))


def treat(
    X: Container,
    method: str = "skew_kurtosis",
    *,
    options: Mapping[str, Any] | None = None,
    per_criterion: PerCriterion | None = None,
    missing: Missing = "raise",
) -> Container:
    """Treat columns by the name of a method, or by several.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values.
    method : str, default "skew_kurtosis"
        A registered treatment.
    options : mapping, optional
        Keyword options of the method.
    per_criterion : mapping, optional
        Another method, or other options, for some of the criteria; see `fit`.
    missing : {"raise", "omit"}
        Refuse missing values, or leave gaps as they are and learn each column from the
        cells that are there.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Treated values. `fit` gives the same with a record of what was moved.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0], [100.0]])
    >>> treat(X, "iqr").ravel().tolist()
    [1.0, 2.0, 3.0, 4.0, 7.0]
    """
    learned = fit(method, X, options, per_criterion=per_criterion, missing=missing)
    return map_rows(X, learned, missing=missing, by_column=True)


def apply(method: str, X: Container, **options: Any) -> Container:
    """Learn a method from a table and apply it to the same."""
    return map_rows(X, fit(method, X, options))
