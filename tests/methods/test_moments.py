"""Skewness and kurtosis: small cases by hand, undefined ones, gaps, bad input."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index.errors import NonFiniteError, NotNumericError, ShapeError
from mcdm_index.methods.moments import kurtosis, skewness

both = pytest.mark.parametrize("shape", [skewness, kurtosis])


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_skewness_is_that_of_a_spreadsheet():
    # SKEW of the example in Excel's documentation
    found = skewness(column(3, 4, 5, 2, 3, 4, 5, 6, 4, 7))
    assert_allclose(found, [0.359543071], rtol=1e-8)


def test_kurtosis_is_that_of_a_spreadsheet():
    # KURT of the example in Excel's documentation
    found = kurtosis(column(3, 4, 5, 2, 3, 4, 5, 6, 4, 7))
    assert_allclose(found, [-0.151799637], rtol=1e-8)


@pytest.mark.parametrize("n", [3, 4, 9, 25])
def test_skewness_of_one_among_zeros_is_the_root_of_their_number(n):
    assert_allclose(skewness(np.eye(n)[:, :1]), [np.sqrt(n)], rtol=1e-14)


@pytest.mark.parametrize("n", [4, 9, 25])
def test_kurtosis_of_one_among_zeros_is_their_number(n):
    assert_allclose(kurtosis(np.eye(n)[:, :1]), [n], rtol=1e-14)


def test_a_symmetric_column_has_no_skewness():
    assert skewness(column(-2, -1, 0, 1, 2)).tolist() == [0]


def test_a_mirrored_column_has_the_opposite_skewness():
    x = column(1, 2, 3, 10)
    assert_array_equal(skewness(-x), -skewness(x))


@both
@pytest.mark.parametrize("value", [0.0, 0.1, -3.0, 1e300, 1e-300])
def test_a_constant_column_has_no_shape(shape, value):
    assert_array_equal(shape(np.full((7, 1), value)), [np.nan])


@pytest.mark.parametrize(("shape", "least"), [(skewness, 3), (kurtosis, 4)])
def test_the_least_number_of_values_is_as_stated(shape, least):
    known = [np.isfinite(shape(column(*range(n)))[0]) for n in range(1, 7)]
    assert known == [n >= least for n in range(1, 7)]


@both
def test_gaps_are_left_out_of_the_shape(shape):
    found = shape(column(1, np.nan, 2, 3, np.nan, 10))
    assert_allclose(found, shape(column(1, 2, 3, 10)), rtol=1e-15)


@both
def test_a_column_of_gaps_has_no_shape(shape):
    assert_array_equal(shape(np.full((5, 1), np.nan)), [np.nan])


@both
def test_a_constant_column_with_gaps_has_no_shape(shape):
    assert_array_equal(shape(column(7, np.nan, 7, 7, 7, 7)), [np.nan])


@both
@pytest.mark.parametrize("unit", [1e-300, 1e-200, 2.0, 1e200, 1e300])
def test_the_unit_does_not_change_the_shape(shape, unit):
    x = column(1, 2, 3, 4, 100)
    assert_allclose(shape(unit * x), shape(x), rtol=1e-13)


@both
def test_the_origin_does_not_change_the_shape(shape):
    x = column(1, 2, 3, 4, 100)
    assert_allclose(shape(x + 2.0**30), shape(x), rtol=1e-8)


@both
def test_a_frame_gives_one_number_per_column(shape):
    frame = pd.DataFrame({"u": [1, 2, 3, 10], "v": [4, 4, 4, 9]})
    assert_array_equal(shape(frame), shape(frame.to_numpy()))


@both
def test_an_infinite_value_has_no_shape(shape):
    with pytest.raises(NonFiniteError, match="row 1, column 0"):
        shape(column(1, np.inf, 2, 3))


@both
def test_a_string_has_no_shape(shape):
    with pytest.raises(NotNumericError, match=r"row 0, column 0 holds .*'x'"):
        shape([["x"], [2.0], [3.0]])


@both
def test_a_vector_is_no_table_to_take_the_shape_of(shape):
    with pytest.raises(ShapeError, match="two dimensions"):
        shape([1.0, 2.0, 3.0])


@both
def test_the_largest_floats_have_a_shape(shape):
    x = column(1.0, 1.1, 1.2, 1.7)
    assert_allclose(shape(1e308 * x), shape(x), rtol=1e-12)


def test_skewness_loses_nothing_far_from_zero():
    x = np.random.default_rng(0).integers(0, 999, (40, 1)) ** 2 / 1024.0
    for origin in (1e6, 1e9):  # both sums are exact
        np.testing.assert_allclose(skewness(x + origin), skewness(x), rtol=1e-13)
