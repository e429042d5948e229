"""Values that come with labels are put in the order of the columns they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any

from mcdm_index.errors import ShapeError, UnknownColumnError, listing, suggestion

__all__ = ["by_label", "in_order_of", "labelled", "labels_of"]


def labelled(values: object) -> bool:
    """Tell whether values carry labels: a mapping, a Series, a frame, a judgment."""
    values = _plain(values)
    if isinstance(values, Mapping):
        return True
    labels = _labels(values)
    # The running numbers that pandas gives of itself name nothing.
    return labels is not None and type(labels).__name__ != "RangeIndex"


def labels_of(values: object) -> tuple[str, ...] | None:
    """Give the labels that values carry, in their order; None if they carry none."""
    return tuple(map(str, _keys(_plain(values)))) if labelled(values) else None


def _plain(values: Any) -> Any:
    """Take what a judgment says of its criteria by name, and the rest as it is."""
    named = getattr(values, "names", None) and hasattr(values, "by_name")
    return values.by_name if named else values


def _labels(values: Any) -> Any:
    """Find what names the values: the index of a Series, the columns of a frame."""
    if not hasattr(values, "to_dict"):
        return None
    return getattr(values, "columns", getattr(values, "index", None))


def by_label(values: Any, names: Sequence[str] | None, what: str) -> Any:
    """Put labelled values in the order of the columns; others pass unchanged.

    Parameters
    ----------
    values : mapping, Series, DataFrame, judgment or anything else
        A frame has one column per name and any number of rows.
    names : sequence of str or None
        Column names; None if the table has none.
    what : str
        What the values are, for messages.

    Raises
    ------
    UnknownColumnError
        A column has no value, a label no column, one stands twice, or the columns have
        no names.

    Examples
    --------
    >>> by_label({"b": 1, "a": 3}, ["a", "b"], "weights")
    [3, 1]
    """
    if not labelled(values):
        return values
    values = _plain(values)
    if names is None:
        msg = (
            f"{what} by label need columns with names, and this table has none; pass a "
            f"DataFrame, or {what} in the order of the columns"
        )
        raise UnknownColumnError(msg)
    given = [str(label) for label in _keys(values)]
    known = list(names)
    strangers = [label for label in given if label not in known]
    lacking = [name for name in known if name not in given]
    if strangers or lacking or len(given) != len(set(given)):
        hint = suggestion(strangers[0], known) if strangers else ""
        msg = (
            f"{what} by label must name every column once. Columns without: "
            f"{listing(lacking) or 'none'}. Labels that are no column: "
            f"{listing(strangers) or 'none'}.{hint}"
        )
        raise UnknownColumnError(msg)
    if hasattr(values, "columns"):
        return values.to_numpy()[:, [given.index(name) for name in known]]
    ordered = dict(
        zip(
            given,
            values.values() if isinstance(values, Mapping) else values,
            strict=True,
        )
    )
    return [ordered[name] for name in known]


def in_order_of(frame: Any, index: Any, what: str) -> Any:
    """Put the rows of a frame in the order of an index, by their labels.

    Parameters
    ----------
    frame : DataFrame
        Running numbers from 0 name nothing: such a frame goes by position.
    index : pandas.Index
    what : str
        What the frame is, for messages.

    Raises
    ------
    ShapeError
        The numbers of rows differ.
    UnknownColumnError
        The labels differ, or one stands twice.
    """
    if len(frame) != len(index):
        msg = f"{what} need the {len(index)} rows of the table, got {len(frame)}"
        raise ShapeError(msg)
    if frame.index.equals(index):
        return frame
    running = type(frame.index).__name__ == "RangeIndex"
    if running and (frame.index.start, frame.index.step) == (0, 1):
        return frame.set_axis(index)
    strangers = index.difference(frame.index)
    if len(strangers) or not (index.is_unique and frame.index.is_unique):
        told = listing(map(repr, strangers)) or "some labels stand twice"
        msg = f"{what} must have the units of the table; they lack: {told}"
        raise UnknownColumnError(msg)
    return frame.loc[index]


def _keys(values: Any) -> Any:
    return values.keys() if isinstance(values, Mapping) else _labels(values)
