"""Sensitivity: from what could have been chosen otherwise to how much it matters."""

from mcdm_index.sensitivity._factors import (
    Choice,
    Factor,
    Normal,
    Uniform,
    choice,
    normal,
    uniform,
)
from mcdm_index.sensitivity._morris import ElementaryEffects, morris
from mcdm_index.sensitivity._one import OneAtATime, one_at_a_time
from mcdm_index.sensitivity._sobol import SobolIndices, sobol
from mcdm_index.sensitivity._stability import WeightStability, weight_stability

__all__ = [
    "Choice",
    "ElementaryEffects",
    "Factor",
    "Normal",
    "OneAtATime",
    "SobolIndices",
    "Uniform",
    "WeightStability",
    "choice",
    "morris",
    "normal",
    "one_at_a_time",
    "sobol",
    "uniform",
    "weight_stability",
]
