"""Weights that are drawn: their moments, what they keep to, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    ShapeError,
    UnknownColumnError,
    WeightsError,
)
from mcdm_index.methods.sampling import _constrained
from mcdm_index.methods.sampling._read import read_order
from mcdm_index.methods.sampling._walk import walk

sampling = mi.sampling
K = 20_000
ABC = ["a", "b", "c"]


def z_scores(draws, mean, sd):
    """Give how many standard errors the means of independent draws are off."""
    return np.abs(draws.mean(axis=0) - mean) / sd * np.sqrt(len(draws))


def ordered(k, m):
    """Draw uniform weights in descending order."""
    return -np.sort(-sampling.uniform_weights(k, m, rng=99), axis=1)


def walked(k, m, order=None, low=0.0, high=1.0):
    """Draw by hit-and-run, where rejection would do as well."""
    limits = np.full(m, low), np.full(m, high)
    polytope = _constrained._polytope(*limits, read_order(order, m, None), None)
    d = m - 1
    rng, steps = np.random.default_rng(3), max(100, 4 * d**2)
    return walk(polytope.inside(), k, burn_in=steps, thin=max(10, d**2 // 4), rng=rng)


# ---- without constraints


@pytest.mark.parametrize("m", [2, 5, 24])
def test_uniform_weights_have_the_moments_of_the_flat_dirichlet(m):
    w = sampling.uniform_weights(K, m, rng=0)
    sd = np.sqrt((m - 1) / (m + 1)) / m
    assert z_scores(w, 1 / m, sd).max() < 4
    assert_allclose(w.std(axis=0), sd, rtol=0.05)


def test_a_uniform_weight_of_three_falls_as_a_triangle():
    w = sampling.uniform_weights(K, 3, rng=0)[:, 0]
    assert_allclose((w > 0.5).mean(), 0.25, atol=0.015)


def test_the_first_uniform_draws_are_the_same_however_many_there_are():
    few, many = (sampling.uniform_weights(k, 4, rng=1) for k in (3, 500))
    assert_array_equal(few, many[:3])


def test_one_criterion_has_all_the_weight():
    assert_array_equal(sampling.uniform_weights(2, 1), [[1.0], [1.0]])


def test_dirichlet_weights_have_their_mean_and_spread():
    alpha = np.array([4.0, 1.0, 0.5])
    mean, total = alpha / alpha.sum(), alpha.sum()
    sd = np.sqrt(mean * (1 - mean) / (total + 1))
    w = sampling.dirichlet_weights(alpha, K, rng=0)
    assert z_scores(w, mean, sd).max() < 4
    assert_allclose(w.std(axis=0), sd, rtol=0.03)


def test_tiny_parameters_do_not_lead_to_nothing():
    w = sampling.dirichlet_weights([1e-4, 1e-4, 1e-4], 1000, rng=0)
    assert_allclose(w.sum(axis=1), 1.0)


def test_a_spread_is_that_of_a_share():
    given_ = np.array([0.6, 0.3, 0.1])
    w = sampling.weights_around(given_, K, spread=0.2, rng=0)
    sd = 0.2 * np.sqrt(given_ * (1 - given_))
    assert z_scores(w, given_, sd).max() < 4
    assert_allclose(w.std(axis=0), sd, rtol=0.03)


def test_the_right_spread_around_equal_weights_is_uniform():
    around = sampling.weights_around(np.ones(3), K, spread=0.5, rng=0)
    uniform = sampling.dirichlet_weights(np.ones(3), K, rng=0)
    assert_allclose(around, uniform, rtol=1e-12)


def test_without_spread_all_draws_are_the_weights():
    w = sampling.weights_around([3, 1, 0], 2, spread=0)
    assert_array_equal(w, [[0.75, 0.25, 0.0]] * 2)


def test_a_weight_of_zero_stays_zero():
    w = sampling.weights_around({"a": 1, "b": 0, "c": 1}, 100, spread=0.5, rng=0)
    assert (w[:, 1] == 0).all()
    assert (w[:, [0, 2]] > 0).all()


@pytest.mark.parametrize("spread", [1.0, -0.1, np.nan, "wide", [0.1, 0.2]])
def test_a_spread_that_is_none_is_refused(spread):
    with pytest.raises(DomainError, match="spread must be a number from 0"):
        sampling.weights_around([1, 1], 5, spread=spread)


@pytest.mark.parametrize("k", [0, -1, 2.5, True, "many"])
def test_a_number_of_draws_that_is_none_is_refused(k):
    with pytest.raises(DomainError, match="number of draws, must be a whole number"):
        sampling.uniform_weights(k, 3)


@pytest.mark.parametrize(
    ("alpha", "error"),
    [
        ([], ShapeError),
        ([[1, 2]], ShapeError),
        (["x"], ShapeError),
        ([0, 0], DomainError),
        ([-1, 2], DomainError),
        ([np.inf, 1], DomainError),
    ],
)
def test_parameters_that_are_none_are_refused(alpha, error):
    with pytest.raises(error, match="alpha must be"):
        sampling.dirichlet_weights(alpha, 3)


# ---- within constraints


@pytest.mark.parametrize("m", [3, 6, 24])
def test_weights_in_a_full_order_have_the_centroid_of_that_order(m):
    w = sampling.constrained_weights(K, m, order=list(range(m)), rng=0)
    roc = mi.judgment.roc(list(range(1, m + 1))).weights
    assert z_scores(w, roc, ordered(K, m).std(axis=0)).max() < 4
    assert (np.diff(w, axis=1) <= 0).all()


def test_an_order_may_name_some_criteria_only():
    w = sampling.constrained_weights(K, names="abcd", order=["c", "a"], rng=0)
    exact = np.array([0.125, 0.25, 0.375, 0.25])  # the smaller and larger of two
    assert_allclose(w.mean(axis=0), exact, atol=0.006)


def test_statements_may_point_either_way():
    forth = sampling.constrained_weights(9, names=ABC, order=[("a", ">", "b")], rng=0)
    back = sampling.constrained_weights(9, names=ABC, order=[("b", "<", "a")], rng=0)
    assert_array_equal(forth, back)


def test_floors_leave_a_smaller_simplex():
    low = np.array([0.5, 0.2, 0.0])
    w = sampling.constrained_weights(K, 3, low=low, rng=0)
    assert_allclose(w.mean(axis=0), low + 0.1, atol=0.002)
    assert (w >= low).all()


def test_a_box_is_filled_as_by_rejection_of_uniform_weights():
    low, high = np.array([0.2, 0.1, 0.0]), np.array([0.5, 0.9, 0.3])
    u = sampling.uniform_weights(300_000, 3, rng=1)
    kept = u[((u >= low) & (u <= high)).all(axis=1)]
    w = sampling.constrained_weights(K, 3, low=low, high=high, rng=0)
    assert_allclose(w.mean(axis=0), kept.mean(axis=0), atol=0.004)
    assert_allclose(np.cov(w.T), np.cov(kept.T), atol=3e-4)


def test_what_is_rare_is_walked_to():
    """Within so narrow a box, the sum cuts the corners off evenly."""
    m = 12
    w = sampling.constrained_weights(2048, m, low=0.99 / m, high=1.01 / m, rng=0)
    assert (w >= 0.99 / m - 1e-12).all()
    assert (w <= 1.01 / m + 1e-12).all()
    assert_allclose(w.mean(axis=0), 1 / m, rtol=1e-3)


@pytest.mark.parametrize("m", [3, 8])
@pytest.mark.parametrize("order", ["all", "first"])
def test_hit_and_run_agrees_with_independent_draws(m, order):
    statements = list(range(m)) if order == "all" else [(0, ">", j) for j in (1, 2)]
    exact = sampling.constrained_weights(100_000, m, order=statements, rng=1)
    w = walked(512, m, statements)  # one of each chain
    assert z_scores(w, exact.mean(axis=0), exact.std(axis=0)).max() < 4
    assert_allclose(w.std(axis=0), exact.std(axis=0), rtol=0.15)


def test_a_long_walk_in_many_dimensions_reaches_the_centroid():
    m = 16
    w = walked(5120, m, list(range(m)))
    assert_allclose(
        w.mean(axis=0), mi.judgment.roc(list(range(1, m + 1))).weights, rtol=0.06
    )


def test_a_fixed_weight_is_no_contradiction():
    w = sampling.constrained_weights(
        512, 3, low=[0.4, 0, 0], high=[0.4, 1, 1], order=[(1, ">", 2)], rng=0
    )
    assert_allclose(w[:, 0], 0.4)
    assert_allclose(w.mean(axis=0), [0.4, 0.45, 0.15], atol=0.02)


def test_criteria_that_are_each_above_the_other_weigh_alike():
    both = [("a", ">", "b"), ("b", ">", "a")]
    w = sampling.constrained_weights(100, names=ABC, order=both, rng=0)
    assert_allclose(w[:, 0], w[:, 1], rtol=1e-9)
    assert np.ptp(w[:, 0]) > 0.1


def test_where_one_vector_is_left_all_draws_are_that_one():
    w = sampling.constrained_weights(4, 3, low=[0.2, 0.1, 0.7], rng=0)
    assert_allclose(w, [[0.2, 0.1, 0.7]] * 4, atol=1e-9)


def test_without_constraints_weights_are_uniform():
    assert_array_equal(
        sampling.constrained_weights(5, 3, rng=0),
        sampling.uniform_weights(5, 3, rng=0),
    )


@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.data())
def test_all_constraints_are_kept(seed, m, data):
    low = np.array(data.draw(st.lists(st.floats(0, 0.9 / m), min_size=m, max_size=m)))
    high = np.minimum(low + data.draw(st.floats(0.3, 1.0)), 1.0)
    if high.sum() < 1.05:
        high = np.ones(m)
    w = sampling.constrained_weights(20, m, low=low, high=high, rng=seed)
    assert (w >= low - 1e-9).all()
    assert (w <= high + 1e-9).all()
    assert_allclose(w.sum(axis=1), 1.0, rtol=1e-12)


def test_the_same_seed_gives_the_same_walk():
    kwargs = {"low": 0.09, "high": 0.11, "rng": 5}
    first, second = (sampling.constrained_weights(600, 10, **kwargs) for _ in "ab")
    assert_array_equal(first, second)


def test_which_criterion_comes_first_in_the_table_does_not_matter():
    there = sampling.constrained_weights(
        K, 4, low=[0.3, 0, 0, 0], order=[(1, ">", 2)], rng=0
    )
    back = sampling.constrained_weights(
        K, 4, low=[0, 0, 0, 0.3], order=[(2, ">", 1)], rng=1
    )
    assert_allclose(there.mean(axis=0), back.mean(axis=0)[::-1], atol=0.006)


@pytest.mark.parametrize(
    ("kwargs", "told"),
    [
        ({"low": 0.4}, "a at least 0.4, b at least 0.4, c at least 0.4"),
        ({"high": 0.3}, "a at most 0.3, b at most 0.3, c at most 0.3"),
        (
            {"low": {"c": 0.5}, "order": ["a", "b", "c"]},
            "c at least 0.5, a above b, b above c",
        ),
    ],
)
def test_what_contradicts_is_named_and_nothing_else(kwargs, told):
    with pytest.raises(WeightsError, match="no weights of sum 1") as caught:
        sampling.constrained_weights(5, names=ABC, **kwargs)
    words = str(caught.value).partition(": ")[2].partition(". Give up")[0]
    assert words == told


def test_what_is_told_to_contradict_does_so_alone():
    """Of floors of all criteria, those of three are enough for a sum above 1."""
    with pytest.raises(WeightsError) as caught:
        sampling.constrained_weights(5, 6, low=0.4)
    assert str(caught.value).count("at least 0.4") == 3


@pytest.mark.parametrize(
    ("order", "error", "told"),
    [
        (["a", "x"], UnknownColumnError, "there is no such criterion"),
        ([("a", ">", "a")], DomainError, "cannot weigh more than itself"),
        (["a", "a"], DomainError, "twice"),
        ([("a", "=", "b")], ShapeError, "an order is a list"),
        ([("a", "b")], ShapeError, "an order is a list"),
        ("abc", ShapeError, "order must be a sequence"),
    ],
)
def test_an_order_that_is_none_is_refused(order, error, told):
    with pytest.raises(error, match=told):
        sampling.constrained_weights(5, names=ABC, order=order)


def test_the_number_of_criteria_must_be_known():
    with pytest.raises(DomainError, match="or else names"):
        sampling.constrained_weights(5, low=0.1)


def test_names_must_be_as_many_as_criteria():
    with pytest.raises(ShapeError, match="there are 4 criteria, got 3 names"):
        sampling.constrained_weights(5, 4, names=ABC)


def test_bounds_must_be_shares():
    with pytest.raises(WeightsError, match="high must be a share from 0 to 1"):
        sampling.constrained_weights(5, 3, high=1.5)
