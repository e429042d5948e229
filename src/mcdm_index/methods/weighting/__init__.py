"""Objective weights: from a decision matrix to one weight per criterion."""

from mcdm_index.methods.weighting._conflict import critic, d_critic, independence
from mcdm_index.methods.weighting._factor import (
    pca,
    vertical_horizontal,
)
from mcdm_index.methods.weighting._limit import limit
from mcdm_index.methods.weighting._removal import cilos, idocriw, merec, mpsi
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
    "angle",
    "cilos",
    "critic",
    "cv",
    "d_critic",
    "entropy",
    "equal",
    "gini",
    "idocriw",
    "independence",
    "limit",
    "lopcow",
    "merec",
    "mpsi",
    "pca",
    "std",
    "variance",
    "vertical_horizontal",
    "weigh",
]
