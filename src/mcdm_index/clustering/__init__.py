"""Clustering: from scores to groups of units, and how far these are to be believed.

A clustering gives labels in no order; `mcdm_index.tiers` puts them in one.
scikit-learn does most of the work; it and pandas are loaded when they are needed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mcdm_index.clustering._centers import kmeans, ward
from mcdm_index.clustering._medoids import k_medoids
from mcdm_index.clustering._mixture import gaussian_mixture
from mcdm_index.clustering._quality import prototypes, silhouettes

if TYPE_CHECKING:
    from mcdm_index.clustering._choice import TierChoice, choose_tiers
    from mcdm_index.clustering._stability import TierStability, tier_stability

__all__ = [
    "TierChoice",
    "TierStability",
    "choose_tiers",
    "gaussian_mixture",
    "k_medoids",
    "kmeans",
    "prototypes",
    "silhouettes",
    "tier_stability",
    "ward",
]

# What needs pandas is loaded when it is used.
_LAZY = {
    "TierChoice": "_choice",
    "TierStability": "_stability",
    "choose_tiers": "_choice",
    "tier_stability": "_stability",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
