"""Learning: from a table that is ready, and the stages, to what scores its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from mcdm_index._numeric import Matrix
from mcdm_index._progress import track
from mcdm_index._seeds import derived_seed
from mcdm_index.aggregation import FittedTree, fit_tree, learn_columns
from mcdm_index.engine import open_rows
from mcdm_index.errors import (
    MissingDataError,
    UnknownColumnError,
    listing,
    suggestion,
)
from mcdm_index.estimators import Grader, TierClusterer
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.imputation import FillImputer, Imputations, MICEImputer
from mcdm_index.periods import EACH, PeriodTrees, rows_of_base
from mcdm_index.preparation import Prepared, imputer_for
from mcdm_index.rules import Rule, Weights
from mcdm_index.settings import stage_for
from mcdm_index.stages import Stages

__all__ = [
    "Classes",
    "Tree",
    "check_gaps",
    "classify",
    "fill_gaps",
    "labels_beside",
    "learn",
    "with_level",
]

Tree: TypeAlias = FittedTree | PeriodTrees
Imputer: TypeAlias = MICEImputer | FillImputer


def fill_gaps(
    ready: Prepared,
    whole: Hierarchy,
    *,
    stages: Stages,
    beside: pd.Series | None,
    seed: int,
) -> tuple[Imputer | None, Imputations]:
    """Fill the gaps, once per draw; a complete table is its own single draw.

    Parameters
    ----------
    ready : Prepared
        What is to be imputed.
    whole : Hierarchy
        Before screening.
    stages : Stages
    beside : Series or None
        What `labels_beside` gave.
    seed : int

    Returns
    -------
    imputer : MICEImputer, FillImputer or None
        Fitted.
    draws : Imputations
        Without imputation the table as it is, with the gaps that its groups take.

    Raises
    ------
    MissingDataError
        There is a gap that nothing is said of.
    """
    tree, n = ready.hierarchy, len(ready.table)
    kept = pd.concat([ready.table, ready.aside]) if stages.keep_donors else ready.table
    gaps = np.isnan(kept.to_numpy())
    cells = np.full((1, int(gaps.sum())), np.nan)
    told: Imputer | None = None
    if stages.impute is None:
        check_gaps(kept, tree, stages.rules(tree))
    else:
        told = clone(stages.impute)
        if isinstance(told, MICEImputer):
            told = imputer_for(told, whole, tree, kept)
        told = told.set_params(random_state=derived_seed(seed, "impute"))
        _tell_period(told, kept.index, stages.period)
        told = told.fit(with_level(kept, beside))
        if gaps.any():
            cells = told.imputations_.cells
    data = kept.to_numpy()
    return told, Imputations(data, cells, tuple(kept.columns), kept.index).head(n)


def _tell_period(imputer: Imputer, index: pd.Index, period: str | None) -> None:
    """Tell an imputer that fills along time which level is the time."""
    along = isinstance(imputer, FillImputer) and imputer.along_time
    if along and period is not None and imputer.panel is None:
        units = [name for name in index.names if name != period]
        if len(units) == 1:
            imputer.set_params(panel=(units[0], period))


def check_gaps(kept: pd.DataFrame, tree: Hierarchy, rules: dict[str, Rule]) -> None:
    """Refuse gaps in criteria below a group that takes none.

    Raises
    ------
    MissingDataError
    """
    strict = {
        leaf
        for code, rule in rules.items()
        if rule.min_present is None
        for leaf in tree.leaves_below(code)
    }
    gaps = kept.isna().to_numpy() & np.array([leaf in strict for leaf in kept])
    if gaps.any():
        rows = open_rows(kept)
        where = listing(rows.cell(int(i), int(j)) for i, j in np.argwhere(gaps))
        groups = [code for code, rule in rules.items() if rule.min_present is None]
        msg = (
            f"missing value in {where}, and no imputation. Give the index "
            "impute=MICEImputer(), or its specification a section [impute]; or "
            f"{listing(map(repr, groups))} a min_present, the share of a group that "
            "must be there for a score"
        )
        raise MissingDataError(msg)


def labels_beside(frame: pd.DataFrame, X: Any, imputer: Any) -> pd.Series | None:
    """Take the column beside the criteria from which an imputer reads groups.

    Parameters
    ----------
    frame : DataFrame
        What was taken of X, row by row.
    X : DataFrame or array_like
    imputer : MICEImputer, FillImputer or None

    Raises
    ------
    UnknownColumnError
        There is no such column.
    """
    name = getattr(imputer, "by", None)
    if not isinstance(name, str) or name in frame.index.names:
        return None
    columns = list(getattr(X, "columns", ()))
    if name not in columns:
        hint = suggestion(name, map(str, columns))
        msg = f"imputation by {name!r}: there is no such column or index level.{hint}"
        raise UnknownColumnError(msg)
    return pd.Series(np.asarray(X[name]), index=frame.index, name=name)


def with_level(rows: pd.DataFrame, beside: pd.Series | None) -> pd.DataFrame:
    """Put labels that stand beside the criteria behind the row index.

    Parameters
    ----------
    rows : DataFrame
        Some of those that have labels.
    beside : Series or None
    """
    if beside is None:
        return rows
    return rows.set_index(beside.loc[rows.index], append=True)


def learn(
    stages: Stages,
    whole: Hierarchy,
    ready: Prepared,
    weights: Weights,
    tables: Sequence[pd.DataFrame],
    *,
    show: bool = False,
) -> tuple[Tree, ...]:
    """Learn everything from treatment on, from each completed table.

    Parameters
    ----------
    stages : Stages
    whole : Hierarchy
        Before screening.
    ready : Prepared
        After it, and before imputation.
    weights : Weighter or "given"
        For the leaves that stay.
    tables : sequence of DataFrame
    show : bool, default False
        Whether a progress bar is shown on long work.

    Returns
    -------
    tuple of FittedTree or PeriodTrees
        One per table.
    """
    tree, kept = ready.hierarchy, ready.table
    treat = stages.treat and stage_for(stages.treat, "treatment", whole, tree)
    normalize = stage_for(stages.normalize, "normalization", whole, tree)
    fit = partial(
        fit_tree,
        hierarchy=tree,
        treat=treat,
        normalize=normalize,
        weights=weights,
        rules=stages.rules(tree),
        scheme=stages.scheme,
    )

    def fit_rows(table: pd.DataFrame, rows: Any) -> FittedTree:
        learned = None
        if stages.goalposts == "observed":
            learned = learn_columns(kept[rows], tree, treat, normalize, missing="omit")
        return fit(table[rows], learned=learned)

    def fit_one(table: pd.DataFrame) -> Tree:
        if stages.base == EACH and stages.period is not None:
            labels = kept.index.get_level_values(stages.period)
            trees = {each: fit_rows(table, labels == each) for each in labels.unique()}
            return PeriodTrees(trees, stages.period)
        base = rows_of_base(kept.index, stages.period, stages.base)
        return fit_rows(table, slice(None) if base is None else base)

    return tuple(fit_one(table) for table in track(tables, "scoring", show=show))


@dataclass(frozen=True)
class Classes:
    """Grades and tiers of units, and what gave them.

    Attributes
    ----------
    grader : Grader or None
    tiers : TierClusterer or None
        Fitted.
    grade_codes, tier_codes : ndarray of int or None
        0 for a unit without a score.
    """

    grader: Grader | None
    tiers: TierClusterer | None
    grade_codes: NDArray[np.int64] | None
    tier_codes: NDArray[np.int64] | None


def classify(
    stages: Stages, tree: Hierarchy, scores: Matrix, index: pd.Index, seed: int
) -> Classes:
    """Grade units by the score at the top, and cluster them by their dimensions.

    Parameters
    ----------
    stages : Stages
    tree : Hierarchy
    scores : ndarray of shape (n_units, n_nodes)
        NaN for what has no score.
    index : pandas.Index
        Cuts are learned from the rows of the base, if there is one; tiers from all.
    seed : int
    """
    top = scores[:, [tree.codes.index(tree.root)]]
    below = scores[:, [tree.codes.index(code) for code in tree.dimensions]]
    grader, tiers, grades, groups = stages.grade, stages.tiers, None, None
    if grader is not None:
        known = ~np.isnan(top[:, 0])
        base = rows_of_base(index, stages.period, stages.base)
        base = np.ones(len(top), dtype=bool) if base is None else base
        grader = clone(grader).fit(top[known & base])
        grades = np.zeros(len(top), dtype=np.int64)
        grades[known] = grader.transform(top[known])[:, 0]
    if tiers is not None:
        known = np.asarray(~np.isnan(below).any(axis=1))
        seeded = clone(tiers).set_params(random_state=derived_seed(seed, "tiers"))
        tiers = seeded.fit(below[known])
        groups = np.zeros(len(below), dtype=np.int64)
        groups[known] = tiers.labels_
    return Classes(grader, tiers, grades, groups)
