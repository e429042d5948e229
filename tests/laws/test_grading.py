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

every_rule = pytest.mark.parametrize(
    "method", [pytest.param(m, id=m.name) for m in mi.list_methods("grading")]
)
learned = pytest.mark.parametrize(
    "method",
    [
        pytest.param(m, id=m.name)
        for m in mi.list_methods("grading")
        if not required_options(m)
    ],
)
counts = st.integers(1, 7)


def cut(method, scores, k):
    options = {name: GIVEN[name](k) for name in required_options(method)}
    return method.func(scores, k, **options)


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_k_grades_need_one_cut_less(method, scores, k):
    assert cut(method, scores, k).shape == (k - 1,)


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_cuts_ascend(method, scores, k):
    assert (np.diff(cut(method, scores, k)) >= 0).all()


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_grades_run_from_one_to_k(method, scores, k):
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert set(grades.tolist()) <= set(range(1, k + 1))


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_a_larger_score_never_has_a_lower_grade(method, scores, k):
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert (np.diff(grades[np.argsort(scores)]) >= 0).all()


@learned
@given(scores=strategies.scores(), k=counts)
def test_the_best_score_is_in_the_best_class(method, scores, k):
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert grades[np.argmax(scores)] == k


@learned
@given(scores=strategies.scores(), k=counts, data=st.data())
def test_the_order_of_the_scores_does_not_matter(method, scores, k, data):
    other = np.array(data.draw(st.permutations(list(scores))))
    assert_array_equal(cut(method, other, k), cut(method, scores, k))


@learned
@given(scores=strategies.scores(), k=counts)
def test_cuts_move_with_the_scores(method, scores, k):
    moved = cut(method, 10 * scores + 3, k)
    assert_allclose(moved, 10 * cut(method, scores, k) + 3, rtol=1e-14)


@learned
@pytest.mark.parametrize("value", [0.1, 0.3, 1 / 3])
@pytest.mark.parametrize("k", [2, 3, 6, 7])
def test_equal_scores_are_all_in_the_best_class(method, value, k):
    scores = np.full(9, value)
    assert (mi.grading.grade(scores, cut(method, scores, k)) == k).all()
