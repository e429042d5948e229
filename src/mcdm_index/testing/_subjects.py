"""What is held to the laws: from a name, a function or an estimator to one way to call.

Arguments are copied before they are handed over, so that a method that writes into them
breaks one law and not all. What does not come back as it should, an error, a NaN or a
wrong shape, is no answer; the laws that ask for an answer say so, and the others leave
such an example out.
"""

import inspect
import warnings
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index._registry import Method
from mcdm_index.engine import Missing
from mcdm_index.errors import MCDMError
from mcdm_index.methods import grading
from mcdm_index.methods import normalization as normalizations
from mcdm_index.methods import scoring as scorings
from mcdm_index.polarity import Direction
from mcdm_index.testing._law import BrokenLawError, Kind, require, written

__all__ = [
    "LACKING",
    "SUBJECTS",
    "NoAnswerError",
    "Subject",
    "suppose",
]

# What a law may need, and what is said where a method lacks it.
LACKING: Final[dict[str, str]] = {
    "registered": "it asks for what registered methods can do; see mi.register",
    "learn": "it asks for a method that can be learned and applied to other rows",
    "polarity": "the method takes no polarity",
    "cuts": "it speaks of cuts, and the method gives grades",
    "within": "no range is stated; see within=",
    "many_magnitudes": "many_magnitudes=False",
    "learned_cuts": "the cuts are given by an option",
}


class NoAnswerError(Exception):
    """A method gave nothing that a law can judge.

    Parameters
    ----------
    came, expected : str
    """

    def __init__(self, came: str, expected: str) -> None:
        super().__init__(came)
        self.came, self.expected = came, expected


def suppose(holds: Any) -> None:
    """Leave an example out of which the law says nothing.

    Raises
    ------
    NoAnswerError
    """
    if not holds:
        came = "an example that the law does not speak of"
        raise NoAnswerError(came, "another")


@dataclass
class Subject:
    """A method as the laws call it.

    Attributes
    ----------
    name : str
        What it is called in reports.
    source : str
        Lines of a program that make it.
    run : callable
        The method, taking all arguments of its kind.
    entry : Method or None
        Where it stands in the catalogue.
    can : set of str
        What it has of what laws may need.
    within : (float, float) or None
        The range that was stated for its values.
    options : mapping or callable
        Keyword options, or ``options(X, polarity)`` that gives them.
    calls : list of (tuple, object)
        What was asked in the present example, and what came.
    """

    name: str
    source: str
    run: Callable[..., Any]
    entry: Method | None = None
    can: frozenset[str] = frozenset()
    within: tuple[float, float] | None = None
    options: Any = None
    calls: list[tuple[tuple[Any, ...], Any]] = field(default_factory=list)
    kind: ClassVar[Kind]

    def ask(self, shape: tuple[int, ...], *arguments: Any) -> Vector:
        """Call the method and read numbers of the shape that is due.

        Raises
        ------
        NoAnswerError
        """
        out, _ = self.called(*deepcopy(arguments))
        return self.read(out, shape)

    def must_answer(self, *arguments: Any) -> Any:
        """Call the method as a law does that asks for an answer.

        Raises
        ------
        BrokenLawError
        """
        try:
            return self(*arguments)
        except NoAnswerError as error:
            raise BrokenLawError(error.came, error.expected) from error

    def __call__(self, *arguments: Any) -> Any:
        """Call the method; each kind says with what."""
        raise NotImplementedError

    def called(self, *arguments: Any) -> tuple[Any, list[str]]:
        """Call the method as it is, and gather numpy's warnings.

        Raises
        ------
        NoAnswerError
            It raised an error.
        """
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                out = self.run(*arguments)
            except Exception as error:
                came = f"{type(error).__name__}: {error}"
                self.calls.append((arguments, came))
                raise NoAnswerError(came, "an answer") from error
        self.calls.append((arguments, out))
        told = [w for w in caught if issubclass(w.category, RuntimeWarning)]
        return out, [f"{w.category.__name__}: {w.message}" for w in told]

    def read(self, out: Any, shape: tuple[int, ...]) -> Vector:
        """Read finite numbers of a shape.

        Raises
        ------
        NoAnswerError
        """
        sizes = " x ".join(map(str, shape))
        expected = f"{sizes} finite numbers"
        try:
            found = np.array(out, dtype=float)
        except (TypeError, ValueError):
            raise NoAnswerError(_short(out), expected) from None
        if found.shape != shape or not np.isfinite(found).all():
            raise NoAnswerError(written(found), expected)
        return found

    def changed(self, *arguments: Any) -> tuple[Any, ...]:
        """Give the arguments as they are after a call."""
        handed = deepcopy(arguments)
        self.called(*handed)
        return handed

    def warned(self, *arguments: Any) -> list[str]:
        """Give numpy's warnings of a call that has an answer."""
        self(*arguments)
        return self.called(*deepcopy(arguments))[1]

    def told_calls(self) -> tuple[str, ...]:
        """Write how the method was called in the present example, and what came."""
        told = []
        for arguments, came in self.calls:
            shown = ", ".join(_short(argument) for argument in arguments)
            told.append(f"method({shown}) -> {_short(came)}"[:400])
        return tuple(told)

    def options_for(self, X: Matrix, polarity: Any) -> dict[str, Any]:
        """Give the options for a table."""
        given = self.options
        return dict(given(X, polarity) if callable(given) else given or {})


def _short(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(kind, Direction) for kind in value):
        return "[" + ", ".join("+-"[kind.sign < 0] for kind in value) + "]"
    return written(value)


class WeightingSubject(Subject):
    """``weigh(X, polarity)``: one weight per criterion."""

    kind = "weighting"

    def __call__(self, X: Matrix, polarity: Any) -> Vector:
        return self.ask((X.shape[1],), X, polarity)


class ScoringSubject(Subject):
    """``score(X, weights, polarity)``: one score per unit."""

    kind = "scoring"

    def __call__(self, X: Matrix, weights: Vector, polarity: Any) -> Vector:
        batch = np.shape(weights)[:-1]
        return self.ask((*batch, len(X)), X, weights, polarity)

    @property
    def own_normalization(self) -> str | None:
        """The normalization that a registered method has by default."""
        assert self.entry is not None
        parameters = inspect.signature(self.entry.func).parameters
        default: str | None = parameters["normalization"].default
        return default

    def fit(
        self,
        X: Matrix,
        weights: Vector,
        polarity: Any,
        normalization: str | None,
        missing: Missing = "raise",
    ) -> scorings.Scoring:
        """Learn the score of a registered method.

        Raises
        ------
        NoAnswerError
        """
        assert self.entry is not None
        options = self.options_for(X, polarity)
        try:
            return scorings.fit(
                *(self.entry.name, X, weights, polarity),
                normalization=normalization,
                options=options,
                missing=missing,
            )
        except MCDMError as error:
            came = f"{type(error).__name__}: {error}"
            raise NoAnswerError(came, "an answer") from error


class NormalizationSubject(Subject):
    """``normalize(X, polarity)``: a value per cell; ``fit`` freezes it."""

    kind = "normalization"

    def __call__(self, X: Matrix, polarity: Any) -> Matrix:
        return self.ask(X.shape, X, polarity)

    def fit(self, X: Matrix, polarity: Any) -> "_Fitted":
        """Learn from a table.

        Raises
        ------
        NoAnswerError
        """
        try:
            if self.entry is None:
                estimator = deepcopy(self.run.estimator)  # type: ignore[attr-defined]
                estimator = with_polarity(estimator, polarity).fit(X)
                return _Fitted(self, estimator.transform, estimator.inverse_transform)
            options = self.options_for(X, polarity)
            learned = normalizations.fit(self.entry.name, X, polarity, options)
        except Exception as error:
            came = f"{type(error).__name__}: {error}"
            raise NoAnswerError(came, "an answer") from error
        return _Fitted(self, learned, learned.inverse)


@dataclass
class _Fitted:
    """A normalization that has learned a table."""

    subject: Subject
    apply: Callable[[Matrix], Any]
    undo: Callable[[Matrix], Any]

    def __call__(self, X: Matrix) -> Matrix:
        return self.subject.read(self._tried(self.apply, X), X.shape)

    def inverse(self, Z: Matrix) -> Matrix:
        return np.array(self._tried(self.undo, Z), dtype=float)

    def _tried(self, function: Callable[[Matrix], Any], table: Matrix) -> Any:
        try:
            return function(table.copy())
        except Exception as error:
            came = f"{type(error).__name__}: {error}"
            raise NoAnswerError(came, "an answer") from error


def with_polarity(estimator: Any, polarity: Any) -> Any:
    """Tell an estimator the polarity, if it has a place for one that is empty."""
    if getattr(estimator, "polarity", 0) is None:
        estimator.polarity = polarity
    return estimator


class GradingSubject(Subject):
    """``grade(scores, k)``: a grade per score; ``cuts`` gives the cuts."""

    kind = "grading"

    def __call__(self, scores: Vector, k: int) -> Vector:
        if "cuts" not in self.can:
            return self.ask(scores.shape, scores, k)
        cuts = self.cuts(scores, k)
        require((np.diff(cuts) >= 0).all(), cuts, "ascending cuts")
        return np.asarray(grading.grade(scores, cuts), dtype=float)

    def cuts(self, scores: Vector, k: int) -> Vector:
        """Give k - 1 cuts.

        Raises
        ------
        NoAnswerError
        """
        return self.ask((k - 1,), scores, k)


class ImputerSubject(Subject):
    """``impute(X)``: the table with its gaps filled; every call is a run of its own."""

    kind = "imputer"

    def __call__(self, X: Matrix) -> Matrix:
        return self.ask(X.shape, X)


SUBJECTS: Final[Mapping[Kind, type[Subject]]] = {
    subject.kind: subject
    for subject in (
        WeightingSubject,
        ScoringSubject,
        NormalizationSubject,
        GradingSubject,
        ImputerSubject,
    )
}
