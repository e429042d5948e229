"""Uncertainty: how much of a ranking is the data, and how much the choices."""

from mcdm_index.uncertainty._ranks import RankDistribution
from mcdm_index.uncertainty._run import Robustness, robustness
from mcdm_index.uncertainty._shares import variance_shares
from mcdm_index.uncertainty._smaa import Smaa, smaa

__all__ = [
    "RankDistribution",
    "Robustness",
    "Smaa",
    "robustness",
    "smaa",
    "variance_shares",
]
