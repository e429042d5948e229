"""Figures: from a result to what can be looked at, with matplotlib.

Every function takes a result and the Axes to draw on, and gives the Axes back; without
Axes it makes a figure of a fitting size. They need ``pip install mcdm-index[plot]``,
never show anything by themselves, and leave matplotlib's settings as they are.

Words and names are English or Chinese (``lang="zh"``). A font that has the characters
is looked for among those installed; if there is none, other labels stand in their
place, with one `FontWarning`. Colors are told apart by eyes of every kind.
"""

from mcdm_index.plot._bump import bump
from mcdm_index.plot._heatmap import heatmap
from mcdm_index.plot._imputation import densities, traces
from mcdm_index.plot._profile import profile, radar
from mcdm_index.plot._ranking import ranking
from mcdm_index.plot._ranks import rank_distribution
from mcdm_index.plot._ridge import ridge
from mcdm_index.plot._sobol import sobol
from mcdm_index.plot._sunburst import sunburst
from mcdm_index.plot._tiers import parallel, tiers
from mcdm_index.plot._weights import weights

__all__ = [
    "bump",
    "densities",
    "heatmap",
    "parallel",
    "profile",
    "radar",
    "rank_distribution",
    "ranking",
    "ridge",
    "sobol",
    "sunburst",
    "tiers",
    "traces",
    "weights",
]
