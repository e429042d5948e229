"""Every weighting in the catalogue keeps the laws, and a few of its own beyond them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdm_index import weighting
from mcdm_index.polarity import COST
from tests import strategies
from tests.laws.catalogue import held, methods


@pytest.mark.parametrize("law", held("weighting"))
def test_a_registered_weighting_keeps_the_law(law):
    law()


@pytest.mark.parametrize("method", methods("weighting", "constant_gets_zero"))
@pytest.mark.parametrize("value", [0.1, 1e-300, 1e300])
@pytest.mark.parametrize("n", [3, 1000])
def test_rounding_gives_no_weight_to_a_huge_or_tiny_constant(method, value, n):
    X = np.column_stack([np.full(n, value), np.arange(1.0, n + 1)])
    assert weighting.weigh(X, method.name).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("method", methods("weighting"))
@given(data=st.data())
def test_many_magnitudes_side_by_side_give_finite_weights(method, data):
    within = method.cost_domain or method.domain
    elements = strategies.wide(within)
    X = data.draw(strategies.matrices(within, elements=elements))
    scale = [data.draw(st.sampled_from((1e-290, 1.0, 1e290))) for _ in X[0]]
    w = weighting.weigh(X * scale, method.name, COST)
    assert np.isfinite(w).all()
