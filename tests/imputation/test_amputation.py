"""Gaps on purpose: their share, what they depend on, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
)
from mcdm_index.imputation import ampute

N = 20_000
X = np.random.default_rng(0).standard_normal((N, 3))


def gaps(*arguments, **options):
    return np.isnan(ampute(X, *arguments, rng=1, **options))


@pytest.mark.parametrize("mechanism", ["MCAR", "MAR", "MNAR"])
@pytest.mark.parametrize("where", ["right", "left", "tail", "mid"])
def test_the_share_of_units_is_met(mechanism, where):
    found = gaps(mechanism, 0.3, where=where).any(axis=1).mean()
    assert abs(found - 0.3) < 5 * np.sqrt(0.3 * 0.7 / N)


def test_what_stays_keeps_every_bit():
    out = ampute(X, rng=0)
    seen = ~np.isnan(out)
    assert_array_equal(out[seen], X[seen])


def test_completely_at_random_depends_on_nothing():
    lost = gaps("MCAR", 0.5)[:, 0]
    for column in X.T:
        apart = column[lost].mean() - column[~lost].mean()
        assert abs(apart) < 5 * np.sqrt(1 / lost.sum() + 1 / (~lost).sum())


def test_at_random_depends_on_what_is_left_and_not_on_what_is_taken():
    lost = gaps("MAR", 0.5)[:, 0]
    assert X[lost, 1].mean() > 0.15
    tried_alike = np.abs(X[lost, 0].mean())
    assert tried_alike < 5 / np.sqrt(lost.sum())


def test_not_at_random_depends_on_what_is_taken():
    lost = gaps("MNAR", 0.5)[:, 0]
    assert X[lost, 0].mean() > 0.3
    assert np.abs(X[lost, 1].mean()) < 5 / np.sqrt(lost.sum())


@pytest.mark.parametrize(
    ("where", "more"),
    [
        ("right", lambda x: x > 1),
        ("left", lambda x: x < -1),
        ("tail", lambda x: abs(x) > 1.5),
        ("mid", lambda x: abs(x) < 0.5),
    ],
)
def test_units_there_lose_more(where, more):
    lost = gaps("MNAR", 0.3, patterns=[[1, 0, 0]], where=where, strength=2)[:, 0]
    there = more(X[:, 0])
    assert lost[there].mean() > 1.3 * lost[~there].mean()


def test_patterns_are_taken_whole_and_as_often_as_said():
    patterns = [[1, 1, 0], [0, 0, 1]]
    found = gaps("MCAR", 0.4, patterns=patterns, frequencies=[3, 1])
    assert_array_equal(found[:, 0], found[:, 1])
    assert not (found[:, 0] & found[:, 2]).any()
    assert abs(found[:, 0].sum() / found[:, 2].sum() - 3) < 0.3


def test_all_or_no_units_may_get_gaps():
    assert not gaps("MAR", 0).any()
    assert gaps("MAR", 1).any(axis=1).all()


def test_a_frame_comes_back_with_its_labels():
    frame = pd.DataFrame(X[:5], columns=list("abc"), index=list("vwxyz"))
    out = ampute(frame, rng=0)
    assert list(out.columns) == ["a", "b", "c"]
    assert list(out.index) == list("vwxyz")


def test_constant_criteria_drive_nothing():
    constant = np.ones((50, 2))
    assert np.isnan(ampute(constant, "MAR", 0.5, rng=0)).any()


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"mechanism": "MARR"}, UnknownMethodError, "MAR"),
        ({"where": "top"}, UnknownMethodError, "right"),
        ({"share": 1.2}, DomainError, "share"),
        ({"strength": -1}, DomainError, "strength"),
        ({"patterns": [[1, 0]]}, ShapeError, "3 times"),
        ({"patterns": [[2, 0, 0]]}, ShapeError, "true"),
        ({"patterns": [[0, 0, 0]]}, DomainError, "takes nothing"),
        ({"patterns": [[1, 1, 1]]}, DomainError, "every value"),
        ({"frequencies": [1, 2]}, DomainError, "3 numbers"),
        ({"frequencies": [0, 0, 0]}, DomainError, "3 numbers"),
    ],
)
def test_what_makes_no_sense_is_refused(options, error, words):
    with pytest.raises(error, match=words):
        ampute(X[:10], **options)


def test_magnitudes_do_not_matter():
    found = np.isnan(ampute(X[:200] * [1e300, 1e-300, 1.0], "MAR", rng=0))
    assert_array_equal(found, np.isnan(ampute(X[:200], "MAR", rng=0)))


def test_an_empty_table_is_refused():
    with pytest.raises(EmptyDataError, match="no unit"):
        ampute(np.empty((0, 2)))


def test_a_table_with_gaps_is_refused():
    with pytest.raises(MissingDataError, match="row 1, column 0"):
        ampute([[1.0, 2.0], [np.nan, 3.0]])
