"""What holds for ranks under every rule for ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import mcdm_index as mi
from mcdm_index._numeric import TIES
from tests import strategies

every_rule = pytest.mark.parametrize("ties", TIES)
sharing = pytest.mark.parametrize("ties", [rule for rule in TIES if rule != "ordinal"])


@every_rule
@given(scores=strategies.scores())
def test_a_larger_score_has_a_smaller_rank(ties, scores):
    ranks = mi.rank(scores, ties=ties)
    larger = scores[:, None] > scores
    assert (ranks[:, None] < ranks)[larger].all()


@sharing
@given(scores=strategies.scores())
def test_equal_scores_share_a_rank(ties, scores):
    ranks = mi.rank(scores, ties=ties)
    equal = scores[:, None] == scores
    assert (ranks[:, None] == ranks)[equal].all()


@given(scores=strategies.scores())
def test_ordinal_ranks_are_a_permutation_in_order_of_appearance(scores):
    ranks = mi.rank(scores, ties="ordinal")
    expected = np.lexsort((np.arange(len(scores)), -scores))
    assert_array_equal(np.argsort(ranks), expected)


@given(scores=strategies.scores())
def test_the_best_score_has_rank_one(scores):
    assert mi.rank(scores)[np.argmax(scores)] == 1


@given(scores=strategies.scores())
def test_average_ranks_keep_their_sum(scores):
    n = len(scores)
    assert mi.rank(scores, ties="average").sum() == n * (n + 1) / 2


@every_rule
@given(scores=strategies.scores(), data=st.data())
def test_a_missing_score_takes_no_place(ties, scores, data):
    at = data.draw(st.integers(0, len(scores)))
    ranks = mi.rank(np.insert(scores, at, np.nan), ties=ties)
    assert_array_equal(np.delete(ranks, at), mi.rank(scores, ties=ties))


@every_rule
@given(scores=strategies.scores(), data=st.data())
def test_a_missing_score_has_no_rank(ties, scores, data):
    at = data.draw(st.integers(0, len(scores)))
    assert np.isnan(mi.rank(np.insert(scores, at, np.nan), ties=ties)[at])


@every_rule
@given(scores=strategies.scores(), data=st.data())
def test_a_batch_is_ranked_one_by_one(ties, scores, data):
    batch = np.array([data.draw(st.permutations(list(scores))) for _ in range(3)])
    expected = [mi.rank(row, ties=ties) for row in batch]
    assert_array_equal(mi.rank(batch, ties=ties), expected)
