"""Means and assessments of sums against the peers, where one formula is meant.

Where a peer errs, the test names it, its version and the difference.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pymcdm = pytest.importorskip("pymcdm")
skcriteria = pytest.importorskip("skcriteria")

from pymcdm import methods as pymcdm_methods  # noqa: E402 only if it is there
from pymcdm import normalizations  # noqa: E402
from skcriteria.agg import aras as sk_aras  # noqa: E402
from skcriteria.agg import copras as sk_copras  # noqa: E402
from skcriteria.agg import ram as sk_ram  # noqa: E402
from skcriteria.agg import spotis as sk_spotis  # noqa: E402
from skcriteria.agg import waspas as sk_waspas  # noqa: E402
from skcriteria.agg.simple import WeightedProductModel  # noqa: E402

RTOL = 1e-9


@pytest.fixture(params=[(4, 3, 0), (12, 5, 1), (40, 8, 2), (200, 20, 3)], ids=str)
def problem(request):
    """Positive values of several magnitudes, signs of both kinds, weights of sum 1."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    return X, signs, rng.dirichlet(np.ones(m))


@pytest.fixture(name="X")
def values(problem):
    return problem[0]


@pytest.fixture
def signs(problem):
    return problem[1]


@pytest.fixture
def w(problem):
    return problem[2]


def of_sk(method, X, signs, w):
    """Evaluate as scikit-criteria does, what it gives beside the ranks."""
    dm = skcriteria.mkdm(X, [int(sign) for sign in signs], weights=w)
    return method.evaluate(dm).e_


def of_pyrepo(name, *args):
    pyrepo = pytest.importorskip("pyrepo_mcda.mcda_methods")
    return getattr(pyrepo, name)()(*args)


def test_the_weighted_product_is_that_of_pymcdm(X, signs, w):
    theirs = pymcdm_methods.WPM(normalizations.linear_normalization)
    found = mi.scoring.weighted_product(X, w, signs)
    assert_allclose(found, theirs(X, w, signs), rtol=RTOL)


def test_the_weighted_product_is_that_of_scikit_criteria(X, signs, w):
    # scikit-criteria 0.10 gives its decimal logarithm.
    Z = mi.normalization.linear(X, signs)
    logs = of_sk(WeightedProductModel(), Z, np.ones_like(signs), w).score
    assert_allclose(mi.scoring.weighted_product(X, w, signs), 10**logs, rtol=RTOL)


def test_waspas_is_that_of_pymcdm(X, signs, w):
    expected = pymcdm_methods.WASPAS(normalizations.linear_normalization)(X, w, signs)
    assert_allclose(mi.scoring.waspas(X, w, signs), expected, rtol=RTOL)


@pytest.mark.parametrize("part", [0.2, 0.5])
def test_waspas_is_that_of_scikit_criteria(X, signs, w, part):
    Z = mi.normalization.linear(X, signs)
    expected = of_sk(
        sk_waspas.WASPAS(lambda_value=part), Z, np.ones_like(signs), w
    ).score
    assert_allclose(mi.scoring.waspas(X, w, signs, lambda_=part), expected, rtol=RTOL)


def test_waspas_is_that_of_pyrepo(X, signs, w):
    expected = of_pyrepo("WASPAS", X, w, signs)
    assert_allclose(mi.scoring.waspas(X, w, signs), expected, rtol=RTOL)


def test_aras_is_that_of_pymcdm(X, signs, w):
    expected = pymcdm_methods.ARAS()(X, w, signs)
    assert_allclose(mi.scoring.aras(X, w, signs), expected, rtol=RTOL)


def test_aras_is_that_of_pyrepo(X, signs, w):
    expected = of_pyrepo("ARAS", X, w, signs)
    assert_allclose(mi.scoring.aras(X, w, signs), expected, rtol=RTOL)


def test_copras_is_that_of_pyrepo(X, signs, w):
    expected = of_pyrepo("COPRAS", X, w, signs)
    assert_allclose(mi.scoring.copras(X, w, signs), expected, rtol=RTOL)


def test_copras_is_that_of_scikit_criteria(X, signs, w):
    # scikit-criteria 0.10 normalizes nothing by itself, and gives percents.
    expected = of_sk(sk_copras.COPRAS(), X / X.sum(axis=0), signs, w).score / 100
    assert_allclose(mi.scoring.copras(X, w, signs), expected, rtol=RTOL)


def test_costs_count_against_a_unit_in_copras():
    # pymcdm 1.4 adds S- instead of its share, so that the costlier twin wins.
    X, w, signs = np.array([[3.0, 2.0], [3.0, 1.0]]), np.array([0.5, 0.5]), [1, -1]
    assert mi.rank(mi.scoring.copras(X, w, signs)).tolist() == [2, 1]
    theirs = pymcdm_methods.COPRAS()(X, w, np.array(signs), validation=False)
    assert mi.rank(theirs).tolist() == [1, 2]


def test_copras_of_benefits_alone_has_an_answer():
    # pymcdm 1.4 refuses it, pyrepo-mcda 0.1 gives NaN.
    X = np.array([[1.0, 2.0], [3.0, 2.0]])
    assert_allclose(mi.scoring.copras(X, [1, 1]), [0.6, 1], rtol=1e-15)
    with pytest.raises(ValueError, match="only profit"):
        pymcdm_methods.COPRAS()(
            X, np.array([0.5, 0.5]), np.array([1, 1]), validation=False
        )


def test_ram_is_that_of_pymcdm(X, signs, w):
    expected = pymcdm_methods.RAM()(X, w, signs)
    assert_allclose(mi.scoring.ram(X, w, signs), expected, rtol=RTOL)


def test_ram_is_that_of_scikit_criteria(X, signs, w):
    expected = of_sk(sk_ram.RAM(), X / X.sum(axis=0), signs, w).score
    assert_allclose(mi.scoring.ram(X, w, signs), expected, rtol=RTOL)


def bounds_of(X):
    return np.c_[X.min(axis=0) / 2, X.max(axis=0) * 2]


def test_spotis_is_one_minus_that_of_pymcdm(X, signs, w):
    expected = 1 - pymcdm_methods.SPOTIS(bounds_of(X))(X, w, signs)
    found = mi.scoring.spotis(X, w, signs, bounds=bounds_of(X))
    assert_allclose(found, expected, rtol=RTOL)


def test_spotis_around_an_ideal_is_one_minus_that_of_pymcdm(X, signs, w):
    ideal = np.median(X, axis=0)
    expected = 1 - pymcdm_methods.SPOTIS(bounds_of(X), ideal)(X, w, signs)
    found = mi.scoring.spotis(X, w, signs, bounds=bounds_of(X), ideal=ideal)
    assert_allclose(found, expected, rtol=RTOL)


def test_spotis_is_one_minus_that_of_pyrepo(X, signs, w):
    expected = 1 - of_pyrepo("SPOTIS", X, w, signs, bounds_of(X).T)
    found = mi.scoring.spotis(X, w, signs, bounds=bounds_of(X))
    assert_allclose(found, expected, rtol=RTOL)


def test_spotis_between_the_ranges_is_one_minus_that_of_scikit_criteria(X, signs, w):
    expected = 1 - of_sk(sk_spotis.SPOTIS(), X, signs, w).score
    found = mi.scoring.spotis(X, w, signs)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-12)


def test_aras_of_scikit_criteria_leaves_the_ideal_out_of_the_sums(X, signs, w):
    # Of scikit-criteria 0.10; the paper sums over the ideal as well.
    oriented = np.where(signs > 0, X, 1 / X)
    Z = oriented / oriented.sum(axis=0)
    theirs = of_sk(sk_aras.ARAS(), Z, np.ones_like(signs), w).utility
    assert_allclose(theirs, Z @ w / (Z.max(axis=0) @ w), rtol=RTOL)
    assert abs(mi.scoring.aras(X, w, signs) - theirs).max() > 1e-4
