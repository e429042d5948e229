"""Coefficients against formulas on the rows themselves, and against their posterior."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mcdm_index.imputation.regressions import (
    Moments,
    Noise,
    bayesian_ridge,
    least_squares,
    logistic,
)

N, Q = 30, 3
RNG = np.random.default_rng(0)
X = RNG.standard_normal((N, Q)) + 0.4
Y = X @ [1.0, -0.5, 0.0] + 2 + 0.7 * RNG.standard_normal(N)


def moments(X=X, y=Y):
    W = np.column_stack([X, y, np.ones(len(y))])
    return Moments.of((W.T @ W)[None], len(y))


def noise(m, q=Q, df=N - 1, seed=1):
    rng = np.random.default_rng(seed)
    return Noise(
        rng.standard_normal((m, q + 1)),
        rng.chisquare(df, m),
        rng.standard_gamma((q + 1) / 2, m),
        rng.standard_exponential(m),
    )


def repeated(one, m):
    parts = (one.means, one.XX, one.Xy, one.y_mean, one.yy)
    return Moments(one.n, *(np.repeat(part, m, axis=0) for part in parts))


def test_sums_about_the_means_are_those_of_centred_rows():
    found, x, y = moments(), X - X.mean(axis=0), Y - Y.mean()
    assert_allclose(found.XX[0], x.T @ x, rtol=1e-12)
    assert_allclose(found.Xy[0], x.T @ y, rtol=1e-12)
    assert_allclose([found.yy[0], found.y_mean[0]], [y @ y, Y.mean()], rtol=1e-12)


def test_fitted_coefficients_are_those_of_least_squares():
    line = least_squares(moments(), noise(1))
    expected = np.linalg.lstsq(np.c_[X, np.ones(N)], Y, rcond=None)[0]
    assert_allclose([*line.slopes[0], line.intercept[0]], expected, rtol=1e-10)


def test_a_penalty_shrinks_as_in_ridge_regression():
    x, y = X - X.mean(axis=0), Y - Y.mean()
    line, _ = bayesian_ridge(moments(), np.array([7.0]), noise(1))
    expected = np.linalg.solve(x.T @ x + 7 * np.eye(Q), x.T @ y)
    assert_allclose(line.slopes[0], expected, rtol=1e-10)


def test_drawn_coefficients_have_the_posterior_of_the_flat_prior():
    m = 40_000
    line = least_squares(repeated(moments(), m), noise(m, df=N - Q - 1))
    A = np.c_[X, np.ones(N)]
    left = Y - A @ np.linalg.lstsq(A, Y, rcond=None)[0]
    df = N - Q - 1
    covariance = left @ left / (df - 2) * np.linalg.inv(A.T @ A)
    drawn = np.c_[line.drawn_slopes, line.drawn_intercept]
    fitted = np.r_[line.slopes[0], line.intercept[0]]
    errors = np.sqrt(np.diag(covariance) / m)
    assert (np.abs(drawn.mean(axis=0) - fitted) < 5 * errors).all()
    found = np.cov(drawn.T)
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    assert (np.abs(found - covariance) < 0.05 * scale).all()


def test_the_drawn_variance_is_inverse_chi_squared():
    m = 40_000
    line = least_squares(repeated(moments(), m), noise(m, df=N - Q - 1))
    A = np.c_[X, np.ones(N)]
    left = Y - A @ np.linalg.lstsq(A, Y, rcond=None)[0]
    expected = left @ left / (N - Q - 1 - 2)
    assert_allclose((line.sigma**2).mean(), expected, rtol=0.02)


def test_the_penalty_finds_the_ratio_of_the_variances():
    # 40 slopes of standard deviation .5 and residuals of 1: the ratio is 4.
    rng = np.random.default_rng(3)
    slopes = 0.5 * rng.standard_normal(40)
    rows = rng.standard_normal((400, 40))
    one = moments(rows, rows @ slopes + rng.standard_normal(400))
    m, seen = 50, []
    penalty = np.ones(m)
    for step in range(40):
        random = noise(m, 40, 399, seed=step)
        _, penalty = bayesian_ridge(repeated(one, m), penalty, random)
        seen.append(penalty)
    assert 3 < np.mean(seen[10:]) < 6


def test_more_predictors_than_rows_have_a_posterior():
    rng = np.random.default_rng(4)
    rows = rng.standard_normal((10, 25))
    line, penalty = bayesian_ridge(
        moments(rows, rows[:, 0] + rng.standard_normal(10)),
        np.ones(1),
        noise(1, 25, 9),
    )
    assert np.isfinite(line.drawn_slopes).all()
    assert penalty > 0


def test_collinear_predictors_have_no_least_squares():
    sums = moments(np.c_[X, X[:, 0] + X[:, 1]])
    with pytest.raises(np.linalg.LinAlgError):
        least_squares(sums, noise(1, 4))


def test_no_predictors_leave_the_mean():
    m = 2_000
    random = noise(m, 0)
    line = least_squares(repeated(moments(X[:, :0]), m), random)
    assert_allclose(line.intercept, Y.mean())
    spread = Y.std(ddof=1) / np.sqrt(N)
    assert_allclose(line.drawn_intercept.std(), spread, rtol=0.1)


def test_log_odds_are_the_posterior_mode():
    from scipy.optimize import minimize

    y = (Y > 2.5).astype(float)

    def minus_log_posterior(b):
        eta = X @ b[:-1] + b[-1]
        return np.logaddexp(0, eta).sum() - y @ eta + (b[:-1] ** 2).sum() / (2 * 2.5**2)

    expected = minimize(minus_log_posterior, np.zeros(Q + 1), tol=1e-12).x
    line = logistic(X[None], y, np.zeros((1, Q + 1)))
    found = [*line.slopes[0], line.intercept[0]]
    assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
    assert_allclose(line.drawn_slopes, line.slopes)


def test_log_odds_stay_finite_where_a_predictor_separates():
    x = np.linspace(-1, 1, 20)[None, :, None]
    line = logistic(x, (x[0, :, 0] > 0).astype(float), np.zeros((1, 2)))
    assert 1 < line.slopes[0, 0] < 50
