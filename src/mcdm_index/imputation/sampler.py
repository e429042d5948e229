"""Chained equations, all chains at once: sweep over the columns, draw, fill, repeat.

Everything here is on standardized columns in a canonical order; see `plan`. A chain is
made of its own random numbers and its own sums, so that it is the same to the last bit
whichever others run beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import numpy as np
from scipy.special import expit

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import ColumnError
from mcdm_index.imputation.matching import match, reach
from mcdm_index.imputation.panel import Panel
from mcdm_index.imputation.regressions import (
    Line,
    Moments,
    Noise,
    bayesian_ridge,
    least_squares,
    logistic,
    ridge_penalty,
)
from mcdm_index.imputation.state import State, Tables
from mcdm_index.imputation.targets import Indices, Kept, Stack, Target
from mcdm_index.imputation.traces import Traces

__all__ = ["Beside", "Chains", "Rule", "replay", "run"]

_FAR: Final = 0.25  # of the residual standard deviation


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
class Chains:
    """What a run of m chains gives.

    Attributes
    ----------
    tables : ndarray of shape (m, n, p)
    rules : tuple of Rule
        By which each column was, or would be, filled in the last sweep, in the order in
        which they are visited.
    traces : Traces
    effects : mapping of int to ndarray
        In a panel, the effects of periods in each column; see `_shocks`.
    """

    tables: Stack
    rules: tuple[Rule, ...]
    traces: Traces
    effects: Mapping[int, Stack] = field(default_factory=dict)

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
                tables = Tables(self.tables, target.panel, effects=self.effects)
                X = tables.design(target, target.gaps)
                mean = rule.line.drawn(X)
                apart = reach(rule.matched, mean, target.donors)
                far = apart > _FAR * rule.line.sigma[:, None]
                share[:, target.column] = far.mean(axis=1)
        return share


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


def run(
    z: Matrix,
    targets: Sequence[Target],
    generators: Sequence[np.random.Generator],
    sweeps: int,
    *,
    kept: Sequence[Kept] = (),
    panel: Panel | None = None,
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
    kept : sequence of Kept
        Cells that are computed from others.
    panel : Panel, optional
        Of the rows; chains then start from lines over time.

    Returns
    -------
    Chains

    References
    ----------
    .. [1] van Buuren, S. and Groothuis-Oudshoorn, K. (2011). mice: multivariate
       imputation by chained equations in R. Journal of Statistical Software 45(3).
       doi:10.18637/jss.v045.i03
    """
    started = _start(z, targets, generators, panel)
    state = State(started, panel)
    _begin_penalties(state, targets, generators)
    _compute(state, kept)
    incomplete = [t for t in targets if len(t.gaps)]
    shape = (len(generators), sweeps, z.shape[1])
    traces = Traces(np.full(shape, np.nan), np.full(shape, np.nan))
    rules: list[Rule] = []
    for sweep in range(sweeps):
        # Later rows may lack what is complete here, and need its equation too.
        visited = targets if sweep == sweeps - 1 else incomplete
        if panel is not None:
            state.effects = _shocks(targets, generators)
        noise = _Randomness(generators, visited)
        state.renew()
        rules = [
            _visit(state, target, noise, t, kept) for t, target in enumerate(visited)
        ]
        for target in incomplete:
            filled = state.Y[:, target.gaps, target.column]
            traces.mean[:, sweep, target.column] = filled.mean(axis=1)
            traces.sd[:, sweep, target.column] = filled.std(axis=1)
    return Chains(state.Y[:, :, :-1], tuple(rules), traces, state.effects)


def _begin_penalties(
    state: State, targets: Sequence[Target], generators: Sequence[np.random.Generator]
) -> None:
    """Draw the first penalties of columns with few rows for their predictors."""
    for target in targets:
        if target.method != "norm" and 2 * target.width > len(target.seen):
            place = np.array([generator.random() for generator in generators])
            moments = state.moments(target)
            state.penalty[:, target.column] = ridge_penalty(moments, place)


def _shocks(
    targets: Sequence[Target], generators: Sequence[np.random.Generator]
) -> dict[int, Stack]:
    """Draw effects for periods in which nothing was observed, anew for each chain.

    A period that is known deviates from the trend by a row of the contrasts times their
    coefficients. An unknown one has a random row instead, so that its deviation has the
    variance that those of the known ones have.
    """
    found = {}
    for target in targets:
        effects = np.repeat(target.effects[None], len(generators), axis=0)
        unknown = ~target.effects.any(axis=1)
        if effects.shape[2]:
            shape = int(unknown.sum()), effects.shape[2]
            drawn = np.stack([each.standard_normal(shape) for each in generators])
            effects[:, unknown] = drawn / np.sqrt(max((~unknown).sum(), 1))
        found[target.column] = effects
    return found


def _start(
    z: Matrix,
    targets: Sequence[Target],
    generators: Sequence[np.random.Generator],
    panel: Panel | None,
) -> Stack:
    """Start every gap with an observed value of its column, or on a line over time."""
    tables = np.repeat(z[None], len(generators), axis=0)
    for table, generator in zip(tables, generators, strict=True):
        for t in targets:
            if len(t.gaps):
                donors = generator.integers(len(t.seen), size=len(t.gaps))
                table[t.gaps, t.column] = z[t.seen[donors], t.column]
    if panel is not None:
        for t in targets:
            along = panel.interpolated(z[:, t.column])[t.gaps]
            known = ~np.isnan(along)
            tables[:, t.gaps[known], t.column] = along[known]
    return np.where(np.isnan(tables), 0.0, tables)  # what is copied, or computed


def _visit(
    state: State, target: Target, noise: _Randomness, t: int, kept: Sequence[Kept]
) -> Rule:
    """Draw the equation of one column, and fill its gaps by it."""
    rule = _learn(state, target, state.moments(target), noise.of_coefficients(t))
    if len(target.gaps):
        _fill(state, rule, target.gaps, *noise.of_cells(t))
        _compute(state, kept, target.column)
    return rule


def _fill(
    tables: Tables, rule: Rule, rows: Indices, normal: Stack, uniform: Stack
) -> None:
    """Fill rows of a column by its rule.

    In a panel every other period at a time, so that no two are drawn from each other in
    the same breath.
    """
    parts = [np.arange(len(rows))]
    if tables.panel is not None:
        odd = tables.panel.odd[rows]
        parts = [np.flatnonzero(~odd), np.flatnonzero(odd)]
    for part in filter(len, parts):
        X = tables.design(rule.target, rows[part])
        drawn = rule.draw(X, normal[:, part], uniform[:, part])
        tables.put(rows[part], rule.target.column, drawn)


def _compute(tables: Tables, kept: Sequence[Kept], changed: int | None = None) -> None:
    """Compute what is read from a column that has changed, or everything."""
    stale = None if changed is None else {changed}
    for each in kept:
        if stale is None or each.reads & stale:
            rows = tables.Y.take(each.rows, axis=1)
            tables.put(each.rows, each.column, each.compute(rows))
            if stale is not None:
                stale.add(each.column)


def _learn(state: State, target: Target, moments: Moments, noise: Noise) -> Rule:
    j = target.column
    if target.method == "norm":
        return Rule(target, _least_squares(j, moments, noise))
    y = state.Y[0, target.seen, j]
    if target.method == "logreg":
        low, high = y.min(), y.max()
        X = state.design(target, target.seen)
        line = logistic(X, (y == high).astype(float), noise.normal)
        return Rule(target, line, values=np.array([low, high]))
    line, state.penalty[:, j] = bayesian_ridge(moments, state.penalty[:, j], noise)
    if target.method == "bridge":
        return Rule(target, line)
    fitted = line.fitted(state.design(target, target.seen))
    return Rule(target, line, fitted, y)


def _least_squares(j: int, moments: Moments, noise: Noise) -> Line:
    try:
        return least_squares(moments, noise)
    except np.linalg.LinAlgError:
        msg = "its predictors are collinear, which 'norm' cannot take; use 'bridge'"
        raise ColumnError(j, msg) from None


class Beside(NamedTuple):
    """What later rows of a panel stand beside.

    Attributes
    ----------
    panel : Panel or None
        Of the history and then the rows.
    observed : ndarray of shape (n_before, p)
        What is observed of the history; gaps are NaN.
    history : ndarray of shape (m, n_before, p)
        Completed rows, which stay as they are.
    slopes : ndarray of shape (m, p) or None
        The common trends of the columns.
    effects : mapping of int to ndarray
        Of periods; see `Chains`.
    """

    panel: Panel | None
    observed: Matrix
    history: Stack
    slopes: Matrix | None
    effects: Mapping[int, Stack]


def replay(
    rules: Sequence[Rule],
    z: Matrix,
    sweeps: int,
    noise: Stack,
    *,
    kept: Sequence[Kept] = (),
    beside: Beside | None = None,
) -> Stack:
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
    kept : sequence of Kept
        Cells of the rows that are computed from others.
    beside : Beside, optional
        What stands before these rows in a panel.

    Returns
    -------
    ndarray of shape (m, n, p)
    """
    m, p = len(noise), z.shape[1]
    if beside is None:
        beside = Beside(None, np.empty((0, p)), np.empty((m, 0, p)), None, {})
    before, panel = beside.history, beside.panel
    first = before.shape[1]
    gaps = np.isnan(z)
    for each in kept:
        gaps[each.rows, each.column] = False
    started = np.repeat(np.where(np.isnan(z), 0.0, z)[None], m, axis=0)
    whole = np.concatenate([before, started], axis=1)
    tables = Tables(whole, panel, slopes=beside.slopes, effects=beside.effects)
    if panel is not None:
        _interpolate(tables, panel, np.concatenate([beside.observed, z]), first)
    kept = [replace(each, rows=each.rows + first) for each in kept]
    _compute(tables, kept)
    for sweep in range(sweeps):
        for rule in rules:
            j = rule.target.column
            rows = np.flatnonzero(gaps[:, j])
            if len(rows):
                own = noise[:, rows, sweep, j]
                _fill(tables, rule, rows + first, own[..., 0], own[..., 1])
                _compute(tables, kept, j)
    return tables.Y[:, first:]


def _interpolate(tables: Tables, panel: Panel, z: Matrix, first: int) -> None:
    """Start the gaps of new rows on lines between the periods of the unit."""
    for j, column in enumerate(z.T):
        gaps = first + np.flatnonzero(np.isnan(column[first:]))
        along = panel.interpolated(column)[gaps]
        tables.put(gaps, j, np.nan_to_num(along)[None])
