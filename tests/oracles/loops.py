"""The formulas again, cell by cell in plain Python, to be read rather than run fast.

A matrix is a list of rows. A polarity is ``"max"``, ``"min"``, ``("target", t)``,
``("interval", a, b)`` or ``("interval", a, b, l, u)``.
"""

import math
from decimal import Decimal, localcontext


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
    farthest = max(a - min(column), max(column) - b)
    left, right = farthest, farthest
    if tolerance:
        left, right = a - tolerance[0], tolerance[1] - b
    used = (a - x) / left if x < a else (x - b) / right
    return max(0.0, 1 - used)


def orient(X, polarity):
    turned = []
    for column, kind in zip(columns(X), polarity, strict=True):
        if kind == "max":
            turned.append(column)
        elif kind == "min":
            turned.append([max(column) - x for x in column])
        else:
            turned.append([grade(x, kind, column) for x in column])
    return rows(turned)


def minmax(X, polarity):
    normalized = []
    for column, kind in zip(columns(X), polarity, strict=True):
        low, high = min(column), max(column)
        if kind not in ("max", "min"):
            normalized.append([grade(x, kind, column) for x in column])
        elif is_constant(column):
            normalized.append([0.5] * len(column))
        elif kind == "max":
            normalized.append([(x - low) / (high - low) for x in column])
        else:
            normalized.append([(high - x) / (high - low) for x in column])
    return rows(normalized)


def vector(X, polarity):
    normalized = []
    for column, kind in zip(columns(X), polarity, strict=True):
        values = column
        if kind not in ("max", "min"):
            values = [grade(x, kind, column) for x in column]
        length = math.sqrt(math.fsum(x * x for x in values))
        if length == 0:
            normalized.append([0.0] * len(values))
        elif kind == "min":
            normalized.append([1 - x / length for x in values])
        else:
            normalized.append([x / length for x in values])
    return rows(normalized)


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
