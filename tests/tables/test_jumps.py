"""Jumps: planted changes of unit are found, and a real panel gives no false alarm."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mcdm_index.errors import DomainError, NotNumericError, UnknownColumnError
from mcdm_index.tables import unit_jumps

PANEL = (
    Path(__file__).parents[3]
    / "shared/data/provinces/cn_province_scitech_2010_2024.csv"
)


def panel_of(values, name="x"):
    """Make a panel of an array of units by periods, from 2010 on."""
    values = np.asarray(values, dtype=float)
    rows = pd.MultiIndex.from_product(
        [range(len(values)), range(2010, 2010 + values.shape[1])], names=["u", "t"]
    )
    return pd.DataFrame({name: values.ravel()}, rows)


def jumps(values):
    return unit_jumps(panel_of(values), unit="u", period="t")


@pytest.fixture(scope="module")
def grown():
    """Twenty units that grow by 8 % a year, give or take 10 %."""
    rng = np.random.default_rng(4)
    return 100 * np.exp(np.cumsum(rng.normal(0.08, 0.1, (20, 10)), axis=1))


@pytest.fixture(scope="module")
def provinces():
    if not PANEL.exists():
        pytest.skip("the shared data are not there")
    table = pd.read_csv(PANEL).set_index(["province", "year"])
    return table.iloc[:, 3:]


def test_growth_alone_is_no_jump(grown):
    assert jumps(grown).empty


@pytest.mark.parametrize("factor", [10, 100, 1e3, 1e4, 1e8, 0.1, 1e-4])
@pytest.mark.parametrize("place", [1, 5, 9])
def test_a_planted_factor_is_found_where_it_is(grown, factor, place):
    changed = grown.copy()
    changed[:, place:] *= factor
    (found,) = jumps(changed).itertuples()
    assert found.column == "x"
    assert (found.before, found.period) == (2009 + place, 2010 + place)
    assert found.factor == pytest.approx(factor)
    assert found.n_units == 20
    assert found.share == 1
    assert found.ratio / found.usual == pytest.approx(factor, rel=0.3)


def test_a_single_year_in_another_unit_jumps_there_and_back(grown):
    changed = grown.copy()
    changed[:, 4] *= 1e4
    found = jumps(changed)
    assert found["period"].tolist() == [2014, 2015]
    np.testing.assert_allclose(found["factor"], [1e4, 1e-4])


def test_a_jump_across_a_gap_is_found_at_the_year_after_it(grown):
    changed = grown.copy()
    changed[:, 5:] *= 10
    changed[:, 4:6] = np.nan
    (found,) = jumps(changed).itertuples()
    assert (found.before, found.period) == (2013, 2016)


def test_units_that_jump_one_by_one_are_no_change_of_unit(grown):
    changed = grown.copy()
    for i in range(9):
        changed[i, i + 1 :] *= 100
    assert jumps(changed).empty


def test_doubling_is_no_jump(grown):
    changed = grown.copy()
    changed[:, 5:] *= 2
    assert jumps(changed).empty


def test_negative_values_jump_as_positive_ones_do(grown):
    changed = -grown
    changed[:, 5:] *= 1000
    assert jumps(changed)["factor"].tolist() == [1000]


def test_zeros_and_gaps_say_nothing():
    assert jumps([[0, 0, 0], [np.nan, np.nan, 1]]).empty


def test_the_order_of_rows_does_not_matter(grown):
    changed = grown.copy()
    changed[:, 5:] *= 10
    frame = panel_of(changed)
    found = unit_jumps(frame.sample(frac=1, random_state=1), unit="u", period="t")
    pd.testing.assert_frame_equal(found, jumps(changed))


def test_values_at_the_ends_of_the_range_are_compared_without_overflow():
    assert jumps([[1e-300, 1e300, 1e300]] * 3).empty  # no units lie that far apart
    assert jumps([[1e-307, 1e-303, 1e-303]] * 3)["factor"].tolist() == [1e4]
    assert jumps([[1e307, 1e303, 1e303]] * 3)["factor"].tolist() == [1e-4]


def test_noise_gives_few_alarms():
    rng = np.random.default_rng(0)
    found = [
        len(jumps(10 ** np.cumsum(rng.normal(0, sd, (units, 12)), axis=1)))
        for sd in (0.1, 0.3, 0.6)
        for units in (5, 31)
        for _ in range(15)
    ]
    assert sum(found) == 0  # of 990 changes between two periods


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (pd.DataFrame({"x": [1.0]}), UnknownColumnError),
        ([[1.0]], DomainError),
        (panel_of([[1, 2]]).astype(str), NotNumericError),
    ],
)
def test_what_is_no_panel_is_refused(frame, error):
    with pytest.raises(error):
        unit_jumps(frame, unit="u", period="t")


def test_the_real_panel_gives_no_false_alarm(provinces):
    assert unit_jumps(provinces, unit="province", period="year").empty


@pytest.mark.parametrize("gaps", [0, 0.3])
@pytest.mark.parametrize("power", [1, 4, -1])
def test_every_planted_jump_in_the_real_panel_is_found(provinces, power, gaps):
    rng = np.random.default_rng(7)
    year = provinces.index.get_level_values("year")
    for column in provinces:
        years = sorted(year[provinces[column].notna()].unique())
        for start in years[1::4]:
            changed = provinces[[column]].copy()
            changed.loc[year >= start] *= 10.0**power
            changed = changed.mask(rng.random(changed.shape) < gaps)
            found = unit_jumps(changed, unit="province", period="year")
            assert found["period"].tolist() == [start]
            assert found["factor"].tolist() == [pytest.approx(10.0**power)]
