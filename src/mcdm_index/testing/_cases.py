"""What laws are tried on: from the names a law asks for to the values to draw.

A law names what it needs as its parameters, and each name stands for one thing here, as
a fixture does in pytest. What comes later may depend on what was drawn before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from mcdm_index._registry import Domain
from mcdm_index.methods.normalization import orient
from mcdm_index.testing import _strategies as strategies
from mcdm_index.testing._law import Law
from mcdm_index.testing._strategies import FORMS, Between, Form
from mcdm_index.testing._values import grid, neighbours, scores, wide

__all__ = ["Limits", "case", "narrowed"]

Shape = Literal["any", "constant", "one_constant", "varied"]
Magnitudes = Literal["grid", "wide", "both"]
Case = dict[str, Any]

_FORMS: Final[dict[Shape, Sequence[Form]]] = {
    "any": ("own", "own", *FORMS),
    "constant": ("constant",),
    "one_constant": ("own", "own", "copy"),
    "varied": ("own", "own", "tied", "copy", "collinear", "heavy"),
}


@dataclass(frozen=True)
class Limits:
    """What drawn tables are like.

    Attributes
    ----------
    domain, cost_domain : str
    rows, columns : (int, int)
        Fewest and most.
    graded, costs : bool
        Whether polarities may be targets and intervals, and costs.
    shape : {"any", "constant", "one_constant", "varied"}
        Which columns are constant: some or none, all, one, or none.
    magnitudes : {"grid", "wide", "both"}
        Multiples of 1/4; many magnitudes in a column; or either.
    legal : callable or None
        ``legal(X, polarity)``: whether the method is meant for such a table.
    """

    domain: Domain = "positive"
    cost_domain: Domain | None = None
    rows: Between = (1, 8)
    columns: Between = (1, 5)
    graded: bool = False
    costs: bool = True
    shape: Shape = "any"
    magnitudes: Magnitudes = "grid"
    legal: Callable[..., bool] | None = None

    def with_size(self, name: str, size: int) -> "Limits":
        """Fix the number of rows, or of columns."""
        changed: dict[str, Any] = {**vars(self), name: (size, size)}
        return Limits(**changed)


def narrowed(
    law: Law, limits: Limits, rows: Between | None, columns: Between | None
) -> Limits | None:
    """Put what the law and the user say together; None if no table is left."""
    changed: dict[str, Any] = dict(law.limits)
    for name, asked in (("rows", rows), ("columns", columns)):
        own = changed.get(name, getattr(limits, name))
        if asked is not None:
            free = name not in changed
            own = asked if free else (max(own[0], asked[0]), min(own[1], asked[1]))
        if own[0] > own[1]:
            return None
        changed[name] = own
    changed["graded"] = limits.graded and changed.get("graded", True)
    return Limits(**{**vars(limits), **changed})


@st.composite
def case(draw: Any, law: Law, limits: Limits) -> Mapping[str, Any]:
    """Draw all that a law asks for."""
    drawn: Case = {}
    for name in law.draws:
        if name not in drawn:
            _DRAWN[name](draw, drawn, limits)
    return {name: drawn[name] for name in law.draws}


def _table(draw: Any, drawn: Case, limits: Limits) -> None:
    many = limits.magnitudes == "wide"
    if limits.magnitudes == "both":
        many = draw(st.booleans())
    X, polarity = draw(
        strategies.tables(
            limits.domain,
            limits.cost_domain,
            graded=limits.graded,
            costs=limits.costs,
            many_magnitudes=many,
            rows=limits.rows,
            columns=limits.columns,
            forms=_FORMS[limits.shape],
        )
    )
    if limits.shape == "one_constant":
        j = draw(st.integers(0, X.shape[1] - 1))
        X[:, j] = X[0, j]
    constant = X.min(axis=0) == X.max(axis=0)
    if limits.shape == "one_constant":
        assume(constant.sum() == 1)
    elif limits.shape == "varied":
        assume(not constant.any())
    if limits.legal is not None:
        assume(limits.legal(X, polarity))
    drawn["X"], drawn["polarity"] = X, polarity


def _row_order(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["row_order"] = draw(st.permutations(range(len(drawn["X"]))))


def _column_order(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["column_order"] = draw(st.permutations(range(drawn["X"].shape[1])))


def _each(name: str, of: st.SearchStrategy[Any]) -> Callable[..., None]:
    """Draw one number for each criterion."""

    def one_each(draw: Any, drawn: Case, limits: Limits) -> None:
        m = drawn["X"].shape[1]
        drawn[name] = np.array(draw(st.lists(of, min_size=m, max_size=m)), float)

    return one_each


def _powers(draw: Any, drawn: Case, limits: Limits) -> None:
    """Draw a power of ten for each criterion."""
    m = drawn["X"].shape[1]
    power = st.integers(0 if limits.domain == "above_one" else -12, 12)
    drawn["powers"] = np.array(draw(st.lists(power, min_size=m, max_size=m)), float)


def _weights(draw: Any, drawn: Case, limits: Limits) -> None:
    w = np.array(draw(strategies.weights(drawn["X"].shape[1])))
    drawn["weights"] = w / w.sum()


def _weight_vectors(draw: Any, drawn: Case, limits: Limits) -> None:
    one = strategies.weights(drawn["X"].shape[1])
    drawn["weight_vectors"] = np.array(draw(st.lists(one, min_size=1, max_size=4)))


def _column(draw: Any, drawn: Case, limits: Limits) -> None:
    n = len(drawn["X"])
    values = draw(st.lists(grid(limits.domain), min_size=n, max_size=n))
    drawn["column"] = np.array(values)


def _unit(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["unit"] = draw(st.integers(0, len(drawn["X"]) - 1))


def _criterion(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["criterion"] = draw(st.integers(0, drawn["X"].shape[1] - 1))


def _some_rows(draw: Any, drawn: Case, limits: Limits) -> None:
    place = st.integers(0, len(drawn["X"]) - 1)
    drawn["some_rows"] = draw(st.lists(place, min_size=1, max_size=8))


def _improved(draw: Any, drawn: Case, limits: Limits) -> None:
    """Give a unit the value of another that is at least as good in one criterion."""
    X, polarity = drawn["X"], drawn["polarity"]
    j = draw(st.integers(0, X.shape[1] - 1))
    places = st.integers(0, len(X) - 1)
    unit, other = draw(st.tuples(places, places))
    better = orient(X, polarity)[:, j]
    if better[other] < better[unit]:
        unit, other = other, unit
    improved = X.copy()
    improved[unit, j] = X[other, j]
    drawn["unit"], drawn["improved"] = unit, improved


def _new_rows(draw: Any, drawn: Case, limits: Limits) -> None:
    """Draw further rows, not all of them within the ends of the table."""
    m = drawn["X"].shape[1]
    elements = wide("above_one") | grid("above_one")
    size: dict[str, Any] = {"rows": (1, 5), "columns": (m, m)}
    drawn["new_rows"] = draw(
        strategies.decision_matrices("above_one", elements=elements, **size)
    )


def _neighbours(draw: Any, drawn: Case, limits: Limits) -> None:
    """Draw neighbouring floats between the ends of the only column."""
    X = drawn["X"]
    drawn["neighbours"] = draw(neighbours(X.min(), X.max()))[:, None]


def _before_and_after(draw: Any, drawn: Case, limits: Limits) -> None:
    """Draw rows, and others that are nowhere worse; either may be beyond the table."""
    signs = np.array([kind.sign for kind in drawn["polarity"]])
    m = len(signs)
    before = draw(strategies.decision_matrices(rows=(1, 3), columns=(m, m)))
    steps = draw(st.lists(grid("nonnegative"), min_size=m, max_size=m))
    drawn["before"], drawn["after"] = before, before + np.array(steps) * signs


def _scores(draw: Any, drawn: Case, limits: Limits) -> None:
    s = draw(scores(limits.rows[0]))
    if limits.shape == "constant":
        s = np.full_like(s, s[0])
    drawn["scores"] = s + 1 / 16 if limits.domain == "positive" else s


def _score_order(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["score_order"] = draw(st.permutations(range(len(drawn["scores"]))))


def _simple(name: str, of: st.SearchStrategy[Any]) -> Callable[..., None]:
    def simple(draw: Any, drawn: Case, limits: Limits) -> None:
        drawn[name] = draw(of)

    return simple


def _table_with_gaps(draw: Any, drawn: Case, limits: Limits) -> None:
    drawn["X"] = draw(
        strategies.decision_matrices(
            limits.domain,
            rows=limits.rows,
            columns=limits.columns,
            missing=("cells", "monotone", "block"),
        )
    )
    drawn["with_gaps"] = drawn["X"]
    if limits.legal is not None:
        assume(limits.legal(drawn["X"]))


_DRAWN: Final[dict[str, Callable[[Any, Case, Limits], None]]] = {
    "X": _table,
    "polarity": _table,
    "row_order": _row_order,
    "column_order": _column_order,
    "factors": _each("factors", st.sampled_from((7.0, 0.001, 0.3, 0.5, 1.0, 1e4))),
    "shifts": _each("shifts", st.integers(0, 1000)),  # exact on the grid
    "powers": _powers,
    "weights": _weights,
    "weight_vectors": _weight_vectors,
    "column": _column,
    "unit": _unit,
    "criterion": _criterion,
    "some_rows": _some_rows,
    "improved": _improved,
    "new_rows": _new_rows,
    "neighbours": _neighbours,
    "before": _before_and_after,
    "scores": _scores,
    "score_order": _score_order,
    "k": _simple("k", st.integers(1, 7)),
    "normalization": _simple("normalization", st.sampled_from(("minmax", "vector"))),
    "raw_or": _simple("raw_or", st.sampled_from((None, "minmax", "vector"))),
    "copies": _simple("copies", st.sampled_from((3, 7, 10, 1000))),
    "value": _simple("value", st.sampled_from((0.1, 3.3, 1e-12, 1e12))),
    "with_gaps": _table_with_gaps,
}
