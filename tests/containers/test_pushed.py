"""Statistics that are derived: those of what a kernel makes of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

import mcdm_index as mi
from mcdm_index.methods._pushed import push
from mcdm_index.statistics import ColumnStats

NEEDS = ("squares", "comoment")
TABLES = arrays(float, (7, 3), elements=st.floats(1.0, 1e6).map(np.rint))
METHODS = ("minmax", "vector", "zscore", "sum", "max", "linear")


@pytest.mark.parametrize("method", METHODS)
@given(X=TABLES)
def test_they_are_those_of_what_the_kernel_makes(method, X):
    kernel = mi.normalization.fit(method, X, ["max", "min", "max"])
    found = push(kernel, ColumnStats.of(X, NEEDS), NEEDS)
    if found is None:
        return
    expected = ColumnStats.of(kernel(X), NEEDS)
    assert found.n == expected.n
    assert_allclose(found.low, expected.low, rtol=0)
    assert_allclose(found.high, expected.high, rtol=0)
    size = np.ldexp(np.maximum(abs(expected.low), abs(expected.high)), 0)
    mean, true = (np.ldexp(s.mean, s.exponent) for s in (found, expected))
    assert (abs(mean - true) <= 1e-14 * size).all()
    assert_allclose(found.deviation(), expected.deviation(), rtol=1e-9, atol=1e-12)


def test_columns_of_huge_and_tiny_values_stay_in_range():
    X = np.random.default_rng(0).random((9, 3)) * [1e300, 1e-300, 1.0] + 0.0
    kernel = mi.normalization.fit("vector", X)
    found = push(kernel, ColumnStats.of(X, NEEDS), NEEDS)
    expected = ColumnStats.of(kernel(X), NEEDS)
    assert_allclose(found.comoment, expected.comoment, rtol=1e-12)


@pytest.mark.parametrize("method", ["logistic", "nonlinear"])
def test_other_kernels_are_left_to_a_pass(method):
    X = np.random.default_rng(0).random((9, 3))
    kernel = mi.normalization.fit(method, X)
    assert push(kernel, ColumnStats.of(X, NEEDS)) is None


def test_a_clipped_range_is_left_to_a_pass():
    X = np.random.default_rng(0).random((9, 3))
    kernel = mi.normalization.fit("minmax", X, options={"clip": True})
    assert push(kernel, ColumnStats.of(X)) is None


def test_what_is_outside_a_domain_is_left_to_a_pass_that_names_it():
    X = np.random.default_rng(0).random((9, 3))
    kernel = mi.normalization.fit("sum", X)
    assert push(kernel, ColumnStats.of(X - 2)) is None


def test_the_theil_sum_is_not_derived():
    X = np.random.default_rng(0).random((9, 3))
    kernel = mi.normalization.fit("minmax", X)
    assert push(kernel, ColumnStats.of(X, ("theil",)), ("theil",)) is None
