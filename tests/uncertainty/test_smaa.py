"""SMAA: acceptabilities that can be computed by hand, and blocks that do not show."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import DomainError, WeightsError
from mcdm_index.uncertainty import smaa

CORNERS = pd.DataFrame(
    {"a": [1.0, 0.0, 0.6, 0.1], "b": [0.0, 1.0, 0.6, 0.1]}, ["Ada", "Bel", "Dun", "Eri"]
)
PLAIN = {"method": "weighted_sum", "normalization": None}


def test_acceptabilities_are_those_of_the_formula():
    found = smaa(CORNERS, **PLAIN, n=40_000, rng=0)
    # Dun is first where w is between 0.4 and 0.6, and Eri last between 0.1 and 0.9.
    first = found.acceptability[1]
    assert_allclose(first, [0.4, 0.4, 0.2, 0.0], atol=0.01)
    assert_allclose(found.acceptability.loc["Eri", [3, 4]], [0.2, 0.8], atol=0.01)
    assert found.beats.loc["Dun", "Eri"] == 1
    assert abs(found.beats.loc["Ada", "Bel"] - 0.5) < 0.01


def test_central_weights_are_the_middle_of_where_a_unit_is_first():
    found = smaa(CORNERS, **PLAIN, n=40_000, rng=0)
    central = found.central_weights.astype(float)
    assert_allclose(central.loc["Ada"], [0.8, 0.2], atol=0.01)
    assert_allclose(central.loc["Dun"], [0.5, 0.5], atol=0.01)
    assert found.central_weights.loc["Eri"].isna().all()
    assert found.confident.tolist() == [True, True, True, False]


@pytest.mark.parametrize("method", ["topsis", "vikor", "weighted_sum"])
def test_counts_are_those_of_a_slow_loop(method):
    X = np.random.default_rng(0).random((9, 4))
    W = np.random.default_rng(1).dirichlet(np.ones(4), 2500)
    found = smaa(X, method, W, normalization="minmax")
    places = []
    for w in W:
        scores = mi.scoring.fit(method, X, w, normalization="minmax")(X)
        places.append(mi.rank(scores))
    places = np.array(places)
    for i in range(9):
        assert_allclose(found.acceptability.loc[i, 2], np.mean(places[:, i] == 2))
        mine = W[places[:, i] == 1]
        if len(mine):
            weights = found.central_weights.loc[i].astype(float)
            assert_allclose(weights, mine.mean(axis=0), rtol=1e-12)
    low = np.quantile(places, 0.05, axis=0, method="inverted_cdf")
    assert_array_equal(found.rank_intervals(0.9)["rank_low"], low)


def test_more_draws_leave_the_first_ones_as_they_are():
    few = smaa(CORNERS, **PLAIN, n=1500, rng=3)
    many = smaa(CORNERS, **PLAIN, n=4000, rng=3)
    counts = (x.acceptability * x.n for x in (few, many))
    one, other = (c.round().to_numpy() for c in counts)
    assert (other >= one).all()
    assert few.n == 1500


def test_limits_and_an_order_hold_for_the_weights():
    limits = {"low": {"a": 0.5}, "order": [("a", "b")]}
    found = smaa(CORNERS, **PLAIN, weights=limits, n=3000, rng=0)
    assert_allclose(found.acceptability[1], [0.8, 0.0, 0.2, 0.0], atol=0.02)


def test_weights_around_some_keep_to_them():
    around = {"around": {"a": 0.9, "b": 0.1}, "concentration": 1e6}
    found = smaa(CORNERS, **PLAIN, weights=around, n=200, rng=0)
    assert found.table["first"].to_dict() == {"Ada": 1, "Bel": 0, "Dun": 0, "Eri": 0}


def test_pairs_can_be_left_out():
    assert smaa(CORNERS, **PLAIN, n=50, pairs=False, rng=0).beats is None


@pytest.mark.parametrize("weights", ["unifrom", {"around": [1, 1]}, {"least": 1}, {}])
def test_weights_of_another_form_are_refused(weights):
    with pytest.raises(DomainError, match="weights are 'uniform'"):
        smaa(CORNERS, **PLAIN, weights=weights, n=5)


def test_draws_that_are_no_weights_are_refused():
    with pytest.raises(WeightsError):
        smaa(CORNERS, **PLAIN, weights=[[1, -1]])
