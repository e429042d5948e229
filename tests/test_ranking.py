"""Ranks by one sort of whole numbers: equal to those of scipy where it is delicate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import rankdata

import mcdm_index as mi
from mcdm_index._numeric import TIES, _rank_apart

every_rule = pytest.mark.parametrize("ties", TIES)
NEXT = np.nextafter(1.0, 2.0)
DELICATE = {
    "both zeros": [0.0, -0.0, 1.0, -1.0],
    "infinities": [np.inf, 1e308, -np.inf, -1e308, np.inf],
    "neighbours": [1.0, NEXT, np.nextafter(NEXT, 2.0), 1.0],
    "tiny": [5e-324, 0.0, -5e-324, 1e-323],
    "signs": [-3.0, 2.0, -2.0, 3.0, -2.5],
    "gaps": [2.0, np.nan, 2.0, 1.0, np.nan],
    "one": [4.0],
    "none known": [np.nan, np.nan],
}


def expected(scores, ties):
    found = rankdata(-scores, method=ties, axis=-1, nan_policy="omit").astype(float)
    return np.where(np.isnan(scores), np.nan, found)


@every_rule
@pytest.mark.parametrize("scores", DELICATE.values(), ids=DELICATE.keys())
def test_delicate_scores_are_ranked_as_by_scipy(scores, ties):
    scores = np.array(scores)
    assert_array_equal(mi.rank(scores, ties=ties), expected(scores, ties))


@every_rule
@pytest.mark.parametrize("shape", [(700, 287), (3, 9000), (2, 3, 5)])
def test_many_scores_are_ranked_as_by_scipy(shape, ties):
    scores = np.random.default_rng(0).normal(size=shape)
    scores[..., 0] = scores[..., -1]  # a tie in each row
    scores[0] = np.arange(scores[0].size).reshape(scores[0].shape)  # but in one
    assert_array_equal(mi.rank(scores, ties=ties), expected(scores, ties))


@every_rule
@given(data=st.data(), n=st.integers(1, 40))
def test_any_floats_are_ranked_as_by_scipy(data, n, ties):
    floats = st.floats(allow_nan=False, width=64)
    scores = np.array(data.draw(st.lists(floats, min_size=n, max_size=n)))
    assert_array_equal(mi.rank(scores, ties=ties), expected(scores, ties))


def test_scores_that_are_too_close_to_be_told_apart_are_noticed():
    rows = np.array([[1.0, NEXT, 2.0], [1.0, 1.5, 2.0]])
    assert _rank_apart(rows, np.empty((2, 3))).tolist() == [True, False]


@pytest.mark.parametrize("kind", [np.int64, np.float32, bool])
def test_other_numbers_than_floats_are_ranked(kind):
    assert mi.rank(np.array([1, 0, 1], dtype=kind)).tolist() == [1, 3, 1]


def test_scores_are_not_changed():
    scores = np.array([0.0, 2.0, 1.0])
    mi.rank(scores)
    assert scores.tolist() == [0.0, 2.0, 1.0]
