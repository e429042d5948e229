"""Slow ways to the judgment weights: loops, fractions, solvers; and a peer."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pymcdm.weights.subjective import AHP, RANCOM
from scipy.optimize import linprog, minimize

from mcdm_index.methods import judgment

SEEDS = range(8)
SCALE = [Fraction(1, k) for k in range(9, 1, -1)] + [Fraction(k) for k in range(1, 10)]


def random_comparisons(seed):
    """Fill a reciprocal matrix from Saaty's scale."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 8))
    A = [[Fraction(1)] * n for _ in range(n)]
    for i, j in itertools.combinations(range(n), 2):
        A[i][j] = SCALE[rng.integers(len(SCALE))]
        A[j][i] = 1 / A[i][j]
    return [[float(a) for a in row] for row in A]


def power_iteration(A):
    n = len(A)
    w, total = [1 / n] * n, float(n)
    for _ in range(3000):
        v = [math.fsum(A[i][j] * w[j] for j in range(n)) for i in range(n)]
        total = math.fsum(v)
        w = [x / total for x in v]
    return w, total


@pytest.mark.parametrize("seed", SEEDS)
def test_ahp_agrees_with_power_iteration(seed):
    A = random_comparisons(seed)
    w, eigenvalue = power_iteration(A)
    found = judgment.ahp(A)
    assert_allclose(found.weights, w, rtol=1e-10)
    assert found.lambda_max == pytest.approx(eigenvalue, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_ahp_agrees_with_pymcdm(seed):
    A = random_comparisons(seed)
    found = judgment.ahp(A)
    assert_allclose(found.weights, AHP(matrix=np.array(A))(), rtol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_worst_triad_is_the_worst_of_all(seed):
    A = random_comparisons(seed)
    factors = {
        three: A[three[0]][three[1]] * A[three[1]][three[2]] / A[three[0]][three[2]]
        for three in itertools.combinations(range(len(A)), 3)
    }
    largest = max(max(f, 1 / f) for f in factors.values())
    worst = judgment.ahp(A).worst
    assert worst.factor == pytest.approx(largest, rel=1e-12)
    f = factors[worst.criteria]
    assert worst.implied / worst.stated == pytest.approx(f, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_least_squares_over_the_pairs_compared(seed):
    A = random_comparisons(seed)
    n = len(A)
    compared = [
        (i, j)
        for i, j in itertools.combinations(range(n), 2)
        if j == i + 1 or (i + j + seed) % 2
    ]
    rows = np.zeros((len(compared), n))
    for row, (i, j) in zip(rows, compared, strict=True):
        row[i], row[j] = 1, -1
    u = np.linalg.lstsq(rows, np.log([A[i][j] for i, j in compared]), rcond=None)[0]
    names = [str(i) for i in range(n)]
    pairs = {(str(i), str(j)): A[i][j] for i, j in compared}
    found = judgment.ahp(pairs, method="geometric", names=names)
    assert_allclose(found.weights, np.exp(u) / np.exp(u).sum(), rtol=1e-11)


def random_best_worst(seed):
    """Draw the two vectors, the first criterion best and the last worst."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 7))
    a = int(rng.integers(3, 10))
    to_others = [1, *rng.integers(2, a + 1, size=n - 2).tolist(), a]
    to_worst = [a, *rng.integers(2, a + 1, size=n - 2).tolist(), 1]
    return to_others, to_worst


def original_ratios(to_others, to_worst):
    """List the triples (i, j, a) for which w_i / w_j is judged a."""
    n = len(to_others)
    ratios = [(0, j, to_others[j]) for j in range(1, n)]
    return ratios + [(j, n - 1, to_worst[j]) for j in range(1, n - 1)]


def within(ratios, n, xi):
    """Write |w_i - a w_j| <= xi w_j as rows of a linear program."""
    rows = []
    for i, j, a in ratios:
        for sign in (1, -1):
            row = np.zeros(n)
            row[i], row[j] = sign, -sign * (a + sign * xi)
            rows.append(row)
    return rows


def least_ratio_deviation(ratios, n):
    """Halve the range of xi, asking a linear program whether any weights do."""
    low, high = 0.0, 20.0
    while high - low > 1e-7:
        xi = (low + high) / 2
        rows = within(ratios, n, xi)
        asked = linprog(np.zeros(n), rows, np.zeros(len(rows)), np.ones((1, n)), [1.0])
        low, high = (low, xi) if asked.success else (xi, high)
    return high


def reached(ratios, w):
    return max(abs(w[i] / w[j] - a) for i, j, a in ratios)


def linear_gaps(w, to_others, to_worst):
    n = len(w)
    gaps = [w[0] - to_others[j] * w[j] for j in range(1, n)]
    return gaps + [w[j] - to_worst[j] * w[-1] for j in range(1, n - 1)]


def least_deviation(gaps, vectors):
    """Minimize the largest gap by SLSQP from several starts."""
    n = len(vectors[0])
    best = None
    for start in range(4):
        w = np.random.default_rng(start).dirichlet(np.ones(n))
        w = np.sort(w)[::-1] + 0.01
        w /= w.sum()
        x = np.append(w, max(map(abs, gaps(w, *vectors))))
        limits = [
            {"type": "eq", "fun": lambda x: x[:n].sum() - 1},
            {
                "type": "ineq",
                "fun": lambda x: x[n] - np.abs(np.array(gaps(x[:n], *vectors))),
            },
        ]
        bounds = [(1e-4, 1)] * n + [(0, None)]
        found = minimize(
            lambda x: x[n],
            x,
            method="SLSQP",
            bounds=bounds,
            constraints=limits,
            options={"maxiter": 2000, "ftol": 1e-15},
        )
        if found.success and (best is None or found.fun < best.fun):
            best = found
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_the_original_model_has_the_least_deviation(seed):
    vectors = random_best_worst(seed)
    ratios = original_ratios(*vectors)
    found = judgment.bwm(*vectors, model="original")
    assert reached(ratios, found.weights) == pytest.approx(found.deviation, abs=1e-12)
    slow = least_ratio_deviation(ratios, len(found.weights))
    assert slow == pytest.approx(found.deviation, abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_linear_model_has_the_least_deviation(seed):
    vectors = random_best_worst(seed)
    found = judgment.bwm(*vectors)
    slow = least_deviation(linear_gaps, vectors)
    assert slow.fun == pytest.approx(found.deviation, rel=1e-5, abs=1e-7)
    assert_allclose(slow.x[:-1], found.weights, atol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ranges_of_the_original_model_are_reached_and_not_passed(seed):
    """Solve a linear program for each end of each range at the least deviation."""
    to_others, to_worst = random_best_worst(seed)
    found = judgment.bwm(to_others, to_worst, model="original")
    n, xi = len(to_others), found.deviation * (1 + 1e-9) + 1e-9
    rows = within(original_ratios(to_others, to_worst), n, xi)
    for j in range(n):
        for sign, end in ((1, found.lower[j]), (-1, found.upper[j])):
            solution = linprog(
                sign * np.eye(n)[j], rows, np.zeros(len(rows)), np.ones((1, n)), [1.0]
            )
            assert sign * solution.fun == pytest.approx(end, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_fucom_has_the_least_deviation(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 7))
    varpi = np.cumprod([1, *rng.uniform(1.5, 3, size=n - 1)])
    phi = varpi[1:] / varpi[:-1]
    psi = phi[1:] * phi[:-1] * rng.uniform(0.8, 1.4, size=n - 2)
    ratios = [(k, k + 1, phi[k]) for k in range(n - 1)]
    ratios += [(k, k + 2, psi[k]) for k in range(n - 2)]
    found = judgment.fucom(varpi, over_next=psi)
    assert reached(ratios, found.weights) == pytest.approx(found.deviation, rel=1e-9)
    slow = least_ratio_deviation(ratios, n)
    assert slow == pytest.approx(found.deviation, abs=1e-5)


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_roc_agrees_with_fractions(n):
    slow = [
        float(sum(Fraction(1, i) for i in range(k, n + 1)) / n) for k in range(1, n + 1)
    ]
    assert_allclose(judgment.roc(range(1, n + 1)).weights, slow, rtol=1e-14)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_rod_is_the_mean_of_ordered_ratings(n):
    ratings = np.random.default_rng(0).uniform(size=(200_000, n))
    ratings[:, 0] = 1
    ratings = np.sort(ratings, axis=1)[:, ::-1]
    slow = (ratings / ratings.sum(axis=1, keepdims=True)).mean(axis=0)
    assert_allclose(judgment.rod(range(1, n + 1)).weights, slow, atol=1.5e-3)


@pytest.mark.parametrize("ranks", [[1, 2, 3, 4], [2, 1, 2], [3, 3, 1, 2, 5]])
def test_rancom_agrees_with_pymcdm(ranks):
    assert_allclose(judgment.rancom(ranks).weights, RANCOM(ranking=ranks)(), rtol=1e-14)
