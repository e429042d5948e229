"""The laws of grades: from scores and a rule to whether each law holds.

In the formulas, :math:`g_i(s)` is the grade of unit i, from 1 (worst) to k (best), and
:math:`c(s)` are the cuts between them.
"""

from typing import Final

import numpy as np

from mcdm_index._numeric import Vector
from mcdm_index.testing._law import equal, law, near, require
from mcdm_index.testing._subjects import GradingSubject

_ROUNDING: Final = 1e-14


@law("grading")
def every_score_has_a_grade(grade: GradingSubject, scores: Vector, k: int) -> None:
    r"""Every unit has a grade, a whole number from 1 to k.

    .. math:: g_i(s) \in \{1, \dots, k\}

    One score alone, equal scores and fewer scores than grades are among them. Rules
    that need k different scores break it.
    """
    grades = grade.must_answer(scores, k)
    require(np.isin(grades, np.arange(1, k + 1)).all(), grades, f"grades from 1 to {k}")


@law("grading", needs="cuts")
def cuts_ascend(grade: GradingSubject, scores: Vector, k: int) -> None:
    r"""There are k - 1 cuts, and none is below the one before it.

    .. math:: c_1(s) \le \dots \le c_{k-1}(s)

    Rules that give classes from the best to the worst break it.
    """
    cuts = grade.cuts(scores, k)
    require((np.diff(cuts) >= 0).all(), cuts, "ascending cuts")


@law("grading", shape="constant", needs="learned_cuts")
def equal_scores_are_all_in_the_best_class(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    r"""Where all scores are equal, all units are in the best class.

    .. math:: s_1 = \dots = s_n \;\Rightarrow\; g_i(s) = k

    It is a convention of this library: the best classes are filled first. Rules break
    it that decide by a mean which of 0.1, 0.1, 0.1 is rounded.
    """
    equal(grade(scores / 3, k), np.full(len(scores), float(k)))


@law("grading")
def no_warning_is_given(grade: GradingSubject, scores: Vector, k: int) -> None:
    """Where grades are found, numpy has nothing to warn of.

    A warning of a division by 0 whose result is then overwritten breaks it.
    """
    require(not (told := grade.warned(scores, k)), "; ".join(told), "no warning")


@law("grading")
def a_larger_score_never_has_a_lower_grade(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    r"""What scores more is not graded lower.

    .. math:: s_i > s_j \;\Rightarrow\; g_i(s) \ge g_j(s)

    Clusters that are numbered as they were found break it.
    """
    grades = grade(scores, k)
    larger = scores[:, None] > scores
    fits = (grades[:, None] >= grades)[larger].all()
    require(fits, grades, f"grades in the order of {scores.tolist()}")


@law("grading")
def equal_scores_have_equal_grades(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    r"""Equal scores have equal grades.

    .. math:: s_i = s_j \;\Rightarrow\; g_i(s) = g_j(s)

    Rules that fill classes by position, so many units in each, break it.
    """
    grades = grade(np.repeat(scores, 2), k)
    equal(grades[::2], grades[1::2])


@law("grading")
def permuting_the_units_permutes_the_grades(
    grade: GradingSubject, scores: Vector, k: int, score_order: list[int]
) -> None:
    r"""With the units in another order each keeps its grade, to the last bit of cuts.

    .. math:: g_i(P s) = g_{P(i)}(s)

    Rules that add scores up in the order in which they come break it where a score
    lies on a cut, and clusterings that begin with the first units.
    """
    scores = scores / 3  # with sums that round
    equal(grade(scores[score_order], k), grade(scores, k)[score_order])
    if "learned_cuts" in grade.can:
        equal(grade.cuts(scores[score_order], k), grade.cuts(scores, k))


@law("grading")
def the_scores_are_not_changed(grade: GradingSubject, scores: Vector, k: int) -> None:
    """What is handed over stays as it is.

    Rules that sort in place break it.
    """
    equal(grade.changed(scores, k)[0], scores)


@law("grading")
def a_second_call_gives_the_same_bits(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    """Called twice, a rule gives the same grades.

    Clusterings that begin at random without a seed of their own break it.
    """
    first = grade(scores, k)
    equal(grade(scores, k), first)


@law("grading", promise="best_on_top")
def the_best_score_is_in_the_best_class(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    r"""The unit with the best score has grade k.

    .. math:: s_i = \max_j s_j \;\Rightarrow\; g_i(s) = k

    Rules that cut at the mean and standard deviations break it, since they may cut
    above all scores.
    """
    equal(grade(scores, k)[np.argmax(scores)], k)


@law("grading", promise="scale", needs="cuts")
def cuts_are_multiplied_with_the_scores(
    grade: GradingSubject, scores: Vector, k: int
) -> None:
    r"""On ten times the scale the cuts are ten times what they were.

    .. math:: c(10 s) = 10 \, c(s)

    Cuts that are given in the unit of the scores break it.
    """
    size = 10 * np.abs(scores).max()
    expected = 10 * grade.cuts(scores, k)
    near(grade.cuts(10 * scores, k), expected, _ROUNDING * size, _ROUNDING)


@law("grading", promise="shift", needs="cuts")
def cuts_move_with_the_scores(grade: GradingSubject, scores: Vector, k: int) -> None:
    r"""With all scores three higher the cuts are three higher.

    .. math:: c(s + 3) = c(s) + 3

    Cuts in geometric progression break it.
    """
    near(grade.cuts(scores + 3, k), grade.cuts(scores, k) + 3, 0.0, _ROUNDING)
