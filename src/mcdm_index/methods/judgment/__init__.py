"""Subjective weights: from judgments of importance to one weight per criterion."""

from mcdm_index.methods.judgment._best_worst import BestWorstJudgment, bwm
from mcdm_index.methods.judgment._pairwise import PairwiseJudgment, ahp
from mcdm_index.methods.judgment._ranks import (
    rank_exponent,
    rank_reciprocal,
    rank_sum,
    roc,
    rod,
)
from mcdm_index.methods.judgment._ratings import direct_rating, point_allocation, smart
from mcdm_index.methods.judgment._result import Contradiction, Judgment
from mcdm_index.methods.judgment._steps import StepJudgment, fucom, swara
from mcdm_index.methods.judgment._ternary import rancom
from mcdm_index.methods.judgment._tree import TreeJudgment, ahp_tree

__all__ = [
    "BestWorstJudgment",
    "Contradiction",
    "Judgment",
    "PairwiseJudgment",
    "StepJudgment",
    "TreeJudgment",
    "ahp",
    "ahp_tree",
    "bwm",
    "direct_rating",
    "fucom",
    "point_allocation",
    "rancom",
    "rank_exponent",
    "rank_reciprocal",
    "rank_sum",
    "roc",
    "rod",
    "smart",
    "swara",
]
