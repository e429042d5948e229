"""What all scorers share: normalize, learn, freeze, apply."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._labels import by_label
from mcdm_index._numeric import (
    Container,
    Matrix,
    Vector,
    check_weights,
    within_floats,
)
from mcdm_index._registry import Method, get
from mcdm_index.engine import (
    Kernel,
    Missing,
    Rows,
    column_stats,
    draw_rows,
    in_memory,
    map_rows,
    open_rows,
)
from mcdm_index.errors import CellError, ColumnError, DomainError, UnknownMethodError
from mcdm_index.methods import normalization as normalizations
from mcdm_index.methods._all_rows import check_rows
from mcdm_index.methods._frozen import check_columns
from mcdm_index.methods._kernels import Chain, Guard
from mcdm_index.methods._pushed import push
from mcdm_index.methods.scoring._own import OwnScore
from mcdm_index.methods.weighting import weigh
from mcdm_index.polarity import BENEFIT, COST, parse_all
from mcdm_index.statistics import ColumnStats

__all__ = ["Scoring", "fit", "score"]

# Of rows that are not in memory, so many show whether a function takes each by itself.
_TRIED: Final = 1000


@dataclass(frozen=True)
class Scoring:
    """A scoring method that has learned a table: frozen, and ready for new rows.

    Attributes
    ----------
    normalize : callable or None
        Row kernel from raw to normalized values; None if rows come normalized.
    kernel : callable
        Row kernel from normalized values to scores.
    weights : ndarray of shape (n_criteria,) or (k, n_criteria)
        Each vector sums to 1.
    names : tuple of str or None
        What the columns are called; a table that names them otherwise is refused.
    """

    normalize: Kernel | None
    kernel: Kernel
    weights: Vector
    names: tuple[str, ...] | None = None

    def __call__(self, X: Container, *, missing: Missing = "raise") -> Container:
        """Score rows: (n,), or (k, n) for k weight vectors.

        Of rows that are not in memory k vectors make k columns: (n, k).

        Raises
        ------
        ShapeError, UnknownColumnError
            The columns are not those that were learned, in their order.
        """
        table = self._open(X)
        chain = (
            self.kernel
            if self.normalize is None
            else Chain(self.normalize, self.kernel)
        )
        scores = map_rows(table, chain, missing=missing)
        if self.weights.ndim == 1 or table.lazy:
            return scores
        return np.asarray(scores).T

    def details(self, X: Container) -> Any:
        """Give what lies behind the scores, as a named tuple of the method's own."""
        kernel = self.kernel.second if isinstance(self.kernel, Chain) else self.kernel
        if not hasattr(kernel, "details"):
            msg = f"{type(kernel).__name__} keeps no details beside its scores"
            raise UnknownMethodError(msg)
        table = self._open(X)
        in_memory(table, "what lies behind the scores")
        Z = np.asarray(map_rows(table, self.normalize or np.array), dtype=float)
        try:
            with within_floats():
                return kernel.details(Z)
        except CellError as error:
            msg = f"{table.cell(error.row, error.column)} {error}"
            raise DomainError(msg) from None

    def _open(self, X: Container) -> Rows:
        """Open a table, if it has the columns that were learned."""
        table = open_rows(X, self.names)
        check_columns(table, self.weights.shape[-1], self.names)
        return table


def fit(
    method: str | Callable[..., Any],
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    normalization_options: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    missing: Missing = "raise",
) -> Scoring:
    """Learn a scoring method and freeze it.

    Parameters
    ----------
    method : str or callable
        A registered scoring method; or a function of normalized rows and weights, and
        of polarity if it takes that, which scores each row by what stands in it.
    X : array_like or DataFrame of shape (n_units, n_criteria)
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str, optional
        A registered normalization. None takes the columns as they are and only turns
        costs and targets around.
    normalization_options : mapping, optional
        Keyword options of the normalization; they go before those that the method asks
        for, as the Mazziotta-Pareto index does for a mean of 100.
    options : mapping, optional
        Further keyword options of the method.
    missing : {"raise", "omit"}
        Refuse missing values, or learn from the complete rows.

    Returns
    -------
    Scoring

    Raises
    ------
    UnknownMethodError
        The method or an option is unknown, or it needs all rows at once.
    DomainError
        A function gives a row another score where other rows stand beside it.
    """
    options, asked = dict(options or {}), dict(normalization_options or {})
    table = open_rows(X)
    weights = by_label(weights, table.columns, "weights")
    w = check_weights(weights, table.shape[1], table.columns)
    if callable(method):
        kernel = _normalizing(table, polarity, normalization, asked, missing)
        return _own(OwnScore(method, w, options), kernel, table, missing)
    entry = get("scoring", method)
    entry.check_options(options, apart=("normalization",))
    if entry.learn is None:
        msg = (
            f"scoring method {method!r} needs all rows at once: it cannot be fitted on "
            "one table and applied to another"
        )
        raise UnknownMethodError(msg)
    check_rows(table, entry)
    options = _bound(entry, table, options)
    if "costs" in entry.asks:  # the formula treats costs by itself
        kinds = parse_all(polarity, table.shape[1], table.columns)
        options["costs"] = np.array([kind == COST for kind in kinds])
        polarity = [BENEFIT if kind == COST else kind for kind in kinds]
    asked = _asked_for(entry, normalization) | asked
    kernel = _normalizing(table, polarity, normalization, asked, missing)
    if "through" in entry.asks:
        options["through"] = partial(_through, table, kernel, missing)
    stats = _statistics(entry, table, kernel, missing)
    return Scoring(kernel, _learned(entry, table, stats, w, options), w, table.columns)


def _statistics(
    entry: Method,
    table: Rows,
    normalize: normalizations.Normalization | None,
    missing: Missing,
) -> ColumnStats:
    """Gather what a method must know of the normalized table; derive it if possible."""
    if normalize is not None and entry.domain == "real":
        if not entry.needs and normalize.seen is not None:
            return normalize.seen
        if table.lazy:  # a pass over raw rows serves the normalization as well
            raw = column_stats(table, entry.needs, missing=missing)
            found = push(normalize, raw, entry.needs)
            if found is not None:
                return found
    return column_stats(
        table, entry.needs, rows=normalize, missing=missing, domain=entry.domain
    )


def _normalizing(
    table: Rows,
    polarity: object,
    method: str | None,
    options: Mapping[str, Any],
    missing: Missing,
) -> normalizations.Normalization | None:
    """Learn the normalization before the score; None if there is nothing to do."""
    if method is None and polarity is None:
        return None
    return normalizations.fit(
        method, table, polarity, options, missing=missing, whole_rows=True
    )


def _own(
    kernel: OwnScore, normalize: Kernel | None, table: Rows, missing: Missing
) -> Scoring:
    """Freeze a function of one's own, if it scores each row by itself."""
    if table.lazy:
        some = table.complete() if missing == "omit" else table
        table = Rows(draw_rows(some, _TRIED, seed=0).values, table.columns)
    Z = np.asarray(map_rows(table, normalize or np.array, missing=missing), float)
    kernel.check_rows(Z[~np.isnan(Z).any(axis=1)])
    return Scoring(normalize, kernel, kernel.weights, table.columns)


def _asked_for(entry: Method, normalization: str | None) -> dict[str, Any]:
    """Give the options that a method asks of the normalization before it."""
    name = normalization and get("normalization", normalization).name
    return dict(entry.beforehand.get(name, {}))


def _bound(entry: Method, table: Rows, options: dict[str, Any]) -> dict[str, Any]:
    """Bring options that speak of criteria or units in the order of the table."""
    return {
        key: entry.bind[key](table, value, key)
        if key in entry.bind and value is not None
        else value
        for key, value in options.items()
    }


def _learned(
    entry: Method, table: Rows, stats: ColumnStats, w: Vector, options: dict[str, Any]
) -> Kernel:
    """Learn the kernel, naming the column that cannot be learned from."""
    learn: Any = entry.learn
    try:
        with within_floats():
            learned: Kernel = learn(stats, w, **options)
    except ColumnError as error:
        raise error.named(table.column(error.column)) from None
    if entry.domain == "real":
        return learned
    return Chain(Guard(np.arange(table.shape[1]), entry.domain), learned)


def _through(
    table: Rows,
    normalize: Kernel | None,
    missing: Missing,
    kernel: Kernel,
    needs: Collection[str] = (),
) -> ColumnStats:
    """Gather the statistics of what a kernel makes of the normalized rows.

    A kernel that gives one number per row is taken as one column.
    """

    def rows(block: Matrix) -> Matrix:
        out = kernel(block if normalize is None else normalize(block))
        return np.asarray(out.reshape(len(block), -1))

    return column_stats(table, needs, rows=rows, missing=missing)


def score(
    X: Container,
    method: str | Callable[..., Any] = "topsis",
    *,
    weights: object = "equal",
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
) -> Container:
    """Score units by the name of a method, with weights by name or as given.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values.
    method : str or callable, default "topsis"
        A registered scoring method, or a function of X, weights and polarity.
    weights : str, callable or array_like, default "equal"
        See `weighting.weigh`.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        Keyword options of the scoring method.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Scores; larger is better.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> score(X, "topsis", weights="entropy", polarity=["max", "min"]).round(3)
    array([0.   , 0.571, 0.741])
    """
    w = weigh(X, weights, polarity)
    if callable(method):
        return method(X, w, polarity, **(options or {}))
    entry = get("scoring", method)
    options = dict(options or {})
    entry.check_options(options)
    return entry.func(X, w, polarity, **options)
