"""What holds for every grading rule in the catalogue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from tests import strategies
from tests.laws.catalogue import required_options

# What a rule cannot do without, for a given number of grades.
GIVEN = {"cuts": lambda k: (np.arange(1, k) / k).tolist()}


def rules(keep):
    kept = [m for m in mi.list_methods("grading") if keep(m)]
    return pytest.mark.parametrize("method", [pytest.param(m, id=m.name) for m in kept])


def promising(promise):
    return rules(lambda method: promise in method.promises)


every_rule = rules(lambda _: True)
learned = rules(lambda method: not required_options(method))
counts = st.integers(1, 7)


def cut(method, scores, k):
    options = {name: GIVEN[name](k) for name in required_options(method)}
    return method.func(scores, k, **options)


def within(method, scores):
    """Move scores from [0, 1] into the domain of the rule, exactly."""
    return scores + 1 / 16 if method.domain == "positive" else scores


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_k_grades_need_one_cut_less(method, scores, k):
    assert cut(method, within(method, scores), k).shape == (k - 1,)


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_cuts_ascend(method, scores, k):
    assert (np.diff(cut(method, within(method, scores), k)) >= 0).all()


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_grades_run_from_one_to_k(method, scores, k):
    scores = within(method, scores)
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert set(grades.tolist()) <= set(range(1, k + 1))


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_a_larger_score_never_has_a_lower_grade(method, scores, k):
    scores = within(method, scores)
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert (np.diff(grades[np.argsort(scores)]) >= 0).all()


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_equal_scores_have_equal_grades(method, scores, k):
    scores = within(method, np.repeat(scores, 2))
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert (grades[::2] == grades[1::2]).all()


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_class_sizes_add_up_to_the_units(method, scores, k):
    scores = within(method, scores)
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert mi.grading.grade_sizes(grades, k).counts.sum() == len(scores)


@promising("best_on_top")
@given(scores=strategies.scores(), k=counts)
def test_the_best_score_is_in_the_best_class(method, scores, k):
    scores = within(method, scores)
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert grades[np.argmax(scores)] == k


@learned
@given(scores=strategies.scores(), k=counts, data=st.data())
def test_the_order_of_the_scores_does_not_matter(method, scores, k, data):
    scores = within(method, scores) / 3  # with sums that round
    other = np.array(data.draw(st.permutations(list(scores))))
    assert_array_equal(cut(method, other, k), cut(method, scores, k))


@learned
@given(scores=strategies.scores(), k=counts)
def test_scores_are_left_as_they_are(method, scores, k):
    scores = within(method, scores)
    before = scores.copy()
    cut(method, scores, k)
    assert_array_equal(scores, before)


@promising("scale")
@given(scores=strategies.scores(), k=counts)
def test_cuts_are_multiplied_with_the_scores(method, scores, k):
    scores = within(method, scores)
    scaled = cut(method, 10 * scores, k)
    size = 10 * np.abs(scores).max()
    expected = 10 * cut(method, scores, k)
    assert_allclose(scaled, expected, rtol=1e-14, atol=1e-14 * size)


@promising("shift")
@given(scores=strategies.scores(), k=counts)
def test_cuts_move_with_the_scores(method, scores, k):
    moved = cut(method, scores + 3, k)
    assert_allclose(moved, cut(method, scores, k) + 3, rtol=1e-14)


@learned
@pytest.mark.parametrize("value", [0.1, 0.3, 1 / 3])
@pytest.mark.parametrize("k", [2, 3, 6, 7])
def test_equal_scores_are_all_in_the_best_class(method, value, k):
    scores = np.full(9, value)
    assert (mi.grading.grade(scores, cut(method, scores, k)) == k).all()


@learned
@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_scores_of_any_size_are_graded_alike(method, size):
    scores = np.array([1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 9.0, 20.0])
    plain = mi.grading.grade(scores, cut(method, scores, 4))
    sized = mi.grading.grade(size * scores, cut(method, size * scores, 4))
    assert sized.tolist() == plain.tolist()
