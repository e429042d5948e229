"""Scores: from a table and weights to one number per unit; larger is better."""

from mcdm_index.methods.scoring._fit import Scoring, fit, score
from mcdm_index.methods.scoring.area import EdasDetails, edas, mabac
from mcdm_index.methods.scoring.compromise import (
    Compromise,
    VikorDetails,
    compromise_set,
    vikor,
)
from mcdm_index.methods.scoring.distance import TopsisDetails, topsis
from mcdm_index.methods.scoring.extremes import CodasDetails, codas, gra
from mcdm_index.methods.scoring.ideals import ProbidDetails, probid, sprobid
from mcdm_index.methods.scoring.reference import cradis, ervd, rim
from mcdm_index.methods.scoring.utility import weighted_sum

__all__ = [
    "CodasDetails",
    "Compromise",
    "EdasDetails",
    "ProbidDetails",
    "Scoring",
    "TopsisDetails",
    "VikorDetails",
    "codas",
    "compromise_set",
    "cradis",
    "edas",
    "ervd",
    "fit",
    "gra",
    "mabac",
    "probid",
    "rim",
    "score",
    "sprobid",
    "topsis",
    "vikor",
    "weighted_sum",
]
