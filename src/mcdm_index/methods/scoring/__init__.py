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
from mcdm_index.methods.scoring.assess import (
    CoprasDetails,
    WaspasDetails,
    aras,
    copras,
    waspas,
)
from mcdm_index.methods.scoring.combined import CocosoDetails, cocoso
from mcdm_index.methods.scoring.comet import (
    CometDetails,
    characteristic_objects,
    comet,
)
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
from mcdm_index.methods.scoring.electre import ElectreI, electre_i
from mcdm_index.methods.scoring.electre_iii import ElectreIII, electre_iii
from mcdm_index.methods.scoring.electre_tri import ElectreTri, electre_tri
from mcdm_index.methods.scoring.extremes import CodasDetails, codas, gra
from mcdm_index.methods.scoring.ideals import ProbidDetails, probid, sprobid
from mcdm_index.methods.scoring.indices import psi, ram, rov
from mcdm_index.methods.scoring.kemeny import KemenyOrder, kemeny
from mcdm_index.methods.scoring.mapped import lmaw, rafsi
from mcdm_index.methods.scoring.means import (
    harmonic_mean,
    power_mean,
    weighted_product,
)
from mcdm_index.methods.scoring.ordered import choquet, owa
from mcdm_index.methods.scoring.promethee import (
    PrometheeDetails,
    PrometheeI,
    promethee_i,
    promethee_ii,
)
from mcdm_index.methods.scoring.rank_sum import RsrGrading, rsr, rsr_grading
from mcdm_index.methods.scoring.rankings import MultimooraDetails, multimoora
from mcdm_index.methods.scoring.ratio import moora_full, moora_ratio, moora_reference
from mcdm_index.methods.scoring.reference import cradis, ervd, rim
from mcdm_index.methods.scoring.utility import weighted_sum
from mcdm_index.methods.scoring.value import maut, spotis
from mcdm_index.methods.scoring.voting import (
    CondorcetMatrix,
    borda,
    condorcet_matrix,
    copeland,
)

__all__ = [
    "CocosoDetails",
    "CodasDetails",
    "CometDetails",
    "Compromise",
    "CondorcetMatrix",
    "CoprasDetails",
    "EdasDetails",
    "ElectreI",
    "ElectreIII",
    "ElectreTri",
    "KemenyOrder",
    "MaircaDetails",
    "MarcosDetails",
    "MazziottaParetoDetails",
    "MultimooraDetails",
    "OcraDetails",
    "ProbidDetails",
    "PrometheeDetails",
    "PrometheeI",
    "RsrGrading",
    "Scoring",
    "TopsisDetails",
    "VikorDetails",
    "WaspasDetails",
    "ampi",
    "aras",
    "benefit_of_the_doubt",
    "borda",
    "characteristic_objects",
    "choquet",
    "cocoso",
    "codas",
    "comet",
    "compromise_set",
    "condorcet_matrix",
    "copeland",
    "copras",
    "cradis",
    "edas",
    "electre_i",
    "electre_iii",
    "electre_tri",
    "ervd",
    "fit",
    "gra",
    "harmonic_mean",
    "kemeny",
    "lmaw",
    "mabac",
    "mairca",
    "marcos",
    "maut",
    "moora_full",
    "moora_ratio",
    "moora_reference",
    "mpi",
    "multimoora",
    "ocra",
    "owa",
    "power_mean",
    "probid",
    "promethee_i",
    "promethee_ii",
    "psi",
    "rafsi",
    "ram",
    "rim",
    "rov",
    "rsr",
    "rsr_grading",
    "score",
    "spotis",
    "sprobid",
    "topsis",
    "vikor",
    "waspas",
    "weighted_product",
    "weighted_sum",
]
