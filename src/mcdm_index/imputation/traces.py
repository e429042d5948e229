"""Traces: what chains did sweep by sweep, and whether they have mixed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcdm_index._numeric import Vector, divide
from mcdm_index.imputation.targets import Indices, Stack

__all__ = ["Traces"]


@dataclass(frozen=True)
class Traces:
    """Mean and standard deviation of what was filled in, after every sweep.

    Attributes
    ----------
    mean, sd : ndarray of shape (m, n_sweeps, n_columns)
        On the scale of imputation; NaN for a column without gaps.
    """

    mean: Stack
    sd: Stack

    @property
    def rhat(self) -> Vector:
        """How far chains have mixed, for each column: near 1 if they have.

        The larger of the split R-hat of means and of standard deviations; infinite for
        chains that stand still at different places, 1 if all stand at one; NaN for a
        column without gaps, or with fewer than four sweeps.
        """
        return np.fmax(_split_rhat(self.mean), _split_rhat(self.sd))

    @classmethod
    def joined(cls, parts: Sequence["Traces"], columns: Indices, p: int) -> "Traces":
        """Put those of several groups of chains together, in the columns of a table."""
        mean, sd = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("mean", "sd")
        )
        wide = np.full((2, *mean.shape[:2], p), np.nan)
        wide[:, :, :, columns] = mean, sd
        return cls(*wide)


def _split_rhat(trace: Stack) -> Vector:
    """Compare the halves of all chains: the variance of all with that within one."""
    half = trace.shape[1] // 2
    if half < 2:
        return np.full(trace.shape[2], np.nan)
    halves = np.concatenate([trace[:, :half], trace[:, -half:]])
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    total = (half - 1) / half * within + between
    still = np.where(between > 0, np.inf, 1.0)
    return np.sqrt(np.where(within == 0, still, divide(total, within)))
