"""Grading: small cases by hand, degenerate ones as documented, refusals."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
)
from mcdm_index.methods.grading import equal_interval, fixed, grade, quantile

learned = pytest.mark.parametrize("rule", [quantile, equal_interval])
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
