"""Weights between a floor and a cap: one factor for all that are free."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import SpecError, WeightsError

limit = mi.weighting.limit


@st.composite
def limited(draw):
    """Draw weights, and a floor and a cap that some weights keep."""
    w = draw(st.lists(st.integers(1, 1000), min_size=1, max_size=8))
    down, up = (draw(st.integers(0, 100)) / 100 for _ in range(2))
    equal = 1 / len(w)
    return w, equal * down, equal + (1 - equal) * up


def by_bisection(w, low, high):
    """Halve the factor until the clipped weights sum to 1."""
    w = np.asarray(w, float) / np.sum(w)
    a, b = 0.0, 1e9
    for _ in range(300):
        middle = (a + b) / 2
        total = np.clip(middle * w, low, high).sum()
        a, b = (middle, b) if total < 1 else (a, middle)
    return np.clip(b * w, low, high)


@given(problem=limited())
def test_limited_weights_are_those_of_the_bisection(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    assert_allclose(found, by_bisection(w, low, high), rtol=0, atol=1e-12)


@given(problem=limited())
def test_limits_hold_exactly_and_the_sum_is_one(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    assert ((found >= low - 1e-15) & (found <= high + 1e-15)).all()
    assert found.sum() == pytest.approx(1, rel=0, abs=1e-14)


@given(problem=limited())
def test_the_order_of_the_weights_is_kept(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    assert (np.diff(found[np.argsort(w, kind="stable")]) >= -1e-15).all()


def test_weights_within_the_limits_stay_to_the_bit():
    w = mi.weighting.entropy(np.random.default_rng(0).lognormal(size=(9, 4)))
    assert_array_equal(limit(w, cap=1.0, floor=0.0), w)


def test_a_cap_of_equal_weights_is_no_rounding_error_too_low():
    w = np.arange(1.0, 50.0)
    assert_allclose(limit(w, cap=1 / 49), 1 / 49, rtol=1e-14)


def test_a_batch_is_limited_one_by_one():
    W = np.array([[0.7, 0.2, 0.1], [0.5, 0.25, 0.25]])
    expected = [limit(w, cap=0.4) for w in W]
    assert_array_equal(limit(W, cap=0.4), expected)


def test_a_weight_that_is_next_to_nothing_is_lifted_as_well():
    found = limit([1.0, 1e-310], floor=0.2)
    assert found.tolist() == [0.8, 0.2]


def test_a_floor_lifts_what_has_no_weight():
    assert limit([1.0, 0.0], floor=0.2).tolist() == [0.8, 0.2]


def test_a_cap_cannot_give_to_what_has_no_weight():
    with pytest.raises(WeightsError, match=r"between 0 and 0\.4 sum to 1"):
        limit([0.5, 0.5, 0.0], cap=0.4)


@pytest.mark.parametrize(
    "limits", [{"cap": 0.3}, {"floor": 0.4}, {"cap": 0.2, "floor": 0.3}, {"cap": 2}]
)
def test_limits_that_no_weights_keep_are_refused_with_numbers(limits):
    with pytest.raises(WeightsError, match=r"0\.[234]|2"):
        limit([0.5, 0.3, 0.2], **limits)


X = pd.DataFrame(np.random.default_rng(1).lognormal(size=(12, 4)), columns=list("abcd"))


def test_weights_by_name_can_be_limited():
    free = mi.weighting.weigh(X, "entropy")
    found = mi.weighting.weigh(X, "entropy", cap=0.3)
    assert_array_equal(found, limit(free, cap=0.3))


def test_an_index_limits_the_weights_of_its_leaves():
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in X.columns])
    content = {
        "criteria": tree.to_dicts()[1:],
        "weights": {"method": "entropy", "cap": 0.3, "floor": 0.1},
        "tiers": {"method": "none"},
    }
    index = mi.CompositeIndex.from_spec(content)
    found = index.fit(X).result_.weights["effective"][list(X.columns)]
    Z = mi.normalize(X)
    expected = mi.weighting.weigh(Z, "entropy", cap=0.3, floor=0.1)
    assert_allclose(found, expected, rtol=1e-14)
    assert index.to_spec()["weights"] == content["weights"]


def test_limits_go_with_a_method_by_name():
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in X.columns])
    weights = mi.Weighter([1, 2, 3, 4], cap=0.3)
    with pytest.raises(SpecError, match=r"weighting\.limit"):
        mi.CompositeIndex(tree, weights=weights).fit(X)
