"""COINr's tables: from the iData and iMeta of that R package to a tree and an index.

Every complaint names table and row. Rows are counted as a spreadsheet counts them: the
header is row 1.
"""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import pandas as pd

from mcdm_index.coinr._problems import data_problems, header_problems, meta_problems
from mcdm_index.coinr._tables import (
    PARAMETERS,
    Row,
    asked_by,
    codes_of,
    columns_of,
    is_number,
    label,
    number_of,
    open_cells,
    read_rows,
    settings_of,
)
from mcdm_index.criterion import Criterion, fold
from mcdm_index.errors import SpecError, suggestion
from mcdm_index.estimators import Normalizer, Treater
from mcdm_index.hierarchy import Hierarchy
from mcdm_index.index import CompositeIndex
from mcdm_index.polarity import BENEFIT, COST
from mcdm_index.preparation import match_table

__all__ = ["Coin", "from_coinr"]

Source: TypeAlias = str | Path | pd.DataFrame

_REQUIRED: Final = ("iCode", "Type", "Level", "Parent", "Direction", "Weight")
_READ: Final = {*_REQUIRED, "iName", "Unit", "Denominator", "ScaleFactor"}


@dataclass(frozen=True, eq=False, repr=False)
class Coin:
    """What the two tables of COINr hold: its "coin", or for a panel its "purse".

    Attributes
    ----------
    hierarchy : Hierarchy
        Indicators and aggregates with names, polarity, weights, units, denominators and
        what iMeta says of their normalization.
    data : DataFrame of shape (n_rows, n_indicators + n_denominators)
        Raw values, gaps NaN, by uCode, or by uCode and Time if there are several times.
    groups, others : DataFrame of shape (n_rows, ...)
        The columns of Type Group, as texts, and of Type Other.
    names : dict of str to str
        From uCode to uName, or to itself without one; the name in the last row counts.
    extra : DataFrame
        By iCode, the columns of iMeta that the tree does not hold: unknown ones, and
        parameters of normalizations that were not asked for.
    """

    hierarchy: Hierarchy
    data: pd.DataFrame
    groups: pd.DataFrame
    others: pd.DataFrame
    names: dict[str, str]
    extra: pd.DataFrame

    def __repr__(self) -> str:
        rows, leaves = len(self.data), len(self.hierarchy.leaves)
        return f"<Coin {self.hierarchy.root!r}: {rows} rows, {leaves} indicators>"

    @property
    def period(self) -> str | None:
        """The index level of the times; None if there is only one."""
        return "Time" if self.data.index.nlevels > 1 else None

    def denominate(self) -> "Coin":
        """Divide now, for what comes between that and an index, such as imputation.

        Returns
        -------
        Coin
            Its data are the quotients, and its tree has no denominators left.

        Raises
        ------
        DomainError
            A denominator is not positive.
        """
        tree = self.hierarchy
        table = match_table(self.data, tree).table.set_axis(list(tree.leaves), axis=1)
        nodes = tuple(replace(node, denominator=None, factor=1.0) for node in tree)
        return replace(self, hierarchy=Hierarchy(nodes), data=table)

    def index(self, **options: Any) -> CompositeIndex:
        """Give an index with the usual choices of COINr.

        These are: division by denominators, treatment by ``skew_kurtosis``, ``minmax``
        to 0-100, the given weights, weighted means level by level, and neither grades
        nor tiers. A gap is an error, unless `impute` says otherwise.

        Where indicators have goalposts that all end at one ``goalpost_scale``, the
        others end there too, so that all are on one scale. An indicator with goalposts
        or a target may be winsorized but not transformed, since these are in its unit.
        In a panel, treatment and normalization are learned over all times, where COINr
        treats every time by itself.

        Parameters
        ----------
        **options
            Parameters of `CompositeIndex` that override these. What iMeta says of the
            normalization of an indicator stays in the tree.

        Returns
        -------
        CompositeIndex
            To be fitted to `data`.
        """
        tree, in_unit = self.hierarchy, ("goalposts", "distance_to_target")
        said = {leaf: tree[leaf].settings("normalize") for leaf in tree.leaves}
        fixed = [leaf for leaf in said if said[leaf].get("method") in in_unit]
        ends = {said[leaf].get("out_range") for leaf in fixed}
        common = ends.pop() if len(ends) == 1 else None
        spared = {leaf: {"fallback": "none"} for leaf in fixed}
        usual: dict[str, Any] = {
            "treat": Treater("skew_kurtosis", per_criterion=spared or None),
            "normalize": Normalizer(options={"out_range": common or (0.0, 100.0)}),
            "weights": "given",
            "aggregate": "weighted_sum",
            "scheme": "nested",
            "grade": None,
            "tiers": None,
            "period": self.period,
        }
        return CompositeIndex(tree, **(usual | options))


def from_coinr(iData: Source, iMeta: Source, *, use_iMeta: str = "auto") -> Coin:
    """Read the two tables of R's COINr as they are.

    Parameters
    ----------
    iData : str, Path or DataFrame of shape (n_rows, n_columns)
        A CSV file in UTF-8, or a table: ``uCode``; optionally ``uName`` and ``Time``;
        and one column for every ``iCode`` that is not an Aggregate. A gap is blank or
        NA; of a DataFrame rows are told as if it were written to a file.
    iMeta : str, Path or DataFrame of shape (n_codes, n_columns)
        With ``iCode``, ``Type``, ``Level``, ``Parent``, ``Direction`` and ``Weight``;
        optionally ``iName``, ``Unit``, ``Denominator``, ``ScaleFactor`` (what the
        quotient is multiplied by) and parameters of normalizations. The Direction of
        an Aggregate has no effect, as in COINr.
    use_iMeta : str, default "auto"
        Which columns of iMeta say how an indicator is normalized:

        - "auto" : its goalposts, if it has any;
        - "none" : none of them;
        - "goalposts" : ``goalpost_lower``, ``goalpost_upper``, ``goalpost_scale`` (100
          if blank), ``goalpost_trunc2posts`` (TRUE if blank);
        - "dist2targ" : ``Target``, ``dist2targ_cap_max`` (FALSE if blank);
        - "minmax" : ``minmax_lower``, ``minmax_upper``, the ends of the result;
        - "scaled" : ``scaled_lower``, ``scaled_upper``, ``scale_factor`` (100 if
          blank); as in COINr, the bounds of an indicator with Direction -1 are of -x;
        - "zscore" : ``zscore_mean``, ``zscore_sd``.

        One that is named is needed for every indicator. COINr's own names, such as
        ``n_goalposts``, do as well. Where there is a denominator, goalposts and targets
        are those of the quotient.

    Returns
    -------
    Coin

    Raises
    ------
    SpecError
        Listing everything that is wrong in both tables.
    ReadError
        A file cannot be read as a table.

    Notes
    -----
    An iName that two indicators share, or that is the iCode of another column, gets its
    own iCode behind it, since a tree finds columns by name as well.

    References
    ----------
    .. [1] Becker, W., Caperna, G., Del Sorbo, M. et al. (2022). COINr: An R package for
       developing composite indicators. Journal of Open Source Software 7, 4567.
       doi:10.21105/joss.04567

    Examples
    --------
    >>> iMeta = pd.DataFrame(
    ...     {
    ...         "iCode": ["gdp", "smog", "Idx", "pop"],
    ...         "Type": ["Indicator", "Indicator", "Aggregate", "Denominator"],
    ...         "Level": [1, 1, 2, None],
    ...         "Parent": ["Idx", "Idx", None, None],
    ...         "Direction": [1, -1, 1, None],
    ...         "Weight": [1, 3, 1, None],
    ...         "Denominator": ["pop", None, None, None],
    ...     }
    ... )
    >>> iData = pd.DataFrame(
    ...     {"uCode": ["a", "b", "c"], "gdp": [4, 9, 8], "smog": [7, 5, 3]}
    ... ).assign(pop=[2, 3, 8])
    >>> coin = from_coinr(iData, iMeta)
    >>> coin
    <Coin 'Idx': 3 rows, 2 indicators>
    >>> coin.index().fit(coin.data).result_.scores["Idx"].to_dict()
    {'a': 12.5, 'b': 62.5, 'c': 75.0}
    """
    method = str(use_iMeta).removeprefix("n_")
    if method not in (known := ("auto", "none", *PARAMETERS)):
        hint = suggestion(method, known)
        msg = f"unknown use_iMeta {use_iMeta!r}.{hint} Use one of {', '.join(known)}."
        raise SpecError(msg)
    meta, data = open_cells(iMeta, "iMeta"), open_cells(iData, "iData")
    problems = [*header_problems(meta, "iMeta", _REQUIRED)]
    rows = [] if problems else read_rows(meta)
    if rows:
        problems += meta_problems(rows, method)
    flaws = [*header_problems(data, "iData", ("uCode",))]
    problems += flaws or data_problems(data, rows)
    if problems:
        many = f"{len(problems)} problems in the tables of COINr:\n- "
        raise SpecError((many if len(problems) > 1 else "") + "\n- ".join(problems))
    return _coin(data, meta, rows, method)


def _coin(data: pd.DataFrame, meta: pd.DataFrame, rows: list[Row], method: str) -> Coin:
    placed = data.set_axis(_index(data))
    asked = {asked_by(row, method) for row in rows if row["Type"] == "Indicator"}
    used = [key for name in asked if name for key in columns_of(name)]
    extra = meta.set_index("iCode").drop(columns=[*_READ, *used], errors="ignore")
    names = zip(data["uCode"], data.get("uName", data["uCode"]), strict=True)
    measured = codes_of(rows, "Indicator") + codes_of(rows, "Denominator")
    return Coin(
        hierarchy=_tree(rows, method),
        data=placed[measured].map(number_of),
        groups=placed[codes_of(rows, "Group")].map(label),
        others=placed[codes_of(rows, "Other")].apply(_typed),
        names={code: label(name) or code for code, name in names},
        extra=extra.apply(_typed),
    )


def _index(data: pd.DataFrame) -> pd.Index:
    units: pd.Index = pd.Index(data["uCode"], name="uCode")
    times = [number_of(text) for text in data.get("Time", ())]
    if len(set(times)) > 1:
        whole = all(time.is_integer() for time in times)
        read = [int(time) for time in times] if whole else times
        units = pd.MultiIndex.from_arrays([units, read], names=["uCode", "Time"])
    return units


def _typed(column: pd.Series) -> pd.Series:
    """Give numbers if all cells are, and texts otherwise."""
    return column.map(number_of if column.map(is_number).all() else label)


def _tree(rows: list[Row], method: str) -> Hierarchy:
    taken = Counter(fold(code) for code in codes_of(rows, "Denominator"))
    for row in rows:
        if row["Type"] == "Indicator":
            taken.update({fold(row["iCode"]), fold(row["iName"])})
    nodes = []
    for row in rows:
        code, name = row["iCode"], row["iName"]
        if row["Type"] == "Indicator":
            shared = name and taken[fold(name)] > 1
            name = f"{name} ({code})" if shared else name
            nodes.append(_leaf(row, name, settings_of(row, method)))
        elif row["Type"] == "Aggregate":
            nodes.append(_node(row, name))
    return Hierarchy(tuple(nodes))


def _node(row: Row, name: str) -> Criterion:
    return Criterion(
        row["iCode"],
        row["Parent"] or None,
        {"en": name} if name else {},
        weight=row.number("Weight"),
        unit=row["Unit"],
    )


def _leaf(row: Row, name: str, settings: dict[str, Any]) -> Criterion:
    divided = bool(row["Denominator"])
    return replace(
        _node(row, name),
        polarity=BENEFIT if row.number("Direction") > 0 else COST,
        denominator=row["Denominator"] if divided else None,
        factor=row.number("ScaleFactor", 1.0) if divided else 1.0,
        normalize=settings,
    )
