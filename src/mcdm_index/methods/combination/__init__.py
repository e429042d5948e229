"""Combination: from the weights of several methods or experts to one vector."""

from mcdm_index.methods.combination._fitted import (
    coefficients,
    distance_function,
    game,
    ideal_point,
    maximum_deviation,
)
from mcdm_index.methods.combination._group import (
    Concordance,
    aggregate_judgments,
    concordance,
)
from mcdm_index.methods.combination._means import geometric, linear, multiplicative

__all__ = [
    "Concordance",
    "aggregate_judgments",
    "coefficients",
    "concordance",
    "distance_function",
    "game",
    "geometric",
    "ideal_point",
    "linear",
    "maximum_deviation",
    "multiplicative",
]
