"""Adequacy of criteria: from values to statistics that tell if they go together."""

from mcdm_index.methods.adequacy._consistency import (
    ItemCorrelations,
    alpha_if_deleted,
    cronbach_alpha,
    item_correlations,
)
from mcdm_index.methods.adequacy._structure import (
    KMO,
    PrincipalComponents,
    Sphericity,
    bartlett_sphericity,
    kmo,
    principal_components,
    vif,
)

__all__ = [
    "KMO",
    "ItemCorrelations",
    "PrincipalComponents",
    "Sphericity",
    "alpha_if_deleted",
    "bartlett_sphericity",
    "cronbach_alpha",
    "item_correlations",
    "kmo",
    "principal_components",
    "vif",
]
