"""Treater: outliers and skewed columns, by limits that are learned and then frozen."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mcdm_index.engine import Missing, in_memory
from mcdm_index.estimators._base import ColumnTransformer, open_fit
from mcdm_index.methods import treatment
from mcdm_index.methods._settings import PerCriterion

__all__ = ["Treater"]


class Treater(ColumnTransformer):
    """Treat columns by what was learned of them in `fit`.

    Parameters
    ----------
    method : str, default "skew_kurtosis"
        A registered treatment.
    options : mapping, optional
        Keyword options of the method.
    per_criterion : mapping, optional
        From a column (its name, or its position in an array) to the name of another
        method, such as "none", or to ``{"method": name, option: value, ...}``, merged
        key by key with what is said for all.
    missing : {"raise", "omit"}, default "raise"
        Refuse missing values, or learn each column from the cells that are there and
        leave gaps as they are.

    Attributes
    ----------
    kernel_ : Treatment
        The frozen row kernel, and what it does to each column.
    points_ : DataFrame
        One row per cell that was moved: unit, criterion, end, raw, treated.
    columns_ : DataFrame
        One row per criterion: treatment, moved, skewness and kurtosis before and after,
        and whether it passes the rule of `treatment.skew_kurtosis`.
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame({"gdp": [1.0, 2.0, 3.0, 4.0, 100.0]}, index=list("abcde"))
    >>> treater = Treater("iqr").fit(X)
    >>> treater.points_.values.tolist()
    [['e', 'gdp', 'high', 100.0, 7.0]]
    >>> treater.transform(X.assign(gdp=9.0)).ravel().tolist()
    [7.0, 7.0, 7.0, 7.0, 7.0]
    """

    def __init__(
        self,
        method: str = "skew_kurtosis",
        *,
        options: Mapping[str, Any] | None = None,
        per_criterion: PerCriterion | None = None,
        missing: Missing = "raise",
    ) -> None:
        self.method = method
        self.options = options
        self.per_criterion = per_criterion
        self.missing = missing

    def fit(self, X: Any, y: Any = None) -> "Treater":
        """Learn limits and transformations.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
        y : ignored
        """
        rows = open_fit(self, X)
        in_memory(rows, "Treater, which lists every cell that it moves,")
        self.kernel_: treatment.Treatment = treatment.fit(
            self.method,
            X,
            self.options,
            per_criterion=self.per_criterion,
            missing=self.missing,
        )
        names: Any = rows.columns or range(rows.shape[1])
        units = range(rows.shape[0]) if rows.index is None else rows.index
        self.points_ = pd.DataFrame(
            [
                (units[p.row], names[p.column], p.end, p.raw, p.treated)
                for p in self.kernel_.points(X)
            ],
            columns=["unit", "criterion", "end", "raw", "treated"],
        )
        self.columns_ = pd.DataFrame(
            self.kernel_.columns(X), index=pd.Index(names, name="criterion")
        )
        return self
