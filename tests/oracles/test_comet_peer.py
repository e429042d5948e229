"""COMET against pymcdm, with TOPSIS as the expert that both ask."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pytest.importorskip("pymcdm")

from pymcdm.methods import COMET, TOPSIS
from pymcdm.methods.comet_tools import MethodExpert


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize(("n", "m"), [(5, 2), (12, 4), (30, 5)])
def test_comet_is_that_of_pymcdm(n, m, count):
    rng = np.random.default_rng(n)
    X = rng.uniform(1, 9, (n, m))
    w = rng.dirichlet(np.ones(m))
    signs = rng.choice([-1, 1], m)
    peer = COMET(COMET.make_cvalues(X, count), MethodExpert(TOPSIS(), w, signs))
    ours = mi.scoring.comet(
        X,
        w,
        signs,
        characteristic_values=count,
        expert_options={"normalization": "minmax"},  # what TOPSIS does there
    )
    assert_allclose(ours, peer(X), rtol=1e-9, atol=1e-12)
