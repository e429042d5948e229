"""Values that come with labels are put in the order of the columns they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any

from mcdm_index.errors import UnknownColumnError, listing, suggestion

__all__ = ["by_label", "labelled"]


def labelled(values: object) -> bool:
    """Tell whether values carry labels: a mapping, or a Series."""
    return isinstance(values, Mapping) or hasattr(values, "to_dict")


def by_label(values: Any, names: Sequence[str] | None, what: str) -> Any:
    """Put labelled values in the order of the columns; others pass unchanged.

    Parameters
    ----------
    values : mapping, Series or anything else
    names : sequence of str or None
        Column names; a Series on a table without names is taken in its own order.
    what : str
        What the values are, for messages.

    Raises
    ------
    UnknownColumnError
        A column has no value, or a label no column.

    Examples
    --------
    >>> by_label({"b": 1, "a": 3}, ["a", "b"], "weights")
    [3, 1]
    """
    if not labelled(values):
        return values
    if names is None and not isinstance(values, Mapping):
        return list(values)
    given = {str(label): value for label, value in values.items()}
    known = list(names or ())
    strangers = [label for label in given if label not in known]
    lacking = [name for name in known if name not in given]
    if strangers or lacking:
        hint = suggestion(strangers[0], known) if strangers else ""
        msg = (
            f"{what} by label must name every column. Columns without: "
            f"{listing(lacking) or 'none'}. Labels that are no column: "
            f"{listing(strangers) or 'none'}.{hint}"
        )
        raise UnknownColumnError(msg)
    return [given[name] for name in known]
