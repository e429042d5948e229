"""A law: from a function that states it to an entry that can be listed and run."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from mcdm_index._registry import PROMISES
from mcdm_index.errors import DomainError, UnknownMethodError, suggestion

__all__ = [
    "IMPUTER_PROMISES",
    "KINDS",
    "BrokenLawError",
    "Kind",
    "Law",
    "allowing",
    "check_kind",
    "equal",
    "law",
    "law_of",
    "laws_of",
    "near",
    "not_below",
    "promises_of",
    "require",
]

Kind = Literal["weighting", "scoring", "normalization", "grading", "imputer"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

# An imputer is an estimator and has no entry in the catalogue; it may promise these.
IMPUTER_PROMISES: Final = {
    "rows_in_any_order": "permuting the rows permutes what is filled in",
    "columns_in_any_order": "permuting the columns permutes what is filled in",
    "donors": "what is filled in was observed in the same column",
    "within_range": "what is filled in lies between observed values of the column",
}

# How far results may be apart, relative to the largest, beyond what a law allows.
_ROUNDING: ContextVar[float] = ContextVar("rounding", default=0.0)


class BrokenLawError(AssertionError):
    """A law does not hold of what a method gave.

    Parameters
    ----------
    came, expected : str
        In words or numbers.
    """

    def __init__(self, came: str, expected: str) -> None:
        super().__init__(f"came {came}, expected {expected}")
        self.came, self.expected = came, expected


@dataclass(frozen=True)
class Law:
    """One law, and the examples that it is tried on.

    Attributes
    ----------
    kind, name : str
        What it speaks of and what it is called; the pair is unique.
    function : callable
        The law itself: it takes the method and what is drawn, by name, and raises an
        AssertionError where the law does not hold. Its docstring states the law.
    promise : str or None
        What a method must promise to be held to it; None for every method.
    needs : str or None
        What a method must have: "registered", "learn", "polarity" and the like.
    limits : mapping
        What the drawn tables are like.

    Examples
    --------
    >>> found = law_of("weighting", "weights_sum_to_one")
    >>> found.sentence
    'Weights sum to one.'
    """

    kind: Kind
    name: str
    function: Callable[..., None]
    promise: str | None = None
    needs: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def statement(self) -> str:
        """All that the docstring says: the law in symbols, and who violates it."""
        return inspect.getdoc(self.function) or ""

    @property
    def sentence(self) -> str:
        """The law in words: the first paragraph of its docstring."""
        return " ".join(self.statement.partition("\n\n")[0].split())

    @property
    def draws(self) -> tuple[str, ...]:
        """Names of what is drawn, in the order in which it is."""
        return tuple(inspect.signature(self.function).parameters)[1:]

    def check(
        self,
        method: Any,
        *,
        call: Callable[..., Any] | None = None,
        options: Any = None,
        **values: Any,
    ) -> None:
        """Hold a method to the law on one example, as a counterexample is pasted.

        Parameters
        ----------
        method : str, callable or estimator
            As in `check_weighting`.
        call, options : optional
            As in `check_weighting`.
        **values
            What the law is tried on, by the names in `draws`.

        Raises
        ------
        LawsBroken
            It does not hold.
        DomainError
            A value is lacking, or is none of the law.

        Examples
        --------
        >>> import numpy as np
        >>> import mcdm_index as mi
        >>> fair = mi.testing.law_of("weighting", "weights_sum_to_one")
        >>> X = np.array([[1.0, 2.0], [3.0, 9.0]])
        >>> fair.check("critic", X=X, polarity=[mi.BENEFIT, mi.COST])
        """
        from mcdm_index.testing._run import check_one

        if set(values) != set(self.draws):
            msg = (
                f"the law {self.name} is tried on {', '.join(self.draws)}; got "
                f"{', '.join(values) or 'nothing'}"
            )
            raise DomainError(msg)
        check_one(self, method, values, call=call, options=options)


_LAWS: dict[tuple[str, str], Law] = {}


def law(
    kind: Kind, *, promise: str | None = None, needs: str | None = None, **limits: Any
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Enter a function as a law; the function stays as it is."""

    def enter(function: Callable[..., None]) -> Callable[..., None]:
        name = function.__name__
        _LAWS[kind, name] = Law(kind, name, function, promise, needs, limits)
        return function

    return enter


def check_kind(kind: object) -> None:
    """Refuse a kind that has no laws.

    Raises
    ------
    UnknownMethodError
    """
    if kind not in KINDS:
        hint = suggestion(str(kind), KINDS)
        msg = f"there are no laws of {kind!r}.{hint} Use one of {', '.join(KINDS)}."
        raise UnknownMethodError(msg)


def laws_of(kind: Kind) -> tuple[Law, ...]:
    """List the laws of a kind of method, in the order in which they are tried.

    Parameters
    ----------
    kind : {"weighting", "scoring", "normalization", "grading", "imputer"}

    Returns
    -------
    tuple of Law

    Raises
    ------
    UnknownMethodError

    Examples
    --------
    >>> [law.name for law in laws_of("weighting")][:2]
    ['one_unit_alone_is_answered', 'one_criterion_alone_gets_all_the_weight']
    """
    check_kind(kind)
    import_module(f"mcdm_index.testing._laws.{kind}")
    return tuple(entry for entry in _LAWS.values() if entry.kind == kind)


def law_of(kind: Kind, name: str) -> Law:
    """Find a law by its kind and name.

    Parameters
    ----------
    kind : {"weighting", "scoring", "normalization", "grading", "imputer"}
    name : str

    Returns
    -------
    Law

    Raises
    ------
    UnknownMethodError
        There is none; the message suggests a look-alike.

    Examples
    --------
    >>> law_of("scoring", "the_ideal_unit_scores_best").promise
    'dominance'
    """
    names = [entry.name for entry in laws_of(kind)]
    if name not in names:
        hint = suggestion(str(name), names)
        msg = f"there is no law of {kind} named {name!r}.{hint}"
        raise UnknownMethodError(msg)
    return _LAWS[kind, name]


def promises_of(kind: Kind) -> dict[str, str]:
    """Say what a method of a kind may promise, in words.

    Parameters
    ----------
    kind : {"weighting", "scoring", "normalization", "grading", "imputer"}

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> sorted(promises_of("grading"))
    ['best_on_top', 'scale', 'shift']
    """
    asked = [entry.promise for entry in laws_of(kind) if entry.promise]
    words = IMPUTER_PROMISES if kind == "imputer" else PROMISES
    return {promise: words[promise] for promise in words if promise in asked}


# ---- what laws are written with


@contextmanager
def allowing(rounding: float) -> Iterator[None]:
    """Let results be apart by that much, relative to the largest, in this block."""
    token = _ROUNDING.set(rounding)
    try:
        yield
    finally:
        _ROUNDING.reset(token)


def require(holds: Any, came: Any, expected: str) -> None:
    """Say that the law is broken unless something holds."""
    if not holds:
        raise BrokenLawError(written(came), expected)


def near(found: ArrayLike, expected: ArrayLike, atol: float, rtol: float = 0.0) -> None:
    """Require two results to agree but for rounding."""
    a, b = np.asarray(found, float), np.asarray(expected, float)
    rtol += _ROUNDING.get()
    fits = a.shape == b.shape and np.allclose(a, b, rtol, atol, equal_nan=True)
    require(fits, a, f"{written(b)}, but for rounding")


def equal(found: ArrayLike, expected: ArrayLike) -> None:
    """Require two results to agree to the last bit, unless rounding is allowed for."""
    a, b = np.asarray(found), np.asarray(expected)
    fits = np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if not fits and _ROUNDING.get():
        near(a, b, 0.0)
        return
    require(fits, a, written(b))


def not_below(found: ArrayLike, least: ArrayLike, ulps: float = 4.0) -> None:
    """Require numbers that are not below others, but for the last few bits."""
    a, b = np.asarray(found, float), np.asarray(least, float)
    size = max(1.0, float(np.abs(b).max(initial=0.0)))
    allowed = size * (ulps * np.finfo(float).eps + _ROUNDING.get())
    require((a >= b - allowed).all(), a, f"at least {written(b)}")


def written(value: Any) -> str:
    """Write a result as it would stand in a program, with all its digits."""
    if isinstance(value, np.ndarray):
        with np.printoptions(floatmode="unique", threshold=60, linewidth=70):
            return " ".join(repr(value).split())
    if isinstance(value, np.generic):
        return repr(value.item())
    return value if isinstance(value, str) else repr(value)
