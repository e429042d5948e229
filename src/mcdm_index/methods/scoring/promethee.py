"""PROMETHEE: how much each unit is preferred to the others, criterion by criterion."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mcdm_index._labels import by_label
from mcdm_index._numeric import Container, Matrix, Vector, one_vector
from mcdm_index._registry import register
from mcdm_index.engine import Rows, open_rows, plain
from mcdm_index.errors import (
    ColumnError,
    DomainError,
    ShapeError,
    UnknownMethodError,
    suggestion,
)
from mcdm_index.methods._settings import by_criterion
from mcdm_index.methods.scoring._fit import Scoring, fit
from mcdm_index.methods.scoring._flows import Bell, Curve, Flow, Ramp, Steps
from mcdm_index.methods.scoring._pairs import (
    ROUNDING,
    PartialOrder,
    average,
    whole,
)
from mcdm_index.statistics import ColumnStats

__all__ = ["PrometheeDetails", "PrometheeI", "promethee_i", "promethee_ii"]

Preference = Literal["usual", "u_shape", "v_shape", "level", "linear", "gaussian"]
Preferences = Preference | Sequence[Preference] | Mapping[Any, Preference]
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "usual": (),
    "u_shape": ("q",),
    "v_shape": ("p",),
    "level": ("q", "p"),
    "linear": ("q", "p"),
    "gaussian": ("s",),
}


class PrometheeDetails(NamedTuple):
    """What lies behind the net flows.

    Attributes
    ----------
    positive, negative : ndarray of shape (n_units,) or (k, n_units)
        How much a unit is preferred to the others, and they to it, on average.
    net : ndarray of the same shape
        Their difference, the score.
    by_criterion : ndarray of shape (n_units, n_criteria)
        Net flow within each criterion, before it is weighted.
    """

    positive: Vector
    negative: Vector
    net: Vector
    by_criterion: Matrix


@dataclass(frozen=True)
class Promethee:
    """The kernel of `promethee_ii`, with the units that it was learned from."""

    flows: tuple[Flow, ...]
    n: int
    weights: Vector

    def __call__(self, Z: Matrix) -> Matrix:
        """Give the net flows of rows."""
        won, lost = self._each(Z)
        return average(won - lost, self.weights, self._others)

    def details(self, Z: Matrix) -> PrometheeDetails:
        """Give positive, negative and net flows, and those of each criterion."""
        won, lost = self._each(Z)
        positive, negative, net = (
            average(flow, self.weights, self._others).T
            for flow in (won, lost, won - lost)
        )
        each = (won - lost) / self._others
        return PrometheeDetails(positive, negative, net, each)

    @property
    def _others(self) -> int:
        return max(self.n - 1, 1)

    def _each(self, Z: Matrix) -> tuple[Matrix, Matrix]:
        """Sum what each criterion says for and against each row."""
        won, lost = np.empty(Z.shape), np.empty(Z.shape)
        for j, flow in enumerate(self.flows):
            won[:, j], lost[:, j] = flow(Z[:, j])
        return won, lost


def _learn_promethee_ii(
    stats: ColumnStats,
    weights: Vector,
    *,
    preference: list[str] | None = None,
    q: Vector | None = None,
    p: Vector | None = None,
    s: Vector | None = None,
) -> Promethee:
    names = preference or ["usual"] * len(stats.low)
    given = {"q": q, "p": p, "s": s}
    thresholds = {
        letter: _thresholds(letter, value, names) for letter, value in given.items()
    }
    flows = []
    for j, values in enumerate(np.ascontiguousarray(stats.ordered.T)):
        own = {letter: float(thresholds[letter][j]) for letter in _NEEDS[names[j]]}
        curve = _curve(names[j], own, j)
        flows.append(Flow(curve(values), curve(-values[::-1])))
    return Promethee(tuple(flows), len(stats.ordered), whole(weights))


def _names(table: Rows, value: Any, option: str) -> list[str]:
    """Read the preference function of every criterion, in order or by label."""
    m = table.shape[1]
    given = by_label(value, table.columns, option)
    one = isinstance(given, str) or not hasattr(given, "__iter__")
    names: list[Any] = [given] * m if one else list(given)
    if len(names) != m:
        msg = f"{option} needs one name, or {m}, one per criterion; got {len(names)}"
        raise ShapeError(msg)
    for name in names:
        if not isinstance(name, str) or name not in _NEEDS:
            msg = (
                f"unknown preference function {name!r}."
                f"{suggestion(str(name), _NEEDS)} Use one of {', '.join(_NEEDS)}"
            )
            raise UnknownMethodError(msg)
    return names


def _thresholds(letter: str, value: Vector | None, names: list[str]) -> Vector:
    """Check that thresholds are given if, and only if, a criterion uses them."""
    users = [name for name in names if letter in _NEEDS[name]]
    if value is None:
        if users:
            msg = f"the preference function {users[0]!r} needs the threshold {letter}"
            raise DomainError(msg)
        return np.zeros(len(names))
    if not users:
        msg = (
            f"the threshold {letter} is given, but no criterion has a preference "
            f"function that uses it: {', '.join(dict.fromkeys(names))}"
        )
        raise DomainError(msg)
    return value


def _curve(name: str, given: dict[str, float], j: int) -> Callable[[Vector], Curve]:
    """Make the maker of a curve from the name of its function and its thresholds."""
    q, p, s = (given.get(letter, 0.0) for letter in "qps")
    if min(q, p) < 0 or ("s" in given and s <= 0) or ("p" in given and q > p):
        came = ", ".join(f"{letter} = {value:g}" for letter, value in given.items())
        raise ColumnError(j, f"thresholds need 0 <= q <= p and s > 0, got {came}")
    if name == "gaussian":
        return partial(Bell, s=s)
    if name == "level":
        return partial(Steps, thresholds=(q, p))
    if name in ("v_shape", "linear") and q < p:
        return partial(Ramp.learn, q=q, p=p)
    return partial(Steps, thresholds=(q,))  # where q = p the ramp is a step


def _fitted(
    X: Container,
    weights: ArrayLike,
    polarity: object,
    normalization: str | None,
    options: dict[str, Any],
) -> Scoring:
    return fit(
        "promethee_ii",
        X,
        weights,
        polarity,
        normalization=normalization,
        options=options,
    )


@register(
    "scoring",
    learn=_learn_promethee_ii,
    needs=("order",),
    promises=("dominance", "monotone", "zero_weight_is_irrelevant"),
    cite="BransVincke1985",
    aliases=("promethee",),
    beforehand={None: {"cost": "negate"}},
    bind={
        "preference": _names,
        "q": by_criterion,
        "p": by_criterion,
        "s": by_criterion,
    },
)
def promethee_ii(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    preference: Preferences | None = None,
    q: ArrayLike | None = None,
    p: ArrayLike | None = None,
    s: ArrayLike | None = None,
) -> Container:
    r"""Score units by how much they are preferred to the others, less the reverse.

    With :math:`d = x_{aj} - x_{bj}` of a benefit, and its negative of a cost, the net
    flow is

    .. math::

        \phi(a) = \frac{1}{n - 1} \sum_b \sum_j w_j
        \bigl( P_j(d) - P_j(-d) \bigr) ,

    where the preference P is 0 for :math:`d \le 0` and else

    ========  ==============================================================
    usual     1
    u_shape   1 where d > q, else 0
    v_shape   d / p up to p, then 1
    level     0 up to q, then 1/2 up to p, then 1
    linear    0 up to q, then (d - q) / (p - q) up to p, then 1
    gaussian  :math:`1 - \exp(-d^2 / 2 s^2)`
    ========  ==============================================================

    A difference that exceeds a threshold by its rounding alone is not beyond it, as
    that of 0.8 and 0.6 is not beyond 0.2. All functions but the last take a time of
    order n log n. The units learned from are the yardstick: a new one is compared with
    all of them, and their flows stay as they are.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_units, n_criteria)
        Raw values, finite.
    weights : array_like of shape (n_criteria,) or (k, n_criteria)
        Non-negative; each vector is scaled to sum 1.
    polarity : polarity or sequence of them, optional
        One per criterion; benefits by default.
    normalization : str or None, default None
        A registered normalization; None compares values in their own units. Thresholds
        speak of what is compared: with a normalization of normalized values, and of
        grades for targets and intervals, which are graded from 0 to 1.
    preference : str, or one per criterion, optional
        Preference functions, in order or by label; "usual" by default.
    q, p, s : float, or one per criterion, optional
        Thresholds of indifference and of preference, and the spread of the Gaussian, in
        order or by label, ``0 <= q <= p``, ``0 < s``. Those that a function
        uses are needed; a criterion whose function does not use one ignores it.

    Returns
    -------
    ndarray or Series of shape (n_units,), or ndarray of shape (k, n_units)
        Net flows in [-1, 1], with sum 0; a new unit, compared with n and not n - 1
        others, lies within n / (n - 1). A constant criterion adds 0, and a single unit
        has 0. The best unit has 1 only where it is strictly preferred to each other in
        every criterion.

    Raises
    ------
    MissingDataError, NonFiniteError, PolarityError, ShapeError, WeightsError
    DomainError
        A threshold lacks, is used by no criterion, or is out of order.
    UnknownMethodError
        There is no such preference function.

    See Also
    --------
    promethee_i : positive and negative flows, and which units are incomparable.

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method.
       Management Science 31(6), 647-656. doi:10.1287/mnsc.31.6.647
    .. [2] Calders, T. and Van Assche, D. (2018). PROMETHEE is not quadratic: an
       O(qn log(n)) algorithm. arXiv:1603.00091

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[4.0, 3.0, 2.0], [3.0, 2.0, 4.0], [5.0, 1.0, 3.0]])
    >>> promethee_ii(X, [0.5, 0.3, 0.2]).round(6)
    array([ 0.1, -0.3,  0.2])
    >>> promethee_ii(X, [0.5, 0.3, 0.2], preference="v_shape", p=2).round(6)
    array([ 0.075, -0.225,  0.15 ])
    """
    options = {"preference": preference, "q": q, "p": p, "s": s}
    return _fitted(X, weights, polarity, normalization, options)(X)


@dataclass(frozen=True)
class PrometheeI(PartialOrder):
    """The partial order of PROMETHEE I.

    Its relations `preferred`, `indifferent` and `incomparable` are boolean matrices of
    shape (n_units, n_units), of the row towards the column.

    Attributes
    ----------
    positive, negative : ndarray of shape (n_units,)
        How much a unit is preferred to the others, and they to it, on average.
    net : ndarray of shape (n_units,)
        The net flows of PROMETHEE II.
    units : tuple or None
        What the units are called, if the table had labels.
    """

    positive: Vector
    negative: Vector
    net: Vector
    units: tuple[Any, ...] | None = None

    @property
    def _no_worse(self) -> NDArray[np.bool_]:
        """Compare each row with each column, the rounding of sums left aside."""
        stronger = np.subtract.outer(self.positive, self.positive) >= -ROUNDING
        weaker = np.subtract.outer(self.negative, self.negative) <= ROUNDING
        return np.asarray(stronger & weaker)


def promethee_i(
    X: Container,
    weights: ArrayLike,
    polarity: object = None,
    *,
    normalization: str | None = None,
    preference: Preferences | None = None,
    q: ArrayLike | None = None,
    p: ArrayLike | None = None,
    s: ArrayLike | None = None,
) -> PrometheeI:
    r"""Order units as far as their positive and negative flows agree.

    .. math::

        \phi^+(a) = \frac{1}{n - 1} \sum_b \sum_j w_j P_j(d), \qquad
        \phi^-(a) = \frac{1}{n - 1} \sum_b \sum_j w_j P_j(-d) .

    A unit is preferred to another if neither flow speaks against it and one speaks for
    it, indifferent to it if both are equal, and else incomparable with it. Flows that
    differ by no more than 1e-12, the rounding of their sums, count as equal.

    Parameters
    ----------
    X, polarity, normalization, preference, q, p, s
        As in `promethee_ii`.
    weights : array_like of shape (n_criteria,)
        Non-negative; scaled to sum 1.

    Returns
    -------
    PrometheeI
        Flows in [0, 1]; its relations are matrices of shape (n_units, n_units), made
        when they are asked for.

    Raises
    ------
    DomainError, MissingDataError, NonFiniteError, PolarityError, ShapeError
    UnknownMethodError, WeightsError

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method.
       Management Science 31(6), 647-656. doi:10.1287/mnsc.31.6.647

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[4.0, 3.0, 2.0], [3.0, 2.0, 4.0], [5.0, 1.0, 3.0]])
    >>> found = promethee_i(X, [0.5, 0.3, 0.2])
    >>> found.positive.round(6), found.negative.round(6)
    (array([0.55, 0.35, 0.6 ]), array([0.45, 0.65, 0.4 ]))
    >>> found.preferred[2]
    array([ True,  True, False])
    """
    options = {"preference": preference, "q": q, "p": p, "s": s}
    scoring = _fitted(X, weights, polarity, normalization, options)
    one_vector(scoring.weights)
    flows = scoring.details(X)
    index = open_rows(X).index
    units = None if index is None else tuple(plain(label) for label in index)
    return PrometheeI(flows.positive, flows.negative, flows.net, units)
