"""Reading what people have, and writing what people need."""

from mcdm_index.tables.jumps import unit_jumps
from mcdm_index.tables.names import suggest_names
from mcdm_index.tables.paper import PaperTables
from mcdm_index.tables.reading import (
    MISSING_TOKENS,
    SUBTOTALS,
    ReadTable,
    read_table,
)
from mcdm_index.tables.writing import write_result

__all__ = [
    "MISSING_TOKENS",
    "SUBTOTALS",
    "PaperTables",
    "ReadTable",
    "read_table",
    "suggest_names",
    "unit_jumps",
    "write_result",
]
