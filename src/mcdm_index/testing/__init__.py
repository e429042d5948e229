"""Laws that methods are held to: from a method of one's own to the laws it breaks.

`check_weighting` and its siblings run every law that applies; `parametrize_with_laws`
makes a test of each; the strategies draw tables, polarities, weights, trees and panels.

It needs hypothesis: ``pip install "mcdm-index[testing]"``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mcdm_index.errors import MissingPackageError

if TYPE_CHECKING:
    from mcdm_index.testing._check import (
        HeldLaw,
        check_grading,
        check_imputer,
        check_normalization,
        check_scoring,
        check_weighting,
        parametrize_with_laws,
    )
    from mcdm_index.testing._law import Law, law_of, laws_of, promises_of
    from mcdm_index.testing._report import Counterexample, Outcome, Report
    from mcdm_index.testing._strategies import (
        decision_matrices,
        directions,
        gaps,
        intervals,
        polarities,
        problems,
        tables,
        targets,
        weights,
    )
    from mcdm_index.testing._trees import hierarchies, panels
    from mcdm_index.testing._values import grid, neighbours, scores, wide

__all__ = [
    "Counterexample",
    "HeldLaw",
    "Law",
    "Outcome",
    "Report",
    "check_grading",
    "check_imputer",
    "check_normalization",
    "check_scoring",
    "check_weighting",
    "decision_matrices",
    "directions",
    "gaps",
    "grid",
    "hierarchies",
    "intervals",
    "law_of",
    "laws_of",
    "neighbours",
    "panels",
    "parametrize_with_laws",
    "polarities",
    "problems",
    "promises_of",
    "scores",
    "tables",
    "targets",
    "weights",
    "wide",
]

_PARTS = ("_check", "_law", "_report", "_strategies", "_trees", "_values")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module 'mcdm_index.testing' has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        import_module("hypothesis")
    except ModuleNotFoundError:
        msg = 'testing needs hypothesis: pip install "mcdm-index[testing]"'
        raise MissingPackageError(msg) from None
    modules = [import_module(f"mcdm_index.testing.{part}") for part in _PARTS]
    found: Any = next(getattr(m, name) for m in modules if name in m.__all__)
    return found


def __dir__() -> list[str]:
    return __all__
