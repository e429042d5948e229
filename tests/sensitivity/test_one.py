"""One at a time: small tables by hand."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index import errors
from mcdm_index.sensitivity import choice, normal, one_at_a_time, uniform

FACTORS = {"rule": ["low", "high"], "x": uniform(0, 1)}
BASE = {"rule": "low", "x": 0.5}


def score(point):
    bonus = {"low": 1, "high": 3}[point["rule"]]
    return pd.Series({"Ada": point["x"] * bonus, "Bel": point["x"]})


def test_each_alternative_has_a_row_by_hand():
    found = one_at_a_time(score, FACTORS, BASE, steps=2)
    assert found.base.to_dict() == {"Ada": 0.5, "Bel": 0.5}
    assert found.alternatives.tolist() == ["low", "high", 0.25, 0.75]
    assert found.outputs["Ada"].tolist() == [0.5, 1.5, 0.25, 0.75]
    assert found.outputs["Bel"].tolist() == [0.5, 0.5, 0.25, 0.75]
    assert found.outputs.index.tolist() == [
        ("rule", 0),
        ("rule", 1),
        ("x", 0),
        ("x", 1),
    ]


def test_changes_are_those_from_the_base():
    found = one_at_a_time(score, FACTORS, BASE, steps=2)
    assert found.change["Ada"].tolist() == [0, 1, -0.25, 0.25]
    assert found.largest["Ada"].to_dict() == {"rule": 1, "x": 0.25}
    assert found.largest["Bel"].to_dict() == {"rule": 0, "x": 0.25}


def test_the_base_need_not_be_among_the_alternatives():
    found = one_at_a_time(lambda p: p["x"], {"x": [1, 2]}, {"x": 7})
    assert found.base[0] == 7
    assert found.outputs[0].tolist() == [1, 2]


def test_all_points_at_once_give_the_same():
    factors, base = {"a": [1.0, 2.0], "b": normal(0, 1)}, {"a": 1.0, "b": 0.0}
    alone = one_at_a_time(lambda p: p["a"] + p["b"], factors, base)
    at_once = one_at_a_time(lambda p: p["a"] + p["b"], factors, base, vectorized=True)
    pd.testing.assert_frame_equal(alone.outputs, at_once.outputs)


def test_a_value_without_weight_is_no_alternative():
    found = one_at_a_time(lambda p: p["x"], {"x": choice([1, 2], [1, 0])}, {"x": 1})
    assert found.alternatives.tolist() == [1]


def test_alternatives_may_be_whole_tables():
    tables = [np.eye(2), np.zeros((2, 2))]
    found = one_at_a_time(lambda p: p["Z"].sum(), {"Z": tables}, {"Z": np.ones((2, 2))})
    assert found.base[0] == 4
    assert found.outputs[0].tolist() == [2, 0]
    assert found.alternatives.iloc[1] is tables[1]


def test_an_alternative_that_fails_is_told():
    def odd(point):
        return np.nan if point["rule"] == "high" else point["x"]

    found = one_at_a_time(odd, FACTORS, BASE, steps=2)
    assert found.failed.to_dict() == {("rule", 1): "high"}
    assert found.largest[0].to_dict() == {"rule": 0, "x": 0.25}


def test_a_base_that_fails_is_an_error():
    with pytest.raises(errors.DomainError, match="NaN at the base"):
        one_at_a_time(lambda _: np.nan, FACTORS, BASE)


@pytest.mark.parametrize(
    ("base", "match"),
    [
        ({"rule": "low"}, "'x'"),
        ({"rule": "low", "X": 1, "x": 0}, "'X'"),
        ({"rul": "low", "x": 0}, "Did you mean 'rule'"),
        (None, "'rule', 'x'"),
    ],
)
def test_a_base_must_name_each_factor(base, match):
    with pytest.raises(errors.UnknownColumnError, match=match):
        one_at_a_time(score, FACTORS, base)


def test_factors_must_be_a_mapping():
    with pytest.raises(errors.DomainError, match="must be a mapping"):
        one_at_a_time(score, ["x"], {"x": 1})
