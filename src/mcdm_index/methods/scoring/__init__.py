"""Scores: from a table and weights to one number per unit; larger is better."""

from mcdm_index.methods.scoring._fit import Scoring, fit, score
from mcdm_index.methods.scoring.appraisal import (
    MaircaDetails,
    MarcosDetails,
    OcraDetails,
    mairca,
    marcos,
    ocra,
)
from mcdm_index.methods.scoring.area import EdasDetails, edas, mabac
from mcdm_index.methods.scoring.combined import CocosoDetails, cocoso
from mcdm_index.methods.scoring.composite import (
    MazziottaParetoDetails,
    ampi,
    benefit_of_the_doubt,
    mpi,
)
from mcdm_index.methods.scoring.compromise import (
    Compromise,
    VikorDetails,
    compromise_set,
    vikor,
)
from mcdm_index.methods.scoring.distance import TopsisDetails, topsis
from mcdm_index.methods.scoring.extremes import CodasDetails, codas, gra
from mcdm_index.methods.scoring.ideals import ProbidDetails, probid, sprobid
from mcdm_index.methods.scoring.rankings import MultimooraDetails, multimoora
from mcdm_index.methods.scoring.ratio import moora_full, moora_ratio, moora_reference
from mcdm_index.methods.scoring.reference import cradis, ervd, rim
from mcdm_index.methods.scoring.utility import weighted_sum

__all__ = [
    "CocosoDetails",
    "CodasDetails",
    "Compromise",
    "EdasDetails",
    "MaircaDetails",
    "MarcosDetails",
    "MazziottaParetoDetails",
    "MultimooraDetails",
    "OcraDetails",
    "ProbidDetails",
    "Scoring",
    "TopsisDetails",
    "VikorDetails",
    "ampi",
    "benefit_of_the_doubt",
    "cocoso",
    "codas",
    "compromise_set",
    "cradis",
    "edas",
    "ervd",
    "fit",
    "gra",
    "mabac",
    "mairca",
    "marcos",
    "moora_full",
    "moora_ratio",
    "moora_reference",
    "mpi",
    "multimoora",
    "ocra",
    "probid",
    "rim",
    "score",
    "sprobid",
    "topsis",
    "vikor",
    "weighted_sum",
]
