"""Scores: from a table and weights to one number per unit; larger is better."""

from mcdm_index.methods.scoring._fit import Scoring, fit, score
from mcdm_index.methods.scoring.distance import TopsisDetails, topsis
from mcdm_index.methods.scoring.utility import weighted_sum

__all__ = [
    "Scoring",
    "TopsisDetails",
    "fit",
    "score",
    "topsis",
    "weighted_sum",
]
