"""Problems: from shapes and domains to the tables, polarities and weights to draw."""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from mcdm_index._numeric import Matrix, Vector
from mcdm_index._registry import Domain
from mcdm_index.errors import DomainError, UnknownMethodError, suggestion
from mcdm_index.polarity import BENEFIT, COST, Interval, Polarity, Target
from mcdm_index.testing._values import LEAST, check_domain, grid, wide

__all__ = [
    "FORMS",
    "Between",
    "Form",
    "decision_matrices",
    "directions",
    "gaps",
    "intervals",
    "polarities",
    "problems",
    "tables",
    "targets",
    "weights",
]

Between: TypeAlias = tuple[int, int]
Form = Literal["own", "tied", "constant", "copy", "collinear", "heavy"]
Missing = Literal["cells", "monotone", "block"]
FORMS: Final[tuple[Form, ...]] = (
    "own",
    "tied",
    "constant",
    "copy",
    "collinear",
    "heavy",
)
# Columns of their own are drawn most, so that a table does not hold odd ones alone.
_USUAL: Final[tuple[Form, ...]] = ("own", "own", "own", "constant", "copy")
_PATTERNS: Final[tuple[Missing, ...]] = ("cells", "monotone", "block")


@st.composite
def decision_matrices(
    draw: Any,
    domain: Domain = "real",
    *,
    rows: Between = (1, 8),
    columns: Between = (1, 5),
    elements: st.SearchStrategy[float] | None = None,
    forms: Sequence[Form] = _USUAL,
    powers: Between = (0, 0),
    missing: Missing | Sequence[Missing] | None = None,
) -> Matrix:
    """Draw decision matrices, the odd ones among them.

    Parameters
    ----------
    domain : {"real", "nonnegative", "positive", "above_one"}
        Within which all values lie.
    rows, columns : (int, int)
        The fewest and the most.
    elements : SearchStrategy, optional
        What a cell is drawn from; multiples of 1/4 up to 50 by default, so that ties
        are common and differences exact. See `wide` for many magnitudes.
    forms : sequence of str
        What a column may be, each as often as it is named: "own", drawn by itself;
        "tied", of two values; "constant"; "copy", equal to the first column;
        "collinear", a multiple of the first column and a number; "heavy", with one
        value a thousand times the largest. By default "own" three times, "constant"
        and "copy".
    powers : (int, int), default (0, 0)
        Each column is multiplied by ten to a power between these, such as
        ``(-12, 12)``; values above one take powers of 0 and more.
    missing : str or sequence of str, optional
        Patterns of gaps: "cells", anywhere; "monotone", who lacks a criterion lacks
        the later ones; "block", some units lack the same criteria. One value in each
        column and in each row stays.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws arrays of shape (n_units, n_criteria).

    Raises
    ------
    UnknownMethodError, DomainError

    Examples
    --------
    >>> from hypothesis import find
    >>> find(decision_matrices(rows=(2, 2), columns=(1, 1)), lambda X: X[0] == X[1])
    array([[0.],
           [0.]])
    """
    check_domain(domain)
    _check_words(forms, FORMS, "form of a column")
    shape = _size(draw, rows, "rows"), _size(draw, columns, "columns")
    elements = grid(domain) if elements is None else elements
    X = draw(arrays(np.float64, shape, elements=elements))
    kinds = st.sampled_from(tuple(forms))
    for j in range(shape[1]):
        X[:, j] = _formed(draw, draw(kinds), X[:, j], X[:, 0], domain)
    if powers != (0, 0):
        low = max(powers[0], 0) if domain == "above_one" else powers[0]
        X *= [10.0 ** draw(st.integers(low, powers[1])) for _ in X[0]]
    if missing is not None:
        X[draw(gaps(shape, missing))] = np.nan
    return np.asarray(X)


def _size(draw: Any, ends: Between, what: str) -> int:
    low, high = ends
    if not 1 <= low <= high:
        msg = f"{what} must be a pair (fewest, most) of 1 or more, got {ends!r}"
        raise DomainError(msg)
    return int(draw(st.integers(low, high)))


def _check_words(given: Sequence[Any], known: Sequence[str], what: str) -> None:
    for word in given:
        if word not in known:
            hint = suggestion(str(word), known)
            msg = f"unknown {what} {word!r}.{hint} Use one of {', '.join(known)}."
            raise UnknownMethodError(msg)


def _formed(draw: Any, form: Form, x: Vector, first: Vector, domain: Domain) -> Vector:
    """Give a column the form; what was drawn for it is its own."""
    match form:
        case "tied":
            return np.asarray(np.where(x > np.median(x), x.max(), x[0]))
        case "constant":
            return np.full_like(x, x[0])
        case "copy":
            return first
        case "collinear":
            slope, shift = draw(st.integers(1, 4)), draw(st.integers(0, 8))
            return np.asarray((-slope if domain == "real" else slope) * first + shift)
        case "heavy":
            x = x.copy()
            x[draw(st.integers(0, len(x) - 1))] = 1000 * max(np.abs(x).max(), 2)
    return x


@st.composite
def gaps(
    draw: Any, shape: tuple[int, int], pattern: Missing | Sequence[Missing] = "cells"
) -> NDArray[np.bool_]:
    """Draw where a table has gaps.

    One value in each column and in each row stays.

    Parameters
    ----------
    shape : (int, int)
        Of the table.
    pattern : str or sequence of str, default "cells"
        See `decision_matrices`.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws arrays of bool, True for a gap.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(gaps((2, 2)), lambda gap: gap.any()).sum()
    np.int64(1)
    """
    patterns = (pattern,) if isinstance(pattern, str) else tuple(pattern)
    _check_words(patterns, _PATTERNS, "pattern of gaps")
    n, m = shape
    kind = draw(st.sampled_from(patterns))
    if kind == "monotone":
        there = draw(st.lists(st.integers(1, m), min_size=n, max_size=n))
        gap = np.arange(m) >= np.array(there)[:, None]
    elif kind == "block":
        units, criteria = (_flags(draw, size) for size in shape)
        gap = units[:, None] & criteria
    else:
        gap = _flags(draw, n * m).reshape(shape)
    # Down the diagonal, or on along the longer side of the table.
    longest = np.arange(max(n, m))
    gap[longest % n, longest % m] = False
    return np.asarray(gap)


def _flags(draw: Any, size: int) -> NDArray[np.bool_]:
    return np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))


def directions(n_criteria: int) -> st.SearchStrategy[list[Polarity]]:
    """Draw a benefit or a cost for each criterion.

    Parameters
    ----------
    n_criteria : int

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws lists of polarities.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(directions(2), lambda polarity: True)
    [BENEFIT, BENEFIT]
    """
    return polarities(n_criteria, graded=False)


def targets() -> st.SearchStrategy[Target]:
    """Draw a best value.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(targets(), lambda polarity: True)
    Target(value=0.0)
    """
    return grid().map(Target)


@st.composite
def intervals(draw: Any) -> Interval:
    """Draw a best range, with or without a tolerance.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(intervals(), lambda polarity: polarity.low < polarity.high)
    Interval(low=0.0, high=0.25, tolerance=None)
    """
    low, width, left, right = (draw(st.integers(0, 40)) / 4 for _ in range(4))
    tolerance = (low - left - 0.25, low + width + right + 0.25)
    return Interval(low, low + width, draw(st.sampled_from((None, tolerance))))


@cache
def polarities(
    n_criteria: int, *, graded: bool = True
) -> st.SearchStrategy[list[Polarity]]:
    """Draw a polarity for each criterion.

    Parameters
    ----------
    n_criteria : int
    graded : bool, default True
        Targets and intervals as well as benefits and costs.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws lists of polarities.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(polarities(3), lambda polarity: polarity[1] == COST)
    [BENEFIT, COST, BENEFIT]
    """
    kinds: st.SearchStrategy[Polarity] = st.sampled_from((BENEFIT, COST))
    if graded:
        kinds = kinds | targets() | intervals()
    return st.lists(kinds, min_size=n_criteria, max_size=n_criteria)


@cache
def weights(n_criteria: int, *, zeros: bool = True) -> st.SearchStrategy[list[float]]:
    """Draw weights on any scale.

    Parameters
    ----------
    n_criteria : int
    zeros : bool, default True
        Zeros among them, but not all.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws lists of floats.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(weights(3), lambda w: sum(w) > 1)
    [0.0, 0.0, 2.0]
    """
    few = (0.0, 0.0, 0.25, 1.0, 2.0, 3.0, 7.0) if zeros else (1.0, 0.25, 2.0, 3.0, 7.0)
    drawn = st.lists(st.sampled_from(few), min_size=n_criteria, max_size=n_criteria)
    return drawn.filter(any)


@st.composite
def tables(
    draw: Any,
    domain: Domain = "real",
    cost_domain: Domain | None = None,
    *,
    graded: bool = True,
    costs: bool = True,
    many_magnitudes: bool = False,
    rows: Between = (1, 8),
    columns: Between = (1, 5),
    forms: Sequence[Form] = _USUAL,
) -> tuple[Matrix, list[Polarity]]:
    """Draw a matrix with polarities; each column is within the domain of its kind.

    Parameters
    ----------
    domain, cost_domain : str
        Of benefits and of costs. What has a target or an interval may be any number,
        since it is graded first.
    graded : bool, default True
        Targets and intervals as well as benefits and costs.
    costs : bool, default True
        Costs as well as benefits; without them there is nothing graded either.
    many_magnitudes : bool, default False
        Draw from `wide`, not from the grid.
    rows, columns, forms
        As in `decision_matrices`. A copy is one of the first column whose values the
        domain has.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws pairs of an array and a list of polarities.

    Examples
    --------
    >>> from hypothesis import find
    >>> X, polarity = find(tables("positive"), lambda table: table[1][0] == COST)
    >>> X, polarity
    (array([[1.]]), [COST])
    """
    n, m = _size(draw, rows, "rows"), _size(draw, columns, "columns")
    kinds: list[Polarity] = [BENEFIT] * m
    if costs:
        kinds = draw(polarities(m, graded=graded))
    domains: dict[Polarity, Domain] = {BENEFIT: domain, COST: cost_domain or domain}
    within: list[Domain] = [domains.get(kind, "real") for kind in kinds]
    shapes: list[Form] = draw(_words(tuple(forms), m))
    cells = {
        name: iter(draw(_cells(name, many_magnitudes, n * within.count(name))))
        for name in dict.fromkeys(within)
    }
    drawn: list[Vector] = []
    for name, form in zip(within, shapes, strict=True):
        own = np.array(list(islice(cells[name], n)))
        first = drawn[0] if drawn else own
        if first.min() < LEAST[name] / 4 and form in ("copy", "collinear"):
            first = own
        drawn.append(_formed(draw, form, own, first, name))
    return np.column_stack(drawn), kinds


# Strategies are made once, since making one costs more than drawing from it.
@cache
def _words(words: tuple[Any, ...], size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(words), min_size=size, max_size=size)


@cache
def _cells(domain: Domain, many: bool, size: int) -> st.SearchStrategy[list[float]]:
    elements = wide(domain) if many else grid(domain)
    return st.lists(elements, min_size=size, max_size=size)


@st.composite
def problems(
    draw: Any,
    domain: Domain = "real",
    *,
    graded: bool = True,
    rows: Between = (1, 8),
    columns: Between = (1, 5),
) -> tuple[Matrix, list[Polarity], list[float]]:
    """Draw a matrix with polarities and weights to it.

    Parameters
    ----------
    domain : str
    graded : bool, default True
        Targets and intervals as well as benefits and costs.
    rows, columns : (int, int)
        As in `decision_matrices`.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        It draws an array, a list of polarities and a list of weights.

    Examples
    --------
    >>> from hypothesis import find
    >>> X, polarity, weights = find(problems("positive"), lambda problem: True)
    >>> bool((X > 0).all()), X.shape[1] == len(polarity) == len(weights)
    (True, True)
    """
    X = draw(decision_matrices(domain, rows=rows, columns=columns))
    m = X.shape[1]
    return X, draw(polarities(m, graded=graded)), draw(weights(m))
