"""Scores by distance: small cases by hand, degenerate ones, options, frozen values."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

NAMES = (
    "vikor",
    "edas",
    "mabac",
    "gra",
    "cradis",
    "codas",
    "probid",
    "sprobid",
    "ervd",
    "rim",
)
every_name = pytest.mark.parametrize("name", NAMES)
# What a unit scores that differs from no other.
ALIKE = {
    "vikor": 1.0,
    "edas": 0.5,
    "mabac": 0.0,
    "gra": 1.0,
    "cradis": 1.0,
    "codas": 0.0,
    "probid": 0.5,
    "sprobid": 0.5,
    "ervd": 0.5,
    "rim": 0.5,
}
X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
POLARITY = ["max", "min"]
# Normalized already: both ends of each column are there.
Z = np.array([[0.0, 1.0], [0.75, 0.0], [1.0, 0.25]])


def scores(name, *args, **kwargs):
    return getattr(mi.scoring, name)(*args, **kwargs)


def details(name, X, *args, **kwargs):
    return mi.scoring.fit(name, X, *args, **kwargs).details(X)


@every_name
def test_units_that_differ_nowhere_score_as_documented(name):
    found = scores(name, [[3.0, 8.0]] * 4, [2, 1], POLARITY)
    assert_allclose(found, [ALIKE[name]] * 4, rtol=0, atol=1e-15)


@every_name
def test_a_single_unit_scores_as_units_that_differ_nowhere(name):
    found = scores(name, [[3.0, 8.0]], [2, 1], POLARITY)
    assert_allclose(found, [ALIKE[name]], rtol=0, atol=1e-15)


# With PROBID the distance from the average is a merit on either side.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "probid"])
@pytest.mark.parametrize("polarity", ["max", "min"])
def test_one_criterion_ranks_the_units(name, polarity):
    x = np.array([[1.0], [2.0], [4.0], [8.0]])
    found = scores(name, x, [1], polarity)
    best_first = found if polarity == "min" else found[::-1]
    assert (np.diff(best_first) <= 0).all()
    assert best_first[0] > best_first[-1]


@every_name
@pytest.mark.parametrize("polarity", ["max", "min"])
def test_benefits_alone_and_costs_alone_are_scored(name, polarity):
    assert np.ptp(scores(name, X, [1, 1], polarity)) > 0


@every_name
def test_normalized_values_with_zeros_are_scored_as_they_come(name):
    assert np.isfinite(scores(name, Z, [1, 1], normalization=None)).all()


@every_name
def test_a_constant_of_zero_is_scored(name):
    found = scores(name, np.c_[X, np.zeros(3)], [1, 1, 1])
    assert np.isfinite(found).all()


# The one anti-ideal that CRADIS has for all criteria is 0 under any small weight.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "cradis"])
def test_weights_may_differ_by_many_magnitudes(name):
    found = scores(name, X, [1, 1e-200], POLARITY)
    assert_allclose(found, scores(name, X, [1, 0], POLARITY), rtol=0, atol=1e-12)


@every_name
def test_many_weights_with_zeros_score_as_one_by_one(name):
    W = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [3.0, 2.0, 1.0]])
    X = np.random.default_rng(1).uniform(1, 5, size=(9, 3))
    found = scores(name, X, W, ["max", "min", "max"])
    one_by_one = [scores(name, X, w, ["max", "min", "max"]) for w in W]
    assert_allclose(found, one_by_one, rtol=1e-12, atol=1e-14)


@every_name
def test_a_scale_changes_nothing_where_that_is_promised(name):
    promises = mi._registry.get("scoring", name).promises
    found = scores(name, X * [4.0, 0.125], [3, 1], POLARITY)
    same = np.allclose(found, scores(name, X, [3, 1], POLARITY), rtol=1e-13, atol=0)
    assert same or "scale" not in promises


@pytest.mark.parametrize("name", ["vikor", "mabac", "gra", "rim"])
def test_a_shift_changes_nothing_where_that_is_promised(name):
    assert "shift" in mi._registry.get("scoring", name).promises
    found = scores(name, X + np.array([16.0, 64.0]), [3, 1], POLARITY)
    assert_allclose(found, scores(name, X, [3, 1], POLARITY), rtol=1e-13)


@pytest.mark.parametrize(
    "name", ["vikor", "edas", "codas", "probid", "sprobid", "ervd", "rim"]
)
def test_details_of_one_vector_and_of_many_agree(name):
    many = details(name, X, [[3, 1], [1, 1]], POLARITY, normalization="minmax")
    one = details(name, X, [3, 1], POLARITY, normalization="minmax")
    for part, single in zip(many, one, strict=True):
        assert part.shape == (2, 3)
        assert_allclose(part[0], single, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("name", "part"), [("edas", "AS"), ("codas", "H")])
def test_details_end_in_the_score(name, part):
    fitted = mi.scoring.fit(name, X, [3, 1], POLARITY)
    assert_array_equal(getattr(fitted.details(X), part), fitted(X))


# ---- VIKOR


def test_vikor_weighs_the_sum_and_the_largest_of_regrets():
    found = details("vikor", Z, [3, 1])
    # Regrets, weighted by 3/4 and 1/4: 3/4 and 0; 3/16 and 1/4; 0 and 3/16.
    assert_allclose(found.S, [12 / 16, 7 / 16, 3 / 16], rtol=1e-15)
    assert_allclose(found.R, [12 / 16, 4 / 16, 3 / 16], rtol=1e-15)
    assert_allclose(found.Q, [1, (4 / 9 + 1 / 9) / 2, 0], rtol=1e-15)


@pytest.mark.parametrize(("v", "expected"), [(1, 5 / 9), (0, 8 / 9)])
def test_v_is_the_weight_of_the_sum(v, expected):
    found = scores("vikor", Z, [3, 1], normalization=None, v=v)
    assert found[1] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("v", [-0.1, 1.1, np.nan])
def test_v_is_from_zero_to_one(v):
    with pytest.raises(DomainError, match="must be from 0 to 1"):
        scores("vikor", X, [1, 1], v=v)


def test_equal_largest_regrets_leave_vikor_to_the_sum():
    table = [[0.0, 0.0, 1.0], [0.0, 0.5, 0.5], [1.0, 1.0, 0.0]]
    assert_allclose(details("vikor", table, [1, 1, 1]).R, [1 / 3] * 3)
    found = scores("vikor", table, [1, 1, 1], normalization=None)
    assert_allclose(found, [0.5, 0.5, 1], rtol=1e-15)


def test_sums_that_are_equal_but_for_rounding_are_equal_to_vikor():
    # 0.1 + 0.2 + 0.3 in two orders; their difference of 1e-16 is none.
    w = np.array([0.1, 0.2, 0.3, 0.3, 0.2, 0.1]) / 1.2
    table = [[0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0]]
    assert scores("vikor", table, w, normalization=None).tolist() == [1, 1]


def test_beyond_the_best_vikor_counts_no_negative_regret():
    fitted = mi.scoring.fit("vikor", Z, [1, 1])
    assert_array_equal(fitted(np.array([[9.0, 0.5]])), fitted(np.array([[1.0, 0.5]])))


def test_a_constant_criterion_is_no_regret_to_anyone():
    found = scores("vikor", np.c_[X, [5.0] * 3], [3, 1, 1], [*POLARITY, "max"])
    assert_allclose(found, scores("vikor", X, [3, 1], POLARITY), rtol=1e-14)


# ---- the compromise set


def test_a_clear_and_stable_winner_stands_alone():
    found = mi.scoring.compromise_set([[1.0, 1.0], [0.2, 0.1], [0.0, 0.0]], [1, 1])
    assert (found.units, found.advantage, found.stability) == ((0,), True, True)
    assert found.reason == "C1 and C2 hold: unit 0 stands alone"


def test_without_advantage_all_that_are_close_are_proposed():
    table = [[1.0, 1.0], [0.95, 0.95], [0.9, 0.9], [0.0, 0.0]]
    found = mi.scoring.compromise_set(table, [1, 1])
    # Q is 0, 0.05, 0.1 and 1; within less than 1/3 are three of them.
    assert found.units == (0, 1, 2)
    assert (found.advantage, found.stability) == (False, True)
    assert found.reason.startswith("C1 fails: the advantage of unit 0")


def unstable():
    """Ten units, of which the first is best by Q alone."""
    table = np.zeros((10, 10))
    table[0] = [*[0.9] * 9, 0.6]
    table[1] = 0.61  # the least single regret
    table[2, :9] = 1.0  # the least sum of regrets
    table[3, 9] = 1.0
    return table


def test_without_stability_the_second_joins_the_first():
    found = mi.scoring.compromise_set(unstable(), [1] * 10)
    assert (found.advantage, found.stability) == (True, False)
    assert found.units == (0, 1)
    assert found.reason.startswith("C2 fails: unit 0 is best by neither S nor R")


def test_best_by_the_largest_regret_alone_is_stable():
    found = mi.scoring.compromise_set(np.delete(unstable(), 1, axis=0), [1] * 10)
    assert (found.units, found.advantage, found.stability) == ((0,), True, True)


def test_units_that_tie_for_the_best_are_proposed_together():
    found = mi.scoring.compromise_set([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]], [1, 1])
    assert (set(found.units), found.advantage) == ({0, 1}, False)


def test_an_advantage_of_exactly_the_threshold_is_enough():
    # Q of the second is 1/2 = 1 / (3 - 1).
    found = mi.scoring.compromise_set([[1.0], [0.5], [0.0]], [1])
    assert found.units == (0,)


def test_a_single_unit_is_its_own_compromise():
    found = mi.scoring.compromise_set([[3.0, 8.0]], [1, 1])
    assert (found.units, found.advantage, found.stability) == ((0,), True, True)


def test_the_units_of_a_frame_are_proposed_by_label():
    frame = pd.DataFrame(X, index=["a", "b", "c"], columns=["gdp", "air"])
    found = mi.scoring.compromise_set(frame, [1, 1], {"air": "min", "gdp": "max"})
    positions = mi.scoring.compromise_set(X, [1, 1], POLARITY).units
    assert found.units == tuple("abc"[i] for i in positions)
    assert repr(found.units[0]) in found.reason


def test_a_compromise_is_found_under_one_weight_vector():
    with pytest.raises(WeightsError, match="one weight vector is needed"):
        mi.scoring.compromise_set(X, np.ones((2, 2)))


# ---- EDAS


def test_edas_measures_from_the_mean_in_parts_of_it():
    found = details("edas", np.array([[1.0, 2.0], [3.0, 6.0]]), [3, 1], POLARITY)
    # Means 2 and 4; half of each is gained or lost.
    assert_allclose(found.SP, [1 / 8, 3 / 8], rtol=1e-15)
    assert_allclose(found.SN, [3 / 8, 1 / 8], rtol=1e-15)
    assert_allclose(found.AS, [1 / 6, 5 / 6], rtol=1e-14)


@pytest.mark.parametrize("name", ["edas", "ervd"])
def test_a_mean_that_is_not_positive_is_refused(name):
    with pytest.raises(
        DomainError, match=r"column 1: EDAS .* it is -1|column 1: ERVD .* it is -1"
    ):
        scores(name, [[1.0, 0.0], [2.0, -2.0]], [1, 1])


@pytest.mark.parametrize("name", ["edas", "ervd"])
def test_a_negative_constant_is_average(name):
    found = scores(name, np.c_[X, [-3.0] * 3], [1, 1, 2])
    assert_allclose(np.argsort(found), np.argsort(scores(name, X, [1, 1])))


def test_edas_of_values_of_any_magnitude_is_the_same():
    found = scores("edas", X * [1e-300, 1e300], [3, 1], POLARITY)
    assert_allclose(found, scores("edas", X, [3, 1], POLARITY), rtol=1e-13)


@pytest.mark.parametrize("polarity", ["max", "min"])
def test_edas_tells_neighbouring_floats_apart(polarity):
    # In floats the mean of these is one of them.
    most = np.nextafter(1, 2)
    found = scores("edas", [[most], [most], [1.0]], [1], polarity)
    assert found.tolist() == ([1, 1, 0] if polarity == "max" else [0, 0, 1])


def test_edas_takes_graded_targets_as_benefits():
    graded = mi.normalization.orient(X, ["target(2)", "max"])
    found = scores("edas", X, [1, 1], ["target(2)", "min"])
    assert_allclose(found, scores("edas", graded, [1, 1], POLARITY), rtol=1e-14)


# ---- MABAC


def test_mabac_measures_from_the_geometric_mean():
    found = scores("mabac", [[0.0], [1.0]], [1], normalization=None)
    assert_allclose(found, [1 - np.sqrt(2), 2 - np.sqrt(2)], rtol=1e-14)


def test_mabac_refuses_what_has_no_geometric_mean():
    with pytest.raises(
        DomainError, match=r"column 0: .* z is -1\. Normalize by minmax"
    ):
        scores("mabac", [[-1.0], [2.0]], [1], normalization=None)


def test_mabac_keeps_its_border_for_new_units():
    fitted = mi.scoring.fit("mabac", [[0.0], [1.0]], [1])
    assert_allclose(fitted(np.array([[4.0]])), 5 - np.sqrt(2), rtol=1e-14)


# ---- GRA


def test_gra_relates_what_is_lacking_to_half_of_the_most():
    found = scores("gra", Z, [3, 1], normalization=None)
    expected = [3 / 4 / 3 + 1 / 4, 3 / 4 / 1.5 + 1 / 4 / 3, 3 / 4 + 1 / 4 / 2.5]
    assert_allclose(found, expected, rtol=1e-14)


@pytest.mark.parametrize("rho", [0, -0.5, 1.5, np.nan])
def test_rho_is_above_zero_and_at_most_one(rho):
    with pytest.raises(DomainError, match=r"must be in \(0, 1\]"):
        scores("gra", X, [1, 1], rho=rho)


def test_the_largest_difference_is_that_of_criteria_with_weight():
    wide = np.c_[Z, [0.0, 50.0, 100.0]]
    W = [[3.0, 1.0, 0.0], [1.0, 1.0, 1.0]]
    found = scores("gra", wide, W, normalization=None)
    expected = scores("gra", Z, [3, 1], normalization=None)
    assert_allclose(found[0], expected, rtol=1e-14)


def test_beyond_the_reference_gra_lacks_nothing():
    fitted = mi.scoring.fit("gra", Z, [1, 1])
    assert fitted(np.array([[7.0, 1.0]])).tolist() == [1]


# ---- CRADIS


def test_cradis_departs_from_one_ideal_for_all_criteria():
    found = scores("cradis", [[4.0, 1.0], [2.0, 2.0]], [1, 1], normalization=None)
    # Halved: 2 and 0.5, 1 and 1; the ideal is 2, the anti-ideal 0.5, the optimal unit
    # 2 and 1, which departs by 1 and 2.
    assert_allclose(found, [(1 / 1.5 + 1.5 / 2) / 2, (1 / 2 + 1 / 2) / 2], rtol=1e-14)


def test_under_equal_weights_the_optimal_unit_alone_is_near_the_ideal():
    found = scores("cradis", [[2.0, 2.0], [1.0, 2.0]], [1, 1])
    assert_allclose(found, [1, 0.25], rtol=1e-14)


def test_a_new_unit_beyond_the_optimal_one_is_near_the_ideal_too():
    fitted = mi.scoring.fit("cradis", [[4.0, 1.0], [2.0, 2.0]], [1, 1])
    # The second term goes on: departures of 5 and 2 rather than 2.
    assert_allclose(fitted(np.array([[10.0, 2.0]])), [(1 + 5 / 2) / 2], rtol=1e-14)


# ---- CODAS


def test_codas_compares_taxicab_distances_beyond_the_threshold():
    table = [[0.0, 0.0], [3.0, 4.0], [5.0, 0.0]]
    found = details("codas", table, [1, 1])
    assert_allclose(found.E, [0, 2.5, 2.5], rtol=1e-14)
    assert_allclose(found.T, [0, 3.5, 2.5], rtol=1e-14)
    # The last two tie by E, so that their taxicab distances are not compared.
    assert_allclose(found.H, [-5 - 6, 2.5 + 3.5, 2.5 + 2.5], rtol=1e-14)


def test_a_threshold_of_zero_compares_all():
    table = [[0.0, 0.0], [3.0, 4.0], [5.0, 0.0]]
    found = scores("codas", table, [1, 1], normalization=None, tau=0)
    assert_allclose(found, [-5 - 6, 2.5 + 3.5 + 1, 2.5 + 2.5 - 1], rtol=1e-14)


def test_a_difference_of_exactly_the_threshold_reaches_it():
    # 0.9 - 0.7 is a little less than 0.2 in binary.
    found = scores("codas", [[0.0], [0.7], [0.9]], [1], normalization=None, tau=0.2)
    assert_allclose(found, 2 * np.array([-1.6, 0.5, 1.1]), rtol=1e-14)


@pytest.mark.parametrize("tau", [-0.1, np.inf, np.nan])
def test_tau_is_zero_or_more(tau):
    with pytest.raises(DomainError, match="must be 0 or more and finite"):
        scores("codas", X, [1, 1], tau=tau)


def test_codas_compares_new_units_with_the_fitted_ones():
    fitted = mi.scoring.fit("codas", [[0.0], [1.0]], [1])
    # By E and by T: 2 from the first and 1 from the second.
    assert_allclose(fitted(np.array([[2.0]])), [2 * (2 + 1)], rtol=1e-14)


def test_the_better_of_two_units_may_score_below_in_codas():
    # Why no dominance is promised: the better one of the middle rows is just far
    # enough from the first by E for its lesser taxicab distance to count.
    table = [[0.0, 0.6, 0.6], [0.90, 0.0, 0.0], [0.91, 0.0, 0.0], [0.0, 0.0, 0.0]]
    found = scores("codas", table, [1, 1, 1], normalization=None)
    assert found[2] < found[1]


# ---- PROBID and sPROBID


def test_probid_sums_distances_from_the_ideals():
    found = details("probid", np.array([[0.0], [1.0], [3.0]]), [1])
    # Ideals 3, 1, 0; the middle one counts on both sides.
    assert_allclose(found.to_ideals, [3 + 1 / 2, 2 + 0, 0 + 2 / 2], rtol=1e-14)
    assert_allclose(found.to_anti_ideals, [0 + 1 / 2, 1 + 0, 3 + 2 / 2], rtol=1e-14)
    assert_allclose(found.to_average, [4 / 3, 1 / 3, 5 / 3], rtol=1e-14)


def test_probid_adds_the_distance_from_the_average():
    found = scores("probid", [[0.0], [1.0], [3.0]], [1], normalization=None)
    expected = [1 / 50 + 4 / 3, 1 / 5 + 1 / 3, 16 / 17 + 5 / 3]
    assert_allclose(found, expected, rtol=1e-14)


def test_the_better_of_two_units_may_score_below_in_probid():
    # Why no dominance is promised; here 0 scores above 1.
    found = scores("probid", [[0.0], [1.0], [3.0]], [1], normalization=None)
    assert found[0] > found[1]


def test_sprobid_takes_a_quarter_of_the_ideals_at_either_end():
    x = np.arange(8.0)[:, None]
    found = details("sprobid", x, [1])
    assert_allclose(found.to_ideals, (7 - x[:, 0]) + abs(6 - x[:, 0]) / 2)
    assert_allclose(found.to_anti_ideals, x[:, 0] + abs(1 - x[:, 0]) / 2)


@pytest.mark.parametrize("n", [2, 3])
def test_sprobid_of_few_units_takes_the_best_and_the_worst(n):
    x = np.arange(float(n))[:, None]
    found = scores("sprobid", x, [1], normalization=None)
    assert_allclose(found, x[:, 0] / (n - 1), rtol=1e-15)


def test_the_ratio_of_sprobid_ranks_as_its_closeness():
    X = np.random.default_rng(0).uniform(size=(12, 3))
    ratio = scores("sprobid", X, [1, 1, 1], form="ratio")
    closeness = scores("sprobid", X, [1, 1, 1])
    assert_allclose(ratio / (1 + ratio), closeness, rtol=1e-14)


def test_an_infinite_ratio_is_refused():
    with pytest.raises(DomainError, match="use form='closeness', which ranks alike"):
        scores("sprobid", [[1.0, 1.0], [0.5, 0.0]], [1, 1], form="ratio")


def test_the_form_of_sprobid_is_closeness_or_ratio():
    with pytest.raises(UnknownMethodError, match="must be 'closeness' or 'ratio'"):
        scores("sprobid", X, [1, 1], form="share")


@pytest.mark.parametrize("weights", [[1, 1], [[1, 1], [1, 2]]])
@pytest.mark.parametrize("name", ["probid", "sprobid"])
def test_distances_beyond_the_floats_are_refused(name, weights):
    fitted = mi.scoring.fit(name, X, weights)
    with pytest.raises(NonFiniteError, match="too large to be computed with"):
        fitted(1e200 * X)


@pytest.mark.parametrize("weights", [[1, 1], [[1, 1], [1, 2]]])
@pytest.mark.parametrize("size", [2.0**-1000, 2.0**-700, 2.0**700, 2.0**1000])
@pytest.mark.parametrize(
    ("name", "part"),
    [("probid", "to_ideals"), ("sprobid", "to_ideals"), ("codas", "E")],
)
def test_distances_of_any_magnitude_are_measured(name, part, size, weights):
    found = getattr(details(name, X * size, weights), part)
    expected = getattr(details(name, X, weights), part)
    assert_allclose(found / size, expected, rtol=1e-12)


def test_units_that_differ_by_little_do_not_score_as_if_alike():
    found = scores("sprobid", 2.0**-700 * X, [1, 1], normalization=None)
    assert_allclose(found, scores("sprobid", X, [1, 1], normalization=None))


def test_sums_that_leave_the_floats_are_refused():
    with pytest.raises(NonFiniteError, match="too large to be computed with"):
        scores("codas", np.tile(X, (20, 1)) * 1e307, [1, 1], normalization=None)


def test_codas_scores_no_units_at_all():
    fitted = mi.scoring.fit("codas", X, [1, 1])
    assert fitted(np.empty((0, 2))).shape == (0,)
    assert mi.scoring.fit("codas", X, [[1, 1]])(np.empty((0, 2))).shape == (1, 0)


# ---- ERVD


def test_ervd_values_gains_and_losses_by_a_root():
    found = details(
        "ervd",
        np.array([[1.0], [5.0], [10.0]]),
        [1],
        options={"reference": 6, "alpha": 0.5, "loss_aversion": 2.0},
    )
    # Shares of 16: 5 and 1 below, 4 above; roots over 4.
    value = np.array([-2 * np.sqrt(5), -2, 2]) / 4
    assert_allclose(found.to_ideal, value[2] - value, rtol=1e-14)
    assert_allclose(found.to_anti_ideal, value - value[0], rtol=1e-14)
    assert_allclose(found.closeness, (value - value[0]) / np.ptp(value), rtol=1e-14)


def test_the_reference_of_ervd_is_the_mean_unless_told_otherwise():
    found = scores("ervd", X, [3, 1], POLARITY)
    expected = scores("ervd", X, [3, 1], POLARITY, reference=X.mean(axis=0))
    assert_allclose(found, expected, rtol=1e-14)


def test_one_reference_is_that_of_every_criterion():
    found = scores("ervd", X, [3, 1], POLARITY, reference=4)
    expected = scores("ervd", X, [3, 1], POLARITY, reference=[4, 4])
    assert_array_equal(found, expected)


def test_references_by_name_belong_to_the_columns_they_name():
    frame = pd.DataFrame(X, columns=["gdp", "air"])
    found = scores("ervd", frame, [3, 1], reference={"air": 5, "gdp": 2})
    assert_array_equal(found, scores("ervd", X, [3, 1], reference=[2, 5]))


def test_a_reference_for_a_column_that_is_not_there_is_refused():
    frame = pd.DataFrame(X, columns=["gdp", "air"])
    with pytest.raises(UnknownColumnError, match="reference by label"):
        scores("ervd", frame, [3, 1], reference={"gdp": 2, "aire": 5})


def test_one_reference_is_needed_per_criterion():
    with pytest.raises(ShapeError, match="reference needs one number, or 2"):
        scores("ervd", X, [3, 1], reference=[1, 2, 3])


@pytest.mark.parametrize("reference", ["5", True, ["2", "5"]])
def test_a_reference_is_a_number(reference):
    with pytest.raises(DomainError, match="reference must be a finite number"):
        scores("ervd", X, [3, 1], reference=reference)


@pytest.mark.parametrize("option", ["alpha", "loss_aversion"])
@pytest.mark.parametrize("value", [0, -1, np.inf, np.nan])
def test_the_shape_of_values_is_positive(option, value):
    with pytest.raises(DomainError, match=f"{option} must be positive and finite"):
        scores("ervd", X, [1, 1], **{option: value})


def test_beyond_the_ideals_ervd_lacks_nothing():
    fitted = mi.scoring.fit("ervd", X, [3, 1], POLARITY)
    assert fitted(np.array([[30.0, 1.0]])).tolist() == [1]


# ---- RIM


def test_rim_measures_from_one_and_from_zero():
    found = details("rim", Z, [3, 1])
    assert_allclose(found.to_ideal[1], np.hypot(3 * 0.25, 1) / 4, rtol=1e-14)
    assert_allclose(found.to_anti_ideal[1], 3 * 0.75 / 4, rtol=1e-14)


def test_inside_all_ideals_a_unit_scores_one_and_outside_all_ranges_zero():
    polarity = ["interval(2, 3; 1, 5)", "interval(10, 20; 0, 40)"]
    found = scores("rim", [[2.5, 10.0], [1.0, 40.0], [9.0, -9.0]], [1, 2], polarity)
    assert found.tolist() == [1, 0, 0]


def test_with_declared_ranges_no_unit_changes_the_score_of_another():
    polarity = ["interval(2, 3; 1, 5)", "interval(10, 20; 0, 40)"]
    table = np.array([[2.0, 30.0], [4.0, 5.0], [1.5, 12.0]])
    alone = [scores("rim", row[None, :], [1, 2], polarity)[0] for row in table]
    assert_array_equal(scores("rim", table, [1, 2], polarity), alone)


def test_beyond_its_range_a_value_counts_as_its_end():
    fitted = mi.scoring.fit("rim", Z, [1, 1])
    found = fitted(np.array([[1.5, -3.0], [1.0, 0.0]]))
    assert found[0] == found[1]
