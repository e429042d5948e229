"""Clusterings find groups that lie apart, whatever the order of units and the seed."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn import config_context
from sklearn.mixture import GaussianMixture

import mcdm_index as mi
from mcdm_index.clustering import _medoids
from mcdm_index.clustering._mixture import fit_mixture
from mcdm_index.errors import DomainError, UnknownMethodError
from tests.clustering.groups import same_groups, separated, three_groups

NAMES = ["gaussian_mixture", "k_medoids", "kmeans", "ward"]
BY_DISTANCE = ["k_medoids", "kmeans", "ward"]
seeds = st.integers(0, 2**31)


def test_these_clusterings_are_registered():
    assert [method.name for method in mi.list_methods("clustering")] == NAMES


@pytest.mark.parametrize("name", BY_DISTANCE)
@given(separated(), seeds)
def test_groups_that_lie_apart_are_found(name, groups, seed):
    S, group = groups
    labels = getattr(mi.clustering, name)(S, group.max() + 1, rng=seed)
    assert same_groups(labels, group)


@given(separated(most=3, sizes=(8, 12), jitter=2.0), seeds)
def test_a_mixture_finds_groups_that_lie_apart(groups, seed):
    S, group = groups
    labels = mi.clustering.gaussian_mixture(S, group.max() + 1, rng=seed)
    assert same_groups(labels, group)


@pytest.mark.parametrize("name", BY_DISTANCE)
@given(separated(), seeds, seeds)
def test_order_and_seed_change_no_tier_of_separated_groups(name, groups, one, other):
    S, group = groups
    k = int(group.max()) + 1
    shuffle = np.random.default_rng(one).permutation(len(S))
    tiers = mi.tiers(S, k, method=name, rng=one)
    assert mi.tiers(S[shuffle], k, method=name, rng=other).tolist() == (
        tiers[shuffle].tolist()
    )


@given(separated(most=3, sizes=(8, 12), jitter=2.0), seeds, seeds)
def test_order_and_seed_change_no_tier_of_a_mixture(groups, one, other):
    S, group = groups
    k = int(group.max()) + 1
    shuffle = np.random.default_rng(one).permutation(len(S))
    tiers = mi.tiers(S, k, method="gaussian_mixture", rng=one)
    again = mi.tiers(S[shuffle], k, method="gaussian_mixture", rng=other)
    assert again.tolist() == tiers[shuffle].tolist()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=settings().max_examples // 6)  # a mixture takes its time
@given(seeds)
def test_the_order_of_units_changes_no_tier_even_of_noise(name, seed):
    rng = np.random.default_rng(seed)
    S, shuffle = rng.standard_normal((40, 2)), rng.permutation(40)
    tiers = mi.tiers(S, 3, method=name, rng=7)
    shuffled = mi.tiers(S[shuffle], 3, method=name, rng=7)
    assert shuffled.tolist() == tiers[shuffle].tolist()


@pytest.mark.parametrize("name", NAMES)
def test_a_clustering_does_not_touch_its_argument(name):
    S, _ = three_groups(30)
    before = S.copy()
    getattr(mi.clustering, name)(S, 3, rng=0)
    assert np.array_equal(S, before)


# ---- k-medoids


def total_distance(Z, medoids):
    """Add up the distances to the nearest medoid, unit by unit."""
    return sum(min(np.sqrt(((z - Z[m]) ** 2).sum()) for m in medoids) for z in Z)


def medoids_of(Z, k):
    D = cdist(Z, Z)
    return _medoids._swap(D, _medoids._build(D, k))


@given(separated(most=3, sizes=(1, 4)))
def test_k_medoids_are_the_best_of_all_subsets_where_groups_lie_apart(groups):
    Z, group = groups
    k = int(group.max()) + 1
    best = min(total_distance(Z, m) for m in combinations(range(len(Z)), k))
    found = total_distance(Z, medoids_of(Z, k))
    assert found == pytest.approx(best, rel=1e-12)


@given(seeds, st.integers(1, 5), st.integers(6, 25))
def test_no_single_swap_makes_k_medoids_better(seed, k, n):
    Z = np.random.default_rng(seed).standard_normal((n, 2))
    medoids = medoids_of(Z, k)
    reached = total_distance(Z, medoids)
    for out in range(k):
        for into in set(range(n)) - set(medoids.tolist()):
            tried = [into if place == out else m for place, m in enumerate(medoids)]
            assert total_distance(Z, tried) >= reached * (1 - 1e-12)


@given(seeds, st.integers(1, 5))
def test_all_swaps_of_a_pass_are_told_as_one_by_one(seed, k):
    rng = np.random.default_rng(seed)
    Z = rng.standard_normal((12, 2))
    medoids = rng.choice(12, k, replace=False)
    before = total_distance(Z, medoids)
    expected = np.empty((k, 12))
    for out in range(k):
        for into in range(12):
            tried = [into if place == out else m for place, m in enumerate(medoids)]
            expected[out, into] = total_distance(Z, tried) - before
    found = _medoids._changes(cdist(Z, Z), medoids)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_one_medoid_is_the_unit_nearest_to_all():
    assert medoids_of(np.array([[0.0], [1.0], [2.0], [9.0], [3.0]]), 1).tolist() == [2]


def test_k_medoids_may_be_stuck_where_a_double_swap_would_help():
    """A local optimum is promised, and not more."""
    rng = np.random.default_rng(3)
    worse = 0
    for _ in range(60):
        Z = rng.standard_normal((9, 1))
        best = min(total_distance(Z, m) for m in combinations(range(9), 3))
        worse += total_distance(Z, medoids_of(Z, 3)) > best * (1 + 1e-9)
    assert 0 < worse < 20


def test_k_medoids_refuses_units_whose_distances_it_cannot_keep():
    Z = np.zeros((10_001, 1))
    with pytest.raises(DomainError, match=r"10001 x 10001 numbers.*method='kmeans'"):
        mi.clustering.k_medoids(Z, 2)


def test_k_medoids_needs_k_distinct_units():
    with pytest.raises(DomainError, match="3 distinct units, there are 2"):
        mi.clustering.k_medoids(np.array([[1.0], [1.0], [2.0]]), 3)


# ---- mixtures


@pytest.mark.parametrize("covariance", ["full", "tied", "diag", "spherical"])
def test_every_covariance_finds_groups_that_lie_apart(covariance):
    S, group = three_groups(60, apart=12.0)
    labels = mi.clustering.gaussian_mixture(S, 3, covariance=covariance, rng=0)
    assert same_groups(labels, group)


@pytest.mark.parametrize("covariance", ["full", "tied", "diag"])
def test_the_bic_is_that_of_scikit_learn_in_the_units_of_the_scores(covariance):
    S, _ = three_groups(90)
    S = S * [1.0, 20.0, 0.05] + [0.0, 100.0, 3.0]
    model = GaussianMixture(3, covariance_type=covariance, n_init=10, random_state=0)
    model.set_params(reg_covar=0.0, tol=1e-9, max_iter=1000).fit(S)
    found = fit_mixture(S, 3, covariance=covariance, rng=0).bic
    assert found == pytest.approx(model.bic(S), abs=0.05)


def test_the_bic_of_one_normal_distribution_is_that_of_its_likelihood():
    S = np.random.default_rng(0).standard_normal((50, 2)) @ [[1.0, 0.5], [0.0, 2.0]]
    covariance = np.cov(S.T, ddof=0)
    # The maximal log likelihood is -n/2 (p ln 2 pi + ln det + p)
    likelihood = -25 * (2 * np.log(2 * np.pi) + np.log(np.linalg.det(covariance)) + 2)
    expected = -2 * likelihood + 5 * np.log(50)
    # The ridge of scikit-learn adds a millionth to each variance
    assert fit_mixture(S, 1, rng=0).bic == pytest.approx(expected, abs=1e-3)


def test_memberships_are_probabilities_and_the_largest_gives_the_label():
    S, _ = three_groups(60, apart=4.0)
    found = fit_mixture(S, 3, rng=0)
    np.testing.assert_allclose(found.membership.sum(axis=1), 1, rtol=1e-12)
    assert (found.membership.argmax(axis=1) == found.labels).all()


def test_multiplying_a_column_changes_no_mixture():
    S, _ = three_groups(60)
    one = mi.clustering.gaussian_mixture(S, 3, rng=0)
    other = mi.clustering.gaussian_mixture(S * [1.0, 1024.0, 1 / 1024], 3, rng=0)
    assert (one == other).all()


def test_a_constant_column_tells_a_mixture_nothing():
    S, _ = three_groups(60)
    wide = np.column_stack([S, np.full(60, 5.0)])
    found = mi.clustering.gaussian_mixture(wide, 3, rng=0)
    assert (found == mi.clustering.gaussian_mixture(S, 3, rng=0)).all()


@pytest.mark.parametrize(
    "S",
    [
        np.repeat([[0.0, 0.0], [1.0, 1.0]], 10, axis=0),
        np.column_stack([np.arange(20.0)] * 2),
        np.arange(8.0).reshape(4, 2) ** 2,
    ],
    ids=["points", "a line", "too few units"],
)
def test_a_mixture_that_shrinks_is_refused_with_the_ways_out(S):
    with pytest.raises(DomainError, match=r"no sound fit.*fewer tiers.*'kmeans'"):
        mi.clustering.gaussian_mixture(S, 2, rng=0)


def test_a_mixture_never_rests_on_one_far_unit():
    """Its likelihood would be without bound."""
    S = np.append(np.random.default_rng(0).standard_normal(30), 50.0)[:, None]
    with pytest.raises(DomainError, match="no sound fit to 31 units"):
        mi.clustering.gaussian_mixture(S, 2, covariance="spherical", rng=0)


def test_an_unknown_covariance_is_refused_with_a_look_alike():
    with pytest.raises(UnknownMethodError, match="Did you mean 'diag'"):
        mi.clustering.gaussian_mixture(np.eye(3), 2, covariance="diagonal")


@pytest.mark.parametrize("n_starts", [0, 1.5, True])
def test_starts_are_one_or_more(n_starts):
    with pytest.raises(DomainError, match="n_starts must be a whole number"):
        mi.clustering.gaussian_mixture(np.eye(3), 2, n_starts=n_starts)


def test_a_mixture_needs_k_distinct_units():
    with pytest.raises(DomainError, match="3 distinct units, there are 2"):
        mi.clustering.gaussian_mixture(np.array([[1.0], [1.0], [2.0]]), 3)


def test_a_namespace_has_no_name_that_it_does_not_offer():
    with pytest.raises(AttributeError, match="no attribute 'dbscan'"):
        mi.clustering.dbscan  # noqa: B018 the access is the test


@given(separated(most=3), seeds)
def test_equal_units_are_in_one_tier(groups, seed):
    S, group = groups
    assume(len(S) > 3)
    doubled = np.vstack([S, S])
    for name in BY_DISTANCE:
        tiers = mi.tiers(doubled, int(group.max()) + 2, method=name, rng=seed)
        assert (tiers[: len(S)] == tiers[len(S) :]).all()


def test_a_mixture_is_fitted_where_scikit_learn_is_told_of_other_arrays():
    S, group = three_groups(60, apart=12.0)
    with config_context(array_api_dispatch=True):
        assert same_groups(mi.clustering.gaussian_mixture(S, 3, rng=0), group)


def test_equal_units_have_no_bic():
    assert np.isnan(fit_mixture(np.ones((4, 2)), 1).bic)
