"""Every grading rule in the catalogue keeps the laws, and a few beyond them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mcdm_index as mi
from tests import strategies
from tests.laws.catalogue import held, required_options

# What a rule cannot do without, for a given number of grades.
GIVEN = {"cuts": lambda k: (np.arange(1, k) / k).tolist()}


def rules(keep):
    kept = [m for m in mi.list_methods("grading") if keep(m)]
    return pytest.mark.parametrize("method", [pytest.param(m, id=m.name) for m in kept])


every_rule = rules(lambda _: True)
learned = rules(lambda method: not required_options(method))
counts = st.integers(1, 7)


def settings(method):
    """Give a rule what it cannot do without."""
    named = required_options(method)
    return {"options": lambda _, k: {name: GIVEN[name](k) for name in named}}


@pytest.mark.parametrize("law", held("grading", settings))
def test_a_registered_rule_keeps_the_law(law):
    law()


def cut(method, scores, k):
    options = {name: GIVEN[name](k) for name in required_options(method)}
    return method.func(scores, k, **options)


def within(method, scores):
    """Move scores from [0, 1] into the domain of the rule, exactly."""
    return scores + 1 / 16 if method.domain == "positive" else scores


@every_rule
@given(scores=strategies.scores(), k=counts)
def test_class_sizes_add_up_to_the_units(method, scores, k):
    scores = within(method, scores)
    grades = mi.grading.grade(scores, cut(method, scores, k))
    assert mi.grading.grade_sizes(grades, k).counts.sum() == len(scores)


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
