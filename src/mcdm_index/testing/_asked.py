"""What a check is asked: from the arguments of a user to a plan, checked."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from mcdm_index._registry import Domain
from mcdm_index.errors import DomainError, UnknownMethodError, suggestion
from mcdm_index.testing._adapt import adapted
from mcdm_index.testing._cases import Limits
from mcdm_index.testing._law import Kind, check_kind, laws_of, promises_of
from mcdm_index.testing._run import Plan
from mcdm_index.testing._strategies import Between
from mcdm_index.testing._subjects import Subject
from mcdm_index.testing._values import check_domain

__all__ = ["Asked", "Call", "Promises", "Skip"]

Call: TypeAlias = Callable[..., Any]
Promises: TypeAlias = Collection[str] | Literal["all"] | None
Skip: TypeAlias = Mapping[str, str]

# Where neither the user nor the registry says it. A score is given raw values, and the
# normalization before it is seldom defined on others.
_DOMAINS: dict[Kind, Domain] = {
    "weighting": "positive",
    "scoring": "positive",
    "normalization": "positive",
    "grading": "real",
    "imputer": "real",
}


@dataclass(frozen=True)
class Asked:
    """The arguments of a check, under the names that they have there."""

    kind: Kind
    method: Any
    call: Call | None = None
    domain: Domain | None = None
    promises: Promises = None
    options: Any = None
    legal: Call | None = None
    graded: bool | None = None
    within: tuple[float, float] | None = None
    gives: Literal["cuts", "grades"] = "cuts"
    rows: Between | None = None
    columns: Between | None = None
    many_magnitudes: bool = True
    rounding: float = 0.0
    max_examples: int | None = None
    seed: int | None = 0
    skip: Skip | None = None

    def plan(self) -> Plan:
        """Check what was asked and settle what was left open.

        Raises
        ------
        UnknownMethodError, DomainError
        """
        check_kind(self.kind)
        self._check_sizes()
        subject = adapted(
            self.kind,
            self.method,
            call=self.call,
            options=self.options,
            within=self.within,
            gives=self.gives,
            many_magnitudes=self.many_magnitudes,
        )
        return Plan(
            kind=self.kind,
            subject=subject,
            promises=self._promises(subject),
            limits=self._limits(subject),
            rows=self.rows,
            columns=self.columns,
            max_examples=self.max_examples,
            seed=self.seed,
            rounding=self.rounding,
            skip=self._skip(),
        )

    def _check_sizes(self) -> None:
        for name in ("rows", "columns"):
            ends: Any = getattr(self, name)
            if ends is not None and not 1 <= ends[0] <= ends[1]:
                msg = f"{name} must be a pair (fewest, most) of 1 or more, got {ends!r}"
                raise DomainError(msg)
        if self.max_examples is not None and self.max_examples < 1:
            msg = f"max_examples must be 1 or more, got {self.max_examples!r}"
            raise DomainError(msg)
        if not self.rounding >= 0:
            msg = f"rounding must be 0 or more, got {self.rounding!r}"
            raise DomainError(msg)
        if self.gives not in ("cuts", "grades"):
            msg = f"a rule gives 'cuts' or 'grades', got {self.gives!r}"
            raise DomainError(msg)

    def _promises(self, subject: Subject) -> frozenset[str]:
        known = promises_of(self.kind)
        promises = self.promises
        if promises is None:
            promises = subject.entry.promises if subject.entry is not None else ()
        if isinstance(promises, str):
            promises = known if promises == "all" else (promises,)
        for promise in promises:
            if promise not in known:
                hint = suggestion(str(promise), known)
                msg = (
                    f"no law of {self.kind} speaks of the promise {promise!r}.{hint} "
                    f"There are: {', '.join(known)}."
                )
                raise UnknownMethodError(msg)
        return frozenset(promises)

    def _limits(self, subject: Subject) -> Limits:
        entry, domain, cost_domain = subject.entry, self.domain, None
        if domain is None:
            domain = _DOMAINS[self.kind]
            if entry is not None and self.kind != "scoring":
                domain, cost_domain = entry.domain, entry.cost_domain
        check_domain(domain)
        takes_polarity = "polarity" in subject.can
        graded = entry is not None if self.graded is None else self.graded
        graded = graded and takes_polarity and self.kind != "weighting"
        return Limits(
            domain, cost_domain, graded=graded, costs=takes_polarity, legal=self.legal
        )

    def _skip(self) -> Skip:
        skip = dict(self.skip or {})
        names = [law.name for law in laws_of(self.kind)]
        for name in skip:
            if name not in names:
                hint = suggestion(str(name), names)
                msg = f"there is no law of {self.kind} named {name!r}.{hint}"
                raise UnknownMethodError(msg)
        return skip
