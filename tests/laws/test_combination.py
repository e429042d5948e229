"""What holds for every combination of weights."""

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index._registry import list_methods
from mcdm_index.methods import combination

METHODS = [pytest.param(m, id=m.name) for m in list_methods("combination")]
every_combination = pytest.mark.parametrize("method", METHODS)
# Of equal vectors the product is a power, which is documented.
gives_back = pytest.mark.parametrize(
    "method", [p for p in METHODS if p.id != "multiplicative"]
)
# The first vector leads there, which is documented.
takes_any_order = pytest.mark.parametrize(
    "method", [p for p in METHODS if p.id != "distance_function"]
)
ROUNDING = {"rtol": 0, "atol": 1e-9}


def combine(method, W, Z):
    takes_values = "Z" in inspect.signature(method.func).parameters
    return method.func(W, Z) if takes_values else method.func(W)


@st.composite
def problems(draw, method=None, *, zeros=True):
    """Draw weight vectors, as many as the method takes, and normalized values."""
    pair = method is not None and method.name == "distance_function"
    k = 2 if pair else draw(st.integers(1, 4))
    m = draw(st.integers(1, 5))
    W = draw(arrays(np.float64, (k, m), elements=st.integers(not zeros, 20).map(float)))
    W[:, 0] += 1  # so that no vector, and no product, is zero throughout
    shape = draw(st.integers(1, 6)), m
    Z = draw(arrays(np.float64, shape, elements=st.integers(0, 8).map(lambda i: i / 8)))
    return W, Z


@every_combination
@given(data=st.data())
def test_combined_weights_are_non_negative_and_sum_to_one(method, data):
    w = combine(method, *data.draw(problems(method)))
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1, rel=0, abs=1e-14)


@gives_back
@given(data=st.data())
def test_copies_of_one_vector_give_it_back(method, data):
    W, Z = data.draw(problems(method))
    copies = np.tile(W[0], (len(W), 1))
    found = combine(method, copies, Z)
    assert_allclose(found, W[0] / W[0].sum(), rtol=0, atol=1e-14)


@every_combination
@given(data=st.data())
def test_permuting_the_criteria_permutes_the_weights(method, data):
    W, Z = data.draw(problems(method))
    order = data.draw(st.permutations(range(W.shape[1])))
    found = combine(method, W[:, order], Z[:, order])
    assert_allclose(found, combine(method, W, Z)[order], **ROUNDING)


@takes_any_order
@given(data=st.data())
def test_permuting_the_vectors_changes_nothing(method, data):
    W, Z = data.draw(problems(method))
    order = data.draw(st.permutations(range(len(W))))
    assert_allclose(combine(method, W[order], Z), combine(method, W, Z), **ROUNDING)


@every_combination
@given(data=st.data())
def test_permuting_the_units_changes_nothing(method, data):
    W, Z = data.draw(problems(method))
    order = data.draw(st.permutations(range(len(Z))))
    assert_allclose(combine(method, W, Z[order]), combine(method, W, Z), **ROUNDING)


@every_combination
@given(data=st.data())
def test_the_scale_of_a_vector_changes_nothing(method, data):
    W, Z = data.draw(problems(method))
    factors = data.draw(
        arrays(np.float64, (len(W), 1), elements=st.sampled_from([0.25, 1.0, 8.0]))
    )
    assert_allclose(combine(method, W * factors, Z), combine(method, W, Z), **ROUNDING)


@every_combination
@given(data=st.data())
def test_the_input_stays_and_a_second_call_gives_the_same(method, data):
    W, Z = data.draw(problems(method))
    before = W.copy(), Z.copy()
    first = combine(method, W, Z)
    assert_array_equal(combine(method, W, Z), first)
    assert_array_equal(W, before[0])
    assert_array_equal(Z, before[1])


@pytest.mark.parametrize(
    "method", [p for p in METHODS if p.id not in ("multiplicative", "geometric")]
)
@given(data=st.data())
def test_a_weight_lies_between_those_that_are_combined(method, data):
    W, Z = data.draw(problems(method))
    W = W / W.sum(axis=1, keepdims=True)
    w = combine(method, W, Z)
    assert (w >= W.min(axis=0) - 1e-12).all()
    assert (w <= W.max(axis=0) + 1e-12).all()


@given(data=st.data())
def test_where_the_vectors_agree_on_an_order_all_means_keep_it(data):
    W, _ = data.draw(problems(zeros=False))
    W = np.sort(W, axis=1)
    for mean in (combination.linear, combination.geometric, combination.multiplicative):
        assert (np.diff(mean(W)) >= -1e-15).all()


@given(data=st.data())
def test_concordance_is_from_zero_to_one(data):
    W, _ = data.draw(problems())
    coefficient = combination.concordance([*W, W[0]]).W
    assert np.isnan(coefficient) or -1e-12 <= coefficient <= 1 + 1e-12


@given(data=st.data())
def test_merged_judgments_of_reciprocal_matrices_are_reciprocal(data):
    m = data.draw(st.integers(1, 5))
    k = data.draw(st.integers(1, 4))
    half = data.draw(arrays(np.float64, (k, m, m), elements=st.floats(0.1, 9)))
    A = np.triu(half, 1) + np.eye(m)
    A = np.where(A > 0, A, 1 / np.where(A > 0, A, 1).transpose(0, 2, 1))
    merged = combination.aggregate_judgments(A)
    assert_allclose(merged * merged.T, 1, rtol=1e-12)
