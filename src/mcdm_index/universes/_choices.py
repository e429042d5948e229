"""Choices: from what a user lists for each stage to all combinations, with names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, TypeAlias

from mcdm_index._numeric import real_numbers
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
)
from mcdm_index.index import CompositeIndex

__all__ = ["FACTORS", "Universe", "read_choices", "universes"]

FACTORS: Final = ("impute", "treat", "normalize", "weights", "aggregate", "scheme")
Where: TypeAlias = Callable[[dict[str, str]], object]


@dataclass(frozen=True, eq=False)
class Universe:
    """One combination of choices.

    Attributes
    ----------
    number : int
        From 1, in the order of the choices.
    labels : dict of str to str
        What each choice is called.
    index : CompositeIndex
        Unfitted.
    """

    number: int
    labels: dict[str, str]
    index: CompositeIndex


def read_choices(factor: str, given: Any) -> dict[str, Any]:
    """Read the choices for one stage, with what each is called.

    Raises
    ------
    EmptyDataError
        There is none.
    DuplicateLabelError
        Two have one name.
    """
    if isinstance(given, Mapping) and not _numbers(given.values()):
        found = [(str(label), choice) for label, choice in given.items()]
    else:
        listed = [given] if _alone(given) else list(given)
        found = [(_called(choice, at), choice) for at, choice in enumerate(listed, 1)]
    if not found:
        msg = f"{factor}: no choice is given; name one or more"
        raise EmptyDataError(msg)
    choices = dict(found)
    if len(choices) < len(found):
        names = [name for name, _ in found]
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"{factor}: two choices are called {twice!r}: name them in a mapping"
        raise DuplicateLabelError(msg)
    return choices


def _alone(given: Any) -> bool:
    """Tell whether this is one choice, rather than several."""
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        return True
    return _numbers(given)


def _numbers(values: Iterable[Any]) -> bool:
    """Tell whether these are weights themselves, one number per criterion."""
    numbers = real_numbers(list(values))
    return numbers is not None and numbers.ndim == 1 and numbers.size > 0


def _called(choice: Any, at: int) -> str:
    """Name a choice: its own name, or for an estimator how it is written."""
    if choice is None:
        return "none"
    if isinstance(choice, str):
        return choice
    if hasattr(choice, "get_params"):
        return " ".join(repr(choice).split())
    return str(getattr(choice, "__name__", f"number {at}"))


def universes(
    base: CompositeIndex, choices: Mapping[str, Mapping[str, Any]], where: Any
) -> list[Universe]:
    """Combine all choices.

    Parameters
    ----------
    base : CompositeIndex
        What holds in every universe.
    choices : mapping of str to mapping
        What `read_choices` gave for each factor.
    where : callable or None
        Tells of the labels of a combination whether it is wanted.

    Raises
    ------
    DomainError
        `where` is no function.
    EmptyDataError
        No combination is wanted.
    """
    if where is not None and not callable(where):
        msg = f"where must be a function of the labels of a combination, got {where!r}"
        raise DomainError(msg)
    found: list[Universe] = []
    for picked in product(*(choices[factor].items() for factor in FACTORS)):
        labels = {f: label for f, (label, _) in zip(FACTORS, picked, strict=True)}
        if where is None or where(dict(labels)):
            index = base.with_(
                **{f: choice for f, (_, choice) in zip(FACTORS, picked, strict=True)}
            )
            found.append(Universe(len(found) + 1, labels, index))
    if not found:
        msg = "no combination of choices is left by where="
        raise EmptyDataError(msg)
    return found
