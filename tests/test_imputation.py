"""Multiple imputation: what must hold whatever the engine."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index import MICEImputer
from mcdm_index.errors import DomainError, MissingDataError, NonFiniteError
from mcdm_index.imputation import impute


def correlated(n=60, p=4, share=0.15, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 1)) + 0.5 * rng.standard_normal((n, p))
    gaps = rng.random(X.shape) < share
    gaps[gaps.all(axis=1), 0] = False
    return X, np.where(gaps, np.nan, X)


def test_observed_cells_keep_every_bit():
    _, X = correlated()
    draws = impute(X, rng=0)
    seen = ~np.isnan(X)
    assert (draws.tables[:, seen] == X[seen]).all()
    assert not np.isnan(draws.tables).any()


def test_the_same_seed_gives_the_same_draws():
    _, X = correlated()
    assert (impute(X, rng=1).tables == impute(X, rng=1).tables).all()


def test_another_seed_gives_other_draws():
    _, X = correlated()
    assert (impute(X, rng=1).tables != impute(X, rng=2).tables).any()


def test_a_draw_does_not_depend_on_how_many_there_are():
    _, X = correlated()
    assert (impute(X, 2, rng=0).tables == impute(X, 4, rng=0).tables[:2]).all()


def test_a_run_without_seed_can_be_repeated_from_the_one_it_drew():
    _, X = correlated(20, 3)
    first = MICEImputer(2).fit(X)
    again = MICEImputer(2, random_state=first.seed_).fit(X)
    assert (first.imputations_.tables == again.imputations_.tables).all()


def test_draws_differ_in_the_gaps_of_a_table_that_is_not_determined():
    _, X = correlated()
    spread = impute(X, rng=0).tables.std(axis=0)
    assert (spread[np.isnan(X)] > 0).all()


def test_imputed_values_lie_nearer_to_the_truth_than_the_column_means():
    truth, X = correlated(200, 6)
    gaps = np.isnan(X)
    filled = impute(X, 20, rng=0).tables.mean(axis=0)
    means = np.broadcast_to(np.nanmean(X, axis=0), X.shape)
    error = np.abs(filled - truth)[gaps].mean()
    assert error < 0.6 * np.abs(means - truth)[gaps].mean()


def test_a_complete_table_has_no_spread():
    X, _ = correlated()
    assert (impute(X, rng=0).tables == X).all()


def test_rescaling_a_column_rescales_its_draws():
    _, X = correlated()
    scale = np.array([1e-6, 1.0, 1e9, 3.0])
    a = impute(X * scale, rng=0, scale="linear").tables
    b = impute(X, rng=0, scale="linear").tables * scale
    np.testing.assert_allclose(a, b, rtol=1e-6)


def test_a_positive_skewed_column_gets_positive_draws():
    _, X = correlated()
    X[:, 0] = np.exp(2 * X[:, 0])
    assert (impute(X, 20, rng=0).tables[:, :, 0] > 0).all()


def test_on_the_linear_scale_the_same_column_gets_negative_draws():
    _, X = correlated()
    X[:, 0] = np.exp(2 * X[:, 0])
    assert (impute(X, 20, rng=0, scale="linear").tables[:, :, 0] < 0).any()


def test_a_constant_column_is_filled_with_its_constant():
    _, X = correlated()
    X[:, 1] = 7.0
    X[3, 1] = np.nan
    assert (impute(X, rng=0).tables[:, 3, 1] == 7.0).all()


def test_a_column_without_predictors_is_filled_from_its_own_distribution():
    X = np.array([[1.0, 9.0], [2.0, 9.0], [3.0, 9.0], [4.0, 9.0], [np.nan, 9.0]])
    tables = impute(X, 50, rng=0).tables[:, 4, 0]
    assert tables.std() > 0.3
    assert 1 < tables.mean() < 4


def test_a_row_of_which_nothing_is_observed_stays_missing():
    _, X = correlated()
    X[5] = np.nan
    tables = impute(X, rng=0).tables
    assert np.isnan(tables[:, 5]).all()
    assert not np.isnan(np.delete(tables, 5, axis=1)).any()


def test_more_columns_than_rows_are_filled():
    _, X = correlated(12, 20, share=0.1)
    assert np.isfinite(impute(X, rng=0).tables).all()


def test_columns_of_extreme_size_are_filled_without_overflow():
    _, X = correlated()
    scale = np.array([1e-300, 1e300, 1.0, 1.0])
    tables = impute(X * scale, rng=0).tables
    assert np.isfinite(tables).all()
    assert (np.abs(tables[:, :, 1]).max(axis=0) > 1e298).all()


def test_new_rows_are_filled_the_same_whoever_stands_beside_them():
    _, X = correlated()
    imputer = MICEImputer(3, random_state=0).fit(X)
    together, alone = imputer.draws(X).tables, imputer.draws(X[7:9]).tables
    np.testing.assert_allclose(together[:, 7:9], alone, rtol=1e-12)


def test_transforming_twice_gives_the_same():
    _, X = correlated()
    imputer = MICEImputer(2, random_state=0).fit(X)
    assert (imputer.transform(X) == imputer.transform(X)).all()


def test_fit_transform_gives_the_first_draw_and_not_a_mean():
    _, X = correlated()
    imputer = MICEImputer(3, random_state=0)
    first = imputer.fit_transform(X)
    assert (first == imputer.imputations_.tables[0]).all()


def test_new_rows_may_lack_what_was_complete_in_the_fit():
    X, _ = correlated(200)
    imputer = MICEImputer(20, random_state=0).fit(X)
    row = np.array([[np.nan, 2.0, 2.0, 2.0]])
    assert imputer.draws(row).tables[:, 0, 0].mean() > 1


def test_labels_come_back():
    _, X = correlated(10, 2)
    frame = pd.DataFrame(X, columns=["a", "b"]).rename(index="u{}".format)
    draws = MICEImputer(2, random_state=0).fit(frame).imputations_
    pd.testing.assert_index_equal(draws.table(0).index, frame.index)
    assert list(draws.table(0).columns) == ["a", "b"]


def test_the_log_lists_every_filled_cell_once():
    _, X = correlated()
    draws = impute(X, rng=0)
    log = draws.log()
    assert len(log) == np.isnan(X).sum()
    cell = log.iloc[0]
    values = draws.tables[:, int(cell["unit"]), int(cell["criterion"])]
    assert cell["mean"] == pytest.approx(values.mean())
    assert cell["sd"] == pytest.approx(values.std(ddof=1))


def test_a_column_without_any_value_is_named():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [np.nan, np.nan]})
    with pytest.raises(MissingDataError, match="criterion 'b': every value is missing"):
        MICEImputer().fit(frame)


def test_an_infinite_value_is_named():
    with pytest.raises(NonFiniteError, match="row 1, column 0"):
        MICEImputer().fit([[1.0, 2.0], [np.inf, 3.0]])


@pytest.mark.parametrize(
    "options", [{"m": 0}, {"m": 1.5}, {"max_iter": 0}, {"scale": "log2"}]
)
def test_a_bad_parameter_is_refused_by_name(options):
    with pytest.raises(DomainError, match=next(iter(options))):
        MICEImputer(**options).fit([[1.0, 2.0], [2.0, 3.0]])
