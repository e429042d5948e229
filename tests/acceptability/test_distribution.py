"""What is read off the ranks of all draws: intervals, holistic indices, orders."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.acceptability._order import robust_order
from mcdm_index.errors import DomainError, ShapeError, UnknownMethodError

# Four voters over three units, as weights of four criteria that each one alone counts.
VOTERS = np.eye(4)
PREFER = [[3.0, 3.0, 1.0, 2.0], [2.0, 2.0, 3.0, 1.0], [1.0, 1.0, 2.0, 3.0]]
CYCLE = [[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]]


def ranked(X, W):
    """Rank by values as they are."""
    return mi.smaa(X, "weighted_sum", W, options={"normalization": None})


@pytest.fixture
def found():
    return ranked(PREFER, VOTERS)


def test_the_mean_rank_is_that_of_all_draws(found):
    assert found.mean_rank.tolist() == [1.75, 2.0, 2.25]


def test_the_median_rank_is_the_lower_one(found):
    """Ranks 1, 1, 3, 2; 2, 2, 1, 3; and 3, 3, 2, 1."""
    assert found.median_rank.tolist() == [1, 2, 2]


def test_quantiles_of_ranks_are_exact(found):
    assert found.rank_quantile(0.75).tolist() == [2, 2, 3]
    assert found.rank_quantile(0.76).tolist() == [3, 3, 3]


def test_an_interval_at_one_goes_from_the_best_to_the_worst(found):
    assert_array_equal(found.rank_intervals(1.0), [[1, 3]] * 3)


def test_half_of_the_draws_lie_in_the_middle(found):
    assert_array_equal(found.rank_intervals(0.5), [[1, 2], [1, 2], [1, 3]])


@pytest.mark.parametrize("level", [0, 1.1, np.nan, "high"])
def test_a_level_that_is_no_probability_is_refused(found, level):
    with pytest.raises(DomainError, match="level must be a probability"):
        found.rank_intervals(level)


@pytest.mark.parametrize(
    ("name", "alpha"),
    [
        ("linear", [1, 0.5, 0]),
        ("inverse", [1, 1 / 2, 1 / 3]),
        ("centroid", [1, 5 / 11, 2 / 11]),
        ([1, 1, 0], [1, 1, 0]),
    ],
)
def test_holistic_acceptability_sums_up_the_ranks(found, name, alpha):
    expected = found.acceptability.to_numpy() @ np.array(alpha, dtype=float)
    assert_allclose(found.holistic(name), expected)


@pytest.mark.parametrize(
    ("given_", "error", "told"),
    [
        ("centroids", UnknownMethodError, "'centroid'"),
        ([1, 0], ShapeError, "3 numbers, one per rank"),
        ([0, 0.5, 1], DomainError, "must not ascend"),
        ([1, 0, -1], DomainError, "must be 0 or more"),
    ],
)
def test_metaweights_that_are_none_are_refused(found, given_, error, told):
    with pytest.raises(error, match=told):
        found.holistic(given_)


# ---- the robust order


def test_a_robust_order_holds_the_pairs_that_are_sure(found):
    """Unit 0 beats 1 in three of four draws, 1 beats 2 in three, 0 beats 2 in two."""
    order = found.robust_order(0.75)
    assert order.steps[["better", "worse"]].to_numpy().tolist() == [[0, 1], [1, 2]]
    assert order.steps["probability"].tolist() == [0.75, 0.75]
    assert order.layers.tolist() == [1, 2, 3]
    assert order.above.loc[0, 2]
    assert order.incomparable == 0


def test_at_a_higher_level_less_is_sure(found):
    order = found.robust_order(1.0)
    assert order.steps.empty
    assert order.layers.tolist() == [1, 1, 1]
    assert order.incomparable == 1


def test_units_of_a_cycle_are_taken_as_one():
    X = [*CYCLE, [0.0, 0.0, 0.0], [4.0, 4.0, 4.0]]
    order = ranked(X, np.eye(3)).robust_order(0.6)
    assert order.cycles == ((0, 1, 2),)
    assert order.layers.tolist() == [2, 2, 2, 3, 1]
    assert not order.above.iloc[:3, :3].any(axis=None)
    assert order.above.iloc[:3, 3].all()
    assert len(order.steps) == 6


def test_above_two_thirds_no_three_units_make_a_cycle():
    assert ranked(CYCLE, np.eye(3)).robust_order(0.67).cycles == ()


def test_a_cycle_goes_by_the_names_of_the_units():
    X = pd.DataFrame(CYCLE, index=["Ada", "Bel", "Dun"])
    assert ranked(X, np.eye(3)).robust_order(0.6).cycles == (("Ada", "Bel", "Dun"),)


@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.floats(0.51, 1.0))
def test_an_order_is_transitive_and_goes_one_way(seed, n, level):
    rng = np.random.default_rng(seed)
    places = rng.random((5, n)).argsort(axis=1).argsort(axis=1)
    wins = (places[:, :, None] < places[:, None]).mean(axis=0) + 0.5 * np.eye(n)
    order = robust_order(pd.DataFrame(wins), level)
    above = order.above.to_numpy()
    assert not (above & above.T).any()
    assert ((above.astype(int) @ above > 0) <= above).all()
    layers = order.layers.to_numpy()
    assert (layers[:, None] < layers)[above].all()


@given(st.integers(0, 2**32 - 1), st.integers(2, 7))
def test_steps_lead_to_all_that_is_above(seed, n):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 4, (n, 3)).astype(float)
    order = ranked(X, rng.dirichlet(np.ones(3), 20)).robust_order(0.9)
    reached = np.zeros((n, n), dtype=int)
    reached[order.steps["better"], order.steps["worse"]] = 1
    for _ in range(n):
        reached = ((reached + reached @ reached) > 0).astype(int)
    assert_array_equal(reached, order.above)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_above_one_minus_one_over_n_there_is_no_cycle(seed, n):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 3, (n, n)).astype(float)
    assert ranked(X, np.eye(n)).robust_order(1 - 1 / n + 1e-9).cycles == ()


@pytest.mark.parametrize("level", [0.5, 0.3, 1.01, None])
def test_a_level_at_which_both_could_hold_is_refused(found, level):
    with pytest.raises(DomainError, match=r"above 0\.5 and up to 1"):
        found.robust_order(level)


def test_without_pairs_there_is_no_order():
    found = mi.smaa([[1.0, 2.0], [2.0, 1.0]], n=5, pairs=False)
    with pytest.raises(DomainError, match="pairs=True"):
        found.robust_order()
