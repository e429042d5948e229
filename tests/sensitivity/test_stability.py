"""Weight stability: by hand, by a dense scan, and where ties and bounds are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import mcdm_index as mi
from mcdm_index import errors
from mcdm_index.sensitivity import weight_stability

TABLE = (
    Path(__file__).parents[3]
    / "shared/data/provinces/cn_province_scitech_2010_2024.csv"
)
OTHERS = ["proportional", "equal shift", "unchanged"]
HAND = pd.DataFrame(
    {"cost": [1.0, 0.6, 0.0], "speed": [0.0, 0.8, 1.0]}, ["Ada", "Bel", "Dun"]
)
tables = arrays(float, (5, 3), elements=st.integers(0, 20).map(float))
weight = st.integers(1, 20)


def total(Z, w):
    """Score by the weighted sum, as a function that nothing is known of."""
    return np.asarray(Z) @ np.asarray(w).T


def weights_at(w, j, t, others):
    """Move weight j to t by the words of the docstring."""
    moved = np.array(w, float)
    rest = [k for k in range(len(w)) if k != j]
    if others == "proportional":
        moved[rest] *= (1 - t) / moved[rest].sum()
    if others == "equal shift":
        moved[rest] -= (t - moved[j]) / len(rest)
    moved[j] = t
    return moved


# ---- by hand


def test_a_small_case_by_hand():
    # Ada t, Bel 0.8 - 0.2 t, Dun 1 - t: level with Bel at t = 2/3 and t = 1/4.
    found = weight_stability(HAND, [1, 1])
    row = found.winner.loc["cost"]
    assert (row["low"], row["high"]) == pytest.approx((0.25, 2 / 3))
    assert (row["ahead_at_low"], row["overtakes_at_low"]) == ("Bel", "Dun")
    assert (row["ahead_at_high"], row["overtakes_at_high"]) == ("Bel", "Ada")
    assert row["change"] == pytest.approx(1 / 6)
    assert row["relative"] == pytest.approx(1 / 3)


def test_with_two_criteria_the_second_mirrors_the_first():
    found = weight_stability(HAND, [1, 1]).winner
    assert found.loc["speed", "low"] == pytest.approx(1 - found.loc["cost", "high"])
    assert found.loc["speed", "high"] == pytest.approx(1 - found.loc["cost", "low"])


def test_units_that_are_level_leave_the_ranking_no_room():
    found = weight_stability(HAND, [1, 1])  # Ada and Dun both have 0.5
    row = found.ranking.loc["cost"]
    assert row["low"] == row["high"] == 0.5
    assert row["change"] == 0
    assert (row["ahead_at_low"], row["overtakes_at_low"]) == ("Ada", "Dun")
    assert (row["ahead_at_high"], row["overtakes_at_high"]) == ("Dun", "Ada")


def test_winners_that_are_level_leave_no_room():
    found = weight_stability([[1.0, 0.0], [0.0, 1.0], [0.2, 0.2]], [1, 1])
    assert found.winner[["low", "high"]].to_numpy().tolist() == [[0.5, 0.5]] * 2


def test_units_that_are_alike_stay_level():
    found = weight_stability([[0.3, 0.7], [0.3, 0.7], [0.1, 0.2]], [1, 2], pairs="all")
    assert found.winner["change"].isna().all()
    assert found.ranking["change"].isna().all()
    assert found.pairs["change"].isna().all()
    assert (found.pairs["low"] == 0).all()
    assert (found.pairs["high"] == 1).all()


def test_a_unit_that_is_better_in_everything_is_never_overtaken():
    found = weight_stability([[0.9, 0.8], [0.1, 0.2]], [1, 1], pairs="all")
    assert found.pairs["change"].isna().all()
    assert found.critical["criterion"].isna().all()
    assert found.winner["overtakes_at_low"].isna().all()


def test_units_that_are_level_only_at_the_bound_do_not_swap():
    found = weight_stability([[1.0, 0.5], [0.0, 0.5]], [1, 1], pairs="all")
    assert found.pairs["change"].isna().all()


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_two_units_that_only_one_criterion_tells_apart_are_level_without_it(method):
    Z = [[0.3, 0.7, 0.9], [0.3, 0.7, 0.1], [0.5, 0.1, 0.9]]
    found = weight_stability(Z, [0.3, 0.3, 0.4], pairs=[(0, 1)], method=method).pairs
    assert found.loc[2, "change"].isna().all()
    # ... nor does it take a rounding error for an overtaking where all weight is on 0.
    assert found.loc[0, "change"].isna().all()


def test_the_critical_criterion_by_hand():
    Z = [[1.0, 0.0, 0.5], [0.0, 1.0, 0.4]]
    found = weight_stability(Z, [0.5, 0.4, 0.1], others="unchanged").critical
    # The lead is 0.11; each of the first two must lose or gain that much.
    assert found.loc[("winner", "absolute"), "change"] == pytest.approx(-0.11)
    assert found.loc[("winner", "absolute"), "criterion"] == 0
    assert found.loc[("winner", "relative"), "criterion"] == 0
    assert found.loc[("winner", "relative"), "relative"] == pytest.approx(-0.22)
    assert found.loc[("winner", "absolute"), "overtakes"] == 1


def test_a_weight_of_zero_has_no_relative_change():
    row = weight_stability([[1.0, 0.0], [0.0, 1.0]], [1, 0]).winner.loc[1]
    assert row["weight"] == 0
    assert row["high"] == pytest.approx(0.5)
    assert row["relative"] is pd.NA


@pytest.mark.parametrize("method", ["weighted_sum", total])
@pytest.mark.parametrize(
    ("others", "low"),
    # With equal parts of the rest, t + 0.05 (1 - t) = 0.95 (1 - t); without others,
    # no amount makes a difference.
    [("proportional", 0.9 / 1.9), ("equal shift", 0.9 / 1.9), ("unchanged", 0)],
)
def test_a_criterion_that_has_all_the_weight_can_lose_it(method, others, low):
    Z = [[1.0, 0.0, 0.1], [0.0, 1.0, 0.9]]
    row = weight_stability(Z, [1, 0, 0], method=method, others=others).winner.loc[0]
    assert row["low"] == pytest.approx(low)
    assert row["overtakes_at_high"] is pd.NA


def test_a_single_unit_has_nothing_to_lose():
    found = weight_stability([[0.2, 0.3]], [1, 1])
    assert found.winner[["low", "high"]].to_numpy().tolist() == [[0, 1]] * 2
    assert found.pairs.shape[0] == 0
    assert found.critical["change"].isna().all()


# ---- oracles


def holds(Z, w, base):
    """Tell whether the winners and the whole order are those of the base."""
    S, B = np.asarray(Z) @ w, np.asarray(Z) @ base
    winner = S[np.argmax(B)] >= S.max()
    order = all(
        S[i] >= S[k]
        for i in range(len(B))
        for k in range(len(B))
        if B[i] > B[k] + 1e-12
    )
    return winner, order


@pytest.mark.parametrize("others", OTHERS)
@given(tables, st.lists(weight, min_size=3, max_size=3))
def test_a_dense_scan_finds_the_same(others, Z, w):
    w = np.array(w) / sum(w)
    S = Z @ w
    assume(np.diff(np.sort(S)).min() > 1e-6)
    found = weight_stability(Z, w, others=others)
    for j in range(3):
        for frame, which in ((found.winner, 0), (found.ranking, 1)):
            low, high = frame.loc[j, ["low", "high"]]
            top = min(high * 1.5, 3) if others == "unchanged" else high + 0.2
            if others == "proportional":
                top = min(top, 1.0)
            if others == "equal shift":
                top = min(top, w[j] + 2 * np.delete(w, j).min())
            for t in np.linspace(0, top, 41):
                if min(abs(t - low), abs(t - high)) < 1e-9:
                    continue
                inside = low < t < high
                assert holds(Z, weights_at(w, j, t, others), w)[which] == inside


@given(tables, st.lists(weight, min_size=3, max_size=3))
def test_unchanged_others_meet_the_same_orders_as_proportional_ones(Z, w):
    w = np.array(w) / sum(w)
    assume(np.diff(np.sort(Z @ w)).min() > 1e-6)
    shares = weight_stability(Z, w).ranking
    alone = weight_stability(Z, w, others="unchanged").ranking
    for j in range(3):
        for end in ("low", "high"):
            t = alone.loc[j, end]
            share = 1.0 if np.isinf(t) else t / (1 - w[j] + t)
            assert shares.loc[j, end] == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("others", OTHERS)
@settings(max_examples=15)
@given(tables, st.lists(weight, min_size=3, max_size=3))
def test_a_search_finds_what_the_formula_gives(others, Z, w):
    assume(np.diff(np.sort(Z @ (np.array(w) / sum(w)))).min() > 1e-6)
    exact = weight_stability(Z, w, others=others, pairs="all")
    found = weight_stability(Z, w, others=others, pairs="all", method=total, grid=40)
    assert exact.exact
    assert not found.exact
    for name in ("winner", "ranking", "pairs"):
        ends = [getattr(which, name)[["low", "high"]] for which in (exact, found)]
        np.testing.assert_allclose(ends[1], ends[0], rtol=1e-7, atol=1e-9)


def test_the_ends_of_topsis_are_where_two_units_are_level():
    Z = np.random.default_rng(1).random((6, 4))
    w = np.array([0.4, 0.3, 0.2, 0.1])
    found = weight_stability(Z, w, method="topsis")
    assert found.resolution == pytest.approx(0.9 / 200)
    seen = 0
    for j, row in found.ranking.iterrows():
        for end in ("low", "high"):
            pair = [row[f"{verb}_at_{end}"] for verb in ("ahead", "overtakes")]
            if pair[0] is pd.NA:
                continue
            seen += 1
            moved = weights_at(w, j, row[end], "proportional")
            S = mi.scoring.topsis(Z, moved, normalization=None)
            assert S[pair[0]] == pytest.approx(S[pair[1]], abs=1e-9)
    assert seen > 3


def test_units_that_are_alike_stay_level_in_a_search():
    Z = np.random.default_rng(1).random((4, 3))
    found = weight_stability(np.vstack([Z, Z[:1]]), [3, 2, 1], method="topsis")
    own = found.pairs.loc[[(j, 0, 4) for j in range(3)]]
    assert own["change"].isna().all()


# ---- pairs, labels, scale


def test_pairs_by_name_are_told_better_one_first():
    found = weight_stability(HAND, [1, 1], pairs=[("Ada", "Bel")])
    assert found.pairs.index.tolist() == [
        ("cost", "Bel", "Ada"),
        ("speed", "Bel", "Ada"),
    ]
    assert found.pairs["high"].iloc[0] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("pairs", "count"), [("neighbors", 3), ("winner", 3), ("all", 6)]
)
def test_which_pairs_are_told(pairs, count):
    Z = np.random.default_rng(0).random((4, 3))
    assert len(weight_stability(Z, [1, 1, 1], pairs=pairs).pairs) == 3 * count


def test_names_can_be_given_to_an_array():
    found = weight_stability(
        HAND.to_numpy(), {"b": 1, "a": 1}, names=["a", "b"], units=["x", "y", "z"]
    )
    assert found.winner.index.tolist() == ["a", "b"]
    assert found.scores.index.tolist() == ["x", "y", "z"]


def test_the_order_of_units_changes_no_interval():
    Z = pd.DataFrame(np.random.default_rng(0).random((6, 3)), list("abcdef"))
    one, two = (weight_stability(z, [3, 2, 1]) for z in (Z, Z.iloc[::-1]))
    pd.testing.assert_frame_equal(one.ranking, two.ranking, check_exact=True)
    pd.testing.assert_frame_equal(one.winner, two.winner, check_exact=True)


@pytest.mark.parametrize("power", [-300, 300])
def test_scale_changes_no_interval(power):
    Z = np.random.default_rng(0).random((6, 3)) - 0.5
    one, two = (weight_stability(z, [3, 2, 1]) for z in (Z, Z * 10.0**power))
    np.testing.assert_allclose(
        one.ranking[["low", "high"]], two.ranking[["low", "high"]], rtol=1e-9
    )


def test_arguments_are_left_as_they_are():
    Z, w = HAND.copy(), np.array([2.0, 1.0])
    weight_stability(Z, w, method="topsis")
    pd.testing.assert_frame_equal(Z, HAND)
    assert w.tolist() == [2, 1]


# ---- refusals


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (([[1.0], [2.0]], [1]), {}, errors.DomainError),
        ((HAND, [1, 1]), {"others": "fixed"}, errors.UnknownMethodError),
        ((HAND, [1, 1]), {"pairs": "neighbours"}, errors.UnknownMethodError),
        ((HAND, [1, 1]), {"pairs": [("Ada", "Bell")]}, errors.UnknownColumnError),
        ((HAND, [1, 1]), {"pairs": [("Ada", "Ada")]}, errors.DomainError),
        ((HAND, [1, 1]), {"pairs": ["Ada"]}, errors.DomainError),
        ((HAND, [1, 1]), {"method": "topsys"}, errors.UnknownMethodError),
        ((HAND, [1, 1]), {"units": ["a"]}, errors.ShapeError),
        ((HAND, [1, 1]), {"grid": 0}, errors.DomainError),
        ((HAND, [1, -1]), {}, errors.WeightsError),
        ((HAND, [0, 0]), {}, errors.WeightsError),
        ((HAND, [[1, 1], [1, 2]]), {}, errors.WeightsError),
        ((HAND.replace(0.6, np.nan), [1, 1]), {}, errors.MissingDataError),
        ((HAND.replace(0.6, np.inf), [1, 1]), {}, errors.NonFiniteError),
        ((HAND.astype(str), [1, 1]), {}, errors.NotNumericError),
        ((HAND.iloc[:0], [1, 1]), {}, errors.EmptyDataError),
    ],
)
def test_what_cannot_be_read_is_refused(arguments, options, error):
    with pytest.raises(error):
        weight_stability(*arguments, **options)


# ---- a real table


@pytest.mark.skipif(not TABLE.exists(), reason="the table lies beside the project")
def test_guangdong_stays_first_unless_a_weight_triples():
    index = mi.CompositeIndex.from_toml(
        Path(__file__).parents[2] / "examples/provinces.toml"
    )
    panel = mi.read_table(
        TABLE, index.hierarchy, unit=["province"], period="year"
    ).frame
    X = panel.xs(2020, level="year")
    w = mi.weighting.entropy(X)
    found = weight_stability(mi.normalize(X, "minmax"), w)
    critical = found.critical.loc[("winner", "relative")]
    assert critical["criterion"] == "tech_market_out_wan"
    assert (critical["ahead"], critical["overtakes"]) == ("广东省", "北京市")
    assert critical["relative"] == pytest.approx(2.954, abs=1e-3)
    assert found.critical.loc[("ranking", "absolute"), "change"] < -0.006
