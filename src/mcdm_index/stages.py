"""The stages of an index: what a user writes, by name or as estimators, in one form."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import check_weights, one_vector
from mcdm_index.aggregation import SCHEMES, Scheme
from mcdm_index.errors import (
    SpecError,
    UnknownColumnError,
    suggestion,
)
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import FillImputer, MICEImputer
from mcdm_index.imputation.single import Single
from mcdm_index.periods import check_base
from mcdm_index.rules import (
    Rule,
    Weights,
    check_levels,
    rules_of,
    share_problems,
)
from mcdm_index.settings import check_settings, settings_of

__all__ = [
    "GOALPOSTS",
    "Goalposts",
    "Stages",
    "check_flag",
    "check_goalposts",
    "check_scheme",
]

Goalposts = Literal["per draw", "observed"]
GOALPOSTS: Final[tuple[Goalposts, ...]] = ("per draw", "observed")


@dataclass(frozen=True)
class Stages:
    """The stages of a `CompositeIndex`, each as an estimator.

    Attributes
    ----------
    screen : Screener or None
    impute : MICEImputer, FillImputer or None
    treat : Treater or None
    normalize : Normalizer
    weights : Weighter or "given"
    aggregate : Scorer
    scheme : {"flat", "nested"}
    levels : dict of int to dict
    min_present : float or None
    grade : Grader or None
    tiers : TierClusterer or None
    keep_donors : bool
    goalposts : {"per draw", "observed"}
    period : str or None
    base : None, "each period" or list
    random_state : int or None
    """

    screen: Screener | None
    impute: MICEImputer | FillImputer | None
    treat: Treater | None
    normalize: Normalizer
    weights: Weighter | Literal["given"]
    aggregate: Scorer
    scheme: Scheme
    levels: dict[int, dict[str, Any]]
    min_present: float | None
    grade: Grader | None
    tiers: TierClusterer | None
    keep_donors: bool
    goalposts: Goalposts
    period: str | None
    base: Any
    random_state: int | None

    @classmethod
    def of(cls, index: Any) -> "Stages":
        """Read the parameters of an index, and refuse those that it would ignore.

        Raises
        ------
        SpecError
        """
        weights = index.weights
        given = isinstance(weights, str) and weights == "given"
        if not given and not isinstance(weights, Weighter):
            weights = Weighter(weights)
        stages = cls(
            screen=_stage(Screener, index.screen, named=False, optional=True),
            impute=_impute(index.impute),
            treat=_treat(index),
            normalize=_stage(Normalizer, index.normalize),
            weights=weights,
            aggregate=_stage(Scorer, index.aggregate),
            scheme=check_scheme(index.scheme),
            levels=check_levels(index.levels or {}, index.hierarchy),
            min_present=_least(index.min_present),
            grade=_stage(Grader, index.grade, optional=True),
            tiers=_stage(TierClusterer, index.tiers, optional=True),
            keep_donors=check_flag(index.keep_donors, "keep_donors"),
            goalposts=check_goalposts(index.goalposts),
            period=index.period,
            base=check_base(index.base, index.period),
            random_state=index.random_state,
        )
        stages._check_gaps()
        stages._check_weights(index.hierarchy)
        stages._check_ignored()
        stages._check_criteria(index.hierarchy)
        stages._check_limits(index.hierarchy)
        return stages

    def _check_gaps(self) -> None:
        """Refuse what is said of gaps if nothing is done about them."""
        if self.goalposts == "observed" and self.impute is None:
            msg = "goalposts 'observed' need a stage that imputes"
            raise SpecError(msg)
        if self.keep_donors and (self.screen is None or self.impute is None):
            msg = "keep_donors needs a stage that screens and one that imputes"
            raise SpecError(msg)
        if self.impute is None:
            return
        self.impute.check_parameters()
        panel, by = self.impute.panel, getattr(self.impute, "by", None)
        if by is not None and not isinstance(by, str):
            msg = (
                "in an index by= names a column beside the criteria, or an index level"
            )
            raise SpecError(msg)
        if panel is not None and not all(isinstance(level, str) for level in panel):
            msg = (
                "in an index panel= names two levels of the row index, since rows may "
                "be screened out"
            )
            raise SpecError(msg)

    def _check_weights(self, tree: Hierarchy) -> None:
        """Check how groups are scored, and that each scheme is told what it reads."""
        rules = self.rules(tree)
        if self.scheme == "nested":
            return
        for code in rules:
            level = self.levels.get(tree.depth(code), {})
            if tree[code].weights or level.get("weights"):
                msg = (
                    f"criterion {code!r} has a rule for weights of its own, but in the "
                    "flat scheme weights are learned over all leaves at once; take "
                    "scheme='nested'"
                )
                raise SpecError(msg)

    def rules(self, tree: Hierarchy) -> dict[str, Rule]:
        """Settle how each group is scored.

        Parameters
        ----------
        tree : Hierarchy
            Before or after screening.
        """
        general = Rule(self.aggregate, self.weights, self.min_present)
        return rules_of(tree, general, self.levels)

    def weighters(self, tree: Hierarchy, leaf_weights: Weights) -> dict[str, Weights]:
        """Tell how the weights are found of what each group is scored from.

        Parameters
        ----------
        tree : Hierarchy
            After screening.
        leaf_weights : Weighter or "given"
            What `weights_for` gave.

        Returns
        -------
        dict of code to Weighter or "given"
            In the flat scheme of the root alone, for all leaves.
        """
        if self.scheme == "flat":
            return {tree.root: leaf_weights}
        return {code: rule.weights for code, rule in self.rules(tree).items()}

    def _check_criteria(self, tree: Hierarchy) -> None:
        """Check what is said for single criteria, naming the one that is wrong."""
        for name, stage in (("treat", self.treat), ("normalize", self.normalize)):
            if stage is not None:
                check_settings(tree, name, stage)

    def _check_limits(self, tree: Hierarchy) -> None:
        """Check that limits by name are those of nodes that get a weight."""
        if isinstance(self.weights, str):
            return
        weighed = tree.leaves if self.scheme == "flat" else tree.codes
        for what in ("cap", "floor"):
            limit = getattr(self.weights, what)
            if np.ndim(limit) and not labelled(limit):
                msg = f"{what} in an index is one share, or a mapping by name"
                raise SpecError(msg)
            for code in dict(limit) if labelled(limit) else ():
                if str(code) not in weighed:
                    hint = suggestion(str(code), weighed)
                    msg = f"{what} for {code!r}, which gets no weight.{hint}"
                    raise SpecError(msg)

    def _check_ignored(self) -> None:
        own, above = "the index has a stage for it", "the hierarchy says it"
        gaps, seed = "the index imputes before", "the index has a seed of its own"
        for stage, parameter, reason in (
            (self.normalize, "polarity", above),
            (self.treat, "missing", gaps),
            (self.normalize, "missing", gaps),
            (self.weights, "polarity", above),
            (self.aggregate, "weights", own),
            (self.aggregate, "polarity", above),
            (self.aggregate, "normalization", own),
            (self.aggregate, "missing", gaps),
            (self.impute, "random_state", seed),
            (self.tiers, "random_state", seed),
        ):
            if stage is None or isinstance(stage, str):
                continue
            value, usual = getattr(stage, parameter), getattr(type(stage)(), parameter)
            if value is not usual and not (isinstance(value, str) and value == usual):
                what = f"{type(stage).__name__}({parameter}=...)"
                msg = f"{what} has no place in an index: {reason}"
                raise SpecError(msg)

    def goalposts_of(self, tree: Hierarchy) -> dict[str, tuple[float, float]]:
        """Find the criteria whose normalization has fixed goalposts, and these.

        Parameters
        ----------
        tree : Hierarchy
        """
        found = {}
        for j, leaf in enumerate(tree.leaves):
            said = settings_of(tree, "normalize", self.normalize, leaf)
            if said["method"] == "goalposts":
                ends = [_of_leaf(said.get(key), tree.leaves, j) for key in _ENDS]
                found[leaf] = min(ends), max(ends)
        return found

    def weights_for(
        self, whole: Hierarchy, kept: Hierarchy
    ) -> Weighter | Literal["given"]:
        """Give the weights for the leaves that stay after screening.

        Parameters
        ----------
        whole, kept : Hierarchy
            The tree before and after.
        """
        if isinstance(self.weights, str):
            return self.weights
        method: Any = self.weights.method
        limited = self.weights.cap is not None or self.weights.floor is not None
        if limited and not isinstance(method, str):
            msg = (
                "cap and floor go with a method by its name; weights of one's own, or "
                "given ones, can be held with weighting.limit"
            )
            raise SpecError(msg)
        if isinstance(method, str) or callable(method) or hasattr(method, "fit"):
            return self.weights
        if self.scheme != "flat":
            msg = (
                "one weight per leaf goes with the flat scheme; the nested one takes a "
                "method, or 'given' for weights in the hierarchy"
            )
            raise SpecError(msg)
        leaves = whole.leaves
        try:
            values = by_label(method, leaves, "weights") if labelled(method) else method
        except UnknownColumnError as error:
            raise SpecError(str(error)) from None
        w = one_vector(check_weights(values, len(leaves), leaves))
        checked = dict(zip(leaves, w, strict=True))
        return Weighter([checked[leaf] for leaf in kept.leaves])


_ENDS: Final = ("low", "high")


def _of_leaf(value: Any, leaves: tuple[str, ...], j: int) -> float:
    """Take from one number, or from one for each leaf, that of leaf j."""
    values = np.ravel(by_label(value, leaves, "goalposts"))
    return float(values[j] if len(values) > 1 else values[0])


def check_flag(value: Any, name: str) -> bool:
    """Refuse what is neither true nor false.

    Raises
    ------
    SpecError
    """
    if not isinstance(value, bool | np.bool_):
        msg = f"{name} must be true or false, got {value!r}"
        raise SpecError(msg)
    return bool(value)


def check_scheme(value: Any) -> Scheme:
    """Refuse what is no scheme.

    Raises
    ------
    SpecError
    """
    for scheme in SCHEMES:
        if value == scheme:
            return scheme
    hint = suggestion(str(value), SCHEMES)
    msg = f"unknown scheme {value!r}.{hint} Use {' or '.join(SCHEMES)}."
    raise SpecError(msg)


def check_goalposts(value: Any) -> Any:
    """Refuse what does not say from what goalposts are learned.

    Raises
    ------
    SpecError
    """
    if not isinstance(value, str) or value not in GOALPOSTS:
        hint = suggestion(str(value), GOALPOSTS)
        msg = f"goalposts are 'per draw' or 'observed', got {value!r}.{hint}"
        raise SpecError(msg)
    return value


def _impute(stage: Any) -> MICEImputer | FillImputer | None:
    """Take an imputer, or one by its name."""
    if stage is None or isinstance(stage, MICEImputer | FillImputer):
        return stage
    if not isinstance(stage, str):
        msg = f"a stage is an imputer, its name or None, got {stage!r}"
        raise SpecError(msg)
    if stage == "mice":
        return MICEImputer()
    if stage not in (single := get_args(Single)):
        hint = suggestion(stage, ("mice", *single))
        msg = f"unknown imputation {stage!r}.{hint} Use mice, {', '.join(single)}."
        raise SpecError(msg)
    found: FillImputer = FillImputer(stage)  # type: ignore[arg-type]
    return found


def _least(value: Any) -> float | None:
    for text in share_problems(value):
        raise SpecError(text)
    return None if value is None else float(value)


def _treat(index: Any) -> Treater | None:
    """Take the stage; if there is none but single criteria ask, spare the others."""
    asked = any(node.treat for node in index.hierarchy)
    stage = "none" if index.treat is None and asked else index.treat
    found: Treater | None = _stage(Treater, stage, optional=True)
    return found


def _stage(kind: Any, stage: Any, *, named: bool = True, optional: bool = False) -> Any:
    if isinstance(stage, kind) or (stage is None and optional):
        return stage
    own = kind is Scorer and callable(stage)
    if own or (isinstance(stage, str) and named):
        return kind(stage)
    what = (
        f"the name of a method or a {kind.__name__}" if named else f"a {kind.__name__}"
    )
    also = " or None" if optional else ""
    msg = f"a stage is {what}{also}, got {stage!r}"
    raise SpecError(msg)
