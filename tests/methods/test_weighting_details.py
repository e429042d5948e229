"""Details of weights: their last part is the weights themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi
from mcdm_index.errors import UnknownMethodError

TABLES = arrays(float, (5, 3), elements=st.floats(0.001, 1000))


@pytest.mark.parametrize("method", mi.weighting.DETAILED)
@given(X=TABLES)
def test_the_last_part_is_the_weights_of_the_method(method, X):
    weights = mi.weighting.details(X, method).weights
    assert_allclose(weights, mi.weighting.weigh(X, method), rtol=1e-12, atol=1e-15)


@given(X=TABLES)
def test_entropy_and_divergence_sum_to_one(X):
    found = mi.weighting.details(X)
    assert_allclose(found.entropy + found.divergence, 1.0, rtol=1e-15)
    assert ((found.entropy >= 0) & (found.entropy <= 1)).all()


def test_options_and_polarity_are_handed_on():
    X = np.array([[1.0, 5.0], [2.0, 1.0], [9.0, 4.0]])
    told = {"correlation": "spearman"}
    found = mi.weighting.details(X, "critic", ["max", "min"], told)
    expected = mi.weighting.critic(X, ["max", "min"], correlation="spearman")
    assert_array_equal(found.weights, expected)


def test_a_deviation_is_in_the_unit_of_its_column_whatever_its_size():
    X = np.array([[1.0, 1e200], [2.0, 3e200], [3.0, 2e200]])
    assert_allclose(mi.weighting.details(X, "std").spread, [1.0, 1e200], rtol=1e-15)


def test_an_alias_is_a_name():
    X = [[1.0, 5.0], [2.0, 1.0]]
    found = mi.weighting.details(X, "coefficient_of_variation")
    assert_array_equal(found.weights, mi.weighting.cv(X))


def test_a_method_that_keeps_nothing_says_which_do():
    with pytest.raises(UnknownMethodError, match=r"'merec' keeps no details.*entropy"):
        mi.weighting.details([[1.0, 2.0], [3.0, 4.0]], "merec")


def test_an_unknown_option_is_refused():
    with pytest.raises(UnknownMethodError, match="has no option 'shfit'"):
        mi.weighting.details([[1.0, 2.0], [3.0, 4.0]], options={"shfit": 1.0})
