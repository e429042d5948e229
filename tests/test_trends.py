"""Trends of a panel: small cases by hand, slow loops, laws, gaps, what is refused."""

import itertools
import math
import statistics
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.trends import contributions, rank_moves, trends

YEARS = range(2010, 2016)
METHODS = ("arithmetic", "geometric", "shapley")
methods = pytest.mark.parametrize("method", METHODS)
EQUAL = [0.5, 0.5]


def panel(values, names=("city", "year")):
    """Make a Series of a mapping from pairs of unit and period."""
    index = pd.MultiIndex.from_tuples(values.keys(), names=names)
    return pd.Series(list(values.values()), index, dtype=float)


def one(*values, first=2010):
    """Make the scores of one city in consecutive years."""
    return panel({("Ada", first + i): value for i, value in enumerate(values)})


def trend(scores, **options):
    return trends(scores, "city", "year", **options)


def moves(scores):
    return rank_moves(scores, "city", "year")


def parts(scores, weights, **options):
    return contributions(scores, weights, "city", "year", **options)


def frame(*rows, columns=("a", "b")):
    """Make the dimensions of one city in consecutive years."""
    index = pd.MultiIndex.from_product([["Ada"], range(2010, 2010 + len(rows))])
    return pd.DataFrame(rows, index.set_names(["city", "year"]), columns, dtype=float)


def mean(S, w):
    return S @ w


def geometric_mean(S, w):
    return np.prod(S**w, axis=1)


COMPOSITES = {
    "arithmetic": mean,
    "geometric": geometric_mean,
    "shapley": geometric_mean,
}


def split(S, w, method, **options):
    """Decompose what belongs to the method."""
    f = geometric_mean if method == "shapley" else None
    return parts(S, w, method=method, aggregate=f, **options)


@st.composite
def panels(draw, least=-20, columns=None):
    """Draw a panel on a grid, in any order, with gaps of both kinds."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("ABCDE"), st.sampled_from(YEARS)),
            min_size=1,
            max_size=16,
            unique=True,
        )
    )
    some = st.integers(least, 20).map(lambda quarter: quarter / 4) | st.just(math.nan)
    index = pd.MultiIndex.from_tuples(keys, names=["city", "year"])
    if columns is None:
        return pd.Series([draw(some) for _ in keys], index, dtype=float)
    values = [[draw(some) for _ in range(columns)] for _ in keys]
    return pd.DataFrame(values, index, list("abcd")[:columns], dtype=float)


weights = st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any)


# ---- trends by hand


def test_a_trend_is_told_from_the_first_to_the_last_period():
    found = trend(one(10, 14, 12, 20)).loc["Ada"]
    assert found["n_periods"] == 4
    assert (found["first_period"], found["last_period"]) == (2010, 2013)
    assert (found["first"], found["last"]) == (10, 20)
    assert (found["change"], found["relative_change"]) == (10, 1)
    assert found["cagr"] == pytest.approx(2 ** (1 / 3) - 1, rel=1e-15)
    assert found["no_cagr"] is pd.NA
    # deviations of time -3/2, -1/2, 1/2, 3/2: (3/2 10 - 1/2 2) / 5
    assert found["slope"] == pytest.approx(2.8, rel=1e-15)
    # changes 4, -2 and 8
    assert found["volatility"] == pytest.approx(math.sqrt(76 / 3), rel=1e-15)


def test_ranks_are_those_within_each_period():
    scores = {"Ada": (3, 1), "Bel": (2, 2), "Dun": (1, 2), "Eri": (2, 0)}
    S = panel(
        {(c, 2010 + i): s for c, two in scores.items() for i, s in enumerate(two)}
    )
    found = trend(S)
    assert found["rank_first"].tolist() == [1, 2, 4, 2]
    assert found["rank_last"].tolist() == [3, 1, 1, 4]
    assert found["rank_move"].tolist() == [-2, 1, 3, -2]
    assert moves(S)[2010, 2011].tolist() == [-2, 1, 3, -2]


def test_who_is_absent_takes_no_place():
    S = panel({("A", 2010): 1, ("B", 2010): 2, ("A", 2011): 1, ("B", 2011): np.nan})
    assert moves(S)[2010, 2011].tolist() == [1, pd.NA]
    assert trend(S)["rank_move"].tolist() == [1, pd.NA]
    assert trend(S)["n_periods"].tolist() == [2, 1]


def test_units_keep_the_order_in_which_they_appear():
    S = panel({("B", 2011): 1, ("A", 2010): 2, ("B", 2010): 3, ("A", 2011): 4})
    assert trend(S).index.tolist() == ["B", "A"]
    assert moves(S).index.tolist() == ["B", "A"]
    assert trend(S).index.name == "city"


def test_a_gap_is_time_that_passed():
    S = panel({("A", 2010): 100, ("A", 2012): 121, ("B", 2011): 5})
    found = trend(S).loc["A"]
    assert found["cagr"] == pytest.approx(0.1, rel=1e-14)
    assert found["slope"] == pytest.approx(10.5, rel=1e-15)


def test_a_change_over_a_gap_is_not_one_of_a_period():
    S = panel(
        {("A", year): s for year, s in zip(YEARS, (1, 2, 4, 9, 9, 9), strict=True)}
    )
    S["B", 2010] = 0
    S["A", 2012] = np.nan  # left are 1, 0 and 0
    assert trend(S).loc["A", "volatility"] == pytest.approx(math.sqrt(1 / 3), rel=1e-15)


def test_two_changes_at_least_have_a_volatility():
    assert trend(one(1, 2)).loc["Ada", "volatility"] is pd.NA
    assert trend(one(1, 2, 3)).loc["Ada", "volatility"] == 0


@pytest.mark.parametrize("value", [0.1, -3.3, 0.0, 1e300, 1e-300])
def test_what_stays_the_same_has_no_trend(value):
    found = trend(one(*[value] * 5)).loc["Ada"]
    assert (found[["change", "slope", "volatility"]] == 0).all()
    assert value <= 0 or found["cagr"] == 0


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((0, 1), "the first score is not positive"),
        ((-1, 1), "the first score is not positive"),
        ((1, -1), "the last score is negative"),
        ((1,), "one period only"),
        ((np.nan, np.nan), "no score"),
    ],
)
def test_where_there_is_no_growth_rate_it_is_said_why(values, why):
    found = trend(one(*values)).loc["Ada"]
    assert found["cagr"] is pd.NA
    assert found["no_cagr"] == why


def test_who_loses_everything_shrinks_by_all():
    found = trend(one(4, 0)).loc["Ada"]
    assert found["cagr"] == -1
    assert found["no_cagr"] is pd.NA


def test_a_relative_change_has_the_sign_of_the_change():
    assert trend(one(-4, -2)).loc["Ada", "relative_change"] == 0.5
    assert trend(one(0, 2)).loc["Ada", "relative_change"] is pd.NA


def test_one_period_is_no_trend():
    found = trend(one(7)).loc["Ada"]
    assert (found["first"], found["last"], found["rank_first"]) == (7, 7, 1)
    none = ["change", "relative_change", "slope", "rank_move", "volatility"]
    assert found[none].isna().all()
    assert moves(one(7)).shape == (1, 0)


def test_a_unit_without_a_score_is_listed():
    S = panel({("A", 2010): 1, ("A", 2011): 2, ("B", 2010): np.nan})
    found = trend(S).loc["B"]
    assert found["n_periods"] == 0
    assert found["no_cagr"] == "no score"
    assert found.drop(["n_periods", "no_cagr"]).isna().all()
    assert moves(S).loc["B"].isna().all()


def test_a_base_leaves_out_what_was_before():
    S = one(9, 1, 2, 4)
    assert_frame_equal(trend(S, base=2011), trend(S.iloc[1:]))


def test_who_is_absent_in_the_base_has_no_change():
    S = panel({("A", 2010): 1, ("A", 2012): 2, ("B", 2011): 1, ("B", 2012): 3})
    found = trend(S, base=2010)
    assert found["change"].tolist() == [1, pd.NA]
    assert found["no_cagr"].tolist() == [pd.NA, "no score in 2010"]
    assert found.loc["B", ["first_period", "first", "rank_first"]].isna().all()
    assert found.loc["B", ["last", "slope"]].tolist() == [3, 2]


def test_a_frame_has_a_trend_for_each_of_its_columns():
    S = frame((1, 5), (2, 3))
    found = trend(S)
    assert_frame_equal(found["a"], trend(S["a"]))
    assert_frame_equal(found["b"], trend(S["b"]))
    assert_frame_equal(moves(S)["b"], moves(S["b"]))


# ---- time


def with_periods(labels, values=(100, 110, 121)):
    return panel({("Ada", label): s for label, s in zip(labels, values, strict=True)})


@pytest.mark.parametrize(
    "labels",
    [
        [2019, 2020, 2021],
        [2019.5, 2020.5, 2021.5],
        ["2019", "2020", "2021"],
        pd.to_datetime(["2019-12-31", "2020-12-31", "2021-12-31"]),
        pd.to_datetime(["2019-03-15", "2020-03-15", "2021-03-15"]).tz_localize("UTC"),
        [date(2019, 7, 1), date(2020, 7, 1), date(2021, 7, 1)],
        pd.period_range("2019", "2021", freq="Y"),
    ],
    ids=["int", "float", "text", "year end", "zone", "date", "period"],
)
def test_years_are_years_whatever_they_are_written_as(labels):
    S = with_periods(list(labels))
    found = trend(S.iloc[::-1]).loc["Ada"]
    assert found["cagr"] == pytest.approx(0.1, rel=1e-12)
    assert found["slope"] == pytest.approx(10.5, rel=1e-12)
    assert found["first_period"] == labels[0]
    assert found["last_period"] == labels[2]
    assert moves(S).columns[0] == (labels[0], labels[1])
    assert trend(S, base=labels[1]).loc["Ada", "change"] == 11


def test_months_are_parts_of_a_year():
    found = trend(with_periods(pd.date_range("2020-01-01", freq="MS", periods=3)))
    assert found.loc["Ada", "slope"] == pytest.approx(126, rel=1e-12)


def test_pandas_periods_count_in_their_own_steps():
    found = trend(with_periods(pd.period_range("2020-01", freq="M", periods=3)))
    assert found.loc["Ada", "cagr"] == pytest.approx(0.1, rel=1e-12)


def test_categories_go_by_their_labels():
    S = with_periods([2019, 2020, 2021])
    levels = [S.index.get_level_values("city"), pd.Categorical([2019, 2020, 2021])]
    other = S.set_axis(pd.MultiIndex.from_arrays(levels, names=["city", "year"]))
    assert_frame_equal(trend(other), trend(S))


def test_numbers_are_sorted_as_numbers():
    found = trend(with_periods([9, 10, 11])).loc["Ada"]
    assert (found["first"], found["last"]) == (100, 121)
    found = trend(with_periods(["9", "10", "11"])).loc["Ada"]
    assert (found["first"], found["last"]) == (100, 121)


def test_growth_over_centuries_and_nothing_keeps_its_digits():
    first, last = 1e-150, 1e150
    found = trend(panel({("A", 0): first, ("A", 1000): last})).loc["A", "cagr"]
    assert found == pytest.approx(10**0.3 - 1, rel=1e-13)
    near = trend(panel({("A", 0): 1.0, ("A", 4): 1 + 2.0**-40})).loc["A", "cagr"]
    assert near == pytest.approx(2.0**-42, rel=1e-11)


# ---- slow loops


@given(S=panels())
def test_trends_are_those_of_a_loop(S):
    found = trend(S)
    periods = sorted(set(S.index.get_level_values("year")))
    for city, row in found.iterrows():
        own = S[city].dropna().sort_index()
        assert row["n_periods"] == len(own)
        if len(own) < 2:
            continue
        years, values = own.index.tolist(), own.tolist()
        assert row["change"] == values[-1] - values[0]
        if values[0] > 0 and values[-1] >= 0:
            growth = (values[-1] / values[0]) ** (1 / (years[-1] - years[0])) - 1
            assert row["cagr"] == pytest.approx(growth, rel=1e-12, abs=1e-14)
        else:
            assert row["cagr"] is pd.NA
        slope = statistics.linear_regression(years, values).slope
        assert row["slope"] == pytest.approx(slope, rel=1e-10, abs=1e-12)
        changes = [
            own[b] - own[a]
            for a, b in itertools.pairwise(periods)
            if a in own.index and b in own.index
        ]
        if len(changes) > 1:
            sd = statistics.stdev(changes)
            assert row["volatility"] == pytest.approx(sd, rel=1e-12, abs=1e-14)
        else:
            assert row["volatility"] is pd.NA
        places = [
            1 + (S.xs(year, level="year").dropna() > own[year]).sum()
            for year in (years[0], years[-1])
        ]
        assert [row["rank_first"], row["rank_last"]] == places
        assert row["rank_move"] == places[0] - places[1]


@given(S=panels())
def test_moves_are_those_of_a_loop(S):
    found = moves(S)
    for (a, b), column in found.items():
        for city, move in column.items():
            places = [
                1 + (S.xs(year, level="year") > S[city].get(year, np.nan)).sum()
                for year in (a, b)
                if not np.isnan(S[city].get(year, np.nan))
            ]
            if len(places) == 2:
                assert move == places[0] - places[1]
            else:
                assert move is pd.NA


def shapley_loop(s0, s1, f):
    """Average what each dimension adds, over all orders."""
    k = len(s0)
    total = np.zeros(k)
    for order in itertools.permutations(range(k)):
        mixed = s0.copy()
        for j in order:
            before = f(mixed[None])[0]
            mixed[j] = s1[j]
            total[j] += f(mixed[None])[0] - before
    return total / math.factorial(k)


@given(
    rows=st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=2),
    w=weights,
)
def test_a_shapley_value_is_the_mean_over_all_orders(rows, w):
    S = frame(*rows[:2], columns=list("abc"))

    def worst(block, given):
        return block.min(axis=1) + block[:, 0] * block[:, 1] * given[2]

    share = np.array(w) / sum(w)
    found = parts(S, w, method="shapley", aggregate=worst)
    s0, s1 = S.to_numpy()
    expected = shapley_loop(s0, s1, lambda block: worst(block, share))
    assert_allclose(found.to_numpy()[0], expected, atol=1e-12)


# ---- contributions by hand


def test_arithmetic_contributions_are_weighted_changes():
    found = parts(frame((10, 20), (14, 10), (14, 30)), [3, 1])
    expected = pd.DataFrame(
        [[3.0, -2.5], [0.0, 5.0]],
        pd.MultiIndex.from_tuples(
            [("Ada", 2010, 2011), ("Ada", 2011, 2012)], names=["city", "from", "to"]
        ),
        columns=["a", "b"],
    )
    assert_frame_equal(found, expected)


def test_geometric_contributions_share_by_logarithms():
    # From sqrt(1 16) = 4 to sqrt(16 4) = 8, by the logarithms of 4 and of 1/2
    found = parts(frame((1, 16), (16, 4)), EQUAL, method="geometric")
    assert_allclose(found.to_numpy(), [[8, -4]], rtol=1e-14)


def test_shapley_contributions_to_a_product_are_changes_times_means():
    S = frame((2, 3), (5, 7))
    found = parts(S, EQUAL, method="shapley", aggregate=lambda S, _: S.prod(axis=1))
    assert_allclose(found.to_numpy(), [[3 * 5, 4 * 3.5]], rtol=1e-14)


def test_the_whole_span_goes_from_the_first_to_the_last_period():
    found = parts(frame((10, 20), (99, 99), (14, 10)), EQUAL, span="whole")
    assert found.index.tolist() == [("Ada", 2010, 2012)]
    assert found.to_numpy().tolist() == [[2, -5]]


def test_a_period_without_all_scores_is_passed_over():
    S = frame((1, 1), (5, np.nan), (3, 5))
    found = parts(S, EQUAL)
    assert found.index.tolist() == [("Ada", 2010, 2012)]
    assert found.to_numpy().tolist() == [[1, 2]]


@methods
def test_who_is_present_once_has_no_contributions(method):
    found = split(frame((1, 1), (5, np.nan)), EQUAL, method)
    assert found.shape == (0, 2)
    assert found.index.names == ["city", "from", "to"]


@pytest.mark.parametrize("small", [-1e9, -1e12])
@pytest.mark.parametrize(
    "rows",
    [
        ((0, 3, 5), (2, 4, 4)),
        ((0, 0, 5), (2, 4, 4)),
        ((2, 4, 4), (0, 3, 0)),
    ],
)
def test_geometric_contributions_of_zeros_are_limits(rows, small):
    w = np.array([0.5, 0.3, 0.2])
    found = parts(frame(*rows, columns=list("abc")), w, method="geometric")
    s0, s1 = map(np.array, rows)
    # with the logarithm of what was put in the place of 0
    l0, l1 = (np.log(np.where(s == 0, 1, s)) + small * (s == 0) for s in (s0, s1))
    change = np.prod(s1**w) - np.prod(s0**w)
    limits = change / (w @ (l1 - l0)) * w * (l1 - l0)
    assert_allclose(found.to_numpy()[0], limits, atol=30 / abs(small))


def test_nothing_contributes_where_both_composites_are_nothing():
    S = frame((0, 3), (4, 0), (0, 9))
    assert not parts(S, EQUAL, method="geometric").to_numpy().any()


def test_a_zero_that_does_not_count_changes_nothing():
    S = frame((1, 4, 0), (4, 4, 7), columns=list("abc"))
    found = parts(S, [0.5, 0.5, 0], method="geometric")
    assert_allclose(found.to_numpy(), [[2, 0, 0]], rtol=1e-14)


def test_twelve_dimensions_have_shapley_values_and_thirteen_have_not():
    S = frame(np.arange(12.0), np.arange(12.0) ** 2, columns=range(12))
    w = np.arange(1, 13)
    found = parts(S, w, method="shapley", aggregate=mean)
    assert_allclose(found, parts(S, w), atol=1e-13)
    S[12] = 1.0
    with pytest.raises(DomainError, match=r"13 dimensions needs 2\*\*13 composites"):
        parts(S, range(13), method="shapley", aggregate=mean)


# ---- laws


@given(S=panels(), data=st.data())
def test_the_order_of_the_rows_does_not_matter(S, data):
    order = data.draw(st.permutations(range(len(S))))
    other = S.iloc[list(order)]
    assert_frame_equal(trend(other).sort_index(), trend(S).sort_index())
    assert_frame_equal(moves(other).sort_index(), moves(S).sort_index())


@given(S=panels(least=1, columns=3), w=weights, data=st.data())
def test_the_order_of_rows_and_dimensions_does_not_matter_to_contributions(S, w, data):
    rows = list(data.draw(st.permutations(range(len(S)))))
    columns = list(data.draw(st.permutations(range(3))))
    for method in METHODS:
        found = split(S, w, method).sort_index()
        other = split(S.iloc[rows, columns], np.array(w)[columns], method)
        assert_frame_equal(
            other.sort_index()[list("abc")], found, rtol=1e-9, atol=1e-12
        )


@methods
@given(S=panels(least=0, columns=3), w=weights)
def test_contributions_sum_to_the_change_of_the_composite(method, S, w):
    share = np.array(w) / sum(w)
    composite = pd.Series(COMPOSITES[method](S.to_numpy(), share), S.index)
    for span in ("consecutive", "whole"):
        found = split(S, w, method, span=span)
        for (city, a, b), row in found.iterrows():
            change = composite[city, b] - composite[city, a]
            assert row.sum() == pytest.approx(change, abs=1e-12)


@methods
@given(S=panels(least=0, columns=3), w=weights)
def test_the_way_back_takes_what_the_way_there_gave(method, S, w):
    there = split(S, w, method, span="whole")
    back = S.set_axis(
        pd.MultiIndex.from_arrays(
            [S.index.get_level_values(0), -S.index.get_level_values(1)],
            names=S.index.names,
        )
    )
    assert_allclose(split(back, w, method, span="whole"), -there, atol=1e-12)


@given(S=panels(columns=3), w=weights)
def test_steps_add_up_to_the_whole_way(S, w):
    steps = parts(S, w).groupby(level="city").sum()
    whole = parts(S, w, span="whole").droplevel(["from", "to"])
    assert_allclose(steps.loc[whole.index], whole, atol=1e-12)


@given(S=panels(columns=3), w=weights)
def test_the_shapley_value_of_a_weighted_mean_is_the_weighted_change(S, w):
    found = parts(S, w, method="shapley", aggregate=mean)
    assert_frame_equal(found, parts(S, w), rtol=1e-9, atol=1e-12)


@given(S=panels(), factor=st.sampled_from([1e-300, 1e-9, 2.0, 1e300]))
def test_the_unit_of_the_scores_does_not_matter(S, factor):
    found, plain = trend(S * factor), trend(S)
    for column in ("change", "slope", "volatility", "first"):
        scaled = (plain[column] * factor).to_numpy(float, na_value=np.nan)
        found_ = found[column].to_numpy(float, na_value=np.nan)
        assert_allclose(found_, scaled, rtol=1e-12, atol=1e-15 * factor)
    for column in ("relative_change", "cagr"):
        one, other = (
            t[column].to_numpy(float, na_value=np.nan) for t in (found, plain)
        )
        assert_allclose(one, other, rtol=1e-12, atol=1e-14)
    ranked = ["rank_first", "rank_last", "rank_move", "no_cagr"]
    assert_frame_equal(found[ranked], plain[ranked])


@given(values=st.lists(st.floats(allow_infinity=False), min_size=1, max_size=6))
def test_there_is_a_number_or_none_or_a_reason_and_never_a_nan(values):
    try:
        found = trend(one(*values))
    except NonFiniteError:
        return
    known = found.drop(columns="no_cagr").astype("Float64").iloc[0].dropna()
    assert np.isfinite(known.to_numpy(float)).all()


@given(
    rows=st.lists(
        st.tuples(*[st.just(0.0) | st.floats(1e-99, 1e300)] * 2),
        min_size=2,
        max_size=2,
    )
)
def test_geometric_contributions_of_any_magnitude_sum_to_the_change(rows):
    found = parts(frame(*rows), EQUAL, method="geometric").to_numpy()
    before, after = (math.sqrt(a) * math.sqrt(b) for a, b in rows)
    size = max(before, after) + np.abs(found).sum()
    assert abs(found.sum() - (after - before)) <= 1e-12 * size


@given(S=panels(), origin=st.sampled_from([-1e8, 2.0**30]))
def test_an_origin_far_away_changes_no_slope(S, origin):
    for column in ("change", "slope", "volatility"):
        found, plain = (
            trend(scores)[column].to_numpy(float, na_value=np.nan)
            for scores in (S + origin, S)
        )
        assert_allclose(found, plain, rtol=1e-12, atol=1e-12)


@given(S=panels(least=1))
def test_growth_leads_from_the_first_score_to_the_last(S):
    found = trend(S).dropna(subset="cagr")
    years = found["last_period"] - found["first_period"]
    assert_allclose(
        (found["first"] * (1 + found["cagr"]) ** years).to_numpy(float),
        found["last"].to_numpy(float),
        rtol=1e-12,
    )


@given(orders=st.lists(st.permutations(range(6)), min_size=2, max_size=4))
def test_places_that_are_won_are_lost_by_others(orders):
    S = panel({(c, t): order[c] for t, order in enumerate(orders) for c in range(6)})
    assert (moves(S).sum() == 0).all()


@given(S=panels(columns=2))
def test_the_input_is_left_as_it_was(S):
    before = S.copy()
    trend(S)
    moves(S)
    parts(S, EQUAL)
    assert_frame_equal(S, before)


def test_other_levels_are_not_read():
    S = one(1, 2, 4)
    more = pd.concat({"south": S}, names=["region"])
    assert_frame_equal(trend(more), trend(S))


def test_whole_and_nullable_numbers_are_numbers():
    S = one(1, 2, 4)
    assert_frame_equal(trend(S.astype(int)), trend(S))
    assert_frame_equal(trend(S.astype("Float64")), trend(S))


def test_weights_go_by_label_and_sum_to_one():
    S = frame((10, 20), (14, 10))
    expected = parts(S, [0.75, 0.25])
    assert_frame_equal(parts(S, {"b": 1, "a": 3}), expected)
    assert_frame_equal(parts(S, pd.Series({"b": 2.0, "a": 6.0})), expected)


# ---- what is refused


def test_a_period_that_a_unit_has_twice_is_named():
    S = pd.concat([one(1, 2), one(5)])
    for f in (trend, moves):
        with pytest.raises(
            DuplicateLabelError, match=r"twice .*: 'Ada' in 2010 \(rows 0 and 2\)"
        ):
            f(S)
    with pytest.raises(DuplicateLabelError, match="'Ada' in 2010"):
        parts(S.to_frame("a"), [1])


def test_a_level_that_is_not_there_is_refused():
    with pytest.raises(UnknownColumnError, match="Did you mean 'city'"):
        trends(one(1, 2), "citty", "year")
    with pytest.raises(UnknownColumnError, match="'period' is no level"):
        rank_moves(one(1, 2), "city", "period")


def test_a_label_that_is_missing_is_refused():
    with pytest.raises(MissingDataError, match="'year' is missing in row 1"):
        trend(panel({("A", 2010): 1, ("A", np.nan): 2}))


@pytest.mark.parametrize(
    "labels",
    [
        ["spring", "fall"],
        [2010, "fall"],
        [True, False],
        [2010, np.inf],
        [pd.Timestamp("2010"), pd.Timestamp("2011", tz="UTC")],
    ],
)
def test_periods_are_numbers_or_dates(labels):
    with pytest.raises(DomainError, match="periods must be numbers or dates, got"):
        trend(with_periods(labels, (1, 2)))


def test_periods_that_cannot_be_told_apart_are_refused():
    with pytest.raises(DomainError, match=r"told apart: '2010' and '2010\.0'"):
        trend(with_periods(["2010", "2010.0"], (1, 2)))


def test_a_base_that_is_no_period_is_refused():
    with pytest.raises(DomainError, match=r"base 2009 is no period.* 2010 to 2011"):
        trend(one(1, 2), base=2009)


@pytest.mark.parametrize("f", [trend, moves, lambda S: parts(S.to_frame(), [1])])
def test_scores_are_numbers(f):
    with pytest.raises(NonFiniteError, match=r"unit \('Ada', 2011\), criterion"):
        f(one(1, np.inf))
    with pytest.raises(NotNumericError, match=r"unit \('Ada', 2011\), criterion"):
        f(one(1, 2).astype(object).where([True, False], "x"))
    with pytest.raises(EmptyDataError, match="there is no unit"):
        f(one(1)[:0])


@pytest.mark.parametrize("scores", [np.ones(3), [1, 2], {"A": 1}, None])
def test_scores_come_with_labels(scores):
    with pytest.raises(DomainError, match="must be a Series or DataFrame"):
        trend(scores)


def test_dimensions_come_in_a_frame():
    with pytest.raises(DomainError, match=r"must be a DataFrame .* got Series"):
        parts(one(1, 2), [1])


def test_columns_of_one_name_are_refused():
    with pytest.raises(DuplicateLabelError, match="stand twice: 'a'"):
        trend(frame((1, 2), (3, 4), columns=("a", "a")))


def test_changes_beyond_the_floats_are_refused():
    S = frame((-1.7e308, 0), (1.7e308, 0))
    with pytest.raises(NonFiniteError, match="too large"):
        trend(S["a"])
    with pytest.raises(NonFiniteError, match="too large"):
        parts(S, EQUAL)
    with pytest.raises(NonFiniteError, match="too large"):
        parts(S, EQUAL, method="shapley", aggregate=lambda S, _: S[:, 0])


@pytest.mark.parametrize("w", [[1, -1], [0, 0], [1], [1, np.nan]])
def test_weights_are_checked(w):
    with pytest.raises(WeightsError):
        parts(frame((1, 2), (3, 4)), w)


def test_a_method_or_span_that_is_none_is_refused():
    S = frame((1, 2), (3, 4))
    with pytest.raises(UnknownMethodError, match="Did you mean 'geometric'"):
        parts(S, EQUAL, method="geometrical")
    with pytest.raises(UnknownMethodError, match="unknown span 'all'"):
        parts(S, EQUAL, span="all")


def test_a_function_belongs_to_shapley():
    S = frame((1, 2), (3, 4))
    with pytest.raises(DomainError, match="'shapley' needs aggregate"):
        parts(S, EQUAL, method="shapley")
    with pytest.raises(DomainError, match="no other method takes one"):
        parts(S, EQUAL, aggregate=mean)


def test_a_geometric_mean_has_no_negative_scores():
    msg = r"unit \('Ada', 2011\), criterion 'b' is -4: a geometric mean"
    with pytest.raises(DomainError, match=msg):
        parts(frame((1, 2), (3, -4)), EQUAL, method="geometric")


@pytest.mark.parametrize(
    ("f", "error", "msg"),
    [
        (lambda S, _: S, ShapeError, r"1 numbers, one per row, got shape \(1, 2\)"),
        (lambda *_: ["x"], ShapeError, "got something else"),
        (lambda S, _: S[:, 0] * np.nan, NonFiniteError, r"nan for the scores \[1"),
    ],
)
def test_what_a_function_gives_is_checked(f, error, msg):
    with pytest.raises(error, match=msg):
        parts(frame((1, 2), (3, 4)), EQUAL, method="shapley", aggregate=f)
