"""Worked examples of outranking and voting from the papers that have them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi


def test_promethee_of_zhao_et_al_2013():
    # Zhao, Peng and Li (2013). Procedia Computer Science 17. Usual criteria; one digit.
    X = [[4, 3, 2], [3, 2, 4], [5, 1, 3]]
    found = mi.scoring.promethee_ii(X, [0.5, 0.3, 0.2])
    assert_allclose(found, [0.1, -0.3, 0.2], rtol=0, atol=1e-12)


# Condorcet (1785), as told by Young (1988), American Political Science Review 82(4):
# 60 voters, by the places that they give to a, b and c.
BALLOTS = {23: "abc", 17: "bca", 2: "bac", 10: "cab", 8: "cba"}
POINTS = np.array(
    [[2 - ballot.index(unit) for ballot in BALLOTS.values()] for unit in "abc"]
)


def test_votes_of_condorcets_example():
    found = mi.scoring.condorcet_matrix(POINTS, list(BALLOTS))
    votes = [[0, 33, 25], [27, 0, 42], [35, 18, 0]]
    assert_allclose(found.support * 60, votes, rtol=1e-14)
    assert found.winner is None


def test_kemenys_order_in_condorcets_example():
    # b before c before a has 104 votes for it out of 180.
    found = mi.scoring.kemeny(POINTS, list(BALLOTS))
    assert found.order.tolist() == [1, 2, 0]
    assert (180 - found.distance * 60) == pytest.approx(104)


def test_bordas_points_in_condorcets_example():
    found = mi.scoring.borda(POINTS, list(BALLOTS)) * 60
    assert_allclose(found, [58, 69, 53], rtol=1e-14)


# Ten regions: antenatal examination rate, maternal and perinatal mortality; an example
# of Chinese courses in medical statistics that SPSSAU and others reprint. No page with
# printed results could be opened: what is expected was computed from the definition,
# apart from this library.
REGIONS = [
    [99.54, 60.27, 16.15],
    [96.52, 59.67, 20.1],
    [99.36, 43.91, 15.6],
    [92.83, 58.99, 17.04],
    [91.71, 35.4, 15.01],
    [95.35, 44.71, 13.93],
    [96.09, 49.81, 17.43],
    [99.27, 31.69, 13.89],
    [94.76, 22.91, 19.87],
    [84.8, 81.49, 23.63],
]
POLARITY = ["max", "min", "min"]


def test_rank_sum_ratios_of_ten_regions():
    found = mi.scoring.rsr(REGIONS, [1, 1, 1], POLARITY)
    expected = [0.6, 0.4, 23 / 30, 0.4, 0.6, 2 / 3, 0.5, 0.9, 17 / 30, 0.1]
    assert_allclose(found, expected, rtol=1e-14)


def test_probits_of_ten_regions():
    found = mi.scoring.rsr_grading(REGIONS, [1, 1, 1], POLARITY)
    shares = [0.65, 0.25, 0.9, 0.25, 0.65, 0.8, 0.4, 0.975, 0.5, 0.1]
    probits = [5.38532, 4.32551, 6.28155, 4.32551, 5.38532]
    probits += [5.84162, 4.74665, 6.95996, 5.0, 3.71845]
    assert_allclose(found.shares, shares, rtol=1e-14)
    assert_allclose(found.probits, probits, rtol=0, atol=5.1e-6)


def test_the_line_and_grades_of_ten_regions():
    found = mi.scoring.rsr_grading(REGIONS, [1, 1, 1], POLARITY)
    line = found.intercept, found.slope
    assert_allclose(line, [-0.6085499875, 0.2216896907], rtol=0, atol=5.1e-11)
    assert found.grades.tolist() == [2, 2, 3, 2, 2, 2, 2, 3, 2, 1]
