"""SMAA: against a plain loop, by hand, whatever the blocks; and what is refused."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.acceptability import RankTally, _draws
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
    WeightsError,
)

UNITS = ["Ada", "Bel", "Dun", "Eri"]
POLARITY = ["+", "-", "+"]


@pytest.fixture
def table():
    values = [[8.1, 61, 3.2], [5.2, 35, 4.8], [6.6, 72, 2.5], [3.9, 20, 1.1]]
    return pd.DataFrame(values, index=UNITS, columns=["gdp", "smog", "beds"])


def by_loop(X, W, polarity, method="topsis"):
    """Count ranks, wins and first places draw by draw and unit by unit."""
    n, k = len(X), len(W)
    places, wins = np.zeros((n, n)), np.zeros((n, n))
    firsts = [[] for _ in range(n)]
    for w in W:
        s = np.asarray(mi.score(X, method, weights=w, polarity=polarity))
        for i in range(n):
            rank = 1 + sum(s[j] > s[i] for j in range(n))
            places[i, rank - 1] += 1
            if rank == 1:
                firsts[i].append(w)
            for j in range(n):
                wins[i, j] += (s[i] > s[j]) + 0.5 * (s[i] == s[j])
    central = [
        np.mean(ws, axis=0) if ws else np.full(len(W[0]), np.nan) for ws in firsts
    ]
    return places / k, wins / k, np.array(central)


@pytest.mark.parametrize("method", ["topsis", "weighted_sum", "vikor", "borda"])
def test_what_is_counted_is_what_a_loop_counts(table, method):
    W = mi.sampling.uniform_weights(300, 3, rng=0)
    found = mi.smaa(table, method, W, POLARITY)
    places, wins, central = by_loop(table, W, POLARITY, method)
    assert_allclose(found.acceptability, places, rtol=1e-14)
    assert_allclose(found.beats, wins, rtol=1e-14)
    assert_allclose(found.central_weights.to_numpy(float, na_value=np.nan), central)


def test_scores_have_the_moments_of_all_draws(table):
    W = mi.sampling.uniform_weights(500, 3, rng=0)
    found = mi.smaa(table, "topsis", W, POLARITY, levels=(0.1, 0.5))
    S = mi.scoring.topsis(table, W, POLARITY)
    assert_allclose(found.scores["mean"], S.mean(axis=0))
    assert_allclose(found.scores["sd"], S.std(axis=0))
    assert_allclose(found.scores[["10%", "50%"]].T, np.quantile(S, (0.1, 0.5), axis=0))


def test_two_criteria_can_be_worked_out_by_hand():
    """Unit 0 is first if its criterion has more than half of the weight."""
    found = mi.smaa([[1.0, 0.0], [0.0, 1.0]], "weighted_sum", n=20_000, rng=0)
    assert_allclose(found.acceptability, 0.5, atol=0.015)
    central = found.central_weights.astype(float)
    assert_allclose(central, [[0.75, 0.25], [0.25, 0.75]], atol=0.01)
    assert_array_equal(found.confidence, [1.0, 1.0])


def test_a_unit_that_is_never_first_has_no_central_weights():
    found = mi.smaa([[2.0, 2.0], [1.0, 1.0]], n=50, rng=0)
    assert found.central_weights.isna().all(axis=1).tolist() == [False, True]
    assert found.confidence.isna().tolist() == [False, True]


def test_equal_units_share_the_first_rank_and_win_half():
    found = mi.smaa([[1.0, 2.0]] * 3, n=20, rng=0)
    assert_array_equal(found.acceptability, [[1.0, 0.0, 0.0]] * 3)
    assert_array_equal(found.beats, np.full((3, 3), 0.5))


def test_a_single_unit_is_always_first():
    found = mi.smaa([[1.0, 2.0]], n=20, rng=0)
    assert found.acceptability.to_numpy().tolist() == [[1.0]]
    assert found.holistic("linear").tolist() == [1.0]


# ---- one stream, whatever the blocks


def same(a, b):
    """Tell whether two results are equal to the last bit."""
    frames = ("acceptability", "beats", "central_weights", "confidence", "scores")
    return all(getattr(a, name).equals(getattr(b, name)) for name in frames)


def test_the_same_seed_gives_the_same_numbers(table):
    first, second = (mi.smaa(table, n=300, rng=7) for _ in "ab")
    assert same(first, second)


def test_less_memory_changes_nothing(table):
    plenty = mi.smaa(table, n=9000, rng=7)
    scarce = mi.smaa(table, n=9000, rng=7, memory=80_000)  # one unit after the other
    assert same(plenty, scarce)


def test_draws_that_were_made_before_give_the_same(table):
    rng = np.random.default_rng(np.random.default_rng(7).integers(2**63))
    W = np.vstack([mi.sampling.uniform_weights(k, 3, rng=rng) for k in (8192, 808)])
    assert same(mi.smaa(table, n=9000, rng=7), mi.smaa(table, weights=W))


def test_the_size_of_the_blocks_changes_nothing(table, monkeypatch):
    whole = mi.smaa(table, n=1000, rng=7)
    monkeypatch.setattr(_draws, "_CELLS", 1)  # blocks of 64
    parts = mi.smaa(table, n=1000, rng=7)
    assert_array_equal(whole.acceptability, parts.acceptability)
    assert_allclose(whole.scores, parts.scores, rtol=1e-13)


def test_units_in_another_order_have_the_same_numbers(table):
    there, back = mi.smaa(table, n=500, rng=1), mi.smaa(table[::-1], n=500, rng=1)
    assert_allclose(there.acceptability, back.acceptability.loc[UNITS])
    assert_allclose(there.beats, back.beats.loc[UNITS, UNITS])


# ---- weights


def test_weights_may_come_from_a_sampler(table):
    sampler = partial(mi.sampling.weights_around, [0.5, 0.3, 0.2], spread=0)
    found = mi.smaa(table, weights=sampler, polarity=POLARITY, n=10, rng=0)
    alone = mi.rank(mi.scoring.topsis(table, [0.5, 0.3, 0.2], POLARITY))
    assert found.median_rank.tolist() == alone.tolist()
    assert (found.acceptability.max(axis=1) == 1).all()


def test_draws_go_by_the_names_of_the_criteria(table):
    W = pd.DataFrame([[1, 0, 0], [0.9, 0.1, 0]], columns=["beds", "gdp", "smog"])
    named = mi.smaa(table, weights=W, polarity=POLARITY)
    plain = mi.smaa(table, weights=[[0, 0, 1], [0.1, 0, 0.9]], polarity=POLARITY)
    assert same(named, plain)


def test_one_weight_vector_is_refused(table):
    with pytest.raises(WeightsError, match="has no uncertainty; draw from around"):
        mi.smaa(table, weights=[1, 1, 1])


def test_a_sampler_that_gives_another_number_is_refused(table):
    with pytest.raises(ShapeError, match=r"weights of shape \(2, 3\) instead of"):
        mi.smaa(table, weights=lambda k, rng: np.ones((2, 3)), n=5)  # noqa: ARG005


@pytest.mark.parametrize(
    ("kwargs", "error", "told"),
    [
        ({"weights": "equal"}, UnknownMethodError, "weights are 'uniform', a sampler"),
        ({"weights": [[1, 1, 1]], "n": 5}, ShapeError, "1 weight vectors are given"),
        ({"n": 0}, DomainError, "n must be a whole number of 1 or more"),
        ({"memory": 100}, DomainError, "the counts for 4 units take 640 bytes"),
        ({"levels": [2.0]}, DomainError, "levels must be probabilities"),
        ({"cuts": [2, 1]}, DomainError, "cuts must be finite and ascend"),
        ({"cuts": "high"}, DomainError, "cuts must be a list of scores"),
        ({"options": 5}, DomainError, "options are a mapping"),
        ({"method": "topsys"}, UnknownMethodError, "topsis"),
    ],
)
def test_what_cannot_be_done_is_refused(table, kwargs, error, told):
    with pytest.raises(error, match=told):
        mi.smaa(table, polarity=POLARITY, **kwargs)


def test_a_missing_value_is_named(table):
    table.loc["Bel", "smog"] = np.nan
    with pytest.raises(MissingDataError, match="'Bel', criterion 'smog'"):
        mi.smaa(table, n=5)


# ---- functions, tables, grades


def test_a_function_is_called_once_per_draw(table):
    def total(X, w, polarity):  # noqa: ARG001
        return np.asarray(X) @ w

    W = mi.sampling.uniform_weights(20, 3, rng=0)
    found = mi.smaa(table, total, W)
    assert_allclose(found.scores["mean"], (table.to_numpy() @ W.T).mean(axis=1))


def test_a_function_without_a_score_for_a_unit_is_refused(table):
    def none(X, w, polarity):  # noqa: ARG001
        return np.where(np.arange(len(X)) == 2, np.nan, 1.0)

    with pytest.raises(MissingDataError, match="the score of unit 'Dun' is missing"):
        mi.smaa(table, none, n=3)


def test_draws_take_the_tables_in_turn(table):
    other = table[::-1].set_axis(UNITS)
    W = mi.sampling.uniform_weights(200, 3, rng=0)
    found = mi.smaa([table, other], "topsis", W, POLARITY)
    parts = [
        mi.smaa(X, "topsis", W[t::2], POLARITY) for t, X in enumerate((table, other))
    ]
    expected = (parts[0].acceptability + parts[1].acceptability) / 2
    assert_allclose(found.acceptability, expected)


def test_confidence_is_the_share_of_tables():
    tables = np.array([[[2.0, 1.0], [1.0, 1.5]], [[1.0, 1.0], [2.0, 1.5]]])
    found = mi.smaa(tables, "weighted_sum", n=400, rng=0)
    assert_allclose(found.confidence, [0.5, 1.0])


def test_tables_must_have_the_same_units(table):
    with pytest.raises(ShapeError, match="table 1 has other units"):
        mi.smaa([table, table[:2]], n=5)


@pytest.mark.parametrize("X", [[], np.empty((0, 3))])
def test_nothing_to_rank_is_refused(X):
    with pytest.raises(EmptyDataError, match="there is no"):
        mi.smaa(X, n=5)


def test_grades_have_probabilities(table):
    W = mi.sampling.uniform_weights(200, 3, rng=0)
    found = mi.smaa(table, "topsis", W, POLARITY, cuts=[0.4, 0.6])
    grades = mi.grading.grade(mi.scoring.topsis(table, W, POLARITY), [0.4, 0.6])
    expected = [(grades == g).mean(axis=0) for g in (1, 2, 3)]
    assert_allclose(found.grades.T, expected)


def test_without_cuts_there_are_no_grades(table):
    assert mi.smaa(table, n=5).grades is None


# ---- the tally


def test_a_tally_does_not_depend_on_its_blocks():
    rng = np.random.default_rng(0)
    S, W = rng.integers(0, 6, (700, 5)).astype(float), rng.random((700, 2))
    whole, parts = RankTally(5, 2), RankTally(5, 2)
    whole.add(S, W)
    for i in range(0, 700, 33):
        parts.add(S[i : i + 33], W[i : i + 33])
    assert_array_equal(whole.places, parts.places)
    assert_array_equal(whole.firsts, parts.firsts)
    assert_array_equal(whole.beats(), parts.beats())


def test_wins_with_ties_are_those_of_all_comparisons():
    S = np.random.default_rng(0).integers(0, 4, (600, 6)).astype(float)
    tally = RankTally(6, 1)
    tally.add(S, np.ones((600, 1)))
    ahead, tied = S[:, :, None] > S[:, None], S[:, :, None] == S[:, None]
    assert_allclose(tally.beats(), (ahead + 0.5 * tied).mean(axis=0), rtol=1e-14)


def test_many_units_need_larger_places():
    """Ranks up to 300 do not fit into a byte."""
    S = np.random.default_rng(0).random((3, 300))
    tally = RankTally(300, 1)
    tally.add(S, np.ones((3, 1)))
    expected = (S[:, :, None] > S[:, None]).mean(axis=0) + 0.5 * np.eye(300)
    assert_allclose(tally.beats(), expected)


def test_a_tally_without_draws_knows_no_wins():
    with pytest.raises(DomainError, match="there is no draw"):
        RankTally(2, 1).beats()


def test_a_tally_without_pairs_says_so():
    tally = RankTally(2, 1, pairs=False)
    tally.add(np.ones((1, 2)), np.ones((1, 1)))
    with pytest.raises(DomainError, match="pairs were not counted"):
        tally.beats()


def test_a_tally_refuses_scores_of_another_shape():
    with pytest.raises(ShapeError, match=r"scores need shape \(1, 2\), got \(1, 3\)"):
        RankTally(2, 1).add(np.ones((1, 3)), np.ones((1, 1)))


def test_a_tally_refuses_a_missing_score():
    with pytest.raises(MissingDataError, match="the score of unit 1 is missing"):
        RankTally(2, 1).add(np.array([[1.0, np.nan]]), np.ones((1, 1)))
