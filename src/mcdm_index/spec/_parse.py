"""Parsing: from plain values to a specification, or to everything that is wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mcdm_index.errors import MCDMError, Problem, SpecError, suggestion
from mcdm_index.estimators import Normalizer, Treater
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.settings import settings_problems
from mcdm_index.spec._sections import (
    SECTIONS,
    build_data,
    build_level,
    check_group,
)

__all__ = ["Spec", "parse"]


@dataclass(frozen=True)
class Spec:
    """What a specification says.

    Attributes
    ----------
    hierarchy : Hierarchy
    stages : dict
        Keyword arguments of `CompositeIndex`.
    unit : tuple of str
        Columns of a data file that name a unit.
    """

    hierarchy: Hierarchy
    stages: dict[str, Any]
    unit: tuple[str, ...] = ()


_KNOWN: Final = ("title", "root", "data", "levels", "criteria", "seed", *SECTIONS)
_Path = tuple[str | int, ...]
_Build = Callable[[dict[str, Any]], dict[str, Any]]


def parse(content: Mapping[str, Any]) -> Spec:
    """Read a specification from plain values.

    Parameters
    ----------
    content : mapping
        With ``criteria``, a list of nodes, and any of the sections ``root``, ``data``,
        ``screen``, ``impute``, ``treat``, ``normalize``, ``weights``, ``aggregate``,
        ``levels``, ``grade``, ``tiers``, and ``seed``.

    Returns
    -------
    Spec

    Raises
    ------
    SpecError
        Listing every problem.
    """
    problems = [
        Problem(f"unknown section [{key}].{suggestion(key, _KNOWN)}", (key,))
        for key in content
        if key not in _KNOWN
    ]
    stages: dict[str, Any] = {"levels": {}}
    for key, build in {"data": build_data, **SECTIONS}.items():
        built, wrong = _build(build, content.get(key, {}), (key,), f"[{key}]")
        problems += wrong
        if key in content or key == "data":
            stages |= built
    for i, (built, wrong) in enumerate(_levels(content.get("levels", []))):
        problems += wrong
        for depth, said in built.get("levels", {}).items():
            if depth in stages["levels"]:
                text = f"[[levels]] number {i + 1}: depth {depth} is said twice"
                problems.append(Problem(text, ("levels", i, "depth")))
            stages["levels"][depth] = said
    seed = content.get("seed")
    whole = isinstance(seed, int) and not isinstance(seed, bool)
    if seed is not None and not (whole and seed >= 0):
        text = f"seed must be a whole number of 0 or more, got {seed!r}"
        problems.append(Problem(text, ("seed",)))
    hierarchy = None
    try:
        hierarchy = Hierarchy.from_spec(content)
        problems += _criteria_problems(content, hierarchy, stages)
    except MCDMError as error:
        told = getattr(error, "problems", ())
        problems += told or [Problem(str(error), ("criteria",))]
    if problems or hierarchy is None:
        raise SpecError.of(problems, "problems")
    unit = stages.pop("unit")
    return Spec(hierarchy, stages | {"random_state": seed}, unit)


def _levels(levels: Any) -> Iterator[tuple[dict[str, Any], list[Problem]]]:
    """Read what holds at the levels, one entry after another."""
    if not isinstance(levels, list):
        text = f"[levels] must be a list: write [[levels]] with a depth, got {levels!r}"
        yield {}, [Problem(text, ("levels",))]
        return
    for i, entry in enumerate(levels):
        yield _build(build_level, entry, ("levels", i), f"[[levels]] number {i + 1}:")


def _build(
    build: _Build, section: Any, path: _Path, name: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Build a section; if it is wrong, find one faulty key after another."""
    if not isinstance(section, Mapping):
        text = f"{name} must be a section of its own, got {section!r}"
        return {}, [Problem(text, path)]
    rest, problems = dict(section), list[Problem]()
    while True:
        try:
            return build(dict(rest)), problems
        except (MCDMError, TypeError, ValueError) as error:
            message = str(error)
        gone = [key for key in section if key not in rest]
        if any(repr(key) in message for key in gone):
            return {}, problems  # it is lacking because it was wrong
        key = _culprit(build, rest, message)
        place = path if key is None else (*path, key)
        problems.append(Problem(f"{name} {message}", place))
        if key in (None, "method", "depth"):
            return {}, problems
        del rest[key]


def _culprit(build: _Build, section: dict[str, Any], message: str) -> str | None:
    """Find the key without which it could be built, or would fail otherwise."""
    others: list[str] = []
    for key in sorted(section, key=lambda key: str(key) not in message):
        try:
            build({other: section[other] for other in section if other != key})
        except (MCDMError, TypeError, ValueError) as error:
            if str(error) != message:
                others.append(key)
        else:
            return key
    return others[0] if others else None


def _criteria_problems(
    content: Mapping[str, Any], tree: Hierarchy, stages: Mapping[str, Any]
) -> Iterator[Problem]:
    """Check what single criteria say of the stages."""
    places = {entry["code"]: i for i, entry in enumerate(content["criteria"])}

    def place(code: str, key: str) -> _Path:
        return ("criteria", places[code], key) if code in places else ("root", key)

    for name, usual in (("treat", Treater("none")), ("normalize", Normalizer())):
        for leaf, text in settings_problems(tree, name, stages.get(name) or usual):
            yield Problem(text, place(leaf, name))
    for code in tree.upward():
        for key in ("weights", "aggregate"):
            try:
                check_group({key: tree[code].settings(key)})
            except MCDMError as error:
                yield Problem(f"criterion {code!r}, {key}: {error}", place(code, key))
