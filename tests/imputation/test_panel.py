"""Panels: other periods of a unit say what a cell may be."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.engine import open_rows
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
)
from mcdm_index.imputation import MICEImputer, impute
from mcdm_index.imputation.panel import Labels, Panel, read_labels, read_times

LEVELS = ["city", "year"]


def simulated(cities=40, years=8, criteria=4, share=0.12, seed=0):
    """Simulate units that differ, drift together and depend on their last year."""
    rng = np.random.default_rng(seed)
    shape = cities, years, criteria
    unit = rng.standard_normal((cities, 1, 1)) + rng.standard_normal(
        (cities, 1, criteria)
    )
    noise = rng.standard_normal(shape)
    for t in range(1, years):
        noise[:, t] = 0.6 * noise[:, t - 1] + 0.8 * noise[:, t]
    truth = unit + 0.5 * noise + np.linspace(0, 1, years)[:, None]
    truth = truth.reshape(-1, criteria)
    gaps = rng.random(truth.shape) < share
    index = pd.MultiIndex.from_product(
        [range(cities), range(2010, 2010 + years)], names=LEVELS
    )
    whole = pd.DataFrame(truth, index=index, columns=list("abcd")[:criteria])
    return whole, whole.mask(gaps)


def error(tables, whole, table):
    gaps = table.isna().to_numpy()
    filled = tables.mean(axis=0)
    return np.sqrt(np.nanmean((filled - whole.to_numpy())[gaps] ** 2))


def test_other_periods_halve_the_error():
    whole, table = simulated()
    along = impute(table, 10, rng=0, panel=LEVELS, scale="linear").tables
    across = impute(table, 10, rng=0, scale="linear").tables
    assert error(along, whole, table) < 0.6 * error(across, whole, table)


@pytest.mark.parametrize("method", ["norm", "pmm", "lrd"])
def test_every_method_takes_other_periods(method):
    whole, table = simulated(cities=30)
    tables = impute(table, 5, rng=0, panel=LEVELS, method=method).tables
    assert error(tables, whole, table) < 0.6


def test_intervals_hold_the_truth_as_often_as_they_say():
    inside = []
    for seed in range(4):
        whole, table = simulated(cities=60, seed=seed)
        tables = impute(table, 39, rng=0, panel=LEVELS, scale="linear").tables
        gaps = table.isna().to_numpy()
        draws, truth = tables[:, gaps], whole.to_numpy()[gaps]
        inside += list((draws.min(axis=0) <= truth) & (truth <= draws.max(axis=0)))
    assert 0.92 < np.mean(inside) < 0.98  # 38 in 40 are expected


def test_a_year_of_which_nothing_is_known_is_filled_from_the_others():
    _, table = simulated()
    table.loc[(3, 2012)] = np.nan
    tables = impute(table, 5, rng=0, panel=LEVELS).tables
    assert not np.isnan(tables).any()


def test_a_unit_of_which_nothing_is_known_stays_missing():
    _, table = simulated()
    table.loc[3] = np.nan
    tables = impute(table, 5, rng=0, panel=LEVELS).tables
    lacking = np.isnan(tables[0]).any(axis=1)
    assert set(table.index[lacking].get_level_values("city")) == {3}


def test_the_order_of_rows_and_columns_does_not_matter():
    _, table = simulated(cities=12)
    rows = np.random.default_rng(0).permutation(len(table))
    turned = table.iloc[rows, ::-1]
    found = impute(turned, 3, rng=0, panel=LEVELS).tables[:, :, ::-1]
    expected = impute(table, 3, rng=0, panel=LEVELS).tables[:, rows]
    assert_allclose(found, expected, rtol=1e-6)


def test_the_draws_do_not_depend_on_the_number_of_processes_nor_of_draws():
    _, table = simulated(cities=12)
    two = impute(table, 4, rng=0, panel=LEVELS, n_jobs=2).tables
    assert_array_equal(two, impute(table, 4, rng=0, panel=LEVELS).tables)
    assert_array_equal(two[:2], impute(table, 2, rng=0, panel=LEVELS).tables)


def test_labels_may_be_given_row_by_row():
    _, table = simulated(cities=12)
    by_level = impute(table, 2, rng=0, panel=LEVELS).tables
    labels = tuple(table.index.get_level_values(level).to_numpy() for level in LEVELS)
    assert_array_equal(
        impute(table.to_numpy(), 2, rng=0, panel=labels).tables, by_level
    )


def test_dates_are_periods_as_well():
    _, table = simulated(cities=12)
    years = table.index.get_level_values("year")
    dated = table.set_axis(
        pd.MultiIndex.from_arrays(
            [
                table.index.get_level_values("city"),
                pd.to_datetime(years.astype(str), format="%Y"),
            ],
            names=LEVELS,
        )
    )
    assert not np.isnan(impute(dated, 2, rng=0, panel=LEVELS).tables).any()


def test_a_later_year_stands_beside_the_years_of_its_city():
    whole, table = simulated(cities=40, years=9)
    years = table.index.get_level_values("year")
    fitted = MICEImputer(20, random_state=0, panel=LEVELS, scale="linear").fit(
        table[years < 2018]
    )
    late = table[years == 2018].copy()
    late.loc[:, "a"] = np.nan
    found = fitted.draws(late).tables.mean(axis=0)[:, 0]
    truth = whole[years == 2018]["a"].to_numpy()
    assert np.corrcoef(found, truth)[0, 1] > 0.9


def test_a_later_row_does_not_depend_on_rows_of_other_units():
    _, table = simulated(cities=12)
    fitted = MICEImputer(3, random_state=0, panel=LEVELS).fit(table)
    late = table.loc[[4]].rename(index=lambda year: year + 8, level="year")
    both = pd.concat([late, table.loc[[7]].rename(index=lambda y: y + 8, level="year")])
    assert_allclose(
        fitted.draws(both).tables[:, : len(late)], fitted.draws(late).tables, rtol=1e-9
    )


def test_a_later_row_of_an_unknown_unit_without_anything_stays_missing():
    _, table = simulated(cities=12)
    fitted = MICEImputer(3, random_state=0, panel=LEVELS).fit(table)
    stranger = pd.DataFrame(
        [[np.nan] * 4, [1.0, np.nan, 0.5, 0.2]],
        index=pd.MultiIndex.from_tuples([(98, 2010), (99, 2010)], names=LEVELS),
        columns=table.columns,
    )
    tables = fitted.draws(stranger).tables
    assert np.isnan(tables[:, 0]).all()
    assert not np.isnan(tables[:, 1]).any()


def test_a_unit_with_one_period_and_a_single_period_are_filled():
    _, table = simulated(cities=30)
    lonely = table.drop(index=[(3, year) for year in range(2011, 2018)])
    assert not np.isnan(impute(lonely, 2, rng=0, panel=LEVELS).tables).any()
    years = table.index.get_level_values("year")
    once = table[years == 2010]
    filled = impute(once, 2, rng=0, panel=LEVELS).tables
    assert np.isfinite(filled[:, ~once.isna().all(axis=1).to_numpy()]).all()


def test_neighbours_means_and_effects_of_a_small_panel_by_hand():
    labels = Labels(("x", "y", "x", "x"), np.array([2012.0, 2010, 2010, 2011]))
    panel = Panel.of(labels, np.array([2010.0, 2011, 2012]), 2)
    assert panel.before.tolist() == [3, -1, -1, 2]
    assert panel.after.tolist() == [-1, -1, 3, 0]
    assert panel.odd.tolist() == [False, False, False, True]
    values = np.array([[5.0, 7.0, 1.0, 4.0]])  # x rises by 2 a year
    slope = panel.trend(values, panel.sums(values))
    assert slope.tolist() == [2.0]
    own = panel.own(values, panel.sums(values), slope, np.arange(4))[0]
    assert own.tolist() == [
        [2.5 + 2 * 1.5, 4.0 + 2, 4.0 + 2],
        [0.0, 0.0, 0.0],
        [4.5 - 2 * 1.5, 4.0 - 2, 4.0 - 2],
        [3.0, 1.0 + 2, 5.0 - 2],
    ]
    beside = panel.beside(values[:, :, None], np.arange(4))[0, :, 0]
    assert beside.tolist() == [4.0, 0.0, 4.0, 3.0]
    assert panel.period.tolist() == [2, 0, 0, 1]
    assert not panel.contrasts(np.arange(4)).size  # two units are too few
    assert panel.interpolated(np.array([5.0, np.nan, 1.0, np.nan])).tolist()[3] == 3.0


@pytest.mark.parametrize(
    ("panel", "kind", "words"),
    [
        (("city", "yaer"), UnknownColumnError, "no level of the index.*'year'"),
        ("city", DomainError, "a pair"),
        ((["a", "b"], "year"), ShapeError, "one label for each"),
        (("year", "year"), DomainError, "twice"),
        ((np.arange(96), ["x"] * 96), DomainError, "numbers or dates, got 'x'"),
    ],
)
def test_what_is_no_panel_is_refused(panel, kind, words):
    _, table = simulated(cities=12)
    with pytest.raises(kind, match=words):
        impute(table, 2, rng=0, panel=panel)


def test_effects_of_periods_are_deviations_from_a_line():
    _, table = simulated(cities=40)
    labels = read_labels(open_rows(table), LEVELS)
    panel = labels.panel()
    seen = np.flatnonzero(labels.times != 2013)
    effects = panel.contrasts(seen)
    assert effects.shape == (9, 5)  # eight periods and any other; seven less a line
    assert not effects[[3, 8]].any()
    line = np.column_stack([np.ones(8), np.arange(8.0)])
    assert_allclose(line.T @ effects[:8], 0, atol=1e-12)


def test_a_year_that_is_missing_for_all_is_found_between_its_neighbours():
    whole, table = simulated(cities=60, seed=5)
    year = table.index.get_level_values("year") == 2013
    table.loc[year, "a"] = np.nan
    tables = impute(table, 20, rng=0, panel=LEVELS, scale="linear").tables
    off = tables[:, year, 0].mean(axis=0) - whole["a"][year]
    assert abs(off.mean()) < 0.2
    assert off.std() < 0.6


@pytest.mark.parametrize("share", [0.0, 0.05])
def test_rows_of_which_nothing_is_observed_do_not_depend_on_their_order(share):
    _, table = simulated(cities=12)
    rng = np.random.default_rng(0)
    table[rng.random(len(table)) < share] = np.nan
    table.loc[(3, 2012)] = np.nan
    order = rng.permutation(len(table))
    found = impute(table.iloc[order], 3, rng=0, panel=LEVELS).tables
    assert_array_equal(found, impute(table, 3, rng=0, panel=LEVELS).tables[:, order])


def test_later_rows_do_not_depend_on_how_many_draws_or_processes_there_are():
    _, table = simulated(cities=12)
    late = table.xs(2017, level="year", drop_level=False)
    late = late.rename(index={2017: 2018}, level="year")

    def drawn(m, n_jobs=1):
        imputer = MICEImputer(
            m, max_iter=2, random_state=0, panel=LEVELS, n_jobs=n_jobs
        )
        return imputer.fit(table).draws(late).tables

    assert_array_equal(drawn(4)[:2], drawn(2))
    assert_array_equal(drawn(4, n_jobs=2), drawn(4))


def test_labels_by_row_are_for_the_fitted_table_only():
    _, table = simulated(cities=12)
    labels = tuple(table.index.get_level_values(level).to_numpy() for level in LEVELS)
    fitted = MICEImputer(2, random_state=0, panel=labels).fit(table.to_numpy())
    with pytest.raises(DomainError, match="say nothing of later rows"):
        fitted.draws(table.to_numpy())


@pytest.mark.parametrize("unknown", [np.nan, np.inf])
def test_a_period_that_is_missing_is_named(unknown):
    _, table = simulated(cities=12)
    units = table.index.get_level_values("city").to_numpy()
    years = table.index.get_level_values("year").to_numpy().astype(float)
    years[4] = unknown
    with pytest.raises(MissingDataError, match=r"period of the panel .* row 4"):
        impute(table.to_numpy(), 2, rng=0, panel=(units, years))


def test_a_missing_date_or_unit_is_named():
    _, table = simulated(cities=12)
    units = table.index.get_level_values("city").to_numpy().astype(object)
    years = table.index.get_level_values("year").astype(str)
    dates = pd.to_datetime(years, format="%Y").to_numpy().copy()
    dates[7] = np.datetime64("NaT")
    with pytest.raises(MissingDataError, match="row 7"):
        impute(table.to_numpy(), 2, rng=0, panel=(units, dates))
    units[5] = None
    with pytest.raises(MissingDataError, match=r"unit of the panel .* row 5"):
        impute(table.to_numpy(), 2, rng=0, panel=(units, years))


def test_periods_of_every_kind_are_the_same_years():
    years = [2019, 2020, 2022]
    stamps = [pd.Timestamp(year, 1, 1) for year in years]
    kinds = [
        [stamp.date() for stamp in stamps],
        stamps,
        pd.DatetimeIndex(stamps, tz="Asia/Shanghai"),
        [pd.Period(str(year), "Y") for year in years],
    ]
    for kind in kinds:
        assert_allclose(np.diff(read_times(kind)), [1, 2], atol=3e-3)


def test_units_that_are_equal_are_one_whatever_their_type():
    _, table = simulated(cities=12)
    fitted = MICEImputer(2, random_state=0, panel=LEVELS).fit(table)
    late = table.loc[[4]].rename(index=lambda year: year + 8, level="year")
    as_float = late.rename(index={4: 4.0}, level="city")
    assert_array_equal(fitted.draws(as_float).tables, fitted.draws(late).tables)


def test_a_panel_of_constants_is_filled_with_them():
    _, table = simulated(cities=12)
    constant = table.mask(table.notna(), 7.0)
    fitted = MICEImputer(2, random_state=0, panel=LEVELS).fit(constant)
    assert (fitted.imputations_.cells == 7).all()
    assert (fitted.draws(constant).cells == 7).all()
