"""Donors: nearest by prediction, all with the same chance."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mcdm_index.imputation.matching import match

RNG = np.random.default_rng(0)


def nearest(predicted, wanted, k):
    """Find the k nearest by sorting all distances."""
    return set(np.argsort(np.abs(predicted - wanted), kind="stable")[:k])


@pytest.mark.parametrize("k", [1, 3, 5])
def test_a_donor_is_one_of_the_nearest(k):
    predicted, wanted = RNG.standard_normal((2, 30)), RNG.standard_normal((2, 400))
    found = match(predicted, wanted, k, RNG.random((2, 400)))
    for chain in range(2):
        for row, value in zip(found[chain], wanted[chain], strict=True):
            assert row in nearest(predicted[chain], value, k)


def test_each_of_the_nearest_has_the_same_chance():
    predicted = RNG.standard_normal((1, 30))
    wanted = np.full((1, 50_000), 0.3)
    found = match(predicted, wanted, 5, RNG.random(wanted.shape))
    _, counts = np.unique(found, return_counts=True)
    assert len(counts) == 5
    assert_allclose(counts / counts.sum(), 0.2, atol=0.01)


def test_equal_predictions_are_drawn_alike_over_many_chains():
    m = 20_000
    found = match(np.zeros((m, 6)), np.zeros((m, 1)), 2, RNG.random((m, 1)))
    _, counts = np.unique(found, return_counts=True)
    assert_allclose(counts / m, 1 / 6, atol=0.015)


def test_fewer_rows_than_donors_are_all_donors():
    found = match(np.array([[0.0, 1.0]]), np.zeros((1, 500)), 5, RNG.random((1, 500)))
    assert set(found[0]) == {0, 1}


def test_beyond_all_predictions_the_outermost_rows_give():
    predicted = np.arange(10.0)[None]
    found = match(predicted, np.full((1, 200), 99.0), 3, RNG.random((1, 200)))
    assert set(found[0]) == {7, 8, 9}


def chances(predicted, wanted, k, count=60_000):
    found = match(
        np.array([predicted]), np.full((1, count), wanted), k, RNG.random((1, count))
    )
    return np.bincount(found[0], minlength=len(predicted)) / count


def test_all_rows_that_are_equally_near_give():
    share = chances(np.repeat([0.0, 1.0], 50), 0.0, 5)
    assert_allclose(share[:50], 1 / 50, atol=0.004)
    assert not share[50:].any()


def test_rows_that_are_equally_near_on_both_sides_give_alike():
    share = chances(np.repeat([0.0, 1.0], 50), 0.5, 5)
    assert_allclose(share, 1 / 100, atol=0.004)


def test_nearer_rows_are_always_among_the_donors():
    share = chances(np.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 5.0]), 0.1, 3)
    assert_allclose(share, [1 / 3, 1 / 3, *[1 / 12] * 4, 0], atol=0.01)


def test_predictions_that_differ_by_rounding_are_equal():
    nearly = 0.3 + 1e-16 * np.arange(20)
    assert_allclose(chances(nearly, 0.3, 2), 1 / 20, atol=0.01)


def test_a_donor_does_not_depend_on_what_else_is_wanted():
    predicted, wanted = RNG.integers(0, 3, (1, 40)) * 1.0, RNG.standard_normal((1, 9))
    uniform = RNG.random((1, 9))
    alone = match(predicted, wanted[:, 4:5], 5, uniform[:, 4:5])
    assert alone[0, 0] == match(predicted, wanted, 5, uniform)[0, 4]
