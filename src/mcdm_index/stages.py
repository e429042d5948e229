"""The stages of an index: what a user writes, by name or as estimators, in one form."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import check_weights, one_vector
from mcdm_index._registry import Kind, get
from mcdm_index.aggregation import SCHEMES, Scheme
from mcdm_index.errors import MCDMError, SpecError, UnknownColumnError, suggestion
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
from mcdm_index.imputation import MICEImputer
from mcdm_index.methods._settings import merge

__all__ = ["GOALPOSTS", "Goalposts", "Stages", "check_flag", "check_settings"]

Goalposts = Literal["per draw", "observed"]
GOALPOSTS: Final[tuple[Goalposts, ...]] = ("per draw", "observed")


@dataclass(frozen=True)
class Stages:
    """The stages of a `CompositeIndex`, each as an estimator.

    Attributes
    ----------
    screen : Screener or None
    impute : MICEImputer or None
    treat : Treater or None
    normalize : Normalizer
    weights : Weighter or "given"
    aggregate : Scorer
    scheme : {"flat", "nested"}
    grade : Grader or None
    tiers : TierClusterer or None
    keep_donors : bool
    goalposts : {"per draw", "observed"}
    period : str or None
    random_state : int or None
    """

    screen: Screener | None
    impute: MICEImputer | None
    treat: Treater | None
    normalize: Normalizer
    weights: Weighter | Literal["given"]
    aggregate: Scorer
    scheme: Scheme
    grade: Grader | None
    tiers: TierClusterer | None
    keep_donors: bool
    goalposts: Goalposts
    period: str | None
    random_state: int | None

    @classmethod
    def of(cls, index: Any) -> "Stages":
        """Read the parameters of an index, and refuse those that it would ignore.

        Raises
        ------
        SpecError
        """
        if index.scheme not in SCHEMES:
            hint = suggestion(str(index.scheme), SCHEMES)
            msg = f"unknown scheme {index.scheme!r}.{hint} Use {' or '.join(SCHEMES)}."
            raise SpecError(msg)
        weights = index.weights
        given = isinstance(weights, str) and weights == "given"
        if not given and not isinstance(weights, Weighter):
            weights = Weighter(weights)
        stages = cls(
            screen=_stage(Screener, index.screen, named=False, optional=True),
            impute=_stage(
                MICEImputer,
                MICEImputer() if index.impute == "mice" else index.impute,
                named=False,
                optional=True,
            ),
            treat=_treat(index),
            normalize=_stage(Normalizer, index.normalize),
            weights=weights,
            aggregate=_stage(Scorer, index.aggregate),
            scheme=index.scheme,
            grade=_stage(Grader, index.grade, optional=True),
            tiers=_stage(TierClusterer, index.tiers, optional=True),
            keep_donors=check_flag(index.keep_donors, "keep_donors"),
            goalposts=_goalposts(index.goalposts),
            period=index.period,
            random_state=index.random_state,
        )
        stages._check_gaps()
        stages._check_ignored()
        stages._check_criteria(index.hierarchy)
        stages._check_limits(index.hierarchy)
        return stages

    def _check_gaps(self) -> None:
        """Refuse what is said of gaps if nothing is done about them."""
        if self.keep_donors and (self.screen is None or self.impute is None):
            msg = "keep_donors needs a stage that screens and one that imputes"
            raise SpecError(msg)
        panel = None if self.impute is None else self.impute.panel
        if panel is not None and not all(isinstance(level, str) for level in panel):
            msg = (
                "in an index panel= names two levels of the row index, since rows may "
                "be screened out"
            )
            raise SpecError(msg)
        if self.goalposts == "observed" and self.impute is None:
            msg = "goalposts 'observed' need a stage that imputes"
            raise SpecError(msg)

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


def _goalposts(value: Any) -> Any:
    if not isinstance(value, str) or value not in GOALPOSTS:
        hint = suggestion(str(value), GOALPOSTS)
        msg = f"goalposts are 'per draw' or 'observed', got {value!r}.{hint}"
        raise SpecError(msg)
    return value


def _treat(index: Any) -> Treater | None:
    """Take the stage; if there is none but single criteria ask, spare the others."""
    asked = any(node.treat for node in index.hierarchy)
    stage = "none" if index.treat is None and asked else index.treat
    found: Treater | None = _stage(Treater, stage, optional=True)
    return found


def settings_of(
    tree: Hierarchy, name: str, stage: Treater | Normalizer, leaf: str
) -> dict[str, Any]:
    """Merge what holds for one leaf in a stage: its method and its options.

    Parameters
    ----------
    tree : Hierarchy
    name : {"treat", "normalize"}
    stage : Treater or Normalizer
    leaf : str
    """
    kind: Kind = "treatment" if name == "treat" else "normalization"
    general = {"method": get(kind, stage.method).name} | dict(stage.options or {})
    own, called = tree[leaf].settings(name), (stage.per_criterion or {}).get(leaf)
    return dict(merge(kind, general, own, called))


def check_settings(tree: Hierarchy, name: str, stage: Treater | Normalizer) -> None:
    """Check what holds for each leaf in a stage: the call before the tree before all.

    Parameters
    ----------
    tree : Hierarchy
    name : {"treat", "normalize"}
    stage : Treater or Normalizer

    Raises
    ------
    SpecError
        Naming the criterion whose settings are wrong.
    """
    called = stage.per_criterion or {}
    for code in called:
        if code not in tree.leaves:
            hint = suggestion(str(code), tree.leaves)
            msg = f"{name} has settings for {code!r}, which is no criterion.{hint}"
            raise SpecError(msg)
    kind: Kind = "treatment" if name == "treat" else "normalization"
    for leaf in tree.leaves:
        try:
            merged = settings_of(tree, name, stage, leaf)
            options = {key: merged[key] for key in merged if key != "method"}
            get(kind, merged["method"]).check_options(options)
        except MCDMError as error:
            msg = f"criterion {leaf!r}, {name}: {error}"
            raise SpecError(msg) from None


def _stage(kind: Any, stage: Any, *, named: bool = True, optional: bool = False) -> Any:
    if isinstance(stage, kind) or (stage is None and optional):
        return stage
    if isinstance(stage, str) and named:
        return kind(stage)
    what = (
        f"the name of a method or a {kind.__name__}" if named else f"a {kind.__name__}"
    )
    also = " or None" if optional else ""
    msg = f"a stage is {what}{also}, got {stage!r}"
    raise SpecError(msg)
