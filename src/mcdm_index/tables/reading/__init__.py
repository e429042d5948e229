"""Reading: a file goes in; a table of numbers and an account of its making come out."""

from mcdm_index.tables.reading._cells import MISSING, MISSING_TOKENS
from mcdm_index.tables.reading._read import ReadTable, read_table
from mcdm_index.tables.reading._rows import SUBTOTALS

__all__ = ["MISSING", "MISSING_TOKENS", "SUBTOTALS", "ReadTable", "read_table"]
