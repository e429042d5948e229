"""Multiple imputation: from a table with gaps to m completed ones, and back to one."""

from mcdm_index.imputation.amputation import ampute
from mcdm_index.imputation.diagnosis import Diagnosis, diagnose
from mcdm_index.imputation.draws import Imputations
from mcdm_index.imputation.filler import FillImputer
from mcdm_index.imputation.mice import MICEImputer, impute
from mcdm_index.imputation.missingness import LittleTest, little_test, patterns
from mcdm_index.imputation.overimputation import overimpute
from mcdm_index.imputation.pairs import quickpred
from mcdm_index.imputation.pooling import Pooled, m_needed, pool
from mcdm_index.imputation.single import fill
from mcdm_index.imputation.traces import Traces

__all__ = [
    "Diagnosis",
    "FillImputer",
    "Imputations",
    "LittleTest",
    "MICEImputer",
    "Pooled",
    "Traces",
    "ampute",
    "diagnose",
    "fill",
    "impute",
    "little_test",
    "m_needed",
    "overimpute",
    "patterns",
    "pool",
    "quickpred",
]
