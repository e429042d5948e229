"""Profiles: shapes by hand, the rule, planted types, draws, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy.stats import norm, rankdata, zscore

from mcdm_index.diagnosis import profiles
from mcdm_index.errors import (
    DomainError,
    MissingDataError,
    ShapeError,
    UnknownColumnError,
    UnknownMethodError,
)

TYPES = {"A": "science-led", "B": "industry-led", "C": "factor-led"}
tables = arrays(float, (6, 3), elements=st.integers(-20, 20).map(float))


def frame(rows):
    rows = np.asarray(rows, dtype=float)
    return pd.DataFrame(rows, [f"u{i}" for i in range(len(rows))], list("ABC"))


def cities(seed=0, n=90, lead=1.5):
    """Plant a third of the units in each of balanced, A-led and B-led."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n, 1))
    S = level + 0.1 * rng.normal(size=(n, 3))
    S[n // 3 : 2 * n // 3, 0] += lead
    S[2 * n // 3 :, 1] += lead
    kinds = np.repeat(["balanced", "science-led", "industry-led"], n // 3)
    return frame(S), kinds


def by_loops(S, threshold):
    z = zscore(S, axis=0)
    kinds = []
    for row in z:
        best = max(range(len(row)), key=lambda j: row[j])
        others = [x for j, x in enumerate(row) if j != best]
        lead = row[best] - sum(others) / len(others)
        kinds.append("ABC"[best] + "-led" if lead >= threshold else "balanced")
    return kinds


# ---- shapes and types


def test_a_shape_is_what_is_left_of_standard_scores_without_their_mean():
    S = frame([[1, 2, 3], [3, 2, 7], [2, 2, 2]])
    z = np.column_stack([zscore(S["A"]), np.zeros(3), zscore(S["C"])])
    found = profiles(S)
    assert_allclose(found.shape, z - z.mean(axis=1, keepdims=True), atol=1e-14)


def test_a_lead_by_hand():
    # standard scores 1 and -1 in the first, -1 and 1 in the others
    found = profiles(frame([[1, 0, 0], [0, 1, 1]]), TYPES).table
    assert_allclose(found["lead"], [2, 1], rtol=1e-14)
    assert found["leading"].tolist() == ["A", "B"]
    assert found["type"].tolist() == ["science-led", "industry-led"]
    # shapes (4, -2, -2) / 3 and its negative
    assert_allclose(found["lopsidedness"], [np.sqrt(8 / 9)] * 2, rtol=1e-14)


@given(tables, st.sampled_from([0.0, 0.5, 0.75, 1.3]))
def test_types_are_those_of_plain_loops(S, threshold):
    S[0], S[1] = 0, 1 + np.arange(3)  # so that all vary
    lead = profiles(S).table["lead"]
    found = profiles(frame(S), threshold=threshold).table["type"]
    clear = (np.abs(lead - threshold) > 1e-9).to_numpy()
    shape = np.sort(profiles(S).shape, axis=1)
    clear = clear & (shape[:, -1] - shape[:, -2] > 1e-9)
    expected = np.array(by_loops(S, threshold))
    assert (found.to_numpy()[clear] == expected[clear]).all()


def test_planted_types_are_found():
    S, kinds = cities()
    assert (profiles(S, TYPES).table["type"] == kinds).mean() > 0.9


def test_dimensions_that_go_together_leave_most_units_balanced():
    rng = np.random.default_rng(0)
    level, own = rng.normal(size=(40_000, 1)), rng.normal(size=(40_000, 3))
    S = np.sqrt(0.9) * level + np.sqrt(0.1) * own
    share = (profiles(S).table["type"] == "balanced").mean()
    assert share == pytest.approx(0.92, abs=0.005)


def test_the_level_of_a_unit_does_not_count():
    S = frame([[9, 9, 9], [5, 5, 5], [1, 1, 1]])
    found = profiles(S).table
    assert (found["type"] == "balanced").all()
    assert found["lopsidedness"].eq(0).all()
    assert found["balance_rank"].tolist() == [1, 1, 1]


@given(tables, st.floats(0.1, 10), st.floats(-5, 5))
def test_dimensions_may_have_scales_of_their_own(S, scale, origin):
    other = S * [1, scale, 1] + [0, origin, 0]
    assert_allclose(profiles(S).shape, profiles(other).shape, atol=1e-9)


def test_of_equally_good_dimensions_the_first_leads():
    found = profiles(frame([[1, 1, 0], [0, 0, 1]])).table
    assert found["leading"].tolist() == ["A", "C"]


def test_a_dimension_that_does_not_vary_says_nothing():
    S = frame([[0.1, 1, 3], [0.1, 2, 1], [0.1, 3, 2]])
    z = profiles(S).shape.add(profiles(S).shape["A"] * -1, axis=0)
    assert_allclose(z["B"], zscore(S["B"]), atol=1e-14)


def test_one_unit_is_balanced():
    assert profiles(frame([[1, 5, 9]])).table["type"].tolist() == ["balanced"]


def test_types_are_called_by_their_dimension_unless_they_are_named():
    found = profiles(frame([[1, 0, 0], [0, 1, 1]]), {"A": "first"}, balanced="even")
    assert found.table["type"].cat.categories.tolist() == [
        "first",
        "B-led",
        "C-led",
        "even",
    ]


def test_the_rule_is_stated():
    rule = profiles(cities()[0], threshold=0.5).rule
    assert "0.5 or more over the mean of the others" in rule


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_scores_have_no_limits_of_scale(scale):
    S, _ = cities()
    assert_allclose(profiles(S * scale).shape, profiles(S).shape, atol=1e-9)


def test_digits_far_from_0_are_kept():
    S, _ = cities()
    assert_allclose(profiles(S + 1e9).shape, profiles(S).shape, atol=1e-5)


def test_ranks_may_stand_for_scores():
    S, _ = cities()
    z = norm.ppf(np.apply_along_axis(rankdata, 0, S) / (len(S) + 1))
    found = profiles(S, scale="rank")
    assert_allclose(found.shape, z - z.mean(axis=1, keepdims=True), atol=1e-12)
    assert_frame_equal(found.shape, profiles(np.exp(S), scale="rank").shape)


# ---- most balanced and most lopsided


def test_the_most_balanced_and_the_most_lopsided():
    found = profiles(cities()[0])
    order = found.table["lopsidedness"].sort_values().index
    assert found.most_balanced(4).index.tolist() == order[:4].tolist()
    assert found.most_lopsided(4).index.tolist() == order[::-1][:4].tolist()
    assert found.table.loc[order[0], "balance_rank"] == 1
    assert found.table.loc[order[-1], "balance_rank"] == 90


def test_more_than_there_are_is_all():
    assert len(profiles(cities()[0]).most_balanced(999)) == 90


# ---- draws


def test_draws_tell_how_often_a_type_holds():
    S, _ = cities()
    rng = np.random.default_rng(1)
    draws = S.to_numpy() + rng.normal(scale=0.05, size=(25, *S.shape))
    found = profiles(S, TYPES, draws=draws)
    expected = [profiles(frame(d), TYPES).table["type"].tolist() for d in draws]
    share = (np.array(expected) == "science-led").mean(axis=0)
    assert_allclose(found.probability["science-led"], share)
    assert_allclose(found.probability.sum(axis=1), 1)
    assert list(found.probability) == [*TYPES.values(), "balanced"]


def test_without_draws_there_is_no_probability():
    assert profiles(cities()[0]).probability is None


# ---- what is refused


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"types": {"a": "x"}}, UnknownColumnError, "no dimension: 'a'"),
        ({"types": {"A": "x", "B": "x"}}, DomainError, "different names"),
        ({"types": {"A": "balanced"}}, DomainError, "different names"),
        ({"threshold": -1}, DomainError, "threshold must be a number of 0 or more"),
        ({"threshold": np.inf}, DomainError, "threshold must be"),
        ({"scale": "ranks"}, UnknownMethodError, "Did you mean 'rank'"),
        ({"draws": np.ones((2, 3, 3))}, ShapeError, r"draws need shape \(m, 90, 3\)"),
        ({"draws": np.ones((0, 90, 3))}, ShapeError, "draws need shape"),
        (
            {"draws": np.full((1, 90, 3), np.nan)},
            MissingDataError,
            r"draws hold nan at \(0, 0, 0\)",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        profiles(cities()[0], **options)


def test_one_dimension_has_no_shape():
    with pytest.raises(ShapeError, match="profiles need 2 columns or more, got 1"):
        profiles(pd.Series([1.0, 2.0]))


@pytest.mark.parametrize("n", [0, -1, 2.0, True])
def test_how_many_is_a_whole_number(n):
    found = profiles(cities()[0])
    with pytest.raises(DomainError, match="n must be a whole number"):
        found.most_balanced(n)
    with pytest.raises(DomainError, match="n must be a whole number"):
        found.most_lopsided(n)
