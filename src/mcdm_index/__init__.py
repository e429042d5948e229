"""Multi-criteria evaluation and composite indices.

>>> import mcdm_index as mi
>>> mi.weighting.entropy([[1, 5, 3], [2, 5, 1], [3, 5, 9]]).round(3)
array([0.22, 0.  , 0.78])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mcdm_index import errors

if TYPE_CHECKING:
    from mcdm_index import acceptability as acceptability
    from mcdm_index import clustering as clustering
    from mcdm_index import convergence as convergence
    from mcdm_index import diagnosis as diagnosis
    from mcdm_index import imputation as imputation
    from mcdm_index import plot as plot
    from mcdm_index import report as report
    from mcdm_index import reversal as reversal
    from mcdm_index import sensitivity as sensitivity
    from mcdm_index import tables as tables
    from mcdm_index import testing as testing
    from mcdm_index import trends as trends
    from mcdm_index import uncertainty as uncertainty
    from mcdm_index._numeric import ranks as rank
    from mcdm_index._registry import list_methods, register
    from mcdm_index.acceptability import smaa
    from mcdm_index.coinr import Coin, from_coinr
    from mcdm_index.comparison import Comparison, compare
    from mcdm_index.criterion import Criterion
    from mcdm_index.denominators import denominate
    from mcdm_index.engine import sample_rows
    from mcdm_index.estimators import (
        Grader,
        Normalizer,
        Scorer,
        Screener,
        TierClusterer,
        Treater,
        Weighter,
        tiers,
    )
    from mcdm_index.examination import Examination, examine
    from mcdm_index.hierarchy import Hierarchy
    from mcdm_index.imputation import FillImputer, Imputations, MICEImputer, impute
    from mcdm_index.index import CompositeIndex, IndexResult
    from mcdm_index.methods import (
        adequacy,
        agreement,
        combination,
        grading,
        inequality,
        judgment,
        normalization,
        sampling,
        scoring,
        treatment,
        weighting,
    )
    from mcdm_index.methods.audit import audit_entropy_table
    from mcdm_index.methods.normalization import normalize
    from mcdm_index.methods.scoring import score
    from mcdm_index.methods.screening import screen
    from mcdm_index.methods.scrutiny import diagnose_weights
    from mcdm_index.methods.treatment import treat
    from mcdm_index.polarity import BENEFIT, COST, Interval, Target
    from mcdm_index.tables import PaperTables, read_table, write_result
    from mcdm_index.uncertainty import robustness
    from mcdm_index.universes import Multiverse, multiverse

# Everything is loaded when it is used; importing the package costs what numpy costs.
_LAZY_MODULES = {
    "acceptability": "acceptability",
    "adequacy": "methods.adequacy",
    "agreement": "methods.agreement",
    "clustering": "clustering",
    "combination": "methods.combination",
    "convergence": "convergence",
    "diagnosis": "diagnosis",
    "grading": "methods.grading",
    "imputation": "imputation",
    "inequality": "methods.inequality",
    "judgment": "methods.judgment",
    "normalization": "methods.normalization",
    "plot": "plot",
    "report": "report",
    "reversal": "reversal",
    "sampling": "methods.sampling",
    "scoring": "methods.scoring",
    "sensitivity": "sensitivity",
    "tables": "tables",
    "testing": "testing",
    "treatment": "methods.treatment",
    "trends": "trends",
    "uncertainty": "uncertainty",
    "weighting": "methods.weighting",
}
_LAZY = {
    "BENEFIT": "polarity",
    "COST": "polarity",
    "Coin": "coinr",
    "Comparison": "comparison",
    "CompositeIndex": "index",
    "Criterion": "criterion",
    "Examination": "examination",
    "FillImputer": "imputation",
    "Grader": "estimators",
    "Hierarchy": "hierarchy",
    "Imputations": "imputation",
    "IndexResult": "index",
    "Interval": "polarity",
    "MICEImputer": "imputation",
    "Multiverse": "universes",
    "Normalizer": "estimators",
    "PaperTables": "tables",
    "Scorer": "estimators",
    "Screener": "estimators",
    "Target": "polarity",
    "TierClusterer": "estimators",
    "Treater": "estimators",
    "Weighter": "estimators",
    "audit_entropy_table": "methods.audit",
    "compare": "comparison",
    "denominate": "denominators",
    "diagnose_weights": "methods.scrutiny",
    "examine": "examination",
    "from_coinr": "coinr",
    "impute": "imputation",
    "list_methods": "_registry",
    "multiverse": "universes",
    "normalize": "methods.normalization",
    "read_table": "tables",
    "register": "_registry",
    "robustness": "uncertainty",
    "sample_rows": "engine",
    "score": "methods.scoring",
    "screen": "methods.screening",
    "smaa": "acceptability",
    "tiers": "estimators",
    "treat": "methods.treatment",
    "write_result": "tables",
}

__all__ = [
    "BENEFIT",
    "COST",
    "Coin",
    "Comparison",
    "CompositeIndex",
    "Criterion",
    "Examination",
    "FillImputer",
    "Grader",
    "Hierarchy",
    "Imputations",
    "IndexResult",
    "Interval",
    "MICEImputer",
    "Multiverse",
    "Normalizer",
    "PaperTables",
    "Scorer",
    "Screener",
    "Target",
    "TierClusterer",
    "Treater",
    "Weighter",
    "__version__",
    "acceptability",
    "adequacy",
    "agreement",
    "audit_entropy_table",
    "clustering",
    "combination",
    "compare",
    "convergence",
    "denominate",
    "diagnose_weights",
    "diagnosis",
    "errors",
    "examine",
    "from_coinr",
    "grading",
    "imputation",
    "impute",
    "inequality",
    "judgment",
    "list_methods",
    "multiverse",
    "normalization",
    "normalize",
    "plot",
    "rank",
    "read_table",
    "register",
    "report",
    "reversal",
    "robustness",
    "sample_rows",
    "sampling",
    "score",
    "scoring",
    "screen",
    "sensitivity",
    "smaa",
    "tables",
    "testing",
    "tiers",
    "treat",
    "treatment",
    "trends",
    "uncertainty",
    "weighting",
    "write_result",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("mcdm-index")
    if name == "rank":
        from mcdm_index._numeric import ranks

        return ranks
    if name in _LAZY_MODULES:
        return import_module(f"mcdm_index.{_LAZY_MODULES[name]}")
    if name in _LAZY:
        return getattr(import_module(f"mcdm_index.{_LAZY[name]}"), name)
    msg = f"module 'mcdm_index' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
