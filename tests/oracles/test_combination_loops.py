"""Slow loops for what is done with weights: each written from its source."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from mcdm_index.methods import combination, weighting

SIZES = [(2, 3, 5, 0), (3, 6, 12, 1), (4, 9, 30, 2), (5, 5, 8, 3)]
every_size = pytest.mark.parametrize("size", SIZES)


def problem(size):
    k, m, n, seed = size
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(m), size=k), rng.uniform(size=(n, m))


def shares(amounts):
    total = math.fsum(amounts)
    return [amount / total for amount in amounts]


def mixture(theta, W):
    m = len(W[0])
    return [
        math.fsum(t * w[j] for t, w in zip(theta, W, strict=True)) for j in range(m)
    ]


@every_size
def test_linear(size):
    W, _ = problem(size)
    s = shares(range(1, len(W) + 1))
    found = combination.linear(W, shares=range(1, len(W) + 1))
    assert_allclose(found, mixture(s, W), rtol=1e-13)


@every_size
def test_multiplicative(size):
    W, _ = problem(size)
    p = [0.5 + i for i in range(len(W))]
    products = [
        math.prod(w[j] ** q for w, q in zip(W, p, strict=True))
        for j in range(len(W[0]))
    ]
    found = combination.multiplicative(W, exponents=p)
    assert_allclose(found, shares(products), rtol=1e-11)


@every_size
def test_geometric(size):
    W, _ = problem(size)
    roots = [math.prod(map(float, column)) ** (1 / len(W)) for column in W.T]
    assert_allclose(combination.geometric(W), shares(roots), rtol=1e-12)


@every_size
def test_game(size):
    W, _ = problem(size)
    k = len(W)
    rows = [
        [math.fsum(a * b for a, b in zip(W[i], W[j], strict=True)) for j in range(k)]
        + [math.fsum(a * a for a in W[i])]
        for i in range(k)
    ]
    for i in range(k):  # Gauss and Jordan
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for j in range(k):
            if j != i:
                factor = rows[j][i]
                rows[j] = [
                    a - factor * b for a, b in zip(rows[j], rows[i], strict=True)
                ]
    alpha = [row[-1] for row in rows]
    found = combination.coefficients(W, "game")
    if min(alpha) >= 0:
        assert_allclose(found, shares(alpha), rtol=1e-8)
    else:  # the least of the squared gaps of the equations, without negative ones
        G = W @ W.T
        gap = G @ (G @ found - np.diag(G) * _scale(G, found))
        assert (gap >= -1e-9).all()
        assert_allclose(gap[found > 0], 0, atol=1e-9)


def _scale(G, theta):
    """Find by what shares are to be divided to be the coefficients nearest."""
    along = G @ theta
    return along @ along / (along @ np.diag(G))


@every_size
def test_maximum_deviation(size):
    W, Z = problem(size)
    amounts = [
        math.fsum(abs(a[j] - b[j]) * w[j] for a in Z for b in Z for j in range(len(w)))
        for w in W
    ]
    found = combination.maximum_deviation(W, Z)
    assert_allclose(found, mixture(shares(amounts), W), rtol=1e-12)


@every_size
def test_ideal_point(size):
    W, Z = problem(size)
    ideal = Z.max(axis=0)

    def distance(theta):
        w = theta @ W
        return sum(((ideal[j] - z[j]) * w[j]) ** 2 for z in Z for j in range(len(w)))

    k = len(W)
    best = minimize(
        distance,
        np.full(k, 1 / k),
        method="SLSQP",
        bounds=[(0, 1)] * k,
        constraints={"type": "eq", "fun": lambda theta: theta.sum() - 1},
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    theta = combination.coefficients(W, "ideal_point", Z=Z)
    assert distance(theta) <= best.fun * (1 + 1e-12)
    assert_allclose(theta @ W, best.x @ W, atol=1e-5)


@every_size
def test_distance_function(size):
    W, _ = problem(size)
    d = math.sqrt(sum((a - b) ** 2 for a, b in zip(W[0], W[1], strict=True)) / 2)
    found = combination.distance_function(W[:2])
    assert_allclose(found, mixture([(1 + d) / 2, (1 - d) / 2], W[:2]), rtol=1e-13)


@every_size
def test_concordance(size):
    W, _ = problem(size)
    k, m = W.shape
    ranks = [[1 + sum(v > w for v in row) for w in row] for row in W.tolist()]
    sums = [sum(row[j] for row in ranks) for j in range(m)]
    S = sum((r - k * (m + 1) / 2) ** 2 for r in sums)
    found = combination.concordance(W)
    assert_allclose(found.W, 12 * S / (k * k * (m**3 - m)), rtol=1e-12)


@every_size
def test_aggregate_judgments(size):
    W, _ = problem(size)
    A = [[[a / b for b in w] for a in w] for w in W]
    k, m = W.shape
    expected = [
        [math.prod(A[e][i][j] for e in range(k)) ** (1 / k) for j in range(m)]
        for i in range(m)
    ]
    assert_allclose(combination.aggregate_judgments(A), expected, rtol=1e-12)


def nearest_by_active_sets(w, low, high):
    """Try every split into floor, cap and free; one of them meets all conditions."""
    m = len(w)
    for code in range(3**m):
        state = [code // 3**j % 3 for j in range(m)]
        fixed = sum((low[j], high[j], 0)[state[j]] for j in range(m))
        free = sum(w[j] for j in range(m) if state[j] == 2)
        if free == 0 and abs(fixed - 1) > 1e-12:
            continue
        factor = (1 - fixed) / free if free else None
        v = [(low[j], high[j], (factor or 0) * w[j])[state[j]] for j in range(m)]
        if factor is None:  # some factor must hold all at their limits
            least = max((high[j] / w[j] for j in range(m) if state[j] == 1), default=0)
            most = min((low[j] / w[j] for j in range(m) if state[j] == 0), default=9e99)
            if least <= most + 1e-12:
                return v
        elif all(
            (
                factor * w[j] <= low[j] + 1e-12,
                factor * w[j] >= high[j] - 1e-12,
                low[j] - 1e-12 <= v[j] <= high[j] + 1e-12,
            )[state[j]]
            for j in range(m)
        ):
            return v
    raise AssertionError


@pytest.mark.parametrize("seed", range(40))
def test_limits_come_to_the_weights_of_the_loop(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 7))
    w, inside = rng.dirichlet(np.ones(m) * 0.5, size=2)
    low = inside * rng.uniform(size=m)
    high = inside + (1 - inside) * rng.uniform(size=m) ** 3
    found = weighting.limit(w, cap=high, floor=low)
    assert_allclose(found, nearest_by_active_sets(w, low, high), rtol=0, atol=1e-10)


@pytest.mark.parametrize("seed", range(20))
def test_limited_weights_are_nearest_in_the_metric_of_the_weights(seed):
    # Proportions are kept by the least of sum (v - w)^2 / w, a quadratic program.
    rng = np.random.default_rng(seed)
    w, inside = rng.dirichlet(np.ones(5) * 2, size=2)
    low, high = inside * 0.7, inside + 0.1
    best = minimize(
        lambda v: ((v - w) ** 2 / w).sum(),
        inside,
        jac=lambda v: 2 * (v - w) / w,
        method="SLSQP",
        bounds=list(zip(low, high, strict=True)),
        constraints={"type": "eq", "fun": lambda v: v.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 500},
    ).x
    assert_allclose(weighting.limit(w, cap=high, floor=low), best, rtol=0, atol=1e-6)
