"""Reading what people have, and writing what people need."""

from mcdm_index.tables.reading import read_table
from mcdm_index.tables.writing import write_result

__all__ = ["read_table", "write_result"]
