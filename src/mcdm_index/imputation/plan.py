"""The plan: what is imputed, on which scale, how and from what, settled before the run.

Columns and rows are put in an order that depends on what they hold and not on where
they stand, so that another order of the table gives the same draws in that order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.engine import Rows
from mcdm_index.errors import DomainError, NonFiniteError
from mcdm_index.imputation.pairs import COPY, Copy, Pairs, copies
from mcdm_index.imputation.panel import Labels, Panel
from mcdm_index.imputation.passive import Identity, computed, read_identities
from mcdm_index.imputation.scales import Kind, Scale
from mcdm_index.imputation.targets import Indices, Kept, Method, Stack, Target
from mcdm_index.imputation.wishes import (
    Wishes,
    kinds_of,
    methods_of,
    predictors_of,
)

__all__ = ["Plan", "Start"]

# Beyond this correlation a predictor that is missing together with the column would
# freeze the chain.
_TOO_CLOSE: Final = 0.999
# A value that a copy says is an observed one of its column if it is that near.
_NEAR: Final = 4 * COPY
# A variance drawn from fewer degrees of freedom has no mean, and draws no bounds.
_LEAST_FREEDOM: Final = 3


@dataclass(frozen=True)
class Start:
    """What the chains start from.

    Attributes
    ----------
    z : ndarray of shape (n, p)
        Standardized rows and columns; gaps are NaN.
    rows : ndarray of int of shape (n,)
        Which rows of the table they are, those that cannot be filled apart.
    targets : tuple of Target
        The columns that are no copies, in the order of the visits.
    kept : tuple of Kept
        The cells that are computed from others.
    panel : Panel or None
        Of these rows.
    """

    z: Matrix
    rows: Indices
    targets: tuple[Target, ...]
    kept: tuple[Kept, ...] = ()
    panel: Panel | None = None


@dataclass(frozen=True)
class Observed:
    """The values that were observed of a column that is filled with such.

    Attributes
    ----------
    drawn, raw : ndarray of shape (k,)
        On the scale of imputation, ascending, and as they are.
    """

    drawn: Vector
    raw: Vector

    @classmethod
    def of(cls, z: Vector, raw: Vector) -> "Observed":
        """List them; gaps are NaN."""
        seen = ~np.isnan(raw)
        values, first = np.unique(z[seen], return_index=True)
        return cls(values, raw[seen][first])

    def nearest(self, z: Stack) -> tuple[Indices, NDArray[np.bool_]]:
        """Find the observed value nearest to each, and tell whether it is meant."""
        at = np.clip(np.searchsorted(self.drawn, z), 1, max(len(self.drawn) - 1, 1))
        right = np.minimum(at, len(self.drawn) - 1)
        left = at - 1
        nearer = np.abs(self.drawn[left] - z) <= np.abs(self.drawn[right] - z)
        place = np.where(nearer, left, right)
        return place, np.abs(self.drawn[place] - z) <= _NEAR

    def settle(self, z: Vector) -> Vector:
        """Give values that are observed ones but for their rounding as these."""
        place, meant = self.nearest(z)
        return np.where(meant, self.drawn[place], z)

    def undo(self, z: Stack, otherwise: Stack) -> Stack:
        """Give the raw values of observed ones, and of others what is said."""
        place, meant = self.nearest(z)
        return np.where(meant, self.raw[place], otherwise)


@dataclass(frozen=True)
class Plan:
    """How a table is imputed.

    Attributes
    ----------
    columns : ndarray of int
        The columns that take part, in the order in which they are worked on.
    scale : Scale
        Of these columns.
    copies : tuple of Copy
        Among these columns; they are filled from what they copy.
    constants : ndarray of shape (p,)
        The value of a column that does not vary; else NaN.
    given : mapping of int to Observed
        For columns that are filled with observed values, these.
    identities : tuple of Identity
        Columns of the table that are computed from others.
    notes : tuple of dict
        What was decided for each column of the table.
    """

    columns: Indices
    scale: Scale
    copies: tuple[Copy, ...]
    constants: Vector
    given: dict[int, Observed]
    identities: tuple[Identity, ...]
    notes: tuple[dict[str, Any], ...]

    @classmethod
    def of(
        cls, rows: Rows, data: Matrix, wishes: Wishes, labels: Labels | None = None
    ) -> "tuple[Plan, Start]":
        """Settle everything for a table whose columns all have something observed."""
        low, high = np.nanmin(data, axis=0), np.nanmax(data, axis=0)
        varies = low < high
        kinds = kinds_of(rows, data, wishes.scale)
        allowed = predictors_of(rows, data, wishes.predictors)
        identities = read_identities(rows, wishes.passive)
        active = np.flatnonzero(varies)
        scale = Scale.learn(data[:, active], [kinds[j] for j in active])
        ends = (low[active], high[active])
        order = _canonical_columns(scale.apply(data[:, active]), ends)
        columns, scale = active[order], scale.take(order)
        wished = methods_of(rows, data, wishes.method)
        methods = [wished[j] for j in columns]
        there = _fillable(data, labels)
        z = scale.apply(data[np.ix_(there, columns)])
        pairs = Pairs.of(z)
        found = copies(z, pairs)
        given = {
            j: Observed.of(z[:, j], data[there, columns[j]])
            for j, method in enumerate(methods)
            if method in ("pmm", "logreg")
        }
        constants = np.where(varies, np.nan, low)
        plan = cls(columns, scale, found, constants, given, identities, ())
        z = plan._united(z)
        order = _canonical_rows(z, None if labels is None else labels.take(there))
        z, there = z[order], there[order]
        panel = None if labels is None else labels.take(there).panel()
        kept = plan.kept(np.isnan(data[there]))
        open_ = np.isnan(z)
        for each in kept:
            open_[each.rows, each.column] = False
        may = allowed[np.ix_(columns, columns)] & ~_circular(columns, identities, found)
        usable = _predicting(z, pairs, may, found)
        drawn = {j: methods[j] for j in range(len(columns)) if j not in _copied(found)}
        targets = _targets(z, open_, drawn, usable, wishes.donors, panel)
        _check_freedom(rows, columns, targets)
        words = _words(rows, columns, found, identities)
        notes = _notes(rows, data, columns, kinds, targets, words)
        settled = cls(columns, scale, found, constants, given, identities, notes)
        return settled, Start(z, there, targets, kept, panel)

    def standardize(self, data: Matrix) -> Matrix:
        """Bring rows on the scale of imputation, with copies united."""
        return self._united(self.scale.apply(data[:, self.columns]))

    def kept(self, gaps: NDArray[np.bool_]) -> tuple[Kept, ...]:
        """Find the cells of rows that are computed from others in every draw."""
        place = {int(j): i for i, j in enumerate(self.columns)}
        found = []
        where = computed(gaps, self.identities)
        for identity, rows in zip(self.identities, where, strict=True):
            if identity.column in place and len(rows):
                i = place[identity.column]
                reads = self._behind(identity, place)
                if i in reads:  # it is computed from its own copy, which it fills
                    continue
                found.append(Kept(i, rows, reads, self._computing(identity, i, place)))
        return tuple(found)

    def _behind(self, identity: Identity, place: dict[int, int]) -> frozenset[int]:
        """Name the columns of z that an identity reads; for a copy, what it copies."""
        copied = {copy.column: copy.of for copy in self.copies}
        read = [place[s] for s in identity.sources if s in place]
        return frozenset(copied.get(i, i) for i in read)

    def _computing(self, identity: Identity, i: int, place: dict[int, int]) -> Any:
        """Make the function that computes a column of z from cells (m, r, p) of it."""
        lines = {c.column: c for c in self.copies}
        own = self.scale.take(np.array([i]))

        def raw(source: int, z: Stack) -> Stack:
            if source not in place:
                return np.full(z.shape[:2], self.constants[source])
            at = place[source]
            values = z[:, :, at]
            if at in lines:
                line = lines[at]
                values = line.intercept + line.slope * z[:, :, line.of]
            return self.scale.take(np.array([at])).undo(values[:, :, None])[:, :, 0]

        def compute(z: Stack) -> Stack:
            values = identity(*(raw(source, z) for source in identity.sources))
            values = np.where(np.isfinite(values), values, own.least)
            return np.asarray(own.apply(values[:, :, None])[:, :, 0])

        return compute

    def _united(self, z: Matrix) -> Matrix:
        """Fill what a copy has observed into the column that it copies."""
        z = z.copy()
        for copy in self.copies:
            known = (z[:, copy.column] - copy.intercept) / copy.slope
            if copy.of in self.given:
                known = self.given[copy.of].settle(known)
            z[:, copy.of] = np.where(np.isnan(z[:, copy.of]), known, z[:, copy.of])
        return z

    def complete(self, data: Matrix, z: Stack, rows: Rows | None = None) -> Stack:
        """Put completed rows (m, n, ...) into the gaps of data.

        Raises
        ------
        NonFiniteError
            What is computed from others is no number.
        """
        for copy in self.copies:
            z[..., copy.column] = copy.intercept + copy.slope * z[..., copy.of]
        tables = np.repeat(data[None], len(z), axis=0)
        tables[:, :, self.columns] = self.scale.undo(z)
        for i, observed in self.given.items():
            j = self.columns[i]
            tables[:, :, j] = observed.undo(z[..., i], tables[:, :, j])
        constant = ~np.isnan(self.constants)
        tables[:, :, constant] = self.constants[constant]
        tables = np.where(np.isnan(data), tables, data)
        where = computed(np.isnan(data), self.identities)
        for identity, gaps in zip(self.identities, where, strict=True):
            found = identity(*(tables[:, gaps, s] for s in identity.sources))
            _check_computed(identity, found, gaps, rows)
            tables[:, gaps, identity.column] = found
        return tables


def _check_computed(
    identity: Identity, found: Stack, gaps: Indices, rows: Rows | None
) -> None:
    bad = ~np.isfinite(found).all(axis=0)
    if bad.any():
        i, j = int(gaps[np.argmax(bad)]), identity.column
        where = f"row {i}, column {j}" if rows is None else rows.cell(i, j)
        msg = (
            f"{where}: {identity.shown} gives no finite number in some draw. Keep what "
            "it divides by away from 0 with scale='log' or bounds"
        )
        raise NonFiniteError(msg)


def _fillable(data: Matrix, labels: Labels | None) -> Indices:
    """Find the rows that can be filled: something is known of the row, or the unit."""
    something = ~np.isnan(data).all(axis=1)
    if labels is not None:
        known = {labels.units[i] for i in np.flatnonzero(something)}
        something = np.array([unit in known for unit in labels.units])
    return np.flatnonzero(something)


def _canonical_rows(z: Matrix, labels: Labels | None) -> Indices:
    """Order rows by what they hold; equal ones in a panel by unit and period."""
    keys = list(z.T[::-1])
    if labels is not None:
        words = list(map(repr, labels.units))
        keys = [labels.times, np.unique(words, return_inverse=True)[1], *keys]
    return np.lexsort(keys) if keys else np.arange(len(z))


def _canonical_columns(z: Matrix, ends: tuple[Vector, Vector]) -> Indices:
    """Order columns by their gaps and by what they hold, whatever their order was.

    Sums are taken in ascending order, so that not even their rounding depends on how
    rows and columns stand. What stands beside a column counts as well, and last its
    raw ends: columns that agree in all of it hold the same values.
    """
    gaps = np.isnan(z)
    x = np.where(gaps, 0.0, z)
    total = np.sort(x, axis=1).sum(axis=1, keepdims=True)
    along = [np.sort(x * total**k, axis=0).sum(axis=0) for k in (3, 2, 1)]
    moments = [np.sort(x**k, axis=0).sum(axis=0) for k in (3, 4, 5)]
    return np.lexsort([*ends, *along, *moments, gaps.sum(axis=0)])


def _circular(
    columns: Indices, identities: Sequence[Identity], found: Sequence[Copy]
) -> NDArray[np.bool_]:
    """Tell which columns are computed, at some remove, from the one of the row."""
    copied = {int(columns[c.column]): int(columns[c.of]) for c in found}
    behind: dict[int, set[int]] = {}
    for identity in [*identities, *identities]:  # twice, for those around a circle
        own = behind.setdefault(identity.column, set())
        sources = {*identity.sources, *(copied.get(s, s) for s in identity.sources)}
        own.update(sources, *(behind.get(s, ()) for s in sources))
    return np.array([[j in behind.get(k, ()) for k in columns] for j in columns], bool)


def _copied(found: Sequence[Copy]) -> set[int]:
    return {copy.column for copy in found}


def _predicting(
    z: Matrix, pairs: Pairs, allowed: NDArray[np.bool_], found: Sequence[Copy]
) -> NDArray[np.bool_]:
    """Tell what predicts the column of the row: what may, and would not freeze it."""
    missing = np.isnan(z)
    together = missing.T.astype(float) @ missing
    frozen = (np.abs(pairs.correlation) > _TOO_CLOSE) & (
        2 * together > np.diag(together)[:, None]
    )
    usable = allowed & ~frozen
    usable[:, list(_copied(found))] = False
    np.fill_diagonal(usable, val=False)
    return usable


def _targets(
    z: Matrix,
    gaps: NDArray[np.bool_],
    methods: Mapping[int, Method],
    usable: NDArray[np.bool_],
    donors: int,
    panel: Panel | None,
) -> tuple[Target, ...]:
    """Say for each column what it is drawn from, the most complete column first."""
    targets = []
    for j, wished in methods.items():
        seen = np.flatnonzero(~np.isnan(z[:, j]))
        # A copy may know of further values than the two of its column.
        few = wished != "logreg" or len(np.unique(z[seen, j])) <= 2
        method = wished if few else "pmm"
        own, open_ = np.flatnonzero(usable[j]), np.flatnonzero(gaps[:, j])
        targets.append(Target(j, method, own, open_, seen, donors, panel))
    return tuple(targets)


def _check_freedom(rows: Rows, columns: Indices, targets: tuple[Target, ...]) -> None:
    for target in targets:
        least = 1 if target.method in ("pmm", "logreg") else _LEAST_FREEDOM
        if target.freedom < least:
            way = "'bridge', or fewer predictors" if target.spent else "'pmm'"
            msg = (
                f"{rows.column(int(columns[target.column]))}: {len(target.seen)} "
                f"observed values are too few for method {target.method!r} with "
                f"{target.width} predictors. Take {way}"
            )
            raise DomainError(msg)


def _words(
    rows: Rows,
    columns: Indices,
    found: Sequence[Copy],
    identities: Sequence[Identity],
) -> dict[int, str]:
    """Say how columns are filled that are not, or not only, drawn."""
    words = {
        int(columns[c.column]): f"copy of {rows.names[int(columns[c.of])]}"
        for c in found
    }
    for identity in reversed(identities):
        otherwise = f", else {words[j]}" if (j := identity.column) in words else ""
        words[j] = identity.shown + otherwise
    return words


def _notes(
    rows: Rows,
    data: Matrix,
    columns: Indices,
    kinds: list[Kind],
    targets: tuple[Target, ...],
    words: Mapping[int, str],
) -> tuple[dict[str, Any], ...]:
    """Say for each column how it is filled."""
    drawn = {int(columns[t.column]): t for t in targets}
    notes = []
    for j, name in enumerate(rows.names):
        note = {"criterion": name, "gaps": int(np.isnan(data[:, j]).sum())}
        how = words.get(j, "" if j in drawn else "constant")
        if j in drawn:
            method = drawn[j].method
            how = f"{how}, else {method}" if how else method
            note |= {"filled by": how, "scale": _told(kinds[j])}
            note |= {"predictors": drawn[j].width}
        else:
            note |= {"filled by": how, "scale": "", "predictors": 0}
        notes.append(note)
    return tuple(notes)


def _told(kind: Kind) -> str:
    return (
        kind if isinstance(kind, str) else f"logit within {kind[0]:g} and {kind[1]:g}"
    )
