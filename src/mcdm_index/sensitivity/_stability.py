"""Weight stability: how far a weight may move before the order of units changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    Matrix,
    Vector,
    check_weights,
    check_whole,
    divide,
    one_vector,
    peak_exponent,
    ranks,
    weighted_total,
)
from mcdm_index.engine import Rows, check_finite, open_rows, plain
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    ShapeError,
)
from mcdm_index.methods.scoring import fit
from mcdm_index.sensitivity._limits import (
    Limits,
    Others,
    Pairs,
    Path,
    linear_limits,
    path_of,
    searched_limits,
)
from mcdm_index.sensitivity._pairs import Group, Which, asked, chain, one_of, winners

__all__ = ["WeightStability", "weight_stability"]

_LINEAR: Final = "weighted_sum"
_WHO: Final = [
    "ahead_at_low",
    "overtakes_at_low",
    "ahead_at_high",
    "overtakes_at_high",
]
_NOBODY: Final = [pd.NA] * 5


@dataclass(frozen=True, eq=False)
class WeightStability:
    """What `weight_stability` found.

    Attributes
    ----------
    winner : DataFrame
        One row per criterion: its `weight`; `low` and `high`, between which the units
        on the first rank keep it; for each end the unit that is overtaken there and the
        one that overtakes it, `ahead_at_low`, `overtakes_at_low`, `ahead_at_high` and
        `overtakes_at_high`, NA where no weight beyond can be had or changes anything;
        `change`, the smallest change after which the order is another one, with its
        sign, and `relative`, that as a part of the weight, both NA if there is none.
    ranking : DataFrame
        The same for the ranks of all units.
    pairs : DataFrame
        The same for the order of single pairs: one row per criterion and pair, with
        the units `ahead` and `behind` in the row index.
    critical : DataFrame
        The criterion whose weight need change least, for the `winner` and the
        `ranking`, by `absolute` and `relative` change: `criterion`, `change`,
        `relative`, and which unit is `ahead` and which `overtakes`. NA if no change of
        one weight makes a difference.
    scores, ranks : Series
        At the base.
    exact : bool
        Whether the ends are computed by a formula; if not, they were searched.
    resolution : float
        0 if exact; otherwise the widest step of the grid. A change of the order that is
        taken back within a step may have been missed.
    """

    winner: pd.DataFrame
    ranking: pd.DataFrame
    pairs: pd.DataFrame
    critical: pd.DataFrame
    scores: pd.Series
    ranks: pd.Series
    exact: bool
    resolution: float


def weight_stability(
    Z: Any,
    weights: ArrayLike | Mapping[Any, float],
    *,
    method: str | Callable[..., Any] = _LINEAR,
    options: Mapping[str, Any] | None = None,
    others: Others = "proportional",
    pairs: Which | Sequence[tuple[Any, Any]] = "neighbors",
    names: Sequence[Any] | None = None,
    units: Sequence[Any] | None = None,
    grid: int = 200,
) -> WeightStability:
    r"""Tell how far each weight may move before the winner or the ranking changes.

    While weight j goes from :math:`w_j` to t, the others go along a line, :math:`w(t) =
    w + (t - w_j)\, d`. The weighted sums :math:`S = Z w` then do so, too, and the order
    of i and k changes beyond

    .. math::

        t_{ik} = w_j - \frac{S_i - S_k}{(Z d)_i - (Z d)_k} .

    Parameters
    ----------
    Z : array_like or DataFrame of shape (n_units, n_criteria)
        Normalized values, finite; larger is better.
    weights : array_like, mapping or Series of shape (n_criteria,)
        Non-negative; they are scaled to sum 1. By label or in the order of the columns.
    method : str or callable, default "weighted_sum"
        The score, as in `scoring.fit`. Of any but a weighted sum, the ends are
        searched: on a grid, then by halving the step at which the order changed.
    options : mapping, optional
        Of the score.
    others : {"proportional", "equal shift", "unchanged"}, default "proportional"
        How the other weights follow. They keep their proportions to each other, and
        all sum to 1; or each gives or takes the same, until one of them is 0; or they
        stay what they are, t goes from 0 without limit, and the sum is not 1 any more.
        The last is the change of [1]_; it meets the same orders as the first.
    pairs : {"neighbors", "winner", "all"} or list, default "neighbors"
        Which pairs of units are told one by one: those next to each other in the
        ranking, the first of it with every other, all, or those in a list.
    names, units : sequence, optional
        What the columns and rows are called, if Z does not say it.
    grid : int, default 200
        Steps on each side of the weight, for a search. A change of the order that is
        taken back within a step may be missed.

    Returns
    -------
    WeightStability
        Intervals are closed: at their ends two units are level. Units that are level at
        the base, and do not stay so, leave no room: both ends are the weight itself.
        A single unit has nothing to lose.

    Raises
    ------
    DomainError
        There is a single criterion, whose weight cannot move.
    UnknownMethodError
        `others`, `pairs` or `method` is none of those above, or the method needs all
        rows at once.
    UnknownColumnError
        A pair names a unit that is not there, or two that are called alike.
    ShapeError
        `names` or `units` are too many or too few.
    EmptyDataError, MissingDataError, NonFiniteError, NotNumericError, WeightsError

    References
    ----------
    .. [1] Triantaphyllou, E. and Sanchez, A. (1997). A sensitivity analysis approach
       for some deterministic multi-criteria decision making methods. Decision Sciences
       28(1), 151-194. doi:10.1111/j.1540-5915.1997.tb01306.x

    Examples
    --------
    >>> Z = pd.DataFrame(
    ...     {"cost": [1.0, 0.6, 0.0], "speed": [0.0, 0.8, 1.0]}, ["Ada", "Bel", "Dun"]
    ... )
    >>> found = weight_stability(Z, {"cost": 0.5, "speed": 0.5})
    >>> found.ranks.to_dict()
    {'Ada': 2.0, 'Bel': 1.0, 'Dun': 2.0}
    >>> found.winner.loc["cost", ["low", "high"]].astype(float).round(3).to_dict()
    {'low': 0.25, 'high': 0.667}
    >>> found.winner.loc["cost", ["overtakes_at_low", "overtakes_at_high"]].tolist()
    ['Dun', 'Ada']
    """
    one_of(others, get_args(Others), "others")
    table, w = _open(Z, weights, names, units)
    steps = check_whole(grid, "grid")
    scores, limits = _scored(table, w, method, options or {}, steps)
    order = np.argsort(-scores, kind="stable")
    groups = {
        "winner": winners(scores),
        "ranking": chain(scores, order),
        "pairs": asked(pairs, scores, order, _labels(table)),
    }
    paths = [path_of(w, j, others) for j in range(len(w))]
    every = np.vstack([group.pairs for group in groups.values()])
    ends = [limits(path, every) for path in paths]
    found = {}
    for name, group in groups.items():
        own = [Limits(end.low[: group.n], end.high[: group.n]) for end in ends]
        ends = [Limits(end.low[group.n :], end.high[group.n :]) for end in ends]
        found[name] = _table(group, own, paths, table)
    exact = _is_linear(method, options)
    index = pd.Index(_labels(table), name="unit", tupleize_cols=False)
    return WeightStability(
        found["winner"].droplevel(["ahead", "behind"]),
        found["ranking"].droplevel(["ahead", "behind"]),
        found["pairs"].drop(columns=_WHO),
        _critical({name: found[name] for name in ("winner", "ranking")}),
        pd.Series(scores, index, name="score"),
        pd.Series(ranks(scores), index, name="rank"),
        exact,
        0.0 if exact else max(map(_widest, paths)) / steps,
    )


def _open(
    Z: Any, weights: Any, names: Sequence[Any] | None, units: Sequence[Any] | None
) -> tuple[Rows, Vector]:
    """Open the table and its weights."""
    rows = open_rows(Z)
    if not rows.shape[0]:
        msg = "there is no unit: the table has 0 rows"
        raise EmptyDataError(msg)
    for given, count, what in ((names, 1, "names"), (units, 0, "units")):
        if given is not None and len(given) != rows.shape[count]:
            msg = f"{what} must be {rows.shape[count]}, got {len(given)}"
            raise ShapeError(msg)
    columns = rows.columns if names is None else tuple(map(str, names))
    index = rows.index if units is None else pd.Index(units, tupleize_cols=False)
    table = Rows(np.asarray(rows.values, dtype=float), columns, index)
    check_finite(table)
    m = table.shape[1]
    given = by_label(weights, columns, "weights")
    w = one_vector(check_weights(given, m, columns))
    if m == 1:
        msg = "a single criterion has all the weight, which cannot move"
        raise DomainError(msg)
    return table, w


def _labels(table: Rows) -> list[Any]:
    """Give what the units are called."""
    if table.index is None:
        return list(range(table.shape[0]))
    return [plain(label) for label in table.index]


def _is_linear(method: Any, options: Any) -> bool:
    return isinstance(method, str) and method == _LINEAR and not options


def _scored(
    table: Rows, w: Vector, method: Any, options: Mapping[str, Any], steps: int
) -> tuple[Vector, Callable[[Path, Pairs], Limits]]:
    """Give the scores at the base, and what finds limits of pairs along a path."""
    Z = np.asarray(table.values)
    if _is_linear(method, options):
        scores = weighted_total(Z, w)
        # Powers of two are exact, and keep differences in range.
        power = peak_exponent(Z).max()
        scaled = np.ldexp(Z, -power), np.ldexp(scores, -power)
        return scores, partial(linear_limits, *scaled)
    at_base = fit(method, Z, w, options=options)(Z)

    def many(W: Matrix) -> Matrix:
        return np.asarray(fit(method, Z, W, options=options)(Z), dtype=float)

    def limits(path: Path, pairs: Pairs) -> Limits:
        # Units that are alike in everything stay level, whatever rounding says.
        differ = (Z[pairs[:, 0]] != Z[pairs[:, 1]]).any(axis=1)
        found = searched_limits(many, path, pairs[differ], steps)
        low, high = np.full(len(pairs), -np.inf), np.full(len(pairs), np.inf)
        low[differ], high[differ] = found.low, found.high
        return Limits(low, high)

    return np.asarray(at_base, dtype=float), limits


def _table(
    group: Group, limits: list[Limits], paths: list[Path], table: Rows
) -> pd.DataFrame:
    """Give one row per criterion and row of the group."""
    labels = np.empty(table.shape[0] + 1, dtype=object)
    for i, label in enumerate([*_labels(table), pd.NA]):
        labels[i] = label  # the last stands for nobody
    parts = [
        _rows(group, limit, path, labels)
        for limit, path in zip(limits, paths, strict=True)
    ]
    index = [(name, *row) for name in table.names for row in group.rows]
    names = ["criterion", "ahead", "behind"]
    found = pd.concat(parts, ignore_index=True)
    if not index:
        return found.set_axis(pd.MultiIndex.from_arrays([[]] * 3, names=names))
    return found.set_axis(pd.MultiIndex.from_tuples(index, names=names))


def _rows(group: Group, limits: Limits, path: Path, labels: Any) -> pd.DataFrame:
    """Take, for each row, the pair that stops the weight first on either side."""
    pairs = np.vstack([group.pairs, [-1, -1]])
    low, down = _tightest(group, -limits.low)
    high, up = _tightest(group, limits.high)
    fall, rise = -low - path.at, high - path.at
    change = np.where(-fall <= rise, fall, rise)
    change[np.isinf(change)] = np.nan
    relative = divide(change, path.at, np.nan)
    return pd.DataFrame(
        {
            "weight": path.at,
            "low": np.where(np.isinf(low), path.low, -low),
            "high": np.where(np.isinf(high), path.high, high),
            "ahead_at_low": labels[pairs[down, 0]],
            "overtakes_at_low": labels[pairs[down, 1]],
            "ahead_at_high": labels[pairs[up, 0]],
            "overtakes_at_high": labels[pairs[up, 1]],
            "change": pd.array(change, dtype="Float64"),
            "relative": pd.array(relative, dtype="Float64"),
        }
    )


def _tightest(group: Group, ends: Vector) -> tuple[Vector, Pairs]:
    """Give the least end of each row, and its pair; infinity, and -1, if none."""
    order = np.lexsort((ends, group.owner))
    rows, start = np.unique(group.owner[order], return_index=True)
    least, which = np.full(len(group.rows), np.inf), np.full(len(group.rows), -1)
    least[rows] = ends[order[start]]
    which[rows] = np.where(np.isinf(least[rows]), -1, order[start])
    return least, which


def _critical(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find the criterion whose weight need change least."""
    rows = {}
    for what, frame in found.items():
        own = frame.droplevel(["ahead", "behind"]).reset_index()
        for by, column in (("absolute", "change"), ("relative", "relative")):
            size = own[column].abs()
            rows[what, by] = _NOBODY if size.isna().all() else _change(own, size)
    index = pd.MultiIndex.from_tuples(rows, names=["what", "by"])
    columns = ["criterion", "change", "relative", "ahead", "overtakes"]
    critical = pd.DataFrame(list(rows.values()), index, columns)
    return critical.astype({"change": "Float64", "relative": "Float64"})


def _change(rows: pd.DataFrame, size: pd.Series) -> list[Any]:
    """Tell the smallest change, and who overtakes whom."""
    row = rows.iloc[int(size.argmin())]
    side = "low" if row["low"] - row["weight"] == row["change"] else "high"
    who = [row[f"{verb}_at_{side}"] for verb in ("ahead", "overtakes")]
    return [row["criterion"], row["change"], row["relative"], *who]


def _widest(path: Path) -> float:
    """Give the longer of the two ways along a path; that of a share has length 1."""
    high = path.high if np.isfinite(path.high) else 1.0
    return max(path.at - path.low, high - path.at)
