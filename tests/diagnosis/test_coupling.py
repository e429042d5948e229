"""Coupling coordination: by hand, by loops, by a published table, and at the ends."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.diagnosis import COORDINATION_GRADES, coupling
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
    WeightsError,
)
from mcdm_index.methods.coupling import coupling_degree

FORMS = ("classic", "corrected")
forms = pytest.mark.parametrize("form", FORMS)
tables = st.integers(2, 5).flatmap(
    lambda p: arrays(float, (4, p), elements=st.floats(0, 1, width=32))
)
# Wang et al. (2021), table 8: C of 13 cities in 2008 and in 2011, classic and corrected
PUBLISHED = {
    "classic": """
        .9989 .9935 .8868 .9073 .6821 .8328 .6816 .7789 .6871 .6101 .8017 .7867 .7191
        .9939 .9848 .9373 .9468 .7446 .8488 .7437 .8114 .7806 .6469 .8601 .8162 .7560
    """,
    "corrected": """
        .9404 .8660 .5440 .5769 .3006 .4780 .3344 .4171 .3278 .2700 .4374 .4196 .3738
        .8485 .7896 .6271 .6503 .3454 .4767 .3720 .4332 .4123 .2600 .4994 .4361 .3951
    """,
}


def degree_by_loops(U, form):
    p = len(U)
    if min(U) == 0:
        return 0.0
    if form == "classic":
        return p * math.prod(U) ** (1 / p) / sum(U)
    pairs = sum(abs(a - b) for a, b in combinations(U, 2))
    even = 1 - pairs / sum(m for m in range(1, p))
    ratios = math.prod(u / max(U) for u in U)
    return math.sqrt(even * ratios ** (1 / (p - 1)))


def frame(*rows):
    names = ["science", "industry", "factors"][: len(rows[0])]
    return pd.DataFrame(rows, list("ABCDEFG")[: len(rows)], names, dtype=float)


# ---- by hand


def test_two_dimensions_by_hand():
    found = coupling(frame((0.2, 0.8))).loc["A"]
    assert found["C"] == pytest.approx(2 * 0.4 / 1.0)
    assert found["T"] == pytest.approx(0.5)
    assert found["D"] == pytest.approx(math.sqrt(0.4))


def test_two_dimensions_corrected_by_hand():
    # (1 - 0.6) 0.2 / 0.8 is 0.1
    found = coupling(frame((0.2, 0.8)), form="corrected").loc["A"]
    assert found["C"] == pytest.approx(math.sqrt(0.1))
    assert found["D"] == pytest.approx(math.sqrt(math.sqrt(0.1) * 0.5))


def test_three_dimensions_by_hand():
    # the product of 0.2, 0.4 and 0.8 is 0.4 to the third
    assert coupling(frame((0.2, 0.4, 0.8))).loc["A", "C"] == pytest.approx(1.2 / 1.4)


def test_three_dimensions_corrected_by_hand():
    # differences 0.2, 0.4, 0.6 over 1 + 2; the root of 1/4 * 1/2
    expected = math.sqrt((1 - 0.4) * math.sqrt(1 / 8))
    found = coupling(frame((0.2, 0.4, 0.8)), form="corrected")
    assert found.loc["A", "C"] == pytest.approx(expected)


def test_weights_count_in_the_level_and_not_in_the_coupling():
    S = frame((0.2, 0.8), (0.6, 0.4))
    plain, heavy = coupling(S), coupling(S, [1, 3])
    assert_array_equal(heavy["C"], plain["C"])
    assert_allclose(heavy["T"], [0.65, 0.45], rtol=1e-14)


def test_weights_go_by_label():
    S = frame((0.2, 0.8))
    by_label = coupling(S, {"industry": 3, "science": 1})
    assert by_label.equals(coupling(S, [1, 3]))


# ---- independent computations


@forms
@given(tables)
def test_the_degree_is_that_of_plain_loops(form, U):
    expected = [degree_by_loops(row.tolist(), form) for row in U]
    assert_allclose(coupling_degree(U, form), expected, rtol=1e-10, atol=1e-14)


def test_the_published_degrees_come_from_possible_scores():
    """Two degrees of one city give its two scores back; both are printed to 4 places.

    With another exponent, or without the root, no scores within [0, 1] would do.
    """
    classic, corrected = (np.array(PUBLISHED[f].split(), dtype=float) for f in FORMS)
    ratio = ((1 - np.sqrt(1 - classic**2)) / classic) ** 2  # of the scores
    apart = 1 - corrected**2 / ratio
    high = apart / (1 - ratio)
    U = np.column_stack([high, high * ratio])
    assert (apart > 0).all()
    assert (high < 0.75).all()
    assert_allclose(coupling_degree(U), classic, atol=5e-5)
    assert_allclose(coupling_degree(U, "corrected"), corrected, atol=5e-5)


# ---- laws


@forms
@given(tables)
def test_all_lies_between_0_and_1(form, U):
    found = coupling(U, form=form)
    assert found[["C", "T", "D"]].ge(0).all(axis=None)
    assert found[["C", "T", "D"]].le(1).all(axis=None)
    assert found["grade"].between(1, 10).all()


@forms
@given(tables, st.randoms())
def test_the_order_of_dimensions_does_not_count(form, U, random):
    order = list(range(U.shape[1]))
    random.shuffle(order)
    found = coupling_degree(U[:, order], form)
    assert_allclose(found, coupling_degree(U, form), rtol=1e-12)


@forms
@pytest.mark.parametrize("level", [1e-300, 0.1, 1 / 3, 1.0])
@pytest.mark.parametrize("p", [2, 3, 7])
def test_equal_dimensions_are_fully_coupled(form, level, p):
    found = coupling(np.full((1, p), level), form=form).loc[0]
    assert found["C"] == pytest.approx(1, rel=1e-14)
    assert found["D"] == pytest.approx(math.sqrt(level), rel=1e-14)


@given(arrays(float, (4, 3), elements=st.floats(0.001, 1)), st.floats(0.01, 1))
def test_the_classic_degree_knows_no_level(U, factor):
    found = coupling_degree(U * factor)
    assert_allclose(found, coupling_degree(U), rtol=1e-10)


@given(tables)
def test_the_corrected_degree_of_two_is_never_the_larger(U):
    two = U[:, :2]
    assert (
        coupling_degree(two, "corrected") <= coupling_degree(two, "classic") + 1e-12
    ).all()


# ---- the ends


@forms
@pytest.mark.parametrize("row", [(0, 0.5, 1), (0, 0, 1), (0, 0, 0)])
def test_a_dimension_of_0_is_coupled_to_nothing(form, row):
    found = coupling(frame(row), form=form).loc["A"]
    assert (found["C"], found["D"], found["grade"]) == (0, 0, 1)


@forms
def test_perfect_units_have_the_best_grade(form):
    found = coupling(frame((1, 1, 1)), form=form).loc["A"]
    assert (found["C"], found["T"], found["D"], found["grade"]) == (1, 1, 1, 10)


def test_a_rounding_residue_beyond_1_is_cut_off():
    found = coupling([[1 + 4e-16, 1.0], [-1e-17, 0.5]])
    assert found["D"].tolist() == [1, 0]


# ---- grades


@pytest.mark.parametrize(
    ("level", "grade", "en", "zh"),
    [
        (0.05, 1, "extreme disorder", "极度失调"),
        (0.45, 5, "on the verge of disorder", "濒临失调"),
        (0.55, 6, "bare coordination", "勉强协调"),
        (0.95, 10, "quality coordination", "优质协调"),
    ],
)
def test_a_degree_has_the_grade_of_its_tenth(level, grade, en, zh):
    S = [[level**2, level**2]]
    assert coupling(S).loc[0, ["grade", "name"]].tolist() == [grade, en]
    assert coupling(S, lang="zh").loc[0, "name"] == zh


def test_a_degree_on_a_cut_belongs_to_the_grade_above_it():
    assert coupling([[0.25, 0.25]]).loc[0, "grade"] == 6


def test_names_are_ordered_from_the_worst_to_the_best():
    named = coupling(frame((0.9, 0.9), (0.1, 0.1)))["name"]
    assert named.cat.ordered
    assert named.max() == "quality coordination"
    assert tuple(named.cat.categories) == COORDINATION_GRADES["en"]


def test_there_are_ten_names_in_each_language():
    assert {len(set(names)) for names in COORDINATION_GRADES.values()} == {10}


def test_own_cuts_have_own_names():
    found = coupling(frame((0.9, 0.9), (0.1, 0.1)), cuts=[0.5], labels=["low", "high"])
    assert found["name"].tolist() == ["high", "low"]


def test_own_cuts_without_names_are_numbered():
    found = coupling(frame((0.9, 0.9), (0.1, 0.1)), cuts=[0.3, 0.5])
    assert found["name"].tolist() == [3, 2]


# ---- containers and what is refused


def test_labels_come_back_and_the_table_is_left_alone():
    S = frame((0.2, 0.8), (0.5, 0.5))
    before = S.copy()
    assert coupling(S).index.tolist() == ["A", "B"]
    assert S.equals(before)


def test_an_array_has_running_numbers():
    assert coupling(np.full((3, 2), 0.5)).index.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("table", "error", "message"),
    [
        (frame((0.2, 1.2)), DomainError, r"unit 'A', criterion 'industry' is 1.2"),
        (frame((-0.1, 0.2)), DomainError, r"is -0.1: scores must lie between 0 and 1"),
        (frame((60, 80)), DomainError, r"dividing by 100"),
        (frame((0.2, np.nan)), MissingDataError, r"unit 'A', criterion 'industry'"),
        (frame((0.2, np.inf)), NonFiniteError, "infinite"),
        ([["a", 0.2]], NotNumericError, "row 0, column 0 holds"),
        (
            [[0.2], [0.4]],
            ShapeError,
            "coupled dimensions need 2 columns or more, got 1",
        ),
        (np.empty((0, 2)), EmptyDataError, "no unit"),
        (frame((0.2, 0.4)).set_axis(["a", "a"], axis=1), DuplicateLabelError, "'a'"),
    ],
)
def test_what_cannot_be_coupled_is_refused(table, error, message):
    with pytest.raises(error, match=message):
        coupling(table)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"form": "Corrected"}, UnknownMethodError, "Did you mean 'corrected'"),
        ({"lang": "de"}, UnknownMethodError, "unknown lang 'de'; use one of en, zh"),
        ({"weights": [1, -1]}, WeightsError, "non-negative"),
        ({"weights": {"science": 1}}, UnknownColumnError, "industry"),
        ({"cuts": [0.5, 0.5]}, DomainError, "cuts must ascend"),
        ({"cuts": [0, 0.5]}, DomainError, "cuts must ascend between 0 and 1"),
        ({"cuts": []}, DomainError, "cuts must ascend"),
        ({"cuts": ["low"]}, DomainError, "finite numbers"),
        ({"labels": ["a", "b"]}, DomainError, "labels must be 10 different names"),
        ({"cuts": [0.5], "labels": "ab"}, DomainError, "2 different names"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        coupling(frame((0.2, 0.4)), **options)
