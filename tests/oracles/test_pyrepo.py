"""The normalizations of pyrepo-mcda, each by a named option of ours."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

theirs = pytest.importorskip("pyrepo_mcda.normalizations")

EXACT = {"rtol": 1e-12, "atol": 0}

# What reproduces a normalization of pyrepo-mcda 0.1.15: ours of the same name, as it
# is. Its sixth, of MULTIMOORA, is vector normalization without polarity.
OF_PYREPO = ("linear", "minmax", "max", "sum", "vector")


@pytest.fixture(params=[(4, 3, 0), (12, 5, 1), (40, 8, 2), (200, 20, 3)], ids=str)
def problem(request):
    """Positive values of several magnitudes, and signs of both kinds."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    return X, np.where(np.arange(m) % 3 == 1, -1, 1)


def of_pyrepo(name, *arguments):
    return getattr(theirs, f"{name}_normalization")(*arguments)


def test_every_normalization_of_pyrepo_is_compared():
    end = "_normalization"
    names = {name.removesuffix(end) for name in dir(theirs) if name.endswith(end)}
    assert names == {*OF_PYREPO, "multimoora"}


@pytest.mark.parametrize("name", OF_PYREPO)
def test_normalization_is_that_of_pyrepo(problem, name):
    X, signs = problem
    found = mi.normalize(X, name, signs)
    assert_allclose(found, of_pyrepo(name, X.copy(), signs), **EXACT)


def test_the_ratio_system_of_multimoora_is_vector_without_polarity(problem):
    X, _ = problem
    assert_allclose(mi.normalization.vector(X), of_pyrepo("multimoora", X), **EXACT)


def test_a_constant_column_is_neither_best_nor_worst_after_minmax():
    # pyrepo-mcda 0.1.15 makes it the best, also where it is a cost.
    X, signs = np.array([[3.0], [3.0]]), np.array([-1])
    assert of_pyrepo("minmax", X, signs).tolist() == [[1], [1]]
    assert mi.normalization.minmax(X, signs).tolist() == [[0.5], [0.5]]


def test_the_largest_of_negative_values_is_the_largest_after_max():
    # pyrepo-mcda 0.1.15 divides by the largest value, -1, and turns the order around.
    X, signs = np.array([[-1.0], [-4.0]]), np.array([1])
    assert of_pyrepo("max", X, signs).tolist() == [[1], [4]]
    assert mi.normalization.max(X, signs).tolist() == [[-0.25], [-1]]


def test_a_column_of_zeros_stays_zero():
    # pyrepo-mcda 0.1.15 divides 0 by 0 and gives NaN.
    X, signs = np.zeros((2, 1)), np.array([1])
    with np.errstate(invalid="ignore"):
        assert np.isnan(of_pyrepo("sum", X, signs)).all()
    assert mi.normalization.sum(X, signs).tolist() == [[0], [0]]
