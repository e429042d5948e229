"""Objective weights: from a decision matrix to one weight per criterion."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import numpy as np

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix, Vector, check_weights, share
from mcdm_index._registry import get, register
from mcdm_index.engine import column_stats, map_rows, open_rows
from mcdm_index.errors import DomainError, UnknownMethodError, listing
from mcdm_index.methods import normalization
from mcdm_index.polarity import parse_all
from mcdm_index.statistics import ColumnStats

__all__ = ["critic", "entropy", "equal", "std", "weigh"]


def weigh(
    X: Container,
    method: object = "entropy",
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
) -> Vector:
    """Find weights by name, by a function of one's own, or take them as given.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
    method : str, callable or array_like
        A registered weighting; a function of X, or of X and polarity, which gets an
        array of floats whatever the container; an estimator
        with ``fit`` that learns ``weights_``; or the weights themselves, in the order
        of the columns or, as a mapping or a Series, by their names.
    polarity : polarity or sequence of them, optional
        Handed to methods that take one.
    options : mapping, optional
        Keyword options of the method.

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
    array = np.array(table.values, dtype=float)
    options = dict(options or {})
    if isinstance(method, str):
        entry = get("weighting", method)
        entry.check_options(options)
        own = not str(entry.func.__module__).startswith("mcdm_index.")
        w = _call(entry.func, array if own else X, polarity, options)
    elif callable(method):
        w = _call(method, array, polarity, options)
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
    return check_weights(w, table.shape[1], table.columns)


def _call(method: Any, X: Container, polarity: object, options: dict[str, Any]) -> Any:
    import inspect

    try:
        takes_polarity = "polarity" in inspect.signature(method).parameters
    except ValueError:  # some built-in functions do not say
        takes_polarity = False
    if takes_polarity:
        return method(X, polarity=polarity, **options)
    return method(X, **options)


@register("weighting", promises=("scale", "shift"), cite="Dawes1979")
def equal(X: Container) -> Vector:
    r"""Weigh all criteria alike.

    .. math:: w_j = 1/m

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Only its number of columns is read.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Sums to 1.

    References
    ----------
    .. [1] Dawes, R. M. (1979). The robust beauty of improper linear models in decision
       making. American Psychologist 34(7), 571-582. doi:10.1037/0003-066X.34.7.571

    Examples
    --------
    >>> import numpy as np
    >>> equal(np.array([[1.0, 2.0, 3.0, 4.0]]))
    array([0.25, 0.25, 0.25, 0.25])
    """
    return share(np.ones(open_rows(X).shape[1]))


@register(
    "weighting",
    domain="nonnegative",
    promises=("scale", "constant_gets_zero", "duplicates_share"),
    cite="Shannon1948",
)
def entropy(
    X: Container,
    polarity: object = None,
    *,
    orient: bool = False,
    shift: float = 0.0,
) -> Vector:
    r"""Weigh criteria by how unevenly their total is spread over the units.

    With :math:`p_{ij} = x_{ij} / \sum_i x_{ij}`, :math:`0 \ln 0 = 0` and n the number
    of rows,

    .. math::

        e_j = -\frac{1}{\ln n} \sum_i p_{ij} \ln p_{ij}, \qquad
        d_j = 1 - e_j, \qquad w_j = d_j / \textstyle\sum_k d_k .

    The divergence d is computed as the Theil index over ln n, which does not cancel for
    nearly constant columns. In a panel the rows are units times periods, and n counts
    all of them.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Non-negative values. Shares are taken of them as they are, so a shift changes
        the weights and a scale does not.
    polarity : polarity or sequence of them, optional
        Read only if `orient` is true.
    orient : bool, default False
        Whether costs and targets are turned around first (see
        `normalization.orient`).
    shift : float, default 0
        Added to every value, to reproduce published tables that did so.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    DomainError
        A value is negative; the message names its row and column.
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication. Bell System
       Technical Journal 27, 379-423. doi:10.1002/j.1538-7305.1948.tb01338.x
    .. [2] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, section
       2.3. Springer. doi:10.1007/978-3-642-48318-9
    .. [3] Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> import numpy as np
    >>> entropy(np.array([[1.0, 5.0, 3.0], [2.0, 5.0, 1.0], [3.0, 5.0, 9.0]])).round(3)
    array([0.22, 0.  , 0.78])
    """
    stats = _entropy_stats(X, polarity, orient=orient, shift=shift)
    return share(stats.divergence())


def _entropy_stats(
    X: Container, polarity: object, *, orient: bool, shift: float
) -> ColumnStats:
    if not np.isfinite(shift):
        msg = f"shift must be finite, got {shift!r}"
        raise DomainError(msg)
    table = open_rows(X)
    parsed = parse_all(polarity, table.shape[1], table.columns)
    if orient:
        X = map_rows(X, normalization.fit("orient", X, parsed))
    if shift:
        X = map_rows(X, lambda block: block + shift)
    return column_stats(X, ("theil",), domain="nonnegative")


@register(
    "weighting",
    promises=("shift", "constant_gets_zero", "duplicates_share"),
    cite="Diakoulaki1995",
)
def std(X: Container, *, ddof: int = 1) -> Vector:
    r"""Weigh criteria by their standard deviation.

    .. math:: w_j = s_j / \textstyle\sum_k s_k

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Values on one scale: normalize first, since the deviation of a raw column
        depends on its unit.
    ddof : int, default 1
        The divisor of the variance is n - ddof; it cancels in the weights, save that
        with ``n <= ddof`` nothing is known.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0; if all are constant, or
        there is one unit, all weights are equal.

    Raises
    ------
    MissingDataError, NonFiniteError

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining
       objective weights in multiple criteria problems: the CRITIC method. Computers &
       Operations Research 22(7), 763-770. doi:10.1016/0305-0548(94)00059-H

    Examples
    --------
    >>> import numpy as np
    >>> std(np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 1.0]])).round(3)
    array([0.464, 0.536])
    """
    stats = column_stats(X, ("squares",))
    exponent = np.where(stats.varies, stats.exponent, 0)
    return share(np.ldexp(stats.deviation(ddof), exponent - exponent.max()))


@register(
    "weighting",
    promises=("scale", "shift", "constant_gets_zero"),
    cite="Diakoulaki1995",
)
def critic(
    X: Container,
    polarity: object = None,
    *,
    correlation: str = "pearson",
    orient: bool = True,
) -> Vector:
    r"""Weigh criteria by contrast and by conflict with the others.

    On min-max normalized columns with standard deviations s and correlations r,

    .. math::

        C_j = s_j \sum_k (1 - r_{jk}), \qquad w_j = C_j / \textstyle\sum_k C_k .

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    correlation : {"pearson", "spearman"}, default "pearson"
        Spearman's ranks ties by their mean and needs all rows at once.
    orient : bool, default True
        Whether costs are turned around before they are correlated, as in the paper;
        several programs do not.

    Returns
    -------
    ndarray of shape (n_criteria,)
        Non-negative, sums to 1. A constant criterion gets 0 and does not count as
        conflict for the others. If no two criteria conflict, those that vary share
        alike; if none varies, or there is one unit, all do.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, UnknownMethodError

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining
       objective weights in multiple criteria problems: the CRITIC method. Computers &
       Operations Research 22(7), 763-770. doi:10.1016/0305-0548(94)00059-H

    Examples
    --------
    >>> import numpy as np
    >>> critic(np.array([[0.0, 0.0, 1.0], [0.5, 1.0, 0.0], [1.0, 1.0, 0.5]])).round(3)
    array([0.224, 0.316, 0.461])
    """
    kernel = normalization.fit("minmax", X, polarity if orient else None)
    stats = column_stats(X, ("comoment",), rows=kernel)
    if correlation == "pearson":
        r = stats.correlation()
    elif correlation == "spearman":
        r = _spearman(np.asarray(map_rows(X, kernel)))
    else:
        msg = f"correlation must be 'pearson' or 'spearman', got {correlation!r}"
        raise UnknownMethodError(msg)
    s = stats.deviation()
    disagreement = 1 - r
    # The correlation of collinear columns is 1 but for rounding; that is no conflict.
    disagreement[disagreement < 1e-12] = 0.0
    conflict = disagreement[:, stats.varies].sum(axis=1)
    return share(s * conflict, among=stats.varies)


def _spearman(Z: Matrix) -> Matrix:
    from scipy.stats import rankdata

    return ColumnStats.of(rankdata(Z, axis=0), ("comoment",)).correlation()
