"""Weights between a floor and a cap, for all or each: one factor for the free."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import SpecError, UnknownColumnError, WeightsError

limit = mi.weighting.limit


@st.composite
def problems(draw):
    """Draw weights, and limits per criterion that some weights keep."""
    m = draw(st.integers(1, 8))
    part = st.integers(0, 100).map(lambda percent: percent / 100)
    w = np.array(draw(st.lists(st.integers(1, 1000), min_size=m, max_size=m)), float)
    inside = np.array(draw(st.lists(st.integers(1, 50), min_size=m, max_size=m)))
    inside = inside / inside.sum()
    down, up = (np.array([draw(part) for _ in range(m)]) for _ in range(2))
    return w / w.sum(), inside * down, inside + (1 - inside) * up


def by_bisection(w, low, high):
    """Halve the factor until the clipped weights sum to 1."""
    a, b = 0.0, 1e9
    for _ in range(300):
        middle = (a + b) / 2
        total = np.clip(middle * w, low, high).sum()
        a, b = (middle, b) if total < 1 else (a, middle)
    return np.clip(b * w, low, high)


@given(problem=problems())
def test_limited_weights_are_those_of_the_bisection(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    assert_allclose(found, by_bisection(w, low, high), rtol=0, atol=1e-12)


@given(problem=problems())
def test_limits_hold_exactly(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    assert ((found >= low) & (found <= high)).all()


@given(problem=problems())
def test_limited_weights_sum_to_one(problem):
    w, low, high = problem
    total = limit(w, cap=high, floor=low).sum()
    assert total == pytest.approx(1, rel=0, abs=1e-14)


@given(problem=problems())
def test_limiting_twice_is_limiting_once(problem):
    w, low, high = problem
    once = limit(w, cap=high, floor=low)
    assert_array_equal(limit(once, cap=high, floor=low), once)


@given(problem=problems())
def test_what_is_free_keeps_its_proportions(problem):
    w, low, high = problem
    found = limit(w, cap=high, floor=low)
    free = (found > low) & (found < high)
    ratio = found[free] / w[free]
    assert_allclose(ratio, ratio.mean() if free.any() else ratio, rtol=1e-10)


@given(problem=problems(), data=st.data())
def test_permuting_the_criteria_permutes_the_weights(problem, data):
    w, low, high = problem
    order = data.draw(st.permutations(range(len(w))))
    found = limit(w[order], cap=high[order], floor=low[order])
    expected = limit(w, cap=high, floor=low)[order]
    assert_allclose(found, expected, rtol=0, atol=1e-14)


@given(problem=problems(), level=st.integers(0, 99))
def test_one_cap_for_all_keeps_the_order_of_the_weights(problem, level):
    w, _, _ = problem
    equal = 1 / len(w)
    found = limit(w, cap=equal + (1 - equal) * level / 100)
    assert (np.diff(found[np.argsort(w, kind="stable")]) >= -1e-15).all()


def test_a_batch_is_limited_one_by_one():
    W = np.random.default_rng(0).dirichlet(np.ones(5), size=200)
    limits = {"cap": [0.3, 0.4, 0.25, 0.5, 0.3], "floor": [0.1, 0, 0.05, 0, 0.2]}
    expected = [limit(w, **limits) for w in W]
    assert_allclose(limit(W, **limits), expected, rtol=0, atol=1e-15)


def test_vectors_of_a_batch_that_keep_the_limits_stay_to_the_bit():
    W = np.array([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3]])
    assert_array_equal(limit(W, cap=0.4)[1], W[1])


def test_weights_within_the_limits_stay_to_the_bit():
    w = mi.weighting.entropy(np.random.default_rng(0).lognormal(size=(9, 4)))
    assert_array_equal(limit(w, cap=[1.0, 1, 1, 1], floor=0.0), w)


def test_limits_by_name_leave_the_others_without():
    w = pd.Series([0.6, 0.3, 0.1], index=["a", "b", "c"])
    found = limit(w, cap={"a": 0.4}, floor={"c": 0.2})
    assert_allclose(found, [0.4, 0.4, 0.2], rtol=1e-15)


def test_limits_by_name_go_with_names_given_apart():
    found = limit([0.6, 0.4], cap={"b": 0.2}, names=("a", "b"))
    assert_allclose(found, [0.8, 0.2], rtol=1e-15)


def test_a_cap_that_pushes_another_weight_over_its_own_needs_a_second_round():
    found = limit([0.6, 0.25, 0.1, 0.05], cap=0.35)
    assert_allclose(found, [0.35, 0.35, 0.2, 0.1], rtol=1e-14)


def test_a_cap_and_a_floor_that_pull_apart_are_not_set_at_once():
    # The floor takes more than the cap frees, so that a is not at its cap in the end.
    found = limit([0.52, 0.47, 0.01], cap=[0.5, 1, 1], floor=[0, 0, 0.3])
    assert_allclose(found, [0.7 * 52 / 99, 0.7 * 47 / 99, 0.3], rtol=1e-14)


def test_floors_that_sum_to_one_are_the_weights():
    floor = [0.5, 0.3, 0.2]
    assert_allclose(limit([1, 1, 1], floor=floor), floor, rtol=1e-15)


@pytest.mark.parametrize("m", [3, 7, 49, 1000])
def test_the_least_possible_cap_gives_equal_weights(m):
    found = limit(np.arange(1.0, m + 1), cap=1 / m)
    assert_allclose(found, 1 / m, rtol=1e-15 * m)


def test_a_floor_lifts_what_has_no_weight():
    assert limit([1.0, 0.0], floor=0.2).tolist() == [0.8, 0.2]


def test_a_weight_that_is_next_to_nothing_is_lifted_as_well():
    assert limit([1.0, 1e-310], floor=0.2).tolist() == [0.8, 0.2]


@pytest.mark.parametrize(
    ("limits", "numbers"),
    [
        ({"cap": 0.3}, r"between 0 and 0\.3 sum to 1: 3 criteria .* at most 0\.9\."),
        ({"floor": 0.4}, r"between 0\.4 and 1 .* at least 1\.2"),
        ({"cap": [0.3, 0.2, 0.4]}, r"and 0\.2\.\.0\.4 sum to 1.* at most 0\.9"),
        ({"cap": 0.2, "floor": 0.3}, r"cap 0\.2, floor 0\.3"),
        ({"cap": [1, 0.1, 1], "floor": [0, 0.2, 0]}, r"criterion 1: cap 0\.1, fl"),
        ({"cap": 2}, "share from 0 to 1, or 3 of them, got 2"),
        ({"cap": [0.5, 0.6]}, r"got \[0\.5, 0\.6\]"),
        ({"floor": float("nan")}, "got nan"),
        ({"floor": "much"}, "got 'much'"),
    ],
)
def test_limits_that_no_weights_keep_are_refused_with_numbers(limits, numbers):
    with pytest.raises(WeightsError, match=numbers):
        limit([0.5, 0.3, 0.2], **limits)


def test_a_cap_cannot_give_to_what_has_no_weight():
    with pytest.raises(WeightsError, match=r"at most 0\.8 \(1 of them weigh nothing"):
        limit([0.5, 0.5, 0.0], cap=0.4)


def test_an_unknown_name_is_refused_with_a_look_alike():
    with pytest.raises(UnknownColumnError, match="Did you mean 'patents'"):
        limit({"patents": 1, "papers": 2}, cap={"patent": 0.5})


def test_limits_by_name_without_names_are_refused():
    with pytest.raises(UnknownColumnError, match="pass weights by name"):
        limit([0.5, 0.5], cap={"a": 0.5})


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


NODES = [
    {"code": "reach"},
    {"code": "a", "parent": "reach", "polarity": "+"},
    {"code": "b", "parent": "reach", "polarity": "+"},
    {"code": "c", "polarity": "+"},
    {"code": "d", "polarity": "+"},
]


@pytest.mark.parametrize("scheme", ["flat", "nested"])
def test_an_index_limits_one_leaf_by_its_name(scheme):
    content = {
        "criteria": NODES,
        "aggregate": {"scheme": scheme},
        "weights": {"method": "entropy", "cap": {"d": 0.05}},
        "tiers": {"method": "none"},
    }
    index = mi.CompositeIndex.from_spec(content)
    found = index.fit(X).result_.weights["effective"]
    assert found["d"] == pytest.approx(0.05, rel=1e-14)
    assert index.to_spec()["weights"] == content["weights"]


def test_limits_by_the_name_of_no_node_are_refused():
    content = {"criteria": NODES, "weights": {"method": "std", "floor": {"dd": 0.1}}}
    with pytest.raises(SpecError, match="Did you mean 'd'"):
        mi.CompositeIndex.from_spec(content)


def test_limits_go_with_a_method_by_name():
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity="+") for c in X.columns])
    weights = mi.Weighter([1, 2, 3, 4], cap=0.3)
    with pytest.raises(SpecError, match=r"weighting\.limit"):
        mi.CompositeIndex(tree, weights=weights).fit(X)
