"""From what a user hands over, a name, a function or an estimator, to a subject."""

import inspect
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from mcdm_index._numeric import check_weights
from mcdm_index._registry import Method, get, list_methods
from mcdm_index.errors import DomainError
from mcdm_index.polarity import Direction
from mcdm_index.testing._law import Kind
from mcdm_index.testing._subjects import SUBJECTS, Subject, with_polarity

__all__ = ["adapted"]

# Names of a parameter that takes polarities, here and in other packages.
_POLARITY_WORDS: Final = ("polarity", "types", "objectives")
# How many arguments come before the polarity, and what they are.
_BEFORE: Final[Mapping[Kind, tuple[str, ...]]] = {
    "weighting": ("X",),
    "scoring": ("X", "weights"),
    "normalization": ("X",),
}
_SEED: Final = 0


def adapted(
    kind: Kind,
    method: Any,
    *,
    call: Callable[..., Any] | None = None,
    options: Any = None,
    within: tuple[float, float] | None = None,
    gives: str = "cuts",
    many_magnitudes: bool = True,
) -> Subject:
    """Make a subject of what was handed over.

    Raises
    ------
    UnknownMethodError, DomainError
    """
    entry = None if kind == "imputer" else _entry(kind, method)
    function = entry.func if entry is not None else method
    can = {"many_magnitudes"} if many_magnitudes else set()
    if within is not None:
        can.add("within")
    if entry is not None:
        can |= {"registered"} | ({"learn"} if entry.learn is not None else set())
    if call is not None:
        run: Any = partial(_by_call, call, function)
        can.add("polarity")
    elif kind == "imputer":
        run = _Imputing(_checked(function, "fit_transform", kind))
    elif kind == "normalization" and hasattr(function, "transform"):
        run = _Transforming(_checked(function, "fit", kind))
        can |= {"learn"} | ({"polarity"} if hasattr(function, "polarity") else set())
    else:
        _checked(function, "__call__", kind)
        run, takes_polarity = _caller(kind, function, options)
        can |= {"polarity"} if takes_polarity else set()
        if kind == "weighting" and entry is not None and _is_own(function):
            run = _Weighed(run)
    if kind == "grading" and gives == "cuts":
        can.add("cuts")
        if entry is None or not _required_options(entry):
            can.add("learned_cuts")
    name, source = _named(method, entry)
    source += "".join(
        _said(word, value) for word, value in (("call", call), ("options", options))
    )
    return SUBJECTS[kind](
        name, source, run, entry, frozenset(can), within, options=options
    )


def _entry(kind: Any, method: Any) -> Method | None:
    """Find the entry of a name, an entry, or a function that is registered."""
    if isinstance(method, Method):
        return method
    if isinstance(method, str):
        return get(kind, method)
    return next((m for m in list_methods(kind) if m.func is method), None)


def _required_options(entry: Method) -> list[str]:
    parameters = inspect.signature(entry.func).parameters.values()
    required = (
        p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty
    )
    return list(required)


def _checked(method: Any, attribute: str, kind: Kind) -> Any:
    if isinstance(method, type) or not hasattr(method, attribute):
        what = {"fit_transform": "an estimator with fit_transform"}.get(
            attribute, "the name of a registered method, a function or an estimator"
        )
        hint = "; make one of the class" if isinstance(method, type) else ""
        msg = f"the method of a check of {kind} is {what}, got {method!r}{hint}"
        raise DomainError(msg)
    return method


def _by_call(call: Callable[..., Any], function: Any, *arguments: Any) -> Any:
    """Call as the user says: ``call(method, X, polarity)`` and the like."""
    return call(function, *(_plain(argument) for argument in arguments))


def _plain(argument: Any) -> Any:
    """Write benefits and costs as an array of +1 and -1; leave the rest."""
    if isinstance(argument, list) and all(isinstance(a, Direction) for a in argument):
        return np.array([kind.sign for kind in argument])
    return argument


def _caller(kind: Kind, function: Any, options: Any) -> tuple[Callable[..., Any], bool]:
    """Find out from the signature how to call a function."""
    if kind == "grading":
        return partial(_with_options, function, options), False
    before = _BEFORE[kind]
    known = _parameters(function)
    parameters = known or []
    by_name = [p.name for p in parameters if p.name in _POLARITY_WORDS]
    positional = [
        p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    needed = [p.name for p in positional if p.default is p.empty]
    some = [p for p in parameters if p.kind is p.VAR_POSITIONAL]
    fits = len(needed) <= len(before) + 1 and (some or len(positional) >= len(before))
    if known is not None and not fits:
        takes = ", ".join(p.name for p in positional) or "nothing"
        wanted = ", ".join(before)
        msg = (
            f"a method of {kind} takes {wanted}, or {wanted} and polarity; this one "
            f"takes {takes}. Say how it is called with call=, such as "
            f"call=lambda method, {wanted}, polarity: method({wanted})"
        )
        raise DomainError(msg)
    word = by_name[0] if by_name else None
    takes_polarity = word is not None or len(needed) > len(before)
    how = _Call(function, len(before), word, takes_polarity, options)
    return how, takes_polarity


def _parameters(function: Any) -> list[inspect.Parameter] | None:
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # some built-in functions do not say
        return None


def _with_options(function: Any, options: Any, scores: Any, k: int) -> Any:
    given = options(scores, k) if callable(options) else options or {}
    return function(scores, k, **given)


@dataclass(frozen=True)
class _Call:
    """Call a function with as much as it takes."""

    function: Callable[..., Any]
    before: int
    word: str | None
    takes_polarity: bool
    options: Any

    def __call__(self, *arguments: Any) -> Any:
        *given, polarity = arguments
        X = given[0]
        said = self.options(X, polarity) if callable(self.options) else self.options
        named = dict(said or {})
        if _is_own(self.function):
            polarity = _plain(polarity)
        if self.word is not None:
            named[self.word] = polarity
        elif self.takes_polarity:
            given.append(polarity)
        return self.function(*given, **named)


def _is_own(function: Any) -> bool:
    """Tell whether a function is not of this package."""
    module = str(getattr(function, "__module__", ""))
    return not module.startswith("mcdm_index.")


@dataclass(frozen=True)
class _Weighed:
    """Bring to sum 1 what a weighting of one's own gives, as `weigh` does."""

    run: Callable[..., Any]

    def __call__(self, X: Any, polarity: Any) -> Any:
        return check_weights(self.run(X, polarity), np.shape(X)[1])


@dataclass(frozen=True)
class _Transforming:
    """Fit an estimator and transform the same rows."""

    estimator: Any

    def __call__(self, X: Any, polarity: Any) -> Any:
        fresh = with_polarity(deepcopy(self.estimator), polarity)
        return fresh.fit(X).transform(X)


@dataclass(frozen=True)
class _Imputing:
    """Run an imputer anew, with a seed if it takes one and has none."""

    estimator: Any

    def __call__(self, X: Any) -> Any:
        fresh = deepcopy(self.estimator)
        if getattr(fresh, "random_state", _SEED) is None:
            fresh.random_state = _SEED
        return fresh.fit_transform(X)


def _named(method: Any, entry: Method | None) -> tuple[str, str]:
    """Give the name of a method, and the lines of a program that make it."""
    if entry is not None:
        return entry.name, f"method = {entry.name!r}"
    name = getattr(method, "__qualname__", None) or type(method).__qualname__
    module = getattr(method, "__module__", None)
    if place := _place(method, module, name):
        return name, f"from {place} import {name} as method"
    cls = type(method)
    place = _place(cls, cls.__module__, cls.__name__)
    if place and hasattr(method, "get_params"):
        lines = f"from {place} import {cls.__name__}\nmethod = {method!r}"
        return cls.__name__, lines
    return name, f"# method = what was checked, {name}"


def _place(thing: Any, module: Any, name: str) -> str:
    """Find the shortest module that has a thing under its name; nothing if none has."""
    if not isinstance(module, str) or module == "__main__" or not name.isidentifier():
        return ""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        place = ".".join(parts[:length])
        if getattr(sys.modules.get(place), name, None) is thing:
            return place
    return ""


def _said(word: str, value: Any) -> str:
    if value is None:
        return ""
    if callable(value):
        return f"\n# {word} = as it was given"
    return f"\n{word} = {value!r}"
