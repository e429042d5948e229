"""Examination: what a table is like before anything is done to it, as a report.

Nothing is dropped and nothing is changed: that is what `screen` and `treat` are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index._labels import in_order_of
from mcdm_index._numeric import Matrix, peak_exponent
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import EmptyDataError, ShapeError
from mcdm_index.methods.moments import moments
from mcdm_index.methods.screening import (
    check_share,
    missing_share,
    unique_share,
    zero_share,
)
from mcdm_index.methods.treatment import passes

__all__ = ["Examination", "examine"]


@dataclass(frozen=True, eq=False)
class Examination:
    """What `examine` found.

    Attributes
    ----------
    criteria : DataFrame
        One row per criterion: min, max, mean, median, sd, skewness, kurtosis; numbers
        of cells that are there (n_available), not zero (n_nonzero), different
        (n_unique), and of the most frequent value (n_same); the same as shares
        (available, nonzero, unique, same), the first of all cells and the others of
        those that are there; and flags: few_available, few_nonzero, few_unique,
        outliers.
    units : DataFrame
        One row per unit: n_available, available, nonzero, few_available, few_nonzero.
    collinear : DataFrame
        Pairs of criteria with a high absolute correlation: criterion, other, r
        (Pearson), rho (Spearman), n (rows with both).
    denominators : DataFrame
        One row per criterion and denominator: criterion, denominator, r, rho, n, high.
    counted_twice : DataFrame
        A scale beside its own intensity: scale, intensity, denominator, r. The second,
        times the denominator, is nearly proportional to the first, so that the size of
        a unit counts twice.
    """

    criteria: pd.DataFrame
    units: pd.DataFrame
    collinear: pd.DataFrame
    denominators: pd.DataFrame
    counted_twice: pd.DataFrame

    @property
    def flagged(self) -> pd.DataFrame:
        """The criteria that have at least one flag."""
        return self.criteria[self.criteria[list(_FLAGS)].any(axis=1)]


# By less than this two correlations do not differ.
_ROUNDING: Final = 1e-9
_FLAGS = ("few_available", "few_nonzero", "few_unique", "outliers")


def examine(
    X: Any,
    *,
    denominators: Any = None,
    available: float = 0.65,
    nonzero: float = 0.5,
    unique: float = 0.5,
    collinear: float = 0.9,
    size: float = 0.6,
    proportional: float = 0.95,
) -> Examination:
    r"""Report how complete, varied, skewed and redundant the columns of a table are.

    Correlations are over the rows that have both values. A scale next to its own
    intensity is found by its proportions: with a denominator d, the criteria i and j
    are such a pair if :math:`\ln x_i - \ln d` and :math:`\ln x_j` correlate with at
    least `proportional`, better than :math:`\ln x_i` and :math:`\ln x_j` do, and so do
    :math:`\ln x_i` and :math:`\ln x_j + \ln d`.

    Parameters
    ----------
    X : DataFrame or array_like of shape (n_units, n_criteria)
        Raw values; gaps are NaN.
    denominators : DataFrame or mapping of name to values, optional
        What size is measured by, such as population and GDP, for the units of `X`: a
        frame is matched by its labels, unless they are running numbers.
    available, nonzero, unique : float in [0, 1], default 0.65, 0.5 and 0.5
        A criterion is flagged if it has a smaller share of cells that are there, or,
        among these, of values that are not zero, or of different values; a unit by the
        first two.
    collinear : float, default 0.9
        From which absolute Pearson correlation on a pair is listed.
    size : float, default 0.6
        From which absolute correlation with a denominator on, Pearson or Spearman, the
        row is marked high.
    proportional : float, default 0.95
        From which correlation of logarithms on two criteria are proportional.

    Returns
    -------
    Examination
        Its criteria are flagged as having outliers if :math:`|\mathrm{skewness}| \ge 2`
        and :math:`\mathrm{kurtosis} \ge 3.5`. Undefined statistics, as the skewness of
        a constant, are NaN.

    Raises
    ------
    DomainError
        A limit is no share.
    NotNumericError, NonFiniteError, ShapeError, EmptyDataError, UnknownColumnError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, sections
       1.2 to 1.4. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame(
    ...     {"patents": [10.0, 40.0, 90.0, 20.0], "per_head": [1.0, 2.0, 3.0, 4.0]}
    ... )
    >>> found = examine(X, denominators={"people": [10.0, 20.0, 30.0, 5.0]})
    >>> found.counted_twice[["scale", "intensity", "denominator"]].values.tolist()
    [['patents', 'per_head', 'people']]
    """
    limits = {
        "available": available,
        "nonzero": nonzero,
        "unique": unique,
        "collinear": collinear,
        "size": size,
        "proportional": proportional,
    }
    for name, limit in limits.items():
        check_share(limit, name)
    frame = _numbers(X)
    beside = _beside(denominators, frame)
    return Examination(
        _criteria(frame, available, nonzero, unique),
        _units(frame, available, nonzero),
        _collinear(frame, collinear),
        _with_denominators(frame, beside, size),
        _counted_twice(frame, beside, proportional),
    )


def _numbers(X: Any) -> pd.DataFrame:
    rows = open_rows(X)
    if rows.shape[0] == 0:
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    check_finite(rows, allow_missing=True)
    names = [f"column {j}" for j in range(rows.shape[1])]
    values = np.asarray(rows.values, dtype=float)
    return pd.DataFrame(values, index=rows.index, columns=list(rows.columns or names))


def _beside(denominators: Any, frame: pd.DataFrame) -> pd.DataFrame:
    if denominators is None or (isinstance(denominators, Mapping) and not denominators):
        return pd.DataFrame(index=frame.index)
    if isinstance(denominators, Mapping):
        if all(isinstance(values, pd.Series) for values in denominators.values()):
            named = pd.DataFrame(dict(denominators))
            return pd.DataFrame(
                in_order_of(_numbers(named), frame.index, "denominators")
            )
        columns = {
            name: list(values) if np.ndim(values) else [values]
            for name, values in denominators.items()
        }
        lengths = {len(values) for values in columns.values()}
        if lengths != {len(frame)}:
            msg = f"denominators need {len(frame)} values each, got {sorted(lengths)}"
            raise ShapeError(msg)
        denominators = pd.DataFrame(columns)
    if isinstance(denominators, pd.DataFrame) and denominators.shape[1] == 0:
        return pd.DataFrame(index=frame.index)
    return pd.DataFrame(
        in_order_of(_numbers(denominators), frame.index, "denominators")
    )


def _criteria(
    frame: pd.DataFrame, available: float, nonzero: float, unique: float
) -> pd.DataFrame:
    X = frame.to_numpy()
    there = ~np.isnan(X)
    n = there.sum(axis=0)
    skewness, kurtosis = moments(X)
    exponent = peak_exponent(X)
    scaled = pd.DataFrame(np.ldexp(X, -exponent), columns=frame.columns)
    counts = [frame.iloc[:, j].value_counts() for j in range(len(n))]
    table = pd.DataFrame(
        {
            "min": frame.min(),
            "max": frame.max(),
            "mean": np.ldexp(scaled.mean(), exponent),
            "median": frame.median(),
            "sd": np.ldexp(scaled.std(ddof=1), exponent),
            "skewness": skewness,
            "kurtosis": kurtosis,
            "n_available": n,
            "n_nonzero": (there & (X != 0)).sum(axis=0),
            "n_unique": frame.nunique(),
            "n_same": [int(count.max()) if len(count) else 0 for count in counts],
            "available": 1 - missing_share(X, 0),
            "nonzero": 1 - zero_share(X, 0),
            "unique": unique_share(X, 0),
        },
        index=pd.Index(frame.columns, name="criterion"),
    )
    table.loc[n == 0, ["nonzero", "unique"]] = np.nan
    table["same"] = table["n_same"] / table["n_available"].where(n > 0)
    table["few_available"] = table["available"] < available
    table["few_nonzero"] = table["nonzero"] < nonzero
    table["few_unique"] = table["unique"] < unique
    table["outliers"] = ~passes(skewness, kurtosis)
    return table


def _units(frame: pd.DataFrame, available: float, nonzero: float) -> pd.DataFrame:
    X = frame.to_numpy()
    table = pd.DataFrame(
        {
            "n_available": (~np.isnan(X)).sum(axis=1),
            "available": 1 - missing_share(X, 1),
            "nonzero": 1 - zero_share(X, 1),
        },
        index=frame.index,
    )
    table["few_available"] = table["available"] < available
    table["few_nonzero"] = table["nonzero"] < nonzero
    return table


def _correlations(
    left: pd.DataFrame, right: pd.DataFrame
) -> tuple[Matrix, Matrix, Matrix]:
    """Give Pearson's r, Spearman's rho and the rows used, for every pair of columns.

    Both are NaN where a column is constant on the rows that have both.
    """
    k = left.shape[1]
    values = np.hstack([left.to_numpy(), right.to_numpy()])
    both = pd.DataFrame(np.ldexp(values, -peak_exponent(values)))
    there = both.notna().to_numpy().astype(float)
    counts = there.T @ there
    r, rho = (both.corr(method=m).to_numpy() for m in ("pearson", "spearman"))
    return r[:k, k:], rho[:k, k:], counts[:k, k:]


def _collinear(frame: pd.DataFrame, least: float) -> pd.DataFrame:
    r, rho, n = _correlations(frame, frame)
    names = list(frame.columns)
    rows = [
        (names[i], names[j], r[i, j], rho[i, j], int(n[i, j]))
        for i, j in zip(*np.triu_indices(len(names), 1), strict=True)
        if abs(r[i, j]) >= least
    ]
    rows.sort(key=lambda row: -abs(row[2]))
    return pd.DataFrame(rows, columns=["criterion", "other", "r", "rho", "n"])


def _with_denominators(
    frame: pd.DataFrame, beside: pd.DataFrame, least: float
) -> pd.DataFrame:
    r, rho, n = _correlations(frame, beside)
    rows = [
        (
            criterion,
            denominator,
            r[i, k],
            rho[i, k],
            int(n[i, k]),
            bool(max(abs(r[i, k]), abs(rho[i, k])) >= least),
        )
        for i, criterion in enumerate(frame.columns)
        for k, denominator in enumerate(beside.columns)
    ]
    names = ["criterion", "denominator", "r", "rho", "n", "high"]
    return pd.DataFrame(rows, columns=names)


def _logs(frame: pd.DataFrame) -> pd.DataFrame:
    """Take logarithms of what is positive; the rest counts as missing."""
    values = frame.to_numpy(dtype=float)
    logs = np.log(values, out=np.full(values.shape, np.nan), where=values > 0)
    return pd.DataFrame(logs, index=frame.index, columns=frame.columns)


def _counted_twice(
    frame: pd.DataFrame, beside: pd.DataFrame, least: float
) -> pd.DataFrame:
    logs, sizes = _logs(frame), _logs(beside)
    plain, _, _ = _correlations(logs, logs)
    rows = []
    for denominator in sizes.columns:
        per = logs.sub(sizes[denominator], axis=0)
        r, _, n = _correlations(per, logs)
        # Both have a denominator on one side only, or it alone makes them agree.
        total, _, _ = _correlations(logs, logs.add(sizes[denominator], axis=0))
        rows += [
            (frame.columns[i], frame.columns[j], denominator, r[i, j])
            for i, j in permutations(range(frame.shape[1]), 2)
            if n[i, j] > 2
            and min(r[i, j], total[i, j]) >= least
            and not plain[i, j] >= r[i, j] - _ROUNDING
        ]
    return pd.DataFrame(rows, columns=["scale", "intensity", "denominator", "r"])
