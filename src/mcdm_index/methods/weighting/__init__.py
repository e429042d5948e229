"""Objective weights: from a decision matrix to one weight per criterion."""

from mcdm_index.methods.weighting._balance import correlation_balanced
from mcdm_index.methods.weighting._centre import mpsi, spc
from mcdm_index.methods.weighting._conflict import critic, d_critic, independence
from mcdm_index.methods.weighting._details import (
    DETAILED,
    CriticDetails,
    EntropyDetails,
    SpreadDetails,
    details,
)
from mcdm_index.methods.weighting._doubt import (
    OwnWeights,
    benefit_of_the_doubt,
    own_weights,
)
from mcdm_index.methods.weighting._factor import nicoletti, pca, vertical_horizontal
from mcdm_index.methods.weighting._limit import limit
from mcdm_index.methods.weighting._removal import cilos, idocriw, merec
from mcdm_index.methods.weighting._spread import (
    angle,
    cv,
    entropy,
    equal,
    gini,
    lopcow,
    std,
    variance,
)
from mcdm_index.methods.weighting._weigh import weigh

__all__ = [
    "DETAILED",
    "CriticDetails",
    "EntropyDetails",
    "OwnWeights",
    "SpreadDetails",
    "angle",
    "benefit_of_the_doubt",
    "cilos",
    "correlation_balanced",
    "critic",
    "cv",
    "d_critic",
    "details",
    "entropy",
    "equal",
    "gini",
    "idocriw",
    "independence",
    "limit",
    "lopcow",
    "merec",
    "mpsi",
    "nicoletti",
    "own_weights",
    "pca",
    "spc",
    "std",
    "variance",
    "vertical_horizontal",
    "weigh",
]
