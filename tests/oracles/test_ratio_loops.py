"""MOORA, MARCOS, MAIRCA, OCRA, CoCoSo, Mazziotta-Pareto: slow loops from the papers."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

import mcdm_index as mi

RTOL = 1e-10


@pytest.fixture(params=range(8))
def problem(request):
    """Positive values of several magnitudes, costs among them, weights of sum 1."""
    rng = np.random.default_rng(request.param)
    n, m = int(rng.integers(3, 12)), int(rng.integers(3, 7))
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 4, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    return X, signs, rng.dirichlet(np.ones(m))


def ratios(X):
    """Divide each cell by the root of the sum of squares of its column."""
    out = np.empty_like(X)
    for j in range(X.shape[1]):
        length = math.sqrt(sum(x * x for x in X[:, j]))
        for i in range(len(X)):
            out[i, j] = X[i, j] / length
    return out


def moora_ratio(X, signs, w):
    Z = ratios(X)
    scores = []
    for row in Z:
        gains = sum(v * z for v, z, s in zip(w, row, signs, strict=True) if s > 0)
        expenses = sum(v * z for v, z, s in zip(w, row, signs, strict=True) if s < 0)
        scores.append(gains - expenses)
    return scores


def moora_distance(X, signs, w):
    Z = ratios(X)
    scores = []
    for row in Z:
        gaps = []
        for j, z in enumerate(row):
            point = max(Z[:, j]) if signs[j] > 0 else min(Z[:, j])
            gaps.append(w[j] * abs(point - z))
        scores.append(max(gaps))
    return scores


def moora_full(X, signs, w):
    scores = []
    for row in X:
        above = below = 1.0
        for x, sign, weight in zip(row, signs, w, strict=True):
            if sign > 0:
                above *= x**weight
            else:
                below *= x**weight
        scores.append(above / below)
    return scores


def places(scores):
    """Rank by counting who is before."""
    return [1 + sum(other > own for other in scores) for own in scores]


def three_rankings(X, signs, w):
    away = [-d for d in moora_distance(X, signs, w)]
    return [
        places(scores)
        for scores in (moora_ratio(X, signs, w), away, moora_full(X, signs, w))
    ]


def multimoora(X, signs, w, *, by_dominance):
    rankings = three_rankings(X, signs, w)
    n = len(X)
    scores = []
    for a in range(n):
        total = 0.0
        for b in range(n):
            before = sum(r[a] < r[b] for r in rankings)
            behind = sum(r[a] > r[b] for r in rankings)
            if by_dominance:
                total += 1 if before > behind else 0 if before < behind else 0.5
            else:
                total += (before + 0.5 * (3 - before - behind)) / 3
        scores.append(total / n)
    return scores


def marcos(X, signs, w):
    best = [max(x) if s > 0 else min(x) for x, s in zip(X.T, signs, strict=True)]
    worst = [min(x) if s > 0 else max(x) for x, s in zip(X.T, signs, strict=True)]

    def total(row):
        parts = []
        for j, x in enumerate(row):
            n = x / best[j] if signs[j] > 0 else best[j] / x
            parts.append(w[j] * n)
        return sum(parts)

    scores = []
    for row in X:
        minus, plus = total(row) / total(worst), total(row) / total(best)
        f_minus, f_plus = plus / (plus + minus), minus / (plus + minus)
        below = 1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus
        scores.append((plus + minus) / below)
    return scores


def distances(X, signs):
    """Bring each column to [0, 1], 1 for the best."""
    out = np.empty_like(X)
    for j in range(X.shape[1]):
        low, high = min(X[:, j]), max(X[:, j])
        for i in range(len(X)):
            gained = X[i, j] - low if signs[j] > 0 else high - X[i, j]
            out[i, j] = gained / (high - low)
    return out


def mairca_gap(X, signs, w):
    preference = 1 / len(X)
    gaps = []
    for row in distances(X, signs):
        theory = [preference * weight for weight in w]
        real = [t * z for t, z in zip(theory, row, strict=True)]
        gaps.append(sum(t - r for t, r in zip(theory, real, strict=True)))
    return gaps


def ocra(X, signs, w):
    inputs, outputs = [], []
    for row in X:
        i = o = 0.0
        for j, x in enumerate(row):
            low, high = min(X[:, j]), max(X[:, j])
            if signs[j] < 0:
                i += w[j] * (high - x) / low
            else:
                o += w[j] * (x - low) / low
        inputs.append(i)
        outputs.append(o)
    inputs = [i - min(inputs) for i in inputs]
    outputs = [o - min(outputs) for o in outputs]
    sums = [i + o for i, o in zip(inputs, outputs, strict=True)]
    return inputs, outputs, [s - min(sums) for s in sums]


def cocoso(S, P, part):
    total = sum(S) + sum(P)
    scores = []
    for s, p in zip(S, P, strict=True):
        a = (s + p) / total
        b = s / min(S) + p / min(P)
        c = (part * s + (1 - part) * p) / (part * max(S) + (1 - part) * max(P))
        scores.append((a * b * c) ** (1 / 3) + (a + b + c) / 3)
    return scores


def penalized(Z, w, sign):
    scores = []
    for row in Z:
        mean = sum(v * z for v, z in zip(w, row, strict=True))
        variance = sum(v * (z - mean) ** 2 for v, z in zip(w, row, strict=True))
        deviation = math.sqrt(variance)
        scores.append(mean + sign * deviation * (deviation / mean))
    return scores


def test_the_ratio_system_is_that_of_the_loop(problem):
    X, signs, w = problem
    found = mi.scoring.moora_ratio(X, w, signs)
    assert_allclose(found, moora_ratio(X, signs, w), rtol=RTOL, atol=1e-14)


def test_the_reference_point_is_that_of_the_loop(problem):
    X, signs, w = problem
    found = mi.scoring.moora_reference(X, w, signs)
    assert_allclose(1 - found, moora_distance(X, signs, w), rtol=RTOL, atol=1e-14)


def test_the_full_multiplicative_form_is_in_proportion_to_that_of_the_loop(problem):
    X, signs, w = problem
    found = mi.scoring.moora_full(X, w, signs)
    expected = np.array(moora_full(X, signs, w))
    assert_allclose(found / found[0], expected / expected[0], rtol=RTOL)


def test_the_full_form_of_oriented_raw_values_is_that_of_the_loop(problem):
    X, signs, w = problem
    scoring = mi.scoring.fit(
        "moora_full",
        X,
        w,
        signs,
        normalization="orient",
        normalization_options={"cost": "reciprocal"},
    )
    assert_allclose(scoring(X), moora_full(X, signs, w), rtol=RTOL)


@pytest.mark.parametrize("aggregation", ["dominance", "rank_sum"])
def test_multimoora_is_that_of_the_loop(problem, aggregation):
    X, signs, w = problem
    found = mi.scoring.multimoora(X, w, signs, aggregation=aggregation)
    expected = multimoora(X, signs, w, by_dominance=aggregation == "dominance")
    assert_allclose(found, expected, rtol=RTOL)


def test_marcos_is_that_of_the_loop(problem):
    X, signs, w = problem
    assert_allclose(mi.scoring.marcos(X, w, signs), marcos(X, signs, w), rtol=RTOL)


def test_the_gap_of_mairca_is_that_of_the_loop(problem):
    X, signs, w = problem
    scoring = mi.scoring.fit("mairca", X, w, signs, normalization="minmax")
    found, expected = scoring.details(X).gap, mairca_gap(X, signs, w)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-15)


def test_mairca_is_one_less_the_gap_in_parts_of_the_preference(problem):
    X, signs, w = problem
    expected = 1 - len(X) * np.array(mairca_gap(X, signs, w))
    found = mi.scoring.mairca(X, w, signs)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-14)


def test_ocra_is_that_of_the_loop(problem):
    X, signs, w = problem
    details = mi.scoring.fit("ocra", X, w, signs).details(X)
    for found, expected in zip(details, ocra(X, signs, w), strict=True):
        assert_allclose(found, expected, rtol=RTOL, atol=1e-12)


@pytest.mark.parametrize("part", [0, 0.3, 0.5, 1])
def test_cocoso_is_that_of_the_loop(problem, part):
    X, signs, w = problem
    Z = distances(X, signs)
    S = [sum(v * r for v, r in zip(w, row, strict=True)) for row in Z]
    P = [sum(r**v for v, r in zip(w, row, strict=True)) for row in Z]
    found = mi.scoring.cocoso(X, w, signs, lambda_=part)
    assert_allclose(found, cocoso(S, P, part), rtol=RTOL)


@pytest.mark.parametrize(("penalty", "sign"), [("minus", -1), ("plus", 1)])
def test_mpi_is_that_of_the_loop(problem, penalty, sign):
    X, signs, w = problem
    Z = np.empty_like(X)
    for j, x in enumerate(X.T):
        mean = sum(x) / len(x)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x))
        for i, v in enumerate(x):
            Z[i, j] = 100 + 10 * signs[j] * (v - mean) / deviation
    found = mi.scoring.mpi(X, w, signs, penalty=penalty)
    assert_allclose(found, penalized(Z, w, sign), rtol=RTOL)


@pytest.mark.parametrize(("penalty", "sign"), [("minus", -1), ("plus", 1)])
def test_ampi_around_a_reference_is_that_of_the_loop(problem, penalty, sign):
    X, signs, w = problem
    reference = X.mean(axis=0)
    Z = np.empty_like(X)
    for j, x in enumerate(X.T):
        half = (max(x) - min(x)) / 2
        low, high = reference[j] - half, reference[j] + half
        for i, v in enumerate(x):
            z = 60 * (v - low) / (high - low) + 70
            Z[i, j] = z if signs[j] > 0 else 200 - z
    found = mi.scoring.ampi(X, w, signs, penalty=penalty, reference=reference)
    assert_allclose(found, penalized(Z, w, sign), rtol=RTOL)


def test_the_benefit_of_the_doubt_is_the_optimum_of_its_program(problem):
    X, signs, w = problem
    Z = X ** signs.astype(float)
    Z = Z / Z.max(axis=0)
    expected = [
        -linprog(-row, A_ub=Z, b_ub=np.ones(len(Z)), method="highs").fun for row in Z
    ]
    found = mi.scoring.benefit_of_the_doubt(X, w, signs)
    assert_allclose(found, expected, rtol=RTOL)
