"""Passive columns: computed from others in every draw, so that an identity holds."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcdm_index.engine import Rows
from mcdm_index.errors import DomainError, SpecError, UnknownColumnError, suggestion

__all__ = ["Identity", "columns_of", "computed", "read_identities"]

Stack: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Function: TypeAlias = Callable[..., Any]

_OPERATIONS: Final[dict[type[ast.AST], Function]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS: Final[dict[str, Function]] = {"log": np.log, "exp": np.exp, "sqrt": np.sqrt}
_QUOTED: Final = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Identity:
    """How one column is computed from others.

    Attributes
    ----------
    column : int
        Of the table.
    sources : tuple of int
        The columns that it is computed from.
    function : callable
        Of one array per source.
    shown : str
        For messages and accounts.
    """

    column: int
    sources: tuple[int, ...]
    function: Function
    shown: str

    def __call__(self, *values: Stack) -> Stack:
        """Compute; what is no number comes out NaN or infinite, without a warning."""
        with np.errstate(all="ignore"):
            found = np.asarray(self.function(*values), dtype=float)
        return np.broadcast_to(found, np.broadcast_shapes(*(v.shape for v in values)))


def read_identities(rows: Rows, wish: Mapping[Any, Any]) -> tuple[Identity, ...]:
    """Read what a user says of passive columns.

    Parameters
    ----------
    rows : Rows
        Names of the columns.
    wish : mapping
        From a column to an expression, or to a pair of a function and its sources.

    Raises
    ------
    DomainError, SpecError, UnknownColumnError
    """
    given: object = wish
    if not isinstance(given, Mapping):
        msg = f"passive is a mapping from a column to how it is computed, got {wish!r}"
        raise DomainError(msg)
    found = []
    for key, how in wish.items():
        j = _column(rows, key)
        if isinstance(how, str):
            function, sources = _parse(how, rows)
            shown = how
        else:
            function, sources = _pair(key, how, rows)
            shown = f"{getattr(function, '__name__', 'function')} of {len(sources)}"
        _try(function, sources, shown, rows.column(j))
        if j in sources or not sources:
            msg = f"{rows.column(j)} must be computed from other columns, got {how!r}"
            raise DomainError(msg)
        found.append(Identity(j, sources, function, shown))
    return _in_turn(found)


def _in_turn(identities: list[Identity]) -> tuple[Identity, ...]:
    """Put identities behind those of their sources; around a circle as they came."""
    left, done = list(identities), list[Identity]()
    while left:
        open_ = [each.column for each in left]
        ready = [e for e in left if not set(e.sources) & set(open_)] or left
        done.append(ready[0])
        left.remove(ready[0])
    return tuple(done)


def _try(function: Function, sources: tuple[int, ...], shown: str, where: str) -> None:
    """Call a function once, so that one that cannot be is refused at the door."""
    ones = np.ones((len(sources), 2, 3))
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(function(*ones), dtype=float)
        if found.shape not in ((), ones.shape[1:]):
            msg = f"gave shape {found.shape} for {ones.shape[1:]}"
            raise ValueError(msg)
    except SpecError:
        raise
    except Exception as error:
        msg = (
            f"{where}: {shown} must take an array for each of {len(ones)} columns and "
            f"give one of their shape; it raised {type(error).__name__}: {error}"
        )
        raise DomainError(msg) from error


def columns_of(how: Any) -> set[str]:
    """Name the columns that a passive one is computed from, as far as can be told."""
    if not isinstance(how, str):
        pair = isinstance(how, list | tuple) and len(how) == 2
        return set(map(str, how[1])) if pair and np.iterable(how[1]) else set()
    bare = _QUOTED.sub(" ", how)
    return {*_QUOTED.findall(how), *re.findall(r"[^\W\d]\w*", bare)} - set(_FUNCTIONS)


def _column(rows: Rows, key: Any) -> int:
    names = [str(name) for name in rows.names]
    if str(key) not in names:
        msg = f"passive names {key!r}, which is no criterion."
        raise UnknownColumnError(msg + suggestion(str(key), names))
    return names.index(str(key))


def _pair(key: Any, how: Any, rows: Rows) -> tuple[Function, tuple[int, ...]]:
    pair = isinstance(how, list | tuple) and len(how) == 2 and callable(how[0])
    if not pair or isinstance(how[1], str) or not isinstance(how[1], Sequence):
        msg = (
            f"passive column {key!r} needs an expression such as 'a / b', or a pair of "
            f"a function and the columns that it takes, got {how!r}"
        )
        raise DomainError(msg)
    return how[0], tuple(_column(rows, name) for name in how[1])


def _parse(text: str, rows: Rows) -> tuple[Function, tuple[int, ...]]:
    """Read an expression in the names of columns; others stand in `backticks`."""
    quoted: list[str] = []

    def stand_in(found: re.Match[str]) -> str:
        quoted.append(found[1])
        return f"_quoted_{len(quoted) - 1}"

    try:
        tree = ast.parse(_QUOTED.sub(stand_in, text).strip(), mode="eval").body
    except SyntaxError:
        msg = f"the expression {text!r} cannot be read; write it like 'a / b'"
        raise SpecError(msg) from None
    called = {f"_quoted_{i}": name for i, name in enumerate(quoted)}
    functions = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    names = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and id(node) not in functions
    ]
    places = {name: _column(rows, called.get(name, name)) for name in names}
    sources = tuple(dict.fromkeys(places.values()))
    read = Expression(text, tree, {n: sources.index(j) for n, j in places.items()})
    return read, sources


@dataclass(frozen=True)
class Expression:
    """An arithmetic expression, ready to be evaluated.

    Attributes
    ----------
    text : str
    tree : ast.expr
    places : mapping of str to int
        Which of the values each name stands for.
    """

    text: str
    tree: ast.expr
    places: Mapping[str, int]

    def __call__(self, *values: Stack) -> Any:
        """Evaluate it for arrays, one per source."""
        return self._value(self.tree, values)

    def _value(self, node: ast.AST, values: Sequence[Stack]) -> Any:
        match node:
            case ast.BinOp(left, operation, right) if type(operation) in _OPERATIONS:
                arms = self._value(left, values), self._value(right, values)
                return _OPERATIONS[type(operation)](*arms)
            case ast.UnaryOp(operation, operand) if type(operation) in _OPERATIONS:
                return _OPERATIONS[type(operation)](self._value(operand, values))
            case ast.Call(ast.Name(name), [argument], []) if name in _FUNCTIONS:
                return _FUNCTIONS[name](self._value(argument, values))
            case ast.Constant(int() | float() as number):
                return float(number)
            case ast.Name(name):
                return values[self.places[name]]
        msg = (
            f"the expression {self.text!r} may hold columns, numbers, + - * / **, log, "
            "exp and sqrt; a name that is more than letters, digits and _ stands in "
            "`...`"
        )
        raise SpecError(msg)


def computed(gaps: Flags, identities: Sequence[Identity]) -> list[NDArray[np.intp]]:
    """Tell for each identity in which rows it fills its column.

    Wherever the column is missing, unless a source is missing as well that an earlier
    identity fills from this column: of ``ratio = a / b`` and ``a = ratio * b`` the
    second holds where the ratio is known.

    Parameters
    ----------
    gaps : ndarray of bool of shape (n, p)
    identities : sequence of Identity

    Returns
    -------
    list of ndarray of int
        Rows, for each identity.
    """
    filled = np.zeros_like(gaps)
    found, behind = [], dict[int, set[int]]()
    for identity in identities:
        j = identity.column
        circular = [s for s in identity.sources if j in behind.get(s, ())]
        here = gaps[:, j] & ~filled[:, circular].any(axis=1) & ~filled[:, j]
        filled[:, j] |= here
        behind.setdefault(j, set()).update(
            identity.sources, *(behind.get(s, ()) for s in identity.sources)
        )
        found.append(np.flatnonzero(here))
    return found
