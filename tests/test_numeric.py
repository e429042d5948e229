"""Degenerate cases: what varies, how to share, divide, weigh and rank."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index._numeric import check_weights, divide, share, varies, weighted_total
from mcdm_index.errors import UnknownMethodError, WeightsError

TINY = 5e-324  # the smallest float above 0


def test_the_smallest_difference_counts_as_variation():
    low = np.array([0.0, 1.0, 1e300])
    high = np.nextafter(low, np.inf)
    assert varies(low, high).all()


def test_equal_extremes_are_no_variation():
    assert not varies(np.array([0.1]), np.array([0.1])).any()


def test_a_column_with_nan_is_not_said_to_vary():
    assert not varies(np.array([np.nan]), np.array([np.nan])).any()


def test_division_by_zero_gives_what_was_agreed():
    assert divide([1.0, 0.0], [0.0, 0.0], otherwise=0.5).tolist() == [0.5, 0.5]


def test_division_by_zero_gives_zero_if_nothing_was_agreed():
    assert divide(3.0, 0.0) == 0


def test_division_broadcasts():
    assert divide([[2.0], [4.0]], [1.0, 2.0]).tolist() == [[2, 1], [4, 2]]


def test_amounts_are_scaled_to_sum_one():
    assert share([1, 3]).tolist() == [0.25, 0.75]


def test_nothing_is_shared_alike():
    assert share([0.0, 0.0, 0.0, 0.0]).tolist() == [0.25] * 4


def test_nothing_is_shared_alike_among_those_marked():
    among = np.array([True, False, True])
    assert share([0.0, 0.0, 0.0], among).tolist() == [0.5, 0.0, 0.5]


def test_nothing_is_shared_by_all_if_none_is_marked():
    assert share([0.0, 0.0], np.array([False, False])).tolist() == [0.5, 0.5]


def test_marks_do_not_matter_where_there_is_something():
    assert share([1.0, 3.0], np.array([True, False])).tolist() == [0.25, 0.75]


@pytest.mark.parametrize("unit", [TINY, 1e-300, 1e300, 4e307])
def test_amounts_of_any_magnitude_can_be_shared(unit):
    assert_allclose(share([unit, 3 * unit]), [0.25, 0.75], rtol=1e-15)


def test_weights_that_sum_to_one_are_kept_to_the_bit():
    w = np.array([0.1, 0.2, 0.7])
    assert_array_equal(check_weights(w, 3), w)


def test_weights_on_another_scale_are_brought_to_sum_one():
    assert check_weights([2, 6], 2).tolist() == [0.25, 0.75]


def test_each_vector_of_a_batch_sums_to_one():
    assert_allclose(check_weights([[1, 1], [3, 1]], 2), [[0.5, 0.5], [0.75, 0.25]])


@pytest.mark.parametrize("unit", [TINY, 1e-300, 1e300, 1e308])
def test_weights_of_any_magnitude_are_accepted(unit):
    assert check_weights([unit, unit], 2).tolist() == [0.5, 0.5]


def test_weights_are_not_changed_in_place():
    w = np.array([2.0, 6.0])
    check_weights(w, 2)
    assert w.tolist() == [2, 6]


@pytest.mark.parametrize(
    ("weights", "shape"),
    [
        ([1], r"\(1,\)"),
        ([1, 1, 1], r"\(3,\)"),
        (1.0, r"\(\)"),
        ([[1], [1]], r"\(2, 1\)"),
        (np.ones((1, 1, 2)), r"\(1, 1, 2\)"),
        (np.ones((0, 2)), r"\(0, 2\)"),
    ],
)
def test_the_number_of_weights_is_that_of_criteria(weights, shape):
    expected = rf"need shape \(2,\) or \(k, 2\), one weight per criterion, got {shape}"
    with pytest.raises(WeightsError, match=expected):
        check_weights(weights, 2)


@pytest.mark.parametrize("bad", [-0.1, np.nan, np.inf, -np.inf])
def test_a_weight_that_is_none_is_named_with_its_criterion(bad):
    with pytest.raises(WeightsError, match=f"see criterion price: {bad}"):
        check_weights([0.5, bad], 2, ("comfort", "price"))


def test_a_weight_that_is_none_is_named_with_its_position_if_nothing_is_named():
    with pytest.raises(WeightsError, match="see criterion 1: -1"):
        check_weights([[1, 2], [1, -1]], 2)


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(WeightsError, match="all zero"):
        check_weights([0, 0], 2)


def test_one_vector_of_zeros_in_a_batch_is_refused():
    with pytest.raises(WeightsError, match="all zero"):
        check_weights([[0, 1], [0, 0]], 2)


@pytest.mark.parametrize("weights", [["a", "b"], [None, {}], [[1, 2], [3]], "even"])
def test_weights_that_are_no_numbers_are_refused(weights):
    with pytest.raises(WeightsError, match="must be numbers"):
        check_weights(weights, 2)


@pytest.mark.parametrize("m", [1, 3, 8, 37, 500])
def test_the_total_of_a_row_does_not_depend_on_the_others_to_the_bit(m):
    rng = np.random.default_rng(0)
    Z, w = rng.random((50, m)), rng.dirichlet(np.ones(m))
    whole = weighted_total(Z, w)
    alone = [weighted_total(Z[i : i + 1], w)[0] for i in range(50)]
    assert_array_equal(whole, alone)


def test_the_total_does_not_depend_on_the_order_in_memory():
    rng = np.random.default_rng(0)
    Z, w = rng.random((50, 9)), rng.dirichlet(np.ones(9))
    assert_array_equal(weighted_total(np.asfortranarray(Z), w), weighted_total(Z, w))


EXPECTED = {
    "min": [3, 1, 4, 1],
    "max": [3, 2, 4, 2],
    "average": [3, 1.5, 4, 1.5],
    "dense": [2, 1, 3, 1],
    "ordinal": [3, 1, 4, 2],
}


@pytest.mark.parametrize("ties", EXPECTED)
def test_ties_are_ranked_by_the_rule_asked_for(ties):
    assert mi.rank([0.5, 0.9, 0.1, 0.9], ties=ties).tolist() == EXPECTED[ties]


def test_infinite_scores_are_ranked():
    assert mi.rank([-np.inf, 0.0, np.inf]).tolist() == [3, 2, 1]


def test_scores_without_a_value_have_no_ranks():
    assert np.isnan(mi.rank([np.nan, np.nan])).all()


def test_a_row_of_a_batch_may_lack_all_values():
    found = mi.rank([[np.nan, np.nan], [0.1, 0.2]])
    assert_array_equal(found, [[np.nan, np.nan], [2, 1]])


def test_no_scores_have_no_ranks():
    assert mi.rank([]).shape == (0,)


def test_an_unknown_rule_for_ties_is_refused_with_those_there_are():
    with pytest.raises(UnknownMethodError, match="min, max, average, dense, ordinal"):
        mi.rank([1, 2], ties="minimum")
