"""What all normalizations share: settle the options, learn, freeze, apply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, within_floats
from mcdm_index._registry import get
from mcdm_index.engine import Kernel, Missing, Rows, column_stats, map_rows, open_rows
from mcdm_index.errors import DomainError, MissingDataError
from mcdm_index.methods._all_rows import check_rows
from mcdm_index.methods._frozen import Frozen, learn_groups
from mcdm_index.methods._kernels import (
    Chain,
    Guard,
    Membership,
    Reciprocal,
)
from mcdm_index.methods._pushed import push
from mcdm_index.methods._settings import Group, PerCriterion, resolve
from mcdm_index.polarity import COST, Direction, Polarity, parse_all
from mcdm_index.statistics import ColumnStats

__all__ = [
    "Normalization",
    "apply",
    "costs",
    "fit",
    "flip_costs",
    "inverse",
    "normalize",
]

Polarities = tuple[Polarity, ...]


@dataclass(frozen=True)
class Normalization(Frozen):
    """A normalization that has learned a table: frozen, and ready for new rows.

    Attributes
    ----------
    kernel, width, names
        As in any frozen method.
    seen : ColumnStats or None
        Count, mean and ends of the normalized table, if they follow from those of the
        table that was learned.
    """

    seen: ColumnStats | None = None


def fit(
    method: str | None,
    X: Container,
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
    *,
    per_criterion: PerCriterion | Sequence[PerCriterion] | None = None,
    missing: Missing = "raise",
    whole_rows: bool = False,
) -> Normalization:
    """Learn a normalization and freeze it.

    Parameters
    ----------
    method : str or None
        A registered normalization. None only turns costs and targets around (see
        `orient`).
    X : array_like or DataFrame of shape (n_units, n_criteria)
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        The keyword options of the method.
    per_criterion : mapping, optional
        From a column (its name, or its position in an array) to the name of another
        method or to ``{"method": name, option: value, ...}``. What is said for one
        criterion goes before what is said for all, key by key; what does not mean the
        same to another method falls away. Of several such mappings the later go before
        the earlier.
    missing : {"raise", "omit"}
        Refuse missing values, or learn each column from the cells that are there.
    whole_rows : bool, default False
        Learn from the rows that are complete instead, as a score does.

    Returns
    -------
    Normalization
        It maps new rows by what was learned here and nothing else, and is undone by its
        `inverse`, where it can be undone.

    Raises
    ------
    UnknownMethodError
        The method or an option is unknown, or it cannot be frozen.
    UnknownColumnError
        Settings are given for a column that is not there.
    """
    table = open_rows(X)
    parsed = parse_all(polarity, table.shape[1], table.columns)
    groups = resolve(
        "normalization", table, method or "orient", options or {}, per_criterion
    )

    seen: list[ColumnStats | None] = []

    def learn(group: Group, part: Rows) -> Kernel:
        kinds = tuple(parsed[j] for j in group.columns)
        kernel, image = _learn(group, part, kinds, missing, by_column=not whole_rows)
        seen.append(image)
        return kernel

    kernel = learn_groups(table, groups, learn)
    known = seen[0] if len(seen) == 1 else None
    return Normalization(kernel, table.shape[1], table.columns, known)


def _learn(
    group: Group,
    table: Rows,
    polarity: Polarities,
    missing: Missing,
    *,
    by_column: bool,
) -> tuple[Kernel, ColumnStats | None]:
    """Learn one method: check the domain, grade targets, prepare, then learn.

    Gives what is known of the normalized table as well.
    """
    entry, options = group.method, group.options
    assert entry.learn is not None
    check_rows(table, entry)
    prepare: Kernel | None = None
    if entry.first is not None:
        polarity, prepare = entry.first(polarity, **options)
    graded = np.array([not isinstance(kind, Direction) for kind in polarity])
    steps: list[Kernel] = []
    if entry.domain != "real" and not graded.all():
        steps.append(Guard(np.flatnonzero(~graded), entry.domain))
    if graded.any():
        seen = column_stats(table, missing=missing, by_column=by_column)
        steps.append(Membership.learn(seen, polarity))
    if prepare is not None:
        steps.append(prepare)
    chain = reduce(Chain, steps) if steps else None
    stats = column_stats(
        table, entry.needs, rows=chain, missing=missing, by_column=by_column
    )
    kernel: Kernel = entry.learn(stats, polarity, **options)
    with within_floats():
        image = push(kernel, stats)
    return kernel if chain is None else Chain(chain, kernel), image


def normalize(
    X: Container,
    method: str = "minmax",
    polarity: object = None,
    *,
    options: Mapping[str, Any] | None = None,
    per_criterion: PerCriterion | None = None,
    missing: Missing = "raise",
) -> Container:
    """Normalize columns by the name of a method, or by several.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values.
    method : str, default "minmax"
        A registered normalization.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        Keyword options of the method.
    per_criterion : mapping, optional
        Another method, or other options, for some of the criteria; see `fit`.
    missing : {"raise", "omit"}
        Refuse missing values, or leave gaps as they are and learn each column from the
        cells that are there.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Larger is better.

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame({"life": [52.5, 85.0], "income": [1000.0, 10000.0]})
    >>> goalposts = {"method": "goalposts", "low": 100, "high": 100000, "scale": "log"}
    >>> normalize(X, "minmax", per_criterion={"income": goalposts}).round(3)
       life  income
    0   0.0   0.333
    1   1.0   0.667
    """
    entry = get("normalization", method)
    if entry.learn is None and not per_criterion:
        entry.check_options(options or {})
        if missing != "raise":
            msg = (
                f"normalization {entry.name!r} was registered without learn= and takes "
                "complete tables only: missing must be 'raise'"
            )
            raise MissingDataError(msg)
        return entry.func(X, polarity, **(options or {}))
    kernel = fit(
        method, X, polarity, options, per_criterion=per_criterion, missing=missing
    )
    return map_rows(X, kernel, missing=missing, by_column=True)


def inverse(fitted: Normalization, Z: Container) -> Container:
    """Undo a normalization; the same as ``fitted.inverse(Z)``.

    Parameters
    ----------
    fitted : Normalization
        What `fit` gave.
    Z : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized values; gaps stay gaps.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Raw values.

    Raises
    ------
    InverseError
        Different values share a result, as under a target, or above and below a mean.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[3.0, 20.0], [7.0, 50.0]])
    >>> fitted = fit("zscore", X, ["max", "min"])
    >>> inverse(fitted, fitted(X))
    array([[ 3., 20.],
           [ 7., 50.]])
    """
    return fitted.inverse(Z)


def apply(method: str, X: Container, polarity: object, **options: Any) -> Container:
    """Learn a method from a table and apply it to the same."""
    return map_rows(X, fit(method, X, polarity, options))


def costs(polarity: Polarities) -> NDArray[np.bool_]:
    """Tell which criteria are costs."""
    return np.array([kind is COST or kind == COST for kind in polarity])


def flip_costs(
    default: str, *others: str
) -> Callable[..., tuple[Polarities, Kernel | None]]:
    """Make the step that turns costs around by 1 / x where the option `cost` says so.

    The option is `default`, one of the others, or "reciprocal".
    """
    known = sorted({default, *others, "reciprocal"})

    def first(
        polarity: Polarities, *, cost: str = default, **_: object
    ) -> tuple[Polarities, Kernel | None]:
        if cost not in known:
            msg = f"cost must be one of {', '.join(known)}, got {cost!r}"
            raise DomainError(msg)
        found = np.flatnonzero(costs(polarity))
        flips = cost == "reciprocal" and len(found)
        return polarity, Reciprocal(found) if flips else None

    return first
