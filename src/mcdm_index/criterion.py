"""One node of the tree of criteria: from plain values to a frozen, checked node."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from mcdm_index.errors import SpecError, suggestion
from mcdm_index.polarity import Polarity, parse, spell

__all__ = ["Criterion", "fold", "plain_values"]

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
)
_Settings = Mapping[str, Any] | tuple[tuple[str, Any], ...] | str


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

    def __post_init__(self) -> None:
        for stage in ("treat", "normalize"):
            said = getattr(self, stage)
            said = {"method": said} if isinstance(said, str) else said
            object.__setattr__(self, stage, _frozen(said))
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
        stage : {"treat", "normalize"}
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
            ``denominator``, ``factor``, ``treat``, ``normalize``.

        Raises
        ------
        SpecError
            A key is unknown or a value is not what it should be.
        """
        given: object = entry
        if not isinstance(given, Mapping):
            msg = f"a criterion has keys such as code and polarity, got {entry!r}"
            raise SpecError(msg)
        for key in entry:
            if key not in _FIELDS:
                msg = f"unknown key {key!r}.{suggestion(key, _FIELDS)}"
                raise SpecError(msg)
        code = entry.get("code")
        if not isinstance(code, str) or not code.strip():
            msg = f"a criterion needs a code, a non-empty text, got {code!r}"
            raise SpecError(msg)
        parent, aliases = entry.get("parent"), entry.get("aliases", ())
        if parent is not None and not isinstance(parent, str):
            msg = f"parent must be the code of a node, got {parent!r}"
            raise SpecError(msg)
        if not isinstance(aliases, str | list | tuple):
            msg = f"aliases must be a text or a list of them, got {aliases!r}"
            raise SpecError(msg)
        name = entry.get("name", {})
        if isinstance(name, Mapping) and not all(
            isinstance(text, str) for text in name.values()
        ):
            msg = f"name must be a text, or one for each language, got {name!r}"
            raise SpecError(msg)
        for key in ("weight", "factor"):
            number = entry.get(key)
            if number is not None and (
                isinstance(number, bool) or not isinstance(number, Real)
            ):
                msg = f"{key} must be a number, got {number!r}"
                raise SpecError(msg)
        weight = entry.get("weight")
        return cls(
            code,
            parent,
            name if isinstance(name, Mapping) else {"en": str(name)},
            entry.get("polarity"),
            None if weight is None else float(weight),
            str(entry.get("unit", "")),
            aliases,
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
            "treat": self.settings("treat"),
            "normalize": self.settings("normalize"),
        }
        return {
            key: value
            for key, value in entry.items()
            if value not in (None, {}, [], "")
        }


def _frozen(said: Any) -> tuple[tuple[str, Any], ...]:
    """Turn settings into pairs, so that the node stays frozen."""
    pairs = said.items() if isinstance(said, Mapping) else said
    try:
        return tuple(
            (str(key), tuple(value) if isinstance(value, list) else value)
            for key, value in pairs
        )
    except (TypeError, ValueError):
        msg = (
            "treat and normalize are the name of a method, or options by name; got "
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
