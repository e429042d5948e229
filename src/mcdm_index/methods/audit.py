"""Audit of a printed table of entropy weights: from its numbers to what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import numpy as np

from mcdm_index._labels import by_label, labelled
from mcdm_index._numeric import Vector, share
from mcdm_index.errors import DomainError, ShapeError, listing

__all__ = ["EntropyAudit", "audit_entropy_table"]

_RIGHT: Final = "1/ln(nT)"
# Numbers with more decimals were not printed but computed.
_MOST_DECIMALS: Final = 12


@dataclass(frozen=True, eq=False)
class EntropyAudit:
    """What `audit_entropy_table` found.

    Attributes
    ----------
    consistent : bool
        Whether all numbers follow from each other, but for rounding.
    factor : str
        What the entropies were multiplied by: "1/ln(nT)" unless they show another one,
        "1/ln(T)", "1/ln(n)" or "none"; "unknown" if these do not explain them, or there
        are no entropies.
    factors : tuple of str
        All factors, other than the right one, that explain entropies beyond 1; the
        first is `factor`. Empty if no entropy is.
    inverted : bool
        Whether all divergences are negative, so that their shares are positive and in
        the wrong order: the criterion that differs most has the least weight.
    findings : tuple of str
        What is wrong, in words; empty if the table is consistent.
    entropies, divergences : ndarray of shape (n_criteria,) or None
        With the right factor; None if there is nothing to find them from.
    weights : ndarray of shape (n_criteria,) or None
        Those that follow from them.
    least, most : ndarray of shape (n_criteria,) or None
        Between which the weights lie, given that what they are found from is rounded.
    """

    consistent: bool
    factor: str
    factors: tuple[str, ...]
    inverted: bool
    findings: tuple[str, ...]
    entropies: Vector | None = None
    divergences: Vector | None = None
    weights: Vector | None = None
    least: Vector | None = None
    most: Vector | None = None


class _Printed(NamedTuple):
    """Printed numbers, and how far off rounding may have put them."""

    values: Vector
    slack: float
    decimals: int


def audit_entropy_table(
    e: Any,
    d: Any = None,
    w: Any = None,
    *,
    n: int,
    T: int = 1,
    names: tuple[str, ...] | None = None,
    decimals: int | None = None,
) -> EntropyAudit:
    r"""Check a published table of entropies, divergences and weights.

    For a panel of n units and T periods, with :math:`p_{itj}` the share of a cell in
    the total of its criterion,

    .. math::

        e_j = -\frac{1}{\ln nT} \sum_{i,t} p_{itj} \ln p_{itj}, \qquad
        d_j = 1 - e_j, \qquad w_j = d_j / \textstyle\sum_k d_k .

    With 1/ln T or 1/ln n in the place of 1/ln nT entropies come out beyond 1, and
    divergences negative. If all are, their shares are positive all the same, and in the
    opposite order. The right entropies are :math:`e_j \ln b / \ln nT`, where b is what
    was used, so that the right weights can be told from the wrong table.

    Parameters
    ----------
    e : sequence of numbers or of texts, mapping by criterion, or None
        Entropies as printed; None if the table has none. Texts keep final zeros.
    d, w : same, optional
        Divergences (also called redundancies, or information utilities) and weights.
    n : int
        Units, 2 or more if T is 1.
    T : int, default 1
        Periods.
    names : tuple of str, optional
        Names of the criteria, for messages; those of the mapping by default.
    decimals : int, optional
        Printed decimals of all numbers; by default those of the number that has most in
        its column.

    Returns
    -------
    EntropyAudit
        If several factors explain the entropies, the right values are found with the
        one that leaves them largest, since entropies of real tables are seldom far
        below 1. Where a wrong factor leaves all entropies below 1, as 1/ln n may, the
        table does not show it.

    Raises
    ------
    DomainError
        A number is none, or n or T is not a count.
    ShapeError
        There is nothing to check, or columns have different lengths.
    UnknownColumnError
        Columns by criterion speak of different criteria.

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making, section
       2.3. Springer. doi:10.1007/978-3-642-48318-9

    Examples
    --------
    >>> found = audit_entropy_table([2.48, 2.31], w=[0.53, 0.47], n=31, T=9)
    >>> found.factor, found.inverted, found.weights.round(2).tolist()
    ('1/ln(T)', True, [0.25, 0.75])
    >>> audit_entropy_table([0.98, 0.94], [0.02, 0.06], [0.25, 0.75], n=20).consistent
    True
    """
    cells = _count(n, "n") * _count(T, "T")
    if cells < 2:
        msg = f"an entropy needs two cells or more, got n = {n}, T = {T}"
        raise DomainError(msg)
    first = next((column for column in (e, d, w) if labelled(column)), None)
    if first is not None and names is None:
        names = tuple(map(str, first if isinstance(first, Mapping) else first.index))
    E, D, W = (
        _printed(column, names, what, decimals)
        for column, what in ((e, "e"), (d, "d"), (w, "w"))
    )
    given = [column for column in (E, D, W) if column is not None]
    if len({len(column.values) for column in given}) != 1:
        lengths = listing(len(column.values) for column in given) or "none"
        msg = f"e, d and w need one number per criterion each, got {lengths}"
        raise ShapeError(msg)
    called = names or tuple(f"column {j}" for j in range(len(given[0].values)))
    return _audit(E, D, W, called, _factors(int(n), int(T)))


def _count(value: Any, what: str) -> int:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < 1:
        msg = f"{what} must be a whole number, 1 or more, got {value!r}"
        raise DomainError(msg)
    return int(value)


def _factors(n: int, T: int) -> dict[str, float]:
    """Give, for each factor, by what entropies must be multiplied to be right."""
    right = np.log(n * T)
    wrong = {"1/ln(T)": np.log(T), "1/ln(n)": np.log(n), "none": 1.0}
    return {
        name: float(base / right) for name, base in wrong.items() if 0 < base < right
    }


def _printed(
    column: Any, names: tuple[str, ...] | None, what: str, decimals: int | None
) -> _Printed | None:
    if column is None:
        return None
    numbers = []
    for number in np.ravel(np.asarray(by_label(column, names, what), dtype=object)):
        try:
            numbers.append(Decimal(str(number).strip().replace("−", "-")))
        except InvalidOperation:
            numbers.append(Decimal("nan"))
        if not numbers[-1].is_finite():
            msg = f"{what} must hold finite numbers, got {number!r}"
            raise DomainError(msg)
    places = decimals
    if places is None:
        most = max((-int(v.as_tuple().exponent) for v in numbers), default=0)
        places = min(max(most, 0), _MOST_DECIMALS)
    values = np.array(numbers, dtype=float)
    return _Printed(values, 0.5 * 10.0**-places * (1 + 1e-9), places)


def _audit(
    E: _Printed | None,
    D: _Printed | None,
    W: _Printed | None,
    names: tuple[str, ...],
    factors: dict[str, float],
) -> EntropyAudit:
    findings = _steps(E, D, names)
    entropies = _entropies(E, D)
    if entropies is None:
        findings += _sum(W)
        return EntropyAudit(not findings, "unknown", (), False, tuple(findings))
    low, high = _between(E, D)
    factor, explained, said = _explain(entropies.values, high, factors, names)
    findings += said + _sum(W)
    findings += [] if W is None else _weights(W, low, high, names)
    scale = factors.get(factor, 1.0)
    right = entropies.values * scale
    inverted = bool((entropies.values > 1).all())
    if inverted:
        findings.append(
            "all divergences are negative: their shares are positive, and in the order "
            "opposite to the right one"
        )
    if factor == "unknown":
        return EntropyAudit(False, factor, (), inverted, tuple(findings))
    weights = share(np.maximum(1 - right, 0.0))
    least, most = _shares(
        1 - np.minimum(high * scale, 1), 1 - np.minimum(low * scale, 1)
    )
    return EntropyAudit(
        not findings,
        factor,
        explained,
        inverted,
        tuple(findings),
        right,
        1 - right,
        weights,
        least,
        most,
    )


def _entropies(E: _Printed | None, D: _Printed | None) -> _Printed | None:
    """Take the entropies from the column that has more decimals."""
    if D is None or (E is not None and E.decimals >= D.decimals):
        return E
    return _Printed(1 - D.values, D.slack, D.decimals)


def _between(E: _Printed | None, D: _Printed | None) -> tuple[Vector, Vector]:
    """Give the least and the greatest entropy that print as they did.

    Where the two columns contradict each other, the weights were found from d.
    """
    if D is None:
        assert E is not None
        return E.values - E.slack, E.values + E.slack
    low, high = 1 - D.values - D.slack, 1 - D.values + D.slack
    if E is None:
        return low, high
    both = np.abs(1 - E.values - D.values) <= E.slack + D.slack
    return (
        np.where(both, np.maximum(low, E.values - E.slack), low),
        np.where(both, np.minimum(high, E.values + E.slack), high),
    )


def _steps(E: _Printed | None, D: _Printed | None, names: tuple[str, ...]) -> list[str]:
    """Find where d is not 1 - e, and entropies below 0."""
    found = []
    if E is not None and D is not None:
        off = np.abs(1 - E.values - D.values) > E.slack + D.slack
        found += [
            f"{names[j]}: d is printed as {D.values[j]:.{D.decimals}f}, and 1 - e is "
            f"{1 - E.values[j]:.{E.decimals}f}"
            for j in np.flatnonzero(off)
        ]
    entropies = _entropies(E, D)
    if entropies is not None:
        below = np.flatnonzero(entropies.values < -entropies.slack)
        found += [f"{names[j]}: entropy {entropies.values[j]:g} < 0" for j in below]
    return found


def _sum(W: _Printed | None) -> list[str]:
    """Find weights that do not sum to 1, or are negative."""
    if W is None:
        return []
    total, found = W.values.sum(), []
    if (W.values < -W.slack).any():
        found.append(f"weights are negative: {listing(W.values[W.values < 0])}")
    if abs(total - 1) > len(W.values) * W.slack:
        found.append(
            f"the weights sum to {total:.{W.decimals}f}, which rounding to "
            f"{W.decimals} decimals does not explain"
        )
    return found


def _explain(
    e: Vector, high: Vector, factors: dict[str, float], names: tuple[str, ...]
) -> tuple[str, tuple[str, ...], list[str]]:
    """Find the factors that explain entropies beyond 1, the most likely first."""
    slack = float((high - e).max())
    beyond = np.flatnonzero(e > 1 + slack)
    if not len(beyond):
        return _RIGHT, (), []
    where = listing(f"{names[j]} {e[j]:g}" for j in beyond)
    fitting = sorted(
        (name for name, scale in factors.items() if ((e - slack) * scale <= 1).all()),
        key=lambda name: -factors[name],
    )
    said = [f"entropies are at most 1 with {_RIGHT}, see {where}"]
    if not fitting:
        return "unknown", (), [f"{said[0]}; no factor that is known explains them"]
    also = f" ({' or '.join(fitting[1:])} would do as well)" if fitting[1:] else ""
    said[0] += f"; {fitting[0]} was used in its place{also}"
    return fitting[0], tuple(fitting), said


def _weights(
    W: _Printed, low: Vector, high: Vector, names: tuple[str, ...]
) -> list[str]:
    """Find weights that are not the shares of the divergences, as they were printed."""
    least, most = 1 - high, 1 - low
    if (most <= 0).all():  # shares of negative numbers
        least, most = -most, -least
    elif (most < 0).any():
        return ["divergences have both signs: weights cannot be shares of them"]
    between = _shares(np.maximum(least, 0.0), np.maximum(most, 0.0))
    off = (W.values < between[0] - W.slack) | (W.values > between[1] + W.slack)
    return [
        f"{names[j]}: the weight is printed as {W.values[j]:.{W.decimals}f}; from the "
        f"divergences it is {between[0][j]:.{W.decimals + 1}f} to "
        f"{between[1][j]:.{W.decimals + 1}f}"
        for j in np.flatnonzero(off)
    ]


def _shares(least: Vector, most: Vector) -> tuple[Vector, Vector]:
    """Give the least and the greatest share of each amount that is only so known."""
    down = least + (most.sum() - most)
    up = most + (least.sum() - least)
    return (
        np.divide(least, down, out=np.zeros_like(least), where=down > 0),
        np.divide(most, up, out=np.ones_like(most), where=up > 0),
    )
