"""Means and assessments of sums against slow loops written from the papers."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

RTOL = 1e-10


@pytest.fixture(params=range(6), ids=lambda seed: f"seed{seed}")
def problem(request):
    """Positive values of several magnitudes, both signs, weights with a zero."""
    rng = np.random.default_rng(request.param)
    n, m = int(rng.integers(3, 15)), int(rng.integers(3, 8))
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    w = rng.dirichlet(np.ones(m))
    if request.param % 2:
        w[rng.integers(m)] = 0
        w /= w.sum()
    return X, signs, w


def columns(X):
    return [[float(x) for x in column] for column in np.asarray(X).T]


def linear(X, signs):
    """Give rows of x / max for benefits and of min / x for costs."""
    done = []
    for column, sign in zip(columns(X), signs, strict=True):
        done.append([x / max(column) if sign > 0 else min(column) / x for x in column])
    return [list(row) for row in zip(*done, strict=True)]


def minmax(X, signs):
    done = []
    for column, sign in zip(columns(X), signs, strict=True):
        low, high = min(column), max(column)
        done.append(
            [((x - low) if sign > 0 else (high - x)) / (high - low) for x in column]
        )
    return [list(row) for row in zip(*done, strict=True)]


def shares(X):
    done = [[x / sum(column) for x in column] for column in columns(X)]
    return [list(row) for row in zip(*done, strict=True)]


def total(row, w):
    return sum(weight * z for weight, z in zip(w, row, strict=True))


def product(row, w):
    result = 1.0
    for weight, z in zip(w, row, strict=True):
        result *= z**weight
    return result


def test_the_weighted_product_multiplies_powers(problem):
    X, signs, w = problem
    expected = [product(row, w) for row in linear(X, signs)]
    assert_allclose(mi.scoring.weighted_product(X, w, signs), expected, rtol=RTOL)


@pytest.mark.parametrize("p", [-20, -1, -0.3, -0.01, 1e-4, 0.05, 0.5, 1, 2, 7.5])
def test_a_power_mean_is_the_root_of_a_mean_of_powers(problem, p):
    X, signs, w = problem
    expected = []
    for row in linear(X, signs):
        powers = math.fsum(u * z**p for u, z in zip(w, row, strict=True) if u)
        expected.append(powers ** (1 / p))
    found = mi.scoring.power_mean(X, w, signs, p=p)
    assert_allclose(found, expected, rtol=RTOL / min(1, abs(p)))


def test_the_harmonic_mean_is_the_reciprocal_of_a_mean_of_reciprocals(problem):
    X, signs, w = problem
    expected = [
        1 / sum(u / z for u, z in zip(w, row, strict=True)) for row in linear(X, signs)
    ]
    assert_allclose(mi.scoring.harmonic_mean(X, w, signs), expected, rtol=RTOL)


def ordered_mean(row, w, Q):
    best_first = sorted(zip(row, w, strict=True), reverse=True)
    score = reached = 0.0
    for b, u in best_first:
        score += (Q(min(reached + u, 1.0)) - Q(reached)) * b
        reached = min(reached + u, 1.0)
    return score


@pytest.mark.parametrize("alpha", [0.25, 1, 2, 5])
def test_owa_weighs_by_differences_of_the_quantifier(problem, alpha):
    X, signs, w = problem
    expected = [ordered_mean(row, w, lambda r: r**alpha) for row in minmax(X, signs)]
    found = mi.scoring.owa(X, w, signs, exponent=alpha)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


def test_owa_by_order_weights_interpolates_their_running_sum(problem):
    X, signs, w = problem
    m = len(w)
    v = [2 * (j + 1) / m / (m + 1) for j in range(m)]

    def quantifier(r):
        full = min(int(r * m + 1e-12), m)
        part = r * m - full
        return sum(v[:full]) + (part * v[full] if full < m else 0.0)

    expected = [ordered_mean(row, w, quantifier) for row in minmax(X, signs)]
    found = mi.scoring.owa(X, w, signs, order_weights=v)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


def test_owa_of_equal_importance_sums_ordered_values_by_order_weights(problem):
    X, signs, w = problem
    v = [float(j + 1) for j in range(len(w))]
    expected = [
        sum(vj * b for vj, b in zip(v, sorted(row, reverse=True), strict=True)) / sum(v)
        for row in minmax(X, signs)
    ]
    found = mi.scoring.owa(X, np.ones(len(w)), signs, order_weights=v)
    assert_allclose(found, expected, rtol=RTOL)


def interactions(w, seed):
    """Draw interactions of both signs that reach at most nine tenths of the bound."""
    rng = np.random.default_rng(seed)
    m = len(w)
    values = np.outer(w, w) * rng.choice([-1.0, 0.0, 1.0], size=(m, m))
    values = np.triu(values, 1) + np.triu(values, 1).T
    return 1.8 * values


@pytest.mark.parametrize("seed", range(3))
def test_the_choquet_integral_is_that_of_its_capacity(problem, seed):
    # From the Moebius transform: levels of the ordered values times the capacity.
    X, signs, w = problem
    m = len(w)
    pairwise = interactions(w, seed)
    single = [w[j] - sum(pairwise[j]) / 2 for j in range(m)]

    def capacity(S):
        pairs = sum(pairwise[j][k] for j in S for k in S if j < k)
        return sum(single[j] for j in S) + pairs

    expected = []
    for row in minmax(X, signs):
        order = sorted(range(m), key=lambda j, row=row: row[j])
        score, before = 0.0, 0.0
        for position, j in enumerate(order):
            score += (row[j] - before) * capacity(order[position:])
            before = row[j]
        expected.append(score)
    found = mi.scoring.choquet(X, w, signs, interaction=pairwise)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


@pytest.mark.parametrize("lam", [0, 0.3, 0.5, 1])
def test_waspas_mixes_sum_and_product(problem, lam):
    X, signs, w = problem
    expected = [
        lam * total(row, w) + (1 - lam) * product(row, w) for row in linear(X, signs)
    ]
    found = mi.scoring.waspas(X, w, signs, lambda_=lam)
    assert_allclose(found, expected, rtol=RTOL)


def test_aras_is_a_part_of_the_ideal_that_stands_in_the_sums(problem):
    X, signs, w = problem
    extended = []
    for column, sign in zip(columns(X), signs, strict=True):
        whole = [max(column) if sign > 0 else min(column), *column]
        if sign < 0:
            whole = [1 / x for x in whole]
        extended.append([x / sum(whole) for x in whole])
    S = [total(row, w) for row in zip(*extended, strict=True)]
    expected = [s / S[0] for s in S[1:]]
    assert_allclose(mi.scoring.aras(X, w, signs), expected, rtol=RTOL)


def both_sums(row, w, signs):
    benefit = sum(u * z for u, z, s in zip(w, row, signs, strict=True) if s > 0)
    return benefit, sum(u * z for u, z, s in zip(w, row, signs, strict=True) if s < 0)


@pytest.mark.parametrize("kinds", ["both", "costs"])
def test_copras_shares_out_the_costs(problem, kinds):
    X, signs, w = problem
    if kinds == "costs":
        signs = -np.ones(len(w))
    sums = [both_sums(row, w, signs) for row in shares(X)]
    costs = [cost for _, cost in sums]
    if not any(costs):
        pytest.skip("no cost has a weight")
    least = min(costs)
    ratios = sum(least / cost for cost in costs)
    Q = [plus + least * sum(costs) / (minus * ratios) for plus, minus in sums]
    expected = [q / max(Q) for q in Q]
    assert_allclose(mi.scoring.copras(X, w, signs), expected, rtol=RTOL)


def test_copras_without_costs_sums_benefits(problem):
    X, _, w = problem
    Q = [total(row, w) for row in shares(X)]
    assert_allclose(mi.scoring.copras(X, w), [q / max(Q) for q in Q], rtol=RTOL)


def test_ram_takes_a_root_whose_order_holds_the_costs(problem):
    X, signs, w = problem
    expected = []
    for row in shares(X):
        plus, minus = both_sums(row, w, signs)
        expected.append((2 + plus) ** (1 / (2 + minus)))
    assert_allclose(mi.scoring.ram(X, w, signs), expected, rtol=RTOL)


@pytest.mark.parametrize("wider", [None, 0.5])
def test_spotis_sums_distances_from_the_better_bounds(problem, wider):
    X, signs, w = problem
    low, high = X.min(axis=0), X.max(axis=0)
    if wider is not None:
        low, high = low * (1 - wider), high * (1 + wider)
    expected = []
    for row in X:
        d = 0.0
        for j, x in enumerate(row):
            best = high[j] if signs[j] > 0 else low[j]
            d += w[j] * abs(x - best) / abs(high[j] - low[j])
        expected.append(1 - d)
    bounds = None if wider is None else np.c_[low, high]
    found = mi.scoring.spotis(X, w, signs, bounds=bounds)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


def test_rov_is_the_middle_of_a_linear_program_and_its_mirror(problem):
    from scipy.optimize import linprog

    X, signs, w = problem
    order = sorted((j for j in range(len(w)) if w[j] > 0), key=lambda j: -w[j])
    m = len(order)
    # w_(j+1) - w_(j) <= 0, all >= 0, sum 1
    A = np.zeros((m - 1, m))
    for j in range(m - 1):
        A[j, j], A[j, j + 1] = -1, 1
    expected = []
    for row in minmax(X, signs):
        v = np.array([row[j] for j in order])
        ends = [
            linprog(c, A, np.zeros(m - 1), np.ones((1, m)), [1]).fun for c in (v, -v)
        ]
        expected.append((ends[0] - ends[1]) / 2)
    assert_allclose(mi.scoring.rov(X, w, signs), expected, rtol=1e-9, atol=1e-9)


def test_rov_by_value_is_half_the_sum_of_both_utilities(problem):
    X, signs, w = problem
    expected = [sum(both_sums(row, w, signs)) / 2 for row in minmax(X, signs)]
    found = mi.scoring.rov(X, w, signs, importance="value")
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


@pytest.mark.parametrize("c", [-3, 0.5, 1, 20])
def test_maut_sums_exponential_utilities(problem, c):
    X, signs, w = problem
    expected = [
        sum(
            u * (1 - math.exp(-c * z)) / (1 - math.exp(-c))
            for u, z in zip(w, row, strict=True)
        )
        for row in minmax(X, signs)
    ]
    found = mi.scoring.maut(X, w, signs, risk_aversion=c)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


def test_maut_sums_squared_exponential_utilities(problem):
    X, signs, w = problem
    expected = [
        sum(
            u * (math.exp(z * z) - 1) / (math.e - 1)
            for u, z in zip(w, row, strict=True)
        )
        for row in minmax(X, signs)
    ]
    found = mi.scoring.maut(X, w, signs, marginal="squared_exponential")
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


@pytest.mark.parametrize("variation", ["sum", "mean"])
def test_psi_weighs_by_what_the_variation_leaves_of_one(problem, variation):
    X, signs, w = problem
    Z = linear(X, signs)
    n = len(Z)
    Phi = []
    for column in zip(*Z, strict=True):
        mean = sum(column) / n
        PV = sum((z - mean) ** 2 for z in column)
        Phi.append(max(1 - (PV if variation == "sum" else PV / n), 0.0))
    if not any(Phi):
        pytest.skip("every criterion varies too much")
    expected = [total(row, [phi / sum(Phi) for phi in Phi]) for row in Z]
    found = mi.scoring.psi(X, w, signs, variation=variation)
    assert_allclose(found, expected, rtol=RTOL)
