"""Other engines keep to what our own chains promise, and vary as much as these."""

import sys
import warnings

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.ensemble import RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.linear_model import BayesianRidge, Ridge
from sklearn.neighbors import KNeighborsRegressor

from mcdm_index.errors import ColumnError, DomainError, MissingPackageError
from mcdm_index.imputation.foreign import (
    run_forest,
    run_sklearn,
)
from mcdm_index.imputation.regressors import BayesianRegressor, MatchingRegressor
from mcdm_index.imputation.sampler import run
from mcdm_index.imputation.targets import Target

SWEEPS = 3
REGRESSORS = [
    None,
    BayesianRegressor("norm"),
    MatchingRegressor(),
    BayesianRidge(),
    Ridge(),
    RandomForestRegressor(2, max_depth=3),
]


def table(n=40, p=4, share=0.2, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 1)) + rng.standard_normal((n, p))
    gaps = rng.random(X.shape) < share
    gaps[:, 0] = False  # one complete column
    X[gaps] = np.nan
    return (X - np.nanmean(X, axis=0)) / np.nanstd(X, axis=0)


def seeds(m, seed=0):
    return np.random.SeedSequence(seed).spawn(m)


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_observed_cells_keep_every_bit_and_gaps_are_filled(regressor):
    z = table()
    tables = run_sklearn(z, seeds(2), SWEEPS, regressor=regressor).tables
    seen = ~np.isnan(z)
    assert (tables[:, seen] == z[seen]).all()
    assert np.isfinite(tables).all()


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_draws_depend_on_the_seed_and_not_on_processes(regressor):
    z = table()
    one, two = (
        run_sklearn(z, seeds(2), SWEEPS, regressor=regressor, n_jobs=n_jobs)
        for n_jobs in (1, 2)
    )
    assert_array_equal(one.tables, two.tables)
    assert_array_equal(one.fill(table(5, seed=1)), two.fill(table(5, seed=1)))


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_a_draw_does_not_depend_on_how_many_there_are(regressor):
    few, more = (
        run_sklearn(table(), seeds(m), SWEEPS, regressor=regressor).tables
        for m in (1, 3)
    )
    assert_array_equal(few, more[:1])


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_draws_differ_in_every_gap(regressor):
    z = table()
    tables = run_sklearn(z, seeds(8), SWEEPS, regressor=regressor).tables
    assert (tables.std(axis=0)[np.isnan(z)] > 0).all()


def test_another_seed_gives_other_draws():
    one, two = (run_sklearn(table(), seeds(1, s), SWEEPS).tables for s in (0, 1))
    assert (one != two).any()


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_a_complete_table_has_no_spread(regressor):
    z = table(share=0)
    tables = run_sklearn(z, seeds(2), SWEEPS, regressor=regressor).tables
    assert (tables == z).all()


@pytest.mark.parametrize(
    "regressor", [None, Ridge(), GaussianProcessRegressor(alpha=0.1, optimizer=None)]
)
def test_a_chain_goes_on_moving_from_round_to_round(regressor):
    # The stream is the same from its start on, so that more rounds are a longer chain.
    z = table()
    ten, eleven = (
        run_sklearn(z, seeds(1), rounds, regressor=regressor).tables[0]
        for rounds in (10, 11)
    )
    assert (np.abs(ten - eleven)[np.isnan(z)] > 0).all()


def test_no_round_is_left_out_and_none_warned_of():
    z = table(share=0.02)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        runs = run_sklearn(z, seeds(2), 7)
    assert [imputer.n_iter_ for imputer in runs.imputers] == [7, 7]


def test_matched_columns_are_filled_with_observed_values_and_no_others():
    z = table()
    tables = run_sklearn(z, seeds(5), SWEEPS, matched=[1, 3], donors=3).tables
    seen = [np.isin(tables[:, :, j], z[:, j]).all() for j in range(4)]
    assert seen == [True, True, False, True]


def test_new_rows_are_filled_always_alike_and_not_as_in_the_fit():
    z = table()
    runs = run_sklearn(z, seeds(2), SWEEPS)
    once = runs.fill(z)
    assert_array_equal(once, runs.fill(z))
    assert (once != runs.tables)[:, np.isnan(z)].all()


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_a_new_row_may_have_a_gap_where_the_fitted_table_had_none(regressor):
    runs = run_sklearn(table(), seeds(12), 2, regressor=regressor)
    low, high = runs.fill(
        np.array([[np.nan, -2.0, -2.0, -2.0], [np.nan, 2.0, 2.0, 2.0]])
    )[:, :, 0].T
    assert low.std() > 0
    assert low.mean() < -0.2 < 0.2 < high.mean()


def test_new_rows_may_have_gaps_though_the_fitted_table_had_none():
    runs = run_sklearn(table(share=0), seeds(2), SWEEPS)
    filled = runs.fill(table(6, share=0.5, seed=3))
    assert np.isfinite(filled).all()


@pytest.mark.parametrize("regressor", REGRESSORS, ids=str)
def test_a_single_column_is_filled_from_its_own_distribution(regressor):
    z = table(p=2)[:, 1:]
    runs = run_sklearn(z, seeds(15), 2, regressor=regressor)
    filled = runs.tables[:, np.isnan(z)]
    assert filled.std() == pytest.approx(1, abs=0.3)
    assert runs.fill(np.array([[np.nan]])).std() > 0.3


def test_a_table_without_columns_stays_one():
    runs = run_sklearn(np.empty((3, 0)), seeds(2), SWEEPS)
    assert runs.tables.shape == (2, 3, 0)
    assert runs.fill(np.empty((5, 0))).shape == (2, 5, 0)


def test_more_columns_than_rows_are_filled():
    z = table(n=15, p=25)
    tables = run_sklearn(z, seeds(2), SWEEPS).tables
    assert np.abs(tables).max() < 20


def half_missing(seed, n=30, gaps=15):
    """Give a predictor, and what depends on it and lacks half of its values."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(n)
    y = 0.7 * x + 0.7 * rng.standard_normal(n)
    y[:gaps] = np.nan
    z = np.column_stack([x, y])
    return (z - np.nanmean(z, axis=0)) / np.nanstd(z, axis=0)


def spread_of_sum(z, regressor, m=150):
    tables = run_sklearn(z, seeds(m), 1, regressor=regressor).tables
    return tables[:, np.isnan(z[:, 1]), 1].sum(axis=1).std(ddof=1)


def test_sums_of_cells_vary_more_than_if_each_cell_were_drawn_by_itself():
    z = half_missing(0)
    ours = spread_of_sum(z, BayesianRegressor())
    theirs = spread_of_sum(z, BayesianRidge())
    assert ours > 1.3 * theirs


def test_means_vary_between_draws_as_those_of_our_own_chains():
    z, m = table(60, 4, 0.3), 80
    gaps = np.isnan(z)
    plan = [
        Target(
            j,
            "norm",
            np.array([k for k in range(4) if k != j]),
            np.flatnonzero(gaps[:, j]),
            np.flatnonzero(~gaps[:, j]),
        )
        for j in range(4)
    ]
    chains = run(z, plan, [np.random.default_rng(s) for s in seeds(m)], 5).tables
    theirs = run_sklearn(z, seeds(m), 5, regressor=BayesianRegressor("norm")).tables
    ratio = theirs.mean(axis=1).var(axis=0)[1:] / chains.mean(axis=1).var(axis=0)[1:]
    assert np.exp(np.log(ratio).mean()) == pytest.approx(1, abs=0.3)


def test_any_regressor_finds_a_relation_that_no_line_has():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, 120)
    z = np.column_stack([x, np.abs(x)])
    truth = (z - z.mean(axis=0)) / z.std(axis=0)
    z = truth.copy()
    z[:40, 1] = np.nan

    def error(regressor):
        tables = run_sklearn(z, seeds(5), 1, regressor=regressor).tables
        return np.abs(tables[:, :40, 1].mean(axis=0) - truth[:40, 1]).mean()

    assert error(KNeighborsRegressor(3)) < 0.3 * error(BayesianRegressor())


@pytest.mark.parametrize("wrong", [RandomForestRegressor, "forest", object()])
def test_what_is_no_regressor_is_refused(wrong):
    with pytest.raises(DomainError, match="regressor must be"):
        run_sklearn(table(), seeds(1), SWEEPS, regressor=wrong)


def test_the_imputer_is_found_where_it_is_experimental_no_more(monkeypatch):
    run_sklearn(table(), seeds(1), 1)  # from here on it is offered openly
    monkeypatch.setitem(
        sys.modules, "sklearn.experimental.enable_iterative_imputer", None
    )
    assert run_sklearn(table(), seeds(1), 1).tables.shape == (1, 40, 4)


def test_a_forest_that_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "miceforest", None)
    with pytest.raises(MissingPackageError, match=r"mcdm-index\[forest\]"):
        run_forest(table(), seeds(1), 1)


def test_a_lightgbm_that_breaks_the_forest_is_named_with_the_way_out(monkeypatch):
    miceforest = pytest.importorskip("miceforest")

    def broken(*_, **__):
        msg = "Booster.__inner_predict() takes 1 positional argument but 2 were given"
        raise TypeError(msg)

    monkeypatch.setattr(miceforest.ImputationKernel, "mice", broken)
    with pytest.raises(MissingPackageError, match=r"lightgbm<4\.7"):
        run_forest(table(), seeds(1), 1)


def test_too_few_observed_values_for_a_forest_are_told_with_their_column():
    z = table()
    z[5:, 2] = np.nan
    with pytest.raises(ColumnError, match="too few for a forest") as caught:
        run_forest(z, seeds(1), 1)
    assert caught.value.column == 2


@pytest.fixture(scope="module")
def forest():
    """Grow the forests of a small table, with one and with two threads."""
    pytest.importorskip("miceforest")
    try:
        return [
            run_forest(table(), seeds(m), 2, donors=3, n_jobs=n_jobs)
            for m, n_jobs in ((2, 1), (3, 2))
        ]
    except MissingPackageError as error:
        pytest.skip(str(error))


def test_forests_keep_observed_cells_and_fill_gaps_with_observed_values(forest):
    z, tables = table(), forest[1].tables
    seen = ~np.isnan(z)
    assert (tables[:, seen] == z[seen]).all()
    assert all(np.isin(tables[:, :, j], z[seen[:, j], j]).all() for j in range(4))
    assert (tables[0] != tables[1]).any()


def test_forests_depend_on_their_own_seed_alone(forest):
    assert_array_equal(forest[0].tables, forest[1].tables[:2])


def test_forests_fill_new_rows_always_alike(forest):
    new = table(6, seed=1)
    new[2, 0] = np.nan  # complete in the table that was fitted
    once = forest[0].fill(new)
    assert np.isfinite(once).all()
    assert_array_equal(once, forest[0].fill(new))
    assert_array_equal(once, forest[1].fill(new)[:2])


def test_a_forest_of_a_single_or_a_complete_column_has_nothing_to_go_by(forest):
    del forest
    z = table(p=2)
    assert np.isfinite(run_forest(z[:, 1:], seeds(1), 1).tables).all()
    complete = run_forest(z[:, :1], seeds(1), 1)
    assert_array_equal(complete.tables[0], z[:, :1])
    assert np.isfinite(complete.fill(np.array([[np.nan]]))).all()
