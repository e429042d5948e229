"""Outranking and voting: small cases by hand, degenerate ones, options, refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

X = np.array([[1.0, 9.0], [2.0, 4.0], [3.0, 8.0]])
POLARITY = ["max", "min"]
KINDS = {"gdp": "max", "smog": "min"}
FRAME = pd.DataFrame(X, index=["x", "y", "z"], columns=["gdp", "smog"])
LINE = np.array([[0.0], [1.0], [2.0], [4.0]])
SCORERS = ("promethee_ii", "borda", "copeland", "rsr")
every_scorer = pytest.mark.parametrize("name", SCORERS)
RELATIONS = ("promethee_i", "condorcet_matrix", "kemeny", "electre_i", "electre_iii")
every_relation = pytest.mark.parametrize("name", RELATIONS)


def call(name, *args, **options):
    return getattr(mi.scoring, name)(*args, **options)


# ---- PROMETHEE


@pytest.mark.parametrize(
    ("preference", "thresholds", "positive"),
    [
        ("usual", {}, [0, 1, 2, 3]),
        ("u_shape", {"q": 1}, [0, 0, 1, 3]),
        ("v_shape", {"p": 2}, [0, 0.5, 1.5, 3]),
        ("level", {"q": 1, "p": 2}, [0, 0, 0.5, 2.5]),
        ("linear", {"q": 1, "p": 3}, [0, 0, 0.5, 2.5]),
        ("gaussian", {"s": 1e-3}, [0, 1, 2, 3]),
    ],
)
def test_each_preference_function_by_hand(preference, thresholds, positive):
    found = mi.scoring.promethee_i(LINE, [1], preference=preference, **thresholds)
    assert_allclose(found.positive, np.array(positive) / 3, rtol=1e-15)


def test_a_wide_gaussian_prefers_by_the_square_of_the_difference():
    found = mi.scoring.promethee_i([[0.0], [3.0]], [1], preference="gaussian", s=1e4)
    assert_allclose(found.positive, [0, 9 / 2e8], rtol=1e-7)


def test_the_usual_preference_is_used_unless_told_otherwise():
    expected = mi.scoring.promethee_ii(X, [3, 1], POLARITY, preference="usual")
    assert_array_equal(mi.scoring.promethee_ii(X, [3, 1], POLARITY), expected)


def test_each_criterion_may_have_a_preference_function_of_its_own():
    found = mi.scoring.promethee_ii(
        X, [3, 1], POLARITY, preference=["usual", "linear"], q=[0, 1], p=[0, 4]
    )
    gdp = mi.scoring.promethee_ii(X, [1, 0], POLARITY)
    linear = {"preference": "linear", "q": 1, "p": 4}
    smog = mi.scoring.promethee_ii(X, [0, 1], POLARITY, **linear)
    assert_allclose(found, 0.75 * gdp + 0.25 * smog, rtol=1e-14)


def test_preferences_and_thresholds_by_label_belong_to_the_columns_they_name():
    named = mi.scoring.promethee_ii(
        FRAME,
        [3, 1],
        POLARITY,
        preference={"smog": "linear", "gdp": "usual"},
        q={"smog": 1, "gdp": 0},
        p=pd.Series({"smog": 4, "gdp": 0}),
    )
    expected = mi.scoring.promethee_ii(
        X, [3, 1], POLARITY, preference=["usual", "linear"], q=[0, 1], p=[0, 4]
    )
    assert_array_equal(named, expected)


@pytest.mark.parametrize("preference", ["linear", "level"])
def test_where_both_thresholds_are_the_same_preference_is_a_step(preference):
    found = mi.scoring.promethee_ii(LINE, [1], preference=preference, q=1, p=1)
    expected = mi.scoring.promethee_ii(LINE, [1], preference="u_shape", q=1)
    assert_array_equal(found, expected)


def test_a_ramp_of_no_width_is_the_usual_preference():
    found = mi.scoring.promethee_ii(LINE, [1], preference="v_shape", p=0)
    assert_array_equal(found, mi.scoring.promethee_ii(LINE, [1]))


@pytest.mark.parametrize("preference", ["linear", "v_shape", "gaussian"])
def test_preferences_that_are_never_reached_are_nearly_nothing(preference):
    needs = {"linear": ["q", "p"], "v_shape": ["p"], "gaussian": ["s"]}[preference]
    given = dict.fromkeys(needs, 1e300) | ({"q": 1e299} if "q" in needs else {})
    found = mi.scoring.promethee_ii(LINE, [1], preference=preference, **given)
    assert_allclose(found, 0, atol=1e-290)


def test_costs_keep_their_differences_in_their_own_unit():
    how = {"preference": "v_shape", "p": 2}
    found = mi.scoring.promethee_ii(LINE, [1], "min", **how)
    assert_array_equal(found, -mi.scoring.promethee_ii(LINE, [1], **how))


def test_after_a_normalization_thresholds_speak_of_normalized_values():
    found = mi.scoring.promethee_ii(
        LINE, [1], normalization="minmax", preference="v_shape", p=0.5
    )
    expected = mi.scoring.promethee_ii(LINE, [1], preference="v_shape", p=2)
    assert_allclose(found, expected, rtol=1e-15)


def test_net_flows_add_up_to_nothing():
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(50, 3))
    found = mi.scoring.promethee_ii(Z, [1, 2, 3], preference="linear", q=0.1, p=1)
    assert_allclose(found.sum(), 0, atol=1e-13)


@pytest.mark.parametrize("name", ["promethee_ii", "borda", "rsr"])
@pytest.mark.parametrize(
    "weights",
    [[1] * 7, [1, 2, 3, 1, 5, 4, 2], [0.1, 0.2, 0.1, 0.15, 0.15, 0.2, 0.1]],
)
def test_sums_of_places_that_are_equal_score_the_same(name, weights):
    rng = np.random.default_rng(2)
    places = rng.permuted(np.tile(np.arange(40.0), (7, 1)), axis=1).T
    sums = places @ np.rint(1000 * np.array(weights))
    found = call(name, places, weights)
    batch = call(name, places, [weights, np.ones(7)])[0]
    assert len(np.unique(sums)) < 40
    for scores in (found, batch):
        assert_array_equal(mi.rank(scores), mi.rank(sums))


def test_the_net_flows_of_both_methods_are_the_same():
    rng = np.random.default_rng(1)
    Z = rng.integers(0, 5, (30, 3))
    found = mi.scoring.promethee_i(Z, [1, 1, 1])
    assert_array_equal(found.net, mi.scoring.promethee_ii(Z, [1, 1, 1]))


@pytest.mark.parametrize("kind", [dict, pd.Series])
def test_fitting_finds_options_by_the_name_of_the_criterion(kind):
    options = {
        "preference": kind({"smog": "linear", "gdp": "usual"}),
        "q": kind({"smog": 1, "gdp": 0}),
        "p": 5,
    }
    scoring = mi.scoring.fit("promethee_ii", FRAME, [1, 1], KINDS, options=options)
    expected = mi.scoring.promethee_ii(
        X, [1, 1], POLARITY, preference=["usual", "linear"], q=[0, 1], p=5
    )
    assert_allclose(scoring(FRAME), expected, rtol=1e-14)


def test_a_threshold_out_of_order_is_told_with_its_criterion():
    with pytest.raises(DomainError, match="criterion 'smog': thresholds need"):
        mi.scoring.promethee_ii(
            FRAME, [1, 1], KINDS, preference="linear", q=[0, 3], p=2
        )


@pytest.mark.parametrize("preference", [5, [["usual"], ["usual"]], [None, "usual"]])
def test_a_preference_function_is_a_name(preference):
    with pytest.raises(UnknownMethodError, match="unknown preference function"):
        mi.scoring.promethee_ii(X, [1, 1], preference=preference)


def test_a_new_unit_is_compared_with_the_learned_ones():
    fitted = mi.scoring.fit("promethee_ii", LINE, [1])
    # Over the count of others of a learned one, three: 4 - 0, 2 - 2, 0 - 3.
    assert_allclose(fitted([[9.0], [1.5], [0.0]]), [4 / 3, 0, -1], rtol=1e-15)


def test_details_hold_both_flows_and_those_of_each_criterion():
    details = mi.scoring.fit("promethee_ii", X, [3, 1]).details(X)
    assert_allclose(details.positive, [0.25, 0.375, 0.875], rtol=1e-15)
    assert_allclose(details.negative, [0.75, 0.625, 0.125], rtol=1e-15)
    assert_allclose(details.net, details.positive - details.negative, atol=1e-15)
    assert_array_equal(details.by_criterion, [[-1, 1], [0, -1], [1, 0]])


def test_details_of_many_weight_vectors_have_a_row_each():
    details = mi.scoring.fit("promethee_ii", X, np.eye(2)).details(X)
    assert_array_equal(details.net, [[-1, 0, 1], [1, -1, 0]])


@pytest.mark.parametrize("preference", ["linear", "gaussian"])
def test_many_weight_vectors_flow_as_one_by_one(preference):
    rng = np.random.default_rng(0)
    Z, W = rng.normal(size=(40, 4)), rng.dirichlet(np.ones(4), size=7)
    given = {"linear": {"q": 0.1, "p": 1}, "gaussian": {"s": 1}}[preference]
    how = {"preference": preference, **given}
    found = mi.scoring.promethee_ii(Z, W, **how)
    expected = [mi.scoring.promethee_ii(Z, w, **how) for w in W]
    assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("preference", ["linear", "v_shape", "level", "gaussian"])
def test_a_unit_flows_alike_whichever_units_stand_beside_it(preference):
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(300, 2))
    needs = {"linear": "qp", "v_shape": "p", "level": "qp", "gaussian": "s"}
    values = {"q": 0.1, "p": 1.0, "s": 1.0}
    given = {letter: values[letter] for letter in needs[preference]}
    options = {"preference": preference, **given}
    fitted = mi.scoring.fit("promethee_ii", Z, [1, 2], options=options)
    assert_array_equal(fitted(Z[[7, 250]]), fitted(Z)[[7, 250]])


def test_large_tables_are_compared_in_blocks():
    rng = np.random.default_rng(0)
    z = rng.normal(size=900)  # four blocks of pairs
    d = np.maximum(z[:, None] - z, 0)
    p = 1 - np.exp(-(d**2) / 2)
    found = mi.scoring.promethee_ii(z[:, None], [1], preference="gaussian", s=1)
    assert_allclose(found, (p - p.T).sum(axis=1) / 899, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"preference": "linear", "p": 1}, "'linear' needs the threshold q"),
        ({"preference": "gaussian"}, "needs the threshold s"),
        ({"q": 1}, "threshold q is given, but no criterion"),
        ({"preference": "u_shape", "q": -1}, "0 <= q <= p and s > 0.*q = -1"),
        ({"preference": "linear", "q": 2, "p": 1}, "q = 2, p = 1"),
        ({"preference": "gaussian", "s": 0}, "column 0: thresholds need .* got s = 0"),
        ({"preference": "v_shape", "p": np.nan}, "p must be a finite number"),
        ({"preference": "v_shape", "p": "wide"}, "p must be a finite number"),
    ],
)
def test_thresholds_are_refused_if_they_lack_or_make_no_sense(options, message):
    with pytest.raises(DomainError, match=message):
        mi.scoring.promethee_ii(X, [1, 1], **options)


def test_an_unknown_preference_is_met_with_the_likely_one():
    with pytest.raises(UnknownMethodError, match="Did you mean 'v_shape'"):
        mi.scoring.promethee_ii(X, [1, 1], preference="vshape", p=1)


def test_one_preference_is_needed_per_criterion():
    with pytest.raises(ShapeError, match="or 2, one per criterion; got 3"):
        mi.scoring.promethee_ii(X, [1, 1], preference=["usual"] * 3)


def test_one_threshold_is_needed_per_criterion():
    with pytest.raises(ShapeError, match="q needs one number, or 2"):
        mi.scoring.promethee_ii(X, [1, 1], preference="u_shape", q=[1, 1, 1])


def test_differences_beyond_the_floats_are_refused():
    with pytest.raises(NonFiniteError, match="too large to be computed with"):
        mi.scoring.promethee_ii([[1.7e308], [-1.7e308]], [1], preference="v_shape", p=1)


def test_the_partial_order_tells_three_relations_apart():
    # a beats the alike b and c in one criterion and loses in the other; d is last.
    Z = [[9.0, 1.0], [4.0, 4.0], [4.0, 4.0], [0.0, 0.0]]
    found = mi.scoring.promethee_i(Z, [1, 1])
    assert_allclose(found.positive, [4 / 6, 3 / 6, 3 / 6, 0], rtol=1e-15)
    assert_allclose(found.negative, [2 / 6, 1 / 6, 1 / 6, 1], rtol=1e-15)
    yes, no = True, False
    first = [no, yes, yes, no]
    alike = [
        [yes, no, no, no],
        [no, yes, yes, no],
        [no, yes, yes, no],
        [no, no, no, yes],
    ]
    above = [[no, no, no, yes]] * 3 + [[no] * 4]
    assert found.incomparable[0].tolist() == first
    assert found.indifferent.tolist() == alike
    assert found.preferred.tolist() == above


def test_flows_that_differ_by_rounding_are_indifferent():
    # 0.1 + 0.2 is not 0.3 in floats.
    Z = [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    found = mi.scoring.promethee_i(Z, [0.1, 0.2, 0.3])
    assert found.indifferent.all()


def test_the_net_flow_of_the_partial_order_is_that_of_promethee_ii():
    found = mi.scoring.promethee_i(X, [3, 1], POLARITY).net
    expected = mi.scoring.promethee_ii(X, [3, 1], POLARITY)
    assert_allclose(found, expected, rtol=1e-14)


# ---- Voting


def test_equal_values_share_borda_points():
    assert mi.scoring.borda([[1.0], [2.0], [2.0]], [1]).tolist() == [0, 1.5, 1.5]


def test_borda_adds_points_by_weight():
    # Points of gdp are 0, 1, 2; of smog 0, 2, 1.
    assert mi.scoring.borda(X, [3, 1], POLARITY).tolist() == [0, 1.25, 1.75]


def test_a_new_unit_is_ranked_between_its_neighbours():
    fitted = mi.scoring.fit("borda", LINE, [1])
    assert fitted([[-1.0], [1.5], [2.0], [9.0]]).tolist() == [-0.5, 1.5, 2, 3.5]


def test_copeland_counts_those_beaten_less_those_that_beat():
    assert mi.scoring.copeland(X, [3, 1], POLARITY).tolist() == [-2, 0, 2]


def test_weights_that_are_equal_but_for_rounding_are_a_tie():
    Z = [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    assert mi.scoring.copeland(Z, [0.1, 0.2, 0.3]).tolist() == [0, 0]


def test_a_tiny_weight_decides_between_two_where_nothing_else_does():
    found = mi.scoring.copeland([[5.0, 1.0], [5.0, 2.0]], [1, 1e-200])
    assert found.tolist() == [-1, 1]


def test_a_circle_of_majorities_has_no_winner():
    Z = [[3, 1, 2], [2, 3, 1], [1, 2, 3]]
    assert mi.scoring.copeland(Z, [1, 1, 1]).tolist() == [0, 0, 0]
    found = mi.scoring.condorcet_matrix(Z, [1, 1, 1])
    assert (found.winner, found.loser) == (None, None)


def test_a_new_unit_meets_all_that_were_learned():
    fitted = mi.scoring.fit("copeland", X, [3, 1])
    assert fitted([[9.0, 0.0], [0.0, 99.0]]).tolist() == [3, -3]


def test_copeland_of_many_units_is_counted_in_blocks():
    rng = np.random.default_rng(0)
    Z, w = rng.normal(size=(500, 3)), [1, 2, 4]
    beats = mi.scoring.condorcet_matrix(Z, w).beats
    expected = beats.sum(axis=1) - beats.sum(axis=0)
    assert_array_equal(mi.scoring.copeland(Z, w), expected)


def test_the_winner_beats_all_and_the_loser_none():
    found = mi.scoring.condorcet_matrix(X, [3, 1], POLARITY)
    assert (found.winner, found.loser) == (2, 0)
    assert_array_equal(found.beats, [[0, 0, 0], [1, 0, 0], [1, 1, 0]])


def test_a_criterion_in_which_both_are_equal_votes_for_neither():
    found = mi.scoring.condorcet_matrix([[1.0, 2.0], [1.0, 1.0]], [3, 1])
    assert found.support.tolist() == [[0, 0.25], [0, 0]]


def test_kemeny_orders_by_the_least_contradiction():
    # Capitals of Tennessee, an example that everyone tells: Memphis, Nashville,
    # Chattanooga, Knoxville. 393 of 600 pairwise votes are for the order.
    near = np.array([[4, 1, 1, 1], [3, 4, 2, 2], [2, 3, 4, 3], [1, 2, 3, 4]])
    found = mi.scoring.kemeny(near, [42, 26, 15, 17])
    assert found.order.tolist() == [1, 2, 3, 0]
    assert found.ranks.tolist() == [4, 1, 2, 3]
    assert found.distance * 100 == pytest.approx(600 - 393)
    assert (found.exact, found.unique) == (True, True)


def test_kemeny_says_where_another_order_is_as_good():
    found = mi.scoring.kemeny([[3, 1, 2], [2, 3, 1], [1, 2, 3]], [1, 1, 1])
    assert (found.exact, found.unique) == (True, False)
    assert found.distance > found.lower_bound


def test_kemeny_leaves_units_that_differ_nowhere_in_the_order_of_the_rows():
    found = mi.scoring.kemeny(np.ones((5, 2)), [1, 1])
    assert (found.order.tolist(), found.unique) == ([0, 1, 2, 3, 4], False)


def test_kemeny_of_many_units_is_exact_where_all_majorities_agree():
    Z = np.random.default_rng(0).permutation(40)[:, None]
    found = mi.scoring.kemeny(Z, [1])
    assert_array_equal(found.ranks, mi.rank(Z[:, 0]))
    assert (found.distance, found.exact, found.unique) == (0, True, None)


def test_kemeny_of_many_units_says_that_it_may_not_be_the_best():
    Z = np.random.default_rng(0).normal(size=(40, 5))
    found = mi.scoring.kemeny(Z, np.ones(5))
    assert not found.exact
    assert found.distance > found.lower_bound


@pytest.mark.parametrize("seed", range(6))
def test_the_search_of_many_units_finds_no_better_place_for_any_one(seed):
    Z = np.random.default_rng(seed).normal(size=(15, 4))
    found = mi.scoring.kemeny(Z, [1, 2, 3, 4])
    s = mi.scoring.condorcet_matrix(Z, [1, 2, 3, 4]).support
    for unit in found.order:
        others = found.order[found.order != unit]
        for place in range(15):
            order = np.insert(others, place, unit)
            moved = np.tril(s[np.ix_(order, order)], -1).sum()
            assert moved >= found.distance - 1e-9


def test_kemeny_compares_all_orders_of_twelve_units():
    Z = np.random.default_rng(1).normal(size=(12, 5))
    w = [1, 2, 3, 4, 5]
    found = mi.scoring.kemeny(Z, w)
    s = mi.scoring.condorcet_matrix(Z, w).support
    best = np.inf
    for start in range(200):
        order = np.random.default_rng(start).permutation(12)
        best = min(best, np.tril(s[np.ix_(order, order)], -1).sum())
    assert found.exact
    assert found.lower_bound <= found.distance <= best


# ---- Rank-sum ratio


def test_the_rank_sum_ratio_is_the_mean_rank_over_n():
    # Ranks of gdp are 1, 2, 3; of smog 1, 3, 2.
    found = mi.scoring.rsr(X, [3, 1], POLARITY)
    assert_allclose(found, [1 / 3, 2.25 / 3, 2.75 / 3], rtol=1e-15)


def test_interpolated_ranks_keep_the_distances():
    found = mi.scoring.rsr(LINE, [1], ranking="interpolated")
    assert_allclose(found, np.array([1, 1.75, 2.5, 4]) / 4, rtol=1e-15)


def test_interpolated_ranks_of_new_units_go_on_along_the_line():
    options = {"ranking": "interpolated"}
    fitted = mi.scoring.fit("rsr", LINE, [1], options=options)
    assert_allclose(fitted([[8.0], [-4.0]]), np.array([7, -2]) / 4, rtol=1e-15)


@pytest.mark.parametrize("ranking", ["ordinal", "interpolated"])
def test_a_constant_criterion_gives_the_middle_rank(ranking):
    found = mi.scoring.rsr([[5.0], [5.0], [5.0]], [1], ranking=ranking)
    assert_allclose(found, 2 / 3, rtol=1e-15)


@pytest.mark.parametrize("ranking", ["ordinal", "interpolated"])
def test_a_single_unit_has_the_ratio_one(ranking):
    assert mi.scoring.rsr([[5.0, 3.0]], [1, 1], ranking=ranking).tolist() == [1]


@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_interpolated_ranks_are_the_same_in_units_of_any_magnitude(unit):
    found = mi.scoring.rsr(LINE * unit, [1], "min", ranking="interpolated")
    expected = mi.scoring.rsr(LINE, [1], "min", ranking="interpolated")
    assert_allclose(found, expected, rtol=1e-14)


def test_an_unknown_ranking_is_refused():
    with pytest.raises(UnknownMethodError, match="'ordinal' or 'interpolated'"):
        mi.scoring.rsr(X, [1, 1], ranking="whole")


@pytest.mark.parametrize(
    ("k", "cuts"),
    [(2, [5]), (3, [4, 6]), (4, [3.5, 5, 6.5]), (5, [3.2, 4.4, 5.6, 6.8])],
)
def test_probits_are_cut_at_the_places_of_the_textbooks(k, cuts):
    found = mi.scoring.rsr_grading(LINE, [1], k=k)
    assert_allclose((found.cuts - found.intercept) / found.slope, cuts, rtol=1e-13)
    grades = 1 + (found.probits[:, None] >= cuts).sum(axis=1)
    assert_array_equal(found.grades, grades)


def test_two_ratios_lie_on_the_line():
    found = mi.scoring.rsr_grading([[1.0], [2.0]], [1])
    assert_allclose(found.expected, found.rsr, rtol=1e-14)
    assert found.r_squared == pytest.approx(1, rel=1e-14)


def test_units_with_one_ratio_have_the_mean_of_their_ranks():
    # 1/10 and 2/10 and 7/10 of two units: their ratios differ by rounding.
    Z = [[2.0, 2.0, 1.0], [1.0, 1.0, 2.0], [0.0, 0.0, 0.0], [3.0, 3.0, 3.0]]
    found = mi.scoring.rsr_grading(Z, [0.1, 0.2, 0.3])
    assert_allclose(found.shares, [2.5 / 4, 2.5 / 4, 1 / 4, 15 / 16], rtol=1e-15)


def test_units_of_one_ratio_cannot_be_graded():
    with pytest.raises(DomainError, match="nothing to grade by"):
        mi.scoring.rsr_grading([[1.0, 2.0], [2.0, 1.0]], [1, 1])


@pytest.mark.parametrize("k", [1, 2.5, "three", np.inf, None])
def test_the_number_of_grades_is_two_or_more(k):
    with pytest.raises(DomainError, match="whole number of 2 or more"):
        mi.scoring.rsr_grading(X, [1, 1], k=k)


def test_grading_takes_one_weight_vector():
    with pytest.raises(WeightsError, match="one weight vector is needed"):
        mi.scoring.rsr_grading(X, np.eye(2))


# ---- ELECTRE I


def test_a_unit_that_is_best_everywhere_is_the_kernel():
    found = mi.scoring.electre_i([[1, 1], [3, 3], [2, 2]], [1, 1], discordance=1)
    assert found.kernel.tolist() == [False, True, False]


def test_a_kernel_holds_what_only_units_outside_of_it_outrank():
    # a outranks b, b outranks c.
    Z = [[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]]
    found = mi.scoring.electre_i(Z, [0.4, 0.35, 0.25], discordance=1)
    assert found.kernel.tolist() == [True, False, True]


def test_units_on_a_circle_are_kept_together():
    Z = [[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]
    found = mi.scoring.electre_i(Z, [1, 1, 1], concordance=0.6, discordance=1)
    assert found.kernel.tolist() == [True, True, True, False]


def test_concordance_is_reached_where_the_rounding_of_sums_lacks():
    # 0.1 + 0.7 is less than 0.8 in floats.
    found = mi.scoring.electre_i(
        [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [0.1, 0.7, 0.2],
        concordance=0.8,
        discordance=1,
    )
    assert found.outranks.tolist() == [[False, True], [False, False]]


def test_discordance_is_the_largest_gap_over_the_widest_range():
    found = mi.scoring.electre_i(X, [1, 1], POLARITY, normalization=None)
    assert_allclose(found.discordance, [[0, 1, 0.4], [0, 0, 0.2], [0, 0.8, 0]])


def test_criteria_that_are_all_constant_have_no_discordance():
    found = mi.scoring.electre_i(np.ones((3, 2)), [1, 1])
    assert found.discordance.tolist() == [[0] * 3] * 3
    assert found.kernel.all()


def test_gaps_at_the_end_of_the_floats_are_compared():
    found = mi.scoring.electre_i([[1.7e308], [-1.7e308]], [1], normalization=None)
    assert found.discordance.tolist() == [[0, 0], [1, 0]]


@pytest.mark.parametrize("level", [-0.1, 1.1, np.nan])
@pytest.mark.parametrize("name", ["concordance", "discordance"])
def test_levels_lie_within_nothing_and_all(name, level):
    with pytest.raises(DomainError, match=f"{name} must lie within 0 and 1"):
        mi.scoring.electre_i(X, [1, 1], **{name: level})


@pytest.mark.parametrize("level", ["high", None, [0.5], 1j, True])
def test_a_level_is_a_number(level):
    with pytest.raises(DomainError, match="concordance must lie within 0 and 1"):
        mi.scoring.electre_i(X, [1, 1], concordance=level)
    with pytest.raises(DomainError, match=r"the cut must lie within 0\.5 and 1"):
        mi.scoring.electre_tri(X, [1, 1], profiles=[[1, 1]], cut=level)


# ---- ELECTRE III


def test_credibility_by_hand():
    # Of b over a: nothing lacks. Of a over b: 1 of gdp, 5 of smog.
    found = mi.scoring.electre_iii(X, [0.6, 0.4], POLARITY, q=0.5, p=2, v=6)
    concordance = 0.6 * (2 - 1) / (2 - 0.5)
    veto = (5 - 2) / (6 - 2)
    assert found.concordance[0, 1] == pytest.approx(concordance)
    expected = concordance * (1 - veto) / (1 - concordance)
    assert found.credibility[:2, :2].ravel() == pytest.approx([1, expected, 1, 1])


def test_a_veto_forbids_alone():
    # The second criterion speaks against with little weight and a large gap.
    Z = [[5.0, 0.0], [0.0, 9.0]]
    free = mi.scoring.electre_iii(Z, [9, 1])
    assert free.credibility[0, 1] == pytest.approx(0.9)
    assert mi.scoring.electre_iii(Z, [9, 1], v=9).credibility[0, 1] == 0
    free = mi.scoring.electre_iii(Z, [9, 1], v=[1, np.inf])
    assert free.credibility[0, 1] == pytest.approx(0.9)


def test_a_criterion_without_weight_does_not_forbid_what_all_others_agree_on():
    tenths = [0.1] * 10 + [0.0]  # their sum is rounded to less than 1
    units = np.c_[[[5.0] * 10, [5.0] * 10], [0.0, 9.0]]
    found = mi.scoring.electre_iii(units, tenths, v=1)
    assert_array_equal(found.concordance, 1.0)
    assert_array_equal(found.credibility, 1.0)
    classes = mi.scoring.electre_tri(units, tenths, profiles=units[1:], v=1, cut=1)
    assert_array_equal(classes.pessimistic, 2)


def test_a_criterion_without_weight_forbids_where_another_disagrees():
    found = mi.scoring.electre_iii([[5.0, 1.0, 0.0], [4.0, 2.0, 9.0]], [1, 1, 0], v=3)
    assert found.credibility[0, 1] == 0
    assert found.concordance[0, 1] == 0.5


def test_distillation_picks_class_by_class():
    found = mi.scoring.electre_iii(X, [0.6, 0.4], POLARITY, q=0.5, p=2, v=6)
    assert found.descending.tolist() == [3, 1, 2]
    assert found.ascending.tolist() == [3, 1, 2]
    assert_array_equal(found.preferred, [[0, 0, 0], [1, 0, 1], [1, 0, 0]])


def test_units_that_differ_nowhere_are_indifferent():
    found = mi.scoring.electre_iii([[1.0, 2.0]] * 3 + [[9.0, 9.0]], [1, 1])
    assert found.descending.tolist() == [2, 2, 2, 1]
    assert found.indifferent[:3, :3].all()


def test_a_unit_that_the_distillations_place_differently_is_incomparable():
    # Best and worst by turns, while the others agree.
    Z = [[9.0, 0.0], [5.0, 5.0], [4.0, 4.0], [3.0, 3.0]]
    found = mi.scoring.electre_iii(Z, [0.5, 0.5])
    first = found.descending[0], found.ascending[0]
    assert first[0] != first[1]
    assert found.incomparable[0].any()
    assert found.preferred[1, 2:].all()


def test_a_single_unit_is_of_the_first_class():
    found = mi.scoring.electre_iii([[1.0, 2.0]], [1, 1])
    assert (found.descending.tolist(), found.ascending.tolist()) == ([1], [1])
    assert found.net_credibility.tolist() == [0]


def test_thresholds_by_label_belong_to_the_columns_they_name():
    named = mi.scoring.electre_iii(
        FRAME,
        [1, 1],
        POLARITY,
        q={"smog": 1, "gdp": 0},
        p=2,
        v={"smog": np.inf, "gdp": 3},
    )
    expected = mi.scoring.electre_iii(X, [1, 1], POLARITY, q=[0, 1], p=2, v=[3, np.inf])
    assert_array_equal(named.credibility, expected.credibility)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"q": 2, "p": 1}, "0 <= q <= p <= v; for column 0 there came q = 2, p = 1"),
        ({"q": -1}, "q = -1"),
        ({"p": 3, "v": [4, 2]}, "for column 1 there came q = 0, p = 3 and v = 2"),
        ({"v": np.nan}, "v must be a finite number"),
        ({"v": "high"}, "v must be a finite number"),
        ({"distillation": (0.1, -0.2)}, "alpha"),
    ],
)
def test_what_cannot_be_thresholds_is_refused(options, message):
    with pytest.raises(DomainError, match=message):
        mi.scoring.electre_iii(X, [1, 1], **options)


@pytest.mark.parametrize(
    "distillation", [None, 0.3, (0.3,), (0.3, -0.15, 1), ("a", "b"), (np.inf, 0)]
)
def test_a_distillation_takes_two_numbers(distillation):
    with pytest.raises(DomainError, match="two numbers, alpha and beta"):
        mi.scoring.electre_iii(X, [1, 1], distillation=distillation)


@pytest.mark.parametrize("q", ["0.5", True, np.ma.masked_array([1, 9], [False, True])])
def test_thresholds_are_numbers(q):
    with pytest.raises(DomainError, match="q must be a finite number"):
        mi.scoring.electre_iii(X, [1, 1], q=q, p=2)
    with pytest.raises(DomainError, match="q must be a finite number"):
        mi.scoring.promethee_ii(X, [1, 1], preference="u_shape", q=q)


@pytest.mark.parametrize("unit", [1, 3, 10, 100])
def test_what_is_a_threshold_but_for_rounding_is_one_in_any_unit(unit):
    # In tenths, 0.8 - 0.5 is greater than 0.3, and 0.3 - 0.1 is less than 0.2.
    Z = np.array([[5], [8], [1], [3]]) / unit
    whole = mi.scoring.electre_iii(Z * unit, [1], q=2, p=3, v=5)
    found = mi.scoring.electre_iii(Z, [1], q=2 / unit, p=3 / unit, v=5 / unit)
    assert_allclose(found.credibility, whole.credibility, atol=1e-14)
    steps = mi.scoring.electre_iii(Z, [1], q=3 / unit, p=3 / unit)
    assert steps.concordance[0].tolist() == [1, 1, 1, 1]


def test_gaps_beyond_the_floats_are_refused():
    with pytest.raises(NonFiniteError, match="too large to be compared"):
        mi.scoring.electre_iii([[1.7e308], [-1.7e308]], [1])


# ---- ELECTRE TRI


PROFILES = [[1.5, 8.5], [2.5, 5.0]]


def test_units_are_classed_by_the_profiles_they_reach():
    found = mi.scoring.electre_tri(
        [[0, 0], [2, 2], [4, 4]], [1, 1], profiles=[[1, 1], [3, 3]]
    )
    assert found.pessimistic.tolist() == [1, 2, 3]
    assert found.optimistic.tolist() == [1, 2, 3]


def test_a_unit_that_is_incomparable_with_a_profile_is_classed_between():
    found = mi.scoring.electre_tri([[9.0, 0.0]], [1, 1], profiles=[[1, 1], [3, 3]])
    assert (found.pessimistic.tolist(), found.optimistic.tolist()) == ([1], [3])


def test_a_unit_equal_to_a_profile_belongs_above_it():
    found = mi.scoring.electre_tri([[3.0, 3.0]], [1, 1], profiles=[[1, 1], [3, 3]])
    assert (found.pessimistic.tolist(), found.optimistic.tolist()) == ([3], [3])


def test_profiles_of_costs_descend():
    found = mi.scoring.electre_tri(
        X, [1, 0], ["min", "max"], profiles=[[2.5, 0], [2, 0]]
    )
    assert found.pessimistic.tolist() == [3, 3, 1]


def test_profiles_by_label_belong_to_the_columns_they_name():
    frame = pd.DataFrame(PROFILES, columns=["gdp", "smog"])[["smog", "gdp"]]
    named = mi.scoring.electre_tri(FRAME, [1, 1], POLARITY, profiles=frame)
    expected = mi.scoring.electre_tri(X, [1, 1], POLARITY, profiles=PROFILES)
    assert_array_equal(named.over_profiles, expected.over_profiles)
    assert named.units == ("x", "y", "z")


def test_classes_do_not_depend_on_the_units_beside():
    how = {"profiles": PROFILES, "q": 0.2, "p": 0.6, "v": 3}
    all_three = mi.scoring.electre_tri(X, [1, 1], POLARITY, **how)
    alone = mi.scoring.electre_tri(X[[1]], [1, 1], POLARITY, **how)
    assert_array_equal(alone.over_profiles, all_three.over_profiles[[1]])


def test_profiles_are_normalized_as_the_units_are():
    profiles = [[2.0, 6.5]]
    found = mi.scoring.electre_tri(
        X, [1, 1], POLARITY, profiles=profiles, normalization="minmax", p=0.5
    )
    # Half-way in both: gdp 0, 0.5, 1 and smog 0, 1, 0.2 against 0.5 and 0.5.
    assert_allclose(found.over_profiles.ravel(), [0, 1, 0.5 + 0.5 * 0.4], rtol=1e-14)


def test_the_cut_is_reached_where_the_rounding_of_sums_lacks():
    # 0.1 + 0.7 is less than 0.8 in floats.
    found = mi.scoring.electre_tri(
        [[1.0, 1.0, 0.0]], [0.1, 0.7, 0.2], profiles=[[1, 1, 1]], cut=0.8
    )
    assert found.pessimistic.tolist() == [2]


@pytest.mark.parametrize("profiles", [[[2, 2], [3, 1]], [[2, 2], [2, 2]]])
def test_profiles_must_ascend(profiles):
    with pytest.raises(DomainError, match=r"profiles must ascend.*see profile 1"):
        mi.scoring.electre_tri(X, [1, 1], profiles=profiles)


def test_profiles_need_a_value_per_criterion():
    with pytest.raises(ShapeError, match=r"profiles need shape \(k - 1, 2\)"):
        mi.scoring.electre_tri(X, [1, 1], profiles=[[1, 2, 3]])


def test_one_profile_is_needed_at_least():
    with pytest.raises(EmptyDataError, match="there is no profile"):
        mi.scoring.electre_tri(X, [1, 1], profiles=np.empty((0, 2)))


def test_a_profile_with_a_gap_is_refused():
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        mi.scoring.electre_tri(X, [1, 1], profiles=[[1.0, np.nan]])


def test_profiles_of_other_criteria_are_refused():
    profiles = pd.DataFrame(PROFILES, columns=["gdp", "noise"])
    with pytest.raises(UnknownColumnError, match="noise"):
        mi.scoring.electre_tri(FRAME, [1, 1], profiles=profiles)


@pytest.mark.parametrize("cut", [0.4, 1.1, np.nan])
def test_the_cut_lies_between_half_and_all(cut):
    with pytest.raises(DomainError, match=r"within 0\.5 and 1"):
        mi.scoring.electre_tri(X, [1, 1], profiles=PROFILES, cut=cut)


# ---- All of them


@every_scorer
def test_costs_are_negated_so_that_values_nearly_equal_stay_apart(name):
    near = np.array([[1e-20], [2e-20], [1.0]])
    fitted = mi.scoring.fit(name, near, [1], ["min"])(near)
    assert_array_equal(mi.rank(fitted), [1, 2, 3])


@every_scorer
@pytest.mark.parametrize("value", [0.0, 5.0])
def test_units_that_differ_nowhere_score_alike(name, value):
    found = call(name, np.full((4, 2), value), [1, 1], POLARITY)
    assert len(set(found.tolist())) == 1


@pytest.mark.parametrize(
    ("name", "score"), [("promethee_ii", 0), ("borda", 0), ("copeland", 0), ("rsr", 1)]
)
def test_a_single_unit_has_the_documented_score(name, score):
    assert call(name, [[3.0, 8.0]], [1, 1], POLARITY).tolist() == [score]


@every_scorer
def test_what_is_best_and_worst_stands_so_after_costs_far_apart(name):
    # Reflected, max - x, the two small costs would be the same.
    found = call(name, [[1e-300], [2e-300], [1e300]], [1], "min")
    assert mi.rank(found).tolist() == [1, 2, 3]


@every_scorer
def test_targets_are_graded(name):
    found = call(name, [[1.0], [6.5], [9.0]], [1], mi.Target(7))
    assert mi.rank(found).tolist() == [3, 1, 2]


@every_scorer
@pytest.mark.parametrize("scheme", ["flat", "nested"])
def test_an_index_aggregates_by_it(name, scheme):
    tree = mi.Hierarchy.of([mi.Criterion(c, polarity=k) for c, k in KINDS.items()])
    index = mi.CompositeIndex(tree, weights="equal", aggregate=name, scheme=scheme)
    found = index.fit(FRAME).result_.scores["index"]
    expected = call(name, mi.normalization.minmax(X, POLARITY), [1, 1])
    assert_array_equal(found, expected)


@every_relation
def test_units_are_named_by_the_labels_of_the_table(name):
    assert call(name, FRAME, [3, 1], POLARITY).units == ("x", "y", "z")


@every_relation
def test_units_of_an_array_have_no_names(name):
    assert call(name, X, [3, 1], POLARITY).units is None


@every_relation
def test_relations_take_one_weight_vector(name):
    with pytest.raises(WeightsError, match="one weight vector is needed"):
        call(name, X, np.eye(2), POLARITY)


@every_relation
def test_relations_refuse_a_missing_value(name):
    with pytest.raises(MissingDataError, match="row 0, column 1"):
        call(name, [[1.0, np.nan], [2.0, 3.0]], [1, 1])


@every_relation
def test_relations_need_a_unit(name):
    with pytest.raises(EmptyDataError):
        call(name, np.empty((0, 2)), [1, 1])


@every_relation
def test_weights_of_relations_by_label_belong_to_the_columns_they_name(name):
    named = call(name, FRAME, {"smog": 1, "gdp": 3}, POLARITY)
    expected = call(name, FRAME, [3, 1], POLARITY)
    for field, value in vars(expected).items():
        assert_array_equal(getattr(named, field), value)


@every_relation
def test_results_are_frozen(name):
    with pytest.raises(AttributeError):
        call(name, X, [3, 1], POLARITY).units = ("a", "b", "c")


@every_relation
def test_the_table_is_left_as_it_is(name):
    before = X.copy()
    call(name, before, [3, 1], POLARITY)
    assert_array_equal(before, X)
