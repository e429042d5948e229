"""Rubin's rules against R's `pool.scalar` and by hand, and how many draws it takes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.errors import DomainError, ShapeError
from mcdm_index.imputation import m_needed, pool

Q = [10.0, 11.0, 12.5]
U = [1.0, 1.2, 0.9]


def by_hand(Q, U, complete):
    """Follow Rubin (1987) and Barnard and Rubin (1999) one number at a time."""
    m = len(Q)
    mean = sum(Q) / m
    within = sum(U) / m
    between = sum((q - mean) ** 2 for q in Q) / (m - 1)
    total = within + (1 + 1 / m) * between
    share = (1 + 1 / m) * between / total
    r = (1 + 1 / m) * between / within
    old = (m - 1) / share**2
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    df = old * observed / (old + observed)
    fmi = (r + 2 / (df + 3)) / (r + 1)
    return mean, within, between, total, df, r, share, fmi


def test_the_rules_are_those_of_the_papers():
    found = pool(Q, U, df_complete=48)
    names = ["estimate", "within", "between", "total", "df", "riv", "lambda_", "fmi"]
    assert_allclose(
        [getattr(found, name) for name in names], by_hand(Q, U, 48), rtol=1e-12
    )


def test_the_rules_are_those_of_pool_scalar_in_r():
    # mice 3.15: pool.scalar(c(10, 11, 12.5), c(1, 1.2, .9), n = 49, k = 1), written out
    # with the digits of its formulas: r = 4/3 b / ubar, df by barnard.rubin.
    found = pool(Q, U, df_complete=48)
    assert_allclose(found.estimate, 11 + 1 / 6, rtol=1e-12)
    assert_allclose(found.total, 31 / 30 + 4 / 3 * 19 / 12, rtol=1e-12)
    assert_allclose(found.riv, (4 / 3 * 19 / 12) / (31 / 30), rtol=1e-12)


def test_arrays_are_pooled_number_by_number():
    many = pool(np.column_stack([Q, Q[::-1]]), np.column_stack([U, U]), 48)
    assert_allclose(many.df, [pool(Q, U, 48).df, pool(Q[::-1], U, 48).df])
    assert many.estimate.shape == (2,)


def test_one_variance_serves_all_estimates():
    assert_allclose(pool(Q, 1.0).within, 1.0)


def test_without_spread_only_the_complete_data_limit_the_degrees_of_freedom():
    found = pool([5.0, 5.0], [2.0, 4.0], df_complete=48)
    assert_array_equal([found.between, found.riv, found.lambda_], 0)
    assert_allclose(found.df, 49 / 51 * 48)
    assert_allclose(found.fmi, 2 / (found.df + 3))


def test_without_spread_in_infinitely_many_data_nothing_is_missing():
    found = pool([5.0, 5.0], [2.0, 4.0])
    assert found.df == np.inf
    assert found.fmi == 0


def test_infinitely_many_complete_data_leave_the_old_degrees_of_freedom():
    found = pool(Q, U)
    assert_allclose(found.df, 2 / found.lambda_**2)


def test_two_draws_are_enough():
    found = pool([1.0, 3.0], [1.0, 1.0])
    assert_allclose([found.between, found.total], [2, 1 + 1.5 * 2])


@pytest.mark.parametrize("complete", [np.inf, 30.0])
def test_a_census_has_the_spread_of_the_draws_and_m_less_one_degrees(complete):
    found = pool(Q, df_complete=complete)
    assert_allclose(found.total, 4 / 3 * np.var(Q, ddof=1))
    assert_allclose([found.df, found.lambda_, found.fmi], [2, 1, 1])
    assert found.riv == np.inf


def test_a_census_without_spread_is_known():
    low, high = pool([5.0, 5.0]).interval()
    assert low == high == 5


def test_the_interval_is_that_of_t():
    found = pool(Q)
    low, high = found.interval(0.95)
    reach = 4.302652729696142 * found.se  # t of 2 degrees
    assert_allclose([low, high], [found.estimate - reach, found.estimate + reach])


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([1.0],), ShapeError, "2 tables or more"),
        ((1.0,), ShapeError, "2 tables or more"),
        (([1.0, 2.0], [1.0, 1.0, 1.0]), ShapeError, "variances of shape"),
        (([1.0, 2.0], -1.0), DomainError, "0 or more, got -1"),
        (([1.0, np.nan],), DomainError, "finite"),
        ((["a", "b"],), DomainError, "finite"),
        (([1.0, 2.0], 1.0, 0), DomainError, "df_complete"),
        (([1.0, 2.0], 1.0, np.nan), DomainError, "df_complete"),
    ],
)
def test_what_cannot_be_pooled_is_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        pool(*arguments)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(DomainError, match="level"):
        pool(Q).interval(level)


def test_the_number_of_draws_follows_the_quadratic_rule():
    # 1 + (fmi / cv)^2 / 2: 1 + 2, 1 + 18, 1 + 50.
    assert_array_equal(m_needed([0.1, 0.3, 0.5]), [3, 19, 51])
    assert_array_equal(m_needed([0, 1], cv=0.1), [2, 51])


def test_an_uncertain_fraction_asks_for_more_draws():
    assert m_needed(0.3, pilot=5) > m_needed(0.3, pilot=50) > m_needed(0.3)


@pytest.mark.parametrize(
    ("fmi", "options"),
    [(-0.1, {}), (1.1, {}), ("a", {}), (0.3, {"cv": 0}), (0.3, {"pilot": 1})],
)
def test_a_fraction_out_of_range_is_refused(fmi, options):
    with pytest.raises(DomainError):
        m_needed(fmi, **options)
