"""Scores read off a grid of characteristic objects that an expert put in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import Container, Matrix, Vector, divide, real_numbers
from mcdm_index._registry import register
from mcdm_index.engine import Rows
from mcdm_index.errors import ColumnError, DomainError, ShapeError
from mcdm_index.methods.scoring._fit import fit, score
from mcdm_index.polarity import BENEFIT, COST
from mcdm_index.statistics import ColumnStats

__all__ = ["CometDetails", "characteristic_objects", "comet"]

Expert: TypeAlias = str | Callable[..., Any] | ArrayLike

# Objects times weight vectors: 1 GiB of preferences.
_MOST: Final = 2**27
# Ratings that differ by less, of the largest, differ by rounding.
_ROUNDING: Final = 1e-12


class CometDetails(NamedTuple):
    """What lies behind the scores of `comet`.

    Attributes
    ----------
    objects : ndarray of shape (t, n_criteria)
        The characteristic objects.
    preferences : ndarray of shape (t,) or (k, t)
        Their preferences, from 0 for the least preferred class to 1.
    """

    objects: Matrix
    preferences: Vector


@dataclass(frozen=True)
class Comet:
    """The kernel of `comet`: multilinear between the characteristic objects.

    Attributes
    ----------
    values : tuple of ndarray
        Characteristic values of each criterion, ascending, in units of ``2**scale``.
    preferences : ndarray of shape (t,) or (t, k)
    """

    values: tuple[Vector, ...]
    preferences: Matrix
    scale: NDArray[np.int64]

    def __call__(self, Z: Matrix) -> Matrix:
        """Score rows; what lies beyond the characteristic values counts as the last."""
        from scipy.interpolate import RegularGridInterpolator

        steps = [np.arange(float(len(c))) for c in self.values]
        x = np.ldexp(Z, -self.scale)
        grades = zip(x.T, self.values, steps, strict=True)
        places = np.column_stack([np.interp(x, c, step) for x, c, step in grades])
        varies = [j for j, c in enumerate(self.values) if len(c) > 1]
        P = self.preferences
        if not varies:
            return np.repeat(P, len(Z), axis=0)
        shape = [len(self.values[j]) for j in varies]
        surface = P.reshape(*shape, *P.shape[1:])
        infer = RegularGridInterpolator([steps[j] for j in varies], surface)
        return np.asarray(infer(places[:, varies]))

    def details(self, Z: Matrix) -> CometDetails:
        """Give the characteristic objects and their preferences."""
        del Z
        raw = [np.ldexp(c, s) for c, s in zip(self.values, self.scale, strict=True)]
        return CometDetails(_combined(raw), self.preferences.T)


def characteristic_objects(characteristic_values: Sequence[ArrayLike]) -> Matrix:
    """Combine characteristic values in all ways, as an expert is to judge them.

    Parameters
    ----------
    characteristic_values : sequence of array_like
        The characteristic values of each criterion: two or more, finite and ascending.

    Returns
    -------
    ndarray of shape (t, n_criteria)
        One object per row; the last criterion changes fastest.

    Raises
    ------
    ShapeError
        There is no criterion.
    DomainError
        Characteristic values do not ascend, or there are too many objects.

    See Also
    --------
    comet : Scores units by their place among the objects.

    Examples
    --------
    >>> characteristic_objects([[0, 10], [1, 2, 5]])
    array([[ 0.,  1.],
           [ 0.,  2.],
           [ 0.,  5.],
           [10.,  1.],
           [10.,  2.],
           [10.,  5.]])
    """
    given: Any = characteristic_values
    if isinstance(given, str) or not hasattr(given, "__len__") or not len(given):
        msg = f"characteristic values are one sequence per criterion, got {given!r}"
        raise ShapeError(msg)
    try:
        values = [_ascending(j, each) for j, each in enumerate(given)]
    except ColumnError as error:
        where = f"criterion {error.column}"
        raise error.named(where) from None
    _check_count(list(map(len, values)))
    return _combined(values)


def _combined(values: Sequence[Vector]) -> Matrix:
    axes = np.meshgrid(*values, indexing="ij")
    return np.column_stack([axis.ravel() for axis in axes])


def _check_count(sizes: Sequence[int], batch: int = 1) -> None:
    """Refuse a grid that no memory holds, before it is made."""
    if prod(sizes) * batch > _MOST:
        msg = (
            f"{len(sizes)} criteria with up to {max(sizes)} characteristic values have "
            f"too many characteristic objects (objects times weight vectors may be "
            f"{_MOST:.2g}); take fewer characteristic values, or score the dimensions "
            "first and then the whole"
        )
        raise DomainError(msg)


def _in_order(table: Rows, value: Any, name: str) -> Any:
    """Put characteristic values given by name in the order of the columns."""
    if hasattr(value, "columns"):
        value = value.to_dict("list")
    if labelled(value):
        return by_label(value, table.columns, name.replace("_", " "))
    return value


def _values(given: Any, stats: ColumnStats, batch: int) -> tuple[Vector, ...]:
    """Spread characteristic values evenly over the data, or check those given."""
    m = len(stats.low)
    if isinstance(given, int | np.integer) and not isinstance(given, bool):
        if given < 2:
            msg = f"characteristic_values must be 2 or more, got {given}"
            raise DomainError(msg)
        _check_count([int(given) if some else 1 for some in stats.varies], batch)
        low, high = (np.ldexp(x, -stats.scale) for x in (stats.low, stats.high))
        grid = np.linspace(low, high, given)
        return tuple(np.unique(column) for column in grid.T)
    if isinstance(given, str) or not hasattr(given, "__len__") or len(given) != m:
        msg = (
            f"characteristic_values are a number of them, or {m} sequences, one per "
            f"criterion; got {given!r}"
        )
        raise ShapeError(msg)
    values = [_ascending(j, each) for j, each in enumerate(given)]
    _check_count(list(map(len, values)), batch)
    return tuple(np.ldexp(c, -int(s)) for c, s in zip(values, stats.scale, strict=True))


def _ascending(j: int, values: Any) -> Vector:
    numbers = real_numbers(values)
    if (
        numbers is None
        or numbers.ndim != 1
        or len(numbers) < 2
        or not np.isfinite(numbers).all()
        or not (numbers[1:] > numbers[:-1]).all()
    ):
        msg = f"characteristic values are 2 or more, finite and ascending, got {values}"
        raise ColumnError(j, msg)
    return numbers


def _summed_judgments(judgments: Any, t: int) -> Vector:
    """Sum the comparisons of each object with all, 1 where it is preferred."""
    alpha = real_numbers(judgments)
    if alpha is None or alpha.shape != (t, t):
        came = "no numbers" if alpha is None else f"shape {alpha.shape}"
        msg = (
            "expert must be a method, a function, or a matrix that compares all "
            f"{t} characteristic objects, of shape ({t}, {t}); got {came}"
        )
        raise ShapeError(msg)
    bad = ~np.isin(alpha, (0, 0.5, 1)) | (alpha + alpha.T != 1)
    if bad.any():
        i, j = np.argwhere(bad)[0]
        msg = (
            "judgments are 1 (preferred), 0.5 (alike) or 0, and two of a pair sum to "
            f"1; got {alpha[i, j]:g} for objects {i} and {j}, and {alpha[j, i]:g} back"
        )
        raise DomainError(msg)
    return np.asarray(alpha.sum(axis=1))


def _preferences(ratings: Matrix) -> Matrix:
    """Place the classes of equal ratings evenly from 0 to 1."""
    order = np.argsort(ratings, axis=-1, kind="stable")
    ascending = np.take_along_axis(ratings, order, axis=-1)
    largest = np.abs(ratings).max(axis=-1, keepdims=True)
    rises = np.diff(ascending, axis=-1) > _ROUNDING * largest
    classes = np.zeros(ratings.shape)
    np.cumsum(rises, axis=-1, out=ascending[..., 1:])
    ascending[..., 0] = 0
    np.put_along_axis(classes, order, ascending, axis=-1)
    return divide(classes, classes.max(axis=-1, keepdims=True), otherwise=0.5)


def _rate(objects: Matrix, weights: Vector, expert: Any, how: Any) -> Matrix:
    """Ask the expert: what comes has one rating per object, the larger the better."""
    t = len(objects)
    if not (isinstance(expert, str) or callable(expert)):
        return np.broadcast_to(_summed_judgments(expert, t), (*weights.shape[:-1], t))
    told, kinds, options = how
    polarity = [COST if cost else BENEFIT for cost in kinds]
    ratings = score(
        objects, expert, weights=weights, polarity=polarity, options=options
    )
    found = real_numbers(ratings)
    if found is None or found.shape[-1:] != (t,) or not np.isfinite(found).all():
        msg = f"the expert {told} must give one finite rating for each of {t} objects"
        raise DomainError(msg)
    return np.broadcast_to(found, (*weights.shape[:-1], t))


def _learn_comet(
    stats: ColumnStats,
    weights: Vector,
    *,
    costs: NDArray[np.bool_],
    characteristic_values: Any = 3,
    expert: Expert = "topsis",
    expert_options: Mapping[str, Any] | None = None,
) -> Comet:
    values = _values(characteristic_values, stats, len(np.atleast_2d(weights)))
    raw = [np.ldexp(c, s) for c, s in zip(values, stats.scale, strict=True)]
    told = expert if isinstance(expert, str) else getattr(expert, "__name__", "")
    how = (told, costs, expert_options)
    P = _preferences(_rate(_combined(raw), weights, expert, how))
    return Comet(values, P.T, stats.scale)


@register(
    "scoring",
    learn=_learn_comet,
    promises=("dominance", "monotone", "zero_weight_is_irrelevant", "scale"),
    cite="Salabun2015",
    bind={"characteristic_values": _in_order},
)
def comet(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    characteristic_values: int | Sequence[ArrayLike] | Mapping[str, ArrayLike] = 3,
    expert: Expert = "topsis",
    expert_options: Mapping[str, Any] | None = None,
) -> Container:
    r"""Score units by their place among characteristic objects (COMET).

    Each criterion has a few characteristic values :math:`c_{j1} < c_{j2} < \dots`; all
    their combinations are the characteristic objects. An expert compares these t
    objects, and not the units: :math:`\alpha_{rs}` is 1 if object r is preferred to s,
    0.5 if they are alike and 0 otherwise. The objects with equal sums of judgments
    :math:`SJ_r = \sum_s \alpha_{rs}` are one class, and the preference of an object is

    .. math:: P_r = \frac{\text{classes below that of } r}{\text{classes} - 1} .

    A value belongs to the characteristic values on its two sides by triangular
    membership, :math:`\mu_{js}(x) = 1` at :math:`c_{js}` falling to 0 at its
    neighbours, and a unit scores what all the rules "if like object r, then
    :math:`P_r`" say together:

    .. math:: f_i = \sum_{r=1}^{t} P_r \prod_{j=1}^{m} \mu_{j, s(r, j)}(x_{ij}) .

    With given characteristic values no unit changes the score of another. The expert
    need not hold that more is better: a matrix of judgments can have any optimum.

    Ten criteria with three characteristic values each have 59,049 objects. For more
    criteria let an index with nested dimensions score each from its few children.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1. They are handed to the expert, and
        a matrix of judgments takes no notice of them.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default. Handed to the expert as well, except
        that targets and intervals are graded from 0 to 1 first.
    normalization : str or None, default None
        A registered normalization, which is applied to costs as if they were benefits;
        characteristic values are in units of what it gives.
    characteristic_values : int, or sequence or mapping of array_like, default 3
        How many to spread evenly from the least to the largest value of each criterion,
        or the values of each, ascending, in the order of the columns or by name.
    expert : str, callable or array_like of shape (t, t), default "topsis"
        Who judges the objects: a registered scoring method; a function of objects,
        weights and polarity that gives ratings, the larger the better; or the matrix of
        judgments :math:`\alpha`, in the order of `characteristic_objects`. Ratings
        that differ by less than 1e-12 of the largest are alike.
    expert_options : mapping, optional
        Keyword options of the scoring method that judges.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Within [0, 1]. A value beyond the characteristic values counts as the nearest.
        If all objects are alike, all units score 0.5; so does a single unit, unless
        characteristic values are given.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, UnknownMethodError, WeightsError
    ShapeError
        There is not one sequence of characteristic values per criterion, or not one
        judgment per pair.
    DomainError
        Characteristic values do not ascend, there are too many objects, a judgment is
        none, or a rating is not finite.

    See Also
    --------
    characteristic_objects : The objects, for an expert to judge.

    References
    ----------
    .. [1] Sałabun, W. (2015). The characteristic objects method: a new distance-based
       approach to multicriteria decision-making problems. Journal of Multi-Criteria
       Decision Analysis 22(1-2), 37-50. doi:10.1002/mcda.1525

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
    >>> grid = [[0, 2, 4], [0, 5, 10]]
    >>> comet(X, [0.5, 0.5], ["max", "min"], characteristic_values=grid).round(3)
    array([0.175, 0.55 , 0.475])
    """
    options = {
        "characteristic_values": characteristic_values,
        "expert": expert,
        "expert_options": expert_options,
    }
    scoring = fit(
        "comet", X, weights, polarity, normalization=normalization, options=options
    )
    return scoring(X)
