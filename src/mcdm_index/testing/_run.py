"""The runner: from a law and a method to what came of it, with the smallest example."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from hypothesis import HealthCheck, Phase, Verbosity, given, reject
from hypothesis import errors as hypothesis_errors
from hypothesis import seed as with_seed
from hypothesis import settings as hypothesis_settings

from mcdm_index.errors import LawsBroken
from mcdm_index.testing._adapt import adapted
from mcdm_index.testing._cases import Limits, case, narrowed
from mcdm_index.testing._law import BrokenLawError, Kind, Law, allowing, laws_of
from mcdm_index.testing._report import Counterexample, Outcome, Report
from mcdm_index.testing._strategies import Between
from mcdm_index.testing._subjects import LACKING, NoAnswerError, Subject

__all__ = ["Plan", "check_one", "hold"]

# A method that does not answer so often at first will not answer at all.
_PATIENCE: Final = 50
_UNJUDGED: Final = "no example had an answer that could be judged"


@dataclass(frozen=True)
class Plan:
    """What a check was asked to do.

    Attributes
    ----------
    kind : str
    subject : Subject
    promises : frozenset of str
        What the method is held to beside what holds for all.
    limits : Limits
    rows, columns : (int, int) or None
    max_examples : int or None
    seed : int or None
    rounding : float
    skip : mapping of str to str
        Names of laws and why they are left out.
    """

    kind: Kind
    subject: Subject
    promises: frozenset[str]
    limits: Limits
    rows: Between | None
    columns: Between | None
    max_examples: int | None
    seed: int | None
    rounding: float
    skip: Mapping[str, str]

    def laws(self) -> tuple[Law, ...]:
        """List the laws that the method is asked to keep."""
        return tuple(
            law
            for law in laws_of(self.kind)
            if law.promise is None or law.promise in self.promises
        )

    def out_of_reach(self, law: Law) -> str:
        """Say why a law cannot be tried; nothing if it can."""
        if law.name in self.skip:
            return self.skip[law.name]
        if law.needs is not None and law.needs not in self.subject.can:
            return LACKING[law.needs]
        if narrowed(law, self.limits, self.rows, self.columns) is None:
            return (
                f"it asks for other tables than rows={self.rows}, "
                f"columns={self.columns}"
            )
        return ""

    def report(self) -> Report:
        """Hold the method to every law."""
        outcomes = tuple(hold(law, self) for law in self.laws())
        return Report(self.subject.name, self.kind, outcomes)


def hold(law: Law, plan: Plan) -> Outcome:
    """Try a law on many examples, and shrink one that breaks it."""
    reason = plan.out_of_reach(law)
    limits = narrowed(law, plan.limits, plan.rows, plan.columns)
    if reason or limits is None:
        return Outcome(law, "skipped", reason=reason)
    trial = _search(law, plan, limits)
    if trial.found is not None:
        trial.found = _smaller(trial.found, law, plan, limits)
        return Outcome(
            *(law, "failed", trial.judged),
            counterexample=trial.found,
            source=plan.subject.source,
        )
    if not trial.judged:
        return Outcome(law, "skipped", reason=_UNJUDGED)
    return Outcome(law, "passed", trial.judged)


def _search(law: Law, plan: Plan, limits: Limits) -> "_Trial":
    """Try a law on examples within the limits."""
    trial = _Trial(law, plan.subject, plan.rounding)
    run: Any = given(case(law, limits))(trial.one)
    if plan.seed is not None:
        run = with_seed(plan.seed)(run)
    try:
        _settings(plan.max_examples)(run)()
    except (BrokenLawError, hypothesis_errors.Unsatisfiable):
        pass
    except hypothesis_errors.Flaky:  # of a method that is not deterministic
        if trial.found is None:
            raise
    return trial


def _smaller(
    found: Counterexample, law: Law, plan: Plan, limits: Limits
) -> Counterexample:
    """Look for a counterexample of fewer columns, then of fewer rows.

    Hypothesis shrinks values well, and the shape of a table not as well: in a smaller
    one the values have to be others.
    """
    for axis, name in ((1, "columns"), (0, "rows")):
        tables = [v for v in found.values.values() if np.ndim(v) == 2]
        fewest = getattr(limits, name)[0]
        for size in range(fewest, tables[0].shape[axis] if tables else fewest):
            narrow = limits.with_size(name, size)
            if (less := _search(law, plan, narrow).found) is not None:
                found, limits = less, narrow
                break
        else:
            if tables:
                most = tables[0].shape[axis]
                limits = limits.with_size(name, most)
    return found


def _settings(max_examples: int | None) -> hypothesis_settings:
    """Take the profile that is loaded, and what a search outside of a test needs."""
    profile = hypothesis_settings()
    return hypothesis_settings(
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
        max_examples=max_examples or profile.max_examples,
    )


@dataclass
class _Trial:
    """One law on one method; it remembers the last example that broke the law."""

    law: Law
    subject: Subject
    rounding: float
    found: Counterexample | None = None
    judged: int = 0
    unanswered: int = 0

    def one(self, values: Mapping[str, Any]) -> None:
        """Try one example."""
        if not self.judged and self.unanswered >= _PATIENCE and self.found is None:
            return
        self.subject.calls.clear()
        try:
            with allowing(self.rounding):
                self.law.function(self.subject, **values)
        except NoAnswerError:
            self.unanswered += 1
            reject()
        except BrokenLawError as broken:
            self.found = Counterexample(
                values, broken.came, broken.expected, self.subject.told_calls()
            )
            raise
        self.judged += self.found is None


def check_one(
    law: Law, method: Any, values: Mapping[str, Any], *, call: Any, options: Any
) -> None:
    """Hold a method to a law on one example.

    Raises
    ------
    LawsBroken
    """
    within = (0.0, 1.0) if law.needs == "within" else None
    subject = adapted(law.kind, method, call=call, options=options, within=within)
    try:
        law.function(subject, **values)
    except (BrokenLawError, NoAnswerError) as error:
        msg = (
            f"{subject.name}: {law.name}\n    {law.sentence}\n"
            f"    came:      {error.came}\n    expected:  {error.expected}"
        )
        raise LawsBroken(msg) from error
