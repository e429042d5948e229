"""Settings: what holds for one criterion in the stages that treat each by itself."""

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from sklearn.base import clone

from mcdm_index._labels import by_label, labelled
from mcdm_index._registry import Kind, get
from mcdm_index.errors import MCDMError, SpecError, bullets, suggestion
from mcdm_index.estimators import Normalizer, Treater
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.methods._settings import merge

__all__ = ["check_settings", "settings_of", "settings_problems", "stage_for"]

StageT = TypeVar("StageT", Treater, Normalizer)


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


def stage_for(stage: StageT, kind: Kind, whole: Hierarchy, kept: Hierarchy) -> StageT:
    """Take from options with one value for each leaf those of the leaves that stay.

    Parameters
    ----------
    stage : Treater or Normalizer
    kind : {"treatment", "normalization"}
    whole, kept : Hierarchy
        The tree before and after screening.
    """
    if whole.leaves == kept.leaves:
        return stage
    entry = get(kind, stage.method)
    options = dict(stage.options or {})
    for key in entry.bind.keys() & options.keys():
        if np.size(options[key]) > 1 or labelled(options[key]):
            values = by_label(options[key], whole.leaves, key)
            each = dict(zip(whole.leaves, values, strict=True))
            options[key] = [each[leaf] for leaf in kept.leaves]
    own = {k: v for k, v in (stage.per_criterion or {}).items() if k in kept.leaves}
    told: StageT = clone(stage).set_params(
        options=options or None, per_criterion=own or None
    )
    return told


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
    texts = [text for _, text in settings_problems(tree, name, stage)]
    if texts:
        raise SpecError(bullets(texts, "problems"))


def settings_problems(
    tree: Hierarchy, name: str, stage: Treater | Normalizer
) -> Iterator[tuple[str, str]]:
    """Find the criteria whose settings for a stage are wrong, and how.

    Parameters
    ----------
    tree : Hierarchy
    name : {"treat", "normalize"}
    stage : Treater or Normalizer
    """
    kind: Kind = "treatment" if name == "treat" else "normalization"
    for leaf in tree.leaves:
        try:
            merged = settings_of(tree, name, stage, leaf)
            options = {key: merged[key] for key in merged if key != "method"}
            get(kind, merged["method"]).check_options(options)
        except MCDMError as error:
            yield leaf, f"criterion {leaf!r}, {name}: {error}"
