"""Draws of weights: their moments, what they keep to, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    ShapeError,
    UnknownColumnError,
    WeightsError,
)
from mcdm_index.methods.sampling import (
    constrained_weights,
    uniform_weights,
    weight_noise,
)
from tests import strategies

some_weights = st.integers(1, 6).flatmap(strategies.weights)
concentrations = st.floats(1, 1e4)
seeds = st.integers(0, 2**32 - 1)


@given(w=some_weights, c=concentrations, seed=seeds)
def test_every_draw_is_a_weight_vector(w, c, seed):
    W = weight_noise(w, 20, concentration=c, rng=seed)
    assert (W >= 0).all()
    assert_allclose(W.sum(axis=1), 1, rtol=1e-14)


@given(w=some_weights, c=concentrations, seed=seeds)
def test_a_weight_of_zero_stays_zero(w, c, seed):
    W = weight_noise(w, 20, concentration=c, rng=seed)
    assert (W[:, np.array(w) == 0] == 0).all()


@given(w=some_weights, c=concentrations, seed=seeds)
def test_the_mean_of_the_draws_is_the_weights(w, c, seed):
    share = np.array(w) / sum(w)
    W = weight_noise(w, 2000, concentration=c, rng=seed)
    error = np.sqrt(share * (1 - share) / (c + 1) / 2000)
    assert (np.abs(W.mean(axis=0) - share) <= 7 * error + 1e-14).all()


@pytest.mark.parametrize("c", [5, 100, 10_000])
def test_the_spread_is_as_stated(c):
    w = np.array([0.5, 0.3, 0.2])
    W = weight_noise(w, 100_000, concentration=c, rng=1)
    assert_allclose(W.std(axis=0), np.sqrt(w * (1 - w) / (c + 1)), rtol=0.02)


def test_the_concentration_for_a_relative_spread_is_as_stated():
    W = weight_noise([0.1, 0.9], 100_000, concentration=224, rng=1)
    assert_allclose(W[:, 0].std() / 0.1, 0.2, rtol=0.02)


def test_the_scale_of_the_weights_does_not_matter():
    one, other = (weight_noise(w, 5, concentration=9, rng=0) for w in ([1, 3], [2, 6]))
    assert (one == other).all()


def test_draws_repeat_with_the_seed():
    one, other = (weight_noise([1, 3], 5, concentration=9, rng=3) for _ in range(2))
    assert (one == other).all()


def test_a_generator_goes_on():
    rng = np.random.default_rng(3)
    one, other = (weight_noise([1, 3], 5, concentration=9, rng=rng) for _ in range(2))
    assert (one != other).any()


def test_the_only_criterion_has_all_the_weight():
    assert weight_noise([7], 3, concentration=1, rng=0).tolist() == [[1], [1], [1]]


@pytest.mark.parametrize("c", [1e-300, 1e300])
def test_extreme_concentrations_give_weights(c):
    W = weight_noise([1, 2, 3], 5, concentration=c, rng=0)
    assert_allclose(W.sum(axis=1), 1, rtol=1e-14)


def test_scores_under_such_weights_give_grades_their_probability():
    X = np.array([[9.0, 1.0], [5.0, 5.2], [1.0, 9.5], [0.5, 0.5]])
    W = weight_noise([0.5, 0.5], 400, concentration=20, rng=0)
    found = mi.grading.grade_probabilities(
        mi.scoring.weighted_sum(X, W), 4, "equal_interval"
    )
    assert found[3].tolist() == [1, 0, 0, 0]
    assert 0.1 < found[0, 3] < 0.9


@pytest.mark.parametrize(
    "bad", [0, -1, np.inf, np.nan, "9", None, True, [1, 2], 5e-324], ids=repr
)
def test_a_concentration_is_a_positive_number(bad):
    with pytest.raises(DomainError, match="concentration must be a positive number"):
        weight_noise([0.3, 0.7], 5, concentration=bad)


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, "5"], ids=repr)
def test_the_number_of_draws_is_whole_and_positive(bad):
    with pytest.raises(DomainError, match="n_draws must be a whole number"):
        weight_noise([0.3, 0.7], bad, concentration=9)


def test_noise_goes_around_one_weight_vector():
    with pytest.raises(WeightsError, match="one weight vector is needed"):
        weight_noise([[0.3, 0.7]], 5, concentration=9)


# Weights within limits


def test_uniform_weights_have_the_moments_of_the_simplex():
    W = uniform_weights(5, 200_000, rng=0)
    assert_allclose(W.mean(axis=0), 0.2, atol=0.002)
    assert_allclose(W.var(axis=0), 4 / (25 * 6), rtol=0.02)  # (m - 1) / (m^2 (m + 1))


def test_weights_in_an_order_have_the_rank_order_centroid_for_their_mean():
    order = [(0, 1), (1, 2), (2, 3)]
    W = constrained_weights(4, 40_000, order=order, rng=0)
    centroid = mi.judgment.roc(["a", "b", "c", "d"]).weights
    assert_allclose(W.mean(axis=0), list(centroid), atol=0.004)
    assert (np.diff(W, axis=1) <= 1e-12).all()


def test_weights_within_limits_are_those_that_rejection_leaves():
    drawn = uniform_weights(4, 400_000, rng=1)
    kept = drawn[(drawn <= 0.5).all(axis=1) & (drawn[:, 0] >= 0.2)]
    W = constrained_weights(4, 40_000, low=[0.2, 0, 0, 0], high=0.5, rng=0)
    assert_allclose(W.mean(axis=0), kept.mean(axis=0), atol=0.004)
    assert_allclose(np.cov(W.T), np.cov(kept.T), atol=0.0006)


@given(st.integers(0, 2**16), st.integers(2, 7))
def test_every_draw_keeps_every_limit(seed, m):
    rng = np.random.default_rng(seed)
    low, high = rng.random(m) / (2 * m), 1 / m + rng.random(m) * (1 - 1 / m)
    W = constrained_weights(m, 7, low=low, high=high, rng=seed)
    assert_allclose(W.sum(axis=1), 1, rtol=1e-12)
    assert (low - 1e-12 <= W).all()
    assert (high + 1e-12 >= W).all()


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"low": 0.5}, "contradict each other: low 0.5 of 'a', low 0.5 of 'b'"),
        ({"high": 0.2}, "contradict each other: high 0.2 of 'a'"),
        ({"order": [("a", "b"), ("b", "a")]}, "no room to draw from: 'a' before 'b'"),
        (
            {"low": {"a": 0.6}, "order": [("b", "a")]},
            "low 0.6 of 'a', low 0 of 'c', 'b' before 'a'",
        ),
    ],
    ids=repr,
)
def test_limits_that_leave_no_room_are_named(limits, message):
    with pytest.raises(DomainError, match=message):
        constrained_weights(["a", "b", "c"], 3, **limits)


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"low": {"d": 0.1}}, UnknownColumnError),
        ({"order": [("a", "d")]}, UnknownColumnError),
        ({"order": ["abc"]}, DomainError),
        ({"low": -0.1}, DomainError),
        ({"high": [0.5, 0.5]}, ShapeError),
    ],
    ids=repr,
)
def test_limits_of_another_form_are_refused(limits, error):
    with pytest.raises(error):
        constrained_weights(["a", "b", "c"], 3, **limits)


def test_one_criterion_has_all_the_weight():
    assert constrained_weights(1, 2, rng=0).tolist() == [[1], [1]]
