"""The catalogue: every named method, entered by a decorator, with what it promises."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from numbers import Real
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin

from mcdm_index._offered import load_offered
from mcdm_index.errors import DomainError, UnknownMethodError, suggestion

__all__ = [
    "DOMAINS",
    "KINDS",
    "PROMISES",
    "Domain",
    "Method",
    "get",
    "list_methods",
    "register",
]

Kind = Literal[
    "treatment",
    "normalization",
    "weighting",
    "judgment",
    "combination",
    "scoring",
    "grading",
    "clustering",
]
Domain = Literal["real", "nonnegative", "positive", "above_one"]
Beforehand = Mapping[str | None, Mapping[str, Any]]

KINDS: Final[tuple[Kind, ...]] = (
    "treatment",
    "normalization",
    "weighting",
    "judgment",
    "combination",
    "scoring",
    "grading",
    "clustering",
)
DOMAINS: Final[tuple[Domain, ...]] = ("real", "nonnegative", "positive", "above_one")

# What an entry may promise; the laws hold it to exactly that.
PROMISES: Final = {
    "scale": "multiplying a column by a positive number changes nothing",
    "shift": "adding a number to a column changes nothing",
    "in_order": "what is better is never normalized, and never treated, to less",
    "invertible": "the inverse gives back what was put in",
    "constant_gets_zero": "a constant criterion gets weight 0 if another one varies",
    "duplicates_share": "equal criteria get equal weights",
    "monotone": "what was learned held fixed, improving a value never lowers a score",
    "zero_weight_is_irrelevant": "values of a criterion with weight 0 change no score",
    "dominance": "a unit that is nowhere worse than another never scores below it",
    "best_is_one": "a unit that is best in every criterion scores 1, if any differ",
    "best_on_top": "the best score is in the best class",
}

# The modules that enter the methods of each kind; loaded when one is asked for.
_HOMES: Final[Mapping[Kind, str]] = {
    kind: f"mcdm_index.methods.{kind}" for kind in KINDS
} | {"clustering": "mcdm_index.clustering"}

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Method:
    """One entry of the catalogue.

    Attributes
    ----------
    kind, name : str
        Where it belongs and what it is called; the pair is unique.
    func : callable
        The function itself, unchanged by its registration.
    learn : callable or None
        Learns frozen parameters from column statistics; None if the method needs all
        rows at once, so that it cannot be applied to rows it has not seen.
    needs : tuple of str
        What `learn` reads besides count, least, largest and mean.
    domain : {"real", "nonnegative", "positive", "above_one"}
        Values on which it is defined.
    cost_domain : same, or None
        The domain of costs, where it is another.
    promises : frozenset of str
        Invariances that the laws hold it to.
    cite : str
        Key of its source in the bibliography.
    aliases : tuple of str
        Other names under which it is found.
    first : callable or None
        ``first(polarity, **options)`` gives the polarity to work with, and the kernel
        or None that rows go through before `learn` sees their statistics.
    bind : mapping of str to callable
        For options that speak of criteria or units: ``bind[option](table,
        value, name)`` gives one value per column.
    all_rows : bool
        Whether it needs all rows at once, rather than statistics of blocks of them.
    beforehand : mapping of str or None to mapping
        Options that a normalization has before this score, unless others are given; of
        None, where columns are only turned to larger-is-better.
    """

    kind: Kind
    name: str
    func: Callable[..., Any]
    learn: Callable[..., Any] | None = None
    needs: tuple[str, ...] = ()
    domain: Domain = "real"
    cost_domain: Domain | None = None
    promises: frozenset[str] = field(default_factory=frozenset)
    cite: str = ""
    aliases: tuple[str, ...] = ()
    first: Callable[..., Any] | None = None
    bind: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    all_rows: bool = False
    beforehand: Beforehand = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.func) or "").partition("\n")[0]

    @cached_property
    def asks(self) -> frozenset[str]:
        """What `learn` takes."""
        learn = self.learn
        return frozenset(inspect.signature(learn).parameters if learn else ())

    @cached_property
    def _parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self.func).parameters

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Names of the parameters that are keyword-only, or have a default."""
        parameters = self._parameters.values()
        return tuple(
            p.name
            for p in parameters
            if p.kind is p.KEYWORD_ONLY
            or (p.default is not p.empty and p.name != "polarity")
        )

    @property
    def defaults(self) -> dict[str, Any]:
        """The options that may be left out, with what they are then."""
        parameters = self._parameters
        return {
            option: parameters[option].default
            for option in self.options
            if parameters[option].default is not inspect.Parameter.empty
        }

    def shares_with(self, other: "Method") -> frozenset[str]:
        """Name the options that both have, with the same default."""
        return frozenset(
            option
            for option in set(self.options) & set(other.options)
            if self._parameters[option].default == other._parameters[option].default
        )

    def check_options(
        self,
        options: Any,
        apart: tuple[str, ...] = (),
        *,
        partly: bool = False,
    ) -> None:
        """Refuse an option that the method does not have, suggesting a look-alike.

        Options in `apart` have a place of their own and are refused here. With
        `partly`, others are still to come, and none is called lacking.
        """
        if not isinstance(options, Mapping):
            msg = f"options are a mapping of name to value, got {options!r}"
            raise DomainError(msg)
        known = [option for option in self.options if option not in apart]
        for option, value in options.items():
            if option not in known:
                msg = (
                    f"{self.kind} method {self.name!r} has no option {option!r}."
                    f"{suggestion(str(option), known)} "
                    f"It has: {', '.join(known) or 'none'}."
                )
                raise UnknownMethodError(msg)
            self._check_kind(option, value)
        parameters = self._parameters
        for option in known:
            required = parameters[option].default is inspect.Parameter.empty
            if required and options.get(option) is None and not partly:
                msg = f"{self.kind} method {self.name!r} needs the option {option!r}"
                raise DomainError(msg)

    def _check_kind(self, option: str, value: Any) -> None:
        """Refuse a value of another kind than the default of the option.

        An option annotated with several kinds is left to the method.
        """
        parameter = self._parameters[option]
        default = parameter.default
        if value is None and "None" in str(parameter.annotation):
            return
        if _has_several_kinds(parameter.annotation):
            return
        for kind, fits, words in _KINDS_OF_VALUE:
            if isinstance(default, kind):
                if not fits(value):
                    msg = (
                        f"{self.kind} method {self.name!r}: {option} must be {words}, "
                        f"got {value!r}"
                    )
                    raise DomainError(msg)
                return


def _has_several_kinds(annotation: Any) -> bool:
    union = get_origin(annotation) in (Union, UnionType)
    return union and len(set(get_args(annotation)) - {NoneType}) > 1


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


# Kind of the default, test of the value, words; the first that fits the default counts.
_KINDS_OF_VALUE: Final[tuple[tuple[type, Callable[[Any], bool], str], ...]] = (
    (bool, lambda value: isinstance(value, bool), "true or false"),
    (Real, _is_number, "a number"),
    (str, lambda value: isinstance(value, str), "a text"),
    (
        tuple,
        lambda value: (
            not isinstance(value, str)
            and hasattr(value, "__iter__")
            and all(map(_is_number, value))
        ),
        "a list of numbers",
    ),
)


_CATALOGUE: dict[tuple[str, str], Method] = {}
_ALIASES: dict[tuple[str, str], str] = {}


def register(
    kind: Kind,
    *,
    name: str | None = None,
    learn: Callable[..., Any] | None = None,
    needs: tuple[str, ...] = (),
    domain: Domain = "real",
    cost_domain: Domain | None = None,
    promises: tuple[str, ...] = (),
    cite: str = "",
    aliases: tuple[str, ...] = (),
    first: Callable[..., Any] | None = None,
    bind: Mapping[str, Callable[..., Any]] | None = None,
    all_rows: bool = False,
    beforehand: Beforehand | None = None,
) -> Callable[[F], F]:
    """Enter a function into the catalogue, so that it can be used by name.

    Parameters
    ----------
    kind : str
        What the function does: "treatment", "normalization", "weighting", "judgment",
        "combination", "scoring", "grading" or "clustering".
    name : str, optional
        What to call it; the name of the function by default.
    learn : callable, optional
        ``learn(stats, ...) -> kernel``: frozen parameters from `ColumnStats`.
    needs : tuple of {"squares", "comoment", "theil", "order"}
        What `learn` reads besides count, least, largest and mean.
    domain : {"real", "nonnegative", "positive", "above_one"}
        Values on which the method is defined.
    cost_domain : same, optional
        The domain of costs, where it is another.
    promises : tuple of str
        Invariances, such as ``"scale"`` and ``"shift"``, which the tests verify.
    cite : str
        Key of the source in the bibliography.
    aliases : tuple of str
        Other names under which the method is found.
    first : callable, optional
        ``first(polarity, **options)`` gives the polarity to work with, and the kernel
        or None that rows go through before `learn` sees their statistics.
    bind : mapping of str to callable, optional
        For options that speak of criteria or units: ``bind[option](table,
        value, name)`` gives one value per column.
    all_rows : bool, default False
        Say so if a weighting, or what a score learns, needs all rows at once; others
        read statistics that add up over blocks of rows.
    beforehand : mapping of str or None to mapping, optional
        Options that a normalization has before this score, unless others are given; of
        None, where columns are only turned to larger-is-better. A score that compares
        units pair by pair asks for ``{None: {"cost": "negate"}}``, since ``max - x``
        may round away the distance of two costs.

    Returns
    -------
    callable
        A decorator that gives the function back unchanged.

    Raises
    ------
    ValueError
        The kind is unknown, or another function has that name already.

    Examples
    --------
    >>> import numpy as np
    >>> @register("weighting", name="first_only")
    ... def first_only(X):
    ...     return np.eye(X.shape[1])[0]
    >>> get("weighting", "first_only").func is first_only
    True
    >>> unregister("weighting", "first_only")
    """
    if kind not in KINDS:
        msg = f"unknown kind {kind!r}.{suggestion(kind, KINDS)} Use one of {KINDS}."
        raise UnknownMethodError(msg)
    for values in (domain, cost_domain or domain):
        if values not in DOMAINS:
            msg = f"unknown domain {values!r}; use one of {DOMAINS}"
            raise UnknownMethodError(msg)
    for promise in promises:
        if promise not in PROMISES:
            msg = f"unknown promise {promise!r}.{suggestion(promise, PROMISES)}"
            raise UnknownMethodError(msg)

    def enter(func: F) -> F:
        called = name or func.__name__
        if not str(func.__module__).startswith("mcdm_index."):
            import_module(_HOMES[kind])  # so that a name that is taken is found so
        for word in (called, *aliases):
            known = _CATALOGUE.get((kind, _ALIASES.get((kind, word), word)))
            if known is not None and _origin(known.func) != _origin(func):
                owner = ".".join(_origin(known.func))
                msg = f"{kind} method {word!r} is taken by {owner}"
                raise ValueError(msg)
        _ALIASES.update({(kind, alias): called for alias in aliases})
        _CATALOGUE[kind, called] = Method(
            kind,
            called,
            func,
            learn,
            needs,
            domain,
            cost_domain,
            frozenset(promises),
            cite,
            aliases,
            first,
            bind or {},
            all_rows,
            beforehand or {},
        )
        return func

    return enter


def _origin(func: Callable[..., Any]) -> tuple[str, str]:
    return func.__module__, func.__qualname__


def unregister(kind: Kind, name: str) -> None:
    """Take a method out of the catalogue again; for tests and notebooks."""
    method = get(kind, name)
    for alias in method.aliases:
        del _ALIASES[kind, alias]
    del _CATALOGUE[kind, method.name]


def get(kind: Kind, name: Any) -> Method:
    """Find a method by its kind and name.

    Raises
    ------
    UnknownMethodError
        There is none; the message suggests a look-alike and lists what there is.
    """
    if not isinstance(name, str):
        msg = f"a {kind} method is called by its name, a text; got {name!r}"
        raise UnknownMethodError(msg)
    found = _find(kind, name)
    if found is None and kind in _HOMES:
        import_module(_HOMES[kind])
        found = _find(kind, name)
    if found is None:
        load_offered()
        found = _find(kind, name)
    if found is None:
        known = [method.name for method in list_methods(kind)]
        words = known + [alias for of, alias in _ALIASES if of == kind]
        msg = (
            f"unknown {kind} method {name!r}.{suggestion(name, words)} "
            f"Known: {', '.join(known)}."
        )
        raise UnknownMethodError(msg)
    return found


def _find(kind: Kind, name: str) -> Method | None:
    return _CATALOGUE.get((kind, _ALIASES.get((kind, name), name)))


def list_methods(kind: Kind | None = None) -> list[Method]:
    """List what is registered, in alphabetical order within each kind.

    Packages that offer methods name their modules in the entry-point group
    ``mcdm_index.methods``; these are imported here, and when a name is not known.

    Parameters
    ----------
    kind : str, optional
        Only methods of this kind.

    Returns
    -------
    list of Method

    Examples
    --------
    >>> import mcdm_index as mi
    >>> [method.name for method in mi.list_methods("clustering")]
    ['gaussian_mixture', 'k_medoids', 'kmeans', 'ward']
    """
    if kind is not None and kind not in KINDS:
        msg = f"unknown kind {kind!r}.{suggestion(kind, KINDS)} Use one of {KINDS}."
        raise UnknownMethodError(msg)
    for home in _HOMES.values() if kind is None else [_HOMES[kind]]:
        import_module(home)
    load_offered()
    found = [m for m in _CATALOGUE.values() if kind in (None, m.kind)]
    return sorted(found, key=lambda m: (KINDS.index(m.kind), m.name))
