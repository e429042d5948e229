"""Accounts: what became of a table in every imputation draw, gathered into tables."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from mcdm_index._numeric import Matrix
from mcdm_index.aggregation import FittedTree
from mcdm_index.available import Available
from mcdm_index.engine import map_rows
from mcdm_index.periods import PeriodTrees

__all__ = ["partial_nodes", "stage_tables", "treated_cells", "treated_columns"]

Tree: TypeAlias = FittedTree | PeriodTrees


def treated_cells(
    trees: Sequence[Tree], tables: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """List the cells that a treatment moved.

    Parameters
    ----------
    trees : sequence of FittedTree or PeriodTrees
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    DataFrame
        One row per cell: unit, criterion, end, raw and treated value (means over the
        draws that moved it), and the share of draws that did.
    """
    columns = ["unit", "criterion", "end", "raw", "treated", "draws"]
    index, leaves = tables[0].index, tables[0].columns
    points = [
        (index.get_loc(rows.index[point.row]), *point[1:])
        for tree, rows in _parts(trees, tables)
        if tree.treat is not None
        for point in tree.treat.points(rows)
    ]
    if not points:
        return pd.DataFrame(columns=columns)
    found = pd.DataFrame(points, columns=["row", "column", "raw", "treated", "end"])
    cells = (
        found.groupby(["row", "column", "end"], as_index=False)
        .agg(raw=("raw", "mean"), treated=("treated", "mean"), draws=("raw", "size"))
        .sort_values(["column", "row"], ignore_index=True)
    )
    cells["unit"] = [index[i] for i in cells["row"]]
    cells["criterion"] = [leaves[j] for j in cells["column"]]
    cells["draws"] /= len(trees)
    return cells[columns]


def treated_columns(
    trees: Sequence[Tree], tables: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Describe what a treatment did to each criterion.

    Parameters
    ----------
    trees : sequence of FittedTree or PeriodTrees
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    DataFrame
        One row per criterion: treatment (the most frequent over the draws, and over the
        periods where each is learned by itself), the share of them that had it, and
        means over them of the number of moved cells, of skewness and kurtosis before
        and after, and of whether the column passed.
    """
    drawn = [
        pd.DataFrame(tree.treat.columns(rows), index=rows.columns)
        for tree, rows in _parts(trees, tables)
        if tree.treat is not None
    ]
    if not drawn:
        return pd.DataFrame()
    words = np.array([table["treatment"] for table in drawn], dtype=object)
    most = [pd.Series(column).mode()[0] for column in words.T]
    account = pd.DataFrame({"treatment": most}, index=drawn[0].index)
    account["draws"] = (words == np.array(most)).mean(axis=0)
    numbers = [table.drop(columns="treatment").astype(float) for table in drawn]
    means = np.mean([table.to_numpy() for table in numbers], axis=0)
    account[numbers[0].columns] = means
    account.index.name = "criterion"
    return account


def partial_nodes(tree: Tree, table: pd.DataFrame, scores: Matrix) -> pd.DataFrame:
    """List the groups that a unit was scored on, or not, without all that is below.

    Parameters
    ----------
    tree : FittedTree or PeriodTrees
    table : DataFrame of shape (n_units, n_leaves)
        What was scored; gaps are NaN.
    scores : ndarray of shape (n_units, n_nodes)

    Returns
    -------
    DataFrame
        One row per unit and group: unit, node; present, the share of what the group is
        scored from; weight, the share of the weights that these hold and that was
        scaled up to 1; and whether it got a score.
    """
    columns = ["unit", "node", "present", "weight", "scored"]
    codes = tree.hierarchy.codes
    found = pd.DataFrame(scores, index=table.index, columns=list(codes))
    lines = []
    for part, rows in tree.parts(table):
        for code, fitted in part.scorings.items():
            if not isinstance(fitted, Available):
                continue
            there = found.loc[rows.index, list(part.inputs[code])].notna().to_numpy()
            present, held = fitted.present(there), there @ fitted.weights
            scored = found.loc[rows.index, code].notna().to_numpy()
            lines += [
                (rows.index[i], code, present[i], held[i], bool(scored[i]))
                for i in map(int, np.flatnonzero(present < 1))
            ]
    return pd.DataFrame(lines, columns=columns)


def _parts(
    trees: Sequence[Tree], tables: Sequence[pd.DataFrame]
) -> Iterator[tuple[FittedTree, pd.DataFrame]]:
    """Give every tree with the rows that it scores."""
    for tree, table in zip(trees, tables, strict=True):
        yield from tree.parts(table)


def _treated(tree: Tree, table: pd.DataFrame) -> pd.DataFrame:
    treated = [
        rows
        if part.treat is None
        else map_rows(rows, part.treat, missing="omit", by_column=True)
        for part, rows in tree.parts(table)
    ]
    return treated[0] if len(treated) == 1 else pd.concat(treated).loc[table.index]


def stage_tables(
    divided: pd.DataFrame,
    trees: Sequence[Tree],
    tables: Sequence[pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Keep the table after each stage.

    Parameters
    ----------
    divided : DataFrame
        Before imputation, with its gaps.
    trees : sequence of FittedTree or PeriodTrees
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    dict of str to DataFrame
        "divided", and the means over the draws "imputed" and "treated".
    """
    treated = [_treated(*pair) for pair in zip(trees, tables, strict=True)]
    return {"divided": divided, "imputed": _mean(tables), "treated": _mean(treated)}


def _mean(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if len(tables) == 1:
        return tables[0]
    values = np.mean([table.to_numpy() for table in tables], axis=0)
    return pd.DataFrame(values, index=tables[0].index, columns=tables[0].columns)
