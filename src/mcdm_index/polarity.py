"""Which way a criterion points: from what users type to one of four frozen values."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Final, TypeAlias

from mcdm_index._labels import by_label
from mcdm_index.errors import PolarityError, ShapeError, suggestion

__all__ = [
    "BENEFIT",
    "COST",
    "Direction",
    "Interval",
    "Polarity",
    "Target",
    "parse",
    "parse_all",
    "spell",
]


@dataclass(frozen=True)
class Direction:
    """More is better (sign +1) or less is better (sign -1)."""

    sign: int

    def __repr__(self) -> str:
        return "BENEFIT" if self.sign > 0 else "COST"


BENEFIT: Final = Direction(+1)
COST: Final = Direction(-1)


@dataclass(frozen=True)
class Target:
    """The nearer to one value, the better.

    Parameters
    ----------
    value : float
        The best value, in the unit of the criterion.
    """

    value: float

    def __post_init__(self) -> None:
        if not _is_finite_number(self.value):
            msg = f"a target must be one finite number, got {self.value!r}"
            raise PolarityError(msg)
        object.__setattr__(self, "value", float(self.value))

    @property
    def low(self) -> float:
        """The value: a target is an interval of no width."""
        return self.value

    @property
    def high(self) -> float:
        """The value: a target is an interval of no width."""
        return self.value

    @property
    def tolerance(self) -> None:
        """No tolerance: the farthest value of the fitted data has nothing left."""


@dataclass(frozen=True)
class Interval:
    """Best anywhere inside ``[low, high]``, worse the farther outside.

    Parameters
    ----------
    low, high : float
        Ends of the best range, ``low <= high``, in the unit of the criterion.
    tolerance : (float, float), optional
        The values ``(l, u)``, ``l < low`` and ``u > high``, at and beyond which
        nothing is left. Without it, the farthest value of the fitted data is that
        point.
    """

    low: float
    high: float
    tolerance: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        around: object = self.tolerance
        if around is not None and not isinstance(around, tuple | list):
            msg = f"a tolerance is a pair (l, u), got {around!r}"
            raise PolarityError(msg)
        ends = (self.low, self.high, *(around or ()))
        if not all(_is_finite_number(end) for end in ends) or self.low > self.high:
            msg = f"an interval needs finite ends, low <= high, got {self!r}"
            raise PolarityError(msg)
        object.__setattr__(self, "low", float(self.low))
        object.__setattr__(self, "high", float(self.high))
        if self.tolerance is None:
            return
        outer = tuple(float(end) for end in self.tolerance)
        object.__setattr__(self, "tolerance", outer)
        if len(outer) != 2 or not (outer[0] < self.low and self.high < outer[1]):
            msg = f"a tolerance (l, u) needs l < low and u > high, got {self!r}"
            raise PolarityError(msg)


Polarity: TypeAlias = Direction | Target | Interval

_SPELLINGS: Final = {
    BENEFIT: "+ 1 +1 1.0 max maximize maximise maximum benefit positive gain "
    "higher up 正 正向 正向指标 效益型 极大型 越大越好",
    COST: "- -1 -1.0 min minimize minimise minimum cost negative loss "
    "lower down 负 负向 负向指标 逆 逆向 逆向指标 成本型 极小型 越小越好",
}
_WORDS: Final = {
    word: polarity for polarity, text in _SPELLINGS.items() for word in text.split()
}
_MINUS_SIGNS: Final = str.maketrans(
    dict.fromkeys("\u2212\u2010\u2011\u2012\u2013", "-")
)


def _is_finite_number(value: object) -> bool:
    try:
        return isinstance(value, Real) and math.isfinite(float(value))
    except OverflowError:  # an integer beyond the floats
        return False


def parse(value: object) -> Polarity:
    """Read one polarity in any of its usual spellings.

    Parameters
    ----------
    value : Polarity, str, int or the builtins max and min
        ``+``, ``-`` (also full-width and U+2212), ``1``, ``-1``, ``max``, ``min``,
        ``benefit``, ``cost``, ``正向``, ``负向``, ``逆向`` and the like; or
        ``"target(7)"``, ``"interval(10, 20)"``, ``"interval(5, 6; 2, 12)"``, the last
        with its tolerance.

    Returns
    -------
    Polarity
        `BENEFIT`, `COST`, a `Target` or an `Interval`.

    Raises
    ------
    PolarityError
        The word is unknown; nothing is ever taken for a cost by default.

    Examples
    --------
    >>> parse("＋"), parse("逆向"), parse("interval(10, 20)")
    (BENEFIT, COST, Interval(low=10.0, high=20.0, tolerance=None))
    """
    if isinstance(value, Direction | Target | Interval):
        return value
    if value is max or value is min:
        return BENEFIT if value is max else COST
    if isinstance(value, Real) and str(value) not in ("True", "False"):
        value = str(value)
    if not isinstance(value, str):
        raise _unknown(value)
    word = unicodedata.normalize("NFKC", value).translate(_MINUS_SIGNS)
    word = word.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    return _parse_call(word, value)


def _parse_call(word: str, value: str) -> Polarity:
    """Read ``target(t)``, ``interval(a, b)`` and ``interval(a, b; l, u)``."""
    name, bracket, rest = word.partition("(")
    if not bracket or not rest.endswith(")"):
        raise _unknown(value)
    try:
        parts = [
            tuple(float(number) for number in part.split(","))
            for part in rest[:-1].split(";")
        ]
    except ValueError:
        raise _unknown(value) from None
    match name.strip(), parts:
        case "target", [(target,)]:
            return Target(target)
        case "interval", [(low, high)]:
            return Interval(low, high)
        case "interval", [(low, high), (lowest, highest)]:
            return Interval(low, high, tolerance=(lowest, highest))
    raise _unknown(value)


def _unknown(value: object) -> PolarityError:
    return PolarityError(
        f"unknown polarity {value!r}.{suggestion(str(value).lower(), _WORDS)} "
        "Use one of +, -, 1, -1, max, min, benefit, cost, 正向, 负向, 逆向, "
        "Target(t) or 'target(t)', Interval(a, b) or 'interval(a, b)'."
    )


def parse_all(
    polarity: object, n_criteria: int, names: Sequence[str] | None = None
) -> tuple[Polarity, ...]:
    """Read one polarity per criterion.

    Parameters
    ----------
    polarity : None, one polarity, or several
        None stands for benefits throughout, a single one is that of every criterion.
        Several come in the order of the columns or, as a mapping or a Series, by name.
    n_criteria : int
        How many are needed.
    names : sequence of str, optional
        Column names, used in messages.

    Returns
    -------
    tuple of Polarity, of length n_criteria

    Examples
    --------
    >>> parse_all(["max", "min"], 2)
    (BENEFIT, COST)
    """
    if polarity is None:
        return (BENEFIT,) * n_criteria
    polarity = by_label(polarity, names, "polarity")
    if isinstance(polarity, str | Direction | Target | Interval | Real) or callable(
        polarity
    ):
        return (parse(polarity),) * n_criteria
    if isinstance(polarity, set | frozenset) or not isinstance(polarity, Iterable):
        raise _unknown(polarity)
    values = list(polarity)
    if len(values) != n_criteria:
        msg = (
            f"polarity needs {n_criteria} values, one per criterion, got {len(values)}"
        )
        raise ShapeError(msg)
    parsed = []
    for position, value in enumerate(values):
        try:
            parsed.append(parse(value))
        except PolarityError as error:
            where = names[position] if names is not None else str(position)
            msg = f"criterion {where!r}: {error}"
            raise PolarityError(msg) from None
    return tuple(parsed)


def spell(polarity: Polarity) -> str:
    """Write a polarity as a string that `parse` reads back.

    >>> spell(Interval(5, 6, tolerance=(2, 12)))
    'interval(5.0, 6.0; 2.0, 12.0)'
    """
    match polarity:
        case Direction(sign):
            return "+" if sign > 0 else "-"
        case Target(value):
            return f"target({value!r})"
        case Interval(low, high, None):
            return f"interval({low!r}, {high!r})"
        case Interval(low, high, (lowest, highest)):
            return f"interval({low!r}, {high!r}; {lowest!r}, {highest!r})"
    raise _unknown(polarity)
