"""Inequality: from non-negative values, and groups of them, to indices and parts."""

from mcdm_index.methods.inequality._dagum import Dagum, dagum
from mcdm_index.methods.inequality._entropy import TheilParts, theil, theil_parts
from mcdm_index.methods.inequality._shares import hhi, location_quotient
from mcdm_index.methods.inequality._spread import coefficient_of_variation, gini

__all__ = [
    "Dagum",
    "TheilParts",
    "coefficient_of_variation",
    "dagum",
    "gini",
    "hhi",
    "location_quotient",
    "theil",
    "theil_parts",
]
