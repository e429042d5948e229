"""The formulas again, cell by cell in plain Python, to be read rather than run fast.

A matrix is a list of rows. A polarity is ``"max"``, ``"min"``, ``("target", t)``,
``("interval", a, b)`` or ``("interval", a, b, l, u)``.
"""

import math
from decimal import Decimal, localcontext
from fractions import Fraction


def columns(X):
    return [list(column) for column in zip(*X, strict=True)]


def rows(columns):
    return [list(row) for row in zip(*columns, strict=True)]


def is_constant(column):
    return min(column) == max(column)


def to_one(amounts):
    total = math.fsum(amounts)
    return [amount / total for amount in amounts]


def grade(x, polarity, column):
    """Grade a value of a target or interval criterion from 0 to 1."""
    _, a, b, *tolerance = polarity if len(polarity) > 2 else (*polarity, polarity[1])
    if a <= x <= b:
        return 1.0
    farthest = max(a - min(column), max(column) - b, 0)
    left, right = farthest, farthest
    if tolerance:
        left, right = a - tolerance[0], tolerance[1] - b
    reach = left if x < a else right
    used = max(a - x, x - b) / reach if reach else 1.0
    return max(0.0, 1 - used)


def normalize(name, X, polarity, new=None, **options):
    """Normalize rows by what was learned from X; by default the rows of X.

    What speaks of criteria (low, high, target, reference) is a list, one each.
    """
    normalized = []
    for j, kind in enumerate(polarity):
        own = {k: v[j] if k in EACH else v for k, v in options.items()}
        learned, values = columns(X)[j], columns(new or X)[j]
        formula = NORMALIZATIONS[name]
        if kind in ("max", "min"):
            direction = kind
        else:
            best = within_goalposts(kind, **own) if name == "goalposts" else kind
            values = [grade(x, best, learned) for x in values]
            learned = [grade(x, best, learned) for x in learned]
            own = {k: v for k, v in own.items() if k not in EACH}
            formula, direction = GRADED.get(name, formula), "max"
        normalized.append([formula(x, learned, direction, **own) for x in values])
    return rows(normalized)


def within_goalposts(kind, low, high, **_):
    """Let a target without a tolerance of its own grade to 0 at the goalposts."""
    if len(kind) == 5:
        return kind
    return ("interval", kind[1], kind[-1], low, high)


def mean(column):
    return math.fsum(column) / len(column)


def worst_and_best(learned, kind):
    ends = min(learned), max(learned)
    return ends if kind == "max" else ends[::-1]


def stretched(z, ends, clip=False):
    low, high = ends
    z = min(max(z, 0.0), 1.0) if clip else z
    return low + (high - low) * z


def inverted(x, learned, kind, cost):
    """Turn a cost into the benefit 1 / x if that is asked for."""
    if kind == "min" and cost == "reciprocal":
        return 1 / x, [1 / y for y in learned], "max"
    return x, learned, kind


def part_of(x, whole, kind):
    if whole == 0:
        return 0.0
    return 1 - x / whole if kind == "min" else x / whole


def one_minmax(x, learned, kind, out_range=(0, 1), clip=False):
    worst, best = worst_and_best(learned, kind)
    z = 0.5 if worst == best else (x - worst) / (best - worst)
    return stretched(z, out_range, clip)


def one_goalposts(
    x, learned, kind, *, low, high, scale="linear", clip=True, out_range=(0, 1)
):
    del learned
    if scale == "log":
        x, low, high = math.log(x), math.log(low), math.log(high)
    z = (x - low) / (high - low) if kind == "max" else (high - x) / (high - low)
    return stretched(z, out_range, clip)


def one_target(x, learned, kind, target, clip=False):
    worst, _ = worst_and_best(learned, kind)
    return stretched((x - worst) / (target - worst), (0, 1), clip)


def one_reference(x, learned, kind, reference, clip=False):
    """Literally the formula: one less the distance to the reference."""
    worst, _ = worst_and_best(learned, kind)
    return stretched(1 - (reference - x) / (reference - worst), (0, 1), clip)


def one_mazziotta_pareto(x, learned, kind, reference=None):
    low, high = min(learned), max(learned)
    if low == high:
        return 100.0
    delta = (high - low) / 2
    r = (low + high) / 2 if reference is None else reference
    over = x - (r - delta) if kind == "max" else (r + delta) - x
    return 60 * over / (2 * delta) + 70


def one_vector(x, learned, kind, cost="complement"):
    x, learned, kind = inverted(x, learned, kind, cost)
    return part_of(x, math.sqrt(math.fsum(y * y for y in learned)), kind)


def one_sum(x, learned, kind, cost="reciprocal"):
    x, learned, kind = inverted(x, learned, kind, cost)
    return part_of(x, math.fsum(learned), kind)


def one_max(x, learned, kind, cost="complement"):
    x, learned, kind = inverted(x, learned, kind, cost)
    return part_of(x, max(abs(y) for y in learned), kind)


def one_linear(x, learned, kind):
    if kind == "min":
        return min(learned) / x
    return part_of(x, max(learned), kind)


def one_nonlinear(x, learned, kind):
    return one_linear(x, learned, kind) ** (3 if kind == "min" else 2)


def one_logarithmic(x, learned, kind):
    share = math.log(x) / math.fsum(math.log(y) for y in learned)
    if kind == "max":
        return share
    return (1 - share) / max(len(learned) - 1, 1)


def one_enhanced_accuracy(x, learned, kind):
    _, best = worst_and_best(learned, kind)
    lacking = math.fsum(abs(best - y) for y in learned)
    if lacking == 0:
        return 1 - 1 / len(learned)
    return 1 - (best - x if kind == "max" else x - best) / lacking


def one_zavadskas_turskis(x, learned, kind):
    _, best = worst_and_best(learned, kind)
    if best == 0:
        return 0.0
    return 1 - (best - x if kind == "max" else x - best) / best


def one_orient(x, learned, kind, cost="reflect"):
    if kind == "max":
        return x
    return {"reflect": max(learned) - x, "negate": -x, "reciprocal": x and 1 / x}[cost]


def one_zscore(x, learned, kind, mean=0.0, sd=1.0, ddof=1):
    """Take the deviation exactly, in fractions."""
    if is_constant(learned):
        return mean
    values, n = [Fraction(y) for y in learned], len(learned)
    centre = sum(values) / n
    variance = sum((y - centre) ** 2 for y in values) / Fraction(n - ddof)
    z = float(Fraction(x) - centre) / math.sqrt(variance)
    return mean + sd * (z if kind == "max" else -z)


def one_logistic(x, learned, kind, steepness=1.0):
    return 1 / (1 + math.exp(-steepness * one_zscore(x, learned, kind)))


def one_robust(x, learned, kind, between=(0.25, 0.75)):
    if is_constant(learned):
        return 0.0
    low, high = (quantile(learned, share) for share in between)
    z = (x - quantile(learned, 0.5)) / (high - low)
    return z if kind == "max" else -z


def one_above_below_mean(x, learned, kind, threshold=0.2):
    """Compare in fractions, with the threshold as it is written.

    What lies beyond an edge by no more than the rounding of the data is on it.
    """
    p, total = Fraction(str(threshold)), sum(Fraction(y) for y in learned)
    off, rounding = Fraction(x) * len(learned) - total, Fraction(1, 10**14) * total
    above, below = off > p * total + rounding, -off > p * total + rounding
    return (above - below) * (1.0 if kind == "max" else -1.0)


def one_rank(x, learned, kind, ties="min"):
    """Count the worse and the equal ones; half-way between if there are none equal."""
    worse = sum(y < x if kind == "max" else y > x for y in learned)
    equal = sum(y == x for y in learned)
    if equal == 0:
        return worse + 0.5
    places = {"min": 1, "average": (equal + 1) / 2, "max": equal}
    return worse + places[ties]


def one_borda(x, learned, kind, ties="min"):
    return one_rank(x, learned, kind, ties) - 1


def one_percentile(x, learned, kind, ties="min"):
    others = len(learned) - 1
    share = one_borda(x, learned, kind, ties) / others if others else 0.0
    return min(max(share, 0.0), 1.0)


EACH = ("low", "high", "target", "reference")
NORMALIZATIONS = {
    "above_below_mean": one_above_below_mean,
    "borda": one_borda,
    "distance_to_reference": one_reference,
    "distance_to_target": one_target,
    "enhanced_accuracy": one_enhanced_accuracy,
    "goalposts": one_goalposts,
    "linear": one_linear,
    "logarithmic": one_logarithmic,
    "logistic": one_logistic,
    "max": one_max,
    "mazziotta_pareto": one_mazziotta_pareto,
    "minmax": one_minmax,
    "nonlinear": one_nonlinear,
    "orient": one_orient,
    "percentile": one_percentile,
    "rank": one_rank,
    "robust": one_robust,
    "sum": one_sum,
    "vector": one_vector,
    "zavadskas_turskis": one_zavadskas_turskis,
    "zscore": one_zscore,
}
# What runs from 0 to 1 already is only stretched, not normalized again.
GRADED = {
    "distance_to_target": lambda x, _, __, clip=False: stretched(x, (0, 1), clip),
    "goalposts": lambda x, _, __, out_range=(0, 1), **___: stretched(x, out_range),
    "mazziotta_pareto": lambda x, _, __: stretched(x, (70, 130)),
    "minmax": lambda x, _, __, out_range=(0, 1), **___: stretched(x, out_range),
}


def orient(X, polarity):
    return normalize("orient", X, polarity)


def minmax(X, polarity):
    return normalize("minmax", X, polarity)


def vector(X, polarity):
    return normalize("vector", X, polarity)


def theil_sum(column):
    """Sum x ln(x / mean) in 40 digits, with 0 ln 0 = 0."""
    with localcontext(prec=40):
        values = [Decimal(x) for x in column]
        mean = sum(values) / len(values)
        return float(sum(x * (x / mean).ln() for x in values if x > 0))


def entropy(X):
    """Weigh by 1 - e; in 40 digits, since 1 - e cancels for nearly equal shares."""
    n, m = len(X), len(X[0])
    divergences = []
    with localcontext(prec=40):
        for column in columns(X):
            if n == 1 or is_constant(column):
                divergences.append(0.0)
                continue
            values = [Decimal(x) for x in column]
            shares = [x / sum(values) for x in values]
            e = -sum(p * p.ln() for p in shares if p > 0) / Decimal(n).ln()
            divergences.append(float(1 - e))
    return to_one(divergences) if any(divergences) else [1 / m] * m


def deviation(column):
    n = len(column)
    if n == 1 or is_constant(column):
        return 0.0
    mean = math.fsum(column) / n
    return math.sqrt(math.fsum((x - mean) ** 2 for x in column) / (n - 1))


def std(X):
    deviations = [deviation(column) for column in columns(X)]
    m = len(deviations)
    return to_one(deviations) if any(deviations) else [1 / m] * m


def pearson(x, y):
    x_mean, y_mean = math.fsum(x) / len(x), math.fsum(y) / len(y)
    xy = math.fsum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True))
    xx = math.fsum((a - x_mean) ** 2 for a in x)
    yy = math.fsum((b - y_mean) ** 2 for b in y)
    return xy / math.sqrt(xx * yy)


def mean_ranks(column):
    """Rank from the smallest, ties by the mean of their places."""
    ranked = []
    for x in column:
        below = sum(y < x for y in column)
        ranked.append(below + (1 + sum(y == x for y in column)) / 2)
    return ranked


def spearman(x, y):
    return pearson(mean_ranks(x), mean_ranks(y))


def critic(X, polarity, correlation=pearson):
    """Weigh by deviation times conflict; between constants there is no conflict."""
    Z = columns(minmax(X, polarity))
    m = len(Z)
    varying = [j for j in range(m) if not is_constant(Z[j])]
    contents = [0.0] * m
    for j in varying:
        conflict = 0.0
        for k in varying:
            disagreement = 1 - correlation(Z[j], Z[k]) if k != j else 0.0
            if disagreement > 1e-12:  # less is the rounding of a correlation of 1
                conflict += disagreement
        contents[j] = deviation(Z[j]) * conflict
    if any(contents):
        return to_one(contents)
    if varying:
        return [1 / len(varying) if j in varying else 0.0 for j in range(m)]
    return [1 / m] * m


def weighted_sum(Z, weights):
    w = to_one(weights)
    return [math.fsum(w[j] * z for j, z in enumerate(row)) for row in Z]


def distance(row, point, w, p, weight_position):
    parts = []
    for z, best, weight in zip(row, point, w, strict=True):
        gap = abs(z - best)
        if p == math.inf:
            parts.append(weight * gap if weight_position == "inside" else gap)
            if weight == 0:
                parts[-1] = 0.0
        elif weight_position == "inside":
            parts.append((weight * gap) ** p)
        else:
            parts.append(weight * gap**p)
    return max(parts) if p == math.inf else math.fsum(parts) ** (1 / p)


def topsis(Z, weights, p=2, weight_position="inside"):
    w = to_one(weights)
    ideal = [max(column) for column in columns(Z)]
    anti_ideal = [min(column) for column in columns(Z)]
    closeness = []
    for row in Z:
        near = distance(row, ideal, w, p, weight_position)
        away = distance(row, anti_ideal, w, p, weight_position)
        closeness.append(0.5 if near == away == 0 else away / (near + away))
    return closeness


def competition_ranks(scores):
    return [1 + sum(other > score for other in scores) for score in scores]


def dense_ranks(scores):
    return [1 + len({other for other in scores if other > s}) for s in scores]


def quantile(scores, share):
    """Interpolate between order statistics (type 7)."""
    ordered = sorted(scores)
    place = (len(ordered) - 1) * share
    below = min(math.floor(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def quantile_cuts(scores, shares):
    """Cut for shares given from the best class to the worst."""
    upward = list(reversed(shares))
    total = math.fsum(upward)
    return [
        quantile(scores, math.fsum(upward[:k]) / total) for k in range(1, len(upward))
    ]
