"""Uncertainty: how much of a ranking is the data, and how much the choices."""

from mcdm_index.uncertainty._ranks import Replications
from mcdm_index.uncertainty._run import Robustness, robustness
from mcdm_index.uncertainty._shares import variance_shares

__all__ = ["Replications", "Robustness", "robustness", "variance_shares"]
