"""What can go wrong, one exception per cause; each is also a built-in one."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, SupportsInt

__all__ = [
    "AllRowsError",
    "BoundsWarning",
    "CellError",
    "ColumnError",
    "DomainError",
    "DuplicateLabelError",
    "EmptyDataError",
    "FontWarning",
    "InverseError",
    "LawsBroken",
    "MCDMError",
    "MissingDataError",
    "MissingPackageError",
    "NonFiniteError",
    "NotNumericError",
    "PluginWarning",
    "PolarityError",
    "Problem",
    "ReadError",
    "ReplayError",
    "ShapeError",
    "SpecError",
    "UnknownColumnError",
    "UnknownMethodError",
    "WeightsError",
    "WriteError",
]


class MCDMError(Exception):
    """Base of every error that this library raises on purpose."""


class BoundsWarning(UserWarning):
    """A value lies outside the bounds that were declared for its criterion."""


class FontWarning(UserWarning):
    """No font that is installed has the characters of a label."""


class MissingPackageError(MCDMError, ImportError):
    """A package that is asked for is not installed, or not in a version that works."""


class PluginWarning(UserWarning):
    """Methods that another package offers cannot be used."""


class PolarityError(MCDMError, ValueError):
    """A polarity is not one of those the library knows."""


class UnknownMethodError(MCDMError, ValueError):
    """No method of that name is registered."""


class UnknownColumnError(MCDMError, ValueError):
    """A column that a criterion needs is not in the table."""


class ShapeError(MCDMError, ValueError):
    """An argument has the wrong number of dimensions or the wrong length."""


class EmptyDataError(MCDMError, ValueError):
    """There is no unit or no criterion to work on."""


class MissingDataError(MCDMError, ValueError):
    """A value is missing where a method needs one."""


class NonFiniteError(MCDMError, ValueError):
    """A value is infinite."""


class DomainError(MCDMError, ValueError):
    """A value lies outside the domain on which a method is defined."""


class AllRowsError(MCDMError, ValueError):
    """A method needs all rows at once, of a table whose rows are not in memory."""


class CellError(DomainError):
    """What a kernel says of one cell; the engine puts its row and column in front.

    Parameters
    ----------
    row, column : int
        Positions in the block that the kernel was given.
    what : str
        What the cell holds and what was expected.
    """

    def __init__(self, row: int, column: int, what: str) -> None:
        super().__init__(what)
        self.row, self.column = row, column

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross the border between processes."""
        return type(self), (self.row, self.column, str(self))


class ColumnError(DomainError):
    """What a method says of one column while it learns; its name is put in front.

    Parameters
    ----------
    column : int
        Position in the table that was learned from.
    what : str
        What was found and what was expected.
    kind : type of MCDMError
        The error that the user is to see; a `DomainError` by default.
    """

    def __init__(
        self, column: SupportsInt, what: str, kind: type[MCDMError] = DomainError
    ) -> None:
        super().__init__(what)
        self.column = int(column)
        self.kind = kind

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross the border between processes."""
        return type(self), (self.column, str(self), self.kind)

    def named(self, column: str) -> MCDMError:
        """Make the error that the user is to see, with the name of the column."""
        return self.kind(f"{column}: {self}")


class InverseError(MCDMError, ValueError):
    """A normalization cannot be undone."""


class LawsBroken(MCDMError, AssertionError):  # noqa: N818 it is raised as a finding
    """A method does not keep the laws that it was held to; see `mcdm_index.testing`.

    Parameters
    ----------
    message : str
        Every broken law, with its smallest counterexample.
    report : mcdm_index.testing.Report, optional
        What came of all laws.
    """

    def __init__(self, message: str = "", report: Any = None) -> None:
        super().__init__(message)
        self.report = report


class NotNumericError(MCDMError, TypeError, ValueError):
    """A cell that should hold a number holds something else."""


class DuplicateLabelError(MCDMError, ValueError):
    """Two rows, columns or nodes share one label."""


class WeightsError(MCDMError, ValueError):
    """Weights are negative, not finite, all zero, or too many or too few."""


class Problem(NamedTuple):
    """One thing that is wrong in a specification.

    Attributes
    ----------
    text : str
        What it is, and what to do.
    path : tuple of str or int
        The keys that lead to it, such as ``("criteria", 3, "polarity")``; positions
        count from 0.
    """

    text: str
    path: tuple[str | int, ...] = ()


class SpecError(MCDMError, ValueError):
    """A hierarchy or a specification file contradicts itself or is incomplete.

    Attributes
    ----------
    problems : tuple of Problem
        Everything that was found, if it was told one by one.
    """

    def __init__(self, message: str = "", problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    @classmethod
    def of(cls, problems: Iterable[Problem], what: str) -> "SpecError":
        """Tell several problems in one error.

        >>> str(SpecError.of([Problem("a is wrong")], "hierarchy"))
        'a is wrong'
        """
        found = tuple(problems)
        return cls(bullets([problem.text for problem in found], what), found)


class ReadError(MCDMError, ValueError):
    """A file cannot be read as the table it should hold."""


class WriteError(MCDMError, OSError):
    """A file or a folder cannot be written, or cannot hold what is to be written."""


class ReplayError(MCDMError, ValueError):
    """A recorded run cannot be repeated on what was given."""


def located(error: MCDMError, place: object) -> MCDMError:
    """Put the file, section or node where it happened in front of an error.

    >>> located(ShapeError("too long"), "data.csv")
    ShapeError('data.csv: too long')
    """
    return type(error)(f"{place}: {error}")


def bullets(texts: Sequence[str], what: str) -> str:
    """Write one text as it is, and several below each other.

    >>> print(bullets(["a is wrong", "b is wrong"], "hierarchy problems"))
    2 hierarchy problems:
    - a is wrong
    - b is wrong
    """
    if len(texts) == 1:
        return texts[0]
    return f"{len(texts)} {what}:\n" + "\n".join(f"- {text}" for text in texts)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Name the look-alike of a mistyped word, or say nothing.

    >>> suggestion("entorpy", ["critic", "entropy"])
    " Did you mean 'entropy'?"
    """
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def listing(items: Iterable[object], most: int = 5) -> str:
    """Write items in one line, the first few in full and the rest as a count.

    >>> listing(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    words = [str(item) for item in items]
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest} more" if rest > 0 else "")
