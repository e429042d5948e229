"""Regressors that draw: one line per fit, one stream for all clones, no units."""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.ensemble import BaggingRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils.estimator_checks import parametrize_with_checks

from mcdm_index.errors import DomainError, UnknownMethodError
from mcdm_index.imputation.regressions import (
    Moments,
    Noise,
    bayesian_ridge,
    ridge_penalty,
)
from mcdm_index.imputation.regressors import (
    BayesianRegressor,
    BootstrapRegressor,
    LiveRandom,
    MatchingRegressor,
)

DRAWING = [
    BayesianRegressor(),
    BayesianRegressor("norm"),
    MatchingRegressor(),
    BootstrapRegressor(Ridge()),
    BootstrapRegressor(DecisionTreeRegressor()),
]
LINES = DRAWING[:2]


def data(n=40, q=3, noise=0.5, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 1)) + rng.standard_normal((n, q))
    return X, X.sum(axis=1) + noise * rng.standard_normal(n)


def many(regressor, X, y, new, m=2000):
    """Fit and draw m times on one stream."""
    regressor = clone(regressor).set_params(random_state=LiveRandom(0))
    fits = (regressor.fit(X, y) for _ in range(m))
    return np.stack([fit.predict(new, return_std=True)[0] for fit in fits])


def expected_failures(regressor):
    if regressor.get_params().get("method") == "norm":
        return {"check_array_api_input": "its data are collinear, which norm refuses"}
    return {}


@parametrize_with_checks(DRAWING[:4], expected_failed_checks=expected_failures)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_the_contract_of_scikit_learn_is_kept(estimator, check):
    check(estimator)


@pytest.mark.parametrize("copied", [clone, copy.copy, copy.deepcopy])
def test_a_copy_of_a_live_stream_is_the_stream(copied):
    live = LiveRandom(0)
    assert copied(live) is live


def test_a_stream_crosses_to_another_process_once_and_where_it_stands():
    live = LiveRandom(0)
    live.standard_normal()  # leaves a second number behind, for the next call
    one, two = pickle.loads(pickle.dumps([live, live]))
    assert one is two
    assert_array_equal(one.standard_normal(3), live.standard_normal(3))
    assert one.generator.random() == live.generator.random()


def test_a_restarted_stream_is_as_new():
    live = LiveRandom(np.random.SeedSequence(1))
    first = live.standard_normal(3), live.generator.random()
    live.standard_normal()
    live.restart(np.random.SeedSequence(1))
    assert_array_equal(first[0], live.standard_normal(3))
    assert first[1] == live.generator.random()


@pytest.mark.parametrize("regressor", DRAWING, ids=str)
def test_clones_on_a_live_stream_go_on_where_the_last_one_stopped(regressor):
    X, y = data()
    regressor = clone(regressor).set_params(random_state=LiveRandom(0))
    one, two = (
        clone(regressor).fit(X, y).predict(X, return_std=True)[0] for _ in range(2)
    )
    assert (one != two).any()


@pytest.mark.parametrize("regressor", DRAWING, ids=str)
@pytest.mark.parametrize(
    "state",
    [
        lambda: 3,
        lambda: np.random.default_rng(3),
        lambda: LiveRandom(3),
        lambda: np.random.RandomState(3),
    ],
)
def test_the_same_randomness_gives_the_same_draws(regressor, state):
    X, y = data()
    one, two = (
        clone(regressor)
        .set_params(random_state=state())
        .fit(X, y)
        .predict(X, return_std=True)[0]
        for _ in range(2)
    )
    assert_array_equal(one, two)


@pytest.mark.parametrize("regressor", DRAWING, ids=str)
def test_a_draw_comes_with_no_spread_and_the_mean_stays(regressor):
    X, y = data()
    fit = clone(regressor).set_params(random_state=0).fit(X, y)
    before = fit.predict(X)
    draw, spread = fit.predict(X, return_std=True)
    assert (draw != before).any()
    assert_array_equal(spread, 0)
    assert_array_equal(fit.predict(X), before)


def test_draws_of_norm_are_spread_as_the_predictive_t_distribution():
    X, y = data(n=12, q=2)
    new = np.array([[0.0, 0.0], [3.0, -2.0]])
    draws = many(BayesianRegressor("norm"), X, y, new, m=3000)
    A, N = np.column_stack([np.ones(12), X]), np.column_stack([np.ones(2), new])
    inverse = np.linalg.inv(A.T @ A)
    beta = inverse @ A.T @ y
    freedom = 12 - 3
    variance = ((y - A @ beta) ** 2).sum() / freedom
    expected = variance * (np.eye(2) + N @ inverse @ N.T) * freedom / (freedom - 2)
    assert_allclose(draws.mean(axis=0), N @ beta, atol=0.05)
    assert_allclose(np.cov(draws.T), expected, rtol=0.2, atol=0.02)


@pytest.mark.parametrize(
    ("n", "q", "noise"), [(40, 1, 1.0), (30, 8, 3.0), (40, 4, 0.05)]
)
def test_the_penalty_has_the_distribution_to_which_turns_with_the_slopes_lead(
    n, q, noise
):
    X, y = data(n, q, noise)
    Y = np.column_stack(
        [(X - X.mean(0)) / X.std(0), (y - y.mean()) / y.std(), np.ones(n)]
    )
    m, rng = 3000, np.random.default_rng(0)
    moments = Moments.of(np.repeat((Y.T @ Y)[None], m, axis=0), n)
    penalty = np.ones(m)
    for _ in range(40):
        noise = Noise(
            rng.standard_normal((m, q + 1)),
            rng.chisquare(n - 1, m),
            rng.standard_gamma((q + 1) / 2, m),
            rng.standard_exponential(m),
        )
        _, penalty = bayesian_ridge(moments, penalty, noise)
    turns = np.log(penalty)
    at_once = np.log(ridge_penalty(moments, rng.random(m)))
    shares = [0.1, 0.3, 0.5, 0.7, 0.9]
    assert_allclose(np.quantile(at_once, shares), np.quantile(turns, shares), atol=0.2)


@pytest.mark.parametrize("regressor", DRAWING[:3], ids=str)
def test_units_do_not_matter(regressor):
    X, y = data()
    regressor = clone(regressor).set_params(random_state=0)
    units, offset = np.array([1e-6, 1.0, 1e9]), np.array([1e-6, -7.0, 3e9])
    one = regressor.fit(X, y).predict(X, return_std=True)[0]
    two = regressor.fit(X * units + offset, 1e8 * y + 3e8).predict(
        X * units + offset, return_std=True
    )[0]
    assert_allclose(two, 1e8 * one + 3e8, rtol=1e-6)


@pytest.mark.parametrize("regressor", DRAWING, ids=str)
@pytest.mark.parametrize(
    ("X", "y"),
    [
        (np.zeros((9, 2)), np.arange(9.0)),
        (np.full((9, 2), 0.1), np.full(9, 0.3)),
        (np.arange(18.0).reshape(9, 2) ** 2, np.full(9, 0.3)),
        (np.arange(9.0)[:, None], 3 * np.arange(9.0)),
        (np.arange(9.0)[:, None] * 1e-300, np.arange(9.0) * 1e300),
    ],
    ids=["constant X", "all constant", "constant y", "a line", "a far line"],
)
def test_constants_and_lines_are_no_obstacle(regressor, X, y):
    draw, _ = clone(regressor).fit(X, y).predict(X, return_std=True)
    assert np.isfinite(draw).all()


@pytest.mark.parametrize("regressor", LINES, ids=str)
def test_a_constant_is_drawn_as_it_is(regressor):
    X, _ = data()
    draw, _ = clone(regressor).fit(X, np.full(40, 0.5)).predict(X, return_std=True)
    assert_array_equal(draw, 0.5)


def test_more_predictors_than_rows_are_taken_by_the_bridge():
    X, y = data(n=15, q=30)
    draws = many(BayesianRegressor(), X, y, X, m=50)
    assert (draws.std(axis=0) > 0).all()
    assert np.abs(draws).max() < 100 * np.abs(y).max()


def test_a_copied_predictor_is_taken_by_the_bridge():
    X, y = data(noise=0)
    draw, _ = (
        BayesianRegressor()
        .fit(X[:, [0, 0, 1, 2]], y)
        .predict(X[:, [0, 0, 1, 2]], return_std=True)
    )
    assert_allclose(draw, y, atol=1e-3 * y.std())


@pytest.mark.parametrize("columns", [[0, 0, 1], list(range(40))])
def test_norm_refuses_predictors_that_say_the_same_or_are_too_many(columns):
    X, y = data(q=40)
    with pytest.raises(DomainError, match="'bridge'"):
        BayesianRegressor("norm").fit(X[:, columns], y)


def test_an_unknown_method_is_refused_with_a_suggestion():
    with pytest.raises(UnknownMethodError, match="Did you mean 'bridge'"):
        BayesianRegressor("brigde").fit(*data())


@pytest.mark.parametrize("donors", [0, 2.5, True])
def test_donors_must_be_a_whole_number(donors):
    with pytest.raises(DomainError, match="donors"):
        MatchingRegressor(donors).fit(*data())


def test_matching_draws_observed_values():
    X, y = data()
    draws = many(MatchingRegressor(), X, y, data(seed=1)[0], m=50)
    assert np.isin(draws, y).all()


def test_matching_draws_from_the_rows_that_are_predicted_alike():
    X, y = np.arange(100.0)[:, None], np.arange(100.0)
    draws = many(MatchingRegressor(3), X, y, np.array([[50.2]]), m=200)
    assert set(draws.ravel()) == {49.0, 50.0, 51.0}


def test_residuals_are_those_of_the_rows_that_were_left_out():
    X, y = data()
    fit = BootstrapRegressor(DecisionTreeRegressor(), random_state=0).fit(X, y)
    # A full tree leaves nothing of the rows that it has seen.
    assert 5 <= len(fit.residuals_) < 30
    assert (fit.residuals_ != 0).all()


def test_residuals_are_those_of_the_sample_where_few_rows_are_left_out():
    X, y = data(n=6)
    fit = BootstrapRegressor(Ridge(), random_state=0).fit(X, y)
    assert len(fit.residuals_) == 6


def test_a_regressor_inside_gets_other_seeds_in_every_fit():
    X, y = data()
    inside = BaggingRegressor(DecisionTreeRegressor(random_state=0), random_state=0)
    regressor = BootstrapRegressor(inside, random_state=LiveRandom(0))
    one, two = (clone(regressor).fit(X, y).estimator_ for _ in range(2))
    assert one.random_state != two.random_state
    assert one.estimator.random_state != two.estimator.random_state
    assert inside.random_state == 0


def test_the_bootstrap_of_a_line_is_spread_about_as_the_line():
    X, y = data(n=60, q=1, noise=1.0)
    new = np.linspace(-2, 2, 15)[:, None]
    sums = [
        many(regressor, X, y, new, m=400).sum(axis=1).std()
        for regressor in (
            BootstrapRegressor(LinearRegression()),
            BayesianRegressor("norm"),
        )
    ]
    assert sums[0] / sums[1] == pytest.approx(1, abs=0.25)
