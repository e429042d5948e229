"""Axes: labels are moved apart, and lines of remarks are broken where they must be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index.plot._axes import ems_of, spread, wrapped

places = st.lists(st.floats(0, 10), min_size=1, max_size=12).map(np.array)


@given(places)
def test_labels_that_are_spread_are_a_gap_apart(wish):
    found = np.sort(spread(wish, 0.5, 0.0, 10.0))
    assert (np.diff(found) >= 0.5 - 1e-9).all()


@given(places)
def test_labels_that_are_spread_stay_within_their_limits(wish):
    found = spread(wish, 0.5, 0.0, 10.0)
    assert found.min() >= -1e-9
    assert found.max() <= 10 + 1e-9


@given(places)
def test_labels_that_are_spread_keep_their_order(wish):
    order = np.argsort(wish, kind="stable")
    assert (np.diff(spread(wish, 0.5, 0.0, 10.0)[order]) >= 0).all()


def test_labels_that_are_far_apart_stay_where_they_are():
    wish = np.array([7.0, 1.0, 4.0])
    np.testing.assert_array_equal(spread(wish, 0.5, 0.0, 10.0), wish)


def test_more_labels_than_fit_share_the_room_alike():
    np.testing.assert_allclose(spread(np.zeros(5), 9.0, 0.0, 8.0), [0, 2, 4, 6, 8])


def test_a_line_is_broken_between_words():
    assert wrapped("capability of market entities", 10) == [
        "capability of",
        "market entities",
    ]


def test_a_line_is_broken_between_chinese_characters():
    assert wrapped("产业结构高级化", 4) == ["产业结构", "高级化"]


@pytest.mark.parametrize(("text", "ems"), [("产业", 2.0), ("", 0.0)])
def test_a_chinese_character_is_an_em_wide(text, ems):
    assert ems_of(text) == ems
