"""What a user wants of each column: brought together with a table, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector, real_numbers
from mcdm_index.engine import Rows
from mcdm_index.errors import (
    DomainError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    listing,
    suggestion,
)
from mcdm_index.imputation.pairs import quickpred
from mcdm_index.imputation.scales import Kind, kind_of
from mcdm_index.imputation.targets import Method

__all__ = ["Wishes", "kinds_of", "methods_of", "predictors_of"]

METHODS: Final[tuple[str, ...]] = get_args(Method)
# A column is no continuum, and only observed values are drawn, if over this share of
# its values occur more than once, and there are few of them or one has a heap; or if
# there are so few values that no variance can be told from them.
_TIED: Final = 0.2
_FEW: Final = 15
_HEAP: Final = 0.1
_SPARSE: Final = 4


@dataclass(frozen=True)
class Wishes:
    """What a user says about the columns, not yet brought together with a table.

    Attributes
    ----------
    method, scale : str or mapping
        For all columns, or for some of them by name or position.
    predictors : str or array_like of bool
    donors : int
    passive : mapping
        From a column to how it is computed from others.
    """

    method: Any = "auto"
    scale: Any = "auto"
    predictors: Any = "all"
    donors: int = 5
    passive: Mapping[Any, Any] = field(default_factory=dict)


def _of_columns(rows: Rows, wish: Any, what: str) -> list[Any]:
    """Give one wish per column: one for all, or some by name or position."""
    p = rows.shape[1]
    if not isinstance(wish, Mapping):
        return [wish] * p
    names = rows.names
    if rows.columns is not None:
        wish = {str(key): own for key, own in wish.items()}
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
        if isinstance(own, str) and own == "auto":
            kinds.append(kind_of(data[:, j]))
            continue
        kind = _kind(own)
        if kind is None:
            msg = (
                "scale must be 'auto', 'linear', 'log', 'logit', or the two bounds of "
                f"a logit; got {own!r} for {rows.column(j)}"
            )
            raise DomainError(msg)
        _check_inside(rows, data, j, kind)
        kinds.append(kind)
    return kinds


def _kind(own: Any) -> Kind | None:
    """Read a scale: a word, or the two ends of a logit; None if it is neither."""
    if isinstance(own, str):
        words: dict[str, Kind] = {"linear": "linear", "log": "log", "logit": (0.0, 1.0)}
        return words.get(own)
    ends = real_numbers(own)
    if ends is None or ends.shape != (2,) or not -np.inf < ends[0] < ends[1] < np.inf:
        return None
    return float(ends[0]), float(ends[1])


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


def methods_of(rows: Rows, data: Matrix, wish: Any) -> list[Method]:
    """Settle how every column is drawn: as wished, or by its values."""
    methods: list[Method] = []
    for j, own in enumerate(_of_columns(rows, wish, "method")):
        if not isinstance(own, str) or own not in ("auto", *METHODS):
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
        chosen: Any = _method_for(seen) if own == "auto" else own
        methods.append(chosen)
    return methods


def _method_for(seen: Vector) -> Method:
    """Choose by the values: two, many that occur more than once, or a continuum."""
    values, counts = np.unique(seen, return_counts=True)
    if len(values) == 2 and len(seen) > 2:
        return "logreg"
    if len(seen) < _SPARSE:
        return "pmm"
    tied = 1 - (counts == 1).sum() / len(seen) > _TIED
    heaped = len(values) < _FEW or counts.max() > _HEAP * len(seen)
    return "pmm" if tied and heaped else "bridge"


def predictors_of(rows: Rows, data: Matrix, wish: Any) -> NDArray[np.bool_]:
    """Settle what may predict which column: row j says what predicts column j."""
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
    if isinstance(wish, Mapping) and all(isinstance(v, Mapping) for v in wish.values()):
        wish = pd.DataFrame.from_dict(dict(wish), orient="index")
    if hasattr(wish, "columns") and rows.columns is not None:
        lacking = set(rows.columns) - (set(wish.columns) & set(wish.index))
        if lacking:
            msg = f"predictors say nothing of {listing(sorted(lacking))}"
            raise UnknownColumnError(msg)
        wish = wish.loc[list(rows.columns), list(rows.columns)].to_numpy()
    matrix = real_numbers(wish)
    if matrix is None or matrix.shape != (p, p) or not np.isin(matrix, (0, 1)).all():
        came = f"{wish!r}" if matrix is None else f"numbers of shape {matrix.shape}"
        msg = (
            f"predictors need a row and a column of 0 or 1 for each of {p} criteria, "
            f"got {came}"
        )
        raise ShapeError(msg)
    return matrix.astype(bool)
