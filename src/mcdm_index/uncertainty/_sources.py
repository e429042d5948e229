"""Sources: what may vary in an index, each a map from a number in [0, 1) to a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, Final

import numpy as np
import pandas as pd

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import real_numbers
from mcdm_index.errors import DomainError, SpecError, listing, suggestion
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.inspection import nodes_at
from mcdm_index.uncertainty._limits import read_limits

__all__ = ["CHOICES", "DROPPED_NONE", "Source", "read_sources"]

# Parameters of an index that may be one of several.
CHOICES: Final = (
    "impute",
    "treat",
    "normalize",
    "weights",
    "aggregate",
    "scheme",
    "levels",
    "min_present",
    "goalposts",
    "base",
)
# What is random by itself.
RANDOM: Final = ("draws", "noise", "units", "weight_noise", "drop")
DROPPED_NONE: Final = "(none)"


@dataclass(frozen=True, eq=False)
class Source:
    """One thing that varies.

    Attributes
    ----------
    name : str
    values : tuple or None
        What it can be, each as likely; None if the number itself is a seed.
    labels : tuple of str
        What the values are called.
    setting : object
        How it varies, as it was given.
    """

    name: str
    values: tuple[Any, ...] | None
    labels: tuple[str, ...] = ()
    setting: Any = None

    @property
    def is_choice(self) -> bool:
        """Whether it is a parameter of the index."""
        return self.name in CHOICES

    def place(self, u: float) -> int:
        """Give the position of a value, or a seed.

        Parameters
        ----------
        u : float
            From 0 up to 1.
        """
        n = len(self.labels) or 2**32
        return min(int(u * n), n - 1)

    def at(self, place: int) -> Any:
        """Give the value at a position.

        Parameters
        ----------
        place : int
        """
        return place if self.values is None else self.values[place]

    def named(self, label: str) -> Any:
        """Give the value that is called so.

        Parameters
        ----------
        label : str
        """
        return self.at(self.labels.index(label))

    def label(self, u: float) -> Any:
        """Say what it is: the name of a value, or a seed."""
        place = self.place(u)
        return self.labels[place] if self.labels else place


def read_sources(vary: Any, tree: Hierarchy, m: int) -> tuple[Source, ...]:
    """Read what may vary.

    Parameters
    ----------
    vary : mapping
        See `robustness`.
    tree : Hierarchy
        What is scored.
    m : int
        Number of imputation draws.

    Raises
    ------
    SpecError, DomainError
        Naming the source that cannot vary so.
    """
    if not isinstance(vary, Mapping) or not vary:
        known = listing([*CHOICES, *RANDOM], most=20)
        msg = f"vary names what may vary, and how; it may hold {known}; got {vary!r}"
        raise SpecError(msg)
    sources = []
    for name, setting in vary.items():
        if name in CHOICES:
            sources.append(_choice(name, setting))
        elif name in _RANDOM:
            sources.append(_RANDOM[name](setting, tree, m))
        else:
            hint = suggestion(str(name), [*CHOICES, *RANDOM])
            msg = f"vary: {name!r} is nothing that can vary.{hint}"
            raise SpecError(msg)
    return tuple(sources)


def _choice(name: str, given: Any) -> Source:
    """Read the alternatives of a parameter."""
    if isinstance(given, Mapping):
        named = {str(label): value for label, value in given.items()}
    elif isinstance(given, list | tuple):
        named = {_called(value): value for value in given}
        if len(named) < len(given):
            msg = f"vary[{name!r}]: two alternatives have one name; give a mapping"
            raise SpecError(msg)
    else:
        msg = (
            f"vary[{name!r}] is a list of alternatives, or a mapping from what they "
            f"are to be called; got {given!r}"
        )
        raise SpecError(msg)
    if len(named) < 2:
        msg = f"vary[{name!r}] needs two alternatives or more, got {len(named)}"
        raise SpecError(msg)
    return Source(name, tuple(named.values()), tuple(named), given)


def _called(value: Any) -> str:
    if isinstance(value, str) or value is None:
        return str(value)
    method = getattr(value, "method", None)
    if isinstance(method, str):
        return repr(value)
    return getattr(value, "__name__", repr(value))


def _draws(setting: Any, tree: Hierarchy, m: int) -> Source:
    del tree
    if setting is not True or m < 2:
        msg = (
            "vary['draws'] is True, for an index that imputes several times; this one "
            f"has {m} draw{'s' * (m != 1)}, and got {setting!r}"
        )
        raise SpecError(msg)
    return Source("draws", tuple(range(m)), tuple(map(str, range(m))), setting)


def _noise(setting: Any, tree: Hierarchy, m: int) -> Source:
    del m
    value = setting
    if labelled(setting):
        given = dict(setting)
        for code in given:
            if code not in tree.leaves:
                hint = suggestion(str(code), tree.leaves)
                msg = f"vary['noise']: {code!r} is no criterion.{hint}"
                raise SpecError(msg)
        full = {leaf: given.get(leaf, 0.0) for leaf in tree.leaves}
        value = by_label(full, tree.leaves, "noise")
    sizes = real_numbers(np.atleast_1d(value))
    bad = sizes is None or not np.isfinite(sizes).all() or (sizes < 0).any()
    if bad or sizes is None or sizes.shape not in ((1,), (len(tree.leaves),)):
        msg = (
            "vary['noise'] is a number of 0 or more, the standard error of a value as "
            f"a share of it, or one by criterion; got {setting!r}"
        )
        raise DomainError(msg)
    each = pd.Series(np.broadcast_to(sizes, len(tree.leaves)), index=list(tree.leaves))
    return Source("noise", None, setting=each)


def _units(setting: Any, tree: Hierarchy, m: int) -> Source:
    del tree, m
    if setting != "bootstrap":
        msg = f"vary['units'] is 'bootstrap', got {setting!r}"
        raise SpecError(msg)
    return Source("units", None, setting=setting)


def _weight_noise(setting: Any, tree: Hierarchy, m: int) -> Source:
    del m
    if isinstance(setting, Mapping):
        return Source("weight_noise", None, setting=read_limits(setting, tree))
    number = isinstance(setting, Real) and not isinstance(setting, bool)
    if setting != "uniform" and not (number and 0 <= setting < 1):
        msg = (
            "vary['weight_noise'] is 'uniform', for any weights; or a spread from 0 to "
            "below 1, see sampling.weights_around; or limits such as {'low': 0.1, "
            f"'order': [('a', '>', 'b')]}}; got {setting!r}"
        )
        raise DomainError(msg)
    return Source("weight_noise", None, setting=setting)


def _drop(setting: Any, tree: Hierarchy, m: int) -> Source:
    """Leave out one of several nodes, or none."""
    del m
    codes = setting
    if isinstance(setting, str | int):
        codes = nodes_at(tree, setting)
    codes = tuple(tree[code].code for code in codes)
    labels = (DROPPED_NONE, *codes)
    values = (frozenset(), *(frozenset(tree.leaves_below(code)) for code in codes))
    for code, gone in zip(labels, values, strict=True):
        if len(gone) == len(tree.leaves):
            msg = f"vary['drop']: without {code!r} no criterion is left"
            raise DomainError(msg)
    return Source("drop", values, labels, setting)


_RANDOM: Final[dict[str, Callable[[Any, Hierarchy, int], Source]]] = {
    "draws": _draws,
    "noise": _noise,
    "units": _units,
    "weight_noise": _weight_noise,
    "drop": _drop,
}
