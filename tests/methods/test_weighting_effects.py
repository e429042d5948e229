"""Weights that are searched: rotated factors, equal effects, benefit of the doubt."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linprog, minimize

import mcdm_index as mi
from mcdm_index.errors import DomainError
from mcdm_index.methods._nearest import nearest_shares
from mcdm_index.methods.weighting._rotation import varimax
from tests import strategies

balanced = mi.weighting.correlation_balanced
nicoletti = mi.weighting.nicoletti
own_weights = mi.weighting.own_weights


def table(seed, n=30, m=5):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.05, 1, size=(n, m)) @ (np.eye(m) + 0.4 * rng.random((m, m)))


def correlations(X, w):
    return np.corrcoef(np.c_[X, X @ w].T)[-1, :-1]


# ---- equal effects


@pytest.mark.parametrize("seed", range(20))
def test_criteria_with_weight_correlate_alike_with_the_sum(seed):
    X = table(seed)
    w = balanced(X)
    r = correlations(X, w)
    assert_allclose(r[w > 0], r.min(), rtol=1e-12)
    assert (r >= r.min() - 1e-12).all()


@pytest.mark.parametrize("seed", range(5))
def test_no_other_weights_make_the_least_correlation_larger(seed):
    X = table(seed)
    best = correlations(X, balanced(X)).min()
    others = np.random.default_rng(seed).dirichlet(np.ones(5), size=500)
    assert max(correlations(X, w).min() for w in others) <= best


def test_a_criterion_that_the_others_say_already_gets_nothing():
    x, y = np.random.default_rng(0).normal(size=(2, 40))
    assert balanced(np.c_[x, y, x + y])[2] == 0


def test_copies_of_a_criterion_share_what_it_would_get():
    X = table(1, m=3)
    once, twice = balanced(X), balanced(np.c_[X, X[:, 0]])
    assert_allclose(twice[[0, 3]].sum(), once[0], rtol=1e-12)
    assert_allclose(twice[0], twice[3], rtol=1e-12)


def test_balanced_weights_go_with_the_scale_of_what_is_summed():
    X, factor = table(2), np.array([1, 10, 0.1, 3, 7])
    w = balanced(X) / factor
    assert_allclose(balanced(X * factor), w / w.sum(), rtol=1e-12)


@pytest.mark.parametrize("noise", [1e-3, 1e-5, 1e-7, 1e-9])
def test_nearly_equal_criteria_are_told_apart_by_their_differences(noise):
    x, e = np.arange(6.0), np.array([1, -1, 0, 2, -1, 1.0])
    X = np.c_[x, x + noise * e]
    expected = 1 / X.std(axis=0)
    assert_allclose(balanced(X), expected / expected.sum(), rtol=1e-7)


@pytest.mark.parametrize("noise", [1e-3, 1e-5, 1e-7])
def test_the_order_of_nearly_equal_criteria_does_not_matter(noise):
    rng = np.random.default_rng(1)
    X = rng.normal(size=30)[:, None] + noise * rng.normal(size=(30, 4))
    order = [2, 0, 3, 1]
    assert_allclose(balanced(X[:, order]), balanced(X)[order], rtol=0, atol=1e-12)


# ---- rotated factors


def test_two_groups_of_criteria_share_by_what_their_factors_explain():
    rng = np.random.default_rng(4)
    first, second = rng.normal(size=(2, 400, 1))
    X = np.c_[
        first + 0.3 * rng.normal(size=(400, 3)),
        second + 0.3 * rng.normal(size=(400, 2)),
    ]
    assert_allclose(nicoletti(X), 0.2, rtol=0.05)


def test_rotated_loadings_come_to_the_weights_of_the_handbook():
    """Squared loadings of the largest factor, in parts of their sum: OECD (2008)."""
    X = table(3, n=60, m=6)
    values, vectors = np.linalg.eigh(np.corrcoef(X.T))
    kept = (values >= 1) & (values >= 0.6)
    rotated = varimax(vectors[:, kept] * np.sqrt(values[kept]))
    squares = rotated**2
    explained = squares.sum(axis=0)
    factor = squares.argmax(axis=1)
    within = (squares / explained)[np.arange(6), factor]
    w = within * (explained / explained.sum())[factor]
    assert_allclose(nicoletti(X), w / w.sum(), rtol=1e-12)


def test_rotation_leaves_what_all_factors_explain():
    L = np.random.default_rng(5).normal(size=(8, 3))
    assert_allclose((varimax(L) ** 2).sum(axis=1), (L**2).sum(axis=1), rtol=1e-12)


def test_raw_and_normal_varimax_differ():
    L = np.random.default_rng(6).normal(size=(8, 3))
    assert not np.allclose(varimax(L), varimax(L, kaiser=False), atol=1e-3)


def test_a_simple_structure_is_found_from_any_turn():
    simple = np.array([[0.9, 0], [0.8, 0], [0, 0.7], [0, 0.6]])
    turn = np.linalg.qr(np.random.default_rng(7).normal(size=(2, 2)))[0]
    found = np.sort(np.abs(varimax(simple @ turn)), axis=1)
    assert_allclose(found, np.sort(simple, axis=1), atol=1e-14)


def test_a_rotation_that_is_not_determined_is_none():
    angles = 2 * np.pi * np.arange(3) / 3
    assert varimax(np.c_[np.cos(angles), np.sin(angles)]) is None


def test_criteria_without_rotation_count_by_what_the_factors_explain():
    X = np.eye(3)  # all correlate by -1/2
    assert_allclose(nicoletti(X), 1 / 3, rtol=1e-12)


def test_more_factors_are_kept_with_lower_limits():
    X = table(8)
    assert not np.allclose(nicoletti(X), nicoletti(X, min_eigenvalue=0, min_share=0))


@pytest.mark.parametrize(
    "limits",
    [
        {"min_eigenvalue": -1},
        {"min_eigenvalue": None},
        {"min_share": 2},
        {"min_share": float("nan")},
        {"min_share": "x"},
    ],
)
def test_limits_of_factors_that_are_none_are_refused(limits):
    with pytest.raises(DomainError, match="min_eigenvalue must be 0 or more"):
        nicoletti(table(0), **limits)


# ---- benefit of the doubt


def by_linear_program(X, c, low=0.0, high=1.0):
    """Maximize the weighted sum of one unit where no unit has more than 1."""
    rows, limits = list(X), [1.0] * len(X)
    for j in range(X.shape[1]):
        for sign, bound in ((1, low), (-1, high)):
            row = sign * bound * X[c]
            row[j] -= sign * X[c, j]
            rows.append(row)
            limits.append(0.0)
    return -linprog(-X[c], A_ub=np.array(rows), b_ub=limits).fun


def differ_least(X, c, score, low=0.0, high=1.0):
    """Search the optimal weights whose shares are nearest to each other."""
    m = X.shape[1]
    best = minimize(
        lambda s: (s**2).sum(),
        np.full(m, 1 / m),
        jac=lambda s: 2 * s,
        method="SLSQP",
        bounds=[(low, high)] * m,
        constraints=[
            {"type": "eq", "fun": lambda s: s.sum() - 1},
            {"type": "ineq", "fun": lambda s: 1 / score + 1e-9 - (X / X[c]) @ s},
        ],
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    return best.x


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.1, 0.5)], ids=str)
@pytest.mark.parametrize("seed", range(6))
def test_scores_are_the_optima_of_the_linear_programs(seed, bounds):
    X = np.random.default_rng(seed).uniform(0.05, 1, size=(12, 4))
    found = own_weights(X, least_share=bounds[0], most_share=bounds[1])
    expected = [by_linear_program(X, c, *bounds) for c in range(12)]
    assert_allclose(found.scores, expected, rtol=1e-9)


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.1, 0.5)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_of_optimal_weights_the_shares_differ_least(seed, bounds):
    X = np.random.default_rng(seed).uniform(0.2, 1, size=(8, 3))
    found = own_weights(X, least_share=bounds[0], most_share=bounds[1])
    for c in range(8):
        expected = differ_least(X, c, found.scores[c], *bounds)
        assert_allclose(found.shares[c], expected, atol=1e-5)


doubted = strategies.matrices("nonnegative", rows=(1, 8), columns=(1, 4))


@given(X=doubted)
def test_no_unit_goes_beyond_one_with_the_weights_of_another(X):
    assert (X @ own_weights(X).weights.T <= 1 + 1e-12).all()


@given(X=doubted)
def test_a_score_is_what_its_weights_and_shares_say(X):
    found = own_weights(X)
    assert_allclose((X * found.weights).sum(axis=1), found.scores, rtol=1e-12)
    assert_allclose(found.shares.sum(axis=1), found.scores > 0, rtol=1e-12)


@given(X=doubted, factor=st.lists(st.sampled_from((0.01, 3.0, 1e5)), min_size=4))
def test_shares_do_not_depend_on_the_units_of_measurement(X, factor):
    scaled = own_weights(X * factor[: X.shape[1]])
    assert_allclose(scaled.shares, own_weights(X).shares, rtol=0, atol=1e-9)


@given(X=strategies.matrices("positive", rows=(2, 8), columns=(2, 4)))
def test_bounds_on_shares_hold(X):
    shares = own_weights(X, least_share=0.1, most_share=0.6).shares
    assert ((shares >= 0.1 - 1e-9) & (shares <= 0.6 + 1e-9)).all()


@given(X=strategies.matrices("positive", rows=(2, 8), columns=(2, 4)))
def test_bounds_on_weights_hold(X):
    w = own_weights(X, least_weight=0.1, most_weight=0.6).weights
    w = w / w.sum(axis=1, keepdims=True)
    assert ((w >= 0.1 - 1e-9) & (w <= 0.6 + 1e-9)).all()


@given(X=strategies.matrices("positive", rows=(2, 8), columns=(2, 4)))
def test_bounds_that_pin_the_weights_leave_a_weighted_sum(X):
    assume((X.max(axis=0) > X.min(axis=0)).any())
    m = X.shape[1]
    scores = own_weights(X, least_weight=1 / m, most_weight=1 / m).scores
    total = X.sum(axis=1)
    assert_allclose(scores, total / total.max(), rtol=1e-8)


def test_a_unit_of_zeros_has_no_score_and_does_not_count():
    X = np.array([[0.0, 0.0], [1.0, 0.5], [0.5, 1.0]])
    found = own_weights(X)
    assert found.scores.tolist() == [0, 1, 1]
    assert not found.weights[0].any()
    assert_allclose(mi.weighting.benefit_of_the_doubt(X), 0.5, rtol=1e-12)


def test_a_most_share_leaves_a_zero_without_one():
    found = own_weights([[3.0, 3, 0], [1, 2, 3]], most_share=0.8)
    assert_allclose(found.shares[0], [0.5, 0.5, 0], atol=1e-12)
    assert found.scores.tolist() == [1, 1]


@pytest.mark.parametrize("tiny", [1e-4, 1e-6, 1e-8, 1e-12])
@pytest.mark.parametrize("seed", range(4))
def test_tiny_values_cost_no_score(seed, tiny):
    rng = np.random.default_rng(seed)
    X = rng.uniform(0.1, 1, size=(10, 5))
    X[rng.random(X.shape) < 0.2] = tiny
    expected = [by_linear_program(X, c) for c in range(10)]
    assert_allclose(own_weights(X).scores, expected, rtol=0, atol=1e-8)


def test_a_least_share_of_a_tiny_value_costs_nearly_everything():
    found = own_weights([[1.0, 1e-9], [0.5, 1.0]], least_share=0.2)
    assert found.scores[0] == pytest.approx(5e-9, rel=1e-6)
    assert_allclose(found.shares[0], [0.8, 0.2], atol=1e-9)


def test_criteria_of_all_magnitudes_are_weighed():
    found = own_weights([[1e-290, 1e290], [2e-290, 5e289]], most_weight=0.9)
    assert np.isfinite(found.shares).all()


def test_units_alike_are_given_the_same():
    X = np.array([[1.0, 0.4], [0.5, 1.0], [1.0, 0.4]])
    found = own_weights(X)
    assert_array_equal(found.weights[0], found.weights[2])


def test_bounds_go_by_the_names_of_the_criteria():
    frame = pd.DataFrame({"a": [1.0, 0.5], "b": [0.4, 1.0]})
    bound = pd.Series({"b": 0.4, "a": 0.0})
    assert (own_weights(frame, least_share=bound).shares[:, 1] >= 0.4 - 1e-12).all()
    weighter = mi.Weighter("benefit_of_the_doubt", options={"least_share": [0.1, 0.4]})
    assert weighter.fit(frame).weights_[1] >= 0.4


def test_values_too_small_to_be_weighed_are_refused():
    with pytest.raises(DomainError, match=r"column 0 has values up to .*e-324"):
        own_weights([[5e-324, 1], [1e-323, 2]])


def test_a_least_share_of_a_zero_is_refused_by_name():
    frame = pd.DataFrame({"a": [0.0, 1], "b": [1.0, 0.5]}, index=["Ada", "Bel"])
    with pytest.raises(DomainError, match=r"unit Ada: .* it has 0 in column a"):
        own_weights(frame, least_share=0.2)


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"least_share": 0.6}, "the least sum to 1.2"),
        ({"most_weight": 0.4}, "the most to 0.8"),
        ({"least_share": [0.5, 0], "most_share": [0.4, 1]}, "no shares lie between"),
        ({"least_share": -0.1}, "least_share must be a share from 0 to 1"),
        ({"most_share": [0.5, 0.5, 0.5]}, "or 2 of them"),
        ({"most_share": "all"}, "got 'all'"),
    ],
)
def test_bounds_that_nothing_keeps_are_refused(bounds, message):
    with pytest.raises(DomainError, match=message):
        own_weights([[1.0, 0.5], [0.5, 1.0]], **bounds)


# ---- nearest shares


@pytest.mark.parametrize("seed", range(20))
def test_nearest_shares_are_those_of_a_general_search(seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(rng.integers(1, 6), 4))
    best = minimize(
        lambda s: ((A @ s) ** 2).sum(),
        np.full(4, 0.25),
        method="SLSQP",
        bounds=[(0, 1)] * 4,
        constraints={"type": "eq", "fun": lambda s: s.sum() - 1},
        options={"ftol": 1e-16, "maxiter": 1000},
    )
    found = nearest_shares(A)
    assert np.linalg.norm(A @ found) <= np.sqrt(best.fun) + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_nearest_shares_that_are_not_unique_differ_least(seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(1, 4))
    found = nearest_shares(A)
    best = minimize(
        lambda s: (s**2).sum(),
        np.full(4, 0.25),
        method="SLSQP",
        bounds=[(0, 1)] * 4,
        constraints=[
            {"type": "eq", "fun": lambda s: s.sum() - 1},
            {"type": "eq", "fun": lambda s: A @ (s - found)},
        ],
        options={"ftol": 1e-16, "maxiter": 1000},
    )
    assert_allclose(found, best.x, atol=1e-6)
