"""Pushed: the statistics of what a kernel makes of rows, from those of the rows.

A kernel that shifts and scales each column does the same to its statistics. What is
told of rows that are not in memory then needs no pass of its own.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from mcdm_index._numeric import divide
from mcdm_index.engine import Kernel
from mcdm_index.methods._frozen import Frozen
from mcdm_index.methods._kernels import Chain, Guard, Rescale
from mcdm_index.statistics import ColumnStats

__all__ = ["push"]


def push(
    kernel: Kernel | None, stats: ColumnStats, needs: Collection[str] = ()
) -> ColumnStats | None:
    r"""Give the statistics after a kernel :math:`z = (x / 2^s - o) / r`.

    Least and largest value go through the kernel, the mean too, and sums of products of
    deviations are divided by :math:`r_j r_k`.

    Parameters
    ----------
    kernel : callable or None
    stats : ColumnStats
        Of what the kernel is given, with "squares" or "comoment" if they are needed.
    needs : collection of str

    Returns
    -------
    ColumnStats or None
        None if the kernel is another one, or more is needed.
    """
    match kernel:
        case Frozen(inner):
            return push(inner, stats, needs)
        case Chain(Guard(columns, domain), second):
            least = stats.low[columns].min(initial=np.inf)
            bound = {"nonnegative": 0.0, "positive": 0.0, "above_one": 1.0}[domain]
            inside = least >= bound if domain == "nonnegative" else least > bound
            return push(second, stats, needs) if inside else None
        case Rescale(out_range=(0.0, 1.0), clip=False):
            known = {"squares", "comoment"}
            return _rescaled(kernel, stats) if set(needs) <= known else None
    return None


def _rescaled(kernel: Rescale, stats: ColumnStats) -> ColumnStats:
    raw = np.stack([stats.low, np.ldexp(stats.mean, stats.exponent), stats.high])
    one, mean, other = kernel(raw)
    told = ColumnStats.known(
        stats.n, np.minimum(one, other), mean, np.maximum(one, other)
    )
    if stats.squares is None and stats.comoment is None:
        return told
    # What a deviation of 1, in units of the exponents, becomes.
    unit = np.ldexp(divide(1.0, kernel.span), stats.scale - kernel.scale - told.scale)
    squares, comoment = stats.squares, stats.comoment
    return replace(
        told,
        squares=None if squares is None else squares * unit**2,
        comoment=None if comoment is None else comoment * np.outer(unit, unit),
    )
