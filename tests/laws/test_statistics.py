"""What holds for column statistics: they add up, and they do not cancel."""

import functools
import operator

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.statistics import NEEDS, ColumnStats
from tests import strategies

EPS = np.finfo(float).eps


@st.composite
def splits(draw, domain="nonnegative"):
    """Draw a table and its rows in parts, in any order."""
    elements = strategies.wide(domain) | strategies.grid(domain)
    X = draw(strategies.matrices(domain, rows=(2, 12), elements=elements))
    scale = draw(st.sampled_from((1.0, 1e-290, 1e290)))
    offset = draw(st.sampled_from((0.0, 0.0, 1e6)))
    X = (X + offset) * scale
    order = np.array(draw(st.permutations(range(len(X)))))
    cuts = sorted(draw(st.sets(st.integers(1, len(X) - 1), min_size=1, max_size=3)))
    return X, [X[rows] for rows in np.split(order, cuts)]


def added(parts, needs=NEEDS):
    return functools.reduce(
        operator.add, [ColumnStats.of(part, needs) for part in parts]
    )


def in_units_of(stats, exponent):
    """Bring the statistics to a common power of two."""
    e = stats.exponent - exponent
    return (
        np.ldexp(stats.mean, e),
        np.ldexp(stats.comoment, np.add.outer(e, e)),
        np.ldexp(stats.theil, e),
    )


@given(split=splits())
def test_counts_and_extremes_add_up_exactly(split):
    X, parts = split
    whole, sum_ = ColumnStats.of(X), added(parts)
    assert sum_.n == whole.n
    assert_array_equal([sum_.low, sum_.high], [whole.low, whole.high])


@given(split=splits())
def test_means_add_up(split):
    X, parts = split
    whole, sum_ = ColumnStats.of(X, NEEDS), added(parts)
    found, expected = (in_units_of(s, whole.exponent)[0] for s in (sum_, whole))
    assert_allclose(found, expected, rtol=len(X) * EPS, atol=0)


@given(split=splits())
def test_co_moments_add_up(split):
    X, parts = split
    whole, sum_ = ColumnStats.of(X, NEEDS), added(parts)
    found, expected = (in_units_of(s, whole.exponent)[1] for s in (sum_, whole))
    spread = np.sqrt(np.diag(expected))
    peak = np.sqrt(len(X)) * np.ldexp(whole.high, -whole.scale)
    # To first order: one spread by the rounding of the other's mean.
    rounding = (
        np.outer(spread, peak) + np.outer(peak, spread) + np.outer(spread, spread)
    )
    assert (np.abs(found - expected) <= len(X) * EPS * rounding).all()


@given(split=splits())
def test_squares_add_up_as_the_diagonal_of_co_moments_does(split):
    _, parts = split
    found, expected = (added(parts, (need,)) for need in ("squares", "comoment"))
    diagonal = np.diag(expected.comoment)
    assert_allclose(found.squares, diagonal, rtol=4 * len(diagonal) * EPS, atol=0)


@given(split=splits())
def test_ordered_values_do_not_depend_on_the_parts(split):
    X, parts = split
    assert_array_equal(added(parts, ("order",)).ordered, np.sort(X, axis=0))


@given(split=splits(), q=st.floats(0, 1))
def test_quantiles_do_not_depend_on_the_parts(split, q):
    X, parts = split
    whole, sum_ = ColumnStats.of(X, ("order",)), added(parts, ("order",))
    assert_array_equal(sum_.quantile(q), whole.quantile(q))


@given(split=splits(), q=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_larger_share_has_no_smaller_quantile(split, q):
    stats = ColumnStats.of(split[0], ("order",))
    assert (stats.quantile(min(q)) <= stats.quantile(max(q))).all()


@pytest.mark.parametrize("name", ["n", "low", "high", "mean", "squares", "theil"])
@given(split=splits())
def test_columns_put_beside_each_other_keep_their_statistics(name, split):
    needs = ("squares", "theil", "order")
    parts = [ColumnStats.of(part[:, :1], needs) for part in split[1]]
    found = getattr(ColumnStats.beside(parts), name)
    assert found.tolist() == [np.ravel(getattr(part, name))[0] for part in parts]


@given(split=splits(), q=st.floats(0, 1))
def test_columns_put_beside_each_other_keep_their_quantiles(split, q):
    parts = [ColumnStats.of(part[:, :1], ("order",)) for part in split[1]]
    expected = [part.quantile(q)[0] for part in parts]
    assert ColumnStats.beside(parts).quantile(q).tolist() == expected


@pytest.mark.parametrize("name", ["n", "low", "mean", "squares", "comoment", "theil"])
@given(split=splits(), data=st.data())
def test_statistics_of_some_columns_are_those_of_the_columns(name, split, data):
    X, _ = split
    m = X.shape[1]
    chosen = data.draw(st.lists(st.booleans(), min_size=m, max_size=m).filter(any))
    some = ColumnStats.of(X, NEEDS).take(np.array(chosen))
    alone = getattr(ColumnStats.of(X[:, chosen], NEEDS), name)
    # Sums over columns that lie apart in memory may round in another order.
    assert_allclose(getattr(some, name), alone, rtol=1e-12, atol=0)


@given(split=splits())
def test_theil_sums_add_up(split):
    X, parts = split
    whole, sum_ = ColumnStats.of(X, NEEDS), added(parts)
    found, expected = (in_units_of(s, whole.exponent)[2] for s in (sum_, whole))
    total = len(X) * in_units_of(whole, whole.exponent)[0]
    # To first order: the slope of the sum by the rounding of the mean.
    rounding = expected + np.sqrt(2 * expected * total) + 8 * EPS * total
    assert (np.abs(found - expected) <= 8 * len(X) * EPS * rounding).all()


@given(split=splits("real"))
def test_a_negative_value_anywhere_leaves_no_theil_sum(split):
    X, parts = split
    assert_array_equal(np.isnan(added(parts).theil), (X < 0).any(axis=0))


@given(X=strategies.matrices(elements=strategies.wide()))
def test_a_constant_column_has_its_value_for_mean(X):
    stats = ColumnStats.of(X)
    constant = stats.low == stats.high
    assert_array_equal(np.ldexp(stats.mean, stats.scale)[constant], X[0, constant])


@given(X=strategies.matrices(elements=strategies.wide()))
def test_correlations_lie_between_minus_one_and_one(X):
    r = ColumnStats.of(X, ("comoment",)).correlation()
    assert (np.abs(r) <= 1).all()


@given(X=strategies.matrices())
def test_a_constant_column_correlates_with_nothing(X):
    stats = ColumnStats.of(X, ("comoment",))
    assert not stats.correlation()[stats.low == stats.high].any()


def nasty(name):
    """Give a column on which the textbook formula loses its digits."""
    rng = np.random.default_rng(0)
    z = rng.standard_normal(400)
    return {
        "nearly constant": 1e6 * (1 + 1e-6 * z),
        "nearly constant but for one": np.append(1e6 * (1 + 1e-6 * z), 2e6),
        "log-uniform": 10 ** rng.uniform(-8, 8, 400),
        "with zeros": np.where(rng.random(400) < 0.3, 0.0, rng.lognormal(size=400)),
        "nearly all zero": np.append(np.zeros(399), 1e-5),
        "huge": 1e300 * (1 + 1e-3 * z),
        "tiny": 1e-300 * (1 + 1e-3 * z),
        "at the border of the series": 1 + np.linspace(-0.0499, 0.0501, 401),
    }[name]


NASTY = [
    *(
        "nearly constant",
        "nearly constant but for one",
        "log-uniform",
        "with zeros",
        "nearly all zero",
    ),
    *("huge", "tiny", "at the border of the series"),
]
every_nasty_column = pytest.mark.parametrize("name", NASTY)
in_parts = pytest.mark.parametrize("size", [1000, 57], ids=["at once", "in parts"])


def exact_divergence(column):
    """Compute 1 - e by its definition, in 50 digits."""
    with mpmath.workdps(50):
        values = [mpmath.mpf(float(x)) for x in column]
        total = mpmath.fsum(values)
        shares = [x / total for x in values if x > 0]
        e = -mpmath.fsum(p * mpmath.log(p) for p in shares) / mpmath.log(len(values))
        return 1 - e


def exact_deviation(column):
    with mpmath.workdps(50):
        values = [mpmath.mpf(float(x)) for x in column]
        mean = mpmath.fsum(values) / len(values)
        squares = mpmath.fsum((x - mean) ** 2 for x in values)
        return mpmath.sqrt(squares / (len(values) - 1))


def folded(column, size):
    blocks = [column[i : i + size, None] for i in range(0, len(column), size)]
    return added(blocks)


@in_parts
@every_nasty_column
def test_the_entropy_divergence_keeps_its_digits(name, size):
    column = nasty(name)
    expected = float(exact_divergence(column))
    assert_allclose(folded(column, size).divergence(), [expected], rtol=1e-10)


@in_parts
@every_nasty_column
def test_the_deviation_keeps_its_digits(name, size):
    column = nasty(name)
    stats = folded(column, size)
    expected = exact_deviation(column)
    found = mpmath.ldexp(mpmath.mpf(float(stats.deviation()[0])), int(stats.scale[0]))
    assert abs(found / expected - 1) < 1e-10


@in_parts
def test_the_deviation_of_values_far_from_zero_keeps_its_digits(size):
    column = 1e6 + np.random.default_rng(0).standard_normal(500)
    expected = float(exact_deviation(column))
    assert_allclose(folded(column, size).deviation(), [expected], rtol=1e-10)


def test_the_correlation_of_values_far_from_zero_keeps_its_digits():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(500)
    y = x + rng.standard_normal(500)
    near = ColumnStats.of(np.column_stack([x, y]), ("comoment",)).correlation()
    # Far from zero the values themselves are rounded to 1e-10 of their spread.
    far = ColumnStats.of(np.column_stack([x + 2e5, y - 2e5]), ("comoment",))
    assert_allclose(far.correlation(), near, rtol=0, atol=1e-10)
