"""Single imputation: each way by hand, and what cannot be filled."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.interpolate import CubicSpline

from mcdm_index.errors import (
    DomainError,
    EmptyDataError,
    MissingDataError,
    ShapeError,
    UnknownMethodError,
)
from mcdm_index.imputation import fill

NAN = np.nan
X = np.array([[1.0, 10.0], [2.0, NAN], [NAN, 30.0], [9.0, 20.0]])
GAPS = np.isnan(X)
PANEL = pd.DataFrame(
    {"gdp": [1.0, NAN, 4.0, NAN, 6.0, NAN]},
    index=pd.MultiIndex.from_tuples(
        [("a", 2010), ("a", 2011), ("a", 2013), ("b", 2010), ("b", 2011), ("b", 2014)]
    ),
)


@pytest.mark.parametrize(
    ("method", "options", "filled"),
    [
        ("mean", {}, [20, 4]),
        ("median", {}, [20, 2]),
        ("group", {"groups": ["p", "p", "q", "q"]}, [10, 9]),
        ("knn", {"k": 1}, [10, 9]),
        ("linear", {"units": [1, 1, 1, 1], "times": [1, 2, 3, 5]}, [20, 2 + 7 / 3]),
        ("last", {"units": [1, 1, 1, 1], "times": [1, 2, 3, 4]}, [10, 2]),
    ],
)
def test_gaps_are_filled_as_by_hand(method, options, filled):
    out = fill(X, method, **options)
    assert_array_equal(out[~GAPS], X[~GAPS])
    assert_allclose(out[GAPS], filled)


def test_a_hot_deck_draws_observed_values():
    table = np.tile(X, (200, 1))
    out = fill(table, "hot_deck", rng=0)
    gaps = np.isnan(table)
    for j in range(2):
        values, counts = np.unique(out[gaps[:, j], j], return_counts=True)
        assert_array_equal(values, np.unique(X[~GAPS[:, j], j]))
        assert (abs(counts / 200 - 1 / 3) < 0.15).all()


def test_a_panel_is_read_from_its_index():
    assert fill(PANEL, "linear")["gdp"].tolist() == [1, 2, 4, 6, 6, 6]
    assert fill(PANEL, "last")["gdp"].tolist() == [1, 1, 4, 6, 6, 6]


def test_the_order_of_rows_does_not_matter():
    order = [4, 0, 5, 2, 1, 3]
    for method in ("linear", "last", "mean", "knn"):
        turned = fill(PANEL.iloc[order], method)
        assert_array_equal(turned, fill(PANEL, method).iloc[order])


def test_dates_are_times():
    when = pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-06"])
    out = fill(X, "linear", units=["a"] * 4, times=when)
    assert_allclose(out[2, 0], 2 + 7 * 3 / 4)


def test_neighbours_do_not_depend_on_units_of_measurement():
    rng = np.random.default_rng(0)
    table = rng.standard_normal((30, 3))
    table[rng.random(table.shape) < 0.1] = NAN
    unit = np.array([1e6, 1e-6, 3.0])
    assert_allclose(fill(table * unit, "knn") / unit, fill(table, "knn"), rtol=1e-9)


@pytest.mark.parametrize(
    ("table", "method", "options", "error", "words"),
    [
        (X, "average", {}, UnknownMethodError, "mean"),
        (X[:0], "mean", {}, EmptyDataError, "no unit"),
        ([[1.0, NAN], [2.0, NAN]], "mean", {}, MissingDataError, "column 1"),
        (X, "group", {}, DomainError, "needs groups"),
        (X, "group", {"groups": ["p"]}, ShapeError, "each of 4 rows"),
        (X, "group", {"groups": list("pqrs")}, MissingDataError, "'q' .*column 1"),
        (X, "knn", {"k": 0}, DomainError, "k must be"),
        (X, "linear", {}, DomainError, "needs units"),
        (X, "last", {"units": list("aabb"), "times": list("wxyz")}, DomainError, "'w'"),
        (X, "linear", {"units": [1] * 4, "times": [1] * 4}, DomainError, "twice"),
        (
            X,
            "linear",
            {"units": [1, 2, 3, 4], "times": [1] * 4},
            MissingDataError,
            "unit .*2.* column 1",
        ),
    ],
)
def test_what_cannot_be_filled_is_named(table, method, options, error, words):
    with pytest.raises(error, match=words):
        fill(table, method, **options)


def test_a_spline_goes_smoothly_through_the_known_values():
    t = np.arange(7.0)
    x = np.where(np.isin(t, (2, 3, 6)), np.nan, t**2)[:, None]
    filled = fill(x, "spline", units=["a"] * 7, times=t)[:, 0]
    curve = CubicSpline([0, 1, 4, 5], [0, 1, 16, 25], bc_type="natural")
    assert_allclose(filled[[2, 3]], curve([2, 3]))
    assert filled[6] == 25
    straight = fill(x[:2], "linear", units=["a"] * 2, times=t[:2])
    assert_allclose(fill(x[:2], "spline", units=["a"] * 2, times=t[:2]), straight)
