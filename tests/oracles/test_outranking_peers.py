"""PROMETHEE and ELECTRE I against peers; where they differ, the test says how."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import mcdm_index as mi

pytest.importorskip("pymcdm")
pytest.importorskip("pyrepo_mcda")
skcriteria = pytest.importorskip("skcriteria")

from pymcdm.methods import PROMETHEE_II  # noqa: E402 only if it is there
from pymcdm.methods.partial import PROMETHEE_I  # noqa: E402
from pyrepo_mcda import compromise_rankings  # noqa: E402
from pyrepo_mcda import mcda_methods as pyrepo_methods  # noqa: E402
from skcriteria.agg.electre import ELECTRE1  # noqa: E402

RTOL = {"rtol": 1e-9, "atol": 1e-12}
# Their names of our preference functions, and what each needs.
OF_PYMCDM = {
    "usual": ("usual", ""),
    "u_shape": ("ushape", "q"),
    "v_shape": ("vshape", "p"),
    "level": ("level", "qp"),
    "linear": ("vshape_2", "qp"),
}
OF_PYREPO = {
    "usual": ("_usual_function", ""),
    "u_shape": ("_ushape_function", "q"),
    "v_shape": ("_vshape_function", "p"),
    "level": ("_level_function", "qp"),
    "linear": ("_linear_function", "qp"),
    "gaussian": ("_gaussian_function", "s"),
}


@pytest.fixture(params=[(4, 3, 0), (12, 5, 1), (30, 6, 2)], ids=str)
def problem(request):
    """Positive values of several magnitudes, with signs, weights and thresholds."""
    n, m, seed = request.param
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(n, m)) * 10.0 ** rng.integers(-2, 5, size=m)
    signs = np.where(np.arange(m) % 3 == 1, -1, 1)
    spread = X.std(axis=0)
    given = {"q": 0.5 * spread, "p": 2 * spread, "s": 1.25 * spread}
    return X, signs, rng.dirichlet(np.ones(m)), given


def ours(problem, name, needs):
    X, signs, w, given = problem
    own = {letter: given[letter] for letter in needs}
    return mi.scoring.promethee_ii(X, w, signs, preference=name, **own)


@pytest.mark.parametrize("name", OF_PYMCDM)
def test_net_flows_are_those_of_pymcdm(problem, name):
    X, signs, w, given = problem
    theirs, needs = OF_PYMCDM[name]
    method = PROMETHEE_II(theirs, p=given["p"], q=given["q"])
    assert_allclose(ours(problem, name, needs), method(X, w, signs), **RTOL)


def test_positive_and_negative_flows_are_those_of_pymcdm(problem):
    X, signs, w, given = problem
    method = PROMETHEE_I("vshape_2", p=given["p"], q=given["q"])
    positive, negative = method(X, w, signs)[-2:]
    own = {"q": given["q"], "p": given["p"]}
    found = mi.scoring.promethee_i(X, w, signs, preference="linear", **own)
    assert_allclose(found.positive, positive, **RTOL)
    assert_allclose(found.negative, negative, **RTOL)


@pytest.mark.parametrize("name", OF_PYREPO)
def test_net_flows_are_those_of_pyrepo(problem, name):
    # Its Gaussian has no spread of its own but takes (p + q) / 2.
    X, signs, w, given = problem
    theirs, needs = OF_PYREPO[name]
    method = pyrepo_methods.PROMETHEE_II()
    functions = [getattr(method, theirs)] * len(w)
    expected = method(X, w, signs, functions, p=given["p"], q=given["q"])
    assert_allclose(ours(problem, name, needs), expected, **RTOL)


def test_a_second_call_with_thresholds_gives_the_same_flows(problem):
    # pymcdm 1.4 keeps a generator, which the first call uses up.
    first = ours(problem, "linear", "qp")
    assert_array_equal(ours(problem, "linear", "qp"), first)


# scikit-criteria 0.10 warns of every cost, whatever is done with it.
@pytest.mark.filterwarnings("ignore:Although .* minimization:UserWarning")
@pytest.mark.parametrize("levels", [(0.65, 0.35), (0.5, 0.8), (0.8, 0.1)])
def test_outranking_is_that_of_scikit_criteria(problem, levels):
    X, signs, w, _ = problem
    Z = mi.normalization.minmax(X, signs)
    dm = skcriteria.mkdm(Z, [1] * len(w), weights=w)
    p, q = levels
    theirs = ELECTRE1(p=p, q=q).evaluate(dm)
    found = mi.scoring.electre_i(X, w, signs, concordance=p, discordance=q)
    off = ~np.eye(len(X), dtype=bool)
    for own, name in (
        (found.concordance, "matrix_concordance"),
        (found.discordance, "matrix_discordance"),
    ):
        assert_allclose(own[off], theirs.e_[name][off], **RTOL)
    assert_array_equal(found.outranks, theirs.e_.outrank)


def test_units_that_nothing_outranks_are_in_the_kernel_and_not_alone():
    # a outranks b, b outranks c: scikit-criteria 0.10 keeps a only, but then no kept
    # unit outranks c. The kernel is a and c.
    X = np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]])
    w = [0.4, 0.35, 0.25]
    dm = skcriteria.mkdm(X, [1, 1, 1], weights=w)
    theirs = ELECTRE1(p=0.65, q=1.0).evaluate(dm)
    found = mi.scoring.electre_i(X, w, normalization=None, discordance=1)
    assert found.outranks.nonzero()[0].tolist() == [0, 1]
    assert theirs.kernel_.tolist() == [True, False, False]
    assert found.kernel.tolist() == [True, False, True]


def test_copeland_of_pyrepo_is_a_borda_count():
    # pyrepo-mcda 0.1.15 adds up ranks and compares no pairs. Of five voters, three put
    # a before b before c, two b before c before a. By pairs a wins, by ranks b.
    places = np.array([[1, 1, 1, 3, 3], [2, 2, 2, 1, 1], [3, 3, 3, 2, 2]])
    votes = np.ones(5)
    theirs = compromise_rankings.copeland(places)
    assert_array_equal(theirs, mi.rank(mi.scoring.borda(places, votes, ["min"] * 5)))
    found = mi.scoring.copeland(places, votes, ["min"] * 5)
    assert found.tolist() == [2, 0, -2]
