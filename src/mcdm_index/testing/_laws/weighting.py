"""The laws of weights: from a table and a weighting to whether each law holds.

In the formulas, :math:`w(X)` are the weights of the table X, of n rows and m columns.
"""

from typing import Any, Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.polarity import BENEFIT
from mcdm_index.testing._law import equal, law, near, require
from mcdm_index.testing._subjects import WeightingSubject

# Rounding of a sum in another order; weights are of order 1.
_ROUNDING: Final = 1e-12


@law("weighting", rows=(1, 1))
def one_unit_alone_is_answered(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""A table of one row has weights: one finite number per criterion.

    .. math:: n = 1 \;\Rightarrow\; w(X) \in \mathbb{R}^m

    Methods that divide by :math:`\ln n`, by :math:`n - 1` or by a range break it.
    """
    weigh.must_answer(X, polarity)


@law("weighting", rows=(2, 8), columns=(1, 1), shape="varied")
def one_criterion_alone_gets_all_the_weight(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""Of one criterion that varies the weight is 1.

    .. math:: m = 1 \;\Rightarrow\; w(X) = (1)

    Methods that compare criteria with each other break it, since there is no other:
    a sum of conflicts is then 0, and 0 is divided by 0.
    """
    near(weigh.must_answer(X, polarity), [1.0], _ROUNDING)


@law("weighting", rows=(2, 8), shape="constant")
def equal_units_are_answered(weigh: WeightingSubject, X: Matrix, polarity: Any) -> None:
    r"""A table of equal rows has weights: one finite number per criterion.

    .. math:: x_1 = \dots = x_n \;\Rightarrow\; w(X) \in \mathbb{R}^m

    Methods that share out what varies break it: all shares are 0, and their sum, too.
    """
    weigh.must_answer(X, polarity)


@law("weighting", rows=(2, 8), columns=(2, 5), shape="one_constant")
def a_constant_criterion_is_answered(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""A table with one constant column has weights: finite numbers.

    .. math:: x_{1j} = \dots = x_{nj} \;\Rightarrow\; w(X) \in \mathbb{R}^m

    Methods that divide by the range or the standard deviation of each column break it.
    """
    weigh.must_answer(X, polarity)


@law("weighting", rows=(2, 8), columns=(2, 5), shape="varied")
def every_other_table_is_answered(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""A table of which every column varies has weights: finite numbers.

    .. math:: \max_i x_{ij} > \min_i x_{ij}, \; j = 1, \dots, m
        \;\Rightarrow\; w(X) \in \mathbb{R}^m

    Equal and collinear columns, ties and outliers are among them. Methods that invert
    a matrix of correlations, or take a logarithm of 0, break it.
    """
    weigh.must_answer(X, polarity)


@law(
    "weighting",
    needs="many_magnitudes",
    rows=(2, 8),
    columns=(2, 5),
    shape="varied",
)
def many_magnitudes_are_answered(
    weigh: WeightingSubject, X: Matrix, polarity: Any, powers: Vector
) -> None:
    r"""Criteria in units from 1e-12 to 1e12 have weights.

    .. math:: w(X \, \mathrm{diag}(10^{k_j})) \in \mathbb{R}^m, \quad |k_j| \le 12

    Methods that take a small number for 0, or add one against a division by 0, break
    it.
    """
    weigh(X, polarity)  # what has no answer in one unit is judged by other laws
    weigh.must_answer(X * 10.0**powers, polarity)


@law("weighting")
def no_warning_is_given(weigh: WeightingSubject, X: Matrix, polarity: Any) -> None:
    """Where weights are found, numpy has nothing to warn of.

    A warning of a division by 0 whose result is then overwritten or left out breaks
    it: the same warning of a real fault is no longer seen.
    """
    require(not (told := weigh.warned(X, polarity)), "; ".join(told), "no warning")


@law("weighting")
def weights_are_not_negative(weigh: WeightingSubject, X: Matrix, polarity: Any) -> None:
    r"""No weight is negative.

    .. math:: w_j(X) \ge 0

    Entropies above 1 break it, which come of shares of negative values, or of a
    logarithm of another number than that of the rows; so does a solution of equations
    whose signs are not bound.
    """
    w = weigh(X, polarity)
    require((w >= 0).all(), w, "no negative number")


@law("weighting")
def weights_sum_to_one(weigh: WeightingSubject, X: Matrix, polarity: Any) -> None:
    r"""Weights sum to one.

    .. math:: \sum_j w_j(X) = 1

    Weights that are left on a scale of their own break it.
    """
    total = weigh(X, polarity).sum()
    near(total, 1.0, 1e-15 * (1 + X.shape[1]))


@law("weighting")
def permuting_the_criteria_permutes_the_weights(
    weigh: WeightingSubject, X: Matrix, polarity: Any, column_order: list[int]
) -> None:
    r"""With the columns in another order the weights stand in that order.

    .. math:: w_j(X P) = w_{P(j)}(X)

    Methods that orthogonalize or rotate in the order of the columns break it, and
    those that choose one of several solutions by where it stands.
    """
    permuted = weigh(X[:, column_order], [polarity[j] for j in column_order])
    near(permuted, weigh(X, polarity)[column_order], _ROUNDING)


@law("weighting")
def permuting_the_units_leaves_the_weights(
    weigh: WeightingSubject, X: Matrix, polarity: Any, row_order: list[int]
) -> None:
    r"""With the rows in another order the weights are the same.

    .. math:: w(P X) = w(X)

    Methods that take one of several best rows, the first of them, break it.
    """
    near(weigh(X[row_order], polarity), weigh(X, polarity), _ROUNDING)


@law("weighting")
def the_arguments_are_not_changed(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    """What is handed over stays as it is.

    Methods that normalize in place break it; the second of two methods that are tried
    on one table then sees another table.
    """
    table, kinds = weigh.changed(X, polarity)
    equal(table, X)
    require(list(kinds) == list(polarity), kinds, "the polarities as they were")


@law("weighting")
def a_second_call_gives_the_same_bits(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""Called twice on one table, a method gives the same weights, to the last bit.

    Methods that add noise, draw at random without a seed of their own, or keep
    something from call to call break it.
    """
    first = weigh(X, polarity)
    equal(weigh(X, polarity), first)


@law("weighting", promise="scale")
def the_unit_of_a_criterion_does_not_matter(
    weigh: WeightingSubject, X: Matrix, polarity: Any, factors: Vector
) -> None:
    r"""Multiplying a column by a positive number changes no weight.

    .. math:: w(X \, \mathrm{diag}(a)) = w(X), \quad a > 0

    Variances and standard deviations of raw values break it: a length in millimetres
    gets a thousand times the weight that it has in metres.
    """
    # The scaled values are rounded, which columns that hardly vary magnify.
    near(weigh(X * factors, polarity), weigh(X, polarity), 1e-10)


@law("weighting", promise="shift")
def the_origin_of_a_criterion_does_not_matter(
    weigh: WeightingSubject, X: Matrix, polarity: Any, shifts: Vector
) -> None:
    r"""Adding a number to a column changes no weight.

    .. math:: w(X + 1 b^\top) = w(X)

    Entropy and the coefficient of variation break it, since they read shares of a
    total: degrees Celsius and kelvin have different weights.
    """
    near(weigh(X + shifts, polarity), weigh(X, polarity), _ROUNDING)


@law(
    "weighting",
    promise="constant_gets_zero",
    rows=(2, 8),
    columns=(2, 5),
    shape="one_constant",
)
def a_constant_criterion_gets_no_weight(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""A constant column has weight 0 where another one varies, exactly.

    .. math:: x_{1j} = \dots = x_{nj} \;\Rightarrow\; w_j(X) = 0

    Equal weights break it, and so do methods that decide by a standard deviation what
    is constant: that of 0.1, 0.1, 0.1 is not 0 but a rounding residue.
    """
    constant = X.min(axis=0) == X.max(axis=0)
    w = weigh(X, polarity)
    require(not w[constant].any(), w, f"0 at {np.flatnonzero(constant)}")


@law("weighting", promise="constant_gets_zero")
def rounding_gives_no_weight_to_a_constant(
    weigh: WeightingSubject, value: float, copies: int
) -> None:
    r"""A column that repeats a number that is not exact has weight 0, exactly.

    .. math:: x_{1j} = \dots = x_{nj} = 0.1 \;\Rightarrow\; w_j(X) = 0

    Methods that square deviations from a rounded mean break it.
    """
    X = np.column_stack([np.full(copies, value), np.arange(1.0, copies + 1)])
    equal(weigh(X, [BENEFIT, BENEFIT]), [0.0, 1.0])


@law("weighting", promise="constant_gets_zero", shape="constant")
def constant_criteria_alone_are_weighted_alike(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""Where no column varies, or there is one row, all weights are equal.

    .. math:: x_1 = \dots = x_n \;\Rightarrow\; w_j(X) = 1 / m

    Nothing tells such criteria apart; methods that share out rounding residues break
    it.
    """
    m = X.shape[1]
    near(weigh(X, polarity), np.full(m, 1 / m), _ROUNDING)


@law("weighting", promise="duplicates_share")
def a_copy_of_a_criterion_gets_what_the_criterion_gets(
    weigh: WeightingSubject, X: Matrix, polarity: Any
) -> None:
    r"""Two equal columns have equal weights.

    .. math:: x_j = x_k \;\Rightarrow\; w_j(X) = w_k(X)

    Methods that take criteria up one by one, the first of two copies and not the
    second, break it.
    """
    w = weigh(np.c_[X, X[:, 0]], [*polarity, polarity[0]])
    near(w[-1], w[0], _ROUNDING)
