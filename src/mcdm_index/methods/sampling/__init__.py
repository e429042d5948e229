"""Sampling: from what is known of the weights to many vectors that keep to it."""

from mcdm_index.methods.sampling._constrained import constrained_weights
from mcdm_index.methods.sampling._dirichlet import (
    dirichlet_weights,
    uniform_weights,
    weights_around,
)

__all__ = [
    "constrained_weights",
    "dirichlet_weights",
    "uniform_weights",
    "weights_around",
]
