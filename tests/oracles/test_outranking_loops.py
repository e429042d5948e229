"""Outranking and voting again, pair by pair in plain Python, from the sources."""

import itertools
import math
from statistics import NormalDist

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.methods.scoring._flows import Ramp

SEEDS = range(8)
Q, P, S, V = 0.5, 2.0, 1.5, 4.0
THRESHOLDS = {
    "usual": {},
    "u_shape": {"q": Q},
    "v_shape": {"p": P},
    "level": {"q": Q, "p": P},
    "linear": {"q": Q, "p": P},
    "gaussian": {"s": S},
}


@pytest.fixture(params=SEEDS)
def problem(request):
    """Values with many ties, of both kinds, on scales like those of the thresholds."""
    rng = np.random.default_rng(request.param)
    n, m = int(rng.integers(2, 14)), int(rng.integers(1, 6))
    X = rng.integers(0, 25, size=(n, m)) / 4
    signs = rng.choice([1, -1], size=m)
    return X, signs, rng.dirichlet(np.ones(m))


def preference(name, d):
    if name == "gaussian":
        return 1 - math.exp(-(d**2) / (2 * S**2)) if d > 0 else 0
    if d <= (0 if name in ("usual", "v_shape") else Q):
        return 0
    if name in ("usual", "u_shape") or d > P:
        return 1
    if name == "level":
        return 0.5
    return d / P if name == "v_shape" else (d - Q) / (P - Q)


def oriented(X, signs):
    return [[s * x for s, x in zip(signs, row, strict=True)] for row in X.tolist()]


def flows(X, signs, w, name):
    """Give positive and negative flows."""
    rows = oriented(X, signs)
    found = []
    for a in range(len(rows)):
        plus = minus = 0.0
        for b in range(len(rows)):
            for j, weight in enumerate(w):
                if a != b:
                    plus += weight * preference(name, rows[a][j] - rows[b][j])
                    minus += weight * preference(name, rows[b][j] - rows[a][j])
        found.append((plus / (len(rows) - 1), minus / (len(rows) - 1)))
    return found


@pytest.mark.parametrize("name", THRESHOLDS)
def test_net_flows(problem, name):
    found = mi.scoring.promethee_ii(
        *ordered(problem), preference=name, **threshold(name)
    )
    expected = [plus - minus for plus, minus in flows(*problem, name)]
    assert_allclose(found, expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", THRESHOLDS)
def test_positive_and_negative_flows(problem, name):
    found = mi.scoring.promethee_i(
        *ordered(problem), preference=name, **threshold(name)
    )
    expected = flows(*problem, name)
    both = np.c_[found.positive, found.negative]
    assert_allclose(both, expected, rtol=1e-10, atol=1e-14)


def threshold(name):
    return THRESHOLDS[name]


def ordered(problem):
    X, signs, w = problem
    return X, w, signs


@pytest.mark.parametrize("name", ["linear", "level", "v_shape", "u_shape"])
@pytest.mark.parametrize("away", [0.0, 1e3, 1e6])
def test_net_flows_of_many_units_far_from_zero_and_from_each_other(name, away):
    rng = np.random.default_rng(1)
    x = np.round(rng.normal(size=1500), 2) + rng.choice([0, away], size=1500)
    cents = np.rint(100 * x)
    d = (cents[:, None] - cents) / 100  # whole cents: as near to exact as can be
    p = {
        "u_shape": d > Q,
        "v_shape": np.clip(d / P, 0, 1),
        "level": 0.5 * (d > Q) + 0.5 * (d > P),
        "linear": np.clip((d - Q) / (P - Q), 0, 1),
    }[name].astype(float)
    expected = (p - p.T).sum(axis=1) / 1499
    found = mi.scoring.promethee_ii(x[:, None], [1], preference=name, **threshold(name))
    assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("width", [1e-3, 1e-9, 1e-300])
def test_a_ramp_keeps_its_digits_however_narrow_it_is(width):
    values = np.sort(np.r_[np.arange(50.0), np.arange(50) + width / 2, [1e9, 1e9]])
    d = values[:, None] - values
    expected = (np.clip(d, 0, width) / width).sum(axis=1)
    assert_allclose(Ramp.learn(values, 0.0, width)(values), expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["u_shape", "level"])
def test_a_difference_that_is_a_threshold_but_for_rounding_is_not_beyond_it(name):
    # 0.3 - 0.1 is below 0.2 in floats, and 0.8 - 0.6 above it.
    X = np.array([[0.1], [0.3], [0.6], [0.8]])
    limits = {"q": 0.2} if name == "u_shape" else {"q": 0.2, "p": 0.5}
    found = mi.scoring.promethee_ii(X, [1], preference=name, **limits)
    tenths = {letter: round(10 * value) for letter, value in limits.items()}
    whole = mi.scoring.promethee_ii(np.rint(10 * X), [1], preference=name, **tenths)
    assert_allclose(found, whole, rtol=1e-15)


def ranks_upward(column):
    return [
        sum(y < x for y in column) + (1 + sum(y == x for y in column)) / 2
        for x in column
    ]


def test_borda_points(problem):
    X, signs, w = problem
    columns = [ranks_upward(c) for c in zip(*oriented(X, signs), strict=True)]
    expected = [
        sum(weight * (rank - 1) for weight, rank in zip(w, row, strict=True))
        for row in zip(*columns, strict=True)
    ]
    assert_allclose(mi.scoring.borda(*ordered(problem)), expected, rtol=1e-10)


def test_rank_sum_ratios(problem):
    X, signs, w = problem
    columns = [ranks_upward(c) for c in zip(*oriented(X, signs), strict=True)]
    expected = [
        sum(weight * rank for weight, rank in zip(w, row, strict=True)) / len(X)
        for row in zip(*columns, strict=True)
    ]
    assert_allclose(mi.scoring.rsr(*ordered(problem)), expected, rtol=1e-10)


def test_interpolated_rank_sum_ratios(problem):
    X, signs, w = problem
    n = len(X)
    expected = []
    for row in oriented(X, signs):
        total = 0.0
        columns = zip(*oriented(X, signs), strict=True)
        for x, column, weight in zip(row, columns, w, strict=True):
            low, high = min(column), max(column)
            share = (x - low) / (high - low) if low < high else 0.5
            total += weight * (1 + (n - 1) * share)
        expected.append(total / n)
    found = mi.scoring.rsr(*ordered(problem), ranking="interpolated")
    assert_allclose(found, expected, rtol=1e-10)


def test_rank_sum_grading(problem):
    X, signs, w = problem
    scores = mi.scoring.rsr(X, w, signs)
    rounded = [round(score, 12) for score in scores.tolist()]
    n, distinct = len(X), sorted(set(rounded))
    places = sorted(rounded)
    points = []
    for value in distinct:
        mean = sum(i + 1 for i, v in enumerate(places) if v == value)
        share = mean / places.count(value) / n
        if value == distinct[-1]:
            share = 1 - 1 / (4 * n)
        points.append((5 + NormalDist().inv_cdf(share), value))
    slope, intercept = np.polyfit(*zip(*points, strict=True), 1)
    found = mi.scoring.rsr_grading(X, w, signs, k=4)
    assert_allclose([found.intercept, found.slope], [intercept, slope], rtol=1e-9)
    probits = {value: probit for probit, value in points}
    grades = [1 + sum(probits[v] >= cut for cut in (3.5, 5, 6.5)) for v in rounded]
    assert found.grades.tolist() == grades


def supports(rows, w):
    n = len(rows)
    return [
        [
            sum(
                weight
                for x, y, weight in zip(rows[a], rows[b], w, strict=True)
                if x > y
            )
            for b in range(n)
        ]
        for a in range(n)
    ]


def test_the_support_of_each_pair(problem):
    X, signs, w = problem
    found = mi.scoring.condorcet_matrix(*ordered(problem)).support
    expected = supports(oriented(X, signs), w)
    assert_allclose(found, expected, rtol=1e-10, atol=1e-15)


def test_copeland_scores(problem):
    X, signs, _ = problem
    votes = list(range(1, X.shape[1] + 1))  # whole numbers, so that ties are exact
    s = supports(oriented(X, signs), votes)
    n = len(X)
    expected = [
        sum((s[a][b] > s[b][a]) - (s[a][b] < s[b][a]) for b in range(n))
        for a in range(n)
    ]
    assert mi.scoring.copeland(X, votes, signs).tolist() == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_kemeny_finds_the_best_of_all_orders(seed):
    rng = np.random.default_rng(seed)
    X, votes = rng.integers(0, 6, size=(6, 5)), [1, 2, 3, 4, 5]
    s = supports(X.tolist(), votes)

    def against(order):
        return sum(s[b][a] for a, b in itertools.combinations(order, 2))

    costs = [against(order) for order in itertools.permutations(range(6))]
    found = mi.scoring.kemeny(X, votes)
    assert found.distance == pytest.approx(min(costs) / 15, rel=1e-12)
    assert against(found.order.tolist()) == min(costs)
    assert found.unique == (costs.count(min(costs)) == 1)


def partial_concordance(lacking):
    if lacking <= Q:
        return 1
    return 0 if lacking >= P else (P - lacking) / (P - Q)


def partial_discordance(lacking, v):
    if lacking <= P:
        return 0
    return 1 if lacking >= v else (lacking - P) / (v - P)


def credible(a, b, w, v):
    gaps = [y - x for x, y in zip(a, b, strict=True)]
    terms = zip(gaps, w, strict=True)
    concordance = sum(weight * partial_concordance(gap) for gap, weight in terms)
    credibility = concordance
    for gap, veto in zip(gaps, v, strict=True):
        discordance = partial_discordance(gap, veto)
        if discordance > concordance:
            credibility *= (1 - discordance) / (1 - concordance)
    return credibility


def vetoes(m):
    return [V if j % 2 == 0 else math.inf for j in range(m)]


def test_credibility(problem):
    X, signs, w = problem
    v = vetoes(len(w))
    rows = oriented(X, signs)
    found = mi.scoring.electre_iii(*ordered(problem), q=Q, p=P, v=v)
    expected = [[credible(a, b, w, v) for b in rows] for a in rows]
    assert_allclose(found.credibility, expected, rtol=1e-10, atol=1e-14)


def distilled(s, pick):
    """Distil as the manual of ELECTRE III says; s(x) = 0.3 - 0.15 x."""
    left, classes = set(range(len(s))), []
    while left:
        group = set(left)
        pairs = [(a, b) for a in group for b in group if a != b]
        level = max((s[a][b] for a, b in pairs), default=0)
        while True:
            pairs = [(a, b) for a in group for b in group if a != b]
            near = level - (0.3 - 0.15 * level)
            level = max(
                (s[a][b] for a, b in pairs if s[a][b] < near - 1e-12), default=0
            )
            won = dict.fromkeys(group, 0)
            for a, b in pairs:
                clear = s[a][b] - s[b][a] > 0.3 - 0.15 * s[a][b] + 1e-12
                if s[a][b] > level + 1e-12 and clear:
                    won[a] += 1
                    won[b] -= 1
            chosen = pick(won.values())
            group = {a for a in group if won[a] == chosen}
            if len(group) == 1 or level == 0:
                break
        classes.append(group)
        left -= group
    return classes


def places(classes, n):
    return [next(k for k, c in enumerate(classes, 1) if a in c) for a in range(n)]


def test_distillation(problem):
    X, _, _ = problem
    found = mi.scoring.electre_iii(*ordered(problem), q=Q, p=P, v=V)
    s = found.credibility.tolist()
    down = places(distilled(s, max), len(X))
    up = places(distilled(s, min)[::-1], len(X))
    assert found.descending.tolist() == down
    assert found.ascending.tolist() == up


@pytest.mark.parametrize("cut", [0.55, 0.76])
def test_classes_between_profiles(problem, cut):
    X, signs, w = problem
    v = vetoes(len(w))
    levels = np.array([1.5, 3.0, 4.5])
    profiles = [np.where(signs > 0, level, 6 - level).tolist() for level in levels]
    found = mi.scoring.electre_tri(
        *ordered(problem), profiles=profiles, q=Q, p=P, v=v, cut=cut
    )
    rows, lines = oriented(X, signs), oriented(np.array(profiles), signs)
    over = [[credible(a, b, w, v) >= cut for b in lines] for a in rows]
    under = [[credible(b, a, w, v) >= cut for b in lines] for a in rows]
    for i in range(len(rows)):
        pessimistic, optimistic = 1, 4
        for h in range(3):
            if over[i][h]:
                pessimistic = h + 2
        for h in reversed(range(3)):
            if under[i][h] and not over[i][h]:
                optimistic = h + 1
        assert (found.pessimistic[i], found.optimistic[i]) == (pessimistic, optimistic)


def test_concordance_discordance_and_outranking(problem):
    X, signs, w = problem
    rows = oriented(X, signs)
    widest = max(max(c) - min(c) for c in zip(*rows, strict=True))
    n = len(rows)
    how = {"normalization": None, "concordance": 0.6, "discordance": 0.4}
    found = mi.scoring.electre_i(*ordered(problem), **how)
    for a, b in itertools.product(range(n), repeat=2):
        pairs = list(zip(rows[a], rows[b], w, strict=True))
        c = sum(weight for x, y, weight in pairs if x >= y)
        d = max(max(0, y - x) for x, y, _ in pairs) / widest if widest else 0
        assert found.concordance[a, b] == pytest.approx(c, rel=1e-10)
        assert found.discordance[a, b] == pytest.approx(d, rel=1e-10)
        assert found.outranks[a, b] == (a != b and c >= 0.6 and d <= 0.4)


def test_the_kernel_is_independent_and_dominating(problem):
    X, _, _ = problem
    found = mi.scoring.electre_i(*ordered(problem), concordance=0.5, discordance=0.6)
    n = len(X)
    reach = found.outranks | np.eye(n, dtype=bool)
    for k in range(n):
        reach |= np.outer(reach[:, k], reach[k])
    circles = reach & reach.T
    for a in range(n):
        rivals = [b for b in range(n) if not circles[a, b]]
        # Outranked by a member: by one of its circle, and of another than one's own.
        outranked = any(
            found.kernel[b]
            and any(
                found.outranks[c, d]
                for c in range(n)
                if circles[b, c]
                for d in range(n)
                if circles[a, d]
            )
            for b in rivals
        )
        assert found.kernel[a] != outranked


def test_net_credibility_adds_up_rows_and_columns(problem):
    found = mi.scoring.electre_iii(*ordered(problem), q=Q, p=P)
    s = found.credibility
    expected = [sum(s[i]) - sum(s[:, i]) for i in range(len(s))]
    assert_allclose(found.net_credibility, expected, rtol=1e-10, atol=1e-13)


def test_the_optimistic_class_is_never_the_lower_one():
    rng = np.random.default_rng(3)
    X, w = rng.integers(0, 25, size=(400, 4)) / 4, rng.dirichlet(np.ones(4))
    profiles = [[level] * 4 for level in (1.5, 3.0, 4.5)]
    found = mi.scoring.electre_tri(X, w, profiles=profiles, q=Q, p=P, v=V, cut=0.7)
    assert (found.pessimistic <= found.optimistic).all()
    assert_array_equal(np.unique(found.pessimistic), [1, 2, 3, 4])
