"""Morris screening: linear functions exactly, known functions by their order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index import errors
from mcdm_index.sensitivity import morris, normal, uniform
from tests.sensitivity.functions import g_function, ishigami


@given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=6),
    st.sampled_from([2, 4, 6, 8]),
    st.integers(0, 99),
)
def test_a_linear_function_is_found_exactly(slopes, levels, seed):
    found = morris(lambda u: u @ slopes + 3, len(slopes), 3, levels, rng=seed).table
    np.testing.assert_allclose(found["mu"], slopes, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found["mu_star"], np.abs(slopes), atol=1e-12)
    np.testing.assert_allclose(found[["sigma", "mu_star_se"]], 0, atol=1e-12)


def test_effects_in_opposite_directions_cancel_in_mu_alone():
    found = morris(lambda u: 16 * (u[:, 0] - 0.5) ** 2, 1, 200, rng=0).table.loc[(0, 0)]
    assert abs(found["mu"]) < found["mu_star"] / 5
    assert found["sigma"] > found["mu_star"]


def test_a_factor_on_which_nothing_depends_has_nothing():
    found = morris(ishigami, 4, rng=0).table
    assert (found.loc[(0, 3)] == 0).all()
    assert (found["mu_star"].iloc[:3] > 0).all()


def test_the_effects_of_ishigami_on_four_levels():
    # By hand, on x = -pi, -pi/3, pi/3, pi with steps over two levels: in the second
    # factor 7 * 3/4, whatever the others are; in the third 0.1 (pi**4 - (pi/3)**4)
    # |sin x1|, of which half is 0; in the first sqrt(3)/2 (1 + 0.1 x3**4);
    # Delta is 2/3.
    found = morris(ishigami, 3, 4000, rng=0).table.loc[0]
    assert found.loc[1, "mu_star"] == pytest.approx(7.875)
    third = 0.1 * np.pi**4 * (1 - 1 / 81) * np.sqrt(3) / 4 * 1.5
    assert found.loc[2, "mu_star"] == pytest.approx(third, rel=0.05)
    first = np.sqrt(3) / 2 * (1 + 0.05 * np.pi**4 * (1 + 1 / 81)) * 1.5
    assert found.loc[0, "mu_star"] == pytest.approx(first, rel=0.05)


def test_the_g_function_is_put_in_the_order_of_its_indices():
    found = morris(g_function([0, 1, 4.5, 9, 99]), 5, 200, levels=8, rng=0).table
    assert (np.diff(found["mu_star"]) < 0).all()


def slow_effects(points, outputs, delta):
    """Take effects from a list of trajectories, step by step."""
    effects = [[] for _ in range(points.shape[2])]
    for u, y in zip(points, outputs, strict=True):
        for before in range(len(u) - 1):
            moved = np.flatnonzero(u[before] != u[before + 1])
            assert len(moved) == 1
            step = u[before + 1, moved[0]] - u[before, moved[0]]
            assert abs(step) == pytest.approx(delta)
            effects[moved[0]].append((y[before + 1] - y[before]) / step)
    return np.array(effects)


@pytest.mark.parametrize("levels", [2, 4, 6])
def test_the_effects_are_those_of_a_loop(levels):
    seen = []

    def watched(u):
        seen.append(u)
        return ishigami(u) + u[:, 0] * u[:, 1]

    found = morris(watched, 3, 12, levels, rng=4).table
    (points,) = seen
    y = ishigami(points) + points[:, 0] * points[:, 1]
    effects = slow_effects(
        points.reshape(12, 4, 3), y.reshape(12, 4), levels / 2 / (levels - 1)
    )
    assert (points >= 0).all()
    assert (points <= 1).all()
    size = np.abs(effects)
    np.testing.assert_allclose(found["mu"], effects.mean(1), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["mu_star"], size.mean(1), rtol=1e-10, atol=1e-12)
    sigma, se = effects.std(1, ddof=1), size.std(1, ddof=1) / np.sqrt(12)
    np.testing.assert_allclose(found["sigma"], sigma, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(found["mu_star_se"], se, rtol=1e-10, atol=1e-12)


def test_each_level_is_visited_about_as_often():
    seen = []
    morris(lambda u: seen.append(u) or u[:, 0], 2, 2000, rng=0)
    share = np.bincount(np.rint(seen[0].ravel() * 3).astype(int)) / seen[0].size
    np.testing.assert_allclose(share, 0.25, atol=0.02)


@pytest.mark.parametrize("power", [-290, 290])
def test_scale_changes_nothing_but_the_scale(power):
    base = morris(ishigami, 3, 5, rng=0).table
    moved = morris(lambda u: 10.0**power * ishigami(u), 3, 5, rng=0).table
    np.testing.assert_allclose(moved / 10.0**power, base, rtol=1e-9, atol=1e-12)


def test_a_mapping_gives_values_by_name():
    found = morris(
        lambda p: p["x"] + p["y"],
        {"x": uniform(0, 4), "y": normal(0, 1, tails=0.025)},
        2,
        2,
        rng=0,
        vectorized=False,
    ).table
    np.testing.assert_allclose(found["mu"], [4, 2 * 1.959964], rtol=1e-6)


def test_a_normal_distribution_needs_ends():
    with pytest.raises(errors.DomainError, match="cut it off"):
        morris(lambda p: p["x"], {"x": normal(0, 1)}, rng=0)


def test_trajectories_that_fail_are_left_out_and_told():
    def failing(u):
        return np.where(u.sum(axis=1) > 2.9, np.nan, u[:, 0])

    found = morris(failing, 3, 100, rng=0, most_failed=0.5)
    assert found.n_used < 100
    assert (found.failed.sum(axis=1) > 2.9).all()
    np.testing.assert_allclose(found.table["mu"], [1, 0, 0], atol=1e-12)
    with pytest.raises(errors.DomainError, match="of 100 rows"):
        morris(failing, 3, 100, rng=0, most_failed=0.01)


@pytest.mark.parametrize(
    "options", [{"levels": 3}, {"levels": 0}, {"trajectories": 1}, {"most_failed": -1}]
)
def test_options_out_of_range_are_refused(options):
    with pytest.raises(errors.DomainError):
        morris(ishigami, 3, **options)
