"""The library against pymcdm and scikit-criteria, where one formula is meant by all.

Where a peer errs or means another formula, the source's answer is tested, and the test
names the peer and the difference. Peers are held to 1e-9: they cancel where we do not.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import mcdm_index as mi

pymcdm = pytest.importorskip("pymcdm")
skcriteria = pytest.importorskip("skcriteria")

from pymcdm import methods as pymcdm_methods  # noqa: E402 only if it is there
from pymcdm import normalizations as pymcdm_normalizations  # noqa: E402
from pymcdm import weights as pymcdm_weights  # noqa: E402
from skcriteria.agg.simple import WeightedSumModel  # noqa: E402
from skcriteria.agg.topsis import TOPSIS  # noqa: E402
from skcriteria.preprocessing import scalers, weighters  # noqa: E402

pytestmark = [
    # What scikit-criteria says of every cost, whatever is done with it.
    pytest.mark.filterwarnings("ignore:Although .* minimization:UserWarning"),
]
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


def decision(X, signs, w=None):
    """Give the problem as scikit-criteria takes it."""
    return skcriteria.mkdm(X, [int(sign) for sign in signs], weights=w)


def test_entropy_weights_are_those_of_pymcdm(X):
    expected = pymcdm_weights.entropy_weights(X)
    assert_allclose(mi.weighting.entropy(X), expected, rtol=RTOL)


def test_entropy_weights_are_those_of_scikit_criteria(X, signs):
    dm = weighters.EntropyWeighter().transform(decision(X, signs))
    assert_allclose(mi.weighting.entropy(X, signs), dm.weights.to_numpy(), rtol=RTOL)


def test_a_zero_adds_nothing_to_the_entropy():
    # pymcdm 1.4 refuses a table with a zero; the limit of p ln p at 0 is 0.
    # Here e1 = ln 2 / ln 3 and e2 = 1.5 ln 2 / ln 3.
    X = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
    d = np.array([1 - np.log(2) / np.log(3), 1 - 1.5 * np.log(2) / np.log(3)])
    assert_allclose(mi.weighting.entropy(X), d / d.sum(), rtol=1e-14)


def test_std_weights_are_those_of_pymcdm(X):
    expected = pymcdm_weights.standard_deviation_weights(X)
    assert_allclose(mi.weighting.std(X), expected, rtol=RTOL)


def test_std_weights_are_those_of_scikit_criteria(X, signs):
    dm = weighters.StdWeighter().transform(decision(X, signs))
    assert_allclose(mi.weighting.std(X), dm.weights.to_numpy(), rtol=RTOL)


def test_critic_without_orientation_is_that_of_pymcdm(X, signs):
    # pymcdm 1.4 correlates costs as they are; the paper turns them around first.
    found = mi.weighting.critic(X, signs, orient=False)
    assert_allclose(found, pymcdm_weights.critic_weights(X), rtol=RTOL)


@pytest.mark.parametrize("correlation", ["pearson", "spearman"])
def test_critic_is_that_of_scikit_criteria(X, signs, correlation):
    dm = weighters.CRITIC(correlation=correlation).transform(decision(X, signs))
    found = mi.weighting.critic(X, signs, correlation=correlation)
    assert_allclose(found, dm.weights.to_numpy(), rtol=RTOL)


def test_a_constant_criterion_leaves_the_critic_weights_of_the_others(X, signs):
    # pymcdm 1.4 and scikit-criteria 0.10 give NaN throughout.
    found = mi.weighting.critic(np.c_[X, np.full(len(X), 7.0)], [*signs, 1])
    expected = [*mi.weighting.critic(X, signs), 0.0]
    assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["minmax", "vector"])
def test_normalization_is_that_of_pymcdm(X, signs, name):
    theirs = getattr(pymcdm_normalizations, f"{name}_normalization")
    expected = pymcdm.helpers.normalize_matrix(X, theirs, signs)
    found = getattr(mi.normalization, name)(X, signs)
    assert_allclose(found, expected, rtol=RTOL, atol=1e-15)


def test_vector_normalization_of_benefits_is_that_of_scikit_criteria(X):
    dm = scalers.VectorScaler("matrix").transform(decision(X, np.ones(X.shape[1])))
    assert_allclose(mi.normalization.vector(X), dm.matrix.to_numpy(), rtol=RTOL)


def test_minmax_normalization_is_that_of_scikit_criteria(X, signs):
    expected = scalers.matrix_scale_by_cenit_distance(X, signs)
    assert_allclose(mi.normalization.minmax(X, signs), expected, rtol=RTOL, atol=1e-15)


def test_a_constant_column_is_neither_best_nor_worst_after_minmax():
    # pymcdm 1.4 makes it the best (1), scikit-criteria 0.10 the worst (0).
    found = mi.normalization.minmax(np.array([[3.0], [3.0]]))
    assert found.tolist() == [[0.5], [0.5]]


@pytest.mark.parametrize("name", ["minmax", "vector"])
def test_topsis_is_that_of_pymcdm(X, signs, w, name):
    theirs = getattr(pymcdm_normalizations, f"{name}_normalization")
    expected = pymcdm_methods.TOPSIS(theirs)(X, w, signs)
    found = mi.scoring.topsis(X, w, signs, normalization=name)
    assert_allclose(found, expected, rtol=RTOL)


def test_topsis_on_vector_normalized_values_is_that_of_scikit_criteria(X, signs, w):
    # scikit-criteria 0.10 normalizes nothing by itself and keeps costs as costs.
    dm = scalers.VectorScaler("matrix").transform(decision(X, signs, w))
    expected = TOPSIS().evaluate(dm).e_.similarity
    assert_allclose(mi.scoring.topsis(X, w, signs), expected, rtol=RTOL)


@pytest.mark.parametrize(
    ("p", "metric"), [(1, "cityblock"), (2, "euclidean"), (np.inf, "chebyshev")]
)
def test_topsis_by_other_distances_is_that_of_scikit_criteria(X, signs, w, p, metric):
    dm = decision(mi.normalization.minmax(X, signs), np.ones_like(signs), w)
    expected = TOPSIS(metric=metric).evaluate(dm).e_.similarity
    found = mi.scoring.topsis(X, w, signs, normalization="minmax", p=p)
    assert_allclose(found, expected, rtol=RTOL)


def test_the_weighted_sum_is_that_of_pymcdm(X, signs, w):
    theirs = pymcdm_methods.WSM(pymcdm_normalizations.minmax_normalization)
    assert_allclose(
        mi.scoring.weighted_sum(X, w, signs), theirs(X, w, signs), rtol=RTOL
    )


def test_the_weighted_sum_is_that_of_scikit_criteria(X, signs, w):
    dm = decision(mi.normalization.minmax(X, signs), np.ones_like(signs), w)
    expected = WeightedSumModel().evaluate(dm).e_.score
    assert_allclose(mi.scoring.weighted_sum(X, w, signs), expected, rtol=RTOL)


def test_tied_ranks_are_the_average_ones_of_pymcdm_if_asked_for(w):
    scores = np.round(w, 1)
    expected = pymcdm.helpers.rankdata(scores, reverse=True)
    assert mi.rank(scores, ties="average").tolist() == expected.tolist()


def test_tied_ranks_are_the_dense_ones_of_scikit_criteria_if_asked_for(w):
    from skcriteria.utils import rank

    scores = np.round(w, 1)
    expected = rank.rank_values(scores, reverse=True)
    assert mi.rank(scores, ties="dense").tolist() == expected.tolist()
