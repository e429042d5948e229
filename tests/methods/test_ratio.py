"""Ratio and composite scores: small cases by hand, degenerate ones as documented."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

X = np.array([[3.0, 3.0], [4.0, 4.0]])
POLARITY = ["max", "min"]
# Normalized already: both ends of each column are there.
Z = np.array([[0.0, 1.0], [0.5, 0.0], [1.0, 0.25]])
NAMES = (
    *("ampi", "benefit_of_the_doubt", "cocoso", "mairca", "marcos", "moora_full"),
    *("moora_ratio", "moora_reference", "mpi", "multimoora", "ocra"),
)
DETAILED = ("ampi", "cocoso", "mairca", "marcos", "mpi", "multimoora", "ocra")
every_method = pytest.mark.parametrize("name", NAMES)
every_detailed = pytest.mark.parametrize("name", DETAILED)


def learn(name, values, weights, polarity=None, normalization=None, **options):
    how = {"normalization": normalization, "options": options}
    return mi.scoring.fit(name, values, weights, polarity, **how)


def as_it_is(name, values, weights=(1, 1), **options):
    """Score values that are normalized already."""
    method = getattr(mi.scoring, name)
    return method(values, weights, normalization=None, **options)


# ---- what all of them have


@every_method
def test_an_index_of_min_max_values_has_a_finite_score(name):
    found = as_it_is(name, Z)
    assert np.isfinite(found).all()


@every_method
def test_a_table_of_zeros_has_a_finite_score(name):
    found = as_it_is(name, np.zeros((3, 2)))
    assert np.isfinite(found).all()


@every_method
def test_one_criterion_orders_the_units(name):
    found = mi.score([[3.0], [1.0], [2.0]], name)
    assert mi.rank(found).tolist() == [1, 3, 2]


@every_method
def test_one_criterion_orders_the_units_by_their_costs(name):
    found = mi.score([[3.0], [1.0], [2.0]], name, polarity="min")
    assert mi.rank(found).tolist() == [3, 1, 2]


@every_method
def test_labels_of_weights_are_those_of_the_columns(name):
    frame = pd.DataFrame(X, columns=["a", "b"])
    options = {"normalization": "minmax"}
    found = mi.score(frame, name, weights={"b": 1, "a": 0}, options=options)
    expected = mi.score(X, name, weights=[0, 1], options=options)
    assert_array_equal(found, expected)


@every_method
def test_a_label_that_is_no_column_is_refused(name):
    frame = pd.DataFrame(X, columns=["a", "b"])
    with pytest.raises(UnknownColumnError):
        mi.score(frame, name, weights={"b": 1, "c": 0})


@every_method
def test_lists_are_taken_as_tables(name):
    found = as_it_is(name, Z.tolist())
    assert_array_equal(found, as_it_is(name, Z))


@every_detailed
def test_details_have_one_row_per_weight_vector(name):
    W = np.array([[1.0, 1.0], [3.0, 1.0], [0.0, 1.0]])
    scoring = learn(name, Z, W)
    details = scoring.details(Z)
    one_by_one = [learn(name, Z, w).details(Z) for w in W]
    for found, *expected in zip(details, *one_by_one, strict=True):
        assert_allclose(found, expected if np.ndim(found) else expected[0], rtol=1e-12)


# ---- MOORA


def test_the_ratio_system_subtracts_costs_from_benefits():
    found = mi.scoring.moora_ratio(X, [3, 1], POLARITY)
    assert_allclose(found, [0.75 * 0.6 - 0.25 * 0.6, 0.75 * 0.8 - 0.25 * 0.8])


def test_the_ratio_system_of_costs_alone_is_not_above_zero():
    assert_allclose(mi.scoring.moora_ratio(X, [1, 1], "min"), [-0.6, -0.8])


def test_the_ratio_system_is_known_by_its_short_name():
    assert_array_equal(mi.score(X, "moora"), mi.scoring.moora_ratio(X, [1, 1]))


def test_the_reference_point_scores_one_less_the_largest_gap():
    found = mi.scoring.moora_reference(Z, [3, 1], normalization=None)
    assert_allclose(found, [1 - 0.75, 1 - 0.375, 1 - 0.1875], rtol=1e-15)


def test_a_unit_beyond_the_reference_point_has_no_gap():
    scoring = learn("moora_reference", Z, [1, 1])
    assert scoring(np.array([[7.0, 1.0]])).tolist() == [1]


def test_the_full_form_is_a_product_of_powers():
    found = mi.scoring.moora_full([[4.0, 2.0], [1.0, 8.0]], [1, 1], POLARITY)
    # In parts of the best: 1 and 1; 1/4 and 1/4.
    assert_allclose(found, [1, 0.25], rtol=1e-15)


def test_a_zero_makes_the_full_form_zero():
    assert mi.scoring.moora_full(Z, [1, 1], normalization=None)[:2].tolist() == [0, 0]


def test_a_zero_without_weight_does_not_count_in_the_full_form():
    found = mi.scoring.moora_full(Z, [0, 1], normalization=None)
    assert found.tolist() == [1, 0, 0.25]


def test_what_is_below_zero_in_a_new_row_makes_the_full_form_zero():
    assert learn("moora_full", Z, [1, 1])(np.array([[-1.0, 1.0]])).tolist() == [0]


@pytest.mark.parametrize("name", ["moora_full", "multimoora", "marcos", "cocoso"])
def test_negative_normalized_values_are_refused_with_their_column(name):
    with pytest.raises(DomainError, match=r"column 1: .* 0 or more, but it has -2"):
        as_it_is(name, [[1.0, -2.0], [2.0, 1.0]])


@pytest.mark.parametrize("name", ["moora_full", "marcos", "benefit_of_the_doubt"])
def test_a_cost_of_zero_is_refused_with_its_cell(name):
    with pytest.raises(DomainError, match="row 0, column 1 is 0"):
        mi.score([[1.0, 0.0], [2.0, 1.0]], name, polarity=POLARITY)


# ---- MULTIMOORA


def test_rankings_that_contradict_each_other_are_settled_by_the_majority():
    # Ratios 0.8 and 0.75 are for the first; gaps of 0.2 and 0.15 and roots of 0.6 and
    # 0.5544 are divided.
    values = np.array([[1.0, 0.6], [0.7, 0.8], [0.1, 1.0]])
    details = learn("multimoora", values, [1, 1]).details(values)
    assert mi.rank(details.ratio).tolist() == [1, 2, 3]
    assert mi.rank(-details.distance).tolist() == [2, 1, 3]
    assert mi.rank(details.full).tolist() == [1, 2, 3]
    assert mi.rank(details.score).tolist() == [1, 2, 3]


def test_the_sum_of_ranks_counts_every_ranking():
    values = np.array([[1.0, 0.5], [0.75, 0.75]])
    # Ratios and gaps are equal, the second has the larger product.
    found = learn("multimoora", values, [1, 1], aggregation="rank_sum")(values)
    # A draw with itself, and with the other two draws and a defeat, or a victory.
    assert_allclose(found, [(0.5 + 1 / 3) / 2, (0.5 + 2 / 3) / 2], rtol=1e-15)


def test_units_that_differ_nowhere_draw():
    assert mi.scoring.multimoora([[3.0, 8.0]] * 3, [1, 1]).tolist() == [0.5] * 3


def test_a_single_unit_draws_with_itself():
    assert mi.scoring.multimoora([[3.0, 8.0]], [1, 1], POLARITY).tolist() == [0.5]


def test_equal_scores_up_to_rounding_draw():
    values = np.array(list(permutations([0.1, 0.2, 0.3, 0.7])))
    scoring = learn("multimoora", values, [1, 1, 1, 1])
    assert len(set(scoring.details(values).ratio)) > 1  # equal but for rounding
    assert scoring(values).tolist() == [0.5] * 24


def test_a_new_unit_is_compared_with_the_learned_ones():
    values = np.array([[1.0, 1.0], [2.0, 2.0]])
    scoring = learn("multimoora", values, [1, 1])
    found = scoring(np.array([[3.0, 3.0], [1.5, 1.5], [0.5, 0.5]]))
    assert found.tolist() == [1, 0.5, 0]


def test_a_cost_of_zero_is_best_in_the_full_form():
    values = np.array([[1.0, 0.0], [2.0, 1.0]])
    details = learn("multimoora", values, [1, 1], POLARITY).details(values)
    assert_allclose(details.full, [np.inf, np.sqrt(2)], rtol=1e-15)


@pytest.mark.parametrize(
    ("weights", "expected"), [([3, 1], 0), ([1, 3], np.inf), ([1, 1], 1)]
)
def test_zero_over_zero_is_decided_by_the_weights(weights, expected):
    values = np.array([[0.0, 0.0], [2.0, 1.0]])
    details = learn("multimoora", values, weights, POLARITY).details(values)
    assert details.full[0] == expected


def test_many_units_are_compared_a_few_at_a_time(monkeypatch):
    from mcdm_index.methods.scoring import rankings

    values = np.random.default_rng(0).random((40, 3))
    expected = mi.scoring.multimoora(values, [1, 2, 3])
    monkeypatch.setattr(rankings, "_COMPARED", 100)
    assert_array_equal(mi.scoring.multimoora(values, [1, 2, 3]), expected)


def test_rankings_are_settled_by_dominance_or_by_their_sum():
    with pytest.raises(UnknownMethodError, match="'dominance' or 'rank_sum', got 'x'"):
        mi.scoring.multimoora(X, [1, 1], aggregation="x")


# ---- MARCOS, MAIRCA


def test_marcos_is_in_parts_of_ideal_and_anti_ideal():
    # S is 1/2, 3/4 and 1; so q = 1/2, and (1 + q) / (1 + q + q^2) = 6/7.
    found = mi.scoring.marcos([[2.0], [3.0], [4.0]], [1])
    assert_allclose(found, [3 / 7, 4.5 / 7, 6 / 7], rtol=1e-15)


def test_marcos_of_units_that_differ_nowhere_is_two_thirds():
    assert_allclose(mi.scoring.marcos([[3.0, 8.0]] * 2, [1, 1], POLARITY), 2 / 3)


def test_marcos_of_nothing_is_nothing():
    assert mi.scoring.marcos([[0.0], [0.0]], [1]).tolist() == [0, 0]


def test_marcos_comes_near_to_its_limit_where_the_anti_ideal_vanishes():
    near = mi.scoring.marcos([[1e-9], [1.0], [2.0]], [1], normalization=None)
    limit = mi.scoring.marcos([[0.0], [1.0], [2.0]], [1], normalization=None)
    assert_allclose(near, limit, atol=1e-9)


def test_the_degree_to_an_anti_ideal_of_zero_is_infinite():
    details = learn("marcos", Z[:, :1], [1]).details(Z[:, :1])
    assert details.to_anti_ideal.tolist() == [np.inf] * 3
    assert details.to_ideal.tolist() == [0, 0.5, 1]


def test_mairca_is_the_share_of_what_may_be_expected():
    assert mi.scoring.mairca(Z, [3, 1]).tolist() == [0.25, 0.375, 0.8125]


def test_the_gap_of_mairca_is_shared_by_the_learned_units():
    details = learn("mairca", Z, [3, 1]).details(Z[:1])
    assert details.theoretical == 1 / 3
    assert_allclose(details.gap, [0.75 / 3], rtol=1e-15)


# ---- OCRA


def test_ocra_counts_in_parts_of_the_least():
    found = mi.scoring.ocra([[2.0, 8.0], [5.0, 4.0]], [1, 1], POLARITY)
    # Benefit (5 - 2) / 2, cost (8 - 4) / 4, half of each.
    assert_allclose(found, [0, 0.5 * 1.5 + 0.5 * 1], rtol=1e-15)


def test_ocra_takes_the_range_where_the_least_is_zero():
    found = mi.scoring.ocra([[0.0], [1.0], [4.0]], [1])
    assert found.tolist() == [0, 0.25, 1]


def test_ocra_takes_the_range_where_the_least_is_negative():
    assert mi.scoring.ocra([[-2.0], [2.0]], [1]).tolist() == [0, 1]


@pytest.mark.parametrize("value", [0.0, 3.0, -3.0])
def test_a_constant_column_adds_nothing_to_ocra(value):
    values = np.c_[[2.0, 5.0], [value, value]]
    assert_allclose(mi.scoring.ocra(values, [1, 1]), [0, 0.75], rtol=1e-15)


def test_ocra_counts_costs_and_benefits_from_their_worst_units():
    values = np.array([[2.0, 8.0], [5.0, 4.0], [4.0, 6.0]])
    details = learn("ocra", values, [1, 1], POLARITY).details(values)
    assert details.costs.min() == details.benefits.min() == details.score.min() == 0


def test_a_new_unit_may_score_below_zero_in_ocra():
    scoring = learn("ocra", [[2.0], [4.0]], [1])
    assert scoring(np.array([[1.0]])).tolist() == [-0.5]


def test_ratios_beyond_the_floats_are_refused():
    with pytest.raises(NonFiniteError, match="too large"):
        mi.scoring.ocra([[1e-300], [1e300]], [1])


@pytest.mark.parametrize("wide", [[1e-300, 1e300], [-1.7e308, 1.7e308]])
def test_ratios_beyond_the_floats_do_no_harm_without_weight(wide):
    found = mi.scoring.ocra(np.c_[[1.0, 2.0], wide], [1, 0])
    assert found.tolist() == [0, 1]


def test_a_range_beyond_the_floats_is_refused():
    with pytest.raises(NonFiniteError, match="too large"):
        mi.scoring.ocra([[-1.7e308], [1.7e308]], [1])


# ---- CoCoSo


def test_cocoso_combines_three_appraisals():
    # S and P are 1/4 and 1/4; 1 and 1: k_a 1/5, k_b 2, k_c 1/4; 4/5, 8, 1.
    found = mi.scoring.cocoso([[0.25], [1.0]], [1], normalization=None)
    expected = [0.1 ** (1 / 3) + 2.45 / 3, 6.4 ** (1 / 3) + 9.8 / 3]
    assert_allclose(found, expected, rtol=1e-14)


def test_cocoso_leaves_out_what_is_relative_to_nothing():
    # S and P are 0 and 0; 1 and 1: k_a 0 and 1, k_c 0 and 1.
    assert mi.scoring.cocoso([[0.0], [1.0]], [1]).tolist() == [0, 2]


def test_a_criterion_without_weight_adds_no_power_to_cocoso():
    details = learn("cocoso", Z, [1, 0]).details(Z)
    assert details.power_sum.tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("lambda_", [0, 1])
def test_lambda_divides_cocoso_between_its_sums(lambda_):
    details = learn("cocoso", Z, [3, 1], lambda_=lambda_).details(Z)
    sums = details.weighted_sum if lambda_ else details.power_sum
    assert_allclose(details.balanced, sums / sums.max(), rtol=1e-15)


@pytest.mark.parametrize("lambda_", [-0.1, 1.1, np.nan])
def test_lambda_is_a_share(lambda_):
    with pytest.raises(DomainError, match="lambda_ must be a number from 0 to 1"):
        mi.scoring.cocoso(X, [1, 1], lambda_=lambda_)


def test_below_the_learned_range_cocoso_counts_nothing():
    scoring = learn("cocoso", Z, [1, 1])
    low = scoring(np.array([[-5.0, 0.5], [0.0, 0.5]]))
    assert low[0] == low[1]


# ---- Mazziotta-Pareto


def test_unbalance_is_penalized():
    values = np.array([[100.0, 100.0], [90.0, 110.0]])
    found = mi.scoring.mpi(values, [1, 1], normalization=None)
    assert_allclose(found, [100, 100 - 100 / 100], rtol=1e-15)


def test_the_penalty_is_added_for_what_is_bad():
    values = np.array([[100.0, 100.0], [90.0, 110.0]])
    found = mi.scoring.mpi(values, [1, 1], normalization=None, penalty="plus")
    assert_allclose(found, [100, 100 + 100 / 100], rtol=1e-15)


def test_weights_go_into_the_mean_and_the_deviation():
    # Mean 95, variance 3/4 * 25 + 1/4 * 225 = 75.
    found = mi.scoring.mpi([[90.0, 110.0]], [3, 1], normalization=None)
    assert_allclose(found, [95 - 75 / 95], rtol=1e-15)


def test_mpi_is_standardized_to_100_and_10():
    # Two values stand one deviation from their mean.
    assert_allclose(mi.scoring.mpi([[1.0], [3.0]], [1], "min"), [110, 90], rtol=1e-15)


def test_details_of_mpi_hold_mean_deviation_and_penalty():
    details = learn("mpi", [[90.0, 110.0]], [1, 1]).details(np.array([[90.0, 110.0]]))
    assert_allclose(np.ravel(details), [100, 10, 1, 99], rtol=1e-14)


def test_an_improvement_of_what_is_far_above_the_others_may_lower_mpi():
    # Which is why neither dominance nor monotony is promised.
    values = [[0.1, 0.1, 0.6], [0.1, 0.1, 1.0]]
    before, after = mi.scoring.mpi(values, [1, 1, 1], normalization=None)
    assert after < before


@pytest.mark.parametrize("W", [[0, 1, 1], [[0, 1, 1], [0, 2, 2]]])
@pytest.mark.parametrize("far", [-1e9, 1e200])
def test_a_criterion_without_weight_leaves_the_penalty(far, W):
    values = np.array([[far, 100.0, 101.0]])
    found = mi.scoring.mpi(values, W, normalization=None)
    assert_allclose(np.ravel(found), 100.5 - 0.25 / 100.5, rtol=1e-14)


def test_a_criterion_that_hardly_counts_leaves_the_penalty():
    found = mi.scoring.mpi([[-1e9, 100.0, 101.0]], [1e-30, 1, 1], normalization=None)
    assert_allclose(found, 100.5 - 0.25 / 100.5, rtol=1e-13)


def test_a_criterion_without_weight_is_not_to_blame_for_a_low_mean():
    with pytest.raises(DomainError, match=r"row 0, column 2 is .* unit is -2\.5"):
        mi.scoring.mpi([[-9.0, -2.0, -3.0]], [0, 1, 1], normalization=None)


def test_a_unit_of_zeros_has_no_penalty():
    found = mi.scoring.mpi([[0.0, 0.0], [1.0, 1.0]], [1, 1], normalization=None)
    assert found.tolist() == [0, 1]


@pytest.mark.parametrize("W", [[1, 1], [[1, 1], [1, 3]]])
def test_a_mean_that_is_not_positive_is_refused_with_its_unit(W):
    frame = pd.DataFrame([[1.0, 2.0], [1.0, -3.0]], index=["Chad", "Mali"])
    with pytest.raises(DomainError, match="unit 'Mali', criterion '1' is so low"):
        mi.scoring.mpi(frame, W, normalization=None)


@pytest.mark.parametrize("name", ["mpi", "ampi"])
def test_a_penalty_is_subtracted_or_added(name):
    with pytest.raises(UnknownMethodError, match="'minus' or 'plus', got 'none'"):
        mi.score(X, name, options={"penalty": "none"})


@pytest.mark.parametrize("name", ["mpi", "ampi"])
def test_one_unit_scores_one_hundred(name):
    assert mi.score([[3.0, 8.0]], name, polarity=POLARITY).tolist() == [100]


def test_ampi_goes_from_70_to_130():
    assert mi.scoring.ampi([[1.0], [2.0], [5.0]], [1]).tolist() == [70, 85, 130]


def test_a_reference_has_one_hundred_in_ampi():
    found = mi.scoring.ampi([[1.0], [2.0], [5.0]], [1], reference=2)
    assert found.tolist() == [85, 100, 145]


def test_a_reference_unit_is_named_by_its_label():
    frame = pd.DataFrame({"gdp": [1.0, 2.0, 5.0]}, index=["Mali", "Chad", "Peru"])
    found = mi.scoring.ampi(frame, [1], unit="Chad")
    assert found.to_dict() == {"Mali": 85, "Chad": 100, "Peru": 145}


def test_goalposts_have_70_and_130_in_ampi():
    found = mi.scoring.ampi([[1.0], [2.0], [5.0]], [1], goalposts=(0, 4))
    assert_allclose(found, [85, 100, 145], rtol=1e-15)


def test_goalposts_of_a_cost_are_turned_around():
    found = mi.scoring.ampi([[1.0, 1.0]], [0, 1], POLARITY, goalposts=([0, 0], [4, 4]))
    assert_allclose(found, [115], rtol=1e-15)


def test_one_goalpost_may_be_that_of_all_criteria():
    found = mi.scoring.ampi([[1.0, 1.0]], [0, 1], POLARITY, goalposts=(0, [4, 4]))
    assert_allclose(found, [115], rtol=1e-15)


@pytest.mark.parametrize("goalposts", ["04", (1, 2, 3), (1,), 5, True, np.array(1)])
def test_goalposts_are_a_pair(goalposts):
    with pytest.raises(DomainError, match=r"goalposts must be a pair \(low, high\)"):
        mi.scoring.ampi(X, [1, 1], goalposts=goalposts)


@pytest.mark.parametrize(
    "others", [{"reference": 3}, {"unit": 0}, {"normalization": "minmax"}]
)
def test_goalposts_stand_alone(others):
    with pytest.raises(DomainError, match="goalposts exclude"):
        mi.scoring.ampi(X, [1, 1], goalposts=(0, 9), **others)


def test_a_reference_is_none_to_another_normalization():
    with pytest.raises(UnknownMethodError, match="has no option 'reference'"):
        mi.scoring.ampi(X, [1, 1], normalization="minmax", reference=3)


def test_fitting_ampi_takes_a_reference_with_its_normalization():
    how = {"normalization": "mazziotta_pareto"}
    options = {"reference": 2}
    values = np.array([[1.0], [2.0], [5.0]])
    with pytest.raises(DomainError, match="as normalization_options"):
        mi.scoring.fit("ampi", values, [1], **how, options=options)
    scoring = mi.scoring.fit("ampi", values, [1], **how, normalization_options=options)
    assert scoring(values).tolist() == [85, 100, 145]


# ---- benefit of the doubt


def test_a_unit_that_is_best_in_something_has_the_benefit_of_the_doubt():
    values = [[1.0, 0.2], [0.3, 1.0], [0.5, 0.5]]
    found = mi.scoring.benefit_of_the_doubt(values, [1, 1])
    # w = (2/3, 2/3) / 0.94 ... by hand: 0.8 / 0.94 and 0.7 / 0.94.
    assert_allclose(found, [1, 1, 0.5 * (0.8 + 0.7) / 0.94], rtol=1e-12)


def test_only_whether_weights_are_zero_matters_to_the_doubt():
    values = np.array([[1.0, 0.2], [0.3, 1.0], [0.5, 0.5]])
    found = mi.scoring.benefit_of_the_doubt(values, [[1, 1], [9, 1], [0, 1]])
    assert_array_equal(found[0], found[1])
    assert_allclose(found[2], values[:, 1], rtol=1e-12)


def test_costs_have_the_benefit_of_the_doubt():
    found = mi.scoring.benefit_of_the_doubt([[2.0], [4.0]], [1], "min")
    assert_allclose(found, [1, 0.5], rtol=1e-12)


def test_a_constant_criterion_makes_all_the_best():
    found = mi.scoring.benefit_of_the_doubt([[1.0, 7.0], [2.0, 7.0]], [1, 1])
    assert found.tolist() == [1, 1]


def test_a_unit_of_zeros_scores_zero():
    found = mi.scoring.benefit_of_the_doubt([[0.0, 0.0], [1.0, 2.0]], [1, 1])
    assert found.tolist() == [0, 1]


def test_least_shares_limit_the_doubt():
    values = [[1.0, 0.2], [0.3, 1.0], [0.5, 0.5]]
    free = mi.scoring.benefit_of_the_doubt(values, [1, 1])
    bound = mi.scoring.benefit_of_the_doubt(values, [1, 1], least_share=0.4)
    assert (bound <= free + 1e-12).all()
    assert bound.min() < free.min()


def test_the_same_weights_for_all_leave_no_doubt():
    values = np.array([[1.0, 0.2], [0.3, 1.0], [0.5, 0.5]])
    how = {"normalization": None, "least_weight": 0.5, "most_weight": 0.5}
    found = mi.scoring.benefit_of_the_doubt(values, [1, 1], **how)
    assert_allclose(found, values.sum(axis=1) / 1.3, rtol=1e-9)


def test_bounds_of_a_criterion_without_weight_do_not_count():
    values = np.array([[1.0, 0.2, 5.0], [0.3, 1.0, 9.0], [0.5, 0.5, 1.0]])
    bounds = {"least_share": [0.4, 0.2, 0.4]}
    found = mi.scoring.benefit_of_the_doubt(values, [1, 1, 0], **bounds)
    expected = mi.scoring.benefit_of_the_doubt(
        values[:, :2], [1, 1], least_share=[0.4, 0.2]
    )
    assert_array_equal(found, expected)


def test_a_bound_that_is_no_share_is_refused():
    with pytest.raises(DomainError, match="least_share must be a share from 0 to 1"):
        mi.scoring.benefit_of_the_doubt(X, [1, 1], least_share=2)


def test_a_unit_without_weights_within_the_bounds_is_named():
    frame = pd.DataFrame([[1.0, 0.0], [0.5, 1.0]], index=["Mali", "Peru"])
    with pytest.raises(DomainError, match="unit Mali: no weights keep the bounds"):
        mi.scoring.benefit_of_the_doubt(frame, [1, 1], least_share=0.2)


def test_the_doubt_gives_back_a_series():
    frame = pd.DataFrame(X, index=["Mali", "Peru"])
    found = mi.scoring.benefit_of_the_doubt(frame, [1, 1])
    pd.testing.assert_series_equal(found, pd.Series([0.75, 1.0], index=frame.index))


def test_the_doubt_cannot_be_frozen():
    with pytest.raises(UnknownMethodError, match="needs all rows at once"):
        mi.scoring.fit("benefit_of_the_doubt", X, [1, 1])


def test_the_doubt_refuses_a_gap():
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        mi.score([[1.0, np.nan], [2.0, 3.0]], "bod")


def test_the_doubt_refuses_weights_that_are_none():
    with pytest.raises(WeightsError, match="all zero"):
        mi.scoring.benefit_of_the_doubt(X, [0, 0])
