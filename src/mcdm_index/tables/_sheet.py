"""Sheets: from a DataFrame to headers, kinds of numbers and rows in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._words import Kind, cell, kind_of, title, word
from mcdm_index.hierarchy import Hierarchy

__all__ = ["Sheet", "sheet_of"]

# Columns whose cells name nodes of the tree, or hold words that are translated.
_NODES = ("criterion", "node", "parent")
_WORDED = ("kind", "measure", "end", "direction")


@dataclass(frozen=True)
class Sheet:
    """One table, as it is to be written.

    Attributes
    ----------
    name : str
        What it is called in the library.
    title : str
        What it is called in its language.
    headers : tuple of str
        Of the labels and of the columns.
    tex : tuple of str or None
        Headers that have a customary letter, in LaTeX.
    kinds : tuple of str or None
        How the numbers of each column are written; None for labels and words.
    labels : int
        How many of the columns are labels.
    columns : tuple of sequence
        The cells, column by column.
    """

    name: str
    title: str
    headers: tuple[str, ...]
    tex: tuple[str | None, ...]
    kinds: tuple[Kind | None, ...]
    labels: int
    columns: tuple[Any, ...]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Give the cells row by row; what is missing is None."""
        yield from zip(*self.columns, strict=True)

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def sheet_of(
    name: str, frame: pd.DataFrame, tree: Hierarchy, lang: str, *, index: bool = True
) -> Sheet:
    """Put a table into the words of a language.

    Parameters
    ----------
    name : str
    frame : DataFrame
        Columns that are codes of nodes get their names.
    tree : Hierarchy
    lang : {"en", "zh"}
    index : bool, default True
        Whether the row index is written.
    """
    nodes = node_names(tree, lang)
    labels = _labels(frame, lang) if index else []
    headers = [header for header, _ in labels]
    columns = [values for _, values in labels]
    tex: list[str | None] = [None] * len(labels)
    kinds: list[Kind | None] = [None] * len(labels)
    for key in frame.columns:
        code = str(key)
        headers.append(_header(code, name, nodes, lang))
        letter = word(code, lang, table=name, tex=True)
        tex.append(letter if letter.startswith("$") else None)
        kinds.append(_kind(frame[key], kind_of(code, table=name)))
        columns.append(_cells(frame[key], code, nodes, lang))
    return Sheet(
        name,
        title(name, lang),
        tuple(headers),
        tuple(tex),
        tuple(kinds),
        len(labels),
        tuple(columns),
    )


def node_names(tree: Hierarchy, lang: str) -> dict[str, str]:
    """Name every node in a language; with its code where two share a name.

    Parameters
    ----------
    tree : Hierarchy
    lang : {"en", "zh"}
    """
    names = {code: tree[code].name(lang) for code in tree.codes}
    several = pd.Series(names).duplicated(keep=False)
    return {
        code: f"{name} ({code})" if several[code] and name != code else name
        for code, name in names.items()
    }


def _labels(frame: pd.DataFrame, lang: str) -> list[tuple[str, list[Any]]]:
    """Give header and cells of every level of the row index."""
    index = frame.index
    found = []
    for i, name in enumerate(index.names):
        header = f"{word('unit', lang)} {i + 1}" if index.nlevels > 1 else None
        if name is not None:
            header = word(str(name), lang)
        labels = [_label(each) for each in index.get_level_values(i)]
        found.append((header or word("unit", lang), labels))
    return found


def _header(key: str, table: str, nodes: Mapping[str, str], lang: str) -> str:
    """Name a column: by its word, by the node that it is of, or by both."""
    known = word(key, lang, table=table)
    if known != key:
        return known
    code, colon, part = key.rpartition(": ")
    if colon and code in nodes:
        return f"{nodes[code]}: {word(part, lang, table=table)}"
    return nodes.get(key, key)


def _kind(values: pd.Series, known: Kind | None) -> Kind | None:
    """Settle how numbers are written: as is said of the column, or by their type."""
    if not pd.api.types.is_numeric_dtype(values) or values.dtype == bool:
        return None
    if known is not None:
        return known
    return "whole" if pd.api.types.is_integer_dtype(values) else "score"


def _cells(
    values: pd.Series, key: str, nodes: Mapping[str, str], lang: str
) -> list[Any]:
    cells = [None if _missing(value) else _plain(value) for value in values]
    if key in _NODES:
        return [nodes.get(str(value), value) for value in cells]
    if key in _WORDED:
        return [
            cell(value, lang) if isinstance(value, str) else value for value in cells
        ]
    return cells


def _missing(value: Any) -> bool:
    return bool(np.ndim(value) == 0 and pd.isna(value))


def _label(value: Any) -> Any:
    """Take a label as it is; one that is no value is told in words."""
    return str(value) if _missing(value) else _plain(value)


def _plain(value: Any) -> Any:
    """Take the Python value of a numpy one; join a label of several parts."""
    if isinstance(value, tuple | list):
        return " / ".join(map(str, value))
    return value.item() if isinstance(value, np.generic) else value
