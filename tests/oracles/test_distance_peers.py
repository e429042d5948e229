"""Scores by distance against pymcdm, scikit-criteria and pyrepo-mcda.

Where a peer errs or means another formula, the test names it and the difference.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pytest.importorskip("pymcdm")
skcriteria = pytest.importorskip("skcriteria")
pytest.importorskip("pyrepo_mcda")

from pymcdm import methods as pymcdm  # noqa: E402 only if it is there
from pymcdm import normalizations as pymcdm_normalizations  # noqa: E402
from pyrepo_mcda import mcda_methods as pyrepo  # noqa: E402
from skcriteria.agg import (  # noqa: E402
    codas,
    edas,
    ervd,
    mabac,
    probid,
    rim,
    vikor,
)
from skcriteria.preprocessing import scalers  # noqa: E402

pytestmark = [
    # What scikit-criteria says of every cost, whatever is done with it.
    pytest.mark.filterwarnings("ignore:Although .* minimization:UserWarning"),
]
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(params=[(5, 3, 0), (9, 5, 1), (41, 8, 2)], ids=str)
def problem(request):
    """Positive values of several magnitudes, weights of sum 1, signs of both kinds."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 4, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    return X, rng.dirichlet(np.ones(m)), signs


def decision(X, w, signs):
    """Give the problem as scikit-criteria takes it."""
    return skcriteria.mkdm(X, [int(sign) for sign in signs], weights=w)


def reference(X):
    return 1.1 * np.median(X, axis=0)


def of_pymcdm(name, problem):
    X = problem[0]
    method = {
        "vikor": pymcdm.VIKOR(pymcdm_normalizations.minmax_normalization),
        "edas": pymcdm.EDAS(),
        "mabac": pymcdm.MABAC(),
        "codas": pymcdm.CODAS(),
        "probid": pymcdm.PROBID(),
        "sprobid": pymcdm.SPROBID(),
        "ervd": pymcdm.ERVD(reference(X)),
        "rim": pymcdm.RIM(np.c_[X.min(axis=0), X.max(axis=0)]),
    }[name]
    scores = method(*problem)
    return 1 - scores if name == "vikor" else scores


OPTIONS = {"sprobid": lambda _: {"form": "ratio"}}
OPTIONS["ervd"] = lambda X: {"reference": reference(X)}


def ours(name, problem):
    options = OPTIONS.get(name, lambda _: {})(problem[0])
    return getattr(mi.scoring, name)(*problem, **options)


@pytest.mark.parametrize(
    "name", ["vikor", "edas", "mabac", "codas", "probid", "sprobid", "ervd", "rim"]
)
def test_scores_are_those_of_pymcdm(name, problem):
    assert_allclose(ours(name, problem), of_pymcdm(name, problem), **CLOSE)


def test_vikor_is_that_of_scikit_criteria(problem):
    found = vikor.VIKOR().evaluate(decision(*problem)).e_
    details = mi.scoring.fit("vikor", *problem, normalization="minmax").details(
        problem[0]
    )
    assert_allclose(details.Q, found.q_k, **CLOSE)


def test_edas_is_that_of_scikit_criteria(problem):
    found = edas.EDAS().evaluate(decision(*problem)).e_.score
    assert_allclose(ours("edas", problem), found, **CLOSE)


def test_mabac_is_that_of_scikit_criteria_on_minmax_values(problem):
    X, w, signs = problem
    Z = mi.normalization.minmax(X, signs)
    found = mabac.MABAC().evaluate(decision(Z, w, np.ones_like(signs))).e_.score
    assert_allclose(ours("mabac", problem), found, **CLOSE)


def test_codas_is_that_of_scikit_criteria_on_linear_values(problem):
    X, w, signs = problem
    Z = mi.normalization.linear(X, signs)
    found = codas.CODAS().evaluate(decision(Z, w, np.ones_like(signs))).e_.score
    assert_allclose(ours("codas", problem), found, **CLOSE)


@pytest.mark.parametrize(
    ("name", "method"), [("probid", "PROBID"), ("sprobid", "SimplifiedPROBID")]
)
def test_probid_is_that_of_scikit_criteria_on_vector_values(name, method, problem):
    dm = scalers.VectorScaler("matrix").transform(decision(*problem))
    found = getattr(probid, method)().evaluate(dm).e_.score
    assert_allclose(ours(name, problem), found, **CLOSE)


def test_ervd_is_that_of_scikit_criteria_on_shares_of_the_sum(problem):
    X, w, signs = problem
    dm = decision(X / X.sum(axis=0), w, signs)
    at = reference(X) / X.sum(axis=0)
    found = ervd.ERVD().evaluate(dm, reference_points=at).e_.similarity
    assert_allclose(ours("ervd", problem), found, **CLOSE)


@pytest.mark.filterwarnings("ignore:No .* were provided:UserWarning")
def test_rim_is_that_of_scikit_criteria(problem):
    found = rim.RIM().evaluate(decision(*problem)).e_.score
    assert_allclose(ours("rim", problem), found, **CLOSE)


def test_vikor_is_that_of_pyrepo(problem):
    found = pyrepo.VIKOR()(*problem)
    assert_allclose(1 - ours("vikor", problem), found, **CLOSE)


@pytest.mark.parametrize("name", ["edas", "cradis", "codas"])
def test_scores_are_those_of_pyrepo(name, problem):
    found = getattr(pyrepo, name.upper())()(*problem)
    assert_allclose(ours(name, problem), found, **CLOSE)


def test_the_worse_ideals_of_an_even_number_are_its_worse_half():
    # pymcdm 1.4 and scikit-criteria 0.10 let the last of the better half count as one
    # of the worse too; of two units, the ideal is then one of the anti-ideals.
    X = np.array([[1.0, 4.0], [2.0, 3.0]])
    how = {"normalization": "vector"}
    details = mi.scoring.fit("probid", X, [0.5, 0.5], **how).details(X)
    Z = 0.5 * mi.normalization.vector(X)
    expected = np.linalg.norm(Z - Z.min(axis=0), axis=1)
    assert_allclose(details.to_anti_ideals, expected, rtol=1e-12)
    theirs = of_pymcdm("probid", (X, np.array([0.5, 0.5]), np.array([1, 1])))
    assert (abs(theirs - mi.scoring.probid(X, [0.5, 0.5])) > 0.01).all()


def test_sprobid_of_fewer_than_four_units_takes_the_first_and_the_last_ideal():
    # pymcdm 1.4 takes the distances of the first and of the last unit instead.
    X = np.array([[1.0, 4.0], [2.0, 3.0], [4.0, 2.5]])
    w, signs = np.array([0.5, 0.5]), np.array([1, 1])
    dm = scalers.VectorScaler("matrix").transform(decision(X, w, signs))
    with pytest.warns(UserWarning, match="4 or more"):
        expected = probid.SimplifiedPROBID().evaluate(dm).e_.score
    assert_allclose(ours("sprobid", (X, w, signs)), expected, **CLOSE)
    assert (abs(of_pymcdm("sprobid", (X, w, signs)) - expected) > 0.01).any()


def test_equal_regrets_drop_their_term_rather_than_give_nan():
    # pymcdm 1.4 divides 0 by 0; pyDecision lets the last bit decide.
    X = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    with np.errstate(invalid="ignore"):
        theirs = of_pymcdm("vikor", (X, np.array([0.5, 0.5]), np.array([1, 1])))
    assert np.isnan(theirs).all()
    assert mi.scoring.vikor(X, [0.5, 0.5]).tolist() == [1, 1, 1]


def test_a_missing_value_is_no_distance_of_zero():
    # scikit-criteria 0.10 drops the criterion without a word.
    X = np.array([[1.0, np.nan], [2.0, 3.0], [3.0, 1.0]])
    with pytest.raises(mi.errors.MissingDataError, match="row 0, column 1"):
        mi.scoring.vikor(X, [0.5, 0.5])
