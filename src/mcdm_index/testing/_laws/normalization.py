"""The laws of normalization: from a table and a method to whether each law holds.

In the formulas, :math:`z_{ij}(X)` is what cell (i, j) becomes; larger is better, also
of costs and targets.
"""

from typing import Any, Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.errors import InverseError
from mcdm_index.polarity import Direction
from mcdm_index.testing._law import equal, law, near, require
from mcdm_index.testing._subjects import NormalizationSubject, suppose

# A sum in another order, on values of order 1; a zero may be met on one side only.
_ROUNDING: Final = (1e-14, 1e-12)


def _distance(x: Vector, kind: Any) -> Vector:
    """Say how far each value is from the best: the smaller the better."""
    if isinstance(kind, Direction):
        return np.asarray(-kind.sign * x)
    return np.asarray(np.maximum(np.maximum(kind.low - x, x - kind.high), 0.0))


def _in_order(X: Matrix, Z: Matrix, polarity: Any) -> None:
    for x, z, kind in zip(X.T, Z.T, polarity, strict=True):
        side = x >= getattr(kind, "low", -np.inf)
        for part in (side, ~side):  # a tolerance may differ between the sides
            best_first = np.argsort(_distance(x[part], kind), kind="stable")
            fits = (np.diff(z[part][best_first]) <= 0).all()
            came = f"{x[part][best_first].tolist()} to {z[part][best_first].tolist()}"
            require(fits, came, "the better value never less, the best first")


@law("normalization", rows=(1, 1))
def one_unit_alone_is_answered(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""A table of one row is normalized to finite numbers.

    .. math:: n = 1 \;\Rightarrow\; z_{1j}(X) \in \mathbb{R}

    Methods that divide by the range or the standard deviation break it.
    """
    normalize.must_answer(X, polarity)


@law("normalization", shape="constant", magnitudes="both")
def a_constant_criterion_stays_constant(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""A constant column is normalized to one finite number.

    .. math:: x_{1j} = \dots = x_{nj}
        \;\Rightarrow\; z_{1j}(X) = \dots = z_{nj}(X) \in \mathbb{R}

    Methods that divide by the range break it, and those that divide by a standard
    deviation, which of 0.1, 0.1, 0.1 is a rounding residue.
    """
    Z = normalize.must_answer(X, polarity)
    equal(Z, np.broadcast_to(Z[0], Z.shape))


@law("normalization", rows=(2, 8), shape="varied", magnitudes="both")
def every_other_table_is_answered(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""A table of which every column varies is normalized to finite numbers.

    .. math:: \max_i x_{ij} > \min_i x_{ij} \;\Rightarrow\; z_{ij}(X) \in \mathbb{R}

    Methods that divide by a total break it, since values of both signs may sum to 0.
    """
    normalize.must_answer(X, polarity)


@law(
    "normalization",
    needs="many_magnitudes",
    rows=(2, 8),
    shape="varied",
    graded=False,
)
def many_magnitudes_are_answered(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, powers: Vector
) -> None:
    r"""Criteria in units from 1e-12 to 1e12 are normalized.

    .. math:: z_{ij}(X \, \mathrm{diag}(10^{k_j})) \in \mathbb{R}, \quad |k_j| \le 12

    Methods that take a small number for 0 break it.
    """
    normalize(X, polarity)  # what has no answer in one unit is judged by other laws
    normalize.must_answer(X * 10.0**powers, polarity)


@law("normalization")
def no_warning_is_given(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    """Where values are found, numpy has nothing to warn of.

    A warning of a division by 0 whose result is then overwritten breaks it.
    """
    told = normalize.warned(X, polarity)
    require(not told, "; ".join(told), "no warning")


@law("normalization")
def equal_values_are_normalized_alike(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""Equal values of a criterion become equal.

    .. math:: x_{ij} = x_{kj} \;\Rightarrow\; z_{ij}(X) = z_{kj}(X)

    Ranks in the order of appearance break it.
    """
    Z = normalize(np.r_[X, X], polarity)
    equal(Z[: len(X)], Z[len(X) :])


@law("normalization")
def permuting_the_units_permutes_the_values(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, row_order: list[int]
) -> None:
    r"""With the units in another order each keeps its values.

    .. math:: z_{ij}(P X) = z_{P(i)j}(X)

    Methods that measure from the first row, as a base year, break it.
    """
    expected = normalize(X, polarity)[row_order]
    near(normalize(X[row_order], polarity), expected, *_ROUNDING)


@law("normalization")
def a_criterion_is_normalized_by_itself(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, criterion: int
) -> None:
    r"""What a criterion becomes does not depend on the others.

    .. math:: z_{ij}(X) = z_{i}(x_{\cdot j})

    Methods that divide by the largest value of the whole table break it.
    """
    j = criterion
    alone = normalize(X[:, [j]], [polarity[j]])
    near(alone, normalize(X, polarity)[:, [j]], *_ROUNDING)


@law("normalization")
def the_arguments_are_not_changed(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    """What is handed over stays as it is.

    Methods that normalize in place break it.
    """
    table, kinds = normalize.changed(X, polarity)
    equal(table, X)
    require(list(kinds) == list(polarity), kinds, "the polarities as they were")


@law("normalization")
def a_second_call_gives_the_same_bits(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    """Called twice on one table, a method gives the same values, to the last bit.

    Methods that break ties at random break it.
    """
    first = normalize(X, polarity)
    equal(normalize(X, polarity), first)


@law("normalization", needs="within", magnitudes="both")
def no_value_leaves_the_range_that_is_stated(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""Normalized values lie between the ends that are stated, exactly.

    .. math:: a \le z_{ij}(X) \le b

    A quotient that is rounded above 1 breaks it.
    """
    assert normalize.within is not None
    low, high = normalize.within
    Z = normalize(X, polarity)
    require(((low <= Z) & (high >= Z)).all(), Z, f"values from {low} to {high}")


@law("normalization", promise="in_order", magnitudes="both")
def a_better_value_is_never_normalized_to_less(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""What is better by its polarity is never normalized to less.

    .. math:: x_{ij} \succeq x_{kj} \;\Rightarrow\; z_{ij}(X) \ge z_{kj}(X)

    Methods that have no form for costs break it, and so does a reciprocal of values of
    both signs.
    """
    _in_order(X, normalize(X, polarity), polarity)


@law("normalization", promise="in_order", needs="learn", columns=(1, 1))
def a_new_value_that_is_better_is_never_normalized_to_less(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, new_rows: Matrix
) -> None:
    r"""New values keep their order, also beyond the ends of the table.

    .. math:: x \succeq x' \;\Rightarrow\; z(x) \ge z(x')

    Methods that wrap around, or divide by a distance that changes its sign, break it.
    """
    _in_order(new_rows, normalize.fit(X, polarity)(new_rows), polarity)


@law("normalization", promise="in_order", needs="learn", columns=(1, 1))
def of_two_neighbouring_floats_the_better_is_not_normalized_to_less(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, neighbours: Matrix
) -> None:
    r"""Of two numbers with none between them the better does not become less.

    .. math:: x' = \mathrm{next}(x) \;\Rightarrow\; z(x') \ge z(x)

    Formulas break it whose rounding is coarser than that of their argument, such as
    :math:`a + (b - a) (x - l) / (h - l)` at the upper end.
    """
    _in_order(neighbours, normalize.fit(X, polarity)(neighbours), polarity)


@law("normalization", needs="learn", magnitudes="wide")
def what_is_fitted_gives_the_bits_of_the_method_itself(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    """Learned and applied to the same rows, values are those of the method.

    A ``learn`` that differs from the function that is registered with it breaks it.
    """
    equal(normalize.fit(X, polarity)(X), normalize(X, polarity))


@law("normalization", needs="learn", magnitudes="wide")
def a_row_is_normalized_alike_whichever_rows_stand_beside_it(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, some_rows: list[int]
) -> None:
    r"""What was learned maps a row by what stands in it, to the last bit.

    .. math:: z_i(X) = z(x_i)

    Methods that learn again from the rows that they are applied to break it.
    """
    fitted = normalize.fit(X, polarity)
    equal(fitted(X[some_rows]), fitted(X)[some_rows])


@law("normalization", promise="scale", graded=False)
def the_unit_of_a_criterion_does_not_matter(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, factors: Vector
) -> None:
    r"""Multiplying a column by a positive number changes no value.

    .. math:: z_{ij}(X \, \mathrm{diag}(a)) = z_{ij}(X), \quad a > 0

    Fixed goalposts and logarithms of raw values break it.
    """
    expected = normalize(X, polarity)
    near(normalize(X * factors, polarity), expected, *_ROUNDING)


@law("normalization", promise="shift", graded=False)
def the_origin_of_a_criterion_does_not_matter(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, shifts: Vector
) -> None:
    r"""Adding a number to a column changes no value.

    .. math:: z_{ij}(X + 1 b^\top) = z_{ij}(X)

    Shares, norms and fractions of the maximum break it.
    """
    expected = normalize(X, polarity)
    near(normalize(X + shifts, polarity), expected, *_ROUNDING)


@law(
    "normalization",
    promise="invertible",
    needs="learn",
    graded=False,
    magnitudes="both",
)
def the_inverse_gives_back_the_raw_values(
    normalize: NormalizationSubject, X: Matrix, polarity: Any
) -> None:
    r"""The inverse gives back what was put in, constant columns as well.

    .. math:: z^{-1}(z(x_{ij})) = x_{ij}

    Ranks of new values, clipping and distances to a target break it.
    """
    fitted = normalize.fit(X, polarity)
    off = np.abs(fitted.inverse(fitted(X)) - X)
    size = np.maximum(np.abs(X).max(axis=0), np.finfo(float).tiny)
    require((off / size <= 1e-9).all(), off, "no distance from the raw values")


@law("normalization", promise="invertible", needs="registered", graded=False)
def the_inverse_leaves_gaps(
    normalize: NormalizationSubject, X: Matrix, polarity: Any, unit: int, criterion: int
) -> None:
    r"""A gap stays a gap when a normalization is undone.

    .. math:: z^{-1}(\mathrm{NaN}) = \mathrm{NaN}

    Inverses by a search among learned values break it.
    """
    fitted = normalize.fit(X, polarity)
    Z = fitted(X)
    Z[unit, criterion] = np.nan
    try:
        found = fitted.inverse(Z)
    except InverseError:
        suppose(False)
    equal(np.isnan(found), np.isnan(Z))
