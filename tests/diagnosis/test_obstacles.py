"""Obstacle degrees: by hand, by loops, their sum, perfect units, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from mcdm_index.diagnosis import obstacles
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    NonFiniteError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)

tables = arrays(float, (4, 3), elements=st.floats(0, 1))
weights = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any)


def frame(*rows):
    return pd.DataFrame(rows, list("ABCD")[: len(rows)], ["x", "y", "z"], dtype=float)


def by_loops(Z, w):
    out = []
    for row in Z:
        lacks = [weight * (1 - z) for weight, z in zip(w, row, strict=True)]
        total = sum(lacks)
        out.append([lack / total if total else 0 for lack in lacks])
    return out


def test_degrees_by_hand():
    # 0.5 * 0.4, 0.3 * 1 and 0.2 * 0 of 0.5
    found = obstacles(frame((0.6, 0, 1)), [0.5, 0.3, 0.2])
    assert_allclose(found.degrees, [[0.4, 0.6, 0.0]], rtol=1e-15)


def test_without_weights_indicators_count_alike():
    assert_allclose(obstacles(frame((0.5, 0.5, 0))).degrees, [[0.25, 0.25, 0.5]])


@given(tables, weights)
def test_degrees_are_those_of_plain_loops(Z, w):
    assert_allclose(obstacles(Z, w).degrees, by_loops(Z, w), rtol=1e-12, atol=1e-300)


@given(tables, weights)
def test_degrees_sum_to_1_for_every_unit_that_lacks_something(Z, w):
    found = obstacles(Z, w)
    sums = found.degrees.sum(axis=1)
    assert_allclose(sums, np.where(found.perfect, 0, 1), rtol=1e-14)
    assert found.degrees.ge(0).all(axis=None)


def test_a_perfect_unit_has_no_obstacles():
    found = obstacles(frame((1, 1, 1), (1, 1, 0)))
    assert found.degrees.loc["A"].tolist() == [0, 0, 0]
    assert found.perfect.tolist() == [True, False]


def test_what_has_no_weight_is_no_obstacle():
    found = obstacles(frame((1, 1, 0), (0.5, 1, 0)), [1, 1, 0])
    assert found.perfect.tolist() == [True, False]
    assert found.degrees.loc["B"].tolist() == [1, 0, 0]


def test_the_scale_of_the_weights_does_not_count():
    Z, w = frame((0.2, 0.5, 0.1)), np.array([1.0, 2.0, 3.0])
    small = obstacles(Z, w * 1e-200).degrees
    assert_allclose(small, obstacles(Z, w).degrees, rtol=1e-14)


def test_weights_go_by_label():
    Z = frame((0.2, 0.5, 0.1))
    named = pd.Series({"z": 3, "x": 1, "y": 2})
    assert obstacles(Z, named).degrees.equals(obstacles(Z, [1, 2, 3]).degrees)


def test_the_best_unit_may_be_the_ideal():
    # from 2, 3 and 4: lacks of 2, 1 and 0
    found = obstacles(frame((0, 2, 4), (2, 3, -1)), ideal="best")
    assert_allclose(found.degrees.loc["A"], [2 / 3, 1 / 3, 0])
    assert_allclose(found.degrees.loc["B"], [0, 0, 1])


@given(arrays(float, (4, 3), elements=st.integers(-9, 9).map(float)), weights)
def test_the_best_as_ideal_knows_no_origin(Z, w):
    a, b = obstacles(Z, w, ideal="best"), obstacles(Z + 4, w, ideal="best")
    assert_allclose(a.degrees, b.degrees, rtol=1e-14)


def test_the_largest_obstacles_are_listed_unit_by_unit():
    top = obstacles(frame((0.6, 0, 1), (0, 0.5, 0.5))).top(2)
    assert top["indicator"].tolist() == ["y", "x", "x", "y"]
    assert top.index.tolist() == [("A", 1), ("A", 2), ("B", 1), ("B", 2)]
    assert_allclose(top["degree"], [1 / 1.4, 0.4 / 1.4, 0.5, 0.25])


def test_what_is_no_obstacle_is_not_listed():
    top = obstacles(frame((0.6, 0, 1), (1, 1, 1))).top(9)
    assert top["indicator"].tolist() == ["y", "x"]


def test_units_of_several_levels_keep_them():
    index = pd.MultiIndex.from_tuples([("A", 2020), ("A", 2021)], names=["u", "year"])
    top = obstacles(frame((0, 1, 1), (1, 0, 1)).set_axis(index)).top(1)
    assert top.index.names == ["u", "year", "place"]
    assert top.loc["A", 2021]["indicator"].tolist() == ["y"]


def test_the_degree_of_a_group_is_the_sum_of_those_below_it():
    found = obstacles(frame((0.6, 0, 1), (1, 1, 1)))
    grouped = found.grouped({"x": "first", "y": "second", "z": "first"})
    assert list(grouped) == ["first", "second"]
    assert_allclose(grouped, [[0.4 / 1.4, 1 / 1.4], [0, 0]])


def test_every_indicator_needs_a_group():
    with pytest.raises(UnknownColumnError, match="without a group: 'z'"):
        obstacles(frame((0, 0, 0))).grouped({"x": 1, "y": 2})


def test_beyond_the_scale_the_way_out_is_told():
    with pytest.raises(
        DomainError, match=r"unit 'B', criterion 'y' is 1\.5: scores must"
    ):
        obstacles(frame((0, 0, 0), (0, 1.5, 0)))


@pytest.mark.parametrize(
    ("table", "options", "error", "message"),
    [
        (frame((0, np.nan, 0)), {}, MissingDataError, "unit 'A', criterion 'y'"),
        (frame((0, np.inf, 0)), {}, NonFiniteError, "unit 'A', criterion 'y'"),
        (
            frame((0, 0, 0)),
            {"ideal": "bset"},
            UnknownMethodError,
            "Did you mean 'best'",
        ),
        (frame((0, 0, 0)), {"weights": [0, 0, 0]}, WeightsError, "all zero"),
        (frame((0, 0, 0)), {"weights": [1, 1]}, WeightsError, "one weight per"),
        (
            frame((-1e308, 0, 0), (1e308, 0, 0)),
            {"ideal": "best"},
            NonFiniteError,
            "too large",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(table, options, error, message):
    with pytest.raises(error, match=message):
        obstacles(table, **options)


@pytest.mark.parametrize("k", [0, 1.5, True, "2"])
def test_the_number_of_obstacles_is_a_whole_one(k):
    with pytest.raises(DomainError, match="k must be a whole number"):
        obstacles(frame((0, 0, 0))).top(k)
