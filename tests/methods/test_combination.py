"""Combination: small cases by hand, degenerate ones as documented, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize
from scipy.stats import friedmanchisquare

import mcdm_index as mi
from mcdm_index._registry import get
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    MissingDataError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.methods import combination

W = np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]])
Z = np.array([[0.0, 1.0, 0.3], [1.0, 0.5, 0.2], [0.4, 0.0, 0.4], [0.8, 0.9, 0.0]])
every = pytest.mark.parametrize(
    "combine",
    [
        combination.linear,
        combination.multiplicative,
        combination.geometric,
        combination.game,
        combination.distance_function,
        lambda W: combination.maximum_deviation(W, Z),
        lambda W: combination.ideal_point(W, Z),
    ],
    ids=lambda f: f.__name__,
)


# ---- what comes in


@every
def test_containers_give_the_same(combine):
    expected = combine(W)
    frame = pd.DataFrame(W, index=["ahp", "entropy"], columns=["a", "b", "c"])
    rows = {name: row.to_dict() for name, row in frame.iterrows()}
    for given in (frame, dict(zip("xy", W, strict=True)), rows, list(rows.values())):
        assert_array_equal(combine(given), expected)


@every
def test_vectors_on_other_scales_count_alike(combine):
    assert_allclose(combine(W * [[10], [7]]), combine(W), rtol=1e-14)


def test_vectors_by_criterion_are_put_in_the_order_of_the_first():
    given = {"ahp": {"a": 3, "b": 1}, "entropy": pd.Series([0.4, 0.6], ["b", "a"])}
    assert_allclose(combination.linear(given), [0.675, 0.325], rtol=1e-15)


def test_values_are_put_in_the_order_of_the_weights():
    named = pd.DataFrame(W, columns=["a", "b", "c"])
    turned = pd.DataFrame(Z, columns=["a", "b", "c"])[["c", "a", "b"]]
    found = combination.maximum_deviation(named, turned)
    assert_array_equal(found, combination.maximum_deviation(W, Z))


def test_one_vector_is_no_several():
    with pytest.raises(WeightsError, match=r"several weight vectors.*got \["):
        combination.linear(W[0])


def test_a_mapping_of_criteria_is_one_vector():
    with pytest.raises(WeightsError, match="several weight vectors"):
        combination.linear({"a": 0.5, "b": 0.5})


@pytest.mark.parametrize("nothing", [[], {}, None, 3, "ahp", np.array(1.0), dict])
def test_no_vector_is_refused(nothing):
    with pytest.raises(WeightsError, match="several weight vectors"):
        combination.linear(nothing)


@pytest.mark.parametrize(
    "row", [[], None, [[1], 2], [10**400, 1], ["1", 2], [1j, 1], {1, 2}]
)
def test_a_row_that_is_no_vector_is_named(row):
    with pytest.raises(WeightsError, match="row 1: weights "):
        combination.linear([[0.5, 0.5], row])


def test_masked_weights_are_refused():
    masked = np.ma.masked_array([[0.5, 0.5], [0.1, 99]], mask=[[0, 0], [0, 1]])
    with pytest.raises(WeightsError, match="row 1: weights must be numbers"):
        combination.linear(masked)


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
def test_a_matrix_is_read_as_an_array():
    found = combination.geometric(np.matrix(W))
    assert_array_equal(found, combination.geometric(W))


def test_vectors_in_the_columns_of_a_frame_are_refused():
    frame = pd.DataFrame({"ahp": [0.5, 0.3, 0.2], "entropy": [0.1, 0.3, 0.6]})
    with pytest.raises(WeightsError, match=r"pass its transpose, W\.T"):
        combination.linear(frame)
    assert_array_equal(combination.linear(frame.T), combination.linear(W))


@pytest.mark.parametrize("place", [0, 1])
def test_a_judgment_stands_for_its_weights(place):
    judged = mi.judgment.ahp({("a", "b"): 2, ("b", "c"): 2})
    entropy = {"c": 0.6, "b": 0.3, "a": 0.1}
    given = [judged, entropy] if place == 0 else [entropy, judged]
    plain = [[4, 2, 1], [0.1, 0.3, 0.6]]
    order = ["abc", "cba"][place]
    expected = combination.game(plain)[["abc".index(name) for name in order]]
    assert_allclose(combination.game(given), expected, rtol=1e-12)
    assert_allclose(
        mi.weighting.limit(judged, cap={"a": 0.4}),
        mi.weighting.limit([4, 2, 1], cap=[0.4, 1, 1]),
        rtol=1e-12,
    )


def test_vectors_of_different_lengths_are_refused_with_the_lengths():
    with pytest.raises(WeightsError, match="same length, got 2, 3"):
        combination.linear([[0.5, 0.5], [0.2, 0.3, 0.5]])


def test_a_bad_vector_is_named():
    with pytest.raises(WeightsError, match=r"ahp: weights must be finite.*criterion 1"):
        combination.linear({"entropy": [0.5, 0.5], "ahp": [0.5, -0.5]})


def test_vectors_of_different_criteria_are_refused_by_name():
    given = {"ahp": {"a": 1, "b": 1}, "entropy": {"a": 1, "c": 1}}
    with pytest.raises(UnknownColumnError, match="weights of entropy"):
        combination.linear(given)


def test_two_methods_of_one_name_are_refused():
    with pytest.raises(DuplicateLabelError, match="two methods have one name"):
        combination.linear(pd.DataFrame(W, index=["ahp", "ahp"]))


# ---- means


def test_linear_is_the_mean():
    assert_allclose(combination.linear(W), [0.3, 0.3, 0.4], rtol=1e-15)


def test_shares_are_on_any_scale_and_by_name():
    expected = combination.linear(W, shares=[0.25, 0.75])
    assert_allclose(expected, [0.2, 0.3, 0.5], rtol=1e-14)
    given = dict(zip(["ahp", "entropy"], W, strict=True))
    found = combination.linear(given, shares={"entropy": 3, "ahp": 1})
    assert_array_equal(found, expected)


@pytest.mark.parametrize("mean", [combination.linear, combination.geometric])
def test_a_vector_with_all_of_the_share_is_the_answer(mean):
    assert_allclose(mean(W, shares=[0, 1]), W[1], rtol=1e-14)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([1], "2 finite numbers, one per method"),
        ([1, np.nan], "2 finite numbers"),
        ("half", "2 finite numbers"),
        ([1, -1], "non-negative"),
        ([0, 0], "not all zero"),
    ],
)
def test_shares_that_are_none_are_refused(shares, words):
    with pytest.raises(WeightsError, match=words):
        combination.linear(W, shares=shares)


def test_shares_by_name_need_vectors_by_name():
    with pytest.raises(ShapeError, match="pass them as a mapping"):
        combination.linear(W, shares={"ahp": 1, "entropy": 1})


def test_multiplicative_is_the_product():
    product = W[0] * W[1]
    found = combination.multiplicative(W)
    assert_allclose(found, product / product.sum(), rtol=1e-14)


def test_multiplicative_of_two_equal_vectors_is_the_square():
    square = W[0] ** 2
    found = combination.multiplicative([W[0], W[0]])
    assert_allclose(found, square / square.sum(), rtol=1e-14)


def test_a_vector_with_exponent_zero_does_not_count():
    given = [[0.5, 0.5, 0.0], W[1]]
    assert_allclose(
        combination.multiplicative(given, exponents=[0, 1]), W[1], rtol=1e-14
    )


def test_weight_zero_in_one_vector_is_zero_in_the_product():
    assert combination.geometric([[0.5, 0.5, 0.0], W[1]])[2] == 0


@pytest.mark.parametrize("combine", [combination.multiplicative, combination.geometric])
def test_a_product_that_is_all_zero_is_refused_with_the_way_out(combine):
    with pytest.raises(WeightsError, match=r"0 for every criterion.*\(linear\)"):
        combine([[1.0, 0.0], [0.0, 1.0]])


def test_a_product_of_many_small_weights_stays_in_range():
    many = np.tile([1e-200, 1.0, 1e-200], (50, 1))
    assert combination.multiplicative(many).tolist() == [0, 1, 0]


def test_geometric_of_two_is_the_root_of_the_product():
    root = np.sqrt(W[0] * W[1])
    assert_allclose(combination.geometric(W), root / root.sum(), rtol=1e-14)


def test_geometric_has_the_least_relative_entropy():
    s = np.array([0.3, 0.7])

    def relative_entropy(t):
        w = np.exp(t) / np.exp(t).sum()
        return (s[:, None] * w * np.log(w / W)).sum()

    t = minimize(relative_entropy, np.zeros(3), tol=1e-12).x
    found = combination.geometric(W, shares=s)
    assert_allclose(found, np.exp(t) / np.exp(t).sum(), atol=1e-6)


def test_minimum_relative_entropy_is_another_name():
    assert get("combination", "relative_entropy").func is combination.geometric


# ---- shares that are found


def test_game_solves_the_two_equations():
    # 0.38 a + 0.26 b = 0.38 and 0.26 a + 0.46 b = 0.46, by Cramer's rule
    a, b = 0.38 * 0.46 - 0.26 * 0.46, 0.38 * 0.46 - 0.26 * 0.38
    found = combination.coefficients(W, "game")
    assert_allclose(found, [a / (a + b), b / (a + b)], rtol=1e-13)


def test_a_negative_coefficient_is_held_at_zero():
    given = np.array([[0.6, 0.4], [0.9, 0.1]])
    gram = given @ given.T
    assert np.linalg.solve(gram, np.diag(gram))[0] < 0
    assert combination.coefficients(given).tolist() == [0, 1]


def test_vectors_nearly_alike_hardly_differ_from_equal_ones_in_the_game():
    alike = [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]
    nearly = [[0.5, 0.3, 0.2], [0.5001, 0.2999, 0.2], [0.2, 0.3, 0.5]]
    expected = combination.game(alike)
    assert_allclose(combination.game(nearly), expected, atol=1e-3)


def test_equal_weights_have_no_share_beside_one_other_vector():
    found = combination.coefficients([W[0], [1, 1, 1]])
    assert_allclose(found, [1, 0], atol=1e-14)


def test_a_copy_shares_with_its_original_in_the_game():
    found = combination.coefficients([W[0], W[1], W[0]])
    assert_allclose(found[0], found[2], rtol=1e-12)


def test_vectors_that_differ_by_rounding_are_combined_as_equal_ones():
    nearly = W[0] + [1e-17, -1e-17, 0]
    assert_allclose(combination.game([W[0], nearly]), W[0], rtol=1e-14)


def test_deviation_takes_the_vector_that_weighs_what_differs():
    found = combination.coefficients(
        [[1, 0], [0, 1]], "maximum_deviation", Z=[[0, 5.0], [1, 5.0], [0.5, 5.0]]
    )
    assert found.tolist() == [1, 0]


def test_maximum_deviation_has_the_largest_deviation():
    D = np.abs(Z[:, None] - Z[None]).sum(axis=(0, 1))
    amounts = W @ D
    angle = np.linspace(0, np.pi / 2, 100_001)
    best = angle[np.argmax(np.cos(angle) * amounts[0] + np.sin(angle) * amounts[1])]
    theta = np.array([np.cos(best), np.sin(best)])
    found = combination.coefficients(W, "maximum_deviation", Z=Z)
    assert_allclose(found, theta / theta.sum(), atol=1e-4)


def test_a_shift_of_the_values_changes_no_deviation():
    assert_allclose(
        combination.maximum_deviation(W, Z + 4),
        combination.maximum_deviation(W, Z),
        rtol=1e-13,
    )


@pytest.mark.parametrize("method", ["maximum_deviation", "ideal_point"])
@pytest.mark.parametrize("values", [np.ones((4, 3)), np.ones((1, 3))])
def test_where_no_unit_differs_the_vectors_share_alike(method, values):
    found = combination.coefficients(W, method, Z=values)
    assert_allclose(found, [0.5, 0.5], rtol=1e-14)


def test_ideal_point_has_the_least_distance():
    short = ((Z.max(axis=0) - Z) ** 2).sum(axis=0)
    a = np.linspace(0, 1, 100_001)
    w = a[:, None] * W[0] + (1 - a)[:, None] * W[1]
    best = a[np.argmin((w**2) @ short)]
    found = combination.coefficients(W, "ideal_point", Z=Z)
    assert_allclose(found, [best, 1 - best], atol=2e-5)


def test_one_vector_may_take_all_of_the_ideal_point():
    given = [[0.6, 0.4], [0.9, 0.1]]
    found = combination.coefficients(
        given, "ideal_point", Z=[[1.0, 1.0], [0.0, 0.0], [1.0, 0.5]]
    )
    assert_allclose(found, [1, 0], atol=1e-14)


def test_shares_that_are_equally_near_differ_least():
    given = [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]]
    found = combination.coefficients(
        given, "ideal_point", Z=[[1.0, 2.0, 3.0], [0.0, 2.0, 3.0]]
    )
    assert_allclose(found, [0.5, 0.5], rtol=1e-10)


def test_the_difference_of_the_shares_is_the_distance():
    a, b = combination.coefficients(W, "distance_function")
    assert (a - b) ** 2 == pytest.approx(((W[0] - W[1]) ** 2).sum() / 2, rel=1e-13)


def test_the_distance_function_takes_two_vectors():
    with pytest.raises(WeightsError, match="two weight vectors, got 3"):
        combination.distance_function([W[0], W[1], W[0]])


def test_huge_values_stay_in_range():
    found = combination.maximum_deviation(W, (Z - 0.5) * 1.7e308)
    assert_allclose(found, combination.maximum_deviation(W, Z), rtol=1e-12)


def test_values_with_gaps_are_refused():
    with pytest.raises(MissingDataError):
        combination.ideal_point(W, [[1.0, np.nan, 2.0]])


def test_values_of_other_criteria_are_refused():
    with pytest.raises(ShapeError, match=r"3 criteria, as the weights, got \(4, 2\)"):
        combination.ideal_point(W, Z[:, :2])


def test_an_unknown_combination_is_refused_with_a_look_alike():
    with pytest.raises(UnknownMethodError, match="Did you mean 'game'"):
        combination.coefficients(W, "gme")


def test_a_method_that_needs_values_says_so():
    with pytest.raises(ShapeError, match="ideal_point needs the values: Z"):
        combination.coefficients(W, "ideal_point")


def test_values_that_a_method_does_not_read_are_refused():
    with pytest.raises(ShapeError, match="game reads no values: leave out Z"):
        combination.coefficients(W, "game", Z=np.ones((2, 3)))


def test_coefficients_are_found_by_an_alias():
    found = combination.coefficients(W, "nash")
    assert_array_equal(found, combination.coefficients(W, "game"))


@pytest.mark.parametrize("method", [[], "linear", "gme"])
def test_a_combination_without_shares_is_refused(method):
    with pytest.raises(UnknownMethodError):
        combination.coefficients(W, method)


def test_huge_exponents_give_one_criterion_everything():
    found = combination.multiplicative([[1, 2], [3, 4]], exponents=[1e308, 1e308])
    assert found.tolist() == [0, 1]


# ---- groups

ONE, TWO = np.array([[1, 2, 8], [0.5, 1, 4], [0.125, 0.25, 1]]), np.ones((3, 3))


def test_judgments_are_merged_by_their_geometric_mean():
    found = combination.aggregate_judgments([ONE, TWO])
    assert_allclose(found, np.sqrt(ONE), rtol=1e-14)


def test_merged_judgments_are_reciprocal():
    found = combination.aggregate_judgments(
        {"x": ONE, "y": TWO}, shares={"x": 1, "y": 2}
    )
    assert_allclose(found * found.T, 1, rtol=1e-14)


def test_consistent_judgments_merge_as_their_priorities_do():
    # Both ways are one for the geometric mean.
    other = np.outer([1, 2, 3], [1, 1 / 2, 1 / 3])
    merged = combination.aggregate_judgments([ONE, other])
    rows = np.exp(np.log([ONE, other, merged]).mean(axis=2))
    assert_allclose(
        combination.geometric(rows[:2]), rows[2] / rows[2].sum(), rtol=1e-14
    )


@pytest.mark.parametrize(
    "judgments",
    [ONE, [ONE, np.ones((2, 2))], [ONE[:2]], [], [[["a"]]], None, 3, np.array(1.0)],
    ids=repr,
)
def test_judgments_that_are_no_square_matrices_are_refused(judgments):
    with pytest.raises((ShapeError, NotNumericError)):
        combination.aggregate_judgments(judgments)


def test_frames_of_judgments_are_merged_by_their_labels():
    a = pd.DataFrame([[1, 2], [0.5, 1]], index=["a", "b"], columns=["a", "b"])
    b = pd.DataFrame([[1, 0.25], [4, 1]], index=["b", "a"], columns=["b", "a"])
    found = combination.aggregate_judgments([a, b])
    assert_allclose(found[0, 1], np.sqrt(8), rtol=1e-14)


def test_weights_that_differ_by_rounding_are_tied():
    found = combination.concordance([[0.3, 0.1 * 3, 0.4], [0.1 * 3, 0.3, 0.4]])
    assert found.W > 1 - 1e-12


def test_one_expert_agrees_with_nobody():
    with pytest.raises(WeightsError, match="two experts or more"):
        combination.concordance([[0.5, 0.5]])


def test_a_judgment_that_is_not_positive_is_named():
    wrong = ONE.copy()
    wrong[1, 2] = 0
    with pytest.raises(DomainError, match=r"expert y: .* got 0 in row 1, column 2"):
        combination.aggregate_judgments({"x": ONE, "y": wrong})


def test_experts_of_one_order_agree_entirely():
    found = combination.concordance([[0.5, 0.3, 0.2], [0.8, 0.15, 0.05]])
    assert (found.W, found.mean_ranks.tolist()) == (1, [1, 2, 3])


def test_opposite_orders_do_not_agree():
    found = combination.concordance([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]])
    assert (found.W, found.statistic, found.pvalue) == (0, 0, 1)


def test_concordance_without_ties_is_the_textbook_formula():
    R = [[5, 4, 1, 6, 3, 2], [2, 3, 1, 5, 6, 4], [4, 1, 6, 3, 2, 5]]
    found = combination.concordance(7 - np.array(R))
    S = ((np.sum(R, axis=0) - 10.5) ** 2).sum()
    assert_allclose(found.W, 12 * S / (9 * 210), rtol=1e-14)


def test_where_nobody_tells_criteria_apart_agreement_is_undefined():
    found = combination.concordance(np.ones((3, 4)))
    assert np.isnan([found.W, found.statistic, found.pvalue]).all()


def test_ties_are_corrected_for():
    given = np.array([[4, 4, 2, 1], [4, 3, 2, 2], [3, 4, 2, 1.0]])
    found = combination.concordance(given)
    expected = friedmanchisquare(*given.T)
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-12)
    assert found.pvalue == pytest.approx(expected.pvalue, rel=1e-12)
