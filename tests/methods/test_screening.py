"""Screening: who goes, why, and who judges whom."""

import numpy as np
import pandas as pd
import pytest

from mcdm_index.errors import DomainError
from mcdm_index.methods.screening import screen

NAN = np.nan
X = np.array([[1, 2, 3, 4], [NAN, NAN, NAN, 4], [1, 2, NAN, 4], [1, NAN, NAN, 4]])


def test_nothing_goes_without_a_limit():
    found = screen(X)
    assert found.units.all()
    assert found.criteria.all()


def test_the_missing_share_of_each_unit_is_counted():
    assert screen(X).unit_missing.tolist() == [0, 0.75, 0.25, 0.5]


def test_the_missing_share_of_each_criterion_is_counted():
    assert screen(X).criterion_missing.tolist() == [0.25, 0.5, 0.75, 0]


def test_a_unit_on_the_limit_stays():
    assert screen(X, max_missing_units=0.5).units.tolist() == [True, False, True, True]


def test_criteria_are_judged_on_the_units_that_stay():
    found = screen(X, max_missing_units=0.5, max_missing_criteria=0.4)
    assert found.criterion_missing.tolist() == [0, 1 / 3, 2 / 3, 0]
    assert found.criteria.tolist() == [True, True, False, True]


def test_units_are_judged_in_the_end_on_the_criteria_that_stay():
    found = screen(X, max_missing_units=0.4, max_missing_criteria=0.4)
    assert found.criteria.tolist() == [True, True, False, True]
    assert found.unit_missing.tolist() == [0, 2 / 3, 0, 1 / 3]
    assert found.units.tolist() == [True, False, True, True]


@pytest.mark.parametrize("limit", [0, 0.0])
def test_a_limit_of_zero_drops_whatever_lacks_a_cell(limit):
    assert screen(X, max_missing_units=limit).units.tolist() == [True] + [False] * 3


def test_what_goes_is_told_with_its_labels_and_the_reason():
    frame = pd.DataFrame(X, index=list("abcd"), columns=list("wxyz"))
    found = screen(frame, max_missing_units=0.5, max_missing_criteria=0.4).dropped
    assert [(d.kind, d.label) for d in found] == [("unit", "b"), ("criterion", "y")]
    assert found[1].reason == "66.7% missing, more than the limit of 40.0%"


def test_what_goes_from_an_array_is_told_by_position():
    assert screen(X, max_missing_units=0.5).dropped[0].label == 1


def test_all_units_may_go():
    found = screen(np.full((2, 2), NAN), max_missing_units=0, max_missing_criteria=0)
    assert found.units.tolist() == [False, False]
    assert found.criterion_missing.tolist() == [1, 1]


def test_integers_lack_nothing():
    assert screen(np.ones((2, 2), dtype=int), max_missing_units=0).units.all()


@pytest.mark.parametrize("limit", [-0.1, 1.1, 30, np.nan])
@pytest.mark.parametrize("name", ["max_missing_units", "max_missing_criteria"])
def test_a_limit_is_a_share(name, limit):
    with pytest.raises(DomainError, match=f"{name} is a share between 0 and 1"):
        screen(X, **{name: limit})
