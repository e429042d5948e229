"""The plan: what is imputed, on which scale, how and from what, settled before the run.

Columns and rows are put in an order that depends on what they hold and not on where
they stand, so that another order of the table gives the same draws in that order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.engine import Rows
from mcdm_index.errors import (
    DomainError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    suggestion,
)
from mcdm_index.imputation.pairs import Copy, Pairs, copies, quickpred
from mcdm_index.imputation.sampler import Indices, Method, Target
from mcdm_index.imputation.scales import Kind, Scale, kind_of

__all__ = ["Plan", "Start", "Wishes", "kinds_of"]

METHODS: Final[tuple[str, ...]] = get_args(Method)
# Beyond this correlation a predictor that is missing together with the column would
# freeze the chain.
_TOO_CLOSE: Final = 0.999
# A column is no continuum, and only observed values are drawn, if over this share of
# its values occur more than once, and there are few of them or one has a heap.
_TIED: Final = 0.2
_FEW: Final = 15
_HEAP: Final = 0.1


@dataclass(frozen=True)
class Wishes:
    """What a user says about the columns, not yet brought together with a table.

    Attributes
    ----------
    method, scale : str or mapping
        For all columns, or for some of them by name or position.
    predictors : str or array_like of bool
    donors : int
    """

    method: Any = "auto"
    scale: Any = "auto"
    predictors: Any = "all"
    donors: int = 5


@dataclass(frozen=True)
class Start:
    """What the chains start from.

    Attributes
    ----------
    z : ndarray of shape (n, p)
        Standardized rows and columns; gaps are NaN.
    rows : ndarray of int of shape (n,)
        Which rows of the table they are, those of which nothing is observed apart.
    targets : tuple of Target
        The columns that are no copies, in the order of the visits.
    """

    z: Matrix
    rows: Indices
    targets: tuple[Target, ...]


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
    given : mapping of int to pair of ndarray
        For columns that are filled with observed values, these: on the scale of
        imputation, ascending, and as they are.
    notes : tuple of dict
        What was decided for each column of the table.
    """

    columns: Indices
    scale: Scale
    copies: tuple[Copy, ...]
    constants: Vector
    given: dict[int, tuple[Vector, Vector]]
    notes: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, rows: Rows, data: Matrix, wishes: Wishes) -> "tuple[Plan, Start]":
        """Settle everything for a table whose columns all have something observed."""
        low, high = np.nanmin(data, axis=0), np.nanmax(data, axis=0)
        varies = low < high
        kinds = kinds_of(rows, data, wishes.scale)
        methods = _methods(rows, data, wishes.method)
        allowed = _predictors(rows, data, wishes.predictors)
        active = np.flatnonzero(varies)
        z = Scale.learn(data[:, active], [kinds[j] for j in active]).apply(
            data[:, active]
        )
        columns = active[_canonical_columns(z)]
        scale = Scale.learn(data[:, columns], [kinds[j] for j in columns])
        usable = np.flatnonzero(~np.isnan(data).all(axis=1))
        z = scale.apply(data[np.ix_(usable, columns)])
        pairs = Pairs.of(z)
        found = copies(z, pairs)
        z = _united(z, found)
        order = np.lexsort(z.T[::-1]) if len(columns) else np.arange(len(z))
        z = z[order]
        targets = _targets(
            z,
            pairs,
            [methods[j] for j in columns],
            allowed[np.ix_(columns, columns)],
            {copy.column for copy in found},
            wishes.donors,
        )
        _check_freedom(rows, columns, targets)
        constants = np.where(varies, np.nan, low)
        notes = _notes(rows, data, columns, kinds, targets, found)
        given = {
            t.column: _observed(z[:, t.column], data[usable[order], columns[t.column]])
            for t in targets
            if t.method in ("pmm", "logreg")
        }
        plan = cls(columns, scale, found, constants, given, notes)
        return plan, Start(z, usable[order], targets)

    def standardize(self, data: Matrix) -> Matrix:
        """Bring rows on the scale of imputation, with copies united."""
        return _united(self.scale.apply(data[:, self.columns]), self.copies)

    def complete(self, data: Matrix, z: Matrix) -> Matrix:
        """Put completed rows (m, n, ...) into the gaps of data."""
        for copy in self.copies:
            z[..., copy.column] = copy.intercept + copy.slope * z[..., copy.of]
        tables = np.repeat(data[None], len(z), axis=0)
        tables[:, :, self.columns] = self.scale.undo(z)
        for j, (drawn, raw) in self.given.items():
            place = np.minimum(np.searchsorted(drawn, z[..., j]), len(drawn) - 1)
            as_it_was = np.where(
                drawn[place] == z[..., j], raw[place], tables[:, :, self.columns[j]]
            )
            tables[:, :, self.columns[j]] = as_it_was
        tables = np.where(np.isnan(self.constants), tables, self.constants)
        return np.where(np.isnan(data), tables, data)


def _observed(z: Vector, raw: Vector) -> tuple[Vector, Vector]:
    """List what was observed, on the scale of imputation and as it is."""
    seen = ~np.isnan(raw)
    values, first = np.unique(z[seen], return_index=True)
    return values, raw[seen][first]


def _canonical_columns(z: Matrix) -> Indices:
    """Order columns by their gaps and by what they hold, whatever their order was."""
    gaps = np.isnan(z)
    x = np.where(gaps, 0.0, z)
    along = (x * x.sum(axis=1, keepdims=True)).sum(axis=0)
    moments = [(x**k).sum(axis=0) for k in (3, 4, 5)]
    return np.lexsort([along, *moments, gaps.sum(axis=0)])


def _united(z: Matrix, found: tuple[Copy, ...]) -> Matrix:
    """Fill what a copy has observed into the column that it copies."""
    z = z.copy()
    for copy in found:
        known = (z[:, copy.column] - copy.intercept) / copy.slope
        z[:, copy.of] = np.where(np.isnan(z[:, copy.of]), known, z[:, copy.of])
    return z


def _targets(
    z: Matrix,
    pairs: Pairs,
    methods: list[Method],
    allowed: NDArray[np.bool_],
    copied: set[int],
    donors: int,
) -> tuple[Target, ...]:
    """Say for each column what it is drawn from, the most complete column first."""
    gaps = np.isnan(z)
    together = gaps.T.astype(float) @ gaps
    frozen = (np.abs(pairs.correlation) > _TOO_CLOSE) & (
        2 * together > np.diag(together)[:, None]
    )
    usable = allowed & ~frozen
    usable[:, list(copied)] = False
    np.fill_diagonal(usable, val=False)
    return tuple(
        Target(
            j,
            methods[j],
            np.flatnonzero(usable[j]),
            np.flatnonzero(gaps[:, j]),
            np.flatnonzero(~gaps[:, j]),
            donors,
        )
        for j in range(z.shape[1])
        if j not in copied
    )


def _of_columns(rows: Rows, wish: Any, what: str) -> list[Any]:
    """Give one wish per column: one for all, or some by name or position."""
    p = rows.shape[1]
    if not isinstance(wish, Mapping):
        return [wish] * p
    names: list[Any] = list(range(p)) if rows.columns is None else list(rows.columns)
    strangers = [key for key in wish if key not in names]
    if strangers:
        known = [str(name) for name in names]
        msg = (
            f"{what} names {listing(map(repr, strangers))}, which is no criterion."
            f"{suggestion(str(strangers[0]), known)}"
        )
        raise UnknownColumnError(msg)
    return [wish.get(name, "auto") for name in names]


def kinds_of(rows: Rows, data: Matrix, wish: Any) -> list[Kind]:
    """Settle the scale of every column: as wished, or by its skewness."""
    kinds: list[Kind] = []
    for j, own in enumerate(_of_columns(rows, wish, "scale")):
        if own == "auto":
            kinds.append(kind_of(data[:, j]))
            continue
        kind: Any = (0.0, 1.0) if own == "logit" else own
        if kind not in ("linear", "log") and not _are_bounds(kind):
            msg = (
                "scale must be 'auto', 'linear', 'log', 'logit', or the two bounds of "
                f"a logit; got {own!r} for {rows.column(j)}"
            )
            raise DomainError(msg)
        _check_inside(rows, data, j, kind)
        kinds.append(kind)
    return kinds


def _are_bounds(kind: Any) -> bool:
    try:
        low, high = (float(end) for end in kind)
    except (TypeError, ValueError):
        return False
    return -np.inf < low < high < np.inf


def _check_inside(rows: Rows, data: Matrix, j: int, kind: Any) -> None:
    """Refuse a value that has no logarithm, or no logit."""
    if kind == "linear":
        return
    low, high = (0.0, np.inf) if kind == "log" else kind
    bad = (data[:, j] <= low) | (data[:, j] >= high)
    if bad.any():
        i = int(np.argmax(bad))
        msg = (
            f"{rows.cell(i, j)} is {data[i, j]:g}, which has no place on the scale "
            f"between {low:g} and {high:g}, ends excluded. Take scale='linear', with "
            "method='pmm' if nothing beyond what was observed may be drawn"
        )
        raise DomainError(msg)


def _methods(rows: Rows, data: Matrix, wish: Any) -> list[Method]:
    methods: list[Method] = []
    for j, own in enumerate(_of_columns(rows, wish, "method")):
        if own != "auto" and own not in METHODS:
            known = ["auto", *METHODS]
            msg = (
                f"unknown imputation method {own!r} for {rows.column(j)}."
                f"{suggestion(str(own), known)} It must be one of {', '.join(known)}"
            )
            raise UnknownMethodError(msg)
        seen = data[~np.isnan(data[:, j]), j]
        if own == "logreg" and len(np.unique(seen)) > 2:
            msg = f"{rows.column(j)} has more than two values, 'logreg' is for two"
            raise DomainError(msg)
        methods.append(_method_for(seen) if own == "auto" else own)
    return methods


def _method_for(seen: Vector) -> Method:
    """Choose by the values: two, many that occur more than once, or a continuum."""
    values, counts = np.unique(seen, return_counts=True)
    if len(values) == 2 and len(seen) > 2:
        return "logreg"
    tied = 1 - (counts == 1).sum() / len(seen) > _TIED
    heaped = len(values) < _FEW or counts.max() > _HEAP * len(seen)
    return "pmm" if tied and heaped else "bridge"


def _predictors(rows: Rows, data: Matrix, wish: Any) -> NDArray[np.bool_]:
    p = rows.shape[1]
    if isinstance(wish, str):
        if wish == "all":
            return np.ones((p, p), dtype=bool)
        if wish == "quickpred":
            return quickpred(data)
        if wish == "within parent":
            msg = "predictors 'within parent' need a tree: they are for an index"
        else:
            msg = f"predictors must be 'all', 'quickpred' or a matrix, got {wish!r}"
        raise DomainError(msg)
    if isinstance(wish, Mapping):
        wish = pd.DataFrame.from_dict(dict(wish), orient="index")
    if hasattr(wish, "columns") and rows.columns is not None:
        lacking = set(rows.columns) - (set(wish.columns) & set(wish.index))
        if lacking:
            msg = f"predictors say nothing of {listing(sorted(lacking))}"
            raise UnknownColumnError(msg)
        wish = wish.loc[list(rows.columns), list(rows.columns)].to_numpy()
    matrix = np.asarray(wish)
    if matrix.shape != (p, p) or not np.isin(matrix, (0, 1)).all():
        msg = (
            f"predictors need a row and a column of 0 or 1 for each of {p} criteria, "
            f"got shape {matrix.shape}"
        )
        raise ShapeError(msg)
    return matrix.astype(bool)


def _check_freedom(rows: Rows, columns: Indices, targets: tuple[Target, ...]) -> None:
    for target in targets:
        if target.freedom < 1:
            msg = (
                f"{rows.column(int(columns[target.column]))}: {len(target.seen)} "
                f"observed values are too few for method {target.method!r} with "
                f"{target.width} predictors. Take 'bridge', or fewer predictors"
            )
            raise DomainError(msg)


def _notes(
    rows: Rows,
    data: Matrix,
    columns: Indices,
    kinds: list[Kind],
    targets: tuple[Target, ...],
    found: tuple[Copy, ...],
) -> tuple[dict[str, Any], ...]:
    """Say for each column how it is filled."""
    p = rows.shape[1]
    names: list[Any] = list(range(p)) if rows.columns is None else list(rows.columns)
    of = {int(columns[t.column]): t for t in targets}
    source = {int(columns[c.column]): names[int(columns[c.of])] for c in found}
    notes = []
    for j, name in enumerate(names):
        target = of.get(j)
        note = {"criterion": name, "gaps": int(np.isnan(data[:, j]).sum())}
        if target is not None:
            note |= {"filled by": target.method, "scale": _told(kinds[j])}
            note |= {"predictors": target.width}
        else:
            how = f"copy of {source[j]}" if j in source else "constant"
            note |= {"filled by": how, "scale": "", "predictors": 0}
        notes.append(note)
    return tuple(notes)


def _told(kind: Kind) -> str:
    return (
        kind if isinstance(kind, str) else f"logit within {kind[0]:g} and {kind[1]:g}"
    )
