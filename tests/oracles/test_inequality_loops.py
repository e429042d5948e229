"""Slow loops for the indices of inequality, pair by pair, and PySAL as a peer."""

import math
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mcdm_index.methods.inequality import (
    coefficient_of_variation,
    dagum,
    gini,
    theil,
    theil_parts,
)

SIZES = [(2, 0), (3, 1), (31, 2), (90, 3)]
EXACT = {"rtol": 1e-12, "atol": 1e-14}


@pytest.fixture(params=SIZES, ids=str)
def table(request):
    """Incomes with ties and a zero, in four groups of unequal size."""
    n, seed = request.param
    rng = np.random.default_rng(seed)
    x = np.round(rng.lognormal(3, 1, size=n), 1)
    x[n // 2 :: 7] = x[0]
    x[-1] = 0.0
    groups = rng.choice(list("nesw"), size=n, p=[0.4, 0.3, 0.2, 0.1])
    return x, groups


def mean(x):
    return math.fsum(x) / len(x)


def mean_difference(x, y):
    return math.fsum(abs(a - b) for a, b in product(x, y)) / (len(x) * len(y))


def slow_dagum(x, groups):
    """Give G, its three parts, and the tables of pairs, from the paper."""
    names = list(dict.fromkeys(groups))
    own = {
        g: [float(v) for v, h in zip(x, groups, strict=True) if h == g] for g in names
    }
    n, mu = len(x), mean(x)
    p = {g: len(own[g]) / n for g in names}
    s = {g: len(own[g]) * mean(own[g]) / (n * mu) for g in names}
    parts = {"w": 0.0, "nb": 0.0, "t": 0.0}
    tables = {}
    for j, h in product(names, names):
        middle = mean(own[j]) + mean(own[h])
        G = mean_difference(own[j], own[h]) / middle if middle else 0.0
        rich, poor = (j, h) if mean(own[j]) >= mean(own[h]) else (h, j)
        pairs = list(product(own[rich], own[poor]))
        d = math.fsum(max(a - b, 0) for a, b in pairs) / len(pairs)
        q = math.fsum(max(b - a, 0) for a, b in pairs) / len(pairs)
        D = (d - q) / (d + q) if d + q else 0.0
        tables[j, h] = G, D
        if j == h:
            parts["w"] += G * p[j] * s[j]
        else:  # each pair is met twice
            parts["nb"] += G * (p[j] * s[h] + p[h] * s[j]) * D / 2
            parts["t"] += G * (p[j] * s[h] + p[h] * s[j]) * (1 - D) / 2
    return mean_difference(x, x) / (2 * mu), *parts.values(), tables


def test_a_gini_coefficient_is_that_of_all_pairs(table):
    x, _ = table
    assert gini(x) == pytest.approx(mean_difference(x, x) / (2 * mean(x)), rel=1e-13)
    n = len(x)
    other = math.fsum(abs(a - b) for a, b in product(x, x)) / (n * (n - 1))
    assert gini(x, corrected=True) == pytest.approx(other / (2 * mean(x)), rel=1e-13)


def test_a_weighted_gini_coefficient_is_that_of_all_pairs(table):
    x, _ = table
    w = np.random.default_rng(5).dirichlet(np.ones(len(x)))
    pairs = list(product(zip(w, x, strict=True), repeat=2))
    apart = math.fsum(u * v * abs(a - b) for (u, a), (v, b) in pairs)
    assert gini(x, w) == pytest.approx(apart / (2 * math.fsum(w * x)), rel=1e-13)


def test_dagums_parts_are_those_of_all_pairs(table):
    x, groups = table
    found = dagum(x, groups)
    G, within, between, overlap, tables = slow_dagum(x, groups)
    assert_allclose(found[:4], [G, within, between, overlap], **EXACT)
    for (a, j), (b, h) in product(enumerate(found.groups), repeat=2):
        assert_allclose(
            [found.gini[a, b], found.affluence[a, b]], tables[j, h], **EXACT
        )


def test_theils_indices_are_sums_of_logarithms(table):
    x, groups = table
    mu = mean(x)
    T = math.fsum(v / mu * math.log(v / mu) for v in x if v) / len(x)
    assert theil(x) == pytest.approx(T, rel=1e-12)
    parts = theil_parts(x, groups)
    own = {g: x[groups == g] for g in parts.groups}
    share = {g: math.fsum(v) / math.fsum(x) for g, v in own.items()}
    between = math.fsum(
        share[g] * math.log(mean(v) / mu) for g, v in own.items() if share[g]
    )
    assert parts.between == pytest.approx(between, rel=1e-11, abs=1e-14)
    assert parts.within == pytest.approx(T - between, rel=1e-11, abs=1e-14)
    positive = x[x > 0]
    L = math.fsum(math.log(mean(positive) / v) for v in positive) / len(positive)
    assert theil(positive, index="L") == pytest.approx(L, rel=1e-12, abs=1e-15)


def test_a_coefficient_of_variation_is_that_of_numpy(table):
    x, _ = table
    for ddof in (0, 1):
        found = coefficient_of_variation(x, ddof=ddof)
        assert found == pytest.approx(x.std(ddof=ddof) / x.mean(), rel=1e-13)


def test_a_weighted_coefficient_of_variation_is_williamsons(table):
    x, _ = table
    w = np.random.default_rng(5).dirichlet(np.ones(len(x)))
    mu = math.fsum(w * x)
    expected = math.sqrt(math.fsum(w * (x - mu) ** 2)) / mu
    assert coefficient_of_variation(x, w) == pytest.approx(expected, rel=1e-12)


# ---- PySAL


def test_indices_are_those_of_pysal(table):
    pysal = pytest.importorskip("inequality")
    x, groups = table
    assert gini(x) == pytest.approx(pysal.gini.Gini(x).g, rel=1e-12)
    assert theil(x) == pytest.approx(float(pysal.theil.Theil(x).T), rel=1e-12)
    theirs, ours = pysal.theil.TheilD(x, groups), theil_parts(x, groups)
    assert_allclose(ours.between, np.squeeze(theirs.bg), **EXACT)
    assert_allclose(ours.within, np.squeeze(theirs.wg), **EXACT)


def test_pysal_finds_a_difference_between_equals_and_we_do_not():
    pysal = pytest.importorskip("inequality")
    x = np.full(31, 0.1)
    assert pysal.gini.Gini(x).g != 0
    assert gini(x) == theil(x) == 0
