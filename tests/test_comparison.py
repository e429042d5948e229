"""Comparison: what several methods and weights make of one table."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
)

RNG = np.random.default_rng(0)
UNITS = [f"u{i}" for i in range(12)]
X = pd.DataFrame(RNG.lognormal(size=(12, 4)), index=UNITS, columns=list("abcd"))
POLARITY = ["+", "+", "-", "+"]


@pytest.fixture(scope="module")
def found():
    return mi.compare(X, ["topsis", "weighted_sum"], ["entropy", "critic"], POLARITY)


def test_each_run_is_the_score_of_its_method_under_its_weights(found):
    expected = mi.score(X, "topsis", weights="critic", polarity=POLARITY)
    assert_array_equal(found.scores["topsis / critic"], expected)


def test_ranks_are_those_of_the_scores(found):
    name = "weighted_sum / entropy"
    assert_array_equal(found.ranks[name], mi.rank(found.scores[name]))


def test_weights_are_found_once_and_given_back(found):
    expected = mi.weighting.entropy(X, POLARITY)
    assert_array_equal(found.weights["entropy"], expected)
    assert list(found.weights.index) == list("abcd")


def test_units_keep_their_names(found):
    assert list(found.ranks.index) == UNITS


def test_agreement_is_that_of_the_ranks(found):
    a, b = found.ranks.columns[:2]
    for measure, agree in mi.agreement.MEASURES.items():
        expected = agree(found.ranks[a], found.ranks[b])
        assert found.agreement[measure].loc[a, b] == pytest.approx(expected)


def test_every_run_agrees_with_itself(found):
    for table in found.agreement.values():
        assert_allclose(np.diag(table), 1, rtol=1e-12)


def test_the_consensus_is_the_rank_of_the_mean_rank(found):
    expected = mi.rank(-found.ranks.mean(axis=1))
    assert_array_equal(found.consensus, expected)


def test_who_moves_most_comes_first(found):
    moves = found.ranks.max(axis=1) - found.ranks.min(axis=1)
    assert_array_equal(found.movers["range"], sorted(moves, reverse=True))
    assert_array_equal(found.movers["range"].sort_index(), moves.sort_index())


def test_one_set_of_weights_needs_no_name():
    assert list(mi.compare(X, ["topsis"], polarity=POLARITY).ranks) == ["topsis"]


def test_a_mapping_names_methods_and_weights():
    methods = {"one": ("topsis", {"p": 1}), "two": "topsis"}
    weights = {"mine": [1, 2, 3, 4], "judged": mi.judgment.roc(list("abcd"))}
    found = mi.compare(X, methods, weights, POLARITY)
    assert list(found.ranks) == [
        "one / mine",
        "one / judged",
        "two / mine",
        "two / judged",
    ]
    expected = mi.scoring.topsis(X, [1, 2, 3, 4], POLARITY, p=1)
    assert_array_equal(found.scores["one / mine"], expected)


@pytest.mark.parametrize(
    "weights",
    [
        [1, 2, 3, 4],
        np.array([1.0, 2, 3, 4]),
        {"d": 4, "c": 3, "b": 2, "a": 1},
        pd.Series([1, 2, 3, 4], index=list("abcd")),
    ],
    ids=lambda w: type(w).__name__,
)
def test_a_number_for_each_criterion_is_one_set_of_weights(weights):
    found = mi.compare(X, ["topsis"], weights, POLARITY)
    assert_allclose(found.weights.iloc[:, 0], [0.1, 0.2, 0.3, 0.4])


def test_a_function_of_ones_own_is_compared():
    def first(X, w, polarity):
        del w, polarity
        return np.asarray(X)[:, 0]

    assert list(mi.compare(X, [first, "topsis"]).ranks) == ["first", "topsis"]


def test_an_array_is_compared_without_names():
    found = mi.compare(X.to_numpy(), ["topsis"])
    assert list(found.ranks.index) == list(range(12))


def test_two_runs_of_one_name_are_refused():
    with pytest.raises(DuplicateLabelError, match="two runs are called 'topsis'"):
        mi.compare(X, ["topsis", ("topsis", {"p": 1})])


@pytest.mark.parametrize("what", [{"methods": []}, {"weights": {}}])
def test_nothing_to_compare_is_refused(what):
    with pytest.raises(EmptyDataError, match="to compare"):
        mi.compare(X, **what)


def test_a_method_that_fails_is_named():
    with pytest.raises(DomainError, match=r"short: p must be 1 or more"):
        mi.compare(X, {"short": ("topsis", {"p": 0.5})})
    with pytest.raises(UnknownMethodError, match="Did you mean 'topsis'"):
        mi.compare(X, ["topsys"])


def test_weights_that_fail_are_named():
    with pytest.raises(DomainError, match=r"entropy: Negative values"):
        mi.compare(X - 5, ["topsis"], ["entropy"])


def test_scores_with_labels_go_by_them():
    backwards = pd.Series(range(12), index=UNITS)[::-1]
    found = mi.compare(X, {"mine": lambda *_: backwards}, "equal", POLARITY)
    assert found.scores["mine"].tolist() == list(range(12))


@pytest.mark.parametrize("weights", [["equal", "equal"], {1: "equal", "1": "entropy"}])
def test_two_sets_of_weights_with_one_name_are_refused(weights):
    with pytest.raises(DuplicateLabelError, match="two sets of weights are called"):
        mi.compare(X, ["topsis"], weights, POLARITY)


@pytest.mark.parametrize("scores", [[1.0, 2.0], np.ones((12, 2)), ["a"] * 12])
def test_a_method_gives_one_score_per_unit(scores):
    with pytest.raises(ShapeError, match="mine: scores must be 12 numbers"):
        mi.compare(X, {"mine": lambda *_: scores}, "equal", POLARITY)


def test_a_missing_score_is_told_with_its_unit():
    scores = np.where(np.arange(12) == 3, np.nan, 1.0)
    with pytest.raises(MissingDataError, match=r"mine: .* unit 'u3'"):
        mi.compare(X, {"mine": lambda *_: scores}, "equal", POLARITY)


@pytest.mark.parametrize("given", [None, 3, pd.DataFrame({"a": [1]})])
def test_what_is_no_list_of_runs_is_refused(given):
    with pytest.raises(DomainError, match="method: a sequence or mapping"):
        mi.compare(X, given, "equal", POLARITY)
    with pytest.raises(DomainError, match="weights: a sequence or mapping"):
        mi.compare(X, ["topsis"], given, POLARITY)
