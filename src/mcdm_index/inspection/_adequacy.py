"""Adequacy: whether the children of each group go together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._numeric import Vector
from mcdm_index.errors import MCDMError
from mcdm_index.methods import adequacy as statistics

__all__ = ["Adequacy", "adequacy"]


@dataclass(frozen=True, eq=False)
class Adequacy:
    """Whether the children of each group go together.

    Attributes
    ----------
    groups : DataFrame
        One row per group: the number of children, Cronbach's alpha, raw and of
        standardized scores, the Kaiser-Meyer-Olkin measure, Bartlett's statistic with
        its p-value, the share of the first principal component, the number of
        eigenvalues above 1, and a note on what could not be computed, and why.
    children : DataFrame
        One row per child of a group: the parent, its correlation with the parent and
        with the mean of the other children, alpha without it, its KMO and its variance
        inflation factor.
    eigenvalues : DataFrame
        Group, component, eigenvalue, share, cumulative share.
    """

    groups: pd.DataFrame
    children: pd.DataFrame
    eigenvalues: pd.DataFrame


def adequacy(result: Any) -> Adequacy:
    """Compute for every group with two children or more whether they go together.

    Parameters
    ----------
    result : IndexResult
        Mean scores over the draws are taken; leaves are normalized, so that larger is
        better in all. Units that lack one of the children are left out.
    """
    groups, children, spectra = {}, [], []
    for code in result.hierarchy.upward():
        below = list(result.hierarchy.children(code))
        if len(below) < 2:
            continue
        X = result.scores[below].dropna()
        total = result.scores.loc[X.index, code].to_numpy()
        found, each, spectrum = _of_group(X, total)
        groups[code] = {"children": len(below)} | found
        children.append(each.assign(parent=code))
        spectra.append(spectrum.assign(group=code))
    by_group = pd.DataFrame.from_dict(groups, orient="index").rename_axis("group")
    table = pd.concat(children) if children else pd.DataFrame(columns=["parent"])
    first = ["parent", *(column for column in table if column != "parent")]
    values = pd.concat(spectra, ignore_index=True) if spectra else pd.DataFrame()
    return Adequacy(by_group, table[first].rename_axis("child"), values)


def _of_group(
    X: pd.DataFrame, total: Vector
) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """Compute what can be computed; where it cannot, the note says why."""
    notes: dict[str, None] = {}

    def attempt(statistic: Callable[[], Any]) -> Any:
        try:
            return statistic()
        except MCDMError as error:
            notes[str(error)] = None
            return None

    k = X.shape[1]
    sphericity = attempt(lambda: statistics.bartlett_sphericity(X))
    sampling = attempt(lambda: statistics.kmo(X))
    parts = attempt(lambda: statistics.principal_components(X))
    items = attempt(lambda: statistics.item_correlations(X, total))
    found: dict[str, Any] = {
        "alpha": attempt(lambda: statistics.cronbach_alpha(X)),
        "standardized_alpha": attempt(
            lambda: statistics.cronbach_alpha(X, standardized=True)
        ),
        "kmo": sampling and sampling.overall,
        "bartlett": sphericity and sphericity.statistic,
        "p_value": sphericity and sphericity.p_value,
        "first_share": None if parts is None else parts.share[0],
        "above_one": None if parts is None else parts.n_above_one,
    }
    gone = attempt(lambda: statistics.alpha_if_deleted(X)) if k > 2 else None
    inflation = attempt(lambda: statistics.vif(X))
    unknown = np.full(k, np.nan)
    each = pd.DataFrame(
        {
            "with_parent": unknown if items is None else items.with_total,
            "with_others": unknown if items is None else items.with_others,
            "alpha_without": unknown if gone is None else gone,
            "kmo": unknown if sampling is None else sampling.by_criterion,
            "vif": unknown if inflation is None else inflation,
        },
        index=list(X.columns),
    )
    spectrum = pd.DataFrame() if parts is None else _spectrum(parts)
    found = {key: np.nan if value is None else value for key, value in found.items()}
    return found | {"note": "; ".join(notes)}, each, spectrum


def _spectrum(parts: statistics.PrincipalComponents) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "component": np.arange(1, len(parts.eigenvalues) + 1),
            "eigenvalue": parts.eigenvalues,
            "share": parts.share,
            "cumulative": parts.cumulative,
        }
    )
