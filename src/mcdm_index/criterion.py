"""One node of the tree of criteria: from plain values to a frozen, checked node."""

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Final

from mcdm_index.errors import MCDMError, Problem, SpecError, suggestion
from mcdm_index.polarity import Polarity, parse, spell

__all__ = ["Criterion", "entry_problems", "fold", "plain_values", "sound"]

_FIELDS = (
    "code",
    "parent",
    "name",
    "polarity",
    "weight",
    "unit",
    "aliases",
    "bounds",
    "denominator",
    "factor",
    "treat",
    "normalize",
    "weights",
    "aggregate",
    "min_present",
)
_STAGES = ("treat", "normalize", "weights", "aggregate")
_Settings = Mapping[str, Any] | tuple[tuple[str, Any], ...] | str | Callable[..., Any]


@dataclass(frozen=True)
class Criterion:
    """One node of the tree: a measured criterion (a leaf) or a group of such.

    Parameters
    ----------
    code : str
        Unique in the tree.
    parent : str, optional
        Code of the node above; None for the root.
    names : str, mapping of language to str, or pairs of these
        Such as ``{"en": "Innovation", "zh": "科技创新"}``; a single one is English.
    polarity : polarity, optional
        Leaves have one, groups have none; any spelling `polarity.parse` reads.
    weight : float, optional
        Relative to its siblings; read where an index takes weights as given.
    unit : str
        Unit of measurement.
    aliases : str or sequence of str
        Further column names under which data may come.
    bounds : (float, float), optional
        Between which values lie by nature, such as 0 and 100 for a percentage; a value
        outside gives a `BoundsWarning`.
    denominator : str, optional
        The column that its own is divided by, such as a population or a GDP.
    factor : float, default 1
        What the quotient is multiplied by, such as 10000 for "per 10,000 persons".
    treat, normalize : str or mapping, optional
        What is particular to it: the name of a method, or
        ``{"method": name, option: value, ...}``, merged key by key with what the index
        says for all.
    weights, aggregate : str, mapping or callable, optional
        What is particular to a group: how the weights of its children are found, by the
        name of a method or "given"; and how it is scored from them. A function stands
        for a method.
    min_present : float, optional
        Of a group: the share of its children that a unit must have for a score.
    """

    code: str
    parent: str | None = None
    names: Mapping[str, str] | tuple[tuple[str, str], ...] | str = ()
    polarity: Polarity | None = None
    weight: float | None = None
    unit: str = ""
    aliases: Sequence[str] | str = ()
    bounds: tuple[float, float] | None = None
    denominator: str | None = None
    factor: float = 1.0
    treat: _Settings = ()
    normalize: _Settings = ()
    weights: _Settings = ()
    aggregate: _Settings = ()
    min_present: float | None = None

    def __post_init__(self) -> None:
        for stage in _STAGES:
            object.__setattr__(self, stage, _settings(getattr(self, stage)))
        if self.bounds is not None:
            object.__setattr__(self, "bounds", _bounds(self.bounds))
        names: Any = {"en": self.names} if isinstance(self.names, str) else self.names
        pairs = names.items() if isinstance(names, Mapping) else names
        aliases = (self.aliases,) if isinstance(self.aliases, str) else self.aliases
        object.__setattr__(self, "names", tuple(pairs))
        object.__setattr__(self, "aliases", tuple(aliases))
        if self.polarity is not None:
            object.__setattr__(self, "polarity", parse(self.polarity))

    @property
    def named(self) -> dict[str, str]:
        """Names by language."""
        pairs: Any = self.names
        return dict(pairs)

    def settings(self, stage: str) -> dict[str, Any]:
        """Give what is particular to the criterion in a stage.

        Parameters
        ----------
        stage : {"treat", "normalize", "weights", "aggregate"}
        """
        return dict(getattr(self, stage))

    def name(self, lang: str = "en") -> str:
        """Give the name in a language; failing that any name, failing that the code."""
        names = self.named
        return names.get(lang) or next(iter(names.values()), self.code)

    @property
    def columns(self) -> tuple[str, ...]:
        """What its column may be called: the code, a name, or an alias."""
        words = (self.code, *self.named.values(), *self.aliases)
        return tuple(dict.fromkeys(words))

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> "Criterion":
        """Build a node from the plain values of a specification.

        Parameters
        ----------
        entry : mapping
            With ``code`` and any of ``parent``, ``name`` (str or mapping of language to
            str), ``polarity``, ``weight``, ``unit``, ``aliases``, ``bounds``,
            ``denominator``, ``factor``, ``treat``, ``normalize``, ``weights``,
            ``aggregate``, ``min_present``.

        Raises
        ------
        SpecError
            A key is unknown or a value is not what it should be.
        """
        flaws = list(entry_problems(entry))
        if flaws:
            raise SpecError.of(flaws, "problems")
        name = entry.get("name", {})
        weight = entry.get("weight")
        return cls(
            entry["code"],
            entry.get("parent"),
            name if isinstance(name, Mapping) else {"en": str(name)},
            entry.get("polarity"),
            None if weight is None else float(weight),
            str(entry.get("unit", "")),
            entry.get("aliases", ()),
            **{key: entry[key] for key in _FIELDS[7:] if key in entry},
        )

    def to_dict(self) -> dict[str, Any]:
        """Write the node as plain values, which `from_dict` reads back."""
        entry = {
            "code": self.code,
            "parent": self.parent,
            "name": self.named,
            "polarity": None if self.polarity is None else spell(self.polarity),
            "weight": self.weight,
            "unit": self.unit,
            "aliases": list(self.aliases),
            "bounds": None if self.bounds is None else list(self.bounds),
            "denominator": self.denominator,
            "factor": None if self.factor == 1 else self.factor,
            "min_present": self.min_present,
        } | {stage: self.settings(stage) for stage in _STAGES}
        return {
            key: value
            for key, value in entry.items()
            if value not in (None, {}, [], "")
        }


def entry_problems(entry: Any) -> Iterator[Problem]:
    """Find everything that is wrong in the plain values of a node.

    Parameters
    ----------
    entry : mapping
        See `Criterion.from_dict`.
    """
    if not isinstance(entry, Mapping):
        yield Problem(f"a criterion has keys such as code and polarity, got {entry!r}")
        return
    if "code" not in entry:
        yield Problem("a criterion needs a code, a non-empty text", ("code",))
    for key, value in entry.items():
        if key not in _FIELDS:
            yield Problem(f"unknown key {key!r}.{suggestion(key, _FIELDS)}", (key,))
        elif key == "code" or value is not None:
            try:
                _CHECKS[key](value)
            except MCDMError as error:
                yield Problem(str(error), (key,))


def sound(entry: Mapping[str, Any], flaws: Iterable[Problem]) -> dict[str, Any]:
    """Leave out what is wrong in the plain values of a node.

    Parameters
    ----------
    entry : mapping
    flaws : iterable of Problem
    """
    wrong = {flaw.path[0] for flaw in flaws}
    return {key: value for key, value in entry.items() if key not in wrong}


def _is(fits: Callable[[Any], bool], words: str) -> Callable[[Any], None]:
    """Make a check of one value, from what it must be and how to say that."""

    def check(value: Any) -> None:
        if not fits(value):
            msg = f"{words}, got {value!r}"
            raise SpecError(msg)

    return check


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_name(value: Any) -> bool:
    return not isinstance(value, Mapping) or all(map(_is_text, value.values()))


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list | tuple) and all(map(_is_text, value))
    )


def _settings(said: Any) -> tuple[tuple[str, Any], ...]:
    """Turn settings into pairs, so that the node stays frozen."""
    if isinstance(said, str) or callable(said):
        said = {"method": said}
    pairs = said.items() if isinstance(said, Mapping) else said
    try:
        return tuple(
            (str(key), tuple(value) if isinstance(value, list) else value)
            for key, value in pairs
        )
    except (TypeError, ValueError):
        msg = (
            f"{', '.join(_STAGES)} are the name of a method, or options by name; got "
            f"{said!r}"
        )
        raise SpecError(msg) from None


def _bounds(given: Any) -> tuple[float, float]:
    parts = given.split(",") if isinstance(given, str) else given
    try:
        low, high = (float(part) for part in parts)
    except (TypeError, ValueError):
        low = high = math.nan
    if not low < high:
        msg = f"bounds must be two numbers, low < high, got {given!r}"
        raise SpecError(msg)
    return low, high


_CHECKS: Final[dict[str, Callable[[Any], object]]] = {
    "code": _is(_is_code, "a criterion needs a code, a non-empty text"),
    "parent": _is(_is_text, "parent must be the code of a node"),
    "name": _is(_is_name, "name must be a text, or one for each language"),
    "polarity": parse,
    "unit": str,
    "aliases": _is(_are_texts, "aliases must be a text or a list of them"),
    "bounds": _bounds,
    "denominator": _is(_is_text, "denominator must be the name of a column"),
    **{
        key: _is(_is_number, f"{key} must be a number")
        for key in ("weight", "factor", "min_present")
    },
    **dict.fromkeys(_STAGES, _settings),
}


def fold(word: object) -> str:
    """Reduce a name to what matters: no outer spaces, no case, no full-width forms."""
    return unicodedata.normalize("NFKC", str(word)).strip().casefold()


def plain_values(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Turn a table row into plain values, leaving out empty cells."""
    filled = {str(key): value for key, value in row.items() if not _empty(value)}
    names = {
        key.removeprefix("name_"): str(filled[key])
        for key in filled
        if key.startswith("name_")
    }
    if "name" in filled:
        names.setdefault("en", str(filled["name"]))
    entry = {key: filled[key] for key in _FIELDS if key in filled and key != "name"}
    for key in {"code", "parent"} & entry.keys():
        code = entry[key]
        whole = isinstance(code, float) and code.is_integer()
        entry[key] = str(int(code) if whole else code)
    entry.setdefault("code", "")
    if "aliases" in entry:
        entry["aliases"] = [word.strip() for word in str(entry["aliases"]).split("|")]
    return entry | ({"name": names} if names else {})


def _empty(cell: Any) -> bool:
    nan = isinstance(cell, float) and math.isnan(cell)
    return cell is None or nan or not str(cell).strip()
