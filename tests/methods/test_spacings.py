"""Spacings: small cases by hand, an independent fit, and what chance makes of them."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mcdm_index.methods.spacings import (
    chance_of_ratios,
    find_breaks,
    lead_p_value,
    spacing_ratios,
    steps_down,
)

SAMPLES = {
    "uniform": stats.uniform(),
    "normal": stats.norm(),
    "exponential": stats.expon(),
    "lognormal": stats.lognorm(1),
    "Pareto": stats.pareto(3),
    "log-uniform": stats.loguniform(1, 1000),
}
samples = pytest.mark.parametrize("name", SAMPLES)
tails = pytest.mark.parametrize("tail", ["adapted", "exponential"])
seeds = st.integers(0, 2**32 - 1)


def exponentials(seed, *shape):
    return np.random.default_rng(seed).standard_exponential(shape)


def ratios_by_loops(D, w):
    """Fit with statsmodels; an exponential is a gamma of shape 1."""
    N = len(D)
    i = np.arange(1, N + 1)
    X = np.column_stack([np.ones(N), np.log(i), np.log(N + 1 - i), i / N])
    family = sm.families.Gamma(sm.families.links.Log())
    r = D / sm.GLM(D, X, family=family).fit(tol=1e-14, maxiter=500).mu
    found = []
    for i in range(N):
        start = min(max(i - w, 0), N - 2 * w - 1)
        near = sorted(r[j] for j in range(start, start + 2 * w + 1) if j != i)
        found.append(r[i] / (sum(near[:-1]) / (2 * w - 1)))
    return found


# ---- steps


def test_steps_go_from_the_largest_value_down():
    D, above = steps_down(np.array([1.0, 7.0, 4.0, 5.0]))
    assert_array_equal(D, np.array([2.0, 1.0, 3.0]) / 8)
    assert_array_equal(above, [1, 2, 3])


def test_equal_values_have_no_step_between_them():
    D, above = steps_down(np.array([2.0, 2.0, 1.0, 1.0, 1.0]))
    assert_array_equal(D, [0.25])
    assert_array_equal(above, [2])


def test_a_rounding_residue_is_no_step():
    assert len(steps_down(np.array([0.3, 0.1 + 0.2, 0.1]))[0]) == 1


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_steps_have_a_scale_of_their_own(scale):
    D, _ = steps_down(scale * np.array([1.0, 0.5, 0.125]))
    assert_allclose(D[0] / D[1], 0.5 / 0.375, rtol=1e-14)


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0], [0.0, 0.0]])
def test_without_a_difference_there_is_no_step(values):
    assert len(steps_down(np.array(values))[0]) == 0


# ---- ratios


@pytest.mark.parametrize("N", [11, 12, 30, 99])
@pytest.mark.parametrize("window", [3, 5])
def test_ratios_are_those_of_an_independent_fit(N, window):
    D = exponentials(N, N)
    assert_allclose(spacing_ratios(D, window), ratios_by_loops(D, window), rtol=1e-6)


def test_many_series_at_once_are_each_by_itself():
    D = exponentials(3, 4, 20)
    one_by_one = [spacing_ratios(d, 5) for d in D]
    assert_allclose(spacing_ratios(D, 5), one_by_one, rtol=1e-7)


@pytest.mark.parametrize("N", [7, 11, 40])
def test_equal_steps_have_ratios_of_one(N):
    assert_allclose(spacing_ratios(np.full(N, 0.3), 3), 1, rtol=1e-12)


@given(
    seeds,
    st.tuples(*[st.floats(-3, 3)] * 3),
    st.floats(1e-6, 1e6),
)
def test_a_trend_of_the_modeled_form_changes_nothing(seed, powers, scale):
    D = exponentials(seed, 30)
    i = np.arange(1, 31)
    b, c, d = powers
    trend = scale * i**b * (31.0 - i) ** c * np.exp(d * i / 30)
    assert_allclose(spacing_ratios(D * trend, 5), spacing_ratios(D, 5), rtol=1e-4)


@given(seeds)
def test_upside_down_the_ratios_are_the_same(seed):
    D = exponentials(seed, 25)
    assert_allclose(spacing_ratios(D[::-1], 5)[::-1], spacing_ratios(D, 5), rtol=1e-5)


def test_a_second_break_nearby_hides_nothing():
    D = np.ones(40)
    D[15] = D[18] = 30
    ratio = spacing_ratios(D, 5)
    assert ratio[15] > 20
    assert ratio[18] > 20


@pytest.mark.parametrize(
    "D",
    [
        np.r_[np.ones(20), 1e12, np.ones(20)],
        10.0 ** np.linspace(0, -15, 40),
        np.r_[np.full(20, 1e-15), np.ones(20)],
    ],
    ids=["one", "falling", "two kinds"],
)
def test_steps_of_any_size_have_finite_ratios(D):
    assert np.isfinite(spacing_ratios(D, 5)).all()


# ---- chance


def test_the_chance_is_that_of_the_largest_ratio_anywhere():
    ratios = spacing_ratios(exponentials(1, 20), 5)
    p = chance_of_ratios(ratios, 5, n_draws=200, rng=7)
    D = np.random.default_rng(7).standard_exponential((200, 20))
    most = [max(spacing_ratios(d, 5)) for d in D]
    expected = [(1 + sum(m >= r for m in most)) / 201 for r in ratios]
    assert_allclose(p, expected, rtol=1e-12)


def test_the_chance_of_what_was_never_drawn_is_one_in_all():
    assert chance_of_ratios(np.array([1e9] * 11), 5, n_draws=99, rng=0)[0] == 0.01


def test_draws_in_blocks_are_the_same_draws(monkeypatch):
    ratios = spacing_ratios(exponentials(2, 15), 5)
    whole = chance_of_ratios(ratios, 5, n_draws=50, rng=0)
    monkeypatch.setattr("mcdm_index.methods.spacings._BLOCK", 1000)
    assert_array_equal(chance_of_ratios(ratios, 5, n_draws=50, rng=0), whole)


@pytest.fixture(scope="module", params=[31, 100])
def n_and_limit(request):
    """Find what one smooth series of n values in twenty passes."""
    most = spacing_ratios(exponentials(0, 4000, request.param - 1), 5).max(axis=1)
    return request.param, np.quantile(most, 0.95)


@samples
def test_smooth_samples_seldom_have_a_break(n_and_limit, name):
    n, limit = n_and_limit
    x = np.sort(SAMPLES[name].rvs((600, n), random_state=11), axis=1)[:, ::-1]
    found = spacing_ratios(x[:, :-1] - x[:, 1:], 5).max(axis=1) > limit
    # Binomial: 600 trials at 5 % pass 8 % once in a thousand times.
    assert found.mean() < 0.08


@samples
def test_quantiles_of_a_smooth_distribution_have_none(n_and_limit, name):
    n, limit = n_and_limit
    x = SAMPLES[name].ppf((np.arange(n, 0, -1) - 0.5) / n)
    assert spacing_ratios(x[:-1] - x[1:], 5).max() < limit / 2


# ---- one break after another


def test_without_a_break_the_first_look_is_all():
    D = exponentials(1, 30)
    ratios, p, found = find_breaks(D, 5, n_draws=99, rng=0)
    assert not found.any()
    assert_array_equal(ratios, spacing_ratios(D, 5))
    assert_array_equal(p, chance_of_ratios(ratios, 5, n_draws=99, rng=0))


def test_a_break_is_taken_out_before_the_rest_is_looked_at():
    D = exponentials(1, 40)
    D[20] = 60
    ratios, p, found = find_breaks(D, 5, n_draws=99, rng=0)
    assert np.flatnonzero(found).tolist() == [20]
    assert ratios[20] == spacing_ratios(D, 5)[20]
    rest = spacing_ratios(D, 5, found)
    assert_array_equal(ratios[~found], rest[~found])
    assert (p[~found] > 0.05).all()


def test_a_step_that_is_left_out_does_not_count():
    D, without = exponentials(5, 40), np.arange(40) == 20
    other = np.where(without, 1e6, D)
    ratios = spacing_ratios(D, 5, without)
    assert_array_equal(ratios, spacing_ratios(other, 5, without))
    assert ratios[20] == 0


def test_a_break_in_the_middle_makes_none_at_the_top():
    """A large step bends the trend: at a first look the top step seems large too."""
    false = 0
    for seed in range(60):
        x = np.sort(np.random.default_rng(seed).normal(size=31))[::-1]
        x[:12] += 8
        _, _, found = find_breaks(steps_down(x)[0], 5, n_draws=199, rng=0)
        assert found[11]
        false += found.sum() > 1
    assert false <= 8  # of 60 at 5 %: more once in 200 times


def test_breaks_are_looked_for_until_too_few_steps_are_left():
    D = np.ones(9)
    D[4], D[8] = 1e4, 1e9
    _, _, found = find_breaks(D, 3, n_draws=19, level=0.9, rng=0)
    assert 9 - found.sum() >= 6


# ---- leads


def test_a_lead_by_hand():
    # D = 6, 1, 1, 1; 2 * 1, 3 * 1 and 4 * 1 have the mean 3, so R = 2 and k = 3
    x = np.array([9.0, 3, 2, 1, 0])
    assert lead_p_value(x, tail="exponential") == pytest.approx((5 / 3) ** -3)


def test_only_so_many_neighbors_are_looked_at():
    x = np.r_[50.0, np.arange(20.0)]
    few = lead_p_value(np.sort(x)[::-1][:7], 5, tail="exponential")
    assert lead_p_value(x, 5, tail="exponential") == few


def test_a_skewed_column_is_looked_at_in_logarithms():
    """Of nine others, quartiles of 1, 2 and 4 are symmetric in logarithms from 0."""
    x = np.array([64, 9, 7, 4, 2.5, 2, 1.5, 1, 0.8, 0.5])
    assert np.quantile(x[1:], [0.25, 0.5, 0.75]).tolist() == [1, 2, 4]
    light = lead_p_value(np.log(x[x >= 2]), tail="exponential")
    assert lead_p_value(x) == pytest.approx(light)
    assert lead_p_value(x + 100) == pytest.approx(light)


def test_hardly_skewed_values_keep_their_digits():
    x = np.r_[40, np.linspace(-9, 9, 19) ** 3 / 100]
    x[np.argsort(x)[-6:]] += 1e-12
    assert np.quantile(x[1:], [0.25, 0.75]).sum() > 0
    light = lead_p_value(x[x >= 0], tail="exponential")
    assert lead_p_value(x) == pytest.approx(light, rel=1e-6)


def test_a_column_skewed_to_the_left_is_looked_at_as_it_is():
    x = 10 - np.exp(np.arange(12.0) / 4)
    assert lead_p_value(x) == lead_p_value(x, tail="exponential")


def test_where_the_lower_half_is_equal_logarithms_go_from_there():
    x = np.array([9.0, 4, 3, 2, 1] + [0.0] * 6)
    light = lead_p_value(np.log(x[:5]), tail="exponential")
    assert lead_p_value(x) == pytest.approx(light)


@pytest.mark.parametrize("values", [[1.0], [2.0, 2.0], [5.0, 1.0], [5.0, 1.0, 1.0]])
@tails
def test_a_lead_that_nothing_compares_with_is_chance(values, tail):
    assert lead_p_value(np.array(values), tail=tail) == 1


@tails
@given(seeds, st.floats(1e-3, 1e3), st.floats(-5, 5))
def test_a_lead_knows_no_scale_and_no_origin(tail, seed, scale, origin):
    x = exponentials(seed, 20)
    other = scale * (x + origin)
    assert lead_p_value(other, tail=tail) == pytest.approx(
        lead_p_value(x, tail=tail), rel=1e-6
    )


@pytest.mark.parametrize(
    ("name", "tail", "least", "most"),
    [
        ("exponential", "exponential", 0.03, 0.07),
        ("normal", "exponential", 0, 0.04),
        ("lognormal", "exponential", 0.1, 0.25),
        ("uniform", "adapted", 0, 0.02),
        ("normal", "adapted", 0, 0.04),
        ("exponential", "adapted", 0, 0.04),
        ("lognormal", "adapted", 0, 0.04),
        ("Pareto", "adapted", 0, 0.05),
    ],
)
def test_a_lead_is_found_as_seldom_as_is_said(name, tail, least, most):
    X = SAMPLES[name].rvs((1000, 60), random_state=5)
    found = np.mean([lead_p_value(x, tail=tail) <= 0.05 for x in X])
    assert least <= found <= most
