"""Paragraph: from a result to what was done, in words, in the order of doing it."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from mcdm_index.estimators import Weighter
from mcdm_index.periods import EACH
from mcdm_index.polarity import BENEFIT, COST
from mcdm_index.prose._described import Described
from mcdm_index.prose._names import Named, load, named, number
from mcdm_index.prose._telling import Count, Telling

__all__ = ["describe"]


def describe(result: Any, lang: str = "en") -> Described:
    """Describe what was done to get a result, by the options that were used.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}, default "en"

    Returns
    -------
    Described
    """
    telling = Telling(lang)
    for stage in _STAGES:
        stage(result, telling)
    sources = tuple(dict.fromkeys(telling.sources))
    version = result.provenance["versions"]["mcdm-index"]
    return Described(telling.text, sources, version)


def _their(n: int) -> str:
    return "its" if n == 1 else "their"


def _data(result: Any, tell: Telling) -> None:
    tree, index = result.hierarchy, result.index
    below = ""
    if set(tree.dimensions) != set(tree.leaves):
        below = tell.phrase("data.dimensions", count=Count(len(tree.dimensions)))
    facts = {
        "title": tree[tree.root].name(tell.lang),
        "rows": Count(len(index)),
        "leaves": Count(len(tree.leaves)),
        "dimensions": below,
    }
    if result.period is None:
        tell.say("data.flat", **facts)
    else:
        periods = index.get_level_values(result.period).unique()
        facts |= {"periods": Count(len(periods))}
        facts |= {"first": periods.min(), "last": periods.max()}
        units = index.droplevel(result.period).unique() if index.nlevels > 1 else [0]
        tell.say("data.panel", **facts, units=Count(len(units)))
    if result.provenance["data"]["simulated"]:
        tell.say("data.simulated")
    if len(result.denominated):
        tell.say("data.divided", count=Count(len(result.denominated)))


def _screening(result: Any, tell: Telling) -> None:
    said = result.provenance["spec"]["screen"]
    what = "units" if result.period is None else "rows"
    who = tell.phrase(f"screening.{what}")
    limits = [
        tell.phrase(f"screening.{key}", limit=tell.share(said[key]), who=who)
        for key in load("sentences")["screening"]
        if key in said
    ]
    if not limits:
        return
    kinds = result.screened["kind"]
    gone = Count((kinds == "unit").sum())
    tell.say(
        "screening.rule",
        limits=tell.listed(limits),
        removed=tell.phrase(f"screening.removed_{what}", count=gone),
        criteria=Count((kinds == "criterion").sum()),
    )
    if said.get("keep_donors") and gone:
        tell.say("screening.donors")


def _imputation(result: Any, tell: Telling) -> None:
    said = result.provenance["spec"]["impute"]
    gaps = int(result.stages["divided"].isna().to_numpy().sum())
    facts: dict[str, Any] = {"cells": Count(gaps)}
    facts["share"] = tell.share(gaps / result.stages["divided"].size)
    facts["cells_were"] = "was" if gaps == 1 else "were"
    if not gaps:
        tell.say("imputation.complete")
    elif said["method"] == "none":
        tell.say("imputation.gaps", **facts, partial=Count(_partial(result)))
    elif said["method"] == "mice":
        _multiple(result, said, tell, facts)
    else:
        name = load("names")["imputation"][said["method"]][tell.lang]
        tell.say("imputation.single", **facts, name=name)
    if gaps and said.get("goalposts") == "observed":
        tell.say("imputation.observed")


def _partial(result: Any) -> int:
    return int(result.partial["scored"].astype(bool).sum())


def _multiple(result: Any, said: Any, tell: Telling, facts: dict[str, Any]) -> None:
    words = load("names")["column"]
    how = said["column_method"] if isinstance(said["column_method"], str) else "own"
    source = words[how].get("cite")
    tell.say(
        "imputation.mice",
        **facts,
        m=Count(result.m),
        rounds=Count(said["max_iter"]),
        how=words[how][tell.lang],
        cite=tell.cite(["VanBuuren2011"]),
        how_cite=tell.cite([source] if source else []),
    )
    if said.get("panel") is not None:
        tell.say("imputation.panel")
    if said.get("engine", "chained") != "chained":
        tell.say("imputation.engine", engine=said["engine"])
    if result.m > 1:
        tell.say("imputation.pooled", cite=tell.cite(["Rubin1987"]))


def _own(result: Any, stage: str) -> Count:
    """Count the criteria of which something particular is said in a stage."""
    leaves = set(result.hierarchy.leaves)
    nodes = result.provenance["spec"]["criteria"]
    return Count(sum(bool(n.get(stage)) for n in nodes if n["code"] in leaves))


def _rest(said: Any, *apart: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in apart}


def _treatment(result: Any, tell: Telling) -> None:
    said, own = result.provenance["spec"]["treat"], _own(result, "treat")
    cells = result.treated[["unit", "criterion"]].drop_duplicates()
    moved = tell.phrase("treatment.moved", count=Count(len(cells)))
    if not len(cells):
        moved = ""
    if said["method"] != "none":
        name = named("treatment", said["method"], _rest(said, "method"), tell.lang)
        also = tell.phrase("treatment.own", count=own, their=_their(own)) if own else ""
        tell.say(
            "treatment.rule",
            name=name.phrase,
            cite=tell.cite(name.cites),
            own=also,
            moved=moved,
        )
    elif own:
        tell.say("treatment.single", count=own, their=_their(own), moved=moved)


def _normalization(result: Any, tell: Telling) -> None:
    said, own = result.provenance["spec"]["normalize"], _own(result, "normalize")
    name = named("normalization", said["method"], _rest(said, "method"), tell.lang)
    also = tell.phrase("normalization.own", count=own, their=_their(own)) if own else ""
    kinds = result.hierarchy.polarity
    counts = {
        "benefit": sum(kind == BENEFIT for kind in kinds),
        "cost": sum(kind == COST for kind in kinds),
    }
    counts["target"] = len(kinds) - sum(counts.values())
    directions = [
        tell.phrase(f"normalization.{key}", count=Count(n))
        for key, n in counts.items()
        if n
    ]
    tell.say(
        "normalization.rule",
        name=name.phrase,
        cite=tell.cite(name.cites),
        own=also,
        directions=tell.listed(directions),
    )


def _learning(result: Any, tell: Telling) -> None:
    if result.period is None:
        return
    if result.base is None:
        tell.say("learning.pooled")
    elif isinstance(result.base, str) and result.base == EACH:
        tell.say("learning.each")
    else:
        tell.say("learning.base", periods=tell.listed([str(p) for p in result.base]))


def _is_flat(result: Any) -> bool:
    tree, inputs = result.hierarchy, result.inputs
    return any(inputs[code] != tree.children(code) for code in inputs)


def _by_rule(rules: Iterable[tuple[str, Any]]) -> dict[Any, list[str]]:
    """Put groups that share a rule together."""
    found: dict[Any, list[str]] = {}
    for code, rule in rules:
        found.setdefault(rule, []).append(code)
    return found


def _where(result: Any, tell: Telling, rules: Any, codes: list[str]) -> str:
    """Name the groups of a rule, if there is more than one rule."""
    if len(rules) == 1:
        return ""
    names = [result.hierarchy[code].name(tell.lang) for code in codes]
    return tell.phrase("weights.where", groups=tell.listed(names))


def _weights(result: Any, tell: Telling) -> None:
    rules = _by_rule(
        (code, _weighing(weighter, tell))
        for code, weighter in result.weighters.items()
        if len(result.inputs[code]) > 1
    )
    flat = len(result.weighters) == 1
    for (sentence, name, limits), codes in rules.items():
        where = _where(result, tell, rules, codes)
        key = sentence or ("flat" if flat else "nested")
        tell.say(
            f"weights.{key}",
            name=name.phrase,
            cite=tell.cite(name.cites),
            limits=limits,
            where=where,
            what=tell.phrase(f"weights.{'criteria' if flat else 'members'}"),
        )
    w = result.weights["effective"][list(result.hierarchy.leaves)]
    if w.max() > w.min():
        name = result.hierarchy[w.idxmax()].name(tell.lang)
        tell.say("weights.largest", weight=f"{w.max():.3f}", name=name)


def _weighing(weighter: Any, tell: Telling) -> tuple[str, Named, str]:
    """Give the sentence that a weighting needs, its name, and its limits."""
    method = weighter.method if isinstance(weighter, Weighter) else "given"
    told = isinstance(method, str) or callable(method) or hasattr(method, "fit")
    if isinstance(method, str) and method == "given":
        told = False
    if not told:
        return "given", Named(""), ""
    name = named("weighting", method, weighter.options, tell.lang)
    between = [
        tell.phrase("weights.some")
        if np.ndim(limit) or hasattr(limit, "items")
        else tell.phrase(f"weights.{key}", limit=number(limit))
        for key in ("cap", "floor")
        if (limit := getattr(weighter, key)) is not None
    ]
    limits = ""
    if between:
        held = tell.listed(list(dict.fromkeys(between)))
        limits = tell.phrase("weights.limits", between=held)
    return ("equal" if method == "equal" else ""), name, limits


def _aggregation(result: Any, tell: Telling) -> None:
    rules = _by_rule(
        (code, named("scoring", scorer.method, scorer.options, tell.lang))
        for code, scorer in reversed(result.scorers.items())
    )
    key = "flat" if _is_flat(result) else "nested"
    key = "units" if len(result.scorers) == 1 else key
    for name, codes in rules.items():
        where = _where(result, tell, rules, codes)
        tell.say(
            f"aggregation.{key}",
            name=name.phrase,
            cite=tell.cite(name.cites),
            where=where,
        )


def _ranks(result: Any, tell: Telling) -> None:
    scores = tell.phrase("ranks.means" if result.m > 1 else "ranks.scores")
    tell.say("ranks.plain" if result.period is None else "ranks.panel", scores=scores)


def _grades(result: Any, tell: Telling) -> None:
    if result.grade_codes is None:
        return
    grader = result.grader
    name = named("grading", grader.method, grader.options, tell.lang)
    tell.say(
        "grades.rule",
        k=Count(grader.k),
        name=name.phrase,
        cite=tell.cite(name.cites),
        sizes=_sizes(result.named_grades(tell.lang), tell),
    )


def _tiers(result: Any, tell: Telling) -> None:
    if result.tier_codes is None:
        return
    tiers = result.clusterer
    name = named("clustering", tiers.method, tiers.options, tell.lang)
    standardized = tell.phrase("tiers.standardized") if tiers.standardize else ""
    tell.say(
        "tiers.rule",
        k=Count(tiers.n_tiers_),
        name=name.phrase,
        cite=tell.cite(name.cites),
        standardized=standardized,
        sizes=_sizes(result.named_tiers(tell.lang), tell),
    )
    if tiers.n_tiers == "auto":
        tell.say("tiers.chosen", criterion=tiers.criterion)


def _sizes(classes: Any, tell: Telling) -> str:
    counts = classes.value_counts(sort=False)[::-1]
    form, after = ("{} ({})", ", ") if tell.lang == "en" else ("{}（{}）", "、")
    return after.join(form.format(*pair) for pair in counts.items())


def _uncertainty(result: Any, tell: Telling) -> None:
    if result.m == 1:
        tell.say("uncertainty.none")
        return
    ends = result.intervals[["rank_low", "rank_high"]].dropna().astype(float)
    width = ends["rank_high"] - ends["rank_low"]
    mean, most = f"{width.mean():.1f}", f"{width.max():.0f}"
    tell.say("uncertainty.draws", mean=mean, most=most)


def _defaults(result: Any, tell: Telling) -> None:
    """Name the stages that are as usual, and not otherwise for a level or a node."""
    names, said = load("sentences")["defaults"], result.provenance["spec"]
    apart = {key for part in said.get("levels", []) for key in part}
    apart |= {key for node in said["criteria"] for key in node}
    stages = [
        names[key][tell.lang]
        for key in result.provenance["defaults"]
        if key in names and key not in apart
    ]
    if stages:
        tell.say("defaults.some", stages=tell.listed(stages))


def _software(result: Any, tell: Telling) -> None:
    record = result.provenance
    versions = dict(record["versions"])
    own = versions.pop("mcdm-index")
    others = ", ".join(f"{name} {version}" for name, version in versions.items())
    seed, data = record["spec"]["seed"], record["data"]["sha256"][:12]
    tell.say("software.rule", version=own, others=others, seed=seed, data=data)


_STAGES: Final[tuple[Callable[[Any, Telling], None], ...]] = (
    _data,
    _screening,
    _imputation,
    _treatment,
    _normalization,
    _learning,
    _weights,
    _aggregation,
    _ranks,
    _grades,
    _tiers,
    _uncertainty,
    _defaults,
    _software,
)
