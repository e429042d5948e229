"""Drift: how far new values lie outside of what an index has learned from."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mcdm_index._numeric import divide

__all__ = ["drift", "learned_ranges"]

Range = tuple[float, float]


def learned_ranges(
    table: pd.DataFrame, goalposts: Mapping[str, Range]
) -> dict[str, Range]:
    """Give the range of every criterion that counts as known.

    Parameters
    ----------
    table : DataFrame
        What was learned from; gaps are NaN.
    goalposts : mapping of str to pair of float
        For criteria with fixed goalposts, these.
    """
    seen = {
        str(code): (float(column.min()), float(column.max()))
        for code, column in table.items()
    }
    return seen | dict(goalposts)


def drift(table: pd.DataFrame, ranges: Mapping[str, Range]) -> pd.DataFrame:
    """Count new values outside the ranges that are known.

    Parameters
    ----------
    table : DataFrame
        New rows; gaps are NaN.
    ranges : mapping of str to pair of float

    Returns
    -------
    DataFrame
        One row per criterion: low and high, between which values are known; values, how
        many there are; missing, the share of gaps; below and above, the shares of the
        values beyond either end; furthest, how far the worst of them is, in widths of
        the range (in units of the value itself if that has no width).
    """
    rows = {}
    for code, (low, high) in ranges.items():
        x = table[code].to_numpy(dtype=float)
        x = x[~np.isnan(x)]
        beyond = np.maximum(low - x, x - high).max(initial=0.0)
        width = high - low or abs(low)
        rows[code] = {
            "low": low,
            "high": high,
            "values": len(x),
            "missing": float(divide(len(table) - len(x), len(table))),
            "below": float(divide((x < low).sum(), len(x))),
            "above": float(divide((x > high).sum(), len(x))),
            "furthest": float(divide(max(beyond, 0.0), width, otherwise=beyond)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("criterion")
