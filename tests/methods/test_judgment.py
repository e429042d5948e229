"""Judgment: published examples, small cases by hand, names, and what is refused."""

from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index import weighting
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    NotNumericError,
    ShapeError,
    SpecError,
    UnknownColumnError,
    UnknownMethodError,
)
from mcdm_index.methods import judgment

# Saaty, T. L. (1990). How to make a decision: the analytic hierarchy process. European
# Journal of Operational Research 48, 9-26: satisfaction with a house.
HOUSE = [
    ["1", "5", "3", "7", "6", "6", "1/3", "1/4"],
    ["1/5", "1", "1/3", "5", "3", "3", "1/5", "1/7"],
    ["1/3", "3", "1", "6", "3", "4", "6", "1/5"],
    ["1/7", "1/5", "1/6", "1", "1/3", "1/4", "1/7", "1/8"],
    ["1/6", "1/3", "1/3", "3", "1", "1/2", "1/5", "1/6"],
    ["1/6", "1/3", "1/4", "4", "2", "1", "1/5", "1/6"],
    ["3", "5", "1/6", "7", "5", "5", "1", "1/2"],
    ["4", "7", "5", "8", "6", "6", "2", "1"],
]
# Saaty (1980), the wealth of seven nations.
WEALTH = [
    [1, 4, 9, 6, 6, 5, 5],
    ["1/4", 1, 7, 5, 5, 3, 4],
    ["1/9", "1/7", 1, "1/5", "1/5", "1/7", "1/5"],
    ["1/6", "1/5", 5, 1, 1, "1/3", "1/3"],
    ["1/6", "1/5", 5, 1, 1, "1/3", "1/3"],
    ["1/5", "1/3", 7, 3, 3, 1, 2],
    ["1/5", "1/4", 5, 3, 3, "1/2", 1],
]
THREE = [[1, 3, 5], [None, 1, 3], [None, None, 1]]
NAN = float("nan")


def test_saatys_house_gives_the_published_weights():
    found = judgment.ahp(HOUSE)
    published = [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert_allclose(found.weights, published, atol=6e-4)


def test_saatys_house_gives_the_published_consistency():
    found = judgment.ahp(HOUSE)
    assert found.lambda_max == pytest.approx(9.669, abs=6e-4)
    assert found.consistency_index == pytest.approx(0.238, abs=6e-4)
    assert found.consistency_ratio == pytest.approx(0.169, abs=6e-4)


def test_the_worst_triad_of_saatys_house_is_named():
    names = ["size", "bus", "area", "age", "yard", "modern", "condition", "finance"]
    worst = judgment.ahp(HOUSE, names=names).worst
    assert worst.criteria == ("size", "area", "condition")
    assert (worst.stated, worst.implied) == pytest.approx((1 / 3, 18))
    assert worst.factor == pytest.approx(54)


def test_saatys_wealth_of_nations():
    found = judgment.ahp(WEALTH)
    published = [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094]
    assert_allclose(found.weights, published, atol=6e-4)
    assert found.lambda_max == pytest.approx(7.608, abs=6e-4)


def test_one_cell_of_a_pair_is_enough():
    full = [[1, 3, 5], ["1/3", 1, 3], ["1/5", "1/3", 1]]
    assert_array_equal(judgment.ahp(THREE).weights, judgment.ahp(full).weights)


def test_comparisons_may_be_given_by_pairs():
    pairs = {("a", "b"): 3, ("c", "b"): "1/3", ("a", "c"): 5}
    found = judgment.ahp(pairs)
    assert found.names == ("a", "b", "c")
    assert_allclose(found.weights, judgment.ahp(THREE).weights, rtol=1e-14)


def test_a_frame_brings_its_names_and_is_put_in_their_order():
    frame = pd.DataFrame(np.array(THREE, float), list("abc"), list("abc"))
    found = judgment.ahp(frame.loc[["c", "a", "b"]])
    assert found.by_name == judgment.ahp(THREE, names="abc").by_name


def test_the_geometric_weights_are_the_row_means():
    found = judgment.ahp(THREE, method="geometric").weights
    g = np.array([15, 1, 1 / 15]) ** (1 / 3)
    assert_allclose(found, g / g.sum(), rtol=1e-14)


def test_three_criteria_have_the_same_weights_by_either_method():
    found = judgment.ahp(THREE, method="geometric").weights
    assert_allclose(found, judgment.ahp(THREE).weights, rtol=1e-12)


@pytest.mark.parametrize("method", ["eigenvector", "geometric"])
def test_a_chain_of_comparisons_is_enough_and_contradicts_nothing(method):
    found = judgment.ahp({("a", "b"): 2, ("b", "c"): 3}, method=method)
    assert_allclose(found.weights, [0.6, 0.3, 0.1], rtol=1e-14)
    assert (found.consistency_ratio, found.redundancy, found.worst) == (0, 0, None)


def test_a_contradiction_round_more_than_three_names_the_worst_pair():
    circle = {("a", "b"): 2, ("b", "c"): 2, ("c", "d"): 2, ("a", "d"): 1}
    worst = judgment.ahp(circle, method="geometric").worst
    assert len(worst.criteria) == 2
    assert worst.factor == pytest.approx(8 ** (1 / 4))
    assert "by the weights" in str(worst)


def test_harkers_matrix_is_solved_where_pairs_are_missing():
    A = np.array([[2, 2, 0, 1], [0.5, 2, 2, 0], [0, 0.5, 2, 2], [1, 0, 0.5, 2]])
    circle = {("a", "b"): 2, ("b", "c"): 2, ("c", "d"): 2, ("a", "d"): 1}
    found = judgment.ahp(circle)
    assert_allclose(A @ found.weights, found.lambda_max * found.weights, rtol=1e-13)


def test_the_random_index_shrinks_with_missing_pairs():
    circle = {("a", "b"): 2, ("b", "c"): 2, ("c", "d"): 2, ("a", "d"): 1}
    found = judgment.ahp(circle, random_index="alonso_lamata")
    assert found.random_index == pytest.approx(0.8815 / 3)
    assert (found.n_missing, found.redundancy) == (2, 1)
    assert "2 missing" in found.random_index_source


@pytest.mark.parametrize(
    ("table", "expected"), [("saaty", 1.12), ("alonso_lamata", 1.1086)]
)
def test_the_random_index_is_from_the_table_asked_for(table, expected):
    found = judgment.ahp(np.ones((5, 5)), random_index=table)
    assert found.random_index == expected


@pytest.mark.parametrize("table", ["saaty", "alonso_lamata"])
def test_beyond_the_table_the_regression_goes_on_and_says_so(table):
    found = judgment.ahp(np.ones((16, 16)), random_index=table)
    assert found.random_index == pytest.approx((2.7699 * 16 - 4.3513 - 16) / 15)
    assert "regression" in found.random_index_source


@pytest.mark.parametrize("comparisons", [[[1]], [[1, 4], [None, 1]]])
def test_one_and_two_criteria_are_always_consistent(comparisons):
    found = judgment.ahp(comparisons)
    assert (found.consistency_ratio, found.worst) == (0, None)


def test_ratios_of_many_magnitudes_are_solved():
    w = np.array([1, 1e-5, 1e-10, 1e-15])
    assert_allclose(judgment.ahp(w[:, None] / w).weights, w / w.sum(), rtol=1e-9)


def test_decimals_pass_with_a_tolerance():
    decimals = [[1, 3], [0.33, 1]]
    found = judgment.ahp(decimals, tolerance=0.05).weights
    assert found[0] / found[1] == pytest.approx((3 / 0.33) ** 0.5)


@pytest.mark.parametrize(
    ("comparisons", "error", "message"),
    [
        ([[1, 3], [0.33, 1]], DomainError, r"price to comfort is 3, .* product 0\.99"),
        ([[1, -3], [None, 1]], DomainError, "price with comfort must be positive"),
        ([[1, 0], [None, 1]], DomainError, "price with comfort must be positive"),
        ([[1, np.inf], [0, 1]], DomainError, "price with comfort must be positive"),
        ([[2, 1], [1, 1]], DomainError, "price compared with itself must be 1"),
        ([[1, "a third"], [3, 1]], NotNumericError, "price with comfort"),
        ([[1, True], [1, 1]], NotNumericError, "price with comfort"),
        ([[1, "1/0"], [1, 1]], NotNumericError, "price with comfort"),
        ([[1, 2], [1]], ShapeError, "row 1 has 1 cells"),
        ([[1]], ShapeError, "comparisons are given for 1, and there are 2 names"),
        ([[1, None], [None, 1]], DomainError, r"\(price\), \(comfort\)"),
    ],
)
def test_ahp_refuses(comparisons, error, message):
    with pytest.raises(error, match=message):
        judgment.ahp(comparisons, names=["price", "comfort"])


@pytest.mark.parametrize(
    "options", [{"method": "eigen"}, {"random_index": "forman"}], ids=str
)
def test_ahp_refuses_unknown_words(options):
    with pytest.raises(UnknownMethodError, match=r"must be"):
        judgment.ahp(THREE, **options)


def test_a_pair_given_twice_is_refused():
    with pytest.raises(DuplicateLabelError, match="given twice"):
        judgment.ahp({("a", "b"): 2, ("a", 1): 1, (1, "b"): 3, ("a", "1"): 4})


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(DuplicateLabelError, match="'a'"):
        judgment.ahp(THREE, names=["a", "b", "a"])


def test_no_criterion_is_refused():
    with pytest.raises(EmptyDataError, match="no criterion"):
        judgment.roc([])


def test_a_result_is_frozen():
    found = judgment.ahp(THREE)
    with pytest.raises(FrozenInstanceError):
        found.weights = np.ones(3)
    with pytest.raises(ValueError, match="read-only"):
        found.weights[0] = 1


def test_weights_by_name_go_where_weights_are_taken():
    X = pd.DataFrame({"b": [1.0, 2.0], "a": [3.0, 4.0]})
    found = judgment.roc(["a", "b"])
    assert_allclose(weighting.weigh(X, found.by_name), [0.25, 0.75])


def test_the_weights_of_a_tree_are_multiplied():
    found = judgment.ahp_tree(
        {
            "car": {("cost", "quality"): 3},
            "cost": {"price": 3, "upkeep": 1},
            "quality": judgment.roc(["comfort", "style"]),
        }
    )
    assert found.names == ("price", "upkeep", "comfort", "style")
    assert_allclose(found.weights, [9 / 16, 3 / 16, 3 / 16, 1 / 16], rtol=1e-14)
    assert found.shares["quality"] == pytest.approx(0.25)
    assert (found.root, found.worst_node) == ("car", None)


def test_the_worst_node_of_a_tree_is_named():
    found = judgment.ahp_tree(
        {
            "car": {
                ("cost", "style"): 2,
                ("style", "safety"): 2,
                ("cost", "safety"): 4,
            },
            "cost": {("tax", "fuel"): 2, ("fuel", "oil"): 2, ("tax", "oil"): 1},
        }
    )
    assert found.worst_node == "cost"
    assert found.worst.criteria == ("tax", "fuel", "oil")
    assert found.consistency_ratio == found.nodes["cost"].consistency_ratio > 0.1


@pytest.mark.parametrize(
    ("nodes", "error", "message"),
    [
        ({}, EmptyDataError, "nodes: there is none"),
        ({"a": [1, 2]}, SpecError, "node 'a': children need names"),
        ({"a": {"b": 1, "c": 1}, "b": {"c": 1}}, SpecError, "'c': a child has one"),
        ({"a": {"b": 1}, "c": {"d": 1}}, SpecError, "found: 'a', 'c'"),
        ({"a": {"b": 1}, "b": {"a": 1}}, SpecError, "circle"),
        ({"r": {"x": 1}, "a": {"b": 1}, "b": {"a": 1}}, SpecError, "apart .* a, b"),
        ({"a": {"b": -1}}, DomainError, "node 'a': ratings of b"),
        ({"a": {("b", "c"): 0}}, DomainError, "node 'a': comparison of b with c"),
    ],
)
def test_what_is_no_tree_is_refused(nodes, error, message):
    with pytest.raises(error, match=message):
        judgment.ahp_tree(nodes)


# Rezaei (2015), doi:10.1016/j.omega.2014.11.009: the choice of a mode of transport.
TRANSPORT = ([8, 2, 1], [1, 5, 8])


def test_rezaeis_transport_gives_the_published_weights():
    found = judgment.bwm(*TRANSPORT, model="original")
    assert_allclose(found.weights, [0.0714, 0.3387, 0.5899], atol=6e-5)
    assert found.deviation == pytest.approx(0.26, abs=6e-3)
    assert found.consistency_ratio == pytest.approx(0.058, abs=6e-4)


def test_the_consistency_index_rounds_to_the_published_table():
    published = [0.00, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23]
    found = [
        judgment.bwm([1, a], [a, 1], best=0, worst=1).consistency_index
        for a in range(1, 10)
    ]
    assert_allclose(found, published, atol=5.1e-3)


def test_the_linear_model_by_hand():
    # w_B - 2 w = -xi, w - 5 w_W = -xi, w_B - 8 w_W = xi, and the sum is 1.
    found = judgment.bwm(*TRANSPORT)
    assert_allclose(found.weights, np.array([2, 9, 17]) / 28, rtol=1e-12)
    assert found.consistency_ratio == found.deviation == pytest.approx(1 / 28)


def test_the_input_based_ratio_names_the_worst_criterion():
    to_others = {"price": 1, "comfort": 2, "safety": 3, "style": 8}
    to_worst = {"price": 8, "comfort": 4, "safety": 5, "style": 1}
    found = judgment.bwm(to_others, to_worst)
    assert_allclose(found.input_ratios, [0, 0, 7 / 56, 0], rtol=1e-15)
    assert found.input_ratio == 7 / 56
    assert found.worst.criteria == ("price", "safety", "style")
    assert (found.worst.stated, found.worst.implied) == (8, 15)


def test_the_two_mappings_need_not_be_in_the_same_order():
    found = judgment.bwm({"a": 1, "b": 2, "c": 6}, {"c": 1, "b": 3, "a": 6})
    assert_allclose(found.weights, [0.6, 0.3, 0.1], rtol=1e-12)
    assert (found.best, found.worst_criterion) == ("a", "c")


def test_weights_of_the_original_model_lie_in_their_ranges():
    found = judgment.bwm([2, 1, 4, 3, 8], [4, 8, 2, 3, 1], model="original")
    assert (found.lower < found.weights).all()
    assert (found.weights < found.upper).all()


def test_equally_important_ends_are_named_by_the_user():
    found = judgment.bwm([1, 1, 2], [2, 2, 1], best=1)
    assert_allclose(found.weights, [0.4, 0.4, 0.2], rtol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (([1, 2], [2, 2]), {}, DomainError, "worst criterion .* none has it"),
        (([1, 1, 2], [2, 2, 1]), {}, DomainError, "best criterion .* 0, 1 have it"),
        (([1, 2], [3, 1]), {}, DomainError, "0 to 1 is 2, .* 3"),
        (([1, 0.5], [2, 1]), {}, DomainError, "best_to_others of 1 .* 0.5"),
        (([1, 2], [NAN, 1]), {}, DomainError, "others_to_worst of 0"),
        (([1, 2], [2, 1]), {"best": 1}, DomainError, "best=1 must have 1"),
        (
            ([1, 2], [2, 1]),
            {"best": 5},
            UnknownColumnError,
            "best 5: there is no such criterion",
        ),
        (([1, 1], [1, 1]), {"best": 0, "worst": 0}, DomainError, "both"),
        (([1], [1]), {}, ShapeError, "two criteria or more"),
        (([1, 2, 3], [2, 1]), {}, ShapeError, "got 3 and 2"),
        (([1, 2], [2, 1]), {"model": "quadratic"}, UnknownMethodError, "model"),
    ],
)
def test_bwm_refuses(arguments, options, error, message):
    with pytest.raises(error, match=message):
        judgment.bwm(*arguments, **options)


def test_fucom_is_exact_where_full_consistency_is_reachable():
    found = judgment.fucom({"a": 2, "b": 1, "c": 4})
    assert_allclose(found.weights, np.array([2, 4, 1]) / 7, rtol=1e-15)
    assert (found.ranking, found.deviation) == (("b", "a", "c"), 0)


def test_fucom_with_a_contradiction_by_hand():
    # (2 + chi)**2 = 6 - chi
    found = judgment.fucom([1, 2, 4], over_next=[6])
    chi = (33**0.5 - 5) / 2
    assert found.deviation == pytest.approx(chi, rel=1e-14)
    ratios = found.weights[:-1] / found.weights[1:]
    assert_allclose(ratios, 2 + chi, rtol=1e-13)
    assert (found.worst.stated, found.worst.implied) == (6, 4)


def test_fucom_judgments_that_agree_leave_no_deviation():
    found = judgment.fucom([1, 2, 4, 4.4], over_next=[4, 2.2])
    assert (found.consistency_ratio, found.redundancy, found.worst) == (0, 2, None)


@pytest.mark.parametrize(
    ("significance", "over_next", "error", "message"),
    [
        ([2, 3], None, DomainError, "the least here is 2, of 0"),
        ([1, 0.5], None, DomainError, "significance of 1 must be 1 or more"),
        ([1, 2, 3], [1, 1], ShapeError, "1, got 2"),
        ([1, 2], [1], ShapeError, "0, got 1"),
        ([1, 2, 3], [0.5], DomainError, "over_next"),
    ],
)
def test_fucom_refuses(significance, over_next, error, message):
    with pytest.raises(error, match=message):
        judgment.fucom(significance, over_next=over_next)


def test_fucom_takes_one_and_two_criteria():
    assert judgment.fucom([1]).weights.tolist() == [1]
    assert_allclose(judgment.fucom([1, 3], over_next=[]).weights, [0.75, 0.25])


def test_swara_by_hand():
    q = np.array([1, 1 / 1.5, 1 / 1.5 / 1.2])
    assert_allclose(judgment.swara([0, 0.5, 0.2]).weights, q / q.sum(), rtol=1e-14)


def test_swara_takes_a_ranking():
    found = judgment.swara({"a": 0.5, "b": 0.0}, ranking={"b": 1, "a": 2})
    assert found.by_name == pytest.approx({"a": 0.4, "b": 0.6})
    assert found.ranking == ("b", "a")


@pytest.mark.parametrize(
    ("steps", "ranking", "message"),
    [
        ([0.1, 0.2], None, "0 is the first .* got 0.1"),
        ([0, -0.2], None, "steps of 1"),
        ([0, 0.2], [1, 1], "0 and 1 have the same rank"),
    ],
)
def test_swara_refuses(steps, ranking, message):
    with pytest.raises(DomainError, match=message):
        judgment.swara(steps, ranking=ranking)


def test_swara_refuses_a_ranking_of_others():
    with pytest.raises(ShapeError, match="2 ranks"):
        judgment.swara([0, 1], ranking=[1, 2, 3])


# Barron and Barrett (1996), doi:10.1287/mnsc.42.11.1515.
@pytest.mark.parametrize(
    "published",
    [
        [0.75, 0.25],
        [0.6111, 0.2778, 0.1111],
        [0.5208, 0.2708, 0.1458, 0.0625],
        [0.4567, 0.2567, 0.1567, 0.0900, 0.0400],
    ],
)
def test_roc_gives_the_published_table(published):
    found = judgment.roc(range(1, len(published) + 1)).weights
    assert_allclose(found, published, atol=5.1e-5)


# Roberts and Goodwin (2002), doi:10.1002/mcda.320.
@pytest.mark.parametrize(
    "published",
    [[0.6932, 0.3068], [0.5232, 0.3240, 0.1528], [0.4180, 0.2986, 0.1912, 0.0922]],
)
def test_rod_gives_the_published_table(published):
    found = judgment.rod(range(1, len(published) + 1)).weights
    assert_allclose(found, published, atol=1.1e-4)


def test_rod_for_two_is_the_logarithm_of_two():
    assert_allclose(judgment.rod([1, 2]).weights[0], np.log(2), rtol=1e-13)


def test_rod_for_many_is_nearly_rank_sum():
    many = range(1, 201)
    found = judgment.rod(many).weights
    assert_allclose(found, judgment.rank_sum(many).weights, atol=2e-5)


def test_ties_share_the_weights_of_their_places():
    found = judgment.rank_sum({"a": 7, "b": 2, "c": 7}).weights
    assert_allclose(found, [0.25, 0.5, 0.25], rtol=1e-15)


def test_rank_exponent_goes_from_equal_to_rank_sum():
    equal = judgment.rank_exponent([1, 2, 3], exponent=0).weights
    assert_allclose(equal, 1 / 3, rtol=1e-15)
    found = judgment.rank_exponent([1, 2, 3], exponent=1).weights
    assert_allclose(found, judgment.rank_sum([1, 2, 3]).weights, rtol=1e-15)


@pytest.mark.parametrize("exponent", [-1, np.inf, NAN])
def test_rank_exponent_refuses(exponent):
    with pytest.raises(DomainError, match="exponent"):
        judgment.rank_exponent([1, 2], exponent=exponent)


def test_a_missing_rank_is_refused_by_name():
    with pytest.raises(DomainError, match="ranking of b must be a rank, got nan"):
        judgment.roc({"a": 1, "b": None})


def test_smart_is_in_proportion_from_ten_upwards():
    found = judgment.smart({"a": 40, "b": 10})
    assert_allclose(found.weights, [0.8, 0.2], rtol=1e-15)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: judgment.smart([20, 40]), "smallest rating is 20, of 0"),
        (lambda: judgment.smart([5, 40]), "ratings of 0 must be 10 or more, got 5"),
        (lambda: judgment.smart([1, 4], least=0), "least"),
        (lambda: judgment.direct_rating([0, 0]), "all zero"),
        (lambda: judgment.direct_rating([1, -1]), "ratings of 1"),
        (lambda: judgment.point_allocation([60, 30]), "sum to 90: 10 too few"),
        (lambda: judgment.point_allocation([90, 30]), "sum to 120: 20 too many"),
        (lambda: judgment.point_allocation([110, -10]), "points of 1"),
    ],
)
def test_ratings_are_refused(call, message):
    with pytest.raises(DomainError, match=message):
        call()


@pytest.mark.parametrize("values", ["abc", 3, [[1, 2], [3, 4]]])
def test_one_number_per_criterion_is_needed(values):
    with pytest.raises(ShapeError, match="ratings must be"):
        judgment.direct_rating(values)


def test_rancom_counts_the_less_important():
    found = judgment.rancom(["a", "b", "c"])
    assert_allclose(found.weights, np.array([2.5, 1.5, 0.5]) / 4.5, rtol=1e-15)


def test_rancom_takes_comparisons_of_pairs():
    pairs = {("a", "b"): 1, ("b", "c"): "1/2", ("c", "a"): 0}
    found = judgment.rancom(pairs)
    assert found.by_name == judgment.rancom({"a": 1, "b": 2, "c": 2}).by_name
    assert (found.consistency_ratio, found.worst, found.redundancy) == (0, None, 1)


def test_rancom_names_a_circle():
    pairs = {("a", "b"): 1, ("b", "c"): 1, ("c", "a"): 1}
    pairs |= {(name, "d"): 1 for name in "abc"}
    found = judgment.rancom(pairs)
    assert found.consistency_ratio == 0.25
    assert set(found.worst.criteria) == {"a", "b", "c"}
    assert found.worst.factor == np.inf


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ({("a", "b"): 0.7}, "a with b .* got 0.7"),
        ({("a", "b"): 1, ("b", "a"): 1}, "a with b .* got 1, and back 1"),
        ({("a", "b"): 1, ("b", "c"): 1}, "a with c .* not compared"),
    ],
)
def test_rancom_refuses(pairs, message):
    with pytest.raises(DomainError, match=message):
        judgment.rancom(pairs)
