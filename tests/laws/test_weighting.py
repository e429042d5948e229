"""What holds for every weighting method in the catalogue."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mcdm_index import weighting
from mcdm_index.polarity import COST
from tests import strategies
from tests.laws.catalogue import methods

every_weighting = pytest.mark.parametrize("method", methods("weighting"))
# Rounding of a sum in another order; weights are of order 1.
ROUNDING = {"rtol": 0, "atol": 1e-12}


def promising(promise):
    return pytest.mark.parametrize("method", methods("weighting", promise))


def tables(data, method, **size):
    """Draw a table in the domain of the method, with directions."""
    domains = method.domain, method.cost_domain
    return data.draw(strategies.tables(*domains, graded=False, **size))


@every_weighting
@given(data=st.data())
def test_weights_are_non_negative(method, data):
    X, polarity = tables(data, method)
    assert (weighting.weigh(X, method.name, polarity) >= 0).all()


@every_weighting
@given(data=st.data())
def test_weights_sum_to_one(method, data):
    X, polarity = tables(data, method)
    total = weighting.weigh(X, method.name, polarity).sum()
    assert total == pytest.approx(1, rel=0, abs=1e-15 * (1 + X.shape[1]))


@every_weighting
@given(data=st.data())
def test_permuting_the_columns_permutes_the_weights(method, data):
    X, polarity = tables(data, method)
    order = data.draw(st.permutations(range(X.shape[1])))
    w = weighting.weigh(X, method.name, polarity)
    permuted = weighting.weigh(X[:, order], method.name, [polarity[j] for j in order])
    assert_allclose(permuted, w[order], **ROUNDING)


@every_weighting
@given(data=st.data())
def test_permuting_the_rows_leaves_the_weights(method, data):
    X, polarity = tables(data, method)
    order = data.draw(st.permutations(range(X.shape[0])))
    w = weighting.weigh(X, method.name, polarity)
    assert_allclose(weighting.weigh(X[order], method.name, polarity), w, **ROUNDING)


@every_weighting
@given(data=st.data())
def test_the_table_is_not_changed(method, data):
    X, polarity = tables(data, method)
    before = X.copy()
    weighting.weigh(X, method.name, polarity)
    assert_array_equal(X, before)


@every_weighting
@given(data=st.data())
def test_a_second_call_gives_the_same_bits(method, data):
    X, polarity = tables(data, method)
    first = weighting.weigh(X, method.name, polarity)
    assert_array_equal(weighting.weigh(X, method.name, polarity), first)


@promising("scale")
@given(data=st.data())
def test_the_unit_of_a_criterion_does_not_matter(method, data):
    X, polarity = tables(data, method)
    factors = st.sampled_from((0.001, 0.3, 1.0, 7.0, 1e4))
    factor = [data.draw(factors) for _ in polarity]
    w = weighting.weigh(X, method.name, polarity)
    # The scaled values are rounded, which columns that hardly vary magnify.
    scaled = weighting.weigh(X * factor, method.name, polarity)
    assert_allclose(scaled, w, rtol=0, atol=1e-10)


@promising("shift")
@given(data=st.data())
def test_the_origin_of_a_criterion_does_not_matter(method, data):
    X, polarity = tables(data, method)
    shift = [data.draw(st.integers(0, 1000)) for _ in polarity]  # exact on the grid
    w = weighting.weigh(X, method.name, polarity)
    shifted = weighting.weigh(X + shift, method.name, polarity)
    assert_allclose(shifted, w, **ROUNDING)


@promising("constant_gets_zero")
@given(data=st.data())
def test_a_constant_column_gets_no_weight(method, data):
    X, polarity = tables(data, method, rows=(2, 8), columns=(2, 5))
    constant = X.min(axis=0) == X.max(axis=0)
    assume(not constant.all())
    assert not weighting.weigh(X, method.name, polarity)[constant].any()


@promising("constant_gets_zero")
@pytest.mark.parametrize("value", [0.1, 3.3, 1e-300, 1e300])
@pytest.mark.parametrize("n", [3, 7, 10, 1000])
def test_rounding_gives_no_weight_to_a_constant_column(method, value, n):
    X = np.column_stack([np.full(n, value), np.arange(1.0, n + 1)])
    assert weighting.weigh(X, method.name).tolist() == [0.0, 1.0]


@promising("constant_gets_zero")
@given(data=st.data())
def test_constant_columns_alone_are_weighted_alike(method, data):
    X, polarity = tables(data, method)
    X[:] = X[0]
    w = weighting.weigh(X, method.name, polarity)
    assert_allclose(w, 1 / X.shape[1], **ROUNDING)


@promising("constant_gets_zero")
@given(data=st.data())
def test_one_unit_alone_weighs_the_criteria_alike(method, data):
    X, polarity = tables(data, method, rows=(1, 1))
    w = weighting.weigh(X, method.name, polarity)
    assert_allclose(w, 1 / X.shape[1], **ROUNDING)


@promising("duplicates_share")
@given(data=st.data())
def test_a_copy_of_a_column_gets_what_the_column_gets(method, data):
    X, polarity = tables(data, method)
    w = weighting.weigh(np.c_[X, X[:, 0]], method.name, [*polarity, polarity[0]])
    assert_allclose(w[-1], w[0], **ROUNDING)


@every_weighting
def test_one_criterion_gets_all_the_weight(method):
    X = np.array([[1.0], [2.0], [4.0]])
    assert weighting.weigh(X, method.name).tolist() == [1.0]


@every_weighting
@given(data=st.data())
def test_many_magnitudes_side_by_side_give_finite_weights(method, data):
    within = method.cost_domain or method.domain
    elements = strategies.wide(within)
    X = data.draw(strategies.matrices(within, elements=elements))
    scale = [data.draw(st.sampled_from((1e-290, 1.0, 1e290))) for _ in X[0]]
    w = weighting.weigh(X * scale, method.name, COST)
    assert np.isfinite(w).all()
