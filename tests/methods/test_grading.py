"""Grading: small cases by hand, degenerate ones as documented, refusals."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownMethodError,
)
from mcdm_index.methods.grading import (
    equal_interval,
    fixed,
    geometric,
    grade,
    grade_probabilities,
    grade_sizes,
    head_tail,
    mean_sd,
    natural_breaks,
    quantile,
    star_names,
)

RULES = [quantile, equal_interval, natural_breaks, mean_sd, head_tail, geometric]
learned = pytest.mark.parametrize("rule", RULES)
SCORES = [0.1, 0.2, 0.3, 0.4, 0.5]


def test_a_score_on_a_cut_belongs_to_the_class_above():
    assert grade([0.4, 0.5, 0.6], [0.5]).tolist() == [1, 2, 2]


def test_a_score_of_nan_has_no_class():
    assert grade([np.nan, 0.6], [0.5]).tolist() == [0, 2]


def test_infinite_scores_are_in_the_outer_classes():
    assert grade([-np.inf, np.inf], [0.2, 0.5]).tolist() == [1, 3]


def test_without_cuts_there_is_one_class():
    assert grade(SCORES, []).tolist() == [1] * 5


def test_grades_keep_the_shape_of_the_scores():
    assert grade([[0.1, 0.9], [0.6, 0.2]], [0.5]).tolist() == [[1, 2], [2, 1]]


def test_grades_are_integers():
    assert grade([0.1, np.nan], [0.5]).dtype.kind == "i"


def test_quantiles_interpolate_between_order_statistics():
    assert_allclose(quantile([1, 2, 3, 4], 3), [2, 3], rtol=1e-15)


def test_shares_are_given_from_the_best_class_to_the_worst():
    cuts = quantile(SCORES, 3, shares=(1, 1, 2))
    assert_allclose(cuts, [0.3, 0.4], rtol=1e-15)


def test_shares_may_stand_on_any_scale():
    small, large = (quantile(SCORES, 2, shares=s) for s in [(0.25, 0.75), (10, 30)])
    assert small.tolist() == large.tolist()


def test_classes_hold_their_shares_where_no_scores_are_equal():
    scores = np.arange(20.0)
    grades = grade(scores, quantile(scores, 4, shares=(1, 2, 3, 4)))
    assert np.bincount(grades)[1:].tolist() == [8, 6, 4, 2]


def test_equal_scores_stay_together():
    scores = [0.1, 0.5, 0.5, 0.5, 0.9]
    assert len(set(grade(scores, quantile(scores, 5))[1:4].tolist())) == 1


def test_equal_intervals_cut_the_range_into_equal_parts():
    assert equal_interval([3, 11, 4], 4).tolist() == [5, 7, 9]


def test_fixed_cuts_are_taken_as_they_are():
    assert fixed(SCORES, 3, cuts=(0.55, 0.7)).tolist() == [0.55, 0.7]


def test_one_fixed_class_needs_no_cut():
    assert fixed(SCORES, 1, cuts=()).shape == (0,)


@learned
def test_one_score_is_in_the_best_class(rule):
    assert grade([0.3], rule([0.3], 6)).tolist() == [6]


@learned
def test_scores_have_one_dimension(rule):
    with pytest.raises(ShapeError, match=r"one dimension, got shape \(1, 2\)"):
        rule([[0.1, 0.2]], 2)


@learned
def test_there_must_be_a_score(rule):
    with pytest.raises(EmptyDataError, match="no score to grade"):
        rule([], 2)


@learned
def test_a_missing_score_is_refused_with_its_position(rule):
    with pytest.raises(MissingDataError, match="at position 1"):
        rule([0.1, np.nan], 2)


@learned
@pytest.mark.parametrize("bad", [np.inf, -np.inf])
def test_an_infinite_score_is_refused(rule, bad):
    with pytest.raises(ValueError, match="finite"):
        rule([0.1, 0.2, bad], 2)


@learned
@pytest.mark.parametrize("k", [0, -1])
def test_there_must_be_a_class(rule, k):
    with pytest.raises(DomainError, match=f"a whole number of 1 or more, got {k}"):
        rule(SCORES, k)


@pytest.mark.parametrize(
    "shares", [(1,), (1, 1, 1), (1, 0), (1, -1), (1, np.nan), (1, np.inf)], ids=repr
)
def test_shares_are_one_positive_number_for_each_class(shares):
    with pytest.raises(DomainError, match="shares must be 2 positive numbers"):
        quantile(SCORES, 2, shares=shares)


@pytest.mark.parametrize(
    "cuts",
    [(), (0.5,), (0.1, 0.2, 0.3), (0.2, 0.1), (0.2, 0.2), (0.2, np.nan)],
    ids=repr,
)
def test_fixed_cuts_ascend_strictly_and_are_one_less_than_the_grades(cuts):
    with pytest.raises(DomainError, match="3 grades need 2 strictly ascending cuts"):
        fixed(SCORES, 3, cuts=cuts)


def test_cuts_that_do_not_ascend_are_refused():
    with pytest.raises(DomainError, match="cuts must ascend"):
        grade([0.5], [0.8, 0.2])


@pytest.mark.parametrize("k", [0, 1.5, -1])
def test_the_number_of_grades_is_whole_and_positive(k):
    with pytest.raises(DomainError, match="must be a whole number"):
        quantile([0.1, 0.2], k)


@learned
@pytest.mark.parametrize("k", [True, np.nan, "6", None], ids=repr)
def test_what_is_no_number_of_grades_is_refused(rule, k):
    with pytest.raises(DomainError, match="must be a whole number of 1 or more"):
        rule(SCORES, k)


@learned
@pytest.mark.parametrize("bad", [["a", "b"], [0.1, None], [1j, 2j]], ids=repr)
def test_scores_are_numbers(rule, bad):
    with pytest.raises(NotNumericError, match="scores to be graded must be numbers"):
        rule(bad, 2)


@learned
def test_one_grade_needs_no_cut(rule):
    assert rule(SCORES, 1).shape == (0,)


@pytest.mark.parametrize("bad", [[0.5, np.nan], [np.nan]], ids=repr)
def test_a_cut_is_a_number(bad):
    with pytest.raises(DomainError, match="cuts must ascend"):
        grade([0.5], bad)


def test_cuts_have_one_dimension():
    with pytest.raises(ShapeError, match=r"cuts have one dimension, got .*1, 1"):
        grade([0.5], [[0.5]])


def test_natural_breaks_lie_in_the_gaps():
    assert natural_breaks([30, 1, 2, 2, 3, 11, 12], 3).tolist() == [7, 21]


def test_a_break_is_the_middle_of_its_gap():
    # so that a frozen cut does not hang on the last digit of one score
    assert natural_breaks([0.0, 1.0, 5.0], 2).tolist() == [3.0]


def test_a_score_that_falls_by_a_rounding_error_keeps_its_grade():
    scores = np.array([0.1, 0.2, 0.7, 0.8])
    cuts = natural_breaks(scores, 2)
    assert (grade(np.nextafter(scores, 0), cuts) == grade(scores, cuts)).all()


def test_a_break_separates_neighboring_floats():
    scores = [1.0, np.nextafter(1, 2)]
    assert grade(scores, natural_breaks(scores, 2)).tolist() == [1, 2]


def test_a_break_separates_the_smallest_floats():
    scores = [0.0, 5e-324]
    assert grade(scores, natural_breaks(scores, 2)).tolist() == [1, 2]


def test_natural_breaks_reach_to_the_ends_of_the_floats():
    assert natural_breaks([-1.7e308, 0.0, 1.7e308], 3).tolist() == [-8.5e307, 8.5e307]


def test_of_equally_good_partitions_the_best_class_is_the_largest():
    scores = np.arange(7.0)
    grades = grade(scores, natural_breaks(scores, 3))
    assert grades.tolist() == [1, 1, 2, 2, 3, 3, 3]


def test_fewer_values_than_grades_fill_the_best_ones():
    scores = [0.1, 0.5, 0.5]
    assert grade(scores, natural_breaks(scores, 5)).tolist() == [4, 5, 5]


def test_natural_breaks_do_not_hang_on_a_large_mean():
    x = np.array([0.0, 0.5, 1.0, 4.0, 4.5, 9.0])
    assert_allclose(natural_breaks(x + 1e9, 3) - 1e9, natural_breaks(x, 3), rtol=1e-15)


@pytest.mark.parametrize("far", [1e8, -1e8])
def test_breaks_within_a_group_do_not_hang_on_a_far_one(far):
    x = np.array([0.0, 0.5, 1.0, 4.0, 4.5, 9.0])
    both = natural_breaks(np.concatenate([x, x + far]), 6)
    near = both[:2] if far > 0 else both[3:]
    assert_allclose(near, natural_breaks(x, 3), rtol=1e-15)


def test_one_outlier_leaves_most_units_in_one_class():
    scores = [*np.linspace(0, 1, 20), 100.0]
    grades = grade(scores, natural_breaks(scores, 2))
    assert grade_sizes(grades, 2).counts.tolist() == [20, 1]


def test_of_many_skewed_scores_each_better_class_holds_fewer():
    scores = np.random.default_rng(0).lognormal(size=100_000)
    sizes = grade_sizes(grade(scores, natural_breaks(scores, 6)), 6)
    assert (np.diff(sizes.counts) < 0).all()


@pytest.mark.parametrize(
    ("k", "multiples"),
    [(2, [0]), (3, [-0.5, 0.5]), (5, [-1.5, -0.5, 0.5, 1.5]), (6, [-2, -1, 0, 1, 2])],
)
def test_by_default_multiples_are_one_apart_about_the_mean(k, multiples):
    scores = [1.0, 2.0, 3.0]  # mean 2, standard deviation 1
    assert_allclose(mean_sd(scores, k), np.array(multiples) + 2, rtol=1e-15)


def test_multiples_may_be_given():
    assert_allclose(mean_sd([1, 2, 3], 3, multiples=(-3, 1)), [-1, 3], rtol=1e-15)


@pytest.mark.parametrize(
    "multiples", [(1,), (1, 1), (2, 1), (0, np.nan), (0, np.inf), "ab"], ids=repr
)
def test_multiples_ascend_and_are_one_less_than_the_grades(multiples):
    with pytest.raises(DomainError, match="3 grades need 2 strictly ascending multipl"):
        mean_sd(SCORES, 3, multiples=multiples)


def test_no_score_need_reach_the_best_class():
    assert grade(SCORES, mean_sd(SCORES, 6)).max() == 5


def test_a_cut_beyond_the_floats_is_refused():
    with pytest.raises(NonFiniteError, match="too large"):
        mean_sd([-1.7e308, 1.7e308], 3, multiples=(0, 9))


def test_heads_are_cut_at_their_means():
    # mean 4; of 5 and 20 it is 12.5
    assert head_tail([1, 1, 1, 1, 2, 2, 3, 5, 20], 3).tolist() == [4, 12.5]


def test_a_head_that_is_no_minority_is_not_cut():
    scores = [1, 2, 3, 4]  # half of them lie above the mean
    assert head_tail(scores, 3).tolist() == [1, 2.5]


def test_without_a_limit_every_head_is_cut():
    assert head_tail([1, 2, 3, 4], 3, max_head=1).tolist() == [2.5, 3.5]


def test_at_most_so_many_means_are_taken_as_the_grades_need():
    scores = [1, 1, 1, 1, 2, 2, 3, 5, 20]
    assert head_tail(scores, 2).tolist() == [4]


def test_where_fewer_heads_are_found_the_lowest_grades_stay_empty():
    scores = [1, 1, 1, 1, 2, 2, 3, 5, 20]
    sizes = grade_sizes(grade(scores, head_tail(scores, 5)), 5)
    assert sizes.empty == (1, 2)


def test_a_score_that_equals_the_mean_belongs_to_the_head():
    scores = [0, 0, 2, 2, 2, 2, 6]  # mean 2
    assert head_tail(scores, 3, max_head=1).tolist() == [2, 2.8]


def test_neighboring_floats_have_a_head():
    scores = [1.0, 1.0, np.nextafter(1, 2)]
    assert grade(scores, head_tail(scores, 6, max_head=1))[2] == 6


@pytest.mark.parametrize("bad", [-0.1, 1.1, np.nan, "0.4", None], ids=repr)
def test_the_largest_head_is_a_share(bad):
    with pytest.raises(DomainError, match="max_head is a share, from 0 to 1"):
        head_tail(SCORES, 3, max_head=bad)


def test_geometric_cuts_grow_by_one_factor():
    assert geometric([1000, 5, 20, 1], 3).tolist() == [10, 100]


@pytest.mark.parametrize("bad", [0.0, -1.0])
def test_geometric_cuts_need_positive_scores(bad):
    with pytest.raises(DomainError, match=f"positive scores, got {bad} at position 2"):
        geometric([1, 2, bad, bad], 2)


def test_grades_are_counted_from_the_worst_to_the_best():
    assert grade_sizes([3, 1, 1, 3, 3], 4).counts.tolist() == [2, 0, 3, 0]


def test_shares_are_of_the_units_that_have_a_grade():
    assert grade_sizes([0, 1, 1, 1, 2], 2).shares.tolist() == [0.75, 0.25]


def test_units_without_a_grade_are_counted_apart():
    assert grade_sizes([0, 0, 1], 1).ungraded == 2


def test_of_equally_large_grades_the_best_is_the_largest():
    assert grade_sizes([1, 1, 2, 2, 3], 3).largest == 2


def test_a_grade_with_more_than_half_of_the_units_is_dominant():
    assert grade_sizes([1, 2, 2], 2).dominant == 2


def test_a_grade_with_half_of_the_units_is_not_dominant():
    assert grade_sizes([1, 2], 2).dominant is None


def test_the_only_grade_there_is_is_not_dominant():
    assert grade_sizes([1, 1], 1).dominant is None


def test_a_dominant_grade_is_told_with_its_size():
    grades = [1] * 197 + [2] * 84
    (said,) = grade_sizes(grades, 2).notices(["two stars", "one star"])
    assert said == (
        "More than half of the units, 197 of 281 (70.1 %), are in one grade: one star."
    )


def test_where_nothing_is_to_be_said_nothing_is():
    assert grade_sizes([1, 2, 2, 3], 3).notices() == ()


def test_empty_grades_are_told_best_first():
    assert grade_sizes([1, 3], 4).notices() == ("No unit is in: grade 4, grade 2.",)


def test_units_without_a_grade_are_told():
    assert grade_sizes([0, 1, 2], 2).notices() == ("Units without a grade: 1.",)


def test_sizes_are_always_printed():
    expected = "Units in grade 3 (best) to 1: 1, 2, 1."
    assert str(grade_sizes([1, 2, 2, 3], 3)) == expected


@pytest.mark.parametrize("bad", [-1, 3, 1.5, np.nan])
def test_a_grade_lies_between_0_and_k(bad):
    with pytest.raises(DomainError, match=f"from 0 to 2, got {bad} at position 1"):
        grade_sizes([1, bad], 2)


@pytest.mark.parametrize("grades", [[], [0, 0]])
def test_there_must_be_a_grade_to_count(grades):
    with pytest.raises(EmptyDataError, match="no grade to count"):
        grade_sizes(grades, 2)


DRAWS = [[0.1, 0.5, 0.9], [0.3, 0.7, 0.6], [0.2, 0.5, 0.8], [0.4, 0.6, 0.9]]


def test_with_fixed_cuts_grades_are_counted_over_the_draws():
    found = grade_probabilities(DRAWS, 2, cuts=[0.6])
    assert found.tolist() == [[1, 0], [0.5, 0.5], [0, 1]]


def test_a_rule_learns_its_cuts_in_each_draw():
    found = grade_probabilities(DRAWS, 3, "quantile")
    assert found.tolist() == [[1, 0, 0], [0, 0.75, 0.25], [0, 0.25, 0.75]]


def test_a_rule_does_not_see_what_lifts_all_scores():
    lifted = np.array(DRAWS) + np.array([[0], [5], [50], [500]])
    found = grade_probabilities(lifted, 3, "quantile")
    assert found.tolist() == grade_probabilities(DRAWS, 3, "quantile").tolist()


def test_one_draw_makes_every_grade_certain():
    found = grade_probabilities(DRAWS[:1], 3, "natural_breaks")
    assert found.tolist() == np.eye(3).tolist()


def test_a_rule_takes_its_options():
    found = grade_probabilities(DRAWS, 2, "quantile", options={"shares": (1, 3)})
    assert found[:, 1].sum() == 1


def test_cuts_that_repeat_are_taken():
    found = grade_probabilities(DRAWS, 3, cuts=[0.6, 0.6])
    assert found[:, 1].tolist() == [0, 0, 0]


@pytest.mark.parametrize("given", [{}, {"method": "quantile", "cuts": [0.5]}], ids=repr)
def test_either_a_rule_or_cuts_are_given(given):
    with pytest.raises(DomainError, match="give either a rule"):
        grade_probabilities(DRAWS, 2, **given)


def test_cuts_take_no_options_of_a_rule():
    with pytest.raises(DomainError, match="take no options of a rule"):
        grade_probabilities(DRAWS, 2, cuts=[0.5], options={"shares": (1, 1)})


def test_cuts_are_one_less_than_the_grades():
    with pytest.raises(DomainError, match="3 grades need 2 cuts"):
        grade_probabilities(DRAWS, 3, cuts=[0.5])


def test_an_unknown_rule_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'natural_breaks'"):
        grade_probabilities(DRAWS, 3, "natural_brakes")


def test_an_unknown_option_is_refused():
    with pytest.raises(UnknownMethodError, match="has no option 'share'"):
        grade_probabilities(DRAWS, 3, "quantile", options={"share": (1, 1, 1)})


@pytest.mark.parametrize("how", [{"method": "quantile"}, {"cuts": [0.5]}], ids=repr)
def test_a_missing_score_is_refused_with_its_draw(how):
    with pytest.raises(MissingDataError, match=r"draw 1: .* at position 0"):
        grade_probabilities([[0.1, 0.2], [np.nan, 0.3]], 2, **how)


@pytest.mark.parametrize("draws", [[0.1, 0.2], [[]]], ids=repr)
def test_draws_have_two_dimensions(draws):
    with pytest.raises(ShapeError, match="two dimensions, draws x units"):
        grade_probabilities(draws, 2, "quantile")


def test_six_stars_are_those_of_the_preset():
    from mcdm_index.presets import npindex

    assert star_names(6) == npindex.index().grade.labels


def test_one_star_is_singular():
    assert star_names(1) == {"en": ["one star"], "zh": ["一星"]}


def test_names_of_stars_can_be_labels():
    grader = mi.Grader(k=3, labels=star_names(3)).fit([[0.1], [0.2], [0.3]])
    assert grader.labels["zh"][0] == "三星"


@pytest.mark.parametrize("k", [0, 11, 2.5])
def test_there_are_names_for_one_to_ten_stars(k):
    with pytest.raises(DomainError, match=r"10 stars at most|must be a whole number"):
        star_names(k)
