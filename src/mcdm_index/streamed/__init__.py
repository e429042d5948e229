"""Streamed: an index of rows that come in chunks; what it learns, and its scores."""

from mcdm_index.streamed._fit import Learned, learn_streamed
from mcdm_index.streamed._match import match_rows
from mcdm_index.streamed._result import StreamedResult, take_leaves
from mcdm_index.streamed._score import Blocks, RowScores

__all__ = [
    "Blocks",
    "Learned",
    "RowScores",
    "StreamedResult",
    "learn_streamed",
    "match_rows",
    "take_leaves",
]
