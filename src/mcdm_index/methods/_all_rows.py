"""All rows: what needs them at once says so of a table whose rows are not in memory."""

from mcdm_index._numeric import Container
from mcdm_index._registry import Kind, Method, get, list_methods
from mcdm_index.engine import Rows, in_memory, open_rows

__all__ = ["check_rows", "open_whole", "streams"]


def streams(entry: Method) -> bool:
    """Tell whether a method reads statistics that add up over blocks of rows."""
    frozen = entry.kind == "weighting" or entry.learn is not None
    return frozen and not entry.all_rows and "order" not in entry.needs


def check_rows(table: Rows, entry: Method) -> None:
    """Refuse rows that are not in memory if a method needs all of them at once.

    Raises
    ------
    AllRowsError
        Naming methods of the same kind that do not.
    """
    if table.lazy and not streams(entry):
        others = [each.name for each in list_methods(entry.kind) if streams(each)]
        in_memory(table, f"{entry.kind} {entry.name!r}", others)


def open_whole(X: Container, kind: Kind, name: str) -> Rows:
    """Open a table for a method that needs all of its rows at once.

    Raises
    ------
    AllRowsError
    """
    table = open_rows(X)
    check_rows(table, get(kind, name))
    return table
