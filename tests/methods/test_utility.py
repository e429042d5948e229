"""Means and assessments of sums: by hand, degenerate cases, options, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    NonFiniteError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

NAMES = (
    *("weighted_product", "power_mean", "harmonic_mean", "owa", "choquet"),
    *("waspas", "aras", "copras", "spotis", "rov", "maut", "psi", "ram"),
)
RATIOS = ("weighted_product", "power_mean", "harmonic_mean", "waspas", "aras", "copras")
every_one = pytest.mark.parametrize("name", NAMES)
X = np.array([[1.0, 9.0], [2.0, 4.0], [4.0, 8.0]])
POLARITY = ["max", "min"]
Z = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])


def scored(name, *args, **options):
    return getattr(mi.scoring, name)(*args, **options)


def frozen(name, X, w, polarity=None, normalization=None, **options):
    return mi.scoring.fit(
        name, X, w, polarity, normalization=normalization, options=options
    )


# What units score that differ nowhere; one unit is the same case.
ALIKE = {
    **dict.fromkeys(("weighted_product", "power_mean", "harmonic_mean"), 1.0),
    **dict.fromkeys(("waspas", "aras", "copras", "spotis", "psi"), 1.0),
    **dict.fromkeys(("owa", "choquet", "rov"), 0.5),
    "maut": np.expm1(-0.5) / np.expm1(-1.0),
}


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("name", ALIKE)
def test_units_that_differ_nowhere_score_as_documented(name, n):
    found = scored(name, [[3.0, 8.0]] * n, [1, 3], POLARITY)
    assert_allclose(found, [ALIKE[name]] * n, rtol=1e-15)


def test_ram_of_units_that_differ_nowhere_depends_on_their_number():
    found = scored("ram", [[3.0, 8.0]] * 2, [1, 1], POLARITY)
    assert_allclose(found, [2.25 ** (1 / 2.25)] * 2, rtol=1e-15)


@every_one
def test_one_criterion_ranks_by_itself(name):
    found = scored(name, [[1.0], [3.0], [2.0]], [1])
    assert mi.rank(found).tolist() == [3, 1, 2]


@every_one
def test_one_cost_ranks_by_itself(name):
    found = scored(name, [[1.0], [3.0], [2.0]], [1], "min")
    assert mi.rank(found).tolist() == [1, 3, 2]


@every_one
@pytest.mark.parametrize("seed", range(3))
def test_values_from_an_index_are_scored_without_normalization(name, seed):
    # Min-max normalized, with zeros and a constant, all benefits, no polarity.
    rng = np.random.default_rng(seed)
    values = np.c_[mi.normalization.minmax(rng.random((9, 4))), np.full(9, 0.5)]
    assert np.isfinite(scored(name, values, np.ones(5), normalization=None)).all()


@every_one
def test_many_weight_vectors_with_zeros_score_as_one_by_one(name):
    rng = np.random.default_rng(0)
    X = rng.lognormal(size=(30, 6))
    W = rng.dirichlet(np.ones(6), size=40) * rng.integers(0, 2, size=(40, 6))
    W[~W.any(axis=1)] = 1.0
    signs = [1, -1, 1, 1, -1, 1]
    one_by_one = [scored(name, X, w, signs) for w in W]
    assert_allclose(scored(name, X, W, signs), one_by_one, rtol=1e-12)


@pytest.mark.parametrize("name", ["owa", "rov", "choquet"])
def test_large_batches_are_cut_into_blocks_of_rows(name, monkeypatch):
    rng = np.random.default_rng(1)
    X, W = rng.random((50, 4)), rng.dirichlet(np.ones(4), size=7)
    options = {"interaction": np.zeros((4, 4))} if name == "choquet" else {}
    if name == "choquet":
        least = W.min()
        options["interaction"][0, 1] = options["interaction"][1, 0] = least
    whole = scored(name, X, W, **options)
    monkeypatch.setattr("mcdm_index.methods.scoring._parts._CELLS", 60)
    assert_allclose(scored(name, X, W, **options), whole, rtol=1e-13)


@pytest.mark.parametrize("name", RATIOS)
def test_negative_normalized_values_are_refused_with_their_column(name):
    with pytest.raises(DomainError, match=r"column 1: .* go down to -2.*'minmax'"):
        scored(name, [[1.0, -2.0], [2.0, 3.0]], [1, 1], normalization=None)


@pytest.mark.parametrize("name", ["weighted_product", "harmonic_mean", "power_mean"])
def test_a_cost_of_zero_has_no_ratio(name):
    with pytest.raises(DomainError, match="row 1, column 1 is 0"):
        scored(name, [[1.0, 9.0], [2.0, 0.0]], [1, 1], POLARITY)


def test_the_weighted_product_is_a_geometric_mean():
    found = mi.scoring.weighted_product([[2.0, 8.0]], [1, 1], normalization=None)
    assert_allclose(found, [4.0], rtol=1e-15)


@pytest.mark.parametrize("name", ["weighted_product", "harmonic_mean"])
def test_a_zero_makes_a_mean_of_ratios_zero(name):
    found = scored(name, Z, [1, 1], normalization=None)
    assert_allclose(found, [0, 0.5, 0], rtol=1e-15)


@pytest.mark.parametrize("name", ["weighted_product", "harmonic_mean", "power_mean"])
def test_a_zero_without_weight_does_no_harm(name):
    found = scored(name, Z, [1, 0], normalization=None)
    assert_allclose(found, [1, 0.5, 0], rtol=1e-15)


@pytest.mark.parametrize("name", ["weighted_product", "harmonic_mean"])
def test_a_new_value_below_zero_counts_as_zero(name):
    found = frozen(name, Z, [1, 1])(np.array([[-1.0, 5.0], [2.0, 2.0]]))
    assert_allclose(found, [0.0, 2.0], rtol=1e-15)


P = (-np.inf, -300.0, -1.0, -0.1, -0.09, -1e-9, 0.0, 1e-9, 0.09, 0.1, 1.0, 300, np.inf)


@pytest.mark.parametrize("p", P)
def test_a_power_mean_of_equal_values_is_that_value(p):
    found = mi.scoring.power_mean([[0.3, 0.3]], [1, 3], normalization=None, p=p)
    assert_allclose(found, [0.3], rtol=1e-14)


def test_power_means_grow_with_their_order():
    row = [[0.2, 0.5, 0.9]]
    found = [mi.scoring.power_mean(row, [1, 2, 1], normalization=None, p=p) for p in P]
    assert (np.diff(np.ravel(found)) > 0).all()


@pytest.mark.parametrize(("p", "expected"), [(-np.inf, 0.2), (np.inf, 0.9)])
def test_extremes_are_those_of_criteria_with_weight(p, expected):
    row = [[0.1, 0.2, 0.9, 1.0]]
    found = mi.scoring.power_mean(row, [0, 1, 1, 0], normalization=None, p=p)
    assert found.tolist() == [expected]


def test_a_value_without_weight_does_not_drown_the_others():
    row = [[1e-3, 2e-3, 1e300]]
    found = mi.scoring.power_mean(row, [1, 1, 0], normalization=None, p=50)
    expected = 2e-3 * (0.5 + 0.5**51) ** (1 / 50)
    assert_allclose(found, [expected], rtol=1e-13)


@pytest.mark.parametrize("p", [1e-12, -1e-12, 1e-300])
def test_a_tiny_order_comes_near_to_the_geometric_mean(p):
    found = mi.scoring.power_mean([[2.0, 8.0]], [1, 1], normalization=None, p=p)
    assert_allclose(found, [4.0], rtol=1e-11)


@pytest.mark.parametrize("p", [5e-324, -5e-324, 1e-310, 1e-200, 1e-20, 1e-9, -1e-9])
@pytest.mark.parametrize("row", [[1e-300, 1e300], [5e-324, 1e150, 1e300]])
def test_a_small_order_bears_values_of_any_magnitude(p, row):
    w = np.ones(len(row))
    found = mi.scoring.power_mean([row], w, normalization=None, p=p)
    # M_p is M_0 times exp(p s^2 / 2), with the variance of the logarithms.
    logs = np.log(row)
    expected = np.exp(logs.mean() + p * logs.var() / 2)
    assert_allclose(found, [expected], rtol=1e-6)


@pytest.mark.parametrize("p", [1e-3, 0.09])
def test_a_small_order_bears_ratios_beyond_the_floats(p):
    found = mi.scoring.power_mean([[1e-300, 1e300]], [1, 1], normalization=None, p=p)
    expected = ((1 + 1e-300**p / 1e300**p) / 2) ** (1 / p) * 1e300
    assert_allclose(found, [expected], rtol=1e-11)


def test_a_small_order_sees_a_criterion_of_little_weight():
    w = [1 - 1e-10, 1e-10]
    found = mi.scoring.power_mean([[1e-200, 1.0]], w, normalization=None, p=0.09)
    expected = (w[0] * 1e-200**0.09 + w[1]) ** (1 / 0.09)
    assert_allclose(found, [expected], rtol=1e-12)


@pytest.mark.parametrize(("p", "score"), [(-0.05, 0), (-2, 0), (0, 0), (0.05, 0.5**20)])
def test_zeros_under_a_power_mean(p, score):
    found = mi.scoring.power_mean([[0.0, 1.0]], [1, 1], normalization=None, p=p)
    assert_allclose(found, [score], rtol=1e-12)


@pytest.mark.parametrize("p", [-1, 0.05, 0.5, 2, np.inf])
def test_a_row_of_zeros_has_the_power_mean_zero(p):
    table = [[0.0, 0.0], [1.0, 1.0]]
    found = mi.scoring.power_mean(table, [1, 1], normalization=None, p=p)
    assert found.tolist() == [0, 1]


@pytest.mark.parametrize("p", [-1, 0.05, 0.5, 2])
@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_a_power_mean_has_the_unit_of_its_values(p, size):
    row = np.array([[1.0, 2.0]])
    found = mi.scoring.power_mean(size * row, [1, 1], normalization=None, p=p)
    expected = mi.scoring.power_mean(row, [1, 1], normalization=None, p=p)
    assert_allclose(found / size, expected, rtol=1e-13)


@pytest.mark.parametrize("p", [np.nan, 10**400])
def test_the_order_of_a_mean_is_a_number(p):
    with pytest.raises(DomainError, match="p must be a real number"):
        mi.scoring.power_mean(X, [1, 1], p=p)


def test_the_harmonic_mean_is_the_power_mean_of_order_minus_one():
    expected = mi.scoring.power_mean(X, [3, 1], POLARITY, p=-1)
    assert_array_equal(mi.scoring.harmonic_mean(X, [3, 1], POLARITY), expected)


@pytest.mark.parametrize(
    ("exponent", "expected"),
    [(0, [1, 0.5, 1]), (1, [0.75, 0.5, 0.25]), (2, [0.5625, 0.5, 0.0625])],
)
def test_owa_by_its_exponent(exponent, expected):
    found = mi.scoring.owa(Z, [3, 1], normalization=None, exponent=exponent)
    assert_allclose(found, expected, rtol=1e-15)


def test_all_criteria_count_where_the_exponent_is_infinite():
    table = np.c_[Z + 1, [0.0, 0.0, 0.0]]
    found = mi.scoring.owa(table, [3, 1, 0], normalization=None, exponent=np.inf)
    assert found.tolist() == [1, 1.5, 1]


def test_a_criterion_of_little_weight_counts_where_the_exponent_is_infinite():
    how = {"normalization": None, "exponent": np.inf}
    assert mi.scoring.owa([[5.0, 1.0]], [1, 1e-20], **how).tolist() == [1]


def test_a_criterion_without_weight_is_not_the_best_one_of_owa():
    found = mi.scoring.owa([[5.0, 1.0]], [0, 1], normalization=None, exponent=0)
    assert found.tolist() == [1]


def test_most_criteria_count_in_owa_unless_told_otherwise():
    expected = mi.scoring.owa(X, [3, 1], POLARITY, exponent=2.0)
    assert_array_equal(mi.scoring.owa(X, [3, 1], POLARITY), expected)


def test_order_weights_are_given_from_the_best_value_to_the_least():
    found = mi.scoring.owa(
        [[1.0, 3.0, 2.0]], [1, 1, 1], normalization=None, order_weights=[1, 0, 3]
    )
    assert_allclose(found, [0.25 * 3 + 0.75 * 1], rtol=1e-15)


def test_equal_order_weights_are_the_weighted_sum():
    found = mi.scoring.owa(X, [3, 1], POLARITY, order_weights=[1, 1])
    expected = mi.scoring.weighted_sum(X, [3, 1], POLARITY)
    assert_allclose(found, expected, rtol=1e-15)


@pytest.mark.parametrize("exponent", [-1, np.nan, "most", [1, 2], True])
def test_the_exponent_of_a_quantifier_is_a_number_from_zero_on(exponent):
    with pytest.raises(DomainError, match="exponent of the quantifier"):
        mi.scoring.owa(X, [1, 1], exponent=exponent)


def test_a_quantifier_and_order_weights_exclude_each_other():
    with pytest.raises(DomainError, match="not both"):
        mi.scoring.owa(X, [1, 1], exponent=2, order_weights=[1, 1])


@pytest.mark.parametrize("bad", [[1, 1, 1], [-1, 2], [0, 0], np.ones((2, 2))])
def test_order_weights_are_checked(bad):
    with pytest.raises(WeightsError, match="order_weights: "):
        mi.scoring.owa(X, [1, 1], order_weights=bad)


@pytest.mark.parametrize(
    ("strength", "expected"), [(1, [0, 0.5, 0]), (-1, [1, 0.5, 1]), (0, [0.5] * 3)]
)
def test_full_interaction_of_two_is_their_minimum_or_maximum(strength, expected):
    pair = [[0, strength], [strength, 0]]
    found = mi.scoring.choquet(Z, [1, 1], normalization=None, interaction=pair)
    assert_allclose(found, expected, atol=1e-15)


def test_without_interactions_choquet_is_the_weighted_sum():
    expected = mi.scoring.weighted_sum(X, [3, 1], POLARITY)
    assert_array_equal(mi.scoring.choquet(X, [3, 1], POLARITY), expected)


def test_interactions_that_could_punish_an_improvement_are_refused():
    with pytest.raises(DomainError, match=r"column 1: .* 0.3, is above its weight"):
        mi.scoring.choquet(X, [3, 1], interaction=[[0, 0.6], [0.6, 0]])


def test_a_criterion_that_cannot_bear_its_interactions_is_named():
    table = pd.DataFrame(X, columns=["gain", "price"])
    with pytest.raises(DomainError, match="criterion 'price': an improvement could"):
        mi.scoring.choquet(table, [3, 1], interaction=[[0, 0.6], [0.6, 0]])


def test_every_weight_vector_of_a_batch_must_bear_the_interactions():
    with pytest.raises(DomainError, match="column 0"):
        mi.scoring.choquet(X, [[3, 1], [0, 1]], interaction=[[0, 0.4], [0.4, 0]])


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (np.zeros((3, 3)), r"shape \(2, 2\)"),
        ([[0, np.nan], [np.nan, 0]], "numbers from -1 to 1"),
        ([[0, 1e308], [-1e308, 0]], "numbers from -1 to 1"),
        ("strong", "numbers from -1 to 1"),
        (pd.DataFrame(np.zeros((2, 2))), "without labels"),
        ([[0, 0.1], [0.2, 0]], "symmetric"),
        ([[0.1, 0.1], [0.1, 0]], "zeros in the diagonal"),
    ],
)
def test_interactions_are_a_symmetric_matrix(bad, words):
    with pytest.raises(DomainError, match=words):
        mi.scoring.choquet(X, [1, 1], interaction=bad)


@pytest.mark.parametrize(
    ("lambda_", "same"), [(0, "weighted_product"), (1, "weighted_sum")]
)
def test_waspas_ends_at_the_product_and_at_the_sum(lambda_, same):
    found = mi.scoring.waspas(X, [3, 1], POLARITY, lambda_=lambda_)
    expected = scored(same, X, [3, 1], POLARITY, normalization="linear")
    assert_array_equal(found, expected)


@pytest.mark.parametrize("lambda_", [-0.1, 1.1, np.nan])
def test_lambda_is_a_share(lambda_):
    with pytest.raises(DomainError, match="lambda_ must be within"):
        mi.scoring.waspas(X, [1, 1], lambda_=lambda_)


def test_details_of_waspas_are_sum_and_product():
    scoring = frozen("waspas", Z, [[1, 1], [3, 1]])
    details = scoring.details(Z)
    assert details.weighted_sum.tolist() == [[0.5] * 3, [0.75, 0.5, 0.25]]
    assert_allclose(details.weighted_product, [[0, 0.5, 0]] * 2, rtol=1e-15)
    assert_array_equal(details.score, scoring(Z))


def test_aras_is_a_part_of_the_ideal():
    # With the ideal, 2, the sum is 5, and the shares are 1/5, 2/5 and 2/5.
    found = mi.scoring.aras([[1.0], [2.0]], [1])
    assert found.tolist() == [0.5, 1]


def test_where_everything_is_zero_every_unit_is_the_ideal_of_aras():
    assert mi.scoring.aras(np.zeros((2, 2)), [1, 1]).tolist() == [1, 1]


def test_a_new_unit_may_be_better_than_the_ideal_of_aras():
    found = frozen("aras", [[1.0], [2.0]], [1], None, "sum")([[3.0]])
    assert_allclose(found, [1.5], rtol=1e-15)


def test_copras_by_hand():
    # Shares of 1/4, 3/4 and of 1/3, 2/3. Half of each: S+ 1/8, 3/8, S- 1/6, 1/3;
    # reciprocals 6 and 3, so that the sum of 1/2 is shared out as 1/3 and 1/6.
    details = frozen("copras", [[1.0, 1.0], [3.0, 2.0]], [1, 1], POLARITY, "sum")
    found = details.details([[1.0, 1.0], [3.0, 2.0]])
    assert_allclose(found.benefits, [1 / 8, 3 / 8], rtol=1e-15)
    assert_allclose(found.costs, [1 / 6, 1 / 3], rtol=1e-15)
    assert_allclose(found.significance, [1 / 8 + 1 / 3, 3 / 8 + 1 / 6], rtol=1e-14)
    assert_allclose(found.degree, [11 / 13, 1], rtol=1e-14)


def test_details_of_copras_have_one_row_per_weight_vector():
    scoring = frozen("copras", X, [[1, 1], [0, 1], [1, 0]], POLARITY, "sum")
    assert scoring.details(X).costs.shape == (3, 3)
    assert_allclose(scoring.details(X).degree, scoring(X), rtol=1e-15)


def test_units_without_any_cost_share_out_the_costs_of_all():
    table = [[1.0, 0.0], [1.0, 0.0], [2.0, 4.0]]
    found = mi.scoring.copras(table, [1, 1], POLARITY)
    # S+ 1/8, 1/8, 1/4; S- 0, 0, 1/2, which is shared out as 1/4, 1/4, 0.
    assert_allclose(found, [1, 1, 2 / 3], rtol=1e-15)


def test_costs_without_weight_leave_the_sum_of_benefits():
    found = mi.scoring.copras(X, [1, 0], POLARITY)
    assert_allclose(found, [0.25, 0.5, 1], rtol=1e-15)


def test_where_everything_is_zero_every_unit_is_the_best_of_copras():
    assert mi.scoring.copras(np.zeros((2, 2)), [1, 1]).tolist() == [1, 1]


def test_a_new_unit_of_lesser_cost_counts_as_having_the_least():
    fitted = frozen("copras", X, [1, 1], POLARITY, "sum")
    found = fitted(np.array([[2.0, 4.0], [2.0, 0.5], [2.0, 0.0]]))
    assert found[1] == found[2] == found[0]


def test_spotis_measures_from_the_better_bound():
    found = mi.scoring.spotis(X, [1, 1], POLARITY, bounds=[[0, 4], [0, 10]])
    assert_allclose(found, [(0.25 + 0.1) / 2, (0.5 + 0.6) / 2, 0.6], rtol=1e-15)


def test_spotis_takes_the_ranges_as_bounds():
    expected = mi.scoring.weighted_sum(X, [3, 1], POLARITY)
    assert_allclose(mi.scoring.spotis(X, [3, 1], POLARITY), expected, rtol=1e-15)


def test_units_do_not_change_each_others_spotis_within_bounds():
    how = {"bounds": [[0, 4], [0, 10]]}
    whole = mi.scoring.spotis(X, [3, 1], POLARITY, **how)
    assert_array_equal(mi.scoring.spotis(X[:2], [3, 1], POLARITY, **how), whole[:2])


def test_beyond_the_ideal_spotis_lacks_nothing():
    found = frozen("spotis", [[0.0], [4.0]], [1])(np.array([[8.0], [-4.0]]))
    assert found.tolist() == [1, -1]


def test_an_ideal_is_met_from_both_sides():
    found = mi.scoring.spotis([[0.0], [1.0], [4.0]], [1], ideal=[1])
    assert_allclose(found, [0.75, 1, 0.25], rtol=1e-15)


@pytest.mark.parametrize(
    "bad", [[[0, 4]], [[0, 3], [0, 10]], [[4, 0], [0, 10]], [[0, np.inf], [0, 10]], 3]
)
def test_bounds_are_pairs_that_hold_all_values(bad):
    with pytest.raises(DomainError, match="bounds"):
        mi.scoring.spotis(X, [1, 1], bounds=bad)


@pytest.mark.parametrize("bad", [[1], [0, 5], [1, np.nan], "best"])
def test_an_ideal_lies_within_the_bounds(bad):
    with pytest.raises(DomainError, match="ideal is one number per criterion"):
        mi.scoring.spotis(X, [1, 1], ideal=bad)


@pytest.mark.parametrize(
    "bounds",
    [
        {"price": (0, 10), "gain": (0, 4)},
        pd.DataFrame([[0, 10], [0, 4]], index=["price", "gain"]),
        pd.DataFrame({"low": [0, 0], "high": [4, 10]}),
    ],
)
def test_bounds_find_their_criteria_by_name(bounds):
    table = pd.DataFrame(X, columns=["gain", "price"])
    found = mi.scoring.spotis(table, [1, 1], POLARITY, bounds=bounds)
    expected = mi.scoring.spotis(X, [1, 1], POLARITY, bounds=[[0, 4], [0, 10]])
    assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "ideal", [{"price": 5, "gain": 3}, pd.Series([5, 3], ["price", "gain"])]
)
def test_an_ideal_finds_its_criteria_by_name(ideal):
    table = pd.DataFrame(X, columns=["gain", "price"])
    found = mi.scoring.spotis(table, [1, 1], POLARITY, ideal=ideal)
    assert_array_equal(found, mi.scoring.spotis(X, [1, 1], POLARITY, ideal=[3, 5]))


@pytest.mark.parametrize("option", ["bounds", "ideal"])
def test_bounds_and_ideals_of_other_criteria_are_refused(option):
    table = pd.DataFrame(X, columns=["gain", "price"])
    value = {"gain": (0, 4), "prize": (0, 10)}
    with pytest.raises(UnknownColumnError, match="Did you mean 'price'"):
        mi.scoring.spotis(table, [1, 1], POLARITY, **{option: value})


def test_bounds_may_be_farther_apart_than_the_largest_number():
    found = mi.scoring.spotis([[0.0], [1.0]], [1], bounds=[[-1.5e308, 1.5e308]])
    assert found.tolist() == [0.5, 0.5]


def test_rov_takes_the_middle_between_least_and_largest_mean():
    # In order: 0.2, 1, 0. Means 0.2, 0.6, 0.4.
    row = [[0.0, 0.2, 1.0]]
    found = mi.scoring.rov(row, [1, 5, 3], normalization=None)
    assert_allclose(found, [0.4], rtol=1e-15)


def test_rov_reads_the_order_of_weights_alone():
    found = [mi.scoring.rov(X, w, POLARITY) for w in ([3, 1], [1000, 999])]
    assert_array_equal(*found)


def test_criteria_of_equal_importance_come_in_together():
    found = mi.scoring.rov([[0.2, 0.6, 1.0]], [2, 2, 1], normalization=None)
    assert_allclose(found, [(0.4 + 0.6) / 2], rtol=1e-15)


def test_rov_by_value_is_half_of_the_weighted_sum():
    found = mi.scoring.rov(X, [3, 1], POLARITY, importance="value")
    expected = mi.scoring.weighted_sum(X, [3, 1], POLARITY) / 2
    assert_array_equal(found, expected)


def test_importance_is_order_or_value():
    with pytest.raises(UnknownMethodError, match="'order' or 'value', got 'rank'"):
        mi.scoring.rov(X, [1, 1], importance="rank")


@pytest.mark.parametrize("how", [{"marginal": "linear"}, {"risk_aversion": 0}])
def test_linear_utility_is_the_weighted_sum(how):
    expected = mi.scoring.weighted_sum(X, [3, 1], POLARITY)
    assert_array_equal(mi.scoring.maut(X, [3, 1], POLARITY, **how), expected)


@pytest.mark.parametrize("c", [-100, -1e-9, 1e-9, 1, 100])
def test_utilities_go_from_zero_to_one(c):
    found = mi.scoring.maut([[0.0], [1.0]], [1], normalization=None, risk_aversion=c)
    assert_allclose(found, [0, 1], rtol=1e-15)


@pytest.mark.parametrize(("c", "sign"), [(2, 1), (-2, -1)])
def test_aversion_against_risk_raises_the_middle(c, sign):
    found = mi.scoring.maut([[0.5]], [1], normalization=None, risk_aversion=c)
    assert np.sign(found[0] - 0.5) == sign


def test_the_squared_exponential_lowers_the_middle():
    how = {"normalization": None, "marginal": "squared_exponential"}
    found = mi.scoring.maut([[0.0], [0.5], [1.0]], [1], **how)
    assert_allclose(found, [0, np.expm1(0.25) / np.expm1(1), 1], rtol=1e-15)


def test_below_zero_the_squared_exponential_is_zero():
    fitted = frozen("maut", Z, [1, 1], marginal="squared_exponential")
    assert fitted(np.array([[-3.0, 0.0]])).tolist() == [0]


def test_a_utility_beyond_the_floats_is_refused():
    with pytest.raises(NonFiniteError, match="too large"):
        frozen("maut", Z, [1, 1], risk_aversion=10)(np.array([[-100.0, 1.0]]))


@pytest.mark.parametrize("c", [101, -101, np.nan, np.inf])
def test_aversion_against_risk_has_limits(c):
    with pytest.raises(DomainError, match="risk_aversion must be within"):
        mi.scoring.maut(X, [1, 1], risk_aversion=c)


@pytest.mark.parametrize("c", [5e-324, -1e-320])
def test_aversion_against_risk_may_be_as_small_as_can_be(c):
    found = mi.scoring.maut([[0.3], [1.0]], [1], normalization=None, risk_aversion=c)
    assert found.tolist() == [0.3, 1]


def test_marginal_utilities_are_known_by_name():
    with pytest.raises(UnknownMethodError, match="got 'logarithmic'"):
        mi.scoring.maut(X, [1, 1], marginal="logarithmic")


def test_psi_has_weights_of_its_own():
    found = mi.scoring.psi(X, [3, 1], POLARITY)
    assert_array_equal(found, mi.scoring.psi(X, [1, 9], POLARITY))


def test_psi_by_hand():
    # Columns 0.5, 1 and 1, 1: variation 1/8 and 0, what is left 7/8 and 1.
    found = mi.scoring.psi([[1.0, 2.0], [2.0, 2.0]], [1, 1])
    assert_allclose(found, [(0.5 * 7 / 8 + 1) / (15 / 8), 1], rtol=1e-15)


def test_the_mean_variation_does_not_grow_with_the_number_of_units():
    twice = mi.scoring.psi(np.r_[X, X], [1, 1], POLARITY, variation="mean")
    once = mi.scoring.psi(X, [1, 1], POLARITY, variation="mean")
    assert_allclose(twice[:3], once, rtol=1e-14)


def test_criteria_that_vary_too_much_count_for_nothing():
    table = np.c_[np.tile([1.0, 0.0], 5), np.linspace(0.9, 1.0, 10)]
    found = mi.scoring.psi(table, [1, 1])
    assert_allclose(found, table[:, 1], rtol=1e-15)


def test_if_all_criteria_vary_too_much_they_count_alike():
    table = np.tile([[1.0, 0.0], [0.0, 1.0]], (5, 1))
    assert mi.scoring.psi(table, [1, 3]).tolist() == [0.5] * 10


def test_rounding_does_not_decide_which_criterion_counts():
    # Each column varies by exactly 1, and the second is the first in another order.
    table = np.c_[[1.0, 26, 18, 3, 23, 1], [23.0, 1, 18, 1, 26, 3]]
    found = mi.scoring.psi(table, [1, 1])
    assert_allclose(found, table.mean(axis=1) / 26, rtol=1e-15)


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_psi_of_any_size_is_finite_without_normalization(size):
    assert np.isfinite(mi.scoring.psi(size * X, [1, 1], normalization=None)).all()


def test_variation_is_a_sum_or_a_mean():
    with pytest.raises(UnknownMethodError, match="'sum' or 'mean', got 'total'"):
        mi.scoring.psi(X, [1, 1], variation="total")


def test_ram_by_hand():
    found = mi.scoring.ram([[1.0, 1.0], [3.0, 1.0]], [1, 1], POLARITY)
    assert_allclose(found, [2.125 ** (1 / 2.25), 2.375 ** (1 / 2.25)], rtol=1e-15)


def test_ram_without_costs_takes_square_roots():
    found = mi.scoring.ram([[1.0], [3.0]], [1])
    assert_allclose(found, np.sqrt([2.25, 2.75]), rtol=1e-15)


def test_a_new_value_below_zero_adds_nothing_in_ram():
    found = frozen("ram", Z, [1, 1], POLARITY)(np.array([[-5.0, -5.0]]))
    assert_allclose(found, [np.sqrt(2)], rtol=1e-15)
