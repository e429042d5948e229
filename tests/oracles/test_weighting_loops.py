"""Slow loops for the weightings: each written from its source, cell by cell."""

import math
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

SIZES = [(5, 3, 0), (7, 4, 1), (40, 6, 2)]


def problem(size):
    """Positive values of several magnitudes, and signs of both kinds."""
    n, m, seed = size
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 4, size=m)
    return X, [1 if j % 3 else -1 for j in range(m)]


def shares(amounts):
    total = math.fsum(amounts)
    return [amount / total for amount in amounts]


def columns(X):
    return [list(map(float, column)) for column in X.T]


def mean(x):
    return math.fsum(x) / len(x)


def deviation(x, ddof=1):
    centre = mean(x)
    return math.sqrt(math.fsum((v - centre) ** 2 for v in x) / (len(x) - ddof))


def minmax(x, sign):
    low, high = min(x), max(x)
    if sign > 0:
        return [(v - low) / (high - low) for v in x]
    return [(high - v) / (high - low) for v in x]


def variance(X, _):
    return shares([deviation(x) ** 2 for x in columns(X)])


def cv(X, _):
    return shares([deviation(x) / mean(x) for x in columns(X)])


def angle(X, _):
    n = len(X)
    return shares(
        [
            math.acos(math.fsum(x) / math.sqrt(n * math.fsum(v * v for v in x)))
            for x in columns(X)
        ]
    )


def gini(X, _):
    n = len(X)
    return shares(
        [
            math.fsum(abs(a - b) for a in x for b in x) / (2 * n**2 * mean(x))
            for x in columns(X)
        ]
    )


def lopcow(X, signs):
    changes = []
    for x, sign in zip(columns(X), signs, strict=True):
        z = minmax(x, sign)
        root = math.sqrt(math.fsum(v * v for v in z) / len(z))
        changes.append(abs(100 * math.log(root / deviation(z))))
    return shares(changes)


def merec(X, signs):
    n, m = X.shape
    logs = [
        [
            abs(math.log(min(x) / v if sign > 0 else v / max(x)))
            for x, v, sign in zip(columns(X), row, signs, strict=True)
        ]
        for row in X.tolist()
    ]
    effects = []
    for j in range(m):
        effect = []
        for i in range(n):
            whole = math.log(1 + math.fsum(logs[i]) / m)
            rest = math.fsum(logs[i][k] for k in range(m) if k != j)
            effect.append(abs(math.log(1 + rest / m) - whole))
        effects.append(math.fsum(effect))
    return shares(effects)


def linear(X, signs):
    return [
        [v / max(x) if sign > 0 else min(x) / v for v in x]
        for x, sign in zip(columns(X), signs, strict=True)
    ]


def cilos(X, signs):
    R = [shares(x) for x in linear(X, signs)]
    m = len(R)
    best = [max(range(len(X)), key=R[j].__getitem__) for j in range(m)]
    A = [[R[j][best[i]] for j in range(m)] for i in range(m)]
    P = [[(A[j][j] - A[i][j]) / A[j][j] for j in range(m)] for i in range(m)]
    F = np.array(P)
    for j in range(m):
        F[j, j] = -math.fsum(P[i][j] for i in range(m))
    # The last equation follows from the others; the weights sum to 1 instead.
    F[-1] = 1.0
    return np.linalg.solve(F, [0.0] * (m - 1) + [1.0])


def entropy(X):
    found = []
    for x in columns(X):
        p = shares(x)
        e = -math.fsum(v * math.log(v) for v in p) / math.log(len(x))
        found.append(1 - e)
    return shares(found)


def idocriw(X, signs):
    return shares([q * w for q, w in zip(cilos(X, signs), entropy(X), strict=True)])


def mpsi(X, signs):
    return shares([deviation(r) ** 2 for r in linear(X, signs)])


def distance_correlation(x, y):
    n = len(x)

    def centred(v):
        a = [[abs(p - q) for q in v] for p in v]
        rows = [mean(row) for row in a]
        whole = mean(rows)
        return [
            [a[i][k] - rows[i] - rows[k] + whole for k in range(n)] for i in range(n)
        ]

    A, B = centred(x), centred(y)

    def product(U, V):
        return math.fsum(U[i][k] * V[i][k] for i in range(n) for k in range(n))

    return math.sqrt(product(A, B) / math.sqrt(product(A, A) * product(B, B)))


def contrast_and_conflict(X, signs, correlation):
    Z = [minmax(x, sign) for x, sign in zip(columns(X), signs, strict=True)]
    return shares(
        [deviation(z) * math.fsum(1 - correlation(z, other) for other in Z) for z in Z]
    )


def d_critic(X, signs):
    return contrast_and_conflict(X, signs, distance_correlation)


def tau(x, y):
    n = len(x)
    pairs = [(i, k) for i in range(n) for k in range(i)]
    s = [np.sign((x[i] - x[k]) * (y[i] - y[k])) for i, k in pairs]
    apart = [sum(v[i] != v[k] for i, k in pairs) for v in (x, y)]
    return sum(s) / math.sqrt(apart[0] * apart[1])


def independence(X, _):
    found = []
    for j in range(X.shape[1]):
        others = np.c_[np.ones(len(X)), np.delete(X / X.max(axis=0), j, axis=1)]
        y = X[:, j] / X[:, j].max()
        fitted = others @ np.linalg.lstsq(others, y, rcond=None)[0]
        explained = ((fitted - y.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum()
        found.append(1 / math.sqrt(explained))
    return shares(found)


def first_eigenvector(H):
    v = np.ones(len(H)) + 0.01 * np.arange(len(H))
    for _ in range(20_000):
        v = H @ v
        v /= np.linalg.norm(v)
    return v


def pca(X, _):
    return first_eigenvector(np.corrcoef(X.T)) ** 2


def vertical_horizontal(X, _):
    return shares(first_eigenvector(X.T @ X))


def spc(X, _):
    found = []
    for x in columns(X):
        middle = (min(x) + max(x)) / 2
        d = mean([abs(v - middle) for v in x])
        found.append(mean([d / v for v in x]))
    return shares(found)


def correlation_balanced(X, _):
    """Try each set of criteria that may have weight, until one is least."""
    m, R = X.shape[1], np.corrcoef(X.T)
    for size in range(1, m + 1):
        for chosen in map(list, combinations(range(m), size)):
            a = np.zeros(m)
            a[chosen] = np.linalg.solve(R[np.ix_(chosen, chosen)], np.ones(size))
            if (a >= 0).all() and (R @ a >= 1 - 1e-12).all():
                return shares(a / X.std(axis=0))
    raise AssertionError


def nicoletti(X, _):
    """Rotate by gradient steps from many starts."""
    values, vectors = np.linalg.eigh(np.corrcoef(X.T))
    kept = values >= max(1, 0.1 * len(values))
    L = vectors[:, kept] * np.sqrt(values[kept])
    length = np.sqrt((L**2).sum(axis=1, keepdims=True))
    rng, best = np.random.default_rng(9), -np.inf
    for _ in range(10):
        T = np.linalg.qr(rng.normal(size=(L.shape[1],) * 2))[0]
        for _ in range(3000):
            B = (L / length) @ T
            slope = B**3 - B * (B**2).mean(axis=0)
            u, _, vh = np.linalg.svd((L / length).T @ slope)
            T = u @ vh
        value = ((B**4).mean(axis=0) - (B**2).mean(axis=0) ** 2).sum()
        if value > best:
            best, rotated = value, B * length
    return shares((rotated**2).max(axis=1))


LOOPS = {
    loop.__name__: loop
    for loop in (
        angle,
        cilos,
        correlation_balanced,
        cv,
        d_critic,
        gini,
        idocriw,
        independence,
        lopcow,
        merec,
        mpsi,
        nicoletti,
        pca,
        spc,
        variance,
        vertical_horizontal,
    )
}
# By powers of a matrix or by regression, which lose digits that we keep.
BY_OTHER_MEANS = {
    "correlation_balanced",
    "independence",
    "nicoletti",
    "pca",
    "vertical_horizontal",
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", LOOPS)
def test_weights_are_those_of_the_loop(name, size):
    X, signs = problem(size)
    found = mi.weighting.weigh(X, name, signs)
    rtol = 1e-9 if name in BY_OTHER_MEANS else 1e-11
    assert_allclose(found, LOOPS[name](X, signs), rtol=rtol)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_critic_with_kendall_is_that_of_the_loop(size):
    X, signs = problem(size)
    X = np.ceil(9 * X / X.max(axis=0))  # with ties
    expected = contrast_and_conflict(X, signs, tau)
    found = mi.weighting.critic(X, signs, correlation="kendall")
    assert_allclose(found, expected, rtol=1e-11, atol=1e-15)
