"""Diagnosis: what an index says of its units beyond their places."""

from mcdm_index.diagnosis._concentration import (
    Concentration,
    concentration,
    concentration_by_rule,
)

__all__ = ["Concentration", "concentration", "concentration_by_rule"]
