"""Normalization: from raw columns to comparable ones, in which larger is better.

Each method is learned from a table and then frozen: the same parameters serve rows that
come later. Polarity ends here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcdm_index._numeric import Container, Matrix, Vector
from mcdm_index._registry import get, register
from mcdm_index.engine import Kernel, Missing, column_stats, map_rows, open_rows
from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.polarity import COST, Direction, Polarity, parse_all
from mcdm_index.statistics import ColumnStats

__all__ = ["Chain", "Membership", "Rescale", "fit", "minmax", "orient", "vector"]


@dataclass(frozen=True)
class Rescale:
    r"""The kernel :math:`z = (x / 2^s - o) / r`, with `origin` o, `span` r, `scale` s.

    Where the span is zero, z is `constant`. `out_range` stretches [0, 1] to [a, b] by
    ``a (1 - z) + b z``, which is exact at both ends.
    """

    origin: Vector
    span: Vector
    scale: NDArray[np.int64]
    constant: float = 0.0
    out_range: tuple[float, float] = (0.0, 1.0)
    clip: bool = False

    def __call__(self, X: Matrix) -> Matrix:
        """Rescale rows."""
        x = np.ldexp(X, -self.scale) if self.scale.any() else X
        z = x - self.origin
        known = self.span != 0
        if known.all():
            z /= self.span
        else:
            z[:, known] /= self.span[known]
            z[:, ~known] = self.constant
        z += 0.0  # no negative zeros
        if self.clip:
            np.clip(z, 0.0, 1.0, out=z)
        if self.out_range != (0.0, 1.0):
            a, b = self.out_range
            z = a * (1 - z) + b * z
        return z


@dataclass(frozen=True)
class Membership:
    r"""The kernel that turns target and interval columns into grades from 0 to 1.

    Inside [a, b] the grade is 1; it falls to 0 over the distance `left` below a and
    `right` above b. Columns that are not listed pass unchanged.
    """

    columns: NDArray[np.int64]
    low: Vector
    high: Vector
    left: Vector
    right: Vector

    @classmethod
    def learn(cls, stats: ColumnStats, polarity: tuple[Polarity, ...]) -> "Membership":
        """Learn how far the farthest value lies from the best ones."""
        columns, ends = [], []
        for j, best in enumerate(polarity):
            if isinstance(best, Direction):
                continue
            if best.tolerance is None:
                left = right = max(
                    best.low - stats.low[j], stats.high[j] - best.high, 0.0
                )
            else:
                left = best.low - best.tolerance[0]
                right = best.tolerance[1] - best.high
            columns.append(j)
            ends.append((best.low, best.high, left, right))
        return cls(np.array(columns, dtype=np.int64), *np.array(ends, dtype=float).T)

    def __call__(self, X: Matrix) -> Matrix:
        """Grade rows."""
        x = X[:, self.columns]
        u = (
            1
            - self._part(self.low - x, self.left)
            - self._part(x - self.high, self.right)
        )
        out = X.copy()
        out[:, self.columns] = np.maximum(u, 0.0)
        return out

    @staticmethod
    def _part(distance: Matrix, reach: Vector) -> Matrix:
        """Give the share of the reach that is used up; all of it if the reach is 0."""
        used = np.where(distance > 0, 1.0, 0.0)
        return np.divide(distance, reach, out=used, where=(distance > 0) & (reach > 0))


@dataclass(frozen=True)
class Chain:
    """Two kernels, one after the other."""

    first: Kernel
    second: Kernel

    def __call__(self, X: Matrix) -> Matrix:
        """Apply both."""
        return self.second(self.first(X))


def fit(
    method: str | None,
    X: Container,
    polarity: object = None,
    options: Mapping[str, Any] | None = None,
    *,
    missing: Missing = "raise",
) -> Kernel:
    """Learn a normalization and freeze it.

    Parameters
    ----------
    method : str or None
        A registered normalization. None only turns costs and targets around (see
        `orient`).
    X : array_like or DataFrame of shape (n_units, n_criteria)
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    options : mapping, optional
        The keyword options of the method.
    missing : {"raise", "omit"}
        Refuse missing values, or learn from the complete rows.

    Returns
    -------
    callable
        A row kernel: it maps new rows by what was learned here and nothing else.

    Raises
    ------
    UnknownMethodError
        The method or an option is unknown, or it cannot be frozen.
    """
    entry = get("normalization", method or "orient")
    options = dict(options or {})
    entry.check_options(options)
    if entry.learn is None:
        msg = (
            f"normalization {entry.name!r} cannot be frozen and applied to new rows: "
            "it was registered without learn="
        )
        raise UnknownMethodError(msg)
    table = open_rows(X)
    parsed = parse_all(polarity, table.shape[1], table.columns)
    if all(isinstance(kind, Direction) for kind in parsed):
        stats = column_stats(table, entry.needs, missing=missing, domain=entry.domain)
        kernel: Kernel = entry.learn(stats, parsed, **options)
        return kernel
    grade = Membership.learn(column_stats(table, missing=missing), parsed)
    stats = column_stats(
        table, entry.needs, rows=grade, missing=missing, domain=entry.domain
    )
    return Chain(grade, entry.learn(stats, parsed, **options))


def _costs(polarity: tuple[Polarity, ...]) -> NDArray[np.bool_]:
    return np.array([kind == COST for kind in polarity])


def _learn_minmax(
    stats: ColumnStats,
    polarity: tuple[Polarity, ...],
    *,
    out_range: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Rescale:
    ends = [float(end) for end in np.ravel(out_range)]
    if len(ends) != 2 or not np.isfinite(ends).all() or ends[0] >= ends[1]:
        msg = f"out_range must be (low, high) with low < high, got {out_range!r}"
        raise DomainError(msg)
    graded = np.array([not isinstance(kind, Direction) for kind in polarity])
    cost = _costs(polarity)
    scale = stats.scale
    low = np.where(graded, 0.0, np.ldexp(stats.low, -scale))
    high = np.where(graded, 1.0, np.ldexp(stats.high, -scale))
    return Rescale(
        np.where(cost, high, low),
        np.where(cost, low - high, high - low),
        scale,
        constant=0.5,
        out_range=(ends[0], ends[1]),
        clip=clip,
    )


@register(
    "normalization",
    learn=_learn_minmax,
    promises=("scale", "shift"),
    cite="OECD2008",
)
def minmax(
    X: Container,
    polarity: object = None,
    *,
    out_range: tuple[float, float] = (0.0, 1.0),
    clip: bool = False,
) -> Container:
    r"""Normalize to a range: the worst value to its low end, the best to its high.

    .. math::

        z = \frac{x - \min}{\max - \min} \text{ (benefit)},\qquad
        z = \frac{\max - x}{\max - \min} \text{ (cost)}

    A target t has :math:`z = 1 - |x - t| / M` and an interval the same with the
    distance from its nearer end, where M is the largest distance in the data.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    out_range : (float, float), default (0, 1)
        The ends of the result.
    clip : bool, default False
        Whether values beyond the learned minimum and maximum stop at the ends; this
        concerns only new rows.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Within `out_range`, unitless. A constant benefit or cost is the middle of the
        range: neither best nor worst.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] OECD and JRC (2008). Handbook on Constructing Composite Indicators, section
       5.2. doi:10.1787/9789264043466-en

    Examples
    --------
    >>> import numpy as np
    >>> minmax(np.array([[1.0, 30.0], [2.0, 10.0], [5.0, 20.0]]), ["max", "min"])
    array([[0.  , 0.  ],
           [0.25, 1.  ],
           [1.  , 0.5 ]])
    """
    options = {"out_range": out_range, "clip": clip}
    return map_rows(X, fit("minmax", X, polarity, options))


def _learn_vector(stats: ColumnStats, polarity: tuple[Polarity, ...]) -> Rescale:
    cost = _costs(polarity)
    length = stats.norm
    return Rescale(
        np.where(cost, length, 0.0), np.where(cost, -length, length), stats.scale
    )


@register(
    "normalization",
    learn=_learn_vector,
    needs=("comoment",),
    promises=("scale",),
    cite="HwangYoon1981",
)
def vector(X: Container, polarity: object = None) -> Container:
    r"""Normalize each column to Euclidean length 1.

    .. math::

        z = \frac{x}{\lVert x \rVert} \text{ (benefit)},\qquad
        z = 1 - \frac{x}{\lVert x \rVert} \text{ (cost)},\qquad
        \lVert x \rVert = \sqrt{\textstyle\sum_i x_i^2}

    Turning costs around by 1 - z leaves all distances between units as they are, so
    that TOPSIS on the result is TOPSIS with the least cost as its ideal. Targets and
    intervals are first graded from 0 to 1 as in `minmax`.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite, of any sign.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Unitless; for non-negative data within [0, 1]. A column of zeros stays zero.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, chapter
       3. Springer. doi:10.1007/978-3-642-48318-9

    Examples
    --------
    >>> import numpy as np
    >>> vector(np.array([[3.0, 3.0], [4.0, 4.0]]), ["max", "min"])
    array([[0.6, 0.4],
           [0.8, 0.2]])
    """
    return map_rows(X, fit("vector", X, polarity))


def _learn_orient(stats: ColumnStats, polarity: tuple[Polarity, ...]) -> Rescale:
    cost = _costs(polarity)
    return Rescale(
        np.where(cost, stats.high, 0.0),
        np.where(cost, -1.0, 1.0),
        np.zeros(len(cost), dtype=np.int64),
    )


@register("normalization", learn=_learn_orient, cite="Si2015")
def orient(X: Container, polarity: object = None) -> Container:
    r"""Turn all columns to larger-is-better and leave benefits as they are.

    A cost becomes :math:`\max - x`, in its own unit; targets and intervals are graded
    from 0 to 1 as in `minmax`. In Chinese textbooks this step is called 正向化.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.

    Returns
    -------
    ndarray or DataFrame of shape (n_units, n_criteria)
        Larger is better. A constant cost becomes 0.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError

    References
    ----------
    .. [1] Si, S. and Sun, X. (2015). Mathematical Modelling: Algorithms and
       Applications (in Chinese), 2nd ed., chapter 14. National Defense Industry Press.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 30.0, 6.0], [2.0, 10.0, 9.0]])
    >>> orient(X, ["max", "min", "target(7)"])
    array([[ 1. ,  0. ,  0.5],
           [ 2. , 20. ,  0. ]])
    """
    return map_rows(X, fit("orient", X, polarity))
