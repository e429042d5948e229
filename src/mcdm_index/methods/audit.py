"""Audit of a printed table of entropy weights: from its numbers to what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import product
from math import log
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mcdm_index._labels import by_label, labels_of
from mcdm_index._numeric import Vector, share
from mcdm_index.errors import DomainError, ShapeError, listing

__all__ = ["EntropyAudit", "audit_entropy_table"]

_RIGHT: Final = "1/ln(nT)"
# Numbers with more decimals were not printed but computed.
_MOST_DECIMALS: Final = 12
# No entropy, divergence or weight is this large.
_TOO_LARGE: Final = 1e6
# A factor explains a table if it leaves the largest entropy at least here: criteria of
# which none is near to even are not met with.
_LARGEST: Final = 0.8
# With more contradictions between e and d, the weights do not tell which is right.
_MOST_CONFLICTS: Final = 8


@dataclass(frozen=True, eq=False)
class EntropyAudit:
    """What `audit_entropy_table` found.

    Attributes
    ----------
    consistent : bool
        Whether all numbers follow from each other, but for rounding.
    factor : str
        What explains the entropies best: "1/ln(nT)" unless they are beyond 1, then
        "1/ln(T)", "1/ln(n)", "1/ln(m)" or "none"; "unknown" if none of these does, or
        there are no entropies.
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
    alternatives : mapping of str to ndarray of shape (n_criteria,)
        The weights that follow from each of `factors`.
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
    alternatives: Mapping[str, Vector] = field(default_factory=dict)


class _Printed(NamedTuple):
    """Printed numbers, and how far off rounding may have put them."""

    values: Vector
    slack: float
    decimals: int


class _Cells(NamedTuple):
    """The entropy of each criterion, and between which values it was rounded."""

    values: Vector
    low: Vector
    high: Vector


def audit_entropy_table(
    e: Any,
    d: Any = None,
    w: Any = None,
    *,
    n: int,
    T: int = 1,
    names: Any = None,
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
        Divergences (also called redundancies, or information utilities) and weights,
        which may be in percent.
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
        below 1; `alternatives` has the others. Where a wrong factor leaves all
        entropies below 1, as 1/ln n may, the table does not show it. Where e and d
        contradict each other, the one from which the weights follow is taken, and d if
        that cannot be told.

    Raises
    ------
    DomainError
        A number is none, or n, T or `decimals` is not a count.
    ShapeError
        There is nothing to check, or columns or names have different lengths.
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
    if decimals is not None:
        _count(decimals, "decimals", least=0)
    labels = next(filter(None, map(labels_of, (e, d, w))), None)
    if isinstance(names, str) or not isinstance(names, Iterable | None):
        msg = f"names must be a sequence of names, got {names!r}"
        raise ShapeError(msg)
    names = labels if names is None else tuple(map(str, names))
    E, D, W = (
        _printed(column, names, what, decimals)
        for column, what in ((e, "e"), (d, "d"), (w, "w"))
    )
    lengths = [len(column.values) for column in (E, D, W) if column is not None]
    if len({*lengths, *([len(names)] if names else [])}) != 1 or 0 in lengths:
        told = (
            f"{listing(lengths) or 'none'}, and {len(names) if names else 'no'} names"
        )
        msg = f"e, d and w need one number per criterion each, got {told}"
        raise ShapeError(msg)
    called = names or tuple(f"column {j}" for j in range(lengths[0]))
    return _audit(E, D, W, called, _factors(int(n), int(T), lengths[0]))


def _count(value: Any, what: str, least: int = 1) -> int:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        msg = f"{what} must be a whole number, {least} or more, got {value!r}"
        raise DomainError(msg)
    return int(value)


def _factors(n: int, T: int, m: int) -> dict[str, float]:
    """Give, for each factor, by what entropies must be multiplied to be right."""
    right = log(n * T)
    wrong = {"1/ln(T)": log(T), "1/ln(n)": log(n), "1/ln(m)": log(m), "none": 1.0}
    return {name: base / right for name, base in wrong.items() if 0 < base < right}


def _printed(
    column: Any, names: tuple[str, ...] | None, what: str, decimals: int | None
) -> _Printed | None:
    if column is None:
        return None
    cells = np.asarray(by_label(column, names, what), dtype=object)
    if cells.ndim != 1:
        msg = f"{what} must have one number per criterion, got shape {cells.shape}"
        raise ShapeError(msg)
    numbers, percent = [_number(cell, what) for cell in cells], False
    if what == "w" and numbers:
        percent = 10 < float(sum(numbers)) < 1000
    places = decimals
    if places is None:
        most = max((-int(v.as_tuple().exponent) for v in numbers), default=0)
        places = min(max(most, 0), _MOST_DECIMALS)
    scale = 100.0 if percent else 1.0
    values = np.array(numbers, dtype=float) / scale
    slack = 0.5 * 10.0**-places * (1 + 1e-9) / scale
    return _Printed(values, slack, places + 2 * percent)


def _number(cell: Any, what: str) -> Decimal:
    text = str(cell).strip().replace("−", "-")
    try:
        number = Decimal(text.removesuffix("%"))
        if text.endswith("%"):
            number = number.scaleb(-2)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number) > _TOO_LARGE:
        msg = f"{what} must hold finite numbers, got {cell!r}"
        raise DomainError(msg)
    return number


def _audit(
    E: _Printed | None,
    D: _Printed | None,
    W: _Printed | None,
    names: tuple[str, ...],
    factors: dict[str, float],
) -> EntropyAudit:
    found = _contradictions(E, D, names) + _sum(W)
    cells = _cells(E, D, W)
    if cells is None:
        return EntropyAudit(not found, "unknown", (), False, tuple(found))
    below = np.flatnonzero(cells.high < 0)
    found += [f"{names[j]}: entropy {cells.values[j]:g} < 0" for j in below]
    explained, said = _explain(cells, factors, names)
    found += said + ([] if W is None else _weights(W, cells, names))
    inverted = bool((cells.low > 1).all())
    if inverted:
        found.append(
            "all divergences are negative: their shares are positive, and in the order "
            "opposite to the right one"
        )
    if explained is None:
        return EntropyAudit(False, "unknown", (), inverted, tuple(found))
    factor = explained[0] if explained else _RIGHT
    scale = factors.get(factor, 1.0)
    right = cells.values * scale
    least, most = _shares(
        np.maximum(1 - cells.high * scale, 0.0), np.maximum(1 - cells.low * scale, 0.0)
    )
    return EntropyAudit(
        not found,
        factor,
        explained,
        inverted,
        tuple(found),
        right,
        1 - right,
        share(np.maximum(1 - right, 0.0)),
        np.clip(least, 0.0, 1.0),
        np.clip(most, 0.0, 1.0),
        {
            name: share(np.maximum(1 - cells.values * factors[name], 0.0))
            for name in explained
        },
    )


def _apart(E: _Printed, D: _Printed) -> NDArray[np.bool_]:
    """Tell where rounding does not explain that d is not 1 - e."""
    return np.abs(1 - E.values - D.values) > E.slack + D.slack


def _contradictions(
    E: _Printed | None, D: _Printed | None, names: tuple[str, ...]
) -> list[str]:
    if E is None or D is None:
        return []
    return [
        f"{names[j]}: d is printed as {D.values[j]:.{D.decimals}f}, and 1 - e is "
        f"{1 - E.values[j]:.{E.decimals}f}"
        for j in np.flatnonzero(_apart(E, D))
    ]


def _cells(E: _Printed | None, D: _Printed | None, W: _Printed | None) -> _Cells | None:
    """Bring together what the columns say of each entropy."""
    by_e = None if E is None else _around(E.values, E.slack)
    by_d = None if D is None else _around(1 - D.values, D.slack)
    if by_e is None or by_d is None:
        return by_d if by_e is None else by_e
    assert E is not None
    assert D is not None
    low, high = np.maximum(by_e.low, by_d.low), np.minimum(by_e.high, by_d.high)
    finer = by_e if E.decimals >= D.decimals else by_d
    both = _Cells(np.clip(finer.values, low, np.maximum(low, high)), low, high)
    apart = np.flatnonzero(_apart(E, D))
    first = None
    for picks in product((by_d, by_e), repeat=min(len(apart), _MOST_CONFLICTS)):
        chosen = _Cells(*(part.copy() for part in both))
        rest = (by_d,) * (len(apart) - len(picks))
        for j, pick in zip(apart, picks + rest, strict=True):
            for part, source in zip(chosen, pick, strict=True):
                part[j] = source[j]
        if W is None or not _off(W, chosen)[0].any():
            return chosen
        first = first or chosen
    return first


def _around(values: Vector, slack: float) -> _Cells:
    return _Cells(values, values - slack, values + slack)


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
    cells: _Cells, factors: dict[str, float], names: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, list[str]]:
    """Find the factors that explain entropies beyond 1, the most likely first.

    None if they are beyond 1 and no factor explains them.
    """
    beyond = np.flatnonzero(cells.low > 1)
    if not len(beyond):
        return (), []
    where = listing(f"{names[j]} {cells.values[j]:g}" for j in beyond)
    said = f"entropies are at most 1 with {_RIGHT}, see {where}"
    fitting = sorted(
        (
            name
            for name, scale in factors.items()
            if (cells.low * scale <= 1).all()
            and (cells.values * scale).max() >= _LARGEST
        ),
        key=lambda name: -factors[name],
    )
    if not fitting:
        return None, [f"{said}; no factor that is known explains them"]
    also = f" ({' or '.join(fitting[1:])} would do as well)" if fitting[1:] else ""
    return tuple(fitting), [f"{said}; {fitting[0]} in its place explains them{also}"]


def _weights(W: _Printed, cells: _Cells, names: tuple[str, ...]) -> list[str]:
    """Find weights that are not the shares of the divergences, as they were printed."""
    off, least, most = _off(W, cells)
    found = [
        f"{names[j]}: the weight is printed as {W.values[j]:.{W.decimals}f}; from the "
        f"divergences it is {least[j]:.{W.decimals + 1}f} to "
        f"{most[j]:.{W.decimals + 1}f}"
        for j in np.flatnonzero(off)
    ]
    if (cells.low > 1).any() and (cells.high < 1).any():
        found.append("divergences have both signs, so that their shares are no weights")
    return found


def _off(W: _Printed, cells: _Cells) -> tuple[NDArray[np.bool_], Vector, Vector]:
    """Tell which weights are no shares of 1 - e, and between what these lie."""
    least, most = _shares(1 - cells.high, 1 - cells.low)
    off = (W.values < least - W.slack) | (W.values > most + W.slack)
    return off, least, most


def _shares(low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """Give the least and the greatest share of each amount that is only so known.

    Amounts may be negative; where their sum may be 0, nothing is known of the shares.
    """
    if low.sum() <= 0 <= high.sum():
        return np.full_like(low, -np.inf), np.full_like(low, np.inf)
    others = low.sum() - low, high.sum() - high
    corners = [own / (own + rest) for own in (low, high) for rest in others]
    return np.min(corners, axis=0), np.max(corners, axis=0)
