"""Slow loops for scores by distance: each written from its source, cell by cell."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

SIZES = [(2, 2, 0), (3, 4, 1), (5, 3, 2), (8, 4, 3), (13, 6, 4), (40, 5, 5)]


@pytest.fixture(params=SIZES, ids=str)
def problem(request):
    """Positive values of several magnitudes, signs of both kinds, weights of sum 1."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 4, size=m)
    signs = [-1 if j % 3 == 1 else 1 for j in range(m)]
    return X, rng.dirichlet(np.ones(m)), signs


def columns(X):
    return [list(map(float, column)) for column in X.T]


def rows(columns):
    return [list(row) for row in zip(*columns, strict=True)]


def minmax(X, signs):
    found = []
    for x, sign in zip(columns(X), signs, strict=True):
        low, high = min(x), max(x)
        found.append([(v - low if sign > 0 else high - v) / (high - low) for v in x])
    return rows(found)


def linear(X, signs):
    return rows(
        [v / max(x) if sign > 0 else min(x) / v for v in x]
        for x, sign in zip(columns(X), signs, strict=True)
    )


def vector(X):
    return rows([v / math.hypot(*x) for v in x] for x in columns(X))


def weighted(Z, w):
    return [[z * weight for z, weight in zip(row, w, strict=True)] for row in Z]


def vikor(X, w, signs, v=0.5):
    S, R = [], []
    for row in X:
        regrets = []
        for j, x in enumerate(row):
            best = max(signs[j] * X[:, j]) * signs[j]
            worst = min(signs[j] * X[:, j]) * signs[j]
            regrets.append(w[j] * (best - x) / (best - worst))
        S.append(math.fsum(regrets))
        R.append(max(regrets))
    Q = []
    for s, r in zip(S, R, strict=True):
        group = (s - min(S)) / (max(S) - min(S)) if max(S) > min(S) else 0
        single = (r - min(R)) / (max(R) - min(R)) if max(R) > min(R) else 0
        Q.append(v * group + (1 - v) * single)
    return [1 - q for q in Q]


def modified_topsis(X, w, signs):
    Z = vector(X)
    best = [
        max(z) if s > 0 else min(z)
        for z, s in zip(zip(*Z, strict=True), signs, strict=True)
    ]
    worst = [
        min(z) if s > 0 else max(z)
        for z, s in zip(zip(*Z, strict=True), signs, strict=True)
    ]

    def distance(row, other):
        return math.sqrt(
            math.fsum(
                weight * (a - b) ** 2
                for weight, a, b in zip(w, row, other, strict=True)
            )
        )

    near = [distance(row, best) for row in Z]
    away = [distance(row, worst) for row in Z]
    return [a / (a + b) for a, b in zip(away, near, strict=True)]


def edas(X, w, signs):
    SP, SN = [], []
    for row in X:
        above = below = 0.0
        for j, x in enumerate(row):
            mean = math.fsum(X[:, j]) / len(X)
            above += w[j] * max(0.0, signs[j] * (x - mean)) / mean
            below += w[j] * max(0.0, signs[j] * (mean - x)) / mean
        SP.append(above)
        SN.append(below)
    return [
        (sp / max(SP) + 1 - sn / max(SN)) / 2 for sp, sn in zip(SP, SN, strict=True)
    ]


def mabac(X, w, signs):
    V = weighted([[z + 1 for z in row] for row in minmax(X, signs)], w)
    border = [math.prod(v) ** (1 / len(X)) for v in zip(*V, strict=True)]
    return [math.fsum(v - g for v, g in zip(row, border, strict=True)) for row in V]


def gra(X, w, signs, rho=0.5):
    Z = minmax(X, signs)
    reference = [max(z) for z in zip(*Z, strict=True)]
    delta = [[abs(r - z) for r, z in zip(reference, row, strict=True)] for row in Z]
    least = min(min(row) for row in delta)
    most = max(max(row) for row in delta)
    return [
        math.fsum(
            weight * (least + rho * most) / (d + rho * most)
            for weight, d in zip(w, row, strict=True)
        )
        for row in delta
    ]


def cradis(X, w, signs):
    V = weighted(linear(X, signs), w)
    ideal = max(max(row) for row in V)
    anti_ideal = min(min(row) for row in V)
    optimal = [max(v) for v in zip(*V, strict=True)]

    def departures(row):
        return sum(ideal - v for v in row), sum(v - anti_ideal for v in row)

    s_0 = departures(optimal)
    found = []
    for row in V:
        s = departures(row)
        found.append((s_0[0] / s[0] + s[1] / s_0[1]) / 2)
    return found


def codas(X, w, signs, tau=0.02):
    V = weighted(linear(X, signs), w)
    worst = [min(v) for v in zip(*V, strict=True)]
    E = [math.dist(row, worst) for row in V]
    T = [math.fsum(v - b for v, b in zip(row, worst, strict=True)) for row in V]
    return [
        math.fsum(
            (E[i] - E[k]) + (T[i] - T[k] if abs(E[i] - E[k]) >= tau else 0.0)
            for k in range(len(V))
        )
        for i in range(len(V))
    ]


def ideal_distances(X, w, signs):
    """Give the distances from the ideals, the best first, and from the average."""
    V = weighted(vector(X), w)
    n = len(V)
    ideals = rows(
        sorted(v, reverse=sign > 0)
        for v, sign in zip(zip(*V, strict=True), signs, strict=True)
    )
    average = [math.fsum(v) / n for v in zip(*V, strict=True)]
    return (
        [[math.dist(row, ideal) for ideal in ideals] for row in V],
        [math.dist(row, average) for row in V],
    )


def probid(X, w, signs):
    S, average = ideal_distances(X, w, signs)
    n = len(S)
    better = range(1, (n + 1) // 2 + 1) if n % 2 else range(1, n // 2 + 1)
    worse = range((n + 1) // 2, n + 1) if n % 2 else range(n // 2 + 1, n + 1)
    found = []
    for s, mean in zip(S, average, strict=True):
        near = math.fsum(s[r - 1] / r for r in better)
        away = math.fsum(s[r - 1] / (n - r + 1) for r in worse)
        found.append(1 / (1 + (near / away) ** 2) + mean)
    return found


def sprobid(X, w, signs):
    S, _ = ideal_distances(X, w, signs)
    n = len(S)
    found = []
    for s in S:
        if n < 4:
            near, away = s[0], s[-1]
        else:
            near = math.fsum(s[r - 1] / r for r in range(1, n // 4 + 1))
            worse = range(n + 1 - n // 4, n + 1)
            away = math.fsum(s[r - 1] / (n - r + 1) for r in worse)
        found.append(away / (away + near))
    return found


def ervd(X, w, signs, reference=None, alpha=0.88, loss_aversion=2.25):
    V = []
    for j, x in enumerate(columns(X)):
        total = math.fsum(x)
        mu = total / len(x) if reference is None else reference[j]
        values = []
        for v in x:
            gain = signs[j] * (v / total - mu / total)
            values.append(
                gain**alpha if gain > 0 else -loss_aversion * (-gain) ** alpha
            )
        V.append(values)
    found = []
    for row in rows(V):
        near = sum(
            weight * abs(v - max(c)) for weight, v, c in zip(w, row, V, strict=True)
        )
        away = sum(
            weight * abs(v - min(c)) for weight, v, c in zip(w, row, V, strict=True)
        )
        found.append(away / (near + away))
    return found


def rim_value(x, A, B, C, D):
    if C <= x <= D:
        return 1.0
    if x < C:
        return 1 - min(abs(x - C), abs(x - D)) / abs(A - C)
    return 1 - min(abs(x - C), abs(x - D)) / abs(D - B)


def rim(X, w, ranges, ideals):
    found = []
    for row in X:
        y = [
            rim_value(x, *around, *ideal)
            for x, around, ideal in zip(row, ranges, ideals, strict=True)
        ]
        near = math.hypot(*(weight * (1 - v) for weight, v in zip(w, y, strict=True)))
        away = math.hypot(*(weight * v for weight, v in zip(w, y, strict=True)))
        found.append(away / (near + away))
    return found


LOOPS = (vikor, edas, mabac, gra, cradis, codas, probid, sprobid, ervd)
OPTIONS = [
    (vikor, {"v": 0.0}),
    (vikor, {"v": 0.8}),
    (gra, {"rho": 0.1}),
    (gra, {"rho": 1.0}),
    (codas, {"tau": 0.0}),
    (codas, {"tau": 0.1}),
    (codas, {"tau": 5.0}),
    (ervd, {"alpha": 0.5, "loss_aversion": 1.0}),
]


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.__name__)
def test_scores_are_those_of_the_loop(loop, problem):
    found = getattr(mi.scoring, loop.__name__)(*problem)
    # A score of nearly 0, such as a distance from a border, cancels.
    assert_allclose(found, loop(*problem), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("loop", "options"), OPTIONS)
def test_scores_with_options_are_those_of_the_loop(loop, options, problem):
    found = getattr(mi.scoring, loop.__name__)(*problem, **options)
    assert_allclose(found, loop(*problem, **options), rtol=1e-10, atol=1e-14)


def test_modified_topsis_is_topsis_with_the_weights_outside(problem):
    # Deng, Yeh and Willis (2000), which is why it is no method of its own.
    found = mi.scoring.topsis(*problem, weight_position="outside")
    assert_allclose(found, modified_topsis(*problem), rtol=1e-10)


def test_ervd_around_given_references_is_that_of_the_loop(problem):
    X, w, signs = problem
    reference = X[0] * 1.1
    found = mi.scoring.ervd(X, w, signs, reference=reference)
    assert_allclose(found, ervd(X, w, signs, reference), rtol=1e-10)


def test_rim_by_intervals_with_a_tolerance_is_that_of_the_loop(problem):
    X, w, _ = problem
    low, high = X.min(axis=0), X.max(axis=0)
    ranges = list(zip(low * 0.9, high * 1.2, strict=True))
    ideals = list(zip(low * 1.1, low * 1.1 + (high - low) / 3, strict=True))
    polarity = [
        mi.Interval(*ideal, tolerance=around)
        for ideal, around in zip(ideals, ranges, strict=True)
    ]
    expected = rim(X, w, ranges, ideals)
    assert_allclose(mi.scoring.rim(X, w, polarity), expected, rtol=1e-10)


def test_rim_of_benefits_and_costs_is_that_of_the_loop(problem):
    X, w, signs = problem
    ranges = list(zip(X.min(axis=0), X.max(axis=0), strict=True))
    ideals = [
        (b, b) if sign > 0 else (a, a)
        for (a, b), sign in zip(ranges, signs, strict=True)
    ]
    expected = rim(X, w, ranges, ideals)
    assert_allclose(mi.scoring.rim(X, w, signs), expected, rtol=1e-10)


@pytest.mark.parametrize("tau", [0.0, 0.02, 0.1])
def test_codas_of_many_units_needs_no_table_of_pairs(tau):
    rng = np.random.default_rng(9)
    X, w = np.round(rng.uniform(1, 9, size=(300, 3)), 1), [0.2, 0.3, 0.5]
    found = mi.scoring.codas(X, w, [1, -1, 1], tau=tau)
    assert_allclose(found, codas(X, w, [1, -1, 1], tau=tau), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", ["probid", "sprobid"])
def test_ideals_beyond_one_tile_are_summed_alike(name, monkeypatch):
    from mcdm_index.methods.scoring import ideals

    X = np.random.default_rng(3).lognormal(size=(50, 4))
    whole = getattr(mi.scoring, name)(X, [1, 2, 3, 4])
    batch = getattr(mi.scoring, name)(X, [[1, 2, 3, 4], [4, 3, 2, 1]])
    monkeypatch.setattr(ideals, "_TILE", 64)
    monkeypatch.setattr(ideals, "_IDEALS", 7)
    tiled = getattr(mi.scoring, name)(X, [1, 2, 3, 4])
    tiled_batch = getattr(mi.scoring, name)(X, [[1, 2, 3, 4], [4, 3, 2, 1]])
    assert_allclose(tiled, whole, rtol=1e-13)
    assert_allclose(tiled_batch, batch, rtol=1e-13)
