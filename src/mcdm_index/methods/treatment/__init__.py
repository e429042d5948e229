"""Treatment: outliers and skewed columns, before they are normalized.

Limits and transformations are learned from a table and then frozen, so that rows that
come later meet the same ones.
"""

from mcdm_index.methods.moments import kurtosis, skewness
from mcdm_index.methods.treatment._fit import (
    MovedPoint,
    TreatedColumn,
    Treatment,
    fit,
    passes,
    treat,
)
from mcdm_index.methods.treatment._limits import (
    iqr,
    none,
    shrink,
    skew_kurtosis,
    winsorize,
)
from mcdm_index.methods.treatment._transform import (
    box_cox,
    log,
    log_ct,
    yeo_johnson,
)

__all__ = [
    "MovedPoint",
    "TreatedColumn",
    "Treatment",
    "box_cox",
    "fit",
    "iqr",
    "kurtosis",
    "log",
    "log_ct",
    "none",
    "passes",
    "shrink",
    "skew_kurtosis",
    "skewness",
    "treat",
    "winsorize",
    "yeo_johnson",
]
