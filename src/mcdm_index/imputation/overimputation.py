"""Over-imputation: hide what is known, impute it, and compare."""

from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import divide
from mcdm_index.engine import check_finite, open_rows
from mcdm_index.errors import DomainError
from mcdm_index.imputation.mice import MICEImputer

__all__ = ["overimpute"]


def overimpute(
    X: Any,
    imputer: MICEImputer,
    share: float = 0.1,
    *,
    repeats: int = 5,
    level: float = 0.95,
    rng: int | np.random.Generator | None = None,
) -> pd.DataFrame:
    """Hide observed cells at random, impute them, and compare with what they were.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Gaps are NaN.
    imputer : MICEImputer
        How to impute; it is not changed.
    share : float, default 0.1
        Share of the observed cells of each criterion that are hidden at a time. A unit
        keeps one observed cell, and a criterion two values, at least.
    repeats : int, default 5
        How many times, with other cells.
    level : float, default 0.95
        Of the interval that is asked to hold the hidden value.
    rng : int or numpy.random.Generator, optional

    Returns
    -------
    DataFrame
        One row per criterion: `cells`, how many were hidden in all; `coverage`, the
        share of them between two order statistics of the draws; `expected`, what that
        share is if draws and truth have the same distribution, near `level`;
        `error` and `bias`, the root mean squared and the mean error of the mean of the
        draws, in standard deviations of the criterion.

    Raises
    ------
    DomainError
        A number is out of range, or there are too few draws for the level.

    Notes
    -----
    Cells are hidden completely at random. What really is missing is often missing
    otherwise, and then harder to fill.

    References
    ----------
    .. [1] Honaker, J., King, G. and Blackwell, M. (2011). Amelia II: a program for
       missing data. Journal of Statistical Software 45(7), 1-47.
       doi:10.18637/jss.v045.i07

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((100, 1)) + 0.3 * rng.standard_normal((100, 3))
    >>> found = overimpute(X, MICEImputer(39, random_state=0), rng=0)
    >>> found["expected"].tolist(), bool((found["error"] < 0.6).all())
    ([0.95, 0.95, 0.95], True)
    """
    from sklearn.base import clone

    cut = _cut(imputer.m, share, repeats, level)
    rows = open_rows(X)
    check_finite(rows, allow_missing=True)
    data = np.array(rows.values, dtype=float)
    generator = np.random.default_rng(rng)
    names = rows.names
    spread = np.nanstd(data, axis=0)
    found = []
    for _ in range(repeats):
        hidden = _hide(data, share, generator)
        masked = np.where(hidden, np.nan, data)
        table = pd.DataFrame(masked, index=rows.index, columns=names)
        fitted = clone(imputer).fit(table if rows.frame is not None else masked)
        i, j = np.nonzero(hidden)
        draws = np.sort(fitted.imputations_.tables[:, i, j], axis=0)
        truth = data[i, j]
        inside = (draws[cut - 1] <= truth) & (truth <= draws[-cut])
        error = divide(draws.mean(axis=0) - truth, spread[j])
        found.append(pd.DataFrame({"criterion": j, "inside": inside, "error": error}))
    cells = pd.concat(found).groupby("criterion")
    table = pd.DataFrame(
        {
            "cells": cells.size(),
            "coverage": cells["inside"].mean(),
            "expected": (imputer.m + 1 - 2 * cut) / (imputer.m + 1),
            "error": cells["error"].agg(lambda e: np.sqrt((e**2).mean())),
            "bias": cells["error"].mean(),
        }
    )
    return table.rename(index=dict(enumerate(names)))


def _cut(m: int, share: float, repeats: int, level: float) -> int:
    """Say which order statistics of the draws are the ends of the interval."""
    if not 0 < share < 1 or not 0 < level < 1 or not repeats >= 1:
        msg = (
            "share and level must lie between 0 and 1 and repeats be 1 or more, got "
            f"{share!r}, {level!r} and {repeats!r}"
        )
        raise DomainError(msg)
    cut = round((1 - level) / 2 * (m + 1))
    if cut < 1:
        least = int(np.ceil(2 / (1 - level))) - 1
        msg = f"an interval of level {level:g} needs {least} draws, the imputer has {m}"
        raise DomainError(msg)
    return cut


def _hide(data: Any, share: float, generator: np.random.Generator) -> Any:
    """Choose cells column by column, leaving something in each row and column."""
    seen = ~np.isnan(data)
    hidden = np.zeros(data.shape, dtype=bool)
    for j in range(data.shape[1]):
        left = (seen & ~hidden).sum(axis=1)
        can = np.flatnonzero(seen[:, j] & (left > 1))
        count = min(max(1, round(share * seen[:, j].sum())), seen[:, j].sum() - 2)
        chosen = generator.choice(can, size=min(max(count, 0), len(can)), replace=False)
        hidden[chosen, j] = True
    return hidden
