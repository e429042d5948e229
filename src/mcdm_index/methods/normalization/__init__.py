"""Normalization: from raw columns to comparable ones, in which larger is better.

Each method is learned from a table and then frozen: the same parameters serve rows that
come later, and most can be undone. Polarity ends here.
"""

from mcdm_index.methods.normalization._aim import (
    distance_to_reference,
    distance_to_target,
    mazziotta_pareto,
)
from mcdm_index.methods.normalization._fit import (
    Normalization,
    fit,
    inverse,
    normalize,
)
from mcdm_index.methods.normalization._lacking import (
    enhanced_accuracy,
    logarithmic,
    zavadskas_turskis,
)
from mcdm_index.methods.normalization._order import borda, percentile, rank
from mcdm_index.methods.normalization._orient import orient
from mcdm_index.methods.normalization._range import goalposts, minmax
from mcdm_index.methods.normalization._ratio import linear, max, nonlinear, sum, vector
from mcdm_index.methods.normalization._standard import (
    above_below_mean,
    logistic,
    robust,
    zscore,
)

__all__ = [
    "Normalization",
    "above_below_mean",
    "borda",
    "distance_to_reference",
    "distance_to_target",
    "enhanced_accuracy",
    "fit",
    "goalposts",
    "inverse",
    "linear",
    "logarithmic",
    "logistic",
    "max",
    "mazziotta_pareto",
    "minmax",
    "nonlinear",
    "normalize",
    "orient",
    "percentile",
    "rank",
    "robust",
    "sum",
    "vector",
    "zavadskas_turskis",
    "zscore",
]
