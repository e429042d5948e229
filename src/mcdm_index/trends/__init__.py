"""Trends: how the scores of units developed over periods, and through what."""

from mcdm_index.trends._parts import contributions
from mcdm_index.trends._paths import rank_moves, trends

__all__ = ["contributions", "rank_moves", "trends"]
