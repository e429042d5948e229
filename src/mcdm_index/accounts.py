"""Accounts: what became of a table in every imputation draw, gathered into tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mcdm_index.aggregation import FittedTree
from mcdm_index.engine import map_rows

__all__ = ["stage_tables", "treated_cells", "treated_columns"]


def treated_cells(
    trees: Sequence[FittedTree], tables: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """List the cells that a treatment moved.

    Parameters
    ----------
    trees : sequence of FittedTree
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    DataFrame
        One row per cell: unit, criterion, end, raw and treated value (means over the
        draws that moved it), and the share of draws that did.
    """
    columns = ["unit", "criterion", "end", "raw", "treated", "draws"]
    points = [
        point
        for tree, table in zip(trees, tables, strict=True)
        if tree.treat is not None
        for point in tree.treat.points(table)
    ]
    if not points:
        return pd.DataFrame(columns=columns)
    found = pd.DataFrame(points).groupby(["row", "column", "end"], as_index=False)
    cells = found.agg(
        raw=("raw", "mean"), treated=("treated", "mean"), draws=("raw", "size")
    ).sort_values(["column", "row"], ignore_index=True)
    index, leaves = tables[0].index, tables[0].columns
    cells["unit"] = [index[i] for i in cells["row"]]
    cells["criterion"] = [leaves[j] for j in cells["column"]]
    cells["draws"] /= len(trees)
    return cells[columns]


def treated_columns(
    trees: Sequence[FittedTree], tables: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Describe what a treatment did to each criterion.

    Parameters
    ----------
    trees : sequence of FittedTree
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    DataFrame
        One row per criterion: treatment (the most frequent over the draws), the share
        of draws that had it, and means over the draws of the number of moved cells, of
        skewness and kurtosis before and after, and of whether the column passed.
    """
    drawn = [
        pd.DataFrame(tree.treat.columns(table), index=table.columns)
        for tree, table in zip(trees, tables, strict=True)
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


def stage_tables(
    divided: pd.DataFrame,
    trees: Sequence[FittedTree],
    tables: Sequence[pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Keep the table after each stage.

    Parameters
    ----------
    divided : DataFrame
        Before imputation, with its gaps.
    trees : sequence of FittedTree
    tables : sequence of DataFrame
        What each tree was learned from.

    Returns
    -------
    dict of str to DataFrame
        "divided", and the means over the draws "imputed" and "treated".
    """
    treated = [
        table if tree.treat is None else map_rows(table, tree.treat)
        for tree, table in zip(trees, tables, strict=True)
    ]
    return {"divided": divided, "imputed": _mean(tables), "treated": _mean(treated)}


def _mean(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if len(tables) == 1:
        return tables[0]
    values = np.mean([table.to_numpy() for table in tables], axis=0)
    return pd.DataFrame(values, index=tables[0].index, columns=tables[0].columns)
