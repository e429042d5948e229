"""What hypothesis draws, under the names that the tests have for it."""

from mcdm_index.testing import decision_matrices as matrices
from mcdm_index.testing import (
    directions,
    grid,
    intervals,
    neighbours,
    polarities,
    problems,
    scores,
    tables,
    targets,
    weights,
    wide,
)

__all__ = [
    "directions",
    "grid",
    "intervals",
    "matrices",
    "neighbours",
    "polarities",
    "problems",
    "scores",
    "tables",
    "targets",
    "weights",
    "wide",
]
