"""What all estimators share: open a table once, remember its columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted, validate_data

from mcdm_index.engine import Missing, Rows, in_memory, map_rows, open_rows
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    listing,
)
from mcdm_index.methods._frozen import Frozen


def open_fit(estimator: Any, X: Any) -> Rows:
    """Open the table to learn from, and remember number and names of its columns."""
    rows = open_rows(X)
    if not rows.lazy and rows.shape[0] == 0:
        msg = f"there is no unit: Found array with 0 sample(s) (shape={rows.shape})"
        raise EmptyDataError(msg)
    _check_names(rows)
    validate_data(estimator, _columns_of(X, rows), skip_check_array=True, reset=True)
    return rows


def open_apply(estimator: Any, X: Any) -> Rows:
    """Open a table of the same columns as the one that was learned from."""
    check_is_fitted(estimator)
    names = getattr(estimator, "feature_names_in_", None)
    rows = open_rows(X, names)
    _check_names(rows)
    validate_data(estimator, _columns_of(X, rows), skip_check_array=True, reset=False)
    return rows


def _columns_of(X: Any, rows: Rows) -> Any:
    """Give what scikit-learn reads number and names of the columns from."""
    known = X if isinstance(X, np.ndarray | pd.DataFrame) else None
    if known is not None or rows.columns is None:
        return np.empty((0, rows.shape[1])) if known is None else known
    return pd.DataFrame(columns=list(rows.columns))


def _check_names(rows: Rows) -> None:
    """Refuse columns that share a name: what is said of one would be said of both."""
    names = rows.columns or ()
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"columns share a name: {listing(map(repr, twice))}"
        raise DuplicateLabelError(msg)


def _can_be_undone(transformer: Any) -> bool:
    """Tell whether a fitted transformer has an inverse; before the fit it may."""
    kernel = getattr(transformer, "kernel_", None)
    return kernel is None or bool(kernel.invertible)


class ColumnTransformer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """A transformer that treats each column by itself, and can be undone.

    Its `fit` learns `kernel_`; its parameter `missing` says what gaps are.
    """

    kernel_: Frozen
    missing: Missing

    def transform(self, X: Any) -> Any:
        """Apply the frozen parameters to rows.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
            Layers of xarray, and what is lazy, come back in the kind that came in.
        """
        rows = open_apply(self, X)
        done = map_rows(rows, self.kernel_, missing=self.missing, by_column=True)
        return output(self, done, rows)

    @available_if(_can_be_undone)  # type: ignore[untyped-decorator]
    def inverse_transform(self, X: Any) -> Any:
        """Undo the transformation, where it can be undone.

        Parameters
        ----------
        X : array_like or DataFrame of shape (n_units, n_criteria)
            What `transform` gave.

        Returns
        -------
        ndarray of shape (n_units, n_criteria)
            Raw values.

        Notes
        -----
        It is there only if different raw values have different results, which they do
        not under a target, for example, or after winsorization.

        Raises
        ------
        InverseError
            A value is none that `transform` can have given.
        """
        rows = open_apply(self, X)
        return output(self, self.kernel_.inverse(rows), rows)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.missing == "omit"
        return tags


def values(result: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Take the numbers out of a container; scikit-learn wraps them again."""
    return np.asarray(result, dtype=float)


def output(estimator: Any, result: Any, rows: Rows) -> Any:
    """Give numbers; what is lazy or has coordinates stays as it is.

    Raises
    ------
    AllRowsError
        `set_output` asks for a container in memory.
    """
    if not rows.lazy:
        return result if hasattr(rows.frame, "coords") else values(result)
    config = getattr(estimator, "_sklearn_output_config", {})
    if config.get("transform", "default") != "default":
        kind = config["transform"]
        in_memory(rows, f"set_output(transform={kind!r})")
    return result


def check_labels(labels: Any, k: int) -> None:
    """Check the names of k classes, in one language or several."""
    if labels is None:
        return
    for names in labels.values() if isinstance(labels, Mapping) else [labels]:
        texts = [] if isinstance(names, str) else list(names)
        if len(texts) != k or len(set(texts)) != k:
            msg = f"labels must be {k} different names, best first, got {names!r}"
            raise DomainError(msg)
    if isinstance(labels, Mapping) and not labels:
        msg = "labels must have at least one language, got none"
        raise DomainError(msg)
