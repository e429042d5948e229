"""Description: from a hierarchy and stages to the plain values of a specification."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from mcdm_index._labels import by_label, labelled, labels_of
from mcdm_index._registry import Kind
from mcdm_index.estimators import (
    Grader,
    Normalizer,
    Scorer,
    TierClusterer,
    Treater,
    Weighter,
)
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import MICEImputer
from mcdm_index.methods._settings import merge
from mcdm_index.spec._sections import IMPUTE_OPTIONS
from mcdm_index.stages import Stages

__all__ = ["describe", "without"]


def describe(hierarchy: Hierarchy, stages: Stages) -> dict[str, Any]:
    """Write a methodology as plain values, which `parse` reads back.

    Parameters
    ----------
    hierarchy : Hierarchy
    stages : Stages
    """
    off = {"method": "none"}
    written: dict[str, Any] = {
        "data": _present(period=stages.period, base=stages.base),
        "screen": _describe_screen(stages),
        "impute": _describe_imputer(stages),
        "treat": off if stages.treat is None else _describe_method(stages.treat),
        "normalize": _describe_method(stages.normalize),
        "weights": _describe_weights(stages.weights),
        "aggregate": _describe_method(stages.aggregate)
        | {"scheme": stages.scheme}
        | _present(min_present=stages.min_present),
        "levels": [
            {"depth": depth} | _named(said) for depth, said in stages.levels.items()
        ],
        "grade": off if stages.grade is None else _describe_grade(stages.grade),
        "tiers": off if stages.tiers is None else _describe_tiers(stages.tiers),
        "criteria": _describe_criteria(hierarchy, stages),
    }
    if not written["levels"]:
        del written["levels"]
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


def _named(said: Mapping[str, Any]) -> dict[str, Any]:
    """Write functions, which no file can hold, as what they are called."""
    return {key: _name_functions(value) for key, value in said.items()}


def _name_functions(value: Any) -> Any:
    if isinstance(value, Mapping) and callable(value.get("method")):
        rest = {key: value[key] for key in value if key != "method"}
        return {"function": _function_name(value["method"])} | rest
    return {"function": _function_name(value)} if callable(value) else value


def _function_name(function: Any) -> str:
    """Give module and name of a function or an object."""
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{function.__module__}.{name}"


def _describe_method(stage: Treater | Normalizer | Scorer) -> dict[str, Any]:
    method: Any = stage.method
    options = dict(stage.options or {})
    if callable(method):
        return {"function": _function_name(method)} | options
    return {"method": method} | options


def _describe_criteria(hierarchy: Hierarchy, stages: Stages) -> list[dict[str, Any]]:
    """Write the nodes, with what the call said for single ones merged into them."""
    called: tuple[tuple[str, Kind, Treater | Normalizer | None], ...] = (
        ("treat", "treatment", stages.treat),
        ("normalize", "normalization", stages.normalize),
    )
    entries = [_named(entry) for entry in hierarchy.to_dicts()]
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


def _describe_imputer(stages: Stages) -> dict[str, Any]:
    if stages.impute is None:
        return {"method": "none"}
    if isinstance(stages.impute, MICEImputer):
        return _describe_mice(stages.impute, stages)
    told = stages.impute.get_params()
    if stages.goalposts != "per draw":
        told["goalposts"] = stages.goalposts
    return _present(
        **{key: _listed(told[key]) for key in told if key != "random_state"}
    )


def _describe_mice(imputer: MICEImputer, stages: Stages) -> dict[str, Any]:
    options = imputer.get_params()
    if options["passive"] is not None:
        options["passive"] = {
            column: how if isinstance(how, str) else {"function": repr(how[0])}
            for column, how in options["passive"].items()
        }
    told = _present(**{key: _listed(options[key]) for key in IMPUTE_OPTIONS})
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
    if tiers.n_tiers == "auto":
        written["criterion"] = tiers.criterion
    written |= _present(labels=tiers.labels, standardize=tiers.standardize)
    return written | dict(tiers.options or {})


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
        return {"function": _function_name(method)}
    if labelled(method):
        names = labels_of(method)
        given = map(float, by_label(method, names, "weights"))
        return {"values": dict(zip(names or (), given, strict=True))}
    return {"values": [float(w) for w in np.ravel(method)]}


def without(content: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a specification what will be given otherwise.

    Parameters
    ----------
    content : mapping
        As `describe` gives it.
    given : mapping
        Parameters of `CompositeIndex`. With a hierarchy, of the nodes only code and
        parent are left, and the polarity of leaves.
    """
    rest = {key: content[key] for key in content if key not in given}
    for section, beside in _BESIDE.items():
        said = content.get(section, {})
        kept = {key: said[key] for key in beside if key in said}
        if section in given and kept:
            rest[section] = kept
    if "hierarchy" in given:
        rest["criteria"] = [
            {key: entry[key] for key in ("code", "parent", "polarity") if key in entry}
            for entry in given["hierarchy"].to_dicts()
        ]
    return rest


# Keys of a section that stand for parameters of their own.
_BESIDE: Final = {
    "aggregate": ("scheme", "min_present"),
    "impute": ("goalposts",),
    "screen": ("keep_donors",),
}


def differences(found: Mapping[str, Any], recorded: Mapping[str, Any]) -> list[str]:
    """Name the sections in which two specifications differ, their seeds aside.

    Parameters
    ----------
    found, recorded : mapping
        As `describe` gives them; what came from JSON is compared as such.
    """
    keys = dict.fromkeys([*found, *recorded])
    return [
        key
        for key in keys
        if key != "seed" and _plain(found.get(key)) != _plain(recorded.get(key))
    ]
