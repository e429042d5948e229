"""Breaks in a ranked series: planted or not, ties, draws, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from mcdm_index.diagnosis import gaps
from mcdm_index.errors import (
    DomainError,
    DuplicateLabelError,
    EmptyDataError,
    MissingDataError,
    NonFiniteError,
    NotNumericError,
    ShapeError,
)

SMOOTH = np.linspace(1, 0, 40)


def names(n):
    return [f"c{i:02d}" for i in range(n)]


def planted(n=40, above=8, size=0.5):
    """Space scores equally but for one step."""
    s = np.linspace(1, 0, n)
    s[:above] += size
    return pd.Series(s, names(n))


def test_a_planted_break_is_found_where_it_was_planted():
    found = gaps(planted(), rng=0)
    (step,) = found.breaks.itertuples()
    assert found.found
    assert (step.above, step.below, step.place) == ("c07", "c08", 8)
    assert step.size == pytest.approx(0.5 + 1 / 39)


def test_groups_lie_between_the_breaks():
    s = planted()
    s[:20] += 0.5
    shuffled = s.sample(frac=1, random_state=0)
    group = gaps(shuffled, rng=0).groups
    assert group.index.tolist() == shuffled.index.tolist()
    assert group[s.index].tolist() == [1] * 8 + [2] * 12 + [3] * 20


def test_equally_spaced_scores_have_no_break():
    found = gaps(SMOOTH, rng=0)
    assert not found.found
    assert len(found.breaks) == 0
    assert set(found.groups) == {1}
    assert (found.steps["p_value"] > 0.9).all()


def test_every_step_is_told():
    s = pd.Series(np.random.default_rng(0).normal(size=30), names(30))
    steps = gaps(s, rng=0).steps
    ordered = s.sort_values(ascending=False)
    assert steps["above"].tolist() == ordered.index[:-1].tolist()
    assert steps["below"].tolist() == ordered.index[1:].tolist()
    assert steps["place"].tolist() == list(range(1, 30))
    assert_allclose(steps["size"], -np.diff(ordered))
    assert steps[["noise", "held"]].isna().all(axis=None)


@settings(max_examples=20)
@given(st.randoms(), st.sampled_from([1e-300, 1e-3, 7.0, 1e300]))
def test_neither_order_nor_scale_count(random, scale):
    s = planted()
    order = list(s.index)
    random.shuffle(order)
    found = gaps(s[order] * scale, n_draws=99, rng=0)
    expected = gaps(s, n_draws=99, rng=0)
    same = ["above", "below", "place", "p_value", "is_break"]
    assert_frame_equal(found.breaks[same], expected.breaks[same])


def test_the_same_seed_gives_the_same_answer():
    s = np.random.default_rng(1).normal(size=25)
    assert_frame_equal(gaps(s, rng=5).steps, gaps(s, rng=5).steps)


def test_a_level_that_the_draws_cannot_reach_finds_nothing():
    assert gaps(planted(), n_draws=99, level=0.011, rng=0).found
    assert not gaps(planted(), n_draws=99, level=0.009, rng=0).found


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, pd.DataFrame])
def test_a_series_comes_in_any_container(kind):
    assert gaps(kind(planted().tolist()), rng=0).breaks["place"].tolist() == [8]


# ---- ties


def test_equal_scores_stand_in_one_group():
    s = planted()
    s["c06"] = s["c07"]
    found = gaps(s, rng=0)
    assert len(found.steps) == 38
    assert found.breaks["place"].tolist() == [8]


def test_rounding_residues_are_no_steps():
    # ten sums of tenths that should be equal, in several orders
    residues = [sum(np.roll([0.1, 0.2, 0.3, 0.4, 0.7], k)) for k in range(5)]
    assert len(set(residues)) > 1
    found = gaps(np.r_[residues, 1 + np.arange(1, 40) / 13], rng=0)
    assert not found.found


@pytest.mark.parametrize("value", [0.0, 0.1, 1e300])
def test_a_constant_series_has_no_break(value):
    found = gaps([value] * 20, rng=0)
    assert not found.found
    assert len(found.steps) == 0
    assert set(found.groups) == {1}


def test_one_unit_has_no_break():
    assert not gaps([3.0], rng=0).found


# ---- draws


def drawn(sd, m=20):
    noise = np.random.default_rng(3).normal(scale=sd, size=(m, 40))
    return planted().to_numpy() + noise


def test_a_break_above_its_noise_stays():
    found = gaps(planted(), draws=drawn(0.01), rng=0)
    (step,) = found.breaks.itertuples()
    assert step.held == 1
    assert 0 < step.noise < step.size


def test_a_break_within_its_noise_is_none():
    found = gaps(planted(), draws=drawn(0.5), rng=0)
    assert not found.found
    step = found.steps.iloc[7]
    assert step["p_value"] <= 0.05
    assert step["noise"] > step["size"]
    assert step["held"] < 1


def test_the_noise_is_the_half_width_of_an_interval_by_rubins_rules():
    draws = drawn(0.1, m=5)
    step = gaps(planted(), draws=draws, rng=0).steps.iloc[7]
    apart = draws[:, 7] - draws[:, 8]
    # 2.776: Student's t with 4 degrees of freedom
    assert step["noise"] == pytest.approx(
        2.7764451 * np.sqrt(1.2) * apart.std(ddof=1), rel=1e-6
    )


def test_a_draw_holds_a_step_if_no_unit_crosses_it():
    draws = np.tile(planted().to_numpy(), (4, 1))
    draws[0, 2] = draws[0, 30]
    assert gaps(planted(), draws=draws, rng=0).steps.loc[7, "held"] == 0.75


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_noise_has_no_limits_of_scale(scale):
    found = gaps(planted() * scale, draws=drawn(0.01) * scale, rng=0)
    assert found.breaks["place"].tolist() == [8]


# ---- what is refused


@pytest.mark.parametrize(
    ("series", "options", "error", "message"),
    [
        (SMOOTH[:8], {}, ShapeError, "need 12 different scores or more, got 8"),
        (SMOOTH[:5], {"window": 3}, ShapeError, "need 8 different scores"),
        (np.ones((9, 2)), {}, ShapeError, "one series, got 2 columns"),
        ([], {}, EmptyDataError, "no unit"),
        ([1.0, np.nan, 2.0], {}, MissingDataError, "row 1"),
        ([1.0, np.inf, 2.0], {}, NonFiniteError, "row 1"),
        (["a", "b"], {}, NotNumericError, "row 0, column 0 holds"),
        (pd.Series([1.0, 2.0], ["a", "a"]), {}, DuplicateLabelError, "'a'"),
        (SMOOTH, {"level": 0}, DomainError, "level must be a number between 0 and 1"),
        (SMOOTH, {"level": "5%"}, DomainError, "level must be a number"),
        (SMOOTH, {"window": 2}, DomainError, "window must be 3 or more"),
        (SMOOTH, {"window": 5.0}, DomainError, "window must be a whole number"),
        (SMOOTH, {"n_draws": 0}, DomainError, "n_draws must be a whole number"),
        (SMOOTH, {"draws": np.ones((3, 9))}, ShapeError, r"draws need shape \(m, 40\)"),
        (SMOOTH, {"draws": SMOOTH[None]}, ShapeError, "2 draws or more"),
        (SMOOTH, {"draws": "none"}, ShapeError, "got something else"),
        (
            SMOOTH,
            {"draws": np.full((3, 40), np.nan)},
            MissingDataError,
            r"draws hold nan at \(0, 0\)",
        ),
        (np.r_[1 - SMOOTH / 9, SMOOTH / 9 - 1] * 1.7e308, {}, NonFiniteError, "large"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(series, options, error, message):
    with pytest.raises(error, match=message):
        gaps(series, **options)
