"""Rank reversal: what changes the order of units, counted case by case."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
)
from mcdm_index.reversal import rank_reversal, reversal_table
from mcdm_index.reversal._changes import read_table, worse, worst
from mcdm_index.reversal._order import moves, triples

UNITS = ["Ada", "Bel", "Dun", "Eri"]
X = pd.DataFrame({"gdp": [1.0, 4, 3, 5], "parks": [5.0, 2, 3, 1]}, UNITS)
RNG = np.random.default_rng(0)
WIDE = pd.DataFrame(RNG.lognormal(size=(8, 4)), list("stuvwxyz"), list("abcd"))
POLARITY = ["+", "-", "+", "+"]
FREEZABLE = [m.name for m in mi.list_methods("scoring") if m.learn is not None]
UNIT_TESTS = (
    "drop_unit",
    "add_copy",
    "add_dominated",
    "replace_worse",
    "pairs",
    "transitivity",
)


def closeness(rows, weights):
    """Score benefits by TOPSIS with vector normalization, cell by cell."""
    m = len(rows[0])
    length = [sum(row[j] ** 2 for row in rows) ** 0.5 for j in range(m)]
    V = [[weights[j] * row[j] / length[j] for j in range(m)] for row in rows]
    best = [max(row[j] for row in V) for j in range(m)]
    least = [min(row[j] for row in V) for j in range(m)]
    up = [sum((row[j] - best[j]) ** 2 for j in range(m)) ** 0.5 for row in V]
    down = [sum((row[j] - least[j]) ** 2 for j in range(m)) ** 0.5 for row in V]
    return [d / (u + d) for u, d in zip(up, down, strict=True)]


def swaps(before, after):
    """List the pairs whose strict order is reversed, by a loop over all of them."""
    found = set()
    for i in range(len(before)):
        for j in range(len(before)):
            if before[i] > before[j] and after[i] < after[j]:
                found.add((i, j))
    return found


# ---- the counts


def test_without_its_fourth_unit_topsis_turns_the_order_of_the_other_three_around():
    found = rank_reversal(X, "topsis", [1, 1], tests="drop_unit")
    last = found.cases.set_index("case").loc["Eri"]
    assert (last["compared"], last["swapped"], last["winner_changed"]) == (3, 3, True)


def test_that_order_is_the_one_computed_by_hand():
    with_eri = closeness(X.to_numpy().tolist(), [0.5, 0.5])
    without = closeness(X.iloc[:3].to_numpy().tolist(), [0.5, 0.5])
    assert np.argsort(with_eri).tolist()[::-1] == [0, 2, 1, 3]
    assert np.argsort(without).tolist()[::-1] == [1, 2, 0]


def test_swapped_pairs_are_told_by_name():
    found = rank_reversal(X, "topsis", [1, 1], tests="drop_unit")
    assert set(found.pairs[["above", "below"]].itertuples(index=False, name=None)) == {
        ("Ada", "Bel"),
        ("Ada", "Dun"),
        ("Dun", "Bel"),
    }


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@pytest.mark.parametrize("seed", range(5))
def test_dropping_a_unit_swaps_what_a_loop_over_topsis_by_pymcdm_swaps(seed):
    pymcdm = pytest.importorskip("pymcdm")
    rng = np.random.default_rng(seed)
    A, w = rng.lognormal(size=(7, 3)), np.array([0.5, 0.3, 0.2])
    topsis = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)
    signs = np.array([1, -1, 1])
    full = topsis(A, w, signs)
    found = rank_reversal(A, "topsis", w, ["+", "-", "+"], tests="drop_unit")
    for i in range(7):
        rest = [k for k in range(7) if k != i]
        expected = {
            (rest[a], rest[b]) for a, b in swaps(full[rest], topsis(A[rest], w, signs))
        }
        pairs = found.pairs[found.pairs["case"] == i]
        assert set(zip(pairs["above"], pairs["below"], strict=True)) == expected


def test_a_pair_alone_is_compared_with_its_order_in_the_full_table():
    found = rank_reversal(WIDE, "topsis", [4, 3, 2, 1], POLARITY, tests="pairs")
    full = mi.scoring.topsis(WIDE, [4, 3, 2, 1], POLARITY)
    cases = found.cases.set_index("case")["swapped"]
    for pair in combinations(WIDE.index, 2):
        alone = mi.scoring.topsis(WIDE.loc[list(pair)], [4, 3, 2, 1], POLARITY)
        turned = np.sign(alone.iloc[0] - alone.iloc[1]) == -np.sign(
            full[pair[0]] - full[pair[1]]
        )
        assert cases[pair] == turned


@pytest.mark.filterwarnings("ignore")  # scikit-criteria renames modules
@pytest.mark.parametrize("seed", range(5))
def test_pairs_stand_as_in_the_dominance_graph_of_scikit_criteria(seed):
    skc = pytest.importorskip("skcriteria")
    check = pytest.importorskip("skcriteria.ranksrev.rank_transitivity_check")
    from skcriteria.agg.similarity import TOPSIS
    from skcriteria.pipeline import mkpipe
    from skcriteria.preprocessing.scalers import VectorScaler

    A, w = np.random.default_rng(seed).lognormal(size=(6, 3)), [0.5, 0.3, 0.2]
    pipe = mkpipe(VectorScaler("matrix"), TOPSIS())
    checker = check.RankTransitivityChecker(pipe, n_jobs=1)
    theirs = checker.evaluate(dm=skc.mkdm(A, [max, max, max], weights=w)).extra_
    found = rank_reversal(A, "topsis", w, tests=["pairs", "transitivity"])
    full = found.scores.to_numpy()
    above = {(i, j) for i in range(6) for j in range(6) if full[i] > full[j]}
    turned = set(zip(found.pairs["above"], found.pairs["below"], strict=True))
    alone = above - turned | {(j, i) for i, j in turned}
    edges = theirs["pairwise_dominance_graph"].edges
    assert {(int(a[1:]), int(b[1:])) for a, b in edges} == alone
    assert (found.summary.loc["pairs", "reversed"] == 0) == theirs["test_criterion_3"]
    broken = found.summary.loc["transitivity", "most_swapped"]
    assert (broken == 0) == theirs["test_criterion_2"]


def test_scores_and_weights_are_those_of_the_full_table():
    found = rank_reversal(WIDE, "vikor", "entropy", POLARITY, tests="add_copy")
    assert_allclose(found.weights, mi.weighting.entropy(WIDE, POLARITY), rtol=1e-14)
    full = mi.score(WIDE, "vikor", weights="entropy", polarity=POLARITY)
    assert_allclose(found.scores, full, rtol=1e-14)


def test_every_unit_is_dropped_and_copied_and_every_other_one_than_the_best_replaced():
    found = rank_reversal(WIDE, "topsis", polarity=POLARITY)
    assert found.summary["cases"].to_dict() == {
        "drop_unit": 8,
        "add_copy": 8,
        "add_dominated": 9,
        "replace_worse": 7,
        "pairs": 28,
        "transitivity": 1,
        "split_criterion": 4,
        "merge_criterion": 0,
    }


def test_the_winner_cannot_change_where_it_is_left_out_itself():
    found = rank_reversal(X, "topsis", tests=["drop_unit", "add_copy"])
    unknown = found.cases[found.cases["winner_changed"].isna()]
    assert unknown[["test", "case"]].to_numpy().tolist() == [["drop_unit", "Ada"]]


# ---- methods that cannot reverse


def own_sum(X, w, polarity):
    Z = mi.normalization.goalposts(np.asarray(X), polarity, low=0.0, high=50.0)
    return np.einsum("ij,j->i", Z, w)


def test_a_weighted_sum_between_fixed_goalposts_reverses_nothing():
    found = rank_reversal(WIDE, own_sum, [4, 3, 2, 1], POLARITY)
    assert found.summary["reversed"].sum() == 0
    assert len(found.failed) == 0


def test_a_weighted_sum_of_raw_values_reverses_nothing_though_they_are_integers():
    rows = RNG.integers(0, 6, (9, 3))
    raw = {"normalization": None}
    found = rank_reversal(rows, "weighted_sum", [3, 2, 1], options=raw)
    assert found.summary[["reversed", "opened", "closed"]].to_numpy().sum() == 0


@given(
    data=arrays(float, (5, 3), elements=st.integers(1, 9).map(float)),
    method=st.sampled_from(FREEZABLE),
    weights=st.sampled_from(["entropy", "equal", "critic"]),
)
def test_with_all_frozen_no_method_changes_any_order(data, method, weights):
    found = rank_reversal(data, method, weights, ["+", "-", "+"], freeze="all")
    assert tuple(found.summary.index) == UNIT_TESTS
    assert found.summary[["reversed", "opened", "closed"]].to_numpy().sum() == 0
    assert len(found.failed) == 0


def test_what_is_frozen_scores_the_full_table_as_the_method_does():
    for method in FREEZABLE:
        found = rank_reversal(WIDE, method, polarity=POLARITY, freeze="all")
        free = mi.score(WIDE, method, polarity=POLARITY)
        assert_allclose(found.scores, free, rtol=1e-12, err_msg=method)


# ---- weights: anew, or once


def total(X, w, polarity):
    assert len(polarity) == len(w)
    return np.asarray(X) @ w


def test_weights_learned_anew_reverse_what_the_same_weights_held_fixed_do_not():
    rows = [[8.0, 3.0], [1.0, 3.0], [4.0, 8.0], [5.0, 1.0]]
    anew = rank_reversal(rows, total, "entropy", tests="drop_unit")
    once = rank_reversal(rows, total, "entropy", tests="drop_unit", freeze="weights")
    given_ = rank_reversal(rows, total, anew.weights.to_numpy(), tests="drop_unit")
    assert anew.summary.loc["drop_unit", "reversed"] > 0
    assert once.summary.loc["drop_unit", "reversed"] == 0
    assert given_.summary.loc["drop_unit", "reversed"] == 0


def test_a_split_criterion_keeps_a_sum_if_its_weight_is_halved():
    found = rank_reversal(WIDE, total, "entropy", freeze="weights")
    assert found.summary.loc["split_criterion", "reversed"] == 0


def test_a_split_criterion_counts_for_more_if_equal_weights_are_learned_anew():
    rows = [[0.0, 1.0], [0.9, 0.0]]
    found = rank_reversal(rows, total, "equal", tests="split_criterion")
    assert found.cases["swapped"].tolist() == [1, 0]


def test_two_proportional_criteria_are_merged_and_others_are_not():
    rows = WIDE.assign(e=3 * WIDE["a"], f=-WIDE["a"])
    found = rank_reversal(rows, total, [1, 1, 1, 1, 1, 1], tests="merge_criterion")
    assert found.cases["case"].tolist() == [("a", "e")]


def test_a_merged_criterion_has_the_weight_of_both():
    rows = WIDE.assign(e=WIDE["a"])
    found = rank_reversal(rows, total, [1, 1, 1, 1, 5], tests="merge_criterion")
    assert found.summary.loc["merge_criterion", "reversed"] == 0


# ---- ties


def test_a_tie_that_opens_is_no_reversal():
    found = moves(np.array([2.0, 2.0, 1.0]), np.array([2.0, 3.0, 1.0]))
    assert (len(found.swapped), found.opened, found.closed) == (0, 1, 0)


def test_an_order_that_becomes_a_tie_is_no_reversal():
    found = moves(np.array([2.0, 3.0]), np.array([1.0, 1.0]))
    assert (len(found.swapped), found.opened, found.closed) == (0, 0, 1)


def test_scores_that_differ_by_rounding_tie():
    found = moves(np.array([0.1 + 0.2, 0.3]), np.array([0.3, 0.1 + 0.2]))
    assert (len(found.swapped), found.opened, found.closed) == (0, 0, 0)


def test_a_winner_that_still_shares_the_first_place_has_not_changed():
    assert not moves(np.array([2.0, 1.0]), np.array([2.0, 2.0])).winner_changed
    assert moves(np.array([2.0, 1.0]), np.array([1.0, 2.0])).winner_changed


@given(
    before=arrays(float, 6, elements=st.integers(0, 3).map(float)),
    after=arrays(float, 6, elements=st.integers(0, 3).map(float)),
)
def test_moves_are_those_of_a_loop_over_all_pairs(before, after):
    found = moves(before, after)
    assert set(map(tuple, found.swapped.tolist())) == swaps(before, after)
    pairs = list(combinations(range(6), 2))
    tied = [(before[i] == before[j], after[i] == after[j]) for i, j in pairs]
    assert found.opened == sum(a and not b for a, b in tied)
    assert found.closed == sum(b and not a for a, b in tied)


# ---- transitivity


def majority(X, w, polarity):
    """Score a unit by how many it beats in most criteria."""
    assert len(polarity) == len(w)
    X = np.asarray(X)
    wins = (X[:, None] > X[None]) @ w
    return (wins > 0.5).sum(axis=1).astype(float)


def test_a_majority_that_goes_in_a_circle_is_not_transitive():
    circle = [[3, 2, 1], [2, 1, 3], [1, 3, 2]]
    found = rank_reversal(circle, majority, tests="transitivity")
    assert found.cases[["compared", "swapped"]].to_numpy().tolist() == [[1, 1]]


@given(arrays(np.int8, 10, elements=st.integers(-1, 1)))
def test_a_wrong_triple_is_one_that_no_three_ranks_can_give(upper):
    order = np.zeros((5, 5))
    pairs = list(combinations(range(5), 2))
    for (i, j), sign in zip(pairs, upper, strict=True):
        order[i, j], order[j, i] = sign, -sign
    ranks = range(3)
    possible = {
        (np.sign(a - b), np.sign(b - c), np.sign(a - c))
        for a in ranks
        for b in ranks
        for c in ranks
    }
    threes = list(combinations(range(5), 3))
    seen = [(order[i, j], order[j, k], order[i, k]) for i, j, k in threes]
    circles = sum(each in {(1, 1, -1), (-1, -1, 1)} for each in seen)
    wrong = sum(each not in possible for each in seen)
    assert triples(order) == (len(threes), circles, wrong - circles)


def test_ties_that_do_not_go_on_are_no_circle_but_are_told():
    rows = [[1, 2, 3, 3], [0, 0, 3, 3], [0, 1, 3, 1]]
    # The first and the second tie, the second and the third as well, but the first
    # beats the third in three of four criteria.
    found = rank_reversal(rows, majority, tests="transitivity")
    assert found.cases[["swapped", "opened"]].to_numpy().tolist() == [[0, 1]]


# ---- a bit worse


def test_what_is_a_bit_worse_is_worse_in_every_direction():
    kinds = ["+", "-", mi.Target(5), mi.Interval(2, 4)]
    rows = [[1.0, 1, 4, 3], [3, 3, 6, 1], [5, 5, 9, 8]]
    table = read_table(rows, kinds)
    found = worse(table, table.data[0], 0.1)
    assert_allclose(found, [0.9, 1.4, 3.6, 4.7])


def test_what_is_positive_stays_positive():
    table = read_table([[0.001, 1], [1000, 2]], None)
    assert worse(table, table.data[0], 0.9)[0] > 0


def test_the_worst_of_every_criterion_is_the_farthest_from_a_target():
    table = read_table([[1.0, 1, 4], [3, 3, 6], [5, 5, 9]], ["+", "-", mi.Target(5)])
    assert worst(table).tolist() == [1, 5, 9]


@given(arrays(float, (4, 3), elements=st.floats(0.01, 100)), st.integers(0, 3))
def test_a_unit_made_worse_never_scores_above_itself(data, i):
    table = read_table(data, ["+", "-", "+"])
    both = np.vstack([data, worse(table, data[i], 0.1)])
    scores = mi.scoring.weighted_sum(both, [1, 1, 1], ["+", "-", "+"])
    assert scores[4] <= scores[i] + 1e-12


# ---- what goes wrong


def brittle(X, w, polarity):
    """Score by TOPSIS, but not without Ada."""
    if len(X) < 4 and "Ada" not in X.index:
        msg = "where is Ada"
        raise ValueError(msg)
    return mi.scoring.topsis(X, w, polarity)


def test_a_case_that_cannot_be_scored_is_counted_and_told():
    found = rank_reversal(X, brittle, tests="drop_unit")
    assert found.failed.to_dict("records") == [
        {"test": "drop_unit", "case": "Ada", "reason": "ValueError: where is Ada"}
    ]
    assert found.summary.loc["drop_unit", ["cases", "failed"]].tolist() == [4, 1]
    assert len(found.cases) == 3


def test_a_share_leaves_out_the_cases_that_failed():
    found = rank_reversal(X, brittle, tests="drop_unit")
    assert found.summary.loc["drop_unit", "share"] == pytest.approx(1 / 3)


def test_triples_with_a_pair_that_failed_do_not_count():
    found = rank_reversal(X, brittle, tests="transitivity")
    assert found.cases["compared"].tolist() == [0]


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"tests": "drop_units"}, DomainError, "Did you mean 'drop_unit'"),
        ({"freeze": "wieghts"}, DomainError, "Did you mean 'weights'"),
        ({"freeze": True}, DomainError, "freeze is one of"),
        ({"step": 1}, DomainError, "between 0 and 1"),
        ({"step": True}, DomainError, "between 0 and 1"),
        ({"step": "big"}, DomainError, "between 0 and 1"),
        ({"method": "topsys"}, UnknownMethodError, "topsis"),
        ({"options": {"q": 1}}, UnknownMethodError, "no option 'q'"),
        (
            {"freeze": "all", "tests": "split_criterion"},
            DomainError,
            "changes the criteria",
        ),
        ({"freeze": "all", "method": total}, DomainError, "nothing that could be"),
        (
            {"freeze": "all", "method": "benefit_of_the_doubt"},
            UnknownMethodError,
            "all rows at once",
        ),
    ],
)
def test_what_cannot_be_is_refused(changes, kind, words):
    with pytest.raises(kind, match=words):
        rank_reversal(X, **changes)


def test_a_single_unit_has_no_order():
    with pytest.raises(ShapeError, match="two units or more, got 1"):
        rank_reversal(X.iloc[:1])


def test_a_gap_is_refused_by_name():
    with pytest.raises(MissingDataError, match="Bel"):
        rank_reversal(X.replace(4.0, np.nan))


def test_two_units_can_be_tested():
    found = rank_reversal(X.iloc[:2])
    assert found.summary.loc["transitivity", "cases"] == 1
    assert len(found.failed) == 0


def test_the_table_is_left_as_it_was():
    before = WIDE.copy()
    rank_reversal(WIDE, polarity=POLARITY)
    pd.testing.assert_frame_equal(WIDE, before)


# ---- all methods


def test_all_methods_are_tested_side_by_side():
    found = reversal_table(WIDE, None, "equal", POLARITY, tests=["drop_unit"])
    assert set(found.table.index) == {m.name for m in mi.list_methods("scoring")}
    one = rank_reversal(WIDE, "edas", "equal", POLARITY, tests="drop_unit")
    row = found.table.loc["edas", "drop_unit"]
    assert row["share"] == one.summary.loc["drop_unit", "share"]
    assert row["most_swapped"] == one.summary.loc["drop_unit", "most_swapped"]


def test_a_method_that_cannot_score_the_table_is_named_with_the_reason():
    rows = WIDE - 1  # some values are negative
    found = reversal_table(rows, ["vikor", "weighted_product"], "equal", tests="pairs")
    assert list(found.excluded.index) == ["weighted_product"]
    assert "0 or more" in found.excluded["weighted_product"]
    assert found.table.loc["weighted_product"].isna().all()


def test_if_no_method_can_score_the_table_all_reasons_are_told():
    with pytest.raises(EmptyDataError, match="0 or more"):
        reversal_table(WIDE - 1, ["weighted_product"], "equal")


def test_methods_can_be_named():
    methods = {
        "inside": "topsis",
        "outside": ("topsis", {"weight_position": "outside"}),
    }
    found = reversal_table(WIDE, methods, tests="pairs")
    assert list(found.table.index) == ["inside", "outside"]


def test_two_methods_of_one_name_are_refused():
    with pytest.raises(DuplicateLabelError, match="topsis"):
        reversal_table(WIDE, ["topsis", "topsis"], tests="pairs")


def test_a_wrong_table_is_no_fault_of_a_method():
    with pytest.raises(ShapeError, match="two units"):
        reversal_table(X.iloc[:1])
