"""Weights by name, by a function of one's own, or as given: checked and normalized."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import numpy as np

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix, Vector, check_weights
from mcdm_index._registry import get
from mcdm_index.engine import Rows, in_memory, open_rows
from mcdm_index.errors import UnknownMethodError, listing
from mcdm_index.methods._all_rows import check_rows
from mcdm_index.methods.weighting._limit import limit

__all__ = ["weigh"]


def weigh(
    X: Container,
    method: object = "entropy",
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
    *,
    cap: Any = None,
    floor: Any = None,
) -> Vector:
    """Find weights by name, by a function of one's own, or take them as given.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
    method : str, callable or array_like
        A registered weighting; a function of X, or of X and polarity, which gets an
        array of floats whatever the container; an estimator
        with ``fit`` that learns ``weights_``; or the weights themselves, in the order
        of the columns or, as a mapping, a Series or a judgment, by their names.
    polarity : polarity or sequence of them, optional
        Handed to methods that take one.
    options : mapping, optional
        Keyword options of the method.
    cap, floor : float in [0, 1], one per criterion, or mapping by name, optional
        The most and the least that a criterion may have; see `limit`.

    Returns
    -------
    ndarray of shape (n_criteria,) or (k, n_criteria)
        Non-negative, each vector summing to 1.

    Raises
    ------
    UnknownMethodError
        The name or an option is unknown.
    WeightsError
        What came back, or was given, is not a set of weights.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 2.0], [2.0, 3.0], [9.0, 4.0]])
    >>> weigh(X, lambda X: X.max(axis=0)).round(3)
    array([0.692, 0.308])
    """
    table = open_rows(X)
    options = dict(options or {})
    if isinstance(method, str):
        entry = get("weighting", method)
        entry.check_options(options)
        check_rows(table, entry)
        own = not str(entry.func.__module__).startswith("mcdm_index.")
        w = _call(entry.func, _array(table) if own else table, polarity, options)
    elif callable(method):
        w = _call(method, _array(table), polarity, options)
    elif options:
        what = type(method).__name__ if hasattr(method, "fit") else "weights as given"
        msg = f"{what}: no options can be passed on, got {listing(options)}"
        raise UnknownMethodError(msg)
    elif hasattr(method, "fit"):
        estimator: Any = deepcopy(method)  # what was handed in stays as it is
        if polarity is not None and getattr(estimator, "polarity", 0) is None:
            estimator.polarity = polarity
        w = estimator.fit(X).weights_
    else:
        w = method
    w = by_label(w, table.columns, "weights")
    checked = check_weights(w, table.shape[1], table.columns)
    if cap is None and floor is None:
        return checked
    return limit(checked, cap=cap, floor=floor, names=table.columns)


def _array(table: Rows) -> Matrix:
    in_memory(table, "weights by a function of one's own")
    return np.array(table.values, dtype=float)


def _call(method: Any, X: Container, polarity: object, options: dict[str, Any]) -> Any:
    import inspect

    try:
        takes_polarity = "polarity" in inspect.signature(method).parameters
    except ValueError:  # some built-in functions do not say
        takes_polarity = False
    if takes_polarity:
        return method(X, polarity=polarity, **options)
    return method(X, **options)
