"""Where rows live: the only package that knows a container from an array.

Two verbs carry everything: `column_stats` folds the blocks of a table into statistics,
`map_rows` applies a row kernel and gives back the kind of container that came in. Each
kind is known to one module, which is imported when such a container comes, and imports
nothing that the user has not.
"""

from mcdm_index.engine._checks import check_finite
from mcdm_index.engine._fold import column_stats
from mcdm_index.engine._gather import lacking
from mcdm_index.engine._lazy import LazyRows, in_memory
from mcdm_index.engine._map import like, map_rows, wrap
from mcdm_index.engine._memory import as_streamed
from mcdm_index.engine._open import (
    column_names,
    is_streamed,
    open_columns,
    open_rows,
)
from mcdm_index.engine._rows import Kernel, Missing, Rows, plain
from mcdm_index.engine._sample import draw_rows, sample_rows

__all__ = [
    "Kernel",
    "LazyRows",
    "Missing",
    "Rows",
    "as_streamed",
    "check_finite",
    "column_names",
    "column_stats",
    "draw_rows",
    "in_memory",
    "is_streamed",
    "lacking",
    "like",
    "map_rows",
    "open_columns",
    "open_rows",
    "plain",
    "sample_rows",
    "wrap",
]
