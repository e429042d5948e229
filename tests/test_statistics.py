"""Column statistics of one block: what they hold, and what of the odd cases."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.statistics import NEEDS, ColumnStats

X = np.array([[1.0, 5.0, 4.0], [3.0, 5.0, 0.0], [8.0, 5.0, 2.0]])


@pytest.fixture
def stats():
    return ColumnStats.of(X, NEEDS)


def test_rows_are_counted(stats):
    assert stats.n == 3


def test_least_and_largest_values_are_found(stats):
    assert [stats.low.tolist(), stats.high.tolist()] == [[1, 5, 0], [8, 5, 4]]


def test_means_are_taken(stats):
    assert stats.mean.tolist() == [4, 5, 2]


def test_co_moments_are_sums_of_products_of_deviations(stats):
    assert stats.comoment.tolist() == [[26, 0, -4], [0, 0, 0], [-4, 0, 8]]


def test_the_theil_sum_takes_zero_times_its_logarithm_for_zero(stats):
    expected = [
        np.log(1 / 4) + 3 * np.log(3 / 4) + 8 * np.log(2),
        0.0,
        4 * np.log(2),
    ]
    assert_allclose(stats.theil, expected, rtol=1e-14, atol=0)


def test_the_norm_is_the_euclidean_length(stats):
    assert_allclose(stats.norm, np.sqrt([74, 75, 20]), rtol=1e-15)


def test_the_deviation_divides_by_one_less_than_the_rows(stats):
    assert_allclose(stats.deviation(), np.sqrt([13, 0, 4]), rtol=1e-15)


def test_the_deviation_divides_by_the_rows_if_asked_to(stats):
    assert_allclose(stats.deviation(ddof=0), np.sqrt([26 / 3, 0, 8 / 3]), rtol=1e-15)


@pytest.mark.parametrize("ddof", [1, 2])
def test_too_few_rows_have_no_deviation(ddof):
    stats = ColumnStats.of(X[:ddof], ("comoment",))
    assert not stats.deviation(ddof).any()


def test_the_correlation_is_that_of_pearson(stats):
    assert stats.correlation()[0, 2] == pytest.approx(-4 / np.sqrt(26 * 8), rel=1e-15)


def test_a_varying_column_correlates_with_itself(stats):
    assert np.diag(stats.correlation()).tolist() == [1, 0, 1]


@pytest.mark.parametrize("need", NEEDS)
def test_only_what_is_needed_is_gathered(need):
    stats = ColumnStats.of(X, (need,))
    given = {
        name for name in NEEDS if name != "order" and getattr(stats, name) is not None
    }
    assert given | ({"order"} if stats.blocks else set()) == {need}


@pytest.mark.parametrize(
    ("ask", "need"),
    [
        (lambda stats: stats.norm, "squares"),
        (ColumnStats.deviation, "squares"),
        (ColumnStats.correlation, "comoment"),
        (ColumnStats.divergence, "theil"),
        (lambda stats: stats.quantile(0.5), "order"),
    ],
    ids=["norm", "deviation", "correlation", "divergence", "quantile"],
)
def test_what_was_not_gathered_cannot_be_asked_for(ask, need):
    with pytest.raises(ValueError, match=f"gathered without '{need}'"):
        ask(ColumnStats.of(X))


def test_the_divergence_of_one_row_is_zero():
    assert ColumnStats.of(X[:1], ("theil",)).divergence().tolist() == [0, 0, 0]


def test_the_divergence_is_one_where_one_unit_has_all():
    stats = ColumnStats.of(np.array([[7.0], [0.0], [0.0]]), ("theil",))
    assert_allclose(stats.divergence(), [1], rtol=1e-15)


def test_what_one_side_lacks_the_sum_lacks():
    both = ColumnStats.of(X, NEEDS) + ColumnStats.of(X, ("theil",))
    assert both.comoment is None
    assert both.theil is not None


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 1e300, -0.7, 0.0])
@pytest.mark.parametrize("n", [3, 10, 77])
def test_rounding_does_not_make_a_constant_column_vary(value, n):
    stats = ColumnStats.of(np.full((n, 1), value), ("comoment",))
    assert stats.deviation().tolist() == [0.0]


def test_a_negative_value_leaves_no_theil_sum():
    theil = ColumnStats.of(np.array([[1.0, -1.0], [2.0, 3.0]]), ("theil",)).theil
    assert_array_equal(np.isnan(theil), [False, True])


def test_a_column_of_zeros_has_a_theil_sum_of_zero():
    assert ColumnStats.of(np.zeros((3, 1)), ("theil",)).theil.tolist() == [0.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_value_that_is_not_finite_shows_in_the_extremes(bad):
    stats = ColumnStats.of(np.array([[1.0], [bad]]), NEEDS)
    assert not np.isfinite(stats.high[0])


@pytest.mark.parametrize("peak", [1e-300, 1e-150, 1.0, 1e150, 1e300])
def test_statistics_of_any_magnitude_are_those_of_the_unit_scaled(peak):
    x = np.array([[0.25], [0.5], [1.0]])
    stats = ColumnStats.of(peak * x, NEEDS)
    unit = float(np.ldexp(peak, -stats.scale[0]))
    found = [stats.mean[0], stats.deviation()[0], stats.theil[0]]
    expected = ColumnStats.of(x, NEEDS)
    expected = [expected.mean[0], expected.deviation()[0], expected.theil[0]]
    assert_allclose(np.array(found) / unit, expected, rtol=1e-14)


@pytest.mark.parametrize("order", [1, -1])
def test_blocks_of_different_magnitudes_add_up(order):
    blocks = [np.array([[1e300], [3e300]]), np.array([[0.0], [0.0]]), np.array([[2.0]])]
    a, b, c = (ColumnStats.of(block, NEEDS) for block in blocks[::order])
    stats = a + b + c
    assert_allclose(np.ldexp(stats.mean, stats.exponent), [8e299], rtol=1e-15)


def test_co_moments_hold_the_squares_as_well():
    apart, within = (ColumnStats.of(X, (need,)) for need in ("squares", "comoment"))
    assert within.deviation().tolist() == apart.deviation().tolist()
    assert within.norm.tolist() == apart.norm.tolist()


@pytest.mark.parametrize("q", [0.0, 0.05, 0.25, 1 / 3, 0.5, 0.9, 1.0])
def test_quantiles_are_those_of_numpy(q):
    values = np.random.default_rng(0).lognormal(size=(37, 3))
    stats = ColumnStats.of(values, ("order",))
    np.testing.assert_allclose(stats.quantile(q), np.quantile(values, q, axis=0), 1e-14)


def test_equal_neighbours_have_their_own_value_as_quantile():
    stats = ColumnStats.of(np.full((24, 1), 0.4904027398045387), ("order",))
    assert stats.quantile(0.1) == 0.4904027398045387


def test_quantiles_of_two_blocks_are_those_of_the_whole():
    values = np.random.default_rng(0).normal(size=(11, 2))
    parts = ColumnStats.of(values[:4], ("order",)) + ColumnStats.of(
        values[4:], ("order",)
    )
    whole = ColumnStats.of(values, ("order",))
    assert parts.quantile(0.3).tolist() == whole.quantile(0.3).tolist()


def test_columns_beside_each_other_have_rows_of_their_own():
    long, short = np.array([[1.0], [2.0], [6.0]]), np.array([[4.0], [8.0]])
    needs = ("squares", "order")
    both = ColumnStats.beside([ColumnStats.of(x, needs) for x in (long, short)])
    assert both.n.tolist() == [3, 2]
    assert both.mean.tolist() == [3, 6]
    assert both.squares.tolist() == [14, 8]
    assert both.quantile(0.5).tolist() == [2, 6]


def test_some_columns_can_be_taken():
    stats = ColumnStats.of(X, ("squares", "comoment", "order"))
    taken = stats.take(np.array([2, 0]))
    alone = ColumnStats.of(X[:, [2, 0]], ("squares", "comoment", "order"))
    assert taken.mean.tolist() == alone.mean.tolist()
    assert taken.comoment.tolist() == alone.comoment.tolist()
    assert taken.ordered.tolist() == alone.ordered.tolist()


def test_columns_can_be_taken_by_a_mask():
    stats = ColumnStats.of(X, ("order",))
    assert stats.take(np.array([True, False, True])).high.tolist() == [8, 4]


def test_columns_beside_each_other_that_are_taken_keep_their_counts():
    parts = [ColumnStats.of(X[:n, :1], ("order",)) for n in (3, 2, 1)]
    assert ColumnStats.beside(parts).take(np.array([2, 0])).n.tolist() == [1, 3]


def test_ordered_values_have_their_gaps_at_the_end():
    parts = [ColumnStats.of(X[:n, :1], ("order",)) for n in (3, 1)]
    expected = [[1, 1], [3, np.nan], [8, np.nan]]
    assert_array_equal(ColumnStats.beside(parts).ordered, expected)


@pytest.mark.parametrize("q", [0.0, 0.3, 1.0])
def test_a_single_row_is_every_quantile(q):
    assert ColumnStats.of(X[:1], ("order",)).quantile(q).tolist() == [1, 5, 4]


def test_quantiles_of_large_values_are_in_units_of_the_scale():
    stats = ColumnStats.of(1e300 * X, ("order",))
    found = np.ldexp(stats.quantile(0.5), stats.scale)
    assert_allclose(found, 1e300 * np.median(X, axis=0), rtol=1e-15)


def test_what_was_not_put_in_order_has_no_ordered_values():
    with pytest.raises(ValueError, match="gathered without 'order'"):
        _ = ColumnStats.of(X, ("squares",)).ordered
