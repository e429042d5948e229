"""COMET: characteristic values, experts, and what lies beyond the grid."""

import itertools

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import (
    DomainError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)

RNG = np.random.default_rng(7)
X = RNG.uniform(1, 9, size=(6, 3))
W = np.array([0.5, 0.3, 0.2])
GRID = [[1.0, 4.0, 9.0], [0.0, 10.0], [1.0, 2.0, 5.0, 9.0]]


def judgments_of(ratings):
    r = np.asarray(ratings)
    return 0.5 * (1 + np.sign(r[:, None] - r))


def slow(row, grid, ratings):
    """Sum over all rules, by the definition."""
    classes = sorted(set(ratings))
    total = 0.0
    for rule, c in enumerate(itertools.product(*grid)):
        degree = 1.0
        for x, core, values in zip(row, c, grid, strict=True):
            s = values.index(core)
            if x == core:
                continue
            if x < core:
                left = values[s - 1] if s else -np.inf
                degree *= max(0.0, (x - left) / (core - left)) if s else 1.0
            else:
                last = s == len(values) - 1
                right = np.inf if last else values[s + 1]
                degree *= 1.0 if last else max(0.0, (right - x) / (right - core))
        total += degree * classes.index(ratings[rule]) / (len(classes) - 1)
    return total


def first_is_best_in_the_middle(objects, weights, polarity):
    del weights, polarity
    return np.round(-((objects[:, 0] - 4) ** 2) + objects[:, 1] - objects[:, 2], 6)


@pytest.mark.parametrize("as_matrix", [False, True])
def test_it_is_the_sum_over_all_rules(as_matrix):
    objects = mi.scoring.characteristic_objects(GRID)
    ratings = first_is_best_in_the_middle(objects, None, None)
    expert = judgments_of(ratings) if as_matrix else first_is_best_in_the_middle
    found = mi.scoring.comet(X, W, characteristic_values=GRID, expert=expert)
    assert_allclose(found, [slow(row, GRID, list(ratings)) for row in X], rtol=1e-12)


def test_objects_combine_all_values_the_last_criterion_fastest():
    objects = mi.scoring.characteristic_objects(GRID)
    assert_array_equal(objects, list(itertools.product(*GRID)))


def test_an_object_scores_its_own_preference():
    scoring = mi.scoring.fit(
        "comet", X, W, ["max", "min", "max"], options={"characteristic_values": GRID}
    )
    objects, preferences = scoring.details(X)
    assert_array_equal(scoring(objects), preferences)


def test_preferences_number_the_classes_of_the_judging_method():
    polarity = ["max", "min", "max"]
    scoring = mi.scoring.fit(
        "comet",
        X,
        W,
        polarity,
        options={"characteristic_values": GRID, "expert": "weighted_sum"},
    )
    objects, preferences = scoring.details(X)
    ratings = mi.score(objects, "weighted_sum", weights=W, polarity=polarity)
    classes = np.unique(ratings.round(9), return_inverse=True)[1]
    assert_allclose(preferences, classes / classes.max(), rtol=1e-15)


def test_ratings_that_differ_by_rounding_are_one_class():
    def expert(objects, weights, polarity):
        del weights, polarity
        return (objects[:, 0] + objects[:, 1]) / 10 + 1e-15 * objects[:, 0]

    scoring = mi.scoring.fit(
        "comet",
        X[:, :2],
        [1, 1],
        options={"characteristic_values": [[0, 1], [0, 1]], "expert": expert},
    )
    assert_array_equal(scoring.details(X[:, :2]).preferences, [0, 0.5, 0.5, 1])


def test_values_are_spread_evenly_over_the_data_by_default():
    grid = [np.linspace(x.min(), x.max(), 3) for x in X.T]
    found = mi.scoring.comet(X, W)
    assert_allclose(found, mi.scoring.comet(X, W, characteristic_values=grid))


def test_options_reach_the_judging_method():
    how = {"expert": "vikor", "characteristic_values": GRID}
    half = mi.scoring.comet(X, W, **how)
    group = mi.scoring.comet(X, W, **how, expert_options={"v": 1.0})
    assert (half != group).any()


def test_values_by_name_stand_in_any_order():
    frame = pd.DataFrame(X, columns=["a", "b", "c"])
    named = {"c": GRID[2], "a": GRID[0], "b": GRID[1]}
    found = mi.scoring.comet(frame, W, characteristic_values=named)
    plain = mi.scoring.comet(X, W, characteristic_values=GRID)
    assert_array_equal(found.to_numpy(), plain)


def test_a_frame_of_values_has_one_column_per_criterion():
    frame = pd.DataFrame(X[:, :2], columns=["a", "b"])
    grid = pd.DataFrame({"b": [0, 5, 10], "a": [1, 2, 9]})
    found = mi.scoring.comet(frame, [1, 1], characteristic_values=grid)
    plain = [[1, 2, 9], [0, 5, 10]]
    expected = mi.scoring.comet(X[:, :2], [1, 1], characteristic_values=plain)
    assert_array_equal(found.to_numpy(), expected)


def test_beyond_the_last_value_counts_as_the_last():
    scoring = mi.scoring.fit("comet", X, W, options={"characteristic_values": GRID})
    beyond = np.array([[0.0, -5.0, 50.0], [1e9, 3.0, 3.0]])
    held = np.array([[1.0, 0.0, 9.0], [9.0, 3.0, 3.0]])
    assert_array_equal(scoring(beyond), scoring(held))


def test_no_unit_changes_the_score_of_another_when_values_are_given():
    alone = mi.scoring.comet(X[:1], W, characteristic_values=GRID)
    assert_array_equal(mi.scoring.comet(X, W, characteristic_values=GRID)[0], alone[0])


@pytest.mark.parametrize("rows", [[[1.0, 2.0]], [[1.0, 2.0], [1.0, 2.0]]])
def test_units_that_differ_nowhere_score_a_half(rows):
    assert_array_equal(mi.scoring.comet(rows, [1, 1]), np.full(len(rows), 0.5))


def test_a_constant_criterion_might_as_well_be_absent():
    with_constant = np.c_[X, np.full(len(X), 3.0)]
    found = mi.scoring.comet(with_constant, [*W, 0.5])
    assert_allclose(found, mi.scoring.comet(X, W), rtol=1e-12)


def test_extreme_magnitudes_score_as_ordinary_ones():
    scale = np.array([1e300, 1e-300, 1.0])
    assert_allclose(mi.scoring.comet(X * scale, W), mi.scoring.comet(X, W), rtol=1e-9)


def test_a_target_is_graded_before_the_expert_sees_it():
    polarity = ["max", "max", mi.Target(5.0)]
    graded = X.copy()
    graded[:, 2] = mi.normalization.orient(X, polarity)[:, 2]
    assert_array_equal(mi.scoring.comet(X, W, polarity), mi.scoring.comet(graded, W))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"characteristic_values": 1}, DomainError, "2 or more, got 1"),
        ({"characteristic_values": True}, ShapeError, "3 sequences"),
        ({"characteristic_values": 2.5}, ShapeError, "3 sequences"),
        ({"characteristic_values": "abc"}, ShapeError, "3 sequences"),
        ({"characteristic_values": 10**9}, DomainError, "up to 1000000000 char"),
        ({"characteristic_values": 10**400}, DomainError, "too many characteristic"),
        ({"characteristic_values": GRID[:2]}, ShapeError, "3 sequences"),
        ({"characteristic_values": {"a": [1, 2]}}, UnknownColumnError, "names"),
        ({"expert": "tposis"}, UnknownMethodError, "topsis"),
        ({"expert": np.eye(4)}, ShapeError, "27 characteristic objects"),
        ({"expert": np.ones((27, 27))}, DomainError, "objects 0 and 0"),
        ({"expert": lambda objects, *_: objects[:, :2]}, DomainError, "27 objects"),
        (
            {"expert": lambda objects, *_: objects[:, 0] * np.nan},
            DomainError,
            "finite rating",
        ),
        ({"expert_options": {"vv": 1}}, UnknownMethodError, "vv"),
    ],
)
def test_what_cannot_be_used_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        mi.scoring.comet(X, W, **options)


@pytest.mark.parametrize("values", [[3, 1, 2], [1, 1], [1], [1, np.nan], ["a", "b"]])
def test_values_that_do_not_ascend_name_their_criterion(values):
    frame = pd.DataFrame(X, columns=["a", "price", "c"])
    with pytest.raises(DomainError, match=r"price.*ascending"):
        mi.scoring.comet(frame, W, characteristic_values=[[1, 2], values, [1, 2]])


def test_too_many_objects_are_refused_with_the_way_out():
    wide = RNG.random((4, 24))
    with pytest.raises(DomainError, match="score the dimensions first"):
        mi.scoring.comet(wide, np.ones(24))


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ([], ShapeError, "one sequence per criterion"),
        (5, ShapeError, "one sequence per criterion, got 5"),
        ("ab", ShapeError, "one sequence per criterion"),
        ([[0, 1], [2, 1]], DomainError, "criterion 1: .*ascending"),
        ([[0, 1], ["a", "b"]], DomainError, "criterion 1: .*finite"),
        ([[0, 1], 3], DomainError, "criterion 1"),
        ([[0, 1]] * 40, DomainError, "40 criteria with up to 2"),
    ],
)
def test_values_that_make_no_objects_are_refused(values, error, words):
    with pytest.raises(error, match=words):
        mi.scoring.characteristic_objects(values)
