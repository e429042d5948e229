"""npindex: cities and new quality productive forces, by the method of the 2025 report.

Three dimensions, ten sub-dimensions and 24 indicators; cities with many gaps are
screened out, gaps are filled by chained equations, scores come from entropy weights and
TOPSIS, cities get six stars to one and fall into four tiers. The whole of it is data,
in ``npindex.toml`` beside this file.
"""

from importlib.resources import as_file, files
from typing import Any

from mcdm_index.hierarchy import Hierarchy
from mcdm_index.index import CompositeIndex
from mcdm_index.presets.npindex.agglomerations import (
    agglomeration_plans,
    agglomerations,
)
from mcdm_index.presets.npindex.profiles import profile_types
from mcdm_index.presets.npindex.simulation import simulate_cities

__all__ = [
    "agglomeration_plans",
    "agglomerations",
    "hierarchy",
    "index",
    "profile_types",
    "simulate_cities",
]


def index(**changes: Any) -> CompositeIndex:
    """Build the index of the report.

    Parameters
    ----------
    **changes
        Parameters of `CompositeIndex` that override the preset.

    Returns
    -------
    CompositeIndex
        Ready to be fitted on a table with one row per city; columns are found by code
        (``A1.1``), short name (``rd_exp``), or Chinese or English name.

    References
    ----------
    .. [1] Institute of New Quality Productive Forces and Innovation Strategy,
       ZJU-Hangzhou Global Scientific and Technological Innovation Center (2025). Report
       on the Development Index of New Quality Productive Forces of Chinese Cities (in
       Chinese).

    Examples
    --------
    >>> tree = index(random_state=1).hierarchy
    >>> len(tree.dimensions), len(tree.leaves)
    (3, 24)
    """
    with as_file(files(__package__) / "npindex.toml") as path:
        return CompositeIndex.from_toml(path, **changes)


def hierarchy() -> Hierarchy:
    """Give the tree of the report: 3 dimensions, 10 sub-dimensions, 24 indicators."""
    return index().hierarchy
