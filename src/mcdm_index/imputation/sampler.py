"""Chained equations, all chains at once: sweep over the columns, draw, fill, repeat.

Everything here is on standardized columns in a canonical order; see `plan`. A chain is
made of its own random numbers and its own sums, so that it is the same to the last bit
whichever others run beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from mcdm_index._numeric import Matrix, Vector, divide
from mcdm_index.errors import ColumnError
from mcdm_index.imputation.matching import match, reach
from mcdm_index.imputation.regressions import (
    Line,
    Moments,
    Noise,
    bayesian_ridge,
    least_squares,
    logistic,
)

__all__ = ["Chains", "Rule", "Target", "Traces", "replay", "run"]

Method = Literal["bridge", "norm", "pmm", "lrd", "logreg"]
Stack: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]

_FAR: Final = 0.25  # of the residual standard deviation


@dataclass(frozen=True)
class Target:
    """One column: what it is drawn from, how, and where.

    Attributes
    ----------
    column : int
    method : {"bridge", "norm", "pmm", "lrd", "logreg"}
    predictors, gaps, seen : ndarray of int
        Columns; rows to fill; rows to learn from.
    donors : int
        From how many nearest rows a donor is drawn, by "pmm" and "lrd".
    """

    column: int
    method: Method
    predictors: Indices
    gaps: Indices
    seen: Indices
    donors: int = 5

    @property
    def width(self) -> int:
        """Number of predictors."""
        return len(self.predictors)

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residual variance."""
        spent = self.width if self.method == "norm" else 0
        return len(self.seen) - 1 - spent


@dataclass(frozen=True)
class Rule:
    """What one column is drawn by: a line per chain, and donors where they are used."""

    target: Target
    line: Line
    matched: Stack = field(default_factory=lambda: np.empty((0, 0)))
    values: Vector = field(default_factory=lambda: np.empty(0))

    @property
    def chains(self) -> int:
        """Number of chains."""
        return len(self.line.intercept)

    def draw(self, X: Stack, normal: Stack, uniform: Stack) -> Stack:
        """Draw the cells of rows (m, r, q), one of each per chain."""
        mean = self.line.drawn(X)
        if self.target.method == "logreg":
            low, high = self.values
            return np.asarray(np.where(uniform < expit(mean), high, low))
        if self.target.method in ("bridge", "norm"):
            return mean + self.line.sigma[:, None] * normal
        donors = match(self.matched, mean, self.target.donors, uniform)
        given = self.values[donors]
        if self.target.method == "pmm":
            return np.asarray(given)
        residual = given - np.take_along_axis(self.matched, donors, axis=1)
        return np.asarray(mean + residual)


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

        The larger of the split R-hat of means and of standard deviations; NaN for a
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


@dataclass(frozen=True)
class Chains:
    """What a run of m chains gives.

    Attributes
    ----------
    tables : ndarray of shape (m, n, p)
    rules : tuple of Rule
        By which each column was, or would be, filled in the last sweep, in the order in
        which they are visited.
    traces : Traces
    """

    tables: Stack
    rules: tuple[Rule, ...]
    traces: Traces

    @property
    def far_donors(self) -> Stack:
        """Share of the gaps whose last donor is far, by chain and column.

        Far is over a quarter of the residual standard deviation. NaN for a column that
        has no gaps or is not filled from donors.
        """
        m, _, p = self.tables.shape
        share = np.full((m, p), np.nan)
        for rule in self.rules:
            target = rule.target
            if target.method in ("pmm", "lrd") and len(target.gaps):
                X = self.tables.take(target.gaps, axis=1)
                mean = rule.line.drawn(X.take(target.predictors, axis=2))
                apart = reach(rule.matched, mean, target.donors)
                far = apart > _FAR * rule.line.sigma[:, None]
                share[:, target.column] = far.mean(axis=1)
        return share


def _split_rhat(trace: Stack) -> Vector:
    """Compare the halves of all chains: the variance of all with that within one."""
    half = trace.shape[1] // 2
    if half < 2:
        return np.full(trace.shape[2], np.nan)
    halves = np.concatenate([trace[:, :half], trace[:, -half:]])
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    total = (half - 1) / half * within + between
    return np.sqrt(divide(total, within, otherwise=np.nan))


class _Randomness:
    """The random numbers of one sweep, drawn from one generator per chain."""

    def __init__(
        self, generators: Sequence[np.random.Generator], targets: Sequence[Target]
    ) -> None:
        cells = [len(t.gaps) for t in targets]
        coefficients = [t.width + 1 for t in targets]
        freedom = [t.freedom for t in targets]
        shape = [(t.width + 1) / 2 for t in targets]
        ends = np.cumsum(
            [0, *(a + b for a, b in zip(cells, coefficients, strict=True))]
        )
        self._starts, self._cells = ends[:-1], np.cumsum([0, *cells])
        self._coefficients = coefficients

        def each(draw: Callable[[np.random.Generator], Vector]) -> Stack:
            return np.stack([draw(generator) for generator in generators])

        self._normal = each(lambda g: g.standard_normal(ends[-1]))
        self._uniform = each(lambda g: g.random(self._cells[-1]))
        self._chi2 = each(lambda g: g.chisquare(freedom))
        self._gamma = each(lambda g: g.standard_gamma(shape))
        self._exponential = each(lambda g: g.standard_exponential(len(targets)))

    def of_coefficients(self, t: int) -> Noise:
        start = self._starts[t]
        normal = self._normal[:, start : start + self._coefficients[t]]
        return Noise(
            normal, self._chi2[:, t], self._gamma[:, t], self._exponential[:, t]
        )

    def of_cells(self, t: int) -> tuple[Stack, Stack]:
        start = self._starts[t] + self._coefficients[t]
        first, last = self._cells[t], self._cells[t + 1]
        normal = self._normal[:, start : start + last - first]
        return normal, self._uniform[:, first:last]


class _State:
    """Completed tables with a column of ones, and the sums of all their products."""

    def __init__(self, tables: Stack) -> None:
        m, n, _ = tables.shape
        self.Y = np.concatenate([tables, np.ones((m, n, 1))], axis=2)
        self.penalty = np.ones((m, tables.shape[2]))
        self.renew()

    def renew(self) -> None:
        """Sum afresh, so that no rounding of updates is carried along."""
        self.S = np.matmul(self.Y.transpose(0, 2, 1), self.Y)

    def cells(self, rows: Indices, columns: Indices) -> Stack:
        """Copy rows and columns, chain after chain in memory as matmul wants it."""
        return self.Y.take(rows, axis=1).take(columns, axis=2)

    def put(self, rows: Indices, j: int, new: Stack) -> None:
        """Fill cells of a column, and bring the sums up to date."""
        old = self.Y[:, rows, j]
        self.Y[:, rows, j] = new
        change = np.matmul((new - old)[:, None, :], self.Y.take(rows, axis=1))[:, 0]
        change[:, j] = ((new - old) * (new + old)).sum(axis=1)
        self.S[:, j] += change
        self.S[:, :, j] = self.S[:, j]

    def moments(self, target: Target) -> tuple[Moments, Stack]:
        """Give the sums over the rows seen, and the predictors of the gaps."""
        ones = self.Y.shape[2] - 1
        columns = np.array([*target.predictors, target.column, ones])
        filled = self.cells(target.gaps, columns)
        if len(target.gaps) <= len(target.seen):
            S = self.S.take(columns, axis=1).take(columns, axis=2)
            S -= np.matmul(filled.transpose(0, 2, 1), filled)
        else:
            seen = self.cells(target.seen, columns)
            S = np.matmul(seen.transpose(0, 2, 1), seen)
        return Moments.of(S, len(target.seen)), filled[:, :, :-2]


def run(
    z: Matrix,
    targets: Sequence[Target],
    generators: Sequence[np.random.Generator],
    sweeps: int,
) -> Chains:
    """Run one chain per generator.

    Parameters
    ----------
    z : ndarray of shape (n, p)
        Standardized columns; gaps are NaN.
    targets : sequence of Target
        One per column, in the order of the visits.
    generators : sequence of numpy.random.Generator
    sweeps : int

    Returns
    -------
    Chains

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03
    """
    state = _State(_hot_deck(z, targets, generators))
    incomplete = [t for t in targets if len(t.gaps)]
    shape = (len(generators), sweeps, z.shape[1])
    traces = Traces(np.full(shape, np.nan), np.full(shape, np.nan))
    rules: list[Rule] = []
    for sweep in range(sweeps):
        # Later rows may lack what is complete here, and need its equation too.
        visited = targets if sweep == sweeps - 1 else incomplete
        noise = _Randomness(generators, visited)
        state.renew()
        rules = [_visit(state, target, noise, t) for t, target in enumerate(visited)]
        for target in incomplete:
            filled = state.Y[:, target.gaps, target.column]
            traces.mean[:, sweep, target.column] = filled.mean(axis=1)
            traces.sd[:, sweep, target.column] = filled.std(axis=1)
    return Chains(state.Y[:, :, :-1], tuple(rules), traces)


def _hot_deck(
    z: Matrix, targets: Sequence[Target], generators: Sequence[np.random.Generator]
) -> Stack:
    """Start every gap with an observed value of its column."""
    tables = np.repeat(z[None], len(generators), axis=0)
    for table, generator in zip(tables, generators, strict=True):
        for t in targets:
            if len(t.gaps):
                donors = generator.integers(len(t.seen), size=len(t.gaps))
                table[t.gaps, t.column] = z[t.seen[donors], t.column]
    return tables


def _visit(state: _State, target: Target, noise: _Randomness, t: int) -> Rule:
    """Draw the equation of one column, and fill its gaps by it."""
    moments, X = state.moments(target)
    rule = _learn(state, target, moments, noise.of_coefficients(t))
    if len(target.gaps):
        state.put(target.gaps, target.column, rule.draw(X, *noise.of_cells(t)))
    return rule


def _learn(state: _State, target: Target, moments: Moments, noise: Noise) -> Rule:
    j = target.column
    if target.method == "norm":
        return Rule(target, _least_squares(j, moments, noise))
    y = state.Y[0, target.seen, j]
    if target.method == "logreg":
        low, high = y.min(), y.max()
        X = state.cells(target.seen, target.predictors)
        line = logistic(X, (y == high).astype(float), noise.normal)
        return Rule(target, line, values=np.array([low, high]))
    line, state.penalty[:, j] = bayesian_ridge(moments, state.penalty[:, j], noise)
    if target.method == "bridge":
        return Rule(target, line)
    fitted = line.fitted(state.cells(target.seen, target.predictors))
    return Rule(target, line, fitted, y)


def _least_squares(j: int, moments: Moments, noise: Noise) -> Line:
    try:
        return least_squares(moments, noise)
    except np.linalg.LinAlgError:
        msg = "its predictors are collinear, which 'norm' cannot take; use 'bridge'"
        raise ColumnError(j, msg) from None


def replay(rules: Sequence[Rule], z: Matrix, sweeps: int, noise: Stack) -> Stack:
    """Fill other rows by rules that were learned; nothing is learned from them.

    Parameters
    ----------
    rules : sequence of Rule
        In the order of the visits.
    z : ndarray of shape (n, p)
        Rows, each with something observed; gaps are NaN.
    sweeps : int
    noise : ndarray of shape (m, n, sweeps, p, 2)
        Of each chain, row, sweep and column: a standard normal and a uniform number.

    Returns
    -------
    ndarray of shape (m, n, p)
    """
    gaps = np.isnan(z)
    tables = np.repeat(np.where(gaps, 0.0, z)[None], len(noise), axis=0)
    for sweep in range(sweeps):
        for rule in rules:
            j = rule.target.column
            rows = np.flatnonzero(gaps[:, j])
            if len(rows):
                X = tables.take(rows, axis=1).take(rule.target.predictors, axis=2)
                own = noise[:, rows, sweep, j]
                tables[:, rows, j] = rule.draw(X, own[..., 0], own[..., 1])
    return tables
