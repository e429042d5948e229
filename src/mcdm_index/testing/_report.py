"""What came of a check: which laws held, which were broken, and by what example."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mcdm_index.errors import listing
from mcdm_index.polarity import Polarity
from mcdm_index.testing._law import Kind, Law, written

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Counterexample", "Outcome", "Report"]

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class Counterexample:
    """The smallest example that was found of a law that does not hold.

    Attributes
    ----------
    values : mapping of str to object
        What the law was tried on, by name.
    came, expected : str
        What the method gave, and what the law asks.
    calls : tuple of str
        How the method was called, and what each call gave.
    """

    values: Mapping[str, Any]
    came: str
    expected: str
    calls: tuple[str, ...] = ()

    def values_as_code(self) -> str:
        """Write one assignment for each value."""
        pairs = self.values.items()
        return "\n".join(
            f"{name} = {as_code(value, len(name) + 3)}" for name, value in pairs
        )


@dataclass(frozen=True)
class Outcome:
    """What came of one law.

    Attributes
    ----------
    law : Law
    status : {"passed", "failed", "skipped"}
    examples : int
        How many were judged, before one was found that breaks the law.
    reason : str
        Why it was skipped.
    counterexample : Counterexample or None
    source : str
        The lines of a program that make the method, as far as they are known.
    """

    law: Law
    status: Status
    examples: int = 0
    reason: str = ""
    counterexample: Counterexample | None = None
    source: str = ""

    @property
    def code(self) -> str:
        """A program that shows that the law is broken; empty if it is not.

        It raises `LawsBroken`. Where the first lines cannot say where the method comes
        from, they ask for it.
        """
        example = self.counterexample
        if example is None:
            return ""
        law = self.law
        given = "".join(f", {name}={name}" for name in dict(example.values))
        if "call = " in self.source:
            given = ", call=call" + given
        if "options = " in self.source:
            given = ", options=options" + given
        lines = [
            "import numpy as np",
            "import mcdm_index as mi",
            self.source,
            "",
            example.values_as_code(),
            *(f"# {call}" for call in example.calls),
            f"law = mi.testing.law_of({law.kind!r}, {law.name!r})",
            f"law.check(method{given})",
        ]
        return "\n".join(lines)

    def __str__(self) -> str:
        example = self.counterexample
        if example is None:
            return self.law.name + (f" ({self.reason})" if self.reason else "")
        promised = f" (promised: {self.law.promise})" if self.law.promise else ""
        code = "\n".join(f"        {line}".rstrip() for line in self.code.split("\n"))
        return (
            f"{self.law.name}{promised}\n"
            f"    {self.law.sentence}\n"
            f"    came:      {example.came}\n"
            f"    expected:  {example.expected}\n\n{code}\n"
        )


@dataclass(frozen=True)
class Report:
    """What came of holding a method to the laws of its kind.

    Attributes
    ----------
    method : str
        What it is called.
    kind : str
    outcomes : tuple of Outcome
        One per law, in the order in which they were tried.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> report = mi.testing.check_weighting("entropy", max_examples=5)
    >>> report.ok, report.failed
    (True, ())
    """

    method: str
    kind: Kind
    outcomes: tuple[Outcome, ...] = field(repr=False)

    def _with(self, status: Status) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.status == status)

    @property
    def passed(self) -> tuple[Outcome, ...]:
        """Laws of which no example was found that breaks them."""
        return self._with("passed")

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Laws that are broken, each with its smallest counterexample."""
        return self._with("failed")

    @property
    def skipped(self) -> tuple[Outcome, ...]:
        """Laws that were not tried, or could not be judged, each with the reason."""
        return self._with("skipped")

    @property
    def ok(self) -> bool:
        """Whether no law is broken."""
        return not self.failed

    def __getitem__(self, name: str) -> Outcome:
        """Give what came of a law, by its name."""
        return next(o for o in self.outcomes if o.law.name == name)

    def __str__(self) -> str:
        tried = len(self.passed) + len(self.failed)
        laws = f"{tried} law{'s' if tried != 1 else ''} of {self.kind}"
        if self.ok:
            head = f"{self.method} keeps all {laws} that were tried"
        else:
            head = f"{self.method} breaks {len(self.failed)} of {laws}"
        parts = [head, *(f"\n{i}. {o}" for i, o in enumerate(self.failed, 1))]
        for words, outcomes in (("kept", self.passed), ("skipped", self.skipped)):
            if outcomes:
                parts.append(f"{words}: {listing(outcomes, most=99)}")
        return "\n".join(parts)

    def to_frame(self) -> "pd.DataFrame":
        """Give one row per law.

        Returns
        -------
        DataFrame
            Indexed by the name of the law, with the columns ``status``, ``promise``,
            ``examples``, ``sentence``, ``came``, ``expected``, ``reason``, ``code``.
        """
        import pandas as pd

        rows = [
            {
                "law": o.law.name,
                "status": o.status,
                "promise": o.law.promise or "",
                "examples": o.examples,
                "sentence": o.law.sentence,
                "came": o.counterexample.came if o.counterexample else "",
                "expected": o.counterexample.expected if o.counterexample else "",
                "reason": o.reason,
                "code": o.code,
            }
            for o in self.outcomes
        ]
        return pd.DataFrame(rows).set_index("law")


def as_code(value: Any, indent: int = 0) -> str:
    """Write a value so that a program can read it again."""
    if isinstance(value, np.ndarray):
        return _array_as_code(value, indent)
    if isinstance(value, list | tuple):
        items = ", ".join(as_code(item) for item in value)
        if isinstance(value, list):
            return f"[{items}]"
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, Polarity):
        return f"mi.{value!r}"
    return written(value)


def _array_as_code(value: Any, indent: int) -> str:
    listed = repr(value.tolist()).replace("nan", "np.nan").replace("inf", "np.inf")
    if value.ndim == 2:
        listed = listed.replace("], [", "],\n" + " " * (indent + 10) + "[")
    kind = (
        "" if value.dtype == float and value.size else f", dtype={value.dtype.name!r}"
    )
    if value.ndim == 2 and not value.size:
        return f"np.empty({value.shape})"
    return f"np.array({listed}{kind})"
