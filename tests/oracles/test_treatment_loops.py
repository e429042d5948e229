"""Treatments against loops that treat one column, one step at a time.

Columns stand on a grid of quarters, some with far outliers, ties at the extreme, or
turned around. A skewness is compared on its own scale, which is of order 1.
"""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mcdm_index import treatment
from tests import strategies

CLOSE = {"rtol": 1e-12, "atol": 1e-12}


def skewness(x):
    n, (m2, m3) = len(x), central(x, 2, 3)
    if n < 3 or min(x) == max(x):
        return math.nan
    return math.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5


def kurtosis(x):
    n, (m2, m4) = len(x), central(x, 2, 4)
    if n < 4 or min(x) == max(x):
        return math.nan
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)


def central(x, *powers):
    mean = math.fsum(x) / len(x)
    return [math.fsum((v - mean) ** p for v in x) / len(x) for p in powers]


def quantile(x, q):
    """Interpolate by Hyndman and Fan's type 7."""
    x, place = sorted(x), (len(x) - 1) * q
    below = math.floor(place)
    above = min(below + 1, len(x) - 1)
    return x[below] + (x[above] - x[below]) * (place - below)


def winsorize(x, lower=0.05, upper=0.95):
    low, high = quantile(x, lower), quantile(x, upper)
    return [min(max(v, low), high) for v in x]


def iqr(x, factor=1.5):
    low, high = quantile(x, 0.25), quantile(x, 0.75)
    reach = factor * (high - low)
    return [min(max(v, low - reach), high + reach) for v in x]


def shrink(x, lower=0.05, upper=0.95, factor=0.5):
    low, high = quantile(x, lower), quantile(x, upper)
    treated = []
    for v in x:
        if v > high:
            treated.append(high + factor * (v - high))
        elif v < low:
            treated.append(low - factor * (low - v))
        else:
            treated.append(v)
    return treated


def log(x):
    return [math.log(v) for v in x]


def log_ct(x, mirror=False):
    low, high = min(x), max(x)
    if low == high:
        return [0.0] * len(x)
    offset = 0.01 * (high - low)
    if mirror and skewness(x) < 0:
        return [-math.log(high - v + offset) for v in x]
    return [math.log(v - low + offset) for v in x]


def fails(x, skew=2.0, kurt=3.5):
    return abs(skewness(x)) >= skew and kurtosis(x) >= kurt


def skew_kurtosis(x, max_points=5, fallback="log_ct"):
    """Treat a column by the rule; and say what was done to it."""
    y = list(x)
    while fails(y):
        extreme = max(y) if skewness(y) > 0 else min(y)
        rest = [v for v in y if v != extreme]
        following = max(rest) if skewness(y) > 0 else min(rest)
        moved = [following if v == extreme else v for v in y]
        if sum(a != b for a, b in zip(x, moved, strict=True)) > max_points:
            break
        if len(set(moved)) == 1:
            break
        y = moved
    if not fails(y):
        return y, "winsorized" if y != list(x) else "none"
    if fallback != "none":
        bent = FALLBACKS[fallback](x)
        if not fails(bent):
            return bent, fallback
    return list(x), "none"


FALLBACKS = {
    "log": log,
    "log_ct": log_ct,
    "log_ct_plus": lambda x: log_ct(x, mirror=True),
}


def on_the_limit(x):
    """Tell whether rounding alone decides if a column fails on the way."""
    y = list(x)
    while min(y) < max(y):
        skew, kurt = skewness(y), kurtosis(y)
        if abs(abs(skew) - 2) < 1e-9 or abs(kurt - 3.5) < 1e-9:
            return True
        y = [max(v for v in y if v != max(y)) if v == max(y) else v for v in y]
    return False


@st.composite
def columns(draw, least=1, most=25):
    n = draw(st.integers(least, most))
    x = np.array(draw(st.lists(strategies.grid(), min_size=n, max_size=n)))
    if draw(st.booleans()):  # few distinct values, so that the rest stands out
        x = np.floor(x / 16)
    for _ in range(draw(st.integers(0, 4))):
        far = draw(st.integers(0, n - 1))
        x[far] += draw(st.sampled_from((60.0, 500.0, 500.0, 4e3, 1e6)))
    return x * draw(st.sampled_from((1.0, 1.0, -1.0)))


@st.composite
def tables(draw, least=1):
    """Draw columns of one length."""
    some = draw(st.lists(columns(least), min_size=1, max_size=4))
    n = min(map(len, some))
    return np.column_stack([x[:n] for x in some])


@st.composite
def gaps(draw, X):
    """Draw where a table has gaps; at least one cell of each column is there."""
    known = st.lists(st.booleans(), min_size=len(X), max_size=len(X)).filter(any)
    return ~np.column_stack([draw(known) for _ in X.T])


def looped(loop, X, **options):
    """Treat each column by a loop, gaps left out."""
    out = np.full(X.shape, np.nan)
    for j, column in enumerate(X.T):
        known = ~np.isnan(column)
        out[known, j] = loop(column[known].tolist(), **options)
    return out


CASES = [
    (winsorize, {}),
    (winsorize, {"lower": 0.0, "upper": 0.75}),
    (winsorize, {"lower": 0.1, "upper": 1.0}),
    (iqr, {}),
    (iqr, {"factor": 3.0}),
    (iqr, {"factor": 0.0}),
    (shrink, {}),
    (shrink, {"lower": 0.2, "upper": 0.7, "factor": 0.125}),
    (shrink, {"factor": 1.0}),
    (log_ct, {}),
    (log_ct, {"mirror": True}),
]
compared = pytest.mark.parametrize(
    ("loop", "options"),
    [pytest.param(*case, id=f"{case[0].__name__}-{case[1]}") for case in CASES],
)


@given(X=tables())
def test_skewness_is_what_the_loop_computes(X):
    expected = [skewness(x.tolist()) for x in X.T]
    assert_allclose(treatment.skewness(X), expected, **CLOSE)


@given(X=tables())
def test_kurtosis_is_what_the_loop_computes(X):
    expected = [kurtosis(x.tolist()) for x in X.T]
    assert_allclose(treatment.kurtosis(X), expected, **CLOSE)


@given(X=tables(), data=st.data())
def test_skewness_beside_gaps_is_what_the_loop_computes(X, data):
    X[data.draw(gaps(X))] = np.nan
    expected = [skewness(x[~np.isnan(x)].tolist()) for x in X.T]
    assert_allclose(treatment.skewness(X), expected, **CLOSE)


@given(X=tables(), data=st.data())
def test_kurtosis_beside_gaps_is_what_the_loop_computes(X, data):
    X[data.draw(gaps(X))] = np.nan
    expected = [kurtosis(x[~np.isnan(x)].tolist()) for x in X.T]
    assert_allclose(treatment.kurtosis(X), expected, **CLOSE)


@given(x=columns(3))
def test_skewness_is_that_of_scipy(x):
    assume(x.min() < x.max())
    expected = scipy.stats.skew(x, bias=False)
    assert_allclose(treatment.skewness(x[:, None]), [expected], **CLOSE)


@given(x=columns(4))
def test_kurtosis_is_that_of_scipy(x):
    assume(x.min() < x.max())
    expected = scipy.stats.kurtosis(x, bias=False)
    assert_allclose(treatment.kurtosis(x[:, None]), [expected], **CLOSE)


@compared
@given(X=tables())
def test_a_treatment_is_what_the_loop_computes(loop, options, X):
    found = treatment.treat(X, loop.__name__, options=options)
    assert_allclose(found, looped(loop, X, **options), **CLOSE)


@compared
@given(X=tables(), data=st.data())
def test_a_treatment_beside_gaps_is_what_the_loop_computes(loop, options, X, data):
    X[data.draw(gaps(X))] = np.nan
    found = treatment.treat(X, loop.__name__, options=options, missing="omit")
    assert_allclose(found, looped(loop, X, **options), **CLOSE)


RULES = [
    {},
    {"max_points": 0},
    {"max_points": 1},
    {"max_points": 2, "fallback": "none"},
    {"max_points": 1, "fallback": "log_ct_plus"},
    {"max_points": 50},
]
every_rule = pytest.mark.parametrize("options", RULES, ids=str)


def by_rule(x, **options):
    return skew_kurtosis(x, **options)[0]


@every_rule
@given(X=tables(5))
def test_the_rule_of_skewness_and_kurtosis_is_what_the_loop_computes(options, X):
    assume(not any(on_the_limit(x) or on_the_limit(-x) for x in X.T))
    found = treatment.skew_kurtosis(X, **options)
    assert_allclose(found, looped(by_rule, X, **options), **CLOSE)


@every_rule
@given(X=tables(5))
def test_the_rule_says_what_it_does_as_the_loop_does(options, X):
    assume(not any(on_the_limit(x) or on_the_limit(-x) for x in X.T))
    found = treatment.fit("skew_kurtosis", X, options).applied
    assert found == tuple(skew_kurtosis(x.tolist(), **options)[1] for x in X.T)


@every_rule
@given(X=tables(5), data=st.data())
def test_the_rule_beside_gaps_is_what_the_loop_computes(options, X, data):
    X[data.draw(gaps(X))] = np.nan
    known = [x[~np.isnan(x)] for x in X.T]
    assume(not any(on_the_limit(x) or on_the_limit(-x) for x in known))
    found = treatment.treat(X, options=options, missing="omit")
    assert_allclose(found, looped(by_rule, X, **options), **CLOSE)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("options", RULES, ids=str)
def test_the_rule_on_heavy_tails_is_what_the_loop_computes(options, seed):
    rng = np.random.default_rng(seed)
    sign = rng.choice([-1, 1], size=8)
    X = sign * np.exp(rng.normal(size=(40, 8)) * np.linspace(0.2, 3, 8))
    X[:, 5] = np.round(X[:, 5])  # ties
    found = treatment.skew_kurtosis(X, **options)
    assert_allclose(found, looped(by_rule, X, **options), **CLOSE)


@given(x=columns(5))
def test_the_rule_falls_back_on_a_plain_logarithm_as_the_loop_does(x):
    x = 1 + np.abs(x)
    assume(not on_the_limit(x) and not on_the_limit(-x))
    options = {"max_points": 1, "fallback": "log"}
    found = treatment.skew_kurtosis(x[:, None], **options)
    assert_allclose(found, looped(by_rule, x[:, None], **options), **CLOSE)


every_sample = pytest.mark.parametrize("seed", range(10))


def positive(seed):
    return np.random.default_rng(seed).lognormal(1, 0.1 + seed / 5, size=50)


def any_sign(seed):
    return np.random.default_rng(seed).standard_t(2 + seed, size=50)


def exponent(name, x):
    kernel = treatment.fit(name, x[:, None]).kernel
    while hasattr(kernel, "second"):
        kernel = kernel.second
    return kernel.exponent[0]


def unit_of_box_cox(x):
    return x / scipy.stats.gmean(x)


def standardized(x):
    return (x - x.mean()) / x.std()


@every_sample
def test_box_cox_is_that_of_scipy_with_the_same_exponent(seed):
    x = positive(seed)
    expected = scipy.stats.boxcox(unit_of_box_cox(x), lmbda=exponent("box_cox", x))
    found = treatment.box_cox(x[:, None])[:, 0]
    assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@every_sample
def test_the_exponent_of_box_cox_is_as_likely_as_that_of_scipy(seed):
    x = positive(seed)
    found = scipy.stats.boxcox_llf(exponent("box_cox", x), x)
    expected = scipy.stats.boxcox_llf(scipy.stats.boxcox(x)[1], x)
    assert_allclose(found, expected, rtol=1e-12, atol=1e-12)  # a sum near 0


@every_sample
def test_yeo_johnson_is_that_of_scipy_with_the_same_exponent(seed):
    u = standardized(any_sign(seed))
    expected = scipy.stats.yeojohnson(u, lmbda=exponent("yeo_johnson", u))
    found = treatment.yeo_johnson(u[:, None])[:, 0]
    assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@every_sample
def test_the_exponent_of_yeo_johnson_is_as_likely_as_that_of_scipy(seed):
    u = standardized(any_sign(seed))
    found = scipy.stats.yeojohnson_llf(exponent("yeo_johnson", u), u)
    expected = scipy.stats.yeojohnson_llf(scipy.stats.yeojohnson(u)[1], u)
    assert_allclose(found, expected, rtol=1e-12, atol=1e-12)  # a sum near 0
