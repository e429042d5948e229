"""scikit-learn estimators, one class per stage; the method is a parameter."""

from mcdm_index.estimators.clustering import TierClusterer, tiers
from mcdm_index.estimators.grading import Grader
from mcdm_index.estimators.normalizing import Normalizer
from mcdm_index.estimators.scoring import Scorer
from mcdm_index.estimators.screening import Screener
from mcdm_index.estimators.treating import Treater
from mcdm_index.estimators.weighting import Weighter

__all__ = [
    "Grader",
    "Normalizer",
    "Scorer",
    "Screener",
    "TierClusterer",
    "Treater",
    "Weighter",
    "tiers",
]
