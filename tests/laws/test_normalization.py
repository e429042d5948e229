"""What holds for every normalization in the catalogue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index import normalization
from mcdm_index.polarity import COST, Direction, Target
from tests import strategies
from tests.laws.catalogue import methods

every_normalization = pytest.mark.parametrize("method", methods("normalization"))
freezable = [p for p in methods("normalization") if p.values[0].learn is not None]
every_freezable = pytest.mark.parametrize("method", freezable)
stretching = [p for p in freezable if "out_range" in p.values[0].options]


def promising(promise):
    return pytest.mark.parametrize("method", methods("normalization", promise))


def tables(data, method, *, wide=False, **size):
    elements = strategies.wide(method.domain) if wide else None
    X = data.draw(strategies.matrices(method.domain, elements=elements, **size))
    return X, data.draw(strategies.polarities(X.shape[1]))


def badness(column, kind):
    """Say how far each value is from the best: the smaller the better."""
    if isinstance(kind, Direction):
        return -kind.sign * column
    low, high = (kind.value,) * 2 if isinstance(kind, Target) else (kind.low, kind.high)
    return np.maximum(np.maximum(low - column, column - high), 0.0)


@every_normalization
@given(data=st.data())
def test_a_better_value_is_never_normalized_to_less(method, data):
    X, polarity = tables(data, method)
    Z = method.func(X, polarity)
    for x, z, kind in zip(X.T, Z.T, polarity, strict=True):
        side = x >= getattr(kind, "low", getattr(kind, "value", -np.inf))
        for part in (side, ~side):  # a tolerance may differ between the sides
            best_first = np.argsort(badness(x[part], kind), kind="stable")
            assert (np.diff(z[part][best_first]) <= 0).all()


@every_normalization
@given(data=st.data())
def test_equal_values_are_normalized_alike(method, data):
    X, polarity = tables(data, method, rows=(1, 4))
    Z = method.func(np.r_[X, X], polarity)
    assert_array_equal(Z[: len(X)], Z[len(X) :])


@every_normalization
@given(data=st.data())
def test_permuting_the_rows_permutes_the_values(method, data):
    X, polarity = tables(data, method)
    order = data.draw(st.permutations(range(len(X))))
    found = method.func(X[order], polarity)
    assert_allclose(found, method.func(X, polarity)[order], rtol=0, atol=1e-12)


@every_normalization
@given(data=st.data())
def test_a_criterion_is_normalized_by_itself(method, data):
    X, polarity = tables(data, method)
    j = data.draw(st.integers(0, X.shape[1] - 1))
    alone = method.func(X[:, [j]], [polarity[j]])
    assert_allclose(alone[:, 0], method.func(X, polarity)[:, j], rtol=1e-12, atol=0)


@every_normalization
@given(data=st.data())
def test_the_table_is_not_changed(method, data):
    X, polarity = tables(data, method)
    before = X.copy()
    method.func(X, polarity)
    assert_array_equal(X, before)


@every_normalization
@given(data=st.data())
def test_values_are_finite_whatever_the_magnitude(method, data):
    X, polarity = tables(data, method, wide=True)
    scale = [data.draw(st.sampled_from((1e-290, 1.0, 1e290))) for _ in polarity]
    assert np.isfinite(method.func(X * scale, polarity)).all()


@every_normalization
@pytest.mark.parametrize("value", [0.1, 7.0, 1e-300, 1e300])
def test_a_constant_column_stays_constant(method, value):
    Z = method.func(np.full((7, 2), value), ["max", "min"])
    assert (Z[0] == Z).all()


@every_freezable
@given(data=st.data())
def test_frozen_parameters_give_the_bits_of_the_method_itself(method, data):
    X, polarity = tables(data, method, wide=True)
    kernel = normalization.fit(method.name, X, polarity)
    assert_array_equal(kernel(X), method.func(X, polarity))


@every_freezable
@given(data=st.data())
def test_a_row_is_normalized_alike_whichever_rows_stand_beside_it(method, data):
    X, polarity = tables(data, method, wide=True)
    kernel = normalization.fit(method.name, X, polarity)
    rows = data.draw(st.lists(st.integers(0, len(X) - 1), min_size=1, max_size=6))
    assert_array_equal(kernel(X[rows]), kernel(X)[rows])


@promising("scale")
@given(data=st.data())
def test_the_unit_of_a_criterion_does_not_matter(method, data):
    X = data.draw(strategies.matrices(method.domain))
    polarity = data.draw(strategies.directions(X.shape[1]))
    factor = [data.draw(st.sampled_from((0.001, 0.3, 7.0, 1e4))) for _ in polarity]
    found = method.func(X * factor, polarity)
    assert_allclose(found, method.func(X, polarity), rtol=0, atol=1e-12)


@promising("shift")
@given(data=st.data())
def test_the_origin_of_a_criterion_does_not_matter(method, data):
    X = data.draw(strategies.matrices(method.domain))
    polarity = data.draw(strategies.directions(X.shape[1]))
    shift = [data.draw(st.integers(0, 1000)) for _ in polarity]  # exact on the grid
    found = method.func(X + shift, polarity)
    assert_allclose(found, method.func(X, polarity), rtol=0, atol=1e-12)


@pytest.mark.parametrize("method", stretching)
@given(data=st.data(), ends=st.sets(st.integers(-999, 999), min_size=2, max_size=2))
def test_the_ends_of_the_range_are_reached_exactly(method, data, ends):
    X = data.draw(strategies.matrices(elements=strategies.wide(), rows=(2, 8)))
    polarity = data.draw(strategies.directions(X.shape[1]))
    a, b = (end / 7 for end in sorted(ends))  # so that a + (b - a) often misses b
    Z = method.func(X, polarity, out_range=(a, b))
    varies = X.min(axis=0) < X.max(axis=0)
    assert (Z.min(axis=0)[varies] == a).all()
    assert (Z.max(axis=0)[varies] == b).all()


@pytest.mark.parametrize("method", stretching)
@given(data=st.data())
def test_no_value_of_the_table_leaves_the_range(method, data):
    X, polarity = tables(data, method, wide=True)
    Z = method.func(X, polarity, out_range=(0.1, 0.7))
    assert ((Z >= 0.1) & (Z <= 0.7)).all()


@every_normalization
@given(x=st.lists(strategies.grid("positive"), min_size=2, max_size=6, unique=True))
def test_the_least_cost_is_the_best_value(method, x):
    z = method.func(np.array(x)[:, None], COST)[:, 0]
    assert np.argmin(x) == np.argmax(z)
