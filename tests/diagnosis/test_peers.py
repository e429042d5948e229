"""Peers and the next tier: by hand, by loops, within tiers, what is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from scipy.stats import zscore

from mcdm_index.diagnosis import next_tier, peers
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

tables = arrays(float, (7, 3), elements=st.integers(-20, 20).map(float))
S = pd.DataFrame(
    {
        "science": [9.0, 8.0, 4.0, 5.0, 1.0],
        "industry": [9.0, 6.0, 7.0, 3.0, 1.0],
    },
    index=["Ada", "Bel", "Dun", "Eri", "Fay"],
)
TIERS = pd.Series(
    pd.Categorical(
        ["first", "first", "second", "second", "third"],
        categories=["third", "second", "first"],
        ordered=True,
    ),
    index=S.index,
)


# ---- peers


def test_peers_by_hand():
    # from Dun (4, 7): Bel is (4, -1) away, Eri (1, -4), Ada (5, 2)
    found = peers(S, "Dun", 3, standardize=False)
    assert found.index.tolist() == ["Bel", "Eri", "Ada"]
    assert_allclose(found["distance"], np.sqrt([17, 17, 29]))
    assert found["difference"].loc["Ada"].tolist() == [5, 2]


def test_peers_by_shape_leave_the_level_out():
    # half differences science less industry: 0, 1, -1.5, 1, 0
    found = peers(S, "Eri", 2, by="shape", standardize=False)
    assert found.index.tolist() == ["Bel", "Ada"]
    assert_allclose(found["distance"], [0, math.sqrt(2)], atol=1e-15)


@given(tables, st.integers(0, 6))
def test_distances_are_those_of_plain_loops(X, u):
    X[0], X[1] = 0, [1, 2, 3]  # so that all vary
    z = zscore(X, axis=0)
    expected = sorted(math.dist(z[i], z[u]) for i in range(7) if i != u)
    assert_allclose(peers(X, u, 9)["distance"], expected, atol=1e-7)


def test_peers_are_looked_for_within_the_tier():
    assert peers(S, "Dun", within=TIERS).index.tolist() == ["Eri"]
    assert peers(S, "Dun", within=["a", "b", "b", "a", "b"]).index.tolist() == [
        "Bel",
        "Fay",
    ]


def test_groups_go_by_label():
    assert peers(S, "Dun", within=TIERS.iloc[::-1]).index.tolist() == ["Eri"]


def test_who_is_alone_in_a_tier_has_no_peers():
    found = peers(S, "Fay", within=TIERS)
    assert len(found) == 0
    assert "distance" in found


def test_of_equally_near_units_the_first_comes_first():
    X = pd.DataFrame({"x": [0.0, 1, -1], "y": [0.0, 0, 0]}, list("abc"))
    assert peers(X, "a").index.tolist() == ["b", "c"]


def test_units_of_an_array_go_by_position():
    assert peers(S.to_numpy(), 2, 1, standardize=False).index.tolist() == [1]


def test_units_of_several_levels_are_tuples():
    panel = S.set_axis(pd.MultiIndex.from_product([S.index, [2020]]))
    found = peers(panel, ("Dun", 2020), 1, standardize=False)
    assert found.index.tolist() == [("Bel", 2020)]


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_distances_have_no_limits_of_scale(scale):
    found = peers(S * scale, "Dun", 1, standardize=False)
    assert_allclose(found["distance"] / scale, math.sqrt(17))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"unit": "Dunn"}, UnknownColumnError, "no unit 'Dunn'. Did you mean 'Dun'"),
        ({"unit": ["Dun"]}, UnknownColumnError, r"no unit \['Dun'\]"),
        ({"k": 0}, DomainError, "k must be a whole number"),
        ({"by": "shapes"}, UnknownMethodError, "Did you mean 'shape'"),
        ({"within": [1, 2]}, ShapeError, "within need 5 values, one per unit"),
        ({"within": [1, 2, None, 2, 1]}, MissingDataError, "'Dun' has no group"),
        ({"scores": S * np.nan}, MissingDataError, "missing value"),
        (
            {
                "scores": S.assign(science=[1.7e308, 0, -1.7e308, 0, 0]),
                "standardize": False,
            },
            NonFiniteError,
            "too large",
        ),
    ],
)
def test_peers_that_cannot_be_found_are_refused(options, error, message):
    given = {"scores": S, "unit": "Dun"} | options
    with pytest.raises(error, match=message):
        peers(**given)


# ---- the next tier


def test_what_parts_a_unit_from_the_next_tier_by_hand():
    found = next_tier(S, TIERS, "Eri", weights=[1, 3])
    assert (found.tier, found.target_tier) == ("second", "first")
    assert found.members == ("Ada", "Bel")
    assert found.reason is None
    # means 8.5 and 7.5: gaps 3.5 and 4.5, weighted 0.875 and 3.375
    assert found.table.index.tolist() == ["industry", "science"]
    assert found.table.loc["science"].tolist() == pytest.approx(
        [5, 8.5, 3.5, 0.25, 0.875, 0.875 / 4.25]
    )
    assert found.table["share"].sum() == pytest.approx(1)


def test_where_a_unit_is_ahead_it_lacks_nothing():
    table = next_tier(S, TIERS, "Dun", target="weakest").table
    assert table.loc["industry", ["gap", "share"]].tolist() == [-1, 0]
    assert table.loc["science", ["gap", "share"]].tolist() == [4, 1]


@pytest.mark.parametrize(
    ("target", "science"), [("mean", 6.0), ("median", 5.0), ("weakest", 4.0)]
)
def test_a_tier_has_several_targets(target, science):
    X = pd.DataFrame({"science": [9.0, 5, 4, 1], "industry": [5.0, 6, 5, 1]})
    found = next_tier(X, [1, 1, 1, 2], 3, target=target)
    assert found.weakest == 2
    assert found.table.loc["science", "target"] == science


def test_the_weakest_member_is_weakest_by_the_weights():
    assert next_tier(S, TIERS, "Fay", weights=[1, 0]).weakest == "Dun"
    assert next_tier(S, TIERS, "Fay", weights=[0, 1]).weakest == "Eri"


def test_in_the_best_tier_nothing_parts():
    found = next_tier(S, TIERS, "Ada")
    assert found.reason == "'Ada' is in the best tier"
    assert len(found.table) == 0
    assert (found.target_tier, found.members, found.weakest) == (None, (), None)


def test_numbers_of_tiers_go_from_the_best_up():
    assert next_tier(S, [1, 1, 2, 2, 3], "Fay").target_tier == 2
    assert next_tier(S, [1, 1, 2, 2, 3], "Bel").reason is not None


def test_a_tier_without_a_member_is_passed_over():
    assert next_tier(S, [1, 1, 1, 1, 4], "Fay").target_tier == 1


def test_who_lacks_nothing_has_no_shares():
    X = pd.DataFrame({"science": [1.0, 5], "industry": [1.0, 5]})
    assert next_tier(X, [1, 2], 1).table["share"].tolist() == [0, 0]


def test_tiers_go_by_label():
    assert next_tier(S, TIERS.iloc[::-1], "Eri").target_tier == "first"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"unit": "Erie"}, UnknownColumnError, "Did you mean 'Eri'"),
        ({"tiers": ["a", "b", "c", "d", "e"]}, DomainError, "ordered categories"),
        ({"tiers": TIERS.cat.as_unordered()}, DomainError, "ordered categories"),
        ({"tiers": [1, 2]}, ShapeError, "tiers need 5 values"),
        ({"tiers": [1, 2, np.nan, 1, 1]}, MissingDataError, "unit 'Dun' has no tier"),
        ({"target": "best"}, UnknownMethodError, "mean, median, weakest"),
        ({"weights": [1]}, WeightsError, "one weight per criterion"),
    ],
)
def test_tiers_that_do_not_fit_are_refused(options, error, message):
    given = {"scores": S, "tiers": TIERS, "unit": "Eri"} | options
    with pytest.raises(error, match=message):
        next_tier(**given)
