"""Polarities: every spelling, what is refused and how, and the way back to a string."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index import polarity as spellings
from mcdm_index.errors import PolarityError, ShapeError
from mcdm_index.polarity import BENEFIT, COST, Interval, Target, parse, parse_all, spell
from tests import strategies

BENEFITS = [
    *("+", "＋", "﹢", "1", "+1", "1.0", "＋1", "１"),
    *("max", "MAX", " Max ", "maximize", "maximise", "maximum", "benefit", "positive"),
    *("gain", "higher", "up", "正", "正向", "正向指标", "效益型", "极大型", "越大越好"),
    *(1, 1.0, np.int64(1), np.float64(1), np.str_("max"), max, BENEFIT),
]
MINUS_SIGNS = "-\u2212\u2010\u2011\u2012\u2013\uff0d\ufe63"
COSTS = [
    *MINUS_SIGNS,
    *(f"{sign}1" for sign in MINUS_SIGNS),
    *("-1.0", "min", "MIN", " min\n", "minimize", "minimise", "minimum", "cost"),
    *("negative", "loss", "lower", "down", "负", "负向", "负向指标", "逆", "逆向"),
    *("逆向指标", "成本型", "极小型", "越小越好", "ｍｉｎ"),
    *(-1, -1.0, np.int8(-1), np.float32(-1), np.str_("-"), min, COST),
]
NOT_POLARITIES = [
    *("", " ", "0", "2", "-2", "++", "maxi", "target", "target()", "target(a)"),
    *("target(1, 2)", "target(1", "interval(1)", "interval(1, 2, 3)", "bad(1)"),
    *("interval(1, 2; 3)", "interval(1, 2; 0, 3; 4)"),
    *(
        0,
        2,
        0.5,
        float("nan"),
        None,
        True,
        False,
        np.bool_(True),
        abs,
        NotImplemented,
        b"max",
    ),
]


@pytest.mark.parametrize("value", BENEFITS, ids=repr)
def test_every_spelling_of_a_benefit_is_read(value):
    assert parse(value) is BENEFIT


@pytest.mark.parametrize("value", COSTS, ids=repr)
def test_every_spelling_of_a_cost_is_read(value):
    assert parse(value) is COST


@pytest.mark.parametrize("value", NOT_POLARITIES, ids=repr)
def test_nothing_else_is_taken_for_a_polarity(value):
    with pytest.raises(PolarityError, match="unknown polarity"):
        parse(value)


@pytest.mark.parametrize(
    ("typo", "meant"), [("maximal", "maxim"), ("benfit", "benefit"), ("csot", "cost")]
)
def test_a_mistyped_word_is_met_with_the_likely_one(typo, meant):
    with pytest.raises(PolarityError, match=f"Did you mean '{meant}"):
        parse(typo)


def test_a_refusal_lists_what_is_accepted():
    with pytest.raises(PolarityError, match=r"Use one of \+, -, 1, -1, max, min"):
        parse("sideways")


@pytest.mark.parametrize("text", ["target(7)", "TARGET(7.0)", " target ( 7 ) "])
def test_a_target_is_read_from_text(text):
    assert parse(text) == Target(7)


@pytest.mark.parametrize(
    "text", ["interval(10, 20)", "Interval(10,20)", "ｉnterval（10，20）"]
)
def test_an_interval_is_read_from_text(text):
    assert parse(text) == Interval(10, 20)


def test_an_interval_with_tolerance_is_read_from_text():
    assert parse("interval(5, 6; 2, 12)") == Interval(5, 6, tolerance=(2, 12))


@pytest.mark.parametrize("value", [Target(7), Interval(1, 2)])
def test_a_target_or_interval_is_read_as_itself(value):
    assert parse(value) is value


@pytest.mark.parametrize("sign", ["BENEFIT", "COST"])
def test_a_direction_shows_itself_by_its_name(sign):
    assert repr(getattr(spellings, sign)) == sign


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "7", None, 1j, pytest.param(10**400, id="big")],
)
def test_a_target_is_one_finite_number(value):
    with pytest.raises(PolarityError, match="a target must be one finite number"):
        Target(value)


def test_the_ends_of_an_interval_may_coincide():
    assert Interval(3, 3).low == 3


@pytest.mark.parametrize(
    "ends",
    [(2, 1), (float("nan"), 1), (0, float("inf")), ("0", 1), (None, 1)],
    ids=repr,
)
def test_an_interval_needs_finite_ends_in_order(ends):
    with pytest.raises(PolarityError, match="an interval needs finite ends"):
        Interval(*ends)


@pytest.mark.parametrize("tolerance", [(5, 12), (2, 6), (6, 12), (12, 2)], ids=repr)
def test_a_tolerance_lies_strictly_outside_the_interval(tolerance):
    with pytest.raises(PolarityError, match=r"a tolerance .* needs l < low"):
        Interval(5, 6, tolerance=tolerance)


@pytest.mark.parametrize("tolerance", [(float("nan"), 12), (2, float("inf"))], ids=repr)
def test_a_tolerance_is_finite(tolerance):
    with pytest.raises(PolarityError, match="finite"):
        Interval(5, 6, tolerance=tolerance)


@pytest.mark.parametrize("tolerance", [(), (2,), (2, 9, 12)], ids=repr)
def test_a_tolerance_has_two_ends(tolerance):
    with pytest.raises(PolarityError, match="tolerance"):
        Interval(5, 6, tolerance=tolerance)


@pytest.mark.parametrize(
    "text", ["target(nan)", "interval(2, 1)", "interval(5, 6; 5, 6)"]
)
def test_text_is_held_to_the_same_rules(text):
    with pytest.raises(PolarityError):
        parse(text)


def test_no_polarity_stands_for_benefits():
    assert parse_all(None, 3) == (BENEFIT, BENEFIT, BENEFIT)


@pytest.mark.parametrize("one", ["min", -1, min, COST, "逆向"], ids=repr)
def test_a_single_polarity_is_that_of_every_criterion(one):
    assert parse_all(one, 2) == (COST, COST)


@pytest.mark.parametrize(
    "many",
    [
        ["max", "min"],
        ("＋", "\u2212"),
        np.array([1, -1]),
        np.array(["max", "min"]),
        {"a": max, "b": min}.values(),
        [max, min],
        ("max", "min"),
    ],
    ids=repr,
)
def test_a_sequence_gives_one_polarity_each(many):
    assert parse_all(many, 2) == (BENEFIT, COST)


@pytest.mark.parametrize("many", [[], ["max"], ["max"] * 3], ids=len)
def test_the_number_of_polarities_is_that_of_criteria(many):
    expected = f"needs 2 values, one per criterion, got {len(many)}"
    with pytest.raises(ShapeError, match=expected):
        parse_all(many, 2)


def test_what_is_neither_a_polarity_nor_a_sequence_is_refused():
    with pytest.raises(PolarityError, match="unknown polarity"):
        parse_all(object(), 2)


def test_an_unknown_polarity_is_reported_with_the_name_of_its_criterion():
    with pytest.raises(
        PolarityError, match="criterion 'price': unknown polarity 'mni'"
    ):
        parse_all(["max", "mni"], 2, ["comfort", "price"])


def test_an_unknown_polarity_is_reported_with_its_position_if_nothing_is_named():
    with pytest.raises(PolarityError, match="criterion '1': unknown polarity"):
        parse_all(["max", "mni"], 2)


@given(kinds=strategies.polarities(1))
def test_what_is_spelled_is_read_back(kinds):
    assert parse(spell(kinds[0])) == kinds[0]


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_target_is_read_back_to_the_last_digit(value):
    assert parse(spell(Target(value))) == Target(value)


@pytest.mark.parametrize("number", [np.float64(0.1), np.float32(0.5), np.int64(7)])
def test_a_target_given_as_a_numpy_scalar_is_read_back(number):
    assert parse(spell(Target(number))) == Target(number)


@pytest.mark.parametrize("number", [np.float64(0.1), np.int64(7)])
def test_an_interval_given_in_numpy_scalars_is_read_back(number):
    interval = Interval(number, number + 1, tolerance=(number - 1, number + 2))
    assert parse(spell(interval)) == interval


def test_what_is_no_polarity_cannot_be_spelled():
    with pytest.raises(PolarityError, match="unknown polarity"):
        spell("max")
