"""Convergence: whether the units of a panel come closer to each other, and how."""

from mcdm_index.convergence._beta import BetaConvergence, beta_convergence
from mcdm_index.convergence._density import Density, density
from mcdm_index.convergence._sigma import SigmaConvergence, sigma_convergence
from mcdm_index.convergence._transitions import Transitions, transitions

__all__ = [
    "BetaConvergence",
    "Density",
    "SigmaConvergence",
    "Transitions",
    "beta_convergence",
    "density",
    "sigma_convergence",
    "transitions",
]
