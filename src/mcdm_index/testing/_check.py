"""Checks: from a method of one's own to the laws that it breaks, in one call."""

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mcdm_index._registry import Domain
from mcdm_index.errors import DomainError, LawsBroken
from mcdm_index.testing._asked import Asked, Call, Promises, Skip
from mcdm_index.testing._law import Kind, Law
from mcdm_index.testing._report import Outcome, Report
from mcdm_index.testing._run import Plan, hold
from mcdm_index.testing._strategies import Between

if TYPE_CHECKING:
    import pytest

__all__ = [
    "HeldLaw",
    "check_grading",
    "check_imputer",
    "check_normalization",
    "check_scoring",
    "check_weighting",
    "parametrize_with_laws",
]

OnBroken: TypeAlias = Literal["raise", "report"]


def check_weighting(
    method: Any,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    legal: Call | None = None,
    rows: Between | None = None,
    columns: Between | None = None,
    many_magnitudes: bool = True,
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
    broken: OnBroken = "raise",
) -> Report:
    """Hold a weighting to the laws of weighting.

    Every law that applies is tried on many tables, those with one row, with one column
    and with equal rows first. All laws that are broken are told, each with the smallest
    table that was found to break it, as a program that can be pasted.

    Parameters
    ----------
    method : str or callable
        A registered method, by its name or as its function; or any function of X, or of
        X and polarity, that gives one weight per column. Which of the two is read from
        its signature. A function gets benefits and costs as an array of +1 and -1.
    call : callable, optional
        How the method is called, if that is another way:
        ``call(method, X, polarity)`` gives the weights.
    domain : {"real", "nonnegative", "positive", "above_one"}, optional
        Values on which the method is defined; what the registry says, or "positive".
    promises : collection of str or "all", optional
        Laws that hold for some methods only; what the registry says, or none.
        `promises_of` lists them.
    options : mapping or callable, optional
        Keyword options of the method, or ``options(X, polarity)`` that gives them.
    legal : callable, optional
        ``legal(X, polarity)`` tells whether the method is meant for a table; others
        are left out. For restrictions that its documentation states.
    rows, columns : (int, int), optional
        The fewest and the most. Laws that ask for other tables are left out.
    many_magnitudes : bool, default True
        Also try columns in units from 1e-12 to 1e12.
    rounding : float, default 0
        How far results may be apart, relative to the largest, beyond what each law
        allows for rounding; for methods that search with a tolerance.
    max_examples : int, optional
        How many examples of each law are judged; as the profile of hypothesis says,
        which is 100 if nothing else is loaded.
    seed : int or None, default 0
        Which examples are drawn; the same seed finds the same counterexamples. None
        draws others each time, or does as the profile says.
    skip : mapping of str to str, optional
        Names of laws that are not tried, each with the reason.
    broken : {"raise", "report"}, default "raise"
        Raise an error if a law is broken, or tell it in the report only.

    Returns
    -------
    Report

    Raises
    ------
    LawsBroken
        A law is broken; the message tells all that are.
    UnknownMethodError
        A name, promise, law or domain is unknown.
    DomainError
        It cannot be told how the method is called.

    Notes
    -----
    A law is judged on tables for which the method answers. An error, a NaN, an infinite
    weight or a wrong number of weights on a legal table breaks the laws that ask for an
    answer, and no others.

    Examples
    --------
    >>> import numpy as np
    >>> import mcdm_index as mi
    >>> def spread(X):
    ...     return X.std(axis=0) / X.std(axis=0).sum()
    >>> report = mi.testing.check_weighting(spread, broken="report", max_examples=20)
    >>> [outcome.law.name for outcome in report.failed]
    ['one_unit_alone_is_answered', 'equal_units_are_answered']
    >>> report.failed[0].counterexample.values["X"]
    array([[1.]])
    """
    asked = Asked(
        "weighting",
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        legal=legal,
        rows=rows,
        columns=columns,
        many_magnitudes=many_magnitudes,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    return _judged(asked.plan().report(), broken)


def check_scoring(
    method: Any,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    legal: Call | None = None,
    graded: bool | None = None,
    rows: Between | None = None,
    columns: Between | None = None,
    many_magnitudes: bool = True,
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
    broken: OnBroken = "raise",
) -> Report:
    """Hold a score to the laws of scoring.

    Parameters
    ----------
    method : str or callable
        A registered method, by its name or as its function; or any function of X and
        weights, or of X, weights and polarity, that gives one score per row, the larger
        the better. Weights sum to 1; a function gets benefits and costs as an array of
        +1 and -1.
    graded : bool, optional
        Whether polarities may be targets and intervals; so of registered methods.
    call, domain, promises, options, legal, rows, columns, many_magnitudes, rounding
    max_examples, seed, skip, broken : optional
        As in `check_weighting`; how the method is called is
        ``call(method, X, weights, polarity)``, and the domain is "positive" unless it
        is given.

    Returns
    -------
    Report

    Raises
    ------
    LawsBroken
        A law is broken; the message tells all that are.
    UnknownMethodError, DomainError

    Notes
    -----
    Some laws ask for what registered methods can do: weight vectors in batches, or to
    learn from one table and score another. A function is held to them once it is
    entered by `mi.register`.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> def product(X, w):
    ...     return (X**w).prod(axis=1)
    >>> report = mi.testing.check_scoring(
    ...     product, promises=["dominance", "shift"], broken="report", max_examples=20
    ... )
    >>> [outcome.law.name for outcome in report.failed]
    ['the_origin_of_a_criterion_does_not_matter']
    """
    asked = Asked(
        "scoring",
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        legal=legal,
        graded=graded,
        rows=rows,
        columns=columns,
        many_magnitudes=many_magnitudes,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    return _judged(asked.plan().report(), broken)


def check_normalization(
    method: Any,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    legal: Call | None = None,
    graded: bool | None = None,
    within: tuple[float, float] | None = None,
    rows: Between | None = None,
    columns: Between | None = None,
    many_magnitudes: bool = True,
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
    broken: OnBroken = "raise",
) -> Report:
    """Hold a normalization to the laws of normalization.

    Parameters
    ----------
    method : str, callable or estimator
        A registered method, by its name or as its function; any function of X, or of X
        and polarity, that gives a table of the same shape, the larger the better; or an
        estimator with ``fit``, ``transform`` and, for its inverse,
        ``inverse_transform``, such as one of scikit-learn.
    graded : bool, optional
        Whether polarities may be targets and intervals; so of registered methods.
    within : (float, float), optional
        Between which ends all values of the table lie, by what the method states.
    call, domain, promises, options, legal, rows, columns, many_magnitudes, rounding
    max_examples, seed, skip, broken : optional
        As in `check_weighting`.

    Returns
    -------
    Report

    Raises
    ------
    LawsBroken
        A law is broken; the message tells all that are.
    UnknownMethodError, DomainError

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from sklearn.preprocessing import MinMaxScaler
    >>> report = mi.testing.check_normalization(
    ...     MinMaxScaler(), within=(0, 1), broken="report", max_examples=20
    ... )
    >>> report["one_unit_alone_is_answered"].status
    'passed'
    """
    asked = Asked(
        "normalization",
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        legal=legal,
        graded=graded,
        within=within,
        rows=rows,
        columns=columns,
        many_magnitudes=many_magnitudes,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    return _judged(asked.plan().report(), broken)


def check_grading(
    method: Any,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    gives: Literal["cuts", "grades"] = "cuts",
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
    broken: OnBroken = "raise",
) -> Report:
    """Hold a grading rule to the laws of grading.

    Parameters
    ----------
    method : str or callable
        A registered rule, by its name or as its function; or any function of scores and
        a number of grades.
    gives : {"cuts", "grades"}, default "cuts"
        What comes back: k - 1 ascending cuts, where a score on a cut is above it, or a
        grade for each score, from 1 (worst) to k (best).
    call, domain, promises, options, rounding, max_examples, seed, skip
    broken : optional
        As in `check_weighting`; how a rule is called is ``call(method, scores, k)``,
        options are given by ``options(scores, k)``, and scores lie from 0 to 1, or
        above 0 if the domain is "positive".

    Returns
    -------
    Report

    Raises
    ------
    LawsBroken
        A law is broken; the message tells all that are.
    UnknownMethodError, DomainError

    Examples
    --------
    >>> import numpy as np
    >>> import mcdm_index as mi
    >>> def by_position(scores, k):
    ...     return 1 + np.argsort(np.argsort(scores)) * k // len(scores)
    >>> report = mi.testing.check_grading(
    ...     by_position, gives="grades", broken="report", max_examples=50
    ... )
    >>> [outcome.law.name for outcome in report.failed]
    ['equal_scores_have_equal_grades', 'permuting_the_units_permutes_the_grades']
    """
    asked = Asked(
        "grading",
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        gives=gives,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    return _judged(asked.plan().report(), broken)


def check_imputer(
    method: Any,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    legal: Call | None = None,
    rows: Between | None = None,
    columns: Between | None = None,
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
    broken: OnBroken = "raise",
) -> Report:
    """Hold an imputer to the laws of imputation.

    Parameters
    ----------
    method : estimator
        Anything with ``fit_transform``, such as `MICEImputer`, `FillImputer` or those
        of scikit-learn. Each run is one of a fresh copy; where its ``random_state`` is
        None it gets a seed.
    promises : collection of str or "all", optional
        Any of "rows_in_any_order", "columns_in_any_order", "donors" (values that were
        observed in the column) and "within_range"; none by default.
    call, domain, options, legal, rows, columns, rounding, max_examples, seed, skip
    broken : optional
        As in `check_weighting`; how the method is called is ``call(method, X)``,
        ``legal(X)`` takes the table alone, and values are "real". `options` are not
        read: an estimator has its parameters.

    Returns
    -------
    Report

    Raises
    ------
    LawsBroken
        A law is broken; the message tells all that are.
    UnknownMethodError, DomainError

    Notes
    -----
    In every table that is drawn each row and each column has an observed value.

    Examples
    --------
    >>> import mcdm_index as mi
    >>> from sklearn.impute import SimpleImputer
    >>> report = mi.testing.check_imputer(SimpleImputer(), promises=["within_range"])
    >>> report.ok
    True
    """
    asked = Asked(
        "imputer",
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        legal=legal,
        rows=rows,
        columns=columns,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    return _judged(asked.plan().report(), broken)


def _judged(report: Report, broken: OnBroken) -> Report:
    if broken not in ("raise", "report"):
        msg = f"broken must be 'raise' or 'report', got {broken!r}"
        raise DomainError(msg)
    if broken == "raise" and not report.ok:
        raise LawsBroken(str(report), report)
    return report


class HeldLaw:
    """A law and the method that is held to it; call it to try the law.

    Attributes
    ----------
    law : Law
    can_be_tried : bool
    """

    def __init__(self, law: Law, plan: Plan) -> None:
        self.law, self._plan = law, plan

    @property
    def can_be_tried(self) -> bool:
        """Whether the method has what the law asks for, and it is not skipped."""
        return not self._plan.out_of_reach(self.law)

    def __call__(self) -> Outcome:
        """Try the law; skip the test where it cannot be tried.

        Raises
        ------
        LawsBroken
        """
        outcome = hold(self.law, self._plan)
        if outcome.status == "skipped":
            import pytest

            pytest.skip(outcome.reason)
        report = Report(self._plan.subject.name, self.law.kind, (outcome,))
        _judged(report, "raise")
        return outcome

    def __repr__(self) -> str:
        return f"<{self.law.name} of {self._plan.subject.name}>"


def parametrize_with_laws(
    method: Any,
    kind: Kind,
    *,
    call: Call | None = None,
    domain: Domain | None = None,
    promises: Promises = None,
    options: Any = None,
    legal: Call | None = None,
    graded: bool | None = None,
    within: tuple[float, float] | None = None,
    gives: Literal["cuts", "grades"] = "cuts",
    rows: Between | None = None,
    columns: Between | None = None,
    many_magnitudes: bool = True,
    rounding: float = 0.0,
    max_examples: int | None = None,
    seed: int | None = 0,
    skip: Skip | None = None,
) -> "pytest.MarkDecorator":
    """Make one test of each law, for pytest.

    Parameters
    ----------
    method : str, callable or estimator
    kind : {"weighting", "scoring", "normalization", "grading", "imputer"}
        Whose laws it is held to.
    call, domain, promises, options, legal, graded, within, gives, rows, columns
    many_magnitudes, rounding, max_examples, seed, skip : optional
        As in the check of the kind, such as `check_weighting`.

    Returns
    -------
    pytest.MarkDecorator
        It hands a test the argument ``law``, which is called.

    Raises
    ------
    UnknownMethodError, DomainError

    Examples
    --------
    >>> import mcdm_index as mi
    >>> @mi.testing.parametrize_with_laws("entropy", "weighting", max_examples=5)
    ... def test_entropy_keeps(law):
    ...     law()
    >>> [mark.args[0] for mark in test_entropy_keeps.pytestmark]
    ['law']
    """
    import pytest

    asked = Asked(
        kind,
        method,
        call=call,
        domain=domain,
        promises=promises,
        options=options,
        legal=legal,
        graded=graded,
        within=within,
        gives=gives,
        rows=rows,
        columns=columns,
        many_magnitudes=many_magnitudes,
        rounding=rounding,
        max_examples=max_examples,
        seed=seed,
        skip=skip,
    )
    plan = asked.plan()
    laws = [pytest.param(HeldLaw(law, plan), id=law.name) for law in plan.laws()]
    return pytest.mark.parametrize("law", laws)
