"""The laws of scores: from a table, weights and a score to whether each law holds.

In the formulas, :math:`s_i(X, w)` is the score of unit i in the table X under weights
w; larger is better. The weights that are drawn sum to 1, and some of them are 0.
"""

from typing import Any, Final

import numpy as np

from mcdm_index._numeric import Matrix, Vector
from mcdm_index.polarity import COST
from mcdm_index.testing._law import equal, law, near, not_below, require
from mcdm_index.testing._subjects import NoAnswerError, ScoringSubject, suppose

# Rounding of a sum in another order; scores are of order 1.
_ROUNDING: Final = 1e-12


def _best(polarity: Any, X: Matrix) -> Vector:
    """Find the best of the rows in each column."""
    signs = np.array([kind.sign for kind in polarity])
    return np.asarray(signs * (signs * X).max(axis=0))


@law("scoring", rows=(1, 1))
def one_unit_alone_is_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A unit alone has a score: one finite number.

    .. math:: n = 1 \;\Rightarrow\; s_1(X, w) \in \mathbb{R}

    Methods that divide by the distance of the best from the worst break it.
    """
    score.must_answer(X, weights, polarity)


@law("scoring", rows=(2, 8), columns=(1, 1), shape="varied")
def one_criterion_alone_is_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""By one criterion that varies units have scores: finite numbers.

    .. math:: m = 1 \;\Rightarrow\; s_i(X, w) \in \mathbb{R}

    Methods that divide by what the other criteria hold, or by their number less one,
    break it.
    """
    score.must_answer(X, weights, polarity)


@law("scoring", rows=(2, 2), columns=(1, 1), shape="varied", graded=False)
def larger_is_better(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""Of two units and one criterion, the better never scores less.

    .. math:: n = 2, \; m = 1, \; x_1 \succ x_2
        \;\Rightarrow\; s_1(X, w) \ge s_2(X, w)

    Scores of which the smaller is the better break it, such as the Q of VIKOR: turn
    them around with ``call=``. So does a polarity that is read the wrong way. Of three
    units PROBID may score the middle one least, as its average unit does not count as
    one to be away from.
    """
    signs = np.array([kind.sign for kind in polarity])
    order = np.argsort(signs * X[:, 0])
    worse, better = score(X, weights, polarity)[order]
    not_below(better, worse)


@law("scoring", rows=(2, 8), shape="constant")
def equal_units_are_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""Equal units have equal scores: finite numbers.

    .. math:: x_1 = \dots = x_n \;\Rightarrow\; s_1(X, w) = \dots = s_n(X, w)

    Methods that divide by the range of a criterion, or of what they add up, break it.
    """
    s = score.must_answer(X, weights, polarity)
    near(s, np.full_like(s, s[0]), _ROUNDING)


@law("scoring", rows=(2, 8), columns=(2, 5), shape="one_constant")
def a_constant_criterion_is_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A table with one constant column has scores: finite numbers.

    .. math:: x_{1j} = \dots = x_{nj} \;\Rightarrow\; s_i(X, w) \in \mathbb{R}

    Methods that divide by the range or the standard deviation of each column break it.
    """
    score.must_answer(X, weights, polarity)


@law("scoring", rows=(2, 8), columns=(2, 5), shape="varied")
def every_other_table_is_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A table of which every column varies has scores: finite numbers.

    .. math:: \max_i x_{ij} > \min_i x_{ij}, \; j = 1, \dots, m
        \;\Rightarrow\; s_i(X, w) \in \mathbb{R}

    Weights of 0, benefits alone and costs alone are among them. Methods that divide by
    the sum over all costs break it where there is none.
    """
    score.must_answer(X, weights, polarity)


@law(
    "scoring",
    needs="many_magnitudes",
    rows=(2, 8),
    columns=(2, 5),
    shape="varied",
    graded=False,
)
def many_magnitudes_are_answered(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any, powers: Vector
) -> None:
    r"""Criteria in units from 1e-12 to 1e12 have scores.

    .. math:: s_i(X \, \mathrm{diag}(10^{k_j}), w) \in \mathbb{R}, \quad |k_j| \le 12

    Methods that take a small number for 0, or add one against a division by 0, break
    it.
    """
    score(
        X, weights, polarity
    )  # what has no answer in one unit is judged by other laws
    score.must_answer(X * 10.0**powers, weights, polarity)


@law("scoring")
def no_warning_is_given(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    """Where scores are found, numpy has nothing to warn of.

    A warning of a division by 0 whose result is then overwritten or left out breaks
    it: the same warning of a real fault is no longer seen.
    """
    told = score.warned(X, weights, polarity)
    require(not told, "; ".join(told), "no warning")


@law("scoring", rows=(2, 6))
def a_unit_with_a_gap_is_not_scored(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    unit: int,
    criterion: int,
) -> None:
    r"""A missing value gives an error or a score that is missing, never a number.

    .. math:: x_{ij} = \mathrm{NaN}, \; w_j > 0
        \;\Rightarrow\; s_i(X, w) \notin \mathbb{R}

    Methods that put a number for NaN without being told which break it, and those that
    sort NaN with the numbers.
    """
    suppose(weights[criterion] > 0)
    X = X.copy()
    X[unit, criterion] = np.nan
    try:
        out, _ = score.called(X.copy(), weights, polarity)
        s = np.asarray(out, dtype=float)
    except (NoAnswerError, TypeError, ValueError):
        return
    if s.shape == (len(X),):
        require(not np.isfinite(s[unit]), s, f"an error, or NaN at {unit}")


@law("scoring")
def permuting_the_units_permutes_the_scores(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    row_order: list[int],
) -> None:
    r"""With the units in another order each keeps its score.

    .. math:: s_i(P X, w) = s_{P(i)}(X, w)

    Methods that compare a unit with those that stand before it break it.
    """
    found = score(X[row_order], weights, polarity)
    near(found, score(X, weights, polarity)[row_order], _ROUNDING, 1e-12)


@law("scoring")
def permuting_the_criteria_leaves_the_scores(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    column_order: list[int],
) -> None:
    r"""With the criteria in another order all scores are the same.

    .. math:: s_i(X P, P^\top w) = s_i(X, w)

    Methods that read weights or polarities in another order than the columns break it.
    """
    kinds = [polarity[j] for j in column_order]
    found = score(X[:, column_order], weights[column_order], kinds)
    near(found, score(X, weights, polarity), _ROUNDING, 1e-12)


@law("scoring")
def the_arguments_are_not_changed(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    """What is handed over stays as it is.

    Methods that normalize in place break it.
    """
    table, w, kinds = score.changed(X, weights, polarity)
    equal(table, X)
    equal(w, weights)
    require(list(kinds) == list(polarity), kinds, "the polarities as they were")


@law("scoring")
def a_second_call_gives_the_same_bits(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    """Called twice, a method gives the same scores, to the last bit.

    Methods that draw at random without a seed of their own, or keep something from
    call to call, break it.
    """
    first = score(X, weights, polarity)
    equal(score(X, weights, polarity), first)


@law("scoring", needs="registered")
def the_scale_of_the_weights_does_not_matter(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""Weights count by their proportions alone.

    .. math:: s_i(X, 12 w) = s_i(X, w)

    It is a convention of this library: weights are scaled to sum 1. A function that
    takes weights as they are breaks it.
    """
    found = score(X, 12 * weights, polarity)
    near(found, score(X, weights, polarity), _ROUNDING)


@law("scoring", needs="registered")
def many_weight_vectors_at_once_score_as_one_by_one(
    score: ScoringSubject, X: Matrix, weight_vectors: Matrix, polarity: Any
) -> None:
    r"""A batch of weight vectors has the scores of each of them.

    .. math:: s_i(X, W)_k = s_i(X, w_k)

    A function that is entered by `mi.register` takes batches, or breaks it.
    """
    one_by_one = [score(X, w, polarity) for w in weight_vectors]
    # In a batch the sums are matrix products; a root magnifies what is nearly 0.
    near(score(X, weight_vectors, polarity), one_by_one, _ROUNDING)


@law("scoring", promise="dominance", rows=(2, 6), graded=False)
def a_unit_that_is_nowhere_worse_never_scores_below(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A unit that is at least as good in every criterion scores at least as high.

    .. math:: x_{ij} \succeq x_{kj} \; \forall j
        \;\Rightarrow\; s_i(X, w) \ge s_k(X, w)

    CODAS breaks it, in which a distance from the worst has a sign by a threshold, and
    so do scores that punish a unit for unequal values.
    """
    X = np.r_[X, [_best(polarity, X[:2])]]  # dominates the first two
    s = score(X, weights, polarity)
    not_below(s[-1], s[:2].max())


@law("scoring", promise="dominance", graded=False)
def the_ideal_unit_scores_best(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A unit that is best in every criterion has the best score.

    .. math:: x_{ij} \succeq x_{kj} \; \forall j, k
        \;\Rightarrow\; s_i(X, w) = \max_k s_k(X, w)

    Scores that read the smaller as the better break it, and those of the dominance.
    """
    s = score(np.r_[X, [_best(polarity, X)]], weights, polarity)
    not_below(s[-1], s.max())


@law("scoring", promise="best_is_one", graded=False)
def the_ideal_unit_scores_one(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    r"""A unit that is best in every criterion scores 1, exactly, if units differ.

    .. math:: x_{ij} \succeq x_{kj} \; \forall j, k \;\Rightarrow\; s_i(X, w) = 1

    Scores on another scale break it.
    """
    suppose((np.ptp(X, axis=0) * weights > 0).any())
    s = score(np.r_[X, [_best(polarity, X)]], weights, polarity)
    equal(s[-1], 1.0)


@law("scoring", promise="monotone", needs="learn", rows=(2, 6))
def an_improved_cell_never_lowers_the_score(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    normalization: str,
    unit: int,
    improved: Matrix,
) -> None:
    r"""What was learned held fixed, a better value never lowers the score of its unit.

    .. math:: x'_{ij} \succeq x_{ij}, \; x'_{ik} = x_{ik} \; (k \ne j)
        \;\Rightarrow\; s_i(x', w) \ge s_i(x, w)

    Distances to an ideal that are two-sided break it, and scores that punish a unit for
    unequal values.
    """
    fitted = score.fit(X, weights, polarity, normalization)
    not_below(fitted(improved)[unit], fitted(X)[unit])


@law("scoring", promise="monotone", needs="learn", rows=(2, 6), graded=False)
def a_new_unit_gains_by_being_better_than_any_before(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    normalization: str,
    before: Matrix,
    after: Matrix,
) -> None:
    r"""New units that are nowhere worse never score below, also beyond the table.

    .. math:: x'_{ij} \succeq x_{ij} \; \forall j
        \;\Rightarrow\; s(x', w) \ge s(x, w)

    Distances to a frozen ideal break it if they count what is beyond the ideal.
    """
    fitted = score.fit(X, weights, polarity, normalization)
    later = fitted(after)
    allowed = 4 * np.finfo(float).eps * (1 + abs(later))
    require(
        (later >= fitted(before) - allowed).all(), later, "no score below the earlier"
    )


@law("scoring", promise="scale", graded=False)
def the_unit_of_a_criterion_does_not_matter(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any, factors: Vector
) -> None:
    r"""Multiplying a column by a positive number changes no score.

    .. math:: s_i(X \, \mathrm{diag}(a), w) = s_i(X, w), \quad a > 0

    Scores of raw values break it, and thresholds in the unit of a criterion.
    """
    found = score(X * factors, weights, polarity)
    near(found, score(X, weights, polarity), _ROUNDING)


@law("scoring", promise="shift", graded=False)
def the_origin_of_a_criterion_does_not_matter(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any, shifts: Vector
) -> None:
    r"""Adding a number to a column changes no score.

    .. math:: s_i(X + 1 b^\top, w) = s_i(X, w)

    Scores of shares and of vector norms break it.
    """
    found = score(X + shifts, weights, polarity)
    near(found, score(X, weights, polarity), _ROUNDING)


@law("scoring", promise="zero_weight_is_irrelevant")
def a_criterion_without_weight_might_as_well_be_absent(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any, column: Vector
) -> None:
    r"""A criterion of weight 0 changes no score, whatever it holds.

    .. math:: w_{m+1} = 0 \;\Rightarrow\; s_i([X, y], [w, 0]) = s_i(X, w)

    Scores that divide by the number of criteria break it, and those that weigh by
    order.
    """
    found = score(np.c_[X, column], np.append(weights, 0.0), [*polarity, COST])
    near(found, score(X, weights, polarity), _ROUNDING)


@law("scoring", needs="learn", columns=(1, 40), rows=(1, 12))
def a_unit_scores_alike_whichever_units_stand_beside_it(
    score: ScoringSubject,
    X: Matrix,
    weights: Vector,
    polarity: Any,
    raw_or: str | None,
    some_rows: list[int],
) -> None:
    r"""What was learned scores a row by what stands in it, to the last bit.

    .. math:: s_i(X) = s(x_i)

    Kernels that read other rows than the one they score break it, and matrix products,
    whose last bit depends on the rows beside.
    """
    fitted = score.fit(X, weights, polarity, raw_or)
    equal(fitted(X[some_rows]), fitted(X)[some_rows])


@law("scoring", needs="learn")
def what_is_fitted_scores_as_the_function_does(
    score: ScoringSubject, X: Matrix, weights: Vector, polarity: Any
) -> None:
    """Learned and applied to the same rows, a score is that of the function.

    A ``learn`` that differs from the function that is registered with it breaks it.
    """
    fitted = score.fit(X, weights, polarity, score.own_normalization)
    equal(fitted(X), score(X, weights, polarity))


@law("scoring", needs="learn", rows=(2, 6))
def a_unit_with_a_gap_leaves_the_scores_of_the_others(
    score: ScoringSubject, X: Matrix, weight_vectors: Matrix, polarity: Any, unit: int
) -> None:
    r"""With ``missing="omit"`` a unit with a gap has no score, and changes no other.

    .. math:: x_{i1} = \mathrm{NaN} \;\Rightarrow\;
        s_i(X, w) = \mathrm{NaN}, \; s_k(X, w) = s_k(X_{-i}, w)

    Methods that gather what they learn without leaving such rows out break it.
    """
    X = X.copy()
    X[unit, 0] = np.nan
    others = np.arange(len(X)) != unit
    for W in (weight_vectors, weight_vectors[0]):
        gappy = score.fit(X, W, polarity, "minmax", missing="omit")
        found = gappy(X, missing="omit")
        require(np.isnan(found[..., unit]).all(), found, f"NaN at {unit}")
        alone = score.fit(X[others], W, polarity, "minmax")
        near(found[..., others], alone(X[others]), _ROUNDING)
