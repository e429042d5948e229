"""Concentration of the best units: by hand, kinds of membership, rules, refusals."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from mcdm_index import Grader
from mcdm_index.diagnosis import concentration, concentration_by_rule
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.presets import npindex

CITIES = list("ABCDEFGH")
GRADES = pd.Series([4, 4, 3, 4, 2, 1, 1, 2], index=CITIES)
GROUPS = {"delta": ["A", "B", "C"], "coast": ["B", "E"], "hills": ["G"]}


def found(grades=GRADES, membership=GROUPS, at_least=3, **options):
    return concentration(grades, membership, at_least=at_least, **options)


@st.composite
def cases(draw):
    """Draw grades with one at the top, and groups that overlap."""
    n = draw(st.integers(1, 8))
    grades = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    grades[draw(st.integers(0, n - 1))] = 3
    members = st.lists(st.sampled_from(CITIES[:n]), unique=True, max_size=n)
    groups = {name: draw(members) for name in ("p", "q", "r")}
    groups["p"] = groups["p"] or ["A"]
    return pd.Series(grades, index=CITIES[:n]), groups


# ---- by hand


def test_groups_are_counted():
    table = found().table
    assert table.index.tolist() == ["delta", "coast", "hills"]
    assert table["units"].tolist() == [3, 2, 1]
    assert table["top"].tolist() == [3, 1, 0]
    assert table["share_of_units"].tolist() == [3 / 8, 2 / 8, 1 / 8]
    assert table["share_of_top"].tolist() == [3 / 4, 1 / 4, 0]
    assert table["location_quotient"].tolist() == [2, 1, 0]


def test_a_unit_in_two_groups_is_counted_once_in_the_union():
    union = found().union
    assert found().table["top"].sum() == 4  # B twice
    assert (union["units"], union["top"]) == (5, 3)
    assert (union["share_of_units"], union["share_of_top"]) == (5 / 8, 3 / 4)
    assert union["location_quotient"] == pytest.approx(6 / 5, rel=1e-15)


def test_what_is_in_no_group_is_outside():
    outside = found().outside
    assert (outside["units"], outside["top"]) == (3, 1)
    assert outside["share_of_top"] == 1 / 4
    everything = found(membership={"all": CITIES})
    assert everything.outside["units"] == 0
    assert everything.outside["location_quotient"] is pd.NA


def test_the_top_is_a_grade_or_better():
    assert (found(at_least=4).n_top, found(at_least=1).n_top) == (3, 8)
    assert found(at_least=1).union["location_quotient"] == 1


def test_a_unit_in_two_groups_is_split_between_them():
    # A, C and half of B in the delta, the other half on the coast, D outside
    shares = np.array([2.5, 0.5, 0, 1]) / 4
    assert found().hhi == pytest.approx((shares**2).sum(), rel=1e-15)
    expected = ((shares**2).sum() - 1 / 4) / (3 / 4)
    assert found().hhi_normalized == pytest.approx(expected, rel=1e-14)


def test_outside_is_no_class_where_nothing_is_outside():
    one = found(membership={"all": CITIES})
    two = found(membership={"a": ["A", "B", "E", "F"], "b": ["C", "D", "G", "H"]})
    assert (one.hhi, one.hhi_normalized) == (1, 1)
    assert (two.hhi, two.hhi_normalized) == (0.5, 0)


def test_the_p_value_counts_all_draws():
    # 5 of 8 are inside, 4 of 8 at the top: 3 or 4 of these 4 are inside
    ways = math.comb(5, 3) * 3 + math.comb(5, 4)
    assert found().p_value == pytest.approx(ways / math.comb(8, 4), rel=1e-13)
    assert found(membership={"all": CITIES}).p_value == 1


def test_groups_without_a_unit_have_no_quotient():
    table = found(membership={"delta": ["A"], "moon": []}).table
    assert table.loc["moon", ["units", "top"]].tolist() == [0, 0]
    assert table.loc["moon", "location_quotient"] is pd.NA


def test_members_that_are_no_units_are_told_with_look_alikes():
    cities = pd.Series([2, 1], index=["北京市", "南京市"])
    groups = {"jjj": ["北京", "天津市"], "yrd": ["南京市"]}
    result = concentration(cities, groups, at_least=1)
    told = result.unmatched
    assert told[["group", "unit"]].to_numpy().tolist() == [
        ["jjj", "北京"],
        ["jjj", "天津市"],
    ]
    assert told["look_alike"].iloc[0] == "北京市"
    assert told["look_alike"].isna().tolist() == [False, True]
    assert result.table["units"].tolist() == [0, 1]


def test_where_everything_matches_nothing_is_told():
    assert found().unmatched.shape == (0, 3)


def test_units_without_a_grade_are_left_out():
    grades = GRADES.astype("Int64")
    grades["A"], grades["F"] = pd.NA, 0
    result = found(grades)
    assert (result.n_units, result.n_top) == (6, 3)
    assert result.unmatched["unit"].tolist() == ["A"]


def test_grades_may_have_names():
    kind = pd.CategoricalDtype(["one star", "two", "three", "four"], ordered=True)
    named = GRADES.map(dict(enumerate(kind.categories, 1))).astype(kind)
    assert_frame_equal(found(named, at_least="three").table, found().table)
    assert_frame_equal(found(named, at_least=3).table, found().table)
    with pytest.raises(UnknownMethodError, match="Did you mean 'three'"):
        found(named, at_least="thre")


# ---- three kinds of membership


def test_a_table_of_members_is_a_membership():
    pairs = [(u, g) for g, own in GROUPS.items() for u in own]
    table = pd.DataFrame(pairs, columns=["unit", "group"]).assign(note="x")
    assert_frame_equal(found(membership=table).table, found().table)


def test_a_table_of_truth_values_is_a_membership():
    flags = {g: [u in own for u in CITIES] for g, own in GROUPS.items()}
    table = pd.DataFrame(flags, index=CITIES)
    assert_frame_equal(found(membership=table[::-1]).table, found().table)
    nullable = table.astype("boolean")
    assert_frame_equal(found(membership=nullable).table, found().table)
    nullable.iloc[0, 0] = pd.NA
    with pytest.raises(MissingDataError, match="in or out"):
        found(membership=nullable)


def test_tuples_and_sets_and_indices_list_members():
    for kind in (tuple, set, pd.Index, np.array):
        membership = {g: kind(own) for g, own in GROUPS.items()}
        assert_frame_equal(found(membership=membership).table, found().table)


def test_units_may_be_numbers():
    grades = pd.Series([2, 1, 2], index=[110000, 120000, 310000])
    result = concentration(grades, {"jjj": np.array([110000, 120000])}, at_least=2)
    assert result.union["share_of_top"] == 0.5


# ---- laws


@given(case=cases())
def test_the_union_and_the_outside_are_everything(case):
    grades, groups = case
    r = found(grades, groups, 3)
    for key, total in (("units", r.n_units), ("top", r.n_top)):
        assert r.union[key] + r.outside[key] == total
    assert 0 < r.p_value <= 1
    assert 0 <= r.hhi_normalized <= r.hhi <= 1
    naive = r.table["top"].sum()
    assert r.union["top"] <= naive


@given(case=cases())
def test_the_p_value_is_that_of_all_draws_one_by_one(case):
    grades, groups = case
    r = found(grades, groups, 3)
    inside = [u in set().union(*groups.values()) for u in grades.index]
    draws = list(combinations(inside, r.n_top))
    as_many = sum(sum(draw) >= r.union["top"] for draw in draws)
    assert r.p_value == pytest.approx(as_many / len(draws), rel=1e-12)


@given(case=cases(), data=st.data())
def test_the_order_of_the_units_does_not_matter(case, data):
    grades, groups = case
    other = grades.iloc[data.draw(st.permutations(range(len(grades))))]
    a, b = found(grades, groups, 3), found(other, groups, 3)
    assert_frame_equal(a.table, b.table)
    assert_series_equal(a.union, b.union)
    assert (a.hhi, a.p_value) == (b.hhi, b.p_value)


def test_random_groups_are_rarely_surprising():
    rng = np.random.default_rng(0)
    names = [f"c{i}" for i in range(60)]
    grades = pd.Series(rng.integers(1, 7, 60), index=names)
    p = [
        found(grades, {"g": rng.choice(names, 20, replace=False)}, 4).p_value
        for _ in range(500)
    ]
    assert 0.01 < np.mean(np.array(p) < 0.05) <= 0.06


def test_the_input_is_left_as_it_was():
    grades, groups = GRADES.copy(), {g: list(own) for g, own in GROUPS.items()}
    found(grades, groups)
    assert grades.equals(GRADES)
    assert groups == GROUPS


# ---- rules


def test_the_share_is_told_under_each_rule():
    scores = pd.Series([9, 8, 4, 3, 2, 1], index=CITIES[:6], dtype=float)
    rules = {
        "thirds": ("quantile", 3),
        "skewed": ("quantile", 3, {"shares": (4, 1, 1)}),
        "equal": Grader("equal_interval", k=3),
        "high": ("fixed", 3, {"cuts": (5, 10)}),
    }
    table = concentration_by_rule(scores, {"ab": ["A", "B"]}, rules=rules, at_least=3)
    assert table.index.tolist() == list(rules)
    assert table["n_top"].tolist() == [2, 4, 2, 0]
    assert table["top"].tolist() == [2, 2, 2, pd.NA]
    assert table["share_of_top"].tolist() == [1, 0.5, 1, pd.NA]
    for name in ("thirds", "equal"):
        grader = rules[name] if isinstance(rules[name], Grader) else Grader(k=3)
        grades = pd.Series(grader.fit_transform(scores.to_frame())[:, 0], scores.index)
        alone = concentration(grades, {"ab": ["A", "B"]}, at_least=3)
        assert table.loc[name, "p_value"] == alone.p_value
        assert table.loc[name, "hhi"] == alone.hhi
        assert table.loc[name, "share_of_units"] == alone.union["share_of_units"]


def test_a_grader_that_is_given_is_not_fitted():
    grader = Grader(k=2)
    scores = pd.Series([1.0, 2.0], index=["A", "B"])
    concentration_by_rule(scores, {"a": ["A"]}, rules={"r": grader}, at_least=2)
    assert not hasattr(grader, "cuts_")


def test_a_rule_is_checked_and_named():
    scores = pd.Series([1.0, 2.0], index=["A", "B"])

    def by(rules, at_least=2):
        return concentration_by_rule(
            scores, {"a": ["A"]}, rules=rules, at_least=at_least
        )

    with pytest.raises(DomainError, match=r"rule 'r': it has the grades 1 to 2, and"):
        by({"r": ("quantile", 2)}, 3)
    with pytest.raises(DomainError, match=r"rule 'r': a rule is a Grader, \(method, k"):
        by({"r": "quantile"})
    with pytest.raises(UnknownMethodError, match=r"rule 'r'.*Did you mean 'quantile'"):
        by({"r": ("quantil", 3)})
    for rules in ({}, ["quantile"]):
        with pytest.raises(DomainError, match="rules must be a mapping"):
            by(rules)
    with pytest.raises(DomainError, match="must be a Series by unit"):
        concentration_by_rule(
            [1], {"a": ["A"]}, rules={"r": ("quantile", 2)}, at_least=2
        )
    with pytest.raises(MissingDataError, match="rule 'r'"):
        concentration_by_rule(
            scores * np.nan, {"a": ["A"]}, rules={"r": ("quantile", 2)}, at_least=2
        )


# ---- what is refused


def test_a_top_without_units_is_refused():
    with pytest.raises(
        DomainError, match="no unit has grade 5 or better; the best is 4"
    ):
        found(at_least=5)


@pytest.mark.parametrize("at_least", [0, -1, 2.5, True, None, "four"])
def test_the_lowest_grade_is_a_grade(at_least):
    with pytest.raises(DomainError, match="at_least must be a grade"):
        found(at_least=at_least)


def test_members_that_are_no_units_can_be_refused():
    groups = {"delta": ["A", "B"], "moon": ["Tranquility"]}
    with pytest.raises(UnknownColumnError, match="no units: 'Tranquility'"):
        found(membership=groups, unmatched="raise")
    with pytest.raises(UnknownMethodError, match="'report' or 'raise'"):
        found(unmatched="ignore")


def test_a_membership_of_which_nothing_matches_says_how_both_are_called():
    msg = r"called 'A', 'B', 'C' and 5 more; the members are called 'a', 'b'\. Call"
    with pytest.raises(UnknownColumnError, match=msg):
        found(membership={"delta": ["a", "b"]})


def test_real_cities_are_not_found_among_simulated_ones():
    cities = npindex.simulate_cities(12, rng=0)
    grades = pd.Series(np.arange(12) % 6 + 1, index=cities.index)
    with pytest.raises(UnknownColumnError, match=r"'Simulated city 001'.*'北京市'"):
        found(grades, npindex.agglomerations(), 4)


def test_a_panel_of_grades_is_refused():
    index = pd.MultiIndex.from_product([["A", "B"], [2019, 2020]], names=["c", "year"])
    with pytest.raises(DuplicateLabelError, match=r"take one period, as in grades\.xs"):
        found(pd.Series([1, 2, 3, 4], index))
    with pytest.raises(DuplicateLabelError, match="one grade each; more have: 'A'"):
        found(pd.Series([4, 4], index=["A", "A"]))


@pytest.mark.parametrize(
    ("membership", "error", "msg"),
    [
        ({}, EmptyDataError, "there is no group"),
        ({"delta": "A"}, DomainError, "must be a list of units, got 'A'"),
        ({"delta": 3}, DomainError, "must be a list of units"),
        (["A"], DomainError, "must be a mapping"),
        (
            {"delta": ["A", "A"]},
            DuplicateLabelError,
            "'A' in 'delta'. Are there several",
        ),
        (pd.DataFrame({"city": ["A"]}), UnknownColumnError, "'unit' and 'group'"),
        (
            pd.DataFrame({"unit": ["A", None], "group": ["x", "y"]}),
            MissingDataError,
            "row 1 of the members",
        ),
        (
            pd.DataFrame({"x": [True, True]}, index=["A", "A"]),
            DuplicateLabelError,
            "once each",
        ),
    ],
)
def test_a_membership_is_checked(membership, error, msg):
    with pytest.raises(error, match=msg):
        found(membership=membership)


def test_grades_are_checked():
    with pytest.raises(DomainError, match="must be a Series by unit, got list"):
        found([1, 2])
    with pytest.raises(DomainError, match=r"got 1\.5 of 'B'"):
        found(pd.Series([1, 1.5], index=["A", "B"]))
    with pytest.raises(EmptyDataError, match="no unit has a grade"):
        found(pd.Series([np.nan, 0], index=["A", "B"]))
