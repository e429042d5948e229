"""Sections: from the plain values of one section to parameters of an index."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from mcdm_index._labels import labelled
from mcdm_index._numeric import check_whole
from mcdm_index._registry import Kind, get
from mcdm_index.clustering._choice import check_criterion
from mcdm_index.errors import SpecError, suggestion
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.estimators._base import check_labels
from mcdm_index.imputation import FillImputer, MICEImputer
from mcdm_index.imputation.single import Single
from mcdm_index.methods.screening import check_share
from mcdm_index.periods import check_base
from mcdm_index.rules import level_problems, share_problems
from mcdm_index.stages import check_flag, check_goalposts, check_scheme

__all__ = ["IMPUTE_OPTIONS", "SECTIONS", "build_data", "build_level", "check_group"]


def build_data(section: dict[str, Any]) -> dict[str, Any]:
    """Read which columns name a unit and a period, and what is learned from.

    Parameters
    ----------
    section : dict
    """
    unit = section.pop("unit", ())
    period = section.pop("period", None)
    base = section.pop("base", None)
    _nothing_left(section, ("unit", "period", "base"))
    units = [unit] if isinstance(unit, str) else unit
    if not isinstance(units, list | tuple) or not all(
        isinstance(u, str) for u in units
    ):
        msg = f"unit must be the name of a column, or a list of them, got {unit!r}"
        raise SpecError(msg)
    if period is not None and not isinstance(period, str):
        msg = f"period must be the name of a column, got {period!r}"
        raise SpecError(msg)
    check_base(base, period)
    return {"unit": tuple(units), "period": period, "base": base}


def _nothing_left(section: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in section:
        hint = suggestion(key, known)
        msg = f"unknown key {key!r}.{hint} It has: {', '.join(known)}."
        raise SpecError(msg)


def _build_screen(section: dict[str, Any]) -> dict[str, Any]:
    known = tuple(Screener().get_params())
    limits = {key: section.pop(key) for key in known if key in section}
    keep = check_flag(section.pop("keep_donors", False), "keep_donors")
    _nothing_left(section, (*known, "keep_donors"))
    for name, limit in limits.items():
        check_share(limit, name)
    return {"screen": Screener(**limits), "keep_donors": keep}


IMPUTE_OPTIONS: Final = (
    "m",
    "max_iter",
    "donors",
    "scale",
    "predictors",
    "panel",
    "passive",
    "engine",
)


def _build_impute(section: dict[str, Any]) -> dict[str, Any]:
    method = section.pop("method", "mice")
    if method == "none":
        _nothing_left(section, ())
        return {"impute": None}
    goalposts = check_goalposts(section.pop("goalposts", "per draw"))
    if method in get_args(Single):
        known = tuple(FillImputer().get_params())
        told = {key: section.pop(key) for key in known if key in section}
        _nothing_left(section, known)
        filler = FillImputer(method, **told)
        filler.check_parameters()
        return {"impute": filler, "goalposts": goalposts}
    if method != "mice":
        several = ("mice", *get_args(Single), "none")
        hint = suggestion(str(method), several)
        msg = f"unknown imputation {method!r}.{hint} Use {', '.join(several)}."
        raise SpecError(msg)
    return {"impute": _mice(section), "goalposts": goalposts}


def _mice(section: dict[str, Any]) -> MICEImputer:
    options = {key: section.pop(key) for key in IMPUTE_OPTIONS if key in section}
    columns = section.pop("column_method", "auto")
    if "regressor" in section:
        msg = (
            f"the regressor {section['regressor']} is an object, which a specification "
            "cannot hold; give the index an imputer that has it"
        )
        raise SpecError(msg)
    _nothing_left(section, ("method", "column_method", "goalposts", *IMPUTE_OPTIONS))
    for column, how in dict(options.get("passive") or {}).items():
        if not isinstance(how, str):
            msg = (
                f"passive column {column!r} came from a function, which a "
                "specification cannot hold; write it as an expression such as 'a / b'"
            )
            raise SpecError(msg)
    imputer = MICEImputer(method=columns, **options)
    imputer.check_parameters()
    return imputer


def _build_treat(section: dict[str, Any]) -> dict[str, Any]:
    method = section.pop("method", "skew_kurtosis")
    get("treatment", method).check_options(section, partly=True)
    if method == "none":
        return {"treat": None}
    return {"treat": Treater(method, options=section or None)}


def _build_normalize(section: dict[str, Any]) -> dict[str, Any]:
    method = section.pop("method", "minmax")
    get("normalization", method).check_options(section, partly=True)
    return {"normalize": Normalizer(method, options=section or None)}


def _build_weights(section: dict[str, Any]) -> dict[str, Any]:
    _no_function(section, "weights")
    if "values" in section:
        values = section.pop("values")
        _nothing_left(section, ("values",))
        return {"weights": Weighter(values if labelled(values) else list(values))}
    method = section.pop("method", "entropy")
    if method == "given":
        _nothing_left(section, ("method",))
        return {"weights": "given"}
    limits = {key: section.pop(key) for key in ("cap", "floor") if key in section}
    for name, limit in limits.items():
        for share in limit.values() if isinstance(limit, dict) else (limit,):
            check_share(share, name)
    get("weighting", method).check_options(section)
    return {"weights": Weighter(method, options=section or None, **limits)}


def _build_aggregate(section: dict[str, Any]) -> dict[str, Any]:
    _no_function(section, "aggregate")
    scheme = check_scheme(section.pop("scheme", "flat"))
    least = section.pop("min_present", None)
    for text in share_problems(least):
        raise SpecError(text)
    method = section.pop("method", "topsis")
    get("scoring", method).check_options(section, apart=("normalization",))
    scorer = Scorer(method, options=section or None)
    return {"aggregate": scorer, "scheme": scheme, "min_present": least}


def build_level(section: dict[str, Any]) -> dict[str, Any]:
    """Read what holds at one level, by its depth.

    Parameters
    ----------
    section : dict
        With depth, and any of weights, aggregate and min_present.
    """
    depth = section.pop("depth", None)
    if not isinstance(depth, int) or isinstance(depth, bool) or depth < 0:
        msg = f"depth must be a whole number of 0 or more, got {depth!r}"
        raise SpecError(msg)
    for text in level_problems(section):
        raise SpecError(text)
    check_group(section)
    return {"levels": {depth: section}}


def check_group(said: Mapping[str, Any]) -> None:
    """Check the methods that are said for a group or a level.

    Parameters
    ----------
    said : mapping
        With any of weights and aggregate.

    Raises
    ------
    SpecError, UnknownMethodError, DomainError
    """
    kinds: tuple[tuple[str, Kind], ...] = (
        ("weights", "weighting"),
        ("aggregate", "scoring"),
    )
    for key, kind in kinds:
        settings = said.get(key) or {}
        if isinstance(settings, str):
            settings = {"method": settings}
        if callable(settings) or callable(settings.get("method")):
            continue
        _no_function(settings, key)
        method = settings.get("method", "given")
        options = {
            option: value
            for option, value in settings.items()
            if option not in ("method", "cap", "floor")
        }
        if method != "given" or key != "weights":
            if method == "given":  # no method is named here
                continue
            get(kind, method).check_options(options, partly=True)


def _no_function(section: Mapping[str, Any], name: str) -> None:
    if "function" in section:
        msg = (
            f"{name} came from a function, {section['function']}, which a "
            f"specification cannot hold; pass it as {name}="
        )
        raise SpecError(msg)


def _build_grade(section: dict[str, Any]) -> dict[str, Any]:
    method = section.pop("method", "quantile")
    if method == "none":
        return {"grade": None}
    k, labels = section.pop("k", 6), section.pop("labels", None)
    check_labels(labels, check_whole(k, "k"))
    get("grading", method).check_options(section)
    return {"grade": Grader(method, k=k, labels=labels, options=section or None)}


def _build_tiers(section: dict[str, Any]) -> dict[str, Any]:
    method = section.pop("method", "kmeans")
    if method == "none":
        return {"tiers": None}
    get("clustering", method)
    k, labels = section.pop("k", 4), section.pop("labels", None)
    standardize = check_flag(section.pop("standardize", True), "standardize")
    criterion = section.pop("criterion", "silhouette")
    if k == "auto":
        check_criterion(criterion)
        if labels is not None:
            msg = "labels need a number of tiers; with k = 'auto' leave them out"
            raise SpecError(msg)
    else:
        check_labels(labels, check_whole(k, "k"))
    get("clustering", method).check_options(section, apart=("rng",))
    clusterer = TierClusterer(
        method,
        n_tiers=k,
        criterion=criterion,
        labels=labels,
        standardize=standardize,
        options=section or None,
    )
    return {"tiers": clusterer}


SECTIONS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "screen": _build_screen,
    "impute": _build_impute,
    "treat": _build_treat,
    "normalize": _build_normalize,
    "weights": _build_weights,
    "aggregate": _build_aggregate,
    "grade": _build_grade,
    "tiers": _build_tiers,
}
