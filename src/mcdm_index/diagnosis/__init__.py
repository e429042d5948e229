"""Diagnosis: what scores say of units and of groups, and where they say nothing."""

from mcdm_index.diagnosis._breaks import Gaps, gaps
from mcdm_index.diagnosis._champions import Champions, champions
from mcdm_index.diagnosis._concentration import (
    Concentration,
    concentration,
    concentration_by_rule,
    grader_of,
)
from mcdm_index.diagnosis._coupling import COORDINATION_GRADES, coupling
from mcdm_index.diagnosis._obstacles import Obstacles, obstacles
from mcdm_index.diagnosis._peers import NextTier, next_tier, peers
from mcdm_index.diagnosis._profiles import Profiles, profiles

__all__ = [
    "COORDINATION_GRADES",
    "Champions",
    "Concentration",
    "Gaps",
    "NextTier",
    "Obstacles",
    "Profiles",
    "champions",
    "concentration",
    "concentration_by_rule",
    "coupling",
    "gaps",
    "grader_of",
    "next_tier",
    "obstacles",
    "peers",
    "profiles",
]
