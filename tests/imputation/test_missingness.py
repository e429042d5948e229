"""Patterns of gaps, and Little's test by hand, by size and by power."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from mcdm_index.errors import DomainError, EmptyDataError
from mcdm_index.imputation import ampute, little_test, patterns, quickpred


def test_patterns_are_counted_the_most_frequent_first():
    frame = pd.DataFrame(
        {"a": [1, np.nan, 3, np.nan, np.nan], "b": [1, 2, 3, 4, np.nan]}
    )
    found = patterns(frame)
    assert found["units"].tolist() == [2, 2, 1]
    assert found["gaps"].tolist() == [0, 1, 2]
    assert found["a"].tolist() == [True, False, False]


def test_two_groups_are_compared_as_by_hand():
    # Monotone gaps: means and covariances by maximum likelihood have closed forms
    # (Little and Rubin, chapter 7).
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 2)) @ [[1, 0.6], [0, 0.8]]
    X[40:, 1] = np.nan
    x, y = X[:, 0], X[:40, 1]
    slope = np.cov(x[:40], y, ddof=0)[0, 1] / x[:40].var()
    residual = (y - y.mean() - slope * (x[:40] - x[:40].mean())).var()
    mean = np.array([x.mean(), y.mean() + slope * (x.mean() - x[:40].mean())])
    variance = residual + slope**2 * x.var()
    S = np.array([[x.var(), slope * x.var()], [slope * x.var(), variance]])
    complete = np.array([x[:40].mean(), y.mean()]) - mean
    partial = x[40:].mean() - mean[0]
    expected = 40 * complete @ np.linalg.solve(S, complete)
    expected += 20 * partial**2 / S[0, 0]
    found = little_test(X)
    assert_allclose(found.statistic, expected, rtol=1e-6)
    assert (found.df, found.patterns) == (1, 2)


def test_under_mcar_p_values_are_uniform():
    rng = np.random.default_rng(1)
    p = [
        little_test(ampute(rng.standard_normal((150, 3)), "MCAR", 0.4, rng=rng)).p_value
        for _ in range(200)
    ]
    assert abs(np.mean(p) - 0.5) < 5 * np.sqrt(1 / 12 / 200)
    assert abs(np.mean(np.array(p) < 0.1) - 0.1) < 0.08


def test_missing_at_random_is_found():
    rng = np.random.default_rng(2)
    X = rng.standard_normal((500, 1)) + 0.5 * rng.standard_normal((500, 3))
    assert little_test(ampute(X, "MAR", 0.4, strength=2, rng=3)).p_value < 1e-4


def test_units_of_measurement_do_not_matter():
    X = ampute(np.random.default_rng(3).standard_normal((80, 3)), rng=0)
    other = X * [1e6, 1e-6, 3] + [5, 0, -2]
    assert_allclose(little_test(other).statistic, little_test(X).statistic, rtol=1e-6)


def test_a_complete_table_lacks_nothing():
    found = little_test(np.random.default_rng(0).standard_normal((20, 2)))
    assert (found.statistic, found.df, found.p_value) == (0, 0, 1)


def test_collinear_criteria_are_refused():
    x = np.random.default_rng(0).standard_normal(30)
    X = np.c_[x, 2 * x]
    X[0, 0] = np.nan
    with pytest.raises(DomainError, match="collinear"):
        little_test(X)


def test_a_constant_criterion_is_named():
    with pytest.raises(DomainError, match="criterion 'b' does not vary"):
        little_test(pd.DataFrame({"a": [1.0, 2, np.nan], "b": [1.0, 1, 1]}))


def test_nothing_observed_is_refused():
    with pytest.raises(EmptyDataError, match="nothing observed"):
        little_test([[1.0, np.nan], [2.0, np.nan]])


def test_predictors_do_not_depend_on_the_origin_of_measurement():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((100, 3))
    X[:, 1] += X[:, 0]
    X[:9, 1] = np.nan
    np.testing.assert_array_equal(quickpred(X + 1e8), quickpred(X))
