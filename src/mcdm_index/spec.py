"""Specifications: a whole methodology as plain values, in a TOML file or in provenance.

The sections stand for the parameters of `CompositeIndex`; what is not written takes the
default there. Everything that is wrong is reported in one error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from mcdm_index._labels import by_label, labelled, labels_of
from mcdm_index._registry import Kind, get
from mcdm_index._toml import load
from mcdm_index.errors import MCDMError, SpecError, located, suggestion
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    Screener,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.estimators._base import check_labels, check_whole
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import MICEImputer
from mcdm_index.methods._settings import merge
from mcdm_index.methods.screening import check_share
from mcdm_index.stages import Stages, check_flag, check_settings

__all__ = ["Spec", "describe", "parse", "read_toml", "to_toml"]


@dataclass(frozen=True)
class Spec:
    """What a specification says.

    Attributes
    ----------
    hierarchy : Hierarchy
    stages : dict
        Keyword arguments of `CompositeIndex`.
    unit : tuple of str
        Columns of a data file that name a unit.
    """

    hierarchy: Hierarchy
    stages: dict[str, Any]
    unit: tuple[str, ...] = ()


def read_toml(path: str | Path) -> Spec:
    """Read a specification file.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SpecError
        Naming the file and everything that is wrong in it.
    """
    content = load(path)
    try:
        return parse(content)
    except SpecError as error:
        raise located(error, path) from None


def to_toml(content: Mapping[str, Any]) -> str:
    """Write a specification as the text of a TOML file.

    Parameters
    ----------
    content : mapping
        As `describe` gives it.

    Raises
    ------
    SpecError
        Something in it has no place in a file.
    """
    import tomli_w

    parse(content)  # refuses what could not be read back
    try:
        return tomli_w.dumps(dict(content))
    except TypeError as error:
        msg = f"the methodology cannot be written to a file: {error}"
        raise SpecError(msg) from None


def parse(content: Mapping[str, Any]) -> Spec:
    """Read a specification from plain values.

    Parameters
    ----------
    content : mapping
        With ``criteria``, a list of nodes, and any of the sections ``root``, ``data``,
        ``screen``, ``impute``, ``treat``, ``normalize``, ``weights``, ``aggregate``,
        ``grade``, ``tiers``, and ``seed``.

    Returns
    -------
    Spec

    Raises
    ------
    SpecError
        Listing every problem.
    """
    problems: list[str] = []
    stages: dict[str, Any] = {}
    known = ("title", "root", "data", "criteria", "seed", *_SECTIONS)
    for key in content:
        if key not in known:
            problems.append(f"unknown section [{key}].{suggestion(key, known)}")
    for key, build in _SECTIONS.items():
        if key not in content:
            continue
        try:
            stages |= build(_section(content, key))
        except (MCDMError, TypeError, ValueError) as error:
            problems.append(f"[{key}] {error}")
    hierarchy = unit = None
    try:
        unit, stages["period"] = _data(_section(content, "data"))
    except SpecError as error:
        problems.append(f"[data] {error}")
    try:
        hierarchy = Hierarchy.from_spec(content)
    except MCDMError as error:
        problems.append(str(error))
    seed = content.get("seed")
    if seed is not None and (
        not isinstance(seed, int) or isinstance(seed, bool) or seed < 0
    ):
        problems.append(f"seed must be a whole number of 0 or more, got {seed!r}")
    if hierarchy is not None:
        problems += _settings_problems(hierarchy, stages)
    if problems or hierarchy is None or unit is None:
        raise SpecError("\n".join(problems))
    return Spec(hierarchy, stages | {"random_state": seed}, unit)


def _settings_problems(hierarchy: Hierarchy, stages: Mapping[str, Any]) -> list[str]:
    """Check the stages that take settings for single criteria."""
    problems = []
    for name, usual in (("treat", Treater("none")), ("normalize", Normalizer())):
        try:
            check_settings(hierarchy, name, stages.get(name) or usual)
        except SpecError as error:
            problems.append(str(error))
    return problems


def _section(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    section = content.get(key, {})
    if not isinstance(section, Mapping):
        msg = f"must be a section of its own, got {section!r}"
        raise SpecError(msg)
    return dict(section)


def _data(section: dict[str, Any]) -> tuple[tuple[str, ...], str | None]:
    unit = section.pop("unit", ())
    period = section.pop("period", None)
    _nothing_left(section, ("unit", "period"))
    units = [unit] if isinstance(unit, str) else unit
    if not isinstance(units, list | tuple) or not all(
        isinstance(u, str) for u in units
    ):
        msg = f"unit must be the name of a column, or a list of them, got {unit!r}"
        raise SpecError(msg)
    if period is not None and not isinstance(period, str):
        msg = f"period must be the name of a column, got {period!r}"
        raise SpecError(msg)
    return tuple(units), period


def _nothing_left(section: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in section:
        msg = (
            f"unknown key {key!r}.{suggestion(key, known)} It has: {', '.join(known)}."
        )
        raise SpecError(msg)


def _build_screen(section: dict[str, Any]) -> dict[str, Any]:
    known = tuple(Screener().get_params())
    limits = {key: section.pop(key) for key in known if key in section}
    keep = check_flag(section.pop("keep_donors", False), "keep_donors")
    _nothing_left(section, (*known, "keep_donors"))
    for name, limit in limits.items():
        check_share(limit, name)
    return {"screen": Screener(**limits), "keep_donors": keep}


_IMPUTE_OPTIONS: Final = (
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
        return {"impute": None}
    if method != "mice":
        msg = f"unknown imputation method {method!r}; use 'mice' or 'none'"
        raise SpecError(msg)
    options = {key: section.pop(key) for key in _IMPUTE_OPTIONS if key in section}
    columns = section.pop("column_method", "auto")
    goalposts = section.pop("goalposts", "per draw")
    if "regressor" in section:
        msg = (
            f"the regressor {section['regressor']} is an object, which a specification "
            "cannot hold; give the index an imputer that has it"
        )
        raise SpecError(msg)
    _nothing_left(section, ("method", "column_method", "goalposts", *_IMPUTE_OPTIONS))
    for column, how in dict(options.get("passive") or {}).items():
        if not isinstance(how, str):
            msg = (
                f"passive column {column!r} came from a function, which a "
                "specification cannot hold; write it as an expression such as 'a / b'"
            )
            raise SpecError(msg)
    imputer = MICEImputer(method=columns, **options)
    imputer.check_parameters()
    return {"impute": imputer, "goalposts": goalposts}


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
    if "function" in section:
        msg = (
            f"weights came from a function, {section['function']}, which a "
            "specification cannot hold; pass it as weights="
        )
        raise SpecError(msg)
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
    scheme = section.pop("scheme", "flat")
    method = section.pop("method", "topsis")
    get("scoring", method).check_options(section, apart=("normalization",))
    return {"aggregate": Scorer(method, options=section or None), "scheme": scheme}


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
    standardize = section.pop("standardize", True)
    check_labels(labels, check_whole(k, "k"))
    if not isinstance(standardize, bool):
        msg = f"standardize must be true or false, got {standardize!r}"
        raise SpecError(msg)
    _nothing_left(section, ("method", "k", "labels", "standardize"))
    clusterer = TierClusterer(method, n_tiers=k, labels=labels, standardize=standardize)
    return {"tiers": clusterer}


_SECTIONS: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "screen": _build_screen,
    "impute": _build_impute,
    "treat": _build_treat,
    "normalize": _build_normalize,
    "weights": _build_weights,
    "aggregate": _build_aggregate,
    "grade": _build_grade,
    "tiers": _build_tiers,
}


def describe(hierarchy: Hierarchy, stages: Stages) -> dict[str, Any]:
    """Write a methodology as plain values, which `parse` reads back.

    Parameters
    ----------
    hierarchy : Hierarchy
    stages : Stages
    """
    off = {"method": "none"}
    written: dict[str, Any] = {
        "data": _present(period=stages.period),
        "screen": _describe_screen(stages),
        "impute": off
        if stages.impute is None
        else _describe_impute(stages.impute, stages),
        "treat": off if stages.treat is None else _describe_method(stages.treat),
        "normalize": _describe_method(stages.normalize),
        "weights": _describe_weights(stages.weights),
        "aggregate": _describe_method(stages.aggregate) | {"scheme": stages.scheme},
        "grade": off if stages.grade is None else _describe_grade(stages.grade),
        "tiers": off if stages.tiers is None else _describe_tiers(stages.tiers),
        "criteria": _describe_criteria(hierarchy, stages),
    }
    described = _plain(written | _present(seed=stages.random_state))
    return dict(described)


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """Turn numpy values and tuples into what TOML and JSON can hold."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


def _describe_method(stage: Treater | Normalizer | Scorer) -> dict[str, Any]:
    return {"method": stage.method} | dict(stage.options or {})


def _describe_criteria(hierarchy: Hierarchy, stages: Stages) -> list[dict[str, Any]]:
    """Write the nodes, with what the call said for single ones merged into them."""
    called: tuple[tuple[str, Kind, Treater | Normalizer | None], ...] = (
        ("treat", "treatment", stages.treat),
        ("normalize", "normalization", stages.normalize),
    )
    entries = hierarchy.to_dicts()
    for entry in entries:
        for name, kind, stage in called:
            own = (stage.per_criterion or {}).get(entry["code"]) if stage else None
            if stage is not None and own is not None:
                general = {"method": stage.method} | dict(stage.options or {})
                entry[name] = merge(kind, general, entry.get(name), own)
    return entries


def _describe_screen(stages: Stages) -> dict[str, Any]:
    limits = {} if stages.screen is None else _present(**stages.screen.get_params())
    return limits | _present(keep_donors=stages.keep_donors or None)


def _describe_impute(imputer: MICEImputer, stages: Stages) -> dict[str, Any]:
    options = imputer.get_params()
    if options["passive"] is not None:
        options["passive"] = {
            column: how if isinstance(how, str) else {"function": repr(how[0])}
            for column, how in options["passive"].items()
        }
    told = _present(**{key: _listed(options[key]) for key in _IMPUTE_OPTIONS})
    if imputer.regressor is not None:
        told["regressor"] = repr(imputer.regressor)
    if stages.goalposts != "per draw":
        told["goalposts"] = stages.goalposts
    return {"method": "mice", "column_method": _listed(options["method"])} | told


def _listed(value: Any) -> Any:
    """Write pairs and arrays as lists, and a frame row by row."""
    if hasattr(value, "columns"):
        value = value.astype(int).to_dict("index")
    if isinstance(value, Mapping):
        return {str(key): _listed(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return value.tolist() if hasattr(value, "tolist") else value


def _describe_grade(grader: Grader) -> dict[str, Any]:
    written = {"method": grader.method, "k": grader.k} | _present(labels=grader.labels)
    return written | dict(grader.options or {})


def _describe_tiers(tiers: TierClusterer) -> dict[str, Any]:
    written = {"method": tiers.method, "k": tiers.n_tiers}
    return written | _present(labels=tiers.labels, standardize=tiers.standardize)


def _describe_weights(weights: Weighter | str) -> dict[str, Any]:
    if isinstance(weights, str):
        return {"method": weights}
    method: Any = weights.method
    if isinstance(method, str):
        limits = {
            name: dict(limit) if labelled(limit) else limit
            for name, limit in _present(cap=weights.cap, floor=weights.floor).items()
        }
        return {"method": method} | limits | dict(weights.options or {})
    if callable(method) or hasattr(method, "fit"):
        name = getattr(method, "__qualname__", type(method).__qualname__)
        return {"function": f"{method.__module__}.{name}"}
    if labelled(method):
        names = labels_of(method)
        given = map(float, by_label(method, names, "weights"))
        return {"values": dict(zip(names or (), given, strict=True))}
    return {"values": [float(w) for w in np.ravel(method)]}
