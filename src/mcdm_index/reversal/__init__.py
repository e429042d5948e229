"""Rank reversal: whether units keep their order when the table around them changes."""

from mcdm_index.reversal._reversal import RankReversal, rank_reversal
from mcdm_index.reversal._table import ReversalTable, reversal_table

__all__ = ["RankReversal", "ReversalTable", "rank_reversal", "reversal_table"]
