"""Multiple imputation: what must hold whatever the engine."""

import itertools

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from mcdm_index import MICEImputer
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    SpecError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.imputation import Imputations, impute


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


def test_the_log_of_extreme_values_does_not_overflow():
    _, X = correlated()
    draws = impute(X * [1e-300, 1e300, 1.0, 1.0], rng=0)
    ordinary = impute(X, rng=0)
    of_column = draws.log()["criterion"] == 1
    found = draws.log().loc[of_column, "sd"] / 1e300
    np.testing.assert_allclose(found, ordinary.log().loc[of_column, "sd"], rtol=1e-6)


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


@pytest.mark.parametrize("method", ["auto", "bridge", "norm", "pmm", "lrd"])
def test_permuting_columns_permutes_the_draws_to_the_bit(method):
    X = ugly()
    order = [3, 1, 4, 0, 2]
    permuted = impute(X[:, order], 3, rng=1, method=method).tables
    np.testing.assert_array_equal(
        permuted, impute(X, 3, rng=1, method=method).tables[:, :, order]
    )


@pytest.mark.parametrize("method", ["auto", "bridge", "norm", "pmm", "lrd"])
def test_permuting_rows_permutes_the_draws(method):
    X = ugly()
    order = np.random.default_rng(2).permutation(len(X))
    permuted = impute(X[order], 3, rng=1, method=method).tables
    np.testing.assert_allclose(
        permuted, impute(X, 3, rng=1, method=method).tables[:, order], rtol=1e-9
    )


@pytest.mark.parametrize("method", ["auto", "bridge", "norm", "lrd"])
def test_other_units_of_measurement_give_the_same_draws_in_these(method):
    X = ugly()
    unit = np.array([1e6, 0.01, 7.0, 1.0, 3.0])
    found = impute(X * unit, 3, rng=1, method=method).tables / unit
    expected = impute(X, 3, rng=1, method=method).tables
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("method", ["auto", "pmm"])
def test_processes_do_not_matter(method):
    X = ugly()
    one = impute(X, 4, rng=1, method=method).tables
    two = impute(X, 4, rng=1, method=method, n_jobs=2).tables
    np.testing.assert_array_equal(one, two)


def ugly():
    """Make columns of every kind, with gaps: a tail, counts, two values."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 1)) + 0.5 * rng.standard_normal((40, 5))
    X[:, 2] = np.exp(2 * X[:, 2])
    X[:, 3] = np.round(X[:, 3])
    X[:, 4] = X[:, 4] > 0
    X[rng.random(X.shape) < 0.2] = np.nan
    return X


def plan(X, **options):
    return MICEImputer(2, random_state=0, **options).fit(X).plan_.set_index("criterion")


def test_the_method_goes_by_the_values():
    found = plan(ugly())["filled by"]
    assert list(found) == ["bridge", "bridge", "bridge", "pmm", "logreg"]


def test_rounded_values_are_a_continuum_and_heaps_are_none():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((400, 3))
    X[:, 0] = np.round(X[:, 0], 2)
    X[:120, 1] = 0.0
    X[rng.random(X.shape) < 0.1] = np.nan
    assert list(plan(X)["filled by"]) == ["bridge", "pmm", "bridge"]


def test_the_scale_goes_by_the_skewness():
    assert list(plan(ugly())["scale"][:3]) == ["linear", "linear", "log"]


def test_matched_columns_hold_observed_values():
    X = ugly()
    tables = impute(X, 4, rng=0).tables
    assert np.isin(tables[:, :, 3], X[:, 3]).all()
    assert set(np.unique(tables[:, :, 4])) == {0.0, 1.0}


def test_methods_and_scales_may_be_said_for_some_by_name():
    frame = pd.DataFrame(ugly(), columns=list("abcde"))
    found = plan(frame, method={"a": "pmm"}, scale={"c": "linear"})
    assert list(found["filled by"]) == ["pmm", "bridge", "bridge", "pmm", "logreg"]
    assert found["scale"]["c"] == "linear"


def test_a_bounded_column_stays_inside_its_bounds():
    X = ugly()
    X[:, 0] = 100 / (1 + np.exp(-3 * X[:, 0]))
    tables = impute(X, 20, rng=0, scale={0: (0, 100)}).tables[:, :, 0]
    assert (tables > 0).all()
    assert (tables < 100).all()
    free = impute(X, 20, rng=0, scale={0: "linear"}).tables[:, :, 0]
    assert (free > 100).any() or (free < 0).any()


def test_a_copy_on_another_scale_is_filled_from_what_it_copies():
    _, X = correlated()
    celsius = X[:, :1] * 10
    both = np.hstack([X[:, 1:], celsius, 1.8 * celsius + 32])
    both[:5, -1] = np.nan
    both[3:9, -2] = np.nan
    found = plan(both)["filled by"]
    assert sum(str(how).startswith("copy of") for how in found) == 1
    tables = impute(both, 5, rng=0).tables
    np.testing.assert_allclose(tables[:, :, -1], 1.8 * tables[:, :, -2] + 32)


def test_a_sum_of_others_is_filled_as_their_sum():
    truth, X = correlated(80)
    total = truth[:, :1] + truth[:, 1:2]
    whole = np.hstack([truth, total])
    gaps = np.zeros(whole.shape, dtype=bool)
    gaps[:8, 4] = True
    gaps[8:20, 0] = True
    del X
    tables = impute(np.where(gaps, np.nan, whole), 5, rng=0).tables
    np.testing.assert_allclose(
        tables[:, gaps], whole[gaps][None].repeat(5, 0), atol=0.02
    )


def test_collinear_predictors_are_named_by_least_squares():
    truth, _ = correlated(40, 2)
    frame = pd.DataFrame(np.c_[truth, truth.sum(axis=1), truth[:, 0] ** 2])
    frame.columns = list("abcd")
    frame.loc[:5, "d"] = np.nan
    for n_jobs in (1, 2):
        with pytest.raises(DomainError, match="criterion 'd': its predictors are coll"):
            impute(frame, 2, rng=0, method="norm", n_jobs=n_jobs)


def test_too_few_rows_for_least_squares_are_named():
    _, X = correlated(6, 8, share=0.1)
    with pytest.raises(DomainError, match="too few for method 'norm'"):
        impute(X, 2, rng=0, method="norm")


def test_a_matrix_says_what_predicts_what():
    frame = pd.DataFrame(ugly(), columns=list("abcde"))
    matrix = pd.DataFrame(1, index=list("edcba"), columns=list("edcba"))
    matrix.loc["a", ["b", "c"]] = 0
    found = plan(frame, predictors=matrix)["predictors"]
    assert (found["a"], found["b"]) == (2, 4)


def test_a_column_that_nothing_predicts_comes_from_its_own_distribution():
    X, _ = correlated(400, 2)
    X[:200, 0] = np.nan
    tables = impute(X, 50, rng=0, predictors=np.zeros((2, 2))).tables[:, :200, 0]
    seen = X[200:, 0]
    assert abs(tables.mean() - seen.mean()) < 0.15 * seen.std()
    assert abs(tables.std() / seen.std() - 1) < 0.1


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"method": "pm"}, UnknownMethodError, "'pmm'"),
        ({"method": {"z": "pmm"}}, UnknownColumnError, "'z'"),
        ({"method": {"a": "logreg"}}, DomainError, "more than two values"),
        ({"scale": "cube"}, DomainError, "'cube'"),
        ({"scale": {"a": (1, 0)}}, DomainError, "criterion 'a'"),
        ({"scale": {"a": "log"}}, DomainError, "criterion 'a' is -"),
        ({"scale": {"e": "logit"}}, DomainError, "criterion 'e' is [01], which"),
        ({"predictors": "some"}, DomainError, "quickpred"),
        ({"predictors": np.ones((2, 2))}, ShapeError, "5 criteria"),
        ({"predictors": pd.DataFrame(1, ["a"], ["a"])}, UnknownColumnError, "'?b"),
        ({"donors": 0}, DomainError, "donors"),
        ({"n_jobs": 0}, DomainError, "n_jobs"),
        ({"n_jobs": "all"}, DomainError, "n_jobs"),
        ({"random_state": -1}, SpecError, "random_state"),
        ({"random_state": "a"}, SpecError, "random_state"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused(options, error, words):
    frame = pd.DataFrame(ugly(), columns=list("abcde"))
    with pytest.raises(error, match=words):
        MICEImputer(2, **options).fit(frame)


def test_completed_tables_are_stacked():
    draws = impute(ugly(), 3, rng=0)
    long = draws.long()
    assert long.shape == (120, 5)
    assert (long.loc[1].to_numpy() == draws.tables[1]).all()


def test_estimates_of_the_tables_are_pooled():
    draws = impute(ugly(), 5, rng=0)
    pooled = draws.pool(
        lambda X: X[:, 0].mean(), lambda X: X[:, 0].var(ddof=1) / 40, 39
    )
    means = [table[:, 0].mean() for table in draws.tables]
    assert pooled.estimate == pytest.approx(np.mean(means))
    assert pooled.between == pytest.approx(np.var(means, ddof=1))
    assert pooled.within > 0


def test_complete_data_have_no_between_variance():
    X, _ = correlated()
    assert impute(X, 3, rng=0).pool(lambda table: table.mean()).between == 0


def test_completed_tables_that_change_an_observed_cell_are_refused():
    with pytest.raises(DomainError, match="as they are"):
        Imputations.of(np.array([[1.0, np.nan]]), [[[2.0, 3.0]]])


def test_cells_of_another_number_are_refused():
    with pytest.raises(ShapeError, match="1 gaps"):
        Imputations(np.array([[1.0, np.nan]]), np.zeros((2, 3)))


# ---- values that are few, tied, or copied


@pytest.mark.parametrize("method", ["pmm", "lrd"])
def test_donors_are_drawn_from_all_units_with_one_prediction(method):
    rng = np.random.default_rng(0)
    group = rng.integers(0, 2, 300).astype(float)
    y = group + 2 * rng.standard_normal(300)
    gaps = rng.random(300) < 0.3
    X = np.c_[np.where(gaps, np.nan, y), group]
    filled = impute(X, 50, rng=1, method={0: method}).tables[:, gaps, 0]
    assert abs((filled - group[gaps]).std() - 2) < 0.15
    assert len(np.unique(filled)) > 150


def test_a_later_row_is_matched_alike_whichever_rows_stand_beside_it():
    rng = np.random.default_rng(0)
    X = np.c_[rng.standard_normal(100), rng.integers(0, 3, 100)]
    X[:20, 0] = np.nan
    fitted = MICEImputer(5, random_state=0, method={0: "pmm"}).fit(X)
    later = np.c_[np.full(6, np.nan), rng.integers(0, 3, 6)]
    together = fitted.draws(later).tables[:, :1]
    np.testing.assert_array_equal(fitted.draws(later[:1]).tables, together)


@pytest.mark.parametrize("levels", [2, 8])
def test_copies_of_few_values_stand_in_for_each_other_exactly(levels):
    rng = np.random.default_rng(levels)
    first = rng.integers(0, levels, 200) * 0.1
    second = 7.3 * first + 2
    X = np.c_[first, second, rng.standard_normal(200) + first]
    X[:20, 0] = X[20:40, 1] = np.nan
    X[40:50, :2] = np.nan
    fitted = MICEImputer(10, random_state=0).fit(X)
    tables = fitted.imputations_.tables
    assert max(fitted.plan_["filled by"]).startswith(("logreg", "pmm"))
    assert (tables[:, :20, 0] == first[:20]).all()
    assert (tables[:, 20:40, 1] == second[20:40]).all()
    assert set(np.unique(tables[:, :, 0])) <= set(first)
    assert set(np.unique(tables[:, :, 1])) <= set(second)


def test_a_value_that_only_the_copy_knows_makes_two_classes_three():
    rng = np.random.default_rng(0)
    first = rng.integers(0, 3, 60).astype(float)
    X = np.c_[first, 10 * first, rng.standard_normal(60)]
    X[first == 2, 0] = np.nan
    X[:8, :2] = np.nan
    fitted = MICEImputer(5, random_state=0).fit(X)
    tables = fitted.imputations_.tables
    np.testing.assert_allclose(tables[:, :, 1], 10 * tables[:, :, 0], atol=1e-9)
    assert set(np.unique(tables[:, :, 0].round(9))) == {0.0, 1.0, 2.0}


def test_few_rows_that_agree_by_chance_make_no_copy():
    rng = np.random.default_rng(0)
    X = np.full((30, 2), np.nan)
    X[:16, 0] = rng.integers(0, 2, 16)
    X[13:, 1] = rng.integers(0, 2, 17)
    X[13:16] = [[0, 0], [1, 1], [1, 1]]
    X = np.c_[X, rng.standard_normal(30)]
    filled_by = MICEImputer(3, random_state=0).fit(X).plan_["filled by"]
    assert filled_by.tolist() == ["logreg", "logreg", "bridge"]


def test_exactly_collinear_predictors_are_no_obstacle_to_bridge():
    rng = np.random.default_rng(0)
    a = rng.standard_normal((50, 3))
    X = np.c_[a, a.sum(axis=1), rng.standard_normal(50)]
    X[:5, 4] = X[5:9, 0] = np.nan
    tables = impute(X, 10, rng=0, scale="linear").tables
    np.testing.assert_allclose(
        tables[:, 5:9, 0], a[None, 5:9, 0].repeat(10, 0), atol=0.01
    )


@pytest.mark.parametrize("seen", [2, 3])
def test_a_variance_is_not_told_from_two_or_three_values(seen):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((30, 3))
    X[seen:, 0] = np.nan
    fitted = MICEImputer(20, random_state=0).fit(X)
    assert fitted.plan_["filled by"][0] == "pmm"
    assert set(np.unique(fitted.imputations_.tables[:, :, 0])) <= set(X[:seen, 0])
    with pytest.raises(DomainError, match=r"too few for method 'bridge'.*Take 'pmm'"):
        impute(X, 2, rng=0, method="bridge")


def test_columns_of_ranks_leave_the_order_of_rows_without_effect():
    rng = np.random.default_rng(0)
    X = np.c_[
        np.transpose([rng.permutation(40) + 1.0 for _ in range(4)]),
        rng.standard_normal(40),
    ]
    X[:6, 4] = np.nan
    order = rng.permutation(40)
    found = impute(X[order], 5, rng=0).tables
    np.testing.assert_array_equal(found, impute(X, 5, rng=0).tables[:, order])


def test_a_draw_near_a_bound_stays_inside():
    rng = np.random.default_rng(0)
    share = 1 - 10.0 ** -rng.uniform(0, 15, 100)
    X = np.c_[share, rng.standard_normal(100)]
    X[:20, 0] = np.nan
    filled = impute(X, 50, rng=0, scale={0: "logit"}).tables[:, :20, 0]
    assert 0 < filled.min() < filled.max() < 1


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"scale": {0: ["a", 1]}}, DomainError, "scale must be"),
        ({"scale": {0: np.array([1.0, 0.0])}}, DomainError, "scale must be"),
        ({"scale": 3}, DomainError, "scale must be"),
        ({"method": {0: ["norm"]}}, UnknownMethodError, "must be one of auto"),
        ({"method": np.array(["norm", "pmm"])}, UnknownMethodError, "one of auto"),
        ({"predictors": [[0, 1], [1]]}, ShapeError, "a row and a column"),
        ({"predictors": np.full((4, 4), "x")}, ShapeError, "a row and a column"),
        ({"predictors": {"a": 1}}, ShapeError, "a row and a column"),
        ({"predictors": None}, ShapeError, "a row and a column"),
    ],
)
def test_wishes_that_cannot_be_read_are_refused(options, error, words):
    _, X = correlated()
    with pytest.raises(error, match=words):
        impute(X, 2, rng=0, **options)


@pytest.mark.parametrize(
    "table",
    [
        [[np.nan, 0.0], [-1.0, np.nan], [1.0, -1.0]],
        [[0.0, np.nan, -1.0], [0.0, -1.0, np.nan], [np.nan, 1.0, 0.0]],
        [[1.0, 1.0, 0.0], [np.nan, -1.0, -1.0], [1.0, np.nan, np.nan]],
    ],
)
@pytest.mark.parametrize("method", ["auto", "pmm"])
def test_columns_that_differ_in_their_unit_alone_are_filled_in_any_order(table, method):
    X = np.array(table)
    imputer = MICEImputer(m=2, max_iter=3, method=method, random_state=0)
    filled = imputer.fit_transform(X)
    for order in itertools.permutations(range(X.shape[1])):
        found = imputer.fit_transform(X[:, order])
        assert_allclose(found, filled[:, order], rtol=1e-9, atol=1e-9)
