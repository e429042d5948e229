"""Tables that are being completed, with the sums that are kept up as cells change."""

from collections.abc import Mapping

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.imputation.panel import Panel
from mcdm_index.imputation.regressions import Moments
from mcdm_index.imputation.targets import Indices, Stack, Target

__all__ = ["State", "Tables"]


class Tables:
    """Tables that are being completed, one per chain.

    Attributes
    ----------
    Y : ndarray of shape (m, n, p)
    panel : Panel or None
        With the sums of every unit at hand.
    slopes : ndarray of shape (m, p) or None
        The common trends of the columns, if they are not to be learned here.
    effects : mapping of int to ndarray of shape (m, t + 1, e)
        For columns where periods are not the same in all chains, their effects.
    """

    def __init__(
        self,
        Y: Stack,
        panel: Panel | None = None,
        *,
        slopes: Matrix | None = None,
        effects: Mapping[int, Stack] | None = None,
    ) -> None:
        self.Y = Y
        self.panel = panel
        self.slopes = slopes
        self.effects: Mapping[int, Stack] = effects or {}
        if panel is not None:
            sums = [panel.sums(y) for y in Y.transpose(2, 0, 1)]
            self.by_unit = np.reshape(sums, (-1, len(Y), len(panel.count)))

    def cells(self, rows: Indices, columns: Indices) -> Stack:
        """Copy rows and columns, chain after chain in memory as matmul wants it."""
        return self.Y.take(rows, axis=1).take(columns, axis=2)

    def put(self, rows: Indices, j: int, new: Stack) -> None:
        """Fill cells of a column."""
        self.Y[:, rows, j] = new
        if self.panel is not None:
            self.by_unit[j] = self.panel.sums(self.Y[:, :, j])

    def slope(self, j: int) -> Vector:
        """Give the trend of a column that all units have in common, of each chain."""
        if self.slopes is not None:
            return self.slopes[:, j]
        if self.panel is None:
            return np.zeros(len(self.Y))
        return self.panel.trend(self.Y[:, :, j], self.by_unit[j])

    def design(self, target: Target, rows: Indices) -> Stack:
        """Give the predictors of a column, of shape (m, r, width)."""
        X = self.cells(rows, target.predictors)
        if self.panel is None:
            return X
        j = target.column
        beside = self.panel.beside(self.Y.take(target.predictors, axis=2), rows)
        own = self.panel.own(self.Y[:, :, j], self.by_unit[j], self.slope(j), rows)
        time = self.panel.centred(self.panel.time[rows])
        time = np.repeat(time[None, :, None], len(X), axis=0)
        effects = self.effects.get(j, np.repeat(target.effects[None], len(X), axis=0))
        when = effects.take(self.panel.period[rows], axis=1)
        return np.concatenate([X, beside, own, time, when], axis=2)


class State(Tables):
    """Completed tables with a column of ones, and the sums of all their products."""

    def __init__(
        self,
        tables: Stack,
        panel: Panel | None = None,
    ) -> None:
        m, n, p = tables.shape
        super().__init__(np.concatenate([tables, np.ones((m, n, 1))], axis=2), panel)
        self.penalty = np.ones((m, p))
        self.renew()

    def renew(self) -> None:
        """Sum afresh, so that no rounding of updates is carried along."""
        self.S = np.matmul(self.Y.transpose(0, 2, 1), self.Y)

    def put(self, rows: Indices, j: int, new: Stack) -> None:
        """Fill cells of a column, and bring the sums up to date."""
        old = self.Y[:, rows, j]
        super().put(rows, j, new)
        change = np.matmul((new - old)[:, None, :], self.Y.take(rows, axis=1))[:, 0]
        change[:, j] = ((new - old) * (new + old)).sum(axis=1)
        self.S[:, j] += change
        self.S[:, :, j] = self.S[:, j]

    def moments(self, target: Target) -> Moments:
        """Give the sums over the rows seen."""
        ones = self.Y.shape[2] - 1
        last = np.array([target.column, ones])
        n = self.Y.shape[1]
        if self.panel is None and n <= 2 * len(target.seen):
            columns = np.array([*target.predictors, *last])
            rows = target.gaps
            if len(rows) + len(target.seen) < n:  # some are computed, not drawn
                rows = np.setdiff1d(np.arange(n), target.seen)
            filled = self.cells(rows, columns)
            S = self.S.take(columns, axis=1).take(columns, axis=2)
            S -= np.matmul(filled.transpose(0, 2, 1), filled)
        else:
            X, y = self.design(target, target.seen), self.cells(target.seen, last)
            seen = np.concatenate([X, y], axis=2)
            S = np.matmul(seen.transpose(0, 2, 1), seen)
        return Moments.of(S, len(target.seen))
