"""Three tables for a paper: the indicators, their weights, the ranking."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mcdm_index._words import check_lang
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.polarity import BENEFIT, COST
from mcdm_index.tables._parts import score_parts, weight_parts
from mcdm_index.tables._sheet import Sheet, sheet_of
from mcdm_index.tables.excel import write_workbook
from mcdm_index.tables.markup import check_digits, latex, markdown

__all__ = ["PaperTables", "paper_tables"]


@dataclass(frozen=True, eq=False)
class PaperTables:
    """The three tables that a paper on an index needs.

    Attributes
    ----------
    indicators : DataFrame
        One row per criterion, under its code: name, measured_in (its unit of
        measurement), direction ("+", "-" or "target"), observed (the number of observed
        values), mean, sd (ddof 1), min, median and max of these, and missing_share, or
        imputed_share where gaps were filled.
    weighing : DataFrame
        One row per criterion, under its code: name and parent; entropy and divergence,
        or what else the method of weighting keeps; local, the weight within the parent,
        and effective, that at the top.
    ranking : DataFrame
        One row per unit, the best first (within each period): what lies behind the
        score (D+ and D- for TOPSIS), score (``closeness`` for TOPSIS), rank, with
        several imputation draws rank_low and rank_high, the ends of its 95 % interval;
        grade and tier.
    hierarchy : Hierarchy
    lang : {"en", "zh"}
    digits : int
        Of scores and weights in LaTeX and Markdown.
    """

    indicators: pd.DataFrame
    weighing: pd.DataFrame
    ranking: pd.DataFrame
    hierarchy: Hierarchy
    lang: str
    digits: int

    def __repr__(self) -> str:
        units, leaves = len(self.ranking), len(self.indicators)
        return f"<PaperTables: {leaves} criteria, {units} units, lang {self.lang!r}>"

    @property
    def sheets(self) -> tuple[Sheet, Sheet, Sheet]:
        """The tables in the words of the language."""
        tree, lang = self.hierarchy, self.lang
        return (
            sheet_of("indicators", self.indicators, tree, lang),
            sheet_of("weighing", self.weighing, tree, lang),
            sheet_of("ranking", self.ranking, tree, lang),
        )

    def to_latex(self) -> str:
        """Write them for the package booktabs; Chinese needs XeLaTeX and ctex."""
        return "\n\n".join(latex(s, digits=self.digits) for s in self.sheets) + "\n"

    def to_markdown(self) -> str:
        """Write them below each other, each under its title."""
        return "\n".join(
            f"**{sheet.title}**\n\n{markdown(sheet, digits=self.digits)}\n"
            for sheet in self.sheets
        )

    def to_excel(self, path: str | Path) -> Path:
        """Write them to a workbook of three sheets.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        WriteError, MissingPackageError
        """
        return write_workbook(self.sheets, path)


def paper_tables(
    result: Any,
    lang: str = "en",
    *,
    digits: int = 4,
    top: int | None = None,
) -> PaperTables:
    """Make the three tables that a paper on an index needs.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}, default "en"
        Of headers, names of nodes, grades and tiers.
    digits : int, default 4
        Of scores and weights in LaTeX and Markdown.
    top : int, optional
        How many places the ranking has, in each period; all by default.

    Returns
    -------
    PaperTables

    Raises
    ------
    DomainError
        The language is unknown, or digits are not from 1 to 17.
    """
    check_lang(lang)
    check_digits(digits)
    return PaperTables(
        indicators(result, lang),
        weighing(result, lang),
        ranking(result, lang, top),
        result.hierarchy,
        lang,
        digits,
    )


def indicators(result: Any, lang: str) -> pd.DataFrame:
    """Describe the observed values of every criterion; see `PaperTables`.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}
    """
    tree, table = result.hierarchy, result.stages["divided"]
    observed = table.notna().sum()
    filled = "imputed_share" if len(result.imputed) else "missing_share"
    found = pd.DataFrame(
        {
            "name": [tree[code].name(lang) for code in tree.leaves],
            "measured_in": [tree[code].unit for code in tree.leaves],
            "direction": [_direction(tree[code].polarity) for code in tree.leaves],
            "observed": observed.to_numpy(),
            "mean": table.mean().to_numpy(),
            "sd": [_deviation(table[code].dropna()) for code in tree.leaves],
            "min": table.min().to_numpy(),
            "median": table.median().to_numpy(),
            "max": table.max().to_numpy(),
            filled: 1 - observed.to_numpy() / len(table),
        },
        index=pd.Index(tree.leaves, name="code"),
    )
    return found if any(found["measured_in"]) else found.drop(columns="measured_in")


def _deviation(values: pd.Series) -> float:
    """Give the standard deviation; NaN for a single value."""
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")


def _direction(polarity: Any) -> str:
    return {BENEFIT: "+", COST: "-"}.get(polarity, "target")


def weighing(result: Any, lang: str) -> pd.DataFrame:
    """Give the weights of the criteria and what lies behind them; see `PaperTables`.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}
    """
    tree, w = result.hierarchy, result.weights
    leaves = list(tree.leaves)
    found = pd.DataFrame(
        {
            "name": [tree[code].name(lang) for code in leaves],
            "parent": [tree[code].parent for code in leaves],
        },
        index=pd.Index(leaves, name="code"),
    )
    behind = weight_parts(result).reindex(leaves).dropna(axis=1, how="all")
    return found.join(behind).join(w.loc[leaves, ["local", "effective"]])


def ranking(result: Any, lang: str, top: int | None = None) -> pd.DataFrame:
    """Give scores and ranks with what lies behind them; see `PaperTables`.

    Parameters
    ----------
    result : IndexResult
    lang : {"en", "zh"}
    top : int, optional
    """
    table: pd.DataFrame = result.table(lang)
    behind = score_parts(result).drop(columns="score", errors="ignore")
    ends = ["rank_low", "rank_high"] if result.m > 1 else []
    classes = [name for name in ("grade", "tier") if name in table]
    score = [] if "closeness" in behind else ["score"]
    found = behind.loc[table.index].join(table[[*score, "rank", *ends, *classes]])
    if top is None:
        return found
    within = np.asarray(found["rank"] <= top, dtype=bool)
    return found[within]
